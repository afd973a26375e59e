/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-desk.h"
#include "app/gw-desks.h"
#include "app/gw-unsaved-bar.h"
#include "app/gw-window.h"
#include "app/sync/gw-status.h"

G_BEGIN_DECLS

/* Private to gw-window*.c: gw-window.c shows the desks and closes, -place.c knows where the person was, -actions.c
 * holds what the menus and keys do in it. */
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

/* Where a person was when a link led to another desk: back leads there again. */
typedef struct
{
  const GwDeskEntry *entry;
  GtkWidget *focus; /* weak */
  guint depth;      /* of the desk that was opened, at the arrival */
} GwWindowOrigin;

void               gw_window_origin_free       (GwWindowOrigin    *origin);
GwWindowOrigin    *gw_window_get_origin        (GwWindow          *self);
const GwDeskEntry *gw_window_get_current_entry (GwWindow          *self);
void               gw_window_update_header     (GwWindow          *self);
GtkWidget         *gw_window_show_desk         (GwWindow          *self,
                                                const GwDeskEntry *entry);
void               gw_window_go_to_desk        (GwWindow          *self,
                                                const GwDeskEntry *entry);
void               gw_window_show_first_desk   (GwWindow          *self);
void               gw_window_install_actions   (GtkWidgetClass    *widget_class);

G_END_DECLS
