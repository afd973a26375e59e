/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frozen versions, and who cleared them. The same answers make the same version, whoever freezes them and how often. */

#include "core/reports/gw-frozen.h"

#include <string.h>

#include "core/base/gw-check-code.h"
#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/reports/gw-report.h"

#define FILE_NAME "report.xml"
#define FILE_TYPE "text/xml"

static char *
make_prefix (const char *type,
             const char *report)
{
  return g_strdup_printf ("%s:%s:", type, report);
}

void
gw_clearance_free (GwClearance *self)
{
  if (self == NULL)
    return;

  g_free (self->who);
  g_free (self->words);
  g_free (self->author);
  g_free (self);
}

void
gw_frozen_free (GwFrozen *self)
{
  if (self == NULL)
    return;

  g_free (self->report);
  g_free (self->sha256);
  g_free (self->code);
  g_free (self->author);
  g_free (self->form_id);
  g_free (self->form_version);
  g_strfreev (self->files);
  g_clear_pointer (&self->clearances, g_ptr_array_unref);
  g_clear_pointer (&self->xml, json_object_unref);
  g_free (self);
}

static char *
dup_member (JsonObject *body,
            const char *name)
{
  const char *text = body != NULL ? gw_json_get_string (body, name) : NULL;

  return g_strdup (text != NULL ? text : "");
}

static gint64
read_time (JsonObject *body)
{
  const char *text = gw_json_get_string (body, "time");
  gint64 time = 0;

  if (text == NULL || !gw_time_parse (text, &time))
    return 0;

  return time;
}

static GStrv
dup_files (JsonObject *body)
{
  JsonArray *files = gw_json_get_array (body, "files");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++) {
    JsonNode *node = json_array_get_element (files, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      g_strv_builder_add (names, json_node_get_string (node));
  }

  return g_strv_builder_end (names);
}

static GwFrozen *
new_from_body (JsonObject *body)
{
  JsonObject *form = gw_json_get_object (body, "form");
  JsonObject *counts = gw_json_get_object (body, "counts");
  JsonObject *xml = gw_json_get_object (body, "xml");
  const char *sha256 = gw_json_get_string (body, "sha256");
  GwFrozen *self;

  if (sha256 == NULL || xml == NULL || g_strcmp0 (gw_json_get_string (xml, "sha256"), sha256) != 0)
    return NULL;
  self = g_new0 (GwFrozen, 1);
  self->report = dup_member (body, "record");
  self->sha256 = g_strdup (sha256);
  self->code = gw_check_code_new (sha256);
  self->number = (guint) CLAMP (gw_json_get_int (body, "number", 1), 1, 100000);
  self->time = read_time (body);
  self->author = dup_member (body, "author");
  self->form_id = dup_member (form, "id");
  self->form_version = dup_member (form, "version");
  self->n_hidden = counts != NULL ? (guint) gw_json_get_int (counts, "hidden", 0) : 0;
  self->n_open = counts != NULL ? (guint) gw_json_get_int (counts, "open", 0) : 0;
  self->n_invalid = counts != NULL ? (guint) gw_json_get_int (counts, "invalid", 0) : 0;
  self->n_undecided = counts != NULL ? (guint) gw_json_get_int (counts, "undecided", 0) : 0;
  self->files = dup_files (body);
  self->clearances = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_clearance_free);
  self->xml = gw_json_copy (xml);

  return self;
}

static JsonObject *
make_body (const GwFreezing *freezing,
           JsonObject       *xml,
           guint             number)
{
  JsonObject *body = json_object_new (), *form = json_object_new (), *counts = json_object_new ();
  JsonArray *files = json_array_new ();
  g_autofree char *now = gw_time_format (gw_time_now ());

  json_object_set_string_member (form, "id", freezing->form_id);
  json_object_set_string_member (form, "version", freezing->form_version);
  json_object_set_int_member (counts, "hidden", freezing->n_hidden);
  json_object_set_int_member (counts, "open", freezing->n_open);
  json_object_set_int_member (counts, "invalid", freezing->n_invalid);
  json_object_set_int_member (counts, "undecided", freezing->n_undecided);
  for (gsize i = 0; freezing->files != NULL && freezing->files[i] != NULL; i++)
    json_array_add_string_element (files, freezing->files[i]);

  json_object_set_string_member (body, "type", "frozen");
  json_object_set_string_member (body, "record", freezing->report);
  json_object_set_string_member (body, "sha256", gw_json_get_string (xml, "sha256"));
  json_object_set_int_member (body, "number", number);
  json_object_set_string_member (body, "time", now);
  json_object_set_string_member (body, "author", freezing->author);
  json_object_set_object_member (body, "form", form);
  json_object_set_object_member (body, "counts", counts);
  json_object_set_array_member (body, "files", files);
  json_object_set_object_member (body, "xml", json_object_ref (xml));

  return body;
}

