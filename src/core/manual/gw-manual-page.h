/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwManualError:
 * @GW_MANUAL_ERROR_NOT_A_PAGE: it is XML, but no Mallard page with an id and a title
 * @GW_MANUAL_ERROR_NOT_FOUND: there is no such page in any of the languages asked
 */
typedef enum
{
  GW_MANUAL_ERROR_NOT_A_PAGE,
  GW_MANUAL_ERROR_NOT_FOUND,
} GwManualError;

#define GW_MANUAL_ERROR (gw_manual_error_quark ())

GQuark gw_manual_error_quark (void);

/**
 * GwManualStyle:
 * @GW_MANUAL_STYLE_EMPHASIS: stressed
 * @GW_MANUAL_STYLE_TERM: a word that the manual explains
 * @GW_MANUAL_STYLE_CODE: to be typed or read literally
 * @GW_MANUAL_STYLE_UNCONFIRMED: a fact that nobody could confirm yet
 */
typedef enum
{
  GW_MANUAL_STYLE_PLAIN = 0,
  GW_MANUAL_STYLE_EMPHASIS = 1 << 0,
  GW_MANUAL_STYLE_TERM = 1 << 1,
  GW_MANUAL_STYLE_CODE = 1 << 2,
  GW_MANUAL_STYLE_UNCONFIRMED = 1 << 3,
} GwManualStyle;

/**
 * GwManualSpan:
 * @style: flags
 * @text: plain text, never empty
 * @page: (nullable): the page it links to; empty for this page
 * @section: (nullable): the section of that page; %NULL for its top
 * @href: (nullable): an address: `https:…`, or `godwit:checklist/ID` within the program
 *
 * A run of text drawn in one way. It is a link when it has a @page or a @href.
 */
typedef struct
{
  GwManualStyle style;
  char *text;
  char *page;
  char *section;
  char *href;
} GwManualSpan;

/**
 * GwManualBlockKind:
 * @GW_MANUAL_PARAGRAPH: spans
 * @GW_MANUAL_CODE: spans, whose line breaks are kept
 * @GW_MANUAL_LIST: items; its @style is "bulleted", "numbered", "steps" or "terms"
 * @GW_MANUAL_ITEM: blocks, and the term as spans in a list of terms
 * @GW_MANUAL_NOTE: blocks, and a title as spans; its @style is "note", "tip", "important",
 *   "warning" or "example"
 * @GW_MANUAL_QUOTE: blocks, and who said it as spans
 * @GW_MANUAL_TABLE: rows, and the title as spans
 * @GW_MANUAL_ROW: cells; its @style is "head" or empty
 * @GW_MANUAL_CELL: blocks
 * @GW_MANUAL_FIGURE: a picture: @href is its file, @alt says what it shows, spans the caption
 * @GW_MANUAL_TOPICS: the place for the list of the topics of a chapter
 */
typedef enum
{
  GW_MANUAL_PARAGRAPH,
  GW_MANUAL_CODE,
  GW_MANUAL_LIST,
  GW_MANUAL_ITEM,
  GW_MANUAL_NOTE,
  GW_MANUAL_QUOTE,
  GW_MANUAL_TABLE,
  GW_MANUAL_ROW,
  GW_MANUAL_CELL,
  GW_MANUAL_FIGURE,
  GW_MANUAL_TOPICS,
} GwManualBlockKind;

/**
 * GwManualBlock:
 * @kind: what it is
 * @style: (not nullable): see #GwManualBlockKind
 * @id: (nullable): under which a link finds it
 * @spans: (element-type GwManualSpan): may be empty
 * @blocks: (element-type GwManualBlock): what it holds, may be empty
 * @href: (nullable): of a figure
 * @alt: (nullable): of a figure
 * @columns: of a cell, over how many columns it stretches
 * @rows: of a cell, over how many rows
 */
typedef struct
{
  GwManualBlockKind kind;
  char *style;
  char *id;
  GPtrArray *spans;
  GPtrArray *blocks;
  char *href;
  char *alt;
  int columns;
  int rows;
} GwManualBlock;

/**
 * GwManualSection:
 * @level: 1 for what stands before the first heading (its title is the page's), 2 and deeper for
 *   sections
 * @id: (nullable): its id, %NULL for the first
 * @title: (not nullable): the heading
 * @blocks: (element-type GwManualBlock): what it holds
 *
 * All sections of a page stand in one row, in reading order.
 */
typedef struct
{
  int level;
  char *id;
  char *title;
  GPtrArray *blocks;
} GwManualSection;

/**
 * GwManualPage:
 *
 * A page as it is drawn. Immutable and reference counted: made on a worker thread, shown on
 * another.
 */
typedef struct _GwManualPage GwManualPage;

#define GW_TYPE_MANUAL_PAGE (gw_manual_page_get_type ())

/**
 * GwManualTitleFunc:
 * @page: the id of a page
 * @data: what was given with the function
 *
 * Returns: (transfer full) (nullable): what a link to that page is called when it has no text
 *   of its own
 */
typedef char *(*GwManualTitleFunc) (const char *page,
                                    gpointer    data);

GType             gw_manual_page_get_type         (void) G_GNUC_CONST;

GwManualPage     *gw_manual_page_new_from_xml     (GBytes             *xml,
                                                   const char         *lang,
                                                   GwManualTitleFunc   title_func,
                                                   gpointer            data,
                                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GwManualPage     *gw_manual_page_ref              (GwManualPage       *self);
void              gw_manual_page_unref            (GwManualPage       *self);

const char       *gw_manual_page_get_id           (GwManualPage       *self);
const char       *gw_manual_page_get_title        (GwManualPage       *self);
const char       *gw_manual_page_get_desc         (GwManualPage       *self);
const char       *gw_manual_page_get_lang         (GwManualPage       *self);
const char       *gw_manual_page_get_date         (GwManualPage       *self);
gboolean          gw_manual_page_is_guide         (GwManualPage       *self);
GPtrArray        *gw_manual_page_get_sections     (GwManualPage       *self);
GwManualSection  *gw_manual_page_find_section     (GwManualPage       *self,
                                                   const char         *id);

const char *const *gw_manual_page_get_guides      (GwManualPage       *self);
const char *const *gw_manual_page_get_topics      (GwManualPage       *self);
const char *const *gw_manual_page_get_related     (GwManualPage       *self);
const char *const *gw_manual_page_get_linked      (GwManualPage       *self);
const char *const *gw_manual_page_get_checklists  (GwManualPage       *self);

char             *gw_manual_block_dup_text        (const GwManualBlock *self) G_GNUC_WARN_UNUSED_RESULT;
char             *gw_manual_section_dup_text      (const GwManualSection *self) G_GNUC_WARN_UNUSED_RESULT;
char             *gw_manual_page_dup_text         (GwManualPage       *self) G_GNUC_WARN_UNUSED_RESULT;
guint             gw_manual_page_count_same       (GwManualPage       *self,
                                                   GwManualPage       *other,
                                                   guint              *n_compared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwManualPage, gw_manual_page_unref)

G_END_DECLS
