/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choices in grids and other shapes, with the form of grids.xml. */

#include <adwaita.h>

#include "app/forms/gw-form-grid-choice.h"
#include "app/forms/gw-form-grid-matrix.h"
#include "app/forms/gw-form-page.h"
#include "gw-resources.h"

typedef struct
{
  GtkWidget *window;
  GwFormPage *page;
  GwFormSession *session;
} Fixture;

static void
settle (void)
{
  gint64 until = g_get_monotonic_time () + 300 * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

typedef struct
{
  const char *ref;
  GtkWidget *found;
} Wanted;

static void
match_question (gpointer data,
                gpointer user_data)
{
  Wanted *wanted = user_data;

  if (g_str_equal (gw_form_item_get_ref (gw_form_question_get_item (data)), wanted->ref))
    wanted->found = data;
}

static GtkWidget *
find_question (Fixture    *fixture,
               const char *ref)
{
  Wanted wanted = { ref, NULL };

  gw_form_page_foreach_question (fixture->page, match_question, &wanted);
  return wanted.found;
}

static GwFormGridCells *
wait_for_cells (Fixture    *fixture,
                const char *ref)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_question (fixture, ref) == NULL && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (find_question (fixture, ref));
  g_assert_true (GW_IS_FORM_GRID_CHOICE (find_question (fixture, ref)));
  settle ();

  return gw_form_grid_choice_get_cells (GW_FORM_GRID_CHOICE (find_question (fixture, ref)));
}

static void
open_at (Fixture    *fixture,
         const char *name,
         int         width)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "app", "forms", name, NULL);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load_file (path, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture->session = gw_form_session_new (form, environment, NULL);
  fixture->page = GW_FORM_PAGE (gw_form_page_new ());
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
  gw_form_page_set_session (fixture->page, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  open_at (fixture, "grids.xml", GPOINTER_TO_INT (data));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->session);
}

static const char *
value_of (Fixture    *fixture,
          const char *ref)
{
  const char *value = gw_form_session_get_value (fixture->session, ref);

  return value != NULL ? value : "";
}

static GtkWidget *
nth_button (GwFormGridCells *cells,
            guint            n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (cells)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_CHECK_BUTTON (child) && n-- == 0)
      return child;

  return NULL;
}

static void
test_a_heading_is_no_question (Fixture       *fixture,
                               gconstpointer  data)
{
  GwFormGridCells *cells = wait_for_cells (fixture, "/data/threats/hunting");
  GwFormItem *group = gw_form_session_find_item (fixture->session, "/data/threats");
  GwFormProgress progress;

  g_assert_null (find_question (fixture, "/data/threats/head"));
  g_assert_nonnull (gtk_widget_get_ancestor (GTK_WIDGET (cells), GW_TYPE_FORM_GRID_MATRIX));
  gw_form_session_get_progress (fixture->session, group, &progress);
  g_assert_cmpuint (progress.questions, ==, 4);
}

static void
test_rows_share_their_columns (Fixture       *fixture,
                               gconstpointer  data)
{
  GwFormGridCells *one = wait_for_cells (fixture, "/data/threats/hunting");
  GwFormGridCells *two = wait_for_cells (fixture, "/data/threats/nets");
  GtkWidget *matrix = gtk_widget_get_ancestor (GTK_WIDGET (one), GW_TYPE_FORM_GRID_MATRIX);

  g_assert_true (gw_form_grid_cells_is_row (one));
  for (guint i = 0; i < 5; i++) {
    graphene_rect_t above, below;

    g_assert_true (gtk_widget_compute_bounds (nth_button (one, i), matrix, &above));
    g_assert_true (gtk_widget_compute_bounds (nth_button (two, i), matrix, &below));
    g_assert_cmpfloat (above.origin.x, ==, below.origin.x);
  }
}

static void
test_questions_stand_below_each_other_when_narrow (Fixture       *fixture,
                                                   gconstpointer  data)
{
  GwFormGridCells *cells = wait_for_cells (fixture, "/data/threats/hunting");
  graphene_rect_t first, second;

  g_assert_false (gw_form_grid_cells_is_row (cells));
  g_assert_true (gtk_widget_compute_bounds (nth_button (cells, 0), fixture->window, &first));
  g_assert_true (gtk_widget_compute_bounds (nth_button (cells, 4), fixture->window, &second));
  g_assert_cmpfloat (first.origin.x, ==, second.origin.x);
  g_assert_cmpfloat (first.origin.y, <, second.origin.y);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);
}

