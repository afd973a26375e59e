/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

#define GW_TYPE_KEPT_TEXT (gw_kept_text_get_type ())

/**
 * GwKeptText:
 *
 * A text that a person is making and that belongs to no document yet, such as one text made of two
 * versions of an answer. It is kept on this computer alone, in the profile's store, from the first
 * word on, until it is forgotten: closing the sheet, another language and the end of the program
 * leave it where it is.
 *
 * It belongs to the main context of the thread that made it. The last reference may be dropped at
 * any moment: what was typed is handed to the store's thread first.
 *
 * Properties: "saving" (gboolean): whether the text is not durable yet.
 */
G_DECLARE_FINAL_TYPE (GwKeptText, gw_kept_text, GW, KEPT_TEXT, GObject)

GwKeptText   *gw_kept_text_open        (GwStoreThread        *store,
                                        const char           *place,
                                        const char           *title) G_GNUC_WARN_UNUSED_RESULT;
GwKeptText   *gw_kept_text_new         (GwStoreThread        *store,
                                        const char           *place) G_GNUC_WARN_UNUSED_RESULT;
void          gw_kept_text_read_async  (GwKeptText           *self,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean      gw_kept_text_read_finish (GwKeptText           *self,
                                        GAsyncResult         *result,
                                        GError              **error);
const char   *gw_kept_text_get         (GwKeptText           *self);
void          gw_kept_text_set         (GwKeptText           *self,
                                        const char           *text);
void          gw_kept_text_save        (GwKeptText           *self);
gboolean      gw_kept_text_get_saving  (GwKeptText           *self);
const GError *gw_kept_text_get_error   (GwKeptText           *self);

G_END_DECLS
