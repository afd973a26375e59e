/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-table.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-grid-block.h"
#include "app/forms/gw-form-grid-editor.h"
#include "app/forms/gw-form-grid-lines.h"
#include "app/forms/gw-form-grid-paste.h"
#include "app/forms/gw-form-grid-sheet.h"
#include "app/forms/gw-form-grid-theme.h"
#include "app/forms/gw-form-questions.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-toast.h"

/* The question below the table follows when the person stays in a cell this long. */
#define DETAIL_MS 120

/* How tall the table grows before it is scrolled, in pixels, and from how many rows on finding is offered. */
#define MOST_HEIGHT 440
#define FEWEST_TO_FIND 6
#define TOAST_SECONDS 12

/* How wide the page may be that has a table. */
#define WIDEST 1400

struct _GwFormGridTable
{
  GtkBox parent_instance;

  GwFormSession *session;
  GwFormItem *repeat;
  GwFormGridLines *lines;
  GwFormGridEditor *editor;
  GwFormGridPaste *paste; /* NULL but while a block is put in */
  GwFormStep *step;       /* the last that was done here */
  gulong stepped_id;
  GPtrArray *toasts;      /* of AdwToast: they offer to take something back in this table */
  GCancellable *reading;  /* of the clipboard */

  GtkWidget *find_entry;
  GtkWidget *count;
  GtkWidget *sheet;
  GtkWidget *add;
  GtkWidget *remove;
  GtkWidget *notice;
  GtkWidget *detail;
  GtkWidget *detail_title;
  GtkWidget *detail_place;
  GwFormQuestion *question; /* unowned: in detail_place */
  guint detail_id;
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_QUESTION_BUILT,
  SIGNAL_CARDS_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormGridTable, gw_form_grid_table, GTK_TYPE_BOX)

#define SHEET(self) (GW_FORM_GRID_SHEET ((self)->sheet))

static GwFormItem *
get_item (GwFormGridTable *self)
{
  guint line = gw_form_grid_sheet_get_line (SHEET (self));

  return line < gw_form_grid_lines_get_n (self->lines)
             ? gw_form_grid_lines_get_cell (self->lines, line, gw_form_grid_sheet_get_column (SHEET (self))) : NULL;
}

static void
tell_left (GwFormGridTable *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

/* ------------------------------------------------------------ what can be taken back */

static void
stepped_cb (GwFormSession   *session,
            GwFormStep      *step,
            GwFormGridTable *self)
{
  g_clear_pointer (&self->step, gw_form_step_unref);
  self->step = gw_form_step_ref (step);
}

static void
begin_step (GwFormGridTable *self)
{
  g_clear_pointer (&self->step, gw_form_step_unref);
  self->stepped_id = g_signal_connect (self->session, "stepped", G_CALLBACK (stepped_cb), self);
  gw_form_session_begin_step (self->session);
}

static void
end_step (GwFormGridTable *self)
{
  gw_form_session_end_step (self->session);
  g_clear_signal_handler (&self->stepped_id, self->session);
}

typedef struct
{
  GWeakRef table;
  GwFormStep *step;
} Offer;

static void
offer_free (Offer *offer)
{
  g_weak_ref_clear (&offer->table);
  gw_form_step_unref (offer->step);
  g_free (offer);
}

static void
take_back_cb (AdwToast *toast,
              Offer    *offer)
{
  g_autoptr (GwFormGridTable) self = g_weak_ref_get (&offer->table);

  /* A toast that goes can still be clicked: what was done in one form must not be taken back beside another. */
  if (self == NULL || self->toasts == NULL || !g_ptr_array_find (self->toasts, toast, NULL)
      || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gw_form_session_take_back (self->session, offer->step);
  gtk_widget_set_visible (self->notice, FALSE);
  tell_left (self);
}

static void
toast_gone_cb (AdwToast        *toast,
               GwFormGridTable *self)
{
  if (self->toasts != NULL)
    g_ptr_array_remove (self->toasts, toast);
}

static void
offer_to_take_back (GwFormGridTable *self,
                    const char      *words,
                    GwFormStep      *step)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  Offer *offer;
  AdwToast *toast;

  if (step == NULL)
    return;

  toast = adw_toast_new (escaped);
  offer = g_new0 (Offer, 1);
  g_weak_ref_init (&offer->table, self);
  offer->step = gw_form_step_ref (step);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (take_back_cb), offer,
                         (GClosureNotify) (void (*) (void)) offer_free, 0);
  g_ptr_array_add (self->toasts, g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone_cb), self, 0);
  gw_toast_show (GTK_WIDGET (self), toast);
}

