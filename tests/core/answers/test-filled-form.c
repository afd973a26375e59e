/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-filled-form.h"
#include "core/answers/sample-form.h"
#include "core/answers/two-desks.h"

#define RECORD "01HZZZZZZZZZZZZZZZZZZZZZZZ"
#define DB "party"

typedef struct
{
  char *path;
  GwStoreThread *thread;
  GwForm *form;
  GwFilledForm *filled;
  GwFormSession *session; /* of @filled */
} Desk;

static void
open_form (Desk       *desk,
           const char *author)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&desk->filled);
  desk->filled = gw_filled_form_open_sync (desk->thread, DB, RECORD, author, desk->form, NULL,
                                           &error);
  g_assert_no_error (error);
  desk->session = gw_filled_form_get_session (desk->filled);
}

static Desk *
desk_new (const char *author)
{
  g_autoptr (GError) error = NULL;
  Desk *desk = g_new0 (Desk, 1);

  desk->path = two_desks_new_path ();
  desk->thread = gw_store_thread_new (desk->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  desk->form = sample_form_load ();
  open_form (desk, author);
  return desk;
}

static void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end) {
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  }
}

static void
desk_free (Desk *desk)
{
  g_clear_object (&desk->filled);
  gw_store_thread_flush (desk->thread, NULL);
  spin (20);
  gw_store_thread_close (desk->thread);
  g_object_unref (desk->thread);
  g_object_unref (desk->form);
  two_desks_remove (desk->path);
  g_free (desk->path);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static void
type (Desk       *desk,
      const char *ref,
      const char *value)
{
  g_autoptr (GError) error = NULL;

  gw_form_session_set_value (desk->session, ref, value, &error);
  g_assert_no_error (error);
}

static void
flush (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  gw_filled_form_flush_sync (desk->filled, &error);
  g_assert_no_error (error);
}

static GwStore *
store_of (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GwStore *store = gw_store_open (desk->path, GW_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  return store;
}

static void
exchange (Desk *one,
          Desk *two)
{
  g_autoptr (GwStore) first = store_of (one);
  g_autoptr (GwStore) second = store_of (two);

  two_desks_exchange (first, second, DB);
  gw_store_thread_poke (one->thread);
  gw_store_thread_poke (two->thread);
}

/* What another process finds in the store. */
static char *
stored (Desk       *desk,
        const char *ref)
{
  g_autoptr (GwStore) store = store_of (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = gw_answer_list_versions (store, DB, RECORD, ref, &error);

  g_assert_no_error (error);
  return versions->len == 0 ? NULL : g_strdup (((GwAnswer *) g_ptr_array_index (versions, 0))->value);
}

#define assert_stored(desk, ref, expected) \
  G_STMT_START { \
    g_autofree char *found = stored (desk, ref); \
    g_assert_cmpstr (found, ==, expected); \
  } G_STMT_END

#define assert_shown(desk, ref, expected) \
  g_assert_cmpstr (gw_form_session_get_value ((desk)->session, ref), ==, expected)

static void
wait_shown (Desk       *desk,
            const char *ref,
            const char *expected)
{
  for (int i = 0; i < 300; i++) {
    if (g_strcmp0 (gw_form_session_get_value (desk->session, ref), expected) == 0)
      return;
    spin (10);
  }
  assert_shown (desk, ref, expected);
}

static void
wait_saved (Desk *desk)
{
  while (gw_filled_form_get_state (desk->filled) != GW_FILLED_FORM_SAVED)
    spin (10);
}

static void
test_it_saves_by_itself (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");

  type (desk, SAMPLE_NAME, "A");
  type (desk, SAMPLE_NAME, "Am");
  g_assert_cmpint (gw_filled_form_get_state (desk->filled), ==, GW_FILLED_FORM_SAVING);
  /* Nobody calls gw_filled_form_flush(). */
  wait_saved (desk);
  assert_stored (desk, SAMPLE_NAME, "Am");
}

/* Somebody who types without a pause must not wait for one: the text grows in the store while it
 * grows in the form. How soon, ./dev bench measures. */
static void
test_it_saves_while_one_types (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwStore) store = store_of (desk);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < 50; i++) {
    g_autoptr (GPtrArray) versions = NULL;
    gsize length;

    g_string_append_c (text, 'a' + i % 26);
    type (desk, SAMPLE_NAME, text->str);
    spin (40);
    versions = gw_answer_list_versions (store, DB, RECORD, SAMPLE_NAME, NULL);
    length = versions->len == 0 ? 0 : strlen (((GwAnswer *) versions->pdata[0])->value);
    if (length > 0)
      g_hash_table_add (seen, GSIZE_TO_POINTER (length));
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 2);
}

static void
test_dropping_the_form_keeps_the_last_words (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");

  type (desk, SAMPLE_NAME, "last words");
  g_clear_object (&desk->filled);
  gw_store_thread_flush (desk->thread, NULL);
  assert_stored (desk, SAMPLE_NAME, "last words");
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_NAME, "last words");
}

