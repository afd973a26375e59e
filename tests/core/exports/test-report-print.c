/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/answers/sample-form.h"
#include "core/answers/two-desks.h"
#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/base/gw-xml.h"
#include "core/exports/gw-plain-text.h"
#include "core/exports/gw-report-print.h"
#include "core/exports/gw-words.h"
#include "core/exports/pdf-tools.h"
#include "core/reports/gw-report-open.h"

#define TIME (G_GINT64_CONSTANT (1772539200) * G_USEC_PER_SEC) /* 3 March 2026 */

typedef struct
{
  char *path;
  GwStoreThread *thread;
  GwReport *report;
  GwFilledForm *filled;
  GwFormSession *session; /* of @filled */
} Desk;

static Desk *
desk_new_with (GBytes     *xml,
               const char *media)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (xml, media, NULL, &error);
  Desk *desk = g_new0 (Desk, 1);

  g_assert_no_error (error);
  desk->path = two_desks_new_path ();
  desk->thread = gw_store_thread_new (desk->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  desk->report = gw_report_create_sync (desk->thread,
                                        &(GwReportPlan) { form, xml, "My report", "cms", "CMS-COP15",
                                                          "KEN", "Amina" },
                                        &error);
  g_assert_no_error (error);
  desk->filled = gw_report_open_sync (desk->thread, gw_report_get_id (desk->report), "Amina", media,
                                      NULL, &error);
  g_assert_no_error (error);
  desk->session = gw_filled_form_get_session (desk->filled);
  return desk;
}

static Desk *
desk_new (void)
{
  g_autoptr (GBytes) xml = sample_form_xml ();

  return desk_new_with (xml, NULL);
}

