/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *measure_desks (const char  *directory,
                           const char  *url,
                           const char  *name,
                           const char  *password,
                           guint        n_desks,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
