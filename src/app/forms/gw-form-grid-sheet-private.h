/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/forms/gw-form-grid-sheet.h"
#include "app/forms/gw-form-grid-strip.h"

G_BEGIN_DECLS

struct _GwFormGridSheet
{
  GtkWidget parent_instance;

  GwFormGridLines *lines;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  guint hscroll_policy : 1;
  guint vscroll_policy : 1;

  GtkWidget *head;
  GPtrArray *strips; /* of GwFormGridStrip */
  GtkWidget *editor; /* NULL but while a cell is changed in place */
  GwFormGridMeasures measures;
  int *wanted;       /* widths before what is left is shared out */
  int line_height;
  int head_height;
  guint grow_id;

  guint line, column;               /* where the person is */
  guint anchor_line, anchor_column; /* where the block that is marked began */
  char *name;
  gboolean can_add;
  gboolean configuring;
  gboolean overflows;               /* wider than what is there: a scroll bar stands below */
  guint resize_id;
  guint focus_id;
  gboolean cell_wanted; /* the focus waits here for its cell to be laid out */
};

/* gw-form-grid-sheet.c */
GwFormGridStrip *gw_form_grid_sheet_find_strip    (GwFormGridSheet *self,
                                                   guint            line);
void             gw_form_grid_sheet_assign        (GwFormGridSheet *self,
                                                   gboolean         may_make);
int              gw_form_grid_sheet_get_top       (GwFormGridSheet *self);
void             gw_form_grid_sheet_read_scroll   (GwFormGridSheet *self);

/* gw-form-grid-sheet-show.c */
void             gw_form_grid_sheet_show_cell     (GwFormGridSheet *self,
                                                   GwFormGridStrip *strip,
                                                   guint            column);
void             gw_form_grid_sheet_show_line     (GwFormGridSheet *self,
                                                   GwFormGridStrip *strip,
                                                   guint            line);
void             gw_form_grid_sheet_show_marks    (GwFormGridSheet *self);
void             gw_form_grid_sheet_show_headings (GwFormGridSheet *self);
GtkWidget       *gw_form_grid_sheet_make_heading  (int              column,
                                                   gpointer         user_data);

/* gw-form-grid-sheet-move.c */
guint            gw_form_grid_sheet_count_lines   (GwFormGridSheet *self);
gboolean         gw_form_grid_sheet_is_new_line   (GwFormGridSheet *self,
                                                   guint            line);
gboolean         gw_form_grid_sheet_is_mirrored   (GwFormGridSheet *self);
void             gw_form_grid_sheet_move          (GwFormGridSheet *self,
                                                   guint            line,
                                                   guint            column,
                                                   gboolean         marking);
void             gw_form_grid_sheet_listen        (GwFormGridSheet *self);

G_END_DECLS
