/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding words in the pieces of a page: its texts, and the labels of headings, notes and tables. */

#include "app/manual/gw-manual-finder.h"

#include "app/manual/gw-manual-text.h"
#include "core/search/gw-search-find.h"

typedef struct
{
  GtkWidget *widget; /* unowned, the page's */
  char *words;       /* of a label */
  GArray *places;    /* of a label: of GwSearchPlace */
  guint n;
} Piece;

struct _GwManualFinder
{
  GPtrArray *pieces; /* of Piece, in reading order */
  guint n;
  guint match; /* the present one, from 0; n before the first */
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->words);
  g_clear_pointer (&piece->places, g_array_unref);
  g_free (piece);
}

/* Colours the places of a label, the present one more strongly. */
static void
colour_label (Piece *piece,
              int    present)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < piece->places->len; i++) {
    const GwSearchPlace *place = &g_array_index (piece->places, GwSearchPlace, i);
    GdkRGBA back, front;
    PangoAttribute *colours[2];

    gw_manual_text_get_colours ((int) i == present, &back, &front);
    colours[0] = pango_attr_background_new ((guint16) (back.red * 65535), (guint16) (back.green * 65535),
                                            (guint16) (back.blue * 65535));
    colours[1] = pango_attr_foreground_new ((guint16) (front.red * 65535), (guint16) (front.green * 65535),
                                            (guint16) (front.blue * 65535));
    for (guint c = 0; c < G_N_ELEMENTS (colours); c++) {
      colours[c]->start_index = (guint) (g_utf8_offset_to_pointer (piece->words, place->start) - piece->words);
      colours[c]->end_index = (guint) (g_utf8_offset_to_pointer (piece->words, place->end) - piece->words);
      pango_attr_list_insert (attributes, colours[c]);
    }
  }
  gtk_label_set_attributes (GTK_LABEL (piece->widget), piece->n > 0 ? attributes : NULL);
}

static void
find_in_piece (Piece      *piece,
               const char *words)
{
  if (GW_IS_MANUAL_TEXT (piece->widget)) {
    piece->n = gw_manual_text_mark (GW_MANUAL_TEXT (piece->widget), words);
    return;
  }

  g_clear_pointer (&piece->places, g_array_unref);
  piece->places = gw_search_find_places (piece->words, words);
  piece->n = piece->places->len;
  colour_label (piece, -1);
}

/* Returns: how far below the top of the piece the place is */
static int
show_match (Piece *piece,
            int    match)
{
  PangoRectangle place = { 0 };

  if (GW_IS_MANUAL_TEXT (piece->widget))
    return gw_manual_text_show_match (GW_MANUAL_TEXT (piece->widget), match);

  colour_label (piece, match);
  if (match >= 0) {
    const GwSearchPlace *found = &g_array_index (piece->places, GwSearchPlace, match);

    pango_layout_index_to_pos (gtk_label_get_layout (GTK_LABEL (piece->widget)),
                               (int) (g_utf8_offset_to_pointer (piece->words, found->start) - piece->words), &place);
  }

  return PANGO_PIXELS (place.y);
}

/**
 * gw_manual_finder_new:
 *
 * Returns: (transfer full): a finder without a page
 */
GwManualFinder *
gw_manual_finder_new (void)
{
  GwManualFinder *self = g_new0 (GwManualFinder, 1);

  self->pieces = g_ptr_array_new_with_free_func (piece_free);

  return self;
}

/**
 * gw_manual_finder_free:
 * @self: (transfer full): what gw_manual_finder_new() gave
 */
void
gw_manual_finder_free (GwManualFinder *self)
{
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

/**
 * gw_manual_finder_clear:
 *
 * Forgets the page; to be called before its widgets go.
 */
void
gw_manual_finder_clear (GwManualFinder *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->pieces, 0);
  self->n = 0;
  self->match = 0;
}

/**
 * gw_manual_finder_add:
 * @piece: a GwManualText, or a GtkLabel without markup, that comes after those added before
 */
void
gw_manual_finder_add (GwManualFinder *self,
                      GtkWidget      *piece)
{
  Piece *added;

  g_return_if_fail (self != NULL);
  g_return_if_fail (GW_IS_MANUAL_TEXT (piece) || GTK_IS_LABEL (piece));

  added = g_new0 (Piece, 1);
  added->widget = piece;
  if (GTK_IS_LABEL (piece))
    added->words = g_strdup (gtk_label_get_text (GTK_LABEL (piece)));
  g_ptr_array_add (self->pieces, added);
}

/**
 * gw_manual_finder_find:
 * @words: what to look for; empty takes all marks away
 *
 * Marks each place of @words, without regard to case and accents.
 *
 * Returns: how many there are
 */
guint
gw_manual_finder_find (GwManualFinder *self,
                       const char     *words)
{
  g_return_val_if_fail (self != NULL, 0);

  self->n = 0;
  for (guint i = 0; i < self->pieces->len; i++) {
    Piece *piece = self->pieces->pdata[i];

    find_in_piece (piece, words);
    self->n += piece->n;
  }
  self->match = self->n;

  return self->n;
}

/**
 * gw_manual_finder_next:
 * @backwards: whether to go towards the beginning
 * @y: (out): how far below the top of the piece the place is
 *
 * Goes to the next place, around the end.
 *
 * Returns: (transfer none) (nullable): the piece that it is in
 */
GtkWidget *
gw_manual_finder_next (GwManualFinder *self,
                       gboolean        backwards,
                       int            *y)
{
  GtkWidget *found = NULL;
  guint before = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n == 0)
    return NULL;

  if (self->match >= self->n)
    self->match = backwards ? self->n - 1 : 0;
  else if (backwards)
    self->match = self->match == 0 ? self->n - 1 : self->match - 1;
  else
    self->match = (self->match + 1) % self->n;

  for (guint i = 0; i < self->pieces->len; i++) {
    Piece *piece = self->pieces->pdata[i];
    gboolean here = self->match >= before && self->match < before + piece->n;
    int place = piece->n > 0 ? show_match (piece, here ? (int) (self->match - before) : -1) : 0;

    if (here) {
      found = piece->widget;
      *y = place;
    }
    before += piece->n;
  }

  return found;
}
