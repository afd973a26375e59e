/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/form-maker.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-time.h"
#include "core/forms/gw-form-log.h"

/* --- the form --- */

typedef enum { LEAF_INT, LEAF_DECIMAL, LEAF_TEXT, LEAF_DATE, LEAF_SELECT1, LEAF_SELECT, LEAF_CALCULATED } LeafKind;

typedef struct _Node Node;

struct _Node
{
  char *name;
  char *path;
  Node *parent;
  guint depth;
  gboolean is_repeat;
  gboolean is_closed; /* all that is in it has been made: rules outside may read it */
  gboolean is_leaf;
  LeafKind kind;
};

typedef struct
{
  GRand *rand;
  GPtrArray *nodes;
  GString *instance;
  GString *binds;
  GString *body;
  GString *texts[2];
  gboolean is_old; /* absolute paths stay in their row */
  const char *start; /* of relative paths: within a list's filter they begin at the question */
  guint n_repeats;
} Maker;

static gboolean
chance (Maker *self,
        guint  of)
{
  return g_rand_int_range (self->rand, 0, of) == 0;
}

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->name);
  g_free (node->path);
  g_free (node);
}

static Node *
add_node (Maker      *self,
          Node       *parent,
          const char *prefix)
{
  Node *node = g_new0 (Node, 1);

  node->name = g_strdup_printf ("%s%u", prefix, self->nodes->len);
  node->path = parent != NULL ? g_strdup_printf ("%s/%s", parent->path, node->name) : g_strdup ("/data");
  node->parent = parent;
  node->depth = parent != NULL ? parent->depth + 1 : 0;
  g_ptr_array_add (self->nodes, node);
  return node;
}

static gboolean
is_around (const Node *node,
           const Node *inner)
{
  for (; inner != NULL; inner = inner->parent)
    if (inner == node)
      return TRUE;
  return FALSE;
}

/* Whether the way from @from to @to goes through rows that are not @from's own. */
static gboolean
crosses_rows (const Node *from,
              const Node *to)
{
  for (; to != NULL; to = to->parent)
    if (to->is_repeat && !is_around (to, from))
      return TRUE;
  return FALSE;
}

static char *
relative_path (const Node *from,
               const Node *to)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const Node *common = from;

  while (!is_around (common, to)) {
    g_string_append (path, "../");
    common = common->parent;
  }
  g_string_append (path, to->path + strlen (common->path) + 1);
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* Whether rules of @from may read it: rows are read from outside once all in them is made. */
static gboolean
can_be_read (const Node *from,
             const Node *node)
{
  for (const Node *up = node->parent; up != NULL; up = up->parent)
    if (up->is_repeat && !is_around (up, from) && !up->is_closed)
      return FALSE;
  return node != from && node->is_leaf;
}

/* A leaf that was made before @from, so that no rule ever waits for itself. */
static const Node *
pick_leaf (Maker      *self,
           const Node *from,
           gboolean    may_cross)
{
  for (guint tries = 0; tries < 20; tries++) {
    const Node *node = self->nodes->pdata[g_rand_int_range (self->rand, 0, self->nodes->len)];

    if (can_be_read (from, node) && (may_cross || !crosses_rows (from, node)))
      return node;
  }
  return NULL;
}

static gboolean
is_in_rows (const Node *node)
{
  for (; node != NULL; node = node->parent)
    if (node->is_repeat)
      return TRUE;
  return FALSE;
}

/* How a rule of @from writes the leaf: absolute where that means the same. */
static char *
write_path (Maker      *self,
            const Node *from,
            const Node *to)
{
  g_autofree char *relative = NULL;

  if ((!is_in_rows (to) || self->is_old) && chance (self, 2))
    return g_strdup (to->path);
  relative = relative_path (from, to);
  return g_strconcat (self->start, relative, NULL);
}

