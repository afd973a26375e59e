/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-seal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "core/bundles/gw-bundle.h"
#include "core/bundles/gw-bundle-file.h"

#define VERSION 1
/* A header asks for work before anything is proved. More than this is not ours. */
#define MAX_PASSES 16
#define MAX_MEMORY_KIB (512 * 1024)
#define MIN_MEMORY_KIB (crypto_pwhash_MEMLIMIT_MIN / 1024)

#define MAGIC "\211GODWIT\n"
#define AT_VERSION 8
#define AT_PASSES 12
#define AT_MEMORY 16
#define AT_SALT 20
#define AT_CHECK 36
#define AT_STREAM 52
#define AT_DIGEST 76
#define CHECK_SIZE 16
#define DIGEST_SIZE 16
#define SEALED_SIZE (GW_SEAL_BLOCK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES)

G_STATIC_ASSERT (AT_SALT + crypto_pwhash_SALTBYTES == AT_CHECK);
G_STATIC_ASSERT (AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES == AT_DIGEST);
G_STATIC_ASSERT (AT_DIGEST + DIGEST_SIZE == GW_SEAL_HEADER_SIZE);

struct _GwSealWriter
{
  int fd;
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 header[GW_SEAL_HEADER_SIZE];
  guint8 plain[GW_SEAL_BLOCK_SIZE];
  gsize size;
};

struct _GwSeal
{
  guint8 header[GW_SEAL_HEADER_SIZE];
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
};

struct _GwSealReader
{
  int fd;
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 header[GW_SEAL_HEADER_SIZE];
  guint8 sealed[SEALED_SIZE];
  gboolean is_over;
};

static void
write_number (guint8  *at,
              guint32  number)
{
  number = GUINT32_TO_BE (number);
  memcpy (at, &number, sizeof number);
}

static guint32
read_number (const guint8 *at)
{
  guint32 number;

  memcpy (&number, at, sizeof number);
  return GUINT32_FROM_BE (number);
}

static gboolean
begin (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;

  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MEMORY, "libsodium cannot be used");
  return FALSE;
}

static void
make_digest (const guint8 *header,
             guint8        digest[DIGEST_SIZE])
{
  crypto_generichash (digest, DIGEST_SIZE, header, AT_DIGEST, NULL, 0);
}

/* The passphrase makes one key, and that key two: one for the stream, and one that is shown in the
 * header, so that a wrong passphrase is told apart from damage. What it shows helps a guesser no
 * more than the stream itself does.
 *
 * The same words typed on two computers may be other bytes (é as one character or two): they are
 * brought to one form first. */
static gboolean
derive (const char    *passphrase,
        const guint8  *header,
        guint8         key[crypto_secretstream_xchacha20poly1305_KEYBYTES],
        guint8         check[CHECK_SIZE],
        GError       **error)
{
  g_autofree char *words = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  guint8 master[crypto_kdf_KEYBYTES];
  int failed;

  if (words == NULL) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE,
                         "The passphrase is not UTF-8 text");
    return FALSE;
  }
  failed = crypto_pwhash (master, sizeof master, words, strlen (words), header + AT_SALT,
                          read_number (header + AT_PASSES),
                          (gsize) read_number (header + AT_MEMORY) * 1024,
                          crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero (words, strlen (words));
  if (failed) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MEMORY,
                 "The key cannot be made with %u KiB of memory", read_number (header + AT_MEMORY));
    return FALSE;
  }
  crypto_kdf_derive_from_key (key, crypto_secretstream_xchacha20poly1305_KEYBYTES, 1, "godwitbn",
                              master);
  crypto_kdf_derive_from_key (check, CHECK_SIZE, 2, "godwitbn", master);
  sodium_memzero (master, sizeof master);

  return TRUE;
}

/**
 * gw_seal_writer_new:
 * @fd: a file open for writing, at its beginning; it stays the caller's
 * @passphrase: UTF-8, at least 8 characters
 * @cost: what it costs to open
 *
 * Returns: (transfer full): a writer, or NULL with @error set
 */
