/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/records/gw-conflict.h"
#include "core/store/gw-store-bin.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_db;
static char *option_keep;
static char *option_text;
static char **option_set;
static char **option_seen;

#define DB_OPTION \
  { "db", 0, 0, G_OPTION_ARG_STRING, &option_db, \
    N_("The database, where several have a document of that name; else it is looked for in all"), "DB" }

static const GOptionEntry document_options[] = {
  DB_OPTION,
  { NULL },
};

static const GOptionEntry settle_options[] = {
  { "keep", 0, 0, G_OPTION_ARG_STRING, &option_keep,
    N_("Let this version stand: its number in “conflict show”, or the beginning of its name"), "VERSION" },
  { "text", 0, 0, G_OPTION_ARG_STRING, &option_text,
    N_("Let this text stand, where one field is open"), "TEXT" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_set,
    N_("Let this text stand in this field; may be given several times"), "FIELD=TEXT" },
  { "seen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_seen,
    N_("Settle only this version and others named so, and leave one that came since beside; else all there are"),
    "VERSION" },
  DB_OPTION,
  { NULL },
};

static void
say_conflict (GwCtl            *ctl,
              GwDoc            *doc,
              GwRecordVersions *versions)
{
  const GwDocType *type = gw_doc_type_find (gw_doc_get_id (doc));
  g_autofree char *title = type != NULL && type->dup_title != NULL ? type->dup_title (doc) : g_strdup ("");
  g_autofree char *fields = g_strjoinv (", ", versions->undecided);
  JsonObject *line = json_object_new ();
  JsonArray *open = json_array_new ();

  for (guint i = 0; versions->undecided[i] != NULL; i++)
    json_array_add_string_element (open, versions->undecided[i]);
  json_object_set_string_member (line, "db", gw_doc_get_db (doc));
  json_object_set_string_member (line, "id", gw_doc_get_id (doc));
  json_object_set_string_member (line, "title", title);
  json_object_set_int_member (line, "versions", versions->docs->len);
  json_object_set_array_member (line, "fields", open);
  gw_ctl_say (ctl, line, "%s\t%u\t%s\t%s", gw_doc_get_id (doc), versions->docs->len, fields, title);
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GPtrArray) docs = store != NULL ? gw_store_conflicts (store, arguments[0], error) : NULL;

  for (guint i = 0; docs != NULL && i < docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (docs, i);
    g_autoptr (GwRecordVersions) versions =
      gw_record_versions_read (store, gw_doc_get_db (doc), gw_doc_get_id (doc), error);

    if (versions == NULL)
      return FALSE;
    say_conflict (ctl, doc, versions);
  }

  return docs != NULL;
}

/* (nullable) (transfer none): the database of the profile that has the document. */
static const char *
find_database (GwCtl       *ctl,
               const char  *id,
               GError     **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  const char *const *databases;

  if (store == NULL)
    return NULL;
  databases = gw_profile_get_databases (gw_ctl_open_profile (ctl, NULL));
  for (guint i = 0; databases[i] != NULL; i++) {
    g_autoptr (GwDoc) doc = NULL;

    if (option_db == NULL || strcmp (option_db, databases[i]) == 0)
      doc = gw_store_get (store, databases[i], id, NULL);
    if (doc != NULL)
      return databases[i];
  }
  gw_ctl_refuse (error, _("There is no document “%s”."), id);

  return NULL;
}

static JsonObject *
describe_version (GwDoc *doc)
{
  JsonObject *line = json_object_new ();
  const char *author = gw_json_get_string (gw_doc_get_body (doc), "author");
  const char *changed = gw_json_get_string (gw_doc_get_body (doc), "changed");

  json_object_set_string_member (line, "rev", gw_doc_get_rev (doc));
  if (author != NULL)
    json_object_set_string_member (line, "author", author);
  if (changed != NULL)
    json_object_set_string_member (line, "changed", changed);

  return line;
}

static char *
dup_field (GwDoc      *doc,
           const char *field)
{
  JsonNode *node = json_object_get_member (gw_doc_get_body (doc), field);
  const char *text = gw_json_get_string (gw_doc_get_body (doc), field);

  if (text != NULL)
    return g_strdup (text);
  return node != NULL ? gw_json_node_to_text (node) : g_strdup ("–");
}

