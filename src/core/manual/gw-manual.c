/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-paths.h"
#include "core/manual/gw-manual-doc.h"
#include "core/manual/gw-manual-lines.h"
#include "core/search/gw-pack.h"

#define TOP "index"

struct _GwManual
{
  GObject parent_instance;

  GwPack *pack;
  GMutex lock; /* guards lines, which are replaced as a whole when pages arrive */
  GwManualLines *lines;
  GwStoreThread *store;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwManual, gw_manual, G_TYPE_OBJECT)

typedef struct
{
  char *id;
  GStrv languages;
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_free (wanted->id);
  g_strfreev (wanted->languages);
  g_free (wanted);
}

static GwManualLines *
hold_lines (GwManual *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return gw_manual_lines_ref (self->lines);
}

static void
take_lines (GwManual      *self,
            GwManualLines *lines)
{
  g_autoptr (GwManualLines) old = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  old = self->lines;
  self->lines = lines;
}

static GwManualLines *
read_pack_lines (GwPack  *pack,
                 GError **error)
{
  g_autoptr (GwManualLines) lines = gw_manual_lines_new ();
  g_autoptr (GPtrArray) pages = gw_pack_list_pages (pack, error);
  g_autoptr (GPtrArray) links = NULL;

  if (pages == NULL)
    return NULL;
  links = gw_pack_list_links (pack, error);
  if (links == NULL)
    return NULL;

  for (guint i = 0; i < pages->len; i++) {
    const GwPackPage *page = g_ptr_array_index (pages, i);
    GwManualLine *line = gw_manual_lines_add (lines, page->id, page->lang, page->title,
                                              page->desc, page->date);

    line->untranslated = page->untranslated;
    gw_manual_lines_put_below (lines, page->parent, page->id);
  }
  for (guint i = 0; i < links->len; i++) {
    const GwPackLink *link = g_ptr_array_index (links, i);

    gw_manual_lines_add_link (lines, link->from, link->to, strcmp (link->kind, "seealso") == 0);
  }

  return g_steal_pointer (&lines);
}

/* A page that came by sync lies over the one of the pack, unless the program was renewed
 * meanwhile and brought a later one. What cannot be read is left out: the pack's page is
 * better than a gap. */
static void
lay_over (GwManualLines *lines,
          GwDoc         *doc)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GwManualPage) page = gw_manual_page_new_from_doc (doc, &xml, &error);
  const GwManualLine *shipped;

  if (page == NULL) {
    g_info ("%s is left out: %s", gw_doc_get_id (doc), error->message);
    return;
  }

  shipped = gw_manual_lines_get (lines, gw_manual_page_get_id (page), gw_manual_page_get_lang (page));
  if (shipped == NULL || strcmp (gw_manual_page_get_date (page), shipped->date) >= 0)
    gw_manual_lines_add_page (lines, page, xml);
}

static gboolean
lay_all_over (GwManualLines  *lines,
              GwStore        *store,
              GError        **error)
{
  g_autofree char *after = NULL;

  while (TRUE) {
    g_autoptr (GPtrArray) docs = gw_store_list (store, GW_MANUAL_DATABASE, GW_MANUAL_DOC_PREFIX,
                                                after, 100, error);

    if (docs == NULL)
      return FALSE;
    for (guint i = 0; i < docs->len; i++)
      lay_over (lines, g_ptr_array_index (docs, i));
    if (docs->len < 100)
      return TRUE;
    g_free (after);
    after = g_strdup (gw_doc_get_id (g_ptr_array_index (docs, docs->len - 1)));
  }
}

static gpointer
refresh_on_thread (GwStore   *store,
                   gpointer   data,
                   GError   **error)
{
  gw_manual_refresh (data, store, error);
  return NULL;
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwManual) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL)
    g_info ("the pages that came by sync could not be read: %s", error->message);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
refresh_later (GwManual *self)
{
  gw_store_thread_run_async (self->store, refresh_on_thread, g_object_ref (self), g_object_unref,
                             NULL, NULL, refreshed_cb, g_object_ref (self));
}

static void
store_changed_cb (GwManual  *self,
                  GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (g_str_has_prefix (change->id, GW_MANUAL_DOC_PREFIX)) {
      refresh_later (self);
      return;
    }
  }
}

static void
gw_manual_dispose (GObject *object)
{
  GwManual *self = GW_MANUAL (object);

  g_clear_object (&self->store);
  g_clear_object (&self->pack);

  G_OBJECT_CLASS (gw_manual_parent_class)->dispose (object);
}

static void
gw_manual_finalize (GObject *object)
{
  GwManual *self = GW_MANUAL (object);

  g_clear_pointer (&self->lines, gw_manual_lines_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gw_manual_parent_class)->finalize (object);
}

