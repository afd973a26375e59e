/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/home/gw-home-desk.h"

#include <glib/gi18n-lib.h>

#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/gw-desks.h"
#include "app/home/gw-home-timeline.h"
#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"

struct _GwHomeDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkLabel *place;
  GtkListBox *timeline;
  GtkListBox *doors;
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
}

static void
gw_home_desk_constructed (GObject *object)
{
  GwHomeDesk *self = GW_HOME_DESK (object);
  g_autoptr (GDate) today = gw_date_today ();
  g_autoptr (GPtrArray) events = NULL;

  G_OBJECT_CLASS (gw_home_desk_parent_class)->constructed (object);

  events = gw_home_timeline_new (gw_context_get_reference (self->context),
                                 gw_context_get_language (self->context), today, N_DAYS);
  for (guint i = 0; i < events->len; i++)
    gtk_list_box_append (self->timeline, create_event_row (g_ptr_array_index (events, i), today));
  for (guint i = 0; i < G_N_ELEMENTS (doors); i++) {
    if (gw_desks_find (doors[i].desk) != NULL)
      gtk_list_box_append (self->doors, create_door (i));
  }
  show_place (self);
  g_signal_connect_object (gw_context_get_profile (self->context), "notify::country",
                           G_CALLBACK (show_place), self, G_CONNECT_SWAPPED);
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
