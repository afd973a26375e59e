/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-reference-private.h"

#include <string.h>

#include "core/base/gw-csv.h"
#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"

G_DEFINE_FINAL_TYPE (GwReference, gw_reference, G_TYPE_OBJECT)

static void
species_clear (gpointer data)
{
  GwSpecies *species = data;

  g_free (species->id);
  g_free (species->folded);
}

/* Keys borrow from the rows. The arrays no longer grow, so addresses of rows are stable. */
static void
index_rows (GwReference *self)
{
#define INDEX(array, type, table, key) \
  for (guint i = 0; i < self->array->len; i++) { \
    type *row = &g_array_index (self->array, type, i); \
    g_hash_table_insert (self->table, (char *) row->key, row); \
  }
  INDEX (countries, GwCountry, countries_by_id, iso3)
  INDEX (instruments, GwInstrument, instruments_by_id, id)
  INDEX (species, GwSpecies, species_by_id, id)
  INDEX (meetings, GwMeeting, meetings_by_id, id)
  INDEX (targets, GwTarget, targets_by_id, id)
#undef INDEX
  for (guint i = 0; i < self->terms->len; i++) {
    GwTerm *term = &g_array_index (self->terms, GwTerm, i);

    g_hash_table_insert (self->terms_by_id,
                         g_strdup_printf ("%s\n%s", term->vocabulary, term->id), term);
  }
}

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  return g_strcmp0 (((const GwMeeting *) a)->start, ((const GwMeeting *) b)->start);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GwReference *self = gw_reference_load (data, &error);

  if (self)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
gw_reference_finalize (GObject *object)
{
  GwReference *self = GW_REFERENCE (object);

  g_hash_table_unref (self->countries_by_id);
  g_hash_table_unref (self->instruments_by_id);
  g_hash_table_unref (self->species_by_id);
  g_hash_table_unref (self->meetings_by_id);
  g_hash_table_unref (self->targets_by_id);
  g_hash_table_unref (self->terms_by_id);
  g_array_unref (self->countries);
  g_array_unref (self->instruments);
  g_array_unref (self->memberships);
  g_array_unref (self->species);
  g_array_unref (self->meetings);
  g_array_unref (self->targets);
  g_array_unref (self->terms);
  g_array_unref (self->days);
  g_hash_table_unref (self->labels);
  g_ptr_array_unref (self->tables);

  G_OBJECT_CLASS (gw_reference_parent_class)->finalize (object);
}

static void
gw_reference_class_init (GwReferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_reference_finalize;
}

static void
gw_reference_init (GwReference *self)
{
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_csv_free);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->countries = g_array_new (FALSE, TRUE, sizeof (GwCountry));
  self->instruments = g_array_new (FALSE, TRUE, sizeof (GwInstrument));
  self->memberships = g_array_new (FALSE, TRUE, sizeof (GwMembership));
  self->species = g_array_new (FALSE, TRUE, sizeof (GwSpecies));
  g_array_set_clear_func (self->species, species_clear);
  self->meetings = g_array_new (FALSE, TRUE, sizeof (GwMeeting));
  self->targets = g_array_new (FALSE, TRUE, sizeof (GwTarget));
  self->terms = g_array_new (FALSE, TRUE, sizeof (GwTerm));
  self->days = g_array_new (FALSE, TRUE, sizeof (GwDay));
  self->countries_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->instruments_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->species_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->meetings_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->targets_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->terms_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gw_reference_load:
 * @directory: (nullable) (type filename): where the CSV files are, or %NULL for those that come
 *   with the program
 * @error: return location
 *
 * Reads all files: some 5 ms of work and 0.5 MB, so not for the main thread. See
 * gw_reference_load_async().
 *
 * Returns: (transfer full) (nullable): the reference data
 */
