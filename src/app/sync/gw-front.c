/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-front.h"

#include <gtk/gtk.h>

/* Between a window that loses the keyboard and the dialog above it that gets it, nobody has it. */
#define SETTLE_MS 200

struct _GwFront
{
  GObject parent_instance;

  GwAccount *account;
  GListModel *windows;
  guint settle;
};

G_DEFINE_FINAL_TYPE (GwFront, gw_front, G_TYPE_OBJECT)

static gboolean
is_in_front (GwFront *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

    if (gtk_window_is_active (window))
      return TRUE;
  }

  return FALSE;
}

static void
on_settled (gpointer user_data)
{
  GwFront *self = GW_FRONT (user_data);

  self->settle = 0;
  gw_account_set_in_front (self->account, is_in_front (self));
}

static void
look_soon (GwFront *self)
{
  if (self->settle == 0)
    self->settle = g_timeout_add_once (SETTLE_MS, on_settled, self);
}

static void
on_windows_changed (GwFront *self,
                    guint    position,
                    guint    removed,
                    guint    added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (self->windows, i);

    g_signal_connect_object (window, "notify::is-active", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  }
  look_soon (self);
}

static void
gw_front_dispose (GObject *object)
{
  GwFront *self = GW_FRONT (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_object (&self->account);
  g_clear_object (&self->windows);

  G_OBJECT_CLASS (gw_front_parent_class)->dispose (object);
}

static void
gw_front_class_init (GwFrontClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_front_dispose;
}

static void
gw_front_init (GwFront *self)
{
  self->windows = g_object_ref (gtk_window_get_toplevels ());
  g_signal_connect_object (self->windows, "items-changed", G_CALLBACK (on_windows_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * gw_front_new:
 * @account: what is told
 *
 * Returns: (transfer full): what tells it
 */
GwFront *
gw_front_new (GwAccount *account)
{
  GwFront *self;

  g_return_val_if_fail (GW_IS_ACCOUNT (account), NULL);

  self = g_object_new (GW_TYPE_FRONT, NULL);
  self->account = g_object_ref (account);
  on_windows_changed (self, 0, 0, g_list_model_get_n_items (self->windows));

  return self;
}
