/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions that know the form: instances, rows, choices, texts, and chance. */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

static gboolean
is_record (GwRef ref)
{
  return ref.what != NULL && ((GwFormNode *) ref.what)->tag == GW_REF_RECORD;
}

static void
give_one (GwXPathRun   *run,
          gpointer      what,
          gpointer      where,
          GwXPathValue *result)
{
  GwRef *ref = gw_form_arena_new0 (run->arena, GwRef, 1);

  *ref = (GwRef) { what, where };
  *result = (GwXPathValue) { .type = GW_XPATH_SET, .refs = ref, .n_refs = 1 };
}

void
gw_xpath_call_instance (GwXPathRun        *run,
                        const GwXPathExpr *call,
                        GwXPathValue      *result)
{
  GwFormSession *session = run->session;
  const char *id = gw_xpath_eval_string (run, call->args[0]);
  GwFormInstance *instance = gw_form_session_find_instance (session, id);

  if (instance != NULL)
    give_one (run, instance, GUINT_TO_POINTER (0), result);
  else
    *result = (GwXPathValue) { .type = GW_XPATH_SET };
}

void
gw_xpath_call_current (GwXPathRun        *run,
                       const GwXPathExpr *call,
                       GwXPathValue      *result)
{
  give_one (run, run->current.what, run->current.where, result);
}

/* Without an argument: the place in the set that a predicate filters. With one: the place of
 * a node among its siblings of the same name, which for a row is its number. */
void
gw_xpath_call_position (GwXPathRun        *run,
                        const GwXPathExpr *call,
                        GwXPathValue      *result)
{
  GwXPathValue value;
  guint position = 1;

  if (call->n_args == 0) {
    gw_xpath_set_number (result, run->position);
    return;
  }
  gw_xpath_eval (run, call->args[0], &value);
  if (value.type != GW_XPATH_SET || value.n_refs == 0) {
    gw_xpath_set_number (result, NAN);
    return;
  }
  if (is_record (value.refs[0])) {
    GwFormInstance *instance = value.refs[0].what;
    guint number = GPOINTER_TO_UINT (value.refs[0].where);
    const GwFormRecord *record = gw_form_instance_record (instance, number);

    if (record->parent != GW_FORM_NO_RECORD)
      for (guint i = gw_form_instance_record (instance, record->parent)->first_child;
           i != number && gw_xpath_work (run, 1); i = gw_form_instance_record (instance, i)->next)
        position += gw_form_instance_record (instance, i)->name == record->name;
  } else if (value.refs[0].what != NULL && ((GwFormNode *) value.refs[0].what)->is_repeat) {
    position = ((GwFormRow *) value.refs[0].where)->index + 1;
  }
  gw_xpath_set_number (result, position);
}

void
gw_xpath_call_name (GwXPathRun        *run,
                    const GwXPathExpr *call,
                    GwXPathValue      *result)
{
  GwXPathValue value = { .type = GW_XPATH_SET, .refs = &run->node, .n_refs = 1 };
  const char *name = "";

  if (call->n_args > 0)
    gw_xpath_eval (run, call->args[0], &value);
  if (value.type == GW_XPATH_SET && value.n_refs > 0 && value.refs[0].what != NULL)
    name = is_record (value.refs[0])
               ? gw_form_instance_record ((GwFormInstance *) value.refs[0].what,
                                          GPOINTER_TO_UINT (value.refs[0].where))->name
               : ((GwFormNode *) value.refs[0].what)->name;
  gw_xpath_set_string (result, *name == '@' ? name + 1 : name);
}

void
gw_xpath_call_once (GwXPathRun        *run,
                    const GwXPathExpr *call,
                    GwXPathValue      *result)
{
  GwFormNode *node = run->current.what;
  GwFormRow *row = run->current.where;
  const char *own = row->cells[node->slot].text;

  if (own != NULL)
    gw_xpath_set_string (result, own);
  else
    gw_xpath_eval (run, call->args[0], result);
}

/* `indexed-repeat (node, repeat, i, …)`: the node in row i of the repeat. Repeats that are
 * not named keep the row of the context where it has one. */
