/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the menu and the keys do, wherever one is. */

#include "app/gw-application-private.h"

#include <glib/gi18n-lib.h>

#include "app/gw-ui-language.h"
#include "app/gw-window.h"
#include "app/preferences/gw-preferences.h"
#include "gw-config.h"

static GtkWindow *
get_main_window (GwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && !GW_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return window;
}

static void
on_preferences_language (GwApplication *self,
                         const char    *code)
{
  g_autoptr (GError) error = NULL;
  GwProfile *profile = gw_context_get_profile (self->context);

  if (g_str_equal (code, gw_context_get_language (self->context)))
    return;
  if (!gw_profile_set_language (profile, code, &error))
    g_warning ("The language is not kept: %s", error->message);
  /* What is built anew reads what is in the store, or finds what is not there yet. */
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_application_set_language (self, code);
  gw_application_rebuild (self);
  g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  GwApplication *self = GW_APPLICATION (user_data);
  GtkWindow *window = get_main_window (self);
  GtkWidget *preferences;

  if (window == NULL)
    return;

  preferences = gw_preferences_new (self->context, self->settings);
  gtk_window_set_transient_for (GTK_WINDOW (preferences), window);
  /* The language is changed when the row that chose it is done with it. */
  g_signal_connect_object (preferences, "language-chosen", G_CALLBACK (on_preferences_language),
                           self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
offer_backup_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  gw_application_offer_backup (GW_APPLICATION (user_data), g_variant_get_string (parameter, NULL));
}

static void
put_back_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  const char *path, *passphrase;

  g_variant_get (parameter, "(&s&s)", &path, &passphrase);
  gw_application_put_back (GW_APPLICATION (user_data), path, *passphrase != '\0' ? passphrase : NULL);
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/godwit/Godwit/gw-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts,
                                gtk_application_get_active_window (GTK_APPLICATION (user_data)));
  gtk_window_present (shortcuts);
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about,
                "transient-for",
                gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                "application-name", "Godwit",
                "application-icon", GW_APP_ID,
                "version", GW_VERSION,
                "license-type", GTK_LICENSE_GPL_3_0,
                "comments", _("The offline desk of a focal point for migratory species. It is "
                              "named after the bar-tailed godwit, which flies eleven days "
                              "without landing. The wording of forms and manual is unofficial, "
                              "prepared from public descriptions."),
                NULL);
  gtk_window_present (GTK_WINDOW (about));
}

static const GActionEntry actions[] = {
  { .name = "preferences", .activate = preferences_action },
  { .name = "offer-backup", .activate = offer_backup_action, .parameter_type = "s" },
  { .name = "put-back", .activate = put_back_action, .parameter_type = "(ss)" },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "about", .activate = about_action },
};

static const struct
{
  const char *action;
  const char *accels[4];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "<Control>F1" } },
  { "window.close", { "<Control>w" } },
  { "win.back", { "<Alt>Left" } },
  { "win.help", { "F1" } },
  { "win.menu", { "F10" } },
  { "win.sync-sheet", { "<Control><Shift>s" } },
  { "win.search", { "<Control>k" } },
  { "win.find", { "<Control>f" } },
  { "win.find-next(false)", { "F3", "<Control>g" } },
  { "win.find-next(true)", { "<Shift>F3", "<Control><Shift>g" } },
  /* On a French keyboard a digit needs Shift: the key in the place of the digit does as well. */
  { "win.show-nth-desk(1)", { "<Alt>1", "<Alt>KP_1", "<Alt>ampersand" } },
  { "win.show-nth-desk(2)", { "<Alt>2", "<Alt>KP_2", "<Alt>eacute" } },
  { "win.show-nth-desk(3)", { "<Alt>3", "<Alt>KP_3", "<Alt>quotedbl" } },
  { "win.show-nth-desk(4)", { "<Alt>4", "<Alt>KP_4", "<Alt>apostrophe" } },
  { "win.show-nth-desk(5)", { "<Alt>5", "<Alt>KP_5", "<Alt>parenleft" } },
  { "win.show-nth-desk(6)", { "<Alt>6", "<Alt>KP_6", "<Alt>minus" } },
  { "win.show-nth-desk(7)", { "<Alt>7", "<Alt>KP_7", "<Alt>egrave" } },
  { "win.show-nth-desk(8)", { "<Alt>8", "<Alt>KP_8", "<Alt>underscore" } },
  { "win.show-nth-desk(9)", { "<Alt>9", "<Alt>KP_9", "<Alt>ccedilla" } },
};

void
gw_application_add_actions (GwApplication *self)
{
  gw_application_listen_for_the_end (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}

/* From the next widget on, everything is in that language. */
void
gw_application_set_language (GwApplication *self,
                             const char    *code)
{
  gw_ui_language_apply (code);
  gw_context_set_language (self->context, code);
}

static void
apply_style (GwApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
  };
  guint style = (guint) g_settings_get_enum (self->settings, "style");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[MIN (style, G_N_ELEMENTS (schemes) - 1)]);
}

static void
apply_text_size (GwApplication *self)
{
  static int system_dpi;
  GtkSettings *gtk_settings = gtk_settings_get_default ();
  guint percent = g_settings_get_uint (self->settings, "text-size");

  if (system_dpi == 0)
    g_object_get (gtk_settings, "gtk-xft-dpi", &system_dpi, NULL);
  if (system_dpi > 0)
    g_object_set (gtk_settings, "gtk-xft-dpi", (int) ((gint64) system_dpi * percent / 100), NULL);
}

/* Light or dark and the size of text, now and whenever the person changes them. */
void
gw_application_follow_style (GwApplication *self)
{
  if (self->settings == NULL)
    return;

  g_signal_connect_object (self->settings, "changed::style", G_CALLBACK (apply_style), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::text-size", G_CALLBACK (apply_text_size),
                           self, G_CONNECT_SWAPPED);
  apply_style (self);
  if (g_settings_get_uint (self->settings, "text-size") != 100)
    apply_text_size (self);
}
