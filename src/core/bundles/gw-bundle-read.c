/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a bundle.
 *
 * - The file is copied from the stick as it is, sealed, and read from the copy: what was checked is
 *   what is stored, whatever happens to the stick meanwhile.
 * - It is looked through to its end before anything of it is stored. A bundle that is not whole, not
 *   ours, or not fit changes nothing.
 * - Then its versions are inserted as those from a server are, in groups, so that the window's own
 *   writes need not wait long. To insert one again changes nothing, and an old one is an ancestor:
 *   twice, in any order, an old one, all end in the same state.
 * - A version that nobody could have written there (core/store/gw-arrival.h) is set aside, and the others are taken.
 * - What came by stick and this desk may send waits for the server from now on.
 * - A bundle that our keys opened, and nobody had to know a passphrase for, is worth as much as its
 *   signature: it is taken without a question only from somebody whose code was compared.
 * - What it says of our bundles that were read there is believed when the same desk signed it.
 * - Conflicts are merged by rule as after a pull; what needs a person waits for one.
 */

#include "core/bundles/gw-bundle-private.h"

#include <string.h>
#include <unistd.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/keys/gw-signer.h"
#include "core/store/gw-backup.h"
#include "core/base/gw-time.h"
#include "core/store/gw-arrival.h"
#include "core/store/gw-store-sticks.h"

#define GROUP_ROWS 100
/* As in core/sync: more than this many, or this part of a database that is not tiny, is no
 * everyday deletion. */
#define MANY_DELETIONS 50
#define PART_DELETIONS 5
#define FEW_DELETIONS 5

typedef struct
{
  GwBundleDesk *desk;
  GwStore *store;
  GwBundleFlags flags;
  GwBundleReading *reading;
  /* While looking through. */
  guint *n_deleting;   /* for each database of the desk: live here, tombstones there */
  char *doc;           /* the document at hand */
  guint doc_db;
  gboolean doc_deletes;
  /* While storing. */
  guint n_grouped;
  GPtrArray *receipts;  /* (element-type GwStickReceipt): of our bundles, by the writer of this one */
  gboolean *is_touched; /* for each database of the desk */
  GwBundleProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Reading;

static guint
index_of (Reading    *self,
          const char *remote)
{
  const GwBundleDatabase *db = gw_bundle_desk_find_remote (self->desk, remote);
  guint index = 0;

  /* on_info has refused every other. */
  g_assert (db != NULL && g_ptr_array_find (self->desk->databases, db, &index));

  return index;
}

static const GwBundleDatabase *
nth_database (Reading *self,
              guint    index)
{
  return g_ptr_array_index (self->desk->databases, index);
}

/* "party-uzb" for a desk of Kenya. */
static gboolean
is_of_other_country (Reading    *self,
                     const char *remote)
{
  static const char *const of_a_country[] = { "party-", "exchange-", "packets-" };
  g_autofree char *country = g_ascii_strdown (self->desk->country, -1);

  for (guint i = 0; i < G_N_ELEMENTS (of_a_country); i++) {
    if (g_str_has_prefix (remote, of_a_country[i]))
      return strcmp (remote + strlen (of_a_country[i]), country) != 0;
  }

  return FALSE;
}

static gboolean
check_info (const GwBundleInfo  *info,
            gpointer             user_data,
            GError             **error)
{
  Reading *self = user_data;

  for (guint i = 0; info->databases[i] != NULL; i++) {
    const char *remote = info->databases[i];

    if (gw_bundle_desk_find_remote (self->desk, remote) != NULL)
      continue;
    g_set_error (error, GW_BUNDLE_ERROR,
                 is_of_other_country (self, remote) ? GW_BUNDLE_ERROR_OTHER_COUNTRY
                                                    : GW_BUNDLE_ERROR_NOT_ALLOWED,
                 "This desk does not keep %s", remote);
    return FALSE;
  }

  return TRUE;
}

static gboolean
is_known (Reading    *self,
          const char *local,
          const char *id,
          const char *rev)
{
  const char *revs[] = { rev, NULL };
  g_auto (GStrv) missing = gw_store_missing (self->store, local, id, revs, NULL);

  return missing != NULL && missing[0] == NULL;
}

static gboolean
is_live_here (Reading    *self,
              const char *local,
              const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (self->store, local, id, NULL);

  return doc != NULL && !gw_doc_is_deleted (doc);
}

/* The versions of a document follow each other; where one of them lives, it is not deleted. */
static void
close_doc (Reading *self)
{
  if (self->doc != NULL && self->doc_deletes)
    self->n_deleting[self->doc_db]++;
  g_clear_pointer (&self->doc, g_free);
}

static gboolean
check_doc (const char  *db,
           JsonObject  *document,
           gpointer     user_data,
           GError     **error)
{
  Reading *self = user_data;
  guint index = index_of (self, db);
  const char *local = nth_database (self, index)->local;
  const char *id = gw_json_get_string (document, "_id");
  g_autofree char *name = g_strconcat (db, "/", id, NULL);

  if (g_strcmp0 (name, self->doc) != 0) {
    close_doc (self);
    self->doc = g_steal_pointer (&name);
    self->doc_db = index;
    self->doc_deletes = gw_json_get_boolean (document, "_deleted")
                        && gw_arrival_judge (db, document) == GW_ARRIVAL_SOUND
                        && !is_known (self, local, id, gw_json_get_string (document, "_rev"))
                        && is_live_here (self, local, id);
  } else if (!gw_json_get_boolean (document, "_deleted")) {
    self->doc_deletes = FALSE;
  }

  return TRUE;
}

static gboolean
check_deletions (Reading  *self,
                 GError  **error)
{
  close_doc (self);
  for (guint i = 0; i < self->desk->databases->len; i++) {
    const char *local = nth_database (self, i)->local;
    guint n = self->n_deleting[i];

    if (n > FEW_DELETIONS
        && (n > MANY_DELETIONS
            || (gint64) n * PART_DELETIONS > gw_store_count (self->store, local, "", NULL))) {
      if (self->flags & GW_BUNDLE_ALLOW_DELETIONS)
        return gw_backup_before_deletion (self->store, error);
      g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MASS_DELETE,
                   "%u documents of %s would be deleted", n, local);
      return FALSE;
    }
  }

  return TRUE;
}

