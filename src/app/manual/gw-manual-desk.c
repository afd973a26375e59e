/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/manual/gw-manual-desk.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/manual/gw-manual-aside.h"
#include "app/manual/gw-manual-hits.h"
#include "app/manual/gw-manual-view.h"
#include "app/widgets/gw-early-keys.h"
#include "core/search/gw-search.h"

#define START_PAGE "index"
#define MOST_HITS 30

/* One place in the reading history. */
typedef struct
{
  char *id;
  double position;
} Place;

struct _GwManualDesk
{
  AdwBin parent_instance;

  GwContext *context;

  AdwFlap *contents_flap;
  AdwFlap *aside_flap;
  GtkEditable *filter;
  GtkStack *lists;
  GtkListView *contents;
  GtkListBox *hits;
  GwManualAside *aside;
  GtkSearchBar *find_bar;
  GtkEditable *find_entry;
  GtkLabel *find_count;
  GtkLabel *fallback;
  GtkStack *stack;
  GwManualView *view;
  AdwStatusPage *missing;
  GtkBox *header_start;
  GtkWidget *header_end;
  GtkWidget *forward_button;

  GPtrArray *places; /* of Place: where the person has been */
  int place;         /* the present one, -1 before the first */
  char *page_id;
  char *title;
  char *section;     /* where to go when the page has arrived */
  double position;   /* the same, in pixels; -1: none */
  GCancellable *loading;
  GCancellable *searching;
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void gw_manual_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwManualDesk, gw_manual_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_manual_desk_desk_init))

static void
place_free (Place *place)
{
  g_free (place->id);
  g_free (place);
}

static GwManual *
get_manual (GwManualDesk *self)
{
  return gw_context_get_manual (self->context);
}

static GStrv
dup_languages (GwManualDesk *self)
{
  const char *const languages[] = { gw_context_get_language (self->context), NULL };

  return g_strdupv ((GStrv) languages);
}

/* ------------------------------------------------------------ the page */

static void
show_fallback (GwManualDesk *self,
               GwManualPage *page)
{
  gboolean other = g_strcmp0 (gw_manual_page_get_lang (page), gw_context_get_language (self->context)) != 0;

  gtk_label_set_text (self->fallback,
                      _("This page is not translated into your language yet, so it is shown in English."));
  gtk_widget_set_visible (GTK_WIDGET (self->fallback), other);
}

/* What a guide leads to: the topics of its chapter, or all chapters at the start. */
static GListModel *
find_topics (GwManualDesk *self,
             GwManualPage *page)
{
  g_auto (GStrv) languages = dup_languages (self);
  g_autoptr (GListModel) contents = NULL;

  if (!gw_manual_page_is_guide (page))
    return NULL;

  contents = gw_manual_list_contents (get_manual (self), (const char *const *) languages);
  if (g_str_equal (self->page_id, START_PAGE))
    return g_steal_pointer (&contents);

  for (guint i = 0; i < g_list_model_get_n_items (contents); i++) {
    g_autoptr (GwManualTopic) chapter = g_list_model_get_item (contents, i);

    if (g_strcmp0 (gw_manual_topic_get_id (chapter), self->page_id) == 0)
      return G_LIST_MODEL (g_steal_pointer (&chapter));
  }

  return NULL;
}

/* Marks the page on the screen in the contents, where it is unfolded. */
static void
mark_in_contents (GwManualDesk *self)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (self->contents);
  guint n = selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (selection)) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (selection), i);
    g_autoptr (GwManualTopic) topic = gtk_tree_list_row_get_item (row);

    if (g_strcmp0 (gw_manual_topic_get_id (topic), self->page_id) == 0) {
      gtk_selection_model_select_item (selection, i, TRUE);
      gtk_widget_activate_action (GTK_WIDGET (self->contents), "list.scroll-to-item", "u", i);
      return;
    }
  }
  if (selection != NULL)
    gtk_selection_model_unselect_all (selection);
}

/* Looks anew for the words in the find bar, in the page that is on the screen. */
static void
find_in_page (GwManualDesk *self)
{
  const char *words = gtk_editable_get_text (self->find_entry);
  guint n = gw_manual_view_find (self->view, words);
  g_autofree char *count = NULL;

  if (n == 0)
    count = g_strdup (*words != '\0' ? _("Not on this page") : "");
  else
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place", "%u places", n), n);
  gtk_label_set_text (self->find_count, count);
}

