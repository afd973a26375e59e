/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who asks a server. A password on the command line would be seen by everybody who lists the processes, and stay in
 * the shell's history: it comes from the environment, a file that nobody else can read, standard input, or the
 * terminal. */

#include "ctl/gw-ctl-server-login.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/base/gw-address.h"
#include "core/net/gw-http.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-passphrase.h"

#define MAX_LINE 1024
#define MIN_PASSWORD 8

typedef struct
{
  GQuark (*domain) (void);
  int code;
  const char *sentence;
} Row;

static const Row rows[] = {
  { gw_server_error_quark, GW_SERVER_ERROR_PASSWORD, N_("The server does not accept this name and password.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NOT_KEEPER,
    N_("This is for the administrators of the server, and the account is none of them. Nothing was changed.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NOT_A_SERVER, N_("What answers at this address is not an Apache CouchDB.") },
  { gw_server_error_quark, GW_SERVER_ERROR_REFUSED, N_("The server refused a step, and what follows was not done.") },
  { gw_server_error_quark, GW_SERVER_ERROR_CONFLICT,
    N_("This was changed at the same moment, or the answer to a first attempt was lost. Please give the same command "
       "again.") },
  { gw_server_error_quark, GW_SERVER_ERROR_EXISTS,
    N_("There is an account of this name. It was left as it is; “server account reset” gives it a new password.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NOT_FOUND, N_("The server has nothing of this name.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NAME,
    N_("An account’s name has small letters and digits, with “.”, “_” and “-” between them.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NO_ROLE, N_("There is no such role.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NO_COUNTRY, N_("This role is one of a country. Say which, with --country CODE.") },
  { gw_server_error_quark, GW_SERVER_ERROR_ROLE_BESIDES,
    N_("This role is let at nothing by itself. Give another one beside it, as --role secretariat.") },
  { gw_server_error_quark, GW_SERVER_ERROR_DISABLED,
    N_("This account was disabled. “server account add” lets it in again, with the roles that you say.") },
  { gw_server_error_quark, GW_SERVER_ERROR_OLDER, N_("The server has a later one. Nothing was changed.") },
  { gw_server_error_quark, GW_SERVER_ERROR_SAME_VERSION,
    N_("The server has another one of this name and version. Give yours a later version. Nothing was changed.") },
  { gw_server_error_quark, GW_SERVER_ERROR_DATA, N_("What came with this program for servers cannot be read.") },
  { gw_server_error_quark, GW_SERVER_ERROR_NOT_OURS,
    N_("This is neither a page of the manual, nor a checklist, nor a form. Nothing was changed.") },
  { gw_server_error_quark, GW_SERVER_ERROR_ALTERED,
    N_("The submission is not what its name says: it was altered. It was not answered.") },
  { gw_http_error_quark, GW_HTTP_ERROR_NO_LINK, N_("There is no connection to the server.") },
  { gw_http_error_quark, GW_HTTP_ERROR_SILENT, N_("The server was reached, but it does not answer.") },
  { gw_http_error_quark, GW_HTTP_ERROR_BROKEN, N_("The connection broke off. The last step may have been done or not; "
                                                  "the same command may be given again.") },
  { gw_http_error_quark, GW_HTTP_ERROR_CERTIFICATE,
    N_("This is not provably the server: its certificate is not one that this computer trusts. Nothing was sent.") },
  { gw_http_error_quark, GW_HTTP_ERROR_CERTIFICATE_DATE,
    N_("The server’s certificate is not valid on the date that this computer shows. Nothing was sent.") },
  { gw_http_error_quark, GW_HTTP_ERROR_SIGN_IN_PAGE, N_("What answers at this address is not an Apache CouchDB.") },
  { gw_http_error_quark, GW_HTTP_ERROR_PROXY, N_("The proxy of this network refuses or wants a password.") },
  { gw_http_error_quark, GW_HTTP_ERROR_ADDRESS,
    N_("The address begins with https:// and is complete; http:// is for this computer only. Nothing was sent.") },
};

/**
 * gw_ctl_server_explain:
 * @problem: (transfer full): what the core said
 *
 * Returns: FALSE, with a sentence for a person in @error
 */
gboolean
gw_ctl_server_explain (GError  *problem,
                       GError **error)
{
  g_autoptr (GError) own = problem;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (own->domain == rows[i].domain () && own->code == rows[i].code)
      return gw_ctl_refuse (error, "%s (%s)", _(rows[i].sentence), own->message);
  }
  g_propagate_error (error, g_steal_pointer (&own));

  return FALSE;
}

/* (nullable): the next line of standard input, without its end. */
static char *
read_stdin (void)
{
  char line[MAX_LINE];
  char *answer;

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  answer = g_strndup (line, strcspn (line, "\r\n"));
  explicit_bzero (line, sizeof line);

  return answer;
}

static char *
dup_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/* Words as in a .netrc: "machine HOST login NAME password WORD", or "default" for any host. A line may end
 * anywhere. */
static void
search_login (const char  *text,
              const char  *host,
              char       **user,
              char       **password)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  const char *word = NULL;
  gboolean is_ours = FALSE;

  for (gsize i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    if (word == NULL && strcmp (words[i], "default") == 0) {
      is_ours = TRUE;
    } else if (word == NULL) {
      word = words[i];
    } else {
      if (strcmp (word, "machine") == 0)
        is_ours = g_strcmp0 (words[i], host) == 0;
      else if (is_ours && strcmp (word, "login") == 0 && *user == NULL)
        *user = g_strdup (words[i]);
      else if (is_ours && strcmp (word, "password") == 0 && *password == NULL)
        *password = g_strdup (words[i]);
      word = NULL;
    }
  }
}

static gboolean
read_login_file (const GwCtlLogin  *login,
                 char             **user,
                 char             **password,
                 GError           **error)
{
  g_autofree char *host = dup_host (login->url);
  g_autofree char *text = NULL;
  GStatBuf about;

  if (g_stat (login->login_file, &about) != 0)
    return gw_ctl_refuse (error, _("The file %s cannot be read (%s)."), login->login_file, g_strerror (errno));
  if ((about.st_mode & 077) != 0)
    return gw_ctl_refuse (error, _("Others can read the file %s. Nothing was sent; “chmod 600” keeps it to you."),
                          login->login_file);
  if (!g_file_get_contents (login->login_file, &text, NULL, error))
    return FALSE;
  search_login (text, host != NULL ? host : "", user, password);
  explicit_bzero (text, strlen (text));
  if (*user == NULL || *password == NULL)
    return gw_ctl_refuse (error, _("The file %s has no name and password for this server."), login->login_file);

  return TRUE;
}

static char *
find_password (const GwCtlLogin  *login,
               GError           **error)
{
  const char *given = g_getenv ("GODWIT_PASSWORD");
  char *password;

  if (login->from_stdin) {
    password = read_stdin ();
    if (password == NULL)
      gw_ctl_refuse (error, "%s", _("There is no password on standard input. Nothing was sent."));
    return password;
  }
  if (given != NULL)
    return g_strdup (given);

  return gw_ctl_ask_secret (_("Password of your account on the server:"), NULL, error);
}

/**
 * gw_ctl_server_open:
 * @login: what the command line says
 *
 * Returns: (transfer full): the server, asked as that account; or %NULL with @error. Nothing is sent yet
 */
GwServer *
gw_ctl_server_open (const GwCtlLogin  *login,
                    GError           **error)
{
  g_autofree char *user = NULL;
  char *password = NULL;
  GwServer *server;

  if (gw_address_has_account (login->url)) {
    gw_ctl_misuse (error, "%s", _("Leave the name and the password out of the address: say the name with --user; the "
                                  "password is asked for."));
    return NULL;
  }
  if (login->login_file != NULL) {
    if (!read_login_file (login, &user, &password, error)) {
      g_clear_pointer (&password, gw_ctl_wipe_passphrase);
      return NULL;
    }
  } else {
    user = g_strdup (login->user != NULL ? login->user : g_getenv ("GODWIT_USER"));
    if (user == NULL || *user == '\0') {
      gw_ctl_misuse (error, _("Say with which account, with --user NAME."));
      return NULL;
    }
    password = find_password (login, error);
    if (password == NULL)
      return NULL;
  }
  server = gw_server_new (login->url, user, password);
  gw_ctl_wipe_passphrase (password);

  return server;
}

/**
 * gw_ctl_server_ask_new:
 *
 * Returns: (transfer full): the password that somebody chose for an account: the next line of standard input, or, where
 *   that is a terminal, what is typed there twice; %NULL with @error
 */
char *
gw_ctl_server_ask_new (GError **error)
{
  char *password;

  if (isatty (STDIN_FILENO)) {
    password = gw_ctl_ask_secret (_("New password of the account:"), _("The same password again:"), error);
    if (password == NULL)
      return NULL;
  } else {
    password = read_stdin ();
  }
  if (password == NULL || g_utf8_strlen (password, -1) < MIN_PASSWORD) {
    g_clear_pointer (&password, gw_ctl_wipe_passphrase);
    gw_ctl_refuse (error, "%s", _("A password has at least 8 characters. Nothing was changed."));
  }

  return password;
}
