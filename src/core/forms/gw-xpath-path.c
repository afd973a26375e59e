/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks paths. A path that names one node in each context row was bound at load and is a
 * climb over rows here; all others go step by step.
 *
 * Rules, from section 4 and 6 of the notes:
 * - `/root/…` is the primary instance everywhere;
 * - in forms without odk:xforms-version the leading repeat steps of an absolute path mean the
 *   row of current(), until a step with a predicate;
 * - hidden nodes are left out at the end of a path, so that predicates still count all rows;
 *   a path to one single node keeps it, and it reads as empty. */

#include "core/forms/gw-xpath-path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

typedef struct
{
  GwRef *refs;
  guint n;
  guint room;
} Set;

static void
set_add (GwXPathRun *run,
         Set        *set,
         gpointer    what,
         gpointer    where)
{
  if (set->n == set->room) {
    guint room = set->room == 0 ? 8 : set->room * 2;
    GwRef *refs = gw_form_arena_new0 (run->arena, GwRef, room);

    if (set->n > 0)
      memcpy (refs, set->refs, set->n * sizeof (GwRef));
    set->refs = refs;
    set->room = room;
  }
  set->refs[set->n++] = (GwRef) { what, where };
  if (++*run->steps > run->most_steps)
    run->failed = TRUE;
}

static gboolean
is_record (GwRef ref)
{
  return ref.what != NULL && ((GwFormNode *) ref.what)->tag == GW_REF_RECORD;
}

static GwFormRow *
climb (GwFormRow        *row,
       const GwFormNode *scope)
{
  while (row != NULL && row->scope != scope)
    row = row->parent;

  return row;
}

/* --- document order --- */

static guint
depth_of (GwRef ref)
{
  return is_record (ref) ? 0 : ref.what == NULL ? 0 : ((GwFormNode *) ref.what)->depth + 1;
}

static GwRef
parent_of (GwRef ref)
{
  GwFormNode *node = ref.what;
  GwFormRow *row = ref.where;

  /* A count or a heading is about the repeat as a whole: its row is the one around it. */
  if (node->is_repeat && row->scope == node)
    row = row->parent;
  return (GwRef) { node->parent, node->parent != NULL ? row : NULL };
}

static int
compare_refs (gconstpointer a,
              gconstpointer b)
{
  GwRef left = *(const GwRef *) a;
  GwRef right = *(const GwRef *) b;
  int shorter;
  guint left_depth, right_depth;

  if (is_record (left) || is_record (right)) {
    if (left.what != right.what)
      return left.what < right.what ? -1 : 1;
    return GPOINTER_TO_UINT (left.where) < GPOINTER_TO_UINT (right.where) ? -1
           : left.where != right.where;
  }
  left_depth = depth_of (left);
  right_depth = depth_of (right);
  shorter = left_depth < right_depth ? -1 : left_depth > right_depth;
  for (; left_depth > right_depth; left_depth--)
    left = parent_of (left);
  for (; right_depth > left_depth; right_depth--)
    right = parent_of (right);
  if (left.what == right.what && left.where == right.where)
    return shorter;
  for (;;) {
    GwRef left_up = parent_of (left);
    GwRef right_up = parent_of (right);

    if (left_up.what == right_up.what && left_up.where == right_up.where)
      break;
    left = left_up;
    right = right_up;
  }
  if (left.what == right.what)
    return ((GwFormRow *) left.where)->index < ((GwFormRow *) right.where)->index ? -1 : 1;

  return ((GwFormNode *) left.what)->index < ((GwFormNode *) right.what)->index ? -1 : 1;
}

static void
sort_set (Set *set)
{
  guint kept = 0;

  if (set->n < 2)
    return;
  qsort (set->refs, set->n, sizeof (GwRef), compare_refs);
  for (guint i = 0; i < set->n; i++) {
    if (kept == 0 || set->refs[kept - 1].what != set->refs[i].what
        || set->refs[kept - 1].where != set->refs[i].where)
      set->refs[kept++] = set->refs[i];
  }
  set->n = kept;
}

