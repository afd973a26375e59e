/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a bundle on a stick. The first says how much of it is right:
 *
 * - "F": nothing, the bytes are the file; this is where the header is tried.
 * - "R": its seal and its packing; the bytes are the rows.
 * - "S": its first and its last row and the signature of this desk's own key, too; the bytes are the rows between.
 *
 * A bundle is read whole or refused, with an error that a sentence is for; the store is sound and keeps what a person
 * wrote. To read it again changes nothing. */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle-private.h"
#include "fuzz-store.h"
#include "fuzz.h"

#define PASSPHRASE "seven curlews"
#define CHEAP ((GwSealCost) { .passes = 1, .memory_kib = 8 })

static GwBundleDesk *
get_desk (void)
{
  static GwBundleDesk *desk;

  if (desk == NULL)
    desk = gw_bundle_desk_new (gw_fuzz_profile ());

  return desk;
}

static guint32
read_number (const guint8 *data,
             gsize         size,
             gsize         at)
{
  guint32 number = 0;

  for (gsize i = at; i < at + 4 && at + 4 <= size; i++)
    number = number << 8 | data[i];

  return number;
}

/* A header may ask for seconds of work on purpose, within the limits that gw-seal.c holds: nothing is to be learnt
 * from that here. The numbers stand at 12 in the first version, and at 4 in each slot of the second. */
static gboolean
is_costly (const guint8 *data,
           gsize         size)
{
  gboolean costly = FALSE;

  if (size > 9 && data[9] == 1)
    return read_number (data, size, 12) > 1 || read_number (data, size, 16) > 64;
  for (gsize slot = 36; slot + 100 <= size && slot < 36 + 64 * 100; slot += 100)
    costly |= data[slot] == 1 && (read_number (data, size, slot + 4) > 1 || read_number (data, size, slot + 8) > 64);

  return costly;
}

/* What the last row has to say, by the same rules as the reader's: versions of one document follow each other. */
static void
count (GwBundleInfo *info,
       char        **rows)
{
  g_autofree char *last = NULL;

  for (guint i = 0; rows[i] != NULL; i++) {
    g_autoptr (JsonObject) row = gw_json_parse_object (rows[i], -1, NULL);
    JsonObject *doc = row != NULL ? gw_json_get_object (row, "doc") : NULL;

    if (doc != NULL) {
      char *name = g_strdup_printf ("%s/%s", gw_json_get_string (row, "db"), gw_json_get_string (doc, "_id"));

      info->documents += g_strcmp0 (name, last) != 0;
      info->revisions++;
      g_free (last);
      last = name;
    } else if (row != NULL) {
      info->receipts += gw_json_get_object (row, "receipt") != NULL;
      info->chunks += gw_json_get_string (row, "chunk") != NULL;
    }
  }
}

static void
add (GwRowWriter *writer,
     JsonObject  *row)
{
  g_assert_true (gw_row_writer_add (writer, row, NULL));
  json_object_unref (row);
}

static void
add_texts (GwRowWriter  *writer,
           char        **rows)
{
  for (guint i = 0; rows[i] != NULL; i++)
    g_assert_true (gw_row_writer_add_text (writer, rows[i], strlen (rows[i]), NULL));
}

static void
add_signed (GwSealWriter  *seal,
            GwRowWriter   *writer,
            char         **rows)
{
  static const char *const databases[] = { "party-ken", "community", NULL };
  g_autoptr (GwBundleInfo) info = g_new0 (GwBundleInfo, 1);
  g_autofree char *hash = gw_seal_writer_dup_hash (seal), *rows_hash = NULL, *text = NULL, *signature = NULL;
  JsonObject *last = json_object_new ();

  info->id = g_strdup ("01J00000000000000000000000");
  info->country = g_strdup ("KEN");
  info->account = g_strdup ("nfp-ken");
  info->desk = g_strdup ("another-store");
  info->time = G_GINT64_CONSTANT (1790000000000000);
  info->databases = g_strdupv ((char **) databases);
  info->signer = gw_keys_dup_key (get_desk ()->keys, "nfp-ken", "KEN");
  count (info, rows);
  add (writer, gw_bundle_info_to_row (info));
  add_texts (writer, rows);
  add (writer, gw_bundle_info_to_end (info));
  rows_hash = gw_row_writer_dup_hash (writer);
  text = gw_bundle_dup_signed (hash, rows_hash);
  signature = gw_keys_sign (get_desk ()->keys, text);
  json_object_set_string_member (last, "signature", signature);
  add (writer, last);
}

static void
write_sealed (const char *path,
              const char *text,
              gboolean    is_signed)
{
  g_auto (GStrv) rows = g_strsplit (text, "\n", 200);
  int fd = open (path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
  g_autoptr (GwSealWriter) seal = NULL;
  g_autoptr (GwRowWriter) writer = NULL;

  g_assert_cmpint (fd, >=, 0);
  seal = gw_seal_writer_new (fd, &(GwSealFor) { .passphrase = PASSPHRASE, .cost = CHEAP }, NULL);
  g_assert_nonnull (seal);
  writer = gw_row_writer_new (seal);
  if (is_signed)
    add_signed (seal, writer, rows);
  else
    add_texts (writer, rows);
  g_assert_true (gw_row_writer_finish (writer, NULL));
  close (fd);
}

/* Returns: (nullable): what came of it */
static GwBundleReading *
read_bundle (const char *path)
{
  g_autoptr (GError) error = NULL;
  GwBundleReading *reading = gw_bundle_read_on (get_desk (), gw_fuzz_store (), path, PASSPHRASE, GW_BUNDLE_DEFAULT,
                                                NULL, NULL, NULL, &error);

  g_assert_true ((reading == NULL) == (error != NULL));
  g_assert_true (error == NULL || error->domain == GW_BUNDLE_ERROR);
  if (error != NULL && error->code == GW_BUNDLE_ERROR_STORE)
    g_error ("The store: %s", error->message);
  gw_fuzz_store_check ();

  return reading;
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autofree char *path = g_build_filename (gw_fuzz_folder (), "bundle.godwit", NULL), *text = NULL, *rev = NULL;
  g_autoptr (GwBundleReading) first = NULL, second = NULL;

  if (size == 0)
    return;
  if (*data == 'F' && is_costly (data + 1, size - 1))
    return;
  if (*data == 'F') {
    gw_fuzz_write_file ("bundle.godwit", data + 1, size - 1);
  } else {
    text = g_strndup ((const char *) data + 1, size - 1);
    write_sealed (path, text, *data == 'S');
  }
  gw_fuzz_store_begin ();
  rev = gw_fuzz_store_write ("answer:r:a", "mine");
  first = read_bundle (path);
  if (first != NULL) {
    gint64 seq = gw_store_get_seq (gw_fuzz_store (), NULL);

    second = read_bundle (path);
    g_assert_nonnull (second);
    g_assert_cmpuint (second->stored, ==, 0);
    g_assert_cmpint (gw_store_get_seq (gw_fuzz_store (), NULL), ==, seq);
  }
  g_assert_true (gw_fuzz_store_has ("answer:r:a", rev, "mine"));
  gw_fuzz_store_end ();
}
