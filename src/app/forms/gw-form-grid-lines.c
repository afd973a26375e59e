/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-lines.h"

#include <stdlib.h>
#include <string.h>

#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-direction.h"
#include "app/widgets/gw-markdown.h"

/* With fewer questions in a row, a table is no help. */
#define FEWEST_COLUMNS 2

/* What one idle callback may take, in microseconds. */
#define SLICE 2500

typedef struct
{
  char *title;
  GwFormGridKind kind;
  gboolean required;
} Column;

struct _GwFormGridLines
{
  GObject parent_instance;

  GwFormSession *session;
  GwFormItem *repeat;
  GPtrArray *columns;  /* of Column */
  GPtrArray *rows;     /* of GwFormItem, as in the form */
  GHashTable *cells;   /* row -> GPtrArray of GwFormItem: made when first asked for */
  GArray *order;       /* of guint: which row is shown on which line */

  guint sort_column;
  GwFormGridSort sort;
  char *words;         /* what is looked for, or NULL */
  GArray *found;       /* of guint: what was found so far, while looking */
  guint find_id;
  guint find_at;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormGridLines, gw_form_grid_lines, G_TYPE_OBJECT)

static void
column_free (Column *column)
{
  g_free (column->title);
  g_free (column);
}

/* Gives FALSE where something is in the row that no cell can hold. */
static gboolean
collect (GwFormItem *item,
         GPtrArray  *into)
{
  g_autoptr (GPtrArray) items = gw_form_item_dup_items (item);

  for (guint i = 0; i < items->len; i++) {
    switch (gw_form_item_get_kind (items->pdata[i])) {
    case GW_FORM_ITEM_CONTROL:
      if (!gw_form_item_is_heading (items->pdata[i]))
        g_ptr_array_add (into, g_object_ref (items->pdata[i]));
      break;
    case GW_FORM_ITEM_GROUP:
      if (!collect (items->pdata[i], into))
        return FALSE;
      break;
    case GW_FORM_ITEM_REPEAT:
    case GW_FORM_ITEM_ROW:
    default:
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * gw_form_grid_lines_fit:
 * @repeat: a repeat
 *
 * Returns: whether it has rows that a table can show: with questions only, and more than one
 */
gboolean
gw_form_grid_lines_fit (GwFormItem *repeat)
{
  g_autoptr (GPtrArray) rows = gw_form_item_dup_items (repeat);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_object_unref);

  return rows->len > 0 && collect (rows->pdata[0], cells) && cells->len >= FEWEST_COLUMNS;
}

static GPtrArray *
get_cells (GwFormGridLines *self,
           GwFormItem      *row)
{
  GPtrArray *cells = g_hash_table_lookup (self->cells, row);

  if (cells == NULL) {
    cells = g_ptr_array_new_with_free_func (g_object_unref);
    collect (row, cells);
    g_hash_table_insert (self->cells, g_object_ref (row), cells);
  }

  return cells;
}

static char *
dup_title (GwFormItem *cell)
{
  g_autofree char *first = gw_form_walk_dup_label (cell);
  g_autofree char *second = gw_form_item_dup_second_markdown (cell, GW_FORM_TEXT_LABEL), *plain = NULL;

  if (second == NULL)
    return g_steal_pointer (&first);

  plain = gw_markdown_to_text (second);
  return gw_direction_join (first, g_strdelimit (plain, "\n\t", ' '));
}

static void
learn_columns (GwFormGridLines *self)
{
  GPtrArray *cells;

  if (self->rows->len == 0)
    return;

  cells = get_cells (self, self->rows->pdata[0]);
  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; i < cells->len; i++) {
    Column *column = g_new0 (Column, 1);

    column->kind = gw_form_grid_words_get_kind (cells->pdata[i]);
    column->title = column->kind == GW_FORM_GRID_NOTE ? g_strdup ("") : dup_title (cells->pdata[i]);
    column->required = gw_form_item_is_required (cells->pdata[i]);
    g_ptr_array_add (self->columns, column);
  }
}

/* ------------------------------------------------------------ order */

typedef struct
{
  char *words;   /* owned, a collation key; NULL for no answer */
  double number;
  guint row;
} Key;

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Key *one = a, *two = b;
  const GwFormGridLines *self = user_data;
  int order;

  /* What has no answer stands last, in whichever direction. */
  if ((one->words == NULL) != (two->words == NULL))
    return one->words == NULL ? 1 : -1;
  if (one->words == NULL || (order = strcmp (one->words, two->words)) == 0)
    order = 0;
  if (one->words != NULL && one->number != two->number)
    order = one->number < two->number ? -1 : 1;
  if (order == 0)
    return one->row < two->row ? -1 : one->row > two->row;

  return self->sort == GW_FORM_GRID_DOWN ? -order : order;
}

