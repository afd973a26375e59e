/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-sheet.h"

#include <math.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-grid-cell.h"
#include "app/forms/gw-form-grid-columns.h"
#include "app/forms/gw-form-grid-strip.h"

/* The least height of a line and of the whole, and what making lines may take in one callback, in microseconds. */
#define LINE_PADDING 16
#define LEAST_LINE 34
#define LEAST_LINES 2
#define SLICE 2000

/* The first column stands still where it takes no more than this much of the width. */
#define FIXED_SHARE 0.5
#define HEAD_LINES 3

/* What a heading needs beside its words: its edges, and the mark that says how it is sorted. */
#define HEAD_ROOM 36
#define SCROLL_BAR 22

struct _GwFormGridSheet
{
  GtkWidget parent_instance;

  GwFormGridLines *lines;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  guint hscroll_policy : 1;
  guint vscroll_policy : 1;

  GtkWidget *head;
  GPtrArray *strips; /* of GwFormGridStrip */
  GtkWidget *editor; /* NULL but while a cell is changed in place */
  GwFormGridMeasures measures;
  int *wanted;       /* widths before what is left is shared out */
  int line_height;
  int head_height;
  guint grow_id;

  guint line, column;               /* where the person is */
  guint anchor_line, anchor_column; /* where the block that is marked began */
  char *name;
  gboolean can_add;
  gboolean configuring;
  gboolean overflows;               /* wider than what is there: a scroll bar stands below */
  guint resize_id;
};

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_MOVED,
  SIGNAL_EDIT,
  SIGNAL_ASKED,
  SIGNAL_SORT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (GwFormGridSheet, gw_form_grid_sheet, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* The lines of the form, and one more in which a row begins by typing. */
static guint
count_lines (GwFormGridSheet *self)
{
  return gw_form_grid_lines_get_n (self->lines) + (self->can_add ? 1 : 0);
}

static gboolean
is_new_line (GwFormGridSheet *self,
             guint            line)
{
  return line >= gw_form_grid_lines_get_n (self->lines);
}

static gboolean
is_mirrored (GwFormGridSheet *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* ------------------------------------------------------------ what stands in the cells */

static gboolean
is_marked (GwFormGridSheet *self,
           guint            line,
           guint            column)
{
  return (self->anchor_line != self->line || self->anchor_column != self->column)
         && line >= MIN (self->line, self->anchor_line) && line <= MAX (self->line, self->anchor_line)
         && column >= MIN (self->column, self->anchor_column) && column <= MAX (self->column, self->anchor_column);
}

static GwFormGridMark
find_place_marks (GwFormGridSheet *self,
                  guint            line,
                  guint            column)
{
  GwFormGridMark marks = 0;

  if (line == self->line && column == self->column)
    marks |= GW_FORM_GRID_CURSOR;
  if (is_marked (self, line, column))
    marks |= GW_FORM_GRID_SELECTED;
  if (column < self->measures.n_fixed)
    marks |= GW_FORM_GRID_SOLID;

  return marks;
}

#define PLACE_MARKS (GW_FORM_GRID_CURSOR | GW_FORM_GRID_SELECTED | GW_FORM_GRID_SOLID)

static GwFormGridMark
find_item_marks (GwFormItem     *item,
                 GwFormGridKind  kind,
                 gboolean        wrong)
{
  const char *value = gw_form_item_get_value (item);
  GwFormGridMark marks = kind == GW_FORM_GRID_NUMBER ? GW_FORM_GRID_AT_END : 0;

  if (!gw_form_item_is_visible (item))
    return marks | GW_FORM_GRID_ABSENT;
  if (!gw_form_grid_words_is_open (item))
    marks |= GW_FORM_GRID_CLOSED;
  else if (gw_form_item_is_required (item) && (value == NULL || *value == '\0'))
    marks |= GW_FORM_GRID_MISSING;
  if (wrong)
    marks |= GW_FORM_GRID_INVALID;

  return marks;
}

/* What a screen reader says, and what the mouse shows: a cell is read with its column and its row. */
static void
name_cell (GwFormGridSheet *self,
           GtkWidget       *cell,
           guint            line,
           guint            column,
           const char      *shown,
           GwFormGridMark   marks,
           const char      *problem)
{
  const char *title = gw_form_grid_lines_get_title (self->lines, column), *words = shown;
  g_autofree char *name = NULL;

  if (marks & GW_FORM_GRID_ABSENT)
    words = _("does not apply");
  else if (*shown == '\0')
    words = marks & GW_FORM_GRID_MISSING ? _("required, not answered yet") : _("empty");
  else if (gw_form_grid_lines_get_kind (self->lines, column) == GW_FORM_GRID_TICK)
    words = C_("box to tick", "Yes, confirmed");
  if (is_new_line (self, line))
    /* TRANSLATORS: How a screen reader names a cell of a line in which a new row begins by typing; %s is the heading
     * of the column. */
    name = g_strdup_printf (_("%s, new row"), title);
  else
    /* TRANSLATORS: How a screen reader names a cell: the heading of its column, the number of its row, what stands in
     * it. */
    name = g_strdup_printf (_("%s, row %u: %s"), title, gw_form_grid_lines_get_number (self->lines, line), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, problem != NULL ? problem : "",
                                  GTK_ACCESSIBLE_PROPERTY_READ_ONLY, (marks & GW_FORM_GRID_CLOSED) != 0, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               GTK_ACCESSIBLE_STATE_DISABLED, (marks & GW_FORM_GRID_ABSENT) != 0,
                               GTK_ACCESSIBLE_STATE_SELECTED, is_marked (self, line, column), -1);
}

static void
show_cell (GwFormGridSheet *self,
           GwFormGridStrip *strip,
           guint            column)
{
  guint line = gw_form_grid_strip_get_line (strip);
  GtkWidget *cell = gw_form_grid_strip_get_cell (strip, column);
  GwFormGridMark marks = find_place_marks (self, line, column);
  g_autofree char *shown = NULL, *problem = NULL;

  if (is_new_line (self, line)) {
    shown = g_strdup ("");
  } else {
    GwFormItem *item = gw_form_grid_lines_get_cell (self->lines, line, column);

    shown = gw_form_grid_words_dup_shown (item);
    problem = gw_form_grid_words_dup_problem (item);
    marks |= find_item_marks (item, gw_form_grid_lines_get_kind (self->lines, column), problem != NULL);
  }
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (cell), shown, marks);
  name_cell (self, cell, line, column, shown, marks, problem);
}

static void
show_line (GwFormGridSheet *self,
           GwFormGridStrip *strip,
           guint            line)
{
  g_autofree char *number = NULL, *name = NULL;

  gw_form_grid_strip_set_line (strip, line);
  if (is_new_line (self, line)) {
    number = g_strdup ("+");
    name = g_strdup (_("New row"));
  } else {
    number = g_strdup_printf ("%u", gw_form_grid_lines_get_number (self->lines, line));
    /* TRANSLATORS: The heading of one row in a table of a form; %u is its number. */
    name = g_strdup_printf (_("Row %u"), gw_form_grid_lines_get_number (self->lines, line));
  }
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (gw_form_grid_strip_get_head (strip)), number,
                         GW_FORM_GRID_HEAD | GW_FORM_GRID_SOLID);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gw_form_grid_strip_get_head (strip)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (guint i = 0; i < self->measures.n; i++)
    show_cell (self, strip, i);
}

