/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual-lines.h"

#include <string.h>

#include "core/manual/gw-manual-page-private.h"

#define TOP "index"
#define ORIGINAL "en"

typedef struct
{
  char *from;
  char *to;
  gboolean related;
} Link;

struct _GwManualLines
{
  gatomicrefcount refs;

  GHashTable *lines;   /* "id lang" to GwManualLine */
  GHashTable *topics;  /* id of a chapter to a GPtrArray of ids, ended by NULL */
  GHashTable *parents; /* id to the id of its chapter */
  GPtrArray *links;
};

static void
line_free (GwManualLine *line)
{
  g_free (line->id);
  g_free (line->lang);
  g_free (line->title);
  g_free (line->desc);
  g_free (line->date);
  g_clear_pointer (&line->xml, g_bytes_unref);
  g_free (line);
}

static void
link_free (Link *link)
{
  g_free (link->from);
  g_free (link->to);
  g_free (link);
}

static GPtrArray *
names_new (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, NULL);
  return names;
}

GwManualLines *
gw_manual_lines_new (void)
{
  GwManualLines *self = g_new0 (GwManualLines, 1);

  g_atomic_ref_count_init (&self->refs);
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) line_free);
  self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
  self->parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) link_free);

  return self;
}

GwManualLines *
gw_manual_lines_ref (GwManualLines *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
gw_manual_lines_unref (GwManualLines *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->topics);
  g_hash_table_unref (self->parents);
  g_ptr_array_unref (self->links);
  g_free (self);
}

/* What stood there for the same page and language is replaced. */
GwManualLine *
gw_manual_lines_add (GwManualLines *self,
                     const char    *id,
                     const char    *lang,
                     const char    *title,
                     const char    *desc,
                     const char    *date)
{
  GwManualLine *line = g_new0 (GwManualLine, 1);

  line->id = g_strdup (id);
  line->lang = g_strdup (lang);
  line->title = g_strdup (title);
  line->desc = g_strdup (desc);
  line->date = g_strdup (date);
  g_hash_table_replace (self->lines, g_strdup_printf ("%s %s", id, lang), line);

  return line;
}

/* A page stands in one place: the first that was told. */
void
gw_manual_lines_put_below (GwManualLines *self,
                           const char    *parent,
                           const char    *id)
{
  GPtrArray *topics;

  if (strcmp (id, TOP) == 0 || g_hash_table_contains (self->parents, id))
    return;

  topics = g_hash_table_lookup (self->topics, parent);
  if (topics == NULL) {
    topics = names_new ();
    g_hash_table_insert (self->topics, g_strdup (parent), topics);
  }
  gw_manual_add_name (topics, id);
  g_hash_table_insert (self->parents, g_strdup (id), g_strdup (parent));
}

/* A chapter told its topics anew: they come in its order, and those it left out stay after
 * them, since a page that is there must be found. */
void
gw_manual_lines_set_topics (GwManualLines     *self,
                            const char        *parent,
                            const char *const *topics)
{
  g_autoptr (GPtrArray) before = NULL;
  gpointer key = NULL;

  g_hash_table_steal_extended (self->topics, parent, &key, (gpointer *) &before);
  g_free (key);
  for (guint i = 0; before != NULL && i + 1 < before->len; i++)
    g_hash_table_remove (self->parents, g_ptr_array_index (before, i));
  for (guint i = 0; topics[i] != NULL; i++)
    gw_manual_lines_put_below (self, parent, topics[i]);
  for (guint i = 0; before != NULL && i + 1 < before->len; i++)
    gw_manual_lines_put_below (self, parent, g_ptr_array_index (before, i));
}

void
gw_manual_lines_add_link (GwManualLines *self,
                          const char    *from,
                          const char    *to,
                          gboolean       related)
{
  Link *link = g_new0 (Link, 1);

  link->from = g_strdup (from);
  link->to = g_strdup (to);
  link->related = related;
  g_ptr_array_add (self->links, link);
}

void
gw_manual_lines_forget_links (GwManualLines *self,
                              const char    *from)
{
  for (guint i = self->links->len; i > 0; i--) {
    if (strcmp (((Link *) g_ptr_array_index (self->links, i - 1))->from, from) == 0)
      g_ptr_array_remove_index (self->links, i - 1);
  }
}

/**
 * gw_manual_lines_add_page:
 * @page: a page that was read
 * @xml: (nullable): to be kept with its line
 *
 * Takes in all that a page tells. Its place and links come from the original alone: a
 * translation may be older.
 */
