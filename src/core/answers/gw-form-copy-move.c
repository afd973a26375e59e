/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moving a draft to another version of its form. The moved draft is a copy of its own, with the answers, who wrote them
 * and when, what stood there before, and the files. The old draft is only taken out of the list: nothing of it is
 * changed, so that what has no place in the other version stays in it, and moving back is to put it into the list
 * again.
 *
 * Rows have no documents in the moved draft until somebody writes in them: they are in what it began with. */

#include "core/answers/gw-form-copy-move-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define PREFIX "formcopy:"

static void
private_free (GwFormCopyMovePrivate *priv)
{
  g_free (priv->other_id);
  g_free (priv->author);
  g_free (priv->from_root);
  g_free (priv->to_root);
  g_free (priv->stamp);
  gw_form_draft_free (priv->moved);
  gw_form_draft_free (priv->begun);
  g_free (priv);
}

static void
clear (gpointer data)
{
  GwFormCopyMove *self = data;

  g_free (self->id);
  g_free (self->from_version);
  g_free (self->to_version);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->lost);
  g_ptr_array_unref (self->doubtful);
  private_free (self->priv);
}

/**
 * gw_form_copy_move_ref:
 */
GwFormCopyMove *
gw_form_copy_move_ref (GwFormCopyMove *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * gw_form_copy_move_unref:
 */
void
gw_form_copy_move_unref (GwFormCopyMove *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Tells whether the answers are still those that a person was shown. */
char *
gw_form_copy_move_make_stamp (const GwAnswerSheet *sheet)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < sheet->answers->len; i++) {
    const GwAnswer *answer = sheet->answers->pdata[i];

    g_checksum_update (checksum, (const guchar *) answer->ref, strlen (answer->ref) + 1);
    g_checksum_update (checksum, (const guchar *) answer->value, strlen (answer->value) + 1);
  }
  for (guint i = 0; i < sheet->rows->len; i++)
    g_checksum_update (checksum, sheet->rows->pdata[i], strlen (sheet->rows->pdata[i]) + 1);

  return g_strdup (g_checksum_get_string (checksum));
}

/* Where an answer is in the moved draft, the roots being the same; NULL where it is not there. */
char *
gw_form_copy_move_map (const GwFormCopyMove *self,
                       const char           *ref,
                       const char           *value)
{
  const char *root = self->priv->from_root;
  g_autofree char *mapped = NULL;

  if (!g_str_has_prefix (ref, root))
    return NULL;
  mapped = g_strconcat (self->priv->to_root, ref + strlen (root), NULL);

  return g_strcmp0 (gw_form_draft_get (self->priv->moved, mapped), value) == 0 ? g_steal_pointer (&mapped) : NULL;
}

/* ------------------------------------------------------------ the parts of the moved draft */

typedef struct
{
  GwStore *store;
  GwFormCopyMove *move;
  char *record;      /* the moved draft */
  GHashTable *taken; /* places that have their answer */
  GwFormDraft *old;
  GError **error;
  gboolean failed;
} Moving;

static gboolean
put_new (Moving     *moving,
         const char *id,
         JsonObject *body)
{
  return gw_store_put (moving->store, GW_FORM_COPY_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, moving->error);
}

static JsonObject *
copy_body (Moving     *moving,
           GwDoc      *doc,
           const char *ref)
{
  JsonObject *body = gw_json_copy (gw_doc_get_body (doc));

  json_object_set_string_member (body, "record", moving->record);
  if (ref != NULL)
    json_object_set_string_member (body, "ref", ref);

  return body;
}

static gboolean
move_past (Moving     *moving,
           const char *old_ref,
           const char *ref)
{
  g_autofree char *id = gw_answer_id_new ("past", moving->move->id, old_ref);
  g_autofree char *prefix = g_strconcat (id, ":", NULL);
  g_autoptr (GPtrArray) docs = gw_store_list (moving->store, GW_FORM_COPY_DB, prefix, NULL, -1, moving->error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    g_autoptr (JsonObject) body = copy_body (moving, docs->pdata[i], ref);
    const char *value = gw_json_get_string (body, "value"), *author = gw_json_get_string (body, "author");
    const char *changed = gw_json_get_string (body, "changed");
    g_autofree char *past_id = NULL;

    if (value == NULL || author == NULL || changed == NULL)
      continue;
    past_id = gw_answer_id_new_past (moving->record, ref, value, author, changed);
    if (!put_new (moving, past_id, body))
      return FALSE;
  }

  return docs != NULL;
}

