/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who reads whom (section 5). Every path of every expression is walked over the schema: at
 * load, to bind it to its node where it names one; and once all is read, to note the readers
 * of each node, from which gw-form-order.c makes the order of calculation.
 *
 * What the walk knows about a path is the set of schema nodes where it stands, and the *join*:
 * the innermost scope whose row the path has not left. When a node changes, its readers are
 * computed again in all rows under the same row of the join: for a path within a row, in that
 * row alone.
 *
 * A path of wildcards within wildcards passes each node for each node. The walk has a limit, and
 * a form that goes beyond it is refused. */

#include <string.h>

#include "core/forms/gw-form-private.h"


typedef struct
{
  GwForm *form;
  GwFormNode *current;
  gboolean stores; /* binds paths to nodes */
  /* who reads; NULL while binding only */
  GwFormNode *reader;
  GwFormBody *body;
  GwFormProp prop;
  int line;
  const char *source;
  gboolean is_quiet; /* the form is shared by now: note nothing, read no files */
  guint depth;
  guint levels;    /* of the expressions that are being walked */
  guint *n_walked; /* of the form while it is loaded */
} Walker;

static void walk_expr (Walker *self, GwXPathExpr *expr, GwFormNode *context, GwFormNode *outer_join,
                       gboolean is_weak);

/* FALSE: enough. */
static gboolean
walk_on (Walker *self)
{
  if (*self->n_walked >= GW_FORM_MAX_WALK)
    return FALSE;
  (*self->n_walked)++;

  return TRUE;
}

static gboolean
is_same_edge (const GwFormEdge *a,
              const GwFormEdge *b)
{
  return a->node == b->node && a->prop == b->prop && a->body == b->body && a->join == b->join
         && a->is_weak == b->is_weak;
}

static void
note_reader (Walker     *self,
             GwFormNode *node,
             GwFormNode *join,
             gboolean    is_weak)
{
  GwFormEdge edge = { .node = self->reader, .join = join, .body = self->body, .prop = self->prop,
                      .is_weak = is_weak };

  if (self->reader == NULL)
    return;
  if (node->readers == NULL)
    node->readers = g_array_new (FALSE, FALSE, sizeof (GwFormEdge));
  if (node->readers->len > 0
      && is_same_edge (&g_array_index (node->readers, GwFormEdge, node->readers->len - 1), &edge))
    return;
  g_array_append_val (node->readers, edge);
}

/* Of two scopes on one line, the outer one. */
static GwFormNode *
outer_of (GwFormNode *a,
          GwFormNode *b)
{
  return a->depth <= b->depth ? a : b;
}

typedef struct
{
  GPtrArray *nodes; /* NULL in it is the document */
  GwFormNode *join;
  gboolean is_pinned;
  gboolean has_crossed; /* several rows */
  gboolean is_weak;
  gboolean is_plain; /* no predicates, no unusual axes */
  gboolean is_picked; /* `*[…]` names some of the children, and not always the reader */
} Place;

static void
enter (Walker     *self,
       Place      *place,
       GwFormNode *child,
       gboolean    has_predicates,
       GPtrArray  *next)
{
  g_ptr_array_add (next, child);
  if (!child->is_repeat)
    return;
  if (place->is_pinned && !has_predicates && gw_form_node_is_under (self->current, child)
      && !place->has_crossed) {
    place->join = child;
    return;
  }
  place->has_crossed = TRUE;
  /* Only a rule within the rows can mean another row of its own; from outside all are read. */
  place->is_weak |= has_predicates && self->reader != NULL && gw_form_node_is_under (self->reader, child);
  note_reader (self, child, place->join, place->is_weak);
}

static void
enter_all (Walker            *self,
           Place             *place,
           GwFormNode        *node,
           const GwXPathStep *step,
           gboolean           deep,
           GPtrArray         *next)
{
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next) {
    if (!walk_on (self))
      return;
    if (child->is_attribute != (step->axis == GW_AXIS_ATTRIBUTE))
      continue;
    if (step->name == NULL || step->name == child->name)
      enter (self, place, child, step->n_predicates > 0, next);
    if (deep) {
      if (child->is_repeat) {
        place->has_crossed = TRUE;
        note_reader (self, child, place->join, place->is_weak);
      }
      enter_all (self, place, child, step, TRUE, next);
    }
  }
}