static void
find_changed_cb (GtkSearchEntry *entry,
                 GwManualDesk   *self)
{
  find_in_page (self);
  gw_manual_view_find_next (self->view, FALSE);
}

static void
page_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GwManualDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwManualPage) page = gw_manual_load_page_finish (GW_MANUAL (source), result, &error);
  g_auto (GStrv) languages = NULL;
  g_autoptr (GListModel) topics = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL)
    return;
  g_clear_object (&self->loading);
  if (page == NULL) {
    g_debug ("The page %s cannot be shown: %s", self->page_id, error->message);
    adw_status_page_set_description (
        self->missing, _("It may have moved to another place. The contents at the side show all pages; nothing of "
                         "yours is affected."));
    gtk_stack_set_visible_child_name (self->stack, "missing");
    return;
  }

  g_free (self->title);
  self->title = g_strdup (gw_manual_page_get_title (page));
  topics = find_topics (self, page);
  gw_manual_view_set_page (self->view, page, topics);
  if (self->section != NULL)
    gw_manual_view_scroll_to (self->view, self->section);
  else if (self->position > 0)
    gw_manual_view_set_position (self->view, self->position);
  g_clear_pointer (&self->section, g_free);
  self->position = -1;
  if (gtk_search_bar_get_search_mode (self->find_bar))
    find_in_page (self);
  mark_in_contents (self);
  show_fallback (self, page);
  languages = dup_languages (self);
  gw_manual_aside_show (self->aside, get_manual (self), page, (const char *const *) languages);
  gtk_stack_set_visible_child_name (self->stack, "page");
  gw_desk_changed (GW_DESK (self));
}

static void
load_page (GwManualDesk *self,
           const char   *id)
{
  g_auto (GStrv) languages = dup_languages (self);

  if (get_manual (self) == NULL) {
    adw_status_page_set_description (
        self->missing, _("The manual that belongs to this program was not found on this computer. Installing the "
                         "program again brings it back; nothing of yours is affected."));
    gtk_stack_set_visible_child_name (self->stack, "missing");
    return;
  }

  if (self->page_id != id) {
    g_free (self->page_id);
    self->page_id = g_strdup (id);
  }
  g_cancellable_cancel (self->loading);
  g_set_object (&self->loading, NULL);
  self->loading = g_cancellable_new ();
  gw_manual_load_page_async (get_manual (self), id, (const char *const *) languages, self->loading, page_loaded_cb,
                             g_object_ref (self));
}

static void
update_history (GwManualDesk *self)
{
  gboolean can_go_forward = self->place + 1 < (int) self->places->len;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "manual.forward", can_go_forward);
  gtk_widget_set_sensitive (self->forward_button, can_go_forward);
  gw_desk_changed (GW_DESK (self));
}

static void
remember_position (GwManualDesk *self)
{
  if (self->place >= 0)
    ((Place *) self->places->pdata[self->place])->position = gw_manual_view_get_position (self->view);
}

/* A new page cuts off what lay ahead, as in every reader. */
static void
go_to_page (GwManualDesk *self,
            const char   *id,
            const char   *section)
{
  Place *place;

  remember_position (self);
  g_free (self->section);
  self->section = g_strdup (section);
  if (g_strcmp0 (id, self->page_id) == 0 && section != NULL
      && g_str_equal (gtk_stack_get_visible_child_name (self->stack), "page") && self->loading == NULL) {
    gw_manual_view_scroll_to (self->view, section);
    return;
  }

  g_ptr_array_set_size (self->places, self->place + 1);
  place = g_new0 (Place, 1);
  place->id = g_strdup (id);
  g_ptr_array_add (self->places, place);
  self->place++;
  self->position = -1;
  load_page (self, place->id);
  update_history (self);
}

static void
go_to_place (GwManualDesk *self,
             int           index)
{
  Place *place;

  if (index < 0 || index >= (int) self->places->len)
    return;

  remember_position (self);
  self->place = index;
  place = self->places->pdata[index];
  self->position = place->position;
  load_page (self, place->id);
  update_history (self);
}

static void
follow (GwManualDesk *self,
        const char   *target)
{
  g_autofree char *checklist = NULL;

  if (g_str_has_prefix (target, "topic:")) {
    g_auto (GStrv) parts = g_strsplit (target + strlen ("topic:"), "#", 2);
    const char *id = parts[0] != NULL && *parts[0] != '\0' ? parts[0] : self->page_id;

    go_to_page (self, id, parts[0] != NULL ? parts[1] : NULL);
  } else if (g_str_has_prefix (target, "godwit:checklist/")) {
    checklist = g_strdup_printf ("checklist:%s", target + strlen ("godwit:checklist/"));
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", checklist);
  } else if (g_str_has_prefix (target, "checklist:")) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", target);
  } else if (g_str_has_prefix (target, "https:")) {
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), target, GDK_CURRENT_TIME);
  }
}

