/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing into the library: what is there is asked for first, and only what differs is sent. What is there and later
 * stays: the manual of an older program must not come back by a seed. */

#include "core/server/gw-server-library.h"

#include <string.h>

#include "core/base/gw-json.h"

/* One question and one answer carry so many; some 300 kB of pages, small when packed. */
#define BATCH 40

typedef struct
{
  GwServer *server;
  GwServerPublishedFunc func;
  gpointer user_data;
} Publishing;

/* Returns: a name for the JSON of godwitctl, which does not change */
const char *
gw_server_published_get_name (GwServerPublished outcome)
{
  static const char *const names[] = {
    [GW_SERVER_PUBLISHED_NEW] = "new",
    [GW_SERVER_PUBLISHED_CHANGED] = "changed",
    [GW_SERVER_PUBLISHED_SAME] = "same",
    [GW_SERVER_PUBLISHED_LEFT] = "left",
  };

  return names[outcome];
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strlen (text) < 18 && strspn (text, "0123456789") == strlen (text);
}

/* Days and most versions of forms sort as texts, and as numbers where both are: 10 is after 9. */
static int
compare_versions (const char *a,
                  const char *b)
{
  gint64 x, y;

  if (!is_number (a) || !is_number (b))
    return strcmp (a, b);
  x = g_ascii_strtoll (a, NULL, 10);
  y = g_ascii_strtoll (b, NULL, 10);

  return x < y ? -1 : x > y;
}

static gboolean
is_equal (JsonObject *found,
          JsonObject *doc)
{
  g_autoptr (JsonObject) bare = gw_json_copy (found);
  g_autofree char *there = NULL;
  g_autofree char *here = gw_json_to_text (doc);

  json_object_remove_member (bare, "_rev");
  there = gw_json_to_text (bare);

  return strcmp (there, here) == 0;
}

/* A page may be corrected twice in a day. A form or a checklist of one version is one form: what was begun with it
 * goes by its name and version. */
static GwServerPublished
judge (JsonObject *found,
       JsonObject *doc)
{
  const char *there = found != NULL ? gw_json_get_string (found, "version") : NULL;
  const char *here = gw_json_get_string (doc, "version");
  int order;

  if (found == NULL)
    return GW_SERVER_PUBLISHED_NEW;
  if (is_equal (found, doc))
    return GW_SERVER_PUBLISHED_SAME;
  if (there == NULL || here == NULL)
    return GW_SERVER_PUBLISHED_CHANGED;
  order = compare_versions (there, here);
  if (order > 0 || (order == 0 && g_strcmp0 (gw_json_get_string (doc, "type"), "page") != 0))
    return GW_SERVER_PUBLISHED_LEFT;

  return GW_SERVER_PUBLISHED_CHANGED;
}

/* (transfer full): one row for each of @docs, in their order */
static GwServerAnswer *
look_up (Publishing  *self,
         GPtrArray   *docs,
         guint        from,
         guint        to,
         JsonArray  **rows,
         GError     **error)
{
  g_autoptr (JsonObject) question = json_object_new ();
  JsonArray *keys = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GwServerAnswer) answer = NULL;
  JsonObject *object;

  for (guint i = from; i < to; i++)
    json_array_add_string_element (keys, gw_json_get_string (docs->pdata[i], "_id"));
  json_object_set_array_member (question, "keys", keys);
  text = gw_json_to_text (question);
  answer = gw_server_ask (self->server, "POST", "/" GW_SERVER_LIBRARY "/_all_docs?include_docs=true", text, error);
  if (answer == NULL)
    return NULL;
  object = gw_server_answer_get_object (answer);
  *rows = object != NULL ? gw_json_get_array (object, "rows") : NULL;
  if (*rows == NULL || json_array_get_length (*rows) != to - from) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_A_SERVER, "It does not say which documents it has");
    return NULL;
  }

  return g_steal_pointer (&answer);
}

/* A document that was deleted is made anew: its row has a "value" and no "doc". */
static JsonObject *
find_in_row (JsonObject *row)
{
  return row != NULL ? gw_json_get_object (row, "doc") : NULL;
}

static gboolean
read_refusals (GwServerAnswer  *answer,
               guint            n_sent,
               GError         **error)
{
  JsonNode *root = answer->root;
  JsonArray *rows = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (rows == NULL || json_array_get_length (rows) != n_sent) {
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_A_SERVER, "It does not say what it took");
    return FALSE;
  }
  for (guint i = 0; i < n_sent; i++) {
    JsonObject *row = gw_json_array_object (rows, i);
    const char *refusal = row != NULL ? gw_json_get_string (row, "error") : NULL;

    if (refusal != NULL) {
      g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_REFUSED, "%s: %s %s", gw_json_get_string (row, "id"), refusal,
                   gw_json_get_string (row, "reason"));
      return FALSE;
    }
  }

  return TRUE;
}