static void
step_children (Walker            *self,
               Place             *place,
               GwFormNode        *node,
               const GwXPathStep *step,
               GPtrArray         *next)
{
  if (node == NULL) {
    if (step->name == NULL || step->name == self->form->root->name)
      g_ptr_array_add (next, self->form->root);
  } else if (step->name != NULL) {
    GwFormNode *child = gw_form_node_find_child (node, step->name);

    if (child != NULL && child->is_attribute == (step->axis == GW_AXIS_ATTRIBUTE))
      enter (self, place, child, step->n_predicates > 0, next);
  } else {
    enter_all (self, place, node, step, FALSE, next);
  }
}

static void
step_parent (Place             *place,
             GwFormNode        *node,
             const GwXPathStep *step,
             GPtrArray         *next)
{
  if (node == NULL || node->parent == NULL)
    return;
  if (step->name == NULL || step->name == node->parent->name)
    if (!g_ptr_array_find (next, node->parent, NULL))
      g_ptr_array_add (next, node->parent);
  if (node->is_repeat)
    place->join = outer_of (place->join, node->parent->scope);
}

/* The axes that authors seldom use: bound when they run, and read in every row. */
static void
step_unusual (Walker            *self,
              Place             *place,
              GwFormNode        *node,
              const GwXPathStep *step,
              GPtrArray         *next)
{
  gboolean with_self = step->axis == GW_AXIS_DESCENDANT_OR_SELF || step->axis == GW_AXIS_ANCESTOR_OR_SELF;

  place->is_plain = FALSE;
  place->join = self->form->root;
  if (step->axis == GW_AXIS_ANCESTOR || step->axis == GW_AXIS_ANCESTOR_OR_SELF) {
    for (GwFormNode *up = node != NULL && !with_self ? node->parent : node; up != NULL; up = up->parent)
      if (step->name == NULL || step->name == up->name)
        g_ptr_array_add (next, up);
  } else if (step->axis == GW_AXIS_DESCENDANT || step->axis == GW_AXIS_DESCENDANT_OR_SELF) {
    if (node == NULL) {
      if (with_self && step->name == NULL)
        g_ptr_array_add (next, NULL);
      g_ptr_array_add (next, self->form->root);
      node = self->form->root;
    } else if (with_self && (step->name == NULL || step->name == node->name)) {
      g_ptr_array_add (next, node);
    }
    enter_all (self, place, node, step, TRUE, next);
  } else if (node != NULL && node->parent != NULL) {
    /* A row that reads its neighbours reads other rows than itself. */
    place->is_weak |= node->is_repeat && self->reader != NULL && gw_form_node_is_under (self->reader, node);
    enter_all (self, place, node->parent, &(GwXPathStep) { .axis = GW_AXIS_CHILD, .name = step->name },
               FALSE, next);
  }
}

static void
walk_predicates (Walker            *self,
                 const Place       *place,
                 const GwXPathStep *step)
{
  for (guint i = 0; i < step->n_predicates; i++) {
    if (place->nodes->len == 0) {
      walk_expr (self, step->predicates[i], NULL, NULL, FALSE);
      continue;
    }
    for (guint j = 0; j < place->nodes->len; j++) {
      gboolean stores = self->stores;

      if (!walk_on (self))
        return;
      self->stores &= place->nodes->len == 1;
      walk_expr (self, step->predicates[i], place->nodes->pdata[j], place->join, place->is_weak);
      self->stores = stores;
    }
  }
}

static void
take_step (Walker            *self,
           Place             *place,
           const GwXPathStep *step)
{
  g_autoptr (GPtrArray) next = g_ptr_array_new ();

  for (guint i = 0; i < place->nodes->len; i++) {
    GwFormNode *node = place->nodes->pdata[i];

    if (!walk_on (self))
      break;
    switch (step->axis) {
    case GW_AXIS_SELF:
      if (step->name == NULL || (node != NULL && step->name == node->name))
        g_ptr_array_add (next, node);
      break;
    case GW_AXIS_CHILD:
    case GW_AXIS_ATTRIBUTE:
      step_children (self, place, node, step, next);
      break;
    case GW_AXIS_PARENT:
      step_parent (place, node, step, next);
      break;
    default:
      step_unusual (self, place, node, step, next);
      break;
    }
  }
  if (step->n_predicates > 0) {
    place->is_picked |= step->name == NULL && step->axis == GW_AXIS_CHILD;
    place->is_plain = FALSE;
    place->is_pinned = FALSE;
  }
  g_clear_pointer (&place->nodes, g_ptr_array_unref);
  place->nodes = g_steal_pointer (&next);
  walk_predicates (self, place, step);
}

