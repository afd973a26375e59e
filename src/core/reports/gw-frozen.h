/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwClearance:
 * @who: who said yes, as a person would write it: "The Permanent Secretary"
 * @words: what was said, or ""
 * @author: who noted it here
 * @time: when, microseconds since 1970
 *
 * That somebody cleared one frozen version.
 */
typedef struct
{
  char *who;
  char *words;
  char *author;
  gint64 time;
} GwClearance;

/**
 * GwFrozen:
 * @report: the ULID of the report
 * @sha256: of the XML, in hexadecimal letters
 * @code: the same as people compare it (gw_check_code_new())
 * @number: the first frozen version has 1
 * @time: when, microseconds since 1970
 * @author: who froze it
 * @form_id: the form, and its @form_version
 * @n_hidden: answers that were left out because no question asks for them any more
 * @n_open: required answers that were missing
 * @n_invalid: answers that broke a rule
 * @n_undecided: answers that had two versions; such a version can be shown and printed, but not handed in
 * @files: (element-type utf8): stored names of the files that belong to it
 * @clearances: (element-type GwClearance): the oldest first
 * @xml: how the store finds it
 *
 * A version of a report as it stood at one moment, as a server would take it. It is never changed. The documents
 * are `frozen:<report>:<sha256>` and `clearance:<report>:<ULID>`.
 */
typedef struct
{
  char *report;
  char *sha256;
  char *code;
  guint number;
  gint64 time;
  char *author;
  char *form_id;
  char *form_version;
  guint n_hidden;
  guint n_open;
  guint n_invalid;
  guint n_undecided;
  GStrv files;
  GPtrArray *clearances;
  JsonObject *xml;
} GwFrozen;

/**
 * GwFreezing:
 * @report: the ULID of the report
 * @xml: its instance, hidden answers left out
 * @files: (nullable): stored names of the files that its answers name
 *
 * What is frozen; the rest as in #GwFrozen.
 */
typedef struct
{
  const char *report;
  GBytes *xml;
  const char *author;
  const char *form_id;
  const char *form_version;
  guint n_hidden;
  guint n_open;
  guint n_invalid;
  guint n_undecided;
  const char *const *files;
} GwFreezing;

/* On the thread of the store. */
GwFrozen   *gw_frozen_put        (GwStore           *store,
                                  const GwFreezing  *freezing,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_frozen_read_all   (GwStore           *store,
                                  const char        *report,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GwFrozen   *gw_frozen_find       (GwStore           *store,
                                  const char        *report,
                                  const char        *code,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *gw_frozen_read_xml   (GwStore           *store,
                                  const GwFrozen    *self,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_frozen_clear      (GwStore           *store,
                                  const GwFrozen    *self,
                                  const char        *who,
                                  const char        *words,
                                  const char        *author,
                                  GError           **error);

void        gw_clearance_free    (GwClearance       *self);
void        gw_frozen_free       (GwFrozen          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFrozen, gw_frozen_free)

G_END_DECLS
