/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The power is cut at a random moment, a thousand times. Every put that returned TRUE is there
 * afterwards, and the database is whole. The same without waiting for the disk must lose something,
 * or this test would not see a loss. */

#include <string.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"
#include "core/store/fault-vfs.h"
#include "core/store/gw-store-private.h"
#include "core/store/store-fixture.h"

#define N_DOCS 8
#define N_PUTS 30
#define N_CUTS 1000

typedef struct
{
  GRand *rand;
  const char *path;
  GBytes *template;
  int promised[N_DOCS]; /* the last value whose put returned TRUE */
  int tried[N_DOCS];    /* the last value that was put at all */
  guint n_operations;
  guint n_promised;
} Power;

static void
lay_out (Power *power)
{
  g_autofree char *wal = g_strconcat (power->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (power->path, "-shm", NULL);

  g_unlink (wal);
  g_unlink (shm);
  g_assert_true (g_file_set_contents_full (power->path, g_bytes_get_data (power->template, NULL),
                                           g_bytes_get_size (power->template),
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  memset (power->promised, 0, sizeof power->promised);
  memset (power->tried, 0, sizeof power->tried);
}

/* Types into a few documents, sometimes as an edit of its own, sometimes several as a group. */
static void
type (Power   *power,
      GwStore *store)
{
  g_autofree char *padding = g_strnfill (g_rand_int_range (power->rand, 0, 3000), 'x');
  char *revs[N_DOCS] = { NULL };

  for (int i = 1; i <= N_PUTS && !fault_vfs_is_cut (); i++) {
    int group = g_rand_int_range (power->rand, 0, 4) == 0 ? 3 : 1;
    int puts[N_DOCS] = { 0 };
    gboolean ok = TRUE, grouped = group > 1;

    if (grouped && !gw_store_begin (store, NULL))
      continue;
    for (int j = 0; j < group && ok; j++) {
      int n = g_rand_int_range (power->rand, 0, N_DOCS);
      g_autofree char *id = g_strdup_printf ("answer:%d", n);
      g_autoptr (JsonObject) body = json_object_new ();
      char *rev = NULL;

      json_object_set_int_member (body, "value", i);
      json_object_set_string_member (body, "padding", padding);
      power->tried[n] = i;
      ok = gw_store_put (store, "party", id, revs[n], body,
                         g_rand_boolean (power->rand) ? GW_PUT_COALESCE : GW_PUT_DEFAULT, &rev, NULL);
      if (ok) {
        puts[n] = i;
        g_free (revs[n]);
        revs[n] = rev;
      }
    }
    if (grouped && ok)
      ok = gw_store_commit (store, NULL);
    else if (grouped)
      gw_store_rollback (store);
    for (int n = 0; n < N_DOCS && ok; n++)
      if (puts[n] != 0)
        power->promised[n] = puts[n];
  }
  for (int n = 0; n < N_DOCS; n++)
    g_free (revs[n]);
}

/* FALSE: the database is broken, or something promised is not there. */
static gboolean
holds_its_promise (Power *power)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStore) store = gw_store_open (power->path, GW_STORE_DEFAULT, &error);
  g_autoptr (JsonArray) findings = NULL;

  if (store == NULL || gw_store_get_fault (store) != NULL)
    return FALSE;
  findings = gw_store_check (store, NULL);
  if (json_array_get_length (findings) > 0)
    return FALSE;
  for (int n = 0; n < N_DOCS; n++) {
    g_autofree char *id = g_strdup_printf ("answer:%d", n);
    g_autoptr (GwDoc) doc = gw_store_get (store, "party", id, NULL);
    int value = doc != NULL ? gw_json_get_int (gw_doc_get_body (doc), "value", -1) : 0;

    if (value < power->promised[n] || value > power->tried[n])
      return FALSE;
    power->n_promised += power->promised[n] > 0;
  }

  return TRUE;
}

/* Returns how many cuts broke the promise. */
static guint
cut_many_times (Power        *power,
                guint         n_cuts,
                GwStoreFlags  flags)
{
  guint broken = 0;

  for (guint i = 0; i < n_cuts; i++) {
    guint moment = power->n_operations > 0 ? g_rand_int (power->rand) % power->n_operations + 1
                                           : G_MAXUINT;
    GwStore *store;

    lay_out (power);
    fault_vfs_arm (moment, power->rand);
    store = gw_store_open_vfs (power->path, flags, "gw-fault", NULL);
    if (store != NULL && !gw_store_is_read_only (store)) {
      /* So often that the log is written back under our eyes. */
      sqlite3_wal_autocheckpoint (store->sql, 12);
      type (power, store);
    }
    if (power->n_operations == 0)
      power->n_operations = fault_vfs_get_n_operations ();
    g_clear_object (&store);
    fault_vfs_apply_cut ();
    broken += !holds_its_promise (power);
  }

  return broken;
}

static void
power_init (Power  *power,
            guint32 seed)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *contents = NULL;
  gsize length;

  memset (power, 0, sizeof *power);
  g_object_unref (fixture_open (path));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  power->template = g_bytes_new_take (g_steal_pointer (&contents), length);
  power->path = g_steal_pointer (&path);
  power->rand = g_rand_new_with_seed (seed);
}

static void
power_clear (Power *power)
{
  g_free ((char *) power->path);
  g_bytes_unref (power->template);
  g_rand_free (power->rand);
}

static void
test_a_cut_loses_nothing (void)
{
  Power power;

  power_init (&power, 20261125);
  /* The first round has no cut: it counts the moments at which one can come. */
  g_assert_cmpuint (cut_many_times (&power, 1, GW_STORE_DEFAULT), ==, 0);
  g_assert_cmpuint (power.n_operations, >, 100);
  g_assert_cmpuint (cut_many_times (&power, N_CUTS, GW_STORE_DEFAULT), ==, 0);
  g_test_message ("%d cuts, at one of %u moments each; %u puts promised and kept", N_CUTS,
                  power.n_operations, power.n_promised);
  g_assert_cmpuint (power.n_promised, >, N_CUTS);
  power_clear (&power);
}

static void
test_without_waiting_for_the_disk_it_would (void)
{
  Power power;
  guint broken;

  power_init (&power, 20261126);
  cut_many_times (&power, 1, GW_STORE_UNSAFE);
  broken = cut_many_times (&power, 60, GW_STORE_UNSAFE);
  g_test_message ("%u of 60 cuts lost something with synchronous=OFF", broken);
  g_assert_cmpuint (broken, >, 0);
  power_clear (&power);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_register ();

  g_test_add_func ("/store/powercut/a-cut-loses-nothing", test_a_cut_loses_nothing);
  g_test_add_func ("/store/powercut/without-waiting-for-the-disk-it-would",
                   test_without_waiting_for_the_disk_it_would);

  return g_test_run ();
}
