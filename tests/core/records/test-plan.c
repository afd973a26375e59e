/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-plan.h"

#include "core/base/gw-time.h"
#include "tests/core/records/records-fixture.h"

#define PLAN "plan:01J0000000000000000000000A"
#define TICK "tick:01J0000000000000000000000A:"

static GwReference *reference;
static GPtrArray *checklists;

static GwChecklist *
get_checklist (const char *id)
{
  for (guint i = 0; i < checklists->len; i++) {
    if (g_str_equal (gw_checklist_get_id (g_ptr_array_index (checklists, i)), id))
      return g_ptr_array_index (checklists, i);
  }
  g_assert_not_reached ();
}

static void
start (GwStoreThread *thread,
       const char    *checklist,
       const char    *meeting,
       const char    *date)
{
  g_autoptr (JsonObject) body = gw_plan_new_body (get_checklist (checklist), meeting, date, "Amina");
  g_autofree char *text = gw_json_to_text (body);
  g_autofree char *rev = put_doc (thread, PLAN, NULL, text);
}

static gpointer
run_read (GwStore   *store,
          gpointer   data,
          GError   **error)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_RECORDS_DB, PLAN, error);

  return doc ? gw_plan_read (store, doc, checklists, reference, error) : NULL;
}

static GwPlan *
read_plan (GwStoreThread *thread)
{
  g_autoptr (GError) error = NULL;
  GwPlan *plan = gw_store_thread_run_sync (thread, run_read, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

typedef struct
{
  const char *id;
  const char *text;
  const char *author;
  const char *start;
  const char *end;
} Step;

static gpointer
run_change (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  Step *step = data;
  g_autoptr (JsonObject) changes = gw_json_parse_object (step->text, -1, error);

  return GINT_TO_POINTER (gw_tick_store_change (store, step->id, changes, step->author, error));
}

static void
change (GwStoreThread *thread,
        const char    *id,
        const char    *text)
{
  Step step = { .id = id, .text = text, .author = "Amina" };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (gw_store_thread_run_sync (thread, run_change, &step, &error));
  g_assert_no_error (error);
}

static gpointer
run_meeting (GwStore   *store,
             gpointer   data,
             GError   **error)
{
  Step *step = data;

  return GINT_TO_POINTER (gw_meeting_store_put (store, reference, step->id, step->start, step->end,
                                                "Bonn", NULL, "Amina", error));
}

static gboolean
put_meeting (GwStoreThread  *thread,
             const char     *id,
             const char     *first,
             const char     *last,
             GError        **error)
{
  Step step = { .id = id, .start = first, .end = last };

  return gw_store_thread_run_sync (thread, run_meeting, &step, error) != NULL;
}

static void
assert_day (const GDate *day,
            const char  *text)
{
  g_autofree char *shown = day ? gw_date_format (day) : NULL;

  g_assert_cmpstr (shown, ==, text);
}

/* A meeting without a date dates nothing; its dates, once entered, date everything. */
static void
test_not_announced_is_not_dated (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwPlan) before = NULL;
  g_autoptr (GwPlan) after = NULL;
  g_autoptr (GError) error = NULL;

  start (thread, "cl-national-report", "CMS-COP16", NULL);
  before = read_plan (thread);
  g_assert_cmpstr (gw_plan_get_title (before), ==, "National report");
  g_assert_cmpstr (gw_plan_get_meeting_id (before), ==, "CMS-COP16");
  g_assert_null (gw_plan_get_date (before));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (before)); i++)
    g_assert_null (gw_plan_item_get_due (gw_plan_get_item (before, i)));
  g_assert_cmpstr (gw_plan_item_get_id (gw_plan_find_next (before)), ==, "read-form");

  g_assert_true (put_meeting (thread, "CMS-COP16", "2029-03-01", NULL, &error));
  g_assert_no_error (error);
  after = read_plan (thread);
  assert_day (gw_plan_get_date (after), "2029-03-01");
  g_assert_true (gw_plan_get_meeting (after)->is_entered);
  assert_day (gw_plan_item_get_due (gw_plan_find_item (after, "submit")), "2028-09-02");
  gw_store_thread_close (thread);
}

