/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records: what is written, read back, edited, moved to another version, and logged. */

#include <string.h>

#include "core/forms/gw-form-audit.h"
#include "core/forms/gw-form-migration.h"
#include "core/forms/gw-form-record.h"
#include "core/forms/gw-form-submission.h"
#include "form-samples.h"

static char *
write_text (GwFormSession *session)
{
  g_autoptr (GBytes) record = gw_form_session_write_instance (session);

  return g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));
}

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
set (GwFormSession *session,
     const char    *path,
     const char    *value)
{
  g_autofree char *ref = gw_form_session_dup_ref (session, path);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (ref);
  gw_form_session_set_value (session, ref, value, &error);
  g_assert_no_error (error);
}

static void
assert_value (GwFormSession *session,
              const char    *path,
              const char    *value)
{
  g_autofree char *ref = gw_form_session_dup_ref (session, path);

  g_assert_nonnull (ref);
  g_assert_cmpstr (gw_form_session_get_value (session, ref), ==, value);
}

static void
assert_loss (GPtrArray  *losses,
             guint       index,
             const char *ref,
             const char *value)
{
  g_assert_cmpuint (losses->len, >, index);
  g_assert_cmpstr (((GwFormLoss *) losses->pdata[index])->ref, ==, ref);
  g_assert_cmpstr (((GwFormLoss *) losses->pdata[index])->value, ==, value);
}

static const char colony_form[] = HEAD
  "<instance><c:colony xmlns:c='http://example.org/c' id='colony' orx:version='3' c:kind='nest'><c:birds>5</c:birds>"
  "<c:why>default</c:why><c:photo/><c:visit jr:template=''><c:day/><c:who jr:template=''><c:name/></c:who></c:visit>"
  "<orx:meta><orx:instanceID/></orx:meta></c:colony></instance>"
  "<bind nodeset='/colony/birds' type='int'/><bind nodeset='/colony/why' relevant='/colony/birds = 0'/>"
  "<bind nodeset='/colony/photo' type='binary' orx:max-pixels='1024'/>"
  "<bind nodeset='/colony/orx:meta/orx:instanceID' jr:preload='uid'/>"
  "<submission action='https://example.org/s' method='post' orx:auto-send='true' orx:auto-delete='false'/>"
  "</model></h:head><h:body><input ref='/colony/birds'/><input ref='/colony/why'/><upload ref='/colony/photo'/>"
  "<repeat nodeset='/colony/visit'><input ref='/colony/visit/day'/><repeat nodeset='/colony/visit/who'>"
  "<input ref='/colony/visit/who/name'/></repeat></repeat></h:body></h:html>";

static void
add (GwFormSession *session,
     const char    *path)
{
  g_autofree char *ref = gw_form_session_dup_ref (session, path);
  g_autofree char *id = gw_form_session_add_row (session, ref, NULL, NULL);

  g_assert_nonnull (id);
}

/* --- records --- */

static void
test_namespaces_are_as_they_were (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autofree char *text = NULL;

  add (session, "/colony/visit");
  set (session, "/colony/visit[1]/day", "2026-03-04");
  text = write_text (session);
  g_assert_nonnull (strstr (text, "<c:colony xmlns:c=\"http://example.org/c\""));
  g_assert_nonnull (strstr (text, " id=\"colony\""));
  g_assert_nonnull (strstr (text, "orx:version=\"3\""));
  g_assert_nonnull (strstr (text, "c:kind=\"nest\""));
  g_assert_nonnull (strstr (text, "<c:birds>5</c:birds>"));
  g_assert_nonnull (strstr (text, "<c:visit><c:day>2026-03-04</c:day></c:visit>"));
  g_assert_nonnull (strstr (text, "<orx:instanceID>uuid:"));
  g_assert_null (strstr (text, "c:why"));
  g_assert_null (strstr (text, "template"));
  g_assert_null (strstr (text, "deprecatedID"));
  g_assert_null (strstr (text, "w3.org/2002/xforms"));
}