static void
test_everything_is_there_again (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autofree char *row = NULL;
  g_autofree char *cell = NULL;
  g_autofree char *id = g_strdup (gw_form_session_get_value (desk->session, SAMPLE_ID));
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (id, "uuid:"));
  type (desk, SAMPLE_NAME, "Amina\n« é » ");
  type (desk, SAMPLE_AGE, "two hundred"); /* no number */
  type (desk, SAMPLE_KIND, "no");
  type (desk, SAMPLE_WHY, "no law yet");
  type (desk, SAMPLE_KIND, "yes"); /* hides the question */
  type (desk, SAMPLE_LAND, "");    /* takes the default away */
  row = gw_form_session_add_row (desk->session, SAMPLE_REP, NULL, &error);
  g_assert_no_error (error);
  cell = g_strdup_printf (SAMPLE_REP "[%s]/x", row);
  type (desk, cell, "Limosa lapponica");
  flush (desk);
  open_form (desk, "Amina");

  assert_shown (desk, SAMPLE_ID, id);
  assert_shown (desk, SAMPLE_NAME, "Amina\n« é » ");
  assert_shown (desk, SAMPLE_AGE, "two hundred");
  assert_shown (desk, SAMPLE_LAND, "");
  assert_shown (desk, SAMPLE_SUM, "1");
  assert_shown (desk, cell, "Limosa lapponica");
  g_assert_false (gw_form_session_is_relevant (desk->session, SAMPLE_WHY));
  type (desk, SAMPLE_KIND, "no");
  assert_shown (desk, SAMPLE_WHY, "no law yet");
  g_assert_cmpstr (gw_filled_form_get_answer (desk->filled, SAMPLE_NAME)->author, ==, "Amina");
}

static void
test_defaults_are_those_of_the_beginning (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autofree char *id = g_strdup (gw_form_session_get_value (desk->session, SAMPLE_ID));

  /* Nothing typed, only opened: the instance id must be the same next time. */
  gw_store_thread_flush (desk->thread, NULL);
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_ID, id);
  assert_shown (desk, SAMPLE_LAND, "Kenya");
  assert_stored (desk, SAMPLE_LAND, NULL);
}

/* A question that the form fills in and a person may fill in otherwise. */
static void
test_a_calculation_and_a_person_share_a_question (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  type (desk, SAMPLE_NAME, "A");
  type (desk, SAMPLE_NAME, "Ami");
  flush (desk);
  assert_shown (desk, SAMPLE_GREETING, "Dear Ami");
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_GREETING, "Dear Ami");
  g_assert_true (gw_filled_form_get_answer (desk->filled, SAMPLE_GREETING)->calculated);

  /* Times are kept to the millisecond, and no person is as fast as that. */
  g_usleep (2000);
  type (desk, SAMPLE_GREETING, "Good morning");
  flush (desk);
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_GREETING, "Good morning");
  g_assert_false (gw_filled_form_get_answer (desk->filled, SAMPLE_GREETING)->calculated);

  g_usleep (2000);
  type (desk, SAMPLE_NAME, "Amina");
  flush (desk);
  assert_shown (desk, SAMPLE_GREETING, "Dear Amina");
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_GREETING, "Dear Amina");
  history = gw_filled_form_list_history_sync (desk->filled, SAMPLE_GREETING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 3);
  g_assert_cmpstr (((GwAnswer *) history->pdata[1])->value, ==, "Good morning");
}

