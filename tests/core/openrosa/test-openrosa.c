/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/openrosa/gw-openrosa.h"
#include "openrosa-double.h"

#define XML(word) "<data id=\"report\"><q>" word "</q><meta><instanceID>uuid:1</instanceID></meta></data>"
#define N_FILES 3

typedef struct
{
  GwHttp *http;
  GBytes *xml;
  GwOpenrosaFile files[N_FILES];
} Scene;

static void
scene_begin (Scene      *self,
             const char *xml)
{
  static const char *const names[N_FILES] = { "map.png", "carte de l'“île”.pdf", "empty.txt" };
  static const char *const types[N_FILES] = { "image/png", "application/pdf", NULL };

  self->http = gw_http_new (NULL);
  self->xml = g_bytes_new (xml, strlen (xml));
  for (guint i = 0; i < N_FILES; i++) {
    g_autofree char *data = g_strnfill (i == 2 ? 0 : 700, (char) ('\0' + 13 * i));

    self->files[i] = (GwOpenrosaFile) { names[i], types[i], g_bytes_new (data, i == 2 ? 0 : 700) };
  }
}

static void
scene_end (Scene *self)
{
  for (guint i = 0; i < N_FILES; i++)
    g_bytes_unref (self->files[i].bytes);
  g_bytes_unref (self->xml);
  g_object_unref (self->http);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_end)

static GwOpenrosaReceipt *
deliver (Scene           *scene,
         OpenrosaDouble  *place,
         const char      *password,
         GError         **error)
{
  GwOpenrosaServer server = { place->url, password != NULL ? DOUBLE_USER : NULL, password };

  return gw_openrosa_send (scene->http, &server, scene->xml, scene->files, N_FILES, NULL, error);
}

static void
assert_all_there (Scene          *scene,
                  OpenrosaDouble *place)
{
  const char *xml = g_hash_table_lookup (place->instances, "uuid:1");

  g_assert_cmpstr (place->fault, ==, NULL);
  g_assert_cmpuint (g_hash_table_size (place->instances), ==, 1);
  g_assert_nonnull (xml);
  g_assert_cmpmem (xml, strlen (xml), g_bytes_get_data (scene->xml, NULL), g_bytes_get_size (scene->xml));
  g_assert_cmpuint (g_hash_table_size (place->files), ==, N_FILES);
  for (guint i = 0; i < N_FILES; i++)
    g_assert_true (g_bytes_equal (g_hash_table_lookup (place->files, scene->files[i].name), scene->files[i].bytes));
}

static void
test_a_report_arrives_whole_and_once (void)
{
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwOpenrosaReceipt) first = NULL, again = NULL;

  scene_begin (&scene, XML ("one"));
  first = deliver (&scene, place, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->message, ==, "Thank you.");
  g_assert_false (first->was_there);
  g_assert_cmpuint (first->n_requests, ==, 1);
  again = deliver (&scene, place, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->was_there);
  assert_all_there (&scene, place);
}

static void
test_files_go_in_portions_that_the_server_takes (void)
{
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwOpenrosaReceipt) receipt = NULL, none = NULL;

  scene_begin (&scene, XML ("one"));
  place->max_size = 1400;
  receipt = deliver (&scene, place, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->n_requests, ==, 2);
  g_assert_cmpuint (place->n_largest, <=, place->max_size);
  assert_all_there (&scene, place);
  place->max_size = 900;
  place->n_posts = 0;
  none = deliver (&scene, place, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_TOO_LARGE);
  g_assert_cmpuint (place->n_posts, ==, 0);
}

static void
test_accounts_are_told_as_the_server_wants (void)
{
  static const char *const ways[] = { "basic", "silent", "digest" };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_auto (Scene) scene;
    g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
    g_autoptr (GError) error = NULL, wrong = NULL, nobody = NULL;
    g_autoptr (GwOpenrosaReceipt) receipt = NULL;

    scene_begin (&scene, XML ("one"));
    place->sign_in = ways[i];
    g_assert_null (deliver (&scene, place, "guess", &wrong));
    g_assert_error (wrong, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_SIGN_IN);
    g_assert_null (deliver (&scene, place, NULL, &nobody));
    g_assert_error (nobody, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_SIGN_IN);
    g_assert_cmpuint (place->n_posts, ==, 0);
    receipt = deliver (&scene, place, DOUBLE_PASSWORD, &error);
    g_assert_no_error (error);
    assert_all_there (&scene, place);
  }
}

static void
test_another_report_of_the_same_name_is_not_overwritten (void)
{
  g_auto (Scene) one, other;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwOpenrosaReceipt) receipt = NULL;

  scene_begin (&one, XML ("one"));
  scene_begin (&other, XML ("other"));
  receipt = deliver (&one, place, NULL, NULL);
  g_assert_nonnull (receipt);
  g_assert_null (deliver (&other, place, NULL, &error));
  g_assert_error (error, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_OTHER_CONTENT);
  assert_all_there (&one, place);
}

