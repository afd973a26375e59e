/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the work stands, for the status line and the sheet: counted in the store each time
 * something changes there, and never added up from events, so that it is true after a restart,
 * a fault, or another process at work in the same profile. */

#include "app/sync/gw-status.h"

#include "core/store/gw-store-sticks.h"

struct _GwStatus
{
  GObject parent_instance;

  GwContext *context;
  GCancellable *cancellable;
  guint refresh_id;
  guint minute_id;
  gboolean counting;
  gboolean again; /* something changed while it was being counted */

  GwSyncStatus counted; /* only its numbers from the store */
  gint64 stick_since;   /* the same, of sticks */
  gboolean stick_arrived;
  GwSyncFacts facts;
  char *sentence;
};

enum
{
  PROP_SENTENCE = 1,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwStatus, gw_status, G_TYPE_OBJECT)

#define MAX_STICKS 20
#define COUNT_INTERVAL 100 /* milliseconds: changes by the hundred are counted once */

/* What is read of the store at one moment. */
typedef struct
{
  GwSyncStatus status;
  gint64 stick_since;
  gboolean stick_arrived;
} Counted;

/* The last file for named people; with a passphrase nobody knows who reads it. */
static gboolean
read_sticks (Counted  *counted,
             GwStore  *store,
             GError  **error)
{
  g_autoptr (GPtrArray) list = gw_store_sent (store, MAX_STICKS, error);

  for (guint i = 0; list != NULL && i < list->len && counted->stick_since == 0; i++) {
    const GwStickSent *sent = g_ptr_array_index (list, i);

    if (sent->readers->len == 0)
      continue;
    counted->stick_since = sent->time;
    counted->stick_arrived = TRUE;
    for (guint j = 0; j < sent->readers->len; j++)
      counted->stick_arrived &= ((const GwStickReader *) sent->readers->pdata[j])->confirmed != 0;
  }

  return list != NULL;
}

/* Runs on the store's thread. */
static gpointer
count (GwStore   *store,
       gpointer   data,
       GError   **error)
{
  g_autofree Counted *counted = g_new0 (Counted, 1);

  if (!gw_sync_status_read (&counted->status, store, data, error) || !read_sticks (counted, store, error))
    return NULL;

  return g_steal_pointer (&counted);
}

/* What the exchange says of itself; without one, the numbers counted here stand alone. */
static void
read_exchange (GwStatus *self)
{
  GwAccount *account = gw_context_get_account (self->context);
  GwSync *sync = account != NULL ? gw_account_get_sync (account) : NULL;

  self->facts.needs_password = account != NULL && gw_account_needs_password (account);
  if (sync != NULL)
    self->facts.sync = *gw_sync_get_status (sync);
  /* These are counted in the store here, in step with what is shown. */
  self->facts.sync.waiting = self->counted.waiting;
  self->facts.sync.waiting_bytes = self->counted.waiting_bytes;
  self->facts.sync.refused = self->counted.refused;
  self->facts.sync.conflicts = self->counted.conflicts;
  self->facts.stick_since = self->stick_since;
  self->facts.stick_arrived = self->stick_arrived;
  if (sync == NULL)
    self->facts.sync.last_success = self->counted.last_success;
}

static void
update_words (GwStatus *self)
{
  GwStoreThread *store = gw_context_get_store (self->context);
  const GError *write_error = store != NULL ? gw_store_thread_get_write_error (store) : NULL;
  g_autofree char *sentence = NULL;

  self->facts.disk = GW_DISK_WELL;
  if (write_error != NULL)
    self->facts.disk = g_error_matches (write_error, GW_STORE_ERROR, GW_STORE_ERROR_FULL)
                       ? GW_DISK_FULL : GW_DISK_FAULT;
  else if (store != NULL && gw_store_thread_is_read_only (store))
    self->facts.disk = GW_DISK_READ_ONLY;
  read_exchange (self);
  self->facts.now = g_get_real_time ();

  sentence = gw_sync_words_status (&self->facts);
  if (g_strcmp0 (sentence, self->sentence) == 0)
    return;

  g_free (self->sentence);
  self->sentence = g_steal_pointer (&sentence);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SENTENCE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ICON_NAME]);
}

static void begin_count (GwStatus *self);

