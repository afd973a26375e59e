/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exports/gw-report-print.h"
#include "core/exports/gw-words.h"

G_BEGIN_DECLS

struct _GwReportPrint
{
  GwForm *form;
  GwFormDraft *draft;
  char *form_language; /* (nullable): the form's own name of the language */
  GHashTable *answers; /* ref -> GwAnswer */
  GwReportPrintFlags flags;
  gint64 time;
  gboolean draft_copy;
  guint frozen;        /* the number of the frozen version that is printed; 0: the answers as they stand */
  GStrv cleared;       /* (nullable): who cleared it */
  char *code;          /* (nullable): its check code */

  char *report_id;
  char *title;
  char *country;
  char *cycle;
  char *form_title;
  char *form_version;
  char *form_hash;
  char *language;
};

GwFormSession *gw_report_print_open       (const GwReportPrint *self) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_report_print_dup_code   (const GwReportPrint *self,
                                           GwFormSession       *session) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *gw_report_print_dup_answer (GwFormItem          *item,
                                           const GwWords       *words) G_GNUC_WARN_UNUSED_RESULT;
char          *gw_report_print_dup_label  (GwFormItem          *item,
                                           GwFormText           which) G_GNUC_WARN_UNUSED_RESULT;

GBytes        *gw_report_print_pdf        (const GwReportPrint *self,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *gw_report_print_odt        (const GwReportPrint *self,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *gw_report_print_csv        (const GwReportPrint *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *gw_report_print_json       (const GwReportPrint *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
