/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char       *bench_doc_dup_id (guint number) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *bench_doc_make   (guint number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
