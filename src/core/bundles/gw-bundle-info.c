/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first row of a bundle, which says what it is, and the last, which says how much it was. */

#include "core/bundles/gw-bundle-private.h"

#include <string.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define MAX_DATABASES 300
#define MAX_NAME 256

G_DEFINE_BOXED_TYPE (GwBundleInfo, gw_bundle_info, gw_bundle_info_copy, gw_bundle_info_free)

GwBundleInfo *
gw_bundle_info_copy (const GwBundleInfo *self)
{
  GwBundleInfo *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->country = g_strdup (self->country);
  copy->account = g_strdup (self->account);
  copy->desk = g_strdup (self->desk);
  copy->databases = g_strdupv (self->databases);
  if (self->signer != NULL)
    copy->signer = gw_key_ref (self->signer);

  return copy;
}

void
gw_bundle_info_free (GwBundleInfo *self)
{
  g_free (self->id);
  g_free (self->country);
  g_free (self->account);
  g_free (self->desk);
  g_strfreev (self->databases);
  g_clear_pointer (&self->signer, gw_key_unref);
  g_free (self);
}

void
gw_bundle_reading_free (GwBundleReading *self)
{
  g_clear_pointer (&self->info, gw_bundle_info_free);
  g_free (self);
}

JsonObject *
gw_bundle_info_to_row (const GwBundleInfo *self)
{
  JsonObject *row = json_object_new ();
  JsonArray *databases = json_array_new ();
  g_autofree char *time = gw_time_format (self->time);

  for (guint i = 0; self->databases[i] != NULL; i++)
    json_array_add_string_element (databases, self->databases[i]);
  json_object_set_int_member (row, "godwit-bundle", GW_BUNDLE_VERSION);
  json_object_set_string_member (row, "bundle", self->id);
  json_object_set_string_member (row, "country", self->country);
  json_object_set_string_member (row, "account", self->account);
  json_object_set_string_member (row, "desk", self->desk);
  json_object_set_string_member (row, "time", time);
  json_object_set_array_member (row, "databases", databases);
  json_object_set_boolean_member (row, "everything", self->is_everything);
  if (self->signer != NULL)
    json_object_set_object_member (row, "key", gw_key_to_body (self->signer));

  return row;
}

/* "library", "party-ken": what CouchDB takes, and short. */
static gboolean
is_database_name (const char *name)
{
  gsize length = name != NULL ? strlen (name) : 0;

  if (length == 0 || length > 64 || !g_ascii_islower (name[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_islower (name[i]) && !g_ascii_isdigit (name[i]) && name[i] != '-')
      return FALSE;
  }

  return TRUE;
}

static GStrv
read_databases (JsonArray *names)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  guint length = names != NULL ? json_array_get_length (names) : 0;

  if (names == NULL || length > MAX_DATABASES)
    return NULL;
  for (guint i = 0; i < length; i++) {
    const char *name = gw_json_array_string (names, i);

    if (!is_database_name (name))
      return NULL;
    g_strv_builder_add (list, name);
  }

  return g_strv_builder_end (list);
}

static char *
read_name (JsonObject *row,
           const char *member)
{
  const char *name = gw_json_get_string (row, member);

  return name != NULL && strlen (name) <= MAX_NAME ? g_strdup (name) : NULL;
}

/* Whose signature shall stand at the end; that it does is seen there. */
static gboolean
read_signer (GwBundleInfo *self,
             JsonObject   *row)
{
  JsonObject *key = gw_json_get_object (row, "key");

  if (key == NULL)
    return !json_object_has_member (row, "key");
  self->signer = gw_key_from_body (key, NULL);

  return self->signer != NULL;
}

static gboolean
read_id (GwBundleInfo *self,
         JsonObject   *row,
         gint64        version)
{
  const char *id = gw_json_get_string (row, "bundle");

  self->id = g_strdup (version == 1 || id == NULL ? "" : id);

  return version == 1 || gw_id_is_valid (id);
}

GwBundleInfo *
gw_bundle_info_from_row (JsonObject  *row,
                         GError     **error)
{
  g_autoptr (GwBundleInfo) self = g_new0 (GwBundleInfo, 1);
  gint64 version = gw_json_get_int (row, "godwit-bundle", 0);
  const char *time = gw_json_get_string (row, "time");

  if (version > GW_BUNDLE_VERSION) {
    g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NEWER,
                 "The rows have the version %" G_GINT64_FORMAT, version);
    return NULL;
  }
  self->country = read_name (row, "country");
  self->account = read_name (row, "account");
  self->desk = read_name (row, "desk");
  self->databases = read_databases (gw_json_get_array (row, "databases"));
  self->is_everything = gw_json_get_boolean (row, "everything");
  if (version < 1 || self->country == NULL || self->account == NULL || self->desk == NULL
      || self->databases == NULL || time == NULL || !gw_time_parse (time, &self->time)
      || !read_id (self, row, version) || !read_signer (self, row)) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_DAMAGED,
                         "The first row does not say what the bundle is");
    return NULL;
  }

  return g_steal_pointer (&self);
}

JsonObject *
gw_bundle_info_to_end (const GwBundleInfo *self)
{
  JsonObject *row = json_object_new ();

  json_object_set_boolean_member (row, "end", TRUE);
  json_object_set_int_member (row, "documents", self->documents);
  json_object_set_int_member (row, "revisions", self->revisions);
  json_object_set_int_member (row, "chunks", self->chunks);
  json_object_set_int_member (row, "receipts", self->receipts);

  return row;
}

/* Whether @row is the last, and says what was counted. */
gboolean
gw_bundle_info_is_end (const GwBundleInfo *self,
                       JsonObject         *row)
{
  return gw_json_get_boolean (row, "end")
         && gw_json_get_int (row, "documents", -1) == self->documents
         && gw_json_get_int (row, "revisions", -1) == self->revisions
         && gw_json_get_int (row, "chunks", -1) == self->chunks
         && gw_json_get_int (row, "receipts", 0) == self->receipts;
}

gboolean
gw_bundle_info_has (const GwBundleInfo *self,
                    const char         *db)
{
  return g_strv_contains ((const char *const *) self->databases, db);
}

/* What the writer signs: all rows up to the one that ends them, in this seal and no other. */
char *
gw_bundle_dup_signed (const char *seal,
                      const char *rows)
{
  return g_strconcat ("godwit bundle 2\n", seal, "\n", rows, NULL);
}
