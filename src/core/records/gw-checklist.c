/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-checklist-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/records/gw-label.h"

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_SUMMARY,
  PROP_ANCHOR,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_QUARK (gw-checklist-error-quark, gw_checklist_error)
G_DEFINE_FINAL_TYPE (GwChecklist, gw_checklist, G_TYPE_OBJECT)

void
gw_checklist_item_free (GwChecklistItem *item)
{
  g_free (item->id);
  g_free (item->title);
  g_free (item->detail);
  g_free (item->when);
  g_free (item->evidence);
  g_free (item->source);
  g_strfreev (item->who);
  g_free (item->anchor);
  g_free (item->topic);
  g_free (item);
}

static void
gw_checklist_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GwChecklist *self = GW_CHECKLIST (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_SUMMARY:
    g_value_set_string (value, self->summary);
    break;
  case PROP_ANCHOR:
    g_value_set_string (value, self->anchor);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_checklist_finalize (GObject *object)
{
  GwChecklist *self = GW_CHECKLIST (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->anchor);
  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (gw_checklist_parent_class)->finalize (object);
}

static void
gw_checklist_class_init (GwChecklistClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gw_checklist_get_property;
  object_class->finalize = gw_checklist_finalize;
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  props[PROP_ANCHOR] = g_param_spec_string ("anchor", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_checklist_init (GwChecklist *self)
{
  self->sources = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_checklist_item_free);
}

static char *
make_path (const char *directory,
           const char *folder,
           const char *name)
{
  if (directory)
    return g_build_filename (directory, folder, name, NULL);
  return g_build_filename (gw_paths_get_data_dir (), "checklists", folder, name, NULL);
}

static GwChecklist *
load_file (const char  *path,
           const char  *language,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);

  return bytes ? gw_checklist_new_from_bytes (bytes, path, language, error) : NULL;
}

/**
 * gw_checklist_load:
 * @directory: (nullable) (type filename): where the folders of the languages are, or %NULL for
 *   the checklists that come with the program
 * @id: "cl-before-cop"
 * @language: (nullable): the reader's language
 * @error: return location
 *
 * Reads a checklist in the reader's language; where there is none, in English, which
 * gw_checklist_get_language() then tells. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the checklist
 */
GwChecklist *
gw_checklist_load (const char  *directory,
                   const char  *id,
                   const char  *language,
                   GError     **error)
{
  const char *code = gw_language_to_code (gw_language_parse (language));
  g_autofree char *name = NULL;
  g_autofree char *own = NULL;
  g_autofree char *english = NULL;

  g_return_val_if_fail (id, NULL);

  if (!g_str_has_prefix (id, "cl-") || strspn (id, "abcdefghijklmnopqrstuvwxyz-") != strlen (id)) {
    g_set_error (error, GW_CHECKLIST_ERROR, GW_CHECKLIST_ERROR_UNKNOWN,
                 "\"%s\" is no id of a checklist", id);
    return NULL;
  }
  name = g_strdup_printf ("%s.xml", id);
  own = make_path (directory, code, name);
  english = make_path (directory, "C", name);
  if (!g_str_equal (code, "en") && g_file_test (own, G_FILE_TEST_EXISTS))
    return load_file (own, code, error);
  if (g_file_test (english, G_FILE_TEST_EXISTS))
    return load_file (english, "en", error);
  g_set_error (error, GW_CHECKLIST_ERROR, GW_CHECKLIST_ERROR_UNKNOWN,
               "There is no checklist \"%s\"", id);
  return NULL;
}

static int
compare_titles (gconstpointer a,
                gconstpointer b)
{
  return g_utf8_collate ((*(GwChecklist **) a)->title, (*(GwChecklist **) b)->title);
}

/**
 * gw_checklist_load_all:
 * @directory: (nullable) (type filename): as for gw_checklist_load()
 * @language: (nullable): the reader's language
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwChecklist) (nullable): all checklists by title
 */
GPtrArray *
gw_checklist_load_all (const char  *directory,
                       const char  *language,
                       GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = make_path (directory, "C", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (!dir)
    return NULL;
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *id = NULL;
    GwChecklist *checklist;

    if (!g_str_has_prefix (name, "cl-") || !g_str_has_suffix (name, ".xml"))
      continue;
    id = g_strndup (name, strlen (name) - strlen (".xml"));
    checklist = gw_checklist_load (directory, id, language, error);
    if (!checklist)
      return NULL;
    g_ptr_array_add (list, checklist);
  }
  g_ptr_array_sort (list, compare_titles);
  return g_steal_pointer (&list);
}

typedef struct
{
  char *directory;
  char *language;
} LoadData;

static void
load_data_free (LoadData *data)
{
  g_free (data->directory);
  g_free (data->language);
  g_free (data);
}

static void
load_all_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  LoadData *data = task_data;
  GError *error = NULL;
  GPtrArray *list = gw_checklist_load_all (data->directory, data->language, &error);

  if (list)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gw_checklist_load_all_async:
 * @directory: (nullable) (type filename): as for gw_checklist_load()
 * @language: (nullable): the reader's language
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Does gw_checklist_load_all() on a thread of its own.
 */
void
gw_checklist_load_all_async (const char          *directory,
                             const char          *language,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LoadData *data = g_new0 (LoadData, 1);

  data->directory = g_strdup (directory);
  data->language = g_strdup (language);
  g_task_set_source_tag (task, gw_checklist_load_all_async);
  g_task_set_task_data (task, data, (GDestroyNotify) load_data_free);
  g_task_run_in_thread (task, load_all_thread);
}

/**
 * gw_checklist_load_all_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type GwChecklist) (nullable): all checklists by title
 */
GPtrArray *
gw_checklist_load_all_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/** gw_checklist_get_id: Returns: (transfer none): "cl-before-cop" */
const char *
gw_checklist_get_id (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return self->id;
}

/** gw_checklist_get_title: Returns: (transfer none): its title in gw_checklist_get_language() */
const char *
gw_checklist_get_title (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return self->title;
}

/** gw_checklist_get_summary: Returns: (transfer none): what it is for, in a sentence or two */
const char *
gw_checklist_get_summary (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return self->summary;
}

/** gw_checklist_get_anchor: Returns: (transfer none): the day most items count from: "COP" */
const char *
gw_checklist_get_anchor (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return self->anchor;
}

/** gw_checklist_get_language: Returns: (transfer none): the language its words are in: "fr" */
const char *
gw_checklist_get_language (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return gw_language_to_code (self->language);
}

/** gw_checklist_get_sources: Returns: (transfer none): where the checklist was taken from */
const char * const *
gw_checklist_get_sources (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), NULL);

  return (const char *const *) self->sources->pdata;
}

