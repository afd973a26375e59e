/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_SPELLING (gw_spelling_get_type ())

/**
 * GwSpelling:
 *
 * Underlines words that the dictionaries of the computer do not know, and offers others in the menu of the text. Where
 * there is no dictionary of the language it marks nothing, and the menu says so. It never changes a word by itself.
 *
 * Signals:
 * - "checked" (guint): so many words are underlined now
 */
G_DECLARE_FINAL_TYPE (GwSpelling, gw_spelling, GW, SPELLING, GObject)

GwSpelling *gw_spelling_attach       (GtkTextView *view,
                                      const char  *language);
GwSpelling *gw_spelling_of           (GtkTextView *view);
GMenuModel *gw_spelling_get_menu     (GwSpelling  *self);

G_END_DECLS
