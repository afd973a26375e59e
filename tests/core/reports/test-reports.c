/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/answers/sample-form.h"
#include "core/answers/two-desks.h"
#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"
#include "core/records/gw-meeting.h"
#include "core/reports/gw-report-due.h"
#include "core/reports/gw-report-list.h"
#include "core/reports/gw-report-open.h"
#include "core/reports/gw-report-progress.h"
#include "core/reports/gw-report-section.h"

typedef struct
{
  char *path;
  GwStoreThread *thread;
} Desk;

static Desk *
desk_new (void)
{
  g_autoptr (GError) error = NULL;
  Desk *desk = g_new0 (Desk, 1);

  desk->path = two_desks_new_path ();
  desk->thread = gw_store_thread_new (desk->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  return desk;
}

static void
desk_free (Desk *desk)
{
  gw_store_thread_close (desk->thread);
  g_object_unref (desk->thread);
  two_desks_remove (desk->path);
  g_free (desk->path);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static GwReport *
begin (Desk       *desk,
       const char *title,
       const char *cycle)
{
  g_autoptr (GwForm) form = sample_form_load ();
  g_autoptr (GBytes) xml = sample_form_xml ();
  GwReportPlan plan = { form, xml, title, "cms", cycle, "KEN", "Amina" };
  g_autoptr (GError) error = NULL;
  GwReport *report = gw_report_create_sync (desk->thread, &plan, &error);

  g_assert_no_error (error);
  return report;
}

static GwFilledForm *
open_report (Desk       *desk,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  GwFilledForm *filled = gw_report_open_sync (desk->thread, id, "Amina", NULL, NULL, &error);

  g_assert_no_error (error);
  return filled;
}

static void
test_a_report_knows_its_form (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) report = begin (desk, NULL, "CMS-COP16");
  g_autoptr (GwReport) found = NULL;
  g_autoptr (GwFilledForm) filled = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *begin_of_id = g_strndup (gw_report_get_id (report), 20);

  g_assert_cmpstr (gw_report_get_title (report), ==, "Sample");
  g_assert_cmpstr (gw_report_get_form_id (report), ==, "sample");
  g_assert_cmpstr (gw_report_get_form_version (report), ==, "7");
  g_assert_cmpstr (gw_report_get_cycle (report), ==, "CMS-COP16");
  g_assert_cmpstr (gw_report_get_country (report), ==, "KEN");
  g_assert_cmpstr (gw_report_get_state (report), ==, "draft");
  g_assert_cmpint (ABS (gw_time_now () - gw_report_get_created (report)), <, 60 * G_USEC_PER_SEC);

  found = gw_report_find_sync (desk->thread, begin_of_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_report_get_id (found), ==, gw_report_get_id (report));

  /* No form lies anywhere but in the store: the draft is opened with the one it was begun with. */
  filled = open_report (desk, gw_report_get_id (report));
  g_assert_cmpstr (gw_form_get_id (gw_form_session_get_form (gw_filled_form_get_session (filled))),
                   ==, "sample");
}

static gpointer
alter_form (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  g_autofree char *id = g_strdup_printf ("formtext:%s:0", (const char *) data);
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_REPORT_DB, id, error);
  g_autoptr (JsonObject) body = gw_json_copy (gw_doc_get_body (doc));

  json_object_set_string_member (body, "xml", "<h:html/>");
  gw_store_put (store, GW_REPORT_DB, id, gw_doc_get_rev (doc), body, GW_PUT_DEFAULT, NULL, error);
  return NULL;
}

static void
test_an_altered_form_is_noticed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) report = begin (desk, NULL, "CMS-COP16");
  g_autoptr (GwFilledForm) filled = NULL;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_sync (desk->thread, alter_form, (gpointer) gw_report_get_form_hash (report),
                            &error);
  g_assert_no_error (error);
  filled = gw_report_open_sync (desk->thread, gw_report_get_id (report), "Amina", NULL, NULL, &error);
  g_assert_null (filled);
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
}

