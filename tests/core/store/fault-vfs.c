/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/fault-vfs.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sqlite3.h>
#include <glib/gstdio.h>

#define SECTOR 512

/* A write or a truncation that is not synced: what it put there, and what was there before. */
typedef struct
{
  gint64 offset;
  gint64 old_size;
  GBytes *old_data;
  GBytes *new_data; /* NULL: a truncation to "offset" */
} Operation;

typedef struct
{
  char *path;
  GPtrArray *operations;
} Disk;

typedef struct
{
  sqlite3_file base;
  Disk *disk; /* NULL: temporary, nobody will miss it */
  /* The ordinary file follows. */
} File;

static sqlite3_vfs *ordinary;
static GHashTable *disks;
static GMutex lock;
static gboolean is_full;
static gboolean is_cut;
static gboolean is_armed;
static guint n_operations;
static guint cut_at;
static GRand *chance;

static sqlite3_file *
real (sqlite3_file *file)
{
  return (sqlite3_file *) ((char *) file + sizeof (File));
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_pointer (&operation->old_data, g_bytes_unref);
  g_clear_pointer (&operation->new_data, g_bytes_unref);
  g_free (operation);
}

static void
disk_free (gpointer data)
{
  Disk *disk = data;

  g_free (disk->path);
  g_ptr_array_unref (disk->operations);
  g_free (disk);
}

static GBytes *
read_old (sqlite3_file *file,
          gint64        offset,
          gint64        end,
          gint64        old_size)
{
  gint64 length = MIN (end, old_size) - offset;
  guchar *data;

  if (length <= 0)
    return g_bytes_new (NULL, 0);
  data = g_malloc0 (length);
  real (file)->pMethods->xRead (real (file), data, length, offset);

  return g_bytes_new_take (data, length);
}

static void
remember (File       *file,
          gint64      offset,
          const void *data,
          int         length)
{
  Operation *operation = g_new0 (Operation, 1);
  sqlite3_int64 size = 0;

  real (&file->base)->pMethods->xFileSize (real (&file->base), &size);
  operation->offset = offset;
  operation->old_size = size;
  operation->old_data = read_old (&file->base, offset, data != NULL ? offset + length : size, size);
  operation->new_data = data != NULL ? g_bytes_new (data, length) : NULL;
  g_ptr_array_add (file->disk->operations, operation);
}

/* Counts what the disk is asked to do; TRUE from the moment of the cut on. */
static gboolean
power_is_gone (void)
{
  n_operations++;
  if (is_armed && !is_cut && n_operations >= cut_at)
    is_cut = TRUE;
  return is_cut;
}

static int
file_close (sqlite3_file *file)
{
  return real (file)->pMethods->xClose (real (file));
}

static int
file_read (sqlite3_file *file,
           void         *data,
           int           length,
           sqlite3_int64 offset)
{
  if (is_cut)
    return SQLITE_IOERR_READ;
  return real (file)->pMethods->xRead (real (file), data, length, offset);
}

static int
file_write (sqlite3_file *file,
            const void   *data,
            int           length,
            sqlite3_int64 offset)
{
  File *self = (File *) file;
  gboolean gone;

  g_mutex_lock (&lock);
  gone = power_is_gone ();
  /* The write in flight at the cut may have reached the disk, too, or a part of it. */
  if (self->disk != NULL && is_armed && (!gone || n_operations == cut_at))
    remember (self, offset, data, length);
  g_mutex_unlock (&lock);

  if (gone)
    return SQLITE_IOERR_WRITE;
  if (is_full)
    return SQLITE_FULL;
  return real (file)->pMethods->xWrite (real (file), data, length, offset);
}

static int
file_truncate (sqlite3_file *file,
               sqlite3_int64 size)
{
  File *self = (File *) file;
  gboolean gone;

  g_mutex_lock (&lock);
  gone = power_is_gone ();
  if (self->disk != NULL && is_armed && !gone)
    remember (self, size, NULL, 0);
  g_mutex_unlock (&lock);

  return gone ? SQLITE_IOERR_TRUNCATE : real (file)->pMethods->xTruncate (real (file), size);
}

static int
file_sync (sqlite3_file *file,
           int           flags)
{
  File *self = (File *) file;
  gboolean gone;

  g_mutex_lock (&lock);
  gone = power_is_gone ();
  if (self->disk != NULL && !gone)
    g_ptr_array_set_size (self->disk->operations, 0);
  g_mutex_unlock (&lock);

  /* The real disk is not asked: its power is not cut, and this makes a thousand cuts quick. */
  return gone ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return real (file)->pMethods->xFileSize (real (file), size);
}

static int
file_lock (sqlite3_file *file,
           int           kind)
{
  return real (file)->pMethods->xLock (real (file), kind);
}

static int
file_unlock (sqlite3_file *file,
             int           kind)
{
  return real (file)->pMethods->xUnlock (real (file), kind);
}

static int
file_check_lock (sqlite3_file *file,
                 int          *result)
{
  return real (file)->pMethods->xCheckReservedLock (real (file), result);
}

