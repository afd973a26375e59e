/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-seal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "core/bundles/gw-bundle.h"
#include "core/bundles/gw-bundle-file.h"

#define VERSION 2
/* A header asks for work before anything is proved. More than this is not ours. */
#define MAX_PASSES 16
#define MAX_MEMORY_KIB (512 * 1024)
#define MIN_MEMORY_KIB (crypto_pwhash_MEMLIMIT_MIN / 1024)

#define MAGIC "\211GODWIT\n"
#define AT_VERSION 8
#define AT_N_SLOTS 10
#define AT_STREAM 12
#define AT_SLOTS 36
#define DIGEST_SIZE 16
#define SEALED_SIZE (GW_SEAL_BLOCK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES)

/* A slot holds the key of the stream once more, for whoever it is for. */
#define SLOT_SIZE 100
#define SLOT_PASSPHRASE 1
#define SLOT_KEY 2
#define SLOT_PASSES 4
#define SLOT_MEMORY 8
#define SLOT_SALT 12
#define SLOT_NONCE 28
#define SLOT_WRAPPED 52
#define SLOT_SEALED 4
#define MAX_HEADER (AT_SLOTS + GW_SEAL_MAX_SLOTS * SLOT_SIZE + DIGEST_SIZE)

/* The header of version 1, which knew a passphrase only. */
#define V1_PASSES 12
#define V1_MEMORY 16
#define V1_SALT 20
#define V1_CHECK 36
#define V1_STREAM 52
#define V1_SIZE 92
#define CHECK_SIZE 16

#define KEY_SIZE crypto_secretstream_xchacha20poly1305_KEYBYTES
#define STREAM_SIZE crypto_secretstream_xchacha20poly1305_HEADERBYTES

G_STATIC_ASSERT (KEY_SIZE == GW_FILE_KEY_SIZE);
G_STATIC_ASSERT (AT_STREAM + STREAM_SIZE == AT_SLOTS);
G_STATIC_ASSERT (SLOT_SALT + crypto_pwhash_SALTBYTES == SLOT_NONCE);
G_STATIC_ASSERT (SLOT_NONCE + crypto_secretbox_NONCEBYTES == SLOT_WRAPPED);
G_STATIC_ASSERT (SLOT_WRAPPED + KEY_SIZE + crypto_secretbox_MACBYTES == SLOT_SIZE);
G_STATIC_ASSERT (SLOT_SEALED + GW_SEALED_KEY_SIZE <= SLOT_SIZE);
G_STATIC_ASSERT (V1_SALT + crypto_pwhash_SALTBYTES == V1_CHECK);
G_STATIC_ASSERT (V1_STREAM + STREAM_SIZE + DIGEST_SIZE == V1_SIZE);

/* What stands before the stream, and what of it every block is bound to. */
typedef struct
{
  guint8 bytes[MAX_HEADER];
  gsize size;
  guint8 binding[crypto_generichash_BYTES];
} Header;

struct _GwSealWriter
{
  int fd;
  crypto_secretstream_xchacha20poly1305_state state;
  Header header;
  guint8 own[KEY_SIZE]; /* what the passphrase made, where there is one */
  guint8 plain[GW_SEAL_BLOCK_SIZE];
  gsize size;
};

struct _GwSeal
{
  Header header;
  guint8 key[KEY_SIZE];
  gboolean is_for_us; /* one of our keys opened it */
};

struct _GwSealReader
{
  int fd;
  crypto_secretstream_xchacha20poly1305_state state;
  Header header;
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

static gboolean
is_version_1 (const Header *header)
{
  return header->bytes[AT_VERSION + 1] == 1;
}

static void
make_digest (const guint8 *header,
             gsize         size,
             guint8        digest[DIGEST_SIZE])
{
  crypto_generichash (digest, DIGEST_SIZE, header, size - DIGEST_SIZE, NULL, 0);
}

static void
bind_header (Header *header)
{
  crypto_generichash (header->binding, sizeof header->binding, header->bytes, header->size, NULL, 0);
}

/* The same words typed on two computers may be other bytes (é as one character or two): they are
 * brought to one form first. */
static gboolean
stretch (const char    *passphrase,
         const guint8  *salt,
         guint32        passes,
         guint32        memory_kib,
         guint8         key[KEY_SIZE],
         GError       **error)
{
  g_autofree char *words = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  int failed;

  if (words == NULL) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE,
                         "The passphrase is not UTF-8 text");
    return FALSE;
  }
  failed = crypto_pwhash (key, KEY_SIZE, words, strlen (words), salt, passes, (gsize) memory_kib * 1024,
                          crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero (words, strlen (words));
  if (failed)
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MEMORY,
                 "The key cannot be made with %u KiB of memory", memory_kib);

  return !failed;
}

