/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of a repeat as a table, with the form of tables.xml. */

#include <adwaita.h>
#include <string.h>

#include "app/forms/gw-form-grid-block.h"
#include "app/forms/gw-form-grid-cell.h"
#include "app/forms/gw-form-grid-editor.h"
#include "app/forms/gw-form-grid-strip.h"
#include "app/forms/gw-form-grid-table.h"
#include "app/forms/gw-form-page.h"
#include "gw-resources.h"

#define ANIMAL "/data/counts/animal"

typedef struct
{
  GtkWidget *window;
  GwFormPage *page;
  GwFormSession *session;
  GwFormGridTable *table;
  GwFormGridSheet *sheet;
} Fixture;

static void
settle (void)
{
  /* Work in slices takes its time under the sanitizers, beside others on a busy machine. */
  gint64 until = g_get_monotonic_time () + (g_getenv ("GODWIT_SANITIZE") != NULL ? 2 : 1) * 300 * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *words)
{
  if (GTK_IS_BUTTON (widget)
      && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), words) == 0
          || g_strcmp0 (gtk_widget_get_tooltip_text (widget), words) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, words);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
wait_for_table (Fixture *fixture)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GtkWidget *table;

  while ((table = find_widget (GTK_WIDGET (fixture->page), GW_TYPE_FORM_GRID_TABLE)) == NULL
         && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (table);
  fixture->table = GW_FORM_GRID_TABLE (table);
  fixture->sheet = GW_FORM_GRID_SHEET (find_widget (table, GW_TYPE_FORM_GRID_SHEET));
  settle ();
}

static GwFormItem *
get_repeat (Fixture *fixture)
{
  return gw_form_session_find_item (fixture->session, ANIMAL);
}

/* A row with its first answers, by their stored values. */
static void
add_row (Fixture    *fixture,
         const char *species,
         const char *number)
{
  g_autofree char *id = gw_form_session_add_row (fixture->session, ANIMAL, NULL, NULL);
  g_autofree char *one = g_strdup_printf (ANIMAL "[%s]/species", id);
  g_autofree char *two = g_strdup_printf (ANIMAL "[%s]/number", id);

  g_assert_nonnull (id);
  g_assert_true (gw_form_session_set_value (fixture->session, one, species, NULL));
  g_assert_true (gw_form_session_set_value (fixture->session, two, number, NULL));
}

static GwFormItem *
find_cell (Fixture    *fixture,
           guint       row,
           const char *name)
{
  g_autoptr (GPtrArray) rows = gw_form_item_dup_items (get_repeat (fixture));
  g_autoptr (GPtrArray) cells = NULL;

  g_assert_cmpuint (row, <, rows->len);
  cells = gw_form_item_dup_items (rows->pdata[row]);
  for (guint i = 0; i < cells->len; i++)
    if (g_str_equal (gw_form_item_get_name (cells->pdata[i]), name))
      return cells->pdata[i];
  g_assert_not_reached ();
}

static const char *
value_of (Fixture    *fixture,
          guint       row,
          const char *name)
{
  const char *value = gw_form_item_get_value (find_cell (fixture, row, name));

  return value != NULL ? value : "";
}

static guint
count_rows (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = gw_form_item_dup_items (get_repeat (fixture));

  return rows->len;
}

static const char *
shown_at (Fixture *fixture,
          guint    line,
          guint    column)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GtkWidget *cell;

  /* A busy machine takes its time to the first frame. */
  while ((cell = gw_form_grid_sheet_find_cell (fixture->sheet, line, column)) == NULL
         && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (cell);
  return gw_form_grid_cell_get_text (GW_FORM_GRID_CELL (cell));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "app", "forms", "tables.xml", NULL);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load_file (path, NULL, NULL, &error);
  GtkWidget *overlay = adw_toast_overlay_new ();

  g_assert_no_error (error);
  fixture->session = gw_form_session_new (form, environment, NULL);
  add_row (fixture, "ciconia", "12");
  add_row (fixture, "anas", "3");
  fixture->page = GW_FORM_PAGE (gw_form_page_new ());
  fixture->window = adw_window_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->page));
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 700);
  gw_form_page_set_session (fixture->page, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  wait_for_table (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->session);
}