static void
test_a_cell_stores_its_answer (Fixture       *fixture,
                               gconstpointer  data)
{
  GwFormGridCells *cells = wait_for_cells (fixture, "/data/threats/nets");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 3)), TRUE);
  g_assert_cmpstr (value_of (fixture, "/data/threats/nets"), ==, "high");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 4)), TRUE);
  g_assert_cmpstr (value_of (fixture, "/data/threats/nets"), ==, "unknown");
  g_assert_true (gtk_widget_has_css_class (find_question (fixture, "/data/threats/nets"), "invalid"));
  g_assert_true (gw_form_grid_cells_clear (cells));
  g_assert_cmpstr (value_of (fixture, "/data/threats/nets"), ==, "");
  g_assert_false (gw_form_grid_cells_clear (cells));
}

static void
test_moving_does_not_choose (Fixture       *fixture,
                             gconstpointer  data)
{
  GwFormGridCells *cells = wait_for_cells (fixture, "/data/threats/hunting");

  g_assert_true (gw_form_grid_cells_focus_cell (cells, 2));
  g_assert_true (gw_form_grid_cells_focus_cell (cells, G_MAXINT));
  g_assert_cmpint (gw_form_grid_cells_get_cursor (cells), ==, 4);
  g_assert_cmpstr (value_of (fixture, "/data/threats/hunting"), ==, "");
}

static void
test_a_row_comes_and_goes_with_its_relevance (Fixture       *fixture,
                                              gconstpointer  data)
{
  GwFormGridCells *cells = wait_for_cells (fixture, "/data/threats/hunting");

  wait_for_cells (fixture, "/data/threats/roads");
  g_assert_true (gtk_widget_get_visible (find_question (fixture, "/data/threats/roads")));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 0)), TRUE);
  g_assert_false (gtk_widget_get_visible (find_question (fixture, "/data/threats/roads")));
}

static void
test_several_answers_keep_the_order_of_the_list (Fixture       *fixture,
                                                 gconstpointer  data)
{
  GwFormGridCells *cells;

  gw_form_page_show_section (fixture->page, 1);
  cells = wait_for_cells (fixture, "/data/laws/law_a");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 3)), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 1)), TRUE);
  g_assert_cmpstr (value_of (fixture, "/data/laws/law_a"), ==, "low high");
  /* What the form computes is shown in its row, and cannot be clicked. */
  cells = wait_for_cells (fixture, "/data/laws/law_b");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (nth_button (cells, 1))));
  g_assert_false (gtk_widget_get_sensitive (nth_button (cells, 1)));
}

static void
set_up_theme (Fixture       *fixture,
              gconstpointer  data)
{
  open_at (fixture, "theme-grid.xml", GPOINTER_TO_INT (data));
}

static void
find_place (Fixture         *fixture,
            const char      *ref,
            graphene_rect_t *place)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_question (fixture, ref) == NULL && g_get_monotonic_time () < until)
    settle ();
  g_assert_nonnull (find_question (fixture, ref));
  settle ();
  g_assert_true (gtk_widget_compute_bounds (find_question (fixture, ref), fixture->window, place));
}

static void
test_questions_stand_side_by_side (Fixture       *fixture,
                                   gconstpointer  data)
{
  graphene_rect_t name, born, town, street, number, code;

  find_place (fixture, "/data/person/post/code", &code);
  find_place (fixture, "/data/person/name", &name);
  find_place (fixture, "/data/person/born", &born);
  find_place (fixture, "/data/person/town", &town);
  find_place (fixture, "/data/person/post/street", &street);
  find_place (fixture, "/data/person/post/number", &number);
  g_assert_cmpfloat (name.origin.y, ==, born.origin.y);
  g_assert_cmpfloat (name.origin.x + name.size.width, <, born.origin.x);
  /* What does not apply leaves its place to the rest of the line. */
  g_assert_cmpfloat_with_epsilon (town.size.width, born.origin.x + born.size.width - name.origin.x, 2);
  g_assert_cmpfloat (town.origin.y, >, name.origin.y);
  g_assert_cmpfloat_with_epsilon (street.size.width, 3 * number.size.width, 4);
  g_assert_cmpfloat_with_epsilon (code.size.width, 2 * number.size.width, 4);
}

