/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-editor.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-choice-face.h"
#include "app/forms/gw-form-grid-cells.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-choice-finder.h"
#include "app/widgets/gw-markdown.h"
#include "app/widgets/gw-number-entry.h"

/* Several choices stand as boxes to tick up to here; longer lists are found in by typing. */
#define SHORT_LIST 15
#define LIST_HEIGHT 280
#define LIST_WIDTH 260

struct _GwFormGridEditor
{
  GObject parent_instance;

  GwFormSession *session;
  GwFormGridSheet *sheet; /* unowned: it owns what is shown */
  GwFormItem *item;       /* NULL while nothing is changed */
  GtkWidget *field;       /* unowned: the sheet's */
  GPtrArray *choices;
  char *before;
  gboolean typed_over;    /* began by typing: arrows go on to the next cell */
  guint close_id;
  int onward;             /* columns to go on, when the list has closed */
};

enum
{
  SIGNAL_ENDED,
  SIGNAL_ELSEWHERE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormGridEditor, gw_form_grid_editor, G_TYPE_OBJECT)

static gboolean
store (GwFormGridEditor *self,
       const char       *value)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (value, gw_form_item_get_value (self->item)) == 0)
    return TRUE;
  if (gw_form_session_set_value (self->session, gw_form_item_get_ref (self->item), value, &error))
    return TRUE;
  g_debug ("%s takes no answer: %s", gw_form_item_get_ref (self->item), error->message);

  return FALSE;
}

static void
finish (GwFormGridEditor *self,
        int               lines,
        int               columns)
{
  if (self->item == NULL)
    return;

  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_object (&self->item);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->field = NULL;
  gw_form_grid_sheet_set_editor (self->sheet, NULL);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, lines, columns);
}

/* ------------------------------------------------------------ words, numbers, days */

static void
changed_cb (GtkEditable      *editable,
            GwFormGridEditor *self)
{
  g_autofree char *value = gw_form_grid_words_to_stored (self->item, gtk_editable_get_text (editable));

  store (self, value);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                GwFormGridEditor      *self)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0, ctrl = (state & GDK_CONTROL_MASK) != 0;

  switch (key) {
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
    /* With Ctrl a row is added, which the table does. */
    finish (self, ctrl ? G_MAXINT : shift ? -1 : 1, 0);
    return TRUE;
  case GDK_KEY_Tab:
  case GDK_KEY_KP_Tab:
  case GDK_KEY_ISO_Left_Tab:
    finish (self, 0, shift || key == GDK_KEY_ISO_Left_Tab ? -1 : 1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    finish (self, -1, 0);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    finish (self, 1, 0);
    return TRUE;
  case GDK_KEY_F2:
    self->typed_over = FALSE;
    return TRUE;
  case GDK_KEY_Left:
  case GDK_KEY_Right:
    if (!self->typed_over || ctrl || shift)
      return FALSE;
    finish (self, 0, (key == GDK_KEY_Right)
                             != (gtk_widget_get_direction (GTK_WIDGET (self->sheet)) == GTK_TEXT_DIR_RTL) ? 1 : -1);
    return TRUE;
  case GDK_KEY_Escape:
    store (self, self->before != NULL ? self->before : "");
    finish (self, 0, 0);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
left_cb (GtkEventControllerFocus *controller,
         GwFormGridEditor        *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->sheet));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Another window in front takes the focus, too, and gives it back. */
  if (self->field != NULL && focus != NULL && focus != self->field && !gtk_widget_is_ancestor (focus, self->field))
    finish (self, 0, 0);
}

static void
begin_entry (GwFormGridEditor *self,
             const char       *typed)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();
  g_autofree char *text = gw_form_grid_words_dup_typed (self->item), *name = gw_form_walk_dup_label (self->item);

  gtk_widget_add_css_class (entry, "grid-editor");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  /* What is taken back is taken back in the form. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  if (gw_form_grid_words_get_kind (self->item) == GW_FORM_GRID_NUMBER) {
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
    gw_number_entry_write_from_left (GTK_ENTRY (entry));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), self);

  self->field = entry;
  gw_form_grid_sheet_set_editor (self->sheet, entry);
  gtk_widget_grab_focus (entry);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (entry, focus);
  if (typed != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}

/* ------------------------------------------------------------ lists */

static gboolean
close_cb (gpointer user_data)
{
  GwFormGridEditor *self = user_data;

  self->close_id = 0;
  finish (self, 0, self->onward);

  return G_SOURCE_REMOVE;
}

/* A popover is not taken out of its parent while it tells that it closes. */
static void
closed_cb (GtkPopover       *popover,
           GwFormGridEditor *self)
{
  if (self->close_id == 0)
    self->close_id = g_idle_add (close_cb, self);
}

