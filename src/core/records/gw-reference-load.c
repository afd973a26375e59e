/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the CSV files of data/reference into rows. One function per file; each names the
 * columns that it reads, so that a changed header is found here. */
#include "core/records/gw-reference-private.h"

#include "core/base/gw-csv.h"

typedef struct
{
  const GwCsv *csv;
  guint        row;
} Cell;

/* An empty cell means "not known" and is given as NULL. */
static const char *
cell (const Cell *at,
      const char *column)
{
  const char *text = gw_csv_get (at->csv, at->row, gw_csv_find_column (at->csv, column));

  return text && *text ? text : NULL;
}

/* A row without its key could not be looked up, so the file is refused. */
static gboolean
check_keys (const GwCsv        *csv,
            const char         *path,
            const char *const  *columns,
            GError            **error)
{
  static const char *const keys[] = {
    "id", "iso3", "scientific_name", "table", "vocabulary", "instrument_id", NULL
  };

  for (int i = 0; columns[i]; i++) {
    if (!g_strv_contains (keys, columns[i]))
      continue;
    for (guint row = 0; row < gw_csv_get_n_rows (csv); row++) {
      Cell at = { csv, row };

      if (!cell (&at, columns[i])) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     "%s: row %u has no \"%s\"", path, row + 2, columns[i]);
        return FALSE;
      }
    }
  }
  return TRUE;
}

static GwCsv *
read_table (GwReference        *self,
            const char         *directory,
            const char         *name,
            const char *const  *columns,
            GError            **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GwCsv) csv = gw_csv_new_from_file (path, error);

  if (!csv)
    return NULL;
  for (int i = 0; columns[i]; i++) {
    if (gw_csv_find_column (csv, columns[i]) < 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s has no column \"%s\"", path, columns[i]);
      return NULL;
    }
  }
  if (!check_keys (csv, path, columns, error))
    return NULL;
  g_ptr_array_add (self->tables, csv);
  return g_steal_pointer (&csv);
}

static GwLabel
read_label (const Cell *at,
            const char *en,
            const char *fr,
            const char *es)
{
  GwLabel label = { { NULL } };

  label.text[GW_LANGUAGE_EN] = cell (at, en);
  if (fr)
    label.text[GW_LANGUAGE_FR] = cell (at, fr);
  if (es)
    label.text[GW_LANGUAGE_ES] = cell (at, es);
  return label;
}

/* labels.csv holds the translations that the other files have no column for. */
static void
add_label (GwReference *self,
           const char  *table,
           const char  *id,
           GwLabel     *label)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", table, id);
  const GwLabel *more = g_hash_table_lookup (self->labels, key);

  for (int i = 0; more && i < GW_N_LANGUAGES; i++) {
    if (!label->text[i])
      label->text[i] = more->text[i];
  }
}

static gboolean
read_labels (GwReference  *self,
             const char   *directory,
             GError      **error)
{
  static const char *const columns[] = { "table", "id", "label_fr", "label_es", "label_ar", NULL };
  GwCsv *csv = read_table (self, directory, "labels.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwLabel *label = g_new0 (GwLabel, 1);

    label->text[GW_LANGUAGE_FR] = cell (&at, "label_fr");
    label->text[GW_LANGUAGE_ES] = cell (&at, "label_es");
    label->text[GW_LANGUAGE_AR] = cell (&at, "label_ar");
    g_hash_table_insert (self->labels,
                         g_strdup_printf ("%s\n%s", cell (&at, "table"), cell (&at, "id")), label);
  }
  return csv != NULL;
}

static gboolean
read_country_names (GwReference  *self,
                    const char   *directory,
                    GError      **error)
{
  static const char *const columns[] = { "iso3", "name_ar", NULL };
  GwCsv *csv = read_table (self, directory, "country_names_ar.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwLabel *label = g_new0 (GwLabel, 1);

    label->text[GW_LANGUAGE_AR] = cell (&at, "name_ar");
    g_hash_table_insert (self->labels, g_strdup_printf ("country\n%s", cell (&at, "iso3")), label);
  }
  return csv != NULL;
}

static gboolean
read_parties (GwReference  *self,
              const char   *directory,
              GError      **error)
{
  static const char *const columns[] = {
    "iso2", "iso3", "name_en", "name_fr", "name_es", "cms_region", "entry_into_force",
    "date_confidence", "working_language", "confidence", "note", "source", NULL
  };
  GwCsv *csv = read_table (self, directory, "parties.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwCountry country = {
      .iso3 = cell (&at, "iso3"),
      .iso2 = cell (&at, "iso2"),
      .name = read_label (&at, "name_en", "name_fr", "name_es"),
      .region = cell (&at, "cms_region"),
      .is_party = TRUE,
      .entry_into_force = cell (&at, "entry_into_force"),
      .date_confidence = cell (&at, "date_confidence"),
      .working_language = cell (&at, "working_language"),
      .confidence = cell (&at, "confidence"),
      .note = cell (&at, "note"),
      .source = cell (&at, "source"),
    };

    add_label (self, "country", country.iso3, &country.name);
    g_array_append_val (self->countries, country);
  }
  return csv != NULL;
}

