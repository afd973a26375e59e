/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fills a profile with made-up work for the benchmarks: make-years DIRECTORY ANSWERS ACTIONS POSTS. The words are
 * drawn from a list with a fixed seed, so that two runs measure the same. */

#include <stdlib.h>

#include "core/base/gw-id.h"
#include "core/base/gw-time.h"
#include "core/store/gw-profile.h"
#include "core/store/gw-store.h"

static const char *const words[] = {
  "wetland", "survey",  "ringing", "flyway", "ministry", "fishery", "bycatch", "turtle",
  "stork",   "dugong",  "permit",  "law",    "training", "park",    "count",   "season",
  "colony",  "habitat", "road",    "line",   "poison",   "seizure", "village", "school",
};

static char *
dup_sentence (GRand *rand,
              int    n)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);

  return g_string_free (text, FALSE);
}

static gboolean
put_all (GwStore     *store,
         GRand       *rand,
         const char  *db,
         const char  *prefix,
         const char  *member,
         int          n,
         GError     **error)
{
  for (int i = 0; i < n; i++) {
    g_autoptr (JsonObject) body = json_object_new ();
    g_autofree char *ulid = gw_id_new ();
    g_autofree char *id = g_strconcat (prefix, ulid, NULL);
    g_autofree char *text = dup_sentence (rand, 40);
    g_autofree char *title = dup_sentence (rand, 5);
    g_autofree char *time = gw_time_format (gw_time_now () - (gint64) i * G_TIME_SPAN_HOUR);

    json_object_set_string_member (body, "title", title);
    json_object_set_string_member (body, member, text);
    json_object_set_string_member (body, "changed", time);
    json_object_set_string_member (body, "author", "bench");
    if (i % 500 == 0 && !gw_store_begin (store, error))
      return FALSE;
    if (!gw_store_put (store, db, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
      return FALSE;
    if ((i % 500 == 499 || i == n - 1) && !gw_store_commit (store, error))
      return FALSE;
  }

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwProfile) profile = NULL;
  g_autoptr (GwStore) store = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofree char *path = NULL;

  if (argc != 5) {
    g_printerr ("usage: make-years DIRECTORY ANSWERS ACTIONS POSTS\n");
    return 2;
  }

  profile = gw_profile_create (argv[1], "bench", GW_ROLE_NFP, "KEN", "en", &error);
  if (profile != NULL) {
    path = gw_profile_dup_store_path (profile);
    store = gw_store_open (path, GW_STORE_CREATE, &error);
  }
  if (store == NULL
      || !put_all (store, rand, "party", "answer:01BENCH:", "value", atoi (argv[2]), &error)
      || !put_all (store, rand, "party", "action:", "description", atoi (argv[3]), &error)
      || !put_all (store, rand, "community", "post:bench:", "text", atoi (argv[4]), &error)) {
    g_printerr ("make-years: %s\n", error->message);
    return 1;
  }

  return 0;
}