/* Numbers and days in their own order, words in the order of the alphabet. */
static void
fill_key (GwFormGridLines *self,
          GHashTable      *known,
          guint            row,
          Key             *key)
{
  GPtrArray *cells = get_cells (self, self->rows->pdata[row]);
  GwFormItem *item = cells->pdata[self->sort_column];
  const char *value = gw_form_item_is_visible (item) ? gw_form_item_get_value (item) : NULL;
  const Column *column = self->columns->pdata[self->sort_column];

  key->row = row;
  if (value == NULL || *value == '\0')
    return;
  switch (column->kind) {
  case GW_FORM_GRID_NUMBER:
    key->number = g_ascii_strtod (value, NULL);
    key->words = g_strdup (value);
    break;
  case GW_FORM_GRID_CHOICE:
  case GW_FORM_GRID_CHOICES:
    if (!g_hash_table_contains (known, value)) {
      g_autofree char *shown = gw_form_grid_words_dup_shown (item), *folded = g_utf8_casefold (shown, -1);

      g_hash_table_insert (known, g_strdup (value), g_utf8_collate_key (folded, -1));
    }
    key->words = g_strdup (g_hash_table_lookup (known, value));
    break;
  case GW_FORM_GRID_TEXT: {
    g_autofree char *folded = g_utf8_casefold (value, -1);

    key->words = g_utf8_collate_key (folded, -1);
    break;
  }
  default:
    key->words = g_strdup (value);
    break;
  }
}

static void
sort_order (GwFormGridLines *self)
{
  g_autofree Key *keys = NULL;
  g_autoptr (GHashTable) known = NULL;

  if (self->sort == GW_FORM_GRID_UNSORTED || self->sort_column >= self->columns->len)
    return;

  keys = g_new0 (Key, self->order->len);
  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < self->order->len; i++)
    fill_key (self, known, g_array_index (self->order, guint, i), &keys[i]);
  g_qsort_with_data (keys, (int) self->order->len, sizeof (Key), compare_keys, self);
  for (guint i = 0; i < self->order->len; i++) {
    g_array_index (self->order, guint, i) = keys[i].row;
    g_free (keys[i].words);
  }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  guint one = *(const guint *) a, two = *(const guint *) b;

  return one < two ? -1 : one > two;
}

/* Those that were found stay; all others are there when nothing is looked for. */
static void
order_anew (GwFormGridLines *self)
{
  if (self->words != NULL) {
    g_array_sort (self->order, compare_rows);
  } else {
    g_array_set_size (self->order, 0);
    for (guint i = 0; i < self->rows->len; i++)
      g_array_append_val (self->order, i);
  }
  sort_order (self);
}

/* ------------------------------------------------------------ finding */

static gboolean
row_matches (GwFormGridLines *self,
             GwFormItem      *row)
{
  GPtrArray *cells = get_cells (self, row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++) {
    g_autofree char *shown = gw_form_grid_words_dup_shown (cells->pdata[i]);

    g_string_append (text, shown);
    g_string_append_c (text, ' ');
  }

  return g_str_match_string (self->words, text->str, TRUE);
}

static gboolean
find_cb (gpointer user_data)
{
  GwFormGridLines *self = user_data;
  gint64 until = g_get_monotonic_time () + SLICE;

  while (self->find_at < self->rows->len) {
    if (row_matches (self, self->rows->pdata[self->find_at]))
      g_array_append_val (self->found, self->find_at);
    self->find_at++;
    if (g_get_monotonic_time () >= until && self->find_at < self->rows->len)
      return G_SOURCE_CONTINUE;
  }
  self->find_id = 0;
  g_array_set_size (self->order, 0);
  g_array_append_vals (self->order, self->found->data, self->found->len);
  sort_order (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* ------------------------------------------------------------ object */

static void
gw_form_grid_lines_finalize (GObject *object)
{
  GwFormGridLines *self = GW_FORM_GRID_LINES (object);

  g_clear_handle_id (&self->find_id, g_source_remove);
  g_hash_table_unref (self->cells);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->columns);
  g_array_unref (self->order);
  g_clear_pointer (&self->found, g_array_unref);
  g_free (self->words);
  g_clear_object (&self->repeat);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_grid_lines_parent_class)->finalize (object);
}