/* --- steps over the primary instance --- */

typedef struct
{
  GwXPathRun *run;
  const GwXPathStep *step;
  Set *found;
  gboolean is_pinned;
} Walk;

static void
add_child (Walk       *walk,
           GwFormNode *child,
           GwFormRow  *row)
{
  GPtrArray *rows;

  if (!child->is_repeat) {
    set_add (walk->run, walk->found, child, row);
    return;
  }
  if (walk->is_pinned) {
    GwFormRow *own = climb (walk->run->current.where, child);

    if (own != NULL && own->parent == row) {
      set_add (walk->run, walk->found, child, own);
      return;
    }
  }
  rows = row->lists[child->repeat_slot].rows;
  for (guint i = 0; i < rows->len && !walk->run->failed; i++)
    set_add (walk->run, walk->found, child, rows->pdata[i]);
}

static void
add_children (Walk       *walk,
              GwFormNode *node,
              GwFormRow  *row,
              gboolean    attributes)
{
  const GPtrArray *whole = gw_form_find_rows_of_whole (node, row);

  for (guint i = 0; whole != NULL && i < whole->len && !walk->run->failed; i++)
    add_children (walk, node, whole->pdata[i], attributes);
  if (whole != NULL)
    return;
  if (walk->step->name != NULL) {
    GwFormNode *child = gw_form_node_find_child (node, walk->step->name);

    if (child != NULL && child->is_attribute == attributes)
      add_child (walk, child, row);
    return;
  }
  for (GwFormNode *child = node->first_child; child != NULL; child = child->next)
    if (child->is_attribute == attributes)
      add_child (walk, child, row);
}

static gboolean
fits (const GwXPathStep *step,
      const char        *name)
{
  return step->name == NULL || step->name == name;
}

static void
add_descendants (Walk       *walk,
                 GwFormNode *node,
                 GwFormRow  *row)
{
  const GPtrArray *whole = gw_form_find_rows_of_whole (node, row);

  for (guint i = 0; whole != NULL && i < whole->len && !walk->run->failed; i++)
    add_descendants (walk, node, whole->pdata[i]);
  for (GwFormNode *child = whole == NULL ? node->first_child : NULL; child != NULL; child = child->next) {
    GPtrArray *rows = child->is_repeat ? row->lists[child->repeat_slot].rows : NULL;

    if (child->is_attribute)
      continue;
    for (guint i = 0; i < (rows != NULL ? rows->len : 1) && !walk->run->failed; i++) {
      GwFormRow *where = rows != NULL ? rows->pdata[i] : row;

      if (fits (walk->step, child->name))
        set_add (walk->run, walk->found, child, where);
      add_descendants (walk, child, where);
    }
  }
}

static void
add_siblings (Walk  *walk,
              GwRef  ref,
              int    direction)
{
  GwFormNode *node = ref.what;
  GwRef parent;
  Set all = { 0 };
  Walk inner = { walk->run, &(GwXPathStep) { .axis = GW_AXIS_CHILD, .name = walk->step->name },
                 &all, FALSE };

  if (node == NULL || node->parent == NULL)
    return;
  parent = parent_of (ref);
  add_children (&inner, parent.what, parent.where, FALSE);
  for (guint i = 0; i < all.n; i++) {
    GwRef other = all.refs[direction > 0 ? i : all.n - 1 - i];

    if (compare_refs (&other, &ref) * direction > 0)
      set_add (walk->run, walk->found, other.what, other.where);
  }
}

