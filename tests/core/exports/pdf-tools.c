/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/pdf-tools.h"

#include <glib/gstdio.h>

static char *
run (const char *tool,
     const char *option,
     const char *last,
     GBytes     *pdf)
{
  g_autofree char *program = g_find_program_in_path (tool);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  int file;

  if (program == NULL) {
    g_autofree char *message = g_strdup_printf ("%s is not installed (poppler-utils)", tool);

    g_test_skip (message);
    return NULL;
  }

  file = g_file_open_tmp ("godwit-XXXXXX.pdf", &path, &error);
  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              program, option, path, last, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_unlink (path);
  return g_steal_pointer (&out);
}

char *
pdf_tools_text (GBytes     *pdf,
                const char *option)
{
  return run ("pdftotext", option, "-", pdf);
}

char *
pdf_tools_info (GBytes     *pdf,
                const char *option)
{
  return run ("pdfinfo", option, NULL, pdf);
}
