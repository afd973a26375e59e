/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/manual/gw-manual-page.h"
#include "core/manual/gw-manual-topic.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwManual:
 *
 * All pages of the manual: those that came with the program, and over them the newer ones that
 * came by sync (documents `page:<id>:<language>` of the library).
 *
 * Signal "changed": newer pages came, so contents and pages may differ from what is shown; on
 * the main context in which gw_manual_watch() was called.
 *
 * "languages" is always an array ended by %NULL with the dearest language first; English comes
 * after all of them by itself. All functions but gw_manual_watch() may be called on any thread;
 * those that read a page take milliseconds and have an async sister for the window.
 */
#define GW_TYPE_MANUAL (gw_manual_get_type ())

G_DECLARE_FINAL_TYPE (GwManual, gw_manual, GW, MANUAL, GObject)

GwManual      *gw_manual_new              (const char           *pack_path,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_manual_dup_pack_path    (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_manual_refresh          (GwManual             *self,
                                           GwStore              *store,
                                           GError              **error);
void           gw_manual_watch            (GwManual             *self,
                                           GwStoreThread        *store);

GListModel    *gw_manual_list_contents    (GwManual             *self,
                                           const char *const    *languages) G_GNUC_WARN_UNUSED_RESULT;
GwManualTopic *gw_manual_find_topic       (GwManual             *self,
                                           const char           *id,
                                           const char *const    *languages) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_manual_dup_next         (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_manual_dup_previous     (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_manual_dup_chapter      (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
GStrv          gw_manual_dup_topics       (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
GStrv          gw_manual_dup_related      (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
GStrv          gw_manual_dup_backlinks    (GwManual             *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;

GwManualPage  *gw_manual_load_page        (GwManual             *self,
                                           const char           *id,
                                           const char *const    *languages,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_manual_load_page_async  (GwManual             *self,
                                           const char           *id,
                                           const char *const    *languages,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GwManualPage  *gw_manual_load_page_finish (GwManual             *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