static void
gw_manual_class_init (GwManualClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gw_manual_dispose;
  object_class->finalize = gw_manual_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_manual_init (GwManual *self)
{
  g_mutex_init (&self->lock);
}

/**
 * gw_manual_new:
 * @pack_path: the pack, see gw_manual_dup_pack_path()
 * @error: return location, of the domain %GW_SEARCH_ERROR
 *
 * Opens the manual that came with the program; takes about a millisecond.
 *
 * Returns: (transfer full): the manual
 */
GwManual *
gw_manual_new (const char  *pack_path,
               GError     **error)
{
  g_autoptr (GwManual) self = NULL;

  g_return_val_if_fail (pack_path != NULL, NULL);

  gw_manual_register_types ();
  self = g_object_new (GW_TYPE_MANUAL, NULL);
  self->pack = gw_pack_open (pack_path, error);
  if (self->pack == NULL)
    return NULL;
  self->lines = read_pack_lines (self->pack, error);
  if (self->lines == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gw_manual_dup_pack_path:
 *
 * Returns: (transfer full): where the pack lies that came with the program
 */
char *
gw_manual_dup_pack_path (void)
{
  return g_build_filename (gw_paths_get_data_dir (), "manual.pack", NULL);
}

/**
 * gw_manual_refresh:
 * @store: a store of this thread
 *
 * Lays the pages that came by sync over those of the pack.
 */
gboolean
gw_manual_refresh (GwManual  *self,
                   GwStore   *store,
                   GError   **error)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self), FALSE);

  lines = read_pack_lines (self->pack, error);
  if (lines == NULL || !lay_all_over (lines, store, error))
    return FALSE;

  take_lines (self, g_steal_pointer (&lines));
  return TRUE;
}

/**
 * gw_manual_watch:
 * @store: the profile's store
 *
 * Lays newer pages over the pack, now and whenever some arrive. To be called on the main thread;
 * again when another store was opened, which then takes the place of the first.
 */
void
gw_manual_watch (GwManual      *self,
                 GwStoreThread *store)
{
  g_return_if_fail (GW_IS_MANUAL (self));
  g_return_if_fail (GW_IS_STORE_THREAD (store));

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_func (self->store, store_changed_cb, self);
  g_set_object (&self->store, store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  refresh_later (self);
}

static GwManualTopic *
make_topic (GwManualLines     *lines,
            const char        *id,
            const char *const *languages)
{
  const GwManualLine *line = gw_manual_lines_find (lines, id, languages);
  const char *wanted = languages != NULL && languages[0] != NULL ? languages[0] : "en";
  const char *parent = gw_manual_lines_get_parent (lines, id);

  if (line == NULL)
    return NULL;

  return gw_manual_topic_new (id, line->title, line->desc, line->lang,
                              strcmp (line->lang, wanted) != 0, line->untranslated,
                              parent != NULL && strcmp (parent, TOP) != 0 ? parent : "");
}

/* A page may stand in one place only, so the tree has no circle that begins at the top. */
static GwManualTopic *
make_tree (GwManualLines     *lines,
           const char        *id,
           const char *const *languages)
{
  g_autoptr (GwManualTopic) topic = make_topic (lines, id, languages);
  const char *const *below = gw_manual_lines_get_topics (lines, id);

  for (guint i = 0; topic != NULL && below[i] != NULL; i++) {
    g_autoptr (GwManualTopic) inner = make_tree (lines, below[i], languages);

    if (inner != NULL)
      gw_manual_topic_append (topic, inner);
  }

  return g_steal_pointer (&topic);
}

/**
 * gw_manual_list_contents:
 *
 * Returns: (transfer full): a list of #GwManualTopic, the chapters; each is a list of its
 *   topics
 */
GListModel *
gw_manual_list_contents (GwManual          *self,
                         const char *const *languages)
{
  g_autoptr (GwManualLines) lines = NULL;
  GwManualTopic *top;

  g_return_val_if_fail (GW_IS_MANUAL (self), NULL);

  lines = hold_lines (self);
  top = make_tree (lines, TOP, languages);

  return top != NULL ? G_LIST_MODEL (top) : G_LIST_MODEL (g_list_store_new (GW_TYPE_MANUAL_TOPIC));
}

/**
 * gw_manual_find_topic:
 *
 * Returns: (transfer full) (nullable): the line of a page in the contents, without those below
 *   it
 */
GwManualTopic *
gw_manual_find_topic (GwManual          *self,
                      const char        *id,
                      const char *const *languages)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  return make_topic (lines, id, languages);
}

static char *
dup_neighbour (GwManual   *self,
               const char *id,
               int         step)
{
  g_autoptr (GwManualLines) lines = hold_lines (self);
  g_autoptr (GPtrArray) order = gw_manual_lines_reading_order (lines);
  guint position = 0;

  if (!g_ptr_array_find_with_equal_func (order, id, g_str_equal, &position)
      || (step < 0 && position == 0) || position + step >= order->len)
    return NULL;

  return g_strdup (g_ptr_array_index (order, position + step));
}

