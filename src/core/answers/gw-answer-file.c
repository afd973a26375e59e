/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-answer-file.h"

#include <string.h>

#include "core/base/gw-json.h"

/* How much of the content's hash stands in a stored name: enough that two pictures called "photo.jpg" never
 * meet, short enough to be read. */
#define HASH_LETTERS 8

/* A name of a file system may have 255 bytes. */
#define LONGEST_STEM 120

static char *
make_id (const char *record,
         const char *stored_name)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, stored_name, -1);

  return g_strdup_printf ("file:%s:%.40s", record, hash);
}

/* Letters and digits of every script stay; what a file system, an address or a list of values could
 * stumble over becomes a line. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || (c == '.' && out->len > 0))
      g_string_append_unichar (out, c);
    else if (out->len > 0)
      g_string_append_c (out, '_');
  }
  if (out->len == 0)
    g_string_assign (out, "file");

  return g_string_free (out, FALSE);
}

static char *
make_stored_name (const char *name,
                  GBytes     *bytes)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *clean = clean_name (name);
  g_autofree char *ending = NULL;
  char *dot = strrchr (clean, '.');
  const char *end;

  if (dot != NULL && strlen (dot) <= 10) {
    ending = g_strdup (dot);
    *dot = '\0';
  }
  if (strlen (clean) > LONGEST_STEM) {
    g_utf8_validate (clean, LONGEST_STEM, &end);
    clean[end - clean] = '\0';
  }

  return g_strdup_printf ("%s-%.*s%s", clean, HASH_LETTERS, hash, ending != NULL ? ending : "");
}

static GwAnswerFile *
new_from_body (JsonObject *body)
{
  JsonObject *description = gw_json_get_object (body, "file");
  const char *stored_name = gw_json_get_string (body, "stored");
  const char *name = description != NULL ? gw_json_get_string (description, "name") : NULL;
  const char *mime = description != NULL ? gw_json_get_string (description, "mime") : NULL;
  GwAnswerFile *self;

  if (stored_name == NULL || name == NULL)
    return NULL;

  self = g_new0 (GwAnswerFile, 1);
  g_atomic_ref_count_init (&self->refs);
  self->stored_name = g_strdup (stored_name);
  self->name = g_strdup (name);
  self->mime = g_strdup (mime != NULL ? mime : "application/octet-stream");
  self->length = gw_json_get_int (description, "length", 0);
  self->description = gw_json_copy (description);

  return self;
}

/**
 * gw_answer_file_ref:
 */
GwAnswerFile *
gw_answer_file_ref (GwAnswerFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * gw_answer_file_unref:
 */
void
gw_answer_file_unref (GwAnswerFile *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->stored_name);
  g_free (self->name);
  g_free (self->mime);
  json_object_unref (self->description);
  g_free (self);
}

static JsonObject *
make_body (const char *record,
           const char *stored_name,
           JsonObject *description)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", "file");
  json_object_set_string_member (body, "record", record);
  json_object_set_string_member (body, "stored", stored_name);
  json_object_set_object_member (body, "file", json_object_ref (description));

  return body;
}

/**
 * gw_answer_file_put:
 * @db: the database of the record
 * @record: what is filled in
 * @bytes: the content
 * @name: the name that the person knows
 * @mime: its type
 * @error: return location; the store's
 *
 * Keeps a file beside the answers of @record. The same file under the same name is kept once.
 *
 * Returns: (transfer full): the file, whose @stored_name is to be the answer
 */
GwAnswerFile *
gw_answer_file_put (GwStore     *store,
                    const char  *db,
                    const char  *record,
                    GBytes      *bytes,
                    const char  *name,
                    const char  *mime,
                    GError     **error)
{
  g_autofree char *stored_name = NULL, *id = NULL;
  g_autoptr (GwAnswerFile) there = NULL;
  g_autoptr (JsonObject) description = NULL, body = NULL;
  gboolean ok;

  g_return_val_if_fail (GW_IS_STORE (store) && bytes != NULL && name != NULL, NULL);

  stored_name = make_stored_name (name, bytes);
  there = gw_answer_file_find (store, db, record, stored_name, NULL);
  if (there != NULL)
    return g_steal_pointer (&there);

  if (!gw_store_begin (store, error))
    return NULL;
  id = make_id (record, stored_name);
  description = gw_store_put_file (store, db, bytes, name, mime, error);
  body = description != NULL ? make_body (record, stored_name, description) : NULL;
  ok = body != NULL && gw_store_put (store, db, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
  if (!ok) {
    gw_store_rollback (store);
    return NULL;
  }

  return gw_store_commit (store, error) ? new_from_body (body) : NULL;
}

/**
 * gw_answer_file_find:
 * @stored_name: what stands in an answer
 * @error: return location; %GW_STORE_ERROR_NOT_FOUND where there is no such file, or not yet
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GwAnswerFile *
gw_answer_file_find (GwStore     *store,
                     const char  *db,
                     const char  *record,
                     const char  *stored_name,
                     GError     **error)
{
  g_autofree char *id = NULL;
  g_autoptr (GwDoc) doc = NULL;
  GwAnswerFile *file;

  g_return_val_if_fail (GW_IS_STORE (store) && stored_name != NULL, NULL);

  id = make_id (record, stored_name);
  doc = gw_store_get (store, db, id, error);
  if (doc == NULL)
    return NULL;
  file = gw_doc_is_deleted (doc) ? NULL : new_from_body (gw_doc_get_body (doc));
  if (file == NULL)
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "There is no file %s", stored_name);

  return file;
}

/**
 * gw_answer_file_read:
 * @error: return location; %GW_STORE_ERROR_INCOMPLETE where parts have not arrived yet
 *
 * Returns: (transfer full): the content, or NULL with @error set
 */
GBytes *
gw_answer_file_read (GwStore       *store,
                     GwAnswerFile  *file,
                     GError       **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && file != NULL, NULL);

  return gw_store_get_file (store, file->description, error);
}
