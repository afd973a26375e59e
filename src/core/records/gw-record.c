/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-record-private.h"

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

/* Half a second is promised; the rest is for the disk. */
#define SAVE_AFTER_MS 250

enum
{
  PROP_0,
  PROP_EXISTS,
  PROP_CONFLICTS,
  PROP_SAVING,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwRecord, gw_record, G_TYPE_OBJECT)

static void start_reading (GwRecord *self);

static gboolean
same_member (JsonObject *one,
             JsonObject *two,
             const char *member)
{
  JsonNode *first = json_object_get_member (one, member);
  JsonNode *second = json_object_get_member (two, member);

  if (!first || !second)
    return first == second;
  return json_node_equal (first, second);
}

static GPtrArray *
list_differences (JsonObject *one,
                  JsonObject *two)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  JsonObject *both[] = { one, two };

  for (int i = 0; i < 2; i++) {
    g_autoptr (GList) members = json_object_get_members (both[i]);

    for (GList *l = members; l; l = l->next) {
      gboolean twice = i == 1 && json_object_has_member (one, l->data);

      if (!twice && !same_member (one, two, l->data))
        g_ptr_array_add (fields, g_strdup (l->data));
    }
  }
  return fields;
}

static void
set_exists (GwRecord *self,
            gboolean  exists)
{
  if (self->exists == exists)
    return;
  self->exists = exists;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXISTS]);
}

static void
set_conflicts (GwRecord *self,
               guint     conflicts)
{
  if (self->conflicts == conflicts)
    return;
  self->conflicts = conflicts;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONFLICTS]);
}

/* Somebody else changed a field that is being changed here, and to something else: what is shown
 * stays, and our edit will stand beside theirs. */
static gboolean
meets_typing (GwRecord  *self,
              GPtrArray *fields,
              JsonObject *theirs)
{
  for (guint i = 0; i < fields->len; i++) {
    const char *field = g_ptr_array_index (fields, i);

    if (g_hash_table_contains (self->dirty, field) && !same_member (self->body, theirs, field))
      return TRUE;
  }
  return FALSE;
}

static void
take_member (JsonObject *to,
             JsonObject *from,
             const char *member)
{
  JsonNode *node = json_object_get_member (from, member);

  if (node)
    json_object_set_member (to, member, gw_json_copy_node (node));
  else
    json_object_remove_member (to, member);
}

static void
apply_doc (GwRecord *self,
           GwDoc    *doc)
{
  JsonObject *theirs = gw_doc_get_body (doc);
  g_autoptr (GPtrArray) fields = list_differences (self->base, theirs);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  if (g_hash_table_size (self->dirty) > 0
      && (gw_doc_is_deleted (doc) || meets_typing (self, fields, theirs)))
    return;
  for (guint i = 0; i < fields->len; i++) {
    char *field = g_ptr_array_index (fields, i);

    if (gw_doc_is_deleted (doc) || g_hash_table_contains (self->dirty, field))
      continue;
    if (!same_member (self->body, theirs, field)) {
      take_member (self->body, theirs, field);
      g_ptr_array_add (shown, field);
    }
  }
  /* A tombstone has no fields; what stood there stays on the screen, so that it can be restored. */
  if (!gw_doc_is_deleted (doc)) {
    json_object_unref (self->base);
    self->base = gw_json_copy (theirs);
  }
  g_free (self->seen_rev);
  self->seen_rev = g_strdup (gw_doc_get_rev (doc));
  set_exists (self, !gw_doc_is_deleted (doc));
  set_conflicts (self, gw_doc_get_conflicts (doc));
  if (shown->len > 0) {
    g_ptr_array_add (shown, NULL);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, shown->pdata);
  }
}

static void
read_done (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GwRecord) self = data;
  g_autoptr (GwDoc) doc = gw_store_thread_get_finish (GW_STORE_THREAD (source), result, NULL);

  self->reading = FALSE;
  /* Edits went out while the store was being read: what was read is older than what is shown.
   * The record is read again when they are in. */
  if (self->n_writes > 0)
    return;
  if (doc)
    apply_doc (self, doc);
  if (self->must_read)
    start_reading (self);
}

