/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One exchange from beginning to end: for each database first take, then merge, then send
 * (section 4.6 of the notes on CouchDB), so that fewer conflicts reach the server and somebody
 * who lost access learns it before sending. */

#include "core/sync/gw-sync-private.h"

#include <string.h>

#include "core/base/gw-address.h"
#include "core/keys/gw-signer.h"
#include "core/net/gw-authority.h"
#include "core/sync/gw-sync-history.h"

/* In this order, so that on a short link the country's own work goes first. */
static const char *const order[] = {
  "exchange", "party", "packets", "community", "library",
};

static void
database_free (gpointer data)
{
  GwSyncDatabase *self = data;

  g_free (self->local);
  g_free (self->remote);
  g_free (self);
}

/**
 * gw_sync_list_databases:
 *
 * Returns: (transfer full) (element-type GwSyncDatabase): what the account of @profile exchanges,
 *   in the order in which that is done; may be used on any thread
 */
GPtrArray *
gw_sync_list_databases (GwProfile *profile)
{
  const char *const *names = gw_profile_get_databases (profile);
  GPtrArray *list = g_ptr_array_new_with_free_func (database_free);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    g_autofree char *remote = NULL;
    GwSyncDatabase *database;

    if (!g_strv_contains (names, order[i]))
      continue;
    remote = gw_profile_dup_server_name (profile, order[i]);
    if (remote == NULL)
      continue;
    database = g_new0 (GwSyncDatabase, 1);
    database->local = g_strdup (order[i]);
    database->remote = g_steal_pointer (&remote);
    database->can_write = gw_profile_can_write (profile, order[i]);
    database->carries = gw_profile_carries (profile, order[i]);
    g_ptr_array_add (list, database);
  }

  return list;
}

/* What could not be merged stays as it is: both versions are kept and shown. */
static gboolean
merge (GwSyncExchange        *self,
       const GwSyncDatabase  *db,
       GError               **error)
{
  GwMergeOutcome outcome = { 0 };

  if (!db->can_write || db->carries)
    return TRUE;
  if (!gw_store_merge_all (self->store, db->local, &outcome, error))
    return FALSE;
  self->summary.merged += outcome.merged;

  return TRUE;
}

static gboolean
take_and_send (GwSyncExchange        *self,
               const GwSyncDatabase  *db,
               GError               **error)
{
  return gw_sync_pull (self, db, error)
         && merge (self, db, error)
         && (!db->can_write || gw_sync_push (self, db, error));
}

static gboolean
exchange_database (GwSyncExchange        *self,
                   const GwSyncDatabase  *db,
                   GError               **error)
{
  gboolean ok;

  if (!gw_sync_checkpoint_verify (self, db, FALSE, error))
    return FALSE;
  gw_sync_checkpoint_begin (self, db);
  ok = take_and_send (self, db, error);
  gw_sync_beside_end (self, ok);

  return ok && gw_sync_checkpoint_write (self, db, error);
}

typedef gboolean (*Step) (GwSyncExchange        *self,
                          const GwSyncDatabase  *db,
                          GError               **error);

/* Returns: FALSE where there is no use in going on */
static gboolean
step_all (GwSyncExchange  *self,
          GPtrArray       *databases,
          Step             step,
          GError         **first_error)
{
  for (guint i = 0; i < databases->len; i++) {
    const GwSyncDatabase *db = g_ptr_array_index (databases, i);
    g_autoptr (GError) db_error = NULL;
    gboolean goes_on;

    if (step (self, db, &db_error))
      continue;
    gw_sync_error_translate (&db_error);
    goes_on = gw_sync_error_is_for_one_db ((GwSyncError) db_error->code);
    g_debug ("%s: %s", db->local, db_error->message);
    if (*first_error == NULL)
      *first_error = g_steal_pointer (&db_error);
    if (!goes_on)
      return FALSE;
  }

  return TRUE;
}

/* Files come after all texts. */
static gboolean
exchange_all (GwSyncExchange  *self,
              GPtrArray       *databases,
              GError         **error)
{
  g_autoptr (GError) first_error = NULL;

  if (step_all (self, databases, exchange_database, &first_error))
    step_all (self, databases, gw_sync_chunks, &first_error);
  if (first_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first_error));

  return FALSE;
}

static guint
count_conflicts (GwStore *store)
{
  g_autoptr (GPtrArray) list = gw_store_conflicts (store, NULL, NULL);

  return list == NULL ? 0 : list->len;
}