static void
show_notice (GwFormGridTable *self,
             const char      *words)
{
  gtk_label_set_text (GTK_LABEL (self->notice), words != NULL ? words : "");
  gtk_widget_set_visible (self->notice, words != NULL);
}

/* ------------------------------------------------------------ the question below the table */

static void
clear_detail (GwFormGridTable *self)
{
  g_clear_handle_id (&self->detail_id, g_source_remove);
  self->question = NULL;
  adw_bin_set_child (ADW_BIN (self->detail_place), NULL);
  gtk_widget_set_visible (self->detail, FALSE);
}

static void
show_detail (GwFormGridTable *self)
{
  GwFormItem *item = get_item (self);
  g_autofree char *title = NULL;
  GtkWidget *question;

  g_clear_handle_id (&self->detail_id, g_source_remove);
  if (item == NULL || !gw_form_item_is_visible (item)) {
    clear_detail (self);
    return;
  }
  /* TRANSLATORS: The heading of one row in a table of a form; %u is its number. */
  title = g_strdup_printf (_("Row %u"),
                           gw_form_grid_lines_get_number (self->lines, gw_form_grid_sheet_get_line (SHEET (self))));
  gtk_label_set_text (GTK_LABEL (self->detail_title), title);
  gtk_widget_set_visible (self->detail, TRUE);
  if (self->question != NULL && gw_form_question_get_item (self->question) == item)
    return;

  question = gw_form_questions_new_for (self->session, item);
  self->question = GW_FORM_QUESTION (question);
  adw_bin_set_child (ADW_BIN (self->detail_place), question);
  g_signal_emit (self, signals[SIGNAL_QUESTION_BUILT], 0, question);
}

static gboolean
detail_cb (gpointer user_data)
{
  GwFormGridTable *self = user_data;

  self->detail_id = 0;
  show_detail (self);
  /* Finding and "next open question" go on from here. */
  if (self->question != NULL && gw_form_grid_sheet_has_focus (SHEET (self)))
    g_signal_emit_by_name (self->question, "entered");

  return G_SOURCE_REMOVE;
}

static void
update_remove (GwFormGridTable *self)
{
  guint line = gw_form_grid_sheet_get_line (SHEET (self));
  gboolean can = gw_form_item_can_add_rows (self->repeat) && line < gw_form_grid_lines_get_n (self->lines);
  g_autofree char *words = NULL;

  /* TRANSLATORS: %u is the number of a row in a table of a form. */
  words = can ? g_strdup_printf (_("Remove row %u"), gw_form_grid_lines_get_number (self->lines, line)) : NULL;
  gtk_widget_set_sensitive (self->remove, can);
  gtk_button_set_label (GTK_BUTTON (self->remove), words != NULL ? words : _("Remove the row"));
}

static void
moved_cb (GwFormGridSheet *sheet,
          GwFormGridTable *self)
{
  gw_form_grid_editor_end (self->editor);
  g_clear_handle_id (&self->detail_id, g_source_remove);
  self->detail_id = g_timeout_add (DETAIL_MS, detail_cb, self);
  update_remove (self);
}

/* ------------------------------------------------------------ changing a cell */

static gboolean
add_row (GwFormGridTable *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gw_form_session_add_row (self->session, gw_form_item_get_ref (self->repeat), NULL, &error);

  if (id == NULL)
    g_debug ("No row is added: %s", error->message);
  else
    gw_form_grid_table_update_rows (self);

  return id != NULL;
}

