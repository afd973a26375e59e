/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "core/manual/gw-manual.h"
#include "core/search/gw-search-feed.h"
#include "core/search/gw-search.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_language;
static int option_limit = GW_SEARCH_PER_KIND;

static const GOptionEntry options[] = {
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language to put first, as fr"),
    "CODE" },
  { "limit", 0, 0, G_OPTION_ARG_INT, &option_limit, N_("At most so many of each kind"), "N" },
  { NULL },
};

static JsonArray *
make_marks (const GwSearchMark *marks,
            guint               n_marks)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n_marks; i++) {
    JsonArray *pair = json_array_new ();

    json_array_add_int_element (pair, marks[i].start);
    json_array_add_int_element (pair, marks[i].length);
    json_array_add_array_element (array, pair);
  }

  return array;
}

static void
say_hit (GwCtl       *ctl,
         GwSearchHit *hit)
{
  const char *heading = gw_search_hit_get_heading (hit);
  JsonObject *line = json_object_new ();
  const GwSearchMark *marks;
  guint n_marks = 0;

  json_object_set_string_member (line, "kind", gw_search_hit_get_kind (hit));
  json_object_set_string_member (line, "db", gw_search_hit_get_db (hit));
  json_object_set_string_member (line, "id", gw_search_hit_get_id (hit));
  json_object_set_string_member (line, "fragment", gw_search_hit_get_fragment (hit));
  json_object_set_string_member (line, "language", gw_search_hit_get_lang (hit));
  json_object_set_string_member (line, "title", gw_search_hit_get_title (hit));
  json_object_set_string_member (line, "heading", heading);
  json_object_set_string_member (line, "snippet", gw_search_hit_get_snippet (hit));
  marks = gw_search_hit_get_title_marks (hit, &n_marks);
  json_object_set_array_member (line, "title_marks", make_marks (marks, n_marks));
  marks = gw_search_hit_get_snippet_marks (hit, &n_marks);
  json_object_set_array_member (line, "snippet_marks", make_marks (marks, n_marks));
  gw_ctl_say (ctl, line, "%s\t%s%s%s\t%s%s%s\n    %s", gw_search_hit_get_kind (hit),
              gw_search_hit_get_id (hit), *gw_search_hit_get_fragment (hit) != '\0' ? "#" : "",
              gw_search_hit_get_fragment (hit), gw_search_hit_get_title (hit),
              *heading != '\0' ? " – " : "", heading, gw_search_hit_get_snippet (hit));
}

/* With a profile its documents are searched too, and their index is brought up to date. */
static gboolean
update_index (GwCtl    *ctl,
              char    **index_path,
              GError  **error)
{
  g_autofree char *store_path = NULL;
  g_autoptr (GwSearchFeed) feed = NULL;
  GwProfile *profile;
  guint n_changes = 0;

  if (gw_ctl_find_directory (ctl, NULL) == NULL)
    return TRUE;
  profile = gw_ctl_open_profile (ctl, error);
  if (profile == NULL || gw_ctl_open_store (ctl, error) == NULL)
    return FALSE;

  store_path = gw_profile_dup_store_path (profile);
  *index_path = gw_profile_dup_search_path (profile);
  feed = gw_search_feed_open (store_path, *index_path, error);

  return feed != NULL && gw_search_feed_update (feed, NULL, &n_changes, error);
}

/* A person is told that there is nothing, and what to try; a program sees no lines. */
static void
say_nothing_found (GwCtl           *ctl,
                   GwSearchResults *results)
{
  const char *const *near = gw_search_results_get_near (results);
  g_autofree char *words = near != NULL ? g_strjoinv (", ", (GStrv) near) : NULL;

  if (gw_ctl_is_json (ctl))
    return;
  if (words != NULL && *words != '\0')
    /* TRANSLATORS: %s are words that are written nearly alike. */
    gw_ctl_say (ctl, json_object_new (), _("Nothing was found. Near: %s"), words);
  else
    gw_ctl_say (ctl, json_object_new (), "%s", _("Nothing was found."));
}

static gboolean
run_search (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  g_autofree char *text = g_strjoinv (" ", (GStrv) arguments);
  g_autofree char *pack = gw_manual_dup_pack_path ();
  g_autofree char *index_path = NULL;
  g_auto (GStrv) languages = NULL;
  g_autoptr (GwSearchResults) results = NULL;

  if (option_limit < 1)
    return gw_ctl_misuse (error, _("The limit must be 1 or more."));
  if (!update_index (ctl, &index_path, error))
    return FALSE;
  languages = gw_ctl_dup_languages (ctl, option_language);
  results = gw_search_query_sync (pack, index_path, text, (const char *const *) languages,
                                  option_limit, error);
  if (results == NULL)
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (results)) == 0)
    say_nothing_found (ctl, results);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (results)); i++) {
    g_autoptr (GwSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (results), i);

    say_hit (ctl, hit);
  }

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { NULL, "[--language CODE] [--limit N] WORD …",
    N_("Find words in the manual, the reference lists and the profile’s documents."), options, 1, -1,
    run_search },
  { NULL },
};

const GwCtlGroup gw_ctl_search = { "search", N_("One search over everything."), commands };
