/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The door to a report that was begun: how far it is, and when it is due. How far it is takes the whole form to count,
 * so it is counted on a thread, each time the row comes into sight. */

#include "app/home/gw-home-report.h"

#include <glib/gi18n-lib.h>

#include "app/gw-report-words.h"
#include "app/widgets/gw-progress-ring.h"
#include "core/base/gw-paths.h"
#include "core/reports/gw-report-progress.h"

typedef struct
{
  GwContext *context;
  GwReport *report;
  GtkWidget *ring;
  GCancellable *reading; /* NULL while nothing is counted */
} Door;

static void
door_free (gpointer data)
{
  Door *door = data;

  g_cancellable_cancel (door->reading);
  g_clear_object (&door->reading);
  g_object_unref (door->context);
  g_object_unref (door->report);
  g_free (door);
}

static void
show_progress (AdwActionRow         *row,
               const Door           *door,
               const GwFormProgress *progress)
{
  g_autofree char *due = gw_report_words_dup_due (door->report, gw_context_get_reference (door->context));
  /* TRANSLATORS: How far a report is: %1$u of its %2$u questions have an answer. */
  g_autofree char *done = g_strdup_printf (_("%1$u of %2$u questions answered"), progress->answered, progress->questions);
  g_autofree char *both = g_strdup_printf ("%s\n%s", done, due);

  adw_action_row_set_subtitle (row, both);
  gw_progress_ring_set (GW_PROGRESS_RING (door->ring), progress->answered, progress->questions);
  gtk_widget_set_visible (door->ring, TRUE);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AdwActionRow) row = user_data;
  Door *door = g_object_get_data (G_OBJECT (row), "door");
  g_autoptr (GError) error = NULL;
  GwFormProgress progress;
  gboolean told = gw_report_read_progress_finish (result, &progress, &error);

  if (door == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&door->reading);
  if (told)
    show_progress (row, door, &progress);
  else
    g_message ("How far a report is cannot be told: %s", error->message);
}

static void
map_cb (AdwActionRow *row)
{
  Door *door = g_object_get_data (G_OBJECT (row), "door");
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);

  if (door->reading != NULL)
    return;
  door->reading = g_cancellable_new ();
  gw_report_read_progress_async (gw_context_get_store (door->context), gw_report_get_id (door->report), media,
                                 door->reading, counted_cb, g_object_ref (row));
}

/**
 * gw_home_report_new:
 * @context: with a store
 * @report: one that was begun
 *
 * Returns: (transfer floating): a row that leads to @report
 */
GtkWidget *
gw_home_report_new (GwContext *context,
                    GwReport  *report)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *due = gw_report_words_dup_due (report, gw_context_get_reference (context));
  g_autofree char *target = g_strconcat ("report:", gw_report_get_id (report), NULL);
  Door *door = g_new0 (Door, 1);

  door->context = g_object_ref (context);
  door->report = g_object_ref (report);
  door->ring = gw_progress_ring_new ();
  g_object_set_data_full (G_OBJECT (row), "door", door, door_free);

  /* No ring says "nothing is done" before that is known. */
  gtk_widget_set_visible (door->ring, FALSE);
  gtk_widget_add_css_class (door->ring, "door-ring");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gw_report_get_title (report));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), due);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), door->ring);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  g_signal_connect (row, "map", G_CALLBACK (map_cb), NULL);

  return row;
}
