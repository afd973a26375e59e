/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-plan-start.h"

#include <glib/gi18n-lib.h>

#include "app/checklists/gw-plan-start-job.h"
#include "app/checklists/gw-plan-words.h"
#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"

typedef enum
{
  CHOICE_ANNOUNCED, /* the meeting as it is known */
  CHOICE_DATES,     /* the dates of the meeting, which the person knows */
  CHOICE_OWN,       /* a day of one's own */
  CHOICE_NONE,      /* no date yet */
  N_CHOICES,
} Choice;

struct _GwPlanStart
{
  AdwWindow parent_instance;

  GtkLabel *question;
  GtkListBox *choices;
  AdwEntryRow *opening;
  AdwEntryRow *last;
  AdwEntryRow *own;
  GtkListBox *entries;
  GtkLabel *result;
  GtkButton *save;

  GwContext *context;
  GwChecklist *checklist;
  GwPlan *plan; /* NULL: a new one */
  GPtrArray *meetings;
  char *meeting_id;
  const GwMeetingDates *meeting;
  GtkCheckButton *buttons[N_CHOICES]; /* NULL where the choice is not offered */
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwPlanStart, gw_plan_start, ADW_TYPE_WINDOW)

static Choice
get_choice (GwPlanStart *self)
{
  for (int i = 0; i < N_CHOICES; i++) {
    if (self->buttons[i] != NULL && gtk_check_button_get_active (self->buttons[i]))
      return i;
  }

  return N_CHOICES;
}

static GDate *
read_day (AdwEntryRow *entry)
{
  return gw_date_words_parse (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static gboolean
is_empty (AdwEntryRow *entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
}

/* ------------------------------------------------------------ what follows from it */

static const char *
find_fault (GwPlanStart *self,
            Choice       choice)
{
  g_autoptr (GDate) opening = read_day (self->opening);
  g_autoptr (GDate) last = read_day (self->last);
  g_autoptr (GDate) own = read_day (self->own);

  switch (choice) {
  case CHOICE_DATES:
    if (opening == NULL || (last == NULL && !is_empty (self->last)))
      return _("Please write the day as day, month and year.");
    return last != NULL && g_date_compare (last, opening) < 0
               ? _("The last day comes before the opening day.") : NULL;
  case CHOICE_OWN:
    return own == NULL ? _("Please write the day as day, month and year.") : NULL;
  case CHOICE_ANNOUNCED:
  case CHOICE_NONE:
    return NULL;
  case N_CHOICES:
  default:
    return _("Please choose one.");
  }
}

static char *
dup_result (GwPlanStart *self,
            Choice       choice)
{
  g_autoptr (GDate) day = NULL;
  g_autofree char *words = NULL;

  if (choice == CHOICE_NONE)
    return g_strdup (_("Nothing is dated. Each item says how long before or after it is due."));
  if (choice == CHOICE_ANNOUNCED)
    day = gw_date_parse (self->meeting->start);
  else
    day = read_day (choice == CHOICE_DATES ? self->opening : self->own);
  words = day != NULL ? gw_date_words_format (day) : g_strdup ("");
  if (choice == CHOICE_DATES)
    /* TRANSLATORS: %s is a date. */
    return g_strdup_printf (_("Days are counted from %s, in all plans for this meeting. A date in an official "
                              "notification goes before the counted ones."), words);

  /* TRANSLATORS: %s is a date. */
  return g_strdup_printf (_("Days are counted from %s. A date in an official notification goes before the counted ones."),
                          words);
}

static void
show_choice (GwPlanStart *self)
{
  Choice choice = get_choice (self);
  const char *fault = find_fault (self, choice);
  g_autofree char *result = fault == NULL ? dup_result (self, choice) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->opening), choice == CHOICE_DATES);
  gtk_widget_set_visible (GTK_WIDGET (self->last), choice == CHOICE_DATES);
  gtk_widget_set_visible (GTK_WIDGET (self->own), choice == CHOICE_OWN);
  gtk_widget_set_visible (GTK_WIDGET (self->entries), choice == CHOICE_DATES || choice == CHOICE_OWN);
  gtk_label_set_text (self->result, fault != NULL ? fault : result);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), fault == NULL);
}

