/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said about a form when it is loaded: faults, warnings, and the end of what has none. */

#include <string.h>

#include "form-samples.h"

/* --- forms that are refused --- */

typedef struct
{
  const char *name;
  const char *text;
  const char *tag;
  int line;
  const char *detail;
} Hostile;

static const Hostile hostiles[] = {
  { "not-xml", "hello", "not-xml", 1, NULL },
  { "half", "<h:html xmlns:h='http://www.w3.org/1999/xhtml'>\n<h:head>", "not-xml", 2, NULL },
  { "bomb", "<!DOCTYPE x [\n<!ENTITY a 'aaaa'>\n<!ENTITY b '&a;&a;&a;&a;'>]>\n<x>&b;</x>", "not-xml", 2, "entities" },
  { "external-entity", "<!DOCTYPE x [\n<!ENTITY a SYSTEM 'file:///etc/hostname'>]>\n<x>&a;</x>", "not-xml", 2, "entities" },
  { "no-model", "<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head/></h:html>", "no-model", 1, NULL },
  { "no-instance", MODEL (""), "no-instance", 2, NULL },
  { "function", MODEL ("<instance><data id='x'><a/></data></instance>\n<bind nodeset='/data/a' calculate='frobnicate(1)'/>"),
    "unknown-function", 4, "frobnicate" },
  { "arguments", MODEL ("<instance><data id='x'><a/></data></instance>\n\n<bind nodeset='/data/a' relevant='selected(1)'/>"),
    "wrong-arguments", 5, "selected" },
  { "syntax", MODEL ("<instance><data id='x'><a/></data></instance><bind nodeset='/data/a' constraint='. &gt;'/>"),
    "syntax", 3, NULL },
  { "list", MODEL ("<instance><data id='x'><a/></data></instance><bind nodeset='/data/a' calculate=\"count(instance('no')/root/item)\"/>"),
    "unknown-instance", 3, NULL },
  { "cycle", MODEL ("<instance><data id='x'><a/><b/><c/></data></instance><bind nodeset='/data/a' calculate='/data/b + 1'/>\n"
                    "<bind nodeset='/data/b' calculate='../c'/><bind nodeset='/data/c' relevant=\"/data/a = 1\"/>"),
    "cycle", 3, "/data/b (calculate) reads /data/c (relevant)" },
  { "self", MODEL ("<instance><data id='x'><a/></data></instance><bind nodeset='/data/a' relevant=\". = ''\"/>"), "cycle", 3, NULL },
  { "siblings", MODEL ("<instance><data id='x'><a/><b/></data></instance><bind nodeset='/data/a' calculate='count(../*)'/>"), "cycle", 3, NULL },
  { "count", HEAD "<instance><data id='x'><n/><r><x/></r></data></instance><bind nodeset='/data/n' calculate='count(/data/r)'/></model></h:head>"
             "<h:body><repeat nodeset='/data/r' jr:count='/data/n'/></h:body></h:html>", "cycle", 3, "/data/r (count) reads /data/n" },
  { "control", HEAD "<instance><data id='x'><a/></data></instance></model></h:head><h:body>\n<input ref='/data/b'/></h:body></h:html>",
    "control-without-node", 4, "/data/b" },
};

static void
test_hostile (gconstpointer data)
{
  const Hostile *hostile = data;
  g_autoptr (GBytes) bytes = g_bytes_new (hostile->text, strlen (hostile->text));
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (bytes, NULL, &issues, &error);
  const GwFormIssue *issue = NULL;
  g_autofree char *text = NULL;

  g_assert_null (form);
  g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED);
  g_assert_cmpuint (issues->len, >, 0);
  for (guint i = 0; i < issues->len && (issue == NULL || !issue->is_fault); i++)
    issue = issues->pdata[i];
  text = gw_form_issue_dup_text (issue, "form.xml");
  g_test_message ("%s", text);
  g_assert_cmpstr (gw_form_issue_code_get_tag (issue->code), ==, hostile->tag);
  g_assert_cmpint (issue->line, ==, hostile->line);
  if (hostile->detail != NULL)
    g_assert_nonnull (strstr (text, hostile->detail));
}

static void
test_all_faults_are_in_one_list (void)
{
  const char *text = MODEL ("<instance><data id='x'><a/><b/></data></instance>"
                            "<bind nodeset='/data/a' calculate='nope()' relevant='1 +'/>"
                            "<bind nodeset='/data/b' constraint='true(1)'/><bind nodeset='/data/zzz' type='int'/>");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) issues = NULL;

  g_assert_null (gw_form_load (bytes, NULL, &issues, NULL));
  g_assert_cmpuint (issues->len, ==, 4);
  g_assert_false (((GwFormIssue *) issues->pdata[3])->is_fault);
}

