/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revisions that others made: from a server, a stick, an e-mail. */

#include "core/store/gw-store-private.h"

#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/base/gw-json-check.h"
#include "core/store/gw-store-dates.h"

/* A path of more than this is not CouchDB's (revs_limit is 1000 at most by default). */
#define MAX_PATH 5000

typedef struct
{
  gint64 gen;
  char hash[GW_HASH_SIZE];
} Step;

/* Reads "3-a", "2-b", "1-c" and refuses anything that is no path. */
static GArray *
parse_path (const char *const  *path,
            GError            **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (Step));
  guint length = g_strv_length ((char **) path);

  for (guint i = 0; i < length && length <= MAX_PATH; i++) {
    Step step = { 0 };

    if (!gw_rev_parse (path[i], &step.gen, step.hash)
        || (i > 0 && step.gen != g_array_index (steps, Step, i - 1).gen - 1))
      break;
    g_array_append_val (steps, step);
  }
  if (length == 0 || steps->len != length) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "The revisions of a document are not a path");
    return NULL;
  }

  return g_steal_pointer (&steps);
}

static gboolean
join_root (GwStore     *self,
           GwRev       *rev,
           const char  *parent,
           GError     **error)
{
  g_strlcpy (rev->parent, parent, sizeof rev->parent);
  return gw_store_exec (self, "UPDATE rev SET parent = ? WHERE rev = ?", error, "si", parent,
                        rev->row);
}

static gboolean
has_parent (GwStore      *self,
            gint64        doc,
            const GwRev  *rev,
            gboolean     *has,
            GError      **error)
{
  GwRev parent;

  *has = FALSE;
  if (rev->parent[0] == '\0')
    return TRUE;
  if (!gw_tree_find_rev (self, doc, rev->gen - 1, rev->parent, &parent, error))
    return FALSE;
  *has = parent.row != 0;

  return TRUE;
}

static gboolean
has_no_loose_root (GwStore   *self,
                   gint64     doc,
                   gboolean  *has_none,
                   GError   **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT 1 FROM rev WHERE doc = ? AND gen > 1 AND parent IS NULL LIMIT 1", error,
                    "i", doc);
  gboolean row = FALSE;

  if (statement == NULL || !gw_store_step (self, statement, &row, error))
    return FALSE;
  *has_none = !row;

  return TRUE;
}

/* Lays the path into the tree, newest first.
 *
 * - The newest revision, when it is not known, becomes a leaf with the body.
 * - One below that is not known becomes an inner revision, known by name.
 * - One that is known and was a leaf has a child now. Its own place in the outbox is given up when
 *   its child will be (or was) sent in its stead.
 * - One that is known as a root, while the path goes on below it, gets its parent: roots join.
 * - One that is known on another parent than the path says ends the walk: a revision is made on one, and
 *   who told it first is believed. Else a false path would cover leaves that nothing was made on.
 * - One that is known with its parent ends the walk: all below is known. Not so where the document
 *   has a root that is no first revision: this path may be the one that leads below it.
 */
static gboolean
lay_path (GwStore       *self,
          gint64         doc,
          GArray        *steps,
          gboolean       deleted,
          const char    *text,
          GwInsertFlags  flags,
          gint64        *new_leaf,
          gboolean      *changed,
          GError       **error)
{
  for (guint i = 0; i < steps->len; i++) {
    const Step *step = &g_array_index (steps, Step, i);
    const char *parent = i + 1 < steps->len ? g_array_index (steps, Step, i + 1).hash : "";
    gboolean ends = FALSE;
    GwRev rev;

    if (!gw_tree_find_rev (self, doc, step->gen, step->hash, &rev, error))
      return FALSE;

    if (rev.row == 0) {
      rev.gen = step->gen;
      g_strlcpy (rev.hash, step->hash, sizeof rev.hash);
      g_strlcpy (rev.parent, parent, sizeof rev.parent);
      rev.leaf = i == 0;
      rev.deleted = i == 0 && deleted;
      rev.state = GW_REV_OFFERED;
      if (!gw_tree_add (self, doc, &rev, i == 0 ? text : NULL, error))
        return FALSE;
      if (GW_FAULT (SIBLING_COVERED) && i == 0
          && !gw_store_exec (self, "UPDATE rev SET leaf = 0 WHERE doc = ? AND rev <> ?", error, "ii", doc,
                             rev.row))
        return FALSE;
      if (i == 0) {
        *new_leaf = rev.row;
        *changed = TRUE;
      }
      continue;
    }

    if (i > 0 && rev.leaf && !GW_FAULT (LEAF_NOT_COVERED)) {
      if (!gw_tree_cover (self, rev.row, error))
        return FALSE;
      if (flags != GW_INSERT_DEFAULT
          && !gw_store_exec (self, "DELETE FROM outbox WHERE rev = ?", error, "i", rev.row))
        return FALSE;
      *changed = TRUE;
    }
    if (rev.parent[0] == '\0' && parent[0] != '\0') {
      /* The parent may stand here as a leaf, which it is no longer: on to it. */
      if (!join_root (self, &rev, parent, error))
        return FALSE;
      continue;
    }
    if (parent[0] != '\0' && strcmp (rev.parent, parent) != 0)
      break;
    if (!has_parent (self, doc, &rev, &ends, error)
        || (ends && !has_no_loose_root (self, doc, &ends, error)))
      return FALSE;
    if (ends)
      break;
  }

  return TRUE;
}

