/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/bundles/gw-copies.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-time.h"

/* When a copy last left this computer, microseconds since 1970. */
#define CARRIED_SETTING "copy-carried"
#define PLAIN_PREFIX ".copy-"

/* What a power cut left of an earlier one: nobody works on one for a day. */
static void
remove_stale (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  gint64 yesterday = g_get_real_time () / G_USEC_PER_SEC - 24 * 3600;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (directory, name, NULL);
    GStatBuf info;

    if (g_str_has_prefix (name, PLAIN_PREFIX) && g_stat (path, &info) == 0 && info.st_mtime < yesterday)
      g_unlink (path);
  }
}

/* A plain file of our own beside the store, in a folder that nobody else can read, for as long as it is needed. */
static char *
dup_plain_path (const char *directory)
{
  g_autofree char *id = gw_id_new ();
  g_autofree char *name = g_strdup_printf (PLAIN_PREFIX "%s.sqlite", id);

  remove_stale (directory);

  return g_build_filename (directory, name, NULL);
}

static void
remove_plain (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

    g_unlink (name);
  }
}

/* (nullable): a plain copy: @path itself, or what was sealed in it, and then @is_ours. */
static char *
open_plain (const char    *directory,
            const char    *path,
            const char    *passphrase,
            gboolean      *is_ours,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *plain = NULL;

  *is_ours = gw_sealed_copy_is_one (path);
  if (!*is_ours)
    return g_strdup (path);
  if (passphrase == NULL) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_PASSPHRASE_NEEDED, "The copy asks for a passphrase");
    return NULL;
  }
  plain = dup_plain_path (directory);

  return gw_sealed_copy_open (path, passphrase, plain, cancellable, error) ? g_steal_pointer (&plain) : NULL;
}

/**
 * gw_copies_look:
 * @directory: the folder of a profile
 * @path: a copy, sealed or not
 * @passphrase: (nullable): for a sealed one
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Looks into a copy and changes nothing. May be called on any thread.
 *
 * Returns: (transfer full): what it holds; or NULL with @error set, of GW_BUNDLE_ERROR or GW_STORE_ERROR
 */
GwBackupInfo *
gw_copies_look (const char    *directory,
                const char    *path,
                const char    *passphrase,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *plain = NULL;
  gboolean is_ours = FALSE;
  GwBackupInfo *info;

  g_return_val_if_fail (directory != NULL && path != NULL, NULL);

  plain = open_plain (directory, path, passphrase, &is_ours, cancellable, error);
  if (plain == NULL)
    return NULL;
  info = gw_backup_info_read (plain, error);
  if (is_ours)
    remove_plain (plain);

  return info;
}

/* Two countries' papers in one store would go to each other's colleagues. */
static gboolean
check_country (GwProfile   *profile,
               const char  *plain,
               GError     **error)
{
  g_autoptr (GwBackupInfo) info = gw_backup_info_read (plain, NULL);
  const char *country = gw_profile_get_country (profile);

  if (info == NULL || info->country == NULL || *info->country == '\0' || *country == '\0'
      || strcmp (info->country, country) == 0)
    return TRUE;

  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_OTHER_COUNTRY, "It is a copy of a desk of %s", info->country);
  return FALSE;
}

/**
 * gw_copies_put_back:
 * @directory: the folder of a profile, whose store nobody has open
 * @path: a copy, sealed or not
 * @passphrase: (nullable): for a sealed one
 * @cancellable: (nullable): ends it before anything is replaced
 * @error: return location
 *
 * Puts a copy in the place of the store, as gw_profile_restore() does. A copy of another country's desk
 * is refused. May be called on any thread.
 *
 * Returns: FALSE with @error set, and then the store is as it was
 */
gboolean
gw_copies_put_back (const char    *directory,
                    const char    *path,
                    const char    *passphrase,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GwProfile) profile = NULL;
  g_autofree char *plain = NULL;
  gboolean is_ours = FALSE, ok;

  g_return_val_if_fail (directory != NULL && path != NULL, FALSE);

  profile = gw_profile_open (directory, error);
  plain = profile != NULL ? open_plain (directory, path, passphrase, &is_ours, cancellable, error) : NULL;
  if (plain == NULL)
    return FALSE;
  ok = check_country (profile, plain, error) && gw_profile_restore (profile, plain, error);
  if (is_ours)
    remove_plain (plain);

  return ok;
}

static void
note_carried (GwStore *store)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, gw_time_now ());
  g_autoptr (GError) error = NULL;

  if (!gw_store_set_setting (store, CARRIED_SETTING, now, &error))
    g_debug ("That a copy was carried away is not remembered: %s", error->message);
}

/**
 * gw_copies_last_carried:
 * @store: a connection of the calling thread
 *
 * Returns: when a copy was last written to a stick, microseconds since 1970; 0: never
 */
gint64
gw_copies_last_carried (GwStore *store)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (GW_IS_STORE (store), 0);

  text = gw_store_dup_setting (store, CARRIED_SETTING, NULL);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/**
 * gw_copies_carry:
 * @store: a connection of the calling thread
 * @directory: the folder of its profile
 * @account: whose desk it is, or ""
 * @country: its country, or ""
 * @path: the file to make, whose name should end in %GW_SEALED_COPY_SUFFIX
 * @passphrase: at least 8 characters
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Copies everything that is here into one sealed file, and reads it back.
 *
 * Returns: (transfer full): what the copy holds; or NULL with @error set, and then there is no file
 */
