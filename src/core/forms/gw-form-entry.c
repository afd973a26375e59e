/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person enters, as it is stored (section 2). */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

/* A place is written as four numbers with points, as every server expects them: latitude,
 * longitude, altitude, accuracy. What is no place is kept as it was typed. */
static char *
prepare_place (const char *value)
{
  g_auto (GStrv) parts = g_strsplit_set (value, " \t\r\n", -1);
  g_autoptr (GString) place = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] == '\0')
      continue;
    if (isnan (gw_xpath_parse_number (parts[i])) || ++n > 4)
      return g_strdup (value);
    g_string_append_printf (place, "%s%s%s", n > 1 ? " " : "", parts[i],
                            strchr (parts[i], '.') == NULL ? ".0" : "");
  }
  if (n < 2)
    return g_strdup (value);
  for (; n < 4; n++)
    g_string_append (place, " 0.0");

  return g_string_free (g_steal_pointer (&place), FALSE);
}

/* Places joined by semicolons. */
static char *
prepare_places (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  g_autoptr (GString) places = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *place = NULL;

    if (*g_strstrip (parts[i]) == '\0')
      continue;
    place = prepare_place (parts[i]);
    g_string_append_printf (places, "%s%s", places->len > 0 ? ";" : "", place);
  }

  return g_string_free (g_steal_pointer (&places), FALSE);
}

/**
 * gw_form_prepare_entry:
 * @value: (nullable): what a person entered
 *
 * Returns: (transfer full) (nullable): the text as it is stored: several choices in the order of the
 * list; nothing but white space is no answer; NULL with @error set where it is no choice
 */
char *
gw_form_prepare_entry (GwFormSession  *self,
                       GwFormNode     *node,
                       GwFormRow      *row,
                       const char     *value,
                       GError        **error)
{
  if (value == NULL || strspn (value, " \t\r\n") == strlen (value))
    return g_strdup ("");
  if (node->data_type == GW_FORM_DATA_GEOPOINT)
    return prepare_place (value);
  if (node->data_type == GW_FORM_DATA_GEOTRACE || node->data_type == GW_FORM_DATA_GEOSHAPE)
    return prepare_places (value);
  for (guint i = 0; node->bodies != NULL && i < node->bodies->len; i++) {
    GwFormBody *body = node->bodies->pdata[i];
    g_autofree char *clean = NULL;
    gboolean lost;

    /* A slider has no place for what is no number. */
    if (body->kind == GW_FORM_ITEM_CONTROL && body->control == GW_FORM_CONTROL_RANGE
        && isnan (gw_xpath_parse_number (value)))
      return g_strdup ("");
    if (!gw_form_body_has_choices (body))
      continue;
    clean = gw_form_choices_clean (self, body, row, value, &lost);
    if (lost) {
      g_set_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_A_CHOICE,
                   "“%s” is not in the list of choices", value);
      return NULL;
    }
    return g_steal_pointer (&clean);
  }

  return g_strdup (value);
}
