/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Handing in: a frozen version and its files become a document of the database that this country and the Secretariat
 * share, `submission:<cycle>:<sha256>`. It leaves like any other document, with the next connection or on a stick. */

#include "core/reports/gw-submission-private.h"

#include <string.h>

#include "core/answers/gw-answer-file.h"
#include "core/base/gw-check-code.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/reports/gw-report.h"

#define VERSION 1 /* of the document's shape, which the server's rule knows */
#define FILE_NAME "report.xml"
#define FILE_TYPE "text/xml"

G_DEFINE_QUARK (gw-hand-in-error-quark, gw_hand_in_error)

/* Names for JSON and logs; they do not change. */
static const char *const state_names[] = {
  [GW_SUBMISSION_STATE_QUEUED] = "queued",       [GW_SUBMISSION_STATE_REFUSED] = "refused",
  [GW_SUBMISSION_STATE_SENT] = "sent",
  [GW_SUBMISSION_STATE_RECEIVED] = "received",   [GW_SUBMISSION_STATE_QUESTIONS] = "questions",
  [GW_SUBMISSION_STATE_ACCEPTED] = "accepted",
};

/* Returns: a short English name that never changes. */
const char *
gw_submission_state_get_name (GwSubmissionState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_names), "unknown");

  return state_names[state];
}

void
gw_submission_free (GwSubmission *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->report);
  g_free (self->sha256);
  g_free (self->code);
  g_free (self->author);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self);
}

/* What stands behind the type, and in the ids of its receipt and its reviews, too. */
char *
gw_submission_dup_tail (const char *id)
{
  const char *colon = strchr (id, ':');

  return g_strdup (colon != NULL ? colon + 1 : id);
}

static char *
dup_member (JsonObject *body,
            const char *name)
{
  const char *text = gw_json_get_string (body, name);

  return g_strdup (text != NULL ? text : "");
}

GwSubmission *
gw_submission_new_from_doc (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  JsonArray *files = gw_json_get_array (body, "files");
  const char *hash = strrchr (gw_doc_get_id (doc), ':'), *time = gw_json_get_string (body, "sealed");
  GwSubmission *self;

  if (hash == NULL || gw_json_get_object (body, "xml") == NULL)
    return NULL;
  self = g_new0 (GwSubmission, 1);
  self->id = g_strdup (gw_doc_get_id (doc));
  self->report = dup_member (body, "report");
  self->sha256 = g_strdup (hash + 1);
  self->code = gw_check_code_new (hash + 1);
  self->number = (guint) CLAMP (gw_json_get_int (body, "number", 1), 1, 100000);
  self->author = dup_member (body, "author");
  self->is_official = gw_json_get_boolean (body, "official");
  self->n_files = files != NULL ? json_array_get_length (files) : 0;
  self->remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_remark_free);
  if (time == NULL || !gw_time_parse (time, &self->time))
    self->time = 0;

  return self;
}

/* ------------------------------------------------------------ making one */

static gboolean
check (const GwSubmitting  *submitting,
       GError             **error)
{
  if (*submitting->cycle == '\0' || strchr (submitting->cycle, ':') != NULL) {
    g_set_error_literal (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_MEETING, "The report is for no meeting");
    return FALSE;
  }
  if (submitting->frozen->n_undecided > 0) {
    g_set_error (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_UNDECIDED, "%u answers have two versions",
                 submitting->frozen->n_undecided);
    return FALSE;
  }

  return TRUE;
}

/* The file's parts are queued for the other database; what it has already is not sent again. */
static JsonObject *
put_file (GwStore             *store,
          const GwSubmitting  *submitting,
          const char          *stored_name,
          GError             **error)
{
  g_autoptr (GwAnswerFile) file =
    gw_answer_file_find (store, GW_REPORT_DB, submitting->report, stored_name, error);
  g_autoptr (GBytes) bytes = file != NULL ? gw_answer_file_read (store, file, error) : NULL;
  JsonObject *description =
    bytes != NULL ? gw_store_put_file (store, GW_SUBMISSION_DB, bytes, file->name, file->mime, error) : NULL;

  if (description != NULL)
    json_object_set_string_member (description, "answer", stored_name);

  return description;
}

static void
explain_file (const char  *stored_name,
              GError     **error)
{
  if (error == NULL || *error == NULL
      || !(g_error_matches (*error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)
           || g_error_matches (*error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE)))
    return;
  g_clear_error (error);
  g_set_error (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_FILE, "%s", stored_name);
}

static JsonArray *
put_files (GwStore             *store,
           const GwSubmitting  *submitting,
           GError             **error)
{
  g_autoptr (JsonArray) files = json_array_new ();

  for (gsize i = 0; submitting->frozen->files[i] != NULL; i++) {
    const char *name = submitting->frozen->files[i];
    GError *problem = NULL;
    JsonObject *description = put_file (store, submitting, name, &problem);

    if (description == NULL) {
      explain_file (name, &problem);
      g_propagate_error (error, problem);
      return NULL;
    }
    json_array_add_object_element (files, description);
  }

  return g_steal_pointer (&files);
}