static void
test_what_is_not_there_is_said (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) one = begin (desk, "One", "CMS-COP16");
  g_autoptr (GwReport) two = begin (desk, "Two", "CMS-COP16");
  g_autoptr (GwReport) none = NULL;
  g_autoptr (GError) error = NULL;

  none = gw_report_find_sync (desk->thread, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", &error);
  g_assert_null (none);
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  none = gw_report_find_sync (desk->thread, "0", &error);
  g_assert_null (none);
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND);
}

static void
test_sections_count_what_is_asked (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) report = begin (desk, NULL, "CMS-COP16");
  g_autoptr (GwFilledForm) filled = open_report (desk, gw_report_get_id (report));
  GwFormSession *session = gw_filled_form_get_session (filled);
  g_autoptr (GPtrArray) before = gw_report_dup_sections (session);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GwFormItem) next = NULL;
  g_autoptr (GwFormItem) first = NULL;
  const GwReportSection *section;

  g_assert_cmpuint (before->len, ==, 2);
  section = g_ptr_array_index (before, 0);
  g_assert_cmpstr (section->ref, ==, "/data/one");
  g_assert_cmpstr (section->title, ==, "First *section*");
  g_assert_cmpuint (section->progress.questions, ==, 5);
  g_assert_cmpuint (section->progress.answered, ==, 2); /* the country and the greeting */
  g_assert_cmpuint (section->progress.required, ==, 1);
  g_assert_cmpuint (section->progress.required_answered, ==, 0);

  gw_form_session_set_value (session, SAMPLE_NAME, "Amina", NULL);
  gw_form_session_set_value (session, SAMPLE_KIND, "no", NULL); /* one question more */
  after = gw_report_dup_sections (session);
  section = g_ptr_array_index (after, 0);
  g_assert_cmpuint (section->progress.questions, ==, 6);
  g_assert_cmpuint (section->progress.answered, ==, 4);
  g_assert_cmpuint (section->progress.required_answered, ==, 1);

  open = gw_report_dup_unanswered (session, NULL);
  g_assert_cmpuint (open->len, ==, 2);
  g_assert_cmpstr (gw_form_item_get_ref (open->pdata[0]), ==, SAMPLE_AGE);
  next = gw_report_find_next_unanswered (session, SAMPLE_AGE);
  g_assert_cmpstr (gw_form_item_get_ref (next), ==, SAMPLE_WHY);
  first = gw_report_find_next_unanswered (session, SAMPLE_WHY);
  g_assert_cmpstr (gw_form_item_get_ref (first), ==, SAMPLE_AGE);
}

