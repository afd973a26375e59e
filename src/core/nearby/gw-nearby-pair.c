/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pairing by a short authentication string with commitments: S. Vaudenay, "Secure Communications over
 * Insecure Channels Based on Short Authenticated Strings" (CRYPTO 2005); ZRTP (RFC 6189, section 4.4.1.1)
 * does the same.
 *
 * - Each side takes a random number and sends a commitment to it. Only when it has the other's commitment does
 *   it say its number. So nobody can choose a number after having seen the other's: somebody between the two
 *   has one guess in a million for each time that a number is said. Each such time that does not end with a yes on
 *   both sides counts, also when the other just left, and a listener lets three of them happen.
 * - The code is made from both numbers, from what the two said of themselves, and from the keying material of
 *   the connection, which only its two ends have. The certificates need not be part of it: that material is made
 *   from keys of this connection alone, and from the certificate that was shown in it.
 * - A commitment names the side that made it, so that one that is sent back is none.
 * - Then both people say that the code is the same. Until both have, nothing was said but the two names, which
 *   the people need to know what they agree to. */

#include "core/nearby/gw-nearby-private.h"

#include <string.h>

#include "core/base/gw-json.h"

#define COMMIT_LABEL "godwit nearby commit 1\n"
#define CODE_LABEL "godwit nearby code 1\n"
#define CODES 1000000

/* What both sides know of each other when the code is made. */
typedef struct
{
  guint8 binding[GW_NEARBY_BINDING_SIZE];
  guint8 own[GW_NEARBY_NONCE_SIZE];
  guint8 theirs[GW_NEARBY_NONCE_SIZE];
  GBytes *own_hello;
  GBytes *their_hello;
} Pairing;

static void
add_hash_of (GChecksum *sum,
             GBytes    *bytes)
{
  g_autoptr (GChecksum) inner = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[GW_NEARBY_HASH_SIZE];
  gsize size = sizeof hash;

  g_checksum_update (inner, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_checksum_get_digest (inner, hash, &size);
  g_checksum_update (sum, hash, size);
}

/**
 * gw_nearby_commit:
 * @has_listened: the side that commits itself
 * @nonce: to this
 * @hello: and to what it said of itself
 * @commitment: (out): a SHA-256
 */
void
gw_nearby_commit (const guint8  binding[GW_NEARBY_BINDING_SIZE],
                  gboolean      has_listened,
                  const guint8  nonce[GW_NEARBY_NONCE_SIZE],
                  GBytes       *hello,
                  guint8        commitment[GW_NEARBY_HASH_SIZE])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint8 side = has_listened ? 'L' : 'C';
  gsize size = GW_NEARBY_HASH_SIZE;

  g_checksum_update (sum, (const guchar *) COMMIT_LABEL, -1);
  g_checksum_update (sum, &side, 1);
  g_checksum_update (sum, binding, GW_NEARBY_BINDING_SIZE);
  g_checksum_update (sum, nonce, GW_NEARBY_NONCE_SIZE);
  add_hash_of (sum, hello);
  g_checksum_get_digest (sum, commitment, &size);
}

/**
 * gw_nearby_dup_code:
 * @connecting: the number of the side that came
 * @listening: of the side that was there
 *
 * Returns: (transfer full): six digits, as "042 917"
 */
char *
gw_nearby_dup_code (const guint8  binding[GW_NEARBY_BINDING_SIZE],
                    const guint8  connecting[GW_NEARBY_NONCE_SIZE],
                    const guint8  listening[GW_NEARBY_NONCE_SIZE],
                    GBytes       *connecting_hello,
                    GBytes       *listening_hello)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[GW_NEARBY_HASH_SIZE];
  gsize size = sizeof hash;
  guint64 number;
  guint code;

  g_checksum_update (sum, (const guchar *) CODE_LABEL, -1);
  g_checksum_update (sum, binding, GW_NEARBY_BINDING_SIZE);
  g_checksum_update (sum, connecting, GW_NEARBY_NONCE_SIZE);
  g_checksum_update (sum, listening, GW_NEARBY_NONCE_SIZE);
  add_hash_of (sum, connecting_hello);
  add_hash_of (sum, listening_hello);
  g_checksum_get_digest (sum, hash, &size);
  memcpy (&number, hash, sizeof number);
  code = (guint) (GUINT64_FROM_BE (number) % CODES);

  return g_strdup_printf ("%03u %03u", code / 1000, code % 1000);
}

