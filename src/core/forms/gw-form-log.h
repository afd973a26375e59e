/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormLogFunc:
 * @line: one JSON object, without a line feed
 */
typedef void (*GwFormLogFunc) (const char *line,
                               gpointer    user_data);

gboolean gw_form_log_run (GwForm         *form,
                          const char     *script,
                          gssize          length,
                          const char     *now,
                          const char     *time_zone,
                          guint64         seed,
                          GwFormLogFunc   func,
                          gpointer        user_data,
                          GError        **error);
GwFormSession *gw_form_log_fill (GwForm      *form,
                                 const char  *script,
                                 gssize       length,
                                 const char  *now,
                                 const char  *time_zone,
                                 guint64      seed,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

char    *gw_form_log_dup_state (GwFormSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
