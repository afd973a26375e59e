/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-filled-page.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-grid-table.h"
#include "app/forms/gw-form-history.h"
#include "app/forms/gw-form-question.h"
#include "app/forms/gw-form-section.h"
#include "app/forms/gw-form-versions.h"

struct _GwFilledPage
{
  AdwBin parent_instance;

  GtkInfoBar *undecided_bar;
  GtkLabel *undecided_label;
  GwFormPage *page;

  GwFilledForm *filled;
};

G_DEFINE_FINAL_TYPE (GwFilledPage, gw_filled_page, ADW_TYPE_BIN)

static void
update_undecided (GwFilledPage *self)
{
  guint n = self->filled != NULL ? gw_filled_form_get_n_undecided (self->filled) : 0;
  g_autofree char *words
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u answer was changed by two people. Both versions are kept.",
                                      "%u answers were changed by two people. All versions are kept.", n),
                         n);

  gtk_label_set_text (self->undecided_label, words);
  gtk_info_bar_set_revealed (self->undecided_bar, n > 0);
}

/* ------------------------------------------------------------ two versions */

static void
compare_cb (GtkButton    *button,
            GwFilledPage *self)
{
  GtkWidget *question = gtk_widget_get_ancestor (GTK_WIDGET (button), GW_TYPE_FORM_QUESTION);

  if (self->filled != NULL && question != NULL)
    gw_form_versions_show (GTK_WIDGET (self), self->filled,
                           gw_form_question_get_item (GW_FORM_QUESTION (question)));
}

static GtkWidget *
new_mark (GwFilledPage *self)
{
  GtkWidget *mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_("Two people changed this answer."));
  GtkWidget *button = gtk_button_new_with_label (_("Compare"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (mark), gtk_image_new_from_icon_name ("system-users-symbolic"));
  gtk_box_append (GTK_BOX (mark), label);
  gtk_box_append (GTK_BOX (mark), button);
  gtk_widget_add_css_class (mark, "versions-mark");
  g_signal_connect (button, "clicked", G_CALLBACK (compare_cb), self);

  return mark;
}

static void
history_cb (GtkButton    *button,
            GwFilledPage *self)
{
  GtkWidget *question = gtk_widget_get_ancestor (GTK_WIDGET (button), GW_TYPE_FORM_QUESTION);

  if (self->filled != NULL && question != NULL)
    gw_form_history_show (GTK_WIDGET (self), self->filled,
                          gw_form_question_get_item (GW_FORM_QUESTION (question)));
}

/* The door to the earlier texts stands where there is something to be seen behind it: an answer was kept. */
static void
update_history (GwFilledPage   *self,
                GwFormQuestion *question,
                gboolean        kept)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (question), "history");

  if (button == NULL && kept) {
    button = gtk_button_new_with_label (_("History"));
    gtk_widget_set_halign (button, GTK_ALIGN_END);
    gtk_widget_set_tooltip_text (button, _("History of this answer"));
    /* Enter and Tab go from answer to answer; Alt+H opens the history where one is. */
    gtk_widget_set_focusable (button, FALSE);
    gtk_widget_add_css_class (button, "flat");
    gtk_widget_add_css_class (button, "caption");
    g_signal_connect_object (button, "clicked", G_CALLBACK (history_cb), self, 0);
    g_object_set_data (G_OBJECT (question), "history", button);
    gw_form_question_add_trailer (question, button);
  }
  if (button != NULL)
    gtk_widget_set_visible (button, kept);
}

/* The mark of two versions below a question; it goes when one of them was chosen. */
static void
update_mark (gpointer data,
             gpointer user_data)
{
  GwFormQuestion *question = data;
  GwFilledPage *self = user_data;
  GwFormItem *item = gw_form_question_get_item (question);
  const GwAnswer *answer = gw_filled_form_get_answer (self->filled, gw_form_item_get_ref (item));
  GtkWidget *mark = g_object_get_data (G_OBJECT (question), "versions-mark");
  gboolean undecided = answer != NULL && answer->versions > 1;

  if (mark == NULL && undecided) {
    mark = new_mark (self);
    g_object_set_data (G_OBJECT (question), "versions-mark", mark);
    gw_form_question_add_trailer (question, mark);
  }
  if (mark != NULL)
    gtk_widget_set_visible (mark, undecided);
  update_history (self, question, answer != NULL && !answer->calculated);
}

