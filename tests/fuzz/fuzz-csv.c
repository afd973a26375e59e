/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a table that a form chooses from and looks up in. */

#include "fuzz.h"

static const char form_text[] = GW_FUZZ_HEAD
  "<instance><data id='t'><a/><b/><n/><p/><s/></data></instance>"
  "<instance id='list' src='jr://file-csv/list.csv'/>"
  "<bind nodeset='/data/n' calculate=\"count(instance('list')/root/item[name != '']/label)\"/>"
  "<bind nodeset='/data/p' calculate=\"pulldata('list', 'label', 'name', /data/a)\"/>"
  "<bind nodeset='/data/s' calculate=\"sum(instance('list')/root/item[last()]/*)\"/>"
  "</model></h:head><h:body>"
  "<select1 ref='/data/a'><itemset nodeset=\"instance('list')/root/item\">"
  "<value ref='name'/><label ref='label'/></itemset></select1>"
  "<select ref='/data/b'><itemset nodeset=\"randomize(instance('list')/root/item[name = /data/a or label = 'x'], 7)\">"
  "<value ref='name'/><label ref='label'/></itemset></select>"
  "</h:body></h:html>";

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GPtrArray) choices = NULL;

  gw_fuzz_write_file ("list.csv", data, size);
  form = gw_fuzz_load (form_text, -1, gw_fuzz_folder ());
  g_assert_nonnull (form);
  session = gw_fuzz_open (form, NULL);
  choices = gw_form_item_dup_choices (gw_form_session_find_item (session, "/data/a"));
  for (guint i = 0; i < MIN (choices->len, 3); i++)
    gw_form_session_set_value (session, "/data/a", ((GwFormChoice *) choices->pdata[i])->value, NULL);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
}
