/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Beginning a report: the form that came with the program is read on a thread, then the report is put
 * into the store, for the next meeting of the Conference of the Parties. */

#include "app/reports/gw-report-begin.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"
#include "core/records/gw-reference.h"
#include "core/reports/gw-format-pack.h"
#include "core/reports/gw-report-open.h"

#define INSTRUMENT "cms"

typedef struct
{
  GwContext *context;
  GBytes *xml;
  GwForm *form;
  char *title;
  char *cycle;
  char *country;
  char *author;
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  g_clear_object (&beginning->context);
  g_clear_pointer (&beginning->xml, g_bytes_unref);
  g_clear_object (&beginning->form);
  g_free (beginning->title);
  g_free (beginning->cycle);
  g_free (beginning->country);
  g_free (beginning->author);
  g_free (beginning);
}

static void
load_form_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Beginning *beginning = task_data;
  g_autofree char *folder = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);
  g_autofree char *media = g_build_filename (folder, "media", NULL);
  g_autoptr (GwFormatPack) pack = gw_format_pack_find_first (folder, INSTRUMENT);
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (pack == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _("The form of the national report is not on this computer. Nothing was changed. Please "
                               "install the program again."));
    return;
  }
  path = g_build_filename (folder, gw_format_pack_get_file (pack), NULL);
  if (!g_file_get_contents (path, &contents, &length, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  beginning->xml = g_bytes_new_take (g_steal_pointer (&contents), length);
  beginning->form = gw_form_load (beginning->xml, media, NULL, &error);
  if (beginning->form == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GwReport *report = gw_report_create_finish (GW_STORE_THREAD (source), result, &error);

  if (report == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, report, g_object_unref);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Beginning *beginning = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GwReportPlan plan;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  plan = (GwReportPlan) {
    .form = beginning->form,
    .form_xml = beginning->xml,
    .title = beginning->title,
    .instrument = INSTRUMENT,
    .cycle = beginning->cycle,
    .country = beginning->country,
    .author = beginning->author,
  };
  gw_report_create_async (gw_context_get_store (beginning->context), &plan, created_cb,
                          g_steal_pointer (&task));
}

/* The meeting that follows the last one that is known to have opened. A meeting that is not announced has
 * a number all the same. */
static int
find_next_cop (GwReference *reference)
{
  g_autoptr (GDate) today = gw_date_today ();
  const GwMeeting *meetings;
  int last = 0;
  guint n;

  meetings = gw_reference_get_meetings (reference, &n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GDate) start = NULL;

    if (g_strcmp0 (meetings[i].body, "CMS COP") != 0)
      continue;
    start = gw_date_parse (meetings[i].start);
    if (start != NULL && g_date_compare (start, today) <= 0)
      last = MAX (last, meetings[i].number);
  }

  return last + 1;
}

/**
 * gw_report_begin_async:
 * @context: with a profile, a store and reference data
 *
 * Begins the national report to the next Conference of the Parties.
 */
void
gw_report_begin_async (GwContext           *context,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) loading = NULL;
  GwProfile *profile = gw_context_get_profile (context);
  int cop = find_next_cop (gw_context_get_reference (context));
  Beginning *beginning = g_new0 (Beginning, 1);

  g_task_set_source_tag (task, gw_report_begin_async);
  beginning->context = g_object_ref (context);
  beginning->country = g_strdup (gw_profile_get_country (profile));
  beginning->author = g_strdup (gw_profile_get_name (profile));
  beginning->cycle = g_strdup_printf ("CMS-COP%d", cop);
  /* TRANSLATORS: The title of a report; %d is the number of the Conference of the Parties. */
  beginning->title = g_strdup_printf (_("National report to COP%d"), cop);
  g_task_set_task_data (task, beginning, (GDestroyNotify) beginning_free);

  loading = g_task_new (NULL, NULL, loaded_cb, g_object_ref (task));
  g_task_set_task_data (loading, beginning, NULL);
  g_task_run_in_thread (loading, load_form_thread);
}

/**
 * gw_report_begin_finish:
 *
 * Returns: (transfer full): the new report, or NULL with @error set
 */
GwReport *
gw_report_begin_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gw_report_begin_fill:
 * @filled: a report that was begun just now
 * @country: ISO 3166 alpha-3
 *
 * Answers what is known already: which Party reports. It is an answer as any other, to be seen and changed, and none
 * that stands there is touched.
 */
void
gw_report_begin_fill (GwFilledForm *filled,
                      const char   *country)
{
  GwFormSession *session;
  g_autofree char *folder = NULL;
  g_autoptr (GwFormatPack) pack = NULL;
  const char *party, *value;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GW_IS_FILLED_FORM (filled));

  session = gw_filled_form_get_session (filled);
  folder = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);
  pack = gw_format_pack_find (folder, gw_form_get_id (gw_form_session_get_form (session)));
  party = pack != NULL ? gw_format_pack_get_country (pack) : NULL;
  if (party == NULL)
    return;
  value = gw_form_session_get_value (session, party);
  if (country == NULL || *country == '\0' || value == NULL || *value != '\0')
    return;
  /* A country that is no Party is no choice. */
  if (!gw_form_session_set_value (session, party, country, &error))
    g_debug ("The Party is not filled in: %s", error->message);
}