/* Nobody said when the meeting closes, so what counts from there has no day. */
static void
test_the_end_is_not_guessed (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwPlan) open = NULL;
  g_autoptr (GwPlan) closed = NULL;
  guint n_open = 0, n_closed = 0;

  start (thread, "cl-national-report", "CMS-COP16", NULL);
  g_assert_true (put_meeting (thread, "CMS-COP16", "2029-03-01", NULL, NULL));
  open = read_plan (thread);
  g_assert_true (put_meeting (thread, "CMS-COP16", "2029-03-01", "2029-03-07", NULL));
  closed = read_plan (thread);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (open)); i++) {
    GwPlanItem *item = gw_plan_get_item (open, i);

    if (g_str_equal (gw_plan_item_get_item (item)->anchor, "COPEND")) {
      g_assert_null (gw_plan_item_get_due (item));
      assert_day (gw_plan_item_get_due (gw_plan_get_item (closed, i)), "2029-05-06");
      n_closed++;
    } else {
      n_open++;
    }
  }
  g_assert_cmpuint (n_closed, ==, 1);
  g_assert_cmpuint (n_open, >, 10);
  gw_store_thread_close (thread);
}

static void
test_meetings_are_checked (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GError) error = NULL;

  g_assert_false (put_meeting (thread, "CMS-COP16", "2029-03-07", "2029-03-01", &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE);
  g_clear_error (&error);
  g_assert_false (put_meeting (thread, "CMS-COP16", "2029-02-30", NULL, &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE);
  g_clear_error (&error);
  g_assert_false (put_meeting (thread, "FIFA-COP3", "2029-03-01", NULL, &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN);
  gw_store_thread_close (thread);
}

static void
test_own_date_goes_first (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwPlan) plan = NULL;

  start (thread, "cl-taking-up-role", NULL, "2027-01-10");
  plan = read_plan (thread);
  assert_day (gw_plan_get_date (plan), "2027-01-10");
  assert_day (gw_plan_item_get_due (gw_plan_find_item (plan, "letter")), "2027-01-10");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plan)), ==, 17);
  gw_store_thread_close (thread);
}

static void
test_ticks_and_words (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwPlan) plan = NULL;
  GwPlanItem *item;

  start (thread, "cl-before-cop", "CMS-COP16", NULL);
  change (thread, TICK "priorities", "{\"state\":\"done\",\"note\":\"Agreed\\non Monday\"}");
  change (thread, TICK "visas", "{\"state\":\"skipped\",\"reason\":\"Online\"}");
  change (thread, TICK "briefs", "{\"assignee\":\"Brian\",\"due\":\"2028-12-01\",\"due_reason\":\"Minister travels\"}");
  change (thread, TICK "nothing-known", "{\"note\":\"kept\",\"title\":\"Old item\"}");
  change (thread, TICK "bare-and-unknown", "{\"state\":\"done\"}");
  plan = read_plan (thread);
  g_assert_cmpuint (gw_plan_get_n_done (plan), ==, 1);
  g_assert_cmpuint (gw_plan_get_n_skipped (plan), ==, 1);
  item = gw_plan_find_item (plan, "priorities");
  g_assert_cmpstr (gw_plan_item_get_note (item), ==, "Agreed\non Monday");
  g_assert_cmpstr (gw_plan_item_get_author (item), ==, "Amina");
  g_assert_cmpstr (gw_plan_item_get_reason (gw_plan_find_item (plan, "visas")), ==, "Online");
  item = gw_plan_find_item (plan, "briefs");
  assert_day (gw_plan_item_get_due (item), "2028-12-01");
  g_assert_null (gw_plan_item_get_computed (item));
  g_assert_cmpstr (gw_plan_item_get_id (gw_plan_find_next (plan)), ==, "briefs");
  /* An item that a newer edition dropped keeps what was written about it. */
  item = gw_plan_find_item (plan, "nothing-known");
  g_assert_cmpstr (gw_plan_item_get_title (item), ==, "Old item");
  g_assert_null (gw_plan_item_get_item (item));
  g_assert_null (gw_plan_find_item (plan, "bare-and-unknown"));

  change (thread, TICK "priorities", "{\"state\":\"open\"}");
  g_clear_object (&plan);
  plan = read_plan (thread);
  item = gw_plan_find_item (plan, "priorities");
  g_assert_cmpint (gw_plan_item_get_state (item), ==, GW_TICK_OPEN);
  g_assert_cmpstr (gw_plan_item_get_note (item), ==, "Agreed\non Monday");
  gw_store_thread_close (thread);
}