static gboolean
send (Publishing  *self,
      JsonArray   *docs,
      GError     **error)
{
  g_autoptr (JsonObject) batch = json_object_new ();
  g_autofree char *text = NULL;
  g_autoptr (GwServerAnswer) answer = NULL;
  guint n = json_array_get_length (docs);

  json_object_set_array_member (batch, "docs", json_array_ref (docs));
  if (n == 0)
    return TRUE;
  text = gw_json_to_text (batch);
  answer = gw_server_ask (self->server, "POST", "/" GW_SERVER_LIBRARY "/_bulk_docs", text, error);

  return answer != NULL && read_refusals (answer, n, error);
}

static JsonObject *
with_revision (JsonObject *doc,
               JsonObject *found)
{
  JsonObject *copy = gw_json_copy (doc);

  if (found != NULL)
    json_object_set_string_member (copy, "_rev", gw_json_get_string (found, "_rev"));

  return copy;
}

static gboolean
publish_batch (Publishing  *self,
               GPtrArray   *docs,
               guint        from,
               guint        to,
               GError     **error)
{
  JsonArray *rows = NULL;
  g_autoptr (GwServerAnswer) answer = look_up (self, docs, from, to, &rows, error);
  g_autoptr (JsonArray) sent = json_array_new ();
  g_autofree GwServerPublished *outcomes = g_new0 (GwServerPublished, to - from);

  if (answer == NULL)
    return FALSE;
  for (guint i = from; i < to; i++) {
    JsonObject *found = find_in_row (gw_json_array_object (rows, i - from));

    outcomes[i - from] = judge (found, docs->pdata[i]);
    if (outcomes[i - from] == GW_SERVER_PUBLISHED_NEW || outcomes[i - from] == GW_SERVER_PUBLISHED_CHANGED)
      json_array_add_object_element (sent, with_revision (docs->pdata[i], found));
  }
  if (!send (self, sent, error))
    return FALSE;
  for (guint i = from; self->func != NULL && i < to; i++)
    self->func (gw_json_get_string (docs->pdata[i], "_id"), outcomes[i - from], self->user_data);

  return TRUE;
}

static gboolean
refuse_left (JsonObject  *found,
             JsonObject  *doc,
             GError     **error)
{
  gboolean is_later = compare_versions (gw_json_get_string (found, "version"), gw_json_get_string (doc, "version")) > 0;

  g_set_error (error, GW_SERVER_ERROR, is_later ? GW_SERVER_ERROR_OLDER : GW_SERVER_ERROR_SAME_VERSION,
               "%s has the version %s", gw_json_get_string (doc, "_id"), gw_json_get_string (found, "version"));

  return FALSE;
}

static gboolean
check_batch (Publishing  *self,
             GPtrArray   *docs,
             guint        from,
             guint        to,
             GError     **error)
{
  JsonArray *rows = NULL;
  g_autoptr (GwServerAnswer) answer = look_up (self, docs, from, to, &rows, error);

  for (guint i = from; answer != NULL && i < to; i++) {
    JsonObject *found = find_in_row (gw_json_array_object (rows, i - from));

    if (judge (found, docs->pdata[i]) == GW_SERVER_PUBLISHED_LEFT)
      return refuse_left (found, docs->pdata[i], error);
  }

  return answer != NULL;
}

/**
 * gw_server_library_check:
 * @server: a server
 * @docs: (element-type JsonObject): from gw_server_library_read()
 * @error: return location; %GW_SERVER_ERROR_OLDER, %GW_SERVER_ERROR_SAME_VERSION
 *
 * Returns: whether gw_server_library_publish() would leave nothing of @docs out
 */
gboolean
gw_server_library_check (GwServer   *server,
                         GPtrArray  *docs,
                         GError    **error)
{
  Publishing self = { server, NULL, NULL };

  g_return_val_if_fail (server != NULL && docs != NULL, FALSE);

  for (guint from = 0; from < docs->len; from += BATCH) {
    if (!check_batch (&self, docs, from, MIN (from + BATCH, docs->len), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_server_library_publish:
 * @server: asked as an editor of the library, or an administrator
 * @docs: (element-type JsonObject): from gw_server_library_read()
 * @func: (nullable): hears of each document
 * @error: return location
 *
 * Writes what the library does not have yet. Ends at the first refusal; the next time goes on from there.
 *
 * Returns: whether the library has all of @docs, or later ones
 */
gboolean
gw_server_library_publish (GwServer               *server,
                           GPtrArray              *docs,
                           GwServerPublishedFunc   func,
                           gpointer                user_data,
                           GError                **error)
{
  Publishing self = { server, func, user_data };

  g_return_val_if_fail (server != NULL && docs != NULL, FALSE);

  for (guint from = 0; from < docs->len; from += BATCH) {
    if (!publish_batch (&self, docs, from, MIN (from + BATCH, docs->len), error))
      return FALSE;
  }

  return TRUE;
}
