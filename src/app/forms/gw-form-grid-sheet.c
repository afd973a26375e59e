/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-sheet-private.h"

#include <math.h>

#include "app/forms/gw-form-grid-cell.h"
#include "app/forms/gw-form-grid-columns.h"
#include "app/widgets/gw-direction.h"

/* The least height of a line and of the whole, and what making lines may take in one callback, in microseconds. */
#define LINE_PADDING 16
#define LEAST_LINE 34
#define LEAST_LINES 2
#define SLICE 2000

/* The first column stands still where it takes no more than this much of the width. */
#define FIXED_SHARE 0.5

/* What a heading needs beside its words: its edges, and the mark that says how it is sorted. */
#define HEAD_ROOM 36
#define SCROLL_BAR 22

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

GwFormGridStrip *
gw_form_grid_sheet_find_strip (GwFormGridSheet *self,
                               guint            line)
{
  for (guint i = 0; i < self->strips->len; i++)
    if (gw_form_grid_strip_get_line (self->strips->pdata[i]) == line)
      return self->strips->pdata[i];

  return NULL;
}

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
int
gw_form_grid_sheet_get_top (GwFormGridSheet *self)
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
  int top = gw_form_grid_sheet_get_top (self);
  guint n = gw_form_grid_sheet_count_lines (self);

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

  gw_direction_follow (strip, GTK_WIDGET (self));
  gtk_widget_insert_before (strip, GTK_WIDGET (self), self->editor);
  g_ptr_array_add (self->strips, strip);

  return GW_FORM_GRID_STRIP (strip);
}

/* Gives every line on the screen a widget: the one that it has, one that is not needed any more, or a new one. New
 * ones are made a few at a time, and never while places are given out: a widget that comes then asks for new places. */
void
gw_form_grid_sheet_assign (GwFormGridSheet *self,
                           gboolean         may_make)
{
  gint64 until = g_get_monotonic_time () + SLICE;
  guint first, last, at = 0;

  get_range (self, &first, &last);
  for (guint line = first; line < last; line++) {
    GwFormGridStrip *spare = NULL;

    if (gw_form_grid_sheet_find_strip (self, line) != NULL)
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
    gw_form_grid_sheet_show_line (self, spare, line);
    gtk_widget_set_child_visible (GTK_WIDGET (spare), TRUE);
  }
}

static gboolean
grow_cb (gpointer user_data)
{
  GwFormGridSheet *self = user_data;

  self->grow_id = 0;
  gw_form_grid_sheet_assign (self, TRUE);
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
void
gw_form_grid_sheet_read_scroll (GwFormGridSheet *self)
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
  int lines = MAX ((int) gw_form_grid_sheet_count_lines (self) * self->line_height, page);
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
  gw_form_grid_sheet_read_scroll (self);
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
  *natural = MAX (head + self->line_height * (int) gw_form_grid_sheet_count_lines (self), *minimum);
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

static gboolean
focus_cb (gpointer user_data)
{
  GwFormGridSheet *self = user_data;

  self->focus_id = 0;
  if (gtk_widget_is_focus (GTK_WIDGET (self)))
    gw_form_grid_sheet_focus_cell (self);

  return G_SOURCE_REMOVE;
}

static void
place_editor (GwFormGridSheet *self)
{
  GwFormGridStrip *strip = gw_form_grid_sheet_find_strip (self, self->line);
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
    if (gw_form_grid_sheet_is_mirrored (self))
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
  guint n = gw_form_grid_sheet_count_lines (self);
  int least, top;

  measure_columns (self, width);
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &self->head_height, NULL, NULL, NULL);
  configure_adjustments (self, width, height);
  if (self->overflows != (gw_form_grid_measures_total (&self->measures) > width)) {
    self->overflows = !self->overflows;
    if (self->resize_id == 0)
      self->resize_id = g_idle_add (resize_cb, self);
  }
  gw_form_grid_sheet_assign (self, FALSE);

  top = gw_form_grid_sheet_get_top (self);
  gtk_widget_measure (self->head, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  for (guint i = 0; i < self->strips->len; i++) {
    GwFormGridStrip *strip = self->strips->pdata[i];
    guint line = gw_form_grid_strip_get_line (strip);
    int y = line < n ? self->head_height + (int) line * self->line_height - top : -1;
    gboolean shown = line < n && y + self->line_height > self->head_height && y < height;

    gtk_widget_set_child_visible (GTK_WIDGET (strip), shown);
    if (!shown)
      continue;
    gtk_widget_measure (GTK_WIDGET (strip), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    gtk_widget_size_allocate (GTK_WIDGET (strip), &(GdkRectangle) { 0, y, width, self->line_height }, -1);
  }
  gtk_widget_size_allocate (self->head, &(GdkRectangle) { 0, 0, width, self->head_height }, -1);
  place_editor (self);
  if (self->cell_wanted && n > 0 && self->focus_id == 0)
    self->focus_id = g_idle_add (focus_cb, self);
  self->cell_wanted = FALSE;
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
  gw_form_grid_sheet_read_scroll (self);
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
  g_clear_handle_id (&self->focus_id, g_source_remove);
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
  self->strips = g_ptr_array_new ();
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gw_form_grid_sheet_listen (self);
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
  self->head = gw_form_grid_strip_new (&self->measures, GTK_ACCESSIBLE_ROLE_ROW, gw_form_grid_sheet_make_heading, self);
  gtk_widget_add_css_class (self->head, "headings");
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  gw_form_grid_sheet_show_headings (self);
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
        gw_form_grid_sheet_show_cell (self, self->strips->pdata[i], c);
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

  n = gw_form_grid_sheet_count_lines (self);
  self->line = n > 0 ? MIN (self->line, n - 1) : 0;
  self->anchor_line = n > 0 ? MIN (self->anchor_line, n - 1) : 0;
  for (guint i = 0; i < self->strips->len; i++) {
    guint line = gw_form_grid_strip_get_line (self->strips->pdata[i]);

    if (line < n)
      gw_form_grid_sheet_show_line (self, self->strips->pdata[i], line);
    else
      gw_form_grid_strip_set_line (self->strips->pdata[i], G_MAXUINT);
  }
  gw_form_grid_sheet_show_headings (self);
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

  return gw_form_grid_sheet_is_new_line (self, self->line);
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

  gw_form_grid_sheet_move (self, line, column, FALSE);
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

  gw_form_grid_sheet_move (self, line, column, TRUE);
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

  n = (int) gw_form_grid_sheet_count_lines (self);
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
  gw_form_grid_sheet_move (self, (guint) line, (guint) column, FALSE);
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

  strip = gw_form_grid_sheet_find_strip (self, self->line);
  if (strip != NULL && gtk_widget_get_child_visible (GTK_WIDGET (strip))
      && gtk_widget_grab_focus (gw_form_grid_strip_get_cell (strip, self->column)))
    return TRUE;

  /* A table that was just opened has no cells yet. */
  self->cell_wanted = strip == NULL;

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
  if (editor != NULL) {
    gw_direction_follow (editor, GTK_WIDGET (self));
    gtk_widget_set_parent (editor, GTK_WIDGET (self));
  }
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

  strip = gw_form_grid_sheet_find_strip (self, line);
  return strip != NULL && column < self->measures.n ? gw_form_grid_strip_get_cell (strip, column) : NULL;
}
