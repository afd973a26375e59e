/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A long list that is found in by typing: species, countries. Words may be typed from their
 * beginning, in any order, without accents. Signal "chosen" (guint): the place in the list. */

#include "app/widgets/gw-choice-finder.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-choice-lines.h"

/* Its size in pixels: as wide as it may be beside the window's edges, on a telephone, too. */
#define NARROWEST 240
#define WIDEST 460
#define MARGINS 60
#define HEIGHT 260

struct _GwChoiceFinder
{
  GtkPopover parent_instance;

  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *stack;
  GwChoiceLines *lines;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwChoiceFinder, gw_choice_finder, GTK_TYPE_POPOVER)

static void
choose (GwChoiceFinder *self,
        guint           position)
{
  g_autoptr (GwChoiceLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), position);

  if (line == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, gw_choice_line_get_index (line));
}

static void
show_found (GwChoiceFinder *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->lines)) > 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), any ? "list" : "nothing");
}

static void
search_changed_cb (GtkEditable    *search,
                   GwChoiceFinder *self)
{
  gw_choice_lines_search (self->lines, gtk_editable_get_text (search));
  show_found (self);
}

static void
search_activate_cb (GtkSearchEntry *search,
                    GwChoiceFinder *self)
{
  choose (self, 0);
}

static void
list_activate_cb (GtkListView    *list,
                  guint           position,
                  GwChoiceFinder *self)
{
  choose (self, position);
}

/* The entry keeps Escape to itself, so the popover would stay open for ever without a mouse. */
static void
search_stop_cb (GtkSearchEntry *search,
                GwChoiceFinder *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  key,
               guint                  code,
               GdkModifierType        state,
               GwChoiceFinder        *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;

  return gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  GwChoiceLine *line = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gw_choice_line_get_label (line));
}

static void
gw_choice_finder_show (GtkWidget *widget)
{
  GwChoiceFinder *self = GW_CHOICE_FINDER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  /* A species has a name in four languages: what is cut off cannot be chosen with confidence. */
  gtk_widget_set_size_request (self->stack,
                               CLAMP (gtk_widget_get_width (GTK_WIDGET (root)) - MARGINS, NARROWEST, WIDEST),
                               HEIGHT);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  show_found (self);
  GTK_WIDGET_CLASS (gw_choice_finder_parent_class)->show (widget);
  gtk_widget_grab_focus (self->search);
}

static void
gw_choice_finder_dispose (GObject *object)
{
  GwChoiceFinder *self = GW_CHOICE_FINDER (object);

  g_clear_object (&self->lines);

  G_OBJECT_CLASS (gw_choice_finder_parent_class)->dispose (object);
}

static void
gw_choice_finder_class_init (GwChoiceFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_choice_finder_dispose;
  GTK_WIDGET_CLASS (klass)->show = gw_choice_finder_show;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static GtkWidget *
new_list (GwChoiceFinder *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = gtk_list_view_new (
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->lines)))), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "choices-found");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Choices found"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (list_activate_cb), self);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);

  return scrolled;
}

static void
gw_choice_finder_init (GwChoiceFinder *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *nothing = gtk_label_new (_("Nothing in this list fits what you typed."));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->lines = gw_choice_lines_new ();
  /* Lines are found while the last words are still being folded. */
  g_signal_connect_object (self->lines, "items-changed", G_CALLBACK (show_found), self, G_CONNECT_SWAPPED);
  self->search = gtk_search_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Type to find a choice"), -1);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), new_list (self), "list");
  gtk_label_set_wrap (GTK_LABEL (nothing), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (nothing), 28);
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");

  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_popover_set_child (GTK_POPOVER (self), box);

  g_signal_connect (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (search_stop_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (self->search, keys);
}

/**
 * gw_choice_finder_new:
 *
 * Returns: (transfer floating): a popover with an empty list
 */
GtkWidget *
gw_choice_finder_new (void)
{
  return g_object_new (GW_TYPE_CHOICE_FINDER, NULL);
}

/**
 * gw_choice_finder_set_labels:
 * @labels: what can be chosen, ended by NULL
 *
 * Fills the list.
 */
void
gw_choice_finder_set_labels (GwChoiceFinder    *self,
                             const char *const *labels)
{
  g_return_if_fail (GW_IS_CHOICE_FINDER (self));

  gw_choice_lines_set_labels (self->lines, labels, FALSE);
}

/**
 * gw_choice_finder_set_markdown:
 * @labels: what can be chosen as a form writes it, ended by NULL
 *
 * As gw_choice_finder_set_labels(); the marks are taken off each label when it is about to be seen.
 */
void
gw_choice_finder_set_markdown (GwChoiceFinder    *self,
                               const char *const *labels)
{
  g_return_if_fail (GW_IS_CHOICE_FINDER (self));

  gw_choice_lines_set_labels (self->lines, labels, TRUE);
}

/**
 * gw_choice_finder_open:
 * @typed: (nullable): the first letters of what is looked for, where a person has typed them already
 *
 * Opens the popover.
 */
void
gw_choice_finder_open (GwChoiceFinder *self,
                       const char     *typed)
{
  g_return_if_fail (GW_IS_CHOICE_FINDER (self));

  gtk_popover_popup (GTK_POPOVER (self));
  if (typed == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), typed);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}
