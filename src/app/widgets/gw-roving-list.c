/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list that leads to pages. The row that is marked is the page that is shown, and never another one:
 * a GtkListBox marks what the keyboard comes across, and Tab goes through all of it. Here Tab reaches one
 * row, the arrows lead from row to row without marking any, and Enter opens the page. */

#include "app/widgets/gw-roving-list.h"

/* The one row that Tab reaches. */
static void
let_reach (GtkListBox    *list,
           GtkListBoxRow *row)
{
  GtkListBoxRow *each;

  for (int i = 0; (each = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    gtk_widget_set_focusable (GTK_WIDGET (each), row == NULL ? i == 0 : each == row);
}

static void
selected_cb (GtkListBox    *list,
             GtkListBoxRow *row)
{
  let_reach (list, row);
}

/* Whoever goes away and comes back comes to the page that is shown. */
static void
left_cb (GtkEventControllerFocus *controller,
         GtkListBox              *list)
{
  let_reach (list, gtk_list_box_get_selected_row (list));
}

static GtkListBoxRow *
find_focused (GtkListBox *list)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (list));

  return GTK_IS_LIST_BOX_ROW (child) ? GTK_LIST_BOX_ROW (child) : NULL;
}

static GtkListBoxRow *
last_row (GtkListBox *list)
{
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (list));

  return GTK_IS_LIST_BOX_ROW (child) ? GTK_LIST_BOX_ROW (child) : NULL;
}

static GtkListBoxRow *
find_target (GtkListBox *list,
             guint       key,
             int         at)
{
  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return at > 0 ? gtk_list_box_get_row_at_index (list, at - 1) : NULL;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return gtk_list_box_get_row_at_index (list, at + 1);
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return gtk_list_box_get_row_at_index (list, 0);
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    return last_row (list);
  default:
    return NULL;
  }
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        GtkListBox            *list)
{
  GtkListBoxRow *row = find_focused (list);
  GtkListBoxRow *target;

  if (row == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  target = find_target (list, key, gtk_list_box_row_get_index (row));
  if (target == NULL)
    return FALSE;
  /* The old one keeps the focus until the new one has it. */
  gtk_widget_set_focusable (GTK_WIDGET (target), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (target));
  let_reach (list, target);

  return TRUE;
}

/**
 * gw_roving_list_make:
 * @list: a list whose rows lead to pages; its owner marks the row of the page with
 *   gtk_list_box_select_row()
 *
 * Makes the keyboard go through @list without marking anything.
 */
void
gw_roving_list_make (GtkListBox *list)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), focus);
  g_signal_connect (list, "row-selected", G_CALLBACK (selected_cb), NULL);
  let_reach (list, gtk_list_box_get_selected_row (list));
}
