/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gw_xpath_digest (const char *text,
                       const char *algorithm,
                       gboolean    as_hex) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
