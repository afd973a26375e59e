/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-hand-in-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/gw-kept-entry.h"
#include "app/reports/gw-hand-in-job.h"
#include "app/reports/gw-hand-in-rows.h"
#include "app/reports/gw-hand-in-words.h"
#include "app/reports/gw-report-export.h"
#include "app/widgets/gw-names.h"
#include "core/reports/gw-report-changes.h"

struct _GwHandInSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwReport *report;
  GwFilledForm *filled;
  GwHandInState *state;    /* NULL until the store was read */
  GPtrArray *rows;         /* what is shown now and made anew when something changed */
  GtkWidget *who, *words;  /* what is typed of a clearance */
  gboolean to_top;         /* what was handed in stands there */

  GtkScrolledWindow *scroller;
  GtkLabel *fault;
  AdwPreferencesGroup *submissions;
  AdwPreferencesGroup *needs;
  AdwPreferencesGroup *freezing;
  GtkWidget *clearance;
  GtkLabel *clearing_words;
  AdwPreferencesGroup *clearing;
  AdwPreferencesGroup *changes;
  GtkWidget *freeze;
  GtkWidget *submit;
  GtkLabel *why_not;
};

enum
{
  SIGNAL_GO_TO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwHandInSheet, gw_hand_in_sheet, ADW_TYPE_WINDOW)

static void reload (GwHandInSheet *self);

static GwHandInJob *
job_new (GwHandInSheet *self)
{
  GwHandInJob *job = g_new0 (GwHandInJob, 1);

  job->report = g_strdup (gw_report_get_id (self->report));
  job->author = g_strdup (gw_profile_get_name (gw_context_get_profile (self->context)));
  job->country = g_strdup (gw_report_get_country (self->report));

  return job;
}

static void
show_fault (GwHandInSheet *self,
            const char    *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static void
add (GwHandInSheet       *self,
     AdwPreferencesGroup *group,
     GtkWidget           *row)
{
  g_object_set_data (G_OBJECT (row), "group", group);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (GwHandInSheet *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    adw_preferences_group_remove (g_object_get_data (G_OBJECT (row), "group"), row);
  }
  g_ptr_array_set_size (self->rows, 0);
  self->who = self->words = NULL;
}

/* ------------------------------------------------------------ acts */

/* What can happen to a careful person. */
static const char *
explain (const GError *error)
{
  if (g_error_matches (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_MEETING))
    return _("The report does not say which meeting it is for, so it cannot be handed in. Nothing was sent.");
  if (g_error_matches (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_UNDECIDED))
    return _("This version has answers of which two people wrote two versions. Settle them, freeze the report again, and hand "
             "that version in. Nothing was sent.");
  if (g_error_matches (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_FILE))
    return _("A file that belongs to the report has not arrived on this computer yet. Nothing was sent; exchange with the "
             "server or a stick first.");

  return _("That could not be kept just now. The report is as it was; please try again.");
}

/* An act, and what was typed for it: that is forgotten when the act is durable, and not before. */
typedef struct
{
  GwHandInSheet *sheet;
  GtkWidget *entries[2]; /* (nullable) */
} Acting;

static void
release_entries (Acting   *acting,
                 gboolean  ok)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acting->entries); i++) {
    if (acting->entries[i] == NULL)
      continue;
    gtk_editable_set_editable (GTK_EDITABLE (acting->entries[i]), TRUE);
    if (ok)
      gw_kept_entry_forget (acting->entries[i]);
    g_clear_object (&acting->entries[i]);
  }
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Acting *acting = user_data;
  g_autoptr (GwHandInSheet) self = acting->sheet;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  release_entries (acting, error == NULL);
  if (self->context == NULL)
    return;
  gtk_widget_set_sensitive (self->freeze, TRUE);
  gtk_widget_set_sensitive (self->submit, TRUE);
  if (error != NULL) {
    g_message ("Handing in: %s", error->message);
    show_fault (self, explain (error));
    return;
  }
  show_fault (self, NULL);
  reload (self);
}

