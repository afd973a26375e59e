/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checkpoint on both sides (section 4.7 of the notes on CouchDB). "since" in the store is
 * the truth for what was read. The same small document, kept here and on the server under
 * _local, is there to notice that the server was emptied, made anew or restored from an old
 * copy. It is read and written rarely: after the first exchange, once a day, when the address
 * changed, and when the server's sequence looks older than ours.
 *
 * - Both sides show the same last session: all is well.
 * - The server shows a session that is in our past: the server went back in time.
 * - Ours is in the server's past: this desk was restored; "since" came with it and is right.
 * - Both share an older session: a copy of this desk wrote in between; "since" is still right.
 * - Nothing in common, or nothing there where we wrote: this is another or an emptied server.
 *
 * When the server changed nothing is taken and nothing deleted until a person has decided.
 *
 * A server that was restored from a copy made after the last checkpoint shows the same session and
 * has forgotten what came after it, and what others sent since stands under sequences that this desk
 * believes to have read. Where its sequence went back, and once a day in any case, the list of
 * changes is therefore read again from the last checkpoint on, and what it took or showed since is asked
 * for: whoever had sent it may have been put back, too.
 * What is known costs some bytes a row.
 *
 * The first one is written before anything is read: a first download over a bad link takes many
 * exchanges, and a server that is restored between two of them must be noticed, too.
 */

#include "core/sync/gw-sync-private.h"

#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define CHECK_EVERY_SECONDS (24 * 3600)
/* For so long a list that is read again goes on where the line broke. */
#define GO_ON_SECONDS (2 * 3600)
#define MAX_HISTORY 20
#define BEGINNING "0"

static char *
recall (GwSyncExchange       *self,
        const GwSyncDatabase *db,
        const char           *key)
{
  return gw_store_dup_remote (self->store, GW_SYNC_REMOTE, db->local, key, NULL);
}

static JsonObject *
recall_checkpoint (GwSyncExchange       *self,
                   const GwSyncDatabase *db)
{
  g_autofree char *text = recall (self, db, "checkpoint");

  return text == NULL ? NULL : gw_json_parse_object (text, -1, NULL);
}

/* Any stable string does, as long as nothing volatile is in it: an address is. */
static char *
make_path (GwSyncExchange       *self,
           const GwSyncDatabase *db)
{
  g_autofree char *device = gw_store_dup_setting (self->store, "device-id", NULL);
  g_autofree char *text = g_strdup_printf ("godwit1\n%s\n%s\npull", db->local,
                                           device != NULL ? device : "");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf ("_local/%.32s", hash);
}

static gboolean
is_due (GwSyncExchange       *self,
        const GwSyncDatabase *db)
{
  g_autofree char *url = recall (self, db, "checked-url");
  g_autofree char *at = recall (self, db, "checked-at");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 then = at == NULL ? 0 : g_ascii_strtoll (at, NULL, 10);

  /* A clock that was put back must not put the check off for years. */
  return g_strcmp0 (url, self->url) != 0 || now - then > CHECK_EVERY_SECONDS || then > now;
}