static JsonObject *
put_xml (GwStore             *store,
         const GwSubmitting  *submitting,
         GError             **error)
{
  GError *problem = NULL;
  g_autoptr (GBytes) bytes = gw_frozen_read_xml (store, submitting->frozen, &problem);

  if (bytes == NULL) {
    explain_file (FILE_NAME, &problem);
    g_propagate_error (error, problem);
    return NULL;
  }

  return gw_store_put_file (store, GW_SUBMISSION_DB, bytes, FILE_NAME, FILE_TYPE, error);
}

static JsonObject *
make_body (const GwSubmitting *submitting,
           JsonObject         *xml,
           JsonArray          *files,
           guint               number)
{
  JsonObject *body = json_object_new (), *form = json_object_new ();
  g_autofree char *now = gw_time_format (gw_time_now ());
  g_autofree char *party = g_ascii_strup (submitting->country, -1);

  json_object_set_string_member (form, "id", submitting->frozen->form_id);
  json_object_set_string_member (form, "version", submitting->frozen->form_version);

  json_object_set_string_member (body, "type", "submission");
  json_object_set_int_member (body, "v", VERSION);
  json_object_set_string_member (body, "party", party);
  json_object_set_string_member (body, "report", submitting->report);
  json_object_set_string_member (body, "cycle", submitting->cycle);
  json_object_set_string_member (body, "instrument", submitting->instrument);
  json_object_set_object_member (body, "form", form);
  json_object_set_int_member (body, "number", number);
  json_object_set_boolean_member (body, "official", submitting->is_official);
  json_object_set_string_member (body, "sealed", now);
  if (submitting->knows_clock)
    json_object_set_int_member (body, "clock_offset", submitting->clock_offset);
  json_object_set_string_member (body, "author", submitting->author);
  json_object_set_object_member (body, "xml", json_object_ref (xml));
  json_object_set_array_member (body, "files", json_array_ref (files));

  return body;
}

static GwSubmission *
put_submission (GwStore             *store,
                const GwSubmitting  *submitting,
                const char          *id,
                GError             **error)
{
  g_autoptr (GPtrArray) before = gw_submission_read_all (store, submitting->report, error);
  g_autoptr (JsonObject) xml = before != NULL ? put_xml (store, submitting, error) : NULL;
  g_autoptr (JsonArray) files = xml != NULL ? put_files (store, submitting, error) : NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GwDoc) doc = NULL;

  if (files == NULL)
    return NULL;
  body = make_body (submitting, xml, files, before->len + 1);
  if (!gw_store_put (store, GW_SUBMISSION_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
    return NULL;
  doc = gw_store_get (store, GW_SUBMISSION_DB, id, error);

  return doc != NULL ? gw_submission_new_from_doc (doc) : NULL;
}

/* The same version is handed in once, whoever does it and how often. */
static GwSubmission *
find_submission (GwStore    *store,
                 const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_SUBMISSION_DB, id, NULL);

  return doc != NULL && !gw_doc_is_deleted (doc) ? gw_submission_new_from_doc (doc) : NULL;
}

/**
 * gw_submission_make:
 * @error: return location: %GW_HAND_IN_ERROR or the store's
 *
 * Seals a frozen version and its files for the Secretariat and queues them. What was handed in before is not handed in
 * again.
 *
 * Returns: (transfer full): the submission, or NULL with @error set and nothing queued
 */
GwSubmission *
gw_submission_make (GwStore             *store,
                    const GwSubmitting  *submitting,
                    GError             **error)
{
  g_autofree char *id = NULL;
  g_autoptr (GwSubmission) submission = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && submitting != NULL && submitting->frozen != NULL, NULL);

  if (!check (submitting, error))
    return NULL;
  id = g_strdup_printf ("submission:%s:%s", submitting->cycle, submitting->frozen->sha256);
  if (!gw_store_begin (store, error))
    return NULL;
  submission = find_submission (store, id);
  if (submission == NULL)
    submission = put_submission (store, submitting, id, error);
  if (submission == NULL || !gw_submission_read_replies (store, submission, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;

  return g_steal_pointer (&submission);
}

static int
compare_submissions (gconstpointer a,
                     gconstpointer b)
{
  const GwSubmission *one = *(GwSubmission *const *) a, *other = *(GwSubmission *const *) b;

  if (one->time != other->time)
    return one->time < other->time ? 1 : -1;
  if (one->number != other->number)
    return one->number < other->number ? 1 : -1;

  return strcmp (one->id, other->id);
}

/**
 * gw_submission_read_all:
 * @report: the ULID of a report
 *
 * Returns: (transfer full) (element-type GwSubmission): what was handed in of it, the newest first, or NULL with @error
 *   set
 */
GPtrArray *
gw_submission_read_all (GwStore     *store,
                        const char  *report,
                        GError     **error)
{
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_SUBMISSION_DB, "submission:", NULL, -1, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_submission_free);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (docs, i);
    GwSubmission *one = NULL;

    if (g_strcmp0 (gw_json_get_string (gw_doc_get_body (doc), "report"), report) == 0)
      one = gw_submission_new_from_doc (doc);
    if (one == NULL)
      continue;
    g_ptr_array_add (list, one);
    if (!gw_submission_read_replies (store, one, error))
      return NULL;
  }
  g_ptr_array_sort (list, compare_submissions);

  return docs != NULL ? g_steal_pointer (&list) : NULL;
}