static GwFormGridStrip *
find_strip (GwFormGridSheet *self,
            guint            line)
{
  for (guint i = 0; i < self->strips->len; i++)
    if (gw_form_grid_strip_get_line (self->strips->pdata[i]) == line)
      return self->strips->pdata[i];

  return NULL;
}

/* ------------------------------------------------------------ which lines have widgets */

static GtkWidget *
make_cell (int      column,
           gpointer user_data)
{
  GtkWidget *cell = gw_form_grid_cell_new (column < 0 ? GTK_ACCESSIBLE_ROLE_ROW_HEADER : GTK_ACCESSIBLE_ROLE_GRID_CELL);

  gtk_widget_set_focusable (cell, column >= 0);

  return cell;
}

/* By how much the lines are scrolled. Only whole lines go above the edge, so that none stands half below the
 * headings. */
static int
get_top (GwFormGridSheet *self)
{
  double value, most;

  if (self->vadjustment == NULL || self->line_height == 0)
    return 0;
  value = gtk_adjustment_get_value (self->vadjustment);
  most = gtk_adjustment_get_upper (self->vadjustment) - gtk_adjustment_get_page_size (self->vadjustment);

  return (int) (value >= most - 1 ? ceil (value / self->line_height) : floor (value / self->line_height + 0.01))
         * self->line_height;
}

static void
get_range (GwFormGridSheet *self,
           guint           *first,
           guint           *last)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height;
  int top = get_top (self);
  guint n = count_lines (self);

  *first = (guint) MAX (top / self->line_height, 0);
  *last = MIN (n, (guint) ((top + MAX (height, 0) + self->line_height - 1) / self->line_height));
  *first = MIN (*first, *last);
}

static gboolean grow_cb (gpointer user_data);

static void
queue_growth (GwFormGridSheet *self)
{
  if (self->grow_id == 0)
    self->grow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, grow_cb, self, NULL);
}

static GwFormGridStrip *
make_strip (GwFormGridSheet *self)
{
  GtkWidget *strip = gw_form_grid_strip_new (&self->measures, GTK_ACCESSIBLE_ROLE_ROW, make_cell, self);

  gtk_widget_insert_before (strip, GTK_WIDGET (self), self->editor);
  g_ptr_array_add (self->strips, strip);

  return GW_FORM_GRID_STRIP (strip);
}

/* Gives every line on the screen a widget: the one that it has, one that is not needed any more, or a new one. New
 * ones are made a few at a time, and never while places are given out: a widget that comes then asks for new places. */
static void
assign (GwFormGridSheet *self,
        gboolean         may_make)
{
  gint64 until = g_get_monotonic_time () + SLICE;
  guint first, last, at = 0;

  get_range (self, &first, &last);
  for (guint line = first; line < last; line++) {
    GwFormGridStrip *spare = NULL;

    if (find_strip (self, line) != NULL)
      continue;
    for (; spare == NULL && at < self->strips->len; at++) {
      guint shown = gw_form_grid_strip_get_line (self->strips->pdata[at]);

      if (shown < first || shown >= last)
        spare = self->strips->pdata[at];
    }
    if (spare == NULL && (!may_make || g_get_monotonic_time () >= until)) {
      queue_growth (self);
      return;
    }
    if (spare == NULL) {
      spare = make_strip (self);
      at = self->strips->len;
    }
    show_line (self, spare, line);
    gtk_widget_set_child_visible (GTK_WIDGET (spare), TRUE);
  }
}

