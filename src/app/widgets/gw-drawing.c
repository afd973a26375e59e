/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-drawing.h"

typedef struct
{
  GdkRGBA colour;
  double width;
  GArray *points; /* of graphene_point_t, on the sheet */
} Stroke;

struct _GwDrawing
{
  GtkDrawingArea parent_instance;

  int width, height;
  GdkTexture *ground;     /* (nullable) */
  cairo_surface_t *sheet; /* the ground and all strokes that ended */
  GPtrArray *strokes;     /* of Stroke; the last may still be drawn */
  gboolean is_drawing;
  GdkRGBA colour;
  double ink;
};

enum
{
  SIGNAL_DRAWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwDrawing, gw_drawing, GTK_TYPE_DRAWING_AREA)

static void
stroke_free (gpointer data)
{
  Stroke *stroke = data;

  g_array_unref (stroke->points);
  g_free (stroke);
}

/* ------------------------------------------------------------ ink */

/* Through the middles between the points, so that a quick hand draws no corners. */
static void
draw_stroke (const Stroke *stroke,
             cairo_t      *cr)
{
  const graphene_point_t *points = (const graphene_point_t *) (gpointer) stroke->points->data;
  guint n = stroke->points->len;

  gdk_cairo_set_source_rgba (cr, &stroke->colour);
  cairo_set_line_width (cr, stroke->width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, points[0].x, points[0].y);
  for (guint i = 1; i + 1 < n; i++) {
    double x = (points[i].x + points[i + 1].x) / 2, y = (points[i].y + points[i + 1].y) / 2, from_x, from_y;

    cairo_get_current_point (cr, &from_x, &from_y);
    cairo_curve_to (cr, from_x + (points[i].x - from_x) * 2 / 3, from_y + (points[i].y - from_y) * 2 / 3,
                    x + (points[i].x - x) * 2 / 3, y + (points[i].y - y) * 2 / 3, x, y);
  }
  cairo_line_to (cr, points[n - 1].x, points[n - 1].y);
  cairo_stroke (cr);
}

static void
paint_ground (GwDrawing *self,
              cairo_t   *cr)
{
  cairo_surface_t *ground;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (self->ground == NULL)
    return;

  ground = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (self->ground),
                                       gdk_texture_get_height (self->ground));
  gdk_texture_download (self->ground, cairo_image_surface_get_data (ground),
                        (gsize) cairo_image_surface_get_stride (ground));
  cairo_surface_mark_dirty (ground);
  cairo_set_source_surface (cr, ground, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (ground);
}

static void
paint_sheet (GwDrawing *self)
{
  cairo_t *cr = cairo_create (self->sheet);

  paint_ground (self, cr);
  for (guint i = 0; i < self->strokes->len; i++)
    draw_stroke (self->strokes->pdata[i], cr);
  cairo_destroy (cr);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ------------------------------------------------------------ the place on the screen */

static double
find_scale (GwDrawing *self,
            double    *x,
            double    *y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = MIN ((double) MAX (width, 1) / self->width, (double) MAX (height, 1) / self->height);

  *x = (width - self->width * scale) / 2;
  *y = (height - self->height * scale) / 2;

  return scale;
}

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        user_data)
{
  GwDrawing *self = GW_DRAWING (area);
  double x, y, scale = find_scale (self, &x, &y);

  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  cairo_set_source_surface (cr, self->sheet, 0, 0);
  cairo_paint (cr);
  if (self->is_drawing)
    draw_stroke (self->strokes->pdata[self->strokes->len - 1], cr);
}

