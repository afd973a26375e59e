/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-action-bin.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-toast.h"

/* Seconds in which a deletion can be undone from where it is told of. */
#define UNDO_SECONDS 10

struct _GwActionBin
{
  GObject parent_instance;

  GtkWidget *desk;  /* it holds the bin */
  GPtrArray *undo;  /* of GPtrArray of GwRecord: what was deleted together */
  AdwToast *toast;  /* while it tells of the last of them */
};

G_DEFINE_FINAL_TYPE (GwActionBin, gw_action_bin, G_TYPE_OBJECT)

static void
forget_toast (GwActionBin *self)
{
  AdwToast *toast = g_steal_pointer (&self->toast);

  if (toast == NULL)
    return;
  g_signal_handlers_disconnect_by_data (toast, self);
  adw_toast_dismiss (toast);
  g_object_unref (toast);
}

static void
dismissed_cb (AdwToast    *toast,
              GwActionBin *self)
{
  if (self->toast == toast) {
    g_signal_handlers_disconnect_by_data (toast, self);
    g_clear_object (&self->toast);
  }
}

static void
undo_cb (AdwToast    *toast,
         GwActionBin *self)
{
  gtk_widget_activate_action (self->desk, "actions.undo", NULL);
}

static void
tell_deletion (GwActionBin *self,
               guint        n)
{
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u action deleted", "%u actions deleted", n), n);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_cb), self);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  self->toast = g_object_ref (toast);
  gw_toast_show (self->desk, toast);
}

static void
gw_action_bin_dispose (GObject *object)
{
  GwActionBin *self = GW_ACTION_BIN (object);

  forget_toast (self);
  g_clear_pointer (&self->undo, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_action_bin_parent_class)->dispose (object);
}

static void
gw_action_bin_class_init (GwActionBinClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_action_bin_dispose;
}

static void
gw_action_bin_init (GwActionBin *self)
{
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

/**
 * gw_action_bin_new:
 * @desk: what holds the bin; its action `actions.undo` brings back what was deleted last
 *
 * Returns: (transfer full): an empty bin
 */
GwActionBin *
gw_action_bin_new (GtkWidget *desk)
{
  GwActionBin *self;

  g_return_val_if_fail (GTK_IS_WIDGET (desk), NULL);

  self = g_object_new (GW_TYPE_ACTION_BIN, NULL);
  self->desk = desk;

  return self;
}

/** gw_action_bin_is_empty: Returns: whether there is nothing to bring back */
gboolean
gw_action_bin_is_empty (GwActionBin *self)
{
  g_return_val_if_fail (GW_IS_ACTION_BIN (self), TRUE);

  return self->undo->len == 0;
}

/**
 * gw_action_bin_delete:
 * @record: an action that is read and has one version
 *
 * Deletes @record, and tells of it.
 */
void
gw_action_bin_delete (GwActionBin *self,
                      GwRecord    *record)
{
  GPtrArray *together;

  g_return_if_fail (GW_IS_ACTION_BIN (self) && GW_IS_RECORD (record));

  if (self->toast == NULL || self->undo->len == 0)
    g_ptr_array_add (self->undo, g_ptr_array_new_with_free_func (g_object_unref));
  together = self->undo->pdata[self->undo->len - 1];
  g_ptr_array_add (together, g_object_ref (record));
  gw_record_delete (record);
  forget_toast (self);
  tell_deletion (self, together->len);
}

/**
 * gw_action_bin_restore:
 *
 * Brings back what was deleted last, and tells of it.
 */
void
gw_action_bin_restore (GwActionBin *self)
{
  g_autoptr (GPtrArray) together = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (GW_IS_ACTION_BIN (self));

  if (self->undo->len == 0)
    return;

  together = g_ptr_array_steal_index (self->undo, self->undo->len - 1);
  for (guint i = 0; i < together->len; i++)
    gw_record_restore (together->pdata[i]);
  forget_toast (self);
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u action is back", "%u actions are back", together->len),
                           together->len);
  gw_toast_say (self->desk, words);
}