static gboolean
has_session (JsonObject *checkpoint,
             const char *session)
{
  JsonArray *history = gw_json_get_array (checkpoint, "history");

  if (session == NULL)
    return FALSE;
  if (g_strcmp0 (gw_json_get_string (checkpoint, "session_id"), session) == 0)
    return TRUE;
  for (guint i = 0; history != NULL && i < json_array_get_length (history); i++) {
    JsonObject *entry = gw_json_array_object (history, i);

    if (entry != NULL && g_strcmp0 (gw_json_get_string (entry, "session_id"), session) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
have_common_session (JsonObject *ours,
                     JsonObject *theirs)
{
  JsonArray *history = gw_json_get_array (ours, "history");

  if (has_session (theirs, gw_json_get_string (ours, "session_id")))
    return TRUE;
  for (guint i = 0; history != NULL && i < json_array_get_length (history); i++) {
    JsonObject *entry = gw_json_array_object (history, i);

    if (entry != NULL && has_session (theirs, gw_json_get_string (entry, "session_id")))
      return TRUE;
  }

  return FALSE;
}

/* @theirs: (nullable) */
static gboolean
has_server_changed (JsonObject *ours,
                    JsonObject *theirs)
{
  const char *last_theirs, *last_ours = gw_json_get_string (ours, "session_id");

  if (theirs == NULL)
    return TRUE;
  last_theirs = gw_json_get_string (theirs, "session_id");
  if (g_strcmp0 (last_ours, last_theirs) == 0)
    return FALSE;
  if (has_session (ours, last_theirs))
    return TRUE;

  return !have_common_session (ours, theirs);
}

/* The one that was written before the first download. */
static gboolean
is_first (JsonObject *checkpoint)
{
  return g_strcmp0 (gw_json_get_string (checkpoint, "source_last_seq"), BEGINNING) == 0;
}

/* The exchange in which something was read broke off before the second one was written: this one will
 * write over the first, and what it would have told is lost with it. */
static gboolean
is_about_to_be_lost (GwSyncExchange       *self,
                     const GwSyncDatabase *db,
                     JsonObject           *checkpoint)
{
  g_autofree char *since = recall (self, db, "since");

  return since != NULL && is_first (checkpoint);
}

/* @found: (out) (nullable): NULL when the server has none */
static gboolean
read_checkpoint (GwSyncExchange        *self,
                 const GwSyncDatabase  *db,
                 JsonObject           **found,
                 GError               **error)
{
  g_autofree char *path = make_path (self, db);
  g_autoptr (GwHttpResponse) response = gw_sync_ask (self, "GET", db->remote, path, NULL, error);
  g_autofree char *reason = NULL;
  g_autoptr (GError) refusal = NULL;

  *found = NULL;
  if (response == NULL)
    return FALSE;
  if (!gw_sync_check_status (response, &refusal)) {
    reason = gw_sync_dup_reason (response);
    if (response->status == 404 && refusal->code == GW_SYNC_ERROR_NO_DATABASE
        && strstr (reason, "atabase") == NULL && strstr (reason, "no_db_file") == NULL)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&refusal));
    return FALSE;
  }
  *found = gw_sync_read_object (response, error);
  if (*found == NULL)
    return FALSE;
  /* Another's words would read as a server that was made anew, and ask the person for a decision. */
  if (g_strcmp0 (gw_json_get_string (*found, "_id"), path) != 0) {
    g_clear_pointer (found, json_object_unref);
    return gw_sync_not_a_server (error, "The answer is no checkpoint");
  }

  return TRUE;
}

static gboolean
forget (GwSyncExchange        *self,
        const GwSyncDatabase  *db,
        GError               **error)
{
  const char *keys[] = { "since", "checkpoint", "checkpoint-seq", "checked-at", "went-back", "deleting" };

  for (gsize i = GW_FAULT (SINCE_KEPT); i < G_N_ELEMENTS (keys); i++) {
    if (!gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, keys[i], NULL, error))
      return FALSE;
  }

  return !db->can_write || gw_store_offer_all (self->store, db->local, error);
}

/* Reads the server from its beginning, known revisions being skipped, and offers it all that
 * is here. Nothing is lost by it on either side. */
gboolean
gw_sync_start_over (GwSyncExchange        *self,
                    const GwSyncDatabase  *db,
                    GError               **error)
{
  if (!gw_store_begin (self->store, error))
    return FALSE;
  if (!forget (self, db, error)) {
    gw_store_rollback (self->store);
    return FALSE;
  }

  return gw_store_commit (self->store, error);
}

static gboolean
note_checked (GwSyncExchange        *self,
              const GwSyncDatabase  *db,
              GError               **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checked-url", self->url, error)
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checked-at", now, error);
}

