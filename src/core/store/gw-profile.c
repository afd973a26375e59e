/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who sits at this desk. profile.json is small and read before the first frame; documents are in
 * the store. */

#include "core/store/gw-profile.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-address.h"
#include "core/base/gw-json.h"
#include "core/store/gw-store.h"

#define PROFILE_VERSION 1

/* Where the exchange is with: https://host/. */
#define SERVER_SETTING "server-url"

struct _GwProfile
{
  GObject parent_instance;

  char *directory;
  char *name;
  char *country;
  char *language;
  GwRole role;
  JsonObject *settings;
  GStrv databases;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_ROLE,
  PROP_COUNTRY,
  PROP_LANGUAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GwProfile, gw_profile, G_TYPE_OBJECT)

static const char *const role_names[] = {
  [GW_ROLE_NFP] = "nfp",
  [GW_ROLE_ALTERNATE] = "alternate",
  [GW_ROLE_RESPONDENT] = "respondent",
  [GW_ROLE_SECRETARIAT] = "secretariat",
  [GW_ROLE_COURIER] = "courier",
  [GW_ROLE_GUEST] = "guest",
};

/* What a desk keeps, by role. The Secretariat's exchanges are one for each country it works with,
 * from the setting "countries". */
static const char *const databases_of[][7] = {
  [GW_ROLE_NFP] = { "library", "community", "party", "exchange", "packets", "mine", NULL },
  [GW_ROLE_ALTERNATE] = { "library", "community", "party", "exchange", "packets", "mine", NULL },
  [GW_ROLE_RESPONDENT] = { "library", "packets", "mine", NULL },
  [GW_ROLE_SECRETARIAT] = { "library", "community", "mine", NULL },
  [GW_ROLE_COURIER] = { "library", "community", "party", "exchange", "mine", NULL },
  [GW_ROLE_GUEST] = { "library", "mine", NULL },
};

/**
 * gw_role_get_name:
 *
 * Returns: (transfer none): the role's name on the server and in files, "nfp"
 */
const char *
gw_role_get_name (GwRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), NULL);

  return role_names[role];
}

/**
 * gw_role_from_name:
 * @name: (nullable): a role's name
 * @role: (out): the role; untouched when there is none of that name
 *
 * Returns: whether there is such a role
 */
gboolean
gw_role_from_name (const char *name,
                   GwRole     *role)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (role_names); i++) {
    if (strcmp (name, role_names[i]) == 0) {
      *role = i;
      return TRUE;
    }
  }

  return FALSE;
}

static void
gw_profile_finalize (GObject *object)
{
  GwProfile *self = GW_PROFILE (object);

  g_free (self->directory);
  g_free (self->name);
  g_free (self->country);
  g_free (self->language);
  g_clear_pointer (&self->settings, json_object_unref);
  g_strfreev (self->databases);

  G_OBJECT_CLASS (gw_profile_parent_class)->finalize (object);
}