static void
paste (Fixture    *fixture,
       guint       line,
       guint       column,
       const char *text)
{
  gw_form_grid_sheet_move_to (fixture->sheet, line, column);
  gw_form_grid_table_paste (fixture->table, text);
  settle ();
}

/* ------------------------------------------------------------ */

static void
test_answers_are_shown_in_words (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "White Stork");
  g_assert_cmpstr (shown_at (fixture, 0, 1), ==, "12");
  g_assert_cmpstr (shown_at (fixture, 0, 7), ==, "24");
  g_assert_true (gw_form_session_set_language (fixture->session, "Français (fr)"));
  wait_for_table (fixture);
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "Cigogne blanche");
}

static GtkEditable *
begin_edit (Fixture    *fixture,
            guint       line,
            guint       column,
            const char *typed)
{
  GtkWidget *field;

  gw_form_grid_sheet_move_to (fixture->sheet, line, column);
  gw_form_grid_sheet_focus_cell (fixture->sheet);
  g_signal_emit_by_name (fixture->sheet, "edit", typed);
  field = find_widget (GTK_WIDGET (fixture->sheet), GTK_TYPE_ENTRY);
  g_assert_nonnull (field);

  return GTK_EDITABLE (field);
}

static void
test_each_key_is_stored (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkEditable *field = begin_edit (fixture, 0, 1, "4");

  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "4");
  gtk_editable_set_text (field, "45");
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "45");
  g_assert_cmpstr (shown_at (fixture, 0, 7), ==, "90");
  gtk_editable_set_text (field, "about 45");
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "about 45");
  /* The table can go at any moment. */
  gw_form_page_show_section (fixture->page, 1);
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "about 45");
}

static void
test_typing_in_the_last_line_adds_a_row (Fixture       *fixture,
                                         gconstpointer  data)
{
  GtkEditable *field = begin_edit (fixture, 2, 6, "N");

  g_assert_cmpuint (count_rows (fixture), ==, 3);
  gtk_editable_set_text (field, "None heard");
  g_assert_cmpstr (value_of (fixture, 2, "notes"), ==, "None heard");
}

static void
test_a_wrong_answer_is_marked_and_kept (Fixture       *fixture,
                                        gconstpointer  data)
{
  GtkEditable *field = begin_edit (fixture, 0, 1, "-");
  GtkWidget *cell = gw_form_grid_sheet_find_cell (fixture->sheet, 0, 1);

  gtk_editable_set_text (field, "-4");
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "-4");
  g_assert_true (gw_form_grid_cell_get_marks (GW_FORM_GRID_CELL (cell)) & GW_FORM_GRID_INVALID);
  gtk_editable_set_text (field, "4");
  g_assert_false (gw_form_grid_cell_get_marks (GW_FORM_GRID_CELL (cell)) & GW_FORM_GRID_INVALID);
}

static void
test_what_does_not_apply_takes_no_answer (Fixture       *fixture,
                                          gconstpointer  data)
{
  GtkWidget *cell = gw_form_grid_sheet_find_cell (fixture->sheet, 0, 5);

  g_assert_true (gw_form_grid_cell_get_marks (GW_FORM_GRID_CELL (cell)) & GW_FORM_GRID_ABSENT);
  paste (fixture, 0, 5, "too late");
  g_assert_cmpstr (value_of (fixture, 0, "why"), ==, "");
  paste (fixture, 0, 1, "0");
  g_assert_false (gw_form_grid_cell_get_marks (GW_FORM_GRID_CELL (cell)) & GW_FORM_GRID_ABSENT);
  paste (fixture, 0, 5, "too late");
  g_assert_cmpstr (value_of (fixture, 0, "why"), ==, "too late");
}

