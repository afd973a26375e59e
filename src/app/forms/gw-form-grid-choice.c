/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question whose choices stand in the shape that its appearance names, or in a row of a grid: the question at the
 * beginning of the line, its cells under the headings of the grid, and what is to be said about it below. */

#include "app/forms/gw-form-grid-choice.h"

#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-walk.h"

#define SPACING 6
#define LEAST_TEXT 60

/* ------------------------------------------------------------ the place of a row's parts */

#define GW_TYPE_FORM_GRID_LINE (gw_form_grid_line_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridLine, gw_form_grid_line, GW, FORM_GRID_LINE, GtkLayoutManager)

struct _GwFormGridLine
{
  GtkLayoutManager parent_instance;

  GwFormGridColumns *columns;
  GtkWidget *cells; /* unowned */
};

G_DEFINE_FINAL_TYPE (GwFormGridLine, gw_form_grid_line, GTK_TYPE_LAYOUT_MANAGER)

static int
height_for (GtkWidget *child,
            int        width)
{
  int least, height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, least), &height, NULL, NULL, NULL);

  return height;
}

static void
put (GtkWidget    *widget,
     GtkWidget    *child,
     GdkRectangle  at,
     int           width)
{
  int least;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  at.width = MAX (at.width, least);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    at.x = width - at.x - at.width;
  gtk_widget_size_allocate (child, &at, -1);
}

/* What stands before the cells is the question; what stands after them is said below over the whole width. */
static int
lay (GwFormGridLine *self,
     GtkWidget      *widget,
     int             width,
     gboolean        really)
{
  GtkWidget *field = self->cells, *child;
  int cells_width, y = 0, line = 0, cells_height;
  gboolean beside = gw_form_grid_columns_split (self->columns, width, &cells_width)
                    && gw_form_grid_cells_is_aligned (GW_FORM_GRID_CELLS (self->cells));
  int label_width = beside ? width - cells_width - SPACING : width;

  while (gtk_widget_get_parent (field) != widget)
    field = gtk_widget_get_parent (field);
  if (!beside)
    cells_width = MIN (width, gw_form_grid_columns_get_least (self->columns) - 1);
  cells_height = height_for (field, cells_width);

  for (child = gtk_widget_get_first_child (widget); child != field; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      line += height_for (child, label_width);
  if (beside)
    line = MAX (line, cells_height);
  for (child = gtk_widget_get_first_child (widget); child != field; child = gtk_widget_get_next_sibling (child)) {
    int height;

    if (!gtk_widget_should_layout (child))
      continue;
    height = height_for (child, label_width);
    if (really)
      put (widget, child, (GdkRectangle) { 0, beside && height < cells_height ? (line - height) / 2 : y, label_width,
                                           height }, width);
    y += height;
  }
  if (!beside)
    y += SPACING;
  if (really)
    put (widget, field,
         (GdkRectangle) { beside ? width - cells_width : 0, beside ? (line - cells_height) / 2 : y, cells_width,
                          cells_height },
         width);
  y = beside ? line : y + cells_height;

  for (child = gtk_widget_get_next_sibling (field); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    int height;

    if (!gtk_widget_should_layout (child))
      continue;
    height = height_for (child, width);
    y += SPACING;
    if (really)
      put (widget, child, (GdkRectangle) { 0, y, width, height }, width);
    y += height;
  }

  return y;
}

static GtkSizeRequestMode
gw_form_grid_line_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gw_form_grid_line_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  GwFormGridLine *self = GW_FORM_GRID_LINE (manager);
  int least = LEAST_TEXT, wanted = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int low, high;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &low, &high, NULL, NULL);
    least = MAX (least, low);
    wanted = MAX (wanted, high);
  }
  wanted = MAX (MAX (wanted, least), gw_form_grid_columns_get_least (self->columns) * 2);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = least;
    *natural = wanted;
  } else {
    *minimum = *natural = lay (self, widget, for_size < 0 ? wanted : for_size, FALSE);
  }
}

static void
gw_form_grid_line_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  lay (GW_FORM_GRID_LINE (manager), widget, width, TRUE);
}

static void
gw_form_grid_line_finalize (GObject *object)
{
  g_clear_object (&GW_FORM_GRID_LINE (object)->columns);

  G_OBJECT_CLASS (gw_form_grid_line_parent_class)->finalize (object);
}

static void
gw_form_grid_line_class_init (GwFormGridLineClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_line_finalize;
  layout_class->get_request_mode = gw_form_grid_line_get_request_mode;
  layout_class->measure = gw_form_grid_line_measure;
  layout_class->allocate = gw_form_grid_line_allocate;
}

static void
gw_form_grid_line_init (GwFormGridLine *self)
{
}

/* ------------------------------------------------------------ the question */

struct _GwFormGridChoice
{
  GwFormQuestion parent_instance;