static gboolean
grow_cb (gpointer user_data)
{
  GwFormGridSheet *self = user_data;

  self->grow_id = 0;
  assign (self, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* ------------------------------------------------------------ places */

/* What a column would like to have, and what it needs at least, in characters, by what stands in it. */
static const struct
{
  int wanted;
  int least;
  gboolean grows;
} column_kinds[] = {
  [GW_FORM_GRID_TEXT] = { 22, 13, TRUE },   [GW_FORM_GRID_NUMBER] = { 10, 8, FALSE },
  [GW_FORM_GRID_DATE] = { 14, 14, FALSE },  [GW_FORM_GRID_TICK] = { 7, 5, FALSE },
  [GW_FORM_GRID_CHOICE] = { 20, 13, TRUE }, [GW_FORM_GRID_CHOICES] = { 22, 13, TRUE },
  [GW_FORM_GRID_NOTE] = { 24, 13, TRUE },   [GW_FORM_GRID_OTHER] = { 16, 12, TRUE },
};

static int
find_least_width (GwFormGridSheet *self,
                  guint            column,
                  int              character)
{
  int word = gw_form_grid_columns_word_width (self->head, gw_form_grid_lines_get_title (self->lines, column));

  return MAX (column_kinds[gw_form_grid_lines_get_kind (self->lines, column)].least * character, word + HEAD_ROOM);
}

/* Hands @left out, or takes it back where it is below zero, over the columns that hold words. */
static void
share_out (GwFormGridSheet *self,
           int              left,
           int              character)
{
  int n = 0;

  for (guint i = 0; i < self->measures.n; i++)
    n += column_kinds[gw_form_grid_lines_get_kind (self->lines, i)].grows;
  for (guint i = 0; i < self->measures.n && left != 0; i++) {
    gboolean grows = column_kinds[gw_form_grid_lines_get_kind (self->lines, i)].grows;
    int share = n > 0 ? left / n : left / (int) (self->measures.n - i);

    if ((left > 0 && n == 0 && grows == FALSE) || grows) {
      share = MAX (share, find_least_width (self, i, character) - self->measures.widths[i]);
      if (left < 0)
        share = MIN (share, 0);
      self->measures.widths[i] += share;
      left -= share;
    }
    n -= grows;
  }
}

/* In the font of the moment. Columns that hold words take what is left, and give up some of theirs before the table
 * is scrolled. */
static void
measure_columns (GwFormGridSheet *self,
                 int              width)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int character = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  int digits = 1;

  self->line_height = MAX (LEAST_LINE, PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)) + LINE_PADDING);
  pango_font_metrics_unref (metrics);
  for (guint n = gw_form_grid_lines_get_n_all (self->lines); n >= 10; n /= 10)
    digits++;
  self->measures.number_width = MAX (digits, 2) * character + 18;
  for (guint i = 0; i < self->measures.n; i++) {
    GwFormGridKind kind = gw_form_grid_lines_get_kind (self->lines, i);

    self->measures.widths[i] = self->wanted[i]
        = MAX (column_kinds[kind].wanted * character, find_least_width (self, i, character));
  }
  if (width > 0)
    share_out (self, width - gw_form_grid_measures_total (&self->measures), character);
  self->measures.n_fixed = gw_form_grid_measures_total (&self->measures) > width && self->measures.n > 1
                           && self->measures.number_width + self->measures.widths[0] <= width * FIXED_SHARE;
}

/* From right to left, the scroll bar counts from the right. */
static void
read_scroll (GwFormGridSheet *self)
{
  if (self->hadjustment != NULL)
    self->measures.scroll = (int) gtk_adjustment_get_value (self->hadjustment);
}

static void
configure_adjustments (GwFormGridSheet *self,
                       int              width,
                       int              height)
{
  int total = MAX (gw_form_grid_measures_total (&self->measures), width);
  int page = MAX (height - self->head_height, 1);
  int lines = MAX ((int) count_lines (self) * self->line_height, page);
  double value;

  /* The last line can be scrolled wholly onto the page. */
  if (lines > page && page > self->line_height)
    lines += page % self->line_height;
  if (self->hadjustment == NULL || self->vadjustment == NULL)
    return;

  value = gtk_adjustment_get_value (self->hadjustment);
  self->configuring = TRUE;
  gtk_adjustment_configure (self->hadjustment, CLAMP (value, 0, total - width), 0, total, width * 0.1, width * 0.9,
                            width);
  value = gtk_adjustment_get_value (self->vadjustment);
  gtk_adjustment_configure (self->vadjustment, CLAMP (value, 0, lines - page), 0, lines, self->line_height,
                            page - self->line_height, page);
  self->configuring = FALSE;
  read_scroll (self);
}

static void
gw_form_grid_sheet_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (widget);
  int head;

  if (self->line_height == 0)
    measure_columns (self, 0);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = self->measures.number_width * 2;
    *natural = self->measures.number_width;
    for (guint i = 0; i < self->measures.n; i++)
      *natural += self->wanted[i];
    *natural = MAX (*natural, *minimum);
    return;
  }
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &head, NULL, NULL, NULL);
  *minimum = head + self->line_height * LEAST_LINES;
  *natural = MAX (head + self->line_height * (int) count_lines (self), *minimum);
  if (self->overflows)
    *natural += SCROLL_BAR;
}