static gboolean
say_hello (GwNearbyLink  *link,
           const char    *account,
           const char    *country,
           Pairing       *self,
           GError       **error)
{
  g_autoptr (JsonObject) words = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (words, "godwit-nearby", GW_NEARBY_VERSION);
  json_object_set_string_member (words, "account", account);
  json_object_set_string_member (words, "country", country);
  text = gw_json_to_text (words);
  self->own_hello = g_bytes_new (text, strlen (text));

  return gw_nearby_link_send (link, GW_NEARBY_FRAME_HELLO, text, strlen (text), error);
}

static gboolean
hear_hello (GwNearbyLink  *link,
            Pairing       *self,
            GwNearbyPeer  *peer,
            GError       **error)
{
  g_autoptr (JsonObject) words = NULL;
  gint64 version;

  self->their_hello = gw_nearby_expect_at_once (link, GW_NEARBY_FRAME_HELLO, error);
  words = self->their_hello != NULL ? gw_nearby_parse (self->their_hello, error) : NULL;
  if (words == NULL)
    return FALSE;
  version = gw_json_get_int (words, "godwit-nearby", 0);
  if (version != GW_NEARBY_VERSION) {
    g_set_error (error, GW_NEARBY_ERROR, version > 0 ? GW_NEARBY_ERROR_NEWER : GW_NEARBY_ERROR_NOT_GODWIT,
                 "Version %" G_GINT64_FORMAT, version);
    return FALSE;
  }
  peer->account = gw_nearby_dup_name (gw_json_get_string (words, "account"));
  peer->country = gw_nearby_dup_name (gw_json_get_string (words, "country"));

  return TRUE;
}

static gboolean
receive_exactly (GwNearbyLink   *link,
                 GwNearbyFrame   type,
                 guint8         *data,
                 gsize           size,
                 GError        **error)
{
  g_autoptr (GBytes) content = gw_nearby_expect_at_once (link, type, error);

  if (content == NULL)
    return FALSE;
  if (g_bytes_get_size (content) != size) {
    g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "%" G_GSIZE_FORMAT " bytes in a frame %c",
                 g_bytes_get_size (content), type);
    return FALSE;
  }
  memcpy (data, g_bytes_get_data (content, NULL), size);

  return TRUE;
}

/* Neither says its number before it has the other's commitment. From then on the other knows the code, and may
 * leave when it is not the one that it wants: @is_exposed (out). */
static gboolean
exchange_numbers (GwNearbyLink  *link,
                  Pairing       *self,
                  gboolean      *is_exposed,
                  GError       **error)
{
  gboolean has_listened = gw_nearby_link_has_listened (link);
  guint8 commitment[GW_NEARBY_HASH_SIZE], committed[GW_NEARBY_HASH_SIZE], opened[GW_NEARBY_HASH_SIZE];

  if (!gw_nearby_fill_random (self->own, sizeof self->own, error))
    return FALSE;
  gw_nearby_commit (self->binding, has_listened, self->own, self->own_hello, commitment);
  if (!gw_nearby_link_send (link, GW_NEARBY_FRAME_COMMIT, commitment, sizeof commitment, error)
      || !receive_exactly (link, GW_NEARBY_FRAME_COMMIT, committed, sizeof committed, error))
    return FALSE;
  *is_exposed = TRUE;
  if (!gw_nearby_link_send (link, GW_NEARBY_FRAME_NONCE, self->own, sizeof self->own, error)
      || !receive_exactly (link, GW_NEARBY_FRAME_NONCE, self->theirs, sizeof self->theirs, error))
    return FALSE;
  gw_nearby_commit (self->binding, !has_listened, self->theirs, self->their_hello, opened);
  if (memcmp (committed, opened, sizeof opened) == 0)
    return TRUE;
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_FALSE_CODE, "Not what was committed to");

  return FALSE;
}

static char *
make_code (GwNearbyLink *link,
           Pairing      *self)
{
  return gw_nearby_link_has_listened (link)
    ? gw_nearby_dup_code (self->binding, self->theirs, self->own, self->their_hello, self->own_hello)
    : gw_nearby_dup_code (self->binding, self->own, self->theirs, self->own_hello, self->their_hello);
}

