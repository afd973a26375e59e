/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that can come in place of an answer, for every kind of request that a whole exchange makes. After
 * each: what people typed is here, nothing came that no server had, the person is told something that there is a
 * sentence for, and the next exchange mends it without anybody's help. What is cut at every byte is in
 * test-sync-double.c. */

#include <string.h>

#include "core/base/gw-json.h"
#include "core/net/gw-gzip.h"
#include "core/sync/gw-sync.h"
#include "line.h"

#define PAGE "<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>"
#define SAYS(name) "{\"error\":\"" name "\",\"reason\":\"no\"}\n"
#define REV_A "1-0000000000000000000000000000000a"
#define OPEN "[[[[[[[[[[[[[[[[[[[["
#define SHUT "]]]]]]]]]]]]]]]]]]]]"
#define DEEP OPEN OPEN OPEN OPEN SHUT SHUT SHUT SHUT
/* No answer that a client may read on and on. */
#define MOST_READ (G_GUINT64_CONSTANT (80) * 1024 * 1024)
#define BOMB_SIZE (40 * 1024 * 1024)

/* What an exchange ends in that is no error. */
enum
{
  FINE = -1,      /* the fault costs nothing that a person would notice */
  SET_ASIDE = -2, /* the documents wait, visibly, until a person offers them again */
  EITHER = -3,    /* fine, or a broken line: the rest of the answer may be read in place of the next one */
};

typedef enum
{
  CHECKPOINT_READ,
  CHECKPOINT_WRITE,
  CHANGES,
  BULK_GET,
  REVS_DIFF,
  BULK_DOCS,
  PARTS_ASK,
  PARTS_SEND,
  PARTS_GET,
  N_KINDS,
} Kind;

/* Every request of a whole exchange. */
static const struct { const char *name, *method, *path; } kinds[N_KINDS] = {
  [CHECKPOINT_READ] = { "checkpoint-read", "GET", "/party-ken/_local/" },
  [CHECKPOINT_WRITE] = { "checkpoint-written", "PUT", "/party-ken/_local/" },
  [CHANGES] = { "changes", "GET", "/party-ken/_changes?" },
  [BULK_GET] = { "documents-fetched", "POST", "/party-ken/_bulk_get?" },
  [REVS_DIFF] = { "uncertain-asked", "POST", "/party-ken/_revs_diff" },
  [BULK_DOCS] = { "documents-sent", "POST", "/party-ken/_bulk_docs" },
  [PARTS_ASK] = { "parts-asked", "POST", "/party-ken-chunks/_all_docs" },
  [PARTS_SEND] = { "parts-sent", "POST", "/party-ken-chunks/_bulk_docs" },
  [PARTS_GET] = { "parts-fetched", "POST", "/party-ken-chunks/_bulk_get" },
};

/* What happens to the true answer; the server has done what it was asked. */
typedef enum
{
  IN_ITS_PLACE, /* the server was never reached */
  HALF,
  TOLD_LONGER,
  TOLD_SHORTER,
  NO_GZIP,      /* plain text that calls itself gzip */
  HALF_GZIP,
  WRONG_GZIP,
} How;

typedef struct
{
  const char *name;
  How         how;
  guint       status;
  const char *type;
  const char *headers;   /* a %s is another server's address */
  const char *body;
  const char *again;     /* see FakeReply */
  gboolean    again_in_head;
  gboolean    drop;
  gboolean    bomb;      /* the body, and then @again until it is large, all packed */
  int         error;
} Fault;