static void
gw_profile_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  GwProfile *self = GW_PROFILE (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_ROLE:
    g_value_set_int (value, self->role);
    break;
  case PROP_COUNTRY:
    g_value_set_string (value, self->country);
    break;
  case PROP_LANGUAGE:
    g_value_set_string (value, self->language);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gw_profile_class_init (GwProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gw_profile_finalize;
  object_class->get_property = gw_profile_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_ROLE] = g_param_spec_int ("role", NULL, NULL, GW_ROLE_NFP, GW_ROLE_GUEST,
                                            GW_ROLE_GUEST, flags);
  properties[PROP_COUNTRY] = g_param_spec_string ("country", NULL, NULL, "", flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "en", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gw_profile_init (GwProfile *self)
{
  self->settings = json_object_new ();
}

static gboolean
is_country (const char *country)
{
  if (country[0] == '\0')
    return TRUE;
  return strlen (country) == 3 && g_ascii_isupper (country[0]) && g_ascii_isupper (country[1])
         && g_ascii_isupper (country[2]);
}

static void
find_databases (GwProfile *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *countries = gw_json_get_string (self->settings, "countries");

  for (int i = 0; databases_of[self->role][i] != NULL; i++)
    g_strv_builder_add (builder, databases_of[self->role][i]);
  if (self->role == GW_ROLE_SECRETARIAT && countries != NULL) {
    g_auto (GStrv) list = g_strsplit_set (countries, ", ", -1);

    for (int i = 0; list[i] != NULL; i++) {
      g_autofree char *code = g_ascii_strdown (list[i], -1);
      g_autofree char *db = g_strconcat ("exchange-", code, NULL);

      if (strlen (code) == 3)
        g_strv_builder_add (builder, db);
    }
  }
  g_strfreev (self->databases);
  self->databases = g_strv_builder_end (builder);
}

static gboolean
save (GwProfile  *self,
      GError    **error)
{
  g_autoptr (JsonObject) json = json_object_new ();
  g_autofree char *path = g_build_filename (self->directory, "profile.json", NULL);
  g_autofree char *copy = g_build_filename (self->directory, "backups", "profile.json", NULL);
  g_autofree char *text = NULL;

  json_object_set_int_member (json, "version", PROFILE_VERSION);
  json_object_set_string_member (json, "name", self->name);
  json_object_set_string_member (json, "role", gw_role_get_name (self->role));
  json_object_set_string_member (json, "country", self->country);
  json_object_set_string_member (json, "language", self->language);
  json_object_set_object_member (json, "settings", json_object_ref (self->settings));
  text = gw_json_to_text (json);

  if (!g_file_set_contents_full (path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 error))
    return FALSE;
  g_file_set_contents_full (copy, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);

  return TRUE;
}

/**
 * gw_profile_create:
 * @directory: where; made when it is not there. Refused with %G_IO_ERROR_EXISTS when a profile is there
 *   already, and with %G_IO_ERROR_NOT_EMPTY when gw_profile_has_remains() of one
 * @name: the account's name on the server, "" for a desk that has none yet
 * @role: the account's role
 * @country: ISO 3166 alpha-3 in capitals, or ""
 * @language: the language of the program, "fr"
 * @error: return location
 *
 * Makes a profile. Its store is made when it is opened with %GW_STORE_CREATE.
 *
 * Returns: (transfer full): the profile, or NULL with @error set
 */
GwProfile *
gw_profile_create (const char  *directory,
                   const char  *name,
                   GwRole       role,
                   const char  *country,
                   const char  *language,
                   GError     **error)
{
  g_autoptr (GwProfile) self = NULL;
  g_autofree char *path = NULL, *backups = NULL;

  g_return_val_if_fail (directory != NULL && name != NULL && country != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), NULL);

  if (!is_country (country)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is no country code of three letters",
                 country);
    return NULL;
  }
  path = g_build_filename (directory, "profile.json", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There is a profile in %s already", directory);
    return NULL;
  }
  if (gw_profile_has_remains (directory)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_EMPTY, "There are documents in %s already", directory);
    return NULL;
  }
  backups = g_build_filename (directory, "backups", NULL);
  if (g_mkdir_with_parents (backups, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot make %s: %s", backups,
                 g_strerror (errno));
    return NULL;
  }

  self = g_object_new (GW_TYPE_PROFILE, NULL);
  self->directory = g_canonicalize_filename (directory, NULL);
  self->name = g_strdup (name);
  self->country = g_strdup (country);
  self->language = g_strdup (language);
  self->role = role;
  find_databases (self);
  if (!save (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* An address that somebody wrote into the file by hand, or an older program kept. */
static void
forget_account (GwProfile *self)
{
  const char *address = gw_json_get_string (self->settings, SERVER_SETTING);
  g_autofree char *bare = address != NULL ? gw_address_dup_bare (address) : NULL;

  if (bare != NULL)
    json_object_set_string_member (self->settings, SERVER_SETTING, bare);
}

static GwProfile *
read_file (const char  *directory,
           const char  *path,
           GError     **error)
{
  g_autoptr (GwProfile) self = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *text = NULL;
  const char *country, *language, *name;
  JsonObject *settings;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  json = gw_json_parse_object (text, length, error);
  if (json == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  self = g_object_new (GW_TYPE_PROFILE, NULL);
  name = gw_json_get_string (json, "name");
  country = gw_json_get_string (json, "country");
  language = gw_json_get_string (json, "language");
  if (!gw_role_from_name (gw_json_get_string (json, "role"), &self->role) || country == NULL
      || !is_country (country)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "%s does not say who sits at this desk", path);
    return NULL;
  }
  self->directory = g_canonicalize_filename (directory, NULL);
  self->name = g_strdup (name != NULL ? name : "");
  self->country = g_strdup (country);
  self->language = g_strdup (language != NULL ? language : "en");
  settings = gw_json_get_object (json, "settings");
  if (settings != NULL) {
    json_object_unref (self->settings);
    self->settings = json_object_ref (settings);
    forget_account (self);
  }
  find_databases (self);

  return g_steal_pointer (&self);
}

/**
 * gw_profile_open:
 * @directory: a profile's directory
 * @error: return location
 *
 * Where profile.json is damaged, its copy among the backups says who sits here, so that the
 * documents stay within reach. Where there is none at all, there is no profile.
 *
 * Returns: (transfer full): the profile, or NULL with @error set
 */
GwProfile *
gw_profile_open (const char  *directory,
                 GError     **error)
{
  g_autofree char *path = NULL, *copy = NULL;
  g_autoptr (GError) local_error = NULL;
  GwProfile *self;

  g_return_val_if_fail (directory != NULL, NULL);

  path = g_build_filename (directory, "profile.json", NULL);
  copy = g_build_filename (directory, "backups", "profile.json", NULL);
  self = read_file (directory, path, &local_error);
  if (self == NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    self = read_file (directory, copy, NULL);
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return self;
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * gw_profile_list:
 * @profiles_directory: where profiles are kept
 *
 * Returns: (transfer full) (element-type utf8): the directories below that hold a profile
 */
GPtrArray *
gw_profile_list (const char *profiles_directory)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (profiles_directory != NULL, list);

  dir = g_dir_open (profiles_directory, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (profiles_directory, name, "profile.json", NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (list, g_build_filename (profiles_directory, name, NULL));
  }
  g_ptr_array_sort (list, compare_text);

  return list;
}

/**
 * gw_profile_get_directory:
 *
 * Returns: (transfer none): the profile's directory
 */
const char *
gw_profile_get_directory (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return self->directory;
}

/**
 * gw_profile_dup_store_path:
 *
 * Returns: (transfer full): the file of the documents
 */
char *
gw_profile_dup_store_path (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return g_build_filename (self->directory, "store.sqlite", NULL);
}

/**
 * gw_profile_dup_search_path:
 *
 * Returns: (transfer full): the file of the search index, which can be made anew
 */
char *
gw_profile_dup_search_path (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return g_build_filename (self->directory, "search.sqlite", NULL);
}

/**
 * gw_profile_dup_backups_path:
 *
 * Returns: (transfer full): the folder of the backups
 */
char *
gw_profile_dup_backups_path (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return g_build_filename (self->directory, "backups", NULL);
}

/**
 * gw_profile_get_name:
 *
 * Returns: (transfer none): the account's name on the server, "" where there is none yet
 */
const char *
gw_profile_get_name (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return self->name;
}

/**
 * gw_profile_get_role:
 *
 * Returns: the account's role
 */
GwRole
gw_profile_get_role (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), GW_ROLE_GUEST);

  return self->role;
}

/**
 * gw_profile_get_country:
 *
 * Returns: (transfer none): ISO 3166 alpha-3, or ""
 */
const char *
gw_profile_get_country (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return self->country;
}

/**
 * gw_profile_get_language:
 *
 * Returns: (transfer none): the language of the program at this desk
 */
const char *
gw_profile_get_language (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return self->language;
}

/**
 * gw_profile_set_account:
 *
 * Says anew who sits here, as gw_profile_create() did: an account was given, or a role changed.
 *
 * Returns: FALSE with @error set when it cannot be kept; then nothing changes
 */
gboolean
gw_profile_set_account (GwProfile   *self,
                        const char  *name,
                        GwRole       role,
                        const char  *country,
                        GError     **error)
{
  g_autofree char *old_name = NULL, *old_country = NULL;
  GwRole old_role;

  g_return_val_if_fail (GW_IS_PROFILE (self) && name != NULL && country != NULL, FALSE);
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), FALSE);

  if (!is_country (country)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is no country code of three letters",
                 country);
    return FALSE;
  }
  old_name = g_steal_pointer (&self->name);
  old_country = g_steal_pointer (&self->country);
  old_role = self->role;
  self->name = g_strdup (name);
  self->country = g_strdup (country);
  self->role = role;
  if (!save (self, error)) {
    g_free (self->name);
    g_free (self->country);
    self->name = g_steal_pointer (&old_name);
    self->country = g_steal_pointer (&old_country);
    self->role = old_role;
    return FALSE;
  }
  find_databases (self);
  for (int i = PROP_NAME; i <= PROP_COUNTRY; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);

  return TRUE;
}

