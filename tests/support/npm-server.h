/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The test server of tests/server, started by a test on a free port, with the password "pw"
 * for every account, everything in memory or in a directory, and faults on request. */
typedef struct _NpmServer NpmServer;

NpmServer  *npm_server_start    (const char  *data_dir,
                                 guint        port);
NpmServer  *npm_server_or_skip  (void);
void        npm_server_free     (NpmServer   *self);
const char *npm_server_get_url  (NpmServer   *self);
guint       npm_server_get_port (NpmServer   *self);
void        npm_server_kill     (NpmServer   *self);
void        npm_server_break    (NpmServer   *self,
                                 const char  *fault);
char       *npm_server_dup_log  (NpmServer   *self);
char       *npm_server_admin    (NpmServer   *self,
                                 const char  *method,
                                 const char  *path,
                                 const char  *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NpmServer, npm_server_free)

G_END_DECLS