static const Fault faults[] = {
  { "a sign-in page", .body = PAGE, .type = "text/html", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "a sign-in page that calls itself JSON", .body = PAGE, .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "a page behind blanks", .body = "\n\n   " PAGE, .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "half of it", .how = HALF, .error = GW_SYNC_ERROR_BROKEN },
  { "shorter than told", .how = TOLD_LONGER, .error = GW_SYNC_ERROR_BROKEN },
  { "longer than told", .how = TOLD_SHORTER, .error = GW_SYNC_ERROR_BROKEN },
  { "nothing", .body = "", .error = GW_SYNC_ERROR_BROKEN },
  { "no word", .drop = TRUE, .error = GW_SYNC_ERROR_BROKEN },

  { "blanks without an end", .body = " ", .again = "          ", .error = GW_SYNC_ERROR_TOO_LARGE },
  { "a text without an end", .body = "{\"results\":[{\"id\":\"", .again = "aaaaaaaaaa", .error = GW_SYNC_ERROR_TOO_LARGE },
  { "rows without an end", .body = "{\"results\":[{\"id\":\"x\"}", .again = ",{\"id\":\"x\"}", .error = GW_SYNC_ERROR_TOO_LARGE },
  { "a page without an end", .type = "text/html", .body = PAGE, .again = PAGE, .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "an error without an end", .status = 500, .body = "{\"error\":\"", .again = "aaaaaaaaaa", .error = GW_SYNC_ERROR_BUSY },
  { "headers without an end", .again = "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", .again_in_head = TRUE, .error = GW_SYNC_ERROR_BROKEN },
  { "blanks that were packed", .bomb = TRUE, .body = "", .again = "          ", .error = GW_SYNC_ERROR_TOO_LARGE },
  { "a text that was packed", .bomb = TRUE, .body = "{\"results\":[{\"id\":\"", .again = "aaaaaaaaaa", .error = GW_SYNC_ERROR_TOO_LARGE },
  { "no gzip that says so", .how = NO_GZIP, .error = GW_SYNC_ERROR_BROKEN },
  { "half a gzip", .how = HALF_GZIP, .error = GW_SYNC_ERROR_BROKEN },
  { "a gzip with a wrong sum", .how = WRONG_GZIP, .error = GW_SYNC_ERROR_BROKEN },

  { "elsewhere on this server", .status = 301, .headers = "Location: /sign-in\r\n", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "on another server", .status = 307, .headers = "Location: %s/party-ken/_changes\r\n", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "in circles", .status = 302, .headers = "Location: .\r\n", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },

  { "400", .status = 400, .body = SAYS ("bad_request"), .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "400 of somebody else", .status = 400, .type = "text/plain", .body = "Bad Request", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "401", .status = 401, .body = SAYS ("unauthorized"), .error = GW_SYNC_ERROR_PASSWORD },
  { "401 of somebody else", .status = 401, .type = "text/plain", .body = "Authorization Required", .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "403", .status = 403, .body = SAYS ("forbidden"), .error = GW_SYNC_ERROR_ACCESS },
  { "403 locked", .status = 403, .body = "{\"error\":\"forbidden\",\"reason\":\"Account is temporarily locked\"}", .error = GW_SYNC_ERROR_LOCKED },
  { "404", .status = 404, .body = "{\"error\":\"not_found\",\"reason\":\"Database does not exist.\"}", .error = GW_SYNC_ERROR_NO_DATABASE },
  { "404 of somebody else", .status = 404, .type = "text/html", .body = PAGE, .error = GW_SYNC_ERROR_SIGN_IN_PAGE },
  { "409", .status = 409, .body = SAYS ("conflict"), .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "412", .status = 412, .body = SAYS ("missing_stub"), .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "413", .status = 413, .body = SAYS ("too_large"), .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "413 of the proxy", .status = 413, .type = "text/html", .body = PAGE, .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "429", .status = 429, .headers = "Retry-After: 7\r\n", .body = SAYS ("too_many_requests"), .error = GW_SYNC_ERROR_BUSY },
  { "429 of the proxy", .status = 429, .type = "text/html", .headers = "Retry-After: 7\r\n", .body = PAGE, .error = GW_SYNC_ERROR_BUSY },
  { "500", .status = 500, .body = SAYS ("internal_server_error"), .error = GW_SYNC_ERROR_BUSY },
  { "502", .status = 502, .type = "text/html", .body = PAGE, .error = GW_SYNC_ERROR_BUSY },
  { "503", .status = 503, .type = "text/html", .headers = "Retry-After: 7\r\n", .body = PAGE, .error = GW_SYNC_ERROR_BUSY },

  { "JSON that is a word", .body = "true", .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "JSON of somebody else", .body = "{\"status\":\"sign-in\",\"ok\":false}", .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "a list of somebody else", .body = "[{\"status\":\"sign-in\"}]", .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "a list of words", .body = "[\"sign-in\"]", .error = GW_SYNC_ERROR_NOT_A_SERVER },
  { "brackets in brackets", .body = DEEP, .error = GW_SYNC_ERROR_BROKEN },
};

