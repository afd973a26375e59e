/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/gw-time.h"
#include "core/records/gw-reference.h"

static GwReference *reference;

static void
test_countries (void)
{
  const GwCountry *kenya = gw_reference_find_country (reference, "KEN");
  const GwCountry *china = gw_reference_find_country (reference, "CHN");
  g_autoptr (GPtrArray) list = gw_reference_list_countries (reference, "fr");
  guint parties = 0;

  g_assert_nonnull (kenya);
  g_assert_true (kenya->is_party);
  g_assert_cmpstr (kenya->region, ==, "Africa");
  g_assert_nonnull (kenya->entry_into_force);
  g_assert_cmpstr (gw_label_get (&kenya->name, "ar"), ==, "كينيا");
  g_assert_false (china->is_party);
  g_assert_null (china->entry_into_force);
  g_assert_cmpstr (gw_label_get (&china->name, "fr_FR.UTF-8"), ==, "Chine");
  g_assert_null (gw_reference_find_country (reference, "ZZZ"));
  g_assert_null (gw_reference_find_country (reference, NULL));

  g_assert_cmpuint (list->len, ==, 198);
  for (guint i = 0; i < list->len; i++) {
    const GwCountry *country = g_ptr_array_index (list, i);

    parties += country->is_party;
    g_assert_nonnull (country->region);
    for (int language = 0; language < GW_N_LANGUAGES; language++)
      g_assert_nonnull (country->name.text[language]);
  }
  g_assert_cmpuint (parties, ==, 133);
}

/* Étas without their accent would come after Zimbabwe. */
static void
test_countries_are_sorted (void)
{
  g_autoptr (GPtrArray) list = gw_reference_list_countries (reference, "fr");
  guint egypt = G_MAXUINT, zimbabwe = G_MAXUINT;

  for (guint i = 0; i < list->len; i++) {
    const GwCountry *country = g_ptr_array_index (list, i);

    if (g_str_equal (country->iso3, "EGY"))
      egypt = i;
    if (g_str_equal (country->iso3, "ZWE"))
      zimbabwe = i;
  }
  g_assert_cmpuint (egypt, <, zimbabwe);
}

static void
test_memberships (void)
{
  g_autoptr (GPtrArray) list = gw_reference_list_memberships (reference, "ARG");
  g_autoptr (GPtrArray) all = gw_reference_list_memberships (reference, NULL);
  gboolean acap = FALSE;

  for (guint i = 0; i < list->len; i++) {
    const GwMembership *membership = g_ptr_array_index (list, i);

    g_assert_cmpstr (membership->iso3, ==, "ARG");
    acap = acap || g_str_equal (membership->instrument_id, "acap");
  }
  g_assert_true (acap);
  g_assert_cmpuint (all->len, ==, 497);
  for (guint i = 0; i < all->len; i++) {
    const GwMembership *membership = g_ptr_array_index (all, i);

    g_assert_nonnull (gw_reference_find_instrument (reference, membership->instrument_id));
    g_assert_nonnull (gw_reference_find_country (reference, membership->iso3));
    g_assert_nonnull (gw_reference_find_term (reference, "membership_status",
                                              membership->status));
  }
}

static void
assert_first (const char *words,
              const char *id)
{
  g_autoptr (GPtrArray) list = gw_reference_search_species (reference, words, 5);

  g_assert_cmpuint (list->len, >, 0);
  g_assert_cmpuint (list->len, <=, 5);
  g_assert_cmpstr (((const GwSpecies *) g_ptr_array_index (list, 0))->id, ==, id);
}

static void
test_species_are_found_by_any_name (void)
{
  g_autoptr (GPtrArray) none = gw_reference_search_species (reference, "zzzz", 0);
  g_autoptr (GPtrArray) blank = gw_reference_search_species (reference, "  ", 0);
  guint n;

  assert_first ("acinonyx", "acinonyx-jubatus");
  assert_first ("CHEETAH", "acinonyx-jubatus");
  assert_first ("guepard", "acinonyx-jubatus");
  assert_first ("guépard", "acinonyx-jubatus");
  assert_first ("jubatus acin", "acinonyx-jubatus");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (blank->len, ==, 0);
  gw_reference_get_species (reference, &n);
  g_assert_cmpuint (n, ==, 419);
}

static void
test_species_ids (void)
{
  g_autofree char *plain = gw_species_make_id ("Acinonyx jubatus");
  g_autofree char *family = gw_species_make_id ("Rhinolophidae spp.");
  const GwSpecies *rows;
  guint n;

  g_assert_cmpstr (plain, ==, "acinonyx-jubatus");
  g_assert_cmpstr (family, ==, "rhinolophidae-spp");
  rows = gw_reference_get_species (reference, &n);
  for (guint i = 0; i < n; i++)
    g_assert_true (gw_reference_find_species (reference, rows[i].id) == &rows[i]);
}

