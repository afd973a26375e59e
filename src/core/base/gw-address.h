/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean gw_address_has_account (const char *address);
char    *gw_address_dup_bare    (const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
