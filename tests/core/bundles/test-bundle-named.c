/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bundles for named desks: who opens them, whose signature is taken for what, and how a desk hears
 * that what it gave has arrived. */

#include "stick.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-store-sticks.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

static GwKey *
key_of (Desk *desk)
{
  g_autoptr (GwKeys) keys = gw_keys_open (desk->directory, NULL);

  return gw_keys_dup_key (keys, gw_profile_get_name (desk->profile),
                          gw_profile_get_country (desk->profile));
}

static void
confirm (Desk *desk,
         Desk *other)
{
  g_autoptr (GwKey) key = key_of (other);

  g_assert_true (gw_key_book_confirm (desk->store, key, NULL));
}

static guint
count_answers (Desk *desk)
{
  return gw_store_count (desk->store, "party", "answer:", NULL);
}

/* Two people who met once: each has the other's key by stick and compared the code. */
static void
meet (Desk       *a,
      Desk       *b,
      const char *stick)
{
  g_autofree char *there = stick_path (stick, "there.godwit"), *back = stick_path (stick, "back.godwit");

  stick_put (a, "action:first", "by the one");
  stick_give (a, b, there, GW_BUNDLE_DEFAULT);
  stick_put (b, "action:second", "by the other");
  stick_give (b, a, back, GW_BUNDLE_DEFAULT);
  confirm (a, b);
  confirm (b, a);
  g_unlink (there);
  g_unlink (back);
}

static GwBundleInfo *
write_for (Desk          *desk,
           const char    *path,
           const char    *name,
           GwBundleFlags  flags,
           GError       **error)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (desk->profile);
  const char *names[] = { name, NULL };

  return gw_bundle_write_for (own, path, names, flags, NULL, NULL, NULL, error);
}

static GwBundleInfo *
write_for_ok (Desk       *desk,
              const char *path,
              const char *name)
{
  g_autoptr (GError) error = NULL;
  GwBundleInfo *info = write_for (desk, path, name, GW_BUNDLE_DEFAULT, &error);

  g_assert_no_error (error);
  return info;
}

static GwBundleReading *
read_sealed (Desk          *desk,
             const char    *path,
             GwBundleFlags  flags,
             GError       **error)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (desk->profile);

  return gw_bundle_read (own, path, NULL, flags, NULL, NULL, NULL, error);
}

static GwBundleReading *
read_ok (Desk       *desk,
         const char *path)
{
  g_autoptr (GError) error = NULL;
  GwBundleReading *reading = read_sealed (desk, path, GW_BUNDLE_DEFAULT, &error);

  g_assert_no_error (error);
  return reading;
}

/* All but what is each person's alone. */
static char *
dup_shared (Desk *desk)
{
  g_autofree char *dump = desk_dump (desk);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) shared = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (!g_str_has_prefix (lines[i], "mine "))
      g_string_append_printf (shared, "%s\n", lines[i]);
  }

  return g_string_free (g_steal_pointer (&shared), FALSE);
}

static void
assert_share (Desk *a,
              Desk *b)
{
  g_autofree char *shared_a = dup_shared (a), *shared_b = dup_shared (b);

  g_assert_cmpstr (shared_a, ==, shared_b);
}

static void
test_opens_for_the_named_only (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) eve = desk_new ("eve", GW_ROLE_ALTERNATE);
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  info = write_for_ok (ann, path, "ben");
  g_assert_nonnull (info->signer);
  g_assert_null (read_sealed (eve, path, GW_BUNDLE_ALLOW_SIGNER, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US);
  g_assert_cmpuint (count_answers (eve), ==, 0);
  reading = read_ok (ben, path);
  g_assert_true (reading->info->is_for_us);
  g_assert_cmpint (reading->info->trust, ==, GW_KEY_TRUST_CONFIRMED);
  g_assert_cmpuint (count_answers (ben), ==, 1);
  /* Nobody who finds the stick sees who wrote it, or for whom. */
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_null (memmem (contents, size, "ann", 3));
  g_assert_null (memmem (contents, size, "ben", 3));
}