GwReference *
gw_reference_load (const char  *directory,
                   GError     **error)
{
  g_autoptr (GwReference) self = g_object_new (GW_TYPE_REFERENCE, NULL);
  g_autofree char *own = NULL;

  if (!directory)
    directory = own = g_build_filename (gw_paths_get_data_dir (), "reference", NULL);
  if (!gw_reference_read_tables (self, directory, error))
    return NULL;
  g_array_sort (self->meetings, compare_meetings);
  index_rows (self);
  return g_steal_pointer (&self);
}

/**
 * gw_reference_load_async:
 * @directory: (nullable) (type filename): as for gw_reference_load()
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Does gw_reference_load() on a thread of its own.
 */
void
gw_reference_load_async (const char          *directory,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, gw_reference_load_async);
  g_task_set_task_data (task, g_strdup (directory), g_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * gw_reference_load_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the reference data
 */
GwReference *
gw_reference_load_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_reference_find_country:
 * @self: the reference data
 * @iso3: (nullable): a three-letter code; the European Union is "EUE"
 *
 * Returns: (transfer none) (nullable): the country, Party or not
 */
const GwCountry *
gw_reference_find_country (GwReference *self,
                           const char  *iso3)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  return iso3 ? g_hash_table_lookup (self->countries_by_id, iso3) : NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      language)
{
  const GwCountry *one = *(const GwCountry **) a;
  const GwCountry *two = *(const GwCountry **) b;
  g_autofree char *first = gw_label_fold (gw_label_get (&one->name, language));
  g_autofree char *second = gw_label_fold (gw_label_get (&two->name, language));

  return strcmp (first, second);
}

/**
 * gw_reference_list_countries:
 * @self: the reference data
 * @language: (nullable): the reader's language, by whose names the list is sorted
 *
 * Returns: (transfer container) (element-type GwCountry): all countries, Parties and others
 */
GPtrArray *
gw_reference_list_countries (GwReference *self,
                             const char  *language)
{
  GPtrArray *list;

  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  list = g_ptr_array_sized_new (self->countries->len);
  for (guint i = 0; i < self->countries->len; i++)
    g_ptr_array_add (list, &g_array_index (self->countries, GwCountry, i));
  g_ptr_array_sort_with_data (list, compare_names, (gpointer) language);
  return list;
}

/**
 * gw_reference_find_instrument:
 * @self: the reference data
 * @id: (nullable): "aewa", "sharks", ...
 *
 * Returns: (transfer none) (nullable): the instrument
 */
const GwInstrument *
gw_reference_find_instrument (GwReference *self,
                              const char  *id)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  return id ? g_hash_table_lookup (self->instruments_by_id, id) : NULL;
}

/**
 * gw_reference_get_instruments:
 * @self: the reference data
 * @n_out: (out): how many
 *
 * Returns: (array length=n_out): Agreements, MOUs, initiatives, action plans and task forces
 */
const GwInstrument *
gw_reference_get_instruments (GwReference *self,
                              guint       *n_out)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self) && n_out, NULL);

  *n_out = self->instruments->len;
  return (const GwInstrument *) self->instruments->data;
}

/**
 * gw_reference_list_memberships:
 * @self: the reference data
 * @iso3: (nullable): a country, or %NULL for all
 *
 * The lists are not complete for every instrument; data/reference/README.md says which.
 *
 * Returns: (transfer container) (element-type GwMembership): the Agreements and MOUs that the
 *   country takes part in
 */
GPtrArray *
gw_reference_list_memberships (GwReference *self,
                               const char  *iso3)
{
  GPtrArray *list;

  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  list = g_ptr_array_new ();
  for (guint i = 0; i < self->memberships->len; i++) {
    GwMembership *membership = &g_array_index (self->memberships, GwMembership, i);

    if (!iso3 || g_strcmp0 (membership->iso3, iso3) == 0)
      g_ptr_array_add (list, membership);
  }
  return list;
}

/**
 * gw_reference_find_meeting:
 * @self: the reference data
 * @id: (nullable): "CMS-COP15"
 *
 * Returns: (transfer none) (nullable): the meeting
 */
const GwMeeting *
gw_reference_find_meeting (GwReference *self,
                           const char  *id)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  return id ? g_hash_table_lookup (self->meetings_by_id, id) : NULL;
}

