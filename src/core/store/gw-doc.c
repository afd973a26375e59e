/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/gw-doc.h"

#include <string.h>

#include "core/base/gw-json.h"

struct _GwDoc
{
  gatomicrefcount refs;
  char *db;
  char *id;
  char *rev;
  char *text;
  JsonObject *body; /* made of the text when somebody asks first; set atomically */
  gboolean deleted;
  guint conflicts;
};

G_DEFINE_BOXED_TYPE (GwDoc, gw_doc, gw_doc_ref, gw_doc_unref)
G_DEFINE_BOXED_TYPE (GwChange, gw_change, gw_change_copy, gw_change_free)

/**
 * gw_doc_new:
 * @db: a database
 * @id: the document's id
 * @rev: (nullable): the revision, or NULL for a document that was never put
 * @deleted: whether it is a tombstone
 * @body: its fields without those that begin with "_"; copied
 *
 * Returns: (transfer full): a document
 */
GwDoc *
gw_doc_new (const char *db,
            const char *id,
            const char *rev,
            gboolean    deleted,
            JsonObject *body)
{
  g_autofree char *text = gw_json_to_text (body);

  return gw_doc_new_from_text (db, id, rev, deleted, text, 0);
}

/**
 * gw_doc_new_from_text:
 * @text: the body as canonical JSON
 * @conflicts: how many live leaves the document has beside its winner
 *
 * As gw_doc_new(). The text is read only when somebody asks for the body: a list of thousands
 * of documents costs what SQLite needs for it and no more.
 *
 * Returns: (transfer full): a document
 */
GwDoc *
gw_doc_new_from_text (const char *db,
                      const char *id,
                      const char *rev,
                      gboolean    deleted,
                      const char *text,
                      guint       conflicts)
{
  GwDoc *self = g_new0 (GwDoc, 1);

  g_atomic_ref_count_init (&self->refs);
  self->db = g_strdup (db);
  self->id = g_strdup (id);
  self->rev = g_strdup (rev);
  self->text = g_strdup (text);
  self->deleted = deleted;
  self->conflicts = conflicts;

  return self;
}

/**
 * gw_doc_ref:
 *
 * Returns: (transfer full): @self
 */
GwDoc *
gw_doc_ref (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * gw_doc_unref:
 * @self: (transfer full): a document
 */
void
gw_doc_unref (GwDoc *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->body, json_object_unref);
  g_free (self->db);
  g_free (self->id);
  g_free (self->rev);
  g_free (self->text);
  g_free (self);
}

/**
 * gw_doc_get_db:
 *
 * Returns: (transfer none): the local name of the database
 */
const char *
gw_doc_get_db (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->db;
}

/**
 * gw_doc_get_id:
 *
 * Returns: (transfer none): the id, "type:key"
 */
const char *
gw_doc_get_id (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * gw_doc_get_rev:
 *
 * Returns: (transfer none) (nullable): the revision, "3-<32 hex digits>"
 */
const char *
gw_doc_get_rev (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rev;
}

/**
 * gw_doc_get_generation:
 *
 * Returns: the number before the hyphen of the revision, or 0 where there is none
 */
gint64
gw_doc_get_generation (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rev != NULL ? g_ascii_strtoll (self->rev, NULL, 10) : 0;
}

/**
 * gw_doc_is_deleted:
 *
 * Returns: whether this revision is a tombstone
 */
gboolean
gw_doc_is_deleted (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->deleted;
}

/**
 * gw_doc_get_conflicts:
 *
 * Returns: how many live leaves the document had beside this winner when it was read
 */
guint
gw_doc_get_conflicts (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->conflicts;
}

/**
 * gw_doc_get_body:
 *
 * The fields. Never change them: other threads may read the same object. gw_json_copy() gives
 * one to change and put.
 *
 * Returns: (transfer none) (not nullable): the body
 */
JsonObject *
gw_doc_get_body (GwDoc *self)
{
  JsonObject *body;

  g_return_val_if_fail (self != NULL, NULL);

  body = g_atomic_pointer_get (&self->body);
  if (body == NULL) {
    g_autoptr (GError) error = NULL;

    body = gw_json_parse_object (self->text, -1, &error);
    if (body == NULL) {
      /* Only a damaged file brings us here; gw_store_check() names the document. */
      g_warning ("The body of %s cannot be read: %s", self->id, error->message);
      body = json_object_new ();
    }
    if (!g_atomic_pointer_compare_and_exchange (&self->body, NULL, body)) {
      json_object_unref (body);
      body = g_atomic_pointer_get (&self->body);
    }
  }

  return body;
}

/**
 * gw_doc_get_text:
 *
 * Returns: (transfer none): the body as canonical JSON on one line
 */
const char *
gw_doc_get_text (GwDoc *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * gw_change_copy:
 *
 * Returns: (transfer full): a copy
 */
GwChange *
gw_change_copy (const GwChange *self)
{
  GwChange *copy = g_new0 (GwChange, 1);

  *copy = *self;
  copy->db = g_strdup (self->db);
  copy->id = g_strdup (self->id);
  copy->rev = g_strdup (self->rev);

  return copy;
}

/**
 * gw_change_free:
 * @self: (transfer full): a change
 */
void
gw_change_free (GwChange *self)
{
  g_free (self->db);
  g_free (self->id);
  g_free (self->rev);
  g_free (self);
}
