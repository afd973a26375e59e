/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything a stick can hold that is no bundle for this desk: it is refused with the right word,
 * and nothing changes. */

#include "core/store/gw-arrival.h"
#include "stick.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/gw-backup.h"

/* Of a bundle with a passphrase: one slot. */
#define SLOT 36
#define HEADER (SLOT + 100 + 16)

#define Q(n) "answer:rep1:/data/s1/q" #n
#define FIRST "{\"godwit-bundle\":1,\"country\":\"KEN\",\"account\":\"x\",\"desk\":\"d\"," \
              "\"time\":\"2026-11-26T06:00:00Z\",\"databases\":[\"party-ken\"],\"everything\":true}"
#define GOOD "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"1-a\",\"value\":\"x\"}}"
#define END(docs, revs, chunks) "{\"end\":true,\"documents\":" #docs ",\"revisions\":" #revs \
                                ",\"chunks\":" #chunks "}"

typedef struct
{
  Desk *desk;
  char *dump;
  guint waiting;
  char *path;
} Reader;

/* A desk that has something of its own, and a stick. */
static Reader *
reader_new (const char *country)
{
  Reader *self = g_new0 (Reader, 1);
  g_autofree char *stick = stick_new ();

  self->desk = desk_new_of ("ben", GW_ROLE_NFP, country);
  stick_put (self->desk, Q (1), "one, by Ben");
  stick_put (self->desk, Q (9), "nine");
  self->dump = desk_dump (self->desk);
  self->waiting = desk_waiting (self->desk);
  self->path = stick_path (stick, "a.godwit");

  return self;
}

static void
reader_free (Reader *self)
{
  desk_free (self->desk);
  g_free (self->dump);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

/* Reads what is on the stick now. Returns: the code of the refusal. */
static int
refused (Reader     *self,
         const char *passphrase)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (self->desk->profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleReading) reading = gw_bundle_read (own, self->path, passphrase,
                                                        GW_BUNDLE_DEFAULT, NULL, NULL, NULL, &error);
  g_autofree char *sentence = NULL;
  g_autofree char *dump = NULL;

  g_assert_null (reading);
  g_assert_nonnull (error);
  g_assert_true (error->domain == GW_BUNDLE_ERROR);
  sentence = gw_bundle_error_dup_sentence (error);
  g_assert_cmpuint (strlen (sentence), >, 20);
  dump = desk_dump (self->desk);
  g_assert_cmpstr (dump, ==, self->dump);
  g_assert_cmpuint (desk_waiting (self->desk), ==, self->waiting);

  return error->code;
}

static GBytes *
make_bundle (Reader *reader)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  stick_put (ann, Q (1), "one, by Ann");
  stick_put (ann, Q (2), "two");
  info = stick_write (ann, reader->path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (reader->path, &contents, &size, NULL));

  return g_bytes_new_take (contents, size);
}

static void
put_on_stick (Reader       *reader,
              const guint8 *data,
              gsize         size)
{
  FILE *file = fopen (reader->path, "wb");

  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  fclose (file);
}

static void
test_every_cut_changes_nothing (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autoptr (GBytes) whole = make_bundle (reader);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleReading) reading = NULL;

  for (gsize length = 0; length < size; length++) {
    put_on_stick (reader, data, length);
    g_assert_cmpint (refused (reader, PASSPHRASE), ==, length < 8 ? GW_BUNDLE_ERROR_NOT_A_BUNDLE
                                                                  : GW_BUNDLE_ERROR_DAMAGED);
  }
  /* The whole of it is good, or all this proved nothing. */
  put_on_stick (reader, data, size);
  reading = stick_read (reader->desk, reader->path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading->stored, ==, 2);
}

static void
test_every_altered_byte_changes_nothing (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autoptr (GBytes) whole = make_bundle (reader);
  gsize size;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, &size), g_bytes_get_size (whole));

  for (gsize i = 0; i < size; i++) {
    int code;

    data[i] ^= 1 << (i % 8);
    put_on_stick (reader, data, size);
    code = refused (reader, PASSPHRASE);
    if (i < 8)
      g_assert_cmpint (code, ==, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
    else if (i >= 10)
      g_assert_cmpint (code, ==, GW_BUNDLE_ERROR_DAMAGED);
    data[i] ^= 1 << (i % 8);
  }
}