static void
edit_cb (GwFormGridSheet *sheet,
         const char      *typed,
         GwFormGridTable *self)
{
  g_autofree char *first = g_strdup (typed);
  GwFormItem *item;

  if (self->paste != NULL)
    return;
  show_notice (self, NULL);
  /* A row begins with the first letter in it. */
  if (gw_form_grid_sheet_is_at_new (sheet)) {
    if (!add_row (self))
      return;
    gw_form_grid_sheet_move_to (sheet, gw_form_grid_lines_get_n (self->lines) - 1,
                                gw_form_grid_sheet_get_column (sheet));
    gw_form_grid_sheet_focus_cell (sheet);
  }
  item = get_item (self);
  show_detail (self);
  if (self->question != NULL)
    g_signal_emit_by_name (self->question, "entered");
  if (!gw_form_grid_editor_begin (self->editor, item, first))
    gw_form_grid_sheet_step (sheet, 1, 0, FALSE);
}

static void
ended_cb (GwFormGridEditor *editor,
          int               lines,
          int               columns,
          GwFormGridTable  *self)
{
  gboolean had_focus = TRUE;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Where the person went elsewhere meanwhile, the focus stays there. */
  if (focus != NULL && !gtk_widget_is_ancestor (focus, self->sheet) && focus != self->sheet)
    had_focus = FALSE;
  if (lines == G_MAXINT)
    g_signal_emit_by_name (self->sheet, "asked", "add");
  else if ((lines == 0 && columns == 0) || !gw_form_grid_sheet_step (SHEET (self), lines, columns, TRUE)) {
    if (had_focus)
      gw_form_grid_sheet_focus_cell (SHEET (self));
  }
  tell_left (self);
}

static void
elsewhere_cb (GwFormGridEditor *editor,
              const char       *typed,
              GwFormGridTable  *self)
{
  show_detail (self);
  if (self->question != NULL)
    gw_form_question_focus (self->question);
}

static gboolean
detail_key_cb (GtkEventControllerKey *controller,
               guint                  key,
               guint                  code,
               GdkModifierType        state,
               GwFormGridTable       *self)
{
  return key == GDK_KEY_Escape && gw_form_grid_sheet_focus_cell (SHEET (self));
}

/* ------------------------------------------------------------ blocks */

typedef gboolean (*CellFunc) (GwFormGridTable *self,
                              GwFormItem      *item,
                              guint            line,
                              guint            column);

/* Gives how many cells @func changed. */
static guint
for_each_marked (GwFormGridTable *self,
                 CellFunc         func)
{
  guint first_line, first_column, last_line, last_column, n = 0;

  gw_form_grid_sheet_get_block (SHEET (self), &first_line, &first_column, &last_line, &last_column);
  for (guint line = first_line; line <= last_line && line < gw_form_grid_lines_get_n (self->lines); line++)
    for (guint column = first_column; column <= last_column; column++)
      n += func (self, gw_form_grid_lines_get_cell (self->lines, line, column), line, column);

  return n;
}

static gboolean
clear_cell (GwFormGridTable *self,
            GwFormItem      *item,
            guint            line,
            guint            column)
{
  const char *value = gw_form_item_get_value (item);

  return gw_form_grid_words_is_open (item) && value != NULL && *value != '\0'
         && gw_form_session_set_value (self->session, gw_form_item_get_ref (item), "", NULL);
}

/* The first line of the block, or the line above a single cell, goes into all that is marked. */
static gboolean
fill_cell (GwFormGridTable *self,
           GwFormItem      *item,
           guint            line,
           guint            column)
{
  guint first_line, first_column, last_line, last_column, source;
  const char *value;

  gw_form_grid_sheet_get_block (SHEET (self), &first_line, &first_column, &last_line, &last_column);
  source = first_line == last_line && first_line > 0 ? first_line - 1 : first_line;
  if (line == source)
    return FALSE;
  value = gw_form_item_get_value (gw_form_grid_lines_get_cell (self->lines, source, column));
  return gw_form_grid_words_is_open (item) && value != NULL && *value != '\0'
         && g_strcmp0 (value, gw_form_item_get_value (item)) != 0
         && gw_form_session_set_value (self->session, gw_form_item_get_ref (item), value, NULL);
}

