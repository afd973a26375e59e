/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/others/gw-others-list.h"

#include <glib/gi18n-lib.h>

#include "app/others/gw-form-move-sheet.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-names.h"
#include "app/widgets/gw-toast.h"

#define TOAST_SECONDS 10

struct _GwOthersList
{
  AdwBin parent_instance;

  GwContext *context;
  GwStoreThread *store;
  GPtrArray *copies; /* of GwFormCopy; NULL until it was read */
  GtkListBox *list;
  GtkListBox *removed_list;
  GtkWidget *removed;
  gboolean reading;
  gboolean stale;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwOthersList, gw_others_list, ADW_TYPE_BIN)

static void read_copies (GwOthersList *self);

/* ------------------------------------------------------------ taking out and putting back */

typedef struct
{
  char *id;
  gboolean removed;
} Marking;

static void
marking_free (gpointer data)
{
  g_free (((Marking *) data)->id);
  g_free (data);
}

static gpointer
mark_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  Marking *marking = data;

  gw_form_copy_set_removed (store, marking->id, marking->removed, error);
  return NULL;
}

static void
mark (GwOthersList *self,
      const char   *id,
      gboolean      removed)
{
  Marking *marking = g_new0 (Marking, 1);

  marking->id = g_strdup (id);
  marking->removed = removed;
  gw_store_thread_write_async (self->store, mark_on_thread, marking, marking_free, NULL, NULL, NULL);
}

static void
undo_cb (AdwToast     *toast,
         GwOthersList *self)
{
  mark (self, g_object_get_data (G_OBJECT (toast), "id"), FALSE);
}

static void
remove_cb (GtkButton    *button,
           GwOthersList *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "id");
  AdwToast *toast = adw_toast_new (_("The form was taken out of the list. Its answers are kept."));

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "id", g_strdup (id), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  mark (self, id, TRUE);
  gw_toast_show (GTK_WIDGET (self), toast);
}

static void
put_back_cb (GtkButton    *button,
             GwOthersList *self)
{
  mark (self, g_object_get_data (G_OBJECT (button), "id"), FALSE);
}

/* ------------------------------------------------------------ rows */

static GtkWidget *
new_button (GwOthersList     *self,
            const GwFormCopy *copy)
{
  GtkWidget *button;
  g_autofree char *name = NULL;

  if (copy->removed) {
    button = gtk_button_new_with_label (_("Put back"));
    /* TRANSLATORS: %s is the title of a form. */
    name = g_strdup_printf (_("Put “%s” back into the list"), copy->title);
  } else {
    button = gtk_button_new_from_icon_name ("user-trash-symbolic");
    /* TRANSLATORS: %s is the title of a form. */
    name = g_strdup_printf (_("Take “%s” out of the list"), copy->title);
  }
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gw_names_give (button, name);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (copy->id), g_free);
  g_signal_connect (button, "clicked", copy->removed ? G_CALLBACK (put_back_cb) : G_CALLBACK (remove_cb), self);
  gtk_widget_set_sensitive (button, !gw_store_thread_is_read_only (self->store));

  return button;
}

static char *
dup_subtitle (const GwFormCopy *copy)
{
  g_autofree char *when = gw_date_words_format_time (copy->created);
  /* TRANSLATORS: %s is a day and an hour. */
  g_autofree char *begun = g_strdup_printf (_("Begun on %s"), when);
  g_autofree char *version = NULL;

  if (*copy->form_version == '\0')
    return g_strcmp0 (copy->title, copy->form_title) == 0
             ? g_steal_pointer (&begun)
             : g_strdup_printf ("%s\n%s", copy->form_title, begun);

  /* TRANSLATORS: %1$s is the title of a form, %2$s its version. */
  version = g_strdup_printf (_("%1$s, version %2$s"), copy->form_title, copy->form_version);
  return g_strdup_printf ("%s\n%s", version, begun);
}

static GtkWidget *
new_row (GwOthersList     *self,
         const GwFormCopy *copy)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (copy);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), copy->title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, copy));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (copy->id), g_free);

  return row;
}

/* A thing to do with the draft above it. */
static void
add_deed (GwOthersList     *self,
          const GwFormCopy *copy,
          const char       *title,
          const char       *subtitle,
          const char       *deed)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (
                                                       g_str_equal (deed, "move") ? "go-up-symbolic"
                                                                                  : "edit-undo-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (copy->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "deed", g_strdup (deed), g_free);
  gtk_widget_set_sensitive (row, !gw_store_thread_is_read_only (self->store));
  gtk_list_box_append (self->list, row);
}

static void
offer_newer (GwOthersList     *self,
             const GwFormCopy *copy)
{
  const GwFormCopy *newer = gw_form_copy_find_newer (self->copies, copy);
  g_autofree char *words = NULL;

  if (newer == NULL)
    return;
  words = *newer->form_version != '\0' && !g_str_equal (newer->form_version, copy->form_version)
              /* TRANSLATORS: %s is the version of a form, as "2026031501". */
              ? g_strdup_printf (_("A newer version of this form is here: %s"), newer->form_version)
              : g_strdup (_("A newer text of this form is here"));
  add_deed (self, copy, _("Move this draft…"), words, "move");
}

