/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/manual/gw-manual-page.h"

G_BEGIN_DECLS

/**
 * GwManualLines:
 *
 * What is known of all pages without reading them: titles in each language, who stands below
 * whom, who links to whom. Private to core/manual and the tool that makes the pack. Filled on
 * one thread, then read by any.
 */
typedef struct _GwManualLines GwManualLines;

/**
 * GwManualLine:
 * @xml: (nullable): the page itself, where it came by sync; %NULL where it lies in the pack
 */
typedef struct
{
  char *id;
  char *lang;
  char *title;
  char *desc;
  char *date;
  int untranslated;
  GBytes *xml;
} GwManualLine;

GwManualLines      *gw_manual_lines_new           (void) G_GNUC_WARN_UNUSED_RESULT;
GwManualLines      *gw_manual_lines_ref           (GwManualLines       *self);
void                gw_manual_lines_unref         (GwManualLines       *self);

GwManualLine       *gw_manual_lines_add           (GwManualLines       *self,
                                                   const char          *id,
                                                   const char          *lang,
                                                   const char          *title,
                                                   const char          *desc,
                                                   const char          *date);
void                gw_manual_lines_put_below     (GwManualLines       *self,
                                                   const char          *parent,
                                                   const char          *id);
void                gw_manual_lines_set_topics    (GwManualLines       *self,
                                                   const char          *parent,
                                                   const char *const   *topics);
void                gw_manual_lines_add_link      (GwManualLines       *self,
                                                   const char          *from,
                                                   const char          *to,
                                                   gboolean             related);
void                gw_manual_lines_forget_links  (GwManualLines       *self,
                                                   const char          *from);
void                gw_manual_lines_add_page      (GwManualLines       *self,
                                                   GwManualPage        *page,
                                                   GBytes              *xml);

const GwManualLine *gw_manual_lines_find          (GwManualLines       *self,
                                                   const char          *id,
                                                   const char *const   *languages);
const GwManualLine *gw_manual_lines_get           (GwManualLines       *self,
                                                   const char          *id,
                                                   const char          *lang);
const char *const  *gw_manual_lines_get_topics    (GwManualLines       *self,
                                                   const char          *parent);
const char         *gw_manual_lines_get_parent    (GwManualLines       *self,
                                                   const char          *id);
GPtrArray          *gw_manual_lines_reading_order (GwManualLines       *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv               gw_manual_lines_dup_linked    (GwManualLines       *self,
                                                   const char          *id,
                                                   gboolean             only_related) G_GNUC_WARN_UNUSED_RESULT;
GStrv               gw_manual_lines_dup_backlinks (GwManualLines       *self,
                                                   const char          *id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwManualLines, gw_manual_lines_unref)

G_END_DECLS
