/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What moving a draft to another version of its form would do: both versions and the answers are read on the store's
 * thread, compared on a thread of the pool, and nothing is changed. */

#include "core/answers/gw-form-copy-move-private.h"

#include <string.h>

#include "core/forms/gw-form-migration.h"

typedef struct
{
  GwStoreThread *thread;
  char *id;
  char *other_id;
  char *author;
  char *language;
  GBytes *from_xml;
  GBytes *to_xml;
  GwAnswerSheet *sheet;
} Planning;

static void
planning_free (gpointer data)
{
  Planning *planning = data;

  g_object_unref (planning->thread);
  g_free (planning->id);
  g_free (planning->other_id);
  g_free (planning->author);
  g_free (planning->language);
  g_clear_pointer (&planning->from_xml, g_bytes_unref);
  g_clear_pointer (&planning->to_xml, g_bytes_unref);
  g_clear_pointer (&planning->sheet, gw_answer_sheet_free);
  g_free (planning);
}

static void
moved_answer_free (gpointer data)
{
  GwMovedAnswer *answer = data;

  g_free (answer->label);
  g_free (answer->value);
  g_free (answer);
}

/* ------------------------------------------------------------ which version is newer */

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Versions are numbers that grow, as yyyymmddnn; others say nothing about their order. */
static int
compare_numbers (const char *a,
                 const char *b)
{
  gsize a_length, b_length;

  a += strspn (a, "0");
  b += strspn (b, "0");
  a_length = strlen (a);
  b_length = strlen (b);

  return a_length != b_length ? (a_length < b_length ? -1 : 1) : strcmp (a, b);
}

/* When this text of the form first came here. */
static gint64
find_arrival (GPtrArray        *copies,
              const GwFormCopy *copy)
{
  gint64 first = copy->created;

  for (guint i = 0; i < copies->len; i++) {
    const GwFormCopy *other = copies->pdata[i];

    if (g_str_equal (other->form_id, copy->form_id) && g_str_equal (other->form_hash, copy->form_hash))
      first = MIN (first, other->created);
  }

  return first;
}

static gboolean
is_newer (GPtrArray        *copies,
          const GwFormCopy *a,
          const GwFormCopy *b)
{
  int order = is_number (a->form_version) && is_number (b->form_version)
                  ? compare_numbers (a->form_version, b->form_version) : 0;

  return order != 0 ? order > 0 : find_arrival (copies, a) > find_arrival (copies, b);
}

/**
 * gw_form_copy_find_newer:
 * @copies: (element-type GwFormCopy): all of them, also those that were taken out of the list
 * @copy: a draft
 *
 * The version with the greater number is the newer one. Where the numbers are the same, or are no numbers, it is the
 * one that came here later.
 *
 * Returns: (transfer none) (nullable): one of @copies with the newest version of the same form, or NULL where that is
 *   the version of @copy
 */
const GwFormCopy *
gw_form_copy_find_newer (GPtrArray        *copies,
                         const GwFormCopy *copy)
{
  const GwFormCopy *newest = copy;

  g_return_val_if_fail (copies != NULL && copy != NULL, NULL);

  for (guint i = 0; i < copies->len; i++) {
    const GwFormCopy *other = copies->pdata[i];

    if (g_str_equal (other->form_id, copy->form_id) && !g_str_equal (other->form_hash, newest->form_hash)
        && is_newer (copies, other, newest))
      newest = other;
  }

  return g_str_equal (newest->form_hash, copy->form_hash) ? NULL : newest;
}

/* ------------------------------------------------------------ comparing */

static char *
make_folder (const char *id)
{
  return g_build_filename (g_get_user_cache_dir (), "godwit", "media", id, NULL);
}

static GwFormSession *
open_session (GwForm            *form,
              const char        *code,
              const GwFormDraft *draft)
{
  GwFormSession *session = gw_form_session_new (form, NULL, draft);
  const char *language = code != NULL ? gw_form_find_language (form, code) : NULL;

  if (language != NULL)
    gw_form_session_set_language (session, language);

  return session;
}

static char *
dup_label (GwFormSession *session,
           const char    *ref)
{
  GwFormItem *item = gw_form_session_find_item (session, ref);
  g_autofree char *label = item != NULL ? gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL) : NULL;

  return label != NULL && *label != '\0' ? g_steal_pointer (&label) : g_strdup (ref);
}

static GPtrArray *
describe_answers (GwFormSession *session,
                  GPtrArray     *losses)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func (moved_answer_free);

  for (guint i = 0; i < losses->len; i++) {
    const GwFormLoss *loss = losses->pdata[i];
    GwFormItem *item = gw_form_session_find_item (session, loss->ref);
    GwMovedAnswer *answer = g_new0 (GwMovedAnswer, 1);

    answer->label = dup_label (session, loss->ref);
    answer->value = item != NULL ? gw_form_item_dup_choice_label (item, loss->value) : NULL;
    if (answer->value == NULL || *answer->value == '\0') {
      g_free (answer->value);
      answer->value = g_strdup (loss->value);
    }
    g_ptr_array_add (answers, answer);
  }

  return answers;
}

