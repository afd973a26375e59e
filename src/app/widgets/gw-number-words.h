/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *gw_number_words_format (const char *stored) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_number_words_parse  (const char *typed) G_GNUC_WARN_UNUSED_RESULT;
char     *gw_number_words_group  (const char *stored) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_number_words_read   (const char *stored,
                                  double     *value);

G_END_DECLS