static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwStatus) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Counted *counted = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  self->counting = FALSE;
  if (self->context == NULL)
    return;
  if (counted == NULL) {
    g_warning ("What waits cannot be counted: %s", error->message);
    return;
  }

  self->counted = counted->status;
  self->stick_since = counted->stick_since;
  self->stick_arrived = counted->stick_arrived;
  update_words (self);
  if (self->again)
    begin_count (self);
}

static void
begin_count (GwStatus *self)
{
  GwAccount *account = gw_context_get_account (self->context);

  if (self->counting) {
    self->again = TRUE;
    return;
  }

  self->counting = TRUE;
  self->again = FALSE;
  gw_store_thread_run_async (gw_context_get_store (self->context), count,
                             account != NULL ? g_strdup (gw_account_get_url (account)) : NULL, g_free,
                             g_free, NULL, on_counted,
                             g_object_ref (self));
}

static gboolean
refresh (gpointer user_data)
{
  GwStatus *self = GW_STATUS (user_data);

  self->refresh_id = 0;
  begin_count (self);
  return G_SOURCE_REMOVE;
}

/* The first change is counted at once, those that follow soon after it together. */
static void
on_changed (GwStatus *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (self->counting ? COUNT_INTERVAL : 0, refresh, self);
}

/* What was sent or came is counted anew; the words about the exchange itself change at once. */
static void
on_exchange (GwStatus *self)
{
  update_words (self);
  on_changed (self);
}

static gboolean
on_minute (gpointer user_data)
{
  update_words (GW_STATUS (user_data));
  return G_SOURCE_CONTINUE;
}

static void
gw_status_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  GwStatus *self = GW_STATUS (object);

  switch (property_id) {
  case PROP_SENTENCE:
    g_value_set_string (value, self->sentence);
    break;
  case PROP_ICON_NAME:
    g_value_set_string (value, gw_status_get_icon (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_status_dispose (GObject *object)
{
  GwStatus *self = GW_STATUS (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_status_parent_class)->dispose (object);
}

static void
gw_status_finalize (GObject *object)
{
  GwStatus *self = GW_STATUS (object);

  g_free (self->sentence);

  G_OBJECT_CLASS (gw_status_parent_class)->finalize (object);
}

static void
gw_status_class_init (GwStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_status_get_property;
  object_class->dispose = gw_status_dispose;
  object_class->finalize = gw_status_finalize;

  props[PROP_SENTENCE] =
    g_param_spec_string ("sentence", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_status_init (GwStatus *self)
{
  self->sentence = g_strdup ("");
  self->facts.sync.since_success = -1;
}

/**
 * gw_status_new:
 * @context: whose work
 *
 * Returns: (transfer full): where it stands, kept true until it is disposed of
 */
GwStatus *
gw_status_new (GwContext *context)
{
  GwStatus *self;
  GwStoreThread *store;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);

  self = g_object_new (GW_TYPE_STATUS, NULL);
  self->context = g_object_ref (context);
  store = gw_context_get_store (context);
  if (store != NULL) {
    g_signal_connect_object (store, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (store, "notify::write-error", G_CALLBACK (update_words), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (gw_context_get_account (context), "changed", G_CALLBACK (on_exchange),
                             self, G_CONNECT_SWAPPED);
    self->minute_id = g_timeout_add_seconds (60, on_minute, self);
    begin_count (self);
  }

  return self;
}

/**
 * gw_status_get_sentence:
 *
 * Returns: (transfer none): what the status line says; empty until it was counted once
 */
const char *
gw_status_get_sentence (GwStatus *self)
{
  g_return_val_if_fail (GW_IS_STATUS (self), NULL);

  return self->sentence;
}

const char *
gw_status_get_icon (GwStatus *self)
{
  g_return_val_if_fail (GW_IS_STATUS (self), NULL);

  return gw_sync_words_icon (&self->facts);
}

/**
 * gw_status_recount:
 *
 * Looks at the store again, for what changes there without a document: a stick was written or read.
 */
void
gw_status_recount (GwStatus *self)
{
  g_return_if_fail (GW_IS_STATUS (self));

  on_changed (self);
}

/**
 * gw_status_get_facts:
 *
 * Returns: (transfer none): what the sentence was made from
 */
const GwSyncFacts *
gw_status_get_facts (GwStatus *self)
{
  g_return_val_if_fail (GW_IS_STATUS (self), NULL);

  return &self->facts;
}
