/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/home/gw-home-desk.h"

#include <glib/gi18n-lib.h>

#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/gw-desks.h"
#include "app/home/gw-home-report.h"
#include "app/home/gw-home-timeline.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-progress-ring.h"
#include "core/base/gw-time.h"
#include "core/records/gw-plan.h"
#include "core/records/gw-records.h"
#include "core/reports/gw-report-list.h"

struct _GwHomeDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkLabel *place;
  GtkListBox *timeline;
  GtkListBox *doors;

  GwRecordList *plans; /* NULL until the checklists are read */
  GwReportList *reports;
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void gw_home_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwHomeDesk, gw_home_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_home_desk_desk_init))

static void
gw_home_desk_focus_place (GwDesk *desk)
{
  GwHomeDesk *self = GW_HOME_DESK (desk);
  GtkListBoxRow *door = gtk_list_box_get_row_at_index (self->doors, 0);

  if (door != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (door));
}

static void
gw_home_desk_desk_init (GwDeskInterface *iface)
{
  iface->focus_place = gw_home_desk_focus_place;
}

#define N_DAYS 4
#define N_PLANS 3
#define N_REPORTS 2

static const struct
{
  const char *desk;
  const char *title;
  const char *subtitle;
  const char *icon;
} doors[] = {
  { "checklists", N_("Start here"), N_("Checklists: what to do, by when, and why"),
    "view-list-bullet-symbolic" },
  { "reports", N_("National report"), N_("Answer the questions at your own pace"),
    "document-edit-symbolic" },
  { "actions", N_("Actions"), N_("What your country did for migratory species"),
    "emoji-nature-symbolic" },
  { "manual", N_("Manual"), N_("What the role is and how its work is done"),
    "accessories-dictionary-symbolic" },
};

static char *
write_days (int days)
{
  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Tomorrow"));
  /* TRANSLATORS: %d is a number of days. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In %d day", "In %d days", (gulong) days),
                          days);
}

static GtkWidget *
create_event_row (const GwHomeEvent *event,
                  const GDate       *today)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), event->title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (event->date != NULL) {
    g_autofree char *day = gw_date_words_format (event->date);
    g_autofree char *away = write_days (g_date_days_between (today, event->date));
    GtkWidget *label = gtk_label_new (away);

    gtk_widget_add_css_class (label, "dim-label");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    if (event->note != NULL) {
      g_autofree char *both = g_strdup_printf ("%s\n%s", day, event->note);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), both);
    } else {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), day);
    }
  } else {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), event->note);
  }

  return row;
}

static GtkWidget *
create_door (guint number)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(doors[number].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(doors[number].subtitle));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), doors[number].icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-desk");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", doors[number].desk);

  return row;
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* A day that is past is no date for what comes next. */
static char *
dup_due (const GDate *due,
         const GDate *today)
{
  g_autofree char *day = gw_date_words_format (due);

  if (g_date_compare (due, today) >= 0)
    return g_steal_pointer (&day);
  /* TRANSLATORS: %s is the day on which it was due. */
  return g_strdup_printf (_("Overdue since %s"), day);
}

static GtkWidget *
create_plan (GwPlan      *plan,
             const GDate *today)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *ring = gw_progress_ring_new ();
  GwPlanItem *next = gw_plan_find_next (plan);
  g_autofree char *subtitle = NULL;

  if (next == NULL)
    subtitle = g_strdup (_("Nothing is left to do."));
  else
    /* TRANSLATORS: %s is what to do. */
    subtitle = g_strdup_printf (_("Next: %s"), gw_plan_item_get_title (next));
  if (next != NULL && gw_plan_item_get_due (next) != NULL) {
    g_autofree char *first = g_steal_pointer (&subtitle);
    g_autofree char *day = dup_due (gw_plan_item_get_due (next), today);

    subtitle = g_strdup_printf ("%s\n%s", first, day);
  }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gw_plan_get_title (plan));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gw_progress_ring_set (GW_PROGRESS_RING (ring), gw_plan_get_n_done (plan) + gw_plan_get_n_skipped (plan),
                        g_list_model_get_n_items (G_LIST_MODEL (plan)));
  gtk_widget_add_css_class (ring, "door-ring");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), ring);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", gw_plan_get_id (plan));

  return row;
}

/* What was begun first: a person comes back to it. */
static void
show_doors (GwHomeDesk *self)
{
  guint n = self->plans != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->plans)) : 0;
  guint n_reports = self->reports != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->reports)) : 0;
  g_autoptr (GDate) today = gw_date_today ();
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->doors)) != NULL;

  clear_list (self->doors);
  for (guint i = 0; i < MIN (n_reports, N_REPORTS); i++) {
    g_autoptr (GwReport) report = g_list_model_get_item (G_LIST_MODEL (self->reports), i);

    gtk_list_box_append (self->doors, gw_home_report_new (self->context, report));
  }
  for (guint i = 0; i < MIN (n, N_PLANS); i++) {
    g_autoptr (GwPlan) plan = g_list_model_get_item (G_LIST_MODEL (self->plans), i);

    gtk_list_box_append (self->doors, create_plan (plan, today));
  }
  for (guint i = 0; i < G_N_ELEMENTS (doors); i++) {
    if (gw_desks_find (doors[i].desk) != NULL)
      gtk_list_box_append (self->doors, create_door (i));
  }
  if (focused)
    gw_home_desk_focus_place (GW_DESK (self));
}

