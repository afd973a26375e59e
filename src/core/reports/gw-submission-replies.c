/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a submission stands: whether it left, what the Secretariat said (`receipt:` and `review:`, see core/server), and
 * what this country said to that: `response:<cycle>:<sha256>:<ULID of the review>`. */

#include "core/reports/gw-submission-private.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

void
gw_remark_free (GwRemark *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->question);
  g_free (self->text);
  g_free (self->author);
  g_free (self->answer);
  g_free (self->answer_author);
  g_free (self);
}

static gint64
read_time (JsonObject *body,
           const char *name)
{
  const char *text = gw_json_get_string (body, name);
  gint64 time = 0;

  return text != NULL && gw_time_parse (text, &time) ? time : 0;
}

static char *
dup_response_id (const char *remark_id)
{
  g_autofree char *tail = gw_submission_dup_tail (remark_id);

  return g_strconcat ("response:", tail, NULL);
}

static void
read_response (GwStore  *store,
               GwRemark *remark)
{
  g_autofree char *id = dup_response_id (remark->id);
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_SUBMISSION_DB, id, NULL);
  JsonObject *body = doc != NULL && !gw_doc_is_deleted (doc) ? gw_doc_get_body (doc) : NULL;

  if (body == NULL)
    return;
  remark->dealt = gw_json_get_boolean (body, "dealt");
  remark->answer = g_strdup (gw_json_get_string (body, "text"));
  remark->answer_author = g_strdup (gw_json_get_string (body, "author"));
}

static GwRemark *
new_remark (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  const char *text = gw_json_get_string (body, "text"), *author = gw_json_get_string (body, "author");
  GwRemark *remark = g_new0 (GwRemark, 1);

  remark->id = g_strdup (gw_doc_get_id (doc));
  remark->question = g_strdup (gw_json_get_string (body, "question"));
  remark->text = g_strdup (text != NULL ? text : "");
  remark->author = g_strdup (author != NULL ? author : "");
  remark->time = read_time (body, "created");

  return remark;
}

/* The last word of the Secretariat counts. */
static gboolean
read_remarks (GwStore       *store,
              const char    *tail,
              GwSubmission  *self,
              GError       **error)
{
  g_autofree char *prefix = g_strdup_printf ("review:%s:", tail);
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_SUBMISSION_DB, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (docs, i);
    const char *state = gw_json_get_string (gw_doc_get_body (doc), "state");
    GwRemark *remark = new_remark (doc);

    read_response (store, remark);
    g_ptr_array_add (self->remarks, remark);
    self->state = g_strcmp0 (state, "accepted") == 0 ? GW_SUBMISSION_STATE_ACCEPTED : GW_SUBMISSION_STATE_QUESTIONS;
  }

  return docs != NULL;
}

static void
read_receipt (GwStore      *store,
              const char   *tail,
              GwSubmission *self)
{
  g_autofree char *id = g_strconcat ("receipt:", tail, NULL);
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_SUBMISSION_DB, id, NULL);
  JsonObject *body = doc != NULL && !gw_doc_is_deleted (doc) ? gw_doc_get_body (doc) : NULL;

  if (body == NULL)
    return;
  self->received = read_time (body, "created");
  self->is_same = g_strcmp0 (gw_json_get_string (body, "code"), self->code) == 0;
  self->is_checked = gw_json_get_boolean (body, "checked");
  self->state = GW_SUBMISSION_STATE_RECEIVED;
}

/* Whether a part of its files has yet to reach the server. */
static gboolean
files_wait (GwStore       *store,
            GwSubmission  *self,
            gboolean      *waits,
            GError       **error)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_SUBMISSION_DB, self->id, error);
  JsonArray *files = doc != NULL ? gw_json_get_array (gw_doc_get_body (doc), "files") : NULL;
  JsonObject *xml = doc != NULL ? gw_json_get_object (gw_doc_get_body (doc), "xml") : NULL;

  if (xml == NULL || !gw_store_file_waits (store, GW_SUBMISSION_DB, xml, waits, error))
    return FALSE;
  for (guint i = 0; files != NULL && !*waits && i < json_array_get_length (files); i++) {
    JsonObject *file = gw_json_array_object (files, i);

    if (file != NULL && !gw_store_file_waits (store, GW_SUBMISSION_DB, file, waits, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_way (GwStore       *store,
          GwSubmission  *self,
          GError       **error)
{
  GwStoreWay way = GW_STORE_WAY_WAITS;
  gboolean waits = FALSE;

  if (!gw_store_doc_way (store, GW_SUBMISSION_DB, self->id, &way, error) || !files_wait (store, self, &waits, error))
    return FALSE;
  if (way == GW_STORE_WAY_REFUSED)
    self->state = GW_SUBMISSION_STATE_REFUSED;
  else if (way == GW_STORE_WAY_WAITS || waits)
    self->state = GW_SUBMISSION_STATE_QUEUED;
  else
    self->state = GW_SUBMISSION_STATE_SENT;

  return TRUE;
}

gboolean
gw_submission_read_replies (GwStore       *store,
                            GwSubmission  *self,
                            GError       **error)
{
  g_autofree char *tail = gw_submission_dup_tail (self->id);

  if (!read_way (store, self, error))
    return FALSE;
  read_receipt (store, tail, self);

  return read_remarks (store, tail, self, error);
}

/**
 * gw_submission_answer:
 * @remark_id: a remark
 * @country: ISO 3166 alpha-3
 * @text: what to say to it, or ""
 * @is_dealt: whether it is dealt with
 * @author: who says it
 *
 * Answers a remark; the Secretariat gets it with the next exchange. Said again, it takes the place of what was said
 * before; without words, what was said before stays.
 *
 * Returns: whether it is kept
 */
gboolean
gw_submission_answer (GwStore     *store,
                      const char  *remark_id,
                      const char  *country,
                      const char  *text,
                      gboolean     is_dealt,
                      const char  *author,
                      GError     **error)
{
  g_autofree char *id = NULL, *party = NULL, *now = gw_time_format (gw_time_now ());
  g_autoptr (GwDoc) before = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  const char *said = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && remark_id != NULL && g_str_has_prefix (remark_id, "review:"), FALSE);

  id = dup_response_id (remark_id);
  party = g_ascii_strup (country, -1);
  before = gw_store_get (store, GW_SUBMISSION_DB, id, NULL);
  if (before != NULL && !gw_doc_is_deleted (before))
    said = gw_json_get_string (gw_doc_get_body (before), "text");
  json_object_set_string_member (body, "type", "response");
  json_object_set_int_member (body, "v", 1);
  json_object_set_string_member (body, "party", party);
  json_object_set_string_member (body, "text", *text == '\0' && said != NULL ? said : text);
  json_object_set_boolean_member (body, "dealt", is_dealt);
  json_object_set_string_member (body, "author", author);
  json_object_set_string_member (body, "changed", now);

  return gw_store_put (store, GW_SUBMISSION_DB, id, before != NULL ? gw_doc_get_rev (before) : NULL, body,
                       GW_PUT_DEFAULT, NULL, error);
}
