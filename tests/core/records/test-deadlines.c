/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-deadlines.h"

#include "core/base/gw-time.h"
#include "tests/core/records/records-fixture.h"

static GwReference *reference;

typedef struct
{
  const char *start;
  const char *end;
} Dates;

static gpointer
run_read (GwStore   *store,
          gpointer   data,
          GError   **error)
{
  Dates *dates = data;

  if (dates && !gw_meeting_store_put (store, reference, "CMS-COP16", dates->start, dates->end,
                                      "Bonn", NULL, "Amina", error))
    return NULL;
  return gw_meetings_read (store, reference, error);
}

static GPtrArray *
list (Dates      *dates,
      const char *iso3,
      const char *today)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) meetings = gw_store_thread_run_sync (thread, run_read, dates, &error);
  g_autoptr (GDate) day = gw_date_parse (today);

  g_assert_no_error (error);
  gw_store_thread_close (thread);
  return gw_deadlines_list (meetings, reference, iso3, day);
}

static GwDeadline *
find (GPtrArray  *deadlines,
      const char *id)
{
  for (guint i = 0; i < deadlines->len; i++) {
    GwDeadline *deadline = g_ptr_array_index (deadlines, i);

    if (g_str_equal (deadline->id, id))
      return deadline;
  }
  return NULL;
}

static void
assert_day (GPtrArray  *deadlines,
            const char *id,
            const char *text)
{
  GwDeadline *deadline = find (deadlines, id);
  g_autofree char *day = NULL;

  g_assert_nonnull (deadline);
  day = deadline->date ? gw_date_format (deadline->date) : NULL;
  g_assert_cmpstr (day, ==, text);
}

/* The days of COP15 as checklists.md works them out. */
static void
test_known_meeting (void)
{
  g_autoptr (GPtrArray) early = list (NULL, "KEN", "2025-09-01");
  g_autoptr (GPtrArray) late = list (NULL, "KEN", "2026-05-01");

  assert_day (early, "CMS-COP15:report", "2025-09-24");
  assert_day (early, "CMS-COP15:proposals", "2025-10-24");
  assert_day (early, "CMS-COP15:documents", "2025-12-23");
  assert_day (early, "CMS-COP15:comments", "2026-01-22");
  assert_day (early, "CMS-COP15:opening", "2026-03-23");
  assert_day (early, "CMS-COP15:reservations", "2026-06-27");
  /* What is past is gone; what comes after the meeting is not. */
  g_assert_null (find (late, "CMS-COP15:report"));
  assert_day (late, "CMS-COP15:reservations", "2026-06-27");
  assert_day (late, "CMS-COP16:report", NULL);
}

static void
test_not_announced_has_no_date (void)
{
  g_autoptr (GPtrArray) deadlines = list (NULL, "KEN", "2026-11-25");

  g_assert_cmpuint (deadlines->len, >, 0);
  assert_day (deadlines, "CMS-COP16:report", NULL);
  g_assert_cmpint (find (deadlines, "CMS-COP16:report")->days, ==, -180);
  for (guint i = 0; i < deadlines->len; i++)
    g_assert_null (((GwDeadline *) g_ptr_array_index (deadlines, i))->date);
}

static void
test_entered_meeting_dates_them (void)
{
  Dates dates = { "2029-03-01", NULL };
  g_autoptr (GPtrArray) deadlines = list (&dates, "KEN", "2026-11-25");

  assert_day (deadlines, "CMS-COP16:report", "2028-09-02");
  assert_day (deadlines, "CMS-COP16:reservations", NULL);
  g_assert_true (find (deadlines, "CMS-COP16:report")->is_entered);
  g_assert_cmpstr (((GwDeadline *) g_ptr_array_index (deadlines, 0))->id, ==, "CMS-COP16:report");
}

static void
test_only_what_concerns_the_country (void)
{
  g_autoptr (GPtrArray) kenya = list (NULL, "KEN", "2026-11-25");
  g_autoptr (GPtrArray) australia = list (NULL, "AUS", "2026-11-25");
  g_autoptr (GPtrArray) everybody = list (NULL, NULL, "2026-11-25");

  g_assert_nonnull (find (kenya, "AEWA-MOP10:report"));
  g_assert_null (find (australia, "AEWA-MOP10:report"));
  g_assert_nonnull (find (australia, "CMS-COP16:report"));
  g_assert_nonnull (find (everybody, "AEWA-MOP10:report"));
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
  g_test_add_func ("/records/deadlines/known-meeting", test_known_meeting);
  g_test_add_func ("/records/deadlines/not-announced-has-no-date", test_not_announced_has_no_date);
  g_test_add_func ("/records/deadlines/entered-meeting-dates-them", test_entered_meeting_dates_them);
  g_test_add_func ("/records/deadlines/only-what-concerns-the-country", test_only_what_concerns_the_country);
  status = g_test_run ();
  g_object_unref (reference);
  return status;
}
