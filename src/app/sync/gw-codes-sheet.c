/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-codes-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/sync/gw-codes.h"
#include "app/widgets/gw-names.h"

struct _GwCodesSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwCodes *codes;  /* (nullable): until they were read */
  GwKey *asked;    /* (nullable): whose code is compared, or withdrawn */
  gboolean withdraws;

  GtkStack *pages;
  GtkLabel *own_code;
  GtkLabel *own_note;
  GtkListBox *others;
  GtkLabel *nobody;
  GtkLabel *fault;
  GtkLabel *question;
  GtkLabel *asked_code;
  GtkLabel *advice;
  GtkButton *yes_button;
  GtkButton *no_button;
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

static void
ask (GwCodesSheet *self,
     GwKey        *key,
     const char   *question,
     const char   *advice,
     const char   *yes,
     const char   *no)
{
  g_autofree char *code = gw_key_dup_code (key);

  g_clear_pointer (&self->asked, gw_key_unref);
  self->asked = gw_key_ref (key);
  gtk_label_set_label (self->question, question);
  gtk_label_set_label (self->asked_code, code);
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

  self->withdraws = FALSE;
  gtk_widget_remove_css_class (GTK_WIDGET (self->yes_button), "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->yes_button), "suggested-action");
  ask (self, key, question,
       _("Call the person, or meet, and let the digits be read to you from “Codes of people” on that computer. "
         "If they are the same, nobody stands between you."),
       _("They are the same"), _("They differ, or I cannot ask now"));
}

static void
on_lost (GtkWidget    *button,
         GwCodesSheet *self)
{
  self->withdraws = TRUE;
  gtk_widget_remove_css_class (GTK_WIDGET (self->yes_button), "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->yes_button), "destructive-action");
  ask (self, g_object_get_data (G_OBJECT (button), "key"),
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

static void
on_yes (GwCodesSheet *self)
{
  if (self->asked == NULL)
    return;
  if (self->withdraws)
    gw_codes_withdraw_async (self->context, self->asked, on_written, g_object_ref (self));
  else
    gw_codes_confirm_async (self->context, self->asked, on_written, g_object_ref (self));
}

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
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, others);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, nobody);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, question);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, asked_code);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, advice);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, yes_button);
  gtk_widget_class_bind_template_child (widget_class, GwCodesSheet, no_button);
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
