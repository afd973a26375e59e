/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-report-meeting.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"
#include "core/reports/gw-report-due.h"

struct _GwReportMeeting
{
  AdwWindow parent_instance;

  GwStoreThread *store;
  GwReport *report;
  GtkWidget *entry;
  GtkWidget *result;
  GtkWidget *save;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwReportMeeting, gw_report_meeting, ADW_TYPE_WINDOW)

typedef struct
{
  char *id;
  char *opening;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_free (saving->id);
  g_free (saving->opening);
  g_free (saving);
}

static gpointer
save_on_thread (GwStore  *store,
                gpointer  data,
                GError  **error)
{
  Saving *saving = data;

  return GINT_TO_POINTER (gw_report_set_opening (store, saving->id, saving->opening, error));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwReportMeeting) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL) {
    g_message ("The day of the meeting is not saved: %s", error->message);
    /* The window was closed meanwhile. */
    if (self->store == NULL)
      return;
    gtk_label_set_text (GTK_LABEL (self->result),
                        _("The day could not be saved just now. Nothing else was changed; please try again."));
    return;
  }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (GtkWidget       *widget,
         GwReportMeeting *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GDate) date = gw_date_words_parse (typed);
  Saving *saving;

  if (date == NULL && *typed != '\0')
    return;

  saving = g_new0 (Saving, 1);
  saving->id = g_strdup (gw_report_get_id (self->report));
  saving->opening = date != NULL ? gw_date_format (date) : g_strdup ("");
  gw_store_thread_write_async (self->store, save_on_thread, saving, saving_free, NULL, saved_cb,
                               g_object_ref (self));
}

static void
changed_cb (GtkEditable     *editable,
            GwReportMeeting *self)
{
  const char *typed = gtk_editable_get_text (editable);
  g_autoptr (GDate) date = gw_date_words_parse (typed), today = gw_date_today ();
  GwReportDue due;
  g_autofree char *opening = NULL, *day = NULL, *words = NULL;

  gtk_widget_set_sensitive (self->save, date != NULL || *typed == '\0');
  if (date == NULL) {
    gtk_label_set_text (GTK_LABEL (self->result),
                        *typed == '\0'
                            ? _("Without a day nothing is dated: the report is due 180 days before the meeting "
                "opens.")
                            : _("Please write the day as day, month and year."));
    return;
  }

  gw_report_due_from_opening (date, today, &due);
  opening = gw_date_words_format (date);
  day = gw_date_words_format (&due.date);
  /* TRANSLATORS: Both %s are dates: when a meeting opens, and when the report is due. */
  words = g_strdup_printf (_("The meeting opens on %s, so the report is due on %s: 180 days before. A date in an official "
                             "notification goes before this rule."),
                           opening, day);
  gtk_label_set_text (GTK_LABEL (self->result), words);
}

static void
gw_report_meeting_dispose (GObject *object)
{
  GwReportMeeting *self = GW_REPORT_MEETING (object);

  g_clear_object (&self->store);
  g_clear_object (&self->report);

  G_OBJECT_CLASS (gw_report_meeting_parent_class)->dispose (object);
}

static void
gw_report_meeting_class_init (GwReportMeetingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_report_meeting_dispose;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_report_meeting_init (GwReportMeeting *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (_("When does the meeting open?"));

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("DD/MM/YYYY"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("When does the meeting open?"), -1);
  self->result = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->result), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->result), 0.0f);
  gtk_widget_add_css_class (self->result, "dim-label");
  self->save = gtk_button_new_with_label (_("Use this day"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_halign (self->save, GTK_ALIGN_END);
  g_signal_connect (self->save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (save_cb), self);

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->result);
  gtk_box_append (GTK_BOX (box), self->save);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), box);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_title (GTK_WINDOW (self), _("When the report is due"));
  gtk_window_set_default_size (GTK_WINDOW (self), 400, -1);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * gw_report_meeting_ask:
 * @parent: a widget of the window
 * @store: where @report is kept
 * @report: a report
 *
 * Returns: (transfer none): the window that was opened
 */
GwReportMeeting *
gw_report_meeting_ask (GtkWidget     *parent,
                       GwStoreThread *store,
                       GwReport      *report)
{
  GwReportMeeting *self = g_object_new (GW_TYPE_REPORT_MEETING, NULL);
  g_autoptr (GDate) opening = gw_date_parse (gw_report_get_opening (report));
  g_autofree char *shown = opening != NULL ? gw_date_words_format_short (opening) : g_strdup ("");

  self->store = g_object_ref (store);
  self->report = g_object_ref (report);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
  changed_cb (GTK_EDITABLE (self->entry), self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (self));

  return self;
}
