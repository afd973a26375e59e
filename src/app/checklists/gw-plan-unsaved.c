/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was written about an item of a checklist and is not on the disk yet. */

#include "app/checklists/gw-plan-unsaved.h"

#include <glib/gi18n-lib.h>

static gboolean
is_on_its_way (gpointer object)
{
  return gw_record_get_saving (object);
}

static const GError *
get_error (gpointer object)
{
  return gw_record_get_error (object);
}

static void
save (gpointer object)
{
  gw_record_save (object);
}

static char *
dup_text (gpointer object)
{
  static const struct
  {
    const char *field;
    const char *words;
  } fields[] = {
    { "assignee", N_("Colleague who does it") },
    { "note", N_("Note") },
    { "due", N_("Another day, if an official letter names one") },
    { "due_reason", N_("Which letter names that day") },
    { "reason", N_("Why it is left out") },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = gw_record_get_string (object, fields[i].field);

    if (value != NULL && *value != '\0')
      g_string_append_printf (text, "%s%s\n%s\n", text->len > 0 ? "\n" : "", _(fields[i].words), value);
  }

  return g_string_free (text, FALSE);
}

static const GwUnsavedKind kind = {
  .is_on_its_way = is_on_its_way,
  .get_error = get_error,
  .save = save,
  .dup_text = dup_text,
};

/**
 * gw_plan_unsaved_watch:
 * @title: what is to be done
 * @tick: what is written about it
 */
void
gw_plan_unsaved_watch (GwUnsaved  *unsaved,
                       const char *title,
                       GwRecord   *tick)
{
  gw_unsaved_watch (unsaved, gw_record_get_id (tick), title, G_OBJECT (tick), G_OBJECT (tick), &kind);
}

/**
 * gw_plan_unsaved_find:
 * @id: of a tick
 *
 * Returns: (transfer none) (nullable): what was written about the item, where not all of it is on
 *   the disk
 */
GwRecord *
gw_plan_unsaved_find (GwUnsaved  *unsaved,
                      const char *id)
{
  gpointer found = gw_unsaved_find (unsaved, id);

  return found != NULL ? GW_RECORD (found) : NULL;
}
