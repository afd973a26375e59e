/* SPDX-License-Identifier: GPL-3.0-or-later */

/* report send-openrosa: a frozen version to a server of another kind, with its files. */

#include "ctl/gw-ctl-report-openrosa.h"

#include <glib/gi18n-lib.h>

#include "core/answers/gw-answer-file.h"
#include "core/base/gw-address.h"
#include "core/openrosa/gw-openrosa.h"
#include "core/reports/gw-hand-in.h"
#include "core/reports/gw-report-open.h"
#include "core/store/gw-store-thread.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-passphrase.h"
#include "ctl/gw-ctl-report-open.h"
#include "ctl/gw-ctl-server-login.h"

static char *option_code;
static char *option_user;

const GOptionEntry gw_ctl_report_send_options[] = {
  { "code", 0, 0, G_OPTION_ARG_STRING, &option_code, N_("Which version, by its check code; without it the newest"),
    "CODE" },
  { "user", 0, 0, G_OPTION_ARG_STRING, &option_user, N_("The account that asks"), "NAME" },
  { NULL },
};

/* What is sent: the very bytes that were frozen. */
typedef struct
{
  const char *report;
  GBytes *xml;
  GPtrArray *names;   /* of GwAnswerFile */
  GArray *files;      /* of GwOpenrosaFile, whose words belong to @names */
} Load;

static void
load_free (Load *self)
{
  for (guint i = 0; i < self->files->len; i++)
    g_bytes_unref (g_array_index (self->files, GwOpenrosaFile, i).bytes);
  g_clear_pointer (&self->xml, g_bytes_unref);
  g_ptr_array_unref (self->names);
  g_array_unref (self->files);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static gboolean
add_file (Load        *self,
          GwStore     *store,
          const char  *stored_name,
          GError     **error)
{
  GwAnswerFile *file = gw_answer_file_find (store, GW_REPORT_DB, self->report, stored_name, NULL);
  GwOpenrosaFile one = { NULL };

  if (file != NULL) {
    g_ptr_array_add (self->names, file);
    one = (GwOpenrosaFile) { file->stored_name, file->mime, gw_answer_file_read (store, file, NULL) };
  }
  if (one.bytes == NULL) {
    g_set_error (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_FILE, "%s", stored_name);
    return FALSE;
  }
  g_array_append_val (self->files, one);

  return TRUE;
}

static gpointer
load_on_thread (GwStore  *store,
                gpointer  data,
                GError  **error)
{
  g_autoptr (GwFrozen) frozen = gw_frozen_find (store, data, option_code, error);
  g_autoptr (Load) self = NULL;

  if (frozen == NULL)
    return NULL;
  if (frozen->n_undecided > 0) {
    g_set_error_literal (error, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_UNDECIDED, "two versions");
    return NULL;
  }
  self = g_new0 (Load, 1);
  self->report = data;
  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_file_unref);
  self->files = g_array_new (FALSE, FALSE, sizeof (GwOpenrosaFile));
  self->xml = gw_frozen_read_xml (store, frozen, error);
  for (gsize i = 0; self->xml != NULL && frozen->files[i] != NULL; i++) {
    if (!add_file (self, store, frozen->files[i], error))
      return NULL;
  }

  return self->xml != NULL ? g_steal_pointer (&self) : NULL;
}