static void
aside_link_cb (GwManualAside *aside,
               const char    *target,
               GwManualDesk  *self)
{
  if (adw_flap_get_folded (self->aside_flap))
    adw_flap_set_reveal_flap (self->aside_flap, FALSE);
  if (*target == '#')
    gw_manual_view_scroll_to (self->view, target + 1);
  else
    follow (self, target);
}

static void
link_cb (GwManualView *view,
         const char   *target,
         GwManualDesk *self)
{
  follow (self, target);
}

/* ------------------------------------------------------------ contents */

static void
contents_activate_cb (GtkListView  *list,
                      guint         position,
                      GwManualDesk *self)
{
  g_autoptr (GtkTreeListRow) row
      = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);
  g_autoptr (GwManualTopic) topic = gtk_tree_list_row_get_item (row);

  if (gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, TRUE);
  if (adw_flap_get_folded (self->contents_flap))
    adw_flap_set_reveal_flap (self->contents_flap, FALSE);
  go_to_page (self, gw_manual_topic_get_id (topic), NULL);
}

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListModel *model = G_LIST_MODEL (item);

  return g_list_model_get_n_items (model) > 0 ? g_object_ref (model) : NULL;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  GtkWidget *expander = gtk_tree_expander_new (), *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 16);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (GwManualTopic) topic = gtk_tree_list_row_get_item (row);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkLabel *label = GTK_LABEL (gtk_tree_expander_get_child (expander));
  const char *title = gw_manual_topic_get_title (topic);
  gboolean across = gtk_widget_get_direction (GTK_WIDGET (label)) == GTK_TEXT_DIR_RTL
                    && g_unichar_get_script (g_utf8_get_char (title)) != G_UNICODE_SCRIPT_ARABIC;

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_text (label, title);
  /* An English title in an Arabic window: its lines begin at the edge where the others begin. */
  gtk_label_set_justify (label, across ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
}

static void
show_contents (GwManualDesk *self)
{
  g_auto (GStrv) languages = dup_languages (self);
  g_autoptr (GtkSelectionModel) selection = NULL;
  GListModel *topics;

  if (get_manual (self) == NULL)
    return;

  topics = gw_manual_list_contents (get_manual (self), (const char *const *) languages);
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (
      G_LIST_MODEL (gtk_tree_list_model_new (topics, FALSE, TRUE, create_children_cb, NULL, NULL))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  gtk_single_selection_set_can_unselect (GTK_SINGLE_SELECTION (selection), TRUE);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (selection), GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->contents, selection);
  mark_in_contents (self);
}

static void
manual_changed_cb (GwManualDesk *self)
{
  /* The page on the screen does not change under the eyes; only the contents do. */
  show_contents (self);
}

/* ------------------------------------------------------------ search */

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwManualDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchResults) results = gw_search_query_finish (GW_SEARCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL)
    return;

  if (results == NULL) {
    g_debug ("The search gave up: %s", error->message);
    gw_manual_hits_clear (self->hits);
    return;
  }
  gw_manual_hits_show (self->hits, results);
}

static void
filter_changed_cb (GtkSearchEntry *entry,
                   GwManualDesk   *self)
{
  const char *words = gtk_editable_get_text (self->filter);
  GwSearch *search = gw_context_get_search (self->context);
  g_auto (GStrv) languages = dup_languages (self);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_stack_set_visible_child_name (self->lists, *words == '\0' || search == NULL ? "contents" : "hits");
  if (*words == '\0' || search == NULL)
    return;

  self->searching = g_cancellable_new ();
  gw_search_query_async (search, words, (const char *const *) languages, MOST_HITS, self->searching, searched_cb,
                         g_object_ref (self));
}

static void
open_hit (GwManualDesk  *self,
          GtkListBoxRow *row)
{
  if (row == NULL)
    return;
  if (adw_flap_get_folded (self->contents_flap))
    adw_flap_set_reveal_flap (self->contents_flap, FALSE);
  follow (self, gw_manual_hits_get_target (row));
}

static void
filter_activate_cb (GtkSearchEntry *entry,
                    GwManualDesk   *self)
{
  open_hit (self, gtk_list_box_get_row_at_index (self->hits, 0));
}

