/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The office makes a packet: the form cut to what was picked, the answers that stand there, and what the reply needs.
 * The file is written first; only when it is safe the office's own paper says that the packet is out. */

#include "core/packets/gw-packet-private.h"

#include <glib/gstdio.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/bundles/gw-sealed-file.h"
#include "core/keys/gw-sealed.h"
#include "core/packets/gw-packet-form.h"
#include "core/reports/gw-report.h"

typedef struct
{
  GwPacketDesk       *desk;
  const GwPacketPlan *plan;
  GwReport           *report;
  char               *id;
  char               *token;
  JsonArray          *answers;
  JsonObject         *base;    /* place -> the version that the respondent is shown */
  guint               n_questions;
} Giving;

static void
giving_clear (Giving *self)
{
  g_clear_object (&self->report);
  g_free (self->id);
  g_free (self->token);
  g_clear_pointer (&self->answers, json_array_unref);
  g_clear_pointer (&self->base, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Giving, giving_clear)

/* Of the answers those that were picked; of the rows also those that lead there. */
static gboolean
add_answers (Giving      *self,
             const char  *type,
             GError     **error)
{
  const char *record = gw_report_get_id (self->report);
  g_autofree char *prefix = gw_answer_id_new_prefix (type, record);
  g_autoptr (GPtrArray) docs = gw_store_list (self->desk->store, GW_PACKET_OFFICE_DB, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwDoc *doc = docs->pdata[i];
    g_autoptr (JsonObject) body = gw_packet_dup_body (gw_doc_get_body (doc), record);
    g_autofree char *ref = body != NULL ? gw_packet_dup_ref (body) : NULL;

    if (ref == NULL || !(gw_packet_is_picked (self->plan->picked, ref)
                         || (g_str_equal (type, "row") && gw_packet_leads_to (self->plan->picked, ref))))
      continue;
    json_object_remove_member (body, "record");
    json_object_set_string_member (self->base, ref, gw_doc_get_rev (doc));
    json_array_add_object_element (self->answers, g_steal_pointer (&body));
  }

  return docs != NULL;
}

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, member, text);
}

/* What both the packet and the office's paper say. */
static JsonObject *
new_about (Giving *self)
{
  JsonObject *about = json_object_new ();
  g_autofree char *now = gw_time_format (gw_time_now ());

  json_object_set_string_member (about, "title", gw_report_get_title (self->report));
  json_object_set_string_member (about, "respondent", self->plan->respondent);
  set_text (about, "due", self->plan->due);
  set_text (about, "note", self->plan->note);
  json_object_set_int_member (about, "questions", self->n_questions);
  json_object_set_string_member (about, "created", now);
  json_object_set_string_member (about, "author", self->desk->author);

  return about;
}

static JsonObject *
new_content (Giving *self,
             GBytes *form)
{
  JsonObject *content = new_about (self);
  g_autoptr (GwKey) key = gw_key_desk_dup_key (self->desk->key_desk, self->desk->keys);
  g_autofree char *xml = g_strndup (g_bytes_get_data (form, NULL), g_bytes_get_size (form));
  JsonArray *picked = json_array_new ();

  for (guint i = 0; self->plan->picked[i] != NULL; i++)
    json_array_add_string_element (picked, self->plan->picked[i]);
  json_object_set_int_member (content, "godwit-packet", GW_PACKET_VERSION);
  json_object_set_string_member (content, "kind", "packet");
  json_object_set_string_member (content, "id", self->id);
  json_object_set_string_member (content, "country", self->desk->country);
  json_object_set_string_member (content, "token", self->token);
  json_object_set_string_member (content, "form", xml);
  json_object_set_array_member (content, "picked", picked);
  json_object_set_array_member (content, "answers", json_array_ref (self->answers));
  if (key != NULL)
    json_object_set_object_member (content, "key", gw_key_to_body (key));

  return content;
}

