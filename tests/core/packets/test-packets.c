/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packets that go by sync, and what of a form is told: tests/ctl/test-packet.py has the way by file. */

#include <string.h>

#include "core/answers/gw-answer.h"
#include "core/base/gw-json.h"
#include "core/forms/gw-form.h"
#include "core/keys/gw-sealed.h"
#include "core/packets/gw-packet-form.h"
#include "core/packets/gw-packet.h"
#include "core/reports/gw-report.h"
#include "core/store/gw-arrival.h"
#include "core/sync/desk.h"

#define FORM                                                                                                           \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"                              \
  " xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>Birds</h:title><model><itext>"                           \
  "<translation lang='en' default='true()'><text id='l.one'><value>One <output value='/data/b/three'/></value></text>" \
  "<text id='l.two'><value>Two</value></text><text id='l.secret'><value>Hush</value></text></translation></itext>"     \
  "<instance><data id='birds'><a><one/><two/></a><b><three>left here</three></b></data></instance>"                   \
  "<instance id='used'><root><item><name>u</name></item></root></instance>"                                           \
  "<instance id='unused'><root><item><name>n</name></item></root></instance>"                                         \
  "<bind nodeset='/data/a/one' type='string' relevant=\"/data/b/three = 'yes'\" constraint=\". != ''\"/>"              \
  "<bind nodeset='/data/a/two' type='string' relevant=\"../one = '/data/b/three'\"/>"                                 \
  "<bind nodeset='/data/b/three' type='string' calculate=\"1 + 1\"/></model></h:head><h:body>"                  \
  "<group ref='/data/a'><label>A</label><input ref='/data/a/one'><label ref=\"jr:itext('l.one')\"/></input>"           \
  "<select1 ref='/data/a/two'><label ref=\"jr:itext('l.two')\"/><itemset nodeset=\"instance('used')/root/item\">"       \
  "<value ref='name'/><label ref='name'/></itemset></select1></group>"                                                \
  "<group ref='/data/b'><label>B</label><input ref='/data/b/three'><label ref=\"jr:itext('l.secret')\"/></input>"      \
  "</group></h:body></h:html>"

static GBytes *
new_form (void)
{
  return g_bytes_new_static (FORM, strlen (FORM));
}

static char *
cut (guint      *n,
     const char *first,
     const char *second)
{
  const char *picked[] = { first, second, NULL };
  g_autoptr (GBytes) whole = new_form (), part = NULL;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;

  part = gw_packet_form_cut (whole, picked, n, &error);
  g_assert_no_error (error);
  form = gw_form_load (part, NULL, &issues, &error);
  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part));
}

static void
test_what_is_not_asked_is_not_told (void)
{
  guint n = 0;
  g_autofree char *section = cut (&n, "/data/a", NULL), *question = NULL;

  g_assert_cmpuint (n, ==, 2);
  g_assert_null (strstr (section, "Hush"));
  g_assert_null (strstr (section, "left here"));
  g_assert_null (strstr (section, "unused"));
  g_assert_null (strstr (section, "<three"));
  g_assert_nonnull (strstr (section, "instance id=\"used\""));
  /* It is shown, whatever was answered to what is not asked; by what is asked it still may be hidden. */
  g_assert_null (strstr (section, "= 'yes'"));
  g_assert_null (strstr (section, "<output"));
  g_assert_nonnull (strstr (section, "../one = "));
  g_assert_nonnull (strstr (section, "constraint"));

  question = cut (&n, "/data/a/two", NULL);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (strstr (question, "../one"));
  g_assert_null (strstr (question, "<one"));
  g_assert_null (strstr (question, "One"));
}

static void
test_a_place_that_only_begins_alike_is_another (void)
{
  static const char *const picked[] = { "/data/a/on", "/data/species[01]", NULL };
  g_autoptr (GBytes) whole = new_form (), part = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  part = gw_packet_form_cut (whole, picked, &n, &error);
  g_assert_error (error, GW_PACKET_ERROR, GW_PACKET_ERROR_NO_QUESTION);
  g_assert_null (part);
  g_assert_true (gw_packet_is_picked (picked, "/data/species[01]/name"));
  g_assert_false (gw_packet_is_picked (picked, "/data/species[012]/name"));
  g_assert_false (gw_packet_is_picked (picked, "/data/species[02]/name"));
  g_assert_true (gw_packet_leads_to (picked, "/data/species"));
}

/* ------------------------------------------------------------ sealed documents */

static GwKeys *
open_keys (Desk *desk)
{
  return gw_keys_open (desk->directory, NULL);
}