/**
 * gw_profile_set_language:
 *
 * Returns: FALSE with @error set when it cannot be kept; the language changes all the same
 */
gboolean
gw_profile_set_language (GwProfile   *self,
                         const char  *language,
                         GError     **error)
{
  g_return_val_if_fail (GW_IS_PROFILE (self) && language != NULL, FALSE);

  if (strcmp (self->language, language) == 0)
    return TRUE;
  g_free (self->language);
  self->language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANGUAGE]);

  return save (self, error);
}

/**
 * gw_profile_get_setting:
 *
 * Returns: (transfer none) (nullable): a setting of this desk
 */
const char *
gw_profile_get_setting (GwProfile  *self,
                        const char *key)
{
  g_return_val_if_fail (GW_IS_PROFILE (self) && key != NULL, NULL);

  return gw_json_get_string (self->settings, key);
}

/**
 * gw_profile_set_setting:
 * @value: (nullable): the value, or NULL to forget it. The address of a server is kept without the
 *   account and the password that may stand in it
 *
 * Returns: FALSE with @error set when it cannot be kept; the setting holds until the end
 */
gboolean
gw_profile_set_setting (GwProfile   *self,
                        const char  *key,
                        const char  *value,
                        GError     **error)
{
  g_autofree char *bare = NULL;

  g_return_val_if_fail (GW_IS_PROFILE (self) && key != NULL, FALSE);

  if (value != NULL && strcmp (key, SERVER_SETTING) == 0)
    value = bare = gw_address_dup_bare (value);
  if (g_strcmp0 (gw_json_get_string (self->settings, key), value) == 0)
    return TRUE;
  if (value != NULL)
    json_object_set_string_member (self->settings, key, value);
  else
    json_object_remove_member (self->settings, key);
  find_databases (self);

  return save (self, error);
}

