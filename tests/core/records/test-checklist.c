/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-checklist.h"

#include <string.h>

static GwChecklist *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gw_checklist_new_from_bytes (bytes, "test.xml", "en", error);
}

static void
test_before_cop (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwChecklist) list = gw_checklist_load (NULL, "cl-before-cop", "fr_FR.UTF-8", &error);
  const GwChecklistItem *item;

  g_assert_no_error (error);
  g_assert_cmpstr (gw_checklist_get_id (list), ==, "cl-before-cop");
  g_assert_cmpstr (gw_checklist_get_title (list), ==, "Avant une Conférence des Parties");
  g_assert_cmpstr (gw_checklist_get_language (list), ==, "fr");
  g_assert_cmpstr (gw_checklist_get_anchor (list), ==, "COP");
  g_assert_cmpuint (gw_checklist_get_n_items (list), ==, 22);
  g_assert_cmpuint (g_strv_length ((char **) gw_checklist_get_sources (list)), ==, 5);

  item = gw_checklist_find_item (list, "report-submit");
  g_assert_true (item->is_hard);
  g_assert_true (item->has_days);
  g_assert_cmpint (item->days, ==, -180);
  g_assert_cmpstr (item->who[0], ==, "NFP");
  g_assert_cmpstr (item->topic, ==, "reporting-deadlines");
  g_assert_cmpstr (item->source, ==, "Article VI.3; Resolution 12.5");

  item = gw_checklist_find_item (list, "registration");
  g_assert_false (item->has_days);
  g_assert_nonnull (item->when);
  g_assert_null (gw_checklist_find_item (list, "nothing"));
}

static void
test_every_who_and_anchor_has_words (void)
{
  g_autoptr (GPtrArray) all = gw_checklist_load_all (NULL, "en", NULL);

  g_assert_cmpuint (all->len, ==, 3);
  for (guint i = 0; i < all->len; i++) {
    GwChecklist *list = g_ptr_array_index (all, i);

    for (guint j = 0; j < gw_checklist_get_n_items (list); j++) {
      const GwChecklistItem *item = gw_checklist_get_item (list, j);

      g_assert_cmpstr (gw_checklist_anchor_label (item->anchor), !=, item->anchor);
      for (int k = 0; item->who[k]; k++)
        g_assert_cmpstr (gw_checklist_who_label (item->who[k]), !=, item->who[k]);
    }
  }
}

/* A checklist without a translation is shown in English, and says so. */
static void
test_falls_back_visibly (void)
{
  g_autofree char *folder = g_dir_make_tmp ("godwit-checklists-XXXXXX", NULL);
  g_autofree char *english = g_build_filename (folder, "C", NULL);
  g_autofree char *path = g_build_filename (english, "cl-only.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwChecklist) list = NULL;

  g_mkdir_with_parents (english, 0700);
  g_file_set_contents (path,
                       "<checklist xmlns='urn:godwit:checklist' id='cl-only' anchor='COP'>"
                       "<title>Only  in\n English</title>"
                       "<item id='a' anchor='COP' days='-1' kind='soft' who='NFP'><title>A</title>"
                       "</item></checklist>", -1, NULL);
  list = gw_checklist_load (folder, "cl-only", "ar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gw_checklist_get_language (list), ==, "en");
  g_assert_cmpstr (gw_checklist_get_title (list), ==, "Only in English");
}

static void
test_bad_files_name_their_line (void)
{
  static const char *const bad[] = {
    "no xml",
    "<other/>",
    "<checklist xmlns='urn:godwit:checklist' id='cl-x'><title>T</title></checklist>",
    "<checklist xmlns='urn:godwit:checklist' id='cl-x' anchor='COP'><title>T</title>\n"
    "<item id='a' anchor='COP'><title>A</title></item>\n"
    "<item id='a' anchor='COP'><title>A</title></item></checklist>",
    "<checklist xmlns='urn:godwit:checklist' id='cl-x' anchor='COP'><title>T</title>\n"
    "<item id='a' anchor='COP' days='soon'><title>A</title></item></checklist>",
    "<checklist xmlns='urn:godwit:checklist' id='cl-x' anchor='COP'><title>T</title>\n"
    "<item id='../a' anchor='COP'><title>A</title></item></checklist>",
    "<!DOCTYPE a [<!ENTITY x 'y'>]><checklist xmlns='urn:godwit:checklist' id='cl-x' anchor='COP'>"
    "<title>&x;</title></checklist>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (bad[i], &error));
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, "test.xml"));
    if (strstr (bad[i], "days='soon'"))
      g_assert_nonnull (strstr (error->message, "line 2"));
  }
}

static void
test_ids_are_no_paths (void)
{
  static const char *const bad[] = { "../cl-before-cop", "cl-../x", "before-cop", "cl-none", "" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gw_checklist_load (NULL, bad[i], "en", &error));
    g_assert_error (error, GW_CHECKLIST_ERROR, GW_CHECKLIST_ERROR_UNKNOWN);
  }
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  *(GPtrArray **) data = gw_checklist_load_all_finish (result, NULL);
}

static void
test_loads_off_the_main_thread (void)
{
  g_autoptr (GPtrArray) all = NULL;

  gw_checklist_load_all_async (NULL, "es", NULL, loaded, &all);
  while (!all)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (all->len, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/records/checklist/before-a-cop", test_before_cop);
  g_test_add_func ("/records/checklist/who-and-when-have-words", test_every_who_and_anchor_has_words);
  g_test_add_func ("/records/checklist/falls-back-visibly", test_falls_back_visibly);
  g_test_add_func ("/records/checklist/bad-files-name-their-line", test_bad_files_name_their_line);
  g_test_add_func ("/records/checklist/ids-are-no-paths", test_ids_are_no_paths);
  g_test_add_func ("/records/checklist/loads-off-the-main-thread", test_loads_off_the_main_thread);
  return g_test_run ();
}
