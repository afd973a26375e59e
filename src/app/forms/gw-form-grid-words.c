/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers as one line of words, and back: what a cell shows, what is copied out of it, and what a text from a
 * spreadsheet means in it. */

#include "app/forms/gw-form-grid-words.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-days.h"
#include "app/widgets/gw-markdown.h"
#include "app/widgets/gw-number-words.h"
#include "core/base/gw-time.h"

#define TICKED "OK"

/**
 * gw_form_grid_words_get_kind:
 * @item: a control
 */
GwFormGridKind
gw_form_grid_words_get_kind (GwFormItem *item)
{
  switch (gw_form_item_get_control (item)) {
  case GW_FORM_CONTROL_SELECT1:
    return GW_FORM_GRID_CHOICE;
  case GW_FORM_CONTROL_SELECT:
    return GW_FORM_GRID_CHOICES;
  case GW_FORM_CONTROL_TRIGGER:
    return GW_FORM_GRID_TICK;
  case GW_FORM_CONTROL_RANGE:
    return GW_FORM_GRID_NUMBER;
  case GW_FORM_CONTROL_NOTE:
    return GW_FORM_GRID_NOTE;
  case GW_FORM_CONTROL_RANK:
  case GW_FORM_CONTROL_UPLOAD:
    return GW_FORM_GRID_OTHER;
  case GW_FORM_CONTROL_INPUT:
  default:
    break;
  }

  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_INT:
  case GW_FORM_DATA_DECIMAL:
    return GW_FORM_GRID_NUMBER;
  case GW_FORM_DATA_DATE:
    return GW_FORM_GRID_DATE;
  case GW_FORM_DATA_STRING:
  case GW_FORM_DATA_BARCODE:
  case GW_FORM_DATA_INTENT:
  case GW_FORM_DATA_BOOLEAN:
    return GW_FORM_GRID_TEXT;
  default:
    return GW_FORM_GRID_OTHER;
  }
}

/**
 * gw_form_grid_words_is_open:
 *
 * Returns: whether a person can answer @item now
 */
gboolean
gw_form_grid_words_is_open (GwFormItem *item)
{
  return gw_form_item_is_visible (item) && !gw_form_item_is_readonly (item)
         && gw_form_item_get_control (item) != GW_FORM_CONTROL_NOTE;
}

static char *
dup_label_of (GwFormItem *item,
              const char *value)
{
  g_autofree char *label = gw_form_item_dup_markdown_choice_label (item, value);

  return gw_markdown_to_text (label != NULL && *label != '\0' ? label : value);
}

static char *
dup_labels_of (GwFormItem *item,
               const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " \t\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *label = NULL;

    if (*words[i] == '\0')
      continue;
    label = dup_label_of (item, words[i]);
    if (out->len > 0)
      g_string_append (out, C_("list", ", "));
    g_string_append (out, label);
  }

  return g_string_free (out, FALSE);
}

/* The clock's reading as it was written, never shifted (section 10 of the notes). */
static char *
dup_time (GwFormItem *item,
          const char *value)
{
  const char *time = strchr (value, 'T');
  g_autofree char *day = NULL, *date = NULL;

  if (time == NULL)
    return strlen (value) > 5 && value[2] == ':' && value[5] == ':' ? g_strndup (value, 5) : g_strdup (value);
  if (strlen (time) < 6 || time[3] != ':')
    return g_strdup (value);

  day = g_strndup (value, (gsize) (time - value));
  date = gw_form_days_format (item, day);
  return g_strdup_printf ("%s %.5s", date, time + 1);
}

static char *
dup_words (GwFormItem *item,
           gboolean    iso_dates)
{
  const char *value = gw_form_item_get_value (item);

  if (gw_form_item_get_control (item) == GW_FORM_CONTROL_NOTE) {
    g_autofree char *label = gw_form_item_dup_markdown (item, GW_FORM_TEXT_LABEL);

    return gw_markdown_to_text (label != NULL ? label : "");
  }
  if (value == NULL || *value == '\0')
    return g_strdup ("");

  switch (gw_form_grid_words_get_kind (item)) {
  case GW_FORM_GRID_CHOICE:
    return dup_label_of (item, value);
  case GW_FORM_GRID_CHOICES:
    return dup_labels_of (item, value);
  case GW_FORM_GRID_NUMBER:
    return gw_number_words_format (value);
  case GW_FORM_GRID_DATE:
    return iso_dates ? g_strdup (value) : gw_form_days_format (item, value);
  case GW_FORM_GRID_OTHER:
    if (gw_form_item_get_control (item) == GW_FORM_CONTROL_RANK)
      return dup_labels_of (item, value);
    return iso_dates || (gw_form_item_get_data_type (item) != GW_FORM_DATA_TIME
                         && gw_form_item_get_data_type (item) != GW_FORM_DATA_DATE_TIME)
               ? g_strdup (value) : dup_time (item, value);
  case GW_FORM_GRID_TICK:
  case GW_FORM_GRID_TEXT:
  case GW_FORM_GRID_NOTE:
  default:
    return g_strdup (value);
  }
}

