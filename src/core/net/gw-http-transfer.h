/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "core/net/gw-http.h"

G_BEGIN_DECLS

/* Private to core/net: one request on its way, with its curl handle. */
typedef struct _GwHttpTransfer GwHttpTransfer;

typedef struct
{
  guint       stall_seconds;
  guint       connect_seconds;
  const char *ca_file;   /* (nullable) */
  GBytes     *authorities; /* (nullable): all that vouch for servers, as text; goes before @ca_file */
  const char *proxy;     /* (nullable): address of the proxy, "" for none at all */
} GwHttpLimits;

GwHttpTransfer *gw_http_transfer_new       (const GwHttpRequest *request,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void            gw_http_transfer_free      (GwHttpTransfer      *self);

GUri           *gw_http_transfer_get_uri   (GwHttpTransfer      *self);
CURL           *gw_http_transfer_prepare   (GwHttpTransfer      *self,
                                            const GwHttpLimits  *limits,
                                            GwHttpTotals        *totals);
GwHttpResponse *gw_http_transfer_conclude  (GwHttpTransfer      *self,
                                            CURLcode             code,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpTransfer, gw_http_transfer_free)

G_END_DECLS
