/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-unsaved.h"

#define OF_STORE "gw-unsaved"

struct _GwUnsaved
{
  GObject parent_instance;

  GwStoreThread *store;
  GPtrArray *entries;
};

enum
{
  PROP_ERROR = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwUnsaved, gw_unsaved, G_TYPE_OBJECT)

typedef struct
{
  GwUnsaved *unsaved;
  char *id;
  char *title;
  const GwUnsavedKind *kind;
  GObject *object; /* held while it has words that are not on the disk */
  gboolean held;
  GObject *teller; /* NULL: the object itself */
  gulong notify_id;
} Entry;

static void forget_cb (gpointer  data,
                       GObject  *gone);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  /* With the object its handlers are gone. */
  if (entry->teller != NULL || entry->object != NULL)
    g_signal_handler_disconnect (entry->teller != NULL ? entry->teller : entry->object, entry->notify_id);
  if (entry->object != NULL)
    g_object_weak_unref (entry->object, forget_cb, entry);
  g_clear_object (&entry->teller);
  if (entry->held)
    g_object_unref (entry->object);
  g_free (entry->id);
  g_free (entry->title);
  g_free (entry);
}

static void
forget_cb (gpointer  data,
           GObject  *gone)
{
  Entry *entry = data;

  entry->object = NULL;
  g_ptr_array_remove (entry->unsaved->entries, entry);
}

static gboolean
is_unsaved (Entry *entry)
{
  return entry->kind->is_on_its_way (entry->object) || entry->kind->get_error (entry->object) != NULL;
}

/* The entry may be gone afterwards. */
static void
update (Entry *entry)
{
  gboolean held = is_unsaved (entry);

  if (held == entry->held)
    return;
  entry->held = held;
  if (held)
    g_object_ref (entry->object);
  else
    g_object_unref (entry->object);
}