static void
filter_stop_cb (GtkSearchEntry *entry,
                GwManualDesk   *self)
{
  gtk_editable_set_text (self->filter, "");
}

static void
hit_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  GwManualDesk  *self)
{
  open_hit (self, row);
}

/* ------------------------------------------------------------ find in page */

static void
find_next_cb (GtkSearchEntry *entry,
              GwManualDesk   *self)
{
  gw_manual_view_find_next (self->view, FALSE);
}

static void
find_previous_cb (GtkSearchEntry *entry,
                  GwManualDesk   *self)
{
  gw_manual_view_find_next (self->view, TRUE);
}

static void
find_mode_cb (GtkSearchBar *bar,
              GParamSpec   *pspec,
              GwManualDesk *self)
{
  if (!gtk_search_bar_get_search_mode (bar))
    gw_manual_view_find (self->view, "");
}

/* ------------------------------------------------------------ actions */

static void
follow_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  follow (GW_MANUAL_DESK (widget), g_variant_get_string (parameter, NULL));
}

static void
forward_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  GwManualDesk *self = GW_MANUAL_DESK (widget);

  go_to_place (self, self->place + 1);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GwManualDesk *self = GW_MANUAL_DESK (widget);
  g_autofree char *id = NULL;

  if (get_manual (self) == NULL || self->page_id == NULL)
    return;
  id = g_str_equal (name, "manual.next") ? gw_manual_dup_next (get_manual (self), self->page_id)
                                         : gw_manual_dup_previous (get_manual (self), self->page_id);
  if (id != NULL)
    go_to_page (self, id, NULL);
}

/* ------------------------------------------------------------ desk */

static gboolean
gw_manual_desk_find (GwDesk *desk)
{
  GwManualDesk *self = GW_MANUAL_DESK (desk);

  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));

  return TRUE;
}

static gboolean
gw_manual_desk_find_next (GwDesk   *desk,
                          gboolean  backwards)
{
  return gw_manual_view_find_next (GW_MANUAL_DESK (desk)->view, backwards);
}

static void
gw_manual_desk_focus_place (GwDesk *desk)
{
  gtk_widget_child_focus (GTK_WIDGET (GW_MANUAL_DESK (desk)->view), GTK_DIR_TAB_FORWARD);
}

static char *
gw_manual_desk_dup_title (GwDesk *desk)
{
  return g_strdup (GW_MANUAL_DESK (desk)->title);
}

static gboolean
gw_manual_desk_can_go_back (GwDesk *desk)
{
  return GW_MANUAL_DESK (desk)->place > 0;
}

static void
gw_manual_desk_go_back (GwDesk *desk)
{
  GwManualDesk *self = GW_MANUAL_DESK (desk);

  go_to_place (self, self->place - 1);
}

static guint
gw_manual_desk_get_depth (GwDesk *desk)
{
  return (guint) MAX (GW_MANUAL_DESK (desk)->place, 0);
}

static gboolean
gw_manual_desk_open (GwDesk     *desk,
                     const char *target)
{
  follow (GW_MANUAL_DESK (desk), target);

  return TRUE;
}

static GtkWidget *
gw_manual_desk_get_header (GwDesk      *desk,
                           GtkPackType  side)
{
  GwManualDesk *self = GW_MANUAL_DESK (desk);

  return side == GTK_PACK_START ? GTK_WIDGET (self->header_start) : self->header_end;
}

static GVariant *
gw_manual_desk_save_state (GwDesk *desk)
{
  GwManualDesk *self = GW_MANUAL_DESK (desk);

  return g_variant_new ("(sd)", self->page_id != NULL ? self->page_id : START_PAGE,
                        gw_manual_view_get_position (self->view));
}

static void
gw_manual_desk_restore_state (GwDesk   *desk,
                              GVariant *state)
{
  GwManualDesk *self = GW_MANUAL_DESK (desk);
  const char *id;
  double position;

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE ("(sd)")))
    return;

  g_variant_get (state, "(&sd)", &id, &position);
  if (g_strcmp0 (id, self->page_id) != 0)
    go_to_page (self, id, NULL);
  self->position = position;
}