static void
bind_path (Walker      *self,
           GwXPathExpr *expr,
           const Place *place,
           GwFormNode  *base)
{
  GwFormNode *target = place->nodes->len == 1 ? place->nodes->pdata[0] : NULL;

  expr->target = target;
  expr->has_totals = place->is_plain && gw_form_path_has_totals (self->form, expr, place->has_crossed);
  if (target != NULL && place->is_plain && !place->has_crossed && base != NULL
      && gw_form_node_is_under (base->scope, target->scope))
    expr->direct = target;
}

/* Before 2019 forms wrote `current()/b` for a sibling and Collect took it: in such a form, where
 * the question has no child of that name and its parent has, the sibling is meant. */
static void
mend_old_current (Walker      *self,
                  GwXPathExpr *expr)
{
  const GwFormNode *node = self->current;
  GwXPathStep *steps;
  g_autofree char *path = NULL;

  if (!self->stores || self->is_quiet || !self->form->pins || expr->start != GW_START_CURRENT
      || node == NULL || node->parent == NULL || expr->n_steps == 0
      || expr->steps[0].axis != GW_AXIS_CHILD || expr->steps[0].name == NULL
      || gw_form_node_find_child (node, expr->steps[0].name) != NULL
      || gw_form_node_find_child (node->parent, expr->steps[0].name) == NULL)
    return;

  steps = gw_form_arena_new0 (self->form->arena, GwXPathStep, expr->n_steps + 1);
  steps[0].axis = GW_AXIS_PARENT;
  memcpy (steps + 1, expr->steps, expr->n_steps * sizeof (GwXPathStep));
  expr->steps = steps;
  expr->n_steps++;
  path = gw_form_node_dup_path (node);
  gw_form_add_issue (self->form, GW_FORM_ISSUE_OLD_CURRENT, self->line, path, self->source,
                     "current()/%s is read as current()/../%s", steps[1].name, steps[1].name);
}

/* A path that leads nowhere is most often a slip of the pen (section 4: it reads as empty). */
static void
note_lost_path (Walker            *self,
                const GwXPathExpr *expr,
                const Place       *place,
                const GwFormNode  *base)
{
  const GwFormIssue *last = self->form->issues->len > 0
                                ? self->form->issues->pdata[self->form->issues->len - 1] : NULL;
  g_autofree char *path = NULL;

  if (self->is_quiet || place->nodes->len > 0 || expr->n_steps == 0
      || (expr->start != GW_START_ROOT && base == NULL) || *self->n_walked >= GW_FORM_MAX_WALK)
    return;
  if (last != NULL && last->code == GW_FORM_ISSUE_PATH_WITHOUT_NODE && last->line == self->line
      && g_strcmp0 (last->expression, self->source) == 0)
    return;
  path = self->current != NULL ? gw_form_node_dup_path (self->current) : NULL;
  gw_form_add_issue (self->form, GW_FORM_ISSUE_PATH_WITHOUT_NODE, self->line, path, self->source,
                     "A path with “%s” leads to no node of the form and reads as empty",
                     expr->steps[expr->n_steps - 1].name != NULL ? expr->steps[expr->n_steps - 1].name : "*");
}