static gboolean
insert_steps (GwStore        *self,
              const char     *db,
              const char     *id,
              GArray         *steps,
              gboolean        deleted,
              const char     *text,
              GwInsertFlags   flags,
              GError        **error)
{
  const Step *newest = &g_array_index (steps, Step, 0);
  gboolean changed = FALSE;
  GwRev told;
  gint64 doc, new_leaf = 0;

  if (!gw_tree_ensure_doc (self, db, id, &doc, error)
      || !lay_path (self, doc, steps, deleted, text, flags, &new_leaf, &changed, error))
    return FALSE;
  if ((flags & GW_INSERT_FROM_SERVER)
      && (!gw_tree_mark_known (self, doc, newest->gen, newest->hash, error)
          || !gw_tree_find_rev (self, doc, newest->gen, newest->hash, &told, error)
          || !gw_tree_mark_seen (self, doc, told.row, error)))
    return FALSE;
  if ((flags & GW_INSERT_OUTBOX) && new_leaf != 0
      && !gw_tree_queue (self, db, new_leaf, error))
    return FALSE;

  if (changed && !(flags & GW_INSERT_FROM_SERVER) && !gw_tree_want_ancestry (self, db, id, doc, error))
    return FALSE;

  return !changed || gw_tree_settle (self, doc, error);
}

/**
 * gw_store_insert:
 * @db: a database
 * @id: a document
 * @path: the revision and its ancestors as far as they are told, newest first
 * @deleted: whether the newest is a tombstone
 * @body: its fields
 * @flags: who has it
 * @error: return location
 *
 * Stores a revision under the name its maker gave it. To insert it again changes nothing.
 * Revisions that stand on the same ancestor become branches of one tree, whatever the order in
 * which they come.
 *
 * Returns: TRUE when it is durable; %GW_STORE_ERROR_INVALID when it cannot be stored
 */
gboolean
gw_store_insert (GwStore            *self,
                 const char         *db,
                 const char         *id,
                 const char *const  *path,
                 gboolean            deleted,
                 JsonObject         *body,
                 GwInsertFlags       flags,
                 GError            **error)
{
  g_autoptr (GArray) steps = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL, FALSE);
  g_return_val_if_fail (path != NULL && body != NULL, FALSE);

  steps = parse_path (path, error);
  text = steps != NULL ? gw_store_check_body (body, error) : NULL;
  if (text == NULL || !gw_store_check_id (db, id, error) || !gw_store_begin (self, error))
    return FALSE;

  if (!insert_steps (self, db, id, steps, deleted, text, flags, error)) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}

/* "_revisions": {"start": 3, "ids": ["a", "b", "c"]}; without it the path is "_rev" alone. */
static GStrv
read_revisions (JsonObject  *document,
                GError     **error)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  JsonObject *revisions = gw_json_get_object (document, "_revisions");
  JsonArray *ids = gw_json_get_array (revisions, "ids");
  gint64 start = gw_json_get_int (revisions, "start", 0);
  const char *rev = gw_json_get_string (document, "_rev");
  g_auto (GStrv) list = NULL;

  if (ids == NULL && rev != NULL)
    g_strv_builder_add (path, rev);
  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++) {
    const char *id = gw_json_array_string (ids, i);
    g_autofree char *step = gw_rev_format (start - i, id != NULL ? id : "");

    g_strv_builder_add (path, step);
  }

  list = g_strv_builder_end (path);
  if (list[0] == NULL || (rev != NULL && strcmp (rev, list[0]) != 0)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID,
                 "The document does not name its revision");
    return NULL;
  }

  return g_steal_pointer (&list);
}

