/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Avahi's own names: its D-Bus interface is org.freedesktop.Avahi, and a service is at an interface and a protocol
 * (numbers, -1 for any), with a name, a type and a domain, and a list of texts as bytes.
 *
 * A desk is announced under a name of chance, and the person's name stands in a text beside it: so two people of
 * one name do not collide, and a computer is not known again the next time. */

#include "core/nearby/gw-nearby-finder.h"

#include <net/if.h>
#include <string.h>

#include "core/nearby/gw-nearby-private.h"

#define AVAHI "org.freedesktop.Avahi"
#define AVAHI_SERVER AVAHI ".Server"
#define AVAHI_GROUP AVAHI ".EntryGroup"
#define AVAHI_BROWSER AVAHI ".ServiceBrowser"
#define SERVICE_TYPE "_godwit._tcp"
#define ANY (-1)
#define PROTOCOL_IPV4 0
/* More are no room full of people. */
#define MAX_FOUND 64
#define MAX_TEXTS 16
#define MAX_TEXT 255

struct _GwNearbyFinder
{
  GObject parent_instance;

  char *account;
  char *country;
  char *instance; /* the name of chance */
  guint16 port;   /* 0: only looks */
  guint watch;
  guint signals[2];
  GDBusConnection *bus;      /* (nullable): while Avahi is there */
  GCancellable *cancellable; /* of what was asked of it */
  char *group;               /* (nullable): the object that announces, */
  char *browser;             /* (nullable): and the one that looks */
  gboolean is_absent;
  gboolean is_announced;
  GHashTable *found;         /* name -> Entry */
};

typedef struct
{
  GwNearbyFound found;
  gboolean is_v4;
} Entry;

G_DEFINE_FINAL_TYPE (GwNearbyFinder, gw_nearby_finder, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->found.account);
  g_free (self->found.country);
  g_free (self->found.address);
  g_free (self);
}

static void
tell (GwNearbyFinder *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Returns: (transfer full): of the texts of a service the one that begins with "@key=", as a name; or "". */
static char *
dup_text (GVariant   *texts,
          const char *key)
{
  g_autofree char *prefix = g_strconcat (key, "=", NULL);

  for (gsize i = 0; i < MIN (g_variant_n_children (texts), MAX_TEXTS); i++) {
    g_autoptr (GVariant) bytes = g_variant_get_child_value (texts, i);
    gsize size;
    const char *data = g_variant_get_fixed_array (bytes, &size, 1);
    g_autofree char *text = data != NULL && size <= MAX_TEXT ? g_strndup (data, size) : g_strdup ("");

    if (g_str_has_prefix (text, prefix))
      return gw_nearby_dup_name (text + strlen (prefix));
  }

  return g_strdup ("");
}

/* (nullable): an address of this network is nothing but numbers; one that holds for a link says which. */
static char *
dup_address (const char *text,
             int         interface,
             guint16     port,
             gboolean   *is_v4)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autofree char *bare = address != NULL ? g_inet_address_to_string (address) : NULL;
  char name[IF_NAMESIZE];

  if (address == NULL || port == 0)
    return NULL;
  *is_v4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
  if (*is_v4)
    return g_strdup_printf ("%s:%u", bare, port);
  if (g_inet_address_get_is_link_local (address) && interface > 0 && if_indextoname (interface, name) != NULL)
    return g_strdup_printf ("[%s%%%s]:%u", bare, name, port);

  return g_strdup_printf ("[%s]:%u", bare, port);
}

/* The same desk is seen by each interface and protocol. */
static void
take_found (GwNearbyFinder *self,
            const char     *instance,
            Entry          *entry)
{
  const Entry *before = g_hash_table_lookup (self->found, instance);

  if ((before == NULL && g_hash_table_size (self->found) >= MAX_FOUND)
      || (before != NULL && (before->is_v4 || !entry->is_v4))) {
    entry_free (entry);
    return;
  }
  g_hash_table_insert (self->found, g_strdup (instance), entry);
  tell (self);
}

static void
on_resolved (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwNearbyFinder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) texts = NULL;
  const char *instance, *address;
  gint32 interface;
  guint16 port;
  Entry *entry;

  if (answer == NULL) {
    g_debug ("A desk cannot be resolved: %s", error->message);
    return;
  }
  g_variant_get (answer, "(ii&ssssi&sq@aayu)", &interface, NULL, &instance, NULL, NULL, NULL, NULL, &address,
                 &port, &texts, NULL);
  entry = g_new0 (Entry, 1);
  entry->found.address = dup_address (address, interface, port, &entry->is_v4);
  entry->found.account = dup_text (texts, "name");
  entry->found.country = dup_text (texts, "country");
  if (entry->found.address != NULL && self->bus != NULL)
    take_found (self, instance, entry);
  else
    entry_free (entry);
}