static void
act (GwHandInSheet *self,
     GwStoreFunc    func,
     GwHandInJob   *job,
     GtkWidget     *typed,
     GtkWidget     *typed_too)
{
  Acting *acting = g_new0 (Acting, 1);

  acting->sheet = g_object_ref (self);
  acting->entries[0] = typed != NULL ? g_object_ref (typed) : NULL;
  acting->entries[1] = typed_too != NULL ? g_object_ref (typed_too) : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (acting->entries); i++) {
    if (acting->entries[i] != NULL)
      gtk_editable_set_editable (GTK_EDITABLE (acting->entries[i]), FALSE);
  }
  gtk_widget_set_sensitive (self->freeze, FALSE);
  gtk_widget_set_sensitive (self->submit, FALSE);
  gw_store_thread_write_async (gw_context_get_store (self->context), func, job, gw_hand_in_job_free, NULL, acted_cb,
                               acting);
}

static void
freeze_cb (GtkButton     *button,
           GwHandInSheet *self)
{
  GwHandInJob *job = job_new (self);

  /* What was typed a moment ago goes to the disk first, in order. */
  gw_filled_form_flush (self->filled);
  job->version = gw_hand_in_version_new (self->report, self->filled);
  act (self, gw_hand_in_job_freeze, job, NULL, NULL);
}

static const GwFrozen *
get_newest (GwHandInSheet *self)
{
  return self->state != NULL && self->state->versions->len > 0 ? g_ptr_array_index (self->state->versions, 0) : NULL;
}

static void
clear_cb (GtkButton     *button,
          GwHandInSheet *self)
{
  const char *who = gtk_editable_get_text (GTK_EDITABLE (self->who));
  GwHandInJob *job;

  if (*who == '\0') {
    gtk_widget_grab_focus (self->who);
    show_fault (self, _("Say who cleared the version."));
    return;
  }
  job = job_new (self);
  job->sha256 = g_strdup (get_newest (self)->sha256);
  job->who = g_strdup (who);
  job->words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words)));
  act (self, gw_hand_in_job_clear, job, self->who, self->words);
}

static void
submit_cb (GtkButton     *button,
           GwHandInSheet *self)
{
  GwHandInJob *job = job_new (self);

  job->sha256 = g_strdup (get_newest (self)->sha256);
  job->cycle = g_strdup (gw_report_get_cycle (self->report));
  job->instrument = g_strdup (gw_report_get_instrument (self->report));
  self->to_top = TRUE;
  job->knows_clock = gw_context_get_clock (self->context, &job->clock_offset);
  act (self, gw_hand_in_job_submit, job, NULL, NULL);
}

static void
answer_cb (GwHandInRemark *row,
           const char     *text,
           gboolean        is_dealt,
           GwHandInSheet  *self)
{
  GwHandInJob *job = job_new (self);

  job->remark = g_strdup (gw_hand_in_remark_get_id (row));
  job->words = g_strdup (text);
  job->is_dealt = is_dealt;
  act (self, gw_hand_in_job_answer, job, gw_hand_in_remark_get_entry (row), NULL);
}

static void
go_to_cb (GtkWidget     *row,
          GwHandInSheet *self)
{
  g_autofree char *ref = g_strdup (g_object_get_data (G_OBJECT (row), "ref"));

  if (ref == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, ref);
  gtk_window_close (GTK_WINDOW (self));
}

/* ------------------------------------------------------------ showing */

