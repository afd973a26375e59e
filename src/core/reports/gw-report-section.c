/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report-section.h"

/**
 * gw_report_section_free:
 */
void
gw_report_section_free (GwReportSection *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->item);
  g_free (self->ref);
  g_free (self->title);
  g_free (self);
}

/**
 * gw_report_dup_sections:
 * @session: the report
 *
 * Returns: (transfer full) (element-type GwReportSection): the sections that are shown, in the
 *   order of the form. Questions that stand outside of any group are in none of them, and in
 *   the progress of the whole
 */
GPtrArray *
gw_report_dup_sections (GwFormSession *session)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);
  GPtrArray *sections = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_report_section_free);

  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);
    GwReportSection *section;

    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL || !gw_form_item_is_visible (item))
      continue;
    section = g_new0 (GwReportSection, 1);
    section->item = g_object_ref (item);
    section->ref = g_strdup (gw_form_item_get_ref (item));
    section->title = gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL);
    if (section->title == NULL)
      section->title = g_strdup ("");
    gw_form_session_get_progress (session, item, &section->progress);
    g_ptr_array_add (sections, section);
  }
  return sections;
}

static gboolean
is_open_question (GwFormItem *item)
{
  const char *value;

  if (gw_form_item_get_control (item) == GW_FORM_CONTROL_NOTE || gw_form_item_is_readonly (item))
    return FALSE;
  value = gw_form_item_get_value (item);
  return value == NULL || *value == '\0';
}

/* All controls that are shown, in the order of the form. */
static void
collect_controls (GPtrArray *items,
                  GPtrArray *controls)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);

    if (!gw_form_item_is_visible (item))
      continue;
    if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL) {
      g_autoptr (GPtrArray) within = gw_form_item_dup_items (item);

      collect_controls (within, controls);
    } else {
      g_ptr_array_add (controls, g_object_ref (item));
    }
  }
}

/**
 * gw_report_dup_unanswered:
 * @section: (nullable): a group, or NULL for the whole report
 *
 * Returns: (transfer full) (element-type GwFormItem): the questions that are shown and have no
 *   answer, in the order of the form
 */
GPtrArray *
gw_report_dup_unanswered (GwFormSession *session,
                          GwFormItem    *section)
{
  g_autoptr (GPtrArray) items = section != NULL ? gw_form_item_dup_items (section)
                                                : gw_form_session_dup_items (session);
  GPtrArray *controls = g_ptr_array_new_with_free_func (g_object_unref);

  collect_controls (items, controls);
  for (guint i = controls->len; i > 0; i--) {
    if (!is_open_question (g_ptr_array_index (controls, i - 1)))
      g_ptr_array_remove_index (controls, i - 1);
  }
  return controls;
}

/**
 * gw_report_find_next_unanswered:
 * @after_ref: (nullable): where the person is
 *
 * Returns: (transfer full) (nullable): the next question without an answer, from the beginning
 *   again when there is none behind; NULL when all are answered
 */
GwFormItem *
gw_report_find_next_unanswered (GwFormSession *session,
                                const char    *after_ref)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (g_object_unref);
  guint start = 0;

  collect_controls (items, controls);
  for (guint i = 0; after_ref != NULL && i < controls->len; i++) {
    if (g_str_equal (gw_form_item_get_ref (g_ptr_array_index (controls, i)), after_ref))
      start = i + 1;
  }
  for (guint i = 0; i < controls->len; i++) {
    GwFormItem *item = g_ptr_array_index (controls, (start + i) % controls->len);

    if (is_open_question (item))
      return g_object_ref (item);
  }
  return NULL;
}
