/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwSecret:
 *
 * Passwords of server accounts, in the system's keyring. Where there is none, or it does not
 * answer in time, a password is kept in memory for this run only; it is never written to a file.
 * Belongs to the thread that made it.
 */
#define GW_TYPE_SECRET (gw_secret_get_type ())

G_DECLARE_FINAL_TYPE (GwSecret, gw_secret, GW, SECRET, GObject)

/**
 * GwSecretPlace:
 * @GW_SECRET_NOWHERE: nothing is kept
 * @GW_SECRET_THIS_RUN: in memory, gone when the program ends
 * @GW_SECRET_KEYRING: in the system's keyring
 */
typedef enum
{
  GW_SECRET_NOWHERE,
  GW_SECRET_THIS_RUN,
  GW_SECRET_KEYRING,
} GwSecretPlace;

GwSecret      *gw_secret_new           (void) G_GNUC_WARN_UNUSED_RESULT;

void           gw_secret_set_limit     (GwSecret             *self,
                                        guint                 milliseconds);

void           gw_secret_store_async   (GwSecret             *self,
                                        const char           *server,
                                        const char           *user,
                                        const char           *password,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GwSecretPlace  gw_secret_store_finish  (GwSecret             *self,
                                        GAsyncResult         *result);

void           gw_secret_lookup_async  (GwSecret             *self,
                                        const char           *server,
                                        const char           *user,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
char          *gw_secret_lookup_finish (GwSecret             *self,
                                        GAsyncResult         *result,
                                        GwSecretPlace        *place) G_GNUC_WARN_UNUSED_RESULT;

void           gw_secret_clear_async   (GwSecret             *self,
                                        const char           *server,
                                        const char           *user,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void           gw_secret_clear_finish  (GwSecret             *self,
                                        GAsyncResult         *result);

char          *gw_secret_lookup        (const char           *server,
                                        const char           *user) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
