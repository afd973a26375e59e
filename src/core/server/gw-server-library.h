/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server.h"

G_BEGIN_DECLS

/* What the library holds: `page:<id>:<language>` and `checklist:<id>:<language>` with their XML, `form:<id>` with the
 * hash of the form, and the form's text in pieces, `formtext:<sha256>:<n>`. */
#define GW_SERVER_LIBRARY "library"

/**
 * GwServerPublished:
 * @GW_SERVER_PUBLISHED_NEW: it was not there
 * @GW_SERVER_PUBLISHED_CHANGED: it took the place of an earlier one
 * @GW_SERVER_PUBLISHED_SAME: it was there already
 * @GW_SERVER_PUBLISHED_LEFT: what is there is later, or is another of the same version, and was left
 */
typedef enum
{
  GW_SERVER_PUBLISHED_NEW,
  GW_SERVER_PUBLISHED_CHANGED,
  GW_SERVER_PUBLISHED_SAME,
  GW_SERVER_PUBLISHED_LEFT,
} GwServerPublished;

/* Hears of each document once the server has answered. */
typedef void (*GwServerPublishedFunc) (const char        *id,
                                       GwServerPublished  outcome,
                                       gpointer           user_data);

/* Which of what came with the program. */
typedef enum
{
  GW_SERVER_SHIPPED_MANUAL = 1 << 0,
  GW_SERVER_SHIPPED_CHECKLISTS = 1 << 1,
  GW_SERVER_SHIPPED_FORMS = 1 << 2,
} GwServerShipped;

const char *gw_server_published_get_name (GwServerPublished       outcome);

GPtrArray  *gw_server_library_read       (GBytes                 *bytes,
                                          const char             *language,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_server_library_read_shipped (GwServerShipped       which,
                                          GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_server_library_check      (GwServer               *server,
                                          GPtrArray              *docs,
                                          GError                **error);
gboolean    gw_server_library_publish    (GwServer               *server,
                                          GPtrArray              *docs,
                                          GwServerPublishedFunc   func,
                                          gpointer                user_data,
                                          GError                **error);

G_END_DECLS