static void
gw_form_grid_lines_class_init (GwFormGridLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_lines_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
gw_form_grid_lines_init (GwFormGridLines *self)
{
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->cells = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_ptr_array_unref);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * gw_form_grid_lines_new:
 * @repeat: a repeat for which gw_form_grid_lines_fit() holds
 *
 * Returns: (transfer full): all its rows, in the order of the form
 */
GwFormGridLines *
gw_form_grid_lines_new (GwFormSession *session,
                        GwFormItem    *repeat)
{
  GwFormGridLines *self = g_object_new (GW_TYPE_FORM_GRID_LINES, NULL);

  self->session = g_object_ref (session);
  self->repeat = g_object_ref (repeat);
  gw_form_grid_lines_update (self);

  return self;
}

/**
 * gw_form_grid_lines_get_repeat:
 *
 * Returns: (transfer none): the repeat whose rows these are
 */
GwFormItem *
gw_form_grid_lines_get_repeat (GwFormGridLines *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_LINES (self), NULL);

  return self->repeat;
}

static gboolean
is_gone (gpointer key,
         gpointer value,
         gpointer user_data)
{
  return gw_form_item_is_gone (key);
}

static gboolean
has_row (GArray *order,
         guint   row)
{
  for (guint i = 0; i < order->len; i++)
    if (g_array_index (order, guint, i) == row)
      return TRUE;

  return FALSE;
}

/**
 * gw_form_grid_lines_update:
 *
 * Reads the rows anew. The rest stands where it stood; a new row comes last, also where it would not be found or
 * would stand elsewhere in the order: what one has just added must not vanish.
 */
void
gw_form_grid_lines_update (GwFormGridLines *self)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GHashTable) places = NULL;
  g_autoptr (GArray) order = NULL;
  gboolean plain;

  g_return_if_fail (GW_IS_FORM_GRID_LINES (self));

  if (self->find_id != 0) {
    self->find_at = 0;
    g_array_set_size (self->found, 0);
  }
  plain = self->sort == GW_FORM_GRID_UNSORTED && self->words == NULL;
  before = g_steal_pointer (&self->rows);
  self->rows = gw_form_item_dup_items (self->repeat);
  g_hash_table_foreach_remove (self->cells, is_gone, NULL);
  if (self->columns->len == 0)
    learn_columns (self);
  if (plain) {
    order_anew (self);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    return;
  }

  places = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_insert (places, self->rows->pdata[i], GUINT_TO_POINTER (i + 1));
  order = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->order->len; i++) {
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, before->pdata[g_array_index (self->order, guint, i)]));

    if (place-- > 0)
      g_array_append_val (order, place);
  }
  for (guint i = 0; i < before->len; i++)
    g_hash_table_remove (places, before->pdata[i]);
  for (guint i = 0; i < self->rows->len; i++)
    if (g_hash_table_contains (places, self->rows->pdata[i]) && !has_row (order, i))
      g_array_append_val (order, i);
  g_array_unref (self->order);
  self->order = g_steal_pointer (&order);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * gw_form_grid_lines_get_n_columns:
 */
guint
gw_form_grid_lines_get_n_columns (GwFormGridLines *self)
{
  return self->columns->len;
}

/**
 * gw_form_grid_lines_get_title:
 *
 * Returns: (transfer none): the label of the question that @column asks, as one line
 */
const char *
gw_form_grid_lines_get_title (GwFormGridLines *self,
                              guint            column)
{
  return ((Column *) self->columns->pdata[column])->title;
}

/**
 * gw_form_grid_lines_get_kind:
 */
GwFormGridKind
gw_form_grid_lines_get_kind (GwFormGridLines *self,
                             guint            column)
{
  return ((Column *) self->columns->pdata[column])->kind;
}

