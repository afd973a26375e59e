/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-record-list.h"

#include <string.h>

/* So many rows are made at once: some milliseconds of the store's thread, and one small step on
 * the main thread. */
#define PAGE 200

typedef struct
{
  char    *id;
  GObject *object;                /* NULL: the row is gone */
} Row;

/* What the rows are made with: the store's thread may still use it when the list is gone. */
typedef struct
{
  gpointer       data;
  GDestroyNotify data_free;
} Shared;

struct _GwRecordList
{
  GObject                 parent_instance;

  GwStoreThread          *store;
  const GwRecordListKind *kind;
  Shared                 *shared;

  GPtrArray              *rows;   /* of Row, by id */
  gboolean                loading;
  GError                 *error;
  GHashTable             *changed; /* ids to be read again */
  gboolean                reading;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return GW_RECORD_LIST (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwRecordList *self = GW_RECORD_LIST (model);

  if (position >= self->rows->len)
    return NULL;
  return g_object_ref (((Row *) g_ptr_array_index (self->rows, position))->object);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GwRecordList, gw_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  if (shared->data_free)
    shared->data_free (shared->data);
}

static void
shared_unref (Shared *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

static void
weak_free (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static Row *
row_new (const char *id,
         GObject    *object)
{
  Row *row = g_new (Row, 1);

  row->id = g_strdup (id);
  row->object = object;
  return row;
}

static void
row_free (Row *row)
{
  g_free (row->id);
  g_clear_object (&row->object);
  g_free (row);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(Row **) a)->id, (*(Row **) b)->id);
}

/* What the store's thread is asked for: a page after an id, or the rows of some ids. */
typedef struct
{
  const GwRecordListKind *kind;
  Shared                 *shared;
  char                   *after;
  GPtrArray              *ids;    /* NULL for a page */
} Request;

typedef struct
{
  GPtrArray *rows;
  char      *last;                /* where the next page begins; NULL: this was the last */
} Page;

static void
request_free (Request *request)
{
  shared_unref (request->shared);
  g_free (request->after);
  g_clear_pointer (&request->ids, g_ptr_array_unref);
  g_free (request);
}

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page->last);
  g_free (page);
}

static gboolean
add_row (GwStore        *store,
         const Request  *request,
         GwDoc          *doc,
         GPtrArray      *rows,
         GError        **error)
{
  GError *fault = NULL;
  GObject *object = NULL;

  if (!gw_doc_is_deleted (doc))
    object = request->kind->make_row (store, doc, request->shared->data, &fault);
  if (fault) {
    g_propagate_error (error, fault);
    return FALSE;
  }
  g_ptr_array_add (rows, row_new (gw_doc_get_id (doc), object));
  return TRUE;
}

static gboolean
read_page (GwStore        *store,
           const Request  *request,
           Page           *page,
           GError        **error)
{
  g_autoptr (GPtrArray) docs = gw_store_list (store, request->kind->db, request->kind->prefix,
                                              request->after, PAGE, error);

  if (!docs)
    return FALSE;
  for (guint i = 0; i < docs->len; i++) {
    if (!add_row (store, request, g_ptr_array_index (docs, i), page->rows, error))
      return FALSE;
  }
  if (docs->len == PAGE)
    page->last = g_strdup (gw_doc_get_id (g_ptr_array_index (docs, PAGE - 1)));
  return TRUE;
}

static gboolean
read_ids (GwStore        *store,
          const Request  *request,
          Page           *page,
          GError        **error)
{
  for (guint i = 0; i < request->ids->len; i++) {
    const char *id = g_ptr_array_index (request->ids, i);
    g_autoptr (GError) fault = NULL;
    g_autoptr (GwDoc) doc = gw_store_get (store, request->kind->db, id, &fault);

    if (doc) {
      if (!add_row (store, request, doc, page->rows, error))
        return FALSE;
    } else if (g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)) {
      g_ptr_array_add (page->rows, row_new (id, NULL));
    } else {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  }
  return TRUE;
}

static gpointer
read_rows (GwStore  *store,
           gpointer  data,
           GError  **error)
{
  Request *request = data;
  Page *page = g_new0 (Page, 1);
  gboolean ok;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  ok = request->ids ? read_ids (store, request, page, error)
                    : read_page (store, request, page, error);
  if (!ok)
    g_clear_pointer (&page, page_free);
  return page;
}