static gboolean
read_non_parties (GwReference  *self,
                  const char   *directory,
                  GError      **error)
{
  static const char *const columns[] = {
    "iso2", "iso3", "name_en", "name_fr", "name_es", "region", "participates_in",
    "recruitment_priority", "confidence", "source", NULL
  };
  GwCsv *csv = read_table (self, directory, "non_parties.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwCountry country = {
      .iso3 = cell (&at, "iso3"),
      .iso2 = cell (&at, "iso2"),
      .name = read_label (&at, "name_en", "name_fr", "name_es"),
      .region = cell (&at, "region"),
      .participates_in = cell (&at, "participates_in"),
      .recruitment_priority = cell (&at, "recruitment_priority"),
      .confidence = cell (&at, "confidence"),
      .source = cell (&at, "source"),
    };

    add_label (self, "country", country.iso3, &country.name);
    g_array_append_val (self->countries, country);
  }
  return csv != NULL;
}

static gboolean
read_instruments (GwReference  *self,
                  const char   *directory,
                  GError      **error)
{
  static const char *const columns[] = {
    "id", "kind", "short_name", "full_name_en", "date_in_effect", "region", "taxa", "secretariat",
    "website", "confidence", "note", NULL
  };
  GwCsv *csv = read_table (self, directory, "instruments.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwInstrument instrument = {
      .id = cell (&at, "id"),
      .kind = cell (&at, "kind"),
      .label = read_label (&at, "short_name", NULL, NULL),
      .full_name = cell (&at, "full_name_en"),
      .date_in_effect = cell (&at, "date_in_effect"),
      .region = cell (&at, "region"),
      .taxa = cell (&at, "taxa"),
      .secretariat = cell (&at, "secretariat"),
      .website = cell (&at, "website"),
      .confidence = cell (&at, "confidence"),
      .note = cell (&at, "note"),
    };

    add_label (self, "instrument", instrument.id, &instrument.label);
    g_array_append_val (self->instruments, instrument);
  }
  return csv != NULL;
}

static gboolean
read_memberships (GwReference  *self,
                  const char   *directory,
                  GError      **error)
{
  static const char *const columns[] = {
    "iso3", "instrument_id", "status", "date", "date_type", "confidence", "note", NULL
  };
  GwCsv *csv = read_table (self, directory, "membership.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwMembership membership = {
      .iso3 = cell (&at, "iso3"),
      .instrument_id = cell (&at, "instrument_id"),
      .status = cell (&at, "status"),
      .date = cell (&at, "date"),
      .date_type = cell (&at, "date_type"),
      .confidence = cell (&at, "confidence"),
      .note = cell (&at, "note"),
    };

    g_array_append_val (self->memberships, membership);
  }
  return csv != NULL;
}

static gboolean
read_species (GwReference  *self,
              const char   *directory,
              GError      **error)
{
  static const char *const columns[] = {
    "scientific_name", "rank", "common_en", "common_fr", "common_es", "class", "order", "family",
    "appendix", "population_note", "last_listing_change", "instruments", "synonyms", "confidence",
    NULL
  };
  GwCsv *csv = read_table (self, directory, "species.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwSpecies species = {
      .scientific_name = cell (&at, "scientific_name"),
      .rank = cell (&at, "rank"),
      .common_name = read_label (&at, "common_en", "common_fr", "common_es"),
      .class_name = cell (&at, "class"),
      .order = cell (&at, "order"),
      .family = cell (&at, "family"),
      .appendix = cell (&at, "appendix"),
      .population_note = cell (&at, "population_note"),
      .last_listing_change = cell (&at, "last_listing_change"),
      .instruments = cell (&at, "instruments"),
      .synonyms = cell (&at, "synonyms"),
      .confidence = cell (&at, "confidence"),
    };
    g_autofree char *names = NULL;

    species.id = gw_species_make_id (species.scientific_name);
    names = g_strjoin ("\n", "", species.scientific_name,
                       species.common_name.text[GW_LANGUAGE_EN] ?: "",
                       species.common_name.text[GW_LANGUAGE_FR] ?: "",
                       species.common_name.text[GW_LANGUAGE_ES] ?: "",
                       species.synonyms ?: "", "", NULL);
    species.folded = gw_label_fold (names);
    g_array_append_val (self->species, species);
  }
  return csv != NULL;
}