static void
desk_free (Desk *desk)
{
  g_clear_object (&desk->filled);
  gw_store_thread_flush (desk->thread, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gw_store_thread_close (desk->thread);
  g_object_unref (desk->thread);
  g_object_unref (desk->report);
  two_desks_remove (desk->path);
  g_free (desk->path);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static GwReference *
reference (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "reference", NULL);
  g_autoptr (GError) error = NULL;
  GwReference *loaded = gw_reference_load (folder, &error);

  g_assert_no_error (error);
  return loaded;
}

static void
type (Desk       *desk,
      const char *ref,
      const char *value)
{
  g_autoptr (GError) error = NULL;

  gw_form_session_set_value (desk->session, ref, value, &error);
  g_assert_no_error (error);
}

static GBytes *
print (Desk               *desk,
       GwReportFormat      format,
       const char         *language,
       GwReportPrintFlags  flags)
{
  g_autoptr (GwReference) names = reference ();
  g_autoptr (GwReportPrint) copy = gw_report_print_new (desk->report, desk->filled, names, language,
                                                        flags, TIME);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = gw_report_print_write (copy, format, &error);

  g_assert_no_error (error);
  return bytes;
}

static char *
print_text (Desk               *desk,
            const char         *language,
            GwReportPrintFlags  flags)
{
  g_autoptr (GBytes) pdf = print (desk, GW_REPORT_FORMAT_PDF, language, flags);

  return pdf_tools_text (pdf, "-layout");
}

static void
fill (Desk *desk)
{
  g_autofree char *row = gw_form_session_add_row (desk->session, SAMPLE_REP, NULL, NULL);
  g_autofree char *cell = g_strdup_printf (SAMPLE_REP "[%s]/x", row);

  type (desk, SAMPLE_NAME, "Amina Mwangi");
  type (desk, SAMPLE_AGE, "200");
  type (desk, SAMPLE_KIND, "no");
  type (desk, SAMPLE_WHY, "secret reason");
  type (desk, SAMPLE_KIND, "yes");
  type (desk, cell, "Limosa lapponica");
}

static void
test_answers_are_on_paper (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *text = NULL;

  fill (desk);
  text = print_text (desk, "en", GW_REPORT_PRINT_ANSWERED);
  if (text == NULL)
    return;
  g_assert_nonnull (strstr (text, "My report"));
  g_assert_nonnull (strstr (text, "Kenya"));
  g_assert_nonnull (strstr (text, "CMS COP15"));
  g_assert_nonnull (strstr (text, "3 March 2026"));
  g_assert_nonnull (strstr (text, "DRAFT"));
  g_assert_nonnull (strstr (text, "Unofficial wording, prepared from public descriptions"));
  g_assert_nonnull (strstr (text, "First section"));
  g_assert_nonnull (strstr (text, "Your name"));
  g_assert_nonnull (strstr (text, "Amina Mwangi"));
  g_assert_nonnull (strstr (text, "Yes, all"));
  g_assert_nonnull (strstr (text, "Limosa lapponica"));
  g_assert_nonnull (strstr (text, "200"));
  g_assert_nonnull (strstr (text, "Too old."));
  g_assert_nonnull (strstr (text, "Page 1 of 1"));
  /* What the form hides stays in the store and off the paper. */
  g_assert_null (strstr (text, "secret reason"));
  g_assert_null (strstr (text, "Why not?"));
}

static void
test_unanswered_by_choice (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *without = print_text (desk, "en", GW_REPORT_PRINT_ANSWERED);
  g_autofree char *with = print_text (desk, "en", GW_REPORT_PRINT_UNANSWERED);

  if (with == NULL)
    return;
  g_assert_null (strstr (without, "Your age"));
  g_assert_nonnull (strstr (with, "Your age"));
  g_assert_nonnull (strstr (with, "Not answered"));
  g_assert_nonnull (strstr (with, "an answer is required"));
}

static void
test_the_language_is_the_documents (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *text = NULL;

  fill (desk);
  text = print_text (desk, "fr", GW_REPORT_PRINT_ANSWERED);
  if (text == NULL)
    return;
  g_assert_nonnull (strstr (text, "Première section"));
  g_assert_nonnull (strstr (text, "Votre nom"));
  g_assert_nonnull (strstr (text, "Oui, tous"));
  g_assert_nonnull (strstr (text, "Amina Mwangi"));
  /* The window's session did not change its language. */
  g_assert_cmpstr (gw_form_session_get_language (desk->session), ==, "English (en)");
}

static void
test_same_report_same_bytes (void)
{
  g_autoptr (Desk) desk = desk_new ();

  fill (desk);
  for (GwReportFormat format = GW_REPORT_FORMAT_PDF; format <= GW_REPORT_FORMAT_ODT; format++) {
    g_autoptr (GBytes) first = print (desk, format, "en", GW_REPORT_PRINT_UNANSWERED);
    g_autoptr (GBytes) second = print (desk, format, "en", GW_REPORT_PRINT_UNANSWERED);
    g_autoptr (GBytes) third = NULL;

    g_assert_true (g_bytes_equal (first, second));
    type (desk, SAMPLE_NAME, gw_report_format_get_ending (format));
    third = print (desk, format, "en", GW_REPORT_PRINT_UNANSWERED);
    g_assert_false (g_bytes_equal (first, third));
  }
}

static void
test_two_versions_are_said (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = g_strdup_printf ("answer:%s:data~one~name", gw_report_get_id (desk->report));

  type (desk, SAMPLE_NAME, "mine");
  gw_filled_form_flush_sync (desk->filled, &error);
  {
    g_autoptr (GwStore) store = gw_store_open (desk->path, GW_STORE_DEFAULT, &error);
    g_autoptr (JsonObject) body = gw_json_parse_object ("{\"ref\":\"" SAMPLE_NAME "\",\"value\":\"theirs\"}", -1, NULL);

    gw_store_put (store, "party", id, NULL, body, GW_PUT_DEFAULT, NULL, &error);
    g_assert_no_error (error);
  }
  g_clear_object (&desk->filled);
  desk->filled = gw_report_open_sync (desk->thread, gw_report_get_id (desk->report), "Amina", NULL,
                                      NULL, &error);
  g_assert_no_error (error);
  desk->session = gw_filled_form_get_session (desk->filled);
  text = print_text (desk, "en", GW_REPORT_PRINT_ANSWERED);
  if (text != NULL)
    g_assert_nonnull (strstr (text, "Two people changed this answer."));
}

static void
test_csv_and_json_hold_every_answer (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv_text = NULL;
  JsonArray *answers;
  gboolean found = FALSE;

  fill (desk);
  type (desk, SAMPLE_NAME, "A, \"B\"\nC");
  gw_filled_form_flush_sync (desk->filled, &error);
  g_assert_no_error (error);

  csv = print (desk, GW_REPORT_FORMAT_CSV, "en", 0);
  csv_text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  g_assert_true (g_str_has_prefix (csv_text, "\xef\xbb\xbfsection,question,answer,value,ref,"));
  g_assert_nonnull (strstr (csv_text, "First section,Your name,\"A, \"\"B\"\"\nC\","
                                    "\"A, \"\"B\"\"\nC\"," SAMPLE_NAME ",Amina,"));
  g_assert_nonnull (strstr (csv_text, "\"Yes, all\",yes," SAMPLE_KIND));
  g_assert_null (strstr (csv_text, "secret reason"));

  json = print (desk, GW_REPORT_FORMAT_JSON, "fr", 0);
  object = gw_json_parse_object (g_bytes_get_data (json, NULL), g_bytes_get_size (json), &error);
  g_assert_no_error (error);
  answers = gw_json_get_array (object, "answers");
  for (guint i = 0; i < json_array_get_length (answers); i++) {
    JsonObject *answer = gw_json_array_object (answers, i);

    if (g_str_equal (gw_json_get_string (answer, "ref"), SAMPLE_KIND)) {
      found = TRUE;
      g_assert_cmpstr (gw_json_get_string (answer, "value"), ==, "yes");
      g_assert_cmpstr (gw_json_get_string (answer, "text"), ==, "Oui, tous");
      g_assert_cmpstr (gw_json_get_string (answer, "author"), ==, "Amina");
    }
  }
  g_assert_true (found);
}

static void
test_xml_is_the_instance (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GwXmlDoc) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *x = NULL;
  xmlNode *root, *one, *two;

  fill (desk);
  xml = print (desk, GW_REPORT_FORMAT_XML, "en", 0);
  document = gw_xml_parse (xml, "instance", &error);
  g_assert_no_error (error);
  root = xmlDocGetRootElement (document);
  one = gw_xml_first (root, NULL, "one");
  two = gw_xml_first (root, NULL, "two");
  id = gw_xml_dup_attr (root, NULL, "id");
  name = gw_xml_dup_text (gw_xml_first (one, NULL, "name"));
  x = gw_xml_dup_text (gw_xml_first (gw_xml_first (two, NULL, "rep"), NULL, "x"));
  g_assert_cmpstr (id, ==, "sample");
  g_assert_cmpstr (name, ==, "Amina Mwangi");
  g_assert_cmpstr (x, ==, "Limosa lapponica");
  g_assert_null (gw_xml_first (one, NULL, "why"));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(GBytes **) user_data = gw_report_print_write_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_on_a_thread_of_its_own (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GwReference) names = reference ();

  fill (desk);
  expected = print (desk, GW_REPORT_FORMAT_PDF, "en", 0);
  gw_report_print_write_async (gw_report_print_new (desk->report, desk->filled, names, "en", 0, TIME),
                               GW_REPORT_FORMAT_PDF, NULL, on_written, &pdf);
  type (desk, SAMPLE_NAME, "typed meanwhile");
  while (pdf == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_bytes_equal (pdf, expected));
}

