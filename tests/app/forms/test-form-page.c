/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "app/forms/gw-form-page.h"
#include "app/forms/gw-form-question.h"
#include "app/forms/gw-form-section.h"
#include "gw-resources.h"

static const char form_xml[] =
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"
  " xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms'>"
  "<h:head><h:title>Visit</h:title><model odk:xforms-version='1.0.0'>"
  "<instance><data id='visit'><first><name/><age/><day/><more/><why/></first>"
  "<second><bird jr:template=''><kind/><seen jr:template=''><at/></seen></bird></second></data></instance>"
  "<bind nodeset='/data/first/name' type='string' required='true()'/>"
  "<bind nodeset='/data/first/age' type='decimal' constraint='. &lt; 120' jr:constraintMsg='Too old.'/>"
  "<bind nodeset='/data/first/day' type='date'/>"
  "<bind nodeset='/data/first/why' type='string' relevant=\"../more = 'yes'\"/>"
  "</model></h:head><h:body>"
  "<group ref='/data/first'><label>First</label>"
  "<input ref='/data/first/name'><label>Name</label></input>"
  "<input ref='/data/first/age'><label>Age</label></input>"
  "<input ref='/data/first/day'><label>Day</label></input>"
  "<select1 ref='/data/first/more'><label>More?</label><item><label>Yes</label><value>yes</value></item>"
  "<item><label>No</label><value>no</value></item></select1>"
  "<input ref='/data/first/why'><label>Why</label></input>"
  "</group>"
  "<group ref='/data/second'><label>Second</label><repeat nodeset='/data/second/bird'>"
  "<input ref='/data/second/bird/kind'><label>Kind</label></input>"
  "<group ref='/data/second/bird/seen'><label>Seen</label><repeat nodeset='/data/second/bird/seen'>"
  "<input ref='/data/second/bird/seen/at'><label>At</label></input></repeat></group>"
  "</repeat></group>"
  "</h:body></h:html>";

typedef struct
{
  GtkWidget *window;
  GtkWidget *overlay;
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

/* The section builds itself a few questions at a time, and a busy machine takes its time. */
static GtkWidget *
wait_for_question (Fixture    *fixture,
                   const char *ref)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_question (fixture, ref) == NULL && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (find_question (fixture, ref));

  return find_question (fixture, ref);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GBytes) xml = g_bytes_new_static (form_xml, sizeof form_xml - 1);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (xml, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture->session = gw_form_session_new (form, environment, NULL);
  fixture->page = GW_FORM_PAGE (gw_form_page_new ());
  fixture->window = adw_window_new ();
  fixture->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->overlay), GTK_WIDGET (fixture->page));
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gw_form_page_set_session (fixture->page, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  wait_for_question (fixture, "/data/first/why");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->session);
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

static void
test_typing_reaches_the_session (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *view = find_widget (find_question (fixture, "/data/first/name"), GTK_TYPE_TEXT_VIEW);
  GtkWidget *age = find_widget (find_question (fixture, "/data/first/age"), GTK_TYPE_ENTRY);
  GtkWidget *day = find_widget (find_question (fixture, "/data/first/day"), GTK_TYPE_ENTRY);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Amina\nD.", -1);
  gtk_editable_set_text (GTK_EDITABLE (age), "31,5");
  gtk_editable_set_text (GTK_EDITABLE (day), "5/3/2027");

  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/name"), ==, "Amina\nD.");
  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/age"), ==, "31.5");
  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/day"), ==, "2027-03-05");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (age)), ==, "31,5");
}

static void
test_wrong_answers_are_kept_as_typed (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *question = find_question (fixture, "/data/first/age");
  GtkWidget *age = find_widget (question, GTK_TYPE_ENTRY);
  GtkWidget *day = find_widget (find_question (fixture, "/data/first/day"), GTK_TYPE_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (age), "about forty");
  gtk_editable_set_text (GTK_EDITABLE (day), "in spring");
  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/age"), ==, "about forty");
  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/day"), ==, "in spring");
  g_assert_true (gtk_widget_has_css_class (question, "invalid"));

  gtk_editable_set_text (GTK_EDITABLE (age), "130");
  g_assert_true (gtk_widget_has_css_class (question, "invalid"));
  gtk_editable_set_text (GTK_EDITABLE (age), "40");
  g_assert_false (gtk_widget_has_css_class (question, "invalid"));
}

