/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The copies of a profile's store: store-<day>.sqlite once a day on which the program is open,
 * asked-… when a person asks for one, before-upgrade-… by the store itself, before-restore-… here,
 * before-deletion-… by whatever deletes much at once. */

#include "core/store/gw-profile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-id.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store.h"

/* The log of the store that is about to be replaced. */
#define LOG_ASIDE "-wal.replaced"

#define DAILY 7
#define WEEKLY 4
#define MONTHLY 12
/* Of each other kind the newest stay, and with them all that are younger than what is kept anywhere. */
#define OTHERS 10
#define OTHERS_DAYS GW_STORE_BODY_DAYS
/* Where SQLite keeps its locks on a file: https://www.sqlite.org/fileformat2.html#the_lock_byte_page */
#define LOCK_BYTES 0x40000000
#define LOCK_LENGTH 512

void
gw_backup_free (GwBackup *self)
{
  g_free (self->path);
  g_free (self->kind);
  g_free (self);
}

static char *
kind_of (const char *name)
{
  if (g_str_has_prefix (name, "before-upgrade-"))
    return g_strdup ("before-upgrade");
  if (g_str_has_prefix (name, "before-restore-"))
    return g_strdup ("before-restore");
  if (g_str_has_prefix (name, "before-deletion-"))
    return g_strdup ("before-deletion");
  if (g_str_has_prefix (name, "asked-"))
    return g_strdup ("asked");
  return g_str_has_prefix (name, "store-") ? g_strdup ("daily") : NULL;
}

static int
compare_backups (gconstpointer a,
                 gconstpointer b)
{
  const GwBackup *first = *(GwBackup *const *) a, *second = *(GwBackup *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return strcmp (second->path, first->path);
}

/**
 * gw_profile_list_backups:
 *
 * Returns: (transfer full) (element-type GwBackup): the backups, the newest first
 */
GPtrArray *
gw_profile_list_backups (GwProfile *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_backup_free);
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (GW_IS_PROFILE (self), list);

  folder = gw_profile_dup_backups_path (self);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *kind = kind_of (name);
    GStatBuf info;
    GwBackup *backup;

    if (kind == NULL || !g_str_has_suffix (name, ".sqlite") || g_stat (path, &info) != 0)
      continue;
    backup = g_new0 (GwBackup, 1);
    backup->path = g_steal_pointer (&path);
    backup->kind = g_steal_pointer (&kind);
    backup->time = (gint64) info.st_mtime * G_USEC_PER_SEC;
    backup->size = info.st_size;
    g_ptr_array_add (list, backup);
  }
  g_ptr_array_sort (list, compare_backups);

  return list;
}

/**
 * gw_profile_dup_backup_due:
 *
 * Returns: (transfer full) (nullable): the file to give to gw_store_backup() when today has none
 */
char *
gw_profile_dup_backup_due (GwProfile *self)
{
  g_autoptr (GDate) today = gw_date_today ();
  g_autofree char *day = gw_date_format (today);
  g_autofree char *name = g_strdup_printf ("store-%s.sqlite", day);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  folder = gw_profile_dup_backups_path (self);
  g_mkdir_with_parents (folder, 0700);
  path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? NULL : g_steal_pointer (&path);
}

/**
 * gw_profile_dup_backup_asked:
 *
 * Returns: (transfer full): the file to give to gw_backup_make() when a person asks for a copy
 */
char *
gw_profile_dup_backup_asked (GwProfile *self)
{
  g_autofree char *time = gw_time_format (gw_time_now ());
  g_autofree char *id = gw_id_new ();
  g_autofree char *name = NULL, *folder = NULL;

  g_return_val_if_fail (GW_IS_PROFILE (self), NULL);

  g_strdelimit (time, ":", '-');
  name = g_strdup_printf ("asked-%s-%s.sqlite", time, id);
  folder = gw_profile_dup_backups_path (self);
  g_mkdir_with_parents (folder, 0700);

  return g_build_filename (folder, name, NULL);
}

static GDate *
day_of (const GwBackup *backup)
{
  g_autofree char *name = g_path_get_basename (backup->path);
  g_autofree char *day = g_strndup (name + strlen ("store-"), 10);

  return gw_date_parse (day);
}

static void
remove_backup (const GwBackup *backup)
{
  g_autofree char *log = g_strconcat (backup->path, "-wal", NULL);

  g_unlink (backup->path);
  g_unlink (log);
}

