/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-choice-lines.h"

#include <string.h>

#include "app/widgets/gw-markdown.h"

/* What one idle callback may take, in microseconds. */
#define SLICE 2500

struct _GwChoiceLine
{
  GObject parent_instance;

  guint index;
  char *label;
};

G_DEFINE_FINAL_TYPE (GwChoiceLine, gw_choice_line, G_TYPE_OBJECT)

static void
gw_choice_line_finalize (GObject *object)
{
  g_free (GW_CHOICE_LINE (object)->label);

  G_OBJECT_CLASS (gw_choice_line_parent_class)->finalize (object);
}

static void
gw_choice_line_class_init (GwChoiceLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_choice_line_finalize;
}

static void
gw_choice_line_init (GwChoiceLine *self)
{
}

/**
 * gw_choice_line_get_index:
 *
 * Returns: its place among all lines
 */
guint
gw_choice_line_get_index (GwChoiceLine *self)
{
  g_return_val_if_fail (GW_IS_CHOICE_LINE (self), 0);

  return self->index;
}

/**
 * gw_choice_line_get_label:
 *
 * Returns: (transfer none): its words
 */
const char *
gw_choice_line_get_label (GwChoiceLine *self)
{
  g_return_val_if_fail (GW_IS_CHOICE_LINE (self), NULL);

  return self->label;
}

struct _GwChoiceLines
{
  GObject parent_instance;

  GStrv labels;
  gboolean markdown;
  GPtrArray *keys; /* the words of each label from the first on, folded, each behind a blank */
  guint n;
  GStrv words;     /* that are looked for; NULL where all lines are shown */
  GArray *found;   /* of guint */
  guint fold_id;
};

static void gw_choice_lines_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwChoiceLines, gw_choice_lines, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, gw_choice_lines_model_init))

/* ------------------------------------------------------------ folding */

/**
 * gw_choice_lines_fold:
 *
 * Returns: (transfer full): @text without case, accents and marks: " fevrier", " سلحفاة". A word begins behind a blank.
 *   Texts that are folded stand in the order of the alphabet when their bytes do
 */
char *
gw_choice_lines_fold (const char *text)
{
  g_autofree char *small = g_utf8_casefold (text, -1);
  g_autofree char *apart = g_utf8_normalize (small, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new (" ");

  for (const char *p = apart != NULL ? apart : small; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c))
      g_string_append_unichar (out, c);
    else if (!g_unichar_ismark (c) && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }

  return g_string_free (out, FALSE);
}

static char *
dup_label (GwChoiceLines *self,
           guint          index)
{
  return self->markdown ? gw_markdown_to_text (self->labels[index]) : g_strdup (self->labels[index]);
}

static gboolean
fits (GwChoiceLines *self,
      guint          index)
{
  const char *key = self->keys->pdata[index];

  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (key, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
look (GwChoiceLines *self,
      guint          before)
{
  g_array_set_size (self->found, 0);
  for (guint i = 0; self->words != NULL && i < self->keys->len; i++)
    if (fits (self, i))
      g_array_append_val (self->found, i);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, g_list_model_get_n_items (G_LIST_MODEL (self)));
}

static gboolean
fold_cb (gpointer user_data)
{
  GwChoiceLines *self = user_data;
  gint64 until = g_get_monotonic_time () + SLICE;

  while (self->keys->len < self->n && g_get_monotonic_time () < until) {
    g_autofree char *label = dup_label (self, self->keys->len);

    g_ptr_array_add (self->keys, gw_choice_lines_fold (label));
  }
  if (self->keys->len < self->n)
    return G_SOURCE_CONTINUE;

  self->fold_id = 0;
  if (self->words != NULL)
    look (self, self->found->len);

  return G_SOURCE_REMOVE;
}

/* ------------------------------------------------------------ model */

static GType
get_item_type (GListModel *model)
{
  return GW_TYPE_CHOICE_LINE;
}

static guint
get_n_items (GListModel *model)
{
  GwChoiceLines *self = GW_CHOICE_LINES (model);

  return self->words != NULL ? self->found->len : self->n;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwChoiceLines *self = GW_CHOICE_LINES (model);
  GwChoiceLine *line;

  if (position >= get_n_items (model))
    return NULL;

  line = g_object_new (GW_TYPE_CHOICE_LINE, NULL);
  line->index = self->words != NULL ? g_array_index (self->found, guint, position) : position;
  line->label = dup_label (self, line->index);

  return line;
}

static void
gw_choice_lines_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
gw_choice_lines_finalize (GObject *object)
{
  GwChoiceLines *self = GW_CHOICE_LINES (object);

  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_strfreev (self->labels);
  g_strfreev (self->words);
  g_ptr_array_unref (self->keys);
  g_array_unref (self->found);

  G_OBJECT_CLASS (gw_choice_lines_parent_class)->finalize (object);
}

static void
gw_choice_lines_class_init (GwChoiceLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_choice_lines_finalize;
}

static void
gw_choice_lines_init (GwChoiceLines *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->found = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * gw_choice_lines_new:
 *
 * Returns: (transfer full): an empty list
 */
GwChoiceLines *
gw_choice_lines_new (void)
{
  return g_object_new (GW_TYPE_CHOICE_LINES, NULL);
}

/**
 * gw_choice_lines_set_labels:
 * @labels: what can be chosen, ended by NULL
 * @markdown: whether they are markdown
 */
void
gw_choice_lines_set_labels (GwChoiceLines     *self,
                            const char *const *labels,
                            gboolean           markdown)
{
  guint before;

  g_return_if_fail (GW_IS_CHOICE_LINES (self));

  before = g_list_model_get_n_items (G_LIST_MODEL (self));
  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_clear_pointer (&self->words, g_strfreev);
  g_strfreev (self->labels);
  self->labels = g_strdupv ((GStrv) labels);
  self->markdown = markdown;
  self->n = g_strv_length (self->labels);
  g_ptr_array_set_size (self->keys, 0);
  g_array_set_size (self->found, 0);
  self->fold_id = g_idle_add (fold_cb, self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n);
}

/**
 * gw_choice_lines_search:
 * @typed: the beginnings of words, in any order; accents and case do not count
 *
 * Shows the lines that have all of them, or all lines where nothing was typed.
 */
void
gw_choice_lines_search (GwChoiceLines *self,
                        const char    *typed)
{
  g_autofree char *folded = NULL;
  g_autoptr (GStrvBuilder) words = NULL;
  g_auto (GStrv) parts = NULL;
  guint before, n = 0;

  g_return_if_fail (GW_IS_CHOICE_LINES (self));

  before = g_list_model_get_n_items (G_LIST_MODEL (self));
  folded = gw_choice_lines_fold (typed);
  parts = g_strsplit (folded, " ", -1);
  words = g_strv_builder_new ();
  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *word = g_strconcat (" ", parts[i], NULL);

    if (*parts[i] == '\0')
      continue;
    g_strv_builder_add (words, word);
    n++;
  }
  g_clear_pointer (&self->words, g_strfreev);
  if (n > 0)
    self->words = g_strv_builder_end (words);
  look (self, before);
}
