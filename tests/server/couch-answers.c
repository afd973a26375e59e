/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked for, apart from writing documents. */

#include <string.h>

#include "server/couch-private.h"

void
couch_answer_session (CouchCall *call)
{
  GString *out = g_string_new ("{\"ok\":true,\"userCtx\":{\"name\":");

  if (call->name != NULL)
    couch_print_string (out, call->name);
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"roles\":[");
  for (guint i = 0; call->roles != NULL && call->roles[i] != NULL; i++) {
    g_string_append (out, i > 0 ? "," : "");
    couch_print_string (out, call->roles[i]);
  }
  g_string_append (out, "]},\"info\":{\"authentication_handlers\":[\"cookie\",\"default\"]}}\n");
  couch_say (call, 200, out);
}

void
couch_answer_all_dbs (CouchCall *call)
{
  GString *out = g_string_new ("[");
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (call->couch->databases),
                                         (GCompareFunc) strcmp);

  for (GList *l = names; l != NULL; l = l->next) {
    g_string_append (out, l != names ? "," : "");
    couch_print_string (out, l->data);
  }
  g_string_append (out, "]\n");
  couch_say (call, 200, out);
}

static gboolean
is_database_name (const char *name)
{
  return g_ascii_islower (*name)
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_$()+-/") == strlen (name);
}

void
couch_answer_make_database (CouchCall *call)
{
  gboolean makes = g_str_equal (call->method, "PUT");

  if (!couch_call_is_admin (call)) {
    couch_refuse (call, 401, "unauthorized", "You are not a server admin.");
  } else if (!makes && call->db == NULL) {
    couch_refuse (call, 404, "not_found", "Database does not exist.");
  } else if (!makes) {
    g_hash_table_remove (call->couch->databases, call->parts[0]);
    couch_say (call, 200, g_string_new ("{\"ok\":true}\n"));
  } else if (!is_database_name (call->parts[0])) {
    couch_refuse (call, 400, "illegal_database_name",
                  "Only lowercase characters (a-z), digits (0-9), and any of the characters "
                  "_, $, (, ), +, -, and / are allowed. Must begin with a letter.");
  } else if (call->db != NULL) {
    couch_refuse (call, 412, "file_exists",
                  "The database could not be created, the file already exists.");
  } else {
    CouchDatabase *db = couch_database_new (call->parts[0]);

    g_hash_table_insert (call->couch->databases, db->name, db);
    couch_say (call, 201, g_string_new ("{\"ok\":true}\n"));
  }
}

void
couch_answer_database (CouchCall *call)
{
  GString *out = g_string_new (NULL);
  g_autofree char *seq = couch_database_dup_seq (call->db, couch_database_get_last (call->db));

  g_string_append_printf (out, "{\"instance_start_time\":\"0\",\"db_name\":\"%s\","
                               "\"update_seq\":\"%s\",\"doc_count\":%u}\n",
                          call->db->name, seq, g_hash_table_size (call->db->docs));
  couch_say (call, 200, out);
}

void
couch_answer_security (CouchCall *call)
{
  gsize size;
  const char *text = g_bytes_get_data (call->body, &size);

  if (g_str_equal (call->method, "GET")) {
    couch_say (call, 200, g_string_new (call->db->security));
  } else if (!couch_call_is_admin (call)) {
    /* So it is: a member who tries gets no 403. */
    couch_refuse (call, 500, "error", "no_majority");
  } else if (couch_call_read_object (call) != NULL) {
    g_free (call->db->security);
    call->db->security = g_strndup (text, size);
    couch_say (call, 200, g_string_new ("{\"ok\":true}\n"));
  }
}

void
couch_answer_revs_limit (CouchCall *call)
{
  gsize size;
  const char *text = g_bytes_get_data (call->body, &size);
  GString *out;

  if (g_str_equal (call->method, "GET")) {
    out = g_string_new (NULL);
    g_string_append_printf (out, "%u\n", call->db->revs_limit);
    couch_say (call, 200, out);
  } else if (!couch_call_is_admin (call)) {
    couch_refuse (call, 401, "unauthorized", "You are not a db or server admin.");
  } else {
    g_autofree char *number = g_strndup (text, size);

    call->db->revs_limit = MAX (1, (guint) g_ascii_strtoull (number, NULL, 10));
    couch_say (call, 200, g_string_new ("{\"ok\":true}\n"));
  }
}

/* --- changes --- */

typedef struct
{
  gboolean all_leaves;
  gboolean with_docs;
  gboolean with_conflicts;
  guint    interval;   /* every how many rows a sequence is told; 0: at each */
} RowStyle;

