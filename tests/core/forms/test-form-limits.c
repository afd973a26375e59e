/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that somebody made to hurt. Each is refused, or ends in a sentence after a counted number of
 * steps, or is simply done; how long that took is said and not asserted. */

#include <string.h>
#include <time.h>

#include "core/base/gw-time.h"
#include "core/forms/gw-form-private.h"

#define HEAD                                                                                     \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "        \
  "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms'>\n"     \
  "<h:head><h:title>T</h:title><model odk:xforms-version='1.0.0'>\n"

/* A step past the limit is seen at the next one that is counted. */
#define MOST_STEPS (GW_FORM_MAX_STEPS + GW_FORM_MAX_STEPS / 4)

/* AddressSanitizer takes its time over each piece of memory. */
static guint
many (guint n)
{
  return g_getenv ("GODWIT_SANITIZE") != NULL ? n / 10 : n;
}

static double
thread_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
say (const char *what,
     double      since)
{
  g_test_message ("%s: %.2f s", what, thread_seconds () - since);
}

/* Appends @format once for each number below @n, with the number wherever a `#` stands. */
static void
repeat (GString    *out,
        guint       n,
        const char *format)
{
  for (guint i = 0; i < n; i++) {
    for (const char *at = format; *at != '\0'; at++) {
      if (*at == '#')
        g_string_append_printf (out, "%u", i);
      else
        g_string_append_c (out, *at);
    }
  }
}

static GwForm *
load (const char  *text,
      const char **tag)
{
  double start = thread_seconds ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  GwForm *form = gw_form_load (bytes, NULL, &issues, &error);

  *tag = NULL;
  for (guint i = 0; form == NULL && i < issues->len && *tag == NULL; i++)
    if (((GwFormIssue *) issues->pdata[i])->is_fault)
      *tag = gw_form_issue_code_get_tag (((GwFormIssue *) issues->pdata[i])->code);
  if (error != NULL) {
    g_assert_cmpuint (strlen (error->message), <, 4000);
    g_test_message ("%.200s", error->message);
  }
  say (form != NULL ? "loaded" : "refused", start);
  return form;
}

static void
check_refused (const char *text,
               const char *expected)
{
  const char *tag;
  g_autoptr (GwForm) form = load (text, &tag);

  g_assert_null (form);
  g_assert_cmpstr (tag, ==, expected);
}

static GwFormSession *
open_session (const char *text)
{
  const char *tag;
  g_autoptr (GwForm) form = load (text, &tag);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  double start = thread_seconds ();
  GwFormSession *session;

  g_assert_nonnull (form);
  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  session = gw_form_session_new (form, environment, NULL);
  say ("opened", start);
  g_test_message ("%" G_GUINT64_FORMAT " steps", session->steps);
  g_assert_cmpuint (session->steps, <, MOST_STEPS);
  return session;
}

static void
set (GwFormSession *session,
     const char    *ref,
     const char    *value,
     gboolean       hits_limit)
{
  g_autoptr (GError) error = NULL;
  double start = thread_seconds ();
  gboolean taken = gw_form_session_set_value (session, ref, value, &error);

  say ("answered", start);
  g_test_message ("%" G_GUINT64_FORMAT " steps", session->steps);
  g_assert_cmpuint (session->steps, <, MOST_STEPS);
  g_assert_cmpint (taken, ==, !hits_limit);
  if (hits_limit)
    g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_LIMIT);
  else
    g_assert_no_error (error);
}

#define RULES(out, rules) g_string_append (out, "</data></instance>" rules "</model></h:head><h:body>")
#define END(out) g_string_append (out, "</h:body></h:html>")

/* --- what is refused --- */

static void
test_structure (void)
{
  g_autoptr (GString) deep = g_string_new (HEAD "<instance><data>");
  g_autoptr (GString) wide = g_string_new (HEAD "<instance><data>");
  g_autoptr (GString) crowd = g_string_new (HEAD "<instance><data ");
  g_autoptr (GString) languages = g_string_new (HEAD "<itext>");
  g_autoptr (GString) lists = g_string_new (HEAD "<instance><data><a/></data></instance>");

  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "<a>");
  check_refused (deep->str, "not-xml");
  if (many (10) == 10) {
    repeat (wide, 300000, "<q#/>");
    RULES (wide, "");
    END (wide);
    check_refused (wide->str, "not-xml");
  }
  repeat (crowd, many (100000), "a#='' ");
  g_string_append (crowd, "/></instance></model></h:head></h:html>");
  check_refused (crowd->str, "not-xml");
  repeat (languages, many (20000), "<translation lang='#'/>");
  g_string_append (languages, "<translation lang='z'>");
  repeat (languages, many (20000), "<text id='t#'><value>T</value></text>");
  g_string_append (languages, "</translation></itext><instance><data><a/>");
  RULES (languages, "");
  END (languages);
  check_refused (languages->str, "too-large");
  repeat (lists, many (100000), "<instance id='l#'/>");
  g_string_append (lists, "</model></h:head></h:html>");
  check_refused (lists->str, "too-large");
  check_refused ("<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                 "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><x>&c;&c;&c;</x>", "not-xml");
}

