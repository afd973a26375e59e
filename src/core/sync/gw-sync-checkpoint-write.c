/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making and writing the checkpoint. What it is for: gw-sync-checkpoint.c. */

#include "core/sync/gw-sync-checkpoint-private.h"

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define MAX_HISTORY 20
/* So many documents are read again from the beginning, once, rather than writing a second one at once. */
#define FEW_TO_READ_AGAIN 1000

static gboolean
note_checked (GwSyncExchange        *self,
              const GwSyncDatabase  *db,
              GError               **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checked-url", self->url, error)
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checked-at", now, error);
}

static JsonArray *
make_history (JsonObject *before,
              const char *session,
              const char *since)
{
  JsonArray *old = before == NULL ? NULL : gw_json_get_array (before, "history");
  JsonArray *history = json_array_new ();
  JsonObject *entry = json_object_new ();
  g_autofree char *now = gw_time_format (g_get_real_time ());

  json_object_set_string_member (entry, "session_id", session);
  json_object_set_string_member (entry, "recorded_seq", since);
  json_object_set_string_member (entry, "end_last_seq", since);
  json_object_set_string_member (entry, "end_time", now);
  json_array_add_object_element (history, entry);
  for (guint i = 0; old != NULL && i < json_array_get_length (old) && i + 1 < MAX_HISTORY; i++)
    json_array_add_element (history, json_node_copy (json_array_get_element (old, i)));

  return history;
}

static JsonObject *
make_checkpoint (JsonObject *before,
                 const char *since)
{
  JsonObject *checkpoint = json_object_new ();
  g_autofree char *session = gw_id_new ();

  json_object_set_string_member (checkpoint, "session_id", session);
  json_object_set_string_member (checkpoint, "replicator", "godwit");
  json_object_set_int_member (checkpoint, "version", 1);
  json_object_set_int_member (checkpoint, "replication_id_version", 4);
  json_object_set_string_member (checkpoint, "source_last_seq", since);
  json_object_set_array_member (checkpoint, "history", make_history (before, session, since));

  return checkpoint;
}

static JsonNode *
make_body (JsonObject *checkpoint,
           const char *rev)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = gw_json_copy (checkpoint);

  if (rev != NULL)
    json_object_set_string_member (body, "_rev", rev);
  json_node_take_object (node, body);

  return node;
}

static GwHttpResponse *
put_checkpoint (GwSyncExchange        *self,
                const GwSyncDatabase  *db,
                JsonObject            *checkpoint,
                const char            *rev,
                GError               **error)
{
  g_autofree char *path = gw_sync_checkpoint_path (self, db);
  g_autoptr (JsonNode) body = make_body (checkpoint, rev);

  return gw_sync_ask (self, "PUT", db->remote, path, body, error);
}

/* How far this desk's own numbers reach. */
static char *
dup_own_seq (GwSyncExchange *self)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, gw_store_get_seq (self->store, NULL));
}

/* What the server did not say it took is not held against it: it is written again next time.
 * @seq: this desk's own, when @checkpoint was made: what came after it, the checkpoint does not stand for */
static gboolean
keep_checkpoint (GwSyncExchange        *self,
                 const GwSyncDatabase  *db,
                 JsonObject            *checkpoint,
                 const char            *seq,
                 const GwHttpResponse  *response,
                 GError               **error)
{
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (JsonObject) answer = gw_sync_read_object (response, &unreadable);
  g_autofree char *text = NULL;
  const char *rev = answer == NULL ? NULL : gw_json_get_string (answer, "rev");

  if (rev == NULL) {
    g_debug ("The server did not say that it took the checkpoint");
    return TRUE;
  }
  json_object_set_string_member (checkpoint, "_rev", rev);
  text = gw_json_to_text (checkpoint);

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checkpoint", text, error)
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checkpoint-seq", seq, error)
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "first-over", NULL, error)
         && (gw_sync_checkpoint_is_of_beginning (checkpoint) || gw_store_forget_seen (self->store, db->local, error))
         && note_checked (self, db, error);
}

/* Whether every further request would be one more attempt: attempts lock the account. */
static gboolean
is_about_account (const GError *error)
{
  return g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_PASSWORD)
         || g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_LOCKED);
}