/* (nullable): those of the account that hold, with our own to read it again */
static GPtrArray *
find_keys (Giving      *self,
           gboolean     with_own,
           GError     **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_key_unref);
  g_autoptr (GPtrArray) found = gw_key_book_find (self->desk->store, self->desk->keys, self->plan->account, error);
  GwKey *own;

  if (found == NULL)
    return NULL;
  for (guint i = 0; i < found->len; i++) {
    const GwKeyEntry *entry = found->pdata[i];

    if (entry->trust != GW_KEY_TRUST_WITHDRAWN && entry->trust != GW_KEY_TRUST_CHANGED)
      g_ptr_array_add (keys, gw_key_ref (entry->key));
  }
  if (keys->len == 0) {
    gw_packet_refuse (error, GW_PACKET_ERROR_NO_KEY, "None of the keys holds");
    return NULL;
  }
  own = with_own ? gw_key_desk_dup_key (self->desk->key_desk, self->desk->keys) : NULL;
  if (own != NULL)
    g_ptr_array_add (keys, own);

  return g_steal_pointer (&keys);
}

static gboolean
write_file (Giving      *self,
            JsonObject  *content,
            GError     **error)
{
  GwSealFor to = { .passphrase = self->plan->passphrase, .cost = GW_SEAL_COST_DEFAULT };
  g_autoptr (GPtrArray) keys = NULL;

  if (self->plan->account != NULL) {
    keys = find_keys (self, TRUE, error);
    if (keys == NULL)
      return FALSE;
    to.passphrase = NULL;
    to.keys = keys;
  } else if (to.passphrase == NULL) {
    return gw_packet_refuse (error, GW_PACKET_ERROR_SHORT_PASSPHRASE, "There is no passphrase");
  }

  return gw_sealed_file_write (self->plan->path, content, &to, self->desk->keys, error);
}

