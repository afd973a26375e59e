/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Within the seal (README.md) there is one zlib stream: a line of JSON,
 * {"godwit-copy":1, "bytes", "sha256"}, and then the bytes of the copy as they are. */

#include "core/bundles/gw-sealed-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-file.h"
#include "core/bundles/gw-seal.h"

#define VERSION 1
#define PIECE_SIZE (64 * 1024)
#define MAX_LINE 4096
/* What every sealed file begins with (README.md). */
#define MAGIC "\x89GODWIT\n"

static gboolean
begins_sealed (const char *path)
{
  guint8 bytes[sizeof MAGIC - 1];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean begins = fd >= 0 && read (fd, bytes, sizeof bytes) == sizeof bytes
                    && memcmp (bytes, MAGIC, sizeof bytes) == 0;

  if (fd >= 0)
    close (fd);

  return begins;
}

/**
 * gw_sealed_copy_is_one:
 * @path: a file
 *
 * Returns: whether it is a sealed copy, by its name or its first bytes: sticks come back with other names
 */
gboolean
gw_sealed_copy_is_one (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return g_str_has_suffix (path, GW_SEALED_COPY_SUFFIX) || begins_sealed (path);
}

/**
 * gw_sealed_copy_dup_name:
 * @account: whose
 * @country: of which country
 *
 * Returns: (transfer full): a name for a file that a stick of any kind takes
 */
char *
gw_sealed_copy_dup_name (const char *account,
                         const char *country)
{
  g_autofree char *time = gw_time_format (gw_time_now ());
  g_autofree char *who = g_strdup (account);

  g_return_val_if_fail (account != NULL && country != NULL, NULL);

  g_strdelimit (time, ":", '-');
  g_strcanon (who, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '-');

  return g_strdup_printf ("godwit-%s%s%s-%s" GW_SEALED_COPY_SUFFIX, country, *who != '\0' ? "-" : "", who, time);
}

/* Writing. */

static gboolean
pack (GConverter       *compressor,
      GwSealWriter     *seal,
      const guint8     *data,
      gsize             size,
      GConverterFlags   flags,
      GError          **error)
{
  guint8 piece[16 * 1024];
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (size > 0 || (flags != 0 && result != G_CONVERTER_FINISHED)) {
    gsize n_read = 0, n_written = 0;

    result = g_converter_convert (compressor, data, size, piece, sizeof piece, flags, &n_read, &n_written, error);
    if (result == G_CONVERTER_ERROR)
      return FALSE;
    data += n_read;
    size -= n_read;
    if (!gw_seal_writer_add (seal, piece, n_written, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
hash_file (int            fd,
           char         **hash,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  gssize n;

  while ((n = gw_bundle_file_read (fd, piece, PIECE_SIZE, error)) > 0) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    g_checksum_update (checksum, piece, n);
  }
  if (n < 0 || lseek (fd, 0, SEEK_SET) != 0)
    return FALSE;
  *hash = g_strdup (g_checksum_get_string (checksum));

  return TRUE;
}

static char *
dup_first_line (gint64      size,
                const char *hash)
{
  g_autoptr (JsonObject) row = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (row, "godwit-copy", VERSION);
  json_object_set_int_member (row, "bytes", size);
  json_object_set_string_member (row, "sha256", hash);
  text = gw_json_to_text (row);

  return g_strconcat (text, "\n", NULL);
}

static gboolean
write_content (int            from,
               const char    *line,
               GwSealWriter  *seal,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  gssize n;

  if (!pack (compressor, seal, (const guint8 *) line, strlen (line), G_CONVERTER_NO_FLAGS, error))
    return FALSE;
  while ((n = gw_bundle_file_read (from, piece, PIECE_SIZE, error)) > 0) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !pack (compressor, seal, piece, n, G_CONVERTER_NO_FLAGS, error))
      return FALSE;
  }

  return n == 0 && pack (compressor, seal, (const guint8 *) "", 0, G_CONVERTER_INPUT_AT_END, error)
         && gw_seal_writer_finish (seal, error);
}

/* Reading. */

typedef struct
{
  int to;              /* -1: only looked through */
  GString *line;       /* the first one, until it is whole */
  gboolean has_line;
  gint64 bytes;        /* by the first line */
  char *hash;          /* the same */
  gint64 n_read;
  GChecksum *checksum;
} Content;

/* Says that it was this computer's disk, not the stick. */
static gboolean
set_of_store (const GError  *problem,
              GError       **error)
{
  gboolean is_full = g_error_matches (problem, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_FULL);

  g_set_error_literal (error, GW_BUNDLE_ERROR, is_full ? GW_BUNDLE_ERROR_STORE_FULL : GW_BUNDLE_ERROR_STORE,
                       problem->message);
  return FALSE;
}

static gboolean
take_first_line (Content  *self,
                 GError  **error)
{
  g_autoptr (JsonObject) row = gw_json_parse_object (self->line->str, self->line->len, NULL);
  gint64 version = row != NULL ? gw_json_get_int (row, "godwit-copy", 0) : 0;

  if (version > VERSION) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NEWER, "The copy has the version %" G_GINT64_FORMAT, version);
    return FALSE;
  }
  if (version != VERSION) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE, "The file holds something else");
    return FALSE;
  }
  self->bytes = gw_json_get_int (row, "bytes", -1);
  self->hash = g_strdup (gw_json_get_string (row, "sha256"));
  if (self->bytes < 0 || self->bytes > GW_BUNDLE_MAX_FILE || self->hash == NULL)
    return gw_bundle_error_set_damaged (error, "The copy does not say how long it is");
  self->has_line = TRUE;

  return TRUE;
}

