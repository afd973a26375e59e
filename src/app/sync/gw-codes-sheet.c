/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-codes-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/sync/gw-codes.h"
#include "app/widgets/gw-names.h"

typedef enum
{
  ACT_COMPARE,
  ACT_LOST,
  ACT_RENEW,
  ACT_HAND_OVER,
  ACT_TAKE_OVER,
} Act;

struct _GwCodesSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwCodes *codes;  /* (nullable): until they were read */
  GwKey *asked;    /* (nullable): whose code is compared or withdrawn, or who takes over */
  Act act;         /* what is asked */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */

  GtkStack *pages;
  GtkLabel *own_code;
  GtkLabel *own_note;
  GtkListBox *acts;
  GtkListBox *others;
  GtkLabel *nobody;
  GtkLabel *fault;
  GtkLabel *question;
  GtkLabel *asked_code;
  GtkLabel *advice;
  GtkButton *yes_button;
  GtkButton *no_button;
  GtkLabel *successor_note;
  GtkListBox *successors;
  GtkWidget *nobody_button;
  GtkLabel *done;
  GtkWidget *done_button;
};

G_DEFINE_FINAL_TYPE (GwCodesSheet, gw_codes_sheet, ADW_TYPE_WINDOW)

static void reload (GwCodesSheet *self);

static void
show_fault (GwCodesSheet *self,
            const char   *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static void
show_list (GwCodesSheet *self)
{
  g_clear_pointer (&self->asked, gw_key_unref);
  gtk_stack_set_visible_child_name (self->pages, "list");
}

/* @key: (nullable): whose code is shown */
static void
ask (GwCodesSheet *self,
     Act           act,
     GwKey        *key,
     const char   *question,
     const char   *advice,
     const char   *yes,
     const char   *no)
{
  g_autofree char *code = key != NULL ? gw_key_dup_code (key) : NULL;
  gboolean is_grave = act == ACT_LOST || act == ACT_HAND_OVER;

  self->act = act;
  gtk_widget_remove_css_class (GTK_WIDGET (self->yes_button), is_grave ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->yes_button), is_grave ? "destructive-action" : "suggested-action");
  if (key != NULL)
    gw_key_ref (key);
  g_clear_pointer (&self->asked, gw_key_unref);
  self->asked = key;
  gtk_label_set_label (self->question, question);
  gtk_label_set_label (self->asked_code, code != NULL ? code : "");
  gtk_widget_set_visible (GTK_WIDGET (self->asked_code), code != NULL);
  gtk_label_set_label (self->advice, advice);
  gtk_button_set_label (self->yes_button, yes);
  gtk_button_set_label (self->no_button, no);
  gw_names_wrap (self->yes_button);
  gw_names_wrap (self->no_button);
  show_fault (self, NULL);
  gtk_stack_set_visible_child_name (self->pages, "ask");
  gtk_widget_grab_focus (GTK_WIDGET (self->no_button));
}

static void
on_compare (GtkWidget    *button,
            GwCodesSheet *self)
{
  GwKey *key = g_object_get_data (G_OBJECT (button), "key");
  g_autofree char *name = gw_codes_words_name (key);
  /* TRANSLATORS: %s is whose code it is, as "ann (KEN)". */
  g_autofree char *question = g_strdup_printf (_("Is this the code of %s?"), name);

  ask (self, ACT_COMPARE, key, question,
       _("Call the person, or meet, and let the digits be read to you from “Codes of people” on that computer. "
         "If they are the same, nobody stands between you."),
       _("They are the same"), _("They differ, or I cannot ask now"));
}

static void
on_lost (GtkWidget    *button,
         GwCodesSheet *self)
{
  ask (self, ACT_LOST, g_object_get_data (G_OBJECT (button), "key"),
       _("Was this computer of yours lost?"),
       _("Nothing is sealed for it any more, and what it signs is refused, on every desk that hears of it. "
         "What it holds already, it holds. This cannot be undone: a computer that is found again takes new keys."),
       _("Withdraw its code"), _("Keep it"));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwCodesSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = gw_codes_write_finish (result, &error);

  if (self->context == NULL)
    return;
  show_list (self);
  reload (self);
  if (!ok) {
    g_warning ("A code is not written down: %s", error->message);
    show_fault (self, _("This could not be written down. Please try again."));
  }
}

/* --- the code of this computer --- */

