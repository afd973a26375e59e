/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/manual/gw-manual-page.h"

G_BEGIN_DECLS

#define GW_TYPE_MANUAL_TEXT (gw_manual_text_get_type ())

/**
 * GwManualText:
 *
 * Paragraphs and lists of the manual in one read-only text, so that they can be selected across. Signal "link"
 * (char *target): a link was clicked: `topic:ID`, `topic:ID#SECTION`, or an address.
 */
G_DECLARE_FINAL_TYPE (GwManualText, gw_manual_text, GW, MANUAL_TEXT, GtkTextView)

GtkTextTagTable *gw_manual_text_new_tags     (gboolean             rtl) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget       *gw_manual_text_new          (GtkTextTagTable     *tags) G_GNUC_WARN_UNUSED_RESULT;
void             gw_manual_text_add_block    (GwManualText        *self,
                                              const GwManualBlock *block);
gboolean         gw_manual_text_is_cut       (GwManualText        *self);
guint            gw_manual_text_mark         (GwManualText        *self,
                                              const char          *words);
int              gw_manual_text_show_match   (GwManualText        *self,
                                              int                  match);
void             gw_manual_text_get_colours  (gboolean             present,
                                              GdkRGBA             *back,
                                              GdkRGBA             *front);
char            *gw_manual_span_dup_target   (const GwManualSpan  *span) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