/**
 * gw_form_grid_lines_is_required:
 *
 * Returns: whether the first row needs an answer in @column
 */
gboolean
gw_form_grid_lines_is_required (GwFormGridLines *self,
                                guint            column)
{
  return ((Column *) self->columns->pdata[column])->required;
}

/**
 * gw_form_grid_lines_get_n:
 *
 * Returns: how many rows are shown
 */
guint
gw_form_grid_lines_get_n (GwFormGridLines *self)
{
  return self->order->len;
}

/**
 * gw_form_grid_lines_get_n_all:
 *
 * Returns: how many rows there are
 */
guint
gw_form_grid_lines_get_n_all (GwFormGridLines *self)
{
  return self->rows->len;
}

/**
 * gw_form_grid_lines_get_row:
 *
 * Returns: (transfer none): the row on @line
 */
GwFormItem *
gw_form_grid_lines_get_row (GwFormGridLines *self,
                            guint            line)
{
  return self->rows->pdata[g_array_index (self->order, guint, line)];
}

/**
 * gw_form_grid_lines_get_number:
 *
 * Returns: the number of the row on @line as the form counts them, from 1
 */
guint
gw_form_grid_lines_get_number (GwFormGridLines *self,
                               guint            line)
{
  return g_array_index (self->order, guint, line) + 1;
}

/**
 * gw_form_grid_lines_get_cell:
 *
 * Returns: (transfer none): the question that @column asks on @line
 */
GwFormItem *
gw_form_grid_lines_get_cell (GwFormGridLines *self,
                             guint            line,
                             guint            column)
{
  return get_cells (self, gw_form_grid_lines_get_row (self, line))->pdata[column];
}

/**
 * gw_form_grid_lines_find_cell:
 * @item: a row, or something in it
 *
 * Returns: whether @item is shown, and where
 */
gboolean
gw_form_grid_lines_find_cell (GwFormGridLines *self,
                              GwFormItem      *item,
                              guint           *line,
                              guint           *column)
{
  GwFormItem *row = item;

  while (row != NULL && gw_form_item_get_kind (row) != GW_FORM_ITEM_ROW)
    row = gw_form_item_get_parent (row);
  if (row == NULL || gw_form_item_get_parent (row) != self->repeat)
    return FALSE;

  for (guint i = 0; i < self->order->len; i++) {
    if (gw_form_grid_lines_get_row (self, i) != row)
      continue;
    *line = i;
    if (!g_ptr_array_find (get_cells (self, row), item, column))
      *column = 0;
    return TRUE;
  }

  return FALSE;
}

/**
 * gw_form_grid_lines_sort:
 * @sort: in which direction, or %GW_FORM_GRID_UNSORTED for the order of the form
 *
 * Orders the lines by what stands in @column now. Later changes do not move a line under the hands of a person.
 */
void
gw_form_grid_lines_sort (GwFormGridLines *self,
                         guint            column,
                         GwFormGridSort   sort)
{
  g_return_if_fail (GW_IS_FORM_GRID_LINES (self));

  self->sort_column = column;
  self->sort = sort;
  order_anew (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * gw_form_grid_lines_get_sort:
 *
 * Returns: in which direction @column orders the lines
 */
GwFormGridSort
gw_form_grid_lines_get_sort (GwFormGridLines *self,
                             guint            column)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_LINES (self), GW_FORM_GRID_UNSORTED);

  return self->sort_column == column ? self->sort : GW_FORM_GRID_UNSORTED;
}

/**
 * gw_form_grid_lines_find:
 * @words: (nullable): what to look for; accents and case do not count. Nothing shows all rows again
 *
 * Shows the rows that have all of @words, as soon as they are found.
 */
void
gw_form_grid_lines_find (GwFormGridLines *self,
                         const char      *words)
{
  g_return_if_fail (GW_IS_FORM_GRID_LINES (self));

  g_clear_handle_id (&self->find_id, g_source_remove);
  g_clear_pointer (&self->found, g_array_unref);
  g_clear_pointer (&self->words, g_free);
  if (words == NULL || *words == '\0') {
    order_anew (self);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    return;
  }

  self->words = g_strdup (words);
  self->found = g_array_new (FALSE, FALSE, sizeof (guint));
  self->find_at = 0;
  self->find_id = g_idle_add (find_cb, self);
}
