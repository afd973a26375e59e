/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gw_check_code_new (const char *sha256) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
