/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A draft in a newer version of its form: looked at, moved, and moved back. */

#include <string.h>

#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-answer.h"
#include "core/answers/gw-filled-form-files.h"
#include "core/answers/gw-form-copy-move.h"
#include "core/answers/two-desks.h"

#define HEAD(version) \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'" \
  " xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>Colony</h:title><model>" \
  "<instance><data id='colony' version='" version "'>"

static const char old_form[] = HEAD ("9")
  "<place/><kind/><wind/><photo/><nest jr:template=''><eggs/></nest><team><who/></team></data></instance>"
  "<bind nodeset='/data/photo' type='binary'/></model></h:head><h:body>"
  "<input ref='/data/place'><label>Place</label></input>"
  "<select1 ref='/data/kind'><label>Kind</label><item><label>Gull</label><value>gull</value></item>"
  "<item><label>Tern</label><value>tern</value></item></select1>"
  "<input ref='/data/wind'><label>Wind</label></input>"
  "<upload ref='/data/photo' mediatype='image/*'><label>Photo</label></upload>"
  "<repeat nodeset='/data/nest'><input ref='/data/nest/eggs'><label>Eggs</label></input></repeat>"
  "<group ref='/data/team'><input ref='/data/team/who'><label>Who</label></input></group>"
  "</h:body></h:html>";

/* No wind, a list without terns, the team is a repeat, the weather is new. */
static const char new_form[] = HEAD ("10")
  "<place/><kind/><photo/><weather>fine</weather><nest jr:template=''><eggs/></nest>"
  "<team jr:template=''><who/></team></data></instance>"
  "<bind nodeset='/data/photo' type='binary'/></model></h:head><h:body>"
  "<input ref='/data/place'><label>Place</label></input>"
  "<select1 ref='/data/kind'><label>Kind</label><item><label>Gull</label><value>gull</value></item></select1>"
  "<upload ref='/data/photo' mediatype='image/*'><label>Photo</label></upload>"
  "<input ref='/data/weather'><label>Weather</label></input>"
  "<repeat nodeset='/data/nest'><input ref='/data/nest/eggs'><label>Eggs</label></input></repeat>"
  "<repeat nodeset='/data/team'><input ref='/data/team/who'><label>Who</label></input></repeat>"
  "</h:body></h:html>";

typedef struct
{
  char *path;
  GwStoreThread *thread;
  GwFormCopy *old;
  GwFormCopy *new;
} Fixture;

static GAsyncResult *last_result;

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  last_result = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (void)
{
  while (last_result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (&last_result);
}

static gpointer
create_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  g_autoptr (GBytes) xml = g_bytes_new_static (data, strlen (data));
  g_autoptr (GwForm) form = gw_form_load (xml, NULL, NULL, error);

  return form != NULL ? gw_form_copy_create (store, form, xml, NULL, "Amina", error) : NULL;
}

static gpointer
read_all_on_thread (GwStore   *store,
                    gpointer   data,
                    GError   **error)
{
  return gw_form_copy_read_all (store, error);
}

static gpointer
move_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_form_copy_move (store, data, error);
}

static gpointer
move_back_on_thread (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  gw_form_copy_move_back (store, data, error);
  return NULL;
}

static gpointer
list_history_on_thread (GwStore   *store,
                        gpointer   data,
                        GError   **error)
{
  return gw_answer_list_history (store, GW_FORM_COPY_DB, data, "/data/place", error);
}

static gpointer
run (Fixture     *fixture,
     GwStoreFunc  func,
     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gpointer result = gw_store_thread_run_sync (fixture->thread, func, (gpointer) data, &error);

  g_assert_no_error (error);
  return result;
}

static GwFilledForm *
open_copy (Fixture    *fixture,
           const char *id,
           const char *author)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GwFilledForm *filled;

  gw_form_copy_open_async (fixture->thread, id, author, NULL, NULL, keep_result_cb, NULL);
  result = wait_for_result ();
  filled = gw_form_copy_open_finish (result, &error);
  g_assert_no_error (error);

  return filled;
}

static void
answer (GwFilledForm *filled,
        const char   *ref,
        const char   *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_form_session_set_value (gw_filled_form_get_session (filled), ref, value, &error));
  g_assert_no_error (error);
  g_assert_true (gw_filled_form_flush_sync (filled, &error));
  g_assert_no_error (error);
}

static void
assert_answer (GwFilledForm *filled,
               const char   *ref,
               const char   *value)
{
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), ref), ==, value);
}

