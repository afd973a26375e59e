/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text on its way to the store's own settings of this computer: they are neither sent nor limited in
 * length, and they are in every backup. */

#include "app/gw-kept-text.h"

#include "app/gw-unsaved.h"

/* Half a second is promised; the rest is for the disk. */
#define SAVE_AFTER_MS 250

struct _GwKeptText
{
  GObject parent_instance;

  GwStoreThread *store;
  char *key;
  char *text;     /* as it stands on the screen; NULL for none */
  gboolean dirty; /* not handed to the store */
  guint save_id;
  guint n_writes; /* handed to the store and not durable yet */
  GError *error;  /* why the last text can never be written */
};

enum
{
  PROP_SAVING = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwKeptText, gw_kept_text, G_TYPE_OBJECT)

typedef struct
{
  char *key;
  char *text;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->key);
  g_free (setting->text);
  g_free (setting);
}

static gpointer
write_on_thread (GwStore   *store,
                 gpointer   data,
                 GError   **error)
{
  Setting *setting = data;

  gw_store_set_setting (store, setting->key, setting->text, error);
  return NULL;
}

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_store_dup_setting (store, data, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwKeptText) self = user_data;

  g_clear_error (&self->error);
  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &self->error);
  self->n_writes--;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVING]);
}

static gboolean
save_due (gpointer user_data)
{
  GwKeptText *self = user_data;

  self->save_id = 0;
  gw_kept_text_save (self);
  return G_SOURCE_REMOVE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GwKeptText *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *text = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  /* What was typed meanwhile is newer. */
  if (!gw_kept_text_get_saving (self) && self->error == NULL) {
    g_free (self->text);
    self->text = g_steal_pointer (&text);
  }
  g_task_return_boolean (task, TRUE);
}

static void
gw_kept_text_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_SAVING:
    g_value_set_boolean (value, gw_kept_text_get_saving (GW_KEPT_TEXT (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_kept_text_dispose (GObject *object)
{
  GwKeptText *self = GW_KEPT_TEXT (object);

  if (self->store != NULL)
    gw_kept_text_save (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (gw_kept_text_parent_class)->dispose (object);
}

static void
gw_kept_text_finalize (GObject *object)
{
  GwKeptText *self = GW_KEPT_TEXT (object);

  g_free (self->key);
  g_free (self->text);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (gw_kept_text_parent_class)->finalize (object);
}

static void
gw_kept_text_class_init (GwKeptTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_kept_text_get_property;
  object_class->dispose = gw_kept_text_dispose;
  object_class->finalize = gw_kept_text_finalize;

  props[PROP_SAVING]
      = g_param_spec_boolean ("saving", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_kept_text_init (GwKeptText *self)
{
}

/**
 * gw_kept_text_new:
 * @store: the profile's store
 * @place: what the text is for, such as `versions:report:01J…:/data/q1`; another object with the
 *   same place finds it again
 *
 * Returns: (transfer full): the text, not read yet
 */
GwKeptText *
gw_kept_text_new (GwStoreThread *store,
                  const char    *place)
{
  GwKeptText *self;

  g_return_val_if_fail (GW_IS_STORE_THREAD (store), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  self = g_object_new (GW_TYPE_KEPT_TEXT, NULL);
  self->store = g_object_ref (store);
  self->key = g_strconcat ("kept-text:", place, NULL);

  return self;
}

static gboolean
is_on_its_way (gpointer object)
{
  return gw_kept_text_get_saving (object);
}

static const GError *
get_error (gpointer object)
{
  return gw_kept_text_get_error (object);
}

static void
save (gpointer object)
{
  gw_kept_text_save (object);
}

static char *
dup_text (gpointer object)
{
  return g_strdup (gw_kept_text_get (object));
}

/**
 * gw_kept_text_open:
 * @store: the profile's store
 * @place: as for gw_kept_text_new()
 * @title: what a person calls it
 *
 * Returns: (transfer full): the text as it was left where it is not on the disk yet, or else one
 *   that is not read yet
 */
GwKeptText *
gw_kept_text_open (GwStoreThread *store,
                   const char    *place,
                   const char    *title)
{
  static const GwUnsavedKind kind = {
    .is_on_its_way = is_on_its_way,
    .get_error = get_error,
    .save = save,
    .dup_text = dup_text,
  };
  GwUnsaved *unsaved = gw_unsaved_of_store (store);
  gpointer found = unsaved != NULL ? gw_unsaved_find (unsaved, place) : NULL;
  GwKeptText *self;

  if (found != NULL)
    return g_object_ref (found);

  self = gw_kept_text_new (store, place);
  if (unsaved != NULL)
    gw_unsaved_watch (unsaved, place, title, G_OBJECT (self), G_OBJECT (self), &kind);

  return self;
}

/**
 * gw_kept_text_read_async:
 * @callback: called when gw_kept_text_get() answers what was kept
 * @user_data: for @callback
 *
 * Reads what was kept in this place.
 */
void
gw_kept_text_read_async (GwKeptText          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (GW_IS_KEPT_TEXT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gw_kept_text_read_async);
  gw_store_thread_run_async (self->store, read_on_thread, g_strdup (self->key), g_free, g_free, NULL, read_cb, task);
}

/**
 * gw_kept_text_read_finish:
 * @error: return location; the store's
 *
 * Returns: whether it is known now what was kept, be it nothing
 */
gboolean
gw_kept_text_read_finish (GwKeptText    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gw_kept_text_get:
 *
 * Returns: (transfer none) (nullable): the text, or NULL where there is none
 */
const char *
gw_kept_text_get (GwKeptText *self)
{
  g_return_val_if_fail (GW_IS_KEPT_TEXT (self), NULL);

  return self->text;
}

/**
 * gw_kept_text_set:
 * @text: (nullable): the text as it stands now; NULL forgets it
 *
 * It is durable half a second later, or at once with gw_kept_text_save().
 */
void
gw_kept_text_set (GwKeptText *self,
                  const char *text)
{
  char *copy;

  g_return_if_fail (GW_IS_KEPT_TEXT (self));

  if (g_strcmp0 (text, self->text) == 0)
    return;
  copy = g_strdup (text);
  g_free (self->text);
  self->text = copy;
  self->dirty = TRUE;
  if (self->save_id == 0)
    self->save_id = g_timeout_add (SAVE_AFTER_MS, save_due, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVING]);
}

/**
 * gw_kept_text_save:
 *
 * Hands the text to the store now: when a field, a sheet or the program is left.
 */
void
gw_kept_text_save (GwKeptText *self)
{
  Setting *setting;

  g_return_if_fail (GW_IS_KEPT_TEXT (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (!self->dirty)
    return;
  self->dirty = FALSE;
  self->n_writes++;
  setting = g_new0 (Setting, 1);
  setting->key = g_strdup (self->key);
  setting->text = g_strdup (self->text);
  gw_store_thread_write_async (self->store, write_on_thread, setting, setting_free, NULL, written_cb,
                               g_object_ref (self));
}

/** gw_kept_text_get_saving: Returns: whether the text is not durable yet */
gboolean
gw_kept_text_get_saving (GwKeptText *self)
{
  g_return_val_if_fail (GW_IS_KEPT_TEXT (self), FALSE);

  return self->dirty || self->n_writes > 0;
}

/** gw_kept_text_get_error: Returns: (transfer none) (nullable): why the text can never be written */
const GError *
gw_kept_text_get_error (GwKeptText *self)
{
  g_return_val_if_fail (GW_IS_KEPT_TEXT (self), NULL);

  return self->error;
}