static gboolean
resize_cb (gpointer user_data)
{
  GwFormGridSheet *self = user_data;

  self->resize_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
place_editor (GwFormGridSheet *self)
{
  GwFormGridStrip *strip = find_strip (self, self->line);
  GtkWidget *cell = strip != NULL ? gw_form_grid_strip_get_cell (strip, self->column) : NULL;
  graphene_rect_t bounds;
  GdkRectangle at;
  int least;

  if (self->editor == NULL || cell == NULL || !gtk_widget_compute_bounds (cell, GTK_WIDGET (self), &bounds))
    return;

  at = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                        (int) bounds.size.height };
  if (GTK_IS_POPOVER (self->editor)) {
    gtk_popover_set_pointing_to (GTK_POPOVER (self->editor), &at);
    gtk_popover_present (GTK_POPOVER (self->editor));
    return;
  }
  gtk_widget_measure (self->editor, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > at.width) {
    if (is_mirrored (self))
      at.x -= least - at.width;
    at.width = least;
    at.x = CLAMP (at.x, 0, MAX (gtk_widget_get_width (GTK_WIDGET (self)) - at.width, 0));
  }
  gtk_widget_measure (self->editor, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  at.y -= MAX (least - at.height, 0) / 2;
  at.height = MAX (at.height, least);
  gtk_widget_size_allocate (self->editor, &at, -1);
}

static void
gw_form_grid_sheet_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (widget);
  int least, top;

  measure_columns (self, width);
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &self->head_height, NULL, NULL, NULL);
  configure_adjustments (self, width, height);
  if (self->overflows != (gw_form_grid_measures_total (&self->measures) > width)) {
    self->overflows = !self->overflows;
    if (self->resize_id == 0)
      self->resize_id = g_idle_add (resize_cb, self);
  }
  assign (self, FALSE);

  top = get_top (self);
  gtk_widget_measure (self->head, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  for (guint i = 0; i < self->strips->len; i++) {
    GwFormGridStrip *strip = self->strips->pdata[i];
    guint line = gw_form_grid_strip_get_line (strip);
    int y = line < count_lines (self) ? self->head_height + (int) line * self->line_height - top : -1;
    gboolean shown = line < count_lines (self) && y + self->line_height > self->head_height && y < height;

    gtk_widget_set_child_visible (GTK_WIDGET (strip), shown);
    if (!shown)
      continue;
    gtk_widget_measure (GTK_WIDGET (strip), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    gtk_widget_size_allocate (GTK_WIDGET (strip), &(GdkRectangle) { 0, y, width, self->line_height }, -1);
  }
  gtk_widget_size_allocate (self->head, &(GdkRectangle) { 0, 0, width, self->head_height }, -1);
  place_editor (self);
}

/* ------------------------------------------------------------ headings */

static void
heading_clicked_cb (GtkButton       *button,
                    GwFormGridSheet *self)
{
  g_signal_emit (self, signals[SIGNAL_SORT], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "column")));
}

static GtkWidget *
make_heading (int      column,
              gpointer user_data)
{
  GwFormGridSheet *self = user_data;
  GtkWidget *button, *box, *label, *icon;

  if (column < 0)
    return gw_form_grid_cell_new (GTK_ACCESSIBLE_ROLE_PRESENTATION);

  button = gtk_button_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  label = gtk_label_new (gw_form_grid_lines_get_title (self->lines, (guint) column));
  icon = gtk_image_new ();
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), HEAD_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_tooltip_text (button, gw_form_grid_lines_get_title (self->lines, (guint) column));
  g_object_set_data (G_OBJECT (button), "column", GINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (button), "icon", icon);
  g_signal_connect (button, "clicked", G_CALLBACK (heading_clicked_cb), self);

  return button;
}

