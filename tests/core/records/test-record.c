/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-record.h"

#include "core/records/gw-action-fields.h"
#include "core/records/gw-record-list.h"
#include "tests/core/records/records-fixture.h"

#define ID "action:01J0000000000000000000000A"

static void
opened (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GError) error = NULL;

  gw_record_open_finish (GW_RECORD (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static GwRecord *
open_record (GwStoreThread *thread)
{
  GwRecord *record = gw_record_new (thread, GW_RECORDS_DB, ID, "Amina");
  gboolean done = FALSE;

  gw_record_open_async (record, NULL, opened, &done);
  WAIT_UNTIL (done);
  return record;
}

static void
settle (GwRecord *record)
{
  gw_record_save (record);
  WAIT_UNTIL (!gw_record_get_saving (record));
  /* The record reads back what it wrote. */
  for (int i = 0; i < 20; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
test_typing_is_kept (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwRecord) record = open_record (thread);
  g_autoptr (GwDoc) doc = NULL;
  JsonObject *body;

  g_assert_false (gw_record_get_exists (record));
  gw_record_set_string (record, "title", "C");
  gw_record_set_string (record, "title", "Cr");
  gw_record_set_string (record, "title", "Crane count");
  g_assert_true (gw_record_get_saving (record));
  /* Nobody calls gw_record_save(): half a second is promised. */
  WAIT_UNTIL (!gw_record_get_saving (record));
  doc = get_doc (thread, ID);
  body = gw_doc_get_body (doc);
  g_assert_cmpstr (gw_json_get_string (body, "title"), ==, "Crane count");
  g_assert_cmpstr (gw_json_get_string (body, "author"), ==, "Amina");
  g_assert_nonnull (gw_json_get_string (body, "created"));
  g_assert_cmpuint (gw_doc_get_generation (doc), ==, 1);
  gw_store_thread_close (thread);
}

/* The page is closed right after the last key. */
static void
test_last_key_is_kept (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwDoc) doc = NULL;
  GwRecord *record = open_record (thread);

  gw_record_set_string (record, "title", "Bustards");
  g_object_unref (record);
  g_assert_true (gw_store_thread_flush (thread, NULL));
  doc = get_doc (thread, ID);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "title"), ==, "Bustards");
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  gw_store_thread_close (thread);
}

/* A text that the store cannot hold stays on the screen and is told of; the next one that fits is
 * kept with all the rest. */
static void
test_too_long_a_text_is_said (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"title\":\"A\"}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autofree char *text = g_strnfill (GW_STORE_MAX_BODY + 1, 'x');
  g_autoptr (GwDoc) doc = NULL;

  gw_record_set_string (record, "title", text);
  gw_record_set_string (record, "lead", "KWS");
  WAIT_UNTIL (!gw_record_get_saving (record));
  g_assert_error (gw_record_get_error (record), GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  settle (record);
  g_assert_cmpstr (gw_record_get_string (record, "title"), ==, text);

  gw_record_set_string (record, "title", "short");
  WAIT_UNTIL (!gw_record_get_saving (record));
  g_assert_no_error (gw_record_get_error (record));
  doc = get_doc (thread, ID);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "title"), ==, "short");
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "lead"), ==, "KWS");
  gw_store_thread_close (thread);
}

/* Edits go out without waiting for each other and still make one line, not branches. */
static void
test_quick_edits_make_no_branches (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwRecord) record = open_record (thread);
  g_autoptr (GwDoc) doc = NULL;

  for (int i = 0; i < 50; i++) {
    g_autofree char *text = g_strdup_printf ("title %d", i);

    gw_record_set_string (record, "title", text);
    gw_record_save (record);
    if (i % 7 == 0)
      g_main_context_iteration (NULL, FALSE);
    if (i % 11 == 0)
      g_usleep (2000);
  }
  settle (record);
  doc = get_doc (thread, ID);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "title"), ==, "title 49");
  g_assert_cmpuint (gw_doc_get_conflicts (doc), ==, 0);
  gw_store_thread_close (thread);
}

static void
changed (GwRecord *record,
         char    **fields,
         gpointer  data)
{
  GPtrArray *seen = data;

  for (int i = 0; fields[i]; i++)
    g_ptr_array_add (seen, g_strdup (fields[i]));
}

static void
test_news_are_shown (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"title\":\"A\",\"lead\":\"KWS\"}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *next = NULL;

  g_assert_true (gw_record_get_exists (record));
  g_signal_connect (record, "changed", G_CALLBACK (changed), seen);
  next = put_doc (thread, ID, rev, "{\"title\":\"B\",\"lead\":\"KWS\"}");
  WAIT_UNTIL (g_strcmp0 (gw_record_get_string (record, "title"), "B") == 0);
  g_assert_cmpuint (seen->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (seen, 0), ==, "title");
  gw_store_thread_close (thread);
}