static void
test_instance_id_is_added_and_stays (void)
{
  g_autoptr (GwForm) form = load_form (BODY ("<instance><data id='x'><a/></data></instance>", "<input ref='/data/a'/>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (session);
  g_autofree char *id = gw_form_session_dup_instance_id (session);
  g_autofree char *same = NULL;
  g_autofree char *text = write_text (session);
  g_autoptr (GBytes) record = bytes_of (text);
  g_autofree char *read = gw_form_dup_instance_id (record, NULL);

  g_assert_true (g_str_has_prefix (id, "uuid:"));
  g_assert_cmpstr (read, ==, id);
  g_assert_nonnull (strstr (text, "http://openrosa.org/xforms"));
  again = open_sample (form, draft);
  same = gw_form_session_dup_instance_id (again);
  g_assert_cmpstr (same, ==, id);
}

static void
test_edit_names_its_predecessor (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autofree char *first = gw_form_session_dup_instance_id (session);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *text = NULL;

  gw_form_session_begin_edit (session);
  second = gw_form_session_dup_instance_id (session);
  g_assert_cmpstr (second, !=, first);
  draft = gw_form_session_dup_draft (session);
  again = open_sample (form, draft);
  wanted = g_strdup_printf ("<orx:instanceID>%s</orx:instanceID><orx:deprecatedID>%s</orx:deprecatedID>", second, first);
  text = write_text (again);
  g_assert_nonnull (strstr (text, wanted));
  gw_form_session_begin_edit (again);
  assert_value (again, "/colony/meta/deprecatedID", second);
  third = gw_form_session_dup_instance_id (again);
  g_assert_cmpstr (third, !=, second);
}

static void
test_record_is_read_back (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GBytes) record = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  set (session, "/colony/birds", "7");
  add (session, "/colony/visit");
  add (session, "/colony/visit");
  set (session, "/colony/visit[2]/day", "a & b");
  add (session, "/colony/visit[2]/who");
  set (session, "/colony/visit[2]/who[1]/name", "Ann");
  text = write_text (session);
  record = bytes_of (text);
  draft = gw_form_read_record (form, record, &lost, NULL);
  g_assert_nonnull (draft);
  g_assert_cmpuint (lost->len, ==, 0);
  again = open_sample (form, draft);
  assert_value (again, "/colony/visit[2]/who[1]/name", "Ann");
  assert_value (again, "/colony/why", "default");
  text_again = write_text (again);
  g_assert_cmpstr (text_again, ==, text);
}

static void
test_strange_record_loses_nothing_in_silence (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GBytes) record = bytes_of ("<colony id='colony'><birds>1</birds><birds>2</birds><gone><a>x</a><b/></gone>"
                                        "<why><inner>y</inner></why><visit><day>d</day><odd>z</odd></visit></colony>");
  g_autoptr (GBytes) other = bytes_of ("<nest/>");
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFormDraft) draft = gw_form_read_record (form, record, &lost, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gw_form_draft_get (draft, "/colony/birds"), ==, "1");
  g_assert_cmpstr (gw_form_draft_get (draft, "/colony/visit[r1]/day"), ==, "d");
  g_assert_cmpuint (lost->len, ==, 4);
  assert_loss (lost, 0, "/colony/birds", "2");
  assert_loss (lost, 1, "/colony/gone/a", "x");
  assert_loss (lost, 2, "/colony/why/inner", "y");
  assert_loss (lost, 3, "/colony/visit[r1]/odd", "z");
  g_assert_null (gw_form_read_record (form, other, NULL, &error));
  g_assert_error (error, GW_FORM_ERROR, GW_FORM_ERROR_NO_NODE);
}