static void
test_side_by_side_needs_width (Fixture       *fixture,
                               gconstpointer  data)
{
  graphene_rect_t name, born;

  find_place (fixture, "/data/person/name", &name);
  find_place (fixture, "/data/person/born", &born);
  g_assert_cmpfloat (name.origin.x, ==, born.origin.x);
  g_assert_cmpfloat (name.origin.y + name.size.height, <=, born.origin.y);
}

static void
test_a_row_with_other_answers_shows_its_own (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GwFormGridColumns) columns = gw_form_grid_columns_new (window, 2);
  GtkWidget *cells = g_object_ref_sink (gw_form_grid_cells_new (TRUE, GW_FORM_GRID_ROW, 0));
  int width;

  g_assert_true (gw_form_grid_columns_split (columns, 700, &width));
  g_assert_false (gw_form_grid_cells_is_aligned (GW_FORM_GRID_CELLS (cells)));
  gw_form_grid_cells_set_columns (GW_FORM_GRID_CELLS (cells), columns);
  g_assert_true (gw_form_grid_cells_is_aligned (GW_FORM_GRID_CELLS (cells)));
  gw_form_grid_cells_set_columns (GW_FORM_GRID_CELLS (cells), NULL);
  g_assert_false (gw_form_grid_cells_is_row (GW_FORM_GRID_CELLS (cells)));
  g_object_unref (cells);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_values_that_the_list_does_not_have_stay (void)
{
  GtkWidget *widget = g_object_ref_sink (gw_form_grid_cells_new (FALSE, GW_FORM_GRID_FLOW, 0));
  GwFormGridCells *cells = GW_FORM_GRID_CELLS (widget);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_choice_free);
  g_autofree char *value = NULL;

  for (int i = 0; i < 2; i++) {
    GwFormChoice *choice = g_new0 (GwFormChoice, 1);

    choice->value = g_strdup (i == 0 ? "a" : "b");
    choice->label = g_strdup (i == 0 ? "A" : "B");
    g_ptr_array_add (choices, choice);
  }
  gw_form_grid_cells_set_choices (cells, NULL, choices, NULL);
  gw_form_grid_cells_set_value (cells, "old a", TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (nth_button (cells, 1)), TRUE);
  value = gw_form_grid_cells_dup_value (cells);
  g_assert_cmpstr (value, ==, "a b old");
  g_object_unref (widget);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();

#define ADD(path, width, func) g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("/forms/grids/a-heading-is-no-question", 1200, test_a_heading_is_no_question);
  ADD ("/forms/grids/rows-share-their-columns", 1200, test_rows_share_their_columns);
  ADD ("/forms/grids/questions-stand-below-each-other-when-narrow", 360, test_questions_stand_below_each_other_when_narrow);
  ADD ("/forms/grids/a-cell-stores-its-answer", 1200, test_a_cell_stores_its_answer);
  ADD ("/forms/grids/moving-does-not-choose", 1200, test_moving_does_not_choose);
  ADD ("/forms/grids/a-row-comes-and-goes-with-its-relevance", 1200, test_a_row_comes_and_goes_with_its_relevance);
  ADD ("/forms/grids/several-answers-keep-the-order-of-the-list", 1200, test_several_answers_keep_the_order_of_the_list);
#undef ADD
  g_test_add ("/forms/theme/questions-stand-side-by-side", Fixture, GINT_TO_POINTER (1200), set_up_theme,
              test_questions_stand_side_by_side, tear_down);
  g_test_add ("/forms/theme/side-by-side-needs-width", Fixture, GINT_TO_POINTER (360), set_up_theme,
              test_side_by_side_needs_width, tear_down);
  g_test_add_func ("/forms/grids/a-row-with-other-answers-shows-its-own", test_a_row_with_other_answers_shows_its_own);
  g_test_add_func ("/forms/grids/values-that-the-list-does-not-have-stay", test_values_that_the_list_does_not_have_stay);

  return g_test_run ();
}
