/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/records/gw-record.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_rev;
static char *option_prefix;
static int option_limit = -1;
static gboolean option_leaves;

static const GOptionEntry get_options[] = {
  { "rev", 0, 0, G_OPTION_ARG_STRING, &option_rev, N_("This version and not the one that is shown"),
    "REV" },
  { "versions", 0, 0, G_OPTION_ARG_NONE, &option_leaves,
    N_("All versions side by side, where people differ"), NULL },
  { NULL },
};

static const GOptionEntry list_options[] = {
  { "prefix", 0, 0, G_OPTION_ARG_STRING, &option_prefix, N_("Only ids that begin so"), "TEXT" },
  { "limit", 0, 0, G_OPTION_ARG_INT, &option_limit, N_("At most so many"), "N" },
  { NULL },
};

static GwStore *
open_database (GwCtl       *ctl,
               const char  *db,
               gboolean     write,
               GError     **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return NULL;
  if (!g_strv_contains (gw_profile_get_databases (profile), db)) {
    g_autofree char *known = g_strjoinv (", ", (GStrv) gw_profile_get_databases (profile));

    /* TRANSLATORS: %s are the name of a database and the names of all there are. */
    gw_ctl_refuse (error, _("This profile has no database “%s”; it has %s."), db, known);
    return NULL;
  }
  if (write && !gw_profile_can_write (profile, db)) {
    gw_ctl_refuse (error, _("This profile may read “%s”, but not write to it."), db);
    return NULL;
  }

  return gw_ctl_open_store (ctl, error);
}

static void
say_stored (GwCtl      *ctl,
            const char *id,
            const char *rev)
{
  JsonObject *line = json_object_new ();

  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "id", id);
  json_object_set_string_member (line, "rev", rev);
  gw_ctl_say (ctl, line, "%s\t%s", id, rev);
}

/* Members that begin with "_" belong to the store; only three of them mean something here. */
static gboolean
take_fields (JsonObject  *document,
             JsonObject  *body,
             GError     **error)
{
  static const char *const known[] = { "_id", "_rev", "_deleted", NULL };
  g_autoptr (GList) members = json_object_get_members (document);

  for (GList *member = members; member != NULL; member = member->next) {
    const char *name = member->data;

    if (name[0] != '_')
      json_object_set_member (body, name, json_node_copy (json_object_get_member (document, name)));
    else if (!g_strv_contains (known, name))
      return gw_ctl_refuse (error, _("The document has a field “%s”, which is none of its own."), name);
  }

  return TRUE;
}

/* Without a revision a document is new. A second one of the same name beside the first would be a
 * conflict that nobody wanted, so it is refused, as CouchDB does. */
static gboolean
check_base (GwStore     *store,
            const char  *db,
            const char  *id,
            const char  *base,
            GError     **error)
{
  g_autoptr (GwDoc) there = NULL;

  if (base != NULL)
    return TRUE;
  there = gw_store_get (store, db, id, NULL);
  if (there == NULL || gw_doc_is_deleted (there))
    return TRUE;

  return gw_ctl_refuse (error, _("“%s” is there already. Name the version you changed in “_rev”; it "
                                 "is now %s."),
                        id, gw_doc_get_rev (there));
}

static gboolean
store_document (GwCtl       *ctl,
                const char  *db,
                JsonObject  *document,
                GError     **error)
{
  const char *id = gw_json_get_string (document, "_id");
  const char *base = gw_json_get_string (document, "_rev");
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *rev = NULL;
  GwStore *store;
  gboolean stored;

  if (id == NULL)
    return gw_ctl_refuse (error, _("The document has no “_id”."));
  if (!take_fields (document, body, error))
    return FALSE;
  store = open_database (ctl, db, TRUE, error);
  if (store == NULL || !check_base (store, db, id, base, error))
    return FALSE;

  if (gw_json_get_boolean (document, "_deleted"))
    stored = gw_store_delete (store, db, id, base, NULL, &rev, error);
  else
    stored = gw_store_put (store, db, id, base, body, GW_PUT_DEFAULT, &rev, error);
  if (stored)
    say_stored (ctl, id, rev);

  return stored;
}

static gboolean
run_put (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autofree char *text = gw_ctl_read_input (arguments[1], error);
  g_autoptr (JsonObject) document = NULL;
  g_autoptr (GError) problem = NULL;

  if (text == NULL)
    return FALSE;
  document = gw_json_parse_object (text, -1, &problem);
  if (document == NULL)
    return gw_ctl_refuse (error, _("%s is no JSON object: %s"), arguments[1], problem->message);

  return store_document (ctl, arguments[0], document, error);
}

