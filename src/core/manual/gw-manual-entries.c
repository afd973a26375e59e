/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual-entries.h"

#include <string.h>

#define GLOSSARY "glossary"

static gboolean
add_term (GwManualPage         *page,
          const GwManualBlock  *item,
          GwSearchIndex        *index,
          GError              **error)
{
  GString *term = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  GwSearchEntry entry;
  gboolean added;

  for (guint i = 0; i < item->spans->len; i++)
    g_string_append (term, ((GwManualSpan *) g_ptr_array_index (item->spans, i))->text);
  for (guint i = 0; i < item->blocks->len; i++) {
    g_autofree char *block = gw_manual_block_dup_text (g_ptr_array_index (item->blocks, i));

    g_string_append (text, block);
  }

  entry = (GwSearchEntry) {
    .kind = "glossary",
    .id = gw_manual_page_get_id (page),
    .fragment = item->id,
    .lang = gw_manual_page_get_lang (page),
    .title = term->str,
    .body = text->str,
  };
  added = gw_search_index_add (index, &entry, error);
  g_string_free (term, TRUE);
  g_string_free (text, TRUE);

  return added;
}

static gboolean
add_terms (GwManualPage   *page,
           GPtrArray      *blocks,
           GwSearchIndex  *index,
           GError        **error)
{
  for (guint i = 0; i < blocks->len; i++) {
    const GwManualBlock *list = g_ptr_array_index (blocks, i);

    if (list->kind != GW_MANUAL_LIST || strcmp (list->style, "terms") != 0)
      continue;
    for (guint j = 0; j < list->blocks->len; j++) {
      if (!add_term (page, g_ptr_array_index (list->blocks, j), index, error))
        return FALSE;
    }
  }

  return TRUE;
}

static gboolean
add_section (GwManualPage           *page,
             const GwManualSection  *section,
             gboolean                first,
             GwSearchIndex          *index,
             GError                **error)
{
  g_autofree char *text = gw_manual_section_dup_text (section);
  g_autofree char *opening = first ? g_strdup_printf ("%s\n%s", gw_manual_page_get_desc (page), text)
                                   : NULL;
  GwSearchEntry entry = {
    .kind = "manual",
    .id = gw_manual_page_get_id (page),
    .fragment = section->id,
    .lang = gw_manual_page_get_lang (page),
    .title = gw_manual_page_get_title (page),
    .heading = first ? NULL : section->title,
    .body = first ? opening : text,
  };

  return gw_search_index_add (index, &entry, error);
}

/**
 * gw_manual_page_add_entries:
 * @index: an index that is being written
 *
 * Makes a page findable, section by section, so that a hit leads to its place; and each term of
 * the glossary by itself.
 */
gboolean
gw_manual_page_add_entries (GwManualPage   *self,
                            GwSearchIndex  *index,
                            GError        **error)
{
  GPtrArray *sections = gw_manual_page_get_sections (self);
  gboolean glossary = strcmp (gw_manual_page_get_id (self), GLOSSARY) == 0;

  for (guint i = 0; i < sections->len; i++) {
    const GwManualSection *section = g_ptr_array_index (sections, i);

    if (glossary ? !add_terms (self, section->blocks, index, error)
                 : !add_section (self, section, i == 0, index, error))
      return FALSE;
  }

  return TRUE;
}
