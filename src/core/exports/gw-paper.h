/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwPaperStyle:
 * @GW_PAPER_TEXT: plain words
 * @GW_PAPER_QUESTION: what was asked
 * @GW_PAPER_ANSWER: what was answered; its direction follows its own first letter
 * @GW_PAPER_ITEM: one of several answers, with a mark before it
 * @GW_PAPER_QUIET: words that explain or stand in for something that is not there
 * @GW_PAPER_NOTICE: words that must be seen, in a frame
 */
typedef enum
{
  GW_PAPER_TEXT,
  GW_PAPER_QUESTION,
  GW_PAPER_ANSWER,
  GW_PAPER_ITEM,
  GW_PAPER_QUIET,
  GW_PAPER_NOTICE,
} GwPaperStyle;

/**
 * GwPaper:
 *
 * A document on A4 sheets, built from top to bottom and written as PDF or as
 * OpenDocument text. It knows headings,
 * paragraphs, what must stay together, and the foot of each page; it knows nothing of reports.
 * The same calls give the same bytes on the same machine. One thread at a time.
 */
typedef struct _GwPaper GwPaper;

GwPaper *gw_paper_new         (const char    *language,
                               gboolean       rtl) G_GNUC_WARN_UNUSED_RESULT;
void     gw_paper_free        (GwPaper       *self);

void     gw_paper_set_title   (GwPaper       *self,
                               const char    *title,
                               const char    *author);
void     gw_paper_set_time    (GwPaper       *self,
                               gint64         microseconds);
void     gw_paper_set_head    (GwPaper       *self,
                               const char    *text);
void     gw_paper_set_foot    (GwPaper       *self,
                               const char    *first_line,
                               const char    *second_line);
void     gw_paper_set_page_label (GwPaper    *self,
                                  char     *(*label) (guint     page,
                                                      guint     n_pages,
                                                      gpointer  user_data),
                                  gpointer    user_data);

void     gw_paper_add_title   (GwPaper       *self,
                               const char    *text);
void     gw_paper_add_heading (GwPaper       *self,
                               guint          level,
                               const char    *text);
void     gw_paper_add_text    (GwPaper       *self,
                               GwPaperStyle   style,
                               guint          indent,
                               const char    *text);
void     gw_paper_add_space   (GwPaper       *self,
                               double         points);
void     gw_paper_begin_group (GwPaper       *self);
void     gw_paper_end_group   (GwPaper       *self);

GBytes  *gw_paper_write_pdf   (GwPaper       *self,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes  *gw_paper_write_odt   (GwPaper       *self,
                               GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPaper, gw_paper_free)

G_END_DECLS
