/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all sides of a packet share: its documents, what is looked at first, the list. */

#include "core/packets/gw-packet-private.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

#define MAX_TEXT 65536

/**
 * gw_packets_register_types:
 *
 * Once, before a store is opened.
 */
void
gw_packets_register_types (void)
{
  static const char *const states[] = { "taken-back", "sent", NULL };
  static const GwFieldRule given_fields[] = {
    { "record", GW_FIELD_KEEP_FIRST, NULL },    { "title", GW_FIELD_KEEP_FIRST, NULL },
    { "respondent", GW_FIELD_KEEP_FIRST, NULL }, { "account", GW_FIELD_KEEP_FIRST, NULL },
    { "picked", GW_FIELD_KEEP_FIRST, NULL },    { "base", GW_FIELD_WINNER, NULL },
    { "token", GW_FIELD_KEEP_FIRST, NULL },     { "questions", GW_FIELD_KEEP_FIRST, NULL },
    { "created", GW_FIELD_KEEP_FIRST, NULL },   { "author", GW_FIELD_KEEP_FIRST, NULL },
    { "state", GW_FIELD_STATE, states },        { "answered", GW_FIELD_GREATEST, NULL },
    { "opened", GW_FIELD_WINNER, NULL },        { "returned", GW_FIELD_GREATEST, NULL },
    { "taken", GW_FIELD_SET, NULL },            { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwFieldRule opened_fields[] = {
    { "packet", GW_FIELD_KEEP_FIRST, NULL }, { "opened", GW_FIELD_KEEP_FIRST, NULL },
    { "returned", GW_FIELD_GREATEST, NULL }, { NULL, GW_FIELD_VALUE, NULL },
  };
  static const GwDocType given = { .name = "delegation", .database = GW_PACKET_OFFICE_DB, .fields = given_fields };
  static const GwDocType opened = { .name = "inpacket", .database = GW_PACKET_OWN_DB, .fields = opened_fields };

  gw_doc_type_register (&given);
  gw_doc_type_register (&opened);
}

/* What calls itself a packet or a reply (@kind), from anywhere. */
gboolean
gw_packet_check (GwPacketDesk  *desk,
                 JsonObject    *content,
                 const char    *kind,
                 GError       **error)
{
  gint64 version = gw_json_get_int (content, "godwit-packet", 0);
  const char *id = gw_json_get_string (content, "id"), *country = gw_json_get_string (content, "country");

  if (version > GW_PACKET_VERSION)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NEWER, "The packet has a higher version");
  if (version != GW_PACKET_VERSION || g_strcmp0 (gw_json_get_string (content, "kind"), kind) != 0)
    return gw_packet_refuse (error, GW_PACKET_ERROR_NOT_A_PACKET, "It is of another kind");
  if (id == NULL || strlen (id) != 26 || strspn (id, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != 26 || country == NULL
      || gw_json_get_string (content, "token") == NULL || gw_json_get_array (content, "answers") == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_DAMAGED, "A member is missing");
  if (*desk->country != '\0' && g_ascii_strcasecmp (country, desk->country) != 0)
    return gw_packet_refuse (error, GW_PACKET_ERROR_OTHER_COUNTRY, country);

  return TRUE;
}

GwDoc *
gw_packet_read_doc (GwPacketDesk  *desk,
                    const char    *db,
                    const char    *prefix,
                    const char    *id,
                    GError       **error)
{
  g_autofree char *name = g_strconcat (prefix, id, NULL);
  g_autoptr (GwDoc) doc = gw_store_get (desk->store, db, name, NULL);

  if (doc != NULL && !gw_doc_is_deleted (doc))
    return g_steal_pointer (&doc);
  gw_packet_refuse (error, GW_PACKET_ERROR_UNKNOWN, name);

  return NULL;
}

GStrv
gw_packet_dup_strv (JsonObject *object,
                    const char *member)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  JsonArray *array = gw_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    const char *text = gw_json_array_string (array, i);

    if (text != NULL)
      g_strv_builder_add (list, text);
  }

  return g_strv_builder_end (list);
}

/* (nullable): the place of an answer, or of a row. */
char *
gw_packet_dup_ref (JsonObject *body)
{
  const char *type = gw_json_get_string (body, "type"), *ref = gw_json_get_string (body, "ref");
  const char *repeat = gw_json_get_string (body, "repeat"), *row = gw_json_get_string (body, "row");

  if (g_strcmp0 (type, "answer") == 0 && ref != NULL && *ref == '/')
    return g_strdup (ref);
  if (g_strcmp0 (type, "row") == 0 && repeat != NULL && *repeat == '/' && row != NULL && *row != '\0')
    return gw_answer_ref_of_row (repeat, row);

  return NULL;
}