static const struct
{
  Act act;
  const char *title;
  const char *subtitle;
} own_acts[] = {
  { ACT_RENEW, N_("Take a new code…"),
    N_("When somebody else may have used this computer, or has a copy of its files") },
  { ACT_HAND_OVER, N_("Hand over to a successor…"),
    N_("When you leave: your successor then opens what was sealed for you") },
  { ACT_TAKE_OVER, N_("Take over from a predecessor…"),
    N_("With the file that your predecessor wrote for you") },
};

/* What cannot be done is not offered: a code that was withdrawn is not handed over. */
static void
show_acts (GwCodesSheet *self)
{
  gboolean is_withdrawn = self->codes->trust == GW_KEY_TRUST_WITHDRAWN;
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->acts, 0)) != NULL)
    gtk_list_box_remove (self->acts, GTK_WIDGET (old));
  for (guint i = 0; i < G_N_ELEMENTS (own_acts); i++) {
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(own_acts[i].title));
    adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(own_acts[i].subtitle));
    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_widget_set_visible (row, !(is_withdrawn && own_acts[i].act == ACT_HAND_OVER));
    g_object_set_data (G_OBJECT (row), "act", GINT_TO_POINTER (own_acts[i].act));
    gtk_list_box_append (self->acts, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->acts), self->codes->own != NULL);
}

static void
ask_renew (GwCodesSheet *self)
{
  ask (self, ACT_RENEW, self->codes->own, _("Take a new code for this computer?"),
       _("From now on this computer signs with new keys, and others seal for them. Who compared the code before need not "
         "compare the new one. What was sealed for the code before can still be opened here."),
       _("Take a new code"), _("Keep this one"));
}

static void
ask_take_over (GwCodesSheet *self)
{
  ask (self, ACT_TAKE_OVER, NULL, _("Take over from your predecessor?"),
       _("Your predecessor wrote a file for you with “Hand over to a successor”. With it this computer opens what was "
         "sealed for your predecessor. Your own code stays as it is."),
       _("Choose the file…"), _("Not now"));
}

/* Only to somebody whose code was compared: what was sealed for this desk is in the parcel. */
static void
ask_successor (GwCodesSheet *self)
{
  GtkListBoxRow *old;
  guint n = 0;

  while ((old = gtk_list_box_get_row_at_index (self->successors, 0)) != NULL)
    gtk_list_box_remove (self->successors, GTK_WIDGET (old));
  for (guint i = 0; i < self->codes->entries->len; i++) {
    const GwKeyEntry *entry = self->codes->entries->pdata[i];
    g_autofree char *name = gw_codes_words_name (entry->key), *code = gw_key_dup_code (entry->key);
    GtkWidget *row;

    if (entry->trust != GW_KEY_TRUST_CONFIRMED)
      continue;
    row = adw_action_row_new ();
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), code);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data_full (G_OBJECT (row), "key", gw_key_ref (entry->key), (GDestroyNotify) gw_key_unref);
    gtk_list_box_append (self->successors, row);
    n++;
  }
  gtk_label_set_label (self->successor_note,
                       n > 0 ? _("Choose the computer of your successor. Only people whose code you compared are listed.")
                             : _("Compare the code of your successor first: only to somebody whose code you compared can "
                                 "you hand over."));
  gtk_widget_set_visible (GTK_WIDGET (self->successors), n > 0);
  show_fault (self, NULL);
  gtk_stack_set_visible_child_name (self->pages, "successor");
  gtk_widget_grab_focus (self->nobody_button);
}

static void
on_act (GwCodesSheet  *self,
        GtkListBoxRow *row)
{
  switch ((Act) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "act"))) {
  case ACT_RENEW:
    ask_renew (self);
    break;
  case ACT_HAND_OVER:
    ask_successor (self);
    break;
  case ACT_TAKE_OVER:
    ask_take_over (self);
    break;
  case ACT_COMPARE:
  case ACT_LOST:
  default:
    g_assert_not_reached ();
  }
}

static void
on_successor (GwCodesSheet  *self,
              GtkListBoxRow *row)
{
  GwKey *key = g_object_get_data (G_OBJECT (row), "key");
  g_autofree char *name = gw_codes_words_name (key);
  /* TRANSLATORS: %s is who takes over, as "ann (KEN)". */
  g_autofree char *question = g_strdup_printf (_("Hand over to %s?"), name);

  ask (self, ACT_HAND_OVER, key, question,
       _("A file is written that only your successor’s computer opens, with this code. From then on nothing is sealed for "
         "this computer any more, and what it signs is refused, on every desk that hears of it. Nobody can sign in your "
         "name. This cannot be undone."),
       _("Hand over…"), _("Not now"));
}

