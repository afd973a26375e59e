/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/gw-store-sticks.h"

#include "core/base/gw-fault.h"
#include "core/store/gw-store-private.h"

/* So many bundles of either direction are remembered. */
#define KEPT 500

void
gw_stick_reader_free (GwStickReader *self)
{
  g_free (self->account);
  g_free (self->desk);
  g_free (self);
}

void
gw_stick_sent_free (GwStickSent *self)
{
  g_free (self->bundle);
  g_clear_pointer (&self->readers, g_ptr_array_unref);
  g_free (self);
}

void
gw_stick_receipt_free (GwStickReceipt *self)
{
  g_free (self->bundle);
  g_free (self->account);
  g_free (self->desk);
  g_free (self->device);
  g_free (self);
}

static gboolean
close_group (GwStore   *self,
             gboolean   ok,
             GError   **error)
{
  if (ok)
    return gw_store_commit (self, error);

  gw_store_rollback (self);
  return FALSE;
}

static char *
dup_column (GwStatement *statement,
            int          column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gboolean
note_readers (GwStore            *self,
              const GwStickSent  *sent,
              GError            **error)
{
  for (guint i = 0; sent->readers != NULL && i < sent->readers->len; i++) {
    const GwStickReader *reader = g_ptr_array_index (sent->readers, i);

    if (!gw_store_exec (self,
                        "INSERT OR IGNORE INTO bundle_reader (bundle, account, desk, confirmed)"
                        " VALUES (?, ?, ?, 0)",
                        error, "sss", sent->bundle, reader->account, reader->desk))
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_store_note_sent:
 * @sent: a bundle that lies on a stick now; those it is for are its readers
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_note_sent (GwStore            *self,
                    const GwStickSent  *sent,
                    GError            **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && sent != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "INSERT OR REPLACE INTO bundle_sent (bundle, time, since, seq, documents, bytes)"
                      " VALUES (?, ?, ?, ?, ?, ?)",
                      error, "siiiii", sent->bundle, sent->time, sent->since, sent->seq,
                      (gint64) sent->documents, sent->bytes)
       && note_readers (self, sent, error)
       && gw_store_exec (self,
                         "DELETE FROM bundle_sent WHERE bundle NOT IN"
                         " (SELECT bundle FROM bundle_sent ORDER BY time DESC LIMIT ?)",
                         error, "i", (gint64) KEPT)
       && gw_store_exec (self,
                         "DELETE FROM bundle_reader WHERE bundle NOT IN (SELECT bundle FROM bundle_sent)",
                         error, "");

  return close_group (self, ok, error);
}

static gboolean
read_readers (GwStore      *self,
              GwStickSent  *sent,
              GError      **error)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT account, desk, confirmed FROM bundle_reader WHERE bundle = ? ORDER BY account, desk",
    error, "s", sent->bundle);
  gboolean row;

  for (;;) {
    GwStickReader *reader;

    if (statement == NULL || !gw_store_step (self, statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    reader = g_new0 (GwStickReader, 1);
    reader->account = dup_column (statement, 0);
    reader->desk = dup_column (statement, 1);
    reader->confirmed = sqlite3_column_int64 (statement, 2);
    g_ptr_array_add (sent->readers, reader);
  }
}

static gboolean
read_sent (GwStore    *self,
           GPtrArray  *list,
           int         limit,
           GError    **error)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT bundle, time, since, seq, documents, bytes FROM bundle_sent ORDER BY time DESC LIMIT ?",
    error, "i", (gint64) limit);
  gboolean row;

  for (;;) {
    GwStickSent *sent;

    if (statement == NULL || !gw_store_step (self, statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    sent = g_new0 (GwStickSent, 1);
    sent->bundle = dup_column (statement, 0);
    sent->time = sqlite3_column_int64 (statement, 1);
    sent->since = sqlite3_column_int64 (statement, 2);
    sent->seq = sqlite3_column_int64 (statement, 3);
    sent->documents = sqlite3_column_int64 (statement, 4);
    sent->bytes = sqlite3_column_int64 (statement, 5);
    sent->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_reader_free);
    g_ptr_array_add (list, sent);
  }
}

/**
 * gw_store_forget_sent:
 * @bundle: one that lies nowhere any more
 * @error: return location
 *
 * How far the desks it was for have all stays as it is.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_forget_sent (GwStore     *self,
                      const char  *bundle,
                      GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && bundle != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self, "DELETE FROM bundle_reader WHERE bundle = ?", error, "s", bundle)
       && gw_store_exec (self, "DELETE FROM bundle_sent WHERE bundle = ?", error, "s", bundle);

  return close_group (self, ok, error);
}

/**
 * gw_store_sent:
 * @limit: at most so many, or -1
 *
 * Returns: (transfer full) (element-type GwStickSent): what left in files, the newest first; NULL with
 *   @error set
 */
GPtrArray *
gw_store_sent (GwStore  *self,
               int       limit,
               GError  **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_sent_free);

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  if (!read_sent (self, list, limit, error))
    return NULL;
  for (guint i = 0; i < list->len; i++) {
    if (!read_readers (self, g_ptr_array_index (list, i), error))
      return NULL;
  }

  return g_steal_pointer (&list);
}

