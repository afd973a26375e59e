/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/gw-paper-private.h"

#include "core/base/gw-xml.h"

/* Without a name, Arabic falls to a face made for the screen; the list is tried in order. */
#define FAMILIES "Cantarell, Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif"

static void
block_free (gpointer data)
{
  GwPaperBlock *block = data;

  g_clear_object (&block->layout);
  g_free (block->text);
  g_free (block);
}

/**
 * gw_paper_new:
 * @language: of the document's own words, as "fr"; it chooses between letter forms
 * @rtl: whether that language is written from right to left
 *
 * Returns: (transfer full): an empty document
 */
GwPaper *
gw_paper_new (const char *language,
              gboolean    rtl)
{
  g_autoptr (PangoFontMap) fonts = NULL;
  cairo_font_options_t *options;
  GwPaper *self;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_new0 (GwPaper, 1);
  self->language = g_strdup (language);
  self->rtl = rtl;
  self->blocks = g_ptr_array_new_with_free_func (block_free);

  /* A map of its own: the shared one follows the screen that a window opened. 72 dots per
   * inch make one unit one point. */
  fonts = pango_cairo_font_map_new ();
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (fonts), 72.0);
  self->context = pango_font_map_create_context (fonts);
  pango_context_set_base_dir (self->context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_language (self->context, pango_language_from_string (language));
  pango_context_set_round_glyph_positions (self->context, FALSE);

  /* Paper has no pixel grid, and hints would make the lines depend on one. */
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  return self;
}

/**
 * gw_paper_free:
 */
void
gw_paper_free (GwPaper *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->blocks);
  g_clear_object (&self->context);
  g_free (self->language);
  g_free (self->title);
  g_free (self->author);
  g_free (self->head);
  g_free (self->foot[0]);
  g_free (self->foot[1]);
  g_free (self);
}

/**
 * gw_paper_set_title:
 * @title: what a reader of PDF shows in its window
 * @author: (nullable): who stands behind the document
 */
void
gw_paper_set_title (GwPaper    *self,
                    const char *title,
                    const char *author)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  self->title = g_strdup (title);
  g_free (self->author);
  self->author = g_strdup (author);
}

/**
 * gw_paper_set_time:
 * @microseconds: the moment of the document's making; the file keeps it, and nothing else in
 *   it depends on the clock
 */
void
gw_paper_set_time (GwPaper *self,
                   gint64   microseconds)
{
  g_return_if_fail (self != NULL);

  self->time = microseconds;
}

/**
 * gw_paper_set_head:
 * @text: (nullable): a short word at the top of each page, as "DRAFT"
 */
void
gw_paper_set_head (GwPaper    *self,
                   const char *text)
{
  g_return_if_fail (self != NULL);

  g_free (self->head);
  self->head = g_strdup (text);
}

/**
 * gw_paper_set_foot:
 * @first_line: (nullable): words at the foot of each page
 * @second_line: (nullable): words beside the page's number
 */
void
gw_paper_set_foot (GwPaper    *self,
                   const char *first_line,
                   const char *second_line)
{
  g_return_if_fail (self != NULL);

  g_free (self->foot[0]);
  self->foot[0] = g_strdup (first_line);
  g_free (self->foot[1]);
  self->foot[1] = g_strdup (second_line);
}

/**
 * gw_paper_set_page_label:
 * @label: (nullable) (scope forever): gives "Page 3 of 12", to be freed
 */
void
gw_paper_set_page_label (GwPaper *self,
                         char *(*label) (guint page, guint n_pages, gpointer user_data),
                         gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->label = label;
  self->label_data = user_data;
}

PangoLayout *
gw_paper_make_layout (const GwPaper *self,
                      const char    *text,
                      double         size,
                      PangoWeight    weight,
                      double         width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FAMILIES);
  g_autofree char *clean = gw_xml_dup_clean (text);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* Pango turns the side round for a text that runs against the document; the side itself is
   * meant as on the sheet. */
  pango_layout_set_alignment (layout, self->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_line_spacing (layout, 1.15);
  pango_layout_set_text (layout, clean, -1);
  return layout;
}

/* An answer stands where its own writing begins. A question, a heading, a choice stand on the
 * document's side also where their words had to be taken from another language. Pango turns the
 * side round for such words, so it is asked for the other one. */
static void
hold_side (const GwPaper      *self,
           const GwPaperBlock *block)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (block->layout, 0);
  gboolean rtl = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;

  if (block->kind == GW_PAPER_BLOCK_TEXT && block->style == GW_PAPER_ANSWER)
    return;
  if (rtl != self->rtl)
    pango_layout_set_alignment (block->layout, self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
}