static void
checklists_read_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GwHomeDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checklists = gw_checklist_load_all_finish (result, &error);

  if (self->context == NULL || gw_context_get_store (self->context) == NULL)
    return;
  if (checklists == NULL) {
    g_message ("The checklists cannot be read: %s", error->message);
    return;
  }
  self->plans = gw_plan_list_new (gw_context_get_store (self->context), checklists,
                                  gw_context_get_reference (self->context));
  g_signal_connect_object (self->plans, "items-changed", G_CALLBACK (show_doors), self, G_CONNECT_SWAPPED);
}

/* ------------------------------------------------------------ what comes next */

static void
show_timeline (GwHomeDesk *self,
               GPtrArray  *meetings)
{
  GwReference *reference = gw_context_get_reference (self->context);
  GwProfile *profile = gw_context_get_profile (self->context);
  const char *country = profile != NULL ? gw_profile_get_country (profile) : NULL;
  g_autoptr (GDate) today = gw_date_today ();
  g_autoptr (GPtrArray) deadlines
      = gw_deadlines_list (meetings, reference, country != NULL && *country != '\0' ? country : NULL, today);
  g_autoptr (GPtrArray) events
      = gw_home_timeline_new (reference, deadlines, gw_context_get_language (self->context), today, N_DAYS);

  clear_list (self->timeline);
  for (guint i = 0; i < events->len; i++)
    gtk_list_box_append (self->timeline, create_event_row (g_ptr_array_index (events, i), today));
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
  g_autoptr (GwHomeDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) meetings = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL)
    return;
  if (meetings != NULL)
    show_timeline (self, meetings);
  else
    g_message ("The meetings cannot be read: %s", error->message);
}

static void
start_timeline (GwHomeDesk *self)
{
  if (self->context == NULL || gw_context_get_store (self->context) == NULL)
    return;
  gw_store_thread_run_async (gw_context_get_store (self->context), read_meetings,
                             g_object_ref (gw_context_get_reference (self->context)), g_object_unref,
                             (GDestroyNotify) g_ptr_array_unref, NULL, meetings_read_cb, g_object_ref (self));
}

static void
store_changed_cb (GwStoreThread *store,
                  GPtrArray     *changes,
                  GwHomeDesk    *self)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (g_str_equal (change->db, GW_RECORDS_DB) && g_str_has_prefix (change->id, "meeting:")) {
      start_timeline (self);
      return;
    }
  }
}

static void
show_place (GwHomeDesk *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  GwReference *reference = gw_context_get_reference (self->context);
  const GwCountry *country = profile != NULL
    ? gw_reference_find_country (reference, gw_profile_get_country (profile)) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->place), country != NULL);
  if (country != NULL)
    gtk_label_set_label (self->place, gw_label_get (&country->name,
                                                    gw_context_get_language (self->context)));
  start_timeline (self);
}

static void
gw_home_desk_constructed (GObject *object)
{
  GwHomeDesk *self = GW_HOME_DESK (object);

  G_OBJECT_CLASS (gw_home_desk_parent_class)->constructed (object);

  show_doors (self);
  show_place (self);
  g_signal_connect_object (gw_context_get_profile (self->context), "notify::country",
                           G_CALLBACK (show_place), self, G_CONNECT_SWAPPED);
  if (gw_context_get_store (self->context) == NULL)
    return;
  g_signal_connect_object (gw_context_get_store (self->context), "changed", G_CALLBACK (store_changed_cb), self, 0);
  self->reports = gw_report_list_new (gw_context_get_store (self->context));
  g_signal_connect_object (self->reports, "items-changed", G_CALLBACK (show_doors), self, G_CONNECT_SWAPPED);
  gw_checklist_load_all_async (NULL, gw_context_get_language (self->context), NULL, checklists_read_cb,
                               g_object_ref (self));
}

static void
gw_home_desk_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  GwHomeDesk *self = GW_HOME_DESK (object);

  switch (property_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_home_desk_dispose (GObject *object)
{
  GwHomeDesk *self = GW_HOME_DESK (object);

  g_clear_object (&self->plans);
  g_clear_object (&self->reports);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_home_desk_parent_class)->dispose (object);
}

static void
gw_home_desk_class_init (GwHomeDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_home_desk_constructed;
  object_class->set_property = gw_home_desk_set_property;
  object_class->dispose = gw_home_desk_dispose;

  props[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/home/gw-home-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwHomeDesk, place);
  gtk_widget_class_bind_template_child (widget_class, GwHomeDesk, timeline);
  gtk_widget_class_bind_template_child (widget_class, GwHomeDesk, doors);
}

static void
gw_home_desk_init (GwHomeDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
