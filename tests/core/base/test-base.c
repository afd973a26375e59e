/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-address.h"
#include "core/base/gw-csv.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/base/gw-xml.h"

static void
test_ids_are_valid_and_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 10000; i++) {
    char *id = gw_id_new ();

    g_assert_true (gw_id_is_valid (id));
    g_assert_true (g_hash_table_add (seen, id));
  }
  g_assert_false (gw_id_is_valid (NULL));
  g_assert_false (gw_id_is_valid ("01ARZ3NDEKTSV4RRFFQ69G5FAU"));
}

static void
test_times_read_back (void)
{
  g_autofree char *text = gw_time_format (G_GINT64_CONSTANT (1748000000) * G_USEC_PER_SEC);
  g_autoptr (GDate) day = gw_date_parse ("2028-02-29");
  g_autofree char *day_text = gw_date_format (day);
  gint64 back = 0;

  g_assert_cmpstr (text, ==, "2025-05-23T11:33:20Z");
  g_assert_true (gw_time_parse (text, &back));
  g_assert_cmpint (back, ==, G_GINT64_CONSTANT (1748000000) * G_USEC_PER_SEC);
  g_assert_cmpstr (day_text, ==, "2028-02-29");
  g_assert_null (gw_date_parse ("2027-02-29"));
  g_assert_null (gw_date_parse ("2027-2-9"));
  g_assert_null (gw_date_parse ("2027-02-09x"));
}

static void
test_json_text_does_not_depend_on_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) one = gw_json_parse_object (
      "{\"b\":[1,2.5,\"\\u0001é\\n\"],\"a\":{\"y\":null,\"x\":true}}", -1, &error);
  g_autoptr (JsonObject) two = gw_json_parse_object (
      "{ \"a\": {\"x\":true,\"y\":null}, \"b\":[1, 2.50, \"\\u0001\\u00e9\\n\"] }", -1, &error);
  g_autofree char *text_one = gw_json_to_text (one);
  g_autofree char *text_two = gw_json_to_text (two);

  g_assert_no_error (error);
  g_assert_cmpstr (text_one, ==, text_two);
  g_assert_cmpstr (text_one, ==, "{\"a\":{\"x\":true,\"y\":null},\"b\":[1,2.5,\"\\u0001é\\n\"]}");
}

/* A server may send it; what stands behind it must not be cut off in silence. */
static void
test_json_text_with_a_zero_is_read_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = gw_json_parse_object (
    "{\"a\":\"before\\u0000behind\\u0000\",\"b\":\"\\\\u0000\",\"c\\u0000d\":1}", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gw_json_get_string (object, "a"), ==, "before\357\277\275behind\357\277\275");
  g_assert_cmpstr (gw_json_get_string (object, "b"), ==, "\\u0000");
  g_assert_cmpint (gw_json_get_int (object, "c\357\277\275d", 0), ==, 1);
}

