/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/gw-unsaved-ask.h"
#include "app/widgets/gw-roving-list.h"

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwWindow, gw_window, ADW_TYPE_APPLICATION_WINDOW)

void
gw_window_origin_free (GwWindowOrigin *origin)
{
  g_clear_weak_pointer (&origin->focus);
  g_free (origin);
}

const GwDeskEntry *
gw_window_get_current_entry (GwWindow *self)
{
  const char *id = gtk_stack_get_visible_child_name (self->stack);

  return id != NULL ? gw_desks_find (id) : NULL;
}

/* The place that back leads to, once all pages opened since then inside the desk are left. */
GwWindowOrigin *
gw_window_get_origin (GwWindow *self)
{
  GwWindowOrigin *origin = self->origins->len > 0 ? self->origins->pdata[self->origins->len - 1] : NULL;

  return origin != NULL && gw_desk_get_depth (GW_DESK (self->current)) <= origin->depth ? origin : NULL;
}

void
gw_window_update_header (GwWindow *self)
{
  const GwDeskEntry *entry = gw_window_get_current_entry (self);
  g_autofree char *title = NULL;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  if (entry == NULL)
    return;

  title = gw_desk_dup_title (GW_DESK (self->current));
  adw_window_title_set_title (self->title, title != NULL ? title : _(entry->title));
  adw_window_title_set_subtitle (self->title, title != NULL ? _(entry->title) : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _(entry->title));
  gtk_widget_set_visible (self->back_button, folded || gw_window_get_origin (self) != NULL
                                             || gw_desk_can_go_back (GW_DESK (self->current)));
}

static void
set_current (GwWindow  *self,
             GtkWidget *desk)
{
  if (self->current == desk)
    return;

  if (self->current != NULL)
    g_clear_signal_handler (&self->changed_id, self->current);
  self->current = desk;
  self->changed_id = g_signal_connect_swapped (desk, "changed", G_CALLBACK (gw_window_update_header), self);
  adw_bin_set_child (self->header_start, gw_desk_get_header (GW_DESK (desk), GTK_PACK_START));
  adw_bin_set_child (self->header_end, gw_desk_get_header (GW_DESK (desk), GTK_PACK_END));
}

/* A desk is built when it is first shown: the first frame must not wait for all of them. */
static GtkWidget *
ensure_desk (GwWindow          *self,
             const GwDeskEntry *entry)
{
  GtkWidget *desk = gtk_stack_get_child_by_name (self->stack, entry->id);
  GVariant *state;

  if (desk != NULL)
    return desk;

  desk = g_object_new (entry->get_type (), "context", self->context, NULL);
  gtk_stack_add_named (self->stack, desk, entry->id);
  state = g_hash_table_lookup (self->states, entry->id);
  if (state != NULL)
    gw_desk_restore_state (GW_DESK (desk), state);

  return desk;
}

static void
select_row (GwWindow   *self,
            const char *id)
{
  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->desk_list, i);

    if (row == NULL)
      break;
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (row)), id)) {
      gtk_list_box_select_row (self->desk_list, row);
      break;
    }
  }
}

GtkWidget *
gw_window_show_desk (GwWindow          *self,
                     const GwDeskEntry *entry)
{
  GtkWidget *desk = ensure_desk (self, entry);

  set_current (self, desk);
  gtk_stack_set_visible_child (self->stack, desk);
  select_row (self, entry->id);
  gw_window_update_header (self);

  return desk;
}

void
gw_window_go_to_desk (GwWindow          *self,
                      const GwDeskEntry *entry)
{
  GtkWidget *desk;

  g_ptr_array_set_size (self->origins, 0);
  desk = gw_window_show_desk (self, entry);

  adw_leaflet_set_visible_child (self->leaflet, self->page);
  gw_desk_focus_place (GW_DESK (desk));
}

static void
on_row_activated (GwWindow      *self,
                  GtkListBoxRow *row)
{
  const GwDeskEntry *entry = gw_desks_find (gtk_widget_get_name (GTK_WIDGET (row)));

  g_assert (entry != NULL);
  gw_window_go_to_desk (self, entry);
}

static void
on_folded (GwWindow *self)
{
  gtk_list_box_set_selection_mode (self->desk_list,
                                   adw_leaflet_get_folded (self->leaflet) ? GTK_SELECTION_NONE
                                                                          : GTK_SELECTION_BROWSE);
  if (self->current != NULL) {
    select_row (self, gw_window_get_current_entry (self)->id);
    gw_window_update_header (self);
  }
}