/* A number that a rule of @from reads. */
static char *
make_operand (Maker      *self,
              const Node *from)
{
  static const char * const over_rows[] = { "sum(%s)", "sum(%s[. &gt; 0])", "count(%s)", "count-non-empty(%s)", "string-length(join('-', %s))", "coalesce(max(%s[. &lt; 9]), 0)" };
  const Node *leaf = pick_leaf (self, from, TRUE);
  g_autofree char *path = NULL;

  if (leaf == NULL || chance (self, 12))
    return g_strdup_printf ("%d", g_rand_int_range (self->rand, 0, 5));
  path = write_path (self, from, leaf);
  if (crosses_rows (from, leaf)) {
    const char *format = over_rows[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (over_rows))];
    g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

    return g_strconcat (parts[0], path, parts[1], NULL);
  }
  switch (leaf->kind) {
  case LEAF_TEXT:
  case LEAF_DATE:
    return g_strdup_printf ("string-length(%s)", path);
  case LEAF_SELECT1:
  case LEAF_SELECT:
    return g_strdup_printf ("count-selected(%s)", path);
  default:
    return g_strdup_printf ("coalesce(%s, %d)", path, g_rand_int_range (self->rand, 0, 3));
  }
}

static char *
make_condition (Maker      *self,
                const Node *from)
{
  static const char * const operators[] = { "=", "!=", "&lt;", "&gt;=" };
  g_autofree char *left = make_operand (self, from);
  g_autofree char *right = make_operand (self, from);
  const char *operator = operators[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (operators))];

  switch (g_rand_int_range (self->rand, 0, 4)) {
  case 0: {
    g_autofree char *other = make_operand (self, from);

    return g_strdup_printf ("%s %s %s or %s = 1", left, operator, right, other);
  }
  case 1:
    return g_strdup_printf ("not(%s %s %s)", left, operator, right);
  case 2:
    return g_strdup_printf ("%s mod 3 != %d", left, g_rand_int_range (self->rand, 0, 3));
  default:
    return g_strdup_printf ("%s %s %d", left, operator, g_rand_int_range (self->rand, 0, 4));
  }
}

/* In a row, also what stands in the row before, and the row's number. An absolute path to the row
 * before means rows of other rows too in a repeat within a repeat, also later ones where an earlier
 * one is hidden, and such a rule waits for itself. */
static char *
make_calculation (Maker      *self,
                  const Node *node)
{
  g_autofree char *left = make_operand (self, node);
  g_autofree char *right = make_operand (self, node);

  switch (g_rand_int_range (self->rand, 0, 8)) {
  case 0:
    return g_strdup_printf ("if(%s &gt; 2, %s, '')", left, right);
  case 1:
    return g_strdup_printf ("concat(%s, '/', %s)", left, right);
  case 2:
    return g_strdup_printf ("(%s * 3 + %s) mod 7", left, right);
  case 3:
    if (node->parent->is_repeat && !is_in_rows (node->parent->parent))
      return g_strdup_printf ("(coalesce(%s[position() = position(current()/..) - 1]/%s, 0) + %s) mod 100",
                              node->parent->path, node->name, left);
    return g_strdup_printf ("%s - %s", left, right);
  case 4:
    if (node->parent->is_repeat)
      return g_strdup_printf ("position(..) + %s", left);
    return g_strdup_printf ("round(%s div 3)", left);
  case 5:
    if (node->parent->is_repeat)
      return g_strdup_printf ("count(%s[position() &lt;= %s])", node->parent->path, left);
    return g_strdup_printf ("%s + %s", left, right);
  case 6: {
    const Node *select = pick_leaf (self, node, FALSE);

    if (select != NULL && select->kind == LEAF_SELECT1) {
      g_autofree char *path = relative_path (node, select);

      return g_strdup_printf ("jr:choice-name(%s, ' %s ')", path, select->path);
    }
    return g_strdup_printf ("once(%s)", left);
  }
  default:
    return g_strdup_printf ("%s + %s", left, right);
  }
}

static void
append_label (Maker      *self,
              const Node *node)
{
  if (chance (self, 2)) {
    g_autofree char *operand = make_operand (self, node);

    g_string_append_printf (self->body, "<label>%s: <output value=\"%s\"/></label>", node->name, operand);
    return;
  }
  for (guint i = 0; i < 2; i++)
    g_string_append_printf (self->texts[i], "<text id='%s'><value>%s in %s</value></text>", node->name, node->name, i == 0 ? "English" : "French");
  g_string_append_printf (self->body, "<label ref=\"jr:itext('%s')\"/>", node->name);
}