/* Opens a group where there is none, and closes one that is full. */
static gboolean
move_group (Reading  *self,
            GError  **error)
{
  if (self->n_grouped == 0 && !gw_store_begin (self->store, error))
    return FALSE;
  self->n_grouped++;
  if (self->n_grouped <= GROUP_ROWS)
    return TRUE;
  self->n_grouped = 0;

  return gw_store_commit (self->store, error) && move_group (self, error);
}

static GwInsertFlags
flags_of (const GwBundleDatabase *database)
{
  if (GW_FAULT (STICK_AS_SERVER))
    return GW_INSERT_FROM_SERVER;

  return database->can_write && !GW_FAULT (STICK_NOT_PASSED_ON) ? GW_INSERT_OUTBOX : GW_INSERT_DEFAULT;
}

static gboolean
store_doc (const char  *db,
           JsonObject  *document,
           gpointer     user_data,
           GError     **error)
{
  Reading *self = user_data;
  guint index = index_of (self, db);
  const GwBundleDatabase *database = nth_database (self, index);
  const char *id = gw_json_get_string (document, "_id");
  GwArrivalFault fault = gw_arrival_judge (db, document);
  g_autofree char *signer = NULL;

  if (fault == GW_ARRIVAL_SOUND)
    fault = gw_signer_judge (self->store, db, document, &signer);
  if (GW_FAULT (STICK_HALF_READ) && self->reading->stored > 1)
    return TRUE;
  if (!move_group (self, error))
    return FALSE;
  if (fault != GW_ARRIVAL_SOUND) {
    self->reading->set_aside++;
    return gw_store_set_aside (self->store, database->local, id, gw_json_get_string (document, "_rev"), document, fault,
                               NULL, error);
  }
  if (is_known (self, database->local, id, gw_json_get_string (document, "_rev"))) {
    self->reading->known++;
  } else {
    self->reading->stored++;
    self->is_touched[index] = TRUE;
  }

  return gw_store_insert_json (self->store, database->local, document, flags_of (database), error)
         && gw_signer_note (self->store, database->local, db, document, signer, error);
}

