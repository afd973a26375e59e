/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One cell of a table. It draws its line of text itself: a label would be measured anew, with all that stands around
 * it, whenever a cell is used for another row. */

#include "app/forms/gw-form-grid-cell.h"

#define PADDING 8
#define CORNER 9.0f

#define LEFT_TO_RIGHT_MARK "\u200e"

struct _GwFormGridCell
{
  GtkWidget parent_instance;

  char *text;
  PangoLayout *layout; /* NULL until it is drawn */
  GwFormGridMark marks;
};

G_DEFINE_FINAL_TYPE (GwFormGridCell, gw_form_grid_cell, GTK_TYPE_WIDGET)

static GdkRGBA
find_color (GtkWidget  *widget,
            const char *name,
            double      alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);
  color.alpha *= (float) alpha;

  return color;
}

static void
fill (GtkSnapshot   *snapshot,
      const GdkRGBA *color,
      float          x,
      float          y,
      float          width,
      float          height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
draw_frame (GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            float          width,
            float          height)
{
  GskRoundedRect outline;
  const float widths[4] = { 2, 2, 2, 2 };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* A red corner, for what must be put right: it is told by its shape, not by the colour alone. */
static void
draw_corner (GtkSnapshot   *snapshot,
             const GdkRGBA *color,
             float          width,
             gboolean       mirrored)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (mirrored ? 0 : width - CORNER, 0, CORNER, CORNER);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, mirrored ? 0 : width - CORNER, 0);
  cairo_line_to (cr, mirrored ? CORNER : width, 0);
  cairo_line_to (cr, mirrored ? 0 : width, CORNER);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
draw_text (GwFormGridCell *self,
           GtkSnapshot    *snapshot,
           const GdkRGBA  *color,
           int             width,
           int             height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean at_end = (self->marks & GW_FORM_GRID_AT_END) != 0;
  int text_width, text_height, place = PADDING, room = width - 2 * PADDING;

  if (self->text == NULL || *self->text == '\0' || room <= 0)
    return;

  if (self->layout == NULL) {
    /* A number is written from the left everywhere: its minus must not come after it. A dash before words is
     * no minus. */
    gboolean is_negative = self->text[0] == '-' && g_unichar_isdigit (g_utf8_get_char (self->text + 1));
    g_autofree char *number = is_negative ? g_strconcat (LEFT_TO_RIGHT_MARK, self->text, NULL) : NULL;

    self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number != NULL ? number : self->text);
    pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  }
  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  if (text_width > room)
    pango_layout_set_width (self->layout, room * PANGO_SCALE);
  else if (at_end != mirrored)
    place = width - PADDING - text_width;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) place, (float) ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
gw_form_grid_cell_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  GwFormGridCell *self = GW_FORM_GRID_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean head = (self->marks & GW_FORM_GRID_HEAD) != 0, invalid = (self->marks & GW_FORM_GRID_INVALID) != 0;
  GdkRGBA line = find_color (widget, NULL, 0.14), color;

  if (self->marks & GW_FORM_GRID_SOLID) {
    color = find_color (widget, "view_bg_color", 1.0);
    color.alpha = 1;
    fill (snapshot, &color, 0, 0, (float) width, (float) height);
  }
  if (head || (self->marks & GW_FORM_GRID_ABSENT) != 0) {
    color = find_color (widget, NULL, 0.06);
    fill (snapshot, &color, 0, 0, (float) width, (float) height);
  }
  if (self->marks & GW_FORM_GRID_SELECTED) {
    color = find_color (widget, "accent_color", 0.18);
    fill (snapshot, &color, 0, 0, (float) width, (float) height);
  }
  fill (snapshot, &line, mirrored ? 0 : (float) width - 1, 0, 1, (float) height);
  fill (snapshot, &line, 0, (float) height - 1, (float) width, 1);
  if (invalid)
    color = find_color (widget, "error_color", 1.0);
  else
    color = find_color (widget, NULL, self->marks & (GW_FORM_GRID_CLOSED | GW_FORM_GRID_HEAD) ? 0.6 : 1.0);
  draw_text (self, snapshot, &color, width, height);
  if (invalid) {
    draw_corner (snapshot, &color, (float) width, mirrored);
  } else if (self->marks & GW_FORM_GRID_MISSING) {
    color = find_color (widget, "error_color", 1.0);
    fill (snapshot, &color, mirrored ? (float) width - 3 : 0, 6, 3, (float) height - 13);
  }
  if (self->marks & GW_FORM_GRID_CURSOR) {
    color = find_color (widget, "accent_color", gtk_widget_is_focus (widget) ? 1.0 : 0.45);
    draw_frame (snapshot, &color, (float) width, (float) height);
  }
}