/* The whole national report in each language, every page with its words. With GODWIT_KEEP_PDF
 * set to a folder the files stay there to be looked at. */
static void
test_the_national_report (void)
{
  static const char *const languages[] = { "en", "fr", "es", "ar" };
  static const char *const titles[] = { "(unofficial wording", "(formulation non officielle", "(redacción no oficial" };
  g_autofree char *path = g_build_filename (gw_paths_get_data_dir (), "forms", "national-report.xml", NULL);
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (Desk) desk = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  xml = g_bytes_new_take (contents, length);
  desk = desk_new_with (xml, media);
  type (desk, "/national_report/summary/success_1",
        "Réponse en français: la loi protège toutes les espèces de l'Annexe I.");
  type (desk, "/national_report/summary/challenge_1", "الصيد غير القانوني على طول الساحل.");

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autoptr (GBytes) pdf = print (desk, GW_REPORT_FORMAT_PDF, languages[i],
                                    GW_REPORT_PRINT_UNANSWERED);
    g_autoptr (GwWords) words = gw_words_new (languages[i]);
    const char *unofficial = gw_words_get (words, "Unofficial wording, prepared from public descriptions");
    g_autofree char *text = NULL;
    g_auto (GStrv) pages = NULL;
    guint n_pages;

    if (g_getenv ("GODWIT_KEEP_PDF") != NULL) {
      g_autofree char *name = g_strdup_printf ("%s/report-%s.pdf", g_getenv ("GODWIT_KEEP_PDF"), languages[i]);

      g_file_set_contents (name, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), NULL);
    }
    text = pdf_tools_text (pdf, "-layout");
    if (text == NULL)
      return;
    pages = g_strsplit (text, "\f", -1);
    n_pages = g_strv_length (pages) - 1;
    g_assert_cmpuint (n_pages, >=, 3);
    /* Arabic cannot be read out of a PDF letter by letter. */
    for (guint page = 0; page < n_pages && !gw_words_is_rtl (words); page++) {
      g_autofree char *page_text = g_strdup_printf ("%u", page + 1);
      g_autofree char *pages_text = g_strdup_printf ("%u", n_pages);
      g_autofree char *label = gw_words_fill (words, "Page {page} of {pages}", "page", page_text,
                                              "pages", pages_text);

      g_assert_nonnull (strstr (pages[page], unofficial));
      g_assert_nonnull (strstr (pages[page], label));
    }
    if (!gw_words_is_rtl (words))
      g_assert_nonnull (strstr (text, "Réponse en français"));
    /* The form's title stands on paper in the language of the paper alone. */
    for (gsize other = 0; other < G_N_ELEMENTS (titles); other++)
      g_assert_cmpint (strstr (text, titles[other]) != NULL, ==, other == i);
    if (g_str_equal (languages[i], "fr")) {
      g_assert_nonnull (strstr (text, "BROUILLON"));
      g_assert_nonnull (strstr (text, "Sans réponse"));
    }
  }
}