static void
append_items (Maker *self)
{
  for (guint i = 1; i <= 3; i++)
    g_string_append_printf (self->body, "<item><label ref=\"jr:itext('i%u')\"/><value>%u</value></item>", i, i);
}

/* A list that another answer makes longer and shorter. */
static void
append_itemset (Maker      *self,
                const Node *node)
{
  g_autofree char *operand = NULL;

  self->start = "current()/";
  operand = make_operand (self, node);
  self->start = "";
  g_string_append_printf (self->body, "<itemset nodeset=\"instance('list')/root/item[k &lt;= %s]\"><value ref='name'/>"
                          "<label ref='jr:itext(label)'/></itemset>", operand);
}

static void
make_actions (Maker      *self,
              const Node *node)
{
  for (guint tries = 0; tries < 6; tries++) {
    const Node *target = pick_leaf (self, node, FALSE);
    g_autofree char *path = NULL;
    g_autofree char *operand = NULL;

    if (target == NULL || target == node || target->kind > LEAF_TEXT)
      continue;
    path = relative_path (node, target);
    operand = make_operand (self, target);
    g_string_append_printf (self->body, "<setvalue event='xforms-value-changed' ref='%s' value=\"%s\"/>", path, operand);
    return;
  }
}

static void
make_leaf (Maker *self,
           Node  *parent)
{
  static const char * const types[] = { "int", "decimal", "string", "date", "string", "string", "string" };
  static const char * const elements[] = { "input", "input", "input", "input", "select1", "select", "input" };
  Node *node = add_node (self, parent, "q");
  gboolean has_control;

  node->is_leaf = TRUE;
  node->kind = g_rand_int_range (self->rand, 0, LEAF_CALCULATED + 1);
  has_control = node->kind != LEAF_CALCULATED || chance (self, 3);
  if (node->kind == LEAF_INT && chance (self, 3))
    g_string_append_printf (self->instance, "<%s>%d</%s>", node->name, g_rand_int_range (self->rand, 0, 5), node->name);
  else
    g_string_append_printf (self->instance, "<%s/>", node->name);

  g_string_append_printf (self->binds, "<bind nodeset='%s' type='%s'", node->path, types[node->kind]);
  /* A choice that is calculated may lie outside of its list until the list changes. */
  if (node->kind == LEAF_CALCULATED || (node->kind < LEAF_SELECT1 && chance (self, 8))) {
    g_autofree char *rule = make_calculation (self, node);

    g_string_append_printf (self->binds, " calculate=\"%s\"", rule);
  }
  if (chance (self, 3)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, " relevant=\"%s\"", rule);
  }
  if (chance (self, 4)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, " required=\"%s\"", rule);
  }
  if (chance (self, 6)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, " readonly=\"%s\"", rule);
  }
  if (chance (self, 3)) {
    g_autofree char *operand = make_operand (self, node);

    g_string_append_printf (self->binds, " constraint=\". != %s\" jr:constraintMsg='Not %s'", operand, node->name);
  }
  g_string_append (self->binds, "/>");

  if (!has_control)
    return;
  g_string_append_printf (self->body, "<%s ref='%s'>", elements[node->kind], node->path);
  append_label (self, node);
  if (node->kind == LEAF_SELECT1 || node->kind == LEAF_SELECT) {
    if (chance (self, 2))
      append_items (self);
    else
      append_itemset (self, node);
  }
  if (chance (self, 5))
    make_actions (self, node);
  g_string_append_printf (self->body, "</%s>", elements[node->kind]);
}

static void make_children (Maker *self, Node *parent, guint n);

