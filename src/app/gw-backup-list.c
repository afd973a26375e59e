/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-backup-list.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

/* More of them are scrolled. */
#define HIGHEST 260

struct _GwBackupList
{
  AdwBin parent_instance;

  GPtrArray *backups;
  const GwBackup *chosen;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (GwBackupList, gw_backup_list, ADW_TYPE_BIN)

static const char *
get_kind_words (const GwBackup *backup)
{
  if (g_str_equal (backup->kind, "before-upgrade"))
    return _("Made before a newer Godwit took over");
  if (g_str_equal (backup->kind, "before-restore"))
    return _("What was there before a backup was put back");
  if (g_str_equal (backup->kind, "before-deletion"))
    return _("Made before much was deleted at once");
  if (g_str_equal (backup->kind, "asked"))
    return _("Made when you asked for it");

  return _("Copy of the day");
}

static void
toggled_cb (GtkCheckButton *button,
            GwBackupList   *self)
{
  if (gtk_check_button_get_active (button))
    self->chosen = g_object_get_data (G_OBJECT (button), "backup");
}

static void
add_row (GwBackupList    *self,
         GtkCheckButton **group,
         const GwBackup  *backup)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_check_button_new ();
  g_autofree char *when = gw_date_words_format_time (backup->time);
  g_autofree char *size = g_format_size ((guint64) backup->size);
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s", get_kind_words (backup), size);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, when, -1);
  g_object_set_data (G_OBJECT (button), "backup", (gpointer) backup);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), *group);
  if (*group == NULL) {
    *group = GTK_CHECK_BUTTON (button);
    gtk_check_button_set_active (*group, TRUE);
  }
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->rows, row);
}

static void
gw_backup_list_finalize (GObject *object)
{
  g_ptr_array_unref (GW_BACKUP_LIST (object)->backups);

  G_OBJECT_CLASS (gw_backup_list_parent_class)->finalize (object);
}

static void
gw_backup_list_class_init (GwBackupListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_backup_list_finalize;
}

static void
gw_backup_list_init (GwBackupList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Backups"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HIGHEST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->rows));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * gw_backup_list_new:
 * @backups: (element-type GwBackup): the copies, the newest first; not empty
 *
 * Returns: (transfer floating): the list
 */
GtkWidget *
gw_backup_list_new (GPtrArray *backups)
{
  GwBackupList *self;
  GtkCheckButton *group = NULL;

  g_return_val_if_fail (backups != NULL && backups->len > 0, NULL);

  self = g_object_new (GW_TYPE_BACKUP_LIST, NULL);
  self->backups = g_ptr_array_ref (backups);
  for (guint i = 0; i < backups->len; i++)
    add_row (self, &group, backups->pdata[i]);

  return GTK_WIDGET (self);
}

/** gw_backup_list_get_chosen: Returns: (transfer none): the copy that is chosen */
const GwBackup *
gw_backup_list_get_chosen (GwBackupList *self)
{
  g_return_val_if_fail (GW_IS_BACKUP_LIST (self), NULL);

  return self->chosen;
}