/**
 * gw_form_grid_words_dup_shown:
 *
 * Returns: (transfer full): the answer of @item on one line; empty where it does not apply
 */
char *
gw_form_grid_words_dup_shown (GwFormItem *item)
{
  char *words;

  if (!gw_form_item_is_visible (item))
    return g_strdup ("");

  words = dup_words (item, FALSE);
  if (gw_form_grid_words_get_kind (item) == GW_FORM_GRID_TICK && *words != '\0') {
    g_free (words);
    return g_strdup ("✓");
  }

  return g_strdelimit (words, "\n\t\r", ' ');
}

/**
 * gw_form_grid_words_dup_copied:
 *
 * Returns: (transfer full): the answer of @item as a spreadsheet should get it: lists in words, days as
 *   YYYY-MM-DD, which every spreadsheet reads
 */
char *
gw_form_grid_words_dup_copied (GwFormItem *item)
{
  return gw_form_item_is_visible (item) ? dup_words (item, TRUE) : g_strdup ("");
}

/**
 * gw_form_grid_words_dup_typed:
 *
 * Returns: (transfer full): the answer of @item as a person types it into a field
 */
char *
gw_form_grid_words_dup_typed (GwFormItem *item)
{
  return dup_words (item, FALSE);
}

/**
 * gw_form_grid_words_to_stored:
 * @typed: what a person has typed so far
 *
 * Returns: (transfer full): the stored form; what is no number or day yet is kept as typed
 */
char *
gw_form_grid_words_to_stored (GwFormItem *item,
                              const char *typed)
{
  g_autoptr (GDate) date = NULL;

  switch (gw_form_grid_words_get_kind (item)) {
  case GW_FORM_GRID_NUMBER:
    return gw_number_words_parse (typed);
  case GW_FORM_GRID_DATE:
    date = gw_calendar_parse (gw_form_days_find_calendar (item), typed);
    return date != NULL ? gw_date_format (date) : gw_calendar_keep_typed (gw_form_days_find_calendar (item), typed);
  default:
    return g_strdup (typed);
  }
}

/* ------------------------------------------------------------ reading */

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  char *folded = g_utf8_casefold (normal != NULL ? normal : text, -1);

  return g_strstrip (folded);
}

/* @labels remembers the list of a column, which is mostly one for all rows; whether the value is in the list of this
 * very row, and means the same there, is asked each time. */
static char *
read_choice (GwFormItem *item,
             GHashTable *labels,
             const char *text)
{
  g_autofree char *as_value = gw_form_item_dup_choice_label (item, text), *wanted = fold (text);
  g_autoptr (GPtrArray) choices = NULL;
  const char *known;

  if (as_value != NULL)
    return g_strdup (text);

  known = labels != NULL ? g_hash_table_lookup (labels, wanted) : NULL;
  if (known != NULL) {
    g_autofree char *plain = dup_label_of (item, known), *folded = fold (plain);

    if (g_str_equal (folded, wanted))
      return g_strdup (known);
  }

  choices = gw_form_item_dup_markdown_choices (item);
  for (guint i = 0; i < choices->len; i++) {
    const GwFormChoice *choice = choices->pdata[i];
    g_autofree char *plain = gw_markdown_to_text (choice->label), *folded = fold (plain);

    if (labels != NULL && !g_hash_table_contains (labels, folded))
      g_hash_table_insert (labels, g_strdup (folded), g_strdup (choice->value));
    if (g_str_equal (folded, wanted))
      return g_strdup (choice->value);
  }

  return NULL;
}

/* Several choices, as values divided by blanks or as words divided by commas, semicolons or line breaks. The value
 * has them in the order of the list. */
static char *
read_choices (GwFormItem *item,
              GHashTable *labels,
              const char *text)
{
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GHashTable) chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) arabic = g_strsplit (text, "،", -1);
  g_autofree char *commas = g_strjoinv (",", arabic);
  GString *value;

  for (int pass = 0; pass < 3; pass++) {
    g_auto (GStrv) parts = pass == 0 ? g_strsplit (text, "\n", -1)
                                     : g_strsplit_set (commas, pass == 1 ? " \t\n" : ",;\n", -1);
    gboolean all = TRUE;

    g_hash_table_remove_all (chosen);
    for (guint i = 0; parts[i] != NULL && all; i++) {
      char *one = *g_strstrip (parts[i]) != '\0' ? read_choice (item, labels, parts[i]) : NULL;

      all = one != NULL || *parts[i] == '\0';
      if (one != NULL)
        g_hash_table_add (chosen, one);
    }
    if (all && g_hash_table_size (chosen) > 0)
      break;
    g_hash_table_remove_all (chosen);
  }
  if (g_hash_table_size (chosen) == 0)
    return NULL;

  choices = gw_form_item_dup_markdown_choices (item);
  value = g_string_new (NULL);
  for (guint i = 0; i < choices->len; i++) {
    const GwFormChoice *choice = choices->pdata[i];

    if (g_hash_table_contains (chosen, choice->value))
      g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", choice->value);
  }

  return g_string_free (value, FALSE);
}