GwBackupInfo *
gw_copies_carry (GwStore       *store,
                 const char    *directory,
                 const char    *account,
                 const char    *country,
                 const char    *path,
                 const char    *passphrase,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree char *plain = NULL;
  g_autoptr (GwBackupInfo) info = NULL;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (store) && directory != NULL && path != NULL && passphrase != NULL, NULL);

  plain = dup_plain_path (directory);
  info = gw_backup_make (store, plain, account, country, error);
  if (info == NULL) {
    remove_plain (plain);
    return NULL;
  }
  ok = gw_sealed_copy_write (plain, path, passphrase, cancellable, error);
  remove_plain (plain);
  if (ok)
    note_carried (store);

  return ok ? g_steal_pointer (&info) : NULL;
}

/* On threads. */

typedef struct
{
  char *directory;
  char *store_path;
  char *path;
  char *passphrase; /* (nullable) */
  char *account;
  char *country;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->directory);
  g_free (self->store_path);
  g_free (self->path);
  /* It shall not lie about in memory. */
  for (char *c = self->passphrase; c != NULL && *c != '\0'; c++)
    *(volatile char *) c = '\0';
  g_free (self->passphrase);
  g_free (self->account);
  g_free (self->country);
  g_free (self);
}

static Job *
job_new (GwProfile  *profile,
         const char *path,
         const char *passphrase)
{
  Job *self = g_new0 (Job, 1);

  self->directory = g_strdup (gw_profile_get_directory (profile));
  self->store_path = gw_profile_dup_store_path (profile);
  self->path = g_strdup (path);
  self->passphrase = g_strdup (passphrase);
  self->account = g_strdup (gw_profile_get_name (profile));
  self->country = g_strdup (gw_profile_get_country (profile));

  return self;
}

static gpointer
make (GwStore   *store,
      gpointer   data,
      GError   **error)
{
  const Job *job = data;

  return gw_backup_make (store, job->path, job->account, job->country, error);
}

/**
 * gw_copies_make_async:
 * @store: the profile's store
 * @profile: whose
 * @path: the file to make
 * @callback: called with the result
 * @user_data: for @callback
 *
 * gw_backup_make() on the store's thread: all that was typed before is in the copy.
 */
void
gw_copies_make_async (GwStoreThread       *store,
                      GwProfile           *profile,
                      const char          *path,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (GW_IS_STORE_THREAD (store) && GW_IS_PROFILE (profile) && path != NULL);

  gw_store_thread_run_async (store, make, job_new (profile, path, NULL), job_free,
                             (GDestroyNotify) gw_backup_info_free, NULL, callback, user_data);
}

/**
 * gw_copies_make_finish:
 *
 * Returns: (transfer full): what the copy holds; or NULL with @error set
 */
GwBackupInfo *
gw_copies_make_finish (GwStoreThread  *store,
                       GAsyncResult   *result,
                       GError        **error)
{
  return gw_store_thread_run_finish (store, result, error);
}

static void
return_info (GTask        *task,
             GwBackupInfo *info,
             GError       *error)
{
  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) gw_backup_info_free);
  else
    g_task_return_error (task, error);
}

static void
carry_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  g_autoptr (GwStore) store = gw_store_open (job->store_path, GW_STORE_DEFAULT, &error);
  GwBackupInfo *info = NULL;

  if (store != NULL)
    info = gw_copies_carry (store, job->directory, job->account, job->country, job->path, job->passphrase, cancellable,
                            &error);
  /* What the store says of itself must not be taken for a word on a copy. */
  gw_bundle_error_translate (&error);
  return_info (task, info, error);
}

/**
 * gw_copies_carry_async:
 * @profile: whose; what was typed must have been flushed
 * @path: the file to make
 * @passphrase: at least 8 characters
 * @cancellable: (nullable): ends it
 * @callback: called with the result, for gw_copies_info_finish()
 * @user_data: for @callback
 *
 * gw_copies_carry() on a thread of its own. Its errors are of GW_BUNDLE_ERROR. A file that was finished
 * before it could be stopped counts.
 */
void
gw_copies_carry_async (GwProfile           *profile,
                       const char          *path,
                       const char          *passphrase,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (GW_IS_PROFILE (profile) && path != NULL && passphrase != NULL);

  g_task_set_source_tag (task, gw_copies_carry_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job_new (profile, path, passphrase), job_free);
  g_task_run_in_thread (task, carry_thread);
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  GwBackupInfo *info = gw_copies_look (job->directory, job->path, job->passphrase, cancellable, &error);

  /* All else that the store says is of the copy: a newer one, or none. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_FULL))
    gw_bundle_error_translate (&error);
  return_info (task, info, error);
}

/**
 * gw_copies_look_async:
 *
 * gw_copies_look() on a thread of its own.
 */
void
gw_copies_look_async (const char          *directory,
                      const char          *path,
                      const char          *passphrase,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->directory = g_strdup (directory);
  job->path = g_strdup (path);
  job->passphrase = g_strdup (passphrase);
  g_task_set_source_tag (task, gw_copies_look_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, look_thread);
}

/**
 * gw_copies_info_finish:
 *
 * Returns: (transfer full): what gw_copies_look_async() or gw_copies_carry_async() found
 */
GwBackupInfo *
gw_copies_info_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