/* A circle of fifty thousand rules is told in a sentence that can be read. */
static void
test_circle (void)
{
  const guint n = many (50000);
  g_autofree char *ends = g_strdup_printf ("<bind nodeset='/data/q0' calculate='/data/r%u'/>", n - 1);
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><q0/>");

  repeat (text, n, "<r#/>");
  RULES (text, "<bind nodeset='/data/r0' calculate='/data/q0'/>");
  g_string_truncate (text, text->len - strlen ("</model></h:head><h:body>"));
  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, "<bind nodeset='/data/r%u' calculate='/data/r%u'/>", i, i - 1);
  g_string_append_printf (text, "%s</model></h:head><h:body>", ends);
  END (text);
  check_refused (text->str, "cycle");
}

/* Lists that ask for each other's names, eight deep, a hundred times each. */
static void
test_lists_name_lists (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><a/>");

  repeat (text, 9, "<s#/>");
  RULES (text, "<instance id='l'><root><item><name>x</name></item></root></instance><bind nodeset='/data/a' calculate=\"jr:choice-name('x', '/data/s0')\"/>");
  for (guint i = 0; i < 8; i++) {
    g_string_append_printf (text, "<select1 ref='/data/s%u'><itemset nodeset=\"instance('l')/root/item[", i);
    for (guint j = 0; j < 100; j++)
      g_string_append_printf (text, "%sjr:choice-name('x', '/data/s%u')", j > 0 ? " or " : "", i + 1);
    g_string_append (text, "]\"><value ref='name'/><label ref='name'/></itemset></select1>");
  }
  END (text);
  check_refused (text->str, "too-large");
}

/* --- what is done --- */

static void
test_long_chain (void)
{
  const guint n = many (50000);
  g_autofree char *last = g_strdup_printf ("/data/r%u", n - 1);
  g_autofree char *first_sum = g_strdup_printf ("%u", n + 1);
  g_autofree char *second_sum = g_strdup_printf ("%u", n + 5);
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><q>1</q>");
  g_autoptr (GwFormSession) session = NULL;

  repeat (text, n, "<r#/>");
  RULES (text, "<bind nodeset='/data/r0' calculate='/data/q + 1'/>");
  g_string_truncate (text, text->len - strlen ("</model></h:head><h:body>"));
  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, "<bind nodeset='/data/r%u' calculate='/data/r%u + 1'/>", i, i - 1);
  g_string_append (text, "</model></h:head><h:body><input ref='/data/q'/>");
  END (text);
  session = open_session (text->str);
  g_assert_cmpstr (gw_form_session_get_value (session, last), ==, first_sum);
  set (session, "/data/q", "5", FALSE);
  g_assert_cmpstr (gw_form_session_get_value (session, last), ==, second_sum);
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><q/><n/><c/><d/>");
  g_autofree char *long_text = g_strnfill (100 * 1024 * 1024, 'x');
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GBytes) record = NULL;

  RULES (text, "<bind nodeset='/data/n' calculate='string-length(/data/q)'/><bind nodeset='/data/c' calculate='concat(/data/q, /data/q)'/>"
               "<bind nodeset='/data/d' calculate='/data/q = /data/c'/>");
  g_string_append (text, "<input ref='/data/q'/>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/q", long_text, TRUE);
  g_assert_cmpuint (strlen (gw_form_session_get_value (session, "/data/q")), ==, 100 * 1024 * 1024);
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/n"), ==, "104857600");
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/c"), ==, "");
}

/* Going through a long list again and again is counted by itself each time. */
static void
test_reading_is_no_fault (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><q/>");
  g_autoptr (GwFormSession) session = NULL;
  GwFormItem *item;

  RULES (text, "<instance id='l'><root>");
  g_string_truncate (text, text->len - strlen ("</model></h:head><h:body>"));
  repeat (text, 20000, "<item><name>#</name></item>");
  g_string_append (text, "</root></instance></model></h:head><h:body><select1 ref='/data/q'>"
                         "<itemset nodeset=\"instance('l')/root/item\"><value ref='name'/><label ref='name'/></itemset></select1>");
  END (text);
  session = open_session (text->str);
  item = gw_form_session_find_item (session, "/data/q");
  for (guint i = 0; i < many (300); i++) {
    g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);

    g_assert_cmpuint (choices->len, ==, 20000);
  }
}

