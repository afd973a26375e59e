/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A passphrase on the command line would be seen by everybody who lists the processes: it comes from
 * the environment, or from the terminal, where it is not shown. */

#include "ctl/gw-ctl-passphrase.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "ctl/gw-ctl-error.h"

#define MAX_PASSPHRASE 1024

/* (nullable): one line from the terminal, without its end. What was typed before the question is not
 * the answer to it. */
static char *
read_line (int         terminal,
           const char *question)
{
  g_autofree char *shown = g_strconcat (question, " ", NULL);
  char line[MAX_PASSPHRASE];
  struct termios before, silent;
  char *answer = NULL;
  ssize_t n;

  if (tcgetattr (terminal, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (terminal, TCSAFLUSH, &silent);
  if (write (terminal, shown, strlen (shown)) > 0) {
    n = read (terminal, line, sizeof line - 1);
    if (n > 0) {
      line[n] = '\0';
      answer = g_strndup (line, strcspn (line, "\r\n"));
    }
    /* The line's end was not shown either. */
    n = write (terminal, "\n", 1);
  }
  tcsetattr (terminal, TCSAFLUSH, &before);
  explicit_bzero (line, sizeof line);

  return answer;
}

static char *
ask (int          terminal,
     const char  *question,
     const char  *again,
     GError     **error)
{
  char *first = read_line (terminal, question);
  char *second = first != NULL && again != NULL ? read_line (terminal, again) : NULL;

  if (first == NULL) {
    gw_ctl_refuse (error, "%s", _("No passphrase was typed. Nothing was changed."));
  } else if (again != NULL && g_strcmp0 (first, second) != 0) {
    gw_ctl_refuse (error, "%s", _("The passphrase was not typed the same twice. Nothing was written."));
    g_clear_pointer (&first, gw_ctl_wipe_passphrase);
  }
  g_clear_pointer (&second, gw_ctl_wipe_passphrase);

  return first;
}

/**
 * gw_ctl_ask_secret:
 * @question: translated
 * @again: (nullable): translated; asked where a slip of the finger would shut somebody out
 *
 * Returns: (transfer full): what is typed at the terminal, or %NULL with @error; to be given to
 *   gw_ctl_wipe_passphrase()
 */
char *
gw_ctl_ask_secret (const char  *question,
                   const char  *again,
                   GError     **error)
{
  char *secret;
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC);

  if (terminal < 0) {
    gw_ctl_refuse (error, "%s", _("There is no terminal to ask for the password. Put it into the environment variable "
                                  "GODWIT_PASSWORD."));
    return NULL;
  }
  secret = ask (terminal, question, again, error);
  close (terminal);

  return secret;
}

/**
 * gw_ctl_ask_passphrase:
 * @twice: whether a slip of the finger would close a file for ever
 *
 * Returns: (transfer full): what GODWIT_PASSPHRASE says, or what is typed at the terminal, or %NULL
 *   with @error; to be given to gw_ctl_wipe_passphrase()
 */
char *
gw_ctl_ask_passphrase (gboolean   twice,
                       GError   **error)
{
  const char *given = g_getenv ("GODWIT_PASSPHRASE");
  char *passphrase;
  int terminal;

  if (given != NULL)
    return g_strdup (given);
  terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    gw_ctl_refuse (error, "%s", _("There is no terminal to ask for the passphrase. Put it into the "
                                  "environment variable GODWIT_PASSPHRASE."));
    return NULL;
  }
  passphrase = ask (terminal, _("Passphrase of the bundle:"), twice ? _("The same passphrase again:") : NULL, error);
  close (terminal);

  return passphrase;
}

void
gw_ctl_wipe_passphrase (char *passphrase)
{
  if (passphrase == NULL)
    return;
  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}