static void
gw_manual_desk_desk_init (GwDeskInterface *iface)
{
  iface->find = gw_manual_desk_find;
  iface->find_next = gw_manual_desk_find_next;
  iface->focus_place = gw_manual_desk_focus_place;
  iface->dup_title = gw_manual_desk_dup_title;
  iface->can_go_back = gw_manual_desk_can_go_back;
  iface->go_back = gw_manual_desk_go_back;
  iface->get_depth = gw_manual_desk_get_depth;
  iface->open = gw_manual_desk_open;
  iface->get_header = gw_manual_desk_get_header;
  iface->save_state = gw_manual_desk_save_state;
  iface->restore_state = gw_manual_desk_restore_state;
}

/* ------------------------------------------------------------ object */

static GtkWidget *
new_toggle (AdwFlap    *flap,
            const char *icon,
            const char *name)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_bind_property (flap, "reveal-flap", button, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);

  return button;
}

/* The header bar is not below the desk, so the desk's actions are out of its reach. */
static void
forward_clicked_cb (GtkButton    *button,
                    GwManualDesk *self)
{
  go_to_place (self, self->place + 1);
}

static void
build_header (GwManualDesk *self)
{
  GtkWidget *contents = new_toggle (self->contents_flap, "view-list-bullet-symbolic", _("Contents"));
  GtkWidget *forward = gtk_button_new_from_icon_name ("go-next-symbolic");

  gtk_widget_set_tooltip_text (forward, _("Forward to the page you came from"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (forward), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Forward to the page you came from"), -1);
  g_signal_connect (forward, "clicked", G_CALLBACK (forward_clicked_cb), self);
  gtk_widget_set_sensitive (forward, FALSE);
  self->header_start = GTK_BOX (g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6)));
  gtk_box_append (self->header_start, contents);
  gtk_box_append (self->header_start, forward);
  self->forward_button = forward;
  self->header_end = g_object_ref_sink (
      new_toggle (self->aside_flap, "sidebar-show-right-symbolic", _("On this page, and what goes with it")));
}

static void
gw_manual_desk_constructed (GObject *object)
{
  GwManualDesk *self = GW_MANUAL_DESK (object);

  G_OBJECT_CLASS (gw_manual_desk_parent_class)->constructed (object);

  show_contents (self);
  if (get_manual (self) != NULL)
    g_signal_connect_object (get_manual (self), "changed", G_CALLBACK (manual_changed_cb), self,
                             G_CONNECT_SWAPPED);
  go_to_page (self, START_PAGE, NULL);
}

static void
gw_manual_desk_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  GwManualDesk *self = GW_MANUAL_DESK (object);

  switch (prop_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_manual_desk_dispose (GObject *object)
{
  GwManualDesk *self = GW_MANUAL_DESK (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->header_start);
  g_clear_object (&self->header_end);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_manual_desk_parent_class)->dispose (object);
}

static void
gw_manual_desk_finalize (GObject *object)
{
  GwManualDesk *self = GW_MANUAL_DESK (object);

  g_ptr_array_unref (self->places);
  g_free (self->page_id);
  g_free (self->title);
  g_free (self->section);

  G_OBJECT_CLASS (gw_manual_desk_parent_class)->finalize (object);
}

static void
gw_manual_desk_class_init (GwManualDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_manual_desk_constructed;
  object_class->set_property = gw_manual_desk_set_property;
  object_class->dispose = gw_manual_desk_dispose;
  object_class->finalize = gw_manual_desk_finalize;

  props[PROP_CONTEXT]
      = g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_MANUAL_ASIDE);
  g_type_ensure (GW_TYPE_MANUAL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/manual/gw-manual-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, contents_flap);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, aside_flap);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, filter);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, lists);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, contents);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, hits);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, aside);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, find_bar);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, find_entry);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, find_count);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, fallback);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, view);
  gtk_widget_class_bind_template_child (widget_class, GwManualDesk, missing);
  gtk_widget_class_bind_template_callback (widget_class, contents_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, hit_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, aside_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_cb);

  gtk_widget_class_install_action (widget_class, "manual.follow", "s", follow_action);
  gtk_widget_class_install_action (widget_class, "manual.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "manual.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "manual.previous", NULL, step_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "manual.forward", NULL);
}

static void
gw_manual_desk_init (GwManualDesk *self)
{
  static const GwEarlyKey keys[] = {
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "manual.next" },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "manual.previous" },
  };
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  self->place = -1;
  self->position = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gw_early_keys_add (GTK_WIDGET (self), keys, G_N_ELEMENTS (keys));
  gtk_search_bar_connect_entry (self->find_bar, self->find_entry);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->contents, factory);
  g_object_unref (factory);
  build_header (self);
}