/**
 * gw_profile_get_databases:
 *
 * Returns: (transfer none): the local names of the databases this desk keeps
 */
const char *const *
gw_profile_get_databases (GwProfile *self)
{
  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  return (const char *const *) self->databases;
}

/**
 * gw_profile_can_write:
 * @db: a local name
 *
 * May this desk make documents there? The library is the Secretariat's. A guest only reads, but
 * for "mine", which never leaves the computer and where the reader keeps the place.
 *
 * Returns: whether it may
 */
gboolean
gw_profile_can_write (GwProfile  *self,
                      const char *db)
{
  g_return_val_if_fail (GW_IS_PROFILE (self) && db != NULL, FALSE);

  if (!g_strv_contains ((const char *const *) self->databases, db))
    return FALSE;
  if (strcmp (db, "library") == 0)
    return self->role == GW_ROLE_SECRETARIAT;
  return self->role != GW_ROLE_GUEST || strcmp (db, "mine") == 0;
}

/**
 * gw_profile_dup_remote_name:
 * @db: a local name
 * @country: (nullable): ISO 3166 alpha-3, of a desk
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the database's name on the server, "party-ken", or NULL when
 *   it has none: "mine" never leaves, and a desk without a country has no party
 */
char *
gw_profile_dup_remote_name (const char *db,
                            const char *country)
{
  static const char *const of_a_country[] = { "party", "exchange", "packets", NULL };
  g_autofree char *small = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  if (strcmp (db, "mine") == 0)
    return NULL;
  if (!g_strv_contains (of_a_country, db))
    return g_strdup (db);
  if (country == NULL || country[0] == '\0')
    return NULL;
  small = g_ascii_strdown (country, -1);

  return g_strdup_printf ("%s-%s", db, small);
}

/**
 * gw_profile_dup_server_name:
 * @db: a local name
 *
 * Returns: (transfer full) (nullable): as gw_profile_dup_remote_name(), for the desk's country
 */
char *
gw_profile_dup_server_name (GwProfile  *self,
                            const char *db)
{
  g_return_val_if_fail (GW_IS_PROFILE (self) && db != NULL, NULL);

  return gw_profile_dup_remote_name (db, self->country);
}

/**
 * gw_profile_carries:
 * @db: a local name
 *
 * Does this desk only bring there what others wrote? A courier may, each with its author's signature.
 *
 * Returns: whether it does
 */
gboolean
gw_profile_carries (GwProfile  *self,
                    const char *db)
{
  g_return_val_if_fail (GW_IS_PROFILE (self) && db != NULL, FALSE);

  return self->role == GW_ROLE_COURIER && strcmp (db, "library") != 0 && strcmp (db, "mine") != 0;
}