static void
answers_changed_cb (GwFilledForm *filled,
                    GPtrArray    *refs,
                    GwFilledPage *self)
{
  gw_form_page_foreach_question (self->page, update_mark, self);
}

static void
show_undecided_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  GwFilledPage *self = GW_FILLED_PAGE (widget);
  g_autoptr (GPtrArray) refs = self->filled != NULL ? gw_filled_form_dup_undecided (self->filled) : NULL;
  GwFormItem *item;

  if (refs == NULL || refs->len == 0)
    return;

  item = gw_form_session_find_item (gw_filled_form_get_session (self->filled), refs->pdata[0]);
  if (item == NULL)
    return;
  gw_form_page_show_item (self->page, item);
  gw_form_versions_show (widget, self->filled, item);
}

/* ------------------------------------------------------------ one step back */

static void
update_undo (GwFilledPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "filled.undo",
                                 self->filled != NULL && gw_filled_form_can_undo (self->filled));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "filled.redo",
                                 self->filled != NULL && gw_filled_form_can_redo (self->filled));
}

/* The place is shown, so that a person sees what came back. */
static void
step (GwFilledPage *self,
      gboolean      forward)
{
  g_autofree char *place = NULL;
  GwFormItem *item;

  if (self->filled == NULL)
    return;
  place = forward ? gw_filled_form_redo (self->filled) : gw_filled_form_undo (self->filled);
  item = place != NULL ? gw_form_session_find_item (gw_filled_form_get_session (self->filled), place) : NULL;
  if (item != NULL)
    gw_form_page_show_item (self->page, item);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  step (GW_FILLED_PAGE (widget), g_str_equal (name, "filled.redo"));
}

/* While words are typed into a text, its own undo goes word by word; it forgets them when the text is left. Anything
 * before that is a step of the form. A field that is no answer, such as the one for finding, keeps its keys. */
static gboolean
is_fields_own (GwFilledPage *self,
               gboolean      forward)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkTextBuffer *buffer;

  if (focus == NULL)
    return FALSE;
  if (!GTK_IS_TEXT_VIEW (focus))
    return GTK_IS_TEXT (focus) && gtk_widget_get_ancestor (focus, GW_TYPE_FORM_SECTION) == NULL;

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));
  return forward ? gtk_text_buffer_get_can_redo (buffer) : gtk_text_buffer_get_can_undo (buffer);
}

static gboolean
undo_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  gboolean forward = g_variant_get_boolean (arguments);

  if (is_fields_own (GW_FILLED_PAGE (widget), forward))
    return FALSE;
  step (GW_FILLED_PAGE (widget), forward);

  return TRUE;
}

static gboolean
history_key_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   user_data)
{
  GwFilledPage *self = GW_FILLED_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *question = focus != NULL ? gtk_widget_get_ancestor (focus, GW_TYPE_FORM_QUESTION) : NULL;
  GtkWidget *table = focus != NULL ? gtk_widget_get_ancestor (focus, GW_TYPE_FORM_GRID_TABLE) : NULL;

  /* A cell is asked in whole below its table. */
  if (question == NULL && table != NULL)
    question = (GtkWidget *) gw_form_grid_table_show_question (GW_FORM_GRID_TABLE (table));
  if (self->filled == NULL || question == NULL || g_object_get_data (G_OBJECT (question), "history") == NULL)
    return FALSE;
  gw_form_history_show (widget, self->filled, gw_form_question_get_item (GW_FORM_QUESTION (question)));

  return TRUE;
}

