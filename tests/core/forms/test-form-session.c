/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/forms/gw-form-private.h"
#include "form-samples.h"

static const char rich_form[] = HEAD
  "<itext><translation lang='English (en)'><text id='q'><value>Question</value></text></translation>"
  "<translation lang='French (fr)'><text id='q'><value>-</value><value form='guidance'>Aide</value></text></translation></itext>"
  "<instance><data id='rich' version='2' xmlns='http://example.org/rich'><a/><g><b>kept</b></g>"
  "<rep jr:template=''><x/><y/><sub jr:template=''><z/></sub></rep><sum/><meta><instanceID/></meta></data></instance>"
  "<bind nodeset='/data/a' type='int'/>"
  "<bind nodeset='/data/g' relevant=\"/data/a = 1\"/>"
  "<bind nodeset='/data/rep/x' type='int'/>"
  "<bind nodeset='/data/rep/y' type='int' calculate='../x * 2 + count(../sub)'/>"
  "<bind nodeset='/data/rep/sub/z' relevant='../../x != 3' constraint='. != ../../x'/>"
  "<bind nodeset='/data/sum' calculate='sum(/data/rep/y)'/>"
  "<bind nodeset='/data/meta/instanceID' jr:preload='uid'/>"
  "</model></h:head><h:body>"
  "<input ref='/data/a'><label ref=\"jr:itext('q')\"/></input>"
  "<group ref='/data/g'><label>G</label><input ref='/data/g/b'><label>B</label></input></group>"
  "<group ref='/data/rep'><label>Rows</label><repeat nodeset='/data/rep'><input ref='/data/rep/x'><label>X</label></input>"
  "<repeat nodeset='/data/rep/sub'><input ref='/data/rep/sub/z'><label>Z</label></input></repeat></repeat></group>"
  "</h:body></h:html>";

/* --- values, drafts and rows --- */

/* Sums and counts over rows are kept while rows are added behind, and gathered anew when one of them changes. */
static void
test_totals_follow_every_row (void)
{
  static const char text[] = HEAD
    "<instance><data id='t'><limit>100</limit><row jr:template=''><n/><kind/><half/></row>"
    "<sum/><many/><filled/><least/><most/><halves/></data></instance>"
    "<bind nodeset='/data/row/n' type='decimal' relevant=\"../kind != 'none'\"/>"
    "<bind nodeset='/data/row' relevant='position(.) &lt;= /data/limit'/>"
    "<bind nodeset='/data/row/half' calculate='../n div 2'/>"
    "<bind nodeset='/data/sum' calculate='sum(/data/row/n)'/>"
    "<bind nodeset='/data/many' calculate='count(/data/row)'/>"
    "<bind nodeset='/data/filled' calculate='count-non-empty(/data/row/n)'/>"
    "<bind nodeset='/data/least' calculate='min(/data/row/n)'/>"
    "<bind nodeset='/data/most' calculate='max(/data/row/n)'/>"
    "<bind nodeset='/data/halves' calculate='sum(/data/row/half)'/>"
    "</model></h:head><h:body><input ref='/data/limit'><label>L</label></input>"
    "<group ref='/data/row'><label>R</label><repeat nodeset='/data/row'><input ref='/data/row/n'><label>N</label></input>"
    "<input ref='/data/row/kind'><label>K</label></input></repeat></group></h:body></h:html>";
  static const char *const totals[] = { "sum", "many", "filled", "least", "most", "halves" };
  static const struct
  {
    const char *op, *ref, *value;
    const char *expected; /* the totals, in their order */
  } steps[] = {
    { "add", "/data/row", "a", "0 1 0   0" },
    { "set", "/data/row[a]/n", "0.1", "0.1 1 1 0.1 0.1 0.05" },
    { "add", "/data/row", "b", "0.1 2 1 0.1 0.1 0.05" },
    { "set", "/data/row[b]/n", "7", "7.1 2 2 0.1 7 3.55" },
    { "add", "/data/row", "c", "7.1 3 2 0.1 7 3.55" },
    { "set", "/data/row[c]/n", "-3", "4.1 3 3 -3 7 2.05" },
    { "set", "/data/row[b]/kind", "none", "-2.9 3 2 -3 0.1 -1.45" },
    { "set", "/data/row[b]/kind", "one", "4.1 3 3 -3 7 2.05" },
    { "remove", "/data/row[a]", NULL, "4 2 2 -3 7 2" },
    { "set", "/data/limit", "1", "7 1 1 7 7 3.5" },
    { "add", "/data/row", "d", "7 1 1 7 7 3.5" },
    { "set", "/data/row[d]/n", "5", "7 1 1 7 7 3.5" },
    { "set", "/data/limit", "9", "9 3 3 -3 7 4.5" },
  };
  g_autoptr (GwForm) form = load_form (text);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GString) got = g_string_new (NULL);

    if (g_str_equal (steps[i].op, "set"))
      g_assert_true (gw_form_session_set_value (session, steps[i].ref, steps[i].value, NULL));
    else if (g_str_equal (steps[i].op, "remove"))
      g_assert_true (gw_form_session_remove_row (session, steps[i].ref, NULL));
    else
      g_free (gw_form_session_add_row (session, steps[i].ref, steps[i].value, NULL));
    for (guint t = 0; t < G_N_ELEMENTS (totals); t++) {
      g_autofree char *ref = g_strconcat ("/data/", totals[t], NULL);

      g_string_append_printf (got, "%s%s", t > 0 ? " " : "", gw_form_session_get_value (session, ref));
    }
    g_assert_cmpstr (got->str, ==, steps[i].expected);
  }
}

