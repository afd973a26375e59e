/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prose to be read, and values that the form computes: shown, never edited. */

#include "app/forms/gw-form-question-note.h"

#include "app/forms/gw-form-days.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-number-words.h"
#include "app/widgets/gw-time-words.h"
#include "core/base/gw-time.h"

struct _GwFormQuestionNote
{
  GwFormQuestion parent_instance;

  GtkWidget *value;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionNote, gw_form_question_note, GW_TYPE_FORM_QUESTION)

/* As the person writes days and numbers, and not as they are stored. */
static char *
dup_words (GwFormItem *item)
{
  const char *value = gw_form_item_get_value (item);
  g_autoptr (GDate) date = NULL;
  GwClockTime time;

  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_DATE:
    date = gw_date_parse (value);
    if (date != NULL && gw_form_days_find_calendar (item) != GW_CALENDAR_GREGORIAN)
      return gw_calendar_format (gw_form_days_find_calendar (item), date);
    return date != NULL ? gw_date_words_format (date) : g_strdup (value);
  case GW_FORM_DATA_TIME:
    return gw_time_words_read_stored (value, &time) ? gw_time_words_format (&time) : g_strdup (value);
  case GW_FORM_DATA_INT:
  case GW_FORM_DATA_DECIMAL:
    return gw_number_words_format (value);
  default:
    return g_strdup (value);
  }
}

static void
show_value (GwFormQuestionNote *self)
{
  g_autofree char *value = dup_words (gw_form_question_get_item (GW_FORM_QUESTION (self)));

  gtk_label_set_text (GTK_LABEL (self->value), value != NULL ? value : "");
  gtk_widget_set_visible (self->value, value != NULL && *value != '\0');
}

static void
gw_form_question_note_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & GW_FORM_ASPECT_VALUE)
    show_value (GW_FORM_QUESTION_NOTE (question));
}

static void
gw_form_question_note_constructed (GObject *object)
{
  GwFormQuestionNote *self = GW_FORM_QUESTION_NOTE (object);

  G_OBJECT_CLASS (gw_form_question_note_parent_class)->constructed (object);

  self->value = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->value), TRUE);
  gtk_label_set_selectable (GTK_LABEL (self->value), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->value), 0.0f);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), self->value, self->value);
  gtk_widget_add_css_class (GTK_WIDGET (self), "note");
}

static void
gw_form_question_note_class_init (GwFormQuestionNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_note_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_note_refresh;
}

static void
gw_form_question_note_init (GwFormQuestionNote *self)
{
}
