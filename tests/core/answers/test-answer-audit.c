/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit log that is made of the history. */

#include <string.h>

#include "core/answers/gw-answer-audit.h"
#include "core/answers/gw-filled-form.h"
#include "core/answers/two-desks.h"
#include "core/base/gw-csv.h"

#define FORM(audit) \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'" \
  " xmlns:jr='http://openrosa.org/javarosa' xmlns:orx='http://openrosa.org/xforms'" \
  " xmlns:odk='http://www.opendatakit.org/xforms'><h:head><h:title>T</h:title><model>" \
  "<instance><data id='t'><a/><sum/><r jr:template=''><c/></r><orx:meta><orx:instanceID/>" audit "</orx:meta></data>" \
  "</instance><bind nodeset='/data/sum' calculate=\"concat(/data/a, '!')\"/>"

#define BODY \
  "</model></h:head><h:body><input ref='/data/a'><label>A</label></input>" \
  "<repeat nodeset='/data/r'><input ref='/data/r/c'><label>C</label></input></repeat></h:body></h:html>"

static const char audited[] = FORM ("<orx:audit/>")
  "<bind nodeset='/data/orx:meta/orx:audit' type='binary' odk:track-changes='true' odk:identify-user='true'/>" BODY;
static const char plain[] = FORM ("") BODY;

typedef struct
{
  char *path;
  GwStoreThread *thread;
  GwFilledForm *filled;
} Fixture;

static void
answer (Fixture    *fixture,
        const char *ref,
        const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_form_session_set_value (gw_filled_form_get_session (fixture->filled), ref, value, &error));
  g_assert_no_error (error);
  g_assert_true (gw_filled_form_flush_sync (fixture->filled, &error));
  g_assert_no_error (error);
  g_usleep (2000);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GBytes) xml = g_bytes_new_static (data, strlen (data));
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *row = NULL;

  form = gw_form_load (xml, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->path = two_desks_new_path ();
  fixture->thread = gw_store_thread_new (fixture->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  fixture->filled = gw_filled_form_open_sync (fixture->thread, "mine", "01J", "Amina", form, NULL, &error);
  g_assert_no_error (error);

  answer (fixture, "/data/a", "one, \"two\"");
  gw_filled_form_set_editing (fixture->filled, "/data/a");
  gw_filled_form_set_editing (fixture->filled, NULL);
  row = gw_form_session_add_row (gw_filled_form_get_session (fixture->filled), "/data/r", "x", &error);
  g_assert_no_error (error);
  answer (fixture, "/data/r[x]/c", "in a row");
  answer (fixture, "/data/a", "quite another text, long enough that what was there before is kept in the history");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->filled);
  gw_store_thread_close (fixture->thread);
  g_clear_object (&fixture->thread);
  two_desks_remove (fixture->path);
  g_free (fixture->path);
}

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_answer_audit_read (store, "mine", "01J", 1000000, error);
}

static GwFormFile *
finish (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = gw_store_thread_run_sync (fixture->thread, read_on_thread, NULL, &error);
  GwFormFile *file;

  g_assert_no_error (error);
  file = gw_answer_audit_finish (events, gw_filled_form_get_session (fixture->filled), TRUE, &error);
  g_assert_no_error (error);

  return file;
}

static void
assert_cell (const GwCsv *csv,
             guint        row,
             const char  *column,
             const char  *text)
{
  g_assert_cmpstr (gw_csv_get (csv, row, gw_csv_find_column (csv, column)), ==, text);
}

static gint64
get_time (const GwCsv *csv,
          guint        row)
{
  return g_ascii_strtoll (gw_csv_get (csv, row, gw_csv_find_column (csv, "start")), NULL, 10);
}

static void
test_the_history_is_the_log (Fixture       *fixture,
                             gconstpointer  data)
{
  static const char *const events[] = { "form start", "question", "add repeat", "question", "question", "form save",
                                        "form finalize" };
  GwFormFile *file = finish (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwCsv) csv = gw_csv_new_from_bytes (file->content, &error);
  g_autoptr (GBytes) xml = gw_form_session_write_instance (gw_filled_form_get_session (fixture->filled));
  g_autofree char *text = g_strndup (g_bytes_get_data (xml, NULL), g_bytes_get_size (xml));

  g_assert_no_error (error);
  g_assert_cmpstr (file->name, ==, "audit.csv");
  g_assert_cmpuint (gw_csv_get_n_rows (csv), ==, G_N_ELEMENTS (events));
  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    assert_cell (csv, i, "event", events[i]);
    g_assert_true (i == 0 || get_time (csv, i) >= get_time (csv, i - 1));
  }
  g_assert_cmpint (get_time (csv, 0), ==, 1000);
  assert_cell (csv, 1, "node", "/data/a");
  assert_cell (csv, 1, "new-value", "one, \"two\"");
  assert_cell (csv, 1, "user", "Amina");
  assert_cell (csv, 2, "node", "/data/r[1]");
  assert_cell (csv, 3, "node", "/data/r[1]/c");
  assert_cell (csv, 4, "old-value", "one, \"two\"");
  g_assert_nonnull (strstr (text, "audit.csv</"));
  gw_form_file_free (file);
}

static void
test_a_form_that_asks_for_none_has_none (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_assert_null (finish (fixture));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();

  g_test_add ("/answers/audit/the-history-is-the-log", Fixture, audited, set_up, test_the_history_is_the_log, tear_down);
  g_test_add ("/answers/audit/a-form-that-asks-for-none-has-none", Fixture, plain, set_up,
              test_a_form_that_asks_for_none_has_none, tear_down);

  return g_test_run ();
}