static char *
dup_done (Act    act,
          GwKey *key)
{
  g_autofree char *name = gw_codes_words_name (key), *code = gw_key_dup_code (key);

  if (act == ACT_RENEW)
    /* TRANSLATORS: %s is a code, groups of digits. */
    return g_strdup_printf (_("The new code of this computer is %s. Others hear of it with the next exchange."), code);
  if (act == ACT_HAND_OVER)
    /* TRANSLATORS: %s is who takes over, as "ann (KEN)". */
    return g_strdup_printf (_("The file for %s was written. Give it to your successor, on a stick or by e-mail: nobody else "
                              "can open it. The code of this computer is withdrawn; others hear of that with the next "
                              "exchange."), name);

  /* TRANSLATORS: %s is the predecessor, as "ann (KEN)". */
  return g_strdup_printf (_("This computer now opens what was sealed for %s."), name);
}

static const char *
get_fault (const GError *error)
{
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US))
    return _("This was handed over to somebody else. Nothing was changed.");
  if (g_error_matches (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID))
    return _("This is nothing that a predecessor handed over, or it was altered. Nothing was changed.");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_EXIST))
    return _("There is already a file of this name. It was left as it is. Please choose another name.");
  if (error->domain == G_FILE_ERROR)
    return _("This file cannot be read or written. Nothing was changed. Please choose another place.");

  return _("This could not be written down. Please try again.");
}

static void
on_own_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwCodesSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwKey) key = gw_codes_own_finish (result, &error);
  g_autofree char *words = NULL;

  if (self->context == NULL)
    return;
  show_list (self);
  reload (self);
  if (key == NULL) {
    g_message ("The code of this computer: %s", error->message);
    show_fault (self, get_fault (error));
    return;
  }
  words = dup_done (self->act, key);
  gtk_label_set_label (self->done, words);
  gtk_stack_set_visible_child_name (self->pages, "done");
  gtk_widget_grab_focus (self->done_button);
}

static void
on_chosen (GwCodesSheet *self,
           int           response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return;
  if (self->act == ACT_TAKE_OVER)
    gw_codes_take_over_async (self->context, path, on_own_done, g_object_ref (self));
  else if (self->act == ACT_HAND_OVER && self->asked != NULL)
    gw_codes_hand_over_async (self->context, self->asked, path, on_own_done, g_object_ref (self));
}

static void
choose (GwCodesSheet *self)
{
  gboolean writes = self->act == ACT_HAND_OVER;

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (writes ? _("Where to write") : _("What a predecessor handed over"),
                                               GTK_WINDOW (self),
                                               writes ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
                                               writes ? _("_Write") : _("_Open"), _("_Cancel"));
  if (writes)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "godwit-keys.json");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_yes (GwCodesSheet *self)
{
  switch (self->act) {
  case ACT_COMPARE:
    if (self->asked != NULL)
      gw_codes_confirm_async (self->context, self->asked, on_written, g_object_ref (self));
    break;
  case ACT_LOST:
    if (self->asked != NULL)
      gw_codes_withdraw_async (self->context, self->asked, on_written, g_object_ref (self));
    break;
  case ACT_RENEW:
    gw_codes_renew_async (self->context, on_own_done, g_object_ref (self));
    break;
  case ACT_HAND_OVER:
  case ACT_TAKE_OVER:
  default:
    choose (self);
  }
}

/* --- the codes of others --- */

static GtkWidget *
make_button (GwCodesSheet *self,
             const char   *label,
             const char   *name,
             GCallback     callback,
             GwKey        *key)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "key", gw_key_ref (key), (GDestroyNotify) gw_key_unref);
  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static gboolean
is_own_account (GwCodesSheet *self,
                GwKey        *key)
{
  return self->codes->own != NULL
         && strcmp (gw_key_get_account (self->codes->own), gw_key_get_account (key)) == 0;
}

