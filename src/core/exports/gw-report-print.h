/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-filled-form.h"
#include "core/records/gw-reference.h"
#include "core/reports/gw-frozen.h"
#include "core/reports/gw-report.h"

G_BEGIN_DECLS

/**
 * GwReportPrintFlags:
 * @GW_REPORT_PRINT_UNANSWERED: questions without an answer are printed too, and say so
 */
typedef enum
{
  GW_REPORT_PRINT_ANSWERED = 0,
  GW_REPORT_PRINT_UNANSWERED = 1 << 0,
} GwReportPrintFlags;

/**
 * GwReportFormat:
 * @GW_REPORT_FORMAT_PDF: for people
 * @GW_REPORT_FORMAT_CSV: one line per answer, UTF-8 with mark
 * @GW_REPORT_FORMAT_JSON: one object, with authors and times
 * @GW_REPORT_FORMAT_XML: the XForms instance, as a server or another desk reads it
 * @GW_REPORT_FORMAT_ODT: for people with a word processor
 */
typedef enum
{
  GW_REPORT_FORMAT_PDF,
  GW_REPORT_FORMAT_CSV,
  GW_REPORT_FORMAT_JSON,
  GW_REPORT_FORMAT_XML,
  GW_REPORT_FORMAT_ODT,
} GwReportFormat;

/**
 * GwReportPrint:
 *
 * A report as it stood at one moment, to be put on paper or into a file in any of its form's
 * languages. Made on the thread of the filled-in form; after that it shares nothing with it and
 * may be given to another thread, while the person goes on writing.
 */
typedef struct _GwReportPrint GwReportPrint;

GwReportPrint *gw_report_print_new          (GwReport            *report,
                                             GwFilledForm        *filled,
                                             GwReference         *reference,
                                             const char          *language,
                                             GwReportPrintFlags   flags,
                                             gint64               time) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_report_print_use_frozen   (GwReportPrint       *self,
                                             const GwFrozen      *frozen,
                                             GBytes              *xml,
                                             gboolean             is_handed_in,
                                             GError             **error);
void           gw_report_print_free         (GwReportPrint       *self);

GBytes        *gw_report_print_write        (GwReportPrint       *self,
                                             GwReportFormat       format,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void           gw_report_print_write_async  (GwReportPrint       *self,
                                             GwReportFormat       format,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
GBytes        *gw_report_print_write_finish (GAsyncResult        *result,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean       gw_report_format_from_name   (const char          *name,
                                             GwReportFormat      *format);
const char    *gw_report_format_get_ending  (GwReportFormat       format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwReportPrint, gw_report_print_free)

G_END_DECLS
