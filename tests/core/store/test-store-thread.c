/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-json.h"
#include "core/store/fault-vfs.h"
#include "core/store/gw-store-thread.h"
#include "core/store/store-fixture.h"

typedef struct
{
  guint done;
  guint failed;
  GString *order;
  char *rev;
} Answers;

static void
on_put (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GError) error = NULL;
  Answers *answers = data;
  char *rev = gw_store_thread_put_finish (GW_STORE_THREAD (source), result, &error);

  answers->done++;
  answers->failed += rev == NULL;
  if (rev != NULL) {
    g_string_append_c (answers->order, rev[0]);
    g_free (answers->rev);
    answers->rev = rev;
  }
}

static void
answers_clear (Answers *answers)
{
  g_string_free (answers->order, TRUE);
  g_free (answers->rev);
}

static void
put_async (GwStoreThread *thread,
           const char    *id,
           const char    *text,
           Answers       *answers)
{
  g_autoptr (JsonObject) body = fixture_body (text);

  gw_store_thread_put_async (thread, "party", id, NULL, body, GW_PUT_DEFAULT, on_put, answers);
}

/* Runs the main loop until the condition holds; whoever runs the tests ends one that waits for ever. */
#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } G_STMT_END

static gpointer
count_docs (GwStore  *store,
            gpointer  data,
            GError  **error)
{
  return GINT_TO_POINTER ((int) gw_store_count (store, "party", NULL, error));
}

static void
on_changed (GwStoreThread *thread,
            GPtrArray     *changes,
            GPtrArray     *seen)
{
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (seen, gw_change_copy (changes->pdata[i]));
}

static void
test_writes_are_durable_when_they_answer (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_change_free);
  g_autoptr (GwStore) other = NULL;
  Answers answers = { .order = g_string_new (NULL) };

  g_assert_no_error (error);
  g_signal_connect (thread, "changed", G_CALLBACK (on_changed), seen);
  for (int i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("item:%d", i);

    put_async (thread, id, "{\"v\":1}", &answers);
  }
  WAIT_UNTIL (answers.done == 100);
  g_assert_cmpuint (answers.failed, ==, 0);
  WAIT_UNTIL (seen->len == 100);
  g_assert_cmpuint (gw_store_thread_get_pending (thread), ==, 0);

  /* Somebody else writes, and pokes. */
  other = fixture_open (path);
  g_free (fixture_put (other, "item:other", NULL, "{}", 0));
  gw_store_thread_poke (thread);
  WAIT_UNTIL (seen->len == 101);
  g_assert_cmpstr (((GwChange *) seen->pdata[100])->id, ==, "item:other");
  g_assert_cmpint (GPOINTER_TO_INT (gw_store_thread_run_sync (thread, count_docs, NULL, &error)), ==,
                   101);
  answers_clear (&answers);
}

static void
on_list (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(GPtrArray **) data = gw_store_thread_list_finish (GW_STORE_THREAD (source), result, NULL);
}

static void
on_get (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  GError **error = data;

  g_assert_null (gw_store_thread_get_finish (GW_STORE_THREAD (source), result, error));
}

static void
test_reads_answer_on_the_main_context (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GPtrArray) list = NULL;
  Answers answers = { .order = g_string_new (NULL) };

  put_async (thread, "item:1", "{}", &answers);
  gw_store_thread_list_async (thread, "party", "item:", NULL, -1, NULL, on_list, &list);
  WAIT_UNTIL (list != NULL);
  g_assert_cmpuint (list->len, ==, 1);
  gw_store_thread_get_async (thread, "party", "item:2", NULL, on_get, &error);
  WAIT_UNTIL (error != NULL);
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  gw_store_thread_get_async (thread, "party", "item:1", cancelled, on_get, &error);
  WAIT_UNTIL (error != NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answers_clear (&answers);
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              guint      *count)
{
  (*count)++;
}

