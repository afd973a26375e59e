/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document for a word processor is what a word processor reads: opened there and compared. */

#include <string.h>
#include <glib/gstdio.h>

#include "core/exports/gw-paper.h"

#define TIME (G_GINT64_CONSTANT (1772539200) * G_USEC_PER_SEC)

static const char *const answers[] = {
  "Amina Mwangi",
  "a < b & \"c\" > d",
  "=HYPERLINK(1)",
  "two  spaces   kept",
  "Limosa lapponica \342\200\223 \330\250\331\202\331\210\331\212\331\202\330\251",
  "70001 and 80002 are figures",
};

static char *
label (guint    page,
       guint    n_pages,
       gpointer user_data)
{
  return g_strdup_printf ("Page %u of %u", page, n_pages);
}

static GBytes *
make_document (const char *language,
               gboolean    rtl)
{
  g_autoptr (GwPaper) paper = gw_paper_new (language, rtl);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  gw_paper_set_title (paper, "Report & <more>", "Kenya");
  gw_paper_set_time (paper, TIME);
  gw_paper_set_head (paper, "DRAFT");
  gw_paper_set_foot (paper, "Unofficial wording", "Kenya");
  gw_paper_set_page_label (paper, label, NULL);
  gw_paper_add_title (paper, "Report");
  gw_paper_add_heading (paper, 1, "Section");
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    gw_paper_add_text (paper, GW_PAPER_QUESTION, 0, "Question");
    gw_paper_add_text (paper, GW_PAPER_ANSWER, 1, answers[i]);
  }
  bytes = gw_paper_write_odt (paper, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  const char *const argv[] = { "rm", "-r", "--", folder, NULL };

  run (argv);
}

/* What LibreOffice reads in the document, as text; NULL, said aloud, where it is not installed. */
static char *
read_back (GBytes *odt)
{
  g_autofree char *program = g_find_program_in_path ("soffice");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *in = NULL;
  g_autofree char *out = NULL;
  char *text = NULL;

  if (program == NULL) {
    g_test_skip ("soffice is not installed (libreoffice-writer)");
    return NULL;
  }
  folder = g_dir_make_tmp ("godwit-XXXXXX", &error);
  g_assert_no_error (error);
  profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder);
  in = g_build_filename (folder, "a.odt", NULL);
  out = g_build_filename (folder, "a.txt", NULL);
  g_file_set_contents (in, g_bytes_get_data (odt, NULL), g_bytes_get_size (odt), &error);
  g_assert_no_error (error);
  run ((const char *const[]) { program, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
                               "--outdir", folder, in, NULL });
  g_file_get_contents (out, &text, NULL, &error);
  g_assert_no_error (error);
  remove_folder (folder);
  return text;
}

static void
test_a_word_processor_reads_every_answer (void)
{
  g_autoptr (GBytes) odt = make_document ("en", FALSE);
  g_autofree char *text = read_back (odt);
  const char *at = text;

  if (text == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    at = strstr (at, answers[i]);
    g_assert_nonnull (at);
  }
}

/* OpenDocument 1.3 part 2, 3.3: the type comes first, not compressed, with no extra field. */
static void
test_the_type_can_be_seen_from_outside (void)
{
  g_autoptr (GBytes) odt = make_document ("fr", FALSE);
  const char *data = g_bytes_get_data (odt, NULL);

  g_assert_cmpmem (data, 4, "PK\3\4", 4);
  g_assert_cmpmem (data + 30, 47, "mimetypeapplication/vnd.oasis.opendocument.text", 47);
}

static void
test_same_calls_same_bytes (void)
{
  g_autoptr (GBytes) first = make_document ("ar", TRUE);
  g_autoptr (GBytes) second = make_document ("ar", TRUE);

  g_assert_true (g_bytes_equal (first, second));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exports/odt/a-word-processor-reads-every-answer",
                   test_a_word_processor_reads_every_answer);
  g_test_add_func ("/exports/odt/the-type-can-be-seen-from-outside",
                   test_the_type_can_be_seen_from_outside);
  g_test_add_func ("/exports/odt/same-calls-same-bytes", test_same_calls_same_bytes);
  return g_test_run ();
}