static void
test_last_record_is_at_hand (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<instance><data id='x'><name/><size/><known/></data></instance>"
    "<instance id='last' src='jr://instance/last-saved'/>"
    "<bind nodeset='/data/known' calculate=\"count(instance('last')/data/name)\"/>"
    "<setvalue event='odk-instance-first-load' ref='/data/name' value=\"instance('last')/data/name\"/>"
    "<setvalue event='odk-instance-first-load' ref='/data/size' value=\"instance('last')/data[name = 'Ann']/size\"/>",
    "<input ref='/data/name'/><input ref='/data/size'/>"));
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwFormSession) first = gw_form_session_new (form, NULL, NULL);
  g_autoptr (GwFormSession) second = NULL;

  assert_value (first, "/data/known", "0");
  assert_value (first, "/data/name", "");
  environment->last_saved = bytes_of ("<data><unknown>1</unknown><name>Ann</name><size>12</size></data>");
  second = gw_form_session_new (form, environment, NULL);
  assert_value (second, "/data/known", "1");
  assert_value (second, "/data/name", "Ann");
  assert_value (second, "/data/size", "12");
}

static void
test_sending_is_as_the_form_says (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GwForm) silent = load_form (MODEL ("<instance><data id='x'><a/></data></instance>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GPtrArray) none = gw_form_session_dup_file_names (session);
  g_autoptr (GPtrArray) files = NULL;
  const GwFormSubmission *submission = gw_form_get_submission (form);

  g_assert_cmpstr (submission->action, ==, "https://example.org/s");
  g_assert_cmpstr (submission->method, ==, "post");
  g_assert_cmpstr (submission->sends_itself, ==, "true");
  g_assert_cmpstr (submission->deletes_itself, ==, "false");
  g_assert_null (submission->public_key);
  g_assert_null (gw_form_get_submission (silent)->action);
  g_assert_cmpuint (none->len, ==, 0);
  set (session, "/colony/photo", "nest.jpg");
  files = gw_form_session_dup_file_names (session);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpstr (files->pdata[0], ==, "nest.jpg");
  g_assert_cmpuint (gw_form_item_get_max_pixels (gw_form_session_find_item (session, "/colony/photo")), ==, 1024);
  g_assert_cmpuint (gw_form_item_get_max_pixels (gw_form_session_find_item (session, "/colony/birds")), ==, 0);
}

/* The end of the work is known when it ends; the clock's and chance's calculations run once more. */
static void
test_finishing_reads_the_clock_again (void)
{
  g_autoptr (GwForm) form = load_form (BODY (
    "<instance><data id='x'><a/><drawn/><kept/><meta><instanceID/><timeStart/><timeEnd/></meta></data></instance>"
    "<bind nodeset='/data/drawn' calculate='random()'/><bind nodeset='/data/kept' calculate='once(random())'/>"
    "<bind nodeset='/data/meta/timeStart' jr:preload='timestamp' jr:preloadParams='start'/>"
    "<bind nodeset='/data/meta/timeEnd' jr:preload='timestamp' jr:preloadParams='end'/>", "<input ref='/data/a'/>"));
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autofree char *drawn = g_strdup (gw_form_session_get_value (session, "/data/drawn"));
  g_autofree char *kept = g_strdup (gw_form_session_get_value (session, "/data/kept"));

  assert_value (session, "/data/meta/timeStart", "2026-03-04T09:20:30.000+00:00");
  assert_value (session, "/data/meta/timeEnd", "");
  set (session, "/data/a", "x");
  assert_value (session, "/data/drawn", drawn);
  gw_form_session_finalise (session);
  assert_value (session, "/data/meta/timeEnd", "2026-03-04T09:20:30.000+00:00");
  assert_value (session, "/data/kept", kept);
  g_assert_cmpstr (gw_form_session_get_value (session, "/data/drawn"), !=, drawn);
}

/* --- versions --- */

static const char old_version[] = BODY (
  "<instance><plan id='p' version='1'><name/><area/><gone/><kind/><many/><person><age/></person><site jr:template=''><code/><note/></site>"
  "<sum/><hidden>h</hidden><meta><instanceID/></meta></plan></instance>"
  "<bind nodeset='/plan/area' type='string'/><bind nodeset='/plan/sum' calculate='count(/plan/site)'/>"
  "<bind nodeset='/plan/hidden' relevant='false()'/><bind nodeset='/plan/meta/instanceID' jr:preload='uid'/>",
  "<input ref='/plan/name'/><input ref='/plan/area'/><input ref='/plan/gone'/><input ref='/plan/hidden'/>"
  "<select1 ref='/plan/kind'><item><value>a</value><label>A</label></item><item><value>b</value><label>B</label></item></select1>"
  "<select ref='/plan/many'><item><value>a</value><label>A</label></item><item><value>b</value><label>B</label></item></select>"
  "<input ref='/plan/person/age'/><repeat nodeset='/plan/site'><input ref='/plan/site/code'/><input ref='/plan/site/note'/></repeat>");

static const char new_version[] = BODY (
  "<instance><plan id='p' version='2'><name/><area/><fresh/><kind/><many/><person jr:template=''><age/></person>"
  "<site jr:template=''><code/><extra/></site><hidden/><meta><instanceID/></meta></plan></instance>"
  "<bind nodeset='/plan/area' type='decimal'/><bind nodeset='/plan/meta/instanceID' jr:preload='uid'/>",
  "<input ref='/plan/name'/><input ref='/plan/area'/><input ref='/plan/fresh'/><input ref='/plan/hidden'/>"
  "<select1 ref='/plan/kind'><item><value>b</value><label>B</label></item></select1>"
  "<select ref='/plan/many'><item><value>a</value><label>A</label></item><item><value>b</value><label>B</label></item></select>"
  "<repeat nodeset='/plan/person'><input ref='/plan/person/age'/></repeat>"
  "<repeat nodeset='/plan/site'><input ref='/plan/site/code'/><input ref='/plan/site/extra'/></repeat>");

static void
test_draft_moves_to_a_new_version (void)
{
  g_autoptr (GwForm) from = load_form (old_version);
  g_autoptr (GwForm) to = load_form (new_version);
  g_autoptr (GwFormSession) session = open_sample (from, NULL);
  g_autoptr (GwFormSession) moved = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GwFormMigration) migration = NULL;
  g_autofree char *id = gw_form_session_dup_instance_id (session);
  g_autofree char *moved_id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *site = NULL;

  set (session, "/plan/name", "Delta");
  set (session, "/plan/area", "large");
  set (session, "/plan/gone", "kept by somebody");
  set (session, "/plan/kind", "a");
  set (session, "/plan/many", "a b");
  set (session, "/plan/person/age", "40");
  g_free (gw_form_session_add_row (session, "/plan/site", "one", NULL));
  g_free (gw_form_session_add_row (session, "/plan/site", "two", NULL));
  set (session, "/plan/site[2]/code", "S2");
  set (session, "/plan/site[2]/note", "a note");
  draft = gw_form_session_dup_draft (session);
  migration = gw_form_migrate (from, to, draft);

  g_assert_cmpuint (migration->lost->len, ==, 2);
  assert_loss (migration->lost, 0, "/plan/gone", "kept by somebody");
  assert_loss (migration->lost, 1, "/plan/site[two]/note", "a note");
  g_assert_cmpuint (migration->doubtful->len, ==, 2);
  assert_loss (migration->doubtful, 0, "/plan/area", "large");
  assert_loss (migration->doubtful, 1, "/plan/kind", "a");
  g_assert_cmpuint (migration->added->len, ==, 2);
  g_assert_cmpstr (migration->added->pdata[0], ==, "/plan/fresh");
  g_assert_cmpstr (migration->added->pdata[1], ==, "/plan/site/extra");

  moved = open_sample (to, migration->draft);
  assert_value (moved, "/plan/name", "Delta");
  assert_value (moved, "/plan/area", "large");
  assert_value (moved, "/plan/kind", "a");
  assert_value (moved, "/plan/many", "a b");
  assert_value (moved, "/plan/hidden", "h");
  assert_value (moved, "/plan/person[1]/age", "40");
  assert_value (moved, "/plan/site[2]/code", "S2");
  site = gw_form_session_dup_ref (moved, "/plan/site[2]");
  g_assert_cmpstr (site, ==, "/plan/site[two]");
  text = write_text (moved);
  g_assert_nonnull (strstr (text, "<plan id=\"p\" version=\"2\">"));
  moved_id = gw_form_session_dup_instance_id (moved);
  g_assert_cmpstr (moved_id, ==, id);
}