/* As in a cell, Tab goes on to the next. */
static gboolean
list_key_cb (GtkEventControllerKey *controller,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             GwFormGridEditor      *self)
{
  if ((key != GDK_KEY_Tab && key != GDK_KEY_KP_Tab && key != GDK_KEY_ISO_Left_Tab)
      || (state & GDK_CONTROL_MASK) != 0)
    return FALSE;

  self->onward = (state & GDK_SHIFT_MASK) != 0 || key == GDK_KEY_ISO_Left_Tab ? -1 : 1;
  gtk_popover_popdown (GTK_POPOVER (self->field));

  return TRUE;
}

static gboolean
holds (const char *value,
       const char *choice)
{
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);

  return g_strv_contains ((const char *const *) words, choice);
}

/* One of a long list: taken in, or out where it is in already; the rest stays, in the order of the list. */
static char *
toggle (GwFormGridEditor *self,
        const char       *choice)
{
  const char *value = gw_form_item_get_value (self->item);
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", " \t\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->choices->len; i++) {
    const char *one = ((GwFormChoice *) self->choices->pdata[i])->value;

    if (holds (value, one) != g_str_equal (one, choice))
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", one);
  }
  for (guint w = 0; words[w] != NULL; w++) {
    gboolean known = *words[w] == '\0';

    for (guint i = 0; i < self->choices->len && !known; i++)
      known = g_str_equal (((GwFormChoice *) self->choices->pdata[i])->value, words[w]);
    if (!known)
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[w]);
  }

  return g_string_free (out, FALSE);
}

static void
chosen_cb (GwChoiceFinder   *finder,
           guint             index,
           GwFormGridEditor *self)
{
  const GwFormChoice *choice;
  g_autofree char *value = NULL;

  if (self->item == NULL)
    return;
  choice = self->choices->pdata[index];
  value = gw_form_item_get_control (self->item) == GW_FORM_CONTROL_SELECT1 ? g_strdup (choice->value)
                                                                          : toggle (self, choice->value);
  store (self, value);
}

static void
ticked_cb (GwFormGridCells  *cells,
           GwFormGridEditor *self)
{
  g_autofree char *value = NULL;

  if (self->item == NULL)
    return;
  value = gw_form_grid_cells_dup_value (cells);
  store (self, value);
}

static GtkWidget *
new_finder (GwFormGridEditor *self)
{
  GtkWidget *finder = gw_choice_finder_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  gboolean several = gw_form_item_get_control (self->item) == GW_FORM_CONTROL_SELECT;

  for (guint i = 0; i < self->choices->len; i++) {
    const GwFormChoice *choice = self->choices->pdata[i];
    g_autofree char *words = gw_form_choice_face_dup_words (choice), *text = gw_markdown_to_text (words);
    g_autofree char *marked = several && holds (gw_form_item_get_value (self->item), choice->value)
                                  ? g_strdup_printf ("✓ %s", text) : NULL;

    g_strv_builder_add (builder, marked != NULL ? marked : text);
  }
  labels = g_strv_builder_end (builder);
  gw_choice_finder_set_labels (GW_CHOICE_FINDER (finder), (const char *const *) labels);
  g_signal_connect (finder, "chosen", G_CALLBACK (chosen_cb), self);

  return finder;
}

static GtkWidget *
new_ticks (GwFormGridEditor *self)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *cells = gw_form_grid_cells_new (FALSE, GW_FORM_GRID_LIST, 0);

  gw_form_grid_cells_set_choices (GW_FORM_GRID_CELLS (cells), gw_form_session_get_form (self->session), self->choices,
                                  NULL);
  gw_form_grid_cells_set_value (GW_FORM_GRID_CELLS (cells), gw_form_item_get_value (self->item), TRUE);
  g_signal_connect (cells, "changed", G_CALLBACK (ticked_cb), self);
  gtk_widget_set_size_request (cells, LIST_WIDTH, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), cells);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);

  return popover;
}

static void
begin_list (GwFormGridEditor *self,
            const char       *typed)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gboolean ticks;

  self->onward = 0;
  self->choices = gw_form_item_dup_markdown_choices (self->item);
  ticks = gw_form_item_get_control (self->item) == GW_FORM_CONTROL_SELECT && self->choices->len <= SHORT_LIST;
  self->field = ticks ? new_ticks (self) : new_finder (self);
  g_signal_connect (self->field, "closed", G_CALLBACK (closed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (list_key_cb), self);
  gtk_widget_add_controller (self->field, keys);
  gw_form_grid_sheet_set_editor (self->sheet, self->field);
  if (ticks)
    gtk_popover_popup (GTK_POPOVER (self->field));
  else
    gw_choice_finder_open (GW_CHOICE_FINDER (self->field), typed);
}

/* ------------------------------------------------------------ object */

static void
gw_form_grid_editor_dispose (GObject *object)
{
  GwFormGridEditor *self = GW_FORM_GRID_EDITOR (object);

  g_clear_handle_id (&self->close_id, g_source_remove);
  /* A field that is taken away with the table tells that it lost the focus: not to somebody who is gone. */
  if (self->field != NULL) {
    g_signal_handlers_disconnect_by_data (self->field, self);
    self->field = NULL;
    gw_form_grid_sheet_set_editor (self->sheet, NULL);
  }
  g_clear_object (&self->item);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_grid_editor_parent_class)->dispose (object);
}

