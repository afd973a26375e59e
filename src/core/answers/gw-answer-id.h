/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ids of the documents that hold a filled-in form. Each answer is a document, so that two
 * people without a link rarely touch the same one:
 *
 *   answer:<record>:<place>            what stands in one place of the form
 *   past:<record>:<place>:<digest>     what stood there before
 *   row:<record>:<place>:<row id>      a row of a repeat: whether it is there, and where
 *   begun:<record>                     what the form itself filled in when it was begun
 *
 * <record> is the ULID of what is filled in. <place> is a node reference of the form written
 * with characters that need no escape in an address: `/data/rep[01J…]/x` becomes
 * `data~rep=01J…~x`. No XML name holds `~` or `=`, so the way back is plain. */

char     *gw_answer_id_new        (const char  *type,
                                   const char  *record,
                                   const char  *ref) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_answer_id_new_prefix (const char  *type,
                                   const char  *record) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_answer_id_new_past   (const char  *record,
                                   const char  *ref,
                                   const char  *value,
                                   const char  *author,
                                   const char  *changed) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_answer_id_new_row    (const char  *record,
                                   const char  *repeat_ref,
                                   const char  *row_id) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_answer_place_from_ref (const char *ref) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_answer_place_to_ref  (const char  *place) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_answer_id_is_of      (const char  *id,
                                   const char  *record);

/* Rows within references. */
char     *gw_answer_ref_of_row    (const char  *repeat_ref,
                                   const char  *row_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_answer_ref_is_under  (const char  *ref,
                                   const char  *row_ref);
GPtrArray *gw_answer_ref_dup_rows (const char  *ref) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_answer_ref_split_row (const char  *row_ref,
                                   char       **repeat_ref,
                                   char       **row_id);

G_END_DECLS
