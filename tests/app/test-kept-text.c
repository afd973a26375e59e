/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-kept-text.h"

static GwStoreThread *
new_thread (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kept-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  GwStoreThread *thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);

  g_assert_no_error (error);
  return thread;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_kept_text_read_finish (GW_KEPT_TEXT (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static char *
dup_kept (GwStoreThread *thread,
          const char    *place)
{
  g_autoptr (GwKeptText) text = gw_kept_text_new (thread, place);
  gboolean done = FALSE;

  gw_kept_text_read_async (text, read_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  return g_strdup (gw_kept_text_get (text));
}

static void
wait_until_saved (GwKeptText *text)
{
  while (gw_kept_text_get_saving (text))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_found_again (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwKeptText) text = gw_kept_text_new (thread, "here");
  g_autofree char *kept = NULL, *elsewhere = NULL;

  gw_kept_text_set (text, "one of two");
  g_assert_true (gw_kept_text_get_saving (text));
  wait_until_saved (text);
  g_assert_null (gw_kept_text_get_error (text));
  kept = dup_kept (thread, "here");
  elsewhere = dup_kept (thread, "elsewhere");
  g_assert_cmpstr (kept, ==, "one of two");
  g_assert_null (elsewhere);
}

static void
test_let_go (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  GwKeptText *text = gw_kept_text_new (thread, "here");
  g_autofree char *kept = NULL;

  gw_kept_text_set (text, "the last word");
  g_object_unref (text);
  kept = dup_kept (thread, "here");
  g_assert_cmpstr (kept, ==, "the last word");
}

static void
test_forgotten (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwKeptText) text = gw_kept_text_new (thread, "here");
  g_autofree char *kept = NULL;

  gw_kept_text_set (text, "one of two");
  gw_kept_text_save (text);
  gw_kept_text_set (text, NULL);
  gw_kept_text_save (text);
  kept = dup_kept (thread, "here");
  g_assert_null (kept);
}

/* What is read late must not take the place of what was typed meanwhile. */
static void
test_typed_while_read (void)
{
  g_autoptr (GwStoreThread) thread = new_thread ();
  g_autoptr (GwKeptText) before = gw_kept_text_new (thread, "here");
  g_autoptr (GwKeptText) text = gw_kept_text_new (thread, "here");
  gboolean done = FALSE;

  gw_kept_text_set (before, "old");
  wait_until_saved (before);
  gw_kept_text_read_async (text, read_cb, &done);
  gw_kept_text_set (text, "new");
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gw_kept_text_get (text), ==, "new");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/app/kept-text/is-found-again", test_found_again);
  g_test_add_func ("/app/kept-text/last-word-outlives-the-object", test_let_go);
  g_test_add_func ("/app/kept-text/is-forgotten-when-told-so", test_forgotten);
  g_test_add_func ("/app/kept-text/typing-wins-over-a-late-reading", test_typed_while_read);

  return g_test_run ();
}
