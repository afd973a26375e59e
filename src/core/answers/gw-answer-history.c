/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-answer-history.h"

#include <string.h>

#include "core/answers/gw-answer-book-private.h"
#include "core/answers/gw-answer-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

/* Newest first by the clocks of those who wrote; what is shown comes before the rest. */
static int
compare_ages (gconstpointer a,
              gconstpointer b)
{
  const GwAnswer *one = *(GwAnswer *const *) a;
  const GwAnswer *two = *(GwAnswer *const *) b;

  if (one->shown != two->shown)
    return one->shown ? -1 : 1;
  if (one->changed != two->changed)
    return one->changed > two->changed ? -1 : 1;
  return g_strcmp0 (one->value, two->value);
}

/**
 * gw_answer_list_versions:
 * @ref: a place in the form
 *
 * Returns: (transfer full) (element-type GwAnswer): the live versions of the answer, the one
 *   that is shown first; more than one where two people changed it apart; none where nobody
 *   answered
 */
GPtrArray *
gw_answer_list_versions (GwStore     *store,
                         const char  *db,
                         const char  *record,
                         const char  *ref,
                         GError     **error)
{
  g_autofree char *id = gw_answer_id_new ("answer", record, ref);
  g_autoptr (GwDoc) shown = gw_store_get (store, db, id, NULL);
  g_autoptr (GPtrArray) leaves = NULL;
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_free);

  if (shown == NULL)
    return versions;
  leaves = gw_store_leaves (store, db, id, error);
  if (leaves == NULL) {
    g_ptr_array_unref (versions);
    return NULL;
  }

  for (guint i = 0; i < leaves->len; i++) {
    GwDoc *leaf = g_ptr_array_index (leaves, i);
    GwAnswer *answer = gw_doc_is_deleted (leaf) ? NULL : gw_answer_new_from_doc (leaf);

    if (answer == NULL)
      continue;
    answer->shown = g_str_equal (answer->rev, gw_doc_get_rev (shown));
    answer->versions = 1 + gw_doc_get_conflicts (shown);
    g_ptr_array_add (versions, answer);
  }
  g_ptr_array_sort (versions, compare_ages);
  return versions;
}

/**
 * gw_answer_list_history:
 *
 * Returns: (transfer full) (element-type GwAnswer): every text that stood in this place, the
 *   live ones first, then the earlier ones from the newest to the oldest
 */
GPtrArray *
gw_answer_list_history (GwStore     *store,
                        const char  *db,
                        const char  *record,
                        const char  *ref,
                        GError     **error)
{
  g_autoptr (GPtrArray) history = gw_answer_list_versions (store, db, record, ref, error);
  g_autofree char *id = gw_answer_id_new ("past", record, ref);
  g_autofree char *prefix = g_strconcat (id, ":", NULL);
  g_autoptr (GPtrArray) past = NULL;
  g_autoptr (GPtrArray) docs = NULL;

  if (history == NULL)
    return NULL;
  docs = gw_store_list (store, db, prefix, NULL, -1, error);
  if (docs == NULL)
    return NULL;

  past = g_ptr_array_new ();
  for (guint i = 0; i < docs->len; i++) {
    GwAnswer *answer = gw_answer_new_from_doc (g_ptr_array_index (docs, i));

    if (answer == NULL)
      continue;
    g_clear_pointer (&answer->rev, g_free);
    answer->versions = 0;
    g_ptr_array_add (past, answer);
  }
  g_ptr_array_sort (past, compare_ages);
  g_ptr_array_extend_and_steal (history, g_steal_pointer (&past));
  return g_steal_pointer (&history);
}

/**
 * gw_answer_list_undecided:
 *
 * Returns: (transfer full) (element-type GwAnswer): the shown versions of all answers of the
 *   record that have more versions than one
 */
GPtrArray *
gw_answer_list_undecided (GwStore     *store,
                          const char  *db,
                          const char  *record,
                          GError     **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix ("answer", record);
  g_autoptr (GPtrArray) docs = gw_store_list (store, db, prefix, NULL, -1, error);
  GPtrArray *undecided;

  if (docs == NULL)
    return NULL;

  undecided = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_free);
  for (guint i = 0; i < docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (docs, i);
    GwAnswer *answer = gw_doc_get_conflicts (doc) > 0 ? gw_answer_new_from_doc (doc) : NULL;

    if (answer == NULL)
      continue;
    answer->shown = TRUE;
    g_ptr_array_add (undecided, answer);
  }
  return undecided;
}