/* What the server took or showed after the checkpoint. */
static gboolean
offer_what_came_since (GwSyncExchange        *self,
                       const GwSyncDatabase  *db,
                       GError               **error)
{
  g_autofree char *seq = recall (self, db, "checkpoint-seq");

  return gw_store_offer_again (self->store, db->local, TRUE, error)
         && gw_store_offer_changed (self->store, db->local, seq != NULL ? g_ascii_strtoll (seq, NULL, 10) : 0,
                                    error);
}

/* That the list is being read again from @checkpoint on, at this address, and since when. */
static gboolean
note_going_back (GwSyncExchange        *self,
                 const GwSyncDatabase  *db,
                 JsonObject            *checkpoint,
                 GError               **error)
{
  const char *session = checkpoint != NULL ? gw_json_get_string (checkpoint, "session_id") : NULL;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s %s", g_get_real_time () / G_USEC_PER_SEC,
                                           session != NULL ? session : "", self->url);

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "went-back", text, error);
}

/* Else a line that dies before the list was read to its end would begin with it again each time, and nothing
 * would ever be sent. */
static gboolean
is_going_back (GwSyncExchange       *self,
               const GwSyncDatabase *db,
               JsonObject           *checkpoint)
{
  g_autofree char *text = recall (self, db, "went-back");
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", 3) : NULL;
  gint64 ago;

  if (parts == NULL || g_strv_length (parts) != 3
      || g_strcmp0 (parts[1], gw_json_get_string (checkpoint, "session_id")) != 0
      || strcmp (parts[2], self->url) != 0)
    return FALSE;
  ago = g_get_real_time () / G_USEC_PER_SEC - g_ascii_strtoll (parts[0], NULL, 10);

  return ago >= 0 && ago <= GO_ON_SECONDS;
}

/* The server has what it had at the checkpoint, which it shows; what it was told later it may
 * have forgotten. */
gboolean
gw_sync_checkpoint_go_back (GwSyncExchange        *self,
                            const GwSyncDatabase  *db,
                            GError               **error)
{
  g_autoptr (JsonObject) ours = recall_checkpoint (self, db);
  g_autofree char *since = recall (self, db, "since");
  const char *then = ours != NULL ? gw_json_get_string (ours, "source_last_seq") : NULL;

  /* Not before the checkpoint: what is there says nothing any more. */
  if (g_strcmp0 (then, since) == 0)
    then = NULL;
  if (!gw_store_begin (self->store, error))
    return FALSE;
  if (!gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "since", then, error)
      || !note_going_back (self, db, ours, error)
      || (db->can_write && !offer_what_came_since (self, db, error))) {
    gw_store_rollback (self->store);
    return FALSE;
  }

  return gw_store_commit (self->store, error);
}

/**
 * gw_sync_checkpoint_verify:
 * @in_doubt: the server's answer looks older than what was read from it: ask in any case
 *
 * Returns: FALSE with %GW_SYNC_ERROR_SERVER_CHANGED when the server is not the one this desk
 *   knows and the person has not decided yet, or with another @error
 */
gboolean
gw_sync_checkpoint_verify (GwSyncExchange        *self,
                           const GwSyncDatabase  *db,
                           gboolean               in_doubt,
                           GError               **error)
{
  g_autoptr (JsonObject) ours = recall_checkpoint (self, db);
  g_autoptr (JsonObject) theirs = NULL;
  gboolean due = is_due (self, db);

  if (GW_FAULT (CHECKPOINT_IGNORED))
    return TRUE;
  if (ours == NULL || (!in_doubt && !due && !is_about_to_be_lost (self, db, ours)))
    return TRUE;
  if (!read_checkpoint (self, db, &theirs, error))
    return FALSE;
  if (has_server_changed (ours, theirs)) {
    /* Nobody has seen all of that server yet: to begin again takes nothing from anybody. */
    if ((self->flags & GW_SYNC_KEEP_EVERYTHING) || is_first (ours))
      return gw_sync_start_over (self, db, error);
    g_set_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED,
                 "The server does not remember this desk's last exchange of %s", db->local);
    return FALSE;
  }

  /* When it was due, gw_sync_checkpoint_write() renews it and notes the time. */
  return in_doubt || !due || is_going_back (self, db, ours) || gw_sync_checkpoint_go_back (self, db, error);
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

