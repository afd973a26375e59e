/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The documents of reports: `report:<ULID>`, and beside them the form as it was when the report was
 * begun (core/answers/gw-form-text.c). */

#include "core/reports/gw-report.h"

#include <string.h>

#include "core/answers/gw-answer.h"
#include "core/answers/gw-form-text.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-records.h"
#include "core/reports/gw-submission.h"

static char *
dup_title (GwDoc *doc)
{
  const char *title = gw_json_get_string (gw_doc_get_body (doc), "title");

  return g_strdup (title != NULL ? title : "");
}

/**
 * gw_reports_register_types:
 *
 * Tells the store of the documents of reports and of their answers. Call it once, before any
 * store is opened.
 */
void
gw_reports_register_types (void)
{
  static const char *const states[] = { "submitted", "draft", NULL };
  static const GwFieldRule report_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL },
    { "form", GW_FIELD_VALUE, NULL },
    { "instrument", GW_FIELD_KEEP_FIRST, NULL },
    { "cycle", GW_FIELD_VALUE, NULL },
    { "country", GW_FIELD_KEEP_FIRST, NULL },
    { "title", GW_FIELD_TEXT, NULL },
    { "opening", GW_FIELD_VALUE, NULL },
    { "created", GW_FIELD_KEEP_FIRST, NULL },
    { "author", GW_FIELD_KEEP_FIRST, NULL },
    { "state", GW_FIELD_STATE, states },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  /* Nobody changes any of these: where two desks make the same, the first stands. */
  static const GwFieldRule frozen_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL }, { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "sha256", GW_FIELD_KEEP_FIRST, NULL }, { "number", GW_FIELD_KEEP_FIRST, NULL },
    { "time", GW_FIELD_KEEP_FIRST, NULL }, { "author", GW_FIELD_KEEP_FIRST, NULL },
    { "form", GW_FIELD_KEEP_FIRST, NULL }, { "counts", GW_FIELD_KEEP_FIRST, NULL },
    { "files", GW_FIELD_KEEP_FIRST, NULL }, { "xml", GW_FIELD_KEEP_FIRST, NULL },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule clearance_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL }, { "record", GW_FIELD_KEEP_FIRST, NULL },
    { "sha256", GW_FIELD_KEEP_FIRST, NULL }, { "who", GW_FIELD_KEEP_FIRST, NULL },
    { "words", GW_FIELD_KEEP_FIRST, NULL }, { "author", GW_FIELD_KEEP_FIRST, NULL },
    { "time", GW_FIELD_KEEP_FIRST, NULL }, { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule submission_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL }, { "v", GW_FIELD_KEEP_FIRST, NULL },
    { "party", GW_FIELD_KEEP_FIRST, NULL }, { "report", GW_FIELD_KEEP_FIRST, NULL },
    { "cycle", GW_FIELD_KEEP_FIRST, NULL }, { "instrument", GW_FIELD_KEEP_FIRST, NULL },
    { "form", GW_FIELD_KEEP_FIRST, NULL }, { "number", GW_FIELD_KEEP_FIRST, NULL },
    { "official", GW_FIELD_KEEP_FIRST, NULL }, { "sealed", GW_FIELD_KEEP_FIRST, NULL },
    { "clock_offset", GW_FIELD_KEEP_FIRST, NULL }, { "author", GW_FIELD_KEEP_FIRST, NULL },
    { "xml", GW_FIELD_KEEP_FIRST, NULL }, { "files", GW_FIELD_KEEP_FIRST, NULL },
    { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule response_fields[] = {
    { "type", GW_FIELD_KEEP_FIRST, NULL }, { "v", GW_FIELD_KEEP_FIRST, NULL },
    { "party", GW_FIELD_KEEP_FIRST, NULL }, { "text", GW_FIELD_TEXT, NULL },
    { "dealt", GW_FIELD_VALUE, NULL }, { "author", GW_FIELD_WINNER, NULL },
    { "changed", GW_FIELD_GREATEST, NULL }, { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwDocType types[] = {
    { "report", GW_REPORT_DB, report_fields, dup_title, dup_title, "report" },
    { "frozen", GW_REPORT_DB, frozen_fields, NULL, NULL, "report" },
    { "clearance", GW_REPORT_DB, clearance_fields, NULL, NULL, "report" },
    { "submission", GW_SUBMISSION_DB, submission_fields, NULL, NULL, "report" },
    { "response", GW_SUBMISSION_DB, response_fields, NULL, NULL, "report" },
  };
  static gsize once;

  gw_answers_register_types ();
  if (g_once_init_enter (&once)) {
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      gw_doc_type_register (&types[i]);
    g_once_init_leave (&once, 1);
  }
}

static JsonObject *
make_report_body (const GwReportPlan *plan,
                  const char         *hash)
{
  JsonObject *body = json_object_new ();
  JsonObject *form = json_object_new ();
  g_autofree char *created = gw_time_format (gw_time_now ());
  const char *version = gw_form_get_version (plan->form);
  const char *title = gw_form_get_title (plan->form);

  json_object_set_string_member (form, "id", gw_form_get_id (plan->form));
  json_object_set_string_member (form, "version", version != NULL ? version : "");
  json_object_set_string_member (form, "title", title != NULL ? title : "");
  json_object_set_string_member (form, "sha256", hash);

  json_object_set_string_member (body, "type", "report");
  json_object_set_object_member (body, "form", form);
  json_object_set_string_member (body, "instrument", plan->instrument);
  json_object_set_string_member (body, "cycle", plan->cycle);
  json_object_set_string_member (body, "country", plan->country);
  json_object_set_string_member (body, "title", plan->title != NULL ? plan->title
                                                                    : title != NULL ? title : "");
  json_object_set_string_member (body, "created", created);
  json_object_set_string_member (body, "author", plan->author);
  json_object_set_string_member (body, "state", "draft");
  return body;
}

static gboolean
put_report (GwStore             *store,
            const char          *id,
            const GwReportPlan  *plan,
            GError             **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (JsonObject) report = NULL;

  if (!gw_form_text_put (store, GW_REPORT_DB, plan->form_xml, &hash, error))
    return FALSE;

  report = make_report_body (plan, hash);
  return gw_store_put (store, GW_REPORT_DB, id, NULL, report, GW_PUT_DEFAULT, NULL, error);
}

/**
 * gw_report_create:
 * @error: return location; the store's, or %GW_FORM_ERROR_REFUSED
 *
 * Begins a report and keeps its form beside it.
 *
 * Returns: (transfer full): the report, or NULL with @error set
 */
GwReport *
gw_report_create (GwStore             *store,
                  const GwReportPlan  *plan,
                  GError             **error)
{
  g_autofree char *ulid = gw_id_new ();
  g_autofree char *id = g_strconcat ("report:", ulid, NULL);

  if (!gw_store_begin (store, error))
    return NULL;
  if (!put_report (store, id, plan, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;

  return gw_report_find (store, ulid, error);
}

/* People enter the dates of a meeting once, on whichever desk: the report follows them. */
static GwReport *
read_doc (GwStore *store,
          GwDoc   *doc)
{
  GwReport *report = gw_report_new_from_doc (doc);
  g_autofree char *id = NULL;
  g_autoptr (GwDoc) meeting = NULL;
  g_autoptr (GDate) day = NULL;

  if (report == NULL || *gw_report_get_cycle (report) == '\0')
    return report;
  id = g_strconcat ("meeting:", gw_report_get_cycle (report), NULL);
  meeting = gw_store_get (store, GW_RECORDS_DB, id, NULL);
  if (meeting == NULL || gw_doc_is_deleted (meeting))
    return report;
  day = gw_date_parse (gw_json_get_string (gw_doc_get_body (meeting), "start"));
  if (day != NULL)
    gw_report_fill_opening (report, gw_json_get_string (gw_doc_get_body (meeting), "start"));

  return report;
}

/**
 * gw_report_read_all:
 *
 * Returns: (transfer full) (element-type GwReport): all reports of this desk, the newest first
 */
GPtrArray *
gw_report_read_all (GwStore  *store,
                GError  **error)
{
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_REPORT_DB, "report:", NULL, -1, error);
  GPtrArray *reports;

  if (docs == NULL)
    return NULL;

  /* The ids are ULIDs: their order is the order of making. */
  reports = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = docs->len; i > 0; i--) {
    GwReport *report = read_doc (store, g_ptr_array_index (docs, i - 1));

    if (report != NULL)
      g_ptr_array_add (reports, report);
  }
  return reports;
}

/**
 * gw_report_find:
 * @id: a ULID, its beginning, or the whole document id
 * @error: return location: %GW_STORE_ERROR_NOT_FOUND where no report or more than one has it
 *
 * Returns: (transfer full): the report, or NULL with @error set
 */
GwReport *
gw_report_find (GwStore     *store,
                const char  *id,
                GError     **error)
{
  const char *ulid = g_str_has_prefix (id, "report:") ? id + strlen ("report:") : id;
  g_autofree char *prefix = g_strconcat ("report:", ulid, NULL);
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_REPORT_DB, prefix, NULL, 2, error);
  GwReport *report;

  if (docs == NULL)
    return NULL;
  /* The whole id names one, whatever else begins with it; in byte order it stands first. */
  if (docs->len > 1 && g_str_equal (gw_doc_get_id (g_ptr_array_index (docs, 0)), prefix))
    g_ptr_array_set_size (docs, 1);
  report = docs->len == 1 ? read_doc (store, g_ptr_array_index (docs, 0)) : NULL;
  if (report == NULL && docs->len > 1)
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND,
                 "More than one report begins with %s", id);
  else if (report == NULL)
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no report %s", id);
  return report;
}