static void
test_bad_changes_change_nothing (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  Step state = { .id = TICK "briefs", .text = "{\"state\":\"maybe\"}", .author = "Amina" };
  Step day = { .id = TICK "briefs", .text = "{\"due\":\"tomorrow\"}", .author = "Amina" };
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_store_thread_run_sync (thread, run_change, &state, &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_null (gw_store_thread_run_sync (thread, run_change, &day, &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE);
  gw_store_thread_close (thread);
}

static gpointer
run_merge (GwStore   *store,
           gpointer   data,
           GError   **error)
{
  GwMergeOutcome outcome = { 0 };

  gw_store_merge (store, GW_RECORDS_DB, data, &outcome, error);
  return NULL;
}

/* Two desks worked on one item while they were apart. */
static void
test_two_desks_on_one_item (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *base = put_doc (thread, TICK "briefs", NULL, "{\"state\":\"open\",\"assignee\":\"Brian\"}");
  g_autofree char *mine = put_doc (thread, TICK "briefs", base,
                                   "{\"state\":\"done\",\"assignee\":\"Brian\",\"author\":\"Amina\"}");
  g_autofree char *theirs = put_doc (thread, TICK "briefs", base,
                                     "{\"state\":\"skipped\",\"assignee\":\"Brian\",\"note\":\"No time\","
                                     "\"author\":\"Chebet\"}");
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_sync (thread, run_merge, (gpointer) TICK "briefs", &error);
  g_assert_no_error (error);
  doc = get_doc (thread, TICK "briefs");
  g_assert_cmpuint (gw_doc_get_conflicts (doc), ==, 0);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "state"), ==, "done");
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "note"), ==, "No time");
  gw_store_thread_close (thread);
}

/* Both begin it, with no common beginning, and both write a note: no word is lost. */
static void
test_two_notes_stay (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *mine = put_doc (thread, TICK "briefs", NULL, "{\"state\":\"done\",\"note\":\"A\"}");
  g_autofree char *theirs = put_doc (thread, TICK "briefs", NULL, "{\"state\":\"open\",\"note\":\"B\"}");
  g_autoptr (GwPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  start (thread, "cl-before-cop", NULL, NULL);
  gw_store_thread_run_sync (thread, run_merge, (gpointer) TICK "briefs", &error);
  g_assert_no_error (error);
  plan = read_plan (thread);
  g_assert_cmpuint (gw_plan_item_get_conflicts (gw_plan_find_item (plan, "briefs")), ==, 1);
  gw_store_thread_close (thread);
}

/* Joined by a person: every word of both is there, and what one did is done. */
static void
test_versions_are_joined (void)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_doc_unref);
  g_autoptr (JsonObject) body = NULL;

  g_ptr_array_add (versions,
                   gw_doc_new_from_text (GW_RECORDS_DB, TICK "briefs", "2-a", FALSE,
                                         "{\"state\":\"skipped\",\"note\":\"A\",\"assignee\":\"Brian\","
                                         "\"due\":\"2028-12-01\"}", 1));
  g_ptr_array_add (versions,
                   gw_doc_new_from_text (GW_RECORDS_DB, TICK "briefs", "2-b", FALSE,
                                         "{\"state\":\"done\",\"note\":\"B\",\"assignee\":\"Chebet\","
                                         "\"reason\":\"R\",\"due\":\"2028-12-24\"}", 1));
  body = gw_tick_join (versions);
  g_assert_cmpstr (gw_json_get_string (body, "state"), ==, "done");
  g_assert_cmpstr (gw_json_get_string (body, "note"), ==, "A\nB");
  g_assert_cmpstr (gw_json_get_string (body, "assignee"), ==, "Brian, Chebet");
  g_assert_cmpstr (gw_json_get_string (body, "reason"), ==, "R");
  g_assert_cmpstr (gw_json_get_string (body, "due"), ==, "2028-12-01");
  g_assert_cmpstr (gw_json_get_string (body, "due_reason"), ==, "2028-12-24");
}

static guint
count_done (GwRecordList *list)
{
  g_autoptr (GwPlan) plan = g_list_model_get_item (G_LIST_MODEL (list), 0);

  return plan ? gw_plan_get_n_done (plan) : 0;
}

