/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-plan.h"

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-record.h"
#include "core/records/gw-records.h"

/**
 * gw_checklist_get_body:
 * @checklist: a checklist
 *
 * Returns: (transfer none) (nullable): whose meeting it prepares ("CMS COP"), %NULL for one that
 *   counts from another day
 */
const char *
gw_checklist_get_body (GwChecklist *checklist)
{
  return g_strcmp0 (gw_checklist_get_anchor (checklist), "COP") == 0 ? "CMS COP" : NULL;
}

/** gw_plan_make_id: Returns: (transfer full): the id of a plan that is to be */
char *
gw_plan_make_id (void)
{
  g_autofree char *ulid = gw_id_new ();

  return g_strconcat ("plan:", ulid, NULL);
}

static void
set_or_remove (JsonObject *body,
               const char *field,
               const char *text)
{
  if (text && *text)
    json_object_set_string_member (body, field, text);
  else
    json_object_remove_member (body, field);
}

/**
 * gw_plan_new_body:
 * @checklist: what to work through
 * @meeting_id: (nullable): "CMS-COP16", announced or not
 * @own_date: (nullable): a day of one's own, which goes before the meeting's
 * @author: who starts it
 *
 * Returns: (transfer full): the document of a plan, to be put under gw_plan_make_id()
 */
JsonObject *
gw_plan_new_body (GwChecklist *checklist,
                  const char  *meeting_id,
                  const char  *own_date,
                  const char  *author)
{
  JsonObject *body;

  g_return_val_if_fail (GW_IS_CHECKLIST (checklist) && author, NULL);

  body = json_object_new ();
  json_object_set_string_member (body, "checklist", gw_checklist_get_id (checklist));
  json_object_set_string_member (body, "title", gw_checklist_get_title (checklist));
  set_or_remove (body, "meeting", meeting_id);
  set_or_remove (body, "date", own_date);
  gw_record_stamp (body, "plan:", author);
  return body;
}

/**
 * gw_plan_store_set_dates:
 * @store: the store, on its thread
 * @plan_id: a plan
 * @meeting_id: (nullable): the meeting, %NULL for none
 * @own_date: (nullable): a day of one's own, %NULL for none
 * @author: who changes it
 * @error: return location
 *
 * Lets a plan count from another day. Ticks and notes stay as they are.
 *
 * Returns: whether it is stored
 */
gboolean
gw_plan_store_set_dates (GwStore     *store,
                         const char  *plan_id,
                         const char  *meeting_id,
                         const char  *own_date,
                         const char  *author,
                         GError     **error)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_RECORDS_DB, plan_id, error);
  g_autoptr (GDate) day = gw_date_parse (own_date);
  g_autoptr (JsonObject) body = NULL;

  if (!doc)
    return FALSE;
  if (gw_doc_is_deleted (doc)) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN, "There is no plan \"%s\"",
                 plan_id);
    return FALSE;
  }
  if (own_date && *own_date && !day) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE,
                 "\"%s\" is no day as YYYY-MM-DD", own_date);
    return FALSE;
  }
  body = gw_json_copy (gw_doc_get_body (doc));
  set_or_remove (body, "meeting", meeting_id);
  set_or_remove (body, "date", own_date);
  gw_record_stamp (body, plan_id, author);
  return gw_store_put (store, GW_RECORDS_DB, plan_id, gw_doc_get_rev (doc), body, GW_PUT_COALESCE,
                       NULL, error);
}
