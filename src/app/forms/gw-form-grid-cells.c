/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The choices of one question, in the shape that the form asks for: a list, a flow, columns, a scale with the words
 * beneath, or the cells of a grid. The shape of a grid and of a scale is given up for a list where the width does not
 * do. Signals: "changed" when a person chose or took back. */

#include "app/forms/gw-form-grid-cells.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-choice-face.h"

#define GAP 6
#define FLOW_GAP 18
#define CLEAR_WIDTH 36

struct _GwFormGridCells
{
  GtkWidget parent_instance;

  GPtrArray *choices; /* of GwFormChoice */
  GPtrArray *buttons; /* of GtkWidget, our children */
  GPtrArray *faces;   /* the same */
  GtkWidget *clear;   /* NULL but in a row of a grid with round buttons */
  GwFormGridColumns *columns;
  char *others;       /* chosen values that the list does not have: they stay */
  GwFormGridShape shape;
  guint n_columns;
  int cursor;         /* the one button that Tab reaches in a row of a grid */
  gboolean single;
  gboolean editable;
  gboolean showing;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormGridCells, gw_form_grid_cells, GTK_TYPE_WIDGET)

/* ------------------------------------------------------------ places */

typedef struct
{
  int button, button_height;
} Sizes;

static Sizes
measure_button (GwFormGridCells *self)
{
  Sizes sizes = { 0, 0 };

  for (guint i = 0; i < self->buttons->len; i++) {
    int width, height;

    gtk_widget_measure (self->buttons->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
    gtk_widget_measure (self->buttons->pdata[i], GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
    sizes.button = MAX (sizes.button, width);
    sizes.button_height = MAX (sizes.button_height, height);
  }

  return sizes;
}

static int
face_height (GtkWidget *face,
             int        width)
{
  int least, height;

  gtk_widget_measure (face, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (face, GTK_ORIENTATION_VERTICAL, MAX (width, least), NULL, &height, NULL, NULL);

  return height;
}

static int
widest_word (GwFormGridCells *self)
{
  int widest = 0;

  for (guint i = 0; i < self->faces->len; i++) {
    GtkLabel *label = gw_form_choice_face_get_label (self->faces->pdata[i]);
    int least;

    gtk_widget_measure (self->faces->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    widest = MAX (widest, gw_form_grid_columns_word_width (GTK_WIDGET (label), gtk_label_get_text (label)));
    widest = MAX (widest, least);
  }

  return widest;
}

static GwFormGridShape
shape_for (GwFormGridCells *self,
           int              width)
{
  switch (self->shape) {
  case GW_FORM_GRID_ROW:
    return self->columns != NULL && width >= gw_form_grid_columns_get_least (self->columns) ? GW_FORM_GRID_ROW
                                                                                            : GW_FORM_GRID_LIST;
  case GW_FORM_GRID_SCALE:
    return width >= (widest_word (self) + GAP) * (int) self->buttons->len ? GW_FORM_GRID_SCALE : GW_FORM_GRID_LIST;
  case GW_FORM_GRID_LIST:
  case GW_FORM_GRID_FLOW:
  case GW_FORM_GRID_EVEN:
  default:
    return self->shape;
  }
}

static void
place (GwFormGridCells *self,
       GtkWidget       *child,
       GdkRectangle     at,
       gboolean         shown)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_widget_set_child_visible (child, shown);
  if (!shown)
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    at.x = total - at.x - at.width;
  gtk_widget_size_allocate (child, &at, -1);
}

static int
natural_width (GwFormGridCells *self,
               guint            i,
               Sizes            sizes)
{
  int width;

  gtk_widget_measure (self->faces->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return sizes.button + GAP + width;
}

/* A button with its words beside it, at @x and @y; gives the height. */
static int
place_beside (GwFormGridCells *self,
              guint            i,
              Sizes            sizes,
              int              x,
              int              y,
              int              width,
              gboolean         really)
{
  /* What is centred under a button stands at its side as close as it can. */
  int words = self->shape == GW_FORM_GRID_SCALE ? MIN (natural_width (self, i, sizes), width) - sizes.button - GAP
                                                : MAX (width - sizes.button - GAP, 1);
  int height = face_height (self->faces->pdata[i], words);
  int line = MAX (height, sizes.button_height);

  if (really) {
    place (self, self->buttons->pdata[i],
           (GdkRectangle) { x, y + (MIN (line, sizes.button_height * 2) - sizes.button_height) / 2, sizes.button,
                            sizes.button_height },
           TRUE);
    place (self, self->faces->pdata[i],
           (GdkRectangle) { x + sizes.button + GAP, y + (line - height) / 2, words, height }, TRUE);
  }

  return line;
}

static int
lay_flow (GwFormGridCells *self,
          int              width,
          gboolean         really)
{
  Sizes sizes = measure_button (self);
  int x = 0, y = 0, line = 0;

  for (guint i = 0; i < self->buttons->len; i++) {
    int wanted = MIN (natural_width (self, i, sizes), width);

    if (x > 0 && x + wanted > width) {
      x = 0;
      y += line + GAP;
      line = 0;
    }
    line = MAX (line, place_beside (self, i, sizes, x, y, wanted, really));
    x += wanted + FLOW_GAP;
  }

  return y + line;
}

static int
lay_even (GwFormGridCells *self,
          int              width,
          gboolean         really)
{
  Sizes sizes = measure_button (self);
  int widest = 0, y = 0, n, column;

  for (guint i = 0; self->shape == GW_FORM_GRID_EVEN && self->n_columns == 0 && i < self->buttons->len; i++)
    widest = MAX (widest, natural_width (self, i, sizes));
  if (self->shape == GW_FORM_GRID_EVEN && self->n_columns > 0)
    n = MIN ((int) self->n_columns, (width + FLOW_GAP) / (sizes.button + GAP + widest_word (self) + FLOW_GAP));
  else if (self->shape == GW_FORM_GRID_EVEN)
    n = (width + FLOW_GAP) / (widest + FLOW_GAP);
  else
    n = 1;
  n = CLAMP (n, 1, MAX ((int) self->buttons->len, 1));
  column = (width - (n - 1) * FLOW_GAP) / n;

  for (guint i = 0; i < self->buttons->len;) {
    int line = 0;

    for (int c = 0; c < n && i < self->buttons->len; c++, i++)
      line = MAX (line, place_beside (self, i, sizes, c * (column + FLOW_GAP), y, column, really));
    y += line + GAP;
  }

  return MAX (y - GAP, 0);
}

static int
lay_scale (GwFormGridCells *self,
           int              width,
           gboolean         really)
{
  Sizes sizes = measure_button (self);
  int n = MAX ((int) self->buttons->len, 1), column = width / n, tallest = 0;

  for (guint i = 0; i < self->buttons->len; i++)
    tallest = MAX (tallest, face_height (self->faces->pdata[i], column - GAP));
  for (guint i = 0; really && i < self->buttons->len; i++) {
    int x = (int) i * column;

    place (self, self->buttons->pdata[i],
           (GdkRectangle) { x + (column - sizes.button) / 2, 0, sizes.button, sizes.button_height }, TRUE);
    place (self, self->faces->pdata[i],
           (GdkRectangle) { x + GAP / 2, sizes.button_height + GAP / 2, column - GAP,
                            face_height (self->faces->pdata[i], column - GAP) }, TRUE);
  }

  return sizes.button_height + GAP / 2 + tallest;
}

static int
lay_row (GwFormGridCells *self,
         int              width,
         int              height,
         gboolean         really)
{
  Sizes sizes = measure_button (self);
  int n = MAX ((int) self->buttons->len, 1), column = (width - CLEAR_WIDTH) / n;

  for (guint i = 0; really && i < self->buttons->len; i++) {
    place (self, self->buttons->pdata[i],
           (GdkRectangle) { (int) i * column + (column - sizes.button) / 2, MAX ((height - sizes.button_height) / 2, 0),
                            sizes.button, sizes.button_height }, TRUE);
    gtk_widget_set_child_visible (self->faces->pdata[i], FALSE);
  }

  return sizes.button_height;
}

static int
lay (GwFormGridCells *self,
     int              width,
     int              height,
     gboolean         really)
{
  switch (shape_for (self, width)) {
  case GW_FORM_GRID_FLOW:
    return lay_flow (self, width, really);
  case GW_FORM_GRID_SCALE:
    return lay_scale (self, width, really);
  case GW_FORM_GRID_ROW:
    return lay_row (self, width, height, really);
  case GW_FORM_GRID_LIST:
  case GW_FORM_GRID_EVEN:
  default:
    return lay_even (self, width, really);
  }
}

static GtkSizeRequestMode
gw_form_grid_cells_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gw_form_grid_cells_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  GwFormGridCells *self = GW_FORM_GRID_CELLS (widget);
  Sizes sizes = measure_button (self);
  int least = 0, wanted = 0;

  for (guint i = 0; i < self->buttons->len; i++) {
    int low, high;

    gtk_widget_measure (self->faces->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &low, &high, NULL, NULL);
    least = MAX (least, low);
    wanted = self->shape == GW_FORM_GRID_LIST ? MAX (wanted, high) : wanted + high + sizes.button + FLOW_GAP;
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = sizes.button + GAP + least;
    *natural = MAX (*minimum, sizes.button + GAP + wanted);
  } else {
    *minimum = *natural = lay (self, for_size < 0 ? sizes.button + GAP + wanted : for_size, 0, FALSE);
  }
}

static void
gw_form_grid_cells_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  GwFormGridCells *self = GW_FORM_GRID_CELLS (widget);
  gboolean row = shape_for (self, width) == GW_FORM_GRID_ROW;

  lay (self, width, height, TRUE);
  if (self->clear != NULL) {
    int wide, high;

    gtk_widget_measure (self->clear, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
    gtk_widget_measure (self->clear, GTK_ORIENTATION_VERTICAL, -1, &high, NULL, NULL, NULL);
    place (self, self->clear, (GdkRectangle) { width - wide, row ? (height - high) / 2 : 0, wide, high }, TRUE);
  }
}

/* ------------------------------------------------------------ values */

static void
move_cursor (GwFormGridCells *self,
             int              index)
{
  self->cursor = index;
  if (self->shape != GW_FORM_GRID_ROW)
    return;
  /* Not by "focusable": GTK 4.8 lets a round button that is not focusable take Tab for itself, and the
   * focus would never leave the row. */
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_set_can_focus (self->buttons->pdata[i], (int) i == index);
}

static int
find_index (GwFormGridCells *self,
            gpointer         button)
{
  guint index = 0;

  return g_ptr_array_find (self->buttons, button, &index) ? (int) index : 0;
}

static gboolean
is_chosen (GwFormGridCells *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
show_clear (GwFormGridCells *self)
{
  if (self->clear == NULL)
    return;

  gtk_widget_set_opacity (self->clear, self->editable && is_chosen (self) ? 0.6 : 0.0);
  gtk_widget_set_can_target (self->clear, self->editable && is_chosen (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !self->editable || !is_chosen (self), -1);
}

static void
toggled_cb (GtkCheckButton  *button,
            GwFormGridCells *self)
{
  if (self->showing)
    return;
  /* A group of round buttons tells of the one that goes off and of the one that goes on. */
  if (self->single && !gtk_check_button_get_active (button))
    return;

  move_cursor (self, find_index (self, button));
  gtk_widget_grab_focus (GTK_WIDGET (button));
  show_clear (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* One for all faces: a page has thousands of them. */
static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GwFormGridCells *self)
{
  GtkWidget *hit = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  for (guint i = 0; hit != NULL && i < self->faces->len; i++) {
    GtkCheckButton *button = self->buttons->pdata[i];

    if (hit != self->faces->pdata[i] && !gtk_widget_is_ancestor (hit, self->faces->pdata[i]))
      continue;
    if (gtk_widget_is_sensitive (GTK_WIDGET (button)))
      gtk_check_button_set_active (button, self->single || !gtk_check_button_get_active (button));
    return;
  }
}

static void
clear_cb (GtkButton       *clear,
          GwFormGridCells *self)
{
  gw_form_grid_cells_clear (self);
}

/* ------------------------------------------------------------ object */

static void
gw_form_grid_cells_dispose (GObject *object)
{
  GwFormGridCells *self = GW_FORM_GRID_CELLS (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->faces, 0);
  self->clear = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (gw_form_grid_cells_parent_class)->dispose (object);
}

static void
gw_form_grid_cells_finalize (GObject *object)
{
  GwFormGridCells *self = GW_FORM_GRID_CELLS (object);

  g_ptr_array_unref (self->buttons);
  g_ptr_array_unref (self->faces);
  g_free (self->others);

  G_OBJECT_CLASS (gw_form_grid_cells_parent_class)->finalize (object);
}

static gboolean
gw_form_grid_cells_grab_focus (GtkWidget *widget)
{
  GwFormGridCells *self = GW_FORM_GRID_CELLS (widget);

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      return gw_form_grid_cells_focus_cell (self, (int) i);

  return gw_form_grid_cells_focus_cell (self, self->cursor);
}

static void
gw_form_grid_cells_class_init (GwFormGridCellsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_cells_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_cells_finalize;
  widget_class->get_request_mode = gw_form_grid_cells_get_request_mode;
  widget_class->measure = gw_form_grid_cells_measure;
  widget_class->size_allocate = gw_form_grid_cells_size_allocate;
  widget_class->grab_focus = gw_form_grid_cells_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
gw_form_grid_cells_init (GwFormGridCells *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  self->buttons = g_ptr_array_new ();
  self->faces = g_ptr_array_new ();
  self->editable = TRUE;
}

/**
 * gw_form_grid_cells_new:
 * @single: whether one of the choices is taken and not several
 * @n_columns: for %GW_FORM_GRID_EVEN: how many columns, 0 for as many as fit
 *
 * Returns: (transfer floating): choices that are not known yet
 */
GtkWidget *
gw_form_grid_cells_new (gboolean        single,
                        GwFormGridShape shape,
                        guint           n_columns)
{
  GwFormGridCells *self = g_object_new (GW_TYPE_FORM_GRID_CELLS, "accessible-role",
                                        single ? GTK_ACCESSIBLE_ROLE_RADIO_GROUP : GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->single = single;
  self->shape = shape;
  self->n_columns = n_columns;
  if (shape == GW_FORM_GRID_ROW && single) {
    self->clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
    gtk_widget_add_css_class (self->clear, "flat");
    gtk_widget_set_focusable (self->clear, FALSE);
    gtk_widget_set_tooltip_text (self->clear, _("Take this choice back"));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Take this choice back"), -1);
    g_signal_connect (self->clear, "clicked", G_CALLBACK (clear_cb), self);
    gtk_widget_set_parent (self->clear, GTK_WIDGET (self));
  }

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_cells_set_columns:
 * @columns: (nullable): the columns of the grid that this is a row of, while its choices are theirs
 */
void
gw_form_grid_cells_set_columns (GwFormGridCells   *self,
                                GwFormGridColumns *columns)
{
  g_return_if_fail (GW_IS_FORM_GRID_CELLS (self));

  if (g_set_object (&self->columns, columns))
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
add_choice (GwFormGridCells *self,
            GwForm          *form,
            GwFormChoice    *choice,
            const char      *question)
{
  GwFormFaceFlags centred = self->shape == GW_FORM_GRID_SCALE ? GW_FORM_FACE_CENTRED : GW_FORM_FACE_DEFAULT;
  GtkWidget *face = gw_form_choice_face_new (form, choice, GW_FORM_FACE_NAMED | centred);
  const char *text = gtk_label_get_text (gw_form_choice_face_get_label (face));
  /* TRANSLATORS: How a screen reader names one cell of a grid of choices: the question and the choice. */
  g_autofree char *name = question != NULL ? g_strdup_printf (_("%s: %s"), question, text) : NULL;
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role",
                                    self->single ? GTK_ACCESSIBLE_ROLE_RADIO : GTK_ACCESSIBLE_ROLE_CHECKBOX, NULL);

  if (name != NULL)
    gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : text, -1);
  if (self->single && self->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons->pdata[0]);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  gtk_widget_set_parent (face, GTK_WIDGET (self));
  g_ptr_array_add (self->buttons, button);
  g_ptr_array_add (self->faces, face);
}

/**
 * gw_form_grid_cells_set_choices:
 * @form: (nullable): the form, whose folder has the pictures
 * @choices: (element-type GwFormChoice): what can be chosen
 * @question: (nullable): what a screen reader says before each choice, as in a grid
 */
void
gw_form_grid_cells_set_choices (GwFormGridCells *self,
                                GwForm          *form,
                                GPtrArray       *choices,
                                const char      *question)
{
  g_return_if_fail (GW_IS_FORM_GRID_CELLS (self));

  self->showing = TRUE;
  for (guint i = 0; i < self->buttons->len; i++) {
    gtk_widget_unparent (self->buttons->pdata[i]);
    gtk_widget_unparent (self->faces->pdata[i]);
  }
  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->faces, 0);
  if (choices != self->choices) {
    g_clear_pointer (&self->choices, g_ptr_array_unref);
    self->choices = g_ptr_array_ref (choices);
  }
  for (guint i = 0; i < choices->len; i++)
    add_choice (self, form, choices->pdata[i], question);
  if (self->clear != NULL)
    gtk_widget_insert_before (self->clear, GTK_WIDGET (self), NULL);
  move_cursor (self, 0);
  self->showing = FALSE;
}

/**
 * gw_form_grid_cells_set_value:
 * @value: (nullable): what is chosen, joined by spaces
 * @editable: whether it can be changed
 *
 * Shows @value without telling that it changed.
 */
void
gw_form_grid_cells_set_value (GwFormGridCells *self,
                              const char      *value,
                              gboolean         editable)
{
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);
  g_autoptr (GString) others = g_string_new (NULL);
  int cursor = -1;

  g_return_if_fail (GW_IS_FORM_GRID_CELLS (self));

  self->showing = TRUE;
  self->editable = editable;
  for (guint i = 0; i < self->buttons->len; i++) {
    const GwFormChoice *choice = self->choices->pdata[i];
    gboolean active = self->single ? g_strcmp0 (value, choice->value) == 0
                                   : g_strv_contains ((const char *const *) words, choice->value);

    gtk_check_button_set_active (self->buttons->pdata[i], active);
    gtk_widget_set_sensitive (self->buttons->pdata[i], editable);
    if (active && cursor < 0)
      cursor = (int) i;
  }
  for (guint w = 0; !self->single && words[w] != NULL; w++) {
    gboolean known = *words[w] == '\0';

    for (guint i = 0; self->choices != NULL && i < self->choices->len && !known; i++)
      known = g_str_equal (((GwFormChoice *) self->choices->pdata[i])->value, words[w]);
    if (!known)
      g_string_append_printf (others, " %s", words[w]);
  }
  g_free (self->others);
  self->others = g_strdup (others->str);
  if (self->single && cursor >= 0)
    move_cursor (self, cursor);
  self->showing = FALSE;
  show_clear (self);
}

/**
 * gw_form_grid_cells_dup_value:
 *
 * Returns: (transfer full): what is chosen, in the order of the list and not of clicking, joined by spaces
 */
char *
gw_form_grid_cells_dup_value (GwFormGridCells *self)
{
  GString *value;

  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), NULL);

  value = g_string_new (NULL);
  for (guint i = 0; i < self->buttons->len; i++) {
    const GwFormChoice *choice = self->choices->pdata[i];

    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", choice->value);
  }
  if (!self->single && self->others != NULL)
    g_string_append (value, value->len > 0 || *self->others == '\0' ? self->others : self->others + 1);

  return g_string_free (value, FALSE);
}

/**
 * gw_form_grid_cells_get_choices:
 *
 * Returns: (transfer none) (nullable) (element-type GwFormChoice): what can be chosen
 */
GPtrArray *
gw_form_grid_cells_get_choices (GwFormGridCells *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), NULL);

  return self->choices;
}

/**
 * gw_form_grid_cells_is_aligned:
 *
 * Returns: whether the choices are those of a grid's columns
 */
gboolean
gw_form_grid_cells_is_aligned (GwFormGridCells *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), FALSE);

  return self->columns != NULL;
}

