/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/others/gw-form-move-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-filled-unsaved.h"
#include "app/widgets/gw-toast.h"

#define TOAST_SECONDS 20
#define ASKING "gw-form-move-asking"

struct _GwFormMoveSheet
{
  AdwWindow parent_instance;

  GtkWidget *parent; /* where to say what became of it */
  GwStoreThread *store;
  GwFormCopyMove *move;
  GtkWidget *box;
  GtkWidget *scrolled;
};

G_DEFINE_FINAL_TYPE (GwFormMoveSheet, gw_form_move_sheet, ADW_TYPE_WINDOW)

/* ------------------------------------------------------------ moving back */

static gpointer
move_back_on_thread (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  gw_form_copy_move_back (store, data, error);
  return NULL;
}

static void
moved_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GtkWidget) parent = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL) {
    g_message ("The draft is not moved back: %s", error->message);
    gw_toast_say (parent, _("The move could not be undone just now. Both drafts are kept; please try again."));
    return;
  }
  gw_toast_say (parent, _("The older draft is in the list again. The newer one was taken out of it and is kept."));
}

/**
 * gw_form_move_sheet_undo:
 * @parent: a widget of the window
 * @store: where the draft is
 * @id: a draft that was moved
 *
 * Puts the older draft back into the list, and says so.
 */
void
gw_form_move_sheet_undo (GtkWidget     *parent,
                         GwStoreThread *store,
                         const char    *id)
{
  gw_store_thread_write_async (store, move_back_on_thread, g_strdup (id), g_free, NULL, moved_back_cb,
                               g_object_ref (parent));
}

static void
undo_cb (AdwToast  *toast,
         GtkWidget *parent)
{
  gw_form_move_sheet_undo (parent, g_object_get_data (G_OBJECT (toast), "store"),
                           g_object_get_data (G_OBJECT (toast), "id"));
}

/* ------------------------------------------------------------ moving */

static gpointer
move_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_form_copy_move (store, data, error);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) parent = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  AdwToast *toast;

  if (id == NULL) {
    g_message ("The draft is not moved: %s", error->message);
    gw_toast_say (parent, _("The draft could not be moved just now. Nothing was changed; please try again."));
    return;
  }
  toast = adw_toast_new (_("The draft was moved. The older one is kept."));
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "id", g_steal_pointer (&id), g_free);
  g_object_set_data_full (G_OBJECT (toast), "store", g_object_ref (source), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), parent, 0);
  gw_toast_show (parent, toast);
}

/* The sheet may go: it is the widget that asked that says what became of it. */
static void
accept_cb (GtkButton       *button,
           GwFormMoveSheet *self)
{
  gw_store_thread_write_async (self->store, move_on_thread, gw_form_copy_move_ref (self->move),
                               (GDestroyNotify) gw_form_copy_move_unref, g_free, moved_cb, g_object_ref (self->parent));
  gtk_window_destroy (GTK_WINDOW (self));
}

/* ------------------------------------------------------------ what is shown */

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_row (const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

static GtkListBox *
add_list (GwFormMoveSheet *self,
          const char      *heading,
          const char      *words)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_box_append (GTK_BOX (self->box), new_label (heading, "heading"));
  if (words != NULL)
    gtk_box_append (GTK_BOX (self->box), new_label (words, "dim-label"));
  gtk_box_append (GTK_BOX (self->box), list);

  return GTK_LIST_BOX (list);
}

static void
copy_cb (GtkButton       *button,
         GwFormMoveSheet *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->move->lost->len; i++) {
    const GwMovedAnswer *answer = self->move->lost->pdata[i];

    g_string_append_printf (text, "%s\n%s\n\n", answer->label, answer->value);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

static void
add_answers (GtkListBox *list,
             GPtrArray  *answers)
{
  for (guint i = 0; i < answers->len; i++) {
    const GwMovedAnswer *answer = answers->pdata[i];

    gtk_list_box_append (list, new_row (answer->label, answer->value));
  }
}

static void
show_lost (GwFormMoveSheet *self)
{
  GtkWidget *copy = gtk_button_new_with_label (_("Copy these answers"));

  add_answers (add_list (self, _("Answers that have no place any more"),
                         _("They stay in the older draft, which is kept as it is.")),
               self->move->lost);
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (self->box), copy);
}

static void
show_added (GwFormMoveSheet *self)
{
  GtkListBox *list = add_list (self, _("New questions"), NULL);

  for (guint i = 0; i < self->move->added->len; i++)
    gtk_list_box_append (list, new_row (self->move->added->pdata[i], NULL));
}

