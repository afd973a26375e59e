/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "openrosa-double.h"

#include <string.h>

#define PATH "/v1/projects/1/submission"
#define REALM "reports"
#define NONCE "5f2c"

static char *
dup_header (FakeRequest *request,
            const char  *name)
{
  g_auto (GStrv) lines = g_strsplit (request->head, "\n", -1);
  char *value = NULL;

  for (gsize i = 0; lines[i] != NULL; i++) {
    gsize length = strlen (name);

    if (g_ascii_strncasecmp (lines[i], name, length) != 0 || lines[i][length] != ':')
      continue;
    g_assert_null (value); /* never twice */
    value = g_strstrip (g_strdup (lines[i] + length + 1));
  }

  return value;
}

static gboolean
refuse (OpenrosaDouble *self,
        const char     *fault)
{
  if (self->fault == NULL)
    self->fault = g_strdup (fault);

  return FALSE;
}

/* ------------------------------------------------------------ who asks */

static char *
dup_field (const char *header,
           const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("[ ,]%s=\"?([^\",]*)\"?", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, header, 0, &match) ? g_match_info_fetch (match, 1) : g_strdup ("");
}

/* RFC 2617, 3.2.2.1. */
static gboolean
is_digest_right (FakeRequest *request)
{
  const char *header = request->authorization;
  g_autofree char *user = dup_field (header, "username"), *nonce = dup_field (header, "nonce"),
                  *nc = dup_field (header, "nc"), *cnonce = dup_field (header, "cnonce"), *qop = dup_field (header, "qop"),
                  *uri = dup_field (header, "uri"), *response = dup_field (header, "response");
  g_autofree char *who = g_strdup_printf ("%s:%s:%s", user, REALM, DOUBLE_PASSWORD);
  g_autofree char *what = g_strdup_printf ("%s:%s", request->method, uri);
  g_autofree char *ha1 = g_compute_checksum_for_string (G_CHECKSUM_MD5, who, -1);
  g_autofree char *ha2 = g_compute_checksum_for_string (G_CHECKSUM_MD5, what, -1);
  g_autofree char *all = g_strdup_printf ("%s:%s:%s:%s:%s:%s", ha1, nonce, nc, cnonce, qop, ha2);
  g_autofree char *wanted = g_compute_checksum_for_string (G_CHECKSUM_MD5, all, -1);

  return strcmp (user, DOUBLE_USER) == 0 && strcmp (nonce, NONCE) == 0 && strcmp (uri, request->path) == 0
         && strcmp (qop, "auth") == 0 && strcmp (response, wanted) == 0;
}

static gboolean
is_let_in (OpenrosaDouble *self,
           FakeRequest    *request)
{
  g_autofree char *pair = g_base64_encode ((const guchar *) DOUBLE_USER ":" DOUBLE_PASSWORD,
                                           strlen (DOUBLE_USER ":" DOUBLE_PASSWORD));
  g_autofree char *basic = g_strconcat ("Basic ", pair, NULL);

  if (self->sign_in == NULL)
    return TRUE;
  if (request->authorization == NULL)
    return FALSE;
  if (strcmp (self->sign_in, "digest") == 0)
    return g_str_has_prefix (request->authorization, "Digest ") && is_digest_right (request);

  return strcmp (request->authorization, basic) == 0;
}

static void
challenge (OpenrosaDouble *self,
           FakeReply      *reply)
{
  reply->status = 401;
  if (strcmp (self->sign_in, "digest") == 0)
    reply->headers = "X-OpenRosa-Version: 1.0\r\nWWW-Authenticate: Digest realm=\"" REALM "\", nonce=\"" NONCE
                     "\", qop=\"auth\", algorithm=MD5\r\n";
  else if (strcmp (self->sign_in, "basic") == 0)
    reply->headers = "X-OpenRosa-Version: 1.0\r\nWWW-Authenticate: Basic realm=\"" REALM "\"\r\n";
}

