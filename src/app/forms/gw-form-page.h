/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_PAGE (gw_form_page_get_type ())

/**
 * GwFormPage:
 *
 * The page that fills in any form: its sections at the side with their completeness, one section as a column of
 * questions, what is left, the form's languages, and finding. It shows a session; where the answers of that are kept is
 * of use only to questions whose answers are files.
 *
 * Signals:
 * - "left": a field, a section or the page was left: store what was typed at once
 * - "question-built" (GwFormQuestion): a question was drawn; whoever knows more about it (two versions, what stood
 *   there last time) may add it
 */
G_DECLARE_FINAL_TYPE (GwFormPage, gw_form_page, GW, FORM_PAGE, AdwBin)

GtkWidget     *gw_form_page_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void           gw_form_page_set_session   (GwFormPage    *self,
                                           GwFormSession *session);
GwFormSession *gw_form_page_get_session   (GwFormPage    *self);
void           gw_form_page_set_filled    (GwFormPage    *self,
                                           GwFilledForm  *filled);
GwFilledForm  *gw_form_page_get_filled    (GwFormPage    *self);

guint          gw_form_page_get_section   (GwFormPage    *self);
void           gw_form_page_show_section  (GwFormPage    *self,
                                           guint          section);
gboolean       gw_form_page_show_item     (GwFormPage    *self,
                                           GwFormItem    *item);
char          *gw_form_page_dup_place    (GwFormPage    *self) G_GNUC_WARN_UNUSED_RESULT;
void           gw_form_page_focus_place  (GwFormPage    *self);
gboolean       gw_form_page_next_open     (GwFormPage    *self);
void           gw_form_page_find          (GwFormPage    *self);
gboolean       gw_form_page_find_next     (GwFormPage    *self,
                                           gboolean       backwards);
void           gw_form_page_foreach_question (GwFormPage *self,
                                           GFunc          func,
                                           gpointer       user_data);

G_END_DECLS