static GwHttpResponse *
put_checkpoint (GwSyncExchange        *self,
                const GwSyncDatabase  *db,
                JsonObject            *checkpoint,
                const char            *rev,
                GError               **error)
{
  g_autofree char *path = make_path (self, db);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) body = gw_json_copy (checkpoint);

  if (rev != NULL)
    json_object_set_string_member (body, "_rev", rev);
  json_node_set_object (node, body);

  return gw_sync_ask (self, "PUT", db->remote, path, node, error);
}

/* What the server did not say it took is not held against it: it is written again next time. */
static gboolean
keep_checkpoint (GwSyncExchange        *self,
                 const GwSyncDatabase  *db,
                 JsonObject            *checkpoint,
                 GwHttpResponse        *response,
                 GError               **error)
{
  g_autoptr (GError) unreadable = NULL;
  g_autoptr (JsonObject) answer = gw_sync_read_object (response, &unreadable);
  g_autofree char *text = NULL;
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, gw_store_get_seq (self->store, NULL));
  const char *rev = answer == NULL ? NULL : gw_json_get_string (answer, "rev");

  if (rev == NULL) {
    g_debug ("The server did not say that it took the checkpoint");
    return TRUE;
  }
  json_object_set_string_member (checkpoint, "_rev", rev);
  text = gw_json_to_text (checkpoint);

  return gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checkpoint", text, error)
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, "checkpoint-seq", seq, error)
         && note_checked (self, db, error)
         && gw_store_forget_seen (self->store, db->local, error);
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
  g_autoptr (GwHttpResponse) response = NULL;
  g_autoptr (GError) refused = NULL;
  const char *rev = before == NULL ? NULL : gw_json_get_string (before, "_rev");

  response = put_checkpoint (self, db, checkpoint, rev, error);
  if (response != NULL && response->status == 409) {
    g_autoptr (JsonObject) theirs = NULL;

    g_clear_pointer (&response, gw_http_response_free);
    if (!read_checkpoint (self, db, &theirs, error))
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

  return keep_checkpoint (self, db, checkpoint, response, error);
}

/* Before the first download of a database. That it does not get through is no failure, except for
 * a wrong password: the download tells better what is wrong. */
gboolean
gw_sync_checkpoint_begin (GwSyncExchange        *self,
                          const GwSyncDatabase  *db,
                          GError               **error)
{
  g_autofree char *since = recall (self, db, "since");
  g_autoptr (JsonObject) before = recall_checkpoint (self, db);
  g_autoptr (GError) local_error = NULL;

  if (since != NULL || before != NULL || write_checkpoint (self, db, NULL, BEGINNING, &local_error))
    return TRUE;
  if (is_about_account (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  g_debug ("The first checkpoint of %s is not written: %s", db->local, local_error->message);

  return TRUE;
}

/* Writes the checkpoint where it is due. That the server does not take it is no failure of the
 * exchange: all is stored, and it is tried again next time. */
gboolean
gw_sync_checkpoint_write (GwSyncExchange        *self,
                          const GwSyncDatabase  *db,
                          GError               **error)
{
  g_autofree char *since = recall (self, db, "since");
  g_autoptr (JsonObject) before = recall_checkpoint (self, db);

  if (since == NULL || (before != NULL && !is_due (self, db) && !is_first (before)))
    return TRUE;

  return write_checkpoint (self, db, before, since, error);
}
