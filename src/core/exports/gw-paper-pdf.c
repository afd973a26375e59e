/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <cairo-pdf.h>

#include "core/base/gw-time.h"
#include "core/base/gw-xml.h"
#include "core/exports/gw-paper-private.h"

#define OUTLINE_DEPTH 7

typedef struct
{
  const GwPaper *paper;
  cairo_surface_t *surface;
  cairo_t *cr;
  int outline[OUTLINE_DEPTH]; /* the last heading of each level */
} Press;

static cairo_status_t
take_bytes (void                *closure,
            const unsigned char *data,
            unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static const char *
tag_of (const GwPaperBlock *block)
{
  static const char *const headings[] = { "H1", "H2", "H3", "H4", "H5", "H6" };

  if (block->kind == GW_PAPER_BLOCK_TITLE)
    return "H1";
  /* The title is the one H1; a section stands below it. */
  if (block->kind == GW_PAPER_BLOCK_HEADING)
    return headings[MIN (block->level, 5)];
  return "P";
}

static void
add_outline (Press              *press,
             const GwPaperPiece *piece)
{
  g_autofree char *place = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  guint level = piece->block->level;
  int parent = CAIRO_PDF_OUTLINE_ROOT;

  for (guint i = 1; i < level; i++) {
    if (press->outline[i] != 0)
      parent = press->outline[i];
  }
  g_ascii_formatd (number, sizeof number, "%.2f", MAX (piece->y - 8, 0));
  place = g_strdup_printf ("page=%u pos=[0 %s]", piece->page + 1, number);
  press->outline[level] = cairo_pdf_surface_add_outline (press->surface, parent, piece->block->text,
                                                         place, level == 1
                                                           ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
  for (guint i = level + 1; i < OUTLINE_DEPTH; i++)
    press->outline[i] = 0;
}

static void
draw_frame (Press              *press,
            const GwPaperPiece *piece)
{
  const GwPaperBlock *block = piece->block;
  double x = GW_PAPER_SIDE + (press->paper->rtl ? 0 : block->indent);

  cairo_set_line_width (press->cr, 0.8);
  cairo_set_source_rgb (press->cr, 0.45, 0.45, 0.45);
  cairo_rectangle (press->cr, x, piece->y - block->padding, GW_PAPER_LINE - block->indent,
                   piece->height + 2 * block->padding);
  cairo_stroke (press->cr);
}

static void
draw_mark (Press              *press,
           const GwPaperPiece *piece,
           double              baseline)
{
  double x = GW_PAPER_SIDE + piece->block->indent - 6;

  if (press->paper->rtl)
    x = GW_PAPER_WIDTH - x;
  cairo_new_path (press->cr);
  cairo_arc (press->cr, x, baseline - 3.4, 1.6, 0, 2 * G_PI);
  cairo_fill (press->cr);
}

static void
draw_piece (Press              *press,
            const GwPaperPiece *piece)
{
  const GwPaperBlock *block = piece->block;
  double x = GW_PAPER_SIDE + block->padding + (press->paper->rtl ? 0 : block->indent);
  PangoLayoutIter *iter = pango_layout_get_iter (block->layout);
  int line = 0;

  if (block->padding > 0)
    draw_frame (press, piece);
  cairo_tag_begin (press->cr, tag_of (block), NULL);
  if (block->kind == GW_PAPER_BLOCK_HEADING && piece->first_line == 0)
    add_outline (press, piece);
  cairo_set_source_rgb (press->cr, 0, 0, 0);
  if (block->kind == GW_PAPER_BLOCK_TEXT && block->style == GW_PAPER_QUIET)
    cairo_set_source_rgb (press->cr, 0.32, 0.32, 0.32);

  do {
    PangoRectangle extents;
    double baseline;

    if (line < piece->first_line)
      continue;
    if (line >= piece->first_line + piece->n_lines)
      break;
    pango_layout_iter_get_line_extents (iter, NULL, &extents);
    baseline = piece->y - piece->offset
               + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
    if (block->kind == GW_PAPER_BLOCK_TEXT && block->style == GW_PAPER_ITEM && line == 0)
      draw_mark (press, piece, baseline);
    cairo_move_to (press->cr, x + (double) extents.x / PANGO_SCALE, baseline);
    pango_cairo_show_layout_line (press->cr, pango_layout_iter_get_line_readonly (iter));
  } while (line++, pango_layout_iter_next_line (iter));

  cairo_tag_end (press->cr, tag_of (block));
  pango_layout_iter_free (iter);
}

static double
draw_small (Press      *press,
            const char *text,
            gboolean    at_end,
            double      y,
            double      width,
            PangoWeight weight)
{
  g_autoptr (PangoLayout) layout = gw_paper_make_layout (press->paper, text, 8, weight, width);
  gboolean right = press->paper->rtl != at_end;
  PangoRectangle extents;

  /* These are the document's own words: they stand on the document's side. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_get_extents (layout, NULL, &extents);
  cairo_set_source_rgb (press->cr, 0.2, 0.2, 0.2);
  cairo_move_to (press->cr, right ? GW_PAPER_WIDTH - GW_PAPER_SIDE - width : GW_PAPER_SIDE, y);
  pango_cairo_show_layout (press->cr, layout);
  return (double) extents.height / PANGO_SCALE;
}

static void
draw_edges (Press *press,
            guint  page,
            guint  n_pages)
{
  const GwPaper *paper = press->paper;
  double y = GW_PAPER_HEIGHT - GW_PAPER_BOTTOM + 20;

  if (paper->head != NULL)
    draw_small (press, paper->head, TRUE, GW_PAPER_TOP - 28, GW_PAPER_LINE, PANGO_WEIGHT_BOLD);

  cairo_set_line_width (press->cr, 0.5);
  cairo_set_source_rgb (press->cr, 0.6, 0.6, 0.6);
  cairo_move_to (press->cr, GW_PAPER_SIDE, y - 5);
  cairo_rel_line_to (press->cr, GW_PAPER_LINE, 0);
  cairo_stroke (press->cr);

  if (paper->foot[0] != NULL)
    y += draw_small (press, paper->foot[0], FALSE, y, GW_PAPER_LINE, PANGO_WEIGHT_NORMAL) + 2;
  if (paper->foot[1] != NULL)
    draw_small (press, paper->foot[1], FALSE, y, GW_PAPER_LINE * 0.76, PANGO_WEIGHT_NORMAL);
  if (paper->label != NULL) {
    g_autofree char *label = paper->label (page + 1, n_pages, paper->label_data);

    draw_small (press, label, TRUE, y, GW_PAPER_LINE * 0.22, PANGO_WEIGHT_NORMAL);
  }
}

static void
set_metadata (Press *press)
{
  const GwPaper *paper = press->paper;
  g_autofree char *time = gw_time_format (paper->time);
  g_autofree char *title = paper->title != NULL ? gw_xml_dup_clean (paper->title) : NULL;
  g_autofree char *author = paper->author != NULL ? gw_xml_dup_clean (paper->author) : NULL;

  if (title != NULL)
    cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_TITLE, title);
  if (author != NULL)
    cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_CREATOR, "Godwit");
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
  cairo_pdf_surface_set_metadata (press->surface, CAIRO_PDF_METADATA_MOD_DATE, time);
}

/**
 * gw_paper_write_pdf:
 * @error: return location; %G_IO_ERROR_FAILED with cairo's reason
 *
 * Lays the document out on its pages and prints them.
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GBytes *
gw_paper_write_pdf (GwPaper  *self,
                    GError  **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) pieces = NULL;
  Press press = { .paper = self };
  cairo_status_t status;
  guint n_pages, next = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->group_depth == 0, NULL);

  pieces = gw_paper_paginate (self, &n_pages);
  press.surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, GW_PAPER_WIDTH,
                                                       GW_PAPER_HEIGHT);
  press.cr = cairo_create (press.surface);
  set_metadata (&press);
  for (guint page = 0; page < n_pages; page++) {
    g_autofree char *label = g_strdup_printf ("%u", page + 1);

    cairo_pdf_surface_set_page_label (press.surface, label);
    while (next < pieces->len && g_array_index (pieces, GwPaperPiece, next).page == page)
      draw_piece (&press, &g_array_index (pieces, GwPaperPiece, next++));
    draw_edges (&press, page, n_pages);
    cairo_show_page (press.cr);
  }

  cairo_surface_finish (press.surface);
  status = cairo_status (press.cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (press.surface);
  cairo_destroy (press.cr);
  cairo_surface_destroy (press.surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The PDF could not be written: %s",
                 cairo_status_to_string (status));
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
