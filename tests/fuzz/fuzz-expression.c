/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text as an expression, in each place of a small form that has expressions, and asked of
 * the filled-in form from several nodes. After a `#` the bytes are no text but choices in a
 * grammar, so that mutations of them give expressions that parse. */

#include "fuzz.h"

#include <string.h>

static const char nodes_text[] =
  "<n1>3</n1><n2>4.5</n2><empty/><text>Hello World</text><fam>anatidae</fam><sel>a c d</sel><bird>b2</bird>"
  "<d1>2025-03-15</d1><dt>2025-03-15T10:20:30.000+01:00</dt><t1>14:30:00.000+01:00</t1>"
  "<hid>9</hid><g id='7'><x/></g>"
  "<rep><v>10</v><w>w1</w><p>0 1 0 0</p><sub><s>s11</s></sub><sub><s>s12</s></sub><out/></rep>"
  "<rep><v>20</v><w>w2</w><p>0 2 0 0</p><sub><s>s21</s></sub><out/></rep>"
  "<rep><v/><w>w3</w><p>1 3 0 0;1 1 0 0</p><out/></rep><out/>";

static const char lists_text[] =
  "<instance id='birds'><root><item id='1'><name>b1</name><label>Crane</label><family>gruidae</family><pop>90</pop></item>"
  "<item><name>b2</name><label>Goose</label><family>anatidae</family><pop>1200</pop></item>"
  "<item><name>b3</name><label>Duck</label><family>anatidae</family><pop/></item></root></instance>";

static const char * const places[] = {
  "<bind nodeset='/data/out' calculate=\"%s\"/>",
  "<bind nodeset='/data/rep/out' calculate=\"%s\"/>",
  "<bind nodeset='/data/rep/sub' relevant=\"%s\"/>",
  "<bind nodeset='/data/g/x' constraint=\"%s\" required=\"%s\"/>",
  "<setvalue event='odk-instance-first-load xforms-value-changed' ref='/data/g/x' value=\"%s\"/>",
  "<bind nodeset='/data/g' readonly=\"%s\"/>",
};

static const char * const controls[] = {
  "<input ref='/data/out'><label>L <output value=\"%s\"/></label></input>",
  "<select ref='/data/out'><itemset nodeset=\"%s\"><value ref='name'/><label ref='label'/></itemset></select>",
  "<group><label><output value=\"%s\"/></label><repeat nodeset='/data/rep'><input ref='/data/rep/v'><hint><output value=\"%s\"/></hint></input></repeat></group>",
  "<repeat nodeset='/data/rep/sub' jr:count=\"%s\"><input ref='/data/rep/sub/s'/></repeat>",
  "<select1 ref='/data/out'><itemset nodeset=\"instance('birds')/root/item[%s]\"><value ref='name'/><label ref='label'/></itemset></select1>",
};

/* --- the grammar --- */

static const char * const numbers[] = { "0", "1", "2", "-1", "0.5", "3.7", "1000000", "99999999999999999999", "0 div 0", "1 div 0" };
static const char * const strings[] = { "''", "'a'", "'a c'", "'2025-03-15'", "'10:20'", "'w1'", "'birds'", "'name'", "'^(a|b)+$'",
                                        "'/data/bird'", "'%Y-%b-%a'", "'0 0 0 0;0 1 0 0;1 1 0 0'", "'sha-256'", "'hello'", "\"b2\"" };
static const char * const names[] = { "n1", "n2", "empty", "text", "sel", "bird", "d1", "dt", "t1", "hid", "g", "x", "rep", "v", "w",
                                      "p", "sub", "s", "out", "item", "name", "label", "pop", "root", "*", "data", "node()", "nosuch" };
static const char * const axes[] = { "", "", "", "", "@", "child::", "parent::", "self::", "descendant::", "descendant-or-self::",
                                     "ancestor::", "ancestor-or-self::", "following-sibling::", "preceding-sibling::", "attribute::" };
static const char * const starts[] = { "/data/", "/data/rep/", "../", "./", "current()/", "current()/../", "//", "instance('birds')/root/",
                                       "instance('birds')/root/item/", "", "../../", "/data/rep[position() = 2]/", "(/data/rep)[last()]/" };