static gboolean
read_meetings (GwReference  *self,
               const char   *directory,
               GError      **error)
{
  static const char *const columns[] = {
    "id", "body", "number", "place", "country_iso3", "start", "end", "confidence", "note",
    "source", NULL
  };
  GwCsv *csv = read_table (self, directory, "meetings.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    const char *number = cell (&at, "number");
    GwMeeting meeting = {
      .id = cell (&at, "id"),
      .body = cell (&at, "body"),
      .number = number ? (int) g_ascii_strtoll (number, NULL, 10) : 0,
      .place = cell (&at, "place"),
      .country_iso3 = cell (&at, "country_iso3"),
      .start = cell (&at, "start"),
      .end = cell (&at, "end"),
      .confidence = cell (&at, "confidence"),
      .note = cell (&at, "note"),
      .source = cell (&at, "source"),
    };

    g_array_append_val (self->meetings, meeting);
  }
  return csv != NULL;
}

static gboolean
read_targets (GwReference  *self,
              const char   *directory,
              GError      **error)
{
  static const char *const columns[] = {
    "id", "framework", "level", "title", "aligned_ids", "confidence", NULL
  };
  GwCsv *csv = read_table (self, directory, "targets.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwTarget target = {
      .id = cell (&at, "id"),
      .framework = cell (&at, "framework"),
      .level = cell (&at, "level"),
      .title = read_label (&at, "title", NULL, NULL),
      .aligned = cell (&at, "aligned_ids"),
      .confidence = cell (&at, "confidence"),
    };

    add_label (self, "target", target.id, &target.title);
    g_array_append_val (self->targets, target);
  }
  return csv != NULL;
}

static gboolean
read_terms (GwReference  *self,
            const char   *directory,
            GError      **error)
{
  static const char *const columns[] = {
    "vocabulary", "id", "label_en", "label_fr", "label_es", NULL
  };
  static const char *const threat_columns[] = { "id", "parent_id", NULL };
  GwCsv *csv = read_table (self, directory, "vocabularies.csv", columns, error);
  GwCsv *threats;
  g_autoptr (GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);

  if (!csv || !(threats = read_table (self, directory, "threats.csv", threat_columns, error)))
    return FALSE;
  for (guint i = 0; i < gw_csv_get_n_rows (threats); i++) {
    Cell at = { threats, i };

    g_hash_table_insert (parents, (char *) cell (&at, "id"), (char *) cell (&at, "parent_id"));
  }
  for (guint i = 0; i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwTerm term = {
      .vocabulary = cell (&at, "vocabulary"),
      .id = cell (&at, "id"),
      .label = read_label (&at, "label_en", "label_fr", "label_es"),
    };

    if (g_strcmp0 (term.vocabulary, "threat") == 0 && term.id)
      term.parent_id = g_hash_table_lookup (parents, term.id);
    add_label (self, term.vocabulary, term.id, &term.label);
    g_array_append_val (self->terms, term);
  }
  return TRUE;
}

static gboolean
read_days (GwReference  *self,
           const char   *directory,
           GError      **error)
{
  static const char *const columns[] = {
    "id", "name_en", "name_fr", "name_es", "rule", "organiser", "website", "confidence", NULL
  };
  GwCsv *csv = read_table (self, directory, "days.csv", columns, error);

  for (guint i = 0; csv && i < gw_csv_get_n_rows (csv); i++) {
    Cell at = { csv, i };
    GwDay day = {
      .id = cell (&at, "id"),
      .name = read_label (&at, "name_en", "name_fr", "name_es"),
      .rule = cell (&at, "rule"),
      .organiser = cell (&at, "organiser"),
      .website = cell (&at, "website"),
      .confidence = cell (&at, "confidence"),
    };

    add_label (self, "day", day.id, &day.name);
    g_array_append_val (self->days, day);
  }
  return csv != NULL;
}

/* Translations come first: the rows take theirs as they are read. */
gboolean
gw_reference_read_tables (GwReference  *self,
                          const char   *directory,
                          GError      **error)
{
  return read_labels (self, directory, error)
         && read_country_names (self, directory, error)
         && read_parties (self, directory, error)
         && read_non_parties (self, directory, error)
         && read_instruments (self, directory, error)
         && read_memberships (self, directory, error)
         && read_species (self, directory, error)
         && read_meetings (self, directory, error)
         && read_targets (self, directory, error)
         && read_terms (self, directory, error)
         && read_days (self, directory, error);
}
