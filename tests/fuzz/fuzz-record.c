/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a record that somebody hands in: read into the form, into another version of it, and
 * as the last one that a new record looks up. What was written is read back as the same. */

#include "fuzz.h"

#include "core/forms/gw-form-migration.h"
#include "core/forms/gw-form-submission.h"

static const char other_version[] = GW_FUZZ_HEAD
  "<instance><data id='t' version='2'><in/><g><many/></g><moved><pick/></moved>"
  "<rep jr:template=''><x/><sub><z/></sub><new/></rep><row><v/></row><row><v/></row><meta><instanceID/></meta></data></instance>"
  "<bind nodeset='/data/in' type='date'/><bind nodeset='/data/rep/new' calculate='../x * 2'/>"
  "</model></h:head><h:body><input ref='/data/in'/>"
  "<select ref='/data/g/many'><item><label>A</label><value>a</value></item></select>"
  "<repeat nodeset='/data/rep'><input ref='/data/rep/x'/><input ref='/data/rep/sub/z'/></repeat></h:body></h:html>";

static GwFormSession *
read_record (GwForm    *form,
             GBytes    *record,
             GPtrArray **lost)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFormDraft) draft = gw_form_read_record (form, record, lost, &error);

  g_assert_true ((draft == NULL) == (error != NULL));
  return draft != NULL ? gw_fuzz_open (form, draft) : NULL;
}

static void
open_after (GwForm *form,
            GBytes *record)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwFormSession) session = NULL;

  environment->seed = 3;
  environment->last_saved = g_bytes_ref (record);
  session = gw_form_session_new (form, environment, NULL);
  gw_fuzz_check_record (session);
}

static void
migrate (GwForm        *form,
         GwFormSession *session)
{
  g_autoptr (GwForm) other = gw_fuzz_load (other_version, -1, NULL);
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (session);
  g_autoptr (GwFormMigration) migration = gw_form_migrate (form, other, draft);
  g_autoptr (GwFormSession) moved = gw_fuzz_open (other, migration->draft);

  gw_fuzz_walk (moved);
  gw_fuzz_check_record (moved);
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autoptr (GBytes) record = g_bytes_new (data, size);
  g_autoptr (GwForm) form = gw_fuzz_load (gw_fuzz_sample_form, -1, NULL);
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GPtrArray) lost_again = NULL;
  g_autoptr (GwFormSession) session = read_record (form, record, &lost);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) written_again = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_free (gw_form_dup_instance_id (record, NULL));
  open_after (form, record);
  if (session == NULL)
    return;
  gw_fuzz_walk (session);
  files = gw_form_session_dup_file_names (session);
  written = gw_form_session_write_instance (session);
  again = read_record (form, written, &lost_again);
  g_assert_nonnull (again);
  g_assert_cmpuint (lost_again->len, ==, 0);
  written_again = gw_form_session_write_instance (again);
  g_assert_true (g_bytes_equal (written, written_again));
  migrate (form, session);
}
