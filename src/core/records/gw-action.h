/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-action-fields.h"
#include "core/records/gw-record-list.h"
#include "core/records/gw-record.h"

G_BEGIN_DECLS

/**
 * GwAction:
 *
 * One row of the list of actions: what the table shows and sorts by. Immutable; the action itself
 * is opened with gw_action_open(). Properties (read-only): "id", "title", "kind", "status",
 * "year" (0: not known), "start-date", "end-date", "lead", "confidentiality", "changed",
 * "conflicts".
 */
#define GW_TYPE_ACTION (gw_action_get_type ())
G_DECLARE_FINAL_TYPE (GwAction, gw_action, GW, ACTION, GObject)

GwAction           *gw_action_new_from_doc        (GwDoc           *doc) G_GNUC_WARN_UNUSED_RESULT;

const char         *gw_action_get_id              (GwAction        *self);
const char         *gw_action_get_title           (GwAction        *self);
const char         *gw_action_get_kind            (GwAction        *self);
const char         *gw_action_get_status          (GwAction        *self);
int                 gw_action_get_year            (GwAction        *self);
const char         *gw_action_get_start_date      (GwAction        *self);
const char         *gw_action_get_end_date        (GwAction        *self);
const char         *gw_action_get_lead            (GwAction        *self);
const char         *gw_action_get_confidentiality (GwAction        *self);
const char         *gw_action_get_changed         (GwAction        *self);
guint               gw_action_get_conflicts       (GwAction        *self);
const char * const *gw_action_get_species         (GwAction        *self);
const char * const *gw_action_get_instruments     (GwAction        *self);
const char * const *gw_action_get_threats         (GwAction        *self);
const char * const *gw_action_get_targets         (GwAction        *self);
gboolean            gw_action_matches             (GwAction        *self,
                                                   const char      *folded_words);

GwRecordList       *gw_action_list_new            (GwStoreThread   *store) G_GNUC_WARN_UNUSED_RESULT;
GwRecord           *gw_action_create              (GwStoreThread   *store,
                                                   const char      *author) G_GNUC_WARN_UNUSED_RESULT;
GwRecord           *gw_action_open                (GwStoreThread   *store,
                                                   const char      *id,
                                                   const char      *author) G_GNUC_WARN_UNUSED_RESULT;

char               *gw_action_get_answer          (GwRecord        *record,
                                                   const char      *ref) G_GNUC_WARN_UNUSED_RESULT;
void                gw_action_answer              (GwRecord        *record,
                                                   const char      *ref,
                                                   const char      *answer);

/* On the store's thread, for those without a window. */
char               *gw_action_store_new           (GwStore         *store,
                                                   JsonObject      *answers,
                                                   const char      *author,
                                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gw_action_store_set           (GwStore         *store,
                                                   const char      *id,
                                                   const char      *field,
                                                   const char      *answer,
                                                   const char      *author,
                                                   GError         **error);

G_END_DECLS