static void
change_marked (GwFormGridTable *self,
               CellFunc         func)
{
  g_autofree char *words = NULL;
  guint n;

  begin_step (self);
  n = for_each_marked (self, func);
  end_step (self);
  tell_left (self);
  if (n < 2)
    return;
  words = func == clear_cell
              ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cell was cleared.", "%u cells were cleared.", n), n)
              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cell was filled.", "%u cells were filled.", n), n);
  offer_to_take_back (self, words, self->step);
}

static void
copy_marked (GwFormGridTable *self)
{
  g_autofree char *text = gw_form_grid_table_dup_block (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GwFormGridTable) self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->reading == NULL)
    return;
  if (text == NULL || *text == '\0') {
    show_notice (self, _("There are no words on the clipboard to paste. Nothing was changed."));
    return;
  }
  gw_form_grid_table_paste (self, text);
}

/* ------------------------------------------------------------ rows */

static void
add_cb (GwFormGridTable *self)
{
  if (self->paste != NULL || !gw_form_item_can_add_rows (self->repeat) || !add_row (self))
    return;
  gw_form_grid_sheet_move_to (SHEET (self), gw_form_grid_lines_get_n (self->lines) - 1, 0);
  gw_form_grid_sheet_focus_cell (SHEET (self));
  tell_left (self);
}

static void
remove_cb (GwFormGridTable *self)
{
  g_autoptr (GPtrArray) refs = g_ptr_array_new_with_free_func (g_free);
  guint first_line, first_column, last_line, last_column, column = gw_form_grid_sheet_get_column (SHEET (self));
  g_autofree char *words = NULL;
  guint n = 0;

  if (self->paste != NULL || !gw_form_item_can_add_rows (self->repeat))
    return;
  gw_form_grid_editor_end (self->editor);
  gw_form_grid_sheet_get_block (SHEET (self), &first_line, &first_column, &last_line, &last_column);
  for (guint line = first_line; line <= last_line && line < gw_form_grid_lines_get_n (self->lines); line++)
    g_ptr_array_add (refs, g_strdup (gw_form_item_get_ref (gw_form_grid_lines_get_row (self->lines, line))));
  if (refs->len == 0)
    return;

  clear_detail (self);
  begin_step (self);
  for (guint i = 0; i < refs->len; i++)
    n += gw_form_session_remove_row (self->session, refs->pdata[i], NULL);
  end_step (self);
  gw_form_grid_table_update_rows (self);
  gw_form_grid_sheet_move_to (SHEET (self), first_line, column);
  gw_form_grid_sheet_focus_cell (SHEET (self));
  tell_left (self);
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row was removed", "%u rows were removed", n), n);
  if (n > 0)
    offer_to_take_back (self, words, self->step);
}

static void
asked_cb (GwFormGridSheet *sheet,
          const char      *what,
          GwFormGridTable *self)
{
  if (g_str_equal (what, "copy"))
    copy_marked (self);
  if (self->paste != NULL || g_str_equal (what, "copy"))
    return;

  show_notice (self, NULL);
  if (g_str_equal (what, "cut"))
    copy_marked (self);
  if (g_str_equal (what, "clear") || g_str_equal (what, "cut"))
    change_marked (self, clear_cell);
  else if (g_str_equal (what, "fill"))
    change_marked (self, fill_cell);
  else if (g_str_equal (what, "add"))
    add_cb (self);
  else if (g_str_equal (what, "remove"))
    remove_cb (self);
  else if (g_str_equal (what, "paste"))
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->reading, read_cb,
                                   g_object_ref (self));
}

static void
paste_done_cb (GwFormGridPaste *paste,
               GwFormGridTable *self)
{
  gboolean all_fitted;
  g_autofree char *words = gw_form_grid_paste_dup_words (paste, &all_fitted);
  g_autofree char *short_words
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cell was filled.", "%u cells were filled.",
                                      gw_form_grid_paste_get_n_filled (paste)),
                         gw_form_grid_paste_get_n_filled (paste));

  gtk_widget_set_sensitive (self->sheet, TRUE);
  g_signal_handlers_unblock_by_func (self->lines, gw_form_grid_sheet_update, self->sheet);
  gw_form_grid_table_update_rows (self);
  show_notice (self, all_fitted ? NULL : words);
  if (gw_form_grid_paste_get_n_filled (paste) > 0)
    offer_to_take_back (self, short_words, gw_form_grid_paste_get_step (paste));
  g_clear_object (&self->paste);
  gw_form_grid_sheet_focus_cell (SHEET (self));
  tell_left (self);
}

