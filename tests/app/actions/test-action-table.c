/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "app/actions/gw-action-table.h"
#include "core/base/gw-paths.h"
#include "gw-resources.h"

typedef struct
{
  GtkWidget *window;
  GwActionTable *table;
  GListStore *actions;
  char *chosen;
} Fixture;

static void
settle (void)
{
  gint64 until = g_get_monotonic_time () + 300 * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static GwAction *
new_action (const char *number,
            const char *text,
            guint       conflicts)
{
  g_autofree char *id = g_strconcat ("action:", number, NULL);
  g_autoptr (GwDoc) doc = gw_doc_new_from_text ("party", id, "1-0123456789abcdef0123456789abcdef", FALSE, text, conflicts);

  return gw_action_new_from_doc (doc);
}

static void
add (Fixture    *fixture,
     const char *number,
     const char *text,
     guint       conflicts)
{
  g_autoptr (GwAction) action = new_action (number, text, conflicts);

  g_list_store_append (fixture->actions, action);
}

static void
chosen_cb (GwActionTable *table,
           GwAction      *action,
           Fixture       *fixture)
{
  g_free (fixture->chosen);
  fixture->chosen = g_strdup (gw_action_get_title (action));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  language)
{
  g_autofree char *directory = g_build_filename (gw_paths_get_data_dir (), "reference", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwReference) reference = gw_reference_load (directory, &error);

  g_assert_no_error (error);
  fixture->actions = g_list_store_new (GW_TYPE_ACTION);
  add (fixture, "1", "{\"title\":\"Crane census\",\"status\":\"done\",\"kind\":\"survey\",\"start_date\":\"2024-03-01\","
                     "\"species\":[\"grus-grus\",\"grus-virgo\"],\"changed\":\"2026-01-01T00:00:00Z\"}", 0);
  add (fixture, "2", "{\"title\":\"Eagle tracking\",\"status\":\"planned\",\"kind\":\"tracking\","
                     "\"start_date\":\"2026-05-01\",\"changed\":\"2026-03-01T00:00:00Z\"}", 1);
  add (fixture, "3", "{\"kind\":\"training\",\"changed\":\"2026-02-01T00:00:00Z\"}", 0);
  fixture->table = g_object_new (GW_TYPE_ACTION_TABLE, NULL);
  gw_action_table_set_actions (fixture->table, G_LIST_MODEL (fixture->actions), reference, language);
  g_signal_connect (fixture->table, "chosen", G_CALLBACK (chosen_cb), fixture);
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->actions);
  g_clear_pointer (&fixture->chosen, g_free);
  settle ();
}

static void
collect (GtkWidget *widget,
         GString   *text)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

static char *
read_words (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  collect (GTK_WIDGET (fixture->table), text);

  return g_string_free (text, FALSE);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

#define assert_has(text, part) g_assert_nonnull (strstr (text, part))
#define assert_lacks(text, part) g_assert_null (strstr (text, part))

/* The last change stands first; what is stored is shown in words. */
static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *words = read_words (fixture);

  assert_has (words, "3 actions|");
  assert_has (words, "Eagle tracking|Tagging or tracking|Planned|2026|");
  assert_has (words, "Without a title|Training or workshop|");
  assert_has (words, "Crane census|Survey or census|Done|2024|2|");
  g_assert_true (strstr (words, "Eagle tracking") < strstr (words, "Without a title"));
  g_assert_true (strstr (words, "Without a title") < strstr (words, "Crane census"));
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *search = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_SEARCH_ENTRY);
  g_autofree char *found = NULL, *nothing = NULL;

  gtk_editable_set_text (GTK_EDITABLE (search), "CRÁNE");
  settle ();
  found = read_words (fixture);
  assert_has (found, "1 of 3 actions|");
  assert_has (found, "Crane census|");
  assert_lacks (found, "Eagle");

  gtk_editable_set_text (GTK_EDITABLE (search), "zebra");
  settle ();
  nothing = read_words (fixture);
  assert_has (nothing, "No such action|");
  assert_has (nothing, "Show all actions|");
}

/* Years are those that occur, the newest first, and "without a year"; a filter stays when a row
 * comes from elsewhere. */
static void
test_year (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *status = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_DROP_DOWN);
  GtkDropDown *year = GTK_DROP_DOWN (gtk_widget_get_next_sibling (status));
  GListModel *years = gtk_drop_down_get_model (year);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (years), ==, 4);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (years), 1), ==, "2026");
  gtk_drop_down_set_selected (year, 2);
  before = read_words (fixture);
  assert_has (before, "1 of 3 actions|");
  add (fixture, "4", "{\"title\":\"Law\",\"start_date\":\"2025-01-01\"}", 0);
  settle ();
  after = read_words (fixture);
  assert_has (after, "1 of 4 actions|");
  assert_has (after, "Crane census|");
  assert_lacks (after, "Law|");
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW));
  g_autoptr (GtkColumnViewColumn) status = g_list_model_get_item (gtk_column_view_get_columns (view), 2);
  g_autofree char *words = NULL;

  gtk_column_view_sort_by_column (view, status, GTK_SORT_ASCENDING);
  settle ();
  words = read_words (fixture);
  /* From the plan to the end, and what says nothing last. */
  g_assert_true (strstr (words, "Eagle tracking") < strstr (words, "Crane census"));
  g_assert_true (strstr (words, "Crane census") < strstr (words, "Without a title"));
}

/* The menu of orders serves the table and the list, and takes the keyboard. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *by_species = NULL, *by_change = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.order", "u", 4);
  settle ();
  by_species = read_words (fixture);
  g_assert_true (strstr (by_species, "Crane census") < strstr (by_species, "Eagle tracking"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.order", "u", 0);
  settle ();
  by_change = read_words (fixture);
  g_assert_true (strstr (by_change, "Eagle tracking") < strstr (by_change, "Crane census"));
}

/* On a telephone: two lines, in the person's language, and nothing wider than the glass. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  int minimum = 0;
  g_autofree char *words = NULL;

  gtk_widget_measure (GTK_WIDGET (fixture->table), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  settle ();
  words = read_words (fixture);
  assert_has (words, "Crane census|Terminée · 2024 · Inventaire ou recensement · 2 species|");
  g_assert_true (GTK_IS_LIST_VIEW (find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_LIST_VIEW)));
}

static void
test_chosen (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW);

  g_assert_null (gw_action_table_get_selected (fixture->table));
  gw_action_table_focus (fixture->table, "action:1");
  g_assert_cmpstr (gw_action_get_id (gw_action_table_get_selected (fixture->table)), ==, "action:1");
  g_signal_emit_by_name (view, "activate", 2);
  g_assert_cmpstr (fixture->chosen, ==, "Crane census");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();

#define CASE(name, language, func) \
  g_test_add ("/actions/table/" name, Fixture, language, set_up, func, tear_down)
  CASE ("shows-what-is-recorded-in-words", "en", test_rows);
  CASE ("finds-as-one-types", "en", test_search);
  CASE ("filters-by-year", "en", test_year);
  CASE ("sorts-by-column", "en", test_sort);
  CASE ("sorts-by-menu", "en", test_order);
  CASE ("fits-a-telephone", "fr", test_narrow);
  CASE ("tells-what-was-chosen", "en", test_chosen);

  return g_test_run ();
}