void
gw_xpath_call_indexed_repeat (GwXPathRun        *run,
                              const GwXPathExpr *call,
                              GwXPathValue      *result)
{
  GwFormSession *session = run->session;
  GwFormNode *target = call->args[0]->target;
  GwFormRow *row = session->root;
  g_autoptr (GPtrArray) scopes = g_ptr_array_new ();

  *result = (GwXPathValue) { .type = GW_XPATH_SET };
  if (target == NULL)
    return;
  for (GwFormNode *scope = target->scope; scope->parent != NULL; scope = scope->parent->scope)
    g_ptr_array_insert (scopes, 0, scope);

  for (guint i = 0; i < scopes->len; i++) {
    GwFormNode *scope = scopes->pdata[i];
    GPtrArray *rows = row->lists[scope->repeat_slot].rows;
    GwFormRow *own = gw_form_row_climb (run->current.where, scope);
    double index = own != NULL && own->parent == row ? own->index + 1 : 1;

    for (guint j = 1; j + 1 < call->n_args; j += 2)
      if (call->args[j]->target == scope)
        index = gw_xpath_eval_number (run, call->args[j + 1]);
    if (!(index >= 1 && index <= rows->len))
      return;
    row = rows->pdata[(guint) index - 1];
  }
  give_one (run, target, row, result);
  result->is_direct = TRUE;
}

/* --- chance --- */

#define PARK_MILLER_MODULUS 2147483647

static double
seed_of_text (const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  gint64 seed = 0;

  g_checksum_update (checksum, (const guchar *) text, strlen (text));
  g_checksum_get_digest (checksum, digest, &length);
  for (guint i = 0; i < 8; i++)
    seed = (gint64) ((guint64) seed << 8 | digest[i]);

  return (double) seed;
}

static gint64
fold_seed (double seed)
{
  /* 1 div 0 is a number that has no remainder. */
  gint64 folded = isfinite (seed) ? (gint64) fmod (trunc (seed), PARK_MILLER_MODULUS) : 0;

  return folded <= 0 ? folded + PARK_MILLER_MODULUS - 1 : folded;
}

/* Park and Miller's generator and an inside-out shuffle, as all engines do it, so that the
 * same seed gives the same order everywhere. */
static void
shuffle (GwRef  *refs,
         guint   n_refs,
         gint64  seed)
{
  for (guint i = 0; i < n_refs; i++) {
    GwRef own = refs[i];
    guint j;

    seed = seed * 16807 % PARK_MILLER_MODULUS;
    j = (guint) floor ((seed - 1) / (double) (PARK_MILLER_MODULUS - 1) * (i + 1));
    refs[i] = refs[j];
    refs[j] = own;
  }
}

void
gw_xpath_call_randomize (GwXPathRun        *run,
                         const GwXPathExpr *call,
                         GwXPathValue      *result)
{
  GwFormSession *session = run->session;
  double seed = session->shuffle_seed;
  GwRef *refs;

  if (call->n_args > 1) {
    GwXPathValue value;

    gw_xpath_eval (run, call->args[1], &value);
    seed = gw_xpath_to_number (run, &value);
    if (isnan (seed)) {
      const char *text = gw_xpath_to_string (run, &value);

      seed = *text != '\0' ? seed_of_text (text) : 0;
    }
  }
  gw_xpath_eval (run, call->args[0], result);
  if (result->type != GW_XPATH_SET)
    return;
  if (!gw_xpath_work (run, result->n_refs))
    return;
  refs = gw_form_arena_new0 (run->arena, GwRef, result->n_refs);
  for (guint i = 0; i < result->n_refs; i++)
    refs[i] = result->refs[i];
  shuffle (refs, result->n_refs, fold_seed (seed));
  result->refs = refs;
  result->is_direct = FALSE;
}

void
gw_xpath_call_random (GwXPathRun        *run,
                      const GwXPathExpr *call,
                      GwXPathValue      *result)
{
  gw_xpath_set_number (result, g_rand_double (((GwFormSession *) run->session)->rand));
}

