/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit log (section 14; the Client Audit Logs part of the ODK XForms specification): a table
 * `audit.csv` that goes with the record.
 *
 * Keys that follow each other in one question are one event: it begins with the first, ends with the
 * last, and goes from the text before to the text after. Rows are told apart by their ids, since the
 * session tells only that the rows of a repeat are others now. */

#include "core/forms/gw-form-audit.h"

#include <string.h>

#include "core/base/gw-csv.h"
#include "core/forms/gw-form-private.h"

#define FILE_NAME "audit.csv"

typedef struct
{
  char *event;
  char *node;
  gint64 start; /* milliseconds since 1970 */
  gint64 end;   /* 0 for none */
  char *old_value;
  char *new_value;
  char *user;
  char *reason;
} Entry;

struct _GwFormAudit
{
  GObject parent_instance;

  GwForm *form;
  GwFormSession *session; /* (nullable) */
  GPtrArray *entries;     /* of Entry */
  GHashTable *rows;       /* repeat ref -> the ids of its rows */
  char *user;
  gboolean tracks_changes;
  gboolean asks_who;
  gboolean asks_why;
};

G_DEFINE_FINAL_TYPE (GwFormAudit, gw_form_audit, G_TYPE_OBJECT)

static const char * const event_names[] = {
  [GW_FORM_AUDIT_START] = "form start",
  [GW_FORM_AUDIT_RESUME] = "form resume",
  [GW_FORM_AUDIT_QUESTION] = "question",
  [GW_FORM_AUDIT_GROUP_QUESTIONS] = "group questions",
  [GW_FORM_AUDIT_ADD_ROW] = "add repeat",
  [GW_FORM_AUDIT_REMOVE_ROW] = "delete repeat",
  [GW_FORM_AUDIT_JUMP] = "jump",
  [GW_FORM_AUDIT_HIERARCHY] = "hierarchy",
  [GW_FORM_AUDIT_CONSTRAINT_ERROR] = "constraint error",
  [GW_FORM_AUDIT_SAVE] = "form save",
  [GW_FORM_AUDIT_EXIT] = "form exit",
  [GW_FORM_AUDIT_FINALISE] = "form finalize",
  [GW_FORM_AUDIT_CHANGE_REASON] = "change reason",
};

static void
free_entry (Entry *entry)
{
  g_free (entry->event);
  g_free (entry->node);
  g_free (entry->old_value);
  g_free (entry->new_value);
  g_free (entry->user);
  g_free (entry->reason);
  g_free (entry);
}

static void
gw_form_audit_dispose (GObject *object)
{
  GwFormAudit *self = GW_FORM_AUDIT (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_audit_parent_class)->dispose (object);
}

static void
gw_form_audit_finalize (GObject *object)
{
  GwFormAudit *self = GW_FORM_AUDIT (object);

  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->rows);
  g_clear_object (&self->form);
  g_free (self->user);

  G_OBJECT_CLASS (gw_form_audit_parent_class)->finalize (object);
}

static void
gw_form_audit_class_init (GwFormAuditClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_audit_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_audit_finalize;
}

