/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-reference.h"

G_BEGIN_DECLS

/* The tables own all texts: rows point into them. */
struct _GwReference
{
  GObject     parent_instance;

  GPtrArray  *tables;             /* of GwCsv */
  GHashTable *labels;             /* "table\nid" -> row of labels.csv, 1-based */

  GArray     *countries;
  GArray     *instruments;
  GArray     *memberships;
  GArray     *species;
  GArray     *meetings;
  GArray     *targets;
  GArray     *terms;
  GArray     *days;

  GHashTable *countries_by_id;
  GHashTable *instruments_by_id;
  GHashTable *species_by_id;
  GHashTable *meetings_by_id;
  GHashTable *targets_by_id;
  GHashTable *terms_by_id;        /* "vocabulary\nid" */
};

gboolean gw_reference_read_tables (GwReference  *self,
                                   const char   *directory,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
