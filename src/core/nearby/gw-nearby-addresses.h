/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv gw_nearby_dup_addresses (guint16  port) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
