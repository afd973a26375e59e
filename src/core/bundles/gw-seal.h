/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/keys/gw-keys.h"

G_BEGIN_DECLS

/* A stream of bytes in a file, sealed for named desks or under a passphrase. README.md beside this
 * file has the format.
 *
 * All functions work on file descriptors, wait for them, and may be called on any thread. Errors
 * are of GW_BUNDLE_ERROR. */

#define GW_SEAL_BLOCK_SIZE (64 * 1024)
#define GW_SEAL_MAX_SLOTS 64

/**
 * GwSealCost:
 * @passes: of Argon2id over the memory
 * @memory_kib: memory, in KiB
 *
 * What one guess at the passphrase costs somebody who found the stick, and one opening us.
 */
typedef struct
{
  guint32 passes;
  guint32 memory_kib;
} GwSealCost;

#define GW_SEAL_COST_DEFAULT ((GwSealCost) { .passes = 6, .memory_kib = 64 * 1024 })

/**
 * GwSealFor:
 * @passphrase: (nullable): UTF-8, at least 8 characters
 * @cost: what it costs to open with it
 * @keys: (nullable) (element-type GwKey): the desks that can open it
 *
 * Who opens a file: whoever knows the passphrase, and each of the keys' owners.
 */
typedef struct
{
  const char *passphrase;
  GwSealCost cost;
  GPtrArray *keys;
} GwSealFor;

typedef struct _GwSealWriter GwSealWriter;
typedef struct _GwSeal GwSeal;
typedef struct _GwSealReader GwSealReader;

GwSealWriter *gw_seal_writer_new    (int               fd,
                                     const GwSealFor  *to,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
char         *gw_seal_writer_dup_hash (GwSealWriter *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_seal_writer_add    (GwSealWriter   *self,
                                     const guint8   *data,
                                     gsize           size,
                                     GError        **error);
gboolean      gw_seal_writer_finish (GwSealWriter   *self,
                                     GError        **error);
void          gw_seal_writer_free   (GwSealWriter   *self);

GwSeal       *gw_seal_open          (int             fd,
                                     const char     *passphrase,
                                     GwKeys         *own,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GwSeal       *gw_seal_open_written  (GwSealWriter   *written,
                                     int             fd,
                                     GwKeys         *own,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_seal_is_for_us     (GwSeal         *self);
char         *gw_seal_dup_hash      (GwSeal         *self) G_GNUC_WARN_UNUSED_RESULT;
void          gw_seal_free          (GwSeal         *self);

GwSealReader *gw_seal_reader_new    (GwSeal         *seal,
                                     int             fd,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gw_seal_reader_next   (GwSealReader   *self,
                                     guint8          block[GW_SEAL_BLOCK_SIZE],
                                     gsize          *size,
                                     gboolean       *is_last,
                                     GError        **error);
void          gw_seal_reader_free   (GwSealReader   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSealWriter, gw_seal_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSeal, gw_seal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSealReader, gw_seal_reader_free)

G_END_DECLS
