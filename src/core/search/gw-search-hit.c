/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/search/gw-search-hit.h"

#define SNIPPET_CHARS 160

struct _GwSearchHit
{
  GObject parent_instance;

  char *kind;
  char *db;
  char *id;
  char *fragment;
  char *lang;
  char *title;
  char *heading;
  char *body;
  char *snippet;
  GArray *title_marks;
  GArray *snippet_marks;
  double rank;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_DB,
  PROP_ID,
  PROP_FRAGMENT,
  PROP_LANG,
  PROP_TITLE,
  PROP_HEADING,
  PROP_SNIPPET,
  LAST_PROP,
};

static GParamSpec *props[LAST_PROP];

G_DEFINE_FINAL_TYPE (GwSearchHit, gw_search_hit, G_TYPE_OBJECT)

static void
gw_search_hit_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  GwSearchHit *self = GW_SEARCH_HIT (object);

  switch (prop_id) {
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_DB:
      g_value_set_string (value, self->db);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_FRAGMENT:
      g_value_set_string (value, self->fragment);
      break;
    case PROP_LANG:
      g_value_set_string (value, self->lang);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_HEADING:
      g_value_set_string (value, self->heading);
      break;
    case PROP_SNIPPET:
      g_value_set_string (value, self->snippet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_search_hit_finalize (GObject *object)
{
  GwSearchHit *self = GW_SEARCH_HIT (object);

  g_free (self->kind);
  g_free (self->db);
  g_free (self->id);
  g_free (self->fragment);
  g_free (self->lang);
  g_free (self->title);
  g_free (self->heading);
  g_free (self->body);
  g_free (self->snippet);
  g_clear_pointer (&self->title_marks, g_array_unref);
  g_clear_pointer (&self->snippet_marks, g_array_unref);

  G_OBJECT_CLASS (gw_search_hit_parent_class)->finalize (object);
}

static GParamSpec *
string_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
gw_search_hit_class_init (GwSearchHitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_search_hit_get_property;
  object_class->finalize = gw_search_hit_finalize;

  props[PROP_KIND] = string_property ("kind");
  props[PROP_DB] = string_property ("db");
  props[PROP_ID] = string_property ("id");
  props[PROP_FRAGMENT] = string_property ("fragment");
  props[PROP_LANG] = string_property ("lang");
  props[PROP_TITLE] = string_property ("title");
  props[PROP_HEADING] = string_property ("heading");
  props[PROP_SNIPPET] = string_property ("snippet");
  g_object_class_install_properties (object_class, LAST_PROP, props);
}

static void
gw_search_hit_init (GwSearchHit *self)
{
}

static char *
copy (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

/**
 * gw_search_hit_new:
 * @entry: what was found
 * @rank: the larger, the better
 *
 * Returns: (transfer full): a hit; any thread may make it, and it changes no more once it has
 *   been handed over
 */
GwSearchHit *
gw_search_hit_new (const GwSearchEntry *entry,
                   double               rank)
{
  GwSearchHit *self = g_object_new (GW_TYPE_SEARCH_HIT, NULL);

  self->kind = copy (entry->kind);
  self->db = copy (entry->db);
  self->id = copy (entry->id);
  self->fragment = copy (entry->fragment);
  self->lang = copy (entry->lang);
  self->title = copy (entry->title);
  self->heading = copy (entry->heading);
  self->body = copy (entry->body);
  self->snippet = copy (NULL);
  self->rank = rank;

  return self;
}

const char *
gw_search_hit_get_kind (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->kind;
}

const char *
gw_search_hit_get_db (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->db;
}

const char *
gw_search_hit_get_id (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->id;
}

const char *
gw_search_hit_get_fragment (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->fragment;
}

const char *
gw_search_hit_get_lang (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->lang;
}

const char *
gw_search_hit_get_title (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->title;
}

const char *
gw_search_hit_get_heading (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->heading;
}

/**
 * gw_search_hit_get_body:
 *
 * Returns: (transfer none) (nullable): the whole text, which is dropped once there is a snippet
 */
const char *
gw_search_hit_get_body (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->body;
}

/**
 * gw_search_hit_get_snippet:
 *
 * Returns: (transfer none): plain text of one line around the words found, empty where the
 *   entry has a title only
 */
const char *
gw_search_hit_get_snippet (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return self->snippet;
}

static const GwSearchMark *
get_marks (GArray *marks,
           guint  *n_marks)
{
  *n_marks = marks != NULL ? marks->len : 0;
  return marks != NULL ? (const GwSearchMark *) (const void *) marks->data : NULL;
}

/**
 * gw_search_hit_get_title_marks:
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks) (nullable): the words found in the title
 */
const GwSearchMark *
gw_search_hit_get_title_marks (GwSearchHit *self,
                               guint       *n_marks)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return get_marks (self->title_marks, n_marks);
}

/**
 * gw_search_hit_get_snippet_marks:
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks) (nullable): the words found in the snippet
 */
const GwSearchMark *
gw_search_hit_get_snippet_marks (GwSearchHit *self,
                                 guint       *n_marks)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), NULL);

  return get_marks (self->snippet_marks, n_marks);
}

double
gw_search_hit_get_rank (GwSearchHit *self)
{
  g_return_val_if_fail (GW_IS_SEARCH_HIT (self), 0);

  return self->rank;
}

void
gw_search_hit_set_rank (GwSearchHit *self,
                        double       rank)
{
  g_return_if_fail (GW_IS_SEARCH_HIT (self));

  self->rank = rank;
}

/**
 * gw_search_hit_show_words:
 * @query: what was looked for
 *
 * Makes the snippet and the marks; done for the hits that will be shown, and only once.
 */
void
gw_search_hit_show_words (GwSearchHit         *self,
                          const GwSearchQuery *query)
{
  g_return_if_fail (GW_IS_SEARCH_HIT (self));
  g_return_if_fail (self->title_marks == NULL);

  g_free (self->snippet);
  self->snippet = gw_search_query_dup_snippet (query, self->body, SNIPPET_CHARS);
  self->title_marks = gw_search_query_mark (query, self->title);
  self->snippet_marks = gw_search_query_mark (query, self->snippet);
  g_clear_pointer (&self->body, g_free);
}
