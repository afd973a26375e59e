/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One section of a form as a column: questions, headed groups within groups, and repeats as tables or as cards,
 * one a row. Signals: "left" when a field was left; "row-added" (GwFormItem, where to go on);
 * "row-removed" (GwFormDraft, char *repeat_ref, char *row_id) so that the page can offer to put it
 * back; "question-built" (GwFormQuestion). Built a few questions at a time, so that a long section
 * never holds the window for more than some milliseconds. */

#include "app/forms/gw-form-section.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-grid-lines.h"
#include "app/forms/gw-form-grid-matrix.h"
#include "app/forms/gw-form-grid-memory.h"
#include "app/forms/gw-form-grid-table.h"
#include "app/forms/gw-form-grid-theme.h"
#include "app/forms/gw-form-questions.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-direction.h"
#include "app/widgets/gw-markdown.h"

/* What one idle callback may take, in microseconds. */
#define SLICE 2500

/* How wide a page may be whose questions stand side by side, in pixels. */
#define WIDEST 1100

typedef struct
{
  GwFormItem *item;
  GtkWidget *box; /* NULL: the section itself, which must not be kept alive by what it waits for */
  GPtrArray *run; /* of GwFormItem: what is one grid, beginning with @item; NULL elsewhere */
} Waiting;

struct _GwFormSection
{
  GtkBox parent_instance;

  GwFormSession *session;
  GHashTable *widgets; /* GwFormItem (owned) -> GtkWidget (the question, the group's box, the repeat's box) */
  GQueue waiting;      /* of Waiting: what is not built yet, in order */
  guint build_id;
  GtkTextDirection direction; /* that of the form's language; none where it is the window's */
  GwFormItem *focus_when_built;
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_ROW_ADDED,
  SIGNAL_ROW_REMOVED,
  SIGNAL_QUESTION_BUILT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormSection, gw_form_section, GTK_TYPE_BOX)

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->item);
  g_clear_object (&waiting->box);
  g_clear_pointer (&waiting->run, g_ptr_array_unref);
  g_free (waiting);
}

static void
left_cb (GtkWidget     *question,
         GwFormSection *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static GtkWidget *
new_heading (GwFormItem *item,
             const char *css_class)
{
  g_autofree char *label = gw_form_item_dup_markdown (item, GW_FORM_TEXT_LABEL);
  g_autofree char *second = gw_form_item_dup_second_markdown (item, GW_FORM_TEXT_LABEL);
  g_autofree char *words = NULL, *markup = NULL;
  GtkWidget *heading;

  if (label == NULL || *label == '\0')
    return NULL;

  words = gw_direction_join (label, second);
  markup = gw_markdown_to_markup (words);
  heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "wrap", TRUE,
                          "xalign", 0.0f, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 3, -1);
  gtk_label_set_markup (GTK_LABEL (heading), markup);
  gtk_widget_add_css_class (heading, css_class);

  return heading;
}

static void
queue_items (GwFormSection *self,
             GPtrArray     *items,
             GtkWidget     *box)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < items->len;) {
    Waiting *waiting = g_new0 (Waiting, 1);
    guint n_run = GW_IS_FORM_GRID_MATRIX (box) ? 0 : gw_form_grid_matrix_count_run (items, i);

    waiting->item = g_object_ref (items->pdata[i]);
    waiting->box = box != GTK_WIDGET (self) ? g_object_ref (box) : NULL;
    waiting->run = n_run > 0 ? g_ptr_array_new_with_free_func (g_object_unref) : NULL;
    for (guint r = 0; r < n_run; r++)
      if (!gw_form_grid_matrix_is_heading (items->pdata[i + r]))
        g_ptr_array_add (waiting->run, g_object_ref (items->pdata[i + r]));
    g_ptr_array_add (all, waiting);
    i += MAX (n_run, 1);
  }
  /* A group's own questions come before what stands after the group. */
  for (guint i = all->len; i > 0; i--)
    g_queue_push_head (&self->waiting, all->pdata[i - 1]);
}

