/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Secretariat answers to a submission, `submission:<cycle>:<sha256>` of "exchange-<iso3>": one receipt,
 * `receipt:<cycle>:<sha256>`, and any number of reviews, `review:<cycle>:<sha256>:<ulid>`. A rule cannot count a hash:
 * who answers does (section 8 of the notes on CouchDB). */

#include "core/server/gw-server-reply.h"

#include <string.h>

#include "core/base/gw-check-code.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/net/gw-http.h"
#include "core/server/gw-server-file.h"
#include "core/server/gw-server-plan.h"

#define HASH_LENGTH 64
/* So many of the last reviews are looked at. */
#define LOOKED_AT 100

static const char *
find_hash (const char *submission)
{
  const char *mark = g_str_has_prefix (submission, "submission:") ? strrchr (submission, ':') : NULL;

  if (mark == NULL || mark < submission + strlen ("submission:") || strlen (mark + 1) != HASH_LENGTH
      || strspn (mark + 1, "0123456789abcdef") != HASH_LENGTH)
    return NULL;

  return mark + 1;
}

static char *
dup_database (const char *country)
{
  g_autofree char *small = g_ascii_strdown (country, -1);

  return g_strconcat ("exchange-", small, NULL);
}

/* A submission holds its text in itself, or in parts beside it.
 * @found: (out) (nullable): the hash of what came; NULL where it is not all there */
static gboolean
hash_content (GwServer    *server,
              const char  *db,
              JsonObject  *doc,
              char       **found,
              GError     **error)
{
  const char *text = gw_json_get_string (doc, "text");
  JsonObject *xml = gw_json_get_object (doc, "xml");

  *found = text != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1) : NULL;

  return text != NULL || xml == NULL || gw_server_hash_file (server, db, xml, found, error);
}

/* @is_checked: (out): whether what came was compared with its name */
static gboolean
check_hash (GwServer    *server,
            const char  *db,
            JsonObject  *doc,
            const char  *hash,
            gboolean    *is_checked,
            GError     **error)
{
  g_autofree char *found = NULL;

  if (!hash_content (server, db, doc, &found, error))
    return FALSE;
  *is_checked = found != NULL;
  if (found == NULL || strcmp (found, hash) == 0)
    return TRUE;
  g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_ALTERED, "It has the hash %s", found);

  return FALSE;
}

static gboolean
find_submission (GwServer    *server,
                 const char  *country,
                 const char  *submission,
                 gboolean    *is_checked,
                 GError     **error)
{
  const char *hash = find_hash (submission);
  g_autofree char *db = dup_database (country);
  g_autofree char *path = gw_server_dup_doc_path (db, submission);
  g_autoptr (JsonObject) doc = NULL;

  if (hash != NULL && !gw_server_find (server, path, &doc, error))
    return FALSE;
  if (doc != NULL)
    return check_hash (server, db, doc, hash, is_checked, error);
  g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_FOUND, "There is no %s in %s", submission, db);

  return FALSE;
}

static JsonObject *
make_reply (GwServer   *server,
            const char *type,
            const char *id,
            const char *country,
            const char *submission)
{
  JsonObject *doc = json_object_new ();
  g_autofree char *large = g_ascii_strup (country, -1);
  g_autofree char *now = gw_time_format (gw_time_now ());
  g_autofree char *code = gw_check_code_new (find_hash (submission));

  json_object_set_string_member (doc, "_id", id);
  json_object_set_string_member (doc, "type", type);
  json_object_set_int_member (doc, "v", 1);
  json_object_set_string_member (doc, "party", large);
  json_object_set_string_member (doc, "submission", submission);
  json_object_set_string_member (doc, "code", code);
  json_object_set_string_member (doc, "author", gw_server_get_user (server));
  json_object_set_string_member (doc, "created", now);

  return doc;
}

/**
 * gw_server_receipt:
 * @server: asked as the Secretariat
 * @country: a code of three letters
 * @submission: the id of the submission
 * @receipt: (out) (transfer full): the receipt
 * @is_new: (out): FALSE where it was given before; then that one is the receipt
 * @error: return location: %GW_SERVER_ERROR_NOT_FOUND, %GW_SERVER_ERROR_ALTERED
 *
 * Says that a submission arrived. Its member "checked" says whether what it holds was compared with its name.
 *
 * Returns: whether there is a receipt
 */
gboolean
gw_server_receipt (GwServer    *server,
                   const char  *country,
                   const char  *submission,
                   JsonObject **receipt,
                   gboolean    *is_new,
                   GError     **error)
{
  g_autofree char *db = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) doc = NULL;
  gboolean is_checked;

  g_return_val_if_fail (server != NULL && gw_server_is_country (country) && submission != NULL, FALSE);

  if (!find_submission (server, country, submission, &is_checked, error))
    return FALSE;
  db = dup_database (country);
  id = g_strconcat ("receipt:", submission + strlen ("submission:"), NULL);
  path = gw_server_dup_doc_path (db, id);
  if (!gw_server_find (server, path, &doc, error))
    return FALSE;
  *is_new = doc == NULL;
  if (doc == NULL) {
    doc = make_reply (server, "receipt", id, country, submission);
    json_object_set_boolean_member (doc, "checked", is_checked);
    if (!gw_server_put (server, path, doc, error))
      return FALSE;
  }
  *receipt = g_steal_pointer (&doc);

  return TRUE;
}