static gboolean
has_letter (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/* Figures alone have no direction of their own. Among words that run to the left the groups of a
 * telephone number would change places, so such a line is written from the left, at its side:
 * FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. */
static char *
keep_figures_in_order (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = lines[i];

    if (*line == '\0' || has_letter (line))
      continue;
    lines[i] = g_strconcat ("\342\201\250", line, "\342\201\251", NULL);
    g_free (line);
  }
  return g_strjoinv ("\n", lines);
}

static void
add_block (GwPaper      *self,
           GwPaperBlock *block,
           double        size,
           PangoWeight   weight)
{
  g_autofree char *valid = g_utf8_make_valid (block->text, -1);
  PangoRectangle extents;

  g_free (block->text);
  block->text = self->rtl && block->kind == GW_PAPER_BLOCK_TEXT && block->style == GW_PAPER_ANSWER
                  ? keep_figures_in_order (valid)
                  : g_steal_pointer (&valid);
  block->layout = gw_paper_make_layout (self, block->text, size, weight,
                                        GW_PAPER_LINE - block->indent - 2 * block->padding);
  hold_side (self, block);
  pango_layout_get_extents (block->layout, NULL, &extents);
  block->height = (double) extents.height / PANGO_SCALE;

  /* A heading holds on to what it is the heading of. */
  if (self->group_depth == 0 && !self->after_heading)
    self->group++;
  block->group = self->group;
  if (block->kind == GW_PAPER_BLOCK_HEADING)
    self->after_heading = TRUE;
  else if (self->group_depth == 0)
    self->after_heading = FALSE;
  g_ptr_array_add (self->blocks, block);
}

/**
 * gw_paper_add_title:
 * @text: the name of the document, once, at its beginning
 */
void
gw_paper_add_title (GwPaper    *self,
                    const char *text)
{
  GwPaperBlock *block;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  block = g_new0 (GwPaperBlock, 1);
  block->kind = GW_PAPER_BLOCK_TITLE;
  block->text = g_strdup (text);
  add_block (self, block, 22, PANGO_WEIGHT_BOLD);
}

/**
 * gw_paper_add_heading:
 * @level: 1 for a section, up to 6
 * @text: its words; they also go into the outline
 */
void
gw_paper_add_heading (GwPaper    *self,
                      guint       level,
                      const char *text)
{
  static const double sizes[] = { 16, 13, 11.5, 11, 10.5, 10.5 };
  GwPaperBlock *block;

  g_return_if_fail (self != NULL);
  g_return_if_fail (level >= 1);
  g_return_if_fail (text != NULL);

  block = g_new0 (GwPaperBlock, 1);
  block->kind = GW_PAPER_BLOCK_HEADING;
  block->level = MIN (level, G_N_ELEMENTS (sizes));
  block->space_before = block->level == 1 ? 22 : 14;
  block->text = g_strdup (text);
  add_block (self, block, sizes[block->level - 1], PANGO_WEIGHT_BOLD);
}

/**
 * gw_paper_add_text:
 * @style: what the words are
 * @indent: in steps from the side where reading starts
 * @text: may have several lines
 */
void
gw_paper_add_text (GwPaper      *self,
                   GwPaperStyle  style,
                   guint         indent,
                   const char   *text)
{
  GwPaperBlock *block;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  block = g_new0 (GwPaperBlock, 1);
  block->kind = GW_PAPER_BLOCK_TEXT;
  block->style = style;
  /* Rows within rows must leave a column that a word fits into. */
  block->indent = MIN (indent, 8) * GW_PAPER_INDENT;
  block->space_before = style == GW_PAPER_QUESTION ? 10 : style == GW_PAPER_NOTICE ? 8 : 3;
  block->padding = style == GW_PAPER_NOTICE ? 8 : 0;
  block->text = g_strdup (text);
  if (style == GW_PAPER_ITEM)
    block->indent += 10;
  add_block (self, block, style == GW_PAPER_QUIET ? 9 : 10.5,
             style == GW_PAPER_QUESTION ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
}

/**
 * gw_paper_add_space:
 * @points: how much to leave free, unless a page begins there
 */
void
gw_paper_add_space (GwPaper *self,
                    double   points)
{
  GwPaperBlock *block;

  g_return_if_fail (self != NULL);

  block = g_new0 (GwPaperBlock, 1);
  block->kind = GW_PAPER_BLOCK_SPACE;
  block->space_before = points;
  block->group = self->group;
  g_ptr_array_add (self->blocks, block);
}

/**
 * gw_paper_begin_group:
 *
 * What is added until gw_paper_end_group() stays on one page if one page can hold it. Groups
 * within groups are one group.
 */
void
gw_paper_begin_group (GwPaper *self)
{
  g_return_if_fail (self != NULL);

  if (self->group_depth++ == 0 && !self->after_heading)
    self->group++;
}

/**
 * gw_paper_end_group:
 */
void
gw_paper_end_group (GwPaper *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->group_depth > 0);

  if (--self->group_depth == 0)
    self->after_heading = FALSE;
}
