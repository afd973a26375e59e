/* SPDX-License-Identifier: GPL-3.0-or-later */

/* godwitctl [--profile DIR] [--json] GROUP [COMMAND] ARGUMENTS: what the window can do to data,
 * without a window. Results go to standard output and sentences to standard error. */

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/answers/gw-answer.h"
#include "core/base/gw-paths.h"
#include "core/keys/gw-key-book.h"
#include "core/manual/gw-manual-doc.h"
#include "core/records/gw-records.h"
#include "core/packets/gw-packet.h"
#include "core/reports/gw-report.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "gw-config.h"

static const GwCtlGroup *const groups[] = {
  &gw_ctl_profile,
  &gw_ctl_doc,
  &gw_ctl_search,
  &gw_ctl_manual,
  &gw_ctl_checklist,
  &gw_ctl_action,
  &gw_ctl_form,
  &gw_ctl_report,
  &gw_ctl_packet,
  &gw_ctl_sync,
  &gw_ctl_bundle,
  &gw_ctl_nearby,
  &gw_ctl_key,
  &gw_ctl_server,
  &gw_ctl_conflict,
  &gw_ctl_bin,
  &gw_ctl_backup,
  &gw_ctl_restore,
  &gw_ctl_check,
};

typedef struct
{
  char *profile;
  gboolean json;
  gboolean help;
  gboolean version;
} Common;

static void
print_common_options (void)
{
  /* TRANSLATORS: part of the help of a command line program; keep the columns. */
  printf ("\n%s\n", _("Everywhere:\n"
                      "  --profile DIR   the folder of the profile; needed where there are several\n"
                      "  --json          one JSON object per line\n"
                      "  --help          help for the program, a group or a command"));
}

static void
print_help (void)
{
  printf ("%s\n\n", _("usage: godwitctl [--profile DIR] [--json] GROUP COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    printf ("  %-12s %s\n", groups[i]->name, _(groups[i]->summary));
  print_common_options ();
}

static char *
dup_usage (const GwCtlGroup   *group,
           const GwCtlCommand *command)
{
  return g_strdup_printf ("godwitctl %s%s%s%s%s", group->name, command->name != NULL ? " " : "",
                          command->name != NULL ? command->name : "",
                          *command->arguments != '\0' ? " " : "", command->arguments);
}

static void
print_group_help (const GwCtlGroup *group)
{
  printf ("%s\n\n", _(group->summary));
  for (const GwCtlCommand *command = group->commands; command->run != NULL; command++) {
    g_autofree char *usage = dup_usage (group, command);

    printf ("  %s\n      %s\n", usage, _(command->summary));
  }
  print_common_options ();
}

/* The options that every command has may stand anywhere before "--". */
static gboolean
take_common (Common     *common,
             int        *argc,
             char      **argv,
             GError    **error)
{
  int kept = 1;

  for (int i = 1; i < *argc; i++) {
    if (strcmp (argv[i], "--") == 0) {
      while (i < *argc)
        argv[kept++] = argv[i++];
      break;
    }
    if (strcmp (argv[i], "--json") == 0)
      common->json = TRUE;
    else if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)
      common->help = TRUE;
    else if (strcmp (argv[i], "--version") == 0)
      common->version = TRUE;
    else if (g_str_has_prefix (argv[i], "--profile="))
      common->profile = argv[i] + strlen ("--profile=");
    else if (strcmp (argv[i], "--profile") == 0 && i + 1 < *argc)
      common->profile = argv[++i];
    else if (strcmp (argv[i], "--profile") == 0)
      return gw_ctl_misuse (error, _("The folder is missing after --profile."));
    else
      argv[kept++] = argv[i];
  }
  argv[kept] = NULL;
  *argc = kept;

  return TRUE;
}

static const GwCtlGroup *
find_group (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    if (strcmp (groups[i]->name, name) == 0)
      return groups[i];
  }

  return NULL;
}

static const GwCtlCommand *
find_command (const GwCtlGroup *group,
              const char       *name)
{
  for (const GwCtlCommand *command = group->commands; command->run != NULL; command++) {
    if (command->name == NULL || g_strcmp0 (command->name, name) == 0)
      return command;
  }

  return NULL;
}

static GOptionContext *
make_context (const GwCtlCommand *command)
{
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  if (command->options != NULL)
    g_option_context_add_main_entries (context, command->options, GETTEXT_PACKAGE);

  return context;
}

