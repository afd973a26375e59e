/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-strip.h"

struct _GwFormGridStrip
{
  GtkWidget parent_instance;

  const GwFormGridMeasures *measures;
  GtkWidget *head;
  GPtrArray *cells; /* our children, by column */
  guint line;
};

G_DEFINE_FINAL_TYPE (GwFormGridStrip, gw_form_grid_strip, GTK_TYPE_WIDGET)

/**
 * gw_form_grid_measures_total:
 *
 * Returns: the width of all columns, with the row numbers
 */
int
gw_form_grid_measures_total (const GwFormGridMeasures *measures)
{
  int total = measures->number_width;

  for (guint i = 0; i < measures->n; i++)
    total += measures->widths[i];

  return total;
}

/**
 * gw_form_grid_measures_fixed:
 *
 * Returns: the width of what stands still
 */
int
gw_form_grid_measures_fixed (const GwFormGridMeasures *measures)
{
  int width = measures->number_width;

  for (guint i = 0; i < measures->n_fixed; i++)
    width += measures->widths[i];

  return width;
}

/**
 * gw_form_grid_measures_place:
 *
 * Returns: where @column begins now, from the beginning of the line
 */
int
gw_form_grid_measures_place (const GwFormGridMeasures *measures,
                             guint                     column)
{
  int place = measures->number_width;

  for (guint i = 0; i < column; i++)
    place += measures->widths[i];

  return column < measures->n_fixed ? place : place - measures->scroll;
}

static void
put (GwFormGridStrip *self,
     GtkWidget       *child,
     int              place,
     int              width,
     int              height)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self)), least;

  gtk_widget_set_child_visible (child, place < total && place + width > 0);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    place = total - place - width;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GdkRectangle) { place, 0, MAX (width, least), height }, -1);
}

static void
gw_form_grid_strip_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  GwFormGridStrip *self = GW_FORM_GRID_STRIP (widget);

  put (self, self->head, 0, self->measures->number_width, height);
  for (guint i = 0; i < self->cells->len; i++)
    put (self, self->cells->pdata[i], gw_form_grid_measures_place (self->measures, i), self->measures->widths[i],
         height);
}

static void
gw_form_grid_strip_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  GwFormGridStrip *self = GW_FORM_GRID_STRIP (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  for (guint i = 0; i < self->cells->len; i++) {
    int least, high;

    gtk_widget_measure (self->cells->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    gtk_widget_measure (self->cells->pdata[i], GTK_ORIENTATION_VERTICAL, MAX (self->measures->widths[i], least),
                        &high, NULL, NULL, NULL);
    *minimum = MAX (*minimum, high);
  }
  *natural = *minimum;
}

/* What stands still is drawn over what is scrolled. */
static void
gw_form_grid_strip_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  GwFormGridStrip *self = GW_FORM_GRID_STRIP (widget);

  for (guint i = self->cells->len; i > 0; i--)
    gtk_widget_snapshot_child (widget, self->cells->pdata[i - 1], snapshot);
  gtk_widget_snapshot_child (widget, self->head, snapshot);
}

static void
gw_form_grid_strip_dispose (GObject *object)
{
  GwFormGridStrip *self = GW_FORM_GRID_STRIP (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->cells, 0);
  self->head = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (gw_form_grid_strip_parent_class)->dispose (object);
}

static void
gw_form_grid_strip_finalize (GObject *object)
{
  g_ptr_array_unref (GW_FORM_GRID_STRIP (object)->cells);

  G_OBJECT_CLASS (gw_form_grid_strip_parent_class)->finalize (object);
}

static void
gw_form_grid_strip_class_init (GwFormGridStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_strip_finalize;
  widget_class->size_allocate = gw_form_grid_strip_size_allocate;
  widget_class->snapshot = gw_form_grid_strip_snapshot;
  widget_class->measure = gw_form_grid_strip_measure;
  gtk_widget_class_set_css_name (widget_class, "gridstrip");
}

static void
gw_form_grid_strip_init (GwFormGridStrip *self)
{
  self->cells = g_ptr_array_new ();
  self->line = G_MAXUINT;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * gw_form_grid_strip_new:
 * @measures: not owned: must outlive the strip
 * @make: makes the widget of a column, or with -1 the one before them
 *
 * Returns: (transfer floating): a line
 */
GtkWidget *
gw_form_grid_strip_new (const GwFormGridMeasures *measures,
                        GtkAccessibleRole         role,
                        GwFormGridMakeFunc        make,
                        gpointer                  user_data)
{
  GwFormGridStrip *self = g_object_new (GW_TYPE_FORM_GRID_STRIP, "accessible-role", role, NULL);

  self->measures = measures;
  self->head = make (-1, user_data);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  for (guint i = 0; i < measures->n; i++) {
    GtkWidget *cell = make ((int) i, user_data);

    gtk_widget_set_parent (cell, GTK_WIDGET (self));
    g_ptr_array_add (self->cells, cell);
  }
  /* A button that stands still must get the clicks of what is scrolled below it. */
  if (self->cells->len > 0 && GTK_IS_BUTTON (self->cells->pdata[0]))
    gtk_widget_insert_before (self->cells->pdata[0], GTK_WIDGET (self), NULL);

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_strip_get_head:
 *
 * Returns: (transfer none): what stands before the columns
 */
GtkWidget *
gw_form_grid_strip_get_head (GwFormGridStrip *self)
{
  return self->head;
}

/**
 * gw_form_grid_strip_get_cell:
 *
 * Returns: (transfer none): what stands in @column
 */
GtkWidget *
gw_form_grid_strip_get_cell (GwFormGridStrip *self,
                             guint            column)
{
  return self->cells->pdata[column];
}

/**
 * gw_form_grid_strip_get_line:
 *
 * Returns: which line of the table it shows; %G_MAXUINT for none
 */
guint
gw_form_grid_strip_get_line (GwFormGridStrip *self)
{
  return self->line;
}

/**
 * gw_form_grid_strip_set_line:
 */
void
gw_form_grid_strip_set_line (GwFormGridStrip *self,
                             guint            line)
{
  self->line = line;
}