static void
fill_in (Fixture *fixture)
{
  g_autoptr (GwFilledForm) filled = open_copy (fixture, fixture->old->id, "Amina");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GwAnswerFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *row = NULL;

  answer (filled, "/data/place", "North spit");
  gw_filled_form_set_editing (filled, NULL);
  answer (filled, "/data/place", "South spit, below the lighthouse, behind the wreck");
  answer (filled, "/data/kind", "tern");
  answer (filled, "/data/wind", "north-east");
  answer (filled, "/data/team/who", "Brice");
  row = gw_form_session_add_row (gw_filled_form_get_session (filled), "/data/nest", "n1", &error);
  g_assert_no_error (error);
  answer (filled, "/data/nest[n1]/eggs", "3");
  gw_filled_form_add_file_async (filled, bytes, "nest.jpg", "image/jpeg", keep_result_cb, NULL);
  result = wait_for_result ();
  file = gw_filled_form_add_file_finish (filled, result, &error);
  g_assert_no_error (error);
  answer (filled, "/data/photo", file->stored_name);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = two_desks_new_path ();
  fixture->thread = gw_store_thread_new (fixture->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  fixture->old = run (fixture, create_on_thread, old_form);
  fixture->new = run (fixture, create_on_thread, new_form);
  fill_in (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gw_form_copy_free (fixture->old);
  gw_form_copy_free (fixture->new);
  gw_store_thread_close (fixture->thread);
  g_clear_object (&fixture->thread);
  two_desks_remove (fixture->path);
  g_free (fixture->path);
}

static GwFormCopyMove *
plan (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GwFormCopyMove *move;

  gw_form_copy_plan_async (fixture->thread, fixture->old, fixture->new, "Chen", "en", NULL, keep_result_cb, NULL);
  result = wait_for_result ();
  move = gw_form_copy_plan_finish (result, &error);
  g_assert_no_error (error);

  return move;
}

static const GwFormCopy *
find_copy (GPtrArray  *copies,
           const char *id)
{
  for (guint i = 0; i < copies->len; i++)
    if (g_str_equal (((GwFormCopy *) copies->pdata[i])->id, id))
      return copies->pdata[i];

  g_assert_not_reached ();
}

static void
test_all_is_shown_first (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GwFormCopyMove) move = plan (fixture);
  g_autoptr (GwFilledForm) untouched = open_copy (fixture, fixture->old->id, "Amina");
  const GwMovedAnswer *lost, *doubtful;

  g_assert_cmpstr (move->from_version, ==, "9");
  g_assert_cmpstr (move->to_version, ==, "10");
  g_assert_cmpuint (move->added->len, ==, 1);
  g_assert_cmpstr (move->added->pdata[0], ==, "Weather");
  g_assert_cmpuint (move->lost->len, ==, 1);
  lost = move->lost->pdata[0];
  g_assert_cmpstr (lost->label, ==, "Wind");
  g_assert_cmpstr (lost->value, ==, "north-east");
  g_assert_cmpuint (move->doubtful->len, ==, 1);
  doubtful = move->doubtful->pdata[0];
  g_assert_cmpstr (doubtful->label, ==, "Kind");
  g_assert_cmpstr (doubtful->value, ==, "tern");
  assert_answer (untouched, "/data/wind", "north-east");
}

static void
test_answers_go_with_their_history (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GwFormCopyMove) move = plan (fixture);
  g_autofree char *id = run (fixture, move_on_thread, move);
  g_autoptr (GwFilledForm) filled = open_copy (fixture, id, "Chen");
  g_autoptr (GPtrArray) history = run (fixture, list_history_on_thread, id), copies = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GwAnswerFile) file = NULL;
  g_autoptr (GError) error = NULL;
  const char *photo = gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/photo");
  g_autofree char *team = gw_form_session_dup_ref (gw_filled_form_get_session (filled), "/data/team[1]/who");

  assert_answer (filled, "/data/place", "South spit, below the lighthouse, behind the wreck");
  assert_answer (filled, "/data/nest[n1]/eggs", "3");
  assert_answer (filled, "/data/weather", "fine");
  assert_answer (filled, team, "Brice");
  g_assert_cmpstr (gw_filled_form_get_answer (filled, "/data/place")->author, ==, "Amina");
  g_assert_cmpuint (history->len, ==, 2);
  g_assert_cmpstr (((GwAnswer *) history->pdata[1])->value, ==, "North spit");
  gw_filled_form_find_file_async (filled, photo, NULL, keep_result_cb, NULL);
  result = wait_for_result ();
  file = gw_filled_form_find_file_finish (filled, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (file->name, ==, "nest.jpg");

  copies = run (fixture, read_all_on_thread, NULL);
  g_assert_true (find_copy (copies, fixture->old->id)->removed);
  g_assert_cmpstr (find_copy (copies, id)->moved_from, ==, fixture->old->id);
  g_assert_cmpstr (find_copy (copies, id)->moved_version, ==, "9");
  g_assert_cmpstr (find_copy (copies, id)->form_version, ==, "10");
}