/**
 * gw_reference_get_meetings:
 * @self: the reference data
 * @n_out: (out): how many
 *
 * Returns: (array length=n_out): all known meetings, the earliest first
 */
const GwMeeting *
gw_reference_get_meetings (GwReference *self,
                           guint       *n_out)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self) && n_out, NULL);

  *n_out = self->meetings->len;
  return (const GwMeeting *) self->meetings->data;
}

/**
 * gw_reference_next_meeting:
 * @self: the reference data
 * @body: "CMS COP", "AEWA MOP", ...
 * @today: the day to look from
 *
 * Returns: (transfer none) (nullable): the next meeting of @body, or %NULL when none is announced
 */
const GwMeeting *
gw_reference_next_meeting (GwReference *self,
                           const char  *body,
                           const GDate *today)
{
  g_autofree char *from = NULL;

  g_return_val_if_fail (GW_IS_REFERENCE (self) && body && today, NULL);

  from = gw_date_format (today);
  for (guint i = 0; i < self->meetings->len; i++) {
    const GwMeeting *meeting = &g_array_index (self->meetings, GwMeeting, i);

    if (g_strcmp0 (meeting->body, body) == 0 && g_strcmp0 (meeting->start, from) >= 0)
      return meeting;
  }
  return NULL;
}

/**
 * gw_reference_find_target:
 * @self: the reference data
 * @id: (nullable): "SSPMS-T1.2", "KMGBF-T4", ...
 *
 * Returns: (transfer none) (nullable): the goal or target
 */
const GwTarget *
gw_reference_find_target (GwReference *self,
                          const char  *id)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self), NULL);

  return id ? g_hash_table_lookup (self->targets_by_id, id) : NULL;
}

/**
 * gw_reference_get_targets:
 * @self: the reference data
 * @n_out: (out): how many
 *
 * Returns: (array length=n_out): goals and targets of all frameworks
 */
const GwTarget *
gw_reference_get_targets (GwReference *self,
                          guint       *n_out)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self) && n_out, NULL);

  *n_out = self->targets->len;
  return (const GwTarget *) self->targets->data;
}

/**
 * gw_reference_find_term:
 * @self: the reference data
 * @vocabulary: "threat", "action_type", ...
 * @id: (nullable): the value
 *
 * Returns: (transfer none) (nullable): the term
 */
const GwTerm *
gw_reference_find_term (GwReference *self,
                        const char  *vocabulary,
                        const char  *id)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (GW_IS_REFERENCE (self) && vocabulary, NULL);

  key = g_strdup_printf ("%s\n%s", vocabulary, id ? id : "");
  return g_hash_table_lookup (self->terms_by_id, key);
}

/**
 * gw_reference_list_terms:
 * @self: the reference data
 * @vocabulary: "threat", "action_type", ...
 *
 * Returns: (transfer container) (element-type GwTerm): its terms, in the order of the file
 */
GPtrArray *
gw_reference_list_terms (GwReference *self,
                         const char  *vocabulary)
{
  GPtrArray *list;

  g_return_val_if_fail (GW_IS_REFERENCE (self) && vocabulary, NULL);

  list = g_ptr_array_new ();
  for (guint i = 0; i < self->terms->len; i++) {
    GwTerm *term = &g_array_index (self->terms, GwTerm, i);

    if (g_strcmp0 (term->vocabulary, vocabulary) == 0)
      g_ptr_array_add (list, term);
  }
  return list;
}

/**
 * gw_reference_get_days:
 * @self: the reference data
 * @n_out: (out): how many
 *
 * Returns: (array length=n_out): awareness days; gw_day_dup_date() computes their dates
 */
const GwDay *
gw_reference_get_days (GwReference *self,
                       guint       *n_out)
{
  g_return_val_if_fail (GW_IS_REFERENCE (self) && n_out, NULL);

  *n_out = self->days->len;
  return (const GwDay *) self->days->data;
}
