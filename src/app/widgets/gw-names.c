/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-names.h"

static void
name_by_tooltip (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/**
 * gw_names_from_tooltips:
 * @widget: a ready-made widget of the toolkit
 *
 * Gives each part inside that has a tooltip, such as the eye of a password row, that tooltip as
 * its accessible name: the toolkit of 2022 leaves such parts without one.
 */
void
gw_names_from_tooltips (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (gtk_widget_get_tooltip_text (widget) != NULL) {
    name_by_tooltip (widget);
    g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (name_by_tooltip), NULL);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gw_names_from_tooltips (child);
}

/**
 * gw_names_give:
 * @widget: something that has no words on it
 * @name: what it is, or does
 *
 * Says @name to whoever points at @widget and to whoever hears it.
 *
 * Returns: (transfer none): @widget
 */
GtkWidget *
gw_names_give (GtkWidget  *widget,
               const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return widget;
}

/**
 * gw_names_new_icon_button:
 * @icon: the name of an icon
 * @name: what the button does
 *
 * Returns: (transfer floating): a flat button as high as its icon
 */
GtkWidget *
gw_names_new_icon_button (const char *icon,
                          const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);

  return gw_names_give (button, name);
}

/**
 * gw_names_wrap:
 * @button: one with a label
 *
 * A long label breaks into lines, where else it would make its window wider than the screen; the label stays
 * the button's name.
 */
void
gw_names_wrap (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  g_return_if_fail (GTK_IS_LABEL (child));

  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
}