static void
print_row (CouchCall      *call,
           GString        *out,
           CouchDoc       *doc,
           const RowStyle *style,
           guint           number)
{
  g_autoptr (GArray) leaves = couch_doc_dup_leaves (doc);
  guint winner = g_array_index (leaves, guint, 0);
  guint n_told = style->all_leaves ? leaves->len : 1;

  g_string_append (out, number > 0 ? ",\n{\"seq\":" : "{\"seq\":");
  if (style->interval == 0 || (number + 1) % style->interval == 0) {
    g_autofree char *seq = couch_database_dup_seq (call->db, doc->seq);

    g_string_append_printf (out, "\"%s\"", seq);
  } else {
    g_string_append (out, "null");
  }
  g_string_append (out, ",\"id\":");
  couch_print_string (out, doc->id);
  g_string_append (out, ",\"changes\":[");
  for (guint i = 0; i < n_told; i++) {
    const CouchRev *rev = couch_doc_rev (doc, g_array_index (leaves, guint, i));

    g_string_append_printf (out, "%s{\"rev\":\"%u-%s\"}", i > 0 ? "," : "", rev->gen, rev->hash);
  }
  g_string_append (out, couch_doc_rev (doc, winner)->deleted ? "],\"deleted\":true" : "]");
  if (style->with_docs) {
    g_string_append (out, ",\"doc\":");
    couch_print_doc (out, doc, winner, FALSE);
  }
  g_string_append_c (out, '}');
}

/* The documents that are wanted, or NULL for all. */
static GHashTable *
read_wanted (CouchCall *call)
{
  JsonObject *body;
  JsonArray *ids;
  GHashTable *wanted;

  if (g_strcmp0 (couch_call_get (call, "filter"), "_doc_ids") != 0
      || (body = couch_call_read_object (call)) == NULL
      || !json_object_has_member (body, "doc_ids"))
    return NULL;
  wanted = g_hash_table_new (g_str_hash, g_str_equal);
  ids = json_object_get_array_member (body, "doc_ids");
  for (guint i = 0; i < json_array_get_length (ids); i++)
    g_hash_table_add (wanted, (gpointer) json_array_get_string_element (ids, i));
  return wanted;
}

static guint
count_from (CouchDatabase *db,
            guint64        from)
{
  guint n = 0;

  for (guint64 i = from; i < db->order->len; i++)
    n += db->order->pdata[i] != NULL;
  return n;
}

void
couch_answer_changes (CouchCall *call)
{
  const char *since = couch_call_get (call, "since");
  const char *limit_text = couch_call_get (call, "limit");
  const char *interval = couch_call_get (call, "seq_interval");
  guint64 limit = limit_text != NULL ? g_ascii_strtoull (limit_text, NULL, 10) : G_MAXUINT64;
  RowStyle style = { .all_leaves = g_strcmp0 (couch_call_get (call, "style"), "all_docs") == 0,
                     .with_docs = couch_call_has (call, "include_docs") };
  g_autoptr (GHashTable) wanted = read_wanted (call);
  g_autofree char *last = NULL;
  guint64 from, i;
  guint n = 0;
  GString *out;

  if (interval != NULL)
    style.interval = (guint) g_ascii_strtoull (interval, NULL, 10);
  if (!couch_database_read_seq (call->db, since != NULL ? since : "0", &from)) {
    couch_refuse (call, 400, "bad_request", "Malformed sequence supplied in 'since' parameter.");
    return;
  }
  out = g_string_new ("{\"results\":[\n");
  for (i = from; i < call->db->order->len && n < limit; i++) {
    CouchDoc *doc = call->db->order->pdata[i];

    if (doc != NULL && (wanted == NULL || g_hash_table_contains (wanted, doc->id)))
      print_row (call, out, doc, &style, n++);
  }
  if (n == 0 && g_strcmp0 (couch_call_get (call, "feed"), "longpoll") == 0) {
    const char *timeout = couch_call_get (call, "timeout");

    /* With a heartbeat it has no end of its own. None is sent here: the answer comes in one piece. */
    call->reply->ask_again_ms = couch_call_get (call, "heartbeat") != NULL ? G_MAXUINT
                                : timeout != NULL ? (guint) g_ascii_strtoull (timeout, NULL, 10) : 60000;
  }
  last = couch_database_dup_seq (call->db, i);
  g_string_append_printf (out, "%s],\n\"last_seq\":\"%s\",\"pending\":%u}\n", n > 0 ? "\n" : "", last,
                          count_from (call->db, i));
  couch_say (call, 200, out);
}

