/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/search/gw-search-query.h"

G_BEGIN_DECLS

/**
 * GwSearchEntry:
 * @kind: what it is: "manual", "glossary", "checklist", "species", "action"
 * @db: the local name of the database it lies in; empty for what came with the program
 * @id: of the page, the document, the species
 * @fragment: a section of the page or an item of the checklist; empty for the whole
 * @lang: its language; empty where it has none
 * @title: of the page
 * @heading: of the section, or a second name; may be empty
 * @body: the rest of its text
 *
 * Something that can be found. Borrowed strings; %NULL is taken for empty.
 */
typedef struct
{
  const char *kind;
  const char *db;
  const char *id;
  const char *fragment;
  const char *lang;
  const char *title;
  const char *heading;
  const char *body;
} GwSearchEntry;

#define GW_TYPE_SEARCH_HIT (gw_search_hit_get_type ())

G_DECLARE_FINAL_TYPE (GwSearchHit, gw_search_hit, GW, SEARCH_HIT, GObject)

GwSearchHit *gw_search_hit_new           (const GwSearchEntry *entry,
                                          double               rank) G_GNUC_WARN_UNUSED_RESULT;

const char  *gw_search_hit_get_kind      (GwSearchHit         *self);
const char  *gw_search_hit_get_db        (GwSearchHit         *self);
const char  *gw_search_hit_get_id        (GwSearchHit         *self);
const char  *gw_search_hit_get_fragment  (GwSearchHit         *self);
const char  *gw_search_hit_get_lang      (GwSearchHit         *self);
const char  *gw_search_hit_get_title     (GwSearchHit         *self);
const char  *gw_search_hit_get_heading   (GwSearchHit         *self);
const char  *gw_search_hit_get_body      (GwSearchHit         *self);
const char  *gw_search_hit_get_snippet   (GwSearchHit         *self);

const GwSearchMark *
             gw_search_hit_get_title_marks   (GwSearchHit *self,
                                              guint       *n_marks);
const GwSearchMark *
             gw_search_hit_get_snippet_marks (GwSearchHit *self,
                                              guint       *n_marks);

double       gw_search_hit_get_rank      (GwSearchHit         *self);
void         gw_search_hit_set_rank      (GwSearchHit         *self,
                                          double               rank);
void         gw_search_hit_show_words    (GwSearchHit         *self,
                                          const GwSearchQuery *query);

G_END_DECLS
