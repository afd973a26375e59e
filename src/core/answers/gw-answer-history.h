/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-answer.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* What became of one answer. All functions belong to the thread of the store. */

GPtrArray *gw_answer_list_history   (GwStore     *store,
                                     const char  *db,
                                     const char  *record,
                                     const char  *ref,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *gw_answer_list_versions  (GwStore     *store,
                                     const char  *db,
                                     const char  *record,
                                     const char  *ref,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *gw_answer_list_undecided (GwStore     *store,
                                     const char  *db,
                                     const char  *record,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_answer_keep_past      (GwStore     *store,
                                     const char  *db,
                                     const char  *record,
                                     const char  *ref,
                                     const char  *value,
                                     const char  *author,
                                     gint64       changed,
                                     const char  *settled_by,
                                     GError     **error);
GwAnswer  *gw_answer_settle         (GwStore     *store,
                                     const char  *db,
                                     const char  *record,
                                     const char  *ref,
                                     const char  *value,
                                     const char  *aside,
                                     const char  *author,
                                     const char  *const *seen_revs,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