/* A row that leads to its question. */
static void
make_door (GwHandInSheet *self,
           GtkWidget     *row,
           const char    *ref)
{
  if (ref == NULL)
    return;
  g_object_set_data_full (G_OBJECT (row), "ref", g_strdup (ref), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect (row, "activated", G_CALLBACK (go_to_cb), self);
}

/* The first question of those that are @why, to go to. */
static char *
dup_first_problem (GwHandInSheet *self,
                   gboolean       is_missing)
{
  g_autoptr (GPtrArray) problems = gw_form_session_dup_problems (gw_filled_form_get_session (self->filled));

  for (guint i = 0; i < problems->len; i++) {
    const GwFormProblem *problem = g_ptr_array_index (problems, i);

    if ((problem->why == GW_FORM_WHY_REQUIRED) == is_missing)
      return g_strdup (problem->ref);
  }

  return NULL;
}

static void
add_need (GwHandInSheet *self,
          gboolean       is_met,
          const char    *sentence,
          const char    *ref)
{
  GtkWidget *row = gw_hand_in_row_new_need (is_met, sentence);

  make_door (self, row, ref);
  add (self, self->needs, row);
}

static void
add_counted (GwHandInSheet *self,
             guint          n,
             const char    *none,
             char          *some,
             char          *ref)
{
  add_need (self, n == 0, n == 0 ? none : some, n == 0 ? NULL : ref);
  g_free (some);
  g_free (ref);
}

static void
show_needs (GwHandInSheet       *self,
            const GwHandInNeeds *needs)
{
  g_autoptr (GPtrArray) undecided = gw_filled_form_dup_undecided (self->filled);

  add_counted (self, needs->n_open, _("All required answers are there."),
               g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u required answer is missing.",
                                             "%u required answers are missing.", needs->n_open), needs->n_open),
               dup_first_problem (self, TRUE));
  add_counted (self, needs->n_invalid, _("No answer breaks a rule of the form."),
               g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u answer breaks a rule of the form.",
                                             "%u answers break a rule of the form.", needs->n_invalid), needs->n_invalid),
               dup_first_problem (self, FALSE));
  add_counted (self, needs->n_undecided, _("No answer has two versions."),
               g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u answer has two versions: settle it first.",
                                             "%u answers have two versions: settle them first.", needs->n_undecided),
                                needs->n_undecided),
               undecided->len > 0 ? g_strdup (g_ptr_array_index (undecided, 0)) : NULL);
  add_need (self, needs->has_meeting, needs->has_meeting ? _("The report says which meeting it is for.")
                                                         : _("The report does not say which meeting it is for."), NULL);
  add_need (self, needs->is_frozen, needs->is_frozen ? _("The report as it is now is frozen.")
                                                     : _("The report as it is now is not frozen."), NULL);
  add_need (self, needs->is_cleared, needs->is_cleared ? _("Somebody cleared it.")
                                                       : _("Nobody cleared it as it is now."), NULL);
}

static gboolean
was_handed_in (GwHandInSheet  *self,
               const GwFrozen *version)
{
  for (guint i = 0; i < self->state->submissions->len; i++) {
    if (g_str_equal (((GwSubmission *) g_ptr_array_index (self->state->submissions, i))->sha256, version->sha256))
      return TRUE;
  }

  return FALSE;
}

typedef struct
{
  GwHandInSheet *sheet;
  char *sha256;
} Printing;

static void
xml_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Printing *printing = user_data;
  g_autoptr (GwHandInSheet) self = printing->sheet;
  g_autofree char *sha256 = printing->sha256;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) xml = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL || self->state == NULL)
    return;
  if (xml == NULL) {
    g_message ("A frozen version cannot be read: %s", error->message);
    show_fault (self, _("This version was frozen on another computer and has not arrived here whole. Exchange with the server or "
                        "a stick first."));
    return;
  }
  for (guint i = 0; i < self->state->versions->len; i++) {
    const GwFrozen *version = g_ptr_array_index (self->state->versions, i);

    if (g_str_equal (version->sha256, sha256))
      gw_report_export_ask_frozen (GTK_WIDGET (self->scroller), self->report, self->filled,
                                   gw_context_get_reference (self->context), version, xml,
                                   was_handed_in (self, version));
  }
}

static void
print_cb (GtkWidget     *button,
          GwHandInSheet *self)
{
  const char *sha256 = g_object_get_data (G_OBJECT (button), "sha256");
  Printing *printing = g_new0 (Printing, 1);
  GwHandInJob *job = job_new (self);

  printing->sheet = g_object_ref (self);
  printing->sha256 = g_strdup (sha256);
  job->sha256 = g_strdup (sha256);
  gw_store_thread_run_async (gw_context_get_store (self->context), gw_hand_in_job_xml, job, gw_hand_in_job_free,
                             (GDestroyNotify) g_bytes_unref, NULL, xml_read_cb, printing);
}