static gboolean
fill_passphrase_slot (guint8           *slot,
                      const GwSealFor  *to,
                      const guint8      key[KEY_SIZE],
                      guint8            own[KEY_SIZE],
                      GError          **error)
{
  slot[0] = SLOT_PASSPHRASE;
  write_number (slot + SLOT_PASSES, to->cost.passes);
  write_number (slot + SLOT_MEMORY, to->cost.memory_kib);
  randombytes_buf (slot + SLOT_SALT, crypto_pwhash_SALTBYTES);
  randombytes_buf (slot + SLOT_NONCE, crypto_secretbox_NONCEBYTES);
  if (!stretch (to->passphrase, slot + SLOT_SALT, to->cost.passes, to->cost.memory_kib, own, error))
    return FALSE;
  crypto_secretbox_easy (slot + SLOT_WRAPPED, key, KEY_SIZE, slot + SLOT_NONCE, own);

  return TRUE;
}

static gboolean
fill_key_slot (guint8        *slot,
               GwKey         *to,
               const guint8   key[KEY_SIZE],
               GError       **error)
{
  slot[0] = SLOT_KEY;
  if (gw_key_seal (to, key, slot + SLOT_SEALED))
    return TRUE;

  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY, "Nothing can be sealed for %s",
               gw_key_get_account (to));
  return FALSE;
}

