/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/exports/gw-report-print-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-check-code.h"
#include "core/base/gw-time.h"
#include "core/exports/gw-plain-text.h"
#include "core/forms/gw-form-record.h"

static char *
dup_country_name (GwReference *reference,
                  const char  *iso3,
                  const char  *language)
{
  const GwCountry *country = reference != NULL ? gw_reference_find_country (reference, iso3) : NULL;

  return g_strdup (country != NULL ? gw_label_get (&country->name, language) : iso3);
}

static char *
dup_cycle_name (GwReference *reference,
                const char  *cycle)
{
  const GwMeeting *meeting = reference != NULL ? gw_reference_find_meeting (reference, cycle) : NULL;

  if (meeting == NULL)
    return g_strdelimit (g_strdup (cycle), "-", ' ');
  return g_strdup_printf ("%s%d", meeting->body, meeting->number);
}

/**
 * gw_report_print_new:
 * @report: the report
 * @filled: the same, opened
 * @reference: (nullable): for the names of countries and meetings
 * @language: the language to print in, as "fr"; where the form does not have it, the document's
 *   own words are in it all the same
 * @flags: what to print
 * @time: the moment that the document bears, microseconds since 1970
 *
 * Returns: (transfer full): the report as it stands now
 */
GwReportPrint *
gw_report_print_new (GwReport           *report,
                     GwFilledForm       *filled,
                     GwReference        *reference,
                     const char         *language,
                     GwReportPrintFlags  flags,
                     gint64              time)
{
  GwFormSession *session;
  GwReportPrint *self;

  g_return_val_if_fail (GW_IS_REPORT (report), NULL);
  g_return_val_if_fail (GW_IS_FILLED_FORM (filled), NULL);
  g_return_val_if_fail (language != NULL, NULL);

  session = gw_filled_form_get_session (filled);
  self = g_new0 (GwReportPrint, 1);
  self->form = g_object_ref (gw_form_session_get_form (session));
  self->draft = gw_form_session_dup_draft (session);
  self->form_language = g_strdup (gw_form_find_language (self->form, language));
  self->answers = gw_filled_form_dup_answers (filled);
  self->flags = flags;
  self->time = time;
  self->draft_copy = !g_str_equal (gw_report_get_state (report), "submitted");
  self->report_id = g_strdup (gw_report_get_id (report));
  self->title = g_strdup (gw_report_get_title (report));
  self->country = dup_country_name (reference, gw_report_get_country (report), language);
  self->cycle = dup_cycle_name (reference, gw_report_get_cycle (report));
  self->form_title = g_strdup (gw_report_get_form_title (report));
  self->form_version = g_strdup (gw_report_get_form_version (report));
  self->form_hash = g_strdup (gw_report_get_form_hash (report));
  self->language = g_strdup (language);
  return self;
}

static GStrv
dup_cleared (const GwFrozen *frozen)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < frozen->clearances->len; i++)
    g_strv_builder_add (names, ((GwClearance *) g_ptr_array_index (frozen->clearances, i))->who);

  return g_strv_builder_end (names);
}

/**
 * gw_report_print_use_frozen:
 * @frozen: a frozen version of the report
 * @xml: the same as XML
 * @is_handed_in: whether it was handed in; else the pages say that it is a draft
 * @error: return location: what is wrong with @xml
 *
 * Puts a frozen version on paper instead of the answers as they stand, under its own check code and with the time
 * at which it was frozen. Who wrote which answer it does not say.
 *
 * Returns: FALSE with @error set and nothing changed
 */
gboolean
gw_report_print_use_frozen (GwReportPrint   *self,
                            const GwFrozen  *frozen,
                            GBytes          *xml,
                            gboolean         is_handed_in,
                            GError         **error)
{
  g_autoptr (GwFormDraft) draft = NULL;

  g_return_val_if_fail (self != NULL && frozen != NULL && xml != NULL, FALSE);

  draft = gw_form_read_record (self->form, xml, NULL, error);
  if (draft == NULL)
    return FALSE;
  gw_form_draft_free (self->draft);
  self->draft = g_steal_pointer (&draft);
  g_hash_table_remove_all (self->answers);
  self->time = frozen->time;
  self->draft_copy = !is_handed_in;
  self->frozen = frozen->number;
  g_strfreev (self->cleared);
  self->cleared = dup_cleared (frozen);
  g_free (self->code);
  self->code = g_strdup (frozen->code);

  return TRUE;
}

/**
 * gw_report_print_free:
 */
void
gw_report_print_free (GwReportPrint *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->form);
  gw_form_draft_free (self->draft);
  g_free (self->form_language);
  g_hash_table_unref (self->answers);
  g_strfreev (self->cleared);
  g_free (self->code);
  g_free (self->report_id);
  g_free (self->title);
  g_free (self->country);
  g_free (self->cycle);
  g_free (self->form_title);
  g_free (self->form_version);
  g_free (self->form_hash);
  g_free (self->language);
  g_free (self);
}

/* A session of its own: the one in the window stays in its language. */
GwFormSession *
gw_report_print_open (const GwReportPrint *self)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();

  environment->now = self->time;
  environment->language = g_strdup (self->form_language);
  return gw_form_session_new (self->form, environment, self->draft);
}

/* A short code that two people can compare on the telephone: that of the version as it would be handed in. */
char *
gw_report_print_dup_code (const GwReportPrint *self,
                          GwFormSession       *session)
{
  g_autoptr (GBytes) instance = NULL;
  g_autofree char *sha256 = NULL;

  if (self->code != NULL)
    return g_strdup (self->code);
  instance = gw_form_session_write_instance (session);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, instance);

  return gw_check_code_new (sha256);
}