static void
remember (GwFormSection *self,
          GwFormItem    *item,
          GtkWidget     *widget)
{
  g_hash_table_insert (self->widgets, g_object_ref (item), widget);
  gtk_widget_set_visible (widget, gw_form_item_is_visible (item));
  gw_form_grid_theme_place (widget, item);
  gw_direction_give (widget, self->direction);
}

static void
build_group (GwFormSection *self,
             GwFormItem    *item,
             GtkWidget     *box)
{
  g_autoptr (GPtrArray) items = gw_form_item_dup_items (item);
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *heading = new_heading (item, "title-4");

  if (gw_form_grid_theme_applies (gw_form_session_get_form (self->session)))
    gw_form_grid_theme_lay (group, item);
  if (heading != NULL)
    gtk_box_append (GTK_BOX (group), heading);
  gtk_box_append (GTK_BOX (box), group);
  remember (self, item, group);
  queue_items (self, items, group);
}

static void
build_matrix (GwFormSection *self,
              GwFormItem    *first,
              GPtrArray     *rows,
              GtkWidget     *box)
{
  GtkWidget *matrix = gw_form_grid_matrix_new (first);

  gtk_box_append (GTK_BOX (box), matrix);
  gw_direction_give (matrix, self->direction);
  if (gw_form_grid_matrix_is_heading (first))
    g_hash_table_insert (self->widgets, g_object_ref (first), matrix);
  queue_items (self, rows, matrix);
}

static void start_building (GwFormSection *self);

static void build_row (GwFormSection *self,
                       GwFormItem    *row,
                       GtkWidget     *rows,
                       GtkWidget     *after);

static void
add_row_cb (GtkButton     *button,
            GwFormSection *self)
{
  GwFormItem *repeat = g_object_get_data (G_OBJECT (button), "repeat");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gw_form_session_add_row (self->session, gw_form_item_get_ref (repeat), NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;

  if (id == NULL) {
    g_debug ("No row is added: %s", error->message);
    return;
  }

  rows = gw_form_item_dup_items (repeat);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (GPtrArray) items = gw_form_item_dup_items (rows->pdata[i]);
    g_autoptr (GPtrArray) questions = gw_form_walk_questions (items);

    /* The first thing in a card is the button that removes it: not where the next key should go. */
    if (g_strcmp0 (gw_form_item_get_row_id (rows->pdata[i]), id) == 0)
      g_signal_emit (self, signals[SIGNAL_ROW_ADDED], 0, questions->len > 0 ? questions->pdata[0] : rows->pdata[i]);
  }
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
remove_row_cb (GtkButton     *button,
               GwFormSection *self)
{
  GwFormItem *row = g_object_get_data (G_OBJECT (button), "row");
  GwFormItem *repeat = gw_form_item_get_parent (row);
  g_autoptr (GwFormDraft) before = gw_form_session_dup_draft (self->session);
  g_autofree char *repeat_ref = g_strdup (gw_form_item_get_ref (repeat));
  g_autofree char *row_id = g_strdup (gw_form_item_get_row_id (row));
  g_autoptr (GError) error = NULL;

  if (!gw_form_session_remove_row (self->session, gw_form_item_get_ref (row), &error)) {
    g_debug ("The row stays: %s", error->message);
    return;
  }

  g_signal_emit (self, signals[SIGNAL_ROW_REMOVED], 0, before, repeat_ref, row_id);
}

static void
name_row (GwFormItem *row,
          GtkWidget  *card)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (card), "title");
  GtkWidget *remove = g_object_get_data (G_OBJECT (card), "remove");
  /* TRANSLATORS: The heading of one row in a table of a form; %u is its number. */
  g_autofree char *title = g_strdup_printf (_("Row %u"), gw_form_item_get_position (row));
  /* TRANSLATORS: %u is the number of a row in a table of a form. */
  g_autofree char *name = g_strdup_printf (_("Remove row %u"), gw_form_item_get_position (row));

  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_widget_set_tooltip_text (remove, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
build_row (GwFormSection *self,
           GwFormItem    *row,
           GtkWidget     *rows,
           GtkWidget     *after)
{
  g_autoptr (GPtrArray) items = gw_form_item_dup_items (row);
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "xalign", 0.0f, "hexpand", TRUE, NULL);
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 4, -1);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_visible (remove, gw_form_item_can_add_rows (gw_form_item_get_parent (row)));
  g_object_set_data (G_OBJECT (card), "title", title);
  g_object_set_data (G_OBJECT (card), "remove", remove);
  g_object_set_data_full (G_OBJECT (remove), "row", g_object_ref (row), g_object_unref);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_row_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), remove);
  gtk_box_append (GTK_BOX (card), head);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "row-card");
  if (gw_form_grid_theme_applies (gw_form_session_get_form (self->session)))
    gw_form_grid_theme_lay (card, gw_form_item_get_parent (row));
  gtk_box_insert_child_after (GTK_BOX (rows), card, after);

  name_row (row, card);
  remember (self, row, card);
  queue_items (self, items, card);
}

