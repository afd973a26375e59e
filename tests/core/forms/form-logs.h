/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

/* Compares state logs: decimals as numbers, texts with white space collapsed, fields that are
 * listed as volatile or disputed not at all. */
GPtrArray *form_logs_run     (const char *form_path,
                              const char *script_path,
                              const char *media_folder);
guint      form_logs_compare (GPtrArray  *lines,
                              const char *expected_path,
                              gboolean    is_loud);