static void
step_from_node (Walk  *walk,
                GwRef  ref)
{
  GwFormSession *session = walk->run->session;
  GwFormNode *node = ref.what;

  switch (walk->step->axis) {
  case GW_AXIS_SELF:
    if (node == NULL ? walk->step->name == NULL : fits (walk->step, node->name))
      set_add (walk->run, walk->found, node, ref.where);
    break;
  case GW_AXIS_CHILD:
    if (node != NULL)
      add_children (walk, node, ref.where, FALSE);
    else if (fits (walk->step, session->form->root->name))
      set_add (walk->run, walk->found, session->form->root, session->root);
    break;
  case GW_AXIS_ATTRIBUTE:
    if (node != NULL)
      add_children (walk, node, ref.where, TRUE);
    break;
  case GW_AXIS_PARENT:
    if (node != NULL) {
      GwRef parent = parent_of (ref);

      if (parent.what == NULL ? walk->step->name == NULL
                              : fits (walk->step, ((GwFormNode *) parent.what)->name))
        set_add (walk->run, walk->found, parent.what, parent.where);
    }
    break;
  case GW_AXIS_DESCENDANT:
  case GW_AXIS_DESCENDANT_OR_SELF:
    if (node == NULL) {
      if (walk->step->axis == GW_AXIS_DESCENDANT_OR_SELF && walk->step->name == NULL)
        set_add (walk->run, walk->found, NULL, NULL);
      if (fits (walk->step, session->form->root->name))
        set_add (walk->run, walk->found, session->form->root, session->root);
      add_descendants (walk, session->form->root, session->root);
    } else {
      if (walk->step->axis == GW_AXIS_DESCENDANT_OR_SELF && fits (walk->step, node->name))
        set_add (walk->run, walk->found, node, ref.where);
      add_descendants (walk, node, ref.where);
    }
    break;
  case GW_AXIS_ANCESTOR:
  case GW_AXIS_ANCESTOR_OR_SELF:
    if (walk->step->axis == GW_AXIS_ANCESTOR && node != NULL)
      ref = parent_of (ref);
    for (; ref.what != NULL; ref = parent_of (ref))
      if (fits (walk->step, ((GwFormNode *) ref.what)->name))
        set_add (walk->run, walk->found, ref.what, ref.where);
    break;
  case GW_AXIS_FOLLOWING_SIBLING:
    add_siblings (walk, ref, 1);
    break;
  case GW_AXIS_PRECEDING_SIBLING:
  default:
    add_siblings (walk, ref, -1);
    break;
  }
}

/* --- steps over a secondary instance --- */

static void
add_record_descendants (Walk           *walk,
                        GwFormInstance *instance,
                        guint           number)
{
  for (guint child = gw_form_instance_record (instance, number)->first_child;
       child != GW_FORM_NO_RECORD && !walk->run->failed;
       child = gw_form_instance_record (instance, child)->next) {
    const GwFormRecord *record = gw_form_instance_record (instance, child);

    if (record->name[0] == '@')
      continue;
    if (fits (walk->step, record->name))
      set_add (walk->run, walk->found, instance, GUINT_TO_POINTER (child));
    add_record_descendants (walk, instance, child);
  }
}

static void
add_record_children (Walk           *walk,
                     GwFormInstance *instance,
                     guint           first,
                     guint           until)
{
  gboolean attributes = walk->step->axis == GW_AXIS_ATTRIBUTE;

  for (guint child = first; child != until && child != GW_FORM_NO_RECORD && !walk->run->failed;
       child = gw_form_instance_record (instance, child)->next) {
    const GwFormRecord *record = gw_form_instance_record (instance, child);

    if (fits (walk->step, record->name) && (record->name[0] == '@') == attributes)
      set_add (walk->run, walk->found, instance, GUINT_TO_POINTER (child));
  }
}