/* ------------------------------------------------------------ saving */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwPlanStart) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL) {
    g_message ("A plan is not saved: %s", error->message);
    gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
    gtk_label_set_text (self->result, _("This could not be saved. Nothing was changed; please try again."));
    return;
  }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, g_object_get_data (G_OBJECT (self), "plan-id"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static char *
format_entry (AdwEntryRow *entry)
{
  g_autoptr (GDate) day = read_day (entry);

  return day != NULL ? gw_date_format (day) : g_strdup ("");
}

static void
save_cb (GwPlanStart *self)
{
  Choice choice = get_choice (self);
  GwPlanStartJob *job;

  if (find_fault (self, choice) != NULL)
    return;
  job = g_new0 (GwPlanStartJob, 1);
  job->plan_id = self->plan != NULL ? g_strdup (gw_plan_get_id (self->plan)) : gw_plan_make_id ();
  job->author = g_strdup (gw_profile_get_name (gw_context_get_profile (self->context)));
  job->reference = g_object_ref (gw_context_get_reference (self->context));
  job->meeting_id = g_strdup (self->meeting_id);
  job->own_date = choice == CHOICE_OWN ? format_entry (self->own) : NULL;
  /* "Not announced" takes back what somebody entered; what the reference data says stays. */
  job->put_meeting = self->meeting_id != NULL
                     && (choice == CHOICE_DATES
                         || (choice == CHOICE_NONE && self->meeting != NULL && self->meeting->is_entered));
  job->opening = choice == CHOICE_DATES ? format_entry (self->opening) : g_strdup ("");
  job->last = choice == CHOICE_DATES ? format_entry (self->last) : g_strdup ("");
  if (self->plan == NULL)
    job->body = gw_plan_new_body (self->checklist, job->meeting_id, job->own_date, job->author);
  g_object_set_data_full (G_OBJECT (self), "plan-id", g_strdup (job->plan_id), g_free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  gw_store_thread_write_async (gw_context_get_store (self->context), gw_plan_start_job_run, job,
                               gw_plan_start_job_free, NULL, saved_cb, g_object_ref (self));
}

/* ------------------------------------------------------------ the choices */

static void
add_choice (GwPlanStart *self,
            Choice       choice,
            const char  *title,
            const char  *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();

  for (int i = 0; i < N_CHOICES; i++) {
    if (self->buttons[i] != NULL) {
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons[i]);
      break;
    }
  }
  self->buttons[choice] = GTK_CHECK_BUTTON (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (show_choice), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->choices, row);
}

static void
fill_day (AdwEntryRow *entry,
          const char  *text)
{
  g_autoptr (GDate) day = gw_date_parse (text);
  g_autofree char *shown = day != NULL ? gw_date_words_format_short (day) : NULL;

  if (shown != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), shown);
}

static char *
dup_announced (GwPlanStart *self)
{
  g_autoptr (GDate) first = gw_date_parse (self->meeting->start);
  g_autoptr (GDate) last = gw_date_parse (self->meeting->end);
  g_autofree char *opening = gw_date_words_format (first);
  g_autofree char *end = last != NULL ? gw_date_words_format (last) : NULL;

  if (end == NULL)
    /* TRANSLATORS: %s is a date. */
    return g_strdup_printf (_("Opens on %s"), opening);

  /* TRANSLATORS: Both %s are dates, the first and the last day of a meeting. */
  return g_strdup_printf (_("From %s to %s"), opening, end);
}

static void
add_meeting_choices (GwPlanStart *self)
{
  g_autofree char *name = gw_plan_words_meeting (self->meeting_id, self->meeting != NULL ? self->meeting->body : NULL);
  gboolean dated = self->meeting != NULL && self->meeting->start != NULL;
  g_autofree char *known = dated ? dup_announced (self) : NULL;
  g_autofree char *enter = NULL;

  if (dated)
    add_choice (self, CHOICE_ANNOUNCED, name, known);
  /* TRANSLATORS: %s is a meeting, such as COP16. */
  enter = g_strdup_printf (dated ? _("Other dates of %s") : _("I know the dates of %s"), name);
  add_choice (self, CHOICE_DATES, enter, _("They count for all plans and deadlines of your country."));
  add_choice (self, CHOICE_OWN, _("A day of my own"), _("For this plan only."));
  if (!dated || self->meeting->is_entered) {
    /* TRANSLATORS: %s is a meeting, such as COP16. */
    g_autofree char *none = g_strdup_printf (_("The date of %s is not announced"), name);

    add_choice (self, CHOICE_NONE, none, _("Items show how long before or after they are due."));
  }
  if (dated) {
    fill_day (self->opening, self->meeting->start);
    fill_day (self->last, self->meeting->end);
  }
}