static void
say_version (GwCtl            *ctl,
             GwRecordVersions *versions,
             guint             position)
{
  GwDoc *doc = g_ptr_array_index (versions->docs, position);
  const char *author = gw_json_get_string (gw_doc_get_body (doc), "author");
  const char *changed = gw_json_get_string (gw_doc_get_body (doc), "changed");
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *line = describe_version (doc), *fields = json_object_new ();

  g_string_printf (text, "%u\t%s\t%s\t%s", position + 1, gw_doc_get_rev (doc), author != NULL ? author : "–",
                   changed != NULL ? changed : "–");
  for (guint i = 0; versions->undecided[i] != NULL; i++) {
    const char *field = versions->undecided[i];
    JsonNode *node = json_object_get_member (gw_doc_get_body (doc), field);
    g_autofree char *value = dup_field (doc, field);

    g_string_append_printf (text, "\n  %s=%s", field, value);
    if (node != NULL)
      json_object_set_member (fields, field, gw_json_copy_node (node));
  }
  json_object_set_int_member (line, "version", position + 1);
  json_object_set_boolean_member (line, "shown", position == 0);
  json_object_set_object_member (line, "fields", fields);
  gw_ctl_say (ctl, line, "%s", text->str);
}

static GwRecordVersions *
read_versions (GwCtl       *ctl,
               const char  *id,
               const char **db,
               GError     **error)
{
  g_autoptr (GwRecordVersions) versions = NULL;

  *db = find_database (ctl, id, error);
  if (*db == NULL)
    return NULL;
  versions = gw_record_versions_read (gw_ctl_open_store (ctl, NULL), *db, id, error);
  if (versions != NULL && versions->docs->len < 2) {
    gw_ctl_refuse (error, _("“%s” has no second version: there is nothing to settle."), id);
    return NULL;
  }

  return g_steal_pointer (&versions);
}

static gboolean
run_show (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  const char *db;
  g_autoptr (GwRecordVersions) versions = read_versions (ctl, arguments[0], &db, error);

  for (guint i = 0; versions != NULL && i < versions->docs->len; i++)
    say_version (ctl, versions, i);

  return versions != NULL;
}

/* (nullable) (transfer none): by its number, or by as much of its name as no other begins with. */
static GwDoc *
find_version (GwRecordVersions  *versions,
              const char        *said,
              GError           **error)
{
  GwDoc *found = NULL;
  guint64 number;

  if (g_ascii_string_to_unsigned (said, 10, 1, versions->docs->len, &number, NULL))
    return g_ptr_array_index (versions->docs, number - 1);
  for (guint i = 0; i < versions->docs->len; i++) {
    GwDoc *doc = g_ptr_array_index (versions->docs, i);

    if (!g_str_has_prefix (gw_doc_get_rev (doc), said))
      continue;
    if (found != NULL) {
      gw_ctl_refuse (error, _("The names of several versions begin with “%s”."), said);
      return NULL;
    }
    found = doc;
  }
  if (found == NULL)
    gw_ctl_refuse (error, _("There is no version “%s” any more. Look at the versions again."), said);

  return found;
}

static gboolean
take_text (GwRecordVersions  *versions,
           const char        *field,
           const char        *text,
           GError           **error)
{
  if (gw_conflict_take_text (versions, field, text))
    return TRUE;

  return gw_ctl_refuse (error, _("“%s” is no field in which the versions differ and a text can stand."), field);
}

static gboolean
take_set (GwRecordVersions  *versions,
          const char        *said,
          GError           **error)
{
  const char *equals = strchr (said, '=');
  g_autofree char *field = equals != NULL ? g_strndup (said, equals - said) : NULL;

  if (field == NULL || *field == '\0')
    return gw_ctl_misuse (error, _("“%s” is not of the form FIELD=TEXT."), said);

  return take_text (versions, field, equals + 1, error);
}

/* Every field that is open must be decided by somebody. */
static gboolean
decide (GwRecordVersions  *versions,
        GError           **error)
{
  guint n_open = g_strv_length (versions->undecided), n_set = option_set != NULL ? g_strv_length (option_set) : 0;
  GwDoc *kept;

  if (option_keep != NULL) {
    kept = find_version (versions, option_keep, error);
    if (kept == NULL)
      return FALSE;
    gw_conflict_take_version (versions, kept);
  }
  if (option_text != NULL) {
    if (n_open != 1)
      return gw_ctl_misuse (error, _("Say in which field each text shall stand, with --set FIELD=TEXT."));
    if (!take_text (versions, versions->undecided[0], option_text, error))
      return FALSE;
  }
  for (guint i = 0; i < n_set; i++) {
    if (!take_set (versions, option_set[i], error))
      return FALSE;
  }
  if (option_keep == NULL && option_text == NULL && n_set < n_open)
    return gw_ctl_misuse (error, _("Say what shall stand, with --keep, --text or --set."));

  return TRUE;
}