/* "1 234,5" as a French spreadsheet writes it: blanks between groups of three. */
static char *
read_number (GwFormItem *item,
             const char *text)
{
  g_autoptr (GRegex) groups = g_regex_new ("(?<=\\d)[ \\x{a0}\\x{202f}](?=\\d{3}(?!\\d))", 0, 0, NULL);
  g_autofree char *joined = g_regex_replace_literal (groups, text, -1, 0, "", 0, NULL);
  g_autofree char *stored = gw_number_words_parse (joined);
  gboolean whole = gw_form_item_get_data_type (item) == GW_FORM_DATA_INT;

  return g_regex_match_simple (whole ? "^-?[0-9]+$" : "^-?[0-9]*\\.?[0-9]+$", stored, 0, 0)
             ? g_steal_pointer (&stored) : NULL;
}

static char *
read_tick (const char *text)
{
  const char *yes[] = { "ok", "1", "x", "✓", "✔", "true", "yes", "oui", "sí", "si", "نعم", NULL };
  const char *no[] = { "0", "false", "no", "non", "لا", NULL };
  g_autofree char *folded = fold (text), *words = fold (C_("box to tick", "Yes, confirmed"));

  if (g_strv_contains (yes, folded) || g_str_equal (folded, words))
    return g_strdup (TICKED);

  return g_strv_contains (no, folded) ? g_strdup ("") : NULL;
}

static char *
read_other (GwFormItem *item,
            const char *text)
{
  const char *pattern;

  if (gw_form_item_get_control (item) != GW_FORM_CONTROL_INPUT)
    return NULL;

  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_TIME:
    pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$";
    break;
  case GW_FORM_DATA_DATE_TIME:
    pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$";
    break;
  case GW_FORM_DATA_GEOPOINT:
    pattern = "^-?[0-9.]+ -?[0-9.]+( -?[0-9.]+( [0-9.]+)?)?$";
    break;
  default:
    return NULL;
  }

  return g_regex_match_simple (pattern, text, 0, 0) ? g_strdup (text) : NULL;
}

/**
 * gw_form_grid_words_read:
 * @labels: (nullable) (element-type utf8 utf8): what was learned about the lists of this column
 * @pasted: a text from elsewhere, not empty
 *
 * Returns: (transfer full) (nullable): what to store for @pasted, or %NULL where it does not fit @item
 */
char *
gw_form_grid_words_read (GwFormItem *item,
                         GHashTable *labels,
                         const char *pasted)
{
  g_autofree char *text = g_strstrip (g_strdup (pasted));
  g_autoptr (GDate) date = NULL;

  switch (gw_form_grid_words_get_kind (item)) {
  case GW_FORM_GRID_TEXT:
    return g_strdup (pasted);
  case GW_FORM_GRID_NUMBER:
    return read_number (item, text);
  case GW_FORM_GRID_DATE:
    date = gw_calendar_parse (gw_form_days_find_calendar (item), text);
    return date != NULL ? gw_date_format (date) : NULL;
  case GW_FORM_GRID_TICK:
    return read_tick (text);
  case GW_FORM_GRID_CHOICE:
    return read_choice (item, labels, text);
  case GW_FORM_GRID_CHOICES:
    return read_choices (item, labels, text);
  case GW_FORM_GRID_OTHER:
    return read_other (item, text);
  case GW_FORM_GRID_NOTE:
  default:
    return NULL;
  }
}

/**
 * gw_form_grid_words_dup_problem:
 *
 * Returns: (transfer full) (nullable): what is wrong with the answer of @item, in the form's words where it has some;
 *   %NULL where nothing is, or where it merely waits for an answer
 */
char *
gw_form_grid_words_dup_problem (GwFormItem *item)
{
  g_autofree char *message = NULL;

  if (!gw_form_item_is_visible (item))
    return NULL;

  switch (gw_form_item_get_why (item)) {
  case GW_FORM_WHY_CONSTRAINT:
    message = gw_form_item_dup_markdown (item, GW_FORM_TEXT_CONSTRAINT_MESSAGE);
    return message != NULL && *message != '\0'
               ? gw_markdown_to_text (message)
               : g_strdup (_("This answer does not fit the rule of the form. It is kept as you typed it."));
  case GW_FORM_WHY_TYPE:
    return g_strdup (_("This answer is not of the kind that the form expects. It is kept as you typed it."));
  case GW_FORM_WHY_REQUIRED:
  case GW_FORM_WHY_VALID:
  default:
    return NULL;
  }
}