static void
print_command_help (const GwCtlGroup   *group,
                    const GwCtlCommand *command)
{
  g_autofree char *usage = dup_usage (group, command);

  printf ("%s\n\n%s\n", usage, _(command->summary));
  for (const GOptionEntry *option = command->options; option != NULL && option->long_name != NULL;
       option++) {
    g_autofree char *name = g_strdup_printf ("--%s%s%s", option->long_name,
                                             option->arg_description != NULL ? " " : "",
                                             option->arg_description != NULL ? option->arg_description
                                                                             : "");

    printf ("%s  %-17s %s\n", option == command->options ? "\n" : "", name, _(option->description));
  }
  print_common_options ();
}

static gboolean
run_command (const Common        *common,
             const GwCtlGroup    *group,
             const GwCtlCommand  *command,
             int                  argc,
             char               **argv,
             GError             **error)
{
  g_autoptr (GOptionContext) context = make_context (command);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GwCtl) ctl = NULL;

  if (common->help) {
    print_command_help (group, command);
    return TRUE;
  }
  if (!g_option_context_parse (context, &argc, &argv, &problem))
    return gw_ctl_misuse (error, "%s", problem->message);
  if (argc > 1 && strcmp (argv[1], "--") == 0) {
    argv++;
    argc--;
  }
  if (argc - 1 < command->min_arguments
      || (command->max_arguments >= 0 && argc - 1 > command->max_arguments)) {
    g_autofree char *usage = dup_usage (group, command);

    return gw_ctl_misuse (error, _("usage: %s"), usage);
  }

  ctl = gw_ctl_new (common->profile, common->json);
  return command->run (ctl, (const char *const *) argv + 1, error);
}

static gboolean
run (int      argc,
     char   **argv,
     GError **error)
{
  Common common = { 0 };
  const GwCtlGroup *group;
  const GwCtlCommand *command;
  int skipped;

  if (!take_common (&common, &argc, argv, error))
    return FALSE;
  if (common.version) {
    printf ("godwitctl %s\n", GW_VERSION);
    return TRUE;
  }
  if (argc < 2) {
    if (!common.help)
      return gw_ctl_misuse (error, _("Say what to do; “godwitctl --help” lists what there is."));
    print_help ();
    return TRUE;
  }

  group = find_group (argv[1]);
  if (group == NULL)
    return gw_ctl_misuse (error, _("There is no command “%s”; “godwitctl --help” lists what there is."),
                          argv[1]);
  command = find_command (group, argc > 2 ? argv[2] : NULL);
  if (command == NULL && common.help && argc == 2) {
    print_group_help (group);
    return TRUE;
  }
  if (command == NULL && argc > 2)
    return gw_ctl_misuse (error, _("“%s %s” is no command; “godwitctl %s --help” lists what there is."),
                          group->name, argv[2], group->name);
  if (command == NULL)
    return gw_ctl_misuse (error, _("“%s” is no whole command; “godwitctl %s --help” lists what there is."),
                          group->name, group->name);

  skipped = command->name != NULL ? 2 : 1;
  argv[skipped] = argv[0];
  return run_command (&common, group, command, argc - skipped, argv + skipped, error);
}

static void
speak_the_persons_language (void)
{
  setlocale (LC_ALL, "");
  /* Under plain C, LANGUAGE would be ignored, and names outside ASCII would be question marks. */
  if (strcmp (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
  if (strcmp (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_MESSAGES, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, gw_paths_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/* All kinds of documents, or they would be merged without their rules and found by nobody. */
static void
register_types (void)
{
  gw_manual_register_types ();
  gw_answers_register_types ();
  gw_records_register_types ();
  gw_reports_register_types ();
  gw_packets_register_types ();
  gw_keys_register_types ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  speak_the_persons_language ();
  g_set_prgname ("godwitctl");
  register_types ();
  if (run (argc, argv, &error))
    return fflush (stdout) == 0 ? GW_CTL_DONE : GW_CTL_REFUSED;

  fflush (stdout);
  sentence = gw_ctl_describe_error (error);
  g_printerr ("godwitctl: %s\n", sentence);
  return g_error_matches (error, GW_CTL_ERROR, GW_CTL_ERROR_USAGE) ? GW_CTL_USAGE : GW_CTL_REFUSED;
}
