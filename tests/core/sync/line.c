/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "line.h"

#include "core/base/gw-json.h"

/* @handler: (nullable): answers in place of the double, which line->couch is for it to ask */
void
line_init (Line        *self,
           FakeHandler  handler,
           gpointer     user_data)
{
  self->couch = couch_new ("pw");
  couch_add_account (self->couch, "nfp-ken", "pw", "nfp party-ken");
  couch_add_account (self->couch, "alternate-ken", "pw", "nfp party-ken");
  couch_add_database (self->couch, "library", "nfp");
  couch_add_database (self->couch, "community", "nfp");
  couch_add_database (self->couch, "party-ken", "party-ken");
  couch_add_database (self->couch, "exchange-ken", "party-ken");
  couch_add_database (self->couch, "packets-ken", "party-ken");
  couch_add_database (self->couch, "party-ken-chunks", "party-ken");
  self->server = handler != NULL ? fake_server_new (handler, user_data)
                                 : fake_server_new (couch_answer, self->couch);
}

void
line_clear (Line *self)
{
  fake_server_free (self->server);
  couch_free (self->couch);
}

/* @summary: (nullable) */
void
line_sync (Desk          *desk,
           Line          *line,
           GwSyncSummary *summary)
{
  g_autoptr (GError) error = NULL;

  desk_sync (desk, fake_server_get_url (line->server), GW_SYNC_DEFAULT, summary, &error);
  g_assert_no_error (error);
}

void
desk_put (Desk       *desk,
          const char *id,
          const char *value)
{
  g_autofree char *rev = desk_write (desk, "party", id, value);

  g_assert_nonnull (rev);
}

/* Returns: (transfer full): a picture, the same for the same seed */
GBytes *
make_picture (guint32 seed,
              gsize   size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guchar *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guchar) g_rand_int_range (rand, 0, 256);

  return g_bytes_new_take (data, size);
}

void
desk_put_picture (Desk       *desk,
                  const char *id,
                  GBytes     *picture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) file = gw_store_put_file (desk->store, "party", picture, "heron.png", "image/png", &error);
  g_autoptr (JsonObject) body = json_object_new ();

  g_assert_no_error (error);
  json_object_set_string_member (body, "type", "file");
  json_object_set_object_member (body, "file", json_object_ref (file));
  g_assert_true (gw_store_put (desk->store, "party", id, NULL, body, GW_PUT_DEFAULT, NULL, &error));
  g_assert_no_error (error);
}

/* Returns: (transfer full): the description of the picture that the document @id shows */
JsonObject *
desk_find_picture (Desk       *desk,
                   const char *id)
{
  g_autoptr (GwDoc) doc = gw_store_get (desk->store, "party", id, NULL);

  g_assert_nonnull (doc);
  return json_object_ref (gw_json_get_object (gw_doc_get_body (doc), "file"));
}

void
desk_want_picture (Desk       *desk,
                   const char *id)
{
  g_autoptr (JsonObject) file = desk_find_picture (desk, id);

  g_assert_true (gw_store_want_file (desk->store, "party", file, NULL));
}

gboolean
desk_has_picture (Desk       *desk,
                  const char *id,
                  GBytes     *picture)
{
  g_autoptr (JsonObject) file = desk_find_picture (desk, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) here = gw_store_get_file (desk->store, file, &error);

  if (here == NULL) {
    g_assert_error (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE);
    return FALSE;
  }

  return g_bytes_equal (here, picture);
}

gint64
desk_count_unsent_parts (Desk *desk)
{
  gint64 n, bytes;

  g_assert_true (gw_store_count_unsent_chunks (desk->store, &n, &bytes, NULL));
  return n;
}

void
desk_assert_same (Desk *one,
                  Desk *two)
{
  g_autofree char *here = desk_dump (one);
  g_autofree char *there = desk_dump (two);

  g_assert_cmpstr (here, ==, there);
}