/**
 * gw_form_grid_cells_is_row:
 *
 * Returns: whether the choices stand as a row of a grid now, their words in its heading
 */
gboolean
gw_form_grid_cells_is_row (GwFormGridCells *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), FALSE);

  return shape_for (self, gtk_widget_get_width (GTK_WIDGET (self))) == GW_FORM_GRID_ROW;
}

/**
 * gw_form_grid_cells_get_cursor:
 *
 * Returns: the place of the choice that has the keyboard focus or had it last
 */
int
gw_form_grid_cells_get_cursor (GwFormGridCells *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), 0);

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_widget_is_focus (self->buttons->pdata[i]))
      return (int) i;

  return self->cursor;
}

/**
 * gw_form_grid_cells_focus_cell:
 * @index: the place of a choice; beyond the ends stands for the ends
 *
 * Puts the keyboard focus there without choosing it.
 *
 * Returns: whether it took it
 */
gboolean
gw_form_grid_cells_focus_cell (GwFormGridCells *self,
                               int              index)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), FALSE);

  if (self->buttons->len == 0)
    return FALSE;

  index = CLAMP (index, 0, (int) self->buttons->len - 1);
  move_cursor (self, index);
  return gtk_widget_grab_focus (self->buttons->pdata[index]);
}

/**
 * gw_form_grid_cells_clear:
 *
 * Takes back what is chosen, as a person's doing.
 *
 * Returns: whether something was chosen
 */
gboolean
gw_form_grid_cells_clear (GwFormGridCells *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_CELLS (self), FALSE);

  if (!self->editable || !is_chosen (self))
    return FALSE;

  self->showing = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (self->buttons->pdata[i], FALSE);
  self->showing = FALSE;
  show_clear (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return TRUE;
}