static void
update_status (GwWindow *self)
{
  gtk_label_set_label (self->status_label, gw_status_get_sentence (self->status));
  gtk_image_set_from_icon_name (self->status_icon, gw_status_get_icon (self->status));
}

static void
lose_last_change (gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));
}

static void
ask_to_stay (GwWindow *self)
{
  gw_window_ask_to_lose (self, lose_last_change, g_object_ref (self), g_object_unref);
}

/* The last words were under way when the window was to close: now it is known what became of
 * them. */
static void
on_written (GwWindow *self)
{
  GwUnsaved *unsaved = gw_context_get_unsaved (self->context);

  if (!self->closing)
    return;

  if (gw_unsaved_get_error (unsaved) != NULL) {
    self->closing = FALSE;
    ask_to_stay (self);
  } else if (gw_unsaved_is_empty (unsaved)) {
    self->closing = FALSE;
    gtk_window_destroy (GTK_WINDOW (self));
  }
}

/* Closing asks nothing, since all is saved; but for words that the disk has not taken. Whether it
 * takes the very last ones is waited for: a full disk may not be known of yet. */
static gboolean
gw_window_close_request (GtkWindow *window)
{
  GwWindow *self = GW_WINDOW (window);
  GwUnsaved *unsaved = gw_context_get_unsaved (self->context);

  gw_window_keep_place (self);
  if (unsaved != NULL)
    gw_unsaved_save (unsaved);
  if (unsaved != NULL && gw_unsaved_get_error (unsaved) != NULL) {
    ask_to_stay (self);
    return TRUE;
  }
  if (unsaved != NULL && !gw_unsaved_is_empty (unsaved)) {
    self->closing = TRUE;
    return TRUE;
  }

  return GTK_WINDOW_CLASS (gw_window_parent_class)->close_request (window);
}

static GtkWidget *
create_row (const GwDeskEntry *entry,
            guint              number)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (entry->icon_name);
  GtkWidget *label = gtk_label_new (_(entry->title));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(entry->title), -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, entry->id);
  if (number <= 9) {
    /* TRANSLATORS: %u is the number of a desk; the sentence names the keys Alt and that digit. */
    g_autofree char *tip = g_strdup_printf (_("Alt+%u"), number);

    gtk_widget_set_tooltip_text (row, tip);
  }

  return row;
}

/* A damaged store is opened for reading: what can be read can be read. */
static void
show_fault (GwWindow *self)
{
  GwStoreThread *store = gw_context_get_store (self->context);
  const GError *fault = store != NULL ? gw_store_thread_get_fault (store) : NULL;

  if (fault == NULL)
    return;

  g_warning ("The store has a fault: %s", fault->message);
  if (g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_NEWER))
    gtk_label_set_label (self->fault_label,
                         _("This profile was last used by a newer Godwit, so it is open for "
                           "reading only. Nothing was changed."));
  else if (g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_DAMAGED))
    gtk_label_set_label (self->fault_label,
                         _("The file with your work is damaged, so it is open for reading only. "
                           "What can be read is shown; a backup may have the rest."));
  else
    gtk_label_set_label (self->fault_label,
                         _("Your work could only be opened for reading. Nothing was changed."));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->backup_button), "s",
                                    gw_profile_get_directory (gw_context_get_profile (self->context)));
  gtk_widget_set_visible (self->fault_bar, TRUE);
}

/* The first tick comes before the first frame is drawn, the second after it. */
static gboolean
after_first_frame (GtkWidget     *widget,
                   GdkFrameClock *clock,
                   gpointer       user_data)
{
  GwWindow *self = GW_WINDOW (widget);

  if (!self->had_tick) {
    self->had_tick = TRUE;
    gtk_widget_queue_draw (widget);
    return G_SOURCE_CONTINUE;
  }
  self->has_frame = TRUE;
  if (!self->is_restoring)
    gw_window_show_first_desk (self);

  return G_SOURCE_REMOVE;
}