static void
show_version (GwHandInSheet  *self,
              const GwFrozen *version)
{
  g_autofree char *title = gw_hand_in_words_dup_version (version), *facts = gw_hand_in_words_dup_facts (version);
  /* TRANSLATORS: %u is the number of a version. */
  g_autofree char *name = g_strdup_printf (_("Save version %u as PDF"), version->number);
  GtkWidget *row = gw_hand_in_row_new (title, facts);
  GtkWidget *button = gw_names_give (gtk_button_new_from_icon_name ("document-save-as-symbolic"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "sha256", g_strdup (version->sha256), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (print_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  add (self, self->freezing, row);
}

static void
show_versions (GwHandInSheet *self)
{
  for (guint i = 0; i < self->state->versions->len; i++)
    show_version (self, g_ptr_array_index (self->state->versions, i));
}

static void
show_clearing (GwHandInSheet *self)
{
  const GwFrozen *newest = get_newest (self);
  GwStoreThread *store = gw_context_get_store (self->context);
  g_autofree char *who = g_strconcat ("clearance-who:", gw_report_get_id (self->report), NULL);
  g_autofree char *words = g_strconcat ("clearance-words:", gw_report_get_id (self->report), NULL);
  g_autofree char *description = NULL;
  GtkWidget *button;

  gtk_widget_set_visible (self->clearance, newest != NULL);
  if (newest == NULL)
    return;
  /* TRANSLATORS: %u is a number, %s a code of letters and digits that two people compare. */
  description = g_strdup_printf (_("Note here who said yes to version %u, %s."), newest->number, newest->code);
  gtk_label_set_label (self->clearing_words, description);
  self->who = gw_kept_entry_new (store, who, _("Who cleared it"));
  self->words = gw_kept_entry_new (store, words, _("What was said, if anything"));
  button = gtk_button_new_with_label (_("Note the clearance"));
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_margin_top (button, 12);
  g_signal_connect (button, "clicked", G_CALLBACK (clear_cb), self);
  add (self, self->clearing, self->who);
  add (self, self->clearing, self->words);
  add (self, self->clearing, button);
}

static void
show_changes (GwHandInSheet *self)
{
  GwFormSession *session = gw_filled_form_get_session (self->filled);
  g_autoptr (GBytes) now = self->state->before != NULL ? gw_form_session_write_instance (session) : NULL;
  g_autoptr (GPtrArray) changes =
    now != NULL ? gw_report_dup_changes (session, self->state->before, now, NULL) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->changes), changes != NULL && changes->len > 0);
  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    const GwReportChange *change = g_ptr_array_index (changes, i);
    GtkWidget *row = gw_hand_in_row_new_change (change);

    make_door (self, row, change->ref);
    add (self, self->changes, row);
  }
}

static void
show_remarks (GwHandInSheet      *self,
              const GwSubmission *submission)
{
  GwFormSession *session = gw_filled_form_get_session (self->filled);

  for (guint i = 0; i < submission->remarks->len; i++) {
    const GwRemark *remark = g_ptr_array_index (submission->remarks, i);
    GwFormItem *item = remark->question != NULL ? gw_form_session_find_item (session, remark->question) : NULL;
    g_autofree char *label = item != NULL ? gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL) : NULL;
    GtkWidget *row = gw_hand_in_remark_new (gw_context_get_store (self->context), remark,
                                            label != NULL ? label : remark->question, item != NULL);

    g_object_set_data_full (G_OBJECT (row), "ref", g_strdup (remark->question), g_free);
    g_signal_connect (row, "answer", G_CALLBACK (answer_cb), self);
    g_signal_connect (row, "go-to", G_CALLBACK (go_to_cb), self);
    add (self, self->submissions, row);
  }
}

static void
show_submissions (GwHandInSheet *self)
{
  GPtrArray *list = self->state->submissions;

  gtk_widget_set_visible (GTK_WIDGET (self->submissions), list->len > 0);
  for (guint i = 0; i < list->len; i++) {
    const GwSubmission *submission = g_ptr_array_index (list, i);
    g_autofree char *title = gw_hand_in_words_dup_submission (submission);
    g_autofree char *state = gw_hand_in_words_dup_state (submission);

    add (self, self->submissions, gw_hand_in_row_new (title, state));
    show_remarks (self, submission);
  }
}