/** gw_checklist_get_n_items: Returns: how many items it has */
guint
gw_checklist_get_n_items (GwChecklist *self)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self), 0);

  return self->items->len;
}

/** gw_checklist_get_item: Returns: (transfer none): the item at @position */
const GwChecklistItem *
gw_checklist_get_item (GwChecklist *self,
                       guint        position)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self) && position < self->items->len, NULL);

  return g_ptr_array_index (self->items, position);
}

/** gw_checklist_find_item: Returns: (transfer none) (nullable): the item of that id */
const GwChecklistItem *
gw_checklist_find_item (GwChecklist *self,
                        const char  *id)
{
  g_return_val_if_fail (GW_IS_CHECKLIST (self) && id, NULL);

  for (guint i = 0; i < self->items->len; i++) {
    const GwChecklistItem *item = g_ptr_array_index (self->items, i);

    if (g_str_equal (item->id, id))
      return item;
  }
  return NULL;
}

typedef struct
{
  const char *code;
  const char *label;
} Word;

/**
 * gw_checklist_who_label:
 * @code: one of the codes of #GwChecklistItem.who
 *
 * Returns: (transfer none): who that is, in English, to be translated where it is shown
 */
const char *
gw_checklist_who_label (const char *code)
{
  static const Word words[] = {
    { "NFP", N_("National Focal Point") },
    { "MIN", N_("Minister or designating authority") },
    { "MFA", N_("Foreign ministry") },
    { "ScC", N_("Scientific Councillor") },
    { "NR", N_("National respondent") },
    { "COORD", N_("National coordination mechanism") },
    { "HOD", N_("Head of delegation") },
    { "DEL", N_("Delegates") },
    { "FIN", N_("Finance unit") },
    { "CONTRIB", N_("Contributors") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_strcmp0 (words[i].code, code) == 0)
      return words[i].label;
  }
  return code;
}

/**
 * gw_checklist_anchor_label:
 * @anchor: an anchor of a checklist or an item
 *
 * Returns: (transfer none): which day that is, in English, to be translated where it is shown
 */
const char *
gw_checklist_anchor_label (const char *anchor)
{
  static const Word words[] = {
    { "COP", N_("Opening day of the Conference of the Parties") },
    { "COPEND", N_("Last day of the Conference of the Parties") },
    { "APPT", N_("Day of the appointment") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_strcmp0 (words[i].code, anchor) == 0)
      return words[i].label;
  }
  return anchor;
}
