/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual-page-private.h"

#include <string.h>

G_DEFINE_QUARK (gw-manual-error-quark, gw_manual_error)
G_DEFINE_BOXED_TYPE (GwManualPage, gw_manual_page, gw_manual_page_ref, gw_manual_page_unref)

void
gw_manual_span_free (GwManualSpan *self)
{
  g_free (self->text);
  g_free (self->page);
  g_free (self->section);
  g_free (self->href);
  g_free (self);
}

static void
block_free (GwManualBlock *self)
{
  g_free (self->style);
  g_free (self->id);
  g_ptr_array_unref (self->spans);
  g_ptr_array_unref (self->blocks);
  g_free (self->href);
  g_free (self->alt);
  g_free (self);
}

static void
section_free (GwManualSection *self)
{
  g_free (self->id);
  g_free (self->title);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

GwManualBlock *
gw_manual_block_new (GwManualBlockKind  kind,
                     const char        *style)
{
  GwManualBlock *self = g_new0 (GwManualBlock, 1);

  self->kind = kind;
  self->style = g_strdup (style != NULL ? style : "");
  self->spans = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_manual_span_free);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  self->columns = 1;
  self->rows = 1;

  return self;
}

GwManualSection *
gw_manual_section_new (int         level,
                       const char *id,
                       const char *title)
{
  GwManualSection *self = g_new0 (GwManualSection, 1);

  self->level = level;
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);

  return self;
}

static GPtrArray *
name_array_new (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, NULL);
  return names;
}

/* Keeps the array ended by NULL, so that it can be handed out as it is, and each name once. */
void
gw_manual_add_name (GPtrArray  *names,
                    const char *name)
{
  if (name == NULL || *name == '\0'
      || g_strv_contains ((const char *const *) names->pdata, name))
    return;

  g_ptr_array_insert (names, names->len - 1, g_strdup (name));
}

GwManualPage *
gw_manual_page_new_empty (void)
{
  GwManualPage *self = g_new0 (GwManualPage, 1);

  g_atomic_ref_count_init (&self->refs);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->guides = name_array_new ();
  self->topics = name_array_new ();
  self->related = name_array_new ();
  self->linked = name_array_new ();
  self->checklists = name_array_new ();

  return self;
}

GwManualPage *
gw_manual_page_ref (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
gw_manual_page_unref (GwManualPage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->desc);
  g_free (self->lang);
  g_free (self->date);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->guides);
  g_ptr_array_unref (self->topics);
  g_ptr_array_unref (self->related);
  g_ptr_array_unref (self->linked);
  g_ptr_array_unref (self->checklists);
  g_free (self);
}