static void
show_versions (GwFormMoveSheet *self)
{
  const GwFormCopyMove *move = self->move;
  g_autofree char *heading
      = *move->to_version != '\0' && g_strcmp0 (move->from_version, move->to_version) != 0
            /* TRANSLATORS: %s is the version of a form, as "2026031501". */
            ? g_strdup_printf (_("To version %s of the form"), move->to_version)
            : g_strdup (_("To the newer text of the form"));
  g_autofree char *carried
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u answer goes along.", "%u answers go along.", move->n_carried),
                         move->n_carried);

  gtk_box_append (GTK_BOX (self->box), new_label (heading, "title-2"));
  gtk_box_append (GTK_BOX (self->box), new_label (carried, "body"));
  if (move->lost->len == 0)
    gtk_box_append (GTK_BOX (self->box), new_label (_("Every answer has its place in the newer version."), "body"));
}

static void
show_all (GwFormMoveSheet *self)
{
  show_versions (self);
  if (self->move->lost->len > 0)
    show_lost (self);
  if (self->move->doubtful->len > 0)
    add_answers (add_list (self, _("Answers to look at"),
                           _("They go along, but the newer version has another list of choices or another kind of answer "
                             "there. What does not fit is kept in the older draft.")),
                 self->move->doubtful);
  if (self->move->added->len > 0)
    show_added (self);
  gtk_box_append (GTK_BOX (self->box),
                  new_label (_("Nothing is dropped. The older draft is taken out of the list and kept as it is, and the "
                               "move is undone with one click."),
                             "body"));
}

/* ------------------------------------------------------------ object */

static void
gw_form_move_sheet_dispose (GObject *object)
{
  GwFormMoveSheet *self = GW_FORM_MOVE_SHEET (object);

  g_clear_object (&self->parent);
  g_clear_object (&self->store);
  g_clear_pointer (&self->move, gw_form_copy_move_unref);

  G_OBJECT_CLASS (gw_form_move_sheet_parent_class)->dispose (object);
}

static void
gw_form_move_sheet_class_init (GwFormMoveSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_move_sheet_dispose;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_form_move_sheet_init (GwFormMoveSheet *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *accept = gtk_button_new_with_label (_("Move this draft"));

  self->scrolled = gtk_scrolled_window_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->box, 6);
  gtk_widget_set_margin_bottom (self->box, 18);
  gtk_widget_set_margin_start (self->box, 18);
  gtk_widget_set_margin_end (self->box, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_add_css_class (accept, "suggested-action");
  gtk_widget_set_halign (accept, GTK_ALIGN_END);
  gtk_widget_set_margin_top (accept, 12);
  gtk_widget_set_margin_bottom (accept, 12);
  gtk_widget_set_margin_end (accept, 18);
  g_signal_connect (accept, "clicked", G_CALLBACK (accept_cb), self);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), self->scrolled);
  gtk_box_append (GTK_BOX (outer), accept);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_title (GTK_WINDOW (self), _("A newer version"));
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 560);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

typedef struct
{
  GtkWidget *parent;
  GwStoreThread *store;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->parent);
  g_object_unref (asking->store);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  GwFormCopyMove *move = gw_form_copy_plan_finish (result, &error);
  GtkRoot *root = gtk_widget_get_root (asking->parent);
  GwFormMoveSheet *self;

  g_object_set_data (G_OBJECT (asking->parent), ASKING, NULL);
  if (move == NULL) {
    g_message ("The versions cannot be compared: %s", error->message);
    gw_toast_say (asking->parent, _("The two versions could not be compared just now. Nothing was changed."));
    return;
  }
  if (root == NULL) {
    gw_form_copy_move_unref (move);
    return;
  }
  self = g_object_new (GW_TYPE_FORM_MOVE_SHEET, NULL);
  self->parent = g_object_ref (asking->parent);
  self->store = g_object_ref (asking->store);
  self->move = move;
  show_all (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  /* A key that is held a moment too long must not accept what nobody has read. */
  gtk_widget_grab_focus (self->scrolled);
}

/**
 * gw_form_move_sheet_ask:
 * @parent: a widget of the window
 * @context: with a profile and a store
 * @copy: a draft
 * @newer: a copy with a newer version of the same form
 *
 * Shows what moving @copy would do, and does it where the person says so.
 */
void
gw_form_move_sheet_ask (GtkWidget        *parent,
                        GwContext        *context,
                        const GwFormCopy *copy,
                        const GwFormCopy *newer)
{
  Asking *asking;

  if (gw_filled_unsaved_find (gw_context_get_unsaved (context), copy->id) != NULL) {
    gw_toast_say (parent, _("Some answers of this draft are not on the disk yet. Please move it when they are."));
    return;
  }
  if (g_object_get_data (G_OBJECT (parent), ASKING) != NULL)
    return;
  g_object_set_data (G_OBJECT (parent), ASKING, GINT_TO_POINTER (TRUE));
  asking = g_new0 (Asking, 1);
  asking->parent = g_object_ref (parent);
  asking->store = g_object_ref (gw_context_get_store (context));
  gw_form_copy_plan_async (asking->store, copy, newer, gw_profile_get_name (gw_context_get_profile (context)),
                           gw_context_get_language (context), NULL, planned_cb, asking);
}