/* Returns: where it stands, or the length */
static guint
find_hash (GPtrArray  *versions,
           const char *sha256)
{
  for (guint i = 0; i < versions->len; i++) {
    if (strcmp (((GwFrozen *) g_ptr_array_index (versions, i))->sha256, sha256) == 0)
      return i;
  }

  return versions->len;
}

static GwFrozen *
put_new (GwStore           *store,
         const GwFreezing  *freezing,
         guint              number,
         GError           **error)
{
  g_autoptr (JsonObject) xml = gw_store_put_file (store, GW_REPORT_DB, freezing->xml, FILE_NAME, FILE_TYPE, error);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *prefix = make_prefix ("frozen", freezing->report);
  g_autofree char *id = NULL;
  g_autoptr (GwDoc) old = NULL;

  if (xml == NULL)
    return NULL;
  body = make_body (freezing, xml, number);
  id = g_strconcat (prefix, gw_json_get_string (xml, "sha256"), NULL);
  old = gw_store_get (store, GW_REPORT_DB, id, NULL);
  if (!gw_store_put (store, GW_REPORT_DB, id, old != NULL ? gw_doc_get_rev (old) : NULL, body, GW_PUT_DEFAULT, NULL,
                     error))
    return NULL;

  return new_from_body (body);
}

/* The same text may have been frozen while an answer had two versions, and be what was settled on. */
static gboolean
is_as_good (GPtrArray        *versions,
            guint             there,
            const GwFreezing *freezing)
{
  return there < versions->len
         && (((GwFrozen *) g_ptr_array_index (versions, there))->n_undecided == 0 || freezing->n_undecided > 0);
}

static guint
number_for (GPtrArray *versions,
            guint      there)
{
  return there < versions->len ? ((GwFrozen *) g_ptr_array_index (versions, there))->number : versions->len + 1;
}

/**
 * gw_frozen_put:
 * @error: return location; the store's
 *
 * Freezes a version. What was frozen before is not frozen again.
 *
 * Returns: (transfer full): the version, or NULL with @error set
 */
GwFrozen *
gw_frozen_put (GwStore           *store,
               const GwFreezing  *freezing,
               GError           **error)
{
  g_autofree char *sha256 = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GwFrozen) frozen = NULL;
  guint there = 0;

  g_return_val_if_fail (GW_IS_STORE (store) && freezing != NULL && freezing->xml != NULL, NULL);

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, freezing->xml);
  if (!gw_store_begin (store, error))
    return NULL;
  versions = gw_frozen_read_all (store, freezing->report, error);
  if (versions != NULL)
    there = find_hash (versions, sha256);
  if (versions != NULL && is_as_good (versions, there, freezing))
    frozen = g_ptr_array_steal_index (versions, there);
  else if (versions != NULL)
    frozen = put_new (store, freezing, number_for (versions, there), error);
  if (frozen == NULL) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;

  return g_steal_pointer (&frozen);
}

static gboolean
add_clearances (GwStore     *store,
                const char  *report,
                GPtrArray   *versions,
                GError     **error)
{
  g_autofree char *prefix = make_prefix ("clearance", report);
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_REPORT_DB, prefix, NULL, -1, error);

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    JsonObject *body = gw_doc_get_body (g_ptr_array_index (docs, i));
    const char *sha256 = gw_json_get_string (body, "sha256");
    guint which = sha256 != NULL ? find_hash (versions, sha256) : versions->len;
    GwClearance *clearance;

    if (which == versions->len)
      continue;
    clearance = g_new0 (GwClearance, 1);
    clearance->who = dup_member (body, "who");
    clearance->words = dup_member (body, "words");
    clearance->author = dup_member (body, "author");
    clearance->time = read_time (body);
    g_ptr_array_add (((GwFrozen *) g_ptr_array_index (versions, which))->clearances, clearance);
  }

  return docs != NULL;
}

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  const GwFrozen *one = *(GwFrozen *const *) a, *other = *(GwFrozen *const *) b;

  if (one->time != other->time)
    return one->time < other->time ? 1 : -1;
  if (one->number != other->number)
    return one->number < other->number ? 1 : -1;

  return strcmp (one->sha256, other->sha256);
}