const char *
gw_manual_page_get_id (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

const char *
gw_manual_page_get_title (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/**
 * gw_manual_page_get_desc:
 *
 * Returns: (transfer none): one sentence on what the page is about, or the empty string
 */
const char *
gw_manual_page_get_desc (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->desc;
}

/**
 * gw_manual_page_get_lang:
 *
 * Returns: (transfer none): the language in which the page is shown, which may be another than
 *   the one that was asked for
 */
const char *
gw_manual_page_get_lang (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lang;
}

/**
 * gw_manual_page_get_date:
 *
 * Returns: (transfer none): the day of its last revision, "2026-11-25", or the empty string
 */
const char *
gw_manual_page_get_date (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->date;
}

/**
 * gw_manual_page_is_guide:
 *
 * Returns: whether it is a chapter, which lists topics
 */
gboolean
gw_manual_page_is_guide (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->guide;
}

/**
 * gw_manual_page_get_sections:
 *
 * Returns: (transfer none) (element-type GwManualSection): at least one
 */
GPtrArray *
gw_manual_page_get_sections (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sections;
}

static gboolean
holds_id (GPtrArray  *blocks,
          const char *id)
{
  for (guint i = 0; i < blocks->len; i++) {
    const GwManualBlock *block = g_ptr_array_index (blocks, i);

    if (g_strcmp0 (block->id, id) == 0 || holds_id (block->blocks, id))
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_manual_page_find_section:
 * @id: of a section, or of something within it
 *
 * Returns: (transfer none) (nullable): the section
 */
GwManualSection *
gw_manual_page_find_section (GwManualPage *self,
                             const char   *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < self->sections->len; i++) {
    GwManualSection *section = g_ptr_array_index (self->sections, i);

    if (g_strcmp0 (section->id, id) == 0 || holds_id (section->blocks, id))
      return section;
  }

  return NULL;
}

/**
 * gw_manual_page_get_guides:
 *
 * Returns: (transfer none): the chapters under which the page asks to stand
 */
const char *const *
gw_manual_page_get_guides (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->guides->pdata;
}

/**
 * gw_manual_page_get_topics:
 *
 * Returns: (transfer none): the topics that the chapter names, in its order
 */
const char *const *
gw_manual_page_get_topics (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->topics->pdata;
}

/**
 * gw_manual_page_get_related:
 *
 * Returns: (transfer none): the pages that it names as related, at its end or in its head
 */
const char *const *
gw_manual_page_get_related (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->related->pdata;
}

/**
 * gw_manual_page_get_linked:
 *
 * Returns: (transfer none): all pages to which its text links
 */
const char *const *
gw_manual_page_get_linked (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->linked->pdata;
}

/**
 * gw_manual_page_get_checklists:
 *
 * Returns: (transfer none): the ids of the checklists to which it links
 */
const char *const *
gw_manual_page_get_checklists (GwManualPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->checklists->pdata;
}

static void
append_spans (GString   *text,
              GPtrArray *spans)
{
  if (spans->len == 0)
    return;

  for (guint i = 0; i < spans->len; i++)
    g_string_append (text, ((GwManualSpan *) g_ptr_array_index (spans, i))->text);
  g_string_append_c (text, '\n');
}

static void
append_block (GString             *text,
              const GwManualBlock *block)
{
  append_spans (text, block->spans);
  if (block->alt != NULL && *block->alt != '\0')
    g_string_append_printf (text, "%s\n", block->alt);
  for (guint i = 0; i < block->blocks->len; i++)
    append_block (text, g_ptr_array_index (block->blocks, i));
}

/**
 * gw_manual_block_dup_text:
 *
 * Returns: (transfer full): its words, a line for each paragraph
 */
char *
gw_manual_block_dup_text (const GwManualBlock *self)
{
  GString *text = g_string_new (NULL);

  append_block (text, self);
  return g_string_free (text, FALSE);
}

/**
 * gw_manual_section_dup_text:
 *
 * Returns: (transfer full): the words below the heading, a line for each paragraph
 */
char *
gw_manual_section_dup_text (const GwManualSection *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    append_block (text, g_ptr_array_index (self->blocks, i));
  return g_string_free (text, FALSE);
}

/**
 * gw_manual_page_dup_text:
 *
 * Returns: (transfer full): the whole page as plain text, for copying
 */
char *
gw_manual_page_dup_text (GwManualPage *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->sections->len; i++) {
    const GwManualSection *section = g_ptr_array_index (self->sections, i);
    g_autofree char *body = gw_manual_section_dup_text (section);

    g_string_append_printf (text, "%s%s\n\n%s", i > 0 ? "\n" : "", section->title, body);
  }

  return g_string_free (text, FALSE);
}

/**
 * gw_manual_page_count_same:
 * @other: the same page in another language
 * @n_compared: (out): how many paragraphs of words there are
 *
 * Where a translation lacks a paragraph, the build leaves the English one in its place. This
 * counts them, so that a reader can be told.
 *
 * Returns: how many paragraphs of several words stand the same in @other
 */
guint
gw_manual_page_count_same (GwManualPage *self,
                           GwManualPage *other,
                           guint        *n_compared)
{
  g_autofree char *own_text = gw_manual_page_dup_text (self);
  g_autofree char *other_text = gw_manual_page_dup_text (other);
  g_auto (GStrv) own = g_strsplit (own_text, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other_text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint same = 0;

  for (guint i = 0; others[i] != NULL; i++)
    g_hash_table_add (seen, others[i]);
  *n_compared = 0;
  for (guint i = 0; own[i] != NULL; i++) {
    /* Names, dates and numbers are the same in every language; sentences are not. */
    const char *space = strchr (own[i], ' ');

    for (int n = 0; n < 5 && space != NULL; n++)
      space = strchr (space + 1, ' ');
    if (space == NULL)
      continue;
    *n_compared += 1;
    if (g_hash_table_contains (seen, own[i]))
      same += 1;
  }

  return same;
}