static void
test_due_dates (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "reference", NULL);
  g_autoptr (GwReference) reference = gw_reference_load (folder, &error);
  g_autoptr (GwReport) past = begin (desk, "Past", "CMS-COP15");
  g_autoptr (GwReport) future = begin (desk, "Future", "CMS-COP16");
  g_autoptr (GwReport) entered = NULL;
  g_autoptr (GDate) today = g_date_new_dmy (14, 9, 2025);
  g_autofree char *date = NULL;
  g_autofree char *entered_date = NULL;
  GwReportDue due;

  g_assert_no_error (error);
  gw_report_get_due (past, reference, today, &due);
  g_assert_true (due.announced);
  g_assert_false (due.entered);
  date = gw_date_format (&due.date);
  g_assert_cmpstr (date, ==, "2025-09-24"); /* COP15 opened on 23 March 2026 */
  g_assert_cmpint (due.days_left, ==, 10);

  gw_report_get_due (future, reference, today, &due);
  g_assert_false (due.announced);
  g_assert_false (g_date_valid (&due.date));

  g_assert_true (gw_report_set_opening_sync (desk->thread, gw_report_get_id (future), "2029-02-28", &error));
  g_assert_no_error (error);
  entered = gw_report_find_sync (desk->thread, gw_report_get_id (future), &error);
  gw_report_get_due (entered, reference, today, &due);
  g_assert_true (due.announced);
  g_assert_true (due.entered);
  entered_date = gw_date_format (&due.date);
  g_assert_cmpstr (entered_date, ==, "2028-09-01");

  g_assert_false (gw_report_set_opening_sync (desk->thread, gw_report_get_id (future), "soon", &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
}

static gpointer
run_put_meeting (GwStore   *store,
                 gpointer   data,
                 GError   **error)
{
  return GINT_TO_POINTER (gw_meeting_store_put (store, data, "CMS-COP16", "2029-03-01", NULL, NULL, NULL, "Amina",
                                                error));
}

/* Entered once, on whichever desk: the report is due by it, unless it has a day of its own. */
static void
test_a_meeting_dates_its_reports (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwReference) reference = gw_reference_load (NULL, &error);
  g_autoptr (GwReport) report = begin (desk, "Future", "CMS-COP16");
  g_autoptr (GwReportList) list = gw_report_list_new (desk->thread);
  g_autoptr (GwReport) shown = NULL;
  g_autoptr (GwReport) own = NULL;

  while (!gw_report_list_is_loaded (list))
    g_main_context_iteration (NULL, TRUE);
  shown = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (gw_report_get_opening (shown), ==, "");
  gw_store_thread_run_sync (desk->thread, run_put_meeting, reference, &error);
  g_assert_no_error (error);
  while (!g_str_equal (gw_report_get_opening (shown), "2029-03-01"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (gw_report_set_opening_sync (desk->thread, gw_report_get_id (report), "2029-02-28", &error));
  own = gw_report_find_sync (desk->thread, gw_report_get_id (report), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_report_get_opening (own), ==, "2029-02-28");
}

static void
count_change (GListModel *model,
              guint       position,
              guint       removed,
              guint       added,
              guint      *changes)
{
  (*changes)++;
}

static void
test_the_list_follows_the_store (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) one = begin (desk, "One", "CMS-COP16");
  g_autoptr (GwReportList) list = gw_report_list_new (desk->thread);
  g_autoptr (GwReport) shown = NULL;
  g_autoptr (GwReport) same = NULL;
  g_autoptr (GwReport) two = NULL;
  g_autoptr (GError) error = NULL;
  guint changes = 0;

  g_assert_false (gw_report_list_is_loaded (list));
  while (!gw_report_list_is_loaded (list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  shown = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (gw_report_get_title (shown), ==, "One");

  g_signal_connect (list, "items-changed", G_CALLBACK (count_change), &changes);
  g_usleep (2000); /* ULIDs of one millisecond have no order */
  two = begin (desk, "Two", "CMS-COP16");
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) < 2)
    g_main_context_iteration (NULL, TRUE);
  same = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_true (same == shown);
  g_assert_cmpuint (changes, ==, 1);

  gw_report_set_opening_sync (desk->thread, gw_report_get_id (one), "2029-01-01", &error);
  g_assert_no_error (error);
  while (!g_str_equal (gw_report_get_opening (shown), "2029-01-01"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (changes, ==, 1);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(GwFilledForm **) user_data = gw_report_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  gw_report_read_progress_finish (result, user_data, &error);
  g_assert_no_error (error);
}

static void
test_progress_without_opening (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GwReport) report = begin (desk, NULL, "CMS-COP16");
  g_autoptr (GwFilledForm) filled = NULL;
  g_autoptr (GError) error = NULL;
  GwFormProgress untouched, opened, read = { 0 }, later = { 0 };

  gw_report_read_progress_sync (desk->thread, gw_report_get_id (report), NULL, &untouched, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (untouched.questions, ==, 5);

  filled = open_report (desk, gw_report_get_id (report));
  gw_form_session_set_value (gw_filled_form_get_session (filled), SAMPLE_NAME, "Amina", NULL);
  gw_form_session_set_value (gw_filled_form_get_session (filled), SAMPLE_KIND, "no", NULL);
  gw_filled_form_flush_sync (filled, &error);
  g_assert_no_error (error);
  gw_form_session_get_progress (gw_filled_form_get_session (filled), NULL, &opened);
  gw_report_read_progress_sync (desk->thread, gw_report_get_id (report), NULL, &read, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&opened, sizeof opened, &read, sizeof read);
  g_assert_cmpuint (read.questions, ==, 6);
  g_assert_cmpuint (read.answered, ==, 4);

  gw_report_read_progress_async (desk->thread, gw_report_get_id (report), NULL, NULL, on_counted,
                                 &later);
  while (later.questions == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpmem (&opened, sizeof opened, &later, sizeof later);
}

/* The whole of a report goes to another desk, which never saw the form. */
static void
test_another_desk_opens_it (void)
{
  g_autoptr (Desk) here = desk_new ();
  g_autoptr (Desk) there = desk_new ();
  g_autoptr (GwReport) report = begin (here, NULL, "CMS-COP16");
  g_autoptr (GwFilledForm) filled = open_report (here, gw_report_get_id (report));
  g_autoptr (GwFilledForm) opened = NULL;
  g_autoptr (GError) error = NULL;
  GwFormSession *session = gw_filled_form_get_session (filled);

  gw_form_session_set_value (session, SAMPLE_NAME, "Amina", NULL);
  gw_filled_form_flush_sync (filled, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GwStore) from = gw_store_open (here->path, GW_STORE_DEFAULT, &error);
    g_autoptr (GwStore) to = gw_store_open (there->path, GW_STORE_DEFAULT, &error);

    g_assert_no_error (error);
    two_desks_exchange (from, to, GW_REPORT_DB);
  }
  gw_report_open_async (there->thread, gw_report_get_id (report), "Boris", NULL, NULL, NULL,
                        on_opened, &opened);
  while (opened == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (opened), SAMPLE_NAME), ==,
                   "Amina");
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (opened), SAMPLE_ID), ==,
                   gw_form_session_get_value (session, SAMPLE_ID));
}

