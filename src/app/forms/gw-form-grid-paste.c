/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-grid-paste.h"

#include <glib/gi18n-lib.h>

/* What one idle callback may take, in microseconds, and how many of what did not fit are named. */
#define SLICE 2500
#define MOST_NAMED 4
#define MOST_QUOTED 24

struct _GwFormGridPaste
{
  GObject parent_instance;

  GwFormSession *session;
  GwFormGridLines *lines;
  GPtrArray *block;       /* of GPtrArray of char * */
  GPtrArray *labels;      /* by column: what was learned about its list */
  guint line, column;     /* where the block begins */
  guint n_lines, n_columns; /* how much is filled; a block of one cell fills all of it */

  guint at_line, at_column;
  guint idle_id;
  gboolean running;
  gulong stepped_id;
  GwFormStep *step;

  guint n_filled;
  guint n_misfits;
  guint n_closed;
  guint n_outside;
  GPtrArray *named;       /* of char *: the first of what did not fit */
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormGridPaste, gw_form_grid_paste, G_TYPE_OBJECT)

static const char *
get_text (GwFormGridPaste *self,
          guint            line,
          guint            column)
{
  GPtrArray *cells = self->block->pdata[line % self->block->len];

  if (self->block->len == 1 && cells->len == 1)
    return cells->pdata[0];

  return column < cells->len ? cells->pdata[column] : "";
}

static void
note_misfit (GwFormGridPaste *self,
             guint            line,
             guint            column,
             const char      *text)
{
  g_autofree char *start = NULL;

  self->n_misfits++;
  if (self->named->len >= MOST_NAMED)
    return;
  start = g_utf8_strlen (text, -1) > MOST_QUOTED ? g_utf8_substring (text, 0, MOST_QUOTED) : NULL;
  /* TRANSLATORS: One thing of a list of what did not fit into a table: the heading of the column, the number of the
   * row, and the words that did not fit. */
  g_ptr_array_add (self->named,
                   g_strdup_printf (start != NULL ? _("%s, row %u: “%s…”") : _("%s, row %u: “%s”"),
                                    gw_form_grid_lines_get_title (self->lines, column),
                                    gw_form_grid_lines_get_number (self->lines, line), start != NULL ? start : text));
}

static gboolean
add_line (GwFormGridPaste *self)
{
  GwFormItem *repeat = gw_form_grid_lines_get_repeat (self->lines);
  guint before = gw_form_grid_lines_get_n (self->lines);
  g_autofree char *id = NULL;

  if (!gw_form_item_can_add_rows (repeat))
    return FALSE;
  id = gw_form_session_add_row (self->session, gw_form_item_get_ref (repeat), NULL, NULL);
  if (id != NULL && gw_form_grid_lines_get_n (self->lines) == before)
    gw_form_grid_lines_update (self->lines);

  return id != NULL;
}

static void
fill_cell (GwFormGridPaste *self,
           const char      *text)
{
  guint line = self->line + self->at_line, column = self->column + self->at_column;
  g_autofree char *value = NULL;
  GwFormItem *item;

  if (*text == '\0')
    return;
  if (column >= gw_form_grid_lines_get_n_columns (self->lines)
      || (line >= gw_form_grid_lines_get_n (self->lines) && !add_line (self))) {
    self->n_outside++;
    return;
  }
  item = gw_form_grid_lines_get_cell (self->lines, line, column);
  if (!gw_form_grid_words_is_open (item)) {
    self->n_closed++;
    return;
  }
  value = gw_form_grid_words_read (item, self->labels->pdata[column], text);
  if (value == NULL)
    note_misfit (self, line, column, text);
  else if (g_strcmp0 (value, gw_form_item_get_value (item)) == 0
           || gw_form_session_set_value (self->session, gw_form_item_get_ref (item), value, NULL))
    self->n_filled++;
  else
    note_misfit (self, line, column, text);
}

/* A line without any text still becomes a row, as an empty line between two others does in a spreadsheet. */
static gboolean
advance (GwFormGridPaste *self)
{
  if (++self->at_column < self->n_columns)
    return TRUE;
  self->at_column = 0;
  if (++self->at_line >= self->n_lines)
    return FALSE;
  if (self->line + self->at_line > gw_form_grid_lines_get_n (self->lines))
    add_line (self);

  return TRUE;
}

static void
stepped_cb (GwFormSession   *session,
            GwFormStep      *step,
            GwFormGridPaste *self)
{
  g_clear_pointer (&self->step, gw_form_step_unref);
  self->step = gw_form_step_ref (step);
}

static void
end (GwFormGridPaste *self)
{
  self->running = FALSE;
  gw_form_session_end_step (self->session);
  g_clear_signal_handler (&self->stepped_id, self->session);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static gboolean
fill_cb (gpointer user_data)
{
  g_autoptr (GwFormGridPaste) self = g_object_ref (user_data);
  gint64 until = g_get_monotonic_time () + SLICE;

  do {
    fill_cell (self, get_text (self, self->at_line, self->at_column));
    if (!advance (self)) {
      self->idle_id = 0;
      end (self);
      return G_SOURCE_REMOVE;
    }
  } while (g_get_monotonic_time () < until);

  return G_SOURCE_CONTINUE;
}

/* ------------------------------------------------------------ object */

static void
gw_form_grid_paste_dispose (GObject *object)
{
  gw_form_grid_paste_finish (GW_FORM_GRID_PASTE (object));

  G_OBJECT_CLASS (gw_form_grid_paste_parent_class)->dispose (object);
}

static void
gw_form_grid_paste_finalize (GObject *object)
{
  GwFormGridPaste *self = GW_FORM_GRID_PASTE (object);

  g_clear_pointer (&self->step, gw_form_step_unref);
  g_ptr_array_unref (self->named);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->block, g_ptr_array_unref);
  g_clear_object (&self->lines);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_grid_paste_parent_class)->finalize (object);
}

