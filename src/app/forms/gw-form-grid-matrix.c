/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choices with the same answers as one grid: the answers in one heading, a row for each question.
 *
 * A form asks for it in two ways. A choice of the appearance `label` only names the answers, and the choices after it
 * with `list-nolabel` or `list` are the rows; or a group has the appearance `table-list`, and its choices with the same
 * answers are the rows. A choice whose answers are others ends the grid. */

#include "app/forms/gw-form-grid-matrix.h"

#include "app/forms/gw-form-choice-face.h"
#include "app/forms/gw-form-grid-choice.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-markdown.h"

/* ------------------------------------------------------------ the heading */

#define GW_TYPE_FORM_GRID_HEAD (gw_form_grid_head_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridHead, gw_form_grid_head, GW, FORM_GRID_HEAD, GtkWidget)

struct _GwFormGridHead
{
  GtkWidget parent_instance;

  GwFormGridColumns *columns;
  GtkWidget *title;
  GPtrArray *labels; /* our children */
};

G_DEFINE_FINAL_TYPE (GwFormGridHead, gw_form_grid_head, GTK_TYPE_WIDGET)

#define CLEAR_WIDTH 36
#define SPACING 6

static int
text_height (GtkWidget *label,
             int        width)
{
  int least, height;

  if (!gtk_widget_get_visible (label))
    return 0;
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, MAX (least, width), &height, NULL, NULL, NULL);

  return height;
}

static void
put (GwFormGridHead *self,
     GtkWidget      *child,
     int             x,
     int             width,
     int             height,
     int             bottom)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (mirrored)
    x = total - x - width;
  gtk_widget_size_allocate (child, &(GdkRectangle) { x, bottom - height, width, height }, -1);
}

static int
lay_head (GwFormGridHead *self,
          int             width,
          gboolean        really)
{
  int n = MAX ((int) self->labels->len, 1), tallest, cells_width, column, title_width;
  gboolean beside = gw_form_grid_columns_split (self->columns, width, &cells_width);

  title_width = beside ? width - cells_width - SPACING : width;
  tallest = text_height (self->title, title_width);
  column = (cells_width - CLEAR_WIDTH) / n;
  for (guint i = 0; beside && i < self->labels->len; i++)
    tallest = MAX (tallest, text_height (self->labels->pdata[i], column - 4));

  if (really) {
    if (gtk_widget_get_visible (self->title))
      put (self, self->title, 0, title_width, text_height (self->title, title_width), tallest);
    for (guint i = 0; i < self->labels->len; i++) {
      gtk_widget_set_child_visible (self->labels->pdata[i], beside);
      if (beside)
        put (self, self->labels->pdata[i], width - cells_width + (int) i * column + 2, column - 4,
             text_height (self->labels->pdata[i], column - 4), tallest);
    }
  }

  return tallest;
}

static GtkSizeRequestMode
gw_form_grid_head_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gw_form_grid_head_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  GwFormGridHead *self = GW_FORM_GRID_HEAD (widget);
  int least = 0;

  if (gtk_widget_get_visible (self->title))
    gtk_widget_measure (self->title, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = least;
    *natural = MAX (least, gw_form_grid_columns_get_least (self->columns) * 2);
  } else {
    *minimum = *natural
        = lay_head (self, for_size < 0 ? gw_form_grid_columns_get_least (self->columns) * 2 : for_size, FALSE);
  }
}

static void
gw_form_grid_head_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  lay_head (GW_FORM_GRID_HEAD (widget), width, TRUE);
}

static void
gw_form_grid_head_dispose (GObject *object)
{
  GwFormGridHead *self = GW_FORM_GRID_HEAD (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->labels, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (gw_form_grid_head_parent_class)->dispose (object);
}

static void
gw_form_grid_head_finalize (GObject *object)
{
  g_ptr_array_unref (GW_FORM_GRID_HEAD (object)->labels);

  G_OBJECT_CLASS (gw_form_grid_head_parent_class)->finalize (object);
}

static void
gw_form_grid_head_class_init (GwFormGridHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_head_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_head_finalize;
  widget_class->get_request_mode = gw_form_grid_head_get_request_mode;
  widget_class->measure = gw_form_grid_head_measure;
  widget_class->size_allocate = gw_form_grid_head_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "gridhead");
}

static void
gw_form_grid_head_init (GwFormGridHead *self)
{
  self->labels = g_ptr_array_new ();
  self->columns = gw_form_grid_columns_new (GTK_WIDGET (self), 0);
  self->title = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0.0f);
  gtk_widget_add_css_class (self->title, "question-label");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
}