static void
add_undo_keys (GwFilledPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const struct
  {
    const char *trigger;
    gboolean forward;
  } bindings[] = { { "<Control>z", FALSE }, { "<Control><Shift>z", TRUE }, { "<Control>y", TRUE } };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (bindings[i].trigger),
                                              gtk_callback_action_new (undo_key_cb, NULL, NULL));

    gtk_shortcut_set_arguments (shortcut, g_variant_new_boolean (bindings[i].forward));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  }
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Alt>h"),
                                                          gtk_callback_action_new (history_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* ------------------------------------------------------------ the page's news */

static void
question_entered_cb (GwFormQuestion *question,
                     GwFilledPage   *self)
{
  if (self->filled != NULL)
    gw_filled_form_set_editing (self->filled,
                                gw_form_item_get_ref (gw_form_question_get_item (question)));
}

static void
question_built_cb (GwFormPage     *page,
                   GwFormQuestion *question,
                   GwFilledPage   *self)
{
  if (self->filled == NULL)
    return;

  update_mark (question, self);
  g_signal_connect_object (question, "entered", G_CALLBACK (question_entered_cb), self, 0);
}

static void
left_cb (GwFormPage   *page,
         GwFilledPage *self)
{
  if (self->filled == NULL)
    return;

  gw_filled_form_set_editing (self->filled, NULL);
  gw_filled_form_flush (self->filled);
}

/* ------------------------------------------------------------ object */

static void
forget_filled (GwFilledPage *self)
{
  gw_form_page_set_session (self->page, NULL);
  if (self->filled == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->filled, self);
  gw_filled_form_set_editing (self->filled, NULL);
  gw_filled_form_flush (self->filled);
  g_clear_object (&self->filled);
}

static void
gw_filled_page_dispose (GObject *object)
{
  GwFilledPage *self = GW_FILLED_PAGE (object);

  if (self->page != NULL)
    forget_filled (self);

  G_OBJECT_CLASS (gw_filled_page_parent_class)->dispose (object);
}

static void
gw_filled_page_class_init (GwFilledPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_filled_page_dispose;

  g_type_ensure (GW_TYPE_FORM_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/forms/gw-filled-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GwFilledPage, undecided_bar);
  gtk_widget_class_bind_template_child (widget_class, GwFilledPage, undecided_label);
  gtk_widget_class_bind_template_child (widget_class, GwFilledPage, page);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, question_built_cb);
  gtk_widget_class_install_action (widget_class, "filled.show-undecided", NULL, show_undecided_action);
  gtk_widget_class_install_action (widget_class, "filled.undo", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "filled.redo", NULL, step_action);
}

static void
gw_filled_page_init (GwFilledPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_undo_keys (self);
  update_undo (self);
}

/**
 * gw_filled_page_set_filled:
 * @filled: (nullable): what is filled in
 *
 * Shows @filled. What was shown before is handed to the store.
 */
void
gw_filled_page_set_filled (GwFilledPage *self,
                           GwFilledForm *filled)
{
  g_return_if_fail (GW_IS_FILLED_PAGE (self));

  if (filled != NULL && filled == self->filled)
    return;

  forget_filled (self);
  if (filled != NULL) {
    self->filled = g_object_ref (filled);
    g_signal_connect_swapped (filled, "notify::n-undecided", G_CALLBACK (update_undecided), self);
    g_signal_connect_swapped (filled, "notify::can-undo", G_CALLBACK (update_undo), self);
    g_signal_connect_swapped (filled, "notify::can-redo", G_CALLBACK (update_undo), self);
    g_signal_connect (filled, "answers-changed", G_CALLBACK (answers_changed_cb), self);
    gw_form_page_set_filled (self->page, filled);
  }
  update_undecided (self);
  update_undo (self);
}

/**
 * gw_filled_page_get_filled:
 *
 * Returns: (transfer none) (nullable): what is filled in
 */
GwFilledForm *
gw_filled_page_get_filled (GwFilledPage *self)
{
  g_return_val_if_fail (GW_IS_FILLED_PAGE (self), NULL);

  return self->filled;
}

/**
 * gw_filled_page_get_page:
 *
 * Returns: (transfer none): the page with the questions
 */
GwFormPage *
gw_filled_page_get_page (GwFilledPage *self)
{
  g_return_val_if_fail (GW_IS_FILLED_PAGE (self), NULL);

  return self->page;
}

/**
 * gw_filled_page_go_to:
 * @ref: (nullable): a question
 * @section: where to go when @ref is not there
 *
 * Shows where a person was, or what a link leads to.
 */
void
gw_filled_page_go_to (GwFilledPage *self,
                      const char   *ref,
                      guint         section)
{
  GwFormItem *item;

  g_return_if_fail (GW_IS_FILLED_PAGE (self));

  if (self->filled == NULL)
    return;

  item = ref != NULL ? gw_form_session_find_item (gw_filled_form_get_session (self->filled), ref) : NULL;
  if (item != NULL && gw_form_page_show_item (self->page, item))
    return;

  if (section > 0)
    gw_form_page_show_section (self->page, section);
  /* The button or row that was pressed is gone, and the keyboard must not stand nowhere. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gw_form_page_focus_place (self->page);
}
