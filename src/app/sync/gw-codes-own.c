/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with the code of this computer: new keys, handing over, taking over. */

#include "app/sync/gw-codes.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#include "core/keys/gw-signer.h"

#define MAX_PARCEL (256 * 1024)

typedef struct
{
  GwKeyDesk *desk;
  char *directory;  /* of the profile */
  char *path;       /* (nullable): of the parcel */
  GwKey *successor; /* (nullable) */
} OwnJob;

static OwnJob *
own_job_new (GwContext  *context,
             const char *path,
             GwKey      *successor)
{
  GwProfile *profile = gw_context_get_profile (context);
  OwnJob *self = g_new0 (OwnJob, 1);

  self->desk = gw_key_desk_new (profile, NULL);
  self->directory = g_strdup (gw_profile_get_directory (profile));
  self->path = g_strdup (path);
  self->successor = successor != NULL ? gw_key_ref (successor) : NULL;

  return self;
}

static void
own_job_free (gpointer data)
{
  OwnJob *self = data;

  gw_key_desk_unref (self->desk);
  g_free (self->directory);
  g_free (self->path);
  g_clear_pointer (&self->successor, gw_key_unref);
  g_free (self);
}

static void
begin (GwContext           *context,
       GwStoreFunc          func,
       OwnJob              *job,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  gw_store_thread_run_async (gw_context_get_store (context), func, job, own_job_free,
                             (GDestroyNotify) gw_key_unref, NULL, callback, user_data);
}

/* Runs on the store's thread. */
static gpointer
renew (GwStore   *store,
       gpointer   data,
       GError   **error)
{
  OwnJob *job = data;
  g_autoptr (GwKeys) keys = gw_key_desk_renew_keys (job->desk, error);
  g_autoptr (GError) problem = NULL;

  if (keys == NULL)
    return NULL;
  if (!gw_signer_attach (store, job->desk, &problem)) {
    g_message ("What is written is signed with the code before: %s", problem->message);
    g_clear_error (&problem);
  }
  /* They are in use all the same, and are published before each exchange. */
  if (!gw_key_book_publish (store, job->desk, keys, &problem))
    g_message ("The new code of this computer is not published yet: %s", problem->message);

  return gw_key_desk_dup_key (job->desk, keys);
}

/**
 * gw_codes_renew_async:
 *
 * Takes new keys into use, and publishes them; who compared the old code need not do so again.
 */
void
gw_codes_renew_async (GwContext           *context,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  begin (context, renew, own_job_new (context, NULL, NULL), callback, user_data);
}

/* A file that is there is left as it is. */
static gboolean
write_parcel (const char  *path,
              const char  *parcel,
              GError     **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
    return FALSE;
  }
  g_close (fd, NULL);
  if (g_file_set_contents_full (path, parcel, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                error))
    return TRUE;
  g_unlink (path);

  return FALSE;
}

/* Runs on the store's thread. The code is withdrawn last: without the file nobody could follow. */
static gpointer
hand_over (GwStore   *store,
           gpointer   data,
           GError   **error)
{
  OwnJob *job = data;
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (job->desk, error);
  g_autoptr (GwKey) own = keys != NULL ? gw_key_desk_dup_key (job->desk, keys) : NULL;
  g_autofree char *parcel = own != NULL ? gw_keys_hand_over (keys, own, job->successor, error) : NULL;

  if (keys != NULL && own == NULL)
    g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND, "This desk has no name");
  if (parcel == NULL || !write_parcel (job->path, parcel, error))
    return NULL;
  if (gw_key_book_withdraw (store, job->desk, own, gw_key_get_account (job->successor), error))
    return gw_key_ref (job->successor);
  g_unlink (job->path);

  return NULL;
}

/**
 * gw_codes_hand_over_async:
 * @successor: who takes over; its code was compared
 * @path: a file to make
 *
 * Writes what lets the successor open what was sealed for this desk, and withdraws this desk's code.
 */
void
gw_codes_hand_over_async (GwContext           *context,
                          GwKey               *successor,
                          const char          *path,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  begin (context, hand_over, own_job_new (context, path, successor), callback, user_data);
}

static char *
read_parcel (const char  *path,
             GError     **error)
{
  GStatBuf info;
  char *parcel = NULL;

  if (g_stat (path, &info) == 0 && info.st_size > MAX_PARCEL)
    g_set_error_literal (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID, "The file is larger than any that is handed over");
  else
    g_file_get_contents (path, &parcel, NULL, error);

  return parcel;
}

/* Runs on the store's thread. */
static gpointer
take_over (GwStore   *store,
           gpointer   data,
           GError   **error)
{
  OwnJob *job = data;
  g_autofree char *parcel = read_parcel (job->path, error);
  GwKey *predecessor = NULL;
  g_autoptr (GwKeys) keys = parcel != NULL ? gw_keys_take_over (job->directory, parcel, &predecessor, error) : NULL;

  return keys != NULL ? predecessor : NULL;
}

/**
 * gw_codes_take_over_async:
 * @path: what a predecessor handed over
 *
 * From then on this desk opens what was sealed for the predecessor.
 */
void
gw_codes_take_over_async (GwContext           *context,
                          const char          *path,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  begin (context, take_over, own_job_new (context, path, NULL), callback, user_data);
}

/**
 * gw_codes_own_finish:
 *
 * Returns: (transfer full): the new key, the successor's, or the predecessor's; NULL with @error set
 */
GwKey *
gw_codes_own_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_autoptr (GwStoreThread) store = GW_STORE_THREAD (g_async_result_get_source_object (result));

  return gw_store_thread_run_finish (store, result, error);
}