static void
make_group (Maker *self,
            Node  *parent)
{
  Node *node = add_node (self, parent, "g");

  if (chance (self, 2)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, "<bind nodeset='%s' relevant=\"%s\"/>", node->path, rule);
  }
  if (chance (self, 6)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, "<bind nodeset='%s' readonly=\"%s\"/>", node->path, rule);
  }
  g_string_append_printf (self->instance, "<%s>", node->name);
  g_string_append_printf (self->body, "<group ref='%s'>", node->path);
  append_label (self, node);
  make_children (self, node, g_rand_int_range (self->rand, 2, 5));
  g_string_append (self->body, "</group>");
  g_string_append_printf (self->instance, "</%s>", node->name);
}

static void
make_repeat (Maker *self,
             Node  *parent)
{
  Node *node = add_node (self, parent, "r");
  const Node *first;
  g_autofree char *count = NULL;
  guint first_child = self->nodes->len;

  self->n_repeats++;
  if (chance (self, 3)) {
    const Node *number = pick_leaf (self, node, FALSE);

    if (number != NULL && number->kind == LEAF_INT)
      count = write_path (self, node, number);
  }
  node->is_repeat = TRUE;
  if (chance (self, 3)) {
    g_autofree char *rule = make_condition (self, node);

    g_string_append_printf (self->binds, "<bind nodeset='%s' relevant=\"%s\"/>", node->path, rule);
  }
  g_string_append_printf (self->instance, "<%s%s>", node->name, chance (self, 2) ? " jr:template=''" : "");
  g_string_append_printf (self->body, "<group ref='%s'><label>Rows</label><repeat nodeset='%s'", node->path, node->path);
  if (count != NULL)
    g_string_append_printf (self->body, " jr:count='%s'", count);
  g_string_append (self->body, ">");
  make_children (self, node, g_rand_int_range (self->rand, 2, 5));
  first = self->nodes->pdata[first_child];
  if (chance (self, 3) && first->is_leaf && first->kind <= LEAF_TEXT)
    g_string_append_printf (self->body, "<setvalue event='odk-new-repeat' ref='%s' value='position(..)'/>", first->path);
  g_string_append (self->body, "</repeat></group>");
  g_string_append_printf (self->instance, "</%s>", node->name);
  node->is_closed = TRUE;
}

static void
make_children (Maker *self,
               Node  *parent,
               guint  n)
{
  make_leaf (self, parent);
  for (guint i = 1; i < n; i++) {
    guint what = g_rand_int_range (self->rand, 0, 7);

    if (what == 0 && parent->depth < 4)
      make_group (self, parent);
    else if (what == 1 && parent->depth < 3 && self->n_repeats < 5)
      make_repeat (self, parent);
    else
      make_leaf (self, parent);
  }
}

static void
append_list (GString *out)
{
  g_string_append (out, "<instance id='list'><root>");
  for (guint i = 0; i < 6; i++)
    g_string_append_printf (out, "<item><name>%u</name><label>i%u</label><k>%u</k></item>", i, i % 4, i);
  g_string_append (out, "</root></instance>");
}

