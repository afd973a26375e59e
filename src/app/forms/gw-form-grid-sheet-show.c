/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands in the cells and headings of a table, how it is marked, and what a screen reader says of it. */

#include "app/forms/gw-form-grid-sheet-private.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-grid-cell.h"

#define HEAD_LINES 3

static gboolean
is_marked (GwFormGridSheet *self,
           guint            line,
           guint            column)
{
  return (self->anchor_line != self->line || self->anchor_column != self->column)
         && line >= MIN (self->line, self->anchor_line) && line <= MAX (self->line, self->anchor_line)
         && column >= MIN (self->column, self->anchor_column) && column <= MAX (self->column, self->anchor_column);
}

static GwFormGridMark
find_place_marks (GwFormGridSheet *self,
                  guint            line,
                  guint            column)
{
  GwFormGridMark marks = 0;

  if (line == self->line && column == self->column)
    marks |= GW_FORM_GRID_CURSOR;
  if (is_marked (self, line, column))
    marks |= GW_FORM_GRID_SELECTED;
  if (column < self->measures.n_fixed)
    marks |= GW_FORM_GRID_SOLID;

  return marks;
}

#define PLACE_MARKS (GW_FORM_GRID_CURSOR | GW_FORM_GRID_SELECTED | GW_FORM_GRID_SOLID)

static GwFormGridMark
find_item_marks (GwFormItem     *item,
                 GwFormGridKind  kind,
                 gboolean        wrong)
{
  const char *value = gw_form_item_get_value (item);
  GwFormGridMark marks = kind == GW_FORM_GRID_NUMBER ? GW_FORM_GRID_AT_END : 0;

  if (!gw_form_item_is_visible (item))
    return marks | GW_FORM_GRID_ABSENT;
  if (!gw_form_grid_words_is_open (item))
    marks |= GW_FORM_GRID_CLOSED;
  else if (gw_form_item_is_required (item) && (value == NULL || *value == '\0'))
    marks |= GW_FORM_GRID_MISSING;
  if (wrong)
    marks |= GW_FORM_GRID_INVALID;

  return marks;
}

/* What a screen reader says, and what the mouse shows: a cell is read with its column and its row. */
static void
name_cell (GwFormGridSheet *self,
           GtkWidget       *cell,
           guint            line,
           guint            column,
           const char      *shown,
           GwFormGridMark   marks,
           const char      *problem)
{
  const char *title = gw_form_grid_lines_get_title (self->lines, column), *words = shown;
  g_autofree char *name = NULL;

  if (marks & GW_FORM_GRID_ABSENT)
    words = _("does not apply");
  else if (*shown == '\0')
    words = marks & GW_FORM_GRID_MISSING ? _("required, not answered yet") : _("empty");
  else if (gw_form_grid_lines_get_kind (self->lines, column) == GW_FORM_GRID_TICK)
    words = C_("box to tick", "Yes, confirmed");
  if (gw_form_grid_sheet_is_new_line (self, line))
    /* TRANSLATORS: How a screen reader names a cell of a line in which a new row begins by typing; %s is the heading
     * of the column. */
    name = g_strdup_printf (_("%s, new row"), title);
  else
    /* TRANSLATORS: How a screen reader names a cell: the heading of its column, the number of its row, what stands in
     * it. */
    name = g_strdup_printf (_("%s, row %u: %s"), title, gw_form_grid_lines_get_number (self->lines, line), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, problem != NULL ? problem : "",
                                  GTK_ACCESSIBLE_PROPERTY_READ_ONLY, (marks & GW_FORM_GRID_CLOSED) != 0, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               GTK_ACCESSIBLE_STATE_DISABLED, (marks & GW_FORM_GRID_ABSENT) != 0,
                               GTK_ACCESSIBLE_STATE_SELECTED, is_marked (self, line, column), -1);
}

void
gw_form_grid_sheet_show_cell (GwFormGridSheet *self,
                              GwFormGridStrip *strip,
                              guint            column)
{
  guint line = gw_form_grid_strip_get_line (strip);
  GtkWidget *cell = gw_form_grid_strip_get_cell (strip, column);
  GwFormGridMark marks = find_place_marks (self, line, column);
  g_autofree char *shown = NULL, *problem = NULL;

  if (gw_form_grid_sheet_is_new_line (self, line)) {
    shown = g_strdup ("");
  } else {
    GwFormItem *item = gw_form_grid_lines_get_cell (self->lines, line, column);

    shown = gw_form_grid_words_dup_shown (item);
    problem = gw_form_grid_words_dup_problem (item);
    marks |= find_item_marks (item, gw_form_grid_lines_get_kind (self->lines, column), problem != NULL);
  }
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (cell), shown, marks);
  name_cell (self, cell, line, column, shown, marks, problem);
}

