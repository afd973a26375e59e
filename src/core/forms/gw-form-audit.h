/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-seal.h"
#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

/**
 * GwFormAuditEvent:
 *
 * What an audit log notes (section 14). Answers, rows and broken rules are noted by
 * gw_form_audit_watch(); the others are for whoever shows the form.
 */
typedef enum
{
  GW_FORM_AUDIT_START,
  GW_FORM_AUDIT_RESUME,
  GW_FORM_AUDIT_QUESTION,
  GW_FORM_AUDIT_GROUP_QUESTIONS,
  GW_FORM_AUDIT_ADD_ROW,
  GW_FORM_AUDIT_REMOVE_ROW,
  GW_FORM_AUDIT_JUMP,
  GW_FORM_AUDIT_HIERARCHY,
  GW_FORM_AUDIT_CONSTRAINT_ERROR,
  GW_FORM_AUDIT_SAVE,
  GW_FORM_AUDIT_EXIT,
  GW_FORM_AUDIT_FINALISE,
  GW_FORM_AUDIT_CHANGE_REASON,
} GwFormAuditEvent;

/**
 * GwFormAudit:
 *
 * The audit log of one record, for a form that asks for one (`orx:audit`): what was done when, and
 * where the form asks for it, by whom and from which text to which. It belongs to the thread of its
 * session.
 */
#define GW_TYPE_FORM_AUDIT (gw_form_audit_get_type ())

G_DECLARE_FINAL_TYPE (GwFormAudit, gw_form_audit, GW, FORM_AUDIT, GObject)

GwFormAudit *gw_form_audit_new           (GwForm           *form,
                                          const char       *csv_before,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean     gw_form_audit_tracks_changes (GwFormAudit     *self);
gboolean     gw_form_audit_asks_who      (GwFormAudit      *self);
gboolean     gw_form_audit_asks_why      (GwFormAudit      *self);
void         gw_form_audit_set_user      (GwFormAudit      *self,
                                          const char       *user);

void         gw_form_audit_watch         (GwFormAudit      *self,
                                          GwFormSession    *session);
void         gw_form_audit_note          (GwFormAudit      *self,
                                          GwFormAuditEvent  event,
                                          const char       *path,
                                          const char       *reason);

char        *gw_form_audit_dup_csv       (GwFormAudit      *self) G_GNUC_WARN_UNUSED_RESULT;
GwFormFile  *gw_form_audit_finish        (GwFormAudit      *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