static void
say_document (GwCtl *ctl,
              GwDoc *doc)
{
  g_autoptr (JsonObject) json = gw_store_doc_to_json (doc, NULL);
  g_autofree char *text = gw_json_to_text (json);

  if (gw_doc_get_conflicts (doc) > 0)
    json_object_set_int_member (json, "_conflicts", gw_doc_get_conflicts (doc));
  gw_ctl_say (ctl, g_steal_pointer (&json), "%s", text);
}

static gboolean
say_versions (GwCtl       *ctl,
              GwStore     *store,
              const char  *db,
              const char  *id,
              GError     **error)
{
  g_autoptr (GPtrArray) leaves = gw_store_leaves (store, db, id, error);

  if (leaves == NULL)
    return FALSE;
  if (leaves->len == 0)
    return gw_ctl_refuse (error, _("There is no document “%s”."), id);
  for (guint i = 0; i < leaves->len; i++)
    say_document (ctl, g_ptr_array_index (leaves, i));

  return TRUE;
}

static gboolean
run_get (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  const char *db = arguments[0], *id = arguments[1];
  GwStore *store = open_database (ctl, db, FALSE, error);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwDoc) doc = NULL;

  if (store == NULL)
    return FALSE;
  if (option_leaves)
    return say_versions (ctl, store, db, id, error);

  doc = option_rev != NULL ? gw_store_get_rev (store, db, id, option_rev, &problem)
                           : gw_store_get (store, db, id, &problem);
  if (g_error_matches (problem, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND)
      || (doc != NULL && option_rev == NULL && gw_doc_is_deleted (doc)))
    return gw_ctl_refuse (error, _("There is no document “%s”."), id);
  if (doc == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  say_document (ctl, doc);

  return TRUE;
}

static void
say_line (GwCtl *ctl,
          GwDoc *doc)
{
  const GwDocType *type = gw_doc_type_find (gw_doc_get_id (doc));
  g_autofree char *title = type != NULL && type->dup_title != NULL ? type->dup_title (doc) : NULL;
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "db", gw_doc_get_db (doc));
  json_object_set_string_member (line, "id", gw_doc_get_id (doc));
  json_object_set_string_member (line, "rev", gw_doc_get_rev (doc));
  json_object_set_int_member (line, "conflicts", gw_doc_get_conflicts (doc));
  json_object_set_string_member (line, "title", title != NULL ? title : "");
  gw_ctl_say (ctl, line, "%s\t%s\t%s", gw_doc_get_id (doc), gw_doc_get_rev (doc),
              title != NULL ? title : "");
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwStore *store = open_database (ctl, arguments[0], FALSE, error);
  g_autoptr (GPtrArray) docs = NULL;

  if (store == NULL)
    return FALSE;
  docs = gw_store_list (store, arguments[0], option_prefix, NULL, option_limit, error);
  for (guint i = 0; docs != NULL && i < docs->len; i++)
    say_line (ctl, g_ptr_array_index (docs, i));

  return docs != NULL;
}

static gboolean
run_conflicts (GwCtl              *ctl,
               const char *const  *arguments,
               GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GPtrArray) docs = NULL;

  if (store == NULL)
    return FALSE;
  docs = gw_store_conflicts (store, arguments[0], error);
  for (guint i = 0; docs != NULL && i < docs->len; i++)
    say_line (ctl, g_ptr_array_index (docs, i));

  return docs != NULL;
}

static gboolean
run_delete (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  const char *db = arguments[0], *id = arguments[1];
  GwStore *store = open_database (ctl, db, TRUE, error);
  g_autoptr (JsonObject) last_word = NULL;
  g_autoptr (GwDoc) doc = NULL;
  g_autofree char *rev = NULL;

  if (store == NULL)
    return FALSE;
  doc = gw_store_get (store, db, id, NULL);
  if (doc == NULL || gw_doc_is_deleted (doc))
    return gw_ctl_refuse (error, _("There is no document “%s”."), id);
  last_word = gw_record_new_last_word (gw_profile_get_name (gw_ctl_open_profile (ctl, NULL)));
  if (!gw_store_delete (store, db, id, gw_doc_get_rev (doc), last_word, &rev, error))
    return FALSE;
  say_stored (ctl, id, rev);

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "put", "DB FILE|-", N_("Store a JSON document; “_id” names it, “_rev” the version it changes."),
    NULL, 2, 2, run_put },
  { "get", "[--rev REV | --versions] DB ID", N_("Print a document."), get_options, 2, 2, run_get },
  { "list", "[--prefix TEXT] [--limit N] DB", N_("List the documents of a database."), list_options,
    1, 1, run_list },
  { "conflicts", "[DB]", N_("List the documents of which there are several versions."), NULL, 0, 1,
    run_conflicts },
  { "delete", "DB ID", N_("Delete a document; its versions stay known."), NULL, 2, 2, run_delete },
  { NULL },
};

const GwCtlGroup gw_ctl_doc = { "doc", N_("Documents as they are stored."), commands };