  GtkWidget *cells;
  GtkWidget *nothing; /* says that there is nothing to choose */
  GtkWidget *clear; /* NULL in a grid, whose cells have their own */
  GwFormGridColumns *columns; /* NULL outside a grid */
  GPtrArray *headings; /* of GwFormChoice: those of the grid */
  gboolean single;
};

enum
{
  PROP_COLUMNS = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwFormGridChoice, gw_form_grid_choice, GW_TYPE_FORM_QUESTION)

/* "columns-3", "compact-2", "quickcompact-2": the number, or 0. */
static gboolean
read_appearance (const char *appearance,
                 const char *name,
                 guint      *n)
{
  gsize length = strlen (name);

  if (!g_str_has_prefix (appearance, name) || (appearance[length] != '\0' && appearance[length] != '-'))
    return FALSE;

  *n = appearance[length] == '-' ? (guint) CLAMP (atoi (appearance + length + 1), 0, 20) : 0;
  return TRUE;
}

static GwFormGridShape
find_shape (GwFormItem *item,
            guint      *n_columns)
{
  const char *const *appearances = gw_form_item_get_appearances (item);

  *n_columns = 0;
  for (guint i = 0; appearances != NULL && appearances[i] != NULL; i++) {
    guint n = 0;

    if (g_str_equal (appearances[i], "likert") || g_str_equal (appearances[i], "list"))
      return GW_FORM_GRID_SCALE;
    if (g_str_equal (appearances[i], "columns-pack") || g_str_equal (appearances[i], "horizontal")
        || g_str_equal (appearances[i], "horizontal-compact") || g_str_equal (appearances[i], "no-buttons"))
      return GW_FORM_GRID_FLOW;
    if (read_appearance (appearances[i], "columns", &n)) {
      *n_columns = n;
      return GW_FORM_GRID_EVEN;
    }
    if (read_appearance (appearances[i], "compact", &n) || read_appearance (appearances[i], "quickcompact", &n)) {
      *n_columns = n;
      return n > 0 ? GW_FORM_GRID_EVEN : GW_FORM_GRID_FLOW;
    }
  }

  return GW_FORM_GRID_LIST;
}

/**
 * gw_form_grid_choice_same_values:
 *
 * Returns: whether both lists of #GwFormChoice have the same values in the same order
 */
gboolean
gw_form_grid_choice_same_values (GPtrArray *a,
                                 GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (((GwFormChoice *) a->pdata[i])->value, ((GwFormChoice *) b->pdata[i])->value))
      return FALSE;

  return TRUE;
}

static gboolean
same_face (const GwFormChoice *a,
           const GwFormChoice *b)
{
  return g_strcmp0 (a->label, b->label) == 0 && g_strcmp0 (a->second, b->second) == 0
         && g_strcmp0 (a->image, b->image) == 0;
}

