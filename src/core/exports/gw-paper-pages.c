/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each line goes.
 *
 * Blocks of one group share a page if one page can hold them all. A group that is larger than
 * a page begins where it stands, if its first block and two lines of the next fit there, and
 * runs on over the following pages; a paragraph is cut only between lines, never leaving a
 * single line of three or more behind or ahead. */

#include "core/exports/gw-paper-private.h"

typedef struct
{
  const GwPaper *paper;
  GArray *pieces;
  guint page;
  double y; /* down the column, 0 at its top */
} Flow;

static double
block_full_height (const GwPaperBlock *block)
{
  return block->space_before + block->height + 2 * block->padding;
}

static void
next_page (Flow *flow)
{
  flow->page++;
  flow->y = 0;
}

static void
put_piece (Flow               *flow,
           const GwPaperBlock *block,
           int                 first_line,
           int                 n_lines,
           double              offset,
           double              height)
{
  GwPaperPiece piece = { block, flow->page, first_line, n_lines,
                         GW_PAPER_TOP + flow->y + block->padding, offset, height };

  g_array_append_val (flow->pieces, piece);
  flow->y += height + 2 * block->padding;
}

/* The tops of the lines, and as last the foot of the last one. */
static GArray *
measure_lines (PangoLayout *layout)
{
  g_autoptr (GArray) tops = g_array_new (FALSE, FALSE, sizeof (double));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  PangoRectangle extents;
  double foot;

  do {
    int top, bottom;
    double y;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    y = (double) top / PANGO_SCALE;
    g_array_append_val (tops, y);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);

  pango_layout_get_extents (layout, NULL, &extents);
  foot = (double) (extents.y + extents.height) / PANGO_SCALE;
  g_array_append_val (tops, foot);
  return g_steal_pointer (&tops);
}

/* How many lines from @first on fit into @room, as the rule at the top of this file allows. */
static int
lines_that_fit (GArray   *tops,
                int       first,
                double    room,
                gboolean  whole_page)
{
  int n_lines = (int) tops->len - 1;
  double start = g_array_index (tops, double, first);
  int n = 0;

  while (first + n < n_lines && g_array_index (tops, double, first + n + 1) - start <= room)
    n++;
  if (first + n == n_lines)
    return n;
  if (n_lines - first - n == 1 && n > 2)
    n--;
  if (n < 2 && !whole_page)
    return 0;
  /* A single line taller than the page must still go somewhere. */
  return MAX (n, whole_page ? 1 : 0);
}

static void
put_in_lines (Flow               *flow,
              const GwPaperBlock *block)
{
  g_autoptr (GArray) tops = measure_lines (block->layout);
  int n_lines = (int) tops->len - 1;
  int first = 0;

  while (first < n_lines) {
    double room = GW_PAPER_COLUMN - flow->y - 2 * block->padding;
    int n = lines_that_fit (tops, first, room, flow->y == 0);

    if (n > 0) {
      double offset = g_array_index (tops, double, first);

      put_piece (flow, block, first, n, offset, g_array_index (tops, double, first + n) - offset);
      first += n;
    }
    if (first < n_lines)
      next_page (flow);
  }
}

static void
put_block (Flow               *flow,
           const GwPaperBlock *block)
{
  if (flow->y > 0)
    flow->y += block->space_before;
  if (block->kind == GW_PAPER_BLOCK_SPACE)
    return;

  if (flow->y + block->height + 2 * block->padding <= GW_PAPER_COLUMN)
    put_piece (flow, block, 0, pango_layout_get_line_count (block->layout), 0, block->height);
  else
    put_in_lines (flow, block);
}

/* What must be seen together at the least where a group is broken: its headings and its
 * question, and the first lines of what follows. */
static double
opening_height (GPtrArray *blocks,
                guint      first,
                guint      end)
{
  double height = 0;

  for (guint i = first; i < end; i++) {
    const GwPaperBlock *block = g_ptr_array_index (blocks, i);
    gboolean leads = block->kind == GW_PAPER_BLOCK_HEADING
                     || (block->kind == GW_PAPER_BLOCK_TEXT && block->style == GW_PAPER_QUESTION);

    if (!leads)
      return height + block->space_before + MIN (block->height, 32) + 2 * block->padding;
    height += block_full_height (block);
  }
  return height;
}

static void
put_group (Flow      *flow,
           GPtrArray *blocks,
           guint      first,
           guint      end)
{
  double room = GW_PAPER_COLUMN - flow->y;
  double height = 0;

  for (guint i = first; i < end; i++)
    height += block_full_height (g_ptr_array_index (blocks, i));

  if (flow->y > 0 && height > room
      && (height <= GW_PAPER_COLUMN || opening_height (blocks, first, end) > room))
    next_page (flow);
  for (guint i = first; i < end; i++)
    put_block (flow, g_ptr_array_index (blocks, i));
}

/* Returns the pieces in the order of the pages. */
GArray *
gw_paper_paginate (const GwPaper *self,
                   guint         *n_pages)
{
  Flow flow = { self, g_array_new (FALSE, FALSE, sizeof (GwPaperPiece)), 0, 0 };
  guint first = 0;

  while (first < self->blocks->len) {
    const GwPaperBlock *block = g_ptr_array_index (self->blocks, first);
    guint end = first + 1;

    while (end < self->blocks->len
           && ((const GwPaperBlock *) g_ptr_array_index (self->blocks, end))->group == block->group)
      end++;
    put_group (&flow, self->blocks, first, end);
    first = end;
  }

  *n_pages = flow.page + 1;
  return flow.pieces;
}
