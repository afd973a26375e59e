/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from a server or in a file is judged once more, by the same rules as the server's (data/server/rules):
 * a server may have been laid out without them, an administrator passes them all, and a stick never met one. What
 * nobody in that database could have written is not taken.
 *
 * - The id is type:name. In "community" and "packets" it names the owner, type:owner:name.
 * - The type in the document is that of the id. On a stick "party" and "library" may leave it out, as what desks wrote
 *   before they said it does.
 * - In "community" the author is the owner. In "party" and "exchange" the country is that of the database.
 * - A submission has the hash of its content in its id; packets and replies are sealed.
 * - No attachments, no text above 65,536 characters, no control characters in an id.
 * - A deletion says nothing but its id.
 *
 * Who wrote a document the reader knows where it is signed: core/keys/gw-signer.c looks at that. Of others not: of two
 * that both may write, one is as good as the other.
 * The version "v" is not looked at: a newer program and a newer rule may know more than this desk.
 */

#include "core/store/gw-arrival.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/store/gw-store-private.h"

#define MAX_TEXT 65536
/* Larger ones are told of by their names only, and so is what comes when there are many: whoever wants to fill a
 * disk must not do it by this door. By its name it can be asked for again. */
#define MAX_DOCUMENT (64 * 1024)
#define MAX_DOCUMENTS 500
#define MAX_ID 512
#define MAX_REV 100

/* Names for JSON, logs and the store; they do not change. */
static const char *const names[] = {
  [GW_ARRIVAL_SOUND] = "sound",     [GW_ARRIVAL_ID] = "id",             [GW_ARRIVAL_TYPE] = "type",
  [GW_ARRIVAL_OWNER] = "owner",     [GW_ARRIVAL_COUNTRY] = "country",   [GW_ARRIVAL_OPEN] = "open",
  [GW_ARRIVAL_ATTACHED] = "attached", [GW_ARRIVAL_SIZE] = "size",       [GW_ARRIVAL_SIGNATURE] = "signature",
  [GW_ARRIVAL_SHAPE] = "shape",
};

/* ------------------------------------------------------------ judging */

