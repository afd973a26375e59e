/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormGridKind:
 * @GW_FORM_GRID_TEXT: words
 * @GW_FORM_GRID_NUMBER: a number, also of a range
 * @GW_FORM_GRID_DATE: a day
 * @GW_FORM_GRID_TICK: a box to tick
 * @GW_FORM_GRID_CHOICE: one of a list
 * @GW_FORM_GRID_CHOICES: several of a list
 * @GW_FORM_GRID_NOTE: prose of the form
 * @GW_FORM_GRID_OTHER: what has a field of its own: times, places, files, orders
 *
 * What stands in a cell of a table.
 */
typedef enum
{
  GW_FORM_GRID_TEXT,
  GW_FORM_GRID_NUMBER,
  GW_FORM_GRID_DATE,
  GW_FORM_GRID_TICK,
  GW_FORM_GRID_CHOICE,
  GW_FORM_GRID_CHOICES,
  GW_FORM_GRID_NOTE,
  GW_FORM_GRID_OTHER,
} GwFormGridKind;

GwFormGridKind gw_form_grid_words_get_kind   (GwFormItem *item);
gboolean       gw_form_grid_words_is_open    (GwFormItem *item);
char          *gw_form_grid_words_dup_shown  (GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_grid_words_dup_copied (GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_grid_words_dup_typed  (GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_grid_words_to_stored  (GwFormItem *item,
                                              const char *typed) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_grid_words_read       (GwFormItem *item,
                                              GHashTable *labels,
                                              const char *pasted) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_form_grid_words_dup_problem (GwFormItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
