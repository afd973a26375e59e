/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The respondent opens a packet: it becomes a form like any other that came from a file, with the answers that stood in
 * the report, in "mine". Beside it lies what the reply needs. To open it twice changes nothing. */

#include "core/packets/gw-packet-private.h"

#include <string.h>

#include "core/answers/gw-form-copy.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/bundles/gw-bundle-error.h"
#include "core/bundles/gw-sealed-file.h"
#include "core/keys/gw-sealed.h"

/**
 * gw_packet_dup_copy_id:
 * @id: of a packet
 *
 * Returns: (transfer full): the id of the filled-in form (GwFormCopy) that it is opened as
 */
char *
gw_packet_dup_copy_id (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_strconcat (GW_FORM_COPY_RECORD, id, NULL);
}

static GwForm *
load_form (GwPacketDesk  *desk,
           GBytes        *xml,
           GError       **error)
{
  g_autoptr (GPtrArray) issues = NULL;

  return gw_form_load (xml, desk->media_folder, &issues, error);
}

/* What stood there is nobody's answer here: it keeps its author, and goes back only where the respondent changes it. */
static gboolean
put_answers (GwPacketDesk  *desk,
             JsonArray     *answers,
             const char    *record,
             GError       **error)
{
  for (guint i = 0; i < json_array_get_length (answers); i++) {
    g_autoptr (JsonObject) body = gw_packet_dup_body (gw_json_array_object (answers, i), record);
    g_autofree char *id = body != NULL ? gw_packet_dup_body_id (body, record) : NULL;

    if (id == NULL)
      return gw_packet_refuse (error, GW_PACKET_ERROR_DAMAGED, "An answer in the packet is none");
    if (!gw_store_put (desk->store, GW_PACKET_OWN_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
put_paper (GwPacketDesk  *desk,
           JsonObject    *packet,
           GError       **error)
{
  g_autofree char *id = g_strconcat (GW_PACKET_OPENED, gw_json_get_string (packet, "id"), NULL);
  g_autofree char *now = gw_time_format (gw_time_now ());
  g_autoptr (JsonObject) paper = json_object_new ();
  JsonObject *kept = gw_json_copy (packet);

  json_object_remove_member (kept, "form");
  json_object_set_string_member (paper, "type", "inpacket");
  json_object_set_object_member (paper, "packet", kept);
  json_object_set_string_member (paper, "opened", now);

  return gw_store_put (desk->store, GW_PACKET_OWN_DB, id, NULL, paper, GW_PUT_DEFAULT, NULL, error);
}

static gboolean
put_all (GwPacketDesk  *desk,
         JsonObject    *packet,
         GError       **error)
{
  const char *text = gw_json_get_string (packet, "form"), *title = gw_json_get_string (packet, "title");
  g_autofree char *record = gw_packet_dup_copy_id (gw_json_get_string (packet, "id"));
  g_autoptr (GBytes) xml = g_bytes_new (text, strlen (text));
  g_autoptr (GwForm) form = load_form (desk, xml, error);
  g_autoptr (GwFormCopy) copy = NULL;

  if (form == NULL)
    return FALSE;
  copy = gw_form_copy_create_named (desk->store, record, form, xml, desk->media_folder, desk->author, error);

  return copy != NULL
         && (title == NULL || gw_form_copy_set_title (desk->store, record, title, error))
         && put_answers (desk, gw_json_get_array (packet, "answers"), record, error)
         && put_paper (desk, packet, error);
}

/* Returns: (transfer full): its id */
static char *
open_packet (GwPacketDesk  *desk,
             JsonObject    *packet,
             gboolean      *is_news,
             GError       **error)
{
  const char *id;
  g_autoptr (GwDoc) there = NULL;

  if (!gw_packet_check (desk, packet, "packet", error))
    return NULL;
  id = gw_json_get_string (packet, "id");
  if (gw_json_get_string (packet, "form") == NULL) {
    gw_packet_refuse (error, GW_PACKET_ERROR_DAMAGED, "There is no form");
    return NULL;
  }
  there = gw_packet_read_doc (desk, GW_PACKET_OWN_DB, GW_PACKET_OPENED, id, NULL);
  *is_news = there == NULL;
  if (there != NULL)
    return g_strdup (id);
  if (!gw_store_begin (desk->store, error))
    return NULL;
  if (!put_all (desk, packet, error)) {
    gw_store_rollback (desk->store);
    return NULL;
  }

  return gw_store_commit (desk->store, error) ? g_strdup (id) : NULL;
}

/**
 * gw_packet_open:
 * @path: a file from anywhere
 * @passphrase: (nullable): UTF-8; one that was sealed for this desk needs none
 * @is_news: (out): FALSE where it was opened here before; then nothing was changed
 * @error: return location
 *
 * Returns: (transfer full): the packet's id, or NULL with an @error of %GW_PACKET_ERROR and nothing changed
 */
char *
gw_packet_open (GwPacketDesk  *desk,
                const char    *path,
                const char    *passphrase,
                gboolean      *is_news,
                GError       **error)
{
  g_autoptr (JsonObject) packet = NULL;
  char *id;

  g_return_val_if_fail (desk != NULL && path != NULL && is_news != NULL, NULL);

  packet = gw_sealed_file_read (path, passphrase, desk->keys, error);
  id = packet != NULL ? open_packet (desk, packet, is_news, error) : NULL;
  if (id == NULL)
    gw_packet_error_translate (error);

  return id;
}

/**
 * gw_packet_open_all:
 * @error: return location
 *
 * Opens the packets for this desk that came by sync and are not open yet. What is for others is passed over, and what
 * cannot be opened is left for another day.
 *
 * Returns: (transfer full): the ids of those that are new, or NULL with an @error of %GW_PACKET_ERROR
 */
GStrv
gw_packet_open_all (GwPacketDesk  *desk,
                    GError       **error)
{
  g_autoptr (GStrvBuilder) opened = g_strv_builder_new ();
  g_autoptr (GPtrArray) docs = NULL;

  g_return_val_if_fail (desk != NULL, NULL);

  docs = gw_store_list (desk->store, GW_PACKET_SHARED_DB, GW_PACKET_PREFIX, NULL, -1, error);
  if (docs == NULL) {
    gw_packet_error_translate (error);
    return NULL;
  }
  for (guint i = 0; i < docs->len; i++) {
    g_autofree char *text = gw_sealed_open (gw_doc_get_body (docs->pdata[i]), desk->keys, NULL);
    g_autoptr (JsonObject) packet = text != NULL ? gw_json_parse_object (text, -1, NULL) : NULL;
    g_autoptr (GError) problem = NULL;
    g_autofree char *id = NULL;
    gboolean is_news = FALSE;

    id = packet != NULL ? open_packet (desk, packet, &is_news, &problem) : NULL;
    if (problem != NULL)
      g_message ("%s cannot be opened: %s", gw_doc_get_id (docs->pdata[i]), problem->message);
    if (id != NULL && is_news)
      g_strv_builder_add (opened, id);
  }

  return g_strv_builder_end (opened);
}
