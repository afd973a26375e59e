/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking what is new, and taking it (sections 4.1 to 4.3 of the notes on CouchDB).
 *
 * - Nothing new is one request.
 * - The first time the documents come with the list, as one stream. A document that is unknown
 *   here and has one version is stored as it comes, with its revision alone as ancestry; what
 *   is known here, or has several versions, is wanted and fetched with its ancestry afterwards.
 * - Else the list alone comes, since this desk knows most of it already.
 * - "since" is opaque, goes back as it came, and moves in the transaction that stores the rows
 *   it stands for. A cut costs the rows in flight.
 * - Sequences are long and do not pack, so that only every so many rows are asked to carry one, and a
 *   cut costs those since the last one, too: a few kB of short documents. Where a line broke before one
 *   came, each row is asked for its own: long documents would never get through else.
 */

#include "core/sync/gw-sync-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"

#define PAGE_ROWS 2000
/* Every how many rows one carries a sequence: with the documents, and without. */
#define DOCS_INTERVAL 20
#define LIST_INTERVAL 100
/* A desk with fewer documents than this is new. */
#define FEW_HERE 100

typedef struct
{
  GwSyncExchange       *exchange;
  const GwSyncDatabase *db;
  GPtrArray            *rows;        /* JsonObject that wait to be stored */
  gint64                stored_at;   /* monotonic */
  guint                 n_rows;      /* of this request */
  guint                 n_deleting;  /* live documents here that the server has deleted */
} Pull;

/* "since" comes as a number or a string and is kept as JSON text would show it. */
static char *
dup_seq (JsonObject *object,
         const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return NULL;
}

static GStrv
dup_revs (JsonObject *row)
{
  JsonArray *changes = gw_json_get_array (row, "changes");
  g_autoptr (GStrvBuilder) revs = g_strv_builder_new ();

  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++) {
    JsonObject *change = gw_json_array_object (changes, i);
    const char *rev = change == NULL ? NULL : gw_json_get_string (change, "rev");

    if (rev != NULL)
      g_strv_builder_add (revs, rev);
  }

  return g_strv_builder_end (revs);
}

static gboolean
is_live_here (Pull       *self,
              const char *id,
              gboolean   *known)
{
  g_autoptr (GwDoc) doc = gw_store_get (self->exchange->store, self->db->local, id, NULL);

  *known = doc != NULL;
  return doc != NULL && !gw_doc_is_deleted (doc);
}

/* What is here already needs no fetching, and leaves the outbox: the server has it. */
static gboolean
note_known (Pull         *self,
            const char   *id,
            GStrv         revs,
            GStrv         missing,
            GError      **error)
{
  for (guint i = 0; revs[i] != NULL; i++) {
    if (!g_strv_contains ((const char *const *) missing, revs[i])
        && !gw_store_mark_seen (self->exchange->store, self->db->local, id, revs[i], error))
      return FALSE;
  }

  return gw_store_compare_leaves (self->exchange->store, self->db->local, id,
                                  (const char *const *) revs, error);
}

static gboolean
want_all (Pull        *self,
          const char  *id,
          GStrv        missing,
          GError     **error)
{
  for (guint i = 0; missing[i] != NULL && !(GW_FAULT (ONE_LEAF_WANTED) && i > 0); i++) {
    if (!gw_store_want (self->exchange->store, self->db->local, id, missing[i], error))
      return FALSE;
  }

  return TRUE;
}

/* A row that no store of ours can take (a strange id or revision) must not stop the others. */
static gboolean
leave_out_invalid (Pull        *self,
                   JsonObject  *row,
                   const char  *id,
                   const char  *rev,
                   GError      *row_error,
                   GError     **error)
{
  if (!g_error_matches (row_error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID)) {
    g_propagate_error (error, row_error);
    return FALSE;
  }
  g_error_free (row_error);

  return gw_sync_leave_out (self->exchange, self->db, id, rev, gw_json_get_object (row, "doc"), GW_ARRIVAL_SHAPE,
                            error);
}