GwSealWriter *
gw_seal_writer_new (int          fd,
                    const char  *passphrase,
                    GwSealCost   cost,
                    GError     **error)
{
  g_autoptr (GwSealWriter) self = NULL;
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];

  g_return_val_if_fail (fd >= 0 && passphrase != NULL, NULL);
  g_return_val_if_fail (cost.passes >= 1 && cost.passes <= MAX_PASSES, NULL);
  g_return_val_if_fail (cost.memory_kib >= MIN_MEMORY_KIB && cost.memory_kib <= MAX_MEMORY_KIB, NULL);

  if (g_utf8_validate (passphrase, -1, NULL) && g_utf8_strlen (passphrase, -1) < GW_BUNDLE_MIN_PASSPHRASE) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SHORT_PASSPHRASE,
                 "The passphrase has less than %d characters", GW_BUNDLE_MIN_PASSPHRASE);
    return NULL;
  }
  if (!begin (error))
    return NULL;

  self = g_new0 (GwSealWriter, 1);
  self->fd = fd;
  memcpy (self->header, MAGIC, AT_VERSION);
  self->header[AT_VERSION + 1] = VERSION;
  write_number (self->header + AT_PASSES, cost.passes);
  write_number (self->header + AT_MEMORY, cost.memory_kib);
  randombytes_buf (self->header + AT_SALT, crypto_pwhash_SALTBYTES);
  if (!derive (passphrase, self->header, key, self->header + AT_CHECK, error))
    return NULL;
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, self->header + AT_STREAM, key);
  sodium_memzero (key, sizeof key);
  make_digest (self->header, self->header + AT_DIGEST);

  return gw_bundle_file_write (fd, self->header, sizeof self->header, error)
           ? g_steal_pointer (&self) : NULL;
}

static gboolean
write_block (GwSealWriter  *self,
             guint8         tag,
             GError       **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_SIZE);
  unsigned long long size;

  crypto_secretstream_xchacha20poly1305_push (&self->state, sealed, &size, self->plain, self->size,
                                              self->header, sizeof self->header, tag);
  self->size = 0;

  return gw_bundle_file_write (self->fd, sealed, size, error);
}

/**
 * gw_seal_writer_add:
 *
 * Returns: FALSE with @error set when the file cannot be written
 */
gboolean
gw_seal_writer_add (GwSealWriter  *self,
                    const guint8  *data,
                    gsize          size,
                    GError       **error)
{
  g_return_val_if_fail (self != NULL && (data != NULL || size == 0), FALSE);

  while (size > 0) {
    gsize room;

    /* A full block waits for what follows it: the last block is known by its tag. */
    if (self->size == GW_SEAL_BLOCK_SIZE && !write_block (self, 0, error))
      return FALSE;
    room = MIN (GW_SEAL_BLOCK_SIZE - self->size, size);
    memcpy (self->plain + self->size, data, room);
    self->size += room;
    data += room;
    size -= room;
  }

  return TRUE;
}

/**
 * gw_seal_writer_finish:
 *
 * Writes the last block. What was written without it is no bundle.
 *
 * Returns: FALSE with @error set when the file cannot be written
 */
gboolean
gw_seal_writer_finish (GwSealWriter  *self,
                       GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return write_block (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error);
}

void
gw_seal_writer_free (GwSealWriter *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

/* In the order in which a file can be something else: no bundle at all, a newer one, a damaged
 * header, one that asks for too much. */
static gboolean
check_header (const guint8  *header,
              gsize          size,
              GError       **error)
{
  guint8 digest[DIGEST_SIZE] = { 0 };

  if (size < AT_VERSION || memcmp (header, MAGIC, AT_VERSION) != 0) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE,
                         "The file does not begin like a bundle");
    return FALSE;
  }
  if (size >= AT_PASSES && (header[AT_VERSION] != 0 || header[AT_VERSION + 1] > VERSION)) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NEWER, "The bundle has the version %u",
                 header[AT_VERSION] * 256u + header[AT_VERSION + 1]);
    return FALSE;
  }
  if (size == GW_SEAL_HEADER_SIZE)
    make_digest (header, digest);
  if (size < GW_SEAL_HEADER_SIZE || memcmp (digest, header + AT_DIGEST, DIGEST_SIZE) != 0
      || header[AT_VERSION + 1] != VERSION || header[AT_VERSION + 2] != 0
      || header[AT_VERSION + 3] != 0) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED,
                         "The header of the bundle is damaged");
    return FALSE;
  }
  if (read_number (header + AT_PASSES) < 1 || read_number (header + AT_PASSES) > MAX_PASSES
      || read_number (header + AT_MEMORY) < MIN_MEMORY_KIB
      || read_number (header + AT_MEMORY) > MAX_MEMORY_KIB) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_TOO_LARGE,
                 "The bundle asks for %u passes over %u KiB", read_number (header + AT_PASSES),
                 read_number (header + AT_MEMORY));
    return FALSE;
  }

  return TRUE;
}

