/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gtk/gtk.h>

#include "app/widgets/gw-calendar.h"
#include "app/widgets/gw-day-entry.h"
#include "app/widgets/gw-choice-finder.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-choice-lines.h"
#include "app/widgets/gw-markdown.h"
#include "app/widgets/gw-spelling.h"
#include "app/widgets/gw-whole-text.h"
#include "core/base/gw-time.h"

static void
check_date (const char *typed,
            const char *expected)
{
  g_autoptr (GDate) date = gw_date_words_parse (typed);
  g_autofree char *text = date != NULL ? gw_date_format (date) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_dates_are_read_as_people_write_them (void)
{
  check_date ("5/3/2027", "2027-03-05");
  check_date ("05.03.2027", "2027-03-05");
  check_date ("5 March 2027", "2027-03-05");
  check_date ("5 mar 2027", "2027-03-05");
  check_date ("5 de march de 2027", "2027-03-05");
  check_date ("1er march 2027", "2027-03-01");
  check_date ("5 m\303\241rch 2027", "2027-03-05");
  check_date ("2027-03-05", "2027-03-05");
  check_date ("٥/٣/٢٠٢٧", "2027-03-05");
  check_date ("31/02/2027", NULL);
  check_date ("5/3/27", NULL);
  check_date ("5/3", NULL);
  check_date ("tomorrow", NULL);
  check_date ("", NULL);
  check_date ("1/2/3/2027", NULL);
}

static void
test_dates_read_back (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (9, G_DATE_NOVEMBER, 2028);
  g_autofree char *full = gw_date_words_format (date), *brief = gw_date_words_format_short (date);

  g_assert_cmpstr (full, ==, "9 November 2028");
  check_date (full, "2028-11-09");
  check_date (brief, "2028-11-09");
}

static void
check_markdown (const char *markdown,
                const char *markup,
                const char *text)
{
  g_autofree char *as_markup = gw_markdown_to_markup (markdown), *as_text = gw_markdown_to_text (markdown);

  g_assert_cmpstr (as_markup, ==, markup);
  g_assert_cmpstr (as_text, ==, text);
  if (strstr (as_markup, "<a ") == NULL)
    g_assert_true (pango_parse_markup (as_markup, -1, 0, NULL, NULL, NULL, NULL));
}

static void
test_markdown_of_forms (void)
{
  check_markdown ("plain", "plain", "plain");
  check_markdown ("a **b** and *c*", "a <b>b</b> and <i>c</i>", "a b and c");
  check_markdown ("# Head\n- one\n- two", "<span size=\"xx-large\"><b>Head</b></span>\n• one\n• two",
                  "Head\n• one\n• two");
  check_markdown ("######Tumor Type:######\n### Nest ###", "<b>Tumor Type:</b>\n<span size=\"large\"><b>Nest</b></span>",
                  "Tumor Type:\nNest");
  check_markdown ("# Notes in C#\n#1\n####", "<span size=\"xx-large\"><b>Notes in C#</b></span>\n#1\n####",
                  "Notes in C#\n#1\n####");
  check_markdown ("**b *bi* b**", "<b>b <i>bi</i> b</b>", "b bi b");
  check_markdown ("<em>e</em>&nbsp;one<br/>two", "<i>e</i>\302\240one\ntwo", "e\302\240one\ntwo");
  check_markdown ("<span style=\"color:red; font-family:cursive\">x</span>",
                  "<span foreground=\"red\" font_family=\"cursive\">x</span>", "x");
  check_markdown ("<span style=\"color:nonsense\">x</span>", "<span>x</span>", "x");
  check_markdown ("[CMS](https://www.cms.int/?a=1&b=2) site", "<a href=\"https://www.cms.int/?a=1&amp;b=2\">CMS</a> site",
                  "CMS site");
  check_markdown ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4");
  check_markdown ("snake_case_name", "snake_case_name", "snake_case_name");
  check_markdown ("\\*not\\*", "*not*", "*not*");
  check_markdown ("**open", "**open", "**open");
}

static void
test_text_of_a_form_is_never_markup (void)
{
  check_markdown ("<x>x</x> & <span foo='1'>", "&lt;x&gt;x&lt;/x&gt; &amp; &lt;span foo=&apos;1&apos;&gt;",
                  "<x>x</x> & <span foo='1'>");
  check_markdown ("<b>open <i>both</b></i>", "<b>open &lt;i&gt;both</b>&lt;/i&gt;", "open <i>both</i>");
  check_markdown ("[x](javascript:alert)", "[x](javascript:alert)", "[x](javascript:alert)");
  check_markdown ("\\<b\\>\\&amp;", "&lt;b&gt;&amp;amp;", "<b>&amp;");
  check_markdown ("**<**", "<b>&lt;</b>", "<");
}

static guint
count_found (GwChoiceLines *lines,
             const char    *typed)
{
  gw_choice_lines_search (lines, typed);
  return g_list_model_get_n_items (G_LIST_MODEL (lines));
}

static void
test_choices_are_found_among_thousands (void)
{
  g_autoptr (GwChoiceLines) lines = gw_choice_lines_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  g_autoptr (GwChoiceLine) line = NULL;

  g_strv_builder_add (builder, "*Limosa lapponica*: Bar-tailed godwit, barge rousse");
  g_strv_builder_add (builder, "Éléphant d'Afrique");
  g_strv_builder_add (builder, "سُلَحْفاة بحرية");
  for (guint i = 0; i < 10000; i++) {
    g_autofree char *label = g_strdup_printf ("Species number %u", i);

    g_strv_builder_add (builder, label);
  }
  labels = g_strv_builder_end (builder);
  gw_choice_lines_set_labels (lines, (const char *const *) labels, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lines)), ==, 10003);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_found (lines, "elephant afr"), ==, 1);
  g_assert_cmpuint (count_found (lines, "سلحفاة"), ==, 1);
  g_assert_cmpuint (count_found (lines, "9999"), ==, 1);
  g_assert_cmpuint (count_found (lines, "spec 77"), ==, 111);
  g_assert_cmpuint (count_found (lines, "pecies"), ==, 0);
  g_assert_cmpuint (count_found (lines, ""), ==, 10003);
  g_assert_cmpuint (count_found (lines, "GODWIT limosa"), ==, 1);
  line = g_list_model_get_item (G_LIST_MODEL (lines), 0);
  g_assert_cmpuint (gw_choice_line_get_index (line), ==, 0);
  g_assert_cmpstr (gw_choice_line_get_label (line), ==, "Limosa lapponica: Bar-tailed godwit, barge rousse");
}