static void
test_address_without_account (void)
{
  static const char *const cases[][2] = {
    { "https://desk.example/db", "https://desk.example/db" },
    { "https://amina@desk.example", "https://desk.example" },
    { "https://amina:se@cret@desk.example:6984/db?x=a@b", "https://desk.example:6984/db?x=a@b" },
    { "amina:secret@desk.example/db", "desk.example/db" },
    { "https://desk.example/db@2", "https://desk.example/db@2" },
    { "desk.example?to=http://a@b", "desk.example?to=http://a@b" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *bare = gw_address_dup_bare (cases[i][0]);

    g_assert_cmpstr (bare, ==, cases[i][1]);
    g_assert_true (gw_address_has_account (cases[i][0]) == !g_str_equal (cases[i][0], cases[i][1]));
  }
}

static void
test_json_copy_shares_nothing (void)
{
  g_autoptr (JsonObject) object = gw_json_parse_object ("{\"a\":{\"x\":[1]}}", -1, NULL);
  g_autoptr (JsonObject) copy = gw_json_copy (object);
  g_autofree char *text = NULL;

  json_object_set_int_member (gw_json_get_object (copy, "a"), "y", 2);
  text = gw_json_to_text (object);
  g_assert_cmpstr (text, ==, "{\"a\":{\"x\":[1]}}");
}

static void
test_json_of_a_wrong_shape_is_quiet (void)
{
  g_autoptr (JsonObject) object = gw_json_parse_object ("{\"a\":1,\"b\":\"t\"}", -1, NULL);

  g_assert_null (gw_json_get_string (object, "a"));
  g_assert_cmpint (gw_json_get_int (object, "b", 7), ==, 7);
  g_assert_null (gw_json_get_object (object, "a"));
  g_assert_null (gw_json_get_array (object, "c"));
  g_assert_null (gw_json_get_string (NULL, "a"));
}

static void
test_json_bombs_are_refused (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_json_parse (deep, -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (gw_json_parse ("{\"a\":", -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (gw_json_parse ("\"\xff\"", -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (gw_json_parse_object ("[]", -1, &error));
  g_assert_nonnull (error);
}

/* What json-glib would take, or lose memory over. */
static void
test_json_keeps_to_its_grammar (void)
{
  static const char *const good[] = { "1", "-0.5e+10", "[]", " { } ", "[1,[2,{\"a\":null}],\"x\"]", "{\"a\":[],\"b\":{}}",
                                      "\"\\ud83d\\ude00 \\n\"", "\xEF\xBB\xBF{\"a\":true}", "[[[[]],[]]]" };
  static const char *const bad[] = { "", "8{}", "{} {}", "[1,]", "[1 2]", "{\"a\"}", "{a:1}", "{\"a\":1,}", "[}", "]", "01", "1.",
                                     "+1", "NaN", "'a'", "\"a", "\"\\x\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"",
                                     "\"\\u12\"", "\"a\nb\"", "// a\n1", "[1", "{\"a\":1]", "tru" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = gw_json_parse (good[i], -1, &error);

    g_assert_no_error (error);
    g_assert_nonnull (node);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_null (gw_json_parse (bad[i], -1, NULL));
  }
}

static void
check_refused (const char *text,
               GwXmlError  code,
               const char *where)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXmlDoc) document = gw_xml_parse (bytes, "page", &error);

  g_assert_null (document);
  g_assert_error (error, GW_XML_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, where));
}

static void
test_hostile_xml_is_refused_with_its_line (void)
{
  GString *deep = g_string_new ("<a>\n");

  check_refused ("<?xml version='1.0'?>\n<!DOCTYPE a [\n<!ENTITY x 'xxxxxxxx'>\n"
                 "<!ENTITY y '&x;&x;&x;&x;&x;&x;'>]>\n<a>&y;</a>",
                 GW_XML_ERROR_REFUSED, "page:3:");
  check_refused ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>",
                 GW_XML_ERROR_REFUSED, "page:1:");
  check_refused ("<a>\n<b>\n</a>", GW_XML_ERROR_NOT_WELL_FORMED, "page:3:");
  check_refused ("<?xml version='1.0' encoding='UTF-8'?>\n<a>\xff</a>",
                 GW_XML_ERROR_NOT_WELL_FORMED, "page:2:");
  check_refused ("", GW_XML_ERROR_NOT_WELL_FORMED, "page:1:");
  check_refused ("hello", GW_XML_ERROR_NOT_WELL_FORMED, "page:1:");

  for (int i = 0; i < 5000; i++)
    g_string_append (deep, "<a>");
  check_refused (deep->str, GW_XML_ERROR_NOT_WELL_FORMED, "page:2:");
  g_string_free (deep, TRUE);
}

/* Forty thousand attributes took libxml2 a second, and a million would have taken a quarter of an hour. */
static void
test_xml_crowds_are_refused (void)
{
  g_autoptr (GString) crowd = g_string_new ("<!-- \"' --><a>\n<b x='\"'><![CDATA[ \" ]]></b><c");
  g_autoptr (GString) many = g_string_new ("<a>");
  g_autoptr (GString) rules = g_string_new ("<a b=\"");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GwXmlDoc) document = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (crowd, "\n a%u=''", i);
  g_string_append (crowd, "/></a>");
  check_refused (crowd->str, GW_XML_ERROR_REFUSED, "page:259:");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (many, "<a/>");
  g_string_append (many, "</a>");
  check_refused (many->str, GW_XML_ERROR_REFUSED, "page:1:");
  for (guint i = 0; i < 1000; i++)
    g_string_append (rules, "c = '1' or ");
  g_string_append (rules, "d = ''\"/>");
  bytes = g_bytes_new (rules->str, rules->len);
  document = gw_xml_parse (bytes, "form", &error);
  g_assert_no_error (error);
}

static void
test_huge_xml_is_refused (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (GW_XML_MAX_SIZE + 1), GW_XML_MAX_SIZE + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_xml_parse (bytes, "page", &error));
  g_assert_error (error, GW_XML_ERROR, GW_XML_ERROR_REFUSED);
}