static void
test_a_full_disk_loses_no_word (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwStore) after = NULL;
  g_autofree char *text = NULL;
  Answers answers = { .order = g_string_new (NULL) };
  guint told = 0;

  g_object_unref (fixture_open (path));
  thread = gw_store_thread_new_vfs (path, GW_STORE_DEFAULT, "gw-fault", &error);
  g_assert_no_error (error);
  g_signal_connect (thread, "notify::write-error", G_CALLBACK (count_notify), &told);
  put_async (thread, "item:0", "{\"v\":0}", &answers);
  WAIT_UNTIL (answers.done == 1);

  fault_vfs_set_full (TRUE);
  for (int i = 1; i <= 3; i++) {
    g_autofree char *body = g_strdup_printf ("{\"v\":%d}", i);
    g_autofree char *id = g_strdup_printf ("item:%d", i);

    put_async (thread, id, body, &answers);
  }
  WAIT_UNTIL (gw_store_thread_get_write_error (thread) != NULL);
  /* Said, kept in memory, and reading goes on. */
  g_assert_error (gw_store_thread_get_write_error (thread), GW_STORE_ERROR, GW_STORE_ERROR_FULL);
  g_assert_cmpuint (gw_store_thread_get_pending (thread), ==, 3);
  g_assert_cmpuint (answers.done, ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (gw_store_thread_run_sync (thread, count_docs, NULL, &error)), ==, 1);
  g_assert_false (gw_store_thread_flush (thread, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpuint (gw_store_thread_get_pending (thread), ==, 3);

  /* There is room again: nobody has to do anything. */
  fault_vfs_set_full (FALSE);
  WAIT_UNTIL (answers.done == 4);
  g_assert_cmpuint (answers.failed, ==, 0);
  WAIT_UNTIL (gw_store_thread_get_write_error (thread) == NULL);
  g_assert_cmpuint (told, >=, 2);
  g_assert_true (gw_store_thread_flush (thread, &error));
  gw_store_thread_close (thread);

  after = fixture_open (path);
  text = fixture_dup_text (after, "item:3");
  g_assert_cmpstr (text, ==, "{\"v\":3}");
  g_assert_cmpint (gw_store_count (after, "party", NULL, &error), ==, 4);
  fixture_assert_sound (after);
  answers_clear (&answers);
}

static void
test_what_can_never_be_written_is_told_at_once (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  Answers answers = { .order = g_string_new (NULL) };

  /* Among good ones, which are written all the same. */
  put_async (thread, "item:1", "{}", &answers);
  put_async (thread, "item:2", "{\"_bad\":1}", &answers);
  put_async (thread, "item:3", "{}", &answers);
  WAIT_UNTIL (answers.done == 3);
  g_assert_cmpuint (answers.failed, ==, 1);
  g_assert_null (gw_store_thread_get_write_error (thread));
  g_assert_cmpint (GPOINTER_TO_INT (gw_store_thread_run_sync (thread, count_docs, NULL, &error)), ==, 2);
  answers_clear (&answers);
}

static void
test_damage_is_told_after_the_start (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = NULL;
  Answers answers = { .order = g_string_new (NULL) };
  gsize size;

  {
    g_autoptr (GwStore) store = fixture_open (path);

    for (int i = 0; i < 200; i++) {
      g_autofree char *id = g_strdup_printf ("item:%d", i);

      g_free (fixture_put (store, id, NULL, "{\"text\":\"words to fill some pages with\"}", 0));
    }
  }
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  for (gsize i = 20 * 4096; i < 22 * 4096; i++)
    contents[i] = 0x5a;
  g_assert_true (g_file_set_contents (path, contents, size, NULL));

  thread = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  put_async (thread, "item:1", "{}", &answers);
  WAIT_UNTIL (gw_store_thread_get_fault (thread) != NULL && answers.done == 1);
  g_assert_error (gw_store_thread_get_fault (thread), GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED);
  g_assert_true (gw_store_thread_is_read_only (thread));
  g_assert_cmpuint (answers.failed, ==, 1);
  answers_clear (&answers);
}

static void
test_closing_finishes_what_was_asked (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) after = NULL;
  Answers answers = { .order = g_string_new (NULL) };
  GwStoreThread *thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);

  for (int i = 0; i < 20; i++) {
    g_autofree char *id = g_strdup_printf ("item:%d", i);

    put_async (thread, id, "{}", &answers);
  }
  gw_store_thread_close (thread);
  after = fixture_open (path);
  g_assert_cmpint (gw_store_count (after, "party", NULL, &error), ==, 20);
  WAIT_UNTIL (answers.done == 20);
  put_async (thread, "item:x", "{}", &answers);
  WAIT_UNTIL (answers.done == 21);
  g_assert_cmpuint (answers.failed, ==, 1);
  g_object_unref (thread);
  answers_clear (&answers);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_register ();

#define ADD(path, func) g_test_add_func ("/store/thread/" path, func)
  ADD ("writes-are-durable-when-they-answer", test_writes_are_durable_when_they_answer);
  ADD ("reads-answer-on-the-main-context", test_reads_answer_on_the_main_context);
  ADD ("a-full-disk-loses-no-word", test_a_full_disk_loses_no_word);
  ADD ("what-can-never-be-written-is-told-at-once", test_what_can_never_be_written_is_told_at_once);
  ADD ("damage-is-told-after-the-start", test_damage_is_told_after_the_start);
  ADD ("closing-finishes-what-was-asked", test_closing_finishes_what_was_asked);

  return g_test_run ();
}