/* Takes rows in with one signal that spans from the first difference to the last. Rows that are
 * replaced live until then, so that none of the new ones has the address of an old one. */
static void
take_rows (GwRecordList *self,
           GPtrArray    *news)
{
  GPtrArray *old = self->rows;
  GPtrArray *rows = g_ptr_array_new_full (old->len + news->len, (GDestroyNotify) row_free);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  guint i = 0, j = 0, head = 0, tail = 0, n_old = old->len;

  g_ptr_array_sort (news, compare_rows);
  while (i < old->len || j < news->len) {
    Row *mine = i < old->len ? g_ptr_array_index (old, i) : NULL;
    Row *theirs = j < news->len ? g_ptr_array_index (news, j) : NULL;
    int order = !mine ? 1 : !theirs ? -1 : strcmp (mine->id, theirs->id);

    if (order < 0) {
      g_ptr_array_add (rows, mine);
    } else {
      if (order == 0)
        g_ptr_array_add (gone, mine);
      if (theirs->object)
        g_ptr_array_add (rows, row_new (theirs->id, g_steal_pointer (&theirs->object)));
      j++;
    }
    if (order <= 0)
      i++;
  }
  while (head < MIN (n_old, rows->len)
         && g_ptr_array_index (old, head) == g_ptr_array_index (rows, head))
    head++;
  while (tail < MIN (n_old, rows->len) - head
         && g_ptr_array_index (old, n_old - 1 - tail)
            == g_ptr_array_index (rows, rows->len - 1 - tail))
    tail++;
  self->rows = rows;
  g_ptr_array_set_free_func (old, NULL);
  g_ptr_array_unref (old);
  if (n_old - tail > head || rows->len - tail > head)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - tail - head,
                                rows->len - tail - head);
}

static void
set_error (GwRecordList *self,
           GError       *error)
{
  if (!error && !self->error)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
set_loading (GwRecordList *self,
             gboolean      loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void read_next (GwRecordList *self,
                       const char   *after);

static void
rows_read (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GWeakRef *weak = data;
  g_autoptr (GwRecordList) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  Page *page = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  g_autofree char *last = NULL;

  weak_free (weak);
  if (!self) {
    g_clear_pointer (&page, page_free);
    return;
  }
  self->reading = FALSE;
  if (!page) {
    set_loading (self, FALSE);
    set_error (self, g_steal_pointer (&error));
    return;
  }
  last = g_steal_pointer (&page->last);
  take_rows (self, page->rows);
  page_free (page);
  if (last) {
    read_next (self, last);
    return;
  }
  set_loading (self, FALSE);
  if (g_hash_table_size (self->changed) > 0)
    read_next (self, NULL);
}

static void
send_request (GwRecordList *self,
              Request      *request)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  request->kind = self->kind;
  request->shared = g_atomic_rc_box_acquire (self->shared);
  self->reading = TRUE;
  gw_store_thread_run_async (self->store, read_rows, request, (GDestroyNotify) request_free,
                             (GDestroyNotify) page_free, NULL, rows_read, weak);
}

/* The first reading goes from page to page; then what changed meanwhile is read by id. */
static void
read_next (GwRecordList *self,
           const char   *after)
{
  Request *request = g_new0 (Request, 1);

  if (self->loading) {
    request->after = g_strdup (after);
  } else {
    GHashTableIter iter;
    gpointer id;

    request->ids = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_iter_init (&iter, self->changed);
    while (request->ids->len < PAGE && g_hash_table_iter_next (&iter, &id, NULL)) {
      g_ptr_array_add (request->ids, id);
      g_hash_table_iter_steal (&iter);
    }
  }
  send_request (self, request);
}

static void
add_all_rows (GwRecordList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_add (self->changed,
                      g_strdup (((Row *) g_ptr_array_index (self->rows, i))->id));
}

static void
store_changed (GwStoreThread *store,
               GPtrArray     *changes,
               gpointer       data)
{
  GwRecordList *self = data;

  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);
    char *id = NULL;

    if (!g_str_equal (change->db, self->kind->db))
      continue;
    if (self->kind->read_by_all && g_str_has_prefix (change->id, self->kind->read_by_all))
      add_all_rows (self);
    else if (g_str_has_prefix (change->id, self->kind->prefix))
      id = g_strdup (change->id);
    else if (self->kind->dup_owner)
      id = self->kind->dup_owner (change->id);
    if (id)
      g_hash_table_add (self->changed, id);
  }
  if (!self->reading && g_hash_table_size (self->changed) > 0)
    read_next (self, NULL);
}

