/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/preferences/gw-preferences.h"

#include <glib/gi18n-lib.h>

#include "app/gw-ui-language.h"
#include "app/preferences/gw-copies-page.h"
#include "app/preferences/gw-country-chooser.h"
#include "app/preferences/gw-exchange-group.h"
#include "app/preferences/gw-setup-sheet.h"

struct _GwPreferences
{
  AdwPreferencesWindow parent_instance;

  GwContext *context;
  GCancellable *cancellable;

  AdwComboRow *language;
  AdwComboRow *style;
  GtkAdjustment *text_size;
  GtkWidget *look;
  GtkEditable *name;
  AdwComboRow *role;
  AdwActionRow *country;
  AdwActionRow *folder;
  AdwActionRow *server;
  GwCopiesPage *copies;
  GwExchangeGroup *exchange;
  GwCountryChooser *chooser;
  GtkWidget *country_page;

  GSettings *settings;
};

enum
{
  LANGUAGE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwPreferences, gw_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the list in the template. */
static const GwRole roles[] = {
  GW_ROLE_NFP, GW_ROLE_ALTERNATE, GW_ROLE_RESPONDENT, GW_ROLE_SECRETARIAT, GW_ROLE_GUEST,
};

static gboolean
tell_language (gpointer user_data)
{
  GwPreferences *self = GW_PREFERENCES (user_data);
  guint n_languages;
  const GwUiLanguage *languages = gw_ui_language_get_all (&n_languages);
  guint selected = adw_combo_row_get_selected (self->language);

  if (self->context != NULL && selected < n_languages)
    g_signal_emit (self, signals[LANGUAGE_CHOSEN], 0, languages[selected].code);
  return G_SOURCE_REMOVE;
}

/* The answer to the signal destroys this window: not before the row's popover is closed. */
static void
on_language_selected (GwPreferences *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_language, g_object_ref (self), g_object_unref);
}

static void
save_account (GwPreferences *self,
              const char    *name,
              GwRole         role,
              const char    *country)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autoptr (GError) error = NULL;

  if (!gw_profile_set_account (profile, name, role, country, &error)) {
    AdwToast *toast = adw_toast_new (_("This could not be saved. It is as it was before."));

    g_warning ("The account is not saved: %s", error->message);
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
  }
}

static void
on_name_applied (GwPreferences *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);

  save_account (self, gtk_editable_get_text (self->name), gw_profile_get_role (profile),
                gw_profile_get_country (profile));
}

static void
on_role_selected (GwPreferences *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  guint selected = adw_combo_row_get_selected (self->role);

  if (selected < G_N_ELEMENTS (roles) && roles[selected] != gw_profile_get_role (profile))
    save_account (self, gw_profile_get_name (profile), roles[selected],
                  gw_profile_get_country (profile));
}

static void
update_country (GwPreferences *self)
{
  GwReference *reference = gw_context_get_reference (self->context);
  const char *iso3 = gw_profile_get_country (gw_context_get_profile (self->context));
  const GwCountry *country = gw_reference_find_country (reference, iso3);

  adw_action_row_set_subtitle (self->country, country != NULL
                               ? gw_label_get (&country->name,
                                               gw_context_get_language (self->context))
                               : _("Not chosen yet"));
}

static void
on_country_chosen (GwPreferences *self,
                   const char    *iso3)
{
  GwProfile *profile = gw_context_get_profile (self->context);

  save_account (self, gw_profile_get_name (profile), gw_profile_get_role (profile), iso3);
  update_country (self);
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->country));
}

static void
choose_country (GwPreferences *self)
{
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), self->country_page);
  gw_country_chooser_begin (self->chooser);
}

static void
close_country (GwPreferences *self)
{
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
}

static void
open_folder (GwPreferences *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autofree char *uri = g_filename_to_uri (gw_profile_get_directory (profile), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
write_setup (GwPreferences *self)
{
  GtkWidget *sheet = gw_setup_sheet_new_write (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (sheet));
}

static guint64
measure_folder (GFile        *folder,
                GCancellable *cancellable)
{
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME ","
                               G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, NULL);
  guint64 size = 0;
  GFileInfo *info;
  GFile *child;

  while (files != NULL && g_file_enumerator_iterate (files, &info, &child, cancellable, NULL)
         && info != NULL) {
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      size += measure_folder (child, cancellable);
    else
      size += (guint64) g_file_info_get_size (info);
  }

  return size;
}

static void
measure (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  g_autoptr (GFile) folder = g_file_new_for_path (task_data);

  g_task_return_int (task, (gssize) measure_folder (folder, cancellable));
}

static void
on_measured (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GwPreferences *self = GW_PREFERENCES (source);
  gssize bytes = g_task_propagate_int (G_TASK (result), NULL);
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;

  if (bytes < 0 || self->context == NULL)
    return;

  size = g_format_size ((guint64) bytes);
  text = g_strdup_printf ("%s\n%s",
                          gw_profile_get_directory (gw_context_get_profile (self->context)), size);
  adw_action_row_set_subtitle (self->folder, text);
}

static void
show_folder (GwPreferences *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_measured, NULL);

  adw_action_row_set_subtitle (self->folder, gw_profile_get_directory (profile));
  g_task_set_source_tag (task, show_folder);
  g_task_set_task_data (task, g_strdup (gw_profile_get_directory (profile)), g_free);
  g_task_run_in_thread (task, measure);
}

