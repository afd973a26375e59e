/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-application.h"

#include <glib/gi18n-lib.h>

#include "app/gw-context.h"
#include "app/gw-ui-language.h"
#include "app/gw-window.h"
#include "gw-config.h"

struct _GwApplication
{
  AdwApplication parent_instance;

  GwContext *context;
};

G_DEFINE_FINAL_TYPE (GwApplication, gw_application, ADW_TYPE_APPLICATION)

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_action },
};

static const struct
{
  const char *action;
  const char *accels[4];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "win.back", { "<Alt>Left" } },
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

static void
gw_application_startup (GApplication *application)
{
  GwApplication *self = GW_APPLICATION (application);

  G_APPLICATION_CLASS (gw_application_parent_class)->startup (application);

  gw_ui_language_apply (gw_ui_language_get_system ());
  gw_context_set_language (self->context, gw_ui_language_get_system ());
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}

static void
gw_application_activate (GApplication *application)
{
  GwApplication *self = GW_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (gw_window_new (GTK_APPLICATION (self), self->context));
  gtk_window_present (window);
}

static void
gw_application_dispose (GObject *object)
{
  GwApplication *self = GW_APPLICATION (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_application_parent_class)->dispose (object);
}

static void
gw_application_class_init (GwApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = gw_application_dispose;
  application_class->startup = gw_application_startup;
  application_class->activate = gw_application_activate;
}

static void
gw_application_init (GwApplication *self)
{
  self->context = gw_context_new ();
}

GwApplication *
gw_application_new (void)
{
  return g_object_new (GW_TYPE_APPLICATION, "application-id", GW_APP_ID, NULL);
}