static void
gw_form_grid_paste_class_init (GwFormGridPasteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_grid_paste_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_grid_paste_finalize;

  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
gw_form_grid_paste_init (GwFormGridPaste *self)
{
  self->named = g_ptr_array_new_with_free_func (g_free);
}

/**
 * gw_form_grid_paste_new:
 * @block: (element-type GPtrArray): what gw_form_grid_block_parse() gave, not empty
 *
 * Returns: (transfer full): @block, to be put into @lines
 */
GwFormGridPaste *
gw_form_grid_paste_new (GwFormSession   *session,
                        GwFormGridLines *lines,
                        GPtrArray       *block)
{
  GwFormGridPaste *self = g_object_new (GW_TYPE_FORM_GRID_PASTE, NULL);

  g_assert (block->len > 0);
  self->session = g_object_ref (session);
  self->lines = g_object_ref (lines);
  self->block = g_ptr_array_ref (block);
  self->labels = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  for (guint i = 0; i < gw_form_grid_lines_get_n_columns (lines); i++)
    g_ptr_array_add (self->labels, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free));
  self->n_lines = block->len;
  for (guint i = 0; i < block->len; i++)
    self->n_columns = MAX (self->n_columns, ((GPtrArray *) block->pdata[i])->len);

  return self;
}

/**
 * gw_form_grid_paste_set_area:
 * @n_lines: how many lines are marked
 * @n_columns: how many columns are marked
 *
 * Where the block goes. A block of one cell fills all that is marked; another has its own size.
 */
void
gw_form_grid_paste_set_area (GwFormGridPaste *self,
                             guint            line,
                             guint            column,
                             guint            n_lines,
                             guint            n_columns)
{
  g_return_if_fail (GW_IS_FORM_GRID_PASTE (self));

  self->line = line;
  self->column = column;
  if (self->n_lines == 1 && self->n_columns == 1) {
    self->n_lines = n_lines;
    self->n_columns = n_columns;
  }
}

/**
 * gw_form_grid_paste_start:
 *
 * Begins; "done" is emitted later.
 */
void
gw_form_grid_paste_start (GwFormGridPaste *self)
{
  g_return_if_fail (GW_IS_FORM_GRID_PASTE (self));
  g_return_if_fail (!self->running);

  self->running = TRUE;
  self->stepped_id = g_signal_connect (self->session, "stepped", G_CALLBACK (stepped_cb), self);
  gw_form_session_begin_step (self->session);
  self->idle_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE - 40, fill_cb, self, NULL);
}

/**
 * gw_form_grid_paste_finish:
 *
 * Does at once what is left, as when the form is closed meanwhile: half a block would be no block.
 */
void
gw_form_grid_paste_finish (GwFormGridPaste *self)
{
  g_return_if_fail (GW_IS_FORM_GRID_PASTE (self));

  if (!self->running)
    return;
  g_clear_handle_id (&self->idle_id, g_source_remove);
  do
    fill_cell (self, get_text (self, self->at_line, self->at_column));
  while (advance (self));
  end (self);
}

/**
 * gw_form_grid_paste_get_n_filled:
 *
 * Returns: how many cells have what was pasted
 */
guint
gw_form_grid_paste_get_n_filled (GwFormGridPaste *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_PASTE (self), 0);

  return self->n_filled;
}

/**
 * gw_form_grid_paste_get_step:
 *
 * Returns: (transfer none) (nullable): what gw_form_session_take_back() needs, once it is done
 */
GwFormStep *
gw_form_grid_paste_get_step (GwFormGridPaste *self)
{
  g_return_val_if_fail (GW_IS_FORM_GRID_PASTE (self), NULL);

  return self->step;
}

static void
add_sentence (GString *words,
              char    *sentence)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, sentence);
  g_free (sentence);
}

/**
 * gw_form_grid_paste_dup_words:
 * @all_fitted: (out): whether nothing was left out
 *
 * Returns: (transfer full): what became of the block, for a person
 */
char *
gw_form_grid_paste_dup_words (GwFormGridPaste *self,
                              gboolean        *all_fitted)
{
  GString *words;

  g_return_val_if_fail (GW_IS_FORM_GRID_PASTE (self), NULL);

  words = g_string_new (NULL);
  *all_fitted = self->n_misfits + self->n_closed + self->n_outside == 0;
  add_sentence (words, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cell was filled.", "%u cells were filled.",
                                                     self->n_filled), self->n_filled));
  if (self->n_misfits > 0) {
    g_autofree char *named = NULL;

    g_ptr_array_add (self->named, NULL);
    named = g_strjoinv ("; ", (char **) self->named->pdata);
    g_ptr_array_remove_index (self->named, self->named->len - 1);
    add_sentence (words,
                  g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                "%u does not fit its column and was left out: %s.",
                                                "%u do not fit their columns and were left out: %s.", self->n_misfits),
                                   self->n_misfits, named));
  }
  if (self->n_closed > 0)
    add_sentence (words,
                  g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                "%u was left out because its cell takes no answer.",
                                                "%u were left out because their cells take no answer.", self->n_closed),
                                   self->n_closed));
  if (self->n_outside > 0)
    add_sentence (words,
                  g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                "%u was left out because it is beyond the end of the table.",
                                                "%u were left out because they are beyond the end of the table.",
                                                self->n_outside),
                                   self->n_outside));

  return g_string_free (words, FALSE);
}