static void
question_built_cb (GtkWidget      *table,
                   GwFormQuestion *question,
                   GwFormSection  *self)
{
  g_signal_connect_object (question, "left", G_CALLBACK (left_cb), self, 0);
  g_signal_emit (self, signals[SIGNAL_QUESTION_BUILT], 0, question);
}

static void fill_repeat (GwFormSection *self,
                         GwFormItem    *item);

static void
cards_wanted_cb (GtkWidget     *widget,
                 GwFormSection *self)
{
  GwFormItem *repeat = g_object_get_data (G_OBJECT (widget), "repeat");
  gboolean cards = GW_IS_FORM_GRID_TABLE (widget);

  gw_form_grid_memory_set_cards (gw_form_session_get_form (self->session), cards);
  g_object_set_data (G_OBJECT (g_hash_table_lookup (self->widgets, repeat)), "cards", GINT_TO_POINTER (cards + 1));
  fill_repeat (self, repeat);
  start_building (self);
}

static void
fill_with_table (GwFormSection *self,
                 GwFormItem    *item,
                 GtkWidget     *repeat,
                 GtkWidget     *content)
{
  GtkWidget *table = gw_form_grid_table_new (self->session, item);

  g_object_set_data (G_OBJECT (repeat), "table", table);
  g_object_set_data_full (G_OBJECT (table), "repeat", g_object_ref (item), g_object_unref);
  g_signal_connect_object (table, "left", G_CALLBACK (left_cb), self, 0);
  g_signal_connect (table, "question-built", G_CALLBACK (question_built_cb), self);
  g_signal_connect (table, "cards-wanted", G_CALLBACK (cards_wanted_cb), self);
  gtk_box_append (GTK_BOX (content), table);
  gw_direction_give (content, self->direction);
}

static void
fill_with_cards (GwFormSection *self,
                 GwFormItem    *item,
                 GtkWidget     *repeat,
                 GtkWidget     *content)
{
  g_autoptr (GPtrArray) items = gw_form_item_dup_items (item);
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *last = NULL;

  if (gw_form_grid_lines_fit (item)) {
    GtkWidget *table = gtk_button_new_with_label (_("Show the rows as a table"));

    gtk_widget_set_halign (table, GTK_ALIGN_START);
    gtk_widget_add_css_class (table, "flat");
    g_object_set_data_full (G_OBJECT (table), "repeat", g_object_ref (item), g_object_unref);
    g_signal_connect (table, "clicked", G_CALLBACK (cards_wanted_cb), self);
    gtk_box_append (GTK_BOX (content), table);
  }
  gtk_box_append (GTK_BOX (content), rows);
  g_object_set_data (G_OBJECT (repeat), "rows", rows);
  if (gw_form_item_can_add_rows (item)) {
    GtkWidget *add = gtk_button_new_with_label (C_("table of a form", "Add a row"));

    gtk_widget_set_halign (add, GTK_ALIGN_START);
    g_object_set_data_full (G_OBJECT (add), "repeat", g_object_ref (item), g_object_unref);
    g_signal_connect (add, "clicked", G_CALLBACK (add_row_cb), self);
    gtk_box_append (GTK_BOX (content), add);
  }
  for (guint i = 0; i < items->len; i++) {
    build_row (self, items->pdata[i], rows, last);
    last = gtk_widget_get_last_child (rows);
  }
}

