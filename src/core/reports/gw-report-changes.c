/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changed between two versions of a report, question by question: since it was cleared, or since it was handed in.
 * A row is known by its number, as on paper. */

#include "core/reports/gw-report-changes.h"

#include <string.h>

#include "core/base/gw-xml.h"

/* What no question asks for is nothing that a person changed. */
#define META "meta"
#define DEEPEST 64

void
gw_report_change_free (GwReportChange *self)
{
  if (self == NULL)
    return;

  g_free (self->ref);
  g_free (self->label);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

/* The texts of one version by path, and the paths in order. */
typedef struct
{
  GHashTable *texts;
  GPtrArray *paths;
} Leaves;

/* A row that is alone has no number, and gets one with the second. */
static char *
dup_key (const char *path)
{
  g_autoptr (GString) key = g_string_new (path);

  g_string_replace (key, "[1]", "", 0);

  return g_string_free (g_steal_pointer (&key), FALSE);
}

static const char *
find_text (const Leaves *leaves,
           const char   *path)
{
  g_autofree char *key = dup_key (path);

  return g_hash_table_lookup (leaves->texts, key);
}

static xmlNode *
next_element (xmlNode *node)
{
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;

  return node;
}

/* Its number among those of the same name before it; 0 where it is alone. */
static guint
number_of (xmlNode *node)
{
  guint before = 0, after = 0;

  for (xmlNode *other = node->prev; other != NULL; other = other->prev)
    before += other->type == XML_ELEMENT_NODE && xmlStrEqual (other->name, node->name);
  for (xmlNode *other = node->next; other != NULL; other = other->next)
    after += other->type == XML_ELEMENT_NODE && xmlStrEqual (other->name, node->name);

  return before + after == 0 ? 0 : before + 1;
}

static void
collect (xmlNode    *node,
         const char *path,
         guint       depth,
         Leaves     *leaves)
{
  xmlNode *child = next_element (node->children);

  if (child == NULL) {
    g_ptr_array_add (leaves->paths, g_strdup (path));
    g_hash_table_insert (leaves->texts, dup_key (path), gw_xml_dup_text (node));
    return;
  }
  for (; child != NULL && depth < DEEPEST; child = next_element (child->next)) {
    guint number = number_of (child);
    g_autofree char *under = number == 0 ? g_strdup_printf ("%s/%s", path, (const char *) child->name)
                                         : g_strdup_printf ("%s/%s[%u]", path, (const char *) child->name, number);

    if (strcmp ((const char *) child->name, META) != 0)
      collect (child, under, depth + 1, leaves);
  }
}

static gboolean
read_leaves (GBytes  *bytes,
             Leaves  *leaves,
             GError **error)
{
  g_autoptr (GwXmlDoc) document = gw_xml_parse (bytes, "report", error);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  g_autofree char *path = root != NULL ? g_strconcat ("/", (const char *) root->name, NULL) : NULL;

  leaves->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  leaves->paths = g_ptr_array_new_with_free_func (g_free);
  if (root != NULL)
    collect (root, path, 0, leaves);

  return root != NULL;
}

static void
leaves_clear (Leaves *leaves)
{
  g_clear_pointer (&leaves->texts, g_hash_table_unref);
  g_clear_pointer (&leaves->paths, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Leaves, leaves_clear)

static char *
dup_words (GwFormItem *item,
           const char *value)
{
  g_autoptr (GString) words = NULL;
  g_auto (GStrv) names = NULL;
  GwFormControl control = item != NULL ? gw_form_item_get_control (item) : GW_FORM_CONTROL_INPUT;

  if (control != GW_FORM_CONTROL_SELECT && control != GW_FORM_CONTROL_SELECT1 && control != GW_FORM_CONTROL_RANK)
    return g_strdup (value);
  words = g_string_new (NULL);
  names = g_strsplit_set (value, " ", -1);
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autofree char *label = gw_form_item_dup_choice_label (item, names[i]);

    if (*names[i] == '\0')
      continue;
    if (words->len > 0)
      g_string_append (words, " · ");
    g_string_append (words, label != NULL ? label : names[i]);
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* A row that is alone now may have had a number before, and the other way round. */
static char *
dup_ref (GwFormSession *session,
         const char    *path)
{
  g_autofree char *ref = gw_form_session_dup_ref (session, path);

  return ref != NULL && gw_form_session_find_item (session, ref) != NULL ? g_steal_pointer (&ref) : NULL;
}

static void
add_change (GwFormSession *session,
            const char    *path,
            const char    *before,
            const char    *after,
            GPtrArray     *changes)
{
  GwReportChange *change = g_new0 (GwReportChange, 1);
  GwFormItem *item;

  change->ref = dup_ref (session, path);
  item = change->ref != NULL ? gw_form_session_find_item (session, change->ref) : NULL;
  change->label = item != NULL ? gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL) : NULL;
  if (change->label == NULL || *change->label == '\0') {
    g_free (change->label);
    change->label = g_strdup (path);
  }
  change->before = dup_words (item, before);
  change->after = dup_words (item, after);
  g_ptr_array_add (changes, change);
}

/**
 * gw_report_dup_changes:
 * @session: the report as it is now, for the words of its questions
 * @before: one version as XML
 * @after: another one
 * @error: return location: what is wrong with the XML
 *
 * Returns: (transfer full) (element-type GwReportChange): the answers that differ, in the order of the form; what is
 *   gone comes last. NULL with @error set
 */
GPtrArray *
gw_report_dup_changes (GwFormSession  *session,
                       GBytes         *before,
                       GBytes         *after,
                       GError        **error)
{
  g_auto (Leaves) old = { NULL }, new = { NULL };
  GPtrArray *changes;

  g_return_val_if_fail (GW_IS_FORM_SESSION (session) && before != NULL && after != NULL, NULL);

  if (!read_leaves (before, &old, error) || !read_leaves (after, &new, error))
    return NULL;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_report_change_free);
  for (guint i = 0; i < new.paths->len; i++) {
    const char *path = g_ptr_array_index (new.paths, i);
    const char *text = find_text (&new, path), *was = find_text (&old, path);

    if (g_strcmp0 (was != NULL ? was : "", text) != 0)
      add_change (session, path, was != NULL ? was : "", text, changes);
  }
  for (guint i = 0; i < old.paths->len; i++) {
    const char *path = g_ptr_array_index (old.paths, i);
    const char *was = find_text (&old, path);

    if (find_text (&new, path) == NULL && *was != '\0')
      add_change (session, path, was, "", changes);
  }

  return changes;
}
