/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-bundle-private.h"

#include <string.h>

#include "core/base/gw-time.h"

G_DEFINE_BOXED_TYPE (GwBundleDesk, gw_bundle_desk, gw_bundle_desk_ref, gw_bundle_desk_unref)

static void
database_free (gpointer data)
{
  GwBundleDatabase *self = data;

  g_free (self->local);
  g_free (self->remote);
  g_free (self);
}

/* A database that has no name on the server ("mine") has none in a bundle. */
static GPtrArray *
list_databases (GwProfile *profile)
{
  const char *const *names = gw_profile_get_databases (profile);
  GPtrArray *list = g_ptr_array_new_with_free_func (database_free);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *remote = gw_profile_dup_server_name (profile, names[i]);
    GwBundleDatabase *database;

    if (remote == NULL)
      continue;
    database = g_new0 (GwBundleDatabase, 1);
    database->local = g_strdup (names[i]);
    database->remote = g_steal_pointer (&remote);
    database->can_write = gw_profile_can_write (profile, names[i]);
    database->carries = gw_profile_carries (profile, names[i]);
    g_ptr_array_add (list, database);
  }

  return list;
}

/* Without keys a desk writes with a passphrase, unsigned, and reads so. */
static GwKeys *
open_keys (GwProfile *profile)
{
  g_autoptr (GError) error = NULL;
  GwKeys *keys = gw_keys_open (gw_profile_get_directory (profile), &error);

  if (keys == NULL)
    g_message ("This desk has no keys: %s", error->message);

  return keys;
}

/**
 * gw_bundle_desk_new:
 * @profile: of the calling thread
 *
 * Reads the keys of the desk from its folder, and makes them where there are none yet.
 *
 * Returns: (transfer full): what is to be known of it, for any thread
 */
GwBundleDesk *
gw_bundle_desk_new (GwProfile *profile)
{
  GwBundleDesk *self;

  g_return_val_if_fail (GW_IS_PROFILE (profile), NULL);

  self = g_atomic_rc_box_new0 (GwBundleDesk);
  self->store_path = gw_profile_dup_store_path (profile);
  self->account = g_strdup (gw_profile_get_name (profile));
  self->country = g_strdup (gw_profile_get_country (profile));
  self->keys = open_keys (profile);
  self->key_desk = gw_key_desk_new (profile, NULL);
  self->databases = list_databases (profile);

  return self;
}

GwBundleDesk *
gw_bundle_desk_ref (GwBundleDesk *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwBundleDesk *self = data;

  g_free (self->store_path);
  g_free (self->account);
  g_free (self->country);
  g_clear_pointer (&self->keys, gw_keys_unref);
  gw_key_desk_unref (self->key_desk);
  g_ptr_array_unref (self->databases);
}

void
gw_bundle_desk_unref (GwBundleDesk *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * gw_bundle_desk_get_store_path:
 *
 * Returns: (transfer none) (type filename): where its documents are
 */
const char *
gw_bundle_desk_get_store_path (GwBundleDesk *self)
{
  return self->store_path;
}

/**
 * gw_bundle_desk_get_country:
 *
 * Returns: (transfer none): ISO 3166 alpha-3, or ""
 */
const char *
gw_bundle_desk_get_country (GwBundleDesk *self)
{
  return self->country;
}

/**
 * gw_bundle_desk_get_keys:
 *
 * Returns: (transfer none) (nullable): NULL where the disk gave none
 */
GwKeys *
gw_bundle_desk_get_keys (GwBundleDesk *self)
{
  return self->keys;
}

/**
 * gw_bundle_desk_get_key_desk:
 *
 * Returns: (transfer none): whose keys they are
 */
GwKeyDesk *
gw_bundle_desk_get_key_desk (GwBundleDesk *self)
{
  return self->key_desk;
}

/**
 * gw_bundle_desk_dup_databases:
 *
 * Returns: (transfer full): what its bundles may hold, by the names on the server
 */
GStrv
gw_bundle_desk_dup_databases (GwBundleDesk *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->databases->len; i++)
    g_strv_builder_add (names, ((const GwBundleDatabase *) self->databases->pdata[i])->remote);

  return g_strv_builder_end (names);
}

/* (nullable): by the name on the server. */
const GwBundleDatabase *
gw_bundle_desk_find_remote (GwBundleDesk *self,
                            const char   *remote)
{
  for (guint i = 0; i < self->databases->len; i++) {
    const GwBundleDatabase *database = g_ptr_array_index (self->databases, i);

    if (strcmp (database->remote, remote) == 0)
      return database;
  }

  return NULL;
}

/* (nullable): by the name it has here. */
const GwBundleDatabase *
gw_bundle_desk_find_local (GwBundleDesk *self,
                           const char   *local)
{
  for (guint i = 0; i < self->databases->len; i++) {
    const GwBundleDatabase *database = g_ptr_array_index (self->databases, i);

    if (strcmp (database->local, local) == 0)
      return database;
  }

  return NULL;
}

/**
 * gw_bundle_dup_name:
 *
 * A name for a bundle of this desk that no other has had: sticks are carried between desks, and
 * what is on one may not have been read yet.
 *
 * Returns: (transfer full): a file's name, good on every file system
 */
char *
gw_bundle_dup_name (GwBundleDesk *desk)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (gw_time_now () / G_USEC_PER_SEC);
  g_autofree char *time = now != NULL ? g_date_time_format (now, "%Y-%m-%d-%H%M%S") : NULL;
  const char *country;

  g_return_val_if_fail (desk != NULL, NULL);

  country = desk->country[0] != '\0' ? desk->country : "desk";

  return g_strdup_printf ("%s-%s%s", country, time != NULL ? time : "0", GW_BUNDLE_SUFFIX);
}