static gboolean
stands_below (GwFormItem *item,
              GwFormItem *repeat)
{
  for (GwFormItem *at = gw_form_item_get_parent (item); at != NULL; at = gw_form_item_get_parent (at))
    if (at == repeat)
      return TRUE;

  return FALSE;
}

static gboolean
is_below (gpointer key,
          gpointer value,
          gpointer user_data)
{
  return stands_below (key, user_data);
}

/* What the person chose a moment ago may not be on the disk yet. */
static gboolean
wants_cards (GwFormSection *self,
             GtkWidget     *repeat)
{
  int chosen = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (repeat), "cards"));

  return chosen != 0 ? chosen > 1 : gw_form_grid_memory_wants_cards (gw_form_session_get_form (self->session));
}

/* Rows that a table can show are a table, unless the person would rather have cards. */
static void
fill_repeat (GwFormSection *self,
             GwFormItem    *item)
{
  GtkWidget *repeat = g_hash_table_lookup (self->widgets, item);
  GtkWidget *content = g_object_get_data (G_OBJECT (repeat), "content");

  for (GList *link = self->waiting.head, *next; link != NULL; link = next) {
    next = link->next;
    if (stands_below (((Waiting *) link->data)->item, item)) {
      waiting_free (link->data);
      g_queue_delete_link (&self->waiting, link);
    }
  }
  g_hash_table_foreach_remove (self->widgets, is_below, item);
  g_object_set_data (G_OBJECT (repeat), "rows", NULL);
  g_object_set_data (G_OBJECT (repeat), "table", NULL);
  if (content != NULL)
    gtk_box_remove (GTK_BOX (repeat), content);

  content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_object_set_data (G_OBJECT (repeat), "content", content);
  gtk_box_append (GTK_BOX (repeat), content);
  if (gw_form_grid_lines_fit (item) && !wants_cards (self, repeat))
    fill_with_table (self, item, repeat, content);
  else
    fill_with_cards (self, item, repeat, content);
}

static void
build_repeat (GwFormSection *self,
              GwFormItem    *item,
              GtkWidget     *box)
{
  GtkWidget *repeat = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *heading = new_heading (item, "title-4");

  if (heading != NULL)
    gtk_box_append (GTK_BOX (repeat), heading);
  gtk_box_append (GTK_BOX (box), repeat);
  remember (self, item, repeat);
  fill_repeat (self, item);
}

static void
build_item (GwFormSection *self,
            GwFormItem    *item,
            GtkWidget     *box)
{
  GtkWidget *question;

  if (gw_form_item_is_gone (item))
    return;

  switch (gw_form_item_get_kind (item)) {
  case GW_FORM_ITEM_GROUP:
    build_group (self, item, box);
    break;
  case GW_FORM_ITEM_REPEAT:
    build_repeat (self, item, box);
    break;
  case GW_FORM_ITEM_CONTROL:
    if (GW_IS_FORM_GRID_MATRIX (box)) {
      question = gw_form_grid_matrix_add_row (GW_FORM_GRID_MATRIX (box), self->session, item);
    } else {
      question = gw_form_questions_new_for (self->session, item);
      gtk_box_append (GTK_BOX (box), question);
    }
    g_signal_connect_object (question, "left", G_CALLBACK (left_cb), self, 0);
    remember (self, item, question);
    g_signal_emit (self, signals[SIGNAL_QUESTION_BUILT], 0, question);
    break;
  case GW_FORM_ITEM_ROW:
  default:
    g_assert_not_reached ();
  }
}