static void
test_hidden_answers_are_kept (void)
{
  g_autoptr (GwForm) form = load_form (rich_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autofree char *text = NULL;

  g_assert_true (gw_form_session_set_value (session, "/data/a", "1", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/g/b", "a & b", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/a", "2", NULL));
  g_assert_false (gw_form_session_is_relevant (session, "/data/g/b"));
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/g/b"), ==, "a & b");

  record = gw_form_session_write_instance (session);
  text = g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));
  g_assert_null (strstr (text, "<g>"));
  g_assert_null (strstr (text, "template"));
  g_assert_nonnull (strstr (text, "xmlns=\"http://example.org/rich\""));
  g_assert_nonnull (strstr (text, "<instanceID>uuid:"));

  draft = gw_form_session_dup_draft (session);
  again = open_sample (form, draft);
  g_assert_false (gw_form_session_is_relevant (again, "/data/g/b"));
  g_assert_true (gw_form_session_set_value (again, "/data/a", "1", NULL));
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/g/b"), ==, "a & b");
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/meta/instanceID"), ==,
                   gw_form_session_get_value (session, "/data/meta/instanceID"));
}

static void
test_row_ids_are_stable (void)
{
  g_autoptr (GwForm) form = load_form (rich_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autofree char *first = gw_form_session_add_row (session, "/data/rep", NULL, NULL);
  g_autofree char *second = gw_form_session_add_row (session, "/data/rep", "01ROW", NULL);
  g_autofree char *inner = gw_form_session_add_row (session, "/data/rep[01ROW]/sub", "in", NULL);
  g_autofree char *first_ref = g_strdup_printf ("/data/rep[%s]", first);
  g_autofree char *by_number = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GwFormSession) again = NULL;
  GwFormItem *item;

  g_assert_cmpstr (second, ==, "01ROW");
  g_assert_null (gw_form_session_add_row (session, "/data/rep", "01ROW", NULL));
  g_assert_null (gw_form_session_add_row (session, "/data/rep", "a]/b", NULL));
  g_assert_null (gw_form_session_add_row (session, "/data/rep", "12", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/rep[01ROW]/x", "5", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/rep[01ROW]/sub[in]/z", "9", NULL));
  item = gw_form_session_find_item (session, "/data/rep[01ROW]/x");
  g_assert_cmpuint (gw_form_item_get_position (item), ==, 2);
  g_assert_true (gw_form_session_remove_row (session, first_ref, NULL));
  g_assert_cmpuint (gw_form_item_get_position (item), ==, 1);
  g_assert_cmpstr (gw_form_item_get_value (item), ==, "5");
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/sum"), ==, "11");
  by_number = gw_form_session_dup_ref (session, "/data/rep[1]/sub[1]/z");
  g_assert_cmpstr (by_number, ==, "/data/rep[01ROW]/sub[in]/z");

  draft = gw_form_session_dup_draft (session);
  again = open_sample (form, draft);
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/rep[01ROW]/sub[in]/z"), ==, "9");
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/sum"), ==, "11");

  g_object_ref (item);
  g_assert_true (gw_form_session_remove_row (session, "/data/rep[01ROW]", NULL));
  g_assert_true (gw_form_item_is_gone (item));
  g_assert_cmpstr (gw_form_item_get_value (item), ==, "");
  g_assert_cmpstr (gw_form_item_get_ref (item), ==, "/data/rep[01ROW]/x");
  g_object_unref (item);
}

