/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts of a window that are in another language than the window: GTK has one direction for all, and a widget does not
 * take it from what is around it. */

#include "app/widgets/gw-direction.h"

static GtkTextDirection
direction_of_script (GUnicodeScript script)
{
  switch (script) {
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_HEBREW:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_THAANA:
  case G_UNICODE_SCRIPT_NKO:
    return GTK_TEXT_DIR_RTL;
  default:
    return GTK_TEXT_DIR_LTR;
  }
}

/**
 * gw_direction_join:
 * @second: (nullable): the same in another language
 *
 * Returns: (transfer full): both on one line, each with its own direction whatever stands before it; @first alone where
 *   there is no other
 */
char *
gw_direction_join (const char *first,
                   const char *second)
{
  return second != NULL ? g_strconcat ("\u2068", first, "\u2069 · \u2068", second, "\u2069", NULL) : g_strdup (first);
}

/**
 * gw_direction_of_text:
 *
 * Returns: the direction of the first letter of @text, as the Unicode standard has it for paragraphs (UAX #9, P2);
 * %GTK_TEXT_DIR_NONE where there is no letter
 */
GtkTextDirection
gw_direction_of_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return direction_of_script (g_unichar_get_script (g_utf8_get_char (p)));

  return GTK_TEXT_DIR_NONE;
}

/**
 * gw_direction_of_language:
 * @code: a language, such as "ar" or "pt-BR"
 *
 * Returns: the direction that it is written in; %GTK_TEXT_DIR_NONE where that is not known
 */
GtkTextDirection
gw_direction_of_language (const char *code)
{
  int n = 0;
  const PangoScript *scripts = pango_language_get_scripts (pango_language_from_string (code), &n);

  return n > 0 ? direction_of_script ((GUnicodeScript) scripts[0]) : GTK_TEXT_DIR_NONE;
}

/**
 * gw_direction_give:
 * @direction: %GTK_TEXT_DIR_NONE leaves all as it is
 *
 * Gives @widget and all that is in it now a direction of its own.
 */
void
gw_direction_give (GtkWidget        *widget,
                   GtkTextDirection  direction)
{
  if (direction == GTK_TEXT_DIR_NONE)
    return;

  gtk_widget_set_direction (widget, direction);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gw_direction_give (child, direction);
}

/**
 * gw_direction_follow:
 * @leader: a widget that may have been given a direction
 *
 * Gives @widget, which is new, the direction of @leader where that is another than the window's.
 */
void
gw_direction_follow (GtkWidget *widget,
                     GtkWidget *leader)
{
  GtkTextDirection direction = gtk_widget_get_direction (leader);

  if (direction != gtk_widget_get_default_direction ())
    gw_direction_give (widget, direction);
}
