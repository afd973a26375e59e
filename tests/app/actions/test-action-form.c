/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-action-form.h"
#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/records/gw-records.h"

typedef struct
{
  GwStoreThread *thread;
  GwForm *form;
} Fixture;

#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    while (!(condition)) { \
      if (!g_main_context_iteration (NULL, FALSE)) \
        g_usleep (1000); \
    } \
  } G_STMT_END

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("actions-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  g_autofree char *form = g_build_filename (gw_paths_get_data_dir (), "forms", "action.xml", NULL);
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  g_autoptr (GError) error = NULL;

  fixture->thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  fixture->form = gw_form_load_file (form, media, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gw_store_thread_close (fixture->thread);
  g_clear_object (&fixture->thread);
  g_clear_object (&fixture->form);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (gw_record_open_finish (GW_RECORD (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static GwActionForm *
open_form (Fixture    *fixture,
           const char *id)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwRecord) record = id != NULL ? gw_action_open (fixture->thread, id, "Amina")
                                           : gw_action_create (fixture->thread, "Amina");
  gboolean done = id == NULL;

  if (id != NULL)
    gw_record_open_async (record, NULL, opened_cb, &done);
  WAIT_UNTIL (done);

  return gw_action_form_new (fixture->form, environment, record);
}

static void
answer (GwActionForm *form,
        const char   *field,
        const char   *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_form_session_set_value (gw_action_form_get_session (form), gw_action_field_to_ref (field), value,
                                            &error));
  g_assert_no_error (error);
}

static const char *
get_shown (GwActionForm *form,
           const char   *field)
{
  return gw_form_session_get_value (gw_action_form_get_session (form), gw_action_field_to_ref (field));
}

static gpointer
list_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_store_list (store, GW_RECORDS_DB, "action:", NULL, -1, error);
}

static GPtrArray *
list_actions (Fixture *fixture)
{
  g_assert_true (gw_store_thread_flush (fixture->thread, NULL));

  return gw_store_thread_run_sync (fixture->thread, list_on_thread, NULL, NULL);
}

/* Looking at an empty form records nothing; the first answer does, with what the form proposed. */
static void
test_first_answer (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GwActionForm) form = open_form (fixture, NULL);
  g_autoptr (GPtrArray) before = list_actions (fixture);
  g_autoptr (GPtrArray) after = NULL;
  JsonObject *body;

  g_assert_cmpuint (before->len, ==, 0);
  answer (form, "title", "Crane census");
  answer (form, "species", "aquila-nipalensis gyps-africanus");
  g_clear_object (&form);
  after = list_actions (fixture);
  g_assert_cmpuint (after->len, ==, 1);
  body = gw_doc_get_body (after->pdata[0]);
  g_assert_cmpstr (gw_json_get_string (body, "title"), ==, "Crane census");
  g_assert_cmpstr (gw_json_get_string (body, "confidentiality"), ==, "country");
  g_assert_cmpstr (gw_json_get_string (body, "author"), ==, "Amina");
  g_assert_cmpuint (json_array_get_length (gw_json_get_array (body, "species")), ==, 2);
  g_assert_false (json_object_has_member (body, "/action/orx:meta/orx:instanceName"));
}

/* What nobody said is not put into an action's mouth because the form would propose it. */
static void
test_old_action (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GwActionForm) first = open_form (fixture, NULL);
  g_autofree char *id = g_strdup (gw_record_get_id (gw_action_form_get_record (first)));
  g_autoptr (GwActionForm) again = NULL;

  answer (first, "title", "Law");
  answer (first, "confidentiality", "");
  g_clear_object (&first);
  g_assert_true (gw_store_thread_flush (fixture->thread, NULL));
  again = open_form (fixture, id);
  g_assert_cmpstr (get_shown (again, "title"), ==, "Law");
  g_assert_cmpstr (get_shown (again, "confidentiality"), ==, "");
}

/* A value that breaks a rule is kept as it was typed. */
static void
test_wrong_value (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GwActionForm) form = open_form (fixture, NULL);
  g_autoptr (GPtrArray) actions = NULL;

  answer (form, "money_amount", "about two");
  g_clear_object (&form);
  actions = list_actions (fixture);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (actions->pdata[0]), "money_amount"), ==, "about two");
}

/* Two windows of the same action: what one says the other shows. */
static void
test_from_elsewhere (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GwActionForm) mine = open_form (fixture, NULL);
  g_autoptr (GwActionForm) theirs = NULL;

  answer (mine, "title", "Law");
  gw_record_save (gw_action_form_get_record (mine));
  g_assert_true (gw_store_thread_flush (fixture->thread, NULL));
  theirs = open_form (fixture, gw_record_get_id (gw_action_form_get_record (mine)));
  answer (theirs, "lead", "KWS");
  answer (theirs, "species", "aquila-nipalensis");
  WAIT_UNTIL (g_strcmp0 (get_shown (mine, "lead"), "KWS") == 0);
  WAIT_UNTIL (g_strcmp0 (get_shown (mine, "species"), "aquila-nipalensis") == 0);
  g_assert_cmpstr (get_shown (mine, "title"), ==, "Law");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_records_register_types ();

#define CASE(name, func) g_test_add ("/actions/form/" name, Fixture, NULL, set_up, func, tear_down)
  CASE ("the-first-answer-records", test_first_answer);
  CASE ("an-old-action-is-shown-as-it-is", test_old_action);
  CASE ("what-breaks-a-rule-is-kept", test_wrong_value);
  CASE ("what-comes-from-elsewhere-is-shown", test_from_elsewhere);

  return g_test_run ();
}