static void
note_success (GwStore    *store,
              const char *url)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());

  gw_store_set_remote (store, GW_SYNC_REMOTE, GW_SYNC_ALL, "last-success", now, NULL);
  gw_store_set_remote (store, GW_SYNC_REMOTE, GW_SYNC_ALL, "last-url", url, NULL);
}

/* Returns: (transfer full): an address without blanks around it and slashes at its end */
char *
gw_sync_dup_base_url (const char *url)
{
  g_autofree char *address = g_strstrip (g_strdup (url));
  char *base = gw_address_dup_bare (address);

  for (gsize n = strlen (base); n > 0 && base[n - 1] == '/'; n--)
    base[n - 1] = '\0';

  return base;
}

/**
 * gw_sync_run_on:
 * @store: a connection of the calling thread
 * @http: connections on a context of the calling thread
 * @databases: from gw_sync_list_databases()
 * @url: the server's address
 * @user: name of the account
 * @password: its password
 * @flags: what a person decided
 * @progress: (nullable): hears of every step, on this thread
 * @cancellable: (nullable): ends it; what is done is done
 * @summary: (out): what was done, also when it failed in the middle
 * @error: return location
 *
 * Exchanges everything once. A fault of one database does not keep the others; the first fault
 * is returned. What was sent over @http since the exchange before, to be told of news, counts to this one.
 *
 * Returns: FALSE with an @error of %GW_SYNC_ERROR
 */
gboolean
gw_sync_run_on (GwStore             *store,
                GwHttp              *http,
                GPtrArray           *databases,
                const char          *url,
                const char          *user,
                const char          *password,
                GwSyncFlags          flags,
                GwSyncProgressFunc   progress,
                gpointer             progress_data,
                GCancellable        *cancellable,
                GwSyncSummary       *summary,
                GError             **error)
{
  g_autofree char *base = NULL;
  gint64 began = g_get_monotonic_time (), begun = g_get_real_time ();
  GError *local_error = NULL;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (store) && GW_IS_HTTP (http), FALSE);
  g_return_val_if_fail (databases != NULL && url != NULL && summary != NULL, FALSE);

  base = gw_sync_dup_base_url (url);
  GwSyncExchange exchange = {
    .store = store,
    .http = http,
    .url = base,
    .user = user,
    .password = password,
    .flags = flags,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  gw_http_get_mark (http, &exchange.before);
  ok = exchange_all (&exchange, databases, &local_error);
  /* Also after half an exchange: keys may have come. */
  if (!gw_signer_look_again (store, &exchange.summary.set_aside, ok ? &local_error : NULL))
    ok = FALSE;
  if (ok)
    note_success (store, base);
  exchange.summary.conflicts = count_conflicts (store);
  exchange.summary.seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  exchange.progress = NULL;
  gw_sync_tell (&exchange, GW_SYNC_PHASE_ASKING, NULL);
  gw_http_mark (http);
  *summary = exchange.summary;
  gw_sync_history_note (store, begun, summary, local_error);
  if (!ok)
    g_propagate_error (error, local_error);

  return ok;
}

/**
 * gw_sync_run:
 *
 * Exchanges everything once and waits for it: for godwitctl and tests. Opens the store itself.
 * See gw_sync_run_on().
 *
 * Returns: FALSE with an @error of %GW_SYNC_ERROR
 */
gboolean
gw_sync_run (GwProfile           *profile,
             const char          *url,
             const char          *user,
             const char          *password,
             GwSyncFlags          flags,
             GwSyncProgressFunc   progress,
             gpointer             progress_data,
             GwSyncSummary       *summary,
             GError             **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) databases = NULL;
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GwHttp) http = NULL;
  GError *local_error = NULL;
  gboolean ok;

  g_return_val_if_fail (GW_IS_PROFILE (profile) && url != NULL && summary != NULL, FALSE);

  memset (summary, 0, sizeof *summary);
  path = gw_profile_dup_store_path (profile);
  databases = gw_sync_list_databases (profile);
  store = gw_store_open (path, GW_STORE_DEFAULT, &local_error);
  if (store == NULL) {
    gw_sync_error_translate (&local_error);
    g_propagate_error (error, local_error);
    return FALSE;
  }
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  http = gw_http_new (context);
  gw_http_set_authority (http, gw_profile_get_setting (profile, GW_AUTHORITY_SETTING));
  flags |= gw_sync_fetch_flags (gw_profile_get_setting (profile, GW_SYNC_FETCH_SETTING));
  ok = gw_sync_run_on (store, http, databases, url, user, password, flags, progress, progress_data,
                       NULL, summary, error);
  g_clear_object (&http);
  g_main_context_pop_thread_default (context);

  return ok;
}
