/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwDeskEntry:
 * @id: the desk's name in actions and saved state; never shown
 * @title: the desk's name in the sidebar, marked with N_() and translated when shown
 * @icon_name: its icon in the sidebar
 * @get_type: the widget's type; it implements #GwDesk and has the construct property "context"
 * @opens: the kinds of targets that the desk can show, separated by blanks: the part of a
 *   document's id before the colon, or a longer beginning of the id
 *
 * One line of the sidebar. The widget is made when the desk is first shown.
 */
typedef struct
{
  const char  *id;
  const char  *title;
  const char  *icon_name;
  GType      (*get_type) (void);
  const char  *opens;
} GwDeskEntry;

const GwDeskEntry *gw_desks_get      (guint      *n_desks);
const GwDeskEntry *gw_desks_find     (const char *id);
const GwDeskEntry *gw_desks_find_for (const char *target);

G_END_DECLS
