/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_FORM_GRID_COLUMNS (gw_form_grid_columns_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridColumns, gw_form_grid_columns, GW, FORM_GRID_COLUMNS, GObject)

GwFormGridColumns *gw_form_grid_columns_new        (GtkWidget         *ruler,
                                                    guint              n_columns) G_GNUC_WARN_UNUSED_RESULT;
void               gw_form_grid_columns_set_words  (GwFormGridColumns *self,
                                                    GPtrArray         *choices);
guint              gw_form_grid_columns_get_n      (GwFormGridColumns *self);
int                gw_form_grid_columns_get_least  (GwFormGridColumns *self);
gboolean           gw_form_grid_columns_split      (GwFormGridColumns *self,
                                                    int                width,
                                                    int               *cells_width);

int                gw_form_grid_columns_word_width (GtkWidget         *ruler,
                                                    const char        *text);

G_END_DECLS
