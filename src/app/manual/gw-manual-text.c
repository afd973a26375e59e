/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/manual/gw-manual-text.h"

#include <string.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/search/gw-search-find.h"

#define MAX_DEPTH 4

/* How far a list is indented and how far its words stand from its numbers, in pixels at the usual size of text. */
#define STEP 26
#define USUAL_DPI (96 * 1024)

struct _GwManualText
{
  GtkTextView parent_instance;

  GtkTextBuffer *buffer; /* unowned, the view's */
  gboolean hovering;
  GArray *places; /* (nullable): of GwSearchPlace: what was looked for last */
};

enum
{
  SIGNAL_LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwManualText, gw_manual_text, GTK_TYPE_TEXT_VIEW)

static GtkTextTag *
add_tag (GtkTextTagTable *tags,
         const char      *name)
{
  GtkTextTag *tag = gtk_text_tag_new (name);

  gtk_text_tag_table_add (tags, tag);
  g_object_unref (tag);

  return tag;
}

/* Numbers and words grow with the person's size of text, and so must the place that they need. */
static int
get_step (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi = USUAL_DPI;

  if (settings != NULL)
    g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? (int) ((gint64) STEP * dpi / USUAL_DPI) : STEP;
}

/**
 * gw_manual_text_new_tags:
 * @rtl: whether the page's language is written from right to left
 *
 * Returns: (transfer full): the looks that all texts of one page share. Margins of a text are left and right and not
 *   start and end, so the direction has to be known
 */
GtkTextTagTable *
gw_manual_text_new_tags (gboolean rtl)
{
  GtkTextTagTable *tags = gtk_text_tag_table_new ();
  int step = get_step ();
  g_autoptr (PangoTabArray) tabs = pango_tab_array_new_with_positions (1, TRUE, PANGO_TAB_LEFT, step);

  g_object_set (add_tag (tags, "paragraph"), "pixels-below-lines", 8, "pixels-inside-wrap", 2, NULL);
  g_object_set (add_tag (tags, "emphasis"), "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (add_tag (tags, "term"), "weight", PANGO_WEIGHT_SEMIBOLD, NULL);
  g_object_set (add_tag (tags, "code"), "family", "monospace", NULL);
  g_object_set (add_tag (tags, "unconfirmed"), "style", PANGO_STYLE_ITALIC, "underline",
                PANGO_UNDERLINE_LOW, NULL);
  /* The platform's accent on light and on dark: the one is too dim on the other. */
  g_object_set (add_tag (tags, "link"), "underline", PANGO_UNDERLINE_SINGLE, "foreground",
                adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "#78aeed" : "#1c71d8", NULL);
  for (int present = 0; present <= 1; present++) {
    GdkRGBA back, front;

    gw_manual_text_get_colours (present, &back, &front);
    g_object_set (add_tag (tags, present ? "found-here" : "found"), "background-rgba", &back, "foreground-rgba", &front,
                  NULL);
  }
  for (int depth = 1; depth <= MAX_DEPTH; depth++) {
    g_autofree char *name = g_strdup_printf ("item%d", depth);

    /* The words after a number begin where the lines below it begin: at the tab. */
    g_object_set (add_tag (tags, name), rtl ? "right-margin" : "left-margin", step * depth, "indent", -step,
                  "tabs", tabs, NULL);
  }

  return tags;
}

/**
 * gw_manual_span_dup_target:
 *
 * Returns: (transfer full) (nullable): where a span leads, as the "link" signal gives it, or NULL for plain text
 */
char *
gw_manual_span_dup_target (const GwManualSpan *span)
{
  if (span->href != NULL)
    return g_strdup (span->href);
  if (span->page == NULL)
    return NULL;
  if (span->section != NULL)
    return g_strdup_printf ("topic:%s#%s", span->page, span->section);

  return g_strdup_printf ("topic:%s", span->page);
}

static void
add_span (GwManualText       *self,
          const GwManualSpan *span,
          const char         *paragraph_tag)
{
  static const struct
  {
    GwManualStyle style;
    const char *tag;
  } styles[] = {
    { GW_MANUAL_STYLE_EMPHASIS, "emphasis" },
    { GW_MANUAL_STYLE_TERM, "term" },
    { GW_MANUAL_STYLE_CODE, "code" },
    { GW_MANUAL_STYLE_UNCONFIRMED, "unconfirmed" },
  };
  g_autofree char *target = gw_manual_span_dup_target (span);
  GtkTextIter start, end;
  int offset;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  offset = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert (self->buffer, &end, span->text, -1);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, offset);

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (span->style & styles[i].style)
      gtk_text_buffer_apply_tag_by_name (self->buffer, styles[i].tag, &start, &end);
  if (paragraph_tag != NULL)
    gtk_text_buffer_apply_tag_by_name (self->buffer, paragraph_tag, &start, &end);
  if (target != NULL) {
    GtkTextTag *tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

    g_object_set_data_full (G_OBJECT (tag), "target", g_steal_pointer (&target), g_free);
    gtk_text_buffer_apply_tag (self->buffer, tag, &start, &end);
    gtk_text_buffer_apply_tag_by_name (self->buffer, "link", &start, &end);
  }
}