static void
walk_path (Walker      *self,
           GwXPathExpr *expr,
           GwFormNode  *context,
           GwFormNode  *outer_join,
           gboolean     is_weak)
{
  Place place = { .nodes = g_ptr_array_new (), .is_plain = TRUE, .is_weak = is_weak };
  GwFormNode *base = expr->start == GW_START_CONTEXT ? context : self->current;

  mend_old_current (self, expr);
  place.join = self->form->root;
  if (expr->start == GW_START_ROOT) {
    g_ptr_array_add (place.nodes, NULL);
    place.is_pinned = self->form->pins && !expr->is_bare && self->current != NULL;
    place.is_weak = is_weak && outer_join == NULL;
  } else if (expr->start == GW_START_EXPRESSION) {
    walk_expr (self, expr->args[0], context, outer_join, is_weak);
    place.is_plain = FALSE;
  } else if (base != NULL) {
    g_ptr_array_add (place.nodes, base);
    place.join = expr->start == GW_START_CONTEXT && outer_join != NULL
                     ? outer_of (outer_join, base->scope) : base->scope;
    place.is_weak = expr->start == GW_START_CONTEXT && is_weak;
  }
  for (guint i = 0; i < expr->n_steps; i++)
    take_step (self, &place, &expr->steps[i]);

  for (guint i = 0; i < place.nodes->len; i++)
    if (place.nodes->pdata[i] != NULL)
      note_reader (self, place.nodes->pdata[i], place.join,
                   place.is_weak || (place.is_picked && place.nodes->pdata[i] == self->reader));
  if (self->stores && expr->start != GW_START_EXPRESSION && *self->n_walked < GW_FORM_MAX_WALK)
    bind_path (self, expr, &place, base);
  if (self->stores && expr->start != GW_START_EXPRESSION)
    note_lost_path (self, expr, &place, base);
  g_ptr_array_unref (place.nodes);
}

/* Whatever the select's list reads, the name of a choice reads too. */
static void
walk_choices_of (Walker     *self,
                 const char *path)
{
  GwFormNode *node = self->current != NULL ? gw_form_resolve (self->form, self->current, path) : NULL;

  for (guint i = 0; node != NULL && node->bodies != NULL && i < node->bodies->len; i++) {
    GwFormBody *body = node->bodies->pdata[i];

    /* A list that names a choice of its own question is only being read. */
    if (body->itemset != NULL && body->itemset->nodeset != NULL && body->itemset->nodeset->root != NULL
        && self->depth < 8) {
      Walker inner = *self;

      inner.current = node;
      inner.stores = FALSE;
      inner.depth++;
      walk_expr (&inner, body->itemset->nodeset->root, node, self->form->root, FALSE);
      if (body->itemset->label != NULL && body->itemset->label->root != NULL)
        walk_expr (&inner, body->itemset->label->root, body->itemset->nodeset->root->target,
                   self->form->root, FALSE);
    }
  }
}

static void
walk_outputs (Walker                *self,
              const GwFormTextValue *value,
              gboolean               is_weak)
{
  Walker inner = *self;

  inner.stores = FALSE;
  inner.depth++;
  for (guint i = 0; i < value->n_pieces; i++)
    if (value->pieces[i].output != NULL && value->pieces[i].output->root != NULL)
      walk_expr (&inner, value->pieces[i].output->root, self->current, NULL, is_weak);
}

/* The outputs of a text are read by whatever shows the text: of one text by its id; of any, as it
 * may be, where the id is computed. */
static void
walk_itexts (Walker     *self,
             const char *id)
{
  for (guint i = 0; i < self->form->itexts_with_outputs->len; i++) {
    const GwFormItext *itext = self->form->itexts_with_outputs->pdata[i];

    if (id != NULL && !g_str_equal (itext->id, id))
      continue;
    for (guint j = 0; j + 1 < self->form->languages->len && self->depth < 8; j++) {
      GArray *values = itext->values[j];

      for (guint k = 0; values != NULL && k < values->len; k++)
        walk_outputs (self, &g_array_index (values, GwFormTextValue, k), id == NULL);
    }
  }
}