static char *
seeded_uuid (GRand *rand)
{
  guint32 a = g_rand_int (rand), b = g_rand_int (rand), c = g_rand_int (rand), d = g_rand_int (rand);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", a, b >> 16, b & 0xFFF,
                          (c >> 16 & 0x3FFF) | 0x8000, c & 0xFFFF, d);
}

void
gw_xpath_call_uuid (GwXPathRun        *run,
                    const GwXPathExpr *call,
                    GwXPathValue      *result)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  GwFormSession *session = run->session;

  if (call->n_args == 0) {
    g_autofree char *uuid = session->environment->seed != 0 ? seeded_uuid (session->rand)
                                                            : g_uuid_string_random ();

    gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, uuid, -1));
  } else {
    double length = gw_xpath_eval_number (run, call->args[0]);
    guint n = isnan (length) ? 0 : (guint) CLAMP (length, 0, 10000);
    char *text = gw_form_arena_alloc (run->arena, n + 1);

    gw_xpath_work (run, n);
    for (guint i = 0; i < n; i++)
      text[i] = letters[g_rand_int_range (session->rand, 0, sizeof letters - 1)];
    gw_xpath_set_string (result, text);
  }
}

/* --- lists and texts --- */

/* The first item whose child @key is the value, and of it the child @want. */
void
gw_xpath_call_pulldata (GwXPathRun        *run,
                        const GwXPathExpr *call,
                        GwXPathValue      *result)
{
  GwFormSession *session = run->session;
  GwFormInstance *instance = gw_form_session_find_instance (session, gw_xpath_eval_string (run, call->args[0]));
  const char *want = gw_form_find_name (session->form, gw_xpath_eval_string (run, call->args[1]), -1);
  const char *key = gw_form_find_name (session->form, gw_xpath_eval_string (run, call->args[2]), -1);
  const char *value = gw_xpath_eval_string (run, call->args[3]);
  const char *item = gw_form_find_name (session->form, "item", -1);
  GArray *found;
  guint root;

  gw_xpath_set_string (result, "");
  if (instance == NULL || want == NULL || key == NULL || item == NULL)
    return;
  root = gw_form_instance_record (instance, 0)->first_child;
  if (root == GW_FORM_NO_RECORD)
    return;
  found = gw_form_instance_lookup (session->form, instance, root, item, key, value);
  if (found == NULL || found->len == 0)
    return;
  for (guint child = gw_form_instance_record (instance, g_array_index (found, guint, 0))->first_child;
       child != GW_FORM_NO_RECORD && gw_xpath_work (run, 1);
       child = gw_form_instance_record (instance, child)->next) {
    if (gw_form_instance_record (instance, child)->name == want) {
      gw_xpath_set_string (result, gw_xpath_ref_string (run, (GwRef) { instance, GUINT_TO_POINTER (child) }));
      return;
    }
  }
}

void
gw_xpath_call_choice_name (GwXPathRun        *run,
                           const GwXPathExpr *call,
                           GwXPathValue      *result)
{
  GwFormSession *session = run->session;
  const char *value = gw_xpath_eval_string (run, call->args[0]);
  g_autofree char *path = g_strstrip (g_strdup (gw_xpath_eval_string (run, call->args[1])));
  GwFormNode *node = gw_form_resolve (session->form, run->current.what, path);
  g_autoptr (GString) label = g_string_new (NULL);
  GwFormRow *row;

  gw_xpath_set_string (result, "");
  if (node == NULL || node->bodies == NULL)
    return;
  row = gw_form_row_climb (run->current.where, node->scope);
  for (guint i = 0; row != NULL && i < node->bodies->len; i++) {
    GwFormBody *body = node->bodies->pdata[i];

    if (gw_form_body_has_choices (body)
        && gw_form_choices_label (session, body, row, value, FALSE, label)) {
      gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, label->str, label->len));
      return;
    }
  }
}

void
gw_xpath_call_itext (GwXPathRun        *run,
                     const GwXPathExpr *call,
                     GwXPathValue      *result)
{
  const char *id = gw_xpath_eval_string (run, call->args[0]);
  g_autoptr (GString) text = g_string_new (NULL);

  gw_form_render_itext (run, id, "", text);
  gw_xpath_set_string (result, gw_form_arena_strdup (run->arena, text->str, text->len));
}
