/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/gw-http.h"
#include "core/openrosa/gw-openrosa-parts.h"

G_BEGIN_DECLS

/**
 * GwOpenrosaError:
 * @GW_OPENROSA_ERROR_NOT_A_SERVER: what answers is no OpenRosa server; nothing is known to be stored
 * @GW_OPENROSA_ERROR_SIGN_IN: the account is missing, wrong or not let at this form
 * @GW_OPENROSA_ERROR_TOO_LARGE: a file is larger than the server takes; nothing more was sent
 * @GW_OPENROSA_ERROR_OTHER_CONTENT: the server has another report of the same name
 * @GW_OPENROSA_ERROR_REFUSED: the server refused it; the message is its own
 * @GW_OPENROSA_ERROR_LATER: the server cannot take it now
 * @GW_OPENROSA_ERROR_INSTANCE: the report has no instanceID, by which a server knows it again; nothing was sent
 */
typedef enum
{
  GW_OPENROSA_ERROR_NOT_A_SERVER,
  GW_OPENROSA_ERROR_SIGN_IN,
  GW_OPENROSA_ERROR_TOO_LARGE,
  GW_OPENROSA_ERROR_OTHER_CONTENT,
  GW_OPENROSA_ERROR_REFUSED,
  GW_OPENROSA_ERROR_LATER,
  GW_OPENROSA_ERROR_INSTANCE,
} GwOpenrosaError;

#define GW_OPENROSA_ERROR (gw_openrosa_error_quark ())
GQuark gw_openrosa_error_quark (void);

/**
 * GwOpenrosaReceipt:
 * @message: what the server said, or ""
 * @was_there: whether the server had it already
 * @n_requests: requests that carried it
 *
 * That a server has all of an instance.
 */
typedef struct
{
  char *message;
  gboolean was_there;
  guint n_requests;
} GwOpenrosaReceipt;

/* Where to, and as whom. */
typedef struct
{
  const char *url;        /* where "submission" stands: "https://…/v1/projects/1" */
  const char *user;       /* (nullable) */
  const char *password;   /* (nullable) */
} GwOpenrosaServer;

GwOpenrosaReceipt *gw_openrosa_send         (GwHttp                  *http,
                                             const GwOpenrosaServer  *server,
                                             GBytes                  *xml,
                                             const GwOpenrosaFile    *files,
                                             gsize                    n_files,
                                             GCancellable            *cancellable,
                                             GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void               gw_openrosa_receipt_free (GwOpenrosaReceipt       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwOpenrosaReceipt, gw_openrosa_receipt_free)

G_END_DECLS