static void
test_sealed_opens_for_those_named (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), rob = desk_new ("rob", GW_ROLE_RESPONDENT);
  g_autoptr (Desk) eve = desk_new ("eve", GW_ROLE_RESPONDENT);
  g_autoptr (GwKeys) anns = open_keys (ann), robs = open_keys (rob), eves = open_keys (eve);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_unref);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL, *two = NULL, *three = NULL, *four = NULL, *altered = NULL;

  g_ptr_array_add (keys, gw_keys_dup_key (anns, "ann", "KEN"));
  g_ptr_array_add (keys, gw_keys_dup_key (robs, "rob", "KEN"));
  g_assert_true (gw_sealed_fill (body, "seven curlews", keys, &error));
  g_assert_null (strstr (gw_json_get_string (body, "sealed"), "curlew"));
  one = gw_sealed_open (body, anns, &error);
  two = gw_sealed_open (body, robs, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (one, ==, "seven curlews");
  g_assert_cmpstr (two, ==, "seven curlews");
  three = gw_sealed_open (body, eves, &error);
  g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US);
  g_assert_null (three);
  g_clear_error (&error);

  altered = g_strdup (gw_json_get_string (body, "sealed"));
  altered[40] = altered[40] == 'A' ? 'B' : 'A';
  json_object_set_string_member (body, "sealed", altered);
  four = gw_sealed_open (body, robs, &error);
  g_assert_error (error, GW_KEY_ERROR, GW_KEY_ERROR_INVALID);
  g_assert_null (four);
}

/* ------------------------------------------------------------ by sync */

typedef struct
{
  Desk        *desk;
  GwPacketDesk packets;
} Side;

static Side *
side_new (const char *name,
          GwRole      role)
{
  Side *self = g_new0 (Side, 1);

  self->desk = desk_new (name, role);
  self->packets.store = self->desk->store;
  self->packets.keys = open_keys (self->desk);
  self->packets.key_desk = gw_key_desk_new (self->desk->profile, NULL);
  self->packets.country = "KEN";
  self->packets.author = gw_profile_get_name (self->desk->profile);
  g_assert_true (gw_key_book_publish (self->desk->store, self->packets.key_desk, self->packets.keys, NULL));

  return self;
}

static void
side_free (Side *self)
{
  gw_keys_unref (self->packets.keys);
  gw_key_desk_unref (self->packets.key_desk);
  desk_free (self->desk);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Side, side_free)

/* What a sync of "packets" does. */
static void
carry (Side *from,
       Side *to)
{
  g_autoptr (GPtrArray) docs = gw_store_list (from->desk->store, "packets", NULL, NULL, -1, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < docs->len; i++) {
    g_autoptr (JsonObject) json = gw_store_doc_to_json (docs->pdata[i], NULL);

    g_assert_cmpint (gw_arrival_judge ("packets-ken", json), ==, GW_ARRIVAL_SOUND);
    gw_store_insert_json (to->desk->store, "packets", json, GW_INSERT_FROM_SERVER, &error);
    g_assert_no_error (error);
  }
}

static char *
begin_report (Side *office)
{
  g_autoptr (GBytes) xml = new_form ();
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (xml, NULL, &issues, &error);
  GwReportPlan plan = { .form = form, .form_xml = xml, .instrument = "cms", .cycle = "CMS-COP16", .country = "KEN",
                        .author = "ann" };
  g_autoptr (GwReport) report = NULL;

  g_assert_no_error (error);
  report = gw_report_create (office->desk->store, &plan, &error);
  g_assert_no_error (error);

  return g_strdup (gw_report_get_id (report));
}

static void
answer (Desk       *desk,
        const char *db,
        const char *record,
        const char *ref,
        const char *place,
        const char *value)
{
  g_autofree char *id = g_strdup_printf ("answer:%s:%s", record, place);
  g_autoptr (GwDoc) there = gw_store_get (desk->store, db, id, NULL);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "record", record);
  json_object_set_string_member (body, "ref", ref);
  json_object_set_string_member (body, "value", value);
  json_object_set_string_member (body, "author", gw_profile_get_name (desk->profile));
  json_object_set_string_member (body, "changed", "2026-11-27T10:00:00.000Z");
  gw_store_put (desk->store, db, id, there != NULL ? gw_doc_get_rev (there) : NULL, body, GW_PUT_DEFAULT, NULL, &error);
  g_assert_no_error (error);
}

