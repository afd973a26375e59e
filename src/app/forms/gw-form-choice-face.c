/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person sees of one choice: its picture, its words in one language or two, and what can be listened to or
 * watched. */

#include "app/forms/gw-form-choice-face.h"

#include "app/forms/gw-form-pictures.h"
#include "app/widgets/gw-direction.h"
#include "app/widgets/gw-markdown.h"

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

  return gw_direction_join (first, choice->second);
}

static GtkWidget *
new_label (const char      *markup,
           GwFormFaceFlags  flags)
{
  gboolean centred = (flags & GW_FORM_FACE_CENTRED) != 0;
  GtkAccessibleRole role = flags & GW_FORM_FACE_NAMED ? GTK_ACCESSIBLE_ROLE_PRESENTATION : GTK_ACCESSIBLE_ROLE_LABEL;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "xalign", centred ? 0.5f : 0.0f, "justify",
                                   centred ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT, NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);

  return label;
}

/**
 * gw_form_choice_face_new:
 * @form: (nullable): the form, whose folder has the pictures; none are shown without it
 * @flags: where it stands
 *
 * Returns: (transfer floating): what is seen of @choice; most have words alone, and a page has thousands of them
 */
GtkWidget *
gw_form_choice_face_new (GwForm             *form,
                         const GwFormChoice *choice,
                         GwFormFaceFlags     flags)
{
  g_autofree char *words = gw_form_choice_face_dup_words (choice), *markup = gw_markdown_to_markup (words);
  GtkWidget *label = new_label (markup, flags), *box;
  const char *text = gtk_label_get_text (GTK_LABEL (label));
  GtkWidget *media = form != NULL ? gw_form_pictures_new_for_choice (form, choice, text) : NULL;

  if (media == NULL)
    return label;

  box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, "accessible-role",
                      GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_halign (media, flags & GW_FORM_FACE_CENTRED ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), media);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

/**
 * gw_form_choice_face_get_label:
 * @face: from gw_form_choice_face_new()
 *
 * Returns: (transfer none): the part that has the words
 */
GtkLabel *
gw_form_choice_face_get_label (GtkWidget *face)
{
  return GTK_LABEL (GTK_IS_LABEL (face) ? face : gtk_widget_get_last_child (face));
}
