/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwChecklistError:
 * @GW_CHECKLIST_ERROR_INVALID: the file is XML, but no checklist; the message names the line
 * @GW_CHECKLIST_ERROR_UNKNOWN: there is no checklist of that id
 */
typedef enum
{
  GW_CHECKLIST_ERROR_INVALID,
  GW_CHECKLIST_ERROR_UNKNOWN,
} GwChecklistError;

#define GW_CHECKLIST_ERROR (gw_checklist_error_quark ())

GQuark gw_checklist_error_quark (void);

/**
 * GwChecklistItem:
 * @id: stable within the checklist: ticks are kept under it
 * @title: what to do, in one line
 * @detail: (nullable): more about it
 * @when: (nullable): the date in words, where days from the anchor do not say it
 * @evidence: what shows that it is done
 * @source: (nullable): the rule that asks for it
 * @who: codes of those who act: "NFP", "MIN", ... (gw_checklist_who_label())
 * @anchor: the day that @days counts from: "COP", "COPEND", "APPT"
 * @has_days: whether @days says when
 * @days: days from the anchor, negative before it
 * @is_hard: set by the treaty or its rules, not our advice
 * @topic: (nullable): the topic of the manual
 *
 * One item of a checklist. Owned by its #GwChecklist.
 */
typedef struct
{
  char     *id;
  char     *title;
  char     *detail;
  char     *when;
  char     *evidence;
  char     *source;
  GStrv     who;
  char     *anchor;
  gboolean  has_days;
  int       days;
  gboolean  is_hard;
  char     *topic;
} GwChecklistItem;

/**
 * GwChecklist:
 *
 * What is to be done for one purpose, as a checklist file says it. Immutable once loaded, so it
 * may be read from any thread. Properties (read-only): "id", "title", "summary", "anchor".
 */
#define GW_TYPE_CHECKLIST (gw_checklist_get_type ())
G_DECLARE_FINAL_TYPE (GwChecklist, gw_checklist, GW, CHECKLIST, GObject)

GwChecklist           *gw_checklist_load          (const char           *directory,
                                                   const char           *id,
                                                   const char           *language,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GwChecklist           *gw_checklist_new_from_bytes (GBytes              *bytes,
                                                   const char           *name,
                                                   const char           *language,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray             *gw_checklist_load_all      (const char           *directory,
                                                   const char           *language,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                   gw_checklist_load_all_async (const char          *directory,
                                                   const char           *language,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GPtrArray             *gw_checklist_load_all_finish (GAsyncResult       *result,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

const char            *gw_checklist_get_id        (GwChecklist          *self);
const char            *gw_checklist_get_title     (GwChecklist          *self);
const char            *gw_checklist_get_summary   (GwChecklist          *self);
const char            *gw_checklist_get_anchor    (GwChecklist          *self);
const char            *gw_checklist_get_language  (GwChecklist          *self);
const char * const    *gw_checklist_get_sources   (GwChecklist          *self);
guint                  gw_checklist_get_n_items   (GwChecklist          *self);
const GwChecklistItem *gw_checklist_get_item      (GwChecklist          *self,
                                                   guint                 position);
const GwChecklistItem *gw_checklist_find_item     (GwChecklist          *self,
                                                   const char           *id);

const char            *gw_checklist_who_label     (const char           *code);
const char            *gw_checklist_anchor_label  (const char           *anchor);

G_END_DECLS