static gboolean
build_cb (gpointer user_data)
{
  g_autoptr (GwFormSection) self = g_object_ref (user_data);
  gint64 until = g_get_monotonic_time () + SLICE;

  while (g_get_monotonic_time () < until) {
    Waiting *waiting = g_queue_pop_head (&self->waiting);

    if (waiting == NULL) {
      self->build_id = 0;
      return G_SOURCE_REMOVE;
    }
    if (waiting->run != NULL)
      build_matrix (self, waiting->item, waiting->run, waiting->box != NULL ? waiting->box : GTK_WIDGET (self));
    else
      build_item (self, waiting->item, waiting->box != NULL ? waiting->box : GTK_WIDGET (self));
    if (self->focus_when_built != NULL && gw_form_section_focus (self, self->focus_when_built))
      g_clear_object (&self->focus_when_built);
    waiting_free (waiting);
  }

  return G_SOURCE_CONTINUE;
}

static void
start_building (GwFormSection *self)
{
  if (self->build_id == 0)
    self->build_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE - 50, build_cb, self, NULL);
}

static void
gw_form_section_dispose (GObject *object)
{
  GwFormSection *self = GW_FORM_SECTION (object);

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) waiting_free);
  g_clear_object (&self->focus_when_built);
  g_clear_pointer (&self->widgets, g_hash_table_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_section_parent_class)->dispose (object);
}

static void
gw_form_section_class_init (GwFormSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_section_dispose;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ROW_ADDED] = g_signal_new ("row-added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, GW_TYPE_FORM_ITEM);
  signals[SIGNAL_ROW_REMOVED] = g_signal_new ("row-removed", G_TYPE_FROM_CLASS (klass),
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                              G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_QUESTION_BUILT] = g_signal_new ("question-built", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                                 1, GW_TYPE_FORM_QUESTION);
}

static void
gw_form_section_init (GwFormSection *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 24);
  self->widgets = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_queue_init (&self->waiting);
}

/**
 * gw_form_section_find_direction:
 *
 * Returns: the direction of the language that @session's texts are in; %GTK_TEXT_DIR_NONE where it is not known, or is
 * the window's
 */
GtkTextDirection
gw_form_section_find_direction (GwFormSession *session)
{
  const char *language = gw_form_session_get_language (session);
  g_autofree char *code = language != NULL ? gw_form_dup_language_code (language) : NULL;
  GtkTextDirection direction = code != NULL ? gw_direction_of_language (code) : GTK_TEXT_DIR_NONE;

  if (direction == GTK_TEXT_DIR_NONE) {
    const char *title = gw_form_get_title (gw_form_session_get_form (session));

    direction = gw_direction_of_text (language != NULL ? language : title != NULL ? title : "");
  }

  return direction != gtk_widget_get_default_direction () ? direction : GTK_TEXT_DIR_NONE;
}

/**
 * gw_form_section_new:
 * @session: a filled-in form
 * @items: (element-type GwFormItem): what the section holds
 *
 * Returns: (transfer floating): a column that begins to fill at once
 */
GtkWidget *
gw_form_section_new (GwFormSession *session,
                     GPtrArray     *items)
{
  GwFormSection *self = g_object_new (GW_TYPE_FORM_SECTION, NULL);

  self->session = g_object_ref (session);
  self->direction = gw_form_section_find_direction (session);
  if (items->len > 0 && gw_form_grid_theme_applies (gw_form_session_get_form (session))) {
    gw_form_grid_theme_lay (GTK_WIDGET (self), gw_form_item_get_parent (items->pdata[0]));
    gw_form_grid_theme_widen (GTK_WIDGET (self), WIDEST);
  }
  queue_items (self, items, GTK_WIDGET (self));
  start_building (self);

  return GTK_WIDGET (self);
}