/* A thousand brackets and four hundred operands are ordinary; a hundred thousand are refused;
 * a rule without end stops in a moment. */
static void
test_limits_hold (void)
{
  g_autoptr (GString) deep = g_string_new (HEAD "<instance><data id='x'><a/></data></instance><bind nodeset='/data/a' calculate='");
  g_autoptr (GString) rows = g_string_new (HEAD "<instance><data id='x'>");
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwForm) heavy = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_c (deep, '(');
  g_string_append (deep, "1");
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (deep, ')');
  for (guint i = 0; i < 400; i++)
    g_string_append (deep, " or 1 = 2");
  g_string_append (deep, "'/></model></h:head><h:body/></h:html>");
  form = load_form (deep->str);
  session = open_sample (form, NULL);
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/a"), ==, "true");

  g_string_truncate (deep, strlen (HEAD));
  g_string_append (deep, "<instance><data id='x'><a/></data></instance><bind nodeset='/data/a' calculate='");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '(');
  g_string_append (deep, "1'/></model></h:head><h:body/></h:html>");
  bytes = g_bytes_new (deep->str, deep->len);
  g_assert_null (gw_form_load (bytes, NULL, NULL, &error));
  g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED);

  for (guint i = 0; i < 3000; i++)
    g_string_append (rows, "<r><v>1</v></r>");
  g_string_append (rows, "<n/><out/></data></instance><bind nodeset='/data/out' "
                         "calculate='count(/data/r[v = count(/data/r[v != current()/../n]/v[. = 1])])'/>"
                         "</model></h:head><h:body><input ref='/data/n'/></h:body></h:html>");
  heavy = load_form (rows->str);
  g_clear_object (&session);
  session = open_sample (heavy, NULL);
  g_assert_true (gw_form_session_hit_limit (session));
}

/* Wildcards within wildcards: to load such a form took longer than anybody lives. */
static void
test_loading_has_an_end (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data id='x'><a/>");
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const GwFormIssue *last;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "<q%u/>", i);
  g_string_append (text, "</data></instance><bind nodeset='/data/a' "
                         "calculate='count(//*[count(//*[count(//*[. = 1]) = 1]) = 1])'/>"
                         "</model></h:head><h:body/></h:html>");
  bytes = g_bytes_new (text->str, text->len);
  g_assert_null (gw_form_load (bytes, NULL, &issues, &error));
  g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED);
  last = issues->pdata[issues->len - 1];
  g_assert_cmpstr (gw_form_issue_code_get_tag (last->code), ==, "too-large");
}

/* Patterns and texts that run away end too. */
static void
test_texts_do_not_run_away (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data id='x'><n>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!</n>");
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "<c%u/>", i);
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "<r><v>%u</v></r>", i);
  g_string_append (text, "<m/><t/></data></instance><bind nodeset='/data/c0' calculate='concat(/data/n, /data/n)'/>");
  for (guint i = 1; i < 60; i++)
    g_string_append_printf (text, "<bind nodeset='/data/c%u' calculate='concat(../c%u, ../c%u)'/>", i, i - 1, i - 1);
  g_string_append (text, "<bind nodeset='/data/m' calculate='count(/data/r[regex(concat(/data/n, v), \"^(a+)+$\")])'/>"
                         "<bind nodeset='/data/t' calculate='count(/data/r[translate(/data/c14, /data/c14, v) = 1])'/>"
                         "</model></h:head><h:body/></h:html>");
  form = load_form (text->str);
  session = open_sample (form, NULL);
  g_assert_true (gw_form_session_hit_limit (session));
}

/* --- warnings --- */

#define AB "<instance><data id='x'><a/><b/></data></instance>\n"

