/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codes of people for the sheets that show them: read and written on the store's thread. */

#include "app/sync/gw-codes.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

typedef struct
{
  GwKeyDesk *desk;
  GwKey *key; /* (nullable) */
} Job;

static Job *
job_new (GwProfile *profile,
         GwKey     *key)
{
  Job *self = g_new0 (Job, 1);

  self->desk = gw_key_desk_new (profile, NULL);
  self->key = key != NULL ? gw_key_ref (key) : NULL;

  return self;
}

static void
job_free (gpointer data)
{
  Job *self = data;

  gw_key_desk_unref (self->desk);
  g_clear_pointer (&self->key, gw_key_unref);
  g_free (self);
}

void
gw_codes_free (GwCodes *self)
{
  g_clear_pointer (&self->own, gw_key_unref);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* This desk itself is not among the others. */
static void
leave_out_own (GwCodes *self,
               GwKeys  *keys)
{
  for (guint i = self->entries->len; i > 0; i--) {
    const GwKeyEntry *entry = g_ptr_array_index (self->entries, i - 1);

    if (gw_keys_are_of (keys, entry->key))
      g_ptr_array_remove_index (self->entries, i - 1);
  }
}

/* Runs on the store's thread. */
static gpointer
load (GwStore   *store,
      gpointer   data,
      GError   **error)
{
  Job *job = data;
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (job->desk, error);
  g_autoptr (GPtrArray) entries = keys != NULL ? gw_key_book_list (store, keys, error) : NULL;
  GwCodes *codes;

  if (entries == NULL)
    return NULL;
  codes = g_new0 (GwCodes, 1);
  codes->own = gw_key_desk_dup_key (job->desk, keys);
  codes->trust = codes->own != NULL ? gw_key_book_judge (store, keys, codes->own, NULL) : GW_KEY_TRUST_OWN;
  codes->entries = g_steal_pointer (&entries);
  leave_out_own (codes, keys);

  return codes;
}

/**
 * gw_codes_load_async:
 *
 * Reads what is known; makes the keys of this desk where there are none yet.
 */
void
gw_codes_load_async (GwContext           *context,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  gw_store_thread_run_async (gw_context_get_store (context), load,
                             job_new (gw_context_get_profile (context), NULL), job_free,
                             (GDestroyNotify) gw_codes_free, NULL, callback, user_data);
}

/**
 * gw_codes_load_finish:
 *
 * Returns: (transfer full): the codes, or NULL with @error set
 */
GwCodes *
gw_codes_load_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_autoptr (GwStoreThread) store = GW_STORE_THREAD (g_async_result_get_source_object (result));

  return gw_store_thread_run_finish (store, result, error);
}

/* Runs on the store's thread. */
static gpointer
confirm (GwStore   *store,
         gpointer   data,
         GError   **error)
{
  Job *job = data;

  gw_key_book_confirm (store, job->key, error);
  return NULL;
}

/* Runs on the store's thread. */
static gpointer
withdraw (GwStore   *store,
          gpointer   data,
          GError   **error)
{
  Job *job = data;

  gw_key_book_withdraw (store, job->desk, job->key, NULL, error);
  return NULL;
}

/* Runs on the store's thread. */
static gpointer
publish (GwStore   *store,
         gpointer   data,
         GError   **error)
{
  Job *job = data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (job->desk, &problem);

  if (keys == NULL || !gw_key_book_publish (store, job->desk, keys, &problem))
    g_message ("The code of this computer is not published: %s", problem->message);

  return NULL;
}

/**
 * gw_codes_confirm_async:
 * @key: whose code was compared
 */
void
gw_codes_confirm_async (GwContext           *context,
                        GwKey               *key,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  gw_store_thread_run_async (gw_context_get_store (context), confirm,
                             job_new (gw_context_get_profile (context), key), job_free, NULL, NULL, callback,
                             user_data);
}

/**
 * gw_codes_withdraw_async:
 * @key: of a computer of the same account
 */
void
gw_codes_withdraw_async (GwContext           *context,
                         GwKey               *key,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  gw_store_thread_run_async (gw_context_get_store (context), withdraw,
                             job_new (gw_context_get_profile (context), key), job_free, NULL, NULL, callback,
                             user_data);
}

/**
 * gw_codes_write_finish:
 *
 * Returns: FALSE with @error set when it could not be written down
 */
gboolean
gw_codes_write_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_autoptr (GwStoreThread) store = GW_STORE_THREAD (g_async_result_get_source_object (result));
  g_autoptr (GError) problem = NULL;

  gw_store_thread_run_finish (store, result, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/**
 * gw_codes_publish:
 * @profile: whose desk this is
 * @store: its documents
 *
 * Before an exchange with a server: there others find the code of this computer.
 */
void
gw_codes_publish (GwProfile     *profile,
                  GwStoreThread *store)
{
  gw_store_thread_run_async (store, publish, job_new (profile, NULL), job_free, NULL, NULL, NULL, NULL);
}

/**
 * gw_codes_words_name:
 *
 * Returns: (transfer full): whose key it is
 */
char *
gw_codes_words_name (GwKey *key)
{
  if (*gw_key_get_country (key) == '\0')
    return g_strdup (gw_key_get_account (key));

  /* TRANSLATORS: %1$s is the name of an account, %2$s a country's code of three letters. */
  return g_strdup_printf (_("%1$s (%2$s)"), gw_key_get_account (key), gw_key_get_country (key));
}

/**
 * gw_codes_words_state:
 *
 * Returns: (transfer full): what the person here knows of it
 */
char *
gw_codes_words_state (const GwKeyEntry *entry)
{
  g_autofree char *day = NULL;

  switch (entry->trust) {
  case GW_KEY_TRUST_OWN:
    return g_strdup (_("This computer"));
  case GW_KEY_TRUST_CONFIRMED:
    day = gw_date_words_format_time (entry->confirmed);
    /* TRANSLATORS: %s is a date and time. */
    return g_strdup_printf (_("You compared the code on %s"), day);
  case GW_KEY_TRUST_CHANGED:
    return g_strdup (_("This is another code than the one you compared"));
  case GW_KEY_TRUST_WITHDRAWN:
    return g_strdup (_("Withdrawn: nothing is sealed for this computer any more"));
  case GW_KEY_TRUST_UNCONFIRMED:
  default:
    return g_strdup (_("You have not compared the code yet"));
  }
}