static gboolean
store_chunk (const char  *db,
             const char  *chunk,
             GBytes      *bytes,
             gpointer     user_data,
             GError     **error)
{
  Reading *self = user_data;
  const GwBundleDatabase *database = nth_database (self, index_of (self, db));

  return move_group (self, error)
         && gw_store_put_chunk (self->store, database->can_write ? database->local : NULL, chunk,
                                bytes, error);
}

static void
take_receipt (const char *bundle,
              gint64      time,
              gpointer    user_data)
{
  Reading *self = user_data;
  const GwBundleInfo *info = self->reading->info;
  GwStickReceipt *receipt;

  if (info->signer == NULL)
    return;
  receipt = g_new0 (GwStickReceipt, 1);
  receipt->bundle = g_strdup (bundle);
  receipt->account = g_strdup (gw_key_get_account (info->signer));
  receipt->device = g_strdup (info->desk);
  receipt->time = time;
  g_ptr_array_add (self->receipts, receipt);
}

static GwKeyTrust
judge (GwStore            *store,
       GwBundleDesk       *desk,
       const GwBundleInfo *info)
{
  return info->signer != NULL ? gw_key_book_judge (store, desk->keys, info->signer, NULL)
                              : GW_KEY_TRUST_UNCONFIRMED;
}

/* A passphrase was told from mouth to mouth: that is a proof of its own. */
static gboolean
check_signer (Reading  *self,
              GError  **error)
{
  GwBundleInfo *info = self->reading->info;
  GwKeyTrust trust = judge (self->store, self->desk, info);

  info->trust = trust;
  if (self->flags & GW_BUNDLE_ALLOW_SIGNER || trust == GW_KEY_TRUST_OWN || trust == GW_KEY_TRUST_CONFIRMED
      || (!info->is_for_us && trust != GW_KEY_TRUST_WITHDRAWN))
    return TRUE;
  g_set_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_SIGNER, "The signer is %s",
               gw_key_trust_get_name (trust));

  return FALSE;
}

static gboolean
walk_and_check (Reading  *self,
                GwSeal   *seal,
                int       fd,
                GError  **error)
{
  static const GwBundleVisitor visitor = { .on_info = check_info, .on_doc = check_doc };

  self->reading->info = gw_bundle_walk (seal, fd, &visitor, self, GW_BUNDLE_PHASE_CHECKING,
                                        self->progress, self->progress_data, self->cancellable,
                                        error);

  return self->reading->info != NULL && check_signer (self, error) && check_deletions (self, error);
}

/* What is in the group when it fails or is stopped is left out; what was before stays. */
static gboolean
walk_and_store (Reading  *self,
                GwSeal   *seal,
                int       fd,
                GError  **error)
{
  static const GwBundleVisitor visitor = {
    .on_doc = store_doc,
    .on_chunk = store_chunk,
    .on_receipt = take_receipt,
  };
  g_autoptr (GwBundleInfo) again = gw_bundle_walk (seal, fd, &visitor, self, GW_BUNDLE_PHASE_STORING,
                                                   self->progress, self->progress_data,
                                                   self->cancellable, error);

  if (self->n_grouped == 0)
    return again != NULL;
  if (again == NULL) {
    gw_store_rollback (self->store);
    return FALSE;
  }

  return gw_store_commit (self->store, error);
}

static gboolean
merge (Reading  *self,
       GError  **error)
{
  for (guint i = 0; i < self->desk->databases->len; i++) {
    const GwBundleDatabase *database = nth_database (self, i);
    GwMergeOutcome outcome = { 0 };

    if (!self->is_touched[i] || !database->can_write || database->carries)
      continue;
    if (!gw_store_merge_all (self->store, database->local, &outcome, error))
      return FALSE;
    self->reading->merged += outcome.merged;
  }

  return TRUE;
}