static void
add_point (GwDrawing *self,
           double     x,
           double     y)
{
  Stroke *stroke = self->strokes->pdata[self->strokes->len - 1];
  double left, top, scale = find_scale (self, &left, &top);
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) ((x - left) / scale), (float) ((y - top) / scale));

  g_array_append_val (stroke->points, point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
begin_cb (GtkGestureDrag *gesture,
          double          x,
          double          y,
          GwDrawing      *self)
{
  Stroke *stroke = g_new0 (Stroke, 1);

  stroke->colour = self->colour;
  stroke->width = self->ink;
  stroke->points = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  g_ptr_array_add (self->strokes, stroke);
  self->is_drawing = TRUE;
  add_point (self, x, y);
}

static void
update_cb (GtkGestureDrag *gesture,
           double          dx,
           double          dy,
           GwDrawing      *self)
{
  double x, y;

  if (self->is_drawing && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    add_point (self, x + dx, y + dy);
}

/* A stroke that the system broke off is one all the same: the hand has drawn it. */
static void
end_cb (GtkGesture       *gesture,
        GdkEventSequence *sequence,
        GwDrawing        *self)
{
  cairo_t *cr;

  if (!self->is_drawing)
    return;
  self->is_drawing = FALSE;
  cr = cairo_create (self->sheet);
  draw_stroke (self->strokes->pdata[self->strokes->len - 1], cr);
  cairo_destroy (cr);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

/* ------------------------------------------------------------ widget */

static void
gw_drawing_finalize (GObject *object)
{
  GwDrawing *self = GW_DRAWING (object);

  g_clear_object (&self->ground);
  g_clear_pointer (&self->sheet, cairo_surface_destroy);
  g_ptr_array_unref (self->strokes);

  G_OBJECT_CLASS (gw_drawing_parent_class)->finalize (object);
}

static void
gw_drawing_class_init (GwDrawingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_drawing_finalize;

  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gw_drawing_init (GwDrawing *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->strokes = g_ptr_array_new_with_free_func (stroke_free);
  self->colour = (GdkRGBA) { 0, 0, 0, 1 };
  self->ink = 3;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect (drag, "end", G_CALLBACK (end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self), draw_cb, NULL, NULL);
}

/**
 * gw_drawing_new:
 * @width: of the sheet, in pixels
 * @height: of the sheet, in pixels
 * @ground: (nullable): what is drawn upon; it gives the size
 *
 * Returns: (transfer floating): a white sheet, or @ground
 */
GtkWidget *
gw_drawing_new (int         width,
                int         height,
                GdkTexture *ground)
{
  GwDrawing *self = g_object_new (GW_TYPE_DRAWING, NULL);

  self->width = ground != NULL ? gdk_texture_get_width (ground) : width;
  self->height = ground != NULL ? gdk_texture_get_height (ground) : height;
  self->ground = ground != NULL ? g_object_ref (ground) : NULL;
  self->sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);
  paint_sheet (self);

  return GTK_WIDGET (self);
}

/**
 * gw_drawing_set_ink:
 * @width: of a line, in pixels of the sheet
 *
 * What the next strokes are drawn with.
 */
void
gw_drawing_set_ink (GwDrawing     *self,
                    const GdkRGBA *colour,
                    double         width)
{
  g_return_if_fail (GW_IS_DRAWING (self));

  self->colour = *colour;
  self->ink = width;
}

/**
 * gw_drawing_get_ratio:
 *
 * Returns: the width of the sheet in heights
 */
float
gw_drawing_get_ratio (GwDrawing *self)
{
  g_return_val_if_fail (GW_IS_DRAWING (self), 1);

  return (float) self->width / (float) self->height;
}

/**
 * gw_drawing_get_n_strokes:
 *
 * Returns: how many strokes there are above the ground
 */
guint
gw_drawing_get_n_strokes (GwDrawing *self)
{
  g_return_val_if_fail (GW_IS_DRAWING (self), 0);

  return self->strokes->len;
}

/**
 * gw_drawing_undo:
 *
 * Takes the last stroke back.
 */
void
gw_drawing_undo (GwDrawing *self)
{
  g_return_if_fail (GW_IS_DRAWING (self));

  if (self->strokes->len == 0 || self->is_drawing)
    return;
  g_ptr_array_set_size (self->strokes, (int) self->strokes->len - 1);
  paint_sheet (self);
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

/**
 * gw_drawing_clear:
 *
 * Takes all strokes back; the ground stays.
 */
void
gw_drawing_clear (GwDrawing *self)
{
  g_return_if_fail (GW_IS_DRAWING (self));

  if (self->is_drawing)
    return;
  g_ptr_array_set_size (self->strokes, 0);
  paint_sheet (self);
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

/**
 * gw_drawing_dup_texture:
 *
 * Returns: (transfer full): the sheet as it is now
 */
GdkTexture *
gw_drawing_dup_texture (GwDrawing *self)
{
  g_autoptr (GBytes) bytes = NULL;
  int stride;

  g_return_val_if_fail (GW_IS_DRAWING (self), NULL);

  cairo_surface_flush (self->sheet);
  stride = cairo_image_surface_get_stride (self->sheet);
  bytes = g_bytes_new (cairo_image_surface_get_data (self->sheet), (gsize) stride * (gsize) self->height);

  return gdk_memory_texture_new (self->width, self->height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}
