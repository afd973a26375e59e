/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-hand-in-rows.h"

#include <glib/gi18n-lib.h>

#include "app/gw-kept-entry.h"
#include "app/reports/gw-hand-in-words.h"
#include "app/widgets/gw-names.h"

struct _GwHandInRemark
{
  AdwExpanderRow parent_instance;

  char *id;
  GtkWidget *text;
  GtkWidget *dealt;
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_GO_TO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwHandInRemark, gw_hand_in_remark, ADW_TYPE_EXPANDER_ROW)

/**
 * gw_hand_in_row_new:
 *
 * Returns: (transfer floating): a row of two texts, whole
 */
GtkWidget *
gw_hand_in_row_new (const char *title,
                    const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

/**
 * gw_hand_in_row_new_need:
 *
 * Returns: (transfer floating): a row that says whether a need is met
 */
GtkWidget *
gw_hand_in_row_new_need (gboolean    is_met,
                         const char *sentence)
{
  GtkWidget *row = gw_hand_in_row_new (sentence, NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name (is_met ? "object-select-symbolic" : "dialog-warning-symbolic");

  gtk_widget_add_css_class (mark, is_met ? "success" : "warning");
  gw_names_give (mark, is_met ? _("Done") : _("Open"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);

  return row;
}

/**
 * gw_hand_in_row_new_change:
 *
 * Returns: (transfer floating): a row that says what an answer was and is
 */
GtkWidget *
gw_hand_in_row_new_change (const GwReportChange *change)
{
  const char *nothing = _("no answer");
  const char *before = *change->before != '\0' ? change->before : nothing;
  const char *after = *change->after != '\0' ? change->after : nothing;
  /* TRANSLATORS: Two lines: what an answer was, and what it is. */
  g_autofree char *both = g_strdup_printf (_("Before: %1$s\nNow: %2$s"), before, after);

  return gw_hand_in_row_new (change->label, both);
}

/* ------------------------------------------------------------ remarks */

static void
answer_cb (GtkButton      *button,
           GwHandInRemark *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  gboolean is_dealt = gtk_switch_get_active (GTK_SWITCH (self->dealt));

  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, text, is_dealt);
}

static void
go_to_cb (GtkWidget      *widget,
          GwHandInRemark *self)
{
  g_signal_emit (self, signals[SIGNAL_GO_TO], 0);
}

static void
gw_hand_in_remark_finalize (GObject *object)
{
  g_free (GW_HAND_IN_REMARK (object)->id);

  G_OBJECT_CLASS (gw_hand_in_remark_parent_class)->finalize (object);
}

static void
gw_hand_in_remark_class_init (GwHandInRemarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_hand_in_remark_finalize;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_GO_TO] = g_signal_new ("go-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
gw_hand_in_remark_init (GwHandInRemark *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

static void
add_way_to_question (GwHandInRemark *self)
{
  GtkWidget *row = gw_hand_in_row_new (_("Show the question"), NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect (row, "activated", G_CALLBACK (go_to_cb), self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_dealt (GwHandInRemark *self,
           gboolean        is_dealt)
{
  GtkWidget *row = gw_hand_in_row_new (_("It is dealt with"), NULL);

  self->dealt = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->dealt), is_dealt);
  gtk_widget_set_valign (self->dealt, GTK_ALIGN_CENTER);
  gw_names_give (self->dealt, _("It is dealt with"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->dealt);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->dealt);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_answer (GwHandInRemark *self,
            GwStoreThread  *store)
{
  g_autofree char *place = g_strconcat ("remark:", self->id, NULL);
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_label (_("Answer"));

  self->text = gw_kept_entry_new (store, place, _("Your answer to the Secretariat"));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->text);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (answer_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/**
 * gw_hand_in_remark_new:
 * @store: where what is typed is kept
 * @question: (nullable): the words of the question that the remark is about
 * @is_there: whether the form has that question, to go to
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
gw_hand_in_remark_new (GwStoreThread  *store,
                       const GwRemark *remark,
                       const char     *question,
                       gboolean        is_there)
{
  GwHandInRemark *self = g_object_new (GW_TYPE_HAND_IN_REMARK, NULL);
  g_autofree char *about = gw_hand_in_words_dup_remark (remark, question);

  self->id = g_strdup (remark->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), remark->text);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), about);
  if (is_there)
    add_way_to_question (self);
  add_dealt (self, remark->dealt);
  add_answer (self, store);

  return GTK_WIDGET (self);
}

/* Returns: (transfer none): what is being typed; forgotten once it is an answer */
GtkWidget *
gw_hand_in_remark_get_entry (GwHandInRemark *self)
{
  g_return_val_if_fail (GW_IS_HAND_IN_REMARK (self), NULL);

  return self->text;
}

const char *
gw_hand_in_remark_get_id (GwHandInRemark *self)
{
  g_return_val_if_fail (GW_IS_HAND_IN_REMARK (self), NULL);

  return self->id;
}