/* The fields of @document that are not the protocol's. */
static JsonObject *
dup_body (JsonObject *document)
{
  JsonObject *body = json_object_new ();
  const char *name;
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, document);
  while (json_object_iter_next (&iter, &name, &node))
    if (name[0] != '_')
      json_object_set_member (body, name, json_node_ref (node));

  return body;
}

static const char *
read_id (JsonObject  *document,
         GError     **error)
{
  const char *id = gw_json_get_string (document, "_id");

  if (id == NULL)
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "The document has no _id");
  return id;
}

/**
 * gw_store_insert_json:
 * @document: a document as CouchDB writes it, with "_id", "_rev", "_revisions", "_deleted"
 *
 * As gw_store_insert(). Other fields that begin with "_" are the server's and are left out.
 *
 * Returns: TRUE when it is durable; %GW_STORE_ERROR_INVALID when it cannot be stored
 */
gboolean
gw_store_insert_json (GwStore        *self,
                      const char     *db,
                      JsonObject     *document,
                      GwInsertFlags   flags,
                      GError        **error)
{
  g_autoptr (JsonObject) body = NULL;
  g_auto (GStrv) path = NULL;
  const char *id;

  g_return_val_if_fail (GW_IS_STORE (self) && document != NULL, FALSE);

  id = read_id (document, error);
  path = id != NULL ? read_revisions (document, error) : NULL;
  if (path == NULL)
    return FALSE;
  body = dup_body (document);
  gw_store_note_date (self, gw_json_get_string (body, "changed"));

  return gw_store_insert (self, db, id, (const char *const *) path,
                          gw_json_get_boolean (document, "_deleted"), body, flags, error);
}

/**
 * gw_store_accepts:
 * @db: a database
 * @document: a document as CouchDB writes it
 *
 * Whether gw_store_insert_json() would take @document into any store: for what is looked through
 * as a whole before anything of it is stored. May be called on any thread.
 *
 * Returns: FALSE with %GW_STORE_ERROR_INVALID set when it would not
 */
gboolean
gw_store_accepts (const char  *db,
                  JsonObject  *document,
                  GError     **error)
{
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GArray) steps = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) path = NULL;
  const char *id;

  g_return_val_if_fail (db != NULL && document != NULL, FALSE);

  id = read_id (document, error);
  if (id == NULL || !gw_store_check_id (db, id, error))
    return FALSE;
  path = read_revisions (document, error);
  steps = path != NULL ? parse_path ((const char *const *) path, error) : NULL;
  if (steps == NULL)
    return FALSE;
  body = dup_body (document);
  text = gw_store_check_body (body, error);

  return text != NULL;
}

/**
 * gw_store_missing:
 * @revs: revisions of @id that somebody else has
 *
 * Returns: (transfer full): those of @revs that are not known here, perhaps none; or NULL with
 *   @error set
 */
GStrv
gw_store_missing (GwStore            *self,
                  const char         *db,
                  const char         *id,
                  const char *const  *revs,
                  GError            **error)
{
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();
  gint64 doc;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && revs != NULL, NULL);

  if (!gw_tree_find_doc (self, db, id, &doc, error))
    return NULL;
  for (guint i = 0; revs[i] != NULL; i++) {
    char hash[GW_HASH_SIZE];
    GwRev rev = { 0 };
    gint64 gen;

    if (!gw_rev_parse (revs[i], &gen, hash)) {
      g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is no revision", revs[i]);
      return NULL;
    }
    if (doc != 0 && !gw_tree_find_rev (self, doc, gen, hash, &rev, error))
      return NULL;
    if (rev.row == 0)
      g_strv_builder_add (missing, revs[i]);
  }

  return g_strv_builder_end (missing);
}

/**
 * gw_store_ancestry:
 * @rev: a revision of @id
 *
 * Returns: (transfer full): @rev and all its known ancestors, newest first, or NULL with @error set
 */