/* Somebody else changes another field while a person types: both stand. */
static void
test_other_fields_are_joined (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"title\":\"A\",\"lead\":\"KWS\"}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autofree char *next = NULL;
  g_autoptr (GwDoc) doc = NULL;

  gw_record_set_string (record, "title", "mine");
  next = put_doc (thread, ID, rev, "{\"title\":\"A\",\"lead\":\"theirs\"}");
  settle (record);
  WAIT_UNTIL (g_strcmp0 (gw_record_get_string (record, "lead"), "theirs") == 0);
  g_assert_cmpstr (gw_record_get_string (record, "title"), ==, "mine");
  doc = get_doc (thread, ID);
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "title"), ==, "mine");
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (doc), "lead"), ==, "theirs");
  g_assert_cmpuint (gw_doc_get_conflicts (doc), ==, 0);
  gw_store_thread_close (thread);
}

static void
got_versions (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(GwRecordVersions **) data = gw_record_versions_finish (GW_RECORD (source), result, &error);
  g_assert_no_error (error);
}

/* Both change the same text: both versions stay, and a person settles them. */
static void
test_the_same_field_keeps_both (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"title\":\"A\",\"lead\":\"KWS\"}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autofree char *next = NULL;
  g_autoptr (GwRecordVersions) versions = NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GPtrArray) revs = g_ptr_array_new ();
  g_autoptr (JsonObject) body = json_object_new ();

  gw_record_set_string (record, "title", "mine");
  next = put_doc (thread, ID, rev, "{\"title\":\"theirs\",\"lead\":\"NGO\"}");
  /* What comes in does not cover what is being typed. */
  for (int i = 0; i < 50; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
    g_assert_cmpstr (gw_record_get_string (record, "title"), ==, "mine");
  }
  settle (record);
  WAIT_UNTIL (gw_record_get_conflicts (record) == 1);

  gw_record_versions_async (record, NULL, got_versions, &versions);
  WAIT_UNTIL (versions);
  g_assert_cmpuint (versions->docs->len, ==, 2);
  for (guint i = 0; i < versions->docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (versions->docs, i);

    g_ptr_array_add (texts, (char *) gw_json_get_string (gw_doc_get_body (doc), "title"));
    g_ptr_array_add (revs, (char *) gw_doc_get_rev (doc));
  }
  /* A person decides about the title only: the other field was changed by one of them. */
  g_assert_cmpuint (g_strv_length (versions->undecided), ==, 1);
  g_assert_cmpstr (versions->undecided[0], ==, "title");
  g_assert_cmpstr (gw_json_get_string (versions->joined, "lead"), ==, "NGO");
  g_ptr_array_add (texts, NULL);
  g_ptr_array_add (revs, NULL);
  g_assert_true (g_strv_contains ((const char *const *) texts->pdata, "mine"));
  g_assert_true (g_strv_contains ((const char *const *) texts->pdata, "theirs"));

  json_object_set_string_member (body, "title", "mine and theirs");
  gw_record_settle (record, body, (const char *const *) revs->pdata);
  WAIT_UNTIL (gw_record_get_conflicts (record) == 0
              && g_strcmp0 (gw_record_get_string (record, "title"), "mine and theirs") == 0);
  gw_store_thread_close (thread);
}

static void
test_lists_of_both_are_joined (void)
{
  static const char *const mine[] = { "grus-grus", "ciconia-nigra", NULL };
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"species\":[\"grus-grus\"]}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autofree char *next = NULL;
  g_auto (GStrv) all = NULL;

  gw_record_set_strv (record, "species", mine);
  next = put_doc (thread, ID, rev, "{\"species\":[\"grus-grus\",\"otis-tarda\"]}");
  settle (record);
  all = gw_record_dup_strv (record, "species");
  g_assert_cmpuint (g_strv_length (all), ==, 3);
  g_assert_true (g_strv_contains ((const char *const *) all, "otis-tarda"));
  g_assert_true (g_strv_contains ((const char *const *) all, "ciconia-nigra"));
  g_assert_cmpuint (gw_record_get_conflicts (record), ==, 0);
  gw_store_thread_close (thread);
}

