/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/keys/gw-key-private.h"

/* Everybody whom a desk exchanges with reads one of the two. */
const char *const gw_key_places[] = { "community", "packets", NULL };

struct _GwKeyDesk
{
  char *directory;
  char *account; /* (nullable) */
  char *country;
  GStrv places;  /* those that it keeps and may write */
};

G_DEFINE_BOXED_TYPE (GwKeyDesk, gw_key_desk, gw_key_desk_ref, gw_key_desk_unref)

static GStrv
list_places (GwProfile *profile)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; gw_key_places[i] != NULL; i++) {
    if (g_strv_contains (gw_profile_get_databases (profile), gw_key_places[i])
        && gw_profile_can_write (profile, gw_key_places[i]))
      g_strv_builder_add (list, gw_key_places[i]);
  }

  return g_strv_builder_end (list);
}

/**
 * gw_key_desk_new:
 * @profile: of the calling thread
 * @account: (nullable): under which it is about to exchange; NULL for the account that the profile
 *   names: the one on the server, or the person's name where there is none yet
 *
 * Returns: (transfer full): what is to be known of it, for any thread
 */
GwKeyDesk *
gw_key_desk_new (GwProfile  *profile,
                 const char *account)
{
  GwKeyDesk *self;

  g_return_val_if_fail (GW_IS_PROFILE (profile), NULL);

  if (!gw_key_is_account (account))
    account = gw_profile_get_setting (profile, "server-user");
  if (!gw_key_is_account (account))
    account = gw_profile_get_name (profile);
  self = g_atomic_rc_box_new0 (GwKeyDesk);
  self->directory = g_strdup (gw_profile_get_directory (profile));
  self->account = gw_key_is_account (account) ? g_strdup (account) : NULL;
  self->country = g_strdup (gw_profile_get_country (profile));
  self->places = list_places (profile);

  return self;
}

GwKeyDesk *
gw_key_desk_ref (GwKeyDesk *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwKeyDesk *self = data;

  g_free (self->directory);
  g_free (self->account);
  g_free (self->country);
  g_strfreev (self->places);
}

void
gw_key_desk_unref (GwKeyDesk *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * gw_key_desk_get_account:
 *
 * Returns: (transfer none) (nullable): the name under which its keys are known; NULL for a desk that
 *   has no name yet
 */
const char *
gw_key_desk_get_account (GwKeyDesk *self)
{
  return self->account;
}

/**
 * gw_key_desk_get_country:
 *
 * Returns: (transfer none): ISO 3166 alpha-3, or ""
 */
const char *
gw_key_desk_get_country (GwKeyDesk *self)
{
  return self->country;
}

const char *const *
gw_key_desk_get_places (GwKeyDesk *self)
{
  return (const char *const *) self->places;
}

/**
 * gw_key_desk_open_keys:
 *
 * Returns: (transfer full): as gw_keys_open()
 */
GwKeys *
gw_key_desk_open_keys (GwKeyDesk  *self,
                       GError    **error)
{
  return gw_keys_open (self->directory, error);
}

/**
 * gw_key_desk_renew_keys:
 *
 * Returns: (transfer full): as gw_keys_renew()
 */
GwKeys *
gw_key_desk_renew_keys (GwKeyDesk  *self,
                        GError    **error)
{
  return gw_keys_renew (self->directory, error);
}

/**
 * gw_key_desk_dup_key:
 * @keys: its keys
 *
 * Returns: (transfer full) (nullable): the public half; NULL for a desk that has no name yet
 */
GwKey *
gw_key_desk_dup_key (GwKeyDesk *self,
                     GwKeys    *keys)
{
  return self->account != NULL ? gw_keys_dup_key (keys, self->account, self->country) : NULL;
}