GStrv
gw_store_ancestry (GwStore     *self,
                   const char  *db,
                   const char  *id,
                   const char  *rev,
                   GError     **error)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  char hash[GW_HASH_SIZE] = "";
  gint64 doc, gen = 0;
  guint length = 0;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL && id != NULL && rev != NULL, NULL);

  gw_rev_parse (rev, &gen, hash);
  if (!gw_tree_find_doc (self, db, id, &doc, error))
    return NULL;
  while (hash[0] != '\0') {
    g_autofree char *name = NULL;
    GwRev found;

    if (!gw_tree_find_rev (self, doc, gen, hash, &found, error))
      return NULL;
    if (found.row == 0)
      break;
    name = gw_rev_format (gen, hash);
    g_strv_builder_add (path, name);
    length++;
    gen--;
    g_strlcpy (hash, found.parent, sizeof hash);
  }
  if (length == 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no %s of %s in %s", rev,
                 id, db);
    return NULL;
  }

  return g_strv_builder_end (path);
}

/**
 * gw_store_doc_to_json:
 * @doc: a document with a revision
 * @path: (nullable): its ancestry, newest first
 *
 * Returns: (transfer full): the document as CouchDB reads it with new_edits:false
 */
JsonObject *
gw_store_doc_to_json (GwDoc              *doc,
                      const char *const  *path)
{
  JsonObject *json;

  g_return_val_if_fail (doc != NULL && gw_doc_get_rev (doc) != NULL, NULL);

  json = gw_json_copy (gw_doc_get_body (doc));
  json_object_set_string_member (json, "_id", gw_doc_get_id (doc));
  json_object_set_string_member (json, "_rev", gw_doc_get_rev (doc));
  if (gw_doc_is_deleted (doc))
    json_object_set_boolean_member (json, "_deleted", TRUE);
  if (path != NULL) {
    JsonObject *revisions = json_object_new ();
    JsonArray *ids = json_array_new ();

    for (guint i = 0; path[i] != NULL; i++)
      json_array_add_string_element (ids, strchr (path[i], '-') + 1);
    json_object_set_int_member (revisions, "start", gw_doc_get_generation (doc));
    json_object_set_array_member (revisions, "ids", ids);
    json_object_set_object_member (json, "_revisions", revisions);
  }

  return json;
}

/* What a file that was damaged may hold. The text of a body is an object on one line. */
static const char *
find_fault (const char *body,
            gsize       size)
{
  if (size < 2 || body[0] != '{' || memchr (body, '\n', size) != NULL)
    return "it is no object on one line";
  if (!g_utf8_validate_len (body, size, NULL))
    return "it is no UTF-8";

  return gw_json_find_fault (body, size, GW_JSON_MAX_DEPTH);
}

static void
append_revisions (GString            *text,
                  GwDoc              *doc,
                  const char *const  *path)
{
  g_string_append (text, ",\"_revisions\":{\"ids\":[");
  for (guint i = 0; path[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    gw_json_append_string (text, strchr (path[i], '-') + 1);
  }
  g_string_append_printf (text, "],\"start\":%" G_GINT64_FORMAT "}", gw_doc_get_generation (doc));
}

/**
 * gw_store_append_doc:
 * @text: where the document goes
 * @doc: a document with a revision
 * @path: (nullable): its ancestry, newest first
 *
 * As gw_store_doc_to_json(), as text: where thousands leave, the stored body need not become objects on its way. It is
 * looked through all the same.
 *
 * Returns: FALSE with %GW_STORE_ERROR_DAMAGED when what is stored is no body
 */
gboolean
gw_store_append_doc (GString            *text,
                     GwDoc              *doc,
                     const char *const  *path,
                     GError            **error)
{
  const char *body, *fault;
  gsize size;

  g_return_val_if_fail (text != NULL && doc != NULL && gw_doc_get_rev (doc) != NULL, FALSE);

  body = gw_doc_get_text (doc);
  size = strlen (body);
  fault = find_fault (body, size);
  if (fault != NULL) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The body of %s is damaged: %s", gw_doc_get_id (doc),
                 fault);
    return FALSE;
  }
  g_string_append (text, "{\"_id\":");
  gw_json_append_string (text, gw_doc_get_id (doc));
  g_string_append (text, ",\"_rev\":");
  gw_json_append_string (text, gw_doc_get_rev (doc));
  if (gw_doc_is_deleted (doc))
    g_string_append (text, ",\"_deleted\":true");
  if (path != NULL)
    append_revisions (text, doc, path);
  /* "{}" has no first field that a comma could stand before. */
  if (size > 2)
    g_string_append_c (text, ',');
  g_string_append_len (text, body + 1, (gssize) size - 1);

  return TRUE;
}
