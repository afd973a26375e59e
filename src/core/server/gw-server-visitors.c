/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/server/gw-server-visitors.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/server/gw-server-account.h"

#define PREFIX "godwit-check-"
#define ACCOUNT "org.couchdb.user:"
/* What is older was left by a proof that was killed. */
#define OLD (60 * 60)

struct _GwServerVisitors
{
  GwServer *server;
  char *stem;           /* "godwit-check-<seconds>-<letters>" */
  GHashTable *people;   /* who -> GwServer */
  guint n_databases;
};

static char *
make_stem (void)
{
  g_autofree char *password = gw_server_make_password ();

  return g_strdup_printf (PREFIX "%" G_GINT64_FORMAT "-%.5s", g_get_real_time () / G_USEC_PER_SEC, password);
}

static gboolean
is_left_over (const char *name)
{
  gint64 seconds = g_str_has_prefix (name, PREFIX) ? g_ascii_strtoll (name + strlen (PREFIX), NULL, 10) : 0;

  return seconds > 0 && seconds < g_get_real_time () / G_USEC_PER_SEC - OLD;
}

/**
 * gw_server_visitors_remove_account:
 * @name: an account that a proof made
 *
 * Returns: whether it is gone
 */
gboolean
gw_server_visitors_remove_account (GwServerVisitors  *self,
                                   const char        *name,
                                   GError           **error)
{
  g_autofree char *id = g_strconcat (ACCOUNT, name, NULL);
  g_autofree char *path = gw_server_dup_doc_path ("_users", id);
  g_autofree char *versioned = NULL;
  g_autoptr (JsonObject) doc = NULL;
  g_autoptr (GwServerAnswer) answer = NULL;

  g_return_val_if_fail (g_str_has_prefix (name, PREFIX), FALSE);

  if (!gw_server_find (self->server, path, &doc, error))
    return FALSE;
  if (doc == NULL)
    return TRUE;
  versioned = g_strconcat (path, "?rev=", gw_json_get_string (doc, "_rev"), NULL);
  answer = gw_server_ask (self->server, "DELETE", versioned, NULL, error);

  return answer != NULL;
}

/**
 * gw_server_visitors_remove_database:
 * @name: a database that a proof made; no other is ever deleted
 *
 * Returns: whether it is gone
 */
gboolean
gw_server_visitors_remove_database (GwServerVisitors  *self,
                                    const char        *name,
                                    GError           **error)
{
  g_autofree char *path = g_strconcat ("/", name, NULL);
  g_autoptr (GwServerAnswer) answer = NULL;

  g_return_val_if_fail (g_str_has_prefix (name, PREFIX), FALSE);

  answer = gw_server_try (self->server, "DELETE", path, NULL, error);
  if (answer == NULL || gw_server_answer_is_good (answer) || answer->status == 404)
    return answer != NULL;
  g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_REFUSED, "DELETE %s: %u", path, answer->status);

  return FALSE;
}

static gboolean
remove_left_over (GwServerVisitors  *self,
                  GError           **error)
{
  g_autoptr (GPtrArray) accounts = gw_server_account_list (self->server, error);
  g_auto (GStrv) names = accounts != NULL ? gw_server_list_names (self->server, error) : NULL;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++) {
    const GwServerAccount *account = g_ptr_array_index (accounts, i);

    if (is_left_over (account->name) && !gw_server_visitors_remove_account (self, account->name, error))
      return FALSE;
  }
  for (gsize i = 0; names[i] != NULL; i++) {
    if (is_left_over (names[i]) && !gw_server_visitors_remove_database (self, names[i], error))
      return FALSE;
  }

  return TRUE;
}

/* Without roles, until it takes them. */
static gboolean
add_person (GwServerVisitors  *self,
            const char        *who,
            GError           **error)
{
  static const char *const none[] = { NULL };
  g_autofree char *name = gw_server_visitors_dup_name (self, who);
  g_autofree char *password = gw_server_make_password ();

  if (!gw_server_account_add (self->server, name, password, none, error))
    return FALSE;
  g_hash_table_insert (self->people, g_strdup (who), gw_server_new_beside (self->server, name, password));

  return TRUE;
}