static JsonObject *
read_report (GwStore     *store,
             const char  *report_id,
             char       **rev,
             GError     **error)
{
  g_autofree char *id = g_strconcat ("report:", report_id, NULL);
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_REPORT_DB, id, error);

  if (doc == NULL)
    return NULL;
  *rev = g_strdup (gw_doc_get_rev (doc));
  return gw_json_copy (gw_doc_get_body (doc));
}

/**
 * gw_report_read_form:
 * @error: return location: %GW_STORE_ERROR_NOT_FOUND where the form has not arrived on this desk
 *   yet, %GW_STORE_ERROR_DAMAGED where it is not what the report was begun with
 *
 * Returns: (transfer full): the XML of the form that the report was begun with
 */
GBytes *
gw_report_read_form (GwStore     *store,
                     const char  *report_id,
                     GError     **error)
{
  g_autofree char *rev = NULL;
  g_autoptr (JsonObject) report = read_report (store, report_id, &rev, error);
  JsonObject *form = report != NULL ? gw_json_get_object (report, "form") : NULL;
  const char *hash = form != NULL ? gw_json_get_string (form, "sha256") : NULL;

  return report != NULL ? gw_form_text_read (store, GW_REPORT_DB, hash != NULL ? hash : "", error)
                        : NULL;
}