void
gw_form_grid_sheet_show_line (GwFormGridSheet *self,
                              GwFormGridStrip *strip,
                              guint            line)
{
  g_autofree char *number = NULL, *name = NULL;

  gw_form_grid_strip_set_line (strip, line);
  if (gw_form_grid_sheet_is_new_line (self, line)) {
    number = g_strdup ("+");
    name = g_strdup (_("New row"));
  } else {
    number = g_strdup_printf ("%u", gw_form_grid_lines_get_number (self->lines, line));
    /* TRANSLATORS: The heading of one row in a table of a form; %u is its number. */
    name = g_strdup_printf (_("Row %u"), gw_form_grid_lines_get_number (self->lines, line));
  }
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (gw_form_grid_strip_get_head (strip)), number,
                         GW_FORM_GRID_HEAD | GW_FORM_GRID_SOLID);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gw_form_grid_strip_get_head (strip)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (guint i = 0; i < self->measures.n; i++)
    gw_form_grid_sheet_show_cell (self, strip, i);
}

void
gw_form_grid_sheet_show_marks (GwFormGridSheet *self)
{
  for (guint i = 0; i < self->strips->len; i++) {
    GwFormGridStrip *strip = self->strips->pdata[i];
    guint line = gw_form_grid_strip_get_line (strip);

    for (guint c = 0; line < gw_form_grid_sheet_count_lines (self) && c < self->measures.n; c++) {
      GwFormGridCell *cell = GW_FORM_GRID_CELL (gw_form_grid_strip_get_cell (strip, c));

      gw_form_grid_cell_set_marks (cell, (gw_form_grid_cell_get_marks (cell) & ~PLACE_MARKS)
                                             | find_place_marks (self, line, c));
    }
  }
}

/* ------------------------------------------------------------ headings */

static void
heading_clicked_cb (GtkButton       *button,
                    GwFormGridSheet *self)
{
  g_signal_emit_by_name (self, "sort", GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "column")));
}

GtkWidget *
gw_form_grid_sheet_make_heading (int      column,
                                 gpointer user_data)
{
  GwFormGridSheet *self = user_data;
  GtkWidget *button, *box, *label, *icon;

  if (column < 0)
    return gw_form_grid_cell_new (GTK_ACCESSIBLE_ROLE_PRESENTATION);

  button = gtk_button_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  label = gtk_label_new (gw_form_grid_lines_get_title (self->lines, (guint) column));
  icon = gtk_image_new ();
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), HEAD_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_tooltip_text (button, gw_form_grid_lines_get_title (self->lines, (guint) column));
  g_object_set_data (G_OBJECT (button), "column", GINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (button), "icon", icon);
  g_signal_connect (button, "clicked", G_CALLBACK (heading_clicked_cb), self);

  return button;
}

void
gw_form_grid_sheet_show_headings (GwFormGridSheet *self)
{
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (gw_form_grid_strip_get_head (GW_FORM_GRID_STRIP (self->head))), "",
                         GW_FORM_GRID_HEAD | GW_FORM_GRID_SOLID);
  for (guint i = 0; i < self->measures.n; i++) {
    GtkWidget *button = gw_form_grid_strip_get_cell (GW_FORM_GRID_STRIP (self->head), i);
    GtkWidget *icon = g_object_get_data (G_OBJECT (button), "icon");
    const char *title = gw_form_grid_lines_get_title (self->lines, i);
    GwFormGridSort sort = gw_form_grid_lines_get_sort (self->lines, i);
    g_autofree char *name = NULL;

    if (sort == GW_FORM_GRID_UP)
      /* TRANSLATORS: The heading of a column, which says that the table is looked at in its order. */
      name = g_strdup_printf (_("%s, sorted upwards"), title);
    else if (sort == GW_FORM_GRID_DOWN)
      /* TRANSLATORS: The heading of a column, which says that the table is looked at in its order. */
      name = g_strdup_printf (_("%s, sorted downwards"), title);
    else
      name = g_strdup (title);
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), sort == GW_FORM_GRID_UP ? "pan-up-symbolic" : "pan-down-symbolic");
    gtk_widget_set_visible (icon, sort != GW_FORM_GRID_UNSORTED);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
}