static const char * const operators[] = { " + ", " - ", " * ", " div ", " mod ", " = ", " != ", " < ", " <= ", " > ", " >= ", " and ", " or ", " | " };

typedef struct { const char *name; guint least, most; } Function;

static const Function functions[] = {
  { "abs", 1, 1 }, { "acos", 1, 1 }, { "area", 1, 1 }, { "atan2", 2, 2 }, { "base64-decode", 1, 1 }, { "boolean", 1, 1 },
  { "boolean-from-string", 1, 1 }, { "ceiling", 1, 1 }, { "checklist", 2, 5 }, { "coalesce", 1, 4 }, { "concat", 0, 4 },
  { "contains", 2, 2 }, { "count", 1, 1 }, { "count-non-empty", 1, 1 }, { "count-selected", 1, 1 }, { "current", 0, 0 },
  { "date", 1, 1 }, { "date-time", 1, 1 }, { "decimal-date-time", 1, 1 }, { "decimal-time", 1, 1 }, { "digest", 2, 3 },
  { "distance", 1, 3 }, { "ends-with", 2, 2 }, { "exp", 1, 1 }, { "exp10", 1, 1 }, { "false", 0, 0 }, { "floor", 1, 1 },
  { "format-date", 2, 2 }, { "format-date-time", 2, 2 }, { "geofence", 2, 2 }, { "if", 3, 3 }, { "indexed-repeat", 3, 3 },
  { "indexed-repeat", 5, 5 }, { "instance", 1, 1 }, { "int", 1, 1 }, { "intersects", 1, 1 }, { "join", 1, 4 },
  { "jr:choice-name", 2, 2 }, { "jr:itext", 1, 1 }, { "last", 0, 0 }, { "local-name", 0, 1 }, { "log", 1, 1 }, { "max", 1, 3 },
  { "min", 1, 3 }, { "name", 0, 1 }, { "normalize-space", 0, 1 }, { "not", 1, 1 }, { "now", 0, 0 }, { "number", 0, 1 },
  { "once", 1, 1 }, { "pi", 0, 0 }, { "position", 0, 1 }, { "pow", 2, 2 }, { "pulldata", 4, 4 }, { "random", 0, 0 },
  { "randomize", 1, 2 }, { "regex", 2, 2 }, { "round", 1, 2 }, { "selected", 2, 2 }, { "selected-at", 2, 2 }, { "sqrt", 1, 1 },
  { "starts-with", 2, 2 }, { "string", 0, 1 }, { "string-length", 0, 1 }, { "substr", 2, 3 }, { "substring", 2, 3 },
  { "substring-after", 2, 2 }, { "substring-before", 2, 2 }, { "sum", 1, 1 }, { "today", 0, 0 }, { "translate", 3, 3 },
  { "true", 0, 0 }, { "uuid", 0, 1 }, { "weighted-checklist", 4, 6 },
};

#define PICK(bytes, list) ((list)[gw_fuzz_byte (bytes) % G_N_ELEMENTS (list)])

static void make_expression (GwFuzzBytes *bytes, GString *out, guint depth);

static void
make_path (GwFuzzBytes *bytes,
           GString     *out,
           guint        depth)
{
  guint n = gw_fuzz_byte (bytes) % 3;

  g_string_append (out, PICK (bytes, starts));
  for (guint i = 0; i <= n; i++) {
    g_string_append_printf (out, "%s%s%s", i > 0 ? "/" : "", PICK (bytes, axes), PICK (bytes, names));
    if (depth < 4 && gw_fuzz_byte (bytes) % 4 == 1) {
      g_string_append_c (out, '[');
      make_expression (bytes, out, depth + 1);
      g_string_append_c (out, ']');
    }
  }
}

static void
make_call (GwFuzzBytes *bytes,
           GString     *out,
           guint        depth)
{
  const Function *function = &PICK (bytes, functions);
  guint spread = function->most - function->least;
  guint n = function->least + (spread > 0 ? gw_fuzz_byte (bytes) % (spread + 1) : 0);

  g_string_append_printf (out, "%s(", function->name);
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append (out, ", ");
    make_expression (bytes, out, depth + 1);
  }
  g_string_append_c (out, ')');
}

