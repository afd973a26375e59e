/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GtkTextView lays its lines out while it is given its place. When it finds then that it needs more height it asks
 * for it, but what is asked for during an allocation is dropped (GTK 4.8): the text stays cut, or a line high, until
 * something else moves. Here it is asked for again when the allocation is over. */

#include "app/widgets/gw-whole-text.h"

/* How often in a row more height is asked for: a place that gives none is not asked for ever. */
#define MOST_TRIES 8

struct _GwWholeText
{
  GtkTextView parent_instance;

  guint again_id;
  guint n_tries;
};

G_DEFINE_FINAL_TYPE (GwWholeText, gw_whole_text, GTK_TYPE_TEXT_VIEW)

static gboolean
ask_again_cb (gpointer user_data)
{
  GwWholeText *self = user_data;

  self->again_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
gw_whole_text_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  GwWholeText *self = GW_WHOLE_TEXT (widget);

  GTK_WIDGET_CLASS (gw_whole_text_parent_class)->size_allocate (widget, width, height, baseline);

  if (gw_whole_text_get_needed (self) <= height) {
    self->n_tries = 0;
  } else if (self->again_id == 0 && self->n_tries < MOST_TRIES) {
    self->n_tries++;
    self->again_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, ask_again_cb, self, NULL);
  }
}

static void
gw_whole_text_dispose (GObject *object)
{
  g_clear_handle_id (&GW_WHOLE_TEXT (object)->again_id, g_source_remove);

  G_OBJECT_CLASS (gw_whole_text_parent_class)->dispose (object);
}

static void
gw_whole_text_class_init (GwWholeTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_whole_text_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = gw_whole_text_size_allocate;
}

static void
gw_whole_text_init (GwWholeText *self)
{
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);
}

/**
 * gw_whole_text_new:
 *
 * Returns: (transfer floating): an empty text
 */
GtkWidget *
gw_whole_text_new (void)
{
  return g_object_new (GW_TYPE_WHOLE_TEXT, NULL);
}

/**
 * gw_whole_text_get_needed:
 *
 * Returns: the height in pixels that the words need in the present width
 */
int
gw_whole_text_get_needed (GwWholeText *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextIter start, end;
  GdkRectangle first, last;

  g_return_val_if_fail (GW_IS_WHOLE_TEXT (self), 0);

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (view), &start, &end);
  gtk_text_view_get_iter_location (view, &start, &first);
  gtk_text_view_get_iter_location (view, &end, &last);

  return last.y + last.height - first.y + gtk_text_view_get_top_margin (view) + gtk_text_view_get_bottom_margin (view);
}
