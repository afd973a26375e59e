/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* What left in files, who has it by their own word, and what came in files. Of bundles and desks only
 * names are known here; core/bundles says what they mean. For the thread of the store. */

/**
 * GwStickReader:
 * @account: whose desk
 * @desk: which
 * @confirmed: when it read the bundle, microseconds since 1970 by its clock; 0: not heard of yet
 */
typedef struct
{
  char *account;
  char *desk;
  gint64 confirmed;
} GwStickReader;

/**
 * GwStickSent:
 * @bundle: its id
 * @time: when it was written, microseconds since 1970
 * @since: it holds what changed here after this,
 * @seq: up to this
 * @documents: documents in it
 * @bytes: its size
 * @readers: (element-type GwStickReader): whom it was for, and others who said that they read it
 */
typedef struct
{
  char *bundle;
  gint64 time;
  gint64 since;
  gint64 seq;
  guint documents;
  gint64 bytes;
  GPtrArray *readers;
} GwStickSent;

/**
 * GwStickReceipt:
 * @bundle: a bundle of another desk that was read here
 * @account: whose
 * @desk: which
 * @device: (nullable): the store that read it, in what another desk says
 * @time: when it was read, microseconds since 1970
 * @told: whether a bundle of ours has said so
 */
typedef struct
{
  char *bundle;
  char *account;
  char *desk;
  char *device;
  gint64 time;
  gboolean told;
} GwStickReceipt;

void        gw_stick_reader_free       (GwStickReader      *self);
void        gw_stick_sent_free         (GwStickSent        *self);
void        gw_stick_receipt_free      (GwStickReceipt     *self);

gboolean    gw_store_note_sent         (GwStore            *self,
                                        const GwStickSent  *sent,
                                        GError            **error);
gboolean    gw_store_forget_sent       (GwStore            *self,
                                        const char         *bundle,
                                        GError            **error);
GPtrArray  *gw_store_sent              (GwStore            *self,
                                        int                 limit,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_store_take_receipt      (GwStore            *self,
                                        const GwStickReceipt *receipt,
                                        gboolean           *is_news,
                                        GError            **error);
gboolean    gw_store_note_read         (GwStore            *self,
                                        const GwStickReceipt *receipt,
                                        GError            **error);
GPtrArray  *gw_store_receipts          (GwStore            *self,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_store_mark_told         (GwStore            *self,
                                        GPtrArray          *receipts,
                                        GError            **error);
gboolean    gw_store_note_partner      (GwStore            *self,
                                        const char         *desk,
                                        const char         *device,
                                        const char         *bundle,
                                        GError            **error);
gboolean    gw_store_meet_partner      (GwStore            *self,
                                        const char         *desk,
                                        const char         *device,
                                        GError            **error);
gboolean    gw_store_set_partner_key   (GwStore            *self,
                                        const char         *desk,
                                        const char         *key,
                                        GError            **error);
char       *gw_store_dup_partner_key   (GwStore            *self,
                                        const char         *desk) G_GNUC_WARN_UNUSED_RESULT;
GStrv       gw_store_partner_keys      (GwStore            *self,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gint64      gw_store_get_partner_seq   (GwStore            *self,
                                        const char         *desk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStickSent, gw_stick_sent_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStickReceipt, gw_stick_receipt_free)

G_END_DECLS