static void
walk_call (Walker      *self,
           GwXPathExpr *expr,
           GwFormNode  *context,
           GwFormNode  *outer_join,
           gboolean     is_weak)
{
  const char *name = expr->function->name;
  const char *literal = expr->n_args > 0 && expr->args[0]->op == GW_OP_STRING ? expr->args[0]->string : NULL;

  if (self->reader != NULL && self->prop == GW_FORM_PROP_CALCULATE) {
    if ((expr->function->flags & (GW_FUNCTION_READS_CLOCK | GW_FUNCTION_ONCE)) != 0)
      self->reader->is_fickle = TRUE;
    if ((expr->function->flags & GW_FUNCTION_READS_CLOCK) != 0
        && !g_ptr_array_find (self->form->clock_readers, self->reader, NULL))
      g_ptr_array_add (self->form->clock_readers, self->reader);
    if ((expr->function->flags & GW_FUNCTION_READS_LANGUAGE) != 0
        && !g_ptr_array_find (self->form->texts_of_language, self->reader, NULL))
      g_ptr_array_add (self->form->texts_of_language, self->reader);
  }
  if (self->stores && !self->is_quiet && g_str_equal (name, "instance") && literal != NULL
      && gw_form_find_instance (self->form, literal) == NULL) {
    g_autofree char *node = self->current != NULL ? gw_form_node_dup_path (self->current) : NULL;

    gw_form_add_issue (self->form, GW_FORM_ISSUE_UNKNOWN_INSTANCE, self->line, node, self->source,
                       "There is no list “%s”", literal);
  }
  if (self->stores && !self->is_quiet && g_str_equal (name, "pulldata") && literal != NULL)
    gw_form_imply_table (self->form, literal, self->line);
  if (!self->stores && g_str_equal (name, "jr:choice-name") && expr->args[1]->op == GW_OP_STRING)
    walk_choices_of (self, expr->args[1]->string);
  if (!self->stores && g_str_equal (name, "jr:itext"))
    walk_itexts (self, literal);

  if (g_str_equal (name, "indexed-repeat")) {
    for (guint i = 0; i < expr->n_args; i++) {
      gboolean is_node = i == 0 || i % 2 == 1;

      if (is_node && expr->args[i]->op == GW_OP_PATH)
        expr->args[i]->is_bare = TRUE;
      walk_expr (self, expr->args[i], context, outer_join,
                 is_weak || (is_node && self->reader != NULL && expr->args[1]->target != NULL
                             && gw_form_node_is_under (self->reader, expr->args[1]->target)));
    }
    return;
  }
  /* The number of a row depends on which rows there are and not on what is in them. */
  if (g_str_equal (name, "position"))
    is_weak = TRUE;
  for (guint i = 0; i < expr->n_args; i++)
    walk_expr (self, expr->args[i], context, outer_join, is_weak);
  if (self->stores && !self->is_quiet && g_str_equal (name, "if"))
    gw_form_note_bare_path (self->form, expr->args[0], self->line, self->current, self->source);
}

static void
walk_expr (Walker      *self,
           GwXPathExpr *expr,
           GwFormNode  *context,
           GwFormNode  *outer_join,
           gboolean     is_weak)
{
  /* Lists that name each other's choices multiply, also where they name no node. */
  if (!walk_on (self))
    return;
  if (++self->levels > GW_FORM_MAX_LEVELS) {
    *self->n_walked = GW_FORM_MAX_WALK;
  } else if (expr->op == GW_OP_PATH) {
    walk_path (self, expr, context, outer_join, is_weak);
  } else if (expr->op == GW_OP_CALL) {
    walk_call (self, expr, context, outer_join, is_weak);
  } else {
    for (guint i = 0; i < expr->n_args; i++)
      walk_expr (self, expr->args[i], context, outer_join, is_weak);
  }
  self->levels--;
}

/**
 * gw_form_note_bare_path:
 * @condition: an expression that is asked for true or false
 *
 * A path to a blank answer is a set of one node and so true (section 10): few authors mean that.
 */
void
gw_form_note_bare_path (GwForm            *self,
                        const GwXPathExpr *condition,
                        int                line,
                        const GwFormNode  *context,
                        const char        *source)
{
  const GwFormNode *target = condition->op == GW_OP_PATH ? condition->target : NULL;
  g_autofree char *node = NULL;

  if (target == NULL || target->is_repeat || target->n_children > 0)
    return;
  for (guint i = 0; i < condition->n_steps; i++)
    if (condition->steps[i].n_predicates > 0)
      return;
  node = context != NULL ? gw_form_node_dup_path (context) : NULL;
  gw_form_add_issue (self, GW_FORM_ISSUE_BARE_PATH, line, node, source,
                     "The condition is a path alone, which is true although the answer is blank");
}

