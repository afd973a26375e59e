/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-account.h"

#include <string.h>

#include "app/sync/gw-codes.h"
#include "core/net/gw-secret.h"

#define URL_SETTING "server-url"
#define USER_SETTING "server-user"

struct _GwAccount
{
  GObject parent_instance;

  GwProfile *profile;
  GwStoreThread *store;
  GwSecret *secret;
  GwSync *sync;            /* from gw_account_begin() on */
  gboolean needs_password;
  gboolean was_set;        /* by the person, in this run */
  gboolean is_in_front;    /* somebody works with the program now */
  gboolean is_kept;        /* the password is in the keyring and not only in memory */
  char *early_password;    /* (nullable): given before the exchange began, as at the first start */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwAccount, gw_account, G_TYPE_OBJECT)

static void
tell (GwAccount *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwAccount) self = user_data;

  self->is_kept = gw_secret_store_finish (GW_SECRET (source), result) == GW_SECRET_KEYRING;
  tell (self);
}

/* With the server that the profile names. Its other desks find the code of this computer there. */
static void
exchange (GwAccount  *self,
          const char *url,
          const char *user,
          const char *password)
{
  gw_codes_publish (self->profile, self->store);
  gw_sync_set_account (self->sync, url, user, password);
}

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwAccount) self = user_data;
  GwSecretPlace place = GW_SECRET_NOWHERE;
  g_autofree char *password = gw_secret_lookup_finish (GW_SECRET (source), result, &place);

  /* A keyring may ask first, and be answered long after the person named another server: that
   * one must not get the password of this. */
  if (self->sync == NULL || self->was_set)
    return;

  self->needs_password = password == NULL;
  self->is_kept = place == GW_SECRET_KEYRING;
  if (password != NULL)
    exchange (self, gw_account_get_url (self), gw_account_get_user (self), password);
  tell (self);
}

static void
forget_early_password (GwAccount *self)
{
  if (self->early_password != NULL)
    memset (self->early_password, 0, strlen (self->early_password));
  g_clear_pointer (&self->early_password, g_free);
}

static void
gw_account_dispose (GObject *object)
{
  GwAccount *self = GW_ACCOUNT (object);

  gw_account_close (self);
  forget_early_password (self);
  g_clear_object (&self->secret);
  g_clear_object (&self->store);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (gw_account_parent_class)->dispose (object);
}

static void
gw_account_class_init (GwAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_account_dispose;

  signals[CHANGED] = g_signal_new ("changed", GW_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_account_init (GwAccount *self)
{
  self->secret = gw_secret_new ();
}

/**
 * gw_account_new:
 *
 * Returns: (transfer full): the account; nothing is exchanged before gw_account_begin()
 */
GwAccount *
gw_account_new (GwProfile     *profile,
                GwStoreThread *store)
{
  GwAccount *self = g_object_new (GW_TYPE_ACCOUNT, NULL);

  self->profile = g_object_ref (profile);
  self->store = g_object_ref (store);
  return self;
}

/**
 * gw_account_begin:
 *
 * Begins to exchange, if a server is named and its password is known.
 */
void
gw_account_begin (GwAccount *self)
{
  g_return_if_fail (GW_IS_ACCOUNT (self));

  if (self->sync != NULL)
    return;

  self->sync = gw_sync_new (self->profile, self->store);
  g_signal_connect_object (self->sync, "notify::status", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  if (self->was_set && self->early_password != NULL)
    exchange (self, gw_account_get_url (self), gw_account_get_user (self), self->early_password);
  else if (gw_account_get_url (self) != NULL)
    gw_secret_lookup_async (self->secret, gw_account_get_url (self), gw_account_get_user (self),
                            on_looked_up, g_object_ref (self));
  forget_early_password (self);
  gw_sync_set_in_front (self->sync, self->is_in_front);
  tell (self);
}

/**
 * gw_account_set_in_front:
 * @in_front: whether somebody works with the program now
 *
 * See gw_sync_set_in_front(). May come before the exchange begins.
 */
void
gw_account_set_in_front (GwAccount *self,
                         gboolean   in_front)
{
  g_return_if_fail (GW_IS_ACCOUNT (self));

  self->is_in_front = in_front;
  if (self->sync != NULL)
    gw_sync_set_in_front (self->sync, in_front);
}

/**
 * gw_account_close:
 *
 * Ends the exchange; what is under way goes on where it was at the next start.
 */
void
gw_account_close (GwAccount *self)
{
  g_return_if_fail (GW_IS_ACCOUNT (self));

  if (self->sync == NULL)
    return;
  gw_sync_close (self->sync);
  g_clear_object (&self->sync);
}

/**
 * gw_account_set:
 * @url: (nullable): address of the server; %NULL to work without one
 * @user: (nullable): name of the account
 * @password: (nullable): its password
 *
 * Names another server, account or password, and exchanges with it at once.
 */
void
gw_account_set (GwAccount  *self,
                const char *url,
                const char *user,
                const char *password)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GW_IS_ACCOUNT (self));

  if (!gw_profile_set_setting (self->profile, URL_SETTING, url, &error)
      || !gw_profile_set_setting (self->profile, USER_SETTING, user, &error))
    g_warning ("The server is not kept in the profile: %s", error->message);

  self->was_set = TRUE;
  self->needs_password = url != NULL && password == NULL;
  if (url != NULL && password != NULL)
    gw_secret_store_async (self->secret, url, user != NULL ? user : "", password, on_stored,
                           g_object_ref (self));
  forget_early_password (self);
  if (self->sync != NULL && (url == NULL || self->needs_password))
    gw_sync_set_account (self->sync, NULL, user, NULL);
  else if (self->sync != NULL)
    exchange (self, url, user, password);
  else
    self->early_password = g_strdup (url != NULL ? password : NULL);
  tell (self);
}

/**
 * gw_account_get_sync:
 *
 * Returns: (transfer none) (nullable): the exchange, once it has begun
 */
GwSync *
gw_account_get_sync (GwAccount *self)
{
  g_return_val_if_fail (GW_IS_ACCOUNT (self), NULL);

  return self->sync;
}

/**
 * gw_account_get_url:
 *
 * Returns: (transfer none) (nullable): the address of the server, or %NULL if none is named
 */
const char *
gw_account_get_url (GwAccount *self)
{
  const char *url;

  g_return_val_if_fail (GW_IS_ACCOUNT (self), NULL);

  url = gw_profile_get_setting (self->profile, URL_SETTING);
  return url != NULL && *url != '\0' ? url : NULL;
}

/**
 * gw_account_get_user:
 *
 * Returns: (transfer none) (not nullable): the name of the account, or ""
 */
const char *
gw_account_get_user (GwAccount *self)
{
  const char *user;

  g_return_val_if_fail (GW_IS_ACCOUNT (self), "");

  user = gw_profile_get_setting (self->profile, USER_SETTING);
  return user != NULL ? user : "";
}

/**
 * gw_account_needs_password:
 *
 * Returns: whether the person has to enter the password before anything can be exchanged
 */
gboolean
gw_account_needs_password (GwAccount *self)
{
  g_return_val_if_fail (GW_IS_ACCOUNT (self), FALSE);

  return self->needs_password;
}

/**
 * gw_account_is_kept:
 *
 * Returns: whether the password is in the keyring; if not, it is asked for at the next start
 */
gboolean
gw_account_is_kept (GwAccount *self)
{
  g_return_val_if_fail (GW_IS_ACCOUNT (self), FALSE);

  return self->is_kept;
}