static void
show_languages (GwPreferences *self)
{
  guint n_languages;
  const GwUiLanguage *languages = gw_ui_language_get_all (&n_languages);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n_languages; i++)
    gtk_string_list_append (names, languages[i].name);
  adw_combo_row_set_model (self->language, G_LIST_MODEL (names));
  for (guint i = 0; i < n_languages; i++) {
    if (g_str_equal (languages[i].code, gw_context_get_language (self->context)))
      adw_combo_row_set_selected (self->language, i);
  }
}

static void
show_account (GwPreferences *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);

  gtk_editable_set_text (self->name, gw_profile_get_name (profile));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (roles[i] == gw_profile_get_role (profile))
      adw_combo_row_set_selected (self->role, i);
  }
  update_country (self);
  gw_country_chooser_set_reference (self->chooser, gw_context_get_reference (self->context),
                                    gw_context_get_language (self->context));
}

static void
show_server (GwPreferences *self)
{
  const char *url = gw_profile_get_setting (gw_context_get_profile (self->context), "server-url");

  if (url == NULL || *url == '\0')
    adw_action_row_set_subtitle (self->server, _("No server is named: nothing leaves this computer."));
  else
    adw_action_row_set_subtitle (self->server, url);
}

static gboolean
style_to_selected (GValue   *value,
                   GVariant *variant,
                   gpointer  user_data)
{
  const char *style = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, g_str_equal (style, "light") ? 1 : g_str_equal (style, "dark") ? 2 : 0);
  return TRUE;
}

static GVariant *
selected_to_style (const GValue       *value,
                   const GVariantType *type,
                   gpointer            user_data)
{
  static const char * const styles[] = { "follow", "light", "dark" };

  return g_variant_new_string (styles[MIN (g_value_get_uint (value), G_N_ELEMENTS (styles) - 1)]);
}

static void
bind_settings (GwPreferences *self,
               GSettings     *settings)
{
  if (settings == NULL) {
    gtk_widget_set_visible (self->look, FALSE);
    return;
  }

  self->settings = g_object_ref (settings);
  g_settings_bind_with_mapping (settings, "style", self->style, "selected",
                                G_SETTINGS_BIND_DEFAULT, style_to_selected, selected_to_style,
                                NULL, NULL);
  g_settings_bind (settings, "text-size", self->text_size, "value", G_SETTINGS_BIND_DEFAULT);
}

static void
gw_preferences_dispose (GObject *object)
{
  GwPreferences *self = GW_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (gw_preferences_parent_class)->dispose (object);
}

static void
gw_preferences_finalize (GObject *object)
{
  GwPreferences *self = GW_PREFERENCES (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (gw_preferences_parent_class)->finalize (object);
}

static void
gw_preferences_class_init (GwPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_preferences_dispose;
  object_class->finalize = gw_preferences_finalize;

  /**
   * GwPreferences::language-chosen:
   * @code: the language; may be the one that is in use
   */
  signals[LANGUAGE_CHOSEN] = g_signal_new ("language-chosen", GW_TYPE_PREFERENCES,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                           1, G_TYPE_STRING);

  g_type_ensure (GW_TYPE_COPIES_PAGE);
  g_type_ensure (GW_TYPE_COUNTRY_CHOOSER);
  g_type_ensure (GW_TYPE_EXCHANGE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/preferences/gw-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, text_size);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, look);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, name);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, role);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, country);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, folder);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, server);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, copies);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, exchange);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, chooser);
  gtk_widget_class_bind_template_child (widget_class, GwPreferences, country_page);
  gtk_widget_class_bind_template_callback (widget_class, on_name_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_country_chosen);
  gtk_widget_class_bind_template_callback (widget_class, choose_country);
  gtk_widget_class_bind_template_callback (widget_class, close_country);
  gtk_widget_class_bind_template_callback (widget_class, open_folder);
  gtk_widget_class_bind_template_callback (widget_class, write_setup);
}

static void
gw_preferences_init (GwPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * gw_preferences_new:
 * @context: whose preferences
 * @settings: (nullable): those of this computer's desktop
 */
GtkWidget *
gw_preferences_new (GwContext *context,
                    GSettings *settings)
{
  GwPreferences *self = g_object_new (GW_TYPE_PREFERENCES, NULL);

  self->context = g_object_ref (context);
  show_languages (self);
  show_account (self);
  show_folder (self);
  show_server (self);
  gw_copies_page_set_context (self->copies, context);
  gw_exchange_group_set_context (self->exchange, context);
  bind_settings (self, settings);

  /* Not before the rows show what is so: these are for the person's own choices. */
  g_signal_connect_swapped (self->language, "notify::selected", G_CALLBACK (on_language_selected),
                            self);
  g_signal_connect_swapped (self->role, "notify::selected", G_CALLBACK (on_role_selected), self);

  return GTK_WIDGET (self);
}
