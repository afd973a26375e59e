/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/gw-json.h"
#include "core/records/gw-records.h"
#include "core/store/gw-store-thread.h"

/* A store thread on a file of its own. */
static inline GwStoreThread *
new_thread (void)
{
  static int number;
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "godwit-records-XXXXXX", NULL);
  g_autofree char *name = g_strdup_printf ("store-%d.sqlite", number++);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  GwStoreThread *thread;

  g_assert_nonnull (g_mkdtemp (folder));
  path = g_build_filename (folder, name, NULL);
  thread = gw_store_thread_new (path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  return thread;
}

/* Runs the main loop until the condition holds. */
#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    while (!(condition)) { \
      if (!g_main_context_iteration (NULL, FALSE)) \
        g_usleep (500); \
    } \
  } G_STMT_END

typedef struct
{
  const char *id;
  const char *base;
  const char *text;
} Put;

static gpointer
run_put (GwStore  *store,
         gpointer  data,
         GError  **error)
{
  const Put *put = data;
  g_autoptr (JsonObject) body = gw_json_parse_object (put->text, -1, error);
  char *rev = NULL;

  g_assert_nonnull (body);
  gw_store_put (store, GW_RECORDS_DB, put->id, put->base, body, GW_PUT_DEFAULT, &rev, error);
  return rev;
}

/* Writes a document as somebody else would; gives its revision. */
static inline char *
put_doc (GwStoreThread *thread,
         const char    *id,
         const char    *base,
         const char    *text)
{
  Put put = { id, base, text };
  g_autoptr (GError) error = NULL;
  char *rev = gw_store_thread_run_sync (thread, run_put, &put, &error);

  g_assert_no_error (error);
  return rev;
}

static gpointer
run_get (GwStore  *store,
         gpointer  data,
         GError  **error)
{
  return gw_store_get (store, GW_RECORDS_DB, data, error);
}

static inline GwDoc *
get_doc (GwStoreThread *thread,
         const char    *id)
{
  g_autoptr (GError) error = NULL;
  GwDoc *doc = gw_store_thread_run_sync (thread, run_get, (gpointer) id, &error);

  g_assert_no_error (error);
  return doc;
}
