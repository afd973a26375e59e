/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-time.h"
#include "core/base/gw-xml.h"

#define MOST_ITEMS 400
#define MOST_DEPTH 40

/* One of each: texts in two languages, rows in rows, counted rows, attributes, lists, metadata. */
const char gw_fuzz_sample_form[] = GW_FUZZ_HEAD
  "<itext><translation lang='en'><text id='l'><value>L <output value='/data/sum'/></value></text></translation>"
  "<translation lang='fr'><text id='l'><value>-</value></text></translation></itext>"
  "<instance><data id='t' version='1'><in/><g><pick/><many/><old/></g>"
  "<rep jr:template=''><x/><y/><sub jr:template=''><z/></sub></rep><row><v/></row><sum/>"
  "<old/><at code=''/><orx:meta><orx:instanceID/><orx:instanceName/></orx:meta></data></instance>"
  "<instance id='last' src='jr://instance/last-saved'/><instance id='list'><root><item><name>a</name><k>1</k></item><item><name>b</name><k>2</k></item></root></instance>"
  "<bind nodeset='/data/in' type='int' required='true()'/>"
  "<bind nodeset='/data/g' relevant=\"/data/in != 3\"/>"
  "<bind nodeset='/data/g/old' calculate=\"once(concat(/data/in, '!'))\"/>"
  "<bind nodeset='/data/rep/y' calculate='coalesce(../x, 0) + count(../sub) + coalesce(/data/rep[position() = position(current()/..) - 1]/y, 0)'/>"
  "<bind nodeset='/data/rep/sub/z' relevant='../../x != 3' constraint='. != ../../x' type='decimal'/>"
  "<bind nodeset='/data/sum' calculate='sum(/data/rep/y) + count(/data/row)'/>"
  "<bind nodeset='/data/old' calculate=\"concat(instance('last')/data/in, count(instance('last')//*))\"/><bind nodeset='/data/at/@code' calculate='/data/in'/>"
  "<bind nodeset='/data/meta/instanceID' jr:preload='uid'/>"
  "<bind nodeset='/data/meta/instanceName' calculate=\"concat(/data/in, ' ', /data/sum)\"/>"
  "</model></h:head><h:body>"
  "<input ref='/data/in'><label ref=\"jr:itext('l')\"/></input>"
  "<group ref='/data/g'><select1 ref='/data/g/pick'><itemset nodeset=\"instance('list')/root/item[k &lt;= /data/in]\">"
  "<value ref='name'/><label ref='name'/></itemset></select1>"
  "<select ref='/data/g/many'><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item></select></group>"
  "<repeat nodeset='/data/rep'><input ref='/data/rep/x'/><repeat nodeset='/data/rep/sub'><input ref='/data/rep/sub/z'/></repeat></repeat>"
  "<repeat nodeset='/data/row' jr:count='/data/in'><input ref='/data/row/v'/></repeat>"
  "</h:body></h:html>";

guint
gw_fuzz_byte (GwFuzzBytes *bytes)
{
  return bytes->at < bytes->end ? *bytes->at++ : 0;
}

/* A text of at most @most bytes, its length first, as whoever calls the engine gives it: UTF-8. */
char *
gw_fuzz_text (GwFuzzBytes *bytes,
              gsize        most)
{
  gsize length = MIN (gw_fuzz_byte (bytes), most);
  g_autofree char *raw = NULL;

  length = MIN (length, (gsize) (bytes->end - bytes->at));
  raw = g_strndup ((const char *) bytes->at, length);
  bytes->at += length;
  return g_utf8_make_valid (raw, -1);
}

/* A form that is refused says why. */
GwForm *
gw_fuzz_load (const char *text,
              gssize      length,
              const char *media_folder)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  GwForm *form = gw_form_load (bytes, media_folder, &issues, &error);

  g_assert_true ((form == NULL) == (error != NULL));
  for (guint i = 0; i < issues->len; i++) {
    g_autofree char *line = gw_form_issue_dup_text (issues->pdata[i], "form");

    g_assert_true (g_utf8_validate (line, -1, NULL));
  }
  g_assert_true (form != NULL || issues->len > 0);

  return form;
}

/* The same clock and the same chance in each run. */
GwFormSession *
gw_fuzz_open (GwForm            *form,
              const GwFormDraft *draft)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();

  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  return gw_form_session_new (form, environment, draft);
}