/* The table gives every cell its place; a cell asks for none. */
static void
gw_form_grid_cell_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
gw_form_grid_cell_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gw_form_grid_cell_parent_class)->css_changed (widget, change);

  g_clear_object (&GW_FORM_GRID_CELL (widget)->layout);
  gtk_widget_queue_draw (widget);
}

static void
gw_form_grid_cell_direction_changed (GtkWidget        *widget,
                                     GtkTextDirection  previous)
{
  g_clear_object (&GW_FORM_GRID_CELL (widget)->layout);

  GTK_WIDGET_CLASS (gw_form_grid_cell_parent_class)->direction_changed (widget, previous);
}

static void
gw_form_grid_cell_finalize (GObject *object)
{
  GwFormGridCell *self = GW_FORM_GRID_CELL (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (gw_form_grid_cell_parent_class)->finalize (object);
}

static void
gw_form_grid_cell_class_init (GwFormGridCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_cell_finalize;
  widget_class->snapshot = gw_form_grid_cell_snapshot;
  widget_class->measure = gw_form_grid_cell_measure;
  widget_class->css_changed = gw_form_grid_cell_css_changed;
  widget_class->direction_changed = gw_form_grid_cell_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "gridcell");
}

static void
gw_form_grid_cell_init (GwFormGridCell *self)
{
}

/**
 * gw_form_grid_cell_new:
 * @role: what a screen reader calls it
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
gw_form_grid_cell_new (GtkAccessibleRole role)
{
  return g_object_new (GW_TYPE_FORM_GRID_CELL, "accessible-role", role, NULL);
}

/**
 * gw_form_grid_cell_set:
 * @text: one line
 */
void
gw_form_grid_cell_set (GwFormGridCell *self,
                       const char     *text,
                       GwFormGridMark  marks)
{
  g_return_if_fail (GW_IS_FORM_GRID_CELL (self));

  if (g_strcmp0 (text, self->text) != 0) {
    g_free (self->text);
    self->text = g_strdup (text);
    g_clear_object (&self->layout);
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
  gw_form_grid_cell_set_marks (self, marks);
}

/**
 * gw_form_grid_cell_set_marks:
 */
void
gw_form_grid_cell_set_marks (GwFormGridCell *self,
                             GwFormGridMark  marks)
{
  g_return_if_fail (GW_IS_FORM_GRID_CELL (self));

  if (marks == self->marks)
    return;
  self->marks = marks;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * gw_form_grid_cell_get_marks:
 */
GwFormGridMark
gw_form_grid_cell_get_marks (GwFormGridCell *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELL (self), 0);

  return self->marks;
}

/**
 * gw_form_grid_cell_get_text:
 *
 * Returns: (transfer none) (nullable): what stands in it
 */
const char *
gw_form_grid_cell_get_text (GwFormGridCell *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELL (self), NULL);

  return self->text;
}

/**
 * gw_form_grid_cell_is_cut:
 *
 * Returns: whether there is more text than is drawn
 */
gboolean
gw_form_grid_cell_is_cut (GwFormGridCell *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELL (self), FALSE);

  return self->layout != NULL && pango_layout_is_ellipsized (self->layout);
}
