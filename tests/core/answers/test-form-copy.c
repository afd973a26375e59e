/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that came from a file, with what belongs to them. */

#include <string.h>
#include <glib/gstdio.h>

#include "core/answers/gw-answer.h"
#include "core/answers/gw-filled-form-files.h"
#include "core/answers/gw-form-copy.h"
#include "core/answers/gw-form-media.h"
#include "core/answers/sample-form.h"
#include "core/answers/two-desks.h"

typedef struct
{
  char *path;
  char *folder;
  GwStoreThread *thread;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = two_desks_new_path ();
  fixture->folder = g_dir_make_tmp ("godwit-form-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->thread = gw_store_thread_new (fixture->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  gw_store_thread_close (fixture->thread);
  g_clear_object (&fixture->thread);
  two_desks_remove (fixture->path);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (fixture->folder, name, NULL);

    g_remove (file);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

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

static const char list_form[] =
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"
  " xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>Birds</h:title><model>"
  "<instance><data id='birds' version='3'><bird/></data></instance>"
  "<instance id='list' src='jr://file-csv/birds &amp; bats.csv'/>"
  "<bind nodeset='/data/bird' type='string'/></model></h:head><h:body>"
  "<select1 ref='/data/bird'><label>Bird</label><itemset nodeset=\"instance('list')/root/item\">"
  "<value ref='name'/><label ref='label'/></itemset></select1></h:body></h:html>";

static gpointer
create_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  Fixture *fixture = data;
  g_autoptr (GBytes) xml = g_bytes_new_static (list_form, sizeof list_form - 1);
  g_autoptr (GwForm) form = gw_form_load (xml, fixture->folder, NULL, error);

  return form != NULL ? gw_form_copy_create (store, form, xml, fixture->folder, "Amina", error) : NULL;
}

static gpointer
read_all_on_thread (GwStore   *store,
                    gpointer   data,
                    GError   **error)
{
  return gw_form_copy_read_all (store, error);
}

static gpointer
remove_on_thread (GwStore   *store,
                  gpointer   data,
                  GError   **error)
{
  gw_form_copy_set_removed (store, data, TRUE, error);
  return NULL;
}

static GwFormCopy *
create_copy (Fixture *fixture)
{
  g_autofree char *list = g_build_filename (fixture->folder, "birds & bats.csv", NULL);
  g_autoptr (GError) error = NULL;
  GwFormCopy *copy;

  g_assert_true (g_file_set_contents (list, "name,label\ngodwit,Bar-tailed godwit\n", -1, &error));
  copy = gw_store_thread_run_sync (fixture->thread, create_on_thread, fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (copy);
  g_remove (list);

  return copy;
}

static GwFilledForm *
open_copy (Fixture    *fixture,
           const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GwFilledForm *filled;

  gw_form_copy_open_async (fixture->thread, id, "Amina", NULL, NULL, keep_result_cb, NULL);
  result = wait_for_result ();
  filled = gw_form_copy_open_finish (result, &error);
  g_assert_no_error (error);

  return filled;
}

/* The stick with the form is long back in the drawer. */
static void
test_the_folder_may_go (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GwFormCopy) copy = create_copy (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (copy->title, ==, "Birds");
  g_assert_cmpstr (copy->form_version, ==, "3");
  {
    g_autoptr (GwFilledForm) filled = open_copy (fixture, copy->id);
    GwFormSession *session = gw_filled_form_get_session (filled);
    GwFormItem *bird = gw_form_session_find_item (session, "/data/bird");
    g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (bird);

    g_assert_cmpuint (choices->len, ==, 1);
    g_assert_true (gw_form_session_set_value (session, "/data/bird", "godwit", &error));
    g_assert_true (gw_filled_form_flush_sync (filled, &error));
  }
  {
    g_autoptr (GwFilledForm) again = open_copy (fixture, copy->id);

    g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (again), "/data/bird"), ==, "godwit");
  }
}

static void
test_what_is_removed_is_kept (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GwFormCopy) copy = create_copy (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;

  gw_store_thread_run_sync (fixture->thread, remove_on_thread, copy->id, &error);
  g_assert_no_error (error);
  all = gw_store_thread_run_sync (fixture->thread, read_all_on_thread, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (((GwFormCopy *) all->pdata[0])->removed);
  g_clear_object (&(GwFilledForm *) { open_copy (fixture, copy->id) });
}

static void
test_only_what_the_form_names_is_taken (void)
{
  static const char text[] =
    "<a src='jr://file/one.xml'/><b src=\"jr://file-csv/two.csv\"/><value form='image'>jr://images/three four.png</value>"
    "<c src='jr://file/../etc/passwd'/><d src='jr://file/.hidden'/><e v=\"pulldata('five', 'a', 'b', 'c')\"/>"
    "<f v=\"pulldata(&quot;six&quot;, 'a', 'b', 'c')\"/><g src='jr://instance/last-saved'/>";
  g_autoptr (GBytes) xml = g_bytes_new_static (text, sizeof text - 1);
  g_auto (GStrv) names = gw_form_media_list_names (xml);
  g_autofree char *joined = g_strjoinv ("|", names);

  g_assert_cmpstr (joined, ==, "five.csv|one.xml|six.csv|three four.png|two.csv");
}

static GwAnswerFile *
add_file (GwFilledForm *filled,
          const char   *content,
          const char   *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GwAnswerFile *file;

  gw_filled_form_add_file_async (filled, bytes, name, "image/jpeg", keep_result_cb, NULL);
  result = wait_for_result ();
  file = gw_filled_form_add_file_finish (filled, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (file);

  return file;
}

/* Two cameras call their pictures alike. */
static void
test_files_never_meet (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GwFormCopy) copy = create_copy (fixture);
  g_autoptr (GwFilledForm) filled = open_copy (fixture, copy->id);
  g_autoptr (GwAnswerFile) one = add_file (filled, "one", "une photo/1.jpg");
  g_autoptr (GwAnswerFile) two = add_file (filled, "two", "une photo/1.jpg");
  g_autoptr (GwAnswerFile) same = add_file (filled, "one", "une photo/1.jpg");
  g_autoptr (GwAnswerFile) found = NULL;
  g_autoptr (GAsyncResult) looked = NULL, read = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpstr (one->stored_name, !=, two->stored_name);
  g_assert_cmpstr (one->stored_name, ==, same->stored_name);
  g_assert_cmpstr (one->name, ==, "une photo/1.jpg");
  g_assert_null (strpbrk (one->stored_name, " /\\"));
  g_assert_true (g_str_has_suffix (one->stored_name, ".jpg"));

  gw_filled_form_find_file_async (filled, two->stored_name, NULL, keep_result_cb, NULL);
  looked = wait_for_result ();
  found = gw_filled_form_find_file_finish (filled, looked, &error);
  g_assert_no_error (error);
  gw_filled_form_read_file_async (filled, found, NULL, keep_result_cb, NULL);
  read = wait_for_result ();
  bytes = gw_filled_form_read_file_finish (filled, read, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "two", 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/answers/form-copy/the-folder-may-go", test_the_folder_may_go);
  ADD ("/answers/form-copy/what-is-removed-is-kept", test_what_is_removed_is_kept);
  ADD ("/answers/form-copy/files-never-meet", test_files_never_meet);
#undef ADD
  g_test_add_func ("/answers/form-copy/only-what-the-form-names-is-taken", test_only_what_the_form_names_is_taken);

  return g_test_run ();
}