static void
gw_form_audit_init (GwFormAudit *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/* --- what was noted before --- */

static char *
dup_cell (const GwCsv *csv,
          guint        row,
          const char  *column)
{
  int i = gw_csv_find_column (csv, column);
  const char *text = i >= 0 ? gw_csv_get (csv, row, (guint) i) : NULL;

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static gint64
read_time (const GwCsv *csv,
           guint        row,
           const char  *column)
{
  g_autofree char *text = dup_cell (csv, row, column);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
read_before (GwFormAudit  *self,
             const char   *text,
             GError      **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GwCsv) csv = gw_csv_new_from_bytes (bytes, error);

  if (csv == NULL)
    return FALSE;
  for (guint i = 0; i < gw_csv_get_n_rows (csv); i++) {
    Entry *entry = g_new0 (Entry, 1);

    entry->event = dup_cell (csv, i, "event");
    entry->node = dup_cell (csv, i, "node");
    entry->start = read_time (csv, i, "start");
    entry->end = read_time (csv, i, "end");
    entry->old_value = dup_cell (csv, i, "old-value");
    entry->new_value = dup_cell (csv, i, "new-value");
    entry->user = dup_cell (csv, i, "user");
    entry->reason = dup_cell (csv, i, "change-reason");
    g_ptr_array_add (self->entries, entry);
  }

  return TRUE;
}

/**
 * gw_form_audit_new:
 * @csv_before: (nullable): what the record's log held when it was closed
 * @error: (optional): set only where @csv_before cannot be read
 *
 * Returns: (transfer full) (nullable): the log, or NULL where the form asks for none
 */
GwFormAudit *
gw_form_audit_new (GwForm      *form,
                   const char  *csv_before,
                   GError     **error)
{
  g_autoptr (GwFormAudit) self = NULL;

  g_return_val_if_fail (GW_IS_FORM (form), NULL);

  if (gw_form_find_meta (form, "audit") == NULL)
    return NULL;
  self = g_object_new (GW_TYPE_FORM_AUDIT, NULL);
  self->form = g_object_ref (form);
  self->tracks_changes = form->audits_changes;
  self->asks_who = form->audits_who;
  self->asks_why = form->audits_why;
  if (csv_before != NULL && *csv_before != '\0' && !read_before (self, csv_before, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gw_form_audit_tracks_changes:
 *
 * Returns: whether the texts before and after each change are noted
 */
gboolean
gw_form_audit_tracks_changes (GwFormAudit *self)
{
  g_return_val_if_fail (GW_IS_FORM_AUDIT (self), FALSE);

  return self->tracks_changes;
}

/**
 * gw_form_audit_asks_who:
 *
 * Returns: whether the form wants to know who fills it in
 */
gboolean
gw_form_audit_asks_who (GwFormAudit *self)
{
  g_return_val_if_fail (GW_IS_FORM_AUDIT (self), FALSE);

  return self->asks_who;
}

/**
 * gw_form_audit_asks_why:
 *
 * Returns: whether the form wants a reason when a finished record is changed
 */
gboolean
gw_form_audit_asks_why (GwFormAudit *self)
{
  g_return_val_if_fail (GW_IS_FORM_AUDIT (self), FALSE);

  return self->asks_why;
}

/**
 * gw_form_audit_set_user:
 * @user: (nullable): who fills in the form from now on, where it asks
 */
void
gw_form_audit_set_user (GwFormAudit *self,
                        const char  *user)
{
  g_return_if_fail (GW_IS_FORM_AUDIT (self));

  g_free (self->user);
  self->user = g_strdup (user);
}

/* --- noting --- */

static gint64
get_now (GwFormAudit *self)
{
  gint64 now = self->session != NULL ? self->session->environment->now : 0;

  return (now != 0 ? now : g_get_real_time ()) / 1000;
}

static Entry *
add_entry (GwFormAudit      *self,
           GwFormAuditEvent  event,
           const char       *path)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->event = g_strdup (event_names[event]);
  entry->node = g_strdup (path);
  entry->start = get_now (self);
  entry->user = self->asks_who ? g_strdup (self->user) : NULL;
  g_ptr_array_add (self->entries, entry);

  return entry;
}

static Entry *
get_last (GwFormAudit *self)
{
  return self->entries->len > 0 ? self->entries->pdata[self->entries->len - 1] : NULL;
}

static void
note_answer (GwFormAudit        *self,
             const GwFormChange *change)
{
  g_autofree char *path = gw_form_session_dup_path (self->session, change->ref);
  const char *value = gw_form_session_get_value (self->session, change->ref);
  Entry *last = get_last (self);

  if (path == NULL || value == NULL)
    return;
  if (last == NULL || !g_str_equal (last->event, event_names[GW_FORM_AUDIT_QUESTION])
      || g_strcmp0 (last->node, path) != 0) {
    last = add_entry (self, GW_FORM_AUDIT_QUESTION, path);
    last->old_value = g_strdup (change->old_value);
  }
  last->end = get_now (self);
  g_free (last->new_value);
  last->new_value = g_strdup (value);
}

static void
on_changed (GwFormSession *session,
            GPtrArray     *changes,
            GwFormAudit   *self)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwFormChange *change = changes->pdata[i];

    if ((change->aspects & GW_FORM_ASPECT_VALUE) != 0 && change->origin == GW_FORM_ORIGIN_PERSON)
      note_answer (self, change);
  }
  for (guint i = 0; i < changes->len; i++) {
    const GwFormChange *change = changes->pdata[i];
    GwFormItem *item = (change->aspects & GW_FORM_ASPECT_VALID) != 0
                           ? gw_form_session_find_item (session, change->ref) : NULL;

    if (item != NULL && gw_form_item_get_why (item) == GW_FORM_WHY_CONSTRAINT) {
      g_autofree char *path = gw_form_session_dup_path (session, change->ref);

      add_entry (self, GW_FORM_AUDIT_CONSTRAINT_ERROR, path);
    }
  }
}

static GPtrArray *
dup_ids (const GwFormRow  *parent,
         const GwFormNode *repeat)
{
  GPtrArray *rows = parent->lists[repeat->repeat_slot].rows;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (ids, g_strdup (((GwFormRow *) rows->pdata[i])->id));
  return ids;
}

static void
learn_rows (GwFormAudit *self,
            GwFormRow   *row)
{
  for (guint i = 0; i < row->scope->n_repeats; i++) {
    GwFormNode *repeat = row->scope->repeats[i];

    g_hash_table_insert (self->rows, gw_form_ref_of (repeat, row, FALSE), dup_ids (row, repeat));
    for (guint j = 0; j < row->lists[i].rows->len; j++)
      learn_rows (self, row->lists[i].rows->pdata[j]);
  }
}

/* For each id of @ids that @others lacks. */
static void
note_rows (GwFormAudit      *self,
           GwFormAuditEvent  event,
           const char       *path,
           GPtrArray        *ids,
           GPtrArray        *others)
{
  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *row_path = NULL;

    if (g_ptr_array_find_with_equal_func (others, ids->pdata[i], g_str_equal, NULL))
      continue;
    row_path = g_strdup_printf ("%s[%u]", path, i + 1);
    add_entry (self, event, row_path);
  }
}

static void
on_rows_changed (GwFormSession *session,
                 const char    *repeat_ref,
                 GwFormAudit   *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *path = gw_form_session_dup_path (session, repeat_ref);
  GPtrArray *before = g_hash_table_lookup (self->rows, repeat_ref);
  GwFormNode *repeat;
  GwFormRow *parent;
  GPtrArray *now;

  if (path == NULL || !gw_form_find_list (session, repeat_ref, &repeat, &parent))
    return;
  now = dup_ids (parent, repeat);
  note_rows (self, GW_FORM_AUDIT_REMOVE_ROW, path, before != NULL ? before : none, now);
  note_rows (self, GW_FORM_AUDIT_ADD_ROW, path, now, before != NULL ? before : none);
  g_hash_table_replace (self->rows, g_strdup (repeat_ref), now);
}

/**
 * gw_form_audit_watch:
 * @session: the filled-in form
 *
 * From here on what a person does in @session is noted. The log does so while it lives.
 */
void
gw_form_audit_watch (GwFormAudit   *self,
                     GwFormSession *session)
{
  g_return_if_fail (GW_IS_FORM_AUDIT (self));
  g_return_if_fail (GW_IS_FORM_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  learn_rows (self, session->root);
  g_signal_connect_object (session, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_changed), self, 0);
}

/**
 * gw_form_audit_note:
 * @event: what happened
 * @path: (nullable): where, with rows by number
 * @reason: (nullable): why, for a change of a finished record
 */
void
gw_form_audit_note (GwFormAudit      *self,
                    GwFormAuditEvent  event,
                    const char       *path,
                    const char       *reason)
{
  g_return_if_fail (GW_IS_FORM_AUDIT (self));

  add_entry (self, event, path)->reason = g_strdup (reason);
}

/* --- the table --- */

/* Quotes only where a comma or a line break asks for them, as the standard has it, and where the text
 * would otherwise begin like a quoted one. */
static void
append_cell (GString    *csv,
             const char *text)
{
  g_string_append_c (csv, ',');
  if (text == NULL)
    return;
  if (*text != '"' && strpbrk (text, ",\r\n") == NULL) {
    g_string_append (csv, text);
    return;
  }
  g_string_append_c (csv, '"');
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *at);
  }
  g_string_append_c (csv, '"');
}