static void
test_next_meeting (void)
{
  g_autoptr (GDate) before = g_date_new_dmy (1, 1, 2026);
  g_autoptr (GDate) opening = g_date_new_dmy (23, 3, 2026);
  g_autoptr (GDate) after = g_date_new_dmy (24, 3, 2026);

  g_assert_cmpstr (gw_reference_next_meeting (reference, "CMS COP", before)->id, ==, "CMS-COP15");
  g_assert_cmpstr (gw_reference_next_meeting (reference, "CMS COP", opening)->id, ==, "CMS-COP15");
  /* COP16 had not been announced when the data was written. */
  g_assert_null (gw_reference_next_meeting (reference, "CMS COP", after));
}

static void
test_words_in_every_language (void)
{
  static const char *const lists[] = {
    "threat", "action_type", "action_status", "capacity_need", "appendix", "membership_status",
    "instrument_kind", "cms_region", "confidence"
  };
  const GwInstrument *instruments;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GPtrArray) terms = gw_reference_list_terms (reference, lists[i]);

    g_assert_cmpuint (terms->len, >, 0);
    for (guint j = 0; j < terms->len; j++) {
      const GwTerm *term = g_ptr_array_index (terms, j);

      for (int language = 0; language < GW_N_LANGUAGES; language++)
        g_assert_nonnull (term->label.text[language]);
    }
  }
  instruments = gw_reference_get_instruments (reference, &n);
  g_assert_cmpuint (n, ==, 44);
  for (guint i = 0; i < n; i++)
    g_assert_true (gw_label_is_in (&instruments[i].label, "ar"));
  g_assert_cmpstr (gw_reference_find_term (reference, "threat", "collision.wind-turbines")->parent_id,
                   ==, "collision");
}

static void
test_languages (void)
{
  GwLabel label = { { "crane", NULL, NULL, NULL } };

  g_assert_cmpint (gw_language_parse ("ar_EG"), ==, GW_LANGUAGE_AR);
  g_assert_cmpint (gw_language_parse ("arn"), ==, GW_LANGUAGE_EN);
  g_assert_cmpint (gw_language_parse ("es-419"), ==, GW_LANGUAGE_ES);
  g_assert_cmpint (gw_language_parse (NULL), ==, GW_LANGUAGE_EN);
  g_assert_cmpstr (gw_label_get (&label, "fr"), ==, "crane");
  g_assert_false (gw_label_is_in (&label, "fr"));
}

static void
test_days (void)
{
  static const struct { const char *rule; int year; const char *date; } cases[] = {
    { "nth:5:SAT:2", 2026, "2026-05-09" },
    { "nth:10:SAT:2", 2026, "2026-10-10" },
    { "fixed:02-02", 2027, "2027-02-02" },
    { "last:3:SAT", 2026, "2026-03-28" },
    { "last-weekend:8", 2026, "2026-08-29" },
    { "nth:2:SUN:3", 2026, "2026-02-15" },
  };
  GwDay broken = { .rule = "fixed:02-30" };
  GwDay unknown = { .rule = "moon:3" };
  const GwDay *days;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GwDay day = { .rule = cases[i].rule };
    g_autoptr (GDate) date = gw_day_dup_date (&day, cases[i].year);
    g_autofree char *text = gw_date_format (date);

    g_assert_cmpstr (text, ==, cases[i].date);
  }
  g_assert_null (gw_day_dup_date (&broken, 2026));
  g_assert_null (gw_day_dup_date (&unknown, 2026));
  days = gw_reference_get_days (reference, &n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GDate) date = gw_day_dup_date (&days[i], 2027);

    g_assert_nonnull (date);
  }
}

static void
test_missing_directory_is_an_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_reference_load ("/nowhere", &error));
  g_assert_nonnull (error);
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  GwReference **out = data;

  *out = gw_reference_load_finish (result, NULL);
}

static void
test_load_async (void)
{
  g_autoptr (GwReference) other = NULL;

  gw_reference_load_async (NULL, NULL, loaded, &other);
  while (!other)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (gw_reference_find_country (other, "FRA"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  reference = gw_reference_load (NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/records/reference/countries-have-names-in-every-language", test_countries);
  g_test_add_func ("/records/reference/countries-are-sorted-without-accents", test_countries_are_sorted);
  g_test_add_func ("/records/reference/memberships-name-known-things", test_memberships);
  g_test_add_func ("/records/reference/species-are-found-by-any-name", test_species_are_found_by_any_name);
  g_test_add_func ("/records/reference/species-have-ids", test_species_ids);
  g_test_add_func ("/records/reference/next-meeting-or-not-announced", test_next_meeting);
  g_test_add_func ("/records/reference/lists-have-words-in-every-language", test_words_in_every_language);
  g_test_add_func ("/records/reference/languages", test_languages);
  g_test_add_func ("/records/reference/awareness-days", test_days);
  g_test_add_func ("/records/reference/missing-data-is-an-error", test_missing_directory_is_an_error);
  g_test_add_func ("/records/reference/loads-off-the-main-thread", test_load_async);
  status = g_test_run ();
  g_object_unref (reference);
  return status;
}