static gboolean
move_answers (Moving              *moving,
              const GwAnswerSheet *sheet)
{
  for (guint i = 0; i < sheet->answers->len; i++) {
    const GwAnswer *answer = sheet->answers->pdata[i];
    char *ref = gw_form_copy_move_map (moving->move, answer->ref, answer->value);
    g_autofree char *id = NULL, *new_id = NULL;
    g_autoptr (GwDoc) doc = NULL;
    g_autoptr (JsonObject) body = NULL;

    if (ref == NULL)
      continue;
    g_hash_table_add (moving->taken, ref);
    id = gw_answer_id_new ("answer", moving->move->id, answer->ref);
    new_id = gw_answer_id_new ("answer", moving->record, ref);
    doc = gw_store_get (moving->store, GW_FORM_COPY_DB, id, moving->error);
    if (doc == NULL)
      return FALSE;
    body = copy_body (moving, doc, ref);
    if (!put_new (moving, new_id, body) || !move_past (moving, answer->ref, ref))
      return FALSE;
  }

  return TRUE;
}

/* An answer that went to another place: into the first row of what is a repeat now, or out of one. Where the other
 * version opens with it, what the draft begins with holds it already. */
static void
move_relocated (const char *ref,
                const char *value,
                gpointer    data)
{
  Moving *moving = data;
  g_autofree char *old_ref = g_strconcat (moving->move->priv->from_root,
                                          ref + strlen (moving->move->priv->to_root), NULL);
  g_autofree char *id = NULL, *time = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (moving->failed || *value == '\0' || gw_form_draft_get (moving->old, old_ref) != NULL
      || g_hash_table_contains (moving->taken, ref)
      || g_strcmp0 (gw_form_draft_get (moving->move->priv->begun, ref), value) == 0)
    return;
  id = gw_answer_id_new ("answer", moving->record, ref);
  time = gw_answer_format_time (gw_time_now ());
  body = json_object_new ();
  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "record", moving->record);
  json_object_set_string_member (body, "ref", ref);
  json_object_set_string_member (body, "value", value);
  json_object_set_string_member (body, "author", moving->move->priv->author);
  json_object_set_string_member (body, "changed", time);
  moving->failed = !put_new (moving, id, body);
}

static gboolean
move_files (Moving *moving)
{
  g_autofree char *prefix = gw_answer_id_new_prefix ("file", moving->move->id);
  g_autofree char *new_prefix = gw_answer_id_new_prefix ("file", moving->record);
  g_autoptr (GPtrArray) docs = gw_store_list (moving->store, GW_FORM_COPY_DB, prefix, NULL, -1, moving->error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwDoc *doc = docs->pdata[i];
    g_autofree char *id = g_strconcat (new_prefix, gw_doc_get_id (doc) + strlen (prefix), NULL);
    g_autoptr (JsonObject) body = copy_body (moving, doc, NULL);

    if (!put_new (moving, id, body))
      return FALSE;
  }

  return docs != NULL;
}

static GwDoc *
read_copy (GwStore     *store,
           const char  *id,
           GError     **error)
{
  g_autofree char *full = g_strconcat (PREFIX, id, NULL);

  return gw_store_get (store, GW_FORM_COPY_DB, full, error);
}

/* The form and its files are the other copy's, which are kept already. */
static gboolean
put_copy (Moving *moving,
          GwDoc  *old)
{
  g_autoptr (GwDoc) other = read_copy (moving->store, moving->move->priv->other_id, moving->error);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *id = g_strconcat (PREFIX, moving->record, NULL), *created = NULL;
  JsonObject *old_body = gw_doc_get_body (old);
  const char *title = gw_json_get_string (old_body, "title");

  if (other == NULL)
    return FALSE;
  created = gw_time_format (gw_time_now ());
  body = gw_json_copy (gw_doc_get_body (other));
  if (title != NULL)
    json_object_set_string_member (body, "title", title);
  json_object_set_string_member (body, "author", moving->move->priv->author);
  json_object_set_string_member (body, "created", created);
  json_object_set_string_member (body, "state", "draft");
  json_object_set_string_member (body, "moved_from", moving->move->id);
  json_object_set_string_member (body, "moved_version", moving->move->from_version);

  return put_new (moving, id, body);
}