static void
start_reading (GwRecord *self)
{
  if (!self->store || self->n_writes > 0)
    return;
  if (self->reading) {
    self->must_read = TRUE;
    return;
  }
  self->reading = TRUE;
  self->must_read = FALSE;
  gw_store_thread_get_async (self->store, self->db, self->id, self->cancellable, read_done,
                             g_object_ref (self));
}

static void
write_done (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GwRecord) self = data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  self->n_writes--;
  /* Each edit is the whole document: the next one that gets through has this one in it. */
  g_clear_error (&self->error);
  if (error) {
    self->error = g_error_copy (error);
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  }
  if (self->n_writes == 0) {
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVING]);
    start_reading (self);
  }
}

void
gw_record_write (GwRecord          *self,
                 GwRecordWriteKind  kind,
                 JsonObject        *body,
                 const char *const *settled)
{
  GwRecordWrite *op = g_new0 (GwRecordWrite, 1);

  op->kind = kind;
  op->trail = gw_record_trail_ref (self->trail);
  op->seen_rev = g_strdup (self->seen_rev);
  op->body = gw_json_copy (body);
  op->settled = g_strdupv ((char **) settled);
  self->n_writes++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVING]);
  gw_store_thread_write_async (self->store, gw_record_write_run, op,
                               (GDestroyNotify) gw_record_write_free, NULL, write_done,
                               g_object_ref (self));
}

static gboolean
save_due (gpointer data)
{
  GwRecord *self = data;

  self->save_id = 0;
  gw_record_save (self);
  return G_SOURCE_REMOVE;
}

static void
touch (GwRecord   *self,
       const char *field)
{
  g_hash_table_add (self->dirty, g_strdup (field));
  set_exists (self, TRUE);
  if (self->save_id == 0) {
    self->save_id = g_timeout_add (SAVE_AFTER_MS, save_due, self);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVING]);
  }
}

static void
store_changed (GwStoreThread *store,
               GPtrArray     *changes,
               gpointer       data)
{
  GwRecord *self = data;

  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (g_str_equal (change->id, self->id) && g_str_equal (change->db, self->db)) {
      start_reading (self);
      return;
    }
  }
}