/**
 * gw_frozen_read_all:
 * @report: the ULID of a report
 *
 * Returns: (transfer full) (element-type GwFrozen): its frozen versions, the newest first, each with its clearances;
 *   or NULL with @error set
 */
GPtrArray *
gw_frozen_read_all (GwStore     *store,
                    const char  *report,
                    GError     **error)
{
  g_autofree char *prefix = make_prefix ("frozen", report);
  g_autoptr (GPtrArray) docs = gw_store_list (store, GW_REPORT_DB, prefix, NULL, -1, error);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_frozen_free);

  if (docs == NULL)
    return NULL;
  for (guint i = 0; i < docs->len; i++) {
    GwFrozen *version = new_from_body (gw_doc_get_body (g_ptr_array_index (docs, i)));

    if (version != NULL)
      g_ptr_array_add (versions, version);
  }
  g_ptr_array_sort (versions, compare_versions);
  /* Two desks may each have frozen their second version. */
  for (guint i = 0; i < versions->len; i++)
    ((GwFrozen *) g_ptr_array_index (versions, i))->number = versions->len - i;
  if (!add_clearances (store, report, versions, error))
    return NULL;

  return g_steal_pointer (&versions);
}

/* The code as somebody read it from paper: with or without its lines, in capitals or not. */
static gboolean
begins_with_code (const char *sha256,
                  const char *code)
{
  gsize n = 0;

  for (const char *p = code; *p != '\0'; p++) {
    if (*p == '-' || *p == ' ')
      continue;
    if (g_ascii_tolower (*p) != sha256[n])
      return FALSE;
    n++;
  }

  return n > 0;
}

/**
 * gw_frozen_find:
 * @code: (nullable): a check code or its beginning; NULL for the newest version
 * @error: return location: %GW_STORE_ERROR_NOT_FOUND where none or more than one has it
 *
 * Returns: (transfer full): the version, or NULL with @error set
 */
GwFrozen *
gw_frozen_find (GwStore     *store,
                const char  *report,
                const char  *code,
                GError     **error)
{
  g_autoptr (GPtrArray) versions = gw_frozen_read_all (store, report, error);

  if (versions == NULL)
    return NULL;
  for (guint i = versions->len; code != NULL && i > 0; i--) {
    if (!begins_with_code (((GwFrozen *) g_ptr_array_index (versions, i - 1))->sha256, code))
      g_ptr_array_remove_index (versions, i - 1);
  }
  if (versions->len == 1 || (code == NULL && versions->len > 0))
    return g_ptr_array_steal_index (versions, 0);
  g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "%s frozen version with this code",
               versions->len == 0 ? "There is no" : "There is more than one");

  return NULL;
}

/**
 * gw_frozen_read_xml:
 * @error: return location: %GW_STORE_ERROR_INCOMPLETE where it was frozen elsewhere and has not arrived whole
 *
 * Returns: (transfer full): the version as XML, compared with its hash; or NULL with @error set
 */
GBytes *
gw_frozen_read_xml (GwStore         *store,
                    const GwFrozen  *self,
                    GError         **error)
{
  g_return_val_if_fail (GW_IS_STORE (store) && self != NULL, NULL);

  return gw_store_get_file (store, self->xml, error);
}

/**
 * gw_frozen_clear:
 * @who: who said yes
 * @words: what was said, or ""
 * @author: who notes it
 *
 * Notes that somebody cleared this version, and no other.
 *
 * Returns: whether it is kept
 */
gboolean
gw_frozen_clear (GwStore         *store,
                 const GwFrozen  *self,
                 const char      *who,
                 const char      *words,
                 const char      *author,
                 GError         **error)
{
  g_autofree char *prefix = NULL, *ulid = gw_id_new (), *id = NULL;
  g_autofree char *now = gw_time_format (gw_time_now ());
  g_autoptr (JsonObject) body = json_object_new ();

  g_return_val_if_fail (GW_IS_STORE (store) && self != NULL && who != NULL && *who != '\0', FALSE);

  prefix = make_prefix ("clearance", self->report);
  id = g_strconcat (prefix, ulid, NULL);
  json_object_set_string_member (body, "type", "clearance");
  json_object_set_string_member (body, "record", self->report);
  json_object_set_string_member (body, "sha256", self->sha256);
  json_object_set_string_member (body, "who", who);
  json_object_set_string_member (body, "words", words);
  json_object_set_string_member (body, "author", author);
  json_object_set_string_member (body, "time", now);

  return gw_store_put (store, GW_REPORT_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error);
}