/* The newest frozen version is handed in; what was written since stays a draft, and that is said. */
static void
show_submit (GwHandInSheet       *self,
             const GwHandInNeeds *needs)
{
  const GwFrozen *newest = get_newest (self);
  gboolean may = gw_profile_can_write (gw_context_get_profile (self->context), GW_SUBMISSION_DB);
  gboolean can = may && newest != NULL && !was_handed_in (self, newest) && newest->n_undecided == 0
                 && needs->has_meeting;
  g_autofree char *label = can ? gw_hand_in_words_dup_button (newest) : NULL;
  const char *why = NULL;

  gtk_widget_set_visible (self->submit, can);
  if (can)
    gtk_button_set_label (GTK_BUTTON (self->submit), label);
  if (!may)
    why = _("Your account does not hand reports in.");
  else if (newest == NULL)
    why = _("Freeze the report first: what is handed in is a frozen version.");
  else if (was_handed_in (self, newest))
    why = _("The newest frozen version was handed in. To correct it, change the report, freeze it again, and hand that in as an "
            "amendment; the first one stays.");
  else if (can && !needs->is_frozen)
    why = _("What was written since the newest frozen version stays a draft.");
  gtk_label_set_label (self->why_not, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why_not), why != NULL);
}

static void
show (GwHandInSheet *self)
{
  GwHandInNeeds needs;

  clear_rows (self);
  gw_hand_in_get_needs (self->report, self->filled, self->state->versions, &needs);
  show_submissions (self);
  show_needs (self, &needs);
  show_versions (self);
  show_clearing (self);
  show_changes (self);
  show_submit (self, &needs);
  gw_hand_in_needs_clear (&needs);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwHandInSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  GwHandInState *state = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL) {
    gw_hand_in_state_free (state);
    return;
  }
  if (state == NULL) {
    g_message ("What was handed in cannot be read: %s", error->message);
    show_fault (self, _("What was frozen and handed in cannot be read just now. Nothing was changed; please try again."));
    return;
  }
  g_clear_pointer (&self->state, gw_hand_in_state_free);
  self->state = state;
  show (self);
  if (self->to_top)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->to_top = FALSE;
}

static void
reload (GwHandInSheet *self)
{
  gw_store_thread_run_async (gw_context_get_store (self->context), gw_hand_in_job_read, job_new (self),
                             gw_hand_in_job_free, (GDestroyNotify) gw_hand_in_state_free, NULL, read_cb,
                             g_object_ref (self));
}

/* ------------------------------------------------------------ object */

static void
gw_hand_in_sheet_dispose (GObject *object)
{
  GwHandInSheet *self = GW_HAND_IN_SHEET (object);

  g_clear_pointer (&self->state, gw_hand_in_state_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->filled);
  g_clear_object (&self->report);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_hand_in_sheet_parent_class)->dispose (object);
}

static void
gw_hand_in_sheet_class_init (GwHandInSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_hand_in_sheet_dispose;

  signals[SIGNAL_GO_TO] = g_signal_new ("go-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/reports/gw-hand-in-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, scroller);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, submissions);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, needs);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, freezing);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, clearance);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, clearing_words);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, clearing);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, changes);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, freeze);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, submit);
  gtk_widget_class_bind_template_child (widget_class, GwHandInSheet, why_not);
  gtk_widget_class_bind_template_callback (widget_class, freeze_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_hand_in_sheet_init (GwHandInSheet *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_hand_in_sheet_new:
 * @context: whose desk
 * @report: a report
 * @filled: the same, opened
 */
GtkWidget *
gw_hand_in_sheet_new (GwContext    *context,
                      GwReport     *report,
                      GwFilledForm *filled)
{
  GwHandInSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context) && GW_IS_REPORT (report) && GW_IS_FILLED_FORM (filled), NULL);

  self = g_object_new (GW_TYPE_HAND_IN_SHEET, NULL);
  self->context = g_object_ref (context);
  self->report = g_object_ref (report);
  self->filled = g_object_ref (filled);
  reload (self);

  return GTK_WIDGET (self);
}