static void
note_checked_cb (GwSpelling *spelling,
                 guint       n,
                 int        *checked)
{
  *checked = (int) n;
}

/* Its own dictionary, so that the test does not depend on what is installed. */
static void
test_unknown_words_are_underlined (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "enchant", "hunspell", NULL);
  g_autofree char *aff = g_build_filename (folder, "xx_XX.aff", NULL), *dic = g_build_filename (folder, "xx_XX.dic", NULL);
  g_autoptr (GtkWidget) view = g_object_ref_sink (gtk_text_view_new ());
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GwSpelling *spelling = gw_spelling_attach (GTK_TEXT_VIEW (view), "xx_XX");
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  int checked = -1;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (aff, "SET UTF-8\nTRY esianrt\n", -1, NULL));
  g_assert_true (g_file_set_contents (dic, "3\ngodwit\nl'eau\nété\n", -1, NULL));
  g_signal_connect (spelling, "checked", G_CALLBACK (note_checked_cb), &checked);
  gtk_text_buffer_set_text (buffer, "godwit godwitt l'eau été B52 zzz", -1);
  while (checked < 0 && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_cmpint (checked, ==, 2);
  g_assert_true (gw_spelling_of (GTK_TEXT_VIEW (view)) == spelling);
}

static void
test_no_dictionary_is_said_in_the_menu (void)
{
  g_autoptr (GtkWidget) view = g_object_ref_sink (gtk_text_view_new ());
  GwSpelling *spelling = gw_spelling_attach (GTK_TEXT_VIEW (view), "qq_QQ");
  GMenuModel *menu = gw_spelling_get_menu (spelling);
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *words = NULL;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "godwitt", -1);
  while (g_menu_model_get_n_items (menu) == 0 && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 1);
  g_menu_model_get_item_attribute (menu, 0, G_MENU_ATTRIBUTE_LABEL, "s", &words);
  g_assert_cmpstr (words, ==, "No spelling dictionary for “qq_QQ”");
}

static gboolean
is_over_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
let_it_be_drawn (void)
{
  gboolean over = FALSE;

  g_timeout_add (400, is_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_whole (GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    g_assert_cmpint (gtk_widget_get_height (texts->pdata[i]), >=, gw_whole_text_get_needed (texts->pdata[i]));
}

/* As a section of a form is drawn: piece after piece, on the screen and below it. */
static void
test_a_text_is_never_cut (void)
{
  GtkWidget *window = gtk_window_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), column);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 300);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 24; i++) {
    GtkWidget *frame = gtk_frame_new (NULL), *text = gw_whole_text_new ();

    gtk_frame_set_child (GTK_FRAME (frame), text);
    gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text), 8);
    gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (text), 8);
    if (i % 2 == 1)
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)),
                                "The godwit flies eleven days without landing, over the whole of the Pacific.\n"
                                "It sleeps with one half of its head, and finds the island that it left.", -1);
    gtk_box_append (GTK_BOX (column), frame);
    g_ptr_array_add (texts, text);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  let_it_be_drawn ();
  assert_whole (texts);

  gtk_window_set_default_size (GTK_WINDOW (window), 240, 300);
  let_it_be_drawn ();
  assert_whole (texts);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Accents do not send a name behind the last letter. */
