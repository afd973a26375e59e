/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A day and a time of day (`dateTime`), each typed in a field of its own. The offset is that of the day and the place
 * of the entry, and one that is stored stays as it is. */

#include "app/forms/gw-form-question-moment.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-days.h"
#include "app/widgets/gw-day-entry.h"
#include "app/widgets/gw-time-words.h"
#include "core/base/gw-time.h"

struct _GwFormQuestionMoment
{
  GwFormQuestion parent_instance;

  GwDayEntry *day;
  GtkWidget *time;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionMoment, gw_form_question_moment, GW_TYPE_FORM_QUESTION)

/* What is not yet a day and a time keeps its halves as typed, with a blank between them. */
static char *
dup_stored (GwFormQuestionMoment *self)
{
  g_autofree char *day = gw_day_entry_dup_stored (self->day);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->time));
  g_autoptr (GDate) date = gw_date_parse (day);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *time_text = NULL;
  GwClockTime time;

  if (*typed == '\0')
    return g_steal_pointer (&day);
  if (date == NULL || !gw_time_words_parse (typed, &time))
    return g_strconcat (day, " ", typed, NULL);

  time_text = gw_time_words_to_stored (&time, zone, date);
  return g_strconcat (day, "T", time_text, NULL);
}

/* "2027-03-05T14:30:00.000+03:00" and what dup_stored() made of unfinished words. */
static void
split (const char  *stored,
       char       **day,
       char       **time)
{
  g_autofree char *copy = g_strdup (stored != NULL ? stored : "");
  char *mark = strchr (copy, 'T');
  GwClockTime clock;

  if (mark != NULL && gw_time_words_read_stored (mark + 1, &clock)) {
    *mark = '\0';
    *day = g_steal_pointer (&copy);
    *time = gw_time_words_format (&clock);
    return;
  }
  mark = strchr (copy, ' ');
  if (mark != NULL) {
    *mark = '\0';
    *time = g_strdup (mark + 1);
  } else {
    *time = g_strdup ("");
  }
  *day = g_steal_pointer (&copy);
}

static void
store (GwFormQuestionMoment *self)
{
  g_autofree char *stored = NULL;

  if (self->showing)
    return;
  stored = dup_stored (self);
  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
time_changed_cb (GtkEditable          *editable,
                 GwFormQuestionMoment *self)
{
  store (self);
}

static void
day_changed_cb (GwDayEntry           *day,
                GwFormQuestionMoment *self)
{
  store (self);
}

static gboolean
is_shown_already (GwFormQuestionMoment *self,
                  const char           *value)
{
  g_autofree char *present = dup_stored (self), *present_day = NULL, *present_time = NULL, *day = NULL, *time = NULL;

  if (g_strcmp0 (present, value != NULL ? value : "") == 0)
    return TRUE;
  /* Another offset is the same reading of the clock. */
  split (present, &present_day, &present_time);
  split (value, &day, &time);

  return g_str_equal (day, present_day) && g_str_equal (time, present_time);
}

static void
show_value (GwFormQuestionMoment *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  gboolean editable = !gw_form_item_is_readonly (item);

  if (!is_shown_already (self, value)) {
    g_autofree char *day = NULL, *time = NULL;

    split (value, &day, &time);
    self->showing = TRUE;
    gw_day_entry_set_stored (self->day, day);
    gtk_editable_set_text (GTK_EDITABLE (self->time), time);
    self->showing = FALSE;
  }
  gw_day_entry_set_editable (self->day, editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->time), editable);
}

static void
gw_form_question_moment_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_MOMENT (question));
}

static void
gw_form_question_moment_constructed (GObject *object)
{
  GwFormQuestionMoment *self = GW_FORM_QUESTION_MOMENT (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *day = gw_day_entry_new (GW_DAY_PRECISION_DAY, gw_form_days_find_calendar (item),
                                     !gw_form_item_has_appearance (item, "no-calendar"));

  G_OBJECT_CLASS (gw_form_question_moment_parent_class)->constructed (object);

  self->day = GW_DAY_ENTRY (day);
  self->time = gtk_entry_new ();
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->time), 10);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->time), FALSE);
  gtk_widget_set_halign (self->time, GTK_ALIGN_START);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->time), _("HH:MM"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Time of day"), -1);
  gtk_box_append (GTK_BOX (box), day);
  gtk_box_append (GTK_BOX (box), self->time);
  g_signal_connect (day, "changed", G_CALLBACK (day_changed_cb), self);
  g_signal_connect (self->time, "changed", G_CALLBACK (time_changed_cb), self);

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, gw_day_entry_get_entry (self->day));
}

static void
gw_form_question_moment_class_init (GwFormQuestionMomentClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_moment_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_moment_refresh;
}

static void
gw_form_question_moment_init (GwFormQuestionMoment *self)
{
}