static void
test_a_block_is_pasted (Fixture       *fixture,
                        gconstpointer  data)
{
  paste (fixture, 1, 0,
         "Black-tailed Godwit\t1 200\t5/3/2027\tSeen, Ringed\tx\r\n"
         "grus\t7\t2027-03-06\tear\t\t\t\"Two\nlines\"\r\n"
         "common tern\t\t6 March 2027\r\n");
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  g_assert_cmpstr (value_of (fixture, 1, "species"), ==, "limosa");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "1200");
  g_assert_cmpstr (value_of (fixture, 1, "day"), ==, "2027-03-05");
  g_assert_cmpstr (value_of (fixture, 1, "ways"), ==, "eye ring");
  g_assert_cmpstr (value_of (fixture, 1, "sure"), ==, "OK");
  g_assert_cmpstr (value_of (fixture, 2, "species"), ==, "grus");
  g_assert_cmpstr (value_of (fixture, 2, "day"), ==, "2027-03-06");
  g_assert_cmpstr (value_of (fixture, 2, "ways"), ==, "ear");
  g_assert_cmpstr (value_of (fixture, 2, "notes"), ==, "Two\nlines");
  g_assert_cmpstr (value_of (fixture, 3, "species"), ==, "sterna");
  g_assert_cmpstr (value_of (fixture, 3, "day"), ==, "2027-03-06");
}

static gboolean
has_label (GtkWidget  *widget,
           const char *part)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, part))
      return TRUE;

  return FALSE;
}

static void
test_what_does_not_fit_is_told_and_left (Fixture       *fixture,
                                         gconstpointer  data)
{
  paste (fixture, 0, 0, "Dodo\tmany\n\t8\n");
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "12");
  g_assert_cmpstr (value_of (fixture, 1, "species"), ==, "anas");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "8");
  g_assert_true (has_label (GTK_WIDGET (fixture->table), "Species, row 1: “Dodo”"));
  g_assert_true (has_label (GTK_WIDGET (fixture->table), "Number, row 1: “many”"));

  paste (fixture, 0, 7, "24\t9\n");
  g_assert_cmpstr (value_of (fixture, 0, "double"), ==, "24");
  g_assert_true (has_label (GTK_WIDGET (fixture->table), "takes no answer"));
  g_assert_true (has_label (GTK_WIDGET (fixture->table), "beyond the end"));
}

static void
click_undo (Fixture *fixture)
{
  GtkWidget *undo = find_button (fixture->window, "Undo");

  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  settle ();
}

static void
test_a_paste_is_taken_back_whole (Fixture       *fixture,
                                  gconstpointer  data)
{
  paste (fixture, 0, 0, "grus\t1\nsterna\t2\nfalco\t3\notis\t4\n");
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  click_undo (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  g_assert_cmpstr (value_of (fixture, 1, "species"), ==, "anas");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "3");
  g_assert_cmpstr (shown_at (fixture, 1, 0), ==, "Pintail");
}

static void
test_nothing_is_offered_beyond_its_form (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GtkWidget) undo = NULL;

  gtk_editable_set_text (begin_edit (fixture, 0, 1, "7"), "77");
  paste (fixture, 1, 1, "5\n6\n");
  undo = g_object_ref (find_button (fixture->window, "Undo"));
  g_assert_nonnull (undo);
  gw_form_page_set_session (fixture->page, NULL);
  g_signal_emit_by_name (undo, "clicked");
  settle ();
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "77");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "5");
  g_assert_cmpuint (count_rows (fixture), ==, 3);
}

static void
test_a_paste_is_finished_when_the_form_is_left (Fixture       *fixture,
                                                gconstpointer  data)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "grus\t%u\n", i);
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 0);
  gw_form_grid_table_paste (fixture->table, text->str);
  g_string_free (text, TRUE);
  gw_form_page_show_section (fixture->page, 1);
  settle ();
  g_assert_cmpuint (count_rows (fixture), ==, 300);
  g_assert_cmpstr (value_of (fixture, 299, "number"), ==, "299");
}

