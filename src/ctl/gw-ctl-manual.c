/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/manual/gw-manual.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_language;

static const GOptionEntry options[] = {
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language, N_("The language to read in, as fr"),
    "CODE" },
  { NULL },
};

/* The manual needs no profile; with one, the pages that came by sync lie over it. */
static GwManual *
open_manual (GwCtl   *ctl,
             GError **error)
{
  g_autofree char *pack = gw_manual_dup_pack_path ();
  g_autoptr (GwManual) manual = gw_manual_new (pack, error);
  GwStore *store;

  if (manual == NULL || gw_ctl_find_directory (ctl, NULL) == NULL)
    return g_steal_pointer (&manual);
  store = gw_ctl_open_store (ctl, error);
  if (store == NULL || !gw_manual_refresh (manual, store, error))
    return NULL;

  return g_steal_pointer (&manual);
}

static void
say_topic (GwCtl         *ctl,
           GwManualTopic *topic,
           int            depth)
{
  guint n_topics = g_list_model_get_n_items (G_LIST_MODEL (topic));
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "id", gw_manual_topic_get_id (topic));
  json_object_set_string_member (line, "chapter", gw_manual_topic_get_chapter (topic));
  json_object_set_string_member (line, "title", gw_manual_topic_get_title (topic));
  json_object_set_string_member (line, "description", gw_manual_topic_get_desc (topic));
  json_object_set_string_member (line, "language", gw_manual_topic_get_lang (topic));
  json_object_set_boolean_member (line, "fell_back", gw_manual_topic_get_fell_back (topic));
  json_object_set_int_member (line, "untranslated", gw_manual_topic_get_untranslated (topic));
  gw_ctl_say (ctl, line, "%*s%s\t%s", depth * 2, "", gw_manual_topic_get_id (topic),
              gw_manual_topic_get_title (topic));
  for (guint i = 0; i < n_topics; i++) {
    g_autoptr (GwManualTopic) inner = g_list_model_get_item (G_LIST_MODEL (topic), i);

    say_topic (ctl, inner, depth + 1);
  }
}

static gboolean
run_toc (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autoptr (GwManual) manual = open_manual (ctl, error);
  g_auto (GStrv) languages = NULL;
  g_autoptr (GListModel) contents = NULL;

  if (manual == NULL)
    return FALSE;
  languages = gw_ctl_dup_languages (ctl, option_language);
  contents = gw_manual_list_contents (manual, (const char *const *) languages);
  for (guint i = 0; i < g_list_model_get_n_items (contents); i++) {
    g_autoptr (GwManualTopic) chapter = g_list_model_get_item (contents, i);

    say_topic (ctl, chapter, 0);
  }

  return TRUE;
}

static JsonArray *
make_names (GStrv names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);

  return array;
}

static JsonArray *
make_sections (GwManualPage *page)
{
  GPtrArray *sections = gw_manual_page_get_sections (page);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < sections->len; i++) {
    const GwManualSection *section = g_ptr_array_index (sections, i);
    g_autofree char *text = gw_manual_section_dup_text (section);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "id", section->id != NULL ? section->id : "");
    json_object_set_int_member (object, "level", section->level);
    json_object_set_string_member (object, "title", section->title);
    json_object_set_string_member (object, "text", text);
    json_array_add_object_element (array, object);
  }

  return array;
}

static JsonObject *
make_page (GwManual     *manual,
           GwManualPage *page)
{
  const char *id = gw_manual_page_get_id (page);
  g_auto (GStrv) related = gw_manual_dup_related (manual, id);
  g_auto (GStrv) backlinks = gw_manual_dup_backlinks (manual, id);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "title", gw_manual_page_get_title (page));
  json_object_set_string_member (object, "description", gw_manual_page_get_desc (page));
  json_object_set_string_member (object, "language", gw_manual_page_get_lang (page));
  json_object_set_string_member (object, "date", gw_manual_page_get_date (page));
  json_object_set_array_member (object, "sections", make_sections (page));
  json_object_set_array_member (object, "related", make_names (related));
  json_object_set_array_member (object, "linked_from", make_names (backlinks));
  json_object_set_array_member (object, "checklists",
                                make_names ((GStrv) gw_manual_page_get_checklists (page)));

  return object;
}

static gboolean
run_show (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_autoptr (GwManual) manual = open_manual (ctl, error);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwManualPage) page = NULL;
  g_auto (GStrv) languages = NULL;
  g_autofree char *text = NULL;

  if (manual == NULL)
    return FALSE;
  languages = gw_ctl_dup_languages (ctl, option_language);
  page = gw_manual_load_page (manual, arguments[0], (const char *const *) languages, &problem);
  if (g_error_matches (problem, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND))
    return gw_ctl_refuse (error, _("The manual has no page “%s”."), arguments[0]);
  if (page == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  text = gw_manual_page_dup_text (page);
  gw_ctl_say (ctl, make_page (manual, page), "%s", text);

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "toc", "[--language CODE]", N_("List the chapters and pages."), options, 0, 0, run_toc },
  { "show", "[--language CODE] PAGE", N_("Print a page."), options, 1, 1, run_show },
  { NULL },
};

const GwCtlGroup gw_ctl_manual = { "manual", N_("The manual for focal points."), commands };
