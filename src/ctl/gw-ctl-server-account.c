/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-server-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/server/gw-server-account.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-passphrase.h"

static JsonArray *
make_list (GStrv names)
{
  JsonArray *list = json_array_new ();

  for (gsize i = 0; names[i] != NULL; i++)
    json_array_add_string_element (list, names[i]);

  return list;
}

/* The only time that the password is seen. */
static void
say_password (GwCtl      *ctl,
              const char *name,
              const char *password,
              gboolean    is_made)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "name", name);
  if (is_made) {
    json_object_set_string_member (line, "password", password);
    /* TRANSLATORS: the first %s is the name of an account, the second its password. */
    gw_ctl_say (ctl, line, _("The account is “%s”, its password %s\nIt is shown this once and kept nowhere."), name,
                password);
  } else {
    /* TRANSLATORS: %s is the name of an account. */
    gw_ctl_say (ctl, line, _("The account “%s” has the password that you gave."), name);
  }
}

static char *
find_password (GError **error)
{
  return gw_ctl_server_options.own_password ? gw_ctl_server_ask_new (error) : gw_server_make_password ();
}

static GStrv
read_roles (GError **error)
{
  const char *const *given = (const char *const *) gw_ctl_server_options.roles;
  g_autoptr (GwServerPlan) plan = gw_server_plan_load (NULL, error);
  g_auto (GStrv) countries = NULL;
  GError *problem = NULL;
  GStrv roles;

  if (plan == NULL || !gw_ctl_server_read_countries (&countries, error))
    return NULL;
  if (given == NULL || given[0] == NULL) {
    g_auto (GStrv) names = gw_server_plan_dup_role_names (plan);
    g_autofree char *list = g_strjoinv (", ", names);

    gw_ctl_misuse (error, _("Say what the account is for, with --role ROLE: %s."), list);
    return NULL;
  }
  roles = gw_server_plan_dup_grants (plan, given, (const char *const *) countries, &problem);
  if (roles == NULL)
    gw_ctl_server_explain (problem, error);

  return roles;
}

static gboolean
add (GwCtl       *ctl,
     GwServer    *server,
     const char  *name,
     GError     **error)
{
  g_auto (GStrv) roles = read_roles (error);
  char *password = roles != NULL ? find_password (error) : NULL;
  GError *problem = NULL;
  gboolean done;

  if (password == NULL)
    return FALSE;
  done = gw_server_account_add (server, name, password, (const char *const *) roles, &problem);
  if (done)
    say_password (ctl, name, password, !gw_ctl_server_options.own_password);
  gw_ctl_wipe_passphrase (password);

  return done || gw_ctl_server_explain (problem, error);
}

static gboolean
reset (GwCtl       *ctl,
       GwServer    *server,
       const char  *name,
       GError     **error)
{
  char *password = find_password (error);
  GError *problem = NULL;
  gboolean done;

  if (password == NULL)
    return FALSE;
  done = gw_server_account_reset (server, name, password, &problem);
  if (done)
    say_password (ctl, name, password, !gw_ctl_server_options.own_password);
  gw_ctl_wipe_passphrase (password);

  return done || gw_ctl_server_explain (problem, error);
}

static gboolean
disable (GwCtl       *ctl,
         GwServer    *server,
         const char  *name,
         GError     **error)
{
  GError *problem = NULL;
  JsonObject *line;

  if (!gw_server_account_disable (server, name, &problem))
    return gw_ctl_server_explain (problem, error);
  line = json_object_new ();
  json_object_set_string_member (line, "name", name);
  json_object_set_boolean_member (line, "disabled", TRUE);
  /* TRANSLATORS: %s is the name of an account. */
  gw_ctl_say (ctl, line, _("The account “%s” reaches nothing any more. What it wrote stays."), name);

  return TRUE;
}

static void
say_account (GwCtl                 *ctl,
             const GwServerAccount *account)
{
  g_autofree char *roles = g_strjoinv (" ", account->roles);
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "name", account->name);
  json_object_set_array_member (line, "roles", make_list (account->roles));
  json_object_set_boolean_member (line, "disabled", account->is_disabled);
  gw_ctl_say (ctl, line, "%s\t%s\t%s", account->name, roles, account->is_disabled ? _("disabled") : "");
}

static gboolean
list (GwCtl     *ctl,
      GwServer  *server,
      GError   **error)
{
  GError *problem = NULL;
  g_autoptr (GPtrArray) accounts = gw_server_account_list (server, &problem);

  if (accounts == NULL)
    return gw_ctl_server_explain (problem, error);
  for (guint i = 0; i < accounts->len; i++)
    say_account (ctl, g_ptr_array_index (accounts, i));

  return TRUE;
}

typedef struct
{
  const char *name;
  gboolean (*run) (GwCtl       *ctl,
                   GwServer    *server,
                   const char  *name,
                   GError     **error);
} Act;

static const Act acts[] = {
  { "add", add },
  { "reset", reset },
  { "disable", disable },
};

/**
 * gw_ctl_server_account:
 * @arguments: what to do, the address, and but for "list" the name of the account
 *
 * Returns: whether it was done
 */
gboolean
gw_ctl_server_account (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  const char *what = arguments[0], *url = arguments[1], *name = arguments[2];
  gboolean is_list = strcmp (what, "list") == 0;
  const Act *act = NULL;
  g_autoptr (GwServer) server = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    if (strcmp (acts[i].name, what) == 0)
      act = &acts[i];
  }
  if (act == NULL && !is_list)
    return gw_ctl_misuse (error, _("“%s” is not what can be done with an account; say add, reset, disable or list."), what);
  if (is_list != (name == NULL))
    return gw_ctl_misuse (error, is_list ? _("“list” takes no name of an account.") : _("Say which account, by its name."));
  server = gw_ctl_server_connect (url, error);
  if (server == NULL)
    return FALSE;

  return is_list ? list (ctl, server, error) : act->run (ctl, server, name, error);
}