/* --- documents by their revisions --- */

static void
print_ok (GString  *out,
          CouchDoc *doc,
          guint     place,
          gboolean  with_path,
          guint     number)
{
  g_string_append (out, number > 0 ? ",{\"ok\":" : "{\"ok\":");
  couch_print_doc (out, doc, place, with_path);
  g_string_append_c (out, '}');
}

static gboolean
descends_from (CouchDoc *doc,
               guint     leaf,
               guint     ancestor)
{
  for (guint i = leaf; i != COUCH_NONE; i = couch_doc_rev (doc, i)->parent)
    if (i == ancestor)
      return TRUE;

  return FALSE;
}

static void
print_got (CouchCall  *call,
           GString    *out,
           const char *id,
           const char *rev)
{
  CouchDoc *doc = couch_database_find (call->db, id);
  gboolean with_path = couch_call_has (call, "revs");
  gboolean latest = couch_call_has (call, "latest");
  guint place = doc != NULL && rev != NULL ? couch_doc_find_rev (doc, rev) : COUCH_NONE;
  g_autoptr (GArray) leaves = doc != NULL ? couch_doc_dup_leaves (doc) : NULL;
  guint n = 0;

  for (guint i = 0; leaves != NULL && i < leaves->len && (rev == NULL || latest); i++) {
    guint leaf = g_array_index (leaves, guint, i);

    if (rev == NULL || (place != COUCH_NONE && descends_from (doc, leaf, place)))
      print_ok (out, doc, leaf, with_path, n++);
  }
  if (n == 0 && place != COUCH_NONE && couch_doc_rev (doc, place)->members != NULL)
    print_ok (out, doc, place, with_path, n++);
  if (n == 0) {
    g_string_append (out, "{\"error\":{\"id\":");
    couch_print_string (out, id);
    g_string_append (out, ",\"rev\":");
    couch_print_string (out, rev != NULL ? rev : "undefined");
    g_string_append (out, ",\"error\":\"not_found\",\"reason\":\"missing\"}}");
  }
}

void
couch_answer_bulk_get (CouchCall *call)
{
  JsonObject *body = couch_call_read_object (call);
  JsonArray *docs;
  GString *out;

  if (body == NULL)
    return;
  if (!json_object_has_member (body, "docs")
      || !JSON_NODE_HOLDS_ARRAY (json_object_get_member (body, "docs"))) {
    couch_refuse (call, 400, "bad_request", "Missing JSON list of 'docs'.");
    return;
  }
  docs = json_object_get_array_member (body, "docs");
  out = g_string_new ("{\"results\":[");
  for (guint i = 0; i < json_array_get_length (docs); i++) {
    JsonObject *wanted = json_array_get_object_element (docs, i);
    const char *id = json_object_get_string_member (wanted, "id");

    g_string_append (out, i > 0 ? ",{\"id\":" : "{\"id\":");
    couch_print_string (out, id);
    g_string_append (out, ",\"docs\":[");
    print_got (call, out, id, json_object_has_member (wanted, "rev")
                                ? json_object_get_string_member (wanted, "rev") : NULL);
    g_string_append (out, "]}");
  }
  g_string_append (out, "]}\n");
  couch_say (call, 200, out);
}

static void
print_ancestors (GString  *out,
                 CouchDoc *doc,
                 guint     gen)
{
  guint n = 0;

  for (guint i = 0; i < doc->revs->len; i++) {
    const CouchRev *rev = couch_doc_rev (doc, i);

    if (!rev->is_leaf || rev->gen >= gen || rev->gen == 0)
      continue;
    g_string_append (out, n++ == 0 ? ",\"possible_ancestors\":[" : ",");
    g_string_append_printf (out, "\"%u-%s\"", rev->gen, rev->hash);
  }
  g_string_append (out, n > 0 ? "]" : "");
}

