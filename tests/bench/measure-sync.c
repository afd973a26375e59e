/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures exchanges and sticks as a whole process, which ends when it is done. The desk is a profile in DIR; the
 * server's database is "bench". Each command prints one JSON object.
 *
 *   measure-sync docs N                      the documents themselves, one a line, for the other client
 *   measure-sync fill DIR N                  makes a desk that wrote documents 0 to N-1
 *   measure-sync edit DIR N                  changes the first N there
 *   measure-sync sync DIR URL NAME PASSWORD [SECONDS]
 *                                            exchanges once; with SECONDS again and again, as the window would,
 *                                            until it has gone well or so much time has passed
 *   measure-sync write DIR FILE              everything on a stick
 *   measure-sync read DIR FILE               and from it
 *   measure-sync desks DIR URL NAME PASSWORD N
 *                                            an hour of N desks, as fast as it goes
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench-docs.h"
#include "core/base/gw-json.h"
#include "core/bundles/gw-bundle.h"
#include "core/sync/gw-sync-run.h"
#include "measure-desks.h"

#define PASSPHRASE "nine small birds over the sea"
/* The window's first retry after a failure. */
#define RETRY_US (5 * G_USEC_PER_SEC)

static double
seconds_of (struct timeval time)
{
  return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

/* The most memory that was resident since this program was started. getrusage() would tell that of whoever started it
 * where that was more. */
static gint64
get_peak_kib (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    line = strstr (text, "VmHWM:");

  return line != NULL ? g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) : 0;
}

/* Prints @line, which it takes, with what the process cost so far. */
static void
say (JsonObject *line)
{
  g_autofree char *text = NULL;
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  json_object_set_double_member (line, "cpu", seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime));
  json_object_set_int_member (line, "peak_kib", get_peak_kib ());
  text = gw_json_to_text (line);
  printf ("%s\n", text);
  json_object_unref (line);
}

static GwProfile *
open_profile (const char  *directory,
              GError     **error)
{
  if (g_file_test (directory, G_FILE_TEST_EXISTS))
    return gw_profile_open (directory, error);

  return gw_profile_create (directory, "bench", GW_ROLE_NFP, "KEN", "en", error);
}

static GwStore *
open_store (const char  *directory,
            GError     **error)
{
  g_autoptr (GwProfile) profile = open_profile (directory, error);
  g_autofree char *path = profile != NULL ? gw_profile_dup_store_path (profile) : NULL;

  return path != NULL ? gw_store_open (path, GW_STORE_CREATE, error) : NULL;
}

static gboolean
print_docs (char   **arguments,
            GError **error)
{
  guint n = (guint) atoi (arguments[0]);

  for (guint i = 0; i < n; i++) {
    g_autoptr (JsonObject) doc = bench_doc_make (i);
    g_autofree char *id = bench_doc_dup_id (i);
    g_autofree char *text = NULL;

    json_object_set_string_member (doc, "_id", id);
    text = gw_json_to_text (doc);
    printf ("%s\n", text);
  }

  return TRUE;
}

static gboolean
put (GwStore     *store,
     guint        number,
     const char  *state,
     GError     **error)
{
  g_autoptr (JsonObject) body = bench_doc_make (number);
  g_autofree char *id = bench_doc_dup_id (number);
  g_autoptr (GwDoc) old = gw_store_get (store, "party", id, NULL);

  if (state != NULL)
    json_object_set_string_member (body, "state", state);

  return gw_store_put (store, "party", id, old != NULL ? gw_doc_get_rev (old) : NULL, body, GW_PUT_DEFAULT, NULL,
                       error);
}

static gboolean
put_many (const char  *directory,
          guint        n,
          const char  *state,
          GError     **error)
{
  g_autoptr (GwStore) store = open_store (directory, error);
  gint64 began = g_get_monotonic_time ();
  JsonObject *line;
  gboolean ok = store != NULL && gw_store_begin (store, error);

  for (guint i = 0; ok && i < n; i++)
    ok = put (store, i, state, error);
  if (!ok || !gw_store_commit (store, error))
    return FALSE;
  line = json_object_new ();
  json_object_set_int_member (line, "written", n);
  json_object_set_double_member (line, "seconds", (double) (g_get_monotonic_time () - began) / 1e6);
  say (line);

  return TRUE;
}

static gboolean
fill (char   **arguments,
      GError **error)
{
  return put_many (arguments[0], (guint) atoi (arguments[1]), NULL, error);
}

static gboolean
edit (char   **arguments,
      GError **error)
{
  return put_many (arguments[0], (guint) atoi (arguments[1]), "edited here", error);
}

