/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwChoiceLine:
 *
 * One line of a list to choose from. It is made when it is about to be seen.
 */
#define GW_TYPE_CHOICE_LINE (gw_choice_line_get_type ())
G_DECLARE_FINAL_TYPE (GwChoiceLine, gw_choice_line, GW, CHOICE_LINE, GObject)

guint       gw_choice_line_get_index (GwChoiceLine *self);
const char *gw_choice_line_get_label (GwChoiceLine *self);

/**
 * GwChoiceLines:
 *
 * The lines of a list that fit what was typed, as a #GListModel. Ten thousand of them are looked through at once:
 * accents, case and marks are taken off beforehand, a slice at a time, and nothing is made for a line that is not on
 * the screen.
 */
#define GW_TYPE_CHOICE_LINES (gw_choice_lines_get_type ())
G_DECLARE_FINAL_TYPE (GwChoiceLines, gw_choice_lines, GW, CHOICE_LINES, GObject)

GwChoiceLines *gw_choice_lines_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void           gw_choice_lines_set_labels (GwChoiceLines     *self,
                                           const char *const *labels,
                                           gboolean           markdown);
void           gw_choice_lines_search     (GwChoiceLines     *self,
                                           const char        *typed);

char          *gw_choice_lines_fold     (const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
