/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/net/gw-secret.h"

#include <string.h>
#include <libsecret/secret.h>

#include "core/base/gw-address.h"

/* A keyring that asks for its own password needs a person's time; one that hangs must not
 * keep the window from asking itself. */
#define LIMIT_MS 20000

struct _GwSecret
{
  GObject     parent_instance;

  GHashTable *this_run;   /* "user server" -> password */
  guint       limit_ms;
};

G_DEFINE_FINAL_TYPE (GwSecret, gw_secret, G_TYPE_OBJECT)

static const SecretSchema schema = {
  "org.godwit.Godwit.Server",
  SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* One question to the keyring with its own end: whoever is first, the answer or the clock,
 * ends it, and a late answer meets a cancelled operation. */
typedef struct
{
  GCancellable *cancellable;
  GSource      *clock;
  char         *key;
  char         *password;
} Question;

static void
wipe (gpointer data)
{
  char *text = data;

  if (text != NULL)
    memset (text, 0, strlen (text));
  g_free (text);
}

static void
question_free (gpointer data)
{
  Question *self = data;

  g_source_destroy (self->clock);
  g_source_unref (self->clock);
  g_object_unref (self->cancellable);
  g_free (self->key);
  wipe (self->password);
  g_free (self);
}

static gboolean
on_limit (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static char *
make_key (const char *server,
          const char *user)
{
  return g_strconcat (user, " ", server, NULL);
}

static GTask *
ask (GwSecret            *self,
     const char          *server,
     const char          *user,
     const char          *password,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->cancellable = g_cancellable_new ();
  question->key = make_key (server, user);
  question->password = g_strdup (password);
  question->clock = g_timeout_source_new (self->limit_ms);
  g_source_set_callback (question->clock, on_limit, g_object_ref (question->cancellable),
                         g_object_unref);
  g_source_attach (question->clock, g_main_context_get_thread_default ());
  g_task_set_task_data (task, question, question_free);

  return task;
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GwSecret *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  if (secret_password_store_finish (result, &error)) {
    g_hash_table_remove (self->this_run, question->key);
    g_task_return_int (task, GW_SECRET_KEYRING);
    return;
  }
  g_debug ("The keyring did not take the password: %s", error->message);
  g_hash_table_replace (self->this_run, g_strdup (question->key),
                        g_steal_pointer (&question->password));
  g_task_return_int (task, GW_SECRET_THIS_RUN);
}

/**
 * gw_secret_store_async:
 * @server: address of the server
 * @user: name of the account there
 * @password: the password
 *
 * Keeps a password in the keyring, or in memory where that fails. It can be looked up at once.
 */
void
gw_secret_store_async (GwSecret            *self,
                       const char          *server,
                       const char          *user,
                       const char          *password,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autofree char *label = NULL, *bare = NULL;
  Question *question;
  GTask *task;

  g_return_if_fail (GW_IS_SECRET (self));
  g_return_if_fail (server != NULL && user != NULL && password != NULL);

  server = bare = gw_address_dup_bare (server);
  task = ask (self, server, user, password, callback, user_data);
  question = g_task_get_task_data (task);
  g_hash_table_replace (self->this_run, g_strdup (question->key), g_strdup (password));
  label = g_strdup_printf ("Godwit: %s, %s", user, server);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, password,
                         question->cancellable, on_stored, task,
                         "server", server, "user", user, NULL);
}

/* Returns: where the password is kept now. */
GwSecretPlace
gw_secret_store_finish (GwSecret     *self,
                        GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), GW_SECRET_NOWHERE);

  return (GwSecretPlace) g_task_propagate_int (G_TASK (result), NULL);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *password = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_debug ("The keyring did not answer: %s", error->message);
  g_task_return_pointer (task, g_strdup (password), wipe);
  secret_password_free (password);
}

/**
 * gw_secret_lookup_async:
 *
 * Looks for a password, first among those of this run, then in the keyring, for as long as
 * the limit allows.
 */
void
gw_secret_lookup_async (GwSecret            *self,
                        const char          *server,
                        const char          *user,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  const char *known;
  Question *question;
  g_autofree char *bare = NULL;
  GTask *task;

  g_return_if_fail (GW_IS_SECRET (self));
  g_return_if_fail (server != NULL && user != NULL);

  server = bare = gw_address_dup_bare (server);
  task = ask (self, server, user, NULL, callback, user_data);
  question = g_task_get_task_data (task);
  known = g_hash_table_lookup (self->this_run, question->key);
  if (known != NULL) {
    question->password = g_strdup (known);
    g_task_return_pointer (task, g_strdup (known), wipe);
    g_object_unref (task);
    return;
  }
  secret_password_lookup (&schema, question->cancellable, on_found, task,
                          "server", server, "user", user, NULL);
}

/**
 * gw_secret_lookup_finish:
 * @place: (out) (optional): where the password was
 *
 * Returns: (transfer full) (nullable): the password; NULL means: ask the person
 */
char *
gw_secret_lookup_finish (GwSecret      *self,
                         GAsyncResult  *result,
                         GwSecretPlace *place)
{
  Question *question;
  char *password;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  question = g_task_get_task_data (G_TASK (result));
  password = g_task_propagate_pointer (G_TASK (result), NULL);
  if (place != NULL) {
    *place = password == NULL            ? GW_SECRET_NOWHERE
             : question->password != NULL ? GW_SECRET_THIS_RUN
                                          : GW_SECRET_KEYRING;
  }

  return password;
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_debug ("The keyring did not forget: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* Forgets a password in both places. */
void
gw_secret_clear_async (GwSecret            *self,
                       const char          *server,
                       const char          *user,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Question *question;
  g_autofree char *bare = NULL;
  GTask *task;

  g_return_if_fail (GW_IS_SECRET (self));
  g_return_if_fail (server != NULL && user != NULL);

  server = bare = gw_address_dup_bare (server);
  task = ask (self, server, user, NULL, callback, user_data);
  question = g_task_get_task_data (task);
  g_hash_table_remove (self->this_run, question->key);
  secret_password_clear (&schema, question->cancellable, on_cleared, task,
                         "server", server, "user", user, NULL);
}

void
gw_secret_clear_finish (GwSecret     *self,
                        GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
on_waited (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

/**
 * gw_secret_lookup:
 *
 * Asks the keyring and waits, for godwitctl. Uses a main context of its own.
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
gw_secret_lookup (const char *server,
                  const char *user)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GwSecret) self = gw_secret_new ();
  g_autoptr (GAsyncResult) result = NULL;
  char *password;

  g_main_context_push_thread_default (context);
  gw_secret_lookup_async (self, server, user, on_waited, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  password = gw_secret_lookup_finish (self, result, NULL);
  g_main_context_pop_thread_default (context);

  return password;
}

/* How long the keyring may take before it counts as not there. */
void
gw_secret_set_limit (GwSecret *self,
                     guint     milliseconds)
{
  g_return_if_fail (GW_IS_SECRET (self));

  self->limit_ms = milliseconds;
}

static void
gw_secret_finalize (GObject *object)
{
  GwSecret *self = GW_SECRET (object);

  g_clear_pointer (&self->this_run, g_hash_table_unref);

  G_OBJECT_CLASS (gw_secret_parent_class)->finalize (object);
}

static void
gw_secret_class_init (GwSecretClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_secret_finalize;
}

static void
gw_secret_init (GwSecret *self)
{
  self->this_run = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  self->limit_ms = LIMIT_MS;
}

GwSecret *
gw_secret_new (void)
{
  return g_object_new (GW_TYPE_SECRET, NULL);
}
