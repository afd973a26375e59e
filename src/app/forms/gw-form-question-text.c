/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words: a field that grows with its text. Where the form does not ask for several lines, Enter goes on to the
 * next field; line breaks that are pasted stay. */

#include "app/forms/gw-form-question-text.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-spelling.h"
#include "app/widgets/gw-whole-text.h"

struct _GwFormQuestionText
{
  GwFormQuestion parent_instance;

  GtkWidget *view;
  GtkTextBuffer *buffer; /* unowned, the view's */
  GtkWidget *open;       /* NULL where the form does not ask for an address */
  gboolean several_lines;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionText, gw_form_question_text, GW_TYPE_FORM_QUESTION)

/* Only addresses of the web: a file or a program may not be opened by what somebody typed. */
static void
show_open (GwFormQuestionText *self,
           const char         *value)
{
  if (self->open != NULL)
    gtk_widget_set_visible (self->open, value != NULL && (g_str_has_prefix (value, "https://")
                                                          || g_str_has_prefix (value, "http://")));
}

static void
changed_cb (GtkTextBuffer      *buffer,
            GwFormQuestionText *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  if (self->showing)
    return;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gw_form_question_store (GW_FORM_QUESTION (self), text);
  show_open (self, text);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GwFormQuestionText    *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;

  if (!is_enter || self->several_lines || (state & GDK_SHIFT_MASK) != 0)
    return FALSE;

  /* Over the guidance, which has no field: what is typed next would go nowhere. */
  do {
    if (!gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD))
      break;
  } while (GTK_IS_EXPANDER (gtk_root_get_focus (root)));
  return TRUE;
}

/* Steps back go word by word while one types, and answer by answer after that. */
static void
left_cb (GtkEventControllerFocus *controller,
         GwFormQuestionText      *self)
{
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
}

static GtkInputPurpose
find_purpose (GwFormItem *item)
{
  if (gw_form_item_has_appearance (item, "numbers"))
    return GTK_INPUT_PURPOSE_DIGITS;

  return gw_form_item_has_appearance (item, "url") ? GTK_INPUT_PURPOSE_URL : GTK_INPUT_PURPOSE_FREE_FORM;
}

static void
open_cb (GtkButton          *button,
         GwFormQuestionText *self)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                gw_form_item_get_value (gw_form_question_get_item (GW_FORM_QUESTION (self))), GDK_CURRENT_TIME);
}

static void
show_value (GwFormQuestionText *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  g_autofree char *shown = NULL;
  gboolean editable = !gw_form_item_is_readonly (item);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  shown = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  if (g_strcmp0 (shown, value != NULL ? value : "") != 0) {
    self->showing = TRUE;
    gtk_text_buffer_set_text (self->buffer, value != NULL ? value : "", -1);
    self->showing = FALSE;
  }
  show_open (self, value);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->view), editable);
}

static void
gw_form_question_text_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_TEXT (question));
}

/* Names of codes and addresses are in no dictionary. */
static void
check_spelling (GwFormQuestionText *self,
                GwFormItem         *item)
{
  const char *language = gw_form_session_get_language (gw_form_question_get_session (GW_FORM_QUESTION (self)));
  g_autofree char *code = language != NULL ? gw_form_dup_language_code (language) : NULL;

  if (code == NULL || *code == '\0' || gw_form_item_get_data_type (item) != GW_FORM_DATA_STRING
      || find_purpose (item) != GTK_INPUT_PURPOSE_FREE_FORM)
    return;
  gw_spelling_attach (GTK_TEXT_VIEW (self->view), code);
}

static void
gw_form_question_text_constructed (GObject *object)
{
  GwFormQuestionText *self = GW_FORM_QUESTION_TEXT (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  guint rows = gw_form_item_get_rows (item);
  GtkWidget *frame = gtk_frame_new (NULL);

  G_OBJECT_CLASS (gw_form_question_text_parent_class)->constructed (object);

  self->several_lines = rows > 1 || gw_form_item_has_appearance (item, "multiline");
  self->view = gw_whole_text_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 10);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 10);
  if (self->several_lines)
    gtk_widget_set_size_request (self->view, -1, 22 * CLAMP (rows, 3, 8) + 16);
  gtk_widget_add_css_class (frame, "answer-frame");
  gtk_frame_set_child (GTK_FRAME (frame), self->view);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->view, keys);
  g_signal_connect (self->buffer, "changed", G_CALLBACK (changed_cb), self);

  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (self->view, focus);
  gtk_text_view_set_input_purpose (GTK_TEXT_VIEW (self->view), find_purpose (item));
  gtk_box_append (GTK_BOX (box), frame);
  if (gw_form_item_has_appearance (item, "url")) {
    self->open = gtk_button_new_with_label (_("Open this address"));
    gtk_widget_set_halign (self->open, GTK_ALIGN_START);
    g_signal_connect (self->open, "clicked", G_CALLBACK (open_cb), self);
    gtk_box_append (GTK_BOX (box), self->open);
  }

  show_value (self);
  check_spelling (self, item);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->view);
}

static void
gw_form_question_text_class_init (GwFormQuestionTextClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_text_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_text_refresh;
}

static void
gw_form_question_text_init (GwFormQuestionText *self)
{
}
