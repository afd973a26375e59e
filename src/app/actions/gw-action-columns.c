/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-action-columns.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const char *const names[GW_N_ACTION_COLUMNS] = {
  [GW_ACTION_COLUMN_TITLE] = N_("Title"),
  [GW_ACTION_COLUMN_KIND] = N_("Kind"),
  [GW_ACTION_COLUMN_STATUS] = N_("Status"),
  [GW_ACTION_COLUMN_YEAR] = N_("Year"),
  /* TRANSLATORS: The head of a column with the number of species that an action is for. */
  [GW_ACTION_COLUMN_SPECIES] = N_("Species"),
};

/**
 * gw_action_column_get_name:
 *
 * Returns: (transfer none): the column's head, translated
 */
const char *
gw_action_column_get_name (GwActionColumn column)
{
  g_return_val_if_fail (column < GW_N_ACTION_COLUMNS, NULL);

  return _(names[column]);
}

/* A value that this edition of the lists does not know comes from a newer one: it is shown as it
 * is. */
static const char *
find_words (GwReference *reference,
            const char  *vocabulary,
            const char  *id,
            const char  *language)
{
  const GwTerm *term = id != NULL ? gw_reference_find_term (reference, vocabulary, id) : NULL;

  return term != NULL ? gw_label_get (&term->label, language) : id;
}

static const char *
get_status (GwAction    *action,
            GwReference *reference,
            const char  *language)
{
  return find_words (reference, "action_status", gw_action_get_status (action), language);
}

static const char *
get_kind (GwAction    *action,
          GwReference *reference,
          const char  *language)
{
  return find_words (reference, "action_type", gw_action_get_kind (action), language);
}

static gboolean
has_title (GwAction *action)
{
  const char *title = gw_action_get_title (action);

  return title != NULL && *title != '\0';
}

static guint
count_species (GwAction *action)
{
  return g_strv_length ((char **) gw_action_get_species (action));
}

/**
 * gw_action_dup_cell:
 * @action: an action
 * @column: what of it
 * @reference: the lists from which its words come
 * @language: the person's language
 *
 * Returns: (transfer full): what stands in the table; empty where nothing was said
 */
char *
gw_action_dup_cell (GwAction       *action,
                    GwActionColumn  column,
                    GwReference    *reference,
                    const char     *language)
{
  guint n_species;

  g_return_val_if_fail (GW_IS_ACTION (action) && GW_IS_REFERENCE (reference), NULL);

  switch (column) {
  case GW_ACTION_COLUMN_TITLE:
    return g_strdup (has_title (action) ? gw_action_get_title (action) : _("Without a title"));
  case GW_ACTION_COLUMN_KIND:
    return g_strdup (get_kind (action, reference, language) ?: "");
  case GW_ACTION_COLUMN_STATUS:
    return g_strdup (get_status (action, reference, language) ?: "");
  case GW_ACTION_COLUMN_YEAR:
    return gw_action_get_year (action) > 0 ? g_strdup_printf ("%d", gw_action_get_year (action))
                                           : g_strdup ("");
  case GW_ACTION_COLUMN_SPECIES:
    n_species = count_species (action);
    return n_species > 0 ? g_strdup_printf ("%u", n_species) : g_strdup ("");
  case GW_N_ACTION_COLUMNS:
  default:
    g_return_val_if_reached (NULL);
  }
}

/**
 * gw_action_dup_line:
 * @action: an action
 * @reference: the lists from which its words come
 * @language: the person's language
 *
 * Returns: (transfer full): the line below the title where there is no room for columns
 */
char *
gw_action_dup_line (GwAction    *action,
                    GwReference *reference,
                    const char  *language)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *year = NULL, *species = NULL;
  guint n_species;

  g_return_val_if_fail (GW_IS_ACTION (action) && GW_IS_REFERENCE (reference), NULL);

  n_species = count_species (action);
  year = gw_action_dup_cell (action, GW_ACTION_COLUMN_YEAR, reference, language);
  species = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          /* TRANSLATORS: %u is how many species an action is for. */
                                          "%u species", "%u species", n_species),
                             n_species);
  if (get_status (action, reference, language) != NULL)
    g_ptr_array_add (parts, (char *) get_status (action, reference, language));
  if (*year != '\0')
    g_ptr_array_add (parts, year);
  if (get_kind (action, reference, language) != NULL)
    g_ptr_array_add (parts, (char *) get_kind (action, reference, language));
  if (n_species > 0)
    g_ptr_array_add (parts, species);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

static guint
get_rank (GwAction    *action,
          GwReference *reference)
{
  g_autoptr (GPtrArray) terms = gw_reference_list_terms (reference, "action_status");

  for (guint i = 0; i < terms->len; i++) {
    const GwTerm *term = terms->pdata[i];

    if (g_strcmp0 (term->id, gw_action_get_status (action)) == 0)
      return i;
  }
  return terms->len;
}

static char *
dup_key (GwAction       *action,
         GwActionColumn  column,
         GwReference    *reference,
         const char     *language)
{
  switch (column) {
  case GW_ACTION_COLUMN_STATUS:
    return g_strdup_printf ("%02u", get_rank (action, reference));
  case GW_ACTION_COLUMN_YEAR:
    return g_strdup_printf ("%04d", gw_action_get_year (action));
  case GW_ACTION_COLUMN_SPECIES:
    return g_strdup_printf ("%06u", count_species (action));
  case GW_ACTION_COLUMN_KIND:
    return g_utf8_collate_key (get_kind (action, reference, language) ?: "", -1);
  case GW_ACTION_COLUMN_TITLE:
  case GW_N_ACTION_COLUMNS:
  default:
    return g_utf8_collate_key (gw_action_get_title (action) ?: "", -1);
  }
}

/* Thousands of rows are compared tens of thousands of times: what they are compared by is made
 * once. Rows are immutable, and made anew in another language. */
static const char *
get_key (GwAction       *action,
         GwActionColumn  column,
         GwReference    *reference,
         const char     *language)
{
  static const char *const slots[GW_N_ACTION_COLUMNS] = {
    "key-title", "key-kind", "key-status", "key-year", "key-species",
  };
  const char *key = g_object_get_data (G_OBJECT (action), slots[column]);
  char *made;

  if (key != NULL)
    return key;

  made = dup_key (action, column, reference, language);
  g_object_set_data_full (G_OBJECT (action), slots[column], made, g_free);

  return made;
}

/**
 * gw_action_compare:
 *
 * Returns: which action stands first in a table sorted by @column, as strcmp() does. A status is
 *   sorted from the plan to the end, and not by its letters
 */
int
gw_action_compare (GwAction       *one,
                   GwAction       *two,
                   GwActionColumn  column,
                   GwReference    *reference,
                   const char     *language)
{
  g_return_val_if_fail (column < GW_N_ACTION_COLUMNS, 0);

  return strcmp (get_key (one, column, reference, language), get_key (two, column, reference, language));
}
