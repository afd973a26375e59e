/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows and their cells, and the texts that name them. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

static GwFormCell *
parent_cell (GwFormRow *row)
{
  GwFormNode *above = row->scope->parent;

  return above != NULL ? &row->parent->cells[above->slot] : NULL;
}

GwFormRow *
gw_form_row_new (GwFormSession *session,
                 GwFormNode    *scope,
                 GwFormRow     *parent,
                 const char    *id)
{
  GwFormRow *row = g_malloc0 (sizeof (GwFormRow) + scope->n_slots * sizeof (GwFormCell));
  const GwFormCell *above;

  row->scope = scope;
  row->parent = parent;
  row->id = g_strdup (id);
  row->lists = g_new0 (GwFormRowList, scope->n_repeats);
  for (guint i = 0; i < scope->n_repeats; i++)
    row->lists[i].rows = g_ptr_array_new ();
  above = parent_cell (row);
  for (guint i = 0; i < scope->n_slots; i++) {
    row->cells[i].own_relevant = 1;
    row->cells[i].is_relevant = above == NULL || above->is_relevant;
  }
  session->n_rows++;
  session->n_cells += scope->n_slots;

  return row;
}

/**
 * gw_form_has_room:
 *
 * Returns: whether another row of @repeat may be made
 */
gboolean
gw_form_has_room (const GwFormSession *session,
                  const GwFormNode    *repeat)
{
  return session->n_rows < GW_FORM_MAX_ROWS && session->n_cells + repeat->n_slots <= GW_FORM_MAX_CELLS;
}

void
gw_form_row_free (GwFormSession *session,
                  GwFormRow     *row)
{
  session->n_rows--;
  session->n_cells -= row->scope->n_slots;
  for (guint i = 0; i < row->scope->n_slots; i++)
    g_free (row->cells[i].text);
  for (guint i = 0; i < row->scope->n_repeats; i++) {
    GPtrArray *lists[] = { row->lists[i].rows, row->lists[i].dropped };

    for (guint j = 0; j < G_N_ELEMENTS (lists); j++) {
      for (guint k = 0; lists[j] != NULL && k < lists[j]->len; k++)
        gw_form_row_free (session, lists[j]->pdata[k]);
      g_clear_pointer (&lists[j], g_ptr_array_unref);
    }
  }
  if (row->items != NULL) {
    GHashTableIter iter;
    gpointer item;

    g_hash_table_iter_init (&iter, row->items);
    while (g_hash_table_iter_next (&iter, NULL, &item))
      gw_form_item_set_gone (item);
    g_hash_table_unref (row->items);
  }
  g_free (row->lists);
  g_free (row->id);
  g_free (row);
}

/**
 * gw_form_row_id_is_valid:
 *
 * Returns: whether @id can name a row: letters, digits, `-` and `_`, and not digits only,
 * which in a reference would be the row's number
 */
gboolean
gw_form_row_id_is_valid (const char *id)
{
  gboolean has_letter = FALSE;

  for (const char *at = id; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
      return FALSE;
    has_letter |= !g_ascii_isdigit (*at);
  }
  return has_letter;
}

void
gw_form_row_number (GwFormRowList *list)
{
  for (guint i = 0; i < list->rows->len; i++)
    ((GwFormRow *) list->rows->pdata[i])->index = i;
}

static void
set_initial (GwFormRow  *row,
             GwFormNode *node,
             const char *text)
{
  /* A default of nothing but white space is no answer. */
  if (text != NULL && strspn (text, " \t\r\n") < strlen (text)) {
    g_free (row->cells[node->slot].text);
    row->cells[node->slot].text = g_strdup (text);
  }
}

static void
fill_node (GwFormSession *session,
           GwFormNode    *node,
           GwFormRow     *row,
           xmlNode       *element,
           gboolean       with_values)
{
  GwForm *form = session->form;

  for (xmlAttr *attr = element->properties; attr != NULL && with_values; attr = attr->next) {
    g_autofree char *name = g_strconcat ("@", attr->name, NULL);
    const char *interned = gw_form_find_name (form, name, -1);
    GwFormNode *own = interned != NULL ? gw_form_node_find_child (node, interned) : NULL;

    if (own != NULL) {
      xmlChar *value = xmlNodeListGetString (element->doc, attr->children, 1);

      set_initial (row, own, (const char *) value);
      xmlFree (value);
    }
  }
  if (node->n_children == 0) {
    g_autofree char *text = with_values ? gw_xml_dup_text (element) : NULL;

    set_initial (row, node, text);
    return;
  }
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
       child = gw_xml_next (child, NULL, NULL)) {
    GwFormNode *own = gw_form_find_element (form, node, child);
    g_autofree char *id = NULL;
    GwFormRowList *list;
    GwFormRow *new_row;

    if (own == NULL)
      continue;
    if (!own->is_repeat) {
      fill_node (session, own, row, child, with_values);
      continue;
    }
    if (child == own->template_pattern || !gw_form_has_room (session, own)
        || xmlHasNsProp (child, (const xmlChar *) "template", (const xmlChar *) GW_NS_JR) != NULL)
      continue;
    list = &row->lists[own->repeat_slot];
    id = g_strdup_printf ("r%u", list->rows->len + 1);
    new_row = gw_form_row_new (session, own, row, id);
    new_row->index = list->rows->len;
    g_ptr_array_add (list->rows, new_row);
    fill_node (session, own, new_row, child, with_values);
  }
}