/* The keys may have come in this file, behind what they signed. */
static gboolean
look_again (Reading  *self,
            GError  **error)
{
  return gw_signer_look_again (self->store, &self->reading->set_aside, error);
}

static gboolean
note_arrived (Reading  *self,
              GError  **error)
{
  for (guint i = 0; i < self->receipts->len; i++) {
    GwStickReceipt *receipt = g_ptr_array_index (self->receipts, i);
    gboolean is_news;

    g_free (receipt->desk);
    receipt->desk = gw_key_book_dup_partner (self->store, self->reading->info->signer);
    if (!gw_store_take_receipt (self->store, receipt, &is_news, error))
      return FALSE;
    self->reading->arrived += is_news;
  }

  return TRUE;
}

/* Our own word that it arrived goes into the next bundle. Of a signature that nobody confirmed, too:
 * that we have it is true, whoever wrote it. Not of our own, and not of one that names nobody. */
static gboolean
note_read (Reading  *self,
           GError  **error)
{
  const GwBundleInfo *info = self->reading->info;
  GwStickReceipt receipt = { .bundle = info->id, .time = gw_time_now () };

  if (info->signer == NULL || *info->id == '\0' || info->trust == GW_KEY_TRUST_OWN)
    return TRUE;
  receipt.account = (char *) gw_key_get_account (info->signer);
  receipt.desk = (char *) gw_key_get_desk (info->signer);

  return gw_key_book_note (self->store, self->desk->keys, info->signer, info->desk, info->id, error)
         && gw_store_note_read (self->store, &receipt, error)
         && note_arrived (self, error);
}

static void
list_exchange (Reading *self,
               gint64   size)
{
  GwKey *signer = self->reading->info->signer;

  if (!(self->flags & GW_BUNDLE_UNLISTED))
    gw_bundle_list_read (self->store, signer != NULL ? gw_key_get_account (signer) : "", self->reading->stored, size);
}

static gboolean
count_waiting (Reading  *self,
               GError  **error)
{
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (self->store, NULL, error);

  if (conflicts == NULL)
    return FALSE;
  self->reading->waiting = conflicts->len;

  return TRUE;
}

static void
on_copied (gint64   done,
           gint64   total,
           gpointer user_data)
{
  Reading *self = user_data;

  if (self->progress != NULL)
    self->progress (GW_BUNDLE_PHASE_COPYING, CLAMP ((double) done / MAX (total, 1), 0, 1),
                    self->progress_data);
}

static gboolean
read_copy (Reading  *self,
           GwSeal   *seal,
           int       fd,
           gint64    size,
           GError  **error)
{
  g_autofree char *directory = g_path_get_dirname (self->desk->store_path);
  int copy;
  gboolean ok;

  if (lseek (fd, 0, SEEK_SET) != 0) {
    g_set_error_literal (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_FILE, "The file cannot be read again");
    return FALSE;
  }
  copy = gw_bundle_file_copy (fd, size, directory, on_copied, self, self->cancellable, error);
  if (copy < 0)
    return FALSE;
  if (self->store == NULL)
    self->store = gw_store_open (self->desk->store_path, GW_STORE_DEFAULT, error);
  ok = self->store != NULL
       && walk_and_check (self, seal, copy, error)
       && walk_and_store (self, seal, copy, error)
       && look_again (self, error)
       && merge (self, error)
       && note_read (self, error)
       && count_waiting (self, error);
  close (copy);
  if (ok)
    list_exchange (self, size);

  return ok;
}