static void
on_new (GwNearbyFinder *self,
        GVariant       *parameters)
{
  gint32 interface, protocol;
  const char *instance, *type, *domain;

  g_variant_get (parameters, "(ii&s&s&su)", &interface, &protocol, &instance, &type, &domain, NULL);
  if (strcmp (instance, self->instance) == 0 || strcmp (type, SERVICE_TYPE) != 0)
    return;
  g_dbus_connection_call (self->bus, AVAHI, "/", AVAHI_SERVER, "ResolveService",
                          g_variant_new ("(iisssiu)", interface, protocol, instance, type, domain, protocol, 0),
                          G_VARIANT_TYPE ("(iissssisqaayu)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          on_resolved, g_object_ref (self));
}

static void
on_signal (GDBusConnection *bus,
           const char      *sender,
           const char      *path,
           const char      *interface,
           const char      *name,
           GVariant        *parameters,
           gpointer         user_data)
{
  GwNearbyFinder *self = user_data;
  const char *instance, *type;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iisssu)")))
    return;
  if (strcmp (name, "ItemNew") == 0) {
    on_new (self, parameters);
    return;
  }
  g_variant_get (parameters, "(ii&s&ssu)", NULL, NULL, &instance, &type, NULL, NULL);
  if (strcmp (type, SERVICE_TYPE) == 0 && g_hash_table_remove (self->found, instance))
    tell (self);
}

static void
call (GwNearbyFinder      *self,
      const char          *path,
      const char          *interface,
      const char          *method,
      GVariant            *parameters,
      const char          *reply,
      GAsyncReadyCallback  callback)
{
  g_dbus_connection_call (self->bus, AVAHI, path, interface, method, parameters, G_VARIANT_TYPE (reply),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, callback, g_object_ref (self));
}

/* What an answer of Avahi's says; NULL for an error, which is told in the log alone: whoever is not announced can
 * still be reached by address. */
static GVariant *
finish (GObject      *source,
        GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    g_debug ("Avahi: %s", error->message);

  return answer;
}

static void
on_committed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwNearbyFinder) self = user_data;
  g_autoptr (GVariant) answer = finish (source, result);

  if (answer == NULL)
    return;
  self->is_announced = TRUE;
  tell (self);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwNearbyFinder) self = user_data;
  g_autoptr (GVariant) answer = finish (source, result);

  if (answer != NULL && self->group != NULL)
    call (self, self->group, AVAHI_GROUP, "Commit", NULL, "()", on_committed);
}

static void
add_text (GVariantBuilder *texts,
          const char      *key,
          const char      *value)
{
  g_autofree char *text = g_strconcat (key, "=", value, NULL);

  g_variant_builder_add_value (texts, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), 1));
}

static GVariant *
describe_service (GwNearbyFinder *self)
{
  g_autofree char *name = gw_nearby_dup_name (self->account);
  g_auto (GVariantBuilder) texts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aay"));

  add_text (&texts, "v", G_STRINGIFY (GW_NEARBY_VERSION));
  add_text (&texts, "name", name);
  add_text (&texts, "country", self->country);

  return g_variant_new ("(iiussssqaay)", ANY, ANY, 0, self->instance, SERVICE_TYPE, "", "", self->port, &texts);
}

/* @path: (inout): of an object that Avahi made for us
 * Returns: FALSE where it made none, or nobody waits for it any more */
static gboolean
take_path (GwNearbyFinder  *self,
           GObject         *source,
           GAsyncResult    *result,
           char           **path)
{
  g_autoptr (GVariant) answer = finish (source, result);

  if (answer == NULL || self->bus == NULL)
    return FALSE;
  g_clear_pointer (path, g_free);
  g_variant_get (answer, "(o)", path);

  return TRUE;
}

static void
on_group (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwNearbyFinder) self = user_data;

  if (take_path (self, source, result, &self->group))
    call (self, self->group, AVAHI_GROUP, "AddService", describe_service (self), "()", on_added);
}

static void
on_browser (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwNearbyFinder) self = user_data;

  take_path (self, source, result, &self->browser);
}