/* One form for each code; what is said is about its line, and nothing else is said. */
static const Hostile warnings[] = {
  { "bind-without-node", MODEL (AB "<bind nodeset='/data/c' type='int'/>"), "bind-without-node", 4, "/data/c" },
  { "rule-twice", MODEL (AB "<bind nodeset='/data/a' relevant='1'/>\n<bind nodeset='/data/a' relevant='2'/>"),
    "bind-twice", 5, "relevant" },
  { "type-twice", MODEL (AB "<bind nodeset='/data/a' type='int'/>\n<bind nodeset='/data/a' required='1' type='string'/>"),
    "bind-twice", 5, "type" },
  { "calculated-control", BODY (AB "<bind nodeset='/data/a' calculate='/data/b'/>", "<input ref='/data/a'/>"),
    "calculated-control", 4, "/data/a" },
  { "calculated-choice", BODY (AB "<bind nodeset='/data/a' calculate='/data/b'/>",
                               "<select1 ref='/data/a'><item><label>1</label><value>1</value></item></select1>"),
    "calculated-control", 4, "/data/a" },
  { "choice-with-space", BODY (AB, "<select1 ref='/data/a'>\n<item><label>1</label><value>a b</value></item></select1>"),
    "choice-with-space", 5, "a b" },
  { "unknown-text", BODY (AB, "\n<input ref='/data/a'><label ref=\"jr:itext('nope')\"/></input>"), "unknown-text", 5, "nope" },
  { "unknown-event", MODEL (AB "<setvalue event='some-day' ref='/data/a'/>"), "unknown-event", 4, "some-day" },
  { "action-without-node", MODEL (AB "<setvalue event='odk-instance-first-load' ref='/data/c'/>"), "bind-without-node", 4, "/data/c" },
  { "missing-file", MODEL (AB "<instance id='l' src='jr://file/l.xml'/>"), "missing-file", 4, "l.xml" },
  { "outside-file", MODEL (AB "<instance id='l' src='jr://file/../l.xml'/>"), "missing-file", 4, "../l.xml" },
  { "network-file", MODEL (AB "<instance id='l' src='https://example.org/l.csv'/>"), "missing-file", 4, "example.org" },
  { "list-twice", MODEL (AB "<instance id='l'><root/></instance>\n<instance id='l'><root/></instance>"), "list-twice", 5, "l" },
  { "search", BODY (AB, "\n<select1 ref='/data/a' appearance=\"minimal search('l')\"><item><label>n</label><value>n</value></item></select1>"),
    "not-supported", 5, "search()" },
  { "query", BODY (AB, "\n<input ref='/data/a' query=\"instance('l')/root/item\"/>"), "not-supported", 5, "query" },
  { "preload", MODEL (AB "<bind nodeset='/data/a' jr:preload='weather'/>"), "not-supported", 4, "weather" },
  { "no-choices", BODY (AB, "\n<select1 ref='/data/a'/>"), "no-choices", 5, "select1" },
  { "range", BODY (AB, "\n<range ref='/data/a' start='1' end='5'/>"), "bad-range", 5, "step" },
  { "no-id", MODEL ("<instance><data><a/></data></instance>"), "no-id", 3, "data" },
  { "lost-path", MODEL (AB "<bind nodeset='/data/a' calculate='/data/bb + ../c'/>"), "path-without-node", 4, "bb" },
  { "lost-output", BODY (AB, "\n<input ref='/data/a'><label><output value='/data/c'/></label></input>"), "path-without-node", 5, "c" },
  { "bare-path", MODEL (AB "<bind nodeset='/data/a' calculate='if(/data/b, 1, 2)'/>"), "bare-path", 4, "if(/data/b, 1, 2)" },
  { "bare-relevance", MODEL (AB "<bind nodeset='/data/a' relevant='../b'/>"), "bare-path", 4, "../b" },
  { "gaps", MODEL (AB "<itext>\n<translation lang='en'><text id='q'><value>Q</value></text><text id='r'><value>R</value></text></translation>"
                   "\n<translation lang='fr'><text id='q'><value>-</value></text></translation></itext>"), "missing-translation", 6, "2 texts" },
  { "entities", "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
                "xmlns:e='http://www.opendatakit.org/xforms/entities'>\n<h:head><h:title>T</h:title>"
                "<model e:entities-version='2025.2.0'><instance><data id='x'><a/></data></instance></model></h:head><h:body/></h:html>",
    "newer-standard", 2, "2025.2.0" },
};

static void
test_warning (gconstpointer data)
{
  const Hostile *warning = data;
  g_autoptr (GwForm) form = load_form (warning->text);
  GPtrArray *issues = gw_form_get_issues (form);
  const GwFormIssue *issue;
  g_autofree char *text = NULL;

  g_assert_cmpuint (issues->len, ==, 1);
  issue = issues->pdata[0];
  text = gw_form_issue_dup_text (issue, "form.xml");
  g_test_message ("%s", text);
  g_assert_false (issue->is_fault);
  g_assert_cmpstr (gw_form_issue_code_get_tag (issue->code), ==, warning->tag);
  g_assert_cmpint (issue->line, ==, warning->line);
  g_assert_nonnull (strstr (text, warning->detail));
}

