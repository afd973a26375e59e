/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-action.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/records/gw-label.h"
#include "core/records/gw-records.h"

struct _GwAction
{
  GObject  parent_instance;

  char    *id;
  char    *title;
  char    *kind;
  char    *status;
  char    *start_date;
  char    *end_date;
  char    *lead;
  char    *confidentiality;
  char    *changed;
  char    *folded;
  GStrv    species;
  GStrv    instruments;
  GStrv    threats;
  GStrv    targets;
  int      year;
  guint    conflicts;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_KIND,
  PROP_STATUS,
  PROP_YEAR,
  PROP_START_DATE,
  PROP_END_DATE,
  PROP_LEAD,
  PROP_CONFIDENTIALITY,
  PROP_CHANGED,
  PROP_CONFLICTS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GwAction, gw_action, G_TYPE_OBJECT)

static void
gw_action_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  GwAction *self = GW_ACTION (object);
  const char *texts[N_PROPS] = {
    [PROP_ID] = self->id,
    [PROP_TITLE] = self->title,
    [PROP_KIND] = self->kind,
    [PROP_STATUS] = self->status,
    [PROP_START_DATE] = self->start_date,
    [PROP_END_DATE] = self->end_date,
    [PROP_LEAD] = self->lead,
    [PROP_CONFIDENTIALITY] = self->confidentiality,
    [PROP_CHANGED] = self->changed,
  };

  if (prop_id == PROP_YEAR)
    g_value_set_int (value, self->year);
  else if (prop_id == PROP_CONFLICTS)
    g_value_set_uint (value, self->conflicts);
  else if (prop_id < N_PROPS)
    g_value_set_string (value, texts[prop_id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
gw_action_finalize (GObject *object)
{
  GwAction *self = GW_ACTION (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->kind);
  g_free (self->status);
  g_free (self->start_date);
  g_free (self->end_date);
  g_free (self->lead);
  g_free (self->confidentiality);
  g_free (self->changed);
  g_free (self->folded);
  g_strfreev (self->species);
  g_strfreev (self->instruments);
  g_strfreev (self->threats);
  g_strfreev (self->targets);

  G_OBJECT_CLASS (gw_action_parent_class)->finalize (object);
}

static void
gw_action_class_init (GwActionClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_ID] = "id",
    [PROP_TITLE] = "title",
    [PROP_KIND] = "kind",
    [PROP_STATUS] = "status",
    [PROP_START_DATE] = "start-date",
    [PROP_END_DATE] = "end-date",
    [PROP_LEAD] = "lead",
    [PROP_CONFIDENTIALITY] = "confidentiality",
    [PROP_CHANGED] = "changed",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = gw_action_get_property;
  object_class->finalize = gw_action_finalize;
  for (int i = 1; i < N_PROPS; i++) {
    if (names[i])
      props[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  }
  props[PROP_YEAR] = g_param_spec_int ("year", NULL, NULL, 0, 9999, 0, flags);
  props[PROP_CONFLICTS] = g_param_spec_uint ("conflicts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gw_action_init (GwAction *self)
{
}

static GStrv
dup_list (JsonObject *body,
          const char *field)
{
  g_autofree char *text = gw_action_dup_answer (body, field);

  return g_strsplit (text ? text : "", " ", -1);
}

/* The year of the action: when it ended or, as long as it goes on, when it began. */
static int
find_year (const GwAction *self)
{
  const char *date = self->end_date ? self->end_date : self->start_date;

  return date && strlen (date) >= 4 ? CLAMP (atoi (date), 0, 9999) : 0;
}

/**
 * gw_action_new_from_doc:
 * @doc: a document "action:…"
 *
 * Returns: (transfer full): a row
 */
GwAction *
gw_action_new_from_doc (GwDoc *doc)
{
  GwAction *self;
  JsonObject *body;
  g_autofree char *places = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (doc, NULL);

  body = gw_doc_get_body (doc);
  self = g_object_new (GW_TYPE_ACTION, NULL);
  self->id = g_strdup (gw_doc_get_id (doc));
  self->title = g_strdup (gw_json_get_string (body, "title"));
  self->kind = g_strdup (gw_json_get_string (body, "kind"));
  self->status = g_strdup (gw_json_get_string (body, "status"));
  self->start_date = g_strdup (gw_json_get_string (body, "start_date"));
  self->end_date = g_strdup (gw_json_get_string (body, "end_date"));
  self->lead = g_strdup (gw_json_get_string (body, "lead"));
  self->confidentiality = g_strdup (gw_json_get_string (body, "confidentiality"));
  self->changed = g_strdup (gw_json_get_string (body, "changed"));
  self->species = dup_list (body, "species");
  self->instruments = dup_list (body, "instruments");
  self->threats = dup_list (body, "threats");
  self->targets = dup_list (body, "targets");
  self->year = find_year (self);
  self->conflicts = gw_doc_get_conflicts (doc);
  places = g_strdup (gw_json_get_string (body, "places"));
  words = g_strjoin ("\n", self->title ? self->title : "", places ? places : "",
                     self->lead ? self->lead : "", NULL);
  self->folded = gw_label_fold (words);
  return self;
}

#define GETTER(type, name) \
  type \
  gw_action_get_##name (GwAction *self) \
  { \
    g_return_val_if_fail (GW_IS_ACTION (self), 0); \
    return self->name; \
  }
#define LIST_GETTER(name) \
  const char *const * \
  gw_action_get_##name (GwAction *self) \
  { \
    g_return_val_if_fail (GW_IS_ACTION (self), NULL); \
    return (const char *const *) self->name; \
  }

GETTER (const char *, id)
GETTER (const char *, title)
GETTER (const char *, kind)
GETTER (const char *, status)
GETTER (int, year)
GETTER (const char *, start_date)
GETTER (const char *, end_date)
GETTER (const char *, lead)
GETTER (const char *, confidentiality)
GETTER (const char *, changed)
GETTER (guint, conflicts)
LIST_GETTER (species)
LIST_GETTER (instruments)
LIST_GETTER (threats)
LIST_GETTER (targets)

/**
 * gw_action_matches:
 * @self: an action
 * @folded_words: what a person typed, through gw_label_fold()
 *
 * Returns: whether every word is in its title, its places or its lead
 */
gboolean
gw_action_matches (GwAction   *self,
                   const char *folded_words)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (GW_IS_ACTION (self) && folded_words, FALSE);

  words = g_strsplit (folded_words, " ", -1);
  for (int i = 0; words[i]; i++) {
    if (!strstr (self->folded, words[i]))
      return FALSE;
  }
  return TRUE;
}

static GObject *
make_row (GwStore   *store,
          GwDoc     *doc,
          gpointer   data,
          GError   **error)
{
  return G_OBJECT (gw_action_new_from_doc (doc));
}

static const GwRecordListKind list_kind = {
  .db = GW_RECORDS_DB,
  .prefix = "action:",
  .make_row = make_row,
};

/**
 * gw_action_list_new:
 * @store: the profile's store
 *
 * Returns: (transfer full): all actions as #GwAction, the oldest first
 */
GwRecordList *
gw_action_list_new (GwStoreThread *store)
{
  return gw_record_list_new (store, &list_kind, NULL, NULL);
}

/**
 * gw_action_create:
 * @store: the profile's store
 * @author: who writes it
 *
 * Makes an action that is not stored before something is typed.
 *
 * Returns: (transfer full): the new action
 */
GwRecord *
gw_action_create (GwStoreThread *store,
                  const char    *author)
{
  g_autofree char *ulid = gw_id_new ();
  g_autofree char *id = g_strconcat ("action:", ulid, NULL);

  return gw_record_new (store, GW_RECORDS_DB, id, author);
}

/**
 * gw_action_open:
 * @store: the profile's store
 * @id: "action:…"
 * @author: who changes it
 *
 * Returns: (transfer full): the action, to be filled by gw_record_open_async()
 */
GwRecord *
gw_action_open (GwStoreThread *store,
                const char    *id,
                const char    *author)
{
  g_return_val_if_fail (id && g_str_has_prefix (id, "action:"), NULL);

  return gw_record_new (store, GW_RECORDS_DB, id, author);
}

/**
 * gw_action_get_answer:
 * @record: an action
 * @ref: a node of the form
 *
 * Returns: (transfer full) (nullable): its answer as the form's text
 */
char *
gw_action_get_answer (GwRecord   *record,
                      const char *ref)
{
  const char *field = gw_action_field_from_ref (ref);
  g_auto (GStrv) values = NULL;

  if (!gw_action_field_is_list (field))
    return g_strdup (gw_record_get_string (record, field));
  values = gw_record_dup_strv (record, field);
  return g_strjoinv (" ", values);
}

/**
 * gw_action_answer:
 * @record: an action
 * @ref: a node of the form
 * @answer: (nullable): the form's text
 *
 * Changes an answer, as gw_record_set_string() does.
 */
void
gw_action_answer (GwRecord   *record,
                  const char *ref,
                  const char *answer)
{
  const char *field = gw_action_field_from_ref (ref);

  if (gw_action_field_is_list (field)) {
    g_auto (GStrv) values = g_strsplit (answer && *answer ? answer : "", " ", -1);

    gw_record_set_strv (record, field, (const char *const *) values);
  } else {
    gw_record_set_string (record, field, answer && *answer ? answer : NULL);
  }
}

/**
 * gw_action_store_new:
 * @store: the store, on its thread
 * @answers: members of the new action: texts, or arrays of texts
 * @author: who writes it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the id of the new action
 */
char *
gw_action_store_new (GwStore     *store,
                     JsonObject  *answers,
                     const char  *author,
                     GError     **error)
{
  g_autofree char *ulid = gw_id_new ();
  g_autofree char *id = g_strconcat ("action:", ulid, NULL);
  g_autoptr (JsonObject) body = gw_json_copy (answers);

  gw_record_stamp (body, id, author);
  if (!gw_store_put (store, GW_RECORDS_DB, id, NULL, body, GW_PUT_DEFAULT, NULL, error))
    return NULL;
  return g_steal_pointer (&id);
}

/**
 * gw_action_store_set:
 * @store: the store, on its thread
 * @id: an action
 * @field: a member, or a node of the form
 * @answer: (nullable): the form's text
 * @author: who changes it
 * @error: return location
 *
 * Returns: whether the answer is stored
 */
gboolean
gw_action_store_set (GwStore     *store,
                     const char  *id,
                     const char  *field,
                     const char  *answer,
                     const char  *author,
                     GError     **error)
{
  g_autoptr (GwDoc) doc = gw_store_get (store, GW_RECORDS_DB, id, error);
  g_autoptr (JsonObject) body = NULL;

  if (!doc)
    return FALSE;
  if (gw_doc_is_deleted (doc)) {
    g_set_error (error, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND, "%s is deleted", id);
    return FALSE;
  }
  body = gw_json_copy (gw_doc_get_body (doc));
  gw_action_set_answer (body, gw_action_field_from_ref (field), answer);
  gw_record_stamp (body, id, author);
  return gw_store_put (store, GW_RECORDS_DB, id, gw_doc_get_rev (doc), body, GW_PUT_COALESCE, NULL,
                       error);
}
