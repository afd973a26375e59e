/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which versions carry their author's signature, and what is signed.
 *
 * - Each version of an answer, a submission and a post that a person here writes, settled ones too.
 * - Not a tombstone, and not what a rule makes of two versions: another desk makes the same, byte for byte.
 * - The signature is a member of the document and no part of what is signed; nor is it a difference between two
 *   versions. All else is: the members in the order of their names, as the store keeps them.
 *
 * How is signed and verified the store does not know: core/keys does (gw-signer.c). */

#include "core/store/gw-signature.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/store/gw-store-private.h"

static const char *const wanted[] = { "answer:", "submission:", "post:" };

/**
 * gw_signature_is_wanted:
 * @id: a document
 *
 * Returns: whether its versions are signed by who writes them. Any thread
 */
gboolean
gw_signature_is_wanted (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    if (g_str_has_prefix (id, wanted[i]))
      return TRUE;
  }

  return FALSE;
}

/* The same members without the signature, and without those of the protocol. */
static JsonObject *
dup_unsigned (JsonObject *body)
{
  JsonObject *bare = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, body);
  while (json_object_iter_next (&iter, &name, &node)) {
    if (name[0] != '_' && strcmp (name, GW_SIGNATURE_MEMBER) != 0)
      json_object_set_member (bare, name, json_node_ref (node));
  }

  return bare;
}

/**
 * gw_signature_dup_content:
 * @body: a version, with or without its signature and the members of the protocol
 *
 * Returns: (transfer full): what of it is signed: canonical JSON. Any thread
 */
char *
gw_signature_dup_content (JsonObject *body)
{
  g_autoptr (JsonObject) bare = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  bare = dup_unsigned (body);

  return gw_json_to_text (bare);
}

/**
 * gw_store_set_signer:
 * @func: (nullable): signs what is written through @self from now on
 * @user_data: (transfer full): for it
 * @destroy: (nullable): for @user_data
 *
 * Without a signer everything is written unsigned.
 */
void
gw_store_set_signer (GwStore        *self,
                     GwSignFunc      func,
                     gpointer        user_data,
                     GDestroyNotify  destroy)
{
  g_return_if_fail (GW_IS_STORE (self));

  if (self->signer_destroy != NULL)
    self->signer_destroy (self->signer_data);
  self->signer = func;
  self->signer_data = user_data;
  self->signer_destroy = destroy;
}

/* @content: what gw_signature_dup_content() gives
 * Returns: (transfer full): the text as it is stored, signed where this desk can */
char *
gw_store_dup_signed (GwStore    *self,
                     const char *db,
                     const char *id,
                     const char *content)
{
  g_autofree char *signature = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (self->signer == NULL || !gw_tree_is_sent (db))
    return g_strdup (content);
  signature = self->signer (db, id, content, self->signer_data);
  body = signature != NULL ? gw_json_parse_object (content, -1, NULL) : NULL;
  if (body == NULL)
    return g_strdup (content);
  json_object_set_string_member (body, GW_SIGNATURE_MEMBER, signature);

  return gw_json_to_text (body);
}

/* Whether the stored @text says nothing but @content, whoever signed it. */
gboolean
gw_signature_is_same (const char *text,
                      const char *content)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *bare = NULL;

  if (g_strcmp0 (text, content) == 0)
    return TRUE;
  if (text == NULL || content == NULL || strstr (text, "\"" GW_SIGNATURE_MEMBER "\":") == NULL)
    return FALSE;
  body = gw_json_parse_object (text, -1, NULL);
  bare = body != NULL ? gw_signature_dup_content (body) : NULL;

  return g_strcmp0 (bare, content) == 0;
}