/* Of several rows a group takes the first; the others are listed, and nothing is lost on the way. */
static void
test_rows_that_become_a_group_are_listed (void)
{
  g_autoptr (GwForm) from = load_form (new_version);
  g_autoptr (GwForm) to = load_form (old_version);
  g_autoptr (GwFormSession) session = open_sample (from, NULL);
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GwFormMigration) migration = NULL;

  g_free (gw_form_session_add_row (session, "/plan/person", "x", NULL));
  g_free (gw_form_session_add_row (session, "/plan/person", "y", NULL));
  set (session, "/plan/person[1]/age", "1");
  set (session, "/plan/person[2]/age", "2");
  draft = gw_form_session_dup_draft (session);
  migration = gw_form_migrate (from, to, draft);
  g_assert_cmpstr (gw_form_draft_get (migration->draft, "/plan/person/age"), ==, "1");
  g_assert_cmpuint (migration->lost->len, ==, 1);
  assert_loss (migration->lost, 0, "/plan/person[y]/age", "2");
}

static void
test_same_version_moves_whole (void)
{
  g_autoptr (GwForm) form = load_form (colony_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormSession) moved = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GwFormMigration) migration = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  add (session, "/colony/visit");
  add (session, "/colony/visit[1]/who");
  set (session, "/colony/visit[1]/who[1]/name", "Ann");
  draft = gw_form_session_dup_draft (session);
  migration = gw_form_migrate (form, form, draft);
  g_assert_cmpuint (migration->lost->len + migration->doubtful->len + migration->added->len, ==, 0);
  moved = open_sample (form, migration->draft);
  before = write_text (session);
  after = write_text (moved);
  g_assert_cmpstr (after, ==, before);
}