/* What was typed in the moved draft is kept with it. */
static void
test_moving_is_undone (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GwFormCopyMove) move = plan (fixture);
  g_autofree char *id = run (fixture, move_on_thread, move);
  g_autoptr (GPtrArray) copies = NULL;

  {
    g_autoptr (GwFilledForm) moved = open_copy (fixture, id, "Chen");

    answer (moved, "/data/weather", "storm");
  }
  run (fixture, move_back_on_thread, id);
  copies = run (fixture, read_all_on_thread, NULL);
  g_assert_false (find_copy (copies, fixture->old->id)->removed);
  g_assert_true (find_copy (copies, id)->removed);
  {
    g_autoptr (GwFilledForm) old = open_copy (fixture, fixture->old->id, "Amina");
    g_autoptr (GwFilledForm) moved = open_copy (fixture, id, "Chen");

    assert_answer (old, "/data/wind", "north-east");
    assert_answer (old, "/data/kind", "tern");
    assert_answer (old, "/data/team/who", "Brice");
    assert_answer (moved, "/data/weather", "storm");
  }
}

/* Two clicks. */
static void
test_a_draft_is_moved_once (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GwFormCopyMove) move = plan (fixture);
  g_autofree char *id = run (fixture, move_on_thread, move);
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (id);
  g_assert_null (gw_store_thread_run_sync (fixture->thread, move_on_thread, move, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY);
  copies = run (fixture, read_all_on_thread, NULL);
  g_assert_cmpuint (copies->len, ==, 3);
}

/* Another program wrote while a person was looking. */
static void
test_what_was_not_shown_is_not_moved (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GwFormCopyMove) move = plan (fixture);
  g_autoptr (GwFilledForm) filled = open_copy (fixture, fixture->old->id, "Amina");
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (GError) error = NULL;

  answer (filled, "/data/wind", "west");
  g_assert_null (gw_store_thread_run_sync (fixture->thread, move_on_thread, move, &error));
  g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY);
  copies = run (fixture, read_all_on_thread, NULL);
  g_assert_cmpuint (copies->len, ==, 2);
  g_assert_false (find_copy (copies, fixture->old->id)->removed);
}

static GwFormCopy *
add_known (GPtrArray  *copies,
           const char *form,
           const char *version,
           const char *hash,
           gint64      created)
{
  GwFormCopy *copy = g_new0 (GwFormCopy, 1);

  copy->form_id = g_strdup (form);
  copy->form_version = g_strdup (version);
  copy->form_hash = g_strdup (hash);
  copy->created = created;
  g_ptr_array_add (copies, copy);

  return copy;
}

/* "10" is more than "9"; what is no number is newer where it came later. */
static void
test_the_newest_version_is_offered (void)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_copy_free);
  GwFormCopy *nine = add_known (copies, "a", "9", "h9", 5), *ten, *late, *again;

  add_known (copies, "b", "11", "h11", 11);
  g_assert_null (gw_form_copy_find_newer (copies, nine));
  ten = add_known (copies, "a", "10", "h10", 3);
  g_assert_true (gw_form_copy_find_newer (copies, nine) == ten);
  g_assert_null (gw_form_copy_find_newer (copies, ten));
  late = add_known (copies, "a", "10", "late", 7);
  again = add_known (copies, "a", "10", "h10", 9);
  g_assert_true (gw_form_copy_find_newer (copies, ten) == late);
  g_assert_true (gw_form_copy_find_newer (copies, again) == late);
  g_assert_null (gw_form_copy_find_newer (copies, late));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/answers/form-copy-move/all-is-shown-first", test_all_is_shown_first);
  ADD ("/answers/form-copy-move/answers-go-with-their-history", test_answers_go_with_their_history);
  ADD ("/answers/form-copy-move/moving-is-undone", test_moving_is_undone);
  ADD ("/answers/form-copy-move/a-draft-is-moved-once", test_a_draft_is_moved_once);
  ADD ("/answers/form-copy-move/what-was-not-shown-is-not-moved", test_what_was_not_shown_is_not_moved);
#undef ADD
  g_test_add_func ("/answers/form-copy-move/the-newest-version-is-offered", test_the_newest_version_is_offered);

  return g_test_run ();
}
