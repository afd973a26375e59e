/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the person was, kept for the next start and for the window's rebuilding. */

#include "app/gw-window-private.h"

static void
open_target (GwWindow   *self,
             const char *target)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", target);
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
  entry = gw_window_get_current_entry (self);
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
    gw_window_show_desk (self, entry);
  if (g_variant_lookup (state, "on-page", "b", &on_page))
    adw_leaflet_set_visible_child (self->leaflet, on_page ? self->page : self->sidebar);
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

/* Where the person was, or else the first desk, unless the person has chosen one already; then what was to be
 * opened meanwhile. */
void
gw_window_show_first_desk (GwWindow *self)
{
  g_autoptr (GVariant) place = g_steal_pointer (&self->place);
  g_autoptr (GPtrArray) targets = g_steal_pointer (&self->targets);
  guint n_desks;

  if (self->current == NULL && place != NULL)
    gw_window_restore_state (self, place);
  if (self->current == NULL)
    gw_window_show_desk (self, gw_desks_get (&n_desks));
  for (guint i = 0; targets != NULL && i < targets->len; i++)
    open_target (self, targets->pdata[i]);
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
    gw_window_show_first_desk (self);
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
