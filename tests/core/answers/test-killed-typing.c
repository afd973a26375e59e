/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody types, and the program is killed in the middle: no key older than half a second may
 * be missing afterwards.
 *
 * A child process types into a filled-in form through the very classes that the window uses and
 * reports each text with its time before it goes in. The parent kills it at a random moment and
 * looks into the store. GODWIT_LONG=1 does it 200 times. */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-filled-form.h"
#include "core/answers/sample-form.h"
#include "core/answers/two-desks.h"

#define RECORD "01HZZZZZZZZZZZZZZZZZZZZZZZ"
#define DB "party"
#define LIMIT_US (500 * 1000)

static const char *const places[] = { SAMPLE_NAME, SAMPLE_AGE, SAMPLE_WHY, SAMPLE_LAND };

typedef struct
{
  gint64 time; /* monotonic, the same clock in both processes */
  int place;
  int number;
} Key;

typedef struct
{
  GwFilledForm *filled;
  GRand *random;
  int place;
  int number;
} Typist;

/* Types one key, and now and then goes on to another field, as people do. */
static gboolean
press (gpointer data)
{
  Typist *typist = data;
  GwFormSession *session = gw_filled_form_get_session (typist->filled);
  g_autofree char *text = NULL;
  Key key;

  if (g_rand_int_range (typist->random, 0, 12) == 0) {
    typist->place = g_rand_int_range (typist->random, 0, G_N_ELEMENTS (places));
    gw_filled_form_set_editing (typist->filled, places[typist->place]);
  }
  typist->number++;
  text = g_strdup_printf ("%d and some words", typist->number);
  key = (Key) { g_get_monotonic_time (), typist->place, typist->number };
  if (write (STDOUT_FILENO, &key, sizeof key) != sizeof key)
    _exit (3);
  gw_form_session_set_value (session, places[typist->place], text, NULL);
  g_timeout_add (g_rand_int_range (typist->random, 5, 90), press, typist);
  return G_SOURCE_REMOVE;
}

static int
type_until_killed (const char *path)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = sample_form_load ();
  Typist typist = { NULL, g_rand_new (), 0, 0 };
  GwStoreThread *thread;

  gw_answers_register_types ();
  thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  typist.filled = gw_filled_form_open_sync (thread, DB, RECORD, "Amina", form, NULL, &error);
  g_assert_no_error (error);
  /* Numbers go on from one life to the next. */
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const char *text = gw_form_session_get_value (gw_filled_form_get_session (typist.filled),
                                                  places[i]);

    typist.number = MAX (typist.number, atoi (text));
  }
  press (&typist);
  g_main_loop_run (loop);
  return 0;
}

static int
read_stored (GwStore    *store,
             const char *ref)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = gw_answer_list_versions (store, DB, RECORD, ref, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, <=, 1);
  return versions->len == 0 ? 0 : atoi (((GwAnswer *) versions->pdata[0])->value);
}

/* Lets a child type for a while, kills it, and gives what it reported. */
static GArray *
live_and_die (const char *path,
              guint       milliseconds,
              gint64     *killed)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { program, "--type", path, NULL };
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (Key));
  g_autoptr (GError) error = NULL;
  int out, status;
  GPid pid;
  Key key;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                            NULL, &out, NULL, &error);
  g_assert_no_error (error);
  /* The first key tells that it types; the moment of death counts from there. */
  g_assert_cmpint (read (out, &key, sizeof key), ==, sizeof key);
  g_array_append_val (keys, key);
  g_usleep (milliseconds * 1000);
  *killed = g_get_monotonic_time ();
  kill (pid, SIGKILL);
  while (read (out, &key, sizeof key) == sizeof key)
    g_array_append_val (keys, key);
  close (out);
  waitpid (pid, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  g_spawn_close_pid (pid);
  return keys;
}

static void
test_no_old_key_is_missing (void)
{
  guint lives = g_getenv ("GODWIT_LONG") != NULL ? 200 : 20;
  g_autofree char *path = two_desks_new_path ();
  g_autoptr (GRand) random = g_rand_new ();
  guint typed = 0, in_time = 0;

  for (guint life = 0; life < lives; life++) {
    g_autoptr (GArray) keys = NULL;
    g_autoptr (GwStore) store = NULL;
    g_autoptr (GError) error = NULL;
    int newest_old[G_N_ELEMENTS (places)] = { 0 };
    gint64 killed;

    keys = live_and_die (path, g_rand_int_range (random, 100, 1900), &killed);
    for (guint i = 0; i < keys->len; i++) {
      const Key *key = &g_array_index (keys, Key, i);

      typed++;
      if (key->time < killed - LIMIT_US)
        newest_old[key->place] = MAX (newest_old[key->place], key->number);
    }
    store = gw_store_open (path, GW_STORE_DEFAULT, &error);
    g_assert_no_error (error);
    g_assert_null (gw_store_get_fault (store));
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
      int found = read_stored (store, places[i]);

      if (found < newest_old[i])
        g_test_message ("life %u: %s holds %d, %d was typed long before", life, places[i], found,
                        newest_old[i]);
      g_assert_cmpint (found, >=, newest_old[i]);
      in_time += newest_old[i] > 0;
    }
  }

  g_test_message ("%u lives, %u keys, %u places looked at", lives, typed, in_time);
  g_assert_cmpuint (typed, >, lives * 3);
  g_assert_cmpuint (in_time, >, lives / 2);
  two_desks_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--type"))
    return type_until_killed (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();
  g_test_add_func ("/answers/killed/no-old-key-is-missing", test_no_old_key_is_missing);
  return g_test_run ();
}
