/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit log from what is kept of a filled-in form anyway: each text with its author and time, those that stood
 * there before, and the rows.
 *
 * Only what is known is written. The history knows when a stretch of typing ended and not when it began, so that an
 * answer begins and ends at that time; it does not know when the form was opened and closed in between (no `form exit`,
 * no `form resume`), nor when a row was made that was taken away later. What the form computed is nobody's answer.
 * Everything is saved as it is typed: the one `form save` is the last of it. */

#include "core/answers/gw-answer-audit.h"

#include <string.h>

#include "core/answers/gw-answer-id.h"
#include "core/answers/gw-answer.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/forms/gw-form-audit.h"

typedef struct
{
  const char *name;
  char *ref;       /* (nullable) */
  char *old_value; /* (nullable) */
  char *value;     /* (nullable) */
  char *author;    /* (nullable) */
  gint64 time;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->ref);
  g_free (event->old_value);
  g_free (event->value);
  g_free (event->author);
  g_free (event);
}

static Event *
add_event (GPtrArray  *events,
           const char *name,
           const char *ref,
           const char *author,
           gint64      time)
{
  Event *event = g_new0 (Event, 1);

  event->name = name;
  event->ref = g_strdup (ref);
  event->author = g_strdup (author);
  event->time = time;
  g_ptr_array_add (events, event);

  return event;
}

/* ------------------------------------------------------------ reading */

static gboolean
read_texts (GPtrArray   *events,
            GwStore     *store,
            const char  *db,
            const char  *record,
            const char  *type,
            GError     **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix (type, record);
  g_autoptr (GPtrArray) docs = gw_store_list (store, db, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwAnswer *answer = gw_answer_new_from_doc (docs->pdata[i]);

    if (answer != NULL && !answer->calculated)
      add_event (events, "question", answer->ref, answer->author, answer->changed)->value = g_strdup (answer->value);
    gw_answer_free (answer);
  }

  return docs != NULL;
}

static gboolean
read_rows (GPtrArray   *events,
           GwStore     *store,
           const char  *db,
           const char  *record,
           GError     **error)
{
  g_autofree char *prefix = gw_answer_id_new_prefix ("row", record);
  g_autoptr (GPtrArray) docs = gw_store_list (store, db, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    JsonObject *body = gw_doc_get_body (docs->pdata[i]);
    const char *repeat = gw_json_get_string (body, "repeat"), *row = gw_json_get_string (body, "row");
    gboolean removed = g_strcmp0 (gw_json_get_string (body, "state"), "removed") == 0;
    g_autofree char *ref = NULL;
    gint64 time = 0;

    if (repeat == NULL || row == NULL || !gw_time_parse (gw_json_get_string (body, "changed"), &time))
      continue;
    ref = removed ? g_strdup (repeat) : gw_answer_ref_of_row (repeat, row);
    add_event (events, removed ? "delete repeat" : "add repeat", ref, gw_json_get_string (body, "author"), time);
  }

  return docs != NULL;
}

/* A row is there before what is written in it, also in the same thousandth of a second. */
static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const Event *one = *(Event *const *) a, *two = *(Event *const *) b;

  if (one->time != two->time)
    return one->time < two->time ? -1 : 1;

  return strcmp (one->name, two->name);
}

/* What stood in a place before is the text before. */
static void
link_texts (GPtrArray *events)
{
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++) {
    Event *event = events->pdata[i];

    if (event->value == NULL)
      continue;
    event->old_value = g_strdup (g_hash_table_lookup (last, event->ref));
    g_hash_table_replace (last, event->ref, event->value);
  }
}

/**
 * gw_answer_audit_read:
 * @db: the database of the record
 * @record: what is filled in
 * @begun: when it was begun, microseconds since 1970
 * @error: return location; the store's
 *
 * Returns: (transfer full): what happened, in its order, for gw_answer_audit_finish()
 */
GPtrArray *
gw_answer_audit_read (GwStore     *store,
                      const char  *db,
                      const char  *record,
                      gint64       begun,
                      GError     **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
  const Event *first, *last;

  g_return_val_if_fail (GW_IS_STORE (store) && db != NULL && record != NULL, NULL);

  if (!read_texts (events, store, db, record, "past", error) || !read_texts (events, store, db, record, "answer", error)
      || !read_rows (events, store, db, record, error))
    return NULL;
  g_ptr_array_sort (events, compare_times);
  link_texts (events);
  if (events->len > 0) {
    first = events->pdata[0];
    last = events->pdata[events->len - 1];
    begun = MIN (begun, first->time);
    add_event (events, "form save", NULL, last->author, last->time);
  }
  add_event (events, "form start", NULL, NULL, begun);
  g_ptr_array_insert (events, 0, g_ptr_array_steal_index (events, events->len - 1));

  return g_steal_pointer (&events);
}

/* ------------------------------------------------------------ the table */

static void
append_cell (GString    *csv,
             const char *text)
{
  g_string_append (csv, ",\"");
  for (const char *at = text != NULL ? text : ""; *at != '\0'; at++) {
    if (*at == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *at);
  }
  g_string_append_c (csv, '"');
}

/* Rows by number. A row that is not there any more has none. */
static char *
dup_node (GwFormSession *session,
          const char    *ref)
{
  char *path = ref != NULL ? gw_form_session_dup_path (session, ref) : NULL;

  return path != NULL ? path : g_strdup (ref);
}

static char *
make_csv (GPtrArray     *events,
          GwFormSession *session)
{
  g_autoptr (GString) csv = g_string_new ("event,node,start,end,old-value,new-value,user\n");

  for (guint i = 0; i < events->len; i++) {
    const Event *event = events->pdata[i];
    g_autofree char *node = dup_node (session, event->ref);
    g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, event->time / 1000);

    g_string_append (csv, event->name);
    append_cell (csv, node);
    append_cell (csv, time);
    append_cell (csv, event->value != NULL ? time : NULL);
    append_cell (csv, event->old_value);
    append_cell (csv, event->value);
    append_cell (csv, event->author);
    g_string_append_c (csv, '\n');
  }

  return g_string_free (g_steal_pointer (&csv), FALSE);
}

/**
 * gw_answer_audit_finish:
 * @events: what gw_answer_audit_read() gave
 * @session: the filled-in form
 * @may_name: whether the log may be named in the answers, which changes them: not where they cannot be kept
 * @error: (optional): set only where the log cannot be made
 *
 * Notes that the form is finished.
 *
 * Returns: (transfer full) (nullable): `audit.csv`, which goes with the record, or NULL where the form asks for none
 */
GwFormFile *
gw_answer_audit_finish (GPtrArray      *events,
                        GwFormSession  *session,
                        gboolean        may_name,
                        GError        **error)
{
  g_autofree char *csv = NULL;
  g_autoptr (GwFormAudit) audit = NULL;

  g_return_val_if_fail (events != NULL && GW_IS_FORM_SESSION (session), NULL);

  csv = make_csv (events, session);
  audit = gw_form_audit_new (gw_form_session_get_form (session), csv, error);
  if (audit == NULL)
    return NULL;
  if (may_name)
    gw_form_audit_watch (audit, session);

  return gw_form_audit_finish (audit);
}
