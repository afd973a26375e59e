/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fetching what is wanted, with its ancestry (section 4.4 of the notes on CouchDB), and the stop
 * before a large deletion: every deletion of a document that lives here passes through here,
 * since what is known is wanted and never stored from the list alone. */

#include "core/sync/gw-sync-private.h"

#include <stdlib.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/store/gw-backup.h"

#define BATCH_IDS 100
/* More than this many, or this part of a database that is not tiny, is not an everyday deletion. */
#define MANY_DELETIONS 50
#define PART_DELETIONS 5
#define FEW_DELETIONS 5

typedef struct
{
  GwSyncExchange       *exchange;
  const GwSyncDatabase *db;
  GPtrArray            *elements;   /* JsonObject that wait to be stored */
  gint64                stored_at;
  GHashTable           *asked;      /* ids; of char */
  GHashTable           *answered;   /* those of them that the answer speaks of */
  guint                 n_deleted;  /* that lived here, by what came */
  gboolean              is_copied;  /* what is here, before a large deletion that is allowed */
} Fetch;

/* @n_gone: how many of them are deleted here already */
static gboolean
are_many (GwSyncExchange       *self,
          const GwSyncDatabase *db,
          guint                 n,
          guint                 n_gone)
{
  if (n <= FEW_DELETIONS)
    return FALSE;

  return n > MANY_DELETIONS
         || (gint64) n * PART_DELETIONS > gw_store_count (self->store, db->local, "", NULL) + n_gone;
}

static gboolean
is_mass_deletion (GwSyncExchange        *self,
                  const GwSyncDatabase  *db)
{
  g_autofree char *text = gw_store_dup_remote (self->store, GW_SYNC_REMOTE, db->local, "deleting",
                                               NULL);

  return are_many (self, db, text == NULL ? 0 : (guint) atoi (text), 0);
}

static gboolean
set_mass_delete (Fetch   *self,
                 GError **error)
{
  g_set_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE, "The server has deleted a large part of %s",
               self->db->local);

  return FALSE;
}

/* A person who allowed it may have meant something else: a copy is made once it is known to be large.
 *
 * Returns: FALSE with @error set, where nobody allowed it or no copy can be made */
static gboolean
stop_or_copy (Fetch   *self,
              GError **error)
{
  if (!(self->exchange->flags & GW_SYNC_ALLOW_DELETIONS))
    return set_mass_delete (self, error);
  self->is_copied = gw_backup_before_deletion (self->exchange->store, error);

  return self->is_copied;
}

/* What was stored before it was noticed makes the rest look small: next time it stops at once. */
static void
remember_stop (Fetch        *self,
               const GError *error)
{
  g_autofree char *n = g_strdup_printf ("%u", MAX (self->n_deleted, MANY_DELETIONS + 1));

  if (g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE))
    gw_store_set_remote (self->exchange->store, GW_SYNC_REMOTE, self->db->local, "deleting", n, NULL);
}

static JsonNode *
make_question (GPtrArray *wanted)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *docs = json_array_new ();

  for (guint i = 0; i < wanted->len; i++) {
    GwWanted *one = g_ptr_array_index (wanted, i);
    JsonObject *doc = json_object_new ();

    json_object_set_string_member (doc, "id", one->id);
    json_object_set_string_member (doc, "rev", one->rev);
    json_array_add_object_element (docs, doc);
  }
  json_object_set_array_member (object, "docs", docs);
  json_node_take_object (node, object);

  return node;
}

static gboolean
lives_here (Fetch      *self,
            const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (self->exchange->store, self->db->local, id, NULL);

  return doc != NULL && !gw_doc_is_deleted (doc);
}

/* The list of changes may have said nothing of a deletion that comes now: it was made since, or the list was wrong. */
static gboolean
count_deletion (Fetch       *self,
                const char  *id,
                GError     **error)
{
  if (lives_here (self, id))
    return TRUE;
  self->n_deleted++;

  return self->is_copied || !are_many (self->exchange, self->db, self->n_deleted, self->n_deleted)
         || set_mass_delete (self, error);
}

/* Whether it is here already; also where it is none. */
static gboolean
is_known (Fetch      *self,
          const char *id,
          const char *rev)
{
  const char *revs[] = { rev, NULL };
  g_auto (GStrv) missing = gw_store_missing (self->exchange->store, self->db->local, id, revs, NULL);

  return missing != NULL && missing[0] == NULL;
}

/* A document is taken only under the id that was asked for and that it names itself. */
static gboolean
take_version (Fetch       *self,
              const char  *id,
              JsonObject  *version,
              GError     **error)
{
  JsonObject *doc = gw_json_get_object (version, "ok");
  const char *rev = doc == NULL ? NULL : gw_json_get_string (doc, "_rev");
  gboolean was_known, may_delete, is_taken;

  if (doc == NULL)
    return TRUE;
  if (rev == NULL || g_strcmp0 (gw_json_get_string (doc, "_id"), id) != 0)
    return gw_sync_leave_out (self->exchange, self->db, id, rev, doc, GW_ARRIVAL_SHAPE, error);
  was_known = is_known (self, id, rev);
  may_delete = !was_known && gw_json_get_boolean (doc, "_deleted") && lives_here (self, id);
  if (!gw_sync_arrive (self->exchange, self->db, doc, &is_taken, error)
      || (may_delete && !count_deletion (self, id, error)))
    return FALSE;
  self->exchange->summary.pulled += is_taken && !was_known;

  return gw_store_unwant (self->exchange->store, self->db->local, id, rev, error);
}

