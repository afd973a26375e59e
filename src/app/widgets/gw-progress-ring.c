/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small ring that fills as work gets done, with a tick when all is done. It says nothing that
 * the words beside it do not say, so a screen reader gets it as a picture with those words. */

#include "app/widgets/gw-progress-ring.h"

#include <math.h>

#define SIZE 20
#define WIDTH 3.0

struct _GwProgressRing
{
  GtkWidget parent_instance;

  guint done;
  guint all;
};

G_DEFINE_FINAL_TYPE (GwProgressRing, gw_progress_ring, GTK_TYPE_WIDGET)

static void
draw_tick (cairo_t *cr,
           double   x,
           double   y,
           double   size)
{
  cairo_move_to (cr, x + size * 0.28, y + size * 0.52);
  cairo_line_to (cr, x + size * 0.44, y + size * 0.68);
  cairo_line_to (cr, x + size * 0.74, y + size * 0.36);
  cairo_stroke (cr);
}

static void
gw_progress_ring_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  GwProgressRing *self = GW_PROGRESS_RING (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double size = MIN (width, height), radius = (size - WIDTH) / 2;
  double share = self->all > 0 ? (double) self->done / self->all : 0.0;
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  cairo_t *cr;
  GdkRGBA color;

  gtk_style_context_get_color (style, &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_width (cr, WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.2);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  if (share > 0) {
    cairo_arc (cr, width / 2.0, height / 2.0, radius, -G_PI_2, -G_PI_2 + 2 * G_PI * share);
    cairo_stroke (cr);
  }
  if (self->all > 0 && self->done >= self->all) {
    cairo_set_line_width (cr, 2.0);
    draw_tick (cr, (width - size) / 2, (height - size) / 2, size);
  }
  cairo_destroy (cr);
}

static void
gw_progress_ring_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
gw_progress_ring_class_init (GwProgressRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = gw_progress_ring_snapshot;
  widget_class->measure = gw_progress_ring_measure;

  gtk_widget_class_set_css_name (widget_class, "progressring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gw_progress_ring_init (GwProgressRing *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * gw_progress_ring_new:
 *
 * Returns: (transfer floating): an empty ring
 */
GtkWidget *
gw_progress_ring_new (void)
{
  return g_object_new (GW_TYPE_PROGRESS_RING, NULL);
}

/**
 * gw_progress_ring_set:
 * @done: how much is done
 * @all: how much there is to do; 0 leaves the ring empty
 */
void
gw_progress_ring_set (GwProgressRing *self,
                      guint           done,
                      guint           all)
{
  g_return_if_fail (GW_IS_PROGRESS_RING (self));

  if (self->done == done && self->all == all)
    return;

  self->done = done;
  self->all = all;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
