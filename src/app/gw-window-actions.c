/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the menus and keys do in the window. */

#include "app/gw-window-private.h"

#include "app/bin/gw-bin-sheet.h"
#include "app/search/gw-search-dialog.h"
#include "app/sync/gw-leaving-sheet.h"
#include "app/sync/gw-stick-sheet.h"
#include "app/sync/gw-sync-sheet.h"

static void
show_desk_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const GwDeskEntry *entry = gw_desks_find (g_variant_get_string (parameter, NULL));

  if (entry != NULL)
    gw_window_go_to_desk (GW_WINDOW (widget), entry);
}

static void
show_nth_desk_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  guint n_desks, n = (guint) g_variant_get_int32 (parameter);
  const GwDeskEntry *desks = gw_desks_get (&n_desks);

  if (n >= 1 && n <= n_desks)
    gw_window_go_to_desk (GW_WINDOW (widget), &desks[n - 1]);
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  const char *target = g_variant_get_string (parameter, NULL);
  const GwDeskEntry *left, *entry = gw_desks_find_for (target);
  GwWindowOrigin *origin = NULL;
  GtkWidget *desk;

  if (entry == NULL) {
    g_warning ("No desk opens \"%s\"", target);
    return;
  }

  left = self->current != NULL ? gw_window_get_current_entry (self) : NULL;
  if (left == entry)
    left = NULL;
  if (left != NULL) {
    origin = g_new0 (GwWindowOrigin, 1);
    origin->entry = left;
    g_set_weak_pointer (&origin->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  }

  desk = gw_window_show_desk (self, entry);
  gw_desk_open (GW_DESK (desk), target);
  if (origin != NULL) {
    origin->depth = gw_desk_get_depth (GW_DESK (desk));
    g_ptr_array_add (self->origins, origin);
    gw_window_update_header (self);
  }
  adw_leaflet_set_visible_child (self->leaflet, self->page);
}

static void
go_to_origin (GwWindow *self)
{
  guint last = self->origins->len - 1;
  GwWindowOrigin *origin = g_ptr_array_steal_index (self->origins, last);

  gw_window_show_desk (self, origin->entry);
  adw_leaflet_set_visible_child (self->leaflet, self->page);
  if (origin->focus != NULL && gtk_widget_get_mapped (origin->focus))
    gtk_widget_grab_focus (origin->focus);
  else
    gw_desk_focus_place (GW_DESK (self->current));
  gw_window_origin_free (origin);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);

  if (self->current != NULL && gw_window_get_origin (self) != NULL)
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
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  GtkWidget *dialog = gw_search_dialog_new (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  g_signal_connect_object (dialog, "opened", G_CALLBACK (gw_window_open), self, G_CONNECT_SWAPPED);
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
sync_sheet_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GwWindow *self = GW_WINDOW (widget);
  GtkWidget *sheet = gw_sync_sheet_new (self->context, self->status);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (sheet));
}

static void
bin_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  GtkWidget *sheet;

  /* What is deleted is on its way to the store for a moment. */
  gw_unsaved_save (gw_context_get_unsaved (GW_WINDOW (widget)->context));
  sheet = gw_bin_sheet_new (GW_WINDOW (widget)->context);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (widget));
  gtk_window_present (GTK_WINDOW (sheet));
}

static void
what_leaves_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  GtkWidget *sheet = gw_leaving_sheet_new (GW_WINDOW (widget)->context);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (widget));
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

  g_signal_connect_object (sheet, "destroy", G_CALLBACK (gw_status_recount), self->status, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (sheet));
}

/* Once, for the class. */
void
gw_window_install_actions (GtkWidgetClass *widget_class)
{
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
  gtk_widget_class_install_action (widget_class, "win.bin", NULL, bin_action);
  gtk_widget_class_install_action (widget_class, "win.what-leaves", NULL, what_leaves_action);
}
