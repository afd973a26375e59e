/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

/**
 * GwServerReview:
 * @text: what is said, at most 60000 bytes
 * @question: (nullable): the node of the form that it is about; %NULL for the whole
 * @state: "questions" or "accepted"
 *
 * What the Secretariat says of a submission.
 */
typedef struct
{
  const char *text;
  const char *question;
  const char *state;
} GwServerReview;

gboolean  gw_server_receipt  (GwServer              *server,
                              const char            *country,
                              const char            *submission,
                              JsonObject           **receipt,
                              gboolean              *is_new,
                              GError               **error);
gboolean  gw_server_review   (GwServer              *server,
                              const char            *country,
                              const char            *submission,
                              const GwServerReview  *review,
                              JsonObject           **stored,
                              gboolean              *is_new,
                              GError               **error);

G_END_DECLS
