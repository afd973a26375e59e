/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How wide the columns of a grid of choices are. The heading and every row have the same width, so each asks here on
 * its own and all come to the same places; where the columns would get narrower than their words, all of them come to
 * the answer that the questions stand below each other. */

#include "app/forms/gw-form-grid-columns.h"

#include "app/forms/gw-form-choice-face.h"
#include "app/widgets/gw-markdown.h"
#include "core/forms/gw-form-session.h"

/* A column is at least as wide as the longest word of its heading, but for longer words that are broken. */
#define MOST_CHARS 13
#define LEAST_WIDTH 44
#define PADDING 12

/* What the questions need at least, in characters, and the share of the width that the cells get. */
#define LABEL_CHARS 16
#define SHARE 0.5
#define WIDEST_COLUMN 150

/* The mark that takes a choice back stands at the end of a row. */
#define CLEAR_WIDTH 36

struct _GwFormGridColumns
{
  GObject parent_instance;

  GtkWidget *ruler; /* unowned: measures words in the font of the page */
  GPtrArray *words; /* of char *, the headings */
  guint n_columns;
  int least;   /* as measured when the font had this serial */
  guint serial;
};

G_DEFINE_FINAL_TYPE (GwFormGridColumns, gw_form_grid_columns, G_TYPE_OBJECT)

static void
gw_form_grid_columns_finalize (GObject *object)
{
  GwFormGridColumns *self = GW_FORM_GRID_COLUMNS (object);

  g_clear_weak_pointer (&self->ruler);
  g_ptr_array_unref (self->words);

  G_OBJECT_CLASS (gw_form_grid_columns_parent_class)->finalize (object);
}

static void
gw_form_grid_columns_class_init (GwFormGridColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_columns_finalize;
}

static void
gw_form_grid_columns_init (GwFormGridColumns *self)
{
  self->words = g_ptr_array_new_with_free_func (g_free);
}

/**
 * gw_form_grid_columns_new:
 * @ruler: a widget in whose font the headings are written; not kept alive
 * @n_columns: how many choices there are
 *
 * Returns: (transfer full): columns whose headings are not known yet
 */
GwFormGridColumns *
gw_form_grid_columns_new (GtkWidget *ruler,
                          guint      n_columns)
{
  GwFormGridColumns *self = g_object_new (GW_TYPE_FORM_GRID_COLUMNS, NULL);

  g_set_weak_pointer (&self->ruler, ruler);
  self->n_columns = n_columns;

  return self;
}

/**
 * gw_form_grid_columns_set_words:
 * @choices: (element-type GwFormChoice): the choices whose labels are the headings
 */
void
gw_form_grid_columns_set_words (GwFormGridColumns *self,
                                GPtrArray         *choices)
{
  g_return_if_fail (GW_IS_FORM_GRID_COLUMNS (self));

  g_ptr_array_set_size (self->words, 0);
  for (guint i = 0; i < choices->len; i++) {
    g_autofree char *words = gw_form_choice_face_dup_words (choices->pdata[i]);

    g_ptr_array_add (self->words, gw_markdown_to_text (words));
  }
  self->n_columns = choices->len;
  self->serial = 0;
}

/**
 * gw_form_grid_columns_get_n:
 *
 * Returns: how many columns there are
 */
guint
gw_form_grid_columns_get_n (GwFormGridColumns *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_COLUMNS (self), 0);

  return self->n_columns;
}

static int
char_width (GtkWidget *ruler)
{
  PangoContext *context = gtk_widget_get_pango_context (ruler);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);

  return PANGO_PIXELS_CEIL (width);
}

/**
 * gw_form_grid_columns_word_width:
 * @ruler: a widget in whose font @text is written
 *
 * Returns: the width in pixels of the longest word in @text, or of as much of it as is not broken
 */
int
gw_form_grid_columns_word_width (GtkWidget  *ruler,
                                 const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  int widest = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (ruler, words[i]);
    int width;

    pango_layout_get_pixel_size (layout, &width, NULL);
    widest = MAX (widest, width);
  }

  return MIN (widest, MOST_CHARS * char_width (ruler));
}

/**
 * gw_form_grid_columns_get_least:
 *
 * Returns: the least width in pixels that the cells of a row can have side by side
 */
int
gw_form_grid_columns_get_least (GwFormGridColumns *self)
{
  int column = LEAST_WIDTH;
  guint serial;

  g_return_val_if_fail (GW_IS_FORM_GRID_COLUMNS (self), 0);

  serial = self->ruler != NULL ? pango_context_get_serial (gtk_widget_get_pango_context (self->ruler)) : 0;
  if (serial != 0 && serial == self->serial)
    return self->least;

  for (guint i = 0; self->ruler != NULL && i < self->words->len; i++)
    column = MAX (column, gw_form_grid_columns_word_width (self->ruler, self->words->pdata[i]) + PADDING);
  self->least = column * (int) self->n_columns + CLEAR_WIDTH;
  self->serial = serial;

  return self->least;
}

/**
 * gw_form_grid_columns_split:
 * @width: the width of a whole row in pixels
 * @cells_width: (out): the width of its cells: where FALSE is returned, less than they need side by side
 *
 * Returns: whether the question and its cells stand side by side
 */
gboolean
gw_form_grid_columns_split (GwFormGridColumns *self,
                            int                width,
                            int               *cells_width)
{
  int least, label;

  g_return_val_if_fail (GW_IS_FORM_GRID_COLUMNS (self), FALSE);

  least = gw_form_grid_columns_get_least (self);
  label = self->ruler != NULL ? LABEL_CHARS * char_width (self->ruler) : 0;
  if (width - least < label) {
    *cells_width = MIN (width, least - 1);
    return FALSE;
  }

  *cells_width = CLAMP ((int) (width * SHARE), least,
                        MAX (least, WIDEST_COLUMN * (int) self->n_columns + CLEAR_WIDTH));
  *cells_width = MIN (*cells_width, width - label);

  return TRUE;
}
