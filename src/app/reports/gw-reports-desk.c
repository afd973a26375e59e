/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-reports-desk.h"
#include "app/widgets/gw-names.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-filled-page.h"
#include "app/forms/gw-filled-unsaved.h"
#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/gw-report-words.h"
#include "app/reports/gw-hand-in-sheet.h"
#include "app/reports/gw-report-begin.h"
#include "app/reports/gw-report-export.h"
#include "app/reports/gw-report-meeting.h"
#include "app/widgets/gw-toast.h"
#include "core/answers/gw-answer-id.h"
#include "core/base/gw-paths.h"
#include "core/reports/gw-report-list.h"
#include "core/reports/gw-report-open.h"

struct _GwReportsDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkStack *stack;
  GtkListBox *list;
  GwFilledPage *page;
  AdwStatusPage *problem;
  GtkBox *header_end;

  GwReportList *reports;
  GwReport *report;       /* the one that is open or being opened */
  GwFilledForm *filled;   /* NULL while it is being opened */
  GCancellable *opening;
  gboolean begun;         /* just now, by this person */
  guint section;          /* where to go when it is open */
  char *place;            /* the same, the reference of a question */
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void gw_reports_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwReportsDesk, gw_reports_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_reports_desk_desk_init))

/* ------------------------------------------------------------ the list */

static void
show_rows (GwReportsDesk *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->reports));
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GwReport) report = g_list_model_get_item (G_LIST_MODEL (self->reports), i);
    g_autofree char *due = gw_report_words_dup_due (report, gw_context_get_reference (self->context));
    GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

    row = adw_action_row_new ();
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gw_report_get_title (report));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), due);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data_full (G_OBJECT (row), "report", g_object_ref (report), g_object_unref);
    gtk_list_box_append (self->list, row);
  }

  if (self->report == NULL && gw_report_list_is_loaded (self->reports))
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
reports_changed_cb (GwReportsDesk *self)
{
  show_rows (self);
}

/* ------------------------------------------------------------ one report */

static void
close_report (GwReportsDesk *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->place, g_free);
  self->begun = FALSE;
  gw_filled_page_set_filled (self->page, NULL);
  g_clear_object (&self->filled);
  g_clear_object (&self->report);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), FALSE);
}

static void
go_to_place (GwReportsDesk *self)
{
  gw_filled_page_go_to (self->page, self->place, self->section);
  g_clear_pointer (&self->place, g_free);
  self->section = 0;
}

static void
show_report (GwReportsDesk *self,
             GwFilledForm  *filled)
{
  GwFormSession *session = gw_filled_form_get_session (filled);
  const char *language = gw_form_find_language (gw_form_session_get_form (session),
                                                gw_context_get_language (self->context));

  self->filled = g_object_ref (filled);
  if (language != NULL)
    gw_form_session_set_language (session, language);
  gw_filled_page_set_filled (self->page, filled);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "report");
  go_to_place (self);
  gw_desk_changed (GW_DESK (self));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwReportsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFilledForm) filled = gw_report_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL
      || self->report == NULL)
    return;
  g_clear_object (&self->opening);
  if (filled == NULL) {
    g_message ("The report %s cannot be opened: %s", gw_report_get_id (self->report), error->message);
    adw_status_page_set_description (
        self->problem, _("Its answers are still on this computer and were not changed. Please try again; if it stays so, "
                         "restore a backup or ask for help with the file named in the preferences."));
    gtk_stack_set_visible_child_name (self->stack, "problem");
    gw_desk_changed (GW_DESK (self));
    return;
  }

  gw_filled_unsaved_watch (gw_context_get_unsaved (self->context), gw_report_get_title (self->report), filled);
  if (self->begun)
    gw_report_begin_fill (filled, gw_report_get_country (self->report));
  self->begun = FALSE;
  show_report (self, filled);
}

static void
open_report (GwReportsDesk *self,
             GwReport      *report)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autofree char *place = g_steal_pointer (&self->place);
  GwFilledForm *left;

  close_report (self);
  self->place = g_steal_pointer (&place);
  self->report = g_object_ref (report);
  left = gw_filled_unsaved_find (gw_context_get_unsaved (self->context), gw_report_get_id (report));
  if (left != NULL) {
    show_report (self, left);
    return;
  }
  self->opening = g_cancellable_new ();
  environment->language = g_strdup (gw_context_get_language (self->context));
  environment->user_name = g_strdup (gw_profile_get_name (profile));
  gw_report_open_async (gw_context_get_store (self->context), gw_report_get_id (report),
                        gw_profile_get_name (profile), media, environment, self->opening, opened_cb,
                        g_object_ref (self));
  gw_desk_changed (GW_DESK (self));
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  GwReportsDesk *self)
{
  self->section = 0;
  open_report (self, g_object_get_data (G_OBJECT (row), "report"));
}