static GwFormGridTable *
get_table (GtkWidget *repeat)
{
  return g_object_get_data (G_OBJECT (repeat), "table");
}

/* The table in which @item is a row or a cell. */
static GwFormGridTable *
find_table (GwFormSection *self,
            GwFormItem    *item)
{
  for (GwFormItem *at = item; at != NULL; at = gw_form_item_get_parent (at)) {
    GtkWidget *widget = g_hash_table_lookup (self->widgets, at);

    if (widget != NULL && get_table (widget) != NULL)
      return get_table (widget);
  }

  return NULL;
}

static void
refresh_table (gpointer key,
               gpointer value,
               gpointer user_data)
{
  if (get_table (value) != NULL)
    gw_form_grid_table_refresh (get_table (value), user_data);
}

static void
update_visibility (gpointer key,
                   gpointer value,
                   gpointer user_data)
{
  /* What only names the answers of a grid does not hide the questions in it. */
  if (!GW_IS_FORM_GRID_MATRIX (value))
    gtk_widget_set_visible (value, gw_form_item_is_visible (key));
}

/* No change tells of a repeat without rows: there is nothing that could have changed. */
static void
update_holders (gpointer key,
                gpointer value,
                gpointer user_data)
{
  if (gw_form_item_get_kind (key) == GW_FORM_ITEM_REPEAT || gw_form_item_get_kind (key) == GW_FORM_ITEM_GROUP)
    update_visibility (key, value, user_data);
}

/**
 * gw_form_section_refresh:
 * @changes: (element-type GwFormChange): what the session's "changed" signal told
 *
 * Shows what changed.
 */
void
gw_form_section_refresh (GwFormSection *self,
                         GPtrArray     *changes)
{
  gboolean relevance = FALSE;

  g_return_if_fail (GW_IS_FORM_SECTION (self));

  for (guint i = 0; i < changes->len; i++) {
    GwFormChange *change = changes->pdata[i];
    GtkWidget *widget = change->item != NULL ? g_hash_table_lookup (self->widgets, change->item) : NULL;

    relevance |= (change->aspects & GW_FORM_ASPECT_RELEVANT) != 0;
    if (GW_IS_FORM_QUESTION (widget)) {
      gw_form_question_refresh (GW_FORM_QUESTION (widget), change->aspects);
      /* What was made anew does not know of it. */
      gw_direction_give (widget, self->direction);
    }
    if (GW_IS_FORM_GRID_MATRIX (widget))
      gw_form_grid_matrix_refresh (GW_FORM_GRID_MATRIX (widget), change->item, change->aspects);
    else if (widget != NULL && GW_IS_FORM_GRID_MATRIX (gtk_widget_get_parent (widget)))
      gw_form_grid_matrix_refresh (GW_FORM_GRID_MATRIX (gtk_widget_get_parent (widget)), change->item, change->aspects);
  }
  g_hash_table_foreach (self->widgets, relevance ? update_visibility : update_holders, NULL);
  g_hash_table_foreach (self->widgets, refresh_table, changes);
}

/* A removed row takes its widgets, and the widgets of all that was in it, with it. */
static gboolean
is_gone (gpointer key,
         gpointer value,
         gpointer user_data)
{
  return gw_form_item_is_gone (key);
}

/**
 * gw_form_section_update_rows:
 * @repeat_ref: the repeat whose rows changed
 *
 * Adds and removes the cards of rows; those that stay keep their widgets, text and focus.
 */