/**
 * gw_form_row_fill:
 * @element: what the row looks like in the form: a template, or a row
 * @with_values: whether its texts are the row's defaults
 */
void
gw_form_row_fill (GwFormSession *session,
                  GwFormRow     *row,
                  xmlNode       *element,
                  gboolean       with_values)
{
  fill_node (session, row->scope, row, element, with_values);
}

/* --- names of nodes --- */

/**
 * gw_form_ref_of:
 * @numbered: rows by number, from 1, instead of by id
 *
 * Returns: (transfer full): the reference of a node in a row; of the repeat as a whole where
 * @row is the row around it
 */
char *
gw_form_ref_of (const GwFormNode *node,
                const GwFormRow  *row,
                gboolean          numbered)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) ref = g_string_new (NULL);

  for (; node != NULL; node = node->parent) {
    if (node->is_repeat && row->scope == node) {
      g_ptr_array_add (parts, numbered ? g_strdup_printf ("%s[%u]", node->name, row->index + 1)
                                       : g_strdup_printf ("%s[%s]", node->name, row->id));
      row = row->parent;
    } else {
      g_ptr_array_add (parts, g_strdup (node->name));
    }
  }
  for (guint i = parts->len; i > 0; i--) {
    g_string_append_c (ref, '/');
    g_string_append (ref, parts->pdata[i - 1]);
  }

  return g_string_free (g_steal_pointer (&ref), FALSE);
}

static GwFormRow *
find_row (GPtrArray  *rows,
          const char *id,
          gsize       length)
{
  gboolean is_number = length > 0;
  guint64 number;

  for (gsize i = 0; i < length; i++)
    is_number &= g_ascii_isdigit (id[i]);
  if (is_number) {
    number = g_ascii_strtoull (id, NULL, 10);
    return number >= 1 && number <= rows->len ? rows->pdata[number - 1] : NULL;
  }
  for (guint i = 0; i < rows->len; i++) {
    GwFormRow *row = rows->pdata[i];

    if (strlen (row->id) == length && strncmp (row->id, id, length) == 0)
      return row;
  }

  return NULL;
}

/* Walks a reference. A repeat as the last step without a row means the repeat as a whole. */
static gboolean
walk_ref (GwFormSession  *session,
          const char     *ref,
          GwFormNode    **node_out,
          GwFormRow     **row_out)
{
  GwFormNode *node = NULL;
  GwFormRow *row = session->root;
  const char *at = ref;

  while (*at == '/') {
    const char *start = ++at;
    const char *name;

    at += strcspn (at, "/[");
    name = gw_form_find_name (session->form, start, at - start);
    if (node == NULL)
      node = name == session->form->root->name ? session->form->root : NULL;
    else if (node->is_repeat && row->scope != node)
      return FALSE;
    else
      node = name != NULL ? gw_form_node_find_child (node, name) : NULL;
    if (node == NULL)
      return FALSE;
    if (*at == '[') {
      const char *close = strchr (at, ']');

      if (close == NULL || !node->is_repeat)
        return FALSE;
      row = find_row (row->lists[node->repeat_slot].rows, at + 1, close - at - 1);
      if (row == NULL)
        return FALSE;
      at = close + 1;
    }
  }
  *node_out = node;
  *row_out = row;

  return node != NULL && *at == '\0';
}

gboolean
gw_form_find_ref (GwFormSession  *session,
                  const char     *ref,
                  GwFormNode    **node,
                  GwFormRow     **row)
{
  return walk_ref (session, ref, node, row) && (*row)->scope == (*node)->scope;
}

gboolean
gw_form_find_list (GwFormSession  *session,
                   const char     *ref,
                   GwFormNode    **repeat,
                   GwFormRow     **parent)
{
  return walk_ref (session, ref, repeat, parent) && (*repeat)->is_repeat
         && (*parent)->scope != *repeat;
}

gboolean
gw_form_row_list_has (const GwFormRowList *list,
                      const char          *id)
{
  for (guint i = 0; i < list->rows->len; i++)
    if (g_str_equal (((GwFormRow *) list->rows->pdata[i])->id, id))
      return TRUE;

  return FALSE;
}