static void
show_head (GwFormGridHead *self,
           const char     *title,
           GPtrArray      *choices)
{
  g_autofree char *title_markup = gw_markdown_to_markup (title != NULL ? title : "");
  g_autofree char *stripped = g_strstrip (g_strdup (title_markup));

  gtk_label_set_markup (GTK_LABEL (self->title), stripped);
  gtk_widget_set_visible (self->title, *stripped != '\0');
  for (guint i = 0; i < self->labels->len; i++)
    gtk_widget_unparent (self->labels->pdata[i]);
  g_ptr_array_set_size (self->labels, 0);
  for (guint i = 0; i < choices->len; i++) {
    g_autofree char *words = gw_form_choice_face_dup_words (choices->pdata[i]), *markup = gw_markdown_to_markup (words);
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_markup (GTK_LABEL (label), markup);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    gtk_widget_set_parent (label, GTK_WIDGET (self));
    g_ptr_array_add (self->labels, label);
  }
  gw_form_grid_columns_set_words (self->columns, choices);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* ------------------------------------------------------------ the grid */

struct _GwFormGridMatrix
{
  GtkBox parent_instance;

  GwFormItem *first; /* whose answers are the heading */
  GtkWidget *head;
  GPtrArray *headings; /* of GwFormChoice */
};

G_DEFINE_FINAL_TYPE (GwFormGridMatrix, gw_form_grid_matrix, GTK_TYPE_BOX)

static gboolean
is_choice (GwFormItem *item)
{
  return gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL
         && (gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT
             || gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT1);
}

/**
 * gw_form_grid_matrix_is_heading:
 *
 * Returns: whether @item only names the answers of the choices after it, and asks nothing
 */
gboolean
gw_form_grid_matrix_is_heading (GwFormItem *item)
{
  return is_choice (item) && gw_form_item_has_appearance (item, "label");
}

static gboolean
is_row (GwFormItem *item,
        gboolean    in_table_list)
{
  if (!is_choice (item) || gw_form_grid_matrix_is_heading (item))
    return FALSE;

  return in_table_list || gw_form_item_has_appearance (item, "list-nolabel") || gw_form_item_has_appearance (item, "list");
}

/**
 * gw_form_grid_matrix_count_run:
 * @items: (element-type GwFormItem): what stands in one group
 * @first: a place in @items
 *
 * Returns: how many of @items from @first on are one grid; 0 where none begins there
 */
guint
gw_form_grid_matrix_count_run (GPtrArray *items,
                               guint      first)
{
  GwFormItem *item = items->pdata[first], *parent = gw_form_item_get_parent (item);
  gboolean heading = gw_form_grid_matrix_is_heading (item);
  gboolean in_table_list = parent != NULL && gw_form_item_has_appearance (parent, "table-list");
  g_autoptr (GPtrArray) answers = NULL;
  guint at = first + 1;

  if (!heading && !(in_table_list && is_row (item, TRUE)))
    return 0;

  /* Several headings may follow each other, one for each kind of choice; with the same words one is enough. */
  answers = gw_form_item_dup_markdown_choices (item);
  while (at < items->len) {
    g_autoptr (GPtrArray) own = NULL;

    if (!is_row (items->pdata[at], in_table_list) && !(heading && gw_form_grid_matrix_is_heading (items->pdata[at])))
      break;
    own = gw_form_item_dup_markdown_choices (items->pdata[at]);
    if (!gw_form_grid_choice_same_values (answers, own))
      break;
    at++;
  }

  return heading || at - first >= 2 ? at - first : 0;
}

static void
show_headings (GwFormGridMatrix *self)
{
  g_autofree char *title = gw_form_grid_matrix_is_heading (self->first)
                               ? gw_form_item_dup_markdown (self->first, GW_FORM_TEXT_LABEL) : NULL;
  GwFormItem *parent = gw_form_item_get_parent (self->first);
  g_autofree char *name = gw_form_walk_dup_heading (title != NULL || parent == NULL ? self->first : parent);

  g_clear_pointer (&self->headings, g_ptr_array_unref);
  self->headings = gw_form_item_dup_markdown_choices (self->first);
  show_head (GW_FORM_GRID_HEAD (self->head), title, self->headings);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (GtkWidget *row = gtk_widget_get_next_sibling (self->head); row != NULL; row = gtk_widget_get_next_sibling (row))
    gw_form_grid_choice_set_headings (GW_FORM_GRID_CHOICE (row), self->headings);
}

static void
row_visible_cb (GtkWidget        *changed,
                GParamSpec       *pspec,
                GwFormGridMatrix *self)
{
  gboolean any = FALSE;

  for (GtkWidget *row = gtk_widget_get_next_sibling (self->head); row != NULL; row = gtk_widget_get_next_sibling (row))
    any |= gtk_widget_get_visible (row);
  gtk_widget_set_visible (self->head, any);
}

/* ------------------------------------------------------------ keys */

static GwFormGridChoice *
neighbour (GwFormGridChoice *row,
           gboolean          forward)
{
  GtkWidget *at = GTK_WIDGET (row);

  do
    at = forward ? gtk_widget_get_next_sibling (at) : gtk_widget_get_prev_sibling (at);
  while (at != NULL && !(GW_IS_FORM_GRID_CHOICE (at) && gtk_widget_get_visible (at)));

  return at != NULL ? GW_FORM_GRID_CHOICE (at) : NULL;
}

static GwFormGridChoice *
end_row (GwFormGridChoice *row,
         gboolean          last)
{
  for (GwFormGridChoice *next = row; next != NULL; next = neighbour (next, last))
    row = next;

  return row;
}

static gboolean
move_to (GwFormGridChoice *row,
         int               index)
{
  return row != NULL && gw_form_grid_cells_focus_cell (gw_form_grid_choice_get_cells (row), index);
}

/* As in a list: below the last answer of a question comes the first of the next. */
static gboolean
move_in_list (GwFormGridChoice *row,
              int               at,
              gboolean          forward)
{
  int n = (int) gw_form_grid_cells_get_choices (gw_form_grid_choice_get_cells (row))->len;

  if (forward ? at + 1 < n : at > 0)
    return move_to (row, at + (forward ? 1 : -1));

  return move_to (neighbour (row, forward), forward ? 0 : G_MAXINT);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GwFormGridMatrix      *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GW_TYPE_FORM_GRID_CHOICE) : NULL;
  GwFormGridCells *cells = row != NULL ? gw_form_grid_choice_get_cells (GW_FORM_GRID_CHOICE (row)) : NULL;
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean ctrl = (state & GDK_CONTROL_MASK) != 0;
  gboolean wide = cells != NULL && gw_form_grid_cells_is_row (cells);
  GwFormGridChoice *here;
  int at;

  if (cells == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (cells))
      || (state & (GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  here = GW_FORM_GRID_CHOICE (row);
  at = gw_form_grid_cells_get_cursor (cells);
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    if (wide && !ctrl)
      move_to (here, MAX (at + ((key == GDK_KEY_Right || key == GDK_KEY_KP_Right) != mirrored ? 1 : -1), 0));
    return !ctrl;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    if (ctrl)
      return FALSE;
    if (wide)
      move_to (neighbour (here, key == GDK_KEY_Down || key == GDK_KEY_KP_Down), at);
    else
      move_in_list (here, at, key == GDK_KEY_Down || key == GDK_KEY_KP_Down);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    move_to (neighbour (here, TRUE), at);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return move_to (ctrl ? end_row (here, FALSE) : here, ctrl ? at : 0);
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    return move_to (ctrl ? end_row (here, TRUE) : here, ctrl ? at : G_MAXINT);
  case GDK_KEY_Delete:
  case GDK_KEY_BackSpace:
    gw_form_grid_cells_clear (cells);
    return TRUE;
  default:
    return FALSE;
  }
}

/* ------------------------------------------------------------ object */

static void
gw_form_grid_matrix_finalize (GObject *object)
{
  GwFormGridMatrix *self = GW_FORM_GRID_MATRIX (object);

  g_clear_object (&self->first);
  g_clear_pointer (&self->headings, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_grid_matrix_parent_class)->finalize (object);
}

static void
gw_form_grid_matrix_class_init (GwFormGridMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_matrix_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GRID);
}

