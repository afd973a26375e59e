/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GwServerError:
 * @GW_SERVER_ERROR_PASSWORD: the server does not take this name and password
 * @GW_SERVER_ERROR_NOT_KEEPER: the account is not one of the server's administrators
 * @GW_SERVER_ERROR_NOT_A_SERVER: what answers is not CouchDB
 * @GW_SERVER_ERROR_REFUSED: the server refused; the message has its words
 * @GW_SERVER_ERROR_CONFLICT: it was changed meanwhile, or an earlier attempt was done and its answer lost: curl asks
 *   again by itself where a kept connection died
 * @GW_SERVER_ERROR_EXISTS: there is one of this name
 * @GW_SERVER_ERROR_NOT_FOUND: there is none of this name
 * @GW_SERVER_ERROR_NAME: an account cannot be called so
 * @GW_SERVER_ERROR_NO_ROLE: there is no such role
 * @GW_SERVER_ERROR_NO_COUNTRY: the role is one of a country, and none was said
 * @GW_SERVER_ERROR_ROLE_BESIDES: the role goes only with another
 * @GW_SERVER_ERROR_DISABLED: the account was disabled
 * @GW_SERVER_ERROR_OLDER: the server has a newer one
 * @GW_SERVER_ERROR_SAME_VERSION: the server has another one under the same version
 * @GW_SERVER_ERROR_DATA: a file of data/server cannot be used
 * @GW_SERVER_ERROR_NOT_OURS: a file that is neither a page, a checklist nor a form
 * @GW_SERVER_ERROR_ALTERED: a submission is not what its name says
 *
 * What the keeper of a server may have to know. Faults of the way to it are of %GW_HTTP_ERROR. Messages are
 * for logs and details.
 */
typedef enum
{
  GW_SERVER_ERROR_PASSWORD,
  GW_SERVER_ERROR_NOT_KEEPER,
  GW_SERVER_ERROR_NOT_A_SERVER,
  GW_SERVER_ERROR_REFUSED,
  GW_SERVER_ERROR_CONFLICT,
  GW_SERVER_ERROR_EXISTS,
  GW_SERVER_ERROR_NOT_FOUND,
  GW_SERVER_ERROR_NAME,
  GW_SERVER_ERROR_NO_ROLE,
  GW_SERVER_ERROR_NO_COUNTRY,
  GW_SERVER_ERROR_ROLE_BESIDES,
  GW_SERVER_ERROR_DISABLED,
  GW_SERVER_ERROR_OLDER,
  GW_SERVER_ERROR_SAME_VERSION,
  GW_SERVER_ERROR_DATA,
  GW_SERVER_ERROR_NOT_OURS,
  GW_SERVER_ERROR_ALTERED,
} GwServerError;

#define GW_SERVER_ERROR (gw_server_error_quark ())

GQuark gw_server_error_quark (void);

/**
 * GwServerAnswer:
 * @status: the HTTP status
 * @root: (nullable): what was answered; %NULL when it is not JSON
 */
typedef struct
{
  guint status;
  JsonNode *root;
} GwServerAnswer;

void            gw_server_answer_free       (GwServerAnswer  *self);
gboolean        gw_server_answer_is_good    (GwServerAnswer  *self);
JsonObject     *gw_server_answer_get_object (GwServerAnswer  *self);

/**
 * GwServer:
 *
 * A CouchDB server, asked as one account, one question after another. Waits for each answer: not for
 * the window's thread. Belongs to the thread that made it.
 */
typedef struct _GwServer GwServer;

GwServer       *gw_server_new               (const char      *url,
                                             const char      *user,
                                             const char      *password) G_GNUC_WARN_UNUSED_RESULT;
GwServer       *gw_server_new_beside        (GwServer        *other,
                                             const char      *user,
                                             const char      *password) G_GNUC_WARN_UNUSED_RESULT;
void            gw_server_free              (GwServer        *self);
const char     *gw_server_get_user          (GwServer        *self);

GwServerAnswer *gw_server_try               (GwServer        *self,
                                             const char      *method,
                                             const char      *path,
                                             const char      *body,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GwServerAnswer *gw_server_ask               (GwServer        *self,
                                             const char      *method,
                                             const char      *path,
                                             const char      *body,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gw_server_find              (GwServer        *self,
                                             const char      *path,
                                             JsonObject     **found,
                                             GError         **error);
gboolean        gw_server_put               (GwServer        *self,
                                             const char      *path,
                                             JsonObject      *body,
                                             GError         **error);
gboolean        gw_server_check_keeper      (GwServer        *self,
                                             GError         **error);
GStrv           gw_server_list_names        (GwServer        *self,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv           gw_server_list_countries    (GwServer        *self,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char           *gw_server_dup_doc_path      (const char      *db,
                                             const char      *id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwServer, gw_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwServerAnswer, gw_server_answer_free)

G_END_DECLS