static gboolean
fill_slots (guint8           *slots,
            const GwSealFor  *to,
            const guint8      key[KEY_SIZE],
            guint8            own[KEY_SIZE],
            GError          **error)
{
  if (to->passphrase != NULL) {
    if (!fill_passphrase_slot (slots, to, key, own, error))
      return FALSE;
    slots += SLOT_SIZE;
  }
  for (guint i = 0; to->keys != NULL && i < to->keys->len; i++, slots += SLOT_SIZE) {
    if (!fill_key_slot (slots, g_ptr_array_index (to->keys, i), key, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_passphrase (const char  *passphrase,
                  GError     **error)
{
  if (passphrase == NULL || !g_utf8_validate (passphrase, -1, NULL)
      || g_utf8_strlen (passphrase, -1) >= GW_BUNDLE_MIN_PASSPHRASE)
    return TRUE;

  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SHORT_PASSPHRASE,
               "The passphrase has less than %d characters", GW_BUNDLE_MIN_PASSPHRASE);
  return FALSE;
}

/**
 * gw_seal_writer_new:
 * @fd: a file open for writing, at its beginning; it stays the caller's
 * @to: who shall open it, 1 to %GW_SEAL_MAX_SLOTS
 *
 * Returns: (transfer full): a writer, or NULL with @error set
 */
GwSealWriter *
gw_seal_writer_new (int               fd,
                    const GwSealFor  *to,
                    GError          **error)
{
  g_autoptr (GwSealWriter) self = NULL;
  guint8 key[KEY_SIZE];
  guint n_slots;
  gboolean ok;

  g_return_val_if_fail (fd >= 0 && to != NULL, NULL);
  g_return_val_if_fail (to->passphrase == NULL
                        || (to->cost.passes >= 1 && to->cost.passes <= MAX_PASSES
                            && to->cost.memory_kib >= MIN_MEMORY_KIB
                            && to->cost.memory_kib <= MAX_MEMORY_KIB), NULL);

  n_slots = (to->passphrase != NULL) + (to->keys != NULL ? to->keys->len : 0);
  g_return_val_if_fail (n_slots > 0 && n_slots <= GW_SEAL_MAX_SLOTS, NULL);
  if (!check_passphrase (to->passphrase, error) || !begin (error))
    return NULL;

  self = g_new0 (GwSealWriter, 1);
  self->fd = fd;
  self->header.size = AT_SLOTS + n_slots * SLOT_SIZE + DIGEST_SIZE;
  memcpy (self->header.bytes, MAGIC, AT_VERSION);
  self->header.bytes[AT_VERSION + 1] = VERSION;
  self->header.bytes[AT_N_SLOTS + 1] = n_slots;
  randombytes_buf (key, sizeof key);
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, self->header.bytes + AT_STREAM, key);
  ok = fill_slots (self->header.bytes + AT_SLOTS, to, key, self->own, error);
  sodium_memzero (key, sizeof key);
  if (!ok)
    return NULL;
  make_digest (self->header.bytes, self->header.size, self->header.bytes + self->header.size - DIGEST_SIZE);
  bind_header (&self->header);

  return gw_bundle_file_write (fd, self->header.bytes, self->header.size, error)
           ? g_steal_pointer (&self) : NULL;
}

static char *
dup_binding (const Header *header)
{
  char text[2 * sizeof header->binding + 1];

  return g_strdup (sodium_bin2hex (text, sizeof text, header->binding, sizeof header->binding));
}

/**
 * gw_seal_writer_dup_hash:
 *
 * Returns: (transfer full): the BLAKE2b-256 of the header in hexadecimal digits: what is signed together
 *   with it cannot be put into another seal, for somebody else
 */
char *
gw_seal_writer_dup_hash (GwSealWriter *self)
{
  return dup_binding (&self->header);
}

static gboolean
write_block (GwSealWriter  *self,
             guint8         tag,
             GError       **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_SIZE);
  unsigned long long size;

  crypto_secretstream_xchacha20poly1305_push (&self->state, sealed, &size, self->plain, self->size,
                                              self->header.binding, sizeof self->header.binding, tag);
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

/* How long a header of this beginning is; 0 for one that is none. */
static gsize
header_size (const guint8 *header)
{
  guint n_slots = header[AT_N_SLOTS] * 256u + header[AT_N_SLOTS + 1];

  if (header[AT_VERSION + 1] == 1)
    return n_slots == 0 ? V1_SIZE : 0;
  if (header[AT_VERSION + 1] != VERSION || n_slots < 1 || n_slots > GW_SEAL_MAX_SLOTS)
    return 0;

  return AT_SLOTS + n_slots * SLOT_SIZE + DIGEST_SIZE;
}

/* In the order in which a file can be something else: no bundle at all, a newer one, a damaged
 * header. */
static gboolean
read_header (Header  *header,
             int      fd,
             GError **error)
{
  guint8 digest[DIGEST_SIZE];
  gssize n_read = gw_bundle_file_read (fd, header->bytes, AT_STREAM, error);

  if (n_read < 0)
    return FALSE;
  if (n_read < AT_VERSION || memcmp (header->bytes, MAGIC, AT_VERSION) != 0) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE,
                         "The file does not begin like a bundle");
    return FALSE;
  }
  if (n_read == AT_STREAM && (header->bytes[AT_VERSION] != 0 || header->bytes[AT_VERSION + 1] > VERSION)) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NEWER, "The bundle has the version %u",
                 header->bytes[AT_VERSION] * 256u + header->bytes[AT_VERSION + 1]);
    return FALSE;
  }
  header->size = n_read == AT_STREAM ? header_size (header->bytes) : 0;
  if (header->size == 0)
    return gw_bundle_error_set_damaged (error, "The header of the bundle is damaged");
  n_read = gw_bundle_file_read (fd, header->bytes + AT_STREAM, header->size - AT_STREAM, error);
  if (n_read < 0)
    return FALSE;
  make_digest (header->bytes, header->size, digest);
  if (n_read < (gssize) (header->size - AT_STREAM)
      || memcmp (digest, header->bytes + header->size - DIGEST_SIZE, DIGEST_SIZE) != 0)
    return gw_bundle_error_set_damaged (error, "The header of the bundle is damaged");
  bind_header (header);

  return TRUE;
}

static gboolean
check_cost (guint32  passes,
            guint32  memory_kib,
            GError **error)
{
  if (passes >= 1 && passes <= MAX_PASSES && memory_kib >= MIN_MEMORY_KIB && memory_kib <= MAX_MEMORY_KIB)
    return TRUE;

  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_TOO_LARGE,
               "The bundle asks for %u passes over %u KiB", passes, memory_kib);
  return FALSE;
}

