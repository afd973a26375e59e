/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The files that belong to a form: its lists, pictures and sounds. */

GStrv      gw_form_media_list_names  (GBytes      *xml) G_GNUC_WARN_UNUSED_RESULT;
char      *gw_form_media_find_folder (const char  *form_path) G_GNUC_WARN_UNUSED_RESULT;
JsonArray *gw_form_media_put         (GwStore     *store,
                                      const char  *db,
                                      const char  *folder,
                                      GBytes      *xml,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_form_media_unpack      (GwStore     *store,
                                      JsonArray   *media,
                                      const char  *folder,
                                      GError     **error);

G_END_DECLS
