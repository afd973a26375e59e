/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One action as a row of the table, or as two lines where the window is narrow. */

#include "app/actions/gw-action-cells.h"

#include <glib/gi18n-lib.h>

/* Texts narrower than this many letters are not asked of the window: it shows the list then. */
#define TITLE_CHARS 24
#define KIND_CHARS 18

static void
tell_name (GtkWidget  *widget,
           const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What a screen reader says of a row: the row is a widget of GTK's own above ours, and in a table
 * ours is put into it after it was bound. */
static void
name_row_cb (GtkWidget *child)
{
  const char *name = g_object_get_data (G_OBJECT (child), "row-name");
  GtkWidget *row = gtk_widget_get_parent (child);

  if (row != NULL && gtk_widget_get_ancestor (child, GTK_TYPE_COLUMN_VIEW) != NULL)
    row = gtk_widget_get_parent (row);
  if (row != NULL && name != NULL)
    tell_name (row, name);
}

static void
name_row (GtkWidget  *child,
          const char *id,
          const char *title,
          const char *line)
{
  char *name = *line != '\0' ? g_strdup_printf ("%s, %s", title, line) : g_strdup (title);

  g_object_set_data_full (G_OBJECT (child), "row-id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (child), "row-name", name, g_free);
  name_row_cb (child);
}

static GtkWidget *
new_text (int chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (chars > 0) {
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (GTK_LABEL (label), chars);
    gtk_label_set_max_width_chars (GTK_LABEL (label), chars);
  }

  return label;
}

static GtkWidget *
new_mark (void)
{
  GtkWidget *mark = gtk_image_new_from_icon_name ("system-users-symbolic");

  gtk_widget_set_tooltip_text (mark, _("Changed by two people: both versions are kept"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Changed by two people: both versions are kept"), -1);

  return mark;
}

static void
set_title (GtkLabel   *label,
           GwAction   *action,
           const char *text)
{
  const char *title = gw_action_get_title (action);

  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_widget_set_opacity (GTK_WIDGET (label), title != NULL && *title != '\0' ? 1.0 : 0.6);
}

/**
 * gw_action_cell_new:
 * @column: of the table
 *
 * Returns: (transfer floating): a cell that shows nothing yet
 */
GtkWidget *
gw_action_cell_new (GwActionColumn column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label;

  switch (column) {
  case GW_ACTION_COLUMN_TITLE:
    label = new_text (TITLE_CHARS);
    gtk_widget_set_hexpand (label, TRUE);
    break;
  case GW_ACTION_COLUMN_KIND:
    label = new_text (KIND_CHARS);
    break;
  case GW_ACTION_COLUMN_STATUS:
  case GW_ACTION_COLUMN_YEAR:
  case GW_ACTION_COLUMN_SPECIES:
  case GW_N_ACTION_COLUMNS:
  default:
    label = new_text (0);
  }
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), label);
  if (column == GW_ACTION_COLUMN_TITLE) {
    gtk_box_append (GTK_BOX (box), new_mark ());
    g_signal_connect (box, "map", G_CALLBACK (name_row_cb), NULL);
  }

  return box;
}

/**
 * gw_action_cell_show:
 * @cell: from gw_action_cell_new()
 * @column: the same
 * @reference: for the names of species
 * @language: of the words
 */
void
gw_action_cell_show (GtkWidget      *cell,
                     GwAction       *action,
                     GwActionColumn  column,
                     GwReference    *reference,
                     const char     *language)
{
  GtkWidget *label = gtk_widget_get_first_child (cell);
  g_autofree char *text = gw_action_dup_cell (action, column, reference, language);
  g_autofree char *line = NULL;

  if (column != GW_ACTION_COLUMN_TITLE) {
    gtk_label_set_text (GTK_LABEL (label), text);
    if (column == GW_ACTION_COLUMN_KIND)
      gtk_widget_set_tooltip_text (label, *text != '\0' ? text : NULL);
    return;
  }

  set_title (GTK_LABEL (label), action, text);
  gtk_widget_set_visible (gtk_widget_get_last_child (cell), gw_action_get_conflicts (action) > 0);
  line = gw_action_dup_line (action, reference, language);
  name_row (cell, gw_action_get_id (action), text, line);
}

/**
 * gw_action_row_new:
 *
 * Returns: (transfer floating): two lines for a narrow window, which show nothing yet
 */
GtkWidget *
gw_action_row_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = new_text (0), *line = new_text (0);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, "dim-label");
  gtk_widget_add_css_class (line, "caption");
  gtk_box_append (GTK_BOX (lines), title);
  gtk_box_append (GTK_BOX (lines), line);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), new_mark ());
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  g_signal_connect (box, "map", G_CALLBACK (name_row_cb), NULL);

  return box;
}

/**
 * gw_action_row_show:
 * @row: from gw_action_row_new()
 * @reference: for the names of species
 * @language: of the words
 */
void
gw_action_row_show (GtkWidget   *row,
                    GwAction    *action,
                    GwReference *reference,
                    const char  *language)
{
  GtkWidget *lines = gtk_widget_get_first_child (row);
  g_autofree char *title = gw_action_dup_cell (action, GW_ACTION_COLUMN_TITLE, reference, language);
  g_autofree char *line = gw_action_dup_line (action, reference, language);

  set_title (GTK_LABEL (gtk_widget_get_first_child (lines)), action, title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (lines)), line);
  gtk_widget_set_visible (gtk_widget_get_last_child (lines), *line != '\0');
  gtk_widget_set_visible (gtk_widget_get_last_child (row), gw_action_get_conflicts (action) > 0);
  name_row (row, gw_action_get_id (action), title, line);
}