static gboolean
take_content (Content       *self,
              const guint8  *data,
              gsize          size,
              GError       **error)
{
  g_autoptr (GError) problem = NULL;

  if (!self->has_line) {
    const guint8 *end = memchr (data, '\n', size);
    gsize n = end != NULL ? (gsize) (end - data) : size;

    g_string_append_len (self->line, (const char *) data, n);
    if (self->line->len > MAX_LINE)
      return gw_bundle_error_set_damaged (error, "The first line has no end");
    if (end == NULL)
      return TRUE;
    if (!take_first_line (self, error))
      return FALSE;
    data += n + 1;
    size -= n + 1;
  }
  self->n_read += size;
  if (self->n_read > self->bytes)
    return gw_bundle_error_set_damaged (error, "The copy is longer than it says");
  g_checksum_update (self->checksum, data, size);

  return self->to < 0 || gw_bundle_file_write (self->to, data, size, &problem) || set_of_store (problem, error);
}

static gboolean
unpack_block (GConverter    *decompressor,
              Content       *content,
              const guint8  *block,
              gsize          size,
              gboolean      *is_over,
              GError       **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);

  while (size > 0 && !*is_over) {
    gsize n_read = 0, n_written = 0;
    GConverterResult result = g_converter_convert (decompressor, block, size, piece, PIECE_SIZE, G_CONVERTER_NO_FLAGS,
                                                   &n_read, &n_written, NULL);

    if (result == G_CONVERTER_ERROR)
      return gw_bundle_error_set_damaged (error, "The copy cannot be unpacked");
    block += n_read;
    size -= n_read;
    *is_over = result == G_CONVERTER_FINISHED;
    if (!take_content (content, piece, n_written, error))
      return FALSE;
  }

  return size == 0 || gw_bundle_error_set_damaged (error, "Something follows the end of the copy");
}

static gboolean
read_content (GwSealReader  *reader,
              Content       *content,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GConverter) decompressor = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *block = g_malloc (GW_SEAL_BLOCK_SIZE);
  gboolean is_last = FALSE, is_over = FALSE;

  while (!is_last) {
    gsize size = 0;

    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !gw_seal_reader_next (reader, block, &size, &is_last, error)
        || !unpack_block (decompressor, content, block, size, &is_over, error))
      return FALSE;
  }
  if (!is_over || !content->has_line || content->n_read != content->bytes
      || strcmp (g_checksum_get_string (content->checksum), content->hash) != 0)
    return gw_bundle_error_set_damaged (error, "The copy is not whole");

  return TRUE;
}

/* From the file at its beginning, to its end; @to may be -1. */
static gboolean
read_sealed (int            fd,
             const char    *passphrase,
             int            to,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GwSeal) seal = gw_seal_open (fd, passphrase, NULL, error);
  g_autoptr (GwSealReader) reader = seal != NULL ? gw_seal_reader_new (seal, fd, error) : NULL;
  Content content = { .to = to };
  gboolean ok;

  if (reader == NULL)
    return FALSE;
  content.line = g_string_new (NULL);
  content.checksum = g_checksum_new (G_CHECKSUM_SHA256);
  ok = read_content (reader, &content, cancellable, error);
  g_string_free (content.line, TRUE);
  g_checksum_free (content.checksum);
  g_free (content.hash);

  return ok;
}

static gboolean
fill_file (int            from,
           gint64         size,
           int            fd,
           const char    *passphrase,
           GCancellable  *cancellable,
           GError       **error)
{
  GwSealFor to = { .passphrase = passphrase, .cost = GW_SEAL_COST_DEFAULT };
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwSealWriter) seal = NULL;
  g_autofree char *hash = NULL, *line = NULL;

  if (!hash_file (from, &hash, cancellable, error))
    return FALSE;
  seal = gw_seal_writer_new (fd, &to, error);
  line = dup_first_line (size, hash);
  if (seal == NULL || !write_content (from, line, seal, cancellable, error) || !gw_bundle_file_settle (fd, error))
    return FALSE;
  if (read_sealed (fd, passphrase, -1, cancellable, &problem))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_READ_BACK, "What was read back: %s", problem->message);

  return FALSE;
}

/**
 * gw_sealed_copy_write:
 * @copy: a copy of a store, of gw_backup_make(); nobody may be writing it
 * @path: the file to make, on a stick; one of that name is left as it is
 * @passphrase: at least 8 characters
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Seals the copy into a file, waits until it is on the stick, and reads it back to its end. Only then
 * does it get its name.
 *
 * Returns: FALSE with @error set, and then there is no file
 */