/* type:name, the type of small letters, digits and hyphens. */
static gboolean
is_id (const char *id)
{
  gsize type = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-");

  if (!g_ascii_islower (id[0]) || id[type] != ':' || id[type + 1] == '\0' || strlen (id) > MAX_ID)
    return FALSE;
  for (const char *at = id; *at != '\0'; at++) {
    if ((guchar) *at < 0x20 || *at == 0x7f)
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_type (char       **parts,
         const char  *type)
{
  return strcmp (parts[0], type) == 0;
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* type:owner:name, none of them empty. */
static gboolean
has_owner (char **parts)
{
  guint n = g_strv_length (parts);

  return n >= 3 && *parts[1] != '\0' && *parts[2] != '\0';
}

static gboolean
says_type (char       **parts,
           JsonObject  *document,
           gboolean     may_be_silent)
{
  return may_be_silent && !json_object_has_member (document, "type")
           ? TRUE : g_strcmp0 (gw_json_get_string (document, "type"), parts[0]) == 0;
}

static gboolean
says_country (const char *country,
              JsonObject *document,
              gboolean    may_be_silent)
{
  const char *party = gw_json_get_string (document, "party");

  if (party == NULL)
    return may_be_silent && !json_object_has_member (document, "party");

  return g_ascii_strcasecmp (party, country) == 0;
}

static gboolean
has_long_text (JsonObject *document)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, document);
  while (json_object_iter_next (&iter, &name, NULL)) {
    const char *text = gw_json_get_string (document, name);

    if (text != NULL && g_utf8_strlen (text, -1) > MAX_TEXT)
      return TRUE;
  }

  return FALSE;
}

static GwArrivalFault
judge_library (char       **parts,
               JsonObject  *document,
               gboolean     is_deleted)
{
  return is_deleted || says_type (parts, document, TRUE) ? GW_ARRIVAL_SOUND : GW_ARRIVAL_TYPE;
}

static GwArrivalFault
judge_community (char       **parts,
                 JsonObject  *document,
                 gboolean     is_deleted)
{
  if (!has_owner (parts))
    return GW_ARRIVAL_ID;
  if (is_deleted)
    return GW_ARRIVAL_SOUND;
  if (!says_type (parts, document, FALSE))
    return GW_ARRIVAL_TYPE;
  if (g_strcmp0 (gw_json_get_string (document, "author"), parts[1]) != 0)
    return GW_ARRIVAL_OWNER;

  return has_long_text (document) ? GW_ARRIVAL_SIZE : GW_ARRIVAL_SOUND;
}

static GwArrivalFault
judge_party (char       **parts,
             const char  *country,
             JsonObject  *document,
             gboolean     is_deleted)
{
  if (is_deleted)
    return GW_ARRIVAL_SOUND;
  if (!says_type (parts, document, TRUE))
    return GW_ARRIVAL_TYPE;
  if (!says_country (country, document, TRUE))
    return GW_ARRIVAL_COUNTRY;

  return has_long_text (document) ? GW_ARRIVAL_SIZE : GW_ARRIVAL_SOUND;
}

static GwArrivalFault
judge_exchange (char       **parts,
                const char  *country,
                JsonObject  *document,
                gboolean     is_deleted)
{
  if (is_type (parts, "submission") && (g_strv_length (parts) != 3 || *parts[1] == '\0' || !is_hash (parts[2])))
    return GW_ARRIVAL_ID;
  if (is_deleted)
    return GW_ARRIVAL_SOUND;
  if (!says_type (parts, document, FALSE))
    return GW_ARRIVAL_TYPE;

  return says_country (country, document, FALSE) ? GW_ARRIVAL_SOUND : GW_ARRIVAL_COUNTRY;
}

static GwArrivalFault
judge_packets (char       **parts,
               JsonObject  *document,
               gboolean     is_deleted)
{
  if (!is_type (parts, "packet") && !is_type (parts, "reply") && !is_type (parts, "key"))
    return GW_ARRIVAL_TYPE;
  if (!has_owner (parts))
    return GW_ARRIVAL_ID;
  if (is_deleted)
    return GW_ARRIVAL_SOUND;
  if (!says_type (parts, document, FALSE))
    return GW_ARRIVAL_TYPE;

  return is_type (parts, "key") || gw_json_get_string (document, "sealed") != NULL ? GW_ARRIVAL_SOUND : GW_ARRIVAL_OPEN;
}

/**
 * gw_arrival_judge:
 * @remote: the database's name on the server: "library", "party-ken"
 * @document: a document as CouchDB writes it
 *
 * Whether somebody who may write to that database could have written @document. Any thread.
 *
 * Returns: what speaks against it
 */
GwArrivalFault
gw_arrival_judge (const char *remote,
                  JsonObject *document)
{
  const char *id, *country;
  g_auto (GStrv) parts = NULL;
  gboolean is_deleted;

  g_return_val_if_fail (remote != NULL && document != NULL, GW_ARRIVAL_SHAPE);

  id = gw_json_get_string (document, "_id");
  if (id == NULL || !is_id (id))
    return GW_ARRIVAL_ID;
  if (json_object_has_member (document, "_attachments"))
    return GW_ARRIVAL_ATTACHED;
  parts = g_strsplit (id, ":", -1);
  is_deleted = gw_json_get_boolean (document, "_deleted");
  country = strchr (remote, '-') != NULL ? strchr (remote, '-') + 1 : "";
  if (strcmp (remote, "library") == 0)
    return judge_library (parts, document, is_deleted);
  if (strcmp (remote, "community") == 0)
    return judge_community (parts, document, is_deleted);
  if (g_str_has_prefix (remote, "party-"))
    return judge_party (parts, country, document, is_deleted);
  if (g_str_has_prefix (remote, "exchange-"))
    return judge_exchange (parts, country, document, is_deleted);
  if (g_str_has_prefix (remote, "packets-"))
    return judge_packets (parts, document, is_deleted);

  return GW_ARRIVAL_SOUND;
}

/* Returns: a short English name that never changes. */
const char *
gw_arrival_fault_get_name (GwArrivalFault fault)
{
  g_return_val_if_fail ((gsize) fault < G_N_ELEMENTS (names), "unknown");

  return names[fault];
}

/* ------------------------------------------------------------ keeping */

static gboolean
is_kept (GwStore     *self,
         const char  *db,
         const char  *id,
         const char  *rev,
         gboolean    *is_kept_out,
         GError     **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT 1 FROM set_aside WHERE db = ? AND id = ? AND rev = ?", error, "sss", db, id, rev);

  return statement != NULL && gw_store_step (self, statement, is_kept_out, error);
}

static char *
dup_short (const char *text,
           gsize       most)
{
  g_autofree char *start = text != NULL ? g_strndup (text, most) : g_strdup ("");

  return g_utf8_make_valid (start, -1);
}

static gboolean
is_room (GwStore   *self,
         gboolean  *room,
         GError   **error)
{
  g_autoptr (GwStatement) statement =
    gw_store_query (self, "SELECT count(document) FROM set_aside", error, "");
  gint64 n;

  if (statement == NULL || !gw_store_read_int (self, statement, &n, error))
    return FALSE;
  *room = n < MAX_DOCUMENTS;

  return TRUE;
}

/* The names as they are kept, and as they are asked for again. */
static gboolean
add (GwStore         *self,
     const char      *db,
     const char      *id,
     const char      *rev,
     const char      *text,
     GwArrivalFault   fault,
     GError         **error)
{
  return gw_store_exec (self,
                        "INSERT OR REPLACE INTO set_aside (db, id, rev, fault, time, document)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        error, "ssssis", db, id, rev, names[fault], gw_time_now (), text)
         && gw_store_exec (self, "DELETE FROM want WHERE db = ? AND id = ? AND rev = ?", error, "sss", db, id, rev);
}

/**
 * gw_store_set_aside:
 * @db: the local name of its database
 * @id: (nullable): the document's name, as far as it had one
 * @rev: (nullable): its revision, as far as it named one
 * @document: (nullable): what came
 * @fault: what speaks against it
 * @is_news: (out) (optional): whether it was not set aside before, or was asked for again
 *
 * Keeps what is not taken, so that it can be shown, and does not want it any more: gw_store_want() passes over it.
 *
 * Returns: TRUE when it is durable
 */
gboolean
gw_store_set_aside (GwStore         *self,
                    const char      *db,
                    const char      *id,
                    const char      *rev,
                    JsonObject      *document,
                    GwArrivalFault   fault,
                    gboolean        *is_news,
                    GError         **error)
{
  g_autofree char *short_id = dup_short (id, MAX_ID), *short_rev = dup_short (rev, MAX_REV);
  g_autofree char *text = document != NULL ? gw_json_to_text (document) : NULL;
  gboolean is_there = FALSE, is_asked, room = FALSE;

  g_return_val_if_fail (GW_IS_STORE (self) && db != NULL, FALSE);
  g_return_val_if_fail (fault != GW_ARRIVAL_SOUND && (gsize) fault < G_N_ELEMENTS (names), FALSE);

  if (text != NULL && strlen (text) > MAX_DOCUMENT)
    g_clear_pointer (&text, g_free);
  if (!gw_store_begin (self, error))
    return FALSE;
  is_asked = gw_store_is_wanted (self, db, short_id, short_rev);
  if (!is_kept (self, db, short_id, short_rev, &is_there, error) || !is_room (self, &room, error)
      || !add (self, db, short_id, short_rev, room || is_there ? text : NULL, fault, error)) {
    gw_store_rollback (self);
    return FALSE;
  }
  if (is_news != NULL)
    *is_news = !is_there || is_asked;

  return gw_store_commit (self, error);
}

static GwArrivalFault
find_fault (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return (GwArrivalFault) i;
  }

  return GW_ARRIVAL_SHAPE;
}

/**
 * gw_store_list_set_aside:
 *
 * Returns: (transfer full) (element-type GwSetAside): what was not taken, the newest first, or NULL with @error set
 */
GPtrArray *
gw_store_list_set_aside (GwStore  *self,
                         GError  **error)
{
  enum { DB, ID, REV, FAULT, TIME, DOCUMENT };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_set_aside_free);
  g_autoptr (GwStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (GW_IS_STORE (self), NULL);

  statement = gw_store_query (self,
                              "SELECT db, id, rev, fault, time, document FROM set_aside"
                              " ORDER BY time DESC, db, id, rev",
                              error, "");
  if (statement == NULL)
    return NULL;
  for (;;) {
    GwSetAside *one;

    if (!gw_store_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    one = g_new0 (GwSetAside, 1);
    one->db = g_strdup ((const char *) sqlite3_column_text (statement, DB));
    one->id = g_strdup ((const char *) sqlite3_column_text (statement, ID));
    one->rev = g_strdup ((const char *) sqlite3_column_text (statement, REV));
    one->fault = find_fault ((const char *) sqlite3_column_text (statement, FAULT));
    one->time = sqlite3_column_int64 (statement, TIME);
    one->document = g_strdup ((const char *) sqlite3_column_text (statement, DOCUMENT));
    g_ptr_array_add (list, one);
  }

  return g_steal_pointer (&list);
}

/**
 * gw_store_ask_again:
 *
 * Asks the server once more for everything that was set aside: it may have been mended there, or this program may
 * know more than it did. What is as it was stays set aside, and so does what the server does not have: it came by
 * a stick.
 *
 * Returns: TRUE when it is durable
 */
gboolean
gw_store_ask_again (GwStore  *self,
                    GError  **error)
{
  g_return_val_if_fail (GW_IS_STORE (self), FALSE);

  if (!gw_store_begin (self, error))
    return FALSE;
  if (!gw_store_exec (self,
                      "INSERT OR IGNORE INTO want (db, id, rev) SELECT db, id, rev FROM set_aside"
                      " WHERE id <> '' AND rev <> ''",
                      error, "")) {
    gw_store_rollback (self);
    return FALSE;
  }

  return gw_store_commit (self, error);
}

void
gw_set_aside_free (GwSetAside *self)
{
  g_free (self->db);
  g_free (self->id);
  g_free (self->rev);
  g_free (self->document);
  g_free (self);
}
