/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-action.h"

#include "core/records/gw-label.h"
#include "core/records/gw-reference.h"
#include "core/base/gw-csv.h"
#include "core/base/gw-paths.h"
#include "tests/core/records/records-fixture.h"

static void
test_answers_of_the_form (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwRecord) record = gw_action_create (thread, "Amina");
  g_autoptr (GwDoc) doc = NULL;
  g_autofree char *species = NULL;
  g_autofree char *title = NULL;
  g_autofree char *none = NULL;
  JsonObject *body;

  gw_action_answer (record, "/action/what/title", "Crane count");
  gw_action_answer (record, "/action/scope/species", "grus-grus ciconia-nigra");
  gw_action_answer (record, "/action/what/kind", "survey");
  gw_action_answer (record, "/action/what/kind", "");
  gw_action_answer (record, "/action/new/question", "kept");
  title = gw_action_get_answer (record, "/action/what/title");
  species = gw_action_get_answer (record, "/action/scope/species");
  none = gw_action_get_answer (record, "/action/what/kind");
  g_assert_cmpstr (title, ==, "Crane count");
  g_assert_cmpstr (species, ==, "grus-grus ciconia-nigra");
  g_assert_null (none);

  gw_record_save (record);
  WAIT_UNTIL (!gw_record_get_saving (record));
  doc = get_doc (thread, gw_record_get_id (record));
  body = gw_doc_get_body (doc);
  g_assert_cmpstr (gw_json_get_string (body, "title"), ==, "Crane count");
  g_assert_cmpuint (json_array_get_length (gw_json_get_array (body, "species")), ==, 2);
  g_assert_cmpstr (gw_json_get_string (body, "/action/new/question"), ==, "kept");
  g_assert_false (json_object_has_member (body, "kind"));
  gw_store_thread_close (thread);
}

/* The table of fields and the form name the same questions. */
static void
test_fields_are_those_of_the_form (void)
{
  g_autofree char *path = g_build_filename (gw_paths_get_data_dir (), "forms", "action.xml", NULL);
  g_autofree char *form = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("<bind nodeset=\"(/action/[a-z]+/[a-z_]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &form, NULL, NULL));
  for (g_regex_match (regex, form, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *ref = g_match_info_fetch (match, 1);
    const char *field = gw_action_field_from_ref (ref);

    g_assert_cmpstr (field, !=, ref);
    g_assert_cmpstr (gw_action_field_to_ref (field), ==, ref);
    n++;
  }
  g_assert_cmpuint (n, ==, 23);
  g_assert_null (gw_action_field_to_ref ("created"));
}

/* A value that the form offers is a species that the reference data knows. */
static void
test_choices_are_known_species (void)
{
  g_autoptr (GwReference) reference = gw_reference_load (NULL, NULL);
  g_autofree char *path = g_build_filename (gw_paths_get_data_dir (), "forms", "media",
                                            "species.csv", NULL);
  g_autoptr (GwCsv) csv = gw_csv_new_from_file (path, NULL);
  int name = gw_csv_find_column (csv, "name");
  int appendix = gw_csv_find_column (csv, "appendix_i");

  g_assert_cmpuint (gw_csv_get_n_rows (csv), ==, 419);
  for (guint i = 0; i < gw_csv_get_n_rows (csv); i++) {
    const GwSpecies *species = gw_reference_find_species (reference, gw_csv_get (csv, i, name));

    g_assert_nonnull (species);
    g_assert_cmpint (g_str_equal (gw_csv_get (csv, i, appendix), "1"), ==,
                     !g_str_equal (species->appendix, "II"));
  }
}

static void
test_row (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, "action:A", NULL,
                                  "{\"title\":\"Étude des grues\",\"kind\":\"survey\","
                                  "\"status\":\"done\",\"start_date\":\"2023-12-01\","
                                  "\"end_date\":\"2024-02-01\",\"lead\":\"KWS\","
                                  "\"species\":[\"grus-grus\"],\"instruments\":[\"aewa\"],"
                                  "\"changed\":\"2026-01-01T00:00:00.000Z\"}");
  g_autoptr (GwDoc) doc = get_doc (thread, "action:A");
  g_autoptr (GwAction) action = gw_action_new_from_doc (doc);
  g_autofree char *typed = gw_label_fold ("etude GRUES kws");
  g_autofree char *title = NULL;
  int year;

  g_object_get (action, "title", &title, "year", &year, NULL);
  g_assert_cmpstr (title, ==, "Étude des grues");
  g_assert_cmpint (year, ==, 2024);
  g_assert_cmpstr (gw_action_get_species (action)[0], ==, "grus-grus");
  g_assert_null (gw_action_get_species (action)[1]);
  g_assert_null (gw_action_get_targets (action)[0]);
  g_assert_true (gw_action_matches (action, typed));
  g_assert_false (gw_action_matches (action, "vulture"));
  gw_store_thread_close (thread);
}

static gpointer
store_actions (GwStore  *store,
               gpointer  data,
               GError  **error)
{
  g_autoptr (JsonObject) answers = json_object_new ();
  g_autofree char *id = NULL;

  gw_action_set_answer (answers, "title", "From the command line");
  gw_action_set_answer (answers, "species", " grus-grus  otis-tarda ");
  id = gw_action_store_new (store, answers, "ctl", error);
  g_assert_nonnull (id);
  g_assert_true (gw_action_store_set (store, id, "/action/what/status", "done", "ctl", error));
  g_assert_true (gw_action_store_set (store, id, "species", NULL, "ctl", error));
  g_assert_false (gw_action_store_set (store, "action:none", "title", "x", "ctl", NULL));
  return g_steal_pointer (&id);
}

static void
test_without_a_window (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *id = gw_store_thread_run_sync (thread, store_actions, NULL, NULL);
  g_autoptr (GwDoc) doc = get_doc (thread, id);
  g_auto (GStrv) fields = gw_action_list_fields (gw_doc_get_body (doc));
  g_autofree char *words = gw_action_dup_search_text (doc);

  g_assert_cmpuint (g_strv_length (fields), ==, 2);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "status"), ==, "done");
  g_assert_cmpstr (words, ==, "From the command line\n");
  gw_store_thread_close (thread);
}

static void
test_list (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, "action:A", NULL, "{\"title\":\"One\"}");
  g_autoptr (GwRecordList) list = gw_action_list_new (thread);
  g_autoptr (GwRecord) record = gw_action_create (thread, "x");
  g_autoptr (GwAction) action = NULL;

  WAIT_UNTIL (!gw_record_list_get_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  gw_action_answer (record, "/action/what/title", "Two");
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (list)) == 2);
  action = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (GW_IS_ACTION (action));
  gw_store_thread_close (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_records_register_types ();
  g_test_add_func ("/records/action/answers-of-the-form", test_answers_of_the_form);
  g_test_add_func ("/records/action/fields-are-those-of-the-form", test_fields_are_those_of_the_form);
  g_test_add_func ("/records/action/choices-are-known-species", test_choices_are_known_species);
  g_test_add_func ("/records/action/row", test_row);
  g_test_add_func ("/records/action/without-a-window", test_without_a_window);
  g_test_add_func ("/records/action/list", test_list);
  return g_test_run ();
}