/* @body: one with a place */
char *
gw_packet_dup_body_id (JsonObject *body,
                       const char *record)
{
  if (g_strcmp0 (gw_json_get_string (body, "type"), "row") == 0)
    return gw_answer_id_new_row (record, gw_json_get_string (body, "repeat"), gw_json_get_string (body, "row"));

  return gw_answer_id_new ("answer", record, gw_json_get_string (body, "ref"));
}

static gboolean
is_time (const char *text)
{
  gint64 time;

  return text != NULL && gw_time_parse (text, &time);
}

/* The members that an answer or a row has, for another record: what comes from outside brings nothing else.
 * Returns: (transfer full) (nullable): NULL where it is none */
JsonObject *
gw_packet_dup_body (JsonObject *body,
                    const char *record)
{
  static const char *const texts[] = { "type", "ref", "value", "repeat", "row", "order", "state", "author", "changed" };
  g_autoptr (JsonObject) copy = json_object_new ();
  g_autofree char *ref = body != NULL ? gw_packet_dup_ref (body) : NULL;

  if (ref == NULL || gw_json_get_string (body, "author") == NULL || !is_time (gw_json_get_string (body, "changed"))
      || (gw_json_get_string (body, "ref") != NULL && gw_json_get_string (body, "value") == NULL))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = gw_json_get_string (body, texts[i]);

    if (text != NULL && g_utf8_strlen (text, -1) > MAX_TEXT)
      return NULL;
    if (text != NULL)
      json_object_set_string_member (copy, texts[i], text);
  }
  json_object_set_string_member (copy, "record", record);
  if (gw_json_get_boolean (body, "coded"))
    json_object_set_boolean_member (copy, "coded", TRUE);

  return g_steal_pointer (&copy);
}

char *
gw_packet_dup_digest (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* ------------------------------------------------------------ the list */

void
gw_packet_state_free (GwPacketState *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->report);
  g_free (self->respondent);
  g_free (self->due);
  g_free (self->note);
  g_free (self);
}

void
gw_packet_taken_free (GwPacketTaken *self)
{
  g_free (self->id);
  g_free (self);
}

static char *
dup_text (JsonObject *object,
          const char *member)
{
  const char *text = gw_json_get_string (object, member);

  return g_strdup (text != NULL ? text : "");
}

static gint64
read_time (JsonObject *object,
           const char *member)
{
  const char *text = gw_json_get_string (object, member);
  gint64 time = 0;

  return text != NULL && gw_time_parse (text, &time) ? time : 0;
}

/* @about: what the packet says of itself; @now: what became of it */
static GwPacketState *
new_state (GwDoc      *doc,
           JsonObject *about,
           JsonObject *now)
{
  GwPacketState *self = g_new0 (GwPacketState, 1);

  self->id = g_strdup (strchr (gw_doc_get_id (doc), ':') + 1);
  self->title = dup_text (about, "title");
  self->respondent = dup_text (about, "respondent");
  self->due = dup_text (about, "due");
  self->note = dup_text (about, "note");
  self->questions = (guint) CLAMP (gw_json_get_int (about, "questions", 0), 0, G_MAXINT);
  self->answered = (guint) CLAMP (gw_json_get_int (now, "answered", 0), 0, G_MAXINT);
  self->created = read_time (about, "created");
  self->opened = read_time (now, "opened");
  self->returned = read_time (now, "returned");
  self->is_taken_back = g_strcmp0 (gw_json_get_string (now, "state"), "taken-back") == 0;

  return self;
}

static gboolean
add_states (GwPacketDesk  *desk,
            const char    *db,
            const char    *prefix,
            GPtrArray     *list,
            GError       **error)
{
  g_autoptr (GPtrArray) docs = gw_store_list (desk->store, db, prefix, NULL, -1, error);

  for (guint i = docs != NULL ? docs->len : 0; i > 0; i--) {
    GwDoc *doc = docs->pdata[i - 1];
    JsonObject *body = gw_doc_get_body (doc), *packet = gw_json_get_object (body, "packet");
    GwPacketState *state = new_state (doc, packet != NULL ? packet : body, body);

    state->is_ours = packet == NULL;
    state->report = g_strdup (gw_json_get_string (body, "record"));
    g_ptr_array_add (list, state);
  }

  return docs != NULL;
}

/**
 * gw_packet_list:
 *
 * Returns: (transfer full) (element-type GwPacketState): the packets that this country's desks gave, and those
 *   that were opened here, the newest of each first; or NULL with @error set
 */
GPtrArray *
gw_packet_list (GwPacketDesk  *desk,
                GError       **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_packet_state_free);

  g_return_val_if_fail (desk != NULL, NULL);

  if (!add_states (desk, GW_PACKET_OFFICE_DB, GW_PACKET_GIVEN, list, error)
      || !add_states (desk, GW_PACKET_OWN_DB, GW_PACKET_OPENED, list, error)) {
    gw_packet_error_translate (error);
    return NULL;
  }

  return g_steal_pointer (&list);
}