static void
gw_form_grid_editor_finalize (GObject *object)
{
  GwFormGridEditor *self = GW_FORM_GRID_EDITOR (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self->before);

  G_OBJECT_CLASS (gw_form_grid_editor_parent_class)->finalize (object);
}

static void
gw_form_grid_editor_class_init (GwFormGridEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_editor_finalize;

  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_ELSEWHERE] = g_signal_new ("elsewhere", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gw_form_grid_editor_init (GwFormGridEditor *self)
{
}

/**
 * gw_form_grid_editor_new:
 * @sheet: the table whose cells are changed; it must outlive the editor
 *
 * Returns: (transfer full): an editor that changes nothing yet
 */
GwFormGridEditor *
gw_form_grid_editor_new (GwFormSession   *session,
                         GwFormGridSheet *sheet)
{
  GwFormGridEditor *self = g_object_new (GW_TYPE_FORM_GRID_EDITOR, NULL);

  self->session = g_object_ref (session);
  self->sheet = sheet;

  return self;
}

static gboolean
has_several_lines (GwFormItem *item)
{
  const char *value = gw_form_item_get_value (item);

  return value != NULL && strchr (value, '\n') != NULL;
}

/**
 * gw_form_grid_editor_begin:
 * @item: the question of the cell in which the person is
 * @typed: (nullable): the first letter of what replaces its answer; %NULL to change it as it stands
 *
 * Returns: whether @item can be changed
 */
gboolean
gw_form_grid_editor_begin (GwFormGridEditor *self,
                           GwFormItem       *item,
                           const char       *typed)
{
  const char *value;

  g_return_val_if_fail (GW_IS_FORM_GRID_EDITOR (self), FALSE);

  gw_form_grid_editor_end (self);
  if (!gw_form_grid_words_is_open (item))
    return FALSE;

  value = gw_form_item_get_value (item);
  self->item = g_object_ref (item);
  g_free (self->before);
  self->before = g_strdup (value);
  self->typed_over = typed != NULL;
  switch (gw_form_grid_words_get_kind (item)) {
  case GW_FORM_GRID_TICK:
    if (typed == NULL || g_str_equal (typed, " ") || g_str_equal (typed, "x") || g_str_equal (typed, "1"))
      store (self, value != NULL && *value != '\0' ? "" : "OK");
    finish (self, 0, 0);
    break;
  case GW_FORM_GRID_CHOICE:
  case GW_FORM_GRID_CHOICES:
    begin_list (self, typed);
    break;
  case GW_FORM_GRID_TEXT:
    /* A line break would not survive in a field of one line. */
    if (typed == NULL && has_several_lines (item)) {
      g_clear_object (&self->item);
      g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0, NULL);
      break;
    }
    begin_entry (self, typed);
    break;
  case GW_FORM_GRID_NUMBER:
  case GW_FORM_GRID_DATE:
    begin_entry (self, typed);
    break;
  case GW_FORM_GRID_OTHER:
  case GW_FORM_GRID_NOTE:
  default:
    g_clear_object (&self->item);
    g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0, typed);
    break;
  }

  return TRUE;
}

/**
 * gw_form_grid_editor_end:
 *
 * Closes the field; what was typed is stored already.
 */
void
gw_form_grid_editor_end (GwFormGridEditor *self)
{
  g_return_if_fail (GW_IS_FORM_GRID_EDITOR (self));

  finish (self, 0, 0);
}

/**
 * gw_form_grid_editor_refresh:
 *
 * Shows what somebody else made of the answer meanwhile; what a person is typing stays.
 */
void
gw_form_grid_editor_refresh (GwFormGridEditor *self)
{
  g_autofree char *typed = NULL, *shown = NULL;
  const char *value;

  g_return_if_fail (GW_IS_FORM_GRID_EDITOR (self));

  if (self->item == NULL || !GTK_IS_ENTRY (self->field))
    return;
  value = gw_form_item_get_value (self->item);
  typed = gw_form_grid_words_to_stored (self->item, gtk_editable_get_text (GTK_EDITABLE (self->field)));
  if (g_strcmp0 (typed, value != NULL ? value : "") == 0)
    return;
  shown = gw_form_grid_words_dup_typed (self->item);
  g_signal_handlers_block_by_func (self->field, changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->field), shown);
  gtk_editable_set_position (GTK_EDITABLE (self->field), -1);
  g_signal_handlers_unblock_by_func (self->field, changed_cb, self);
}

/**
 * gw_form_grid_editor_get_item:
 *
 * Returns: (transfer none) (nullable): what is being changed
 */
GwFormItem *
gw_form_grid_editor_get_item (GwFormGridEditor *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_EDITOR (self), NULL);

  return self->item;
}

/**
 * gw_form_grid_editor_get_field:
 *
 * Returns: (transfer none) (nullable): the field or popover over the cell
 */
GtkWidget *
gw_form_grid_editor_get_field (GwFormGridEditor *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_EDITOR (self), NULL);

  return self->field;
}
