/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The index follows the store's change feed from the number it noted last. It is a copy that
 * may be thrown away: when it is damaged, of another format, or of a store that went back in
 * time (a backup was restored), it is made anew from the first change. */

#include "core/search/gw-search-feed.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/search/gw-search-db.h"
#include "core/store/gw-doc-type.h"

#define BATCH 200
#define PAGE_PREFIX "page:"

struct _GwSearchFeed
{
  GwStore *store;
  char *index_path;
  GwSearchIndex *index;
};

static void
remove_index (const char *path)
{
  static const char *const ends[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (path, ends[i], NULL);

    g_remove (file);
  }
}

static gboolean
open_index (GwSearchFeed  *self,
            GError       **error)
{
  g_autoptr (GError) first = NULL;

  g_clear_pointer (&self->index, gw_search_index_close);
  self->index = gw_search_index_open (self->index_path, GW_SEARCH_INDEX_WRITE, &first);
  if (self->index != NULL)
    return TRUE;
  if (!g_error_matches (first, GW_SEARCH_ERROR, GW_SEARCH_ERROR_DAMAGED)
      && !g_error_matches (first, GW_SEARCH_ERROR, GW_SEARCH_ERROR_OTHER_FORMAT)) {
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
  }

  g_info ("the search index is made anew: %s", first->message);
  remove_index (self->index_path);
  self->index = gw_search_index_open (self->index_path, GW_SEARCH_INDEX_WRITE, error);
  return self->index != NULL;
}

static gboolean
start_anew (GwSearchFeed  *self,
            GError       **error)
{
  g_clear_pointer (&self->index, gw_search_index_close);
  remove_index (self->index_path);

  return open_index (self, error);
}

/**
 * gw_search_feed_open:
 * @store_path: the profile's store
 * @index_path: the profile's index, which need not be there
 *
 * Returns: (transfer full): the feed, or %NULL with @error
 */
