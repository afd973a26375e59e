/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-application-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "app/gw-settings.h"
#include "app/gw-ui-language.h"
#include "core/answers/gw-answer.h"
#include "core/base/gw-paths.h"
#include "core/bundles/gw-setup.h"
#include "core/keys/gw-key-book.h"
#include "core/manual/gw-manual-doc.h"
#include "core/records/gw-records.h"
#include "core/packets/gw-packet.h"
#include "core/reports/gw-report.h"
#include "gw-config.h"

G_DEFINE_FINAL_TYPE (GwApplication, gw_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Open the profile in this folder"), N_("FOLDER") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Say the version and end"), NULL },
  { NULL }
};

typedef struct
{
  GwReference *reference;
  GwManual *manual;
} Library;

static void
library_free (Library *library)
{
  g_clear_object (&library->reference);
  g_clear_object (&library->manual);
  g_free (library);
}

static void
load_library (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  g_autofree char *directory = g_build_filename (gw_paths_get_data_dir (), "reference", NULL);
  g_autofree char *pack = gw_manual_dup_pack_path ();
  Library *library = g_new0 (Library, 1);
  GError *error = NULL;

  library->reference = gw_reference_load (directory, &error);
  if (library->reference != NULL)
    library->manual = gw_manual_new (pack, &error);

  if (error != NULL) {
    library_free (library);
    g_task_return_error (task, error);
  } else {
    g_task_return_pointer (task, library, (GDestroyNotify) library_free);
  }
}

static void
on_library_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GwApplication *self = GW_APPLICATION (source);
  g_autoptr (GError) error = NULL;
  Library *library = g_task_propagate_pointer (G_TASK (result), &error);

  /* The data is a part of the program: without it, the installation is broken. */
  if (library == NULL) {
    g_printerr (_("Godwit is not completely installed: %s\n"), error->message);
    exit (EXIT_FAILURE);
  }

  gw_context_set_library (self->context, library->reference, library->manual);
  library_free (library);
  if (self->activated)
    gw_application_open (self);
  g_application_release (G_APPLICATION (self));
}

/* What the program knows of each kind of document, before the first one is read. */
static void
register_types (void)
{
  gw_manual_register_types ();
  gw_answers_register_types ();
  gw_records_register_types ();
  gw_reports_register_types ();
  gw_packets_register_types ();
  gw_keys_register_types ();
}

static int
gw_application_handle_local_options (GApplication *application,
                                     GVariantDict *local_options)
{
  GwApplication *self = GW_APPLICATION (application);
  g_autofree char *folder = NULL;

  if (g_variant_dict_contains (local_options, "version")) {
    g_print ("Godwit %s\n", GW_VERSION);
    return 0;
  }

  if (g_variant_dict_lookup (local_options, "profile", "^ay", &folder)) {
    self->profile_option = g_canonicalize_filename (folder, NULL);
    /* A named profile is opened beside a window that is open already, and not in it. */
    g_application_set_flags (application, g_application_get_flags (application)
                                          | G_APPLICATION_NON_UNIQUE);
  }

  return -1;
}

static void
gw_application_startup (GApplication *application)
{
  GwApplication *self = GW_APPLICATION (application);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_library_loaded, NULL);

  register_types ();

  /* Read on a thread while GTK gets ready. */
  g_application_hold (application);
  g_task_set_source_tag (task, gw_application_startup);
  g_task_run_in_thread (task, load_library);

  G_APPLICATION_CLASS (gw_application_parent_class)->startup (application);

  self->settings = gw_settings_new ();
  gw_application_set_language (self, gw_ui_language_get_system ());
  gw_application_follow_style (self);
  gw_application_add_actions (self);
}

static void
gw_application_activate (GApplication *application)
{
  GwApplication *self = GW_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL) {
    gtk_window_present (window);
    return;
  }

  self->activated = TRUE;
  if (gw_context_get_reference (self->context) != NULL)
    gw_application_open (self);
}

/* Forms and bundles that were named on the command line or sent by the file manager. They wait for a window, and for
 * a profile where there is none yet. */
static void
gw_application_open_files (GApplication  *application,
                           GFile        **files,
                           int            n_files,
                           const char    *hint)
{
  GwApplication *self = GW_APPLICATION (application);

  for (int i = 0; i < n_files; i++) {
    char *path = g_file_get_path (files[i]);

    if (path != NULL && gw_setup_is_one (path)) {
      g_free (self->setup_path);
      self->setup_path = path;
      continue;
    }
    g_free (path);
    g_ptr_array_add (self->files, g_object_ref (files[i]));
  }
  gw_application_activate (application);
  gw_application_show_files (self);
  gw_application_show_setup (self);
}

static void
gw_application_shutdown (GApplication *application)
{
  GtkWindow *window;

  /* What is in a field goes to the store with its window, and from there to the disk. */
  while ((window = gtk_application_get_active_window (GTK_APPLICATION (application))) != NULL)
    gtk_window_destroy (window);
  gw_context_close (GW_APPLICATION (application)->context);

  G_APPLICATION_CLASS (gw_application_parent_class)->shutdown (application);
}

static void
gw_application_dispose (GObject *object)
{
  GwApplication *self = GW_APPLICATION (object);

  g_clear_handle_id (&self->hour_id, g_source_remove);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->draft, gw_first_start_draft_free);
  g_clear_pointer (&self->profile_option, g_free);
  g_clear_pointer (&self->setup_path, g_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_application_parent_class)->dispose (object);
}

static void
gw_application_class_init (GwApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = gw_application_dispose;
  application_class->handle_local_options = gw_application_handle_local_options;
  application_class->startup = gw_application_startup;
  application_class->activate = gw_application_activate;
  application_class->open = gw_application_open_files;
  application_class->shutdown = gw_application_shutdown;
}

static void
gw_application_init (GwApplication *self)
{
  self->context = gw_context_new ();
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  /* TRANSLATORS: Shown by --help: a file that may be named. */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), N_("[FILE…]"));
}

/**
 * gw_application_new:
 *
 * Returns: (transfer full): the program
 */
GwApplication *
gw_application_new (void)
{
  return g_object_new (GW_TYPE_APPLICATION,
                       "application-id", GW_APP_ID,
                       "resource-base-path", "/org/godwit/Godwit",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "register-session", TRUE,
                       NULL);
}