static void
test_a_copied_block_can_be_pasted (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autofree char *block = NULL;

  paste (fixture, 0, 2, "2027-03-05\tHeard, Ringed\tx\t\t\"a \"\"b\"\"\tc\"");
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 0);
  gw_form_grid_sheet_mark_to (fixture->sheet, 1, 6);
  block = gw_form_grid_table_dup_block (fixture->table);
  g_assert_cmpstr (block, ==, "White Stork\t12\t2027-03-05\tHeard, Ringed\tOK\t\t\"a \"\"b\"\"\tc\"\nPintail\t3\t\t\t\t\t");
  paste (fixture, 2, 0, block);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpstr (value_of (fixture, i + 2, "species"), ==, value_of (fixture, i, "species"));
    g_assert_cmpstr (value_of (fixture, i + 2, "number"), ==, value_of (fixture, i, "number"));
    g_assert_cmpstr (value_of (fixture, i + 2, "day"), ==, value_of (fixture, i, "day"));
    g_assert_cmpstr (value_of (fixture, i + 2, "ways"), ==, value_of (fixture, i, "ways"));
    g_assert_cmpstr (value_of (fixture, i + 2, "sure"), ==, value_of (fixture, i, "sure"));
    g_assert_cmpstr (value_of (fixture, i + 2, "notes"), ==, value_of (fixture, i, "notes"));
  }
}

static void
test_one_cell_fills_what_is_marked (Fixture       *fixture,
                                    gconstpointer  data)
{
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 1);
  gw_form_grid_sheet_mark_to (fixture->sheet, 1, 1);
  gw_form_grid_table_paste (fixture->table, "9");
  settle ();
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "9");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "9");
  g_assert_cmpuint (count_rows (fixture), ==, 2);
}

static void
test_what_is_cleared_comes_back (Fixture       *fixture,
                                 gconstpointer  data)
{
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 0);
  gw_form_grid_sheet_mark_to (fixture->sheet, 1, 1);
  g_signal_emit_by_name (fixture->sheet, "asked", "clear");
  settle ();
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "");
  click_undo (fixture);
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "3");
}

static void
test_removed_rows_come_back (Fixture       *fixture,
                             gconstpointer  data)
{
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 0);
  gw_form_grid_sheet_mark_to (fixture->sheet, 1, 0);
  g_signal_emit_by_name (fixture->sheet, "asked", "remove");
  settle ();
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  click_undo (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  g_assert_cmpstr (shown_at (fixture, 1, 0), ==, "Pintail");
}

static void
test_the_value_above_is_filled_in (Fixture       *fixture,
                                   gconstpointer  data)
{
  gw_form_grid_sheet_move_to (fixture->sheet, 1, 0);
  g_signal_emit_by_name (fixture->sheet, "asked", "fill");
  g_assert_cmpstr (value_of (fixture, 1, "species"), ==, "ciconia");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "3");
}

static void
test_sorting_leaves_the_form_as_it_is (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_signal_emit_by_name (fixture->sheet, "sort", 1);
  settle ();
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "Pintail");
  g_assert_cmpstr (value_of (fixture, 0, "species"), ==, "ciconia");
  /* What is typed goes into the row that one sees. */
  gtk_editable_set_text (begin_edit (fixture, 0, 1, "4"), "40");
  g_assert_cmpstr (value_of (fixture, 1, "number"), ==, "40");
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "Pintail");
  g_signal_emit_by_name (fixture->sheet, "sort", 1);
  settle ();
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "Pintail");
  g_signal_emit_by_name (fixture->sheet, "sort", 1);
  settle ();
  g_assert_cmpstr (shown_at (fixture, 0, 0), ==, "White Stork");
}

static void
test_rows_with_the_words_are_found (Fixture       *fixture,
                                    gconstpointer  data)
{
  GwFormGridLines *lines = gw_form_grid_lines_new (fixture->session, get_repeat (fixture));
  guint line, column;

  gw_form_grid_lines_find (lines, "pint");
  settle ();
  g_assert_cmpuint (gw_form_grid_lines_get_n (lines), ==, 1);
  g_assert_cmpuint (gw_form_grid_lines_get_number (lines, 0), ==, 2);
  /* A row that is added meanwhile is there. */
  add_row (fixture, "grus", "5");
  gw_form_grid_lines_update (lines);
  g_assert_cmpuint (gw_form_grid_lines_get_n (lines), ==, 2);
  g_assert_cmpuint (gw_form_grid_lines_get_number (lines, 1), ==, 3);
  gw_form_grid_lines_find (lines, "");
  g_assert_cmpuint (gw_form_grid_lines_get_n (lines), ==, 3);
  g_assert_true (gw_form_grid_lines_find_cell (lines, find_cell (fixture, 2, "number"), &line, &column));
  g_assert_cmpuint (line, ==, 2);
  g_assert_cmpuint (column, ==, 1);
  g_object_unref (lines);
}