static void
test_deletion_is_undone (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autofree char *rev = put_doc (thread, ID, NULL, "{\"title\":\"A\",\"created\":\"2026-01-01T00:00:00.000Z\"}");
  g_autoptr (GwRecord) record = open_record (thread);
  g_autoptr (GwDoc) gone = NULL;
  g_autoptr (GwDoc) back = NULL;

  gw_record_delete (record);
  g_assert_false (gw_record_get_exists (record));
  settle (record);
  gone = get_doc (thread, ID);
  g_assert_true (gw_doc_is_deleted (gone));
  g_assert_cmpstr (gw_record_get_string (record, "title"), ==, "A");

  gw_record_restore (record);
  settle (record);
  g_assert_true (gw_record_get_exists (record));
  back = get_doc (thread, ID);
  g_assert_false (gw_doc_is_deleted (back));
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (back), "title"), ==, "A");
  g_assert_cmpstr (gw_json_get_string (gw_doc_get_body (back), "created"), ==,
                   "2026-01-01T00:00:00.000Z");
  gw_store_thread_close (thread);
}

static GObject *
make_row (GwStore   *store,
          GwDoc     *doc,
          gpointer   data,
          GError   **error)
{
  GObject *row = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data_full (row, "id", g_strdup (gw_doc_get_id (doc)), g_free);
  return row;
}

static const GwRecordListKind kind = { GW_RECORDS_DB, "action:", make_row, NULL };

/* A copy that follows the signals of a list has to be equal to it at any time. */
static void
follow (GListModel *model,
        guint       position,
        guint       removed,
        guint       added,
        gpointer    data)
{
  GPtrArray *copy = data;

  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (copy, position);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, position + i, g_list_model_get_item (model, position + i));
  g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < copy->len; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, i);

    g_assert_true (item == g_ptr_array_index (copy, i));
  }
}

static gpointer
put_many (GwStore  *store,
          gpointer  data,
          GError  **error)
{
  g_autoptr (JsonObject) body = json_object_new ();

  gw_store_begin (store, NULL);
  for (int i = 0; i < 450; i++) {
    g_autofree char *id = g_strdup_printf ("action:%026d", i * 2);

    json_object_set_int_member (body, "n", i);
    g_assert_true (gw_store_put (store, GW_RECORDS_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, NULL));
  }
  gw_store_commit (store, NULL);
  return NULL;
}

static void
test_list_follows_the_store (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwRecordList) list = NULL;
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *rev = NULL;
  g_autoptr (GwRecord) record = NULL;
  guint position;

  gw_store_thread_run_sync (thread, put_many, NULL, NULL);
  list = gw_record_list_new (thread, &kind, NULL, NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (follow), copy);
  g_assert_true (gw_record_list_get_loading (list));
  WAIT_UNTIL (!gw_record_list_get_loading (list));
  g_assert_null (gw_record_list_get_error (list));
  g_assert_cmpuint (copy->len, ==, 450);

  rev = put_doc (thread, "action:00000000000000000000000003", NULL, "{\"n\":-1}");
  WAIT_UNTIL (copy->len == 451);
  g_assert_true (gw_record_list_find (list, "action:00000000000000000000000003", &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (gw_record_list_find (list, "action:zzz", NULL));

  record = gw_record_new (thread, GW_RECORDS_DB, "action:00000000000000000000000003", "x");
  gw_record_set_string (record, "title", "x");
  settle (record);
  gw_record_delete (record);
  WAIT_UNTIL (copy->len == 450);
  gw_record_list_reload (list);
  for (int i = 0; i < 100; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_cmpuint (copy->len, ==, 450);
  gw_store_thread_close (thread);
}

/* A list that is dropped while it loads must not be touched again. */
static void
test_list_may_be_dropped (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  GwRecordList *list;

  gw_store_thread_run_sync (thread, put_many, NULL, NULL);
  list = gw_record_list_new (thread, &kind, NULL, NULL);
  g_object_unref (list);
  for (int i = 0; i < 50; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  gw_store_thread_close (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_records_register_types ();
  g_test_add_func ("/records/record/typing-is-kept", test_typing_is_kept);
  g_test_add_func ("/records/record/the-last-key-is-kept", test_last_key_is_kept);
  g_test_add_func ("/records/record/too-long-a-text-is-said", test_too_long_a_text_is_said);
  g_test_add_func ("/records/record/quick-edits-make-no-branches", test_quick_edits_make_no_branches);
  g_test_add_func ("/records/record/news-are-shown", test_news_are_shown);
  g_test_add_func ("/records/record/other-fields-are-joined", test_other_fields_are_joined);
  g_test_add_func ("/records/record/the-same-field-keeps-both", test_the_same_field_keeps_both);
  g_test_add_func ("/records/record/lists-of-both-are-joined", test_lists_of_both_are_joined);
  g_test_add_func ("/records/record/deletion-is-undone", test_deletion_is_undone);
  g_test_add_func ("/records/record-list/follows-the-store", test_list_follows_the_store);
  g_test_add_func ("/records/record-list/may-be-dropped", test_list_may_be_dropped);
  return g_test_run ();
}