/* ------------------------------------------------------------ looking */

static void
show_count (GwFormGridTable *self)
{
  guint n = gw_form_grid_lines_get_n (self->lines), all = gw_form_grid_lines_get_n_all (self->lines);
  g_autofree char *words = NULL;

  if (n == all)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", all), all);
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u row", "%u of %u rows", all), n, all);
  gtk_label_set_text (GTK_LABEL (self->count), words);
  gtk_widget_set_visible (self->find_entry, all >= FEWEST_TO_FIND);
}

static void
lines_changed_cb (GwFormGridLines *lines,
                  GwFormGridTable *self)
{
  show_count (self);
  update_remove (self);
  /* Another row may stand on the line by now. */
  if (self->question != NULL && self->detail_id == 0 && gw_form_question_get_item (self->question) != get_item (self))
    self->detail_id = g_timeout_add (DETAIL_MS, detail_cb, self);
}

static void
find_cb (GtkSearchEntry  *entry,
         GwFormGridTable *self)
{
  gw_form_grid_editor_end (self->editor);
  gw_form_grid_lines_find (self->lines, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
find_activate_cb (GtkSearchEntry  *entry,
                  GwFormGridTable *self)
{
  gw_form_grid_sheet_move_to (SHEET (self), 0, 0);
  gw_form_grid_sheet_focus_cell (SHEET (self));
}

static void
sort_cb (GwFormGridSheet *sheet,
         guint            column,
         GwFormGridTable *self)
{
  GwFormGridSort sort = gw_form_grid_lines_get_sort (self->lines, column);
  GwFormItem *item = get_item (self);
  guint line, at;

  gw_form_grid_editor_end (self->editor);
  gw_form_grid_lines_sort (self->lines, column,
                           sort == GW_FORM_GRID_UNSORTED ? GW_FORM_GRID_UP
                               : sort == GW_FORM_GRID_UP ? GW_FORM_GRID_DOWN : GW_FORM_GRID_UNSORTED);
  /* The person stays in the same row, wherever it stands now. */
  if (item != NULL && gw_form_grid_lines_find_cell (self->lines, item, &line, &at))
    gw_form_grid_sheet_move_to (sheet, line, at);
}

static void
cards_cb (GtkButton       *button,
          GwFormGridTable *self)
{
  g_signal_emit (self, signals[SIGNAL_CARDS_WANTED], 0);
}

/* ------------------------------------------------------------ object */

/* Half a block would be no block: when the page is left, the rest is put in at once. */
static void
finish_paste (GwFormGridTable *self)
{
  g_autoptr (GwFormGridPaste) paste = g_steal_pointer (&self->paste);

  if (paste == NULL)
    return;
  g_signal_handlers_disconnect_by_data (paste, self);
  gw_form_grid_paste_finish (paste);
}

static void
gw_form_grid_table_dispose (GObject *object)
{
  GwFormGridTable *self = GW_FORM_GRID_TABLE (object);
  g_autoptr (GPtrArray) toasts = g_steal_pointer (&self->toasts);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  finish_paste (self);
  for (guint i = 0; toasts != NULL && i < toasts->len; i++)
    adw_toast_dismiss (toasts->pdata[i]);
  g_clear_handle_id (&self->detail_id, g_source_remove);
  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  g_clear_object (&self->lines);
  self->question = NULL;
  g_clear_pointer (&self->step, gw_form_step_unref);
  g_clear_object (&self->repeat);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_grid_table_parent_class)->dispose (object);
}

static void
gw_form_grid_table_unmap (GtkWidget *widget)
{
  GwFormGridTable *self = GW_FORM_GRID_TABLE (widget);

  if (self->paste != NULL) {
    finish_paste (self);
    gtk_widget_set_sensitive (self->sheet, TRUE);
    g_signal_handlers_unblock_by_func (self->lines, gw_form_grid_sheet_update, self->sheet);
    gw_form_grid_table_update_rows (self);
  }

  GTK_WIDGET_CLASS (gw_form_grid_table_parent_class)->unmap (widget);
}

static void
gw_form_grid_table_class_init (GwFormGridTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_table_dispose;
  GTK_WIDGET_CLASS (klass)->unmap = gw_form_grid_table_unmap;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[SIGNAL_QUESTION_BUILT] = g_signal_new ("question-built", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                                 NULL, NULL, G_TYPE_NONE, 1, GW_TYPE_FORM_QUESTION);
  signals[SIGNAL_CARDS_WANTED] = g_signal_new ("cards-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_form_grid_table_init (GwFormGridTable *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  self->reading = g_cancellable_new ();
}

static GtkWidget *
new_tools (GwFormGridTable *self)
{
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cards = gtk_button_new_from_icon_name ("view-list-symbolic");

  self->find_entry = gtk_search_entry_new ();
  g_object_set (self->find_entry, "placeholder-text", _("Find in the rows"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->find_entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Find in the rows"), -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->find_entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->find_entry), 28);
  g_signal_connect (self->find_entry, "search-changed", G_CALLBACK (find_cb), self);
  g_signal_connect (self->find_entry, "activate", G_CALLBACK (find_activate_cb), self);
  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->count), TRUE);
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (cards, "flat");
  gtk_widget_set_tooltip_text (cards, _("Show the rows as cards"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (cards), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show the rows as cards"), -1);
  g_signal_connect (cards, "clicked", G_CALLBACK (cards_cb), self);
  gtk_box_append (GTK_BOX (tools), self->find_entry);
  gtk_box_append (GTK_BOX (tools), self->count);
  gtk_box_append (GTK_BOX (tools), cards);

  return tools;
}

/* On a short page, everything is given the least that it asks for: the table asks for all its lines, up to a limit. */
static void
measure_frame (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural;
}

static void
allocate_frame (GtkWidget *widget,
                int        width,
                int        height,
                int        baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, -1, NULL);
}

static GtkWidget *
new_sheet (GwFormGridTable *self)
{
  g_autofree char *name = gw_form_walk_dup_heading (self->repeat);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *frame = gtk_frame_new (NULL), *place = adw_bin_new ();

  self->sheet = gw_form_grid_sheet_new (self->lines, name);
  gw_form_grid_sheet_set_can_add (SHEET (self), gw_form_item_can_add_rows (self->repeat));
  g_signal_connect (self->sheet, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect (self->sheet, "edit", G_CALLBACK (edit_cb), self);
  g_signal_connect (self->sheet, "asked", G_CALLBACK (asked_cb), self);
  g_signal_connect (self->sheet, "sort", G_CALLBACK (sort_cb), self);
  self->editor = gw_form_grid_editor_new (self->session, SHEET (self));
  g_signal_connect (self->editor, "ended", G_CALLBACK (ended_cb), self);
  g_signal_connect (self->editor, "elsewhere", G_CALLBACK (elsewhere_cb), self);

  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->sheet);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_frame_set_child (GTK_FRAME (frame), scrolled);
  gtk_widget_add_css_class (frame, "grid-frame");
  gtk_widget_set_layout_manager (place, gtk_custom_layout_new (NULL, measure_frame, allocate_frame));
  adw_bin_set_child (ADW_BIN (place), frame);

  return place;
}

static GtkWidget *
new_row_buttons (GwFormGridTable *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->add = gtk_button_new_with_label (C_("table of a form", "Add a row"));
  self->remove = gtk_button_new_with_label (_("Remove the row"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->add);
  gtk_box_append (GTK_BOX (buttons), self->remove);
  gtk_widget_set_visible (buttons, gw_form_item_can_add_rows (self->repeat));

  return buttons;
}

static GtkWidget *
new_detail (GwFormGridTable *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->detail = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->detail_title = gtk_label_new (NULL);
  self->detail_place = adw_bin_new ();
  gtk_label_set_xalign (GTK_LABEL (self->detail_title), 0.0f);
  gtk_widget_add_css_class (self->detail_title, "caption");
  gtk_widget_add_css_class (self->detail_title, "dim-label");
  gtk_widget_add_css_class (self->detail, "card");
  gtk_widget_add_css_class (self->detail, "row-card");
  gtk_widget_set_visible (self->detail, FALSE);
  gtk_box_append (GTK_BOX (self->detail), self->detail_title);
  gtk_box_append (GTK_BOX (self->detail), self->detail_place);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (detail_key_cb), self);
  gtk_widget_add_controller (self->detail, keys);

  return self->detail;
}

/**
 * gw_form_grid_table_new:
 * @repeat: a repeat for which gw_form_grid_lines_fit() holds
 *
 * Returns: (transfer floating): its rows as a table
 */
GtkWidget *
gw_form_grid_table_new (GwFormSession *session,
                        GwFormItem    *repeat)
{
  GwFormGridTable *self = g_object_new (GW_TYPE_FORM_GRID_TABLE, NULL);

  /* A table takes the width that there is, beyond what lines of words should have. */
  gw_form_grid_theme_widen (GTK_WIDGET (self), WIDEST);
  self->session = g_object_ref (session);
  self->repeat = g_object_ref (repeat);
  self->lines = gw_form_grid_lines_new (session, repeat);
  gtk_box_append (GTK_BOX (self), new_tools (self));
  gtk_box_append (GTK_BOX (self), new_sheet (self));
  self->notice = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap", TRUE, "wrap-mode",
                               PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, "visible", FALSE, "selectable", TRUE, NULL);
  gtk_box_append (GTK_BOX (self), self->notice);
  gtk_box_append (GTK_BOX (self), new_row_buttons (self));
  gtk_box_append (GTK_BOX (self), new_detail (self));
  g_signal_connect (self->lines, "changed", G_CALLBACK (lines_changed_cb), self);
  show_count (self);
  update_remove (self);

  return GTK_WIDGET (self);
}

/**
 * gw_form_grid_table_refresh:
 * @changes: (element-type GwFormChange): what the session's "changed" signal told
 *
 * Shows what changed, where it is on the screen.
 */
void
gw_form_grid_table_refresh (GwFormGridTable *self,
                            GPtrArray       *changes)
{
  gboolean all = FALSE;

  g_return_if_fail (GW_IS_FORM_GRID_TABLE (self));

  /* While a block comes in, everything is shown once at its end. */
  for (guint i = 0; i < changes->len && self->paste == NULL && !all; i++) {
    GwFormChange *change = changes->pdata[i];

    /* A part that begins or ceases to apply takes what is in it along. */
    all = change->item != NULL && (change->aspects & GW_FORM_ASPECT_RELEVANT) != 0
          && gw_form_item_get_kind (change->item) != GW_FORM_ITEM_CONTROL;
    if (change->item != NULL && !all)
      gw_form_grid_sheet_refresh (SHEET (self), change->item);
    if (change->item != NULL && change->item == gw_form_grid_editor_get_item (self->editor))
      gw_form_grid_editor_refresh (self->editor);
  }
  if (all)
    gw_form_grid_sheet_update (SHEET (self));
  for (guint i = 0; i < changes->len && self->question != NULL; i++) {
    GwFormChange *change = changes->pdata[i];

    if (change->item == gw_form_question_get_item (self->question))
      gw_form_question_refresh (self->question, change->aspects);
  }
}

/**
 * gw_form_grid_table_update_rows:
 *
 * Shows the rows that there are now.
 */
void
gw_form_grid_table_update_rows (GwFormGridTable *self)
{
  g_return_if_fail (GW_IS_FORM_GRID_TABLE (self));

  if (self->question != NULL && gw_form_item_is_gone (gw_form_question_get_item (self->question)))
    clear_detail (self);
  if (gw_form_grid_editor_get_item (self->editor) != NULL
      && gw_form_item_is_gone (gw_form_grid_editor_get_item (self->editor)))
    gw_form_grid_editor_end (self->editor);
  gw_form_grid_lines_update (self->lines);
}

/**
 * gw_form_grid_table_holds:
 *
 * Returns: whether @item is a row of this table or stands in one
 */
gboolean
gw_form_grid_table_holds (GwFormGridTable *self,
                          GwFormItem      *item)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_TABLE (self), FALSE);

  for (GwFormItem *at = item; at != NULL; at = gw_form_item_get_parent (at))
    if (at == self->repeat)
      return TRUE;

  return FALSE;
}

