/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/manual/gw-manual-page.h"

G_BEGIN_DECLS

struct _GwManualPage
{
  gatomicrefcount refs;

  char *id;
  char *title;
  char *desc;
  char *lang;
  char *date;
  gboolean guide;
  GPtrArray *sections;
  GPtrArray *guides;
  GPtrArray *topics;
  GPtrArray *related;
  GPtrArray *linked;
  GPtrArray *checklists;
};

GwManualPage    *gw_manual_page_new_empty  (void) G_GNUC_WARN_UNUSED_RESULT;
GwManualBlock   *gw_manual_block_new       (GwManualBlockKind  kind,
                                            const char        *style) G_GNUC_WARN_UNUSED_RESULT;
GwManualSection *gw_manual_section_new     (int                level,
                                            const char        *id,
                                            const char        *title) G_GNUC_WARN_UNUSED_RESULT;
void             gw_manual_span_free       (GwManualSpan      *self);
void             gw_manual_add_name        (GPtrArray         *names,
                                            const char        *name);

G_END_DECLS