static const char *const sentences[] = {
  [GW_OPENROSA_ERROR_NOT_A_SERVER] =
    N_("What answers at this address does not take forms as OpenRosa says. The report is unchanged; look at the address "
       "and at the connection, then give the command again."),
  [GW_OPENROSA_ERROR_SIGN_IN] = N_("The server does not accept this name and password."),
  [GW_OPENROSA_ERROR_TOO_LARGE] =
    N_("The server does not take files as large as the report has. The report is unchanged; ask who keeps the server to "
       "allow larger ones."),
  [GW_OPENROSA_ERROR_OTHER_CONTENT] =
    N_("The server has another version of this report and kept that. Yours is unchanged on this computer; ask who keeps the "
       "server."),
  [GW_OPENROSA_ERROR_REFUSED] =
    N_("The server refused the report. It is unchanged on this computer; ask who keeps the server."),
  [GW_OPENROSA_ERROR_LATER] =
    N_("The server cannot take the report now. It is unchanged; give the same command again later."),
  [GW_OPENROSA_ERROR_INSTANCE] =
    N_("This version has no number by which a server knows it again. Nothing was sent; freeze the report again."),
};

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;

  if (own->domain == GW_OPENROSA_ERROR && (guint) own->code < G_N_ELEMENTS (sentences))
    return gw_ctl_refuse (error, "%s (%s)", _(sentences[own->code]), own->message);
  if (g_error_matches (own, GW_HTTP_ERROR, GW_HTTP_ERROR_SIGN_IN_PAGE)
      || g_error_matches (own, GW_HTTP_ERROR, GW_HTTP_ERROR_TOO_LARGE))
    return gw_ctl_refuse (error, "%s (%s)", _(sentences[GW_OPENROSA_ERROR_NOT_A_SERVER]), own->message);
  if (g_error_matches (own, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_UNDECIDED))
    return gw_ctl_refuse (error, _("This version has answers of which two people wrote two versions. Settle them, freeze the "
                                   "report again, and hand that version in. Nothing was sent."));
  if (g_error_matches (own, GW_HAND_IN_ERROR, GW_HAND_IN_ERROR_FILE))
    /* TRANSLATORS: %s is the name of a file. */
    return gw_ctl_refuse (error, _("The file “%s” belongs to the report and has not arrived on this computer yet. Nothing was "
                                   "sent; exchange with the server or a stick first."), own->message);
  if (g_error_matches (own, GW_STORE_ERROR, GW_STORE_ERROR_NOT_FOUND))
    return gw_ctl_refuse (error, _("No frozen version of the report has this check code."));

  return gw_ctl_server_explain (g_steal_pointer (&own), error);
}

static gboolean
send_load (GwCtl       *ctl,
           const Load  *load,
           const char  *url,
           char        *password,
           GError     **error)
{
  g_autoptr (GwHttp) http = gw_http_new (NULL);
  GwOpenrosaServer server = { url, option_user, password };
  GError *problem = NULL;
  g_autoptr (GwOpenrosaReceipt) receipt =
    gw_openrosa_send (http, &server, load->xml, (GwOpenrosaFile *) (gpointer) load->files->data, load->files->len, NULL,
                      &problem);
  JsonObject *line;

  if (receipt == NULL)
    return explain (problem, error);
  line = json_object_new ();
  json_object_set_boolean_member (line, "ok", TRUE);
  json_object_set_boolean_member (line, "was_there", receipt->was_there);
  json_object_set_int_member (line, "requests", receipt->n_requests);
  json_object_set_string_member (line, "message", receipt->message);
  gw_ctl_say (ctl, line, "%s %s", _("The server has the report."), receipt->message);

  return TRUE;
}

static gboolean
find_password (char   **password,
               GError **error)
{
  const char *given = g_getenv ("GODWIT_PASSWORD");

  if (option_user == NULL)
    return TRUE;
  *password = given != NULL ? g_strdup (given)
                            : gw_ctl_ask_secret (_("Password of your account on the server:"), NULL, error);

  return *password != NULL;
}

gboolean
gw_ctl_report_run_send (GwCtl              *ctl,
                        const char *const  *arguments,
                        GError            **error)
{
  GwStoreThread *thread = gw_ctl_report_may (ctl, TRUE, error) ? gw_ctl_open_thread (ctl, error) : NULL;
  g_autoptr (GwReport) report = thread != NULL ? gw_report_find_sync (thread, arguments[0], NULL) : NULL;
  g_autoptr (Load) load = NULL;
  GError *problem = NULL;
  char *password = NULL;
  gboolean ok;

  if (thread == NULL)
    return FALSE;
  if (report == NULL)
    return gw_ctl_refuse (error, _("There is no report “%s”."), arguments[0]);
  if (!gw_profile_can_write (gw_ctl_open_profile (ctl, NULL), GW_SUBMISSION_DB))
    return gw_ctl_refuse (error, _("The account of this profile cannot hand reports in."));
  if (gw_address_has_account (arguments[1]))
    return gw_ctl_misuse (error, "%s", _("Leave the name and the password out of the address: say the name with --user; "
                                         "the password is asked for."));
  load = gw_store_thread_run_sync (thread, load_on_thread, (gpointer) gw_report_get_id (report), &problem);
  if (load == NULL)
    return explain (problem, error);
  if (!find_password (&password, error))
    return FALSE;
  ok = send_load (ctl, load, arguments[1], password, error);
  g_clear_pointer (&password, gw_ctl_wipe_passphrase);

  return ok;
}
