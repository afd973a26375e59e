/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64    gw_time_now       (void);
gint64    gw_time_steady    (void);
void      gw_time_set_fixed (gint64 microseconds);
char     *gw_time_format    (gint64 microseconds) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_time_parse     (const char *text,
                             gint64     *microseconds);
GDate    *gw_date_parse     (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_date_format    (const GDate *date) G_GNUC_WARN_UNUSED_RESULT;
GDate    *gw_date_today     (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