static void
prune_kind (GPtrArray  *list,
            const char *kind)
{
  gint64 oldest = gw_time_now () - OTHERS_DAYS * G_TIME_SPAN_DAY;
  guint n = 0;

  for (guint i = 0; i < list->len; i++) {
    const GwBackup *backup = list->pdata[i];

    if (strcmp (backup->kind, kind) == 0 && ++n > OTHERS && backup->time < oldest)
      remove_backup (backup);
  }
}

/**
 * gw_profile_prune_backups:
 *
 * Keeps of the daily copies the newest 7, then one a week for 4, then one a month for 12; of each
 * other kind the newest 10, and all of the last 90 days.
 */
void
gw_profile_prune_backups (GwProfile *self)
{
  static const char *const others[] = { "asked", "before-upgrade", "before-restore", "before-deletion" };
  g_autoptr (GPtrArray) list = gw_profile_list_backups (self);
  guint days = 0, weeks = 0, months = 0, last_week = 0, last_month = 0;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    prune_kind (list, others[i]);
  for (guint i = 0; i < list->len; i++) {
    const GwBackup *backup = list->pdata[i];
    g_autoptr (GDate) day = NULL;
    guint week, month;

    if (strcmp (backup->kind, "daily") != 0 || (day = day_of (backup)) == NULL)
      continue;
    week = g_date_get_julian (day) / 7;
    month = g_date_get_year (day) * 12 + g_date_get_month (day);
    if (days < DAILY) {
      days++;
    } else if (week != last_week && weeks < WEEKLY) {
      weeks++;
    } else if (month != last_month && months < MONTHLY) {
      months++;
    } else {
      remove_backup (backup);
      continue;
    }
    last_week = week;
    last_month = month;
  }
}

/* The folder of a profile never changes, so that another thread may read it. */
static void
prune_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  gw_profile_prune_backups (source);
  g_task_return_boolean (task, TRUE);
}

/**
 * gw_profile_prune_backups_async:
 * @callback: (nullable): called when it is done; there is nothing to finish
 * @user_data: for @callback
 *
 * gw_profile_prune_backups() on a thread of its own: to delete a large file takes a slow disk long.
 */
void
gw_profile_prune_backups_async (GwProfile           *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (GW_IS_PROFILE (self));

  g_task_set_source_tag (task, gw_profile_prune_backups_async);
  g_task_run_in_thread (task, prune_thread);
}

/**
 * gw_profile_check_store:
 * @error: return location
 *
 * To be asked before the store is opened with %GW_STORE_CREATE: where there are backups there was
 * a store, and an empty one in its place would look as if nobody had ever worked here.
 *
 * Returns: FALSE with %GW_STORE_ERROR_DAMAGED when the store is gone
 */
gboolean
gw_profile_check_store (GwProfile  *self,
                        GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) backups = NULL;

  g_return_val_if_fail (GW_IS_PROFILE (self), FALSE);

  path = gw_profile_dup_store_path (self);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  backups = gw_profile_list_backups (self);
  if (backups->len == 0)
    return TRUE;

  g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED, "The file %s is gone", path);
  return FALSE;
}

static gboolean
copy_file (const char  *from,
           const char  *to,
           GError     **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

static void
sync_path (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

/* The present state, damaged or not, with its log. */
static gboolean
save_present (GwProfile   *self,
              const char  *store_path,
              GError     **error)
{
  static const char *const suffixes[] = { "", "-wal" };
  g_autofree char *folder = gw_profile_dup_backups_path (self);
  g_autofree char *id = gw_id_new ();

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (store_path, suffixes[i], NULL);
    g_autofree char *name = g_strdup_printf ("before-restore-%s.sqlite%s", id, suffixes[i]);
    g_autofree char *to = g_build_filename (folder, name, NULL);

    if (g_file_test (from, G_FILE_TEST_EXISTS) && !copy_file (from, to, error))
      return FALSE;
    sync_path (to);
  }
  sync_path (folder);

  return TRUE;
}

/* A copy of a store that was damaged, or that had just been written, has its log beside it. */
static gboolean
copy_with_log (const char  *from,
               const char  *to,
               GError     **error)
{
  g_autofree char *from_log = g_strconcat (from, "-wal", NULL);
  g_autofree char *to_log = g_strconcat (to, "-wal", NULL);

  g_unlink (to_log);
  return copy_file (from, to, error)
         && (!g_file_test (from_log, G_FILE_TEST_EXISTS) || copy_file (from_log, to_log, error));
}

/* A restored store is another desk to the server: it must not think that what it sent after the
 * copy was made is still to be had here, nor that it has read what it had read. */
static gboolean
take_new_identity (const char  *path,
                   GError     **error)
{
  g_autoptr (GwStore) store = gw_store_open (path, GW_STORE_DEFAULT, error);
  g_autofree char *device = gw_id_new ();

  if (store == NULL)
    return FALSE;
  if (gw_store_get_fault (store) != NULL) {
    g_propagate_error (error, g_error_copy (gw_store_get_fault (store)));
    return FALSE;
  }

  return gw_store_set_setting (store, "device-id", device, error)
         && gw_store_forget_remotes (store, error);
}

/* Whoever has the store open holds a lock on it as long as the connection lives; a store that were
 * replaced under such a one would lose what is typed there. Only other programs are seen: a lock of
 * this one is no lock to itself. */
static gboolean
is_open_elsewhere (const char *path)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTES, .l_len = LOCK_LENGTH };
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean is_open = fd >= 0 && fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

  if (fd >= 0)
    close (fd);

  return is_open;
}