/**
 * gw_form_grid_table_focus_item:
 *
 * Goes to the cell of @item, also where it was not among the rows that were found.
 *
 * Returns: whether it is in this table
 */
gboolean
gw_form_grid_table_focus_item (GwFormGridTable *self,
                               GwFormItem      *item)
{
  guint line, column;

  g_return_val_if_fail (GW_IS_FORM_GRID_TABLE (self), FALSE);

  if (!gw_form_grid_lines_find_cell (self->lines, item, &line, &column)) {
    gtk_editable_set_text (GTK_EDITABLE (self->find_entry), "");
    gw_form_grid_lines_find (self->lines, NULL);
    if (!gw_form_grid_lines_find_cell (self->lines, item, &line, &column))
      return gw_form_grid_table_holds (self, item) && gw_form_grid_sheet_focus_cell (SHEET (self));
  }
  gw_form_grid_sheet_move_to (SHEET (self), line, column);

  return gw_form_grid_sheet_focus_cell (SHEET (self));
}

/**
 * gw_form_grid_table_get_question:
 *
 * Returns: (transfer none) (nullable): the question below the table
 */
GwFormQuestion *
gw_form_grid_table_get_question (GwFormGridTable *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_TABLE (self), NULL);

  return self->question;
}

/**
 * gw_form_grid_table_paste:
 * @text: a block of cells as a spreadsheet copies it
 *
 * Puts @text into the cells from the one of the person on, adding rows as needed.
 */