static gboolean
put_all (Moving              *moving,
         const GwAnswerSheet *sheet)
{
  g_autoptr (GwDoc) old = read_copy (moving->store, moving->move->id, moving->error);
  g_autoptr (GwAnswerBook) book = gw_answer_book_new (GW_FORM_COPY_DB, moving->record, moving->move->priv->author);

  if (old == NULL)
    return FALSE;
  if (g_strcmp0 (gw_json_get_string (gw_doc_get_body (old), "state"), "draft") != 0) {
    g_set_error_literal (moving->error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY, "The draft was taken out of the list meanwhile");
    return FALSE;
  }
  if (!put_copy (moving, old)
      || !gw_answer_book_begin (book, moving->store, moving->move->priv->begun, moving->error)
      || !move_answers (moving, sheet))
    return FALSE;
  gw_form_draft_foreach (moving->move->priv->moved, move_relocated, NULL, moving);

  return !moving->failed && move_files (moving)
         && gw_form_copy_set_removed (moving->store, moving->move->id, TRUE, moving->error);
}

/**
 * gw_form_copy_move:
 * @move: what a person was shown
 * @error: return location; the store's: %GW_STORE_ERROR_BUSY where the answers are others by now
 *
 * Moves a draft: all of it or, with @error set, nothing. Whatever is typed into the draft must be on the disk.
 *
 * Returns: (transfer full): the record of the moved draft
 */
char *
gw_form_copy_move (GwStore         *store,
                   GwFormCopyMove  *move,
                   GError         **error)
{
  g_autoptr (GwAnswerBook) book = NULL;
  g_autoptr (GwAnswerSheet) sheet = NULL;
  g_autofree char *stamp = NULL, *ulid = gw_id_new ();
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *record = g_strconcat (GW_FORM_COPY_RECORD, ulid, NULL);
  g_autoptr (GwFormDraft) old = NULL;
  Moving moving = { store, move, record, taken, NULL, error, FALSE };

  g_return_val_if_fail (GW_IS_STORE (store) && move != NULL, NULL);

  book = gw_answer_book_new (GW_FORM_COPY_DB, move->id, move->priv->author);
  sheet = gw_answer_book_read (book, store, error);
  if (sheet == NULL)
    return NULL;
  stamp = gw_form_copy_move_make_stamp (sheet);
  if (!g_str_equal (stamp, move->priv->stamp)) {
    g_set_error_literal (error, GW_STORE_ERROR, GW_STORE_ERROR_BUSY, "The answers were changed meanwhile");
    return NULL;
  }

  moving.old = old = gw_answer_sheet_dup_draft (sheet);
  if (!gw_store_begin (store, error))
    return NULL;
  if (!put_all (&moving, sheet)) {
    gw_store_rollback (store);
    return NULL;
  }

  return gw_store_commit (store, error) ? g_steal_pointer (&record) : NULL;
}

/**
 * gw_form_copy_move_back:
 * @id: a moved draft
 * @error: return location; the store's
 *
 * Puts the draft that @id was moved from into the list again, as it was, and takes @id out. What was typed into @id
 * since is kept with it.
 */
gboolean
gw_form_copy_move_back (GwStore     *store,
                        const char  *id,
                        GError     **error)
{
  g_autoptr (GwDoc) doc = NULL;
  const char *from;

  g_return_val_if_fail (GW_IS_STORE (store) && id != NULL, FALSE);

  doc = read_copy (store, id, error);
  if (doc == NULL)
    return FALSE;
  from = gw_json_get_string (gw_doc_get_body (doc), "moved_from");
  if (from == NULL) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "%s was not moved", id);
    return FALSE;
  }

  if (!gw_store_begin (store, error))
    return FALSE;
  if (!gw_form_copy_set_removed (store, from, FALSE, error) || !gw_form_copy_set_removed (store, id, TRUE, error)) {
    gw_store_rollback (store);
    return FALSE;
  }

  return gw_store_commit (store, error);
}