gboolean
gw_sealed_copy_write (const char    *copy,
                      const char    *path,
                      const char    *passphrase,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *unfinished = NULL;
  gint64 size = 0;
  gboolean ok;
  int from, fd;

  g_return_val_if_fail (copy != NULL && path != NULL && passphrase != NULL, FALSE);

  from = gw_bundle_file_open (copy, &size, error);
  fd = from >= 0 ? gw_bundle_file_create (path, &unfinished, error) : -1;
  ok = fd >= 0 && fill_file (from, size, fd, passphrase, cancellable, error);
  if (fd >= 0)
    ok = gw_bundle_file_finish (fd, unfinished, path, ok, error);
  if (from >= 0)
    close (from);
  if (!ok)
    gw_bundle_error_translate (error);

  return ok;
}

/**
 * gw_sealed_copy_open:
 * @path: a sealed copy
 * @passphrase: what it was sealed with
 * @to: a file to make on this computer; one that is there is replaced. It is readable by its owner only
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Opens a sealed copy. It is whole, byte by byte, or refused.
 *
 * Returns: FALSE with @error set, and then there is no file @to
 */
gboolean
gw_sealed_copy_open (const char    *path,
                     const char    *passphrase,
                     const char    *to,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GError) problem = NULL;
  gint64 size = 0;
  gboolean ok;
  int from, fd = -1;

  g_return_val_if_fail (path != NULL && passphrase != NULL && to != NULL, FALSE);

  from = gw_bundle_file_open (path, &size, error);
  if (from < 0)
    return FALSE;
  g_unlink (to);
  fd = g_open (to, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    g_set_error (error, GW_BUNDLE_ERROR, errno == ENOSPC ? GW_BUNDLE_ERROR_STORE_FULL : GW_BUNDLE_ERROR_STORE,
                 "%s: %s", to, g_strerror (errno));
  ok = fd >= 0 && read_sealed (from, passphrase, fd, cancellable, error)
       && (gw_bundle_file_settle (fd, &problem) || set_of_store (problem, error));
  close (from);
  if (fd >= 0)
    close (fd);
  if (!ok) {
    g_unlink (to);
    gw_bundle_error_translate (error);
  }

  return ok;
}

/* What of a bundle's sentences would be untrue of a copy. */
static const struct
{
  GwBundleError code;
  const char *sentence;
} rows[] = {
  { GW_BUNDLE_ERROR_NOT_A_BUNDLE,
    N_("This file is not a copy made by Godwit. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_NEWER,
    N_("A newer Godwit made this copy. Nothing was changed here. Please install the newer Godwit on this computer, "
       "too.") },
  { GW_BUNDLE_ERROR_PASSPHRASE,
    N_("This is not the passphrase with which the copy was closed. Nothing was changed here. Please type it again, "
       "with the same capitals and spaces.") },
  { GW_BUNDLE_ERROR_SHORT_PASSPHRASE,
    N_("The passphrase is too short to protect the copy. Nothing was written. Please take at least 8 characters; a "
       "few words are good.") },
  { GW_BUNDLE_ERROR_DAMAGED,
    N_("The copy is damaged: it is not whole, or it was altered. Nothing was changed here. Please take another copy.") },
  { GW_BUNDLE_ERROR_NOT_FOR_US,
    N_("This file is not a copy made by Godwit. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_TOO_LARGE,
    N_("The file is larger than any copy that Godwit makes. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_EXISTS,
    N_("There is already a file of this name. It was left as it is. Please choose another name.") },
  { GW_BUNDLE_ERROR_FULL,
    N_("There is not enough room on the stick, so no copy was written. Everything is kept here. Please free some "
       "space or take another stick.") },
  { GW_BUNDLE_ERROR_READ_BACK,
    N_("What was written to the stick did not come back the same, so the copy was taken away again. Everything is "
       "kept here. Please take another stick.") },
  { GW_BUNDLE_ERROR_MEMORY,
    N_("This computer has too little free memory for the copy. Nothing was changed here. Please close other programs "
       "and try again.") },
  { GW_BUNDLE_ERROR_STORE_FULL,
    N_("The disk of this computer is full, so the copy could not be made or opened. What is here is safe. Please free "
       "some space.") },
  { GW_BUNDLE_ERROR_STORE,
    N_("The copy could not be made or put back, since the disk of this computer could not be read or written. What "
       "is here is safe. Please try again.") },
  { GW_BUNDLE_ERROR_OTHER_COUNTRY,
    N_("The copy holds the papers of another country. Nothing was changed here.") },
};

/**
 * gw_sealed_copy_dup_sentence:
 * @error: of GW_BUNDLE_ERROR, from a function of this file
 *
 * Returns: (transfer full): what happened, what is safe, and what to do, translated
 */
char *
gw_sealed_copy_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  for (guint i = 0; error->domain == GW_BUNDLE_ERROR && i < G_N_ELEMENTS (rows); i++) {
    if (error->code == (int) rows[i].code)
      return g_strdup (_(rows[i].sentence));
  }

  return gw_bundle_error_dup_sentence (error);
}
