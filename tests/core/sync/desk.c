/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"

static const GwFieldRule answer_fields[] = {
  { "value", GW_FIELD_VALUE, NULL },
  { "type", GW_FIELD_KEEP_FIRST, NULL },
  { NULL, 0, NULL },
};

static const GwDocType answer_type = {
  .name = "answer", .database = "party", .fields = answer_fields,
};

static void
register_types (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done)) {
    gw_doc_type_register (&answer_type);
    g_once_init_leave (&done, 1);
  }
}

Desk *
desk_new (const char *name,
          GwRole      role)
{
  return desk_new_of (name, role, "KEN");
}

Desk *
desk_new_of (const char *name,
             GwRole      role,
             const char *country)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Desk *self = g_new0 (Desk, 1);
  g_autofree char *parent = g_dir_make_tmp ("godwit-desk-XXXXXX", &error);

  g_assert_no_error (error);
  register_types ();
  self->directory = g_build_filename (parent, "profile", NULL);
  self->profile = gw_profile_create (self->directory, name, role, country, "en", &error);
  g_assert_no_error (error);
  path = gw_profile_dup_store_path (self->profile);
  self->store = gw_store_open (path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);

  return self;
}

void
desk_free (Desk *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->store);
  g_clear_object (&self->profile);
  g_free (self->directory);
  g_free (self);
}

/* Returns: the new revision. */
char *
desk_write (Desk       *self,
            const char *db,
            const char *id,
            const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwDoc) old = gw_store_get (self->store, db, id, NULL);
  g_autoptr (JsonObject) body = json_object_new ();
  g_auto (GStrv) parts = g_strsplit (id, ":", 3);
  char *rev = NULL;

  json_object_set_string_member (body, "type", parts[0]);
  json_object_set_string_member (body, "value", value);
  /* What focal points tell each other says who does. */
  if (g_str_equal (db, "community"))
    json_object_set_string_member (body, "author", parts[1]);
  gw_store_put (self->store, db, id, old == NULL ? NULL : gw_doc_get_rev (old), body,
                GW_PUT_COALESCE, &rev, &error);
  g_assert_no_error (error);

  return rev;
}

char *
desk_read (Desk       *self,
           const char *db,
           const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (self->store, db, id, NULL);

  if (doc == NULL || gw_doc_is_deleted (doc))
    return NULL;

  return g_strdup (gw_json_get_string (gw_doc_get_body (doc), "value"));
}

void
desk_delete (Desk       *self,
             const char *db,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwDoc) old = gw_store_get (self->store, db, id, &error);

  g_assert_no_error (error);
  gw_store_delete (self->store, db, id, gw_doc_get_rev (old), NULL, NULL, &error);
  g_assert_no_error (error);
}

guint
desk_count (Desk       *self,
            const char *db)
{
  return (guint) gw_store_count (self->store, db, NULL, NULL);
}

guint
desk_waiting (Desk *self)
{
  gint64 n = 0;

  g_assert_true (gw_store_outbox_count (self->store, NULL, &n, NULL, NULL));
  return (guint) n;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Everything a person could see of the desk, to tell whether something changed. */
char *
desk_dump (Desk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = gw_store_changes (self->store, 0, -1, &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++) {
    GwChange *change = g_ptr_array_index (changes, i);
    g_autoptr (GPtrArray) leaves = gw_store_leaves (self->store, change->db, change->id, &error);

    g_assert_no_error (error);
    for (guint j = 0; j < leaves->len; j++) {
      GwDoc *leaf = g_ptr_array_index (leaves, j);
      g_autofree char *text = gw_json_to_text (gw_doc_get_body (leaf));

      g_ptr_array_add (lines, g_strdup_printf ("%s %s %s %d %s", change->db, change->id,
                                               gw_doc_get_rev (leaf), gw_doc_is_deleted (leaf), text));
    }
  }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

gboolean
desk_sync (Desk           *self,
           const char     *url,
           GwSyncFlags     flags,
           GwSyncSummary  *summary,
           GError        **error)
{
  GwSyncSummary own;

  return gw_sync_run (self->profile, url, gw_profile_get_name (self->profile), "pw", flags, NULL,
                      NULL, summary != NULL ? summary : &own, error);
}