static guint
count_strips (GtkWidget *widget)
{
  guint n = GW_IS_FORM_GRID_STRIP (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_strips (child);

  return n;
}

static void
test_only_lines_on_the_screen_have_widgets (Fixture       *fixture,
                                            gconstpointer  data)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "grus\t%u\n", i);
  gw_form_grid_sheet_move_to (fixture->sheet, 0, 0);
  gw_form_grid_table_paste (fixture->table, text->str);
  g_string_free (text, TRUE);
  for (guint i = 0; i < 200 && count_rows (fixture) < 1000; i++)
    settle ();
  settle ();
  g_assert_cmpuint (count_rows (fixture), ==, 1000);
  g_assert_cmpuint (count_strips (GTK_WIDGET (fixture->sheet)), <, 40);
  gw_form_grid_sheet_move_to (fixture->sheet, 999, 1);
  settle ();
  g_assert_cmpstr (shown_at (fixture, 999, 1), ==, "999");
  g_assert_null (gw_form_grid_sheet_find_cell (fixture->sheet, 0, 1));
  g_assert_cmpuint (count_strips (GTK_WIDGET (fixture->sheet)), <, 40);
}

static void
test_counted_rows_stay_as_many (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;

  gw_form_page_show_section (fixture->page, 1);
  settle ();
  wait_for_table (fixture);
  paste (fixture, 2, 0, "Wadi\t2,5\nOasis\t3\n");
  rows = gw_form_item_dup_items (gw_form_session_find_item (fixture->session, "/data/fixed/place"));
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (shown_at (fixture, 2, 0), ==, "Wadi");
  g_assert_cmpstr (shown_at (fixture, 2, 1), ==, "2.5");
  g_assert_true (has_label (GTK_WIDGET (fixture->table), "beyond the end"));
  g_signal_emit_by_name (fixture->sheet, "asked", "remove");
  g_signal_emit_by_name (fixture->sheet, "asked", "add");
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = gw_form_item_dup_items (gw_form_session_find_item (fixture->session, "/data/fixed/place"));
  g_assert_cmpuint (rows->len, ==, 3);
}

static void
test_rows_can_be_cards (Fixture       *fixture,
                        gconstpointer  data)
{
  gtk_editable_set_text (begin_edit (fixture, 0, 1, "7"), "77");
  g_signal_emit_by_name (find_button (fixture->window, "Show the rows as cards"), "clicked");
  settle ();
  g_assert_null (find_widget (fixture->window, GW_TYPE_FORM_GRID_TABLE));
  g_assert_nonnull (find_button (fixture->window, "Remove row 1"));
  g_assert_cmpstr (value_of (fixture, 0, "number"), ==, "77");
  /* It is remembered. */
  gw_form_page_show_section (fixture->page, 1);
  gw_form_page_show_section (fixture->page, 0);
  settle ();
  g_assert_null (find_widget (fixture->window, GW_TYPE_FORM_GRID_TABLE));
  g_signal_emit_by_name (find_button (fixture->window, "Show the rows as a table"), "clicked");
  wait_for_table (fixture);
  g_assert_cmpstr (shown_at (fixture, 0, 1), ==, "77");
}

static void
test_the_page_leads_to_a_cell (Fixture       *fixture,
                               gconstpointer  data)
{
  g_assert_true (gw_form_page_show_item (fixture->page, find_cell (fixture, 1, "notes")));
  settle ();
  g_assert_cmpuint (gw_form_grid_sheet_get_line (fixture->sheet), ==, 1);
  g_assert_cmpuint (gw_form_grid_sheet_get_column (fixture->sheet), ==, 6);
  g_assert_true (gw_form_grid_sheet_has_focus (fixture->sheet));
  /* The whole question stands below, with all that belongs to it. */
  g_assert_true (gw_form_question_get_item (gw_form_grid_table_get_question (fixture->table))
                 == find_cell (fixture, 1, "notes"));
}

static guint
count_buttons (GtkWidget  *widget,
               const char *words)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
            && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), words) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_buttons (child, words);

  return n;
}