static void
test_hidden_answers_come_back (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *why = find_question (fixture, "/data/first/why");

  g_assert_false (gtk_widget_get_visible (why));
  gw_form_session_set_value (fixture->session, "/data/first/more", "yes", NULL);
  g_assert_true (gtk_widget_get_visible (why));
  gw_form_session_set_value (fixture->session, "/data/first/why", "since it rained", NULL);
  gw_form_session_set_value (fixture->session, "/data/first/more", "no", NULL);
  g_assert_false (gtk_widget_get_visible (why));
  gw_form_session_set_value (fixture->session, "/data/first/more", "yes", NULL);
  g_assert_true (gtk_widget_get_visible (why));
  g_assert_cmpstr (gw_form_session_get_value (fixture->session, "/data/first/why"), ==, "since it rained");
}

static void
test_changes_from_elsewhere_are_shown (Fixture       *fixture,
                                       gconstpointer  data)
{
  GtkWidget *view = find_widget (find_question (fixture, "/data/first/name"), GTK_TYPE_TEXT_VIEW);
  g_autofree char *text = NULL;

  gw_form_session_set_value (fixture->session, "/data/first/name", "Baraka", NULL);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Baraka");
}

/* A form of another language than the window's stands as its language is written: its tables, too. */
static void
test_a_form_stands_as_its_language_is_written (Fixture       *fixture,
                                               gconstpointer  data)
{
  static const char xml[] =
    "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"
    " xmlns:odk='http://www.opendatakit.org/xforms'>"
    "<h:head><h:title>Visit</h:title><model odk:xforms-version='1.0.0'>"
    "<itext><translation lang='English (en)'><text id='t'><value>Count</value></text></translation>"
    "<translation lang='العربية (ar)'><text id='t'><value>العدد</value></text></translation></itext>"
    "<instance><data id='visit'><n/><row><m/></row></data></instance><bind nodeset='/data/n' type='int'/></model></h:head>"
    "<h:body><input ref='/data/n'><label ref=\"jr:itext('t')\"/></input>"
    "<group ref='/data/row'><label>Rows</label><repeat nodeset='/data/row'><input ref='/data/row/m'>"
    "<label ref=\"jr:itext('t')\"/></input></repeat></group></h:body></h:html>";
  g_autoptr (GBytes) bytes = g_bytes_new_static (xml, sizeof xml - 1);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwForm) form = gw_form_load (bytes, NULL, NULL, NULL);
  g_autoptr (GwFormSession) session = gw_form_session_new (form, environment, NULL);
  GtkWidget *question, *entry;

  gw_form_page_set_session (fixture->page, session);
  wait_for_question (fixture, "/data/n");
  g_assert_cmpint (gtk_widget_get_direction (find_question (fixture, "/data/n")), ==, GTK_TEXT_DIR_LTR);
  g_assert_true (gw_form_session_set_language (session, "ar"));
  settle ();
  question = wait_for_question (fixture, "/data/n");
  g_assert_cmpint (gtk_widget_get_direction (question), ==, GTK_TEXT_DIR_RTL);
  entry = find_widget (question, GTK_TYPE_ENTRY);
  g_assert_cmpint (gtk_widget_get_direction (entry), ==, GTK_TEXT_DIR_RTL);
  /* Figures are written from the left in every language. */
  g_assert_cmpint (gtk_widget_get_direction (find_widget (question, GTK_TYPE_TEXT)), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpfloat (gtk_entry_get_alignment (GTK_ENTRY (entry)), ==, 1);
  /* The window itself does not turn. */
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (fixture->page)), ==, GTK_TEXT_DIR_LTR);
  g_assert_true (gw_form_session_set_language (session, "en"));
  settle ();
  g_assert_cmpint (gtk_widget_get_direction (wait_for_question (fixture, "/data/n")), ==, GTK_TEXT_DIR_LTR);
}

static void
test_rows_come_and_go (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *one = NULL, *two = NULL, *ref_one = NULL, *ref_two = NULL, *row_one = NULL;
  g_autoptr (GError) error = NULL;

  gw_form_page_show_section (fixture->page, 1);
  settle ();
  one = gw_form_session_add_row (fixture->session, "/data/second/bird", NULL, &error);
  two = gw_form_session_add_row (fixture->session, "/data/second/bird", NULL, &error);
  g_assert_no_error (error);
  ref_one = g_strdup_printf ("/data/second/bird[%s]/kind", one);
  ref_two = g_strdup_printf ("/data/second/bird[%s]/kind", two);
  wait_for_question (fixture, ref_one);
  wait_for_question (fixture, ref_two);

  row_one = g_strdup_printf ("/data/second/bird[%s]", one);
  g_assert_true (gw_form_session_remove_row (fixture->session, row_one, &error));
  settle ();
  g_assert_null (find_question (fixture, ref_one));
  g_assert_nonnull (find_question (fixture, ref_two));
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *words)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);

  if (GTK_IS_BUTTON (widget)
      && (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), words) == 0
          || g_strcmp0 (tip, words) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, words);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static GtkWidget *
wait_for_button (Fixture    *fixture,
                 const char *words)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_button (fixture->window, words) == NULL && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (find_button (fixture->window, words));

  return find_button (fixture->window, words);
}

