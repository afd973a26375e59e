/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/preferences/gw-copies-page.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/gw-sync-words.h"
#include "app/preferences/gw-copy-sheet.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-direction.h"
#include "core/bundles/gw-copies.h"

/* Longer than that without one that left this computer is worth a word. */
#define CARRY_DAYS 30

struct _GwCopiesPage
{
  AdwPreferencesPage parent_instance;

  GwContext *context;
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  GPtrArray *rows;               /* (element-type GtkWidget): of the copies */

  AdwPreferencesGroup *list;
  AdwActionRow *now;
  AdwActionRow *carry;
};

G_DEFINE_FINAL_TYPE (GwCopiesPage, gw_copies_page, ADW_TYPE_PREFERENCES_PAGE)

static void reload (GwCopiesPage *self);

static GtkWindow *
get_window (GwCopiesPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
say (GwCopiesPage *self,
     const char   *words)
{
  GtkWindow *window = get_window (self);

  if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (words));
}

static void
show_sheet (GwCopiesPage *self,
            GtkWidget    *sheet)
{
  g_signal_connect_object (sheet, "destroy", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), get_window (self));
  gtk_window_present (GTK_WINDOW (sheet));
}

/* Of each kind in a person's words. */
static const char *
get_kind_words (const GwBackup *backup)
{
  if (strcmp (backup->kind, "before-upgrade") == 0)
    return _("Made before a newer Godwit took over");
  if (strcmp (backup->kind, "before-restore") == 0)
    return _("What was there before a copy was put back");
  if (strcmp (backup->kind, "before-deletion") == 0)
    return _("Made before much was deleted at once");
  if (strcmp (backup->kind, "asked") == 0)
    return _("Made when you asked for it");

  return _("Copy of the day");
}

static void
on_copy_activated (GtkWidget    *row,
                   GwCopiesPage *self)
{
  show_sheet (self, gw_copy_sheet_new_look (self->context, g_object_get_data (G_OBJECT (row), "path")));
}

static void
add_copy (GwCopiesPage   *self,
          const GwBackup *backup)
{
  GtkWidget *row = adw_action_row_new (), *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *when = gw_date_words_format_time (backup->time), *size = gw_sync_words_size (backup->size);
  g_autofree char *subtitle = gw_direction_join (get_kind_words (backup), size);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (backup->path), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (on_copy_activated), self);
  adw_preferences_group_add (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_copies (GwCopiesPage *self)
{
  g_autoptr (GPtrArray) copies = gw_profile_list_backups (gw_context_get_profile (self->context));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < copies->len; i++)
    add_copy (self, copies->pdata[i]);
  adw_preferences_group_set_description (self->list, copies->len > 0 ? NULL
    : _("There is none yet. One is made each day on which Godwit is open."));
}

/* Runs on the store's thread. */
static gpointer
read_last_carried (GwStore   *store,
                   gpointer   data,
                   GError   **error)
{
  gint64 *time = g_new (gint64, 1);

  *time = gw_copies_last_carried (store);

  return time;
}

static void
on_carried_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GwCopiesPage) self = user_data;
  g_autofree gint64 *time = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, NULL);
  g_autofree char *when = NULL, *words = NULL;

  if (self->context == NULL || time == NULL)
    return;
  when = *time != 0 ? gw_date_words_format_time (*time) : NULL;
  if (when == NULL)
    words = g_strdup (_("No copy has left this computer yet: if it is lost, so is what was not sent."));
  else if (g_get_real_time () - *time > CARRY_DAYS * G_TIME_SPAN_DAY)
    /* TRANSLATORS: %s is a date and time. */
    words = g_strdup_printf (_("The last one was written on %s. That is long ago."), when);
  else
    /* TRANSLATORS: %s is a date and time. */
    words = g_strdup_printf (_("The last one was written on %s."), when);
  adw_action_row_set_subtitle (self->carry, words);
}

static void
reload (GwCopiesPage *self)
{
  GwStoreThread *store = self->context != NULL ? gw_context_get_store (self->context) : NULL;

  if (store == NULL)
    return;
  show_copies (self);
  gw_store_thread_run_async (store, read_last_carried, NULL, NULL, g_free, NULL, on_carried_read, g_object_ref (self));
}

static void
on_pruned (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwCopiesPage) self = user_data;

  reload (self);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwCopiesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBackupInfo) info = gw_copies_make_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->now), TRUE);
  if (info == NULL) {
    g_message ("No copy was made: %s", error->message);
    say (self, _("No copy could be made. Perhaps the disk is full. What is here is safe."));
    return;
  }
  reload (self);
  gw_profile_prune_backups_async (gw_context_get_profile (self->context), on_pruned, g_object_ref (self));
  say (self, _("A copy was made and looked into."));
}

static void
on_now (GwCopiesPage *self)
{
  g_autofree char *path = gw_profile_dup_backup_asked (gw_context_get_profile (self->context));

  gtk_widget_set_sensitive (GTK_WIDGET (self->now), FALSE);
  /* What was typed a moment ago is in it. */
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_copies_make_async (gw_context_get_store (self->context), gw_context_get_profile (self->context), path, on_made,
                        g_object_ref (self));
}

static void
on_carry (GwCopiesPage *self)
{
  show_sheet (self, gw_copy_sheet_new_carry (self->context));
}

static void
on_chosen (GwCopiesPage *self,
           int           response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    show_sheet (self, gw_copy_sheet_new_look (self->context, path));
}

static void
on_other (GwCopiesPage *self)
{
  g_autoptr (GtkFileFilter) copies = gtk_file_filter_new (), all = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("The copy on the stick"), get_window (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Choose"), _("_Cancel"));
  gtk_file_filter_set_name (copies, _("Copies made by Godwit"));
  gtk_file_filter_add_pattern (copies, "*" GW_SEALED_COPY_SUFFIX);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), copies);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
gw_copies_page_dispose (GObject *object)
{
  GwCopiesPage *self = GW_COPIES_PAGE (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_copies_page_parent_class)->dispose (object);
}

static void
gw_copies_page_finalize (GObject *object)
{
  g_ptr_array_unref (GW_COPIES_PAGE (object)->rows);

  G_OBJECT_CLASS (gw_copies_page_parent_class)->finalize (object);
}

static void
gw_copies_page_class_init (GwCopiesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_copies_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_copies_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/preferences/gw-copies-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GwCopiesPage, list);
  gtk_widget_class_bind_template_child (widget_class, GwCopiesPage, now);
  gtk_widget_class_bind_template_child (widget_class, GwCopiesPage, carry);
  gtk_widget_class_bind_template_callback (widget_class, on_now);
  gtk_widget_class_bind_template_callback (widget_class, on_carry);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
gw_copies_page_init (GwCopiesPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_copies_page_set_context:
 * @context: whose copies
 *
 * Fills the page. To be called once.
 */
void
gw_copies_page_set_context (GwCopiesPage *self,
                            GwContext    *context)
{
  g_return_if_fail (GW_IS_COPIES_PAGE (self) && GW_IS_CONTEXT (context) && self->context == NULL);

  self->context = g_object_ref (context);
  reload (self);
}