static void
gw_window_constructed (GObject *object)
{
  GwWindow *self = GW_WINDOW (object);
  guint n_desks;
  const GwDeskEntry *desks = gw_desks_get (&n_desks);

  G_OBJECT_CLASS (gw_window_parent_class)->constructed (object);

  for (guint i = 0; i < n_desks; i++)
    gtk_list_box_append (self->desk_list, create_row (&desks[i], i + 1));
  gw_roving_list_make (self->desk_list);
  /* The frame of the window is on the screen while its first desk is still being built: measuring
   * a page of wrapping words takes as long as all the rest. */
  gtk_window_set_title (GTK_WINDOW (self), _(desks[0].title));
  gtk_widget_add_tick_callback (GTK_WIDGET (self), after_first_frame, NULL, NULL);
  on_folded (self);

  self->status = gw_status_new (self->context);
  g_signal_connect_object (self->status, "notify::sentence", G_CALLBACK (update_status), self,
                           G_CONNECT_SWAPPED);
  if (gw_context_get_store (self->context) != NULL) {
    GwStoreThread *store = gw_context_get_store (self->context);

    /* A large file is checked while one looks at it already. */
    g_signal_connect_object (store, "notify::fault", G_CALLBACK (show_fault), self,
                             G_CONNECT_SWAPPED);
    gw_unsaved_bar_follow (self->unsaved_bar, gw_context_get_unsaved (self->context));
    g_signal_connect_object (gw_context_get_unsaved (self->context), "notify::error", G_CALLBACK (on_written),
                             self, G_CONNECT_SWAPPED);
  }
  show_fault (self);
}

static void
gw_window_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  GwWindow *self = GW_WINDOW (object);

  switch (property_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_window_dispose (GObject *object)
{
  GwWindow *self = GW_WINDOW (object);

  if (self->current != NULL)
    g_clear_signal_handler (&self->changed_id, self->current);
  self->current = NULL;
  g_clear_object (&self->status);
  g_clear_object (&self->context);
  g_clear_pointer (&self->states, g_hash_table_unref);
  g_clear_pointer (&self->place, g_variant_unref);
  g_clear_pointer (&self->origins, g_ptr_array_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_window_parent_class)->dispose (object);
}

static void
gw_window_class_init (GwWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_window_constructed;
  object_class->set_property = gw_window_set_property;
  object_class->dispose = gw_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gw_window_close_request;

  props[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_UNSAVED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/gw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GwWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, page);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, desk_list);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, header_start);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, header_end);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, fault_bar);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, fault_label);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, backup_button);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, unsaved_bar);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, GwWindow, status_label);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);

  gw_window_install_actions (widget_class);
}

static void
gw_window_init (GwWindow *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_variant_unref);
  self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_window_origin_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_window_new:
 * @context: the parts that the desks are given
 *
 * Returns: (transfer none): a window that is not shown yet; the toolkit owns it
 */
GwWindow *
gw_window_new (GtkApplication *application,
               GwContext      *context)
{
  return g_object_new (GW_TYPE_WINDOW, "application", application, "context", context, NULL);
}

/**
 * gw_window_take_size:
 * @other: the window that this one takes the place of
 */
void
gw_window_take_size (GwWindow *self,
                     GwWindow *other)
{
  int width, height;

  g_return_if_fail (GW_IS_WINDOW (self));
  g_return_if_fail (GW_IS_WINDOW (other));

  gtk_window_get_default_size (GTK_WINDOW (other), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (gtk_window_is_maximized (GTK_WINDOW (other)))
    gtk_window_maximize (GTK_WINDOW (self));
  else
    gtk_window_unmaximize (GTK_WINDOW (self));
}

/**
 * gw_window_ask_to_lose:
 * @lose: called when the person wants to go on nevertheless
 * @user_data: for @lose
 * @destroy: (nullable): frees @user_data
 *
 * Asks before something is done that would lose what was typed and is not on the disk.
 */
void
gw_window_ask_to_lose (GwWindow       *self,
                       GwUnsavedLose   lose,
                       gpointer        user_data,
                       GDestroyNotify  destroy)
{
  g_return_if_fail (GW_IS_WINDOW (self));

  gw_unsaved_ask (GTK_WIDGET (self->stack), gw_context_get_unsaved (self->context), lose, user_data, destroy);
}

/**
 * gw_window_get_place:
 *
 * Returns: (transfer none): the widget that holds the desks, above which something is told
 */
GtkWidget *
gw_window_get_place (GwWindow *self)
{
  g_return_val_if_fail (GW_IS_WINDOW (self), NULL);

  return GTK_WIDGET (self->stack);
}
