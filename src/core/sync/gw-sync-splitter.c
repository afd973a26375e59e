/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/sync/gw-sync-splitter.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/sync/gw-sync-error.h"

/* No document of ours comes near; a CouchDB refuses 8 MB by default. */
#define MAX_ELEMENT (16 * 1024 * 1024)
#define MAX_FRAME (256 * 1024)

/* What stands around the elements is the frame. Without them it is a small JSON text of its
 * own, {"results":[],"last_seq":"12-x"}; that it parses at the end proves that nothing was cut,
 * whatever the HTTP status said. */
struct _GwSyncSplitter
{
  GwSyncElementFunc  func;
  gpointer           user_data;
  guint              n_left;       /* elements that may still come */
  gsize              n_outside;    /* bytes outside of elements, blanks among them */
  GString           *frame;
  GString           *element;
  int                depth;        /* of brackets that are open in the frame or the element */
  gboolean           in_results;   /* between the brackets of "results" */
  gboolean           in_element;
  gboolean           in_string;
  gboolean           is_escaped;
};

/**
 * gw_sync_splitter_new:
 * @max_elements: how many were asked for at most: an answer without an end ends there
 * @func: gets each element
 */
GwSyncSplitter *
gw_sync_splitter_new (guint             max_elements,
                      GwSyncElementFunc func,
                      gpointer          user_data)
{
  GwSyncSplitter *self = g_new0 (GwSyncSplitter, 1);

  self->n_left = max_elements;
  self->func = func;
  self->user_data = user_data;
  self->frame = g_string_new (NULL);
  self->element = g_string_new (NULL);

  return self;
}

void
gw_sync_splitter_free (GwSyncSplitter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->frame, TRUE);
  g_string_free (self->element, TRUE);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        GwSyncError  code,
        const char  *message)
{
  g_set_error_literal (error, GW_SYNC_ERROR, code, message);

  return FALSE;
}

/* Whether the bracket that comes now opens the array we are looking for. */
static gboolean
opens_results (GwSyncSplitter *self)
{
  const char *key = "\"results\"";
  gsize end = self->frame->len;

  if (self->depth != 1)
    return FALSE;
  while (end > 0 && g_ascii_isspace (self->frame->str[end - 1]))
    end--;
  if (end == 0 || self->frame->str[--end] != ':')
    return FALSE;
  while (end > 0 && g_ascii_isspace (self->frame->str[end - 1]))
    end--;

  return end >= strlen (key) && strncmp (self->frame->str + end - strlen (key), key, strlen (key)) == 0;
}

static gboolean
hand_on (GwSyncSplitter  *self,
         GError         **error)
{
  g_autoptr (JsonObject) element = NULL;
  gboolean ok;

  element = gw_json_parse_object (self->element->str, (gssize) self->element->len, NULL);
  g_string_truncate (self->element, 0);
  self->in_element = FALSE;
  if (element == NULL)
    return refuse (error, GW_SYNC_ERROR_NOT_A_SERVER, "An element of the answer is not JSON");
  if (self->n_left == 0)
    return refuse (error, GW_SYNC_ERROR_TOO_LARGE, "The answer has more elements than were asked for");
  self->n_left--;
  ok = self->func (element, self->user_data, error);

  return ok;
}

/* Follows strings, so that brackets within them do not count. TRUE while inside one. */
static gboolean
follow_string (GwSyncSplitter *self,
               char            c)
{
  if (!self->in_string) {
    self->in_string = c == '"';
    return self->in_string;
  }
  if (self->is_escaped)
    self->is_escaped = FALSE;
  else if (c == '\\')
    self->is_escaped = TRUE;
  else if (c == '"')
    self->in_string = FALSE;

  return TRUE;
}

/* One character outside an element. */
static gboolean
add_to_frame (GwSyncSplitter  *self,
              char             c,
              GError         **error)
{
  if (++self->n_outside > MAX_FRAME)
    return refuse (error, GW_SYNC_ERROR_TOO_LARGE, "The answer is not what was asked for");
  if (!follow_string (self, c)) {
    if (self->in_results && c == '{') {
      self->in_element = TRUE;
      self->depth = 1;
      g_string_append_c (self->element, c);
      return TRUE;
    }
    if (self->in_results && (c == ',' || g_ascii_isspace (c)))
      return TRUE;
    if (self->in_results && c != ']')
      return refuse (error, GW_SYNC_ERROR_NOT_A_SERVER, "The answer holds something that is no object");
    if (c == '[' && opens_results (self)) {
      self->in_results = TRUE;
    } else if (c == ']' && self->in_results) {
      self->in_results = FALSE;
    } else if (c == '{' || c == '[') {
      self->depth++;
    } else if (c == '}' || c == ']') {
      self->depth--;
    }
  }
  g_string_append_c (self->frame, c);

  return TRUE;
}

/* Takes as much of @data as belongs to the element. Returns: how much that was. */
static gsize
add_to_element (GwSyncSplitter *self,
                const char     *data,
                gsize           length)
{
  gsize n = 0;

  while (n < length && self->depth > 0) {
    char c = data[n++];

    if (follow_string (self, c))
      continue;
    if (c == '{' || c == '[')
      self->depth++;
    else if (c == '}' || c == ']')
      self->depth--;
  }
  g_string_append_len (self->element, data, (gssize) n);

  return n;
}

/**
 * gw_sync_splitter_add:
 * @data: the next piece of the answer, cut anywhere
 *
 * Returns: FALSE with @error set when this is no answer of that kind, or the element's function
 *   failed
 */
gboolean
gw_sync_splitter_add (GwSyncSplitter  *self,
                      const char      *data,
                      gsize            length,
                      GError         **error)
{
  gsize i = 0;

  while (i < length) {
    if (!self->in_element) {
      if (!add_to_frame (self, data[i++], error))
        return FALSE;
      continue;
    }
    i += add_to_element (self, data + i, length - i);
    if (self->element->len > MAX_ELEMENT)
      return refuse (error, GW_SYNC_ERROR_TOO_LARGE, "An element of the answer is too large");
    if (self->depth == 0) {
      self->depth = 1;
      if (!hand_on (self, error))
        return FALSE;
    }
  }

  return TRUE;
}

/**
 * gw_sync_splitter_finish:
 *
 * Returns: (transfer full): the answer without its elements, or NULL with @error set:
 *   %GW_SYNC_ERROR_BROKEN when it was cut, %GW_SYNC_ERROR_NOT_A_SERVER when it is something else
 */
JsonObject *
gw_sync_splitter_finish (GwSyncSplitter  *self,
                         GError         **error)
{
  g_autoptr (JsonObject) frame = NULL;

  if (self->in_element || self->in_results || self->in_string || self->depth > 0
      || self->frame->len == 0) {
    refuse (error, GW_SYNC_ERROR_BROKEN, "The answer was cut");
    return NULL;
  }
  frame = gw_json_parse_object (self->frame->str, (gssize) self->frame->len, NULL);
  if (frame == NULL || gw_json_get_array (frame, "results") == NULL) {
    refuse (error, GW_SYNC_ERROR_NOT_A_SERVER, "The answer is not what was asked for");
    return NULL;
  }

  return g_steal_pointer (&frame);
}