/* @store: what keeps the desk's documents. Goes on until it has gone well or @limit seconds have passed. */
static gboolean
exchange (GwStore        *store,
          GwHttp         *http,
          char          **arguments,
          double          limit,
          GwSyncSummary  *all,
          guint          *n_attempts,
          GError        **error)
{
  g_autoptr (GPtrArray) databases = g_ptr_array_new ();
  GwSyncDatabase database = { .local = (char *) "party", .remote = (char *) "bench", .can_write = TRUE };
  gint64 began = g_get_monotonic_time ();

  g_ptr_array_add (databases, &database);
  for (;;) {
    GwSyncSummary summary = { 0 };
    g_autoptr (GError) local_error = NULL;
    gboolean ok = gw_sync_run_on (store, http, databases, arguments[1], arguments[2], arguments[3], GW_SYNC_DEFAULT,
                                  NULL, NULL, NULL, &summary, &local_error);

    (*n_attempts)++;
    all->pulled += summary.pulled;
    all->pushed += summary.pushed;
    all->requests += summary.requests;
    all->bytes_up += summary.bytes_up;
    all->bytes_down += summary.bytes_down;
    all->seconds = (double) (g_get_monotonic_time () - began) / 1e6;
    if (ok)
      return TRUE;
    if (all->seconds > limit) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    fprintf (stderr, "%.1f s: %s\n", all->seconds, local_error->message);
    g_usleep (RETRY_US);
  }
}

static gboolean
run_sync (char   **arguments,
          GError **error)
{
  g_autoptr (GwStore) store = open_store (arguments[0], error);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GwHttp) http = NULL;
  double limit = arguments[4] != NULL ? atof (arguments[4]) : 0;
  guint n_attempts = 0;
  GwSyncSummary all = { 0 };
  JsonObject *line;
  gboolean ok;

  if (store == NULL)
    return FALSE;
  g_main_context_push_thread_default (context);
  http = gw_http_new (context);
  ok = exchange (store, http, arguments, limit, &all, &n_attempts, error);
  g_clear_object (&http);
  g_main_context_pop_thread_default (context);
  line = json_object_new ();
  json_object_set_boolean_member (line, "ok", ok);
  json_object_set_int_member (line, "attempts", n_attempts);
  json_object_set_int_member (line, "pulled", all.pulled);
  json_object_set_int_member (line, "pushed", all.pushed);
  json_object_set_int_member (line, "requests", (gint64) all.requests);
  json_object_set_int_member (line, "bytes_up", (gint64) all.bytes_up);
  json_object_set_int_member (line, "bytes_down", (gint64) all.bytes_down);
  json_object_set_double_member (line, "seconds", all.seconds);
  say (line);

  return ok;
}

static gboolean
write_stick (char   **arguments,
             GError **error)
{
  g_autoptr (GwProfile) profile = open_profile (arguments[0], error);
  g_autoptr (GwBundleDesk) desk = profile != NULL ? gw_bundle_desk_new (profile) : NULL;
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GwBundleInfo) info = NULL;
  JsonObject *line;

  if (desk == NULL)
    return FALSE;
  info = gw_bundle_write (desk, arguments[1], PASSPHRASE, GW_BUNDLE_EVERYTHING, NULL, NULL, NULL, error);
  if (info == NULL)
    return FALSE;
  line = json_object_new ();
  json_object_set_int_member (line, "documents", info->documents);
  json_object_set_int_member (line, "bytes", info->bytes);
  json_object_set_double_member (line, "seconds", (double) (g_get_monotonic_time () - began) / 1e6);
  say (line);

  return TRUE;
}

static gboolean
read_stick (char   **arguments,
            GError **error)
{
  g_autoptr (GwStore) store = open_store (arguments[0], error);
  g_autoptr (GwProfile) profile = store != NULL ? open_profile (arguments[0], error) : NULL;
  g_autoptr (GwBundleDesk) desk = profile != NULL ? gw_bundle_desk_new (profile) : NULL;
  gint64 began = g_get_monotonic_time ();
  GwBundleReading *reading;
  JsonObject *line;

  g_clear_object (&store);
  if (desk == NULL)
    return FALSE;
  reading = gw_bundle_read (desk, arguments[1], PASSPHRASE, GW_BUNDLE_DEFAULT, NULL, NULL, NULL, error);
  if (reading == NULL)
    return FALSE;
  line = json_object_new ();
  json_object_set_int_member (line, "stored", reading->stored);
  json_object_set_double_member (line, "seconds", (double) (g_get_monotonic_time () - began) / 1e6);
  gw_bundle_reading_free (reading);
  say (line);

  return TRUE;
}

static gboolean
run_desks (char   **arguments,
           GError **error)
{
  JsonObject *line = measure_desks (arguments[0], arguments[1], arguments[2], arguments[3], (guint) atoi (arguments[4]),
                                    error);

  if (line == NULL)
    return FALSE;
  say (line);

  return TRUE;
}

typedef struct
{
  const char *name;
  int         n_least;
  int         n_most;
  gboolean  (*run) (char   **arguments,
                    GError **error);
} Command;

static const Command commands[] = {
  { "docs", 1, 1, print_docs },   { "fill", 2, 2, fill },         { "edit", 2, 2, edit },
  { "sync", 4, 5, run_sync },     { "write", 2, 2, write_stick }, { "read", 2, 2, read_stick },
  { "desks", 5, 5, run_desks },
};

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (argv[1], commands[i].name) != 0 || argc - 2 < commands[i].n_least || argc - 2 > commands[i].n_most)
      continue;
    if (commands[i].run (argv + 2, &error))
      return 0;
    fprintf (stderr, "measure-sync: %s\n", error->message);
    return 1;
  }
  fprintf (stderr, "usage: measure-sync docs|fill|edit|sync|write|read|desks ...; see measure-sync.c\n");

  return 2;
}
