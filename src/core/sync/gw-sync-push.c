/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sending what waits (section 4.5 of the notes on CouchDB).
 *
 * - Batches are measured in bytes, double when one arrives and halve when the link breaks: a cut
 *   upload stores nothing on the server.
 * - A revision that was sent before without an answer is asked for first.
 * - Documents the server refuses are set aside one by one and block nothing. When it refuses the
 *   whole request, the batch is halved until the culprit is alone.
 * - A revision leaves the outbox in the transaction that stores the server's answer about it.
 */

#include "core/sync/gw-sync-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/store/gw-signature.h"

/* Of unpacked bodies, which gzip brings to about a quarter. */
#define BATCH_START (60 * 1024)
#define BATCH_MIN (16 * 1024)
#define BATCH_MAX (800 * 1024)

typedef struct
{
  GwSyncExchange       *exchange;
  const GwSyncDatabase *db;
  gsize                 batch_bytes;
} Push;

static const GwOutgoing *
nth (GPtrArray *batch,
     guint      i)
{
  return g_ptr_array_index (batch, i);
}

static gboolean
mark_accepted (Push              *self,
               const GwOutgoing  *one,
               GError           **error)
{
  return gw_store_mark_accepted (self->exchange->store, self->db->local, gw_doc_get_id (one->doc),
                                 gw_doc_get_rev (one->doc), error);
}

/* {"id":["3-..","3-.."]}: every uncertain revision of the batch. */
static JsonNode *
make_question (GPtrArray *batch,
               guint     *n_asked)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  *n_asked = 0;
  for (guint i = 0; i < batch->len; i++) {
    const GwOutgoing *one = nth (batch, i);
    const char *id = gw_doc_get_id (one->doc);
    JsonArray *revs;

    if (!one->uncertain)
      continue;
    revs = gw_json_get_array (object, id);
    if (revs == NULL) {
      revs = json_array_new ();
      json_object_set_array_member (object, id, revs);
    }
    json_array_add_string_element (revs, gw_doc_get_rev (one->doc));
    (*n_asked)++;
  }
  json_node_take_object (node, object);

  return node;
}

static const GwOutgoing *
find_outgoing (GPtrArray  *batch,
               guint       first,
               guint       n,
               const char *id,
               const char *rev)
{
  for (guint i = first; i < first + n; i++) {
    const GwOutgoing *one = nth (batch, i);

    if (g_strcmp0 (gw_doc_get_id (one->doc), id) == 0
        && (rev == NULL || strcmp (gw_doc_get_rev (one->doc), rev) == 0))
      return one;
  }

  return NULL;
}

/* {} says that everything is there, and so would any object of somebody else: what it names must be what was asked
 * about. */
static gboolean
check_missing (GPtrArray   *batch,
               JsonObject  *answer,
               GError     **error)
{
  JsonObjectIter iter;
  const char *id;

  json_object_iter_init (&iter, answer);
  while (json_object_iter_next (&iter, &id, NULL)) {
    JsonObject *entry = gw_json_get_object (answer, id);
    JsonArray *missing = entry == NULL ? NULL : gw_json_get_array (entry, "missing");
    guint n = missing == NULL ? 0 : json_array_get_length (missing);

    for (guint i = 0; i < n; i++) {
      const char *rev = gw_json_array_string (missing, i);

      if (rev == NULL || find_outgoing (batch, 0, batch->len, id, rev) == NULL)
        n = 0;
    }
    if (n == 0)
      return gw_sync_not_a_server (error, "The answer is not about what was asked");
  }

  return TRUE;
}

