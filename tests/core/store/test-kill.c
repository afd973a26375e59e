/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A child types and says after each put what is durable; it is killed at a random moment. Nothing
 * it said is missing afterwards. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <gio/gio.h>

#include "core/base/gw-json.h"
#include "core/store/store-fixture.h"

#define N_DOCS 5
#define N_KILLS 200

/* The child's whole life. */
static int
type_for_ever (const char *path,
               int         first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = gw_store_open (path, GW_STORE_DEFAULT, &error);
  char *revs[N_DOCS] = { NULL };

  if (store == NULL || gw_store_is_read_only (store))
    return 3;
  for (int i = first; i < first + 100000; i++) {
    int n = i % N_DOCS;
    g_autofree char *id = g_strdup_printf ("answer:%d", n);
    g_autoptr (JsonObject) body = json_object_new ();
    g_autofree char *line = g_strdup_printf ("%d %d\n", n, i);
    char *rev = NULL;

    if (revs[n] == NULL) {
      g_autoptr (GwDoc) doc = gw_store_get (store, "party", id, NULL);

      revs[n] = doc != NULL ? g_strdup (gw_doc_get_rev (doc)) : NULL;
    }
    json_object_set_int_member (body, "value", i);
    if (!gw_store_put (store, "party", id, revs[n], body,
                       i % 3 != 0 ? GW_PUT_COALESCE : GW_PUT_DEFAULT, &rev, NULL))
      return 4;
    g_free (revs[n]);
    revs[n] = rev;
    if (write (STDOUT_FILENO, line, strlen (line)) < 0)
      return 5;
  }

  return 0;
}

/* Reads all the child said; the last line may be cut. */
static void
read_promises (GInputStream *stream,
               int           promised[N_DOCS])
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL) {
    int n, value;

    if (sscanf (line, "%d %d", &n, &value) == 2)
      promised[n] = value;
    g_free (line);
  }
}

static void
test_a_kill_loses_nothing (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);
  int promised[N_DOCS] = { 0 };
  int in_mid_work = 0, n_kills = 0;
  /* On a busy machine typing begins later: a kill that came too early makes the next ones later. */
  int longest_us = 60000;

  g_object_unref (fixture_open (path));
  for (int i = 0; in_mid_work < N_KILLS && i < 20 * N_KILLS; i++) {
    g_autofree char *first = g_strdup_printf ("%d", 1 + i * 100000);
    g_autoptr (GError) error = NULL;
    g_autoptr (GSubprocess) child = NULL;
    g_autoptr (GwStore) store = NULL;
    int before = promised[0];

    child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--type", path,
                              first, NULL);
    g_assert_no_error (error);
    g_usleep (g_rand_int_range (rand, 2000, longest_us));
    g_subprocess_send_signal (child, SIGKILL);
    read_promises (g_subprocess_get_stdout_pipe (child), promised);
    g_subprocess_wait (child, NULL, NULL);
    g_assert_true (g_subprocess_get_if_signaled (child));
    n_kills++;
    if (promised[0] > before)
      in_mid_work++;
    else
      longest_us = MIN (longest_us + 5000, 1000000);

    store = fixture_open (path);
    fixture_assert_sound (store);
    for (int n = 0; n < N_DOCS; n++) {
      g_autofree char *id = g_strdup_printf ("answer:%d", n);
      g_autoptr (GwDoc) doc = gw_store_get (store, "party", id, NULL);
      gint64 value = doc != NULL ? gw_json_get_int (gw_doc_get_body (doc), "value", -1) : 0;

      g_assert_cmpint (value, >=, promised[n]);
    }
  }
  g_test_message ("%d kills, %d of them while typing", n_kills, in_mid_work);
  g_assert_cmpint (in_mid_work, ==, N_KILLS);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--type") == 0)
    return type_for_ever (argv[2], atoi (argv[3]));

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/kill/a-kill-loses-nothing", test_a_kill_loses_nothing);

  return g_test_run ();
}
