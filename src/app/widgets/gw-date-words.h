/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char  *gw_date_words_format       (const GDate *date) G_GNUC_WARN_UNUSED_RESULT;
char  *gw_date_words_format_short (const GDate *date) G_GNUC_WARN_UNUSED_RESULT;
char  *gw_date_words_format_time  (gint64       microseconds) G_GNUC_WARN_UNUSED_RESULT;
GDate *gw_date_words_parse        (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
GDate *gw_date_words_parse_month  (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
GDate *gw_date_words_parse_year   (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
char  *gw_date_words_to_ascii_digits (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
