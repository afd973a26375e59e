/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_CHOICE_FINDER (gw_choice_finder_get_type ())

G_DECLARE_FINAL_TYPE (GwChoiceFinder, gw_choice_finder, GW, CHOICE_FINDER, GtkPopover)

GtkWidget *gw_choice_finder_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       gw_choice_finder_set_labels (GwChoiceFinder    *self,
                                        const char *const *labels);
void       gw_choice_finder_open       (GwChoiceFinder    *self,
                                        const char        *typed);

void       gw_choice_finder_set_markdown (GwChoiceFinder    *self,
                                          const char *const *labels);

G_END_DECLS
