/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-meeting.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-records.h"

#define PREFIX "meeting:"

void
gw_meeting_dates_free (GwMeetingDates *self)
{
  g_free (self->id);
  g_free (self->body);
  g_free (self->start);
  g_free (self->end);
  g_free (self->place);
  g_free (self->source);
  g_free (self->confidence);
  g_free (self->author);
  g_free (self->changed);
  g_free (self);
}

static GwMeetingDates *
new_from_reference (const GwMeeting *meeting)
{
  GwMeetingDates *self = g_new0 (GwMeetingDates, 1);

  self->id = g_strdup (meeting->id);
  self->body = g_strdup (meeting->body);
  self->number = meeting->number;
  self->start = g_strdup (meeting->start);
  self->end = g_strdup (meeting->end);
  self->place = g_strdup (meeting->place);
  self->source = g_strdup (meeting->source);
  self->confidence = g_strdup (meeting->confidence);
  return self;
}

/* A day that came from elsewhere may be anything: only a real one counts. */
static char *
dup_day (JsonObject *body,
         const char *field)
{
  const char *text = gw_json_get_string (body, field);
  g_autoptr (GDate) day = gw_date_parse (text);

  return day ? g_strdup (text) : NULL;
}

static GwMeetingDates *
new_from_doc (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  GwMeetingDates *self = g_new0 (GwMeetingDates, 1);

  self->id = g_strdup (gw_doc_get_id (doc) + strlen (PREFIX));
  self->body = g_strdup (gw_json_get_string (body, "body"));
  self->number = (int) gw_json_get_int (body, "number", 0);
  self->start = dup_day (body, "start");
  self->end = dup_day (body, "end");
  self->place = g_strdup (gw_json_get_string (body, "place"));
  self->source = g_strdup (gw_json_get_string (body, "source"));
  self->author = g_strdup (gw_json_get_string (body, "author"));
  self->changed = g_strdup (gw_json_get_string (body, "changed"));
  self->is_entered = TRUE;
  return self;
}

static int
compare_starts (gconstpointer a,
                gconstpointer b)
{
  const GwMeetingDates *one = *(const GwMeetingDates **) a;
  const GwMeetingDates *two = *(const GwMeetingDates **) b;

  if (!one->start || !two->start)
    return !one->start - !two->start;
  return strcmp (one->start, two->start);
}

/**
 * gw_meetings_read:
 * @store: the store, on its thread
 * @reference: the reference data
 * @error: return location
 *
 * Reads what people entered and puts it above the reference data.
 *
 * Returns: (transfer full) (element-type GwMeetingDates) (nullable): all meetings, the earliest
 *   first, those without a date last
 */
GPtrArray *
gw_meetings_read (GwStore      *store,
                  GwReference  *reference,
                  GError      **error)
{
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_RECORDS_DB, PREFIX, NULL, -1, error);
  g_autoptr (GPtrArray) list = NULL;
  const GwMeeting *known;
  guint n;

  if (!docs)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_meeting_dates_free);
  for (guint i = 0; i < docs->len; i++)
    g_ptr_array_add (list, new_from_doc (g_ptr_array_index (docs, i)));
  known = gw_reference_get_meetings (reference, &n);
  for (guint i = 0; i < n; i++) {
    if (!gw_meetings_find (list, known[i].id))
      g_ptr_array_add (list, new_from_reference (&known[i]));
  }
  g_ptr_array_sort (list, compare_starts);
  return g_steal_pointer (&list);
}

/**
 * gw_meetings_find:
 * @meetings: (element-type GwMeetingDates): from gw_meetings_read()
 * @id: (nullable): "CMS-COP16"
 *
 * Returns: (transfer none) (nullable): the meeting
 */
const GwMeetingDates *
gw_meetings_find (GPtrArray  *meetings,
                  const char *id)
{
  g_return_val_if_fail (meetings, NULL);

  for (guint i = 0; i < meetings->len; i++) {
    const GwMeetingDates *meeting = g_ptr_array_index (meetings, i);

    if (g_strcmp0 (meeting->id, id) == 0)
      return meeting;
  }
  return NULL;
}

/**
 * gw_meetings_find_next:
 * @meetings: (element-type GwMeetingDates): from gw_meetings_read()
 * @body: "CMS COP"
 * @today: the day to look from
 *
 * Returns: (transfer none) (nullable): the meeting that goes on or comes next, or %NULL when none
 *   is announced
 */
const GwMeetingDates *
gw_meetings_find_next (GPtrArray   *meetings,
                       const char  *body,
                       const GDate *today)
{
  g_autofree char *day = NULL;

  g_return_val_if_fail (meetings && body && today, NULL);

  day = gw_date_format (today);
  for (guint i = 0; i < meetings->len; i++) {
    const GwMeetingDates *meeting = g_ptr_array_index (meetings, i);
    const char *last = meeting->end ? meeting->end : meeting->start;

    if (g_strcmp0 (meeting->body, body) == 0 && meeting->start && strcmp (last, day) >= 0)
      return meeting;
  }
  return NULL;
}

