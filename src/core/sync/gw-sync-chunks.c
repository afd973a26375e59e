/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts of files (section 7 of the notes on CouchDB). They lie in a database of their own beside that of the documents,
 * each under the name of its content: what the server has is asked for by name, a cut costs the parts on their way, and
 * the same picture travels once. They come after all texts, and come down only where somebody wants to see them.
 *
 * One request carries so many parts as the link takes in some seconds. */

#include "core/sync/gw-sync-private.h"

#include <string.h>

#include "core/base/gw-json.h"

/* How many names one question has. */
#define ASK_NAMES 200

/* How many parts of 32 kB one request carries, and when they become more or fewer. */
#define PARTS_START 2
#define PARTS_MOST 16
#define QUICK_US (2 * G_USEC_PER_SEC)
#define SLOW_US (8 * G_USEC_PER_SEC)

typedef struct
{
  GwSyncExchange *exchange;
  const GwSyncDatabase *db;
  char *remote; /* of the parts */
  guint n_parts;
  guint most_parts;
} Parts;

static void
adapt (Parts  *self,
       gint64  began)
{
  gint64 took = g_get_monotonic_time () - began;

  if (took < QUICK_US)
    self->n_parts = MIN (self->n_parts * 2, self->most_parts);
  else if (took > SLOW_US)
    self->n_parts = MAX (self->n_parts / 2, 1);
}

/* @status: (out) (optional): 0 where there was no answer */
static JsonNode *
ask (Parts       *self,
     const char  *path,
     JsonNode    *question,
     guint       *status,
     GError     **error)
{
  g_autoptr (GwHttpResponse) response = gw_sync_ask (self->exchange, "POST", self->remote, path, question, error);

  if (status != NULL)
    *status = response != NULL ? response->status : 0;
  if (response == NULL || !gw_sync_check_status (response, error))
    return NULL;

  return gw_sync_read_answer (response, error);
}

static JsonArray *
get_list (JsonNode    *answer,
          const char  *member,
          GError     **error)
{
  JsonArray *list = NULL;

  if (member == NULL && JSON_NODE_HOLDS_ARRAY (answer))
    list = json_node_get_array (answer);
  else if (member != NULL && JSON_NODE_HOLDS_OBJECT (answer))
    list = gw_json_get_array (json_node_get_object (answer), member);
  if (list == NULL)
    gw_sync_not_a_server (error, "The answer about parts of files is no list");

  return list;
}

