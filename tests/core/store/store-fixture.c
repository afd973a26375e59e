/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/store-fixture.h"

#include <glib/gstdio.h>

#include "core/base/gw-json.h"

char *
fixture_new_path (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "store-XXXXXX", NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_nonnull (g_mkdtemp (folder));

  return g_build_filename (folder, "store.sqlite", NULL);
}

GwStore *
fixture_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  GwStore *store = gw_store_open (path, GW_STORE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_null (gw_store_get_fault (store));

  return store;
}

GwStore *
fixture_new_store (void)
{
  g_autofree char *path = fixture_new_path ();

  return fixture_open (path);
}

JsonObject *
fixture_body (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = gw_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  return object;
}

char *
fixture_put (GwStore    *store,
             const char *id,
             const char *base,
             const char *text,
             GwPutFlags  flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = fixture_body (text);
  char *rev = NULL;

  gw_store_put (store, "party", id, base, body, flags, &rev, &error);
  g_assert_no_error (error);

  return rev;
}

/* @path is "3-c 2-b 1-a". */
void
fixture_insert (GwStore      *store,
                const char   *id,
                const char   *path,
                gboolean      deleted,
                const char   *text,
                GwInsertFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = fixture_body (text);
  g_auto (GStrv) revs = g_strsplit (path, " ", -1);

  gw_store_insert (store, "party", id, (const char *const *) revs, deleted, body, flags, &error);
  g_assert_no_error (error);
}

char *
fixture_dup_text (GwStore    *store,
                  const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwDoc) doc = gw_store_get (store, "party", id, &error);

  g_assert_no_error (error);
  return g_strdup (gw_doc_get_text (doc));
}

void
fixture_assert_sound (GwStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) findings = gw_store_check (store, &error);

  g_assert_no_error (error);
  if (json_array_get_length (findings) > 0) {
    g_autofree char *text = gw_json_to_text (json_array_get_object_element (findings, 0));

    g_error ("The store is not sound: %s", text);
  }
}
