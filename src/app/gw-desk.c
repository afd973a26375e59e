/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-desk.h"

G_DEFINE_INTERFACE (GwDesk, gw_desk, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
gw_desk_default_init (GwDeskInterface *iface)
{
  /**
   * GwDesk::changed:
   *
   * Emitted when the title, the help topic, or whether one can go back has changed.
   */
  signals[CHANGED] = g_signal_new ("changed", GW_TYPE_DESK, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

gboolean
gw_desk_find (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), FALSE);

  iface = GW_DESK_GET_IFACE (self);
  return iface->find != NULL && iface->find (self);
}

gboolean
gw_desk_find_next (GwDesk   *self,
                   gboolean  backwards)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), FALSE);

  iface = GW_DESK_GET_IFACE (self);
  return iface->find_next != NULL && iface->find_next (self, backwards);
}

void
gw_desk_focus_place (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_if_fail (GW_IS_DESK (self));

  iface = GW_DESK_GET_IFACE (self);
  if (iface->focus_place != NULL)
    iface->focus_place (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/**
 * gw_desk_dup_title:
 *
 * Returns: (nullable): the title of what the desk shows, or %NULL for the desk's own name
 */
char *
gw_desk_dup_title (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), NULL);

  iface = GW_DESK_GET_IFACE (self);
  return iface->dup_title != NULL ? iface->dup_title (self) : NULL;
}

/**
 * gw_desk_dup_help:
 *
 * Returns: (nullable): the target of the manual's topic about what the desk shows
 */
char *
gw_desk_dup_help (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), NULL);

  iface = GW_DESK_GET_IFACE (self);
  return iface->dup_help != NULL ? iface->dup_help (self) : NULL;
}

gboolean
gw_desk_can_go_back (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), FALSE);

  iface = GW_DESK_GET_IFACE (self);
  return iface->can_go_back != NULL && iface->can_go_back (self);
}

void
gw_desk_go_back (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_if_fail (GW_IS_DESK (self));

  iface = GW_DESK_GET_IFACE (self);
  if (iface->go_back != NULL)
    iface->go_back (self);
}

/**
 * gw_desk_get_depth:
 *
 * Returns: how many pages inside the desk one can go back
 */
guint
gw_desk_get_depth (GwDesk *self)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), 0);

  iface = GW_DESK_GET_IFACE (self);
  return iface->get_depth != NULL ? iface->get_depth (self) : (guint) gw_desk_can_go_back (self);
}

/**
 * gw_desk_open:
 * @target: what to show, such as `topic:taking-up-the-role` or a document's id
 *
 * Returns: %FALSE if there is no such thing
 */
gboolean
gw_desk_open (GwDesk     *self,
              const char *target)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), FALSE);
  g_return_val_if_fail (target != NULL, FALSE);

  iface = GW_DESK_GET_IFACE (self);
  return iface->open != NULL && iface->open (self, target);
}

/**
 * gw_desk_get_header:
 *
 * Returns: (transfer none) (nullable): the desk's buttons for one side of the header bar
 */
GtkWidget *
gw_desk_get_header (GwDesk      *self,
                    GtkPackType  side)
{
  GwDeskInterface *iface;

  g_return_val_if_fail (GW_IS_DESK (self), NULL);

  iface = GW_DESK_GET_IFACE (self);
  return iface->get_header != NULL ? iface->get_header (self, side) : NULL;
}

/**
 * gw_desk_save_state:
 *
 * Returns: (transfer full) (nullable): the place of the person inside the desk
 */
GVariant *
gw_desk_save_state (GwDesk *self)
{
  GwDeskInterface *iface;
  GVariant *state;

  g_return_val_if_fail (GW_IS_DESK (self), NULL);

  iface = GW_DESK_GET_IFACE (self);
  state = iface->save_state != NULL ? iface->save_state (self) : NULL;
  return state != NULL ? g_variant_take_ref (state) : NULL;
}

void
gw_desk_restore_state (GwDesk   *self,
                       GVariant *state)
{
  GwDeskInterface *iface;

  g_return_if_fail (GW_IS_DESK (self));
  g_return_if_fail (state != NULL);

  iface = GW_DESK_GET_IFACE (self);
  if (iface->restore_state != NULL)
    iface->restore_state (self, state);
}

/**
 * gw_desk_changed:
 *
 * To be called by a desk when its title, its help topic or whether one can go back changed.
 */
void
gw_desk_changed (GwDesk *self)
{
  g_return_if_fail (GW_IS_DESK (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