/* What the new identity wrote must be in the file itself: its log does not move with it. */
static gboolean
check_without_log (const char  *log,
                   GError     **error)
{
  GStatBuf info;

  if (g_stat (log, &info) != 0 || info.st_size == 0)
    return TRUE;

  g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY, "%s is still in use", log);
  return FALSE;
}

/**
 * gw_profile_finish_restore:
 * @self: a profile whose store nobody has open
 *
 * Where power failed while gw_profile_restore() put a copy in its place: the old store gets its log back if it
 * is still the old one, and the log goes if it is not. To be called before the store is opened.
 */
void
gw_profile_finish_restore (GwProfile *self)
{
  g_autofree char *store_path = NULL, *unfinished = NULL, *wal = NULL, *wal_aside = NULL;

  g_return_if_fail (GW_IS_PROFILE (self));

  store_path = gw_profile_dup_store_path (self);
  unfinished = g_strconcat (store_path, ".restore", NULL);
  wal = g_strconcat (store_path, "-wal", NULL);
  wal_aside = g_strconcat (store_path, LOG_ASIDE, NULL);
  if (!g_file_test (wal_aside, G_FILE_TEST_EXISTS))
    return;
  if (g_file_test (unfinished, G_FILE_TEST_EXISTS))
    g_rename (wal_aside, wal);
  else
    g_unlink (wal_aside);
}

/**
 * gw_profile_restore:
 * @backup_path: one of the backups, or a copy from elsewhere
 * @error: return location
 *
 * Puts a backup in the place of the store, which no one may have open. The present state is kept
 * among the backups. The restored store reads the server from the beginning, so that what is newer
 * there comes back.
 *
 * Returns: FALSE with @error set, %GW_STORE_ERROR_BUSY where another program has the store open; then
 *   the present store is as it was
 */
gboolean
gw_profile_restore (GwProfile   *self,
                    const char  *backup_path,
                    GError     **error)
{
  g_autofree char *store_path = NULL, *unfinished = NULL, *unfinished_log = NULL;
  g_autofree char *wal = NULL, *wal_aside = NULL, *shm = NULL;

  g_return_val_if_fail (GW_IS_PROFILE (self) && backup_path != NULL, FALSE);

  store_path = gw_profile_dup_store_path (self);
  unfinished = g_strconcat (store_path, ".restore", NULL);
  unfinished_log = g_strconcat (unfinished, "-wal", NULL);
  wal = g_strconcat (store_path, "-wal", NULL);
  wal_aside = g_strconcat (store_path, LOG_ASIDE, NULL);
  shm = g_strconcat (store_path, "-shm", NULL);

  if (is_open_elsewhere (store_path)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY, "Another program has %s open", store_path);
    return FALSE;
  }
  if (!copy_with_log (backup_path, unfinished, error) || !take_new_identity (unfinished, error)
      || !check_without_log (unfinished_log, error) || !save_present (self, store_path, error)) {
    g_unlink (unfinished);
    g_unlink (unfinished_log);
    return FALSE;
  }

  sync_path (unfinished);
  /* The old log would be played over the restored file. Until that is in its place it is the old one's. */
  g_rename (wal, wal_aside);
  g_unlink (shm);
  if (g_rename (unfinished, store_path) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot put %s in its place: %s",
                 unfinished, g_strerror (errno));
    g_rename (wal_aside, wal);
    return FALSE;
  }
  sync_path (gw_profile_get_directory (self));
  g_unlink (wal_aside);

  return TRUE;
}