/* Removes the only row by its button, and returns its reference. */
static char *
remove_a_row (Fixture *fixture)
{
  g_autofree char *row = NULL, *inner = NULL, *seen = NULL, *kind = NULL, *at = NULL;
  char *ref;

  gw_form_page_show_section (fixture->page, 1);
  settle ();
  row = gw_form_session_add_row (fixture->session, "/data/second/bird", NULL, NULL);
  ref = g_strdup_printf ("/data/second/bird[%s]", row);
  kind = g_strconcat (ref, "/kind", NULL);
  seen = g_strconcat (ref, "/seen", NULL);
  inner = gw_form_session_add_row (fixture->session, seen, NULL, NULL);
  g_assert_nonnull (inner);
  at = g_strdup_printf ("%s[%s]/at", seen, inner);
  g_assert_true (gw_form_session_set_value (fixture->session, kind, "godwit", NULL));
  g_assert_true (gw_form_session_set_value (fixture->session, at, "Lake Elmenteita", NULL));
  wait_for_question (fixture, at);
  g_signal_emit_by_name (wait_for_button (fixture, "Remove row 1"), "clicked");
  settle ();
  g_assert_null (gw_form_session_find_item (fixture->session, ref));

  return ref;
}

static gboolean
has_answer (GwFormSession *session,
            const char    *answer)
{
  g_autoptr (GBytes) xml = gw_form_session_write_instance (session);
  const char *text = g_bytes_get_data (xml, NULL);

  return g_strstr_len (text, (gssize) g_bytes_get_size (xml), answer) != NULL;
}

static void
test_a_removed_row_comes_back_whole (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *ref = remove_a_row (fixture);

  g_signal_emit_by_name (wait_for_button (fixture, "Undo"), "clicked");
  settle ();
  g_assert_true (has_answer (fixture->session, "godwit"));
  g_assert_true (has_answer (fixture->session, "Lake Elmenteita"));
}

static void
test_a_removed_row_stays_in_its_form (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autofree char *ref = remove_a_row (fixture);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwFormSession) other =
    gw_form_session_new (gw_form_session_get_form (fixture->session), environment, NULL);
  GtkWidget *undo;

  gw_form_page_set_session (fixture->page, other);
  settle ();
  undo = find_button (fixture->window, "Undo");
  if (undo != NULL)
    g_signal_emit_by_name (undo, "clicked");
  settle ();
  g_assert_null (gw_form_session_find_item (other, ref));
}

/* A report that is left while its section is still being built takes the section with it. */
static void
test_a_section_ends_with_its_form (Fixture       *fixture,
                                   gconstpointer  data)
{
  GtkWidget *section;

  gw_form_page_show_section (fixture->page, 1);
  gw_form_page_show_section (fixture->page, 0);
  section = find_widget (GTK_WIDGET (fixture->page), GW_TYPE_FORM_SECTION);
  g_assert_nonnull (section);
  g_object_add_weak_pointer (G_OBJECT (section), (gpointer *) &section);
  gw_form_page_set_session (fixture->page, NULL);
  g_assert_null (section);
}

static void
test_the_next_open_question_is_found (Fixture       *fixture,
                                      gconstpointer  data)
{
  GtkWidget *focus;

  gw_form_session_set_value (fixture->session, "/data/first/name", "Amina", NULL);
  gw_form_session_set_value (fixture->session, "/data/first/age", "31", NULL);
  g_assert_true (gw_form_page_next_open (fixture->page));
  settle ();
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_ancestor (focus, GW_TYPE_FORM_QUESTION)
                 == find_question (fixture, "/data/first/day"));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/forms/page/typing-reaches-the-session", test_typing_reaches_the_session);
  ADD ("/forms/page/wrong-answers-are-kept-as-typed", test_wrong_answers_are_kept_as_typed);
  ADD ("/forms/page/hidden-answers-come-back", test_hidden_answers_come_back);
  ADD ("/forms/page/changes-from-elsewhere-are-shown", test_changes_from_elsewhere_are_shown);
  ADD ("/forms/page/a-form-stands-as-its-language-is-written", test_a_form_stands_as_its_language_is_written);
  ADD ("/forms/page/rows-come-and-go", test_rows_come_and_go);
  ADD ("/forms/page/a-removed-row-comes-back-whole", test_a_removed_row_comes_back_whole);
  ADD ("/forms/page/a-removed-row-stays-in-its-form", test_a_removed_row_stays_in_its_form);
  ADD ("/forms/page/a-section-ends-with-its-form", test_a_section_ends_with_its_form);
  ADD ("/forms/page/next-open-question-is-found", test_the_next_open_question_is_found);
#undef ADD

  return g_test_run ();
}
