/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a set-up file says of itself, and its sentences. README.md beside this file has the format. */

#include "core/bundles/gw-setup-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define MAX_TEXT 4096

/* What else is in a profile is of the computer. */
static const char *const carried[] = { "server-url", "server-user", "countries", "fetch-files", "server-authority" };
/* A chain of certificates is longer than all else. */
#define MAX_SETTING (256 * 1024)

void
gw_setup_free (GwSetup *self)
{
  if (self == NULL)
    return;
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->name);
  g_free (self->country);
  g_free (self->language);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_free (self);
}

static GwSetup *
new_empty (void)
{
  GwSetup *self = g_new0 (GwSetup, 1);

  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * gw_setup_is_one:
 * @path: a file
 *
 * Returns: whether the name says that it is a set-up file
 */
gboolean
gw_setup_is_one (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return g_str_has_suffix (path, GW_SETUP_SUFFIX);
}

/**
 * gw_setup_dup_name:
 *
 * Returns: (transfer full): a name for the file, that a stick of any kind takes
 */
char *
gw_setup_dup_name (GwSetup *self)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  who = g_strdup (self->name);
  g_strcanon (who, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '-');

  return g_strdup_printf ("godwit%s%s%s%s" GW_SETUP_SUFFIX, *self->country != '\0' ? "-" : "", self->country,
                          *who != '\0' ? "-" : "", who);
}

/**
 * gw_setup_new:
 * @profile: whose; of the calling thread
 * @password: (nullable): the account's password, if it shall go along
 * @everything: all documents, and not only those that are the person's alone
 *
 * Returns: (transfer full): what goes into the file
 */
GwSetup *
gw_setup_new (GwProfile  *profile,
              const char *password,
              gboolean    everything)
{
  GwSetup *self;

  g_return_val_if_fail (GW_IS_PROFILE (profile), NULL);

  self = new_empty ();
  self->name = g_strdup (gw_profile_get_name (profile));
  self->role = gw_profile_get_role (profile);
  self->country = g_strdup (gw_profile_get_country (profile));
  self->language = g_strdup (gw_profile_get_language (profile));
  self->password = g_strdup (password);
  self->has_everything = everything;
  for (guint i = 0; i < G_N_ELEMENTS (carried); i++) {
    const char *value = gw_profile_get_setting (profile, carried[i]);

    if (value != NULL && *value != '\0')
      g_hash_table_insert (self->settings, g_strdup (carried[i]), g_strdup (value));
  }

  return self;
}

JsonObject *
gw_setup_to_row (GwSetup *self)
{
  JsonObject *row = json_object_new (), *settings = json_object_new ();
  g_autofree char *time = gw_time_format (self->time);

  json_object_set_int_member (row, "godwit-setup", GW_SETUP_VERSION);
  json_object_set_string_member (row, "time", time);
  json_object_set_string_member (row, "name", self->name);
  json_object_set_string_member (row, "role", gw_role_get_name (self->role));
  json_object_set_string_member (row, "country", self->country);
  json_object_set_string_member (row, "language", self->language);
  json_object_set_boolean_member (row, "everything", self->has_everything);
  for (guint i = 0; i < G_N_ELEMENTS (carried); i++) {
    const char *value = g_hash_table_lookup (self->settings, carried[i]);

    if (value != NULL)
      json_object_set_string_member (settings, carried[i], value);
  }
  json_object_set_object_member (row, "settings", settings);
  if (self->password != NULL)
    json_object_set_string_member (row, "password", self->password);

  return row;
}

static char *
dup_within (JsonObject *object,
            const char *member,
            gsize       most)
{
  const char *text = gw_json_get_string (object, member);

  return text != NULL && strlen (text) <= most ? g_strdup (text) : NULL;
}

static char *
dup_short (JsonObject *object,
           const char *member)
{
  return dup_within (object, member, MAX_TEXT);
}

static gboolean
take_row (GwSetup    *self,
          JsonObject *row)
{
  JsonObject *settings = gw_json_get_object (row, "settings");
  const char *time = gw_json_get_string (row, "time");

  self->name = dup_short (row, "name");
  self->country = dup_short (row, "country");
  self->language = dup_short (row, "language");
  self->password = dup_short (row, "password");
  self->has_everything = gw_json_get_boolean (row, "everything");
  for (guint i = 0; settings != NULL && i < G_N_ELEMENTS (carried); i++) {
    char *value = dup_within (settings, carried[i], MAX_SETTING);

    if (value != NULL)
      g_hash_table_insert (self->settings, g_strdup (carried[i]), value);
  }

  return self->name != NULL && self->country != NULL && self->language != NULL && *self->language != '\0'
         && time != NULL && gw_time_parse (time, &self->time)
         && gw_role_from_name (gw_json_get_string (row, "role"), &self->role);
}

