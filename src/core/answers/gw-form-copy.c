/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents `formcopy:copy-<ULID>`: forms that came from a file and are filled in here. */

#include "core/answers/gw-form-copy.h"

#include <string.h>

#include "core/answers/gw-form-media.h"
#include "core/answers/gw-form-text.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define PREFIX "formcopy:"

/**
 * gw_form_copy_free:
 */
void
gw_form_copy_free (GwFormCopy *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->form_id);
  g_free (self->form_version);
  g_free (self->form_title);
  g_free (self->form_hash);
  g_free (self->moved_from);
  g_free (self->moved_version);
  g_free (self);
}

/**
 * gw_form_copy_dup_doc_title:
 * @doc: the document of a copy
 *
 * Returns: (transfer full): what it is called in lists and found under
 */
char *
gw_form_copy_dup_doc_title (GwDoc *doc)
{
  const char *title = gw_json_get_string (gw_doc_get_body (doc), "title");

  return g_strdup (title != NULL ? title : "");
}

static char *
dup_member (JsonObject *object,
            const char *member)
{
  const char *text = object != NULL ? gw_json_get_string (object, member) : NULL;

  return g_strdup (text != NULL ? text : "");
}

static GwFormCopy *
new_from_doc (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  JsonObject *form = body != NULL ? gw_json_get_object (body, "form") : NULL;
  const char *id = gw_doc_get_id (doc);
  GwFormCopy *self;

  if (form == NULL || gw_json_get_string (form, "sha256") == NULL || gw_doc_is_deleted (doc)
      || !g_str_has_prefix (id, PREFIX))
    return NULL;

  self = g_new0 (GwFormCopy, 1);
  self->id = g_strdup (id + strlen (PREFIX));
  self->title = dup_member (body, "title");
  self->form_id = dup_member (form, "id");
  self->form_version = dup_member (form, "version");
  self->form_title = dup_member (form, "title");
  self->form_hash = dup_member (form, "sha256");
  self->moved_from = g_strdup (gw_json_get_string (body, "moved_from"));
  self->moved_version = self->moved_from != NULL ? dup_member (body, "moved_version") : NULL;
  self->removed = g_strcmp0 (gw_json_get_string (body, "state"), "removed") == 0;
  gw_time_parse (gw_json_get_string (body, "created"), &self->created);

  return self;
}

static JsonObject *
make_body (GwForm     *form,
           const char *hash,
           JsonArray  *media,
           const char *author)
{
  JsonObject *body = json_object_new (), *about = json_object_new ();
  g_autofree char *created = gw_time_format (gw_time_now ());
  const char *version = gw_form_get_version (form), *title = gw_form_get_title (form);

  if (title == NULL || *title == '\0')
    title = gw_form_get_id (form);
  json_object_set_string_member (about, "id", gw_form_get_id (form));
  json_object_set_string_member (about, "version", version != NULL ? version : "");
  json_object_set_string_member (about, "title", title);
  json_object_set_string_member (about, "sha256", hash);
  json_object_set_string_member (body, "type", "formcopy");
  json_object_set_object_member (body, "form", about);
  json_object_set_array_member (body, "media", json_array_ref (media));
  json_object_set_string_member (body, "title", title);
  json_object_set_string_member (body, "created", created);
  json_object_set_string_member (body, "author", author);
  json_object_set_string_member (body, "state", "draft");

  return body;
}