/* Whether it may be that the server has it all the same: nobody else makes this id. */
static gboolean
may_be_stored (const GError *problem)
{
  return g_error_matches (problem, GW_HTTP_ERROR, GW_HTTP_ERROR_BROKEN)
         || g_error_matches (problem, GW_HTTP_ERROR, GW_HTTP_ERROR_SILENT)
         || g_error_matches (problem, GW_SERVER_ERROR, GW_SERVER_ERROR_CONFLICT);
}

/* A review that was sent once more under another id would be two. Where the answer was lost, it is looked for, and
 * sent again under its own. */
static gboolean
put_once (GwServer    *server,
          const char  *path,
          JsonObject  *doc,
          GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonObject) found = NULL;

  if (gw_server_put (server, path, doc, &problem))
    return TRUE;
  if (!may_be_stored (problem) || !gw_server_find (server, path, &found, NULL)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return found != NULL || gw_server_put (server, path, doc, error);
}

/* Returns: (transfer full) (nullable): "rows", the newest first; NULL with @error set */
static JsonArray *
list_reviews (GwServer    *server,
              const char  *db,
              const char  *submission,
              GError     **error)
{
  const char *tail = submission + strlen ("submission:");
  /* All that begins with the prefix: a semicolon follows the colon. */
  g_autofree char *keys = g_strdup_printf ("startkey=\"review:%s;\"&endkey=\"review:%s:\"", tail, tail);
  g_autofree char *safe = g_uri_escape_string (keys, "=&:;", FALSE);
  g_autofree char *path = g_strdup_printf ("/%s/_all_docs?include_docs=true&descending=true&limit=%d&%s", db, LOOKED_AT,
                                           safe);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (server, "GET", path, NULL, error);
  JsonObject *object = answer != NULL ? gw_server_answer_get_object (answer) : NULL;
  JsonArray *rows = object != NULL ? gw_json_get_array (object, "rows") : NULL;

  if (answer != NULL && rows == NULL)
    g_set_error_literal (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_A_SERVER, "It does not say which reviews it has");

  return rows != NULL ? json_array_ref (rows) : NULL;
}

static gboolean
says (JsonObject *doc,
      const char *member,
      const char *value)
{
  return g_strcmp0 (gw_json_get_string (doc, member), value) == 0;
}

/* Nothing would be other than it is: the last that this account said is the same, and since then nobody said that
 * the submission stands otherwise.
 *
 * Returns: (transfer none) (nullable) */
static JsonObject *
find_said (JsonArray            *rows,
           const char           *user,
           const GwServerReview *review)
{
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = gw_json_array_object (rows, i), *doc = row != NULL ? gw_json_get_object (row, "doc") : NULL;

    if (doc == NULL)
      continue;
    if (!says (doc, "state", review->state))
      return NULL;
    if (says (doc, "author", user))
      return says (doc, "text", review->text) && says (doc, "question", review->question) ? doc : NULL;
  }

  return NULL;
}

static JsonObject *
make_review (GwServer             *server,
             const char           *country,
             const char           *submission,
             const GwServerReview *review)
{
  g_autofree char *ulid = gw_id_new ();
  g_autofree char *id = g_strconcat ("review:", submission + strlen ("submission:"), ":", ulid, NULL);
  JsonObject *doc = make_reply (server, "review", id, country, submission);

  json_object_set_string_member (doc, "state", review->state);
  json_object_set_string_member (doc, "text", review->text);
  if (review->question != NULL)
    json_object_set_string_member (doc, "question", review->question);

  return doc;
}

/**
 * gw_server_review:
 * @review: what is said
 * @stored: (out) (transfer full): the document
 * @is_new: (out): FALSE where the same was said before, and stands; then that one is @stored
 * @error: return location
 *
 * Says something of a submission; as often as there is something to say. What an attempt said whose answer was lost is
 * not said twice, also when the attempt was given up as failed. See gw_server_receipt().
 *
 * Returns: whether it is stored
 */
gboolean
gw_server_review (GwServer              *server,
                  const char            *country,
                  const char            *submission,
                  const GwServerReview  *review,
                  JsonObject           **stored,
                  gboolean              *is_new,
                  GError               **error)
{
  g_autofree char *db = NULL, *path = NULL;
  g_autoptr (JsonArray) rows = NULL;
  g_autoptr (JsonObject) doc = NULL;
  JsonObject *said;
  gboolean is_checked;

  g_return_val_if_fail (server != NULL && gw_server_is_country (country) && submission != NULL, FALSE);
  g_return_val_if_fail (review != NULL && review->text != NULL && review->state != NULL, FALSE);

  if (!find_submission (server, country, submission, &is_checked, error))
    return FALSE;
  db = dup_database (country);
  rows = list_reviews (server, db, submission, error);
  if (rows == NULL)
    return FALSE;
  said = find_said (rows, gw_server_get_user (server), review);
  *is_new = said == NULL;
  doc = said != NULL ? json_object_ref (said) : make_review (server, country, submission, review);
  path = gw_server_dup_doc_path (db, gw_json_get_string (doc, "_id"));
  if (said == NULL && !put_once (server, path, doc, error))
    return FALSE;
  *stored = g_steal_pointer (&doc);

  return TRUE;
}
