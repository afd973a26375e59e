/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/answers/gw-answer-id.h"

#include <string.h>

static void
append_escaped (GString    *out,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++) {
    guchar c = text[i];

    /* Letters of other scripts stay as they are: a form may be written in Arabic throughout. */
    if (c >= 0x80 || g_ascii_isalnum (c) || strchr ("_-.:", c) != NULL)
      g_string_append_c (out, c);
    else
      g_string_append_printf (out, "%%%02X", c);
  }
}

/**
 * gw_answer_place_from_ref:
 * @ref: a node reference, as `/data/rep[01J…]/x`
 *
 * Returns: (transfer full): the same as a part of a document id
 */
char *
gw_answer_place_from_ref (const char *ref)
{
  GString *out = g_string_new (NULL);
  const char *step = ref;

  while (*step == '/') {
    const char *end;
    const char *bracket;

    step++;
    bracket = strpbrk (step, "/[");
    end = bracket != NULL ? bracket : step + strlen (step);
    if (out->len > 0)
      g_string_append_c (out, '~');
    append_escaped (out, step, end - step);
    if (*end == '[') {
      const char *close = strchr (end, ']');

      if (close == NULL)
        break;
      g_string_append_c (out, '=');
      append_escaped (out, end + 1, close - end - 1);
      end = close + 1;
    }
    step = end;
  }
  return g_string_free (out, FALSE);
}

/**
 * gw_answer_place_to_ref:
 * @place: what gw_answer_place_from_ref() gave
 *
 * Returns: (transfer full) (nullable): the reference, or NULL where @place is not one
 */
char *
gw_answer_place_to_ref (const char *place)
{
  g_autoptr (GString) out = g_string_new ("/");
  g_autofree char *ref = NULL;
  gboolean in_row = FALSE;

  for (const char *p = place; *p != '\0'; p++) {
    if (*p == '~' || *p == '=') {
      if (in_row)
        g_string_append_c (out, ']');
      in_row = *p == '=';
      g_string_append_c (out, in_row ? '[' : '/');
    } else {
      g_string_append_c (out, *p);
    }
  }
  if (in_row)
    g_string_append_c (out, ']');

  ref = g_uri_unescape_string (out->str, NULL);
  return g_steal_pointer (&ref);
}

/**
 * gw_answer_id_new_prefix:
 *
 * Returns: (transfer full): what all ids of @type of @record begin with
 */
char *
gw_answer_id_new_prefix (const char *type,
                         const char *record)
{
  return g_strconcat (type, ":", record, ":", NULL);
}

/**
 * gw_answer_id_new:
 * @type: "answer", "past" or "row"
 */
char *
gw_answer_id_new (const char *type,
                  const char *record,
                  const char *ref)
{
  g_autofree char *place = gw_answer_place_from_ref (ref);

  return g_strconcat (type, ":", record, ":", place, NULL);
}

/**
 * gw_answer_id_new_past:
 *
 * The id follows from what was written, by whom and when: two desks that both keep the same
 * earlier text make the same document of it.
 */
char *
gw_answer_id_new_past (const char *record,
                       const char *ref,
                       const char *value,
                       const char *author,
                       const char *changed)
{
  g_autofree char *place = gw_answer_place_from_ref (ref);
  g_autofree char *digest = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) author, strlen (author) + 1);
  g_checksum_update (checksum, (const guchar *) changed, strlen (changed) + 1);
  g_checksum_update (checksum, (const guchar *) value, strlen (value));
  digest = g_strndup (g_checksum_get_string (checksum), 20);
  return g_strconcat ("past:", record, ":", place, ":", digest, NULL);
}

/**
 * gw_answer_id_new_row:
 */
char *
gw_answer_id_new_row (const char *record,
                      const char *repeat_ref,
                      const char *row_id)
{
  g_autofree char *place = gw_answer_place_from_ref (repeat_ref);
  GString *id = g_string_new ("row:");

  g_string_append_printf (id, "%s:%s:", record, place);
  append_escaped (id, row_id, strlen (row_id));
  return g_string_free (id, FALSE);
}

/**
 * gw_answer_id_is_of:
 *
 * Returns: whether @id is an answer or a row of @record
 */
gboolean
gw_answer_id_is_of (const char *id,
                    const char *record)
{
  const char *colon = strchr (id, ':');
  gsize length = strlen (record);

  if (colon == NULL || strncmp (colon + 1, record, length) != 0 || colon[1 + length] != ':')
    return FALSE;
  return g_str_has_prefix (id, "answer:") || g_str_has_prefix (id, "row:");
}

/**
 * gw_answer_ref_of_row:
 */
char *
gw_answer_ref_of_row (const char *repeat_ref,
                      const char *row_id)
{
  return g_strconcat (repeat_ref, "[", row_id, "]", NULL);
}

/**
 * gw_answer_ref_is_under:
 *
 * Returns: whether @ref lies within the row @row_ref
 */
gboolean
gw_answer_ref_is_under (const char *ref,
                        const char *row_ref)
{
  gsize length = strlen (row_ref);

  return strncmp (ref, row_ref, length) == 0 && ref[length] == '/';
}

/**
 * gw_answer_ref_dup_rows:
 *
 * Returns: (transfer full) (element-type utf8): the rows that @ref lies in, the outermost first
 */
GPtrArray *
gw_answer_ref_dup_rows (const char *ref)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = strchr (ref, ']'); p != NULL; p = strchr (p + 1, ']')) {
    if (p[1] != '\0')
      g_ptr_array_add (rows, g_strndup (ref, p + 1 - ref));
  }
  return rows;
}

/**
 * gw_answer_ref_split_row:
 * @row_ref: `/data/rep[01J…]`
 *
 * Returns: whether @row_ref is the reference of a row
 */
gboolean
gw_answer_ref_split_row (const char  *row_ref,
                         char       **repeat_ref,
                         char       **row_id)
{
  const char *open = strrchr (row_ref, '[');

  if (open == NULL || !g_str_has_suffix (row_ref, "]"))
    return FALSE;

  *repeat_ref = g_strndup (row_ref, open - row_ref);
  *row_id = g_strndup (open + 1, strlen (open) - 2);
  return TRUE;
}
