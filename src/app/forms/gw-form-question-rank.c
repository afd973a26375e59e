/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All choices in the person's order: moved by buttons, by Alt and the arrow keys, or drawn with the mouse. As long as
 * nobody has moved or confirmed anything there is no answer, and the list stands in the order of the form. */

#include "app/forms/gw-form-question-rank.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-choice-face.h"
#include "app/widgets/gw-markdown.h"
#include "app/widgets/gw-names.h"

struct _GwFormQuestionRank
{
  GwFormQuestion parent_instance;

  GtkListBox *list;
  GtkWidget *confirm;
  GtkWidget *clear;
  GPtrArray *choices; /* of GwFormChoice, in the order of the form */
  GStrv order;        /* values, as shown */
  guint drop_id;
  guint from;         /* of what was dropped */
  guint to;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionRank, gw_form_question_rank, GW_TYPE_FORM_QUESTION)

static void show_order (GwFormQuestionRank *self);

static GwFormChoice *
find_choice (GwFormQuestionRank *self,
             const char         *value)
{
  for (guint i = 0; i < self->choices->len; i++) {
    GwFormChoice *choice = self->choices->pdata[i];

    if (g_str_equal (choice->value, value))
      return choice;
  }

  return NULL;
}

static gboolean
is_editable (GwFormQuestionRank *self)
{
  return !gw_form_item_is_readonly (gw_form_question_get_item (GW_FORM_QUESTION (self)));
}

/* What was answered, and after it whatever the list has beyond that. */
static GStrv
dup_order (GwFormQuestionRank *self)
{
  const char *value = gw_form_item_get_value (gw_form_question_get_item (GW_FORM_QUESTION (self)));
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);
  g_autoptr (GStrvBuilder) order = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (order, words[i]);
  for (guint i = 0; i < self->choices->len; i++) {
    GwFormChoice *choice = self->choices->pdata[i];

    if (!g_strv_contains ((const char *const *) words, choice->value))
      g_strv_builder_add (order, choice->value);
  }

  return g_strv_builder_end (order);
}

static void
store_order (GwFormQuestionRank *self)
{
  g_autofree char *value = g_strjoinv (" ", self->order);

  gw_form_question_store (GW_FORM_QUESTION (self), value);
  show_order (self);
  g_signal_emit_by_name (self, "left");
}

static void
move (GwFormQuestionRank *self,
      guint               from,
      guint               to)
{
  guint n = g_strv_length (self->order);
  char *value;

  if (!is_editable (self) || from >= n || to >= n || from == to)
    return;

  value = self->order[from];
  for (guint i = from; i > to; i--)
    self->order[i] = self->order[i - 1];
  for (guint i = from; i < to; i++)
    self->order[i] = self->order[i + 1];
  self->order[to] = value;
  store_order (self);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) to)));
}

/* ------------------------------------------------------------ moving */

static guint
get_index (GtkWidget *within)
{
  GtkWidget *row = gtk_widget_get_ancestor (within, GTK_TYPE_LIST_BOX_ROW);

  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
up_cb (GtkButton          *button,
       GwFormQuestionRank *self)
{
  guint index = get_index (GTK_WIDGET (button));

  if (index > 0)
    move (self, index, index - 1);
}

static void
down_cb (GtkButton          *button,
         GwFormQuestionRank *self)
{
  guint index = get_index (GTK_WIDGET (button));

  move (self, index, index + 1);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GwFormQuestionRank    *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  guint index = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  if ((state & (GDK_ALT_MASK | GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != GDK_ALT_MASK)
    return FALSE;
  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    move (self, index, index + 1);
  else if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && index > 0)
    move (self, index, index - 1);
  else
    return key == GDK_KEY_Up || key == GDK_KEY_KP_Up;

  return TRUE;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkWidget     *row)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (GTK_TYPE_LIST_BOX_ROW, row);
}

/* The rows are made anew, which must not happen while one of them is still told of the drop. */
static gboolean
after_drop_cb (gpointer user_data)
{
  GwFormQuestionRank *self = user_data;

  self->drop_id = 0;
  move (self, self->from, self->to);

  return G_SOURCE_REMOVE;
}

static gboolean
drop_cb (GtkDropTarget      *target,
         const GValue       *value,
         double              x,
         double              y,
         GwFormQuestionRank *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  GtkWidget *dragged = g_value_get_object (value);

  /* Only within this list: another question has other choices. */
  if (dragged == NULL || gtk_widget_get_parent (dragged) != GTK_WIDGET (self->list))
    return FALSE;
  self->from = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (dragged));
  self->to = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  if (self->drop_id == 0)
    self->drop_id = g_idle_add (after_drop_cb, self);

  return TRUE;
}

/* ------------------------------------------------------------ rows */