static void
test_history_and_putting_back (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  type (desk, SAMPLE_NAME, "first");
  flush (desk);
  type (desk, SAMPLE_NAME, "second");
  flush (desk);
  history = gw_filled_form_list_history_sync (desk->filled, SAMPLE_NAME, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 2);
  g_assert_cmpstr (((GwAnswer *) history->pdata[1])->value, ==, "first");

  type (desk, SAMPLE_NAME, ((GwAnswer *) history->pdata[1])->value);
  flush (desk);
  g_ptr_array_unref (history);
  history = gw_filled_form_list_history_sync (desk->filled, SAMPLE_NAME, &error);
  g_assert_cmpuint (history->len, ==, 3);
  g_assert_cmpstr (((GwAnswer *) history->pdata[0])->value, ==, "first");
}

static void
test_news_are_shown (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autofree char *row = NULL;
  g_autofree char *cell = NULL;

  type (there, SAMPLE_NAME, "from Boris");
  type (there, SAMPLE_KIND, "no");
  type (there, SAMPLE_WHY, "because");
  row = gw_form_session_add_row (there->session, SAMPLE_REP, NULL, NULL);
  cell = g_strdup_printf (SAMPLE_REP "[%s]/x", row);
  type (there, cell, "Numenius");
  flush (there);
  exchange (here, there);

  wait_shown (here, SAMPLE_NAME, "from Boris");
  wait_shown (here, SAMPLE_WHY, "because");
  wait_shown (here, cell, "Numenius");
  assert_shown (here, SAMPLE_SUM, "1");
  g_assert_cmpstr (gw_filled_form_get_answer (here->filled, SAMPLE_NAME)->author, ==, "Boris");

  /* What was only shown is not written again under another name. */
  flush (here);
  spin (300);
  {
    g_autoptr (GwStore) store = store_of (here);
    g_autoptr (GPtrArray) history = gw_answer_list_history (store, DB, RECORD, SAMPLE_NAME, NULL);

    g_assert_cmpuint (history->len, ==, 1);
    g_assert_cmpstr (((GwAnswer *) history->pdata[0])->author, ==, "Boris");
  }

  /* An edit now follows it and makes no second version. */
  type (here, SAMPLE_NAME, "from Boris and Amina");
  flush (here);
  exchange (here, there);
  wait_shown (there, SAMPLE_NAME, "from Boris and Amina");
  g_assert_cmpuint (gw_filled_form_get_n_undecided (there->filled), ==, 0);
}

static void
test_nothing_is_put_under_a_typing_hand (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");

  type (here, SAMPLE_NAME, "common");
  flush (here);
  exchange (here, there);
  wait_shown (there, SAMPLE_NAME, "common");

  gw_filled_form_set_editing (here->filled, SAMPLE_NAME);
  type (here, SAMPLE_NAME, "common, says Am");
  type (there, SAMPLE_NAME, "common, says Boris");
  type (there, SAMPLE_WHY, "elsewhere");
  flush (there);
  spin (400);
  exchange (here, there);
  wait_shown (here, SAMPLE_WHY, "elsewhere");
  assert_shown (here, SAMPLE_NAME, "common, says Am");
  type (here, SAMPLE_NAME, "common, says Amina");
  spin (400);
  assert_shown (here, SAMPLE_NAME, "common, says Amina");

  gw_filled_form_set_editing (here->filled, NULL);
  exchange (here, there);
  spin (300);
  exchange (here, there);
  spin (300);
  g_assert_cmpuint (gw_filled_form_get_n_undecided (here->filled), ==, 1);
  g_assert_cmpuint (gw_filled_form_get_n_undecided (there->filled), ==, 1);
  g_assert_cmpstr (gw_form_session_get_value (here->session, SAMPLE_NAME), ==,
                   gw_form_session_get_value (there->session, SAMPLE_NAME));
}

static void
assert_in_history (GPtrArray  *history,
                   const char *text)
{
  for (guint i = 0; i < history->len; i++) {
    if (g_str_equal (((GwAnswer *) history->pdata[i])->value, text))
      return;
  }
  g_error ("\"%s\" is not in the history", text);
}