static void
test_folded_names_are_alphabetical (void)
{
  static const char *const names[] = { "Afrique du Sud", "Albanie", "Égypte", "Équateur", "Espagne", "Zimbabwe" };

  for (guint i = 1; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *one = gw_choice_lines_fold (names[i - 1]), *two = gw_choice_lines_fold (names[i]);

    g_assert_cmpstr (one, <, two);
  }
}

/* ------------------------------------------------------------ other calendars */

static void
check_day (GwCalendar  calendar,
           const char *typed,
           int         y,
           int         m,
           int         d)
{
  g_autoptr (GDate) date = gw_calendar_parse (calendar, typed);

  g_assert_nonnull (date);
  g_assert_cmpint (g_date_get_year (date), ==, y);
  g_assert_cmpint (g_date_get_month (date), ==, m);
  g_assert_cmpint (g_date_get_day (date), ==, d);
}

/* Days that are published: the New Years of 2018 and 1742 of the era of the martyrs, of 1404 and 1403's last day, and
 * the reckoned first of Muharram 1447. */
static void
test_days_of_other_calendars (void)
{
  check_day (GW_CALENDAR_ETHIOPIAN, "1 Meskerem 2018", 2025, 9, 11);
  check_day (GW_CALENDAR_ETHIOPIAN, "1/1/2016", 2023, 9, 12);
  check_day (GW_CALENDAR_ETHIOPIAN, "6 Pagumen 2015", 2023, 9, 11);
  check_day (GW_CALENDAR_COPTIC, "1 tout 1742", 2025, 9, 11);
  check_day (GW_CALENDAR_ISLAMIC, "1 Muharram 1447", 2025, 6, 27);
  check_day (GW_CALENDAR_ISLAMIC, "1 dhul-hijjah 1446", 2025, 5, 29);
  check_day (GW_CALENDAR_PERSIAN, "1 farv 1404", 2025, 3, 21);
  check_day (GW_CALENDAR_PERSIAN, "30 Esfand 1403", 2025, 3, 20);
  check_day (GW_CALENDAR_BUDDHIST, "2 March 2568", 2025, 3, 2);
  check_day (GW_CALENDAR_BUDDHIST, "2568-03-02", 2025, 3, 2);
  check_day (GW_CALENDAR_ETHIOPIAN, "١ / ١ / ٢٠١٨", 2025, 9, 11);
}

static void
test_days_that_no_calendar_has (void)
{
  static const struct { GwCalendar calendar; const char *typed; } wrong[] = {
    { GW_CALENDAR_ETHIOPIAN, "" }, { GW_CALENDAR_ETHIOPIAN, "31 Meskerem 2018" }, { GW_CALENDAR_ETHIOPIAN, "6/13/2016" },
    { GW_CALENDAR_ETHIOPIAN, "1 14 2018" }, { GW_CALENDAR_ETHIOPIAN, "1 Mes" }, { GW_CALENDAR_ETHIOPIAN, "2017-12-31" },
    { GW_CALENDAR_ISLAMIC, "1 Jum 1446" }, { GW_CALENDAR_ISLAMIC, "30 Safar 1446" }, { GW_CALENDAR_PERSIAN, "31/7/1404" },
    { GW_CALENDAR_PERSIAN, "30/12/1404" }, { GW_CALENDAR_COPTIC, "0/1/1742" }, { GW_CALENDAR_BUDDHIST, "29/2/2568" },
    { GW_CALENDAR_ISLAMIC, "a b c" }, { GW_CALENDAR_ISLAMIC, "1 / / 1446" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GDate) date = gw_calendar_parse (wrong[i].calendar, wrong[i].typed);

    g_assert_null (date);
  }
  /* What two months begin with is none of them; a whole name is. */
  check_day (GW_CALENDAR_ISLAMIC, "1 Jumada I 1446", 2024, 11, 3);
  check_day (GW_CALENDAR_ISLAMIC, "1 Jumada II 1446", 2024, 12, 3);
}