/* Blocks cannot be left out, repeated or moved, and nothing can be added. */
static void
test_blocks_stay_where_they_were (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleInfo) info = NULL;
  g_autofree char *contents = NULL;
  g_autofree guint8 *other = NULL;
  gsize size, block = GW_SEAL_BLOCK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES;

  for (guint i = 0; i < 4000; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);
    g_autofree char *value = g_compute_checksum_for_string (G_CHECKSUM_SHA512, id, -1);

    if (i == 0)
      g_assert_true (gw_store_begin (ann->store, NULL));
    stick_put (ann, id, value);
  }
  g_assert_true (gw_store_commit (ann->store, NULL));
  info = stick_write (ann, reader->path, GW_BUNDLE_DEFAULT, NULL);
  g_assert_true (g_file_get_contents (reader->path, &contents, &size, NULL));
  g_assert_cmpuint (size, >, HEADER + 3 * block);
  other = g_malloc (size + block);

  /* The first two change places. */
  memcpy (other, contents, size);
  memcpy (other + HEADER, contents + HEADER + block, block);
  memcpy (other + HEADER + block, contents + HEADER, block);
  put_on_stick (reader, other, size);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
  /* The first is missing. */
  memcpy (other + HEADER, contents + HEADER + block,
          size - HEADER - block);
  put_on_stick (reader, other, size - block);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
  /* Whole blocks, without the last. */
  put_on_stick (reader, (guint8 *) contents, HEADER + 3 * block);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
  /* Something follows. */
  memcpy (other, contents, size);
  other[size] = 0;
  put_on_stick (reader, other, size + 1);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
}

static void
test_a_wrong_passphrase_is_told_apart (void)
{
  static const char *const wrong[] = { "", "x", "seven curlew", "Seven curlews", "seven curlews ", "\xff\xfe" };
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autoptr (GBytes) whole = make_bundle (reader);
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (reader->desk->profile);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (reader->path, "-2", NULL);

  g_assert_nonnull (whole);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (refused (reader, wrong[i]), ==, GW_BUNDLE_ERROR_PASSPHRASE);
  g_assert_null (gw_bundle_write_at_cost (own, path, "seven c", CHEAP, GW_BUNDLE_DEFAULT, NULL, NULL,
                                          NULL, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SHORT_PASSPHRASE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The header is made anew, so that only what it asks for is wrong. */
static void
craft_header (Reader *reader,
              GBytes *whole,
              gsize   at,
              guint32 number,
              gsize   length)
{
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));

  number = GUINT32_TO_BE (number);
  memcpy (data + at, (guint8 *) &number + 4 - length, length);
  crypto_generichash (data + HEADER - 16, 16, data, HEADER - 16, NULL, 0);
  put_on_stick (reader, data, g_bytes_get_size (whole));
}

static void
test_a_header_that_asks_too_much_is_refused (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autoptr (GBytes) whole = make_bundle (reader);

  craft_header (reader, whole, SLOT + 8, 0xffffffff, 4);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  craft_header (reader, whole, SLOT + 8, 4 * 1024 * 1024, 4);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  craft_header (reader, whole, SLOT + 8, 0, 4);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  craft_header (reader, whole, SLOT + 4, 0x7fffffff, 4);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  craft_header (reader, whole, SLOT + 4, 0, 4);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  craft_header (reader, whole, 8, 3, 2);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_NEWER);
  craft_header (reader, whole, 8, 0, 2);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
}

static void
test_other_files_are_no_bundles (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autofree char *folder = g_path_get_dirname (reader->path);
  g_autofree char *file = g_steal_pointer (&reader->path);

  reader->path = g_strdup ("/dev/null");
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
  g_free (reader->path);
  reader->path = g_strdup (folder);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
  g_free (reader->path);
  reader->path = g_steal_pointer (&file);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_FILE);
  put_on_stick (reader, (const guint8 *) "PK\003\004 a zip, or whatever", 24);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
  g_assert_cmpint (mkfifo (reader->path, 0600), ==, -1);
  unlink (reader->path);
  g_assert_cmpint (mkfifo (reader->path, 0600), ==, 0);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
}

/* What is wrong behind a right passphrase. */