/* What can be done with it; for what was withdrawn, nothing. */
static void
add_buttons (GwCodesSheet     *self,
             AdwActionRow     *row,
             const GwKeyEntry *entry,
             const char       *name)
{
  /* TRANSLATORS: %s is whose code it is, as "ann (KEN)". */
  g_autofree char *compare = g_strdup_printf (_("Compare the code of %s"), name);
  GtkWidget *button;

  if (entry->trust == GW_KEY_TRUST_WITHDRAWN)
    return;
  if (entry->trust != GW_KEY_TRUST_CONFIRMED) {
    button = make_button (self, _("Compare…"), compare, G_CALLBACK (on_compare), entry->key);
    adw_action_row_add_suffix (row, button);
  }
  if (is_own_account (self, entry->key)) {
    button = make_button (self, _("Lost…"), _("This other computer of mine was lost"), G_CALLBACK (on_lost),
                          entry->key);
    adw_action_row_add_suffix (row, button);
  }
}

static void
add_row (GwCodesSheet     *self,
         const GwKeyEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = gw_codes_words_name (entry->key);
  g_autofree char *state = gw_codes_words_state (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  add_buttons (self, ADW_ACTION_ROW (row), entry, name);
  gtk_list_box_append (self->others, row);
}

static void
show_own (GwCodesSheet *self)
{
  g_autofree char *code = self->codes->own != NULL ? gw_key_dup_code (self->codes->own) : NULL;

  gtk_label_set_label (self->own_code, code != NULL ? code : "");
  gtk_widget_set_visible (GTK_WIDGET (self->own_code), code != NULL);
  if (code == NULL)
    gtk_label_set_label (self->own_note, _("This desk has no name yet. Give it one in Preferences; then it has a "
                                           "code, too."));
  else if (self->codes->trust == GW_KEY_TRUST_WITHDRAWN)
    gtk_label_set_label (self->own_note, _("The code of this computer was withdrawn from another one: nothing is "
                                           "sealed for it any more, and what it signs is refused."));
  else
    gtk_label_set_label (self->own_note, _("Read it to a colleague who asks for it, on the telephone or across the "
                                           "table. It is no secret."));
}

static void
fill (GwCodesSheet *self)
{
  GtkListBoxRow *row;

  show_own (self);
  show_acts (self);
  while ((row = gtk_list_box_get_row_at_index (self->others, 0)) != NULL)
    gtk_list_box_remove (self->others, GTK_WIDGET (row));
  for (guint i = 0; i < self->codes->entries->len; i++)
    add_row (self, self->codes->entries->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->others), self->codes->entries->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nobody), self->codes->entries->len == 0);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwCodesSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  GwCodes *codes = gw_codes_load_finish (result, &error);

  if (self->context == NULL) {
    g_clear_pointer (&codes, gw_codes_free);
    return;
  }
  if (codes == NULL) {
    g_warning ("The codes cannot be read: %s", error->message);
    show_fault (self, _("The codes cannot be read now."));
    return;
  }
  g_clear_pointer (&self->codes, gw_codes_free);
  self->codes = codes;
  fill (self);
}

static void
reload (GwCodesSheet *self)
{
  gw_codes_load_async (self->context, on_loaded, g_object_ref (self));
}

static void
gw_codes_sheet_dispose (GObject *object)
{
  GwCodesSheet *self = GW_CODES_SHEET (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->codes, gw_codes_free);
  g_clear_pointer (&self->asked, gw_key_unref);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (gw_codes_sheet_parent_class)->dispose (object);
}

static void
gw_codes_sheet_class_init (GwCodesSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_codes_sheet_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/sync/gw-codes-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, pages);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, own_code);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, own_note);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, acts);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, others);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, nobody);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, question);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, asked_code);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, advice);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, yes_button);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, no_button);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, successor_note);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, successors);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, nobody_button);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, done);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, done_button);
  gtk_widget_class_bind_template_callback (widget_class, on_act);
  gtk_widget_class_bind_template_callback (widget_class, on_successor);
  gtk_widget_class_bind_template_callback (widget_class, on_yes);
  gtk_widget_class_bind_template_callback (widget_class, show_list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_codes_sheet_init (GwCodesSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_codes_sheet_new:
 * @context: whose desk
 */
GtkWidget *
gw_codes_sheet_new (GwContext *context)
{
  GwCodesSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (gw_context_get_profile (context) != NULL, NULL);

  self = g_object_new (GW_TYPE_CODES_SHEET, NULL);
  self->context = g_object_ref (context);
  reload (self);

  return GTK_WIDGET (self);
}