GwSetup *
gw_setup_from_row (JsonObject  *row,
                   GError     **error)
{
  g_autoptr (GwSetup) self = new_empty ();
  gint64 version = gw_json_get_int (row, "godwit-setup", 0);

  if (version > GW_SETUP_VERSION)
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NEWER, "It has the version %" G_GINT64_FORMAT, version);
  else if (version != GW_SETUP_VERSION)
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE, "The file holds something else");
  else if (!take_row (self, row))
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED, "It does not say for whom it is");
  else
    return g_steal_pointer (&self);

  return NULL;
}

JsonObject *
gw_setup_to_end (GwSetup *self)
{
  JsonObject *row = json_object_new ();

  json_object_set_boolean_member (row, "end", TRUE);
  json_object_set_int_member (row, "documents", self->documents);
  json_object_set_int_member (row, "chunks", self->chunks);

  return row;
}

gboolean
gw_setup_is_end (GwSetup    *self,
                 JsonObject *row)
{
  return gw_json_get_boolean (row, "end") && gw_json_get_int (row, "documents", -1) == self->documents
         && gw_json_get_int (row, "chunks", -1) == self->chunks;
}

/* What of a bundle's sentences would be untrue of a set-up file. */
static const struct
{
  GwBundleError code;
  const char *sentence;
} rows[] = {
  { GW_BUNDLE_ERROR_NOT_A_BUNDLE,
    N_("This is not a set-up file made by Godwit. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_NEWER,
    N_("A newer Godwit made this set-up file. Nothing was changed here. Please install the newer Godwit on this "
       "computer, too.") },
  { GW_BUNDLE_ERROR_PASSPHRASE,
    N_("This is not the passphrase with which the set-up file was closed. Nothing was changed here. Please type it "
       "again, with the same capitals and spaces.") },
  { GW_BUNDLE_ERROR_SHORT_PASSPHRASE,
    N_("The passphrase is too short to protect the set-up file. Nothing was written. Please take at least 8 "
       "characters; a few words are good.") },
  { GW_BUNDLE_ERROR_NOT_FOR_US,
    N_("This is not a set-up file made by Godwit. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_DAMAGED,
    N_("The set-up file is damaged: it is not whole, or it was altered. Nothing was changed here. Please make it "
       "again on the other computer.") },
  { GW_BUNDLE_ERROR_NOT_ALLOWED,
    N_("The set-up file holds what does not belong into one. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_TOO_LARGE,
    N_("The file is larger than any set-up file that Godwit makes. Nothing was changed here.") },
  { GW_BUNDLE_ERROR_EXISTS,
    N_("There is already a file of this name. It was left as it is. Please choose another name.") },
  { GW_BUNDLE_ERROR_FULL,
    N_("There is not enough room on the stick, so no set-up file was written. Please free some space or take another "
       "stick.") },
  { GW_BUNDLE_ERROR_READ_BACK,
    N_("What was written to the stick did not come back the same, so the set-up file was taken away again. Please "
       "take another stick.") },
  { GW_BUNDLE_ERROR_MEMORY,
    N_("This computer has too little free memory for the set-up file. Nothing was changed here. Please close other "
       "programs and try again.") },
  { GW_BUNDLE_ERROR_STORE_FULL,
    N_("The disk of this computer is full, so nothing was taken over. The set-up file is as it was. Please free some "
       "space and try again.") },
  { GW_BUNDLE_ERROR_STORE,
    N_("The set-up file could not be made or taken over, since the disk of this computer could not be read or "
       "written. Please try again.") },
};

/**
 * gw_setup_dup_sentence:
 * @error: of GW_BUNDLE_ERROR, from a function of gw-setup.h
 *
 * Returns: (transfer full): what happened, what is safe, and what to do, translated
 */
char *
gw_setup_dup_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == GW_BUNDLE_ERROR, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (error->code == (int) rows[i].code)
      return g_strdup (_(rows[i].sentence));
  }

  return gw_bundle_error_dup_sentence (error);
}
