/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Public keys are known to many. That the other side holds the secret ones, it shows by signing what only the two
 * ends of this connection have, and which end it is: so nobody can show what was signed elsewhere, or here by us. */

#include "core/nearby/gw-nearby-private.h"

#define PROOF_LABEL "godwit nearby desk 1\n"

static char *
dup_text (GwNearbyLink *link,
          gboolean      has_listened)
{
  g_autoptr (GString) text = g_string_new (PROOF_LABEL);
  guint8 binding[GW_NEARBY_BINDING_SIZE];

  gw_nearby_link_get_binding (link, binding);
  g_string_append_printf (text, "%c\n", has_listened ? 'L' : 'C');
  for (guint i = 0; i < sizeof binding; i++)
    g_string_append_printf (text, "%02x", binding[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * gw_nearby_dup_proof:
 * @keys: of this desk
 *
 * Returns: (transfer full): that this end of @link holds @keys: a signature in base 64
 */
char *
gw_nearby_dup_proof (GwNearbyLink *link,
                     GwKeys       *keys)
{
  g_autofree char *text = dup_text (link, gw_nearby_link_has_listened (link));

  return gw_keys_sign (keys, text);
}

/**
 * gw_nearby_is_proof:
 * @key: that the other end says it has
 * @proof: (nullable): what it sent
 *
 * Returns: whether the other end of @link holds the secret half of @key
 */
gboolean
gw_nearby_is_proof (GwNearbyLink *link,
                    GwKey        *key,
                    const char   *proof)
{
  g_autofree char *text = dup_text (link, !gw_nearby_link_has_listened (link));

  return gw_key_verify (key, proof, text);
}
