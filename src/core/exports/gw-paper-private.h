/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "core/exports/gw-paper.h"

G_BEGIN_DECLS

/* A4 in points; the margins leave room for a punch and for the foot. */
#define GW_PAPER_WIDTH 595.276
#define GW_PAPER_HEIGHT 841.890
#define GW_PAPER_SIDE 62.0
#define GW_PAPER_TOP 58.0
#define GW_PAPER_BOTTOM 76.0
#define GW_PAPER_INDENT 14.0
#define GW_PAPER_LINE (GW_PAPER_WIDTH - 2 * GW_PAPER_SIDE)
#define GW_PAPER_COLUMN (GW_PAPER_HEIGHT - GW_PAPER_TOP - GW_PAPER_BOTTOM)

typedef enum
{
  GW_PAPER_BLOCK_TITLE,
  GW_PAPER_BLOCK_HEADING,
  GW_PAPER_BLOCK_TEXT,
  GW_PAPER_BLOCK_SPACE,
} GwPaperBlockKind;

/* One paragraph, measured when it is added. */
typedef struct
{
  GwPaperBlockKind kind;
  GwPaperStyle style;
  guint level;
  guint group;   /* blocks of one number want to share a page */
  double indent; /* from the side where reading starts */
  double space_before;
  double padding;
  double height; /* of the words alone */
  char *text;
  PangoLayout *layout;
} GwPaperBlock;

/* Lines of a block that stand on one page. */
typedef struct
{
  const GwPaperBlock *block;
  guint page;
  int first_line;
  int n_lines;
  double y;      /* where the first line's top is, from the top of the sheet */
  double offset; /* how far into the layout that line begins */
  double height;
} GwPaperPiece;

struct _GwPaper
{
  char *language;
  gboolean rtl;
  char *title;
  char *author;
  gint64 time;
  char *head;
  char *foot[2];
  char *(*label) (guint page, guint n_pages, gpointer user_data);
  gpointer label_data;

  PangoContext *context;
  GPtrArray *blocks;
  guint group;
  guint group_depth;
  gboolean after_heading;
};

PangoLayout *gw_paper_make_layout (const GwPaper  *self,
                                   const char     *text,
                                   double          size,
                                   PangoWeight     weight,
                                   double          width) G_GNUC_WARN_UNUSED_RESULT;
GArray      *gw_paper_paginate    (const GwPaper  *self,
                                   guint          *n_pages) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
