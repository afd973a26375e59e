/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are fetched before anybody looks at them, where the person chose that: never on a connection that costs by
 * the byte, and after all texts. */

#include "core/sync/gw-sync-private.h"

#include "core/base/gw-json.h"

#define SMALL (200 * 1000)
/* Nobody fills a colleague's disk by attaching things. */
#define LARGEST (20 * 1000 * 1000)
#define MODE_KEY "fetched-ahead"

/* The documents that show files. */
static const char *const prefixes[] = { "file:", "frozen:", "submission:" };

static gint64
get_limit (GwSyncExchange *self)
{
  return self->flags & GW_SYNC_FETCH_ALL ? LARGEST : self->flags & GW_SYNC_FETCH_SMALL ? SMALL : 0;
}

/* @file: (nullable): a description, which somebody else wrote */
static gboolean
want (GwSyncExchange        *self,
      const GwSyncDatabase  *db,
      JsonObject            *file,
      GError               **error)
{
  gint64 length = file != NULL ? gw_json_get_int (file, "length", -1) : -1;
  JsonArray *chunks = file != NULL ? gw_json_get_array (file, "chunks") : NULL;

  /* No more parts than a file of that length has; what is no list of names stops nobody. */
  if (length < 0 || length > get_limit (self) || chunks == NULL
      || (gint64) json_array_get_length (chunks) > length / GW_STORE_CHUNK_SIZE + 1)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (chunks); i++) {
    if (gw_json_array_string (chunks, i) == NULL)
      return TRUE;
  }

  return gw_store_want_file (self->store, db->local, file, error);
}

/**
 * gw_sync_fetch_ahead:
 * @document: what arrived
 *
 * Wants the files that @document shows, where they are to be fetched ahead.
 */
gboolean
gw_sync_fetch_ahead (GwSyncExchange        *self,
                     const GwSyncDatabase  *db,
                     JsonObject            *document,
                     GError               **error)
{
  JsonArray *files = gw_json_get_array (document, "files");

  if (get_limit (self) == 0)
    return TRUE;
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++) {
    if (!want (self, db, gw_json_array_object (files, i), error))
      return FALSE;
  }

  return want (self, db, gw_json_get_object (document, "file"), error)
         && want (self, db, gw_json_get_object (document, "xml"), error);
}

static gboolean
look_at_all (GwSyncExchange        *self,
             const GwSyncDatabase  *db,
             GError               **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    g_autoptr (GPtrArray) docs = gw_store_list (self->store, db->local, prefixes[i], NULL, -1, error);

    for (guint d = 0; docs != NULL && d < docs->len; d++) {
      if (!gw_sync_fetch_ahead (self, db, gw_doc_get_body (g_ptr_array_index (docs, d)), error))
        return FALSE;
    }
    if (docs == NULL)
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_sync_fetch_ahead_all:
 *
 * Looks once at all documents when the choice is another than at the exchange before.
 */
gboolean
gw_sync_fetch_ahead_all (GwSyncExchange        *self,
                         const GwSyncDatabase  *db,
                         GError               **error)
{
  g_autofree char *before = gw_store_dup_remote (self->store, GW_SYNC_REMOTE, db->local, MODE_KEY, NULL);
  gint64 limit = get_limit (self);
  g_autofree char *now = limit > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, limit) : NULL;

  if (g_strcmp0 (before, now) == 0)
    return TRUE;

  return (limit == 0 || look_at_all (self, db, error))
         && gw_store_set_remote (self->store, GW_SYNC_REMOTE, db->local, MODE_KEY, now, error);
}

/**
 * gw_sync_fetch_flags:
 * @choice: (nullable): the setting %GW_SYNC_FETCH_SETTING of a profile: "small", "all", or anything else for none
 *
 * Returns: %GW_SYNC_FETCH_SMALL, %GW_SYNC_FETCH_ALL or nothing
 */
GwSyncFlags
gw_sync_fetch_flags (const char *choice)
{
  if (g_strcmp0 (choice, "all") == 0)
    return GW_SYNC_FETCH_ALL;

  return g_strcmp0 (choice, "small") == 0 ? GW_SYNC_FETCH_SMALL : GW_SYNC_DEFAULT;
}
