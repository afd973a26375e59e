/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The respondent replies: what differs from what stood in the packet, with its author. A reply is for the desk that
 * gave the packet, sealed with its key; any number of them may be written, each holds all of it. */

#include "core/packets/gw-packet-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/bundles/gw-sealed-file.h"
#include "core/keys/gw-sealed.h"
#include "core/packets/gw-packet-form.h"

typedef struct
{
  JsonObject *packet;
  GStrv       picked;
  char       *record;
  GHashTable *before;  /* place -> its text in the packet */
  JsonArray  *answers;
  guint       n_answered;
} Replying;

static void
replying_clear (Replying *self)
{
  g_strfreev (self->picked);
  g_free (self->record);
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_clear_pointer (&self->answers, json_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Replying, replying_clear)

/* What of an answer or a row the respondent may have changed. */
static char *
dup_said (JsonObject *body)
{
  const char *value = gw_json_get_string (body, "value"), *state = gw_json_get_string (body, "state");

  return g_strdup (value != NULL ? value : state != NULL ? state : "");
}

static void
note_before (Replying *self)
{
  JsonArray *answers = gw_json_get_array (self->packet, "answers");

  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++) {
    JsonObject *body = gw_json_array_object (answers, i);
    char *ref = body != NULL ? gw_packet_dup_ref (body) : NULL;

    if (ref != NULL)
      g_hash_table_replace (self->before, ref, dup_said (body));
  }
}

static void
add_body (Replying   *self,
          JsonObject *body)
{
  g_autoptr (JsonObject) copy = gw_packet_dup_body (body, self->record);
  g_autofree char *ref = copy != NULL ? gw_packet_dup_ref (copy) : NULL;
  g_autofree char *said = copy != NULL ? dup_said (copy) : NULL;
  gboolean is_answer = copy != NULL && gw_json_get_string (copy, "ref") != NULL;

  if (ref == NULL || gw_json_get_boolean (body, "calculated")
      || !(gw_packet_is_picked ((const char *const *) self->picked, ref)
           || (!is_answer && gw_packet_leads_to ((const char *const *) self->picked, ref))))
    return;
  self->n_answered += is_answer && *said != '\0';
  if (g_strcmp0 (g_hash_table_lookup (self->before, ref), said) == 0)
    return;
  json_object_remove_member (copy, "record");
  json_array_add_object_element (self->answers, g_steal_pointer (&copy));
}

static gboolean
add_all (Replying      *self,
         GwPacketDesk  *desk,
         const char    *type,
         GError       **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix (type, self->record);
  g_autoptr (GPtrArray) docs = gw_store_list (desk->store, GW_PACKET_OWN_DB, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++)
    add_body (self, gw_doc_get_body (docs->pdata[i]));

  return docs != NULL;
}

static void
copy_text (JsonObject *from,
           JsonObject *to,
           const char *member)
{
  const char *text = gw_json_get_string (from, member);

  if (text != NULL)
    json_object_set_string_member (to, member, text);
}

static JsonObject *
new_reply (Replying     *self,
           GwPacketDesk *desk,
           JsonObject   *paper,
           gboolean      is_final)
{
  JsonObject *reply = json_object_new ();
  g_autofree char *now = gw_time_format (gw_time_now ());

  json_object_set_int_member (reply, "godwit-packet", GW_PACKET_VERSION);
  json_object_set_string_member (reply, "kind", "reply");
  copy_text (self->packet, reply, "id");
  copy_text (self->packet, reply, "country");
  copy_text (self->packet, reply, "token");
  copy_text (paper, reply, "opened");
  json_object_set_string_member (reply, "author", desk->author);
  json_object_set_string_member (reply, "time", now);
  json_object_set_int_member (reply, "answered", self->n_answered);
  json_object_set_boolean_member (reply, "final", is_final);
  json_object_set_array_member (reply, "answers", json_array_ref (self->answers));

  return reply;
}

static gboolean
write_file (GPtrArray   *keys,
            JsonObject  *reply,
            const char  *path,
            GError     **error)
{
  GwSealFor to = { .cost = GW_SEAL_COST_DEFAULT, .keys = keys };

  return gw_sealed_file_write (path, reply, &to, NULL, error);
}

