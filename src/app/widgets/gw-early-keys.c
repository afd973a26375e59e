/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-early-keys.h"

/**
 * gw_early_keys_add:
 * @widget: a page
 * @keys: its keys, with actions that can be reached from @widget
 *
 * Starts actions by keys that are heard before the fields within @widget hear them: a text of several lines keeps
 * Ctrl+Page Down for itself otherwise, and the key has no effect there.
 */
void
gw_early_keys_add (GtkWidget        *widget,
                   const GwEarlyKey *keys,
                   guint             n_keys)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  controller = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < n_keys; i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (widget, controller);
}
