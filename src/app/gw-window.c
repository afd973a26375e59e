/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-window.h"

#include <glib/gi18n-lib.h>

#include "app/gw-desk.h"
#include "app/gw-desks.h"
#include "app/gw-unsaved-ask.h"
#include "app/gw-unsaved-bar.h"
#include "app/search/gw-search-dialog.h"
#include "app/sync/gw-status.h"
#include "app/sync/gw-stick-sheet.h"
#include "app/sync/gw-sync-sheet.h"

struct _GwWindow
{
  AdwApplicationWindow parent_instance;

  GwContext *context;
  GHashTable *states; /* desk id -> GVariant, for desks that are not built yet */

  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  GtkWidget *page;
  GtkListBox *desk_list;
  AdwWindowTitle *title;
  GtkStack *stack;
  GtkWidget *back_button;
  AdwBin *header_start;
  AdwBin *header_end;
  GtkMenuButton *menu_button;
  GtkWidget *fault_bar;
  GtkLabel *fault_label;
  GtkWidget *backup_button;
  GwUnsavedBar *unsaved_bar;
  GtkImage *status_icon;
  GtkLabel *status_label;

  GwStatus *status;

  GPtrArray *origins; /* of Origin, the last one on top */
  gulong changed_id;
  GtkWidget *current; /* NULL until the first frame was drawn */
  GPtrArray *targets; /* to be shown as soon as the place of last time is; NULL after that */
  gboolean had_tick;
  gboolean has_frame;
  gboolean is_restoring; /* the place of the last time is being read */
  GVariant *place;       /* (nullable): read, and not gone to yet */
  gboolean closing; /* as soon as the last words are on the disk */
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwWindow, gw_window, ADW_TYPE_APPLICATION_WINDOW)

/* Where a person was when a link led to another desk: back leads there again. */
typedef struct
{
  const GwDeskEntry *entry;
  GtkWidget *focus; /* weak */
  guint depth;      /* of the desk that was opened, at the arrival */
} Origin;

static void
origin_free (Origin *origin)
{
  g_clear_weak_pointer (&origin->focus);
  g_free (origin);
}

static const GwDeskEntry *
get_current_entry (GwWindow *self)
{
  const char *id = gtk_stack_get_visible_child_name (self->stack);

  return id != NULL ? gw_desks_find (id) : NULL;
}

/* The place that back leads to, once all pages opened since then inside the desk are left. */
static Origin *
get_origin (GwWindow *self)
{
  Origin *origin = self->origins->len > 0 ? self->origins->pdata[self->origins->len - 1] : NULL;

  return origin != NULL && gw_desk_get_depth (GW_DESK (self->current)) <= origin->depth ? origin : NULL;
}

static void
update_header (GwWindow *self)
{
  const GwDeskEntry *entry = get_current_entry (self);
  g_autofree char *title = NULL;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  if (entry == NULL)
    return;

  title = gw_desk_dup_title (GW_DESK (self->current));
  adw_window_title_set_title (self->title, title != NULL ? title : _(entry->title));
  adw_window_title_set_subtitle (self->title, title != NULL ? _(entry->title) : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _(entry->title));
  gtk_widget_set_visible (self->back_button,
                          folded || get_origin (self) != NULL || gw_desk_can_go_back (GW_DESK (self->current)));
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
  self->changed_id = g_signal_connect_swapped (desk, "changed", G_CALLBACK (update_header), self);
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

static GtkWidget *
show_desk (GwWindow          *self,
           const GwDeskEntry *entry)
{
  GtkWidget *desk = ensure_desk (self, entry);

  set_current (self, desk);
  gtk_stack_set_visible_child (self->stack, desk);
  select_row (self, entry->id);
  update_header (self);

  return desk;
}

static void
go_to_desk (GwWindow          *self,
            const GwDeskEntry *entry)
{
  GtkWidget *desk;

  g_ptr_array_set_size (self->origins, 0);
  desk = show_desk (self, entry);

  adw_leaflet_set_visible_child (self->leaflet, self->page);
  gw_desk_focus_place (GW_DESK (desk));
}

static void
on_row_activated (GwWindow      *self,
                  GtkListBoxRow *row)
{
  const GwDeskEntry *entry = gw_desks_find (gtk_widget_get_name (GTK_WIDGET (row)));

  g_assert (entry != NULL);
  go_to_desk (self, entry);
}

static void
on_folded (GwWindow *self)
{
  gtk_list_box_set_selection_mode (self->desk_list,
                                   adw_leaflet_get_folded (self->leaflet) ? GTK_SELECTION_NONE
                                                                          : GTK_SELECTION_BROWSE);
  if (self->current != NULL) {
    select_row (self, get_current_entry (self)->id);
    update_header (self);
  }
}

static void
show_desk_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const GwDeskEntry *entry = gw_desks_find (g_variant_get_string (parameter, NULL));

  if (entry != NULL)
    go_to_desk (GW_WINDOW (widget), entry);
}