/* What only one kind of request can be answered wrongly with. Each %s is an id that was never asked for. */
static const struct { Kind kind; Fault fault; } shapes[] = {
  { CHECKPOINT_READ, { "an empty one", .body = "{}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHECKPOINT_READ, { "that of another", .body = "{\"_id\":\"_local/other\",\"_rev\":\"0-1\",\"session_id\":\"x\"}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHECKPOINT_READ, { "none", .status = 404, .body = "{\"error\":\"not_found\",\"reason\":\"missing\"}", .error = GW_SYNC_ERROR_SERVER_CHANGED } },
  { CHECKPOINT_WRITE, { "an empty word", .body = "{}", .error = FINE } },
  { CHECKPOINT_WRITE, { "a list", .body = "[]", .error = FINE } },

  { CHANGES, { "a list", .body = "[]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "results that are an object", .body = "{\"results\":{},\"last_seq\":\"9-x\",\"pending\":0}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "an end that is an object", .body = "{\"results\":[],\"last_seq\":{},\"pending\":0}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "an end that is empty", .body = "{\"results\":[],\"last_seq\":null,\"pending\":0}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "rows that are numbers", .body = "{\"results\":[1,2],\"last_seq\":\"9-x\"}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "more to come, for ever", .body = "{\"results\":[{\"id\":\"x\"}],\"last_seq\":\"999-x\",\"pending\":9}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { CHANGES, { "an object within a row that is too deep", .body =
      "{\"results\":[{\"id\":\"answer:evil:1\",\"x\":" DEEP "}],\"last_seq\":\"9-x\"}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },

  { BULK_GET, { "no answer to what was asked", .body = "{\"results\":[]}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { BULK_GET, { "results that are an object", .body = "{\"results\":{}}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { BULK_GET, { "documents that nobody asked for", .body =
      "{\"results\":[{\"id\":\"answer:evil:1\",\"docs\":[{\"ok\":{\"_id\":\"answer:evil:1\",\"_rev\":\"" REV_A "\"}}]}]}",
      .error = GW_SYNC_ERROR_NOT_A_SERVER } },

  { REVS_DIFF, { "an answer about something else", .body = "{\"answer:evil:1\":{\"missing\":[\"" REV_A "\"]}}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },

  { BULK_DOCS, { "an object", .status = 201, .body = "{}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { BULK_DOCS, { "a refusal of something else", .status = 201, .body = "[{\"id\":\"answer:evil:1\",\"error\":\"forbidden\",\"reason\":\"no\"}]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { BULK_DOCS, { "a refusal of nothing", .status = 201, .body = "[{\"error\":\"forbidden\",\"reason\":\"no\"}]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { BULK_DOCS, { "a refusal whose name is a number", .status = 201, .body = "[{\"id\":7,\"error\":\"forbidden\"}]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },

  { PARTS_ASK, { "rows that are an object", .body = "{\"rows\":{}}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { PARTS_ASK, { "no row for what was asked", .body = "{\"rows\":[]}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { PARTS_SEND, { "no word of what was sent", .status = 201, .body = "[]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { PARTS_SEND, { "word of something else", .status = 201, .body = "[{\"ok\":true,\"id\":\"c:evil\",\"rev\":\"" REV_A "\"}]", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { PARTS_GET, { "no answer to what was asked", .body = "{\"results\":[]}", .error = GW_SYNC_ERROR_NOT_A_SERVER } },
  { PARTS_GET, { "parts that nobody asked for", .body =
      /* The text is what the name says: SHA-256 of "evil". */
      "{\"results\":[{\"id\":\"c:b5c1fb2efc6d6b4674c2fdcc48ce01b43a3b7c03763c0c3355de0099ee0f8c73\",\"docs\":[{\"ok\":{\"_id\":"
      "\"c:b5c1fb2efc6d6b4674c2fdcc48ce01b43a3b7c03763c0c3355de0099ee0f8c73\",\"type\":\"chunk\",\"data\":\"ZXZpbA==\"}}]}]}",
      .error = GW_SYNC_ERROR_NOT_A_SERVER } },
};

typedef struct
{
  Line         line;
  Desk        *ann, *eve;
  FakeServer  *elsewhere;
  char        *headers;
  guint        number;   /* of the case, which gives its documents their names */
  /* While an exchange goes wrong. */
  Kind         kind;
  const Fault *fault;    /* (nullable) */
  guint        n_met;
} Wire;

/* --- what goes wrong --- */

static GBytes *
pack (const char *text,
      gsize       length)
{
  g_autoptr (GBytes) plain = g_bytes_new (text, length);

  return gw_gzip (plain);
}

/* It takes a while to make, and is the same for all. */
static GBytes *
dup_bomb (const Fault *fault)
{
  static GHashTable *bombs;
  GBytes *packed;

  if (bombs == NULL)
    bombs = g_hash_table_new (NULL, NULL);
  packed = g_hash_table_lookup (bombs, fault);
  if (packed == NULL) {
    g_autoptr (GString) text = g_string_new (fault->body);

    while (text->len < BOMB_SIZE)
      g_string_append (text, fault->again);
    packed = pack (text->str, text->len);
    g_hash_table_insert (bombs, (gpointer) fault, packed);
  }

  return g_bytes_ref (packed);
}

#define GZIP "Content-Encoding: gzip\r\n"

static void
spoil_gzip (FakeReply *reply,
            How        how)
{
  g_autoptr (GBytes) packed = pack (reply->body, strlen (reply->body));
  gsize size;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&packed), &size);

  if (how == WRONG_GZIP)
    data[size - 8] ^= 1;
  reply->headers = GZIP;
  reply->bytes = g_bytes_new_take (data, how == HALF_GZIP ? size / 2 : size);
}

static void
spoil (FakeReply *reply,
       How        how)
{
  gsize length = strlen (reply->body);

  /* Without the line's end, which no half would miss. */
  while (length > 0 && g_ascii_isspace (reply->body[length - 1]))
    reply->body[--length] = '\0';
  if (how == HALF)
    reply->body[length / 2] = '\0';
  else if (how == TOLD_LONGER)
    reply->said = (gssize) length + 100;
  else if (how == TOLD_SHORTER)
    reply->said = MAX ((gssize) length / 2, 1);
  else if (how == NO_GZIP)
    reply->headers = GZIP;
  else
    spoil_gzip (reply, how);
}

static void
replace (Wire      *self,
         FakeReply *reply)
{
  const Fault *fault = self->fault;

  reply->status = fault->status != 0 ? fault->status : 200;
  reply->type = fault->type;
  reply->headers = self->headers;
  reply->drop = fault->drop;
  if (fault->bomb) {
    reply->headers = GZIP;
    reply->bytes = dup_bomb (fault);
    return;
  }
  reply->body = g_strdup (fault->body);
  reply->again = fault->again;
  reply->again_in_head = fault->again_in_head;
}

static void
answer (FakeRequest *request,
        FakeReply   *reply,
        gpointer     user_data)
{
  Wire *self = user_data;
  gboolean is_met = self->fault != NULL && g_str_equal (request->method, kinds[self->kind].method)
                    && g_str_has_prefix (request->path, kinds[self->kind].path);

  if (!is_met || self->fault->how != IN_ITS_PLACE)
    couch_answer (request, reply, self->line.couch);
  if (!is_met)
    return;
  self->n_met++;
  if (self->fault->how == IN_ITS_PLACE)
    replace (self, reply);
  else
    spoil (reply, self->fault->how);
}

static void
answer_elsewhere (FakeRequest *request,
                  FakeReply   *reply,
                  gpointer     user_data)
{
  reply->body = g_strdup ("{}");
}

static void
wire_init (Wire *self)
{
  memset (self, 0, sizeof *self);
  line_init (&self->line, answer, self);
  self->elsewhere = fake_server_new (answer_elsewhere, NULL);
  self->ann = desk_new ("nfp-ken", GW_ROLE_NFP);
  self->eve = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  line_sync (self->ann, &self->line, NULL);
}

static void
wire_clear (Wire *self)
{
  desk_free (self->ann);
  desk_free (self->eve);
  line_clear (&self->line);
  fake_server_free (self->elsewhere);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wire, wire_clear)

/* --- what people do before --- */

static char *
dup_id (Wire       *self,
        const char *name)
{
  return g_strdup_printf ("answer:rep1:/data/c%u/%s", self->number, name);
}

/* Somebody whose desk is not looked at writes to the server. */
static void
others_write (Wire       *self,
              const char *path,
              const char *body)
{
  g_autofree char *basic = g_base64_encode ((const guchar *) "alternate-ken:pw", strlen ("alternate-ken:pw"));
  FakeRequest request = { .method = (char *) "POST", .path = (char *) path };
  FakeReply reply = { .status = 200 };

  request.authorization = g_strconcat ("Basic ", basic, NULL);
  request.body = g_bytes_new (body, strlen (body));
  couch_answer (&request, &reply, self->line.couch);
  g_assert_cmpuint (reply.status, ==, 201);
  g_assert_null (strstr (reply.body, "error"));
  g_free (reply.body);
  g_free (request.authorization);
  g_bytes_unref (request.body);
}

static char *
dup_part_name (const char *content)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);

  return g_strconcat ("c:", hash, NULL);
}

/* New, against what Ann writes, and a picture that she looks at. */
static void
others_work (Wire *self)
{
  g_autofree char *content = g_strdup_printf ("picture %u of somebody else", self->number);
  g_autofree char *part = dup_part_name (content);
  g_autofree char *data = g_base64_encode ((const guchar *) content, strlen (content));
  g_autofree char *theirs = dup_id (self, "theirs"), *both = dup_id (self, "both");
  g_autofree char *file = g_strdup_printf ("{\"sha256\":\"%s\",\"mime\":\"image/png\",\"length\":%" G_GSIZE_FORMAT
                                           ",\"chunks\":[\"%s\"]}", part + 2, strlen (content), part);
  g_autofree char *docs = g_strdup_printf (
    "{\"new_edits\":false,\"docs\":["
    "{\"_id\":\"%s\",\"_rev\":\"" REV_A "\",\"type\":\"answer\",\"value\":\"theirs\"},"
    "{\"_id\":\"%s\",\"_rev\":\"" REV_A "\",\"type\":\"answer\",\"value\":\"of both, theirs\"},"
    "{\"_id\":\"file:rep1:b%u\",\"_rev\":\"" REV_A "\",\"type\":\"file\",\"file\":%s}]}",
    theirs, both, self->number, file);
  g_autofree char *parts = g_strdup_printf ("{\"docs\":[{\"_id\":\"%s\",\"type\":\"chunk\",\"data\":\"%s\"}]}", part, data);
  g_autoptr (JsonObject) wanted = gw_json_parse_object (file, -1, NULL);

  others_write (self, "/party-ken-chunks/_bulk_docs", parts);
  others_write (self, "/party-ken/_bulk_docs", docs);
  g_assert_true (gw_store_want_file (self->ann->store, "party", wanted, NULL));
}

/* New, against what somebody else writes, sent before without an answer, a picture; and the checkpoint is due. */
static void
ann_works (Wire *self)
{
  g_autofree char *mine = dup_id (self, "mine"), *both = dup_id (self, "both"), *sent = dup_id (self, "sent");
  g_autofree char *file = g_strdup_printf ("file:rep1:a%u", self->number);
  g_autoptr (GBytes) picture = make_picture (self->number + 1, 2000);
  g_autofree char *rev = NULL;

  desk_put (self->ann, mine, "mine");
  desk_put (self->ann, both, "of both, mine");
  rev = desk_write (self->ann, "party", sent, "sent");
  g_assert_true (gw_store_mark_attempted (self->ann->store, "party", sent, rev, NULL));
  desk_put_picture (self->ann, file, picture);
  g_assert_true (gw_store_set_remote (self->ann->store, "server", "party", "checked-at", NULL, NULL));
}

/* --- what must hold --- */

static void
assert_leaf (Wire       *self,
             Desk       *desk,
             const char *name,
             const char *value)
{
  g_autofree char *id = dup_id (self, name);
  g_autoptr (GPtrArray) leaves = gw_store_leaves (desk->store, "party", id, NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < leaves->len; i++)
    found |= g_strcmp0 (gw_json_get_string (gw_doc_get_body (leaves->pdata[i]), "value"), value) == 0;
  if (!found)
    g_error ("\"%s\" is not here", value);
}

static void
assert_nothing_lost (Wire *self,
                     Desk *desk)
{
  g_autofree char *file = g_strdup_printf ("file:rep1:a%u", self->number);
  g_autoptr (GBytes) picture = make_picture (self->number + 1, 2000);

  assert_leaf (self, desk, "mine", "mine");
  assert_leaf (self, desk, "both", "of both, mine");
  assert_leaf (self, desk, "sent", "sent");
  g_assert_cmpint (gw_store_count (desk->store, "party", "answer:evil:", NULL), ==, 0);
  if (desk == self->ann)
    g_assert_true (desk_has_picture (desk, file, picture));
}

static void
assert_outcome (Wire         *self,
                int           wanted,
                const GError *error)
{
  g_autoptr (GPtrArray) refused = gw_store_refused (self->ann->store, "party", NULL);

  g_test_message ("  %s", error == NULL ? "fine" : error->message);
  g_assert_cmpuint (self->n_met, >, 0);
  if (wanted >= 0)
    g_assert_error (error, GW_SYNC_ERROR, wanted);
  else if (error != NULL && wanted == EITHER)
    g_assert_error (error, GW_SYNC_ERROR, GW_SYNC_ERROR_BROKEN);
  else
    g_assert_no_error (error);
  g_assert_cmpuint (refused->len > 0, ==, wanted == SET_ASIDE);
  g_assert_cmpuint (fake_server_count (self->elsewhere), ==, 0);
  if (wanted == SET_ASIDE)
    g_assert_true (gw_store_retry_refused (self->ann->store, "party", NULL));
}

/* By itself: nobody decided anything. */
static void
assert_recovers (Wire *self)
{
  self->fault = NULL;
  line_sync (self->ann, &self->line, NULL);
  line_sync (self->eve, &self->line, NULL);
  g_assert_cmpuint (desk_waiting (self->ann), ==, 0);
  g_assert_cmpint (desk_count_unsent_parts (self->ann), ==, 0);
  assert_nothing_lost (self, self->ann);
  assert_nothing_lost (self, self->eve);
  assert_leaf (self, self->ann, "theirs", "theirs");
  assert_leaf (self, self->ann, "both", "of both, theirs");
  desk_assert_same (self->ann, self->eve);
}

/* Every picture, at the end of all that was tried with one kind of request. */
static void
assert_pictures_arrived (Wire *self)
{
  for (guint i = 0; i < self->number; i++) {
    g_autofree char *mine = g_strdup_printf ("file:rep1:a%u", i), *theirs = g_strdup_printf ("file:rep1:b%u", i);
    g_autofree char *content = g_strdup_printf ("picture %u of somebody else", i);
    g_autoptr (GBytes) other = g_bytes_new (content, strlen (content));

    desk_want_picture (self->eve, mine);
    g_assert_true (desk_has_picture (self->ann, theirs, other));
  }
  line_sync (self->eve, &self->line, NULL);
  for (guint i = 0; i < self->number; i++) {
    g_autofree char *mine = g_strdup_printf ("file:rep1:a%u", i);
    g_autoptr (GBytes) picture = make_picture (i + 1, 2000);

    g_assert_true (desk_has_picture (self->eve, mine, picture));
  }
}

static void
try (Wire        *self,
     Kind         kind,
     const Fault *fault,
     int          wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *headers = NULL;
  g_auto (GStrv) around = g_strsplit (fault->headers != NULL ? fault->headers : "", "%s", 2);
  guint64 received, sent_before, sent;

  g_test_message ("%s", fault->name);
  headers = g_strjoinv (fake_server_get_url (self->elsewhere), around);
  others_work (self);
  ann_works (self);
  self->headers = headers;
  self->kind = kind;
  self->n_met = 0;
  self->fault = fault;
  fake_server_get_bytes (self->line.server, &received, &sent_before);
  desk_sync (self->ann, fake_server_get_url (self->line.server), GW_SYNC_DEFAULT, NULL, &error);
  fake_server_get_bytes (self->line.server, &received, &sent);
  g_assert_cmpuint (sent - sent_before, <, MOST_READ);
  assert_nothing_lost (self, self->ann);
  assert_outcome (self, wanted, error);
  assert_recovers (self);
  self->headers = NULL;
  self->number++;
}

/* Whether an answer arrives, be it a wrong one. */
static gboolean
is_answer (const Fault *fault)
{
  return (fault->how == IN_ITS_PLACE || fault->how == HALF || fault->how == TOLD_SHORTER || fault->how == HALF_GZIP)
         && !fault->drop && !fault->again_in_head && fault->error != GW_SYNC_ERROR_TOO_LARGE
         && (fault->error != GW_SYNC_ERROR_SIGN_IN_PAGE || g_strcmp0 (fault->type, "text/plain") == 0);
}

/* What the fault is for this kind of request.
 *
 * - That the server did not take a checkpoint is no failure: it is tried again. A wrong password is one everywhere,
 *   since attempts lock the account.
 * - A server that refuses a whole batch is asked about each document, and those it still refuses wait for a person.
 *   Somebody else's refusal is none.
 * - Lists of changes and documents are read while they come: what is no JSON is seen where it stands, and not only by
 *   its missing end; and of documents nothing is read on that nobody asked for. */
static int
outcome_of (Kind         kind,
            const Fault *fault)
{
  if (kind == CHECKPOINT_WRITE && fault->how == TOLD_SHORTER)
    return EITHER;
  if (kind == CHECKPOINT_WRITE && is_answer (fault))
    return fault->error == GW_SYNC_ERROR_PASSWORD || fault->error == GW_SYNC_ERROR_LOCKED ? fault->error : FINE;
  if (kind == BULK_DOCS && (fault->status == 412 || fault->status == 413
                            || (fault->status == 400 && fault->error == GW_SYNC_ERROR_NOT_A_SERVER)))
    return SET_ASIDE;
  if ((kind == CHANGES || kind == BULK_GET) && g_strcmp0 (fault->body, DEEP) == 0)
    return GW_SYNC_ERROR_NOT_A_SERVER;
  if (kind == BULK_GET && g_strcmp0 (fault->again, ",{\"id\":\"x\"}") == 0)
    return GW_SYNC_ERROR_NOT_A_SERVER;

  return fault->error;
}

static void
test_kind (gconstpointer data)
{
  Kind kind = (Kind) GPOINTER_TO_INT (data);
  /* The sanitizers slow it down tenfold, and the fuzz target "answer" goes these ways under them as well: there some
   * of the faults go the way of each request, other ones of each. */
  gboolean is_slow = g_getenv ("GODWIT_SANITIZE") != NULL;
  gsize step = is_slow ? 2 * N_KINDS : 1;
  g_auto (Wire) wire;

  wire_init (&wire);
  for (gsize i = (gsize) kind % step; i < G_N_ELEMENTS (faults); i += step)
    try (&wire, kind, &faults[i], outcome_of (kind, &faults[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i += is_slow ? 3 : 1) {
    if (shapes[i].kind == kind)
      try (&wire, kind, &shapes[i].fault, shapes[i].fault.error);
  }
  assert_pictures_arrived (&wire);
}

/* --- what the window does about it --- */

static void
on_status (GwSync     *sync,
           GParamSpec *pspec,
           GMainLoop  *loop)
{
  if (gw_sync_get_status (sync)->state == GW_SYNC_STATE_FAILED)
    g_main_loop_quit (loop);
}

static gboolean
on_too_long (gpointer user_data)
{
  g_error ("The exchange did not come to an end");
  return G_SOURCE_REMOVE;
}

static void
test_a_busy_server_is_left_alone_for_as_long_as_it_asks (void)
{
  static const Fault busy = { .status = 503, .body = SAYS ("busy"), .headers = "Retry-After: 700\r\n" };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwSync) sync = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *headers = NULL;
  const GwSyncStatus *status;
  g_auto (Wire) wire;
  gint64 now;
  guint limit;

  wire_init (&wire);
  headers = g_strdup (busy.headers);
  wire.headers = headers;
  wire.kind = CHANGES;
  wire.fault = &busy;
  path = gw_profile_dup_store_path (wire.ann->profile);
  thread = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  sync = gw_sync_new (wire.ann->profile, thread);
  g_signal_connect (sync, "notify::status", G_CALLBACK (on_status), loop);
  limit = g_timeout_add_seconds (30, on_too_long, NULL);
  now = g_get_real_time ();
  gw_sync_set_account (sync, fake_server_get_url (wire.line.server), "nfp-ken", "pw");
  g_main_loop_run (loop);
  status = gw_sync_get_status (sync);
  g_assert_cmpint (status->error, ==, GW_SYNC_ERROR_BUSY);
  g_assert_cmpint (status->retry_at, >=, now + (gint64) 700 * G_USEC_PER_SEC);
  g_assert_cmpint (status->retry_at, <, now + (gint64) 1400 * G_USEC_PER_SEC);
  g_source_remove (limit);
  gw_sync_close (sync);
  gw_store_thread_close (thread);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (int kind = 0; kind < N_KINDS; kind++) {
    g_autofree char *path = g_strconcat ("/sync/faults/", kinds[kind].name, NULL);

    g_test_add_data_func (path, GINT_TO_POINTER (kind), test_kind);
  }

  g_test_add_func ("/sync/faults/a-busy-server-is-left-alone-for-as-long-as-it-asks",
                   test_a_busy_server_is_left_alone_for_as_long_as_it_asks);

  return g_test_run ();
}
