/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents that are written, one or many. What is wrong with one document of a batch in its form
 * (size, members, revision, an attachment that is not there) refuses the whole batch and stores
 * nothing; what a rule or a conflict refuses concerns that document only. */

#include <string.h>

#include "server/couch-private.h"

typedef struct
{
  const char *id;
  guint       start;
  char      **hashes;     /* the newest first */
  gboolean    deleted;
  char       *members;
} Edit;

static void
clear_edit (gpointer data)
{
  Edit *edit = data;

  g_strfreev (edit->hashes);
  g_free (edit->members);
}

/* --- is it a document --- */

static gboolean
check_members (CouchCall  *call,
               JsonObject *doc)
{
  static const char *const known[] = { "_id", "_rev", "_revisions", "_deleted", "_attachments",
                                       "_revs_info", "_conflicts", "_deleted_conflicts",
                                       "_local_seq", NULL };
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, doc);
  while (json_object_iter_next (&iter, &name, NULL)) {
    if (*name == '_' && !g_strv_contains (known, name)) {
      g_autofree char *reason = g_strdup_printf ("Bad special document member: %s", name);

      couch_refuse (call, 400, "doc_validation", reason);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_stubs (CouchCall  *call,
             JsonObject *doc,
             const char *id)
{
  JsonObject *files = json_object_has_member (doc, "_attachments")
                        ? json_object_get_object_member (doc, "_attachments") : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (files == NULL)
    return TRUE;
  json_object_iter_init (&iter, files);
  while (json_object_iter_next (&iter, &name, &node)) {
    JsonObject *file = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (file != NULL && json_object_has_member (file, "stub")) {
      g_autofree char *reason = g_strdup_printf ("Invalid attachment stub in %s for %s", id, name);

      couch_refuse (call, 412, "missing_stub", reason);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_form (CouchCall  *call,
            JsonObject *doc,
            const char *id,
            Edit       *edit)
{
  if (!check_members (call, doc) || !check_stubs (call, doc, id))
    return FALSE;
  if (*id == '_' && !g_str_has_prefix (id, "_design/") && !g_str_has_prefix (id, "_local/")) {
    couch_refuse (call, 400, "illegal_docid", "Only reserved document ids may start with underscore.");
    return FALSE;
  }
  edit->id = id;
  edit->deleted = json_object_has_member (doc, "_deleted")
                  && json_object_get_boolean_member (doc, "_deleted");
  edit->members = couch_dup_members (doc);
  if (strlen (edit->members) > call->couch->max_document_size) {
    couch_refuse (call, 413, "document_too_large", id);
    return FALSE;
  }
  return TRUE;
}

/* The path that a replicated document brings. */
static gboolean
read_path (CouchCall  *call,
           JsonObject *doc,
           Edit       *edit)
{
  const char *rev = json_object_has_member (doc, "_rev")
                      ? json_object_get_string_member (doc, "_rev") : NULL;
  JsonObject *path = json_object_has_member (doc, "_revisions")
                       ? json_object_get_object_member (doc, "_revisions") : NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();

  if (rev == NULL && path == NULL) {
    couch_refuse (call, 400, "bad_request",
                  "When `new_edits: false`, the document needs `_rev` or `_revisions` specified");
    return FALSE;
  }
  if (rev != NULL && !couch_rev_parse (rev, &edit->start, &hash)) {
    couch_refuse (call, 400, "bad_request", "Invalid rev format");
    return FALSE;
  }
  if (path == NULL) {
    g_strv_builder_add (hashes, hash);
  } else {
    JsonArray *ids = json_object_get_array_member (path, "ids");

    edit->start = (guint) json_object_get_int_member (path, "start");
    for (guint i = 0; i < json_array_get_length (ids); i++)
      g_strv_builder_add (hashes, json_array_get_string_element (ids, i));
  }
  edit->hashes = g_strv_builder_end (hashes);
  return TRUE;
}

/* --- rules --- */

static char *
print_user (CouchCall *call)
{
  GString *out = g_string_new ("{\"db\":");

  couch_print_string (out, call->db->name);
  g_string_append (out, ",\"name\":");
  if (call->name != NULL)
    couch_print_string (out, call->name);
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"roles\":[");
  for (guint i = 0; call->roles != NULL && call->roles[i] != NULL; i++) {
    g_string_append (out, i > 0 ? "," : "");
    couch_print_string (out, call->roles[i]);
  }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}

static char *
print_edit (const Edit *edit)
{
  GString *out = g_string_new ("{\"_id\":");

  couch_print_string (out, edit->id);
  g_string_append_printf (out, ",\"_rev\":\"%u-%s\"%s%s%s,\"_revisions\":{\"start\":%u,\"ids\":[",
                          edit->start, edit->hashes[0], edit->deleted ? ",\"_deleted\":true" : "",
                          *edit->members != '\0' ? "," : "", edit->members, edit->start);
  for (guint i = 0; edit->hashes[i] != NULL; i++)
    g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", edit->hashes[i]);
  g_string_append (out, "]}}");
  return g_string_free (out, FALSE);
}

/* What stood there before: the newest of the path that is known with its body. An ancestry that
 * is not known here gives NULL, which rules must not rely on. */
static char *
print_old (CouchDatabase *db,
           const Edit    *edit)
{
  CouchDoc *doc = couch_database_find (db, edit->id);
  GString *out;

  for (guint i = 1; doc != NULL && edit->hashes[i] != NULL && i < edit->start; i++) {
    guint place = couch_doc_find (doc, edit->start - i, edit->hashes[i]);

    if (place == COUCH_NONE || couch_doc_rev (doc, place)->members == NULL)
      continue;
    out = g_string_new (NULL);
    couch_print_doc (out, doc, place, FALSE);
    return g_string_free (out, FALSE);
  }
  return NULL;
}

static CouchRuleAnswer
judge (CouchCall   *call,
       const Edit  *edit,
       char       **reason)
{
  g_autofree char *doc = print_edit (edit);
  g_autofree char *old = print_old (call->db, edit);
  g_autofree char *user = print_user (call);

  if (g_str_has_prefix (edit->id, "_design/"))
    return COUCH_RULE_ALLOWED;
  return couch_rules_judge (call->couch->rules, call->db->name, doc, old, user, call->db->security,
                            reason);
}

/* --- what writing does beside --- */

static void
take_account (Couch      *couch,
              JsonObject *doc)
{
  JsonArray *list = json_object_has_member (doc, "roles")
                      ? json_object_get_array_member (doc, "roles") : NULL;
  g_autoptr (GString) roles = g_string_new (NULL);

  if (!json_object_has_member (doc, "name") || !json_object_has_member (doc, "password"))
    return;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    g_string_append_printf (roles, "%s%s", i > 0 ? " " : "", json_array_get_string_element (list, i));
  couch_add_account (couch, json_object_get_string_member (doc, "name"),
                     json_object_get_string_member (doc, "password"), roles->str);
}

static void
note_written (CouchCall  *call,
              JsonObject *doc,
              const Edit *edit)
{
  if (g_str_equal (call->db->name, "_users"))
    take_account (call->couch, doc);
  if (g_str_has_prefix (edit->id, "_design/")
      && json_object_has_member (doc, "validate_doc_update"))
    couch_add_rule (call->couch, call->db->name,
                    json_object_get_string_member (doc, "validate_doc_update"));
}

/* --- many --- */

static void
print_refusal (GString         *out,
               const Edit      *edit,
               CouchRuleAnswer  answer,
               const char      *reason,
               guint            number)
{
  g_string_append (out, number > 0 ? ",{\"id\":" : "{\"id\":");
  couch_print_string (out, edit->id);
  g_string_append_printf (out, ",\"rev\":\"%u-%s\",\"error\":\"%s\",\"reason\":", edit->start,
                          edit->hashes[0],
                          answer == COUCH_RULE_FORBIDDEN ? "forbidden" : "unauthorized");
  couch_print_string (out, reason != NULL ? reason : "");
  g_string_append_c (out, '}');
}

static void
store_replicated (CouchCall *call,
                  JsonArray *docs,
                  GArray    *edits)
{
  GString *out = g_string_new ("[");
  guint n = 0;

  for (guint i = 0; i < edits->len; i++) {
    const Edit *edit = &g_array_index (edits, Edit, i);
    g_autofree char *reason = NULL;
    CouchRuleAnswer answer;

    if (g_str_has_prefix (edit->id, "_local/")) {
      couch_database_put_local (call->db, edit->id + strlen ("_local/"), edit->members);
      continue;
    }
    answer = judge (call, edit, &reason);
    if (answer != COUCH_RULE_ALLOWED) {
      print_refusal (out, edit, answer, reason, n++);
      continue;
    }
    couch_database_insert (call->db, edit->id, edit->start, edit->hashes, edit->deleted,
                           edit->members);
    note_written (call, json_array_get_object_element (docs, i), edit);
  }
  g_string_append (out, "]\n");
  couch_say (call, 201, out);
}

/* An edit by a client that knows one revision: on a leaf, or on nothing. Returns: FALSE where
 * that is not so */
static gboolean
make_edit (CouchDatabase *db,
           const char    *rev,
           Edit          *edit)
{
  CouchDoc *doc = couch_database_find (db, edit->id);
  guint parent = doc != NULL && rev != NULL ? couch_doc_find_rev (doc, rev) : COUCH_NONE;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);

  if (rev != NULL && (parent == COUCH_NONE || !couch_doc_rev (doc, parent)->is_leaf))
    return FALSE;
  if (rev == NULL && doc != NULL) {
    parent = couch_doc_get_winner (doc);
    if (!couch_doc_rev (doc, parent)->deleted)
      return FALSE;
  }
  g_checksum_update (sum, (const guchar *) (edit->deleted ? "d" : "l"), 1);
  if (parent != COUCH_NONE)
    g_checksum_update (sum, (const guchar *) couch_doc_rev (doc, parent)->hash, -1);
  g_checksum_update (sum, (const guchar *) edit->members, -1);
  edit->hashes = g_new0 (char *, 3);
  edit->hashes[0] = g_strdup (g_checksum_get_string (sum));
  edit->start = 1;
  if (parent != COUCH_NONE) {
    edit->hashes[1] = g_strdup (couch_doc_rev (doc, parent)->hash);
    edit->start = couch_doc_rev (doc, parent)->gen + 1;
  }
  return TRUE;
}

static void
store_edits (CouchCall *call,
             JsonArray *docs,
             GArray    *edits)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; i < edits->len; i++) {
    Edit *edit = &g_array_index (edits, Edit, i);
    JsonObject *doc = json_array_get_object_element (docs, i);
    const char *rev = json_object_has_member (doc, "_rev")
                        ? json_object_get_string_member (doc, "_rev") : NULL;
    g_autofree char *reason = NULL;
    CouchRuleAnswer answer;

    g_string_append (out, i > 0 ? ",{" : "{");
    if (!make_edit (call->db, rev, edit)) {
      g_string_append (out, "\"id\":");
      couch_print_string (out, edit->id);
      g_string_append (out, ",\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}");
      continue;
    }
    answer = judge (call, edit, &reason);
    g_string_append (out, "\"id\":");
    couch_print_string (out, edit->id);
    if (answer != COUCH_RULE_ALLOWED) {
      g_string_append (out, ",\"error\":\"forbidden\",\"reason\":");
      couch_print_string (out, reason);
    } else {
      couch_database_insert (call->db, edit->id, edit->start, edit->hashes, edit->deleted,
                             edit->members);
      note_written (call, doc, edit);
      g_string_append_printf (out, ",\"ok\":true,\"rev\":\"%u-%s\"", edit->start, edit->hashes[0]);
    }
    g_string_append_c (out, '}');
  }
  g_string_append (out, "]\n");
  couch_say (call, 201, out);
}

static const char *
id_of (JsonObject *doc)
{
  return json_object_has_member (doc, "_id") ? json_object_get_string_member (doc, "_id") : "";
}

void
couch_answer_bulk_docs (CouchCall *call)
{
  JsonObject *body = couch_call_read_object (call);
  g_autoptr (GArray) edits = g_array_new (FALSE, TRUE, sizeof (Edit));
  gboolean replicated;
  JsonArray *docs;

  g_array_set_clear_func (edits, clear_edit);
  if (body == NULL)
    return;
  if (!json_object_has_member (body, "docs")
      || !JSON_NODE_HOLDS_ARRAY (json_object_get_member (body, "docs"))) {
    couch_refuse (call, 400, "bad_request", "`docs` parameter must be an array.");
    return;
  }
  docs = json_object_get_array_member (body, "docs");
  replicated = json_object_has_member (body, "new_edits")
               && !json_object_get_boolean_member (body, "new_edits");
  for (guint i = 0; i < json_array_get_length (docs); i++) {
    JsonNode *node = json_array_get_element (docs, i);
    JsonObject *doc = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    Edit edit = { NULL };
    gboolean fits;

    if (doc == NULL) {
      couch_refuse (call, 400, "bad_request", "Document must be a JSON object");
      return;
    }
    fits = check_form (call, doc, id_of (doc), &edit) && (!replicated || read_path (call, doc, &edit));
    g_array_append_val (edits, edit);
    if (!fits)
      return;
    if (g_str_has_prefix (edit.id, "_design/") && !couch_call_is_admin (call)) {
      couch_refuse (call, 403, "forbidden", "You are not a db or server admin.");
      return;
    }
  }
  if (replicated)
    store_replicated (call, docs, edits);
  else
    store_edits (call, docs, edits);
}

/* --- one --- */

static void
put_document (CouchCall  *call,
              const char *id,
              gboolean    deletes)
{
  static const char tombstone[] = "{\"_deleted\":true}";
  JsonObject *doc;
  Edit edit = { NULL };
  const char *rev = couch_call_get (call, "rev");
  g_autofree char *reason = NULL;
  CouchRuleAnswer answer;

  if (g_str_has_prefix (id, "_design/") && !couch_call_is_admin (call)) {
    couch_refuse (call, 403, "forbidden", "You are not a db or server admin.");
    return;
  }
  if (deletes) {
    g_bytes_unref (call->body);
    call->body = g_bytes_new_static (tombstone, strlen (tombstone));
  }
  doc = couch_call_read_object (call);
  if (doc == NULL || !check_form (call, doc, id, &edit)) {
    clear_edit (&edit);
    return;
  }
  if (rev == NULL && json_object_has_member (doc, "_rev"))
    rev = json_object_get_string_member (doc, "_rev");
  if (!make_edit (call->db, rev, &edit)) {
    couch_refuse (call, 409, "conflict", "Document update conflict.");
  } else if ((answer = judge (call, &edit, &reason)) != COUCH_RULE_ALLOWED) {
    couch_refuse (call, answer == COUCH_RULE_FORBIDDEN ? 403 : 401,
                  answer == COUCH_RULE_FORBIDDEN ? "forbidden" : "unauthorized", reason);
  } else {
    GString *out = g_string_new ("{\"ok\":true,\"id\":");

    couch_database_insert (call->db, id, edit.start, edit.hashes, edit.deleted, edit.members);
    note_written (call, doc, &edit);
    couch_print_string (out, id);
    g_string_append_printf (out, ",\"rev\":\"%u-%s\"}\n", edit.start, edit.hashes[0]);
    couch_say (call, deletes ? 200 : 201, out);
  }
  clear_edit (&edit);
}

static void
print_open_revs (CouchCall *call,
                 CouchDoc  *doc)
{
  g_autoptr (GArray) leaves = couch_doc_dup_leaves (doc);
  GString *out = g_string_new ("[");

  for (guint i = 0; i < leaves->len; i++) {
    g_string_append (out, i > 0 ? ",{\"ok\":" : "{\"ok\":");
    couch_print_doc (out, doc, g_array_index (leaves, guint, i), couch_call_has (call, "revs"));
    g_string_append_c (out, '}');
  }
  g_string_append (out, "]\n");
  couch_say (call, 200, out);
}

static void
get_document (CouchCall  *call,
              const char *id)
{
  CouchDoc *doc = couch_database_find (call->db, id);
  const char *rev = couch_call_get (call, "rev");
  guint place = COUCH_NONE;
  GString *out;

  if (doc != NULL && g_strcmp0 (couch_call_get (call, "open_revs"), "all") == 0) {
    print_open_revs (call, doc);
    return;
  }
  if (doc != NULL)
    place = rev != NULL ? couch_doc_find_rev (doc, rev) : couch_doc_get_winner (doc);
  if (place == COUCH_NONE || couch_doc_rev (doc, place)->members == NULL) {
    couch_refuse (call, 404, "not_found", "missing");
    return;
  }
  if (rev == NULL && couch_doc_rev (doc, place)->deleted) {
    couch_refuse (call, 404, "not_found", "deleted");
    return;
  }
  out = g_string_new (NULL);
  couch_print_doc (out, doc, place, couch_call_has (call, "revs"));
  g_string_append_c (out, '\n');
  couch_say (call, 200, out);
}

void
couch_answer_document (CouchCall *call)
{
  g_autofree char *id = call->parts[2] != NULL
                          ? g_strconcat (call->parts[1], "/", call->parts[2], NULL)
                          : g_strdup (call->parts[1]);

  if (g_str_equal (call->method, "GET") || g_str_equal (call->method, "HEAD"))
    get_document (call, id);
  else if (g_str_equal (call->method, "PUT"))
    put_document (call, id, FALSE);
  else if (g_str_equal (call->method, "DELETE"))
    put_document (call, id, TRUE);
  else
    couch_refuse (call, 405, "method_not_allowed", "Only DELETE,GET,HEAD,POST,PUT,COPY allowed");
}