void
gw_form_bind_paths (GwForm     *self,
                    GwXPath    *xpath,
                    GwFormNode *context)
{
  Walker walker = { .form = self, .current = context, .stores = TRUE, .line = xpath->line,
                    .source = xpath->source, .n_walked = &self->n_walked };

  walk_expr (&walker, xpath->root, context, NULL, FALSE);
}

/* For an expression that came later than the form. */
void
gw_form_bind_only (GwForm     *self,
                   GwXPath    *xpath,
                   GwFormNode *context)
{
  guint n_walked = 0;
  Walker walker = { .form = self, .current = context, .stores = TRUE, .is_quiet = TRUE,
                    .n_walked = &n_walked };

  walk_expr (&walker, xpath->root, context, NULL, FALSE);
}

static void
note_all (GwForm        *self,
          const GwXPath *xpath,
          GwFormNode    *context,
          GwFormProp     prop,
          GwFormBody    *body)
{
  Walker walker = { .form = self, .current = context, .reader = context, .body = body, .prop = prop,
                    .n_walked = &self->n_walked };

  if (xpath != NULL && xpath->root != NULL && context != NULL)
    walk_expr (&walker, xpath->root, context, NULL, FALSE);
}

static void
note_value (GwForm                *self,
            const GwFormTextValue *value,
            GwFormNode            *context,
            GwFormBody            *body,
            GwFormProp             prop)
{
  for (guint i = 0; i < value->n_pieces; i++)
    note_all (self, value->pieces[i].output, context, prop, body);
}

static void
note_text (GwForm              *self,
           const GwFormTextRef *text,
           GwFormNode          *context,
           GwFormBody          *body,
           GwFormProp           prop)
{
  Walker walker = { .form = self, .current = context, .reader = context, .body = body, .prop = prop,
                    .n_walked = &self->n_walked };

  if (text == NULL || context == NULL)
    return;
  note_value (self, &text->inline_text, context, body, prop);
  if (text->itext_expression != NULL) {
    note_all (self, text->itext_expression, context, prop, body);
    walk_itexts (&walker, NULL);
  } else if (text->itext_id != NULL) {
    walk_itexts (&walker, text->itext_id);
  }
}

/* What the value and the label of an item read, as seen from the item. Items that are rows of a
 * repeat change under the question that lists them. */
static void
note_items (GwForm     *self,
            GwFormBody *body)
{
  GwXPath *paths[] = { body->itemset->value, body->itemset->label };
  const GwXPathExpr *nodeset = body->itemset->nodeset->root;

  note_all (self, body->itemset->nodeset, body->node, GW_FORM_PROP_CHOICES, body);
  for (guint i = 0; nodeset != NULL && i < G_N_ELEMENTS (paths); i++) {
    Walker walker = { .form = self, .current = body->node, .reader = body->node, .body = body,
                      .prop = GW_FORM_PROP_CHOICES, .n_walked = &self->n_walked };

    if (paths[i] != NULL && paths[i]->root != NULL)
      walk_expr (&walker, paths[i]->root, nodeset->target, self->root, FALSE);
  }
}

/**
 * gw_form_note_readers:
 *
 * Notes at each node who reads it. Once for a form, when all of it is read.
 */
void
gw_form_note_readers (GwForm *self)
{
  for (guint i = 0; i < self->nodes->len; i++) {
    GwFormNode *node = self->nodes->pdata[i];

    for (guint prop = 0; prop < GW_FORM_N_EXPRESSIONS; prop++)
      note_all (self, node->expressions[prop], node, prop, NULL);
  }
  for (guint i = 0; i < self->bodies->len; i++) {
    GwFormBody *body = self->bodies->pdata[i];

    note_text (self, body->label, body->node, body, GW_FORM_PROP_TEXTS);
    note_text (self, body->hint, body->node, body, GW_FORM_PROP_TEXTS);
    if (body->itemset != NULL)
      note_items (self, body);
    for (guint j = 0; body->choices != NULL && j < body->choices->len; j++)
      note_text (self, ((GwFormInlineChoice *) body->choices->pdata[j])->label, body->node, body,
                 GW_FORM_PROP_CHOICES);
  }
}