/* The words of a label, without their Markdown; NULL where there are none. */
char *
gw_report_print_dup_label (GwFormItem *item,
                           GwFormText  which)
{
  g_autofree char *text = gw_form_item_dup_text (item, which);
  g_autofree char *plain = text != NULL ? gw_plain_text_from_markdown (text) : NULL;

  return plain != NULL && *plain != '\0' ? g_steal_pointer (&plain) : NULL;
}

static void
add_choice (GwFormItem *item,
            GPtrArray  *choices,
            const char *value,
            GPtrArray  *answer)
{
  for (guint i = 0; i < choices->len; i++) {
    const GwFormChoice *choice = g_ptr_array_index (choices, i);

    if (g_str_equal (choice->value, value)) {
      g_ptr_array_add (answer, gw_plain_text_from_markdown (choice->label));
      return;
    }
  }
  /* Not in the list any more: what was chosen is shown all the same. */
  g_ptr_array_add (answer, g_strdup (value));
}

static void
add_choices (GwFormItem *item,
             const char *value,
             GPtrArray  *answer)
{
  g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);
  g_auto (GStrv) values = NULL;

  if (gw_form_item_get_control (item) == GW_FORM_CONTROL_SELECT1) {
    add_choice (item, choices, value, answer);
    return;
  }
  values = g_strsplit (value, " ", -1);
  for (guint i = 0; values[i] != NULL; i++) {
    if (*values[i] != '\0')
      add_choice (item, choices, values[i], answer);
  }
}

static void
add_text (GwFormItem    *item,
          const char    *value,
          const GwWords *words,
          GPtrArray     *answer)
{
  g_autoptr (GDate) date = NULL;

  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_DATE:
    date = gw_date_parse (value);
    break;
  case GW_FORM_DATA_BOOLEAN:
    if (g_str_equal (value, "true") || g_str_equal (value, "1")) {
      g_ptr_array_add (answer, g_strdup (gw_words_get (words, N_ ("Yes"))));
      return;
    }
    if (g_str_equal (value, "false") || g_str_equal (value, "0")) {
      g_ptr_array_add (answer, g_strdup (gw_words_get (words, N_ ("No"))));
      return;
    }
    break;
  default:
    break;
  }
  g_ptr_array_add (answer, date != NULL ? gw_words_date (words, date) : g_strdup (value));
}

/* The answer as people read it: labels for codes, dates written out. One text, or several where
 * several were chosen; none where there is no answer. What does not fit is shown as typed. */
GPtrArray *
gw_report_print_dup_answer (GwFormItem    *item,
                            const GwWords *words)
{
  GPtrArray *answer = g_ptr_array_new_with_free_func (g_free);
  const char *value = gw_form_item_get_value (item);

  if (value == NULL || *value == '\0')
    return answer;
  switch (gw_form_item_get_control (item)) {
  case GW_FORM_CONTROL_SELECT1:
  case GW_FORM_CONTROL_SELECT:
  case GW_FORM_CONTROL_RANK:
    add_choices (item, value, answer);
    break;
  case GW_FORM_CONTROL_TRIGGER:
    g_ptr_array_add (answer, g_strdup (gw_words_get (words, N_ ("Yes"))));
    break;
  default:
    add_text (item, value, words, answer);
    break;
  }
  return answer;
}

/**
 * gw_report_print_write:
 * @error: return location
 *
 * Puts the report into a file. May be called on any thread.
 *
 * Returns: (transfer full): the file, or NULL with @error set
 */
GBytes *
gw_report_print_write (GwReportPrint   *self,
                       GwReportFormat   format,
                       GError         **error)
{
  g_autoptr (GwFormSession) session = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  switch (format) {
  case GW_REPORT_FORMAT_PDF:
    return gw_report_print_pdf (self, error);
  case GW_REPORT_FORMAT_ODT:
    return gw_report_print_odt (self, error);
  case GW_REPORT_FORMAT_CSV:
    return gw_report_print_csv (self);
  case GW_REPORT_FORMAT_JSON:
    return gw_report_print_json (self);
  case GW_REPORT_FORMAT_XML:
    session = gw_report_print_open (self);
    return gw_form_session_write_instance (session);
  default:
    g_return_val_if_reached (NULL);
  }
}

typedef struct
{
  GwReportPrint *print;
  GwReportFormat format;
} WriteJob;

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  gw_report_print_free (job->print);
  g_free (job);
}

static void
write_on_pool (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  WriteJob *job = data;
  GError *error = NULL;
  GBytes *bytes = gw_report_print_write (job->print, job->format, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gw_report_print_write_async:
 * @self: (transfer full): the report
 *
 * The same on a thread of its own.
 */
void
gw_report_print_write_async (GwReportPrint       *self,
                             GwReportFormat       format,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  WriteJob *job = g_new0 (WriteJob, 1);

  job->print = self;
  job->format = format;
  g_task_set_task_data (task, job, write_job_free);
  g_task_run_in_thread (task, write_on_pool);
}

/**
 * gw_report_print_write_finish:
 */
GBytes *
gw_report_print_write_finish (GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *const format_names[] = { "pdf", "csv", "json", "xml", "odt" };

/**
 * gw_report_format_from_name:
 * @name: "pdf", "csv", "json", "xml" or "odt"
 *
 * Returns: whether @name is a format
 */
gboolean
gw_report_format_from_name (const char     *name,
                            GwReportFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (format_names); i++) {
    if (g_ascii_strcasecmp (name, format_names[i]) == 0) {
      *format = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * gw_report_format_get_ending:
 *
 * Returns: (transfer none): how the name of such a file ends, without the dot
 */
const char *
gw_report_format_get_ending (GwReportFormat format)
{
  return format_names[format];
}