typedef struct
{
  guint n_signals;
  guint n_rows;
  GString *text;
} Heard;

static void
hear_changes (GwFormSession *session,
              GPtrArray     *changes,
              gpointer       data)
{
  Heard *heard = data;

  heard->n_signals++;
  for (guint i = 0; i < changes->len; i++) {
    const GwFormChange *change = changes->pdata[i];

    g_string_append_printf (heard->text, "%s:%u:%s ", change->ref, change->aspects,
                            change->item != NULL ? gw_form_item_get_name (change->item) : "-");
  }
}

static void
hear_rows (GwFormSession *session,
           const char    *ref,
           gpointer       data)
{
  ((Heard *) data)->n_rows++;
}

static void
test_one_change_is_one_signal (void)
{
  g_autoptr (GwForm) form = load_form (rich_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  Heard heard = { .text = text };
  g_autofree char *row = NULL;

  g_assert_nonnull (gw_form_session_find_item (session, "/data/g/b"));
  g_signal_connect (session, "changed", G_CALLBACK (hear_changes), &heard);
  g_signal_connect (session, "rows-changed", G_CALLBACK (hear_rows), &heard);
  g_assert_true (gw_form_session_set_value (session, "/data/a", "1", NULL));
  g_assert_cmpuint (heard.n_signals, ==, 1);
  g_assert_nonnull (strstr (text->str, "/data/a:1:- "));
  g_assert_nonnull (strstr (text->str, "/data/g/b:"));
  g_assert_nonnull (strstr (text->str, ":b "));
  g_assert_true (gw_form_session_set_value (session, "/data/a", "1", NULL));
  g_assert_cmpuint (heard.n_signals, ==, 1);
  row = gw_form_session_add_row (session, "/data/rep", NULL, NULL);
  g_assert_cmpuint (heard.n_rows, ==, 1);
}

static void
test_items_are_walked_in_place (void)
{
  g_autoptr (GwForm) form = load_form (rich_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autofree char *row = gw_form_session_add_row (session, "/data/rep", NULL, NULL);
  g_autoptr (GPtrArray) top = gw_form_session_dup_items (session);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) inside = NULL;
  g_autofree char *label = NULL;
  g_autofree char *french = NULL;

  g_assert_cmpuint (top->len, ==, 3);
  g_assert_cmpint (gw_form_item_get_kind (top->pdata[0]), ==, GW_FORM_ITEM_CONTROL);
  g_assert_cmpint (gw_form_item_get_kind (top->pdata[1]), ==, GW_FORM_ITEM_GROUP);
  g_assert_false (gw_form_item_is_visible (top->pdata[1]));
  g_assert_cmpint (gw_form_item_get_kind (top->pdata[2]), ==, GW_FORM_ITEM_REPEAT);
  g_assert_true (gw_form_item_can_add_rows (top->pdata[2]));
  label = gw_form_item_dup_text (top->pdata[2], GW_FORM_TEXT_LABEL);
  g_assert_cmpstr (label, ==, "Rows");
  rows = gw_form_item_dup_items (top->pdata[2]);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (gw_form_item_get_kind (rows->pdata[0]), ==, GW_FORM_ITEM_ROW);
  g_assert_cmpstr (gw_form_item_get_row_id (rows->pdata[0]), ==, row);
  g_assert_true (gw_form_item_get_parent (rows->pdata[0]) == top->pdata[2]);
  inside = gw_form_item_dup_items (rows->pdata[0]);
  g_assert_cmpuint (inside->len, ==, 2);
  g_assert_true (gw_form_item_get_parent (inside->pdata[0]) == rows->pdata[0]);
  /* A "-" stands for a translation that is missing. */
  french = gw_form_item_dup_text_in (top->pdata[0], GW_FORM_TEXT_LABEL, "French (fr)");
  g_assert_cmpstr (french, ==, "Question");
}

static void
assert_text (GwFormItem *item,
             GwFormText  which,
             const char *wanted)
{
  g_autofree char *text = gw_form_item_dup_text (item, which);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_choice (GwFormItem *item,
               const char *markdown,
               const char *text)
{
  g_autoptr (GPtrArray) marked = gw_form_item_dup_markdown_choices (item);
  g_autoptr (GPtrArray) plain = gw_form_item_dup_choices (item);
  const GwFormChoice *choice = marked->pdata[0];
  g_autofree char *one = gw_form_item_dup_markdown_choice_label (item, choice->value);

  g_assert_cmpstr (choice->label, ==, markdown);
  g_assert_cmpstr (one, ==, markdown);
  choice = plain->pdata[0];
  g_assert_cmpstr (choice->label, ==, text);
}

/* The form's own marks stay marks; what an answer brings into the label of a choice never is one, whether the choice
 * stands in the body, in a list or is a row of the form itself. */
static void
test_answers_in_choices_are_never_markup (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<itext><translation lang='en'><text id='one'><value>*One* <output value='/data/a'/></value></text></translation></itext>"
    "<instance><data id='x'><a/><b/><c/><d/><r jr:template=''><n/></r></data></instance>"
    "<instance id='l'><root><item><itextId>one</itextId><name>1</name></item></root></instance>",
    "<input ref='/data/a'><label>A</label></input>"
    "<select1 ref='/data/b'><label>B</label><item><value>1</value><label>*One* <output value='/data/a'/></label></item></select1>"
    "<select1 ref='/data/c'><label>C</label><itemset nodeset=\"instance('l')/root/item[jr:itext('one') = concat('*One* ', /data/a)]\">"
    "<value ref='name'/><label ref='jr:itext(itextId)'/></itemset></select1>"
    "<group ref='/data/r'><label>R</label><repeat nodeset='/data/r'><input ref='/data/r/n'><label>N</label></input></repeat></group>"
    "<select1 ref='/data/d'><label>D</label><itemset nodeset='/data/r'><value ref='n'/><label ref='n'/></itemset></select1>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autofree char *row = gw_form_session_add_row (session, "/data/r", "a", NULL);

  g_assert_nonnull (row);
  g_assert_true (gw_form_session_set_value (session, "/data/a", "<b>*x*_y_", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/r[a]/n", "*n*", NULL));
  assert_choice (gw_form_session_find_item (session, "/data/b"), "*One* \\<b\\>\\*x\\*\\_y\\_", "*One* <b>*x*_y_");
  assert_choice (gw_form_session_find_item (session, "/data/c"), "*One* \\<b\\>\\*x\\*\\_y\\_", "*One* <b>*x*_y_");
  assert_choice (gw_form_session_find_item (session, "/data/d"), "\\*n\\*", "*n*");
}

/* Each form of a text, of a question and of its choices, in the person's language or the next best. */
static void
test_texts_have_many_forms (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<itext><translation lang='English (en)'>"
    "<text id='q'><value>Question</value><value form='short'>Q</value><value form='image'>jr://images/q.png</value>"
    "<value form='big-image'>jr://images/big.png</value><value form='audio'>jr://audio/q.ogg</value>"
    "<value form='video'>jr://video/q.webm</value></text>"
    "<text id='h'><value>Hint</value><value form='guidance'>Long guide</value></text>"
    "<text id='one'><value>One</value><value form='image'>jr://images/1.png</value></text>"
    "<text id='two'><value form='short'>Two, short</value><value form='audio'>jr://audio/2.ogg</value></text></translation>"
    "<translation lang='العربية (ar)' default='true()'><text id='q'><value>سؤال</value></text>"
    "<text id='h'><value>-</value></text><text id='one'><value>واحد</value></text><text id='two'><value>-</value></text>"
    "</translation></itext>"
    "<instance><data id='x'><a/><b/></data></instance>"
    "<instance id='l'><root><item><itextId>one</itextId><name>1</name></item><item><itextId>two</itextId><name>2</name></item></root></instance>",
    "<select1 ref='/data/a'><label ref=\"jr:itext('q')\"/><hint ref=\"jr:itext('h')\"/>"
    "<itemset nodeset=\"instance('l')/root/item\"><value ref='name'/><label ref='jr:itext(itextId)'/></itemset></select1>"
    "<select1 ref='/data/b'><label>B</label><item><value>1</value><label ref=\"jr:itext('one')\"/></item></select1>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  GwFormItem *item = gw_form_session_find_item (session, "/data/a");
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GPtrArray) inline_choices = NULL;
  g_autofree char *english = gw_form_item_dup_text_in (item, GW_FORM_TEXT_LABEL, "English (en)");
  g_autofree char *code = gw_form_dup_language_code (gw_form_session_get_language (session));
  const GwFormChoice *choice;

  g_assert_cmpstr (code, ==, "ar");
  g_assert_cmpstr (gw_form_find_language (form, "en_GB"), ==, "English (en)");
  g_assert_cmpstr (english, ==, "Question");
  assert_text (item, GW_FORM_TEXT_LABEL, "سؤال");
  assert_text (item, GW_FORM_TEXT_SHORT, "Q");
  assert_text (item, GW_FORM_TEXT_HINT, "Hint");
  assert_text (item, GW_FORM_TEXT_GUIDANCE, "Long guide");
  assert_text (item, GW_FORM_TEXT_IMAGE, "q.png");
  assert_text (item, GW_FORM_TEXT_BIG_IMAGE, "big.png");
  assert_text (item, GW_FORM_TEXT_AUDIO, "q.ogg");
  assert_text (item, GW_FORM_TEXT_VIDEO, "q.webm");

  choices = gw_form_item_dup_choices (item);
  choice = choices->pdata[0];
  g_assert_cmpstr (choice->label, ==, "واحد");
  g_assert_cmpstr (choice->image, ==, "1.png");
  g_assert_null (choice->audio);
  choice = choices->pdata[1];
  g_assert_cmpstr (choice->label, ==, "Two, short");
  g_assert_cmpstr (choice->audio, ==, "2.ogg");
  inline_choices = gw_form_item_dup_choices (gw_form_session_find_item (session, "/data/b"));
  choice = inline_choices->pdata[0];
  g_assert_cmpstr (choice->image, ==, "1.png");
}

static void
test_progress_and_problems (void)
{
  g_autoptr (GwForm) form = load_form (HEAD
    "<instance><data id='p'><a/><b/><c/><n/></data></instance>"
    "<bind nodeset='/data/a' required='true()' jr:requiredMsg='Say it'/><bind nodeset='/data/b' type='int'/>"
    "<bind nodeset='/data/c' relevant=\"/data/a = 'x'\" constraint=\". != 'bad'\"/><bind nodeset='/data/n' readonly='true()'/>"
    "</model></h:head><h:body><input ref='/data/a'/><input ref='/data/b'/><input ref='/data/c'/><input ref='/data/n'/></h:body></h:html>");
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  GwFormProgress progress;

  gw_form_session_get_progress (session, NULL, &progress);
  g_assert_cmpuint (progress.questions, ==, 2);
  g_assert_cmpuint (progress.required, ==, 1);
  g_assert_cmpuint (progress.required_answered, ==, 0);
  problems = gw_form_session_dup_problems (session);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpstr (((GwFormProblem *) problems->pdata[0])->message, ==, "Say it");
  g_assert_true (gw_form_session_set_value (session, "/data/a", "x", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/b", "two", NULL));
  g_assert_true (gw_form_session_set_value (session, "/data/c", "bad", NULL));
  gw_form_session_get_progress (session, NULL, &progress);
  g_assert_cmpuint (progress.questions, ==, 3);
  g_assert_cmpuint (progress.answered, ==, 3);
  g_assert_cmpuint (progress.invalid, ==, 2);
  g_clear_pointer (&problems, g_ptr_array_unref);
  problems = gw_form_session_dup_problems (session);
  g_assert_cmpuint (problems->len, ==, 2);
  g_assert_cmpint (((GwFormProblem *) problems->pdata[0])->why, ==, GW_FORM_WHY_TYPE);
  g_assert_cmpint (((GwFormProblem *) problems->pdata[1])->why, ==, GW_FORM_WHY_CONSTRAINT);
}

static void
test_old_forms_name_siblings (void)
{
  g_autoptr (GwForm) form = load_form ("<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'>"
    "<h:head><h:title>T</h:title><model><instance><data id='o'><a>x</a><b/></data></instance>"
    "<instance id='l'><root><item><name>1</name><k>x</k></item><item><name>2</name><k>y</k></item></root></instance></model></h:head>"
    "<h:body><select1 ref='/data/b'><itemset nodeset=\"instance('l')/root/item[k = current()/a]\"><value ref='name'/></itemset></select1></h:body></h:html>");
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (gw_form_session_find_item (session, "/data/b"));
  g_autoptr (GPtrArray) none = NULL;

  g_assert_cmpuint (choices->len, ==, 1);
  g_assert_cmpuint (gw_form_get_issues (form)->len, ==, 1);
  g_assert_true (gw_form_session_set_value (session, "/data/a", "z", NULL));
  none = gw_form_item_dup_choices (gw_form_session_find_item (session, "/data/b"));
  g_assert_cmpuint (none->len, ==, 0);
}

/* --- incremental is the same as from scratch --- */

static GwForm *
make_random_form (GRand *rand,
                  guint  n_nodes)
{
  g_autoptr (GString) nodes = g_string_new ("");
  g_autoptr (GString) binds = g_string_new ("");
  g_autoptr (GString) controls = g_string_new ("");
  g_autofree char *text = NULL;

  for (guint i = 0; i < n_nodes; i++) {
    guint a = i > 0 ? g_rand_int_range (rand, 0, i) : 0;
    guint b = i > 0 ? g_rand_int_range (rand, 0, i) : 0;
    guint kind = i < 4 ? 0 : g_rand_int_range (rand, 0, 8);

    g_string_append_printf (nodes, "<q%u/>", i);
    g_string_append_printf (controls, "<input ref='/data/q%u'/>", i);
    if (kind == 1)
      g_string_append_printf (binds, "<bind nodeset='/data/q%u' calculate='coalesce(../q%u, 0) + coalesce(/data/q%u, 1)'/>", i, a, b);
    else if (kind == 2)
      g_string_append_printf (binds, "<bind nodeset='/data/q%u' relevant='../q%u &gt; 2 or ../q%u = 1'/>", i, a, b);
    else if (kind == 3)
      g_string_append_printf (binds, "<bind nodeset='/data/q%u' constraint='. &lt; ../q%u' required='../q%u != 3'/>", i, a, b);
    else if (kind == 4)
      g_string_append_printf (binds, "<bind nodeset='/data/q%u' calculate='sum(/data/rep/t) + count(/data/rep[x &gt; ../q%u])'/>", i, a);
    else if (kind == 5)
      g_string_append_printf (binds, "<bind nodeset='/data/q%u' calculate='if(../q%u &gt; 1, ../q%u, join(\"-\", /data/rep/x))'/>", i, a, b);
  }
  text = g_strdup_printf (HEAD "<instance><data id='r'><in/>%s<rep jr:template=''><x>1</x><t/><run/><hid/><sub jr:template=''><s/><p/></sub></rep></data></instance>%s"
                          "<bind nodeset='/data/rep/t' calculate='coalesce(../x, 0) * 2 + coalesce(/data/in, 0)'/>"
                          "<bind nodeset='/data/rep/run' calculate='coalesce(../t, 0) + coalesce(/data/rep[position() = position(current()/..) - 1]/run, 0)'/>"
                          "<bind nodeset='/data/rep/hid' relevant='../x &gt; 1 and count(../../rep) &lt; 4' calculate='sum(../sub/s)'/>"
                          "<bind nodeset='/data/rep/sub' relevant='../x != 2'/>"
                          "<bind nodeset='/data/rep/sub/p' calculate='concat(position(..), \"/\", position(../..), \":\", ../../x)'/>"
                          "</model></h:head><h:body><input ref='/data/in'/>%s<repeat nodeset='/data/rep'><input ref='/data/rep/x'/>"
                          "<repeat nodeset='/data/rep/sub'><input ref='/data/rep/sub/s'/></repeat></repeat></h:body></h:html>",
                          nodes->str, binds->str, controls->str);
  return load_form (text);
}

typedef struct
{
  GwFormSession *other;
  guint n;
} Comparing;

static void
compare_answer (const char *ref,
                const char *value,
                gpointer    data)
{
  Comparing *comparing = data;
  GwFormItem *item = gw_form_session_find_item (comparing->other, ref);

  g_assert_cmpstr (gw_form_session_get_value (comparing->other, ref), ==, value);
  g_assert_true (item == NULL || gw_form_item_get_ref (item) != NULL);
  comparing->n++;
}

static void
compare_items (GPtrArray *ours,
               GPtrArray *theirs)
{
  g_assert_cmpuint (ours->len, ==, theirs->len);
  for (guint i = 0; i < ours->len; i++) {
    g_autoptr (GPtrArray) inside = gw_form_item_dup_items (ours->pdata[i]);
    g_autoptr (GPtrArray) others = gw_form_item_dup_items (theirs->pdata[i]);

    g_assert_cmpstr (gw_form_item_get_ref (ours->pdata[i]), ==, gw_form_item_get_ref (theirs->pdata[i]));
    g_assert_cmpstr (gw_form_item_get_value (ours->pdata[i]), ==, gw_form_item_get_value (theirs->pdata[i]));
    g_assert_cmpint (gw_form_item_is_relevant (ours->pdata[i]), ==, gw_form_item_is_relevant (theirs->pdata[i]));
    g_assert_cmpint (gw_form_item_is_required (ours->pdata[i]), ==, gw_form_item_is_required (theirs->pdata[i]));
    g_assert_cmpint (gw_form_item_get_why (ours->pdata[i]), ==, gw_form_item_get_why (theirs->pdata[i]));
    compare_items (inside, others);
  }
}

/* Calculated questions are typed over too: that stands until a reference changes, also when
 * the draft is opened again. */
static void
edit (GwFormSession *session,
      GRand         *rand)
{
  guint what = g_rand_int_range (rand, 0, 10);
  guint row = g_rand_int_range (rand, 1, 6);
  g_autofree char *value = g_strdup_printf ("%d", g_rand_int_range (rand, 0, 5));
  g_autofree char *path = NULL;
  g_autofree char *ref = NULL;

  if (what == 0) {
    g_autofree char *id = gw_form_session_add_row (session, "/data/rep", NULL, NULL);

    g_assert_nonnull (id);
    return;
  }
  if (what == 1 || what == 2)
    path = g_strdup_printf ("/data/rep[%u]", row);
  else if (what == 3)
    path = g_strdup_printf ("/data/rep[%u]/sub", row);
  else if (what == 4)
    path = g_strdup_printf ("/data/rep[%u]/sub[1]/s", row);
  else if (what == 5 || what == 6)
    path = g_strdup_printf ("/data/rep[%u]/x", row);
  else if (what == 7)
    path = g_strdup ("/data/in");
  else
    path = g_strdup_printf ("/data/q%u", g_rand_int_range (rand, 0, 40));
  ref = gw_form_session_dup_ref (session, path);
  if (ref == NULL)
    return;
  if (what == 1)
    g_assert_true (gw_form_session_remove_row (session, ref, NULL));
  else if (what == 3)
    g_free (gw_form_session_add_row (session, ref, NULL, NULL));
  else if (what != 2)
    g_assert_true (gw_form_session_set_value (session, ref, g_rand_int_range (rand, 0, 6) == 0 ? "" : value, NULL));
}

static void
test_incremental_is_from_scratch (void)
{
  for (guint seed = 1; seed <= 12; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GwForm) form = make_random_form (rand, 40);
    g_autoptr (GwFormSession) session = open_sample (form, NULL);

    for (guint i = 0; i < 100; i++) {
      g_autoptr (GwFormDraft) draft = NULL;
      g_autoptr (GwFormSession) scratch = NULL;
      g_autoptr (GPtrArray) ours = NULL;
      g_autoptr (GPtrArray) theirs = NULL;
      Comparing comparing = { 0 };

      edit (session, rand);
      draft = gw_form_session_dup_draft (session);
      scratch = open_sample (form, draft);
      comparing.other = scratch;
      gw_form_draft_foreach (draft, compare_answer, NULL, &comparing);
      ours = gw_form_session_dup_items (session);
      theirs = gw_form_session_dup_items (scratch);
      compare_items (ours, theirs);
    }
  }
}

/* --- work: steps of calculation, which are the same on every machine --- */

static char *
make_large_form (guint n_questions)
{
  g_autoptr (GString) first = g_string_new ("");
  g_autoptr (GString) second = g_string_new ("");
  g_autoptr (GString) third = g_string_new ("");
  GString *texts[] = { first, second, third };
  g_autoptr (GString) nodes = g_string_new ("");
  g_autoptr (GString) binds = g_string_new ("");
  g_autoptr (GString) controls = g_string_new ("");

  for (guint i = 0; i < n_questions; i++) {
    guint section = i / 50;

    for (guint l = 0; l < 3; l++)
      g_string_append_printf (texts[l], "<text id='q%u'><value>Question %u in language %u, which is as long as questions are</value></text>", i, i, l);
    if (i % 50 == 0) {
      g_string_append_printf (nodes, "%s<s%u>", i > 0 ? "<total/></s0>" : "", section);
      g_string_append_printf (controls, "%s<group ref='/data/s%u'><label>S</label>", i > 0 ? "</group>" : "", section);
    }
    g_string_append_printf (nodes, "<q%u/>", i);
    g_string_append_printf (binds, "<bind nodeset='/data/s%u/q%u' type='int'", section, i);
    if (i % 5 == 1)
      g_string_append_printf (binds, " relevant='/data/s%u/q%u = 1'", section, i - 1);
    if (i % 5 == 2)
      g_string_append (binds, " constraint='. &gt;= 0 and . &lt; 100000' required='true()'");
    g_string_append (binds, "/>");
    if (i % 5 == 3) {
      g_string_append_printf (controls, "<select1 ref='/data/s%u/q%u'><label ref=\"jr:itext('q%u')\"/><itemset nodeset=\"instance('l')/root/item\"><value ref='name'/><label ref='label'/></itemset></select1>", section, i, i);
    } else {
      g_string_append_printf (controls, "<input ref='/data/s%u/q%u'><label ref=\"jr:itext('q%u')\"/></input>", section, i, i);
    }
    if (i % 50 == 49)
      g_string_append_printf (binds, "<bind nodeset='/data/s%u/total' calculate='sum(/data/s%u/*[starts-with(name(), \"q\")])'/>", section, section);
  }
  return g_strdup_printf (HEAD "<itext><translation lang='a'>%s</translation><translation lang='b'>%s</translation><translation lang='c'>%s</translation></itext>"
                          "<instance><data id='large'>%s<total/></s0></data></instance><instance id='l'><root><item><name>1</name><label>One</label></item></root></instance>%s"
                          "</model></h:head><h:body>%s</group></h:body></h:html>",
                          texts[0]->str, texts[1]->str, texts[2]->str, nodes->str, binds->str, controls->str);
}

/* Sections are closed under their own names. */
static char *
close_sections (char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "</s0>", -1);
  g_autoptr (GString) out = g_string_new ("");

  for (guint i = 0; parts[i] != NULL; i++) {
    g_string_append (out, parts[i]);
    if (parts[i + 1] != NULL)
      g_string_append_printf (out, "</s%u>", i);
  }
  g_free (text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_five_thousand_questions (void)
{
  g_autofree char *text = close_sections (make_large_form (5000));
  g_autoptr (GwForm) form = load_form (text);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  guint64 opened = session->steps, most = 0;

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *ref = g_strdup_printf ("/data/s%u/q%u", i % 100, (i % 100) * 50 + (i % 10) * 5);
    g_autofree char *value = g_strdup_printf ("%u", i % 7);

    g_assert_true (gw_form_session_set_value (session, ref, value, NULL));
    most = MAX (most, session->steps);
  }
  g_test_message ("5000 questions: opened in %" G_GUINT64_FORMAT " steps; a change takes %" G_GUINT64_FORMAT " at most",
                  opened, most);
  /* So many for each question; and a change looks at its section, not at all the others. */
  g_assert_cmpuint (opened, <, 30 * 5000);
  g_assert_cmpuint (most, <, 50 * 30);
}

static void
test_rows_cost_the_same (void)
{
  g_autoptr (GwForm) form = load_form (rich_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  guint64 steps[1000];

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_free (gw_form_session_add_row (session, "/data/rep", NULL, NULL));
    steps[i] = session->steps;
  }
  g_test_message ("a row: %" G_GUINT64_FORMAT " steps, then %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT, steps[0],
                  steps[99], steps[999]);
  /* The sum goes over all rows; what the others calculate, about as much each as the first one, stays. */
  g_assert_cmpuint (steps[999], <, 10 * 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/session/hidden-answers-are-kept", test_hidden_answers_are_kept);
  g_test_add_func ("/forms/session/totals-follow-every-row", test_totals_follow_every_row);
  g_test_add_func ("/forms/session/row-ids-are-stable", test_row_ids_are_stable);
  g_test_add_func ("/forms/session/one-change-is-one-signal", test_one_change_is_one_signal);
  g_test_add_func ("/forms/session/items-are-walked-in-place", test_items_are_walked_in_place);
  g_test_add_func ("/forms/session/texts-have-many-forms", test_texts_have_many_forms);
  g_test_add_func ("/forms/session/answers-in-choices-are-never-markup", test_answers_in_choices_are_never_markup);
  g_test_add_func ("/forms/session/progress-and-problems", test_progress_and_problems);
  g_test_add_func ("/forms/session/old-forms-name-siblings", test_old_forms_name_siblings);
  g_test_add_func ("/forms/session/incremental-is-from-scratch", test_incremental_is_from_scratch);
  g_test_add_func ("/forms/speed/five-thousand-questions", test_five_thousand_questions);
  g_test_add_func ("/forms/speed/rows-cost-the-same", test_rows_cost_the_same);

  return g_test_run ();
}
