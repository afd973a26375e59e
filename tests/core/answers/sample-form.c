/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/sample-form.h"

#include <string.h>

static const char xml[] =
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"
  " xmlns:jr='http://openrosa.org/javarosa'>\n"
  "<h:head><h:title>Sample</h:title><model>\n"
  "<itext>"
  "<translation lang='English (en)' default='true()'>"
  "<text id='one'><value>First *section*</value></text><text id='name'><value>Your name</value></text>"
  "<text id='yes'><value>Yes, all</value></text><text id='no'><value>No, none</value></text>"
  "</translation>"
  "<translation lang='Français (fr)'>"
  "<text id='one'><value>Première section</value></text><text id='name'><value>Votre nom</value></text>"
  "<text id='yes'><value>Oui, tous</value></text><text id='no'><value>Non, aucun</value></text>"
  "</translation></itext>\n"
  "<instance><data id='sample' version='7'><one><name/><age/><kind/><why/><land>Kenya</land><greeting/></one>"
  "<two><rep jr:template=''><x/></rep><sum/></two>"
  "<meta><instanceID/></meta></data></instance>\n"
  "<bind nodeset='/data/one/name' type='string' required='true()'/>"
  "<bind nodeset='/data/one/age' type='int' constraint='. &lt; 150' jr:constraintMsg='Too old.'/>"
  "<bind nodeset='/data/one/kind' type='string'/>"
  "<bind nodeset='/data/one/why' type='string' relevant=\"/data/one/kind = 'no'\"/>"
  "<bind nodeset='/data/one/greeting' type='string' calculate=\"concat('Dear ', /data/one/name)\"/>"
  "<bind nodeset='/data/two/sum' type='int' calculate='count(/data/two/rep)'/>"
  "<bind nodeset='/data/two/rep/x' type='string'/>"
  "<bind nodeset='/data/meta/instanceID' type='string' readonly='true()' jr:preload='uid'/>"
  "</model></h:head>\n"
  "<h:body>"
  "<group ref='/data/one'><label ref=\"jr:itext('one')\"/>"
  "<input ref='/data/one/name'><label ref=\"jr:itext('name')\"/></input>"
  "<input ref='/data/one/age'><label>Your age</label></input>"
  "<select1 ref='/data/one/kind'><label>All protected?</label>"
  "<item><label ref=\"jr:itext('yes')\"/><value>yes</value></item>"
  "<item><label ref=\"jr:itext('no')\"/><value>no</value></item></select1>"
  "<input ref='/data/one/why'><label>Why not?</label></input>"
  "<input ref='/data/one/land'><label>Country</label></input>"
  "<input ref='/data/one/greeting'><label>Greeting</label></input>"
  "</group>"
  "<group ref='/data/two'><label>Second section</label>"
  "<group><label>Species</label><repeat nodeset='/data/two/rep'>"
  "<input ref='/data/two/rep/x'><label>Species name</label></input></repeat></group>"
  "</group>"
  "</h:body></h:html>\n";

GBytes *
sample_form_xml (void)
{
  return g_bytes_new_static (xml, strlen (xml));
}

GwForm *
sample_form_load (void)
{
  g_autoptr (GBytes) bytes = sample_form_xml ();
  g_autoptr (GError) error = NULL;
  GwForm *form = gw_form_load (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return form;
}
