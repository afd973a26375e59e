/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "core/base/gw-paths.h"
#include "core/reports/gw-format-pack.h"

static char *
write_pack (const char *folder,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("godwit-pack-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static void
test_each_form_that_came_with_the_program_has_its_pack (void)
{
  g_autofree char *folder = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);
  static const char *const instruments[] = { "cms", "aewa" };

  for (gsize i = 0; i < G_N_ELEMENTS (instruments); i++) {
    g_autoptr (GwFormatPack) pack = gw_format_pack_find_first (folder, instruments[i]);
    g_autoptr (GwFormatPack) same = NULL;
    g_autofree char *form = NULL;

    g_assert_nonnull (pack);
    same = gw_format_pack_find (folder, gw_format_pack_get_form_id (pack));
    g_assert_nonnull (same);
    form = g_build_filename (folder, gw_format_pack_get_file (same), NULL);
    g_assert_true (g_file_test (form, G_FILE_TEST_IS_REGULAR));
    g_assert_cmpstr (gw_format_pack_get_title (pack, "fr"), !=, gw_format_pack_get_title (pack, "en"));
    g_assert_cmpstr (gw_format_pack_get_title (pack, "xx"), ==, gw_format_pack_get_title (pack, "en"));
  }
  g_assert_null (gw_format_pack_find (folder, "no-such-form"));
}

static void
test_a_bad_pack_is_refused (void)
{
  static const char *const bad[] = {
    "", "[]", "{", "{\"form\":\"f\"}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"../f.xml\",\"titles\":{\"en\":\"T\"}}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"/etc/f.xml\",\"titles\":{\"en\":\"T\"}}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\".f.xml\",\"titles\":{\"en\":\"T\"}}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{}}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{\"en\":\"T\"},\"country\":\"/a/../b\"}",
    "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{\"en\":\"T\"},\"country\":\"/a[1]\"}",
    "{\"form\":7,\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{\"en\":\"T\"}}",
  };
  g_autofree char *folder = make_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = write_pack (folder, "a.pack.json", bad[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (GwFormatPack) pack = gw_format_pack_load (path, &error);

    g_assert_null (pack);
    g_assert_nonnull (error);
    g_remove (path);
  }
  g_rmdir (folder);
}

static void
test_a_pack_that_is_too_large_is_not_read (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *spaces = g_strnfill (300 * 1024, ' ');
  g_autofree char *text = g_strconcat ("{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{\"en\":\"T\"}}",
                                       spaces, NULL);
  g_autofree char *path = write_pack (folder, "a.pack.json", text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFormatPack) pack = gw_format_pack_load (path, &error);

  g_assert_null (pack);
  g_assert_nonnull (error);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_a_damaged_pack_hides_no_other (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *damaged = write_pack (folder, "a.pack.json", "{");
  g_autofree char *whole = write_pack (folder, "b.pack.json",
                                       "{\"form\":\"f\",\"instrument\":\"i\",\"file\":\"f.xml\",\"titles\":{\"en\":\"T\"}}");
  g_autoptr (GwFormatPack) pack = NULL;

  g_test_expect_message ("Godwit", G_LOG_LEVEL_MESSAGE, "*left aside*");
  pack = gw_format_pack_find (folder, "f");
  g_test_assert_expected_messages ();
  g_assert_nonnull (pack);
  g_assert_null (gw_format_pack_get_country (pack));
  g_remove (damaged);
  g_remove (whole);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/reports/format-pack/each-form-that-came-with-the-program-has-its-pack",
                   test_each_form_that_came_with_the_program_has_its_pack);
  g_test_add_func ("/reports/format-pack/a-bad-pack-is-refused", test_a_bad_pack_is_refused);
  g_test_add_func ("/reports/format-pack/a-pack-that-is-too-large-is-not-read",
                   test_a_pack_that_is_too_large_is_not_read);
  g_test_add_func ("/reports/format-pack/a-damaged-pack-hides-no-other", test_a_damaged_pack_hides_no_other);

  return g_test_run ();
}