static void
make_expression (GwFuzzBytes *bytes,
                 GString     *out,
                 guint        depth)
{
  guint kind = gw_fuzz_byte (bytes) % 8;

  if (depth > 8 || out->len > 1500)
    kind %= 3;
  switch (kind) {
  case 0:
    g_string_append (out, PICK (bytes, numbers));
    break;
  case 1:
    g_string_append (out, PICK (bytes, strings));
    break;
  case 2:
    g_string_append (out, "../");
    g_string_append (out, PICK (bytes, names));
    break;
  case 3:
  case 4:
    make_path (bytes, out, depth);
    break;
  case 5:
  case 6:
    make_call (bytes, out, depth);
    break;
  default:
    g_string_append_c (out, '(');
    make_expression (bytes, out, depth + 1);
    g_string_append (out, PICK (bytes, operators));
    make_expression (bytes, out, depth + 1);
    g_string_append_c (out, ')');
    break;
  }
}

/* --- the places --- */

/* All that is in quotation marks is the same text. */
static void
append_place (GString    *out,
              const char *place,
              const char *escaped)
{
  g_auto (GStrv) parts = g_strsplit (place, "%s", -1);
  g_autofree char *text = g_strjoinv (escaped, parts);

  g_string_append (out, text);
}

static GwForm *
load_with (const char *expression,
           guint       place)
{
  g_autofree char *escaped = g_markup_escape_text (expression, -1);
  g_autoptr (GString) text = g_string_new (GW_FUZZ_HEAD);

  /* Old forms, without a version, have rules of their own. */
  if (place % 2 == 1)
    g_string_truncate (text, strstr (text->str, " odk:xforms-version") - text->str), g_string_append (text, ">");
  g_string_append_printf (text, "<itext><translation lang='en'><text id='a'><value>A<output value='/data/n1'/></value></text></translation>"
                          "<translation lang='fr'><text id='a'><value>-</value></text></translation></itext>"
                          "<instance><data id='e'>%s</data></instance>%s"
                          "<bind nodeset='/data/hid' relevant='/data/n1 = 4'/><bind nodeset='/data/d1' type='date'/>"
                          "<bind nodeset='/data/rep/v' type='int'/>", nodes_text, lists_text);
  if (place / 2 < G_N_ELEMENTS (places))
    append_place (text, places[place / 2], escaped);
  g_string_append (text, "</model></h:head><h:body><input ref='/data/n1'/>"
                         "<select1 ref='/data/bird'><itemset nodeset=\"instance('birds')/root/item\"><value ref='name'/><label ref='label'/></itemset></select1>");
  if (place / 2 >= G_N_ELEMENTS (places))
    append_place (text, controls[place / 2 - G_N_ELEMENTS (places)], escaped);
  g_string_append (text, "</h:body></h:html>");

  return gw_fuzz_load (text->str, text->len, NULL);
}

static void
evaluate (GwFormSession *session,
          const char    *expression)
{
  static const char * const contexts[] = { NULL, "/data/out", "/data/rep[2]/out", "/data/rep[1]/sub[2]/s", "/data/rep[3]", "/data/hid", "/data/g/@id" };

  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = gw_form_session_evaluate (session, expression, contexts[i], &error);

    g_assert_true ((text == NULL) == (error != NULL));
    g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  }
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  GwFuzzBytes bytes = { data, data + size };
  guint place = gw_fuzz_byte (&bytes) % (2 * (G_N_ELEMENTS (places) + G_N_ELEMENTS (controls)));
  g_autoptr (GString) expression = g_string_new (NULL);
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;

  if (bytes.at < bytes.end && *bytes.at == '#') {
    bytes.at++;
    make_expression (&bytes, expression, 0);
  } else {
    g_autofree char *raw = g_strndup ((const char *) bytes.at, bytes.end - bytes.at);
    g_autofree char *text = g_utf8_make_valid (raw, -1);

    g_string_append (expression, text);
  }
  form = load_with (expression->str, place);
  if (form == NULL) {
    /* A circle is refused in its place, and is no circle when it is only asked. */
    form = load_with ("1", place);
    g_assert_nonnull (form);
    session = gw_fuzz_open (form, NULL);
    evaluate (session, expression->str);
    return;
  }
  session = gw_fuzz_open (form, NULL);
  evaluate (session, expression->str);
  gw_form_session_set_value (session, "/data/n1", "4", NULL);
  gw_form_session_set_language (session, "fr");
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
}
