/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of calculation (section 5): a depth-first walk over who reads whom, in document order.
 * An expression that is met again on the way down is part of a circle. */

#include "core/forms/gw-form-private.h"

#define MOST_CYCLES 20
#define MOST_LINKS 12

typedef struct
{
  GwFormNode *node;
  GwFormProp prop;
  GArray *sources; /* of guint: vertices that come before */
  guint8 state;    /* 0 new, 1 on the way down, 2 done */
  guint next_source;
} Vertex;

typedef struct
{
  GwForm *form;
  GArray *vertices;
  guint *places; /* node index * N_ORDERED + prop -> vertex + 1 */
  guint n_cycles;
} Ordering;

static guint
place_of (const Ordering   *self,
          const GwFormNode *node,
          GwFormProp        prop)
{
  return self->places[node->index * GW_FORM_N_ORDERED + prop];
}

static void
add_source (Ordering         *self,
            guint             target,
            const GwFormNode *node,
            GwFormProp        prop)
{
  guint place = place_of (self, node, prop);
  Vertex *vertex = &g_array_index (self->vertices, Vertex, target);
  guint source = place - 1;

  if (place == 0)
    return;
  if (vertex->sources->len > 0
      && g_array_index (vertex->sources, guint, vertex->sources->len - 1) == source)
    return;
  g_array_append_val (vertex->sources, source);
}

static void
add_sources_of_readers (Ordering   *self,
                        GwFormNode *node)
{
  for (guint i = 0; node->readers != NULL && i < node->readers->len; i++) {
    const GwFormEdge *edge = &g_array_index (node->readers, GwFormEdge, i);
    guint target;

    if (edge->is_weak || edge->prop >= GW_FORM_N_ORDERED)
      continue;
    target = place_of (self, edge->node, edge->prop) - 1;
    add_source (self, target, node, GW_FORM_PROP_CALCULATE);
    if (node->is_repeat)
      add_source (self, target, node, GW_FORM_PROP_COUNT);
    for (const GwFormNode *up = node; up != NULL; up = up->parent)
      add_source (self, target, up, GW_FORM_PROP_RELEVANT);
  }
}

/* What is in a row is computed after it is known how many rows there are. */
static void
add_counts_above (Ordering   *self,
                  GwFormNode *node)
{
  for (const GwFormNode *up = node; up != NULL; up = up->parent) {
    if (!up->is_repeat || place_of (self, up, GW_FORM_PROP_COUNT) == 0)
      continue;
    for (guint prop = 0; prop < GW_FORM_N_ORDERED; prop++) {
      guint place = place_of (self, node, prop);

      if (place != 0 && !(up == node && prop == GW_FORM_PROP_COUNT))
        add_source (self, place - 1, up, GW_FORM_PROP_COUNT);
    }
  }
}

static void
report_cycle (Ordering     *self,
              const GArray *path,
              guint         from)
{
  g_autoptr (GString) chain = g_string_new (NULL);
  const Vertex *first = NULL;
  g_autofree char *first_path = NULL;
  guint n_links = 0;

  if (self->n_cycles++ >= MOST_CYCLES)
    return;
  for (guint i = 0; i < path->len; i++) {
    guint index = g_array_index (path, guint, i);
    const Vertex *vertex = &g_array_index (self->vertices, Vertex, index);
    g_autofree char *node = NULL;

    if (first == NULL && index != from)
      continue;
    if (++n_links > MOST_LINKS && i + 1 < path->len) {
      if (n_links == MOST_LINKS + 1)
        g_string_append_printf (chain, " reads … (%u more)", path->len - i - 1);
      continue;
    }
    node = gw_form_node_dup_path (vertex->node);
    if (first == NULL) {
      first = vertex;
      first_path = g_strdup (node);
    } else {
      g_string_append (chain, " reads ");
    }
    g_string_append_printf (chain, "%s (%s)", node,
                            vertex->prop == GW_FORM_PROP_CALCULATE ? "calculate"
                            : vertex->prop == GW_FORM_PROP_RELEVANT ? "relevant" : "count");
  }
  g_string_append_printf (chain, " reads %s", first_path);
  gw_form_add_issue (self->form, GW_FORM_ISSUE_CYCLE, first->node->expressions[first->prop]->line,
                     first_path, first->node->expressions[first->prop]->source,
                     "These rules wait for each other: %s", chain->str);
}

static void
finish_vertex (Ordering *self,
               Vertex   *vertex)
{
  GwFormVertex *done = gw_form_arena_new0 (self->form->arena, GwFormVertex, 1);

  done->node = vertex->node;
  done->prop = vertex->prop;
  g_ptr_array_add (self->form->order, done);
  vertex->node->rank[vertex->prop] = self->form->order->len;
  vertex->state = 2;
}

/* Without recursion: a chain of a hundred thousand calculations is a long form, not a crash. */
static void
visit (Ordering *self,
       guint     start)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (path, start);
  while (path->len > 0) {
    guint index = g_array_index (path, guint, path->len - 1);
    Vertex *vertex = &g_array_index (self->vertices, Vertex, index);
    guint source;

    vertex->state = 1;
    if (vertex->next_source >= vertex->sources->len) {
      finish_vertex (self, vertex);
      g_array_set_size (path, path->len - 1);
      continue;
    }
    source = g_array_index (vertex->sources, guint, vertex->next_source++);
    switch (g_array_index (self->vertices, Vertex, source).state) {
    case 0:
      g_array_append_val (path, source);
      break;
    case 1:
      report_cycle (self, path, source);
      break;
    default:
      break;
    }
  }
}

static void
clear_vertex (gpointer data)
{
  g_array_unref (((Vertex *) data)->sources);
}

/**
 * gw_form_order:
 *
 * Notes who reads whom and orders the calculations, so that one pass in that order is a full
 * recalculation. A circle is a fault, with the chain of references.
 */
void
gw_form_order (GwForm *self)
{
  Ordering ordering = { .form = self };

  gw_form_note_readers (self);
  if (self->n_walked >= GW_FORM_MAX_WALK) {
    gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, xmlGetLineNo (self->instance_root), NULL, NULL,
                       "The rules of the form read more than %d nodes", GW_FORM_MAX_WALK);
    return;
  }
  ordering.vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));
  g_array_set_clear_func (ordering.vertices, clear_vertex);
  ordering.places = g_new0 (guint, self->nodes->len * GW_FORM_N_ORDERED);
  for (guint i = 0; i < self->nodes->len; i++) {
    GwFormNode *node = self->nodes->pdata[i];

    for (guint prop = 0; prop < GW_FORM_N_ORDERED; prop++) {
      Vertex vertex = { .node = node, .prop = prop };

      if (node->expressions[prop] == NULL || node->expressions[prop]->root == NULL)
        continue;
      vertex.sources = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (ordering.vertices, vertex);
      ordering.places[i * GW_FORM_N_ORDERED + prop] = ordering.vertices->len;
    }
  }
  for (guint i = 0; i < self->nodes->len; i++) {
    add_sources_of_readers (&ordering, self->nodes->pdata[i]);
    add_counts_above (&ordering, self->nodes->pdata[i]);
  }
  for (guint i = 0; i < ordering.vertices->len; i++)
    if (g_array_index (ordering.vertices, Vertex, i).state == 0)
      visit (&ordering, i);
  g_array_unref (ordering.vertices);
  g_free (ordering.places);
}
