/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_ID_LENGTH 26

char     *gw_id_new      (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_id_is_valid (const char *id);

G_END_DECLS
