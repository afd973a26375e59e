/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moving in a table by keys and mouse, and what else they ask for. */

#include "app/forms/gw-form-grid-sheet-private.h"

#include "app/forms/gw-form-grid-cell.h"

/* The lines of the form, and one more in which a row begins by typing. */
guint
gw_form_grid_sheet_count_lines (GwFormGridSheet *self)
{
  return gw_form_grid_lines_get_n (self->lines) + (self->can_add ? 1 : 0);
}

gboolean
gw_form_grid_sheet_is_new_line (GwFormGridSheet *self,
                                guint            line)
{
  return line >= gw_form_grid_lines_get_n (self->lines);
}

gboolean
gw_form_grid_sheet_is_mirrored (GwFormGridSheet *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
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
  if ((int) self->line * self->line_height < gw_form_grid_sheet_get_top (self))
    gtk_adjustment_set_value (self->vadjustment, self->line * self->line_height);
  else if ((int) self->line >= gw_form_grid_sheet_get_top (self) / self->line_height + page)
    gtk_adjustment_set_value (self->vadjustment, ((int) self->line - MAX (page, 1) + 1) * self->line_height);
  if (self->column < self->measures.n_fixed)
    return;
  gw_form_grid_sheet_read_scroll (self);
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

void
gw_form_grid_sheet_move (GwFormGridSheet *self,
                         guint            line,
                         guint            column,
                         gboolean         marking)
{
  guint n = gw_form_grid_sheet_count_lines (self);

  if (n == 0)
    return;
  line = MIN (line, n - 1);
  column = MIN (column, self->measures.n - 1);
  if (marking && gw_form_grid_sheet_is_new_line (self, line) && line > 0)
    line--;
  self->line = line;
  self->column = column;
  if (!marking) {
    self->anchor_line = line;
    self->anchor_column = column;
  }
  scroll_to_cursor (self);
  gw_form_grid_sheet_show_marks (self);
  if (self->line_height > 0)
    gw_form_grid_sheet_assign (self, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "moved");
}

static gboolean
find_at (GwFormGridSheet *self,
         double           x,
         double           y,
         guint           *line,
         guint           *column)
{
  int top = gw_form_grid_sheet_get_top (self);
  int place = (int) (gw_form_grid_sheet_is_mirrored (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x);

  if (y < self->head_height || self->line_height == 0)
    return FALSE;
  *line = (guint) ((y - self->head_height + top) / self->line_height);
  if (*line >= gw_form_grid_sheet_count_lines (self))
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
  gw_form_grid_sheet_move (self, line, column, (state & GDK_SHIFT_MASK) != 0);
  gw_form_grid_sheet_focus_cell (self);
  kind = gw_form_grid_lines_get_kind (self->lines, column);
  if (n_press == 2 || (n_press == 1 && was_here && (kind == GW_FORM_GRID_TICK || kind == GW_FORM_GRID_CHOICE)))
    g_signal_emit_by_name (self, "edit", NULL);
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
  gw_form_grid_sheet_move (self, line, column, TRUE);
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

  if (keyboard || self->editor != NULL || !find_at (self, x, y, &line, &column)
      || gw_form_grid_sheet_is_new_line (self, line))
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
  g_signal_emit_by_name (self, "asked", what);
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
  g_signal_emit_by_name (self, "edit", text);
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
    gw_form_grid_sheet_move (self, MAX (gw_form_grid_lines_get_n (self->lines), 1) - 1, self->measures.n - 1, TRUE);
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
  guint n = gw_form_grid_sheet_count_lines (self), page = 1, line = self->line, column = self->column;
  gboolean mirrored = gw_form_grid_sheet_is_mirrored (self);

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
  gw_form_grid_sheet_move (self, line, column, shift);

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
  if (self->editor != NULL || (state & GDK_ALT_MASK) != 0 || gw_form_grid_sheet_count_lines (self) == 0)
    return FALSE;

  switch (key) {
  case GDK_KEY_Tab:
  case GDK_KEY_ISO_Left_Tab:
  case GDK_KEY_KP_Tab:
    /* At the ends, and with Ctrl everywhere, one leaves the table. */
    return !ctrl && gw_form_grid_sheet_step (self, 0, shift || key == GDK_KEY_ISO_Left_Tab ? -1 : 1, TRUE);
  case GDK_KEY_F2:
    g_signal_emit_by_name (self, "edit", NULL);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (ctrl)
      return command_key (self, key);
    if (shift)
      return gw_form_grid_sheet_step (self, -1, 0, FALSE);
    g_signal_emit_by_name (self, "edit", NULL);
    return TRUE;
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    if (ctrl || gw_form_grid_lines_get_kind (self->lines, self->column) == GW_FORM_GRID_TEXT)
      break;
    g_signal_emit_by_name (self, "edit", NULL);
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
    gw_form_grid_sheet_move (self, self->line, self->column, FALSE);
    return TRUE;
  default:
    break;
  }
  if (movement_key (self, key, ctrl, shift))
    return TRUE;

  return ctrl ? command_key (self, key) : begin_typing (self, key, state);
}

/* Hears keys and the mouse. */
void
gw_form_grid_sheet_listen (GwFormGridSheet *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
