/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers: both decimal marks and the digits of every script are taken; a point and ASCII digits are
 * stored. What is no number is kept as typed, with the reason beside it. */

#include "app/forms/gw-form-question-number.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-number-entry.h"
#include "app/widgets/gw-number-words.h"

struct _GwFormQuestionNumber
{
  GwFormQuestion parent_instance;

  GtkWidget *entry;
  GtkWidget *grouped; /* NULL where the form does not ask for it */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionNumber, gw_form_question_number, GW_TYPE_FORM_QUESTION)

/* A long row of digits is read wrongly: its thousands stand apart beside the field. */
static void
show_groups (GwFormQuestionNumber *self,
             const char           *stored)
{
  g_autofree char *groups = self->grouped != NULL ? gw_number_words_group (stored) : NULL;

  if (self->grouped != NULL)
    gtk_label_set_text (GTK_LABEL (self->grouped), groups != NULL ? groups : "");
}

static void
changed_cb (GtkEditable          *editable,
            GwFormQuestionNumber *self)
{
  g_autofree char *stored = NULL;

  if (self->showing)
    return;

  stored = gw_number_words_parse (gtk_editable_get_text (editable));
  show_groups (self, stored);
  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
show_value (GwFormQuestionNumber *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  g_autofree char *present = gw_number_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (g_strcmp0 (present, value != NULL ? value : "") != 0) {
    g_autofree char *shown = gw_number_words_format (value);

    self->showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
    self->showing = FALSE;
  }
  show_groups (self, value);
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !gw_form_item_is_readonly (item));
}

static void
gw_form_question_number_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_NUMBER (question));
}

/* Other programs for the same form keep whole numbers in 32 bits (xforms-notes.md, section 2); here they have 64. */
static char *
gw_form_question_number_dup_problem (GwFormQuestion *question)
{
  GwFormItem *item = gw_form_question_get_item (question);
  const char *value = gw_form_item_get_value (item);
  g_autofree char *largest = NULL, *limit = NULL;
  gint64 number;

  if (value == NULL || *value == '\0' || gw_form_item_get_data_type (item) != GW_FORM_DATA_INT)
    return NULL;
  number = g_ascii_strtoll (value, NULL, 10);
  if (number >= G_MININT32 && number <= G_MAXINT32)
    return NULL;

  limit = g_strdup_printf ("%d", G_MAXINT32);
  largest = gw_number_words_group (limit);
  /* TRANSLATORS: %s is the number 2147483647, written as the person's language does. */
  return g_strdup_printf (_("This number is kept. Other programs may not take it: some hold whole numbers up to %s only."),
                          largest != NULL ? largest : limit);
}

static void
gw_form_question_number_constructed (GObject *object)
{
  GwFormQuestionNumber *self = GW_FORM_QUESTION_NUMBER (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  G_OBJECT_CLASS (gw_form_question_number_parent_class)->constructed (object);

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
  gw_number_entry_write_from_left (GTK_ENTRY (self->entry));
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 16);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (row), self->entry);
  if (gw_form_item_has_appearance (item, "thousands-sep")) {
    self->grouped = gtk_label_new (NULL);
    gtk_widget_add_css_class (self->grouped, "dim-label");
    gtk_box_append (GTK_BOX (row), self->grouped);
  }

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), row, self->entry);
}

static void
gw_form_question_number_class_init (GwFormQuestionNumberClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_number_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_number_refresh;
  GW_FORM_QUESTION_CLASS (klass)->dup_problem = gw_form_question_number_dup_problem;
}

static void
gw_form_question_number_init (GwFormQuestionNumber *self)
{
}