static void
step_from_record (Walk  *walk,
                  GwRef  ref)
{
  GwFormInstance *instance = ref.what;
  guint number = GPOINTER_TO_UINT (ref.where);
  const GwFormRecord *record = gw_form_instance_record (instance, number);

  switch (walk->step->axis) {
  case GW_AXIS_SELF:
    if (fits (walk->step, record->name))
      set_add (walk->run, walk->found, instance, ref.where);
    break;
  case GW_AXIS_CHILD:
  case GW_AXIS_ATTRIBUTE:
    add_record_children (walk, instance, record->first_child, GW_FORM_NO_RECORD);
    break;
  case GW_AXIS_DESCENDANT_OR_SELF:
    if (fits (walk->step, record->name))
      set_add (walk->run, walk->found, instance, ref.where);
    add_record_descendants (walk, instance, number);
    break;
  case GW_AXIS_DESCENDANT:
    add_record_descendants (walk, instance, number);
    break;
  case GW_AXIS_PARENT:
    if (record->parent != GW_FORM_NO_RECORD
        && fits (walk->step, gw_form_instance_record (instance, record->parent)->name))
      set_add (walk->run, walk->found, instance, GUINT_TO_POINTER (record->parent));
    break;
  case GW_AXIS_ANCESTOR:
  case GW_AXIS_ANCESTOR_OR_SELF:
    if (walk->step->axis == GW_AXIS_ANCESTOR)
      number = record->parent;
    for (; number != GW_FORM_NO_RECORD; number = gw_form_instance_record (instance, number)->parent)
      if (fits (walk->step, gw_form_instance_record (instance, number)->name))
        set_add (walk->run, walk->found, instance, GUINT_TO_POINTER (number));
    break;
  case GW_AXIS_FOLLOWING_SIBLING:
    add_record_children (walk, instance, record->next, GW_FORM_NO_RECORD);
    break;
  case GW_AXIS_PRECEDING_SIBLING:
  default:
    if (record->parent != GW_FORM_NO_RECORD) {
      guint from = walk->found->n;

      add_record_children (walk, instance,
                           gw_form_instance_record (instance, record->parent)->first_child, number);
      for (guint i = from, j = walk->found->n; i + 1 < j; i++) {
        GwRef last = walk->found->refs[--j];

        walk->found->refs[j] = walk->found->refs[i];
        walk->found->refs[i] = last;
      }
    }
    break;
  }
}

/* --- predicates --- */

static void
keep_one (Set    *set,
          double  position)
{
  if (position >= 1 && position <= set->n && position == floor (position)) {
    set->refs[0] = set->refs[(guint) position - 1];
    set->n = 1;
  } else {
    set->n = 0;
  }
}

static gboolean
is_position_call (const GwXPathExpr *expr)
{
  return expr->op == GW_OP_CALL && expr->n_args == 0
         && g_str_equal (expr->function->name, "position");
}

/* `[position() = E]` where E means the same for every node is `[E]`. */
static const GwXPathExpr *
find_fixed_position (const GwXPathExpr *predicate)
{
  if (predicate->op != GW_OP_EQ)
    return NULL;
  if (is_position_call (predicate->args[0]) && !predicate->args[1]->uses_context)
    return predicate->args[1];
  if (is_position_call (predicate->args[1]) && !predicate->args[0]->uses_context)
    return predicate->args[0];

  return NULL;
}

static void
filter (GwXPathRun        *run,
        const GwXPathExpr *predicate,
        Set               *set)
{
  GwXPathRun inner = *run;
  const GwXPathExpr *fixed = find_fixed_position (predicate);
  guint kept = 0;

  if (fixed != NULL) {
    keep_one (set, gw_xpath_eval_number (run, fixed));
    return;
  }
  if (!predicate->uses_context) {
    GwXPathValue value;

    gw_xpath_eval (run, predicate, &value);
    if (value.type == GW_XPATH_NUMBER)
      keep_one (set, value.number);
    else if (!gw_xpath_to_boolean (run, &value))
      set->n = 0;
    return;
  }

  inner.size = set->n;
  for (guint i = 0; i < set->n && !inner.failed; i++) {
    GwXPathValue value;

    inner.node = set->refs[i];
    inner.position = i + 1;
    gw_xpath_eval (&inner, predicate, &value);
    if (value.type == GW_XPATH_NUMBER ? value.number == i + 1 : gw_xpath_to_boolean (&inner, &value))
      set->refs[kept++] = set->refs[i];
  }
  set->n = kept;
  run->failed |= inner.failed;
}