GwSearchFeed *
gw_search_feed_open (const char  *store_path,
                     const char  *index_path,
                     GError     **error)
{
  g_autoptr (GwSearchFeed) self = g_new0 (GwSearchFeed, 1);

  self->index_path = g_strdup (index_path);
  self->store = gw_store_open (store_path, GW_STORE_READ_ONLY, error);
  if (self->store == NULL || !open_index (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
gw_search_feed_close (GwSearchFeed *self)
{
  g_clear_pointer (&self->index, gw_search_index_close);
  g_clear_object (&self->store);
  g_free (self->index_path);
  g_free (self);
}

/* A page that came by sync is the same thing as the page of the pack, under the same name. */
static void
name_as_page (GwSearchEntry  *entry,
              char          **id,
              char          **lang)
{
  g_auto (GStrv) parts = g_strsplit (entry->id, ":", 3);

  if (g_strv_length (parts) != 3)
    return;
  *id = g_strdup (parts[1]);
  *lang = g_strdup (parts[2]);
  entry->kind = "manual";
  entry->id = *id;
  entry->lang = *lang;
}

static gboolean
add_document (GwSearchFeed     *self,
              GwDoc            *doc,
              const GwDocType  *type,
              GError          **error)
{
  g_autofree char *title = type->dup_title != NULL ? type->dup_title (doc) : NULL;
  g_autofree char *text = type->dup_search_text (doc);
  g_autofree char *id = NULL;
  g_autofree char *lang = NULL;
  GwSearchEntry entry = {
    .kind = type->name,
    .db = gw_doc_get_db (doc),
    .id = gw_doc_get_id (doc),
    .title = title,
    .body = text,
  };

  /* Its type says that this one is nothing to be found, as the code of a choice. */
  if (text == NULL || (*text == '\0' && (title == NULL || *title == '\0')))
    return TRUE;
  if (g_strcmp0 (title, text) == 0)
    entry.body = NULL;
  if (g_str_has_prefix (entry.id, PAGE_PREFIX))
    name_as_page (&entry, &id, &lang);

  return gw_search_index_add (self->index, &entry, error);
}

/* The index removes by the document's id; a page stands there under its own. */
static gboolean
remove_document (GwSearchFeed    *self,
                 const GwChange  *change,
                 GError         **error)
{
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (change->id, PAGE_PREFIX))
    return gw_search_index_remove (self->index, change->db, change->id, NULL, error);

  parts = g_strsplit (change->id, ":", 3);
  return g_strv_length (parts) != 3
         || gw_search_index_remove (self->index, change->db, parts[1], parts[2], error);
}

static gboolean
take_change (GwSearchFeed    *self,
             const GwChange  *change,
             GError         **error)
{
  const GwDocType *type = gw_doc_type_find (change->id);
  g_autoptr (GError) gone = NULL;
  g_autoptr (GwDoc) doc = NULL;

  if (type == NULL || type->dup_search_text == NULL)
    return TRUE;
  if (!remove_document (self, change, error))
    return FALSE;
  if (change->deleted)
    return TRUE;

  /* It may have been deleted since; then its next change says so. */
  doc = gw_store_get (self->store, change->db, change->id, &gone);
  if (doc == NULL || gw_doc_is_deleted (doc))
    return TRUE;

  return add_document (self, doc, type, error);
}

static gboolean
note_seq (GwSearchFeed  *self,
          gint64         seq,
          GError       **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

  return gw_search_index_set_note (self->index, "seq", text, error);
}

static gboolean
take_batch (GwSearchFeed  *self,
            GPtrArray     *changes,
            gint64        *seq,
            GError       **error)
{
  if (!gw_search_index_begin (self->index, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (!take_change (self, change, error)) {
      gw_search_index_rollback (self->index);
      return FALSE;
    }
    *seq = MAX (*seq, change->seq);
  }
  if (!note_seq (self, *seq, error) || !gw_search_index_commit (self->index, error)) {
    gw_search_index_rollback (self->index);
    return FALSE;
  }

  return TRUE;
}

static char *
dup_types (void)
{
  g_autoptr (GPtrArray) types = gw_doc_type_list ();
  GString *names = g_string_new (" ");

  for (guint i = 0; i < types->len; i++) {
    const GwDocType *type = g_ptr_array_index (types, i);

    if (type->dup_search_text != NULL)
      g_string_append_printf (names, "%s ", type->name);
  }

  return g_string_free (names, FALSE);
}

/* A program that knows a further kind of documents finds those that were there before it. */
static gboolean
knows_all_types (GwSearchFeed  *self,
                 gboolean      *knows,
                 GError       **error)
{
  g_autofree char *noted = NULL;
  g_autofree char *text = dup_types ();
  g_auto (GStrv) names = g_strsplit (g_strstrip (text), " ", -1);

  if (!gw_search_index_get_note (self->index, "types", &noted, error))
    return FALSE;
  *knows = TRUE;
  for (guint i = 0; noted != NULL && names[i] != NULL; i++) {
    g_autofree char *name = g_strdup_printf (" %s ", names[i]);

    if (strstr (noted, name) == NULL)
      *knows = FALSE;
  }

  return TRUE;
}

/* The number from which to read on. */
static gboolean
find_seq (GwSearchFeed  *self,
          gint64        *seq,
          GError       **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;
  g_autofree char *types = dup_types ();
  gboolean knows = FALSE;
  gint64 last = gw_store_get_seq (self->store, &problem);

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!gw_search_index_get_note (self->index, "seq", &text, error)
      || !knows_all_types (self, &knows, error))
    return FALSE;

  *seq = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  if (*seq > last || !knows) {
    g_clear_pointer (&text, g_free);
    *seq = 0;
    if (!start_anew (self, error))
      return FALSE;
  }

  return text != NULL || gw_search_index_set_note (self->index, "types", types, error);
}

/**
 * gw_search_feed_update:
 * @cancellable: (nullable): stops after the batch in hand; what was done stays
 * @n_changes: (out): how many changed documents were looked at
 *
 * Brings the index up to the store's last change.
 */
gboolean
gw_search_feed_update (GwSearchFeed  *self,
                       GCancellable  *cancellable,
                       guint         *n_changes,
                       GError       **error)
{
  gint64 seq = 0;

  *n_changes = 0;
  if (!find_seq (self, &seq, error))
    return FALSE;

  while (TRUE) {
    g_autoptr (GPtrArray) changes = gw_store_changes (self->store, seq, BATCH, error);

    if (changes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (changes->len == 0)
      return TRUE;
    if (!take_batch (self, changes, &seq, error))
      return FALSE;
    *n_changes += changes->len;
  }
}