static gboolean
is_dated (GwRecordList *list)
{
  g_autoptr (GwPlan) plan = g_list_model_get_item (G_LIST_MODEL (list), 0);

  return plan && gw_plan_get_date (plan);
}

static void
changed (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_tick_change_finish (GW_STORE_THREAD (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* A tick, and the date of the meeting, reach the list by themselves. */
static void
test_the_list_follows (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwRecordList) list = NULL;
  g_autoptr (JsonObject) changes = json_object_new ();
  gboolean done = FALSE;

  start (thread, "cl-before-cop", "CMS-COP16", NULL);
  list = gw_plan_list_new (thread, checklists, reference);
  WAIT_UNTIL (!gw_record_list_get_loading (list));
  g_assert_no_error (gw_record_list_get_error (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_cmpuint (count_done (list), ==, 0);
  json_object_set_string_member (changes, "state", "done");
  gw_tick_change_async (thread, TICK "briefs", changes, "Amina", changed, &done);
  WAIT_UNTIL (done && count_done (list) == 1);
  g_assert_false (is_dated (list));
  g_assert_true (put_meeting (thread, "CMS-COP16", "2029-03-01", NULL, NULL));
  WAIT_UNTIL (is_dated (list));
  gw_store_thread_close (thread);
}

static gpointer
run_set_dates (GwStore   *store,
               gpointer   data,
               GError   **error)
{
  return GINT_TO_POINTER (gw_plan_store_set_dates (store, PLAN, NULL, data, "Amina", error));
}

static void
test_dates_move (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  start (thread, "cl-taking-up-role", NULL, "2027-01-10");
  change (thread, TICK "letter", "{\"state\":\"done\"}");
  g_assert_nonnull (gw_store_thread_run_sync (thread, run_set_dates, (gpointer) "2027-02-10", &error));
  g_assert_no_error (error);
  plan = read_plan (thread);
  assert_day (gw_plan_item_get_due (gw_plan_find_item (plan, "letter")), "2027-02-10");
  g_assert_cmpuint (gw_plan_get_n_done (plan), ==, 1);
  g_assert_null (gw_store_thread_run_sync (thread, run_set_dates, (gpointer) "2027-02-31", &error));
  g_assert_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE);
  gw_store_thread_close (thread);
}

static void
test_ids (void)
{
  g_autofree char *tick = gw_tick_make_id (PLAN, "briefs");
  g_autofree char *plan = gw_tick_dup_plan_id (tick);

  g_assert_cmpstr (tick, ==, TICK "briefs");
  g_assert_cmpstr (plan, ==, PLAN);
  g_assert_cmpstr (gw_tick_find_item_id (tick), ==, "briefs");
  g_assert_null (gw_tick_find_item_id ("tick:01J"));
  g_assert_null (gw_tick_find_item_id ("action:01J:x"));
  g_assert_null (gw_tick_dup_plan_id ("meeting:CMS-COP16"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_records_register_types ();
  reference = gw_reference_load (NULL, &error);
  g_assert_no_error (error);
  checklists = gw_checklist_load_all (NULL, "en", &error);
  g_assert_no_error (error);
  g_test_add_func ("/records/plan/not-announced-is-not-dated", test_not_announced_is_not_dated);
  g_test_add_func ("/records/plan/the-end-is-not-guessed", test_the_end_is_not_guessed);
  g_test_add_func ("/records/plan/meetings-are-checked", test_meetings_are_checked);
  g_test_add_func ("/records/plan/own-date-goes-first", test_own_date_goes_first);
  g_test_add_func ("/records/plan/ticks-and-words", test_ticks_and_words);
  g_test_add_func ("/records/plan/bad-changes-change-nothing", test_bad_changes_change_nothing);
  g_test_add_func ("/records/plan/two-desks-on-one-item", test_two_desks_on_one_item);
  g_test_add_func ("/records/plan/two-notes-stay", test_two_notes_stay);
  g_test_add_func ("/records/plan/versions-are-joined", test_versions_are_joined);
  g_test_add_func ("/records/plan/the-list-follows", test_the_list_follows);
  g_test_add_func ("/records/plan/dates-move", test_dates_move);
  g_test_add_func ("/records/plan/ids", test_ids);
  status = g_test_run ();
  g_ptr_array_unref (checklists);
  g_object_unref (reference);
  return status;
}