/* Every week of two hundred years, there and back, by name and by number. */
static void
test_days_go_there_and_back (void)
{
  for (GwCalendar calendar = GW_CALENDAR_ETHIOPIAN; calendar <= GW_CALENDAR_BUDDHIST; calendar++) {
    g_autoptr (GDate) first = g_date_new_dmy (1, G_DATE_JANUARY, 1900), last = g_date_new_dmy (1, G_DATE_JANUARY, 2100);

    for (guint32 at = g_date_get_julian (first); at < g_date_get_julian (last); at += 7) {
      g_autoptr (GDate) date = g_date_new_julian (at), back = NULL;
      GwCalendarDay day;

      g_assert_true (gw_calendar_split (calendar, date, &day));
      g_assert_cmpint (day.month, >=, 1);
      g_assert_cmpint (day.month, <=, gw_calendar_count_months (calendar));
      back = gw_calendar_join (calendar, &day);
      g_assert_nonnull (back);
      g_assert_cmpuint (g_date_get_julian (back), ==, at);
      if (at % 91 == 0) {
        g_autofree char *words = gw_calendar_format (calendar, date);
        g_autoptr (GDate) read = gw_calendar_parse (calendar, words);

        g_assert_nonnull (read);
        g_assert_cmpuint (g_date_get_julian (read), ==, at);
      }
    }
  }
  g_assert_cmpint (gw_calendar_count_days (GW_CALENDAR_ETHIOPIAN, 2015, 13), ==, 6);
  g_assert_cmpint (gw_calendar_count_days (GW_CALENDAR_ETHIOPIAN, 2016, 13), ==, 5);
  g_assert_cmpint (gw_calendar_count_days (GW_CALENDAR_PERSIAN, 1403, 12), ==, 30);
  g_assert_cmpint (gw_calendar_count_days (GW_CALENDAR_ISLAMIC, 1445, 12), ==, 30);
  g_assert_cmpint (gw_calendar_count_days (GW_CALENDAR_ETHIOPIAN, 2016, 14), ==, 0);
}

static void
test_a_day_is_written_in_its_calendar (void)
{
  GtkWidget *widget = g_object_ref_sink (gw_day_entry_new (GW_DAY_PRECISION_DAY, GW_CALENDAR_ETHIOPIAN, TRUE));
  GwDayEntry *day = GW_DAY_ENTRY (widget);
  GtkEditable *entry = GTK_EDITABLE (gw_day_entry_get_entry (day));
  g_autofree char *stored = NULL, *wrong = NULL;

  gw_day_entry_set_stored (day, "2025-09-15");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "5 Meskerem 2018");
  gtk_editable_set_text (entry, "6 Tekemt 2018");
  stored = gw_day_entry_dup_stored (day);
  g_assert_cmpstr (stored, ==, "2025-10-16");
  /* A month of thirty days has no thirty-first; the Gregorian month has, and is not meant. */
  gtk_editable_set_text (entry, "2017-12-31");
  wrong = gw_day_entry_dup_stored (day);
  g_assert_cmpstr (wrong, ==, "2017/12/31");
  gw_day_entry_set_stored (day, wrong);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "2017-12-31");
  g_object_unref (widget);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *config = g_dir_make_tmp ("godwit-widgets-XXXXXX", NULL);

  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/unknown-words-are-underlined", test_unknown_words_are_underlined);
  g_test_add_func ("/widgets/no-dictionary-is-said-in-the-menu", test_no_dictionary_is_said_in_the_menu);
  g_test_add_func ("/widgets/choices-are-found-among-thousands", test_choices_are_found_among_thousands);
  g_test_add_func ("/widgets/dates/read-as-people-write-them", test_dates_are_read_as_people_write_them);
  g_test_add_func ("/widgets/dates/read-back", test_dates_read_back);
  g_test_add_func ("/widgets/markdown/forms", test_markdown_of_forms);
  g_test_add_func ("/widgets/markdown/text-is-never-markup", test_text_of_a_form_is_never_markup);

  g_test_add_func ("/widgets/whole-text/is-never-cut", test_a_text_is_never_cut);
  g_test_add_func ("/widgets/choice-lines/folded-names-are-alphabetical", test_folded_names_are_alphabetical);

  g_test_add_func ("/widgets/calendar/days-of-other-calendars", test_days_of_other_calendars);
  g_test_add_func ("/widgets/calendar/days-that-no-calendar-has", test_days_that_no_calendar_has);
  g_test_add_func ("/widgets/calendar/days-go-there-and-back", test_days_go_there_and_back);
  g_test_add_func ("/widgets/calendar/a-day-is-written-in-its-calendar", test_a_day_is_written_in_its_calendar);

  return g_test_run ();
}
