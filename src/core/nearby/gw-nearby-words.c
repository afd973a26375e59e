/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby-private.h"

#include <string.h>

#include "core/base/gw-json.h"

/* Whoever is alive while it works says so at most this often for nothing in between. */
#define MAX_ALIVE 10000

gboolean
gw_nearby_say (GwNearbyLink   *link,
               GwNearbyFrame   type,
               JsonObject     *words,
               GError        **error)
{
  g_autofree char *text = gw_json_to_text (words);

  return gw_nearby_link_send (link, type, text, strlen (text), error);
}

static GBytes *
refuse_frame (GwNearbyFrame   type,
              GError        **error)
{
  g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "Another frame than %c came", type);

  return NULL;
}

/* The next frame, which has to be of @type. While two desks pair nobody works, so nobody has to say that it is
 * alive: whoever does only keeps the other waiting. */
GBytes *
gw_nearby_expect_at_once (GwNearbyLink   *link,
                          GwNearbyFrame   type,
                          GError        **error)
{
  g_autoptr (GBytes) content = NULL;
  guint8 found;

  if (!gw_nearby_link_receive (link, &found, &content, error))
    return NULL;

  return found == type ? g_steal_pointer (&content) : refuse_frame (type, error);
}

/* The next frame, which has to be of @type; signs of life before it are passed over. */
GBytes *
gw_nearby_expect (GwNearbyLink   *link,
                  GwNearbyFrame   type,
                  GError        **error)
{
  for (guint i = 0; i < MAX_ALIVE; i++) {
    g_autoptr (GBytes) content = NULL;
    guint8 found;

    if (!gw_nearby_link_receive (link, &found, &content, error))
      return NULL;
    if (found == type)
      return g_steal_pointer (&content);
    if (found == GW_NEARBY_FRAME_ALIVE && g_bytes_get_size (content) == 0)
      continue;
    break;
  }

  return refuse_frame (type, error);
}

JsonObject *
gw_nearby_parse (GBytes  *content,
                 GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (content, &size);
  JsonObject *object = size > 0 ? gw_json_parse_object (text, size, NULL) : NULL;

  if (object == NULL)
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "What came is no JSON object");

  return object;
}

/**
 * gw_nearby_dup_name:
 * @text: (nullable): from a network
 *
 * Returns: (transfer full): what of it can be shown on one line: valid, short, and without characters that
 *   show nothing or turn the direction of others; "" where nothing is left
 */
char *
gw_nearby_dup_name (const char *text)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);
    GUnicodeType type = g_unichar_type (character);
    gboolean is_shown = g_unichar_isgraph (character) && type != G_UNICODE_FORMAT
                        && type != G_UNICODE_PRIVATE_USE && type != G_UNICODE_UNASSIGNED;

    if (name->len + 4 > GW_NEARBY_MAX_NAME)
      break;
    if (is_shown || character == ' ')
      g_string_append_unichar (name, character);
  }

  return g_strstrip (g_string_free (g_steal_pointer (&name), FALSE));
}