/* `[key = E]`, also within an `and`, where E means the same for every item. */
static gboolean
find_key (const GwXPathExpr  *predicate,
          const char        **key,
          const GwXPathExpr **wanted)
{
  if (predicate->op == GW_OP_AND && !predicate->uses_position) {
    for (guint i = 0; i < predicate->n_args; i++)
      if (find_key (predicate->args[i], key, wanted))
        return TRUE;
    return FALSE;
  }
  if (predicate->op != GW_OP_EQ || predicate->uses_position)
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    const GwXPathExpr *path = predicate->args[i];
    const GwXPathExpr *other = predicate->args[1 - i];

    if (path->op == GW_OP_PATH && path->start == GW_START_CONTEXT && path->n_steps == 1
        && path->steps[0].axis == GW_AXIS_CHILD && path->steps[0].n_predicates == 0
        && path->steps[0].name != NULL && !other->uses_context) {
      *key = path->steps[0].name;
      *wanted = other;
      return TRUE;
    }
  }

  return FALSE;
}

/* Uses the index of a secondary instance where the first predicate asks for equality. */
static gboolean
find_by_index (Walk  *walk,
               GwRef  ref,
               Set   *found)
{
  const GwXPathStep *step = walk->step;
  GwFormSession *session = walk->run->session;
  const GwXPathExpr *wanted;
  const char *key;
  GwXPathValue value;
  GArray *numbers;

  if (!is_record (ref) || step->axis != GW_AXIS_CHILD || step->name == NULL
      || step->n_predicates == 0 || !find_key (step->predicates[0], &key, &wanted)
      || !gw_form_instance_is_worth_index (ref.what, GPOINTER_TO_UINT (ref.where)))
    return FALSE;

  gw_xpath_eval (walk->run, wanted, &value);
  if (value.is_date || !(value.type == GW_XPATH_STRING
                         || (value.type == GW_XPATH_SET && value.n_refs <= 1)))
    return FALSE;
  if (value.type == GW_XPATH_SET && value.n_refs == 0)
    return TRUE;

  numbers = gw_form_instance_lookup (session->form, ref.what, GPOINTER_TO_UINT (ref.where),
                                     step->name, key, gw_xpath_to_string (walk->run, &value));
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    set_add (walk->run, found, ref.what, GUINT_TO_POINTER (g_array_index (numbers, guint, i)));
  if (step->predicates[0]->op == GW_OP_AND)
    filter (walk->run, step->predicates[0], found);

  return TRUE;
}

static void
take_step (Walk  *walk,
           GwRef  ref,
           Set   *out)
{
  Set found = { 0 };
  guint first_predicate = 0;

  walk->found = &found;
  if (find_by_index (walk, ref, &found))
    first_predicate = 1;
  else if (is_record (ref))
    step_from_record (walk, ref);
  else
    step_from_node (walk, ref);

  for (guint i = first_predicate; i < walk->step->n_predicates && !walk->run->failed; i++)
    filter (walk->run, walk->step->predicates[i], &found);
  if (out->n == 0) {
    *out = found;
  } else {
    for (guint i = 0; i < found.n; i++)
      set_add (walk->run, out, found.refs[i].what, found.refs[i].where);
  }
}

static gboolean
leaves_order (GwXPathAxis axis)
{
  return axis != GW_AXIS_CHILD && axis != GW_AXIS_ATTRIBUTE && axis != GW_AXIS_SELF;
}

static Set
start_of (GwXPathRun        *run,
          const GwXPathExpr *expr)
{
  Set set = { 0 };
  GwXPathValue value;

  switch (expr->start) {
  case GW_START_ROOT:
    set_add (run, &set, NULL, NULL);
    break;
  case GW_START_CURRENT:
    set_add (run, &set, run->current.what, run->current.where);
    break;
  case GW_START_EXPRESSION:
    gw_xpath_eval (run, expr->args[0], &value);
    if (value.type == GW_XPATH_SET)
      for (guint i = 0; i < value.n_refs; i++)
        set_add (run, &set, value.refs[i].what, value.refs[i].where);
    break;
  case GW_START_CONTEXT:
  default:
    set_add (run, &set, run->node.what, run->node.where);
    break;
  }

  return set;
}

