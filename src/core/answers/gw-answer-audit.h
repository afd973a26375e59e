/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-seal.h"
#include "core/forms/gw-form-session.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* The audit log of a filled-in form (section 14), from its history. */

/* On the thread of the store. */
GPtrArray  *gw_answer_audit_read   (GwStore        *store,
                                    const char     *db,
                                    const char     *record,
                                    gint64          begun,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* On the thread of the session. */
GwFormFile *gw_answer_audit_finish (GPtrArray      *events,
                                    GwFormSession  *session,
                                    gboolean        may_name,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
