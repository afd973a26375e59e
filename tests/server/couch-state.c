/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests ask the double without a request: what it holds, and a backup to go back to. */

#include <string.h>

#include "server/couch-private.h"

guint
couch_count_docs (Couch      *self,
                  const char *name)
{
  CouchDatabase *db = g_hash_table_lookup (self->databases, name);

  return g_hash_table_size (db->docs);
}

static void
print_leaves (GString  *out,
              CouchDoc *doc,
              gboolean  with_path)
{
  g_autoptr (GArray) leaves = couch_doc_dup_leaves (doc);

  for (guint i = 0; i < leaves->len; i++) {
    couch_print_doc (out, doc, g_array_index (leaves, guint, i), with_path);
    g_string_append_c (out, '\n');
  }
}

/* Returns: (transfer full): all leaves of a database, one a line, by id */
char *
couch_dup_state (Couch      *self,
                 const char *name)
{
  CouchDatabase *db = g_hash_table_lookup (self->databases, name);
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (db->docs), (GCompareFunc) strcmp);
  GString *out = g_string_new (NULL);

  for (GList *l = ids; l != NULL; l = l->next)
    print_leaves (out, couch_database_find (db, l->data), FALSE);
  return g_string_free (out, FALSE);
}

/* Returns: (transfer full): everything in all databases, for couch_restore() */
char *
couch_dup_backup (Couch *self)
{
  GString *out = g_string_new (NULL);
  GHashTableIter iter, locals;
  gpointer value, id, local;

  g_hash_table_iter_init (&iter, self->databases);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CouchDatabase *db = value;

    g_string_append_printf (out, "db %s %s\n", db->name, db->uuid);
    for (guint i = 0; i < db->order->len; i++) {
      if (db->order->pdata[i] == NULL)
        continue;
      g_string_append_printf (out, "seq %u\n", i);
      print_leaves (out, db->order->pdata[i], TRUE);
    }
    g_string_append_printf (out, "seq %u\n", db->order->len);
    g_hash_table_iter_init (&locals, db->locals);
    while (g_hash_table_iter_next (&locals, &id, &local))
      g_string_append_printf (out, "local %s %u %s\n", (char *) id, ((CouchLocal *) local)->rev,
                              ((CouchLocal *) local)->members);
  }
  return g_string_free (out, FALSE);
}

static void
restore_leaf (CouchDatabase *db,
              const char    *line,
              guint64        place)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonObject *doc = json_node_get_object (node);
  JsonObject *path = json_object_get_object_member (doc, "_revisions");
  JsonArray *ids = json_object_get_array_member (path, "ids");
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *members = couch_dup_members (doc);

  for (guint i = 0; i < json_array_get_length (ids); i++)
    g_strv_builder_add (hashes, json_array_get_string_element (ids, i));
  list = g_strv_builder_end (hashes);
  couch_database_put_back (db, json_object_get_string_member (doc, "_id"), place,
                           (guint) json_object_get_int_member (path, "start"), list,
                           json_object_has_member (doc, "_deleted"), members);
}

/* The server starts again from an older copy of its files: the databases are the same to look at,
 * the sequences that clients hold lead too far or elsewhere, bodies of inner revisions are gone, and
 * checkpoints are those of that time. */
void
couch_restore (Couch      *self,
               const char *backup)
{
  g_auto (GStrv) lines = g_strsplit (backup, "\n", -1);
  CouchDatabase *db = NULL;
  guint64 place = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    if (g_str_has_prefix (lines[i], "db ")) {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);

      couch_renew_database (self, words[1]);
      db = g_hash_table_lookup (self->databases, words[1]);
      g_free (db->uuid);
      db->uuid = g_strdup (words[2]);
    } else if (g_str_has_prefix (lines[i], "seq ")) {
      place = g_ascii_strtoull (lines[i] + strlen ("seq "), NULL, 10);
      if (place > db->order->len)
        g_ptr_array_set_size (db->order, (int) place);
    } else if (g_str_has_prefix (lines[i], "local ")) {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      couch_database_put_local (db, words[1], words[3]);
    } else {
      restore_leaf (db, lines[i], place);
    }
  }
}
