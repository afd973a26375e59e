/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-plan-unsaved.h"
#include "app/gw-kept-text.h"
#include "core/records/gw-records.h"
#include "core/store/fault-vfs.h"

#define TICK "tick:01J000000000000000000000AA:priorities"

typedef struct
{
  GwStoreThread *thread;
  GwUnsaved *unsaved;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("unsaved-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  g_autoptr (GError) error = NULL;

  fixture->thread = gw_store_thread_new_vfs (path, GW_STORE_CREATE, "gw-fault", &error);
  g_assert_no_error (error);
  fixture->unsaved = gw_unsaved_new (fixture->thread);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fault_vfs_set_full (FALSE);
  g_object_unref (fixture->unsaved);
  gw_store_thread_close (fixture->thread);
  g_object_unref (fixture->thread);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GwRecord *
new_tick (Fixture *fixture)
{
  GwRecord *tick = gw_record_new (fixture->thread, GW_RECORDS_DB, TICK, "Amina");

  gw_plan_unsaved_watch (fixture->unsaved, "Set the priorities", tick);
  return tick;
}

static void
wait_until_empty (Fixture *fixture)
{
  while (!gw_unsaved_is_empty (fixture->unsaved))
    g_main_context_iteration (NULL, TRUE);
}

/* The page is left with the last key on its way: opened again at once, the key is there. */
static void
test_left_in_mid_word (Fixture       *fixture,
                       gconstpointer  data)
{
  GwRecord *tick = new_tick (fixture), *found;

  g_assert_true (gw_unsaved_is_empty (fixture->unsaved));
  gw_record_set_string (tick, "note", "ask the min");
  g_object_unref (tick);

  g_assert_false (gw_unsaved_is_empty (fixture->unsaved));
  found = gw_plan_unsaved_find (fixture->unsaved, TICK);
  g_assert_nonnull (found);
  g_assert_cmpstr (gw_record_get_string (found, "note"), ==, "ask the min");
  gw_unsaved_save (fixture->unsaved);
  wait_until_empty (fixture);
  g_assert_null (gw_plan_unsaved_find (fixture->unsaved, TICK));
  g_assert_no_error (gw_unsaved_get_error (fixture->unsaved));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* The disk is full and the page is left: the words are told, found again, and saved by themselves
 * when there is room. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  GwRecord *tick = new_tick (fixture);
  g_autoptr (GwKeptText) text = NULL, again = NULL;
  g_autofree char *words = NULL, *nothing = NULL;
  guint told = 0;

  g_signal_connect_swapped (fixture->unsaved, "notify::error", G_CALLBACK (count_cb), &told);
  fault_vfs_set_full (TRUE);
  gw_record_set_string (tick, "note", "ask the ministry");
  g_object_unref (tick);
  text = gw_kept_text_open (fixture->thread, "here", "Greatest challenges");
  gw_kept_text_set (text, "one text of both");
  gw_unsaved_save (fixture->unsaved);
  while (gw_unsaved_get_error (fixture->unsaved) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_error (gw_unsaved_get_error (fixture->unsaved), GW_STORE_ERROR, GW_STORE_ERROR_FULL);
  g_assert_cmpuint (told, >, 0);
  g_assert_nonnull (gw_plan_unsaved_find (fixture->unsaved, TICK));
  words = gw_unsaved_dup_text (fixture->unsaved);
  g_assert_nonnull (strstr (words, "Set the priorities\n"));
  g_assert_nonnull (strstr (words, "ask the ministry\n"));
  g_assert_nonnull (strstr (words, "Greatest challenges\n\none text of both"));
  again = gw_kept_text_open (fixture->thread, "here", "Greatest challenges");
  g_assert_true (again == text);

  fault_vfs_set_full (FALSE);
  wait_until_empty (fixture);
  while (gw_unsaved_get_error (fixture->unsaved) != NULL)
    g_main_context_iteration (NULL, TRUE);
  nothing = gw_unsaved_dup_text (fixture->unsaved);
  g_assert_cmpstr (nothing, ==, "");
}

/* No room on the disk would help: the words stay here until they fit, whoever lets go of them. */
static void
test_too_long (Fixture       *fixture,
               gconstpointer  data)
{
  GwRecord *tick = new_tick (fixture), *found;
  g_autofree char *text = g_strnfill (GW_STORE_MAX_BODY + 1, 'x');

  gw_record_set_string (tick, "note", text);
  g_object_unref (tick);
  while (gw_unsaved_get_error (fixture->unsaved) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (gw_unsaved_get_error (fixture->unsaved), GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_assert_false (gw_unsaved_is_empty (fixture->unsaved));

  found = gw_plan_unsaved_find (fixture->unsaved, TICK);
  g_assert_nonnull (found);
  g_assert_cmpstr (gw_record_get_string (found, "note"), ==, text);
  gw_record_set_string (found, "note", "short");
  gw_unsaved_save (fixture->unsaved);
  wait_until_empty (fixture);
  g_assert_no_error (gw_unsaved_get_error (fixture->unsaved));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_register ();
  gw_records_register_types ();

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

  TEST ("/app/unsaved/what-is-left-in-mid-word-is-found-again", test_left_in_mid_word);
  TEST ("/app/unsaved/a-full-disk-is-told-and-loses-nothing", test_full_disk);
  TEST ("/app/unsaved/too-long-a-text-stays", test_too_long);

  return g_test_run ();
}