static gboolean
is_among (char * const *names,
          guint         n,
          const char   *name)
{
  for (guint i = 0; name != NULL && i < n; i++) {
    if (strcmp (names[i], name) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Whether each of @names stands as @member in an entry of @list, and nothing else does: an answer that says nothing of
 * a part would leave it unsent, or unfetched, for ever, and look like a success. */
static gboolean
check_names (JsonArray     *list,
             const char    *member,
             char * const  *names,
             guint          n,
             GError       **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *entry = gw_json_array_object (list, i);
    const char *name = entry != NULL ? gw_json_get_string (entry, member) : NULL;

    if (!is_among (names, n, name))
      return gw_sync_not_a_server (error, "The answer is about parts of files that nobody asked for");
    g_hash_table_add (named, (gpointer) name);
  }

  return g_hash_table_size (named) == n
         || gw_sync_not_a_server (error, "The answer does not say what became of a part of a file");
}

static JsonNode *
make_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* ------------------------------------------------------------ sending */

static gboolean
mark_sent (Parts       *self,
           const char  *name,
           GError     **error)
{
  self->exchange->summary.parts_sent++;

  return gw_store_mark_chunk_sent (self->exchange->store, self->db->local, name, error);
}

/* Those of @names that the server does not have; the others are marked. */
static GPtrArray *
ask_missing (Parts        *self,
             char * const *names,
             guint         n,
             GError      **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *object = json_object_new ();
  JsonArray *keys = json_array_new (), *rows;
  g_autoptr (JsonNode) question = NULL, answer = NULL;

  for (guint i = 0; i < n; i++)
    json_array_add_string_element (keys, names[i]);
  json_object_set_array_member (object, "keys", keys);
  question = make_node (object);
  answer = ask (self, "_all_docs", question, NULL, error);
  rows = answer != NULL ? get_list (answer, "rows", error) : NULL;
  if (rows == NULL || !check_names (rows, "key", names, n, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = gw_json_array_object (rows, i), *value = row != NULL ? gw_json_get_object (row, "value") : NULL;
    const char *id = row != NULL ? gw_json_get_string (row, "id") : NULL;

    if (id != NULL && value != NULL && gw_json_get_string (value, "rev") != NULL
        && !gw_json_get_boolean (value, "deleted"))
      g_hash_table_add (there, g_strdup (id));
  }
  for (guint i = 0; i < n; i++) {
    if (!g_hash_table_contains (there, names[i]))
      g_ptr_array_add (missing, names[i]);
    else if (!mark_sent (self, names[i], error))
      return NULL;
  }

  return g_steal_pointer (&missing);
}

/* A part that is damaged here is not sent; the care of the store tells of it.
 * @sent: gets the names of the others */
static JsonNode *
make_upload (Parts     *self,
             GPtrArray *missing,
             guint      first,
             guint      n,
             GPtrArray *sent)
{
  JsonObject *object = json_object_new ();
  JsonArray *docs = json_array_new ();

  for (guint i = first; i < first + n; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = gw_store_get_chunk (self->exchange->store, missing->pdata[i], &error);
    g_autofree char *data = NULL;
    JsonObject *doc;

    if (bytes == NULL) {
      g_message ("A part of a file is not sent: %s", error->message);
      continue;
    }
    data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    doc = json_object_new ();
    json_object_set_string_member (doc, "_id", missing->pdata[i]);
    json_object_set_string_member (doc, "type", "chunk");
    json_object_set_string_member (doc, "data", data);
    json_array_add_object_element (docs, doc);
    g_ptr_array_add (sent, missing->pdata[i]);
  }
  json_object_set_array_member (object, "docs", docs);

  return make_node (object);
}

/* "conflict" says that somebody else sent it meanwhile. */
static gboolean
take_sent (Parts      *self,
           JsonArray  *answer,
           GPtrArray  *sent,
           GError    **error)
{
  if (!check_names (answer, "id", (char * const *) sent->pdata, sent->len, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (answer); i++) {
    JsonObject *entry = gw_json_array_object (answer, i);
    const char *fault = gw_json_get_string (entry, "error");

    if (fault != NULL && strcmp (fault, "conflict") != 0) {
      const char *reason = gw_json_get_string (entry, "reason");

      g_set_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_ACCESS, "The server refused a part of a file: %.100s: %.200s",
                   fault, reason != NULL ? reason : "");
      return FALSE;
    }
    if (fault == NULL && gw_json_get_string (entry, "rev") == NULL)
      return gw_sync_not_a_server (error, "The answer does not say that a part of a file was taken");
    if (!mark_sent (self, gw_json_get_string (entry, "id"), error))
      return FALSE;
  }

  return TRUE;
}

/* One request. @is_too_large: (out): whether the server, or the proxy before it, takes smaller ones only */
static gboolean
send_some (Parts      *self,
           JsonNode   *upload,
           GPtrArray  *sent,
           gboolean   *is_too_large,
           GError    **error)
{
  guint status = 0;
  g_autoptr (JsonNode) answer = ask (self, "_bulk_docs", upload, &status, error);
  JsonArray *list = answer != NULL ? get_list (answer, NULL, error) : NULL;

  *is_too_large = status == 413;

  return list != NULL && take_sent (self, list, sent, error);
}

static gboolean
send_missing (Parts      *self,
              GPtrArray  *missing,
              GError    **error)
{
  for (guint i = 0; i < missing->len;) {
    guint n = MIN (self->n_parts, missing->len - i);
    g_autoptr (GPtrArray) sent = g_ptr_array_new ();
    g_autoptr (JsonNode) upload = make_upload (self, missing, i, n, sent);
    gint64 began = g_get_monotonic_time ();
    gboolean is_too_large = FALSE;
    GError *local_error = NULL;

    if (sent->len > 0 && !send_some (self, upload, sent, &is_too_large, &local_error)) {
      if (!is_too_large || n == 1) {
        g_propagate_error (error, local_error);
        return FALSE;
      }
      g_error_free (local_error);
      self->n_parts = n / 2;
      self->most_parts = self->n_parts;
      continue;
    }
    i += n;
    adapt (self, began);
    gw_sync_tell (self->exchange, GW_SYNC_PHASE_SENDING, self->db->local);
  }

  return TRUE;
}

static gboolean
send_parts (Parts   *self,
            GError **error)
{
  g_auto (GStrv) names = gw_store_unsent_chunks (self->exchange->store, self->db->local, -1, error);
  guint n_names = names != NULL ? g_strv_length (names) : 0;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < n_names; i += ASK_NAMES) {
    g_autoptr (GPtrArray) missing = NULL;

    gw_sync_tell (self->exchange, GW_SYNC_PHASE_SENDING, self->db->local);
    missing = ask_missing (self, names + i, MIN (ASK_NAMES, n_names - i), error);
    if (missing == NULL || !send_missing (self, missing, error))
      return FALSE;
  }

  return TRUE;
}

/* ------------------------------------------------------------ fetching */

static JsonNode *
make_wish (char * const *names,
           guint         n)
{
  JsonObject *object = json_object_new ();
  JsonArray *docs = json_array_new ();

  for (guint i = 0; i < n; i++) {
    JsonObject *doc = json_object_new ();

    json_object_set_string_member (doc, "id", names[i]);
    json_array_add_object_element (docs, doc);
  }
  json_object_set_array_member (object, "docs", docs);

  return make_node (object);
}

/* What is not what its name says is not taken, and stays wanted: another desk may send the right one. */
static gboolean
take_part (Parts       *self,
           const char  *name,
           JsonObject  *doc,
           GError     **error)
{
  const char *data = gw_json_get_string (doc, "data");
  g_autoptr (GBytes) bytes = NULL;
  GError *local_error = NULL;
  guchar *raw;
  gsize size;

  if (data == NULL || g_strcmp0 (gw_json_get_string (doc, "_id"), name) != 0)
    return TRUE;
  raw = g_base64_decode (data, &size);
  bytes = g_bytes_new_take (raw, size);
  if (gw_store_put_chunk (self->exchange->store, NULL, name, bytes, &local_error)) {
    self->exchange->summary.parts_received++;
    return TRUE;
  }
  if (!g_error_matches (local_error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID)) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  g_message ("The server gave a part of a file that is another one: %s", local_error->message);
  g_error_free (local_error);

  return TRUE;
}

static gboolean
take_parts (Parts         *self,
            JsonArray     *results,
            char * const  *names,
            guint          n,
            GError       **error)
{
  if (!check_names (results, "id", names, n, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (results); i++) {
    JsonObject *result = gw_json_array_object (results, i);
    JsonArray *docs = gw_json_get_array (result, "docs");

    for (guint d = 0; docs != NULL && d < json_array_get_length (docs); d++) {
      JsonObject *version = gw_json_array_object (docs, d);
      JsonObject *doc = version != NULL ? gw_json_get_object (version, "ok") : NULL;

      if (doc != NULL && !take_part (self, gw_json_get_string (result, "id"), doc, error))
        return FALSE;
    }
  }

  return TRUE;
}

static gboolean
fetch_parts (Parts   *self,
             GError **error)
{
  g_auto (GStrv) names = gw_store_wanted_chunks (self->exchange->store, self->db->local, error);
  guint n_names = names != NULL ? g_strv_length (names) : 0;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < n_names;) {
    guint n = MIN (self->n_parts, n_names - i);
    g_autoptr (JsonNode) wish = make_wish (names + i, n), answer = NULL;
    gint64 began = g_get_monotonic_time ();
    JsonArray *results;

    gw_sync_tell (self->exchange, GW_SYNC_PHASE_RECEIVING, self->db->local);
    answer = ask (self, "_bulk_get", wish, NULL, error);
    results = answer != NULL ? get_list (answer, "results", error) : NULL;
    if (results == NULL || !take_parts (self, results, names + i, n, error))
      return FALSE;
    adapt (self, began);
    i += n;
  }

  return TRUE;
}

/* ------------------------------------------------------------ both */

/* Sends the parts that the server lacks and fetches those that somebody here wants to see. Where there are neither, no
 * request is made. */
gboolean
gw_sync_chunks (GwSyncExchange        *self,
                const GwSyncDatabase  *db,
                GError               **error)
{
  g_autofree char *remote = g_strconcat (db->remote, "-chunks", NULL);
  Parts parts = { self, db, remote, PARTS_START, PARTS_MOST };

  return (!db->can_write || send_parts (&parts, error)) && gw_sync_fetch_ahead_all (self, db, error)
         && fetch_parts (&parts, error);
}