/* The text of a form. */
char *
form_maker_make (GRand *rand)
{
  Maker self = { .rand = rand, .nodes = g_ptr_array_new_with_free_func (node_free), .instance = g_string_new (NULL),
                 .binds = g_string_new (NULL), .body = g_string_new (NULL),
                 .texts = { g_string_new (NULL), g_string_new (NULL) }, .start = "" };
  g_autoptr (GString) out = g_string_new ("<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
    "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms'><h:head><h:title>Made</h:title>");
  Node *root;

  self.is_old = chance (&self, 3);
  root = add_node (&self, NULL, "data");
  for (guint i = 0; i < 4; i++)
    for (guint l = 0; l < 2; l++)
      g_string_append_printf (self.texts[l], "<text id='i%u'><value>%s %u</value></text>", i, l == 0 ? "Choice" : "Choix", i);
  make_children (&self, root, g_rand_int_range (rand, 12, 26));

  g_string_append (out, self.is_old ? "<model>" : "<model odk:xforms-version='1.0.0'>");
  g_string_append_printf (out, "<itext><translation lang='English (en)'>%s</translation><translation lang='French (fr)'>%s</translation></itext>",
                          self.texts[0]->str, self.texts[1]->str);
  g_string_append_printf (out, "<instance><data id='made'>%s<meta><instanceID/></meta></data></instance>", self.instance->str);
  append_list (out);
  g_string_append_printf (out, "%s<bind nodeset='/data/meta/instanceID' jr:preload='uid'/></model></h:head><h:body>%s</h:body></h:html>",
                          self.binds->str, self.body->str);
  g_ptr_array_unref (self.nodes);
  g_string_free (self.instance, TRUE);
  g_string_free (self.binds, TRUE);
  g_string_free (self.body, TRUE);
  g_string_free (self.texts[0], TRUE);
  g_string_free (self.texts[1], TRUE);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

GwForm *
form_maker_load (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GwForm *form = gw_form_load (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return form;
}

/* With the same clock and the same chance each time. */
GwFormSession *
form_maker_open (GwForm            *form,
                 const GwFormDraft *draft,
                 const char        *language)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();

  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  environment->language = g_strdup (language);
  return gw_form_session_new (form, environment, draft);
}

/* --- edits --- */

static void
collect_items (GPtrArray *items,
               GPtrArray *all)
{
  for (guint i = 0; i < items->len; i++) {
    g_autoptr (GPtrArray) inside = gw_form_item_dup_items (items->pdata[i]);

    g_ptr_array_add (all, items->pdata[i]);
    collect_items (inside, all);
  }
}

static char *
make_value (GwFormItem *item,
            GRand      *rand)
{
  static const char * const texts[] = { "x", "two words", "12", "ünïcode" };
  int number = g_rand_int_range (rand, 0, 6);

  if (g_rand_int_range (rand, 0, 6) == 0)
    return g_strdup ("");
  switch (gw_form_item_get_control (item)) {
  case GW_FORM_CONTROL_SELECT1:
  case GW_FORM_CONTROL_SELECT: {
    g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);
    const GwFormChoice *first, *second;

    if (choices->len == 0)
      return g_strdup ("1");
    first = choices->pdata[g_rand_int_range (rand, 0, choices->len)];
    second = choices->pdata[g_rand_int_range (rand, 0, choices->len)];
    if (gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT && first != second)
      return g_strdup_printf ("%s %s", first->value, second->value);
    return g_strdup (first->value);
  }
  default:
    break;
  }
  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_DECIMAL:
    return g_strdup_printf ("%d.%d", number, g_rand_int_range (rand, 0, 10));
  case GW_FORM_DATA_DATE:
    return g_strdup_printf ("2026-0%d-1%d", number + 1, number);
  case GW_FORM_DATA_STRING:
    return g_strdup (number < 3 ? texts[number] : "3");
  default:
    return g_strdup_printf ("%d", number);
  }
}

static FormEdit *
edit_new (FormEditKind kind,
          const char  *ref,
          char        *value)
{
  FormEdit *edit = g_new0 (FormEdit, 1);

  edit->kind = kind;
  edit->ref = g_strdup (ref);
  edit->value = value;
  return edit;
}

/* What somebody might do next. New rows are called @prefix and @number. */
FormEdit *
form_maker_pick_edit (GwFormSession *session,
                      GRand         *rand,
                      guint          number,
                      const char    *prefix)
{
  g_autoptr (GPtrArray) top = gw_form_session_dup_items (session);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint what = g_rand_int_range (rand, 0, 20);
  GwFormItemKind wanted = what < 3 ? GW_FORM_ITEM_REPEAT : what < 5 ? GW_FORM_ITEM_ROW : GW_FORM_ITEM_CONTROL;

  if (what == 19)
    return edit_new (FORM_EDIT_LANGUAGE, NULL, g_strdup (g_rand_boolean (rand) ? "English (en)" : "French (fr)"));
  collect_items (top, all);
  for (guint tries = 0; tries < 40; tries++) {
    GwFormItem *item = all->pdata[g_rand_int_range (rand, 0, all->len)];
    const char *ref = gw_form_item_get_ref (item);

    if (gw_form_item_get_kind (item) != wanted)
      continue;
    if (wanted == GW_FORM_ITEM_REPEAT) {
      g_autoptr (GPtrArray) rows = gw_form_item_dup_items (item);

      if (rows->len < 6)
        return edit_new (FORM_EDIT_ADD, ref, g_strdup_printf ("%s%u", prefix, number));
    } else if (wanted == GW_FORM_ITEM_ROW) {
      return edit_new (FORM_EDIT_REMOVE, ref, NULL);
    } else {
      return edit_new (FORM_EDIT_SET, ref, make_value (item, rand));
    }
  }
  return edit_new (FORM_EDIT_LANGUAGE, NULL, g_strdup ("English (en)"));
}