/* A question within rows has an item only where there is a row. */
static GPtrArray *
describe_added (GwFormSession *session,
                GPtrArray     *paths)
{
  GPtrArray *added = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *ref = gw_form_session_dup_ref (session, paths->pdata[i]);

    g_ptr_array_add (added, ref != NULL ? dup_label (session, ref) : g_strdup (paths->pdata[i]));
  }

  return added;
}

static GwFormCopyMove *
compare (Planning *planning,
         GwForm   *from,
         GwForm   *to)
{
  g_autoptr (GwFormDraft) draft = gw_answer_sheet_dup_draft (planning->sheet);
  g_autoptr (GwFormMigration) migration = gw_form_migrate (from, to, draft);
  g_autoptr (GwFormSession) before = open_session (from, planning->language, draft);
  g_autoptr (GwFormSession) after = open_session (to, planning->language, migration->draft);
  GwFormCopyMove *move = g_atomic_rc_box_new0 (GwFormCopyMove);
  const char *from_version = gw_form_get_version (from), *to_version = gw_form_get_version (to);

  move->id = g_strdup (planning->id);
  move->from_version = g_strdup (from_version != NULL ? from_version : "");
  move->to_version = g_strdup (to_version != NULL ? to_version : "");
  move->added = describe_added (after, migration->added);
  move->lost = describe_answers (before, migration->lost);
  move->doubtful = describe_answers (after, migration->doubtful);
  move->priv = g_new0 (GwFormCopyMovePrivate, 1);
  move->priv->other_id = g_strdup (planning->other_id);
  move->priv->author = g_strdup (planning->author);
  move->priv->from_root = g_strdup (gw_form_get_root_ref (from));
  move->priv->to_root = g_strdup (gw_form_get_root_ref (to));
  move->priv->stamp = gw_form_copy_move_make_stamp (planning->sheet);
  move->priv->moved = g_steal_pointer (&migration->draft);
  move->priv->begun = gw_form_session_dup_draft (after);
  for (guint i = 0; i < planning->sheet->answers->len; i++) {
    const GwAnswer *answer = planning->sheet->answers->pdata[i];
    g_autofree char *ref = gw_form_copy_move_map (move, answer->ref, answer->value);

    move->n_carried += ref != NULL && !answer->calculated && *answer->value != '\0';
  }

  return move;
}

static void
compare_on_pool (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Planning *planning = data;
  g_autofree char *from_folder = make_folder (planning->id), *to_folder = make_folder (planning->other_id);
  GError *error = NULL;
  g_autoptr (GwForm) from = gw_form_load (planning->from_xml, from_folder, NULL, &error);
  g_autoptr (GwForm) to = from != NULL ? gw_form_load (planning->to_xml, to_folder, NULL, &error) : NULL;

  if (to == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, compare (planning, from, to), (GDestroyNotify) gw_form_copy_move_unref);
}

/* ------------------------------------------------------------ reading */

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  Planning *planning = data;
  g_autofree char *from_folder = make_folder (planning->id), *to_folder = make_folder (planning->other_id);
  g_autoptr (GwAnswerBook) book = gw_answer_book_new (GW_FORM_COPY_DB, planning->id, planning->author);

  planning->from_xml = gw_form_copy_unpack (store, planning->id, from_folder, error);
  if (planning->from_xml == NULL)
    return NULL;
  planning->to_xml = gw_form_copy_unpack (store, planning->other_id, to_folder, error);
  if (planning->to_xml == NULL)
    return NULL;
  planning->sheet = gw_answer_book_read (book, store, error);

  return NULL;
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GwFormCopyMove *move = g_task_propagate_pointer (G_TASK (result), &error);

  if (move == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, move, (GDestroyNotify) gw_form_copy_move_unref);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) comparing = NULL;
  GError *error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  comparing = g_task_new (NULL, g_task_get_cancellable (task), compared_cb, g_object_ref (task));
  g_task_set_task_data (comparing, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (comparing, compare_on_pool);
}

/**
 * gw_form_copy_plan_async:
 * @thread: the store of the profile
 * @copy: a draft
 * @other: a copy with the version that it may be moved to
 * @author: who would move it
 * @language: (nullable): the code of the language that questions are named in
 *
 * Finds out what moving @copy would do. Nothing is changed.
 */
void
gw_form_copy_plan_async (GwStoreThread       *thread,
                         const GwFormCopy    *copy,
                         const GwFormCopy    *other,
                         const char          *author,
                         const char          *language,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;
  Planning *planning;

  g_return_if_fail (GW_IS_STORE_THREAD (thread));
  g_return_if_fail (copy != NULL && other != NULL && author != NULL);

  planning = g_new0 (Planning, 1);
  planning->thread = g_object_ref (thread);
  planning->id = g_strdup (copy->id);
  planning->other_id = g_strdup (other->id);
  planning->author = g_strdup (author);
  planning->language = g_strdup (language);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gw_form_copy_plan_async);
  g_task_set_task_data (task, planning, planning_free);
  gw_store_thread_run_async (thread, read_on_thread, planning, NULL, NULL, cancellable, read_cb, task);
}

/**
 * gw_form_copy_plan_finish:
 *
 * Returns: (transfer full): what would happen, or NULL with @error set: the store's, or a form's
 */
GwFormCopyMove *
gw_form_copy_plan_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
