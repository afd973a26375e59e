/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a map layer that a form chooses from and measures. */

#include "fuzz.h"

static const char form_text[] = GW_FUZZ_HEAD
  "<instance><data id='t'><a/><n/><d/><f/></data></instance>"
  "<instance id='sites' src='jr://file/sites.geojson'/>"
  "<bind nodeset='/data/n' calculate=\"area(instance('sites')/root/item/geometry)\"/>"
  "<bind nodeset='/data/d' calculate=\"distance(instance('sites')/root/item/geometry)\"/>"
  "<bind nodeset='/data/f' calculate=\"geofence('1 1 0 0', instance('sites')/root/item[1]/geometry)\"/>"
  "</model></h:head><h:body>"
  "<select1 ref='/data/a'><itemset nodeset=\"instance('sites')/root/item[intersects(geometry) or id != '']\">"
  "<value ref='id'/><label ref='name'/></itemset></select1>"
  "</h:body></h:html>";

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;

  gw_fuzz_write_file ("sites.geojson", data, size);
  form = gw_fuzz_load (form_text, -1, gw_fuzz_folder ());
  g_assert_nonnull (form);
  session = gw_fuzz_open (form, NULL);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
}