/**
 * gw_manual_dup_next:
 *
 * Returns: (transfer full) (nullable): the page after @id in reading order
 */
char *
gw_manual_dup_next (GwManual   *self,
                    const char *id)
{
  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  return dup_neighbour (self, id, 1);
}

/**
 * gw_manual_dup_previous:
 *
 * Returns: (transfer full) (nullable): the page before @id in reading order
 */
char *
gw_manual_dup_previous (GwManual   *self,
                        const char *id)
{
  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  return dup_neighbour (self, id, -1);
}

/**
 * gw_manual_dup_chapter:
 *
 * Returns: (transfer full) (nullable): the page below which @id stands; "index" for a chapter
 */
char *
gw_manual_dup_chapter (GwManual   *self,
                       const char *id)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  return g_strdup (gw_manual_lines_get_parent (lines, id));
}

/**
 * gw_manual_dup_topics:
 *
 * Returns: (transfer full): the pages below @id, in order; empty where there are none
 */
GStrv
gw_manual_dup_topics (GwManual   *self,
                      const char *id)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  return g_strdupv ((GStrv) gw_manual_lines_get_topics (lines, id));
}

/**
 * gw_manual_dup_related:
 *
 * Returns: (transfer full): the pages that @id names as related
 */
GStrv
gw_manual_dup_related (GwManual   *self,
                       const char *id)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  return gw_manual_lines_dup_linked (lines, id, TRUE);
}

/**
 * gw_manual_dup_backlinks:
 *
 * Returns: (transfer full): the pages that link to @id
 */
GStrv
gw_manual_dup_backlinks (GwManual   *self,
                         const char *id)
{
  g_autoptr (GwManualLines) lines = NULL;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  return gw_manual_lines_dup_backlinks (lines, id);
}

typedef struct
{
  GwManualLines *lines;
  const char *const *languages;
} Titles;

static char *
dup_title (const char *page,
           gpointer    data)
{
  const Titles *titles = data;
  const GwManualLine *line = gw_manual_lines_find (titles->lines, page, titles->languages);

  return line != NULL ? g_strdup (line->title) : NULL;
}

static GBytes *
find_xml (GwManual            *self,
          const GwManualLine  *line,
          GError             **error)
{
  GBytes *xml = NULL;

  if (line->xml != NULL)
    return g_bytes_ref (line->xml);
  if (!gw_pack_find_xml (self->pack, line->id, line->lang, &xml, error))
    return NULL;
  if (xml == NULL)
    g_set_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND,
                 "the pack holds no page %s in %s", line->id, line->lang);

  return xml;
}

/**
 * gw_manual_load_page:
 * @id: of a page
 * @languages: (nullable): see #GwManual
 * @error: return location
 *
 * Reads a page in the first language in which there is one.
 *
 * Returns: (transfer full): the page
 */
GwManualPage *
gw_manual_load_page (GwManual           *self,
                     const char         *id,
                     const char *const  *languages,
                     GError            **error)
{
  g_autoptr (GwManualLines) lines = NULL;
  g_autoptr (GBytes) xml = NULL;
  const GwManualLine *line;
  Titles titles;

  g_return_val_if_fail (GW_IS_MANUAL (self) && id != NULL, NULL);

  lines = hold_lines (self);
  line = gw_manual_lines_find (lines, id, languages);
  if (line == NULL) {
    g_set_error (error, GW_MANUAL_ERROR, GW_MANUAL_ERROR_NOT_FOUND, "there is no page %s", id);
    return NULL;
  }

  xml = find_xml (self, line, error);
  if (xml == NULL)
    return NULL;
  titles = (Titles) { lines, languages };
  return gw_manual_page_new_from_xml (xml, line->lang, dup_title, &titles, error);
}

static void
load_on_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Wanted *wanted = data;
  GError *error = NULL;
  GwManualPage *page = gw_manual_load_page (source, wanted->id,
                                            (const char *const *) wanted->languages, &error);

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) gw_manual_page_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gw_manual_load_page_async:
 *
 * Does what gw_manual_load_page() does on a worker thread.
 */
void
gw_manual_load_page_async (GwManual            *self,
                           const char          *id,
                           const char *const   *languages,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Wanted *wanted;

  g_return_if_fail (GW_IS_MANUAL (self) && id != NULL);

  wanted = g_new0 (Wanted, 1);
  wanted->id = g_strdup (id);
  wanted->languages = g_strdupv ((GStrv) languages);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_manual_load_page_async);
  g_task_set_task_data (task, wanted, (GDestroyNotify) wanted_free);
  g_task_run_in_thread (task, load_on_thread);
}

/**
 * gw_manual_load_page_finish:
 *
 * Returns: (transfer full): the page, or %NULL with @error
 */
GwManualPage *
gw_manual_load_page_finish (GwManual      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