/* "CMS-COP15" and 15 to "CMS-COP16". */
static char *
count_on (const GwMeetingDates *meeting)
{
  gsize length = strlen (meeting->id);

  while (length > 0 && g_ascii_isdigit (meeting->id[length - 1]))
    length--;
  return g_strdup_printf ("%.*s%d", (int) length, meeting->id, meeting->number + 1);
}

/**
 * gw_meetings_dup_next_id:
 * @meetings: (element-type GwMeetingDates): from gw_meetings_read()
 * @body: "CMS COP"
 * @today: the day to look from
 *
 * The id of the next meeting, whether it is announced or not, so that two people who enter its
 * dates write the same document.
 *
 * Returns: (transfer full) (nullable): the id, %NULL for a body that never met
 */
char *
gw_meetings_dup_next_id (GPtrArray   *meetings,
                         const char  *body,
                         const GDate *today)
{
  const GwMeetingDates *next = gw_meetings_find_next (meetings, body, today);
  const GwMeetingDates *last = NULL;

  if (next)
    return g_strdup (next->id);
  for (guint i = 0; i < meetings->len; i++) {
    const GwMeetingDates *meeting = g_ptr_array_index (meetings, i);

    if (g_strcmp0 (meeting->body, body) != 0)
      continue;
    /* Entered without a date: this is the one that waits for its announcement. */
    if (!meeting->start)
      return g_strdup (meeting->id);
    if (!last || meeting->number > last->number)
      last = meeting;
  }
  return last ? count_on (last) : NULL;
}

/* The body and the number of a meeting follow from its id and the meetings that are known. */
static gboolean
find_body (GwReference  *reference,
           const char   *id,
           const char  **body,
           int          *number)
{
  const GwMeeting *known;
  gsize length = strlen (id);
  guint n;

  while (length > 0 && g_ascii_isdigit (id[length - 1]))
    length--;
  *number = atoi (id + length);
  known = gw_reference_get_meetings (reference, &n);
  for (guint i = 0; i < n; i++) {
    const char *rest = known[i].id + length;

    if (strncmp (known[i].id, id, length) == 0 && strspn (rest, "0123456789") == strlen (rest)) {
      *body = known[i].body;
      return *number > 0;
    }
  }
  return FALSE;
}

/**
 * gw_meeting_check_dates:
 * @start: (nullable): opening day
 * @end: (nullable): last day
 * @error: return location
 *
 * Returns: whether both are days, or not known, and in order
 */
gboolean
gw_meeting_check_dates (const char  *start,
                        const char  *end,
                        GError     **error)
{
  g_autoptr (GDate) first = gw_date_parse (start);
  g_autoptr (GDate) last = gw_date_parse (end);

  if ((start && *start && !first) || (end && *end && !last)) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE,
                 "\"%s\" is no day as YYYY-MM-DD", start && *start && !first ? start : end);
    return FALSE;
  }
  if (first && last && g_date_compare (last, first) < 0) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_BAD_DATE,
                 "The last day, %s, comes before the opening, %s", end, start);
    return FALSE;
  }
  return TRUE;
}

static void
set_text (JsonObject *body,
          const char *field,
          const char *text)
{
  if (text && *text)
    json_object_set_string_member (body, field, text);
  else if (text)
    json_object_remove_member (body, field);
}

/**
 * gw_meeting_store_put:
 * @store: the store, on its thread
 * @reference: the reference data
 * @id: "CMS-COP16"
 * @start: (nullable): opening day; here and below "" takes it away and %NULL leaves it
 * @end: (nullable): last day
 * @place: (nullable): where
 * @source: (nullable): where the dates were read
 * @author: who enters it
 * @error: return location
 *
 * Enters or corrects a meeting.
 *
 * Returns: whether it is stored
 */
gboolean
gw_meeting_store_put (GwStore      *store,
                      GwReference  *reference,
                      const char   *id,
                      const char   *start,
                      const char   *end,
                      const char   *place,
                      const char   *source,
                      const char   *author,
                      GError      **error)
{
  g_autofree char *doc_id = g_strconcat (PREFIX, id, NULL);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_autoptr (JsonObject) body = NULL;
  const char *name;
  int number;

  if (!find_body (reference, id, &name, &number)) {
    g_set_error (error, GW_RECORDS_ERROR, GW_RECORDS_ERROR_UNKNOWN,
                 "\"%s\" is no meeting of a body that this program knows", id);
    return FALSE;
  }
  doc = gw_store_get (store, GW_RECORDS_DB, doc_id, &fault);
  if (!doc && !g_error_matches (fault, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  body = doc && !gw_doc_is_deleted (doc) ? gw_json_copy (gw_doc_get_body (doc))
                                         : json_object_new ();
  json_object_set_string_member (body, "body", name);
  json_object_set_int_member (body, "number", number);
  set_text (body, "start", start);
  set_text (body, "end", end);
  set_text (body, "place", place);
  set_text (body, "source", source);
  if (!gw_meeting_check_dates (gw_json_get_string (body, "start"),
                               gw_json_get_string (body, "end"), error))
    return FALSE;
  gw_record_stamp (body, doc_id, author);
  return gw_store_put (store, GW_RECORDS_DB, doc_id, doc ? gw_doc_get_rev (doc) : NULL, body,
                       GW_PUT_DEFAULT, NULL, error);
}
