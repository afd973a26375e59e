/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any answers that a store may hold for a form: of nodes it does not have, in rows that it does
 * not have, in any order. Lines of `reference TAB text`, or `reference TAB` and a row's name
 * after a `+` for a row. */

#include "fuzz.h"

#include <string.h>

static const char form_text[] = GW_FUZZ_HEAD
  "<itext><translation lang='en'><text id='l'><value>L <output value='/data/sum'/></value></text></translation>"
  "<translation lang='fr'><text id='l'><value>-</value></text></translation></itext>"
  "<instance><data id='t' version='1'><in/><g><pick/><many/><old/></g>"
  "<rep jr:template=''><x/><y/><sub jr:template=''><z/></sub></rep><row><v/></row><sum/>"
  "<at code=''/><orx:meta><orx:instanceID/><orx:instanceName/></orx:meta></data></instance>"
  "<instance id='list'><root><item><name>a</name><k>1</k></item><item><name>b</name><k>2</k></item></root></instance>"
  "<bind nodeset='/data/in' type='int' required='true()'/>"
  "<bind nodeset='/data/g' relevant=\"/data/in != 3\"/>"
  "<bind nodeset='/data/g/old' calculate=\"once(concat(/data/in, '!'))\"/>"
  "<bind nodeset='/data/rep/y' calculate='coalesce(../x, 0) + count(../sub) + coalesce(/data/rep[position() = position(current()/..) - 1]/y, 0)'/>"
  "<bind nodeset='/data/rep/sub/z' relevant='../../x != 3' constraint='. != ../../x' type='decimal'/>"
  "<bind nodeset='/data/sum' calculate='sum(/data/rep/y) + count(/data/row)'/>"
  "<bind nodeset='/data/at/@code' calculate='/data/in'/>"
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

static GwFormDraft *
read_draft (const char *text)
{
  GwFormDraft *draft = gw_form_draft_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", 200);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *tab = strchr (lines[i], '\t');

    if (tab == NULL) {
      gw_form_draft_add_repeat (draft, lines[i]);
      continue;
    }
    *tab = '\0';
    if (tab[1] == '+')
      gw_form_draft_add_row (draft, lines[i], tab + 2);
    else
      gw_form_draft_set (draft, lines[i], tab + 1);
  }

  return draft;
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (GwForm) form = gw_fuzz_load (form_text, -1, NULL);
  g_autoptr (GwFormDraft) draft = read_draft (text);
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) saved = NULL;

  g_assert_nonnull (form);
  session = gw_fuzz_open (form, draft);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  gw_form_session_set_value (session, "/data/in", "2", NULL);
  gw_fuzz_check_record (session);
  saved = gw_form_session_dup_draft (session);
  again = gw_fuzz_open (form, saved);
  gw_fuzz_walk (again);
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/sum"), ==,
                   gw_form_session_get_value (session, "/data/sum"));
}