static gboolean
set_different (const char  *who,
               GError     **error)
{
  g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE, "%s said that the codes differ", who);

  return FALSE;
}

static gboolean
say_verdict (GwNearbyLink  *link,
             gboolean       is_same,
             GError       **error)
{
  const guint8 word = is_same ? 1 : 0;

  if (!gw_nearby_link_send (link, GW_NEARBY_FRAME_VERDICT, &word, sizeof word, error))
    return FALSE;

  return is_same || set_different ("The person here", error);
}

static gboolean
hear_verdict (GwNearbyLink  *link,
              GError       **error)
{
  guint8 word;

  if (!receive_exactly (link, GW_NEARBY_FRAME_VERDICT, &word, sizeof word, error))
    return FALSE;

  return word == 1 || set_different ("The other side", error);
}

/* Somebody who said no leaves at once: that is why nothing could be sent any more, and is told. */
static gboolean
explain_broken (GwNearbyLink  *link,
                GError       **error)
{
  g_autoptr (GError) last = NULL;

  if (!hear_verdict (link, &last) && g_error_matches (last, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE)) {
    g_clear_error (error);
    g_propagate_error (error, g_steal_pointer (&last));
  }

  return FALSE;
}

/* Both have to say so. The other may have said so, or have left, before the person here has looked. */
static gboolean
await_both (GwNearbyLink     *link,
            GwNearbyVerdict  *verdict,
            GError          **error)
{
  gboolean has_said = FALSE, has_heard = FALSE;

  while (!has_said || !has_heard) {
    gboolean is_same, has_frame;

    if (!has_said && gw_nearby_verdict_get (verdict, &is_same)) {
      if (!say_verdict (link, is_same, error))
        return is_same ? explain_broken (link, error) : FALSE;
      has_said = TRUE;
      continue;
    }
    if (!gw_nearby_link_wait (link, has_said ? -1 : gw_nearby_verdict_get_fd (verdict), &has_frame, error))
      return FALSE;
    if (has_frame && !hear_verdict (link, error))
      return FALSE;
    if (has_frame && has_heard) {
      g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "Two verdicts");
      return FALSE;
    }
    has_heard |= has_frame;
  }

  return TRUE;
}

static gboolean
compare (GwNearbyLink         *link,
         Pairing              *self,
         const GwNearbyWatch  *watch,
         const GwNearbyPeer   *peer,
         GError              **error)
{
  g_autoptr (GwNearbyVerdict) verdict = gw_nearby_verdict_new ();
  g_autofree char *code = make_code (link, self);

  if (verdict == NULL) {
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_STORE, "No descriptor is left");
    return FALSE;
  }
  /* People take the time that they need. */
  gw_nearby_link_set_deadline (link, 0);
  gw_nearby_tell (watch, GW_NEARBY_PHASE_COMPARING, 0);
  watch->ask (code, peer, verdict, watch->user_data);

  return await_both (link, verdict, error);
}

/**
 * gw_nearby_pair:
 * @account: who we say we are
 * @country: ISO 3166 alpha-3, or ""
 * @watch: whom to ask
 * @summary: @peer, @is_exposed and @is_paired are filled in as far as it goes
 * @error: return location
 *
 * Has the two people compare the code of this connection.
 *
 * Returns: whether both said that it is the same; FALSE with an @error of %GW_NEARBY_ERROR, and then nothing
 *   more may be said on this link
 */
gboolean
gw_nearby_pair (GwNearbyLink         *link,
                const char           *account,
                const char           *country,
                const GwNearbyWatch  *watch,
                GwNearbySummary      *summary,
                GError              **error)
{
  Pairing self = { { 0 } };

  gw_nearby_link_get_binding (link, self.binding);
  summary->is_paired = say_hello (link, account, country, &self, error)
                       && hear_hello (link, &self, &summary->peer, error)
                       && exchange_numbers (link, &self, &summary->is_exposed, error)
                       && compare (link, &self, watch, &summary->peer, error);
  g_clear_pointer (&self.own_hello, g_bytes_unref);
  g_clear_pointer (&self.their_hello, g_bytes_unref);

  return summary->is_paired;
}