/* The national report as it comes with the program. */
static void
test_the_national_report (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *path = g_build_filename (gw_paths_get_data_dir (), "forms", "national-report.xml", NULL);
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GwReport) report = NULL;
  g_autoptr (GwFilledForm) filled = NULL;
  g_autoptr (GPtrArray) sections = NULL;
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  xml = g_bytes_new_take (contents, length);
  form = gw_form_load (xml, media, NULL, &error);
  g_assert_no_error (error);
  report = gw_report_create_sync (desk->thread,
                                  &(GwReportPlan) { form, xml, NULL, "cms", "CMS-COP16", "KEN", "A" },
                                  &error);
  g_assert_no_error (error);
  filled = gw_report_open_sync (desk->thread, gw_report_get_id (report), "A", media, NULL, &error);
  g_assert_no_error (error);
  sections = gw_report_dup_sections (gw_filled_form_get_session (filled));
  g_assert_cmpuint (sections->len, ==, 20);
  for (guint i = 0; i < sections->len; i++) {
    const GwReportSection *section = g_ptr_array_index (sections, i);

    g_assert_cmpstr (section->title, !=, "");
    g_assert_cmpuint (section->progress.questions, >, 0);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_reports_register_types ();
  g_test_add_func ("/reports/a-meeting-dates-its-reports", test_a_meeting_dates_its_reports);
  g_test_add_func ("/reports/a-report-knows-its-form", test_a_report_knows_its_form);
  g_test_add_func ("/reports/an-altered-form-is-noticed", test_an_altered_form_is_noticed);
  g_test_add_func ("/reports/what-is-not-there-is-said", test_what_is_not_there_is_said);
  g_test_add_func ("/reports/sections-count-what-is-asked", test_sections_count_what_is_asked);
  g_test_add_func ("/reports/progress-without-opening", test_progress_without_opening);
  g_test_add_func ("/reports/due-dates", test_due_dates);
  g_test_add_func ("/reports/the-list-follows-the-store", test_the_list_follows_the_store);
  g_test_add_func ("/reports/another-desk-opens-it", test_another_desk_opens_it);
  g_test_add_func ("/reports/the-national-report", test_the_national_report);
  return g_test_run ();
}