/* Each a document of its own: none is written over. */
static gboolean
write_document (GwPacketDesk  *desk,
                GPtrArray     *keys,
                JsonObject    *reply,
                GError       **error)
{
  const char *account = gw_key_desk_get_account (desk->key_desk);
  g_autofree char *text = gw_json_to_text (reply), *ulid = gw_id_new (), *id = NULL;
  g_autoptr (JsonObject) body = json_object_new ();

  if (account == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NO_KEY, "This desk has no name");
  if (!gw_sealed_fill (body, text, keys, error))
    return FALSE;
  id = g_strconcat (GW_REPLY_PREFIX, account, ":", ulid, NULL);
  json_object_set_string_member (body, "type", "reply");
  json_object_set_int_member (body, "v", GW_DOC_VERSION);

  return gw_store_put (desk->store, GW_PACKET_SHARED_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}

static gboolean
write_reply (Replying      *self,
             GwPacketDesk  *desk,
             JsonObject    *paper,
             const char    *path,
             gboolean       is_final,
             GError       **error)
{
  JsonObject *body = gw_json_get_object (self->packet, "key");
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_unref);
  g_autoptr (JsonObject) reply = NULL;
  GwKey *key = body != NULL ? gw_key_from_body (body, NULL) : NULL;

  if (json_array_get_length (self->answers) == 0)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NOTHING, "Nothing differs");
  if (key == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NO_KEY, "The packet does not say who opens the reply");
  g_ptr_array_add (keys, key);
  reply = new_reply (self, desk, paper, is_final);

  return path != NULL ? write_file (keys, reply, path, error) : write_document (desk, keys, reply, error);
}

static gboolean
note_replied (GwPacketDesk  *desk,
              GwDoc         *doc,
              guint          n_answered,
              gboolean       is_final,
              GError       **error)
{
  g_autoptr (JsonObject) paper = gw_json_copy (gw_doc_get_body (doc));
  g_autofree char *now = gw_time_format (gw_time_now ());

  json_object_set_int_member (paper, "answered", n_answered);
  if (is_final)
    json_object_set_string_member (paper, "returned", now);

  return gw_store_put (desk->store, GW_PACKET_OWN_DB, gw_doc_get_id (doc), gw_doc_get_rev (doc), paper,
                       GW_PUT_COALESCE, NULL, error);
}

/**
 * gw_packet_reply:
 * @id: of a packet that was opened here
 * @path: (nullable): the file to make; NULL: a document in "packets", which goes by sync
 * @is_final: whether the respondent is done
 * @n_answered: (out): how many questions are answered
 * @error: return location
 *
 * Writes what was answered, for the desk that gave the packet. What was answered stays here and may be changed; the
 * next reply holds all of it again.
 *
 * Returns: FALSE with an @error of %GW_PACKET_ERROR; then there is no reply
 */
gboolean
gw_packet_reply (GwPacketDesk  *desk,
                 const char    *id,
                 const char    *path,
                 gboolean       is_final,
                 guint         *n_answered,
                 GError       **error)
{
  g_auto (Replying) self = { NULL };
  g_autoptr (GwDoc) doc = NULL;
  JsonObject *paper;

  g_return_val_if_fail (desk != NULL && id != NULL && n_answered != NULL, FALSE);

  doc = gw_packet_read_doc (desk, GW_PACKET_OWN_DB, GW_PACKET_OPENED, id, error);
  if (doc == NULL)
    return FALSE;
  paper = gw_doc_get_body (doc);
  self.packet = gw_json_get_object (paper, "packet");
  if (self.packet == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_STORE, "The paper of the packet is damaged");
  self.picked = gw_packet_dup_strv (self.packet, "picked");
  self.record = gw_packet_dup_copy_id (id);
  self.before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.answers = json_array_new ();
  note_before (&self);
  if (add_all (&self, desk, "row", error) && add_all (&self, desk, "answer", error)
      && write_reply (&self, desk, paper, path, is_final, error)
      && note_replied (desk, doc, self.n_answered, is_final, error)) {
    *n_answered = self.n_answered;
    return TRUE;
  }
  gw_packet_error_translate (error);

  return FALSE;
}
