/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_WHOLE_TEXT (gw_whole_text_get_type ())

/**
 * GwWholeText:
 *
 * A text of several lines that stands on a page without scrolling of its own: it is always as high as its words.
 */
G_DECLARE_FINAL_TYPE (GwWholeText, gw_whole_text, GW, WHOLE_TEXT, GtkTextView)

GtkWidget *gw_whole_text_new        (void);
int        gw_whole_text_get_needed (GwWholeText *self);

G_END_DECLS
