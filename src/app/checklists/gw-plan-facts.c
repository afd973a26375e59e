/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the checklist says about an item, below its row: nothing here is typed. */

#include "app/checklists/gw-plan-facts.h"

#include <glib/gi18n-lib.h>

#include "app/checklists/gw-plan-words.h"
#include "app/widgets/gw-date-words.h"

static void
add_fact (AdwExpanderRow *parent,
          const char     *title,
          const char     *text)
{
  GtkWidget *row;

  if (text == NULL || *text == '\0')
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_expander_row_add_row (parent, row);
}

static void
add_topic (AdwExpanderRow        *parent,
           GwContext             *context,
           const GwChecklistItem *definition)
{
  const char *languages[] = { gw_context_get_language (context), "en", NULL };
  GwManual *manual = gw_context_get_manual (context);
  g_autoptr (GwManualTopic) topic = NULL;
  g_autofree char *target = NULL;
  GtkWidget *row;

  if (definition->topic == NULL || manual == NULL)
    return;
  topic = gw_manual_find_topic (manual, definition->topic, languages);
  if (topic == NULL)
    return;

  target = g_strconcat ("topic:", definition->topic, NULL);
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gw_manual_topic_get_title (topic));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Read about it in the manual"));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "accessories-dictionary-symbolic");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  adw_expander_row_add_row (parent, row);
}

/**
 * gw_plan_facts_dup_origin:
 *
 * The day that the rule gives: where another day goes before it, both are told.
 *
 * Returns: (transfer full) (nullable): how the day follows, %NULL as long as it has none
 */
char *
gw_plan_facts_dup_origin (const GwChecklistItem *definition,
                          GwPlanItem            *item)
{
  g_autofree char *offset = gw_plan_words_offset (definition);
  const GDate *computed = gw_plan_item_get_computed (item);
  g_autofree char *day = NULL;

  if (computed == NULL || offset == NULL)
    return NULL;
  day = gw_date_words_format (computed);

  /* TRANSLATORS: The first %s is how the day is counted, "180 days before the Conference of the
   * Parties opens"; the second the date that follows from it. */
  return g_strdup_printf (_("%s: %s"), offset, day);
}

/**
 * gw_plan_facts_add:
 * @parent: the row of the item
 * @definition: (nullable): the item of the checklist
 *
 * Adds what is known about an item below its row.
 */
void
gw_plan_facts_add (AdwExpanderRow        *parent,
                   GwContext             *context,
                   const GwChecklistItem *definition)
{
  g_return_if_fail (ADW_IS_EXPANDER_ROW (parent) && GW_IS_CONTEXT (context));

  if (definition == NULL)
    return;
  add_fact (parent, _("In more words"), definition->detail);
  add_fact (parent, _("What shows that it is done"), definition->evidence);
  add_fact (parent, _("The rule"), definition->source);
  add_topic (parent, context, definition);
}
