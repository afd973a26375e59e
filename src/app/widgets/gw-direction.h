/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char            *gw_direction_join        (const char       *first,
                                            const char       *second) G_GNUC_WARN_UNUSED_RESULT;
GtkTextDirection gw_direction_of_text     (const char       *text);
GtkTextDirection gw_direction_of_language (const char       *code);
void             gw_direction_give        (GtkWidget        *widget,
                                           GtkTextDirection  direction);
void             gw_direction_follow      (GtkWidget        *widget,
                                           GtkWidget        *leader);

G_END_DECLS