static GwReport *
find_report (GwReportsDesk *self,
             const char    *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->reports));

  for (guint i = 0; i < n; i++) {
    g_autoptr (GwReport) report = g_list_model_get_item (G_LIST_MODEL (self->reports), i);

    if (g_strcmp0 (gw_report_get_id (report), id) == 0)
      return report; /* the list holds it */
  }

  return NULL;
}

/* ------------------------------------------------------------ actions */

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwReportsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwReport) report = gw_report_begin_finish (result, &error);

  if (self->context == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reports.new", TRUE);
  if (report != NULL) {
    open_report (self, report);
    self->begun = self->filled == NULL;
    return;
  }

  g_message ("A report cannot be begun: %s", error->message);
  gw_toast_say (GTK_WIDGET (self),
                _("The report could not be begun: its form or the disk could not be used. Nothing was changed."));
}

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  GwReportsDesk *self = GW_REPORTS_DESK (widget);

  gtk_widget_action_set_enabled (widget, "reports.new", FALSE);
  gw_report_begin_async (self->context, begun_cb, g_object_ref (self));
}

static void
export_report (GwReportsDesk *self)
{
  if (self->filled != NULL)
    gw_report_export_ask (GTK_WIDGET (self), self->report, self->filled,
                          gw_context_get_reference (self->context));
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  export_report (GW_REPORTS_DESK (widget));
}

static void
go_to_question_cb (GwHandInSheet *sheet,
                   const char    *ref,
                   GwReportsDesk *self)
{
  gw_filled_page_go_to (self->page, ref, 0);
}

static void
hand_in_report (GwReportsDesk *self)
{
  GtkWidget *sheet;

  if (self->filled == NULL)
    return;
  sheet = gw_hand_in_sheet_new (self->context, self->report, self->filled);
  g_signal_connect_object (sheet, "go-to", G_CALLBACK (go_to_question_cb), self, 0);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (sheet));
}

static void
hand_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  hand_in_report (GW_REPORTS_DESK (widget));
}

static void
meeting_saved_cb (GwReportMeeting *meeting,
                  GwReportsDesk   *self)
{
  show_rows (self);
  gw_desk_changed (GW_DESK (self));
}

static void
meeting_cb (GtkButton     *button,
            GwReportsDesk *self)
{
  if (self->report == NULL)
    return;

  g_signal_connect_object (gw_report_meeting_ask (GTK_WIDGET (self), gw_context_get_store (self->context),
                                                  self->report),
                           "saved", G_CALLBACK (meeting_saved_cb), self, 0);
}

/* ------------------------------------------------------------ desk */

static gboolean
gw_reports_desk_find (GwDesk *desk)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);

  if (self->filled == NULL)
    return FALSE;
  gw_form_page_find (gw_filled_page_get_page (self->page));

  return TRUE;
}

static gboolean
gw_reports_desk_find_next (GwDesk   *desk,
                           gboolean  backwards)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);

  return self->filled != NULL && gw_form_page_find_next (gw_filled_page_get_page (self->page), backwards);
}

static void
gw_reports_desk_focus_place (GwDesk *desk)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "report"))
    gw_form_page_focus_place (gw_filled_page_get_page (self->page));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static char *
gw_reports_desk_dup_title (GwDesk *desk)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);

  return self->report != NULL ? g_strdup (gw_report_get_title (self->report)) : NULL;
}

static char *
gw_reports_desk_dup_help (GwDesk *desk)
{
  return g_strdup ("topic:reporting-steps");
}

static gboolean
gw_reports_desk_can_go_back (GwDesk *desk)
{
  return GW_REPORTS_DESK (desk)->report != NULL;
}

static void
gw_reports_desk_go_back (GwDesk *desk)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);

  close_report (self);
  show_rows (self);
  gw_desk_changed (desk);
}

static gboolean
gw_reports_desk_open (GwDesk     *desk,
                      const char *target)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);
  g_auto (GStrv) parts = g_strsplit (target, ":", 3);
  GwReport *report;

  if (parts[0] == NULL || parts[1] == NULL)
    return FALSE;

  report = find_report (self, parts[1]);
  if (report == NULL && gw_report_list_is_loaded (self->reports))
    return FALSE;

  g_clear_pointer (&self->place, g_free);
  if (g_str_equal (parts[0], "answer") && parts[2] != NULL)
    self->place = gw_answer_place_to_ref (parts[2]);
  self->section = 0;
  /* The desk was made for this link: it is followed as soon as the reports are read. */
  if (report == NULL) {
    g_object_set_data_full (G_OBJECT (self), "restore-id", g_strdup (parts[1]), g_free);
    return TRUE;
  }
  if (self->filled != NULL && g_strcmp0 (gw_report_get_id (self->report), parts[1]) == 0)
    go_to_place (self);
  else
    open_report (self, report);

  return TRUE;
}

static GtkWidget *
gw_reports_desk_get_header (GwDesk      *desk,
                            GtkPackType  side)
{
  return side == GTK_PACK_END ? GTK_WIDGET (GW_REPORTS_DESK (desk)->header_end) : NULL;
}

