/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the keeper of a server does. Nothing of ours runs there: these commands ask it over HTTP like a desk. */

#include "ctl/gw-ctl-server-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/records/gw-reference.h"
#include "core/server/gw-server-check.h"
#include "core/server/gw-server-lay-out.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

GwCtlServerOptions gw_ctl_server_options;

#define LOGIN_OPTIONS \
  { "user", 0, 0, G_OPTION_ARG_STRING, &gw_ctl_server_options.login.user, N_("The account that asks"), "NAME" }, \
  { "login", 0, 0, G_OPTION_ARG_FILENAME, &gw_ctl_server_options.login.login_file, \
    N_("A file with the name and the password, written as in a .netrc and readable by nobody else"), "FILE" }, \
  { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &gw_ctl_server_options.login.from_stdin, \
    N_("Read the password of that account from the first line of standard input"), NULL }

#define COUNTRY_OPTION \
  { "country", 0, 0, G_OPTION_ARG_STRING_ARRAY, &gw_ctl_server_options.countries, \
    N_("Three letters, as KEN; may be given several times"), "CODE" }

static const GOptionEntry lay_out_options[] = { LOGIN_OPTIONS, COUNTRY_OPTION, { NULL } };

static const GOptionEntry seed_options[] = { LOGIN_OPTIONS, { NULL } };

static const GOptionEntry publish_options[] = {
  LOGIN_OPTIONS,
  { "language", 0, 0, G_OPTION_ARG_STRING, &gw_ctl_server_options.language,
    N_("The language of a page or a checklist, as fr; English where none is said"), "CODE" },
  { NULL },
};

static const GOptionEntry review_options[] = {
  LOGIN_OPTIONS,
  COUNTRY_OPTION,
  { "question", 0, 0, G_OPTION_ARG_STRING, &gw_ctl_server_options.question,
    N_("The node of the form that it is about; without it, it is about the whole"), "NODE" },
  { "state", 0, 0, G_OPTION_ARG_STRING, &gw_ctl_server_options.state,
    N_("How the submission stands: questions or accepted"), "STATE" },
  { NULL },
};

static const GOptionEntry account_options[] = {
  LOGIN_OPTIONS,
  COUNTRY_OPTION,
  { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &gw_ctl_server_options.roles,
    N_("What the account is for: nfp, alternate, respondent, courier, secretariat; beside it library-editor or "
       "moderator"), "ROLE" },
  { "own-password", 0, 0, G_OPTION_ARG_NONE, &gw_ctl_server_options.own_password,
    N_("Take a password that you type, or the next line of standard input, instead of making one"), NULL },
  { NULL },
};

/**
 * gw_ctl_server_connect:
 *
 * Returns: (transfer full): the server at @url, asked as the options say, or %NULL with @error
 */
GwServer *
gw_ctl_server_connect (const char  *url,
                       GError     **error)
{
  gw_ctl_server_options.login.url = url;

  return gw_ctl_server_open (&gw_ctl_server_options.login, error);
}

/* Databases are made and never deleted, so that a slip of the finger would stay: the code must be one of a country
 * that is known. */
static gboolean
check_country (GwReference  *reference,
               const char   *code,
               GError      **error)
{
  g_autofree char *large = g_ascii_strup (code, -1);

  if (gw_server_is_country (code) && gw_reference_find_country (reference, large) != NULL)
    return TRUE;

  return gw_ctl_misuse (error, _("“%s” is not the code of a country; it has three letters, as KEN."), code);
}

/**
 * gw_ctl_server_read_countries:
 * @countries: (out) (transfer full): what --country said; empty for nothing
 *
 * Returns: whether all of them are known
 */
gboolean
gw_ctl_server_read_countries (GStrv   *countries,
                              GError **error)
{
  GStrv given = gw_ctl_server_options.countries;
  g_autoptr (GwReference) reference = NULL;

  *countries = given != NULL ? g_strdupv (given) : g_new0 (char *, 1);
  if (given == NULL)
    return TRUE;
  reference = gw_reference_load (NULL, error);
  if (reference == NULL)
    return FALSE;
  for (gsize i = 0; given[i] != NULL; i++) {
    if (!check_country (reference, given[i], error))
      return FALSE;
  }

  return TRUE;
}

typedef struct
{
  GwCtl *ctl;
  guint n_changes;
} Changes;