void
gw_manual_lines_add_page (GwManualLines *self,
                          GwManualPage  *page,
                          GBytes        *xml)
{
  const char *id = gw_manual_page_get_id (page);
  const char *const *related = gw_manual_page_get_related (page);
  const char *const *linked = gw_manual_page_get_linked (page);
  const char *const *guides = gw_manual_page_get_guides (page);
  GwManualLine *line = gw_manual_lines_add (self, id, gw_manual_page_get_lang (page),
                                            gw_manual_page_get_title (page),
                                            gw_manual_page_get_desc (page),
                                            gw_manual_page_get_date (page));

  line->xml = xml != NULL ? g_bytes_ref (xml) : NULL;
  if (strcmp (gw_manual_page_get_lang (page), ORIGINAL) != 0)
    return;

  if (gw_manual_page_is_guide (page))
    gw_manual_lines_set_topics (self, id, gw_manual_page_get_topics (page));
  for (guint i = 0; guides[i] != NULL; i++)
    gw_manual_lines_put_below (self, guides[i], id);
  gw_manual_lines_forget_links (self, id);
  for (guint i = 0; linked[i] != NULL; i++)
    gw_manual_lines_add_link (self, id, linked[i], g_strv_contains (related, linked[i]));
  for (guint i = 0; related[i] != NULL; i++) {
    if (!g_strv_contains (linked, related[i]))
      gw_manual_lines_add_link (self, id, related[i], TRUE);
  }
}

const GwManualLine *
gw_manual_lines_get (GwManualLines *self,
                     const char    *id,
                     const char    *lang)
{
  g_autofree char *key = g_strdup_printf ("%s %s", id, lang);

  return g_hash_table_lookup (self->lines, key);
}

/**
 * gw_manual_lines_find:
 * @languages: (nullable): wanted languages, the dearest first; English is always the last
 *
 * Returns: (transfer none) (nullable): the page in the first language in which there is one
 */
const GwManualLine *
gw_manual_lines_find (GwManualLines     *self,
                      const char        *id,
                      const char *const *languages)
{
  for (guint i = 0; languages != NULL && languages[i] != NULL; i++) {
    const GwManualLine *line = gw_manual_lines_get (self, id, languages[i]);

    if (line != NULL)
      return line;
  }

  return gw_manual_lines_get (self, id, ORIGINAL);
}

const char *const *
gw_manual_lines_get_topics (GwManualLines *self,
                            const char    *parent)
{
  static const char *const none[] = { NULL };
  GPtrArray *topics = g_hash_table_lookup (self->topics, parent);

  return topics != NULL ? (const char *const *) topics->pdata : none;
}

const char *
gw_manual_lines_get_parent (GwManualLines *self,
                            const char    *id)
{
  return g_hash_table_lookup (self->parents, id);
}

static void
append_below (GwManualLines *self,
              const char    *id,
              GPtrArray     *order,
              GHashTable    *seen)
{
  const char *const *topics = gw_manual_lines_get_topics (self, id);

  if (!g_hash_table_add (seen, (gpointer) id))
    return;

  if (gw_manual_lines_find (self, id, NULL) != NULL)
    g_ptr_array_add (order, g_strdup (id));
  for (guint i = 0; topics[i] != NULL; i++)
    append_below (self, topics[i], order, seen);
}

/**
 * gw_manual_lines_reading_order:
 *
 * Returns: (transfer full) (element-type utf8): the ids of all pages, from the front page through
 *   each chapter and its topics
 */
GPtrArray *
gw_manual_lines_reading_order (GwManualLines *self)
{
  GPtrArray *order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  append_below (self, TOP, order, seen);
  return order;
}

GStrv
gw_manual_lines_dup_linked (GwManualLines *self,
                            const char    *id,
                            gboolean       only_related)
{
  g_autoptr (GPtrArray) names = names_new ();

  for (guint i = 0; i < self->links->len; i++) {
    const Link *link = g_ptr_array_index (self->links, i);

    if (strcmp (link->from, id) == 0 && (link->related || !only_related)
        && gw_manual_lines_find (self, link->to, NULL) != NULL)
      gw_manual_add_name (names, link->to);
  }

  return g_strdupv ((GStrv) names->pdata);
}

GStrv
gw_manual_lines_dup_backlinks (GwManualLines *self,
                               const char    *id)
{
  g_autoptr (GPtrArray) names = names_new ();

  for (guint i = 0; i < self->links->len; i++) {
    const Link *link = g_ptr_array_index (self->links, i);

    if (strcmp (link->to, id) == 0 && strcmp (link->from, id) != 0)
      gw_manual_add_name (names, link->from);
  }

  return g_strdupv ((GStrv) names->pdata);
}