static int
file_control (sqlite3_file *file,
              int           operation,
              void         *argument)
{
  /* Growing in advance would write behind our back. */
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE)
    return SQLITE_OK;
  return real (file)->pMethods->xFileControl (real (file), operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real (file)->pMethods->xSectorSize (real (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  /* Nothing is promised: no atomic writes, no writes in order. */
  return 0;
}

static int
file_shm_map (sqlite3_file   *file,
              int             region,
              int             size,
              int             extend,
              void volatile **map)
{
  return real (file)->pMethods->xShmMap (real (file), region, size, extend, map);
}

static int
file_shm_lock (sqlite3_file *file,
               int           offset,
               int           n,
               int           flags)
{
  return real (file)->pMethods->xShmLock (real (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  real (file)->pMethods->xShmBarrier (real (file));
}

static int
file_shm_unmap (sqlite3_file *file,
                int           delete_it)
{
  return real (file)->pMethods->xShmUnmap (real (file), is_cut ? 0 : delete_it);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *name,
          sqlite3_file *file,
          int           flags,
          int          *flags_out)
{
  File *self = (File *) file;
  int code;

  memset (self, 0, sizeof *self);
  code = ordinary->xOpen (ordinary, name, real (file), flags, flags_out);
  if (code != SQLITE_OK)
    return code;
  self->base.pMethods = &methods;
  if (name != NULL) {
    g_mutex_lock (&lock);
    self->disk = g_hash_table_lookup (disks, name);
    if (self->disk == NULL) {
      self->disk = g_new0 (Disk, 1);
      self->disk->path = g_strdup (name);
      self->disk->operations = g_ptr_array_new_with_free_func (operation_free);
      g_hash_table_insert (disks, self->disk->path, self->disk);
    }
    g_mutex_unlock (&lock);
  }

  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs,
            const char  *name,
            int          sync_folder)
{
  if (is_cut)
    return SQLITE_IOERR_DELETE;
  return ordinary->xDelete (ordinary, name, sync_folder);
}

static int
vfs_access (sqlite3_vfs *vfs,
            const char  *name,
            int          flags,
            int         *result)
{
  return ordinary->xAccess (ordinary, name, flags, result);
}

static int
vfs_full_path (sqlite3_vfs *vfs,
               const char  *name,
               int          size,
               char        *out)
{
  return ordinary->xFullPathname (ordinary, name, size, out);
}

static int
vfs_randomness (sqlite3_vfs *vfs,
                int          size,
                char        *out)
{
  return ordinary->xRandomness (ordinary, size, out);
}

static int
vfs_sleep (sqlite3_vfs *vfs,
           int          microseconds)
{
  return ordinary->xSleep (ordinary, microseconds);
}

static int
vfs_time (sqlite3_vfs *vfs,
          double      *now)
{
  return ordinary->xCurrentTime (ordinary, now);
}

static int
vfs_last_error (sqlite3_vfs *vfs,
                int          size,
                char        *out)
{
  return ordinary->xGetLastError (ordinary, size, out);
}

void
fault_vfs_register (void)
{
  static sqlite3_vfs vfs = {
    .iVersion = 1,
    .zName = "gw-fault",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
  };

  ordinary = sqlite3_vfs_find (NULL);
  g_assert_nonnull (ordinary);
  vfs.szOsFile = (int) sizeof (File) + ordinary->szOsFile;
  vfs.mxPathname = ordinary->mxPathname;
  disks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, disk_free);
  g_assert_cmpint (sqlite3_vfs_register (&vfs, FALSE), ==, SQLITE_OK);
}

void
fault_vfs_set_full (gboolean full)
{
  g_atomic_int_set (&is_full, full);
}

/* The power goes at the n-th write, truncation or sync from now. No file may be open. */
void
fault_vfs_arm (guint  n,
               GRand *rand)
{
  g_hash_table_remove_all (disks);
  is_cut = FALSE;
  is_armed = TRUE;
  n_operations = 0;
  cut_at = n;
  chance = rand;
}

gboolean
fault_vfs_is_cut (void)
{
  return is_cut;
}

guint
fault_vfs_get_n_operations (void)
{
  return n_operations;
}

static void
write_at (int     fd,
          gint64  offset,
          GBytes *bytes,
          gsize   from,
          gsize   to)
{
  const guchar *data = g_bytes_get_data (bytes, NULL);

  if (to > from)
    g_assert_cmpint (pwrite (fd, data + from, to - from, offset + from), ==, (gssize) (to - from));
}

/* Undo all, newest first; then let some of it have happened after all. */
static void
apply_to (Disk *disk)
{
  int fd = g_open (disk->path, O_RDWR | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  for (guint i = disk->operations->len; i > 0; i--) {
    Operation *operation = disk->operations->pdata[i - 1];

    g_assert_cmpint (ftruncate (fd, operation->old_size), ==, 0);
    write_at (fd, operation->offset, operation->old_data, 0, g_bytes_get_size (operation->old_data));
  }
  for (guint i = 0; i < disk->operations->len; i++) {
    Operation *operation = disk->operations->pdata[i];
    gsize size = operation->new_data != NULL ? g_bytes_get_size (operation->new_data) : 0;
    int fate = g_rand_int_range (chance, 0, 3);

    if (fate == 0)
      continue;
    if (operation->new_data == NULL) {
      g_assert_cmpint (ftruncate (fd, operation->offset), ==, 0);
    } else if (fate == 1) {
      write_at (fd, operation->offset, operation->new_data, 0, size);
    } else {
      for (gsize at = 0; at < size; at += SECTOR)
        if (g_rand_boolean (chance))
          write_at (fd, operation->offset, operation->new_data, at, MIN (at + SECTOR, size));
    }
  }
  close (fd);
}

/* After the process's files are closed: what the disk has when the power comes back. */
void
fault_vfs_apply_cut (void)
{
  GHashTableIter iter;
  gpointer disk;

  is_armed = FALSE;
  g_hash_table_iter_init (&iter, disks);
  while (g_hash_table_iter_next (&iter, NULL, &disk))
    apply_to (disk);
  g_hash_table_remove_all (disks);
  is_cut = FALSE;
}