static gboolean
is_missing_there (JsonObject       *answer,
                  const GwOutgoing *one)
{
  JsonObject *entry = gw_json_get_object (answer, gw_doc_get_id (one->doc));
  JsonArray *missing = entry == NULL ? NULL : gw_json_get_array (entry, "missing");

  for (guint i = 0; missing != NULL && i < json_array_get_length (missing); i++) {
    if (g_strcmp0 (gw_json_array_string (missing, i), gw_doc_get_rev (one->doc)) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
drop_arrived (Push        *self,
              GPtrArray   *batch,
              JsonObject  *answer,
              GError     **error)
{
  for (guint i = 0; i < batch->len;) {
    const GwOutgoing *one = nth (batch, i);

    if (!one->uncertain || (is_missing_there (answer, one) && !GW_FAULT (UNCERTAIN_BELIEVED))) {
      i++;
      continue;
    }
    if (!gw_store_mark_seen (self->exchange->store, self->db->local, gw_doc_get_id (one->doc),
                             gw_doc_get_rev (one->doc), error))
      return FALSE;
    self->exchange->summary.pushed++;
    g_ptr_array_remove_index (batch, i);
  }

  return TRUE;
}

/* Takes out of @batch what arrived although its answer was lost. */
static gboolean
ask_uncertain (Push       *self,
               GPtrArray  *batch,
               GError    **error)
{
  guint n_asked;
  g_autoptr (JsonNode) question = make_question (batch, &n_asked);
  g_autoptr (GwHttpResponse) response = NULL;
  g_autoptr (JsonObject) answer = NULL;

  if (n_asked == 0)
    return TRUE;
  response = gw_sync_ask (self->exchange, "POST", self->db->remote, "_revs_diff", question, error);
  if (response == NULL || !gw_sync_check_status (response, error))
    return FALSE;
  answer = gw_sync_read_object (response, error);
  if (answer == NULL || !check_missing (batch, answer, error)
      || !gw_store_begin (self->exchange->store, error))
    return FALSE;
  if (!drop_arrived (self, batch, answer, error)) {
    gw_store_rollback (self->exchange->store);
    return FALSE;
  }

  return gw_store_commit (self->exchange->store, error);
}

/* Until it is marked, typing takes a revision's place: one that is gone since the batch was read
 * waits in its newer form, for the next batch. */
static gboolean
mark_all_attempted (Push       *self,
                    GPtrArray  *batch,
                    GError    **error)
{
  if (!gw_store_begin (self->exchange->store, error))
    return FALSE;
  for (guint i = 0; i < batch->len;) {
    const GwOutgoing *one = nth (batch, i);
    g_autoptr (GError) local_error = NULL;

    if (gw_store_mark_attempted (self->exchange->store, self->db->local, gw_doc_get_id (one->doc),
                                 gw_doc_get_rev (one->doc), &local_error)) {
      i++;
    } else if (g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)) {
      g_ptr_array_remove_index (batch, i);
    } else {
      gw_store_rollback (self->exchange->store);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }

  return gw_store_commit (self->exchange->store, error);
}

static JsonNode *
make_upload (GPtrArray *batch,
             guint      first,
             guint      n)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *docs = json_array_new ();

  for (guint i = first; i < first + n; i++) {
    const GwOutgoing *one = nth (batch, i);

    json_array_add_object_element (docs,
                                   gw_store_doc_to_json (one->doc,
                                                         GW_FAULT (ANCESTRY_NOT_SENT)
                                                             ? NULL
                                                             : (const char *const *) one->path));
  }
  json_object_set_boolean_member (object, "new_edits", FALSE);
  json_object_set_array_member (object, "docs", docs);
  json_node_take_object (node, object);

  return node;
}

/* The refusal of a document in the answer, which names an id and perhaps a revision. */
static char *
dup_refusal (JsonArray        *answer,
             const GwOutgoing *one)
{
  for (guint i = 0; i < json_array_get_length (answer); i++) {
    JsonObject *entry = gw_json_array_object (answer, i);
    const char *name = entry == NULL ? NULL : gw_json_get_string (entry, "error");
    const char *rev = entry == NULL ? NULL : gw_json_get_string (entry, "rev");
    const char *reason;

    if (name == NULL || g_strcmp0 (gw_json_get_string (entry, "id"), gw_doc_get_id (one->doc)) != 0
        || (rev != NULL && strcmp (rev, gw_doc_get_rev (one->doc)) != 0))
      continue;
    reason = gw_json_get_string (entry, "reason");
    return g_strdup_printf ("%s: %.200s", name, reason != NULL ? reason : "");
  }

  return NULL;
}

static gboolean
set_aside (Push              *self,
           const GwOutgoing  *one,
           const char        *reason,
           GError           **error)
{
  self->exchange->summary.refused++;

  return gw_store_mark_refused (self->exchange->store, self->db->local, gw_doc_get_id (one->doc),
                                gw_doc_get_rev (one->doc), reason, error);
}

static gboolean
take_in_group (Push        *self,
               GPtrArray   *batch,
               guint        first,
               guint        n,
               JsonArray   *answer,
               GError     **error)
{
  for (guint i = first; i < first + n; i++) {
    const GwOutgoing *one = nth (batch, i);
    g_autofree char *refusal = dup_refusal (answer, one);

    if (refusal != NULL) {
      if (!set_aside (self, one, refusal, error))
        return FALSE;
      continue;
    }
    if (!mark_accepted (self, one, error))
      return FALSE;
    self->exchange->summary.pushed++;
  }

  return gw_store_set_remote (self->exchange->store, GW_SYNC_REMOTE, self->db->local, "pushed", "1",
                              error);
}

/* Only refusals are listed, so that a list which says something else would read as consent to everything. */
static gboolean
check_refusals (GPtrArray  *batch,
                guint       first,
                guint       n,
                JsonArray  *answer,
                GError    **error)
{
  for (guint i = 0; i < json_array_get_length (answer); i++) {
    JsonObject *entry = gw_json_array_object (answer, i);
    const char *id = entry == NULL ? NULL : gw_json_get_string (entry, "id");

    if (id == NULL || find_outgoing (batch, first, n, id, gw_json_get_string (entry, "rev")) == NULL)
      return gw_sync_not_a_server (error, "The answer is not about what was sent");
  }

  return TRUE;
}

/* 201 with a list of what was refused. Only a whole answer counts. */
static gboolean
take_answer (Push            *self,
             GPtrArray       *batch,
             guint            first,
             guint            n,
             GwHttpResponse  *response,
             GError         **error)
{
  g_autoptr (JsonNode) node = gw_sync_read_answer (response, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return gw_sync_not_a_server (error, "The answer about an upload is no list");
  if (!check_refusals (batch, first, n, json_node_get_array (node), error))
    return FALSE;
  if (!gw_store_begin (self->exchange->store, error))
    return FALSE;
  if (!take_in_group (self, batch, first, n, json_node_get_array (node), error)) {
    gw_store_rollback (self->exchange->store);
    return FALSE;
  }
  if (!gw_store_commit (self->exchange->store, error))
    return FALSE;
  gw_sync_tell (self->exchange, GW_SYNC_PHASE_SENDING, self->db->local);

  return TRUE;
}

/* One document in it spoils the whole request and nothing of it was stored. 413 may come from the proxy; a 400 or
 * 412 without CouchDB's words is somebody else's, and would set aside everything that waits. */
static gboolean
is_whole_refusal (const GwHttpResponse *response)
{
  g_autoptr (GError) error = NULL;

  if (response->status == 413)
    return TRUE;

  return (response->status == 400 || response->status == 412) && !gw_sync_check_status (response, &error)
         && !g_error_matches (error, GW_SYNC_ERROR, GW_SYNC_ERROR_SIGN_IN_PAGE);
}

static gboolean
send_part (Push       *self,
           GPtrArray  *batch,
           guint       first,
           guint       n,
           GError    **error)
{
  g_autoptr (JsonNode) upload = make_upload (batch, first, n);
  g_autoptr (GwHttpResponse) response = NULL;
  g_autofree char *reason = NULL;

  response = gw_sync_ask (self->exchange, "POST", self->db->remote, "_bulk_docs", upload, error);
  if (response == NULL) {
    for (guint i = first; GW_FAULT (UPLOAD_BELIEVED) && i < first + n; i++)
      gw_store_mark_seen (self->exchange->store, self->db->local, gw_doc_get_id (nth (batch, i)->doc),
                          gw_doc_get_rev (nth (batch, i)->doc), NULL);
    return FALSE;
  }
  if (!is_whole_refusal (response))
    return gw_sync_check_status (response, error)
           && take_answer (self, batch, first, n, response, error);
  if (n > 1)
    return send_part (self, batch, first, n / 2, error)
           && send_part (self, batch, first + n / 2, n - n / 2, error);
  reason = gw_sync_dup_reason (response);

  return set_aside (self, nth (batch, first), reason, error);
}

static gboolean
is_link_error (const GError *error)
{
  return error->domain == GW_HTTP_ERROR
         && (error->code == GW_HTTP_ERROR_SILENT || error->code == GW_HTTP_ERROR_BROKEN);
}

static void
adapt (Push         *self,
       const GError *error)
{
  g_autofree char *text = NULL;

  if (error != NULL && !is_link_error (error))
    return;
  self->batch_bytes = error != NULL ? MAX (self->batch_bytes / 2, BATCH_MIN)
                                    : MIN (self->batch_bytes * 2, BATCH_MAX);
  text = g_strdup_printf ("%" G_GSIZE_FORMAT, self->batch_bytes);
  gw_store_set_remote (self->exchange->store, GW_SYNC_REMOTE, GW_SYNC_ALL, "batch", text, NULL);
}

static gboolean
send_batch (Push       *self,
            GPtrArray  *batch,
            GError    **error)
{
  GError *local_error = NULL;

  if (ask_uncertain (self, batch, &local_error)
      && (batch->len == 0
          || (mark_all_attempted (self, batch, &local_error)
              && (batch->len == 0
                  || send_part (self, batch, 0, batch->len, &local_error))))) {
    adapt (self, NULL);
    return TRUE;
  }
  adapt (self, local_error);
  g_propagate_error (error, local_error);

  return FALSE;
}

/* Where others' documents are carried, only what its author signed may be sent, and what is one's own. The rest waits
 * for nobody here: it is a rule's work, which everybody with a line makes alike, or who wrote it sends it. */
static gboolean
may_send (Push             *self,
          const GwOutgoing *one)
{
  const char *id = gw_doc_get_id (one->doc);
  g_auto (GStrv) parts = NULL;

  if (!self->db->carries)
    return TRUE;
  parts = g_strsplit (id, ":", 3);
  if (strcmp (self->db->remote, "community") == 0 && g_strv_length (parts) == 3
      && g_strcmp0 (parts[1], self->exchange->user) == 0)
    return TRUE;

  return gw_signature_is_wanted (id) && !gw_doc_is_deleted (one->doc)
         && gw_json_get_string (gw_doc_get_body (one->doc), GW_SIGNATURE_MEMBER) != NULL;
}

static gboolean
leave_to_others (Push        *self,
                 GPtrArray   *batch,
                 GError     **error)
{
  if (!self->db->carries)
    return TRUE;
  if (!gw_store_begin (self->exchange->store, error))
    return FALSE;
  for (guint i = 0; i < batch->len;) {
    const GwOutgoing *one = nth (batch, i);

    if (may_send (self, one)) {
      i++;
      continue;
    }
    if (!gw_store_do_not_send (self->exchange->store, self->db->local, gw_doc_get_id (one->doc),
                               gw_doc_get_rev (one->doc), error)) {
      gw_store_rollback (self->exchange->store);
      return FALSE;
    }
    g_ptr_array_remove_index (batch, i);
  }

  return gw_store_commit (self->exchange->store, error);
}

/* Sends everything of one database that waits. */
gboolean
gw_sync_push (GwSyncExchange        *self,
              const GwSyncDatabase  *db,
              GError               **error)
{
  g_autofree char *size = gw_store_dup_remote (self->store, GW_SYNC_REMOTE, GW_SYNC_ALL, "batch", NULL);
  Push push = {
    .exchange = self,
    .db = db,
    .batch_bytes = size == NULL ? BATCH_START : (gsize) CLAMP (atol (size), BATCH_MIN, BATCH_MAX),
  };

  for (;;) {
    g_autoptr (GPtrArray) batch = gw_store_outbox (self->store, db->local, push.batch_bytes, error);

    if (batch == NULL)
      return FALSE;
    if (batch->len == 0)
      return TRUE;
    if (!leave_to_others (&push, batch, error))
      return FALSE;
    if (batch->len == 0)
      continue;
    gw_sync_tell (self, GW_SYNC_PHASE_SENDING, db->local);
    if (!send_batch (&push, batch, error))
      return FALSE;
  }
}