void
couch_answer_revs_diff (CouchCall *call)
{
  JsonObject *body = couch_call_read_object (call);
  GString *out;
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;
  guint n_docs = 0;

  if (body == NULL)
    return;
  out = g_string_new ("{");
  json_object_iter_init_ordered (&iter, body);
  while (json_object_iter_next_ordered (&iter, &id, &node)) {
    CouchDoc *doc = couch_database_find (call->db, id);
    JsonArray *revs = json_node_get_array (node);
    guint n = 0, highest = 0;

    for (guint i = 0; i < json_array_get_length (revs); i++) {
      const char *rev = json_array_get_string_element (revs, i);

      if (doc != NULL && couch_doc_find_rev (doc, rev) != COUCH_NONE)
        continue;
      if (n == 0) {
        g_string_append (out, n_docs++ > 0 ? "," : "");
        couch_print_string (out, id);
        g_string_append (out, ":{\"missing\":[");
      }
      g_string_append (out, n++ > 0 ? "," : "");
      couch_print_string (out, rev);
      highest = MAX (highest, (guint) g_ascii_strtoull (rev, NULL, 10));
    }
    if (n == 0)
      continue;
    g_string_append_c (out, ']');
    if (doc != NULL)
      print_ancestors (out, doc, highest);
    g_string_append_c (out, '}');
  }
  g_string_append (out, "}\n");
  couch_say (call, 200, out);
}

static void
print_listed (CouchCall  *call,
              GString    *out,
              const char *id,
              guint       number)
{
  CouchDoc *doc = couch_database_find (call->db, id);
  guint winner = doc != NULL ? couch_doc_get_winner (doc) : COUCH_NONE;
  gboolean deleted = winner != COUCH_NONE && couch_doc_rev (doc, winner)->deleted;

  g_string_append (out, number > 0 ? ",\n{" : "{");
  if (winner == COUCH_NONE) {
    g_string_append (out, "\"key\":");
    couch_print_string (out, id);
    g_string_append (out, ",\"error\":\"not_found\"}");
    return;
  }
  g_string_append (out, "\"id\":");
  couch_print_string (out, id);
  g_string_append (out, ",\"key\":");
  couch_print_string (out, id);
  g_string_append_printf (out, ",\"value\":{\"rev\":\"%u-%s\"%s}", couch_doc_rev (doc, winner)->gen,
                          couch_doc_rev (doc, winner)->hash, deleted ? ",\"deleted\":true" : "");
  if (couch_call_has (call, "include_docs")) {
    g_string_append (out, ",\"doc\":");
    if (deleted)
      g_string_append (out, "null");
    else
      couch_print_doc (out, doc, winner, FALSE);
  }
  g_string_append_c (out, '}');
}

static gboolean
is_live (CouchDatabase *db,
         const char    *id)
{
  CouchDoc *doc = couch_database_find (db, id);

  return !couch_doc_rev (doc, couch_doc_get_winner (doc))->deleted;
}

void
couch_answer_all_docs (CouchCall *call)
{
  GString *out;
  guint n = 0;
  JsonObject *body = NULL;

  if (g_str_equal (call->method, "POST") && (body = couch_call_read_object (call)) == NULL)
    return;
  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"total_rows\":%u,\"offset\":0,\"rows\":[\n",
                          g_hash_table_size (call->db->docs));
  if (body != NULL && json_object_has_member (body, "keys")) {
    JsonArray *keys = json_object_get_array_member (body, "keys");

    for (guint i = 0; i < json_array_get_length (keys); i++)
      print_listed (call, out, json_array_get_string_element (keys, i), n++);
  } else {
    g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (call->db->docs),
                                         (GCompareFunc) strcmp);

    for (GList *l = ids; l != NULL; l = l->next)
      if (is_live (call->db, l->data))
        print_listed (call, out, l->data, n++);
  }
  g_string_append (out, "\n]}\n");
  couch_say (call, 200, out);
}

/* A stale or missing _rev is taken here. */
void
couch_answer_local (CouchCall *call)
{
  const char *id = call->parts[2] != NULL ? call->parts[2] : "";
  CouchLocal *local;
  GString *out;

  if (g_str_equal (call->method, "PUT")) {
    JsonObject *body = couch_call_read_object (call);
    g_autofree char *members = NULL;

    if (body == NULL)
      return;
    members = couch_dup_members (body);
    couch_database_put_local (call->db, id, members);
  }
  local = g_hash_table_lookup (call->db->locals, id);
  if (local == NULL) {
    couch_refuse (call, 404, "not_found", "missing");
    return;
  }
  out = g_string_new (NULL);
  if (g_str_equal (call->method, "PUT"))
    g_string_append_printf (out, "{\"ok\":true,\"id\":\"_local/%s\",\"rev\":\"0-%u\"}\n", id, local->rev);
  else
    g_string_append_printf (out, "{\"_id\":\"_local/%s\",\"_rev\":\"0-%u\"%s%s}\n", id, local->rev,
                            *local->members != '\0' ? "," : "", local->members);
  couch_say (call, g_str_equal (call->method, "PUT") ? 201 : 200, out);
}