/* Whether the document beside a row can be stored without its ancestry, and is what the row says. */
static gboolean
comes_whole (JsonObject *doc,
             const char *id,
             GStrv       revs)
{
  return doc != NULL && revs[1] == NULL && !json_object_has_member (doc, "_attachments")
         && g_strcmp0 (gw_json_get_string (doc, "_id"), id) == 0
         && g_strcmp0 (gw_json_get_string (doc, "_rev"), revs[0]) == 0;
}

static gboolean
take_row (Pull        *self,
          JsonObject  *row,
          GError     **error)
{
  const char *id = gw_json_get_string (row, "id");
  JsonObject *doc = gw_json_get_object (row, "doc");
  g_auto (GStrv) revs = dup_revs (row);
  g_auto (GStrv) missing = NULL;
  GError *row_error = NULL;
  gboolean known = FALSE, live, is_taken;

  /* Documents of the server itself begin with "_". */
  if (id == NULL || *id == '_' || revs[0] == NULL)
    return TRUE;
  missing = gw_store_missing (self->exchange->store, self->db->local, id,
                              (const char *const *) revs, &row_error);
  if (missing == NULL)
    return leave_out_invalid (self, row, id, revs[0], row_error, error);
  if (!note_known (self, id, revs, missing, error))
    return FALSE;
  if (missing[0] == NULL)
    return TRUE;
  live = is_live_here (self, id, &known);
  /* Once, also where the list is read again before it is fetched. */
  if (live && gw_json_get_boolean (row, "deleted")
      && !gw_store_is_wanted (self->exchange->store, self->db->local, id, missing[0]))
    self->n_deleting++;
  if (known || !comes_whole (doc, id, revs))
    return want_all (self, id, missing, error);
  if (!gw_sync_arrive (self->exchange, self->db, doc, &is_taken, error))
    return FALSE;
  self->exchange->summary.pulled += is_taken;

  return TRUE;
}

static gboolean
remember (Pull        *self,
          const char  *key,
          const char  *value,
          GError     **error)
{
  return gw_store_set_remote (self->exchange->store, GW_SYNC_REMOTE, self->db->local, key, value,
                              error);
}

/* How many deletions wait to be fetched, over restarts, for the stop in gw-sync-fetch.c. */
static gboolean
count_deletions (Pull    *self,
                 GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (self->n_deleting == 0)
    return TRUE;
  before = gw_store_dup_remote (self->exchange->store, GW_SYNC_REMOTE, self->db->local, "deleting",
                                NULL);
  after = g_strdup_printf ("%u", (before != NULL ? (guint) atoi (before) : 0) + self->n_deleting);
  self->n_deleting = 0;

  return remember (self, "deleting", after, error);
}

static gboolean
store_in_group (Pull        *self,
                const char  *last_seq,
                GError     **error)
{
  g_autofree char *since = g_strdup (last_seq);

  for (guint i = 0; i < self->rows->len; i++) {
    JsonObject *row = g_ptr_array_index (self->rows, i);
    char *seq;

    if (!(GW_FAULT (ROW_SKIPPED) && i > 0 && i + 1 == self->rows->len) && !take_row (self, row, error))
      return FALSE;
    /* With seq_interval only some rows carry one: between them nothing moves. */
    seq = last_seq == NULL && json_object_has_member (row, "seq") ? dup_seq (row, "seq") : NULL;
    if (seq != NULL) {
      g_free (since);
      since = seq;
    }
  }

  return count_deletions (self, error) && (since == NULL || remember (self, "since", since, error));
}

/* Stores the rows that wait and how far they reach, as one. */
static gboolean
store_rows (Pull        *self,
            const char  *last_seq,
            GError     **error)
{
  self->stored_at = g_get_monotonic_time ();
  if (self->rows->len == 0 && last_seq == NULL)
    return TRUE;
  if (!gw_store_begin (self->exchange->store, error))
    return FALSE;
  if (!store_in_group (self, last_seq, error)) {
    gw_store_rollback (self->exchange->store);
    return FALSE;
  }
  g_ptr_array_set_size (self->rows, 0);
  if (!gw_store_commit (self->exchange->store, error))
    return FALSE;
  gw_sync_tell (self->exchange, GW_SYNC_PHASE_RECEIVING, self->db->local);

  return TRUE;
}