static void
test_two_versions_are_settled (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GPtrArray) versions = NULL, history = NULL;
  g_autoptr (GPtrArray) undecided = NULL;
  g_autoptr (GError) error = NULL;

  type (here, SAMPLE_NAME, "Amina's");
  type (here, SAMPLE_AGE, "1");
  type (there, SAMPLE_NAME, "Boris'");
  type (there, SAMPLE_LAND, "Norway");
  flush (here);
  flush (there);
  exchange (here, there);
  wait_shown (here, SAMPLE_LAND, "Norway");
  wait_shown (there, SAMPLE_AGE, "1");

  undecided = gw_filled_form_dup_undecided (here->filled);
  g_assert_cmpuint (undecided->len, ==, 1);
  g_assert_cmpstr (undecided->pdata[0], ==, SAMPLE_NAME);
  versions = gw_filled_form_list_versions_sync (here->filled, SAMPLE_NAME, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 2);

  gw_filled_form_settle_sync (here->filled, SAMPLE_NAME, "Amina's and Boris'", "begun and not chosen", NULL, &error);
  g_assert_no_error (error);
  history = gw_filled_form_list_history_sync (here->filled, SAMPLE_NAME, &error);
  g_assert_no_error (error);
  assert_in_history (history, "Amina's");
  assert_in_history (history, "Boris'");
  assert_in_history (history, "begun and not chosen");
  assert_shown (here, SAMPLE_NAME, "Amina's and Boris'");
  g_assert_cmpuint (gw_filled_form_get_n_undecided (here->filled), ==, 0);
  exchange (here, there);
  wait_shown (there, SAMPLE_NAME, "Amina's and Boris'");
  g_assert_cmpuint (gw_filled_form_get_n_undecided (there->filled), ==, 0);
}

static void
test_rows_go_and_come_back (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autofree char *row = gw_form_session_add_row (here->session, SAMPLE_REP, NULL, NULL);
  g_autofree char *row_ref = g_strdup_printf (SAMPLE_REP "[%s]", row);
  g_autofree char *cell = g_strconcat (row_ref, "/x", NULL);
  g_autoptr (GError) error = NULL;

  type (here, cell, "Limosa");
  flush (here);
  exchange (here, there);
  wait_shown (there, cell, "Limosa");

  gw_form_session_remove_row (here->session, row_ref, &error);
  g_assert_no_error (error);
  flush (here);
  exchange (here, there);
  wait_shown (there, SAMPLE_SUM, "0");
  open_form (here, "Amina");
  assert_shown (here, SAMPLE_SUM, "0");

  gw_filled_form_put_back_row (here->filled, row_ref, &error);
  g_assert_no_error (error);
  assert_shown (here, cell, "Limosa");
  flush (here);
  exchange (here, there);
  wait_shown (there, cell, "Limosa");
  open_form (here, "Amina");
  assert_shown (here, cell, "Limosa");
}

static void
undo (Desk       *desk,
      const char *place)
{
  g_autofree char *where = gw_filled_form_undo (desk->filled);

  g_assert_cmpstr (where, ==, place);
}

static void
redo (Desk       *desk,
      const char *place)
{
  g_autofree char *where = gw_filled_form_redo (desk->filled);

  g_assert_cmpstr (where, ==, place);
}

static void
test_each_step_is_undone_and_kept (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (gw_filled_form_can_undo (desk->filled));
  type (desk, SAMPLE_NAME, "F");
  type (desk, SAMPLE_NAME, "First");
  gw_filled_form_set_editing (desk->filled, SAMPLE_KIND);
  type (desk, SAMPLE_KIND, "no");
  type (desk, SAMPLE_KIND, "yes");
  type (desk, SAMPLE_NAME, "Second");
  flush (desk);

  undo (desk, SAMPLE_NAME);
  assert_shown (desk, SAMPLE_NAME, "First");
  undo (desk, SAMPLE_KIND);
  assert_shown (desk, SAMPLE_KIND, "no");
  undo (desk, SAMPLE_KIND);
  undo (desk, SAMPLE_NAME);
  assert_shown (desk, SAMPLE_NAME, "");
  assert_shown (desk, SAMPLE_GREETING, "Dear ");
  undo (desk, NULL);
  g_assert_false (gw_filled_form_can_undo (desk->filled));

  redo (desk, SAMPLE_NAME);
  redo (desk, SAMPLE_KIND);
  g_assert_true (gw_filled_form_can_redo (desk->filled));
  flush (desk);
  open_form (desk, "Amina");
  assert_shown (desk, SAMPLE_NAME, "First");
  assert_shown (desk, SAMPLE_KIND, "no");

  /* What was undone is in the history. */
  history = gw_filled_form_list_history_sync (desk->filled, SAMPLE_NAME, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < history->len; i++) {
    if (g_str_equal (((GwAnswer *) history->pdata[i])->value, "Second"))
      return;
  }
  g_test_fail_printf ("The text that was undone is not in the history");
}