static void
test_xml_is_read_by_namespace (void)
{
  const char *text = "<x:a xmlns:x='urn:one' xmlns:y='urn:two' y:id='7' id='8'>"
                     "<!-- c --><b xmlns='urn:one'>t<c/>u</b><x:d/></x:a>";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GwXmlDoc) document = gw_xml_parse (bytes, "page", NULL);
  xmlNode *root = xmlDocGetRootElement (document);
  xmlNode *b = gw_xml_first (root, "urn:one", "b");
  g_autofree char *with_namespace = gw_xml_dup_attr (root, "urn:two", "id");
  g_autofree char *without = gw_xml_dup_attr (root, NULL, "id");
  g_autofree char *content = gw_xml_dup_text (b);

  g_assert_true (gw_xml_is (root, "urn:one", "a"));
  g_assert_false (gw_xml_is (root, "urn:two", "a"));
  g_assert_cmpstr (with_namespace, ==, "7");
  g_assert_cmpstr (without, ==, "8");
  g_assert_cmpstr (content, ==, "tu");
  g_assert_true (gw_xml_is (gw_xml_next (b, NULL, NULL), "urn:one", "d"));
}

static void
test_tables_are_read (void)
{
  const char *text = "\xEF\xBB\xBFid;name\r\n1;\"a;\"\"b\"\"\nc\"\r\n\r\n2\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GwCsv) csv = gw_csv_new_from_bytes (bytes, NULL);

  g_assert_cmpuint (gw_csv_get_n_rows (csv), ==, 2);
  g_assert_cmpint (gw_csv_find_column (csv, "name"), ==, 1);
  g_assert_cmpint (gw_csv_find_column (csv, "none"), ==, -1);
  g_assert_cmpstr (gw_csv_get (csv, 0, 0), ==, "1");
  g_assert_cmpstr (gw_csv_get (csv, 0, 1), ==, "a;\"b\"\nc");
  g_assert_cmpstr (gw_csv_get (csv, 1, 1), ==, "");
  g_assert_cmpstr (gw_csv_get (csv, 1, -1), ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/id/valid-and-different", test_ids_are_valid_and_differ);
  g_test_add_func ("/base/time/reads-back", test_times_read_back);
  g_test_add_func ("/base/json/text-does-not-depend-on-order", test_json_text_does_not_depend_on_order);
  g_test_add_func ("/base/json/copy-shares-nothing", test_json_copy_shares_nothing);
  g_test_add_func ("/base/json/text-with-a-zero-is-read-whole", test_json_text_with_a_zero_is_read_whole);
  g_test_add_func ("/base/address/without-account", test_address_without_account);
  g_test_add_func ("/base/json/wrong-shape-is-quiet", test_json_of_a_wrong_shape_is_quiet);
  g_test_add_func ("/base/json/bombs-are-refused", test_json_bombs_are_refused);
  g_test_add_func ("/base/json/keeps-to-its-grammar", test_json_keeps_to_its_grammar);
  g_test_add_func ("/base/xml/crowds-are-refused", test_xml_crowds_are_refused);
  g_test_add_func ("/base/xml/hostile-is-refused-with-its-line", test_hostile_xml_is_refused_with_its_line);
  g_test_add_func ("/base/xml/huge-is-refused", test_huge_xml_is_refused);
  g_test_add_func ("/base/xml/read-by-namespace", test_xml_is_read_by_namespace);
  g_test_add_func ("/base/csv/tables-are-read", test_tables_are_read);

  return g_test_run ();
}