static gboolean
take_element (Fetch       *self,
              JsonObject  *element,
              GError     **error)
{
  const char *id = gw_json_get_string (element, "id");
  JsonArray *docs = gw_json_get_array (element, "docs");

  for (guint i = 0; id != NULL && docs != NULL && i < json_array_get_length (docs); i++) {
    JsonObject *version = gw_json_array_object (docs, i);

    if (version != NULL && !take_version (self, id, version, error))
      return FALSE;
  }

  return TRUE;
}

/* @asked: (nullable): with the last group of a whole answer, everything that was asked for: what
 * the server did not send it does not have any more. */
static gboolean
store_in_group (Fetch      *self,
                GPtrArray  *asked,
                GError    **error)
{
  for (guint i = 0; i < self->elements->len; i++) {
    if (!take_element (self, g_ptr_array_index (self->elements, i), error))
      return FALSE;
  }
  for (guint i = 0; asked != NULL && i < asked->len; i++) {
    GwWanted *one = g_ptr_array_index (asked, i);

    if (!gw_store_unwant (self->exchange->store, self->db->local, one->id, one->rev, error))
      return FALSE;
  }

  return TRUE;
}

/* Stored as one, or not at all; and what is not stored is not counted. */
static gboolean
store_group (Fetch      *self,
             GPtrArray  *asked,
             GError    **error)
{
  GwSyncSummary summary = self->exchange->summary;
  guint n_deleted = self->n_deleted;

  if (!gw_store_begin (self->exchange->store, error))
    return FALSE;
  if (store_in_group (self, asked, error))
    return gw_store_commit (self->exchange->store, error);
  gw_store_rollback (self->exchange->store);
  self->exchange->summary = summary;
  self->n_deleted = n_deleted;

  return FALSE;
}

/* That a group deletes much is known only while it is stored, and then no copy can be made: it is put back, and where
 * the person allowed it, stored once more behind the copy. */
static gboolean
store_elements (Fetch      *self,
                GPtrArray  *asked,
                GError    **error)
{
  GError *problem = NULL;

  self->stored_at = g_get_monotonic_time ();
  if (self->elements->len == 0 && asked == NULL)
    return TRUE;
  if (!store_group (self, asked, &problem)) {
    if (!g_error_matches (problem, GW_SYNC_ERROR, GW_SYNC_ERROR_MASS_DELETE)) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    g_error_free (problem);
    if (!stop_or_copy (self, error) || !store_group (self, asked, error))
      return FALSE;
  }
  g_ptr_array_set_size (self->elements, 0);
  gw_sync_tell (self->exchange, GW_SYNC_PHASE_RECEIVING, self->db->local);

  return TRUE;
}

/* Nothing is taken that nobody asked for: it would pass by everything that is looked at in the list of changes. */
static gboolean
on_element (JsonObject  *element,
            gpointer     user_data,
            GError     **error)
{
  Fetch *self = user_data;
  const char *id = gw_json_get_string (element, "id");
  JsonArray *docs = gw_json_get_array (element, "docs");

  if (id == NULL || !g_hash_table_contains (self->asked, id))
    return gw_sync_not_a_server (error, "The answer is about documents that nobody asked for");
  /* An empty list is an answer: the server has none of them. */
  if (docs == NULL)
    return gw_sync_not_a_server (error, "The answer does not say what became of a document");
  g_hash_table_add (self->answered, g_strdup (id));
  g_ptr_array_add (self->elements, json_object_ref (element));
  if (self->elements->len < GW_SYNC_GROUP_ROWS
      && g_get_monotonic_time () - self->stored_at < GW_SYNC_GROUP_US)
    return TRUE;

  return store_elements (self, NULL, error);
}

static void
note_asked (Fetch     *self,
            GPtrArray *wanted)
{
  g_hash_table_remove_all (self->asked);
  g_hash_table_remove_all (self->answered);
  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_add (self->asked, g_strdup (((GwWanted *) wanted->pdata[i])->id));
}

/* What came whole before a cut is kept and not asked for again. What is wanted is given up only where the answer speaks
 * of it: a server that has it no more says so. */
static gboolean
fetch_batch (Fetch      *self,
             GPtrArray  *wanted,
             GError    **error)
{
  g_autoptr (JsonNode) question = make_question (wanted);
  g_autoptr (JsonObject) frame = NULL;

  note_asked (self, wanted);
  self->stored_at = g_get_monotonic_time ();
  frame = gw_sync_ask_results (self->exchange, "POST", self->db->remote,
                               "_bulk_get?revs=true&latest=true", question, wanted->len,
                               on_element, self, NULL, error);
  if (frame != NULL && g_hash_table_size (self->answered) < g_hash_table_size (self->asked)) {
    gw_sync_not_a_server (error, "The answer does not say what became of a document");
    g_clear_pointer (&frame, json_object_unref);
  }
  if (frame == NULL) {
    store_elements (self, GW_FAULT (CUT_ANSWER_BELIEVED) ? wanted : NULL, NULL);
    return FALSE;
  }

  return store_elements (self, wanted, error);
}

gboolean
gw_sync_fetch (GwSyncExchange        *self,
               const GwSyncDatabase  *db,
               GError               **error)
{
  Fetch fetch = { .exchange = self, .db = db };
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *local_error = NULL;

  fetch.elements = elements;
  fetch.asked = asked;
  fetch.answered = answered;
  if (is_mass_deletion (self, db) && !stop_or_copy (&fetch, error))
    return FALSE;
  for (;;) {
    g_autoptr (GPtrArray) wanted = gw_store_wanted (self->store, db->local, BATCH_IDS, error);

    if (wanted == NULL)
      return FALSE;
    if (wanted->len == 0)
      break;
    if (!fetch_batch (&fetch, wanted, &local_error)) {
      remember_stop (&fetch, local_error);
      g_propagate_error (error, local_error);
      return FALSE;
    }
  }

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "deleting", NULL, error);
}