static void
append_entry (GwFormAudit *self,
              GString     *csv,
              const Entry *entry)
{
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, entry->start);
  g_autofree char *end = entry->end != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, entry->end) : NULL;

  g_string_append (csv, entry->event != NULL ? entry->event : "");
  append_cell (csv, entry->node);
  append_cell (csv, start);
  append_cell (csv, end);
  if (self->tracks_changes) {
    append_cell (csv, entry->old_value);
    append_cell (csv, entry->new_value);
  }
  if (self->asks_who)
    append_cell (csv, entry->user);
  if (self->asks_why)
    append_cell (csv, entry->reason);
  g_string_append_c (csv, '\n');
}

/**
 * gw_form_audit_dup_csv:
 *
 * Returns: (transfer full): the log as a table. The standard's columns for a place are left out:
 * a desk has none
 */
char *
gw_form_audit_dup_csv (GwFormAudit *self)
{
  g_autoptr (GString) csv = g_string_new ("event,node,start,end");

  g_return_val_if_fail (GW_IS_FORM_AUDIT (self), NULL);

  if (self->tracks_changes)
    g_string_append (csv, ",old-value,new-value");
  if (self->asks_who)
    g_string_append (csv, ",user");
  if (self->asks_why)
    g_string_append (csv, ",change-reason");
  g_string_append_c (csv, '\n');
  for (guint i = 0; i < self->entries->len; i++)
    append_entry (self, csv, self->entries->pdata[i]);

  return g_string_free (g_steal_pointer (&csv), FALSE);
}

/**
 * gw_form_audit_finish:
 *
 * Notes that the record is finished, and names the log in the record.
 *
 * Returns: (transfer full): the file that goes with the record
 */
GwFormFile *
gw_form_audit_finish (GwFormAudit *self)
{
  GwFormNode *node;
  g_autofree char *csv = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (GW_IS_FORM_AUDIT (self), NULL);

  add_entry (self, GW_FORM_AUDIT_FINALISE, NULL);
  node = gw_form_find_meta (self->form, "audit");
  if (self->session != NULL) {
    gw_form_session_begin (self->session);
    gw_form_store (self->session, node, self->session->root, FILE_NAME, GW_FORM_ORIGIN_CALCULATION);
    gw_form_session_finish (self->session);
  }
  csv = gw_form_audit_dup_csv (self);
  bytes = g_bytes_new (csv, strlen (csv));

  return gw_form_file_new (FILE_NAME, bytes);
}
