/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-item.h"

G_BEGIN_DECLS

/**
 * GwUploadWants:
 *
 * Which files a question takes, and how large its pictures may be. It does not change, and any thread may ask it.
 */
typedef struct _GwUploadWants GwUploadWants;

GwUploadWants *gw_upload_wants_new         (GwFormItem          *item) G_GNUC_WARN_UNUSED_RESULT;
GwUploadWants *gw_upload_wants_ref         (GwUploadWants       *self) G_GNUC_WARN_UNUSED_RESULT;
void           gw_upload_wants_unref       (GwUploadWants       *self);

gboolean       gw_upload_wants_takes       (const GwUploadWants *self,
                                            const char          *name,
                                            const char          *mime);
guint          gw_upload_wants_max_pixels  (const GwUploadWants *self);
gboolean       gw_upload_wants_fill_filter (const GwUploadWants *self,
                                            GtkFileFilter       *filter);
char          *gw_upload_wants_dup_help    (const GwUploadWants *self) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_upload_wants_dup_refusal (const GwUploadWants *self,
                                            const GError        *error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwUploadWants, gw_upload_wants_unref)

G_END_DECLS