static void
show_nth_desk_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  guint n_desks, n = (guint) g_variant_get_int32 (parameter);
  const GwDeskEntry *desks = gw_desks_get (&n_desks);

  if (n >= 1 && n <= n_desks)
    go_to_desk (GW_WINDOW (widget), &desks[n - 1]);
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  const char *target = g_variant_get_string (parameter, NULL);
  const GwDeskEntry *left, *entry = gw_desks_find_for (target);
  Origin *origin = NULL;
  GtkWidget *desk;

  if (entry == NULL) {
    g_warning ("No desk opens \"%s\"", target);
    return;
  }

  left = self->current != NULL ? get_current_entry (self) : NULL;
  if (left == entry)
    left = NULL;
  if (left != NULL) {
    origin = g_new0 (Origin, 1);
    origin->entry = left;
    g_set_weak_pointer (&origin->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  }

  desk = show_desk (self, entry);
  gw_desk_open (GW_DESK (desk), target);
  if (origin != NULL) {
    origin->depth = gw_desk_get_depth (GW_DESK (desk));
    g_ptr_array_add (self->origins, origin);
    update_header (self);
  }
  adw_leaflet_set_visible_child (self->leaflet, self->page);
}

static void
go_to_origin (GwWindow *self)
{
  guint last = self->origins->len - 1;
  Origin *origin = g_ptr_array_steal_index (self->origins, last);

  show_desk (self, origin->entry);
  adw_leaflet_set_visible_child (self->leaflet, self->page);
  if (origin->focus != NULL && gtk_widget_get_mapped (origin->focus))
    gtk_widget_grab_focus (origin->focus);
  else
    gw_desk_focus_place (GW_DESK (self->current));
  origin_free (origin);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);

  if (self->current != NULL && get_origin (self) != NULL)
    go_to_origin (self);
  else if (self->current != NULL && gw_desk_can_go_back (GW_DESK (self->current)))
    gw_desk_go_back (GW_DESK (self->current));
  else
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);

  if (self->current != NULL)
    gw_desk_find (GW_DESK (self->current));
}

static void
find_next_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);

  if (self->current != NULL)
    gw_desk_find_next (GW_DESK (self->current), g_variant_get_boolean (parameter));
}

/* Runs on the store's thread. */
static gpointer
write_place (GwStore   *store,
             gpointer   data,
             GError   **error)
{
  gw_store_set_setting (store, "window", data, error);
  return NULL;
}

static void
on_place_written (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL)
    g_message ("The place in the window is not kept: %s", error->message);
}

/**
 * gw_window_keep_place:
 *
 * Keeps what the next start goes back to. The field that has the focus is left, which lets it hand
 * its words to the store.
 */
void
gw_window_keep_place (GwWindow *self)
{
  GwStoreThread *store;
  g_autoptr (GVariant) state = NULL;

  g_return_if_fail (GW_IS_WINDOW (self));

  store = gw_context_get_store (self->context);
  state = gw_window_save_state (self);

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  /* A window that was closed before it had gone to a place knows none. */
  if (self->current == NULL)
    return;
  if (store != NULL && !gw_store_thread_is_read_only (store))
    gw_store_thread_run_async (store, write_place, g_variant_print (state, TRUE), g_free, NULL,
                               NULL, on_place_written, NULL);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_menu_button_popup (self->menu_button);
}

static void
open_target (GwWindow   *self,
             const char *target)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", target);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  GtkWidget *dialog = gw_search_dialog_new (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  g_signal_connect_object (dialog, "opened", G_CALLBACK (open_target), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
help_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  g_autofree char *topic = NULL;

  if (self->current != NULL)
    topic = gw_desk_dup_help (GW_DESK (self->current));
  if (topic != NULL && gw_desks_find_for (topic) != NULL)
    gtk_widget_activate_action (widget, "win.open", "s", topic);
  else if (gw_desks_find ("manual") != NULL)
    gtk_widget_activate_action (widget, "win.open", "s", "topic:index");
}

static void
update_status (GwWindow *self)
{
  gtk_label_set_label (self->status_label, gw_status_get_sentence (self->status));
  gtk_image_set_from_icon_name (self->status_icon, gw_status_get_icon (self->status));
}

static void
sync_sheet_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  GtkWidget *sheet = gw_sync_sheet_new (self->context, self->status);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (sheet));
}

/* The parameter is a file that is known already, or "". */
static void
read_stick_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  const char *path = g_variant_get_string (parameter, NULL);
  GtkWidget *sheet = gw_stick_sheet_new (self->context, GW_STICK_READ, *path != '\0' ? path : NULL);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (sheet));
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

/* Where the person was, or else the first desk, unless the person has chosen one already; then what was to be
 * opened meanwhile. */
