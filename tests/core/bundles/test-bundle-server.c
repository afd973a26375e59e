/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sticks and links are one exchange: two desks do with sticks what two others do over the
 * CouchDB-compatible test server, and all four end the same. */

#include "stick.h"
#include "support/npm-server.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

typedef struct
{
  Desk       *ann;
  Desk       *ben;
  char       *stick;  /* (nullable) */
  NpmServer  *server; /* (nullable) */
  guint       n;
} Pair;

static void
sync_ok (Pair *pair,
         Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_sync (desk, npm_server_get_url (pair->server), GW_SYNC_DEFAULT, NULL, &error);
  g_assert_no_error (error);
}

/* What one has goes to the other. */
static void
give (Pair *pair,
      Desk *from,
      Desk *to)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (pair->server != NULL) {
    sync_ok (pair, from);
    sync_ok (pair, to);
    return;
  }
  name = g_strdup_printf ("%u.godwit", pair->n++);
  path = stick_path (pair->stick, name);
  stick_give (from, to, path, GW_BUNDLE_DEFAULT);
}

static void
work_a_week (Pair *pair)
{
  pair->ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  pair->ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  stick_put (pair->ann, Q (1), "one");
  stick_put (pair->ann, Q (2), "two");
  stick_put (pair->ann, Q (3), "three");
  give (pair, pair->ann, pair->ben);

  stick_put (pair->ann, Q (1), "one, by Ann");
  stick_put (pair->ben, Q (1), "one, by Ben");
  stick_put (pair->ann, Q (2), "two, by Ann");
  stick_put (pair->ben, Q (4), "four, by Ben");
  desk_delete (pair->ben, "party", Q (3));
  stick_put (pair->ann, Q (5), "the same");
  stick_put (pair->ben, Q (5), "the same");
  give (pair, pair->ben, pair->ann);
  give (pair, pair->ann, pair->ben);

  stick_put (pair->ben, Q (2), "two, by Ben");
  give (pair, pair->ben, pair->ann);
  stick_put (pair->ann, Q (4), "four, by Ann");
  give (pair, pair->ann, pair->ben);
  stick_assert_same (pair->ann, pair->ben);
}

static void
pair_clear (Pair *pair)
{
  g_clear_pointer (&pair->ann, desk_free);
  g_clear_pointer (&pair->ben, desk_free);
  g_free (pair->stick);
}

static void
test_a_stick_ends_as_a_link_does (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  Pair by_stick = { .stick = stick_new () };
  Pair by_link = { .server = server };
  g_autoptr (GPtrArray) conflicts = NULL;

  if (server == NULL) {
    pair_clear (&by_stick);
    return;
  }
  work_a_week (&by_link);
  work_a_week (&by_stick);
  stick_assert_same (by_stick.ann, by_link.ann);
  stick_assert_same (by_stick.ben, by_link.ben);
  conflicts = gw_store_conflicts (by_stick.ann->store, "party", NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  stick_assert_sound (by_stick.ann);
  stick_assert_sound (by_stick.ben);
  pair_clear (&by_stick);
  pair_clear (&by_link);
}

/* A desk without a link gives its stick to one that has one, which sends it to the server. */
static void
test_what_came_by_stick_goes_to_the_server (void)
{
  g_autoptr (NpmServer) server = npm_server_or_skip ();
  g_autoptr (Desk) ann = NULL;
  g_autoptr (Desk) ben = NULL;
  g_autoptr (Desk) cleo = NULL;
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");
  Pair pair = { .server = server };

  if (server == NULL)
    return;
  ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  ben = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  cleo = desk_new ("nfp-ken", GW_ROLE_NFP);
  stick_put (ann, Q (1), "one");
  stick_put (ann, Q (2), "two");
  stick_give (ann, ben, path, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (desk_waiting (ben), ==, 2);
  sync_ok (&pair, ben);
  g_assert_cmpuint (desk_waiting (ben), ==, 0);
  sync_ok (&pair, cleo);
  stick_assert_same (ann, cleo);
  /* Ann's own still waits, and is found to be there. */
  g_assert_cmpuint (desk_waiting (ann), ==, 2);
  sync_ok (&pair, ann);
  g_assert_cmpuint (desk_waiting (ann), ==, 0);
  stick_assert_same (ann, cleo);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/bundles/server/a-stick-ends-as-a-link-does", test_a_stick_ends_as_a_link_does);
  g_test_add_func ("/bundles/server/what-came-by-stick-goes-to-the-server",
                   test_what_came_by_stick_goes_to_the_server);

  return g_test_run ();
}
