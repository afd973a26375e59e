/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A number on a scale: drawn along it, typed beside it, or, for a few steps, chosen as so many stars. A number beside
 * the steps is kept, with the reason. */

#include "app/forms/gw-form-question-range.h"
#include "app/widgets/gw-number-entry.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-number-words.h"

/* More steps than that are no stars. */
#define MOST_STARS 10

#define VERTICAL_SIZE 180

struct _GwFormQuestionRange
{
  GwFormQuestion parent_instance;

  GtkWidget *entry;
  GtkWidget *scale; /* NULL where there are stars */
  GtkWidget *stars; /* NULL where there is a scale */
  GtkWidget *clear;
  double start;
  double end;
  double step;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionRange, gw_form_question_range, GW_TYPE_FORM_QUESTION)

/* As many decimals as the step has, and no tail of binary fractions. */
static char *
format (GwFormQuestionRange *self,
        double               value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", round (value / self->step * 1e6) / 1e6 * self->step));
}

static double
snap (GwFormQuestionRange *self,
      double               value)
{
  double steps = round ((value - self->start) / self->step);

  return CLAMP (self->start + steps * self->step, MIN (self->start, self->end), MAX (self->start, self->end));
}

static gboolean
is_on_a_step (GwFormQuestionRange *self,
              double               value)
{
  double steps = (value - self->start) / self->step;

  return value >= MIN (self->start, self->end) && value <= MAX (self->start, self->end)
         && fabs (steps - round (steps)) < 1e-6;
}

static void
store (GwFormQuestionRange *self,
       const char          *value)
{
  gw_form_question_store (GW_FORM_QUESTION (self), value);
  g_signal_emit_by_name (self, "left");
}

/* ------------------------------------------------------------ stars */

static void
star_clicked_cb (GtkButton           *button,
                 GwFormQuestionRange *self)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "step"));
  g_autofree char *value = format (self, self->start + n * self->step);

  store (self, value);
}

static GtkWidget *
new_stars (GwFormQuestionRange *self,
           guint                n_steps)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i < n_steps; i++) {
    GtkWidget *button = gtk_button_new_from_icon_name ("non-starred-symbolic");
    g_autofree char *value = format (self, self->start + i * self->step);
    g_autofree char *last = format (self, self->end);
    /* TRANSLATORS: A mark on a scale: %1$s of %2$s stars. */
    g_autofree char *name = g_strdup_printf (_("%1$s of %2$s"), value, last);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    g_object_set_data (G_OBJECT (button), "step", GUINT_TO_POINTER (i));
    g_signal_connect (button, "clicked", G_CALLBACK (star_clicked_cb), self);
    gtk_box_append (GTK_BOX (box), button);
  }

  return box;
}

static void
show_stars (GwFormQuestionRange *self,
            gboolean             answered,
            double               value,
            gboolean             editable)
{
  GtkWidget *button = gtk_widget_get_first_child (self->stars);

  for (guint i = 0; button != NULL; i++, button = gtk_widget_get_next_sibling (button)) {
    gboolean lit = answered && value >= self->start + i * self->step - 1e-9;

    gtk_button_set_icon_name (GTK_BUTTON (button), lit ? "starred-symbolic" : "non-starred-symbolic");
    gtk_widget_set_sensitive (button, editable);
  }
}

/* ------------------------------------------------------------ scale and field */

/* Told of every try, also when it leads to where the scale stands already: that may be the first answer. */
static gboolean
change_value_cb (GtkRange            *scale,
                 GtkScrollType        scroll,
                 double               value,
                 GwFormQuestionRange *self)
{
  g_autofree char *stored = format (self, snap (self, value));

  if (!gw_form_item_is_readonly (gw_form_question_get_item (GW_FORM_QUESTION (self))))
    store (self, stored);

  return TRUE;
}