static void
test_only_a_server_that_says_so_has_it (void)
{
  static const struct
  {
    guint status;
    const char *type, *answer;
    GwOpenrosaError code;
  } rows[] = {
    { 200, "text/html", "<html><body>Welcome to the hotel</body></html>", GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 201, "text/html", "<html><body>Welcome to the hotel</body></html>", GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 201, "text/xml", NULL, GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 201, "text/xml", "<OpenRosaResponse><message>no namespace</message></OpenRosaResponse>",
      GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 200, "text/xml", "<OpenRosaResponse xmlns='http://openrosa.org/http/response'/>", GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 202, "text/xml", "<OpenRosaResponse xmlns='http://openrosa.org/http/response'", GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 400, "text/xml", "<OpenRosaResponse xmlns='http://openrosa.org/http/response'><message>No.</message>"
      "</OpenRosaResponse>", GW_OPENROSA_ERROR_REFUSED },
    { 404, "text/html", "<html/>", GW_OPENROSA_ERROR_NOT_A_SERVER },
    { 403, "text/html", "<html/>", GW_OPENROSA_ERROR_SIGN_IN },
    { 413, "text/html", "<html/>", GW_OPENROSA_ERROR_TOO_LARGE },
    { 429, "text/html", "<html/>", GW_OPENROSA_ERROR_LATER },
    { 503, "text/html", "<html/>", GW_OPENROSA_ERROR_LATER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Scene) scene;
    g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GwOpenrosaReceipt) receipt = NULL;

    scene_begin (&scene, XML ("one"));
    place->status = rows[i].status;
    place->type = rows[i].type;
    place->answer = rows[i].answer;
    g_assert_null (deliver (&scene, place, NULL, &error));
    g_assert_error (error, GW_OPENROSA_ERROR, (int) rows[i].code);
    place->status = 0;
    receipt = deliver (&scene, place, NULL, NULL);
    g_assert_nonnull (receipt);
    assert_all_there (&scene, place);
  }
}

static void
test_nothing_goes_where_no_server_is (void)
{
  static const guint statuses[] = { 200, 404, 503 };
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) moved = NULL, away = NULL;

  scene_begin (&scene, XML ("one"));
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    place->head_status = statuses[i];
    g_assert_null (deliver (&scene, place, NULL, NULL));
  }
  place->head_status = 302;
  g_assert_null (deliver (&scene, place, NULL, &moved));
  g_assert_error (moved, GW_HTTP_ERROR, GW_HTTP_ERROR_SIGN_IN_PAGE);
  place->head_status = 0;
  place->location = "https://elsewhere.example/submission";
  g_assert_null (deliver (&scene, place, NULL, &away));
  g_assert_error (away, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_NOT_A_SERVER);
  g_assert_cmpuint (place->n_posts, ==, 0);
}

static void
test_a_report_without_an_id_or_protection_stays (void)
{
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) error = NULL, plain = NULL;
  GwOpenrosaServer server = { "http://central.example/v1/projects/1", NULL, NULL };

  scene_begin (&scene, "<data><meta><instanceID> </instanceID></meta></data>");
  g_assert_null (deliver (&scene, place, NULL, &error));
  g_assert_error (error, GW_OPENROSA_ERROR, GW_OPENROSA_ERROR_INSTANCE);
  g_assert_cmpuint (fake_server_count (place->server), ==, 0);
  g_bytes_unref (scene.xml);
  scene.xml = g_bytes_new_static (XML ("one"), strlen (XML ("one")));
  g_assert_null (gw_openrosa_send (scene.http, &server, scene.xml, NULL, 0, NULL, &plain));
  g_assert_error (plain, GW_HTTP_ERROR, GW_HTTP_ERROR_ADDRESS);
}

/* The line breaks at @at, in what is asked or in what is answered; then it is mended. */
static void
break_at (gint64   at,
          gboolean in_answer)
{
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwOpenrosaReceipt) cut = NULL, receipt = NULL;

  scene_begin (&scene, XML ("one"));
  place->max_size = 1400;
  fake_server_stay_broken (place->server, TRUE);
  (in_answer ? fake_server_cut_answers : fake_server_cut_requests) (place->server, at);
  cut = deliver (&scene, place, NULL, NULL);
  if (cut != NULL)
    assert_all_there (&scene, place);
  fake_server_stay_broken (place->server, FALSE);
  (in_answer ? fake_server_cut_answers : fake_server_cut_requests) (place->server, -1);
  receipt = deliver (&scene, place, NULL, &error);
  g_assert_no_error (error);
  assert_all_there (&scene, place);
}

static void
test_a_cut_anywhere_loses_and_doubles_nothing (void)
{
  g_auto (Scene) scene;
  g_autoptr (OpenrosaDouble) place = openrosa_double_new ();
  g_autoptr (GwOpenrosaReceipt) receipt = NULL;
  guint64 n_up, n_down;

  scene_begin (&scene, XML ("one"));
  place->max_size = 1400;
  receipt = deliver (&scene, place, NULL, NULL);
  fake_server_get_bytes (place->server, &n_up, &n_down);
  g_assert_cmpuint (n_up, >, 2000);
  for (guint64 at = 0; at < n_up; at += 37)
    break_at ((gint64) at, FALSE);
  for (guint64 at = 0; at < n_down; at += 7)
    break_at ((gint64) at, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/openrosa/whole-and-once", test_a_report_arrives_whole_and_once);
  g_test_add_func ("/openrosa/portions", test_files_go_in_portions_that_the_server_takes);
  g_test_add_func ("/openrosa/accounts", test_accounts_are_told_as_the_server_wants);
  g_test_add_func ("/openrosa/same-name", test_another_report_of_the_same_name_is_not_overwritten);
  g_test_add_func ("/openrosa/says-so", test_only_a_server_that_says_so_has_it);
  g_test_add_func ("/openrosa/no-server", test_nothing_goes_where_no_server_is);
  g_test_add_func ("/openrosa/stays", test_a_report_without_an_id_or_protection_stays);
  g_test_add_func ("/openrosa/cuts", test_a_cut_anywhere_loses_and_doubles_nothing);

  return g_test_run ();
}