static void
gw_form_grid_matrix_init (GwFormGridMatrix *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "choice-grid");
  self->head = g_object_new (GW_TYPE_FORM_GRID_HEAD, NULL);
  gtk_box_append (GTK_BOX (self), self->head);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * gw_form_grid_matrix_new:
 * @first: the item at which gw_form_grid_matrix_count_run() found a grid
 *
 * Returns: (transfer floating): the grid, without its rows
 */
GtkWidget *
gw_form_grid_matrix_new (GwFormItem *first)
{
  GwFormGridMatrix *self = g_object_new (GW_TYPE_FORM_GRID_MATRIX, NULL);

  self->first = g_object_ref (first);
  show_headings (self);

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_matrix_add_row:
 * @item: the next question of the grid
 *
 * Returns: (transfer none): the question, a #GwFormQuestion that is now the last row
 */
GtkWidget *
gw_form_grid_matrix_add_row (GwFormGridMatrix *self,
                             GwFormSession    *session,
                             GwFormItem       *item)
{
  GtkWidget *row;

  g_return_val_if_fail (GW_IS_FORM_GRID_MATRIX (self), NULL);

  row = gw_form_grid_choice_new_row (session, item, GW_FORM_GRID_HEAD (self->head)->columns, self->headings);
  gtk_box_append (GTK_BOX (self), row);
  g_signal_connect (row, "notify::visible", G_CALLBACK (row_visible_cb), self);

  return row;
}

/**
 * gw_form_grid_matrix_refresh:
 * @item: what changed
 * @aspects: what about it
 *
 * Shows the heading again where @item names the answers.
 */
void
gw_form_grid_matrix_refresh (GwFormGridMatrix *self,
                             GwFormItem       *item,
                             GwFormAspect      aspects)
{
  g_return_if_fail (GW_IS_FORM_GRID_MATRIX (self));

  if (item == self->first && (aspects & (GW_FORM_ASPECT_TEXTS | GW_FORM_ASPECT_CHOICES)) != 0)
    show_headings (self);
}
