/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_DESK (gw_desk_get_type ())

G_DECLARE_INTERFACE (GwDesk, gw_desk, GW, DESK, GtkWidget)

/**
 * GwDeskInterface:
 * @find: Ctrl+F: shows and focuses the page's find bar; %FALSE if the page has none
 * @find_next: F3 and Shift+F3: goes to the next or previous match; %FALSE if there is none
 * @focus_place: puts the keyboard focus where a person would go on working
 * @dup_title: the title of what is shown inside the desk (a topic, a report); %NULL for the
 *   desk's own name
 * @dup_help: the manual's topic for what is shown, opened by F1; %NULL for the manual's start
 * @can_go_back: whether there is a page inside the desk to go back to
 * @go_back: goes back one page inside the desk
 * @get_depth: how many pages inside the desk one can go back; without it, one or none
 * @open: shows what @target names, such as `topic:taking-up-the-role` or a document's id;
 *   %FALSE if there is no such thing any more
 * @get_header: buttons for the header bar, at its start or end; made once, owned by the desk
 * @save_state: where the person is, for the window's rebuilding in another language and the
 *   next start; never answers, which belong into the store, and which are told to the context's
 *   #GwUnsaved while they are not there yet
 * @restore_state: goes there again; what is not there any more is ignored in silence
 *
 * What the window asks of a desk. All are optional.
 */
struct _GwDeskInterface
{
  GTypeInterface parent_iface;

  gboolean   (*find)          (GwDesk      *self);
  gboolean   (*find_next)     (GwDesk      *self,
                               gboolean     backwards);
  void       (*focus_place)   (GwDesk      *self);
  char      *(*dup_title)     (GwDesk      *self);
  char      *(*dup_help)      (GwDesk      *self);
  gboolean   (*can_go_back)   (GwDesk      *self);
  void       (*go_back)       (GwDesk      *self);
  guint      (*get_depth)     (GwDesk      *self);
  gboolean   (*open)          (GwDesk      *self,
                               const char  *target);
  GtkWidget *(*get_header)    (GwDesk      *self,
                               GtkPackType  side);
  GVariant  *(*save_state)    (GwDesk      *self);
  void       (*restore_state) (GwDesk      *self,
                               GVariant    *state);
};

gboolean   gw_desk_find          (GwDesk      *self);
gboolean   gw_desk_find_next     (GwDesk      *self,
                                  gboolean     backwards);
void       gw_desk_focus_place   (GwDesk      *self);
char      *gw_desk_dup_title     (GwDesk      *self) G_GNUC_WARN_UNUSED_RESULT;
char      *gw_desk_dup_help      (GwDesk      *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_desk_can_go_back   (GwDesk      *self);
void       gw_desk_go_back       (GwDesk      *self);
guint      gw_desk_get_depth     (GwDesk      *self);
gboolean   gw_desk_open          (GwDesk      *self,
                                  const char  *target);
GtkWidget *gw_desk_get_header    (GwDesk      *self,
                                  GtkPackType  side);
GVariant  *gw_desk_save_state    (GwDesk      *self) G_GNUC_WARN_UNUSED_RESULT;
void       gw_desk_restore_state (GwDesk      *self,
                                  GVariant    *state);

void       gw_desk_changed       (GwDesk      *self);

G_END_DECLS
