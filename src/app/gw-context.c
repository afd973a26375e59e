/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the program that a desk may be given, made once by the application and
 * handed down as the construct property "context". There are no global getters, so that a
 * test can hand down others. */

#include "app/gw-context.h"

#include "app/sync/gw-front.h"
#include "core/net/gw-authority.h"

struct _GwContext
{
  GObject parent_instance;

  char *language;
  GwProfile *profile;
  GwStoreThread *store;
  GwUnsaved *unsaved;
  GwReference *reference;
  GwManual *manual;
  GwSearch *search;
  GwAccount *account;
  GwFront *front;
};

enum
{
  PROP_LANGUAGE = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwContext, gw_context, G_TYPE_OBJECT)

static void
gw_context_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  GwContext *self = GW_CONTEXT (object);

  switch (property_id) {
  case PROP_LANGUAGE:
    g_value_set_string (value, self->language);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_context_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  GwContext *self = GW_CONTEXT (object);

  switch (property_id) {
  case PROP_LANGUAGE:
    gw_context_set_language (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_context_dispose (GObject *object)
{
  GwContext *self = GW_CONTEXT (object);

  g_clear_object (&self->front);
  g_clear_object (&self->account);
  g_clear_object (&self->search);
  g_clear_object (&self->unsaved);
  g_clear_object (&self->profile);
  g_clear_object (&self->store);
  g_clear_object (&self->manual);
  g_clear_object (&self->reference);

  G_OBJECT_CLASS (gw_context_parent_class)->dispose (object);
}

static void
gw_context_finalize (GObject *object)
{
  GwContext *self = GW_CONTEXT (object);

  g_free (self->language);

  G_OBJECT_CLASS (gw_context_parent_class)->finalize (object);
}

static void
gw_context_class_init (GwContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_context_get_property;
  object_class->set_property = gw_context_set_property;
  object_class->dispose = gw_context_dispose;
  object_class->finalize = gw_context_finalize;

  /**
   * GwContext:language:
   *
   * The language of the program's words and of the manual, such as `fr`.
   */
  props[PROP_LANGUAGE] =
    g_param_spec_string ("language", NULL, NULL, "en",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_context_init (GwContext *self)
{
  self->language = g_strdup ("en");
}

GwContext *
gw_context_new (void)
{
  return g_object_new (GW_TYPE_CONTEXT, NULL);
}

/**
 * gw_context_get_language:
 *
 * Returns: (not nullable): the language of the program's words, such as `fr`
 */
const char *
gw_context_get_language (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), "en");

  return self->language;
}

void
gw_context_set_language (GwContext  *self,
                         const char *language)
{
  g_return_if_fail (GW_IS_CONTEXT (self));
  g_return_if_fail (language != NULL);

  if (g_str_equal (self->language, language))
    return;

  g_free (self->language);
  self->language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
}

/**
 * gw_context_set_library:
 * @reference: countries, instruments, species, meetings
 * @manual: the manual
 *
 * What came with the program and is the same for every profile.
 */
void
gw_context_set_library (GwContext   *self,
                        GwReference *reference,
                        GwManual    *manual)
{
  g_return_if_fail (GW_IS_CONTEXT (self));

  g_set_object (&self->reference, reference);
  g_set_object (&self->manual, manual);
}

/**
 * gw_context_open:
 * @profile: whose desk this is
 * @store: its documents
 */
void
gw_context_open (GwContext     *self,
                 GwProfile     *profile,
                 GwStoreThread *store)
{
  g_autofree char *pack = gw_manual_dup_pack_path ();
  g_autofree char *index = NULL;

  g_return_if_fail (GW_IS_CONTEXT (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  self->store = g_object_ref (store);
  self->unsaved = gw_unsaved_new (store);
  index = gw_profile_dup_search_path (profile);
  self->account = gw_account_new (profile, store);
  self->front = gw_front_new (self->account);
  self->search = gw_search_new (pack, gw_store_thread_get_path (store), index);
}

/**
 * gw_context_close:
 *
 * Ends the threads of the profile that is open; what was asked of them is done first.
 */
void
gw_context_close (GwContext *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GW_IS_CONTEXT (self));

  if (self->store == NULL)
    return;

  g_clear_object (&self->front);
  gw_account_close (self->account);
  gw_search_close (self->search);
  gw_unsaved_save (self->unsaved);
  if (!gw_store_thread_flush (self->store, &error))
    g_warning ("Not everything could be saved: %s", error->message);
  g_clear_object (&self->unsaved);
  gw_store_thread_close (self->store);
  g_clear_object (&self->account);
  g_clear_object (&self->search);
  g_clear_object (&self->store);
  g_clear_object (&self->profile);
}

/**
 * gw_context_get_profile:
 *
 * Returns: (transfer none): whose desk this is
 */
GwProfile *
gw_context_get_profile (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->profile;
}

/**
 * gw_context_get_store:
 *
 * Returns: (transfer none): the thread that reads and writes the profile's documents
 */
GwStoreThread *
gw_context_get_store (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->store;
}

/**
 * gw_context_get_reference:
 *
 * Returns: (transfer none): countries, instruments, species, meetings
 */
GwReference *
gw_context_get_reference (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->reference;
}

/**
 * gw_context_get_manual:
 *
 * Returns: (transfer none): the manual's pack
 */
GwManual *
gw_context_get_manual (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->manual;
}

/**
 * gw_context_get_search:
 *
 * Returns: (transfer none): the full-text index of the profile
 */
GwSearch *
gw_context_get_search (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->search;
}

/**
 * gw_context_get_account:
 *
 * Returns: (transfer none): the account on the server and the exchange with it
 */
GwAccount *
gw_context_get_account (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->account;
}

/**
 * gw_context_exchange_changed:
 *
 * The profile's settings of the exchange are others: they count from the next exchange on, which begins now.
 */
void
gw_context_exchange_changed (GwContext *self)
{
  GwSync *sync;

  g_return_if_fail (GW_IS_CONTEXT (self) && self->profile != NULL);

  sync = self->account != NULL ? gw_account_get_sync (self->account) : NULL;
  if (sync == NULL)
    return;
  gw_sync_set_authority (sync, gw_profile_get_setting (self->profile, GW_AUTHORITY_SETTING));
  gw_sync_set_fetches (sync, gw_sync_fetch_flags (gw_profile_get_setting (self->profile, GW_SYNC_FETCH_SETTING)));
  gw_sync_now (sync);
}

/**
 * gw_context_get_clock:
 * @offset: (out): seconds by which the server's clock is ahead of this computer's
 *
 * Returns: whether a server told the time
 */
gboolean
gw_context_get_clock (GwContext *self,
                      gint64    *offset)
{
  GwSync *sync;
  const GwSyncStatus *status;

  g_return_val_if_fail (GW_IS_CONTEXT (self) && offset != NULL, FALSE);

  sync = self->account != NULL ? gw_account_get_sync (self->account) : NULL;
  status = sync != NULL ? gw_sync_get_status (sync) : NULL;
  *offset = status != NULL && status->knows_clock ? status->clock_offset : 0;

  return status != NULL && status->knows_clock;
}

/**
 * gw_context_get_unsaved:
 *
 * Returns: (transfer none): what was typed and is not on the disk yet
 */
GwUnsaved *
gw_context_get_unsaved (GwContext *self)
{
  g_return_val_if_fail (GW_IS_CONTEXT (self), NULL);

  return self->unsaved;
}