/* --- what ends in a sentence --- */

static void
test_rows (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><n/><r><v/><p/></r><total/>");
  g_autoptr (GwFormSession) session = NULL;

  RULES (text, "<bind nodeset='/data/r/p' calculate='position(..) + count(/data/r)'/><bind nodeset='/data/total' calculate='sum(/data/r/p)'/>");
  g_string_append (text, "<input ref='/data/n'/><repeat nodeset='/data/r' jr:count='/data/n'><input ref='/data/r/v'/></repeat>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/n", "1000000000", TRUE);
  g_assert_cmpuint (session->n_rows, <=, GW_FORM_MAX_ROWS);
  set (session, "/data/n", "3", FALSE);
  g_assert_nonnull (gw_form_session_get_value (session, "/data/r[3]/v"));
  g_assert_null (gw_form_session_get_value (session, "/data/r[4]/v"));
}

static void
test_rows_in_rows (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><n/><a><b><c><v/></c></b></a>");
  g_autoptr (GString) wide = g_string_new (HEAD "<instance><data><n/><a>");
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) wide_session = NULL;

  RULES (text, "");
  g_string_append (text, "<input ref='/data/n'/><repeat nodeset='/data/a' jr:count='/data/n'><repeat nodeset='/data/a/b' jr:count='/data/n'>"
                         "<repeat nodeset='/data/a/b/c' jr:count='/data/n'><input ref='/data/a/b/c/v'/></repeat></repeat></repeat>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/n", "1000", TRUE);
  g_assert_cmpuint (session->n_rows, <=, GW_FORM_MAX_ROWS);

  repeat (wide, 3000, "<v#/>");
  g_string_append (wide, "</a>");
  RULES (wide, "");
  g_string_append (wide, "<input ref='/data/n'/><repeat nodeset='/data/a' jr:count='/data/n'><input ref='/data/a/v1'/></repeat>");
  END (wide);
  wide_session = open_session (wide->str);
  set (wide_session, "/data/n", "100000", TRUE);
  g_assert_cmpuint (wide_session->n_cells, <=, GW_FORM_MAX_CELLS);
}

/* Rows that come and go use no room up. */
static void
test_rows_that_go (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><a jr:template=''><b jr:template=''><v/></b></a>");
  g_autoptr (GwFormSession) session = NULL;
  guint n_rows, n_cells;

  RULES (text, "");
  g_string_append (text, "<repeat nodeset='/data/a'><repeat nodeset='/data/a/b'><input ref='/data/a/b/v'/></repeat></repeat>");
  END (text);
  session = open_session (text->str);
  n_rows = session->n_rows;
  n_cells = session->n_cells;
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *id = gw_form_session_add_row (session, "/data/a", "x", NULL);
    g_autofree char *inner = gw_form_session_add_row (session, "/data/a[x]/b", "y", NULL);

    g_assert_nonnull (id);
    g_assert_nonnull (inner);
    g_assert_true (gw_form_session_remove_row (session, "/data/a[x]", NULL));
  }
  g_assert_cmpuint (session->n_rows, ==, n_rows);
  g_assert_cmpuint (session->n_cells, ==, n_cells);
}

static void
test_many_rows_are_saved (void)
{
  g_autofree char *n_rows = g_strdup_printf ("%u", many (60000));
  g_autofree char *last = g_strdup_printf ("/data/r[%s]/v", n_rows);
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><n/><r><v>1</v></r>");
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  double start;

  RULES (text, "");
  g_string_append (text, "<input ref='/data/n'/><repeat nodeset='/data/r' jr:count='/data/n'><input ref='/data/r/v'/></repeat>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/n", n_rows, FALSE);
  start = thread_seconds ();
  draft = gw_form_session_dup_draft (session);
  say ("saved many rows", start);
  start = thread_seconds ();
  again = gw_form_session_new (gw_form_session_get_form (session), NULL, draft);
  say ("opened many rows", start);
  g_assert_nonnull (gw_form_session_get_value (again, last));
  set (session, "/data/n", "0", FALSE);
}

static void
test_actions (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><n/><r><v/><w/></r>");
  g_autoptr (GwFormSession) session = NULL;

  RULES (text, "");
  g_string_append (text, "<input ref='/data/n'/><repeat nodeset='/data/r' jr:count='/data/n'><input ref='/data/r/v'/>");
  repeat (text, 3000, "<setvalue event='odk-new-repeat' ref='/data/r/w' value='/data/n + #'/>");
  g_string_append (text, "</repeat>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/n", "30000", TRUE);
}