static char *folder;

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inside = g_build_filename (path, name, NULL);

    if (g_unlink (inside) != 0)
      remove_all (inside);
  }
  g_rmdir (path);
}

static void
remove_folder (void)
{
  remove_all (folder);
}

/* A media folder of this process. */
const char *
gw_fuzz_folder (void)
{
  if (folder == NULL) {
    folder = g_dir_make_tmp ("godwit-fuzz-XXXXXX", NULL);
    g_assert_nonnull (folder);
    atexit (remove_folder);
  }

  return folder;
}

void
gw_fuzz_write_file (const char   *name,
                    const guint8 *data,
                    gsize         size)
{
  g_autofree char *path = g_build_filename (gw_fuzz_folder (), name, NULL);
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_true (fwrite (data, 1, size, file) == size);
  fclose (file);
}

static void
add_items (GPtrArray *items,
           GPtrArray *all,
           guint      depth)
{
  for (guint i = 0; i < items->len && all->len < MOST_ITEMS; i++) {
    g_autoptr (GPtrArray) inside = gw_form_item_dup_items (items->pdata[i]);

    g_ptr_array_add (all, g_object_ref (items->pdata[i]));
    if (depth < MOST_DEPTH)
      add_items (inside, all, depth + 1);
  }
}

GPtrArray *
gw_fuzz_dup_all_items (GwFormSession *session)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) top = gw_form_session_dup_items (session);

  add_items (top, all, 0);
  return g_steal_pointer (&all);
}

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
read_texts (GwFormItem         *item,
            const char * const *languages)
{
  for (GwFormText which = GW_FORM_TEXT_LABEL; which <= GW_FORM_TEXT_VIDEO; which++) {
    g_autofree char *text = gw_form_item_dup_text (item, which);

    check_text (text);
  }
  for (guint i = 0; languages[i] != NULL && i < 3; i++) {
    g_autofree char *text = gw_form_item_dup_text_in (item, GW_FORM_TEXT_LABEL, languages[i]);

    check_text (text);
  }
}

static void
read_choices (GwFormItem *item)
{
  g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);

  for (guint i = 0; i < choices->len; i++) {
    const GwFormChoice *choice = choices->pdata[i];

    check_text (choice->value);
    check_text (choice->label);
    check_text (choice->image);
  }
}

static void
read_item (GwFormSession *session,
           GwFormItem    *item)
{
  double range[3];

  read_texts (item, gw_form_get_languages (gw_form_session_get_form (session)));
  gw_form_item_is_visible (item);
  gw_form_item_get_appearances (item);
  gw_form_item_get_parent (item);
  gw_form_item_get_position (item);
  gw_form_item_can_add_rows (item);
  g_assert_nonnull (gw_form_item_get_ref (item));
  g_assert_nonnull (gw_form_item_get_name (item));
  if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL)
    return;
  gw_form_item_get_control (item);
  gw_form_item_get_data_type (item);
  gw_form_item_is_readonly (item);
  gw_form_item_is_required (item);
  g_assert_true (gw_form_item_is_valid (item) == (gw_form_item_get_why (item) == GW_FORM_WHY_VALID));
  gw_form_item_get_range (item, &range[0], &range[1], &range[2]);
  gw_form_item_get_media_type (item);
  gw_form_item_get_rows (item);
  check_text (gw_form_item_get_value (item));
  read_choices (item);
}

/* Reads what a page would read. */
void
gw_fuzz_walk (GwFormSession *session)
{
  g_autoptr (GPtrArray) all = gw_fuzz_dup_all_items (session);
  g_autoptr (GPtrArray) problems = gw_form_session_dup_problems (session);
  g_autofree char *name = gw_form_session_dup_name (session);
  GwFormProgress progress;

  for (guint i = 0; i < all->len; i++)
    read_item (session, all->pdata[i]);
  for (guint i = 0; i < problems->len; i++)
    check_text (((GwFormProblem *) problems->pdata[i])->message);
  gw_form_session_get_progress (session, NULL, &progress);
  g_assert_cmpuint (progress.answered, <=, progress.questions);
  g_assert_cmpuint (progress.required_answered, <=, progress.required);
  check_text (name);
}

/* What is sent can be read. */
void
gw_fuzz_check_record (GwFormSession *session)
{
  g_autoptr (GBytes) record = gw_form_session_write_instance (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXmlDoc) document = gw_xml_parse (record, "record", &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
}
