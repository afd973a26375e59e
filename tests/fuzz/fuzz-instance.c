/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a list in XML; and, where they are one element, as the record that a form
 * begins with, under rules that reach everywhere in it. */

#include "fuzz.h"

#include <string.h>

static const char list_form[] = GW_FUZZ_HEAD
  "<instance><data id='t'><a/><n/><p/><s/></data></instance>"
  "<instance id='list' src='jr://file/list.xml'/>"
  "<bind nodeset='/data/n' calculate=\"count(instance('list')//*[@id or preceding-sibling::*])\"/>"
  "<bind nodeset='/data/p' calculate=\"pulldata('list', 'label', 'name', /data/a)\"/>"
  "<bind nodeset='/data/s' calculate=\"string(instance('list'))\"/>"
  "</model></h:head><h:body>"
  "<select1 ref='/data/a'><itemset nodeset=\"instance('list')/*/*[name != '' or position() mod 2 = 1]\">"
  "<value ref='name'/><label ref='label'/></itemset></select1>"
  "</h:body></h:html>";

/* No rule names a node, so that any record fits. */
static const char record_tail[] =
  "</instance><bind nodeset='.' constraint='count(//*[. = current()]) &gt; 1'/>"
  "</model></h:head><h:body><group><label><output value='count(//*)'/><output value='string(/*)'/></label></group>"
  "</h:body></h:html>";

static void
read_record (const guint8 *data,
             gsize         size)
{
  g_autoptr (GString) text = g_string_new (GW_FUZZ_HEAD "<instance>");
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;

  g_string_append_len (text, (const char *) data, size);
  g_string_append (text, record_tail);
  form = gw_fuzz_load (text->str, text->len, NULL);
  if (form == NULL)
    return;
  session = gw_fuzz_open (form, NULL);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  draft = gw_form_session_dup_draft (session);
  again = gw_fuzz_open (form, draft);
  gw_fuzz_check_record (again);
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;

  gw_fuzz_write_file ("list.xml", data, size);
  form = gw_fuzz_load (list_form, -1, gw_fuzz_folder ());
  g_assert_nonnull (form);
  session = gw_fuzz_open (form, NULL);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  read_record (data, size);
}