static gboolean
write_checkpoint (GwSyncExchange        *self,
                  const GwSyncDatabase  *db,
                  JsonObject            *before,
                  const char            *since,
                  GError               **error)
{
  g_autoptr (JsonObject) checkpoint = make_checkpoint (before, since);
  g_autofree char *seq = dup_own_seq (self);
  g_autoptr (GwHttpResponse) response = NULL;
  g_autoptr (GError) refused = NULL;
  const char *rev = before == NULL ? NULL : gw_json_get_string (before, "_rev");

  response = put_checkpoint (self, db, checkpoint, rev, error);
  if (response != NULL && response->status == 409) {
    g_autoptr (JsonObject) theirs = NULL;

    g_clear_pointer (&response, gw_http_response_free);
    if (!gw_sync_checkpoint_read (self, db, &theirs, error))
      return FALSE;
    response = put_checkpoint (self, db, checkpoint,
                               theirs == NULL ? NULL : gw_json_get_string (theirs, "_rev"), error);
  }
  if (response == NULL)
    return FALSE;
  if (!gw_sync_check_status (response, &refused)) {
    if (is_about_account (refused)) {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
    g_debug ("The server did not take the checkpoint: %s", refused->message);
    return TRUE;
  }

  return keep_checkpoint (self, db, checkpoint, seq, response, error);
}

typedef struct
{
  const GwSyncDatabase *db;
  JsonObject           *checkpoint;
  char                 *seq;
} First;

static void
first_free (gpointer data)
{
  First *self = data;

  json_object_unref (self->checkpoint);
  g_free (self->seq);
  g_free (self);
}

/* What the server did not take, because it has one of before, is written when the download is over. What it
 * showed meanwhile is still what it may forget. */
static void
on_first_written (GwSyncExchange       *self,
                  const GwHttpResponse *response,
                  gpointer              user_data)
{
  First *first = user_data;
  g_autoptr (GError) error = NULL;

  if (!gw_sync_check_status (response, &error)
      || !keep_checkpoint (self, first->db, first->checkpoint, first->seq, response, &error))
    g_debug ("The first checkpoint of %s is not written: %s", first->db->local, error->message);
}

/* Before the first download of a database. That it does not get through is no failure: the download
 * tells better what is wrong. */
void
gw_sync_checkpoint_begin (GwSyncExchange       *self,
                          const GwSyncDatabase *db)
{
  g_autofree char *since = gw_sync_recall (self, db, "since");
  g_autoptr (JsonObject) before = gw_sync_checkpoint_recall (self, db);
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) body = NULL;
  First *first;

  if (since != NULL || before != NULL)
    return;
  path = gw_sync_checkpoint_path (self, db);
  first = g_new0 (First, 1);
  first->db = db;
  first->checkpoint = make_checkpoint (NULL, GW_SYNC_BEGINNING);
  first->seq = dup_own_seq (self);
  body = make_body (first->checkpoint, NULL);
  gw_sync_beside (self, db->remote, path, body, on_first_written, first, first_free);
}

/* The first download is over, and so little came that its checkpoint serves on. */
static gboolean
may_stay (GwSyncExchange       *self,
          const GwSyncDatabase *db,
          JsonObject           *checkpoint)
{
  return gw_sync_checkpoint_is_first (self, db, checkpoint) && !gw_sync_checkpoint_is_due (self, db)
         && gw_store_count (self->store, db->local, "", NULL) <= FEW_TO_READ_AGAIN;
}

/* Writes the checkpoint where it is due. That the server does not take it is no failure of the
 * exchange: all is stored, and it is tried again next time. */
gboolean
gw_sync_checkpoint_write (GwSyncExchange        *self,
                          const GwSyncDatabase  *db,
                          GError               **error)
{
  g_autofree char *since = gw_sync_recall (self, db, "since");
  g_autoptr (JsonObject) before = gw_sync_checkpoint_recall (self, db);

  if (since == NULL
      || (before != NULL && !gw_sync_checkpoint_is_due (self, db) && !gw_sync_checkpoint_is_first (self, db, before)))
    return TRUE;
  if (before != NULL && may_stay (self, db, before))
    return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "first-over", "1", error);

  return write_checkpoint (self, db, before, since, error);
}