static void
show_headings (GwFormGridSheet *self)
{
  gw_form_grid_cell_set (GW_FORM_GRID_CELL (gw_form_grid_strip_get_head (GW_FORM_GRID_STRIP (self->head))), "",
                         GW_FORM_GRID_HEAD | GW_FORM_GRID_SOLID);
  for (guint i = 0; i < self->measures.n; i++) {
    GtkWidget *button = gw_form_grid_strip_get_cell (GW_FORM_GRID_STRIP (self->head), i);
    GtkWidget *icon = g_object_get_data (G_OBJECT (button), "icon");
    const char *title = gw_form_grid_lines_get_title (self->lines, i);
    GwFormGridSort sort = gw_form_grid_lines_get_sort (self->lines, i);
    g_autofree char *name = NULL;

    if (sort == GW_FORM_GRID_UP)
      /* TRANSLATORS: The heading of a column, which says that the table is looked at in its order. */
      name = g_strdup_printf (_("%s, sorted upwards"), title);
    else if (sort == GW_FORM_GRID_DOWN)
      /* TRANSLATORS: The heading of a column, which says that the table is looked at in its order. */
      name = g_strdup_printf (_("%s, sorted downwards"), title);
    else
      name = g_strdup (title);
    gtk_image_set_from_icon_name (GTK_IMAGE (icon), sort == GW_FORM_GRID_UP ? "pan-up-symbolic" : "pan-down-symbolic");
    gtk_widget_set_visible (icon, sort != GW_FORM_GRID_UNSORTED);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
}

/* ------------------------------------------------------------ moving */

static void
show_marks (GwFormGridSheet *self)
{
  for (guint i = 0; i < self->strips->len; i++) {
    GwFormGridStrip *strip = self->strips->pdata[i];
    guint line = gw_form_grid_strip_get_line (strip);

    for (guint c = 0; line < count_lines (self) && c < self->measures.n; c++) {
      GwFormGridCell *cell = GW_FORM_GRID_CELL (gw_form_grid_strip_get_cell (strip, c));

      gw_form_grid_cell_set_marks (cell, (gw_form_grid_cell_get_marks (cell) & ~PLACE_MARKS)
                                             | find_place_marks (self, line, c));
    }
  }
}

/* Scrolls so that the cell of the person is on the screen. */
static void
scroll_to_cursor (GwFormGridSheet *self)
{
  int place, fixed, page;
  double value;

  if (self->vadjustment == NULL || self->hadjustment == NULL || self->line_height == 0)
    return;

  page = (int) gtk_adjustment_get_page_size (self->vadjustment) / self->line_height;
  if ((int) self->line * self->line_height < get_top (self))
    gtk_adjustment_set_value (self->vadjustment, self->line * self->line_height);
  else if ((int) self->line >= get_top (self) / self->line_height + page)
    gtk_adjustment_set_value (self->vadjustment, ((int) self->line - MAX (page, 1) + 1) * self->line_height);
  if (self->column < self->measures.n_fixed)
    return;
  read_scroll (self);
  fixed = gw_form_grid_measures_fixed (&self->measures);
  page = (int) gtk_adjustment_get_page_size (self->hadjustment);
  place = gw_form_grid_measures_place (&self->measures, self->column);
  value = self->measures.scroll;
  if (place + self->measures.widths[self->column] > page)
    value += place + self->measures.widths[self->column] - page;
  if (place - (value - self->measures.scroll) < fixed)
    value = self->measures.scroll + place - fixed;
  gtk_adjustment_set_value (self->hadjustment, value);
}

static void
move (GwFormGridSheet *self,
      guint            line,
      guint            column,
      gboolean         marking)
{
  guint n = count_lines (self);

  if (n == 0)
    return;
  line = MIN (line, n - 1);
  column = MIN (column, self->measures.n - 1);
  if (marking && is_new_line (self, line) && line > 0)
    line--;
  self->line = line;
  self->column = column;
  if (!marking) {
    self->anchor_line = line;
    self->anchor_column = column;
  }
  scroll_to_cursor (self);
  show_marks (self);
  if (self->line_height > 0)
    assign (self, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

static gboolean
find_at (GwFormGridSheet *self,
         double           x,
         double           y,
         guint           *line,
         guint           *column)
{
  int top = get_top (self);
  int place = (int) (is_mirrored (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x);

  if (y < self->head_height || self->line_height == 0)
    return FALSE;
  *line = (guint) ((y - self->head_height + top) / self->line_height);
  if (*line >= count_lines (self))
    return FALSE;
  *column = 0;
  for (guint i = 0; i < self->measures.n; i++) {
    int start = gw_form_grid_measures_place (&self->measures, i);

    if (i >= self->measures.n_fixed && place < gw_form_grid_measures_fixed (&self->measures))
      break;
    if (place >= start && place < start + self->measures.widths[i])
      *column = i;
  }

  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GwFormGridSheet *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean was_here, had_focus = gw_form_grid_sheet_has_focus (self);
  GwFormGridKind kind;
  GtkWidget *hit = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  guint line, column;

  if (self->editor != NULL && hit != NULL && (hit == self->editor || gtk_widget_is_ancestor (hit, self->editor)))
    return;
  if (!find_at (self, x, y, &line, &column))
    return;

  was_here = had_focus && line == self->line && column == self->column;
  move (self, line, column, (state & GDK_SHIFT_MASK) != 0);
  gw_form_grid_sheet_focus_cell (self);
  kind = gw_form_grid_lines_get_kind (self->lines, column);
  if (n_press == 2 || (n_press == 1 && was_here && (kind == GW_FORM_GRID_TICK || kind == GW_FORM_GRID_CHOICE)))
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, NULL);
}

static void
dragged_cb (GtkGestureDrag  *gesture,
            double           dx,
            double           dy,
            GwFormGridSheet *self)
{
  double x, y;
  guint line, column;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->editor != NULL || y < self->head_height || !find_at (self, x + dx, y + dy, &line, &column)
      || (line == self->line && column == self->column))
    return;
  move (self, line, column, TRUE);
}

/* The mouse shows what is wrong, or all the words where they are cut off. */
static gboolean
tooltip_cb (GwFormGridSheet *self,
            int              x,
            int              y,
            gboolean         keyboard,
            GtkTooltip      *tooltip)
{
  g_autofree char *words = NULL;
  guint line, column;
  GtkWidget *cell;
  GwFormItem *item;

  if (keyboard || self->editor != NULL || !find_at (self, x, y, &line, &column) || is_new_line (self, line))
    return FALSE;

  item = gw_form_grid_lines_get_cell (self->lines, line, column);
  cell = gw_form_grid_sheet_find_cell (self, line, column);
  words = gw_form_grid_words_dup_problem (item);
  if (words == NULL && cell != NULL && gw_form_grid_cell_is_cut (GW_FORM_GRID_CELL (cell)))
    words = gw_form_grid_words_dup_shown (item);
  if (words == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, words);

  return TRUE;
}

/* ------------------------------------------------------------ keys */

static gboolean
ask (GwFormGridSheet *self,
     const char      *what)
{
  g_signal_emit (self, signals[SIGNAL_ASKED], 0, what);
  return TRUE;
}

static gboolean
begin_typing (GwFormGridSheet *self,
              guint            key,
              GdkModifierType  state)
{
  gunichar letter = gdk_keyval_to_unicode (key);
  char text[8] = "";

  if (letter == 0 || g_unichar_iscntrl (letter)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0)
    return FALSE;

  text[g_unichar_to_utf8 (letter, text)] = '\0';
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, text);
  return TRUE;
}

static gboolean
command_key (GwFormGridSheet *self,
             guint            key)
{
  switch (key) {
  case GDK_KEY_c:
  case GDK_KEY_C:
  case GDK_KEY_Insert:
    return ask (self, "copy");
  case GDK_KEY_x:
  case GDK_KEY_X:
    return ask (self, "cut");
  case GDK_KEY_v:
  case GDK_KEY_V:
    return ask (self, "paste");
  case GDK_KEY_d:
  case GDK_KEY_D:
    return ask (self, "fill");
  case GDK_KEY_a:
  case GDK_KEY_A:
    self->anchor_line = 0;
    self->anchor_column = 0;
    move (self, MAX (gw_form_grid_lines_get_n (self->lines), 1) - 1, self->measures.n - 1, TRUE);
    return gw_form_grid_sheet_focus_cell (self);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    return ask (self, "add");
  default:
    return FALSE;
  }
}

static gboolean
movement_key (GwFormGridSheet *self,
              guint            key,
              gboolean         ctrl,
              gboolean         shift)
{
  guint n = count_lines (self), page = 1, line = self->line, column = self->column;
  gboolean mirrored = is_mirrored (self);

  if (self->line_height > 0)
    page = (guint) MAX ((gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height) / self->line_height - 1, 1);
  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    line = ctrl || line == 0 ? 0 : line - 1;
    break;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    line = ctrl ? n - 1 : line + 1;
    break;
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    if ((key == GDK_KEY_Right || key == GDK_KEY_KP_Right) != mirrored)
      column = ctrl ? self->measures.n - 1 : column + 1;
    else
      column = ctrl || column == 0 ? 0 : column - 1;
    break;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    column = 0;
    line = ctrl ? 0 : line;
    break;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    column = self->measures.n - 1;
    line = ctrl ? MAX (gw_form_grid_lines_get_n (self->lines), 1) - 1 : line;
    break;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    if (ctrl)
      return FALSE;
    line = key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down ? line + page : line > page ? line - page : 0;
    break;
  default:
    return FALSE;
  }
  move (self, line, column, shift);

  return gw_form_grid_sheet_focus_cell (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GwFormGridSheet       *self)
{
  gboolean ctrl = (state & GDK_CONTROL_MASK) != 0, shift = (state & GDK_SHIFT_MASK) != 0;

  /* While a cell is changed, keys belong to the field. */
  if (self->editor != NULL || (state & GDK_ALT_MASK) != 0 || count_lines (self) == 0)
    return FALSE;

  switch (key) {
  case GDK_KEY_Tab:
  case GDK_KEY_ISO_Left_Tab:
  case GDK_KEY_KP_Tab:
    /* At the ends, and with Ctrl everywhere, one leaves the table. */
    return !ctrl && gw_form_grid_sheet_step (self, 0, shift || key == GDK_KEY_ISO_Left_Tab ? -1 : 1, TRUE);
  case GDK_KEY_F2:
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, NULL);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (ctrl)
      return command_key (self, key);
    if (shift)
      return gw_form_grid_sheet_step (self, -1, 0, FALSE);
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, NULL);
    return TRUE;
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    if (ctrl || gw_form_grid_lines_get_kind (self->lines, self->column) == GW_FORM_GRID_TEXT)
      break;
    g_signal_emit (self, signals[SIGNAL_EDIT], 0, NULL);
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
  case GDK_KEY_BackSpace:
    return ask (self, ctrl ? "remove" : "clear");
  case GDK_KEY_Insert:
  case GDK_KEY_KP_Insert:
    if (shift)
      return ask (self, "paste");
    break;
  case GDK_KEY_Escape:
    if (self->anchor_line == self->line && self->anchor_column == self->column)
      return FALSE;
    move (self, self->line, self->column, FALSE);
    return TRUE;
  default:
    break;
  }
  if (movement_key (self, key, ctrl, shift))
    return TRUE;

  return ctrl ? command_key (self, key) : begin_typing (self, key, state);
}