/* --- the log --- */

static const char audited_form[] = BODY (
  "<instance><data id='x'><a/><b/><r jr:template=''><c/></r><meta><instanceID/><audit/></meta></data></instance>"
  "<bind nodeset='/data/b' type='int' constraint='. &lt; 9'/>"
  "<bind nodeset='/data/meta/audit' type='binary' odk:track-changes='true' odk:identify-user='true' odk:track-changes-reasons='on-form-edit'/>",
  "<input ref='/data/a'/><input ref='/data/b'/><repeat nodeset='/data/r'><input ref='/data/r/c'/></repeat>");

#define AT ",1772616030000," /* 2026-03-04T09:20:30Z */
#define AT_TO ",1772616030000,1772616030000,"

static void
test_log_says_what_was_done (void)
{
  g_autoptr (GwForm) form = load_form (audited_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormAudit) audit = gw_form_audit_new (form, NULL, NULL);
  g_autoptr (GwFormAudit) later = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *csv_later = NULL;
  g_autofree char *record = NULL;
  GwFormFile *file;

  g_assert_true (gw_form_audit_tracks_changes (audit));
  g_assert_true (gw_form_audit_asks_who (audit) && gw_form_audit_asks_why (audit));
  gw_form_audit_set_user (audit, "Ann");
  gw_form_audit_watch (audit, session);
  gw_form_audit_note (audit, GW_FORM_AUDIT_START, NULL, NULL);
  set (session, "/data/a", "x");
  set (session, "/data/a", "x, \"y\"");
  set (session, "/data/b", "12");
  add (session, "/data/r");
  add (session, "/data/r");
  set (session, "/data/r[2]/c", "say \"z\"");
  gw_form_audit_set_user (audit, "Bob");
  g_assert_true (gw_form_session_remove_row (session, "/data/r[1]", NULL));
  gw_form_audit_note (audit, GW_FORM_AUDIT_CHANGE_REASON, NULL, "a slip");
  csv = gw_form_audit_dup_csv (audit);
  g_assert_cmpstr (csv, ==,
                   "event,node,start,end,old-value,new-value,user,change-reason\n"
                   "form start," AT ",,,Ann,\n"
                   "question,/data/a" AT_TO ",\"x, \"\"y\"\"\",Ann,\n"
                   "question,/data/b" AT_TO ",12,Ann,\n"
                   "constraint error,/data/b" AT ",,,Ann,\n"
                   "add repeat,/data/r[1]" AT ",,,Ann,\n"
                   "add repeat,/data/r[2]" AT ",,,Ann,\n"
                   "question,/data/r[2]/c" AT_TO ",say \"z\",Ann,\n"
                   "delete repeat,/data/r[1]" AT ",,,Bob,\n"
                   "change reason," AT ",,,Bob,a slip\n");

  later = gw_form_audit_new (form, csv, &error);
  g_assert_no_error (error);
  csv_later = gw_form_audit_dup_csv (later);
  g_assert_cmpstr (csv_later, ==, csv);

  file = gw_form_audit_finish (audit);
  g_assert_cmpstr (file->name, ==, "audit.csv");
  g_assert_cmpuint (g_bytes_get_size (file->content), >, strlen (csv));
  gw_form_file_free (file);
  record = write_text (session);
  g_assert_nonnull (strstr (record, "<audit>audit.csv</audit>"));
}