static void
told_cb (Entry *entry)
{
  g_autoptr (GwUnsaved) self = g_object_ref (entry->unsaved);

  update (entry);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
store_told_cb (GwUnsaved *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
gw_unsaved_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_ERROR:
    g_value_set_boxed (value, gw_unsaved_get_error (GW_UNSAVED (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_unsaved_dispose (GObject *object)
{
  GwUnsaved *self = GW_UNSAVED (object);

  GPtrArray *entries = g_steal_pointer (&self->entries);

  /* What is let go of hands its last words over, and may tell of it. */
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  g_ptr_array_unref (entries);
  if (self->store != NULL)
    g_object_set_data (G_OBJECT (self->store), OF_STORE, NULL);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (gw_unsaved_parent_class)->dispose (object);
}

static void
gw_unsaved_finalize (GObject *object)
{
  g_ptr_array_unref (GW_UNSAVED (object)->entries);

  G_OBJECT_CLASS (gw_unsaved_parent_class)->finalize (object);
}

static void
gw_unsaved_class_init (GwUnsavedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_unsaved_get_property;
  object_class->dispose = gw_unsaved_dispose;
  object_class->finalize = gw_unsaved_finalize;

  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_unsaved_init (GwUnsaved *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

/**
 * gw_unsaved_new:
 * @store: the profile's store
 *
 * Returns: (transfer full): a list of nothing
 */
GwUnsaved *
gw_unsaved_new (GwStoreThread *store)
{
  GwUnsaved *self;

  g_return_val_if_fail (GW_IS_STORE_THREAD (store), NULL);

  self = g_object_new (GW_TYPE_UNSAVED, NULL);
  self->store = g_object_ref (store);
  g_object_set_data (G_OBJECT (store), OF_STORE, self);
  g_signal_connect_object (store, "notify::write-error", G_CALLBACK (store_told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::pending", G_CALLBACK (store_told_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * gw_unsaved_of_store:
 *
 * Returns: (transfer none) (nullable): the list that was made for @store
 */
GwUnsaved *
gw_unsaved_of_store (GwStoreThread *store)
{
  g_return_val_if_fail (GW_IS_STORE_THREAD (store), NULL);

  return g_object_get_data (G_OBJECT (store), OF_STORE);
}

/**
 * gw_unsaved_watch:
 * @id: of what is typed in, such as a document's; gw_unsaved_find() finds it
 * @title: what a person calls it
 * @object: what holds the words
 * @teller: whose "notify" tells that its words were typed or are on the disk; @object itself, or
 *   what it is made of
 * @kind: how it holds them; static
 *
 * To be called when the object is made. It is forgotten by itself when it is gone.
 */
void
gw_unsaved_watch (GwUnsaved           *self,
                  const char          *id,
                  const char          *title,
                  GObject             *object,
                  GObject             *teller,
                  const GwUnsavedKind *kind)
{
  Entry *entry;

  g_return_if_fail (GW_IS_UNSAVED (self));
  g_return_if_fail (id != NULL && title != NULL && kind != NULL);
  g_return_if_fail (G_IS_OBJECT (object) && G_IS_OBJECT (teller));

  for (guint i = 0; i < self->entries->len; i++) {
    if (((Entry *) self->entries->pdata[i])->object == object)
      return;
  }
  entry = g_new0 (Entry, 1);
  entry->unsaved = self;
  entry->id = g_strdup (id);
  entry->title = g_strdup (title);
  entry->kind = kind;
  entry->object = object;
  g_object_weak_ref (object, forget_cb, entry);
  entry->teller = teller != object ? g_object_ref (teller) : NULL;
  entry->notify_id = g_signal_connect_swapped (teller, "notify", G_CALLBACK (told_cb), entry);
  g_ptr_array_add (self->entries, entry);
  update (entry);
}

/**
 * gw_unsaved_find:
 * @id: as it was given to gw_unsaved_watch()
 *
 * What has words that are not on the disk is opened by taking this object, since the store does not
 * know them.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL where all is on the disk
 */
gpointer
gw_unsaved_find (GwUnsaved  *self,
                 const char *id)
{
  g_return_val_if_fail (GW_IS_UNSAVED (self) && id != NULL, NULL);

  for (guint i = self->entries->len; i > 0; i--) {
    Entry *entry = self->entries->pdata[i - 1];

    if (entry->held && g_str_equal (entry->id, id))
      return entry->object;
  }

  return NULL;
}

/**
 * gw_unsaved_save:
 *
 * Hands everything to the store now: before the window, the program or the profile is left.
 */
void
gw_unsaved_save (GwUnsaved *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_return_if_fail (GW_IS_UNSAVED (self));

  held = g_ptr_array_copy (self->entries, NULL, NULL);
  g_ptr_array_set_free_func (held, NULL);
  for (guint i = 0; i < held->len; i++) {
    Entry *entry = held->pdata[i];

    if (g_ptr_array_find (self->entries, entry, NULL) && entry->held)
      entry->kind->save (entry->object);
  }
}

/**
 * gw_unsaved_is_empty:
 *
 * Returns: whether everything that was typed or ticked is on the disk
 */
gboolean
gw_unsaved_is_empty (GwUnsaved *self)
{
  g_return_val_if_fail (GW_IS_UNSAVED (self), TRUE);

  for (guint i = 0; i < self->entries->len; i++) {
    if (((Entry *) self->entries->pdata[i])->held)
      return FALSE;
  }

  return gw_store_thread_get_pending (self->store) == 0;
}

/**
 * gw_unsaved_get_error:
 *
 * Returns: (transfer none) (nullable): why something does not get to the disk; %NULL where
 *   everything is there, or on its way
 */
const GError *
gw_unsaved_get_error (GwUnsaved *self)
{
  g_return_val_if_fail (GW_IS_UNSAVED (self), NULL);

  if (gw_store_thread_get_write_error (self->store) != NULL)
    return gw_store_thread_get_write_error (self->store);
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = self->entries->pdata[i];

    if (entry->held && entry->kind->get_error (entry->object) != NULL)
      return entry->kind->get_error (entry->object);
  }

  return NULL;
}

/**
 * gw_unsaved_dup_text:
 *
 * Returns: (transfer full): what is not on the disk, as plain text under the title of each thing
 */
char *
gw_unsaved_dup_text (GwUnsaved *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (GW_IS_UNSAVED (self), g_string_free (text, FALSE));

  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = self->entries->pdata[i];
    g_autofree char *words = entry->held ? entry->kind->dup_text (entry->object) : NULL;

    if (words == NULL || *words == '\0')
      continue;
    g_string_append_printf (text, "%s%s\n\n%s\n", text->len > 0 ? "\n\n" : "", entry->title, words);
  }

  return g_string_free (text, FALSE);
}