void
gw_form_section_update_rows (GwFormSection *self,
                             const char    *repeat_ref)
{
  GwFormItem *repeat = gw_form_session_find_item (self->session, repeat_ref);
  GtkWidget *box = repeat != NULL ? g_hash_table_lookup (self->widgets, repeat) : NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *list, *last = NULL, *next;

  if (box == NULL)
    return;
  if (get_table (box) != NULL) {
    gw_form_grid_table_update_rows (get_table (box));
    return;
  }

  list = g_object_get_data (G_OBJECT (box), "rows");
  /* Only with a first row it is known what a row is made of. */
  if (gtk_widget_get_first_child (list) == NULL && gw_form_grid_lines_fit (repeat)) {
    fill_repeat (self, repeat);
    start_building (self);
    return;
  }
  for (GtkWidget *card = gtk_widget_get_first_child (list); card != NULL; card = next) {
    GtkWidget *remove = g_object_get_data (G_OBJECT (card), "remove");

    next = gtk_widget_get_next_sibling (card);
    if (gw_form_item_is_gone (g_object_get_data (G_OBJECT (remove), "row")))
      gtk_box_remove (GTK_BOX (list), card);
  }
  g_hash_table_foreach_remove (self->widgets, is_gone, NULL);

  rows = gw_form_item_dup_items (repeat);
  for (guint i = 0; i < rows->len; i++) {
    GtkWidget *card = g_hash_table_lookup (self->widgets, rows->pdata[i]);

    if (card == NULL) {
      build_row (self, rows->pdata[i], list, last);
      card = g_hash_table_lookup (self->widgets, rows->pdata[i]);
    } else {
      name_row (rows->pdata[i], card);
      gtk_box_reorder_child_after (GTK_BOX (list), card, last);
    }
    last = card;
  }
  start_building (self);
}

/**
 * gw_form_section_find:
 *
 * Returns: (transfer none) (nullable): the widget that shows @item, where it is built
 */
GtkWidget *
gw_form_section_find (GwFormSection *self,
                      GwFormItem    *item)
{
  GtkWidget *widget;

  g_return_val_if_fail (GW_IS_FORM_SECTION (self), NULL);

  widget = g_hash_table_lookup (self->widgets, item);
  return widget != NULL ? widget : (GtkWidget *) find_table (self, item);
}

/**
 * gw_form_section_is_built:
 *
 * Returns: whether nothing of the section waits to be drawn, so that places do not move any more
 */
gboolean
gw_form_section_is_built (GwFormSection *self)
{
  g_return_val_if_fail (GW_IS_FORM_SECTION (self), FALSE);

  return g_queue_is_empty (&self->waiting);
}

/**
 * gw_form_section_focus:
 * @item: a question, group or row of this section
 *
 * Puts the keyboard focus into @item, at once or as soon as it is built.
 *
 * Returns: whether it has the focus already
 */
gboolean
gw_form_section_focus (GwFormSection *self,
                       GwFormItem    *item)
{
  GtkWidget *widget;
  gboolean done;

  g_return_val_if_fail (GW_IS_FORM_SECTION (self), FALSE);

  widget = g_hash_table_lookup (self->widgets, item);
  if (GW_IS_FORM_QUESTION (widget))
    done = gw_form_question_focus (GW_FORM_QUESTION (widget));
  else if (widget == NULL && find_table (self, item) != NULL)
    done = gw_form_grid_table_focus_item (find_table (self, item), item);
  else
    done = widget != NULL && gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);

  if (!done && self->focus_when_built != item && !g_queue_is_empty (&self->waiting))
    g_set_object (&self->focus_when_built, item);
  return done;
}

/**
 * gw_form_section_foreach:
 * @func: called with each GwFormQuestion that is built
 */
void
gw_form_section_foreach (GwFormSection *self,
                         GFunc          func,
                         gpointer       user_data)
{
  GHashTableIter iter;
  gpointer widget;

  g_return_if_fail (GW_IS_FORM_SECTION (self));

  g_hash_table_iter_init (&iter, self->widgets);
  while (g_hash_table_iter_next (&iter, NULL, &widget)) {
    if (GW_IS_FORM_QUESTION (widget))
      func (widget, user_data);
    else if (get_table (widget) != NULL && gw_form_grid_table_get_question (get_table (widget)) != NULL)
      func (gw_form_grid_table_get_question (get_table (widget)), user_data);
  }
}