static void
test_log_holds_no_more_than_is_asked (void)
{
  g_autoptr (GwForm) form = load_form (BODY ("<instance><data id='x'><a/><meta><audit/></meta></data></instance>"
                                             "<bind nodeset='/data/meta/audit' type='binary'/>", "<input ref='/data/a'/>"));
  g_autoptr (GwForm) silent = load_form (colony_form);
  g_autoptr (GwFormSession) session = open_sample (form, NULL);
  g_autoptr (GwFormAudit) audit = gw_form_audit_new (form, NULL, NULL);
  g_autofree char *csv = NULL;

  g_assert_null (gw_form_audit_new (silent, NULL, NULL));
  gw_form_audit_set_user (audit, "Ann");
  gw_form_audit_watch (audit, session);
  set (session, "/data/a", "secret");
  csv = gw_form_audit_dup_csv (audit);
  g_assert_cmpstr (csv, ==, "event,node,start,end\nquestion,/data/a,1772616030000,1772616030000\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/record/namespaces-are-as-they-were", test_namespaces_are_as_they_were);
  g_test_add_func ("/forms/record/instance-id-is-added-and-stays", test_instance_id_is_added_and_stays);
  g_test_add_func ("/forms/record/edit-names-its-predecessor", test_edit_names_its_predecessor);
  g_test_add_func ("/forms/record/is-read-back", test_record_is_read_back);
  g_test_add_func ("/forms/record/strange-one-loses-nothing-in-silence", test_strange_record_loses_nothing_in_silence);
  g_test_add_func ("/forms/record/last-one-is-at-hand", test_last_record_is_at_hand);
  g_test_add_func ("/forms/record/sending-is-as-the-form-says", test_sending_is_as_the_form_says);
  g_test_add_func ("/forms/record/finishing-reads-the-clock-again", test_finishing_reads_the_clock_again);
  g_test_add_func ("/forms/migration/draft-moves-to-a-new-version", test_draft_moves_to_a_new_version);
  g_test_add_func ("/forms/migration/rows-that-become-a-group-are-listed", test_rows_that_become_a_group_are_listed);
  g_test_add_func ("/forms/migration/same-version-moves-whole", test_same_version_moves_whole);
  g_test_add_func ("/forms/audit/says-what-was-done", test_log_says_what_was_done);
  g_test_add_func ("/forms/audit/holds-no-more-than-is-asked", test_log_holds_no_more_than_is_asked);

  return g_test_run ();
}