/* Whether it was taken; what is read-only or counted by the form is not. */
gboolean
form_maker_edit (GwFormSession  *session,
                 const FormEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gboolean taken = FALSE;

  switch (edit->kind) {
  case FORM_EDIT_SET:
    taken = gw_form_session_set_value (session, edit->ref, edit->value, &error);
    break;
  case FORM_EDIT_ADD:
    id = gw_form_session_add_row (session, edit->ref, edit->value, &error);
    taken = id != NULL;
    break;
  case FORM_EDIT_REMOVE:
    taken = gw_form_session_remove_row (session, edit->ref, &error);
    break;
  case FORM_EDIT_LANGUAGE:
  default:
    taken = gw_form_session_set_language (session, edit->value);
    break;
  }
  g_assert_false (g_error_matches (error, GW_FORM_ERROR, GW_FORM_ERROR_LIMIT));
  return taken;
}

char *
form_maker_describe (const FormEdit *edit)
{
  static const char * const names[] = { "set", "add", "remove", "language" };

  return g_strdup_printf ("%s %s %s", names[edit->kind], edit->ref != NULL ? edit->ref : "",
                          edit->value != NULL ? edit->value : "");
}

void
form_edit_free (FormEdit *edit)
{
  if (edit == NULL)
    return;
  g_free (edit->ref);
  g_free (edit->value);
  g_free (edit);
}

/* --- states --- */

typedef struct
{
  GString *out;
  GwFormSession *session;
} Listing;

/* Rows that a count took away are in the draft and are not seen. */
static void
append_row (const char *repeat_ref,
            const char *row_id,
            gpointer    data)
{
  Listing *listing = data;
  g_autofree char *ref = g_strdup_printf ("%s[%s]", repeat_ref, row_id != NULL ? row_id : "");
  g_autofree char *path = gw_form_session_dup_path (listing->session, ref);

  if (path != NULL)
    g_string_append_printf (listing->out, "row %s is %s\n", path, ref);
}

/* All that can be seen of the form, a line for each node, and the rows by their ids. */
char *
form_maker_dup_state (GwFormSession *session)
{
  g_autofree char *log = gw_form_log_dup_state (session);
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (session);
  Listing listing = { g_string_new (log), session };

  gw_form_draft_foreach (draft, NULL, append_row, &listing);
  return g_string_free (listing.out, FALSE);
}

/* The first line that is another one, from both; NULL where all are the same. */
char *
form_maker_find_difference (const char *one,
                            const char *other)
{
  g_auto (GStrv) a = g_strsplit (one, "\n", -1);
  g_auto (GStrv) b = g_strsplit (other, "\n", -1);

  for (guint i = 0; a[i] != NULL || b[i] != NULL; i++) {
    if (a[i] == NULL || b[i] == NULL || !g_str_equal (a[i], b[i]))
      return g_strdup_printf ("\n  %s\n  %s", a[i] != NULL ? a[i] : "(nothing)", b[i] != NULL ? b[i] : "(nothing)");
  }
  return NULL;
}

/* Runs the seeds from 1: @few in the everyday tests, @many with GODWIT_LONG=1; that of GODWIT_SEED
 * alone where it is given, as a failure says it. */
void
form_maker_run_seeds (FormMakerFunc func,
                      guint         few,
                      guint         many)
{
  const char *seed = g_getenv ("GODWIT_SEED");
  guint n = g_getenv ("GODWIT_LONG") != NULL ? many : few;

  if (seed != NULL) {
    func ((guint32) strtoul (seed, NULL, 10));
    return;
  }
  for (guint32 i = 1; i <= n; i++)
    func (i);
}