static void
test_plain_text (void)
{
  static const char *const pairs[][2] = {
    { "**IV.1** Is *taking* banned?", "IV.1 Is taking banned?" },
    { "# Heading\nText", "Heading\nText" },
    { "see [the page](https://cms.int)", "see the page (https://cms.int)" },
    { "[https://cms.int](https://cms.int)", "https://cms.int" },
    { "2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c" },
    { "<span style=\"color:red\">red</span> x<br>y a < b", "red x\ny a < b" },
    { "\\*kept\\*", "*kept*" },
    { "[open", "[open" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *plain = gw_plain_text_from_markdown (pairs[i][0]);

    g_assert_cmpstr (plain, ==, pairs[i][1]);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_reports_register_types ();
  g_test_add_func ("/exports/report/answers-are-on-paper", test_answers_are_on_paper);
  g_test_add_func ("/exports/report/unanswered-by-choice", test_unanswered_by_choice);
  g_test_add_func ("/exports/report/the-language-is-the-documents",
                   test_the_language_is_the_documents);
  g_test_add_func ("/exports/report/same-report-same-bytes", test_same_report_same_bytes);
  g_test_add_func ("/exports/report/two-versions-are-said", test_two_versions_are_said);
  g_test_add_func ("/exports/report/csv-and-json-hold-every-answer",
                   test_csv_and_json_hold_every_answer);
  g_test_add_func ("/exports/report/xml-is-the-instance", test_xml_is_the_instance);
  g_test_add_func ("/exports/report/on-a-thread-of-its-own", test_on_a_thread_of_its_own);
  g_test_add_func ("/exports/report/the-national-report", test_the_national_report);
  g_test_add_func ("/exports/plain-text", test_plain_text);
  return g_test_run ();
}