static GVariant *
gw_reports_desk_save_state (GwDesk *desk)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);
  GwFormPage *page = gw_filled_page_get_page (self->page);
  g_autofree char *place = self->filled != NULL ? gw_form_page_dup_place (page) : NULL;

  return g_variant_new ("(sus)", self->report != NULL ? gw_report_get_id (self->report) : "",
                        gw_form_page_get_section (page), place != NULL ? place : "");
}

static void
restore_when_loaded_cb (GwReportsDesk *self)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (self), "restore-id"));
  GwReport *report = id != NULL ? find_report (self, id) : NULL;

  if (report == NULL || self->report != NULL)
    return;
  g_object_set_data (G_OBJECT (self), "restore-id", NULL);
  open_report (self, report);
}

static void
gw_reports_desk_restore_state (GwDesk   *desk,
                               GVariant *state)
{
  GwReportsDesk *self = GW_REPORTS_DESK (desk);
  const char *id, *place;

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE ("(sus)")))
    return;

  g_variant_get (state, "(&su&s)", &id, &self->section, &place);
  if (*id == '\0')
    return;
  self->place = *place != '\0' ? g_strdup (place) : NULL;
  g_object_set_data_full (G_OBJECT (self), "restore-id", g_strdup (id), g_free);
  restore_when_loaded_cb (self);
}

static void
gw_reports_desk_desk_init (GwDeskInterface *iface)
{
  iface->find = gw_reports_desk_find;
  iface->find_next = gw_reports_desk_find_next;
  iface->focus_place = gw_reports_desk_focus_place;
  iface->dup_title = gw_reports_desk_dup_title;
  iface->dup_help = gw_reports_desk_dup_help;
  iface->can_go_back = gw_reports_desk_can_go_back;
  iface->go_back = gw_reports_desk_go_back;
  iface->open = gw_reports_desk_open;
  iface->get_header = gw_reports_desk_get_header;
  iface->save_state = gw_reports_desk_save_state;
  iface->restore_state = gw_reports_desk_restore_state;
}

/* ------------------------------------------------------------ object */

static void
build_header (GwReportsDesk *self)
{
  GtkWidget *meeting = gw_names_give (gtk_button_new_from_icon_name ("x-office-calendar-symbolic"), _("When the report is due"));
  GtkWidget *export = gw_names_give (gtk_button_new_from_icon_name ("document-save-as-symbolic"), _("Save the report as PDF"));
  GtkWidget *hand_in = gw_names_give (gtk_button_new_from_icon_name ("mail-send-symbolic"), _("Hand in the report"));

  g_signal_connect (meeting, "clicked", G_CALLBACK (meeting_cb), self);
  g_signal_connect_swapped (hand_in, "clicked", G_CALLBACK (hand_in_report), self);
  g_signal_connect_swapped (export, "clicked", G_CALLBACK (export_report), self);
  self->header_end = GTK_BOX (g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3)));
  gtk_box_append (self->header_end, meeting);
  gtk_box_append (self->header_end, export);
  gtk_box_append (self->header_end, hand_in);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), FALSE);
}

static void
gw_reports_desk_constructed (GObject *object)
{
  GwReportsDesk *self = GW_REPORTS_DESK (object);

  G_OBJECT_CLASS (gw_reports_desk_parent_class)->constructed (object);

  self->reports = gw_report_list_new (gw_context_get_store (self->context));
  g_signal_connect_object (self->reports, "items-changed", G_CALLBACK (reports_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reports, "notify::loaded", G_CALLBACK (reports_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reports, "items-changed", G_CALLBACK (restore_when_loaded_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* Due dates follow the meeting, which may have been entered on another desk meanwhile. */
  g_signal_connect (self, "map", G_CALLBACK (show_rows), NULL);
  show_rows (self);
}

static void
gw_reports_desk_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GwReportsDesk *self = GW_REPORTS_DESK (object);

  switch (prop_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_reports_desk_dispose (GObject *object)
{
  GwReportsDesk *self = GW_REPORTS_DESK (object);

  if (self->context != NULL)
    close_report (self);
  g_clear_object (&self->reports);
  g_clear_object (&self->header_end);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_reports_desk_parent_class)->dispose (object);
}

static void
gw_reports_desk_class_init (GwReportsDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_reports_desk_constructed;
  object_class->set_property = gw_reports_desk_set_property;
  object_class->dispose = gw_reports_desk_dispose;

  props[PROP_CONTEXT]
      = g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_FILLED_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/reports/gw-reports-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwReportsDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, GwReportsDesk, list);
  gtk_widget_class_bind_template_child (widget_class, GwReportsDesk, page);
  gtk_widget_class_bind_template_child (widget_class, GwReportsDesk, problem);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "reports.export", NULL, export_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "reports.export", NULL);
  gtk_widget_class_install_action (widget_class, "reports.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "reports.hand-in", NULL, hand_in_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "reports.hand-in", NULL);
}

static void
gw_reports_desk_init (GwReportsDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build_header (self);
}