static gboolean
read_file (Reading     *self,
           const char  *path,
           const char  *passphrase,
           GError     **error)
{
  g_autoptr (GwSeal) seal = NULL;
  gint64 size = 0;
  int fd = gw_bundle_file_open (path, &size, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  seal = gw_seal_open (fd, passphrase, self->desk->keys, error);
  ok = seal != NULL && read_copy (self, seal, fd, size, error);
  close (fd);

  return ok;
}

/* As gw_bundle_read(). @store: (nullable): a connection of the calling thread; NULL: one of its own */
GwBundleReading *
gw_bundle_read_on (GwBundleDesk          *desk,
                   GwStore               *store,
                   const char            *path,
                   const char            *passphrase,
                   GwBundleFlags          flags,
                   GwBundleProgressFunc   progress,
                   gpointer               progress_data,
                   GCancellable          *cancellable,
                   GError               **error)
{
  g_autoptr (GwBundleReading) reading = NULL;
  g_autofree guint *n_deleting = NULL;
  g_autofree gboolean *is_touched = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  GError *local_error = NULL;
  gboolean ok;

  reading = g_new0 (GwBundleReading, 1);
  n_deleting = g_new0 (guint, desk->databases->len);
  is_touched = g_new0 (gboolean, desk->databases->len);
  receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_receipt_free);
  Reading self = {
    .desk = desk,
    .store = store != NULL ? g_object_ref (store) : NULL,
    .flags = flags,
    .reading = reading,
    .n_deleting = n_deleting,
    .is_touched = is_touched,
    .receipts = receipts,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  ok = read_file (&self, path, passphrase, &local_error);
  g_clear_object (&self.store);
  g_free (self.doc);
  if (ok)
    return g_steal_pointer (&reading);
  gw_bundle_error_translate (&local_error);
  g_propagate_error (error, local_error);

  return NULL;
}

/**
 * gw_bundle_read:
 * @desk: who reads
 * @path: a file
 * @passphrase: (nullable): UTF-8; one that was sealed for this desk needs none
 * @flags: %GW_BUNDLE_ALLOW_DELETIONS, %GW_BUNDLE_ALLOW_SIGNER, or nothing
 * @progress: (nullable): called on the calling thread
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Reads a bundle into the desk's documents.
 *
 * Returns: (transfer full): what came of it, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleReading *
gw_bundle_read (GwBundleDesk          *desk,
                const char            *path,
                const char            *passphrase,
                GwBundleFlags          flags,
                GwBundleProgressFunc   progress,
                gpointer               progress_data,
                GCancellable          *cancellable,
                GError               **error)
{
  g_return_val_if_fail (desk != NULL && path != NULL, NULL);

  return gw_bundle_read_on (desk, NULL, path, passphrase, flags, progress, progress_data, cancellable, error);
}

/**
 * gw_bundle_inspect:
 * @desk: (nullable): whose keys may open it
 * @path: a file
 * @passphrase: (nullable): UTF-8
 * @cancellable: (nullable): ends it
 * @error: return location
 *
 * Looks through a whole bundle, and takes nothing of it. It waits; any thread. Without a desk, nothing
 * is known of the signer.
 *
 * Returns: (transfer full): what it is, or NULL with an @error of %GW_BUNDLE_ERROR
 */
GwBundleInfo *
gw_bundle_inspect (GwBundleDesk  *desk,
                   const char    *path,
                   const char    *passphrase,
                   GCancellable  *cancellable,
                   GError       **error)
{
  static const GwBundleVisitor nobody = { NULL };
  g_autoptr (GwSeal) seal = NULL;
  GError *local_error = NULL;
  GwBundleInfo *info = NULL;
  gint64 size;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = gw_bundle_file_open (path, &size, error);
  if (fd < 0)
    return NULL;
  seal = gw_seal_open (fd, passphrase, desk != NULL ? desk->keys : NULL, &local_error);
  if (seal != NULL)
    info = gw_bundle_walk (seal, fd, &nobody, NULL, GW_BUNDLE_PHASE_CHECKING, NULL, NULL, cancellable,
                           &local_error);
  close (fd);
  if (info != NULL && desk != NULL) {
    g_autoptr (GwStore) store = gw_store_open (desk->store_path, GW_STORE_READ_ONLY, NULL);

    info->trust = store != NULL ? judge (store, desk, info) : GW_KEY_TRUST_UNCONFIRMED;
  }
  if (info == NULL) {
    gw_bundle_error_translate (&local_error);
    g_propagate_error (error, local_error);
  }

  return info;
}
