/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bodies of the requests that carry one instance: each repeats the identical XML and brings as many files as the
 * server takes at once. The same instance gives the same bytes every time, so that a second attempt is no second
 * report. */

#include "core/openrosa/gw-openrosa-parts.h"

#include <string.h>

#define XML_PART "xml_submission_file"
#define XML_NAME "report.xml"

static gboolean
has (GBytes     *bytes,
     const char *word)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > 0 && memmem (data, size, word, strlen (word)) != NULL;
}

static gboolean
is_anywhere (GBytes               *xml,
             const GwOpenrosaFile *files,
             gsize                 n_files,
             const char           *word)
{
  for (gsize i = 0; i < n_files; i++) {
    if (has (files[i].bytes, word))
      return TRUE;
  }

  return has (xml, word);
}

/**
 * gw_openrosa_dup_boundary:
 *
 * Returns: (transfer full): a word that stands nowhere in what is sent, the same one every time (RFC 2046, 5.1.1)
 */
char *
gw_openrosa_dup_boundary (GBytes               *xml,
                          const GwOpenrosaFile *files,
                          gsize                 n_files)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, xml);

  for (guint n = 0;; n++) {
    g_autofree char *word = g_strdup_printf ("godwit-%.32s-%u", hash, n);

    if (!is_anywhere (xml, files, n_files, word))
      return g_steal_pointer (&word);
  }
}

/* A name within quotes, as browsers write it. */
static char *
dup_quoted (const char *name)
{
  g_autoptr (GString) text = g_string_new (name);

  g_string_replace (text, "\"", "%22", 0);
  g_string_replace (text, "\r", "%0D", 0);
  g_string_replace (text, "\n", "%0A", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_part (GByteArray *body,
             const char *boundary,
             const char *part,
             const char *name,
             const char *type,
             GBytes     *bytes)
{
  g_autofree char *quoted_part = dup_quoted (part), *quoted = dup_quoted (name);
  g_autofree char *head =
    g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n",
                     boundary, quoted_part, quoted, type != NULL ? type : "application/octet-stream");
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  if (size > 0)
    g_byte_array_append (body, data, (guint) size);
  g_byte_array_append (body, (const guint8 *) "\r\n", 2);
}

static GBytes *
close_body (GByteArray *body,
            const char *boundary)
{
  g_autofree char *end = g_strdup_printf ("--%s--\r\n", boundary);

  g_byte_array_append (body, (const guint8 *) end, (guint) strlen (end));

  return g_byte_array_free_to_bytes (body);
}

static GByteArray *
begin_body (GBytes     *xml,
            const char *boundary)
{
  GByteArray *body = g_byte_array_new ();

  append_part (body, boundary, XML_PART, XML_NAME, "text/xml", xml);

  return body;
}

/**
 * gw_openrosa_dup_bodies:
 * @max_size: bytes that the server takes in one request
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): the bodies in their order, or NULL where the XML with one
 *   of the files is larger than @max_size
 */
GPtrArray *
gw_openrosa_dup_bodies (GBytes               *xml,
                        const GwOpenrosaFile *files,
                        gsize                 n_files,
                        const char           *boundary,
                        guint64               max_size)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize end = strlen (boundary) + 6;
  GByteArray *body = begin_body (xml, boundary);
  guint64 least = body->len;

  for (gsize i = 0; i < n_files; i++) {
    g_autoptr (GByteArray) part = g_byte_array_new ();

    append_part (part, boundary, files[i].name, files[i].name, files[i].type, files[i].bytes);
    if (body->len > least && (guint64) body->len + part->len + end > max_size) {
      g_ptr_array_add (bodies, close_body (body, boundary));
      body = begin_body (xml, boundary);
    }
    g_byte_array_append (body, part->data, part->len);
    if (body->len + end > max_size)
      break;
  }
  g_ptr_array_add (bodies, close_body (body, boundary));

  return g_bytes_get_size (g_ptr_array_index (bodies, bodies->len - 1)) <= max_size ? g_steal_pointer (&bodies) : NULL;
}
