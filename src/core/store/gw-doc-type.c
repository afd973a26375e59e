/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store/gw-doc-type.h"

#include <string.h>

/* Types are registered at start and read by every thread afterwards. */
static GMutex types_lock;
static GHashTable *types;

/* What one side says and the other, older, does not, needs nobody. */
static const GwFieldRule of_all[] = {
  { "type", GW_FIELD_KEEP_FIRST, NULL },
  { "v", GW_FIELD_GREATEST, NULL },
};

/**
 * gw_doc_type_register:
 * @type: a type that lives as long as the program
 *
 * Makes @type known. To register the same type twice does nothing, so that each folder may do
 * it where it is first used. May be called on any thread.
 */
void
gw_doc_type_register (const GwDocType *type)
{
  g_return_if_fail (type != NULL && type->name != NULL && strchr (type->name, ':') == NULL);
  g_return_if_fail (type->database != NULL);

  g_mutex_lock (&types_lock);
  if (types == NULL)
    types = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_hash_table_contains (types, type->name))
    g_hash_table_insert (types, (gpointer) type->name, (gpointer) type);
  g_mutex_unlock (&types_lock);
}

/**
 * gw_doc_type_find:
 * @id: a document's id or a type's name
 *
 * Returns: (transfer none) (nullable): its type, or NULL when none of that name is registered
 */
const GwDocType *
gw_doc_type_find (const char *id)
{
  const GwDocType *type = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  name = g_strndup (id, strcspn (id, ":"));
  g_mutex_lock (&types_lock);
  if (types != NULL)
    type = g_hash_table_lookup (types, name);
  g_mutex_unlock (&types_lock);

  return type;
}

static int
compare_types (gconstpointer a,
               gconstpointer b)
{
  const GwDocType *const *first = a, *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

/**
 * gw_doc_type_list:
 *
 * Returns: (transfer container) (element-type GwDocType): all registered types by name
 */
GPtrArray *
gw_doc_type_list (void)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer type;

  g_mutex_lock (&types_lock);
  if (types != NULL) {
    g_hash_table_iter_init (&iter, types);
    while (g_hash_table_iter_next (&iter, NULL, &type))
      g_ptr_array_add (list, type);
  }
  g_mutex_unlock (&types_lock);
  g_ptr_array_sort (list, compare_types);

  return list;
}

/**
 * gw_doc_type_find_field:
 * @type: a type
 * @name: a member of the body
 *
 * What every document says of itself, "type" and "v", has rules where @type has none for it.
 *
 * Returns: (transfer none) (nullable): the rule for @name, NULL: it is a plain value
 */
const GwFieldRule *
gw_doc_type_find_field (const GwDocType *type,
                        const char      *name)
{
  g_return_val_if_fail (type != NULL, NULL);

  for (const GwFieldRule *rule = type->fields; rule != NULL && rule->name != NULL; rule++)
    if (strcmp (rule->name, name) == 0)
      return rule;
  for (gsize i = 0; i < G_N_ELEMENTS (of_all); i++)
    if (strcmp (of_all[i].name, name) == 0)
      return &of_all[i];

  return NULL;
}
