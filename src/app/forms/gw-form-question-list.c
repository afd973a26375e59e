/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A long list to choose from: what is chosen stands on the page, the rest is found by typing. */

#include "app/forms/gw-form-question-list.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-choice-face.h"
#include "app/widgets/gw-choice-finder.h"
#include "app/widgets/gw-choice-lines.h"
#include "app/widgets/gw-markdown.h"
#include "app/widgets/gw-names.h"

struct _GwFormQuestionList
{
  GwFormQuestion parent_instance;

  GtkWidget *chosen;
  GtkWidget *button;
  GtkWidget *finder; /* NULL until it is first opened */
  GPtrArray *choices; /* of GwFormChoice */
  gboolean single;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionList, gw_form_question_list, GW_TYPE_FORM_QUESTION)

static GwFormChoice *
find_choice (GwFormQuestionList *self,
             const char         *value)
{
  for (guint i = 0; i < self->choices->len; i++) {
    GwFormChoice *choice = self->choices->pdata[i];

    if (g_str_equal (choice->value, value))
      return choice;
  }

  return NULL;
}

static GStrv
split_value (GwFormQuestionList *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);

  return g_strsplit_set (value != NULL ? value : "", " \t\n", -1);
}

/* What is in the list stands in the list's order; a value that the list does not know any more stays behind. */
static void
store_with (GwFormQuestionList *self,
            const char         *added,
            const char         *removed)
{
  g_auto (GStrv) words = split_value (self);
  GString *value = g_string_new (NULL);

  for (guint i = 0; i < self->choices->len; i++) {
    GwFormChoice *choice = self->choices->pdata[i];
    gboolean in = g_strcmp0 (choice->value, added) == 0
                  || (g_strv_contains ((const char *const *) words, choice->value)
                      && g_strcmp0 (choice->value, removed) != 0);

    if (in)
      g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", choice->value);
  }
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0' && find_choice (self, words[i]) == NULL
        && g_strcmp0 (words[i], removed) != 0)
      g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", words[i]);
  }

  gw_form_question_store (GW_FORM_QUESTION (self), value->str);
  g_string_free (value, TRUE);
}

static void show_value (GwFormQuestionList *self);

static void
remove_cb (GtkButton          *button,
           GwFormQuestionList *self)
{
  const char *value = g_object_get_data (G_OBJECT (button), "value");

  if (self->single)
    gw_form_question_store (GW_FORM_QUESTION (self), "");
  else
    store_with (self, NULL, value);
  gtk_widget_grab_focus (self->button);
  show_value (self);
  g_signal_emit_by_name (self, "left");
}

static GtkWidget *
new_chosen (GwFormQuestionList *self,
            const char         *value,
            gboolean            editable)
{
  const GwFormChoice *known = find_choice (self, value), gone = { .value = (char *) value };
  const GwFormChoice *choice = known != NULL ? known : &gone;
  g_autofree char *words = gw_form_choice_face_dup_words (choice), *text = gw_markdown_to_text (words);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gw_form_choice_face_new (gw_form_question_get_form (GW_FORM_QUESTION (self)), choice,
                                              GW_FORM_FACE_DEFAULT);
  /* TRANSLATORS: %s is one chosen thing of a list, such as a species. */
  g_autofree char *name = g_strdup_printf (_("Take “%s” out"), text);
  GtkWidget *remove = gw_names_new_icon_button ("edit-delete-symbolic", name);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (remove), "value", g_strdup (value), g_free);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_widget_set_visible (remove, editable);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_widget_add_css_class (row, "chosen");

  return row;
}

static void
show_value (GwFormQuestionList *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  gboolean editable = !gw_form_item_is_readonly (item);
  g_auto (GStrv) words = split_value (self);
  gboolean any = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chosen)) != NULL)
    gtk_box_remove (GTK_BOX (self->chosen), child);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    gtk_box_append (GTK_BOX (self->chosen), new_chosen (self, words[i], editable));
    any = TRUE;
  }
  /* What can only be read offers nothing to choose, but says that it is empty. */
  if (!any && !editable) {
    GtkWidget *nothing = gtk_label_new (_("Not answered yet"));

    gtk_label_set_xalign (GTK_LABEL (nothing), 0.0f);
    gtk_widget_add_css_class (nothing, "dim-label");
    gtk_box_append (GTK_BOX (self->chosen), nothing);
  }
  gtk_widget_set_visible (self->chosen, any || !editable);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button),
                             !any ? C_("list", "Choose…")
                                  : self->single ? C_("list", "Choose another…")
                                                 : C_("list", "Add another…"));
  gtk_widget_set_visible (self->button, editable);
}

static void
chosen_cb (GtkWidget          *finder,
           guint               index,
           GwFormQuestionList *self)
{
  GwFormChoice *choice = self->choices->pdata[index];

  if (self->single)
    gw_form_question_store (GW_FORM_QUESTION (self), choice->value);
  else
    store_with (self, choice->value, NULL);
  show_value (self);
  g_signal_emit_by_name (self, "left");
}

static void
fill_finder (GwFormQuestionList *self)
{
  g_auto (GStrv) labels = g_new0 (char *, self->choices->len + 1);

  for (guint i = 0; i < self->choices->len; i++)
    labels[i] = gw_form_choice_face_dup_words (self->choices->pdata[i]);
  gw_choice_finder_set_markdown (GW_CHOICE_FINDER (self->finder), (const char *const *) labels);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  GwFormQuestionList *self = user_data;

  if (self->finder != NULL)
    return;

  self->finder = gw_choice_finder_new ();
  fill_finder (self);
  g_signal_connect (self->finder, "chosen", G_CALLBACK (chosen_cb), self);
  gtk_menu_button_set_popover (button, self->finder);
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  g_autofree char *one = gw_choice_lines_fold ((*(GwFormChoice *const *) a)->label);
  g_autofree char *two = gw_choice_lines_fold ((*(GwFormChoice *const *) b)->label);

  return strcmp (one, two);
}

/* A list in the order of the alphabet is in another order in each language, and the form can hold one alone. Several
 * answers are stored in the form's order, which is kept. */
static void
load_choices (GwFormQuestionList *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = gw_form_item_dup_markdown_choices (item);
  if (self->single && gw_form_item_has_appearance (item, "alphabetical"))
    g_ptr_array_sort (self->choices, compare_labels);
  if (self->finder != NULL)
    fill_finder (self);
}

static void
gw_form_question_list_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  GwFormQuestionList *self = GW_FORM_QUESTION_LIST (question);

  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS))
    load_choices (self);
  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS | GW_FORM_ASPECT_VALUE
                 | GW_FORM_ASPECT_READONLY))
    show_value (self);
}

static void
gw_form_question_list_constructed (GObject *object)
{
  GwFormQuestionList *self = GW_FORM_QUESTION_LIST (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  G_OBJECT_CLASS (gw_form_question_list_parent_class)->constructed (object);

  self->single = gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT1;
  self->chosen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->button = gtk_menu_button_new ();
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb, self, NULL);
  gtk_box_append (GTK_BOX (box), self->chosen);
  gtk_box_append (GTK_BOX (box), self->button);

  load_choices (self);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->button);
}

static void
gw_form_question_list_finalize (GObject *object)
{
  g_clear_pointer (&GW_FORM_QUESTION_LIST (object)->choices, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_question_list_parent_class)->finalize (object);
}

static void
gw_form_question_list_class_init (GwFormQuestionListClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_list_constructed;
  G_OBJECT_CLASS (klass)->finalize = gw_form_question_list_finalize;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_list_refresh;
}

static void
gw_form_question_list_init (GwFormQuestionList *self)
{
}