static void
add_words (GwManualText *self,
           const char   *words,
           const char   *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (self->buffer, &end, words, -1, "paragraph", tag, NULL);
}

static void
add_spans (GwManualText *self,
           GPtrArray    *spans,
           const char   *item_tag)
{
  GtkTextIter start, end;
  int offset;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  offset = gtk_text_iter_get_offset (&end);
  for (guint i = 0; i < spans->len; i++)
    add_span (self, spans->pdata[i], item_tag);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, offset);
  gtk_text_buffer_apply_tag_by_name (self->buffer, "paragraph", &start, &end);
}

static void
begin_line (GwManualText *self)
{
  GtkTextIter end;

  if (gtk_text_buffer_get_char_count (self->buffer) == 0)
    return;
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, "\n", 1);
}

static void add_block (GwManualText        *self,
                       const GwManualBlock *block,
                       int                  depth,
                       gboolean             goes_on);

static void
add_list (GwManualText        *self,
          const GwManualBlock *list,
          int                  depth)
{
  g_autofree char *tag = g_strdup_printf ("item%d", MIN (depth + 1, MAX_DEPTH));
  gboolean numbered = g_str_equal (list->style, "steps") || g_str_equal (list->style, "numbered");
  gboolean terms = g_str_equal (list->style, "terms");

  for (guint i = 0; i < list->blocks->len; i++) {
    const GwManualBlock *item = list->blocks->pdata[i];

    begin_line (self);
    if (terms) {
      GtkTextIter start, end;
      int offset;

      gtk_text_buffer_get_end_iter (self->buffer, &end);
      offset = gtk_text_iter_get_offset (&end);
      add_spans (self, item->spans, NULL);
      gtk_text_buffer_get_end_iter (self->buffer, &end);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, offset);
      gtk_text_buffer_apply_tag_by_name (self->buffer, "term", &start, &end);
      for (guint b = 0; b < item->blocks->len; b++)
        add_block (self, item->blocks->pdata[b], depth + 1, FALSE);
      continue;
    }
    if (numbered) {
      g_autofree char *number = g_strdup_printf ("%u.\t", i + 1);

      add_words (self, number, tag);
    } else {
      add_words (self, "•\t", tag);
    }
    for (guint b = 0; b < item->blocks->len; b++)
      add_block (self, item->blocks->pdata[b], depth + 1, b == 0);
  }
}

static void
add_block (GwManualText        *self,
           const GwManualBlock *block,
           int                  depth,
           gboolean             goes_on)
{
  g_autofree char *tag = depth > 0 ? g_strdup_printf ("item%d", MIN (depth, MAX_DEPTH)) : NULL;

  if (block->kind == GW_MANUAL_LIST) {
    add_list (self, block, depth);
    return;
  }

  if (!goes_on)
    begin_line (self);
  add_spans (self, block->spans, tag);
  for (guint i = 0; i < block->blocks->len; i++)
    add_block (self, block->blocks->pdata[i], depth, FALSE);
}

static GtkTextTag *
find_link_at (GwManualText *self,
              double        x,
              double        y)
{
  g_autoptr (GSList) tags = NULL;
  GtkTextIter iter;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, buffer_x, buffer_y))
    return NULL;

  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *l = tags; l != NULL; l = l->next)
    if (g_object_get_data (l->data, "target") != NULL)
      return l->data;

  return NULL;
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             GwManualText    *self)
{
  GtkTextTag *link = find_link_at (self, x, y);

  if (link == NULL || gtk_text_buffer_get_has_selection (self->buffer))
    return;
  g_signal_emit (self, signals[SIGNAL_LINK], 0, g_object_get_data (G_OBJECT (link), "target"));
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           GwManualText             *self)
{
  gboolean hovering = find_link_at (self, x, y) != NULL;

  if (hovering == self->hovering)
    return;
  self->hovering = hovering;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), hovering ? "pointer" : "text");
}