static gboolean
set_member (GwStore     *store,
            const char  *report_id,
            const char  *member,
            const char  *text,
            GError     **error)
{
  g_autofree char *id = g_strconcat ("report:", report_id, NULL);
  g_autofree char *rev = NULL;
  g_autoptr (JsonObject) body = read_report (store, report_id, &rev, error);

  if (body == NULL)
    return FALSE;
  json_object_set_string_member (body, member, text);
  return gw_store_put (store, GW_REPORT_DB, id, rev, body, GW_PUT_COALESCE, NULL, error);
}

/**
 * gw_report_set_opening:
 * @opening: the first day of the meeting as `YYYY-MM-DD`, or "" to forget it
 *
 * Keeps a date that a person knows before the reference data does.
 */
gboolean
gw_report_set_opening (GwStore     *store,
                       const char  *report_id,
                       const char  *opening,
                       GError     **error)
{
  g_autoptr (GDate) date = gw_date_parse (opening);

  if (date == NULL && *opening != '\0') {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID, "%s is no date", opening);
    return FALSE;
  }
  return set_member (store, report_id, "opening", opening, error);
}

/**
 * gw_report_set_title:
 */
gboolean
gw_report_set_title (GwStore     *store,
                     const char  *report_id,
                     const char  *title,
                     GError     **error)
{
  return set_member (store, report_id, "title", title, error);
}