static GtkWidget *
new_button (GwFormQuestionRank *self,
            const char         *icon,
            const char         *name,
            GCallback           callback)
{
  GtkWidget *button = gw_names_new_icon_button (icon, name);

  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static GtkWidget *
new_row (GwFormQuestionRank *self,
         guint               index,
         gboolean            answered)
{
  const GwFormChoice *known = find_choice (self, self->order[index]), gone = { .value = self->order[index] };
  const GwFormChoice *choice = known != NULL ? known : &gone;
  g_autofree char *words = gw_form_choice_face_dup_words (choice), *text = gw_markdown_to_text (words);
  /* TRANSLATORS: %s is one of the things that a person puts into an order. */
  g_autofree char *up_name = g_strdup_printf (_("Move “%s” up"), text);
  /* TRANSLATORS: %s is one of the things that a person puts into an order. */
  g_autofree char *down_name = g_strdup_printf (_("Move “%s” down"), text);
  g_autofree char *place = g_strdup_printf ("%u.", index + 1);
  g_autofree char *name = g_strdup_printf ("%s %s", place, text);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *number = gtk_label_new (answered ? place : "–");
  GtkWidget *label = gw_form_choice_face_new (gw_form_question_get_form (GW_FORM_QUESTION (self)), choice,
                                              GW_FORM_FACE_DEFAULT);
  GtkWidget *up = new_button (self, "go-up-symbolic", up_name, G_CALLBACK (up_cb));
  GtkWidget *down = new_button (self, "go-down-symbolic", down_name, G_CALLBACK (down_cb));
  gboolean editable = is_editable (self);

  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (up, editable && index > 0);
  gtk_widget_set_sensitive (down, editable && self->order[index + 1] != NULL);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), up);
  gtk_box_append (GTK_BOX (box), down);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, answered ? name : text, -1);
  if (editable) {
    GtkDragSource *source = gtk_drag_source_new ();
    GtkDropTarget *target = gtk_drop_target_new (GTK_TYPE_LIST_BOX_ROW, GDK_ACTION_MOVE);
    GtkEventController *keys = gtk_event_controller_key_new ();

    gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
    g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), row);
    g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
    gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
    gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
    gtk_widget_add_controller (row, keys);
  }

  return row;
}

static void
show_order (GwFormQuestionRank *self)
{
  const char *value = gw_form_item_get_value (gw_form_question_get_item (GW_FORM_QUESTION (self)));
  gboolean answered = value != NULL && *value != '\0', editable = is_editable (self);
  GtkWidget *row;

  g_strfreev (self->order);
  self->order = dup_order (self);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; self->order[i] != NULL; i++)
    gtk_list_box_append (self->list, new_row (self, i, answered));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->order[0] != NULL);
  gtk_widget_set_visible (self->confirm, editable && !answered && self->order[0] != NULL);
  gtk_widget_set_visible (self->clear, editable && answered);
}

static void
load_choices (GwFormQuestionRank *self)
{
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = gw_form_item_dup_markdown_choices (gw_form_question_get_item (GW_FORM_QUESTION (self)));
}

static void
confirm_cb (GtkButton          *button,
            GwFormQuestionRank *self)
{
  store_order (self);
  gw_form_question_focus (GW_FORM_QUESTION (self));
}

static void
clear_cb (GtkButton          *button,
          GwFormQuestionRank *self)
{
  gw_form_question_store (GW_FORM_QUESTION (self), "");
  show_order (self);
  gw_form_question_focus (GW_FORM_QUESTION (self));
  g_signal_emit_by_name (self, "left");
}

/* ------------------------------------------------------------ question */

static void
gw_form_question_rank_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  GwFormQuestionRank *self = GW_FORM_QUESTION_RANK (question);

  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS))
    load_choices (self);
  else if (!(aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY)))
    return;

  show_order (self);
}

static void
gw_form_question_rank_constructed (GObject *object)
{
  GwFormQuestionRank *self = GW_FORM_QUESTION_RANK (object);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *list = gtk_list_box_new ();
  GtkWidget *help = gtk_label_new (_("Put them into your order with the arrows, with Alt and the arrow keys, or by drawing "
                                     "them."));

  G_OBJECT_CLASS (gw_form_question_rank_parent_class)->constructed (object);

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "rank");
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_xalign (GTK_LABEL (help), 0.0f);
  gtk_widget_add_css_class (help, "caption");
  gtk_widget_add_css_class (help, "dim-label");
  self->confirm = gtk_button_new_with_label (_("This order is mine already"));
  gtk_widget_set_halign (self->confirm, GTK_ALIGN_START);
  g_signal_connect (self->confirm, "clicked", G_CALLBACK (confirm_cb), self);
  self->clear = gtk_button_new_with_label (_("Take this answer back"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "caption");
  gtk_widget_set_halign (self->clear, GTK_ALIGN_START);
  g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (box), help);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), self->confirm);
  gtk_box_append (GTK_BOX (box), self->clear);

  load_choices (self);
  show_order (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, list);
}

static gboolean
gw_form_question_rank_grab_focus (GtkWidget *widget)
{
  GwFormQuestionRank *self = GW_FORM_QUESTION_RANK (widget);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
gw_form_question_rank_dispose (GObject *object)
{
  g_clear_handle_id (&GW_FORM_QUESTION_RANK (object)->drop_id, g_source_remove);

  G_OBJECT_CLASS (gw_form_question_rank_parent_class)->dispose (object);
}

static void
gw_form_question_rank_finalize (GObject *object)
{
  GwFormQuestionRank *self = GW_FORM_QUESTION_RANK (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_strfreev (self->order);

  G_OBJECT_CLASS (gw_form_question_rank_parent_class)->finalize (object);
}

static void
gw_form_question_rank_class_init (GwFormQuestionRankClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_rank_constructed;
  G_OBJECT_CLASS (klass)->dispose = gw_form_question_rank_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_question_rank_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = gw_form_question_rank_grab_focus;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_rank_refresh;
}

static void
gw_form_question_rank_init (GwFormQuestionRank *self)
{
}