/* (nullable): the names of the versions that are settled. */
static GStrv
list_seen (GwRecordVersions  *versions,
           GError           **error)
{
  g_autoptr (GStrvBuilder) seen = g_strv_builder_new ();

  for (guint i = 0; option_seen == NULL && i < versions->docs->len; i++)
    g_strv_builder_add (seen, gw_doc_get_rev (g_ptr_array_index (versions->docs, i)));
  for (guint i = 0; option_seen != NULL && option_seen[i] != NULL; i++) {
    GwDoc *doc = find_version (versions, option_seen[i], error);

    if (doc == NULL)
      return NULL;
    g_strv_builder_add (seen, gw_doc_get_rev (doc));
  }

  return g_strv_builder_end (seen);
}

static void
say_settled (GwCtl      *ctl,
             const char *db,
             const char *id,
             guint       n_settled)
{
  g_autoptr (GwDoc) doc = gw_store_get (gw_ctl_open_store (ctl, NULL), db, id, NULL);
  guint left = doc != NULL && gw_doc_get_conflicts (doc) > 0 ? gw_doc_get_conflicts (doc) + 1 : 0;
  JsonObject *line = json_object_new ();

  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_string_member (line, "id", id);
  json_object_set_string_member (line, "rev", doc != NULL ? gw_doc_get_rev (doc) : "");
  json_object_set_int_member (line, "versions", left);
  if (left > 0)
    gw_ctl_say (ctl, line, _("The versions you saw are one now. Another one stands beside it: look again."));
  else
    /* TRANSLATORS: %1$u is a number of versions, %2$d a number of days. */
    gw_ctl_say (ctl, line, g_dngettext (GETTEXT_PACKAGE, "%1$u version is settled; it can be read for %2$d days.",
                                        "%1$u versions are one now; what does not stand can be read for %2$d days.",
                                        n_settled), n_settled, GW_STORE_BODY_DAYS);
}

static gboolean
run_settle (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  const char *id = arguments[0], *db;
  g_autoptr (GwRecordVersions) versions = read_versions (ctl, id, &db, error);
  GwProfile *profile = gw_ctl_open_profile (ctl, NULL);
  g_auto (GStrv) seen = NULL;

  if (versions == NULL)
    return FALSE;
  if (!gw_profile_can_write (profile, db))
    return gw_ctl_refuse (error, _("This profile may read “%s”, but not write to it."), db);
  seen = list_seen (versions, error);
  if (seen == NULL || !decide (versions, error)
      || !gw_conflict_settle (gw_ctl_open_store (ctl, NULL), db, id, versions->joined, (const char *const *) seen,
                              gw_profile_get_name (profile), error))
    return FALSE;
  say_settled (ctl, db, id, g_strv_length (seen));

  return TRUE;
}

static void
say_unchosen (GwCtl          *ctl,
              const GwBinned *binned)
{
  JsonObject *line = describe_version (binned->doc);
  g_autofree char *until = gw_time_format (binned->until);
  const char *author = gw_json_get_string (gw_doc_get_body (binned->doc), "author");

  json_object_set_string_member (line, "until", until);
  json_object_set_object_member (line, "body", gw_json_copy (gw_doc_get_body (binned->doc)));
  gw_ctl_say (ctl, line, "%s\t%s\t%s\t%s", gw_doc_get_rev (binned->doc), author != NULL ? author : "–", until,
              gw_doc_get_text (binned->doc));
}

static gboolean
run_kept (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  const char *db = find_database (ctl, arguments[0], error);
  g_autoptr (GPtrArray) list =
    db != NULL ? gw_store_unchosen (gw_ctl_open_store (ctl, NULL), db, arguments[0], error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    say_unchosen (ctl, g_ptr_array_index (list, i));

  return list != NULL;
}

static const GwCtlCommand commands[] = {
  { "list", "[DB]", N_("List what two people changed apart and a person has to settle."), NULL, 0, 1, run_list },
  { "show", "[--db DB] DOCUMENT", N_("Show all versions, the one that stands for now first, where they differ."),
    document_options, 1, 1, run_show },
  { "settle", "[--keep VERSION] [--text TEXT] [--set FIELD=TEXT]… [--seen VERSION]… [--db DB] DOCUMENT",
    N_("Make one version out of several. What does not stand is kept for 90 days, that of an answer in its history "
       "for good."), settle_options, 1, 1, run_settle },
  { "kept", "[--db DB] DOCUMENT", N_("Show the versions that do not stand any more and can still be read."),
    document_options, 1, 1, run_kept },
  { NULL },
};

const GwCtlGroup gw_ctl_conflict = { "conflict", N_("What two people changed apart."), commands };
