/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stood in one answer: every text with who wrote it and when. Any of them can be put back, which is an ordinary
 * answer: it is saved, it can be taken back, and the text that stood before goes into the history in its turn. */

#include "app/forms/gw-form-history.h"

#include <glib/gi18n-lib.h>

#include "app/gw-answer-words.h"
#include "app/widgets/gw-date-words.h"

typedef struct
{
  GwFilledForm *form;
  GwFormItem *item;
  GtkWidget *box;
  GtkWidget *problem;
} History;

static void
history_free (gpointer data)
{
  History *history = data;

  g_object_unref (history->form);
  g_object_unref (history->item);
  g_free (history);
}

static History *
get_history (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_root (widget)), "history");
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
tell (History    *history,
      const char *problem)
{
  gtk_label_set_text (GTK_LABEL (history->problem), problem);
  gtk_widget_set_visible (history->problem, TRUE);
}

/* ------------------------------------------------------------ one text */

static void
put_back_cb (GtkButton *button)
{
  History *history = get_history (GTK_WIDGET (button));
  const char *value = g_object_get_data (G_OBJECT (button), "value");
  g_autoptr (GError) error = NULL;

  if (!gw_form_session_set_value (gw_filled_form_get_session (history->form), gw_form_item_get_ref (history->item),
                                  value, &error)) {
    g_message ("An earlier answer is not put back: %s", error->message);
    tell (history, _("This answer does not take that text any more. Nothing was changed."));
    return;
  }

  gw_filled_form_flush (history->form);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
}

/* What is computed or closed takes nothing. Of two versions one is chosen where they are compared. A file is put back
 * by its name: it is kept as long as the history is, and where it is on another desk only, the question says so. */
static gboolean
takes_back (GwFormItem     *item,
            const GwAnswer *answer)
{
  return !answer->shown && answer->versions <= 1 && !gw_form_item_is_readonly (item)
         && g_strcmp0 (answer->value, gw_form_item_get_value (item)) != 0;
}

static GtkWidget *
new_back (const GwAnswer *answer,
          const char     *shown)
{
  GtkWidget *button = gtk_button_new_with_label (_("Put back"));

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (answer->value), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shown, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (put_back_cb), NULL);

  return button;
}

static GtkWidget *
new_text (GwFormItem     *item,
          const GwAnswer *answer)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *shown = gw_answer_words_dup_shown (item, answer->value);
  g_autofree char *when = answer->changed != 0 ? gw_date_words_format_time (answer->changed) : NULL;
  const char *words = *shown != '\0' ? shown : _("(emptied)");
  gboolean known = answer->author != NULL && *answer->author != '\0';
  GtkWidget *text = new_label (words, NULL);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "row-card");
  /* On lines of their own: each has the direction of its own script. */
  gtk_box_append (GTK_BOX (card), new_label (known ? answer->author : _("Not known"), "heading"));
  if (when != NULL)
    gtk_box_append (GTK_BOX (card), new_label (when, "dim-label"));
  if (answer->shown)
    gtk_box_append (GTK_BOX (card), new_label (_("Stands in the form now"), "dim-label"));
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_box_append (GTK_BOX (card), text);
  if (takes_back (item, answer))
    gtk_box_append (GTK_BOX (card), new_back (answer, words));

  return card;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWindow) sheet = user_data;
  History *history = g_object_get_data (G_OBJECT (sheet), "history");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = gw_filled_form_list_history_finish (GW_FILLED_FORM (source), result, &error);

  /* It was closed in the meantime. */
  if (!gtk_widget_get_visible (GTK_WIDGET (sheet)))
    return;
  if (answers == NULL) {
    g_message ("The history of an answer cannot be read: %s", error->message);
    tell (history, _("The history cannot be read just now. Nothing was changed; please try again."));
    return;
  }

  for (guint i = 0; i < answers->len; i++)
    gtk_box_append (GTK_BOX (history->box), new_text (history->item, answers->pdata[i]));
}

/* ------------------------------------------------------------ the sheet */

static void
add_escape (GtkWidget *sheet)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (sheet, keys);
}

static GtkWidget *
new_sheet (GtkWidget *parent,
           History   *history)
{
  GtkWidget *sheet = g_object_new (ADW_TYPE_WINDOW, "title", _("History of this answer"), "modal", TRUE,
                                   "default-width", 560, "default-height", 520, NULL);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  g_autofree char *question = gw_answer_words_dup_question (history->item);

  history->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  history->problem = new_label (NULL, "error");
  gtk_widget_set_visible (history->problem, FALSE);
  gtk_widget_set_margin_top (history->box, 12);
  gtk_widget_set_margin_bottom (history->box, 18);
  gtk_widget_set_margin_start (history->box, 18);
  gtk_widget_set_margin_end (history->box, 18);
  gtk_box_append (GTK_BOX (history->box), new_label (question, "heading"));
  gtk_box_append (GTK_BOX (history->box), history->problem);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), history->box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), scrolled);
  adw_window_set_content (ADW_WINDOW (sheet), outer);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (gtk_widget_get_root (parent)));
  add_escape (sheet);

  return sheet;
}

/**
 * gw_form_history_show:
 * @parent: a widget of the window
 * @form: the filled-in form
 * @item: one of its questions
 *
 * Opens the sheet with every text that stood in this answer, the newest first.
 */
void
gw_form_history_show (GtkWidget    *parent,
                      GwFilledForm *form,
                      GwFormItem   *item)
{
  History *history;
  GtkWidget *sheet;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (GW_IS_FILLED_FORM (form) && GW_IS_FORM_ITEM (item));

  history = g_new0 (History, 1);
  history->form = g_object_ref (form);
  history->item = g_object_ref (item);
  sheet = new_sheet (parent, history);
  g_object_set_data_full (G_OBJECT (sheet), "history", history, history_free);
  gw_filled_form_list_history_async (form, gw_form_item_get_ref (item), NULL, listed_cb, g_object_ref (sheet));
  gtk_window_present (GTK_WINDOW (sheet));
}