/* ------------------------------------------------------------ object */

static void
scrolled_cb (GtkAdjustment   *adjustment,
             GwFormGridSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *strip = focus != NULL ? gtk_widget_get_ancestor (focus, GW_TYPE_FORM_GRID_STRIP) : NULL;
  guint first, last;

  if (self->configuring)
    return;
  read_scroll (self);
  for (guint i = 0; adjustment == self->hadjustment && i < self->strips->len; i++)
    gtk_widget_queue_allocate (self->strips->pdata[i]);
  if (adjustment == self->hadjustment)
    gtk_widget_queue_allocate (self->head);
  /* A widget that is used for another line must not keep the focus of the first. */
  if (strip != NULL && self->line_height > 0 && gtk_widget_get_parent (strip) == GTK_WIDGET (self)) {
    guint line = gw_form_grid_strip_get_line (GW_FORM_GRID_STRIP (strip));

    get_range (self, &first, &last);
    if (line < first || line >= last)
      gtk_widget_grab_focus (GTK_WIDGET (self));
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (GwFormGridSheet *self,
                GtkAdjustment  **place,
                GtkAdjustment   *adjustment)
{
  if (*place != NULL) {
    g_signal_handlers_disconnect_by_func (*place, scrolled_cb, self);
    g_clear_object (place);
  }
  if (adjustment == NULL)
    return;
  *place = g_object_ref_sink (adjustment);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
gw_form_grid_sheet_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (object);

  switch (prop_id) {
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->hadjustment);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->vadjustment);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->hscroll_policy);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->vscroll_policy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_grid_sheet_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (object);

  switch (prop_id) {
  case PROP_HADJUSTMENT:
    set_adjustment (self, &self->hadjustment, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, &self->vadjustment, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->hscroll_policy = g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->vscroll_policy = g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static gboolean
gw_form_grid_sheet_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (widget);

  if (gtk_widget_get_focus_child (widget) != NULL || gtk_widget_is_focus (widget))
    return FALSE;

  return gw_form_grid_sheet_focus_cell (self);
}

static void
gw_form_grid_sheet_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gw_form_grid_sheet_parent_class)->css_changed (widget, change);

  GW_FORM_GRID_SHEET (widget)->line_height = 0;
  gtk_widget_queue_resize (widget);
}