static gboolean
set_no_passphrase (GError **error)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE_NEEDED,
                       "The bundle asks for a passphrase");
  return FALSE;
}

static gboolean
set_wrong_passphrase (GError **error)
{
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE, "The passphrase is another");
  return FALSE;
}

/* The passphrase made one key, and that key two: one for the stream, and one that is shown in the
 * header, so that a wrong passphrase is told apart from damage. */
static gboolean
open_version_1 (GwSeal      *self,
                const char  *passphrase,
                GError     **error)
{
  const guint8 *header = self->header.bytes;
  guint32 passes = read_number (header + V1_PASSES), memory_kib = read_number (header + V1_MEMORY);
  guint8 master[crypto_kdf_KEYBYTES], check[CHECK_SIZE];

  if (!check_cost (passes, memory_kib, error))
    return FALSE;
  if (passphrase == NULL)
    return set_no_passphrase (error);
  if (!stretch (passphrase, header + V1_SALT, passes, memory_kib, master, error))
    return FALSE;
  crypto_kdf_derive_from_key (self->key, KEY_SIZE, 1, "godwitbn", master);
  crypto_kdf_derive_from_key (check, CHECK_SIZE, 2, "godwitbn", master);
  sodium_memzero (master, sizeof master);

  return sodium_memcmp (check, header + V1_CHECK, CHECK_SIZE) == 0 || set_wrong_passphrase (error);
}

static gboolean
unwrap (GwSeal        *self,
        const guint8  *slot,
        const guint8   own[KEY_SIZE])
{
  return crypto_secretbox_open_easy (self->key, slot + SLOT_WRAPPED, SLOT_SIZE - SLOT_WRAPPED, slot + SLOT_NONCE,
                                     own) == 0;
}

static gboolean
open_with_passphrase (GwSeal        *self,
                      const guint8  *slot,
                      const char    *passphrase,
                      GError       **error)
{
  guint32 passes = read_number (slot + SLOT_PASSES), memory_kib = read_number (slot + SLOT_MEMORY);
  guint8 own[KEY_SIZE];
  gboolean ok;

  if (!check_cost (passes, memory_kib, error))
    return FALSE;
  if (passphrase == NULL)
    return set_no_passphrase (error);
  if (!stretch (passphrase, slot + SLOT_SALT, passes, memory_kib, own, error))
    return FALSE;
  ok = unwrap (self, slot, own);
  sodium_memzero (own, sizeof own);

  return ok || set_wrong_passphrase (error);
}

/* Our own keys first: they cost nothing and nobody has to type. One passphrase is tried, not many. */
static gboolean
open_version_2 (GwSeal      *self,
                const char  *passphrase,
                GwKeys      *own,
                GError     **error)
{
  const guint8 *slots = self->header.bytes + AT_SLOTS, *with_passphrase = NULL;
  guint n_slots = self->header.bytes[AT_N_SLOTS + 1];

  for (guint i = 0; i < n_slots; i++) {
    const guint8 *slot = slots + i * SLOT_SIZE;

    if (slot[0] == SLOT_KEY && own != NULL && gw_keys_unseal (own, slot + SLOT_SEALED, self->key)) {
      self->is_for_us = TRUE;
      return TRUE;
    }
    if (slot[0] == SLOT_PASSPHRASE && with_passphrase == NULL)
      with_passphrase = slot;
  }
  if (with_passphrase != NULL)
    return open_with_passphrase (self, with_passphrase, passphrase, error);
  g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US,
                       "The bundle was sealed for somebody else");

  return FALSE;
}

/**
 * gw_seal_open:
 * @fd: a file at its beginning
 * @passphrase: (nullable): UTF-8
 * @own: (nullable): the keys of this desk
 *
 * Reads the header and finds the key. With a passphrase that takes a good part of a second on purpose.
 * What follows the header is not looked at.
 *
 * Returns: (transfer full): what opens the file, or NULL with @error set: of
 *   %GW_BUNDLE_ERROR_NOT_A_BUNDLE, _NEWER, _DAMAGED, _TOO_LARGE, _MEMORY, _FILE, _NOT_FOR_US,
 *   _PASSPHRASE_NEEDED, and _PASSPHRASE, which is certain
 */