/* TRANSLATORS: in each of these %s is the name of a database. */
static char *
dup_sentence (const char     *db,
              GwServerChange  change)
{
  switch (change) {
  case GW_SERVER_CHANGE_DATABASE:
    return g_strdup_printf (_("%s: made."), db);
  case GW_SERVER_CHANGE_RULE:
    return g_strdup_printf (_("%s: the rule of what is written was set."), db);
  case GW_SERVER_CHANGE_REVS_LIMIT:
    return g_strdup_printf (_("%s: how many versions are remembered was set."), db);
  case GW_SERVER_CHANGE_READERS:
    return g_strdup_printf (_("%s: who may read was set."), db);
  default:
    g_return_val_if_reached (g_strdup (db));
  }
}

static void
say_change (const char     *db,
            GwServerChange  change,
            gpointer        user_data)
{
  Changes *changes = user_data;
  g_autofree char *text = dup_sentence (db, change);
  JsonObject *line = json_object_new ();

  changes->n_changes++;
  json_object_set_string_member (line, "database", db);
  json_object_set_string_member (line, "change", gw_server_change_get_name (change));
  gw_ctl_say (changes->ctl, line, "%s", text);
}

static void
say_sum (GwCtl *ctl,
         guint  n_changes)
{
  JsonObject *line = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (line, "changes", n_changes);
  if (n_changes == 0)
    text = g_strdup (_("The server is laid out; nothing had to be changed."));
  else
    /* TRANSLATORS: %u is how many changes were made. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The server is laid out; %u change.", "The server is laid out; %u changes.",
                                         n_changes), n_changes);
  gw_ctl_say (ctl, line, "%s", text);
}

/* The countries that are there already get the rules of this program, too. */
static gboolean
add_known (GwServer  *server,
           GStrv     *countries,
           GError   **error)
{
  g_auto (GStrv) known = gw_server_list_countries (server, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (known == NULL)
    return FALSE;
  g_strv_builder_addv (builder, (const char **) known);
  for (gsize i = 0; (*countries)[i] != NULL; i++) {
    g_autofree char *small = g_ascii_strdown ((*countries)[i], -1);

    if (!g_strv_contains ((const char * const *) known, small))
      g_strv_builder_add (builder, small);
  }
  g_strfreev (*countries);
  *countries = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
run_lay_out (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_auto (GStrv) countries = NULL;
  g_autoptr (GwServerPlan) plan = NULL;
  g_autoptr (GwServer) server = NULL;
  Changes changes = { ctl, 0 };
  GError *problem = NULL;

  if (!gw_ctl_server_read_countries (&countries, error))
    return FALSE;
  plan = gw_server_plan_load (NULL, error);
  server = plan != NULL ? gw_ctl_server_connect (arguments[0], error) : NULL;
  if (server == NULL)
    return FALSE;
  if (!gw_server_check_keeper (server, &problem) || !add_known (server, &countries, &problem)
      || !gw_server_lay_out (server, plan, (const char * const *) countries, say_change, &changes, &problem))
    return gw_ctl_server_explain (problem, error);
  say_sum (ctl, changes.n_changes);

  return TRUE;
}

/* Who, by the names of data/server/table.json. TRANSLATORS: each stands at the beginning of a line, before a colon. */
static const char *
name_person (const char *who)
{
  static const char *const names[][2] = {
    { "admin", N_("An administrator") },
    { "office", N_("A focal point of the country") },
    { "neighbour", N_("A focal point of another country") },
    { "respondent", N_("A respondent of the country") },
    { "secretariat", N_("The Secretariat") },
    { "editor", N_("An editor of the library") },
    { "moderator", N_("A moderator") },
    { "courier", N_("A courier of the country") },
    { "stranger", N_("The Secretariat, as courier of another country") },
    { "nobody", N_("Somebody without an account") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (names[i][0], who) == 0)
      return _(names[i][1]);
  }

  return who;
}

static char *
dup_row_sentence (const GwServerRow *row)
{
  const char *who = name_person (row->who);

  if (row->act == GW_SERVER_ACT_PLAN && *row->what == '\0')
    /* TRANSLATORS: %s is the name of a database. */
    return g_strdup_printf (_("%s is not there."), row->database);
  if (row->act == GW_SERVER_ACT_PLAN && row->is_held)
    /* TRANSLATORS: the first %s is the name of a database, the second a part of it. */
    return g_strdup_printf (_("%s: %s is as it was laid out."), row->database, row->what);
  if (row->act == GW_SERVER_ACT_PLAN)
    return g_strdup_printf (_("%s: %s is not as it is laid out; “server lay-out” mends it."), row->database, row->what);
  /* TRANSLATORS: in these four, the first %s is the name of a database or empty, the second a person, the third what
   * was tried, the fourth technical words. */
  if (row->is_held && row->allowed)
    return g_strdup_printf (_("%s: %s may do this: %s %s"), row->database, who, gw_server_act_get_name (row->act), row->what);
  if (row->is_held)
    return g_strdup_printf (_("%s: %s was refused this: %s %s"), row->database, who, gw_server_act_get_name (row->act),
                            row->what);
  if (row->allowed)
    return g_strdup_printf (_("%s: %s should be able to do this, and was refused: %s %s"), row->database, who,
                            gw_server_act_get_name (row->act), row->what);
  return g_strdup_printf (_("%s: %s could do this, and must not: %s %s"), row->database, who,
                          gw_server_act_get_name (row->act), row->what);
}

typedef struct
{
  GwCtl *ctl;
  guint n_rows;
} Rows;

static void
say_row (const GwServerRow *row,
         gpointer           user_data)
{
  Rows *rows = user_data;
  g_autofree char *sentence = dup_row_sentence (row);
  JsonObject *line = json_object_new ();

  rows->n_rows++;
  json_object_set_string_member (line, "database", row->database);
  json_object_set_string_member (line, "who", row->who);
  json_object_set_string_member (line, "act", gw_server_act_get_name (row->act));
  json_object_set_string_member (line, "what", row->what);
  json_object_set_boolean_member (line, "allowed", row->allowed);
  json_object_set_int_member (line, "status", row->status);
  json_object_set_boolean_member (line, "held", row->is_held);
  gw_ctl_say (rows->ctl, line, "%s\t%s", row->is_held ? _("held") : _("BROKEN"), sentence);
}

static gboolean
say_proof (GwCtl   *ctl,
           guint    n_rows,
           guint    n_broken,
           GError **error)
{
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line, "rows", n_rows);
  json_object_set_int_member (line, "broken", n_broken);
  /* TRANSLATORS: the first %u is how many attempts there were, the second how many of them the server did not answer as
   * it should. */
  gw_ctl_say (ctl, line, _("Tried: %u. Broken: %u."), n_rows, n_broken);

  return n_broken == 0 || gw_ctl_refuse (error, g_dngettext (GETTEXT_PACKAGE, "The server does not hold %u of its rules.",
                                                             "The server does not hold %u of its rules.", n_broken),
                                         n_broken);
}

static gboolean
run_check (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_auto (GStrv) countries = NULL;
  g_autoptr (GwServerPlan) plan = NULL;
  g_autoptr (GwServer) server = NULL;
  Rows rows = { ctl, 0 };
  guint n_broken = 0;
  GError *problem = NULL;

  if (!gw_ctl_server_read_countries (&countries, error))
    return FALSE;
  plan = gw_server_plan_load (NULL, error);
  server = plan != NULL ? gw_ctl_server_connect (arguments[0], error) : NULL;
  if (server == NULL)
    return FALSE;
  if (!gw_server_check_keeper (server, &problem)
      || (countries[0] == NULL && !add_known (server, &countries, &problem))
      || !gw_server_check (server, plan, NULL, (const char * const *) countries, say_row, &rows, &n_broken, &problem))
    return gw_ctl_server_explain (problem, error);

  return say_proof (ctl, rows.n_rows, n_broken, error);
}

static const GwCtlCommand commands[] = {
  { "lay-out", "URL [--country CODE] [--user NAME]",
    N_("Make and mend the databases of all countries, of those that are there, and of those that are named: readers, "
       "rules, limits. Nothing is deleted."), lay_out_options, 1, 1, run_lay_out },
  { "account", "add|reset|disable|list URL [NAME] [--role ROLE] [--country CODE] [--user NAME]",
    N_("Make an account, give it a new password, take its access away, or list all. A password is made and shown once."),
    account_options, 2, 3, gw_ctl_server_account },
  { "check", "URL [--country CODE] [--user NAME]",
    N_("Prove that the server keeps its rules: try to break each of them, with accounts and databases that are removed "
       "again."), lay_out_options, 1, 1, run_check },
  { "seed", "URL [manual] [checklists] [forms] [--user NAME]",
    N_("Publish the library that came with this program, or a part of it. What the server has and is later stays."),
    seed_options, 1, 4, gw_ctl_server_seed },
  { "publish", "URL FILE [--language CODE] [--user NAME]",
    N_("Publish a later page of the manual, a checklist or a form."), publish_options, 2, 2, gw_ctl_server_publish },
  { "receipt", "URL SUBMISSION --country CODE [--user NAME]",
    N_("Tell a country that its submission arrived."), lay_out_options, 2, 2, gw_ctl_server_receipt },
  { "review", "URL SUBMISSION FILE|- --country CODE [--question NODE] [--state STATE] [--user NAME]",
    N_("Tell a country what there is to say of its submission."), review_options, 3, 3, gw_ctl_server_review },
  { NULL },
};

const GwCtlGroup gw_ctl_server = { "server", N_("Keep a server: lay it out, its accounts, its library."), commands };