static void
test_a_removed_row_is_undone_with_what_came_meanwhile (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autofree char *row = gw_form_session_add_row (here->session, SAMPLE_REP, NULL, NULL);
  g_autofree char *row_ref = g_strdup_printf (SAMPLE_REP "[%s]", row);
  g_autofree char *cell = g_strconcat (row_ref, "/x", NULL);

  type (here, cell, "Limosa");
  flush (here);
  exchange (here, there);
  wait_shown (there, cell, "Limosa");

  gw_form_session_remove_row (here->session, row_ref, NULL);
  flush (here);
  type (there, cell, "Limosa lapponica");
  flush (there);
  exchange (here, there);
  undo (here, row_ref);
  flush (here);
  exchange (here, there);
  wait_shown (here, cell, "Limosa lapponica");
  open_form (here, "Amina");
  assert_shown (here, cell, "Limosa lapponica");
  assert_shown (here, SAMPLE_SUM, "1");
}

static void
test_somebody_elses_text_is_not_undone (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");

  type (here, SAMPLE_LAND, "Norway");
  type (here, SAMPLE_NAME, "mine");
  flush (here);
  exchange (here, there);
  wait_shown (there, SAMPLE_NAME, "mine");
  type (there, SAMPLE_NAME, "Boris'");
  flush (there);
  exchange (here, there);
  wait_shown (here, SAMPLE_NAME, "Boris'");

  undo (here, SAMPLE_LAND);
  assert_shown (here, SAMPLE_NAME, "Boris'");
  assert_shown (here, SAMPLE_LAND, "Kenya");
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(GwFilledForm **) user_data = gw_filled_form_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_opening_without_waiting (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwFilledForm) filled = NULL;

  type (desk, SAMPLE_NAME, "here");
  flush (desk);
  gw_filled_form_open_async (desk->thread, DB, RECORD, "Amina", desk->form, NULL, NULL, on_opened,
                             &filled);
  while (filled == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), SAMPLE_NAME),
                   ==, "here");
}

/* A store that cannot be written: nothing is taken that could only be lost, and the form is not
 * said to have unsaved words because it calculated something. */
static void
test_a_closed_store_takes_no_word (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwFilledForm) filled = NULL;
  g_autoptr (GError) error = NULL;
  GwFormSession *session;
  GwFormItem *item;

  type (desk, SAMPLE_NAME, "Amina");
  flush (desk);
  thread = gw_store_thread_new (desk->path, GW_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  filled = gw_filled_form_open_sync (thread, DB, RECORD, "Amina", desk->form, NULL, &error);
  g_assert_no_error (error);
  session = gw_filled_form_get_session (filled);
  item = gw_form_session_find_item (session, SAMPLE_NAME);
  g_assert_cmpstr (gw_form_session_get_value (session, SAMPLE_NAME), ==, "Amina");
  g_assert_true (gw_form_item_is_readonly (item));
  g_assert_false (gw_form_session_set_value (session, SAMPLE_NAME, "Baraka", &error));
  g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NOT_ALLOWED);
  g_assert_cmpstr (gw_form_session_get_value (session, SAMPLE_NAME), ==, "Amina");
  spin (400);
  g_assert_cmpint (gw_filled_form_get_state (filled), ==, GW_FILLED_FORM_SAVED);
  g_clear_object (&filled);
  gw_store_thread_close (thread);
}