GwSeal *
gw_seal_open (int          fd,
              const char  *passphrase,
              GwKeys      *own,
              GError     **error)
{
  g_autoptr (GwSeal) self = g_new0 (GwSeal, 1);

  g_return_val_if_fail (fd >= 0, NULL);

  if (!read_header (&self->header, fd, error) || !begin (error))
    return NULL;
  if (!(is_version_1 (&self->header) ? open_version_1 (self, passphrase, error)
                                     : open_version_2 (self, passphrase, own, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gw_seal_open_written:
 * @written: what wrote the file
 * @fd: the file, at its beginning
 * @own: (nullable): the keys of this desk
 *
 * As gw_seal_open(), for whoever wrote the file just now and looks whether it is there: the header must be the one
 * that was written, and the box of a passphrase is opened with the key that the passphrase made then, which would
 * take a good part of a second once more.
 *
 * Returns: (transfer full): what opens the file, or NULL with @error set
 */
GwSeal *
gw_seal_open_written (GwSealWriter  *written,
                      int            fd,
                      GwKeys        *own,
                      GError       **error)
{
  g_autoptr (GwSeal) self = g_new0 (GwSeal, 1);
  const guint8 *slot = self->header.bytes + AT_SLOTS;

  g_return_val_if_fail (written != NULL && fd >= 0, NULL);

  if (!read_header (&self->header, fd, error))
    return NULL;
  if (self->header.size != written->header.size
      || memcmp (self->header.bytes, written->header.bytes, written->header.size) != 0) {
    gw_bundle_error_set_damaged (error, "The header is not the one that was written");
    return NULL;
  }
  if (!(slot[0] == SLOT_PASSPHRASE ? unwrap (self, slot, written->own) || set_wrong_passphrase (error)
                                   : open_version_2 (self, NULL, own, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gw_seal_is_for_us:
 *
 * Returns: whether keys of this desk opened it, and not a passphrase
 */
gboolean
gw_seal_is_for_us (GwSeal *self)
{
  return self->is_for_us;
}

/**
 * gw_seal_dup_hash:
 *
 * Returns: (transfer full): as gw_seal_writer_dup_hash() of the writer
 */
char *
gw_seal_dup_hash (GwSeal *self)
{
  return dup_binding (&self->header);
}

void
gw_seal_free (GwSeal *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
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

  if (lseek (fd, seal->header.size, SEEK_SET) != (off_t) seal->header.size) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_FILE, "%s", g_strerror (errno));
    return NULL;
  }
  self = g_new0 (GwSealReader, 1);
  self->fd = fd;
  self->header = seal->header;
  if (crypto_secretstream_xchacha20poly1305_init_pull (
        &self->state, seal->header.bytes + (is_version_1 (&seal->header) ? V1_STREAM : AT_STREAM),
        seal->key) != 0) {
    gw_bundle_error_set_damaged (error, "The header of the stream is damaged");
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
  gboolean is_old = is_version_1 (&self->header);
  gssize n_read;

  g_return_val_if_fail (self != NULL && !self->is_over, FALSE);

  n_read = gw_bundle_file_read (self->fd, self->sealed, sizeof self->sealed, error);
  if (n_read < 0)
    return FALSE;
  if (n_read < (gssize) crypto_secretstream_xchacha20poly1305_ABYTES)
    return gw_bundle_error_set_damaged (error, "The bundle is cut short");
  /* Version 1 was bound to its header itself. */
  if (crypto_secretstream_xchacha20poly1305_pull (
        &self->state, block, &n_plain, &tag, self->sealed, n_read,
        is_old ? self->header.bytes : self->header.binding,
        is_old ? self->header.size : sizeof self->header.binding) != 0)
    return gw_bundle_error_set_damaged (error, "A block of the bundle is altered or cut");

  *size = n_plain;
  *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  self->is_over = *is_last;
  if (*is_last) {
    n_read = gw_bundle_file_read (self->fd, &more, 1, error);
    if (n_read != 0)
      return n_read < 0 ? FALSE : gw_bundle_error_set_damaged (error, "Something follows the end of the bundle");
  }

  return TRUE;
}

void
gw_seal_reader_free (GwSealReader *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}
