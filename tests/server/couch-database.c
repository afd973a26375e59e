/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/couch-database.h"

#include <string.h>

static void
local_free (gpointer data)
{
  CouchLocal *local = data;

  g_free (local->members);
  g_free (local);
}

CouchDatabase *
couch_database_new (const char *name)
{
  CouchDatabase *self = g_new0 (CouchDatabase, 1);

  self->name = g_strdup (name);
  self->uuid = g_strdup_printf ("%08x", g_random_int ());
  self->docs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify) couch_doc_free);
  self->order = g_ptr_array_new ();
  self->locals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, local_free);
  self->security = g_strdup ("{\"members\":{\"roles\":[\"_admin\"]},\"admins\":{\"roles\":[\"_admin\"]}}");
  self->revs_limit = 1000;
  return self;
}

void
couch_database_free (CouchDatabase *self)
{
  g_free (self->name);
  g_free (self->uuid);
  g_hash_table_unref (self->docs);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->locals);
  g_free (self->security);
  g_free (self);
}

CouchDoc *
couch_database_find (CouchDatabase *self,
                     const char    *id)
{
  return g_hash_table_lookup (self->docs, id);
}

static void
touch (CouchDatabase *self,
       CouchDoc      *doc)
{
  if (doc->seq > 0)
    self->order->pdata[doc->seq - 1] = NULL;
  g_ptr_array_add (self->order, doc);
  doc->seq = self->order->len;
}

/* Puts a leaf back where it stood in the order of changes: several of one document stand together. */
void
couch_database_put_back (CouchDatabase  *self,
                         const char     *id,
                         guint64         place,
                         guint           start,
                         char          **hashes,
                         gboolean        deleted,
                         const char     *members)
{
  CouchDoc *doc = couch_database_find (self, id);

  if (doc == NULL) {
    doc = couch_doc_new (id);
    g_hash_table_insert (self->docs, doc->id, doc);
    g_ptr_array_set_size (self->order, (int) place);
    g_ptr_array_add (self->order, doc);
    doc->seq = self->order->len;
  }
  couch_doc_insert (doc, start, hashes, deleted, members, self->revs_limit);
}

/* Returns: whether anything is new */
gboolean
couch_database_insert (CouchDatabase  *self,
                       const char     *id,
                       guint           start,
                       char          **hashes,
                       gboolean        deleted,
                       const char     *members)
{
  CouchDoc *doc = couch_database_find (self, id);

  if (doc == NULL) {
    doc = couch_doc_new (id);
    g_hash_table_insert (self->docs, doc->id, doc);
  }
  if (!couch_doc_insert (doc, start, hashes, deleted, members, self->revs_limit))
    return FALSE;
  touch (self, doc);
  return TRUE;
}

guint64
couch_database_get_last (CouchDatabase *self)
{
  return self->order->len;
}

/* About as long as a cluster's, and another text each time: equal states need not have equal
 * sequences, and the number in front is no order. */
char *
couch_database_dup_seq (CouchDatabase *self,
                        guint64        seq)
{
  g_autofree char *inner = g_strdup_printf ("%s %" G_GUINT64_FORMAT " %08x%08x%08x%08x%08x%08x",
                                            self->uuid, seq, g_random_int (), g_random_int (),
                                            g_random_int (), g_random_int (), g_random_int (),
                                            g_random_int ());
  g_autofree char *coded = g_base64_encode ((const guchar *) inner, strlen (inner));

  g_strdelimit (coded, "+", '-');
  g_strdelimit (coded, "/", '_');
  return g_strdup_printf ("%" G_GUINT64_FORMAT "-g1AAAA%s", seq, coded);
}

/* A sequence of another database, or of this one before it was made anew, is the beginning.
 * Returns: FALSE where @text is none at all */
gboolean
couch_database_read_seq (CouchDatabase *self,
                         const char    *text,
                         guint64       *seq)
{
  const char *coded = strstr (text, "-g1AAAA");
  g_autofree char *plain = NULL;
  g_autofree char *inner = NULL;
  g_auto (GStrv) parts = NULL;
  gsize length;

  *seq = 0;
  if (g_str_equal (text, "0") || *text == '\0')
    return TRUE;
  if (g_str_equal (text, "now")) {
    *seq = couch_database_get_last (self);
    return TRUE;
  }
  if (coded == NULL || strlen (coded) < 60)
    return FALSE;
  plain = g_strdup (coded + strlen ("-g1AAAA"));
  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');
  inner = (char *) g_base64_decode (plain, &length);
  parts = g_strsplit (inner, " ", 3);
  if (length == 0 || g_strv_length (parts) != 3)
    return FALSE;
  if (g_str_equal (parts[0], self->uuid))
    *seq = MIN (g_ascii_strtoull (parts[1], NULL, 10), couch_database_get_last (self));
  return TRUE;
}

void
couch_database_put_local (CouchDatabase *self,
                          const char    *id,
                          const char    *members)
{
  CouchLocal *local = g_hash_table_lookup (self->locals, id);

  if (local == NULL) {
    local = g_new0 (CouchLocal, 1);
    g_hash_table_insert (self->locals, g_strdup (id), local);
  }
  local->rev++;
  g_free (local->members);
  local->members = g_strdup (members);
}

void
couch_print_string (GString    *out,
                    const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_printf (out, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf (out, "\\u%04x", *p);
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

/* The members of a document that are the person's, as text. */
char *
couch_dup_members (JsonObject *doc)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *text = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, doc);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (*name != '_' || g_str_equal (name, "_attachments"))
      json_object_set_member (body, name, json_node_ref (member));
  json_node_init_object (node, body);
  text = json_to_string (node, FALSE);
  return g_strndup (text + 1, strlen (text) - 2);
}

void
couch_print_doc (GString  *out,
                 CouchDoc *doc,
                 guint     place,
                 gboolean  with_path)
{
  const CouchRev *rev = couch_doc_rev (doc, place);

  g_string_append (out, "{\"_id\":");
  couch_print_string (out, doc->id);
  g_string_append_printf (out, ",\"_rev\":\"%u-%s\"", rev->gen, rev->hash);
  if (rev->deleted)
    g_string_append (out, ",\"_deleted\":true");
  if (rev->members != NULL && *rev->members != '\0')
    g_string_append_printf (out, ",%s", rev->members);
  if (with_path) {
    g_string_append_c (out, ',');
    couch_doc_print_path (doc, place, out);
  }
  g_string_append_c (out, '}');
}
