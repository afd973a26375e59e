/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short list to choose from: all choices on the page, one (round) or several (square). A single
 * choice can be taken back. */

#include "app/forms/gw-form-question-choice.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-markdown.h"

struct _GwFormQuestionChoice
{
  GwFormQuestion parent_instance;

  GtkWidget *box;
  GtkWidget *buttons;
  GtkWidget *clear;
  GtkWidget *nothing; /* says that there is nothing to choose */
  GPtrArray *choices; /* of GwFormChoice, in the order of the buttons */
  gboolean single;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionChoice, gw_form_question_choice, GW_TYPE_FORM_QUESTION)

static gboolean
holds (const char *value,
       const char *choice)
{
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);

  return g_strv_contains ((const char *const *) words, choice);
}

/* Values in the order of the list and not of clicking, joined by one space (section 2). */
static char *
collect_value (GwFormQuestionChoice *self)
{
  GString *value = g_string_new (NULL);
  GtkWidget *button = gtk_widget_get_first_child (self->buttons);

  for (guint i = 0; button != NULL; i++, button = gtk_widget_get_next_sibling (button)) {
    GwFormChoice *choice = self->choices->pdata[i];

    if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (button)))
      continue;
    if (value->len > 0)
      g_string_append_c (value, ' ');
    g_string_append (value, choice->value);
  }

  return g_string_free (value, FALSE);
}

static void
show_value (GwFormQuestionChoice *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  gboolean editable = !gw_form_item_is_readonly (item);
  GtkWidget *button = gtk_widget_get_first_child (self->buttons);

  self->showing = TRUE;
  for (guint i = 0; button != NULL; i++, button = gtk_widget_get_next_sibling (button)) {
    GwFormChoice *choice = self->choices->pdata[i];

    gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                                 self->single ? g_strcmp0 (value, choice->value) == 0
                                              : holds (value, choice->value));
    gtk_widget_set_sensitive (button, editable);
  }
  self->showing = FALSE;
  gtk_widget_set_visible (self->clear, self->single && editable && value != NULL && *value != '\0');
}

static void
toggled_cb (GtkCheckButton       *button,
            GwFormQuestionChoice *self)
{
  g_autofree char *value = NULL;

  if (self->showing)
    return;
  /* A group of round buttons tells of the one that goes off and of the one that goes on. */
  if (self->single && !gtk_check_button_get_active (button))
    return;

  value = collect_value (self);
  if (!gw_form_question_store (GW_FORM_QUESTION (self), value))
    show_value (self);
  gtk_widget_set_visible (self->clear, self->single && *value != '\0');
  g_signal_emit_by_name (self, "left");
}

static void
clear_cb (GtkButton            *button,
          GwFormQuestionChoice *self)
{
  gw_form_question_store (GW_FORM_QUESTION (self), "");
  show_value (self);
  gw_form_question_focus (GW_FORM_QUESTION (self));
  g_signal_emit_by_name (self, "left");
}

static gboolean
same_choices (GPtrArray *a,
              GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++) {
    GwFormChoice *one = a->pdata[i], *two = b->pdata[i];

    if (g_strcmp0 (one->value, two->value) != 0 || g_strcmp0 (one->label, two->label) != 0)
      return FALSE;
  }

  return TRUE;
}

static GtkWidget *
new_button (GwFormQuestionChoice *self,
            GwFormChoice         *choice)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *markup = gw_markdown_to_markup (choice->label);
  g_autofree char *text = gw_markdown_to_text (choice->label);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);

  return button;
}

static void
show_choices (GwFormQuestionChoice *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  g_autoptr (GPtrArray) choices = gw_form_item_dup_markdown_choices (item);
  GtkWidget *first = NULL, *child;

  if (same_choices (self->choices, choices))
    return;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = g_steal_pointer (&choices);

  self->showing = TRUE;
  for (guint i = 0; i < self->choices->len; i++) {
    GtkWidget *button = new_button (self, self->choices->pdata[i]);

    if (self->single) {
      if (first == NULL)
        first = button;
      else
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (first));
    }
    gtk_box_append (GTK_BOX (self->buttons), button);
  }
  self->showing = FALSE;
  gtk_widget_set_visible (self->nothing, self->choices->len == 0);
}

static void
gw_form_question_choice_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  GwFormQuestionChoice *self = GW_FORM_QUESTION_CHOICE (question);

  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS))
    show_choices (self);
  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS | GW_FORM_ASPECT_VALUE
                 | GW_FORM_ASPECT_READONLY))
    show_value (self);
}

static gboolean
gw_form_question_choice_grab_focus (GtkWidget *widget)
{
  GwFormQuestionChoice *self = GW_FORM_QUESTION_CHOICE (widget);
  GtkWidget *first = gtk_widget_get_first_child (self->buttons);

  for (GtkWidget *button = first; button != NULL; button = gtk_widget_get_next_sibling (button))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (button)))
      return gtk_widget_grab_focus (button);

  return first != NULL && gtk_widget_grab_focus (first);
}

static void
gw_form_question_choice_constructed (GObject *object)
{
  GwFormQuestionChoice *self = GW_FORM_QUESTION_CHOICE (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));

  G_OBJECT_CLASS (gw_form_question_choice_parent_class)->constructed (object);

  self->single = gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT1;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->buttons = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2,
                                "accessible-role",
                                self->single ? GTK_ACCESSIBLE_ROLE_RADIO_GROUP : GTK_ACCESSIBLE_ROLE_GROUP,
                                NULL);
  self->clear = gtk_button_new_with_label (_("Take this choice back"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "caption");
  gtk_widget_set_halign (self->clear, GTK_ALIGN_START);
  g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  self->nothing = gtk_label_new (_("There is nothing to choose yet. The choices may follow from another answer."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->nothing), 0.0f);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_box_append (GTK_BOX (self->box), self->buttons);
  gtk_box_append (GTK_BOX (self->box), self->nothing);
  gtk_box_append (GTK_BOX (self->box), self->clear);

  show_choices (self);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), self->box, self->buttons);
}

static void
gw_form_question_choice_finalize (GObject *object)
{
  GwFormQuestionChoice *self = GW_FORM_QUESTION_CHOICE (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_question_choice_parent_class)->finalize (object);
}

static void
gw_form_question_choice_class_init (GwFormQuestionChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_choice_constructed;
  G_OBJECT_CLASS (klass)->finalize = gw_form_question_choice_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = gw_form_question_choice_grab_focus;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_choice_refresh;
}

static void
gw_form_question_choice_init (GwFormQuestionChoice *self)
{
}