static JsonObject *
make_settled_body (GwDoc      *shown,
                   const char *value,
                   const char *author)
{
  JsonObject *body = gw_json_copy (gw_doc_get_body (shown));
  g_autofree char *time = gw_answer_format_time (gw_time_now ());

  json_object_set_string_member (body, "value", value);
  json_object_set_string_member (body, "author", author);
  json_object_set_string_member (body, "changed", time);
  return body;
}

/* A version stays findable by the person who wrote it, with the name of who chose another. */
static gboolean
keep_losers (GwStore     *store,
             const char  *db,
             const char  *record,
             GPtrArray   *versions,
             const char  *value,
             const char  *author,
             GError     **error)
{
  for (guint i = 0; i < versions->len; i++) {
    const GwAnswer *version = g_ptr_array_index (versions, i);

    if (!g_str_equal (version->value, value)
        && !gw_answer_keep_past (store, db, record, version->ref, version->value, version->author,
                                 version->changed, author, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
settle (GwStore     *store,
        const char  *db,
        const char  *record,
        const char  *ref,
        const char  *value,
        const char  *aside,
        const char  *author,
        const char  *const *seen_revs,
        GError     **error)
{
  g_autofree char *id = gw_answer_id_new ("answer", record, ref);
  g_autoptr (GPtrArray) versions = gw_answer_list_versions (store, db, record, ref, error);
  g_autoptr (GPtrArray) revs = g_ptr_array_new ();
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GwDoc) shown = NULL;

  if (versions == NULL)
    return FALSE;
  shown = gw_store_get (store, db, id, error);
  if (shown == NULL)
    return FALSE;

  for (guint i = versions->len; i > 0; i--) {
    const GwAnswer *version = g_ptr_array_index (versions, i - 1);

    if (seen_revs != NULL && !g_strv_contains (seen_revs, version->rev))
      g_ptr_array_remove_index (versions, i - 1);
    else
      g_ptr_array_add (revs, version->rev);
  }
  g_ptr_array_add (revs, NULL);
  if (versions->len == 0) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND,
                 "None of the versions to settle is there any more");
    return FALSE;
  }
  if (!keep_losers (store, db, record, versions, value, author, error))
    return FALSE;
  if (aside != NULL && !g_str_equal (aside, value)
      && !gw_answer_keep_past (store, db, record, ref, aside, author, gw_time_now (), author, error))
    return FALSE;

  body = make_settled_body (shown, value, author);
  return gw_store_resolve (store, db, id, body, (const char *const *) revs->pdata, NULL, error);
}

/**
 * gw_answer_settle:
 * @value: the text that shall stand: one of the versions, or a new one
 * @aside: (nullable): a text that the person made of the versions and did not choose
 * @author: who decided
 * @seen_revs: (nullable): the versions that the person saw; a further one that came in the
 *   meantime stays beside. NULL: all that there are
 * @error: return location; the store's
 *
 * Ends the question which of several versions stands. The others go into the history, and so does
 * @aside.
 *
 * Returns: (transfer full): the answer as it is shown now, or NULL with @error set
 */
GwAnswer *
gw_answer_settle (GwStore     *store,
                  const char  *db,
                  const char  *record,
                  const char  *ref,
                  const char  *value,
                  const char  *aside,
                  const char  *author,
                  const char  *const *seen_revs,
                  GError     **error)
{
  g_autofree char *id = gw_answer_id_new ("answer", record, ref);
  g_autoptr (GwDoc) doc = NULL;
  GwAnswer *answer;

  g_return_val_if_fail (value != NULL, NULL);
  g_return_val_if_fail (author != NULL, NULL);

  if (!gw_store_begin (store, error))
    return NULL;
  if (!settle (store, db, record, ref, value, aside, author, seen_revs, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;

  doc = gw_store_get (store, db, id, error);
  answer = doc != NULL ? gw_answer_new_from_doc (doc) : NULL;
  if (answer != NULL)
    answer->shown = TRUE;
  return answer;
}