/* Trap 25: old forms say so of groups and repeats; nobody can answer them. */
static void
test_required_groups_block_nobody (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<instance><data id='x'><g><a/></g><r><b/></r></data></instance>"
    "<bind nodeset='/data/g' required='true()' constraint='false()'/><bind nodeset='/data/r' required='true()'/>",
    "<group ref='/data/g'><input ref='/data/g/a'/></group><repeat nodeset='/data/r'><input ref='/data/r/b'/></repeat>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GPtrArray) problems = gw_form_session_dup_problems (session);

  g_assert_cmpuint (problems->len, ==, 0);
}

/* What looks like a slip and is none. */
static void
test_sound_forms_are_left_in_peace (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<instance><data id='x' orx:version='1'><a/><b/><g><c/></g><r><n/><t/></r><meta><entity id=''><label/></entity></meta></data></instance>"
    "<instance id='l'><data><b>1</b><item><name/><of/></item></data></instance>"
    "<bind nodeset='/data/a' constraint='. &gt; 1 and /data/a &lt; 9'/>"
    "<bind nodeset='/data/b' calculate=\"instance('l')/data/b + /data/a\"/>"
    "<bind nodeset='/data/g' readonly='true()'/><bind nodeset='/data/g/c' calculate='count(/data/r)'/>"
    "<bind nodeset='/data/r/t' calculate='../n + coalesce(../preceding-sibling::r[1]/t, 0)'/>"
    "<bind nodeset='/data/meta/entity/@id' calculate='/data/@version'/>"
    "<bind nodeset='/data/meta/entity/label' relevant='boolean(/data/r[n = 1])' calculate='concat(/data/meta/instanceID, /data/@id)'/>",
    "<group ref='/data/g'><input ref='/data/g/c'/></group><repeat nodeset='/data/r'><input ref='/data/r/n'/></repeat>"
    "<select1 ref='/data/a'><itemset nodeset=\"instance('l')/data/item[of = current()/../b]\"><value ref='name'/><label ref='name'/></itemset></select1>"));

  for (guint i = 0; i < gw_form_get_issues (form)->len; i++) {
    g_autofree char *text = gw_form_issue_dup_text (gw_form_get_issues (form)->pdata[i], "form.xml");

    g_test_message ("%s", text);
  }
  g_assert_cmpuint (gw_form_get_issues (form)->len, ==, 0);
}

/* Like a compiler's: in the order of the lines, faults and warnings together. */
static void
test_issues_are_in_the_order_of_lines (void)
{
  static const char text[] = BODY (AB "<bind nodeset='/data/b' calculate='/data/a +'/>\n"
    "<bind nodeset='/data/a' calculate='/data/c'/>\n<setvalue event='odk-instance-first-load' ref='/data/q'/>",
    "\n<input ref='/data/z'/>\n<input ref='/data/a'><label><output value='nope()'/></label></input>");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  int last = 0;

  g_assert_null (gw_form_load (bytes, NULL, &issues, &error));
  g_assert_cmpuint (issues->len, ==, 6);
  for (guint i = 0; i < issues->len; i++) {
    const GwFormIssue *issue = issues->pdata[i];

    g_assert_cmpint (issue->line, >=, last);
    last = issue->line;
  }
  g_assert_cmpstr (error->message, ==, "form:4: error: A value is missing at its end [node /data/b] [expression /data/a +]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hostiles); i++) {
    g_autofree char *name = g_strconcat ("/forms/refused/", hostiles[i].name, NULL);

    g_test_add_data_func (name, &hostiles[i], test_hostile);
  }
  g_test_add_func ("/forms/refused/all-faults-in-one-list", test_all_faults_are_in_one_list);
  g_test_add_func ("/forms/refused/limits-hold", test_limits_hold);
  g_test_add_func ("/forms/refused/loading-has-an-end", test_loading_has_an_end);
  g_test_add_func ("/forms/refused/texts-do-not-run-away", test_texts_do_not_run_away);
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++) {
    g_autofree char *name = g_strconcat ("/forms/warned/", warnings[i].name, NULL);

    g_test_add_data_func (name, &warnings[i], test_warning);
  }
  g_test_add_func ("/forms/warned/sound-forms-are-left-in-peace", test_sound_forms_are_left_in_peace);
  g_test_add_func ("/forms/warned/required-groups-block-nobody", test_required_groups_block_nobody);
  g_test_add_func ("/forms/warned/in-the-order-of-lines", test_issues_are_in_the_order_of_lines);

  return g_test_run ();
}