static void
gw_form_grid_sheet_dispose (GObject *object)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (object);
  GtkWidget *child;

  g_clear_handle_id (&self->grow_id, g_source_remove);
  g_clear_handle_id (&self->resize_id, g_source_remove);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  g_ptr_array_set_size (self->strips, 0);
  self->editor = NULL;
  self->head = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (gw_form_grid_sheet_parent_class)->dispose (object);
}

static void
gw_form_grid_sheet_finalize (GObject *object)
{
  GwFormGridSheet *self = GW_FORM_GRID_SHEET (object);

  g_ptr_array_unref (self->strips);
  g_free (self->measures.widths);
  g_free (self->wanted);
  g_free (self->name);

  G_OBJECT_CLASS (gw_form_grid_sheet_parent_class)->finalize (object);
}

static void
gw_form_grid_sheet_class_init (GwFormGridSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gw_form_grid_sheet_get_property;
  object_class->set_property = gw_form_grid_sheet_set_property;
  object_class->dispose = gw_form_grid_sheet_dispose;
  object_class->finalize = gw_form_grid_sheet_finalize;
  widget_class->measure = gw_form_grid_sheet_measure;
  widget_class->size_allocate = gw_form_grid_sheet_size_allocate;
  widget_class->focus = gw_form_grid_sheet_focus;
  widget_class->css_changed = gw_form_grid_sheet_css_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SORT] = g_signal_new ("sort", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "gridsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
gw_form_grid_sheet_init (GwFormGridSheet *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  self->strips = g_ptr_array_new ();
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * gw_form_grid_sheet_new:
 * @lines: what is shown
 * @name: what a screen reader calls the table
 *
 * Returns: (transfer floating): a table to be put into a scrolled window
 */
GtkWidget *
gw_form_grid_sheet_new (GwFormGridLines *lines,
                        const char      *name)
{
  GwFormGridSheet *self = g_object_new (GW_TYPE_FORM_GRID_SHEET, NULL);

  self->lines = g_object_ref (lines);
  self->name = g_strdup (name);
  self->measures.n = gw_form_grid_lines_get_n_columns (lines);
  self->measures.widths = g_new0 (int, self->measures.n);
  self->wanted = g_new0 (int, self->measures.n);
  self->head = gw_form_grid_strip_new (&self->measures, GTK_ACCESSIBLE_ROLE_ROW, make_heading, self);
  gtk_widget_add_css_class (self->head, "headings");
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  show_headings (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (lines, "changed", G_CALLBACK (gw_form_grid_sheet_update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_sheet_refresh:
 * @item: a question of which something changed
 *
 * Shows it again, where it is on the screen.
 */
void
gw_form_grid_sheet_refresh (GwFormGridSheet *self,
                            GwFormItem      *item)
{
  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  for (guint i = 0; i < self->strips->len; i++) {
    guint line = gw_form_grid_strip_get_line (self->strips->pdata[i]);

    for (guint c = 0; line < gw_form_grid_lines_get_n (self->lines) && c < self->measures.n; c++)
      if (gw_form_grid_lines_get_cell (self->lines, line, c) == item)
        show_cell (self, self->strips->pdata[i], c);
  }
}

/**
 * gw_form_grid_sheet_update:
 *
 * Shows all lines again: other rows, another order, or other texts.
 */
void
gw_form_grid_sheet_update (GwFormGridSheet *self)
{
  guint n;

  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  n = count_lines (self);
  self->line = n > 0 ? MIN (self->line, n - 1) : 0;
  self->anchor_line = n > 0 ? MIN (self->anchor_line, n - 1) : 0;
  for (guint i = 0; i < self->strips->len; i++) {
    guint line = gw_form_grid_strip_get_line (self->strips->pdata[i]);

    if (line < n)
      show_line (self, self->strips->pdata[i], line);
    else
      gw_form_grid_strip_set_line (self->strips->pdata[i], G_MAXUINT);
  }
  show_headings (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * gw_form_grid_sheet_set_can_add:
 * @can_add: whether a last line stands there in which a row begins by typing
 */
void
gw_form_grid_sheet_set_can_add (GwFormGridSheet *self,
                                gboolean         can_add)
{
  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  if (can_add == self->can_add)
    return;
  self->can_add = can_add;
  gw_form_grid_sheet_update (self);
}

/**
 * gw_form_grid_sheet_get_line:
 *
 * Returns: the line in which the person is
 */
guint
gw_form_grid_sheet_get_line (GwFormGridSheet *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), 0);

  return self->line;
}

/**
 * gw_form_grid_sheet_get_column:
 *
 * Returns: the column in which the person is
 */
guint
gw_form_grid_sheet_get_column (GwFormGridSheet *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), 0);

  return self->column;
}

/**
 * gw_form_grid_sheet_is_at_new:
 *
 * Returns: whether the person is in the line in which a row begins by typing
 */
gboolean
gw_form_grid_sheet_is_at_new (GwFormGridSheet *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), FALSE);

  return is_new_line (self, self->line);
}

/**
 * gw_form_grid_sheet_get_block:
 *
 * Gives the block that is marked, which is at least the cell of the person.
 */
void
gw_form_grid_sheet_get_block (GwFormGridSheet *self,
                              guint           *first_line,
                              guint           *first_column,
                              guint           *last_line,
                              guint           *last_column)
{
  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  *first_line = MIN (self->line, self->anchor_line);
  *last_line = MAX (self->line, self->anchor_line);
  *first_column = MIN (self->column, self->anchor_column);
  *last_column = MAX (self->column, self->anchor_column);
}

/**
 * gw_form_grid_sheet_move_to:
 *
 * Goes to a cell and scrolls to it. What was marked is not marked any more.
 */
void
gw_form_grid_sheet_move_to (GwFormGridSheet *self,
                            guint            line,
                            guint            column)
{
  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  move (self, line, column, FALSE);
}

/**
 * gw_form_grid_sheet_mark_to:
 *
 * Goes to a cell and marks the block between it and where marking began.
 */
void
gw_form_grid_sheet_mark_to (GwFormGridSheet *self,
                            guint            line,
                            guint            column)
{
  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  move (self, line, column, TRUE);
}

/**
 * gw_form_grid_sheet_step:
 * @around: whether the end of a line leads to the beginning of the next
 *
 * Goes some lines and columns on, in reading order, with the keyboard focus.
 *
 * Returns: whether there was anywhere to go
 */
gboolean
gw_form_grid_sheet_step (GwFormGridSheet *self,
                         int              lines,
                         int              columns,
                         gboolean         around)
{
  int line, column, n;

  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), FALSE);

  n = (int) count_lines (self);
  line = (int) self->line + lines;
  column = (int) self->column + columns;
  if (around && column < 0) {
    line--;
    column = (int) self->measures.n - 1;
  } else if (around && column >= (int) self->measures.n) {
    line++;
    column = 0;
  }
  if (line < 0 || line >= n || column < 0 || column >= (int) self->measures.n)
    return FALSE;
  move (self, (guint) line, (guint) column, FALSE);
  gw_form_grid_sheet_focus_cell (self);

  return TRUE;
}