/* What is known already is told at once, perhaps before the answer: so the ears come first. */
static void
on_appeared (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  static const char *const members[] = { "ItemNew", "ItemRemove" };
  GwNearbyFinder *self = user_data;

  self->is_absent = FALSE;
  self->bus = g_object_ref (bus);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    self->signals[i] = g_dbus_connection_signal_subscribe (bus, AVAHI, AVAHI_BROWSER, members[i], NULL, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  call (self, "/", AVAHI_SERVER, "ServiceBrowserNew", g_variant_new ("(iissu)", ANY, ANY, SERVICE_TYPE, "", 0),
        "(o)", on_browser);
  if (self->port != 0)
    call (self, "/", AVAHI_SERVER, "EntryGroupNew", NULL, "(o)", on_group);
  tell (self);
}

/* Nobody waits for the answer: where Avahi is gone, so is what it held. */
static void
let_go (GwNearbyFinder  *self,
        char           **path,
        const char      *interface)
{
  if (*path != NULL)
    g_dbus_connection_call (self->bus, AVAHI, *path, interface, "Free", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                            -1, NULL, NULL, NULL);
  g_clear_pointer (path, g_free);
}

static void
leave_bus (GwNearbyFinder *self)
{
  if (self->bus == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signals[i]);
  let_go (self, &self->group, AVAHI_GROUP);
  let_go (self, &self->browser, AVAHI_BROWSER);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);
  self->is_announced = FALSE;
  g_hash_table_remove_all (self->found);
}

static void
on_vanished (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  GwNearbyFinder *self = user_data;

  leave_bus (self);
  self->is_absent = TRUE;
  tell (self);
}

static void
gw_nearby_finder_dispose (GObject *object)
{
  GwNearbyFinder *self = GW_NEARBY_FINDER (object);

  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  leave_bus (self);

  G_OBJECT_CLASS (gw_nearby_finder_parent_class)->dispose (object);
}

static void
gw_nearby_finder_finalize (GObject *object)
{
  GwNearbyFinder *self = GW_NEARBY_FINDER (object);

  g_free (self->account);
  g_free (self->country);
  g_free (self->instance);
  g_hash_table_unref (self->found);

  G_OBJECT_CLASS (gw_nearby_finder_parent_class)->finalize (object);
}

static void
gw_nearby_finder_class_init (GwNearbyFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gw_nearby_finder_dispose;
  object_class->finalize = gw_nearby_finder_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
gw_nearby_finder_init (GwNearbyFinder *self)
{
  self->instance = g_strdup_printf ("Godwit %08x%08x", g_random_int (), g_random_int ());
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

/**
 * gw_nearby_finder_new:
 * @account: the name others shall see
 * @country: ISO 3166 alpha-3, or ""
 * @port: where this desk waits, or 0 to look without being seen
 *
 * Returns: (transfer full): it looks, and announces, until it is let go
 */
GwNearbyFinder *
gw_nearby_finder_new (const char *account,
                      const char *country,
                      guint16     port)
{
  GwNearbyFinder *self;

  g_return_val_if_fail (account != NULL && country != NULL, NULL);

  self = g_object_new (GW_TYPE_NEARBY_FINDER, NULL);
  self->account = g_strdup (account);
  self->country = g_strdup (country);
  self->port = port;
  self->watch = g_bus_watch_name (G_BUS_TYPE_SYSTEM, AVAHI, G_BUS_NAME_WATCHER_FLAGS_AUTO_START, on_appeared,
                                  on_vanished, self, NULL);

  return self;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const GwNearbyFound *first = *(const GwNearbyFound *const *) a, *second = *(const GwNearbyFound *const *) b;
  int order = g_utf8_collate (first->account, second->account);

  /* Nobody looks for one without a name. */
  if ((*first->account == '\0') != (*second->account == '\0'))
    return *first->account == '\0' ? 1 : -1;

  return order != 0 ? order : strcmp (first->address, second->address);
}

/**
 * gw_nearby_finder_list:
 *
 * Returns: (transfer container) (element-type GwNearbyFound): who waits, by name; good until "changed"
 */
GPtrArray *
gw_nearby_finder_list (GwNearbyFinder *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer entry;

  g_return_val_if_fail (GW_IS_NEARBY_FINDER (self), list);

  g_hash_table_iter_init (&iter, self->found);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_ptr_array_add (list, &((Entry *) entry)->found);
  g_ptr_array_sort (list, compare);

  return list;
}

/* Returns: FALSE once it is known that Avahi does not run here. */
gboolean
gw_nearby_finder_is_available (GwNearbyFinder *self)
{
  g_return_val_if_fail (GW_IS_NEARBY_FINDER (self), FALSE);

  return !self->is_absent;
}

/* Returns: whether others can see this desk in their lists. */
gboolean
gw_nearby_finder_is_announced (GwNearbyFinder *self)
{
  g_return_val_if_fail (GW_IS_NEARBY_FINDER (self), FALSE);

  return self->is_announced;
}