static void
gw_record_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  GwRecord *self = GW_RECORD (object);

  switch (prop_id) {
  case PROP_EXISTS:
    g_value_set_boolean (value, self->exists);
    break;
  case PROP_CONFLICTS:
    g_value_set_uint (value, self->conflicts);
    break;
  case PROP_SAVING:
    g_value_set_boolean (value, gw_record_get_saving (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* The last typed letters must not be lost with the page that showed them. */
static void
gw_record_dispose (GObject *object)
{
  GwRecord *self = GW_RECORD (object);

  if (self->store) {
    gw_record_save (self);
    g_signal_handlers_disconnect_by_data (self->store, self);
    g_clear_object (&self->store);
  }
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (gw_record_parent_class)->dispose (object);
}

static void
gw_record_finalize (GObject *object)
{
  GwRecord *self = GW_RECORD (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->dirty);
  json_object_unref (self->body);
  json_object_unref (self->base);
  g_clear_pointer (&self->trail, gw_record_trail_unref);
  g_clear_error (&self->error);
  g_free (self->db);
  g_free (self->id);
  g_free (self->author);
  g_free (self->seen_rev);

  G_OBJECT_CLASS (gw_record_parent_class)->finalize (object);
}

static void
gw_record_class_init (GwRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gw_record_get_property;
  object_class->dispose = gw_record_dispose;
  object_class->finalize = gw_record_finalize;
  props[PROP_EXISTS] = g_param_spec_boolean ("exists", NULL, NULL, FALSE, flags);
  props[PROP_CONFLICTS] = g_param_spec_uint ("conflicts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_SAVING] = g_param_spec_boolean ("saving", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GW_TYPE_RECORD, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", GW_TYPE_RECORD, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
gw_record_init (GwRecord *self)
{
  self->body = json_object_new ();
  self->base = json_object_new ();
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * gw_record_new:
 * @store: the profile's store
 * @db: a database
 * @id: a document, there or not
 * @author: who changes it here, as others will read it
 *
 * Makes an empty record. gw_record_open_async() fills it; without that it is a new document
 * from its first change on.
 *
 * Returns: (transfer full): the record
 */
GwRecord *
gw_record_new (GwStoreThread *store,
               const char    *db,
               const char    *id,
               const char    *author)
{
  GwRecord *self;

  g_return_val_if_fail (GW_IS_STORE_THREAD (store) && db && id && author, NULL);

  self = g_object_new (GW_TYPE_RECORD, NULL);
  self->store = g_object_ref (store);
  self->db = g_strdup (db);
  self->id = g_strdup (id);
  self->author = g_strdup (author);
  self->trail = gw_record_trail_new (db, id);
  g_signal_connect (store, "changed", G_CALLBACK (store_changed), self);
  return self;
}

/**
 * gw_record_new_from_doc:
 * @store: the profile's store
 * @doc: the document as it was just read
 * @author: who changes it here
 *
 * Returns: (transfer full): the record, filled
 */
GwRecord *
gw_record_new_from_doc (GwStoreThread *store,
                        GwDoc         *doc,
                        const char    *author)
{
  GwRecord *self;

  g_return_val_if_fail (doc, NULL);

  self = gw_record_new (store, gw_doc_get_db (doc), gw_doc_get_id (doc), author);
  apply_doc (self, doc);
  return self;
}

static void
opened (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GTask) task = data;
  GwRecord *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GwDoc) doc = gw_store_thread_get_finish (GW_STORE_THREAD (source), result, &error);

  if (doc && self->n_writes == 0)
    apply_doc (self, doc);
  /* No such document yet is how every new one begins. */
  if (g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND))
    g_clear_error (&error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gw_record_open_async:
 * @self: a record
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is filled
 * @user_data: for @callback
 *
 * Reads the document.
 */
void
gw_record_open_async (GwRecord            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (GW_IS_RECORD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  gw_store_thread_get_async (self->store, self->db, self->id, cancellable, opened, task);
}

/**
 * gw_record_open_finish:
 * @self: a record
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the record is ready; "exists" tells whether there was a document
 */
gboolean
gw_record_open_finish (GwRecord      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/** gw_record_get_id: Returns: (transfer none): the document's id */
const char *
gw_record_get_id (GwRecord *self)
{
  g_return_val_if_fail (GW_IS_RECORD (self), NULL);

  return self->id;
}

/** gw_record_get_exists: Returns: whether the document is there and not deleted */
gboolean
gw_record_get_exists (GwRecord *self)
{
  g_return_val_if_fail (GW_IS_RECORD (self), FALSE);

  return self->exists;
}

/** gw_record_get_conflicts: Returns: how many other versions wait for a person */
guint
gw_record_get_conflicts (GwRecord *self)
{
  g_return_val_if_fail (GW_IS_RECORD (self), 0);

  return self->conflicts;
}

/** gw_record_get_saving: Returns: whether something changed here is not durable yet */
gboolean
gw_record_get_saving (GwRecord *self)
{
  g_return_val_if_fail (GW_IS_RECORD (self), FALSE);

  return self->save_id != 0 || self->n_writes > 0;
}

/**
 * gw_record_get_error:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): why what was changed here last is only in memory, and can
 *   never be written as it is; another change is tried again. Told by "notify::saving"
 */
const GError *
gw_record_get_error (GwRecord *self)
{
  g_return_val_if_fail (GW_IS_RECORD (self), NULL);

  return self->error;
}

/**
 * gw_record_get_string:
 * @self: a record
 * @field: a field
 *
 * Returns: (transfer none) (nullable): its text, until the field changes
 */
const char *
gw_record_get_string (GwRecord   *self,
                      const char *field)
{
  g_return_val_if_fail (GW_IS_RECORD (self) && field, NULL);

  return gw_json_get_string (self->body, field);
}

/**
 * gw_record_dup_strv:
 * @self: a record
 * @field: a field
 *
 * Returns: (transfer full) (not nullable): its texts, none where the field is not there
 */
GStrv
gw_record_dup_strv (GwRecord   *self,
                    const char *field)
{
  JsonArray *array;
  GPtrArray *values;

  g_return_val_if_fail (GW_IS_RECORD (self) && field, NULL);

  array = gw_json_get_array (self->body, field);
  values = g_ptr_array_new ();
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    const char *value = gw_json_array_string (array, i);

    if (value)
      g_ptr_array_add (values, g_strdup (value));
  }
  g_ptr_array_add (values, NULL);
  return (GStrv) g_ptr_array_free (values, FALSE);
}

/**
 * gw_record_set_string:
 * @self: a record
 * @field: a field
 * @value: (nullable): its new text; %NULL takes the field away
 *
 * Changes a field. It is durable half a second later, or at once with gw_record_save().
 */
void
gw_record_set_string (GwRecord   *self,
                      const char *field,
                      const char *value)
{
  g_return_if_fail (GW_IS_RECORD (self) && field);

  if (g_strcmp0 (gw_json_get_string (self->body, field), value) == 0)
    return;
  if (value)
    json_object_set_string_member (self->body, field, value);
  else
    json_object_remove_member (self->body, field);
  touch (self, field);
}

/**
 * gw_record_set_strv:
 * @self: a record
 * @field: a field
 * @values: its new texts
 *
 * Changes a field that is a list.
 */
void
gw_record_set_strv (GwRecord          *self,
                    const char        *field,
                    const char *const *values)
{
  g_auto (GStrv) old = NULL;
  JsonArray *array;

  g_return_if_fail (GW_IS_RECORD (self) && field && values);

  old = gw_record_dup_strv (self, field);
  if (g_strv_equal ((const char *const *) old, values))
    return;
  array = json_array_new ();
  for (int i = 0; values[i]; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (self->body, field, array);
  touch (self, field);
}

/**
 * gw_record_stamp:
 * @body: a document's body
 * @id: (nullable): its id, which begins with its type; %NULL where it is to say no type
 * @author: who changes it
 *
 * Writes who changed it when, and for a new document when it was created. What was written before documents said
 * their type says it from then on.
 */
void
gw_record_stamp (JsonObject *body,
                 const char *id,
                 const char *author)
{
  g_autofree char *now = gw_time_format (gw_time_now ());
  g_autofree char *type = id != NULL ? g_strndup (id, strcspn (id, ":")) : NULL;

  if (type != NULL && !json_object_has_member (body, "type"))
    json_object_set_string_member (body, "type", type);
  if (!json_object_has_member (body, "created"))
    json_object_set_string_member (body, "created", now);
  json_object_set_string_member (body, "changed", now);
  json_object_set_string_member (body, "author", author);
}

/**
 * gw_record_new_last_word:
 * @author: who deletes a document
 *
 * Returns: (transfer full): what the tombstone says: who deleted it and when
 */
JsonObject *
gw_record_new_last_word (const char *author)
{
  JsonObject *body;

  g_return_val_if_fail (author, NULL);

  body = json_object_new ();
  gw_record_stamp (body, NULL, author);
  json_object_remove_member (body, "created");
  return body;
}

/**
 * gw_record_save:
 * @self: a record
 *
 * Hands what was changed to the store now: when a field, a page or the program is left.
 */
void
gw_record_save (GwRecord *self)
{
  g_return_if_fail (GW_IS_RECORD (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (g_hash_table_size (self->dirty) == 0)
    return;
  gw_record_stamp (self->body, self->id, self->author);
  g_hash_table_remove_all (self->dirty);
  gw_record_write (self, GW_RECORD_PUT, self->body, NULL);
}

/**
 * gw_record_delete:
 * @self: a record
 *
 * Deletes the document. The fields stay here, so that gw_record_restore() can bring it back.
 */
void
gw_record_delete (GwRecord *self)
{
  g_autoptr (JsonObject) body = NULL;

  g_return_if_fail (GW_IS_RECORD (self));

  gw_record_save (self);
  body = gw_record_new_last_word (self->author);
  gw_record_write (self, GW_RECORD_DELETE, body, NULL);
  set_exists (self, FALSE);
}

/**
 * gw_record_restore:
 * @self: a record that was deleted
 *
 * Brings the document back as it was.
 */
void
gw_record_restore (GwRecord *self)
{
  g_return_if_fail (GW_IS_RECORD (self));

  gw_record_stamp (self->body, self->id, self->author);
  gw_record_write (self, GW_RECORD_PUT, self->body, NULL);
  set_exists (self, TRUE);
}