static gboolean
put_copy (GwStore     *store,
          const char  *id,
          GwForm      *form,
          GBytes      *xml,
          const char  *media_folder,
          const char  *author,
          GError     **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (JsonArray) media = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (!gw_form_text_put (store, GW_FORM_COPY_DB, xml, &hash, error))
    return FALSE;
  media = gw_form_media_put (store, GW_FORM_COPY_DB, media_folder, xml, error);
  if (media == NULL)
    return FALSE;

  body = make_body (form, hash, media, author);
  return gw_store_put (store, GW_FORM_COPY_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}

/**
 * gw_form_copy_create_named:
 * @name: the id of the copy, `copy-` and a ULID; none of that name may be there
 *
 * As gw_form_copy_create(), for a form that came with a name of its own: to open it twice makes one copy.
 *
 * Returns: (transfer full): the copy, or NULL with @error set
 */
GwFormCopy *
gw_form_copy_create_named (GwStore     *store,
                           const char  *name,
                           GwForm      *form,
                           GBytes      *xml,
                           const char  *media_folder,
                           const char  *author,
                           GError     **error)
{
  g_autofree char *id = NULL;
  g_autoptr (GwDoc) doc = NULL;

  g_return_val_if_fail (GW_IS_STORE (store) && GW_IS_FORM (form) && xml != NULL, NULL);
  g_return_val_if_fail (name != NULL && g_str_has_prefix (name, GW_FORM_COPY_RECORD), NULL);

  id = g_strconcat (PREFIX, name, NULL);
  if (!gw_store_begin (store, error))
    return NULL;
  if (!put_copy (store, id, form, xml, media_folder, author, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;
  doc = gw_store_get (store, GW_FORM_COPY_DB, id, error);

  return doc != NULL ? new_from_doc (doc) : NULL;
}

/**
 * gw_form_copy_create:
 * @form: the form to fill in
 * @xml: the same as it was read
 * @media_folder: (nullable): where its files are
 * @author: who begins it
 * @error: return location; the store's
 *
 * Begins to fill in a form: keeps the form and its files.
 *
 * Returns: (transfer full): the copy, or NULL with @error set
 */
GwFormCopy *
gw_form_copy_create (GwStore     *store,
                     GwForm      *form,
                     GBytes      *xml,
                     const char  *media_folder,
                     const char  *author,
                     GError     **error)
{
  g_autofree char *ulid = gw_id_new (), *name = g_strconcat (GW_FORM_COPY_RECORD, ulid, NULL);

  return gw_form_copy_create_named (store, name, form, xml, media_folder, author, error);
}

/**
 * gw_form_copy_read_all:
 *
 * Returns: (transfer full) (element-type GwFormCopy): all of them, the newest first, or NULL with @error set
 */
GPtrArray *
gw_form_copy_read_all (GwStore  *store,
                       GError  **error)
{
  g_autoptr (GPtrArray) docs = NULL;
  GPtrArray *copies;

  g_return_val_if_fail (GW_IS_STORE (store), NULL);

  docs = gw_store_list (store, GW_FORM_COPY_DB, PREFIX, NULL, -1, error);
  if (docs == NULL)
    return NULL;

  /* The ids are ULIDs: their order is the order of making. */
  copies = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_copy_free);
  for (guint i = docs->len; i > 0; i--) {
    GwFormCopy *copy = new_from_doc (docs->pdata[i - 1]);

    if (copy != NULL)
      g_ptr_array_add (copies, copy);
  }

  return copies;
}

static GwDoc *
read_doc (GwStore     *store,
          const char  *id,
          GError     **error)
{
  g_autofree char *full = g_strconcat (PREFIX, id, NULL);

  return gw_store_get (store, GW_FORM_COPY_DB, full, error);
}

static gboolean
set_member (GwStore     *store,
            const char  *id,
            const char  *member,
            const char  *text,
            GError     **error)
{
  g_autoptr (GwDoc) doc = read_doc (store, id, error);
  g_autoptr (JsonObject) body = NULL;

  if (doc == NULL)
    return FALSE;
  if (g_strcmp0 (gw_json_get_string (gw_doc_get_body (doc), member), text) == 0)
    return TRUE;
  body = gw_json_copy (gw_doc_get_body (doc));
  json_object_set_string_member (body, member, text);

  return gw_store_put (store, GW_FORM_COPY_DB, gw_doc_get_id (doc), gw_doc_get_rev (doc), body, GW_PUT_COALESCE,
                       NULL, error);
}

/**
 * gw_form_copy_set_title:
 *
 * Changes what a copy is called in lists.
 */
gboolean
gw_form_copy_set_title (GwStore     *store,
                        const char  *id,
                        const char  *title,
                        GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && id != NULL && title != NULL, FALSE);

  return set_member (store, id, "title", title, error);
}

/**
 * gw_form_copy_set_removed:
 *
 * Takes a copy out of the list, or puts it back. Nothing of it is deleted.
 */
gboolean
gw_form_copy_set_removed (GwStore     *store,
                          const char  *id,
                          gboolean     removed,
                          GError     **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && id != NULL, FALSE);

  return set_member (store, id, "state", removed ? "removed" : "draft", error);
}

/**
 * gw_form_copy_unpack:
 * @folder: where its files are to be, a folder of this copy alone
 * @error: return location; the store's, or %G_FILE_ERROR
 *
 * Returns: (transfer full): the XML of the form, whose files are in @folder now
 */
GBytes *
gw_form_copy_unpack (GwStore     *store,
                     const char  *id,
                     const char  *folder,
                     GError     **error)
{
  g_autoptr (GwDoc) doc = NULL;
  JsonObject *body, *form;
  JsonArray *media;
  const char *hash;

  g_return_val_if_fail (GW_IS_STORE (store) && id != NULL && folder != NULL, NULL);

  doc = read_doc (store, id, error);
  if (doc == NULL)
    return NULL;
  body = gw_doc_get_body (doc);
  media = gw_json_get_array (body, "media");
  if (media != NULL && !gw_form_media_unpack (store, media, folder, error))
    return NULL;
  form = gw_json_get_object (body, "form");
  hash = form != NULL ? gw_json_get_string (form, "sha256") : NULL;

  return gw_form_text_read (store, GW_FORM_COPY_DB, hash != NULL ? hash : "", error);
}