/* The predicates of `(…)[1]` are about the whole set, those of a step about each parent. */
static Set
filter_start (GwXPathRun        *run,
              const GwXPathExpr *expr,
              Set                set)
{
  for (guint i = 0; i < expr->steps[0].n_predicates; i++)
    filter (run, expr->steps[0].predicates[i], &set);

  return set;
}

static void
give_set (GwXPathRun   *run,
          Set          *set,
          GwXPathValue *result)
{
  guint kept = 0;

  for (guint i = 0; i < set->n; i++)
    if (gw_xpath_ref_is_shown (set->refs[i]))
      set->refs[kept++] = set->refs[i];
  *result = (GwXPathValue) { .type = GW_XPATH_SET, .refs = set->refs, .n_refs = kept };
}

static Set
walk_steps (GwXPathRun        *run,
            const GwXPathExpr *expr)
{
  GwFormSession *session = run->session;
  Walk walk = { .run = run };
  Set set = start_of (run, expr);
  guint first = 0;
  gboolean is_ordered = TRUE;

  if (expr->start == GW_START_EXPRESSION && expr->n_steps > 0
      && expr->steps[0].axis == GW_AXIS_SELF && expr->steps[0].n_predicates > 0) {
    set = filter_start (run, expr, set);
    first = 1;
  }
  walk.is_pinned = session->form->pins && expr->start == GW_START_ROOT && !expr->is_bare;
  for (guint i = first; i < expr->n_steps && !run->failed; i++) {
    Set next = { 0 };

    walk.step = &expr->steps[i];
    if (walk.step->n_predicates > 0)
      walk.is_pinned = FALSE;
    for (guint j = 0; j < set.n && !run->failed; j++)
      take_step (&walk, set.refs[j], &next);
    if (leaves_order (walk.step->axis) || !is_ordered) {
      if (set.n > 1 || walk.step->axis == GW_AXIS_PRECEDING_SIBLING
          || walk.step->axis == GW_AXIS_ANCESTOR || walk.step->axis == GW_AXIS_ANCESTOR_OR_SELF)
        sort_set (&next);
      is_ordered = FALSE;
    }
    set = next;
  }
  return set;
}

void
gw_xpath_eval_path (GwXPathRun        *run,
                    const GwXPathExpr *expr,
                    GwXPathValue      *result)
{
  Set set;

  if (expr->direct != NULL) {
    GwFormNode *target = expr->direct;
    GwFormRow *row = climb (expr->start == GW_START_CONTEXT ? run->node.where : run->current.where,
                            target->scope);

    if (row != NULL) {
      GwRef *ref = gw_form_arena_new0 (run->arena, GwRef, 1);

      *ref = (GwRef) { target, row };
      *result = (GwXPathValue) { .type = GW_XPATH_SET, .is_direct = TRUE, .refs = ref, .n_refs = 1 };
      return;
    }
  }

  set = walk_steps (run, expr);
  give_set (run, &set, result);
}

/**
 * gw_xpath_eval_places:
 *
 * As gw_xpath_eval_path(), for an action that sets what it finds: hidden nodes are among them.
 */
void
gw_xpath_eval_places (GwXPathRun        *run,
                      const GwXPathExpr *expr,
                      GwXPathValue      *result)
{
  Set set = walk_steps (run, expr);

  *result = (GwXPathValue) { .type = GW_XPATH_SET, .refs = set.refs, .n_refs = set.n };
}

void
gw_xpath_eval_union (GwXPathRun        *run,
                     const GwXPathExpr *expr,
                     GwXPathValue      *result)
{
  Set set = { 0 };

  for (guint i = 0; i < expr->n_args; i++) {
    GwXPathValue value;

    gw_xpath_eval (run, expr->args[i], &value);
    if (value.type != GW_XPATH_SET)
      continue;
    for (guint j = 0; j < value.n_refs; j++)
      set_add (run, &set, value.refs[j].what, value.refs[j].where);
  }
  sort_set (&set);
  give_set (run, &set, result);
}
