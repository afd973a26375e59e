/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days, months and years, as the form asks for them. What is not yet a day is kept as typed. */

#include "app/forms/gw-form-question-date.h"

#include "app/forms/gw-form-days.h"
#include "app/widgets/gw-day-entry.h"

struct _GwFormQuestionDate
{
  GwFormQuestion parent_instance;

  GwDayEntry *day;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionDate, gw_form_question_date, GW_TYPE_FORM_QUESTION)

static void
changed_cb (GwDayEntry         *day,
            GwFormQuestionDate *self)
{
  g_autofree char *stored = gw_day_entry_dup_stored (day);

  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
show_value (GwFormQuestionDate *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));

  gw_day_entry_set_stored (self->day, gw_form_item_get_value (item));
  gw_day_entry_set_editable (self->day, !gw_form_item_is_readonly (item));
}

static void
gw_form_question_date_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_DATE (question));
}

static GwDayPrecision
find_precision (GwFormItem *item)
{
  if (gw_form_item_has_appearance (item, "month-year"))
    return GW_DAY_PRECISION_MONTH;

  return gw_form_item_has_appearance (item, "year") ? GW_DAY_PRECISION_YEAR : GW_DAY_PRECISION_DAY;
}

static void
gw_form_question_date_constructed (GObject *object)
{
  GwFormQuestionDate *self = GW_FORM_QUESTION_DATE (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *day;
  g_autofree char *missing = gw_form_days_dup_missing (item);

  G_OBJECT_CLASS (gw_form_question_date_parent_class)->constructed (object);

  day = gw_day_entry_new (find_precision (item), gw_form_days_find_calendar (item),
                          !gw_form_item_has_appearance (item, "no-calendar"));
  self->day = GW_DAY_ENTRY (day);
  g_signal_connect (day, "changed", G_CALLBACK (changed_cb), self);
  show_value (self);
  gtk_box_append (GTK_BOX (box), day);
  if (missing != NULL) {
    GtkWidget *label = gtk_label_new (missing);

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "dim-label");
    gtk_box_append (GTK_BOX (box), label);
  }
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, gw_day_entry_get_entry (self->day));
}

static void
gw_form_question_date_class_init (GwFormQuestionDateClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_date_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_date_refresh;
}

static void
gw_form_question_date_init (GwFormQuestionDate *self)
{
}
