/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times of day, typed as the person writes them. What is not yet a time is kept as typed. */

#include "app/forms/gw-form-question-time.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-time-words.h"
#include "core/base/gw-time.h"

struct _GwFormQuestionTime
{
  GwFormQuestion parent_instance;

  GtkWidget *entry;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionTime, gw_form_question_time, GW_TYPE_FORM_QUESTION)

static char *
dup_stored (const char *typed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDate) today = gw_date_today ();
  GwClockTime time;

  return gw_time_words_parse (typed, &time) ? gw_time_words_to_stored (&time, zone, today) : g_strdup (typed);
}

static void
changed_cb (GtkEditable        *editable,
            GwFormQuestionTime *self)
{
  g_autofree char *stored = NULL;

  if (self->showing)
    return;

  stored = dup_stored (gtk_editable_get_text (editable));
  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static gboolean
says_the_same (const char        *typed,
               const GwClockTime *time)
{
  GwClockTime present;

  return gw_time_words_parse (typed, &present) && present.hour == time->hour && present.minute == time->minute
         && present.second == time->second;
}

static void
show_value (GwFormQuestionTime *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item), *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GwClockTime time;
  gboolean is_time = gw_time_words_read_stored (value, &time);
  g_autofree char *shown = is_time ? gw_time_words_format (&time) : g_strdup (value != NULL ? value : "");

  /* "2:30 pm" and "14:30" are one time: what the person wrote stays as written. */
  if (!g_str_equal (shown, typed) && !(is_time && says_the_same (typed, &time))) {
    self->showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
    self->showing = FALSE;
  }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !gw_form_item_is_readonly (item));
}

static void
gw_form_question_time_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_TIME (question));
}

static void
gw_form_question_time_constructed (GObject *object)
{
  GwFormQuestionTime *self = GW_FORM_QUESTION_TIME (object);

  G_OBJECT_CLASS (gw_form_question_time_parent_class)->constructed (object);

  self->entry = gtk_entry_new ();
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 10);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_widget_set_halign (self->entry, GTK_ALIGN_START);
  /* TRANSLATORS: How a time of day is typed into a field: hours and minutes. */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("HH:MM"));
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), self->entry, self->entry);
}

static void
gw_form_question_time_class_init (GwFormQuestionTimeClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_time_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_time_refresh;
}

static void
gw_form_question_time_init (GwFormQuestionTime *self)
{
}
