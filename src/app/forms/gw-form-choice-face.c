/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person sees of one choice: its picture, its words in one language or two, and what can be listened to or
 * watched. */

#include "app/forms/gw-form-choice-face.h"

#include "app/forms/gw-form-pictures.h"
#include "app/widgets/gw-markdown.h"

struct _GwFormChoiceFace
{
  GtkBox parent_instance;

  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (GwFormChoiceFace, gw_form_choice_face, GTK_TYPE_BOX)

static void
gw_form_choice_face_class_init (GwFormChoiceFaceClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gw_form_choice_face_init (GwFormChoiceFace *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "wrap", TRUE,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, NULL);
}

/**
 * gw_form_choice_face_dup_words:
 *
 * Returns: (transfer full): the words of @choice, markdown: its label, and the same in the second language after it. A
 * choice that has a picture only still needs a name: its value
 */
char *
gw_form_choice_face_dup_words (const GwFormChoice *choice)
{
  const char *first = choice->label != NULL && *choice->label != '\0' ? choice->label : choice->value;

  /* Each language keeps its own direction, whatever stands before it. */
  return choice->second != NULL ? g_strconcat ("\u2068", first, "\u2069 · \u2068", choice->second, "\u2069", NULL)
                                : g_strdup (first);
}

/**
 * gw_form_choice_face_new:
 * @form: (nullable): the form, whose folder has the pictures; none are shown without it
 * @centred: whether picture and words stand in the middle, as under a button
 *
 * Returns: (transfer floating): what is seen of @choice
 */
GtkWidget *
gw_form_choice_face_new (GwForm             *form,
                         const GwFormChoice *choice,
                         gboolean            centred)
{
  GwFormChoiceFace *self = g_object_new (GW_TYPE_FORM_CHOICE_FACE, NULL);
  g_autofree char *words = gw_form_choice_face_dup_words (choice), *markup = gw_markdown_to_markup (words);
  g_autofree char *text = gw_markdown_to_text (words);
  GtkWidget *media = form != NULL ? gw_form_pictures_new_for_choice (form, choice, text) : NULL;

  gtk_label_set_markup (GTK_LABEL (self->label), markup);
  gtk_label_set_justify (GTK_LABEL (self->label), centred ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  gtk_label_set_xalign (GTK_LABEL (self->label), centred ? 0.5f : 0.0f);
  if (media != NULL) {
    gtk_widget_set_halign (media, centred ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
    gtk_widget_set_margin_bottom (GTK_WIDGET (self), 6);
    gtk_box_append (GTK_BOX (self), media);
  }
  gtk_box_append (GTK_BOX (self), self->label);

  return GTK_WIDGET (self);
}

/**
 * gw_form_choice_face_get_label:
 *
 * Returns: (transfer none): the widget that has the words
 */
GtkLabel *
gw_form_choice_face_get_label (GwFormChoiceFace *self)
{
  g_return_val_if_fail (GW_IS_FORM_CHOICE_FACE (self), NULL);

  return GTK_LABEL (self->label);
}