static void
test_texts_that_show_texts (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "<itext><translation lang='en'><text id='t30'><value>word</value></text>");
  g_autoptr (GwFormSession) session = NULL;
  GwFormItem *item;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "<text id='t%u'><value><output value=\"jr:itext('t%u')\"/><output value=\"jr:itext('t%u')\"/></value></text>", i, i + 1, i + 1);
  g_string_append (text, "<text id='c'><value>a<output value=\"jr:itext('d')\"/></value></text><text id='d'><value>b<output value=\"jr:itext('c')\"/></value></text>"
                         "</translation></itext><instance><data><q/><r/><s/>");
  RULES (text, "<bind nodeset='/data/s' calculate=\"jr:itext('t0')\"/>");
  g_string_append (text, "<input ref='/data/q'><label ref=\"jr:itext('t0')\"/></input><input ref='/data/r'><label ref=\"jr:itext('c')\"/></input>");
  END (text);
  session = open_session (text->str);
  g_assert_true (gw_form_session_hit_limit (session));
  for (guint i = 0; i < 2; i++) {
    double start = thread_seconds ();
    g_autofree char *label = NULL;

    item = gw_form_session_find_item (session, i == 0 ? "/data/q" : "/data/r");
    label = gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL);
    say ("shown", start);
    g_assert_cmpuint (session->steps, <, MOST_STEPS);
    g_assert_true (label == NULL || strlen (label) <= 2 * GW_XPATH_MAX_TEXT);
  }
}

typedef struct
{
  const char *name;
  const char *rule; /* of a question, over forty thousand items and two thousand rows */
  gboolean is_done; /* within the limit */
} Rule;

static const Rule rules[] = {
  { "sets-compared", "instance('l')/root/item/name = instance('l')/root/item/label" },
  { "sets-within-sets", "count(/data/g/r[v = /data/g/r[v = /data/g/r[w != current()/../q]/v]/w])" },
  { "everything-within-everything", "count(/data/g//*[count(/data/g//v[. = 'x' or count(/data/g//v[. != position()]) = 7]) = 1])" },
  { "siblings", "count(/data/g/r/following-sibling::*[count(preceding-sibling::*) = 7])" },
  { "places-of-records", "count(instance('l')/root/item[position(.) = -1])" },
  { "shuffled-again", "count(/data/g/r[count(randomize(instance('l')/root/item, v)) = 0])" },
  { "text-of-everything", "count(/data/g/r[concat(string(instance('l')), v) = 'x'])" },
  { "text-of-the-record", "count(/data/g/r[concat(string(/data/g), v) = v])", TRUE },
  { "tables", "count(/data/g/r[pulldata('l', 'label', 'name', concat('x', v)) = count(instance('l')/root/item[name != current()/../q])])" },
  { "patterns", "count(/data/g/r[regex(concat('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', v), '^(a+)+$')])" },
  { "patterns-over-long-texts", "count(/data/g/r[regex(concat(/data/long, v), '[^q]*x$')])", TRUE },
  { "patterns-from-both-ends", "count(/data/g/r[regex(concat(/data/long, v), '(.*a){12}q')])", TRUE },
  { "long-texts-that-are-equal", "count(/data/g/r[count(/data/g/r[concat(v, /data/long) = concat(v, /data/same)]) = v])" },
  { "translated", "count(/data/g/r[translate(/data/long, /data/same, v) = 'x'])" },
  { "digests", "count(/data/g/r[count(/data/g/r[digest(concat(v, /data/long), 'SHA-512') = v]) = v])" },
  { "lengths", "count(/data/g/r[count(/data/g/r[string-length(concat(v, /data/long)) = v]) = v])" },
  { "dates", "count(/data/g/r[format-date('2026-01-01', translate(/data/long, 'a', '%')) = v])" },
  { "lines-that-cross", "count(/data/g/r[intersects(concat(/data/line, v, ' 2'))])" },
  { "joined", "count(/data/g/r[join(v, /data/g/r/w) = join(v, instance('l')/root/item/name)])" },
  { "choices-named", "count(/data/g/r[jr:choice-name(v, '/data/s') = 'x'])" },
  { "made-up-words", "count(/data/g/r[uuid(10000 + v) = v])" },
};

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_autoptr (GString) text = g_string_new (HEAD "<instance><data><q/><out/><s/><long>");
  g_autofree char *escaped = g_markup_escape_text (rule->rule, -1);
  g_autoptr (GwFormSession) session = NULL;

  repeat (text, 20000, "abcde");
  g_string_append (text, "</long><same>");
  repeat (text, 20000, "abcde");
  g_string_append (text, "</same><line>");
  repeat (text, 5000, "0.# 1;");
  g_string_append (text, "</line>");
  g_string_append (text, "<g>");
  repeat (text, 2000, "<r><v>#</v><w>w#</w></r>");
  g_string_append (text, "</g></data></instance><instance id='l'><root>");
  repeat (text, 40000, "<item><name>n#</name><label>l#</label></item>");
  g_string_append_printf (text, "</root></instance><bind nodeset='/data/out' calculate=\"if(/data/q = 1, %s, '')\"/>"
                          "</model></h:head><h:body><input ref='/data/q'/><select1 ref='/data/s'>", escaped);
  repeat (text, 20000, "<item><label>#</label><value>c#</value></item>");
  g_string_append (text, "</select1>");
  END (text);
  session = open_session (text->str);
  set (session, "/data/q", "1", !rule->is_done);
  if (!rule->is_done)
    g_assert_cmpstr (gw_form_session_get_value (session, "/data/out"), ==, "");
  /* The form goes on as if nothing had been. */
  set (session, "/data/q", "2", FALSE);
}