static gboolean
on_row (JsonObject  *row,
        gpointer     user_data,
        GError     **error)
{
  Pull *self = user_data;

  g_ptr_array_add (self->rows, json_object_ref (row));
  self->n_rows++;
  if (self->rows->len < GW_SYNC_GROUP_ROWS
      && g_get_monotonic_time () - self->stored_at < GW_SYNC_GROUP_US)
    return TRUE;

  return store_rows (self, NULL, error);
}

static char *
make_path (const char *since,
           gboolean    with_docs,
           gboolean    was_cut)
{
  g_autofree char *escaped = g_uri_escape_string (since, NULL, FALSE);
  int interval = !with_docs ? LIST_INTERVAL : was_cut ? 1 : DOCS_INTERVAL;

  return g_strdup_printf ("_changes?style=all_docs%s&seq_interval=%d&limit=%d&since=%s",
                          with_docs ? "&include_docs=true" : "", interval, PAGE_ROWS, escaped);
}

static gboolean
was_cut (Pull *self)
{
  g_autofree char *cut = gw_store_dup_remote (self->exchange->store, GW_SYNC_REMOTE, self->db->local, "cut", NULL);

  return cut != NULL;
}

/* That it cannot be noted costs bytes and nothing else. */
static void
note_cut (Pull     *self,
          gboolean  before,
          gboolean  now)
{
  if (now != before && !remember (self, "cut", now ? "1" : NULL, NULL))
    g_debug ("That the line broke is not noted");
}

/* The number in front of a seq orders nothing in a cluster. That it went back is reason enough
 * to ask for the checkpoint, and no more than that. */
static gboolean
looks_older (const char *last_seq,
             const char *since)
{
  return g_ascii_strtoull (last_seq, NULL, 10) < g_ascii_strtoull (since, NULL, 10);
}

typedef enum
{
  PAGE_FAILED,
  PAGE_LAST,
  PAGE_MORE,
  PAGE_UNUSABLE_SINCE,
  PAGE_IN_DOUBT,
} Page;

static gboolean
has_more (Pull       *self,
          JsonObject *frame)
{
  if (json_object_has_member (frame, "pending"))
    return gw_json_get_int (frame, "pending", 0) > 0 && self->n_rows > 0;

  return self->n_rows >= PAGE_ROWS;
}

/* One request. What came before a cut is stored all the same. */
static Page
pull_page (Pull        *self,
           const char  *since,
           gboolean     with_docs,
           GError     **error)
{
  gboolean after_cut = was_cut (self);
  g_autofree char *path = make_path (since, with_docs, after_cut);
  g_autofree char *last_seq = NULL;
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (GError) local_error = NULL;
  guint status = 0;

  self->n_rows = 0;
  self->stored_at = g_get_monotonic_time ();
  frame = gw_sync_ask_results (self->exchange, "GET", self->db->remote, path, NULL, PAGE_ROWS,
                               on_row, self, &status, &local_error);
  last_seq = frame == NULL ? NULL : dup_seq (frame, "last_seq");
  if (frame != NULL && last_seq == NULL)
    g_set_error_literal (&local_error, GW_SYNC_ERROR, GW_SYNC_ERROR_NOT_A_SERVER,
                         "The list of changes has no end");
  /* Somebody else's 400 says nothing about it. */
  if (status == 400 && strcmp (since, "0") != 0
      && g_error_matches (local_error, GW_SYNC_ERROR, GW_SYNC_ERROR_NOT_A_SERVER))
    return PAGE_UNUSABLE_SINCE;
  if (last_seq != NULL && self->n_rows == 0 && looks_older (last_seq, since))
    return PAGE_IN_DOUBT;
  /* Nothing new leaves the store alone: equal states may well have other strings. */
  if ((self->rows->len > 0 || (last_seq != NULL && self->n_rows > 0))
      && !store_rows (self, last_seq, local_error == NULL ? &local_error : NULL)) {
    g_assert (local_error != NULL);
  }
  note_cut (self, after_cut, frame == NULL && self->n_rows > 0);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return PAGE_FAILED;
  }
  if (!has_more (self, frame))
    return PAGE_LAST;
  /* Or it would be asked the same for ever. */
  if (strcmp (last_seq, since) == 0) {
    g_set_error_literal (error, GW_SYNC_ERROR, GW_SYNC_ERROR_NOT_A_SERVER,
                         "The list of changes goes on and does not move");
    return PAGE_FAILED;
  }

  return PAGE_MORE;
}