static void
test_rows_can_begin_when_they_begin_to_apply (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_assert_cmpuint (count_buttons (fixture->window, "Add a row"), ==, 1);
  g_assert_true (gw_form_session_set_value (fixture->session, "/data/counts/site", "more", NULL));
  settle ();
  g_assert_cmpuint (count_buttons (fixture->window, "Add a row"), ==, 2);
  g_assert_true (gw_form_session_set_value (fixture->session, "/data/counts/site", "none", NULL));
  settle ();
  g_assert_cmpuint (count_buttons (fixture->window, "Add a row"), ==, 1);
}

static void
assert_block (const char *text,
              const char *expected)
{
  g_autoptr (GPtrArray) block = gw_form_grid_block_parse (text);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < block->len; i++) {
    GPtrArray *cells = block->pdata[i];

    for (guint c = 0; c < cells->len; c++)
      g_string_append_printf (out, "%s%s", c > 0 ? "|" : "", (char *) cells->pdata[c]);
    g_string_append_c (out, '/');
  }
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_blocks_are_read_as_spreadsheets_write_them (void)
{
  assert_block ("a", "a/");
  assert_block ("a\tb\r\nc\td\r\n", "a|b/c|d/");
  assert_block ("a\n\nb", "a//b/");
  assert_block ("\"a\tb\"\tc", "a\tb|c/");
  assert_block ("\"one\r\ntwo\"\tx\n", "one\ntwo|x/");
  assert_block ("\"say \"\"hi\"\"\"", "say \"hi\"/");
  assert_block ("\"5\" tall\t6\"", "\"5\" tall|6\"/");
  assert_block ("\"never closed\tb", "\"never closed|b/");
  assert_block ("", "/");
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *config = g_dir_make_tmp ("godwit-test-XXXXXX", NULL);

  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();

#define ADD(path, func) g_test_add ("/forms/table/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("answers-are-shown-in-words", test_answers_are_shown_in_words);
  ADD ("each-key-is-stored", test_each_key_is_stored);
  ADD ("typing-in-the-last-line-adds-a-row", test_typing_in_the_last_line_adds_a_row);
  ADD ("a-wrong-answer-is-marked-and-kept", test_a_wrong_answer_is_marked_and_kept);
  ADD ("what-does-not-apply-takes-no-answer", test_what_does_not_apply_takes_no_answer);
  ADD ("a-block-is-pasted", test_a_block_is_pasted);
  ADD ("what-does-not-fit-is-told-and-left", test_what_does_not_fit_is_told_and_left);
  ADD ("a-paste-is-taken-back-whole", test_a_paste_is_taken_back_whole);
  ADD ("nothing-is-offered-beyond-its-form", test_nothing_is_offered_beyond_its_form);
  ADD ("a-paste-is-finished-when-the-form-is-left", test_a_paste_is_finished_when_the_form_is_left);
  ADD ("a-copied-block-can-be-pasted", test_a_copied_block_can_be_pasted);
  ADD ("one-cell-fills-what-is-marked", test_one_cell_fills_what_is_marked);
  ADD ("what-is-cleared-comes-back", test_what_is_cleared_comes_back);
  ADD ("removed-rows-come-back", test_removed_rows_come_back);
  ADD ("the-value-above-is-filled-in", test_the_value_above_is_filled_in);
  ADD ("sorting-leaves-the-form-as-it-is", test_sorting_leaves_the_form_as_it_is);
  ADD ("rows-with-the-words-are-found", test_rows_with_the_words_are_found);
  ADD ("only-lines-on-the-screen-have-widgets", test_only_lines_on_the_screen_have_widgets);
  ADD ("counted-rows-stay-as-many", test_counted_rows_stay_as_many);
  ADD ("the-page-leads-to-a-cell", test_the_page_leads_to_a_cell);
  ADD ("rows-can-begin-when-they-begin-to-apply", test_rows_can_begin_when_they_begin_to_apply);
  ADD ("rows-can-be-cards", test_rows_can_be_cards);
#undef ADD
  g_test_add_func ("/forms/table/blocks-are-read-as-spreadsheets-write-them",
                   test_blocks_are_read_as_spreadsheets_write_them);

  return g_test_run ();
}