/* Brackets within brackets, and a text that shows a text with brackets: the stack has an end. */
static void
test_depth (void)
{
  static const char * const kinds[][2] = { { "abs(", ")" }, { "/data/q[", "]" }, { "-(", ")" }, { "if(1, ", ", 2)" },
                                           { "concat('a', ", ")" }, { "(1 + ", ")" } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    for (guint texts = 0; texts < 2; texts++) {
      g_autoptr (GString) open = g_string_new (NULL);
      g_autoptr (GString) close = g_string_new (NULL);
      g_autoptr (GString) text = g_string_new (HEAD "<itext><translation lang='en'>");
      g_autoptr (GwForm) form = NULL;
      g_autoptr (GwFormSession) session = NULL;
      g_autofree char *label = NULL;
      guint n_texts = texts == 0 ? 0 : 15;
      const char *tag;

      repeat (open, 1400, kinds[i][0]);
      repeat (close, 1400, kinds[i][1]);
      for (guint j = 0; j < n_texts; j++)
        g_string_append_printf (text, "<text id='t%u'><value><output value=\"%sjr:itext(concat('t', %u))%s\"/></value></text>", j, open->str, j + 1, close->str);
      g_string_append_printf (text, "<text id='t%u'><value>End</value></text></translation></itext><instance><data><q/><out/></data></instance>"
                              "<bind nodeset='/data/out' calculate=\"%s%s%s\"/></model></h:head><h:body><input ref='/data/q'><label ref=\"jr:itext('t0')\"/></input>",
                              n_texts, open->str, texts ? "jr:itext('t0')" : "1", close->str);
      END (text);
      form = load (text->str, &tag);
      if (form == NULL) {
        g_assert_cmpstr (tag, ==, "too-large");
        continue;
      }
      session = gw_form_session_new (form, NULL, NULL);
      label = gw_form_item_dup_text (gw_form_session_find_item (session, "/data/q"), GW_FORM_TEXT_LABEL);
      g_assert_cmpuint (session->levels, ==, 0);
      g_assert_cmpuint (session->steps, <, MOST_STEPS);
      if (texts == 0)
        g_assert_true (gw_form_session_get_value (session, "/data/out") != NULL);
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/limits/structure", test_structure);
  g_test_add_func ("/forms/limits/circle", test_circle);
  g_test_add_func ("/forms/limits/lists-name-lists", test_lists_name_lists);
  g_test_add_func ("/forms/limits/long-chain-is-done", test_long_chain);
  g_test_add_func ("/forms/limits/long-text", test_long_text);
  g_test_add_func ("/forms/limits/reading-is-no-fault", test_reading_is_no_fault);
  g_test_add_func ("/forms/limits/rows", test_rows);
  g_test_add_func ("/forms/limits/rows-in-rows", test_rows_in_rows);
  g_test_add_func ("/forms/limits/rows-that-go", test_rows_that_go);
  g_test_add_func ("/forms/limits/many-rows-are-saved", test_many_rows_are_saved);
  g_test_add_func ("/forms/limits/actions", test_actions);
  g_test_add_func ("/forms/limits/texts-that-show-texts", test_texts_that_show_texts);
  g_test_add_func ("/forms/limits/depth", test_depth);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *name = g_strconcat ("/forms/limits/rules/", rules[i].name, NULL);

    g_test_add_data_func (name, &rules[i], test_rule);
  }

  return g_test_run ();
}