static gint64
read_number (GwStore      *self,
             GwStatement  *statement,
             gint64        otherwise)
{
  gboolean row;

  if (statement == NULL || !gw_store_step (self, statement, &row, NULL) || !row)
    return otherwise;

  return sqlite3_column_int64 (statement, 0);
}

static gboolean
find_sent (GwStore    *self,
           const char *bundle,
           gint64     *since,
           gint64     *seq)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT since, seq FROM bundle_sent WHERE bundle = ?", NULL, "s", bundle);
  gboolean row;

  if (statement == NULL || !gw_store_step (self, statement, &row, NULL) || !row)
    return FALSE;
  *since = sqlite3_column_int64 (statement, 0);
  *seq = sqlite3_column_int64 (statement, 1);

  return TRUE;
}

static gboolean
was_confirmed (GwStore    *self,
               const char *bundle,
               const char *desk)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT confirmed FROM bundle_reader WHERE bundle = ? AND desk = ?", NULL, "ss", bundle, desk);

  return read_number (self, statement, 0) != 0;
}

/**
 * gw_store_take_receipt:
 * @receipt: another desk's word, of which the caller knows that it is theirs, that it read a bundle of ours
 * @is_news: (out): whether that was not known
 *
 * What it does not know, as a bundle from before this store was put back, is passed over. What one store of
 * a desk has says nothing of another.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_take_receipt (GwStore               *self,
                       const GwStickReceipt  *receipt,
                       gboolean              *is_news,
                       GError               **error)
{
  gint64 since, seq;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && receipt != NULL && is_news != NULL, FALSE);

  *is_news = FALSE;
  if (!find_sent (self, receipt->bundle, &since, &seq) || was_confirmed (self, receipt->bundle, receipt->desk))
    return TRUE;
  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "INSERT INTO bundle_reader (bundle, account, desk, confirmed) VALUES (?, ?, ?, ?)"
                      " ON CONFLICT (bundle, desk) DO UPDATE SET confirmed = excluded.confirmed"
                      " WHERE account = excluded.account",
                      error, "sssi", receipt->bundle, receipt->account, receipt->desk,
                      MAX (receipt->time, 1))
       /* It has all up to there only if it had what came before. */
       && gw_store_exec (self,
                         "UPDATE stick_partner SET seq = max (seq, ?)"
                         " WHERE desk = ? AND device = ? AND seq >= ?",
                         error, "issi", seq, receipt->desk, receipt->device,
                         GW_FAULT (RECEIPT_UNFOUNDED) ? G_GINT64_CONSTANT (0) : since);
  *is_news = ok;

  return close_group (self, ok, error);
}