/* As long as the older draft is where the move left it. */
static void
offer_undo (GwOthersList     *self,
            const GwFormCopy *copy)
{
  const GwFormCopy *older = copy->moved_from != NULL ? gw_others_list_find (self, copy->moved_from) : NULL;
  g_autofree char *words = NULL;

  if (older == NULL || !older->removed)
    return;
  words = *copy->moved_version != '\0'
              /* TRANSLATORS: %s is the version of a form, as "2026031501". */
              ? g_strdup_printf (_("This draft was moved from version %s. The older draft is kept as it was."),
                                 copy->moved_version)
              : g_strdup (_("This draft was moved from an older version. The older draft is kept as it was."));
  add_deed (self, copy, _("Undo the move"), words, "undo");
}

static void
empty_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_copies (GwOthersList *self)
{
  guint n_removed = 0;

  empty_list (self->list);
  empty_list (self->removed_list);
  for (guint i = 0; i < self->copies->len; i++) {
    const GwFormCopy *copy = self->copies->pdata[i];

    n_removed += copy->removed;
    gtk_list_box_append (copy->removed ? self->removed_list : self->list, new_row (self, copy));
    if (!copy->removed) {
      offer_newer (self, copy);
      offer_undo (self, copy);
    }
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->copies->len > n_removed);
  gtk_widget_set_visible (self->removed, n_removed > 0);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  GwOthersList  *self)
{
  const char *id = g_object_get_data (G_OBJECT (row), "id"), *deed = g_object_get_data (G_OBJECT (row), "deed");
  const GwFormCopy *copy = gw_others_list_find (self, id);
  const GwFormCopy *newer = copy != NULL ? gw_form_copy_find_newer (self->copies, copy) : NULL;

  if (deed == NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
  else if (g_str_equal (deed, "undo"))
    gw_form_move_sheet_undo (GTK_WIDGET (self), self->store, id);
  else if (newer != NULL)
    gw_form_move_sheet_ask (GTK_WIDGET (self), self->context, copy, newer);
}

/* ------------------------------------------------------------ reading */

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_form_copy_read_all (store, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwOthersList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) copies = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  self->reading = FALSE;
  if (self->store == NULL)
    return;
  if (copies == NULL) {
    g_message ("The list of forms cannot be read: %s", error->message);
    return;
  }
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  self->copies = g_steal_pointer (&copies);
  show_copies (self);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
  if (self->stale)
    read_copies (self);
}

static void
read_copies (GwOthersList *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;

  self->reading = TRUE;
  gw_store_thread_run_async (self->store, read_on_thread, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                             read_cb, g_object_ref (self));
}

static void
store_changed_cb (GwStoreThread *store,
                  GPtrArray     *changes,
                  GwOthersList  *self)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = changes->pdata[i];

    if (g_str_has_prefix (change->id, "formcopy:")) {
      read_copies (self);
      return;
    }
  }
}

/* ------------------------------------------------------------ object */

static void
gw_others_list_dispose (GObject *object)
{
  GwOthersList *self = GW_OTHERS_LIST (object);

  g_clear_object (&self->context);
  g_clear_object (&self->store);
  g_clear_pointer (&self->copies, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_others_list_parent_class)->dispose (object);
}

static void
gw_others_list_class_init (GwOthersListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_others_list_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkListBox *
new_list (GwOthersList *self,
          const char   *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);

  return GTK_LIST_BOX (list);
}

static void
gw_others_list_init (GwOthersList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->list = new_list (self, _("Forms that you fill in"));
  self->removed_list = new_list (self, _("Taken out of the list"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->removed_list), 6);
  self->removed = gtk_expander_new (_("Taken out of the list"));
  gtk_expander_set_child (GTK_EXPANDER (self->removed), GTK_WIDGET (self->removed_list));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->removed), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Taken out of the list"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->removed);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * gw_others_list_new:
 * @context: with a profile and a store
 *
 * Returns: (transfer floating): the list, which is read at once
 */
GtkWidget *
gw_others_list_new (GwContext *context)
{
  GwOthersList *self = g_object_new (GW_TYPE_OTHERS_LIST, NULL);

  self->context = g_object_ref (context);
  self->store = g_object_ref (gw_context_get_store (context));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  read_copies (self);

  return GTK_WIDGET (self);
}

/**
 * gw_others_list_is_empty:
 *
 * Returns: whether there is nothing to be shown, not even what was taken out
 */
gboolean
gw_others_list_is_empty (GwOthersList *self)
{
  g_return_val_if_fail (GW_IS_OTHERS_LIST (self), TRUE);

  return self->copies == NULL || self->copies->len == 0;
}

/**
 * gw_others_list_find:
 * @id: a copy
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
const GwFormCopy *
gw_others_list_find (GwOthersList *self,
                     const char   *id)
{
  g_return_val_if_fail (GW_IS_OTHERS_LIST (self), NULL);

  for (guint i = 0; self->copies != NULL && i < self->copies->len; i++) {
    const GwFormCopy *copy = self->copies->pdata[i];

    if (g_strcmp0 (copy->id, id) == 0)
      return copy;
  }

  return NULL;
}