static void
add_day_choices (GwPlanStart *self)
{
  add_choice (self, CHOICE_OWN, _(gw_checklist_anchor_label (gw_checklist_get_anchor (self->checklist))), NULL);
  add_choice (self, CHOICE_NONE, _("No date yet"), _("Items show how long before or after they are due."));
}

static void
choose_first (GwPlanStart *self)
{
  gboolean own = self->plan != NULL && gw_plan_get_own_date (self->plan) != NULL;
  Choice first = CHOICE_NONE;

  if (own) {
    g_autofree char *day = gw_date_format (gw_plan_get_own_date (self->plan));

    fill_day (self->own, day);
    first = CHOICE_OWN;
  } else if (self->buttons[CHOICE_ANNOUNCED] != NULL) {
    first = CHOICE_ANNOUNCED;
  } else if (self->meeting_id == NULL && self->plan == NULL) {
    first = CHOICE_OWN;
  }
  gtk_check_button_set_active (self->buttons[first], TRUE);
}

static gpointer
read_meetings (GwStore   *store,
               gpointer   data,
               GError   **error)
{
  return gw_meetings_read (store, data, error);
}

static void
meetings_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GwPlanStart) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDate) today = gw_date_today ();
  const char *body;

  self->meetings = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (self->context == NULL)
    return;
  if (self->meetings == NULL) {
    g_message ("The meetings cannot be read: %s", error->message);
    gtk_label_set_text (self->result, _("The meetings cannot be read. Please close this window and try again."));
    return;
  }
  body = gw_checklist_get_body (self->checklist);
  if (self->plan != NULL && gw_plan_get_meeting_id (self->plan) != NULL)
    self->meeting_id = g_strdup (gw_plan_get_meeting_id (self->plan));
  else if (body != NULL)
    self->meeting_id = gw_meetings_dup_next_id (self->meetings, body, today);
  self->meeting = gw_meetings_find (self->meetings, self->meeting_id);
  if (self->meeting_id != NULL)
    add_meeting_choices (self);
  else
    add_day_choices (self);
  choose_first (self);
  show_choice (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->buttons[get_choice (self)]));
}

/* ------------------------------------------------------------ object */

static void
gw_plan_start_dispose (GObject *object)
{
  GwPlanStart *self = GW_PLAN_START (object);

  g_clear_object (&self->context);
  g_clear_object (&self->checklist);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->meetings, g_ptr_array_unref);
  g_clear_pointer (&self->meeting_id, g_free);
  self->meeting = NULL;

  G_OBJECT_CLASS (gw_plan_start_parent_class)->dispose (object);
}

static void
gw_plan_start_class_init (GwPlanStartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_plan_start_dispose;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", GW_TYPE_PLAN_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/checklists/gw-plan-start.ui");
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, question);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, choices);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, entries);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, opening);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, last);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, own);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, result);
  gtk_widget_class_bind_template_child (widget_class, GwPlanStart, save);
  gtk_widget_class_bind_template_callback (widget_class, show_choice);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_plan_start_init (GwPlanStart *self)
{
  AdwEntryRow *entries[3];

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->save));
  entries[0] = self->opening;
  entries[1] = self->last;
  entries[2] = self->own;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (entries[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (entries[i])), -1);
}

/**
 * gw_plan_start_ask:
 * @parent: a widget of the window
 * @checklist: what is started or moved
 * @plan: (nullable): the plan that is moved, NULL for a new one
 *
 * Returns: (transfer none): the window that was opened
 */
GwPlanStart *
gw_plan_start_ask (GtkWidget   *parent,
                   GwContext   *context,
                   GwChecklist *checklist,
                   GwPlan      *plan)
{
  GwPlanStart *self = g_object_new (GW_TYPE_PLAN_START, NULL);

  self->context = g_object_ref (context);
  self->checklist = g_object_ref (checklist);
  self->plan = plan != NULL ? g_object_ref (plan) : NULL;
  gtk_window_set_title (GTK_WINDOW (self), plan != NULL ? _("Change the date") : _("Start a checklist"));
  gtk_button_set_label (self->save, plan != NULL ? _("Use this") : _("Start"));
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gw_store_thread_run_async (gw_context_get_store (context), read_meetings,
                             g_object_ref (gw_context_get_reference (context)), g_object_unref,
                             (GDestroyNotify) g_ptr_array_unref, NULL, meetings_read_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));

  return self;
}