/**
 * gw_store_note_read:
 * @receipt: a bundle that was read here
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_note_read (GwStore               *self,
                    const GwStickReceipt  *receipt,
                    GError               **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && receipt != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  /* Read again: its writer has not heard of it, or lost what we said. */
  ok = gw_store_exec (self,
                      "INSERT INTO bundle_read (bundle, account, desk, time, told) VALUES (?, ?, ?, ?, 0)"
                      " ON CONFLICT (bundle) DO UPDATE SET told = 0",
                      error, "sssi", receipt->bundle, receipt->account, receipt->desk, receipt->time)
       && gw_store_exec (self,
                         "DELETE FROM bundle_read WHERE bundle NOT IN"
                         " (SELECT bundle FROM bundle_read ORDER BY time DESC LIMIT ?)",
                         error, "i", (gint64) KEPT);

  return close_group (self, ok, error);
}

/**
 * gw_store_receipts:
 *
 * Returns: (transfer full) (element-type GwStickReceipt): the bundles of others that were read here, the
 *   newest first; NULL with @error set
 */
GPtrArray *
gw_store_receipts (GwStore  *self,
                   GError  **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_receipt_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (
    self, "SELECT bundle, account, desk, time, told FROM bundle_read ORDER BY time DESC", error, "");
  for (;;) {
    GwStickReceipt *receipt;

    if (statement == NULL || !gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    receipt = g_new0 (GwStickReceipt, 1);
    receipt->bundle = dup_column (statement, 0);
    receipt->account = dup_column (statement, 1);
    receipt->desk = dup_column (statement, 2);
    receipt->time = sqlite3_column_int64 (statement, 3);
    receipt->told = sqlite3_column_int (statement, 4) != 0;
    g_ptr_array_add (list, receipt);
  }
}

/**
 * gw_store_mark_told:
 * @receipts: (element-type GwStickReceipt): those that a bundle of ours carries
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_mark_told (GwStore    *self,
                    GPtrArray  *receipts,
                    GError    **error)
{
  gboolean ok = TRUE;

  g_return_val_if_fail (GW_IS_STORE (self) && receipts != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && i < receipts->len; i++)
    ok = gw_store_exec (self, "UPDATE bundle_read SET told = 1 WHERE bundle = ?", error, "s",
                        ((const GwStickReceipt *) receipts->pdata[i])->bundle);

  return close_group (self, ok, error);
}

static gboolean
is_known_partner (GwStore    *self,
                  const char *desk,
                  const char *device)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT 1 FROM stick_partner WHERE desk = ? AND device = ?", NULL, "ss", desk, device);

  return read_number (self, statement, 0) != 0;
}

/* A store of which a bundle comes late is not the desk's last. */
static gboolean
comes_late (GwStore    *self,
            const char *desk,
            const char *bundle)
{
  g_autoptr (GwStatement) statement = gw_store_query (
    self, "SELECT 1 FROM stick_partner WHERE desk = ? AND newest > ?", NULL, "ss", desk, bundle);

  return read_number (self, statement, 0) != 0;
}

static gboolean
add_partner (GwStore     *self,
             const char  *desk,
             const char  *device,
             const char  *bundle,
             GError     **error)
{
  gboolean is_over = comes_late (self, desk, bundle);

  if (GW_FAULT (PARTNER_NOT_RENEWED))
    return gw_store_exec (self,
                          "INSERT INTO stick_partner (desk, device, seq, newest, is_over)"
                          " SELECT ?, ?, ifnull (max (seq), 0), ?, 0 FROM stick_partner WHERE desk = ?", error,
                          "ssss", desk, device, bundle, desk);

  return (is_over || gw_store_exec (self, "UPDATE stick_partner SET is_over = 1 WHERE desk = ?", error, "s", desk))
         && gw_store_exec (self,
                           "INSERT INTO stick_partner (desk, device, seq, newest, is_over) VALUES (?, ?, 0, ?, ?)",
                           error, "sssi", desk, device, bundle, (gint64) is_over);
}

/**
 * gw_store_note_partner:
 * @desk: a desk from which a bundle came
 * @device: its store
 * @bundle: the bundle; ids of bundles are in the order in which a desk made them
 *
 * A desk whose store is another than before was put back from a copy, or begun anew: it may not have
 * what it once said it has, and an old bundle of it that comes late changes nothing of that.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_note_partner (GwStore     *self,
                       const char  *desk,
                       const char  *device,
                       const char  *bundle,
                       GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && desk != NULL && device != NULL && bundle != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (is_known_partner (self, desk, device))
    ok = gw_store_exec (self, "UPDATE stick_partner SET newest = max (newest, ?) WHERE desk = ? AND device = ?",
                        error, "sss", bundle, desk, device);
  else
    ok = add_partner (self, desk, device, bundle, error);

  return close_group (self, ok, error);
}

/**
 * gw_store_meet_partner:
 * @desk: a desk that is at the other end of a connection now, and was noted with gw_store_note_partner()
 * @device: its store
 *
 * What is met live is the desk's last store, whatever the times in the ids of its bundles: they are by its own
 * clock, which may be behind. Bundles of its other stores that come later come late.
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_meet_partner (GwStore     *self,
                       const char  *desk,
                       const char  *device,
                       GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && desk != NULL && device != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "UPDATE stick_partner SET newest = (SELECT max (newest) FROM stick_partner WHERE desk = ?)"
                      " WHERE desk = ? AND device = ?", error, "sss", desk, desk, device)
       && gw_store_exec (self, "UPDATE stick_partner SET is_over = device <> ? WHERE desk = ?", error, "ss", device,
                         desk);

  return close_group (self, ok, error);
}

/**
 * gw_store_get_partner_seq:
 *
 * Returns: how far that desk has all of this store by its own word: 0 where nothing is known, so that
 *   it is given everything
 */
gint64
gw_store_get_partner_seq (GwStore    *self,
                          const char *desk)
{
  g_autoptr (GwStatement) statement = NULL;

  g_return_val_if_fail (GW_IS_STORE (self) && desk != NULL, 0);

  statement = gw_store_query (self, "SELECT max (seq) FROM stick_partner WHERE desk = ? AND is_over = 0", NULL, "s",
                              desk);

  return read_number (self, statement, 0);
}

/**
 * gw_store_set_partner_key:
 * @desk: a desk from which a bundle came
 * @key: its public keys as JSON
 *
 * Returns: FALSE with @error set
 */
gboolean
gw_store_set_partner_key (GwStore     *self,
                          const char  *desk,
                          const char  *key,
                          GError     **error)
{
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (self) && desk != NULL && key != NULL, FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  ok = gw_store_exec (self,
                      "INSERT INTO stick_key (desk, key) VALUES (?, ?)"
                      " ON CONFLICT (desk) DO UPDATE SET key = excluded.key",
                      error, "ss", desk, key);

  return close_group (self, ok, error);
}

/**
 * gw_store_dup_partner_key:
 * @desk: a desk, as it was noted
 *
 * Returns: (transfer full) (nullable): its public keys as JSON; NULL where none are known
 */
char *
gw_store_dup_partner_key (GwStore    *self,
                          const char *desk)
{
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self) && desk != NULL, NULL);

  statement = gw_store_query (self, "SELECT key FROM stick_key WHERE desk = ?", NULL, "s", desk);
  if (statement == NULL || !gw_store_step (self, statement, &row, NULL) || !row)
    return NULL;

  return dup_column (statement, 0);
}

/**
 * gw_store_partner_keys:
 *
 * Returns: (transfer full): the public keys of all desks from which a bundle came, each as JSON; NULL with
 *   @error set
 */
GStrv
gw_store_partner_keys (GwStore  *self,
                       GError  **error)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (
    self, "SELECT key FROM stick_key ORDER BY desk", error, "");
  for (;;) {
    if (statement == NULL || !gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_strv_builder_end (list);
    g_strv_builder_add (list, (const char *) sqlite3_column_text (statement, 0));
  }
}
