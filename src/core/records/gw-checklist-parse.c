/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a checklist file (data/checklists). Files may come from elsewhere some day, so that
 * everything in them is checked and a fault names its line. */
#include "core/records/gw-checklist-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-xml.h"

#define CHECKLIST_NS "urn:godwit:checklist"
#define MAX_ITEMS 1000

static void
set_fault (GError        **error,
           const char     *name,
           const xmlNode  *node,
           const char     *what)
{
  g_set_error (error, GW_CHECKLIST_ERROR, GW_CHECKLIST_ERROR_INVALID, "%s, line %ld: %s", name,
               xmlGetLineNo (node), what);
}

/* The words of a child element with white space put right, or NULL. */
static char *
dup_child (const xmlNode *node,
           const char    *child)
{
  const xmlNode *found = gw_xml_first (node, CHECKLIST_NS, child);
  g_autofree char *text = found ? gw_xml_dup_text (found) : NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  char *joined;

  if (!text)
    return NULL;
  words = g_strsplit_set (text, " \t\r\n", -1);
  for (int i = 0; words[i]; i++) {
    if (*words[i])
      g_ptr_array_add (kept, words[i]);
  }
  g_ptr_array_add (kept, NULL);
  joined = g_strjoinv (" ", (char **) kept->pdata);
  if (!*joined)
    g_clear_pointer (&joined, g_free);
  return joined;
}

static gboolean
is_name (const char *text)
{
  return text && g_ascii_isalpha (*text)
         && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

/* Nothing is further away than some ten years. */
static gboolean
parse_days (const char *text,
            int        *days)
{
  char *end;
  gint64 number = g_ascii_strtoll (text, &end, 10);

  if (end == text || *end || number < -4000 || number > 4000)
    return FALSE;
  *days = (int) number;
  return TRUE;
}

static GwChecklistItem *
parse_item (const xmlNode  *node,
            const char     *name,
            GError        **error)
{
  GwChecklistItem *item = g_new0 (GwChecklistItem, 1);
  g_autofree char *kind = gw_xml_dup_attr (node, NULL, "kind");
  g_autofree char *days = gw_xml_dup_attr (node, NULL, "days");
  g_autofree char *who = gw_xml_dup_attr (node, NULL, "who");
  const char *fault = NULL;

  item->id = gw_xml_dup_attr (node, NULL, "id");
  item->anchor = gw_xml_dup_attr (node, NULL, "anchor");
  item->topic = gw_xml_dup_attr (node, NULL, "topic");
  item->who = g_strsplit (who ? who : "", " ", -1);
  item->is_hard = g_strcmp0 (kind, "hard") == 0;
  item->has_days = days != NULL;
  item->title = dup_child (node, "title");
  item->detail = dup_child (node, "detail");
  item->when = dup_child (node, "when");
  item->evidence = dup_child (node, "evidence");
  item->source = dup_child (node, "source");

  if (!is_name (item->id))
    fault = "the item has no id of small letters, digits and hyphens";
  else if (!item->title)
    fault = "the item has no title";
  else if (!item->anchor || !*item->anchor)
    fault = "the item has no anchor";
  else if (days && !parse_days (days, &item->days))
    fault = "the days are no whole number";
  if (fault) {
    set_fault (error, name, node, fault);
    g_clear_pointer (&item, gw_checklist_item_free);
  }
  return item;
}

static gboolean
parse_root (GwChecklist    *self,
            const xmlNode  *root,
            const char     *name,
            GError        **error)
{
  if (!root || !gw_xml_is (root, CHECKLIST_NS, "checklist")) {
    g_set_error (error, GW_CHECKLIST_ERROR, GW_CHECKLIST_ERROR_INVALID,
                 "%s: this is no checklist", name);
    return FALSE;
  }
  self->id = gw_xml_dup_attr (root, NULL, "id");
  self->anchor = gw_xml_dup_attr (root, NULL, "anchor");
  self->title = dup_child (root, "title");
  self->summary = dup_child (root, "summary");
  if (!is_name (self->id) || !self->title || !self->anchor) {
    set_fault (error, name, root, "a checklist needs an id, an anchor and a title");
    return FALSE;
  }
  for (const xmlNode *node = gw_xml_first (root, CHECKLIST_NS, "source"); node;
       node = gw_xml_next (node, CHECKLIST_NS, "source"))
    g_ptr_array_add (self->sources, gw_xml_dup_text (node));
  g_ptr_array_add (self->sources, NULL);
  for (const xmlNode *node = gw_xml_first (root, CHECKLIST_NS, "item"); node;
       node = gw_xml_next (node, CHECKLIST_NS, "item")) {
    GwChecklistItem *item = parse_item (node, name, error);

    if (!item)
      return FALSE;
    if (gw_checklist_find_item (self, item->id) || self->items->len >= MAX_ITEMS) {
      set_fault (error, name, node, "there are two items of one id, or too many items");
      gw_checklist_item_free (item);
      return FALSE;
    }
    g_ptr_array_add (self->items, item);
  }
  return TRUE;
}

/**
 * gw_checklist_new_from_bytes:
 * @bytes: an XML file
 * @name: what to call it in a fault
 * @language: (nullable): the language that its words are in
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the checklist
 */
GwChecklist *
gw_checklist_new_from_bytes (GBytes      *bytes,
                             const char  *name,
                             const char  *language,
                             GError     **error)
{
  g_autoptr (GwChecklist) self = NULL;
  g_autoptr (GwXmlDoc) document = NULL;

  g_return_val_if_fail (bytes && name, NULL);

  document = gw_xml_parse (bytes, name, error);
  if (!document)
    return NULL;
  self = g_object_new (GW_TYPE_CHECKLIST, NULL);
  self->language = gw_language_parse (language);
  if (!parse_root (self, xmlDocGetRootElement (document), name, error))
    return NULL;
  return g_steal_pointer (&self);
}
