/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The office takes a reply in, answer by answer, each under the name of who wrote it.
 *
 * - Each answer is a child of the version that the respondent was shown, or of what they replied before. Where the
 *   office wrote there meanwhile, both stay, and a person decides as after any exchange.
 * - What was taken in once is not taken in again, whatever became of it since: late and repeated replies do no harm.
 * - A place that was not asked for, a wrong token, another country: nothing of the reply is taken in. */

#include "core/packets/gw-packet-private.h"

#include <string.h>

#include "core/answers/gw-answer-history.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/bundles/gw-sealed-file.h"
#include "core/keys/gw-sealed.h"
#include "core/packets/gw-packet-form.h"

typedef struct
{
  GwPacketDesk  *desk;
  JsonObject    *reply;
  JsonObject    *paper;  /* of the office, being changed */
  const char    *record;
  JsonObject    *bases;  /* place -> the version that a reply continues; of @paper */
  GStrv          picked;
  GHashTable    *known;  /* digests of what was taken in */
  GwPacketTaken *taken;
} Taking;

static void
taking_clear (Taking *self)
{
  g_clear_pointer (&self->paper, json_object_unref);
  g_strfreev (self->picked);
  g_clear_pointer (&self->known, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taking, taking_clear)

static gboolean
is_asked (Taking     *self,
          JsonObject *body,
          const char *ref)
{
  const char *const *picked = (const char *const *) self->picked;

  return gw_packet_is_picked (picked, ref)
         || (gw_json_get_string (body, "row") != NULL && gw_packet_leads_to (picked, ref));
}

/* What stood there goes into the history, unless it is not what the respondent was shown: then it stays beside. */
static gboolean
keep_shown (Taking      *self,
            const char  *ref,
            const char  *id,
            const char  *base,
            GError     **error)
{
  g_autoptr (GwDoc) doc =
    base != NULL ? gw_store_get_rev (self->desk->store, GW_PACKET_OFFICE_DB, id, base, NULL) : NULL;
  g_autoptr (GwAnswer) shown = doc != NULL ? gw_answer_new_from_doc (doc) : NULL;

  if (shown == NULL || shown->calculated)
    return TRUE;

  return gw_answer_keep_past (self->desk->store, GW_PACKET_OFFICE_DB, self->record, ref, shown->value, shown->author,
                              shown->changed, NULL, error);
}

static gboolean
put_body (Taking      *self,
          JsonObject  *body,
          const char  *ref,
          GError     **error)
{
  g_autofree char *base = g_strdup (gw_json_get_string (self->bases, ref));
  g_autofree char *id = gw_packet_dup_body_id (body, self->record), *rev = NULL;
  GwMergeOutcome outcome = { 0 };

  if (gw_json_get_string (body, "ref") != NULL && !keep_shown (self, ref, id, base, error))
    return FALSE;
  if (!gw_store_put (self->desk->store, GW_PACKET_OFFICE_DB, id, base, body, GW_PUT_DEFAULT, &rev, error)
      || !gw_store_merge (self->desk->store, GW_PACKET_OFFICE_DB, id, &outcome, error))
    return FALSE;
  json_object_set_string_member (self->bases, ref, rev);
  self->taken->taken++;
  self->taken->waiting += outcome.waiting;

  return TRUE;
}

static gboolean
take_body (Taking      *self,
           JsonObject  *said,
           GError     **error)
{
  g_autoptr (JsonObject) body = gw_packet_dup_body (said, self->record);
  g_autofree char *ref = body != NULL ? gw_packet_dup_ref (body) : NULL;
  g_autofree char *text = NULL, *digest = NULL;

  if (ref == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_DAMAGED, "An answer in the reply is none");
  if (!is_asked (self, body, ref))
    return gw_packet_refuse (error, GW_PACKET_ERROR_NOT_ASKED, ref);
  text = gw_json_to_text (body);
  digest = gw_packet_dup_digest (text);
  digest[20] = '\0';
  if (g_hash_table_contains (self->known, digest)) {
    self->taken->known++;
    return TRUE;
  }
  g_hash_table_add (self->known, g_steal_pointer (&digest));

  return put_body (self, body, ref, error);
}

static gboolean
take_bodies (Taking  *self,
             GError **error)
{
  JsonArray *answers = gw_json_get_array (self->reply, "answers");

  for (guint i = 0; i < json_array_get_length (answers); i++) {
    if (!take_body (self, gw_json_array_object (answers, i), error))
      return FALSE;
  }

  return TRUE;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
copy_time (Taking     *self,
           const char *from,
           const char *to)
{
  const char *text = gw_json_get_string (self->reply, from);
  gint64 time;

  if (text != NULL && gw_time_parse (text, &time))
    json_object_set_string_member (self->paper, to, text);
}

/* A reply that is older than one that was taken in says nothing newer. */
static void
note_state (Taking *self)
{
  g_autoptr (GList) digests = g_list_sort (g_hash_table_get_keys (self->known), compare_texts);
  gint64 answered = CLAMP (gw_json_get_int (self->reply, "answered", 0), 0, self->taken->questions);
  JsonArray *taken = json_array_new ();

  for (GList *l = digests; l != NULL; l = l->next)
    json_array_add_string_element (taken, l->data);
  json_object_set_array_member (self->paper, "taken", taken);
  if (!json_object_has_member (self->paper, "opened"))
    copy_time (self, "opened", "opened");
  answered = MAX (answered, gw_json_get_int (self->paper, "answered", 0));
  json_object_set_int_member (self->paper, "answered", answered);
  self->taken->answered = (guint) answered;
  self->taken->is_final = gw_json_get_boolean (self->reply, "final");
  if (self->taken->is_final)
    copy_time (self, "time", "returned");
}

static gboolean
check_reply (Taking    *self,
             gboolean   anyway,
             GError   **error)
{
  g_autofree char *token = gw_packet_dup_digest (gw_json_get_string (self->reply, "token"));

  self->record = gw_json_get_string (self->paper, "record");
  if (g_strcmp0 (token, gw_json_get_string (self->paper, "token")) != 0 || self->record == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_UNKNOWN, "The reply does not know the packet");
  if (!anyway && g_strcmp0 (gw_json_get_string (self->paper, "state"), "taken-back") == 0)
    return gw_packet_refuse (error, GW_PACKET_ERROR_TAKEN_BACK, "It was taken back");

  return TRUE;
}

static void
begin (Taking *self)
{
  g_auto (GStrv) known = gw_packet_dup_strv (self->paper, "taken");
  JsonObject *bases = gw_json_get_object (self->paper, "base");

  self->bases = bases != NULL ? gw_json_copy (bases) : json_object_new ();
  json_object_set_object_member (self->paper, "base", self->bases);
  self->picked = gw_packet_dup_strv (self->paper, "picked");
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; known[i] != NULL; i++)
    g_hash_table_add (self->known, g_strdup (known[i]));
  self->taken->questions = (guint) CLAMP (gw_json_get_int (self->paper, "questions", 0), 0, G_MAXINT);
}

/* Returns: (transfer full): what came of it */
static GwPacketTaken *
take (GwPacketDesk  *desk,
      JsonObject    *reply,
      gboolean       anyway,
      GError       **error)
{
  g_autoptr (GwPacketTaken) taken = g_new0 (GwPacketTaken, 1);
  g_auto (Taking) self = { .desk = desk, .reply = reply, .taken = taken };
  g_autoptr (GwDoc) doc = NULL;

  if (!gw_packet_check (desk, reply, "reply", error))
    return NULL;
  taken->id = g_strdup (gw_json_get_string (reply, "id"));
  doc = gw_packet_read_doc (desk, GW_PACKET_OFFICE_DB, GW_PACKET_GIVEN, taken->id, error);
  if (doc == NULL)
    return NULL;
  self.paper = gw_json_copy (gw_doc_get_body (doc));
  if (!check_reply (&self, anyway, error))
    return NULL;
  begin (&self);
  if (!gw_store_begin (desk->store, error))
    return NULL;
  if (take_bodies (&self, error)) {
    note_state (&self);
    if (gw_store_put (desk->store, GW_PACKET_OFFICE_DB, gw_doc_get_id (doc), gw_doc_get_rev (doc), self.paper,
                      GW_PUT_COALESCE, NULL, error))
      return gw_store_commit (desk->store, error) ? g_steal_pointer (&taken) : NULL;
  }
  gw_store_rollback (desk->store);

  return NULL;
}

/**
 * gw_packet_take_in:
 * @path: a reply, from anywhere
 * @anyway: also where the packet was taken back
 * @error: return location
 *
 * Returns: (transfer full): what came of it, or NULL with an @error of %GW_PACKET_ERROR and nothing changed
 */
GwPacketTaken *
gw_packet_take_in (GwPacketDesk  *desk,
                   const char    *path,
                   gboolean       anyway,
                   GError       **error)
{
  g_autoptr (JsonObject) reply = NULL;
  GwPacketTaken *taken;

  g_return_val_if_fail (desk != NULL && path != NULL, NULL);

  reply = gw_sealed_file_read (path, NULL, desk->keys, error);
  taken = reply != NULL ? take (desk, reply, anyway, error) : NULL;
  if (taken == NULL)
    gw_packet_error_translate (error);

  return taken;
}

/**
 * gw_packet_take_in_all:
 * @error: return location
 *
 * Takes in the replies that came by sync. Those for another desk of the office are left to it, and so are replies to
 * packets that were taken back.
 *
 * Returns: (transfer full) (element-type GwPacketTaken): those that brought something new, or NULL with an @error of
 *   %GW_PACKET_ERROR
 */
GPtrArray *
gw_packet_take_in_all (GwPacketDesk  *desk,
                       GError       **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_packet_taken_free);
  g_autoptr (GPtrArray) docs = NULL;

  g_return_val_if_fail (desk != NULL, NULL);

  docs = gw_store_list (desk->store, GW_PACKET_SHARED_DB, GW_REPLY_PREFIX, NULL, -1, error);
  if (docs == NULL) {
    gw_packet_error_translate (error);
    return NULL;
  }
  for (guint i = 0; i < docs->len; i++) {
    g_autofree char *text = gw_sealed_open (gw_doc_get_body (docs->pdata[i]), desk->keys, NULL);
    g_autoptr (JsonObject) reply = text != NULL ? gw_json_parse_object (text, -1, NULL) : NULL;
    g_autoptr (GError) problem = NULL;
    g_autoptr (GwPacketTaken) taken = reply != NULL ? take (desk, reply, FALSE, &problem) : NULL;

    if (problem != NULL)
      g_message ("%s is not taken in: %s", gw_doc_get_id (docs->pdata[i]), problem->message);
    if (taken != NULL && taken->taken > 0)
      g_ptr_array_add (all, g_steal_pointer (&taken));
  }

  return g_steal_pointer (&all);
}
