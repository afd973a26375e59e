/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/records/gw-label.h"

G_BEGIN_DECLS

/* Rows of the reference data (data/reference, where README.md says what each column means and
 * how far to trust it). Every text is owned by the GwReference that gave the row; a text that is
 * not known is NULL. Dates are "YYYY-MM-DD". `confidence` is "verified" or "from-memory": what
 * is from memory is shown with a mark. */

typedef struct
{
  const char *iso3;
  const char *iso2;
  GwLabel     name;
  const char *region;
  gboolean    is_party;
  const char *entry_into_force;   /* of CMS; NULL for those that are not Party */
  const char *date_confidence;    /* "verified", "inferred" or "conflicting" */
  const char *working_language;
  const char *participates_in;    /* of a non-Party: ids of instruments, joined by ';' */
  const char *recruitment_priority;
  const char *confidence;
  const char *note;
  const char *source;
} GwCountry;

typedef struct
{
  const char *id;
  const char *kind;               /* vocabulary "instrument_kind" */
  GwLabel     label;
  const char *full_name;          /* English */
  const char *date_in_effect;
  const char *region;
  const char *taxa;
  const char *secretariat;
  const char *website;
  const char *confidence;
  const char *note;
} GwInstrument;

typedef struct
{
  const char *iso3;
  const char *instrument_id;
  const char *status;             /* vocabulary "membership_status" */
  const char *date;
  const char *date_type;
  const char *confidence;
  const char *note;
} GwMembership;

typedef struct
{
  char       *id;                 /* made from the scientific name: "acinonyx-jubatus" */
  const char *scientific_name;
  const char *rank;
  GwLabel     common_name;
  const char *class_name;
  const char *order;
  const char *family;
  const char *appendix;           /* "I", "II" or "I+II" */
  const char *population_note;
  const char *last_listing_change;
  const char *instruments;        /* joined by ';' */
  const char *synonyms;
  const char *confidence;
  char       *folded;             /* all names, folded for search, each between line feeds */
} GwSpecies;

typedef struct
{
  const char *id;                 /* "CMS-COP15" */
  const char *body;               /* "CMS COP" */
  int         number;
  const char *place;
  const char *country_iso3;
  const char *start;
  const char *end;
  const char *confidence;
  const char *note;
  const char *source;
} GwMeeting;

typedef struct
{
  const char *id;
  const char *framework;          /* "SSPMS-2024-2032", "KMGBF", "SPMS-2015-2023" */
  const char *level;              /* "goal" or "target" */
  GwLabel     title;
  const char *aligned;            /* joined by ';' */
  const char *confidence;
} GwTarget;

typedef struct
{
  const char *vocabulary;         /* "threat", "action_type", "action_status", "cms_region", ... */
  const char *id;
  const char *parent_id;          /* threats only */
  GwLabel     label;
} GwTerm;

typedef struct
{
  const char *id;
  GwLabel     name;
  const char *rule;
  const char *organiser;
  const char *website;
  const char *confidence;
} GwDay;

/**
 * GwReference:
 *
 * The reference data that comes with the program: countries, instruments, memberships, species,
 * meetings, targets, threats and short lists. Immutable once loaded, so it may be read from any
 * thread.
 */
#define GW_TYPE_REFERENCE (gw_reference_get_type ())
G_DECLARE_FINAL_TYPE (GwReference, gw_reference, GW, REFERENCE, GObject)

GwReference         *gw_reference_load             (const char           *directory,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                 gw_reference_load_async       (const char           *directory,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GwReference         *gw_reference_load_finish      (GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

const GwCountry     *gw_reference_find_country     (GwReference          *self,
                                                    const char           *iso3);
GPtrArray           *gw_reference_list_countries   (GwReference          *self,
                                                    const char           *language) G_GNUC_WARN_UNUSED_RESULT;

const GwInstrument  *gw_reference_find_instrument  (GwReference          *self,
                                                    const char           *id);
const GwInstrument  *gw_reference_get_instruments  (GwReference          *self,
                                                    guint                *n_out);
GPtrArray           *gw_reference_list_memberships (GwReference          *self,
                                                    const char           *iso3) G_GNUC_WARN_UNUSED_RESULT;

const GwSpecies     *gw_reference_find_species     (GwReference          *self,
                                                    const char           *id);
const GwSpecies     *gw_reference_get_species      (GwReference          *self,
                                                    guint                *n_out);
GPtrArray           *gw_reference_search_species   (GwReference          *self,
                                                    const char           *words,
                                                    guint                 limit) G_GNUC_WARN_UNUSED_RESULT;
char                *gw_species_make_id            (const char           *scientific_name) G_GNUC_WARN_UNUSED_RESULT;

const GwMeeting     *gw_reference_find_meeting     (GwReference          *self,
                                                    const char           *id);
const GwMeeting     *gw_reference_get_meetings     (GwReference          *self,
                                                    guint                *n_out);
const GwMeeting     *gw_reference_next_meeting     (GwReference          *self,
                                                    const char           *body,
                                                    const GDate          *today);

const GwTarget      *gw_reference_find_target      (GwReference          *self,
                                                    const char           *id);
const GwTarget      *gw_reference_get_targets      (GwReference          *self,
                                                    guint                *n_out);

const GwTerm        *gw_reference_find_term        (GwReference          *self,
                                                    const char           *vocabulary,
                                                    const char           *id);
GPtrArray           *gw_reference_list_terms       (GwReference          *self,
                                                    const char           *vocabulary) G_GNUC_WARN_UNUSED_RESULT;

const GwDay         *gw_reference_get_days         (GwReference          *self,
                                                    guint                *n_out);
GDate               *gw_day_dup_date               (const GwDay          *day,
                                                    GDateYear             year) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
