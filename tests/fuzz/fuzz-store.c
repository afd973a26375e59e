/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-store.h"

#include "core/base/gw-json.h"
#include "fuzz.h"

static GwProfile *profile;
static GwStore *store;

static void
forget (void)
{
  g_clear_object (&store);
  g_clear_object (&profile);
}

GwProfile *
gw_fuzz_profile (void)
{
  g_autofree char *directory = NULL;
  g_autoptr (GError) error = NULL;

  if (profile != NULL)
    return profile;
  directory = g_build_filename (gw_fuzz_folder (), "profile", NULL);
  profile = gw_profile_create (directory, "nfp-ken", GW_ROLE_NFP, "KEN", "en", &error);
  g_assert_no_error (error);
  /* Before the folder, which was made first, is removed. */
  atexit (forget);

  return profile;
}

GwStore *
gw_fuzz_store (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (store != NULL)
    return store;
  path = gw_profile_dup_store_path (gw_fuzz_profile ());
  store = gw_store_open (path, GW_STORE_CREATE | GW_STORE_UNSAFE, &error);
  g_assert_no_error (error);

  return store;
}

void
gw_fuzz_store_begin (void)
{
  g_assert_true (gw_store_begin (gw_fuzz_store (), NULL));
}

void
gw_fuzz_store_end (void)
{
  gw_store_rollback (gw_fuzz_store ());
}

/* Trees hang together, bodies can be read, parts of files are what their names say. */
void
gw_fuzz_store_check (void)
{
  g_autoptr (JsonArray) findings = gw_store_check (gw_fuzz_store (), NULL);

  for (guint i = 0; i < json_array_get_length (findings); i++) {
    g_autofree char *text = gw_json_to_text (json_array_get_object_element (findings, i));

    g_printerr ("%s\n", text);
  }
  g_assert_cmpuint (json_array_get_length (findings), ==, 0);
}

/* A person writes. Returns: (transfer full): the revision */
char *
gw_fuzz_store_write (const char *id,
                     const char *value)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;
  char *rev = NULL;

  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "value", value);
  gw_store_put (gw_fuzz_store (), "party", id, NULL, body, GW_PUT_DEFAULT, &rev, &error);
  g_assert_no_error (error);

  return rev;
}

/* Whether what a person wrote can still be read, shown or not. */
gboolean
gw_fuzz_store_has (const char *id,
                   const char *rev,
                   const char *value)
{
  g_autoptr (GwDoc) doc = gw_store_get_rev (gw_fuzz_store (), "party", id, rev, NULL);

  return doc != NULL && g_strcmp0 (gw_json_get_string (gw_doc_get_body (doc), "value"), value) == 0;
}