void
gw_form_grid_table_paste (GwFormGridTable *self,
                          const char      *text)
{
  g_autoptr (GPtrArray) block = NULL;
  guint first_line, first_column, last_line, last_column;

  g_return_if_fail (GW_IS_FORM_GRID_TABLE (self));

  if (self->paste != NULL)
    return;
  gw_form_grid_editor_end (self->editor);
  block = gw_form_grid_block_parse (text);
  gw_form_grid_sheet_get_block (SHEET (self), &first_line, &first_column, &last_line, &last_column);
  self->paste = gw_form_grid_paste_new (self->session, self->lines, block);
  gw_form_grid_paste_set_area (self->paste, first_line, first_column, last_line - first_line + 1,
                               last_column - first_column + 1);
  g_signal_connect (self->paste, "done", G_CALLBACK (paste_done_cb), self);
  show_notice (self, NULL);
  gtk_widget_set_sensitive (self->sheet, FALSE);
  g_signal_handlers_block_by_func (self->lines, gw_form_grid_sheet_update, self->sheet);
  gw_form_grid_paste_start (self->paste);
}

/**
 * gw_form_grid_table_dup_block:
 *
 * Returns: (transfer full): what is marked, as a spreadsheet reads it
 */
char *
gw_form_grid_table_dup_block (GwFormGridTable *self)
{
  GString *out;
  guint first_line, first_column, last_line, last_column;

  g_return_val_if_fail (GW_IS_FORM_GRID_TABLE (self), NULL);

  out = g_string_new (NULL);
  gw_form_grid_sheet_get_block (SHEET (self), &first_line, &first_column, &last_line, &last_column);
  for (guint line = first_line; line <= last_line && line < gw_form_grid_lines_get_n (self->lines); line++) {
    for (guint column = first_column; column <= last_column; column++) {
      g_autofree char *cell = gw_form_grid_words_dup_copied (gw_form_grid_lines_get_cell (self->lines, line, column));

      gw_form_grid_block_add (out, cell, column == first_column);
    }
    if (line < last_line)
      g_string_append_c (out, '\n');
  }

  return g_string_free (out, FALSE);
}

/**
 * gw_form_grid_table_show_question:
 *
 * Shows the question of the cell under the cursor at once, where a moment is left for going on else.
 *
 * Returns: (transfer none) (nullable): the question
 */
GwFormQuestion *
gw_form_grid_table_show_question (GwFormGridTable *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_TABLE (self), NULL);

  if (self->detail_id != 0)
    show_detail (self);

  return self->question;
}