static void
gw_manual_text_finalize (GObject *object)
{
  g_clear_pointer (&GW_MANUAL_TEXT (object)->places, g_array_unref);

  G_OBJECT_CLASS (gw_manual_text_parent_class)->finalize (object);
}

static void
gw_manual_text_class_init (GwManualTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_manual_text_finalize;

  signals[SIGNAL_LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gw_manual_text_init (GwManualText *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "manual-text");

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/**
 * gw_manual_text_new:
 * @tags: what gw_manual_text_new_tags() gave for this page
 *
 * Returns: (transfer floating): an empty text
 */
GtkWidget *
gw_manual_text_new (GtkTextTagTable *tags)
{
  GwManualText *self = g_object_new (GW_TYPE_MANUAL_TEXT, NULL);
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (tags);

  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), buffer);
  self->buffer = buffer;

  return GTK_WIDGET (self);
}

/**
 * gw_manual_text_add_block:
 * @block: a paragraph, a list, code or a quotation
 *
 * Adds @block at the end.
 */
void
gw_manual_text_add_block (GwManualText        *self,
                          const GwManualBlock *block)
{
  g_return_if_fail (GW_IS_MANUAL_TEXT (self));

  add_block (self, block, block->kind == GW_MANUAL_QUOTE ? 1 : 0, FALSE);
}

/**
 * gw_manual_text_is_cut:
 *
 * Returns: whether the widget is lower than its text, so that the end cannot be read
 */
gboolean
gw_manual_text_is_cut (GwManualText *self)
{
  GtkTextIter end;
  int y, height;

  g_return_val_if_fail (GW_IS_MANUAL_TEXT (self), FALSE);

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_view_get_line_yrange (GTK_TEXT_VIEW (self), &end, &y, &height);

  return y + height > gtk_widget_get_height (GTK_WIDGET (self));
}

/**
 * gw_manual_text_get_colours:
 * @present: whether the place is the one that the person is at
 * @back: (out): the colour behind a place that was found
 * @front: (out): the colour of its letters
 */
void
gw_manual_text_get_colours (gboolean  present,
                            GdkRGBA  *back,
                            GdkRGBA  *front)
{
  gdk_rgba_parse (back, present ? "#ff7800" : "#f9f06b");
  gdk_rgba_parse (front, "#241f31");
}

/**
 * gw_manual_text_mark:
 * @words: what to look for; empty takes all marks away
 *
 * Marks each place of @words, without regard to case and accents.
 *
 * Returns: how many there are
 */
guint
gw_manual_text_mark (GwManualText *self,
                     const char   *words)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  g_return_val_if_fail (GW_IS_MANUAL_TEXT (self), 0);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_slice (self->buffer, &start, &end, TRUE);
  g_clear_pointer (&self->places, g_array_unref);
  self->places = gw_search_find_places (text, words);
  gw_manual_text_show_match (self, -1);

  return self->places->len;
}

/**
 * gw_manual_text_show_match:
 * @match: the number of a marked place, from 0, where the person is; -1 for elsewhere
 *
 * Returns: how far below the top of the text that place is, in pixels
 */
int
gw_manual_text_show_match (GwManualText *self,
                           int           match)
{
  GdkRectangle at = { 0 };
  GtkTextIter start, end;

  g_return_val_if_fail (GW_IS_MANUAL_TEXT (self), 0);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "found", &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "found-here", &start, &end);
  for (int i = 0; self->places != NULL && i < (int) self->places->len; i++) {
    const GwSearchPlace *place = &g_array_index (self->places, GwSearchPlace, i);

    gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) place->start);
    gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) place->end);
    gtk_text_buffer_apply_tag_by_name (self->buffer, i == match ? "found-here" : "found", &start, &end);
    if (i != match)
      continue;
    gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &start, &at);
    gtk_text_buffer_place_cursor (self->buffer, &start);
  }

  return at.y;
}