static void
changed_cb (GtkEditable         *editable,
            GwFormQuestionRange *self)
{
  g_autofree char *stored = NULL;

  if (self->showing)
    return;

  stored = gw_number_words_parse (gtk_editable_get_text (editable));
  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
clear_cb (GtkButton           *button,
          GwFormQuestionRange *self)
{
  store (self, "");
  gw_form_question_focus (GW_FORM_QUESTION (self));
}

static GtkWidget *
new_scale (GwFormQuestionRange *self,
           GwFormItem          *item)
{
  gboolean vertical = gw_form_item_has_appearance (item, "vertical");
  double low = MIN (self->start, self->end), high = MAX (self->start, self->end), step = fabs (self->step);
  GtkWidget *scale = gtk_scale_new_with_range (vertical ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, low,
                                               high, step);
  g_autofree char *first = format (self, low), *last = format (self, high);
  g_autofree char *low_words = gw_number_words_format (first), *high_words = gw_number_words_format (last);

  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (scale), FALSE);
  gtk_range_set_inverted (GTK_RANGE (scale), (vertical && self->start <= self->end)
                                                 || (!vertical && self->start > self->end));
  gtk_scale_add_mark (GTK_SCALE (scale), low, vertical ? GTK_POS_RIGHT : GTK_POS_BOTTOM, low_words);
  gtk_scale_add_mark (GTK_SCALE (scale), high, vertical ? GTK_POS_RIGHT : GTK_POS_BOTTOM, high_words);
  if (!gw_form_item_has_appearance (item, "no-ticks") && (high - low) / step <= 20) {
    for (double at = low + step; at < high - step / 2; at += step)
      gtk_scale_add_mark (GTK_SCALE (scale), at, vertical ? GTK_POS_RIGHT : GTK_POS_BOTTOM, NULL);
  }
  if (vertical)
    gtk_widget_set_size_request (scale, -1, VERTICAL_SIZE);
  else
    gtk_widget_set_hexpand (scale, TRUE);
  gtk_widget_set_halign (scale, vertical ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  g_signal_connect (scale, "change-value", G_CALLBACK (change_value_cb), self);

  return scale;
}

static void
show_value (GwFormQuestionRange *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  g_autofree char *present = gw_number_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gboolean editable = !gw_form_item_is_readonly (item), is_number;
  double number = self->start;

  is_number = gw_number_words_read (value, &number);
  if (g_strcmp0 (present, value != NULL ? value : "") != 0) {
    g_autofree char *shown = gw_number_words_format (value);

    self->showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
    self->showing = FALSE;
  }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_widget_set_visible (self->clear, editable && value != NULL && *value != '\0');
  if (self->stars != NULL) {
    show_stars (self, is_number, number, editable);
    return;
  }
  gtk_range_set_value (GTK_RANGE (self->scale), number);
  gtk_widget_set_sensitive (self->scale, editable);
  /* A handle at the beginning looks like an answer. */
  if (is_number)
    gtk_widget_remove_css_class (self->scale, "unanswered");
  else
    gtk_widget_add_css_class (self->scale, "unanswered");
}

/* ------------------------------------------------------------ question */

static char *
gw_form_question_range_dup_problem (GwFormQuestion *question)
{
  GwFormQuestionRange *self = GW_FORM_QUESTION_RANGE (question);
  const char *value = gw_form_item_get_value (gw_form_question_get_item (question));
  g_autofree char *start = NULL, *end = NULL, *step = NULL, *start_words = NULL, *end_words = NULL, *step_words = NULL;
  double number;

  if (self->step == 0 || !gw_number_words_read (value, &number) || is_on_a_step (self, number))
    return NULL;

  start = format (self, MIN (self->start, self->end));
  end = format (self, MAX (self->start, self->end));
  step = format (self, fabs (self->step));
  start_words = gw_number_words_format (start);
  end_words = gw_number_words_format (end);
  step_words = gw_number_words_format (step);
  /* TRANSLATORS: A scale goes from %1$s to %2$s in steps of %3$s. */
  return g_strdup_printf (_("The scale goes from %1$s to %2$s in steps of %3$s. What you typed is kept."), start_words,
                          end_words, step_words);
}

static void
gw_form_question_range_refresh (GwFormQuestion *question,
                                GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_RANGE (question));
}

static GtkWidget *
new_row (GwFormQuestionRange *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
  gw_number_entry_write_from_left (GTK_ENTRY (self->entry));
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  self->clear = gtk_button_new_with_label (_("Take this answer back"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "caption");
  g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (row), self->entry);
  gtk_box_append (GTK_BOX (row), self->clear);

  return row;
}

static void
gw_form_question_range_constructed (GObject *object)
{
  GwFormQuestionRange *self = GW_FORM_QUESTION_RANGE (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *row;
  double n_steps;

  G_OBJECT_CLASS (gw_form_question_range_parent_class)->constructed (object);

  if (!gw_form_item_get_range (item, &self->start, &self->end, &self->step) || self->step == 0
      || self->start == self->end) {
    self->start = 0;
    self->end = 10;
    self->step = 1;
  }
  if ((self->end < self->start) != (self->step < 0))
    self->step = -self->step;
  n_steps = fabs ((self->end - self->start) / self->step) + 1;
  row = new_row (self);
  if (gw_form_item_has_appearance (item, "rating") && n_steps <= MOST_STARS) {
    self->stars = new_stars (self, (guint) n_steps);
    gtk_box_append (GTK_BOX (box), self->stars);
  } else {
    self->scale = new_scale (self, item);
    gtk_box_append (GTK_BOX (box), self->scale);
  }
  gtk_box_append (GTK_BOX (box), row);
  if (self->scale != NULL) {
    g_autofree char *label = gw_form_item_dup_markdown (item, GW_FORM_TEXT_LABEL);

    gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label != NULL ? label : "", -1);
  }
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->entry);
}

static void
gw_form_question_range_class_init (GwFormQuestionRangeClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_range_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_range_refresh;
  GW_FORM_QUESTION_CLASS (klass)->dup_problem = gw_form_question_range_dup_problem;
}

static void
gw_form_question_range_init (GwFormQuestionRange *self)
{
}
