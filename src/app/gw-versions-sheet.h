/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-kept-text.h"

G_BEGIN_DECLS

/**
 * GwVersion:
 * @author: (nullable): who wrote it
 * @changed: when, microseconds since 1970, or 0 where nobody knows
 * @value: what is stored
 * @shown: what a person reads, such as the label of a choice
 *
 * One of several versions of an answer.
 */
typedef struct
{
  char *author;
  gint64 changed;
  char *value;
  char *shown;
} GwVersion;

GwVersion *gw_version_new  (const char *author,
                            gint64      changed,
                            const char *value,
                            const char *shown) G_GNUC_WARN_UNUSED_RESULT;
void       gw_version_free (GwVersion  *self);

#define GW_TYPE_VERSIONS_SHEET (gw_versions_sheet_get_type ())

/**
 * GwVersionsSheet:
 *
 * Answers that two people changed apart: all versions of each, with who wrote them and when. One of
 * them is chosen, or one text is made of all. That text is kept while it is being made, and offered
 * again when the sheet is opened again.
 *
 * Signals:
 * - `keep`: the person has chosen; gw_versions_sheet_finish() or gw_versions_sheet_tell() answers
 */
G_DECLARE_FINAL_TYPE (GwVersionsSheet, gw_versions_sheet, GW, VERSIONS_SHEET, AdwWindow)

GwVersionsSheet *gw_versions_sheet_new        (GtkWidget       *parent,
                                               const char      *title,
                                               const char      *introduction);
void             gw_versions_sheet_add        (GwVersionsSheet *self,
                                               const char      *question,
                                               GPtrArray       *versions,
                                               const char      *between,
                                               GwKeptText      *kept);
const char      *gw_versions_sheet_get_chosen (GwVersionsSheet *self,
                                               guint            position);
const char      *gw_versions_sheet_get_begun  (GwVersionsSheet *self,
                                               guint            position);
void             gw_versions_sheet_tell       (GwVersionsSheet *self,
                                               const char      *problem);
void             gw_versions_sheet_finish     (GwVersionsSheet *self);

G_END_DECLS
