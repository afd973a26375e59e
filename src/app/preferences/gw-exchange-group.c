/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/preferences/gw-exchange-group.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "core/net/gw-authority.h"
#include "core/sync/gw-sync-run.h"

/* More than any such file has; the rest is not read. */
#define LARGEST (1024 * 1024)

struct _GwExchangeGroup
{
  AdwPreferencesGroup parent_instance;

  GwContext *context;

  AdwComboRow *fetch;
  AdwActionRow *authority;
  GtkWidget *remove;
  GtkFileChooserNative *chooser; /* NULL while none is open */
};

G_DEFINE_FINAL_TYPE (GwExchangeGroup, gw_exchange_group, ADW_TYPE_PREFERENCES_GROUP)

/* In the order of the list in the template. */
static const char *const choices[] = { "none", "small", "all" };

static void
show_authority (GwExchangeGroup *self)
{
  const char *pem = gw_profile_get_setting (gw_context_get_profile (self->context), GW_AUTHORITY_SETTING);
  g_autoptr (GwAuthority) authority = pem != NULL ? gw_authority_read (pem) : NULL;
  g_autofree char *until = NULL, *words = NULL;

  gtk_widget_set_visible (self->remove, pem != NULL);
  if (authority == NULL) {
    adw_action_row_set_subtitle (self->authority,
                                 _("None but those that the system knows. Where your ministry signs its own servers, or "
                                   "watches the line, its people have a file for this."));
    return;
  }
  until = gw_date_words_format_time (gw_authority_get_until (authority) * G_USEC_PER_SEC);
  /* TRANSLATORS: %1$s is the name of who vouches for servers, %2$s a date and time. */
  words = g_strdup_printf (_("“%1$s”, besides those that the system knows; until %2$s"), gw_authority_get_name (authority),
                           until);
  adw_action_row_set_subtitle (self->authority, words);
}

static void
say (GwExchangeGroup *self,
     const char      *sentence)
{
  adw_action_row_set_subtitle (self->authority, sentence);
}

/* The settings are a few kB in a small file, written as the account is. */
static gboolean
keep (GwExchangeGroup *self,
      const char      *key,
      const char      *value)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = gw_profile_set_setting (gw_context_get_profile (self->context), key, value, &error);

  if (ok)
    gw_context_exchange_changed (self->context);
  else
    g_message ("A setting is not kept: %s", error->message);

  return ok;
}

static const char *
explain (const GError *error)
{
  if (g_error_matches (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_SECRET))
    return _("The file holds a secret key. Ask for one with the certificate only; nothing was changed.");
  if (g_error_matches (error, GW_AUTHORITY_ERROR, GW_AUTHORITY_ERROR_PAST))
    return _("The certificates in the file have ended. Ask for new ones; nothing was changed.");

  return _("The file holds no certificate that can be used. Nothing was changed.");
}

static void
take (GwExchangeGroup *self,
      GBytes          *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAuthority) authority = gw_authority_new (bytes, g_get_real_time () / G_USEC_PER_SEC, &error);

  if (authority == NULL)
    say (self, explain (error));
  else if (keep (self, GW_AUTHORITY_SETTING, gw_authority_get_pem (authority)))
    show_authority (self);
  else
    say (self, _("The choice could not be kept just now. Nothing was changed; please try again."));
}

static void
read_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *buffer = g_malloc (LARGEST);
  GError *error = NULL;
  gsize size = 0;

  stream = G_INPUT_STREAM (g_file_read (data, cancellable, &error));
  if (stream != NULL && g_input_stream_read_all (stream, buffer, LARGEST, &size, cancellable, &error))
    g_task_return_pointer (task, g_bytes_new (buffer, size), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GwExchangeGroup *self = GW_EXCHANGE_GROUP (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->context == NULL)
    return;
  if (bytes != NULL)
    take (self, bytes);
  else
    say (self, _("The file cannot be read. Nothing was changed."));
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           GwExchangeGroup *self)
{
  g_autoptr (GTask) task = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    task = g_task_new (self, NULL, read_cb, NULL);
    g_task_set_task_data (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)), g_object_unref);
    g_task_run_in_thread (task, read_on_pool);
  }
  g_clear_object (&self->chooser);
}

static void
choose_cb (GwExchangeGroup *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("A file of certificates"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
remove_cb (GwExchangeGroup *self)
{
  if (keep (self, GW_AUTHORITY_SETTING, NULL))
    show_authority (self);
}

static void
on_fetch_selected (GwExchangeGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->fetch);

  if (self->context != NULL && selected < G_N_ELEMENTS (choices))
    keep (self, GW_SYNC_FETCH_SETTING, choices[selected]);
}

static void
gw_exchange_group_dispose (GObject *object)
{
  GwExchangeGroup *self = GW_EXCHANGE_GROUP (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_exchange_group_parent_class)->dispose (object);
}

static void
gw_exchange_group_class_init (GwExchangeGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_exchange_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/preferences/gw-exchange-group.ui");
  gtk_widget_class_bind_template_child (widget_class, GwExchangeGroup, fetch);
  gtk_widget_class_bind_template_child (widget_class, GwExchangeGroup, authority);
  gtk_widget_class_bind_template_child (widget_class, GwExchangeGroup, remove);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
gw_exchange_group_init (GwExchangeGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_exchange_group_set_context:
 * @context: whose settings; once
 */
void
gw_exchange_group_set_context (GwExchangeGroup *self,
                               GwContext       *context)
{
  const char *choice;

  g_return_if_fail (GW_IS_EXCHANGE_GROUP (self) && GW_IS_CONTEXT (context) && self->context == NULL);

  choice = gw_profile_get_setting (gw_context_get_profile (context), GW_SYNC_FETCH_SETTING);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    if (g_strcmp0 (choices[i], choice) == 0)
      adw_combo_row_set_selected (self->fetch, i);
  }
  self->context = g_object_ref (context);
  show_authority (self);
  g_signal_connect_swapped (self->fetch, "notify::selected", G_CALLBACK (on_fetch_selected), self);
}