static void
test_a_packet_goes_by_sync_and_only_its_respondent_opens_it (void)
{
  static const char *const picked[] = { "/data/a/one", NULL };
  g_autoptr (Side) ann = side_new ("ann", GW_ROLE_NFP), rob = side_new ("rob", GW_ROLE_RESPONDENT);
  g_autoptr (Side) eve = side_new ("eve", GW_ROLE_RESPONDENT);
  g_autofree char *report = begin_report (ann), *id = NULL, *copy = NULL, *place = NULL, *shown = NULL;
  GwPacketPlan plan = { .report = report, .picked = picked, .respondent = "Rob", .account = "rob" };
  g_auto (GStrv) for_rob = NULL, for_eve = NULL, again = NULL;
  g_autoptr (GPtrArray) taken = NULL, twice = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  carry (rob, ann);
  id = gw_packet_give (&ann->packets, &plan, &error);
  g_assert_no_error (error);
  carry (ann, rob);
  carry (ann, eve);
  for_eve = gw_packet_open_all (&eve->packets, &error);
  g_assert_cmpuint (g_strv_length (for_eve), ==, 0);
  for_rob = gw_packet_open_all (&rob->packets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (for_rob), ==, 1);
  again = gw_packet_open_all (&rob->packets, &error);
  g_assert_cmpuint (g_strv_length (again), ==, 0);

  copy = gw_packet_dup_copy_id (id);
  answer (rob->desk, "mine", copy, "/data/a/one", "data~a~one", "By Rob");
  g_assert_true (gw_packet_reply (&rob->packets, id, NULL, TRUE, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  carry (rob, ann);
  taken = gw_packet_take_in_all (&ann->packets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken->len, ==, 1);
  place = g_strdup_printf ("answer:%s:data~a~one", report);
  shown = desk_read (ann->desk, "party", place);
  g_assert_cmpstr (shown, ==, "By Rob");
  twice = gw_packet_take_in_all (&ann->packets, &error);
  g_assert_cmpuint (twice->len, ==, 0);
}

/* Somebody who opened a packet writes what was not asked. */
static void
test_a_reply_to_more_than_was_asked_changes_nothing (void)
{
  static const char *const picked[] = { "/data/a/one", NULL };
  g_autoptr (Side) ann = side_new ("ann", GW_ROLE_NFP), rob = side_new ("rob", GW_ROLE_RESPONDENT);
  g_autofree char *report = begin_report (ann), *id = NULL, *copy = NULL, *paper_id = NULL, *place = NULL;
  g_autofree char *shown = NULL;
  GwPacketPlan plan = { .report = report, .picked = picked, .respondent = "Rob", .account = "rob" };
  g_auto (GStrv) opened = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (JsonObject) paper = NULL;
  g_autoptr (GPtrArray) taken = NULL;
  JsonArray *more = json_array_new ();
  JsonObject *packet;
  guint n = 0;

  carry (rob, ann);
  id = gw_packet_give (&ann->packets, &plan, NULL);
  carry (ann, rob);
  opened = gw_packet_open_all (&rob->packets, NULL);
  paper_id = g_strconcat ("inpacket:", id, NULL);
  doc = gw_store_get (rob->desk->store, "mine", paper_id, NULL);
  paper = gw_json_copy (gw_doc_get_body (doc));
  packet = gw_json_copy (gw_json_get_object (paper, "packet"));
  json_array_add_string_element (more, "/data");
  json_object_set_array_member (packet, "picked", more);
  json_object_set_object_member (paper, "packet", packet);
  g_assert_true (gw_store_put (rob->desk->store, "mine", paper_id, gw_doc_get_rev (doc), paper, 0, NULL, NULL));

  copy = gw_packet_dup_copy_id (id);
  answer (rob->desk, "mine", copy, "/data/a/one", "data~a~one", "asked");
  answer (rob->desk, "mine", copy, "/data/b/three", "data~b~three", "not asked");
  g_assert_true (gw_packet_reply (&rob->packets, id, NULL, TRUE, &n, NULL));
  carry (rob, ann);
  taken = gw_packet_take_in_all (&ann->packets, NULL);
  g_assert_cmpuint (taken->len, ==, 0);
  place = g_strdup_printf ("answer:%s:data~a~one", report);
  shown = desk_read (ann->desk, "party", place);
  g_assert_null (shown);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_keys_register_types ();
  gw_reports_register_types ();
  gw_packets_register_types ();
  g_test_add_func ("/packets/what-is-not-asked-is-not-told", test_what_is_not_asked_is_not_told);
  g_test_add_func ("/packets/a-place-that-only-begins-alike-is-another", test_a_place_that_only_begins_alike_is_another);
  g_test_add_func ("/packets/sealed-opens-for-those-named", test_sealed_opens_for_those_named);
  g_test_add_func ("/packets/a-packet-goes-by-sync-and-only-its-respondent-opens-it",
                   test_a_packet_goes_by_sync_and_only_its_respondent_opens_it);
  g_test_add_func ("/packets/a-reply-to-more-than-was-asked-changes-nothing",
                   test_a_reply_to_more_than_was_asked_changes_nothing);

  return g_test_run ();
}