/**
 * gw_seal_open:
 * @fd: a file at its beginning
 * @passphrase: UTF-8
 *
 * Reads the header and makes the key, which takes a good part of a second on purpose. What
 * follows the header is not looked at.
 *
 * Returns: (transfer full): what opens the file, or NULL with @error set: of
 *   %GW_BUNDLE_ERROR_NOT_A_BUNDLE, _NEWER, _DAMAGED, _TOO_LARGE, _MEMORY, _FILE, and _PASSPHRASE,
 *   which is certain
 */
GwSeal *
gw_seal_open (int          fd,
              const char  *passphrase,
              GError     **error)
{
  g_autoptr (GwSeal) self = g_new0 (GwSeal, 1);
  guint8 check[CHECK_SIZE];
  gssize size;

  g_return_val_if_fail (fd >= 0 && passphrase != NULL, NULL);

  size = gw_bundle_file_read (fd, self->header, sizeof self->header, error);
  if (size < 0 || !check_header (self->header, size, error) || !begin (error)
      || !derive (passphrase, self->header, self->key, check, error))
    return NULL;
  if (sodium_memcmp (check, self->header + AT_CHECK, CHECK_SIZE) != 0) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE,
                         "The passphrase is another");
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
gw_seal_free (GwSeal *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

static gboolean
set_damaged (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED, message);
  return FALSE;
}

/**
 * gw_seal_reader_new:
 * @seal: from gw_seal_open()
 * @fd: the same file, or a copy; it is read from the end of its header, and stays the caller's
 *
 * Returns: (transfer full): a reader, or NULL with @error set
 */
GwSealReader *
gw_seal_reader_new (GwSeal  *seal,
                    int      fd,
                    GError **error)
{
  g_autoptr (GwSealReader) self = NULL;

  g_return_val_if_fail (seal != NULL && fd >= 0, NULL);

  if (lseek (fd, GW_SEAL_HEADER_SIZE, SEEK_SET) != GW_SEAL_HEADER_SIZE) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_FILE, "%s", g_strerror (errno));
    return NULL;
  }
  self = g_new0 (GwSealReader, 1);
  self->fd = fd;
  memcpy (self->header, seal->header, sizeof self->header);
  if (crypto_secretstream_xchacha20poly1305_init_pull (&self->state, seal->header + AT_STREAM,
                                                       seal->key) != 0) {
    set_damaged (error, "The header of the stream is damaged");
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gw_seal_reader_next:
 * @block: what the next block holds
 * @size: (out): its bytes
 * @is_last: (out): whether it is the last, behind which there is nothing
 *
 * Every block proves that it stands where it was written. A file is whole only when its last block
 * was seen.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_seal_reader_next (GwSealReader  *self,
                     guint8         block[GW_SEAL_BLOCK_SIZE],
                     gsize         *size,
                     gboolean      *is_last,
                     GError       **error)
{
  unsigned long long n_plain = 0;
  guint8 tag = 0, more;
  gssize n_read;

  g_return_val_if_fail (self != NULL && !self->is_over, FALSE);

  n_read = gw_bundle_file_read (self->fd, self->sealed, sizeof self->sealed, error);
  if (n_read < 0)
    return FALSE;
  if (n_read < (gssize) crypto_secretstream_xchacha20poly1305_ABYTES)
    return set_damaged (error, "The bundle is cut short");
  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, block, &n_plain, &tag, self->sealed,
                                                  n_read, self->header, sizeof self->header) != 0)
    return set_damaged (error, "A block of the bundle is altered or cut");

  *size = n_plain;
  *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  self->is_over = *is_last;
  if (*is_last) {
    n_read = gw_bundle_file_read (self->fd, &more, 1, error);
    if (n_read != 0)
      return n_read < 0 ? FALSE : set_damaged (error, "Something follows the end of the bundle");
  }

  return TRUE;
}

void
gw_seal_reader_free (GwSealReader *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}