static void
show_first_desk (GwWindow *self)
{
  g_autoptr (GVariant) place = g_steal_pointer (&self->place);
  g_autoptr (GPtrArray) targets = g_steal_pointer (&self->targets);
  guint n_desks;

  if (self->current == NULL && place != NULL)
    gw_window_restore_state (self, place);
  if (self->current == NULL)
    show_desk (self, gw_desks_get (&n_desks));
  for (guint i = 0; targets != NULL && i < targets->len; i++)
    open_target (self, targets->pdata[i]);
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
    show_first_desk (self);

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

  gtk_widget_class_install_action (widget_class, "win.show-desk", "s", show_desk_action);
  gtk_widget_class_install_action (widget_class, "win.show-nth-desk", "i", show_nth_desk_action);
  gtk_widget_class_install_action (widget_class, "win.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.find-next", "b", find_next_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.sync-sheet", NULL, sync_sheet_action);
  gtk_widget_class_install_action (widget_class, "win.read-stick", "s", read_stick_action);
}

static void
gw_window_init (GwWindow *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_variant_unref);
  self->origins = g_ptr_array_new_with_free_func ((GDestroyNotify) origin_free);
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
 * gw_window_save_state:
 *
 * Returns: (transfer full): where the person is, in every desk
 */
GVariant *
gw_window_save_state (GwWindow *self)
{
  GVariantDict dict;
  const GwDeskEntry *entry;
  GHashTableIter iter;
  gpointer id, state;
  guint n_desks;
  const GwDeskEntry *desks = gw_desks_get (&n_desks);
  GVariantBuilder builder;

  g_return_val_if_fail (GW_IS_WINDOW (self), NULL);

  for (guint i = 0; i < n_desks; i++) {
    GtkWidget *desk = gtk_stack_get_child_by_name (self->stack, desks[i].id);
    g_autoptr (GVariant) desk_state = desk != NULL ? gw_desk_save_state (GW_DESK (desk)) : NULL;

    if (desk_state != NULL)
      g_hash_table_replace (self->states, g_strdup (desks[i].id), g_steal_pointer (&desk_state));
  }

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &id, &state))
    g_variant_builder_add (&builder, "{sv}", id, state);

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "desks", g_variant_builder_end (&builder));
  entry = get_current_entry (self);
  if (entry != NULL)
    g_variant_dict_insert (&dict, "desk", "s", entry->id);
  g_variant_dict_insert (&dict, "on-page", "b",
                         adw_leaflet_get_visible_child (self->leaflet) == self->page);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/**
 * gw_window_restore_state:
 *
 * Goes where gw_window_save_state() was called, as far as it is still there.
 */
void
gw_window_restore_state (GwWindow *self,
                         GVariant *state)
{
  g_autoptr (GVariant) desks = NULL;
  const GwDeskEntry *entry = NULL;
  const char *id;
  gboolean on_page;

  g_return_if_fail (GW_IS_WINDOW (self));
  g_return_if_fail (g_variant_is_of_type (state, G_VARIANT_TYPE_VARDICT));

  desks = g_variant_lookup_value (state, "desks", G_VARIANT_TYPE_VARDICT);
  if (desks != NULL) {
    GVariantIter iter;
    char *desk_id;
    GVariant *desk_state;

    g_variant_iter_init (&iter, desks);
    while (g_variant_iter_next (&iter, "{sv}", &desk_id, &desk_state)) {
      GtkWidget *desk = gtk_stack_get_child_by_name (self->stack, desk_id);

      if (desk != NULL)
        gw_desk_restore_state (GW_DESK (desk), desk_state);
      g_hash_table_replace (self->states, desk_id, desk_state);
    }
  }

  if (g_variant_lookup (state, "desk", "&s", &id))
    entry = gw_desks_find (id);
  if (entry != NULL)
    show_desk (self, entry);
  if (g_variant_lookup (state, "on-page", "b", &on_page))
    adw_leaflet_set_visible_child (self->leaflet, on_page ? self->page : self->sidebar);
}

/* Runs on the store's thread. */
static gpointer
read_place (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  return gw_store_dup_setting (store, "window", error);
}

static void
on_place_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GwWindow) self = user_data;
  g_autofree char *text = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, NULL);

  self->is_restoring = FALSE;
  if (self->context == NULL)
    return;
  if (text != NULL)
    self->place = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  /* A desk takes longer to build than all the rest of the window: the frame comes first. */
  if (self->has_frame)
    show_first_desk (self);
}

/**
 * gw_window_restore_place:
 *
 * Goes where the person was when the program was closed.
 */
void
gw_window_restore_place (GwWindow *self)
{
  GwStoreThread *store;

  g_return_if_fail (GW_IS_WINDOW (self));

  store = gw_context_get_store (self->context);
  if (store == NULL)
    return;
  self->is_restoring = TRUE;
  self->targets = g_ptr_array_new_with_free_func (g_free);
  gw_store_thread_run_async (store, read_place, NULL, NULL, g_free, NULL, on_place_read, g_object_ref (self));
}

/**
 * gw_window_open:
 * @target: such as `topic:taking-up-the-role`
 *
 * Shows @target, and not the place of last time: where that is still being looked up, @target comes after it.
 */
void
gw_window_open (GwWindow   *self,
                const char *target)
{
  g_return_if_fail (GW_IS_WINDOW (self));

  if (self->targets != NULL)
    g_ptr_array_add (self->targets, g_strdup (target));
  else
    open_target (self, target);
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