static gboolean
same_faces (GPtrArray *a,
            GPtrArray *b)
{
  if (!gw_form_grid_choice_same_values (a, b))
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!same_face (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
show_value (GwFormGridChoice *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  gboolean editable = !gw_form_item_is_readonly (item);

  gw_form_grid_cells_set_value (GW_FORM_GRID_CELLS (self->cells), value, editable);
  if (self->clear != NULL)
    gtk_widget_set_visible (self->clear, self->single && editable && value != NULL && *value != '\0');
}

/* A row whose choices are not those of the heading shows its own: what stands above it would be untrue. */
static void
align (GwFormGridChoice *self)
{
  GwFormGridCells *cells = GW_FORM_GRID_CELLS (self->cells);

  if (self->columns != NULL)
    gw_form_grid_cells_set_columns (cells, gw_form_grid_choice_same_values (self->headings,
                                                                            gw_form_grid_cells_get_choices (cells))
                                               ? self->columns : NULL);
}

static void
show_choices (GwFormGridChoice *self,
              gboolean          anew)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GwForm *form = gw_form_question_get_form (GW_FORM_QUESTION (self));
  GwFormGridCells *cells = GW_FORM_GRID_CELLS (self->cells);
  g_autoptr (GPtrArray) choices = gw_form_item_dup_markdown_choices (item);
  g_autofree char *question = self->columns != NULL ? gw_form_walk_dup_label (item) : NULL;

  if (anew || !same_faces (gw_form_grid_cells_get_choices (cells), choices))
    gw_form_grid_cells_set_choices (cells, form, choices, question);
  gtk_widget_set_visible (self->nothing, choices->len == 0);
  align (self);
}

static void
changed_cb (GwFormGridCells  *cells,
            GwFormGridChoice *self)
{
  g_autofree char *value = gw_form_grid_cells_dup_value (cells);

  gw_form_question_store (GW_FORM_QUESTION (self), value);
  show_value (self);
  g_signal_emit_by_name (self, "left");
}

static void
clear_cb (GtkButton        *button,
          GwFormGridChoice *self)
{
  gw_form_grid_cells_clear (GW_FORM_GRID_CELLS (self->cells));
  gw_form_question_focus (GW_FORM_QUESTION (self));
}

static void
gw_form_grid_choice_refresh (GwFormQuestion *question,
                             GwFormAspect    aspects)
{
  GwFormGridChoice *self = GW_FORM_GRID_CHOICE (question);

  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS))
    show_choices (self, (aspects & GW_FORM_ASPECT_TEXTS) != 0 && self->columns != NULL);
  if (aspects & (GW_FORM_ASPECT_CHOICES | GW_FORM_ASPECT_TEXTS | GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (self);
}

static void
gw_form_grid_choice_constructed (GObject *object)
{
  GwFormGridChoice *self = GW_FORM_GRID_CHOICE (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  guint n_columns = 0;
  GwFormGridShape shape = self->columns != NULL ? GW_FORM_GRID_ROW : find_shape (item, &n_columns);

  G_OBJECT_CLASS (gw_form_grid_choice_parent_class)->constructed (object);

  self->single = gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT1;
  self->cells = gw_form_grid_cells_new (self->single, shape, n_columns);
  g_signal_connect (self->cells, "changed", G_CALLBACK (changed_cb), self);
  self->nothing = gtk_label_new (_("There is nothing to choose yet. The choices may follow from another answer."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->nothing), 0.0f);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_box_append (GTK_BOX (box), self->cells);
  gtk_box_append (GTK_BOX (box), self->nothing);
  if (self->columns == NULL) {
    self->clear = gtk_button_new_with_label (_("Take this choice back"));
    gtk_widget_add_css_class (self->clear, "flat");
    gtk_widget_add_css_class (self->clear, "caption");
    gtk_widget_set_halign (self->clear, GTK_ALIGN_START);
    g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
    gtk_box_append (GTK_BOX (box), self->clear);
  }

  show_choices (self, TRUE);
  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->cells);
  if (self->columns != NULL) {
    GwFormGridLine *line = g_object_new (GW_TYPE_FORM_GRID_LINE, NULL);

    line->columns = g_object_ref (self->columns);
    line->cells = self->cells;
    gtk_widget_set_layout_manager (GTK_WIDGET (self), GTK_LAYOUT_MANAGER (line));
    gtk_widget_add_css_class (GTK_WIDGET (self), "grid-row");
  }
}

static void
gw_form_grid_choice_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_COLUMNS:
    GW_FORM_GRID_CHOICE (object)->columns = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_grid_choice_finalize (GObject *object)
{
  GwFormGridChoice *self = GW_FORM_GRID_CHOICE (object);

  g_clear_object (&self->columns);
  g_clear_pointer (&self->headings, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_grid_choice_parent_class)->finalize (object);
}

static void
gw_form_grid_choice_class_init (GwFormGridChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gw_form_grid_choice_constructed;
  object_class->set_property = gw_form_grid_choice_set_property;
  object_class->finalize = gw_form_grid_choice_finalize;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_grid_choice_refresh;

  props[PROP_COLUMNS] = g_param_spec_object ("columns", NULL, NULL, GW_TYPE_FORM_GRID_COLUMNS,
                                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_form_grid_choice_init (GwFormGridChoice *self)
{
}

/**
 * gw_form_grid_choice_new_row:
 * @item: a choice of one or several
 * @columns: the columns of the grid
 * @headings: (element-type GwFormChoice): what stands above them
 *
 * Returns: (transfer floating): @item as a row of a grid
 */
GtkWidget *
gw_form_grid_choice_new_row (GwFormSession     *session,
                             GwFormItem        *item,
                             GwFormGridColumns *columns,
                             GPtrArray         *headings)
{
  GwFormGridChoice *self = g_object_new (GW_TYPE_FORM_GRID_CHOICE, "session", session, "item", item, "columns", columns,
                                         NULL);

  gw_form_grid_choice_set_headings (self, headings);

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_choice_set_headings:
 * @headings: (element-type GwFormChoice): what stands above the columns of the grid now
 */
void
gw_form_grid_choice_set_headings (GwFormGridChoice *self,
                                  GPtrArray        *headings)
{
  g_return_if_fail (GW_IS_FORM_GRID_CHOICE (self));

  if (headings != self->headings) {
    g_clear_pointer (&self->headings, g_ptr_array_unref);
    self->headings = g_ptr_array_ref (headings);
  }
  align (self);
}

/**
 * gw_form_grid_choice_get_cells:
 *
 * Returns: (transfer none): the choices
 */
GwFormGridCells *
gw_form_grid_choice_get_cells (GwFormGridChoice *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CHOICE (self), NULL);

  return GW_FORM_GRID_CELLS (self->cells);
}
