/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-left.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-markdown.h"

/* How many open questions the list names. */
#define MOST_LEFT 60

struct _GwFormLeft
{
  GtkPopover parent_instance;

  GtkListBox *list;
  GwFormSession *session;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormLeft, gw_form_left, GTK_TYPE_POPOVER)

/* What a question is under: three of them may have the same name. */
static char *
dup_where (GwFormItem *item)
{
  for (GwFormItem *parent = gw_form_item_get_parent (item); parent != NULL; parent = gw_form_item_get_parent (parent)) {
    g_autofree char *label = gw_form_item_dup_markdown (parent, GW_FORM_TEXT_LABEL);

    if (label != NULL && *label != '\0')
      return gw_markdown_to_text (label);
  }

  return NULL;
}

static GtkWidget *
new_caption (const char *words)
{
  GtkWidget *caption = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (caption), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");

  return caption;
}

static void
add_row (GwFormLeft *self,
         GwFormItem *item,
         const char *why,
         const char *icon)
{
  g_autofree char *label = gw_form_walk_dup_label (item), *where = dup_where (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_lines (GTK_LABEL (title), 3);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  if (where != NULL)
    gtk_box_append (GTK_BOX (words), new_caption (where));
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), new_caption (why));
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  gtk_list_box_append (self->list, row);
}

static void
add_words (GwFormLeft *self,
           const char *words)
{
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (self->list, row);
}

static guint
add_problems (GwFormLeft *self,
              GPtrArray  *problems)
{
  guint listed = 0;

  for (guint i = 0; i < problems->len; i++) {
    GwFormProblem *problem = problems->pdata[i];

    if (problem->why == GW_FORM_WHY_REQUIRED)
      continue;
    add_row (self, problem->item,
             problem->message != NULL && *problem->message != '\0'
                 ? problem->message
                 : _("This answer does not fit the rule of the form."),
             "dialog-warning-symbolic");
    listed++;
  }

  return listed;
}

/* In the order of weight: what must be put right, what is required, what is merely open. */
static void
fill (GwFormLeft *self)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (self->session);
  g_autoptr (GPtrArray) problems = gw_form_session_dup_problems (self->session);
  g_autoptr (GPtrArray) questions = gw_form_walk_questions (items);
  guint listed, open = 0;

  listed = add_problems (self, problems);
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < questions->len; i++) {
      GwFormItem *item = questions->pdata[i];
      gboolean required = gw_form_item_is_required (item);

      if (!gw_form_walk_is_open (item) || required != (pass == 0))
        continue;
      open++;
      if (listed >= MOST_LEFT)
        continue;
      add_row (self, item, required ? _("Required, not answered yet") : _("Not answered yet"),
               required ? "emblem-important-symbolic" : "document-edit-symbolic");
      listed++;
    }
  }
  if (listed == 0)
    add_words (self, _("Nothing is left: every question has an answer."));
  else if (open + problems->len > listed && listed >= MOST_LEFT)
    add_words (self, _("More questions are open further on. They are listed here as you go."));
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  GwFormLeft    *self)
{
  g_autoptr (GwFormItem) item = g_object_get_data (G_OBJECT (row), "item");

  if (item == NULL)
    return;
  g_object_ref (item);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

static void
gw_form_left_show (GtkWidget *widget)
{
  GwFormLeft *self = GW_FORM_LEFT (widget);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (self->session != NULL)
    fill (self);

  GTK_WIDGET_CLASS (gw_form_left_parent_class)->show (widget);
}

static void
gw_form_left_dispose (GObject *object)
{
  g_clear_object (&GW_FORM_LEFT (object)->session);

  G_OBJECT_CLASS (gw_form_left_parent_class)->dispose (object);
}

static void
gw_form_left_class_init (GwFormLeftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_left_dispose;
  GTK_WIDGET_CLASS (klass)->show = gw_form_left_show;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, GW_TYPE_FORM_ITEM);
}

static void
gw_form_left_init (GwFormLeft *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "form-left");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What is left"), -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 360);
  gtk_widget_set_size_request (scrolled, 280, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (self), scrolled);
}

/**
 * gw_form_left_set_session:
 * @session: (nullable): what is filled in
 *
 * Lists what is left in @session, each time that the popover is opened.
 */
void
gw_form_left_set_session (GwFormLeft    *self,
                          GwFormSession *session)
{
  g_return_if_fail (GW_IS_FORM_LEFT (self));

  g_set_object (&self->session, session);
}