static gboolean
write_document (Giving      *self,
                JsonObject  *content,
                GError     **error)
{
  g_autofree char *text = gw_json_to_text (content), *id = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (JsonObject) body = json_object_new ();

  if (self->plan->account == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NO_KEY, "It is for no account");
  keys = find_keys (self, TRUE, error);
  if (keys == NULL || !gw_sealed_fill (body, text, keys, error))
    return FALSE;
  id = g_strconcat (GW_PACKET_PREFIX, self->plan->account, ":", self->id, NULL);
  json_object_set_string_member (body, "type", "packet");
  json_object_set_int_member (body, "v", GW_DOC_VERSION);

  return gw_store_put (self->desk->store, GW_PACKET_SHARED_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}

static gboolean
note_given (Giving  *self,
            GError **error)
{
  g_autoptr (JsonObject) paper = new_about (self);
  g_autofree char *id = g_strconcat (GW_PACKET_GIVEN, self->id, NULL);
  g_autofree char *digest = gw_packet_dup_digest (self->token);
  JsonArray *picked = json_array_new ();

  for (guint i = 0; self->plan->picked[i] != NULL; i++)
    json_array_add_string_element (picked, self->plan->picked[i]);
  json_object_set_string_member (paper, "record", gw_report_get_id (self->report));
  set_text (paper, "account", self->plan->account);
  json_object_set_array_member (paper, "picked", picked);
  json_object_set_object_member (paper, "base", json_object_ref (self->base));
  json_object_set_string_member (paper, "token", digest);
  json_object_set_string_member (paper, "state", "sent");

  return gw_store_put (self->desk->store, GW_PACKET_OFFICE_DB, id, NULL, paper, GW_PUT_DEFAULT, NULL, error);
}

/* A document and the paper about it are one; a file that nothing is known of is taken away again. */
static gboolean
give (Giving      *self,
      JsonObject  *content,
      GError     **error)
{
  GwStore *store = self->desk->store;

  if (self->plan->path != NULL && !write_file (self, content, error))
    return FALSE;
  if (!gw_store_begin (store, error))
    return FALSE;
  if ((self->plan->path == NULL && !write_document (self, content, error)) || !note_given (self, error)) {
    gw_store_rollback (store);
    if (self->plan->path != NULL)
      g_unlink (self->plan->path);
    return FALSE;
  }

  return gw_store_commit (store, error);
}

static gboolean
prepare (Giving      *self,
         GBytes     **form,
         GError     **error)
{
  g_autofree char *one = gw_id_new (), *two = gw_id_new ();
  g_autoptr (GBytes) whole = NULL;

  self->report = gw_report_find (self->desk->store, self->plan->report, error);
  whole = self->report != NULL
            ? gw_report_read_form (self->desk->store, gw_report_get_id (self->report), error) : NULL;
  *form = whole != NULL ? gw_packet_form_cut (whole, self->plan->picked, &self->n_questions, error) : NULL;
  self->id = gw_id_new ();
  self->token = g_strconcat (one, two, NULL);
  self->answers = json_array_new ();
  self->base = json_object_new ();

  return *form != NULL && add_answers (self, "row", error) && add_answers (self, "answer", error);
}

/**
 * gw_packet_give:
 * @plan: what is asked, and whom
 * @error: return location
 *
 * Makes a packet, and a paper of the office that says so. The packet holds the questions that were picked, their
 * answers, and nothing else of the country's.
 *
 * Returns: (transfer full): its id, or NULL with an @error of %GW_PACKET_ERROR; then there is no packet
 */
char *
gw_packet_give (GwPacketDesk        *desk,
                const GwPacketPlan  *plan,
                GError             **error)
{
  g_auto (Giving) self = { .desk = desk, .plan = plan };
  g_autoptr (GBytes) form = NULL;
  g_autoptr (JsonObject) content = NULL;

  g_return_val_if_fail (desk != NULL && plan != NULL && plan->picked != NULL && plan->respondent != NULL, NULL);

  if (prepare (&self, &form, error)) {
    content = new_content (&self, form);
    if (give (&self, content, error))
      return g_steal_pointer (&self.id);
  }
  gw_packet_error_translate (error);

  return NULL;
}

/* What was sent as a document is taken away there, too; who opened it keeps what is open. */
static gboolean
remove_document (GwPacketDesk  *desk,
                 const char    *account,
                 const char    *id,
                 GError       **error)
{
  g_autofree char *name = g_strconcat (GW_PACKET_PREFIX, account, ":", id, NULL);
  g_autoptr (GwDoc) doc = gw_store_get (desk->store, GW_PACKET_SHARED_DB, name, NULL);

  return doc == NULL || gw_doc_is_deleted (doc)
         || gw_store_delete (desk->store, GW_PACKET_SHARED_DB, name, gw_doc_get_rev (doc), NULL, NULL, error);
}

/**
 * gw_packet_take_back:
 * @id: of a packet that was given
 * @error: return location
 *
 * From now on a reply to it is not taken in by itself. Nothing else is opened or changed by that, and other packets
 * stay as they are.
 *
 * Returns: FALSE with an @error of %GW_PACKET_ERROR
 */
gboolean
gw_packet_take_back (GwPacketDesk  *desk,
                     const char    *id,
                     GError       **error)
{
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (JsonObject) paper = NULL;
  const char *account;

  g_return_val_if_fail (desk != NULL && id != NULL, FALSE);

  doc = gw_packet_read_doc (desk, GW_PACKET_OFFICE_DB, GW_PACKET_GIVEN, id, error);
  if (doc == NULL)
    return FALSE;
  paper = gw_json_copy (gw_doc_get_body (doc));
  account = gw_json_get_string (paper, "account");
  json_object_set_string_member (paper, "state", "taken-back");
  if ((account == NULL || remove_document (desk, account, id, error))
      && gw_store_put (desk->store, GW_PACKET_OFFICE_DB, gw_doc_get_id (doc), gw_doc_get_rev (doc), paper,
                       GW_PUT_COALESCE, NULL, error))
    return TRUE;
  gw_packet_error_translate (error);

  return FALSE;
}