/**
 * gw_form_grid_sheet_focus_cell:
 *
 * Puts the keyboard focus into the cell of the person.
 *
 * Returns: whether it took it
 */
gboolean
gw_form_grid_sheet_focus_cell (GwFormGridSheet *self)
{
  GwFormGridStrip *strip;

  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), FALSE);

  strip = find_strip (self, self->line);
  if (strip != NULL && gtk_widget_get_child_visible (GTK_WIDGET (strip))
      && gtk_widget_grab_focus (gw_form_grid_strip_get_cell (strip, self->column)))
    return TRUE;

  return gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * gw_form_grid_sheet_has_focus:
 *
 * Returns: whether the keyboard focus is in a cell
 */
gboolean
gw_form_grid_sheet_has_focus (GwFormGridSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == GTK_WIDGET (self) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

/**
 * gw_form_grid_sheet_set_editor:
 * @editor: (nullable): a field or a popover for the cell of the person; %NULL when it is done
 *
 * Places @editor over the cell. While it is there, keys are its own.
 */
void
gw_form_grid_sheet_set_editor (GwFormGridSheet *self,
                               GtkWidget       *editor)
{
  GtkWidget *before;

  g_return_if_fail (GW_IS_FORM_GRID_SHEET (self));

  before = g_steal_pointer (&self->editor);
  if (before != NULL)
    gtk_widget_unparent (before);
  self->editor = editor;
  if (editor != NULL)
    gtk_widget_set_parent (editor, GTK_WIDGET (self));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * gw_form_grid_sheet_find_cell:
 *
 * Returns: (transfer none) (nullable): the widget of a cell, where it is on the screen
 */
GtkWidget *
gw_form_grid_sheet_find_cell (GwFormGridSheet *self,
                              guint            line,
                              guint            column)
{
  GwFormGridStrip *strip;

  g_return_val_if_fail (GW_IS_FORM_GRID_SHEET (self), NULL);

  strip = find_strip (self, line);
  return strip != NULL && column < self->measures.n ? gw_form_grid_strip_get_cell (strip, column) : NULL;
}