/* With the documents when they are news; else own uploads, or what a first download brought before it was
 * begun anew, would come back whole. Where the list is read again from the beginning, all is here.
 * @since: (nullable): NULL when nothing was read */
static gboolean
wants_docs (Pull       *self,
            const char *since)
{
  g_autofree char *pushed = gw_store_dup_remote (self->exchange->store, GW_SYNC_REMOTE,
                                                 self->db->local, "pushed", NULL);

  return since == NULL && pushed == NULL
         && gw_store_count (self->exchange->store, self->db->local, "", NULL) < FEW_HERE;
}

static gboolean
pull_pages (Pull    *self,
            GError **error)
{
  Page page = PAGE_MORE;
  gboolean with_docs = FALSE, first = TRUE;

  while (page == PAGE_MORE) {
    g_autofree char *since = gw_store_dup_remote (self->exchange->store, GW_SYNC_REMOTE,
                                                  self->db->local, "since", NULL);

    with_docs = first ? wants_docs (self, since) : with_docs;
    first = FALSE;
    if (since == NULL)
      since = g_strdup ("0");
    page = pull_page (self, since, with_docs, error);
    if (page == PAGE_UNUSABLE_SINCE || page == PAGE_IN_DOUBT) {
      if (!gw_sync_checkpoint_verify (self->exchange, self->db, TRUE, error))
        return FALSE;
      if (page == PAGE_UNUSABLE_SINCE ? !remember (self, "since", NULL, error)
                                      : !gw_sync_checkpoint_go_back (self->exchange, self->db, error))
        return FALSE;
      /* Going back leads to an older sequence each time, the beginning at last. */
      page = PAGE_MORE;
    }
  }

  return page == PAGE_LAST;
}

/* Takes what is new in one database. What came stays, also when it fails in the middle. */
gboolean
gw_sync_pull (GwSyncExchange        *self,
              const GwSyncDatabase  *db,
              GError               **error)
{
  Pull pull = { .exchange = self, .db = db };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  pull.rows = rows;
  gw_sync_tell (self, GW_SYNC_PHASE_ASKING, db->local);
  if (!pull_pages (&pull, error) || !gw_sync_fetch (self, db, error)
      || !gw_store_compare_leaves_again (self->store, db->local, error)
      || (db->can_write && !gw_store_offer_again (self->store, db->local, FALSE, error)))
    return FALSE;

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "pushed", NULL, error);
}

/* Whether a row of a list of changes names something that is not here. What no store of ours could take
 * is none: the exchange leaves it out, too. */
gboolean
gw_sync_row_is_news (GwStore    *store,
                     const char *db,
                     JsonObject *row)
{
  const char *id = gw_json_get_string (row, "id");
  g_auto (GStrv) revs = dup_revs (row);
  g_auto (GStrv) missing = NULL;

  if (id == NULL || *id == '_' || revs[0] == NULL)
    return FALSE;
  missing = gw_store_missing (store, db, id, (const char *const *) revs, NULL);

  return missing != NULL && missing[0] != NULL;
}

/* Returns: (transfer full) (nullable): how far a list of changes reaches */
char *
gw_sync_dup_last_seq (JsonObject *list)
{
  return dup_seq (list, "last_seq");
}