static void
test_the_writer_can_look_at_it (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwBundleInfo) written = NULL, seen = NULL, nobody = NULL;
  g_autoptr (GwBundleDesk) own = NULL;
  g_autoptr (GError) error = NULL;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  written = write_for_ok (ann, path, "ben");
  own = gw_bundle_desk_new (ann->profile);
  seen = gw_bundle_inspect (own, path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->id, ==, written->id);
  g_assert_cmpuint (seen->documents, ==, written->documents);
  nobody = gw_bundle_inspect (NULL, path, NULL, NULL, &error);
  g_assert_null (nobody);
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US);
}

static void
test_unconfirmed_signer_is_asked_for (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwBundleInfo) info = NULL, seen = NULL;
  g_autoptr (GwBundleDesk) own = NULL;
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *there = stick_path (stick, "there.godwit"), *dump = NULL, *after = NULL;
  g_autofree char *code = NULL, *shown = NULL;
  g_autoptr (GwKey) key = NULL;

  stick_put (ben, "action:first", "by Ben");
  stick_give (ben, ann, there, GW_BUNDLE_DEFAULT);
  stick_put (ann, Q (1), "one, by Ann");
  info = write_for_ok (ann, path, "ben");
  dump = desk_dump (ben);
  g_assert_null (read_sealed (ben, path, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SIGNER);
  g_clear_error (&error);
  after = desk_dump (ben);
  g_assert_cmpstr (dump, ==, after);

  /* What he is shown is the code that she reads out. */
  own = gw_bundle_desk_new (ben->profile);
  seen = gw_bundle_inspect (own, path, NULL, NULL, &error);
  g_assert_no_error (error);
  key = key_of (ann);
  code = gw_key_dup_code (key);
  shown = gw_key_dup_code (seen->signer);
  g_assert_cmpstr (code, ==, shown);
  g_assert_true (gw_key_book_confirm (ben->store, seen->signer, NULL));
  reading = read_ok (ben, path);
  g_assert_cmpuint (reading->stored, >=, 1);
}

