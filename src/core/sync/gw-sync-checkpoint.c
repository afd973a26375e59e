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
 * The first one is written while the first rows are read, beside them: a first download over a bad link takes many
 * exchanges, and a server that is restored between two of them must be noticed, too. When the download is
 * over, the first one stays where there is little to read again from the beginning: it costs the person a
 * round trip to write a second one, and tells no more.
 */

#include "core/sync/gw-sync-checkpoint-private.h"

#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define CHECK_EVERY_SECONDS (24 * 3600)
/* For so long a list that is read again goes on where the line broke. */
#define GO_ON_SECONDS (2 * 3600)

char *
gw_sync_recall (GwSyncExchange       *self,
                const GwSyncDatabase *db,
                const char           *key)
{
  return gw_store_dup_remote (self->store, GW_SYNC_REMOTE, db->local, key, NULL);
}

JsonObject *
gw_sync_checkpoint_recall (GwSyncExchange       *self,
                           const GwSyncDatabase *db)
{
  g_autofree char *text = gw_sync_recall (self, db, "checkpoint");

  return text == NULL ? NULL : gw_json_parse_object (text, -1, NULL);
}

/* Any stable string does, as long as nothing volatile is in it: an address is. */
char *
gw_sync_checkpoint_path (GwSyncExchange       *self,
                         const GwSyncDatabase *db)
{
  g_autofree char *device = gw_store_dup_setting (self->store, "device-id", NULL);
  g_autofree char *text = g_strdup_printf ("godwit1\n%s\n%s\npull", db->local,
                                           device != NULL ? device : "");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf ("_local/%.32s", hash);
}

gboolean
gw_sync_checkpoint_is_due (GwSyncExchange       *self,
                           const GwSyncDatabase *db)
{
  g_autofree char *url = gw_sync_recall (self, db, "checked-url");
  g_autofree char *at = gw_sync_recall (self, db, "checked-at");
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

gboolean
gw_sync_checkpoint_is_of_beginning (JsonObject *checkpoint)
{
  return g_strcmp0 (gw_json_get_string (checkpoint, "source_last_seq"), GW_SYNC_BEGINNING) == 0;
}

/* The one that was written as the first download began, which is not over. */
gboolean
gw_sync_checkpoint_is_first (GwSyncExchange       *self,
                             const GwSyncDatabase *db,
                             JsonObject           *checkpoint)
{
  g_autofree char *over = gw_sync_recall (self, db, "first-over");

  return over == NULL && gw_sync_checkpoint_is_of_beginning (checkpoint);
}

/* The exchange in which something was read broke off before the second one was written: this one will
 * write over the first, and what it would have told is lost with it. */
static gboolean
is_about_to_be_lost (GwSyncExchange       *self,
                     const GwSyncDatabase *db,
                     JsonObject           *checkpoint)
{
  g_autofree char *since = gw_sync_recall (self, db, "since");

  return since != NULL && gw_sync_checkpoint_is_first (self, db, checkpoint);
}

/* @found: (out) (nullable): NULL when the server has none */
gboolean
gw_sync_checkpoint_read (GwSyncExchange        *self,
                         const GwSyncDatabase  *db,
                         JsonObject           **found,
                         GError               **error)
{
  g_autofree char *path = gw_sync_checkpoint_path (self, db);
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
  const char *keys[] = { "since", "checkpoint", "checkpoint-seq", "checked-at", "went-back",
                         "deleting", "first-over" };

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

/* What the server took or showed after the checkpoint. */
static gboolean
offer_what_came_since (GwSyncExchange        *self,
                       const GwSyncDatabase  *db,
                       GError               **error)
{
  g_autofree char *seq = gw_sync_recall (self, db, "checkpoint-seq");

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
  g_autofree char *text = gw_sync_recall (self, db, "went-back");
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
  g_autoptr (JsonObject) ours = gw_sync_checkpoint_recall (self, db);
  g_autofree char *since = gw_sync_recall (self, db, "since");
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
  g_autoptr (JsonObject) ours = gw_sync_checkpoint_recall (self, db);
  g_autoptr (JsonObject) theirs = NULL;
  gboolean due = gw_sync_checkpoint_is_due (self, db);

  if (GW_FAULT (CHECKPOINT_IGNORED))
    return TRUE;
  if (ours == NULL || (!in_doubt && !due && !is_about_to_be_lost (self, db, ours)))
    return TRUE;
  if (!gw_sync_checkpoint_read (self, db, &theirs, error))
    return FALSE;
  if (has_server_changed (ours, theirs)) {
    /* Nobody has seen all of that server yet: to begin again takes nothing from anybody. */
    if ((self->flags & GW_SYNC_KEEP_EVERYTHING) || gw_sync_checkpoint_is_first (self, db, ours))
      return gw_sync_start_over (self, db, error);
    g_set_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SERVER_CHANGED,
                 "The server does not remember this desk's last exchange of %s", db->local);
    return FALSE;
  }

  /* When it was due, gw_sync_checkpoint_write() renews it and notes the time. */
  return in_doubt || !due || is_going_back (self, db, ours) || gw_sync_checkpoint_go_back (self, db, error);
}
