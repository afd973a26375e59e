/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An hour of many desks against one server, as fast as it goes: each desk comes four times, at moments that are drawn
 * at random, with a new connection, and has written something in between most times. What counts is what the server is
 * asked and what that costs it; what the desks themselves cost here says nothing of one desk. */

#include "measure-desks.h"

#include <string.h>

#include "bench-docs.h"
#include "core/sync/gw-sync-run.h"

#define EXCHANGES_AN_HOUR 4
#define HOUR_SECONDS 3600
#define N_COUNTRIES 130
#define N_AT_ONCE 8
/* What a desk writes in an hour, in documents. */
#define WRITES_AN_HOUR 6

typedef struct
{
  const char *directory;
  const char *url;
  const char *name;
  const char *password;
  guint       n_desks;
  GMutex      lock; /* guards what follows */
  GMutex     *busy; /* one a desk: it comes again only when it has gone */
  guint       n_done;
  guint       n_failed;
  char       *first_failure;
  guint64     n_requests;
  guint64     bytes_up;
  guint64     bytes_down;
  guint       n_pulled;
  guint       n_pushed;
  double      longest;
} Hour;

/* One time that a desk comes. */
typedef struct
{
  guint desk;
  guint number; /* of its exchange */
  double at;    /* seconds of the hour */
} Visit;

static char *
dup_path (Hour  *self,
          guint  desk)
{
  return g_strdup_printf ("%s/desk-%04u.sqlite", self->directory, desk);
}

/* The first exchange brings what was there before the hour; what is written comes between. */
static gboolean
write_some (GwStore     *store,
            const Visit *visit,
            GError     **error)
{
  guint n = visit->number > 0 ? WRITES_AN_HOUR / (EXCHANGES_AN_HOUR - 1) : 0;

  for (guint i = 0; i < n; i++) {
    guint number = (visit->desk * EXCHANGES_AN_HOUR + visit->number) * WRITES_AN_HOUR + i;
    g_autofree char *id = bench_doc_dup_id (number);
    g_autoptr (JsonObject) body = bench_doc_make (number);

    if (!gw_store_put (store, "party", id, NULL, body, GW_PUT_DEFAULT, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
exchange (Hour           *self,
          const Visit    *visit,
          GwStore        *store,
          GwSyncSummary  *summary,
          GError        **error)
{
  g_autofree char *party = g_strdup_printf ("party-%03u", visit->desk % N_COUNTRIES);
  GwSyncDatabase databases[] = {
    { .local = (char *) "party", .remote = party, .can_write = TRUE },
    { .local = (char *) "community", .remote = (char *) "community", .can_write = TRUE },
    { .local = (char *) "library", .remote = (char *) "library" },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GwHttp) http = NULL;
  gboolean ok;

  for (gsize i = 0; i < G_N_ELEMENTS (databases); i++)
    g_ptr_array_add (list, &databases[i]);
  g_main_context_push_thread_default (context);
  http = gw_http_new (context);
  ok = gw_sync_run_on (store, http, list, self->url, self->name, self->password, GW_SYNC_DEFAULT, NULL, NULL, NULL,
                       summary, error);
  g_clear_object (&http);
  g_main_context_pop_thread_default (context);

  return ok;
}

static void
count (Hour                *self,
       const GwSyncSummary *summary,
       const GError        *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_done++;
  self->n_requests += summary->requests;
  self->bytes_up += summary->bytes_up;
  self->bytes_down += summary->bytes_down;
  self->n_pulled += summary->pulled;
  self->n_pushed += summary->pushed;
  self->longest = MAX (self->longest, summary->seconds);
  if (error == NULL)
    return;
  self->n_failed++;
  if (self->first_failure == NULL)
    self->first_failure = g_strdup (error->message);
}

static void
visit_once (gpointer data,
            gpointer user_data)
{
  const Visit *visit = data;
  Hour *self = user_data;
  g_autofree char *path = dup_path (self, visit->desk);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->busy[visit->desk]);
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GError) error = NULL;
  GwSyncSummary summary = { 0 };

  store = gw_store_open (path, GW_STORE_CREATE | GW_STORE_UNSAFE, &error);
  if (store != NULL && write_some (store, visit, &error))
    exchange (self, visit, store, &summary, &error);
  count (self, &summary, error);
}

static int
compare_visits (gconstpointer a,
                gconstpointer b)
{
  double first = ((const Visit *) a)->at, second = ((const Visit *) b)->at;

  return first < second ? -1 : first > second;
}

/* A desk comes every quarter of an hour, each at its own moment. */
static GArray *
plan (guint n_desks)
{
  GArray *visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint desk = 0; desk < n_desks; desk++) {
    double first = g_rand_double (random) * HOUR_SECONDS / EXCHANGES_AN_HOUR;

    for (guint i = 0; i < EXCHANGES_AN_HOUR; i++) {
      Visit visit = { .desk = desk, .number = i, .at = first + i * (double) HOUR_SECONDS / EXCHANGES_AN_HOUR };

      g_array_append_val (visits, visit);
    }
  }
  g_array_sort (visits, compare_visits);

  return visits;
}

static JsonObject *
make_line (Hour  *self,
           double seconds)
{
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line, "desks", self->n_desks);
  json_object_set_int_member (line, "exchanges", self->n_done);
  json_object_set_int_member (line, "failed", self->n_failed);
  if (self->first_failure != NULL)
    json_object_set_string_member (line, "failure", self->first_failure);
  json_object_set_int_member (line, "requests", (gint64) self->n_requests);
  json_object_set_int_member (line, "bytes_up", (gint64) self->bytes_up);
  json_object_set_int_member (line, "bytes_down", (gint64) self->bytes_down);
  json_object_set_int_member (line, "pulled", self->n_pulled);
  json_object_set_int_member (line, "pushed", self->n_pushed);
  json_object_set_double_member (line, "longest", self->longest);
  json_object_set_double_member (line, "seconds", seconds);

  return line;
}

/**
 * measure_desks:
 * @directory: where their documents are kept meanwhile; best in memory
 * @n_desks: how many
 *
 * Returns: (transfer full): what the hour brought, or NULL with @error set
 */
JsonObject *
measure_desks (const char  *directory,
               const char  *url,
               const char  *name,
               const char  *password,
               guint        n_desks,
               GError     **error)
{
  Hour hour = { .directory = directory, .url = url, .name = name, .password = password, .n_desks = n_desks };
  g_autoptr (GArray) visits = plan (n_desks);
  gint64 began = g_get_monotonic_time ();
  GThreadPool *pool;
  JsonObject *line;

  g_mutex_init (&hour.lock);
  hour.busy = g_new0 (GMutex, n_desks);
  pool = g_thread_pool_new (visit_once, &hour, N_AT_ONCE, TRUE, error);
  if (pool == NULL)
    return NULL;
  for (guint i = 0; i < visits->len; i++)
    g_thread_pool_push (pool, &g_array_index (visits, Visit, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  line = make_line (&hour, (double) (g_get_monotonic_time () - began) / 1e6);
  g_free (hour.busy);
  g_free (hour.first_failure);
  g_mutex_clear (&hour.lock);

  return line;
}