static const struct
{
  const char *what;
  const char *rows[5];
  int code;
} crafted[] = {
  { "nothing", { NULL }, GW_BUNDLE_ERROR_DAMAGED },
  { "no first row", { GOOD, END (1, 1, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "no last row", { FIRST, GOOD }, GW_BUNDLE_ERROR_DAMAGED },
  { "two first rows", { FIRST, FIRST, END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "too few", { FIRST, GOOD, END (2, 2, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "too many", { FIRST, GOOD, END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "after the end", { FIRST, END (0, 0, 0), GOOD }, GW_BUNDLE_ERROR_DAMAGED },
  { "no JSON", { FIRST, "x", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "no object", { FIRST, "[]", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "an empty row", { FIRST, "", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "a newer format", { "{\"godwit-bundle\":3}", END (0, 0, 0) }, GW_BUNDLE_ERROR_NEWER },
  { "no name of its own",
    { "{\"godwit-bundle\":2,\"country\":\"KEN\",\"account\":\"x\",\"desk\":\"d\",\"time\":\"2026-11-26T06:00:00Z\","
      "\"databases\":[\"party-ken\"]}", GOOD, END (1, 1, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "a key that is none",
    { "{\"godwit-bundle\":2,\"bundle\":\"01KAYZ0000ABCDEFGHJKMNPQRS\",\"country\":\"KEN\",\"account\":\"x\","
      "\"desk\":\"d\",\"time\":\"2026-11-26T06:00:00Z\",\"databases\":[\"party-ken\"],\"key\":{}}", GOOD,
      END (1, 1, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "a receipt for nothing", { FIRST, "{\"receipt\":{\"bundle\":\"x\"}}", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "a receipt that is not counted",
    { FIRST, "{\"receipt\":{\"bundle\":\"01KAYZ0000ABCDEFGHJKMNPQRS\",\"time\":\"2026-11-26T06:00:00Z\"}}",
      END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "a database of the desk alone",
    { "{\"godwit-bundle\":1,\"country\":\"KEN\",\"account\":\"x\",\"desk\":\"d\",\"time\":\"2026-11-26T06:00:00Z\","
      "\"databases\":[\"mine\"]}",
      "{\"db\":\"mine\",\"doc\":{\"_id\":\"note:a\",\"_rev\":\"1-a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "another country's",
    { "{\"godwit-bundle\":1,\"country\":\"KEN\",\"account\":\"x\",\"desk\":\"d\",\"time\":\"2026-11-26T06:00:00Z\","
      "\"databases\":[\"party-uzb\"]}",
      "{\"db\":\"party-uzb\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"1-a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_OTHER_COUNTRY },
  { "a strange database name",
    { "{\"godwit-bundle\":1,\"country\":\"KEN\",\"account\":\"x\",\"desk\":\"d\",\"time\":\"2026-11-26T06:00:00Z\","
      "\"databases\":[\"../party\"]}", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
  { "the local name", { FIRST, "{\"db\":\"party\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"1-a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "a database that was not named",
    { FIRST, "{\"db\":\"mine\",\"doc\":{\"_id\":\"note:a\",\"_rev\":\"1-a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "rules", { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"_design/a\",\"_rev\":\"1-a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "no id", { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_rev\":\"1-a\"}}", END (1, 1, 0) }, GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "no revision", { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "a wrong revision",
    { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"1-../x\"}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "a path that is none",
    { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"2-b\",\"_revisions\":"
      "{\"start\":2,\"ids\":[\"b\",\"a\",\"c\"]}}}", END (1, 1, 0) }, GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "attachments",
    { FIRST, "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\",\"_rev\":\"1-a\",\"_attachments\":{}}}", END (1, 1, 0) },
    GW_BUNDLE_ERROR_NOT_ALLOWED },
  { "a chunk that is another",
    { FIRST, "{\"db\":\"party-ken\",\"chunk\":\"c:0000000000000000000000000000000000000000000000000000000000000000\","
      "\"data\":\"eA==\"}", END (0, 0, 1) }, GW_BUNDLE_ERROR_DAMAGED },
  { "neither one nor the other", { FIRST, "{\"db\":\"party-ken\"}", END (0, 0, 0) }, GW_BUNDLE_ERROR_DAMAGED },
};

static void
test_rows_are_not_trusted (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  static const char *const good[] = { FIRST, GOOD, END (1, 1, 0), NULL };
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (crafted); i++) {
    g_test_message ("%s", crafted[i].what);
    stick_craft (reader->path, crafted[i].rows);
    g_assert_cmpint (refused (reader, PASSPHRASE), ==, crafted[i].code);
  }
  stick_craft (reader->path, good);
  reading = stick_read (reader->desk, reader->path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading->stored, ==, 1);
}

/* One version that nobody could have written does not keep the others. */
static void
test_what_nobody_could_have_written_is_set_aside (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  static const char *const rows[] = {
    FIRST, GOOD,
    "{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:other\",\"_rev\":\"1-a\",\"type\":\"answer\",\"party\":\"UZB\"}}",
    END (2, 2, 0), NULL,
  };
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GPtrArray) aside = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (GError) error = NULL;

  stick_craft (reader->path, rows);
  reading = stick_read (reader->desk, reader->path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading->stored, ==, 1);
  g_assert_cmpuint (reading->set_aside, ==, 1);
  doc = gw_store_get (reader->desk->store, "party", "answer:other", NULL);
  g_assert_null (doc);
  aside = gw_store_list_set_aside (reader->desk->store, NULL);
  g_assert_cmpuint (aside->len, ==, 1);
  g_assert_cmpint (((GwSetAside *) aside->pdata[0])->fault, ==, GW_ARRIVAL_COUNTRY);
  stick_assert_sound (reader->desk);
}

static void
test_a_bomb_is_refused (void)
{
  g_autoptr (Reader) reader = reader_new ("KEN");
  g_autofree char *blanks = g_strnfill (3 * 1024 * 1024, ' ');
  g_autofree char *deep = g_strnfill (1000, '[');
  g_autofree char *words = g_strnfill (900 * 1024, 'a');
  g_autofree char *row = g_strdup_printf ("{\"db\":\"party-ken\",\"doc\":{\"_id\":\"answer:a\","
                                          "\"_rev\":\"1-a\",\"value\":\"%s\"}}", words);
  g_autofree char *nested = g_strdup_printf ("{\"db\":\"party-ken\",\"doc\":%s", deep);
  g_autofree const char **rows = g_new0 (const char *, 130);

  rows[0] = FIRST;
  rows[1] = blanks;
  stick_craft (reader->path, rows);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
  rows[1] = nested;
  stick_craft (reader->path, rows);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_DAMAGED);
  for (guint i = 1; i < 120; i++)
    rows[i] = row;
  stick_craft (reader->path, rows);
  g_assert_cmpint (refused (reader, PASSPHRASE), ==, GW_BUNDLE_ERROR_TOO_LARGE);
}

static void
test_another_countrys_is_refused (void)
{
  g_autoptr (Reader) uzbek = reader_new ("UZB");
  g_autoptr (GBytes) kenyan = make_bundle (uzbek);

  g_assert_nonnull (kenyan);
  g_assert_cmpint (refused (uzbek, PASSPHRASE), ==, GW_BUNDLE_ERROR_OTHER_COUNTRY);
}

/* What is about to be deleted is in a copy. */
static void
assert_copied (Desk  *desk,
               guint  documents)
{
  g_autoptr (GPtrArray) copies = gw_profile_list_backups (desk->profile);
  g_autoptr (GwBackupInfo) info = NULL;
  const GwBackup *copy;

  g_assert_cmpuint (copies->len, ==, documents > 0 ? 1 : 0);
  if (documents == 0)
    return;
  copy = copies->pdata[0];
  g_assert_cmpstr (copy->kind, ==, "before-deletion");
  info = gw_backup_info_read (copy->path, NULL);
  g_assert_cmpuint (gw_backup_info_count (info, "answer"), ==, documents);
}

static void
test_a_large_deletion_stops_first (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autofree char *stick = stick_new ();
  g_autofree char *path_a = stick_path (stick, "a.godwit");
  g_autofree char *path_b = stick_path (stick, "b.godwit");
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);

    stick_put (ann, id, "x");
  }
  stick_give (ann, ben, path_a, GW_BUNDLE_DEFAULT);
  for (guint i = 0; i < 10; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);

    desk_delete (ann, "party", id);
  }
  info = stick_write (ann, path_b, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_null (stick_read (ben, path_b, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MASS_DELETE);
  g_clear_error (&error);
  g_assert_cmpuint (desk_count (ben, "party"), ==, 20);
  assert_copied (ben, 0);
  reading = stick_read (ben, path_b, GW_BUNDLE_ALLOW_DELETIONS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (ben, "party"), ==, 10);
  assert_copied (ben, 20);
  stick_assert_same (ann, ben);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
#define ADD(name, func) g_test_add_func ("/bundles/refused/" name, func)
  ADD ("every-cut-changes-nothing", test_every_cut_changes_nothing);
  ADD ("every-altered-byte-changes-nothing", test_every_altered_byte_changes_nothing);
  ADD ("blocks-stay-where-they-were", test_blocks_stay_where_they_were);
  ADD ("a-wrong-passphrase-is-told-apart", test_a_wrong_passphrase_is_told_apart);
  ADD ("a-header-that-asks-too-much-is-refused", test_a_header_that_asks_too_much_is_refused);
  ADD ("other-files-are-no-bundles", test_other_files_are_no_bundles);
  ADD ("rows-are-not-trusted", test_rows_are_not_trusted);
  ADD ("what-nobody-could-have-written-is-set-aside", test_what_nobody_could_have_written_is_set_aside);
  ADD ("a-bomb-is-refused", test_a_bomb_is_refused);
  ADD ("another-countrys-is-refused", test_another_countrys_is_refused);
  ADD ("a-large-deletion-stops-first", test_a_large_deletion_stops_first);

  return g_test_run ();
}