static gboolean
add_people (GwServerVisitors  *self,
            JsonObject        *actors,
            GError           **error)
{
  g_autoptr (GList) names = json_object_get_members (actors);

  for (GList *l = names; l != NULL; l = l->next) {
    if (strcmp (l->data, "admin") != 0 && !add_person (self, l->data, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_server_visitors_new:
 * @server: (transfer none): asked as an administrator; outlives what is made here
 * @actors: whose members are called as the accounts that are wanted; "admin" is @server itself
 *
 * Removes what an earlier proof left that was killed, and makes accounts without any roles.
 *
 * Returns: (transfer full): the visitors, or %NULL with @error
 */
GwServerVisitors *
gw_server_visitors_new (GwServer    *server,
                        JsonObject  *actors,
                        GError     **error)
{
  GwServerVisitors *self = g_new0 (GwServerVisitors, 1);

  self->server = server;
  self->stem = make_stem ();
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gw_server_free);
  g_hash_table_insert (self->people, g_strdup ("nobody"), gw_server_new_beside (server, NULL, NULL));
  if (remove_left_over (self, error) && add_people (self, actors, error))
    return self;
  gw_server_visitors_free (self, NULL);

  return NULL;
}

/**
 * gw_server_visitors_free:
 * @error: return location: what could not be removed
 *
 * Removes all that was made, as far as the server lets, and frees @self.
 *
 * Returns: whether nothing is left
 */
gboolean
gw_server_visitors_free (GwServerVisitors  *self,
                         GError           **error)
{
  g_auto (GStrv) people = gw_server_visitors_list (self);
  gboolean all = TRUE;

  for (gsize i = 0; people[i] != NULL; i++) {
    g_autofree char *name = gw_server_visitors_dup_name (self, people[i]);

    if (strcmp (people[i], "nobody") != 0 && !gw_server_visitors_remove_account (self, name, all ? error : NULL))
      all = FALSE;
  }
  for (guint i = 0; i < self->n_databases; i++) {
    g_autofree char *name = g_strdup_printf ("%s-%u", self->stem, i);

    if (!gw_server_visitors_remove_database (self, name, all ? error : NULL))
      all = FALSE;
  }
  g_hash_table_unref (self->people);
  g_free (self->stem);
  g_free (self);

  return all;
}

/* Returns: (transfer none): the server, asked as @who; as its administrator for "admin" */
GwServer *
gw_server_visitors_get (GwServerVisitors *self,
                        const char       *who)
{
  return strcmp (who, "admin") == 0 ? self->server : g_hash_table_lookup (self->people, who);
}

/* Returns: (transfer none): what all names begin with */
const char *
gw_server_visitors_get_stem (GwServerVisitors *self)
{
  return self->stem;
}

/* Returns: (transfer full): the name of the account */
char *
gw_server_visitors_dup_name (GwServerVisitors *self,
                             const char       *who)
{
  return g_strconcat (self->stem, "-", who, NULL);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): all but the administrator, "nobody" among them, in a fixed order */
GStrv
gw_server_visitors_list (GwServerVisitors *self)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer who;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &who, NULL))
    g_ptr_array_add (list, g_strdup (who));
  g_ptr_array_sort (list, compare);
  g_ptr_array_add (list, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

static gboolean
take_roles (GwServerVisitors  *self,
            const char        *who,
            JsonArray         *roles,
            GError           **error)
{
  g_autofree char *name = gw_server_visitors_dup_name (self, who);
  g_autofree char *id = g_strconcat (ACCOUNT, name, NULL);
  g_autofree char *path = gw_server_dup_doc_path ("_users", id);
  g_autoptr (JsonObject) doc = NULL;

  if (!gw_server_find (self->server, path, &doc, error))
    return FALSE;
  if (doc == NULL) {
    g_set_error (error, GW_SERVER_ERROR, GW_SERVER_ERROR_NOT_FOUND, "The account %s is gone", name);
    return FALSE;
  }
  json_object_set_array_member (doc, "roles", json_array_ref (roles));

  return gw_server_put (self->server, path, doc, error);
}

/**
 * gw_server_visitors_take_roles:
 * @actors: whose members have the roles of each; a change of roles acts at once
 *
 * Returns: whether all have them
 */
gboolean
gw_server_visitors_take_roles (GwServerVisitors  *self,
                               JsonObject        *actors,
                               GError           **error)
{
  g_auto (GStrv) people = gw_server_visitors_list (self);

  for (gsize i = 0; people[i] != NULL; i++) {
    if (strcmp (people[i], "nobody") != 0
        && !take_roles (self, people[i], gw_json_get_array (actors, people[i]), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
copy_designs (GwServerVisitors  *self,
              const char        *db,
              const char        *copy,
              GError           **error)
{
  g_autofree char *path = g_strconcat ("/", db, "/_all_docs?include_docs=true&startkey=%22_design%2F%22"
                                       "&endkey=%22_design0%22", NULL);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self->server, "GET", path, NULL, error);
  JsonObject *object = answer != NULL ? gw_server_answer_get_object (answer) : NULL;
  JsonArray *rows = object != NULL ? gw_json_get_array (object, "rows") : NULL;

  if (answer == NULL)
    return FALSE;
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++) {
    JsonObject *doc = gw_json_get_object (gw_json_array_object (rows, i), "doc");
    g_autofree char *there = doc != NULL ? g_strconcat ("/", copy, "/", gw_json_get_string (doc, "_id"), NULL) : NULL;

    if (doc == NULL)
      continue;
    json_object_remove_member (doc, "_rev");
    if (!gw_server_put (self->server, there, doc, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
copy_readers (GwServerVisitors  *self,
              const char        *db,
              const char        *copy,
              GError           **error)
{
  g_autofree char *here = g_strconcat ("/", db, "/_security", NULL);
  g_autofree char *there = g_strconcat ("/", copy, "/_security", NULL);
  g_autoptr (JsonObject) security = NULL;

  return gw_server_find (self->server, here, &security, error)
         && (security == NULL || gw_server_put (self->server, there, security, error));
}

/**
 * gw_server_visitors_copy_database:
 * @db: a database
 *
 * Makes one beside it with the same rules and readers and without its documents, so that what a proof writes is
 * written nowhere else: a document that was there once could never be taken out of every desk again.
 *
 * Returns: (transfer full): its name, or %NULL with @error
 */
char *
gw_server_visitors_copy_database (GwServerVisitors  *self,
                                  const char        *db,
                                  GError           **error)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", self->stem, self->n_databases++);
  g_autofree char *path = g_strconcat ("/", name, NULL);
  g_autoptr (GwServerAnswer) answer = gw_server_ask (self->server, "PUT", path, NULL, error);

  if (answer == NULL || !copy_designs (self, db, name, error) || !copy_readers (self, db, name, error))
    return NULL;

  return g_steal_pointer (&name);
}
