/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwReport:
 *
 * A national report to one meeting of one instrument: which form it is filled in with, for whom
 * and for which meeting. Its answers are documents of their own; gw_report_open_sync() and its
 * asynchronous twin open them.
 *
 * The form is kept beside the report, under its hash, so that a draft stays readable for ever
 * with the very form that it was begun with.
 *
 * Properties (readable, with notify): "id", "title", "instrument", "cycle", "country", "form-id",
 * "form-version", "form-title", "form-hash" (strings), "opening" (string: the first day of the
 * meeting as a person entered it, or ""), "state" (string: "draft"), "created" (int64,
 * microseconds). It belongs to the thread that made it; a new one may be handed over.
 */
#define GW_TYPE_REPORT (gw_report_get_type ())

G_DECLARE_FINAL_TYPE (GwReport, gw_report, GW, REPORT, GObject)

/**
 * GwReportPlan:
 * @form: the form to fill in
 * @form_xml: the same as it was read
 * @title: (nullable): NULL for the form's own
 * @instrument: the id of the instrument: "cms"
 * @cycle: the id of the meeting it is for: "CMS-COP16"
 * @country: ISO 3166 alpha-3
 * @author: who begins it
 *
 * What a report is begun with.
 */
typedef struct
{
  GwForm *form;
  GBytes *form_xml;
  const char *title;
  const char *instrument;
  const char *cycle;
  const char *country;
  const char *author;
} GwReportPlan;

#define GW_REPORT_DB "party"

void        gw_reports_register_types  (void);

/* On the thread of the store: gw-report-docs.c */
GwReport   *gw_report_create           (GwStore             *store,
                                        const GwReportPlan  *plan,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_report_read_all         (GwStore             *store,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GwReport   *gw_report_find             (GwStore             *store,
                                        const char          *id,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *gw_report_read_form        (GwStore             *store,
                                        const char          *report_id,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_report_set_opening      (GwStore             *store,
                                        const char          *report_id,
                                        const char          *opening,
                                        GError             **error);
gboolean    gw_report_set_title        (GwStore             *store,
                                        const char          *report_id,
                                        const char          *title,
                                        GError             **error);

/* The object: gw-report.c */
GwReport   *gw_report_new_from_doc     (GwDoc               *doc) G_GNUC_WARN_UNUSED_RESULT;
void        gw_report_take_over        (GwReport            *self,
                                        GwReport            *newer);
const char *gw_report_get_id           (GwReport            *self);
const char *gw_report_get_title        (GwReport            *self);
const char *gw_report_get_instrument   (GwReport            *self);
const char *gw_report_get_cycle        (GwReport            *self);
const char *gw_report_get_country      (GwReport            *self);
const char *gw_report_get_form_id      (GwReport            *self);
const char *gw_report_get_form_version (GwReport            *self);
const char *gw_report_get_form_title   (GwReport            *self);
const char *gw_report_get_form_hash    (GwReport            *self);
const char *gw_report_get_opening      (GwReport            *self);
const char *gw_report_get_state        (GwReport            *self);
gint64      gw_report_get_created      (GwReport            *self);
void        gw_report_fill_opening     (GwReport            *self,
                                        const char          *opening);

G_END_DECLS