/* ------------------------------------------------------------ what it brings */

typedef struct
{
  char *instance;
  char *xml;
  GHashTable *files;
} Bundle;

static gboolean
take_part (OpenrosaDouble *self,
           Bundle         *bundle,
           const char     *head,
           const char     *data,
           gsize           length)
{
  g_autoptr (GRegex) regex = g_regex_new ("^Content-Disposition: form-data; name=\"([^\"\r\n]+)\"; filename=\"([^\"\r\n]+)\"\r\n"
                                          "Content-Type: ([a-z0-9.+-]+/[a-z0-9.+-]+)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL, *file = NULL, *type = NULL;

  if (!g_regex_match (regex, head, 0, &match))
    return refuse (self, "the head of a part");
  name = g_match_info_fetch (match, 1);
  file = g_match_info_fetch (match, 2);
  type = g_match_info_fetch (match, 3);
  if (strcmp (name, "xml_submission_file") == 0) {
    if (bundle->xml != NULL || g_hash_table_size (bundle->files) > 0 || strcmp (type, "text/xml") != 0)
      return refuse (self, "the part with the XML");
    bundle->xml = g_strndup (data, length);
    return TRUE;
  }
  if (strcmp (name, file) != 0)
    return refuse (self, "the name of a file");
  g_hash_table_insert (bundle->files, g_steal_pointer (&name), g_bytes_new (data, length));

  return TRUE;
}

/* RFC 2046, 5.1.1, with nothing before the first and after the last. */
static gboolean
take_parts (OpenrosaDouble *self,
            Bundle         *bundle,
            GBytes         *body,
            const char     *boundary)
{
  g_autofree char *first = g_strdup_printf ("--%s\r\n", boundary), *next = g_strdup_printf ("\r\n--%s", boundary);
  gsize size;
  const char *at = g_bytes_get_data (body, &size), *end = at + size;

  if (size < strlen (first) || memcmp (at, first, strlen (first)) != 0)
    return refuse (self, "the first boundary");
  at += strlen (first);
  for (;;) {
    const char *blank = memmem (at, (gsize) (end - at), "\r\n\r\n", 4);
    const char *stop = blank != NULL ? memmem (blank + 4, (gsize) (end - blank - 4), next, strlen (next)) : NULL;
    g_autofree char *head = blank != NULL ? g_strndup (at, (gsize) (blank - at)) : NULL;

    if (stop == NULL)
      return refuse (self, "a part without an end");
    if (!take_part (self, bundle, head, blank + 4, (gsize) (stop - blank - 4)))
      return FALSE;
    at = stop + strlen (next);
    if (end - at == 4 && memcmp (at, "--\r\n", 4) == 0)
      return TRUE;
    if (end - at < 2 || memcmp (at, "\r\n", 2) != 0)
      return refuse (self, "a boundary");
    at += 2;
  }
}

static gboolean
read_bundle (OpenrosaDouble *self,
             Bundle         *bundle,
             FakeRequest    *request)
{
  g_autofree char *type = dup_header (request, "Content-Type");
  g_autoptr (GRegex) regex = g_regex_new ("<instanceID>([^<]+)</instanceID>", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *boundary = NULL;

  if (type == NULL || !g_str_has_prefix (type, "multipart/form-data; boundary=\"") || !g_str_has_suffix (type, "\""))
    return refuse (self, "Content-Type");
  boundary = g_strndup (type + 31, strlen (type) - 32);
  if (strlen (boundary) == 0 || strlen (boundary) > 70 || !take_parts (self, bundle, request->body, boundary))
    return refuse (self, "boundary");
  if (bundle->xml == NULL || !g_regex_match (regex, bundle->xml, 0, &match))
    return refuse (self, "instanceID");
  bundle->instance = g_match_info_fetch (match, 1);

  return TRUE;
}

static gboolean
keep (OpenrosaDouble *self,
      Bundle         *bundle)
{
  gboolean is_new = g_hash_table_insert (self->instances, g_strdup (bundle->instance), g_strdup (bundle->xml));
  GHashTableIter iter;
  gpointer name, bytes;

  g_hash_table_iter_init (&iter, bundle->files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    is_new = g_hash_table_insert (self->files, g_strdup (name), g_bytes_ref (bytes)) || is_new;

  return is_new;
}

static char *
dup_envelope (const char *message)
{
  return g_strdup_printf ("<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message>%s</message>"
                          "</OpenRosaResponse>", message);
}

static void
answer_post (OpenrosaDouble *self,
             FakeRequest    *request,
             FakeReply      *reply)
{
  Bundle bundle = { .files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref) };
  const char *known;

  self->n_posts++;
  self->n_largest = MAX (self->n_largest, g_bytes_get_size (request->body));
  reply->type = "text/xml";
  if (g_bytes_get_size (request->body) > self->max_size) {
    reply->status = 413;
  } else if (!read_bundle (self, &bundle, request)) {
    reply->status = 400;
  } else {
    known = g_hash_table_lookup (self->instances, bundle.instance);
    if (known != NULL && strcmp (known, bundle.xml) != 0)
      reply->status = 409;
    else
      reply->status = keep (self, &bundle) ? 201 : 202;
  }
  reply->body = dup_envelope (reply->status < 300 ? "Thank you." : "No.");
  g_free (bundle.instance);
  g_free (bundle.xml);
  g_hash_table_unref (bundle.files);
}

static void
answer_head (OpenrosaDouble *self,
             FakeReply      *reply,
             GString        *headers)
{
  reply->status = self->head_status != 0 ? self->head_status : 204;
  g_string_printf (headers, "X-OpenRosa-Version: 1.0\r\nX-OpenRosa-Accept-Content-Length: %u\r\n", self->max_size);
  if (self->location != NULL)
    g_string_append_printf (headers, "Location: %s\r\n", self->location);
  reply->headers = headers->str;
}

static void
answer (FakeRequest *request,
        FakeReply   *reply,
        gpointer     user_data)
{
  static GString *headers;
  OpenrosaDouble *self = user_data;
  g_autofree char *version = dup_header (request, "X-OpenRosa-Version"), *date = dup_header (request, "Date");
  g_autoptr (GRegex) http_date =
    g_regex_new ("^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$", 0, 0, NULL);

  if (headers == NULL)
    headers = g_string_new (NULL);
  if (g_strcmp0 (version, "1.0") != 0 || date == NULL || !g_regex_match (http_date, date, 0, NULL)
      || request->encoding != NULL || strcmp (request->path, PATH) != 0) {
    refuse (self, "a header or the address");
    reply->status = 400;
  } else if (!is_let_in (self, request)) {
    challenge (self, reply);
  } else if (strcmp (request->method, "HEAD") == 0) {
    answer_head (self, reply, headers);
  } else if (self->status != 0) {
    reply->status = self->status;
    reply->type = self->type;
    reply->body = g_strdup (self->answer);
    reply->headers = self->status / 100 == 3 ? "Location: https://login.example/\r\n" : NULL;
  } else {
    answer_post (self, request, reply);
  }
}

OpenrosaDouble *
openrosa_double_new (void)
{
  OpenrosaDouble *self = g_new0 (OpenrosaDouble, 1);

  self->max_size = 100 * 1000;
  self->instances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->server = fake_server_new (answer, self);
  self->url = g_strconcat (fake_server_get_url (self->server), "/v1/projects/1", NULL);

  return self;
}

void
openrosa_double_free (OpenrosaDouble *self)
{
  fake_server_free (self->server);
  g_free (self->url);
  g_free (self->fault);
  g_hash_table_unref (self->instances);
  g_hash_table_unref (self->files);
  g_free (self);
}