static void
gw_record_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  GwRecordList *self = GW_RECORD_LIST (object);

  switch (prop_id) {
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_record_list_dispose (GObject *object)
{
  GwRecordList *self = GW_RECORD_LIST (object);

  if (self->store) {
    g_signal_handlers_disconnect_by_data (self->store, self);
    g_clear_object (&self->store);
  }

  G_OBJECT_CLASS (gw_record_list_parent_class)->dispose (object);
}

static void
gw_record_list_finalize (GObject *object)
{
  GwRecordList *self = GW_RECORD_LIST (object);

  g_clear_pointer (&self->shared, shared_unref);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->changed);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (gw_record_list_parent_class)->finalize (object);
}

static void
gw_record_list_class_init (GwRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gw_record_list_get_property;
  object_class->dispose = gw_record_list_dispose;
  object_class->finalize = gw_record_list_finalize;
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_record_list_init (GwRecordList *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gw_record_list_new:
 * @store: the profile's store
 * @kind: (not nullable): what to list; lives as long as the program
 * @data: (nullable): for its functions, used on the store's thread
 * @data_free: (nullable): frees @data, on any thread
 *
 * Makes an empty list and begins to fill it.
 *
 * Returns: (transfer full): the list
 */
GwRecordList *
gw_record_list_new (GwStoreThread          *store,
                    const GwRecordListKind *kind,
                    gpointer                data,
                    GDestroyNotify          data_free)
{
  GwRecordList *self;

  g_return_val_if_fail (GW_IS_STORE_THREAD (store) && kind, NULL);

  self = g_object_new (GW_TYPE_RECORD_LIST, NULL);
  self->store = g_object_ref (store);
  self->kind = kind;
  self->shared = g_atomic_rc_box_new (Shared);
  self->shared->data = data;
  self->shared->data_free = data_free;
  self->loading = TRUE;
  g_signal_connect (store, "changed", G_CALLBACK (store_changed), self);
  read_next (self, NULL);
  return self;
}

/** gw_record_list_get_loading: Returns: whether the first reading goes on */
gboolean
gw_record_list_get_loading (GwRecordList *self)
{
  g_return_val_if_fail (GW_IS_RECORD_LIST (self), FALSE);

  return self->loading;
}

/** gw_record_list_get_error: Returns: (transfer none) (nullable): why it is not complete */
const GError *
gw_record_list_get_error (GwRecordList *self)
{
  g_return_val_if_fail (GW_IS_RECORD_LIST (self), NULL);

  return self->error;
}

/**
 * gw_record_list_find:
 * @self: a list
 * @id: a document
 * @position: (out) (optional): where its row is
 *
 * Returns: whether the list has it
 */
gboolean
gw_record_list_find (GwRecordList *self,
                     const char   *id,
                     guint        *position)
{
  guint low = 0, high;

  g_return_val_if_fail (GW_IS_RECORD_LIST (self) && id, FALSE);

  high = self->rows->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = strcmp (((Row *) g_ptr_array_index (self->rows, middle))->id, id);

    if (order == 0) {
      if (position)
        *position = middle;
      return TRUE;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

/**
 * gw_record_list_reload:
 * @self: a list
 *
 * Makes every row anew: when what they are made from besides the documents has changed, as the
 * language, the date, or after an error.
 */
void
gw_record_list_reload (GwRecordList *self)
{
  g_return_if_fail (GW_IS_RECORD_LIST (self));

  set_error (self, NULL);
  add_all_rows (self);
  if (self->reading)
    return;
  if (self->rows->len == 0)
    set_loading (self, TRUE);
  if (self->loading || g_hash_table_size (self->changed) > 0)
    read_next (self, NULL);
}