static void
test_withdrawn_signer_is_refused (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autofree char *sealed = stick_path (stick, "b.godwit"), *more = stick_path (stick, "c.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwKey) key = key_of (ann);
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (ann->profile, NULL);
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gw_key_dup_id (key);

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  gw_bundle_info_free (write_for_ok (ann, sealed, "ben"));
  gw_bundle_info_free (stick_write (ann, path, GW_BUNDLE_EVERYTHING, NULL));

  /* Word of it came from another desk of Ann's. */
  gw_key_book_withdraw (ann->store, own, key, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GwDoc) doc = gw_store_get (ann->store, "community", id, NULL);
    g_auto (GStrv) revs = gw_store_ancestry (ann->store, "community", id, gw_doc_get_rev (doc), NULL);
    g_autoptr (JsonObject) json = gw_store_doc_to_json (doc, (const char *const *) revs);

    g_assert_true (gw_store_insert_json (ben->store, "community", json, GW_INSERT_DEFAULT, NULL));
  }
  g_assert_null (read_sealed (ben, sealed, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SIGNER);
  g_clear_error (&error);
  /* Not even with the passphrase: who has the computer may have that. */
  g_assert_null (stick_read (ben, path, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SIGNER);
  g_clear_error (&error);
  g_assert_cmpuint (count_answers (ben), ==, 0);
  reading = stick_read (ben, path, GW_BUNDLE_ALLOW_SIGNER, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_answers (ben), ==, 1);
  /* And nothing is sealed for it. */
  g_assert_null (write_for (ben, more, "ann", GW_BUNDLE_EVERYTHING, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY);
}

static void
test_nobody_of_that_name_writes_nothing (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwKeys) keys = gw_keys_open (ann->directory, NULL);
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (ann->profile, NULL);
  g_autoptr (GError) error = NULL;

  stick_put (ann, Q (1), "one");
  g_assert_null (write_for (ann, path, "zoe", GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY);
  g_clear_error (&error);
  /* Nor for oneself alone. */
  gw_key_book_publish (ann->store, own, keys, NULL);
  g_assert_null (write_for (ann, path, "ann", GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY);
  g_assert_cmpuint (stick_count (stick), ==, 0);
}

static gint64
confirmed_by (Desk       *desk,
              const char *bundle,
              const char *account)
{
  g_autoptr (GPtrArray) sent = gw_store_sent (desk->store, -1, NULL);

  for (guint i = 0; i < sent->len; i++) {
    const GwStickSent *one = g_ptr_array_index (sent, i);

    for (guint j = 0; strcmp (one->bundle, bundle) == 0 && j < one->readers->len; j++) {
      const GwStickReader *reader = g_ptr_array_index (one->readers, j);

      if (strcmp (reader->account, account) == 0)
        return reader->confirmed;
    }
  }

  return -1;
}

static void
test_receipt_comes_back (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autofree char *back = stick_path (stick, "b.godwit"), *next = stick_path (stick, "c.godwit");
  g_autofree char *again = stick_path (stick, "d.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwBundleInfo) first = NULL, receipt = NULL, second = NULL;
  g_autoptr (GwBundleReading) heard = NULL, twice = NULL;
  g_autoptr (GError) error = NULL;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  first = write_for_ok (ann, path, "ben");
  g_assert_cmpint (confirmed_by (ann, first->id, "ben"), ==, 0);
  gw_bundle_reading_free (read_ok (ben, path));

  receipt = write_for_ok (ben, back, "ann");
  g_assert_cmpuint (receipt->receipts, >=, 1);
  heard = read_ok (ann, back);
  g_assert_cmpuint (heard->arrived, >=, 1);
  g_assert_cmpint (confirmed_by (ann, first->id, "ben"), >, 0);
  twice = read_ok (ann, back);
  g_assert_cmpuint (twice->arrived, ==, 0);

  /* What he has is not given to him again. */
  stick_put (ann, Q (2), "two");
  second = write_for_ok (ann, next, "ben");
  g_assert_cmpuint (second->documents, <, first->documents + 1);
  gw_bundle_reading_free (read_ok (ben, next));
  g_assert_cmpuint (count_answers (ben), ==, 2);
  /* Nothing but the news that it arrived is a bundle; without news there is none. */
  gw_bundle_info_free (write_for_ok (ben, again, "ann"));
  gw_bundle_reading_free (read_ok (ann, again));
  g_assert_cmpint (confirmed_by (ann, second->id, "ben"), >, 0);
}

static void
test_lost_stick_is_made_good_by_the_next (void)
{
  g_autofree char *stick = stick_new (), *lost = stick_path (stick, "a.godwit");
  g_autofree char *next = stick_path (stick, "b.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, on the stick that is lost");
  gw_bundle_info_free (write_for_ok (ann, lost, "ben"));
  g_unlink (lost);
  stick_put (ann, Q (2), "two");
  gw_bundle_info_free (write_for_ok (ann, next, "ben"));
  gw_bundle_reading_free (read_ok (ben, next));
  g_assert_cmpuint (count_answers (ben), ==, 2);
  assert_share (ann, ben);
}

/* A bundle with a passphrase holds only what none held before: who read one has not read all. */
static void
test_receipt_counts_only_with_what_came_before (void)
{
  g_autofree char *stick = stick_new (), *lost = stick_path (stick, "a.godwit");
  g_autofree char *path = stick_path (stick, "b.godwit"), *back = stick_path (stick, "c.godwit");
  g_autofree char *next = stick_path (stick, "d.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GError) error = NULL;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one");
  gw_bundle_info_free (stick_write (ann, lost, GW_BUNDLE_DEFAULT, &error));
  stick_put (ann, Q (2), "two");
  stick_give (ann, ben, path, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (count_answers (ben), ==, 1);
  gw_bundle_info_free (write_for_ok (ben, back, "ann"));
  gw_bundle_reading_free (read_ok (ann, back));
  gw_bundle_info_free (write_for_ok (ann, next, "ben"));
  gw_bundle_reading_free (read_ok (ben, next));
  g_assert_cmpuint (count_answers (ben), ==, 2);
  assert_share (ann, ben);
}

/* Ben's computer broke; he is back with a copy from before. */
static void
test_restored_partner_is_given_all_again (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autofree char *back = stick_path (stick, "b.godwit"), *word = stick_path (stick, "c.godwit");
  g_autofree char *next = stick_path (stick, "d.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autofree char *copy = NULL;
  g_autoptr (GError) error = NULL;

  meet (ann, ben, stick);
  copy = g_build_filename (ben->directory, "backups", "old.sqlite", NULL);
  g_assert_true (gw_store_backup (ben->store, copy, &error));
  stick_put (ann, Q (1), "one");
  gw_bundle_info_free (write_for_ok (ann, path, "ben"));
  gw_bundle_reading_free (read_ok (ben, path));
  gw_bundle_info_free (write_for_ok (ben, back, "ann"));
  gw_bundle_reading_free (read_ok (ann, back));

  g_clear_object (&ben->store);
  gw_profile_restore (ben->profile, copy, &error);
  g_assert_no_error (error);
  {
    g_autofree char *file = gw_profile_dup_store_path (ben->profile);

    ben->store = gw_store_open (file, GW_STORE_DEFAULT, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (count_answers (ben), ==, 0);
  stick_put (ben, Q (3), "three, on the copy");
  gw_bundle_info_free (write_for_ok (ben, word, "ann"));
  gw_bundle_reading_free (read_ok (ann, word));
  gw_bundle_info_free (write_for_ok (ann, next, "ben"));
  gw_bundle_reading_free (read_ok (ben, next));
  assert_share (ann, ben);
  g_assert_cmpuint (count_answers (ben), ==, 2);
}

/* Rows of one seal, put into another for somebody else, with the signature they had. */
static void
test_signature_does_not_move_to_another_seal (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autofree char *moved = stick_path (stick, "b.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GwKeys) keys = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  gw_bundle_info_free (write_for_ok (ann, path, "ben"));
  keys = gw_keys_open (ben->directory, NULL);
  fd = g_open (path, O_RDONLY, 0);
  {
    g_autoptr (GwSeal) seal = gw_seal_open (fd, NULL, keys, &error);
    g_autoptr (GwSealReader) sealed = gw_seal_reader_new (seal, fd, &error);
    g_autoptr (GwRowReader) reader = gw_row_reader_new (sealed);
    JsonObject *row;

    while (gw_row_reader_next (reader, &row, &error) && row != NULL) {
      g_ptr_array_add (rows, gw_json_to_text (row));
      json_object_unref (row);
    }
    g_assert_no_error (error);
  }
  g_close (fd, NULL);
  g_assert_nonnull (strstr (rows->pdata[rows->len - 1], "signature"));
  g_ptr_array_add (rows, NULL);
  stick_craft (moved, (const char *const *) rows->pdata);
  g_assert_null (stick_read (ben, moved, GW_BUNDLE_ALLOW_SIGNER, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED);
  g_clear_error (&error);
  /* Nor is the signature simply left out. */
  g_free (g_steal_pointer (&rows->pdata[rows->len - 2]));
  stick_craft (moved, (const char *const *) rows->pdata);
  g_assert_null (stick_read (ben, moved, GW_BUNDLE_ALLOW_SIGNER, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED);
  g_assert_cmpuint (count_answers (ben), ==, 0);
}

static void
test_every_altered_byte_changes_nothing (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autofree char *contents = NULL, *dump = NULL, *after = NULL;
  gsize size;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  gw_bundle_info_free (write_for_ok (ann, path, "ben"));
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  dump = desk_dump (ben);
  for (gsize i = 0; i < size; i++) {
    g_autoptr (GError) error = NULL;

    contents[i] ^= 1 << (i % 8);
    g_assert_true (g_file_set_contents_full (path, contents, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    g_assert_null (read_sealed (ben, path, GW_BUNDLE_ALLOW_SIGNER, &error));
    g_assert_true (error->domain == GW_BUNDLE_ERROR);
    if (i >= 10)
      g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED);
    contents[i] ^= 1 << (i % 8);
  }
  after = desk_dump (ben);
  g_assert_cmpstr (dump, ==, after);
  g_assert_true (g_file_set_contents (path, contents, size, NULL));
  gw_bundle_reading_free (read_ok (ben, path));
}

static void
test_successor_reads_what_was_for_the_predecessor (void)
{
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) sue = desk_new ("sue", GW_ROLE_ALTERNATE);
  g_autoptr (GwKey) successor = key_of (sue), old = key_of (ben);
  g_autoptr (GwKeys) keys = gw_keys_open (ben->directory, NULL), taken = NULL;
  g_autofree char *parcel = gw_keys_hand_over (keys, old, successor, NULL);
  g_autoptr (GError) error = NULL;

  meet (ann, ben, stick);
  stick_put (ann, Q (1), "one, by Ann");
  gw_bundle_info_free (write_for_ok (ann, path, "ben"));
  g_assert_null (read_sealed (sue, path, GW_BUNDLE_ALLOW_SIGNER, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US);
  g_clear_error (&error);
  taken = gw_keys_take_over (sue->directory, parcel, NULL, &error);
  g_assert_no_error (error);
  confirm (sue, ann);
  gw_bundle_reading_free (read_ok (sue, path));
  g_assert_cmpuint (count_answers (sue), ==, 1);
}

/* As the last Godwit wrote them that knew no keys. */
static void
test_first_version_is_read (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "bundles", "formats", "1.godwit", NULL);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_null (read_sealed (ben, path, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE_NEEDED);
  g_clear_error (&error);
  reading = stick_read (ben, path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_null (reading->info->signer);
  value = desk_read (ben, "party", Q (1));
  g_assert_cmpstr (value, ==, "one, by Ann");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gw_keys_register_types ();

  g_test_add_func ("/bundles/named/opens-for-the-named-only", test_opens_for_the_named_only);
  g_test_add_func ("/bundles/named/the-writer-can-look-at-it", test_the_writer_can_look_at_it);
  g_test_add_func ("/bundles/named/an-unconfirmed-signer-is-asked-for", test_unconfirmed_signer_is_asked_for);
  g_test_add_func ("/bundles/named/a-withdrawn-signer-is-refused", test_withdrawn_signer_is_refused);
  g_test_add_func ("/bundles/named/for-nobody-nothing-is-written", test_nobody_of_that_name_writes_nothing);
  g_test_add_func ("/bundles/named/a-receipt-comes-back", test_receipt_comes_back);
  g_test_add_func ("/bundles/named/a-lost-stick-is-made-good-by-the-next",
                   test_lost_stick_is_made_good_by_the_next);
  g_test_add_func ("/bundles/named/a-receipt-counts-only-with-what-came-before",
                   test_receipt_counts_only_with_what_came_before);
  g_test_add_func ("/bundles/named/a-restored-partner-is-given-all-again",
                   test_restored_partner_is_given_all_again);
  g_test_add_func ("/bundles/named/a-signature-does-not-move-to-another-seal",
                   test_signature_does_not_move_to_another_seal);
  g_test_add_func ("/bundles/named/every-altered-byte-changes-nothing",
                   test_every_altered_byte_changes_nothing);
  g_test_add_func ("/bundles/named/a-successor-reads-what-was-for-the-predecessor",
                   test_successor_reads_what_was_for_the_predecessor);
  g_test_add_func ("/bundles/the-first-version-is-read", test_first_version_is_read);

  return g_test_run ();
}