static void
test_too_long_a_text_is_said (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autofree char *text = g_malloc (GW_STORE_MAX_BODY + 2);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL, none = NULL;

  memset (text, 'x', GW_STORE_MAX_BODY + 1);
  text[GW_STORE_MAX_BODY + 1] = '\0';
  type (desk, SAMPLE_NAME, text);
  type (desk, SAMPLE_AGE, "5");
  g_assert_false (gw_filled_form_flush_sync (desk->filled, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INVALID);
  g_assert_cmpint (gw_filled_form_get_state (desk->filled), ==, GW_FILLED_FORM_NOT_SAVED);
  assert_stored (desk, SAMPLE_AGE, "5");
  left = gw_filled_form_dup_unsaved (desk->filled);
  g_assert_true (g_strv_contains ((const char *const *) left, SAMPLE_NAME));
  g_assert_false (g_strv_contains ((const char *const *) left, SAMPLE_AGE));

  type (desk, SAMPLE_NAME, "short");
  flush (desk);
  none = gw_filled_form_dup_unsaved (desk->filled);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpint (gw_filled_form_get_state (desk->filled), ==, GW_FILLED_FORM_SAVED);
  assert_stored (desk, SAMPLE_NAME, "short");
}

/* No file of this process may grow beyond the size: what a full disk does to a store. */
static void
set_file_limit (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_a_full_disk_loses_no_word (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autofree char *text = g_strnfill (200 * 1000, 'w');

  type (desk, SAMPLE_NAME, "before");
  flush (desk);

  signal (SIGXFSZ, SIG_IGN);
  set_file_limit (64 * 1024);
  type (desk, SAMPLE_NAME, text);
  type (desk, SAMPLE_AGE, "7");
  while (gw_filled_form_get_state (desk->filled) != GW_FILLED_FORM_NOT_SAVED)
    spin (10);
  g_assert_nonnull (gw_filled_form_get_error (desk->filled));

  /* Typing goes on, in memory. */
  type (desk, SAMPLE_AGE, "77");
  spin (300);
  assert_shown (desk, SAMPLE_AGE, "77");
  g_assert_cmpint (gw_filled_form_get_state (desk->filled), ==, GW_FILLED_FORM_NOT_SAVED);

  set_file_limit (RLIM_INFINITY);
  for (int i = 0; i < 500 && gw_filled_form_get_state (desk->filled) != GW_FILLED_FORM_SAVED; i++)
    spin (10);
  g_assert_cmpint (gw_filled_form_get_state (desk->filled), ==, GW_FILLED_FORM_SAVED);
  assert_stored (desk, SAMPLE_NAME, text);
  assert_stored (desk, SAMPLE_AGE, "77");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();
  g_test_add_func ("/answers/form/it-saves-by-itself", test_it_saves_by_itself);
  g_test_add_func ("/answers/form/it-saves-while-one-types", test_it_saves_while_one_types);
  g_test_add_func ("/answers/form/dropping-it-keeps-the-last-words",
                   test_dropping_the_form_keeps_the_last_words);
  g_test_add_func ("/answers/form/everything-is-there-again", test_everything_is_there_again);
  g_test_add_func ("/answers/form/defaults-are-those-of-the-beginning",
                   test_defaults_are_those_of_the_beginning);
  g_test_add_func ("/answers/form/a-calculation-and-a-person-share-a-question",
                   test_a_calculation_and_a_person_share_a_question);
  g_test_add_func ("/answers/form/history-and-putting-back", test_history_and_putting_back);
  g_test_add_func ("/answers/form/news-are-shown", test_news_are_shown);
  g_test_add_func ("/answers/form/nothing-is-put-under-a-typing-hand",
                   test_nothing_is_put_under_a_typing_hand);
  g_test_add_func ("/answers/form/two-versions-are-settled", test_two_versions_are_settled);
  g_test_add_func ("/answers/form/rows-go-and-come-back", test_rows_go_and_come_back);
  g_test_add_func ("/answers/form/each-step-is-undone-and-kept", test_each_step_is_undone_and_kept);
  g_test_add_func ("/answers/form/a-removed-row-is-undone-with-what-came-meanwhile",
                   test_a_removed_row_is_undone_with_what_came_meanwhile);
  g_test_add_func ("/answers/form/somebody-elses-text-is-not-undone",
                   test_somebody_elses_text_is_not_undone);
  g_test_add_func ("/answers/form/opening-without-waiting", test_opening_without_waiting);
  g_test_add_func ("/answers/form/a-full-disk-loses-no-word", test_a_full_disk_loses_no_word);
  g_test_add_func ("/answers/form/too-long-a-text-is-said", test_too_long_a_text_is_said);
  g_test_add_func ("/answers/form/a-closed-store-takes-no-word", test_a_closed_store_takes_no_word);
  return g_test_run ();
}
