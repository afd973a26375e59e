/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-address.h"
#include "core/base/gw-time.h"
#include "core/keys/gw-key-book.h"
#include "core/net/gw-secret.h"
#include "core/store/gw-arrival.h"
#include "core/sync/gw-leaving.h"
#include "core/sync/gw-sync-history.h"
#include "core/sync/gw-sync-run.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

#define CLOCK_OFF_SECONDS 300

static char *option_server;
static char *option_user;
static gboolean option_keep;
static gboolean option_deletions;
static gboolean option_history;
static gboolean option_leaves;
static gboolean option_set_aside;
static gboolean option_ask_again;

static const GOptionEntry options[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, &option_server, N_("The address of the server"), "URL" },
  { "user", 0, 0, G_OPTION_ARG_STRING, &option_user, N_("The name of the account"), "NAME" },
  { "keep-everything", 0, 0, G_OPTION_ARG_NONE, &option_keep,
    N_("The server was emptied or made anew: offer it all that is here"), NULL },
  { "allow-deletions", 0, 0, G_OPTION_ARG_NONE, &option_deletions,
    N_("Let the server delete a large part of what is here"), NULL },
  { "set-aside", 0, 0, G_OPTION_ARG_NONE, &option_set_aside,
    N_("List what came and was not taken instead, since nobody there could have written it"), NULL },
  { "ask-again", 0, 0, G_OPTION_ARG_NONE, &option_ask_again,
    N_("Ask once more for what was set aside"), NULL },
  { "history", 0, 0, G_OPTION_ARG_NONE, &option_history,
    N_("List the last exchanges instead: when each began, what became of it, bytes sent and received, which way, with whom"),
    NULL },
  { "what-leaves", 0, 0, G_OPTION_ARG_NONE, &option_leaves,
    N_("Say instead what goes from this computer where, and what stays"), NULL },
  { NULL },
};

typedef struct
{
  GwSyncError code;
  const char *sentence;
} Row;

/* The same words as in the window, but for what goes on by itself there and does not here. */
static const Row rows[] = {
  { GW_SYNC_ERROR_NO_LINK,
    N_("There is no connection to the server now. That is no harm: everything is kept here.") },
  { GW_SYNC_ERROR_SILENT,
    N_("The server was reached, but it does not answer. Everything is kept here.") },
  { GW_SYNC_ERROR_BROKEN,
    N_("The connection is too slow or broke off. What arrived has arrived; the rest continues the "
       "next time.") },
  { GW_SYNC_ERROR_PASSWORD,
    N_("The server does not accept this name and password. Everything is kept here.") },
  { GW_SYNC_ERROR_LOCKED,
    N_("There were too many wrong passwords, so the server has locked the account for some "
       "minutes. You can go on working. Please try again later.") },
  { GW_SYNC_ERROR_ACCESS,
    N_("The server knows this account, but does not let it at these papers. Your work is "
       "kept here. Please ask the keeper of the server.") },
  { GW_SYNC_ERROR_NO_DATABASE,
    N_("The server knows this account, but does not let it at these papers. Your work is "
       "kept here. Please ask the keeper of the server.") },
  { GW_SYNC_ERROR_SIGN_IN_PAGE,
    N_("This network asks you to sign in with a browser first. Nothing was sent and "
       "nothing was changed here.") },
  { GW_SYNC_ERROR_CERTIFICATE,
    N_("This network is not letting us reach the real server (it may want you to sign in "
       "with a browser, or your ministry may sign its own servers: see “profile set --authority”). Nothing was sent. "
       "Your work is safe here.") },
  { GW_SYNC_ERROR_CERTIFICATE_DATE,
    N_("The server’s certificate is not valid on the date that this computer shows. Please "
       "look whether the date of the computer is right. Your work is safe here.") },
  { GW_SYNC_ERROR_PROXY,
    N_("The proxy of this network refuses or wants a password. Your work is safe here. "
       "Please look at the network settings of the computer.") },
  { GW_SYNC_ERROR_ADDRESS,
    N_("The address of the server is not right: it begins with https:// and is complete. "
       "Please look at it again.") },
  { GW_SYNC_ERROR_NOT_A_SERVER,
    N_("Something answers at this address, but it is not a server for Godwit. Nothing was "
       "sent. Please look at the address again.") },
  { GW_SYNC_ERROR_BUSY,
    N_("The server could not take the changes just now. They are all kept here.") },
  { GW_SYNC_ERROR_TOO_LARGE,
    N_("The server could not take the changes just now. They are all kept here.") },
  { GW_SYNC_ERROR_SERVER_CHANGED,
    N_("The server was emptied, made anew, or put back to an earlier day. Nothing was "
       "deleted here. Please ask the keeper of the server before you go on.") },
  { GW_SYNC_ERROR_MASS_DELETE,
    N_("The server wants a large part of what is here to be deleted. Nothing was deleted "
       "here. Please ask the keeper of the server before you go on.") },
  { GW_SYNC_ERROR_DISK_FULL,
    N_("The disk is full, so what comes from the server cannot be kept. What is here is "
       "safe. Please free some space.") },
  { GW_SYNC_ERROR_STORE,
    N_("What came from the server could not be kept here. What is here is safe.") },
};

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;

  for (guint i = 0; own->domain == GW_SYNC_ERROR && i < G_N_ELEMENTS (rows); i++) {
    if (own->code == (int) rows[i].code)
      return gw_ctl_refuse (error, "%s (%s)", _(rows[i].sentence), own->message);
  }

  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

/* What was told last. */
typedef struct
{
  GwCtl *ctl;
  gboolean any;
  GwSyncPhase phase;
  char *db;
} Phases;

static void
say_summary (GwCtl               *ctl,
             const GwSyncSummary *summary,
             const GError        *problem)
{
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line, "pulled", summary->pulled);
  json_object_set_int_member (line, "pushed", summary->pushed);
  json_object_set_int_member (line, "refused", summary->refused);
  json_object_set_int_member (line, "set_aside", summary->set_aside);
  json_object_set_int_member (line, "merged", summary->merged);
  json_object_set_int_member (line, "conflicts", summary->conflicts);
  json_object_set_int_member (line, "requests", summary->requests);
  json_object_set_int_member (line, "bytes_up", summary->bytes_up);
  json_object_set_int_member (line, "bytes_down", summary->bytes_down);
  json_object_set_double_member (line, "seconds", summary->seconds);
  json_object_set_int_member (line, "clock_offset", summary->clock_offset);
  if (problem != NULL && problem->domain == GW_SYNC_ERROR)
    json_object_set_string_member (line, "error", gw_sync_error_get_name (problem->code));
  /* TRANSLATORS: %u are numbers of changes: those that came, went, were refused by the server, and
   * of which there are several versions. */
  gw_ctl_say (ctl, line, _("Received: %u. Sent: %u. Refused: %u. To be settled: %u."),
              summary->pulled, summary->pushed, summary->refused, summary->conflicts);
  if (summary->set_aside > 0 && !gw_ctl_is_json (ctl))
    /* TRANSLATORS: %u is a number of changes; leave the words "sync --set-aside" as they are. */
    gw_ctl_say (ctl, json_object_new (), _("Not taken, and set aside: %u. See sync --set-aside."), summary->set_aside);
}

static gboolean
list_set_aside (GwCtl   *ctl,
                GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GPtrArray) list = store != NULL ? gw_store_list_set_aside (store, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const GwSetAside *one = list->pdata[i];
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "db", one->db);
    json_object_set_string_member (line, "id", one->id);
    json_object_set_string_member (line, "rev", one->rev);
    json_object_set_string_member (line, "fault", gw_arrival_fault_get_name (one->fault));
    json_object_set_string_member (line, "document", one->document != NULL ? one->document : "");
    gw_ctl_say (ctl, line, "%s\t%s\t%s", one->db, one->id, gw_arrival_fault_get_words (one->fault));
  }

  return list != NULL;
}

/* As the window says it: more than some minutes, and not more often than there is an exchange. */
static void
warn_of_clock (GwCtl               *ctl,
               const GwSyncSummary *summary)
{
  g_autofree char *here = NULL, *there = NULL;

  if (gw_ctl_is_json (ctl) || ABS (summary->clock_offset) <= CLOCK_OFF_SECONDS)
    return;
  here = gw_time_format (gw_time_now ());
  there = gw_time_format (gw_time_now () + summary->clock_offset * G_USEC_PER_SEC);
  /* TRANSLATORS: Both are times. */
  g_printerr (_("By the clock of this computer it is %1$s, by that of the server %2$s. Please look at the date and time "
                "of the computer.\n"), here, there);
}

/* Names that never change. */
static const char *
get_outcome (const GwSyncPast *past)
{
  if (!past->has_failed)
    return "ok";

  return past->way == GW_SYNC_WAY_SERVER ? gw_sync_error_get_name (past->error) : "incomplete";
}

static void
say_past (GwCtl            *ctl,
          const GwSyncPast *past)
{
  static const char *const ways[] = {
    [GW_SYNC_WAY_SERVER] = "server", [GW_SYNC_WAY_STICK] = "stick", [GW_SYNC_WAY_ROOM] = "room",
  };
  const char *outcome = get_outcome (past), *way = ways[past->way], *partner = past->partner != NULL ? past->partner : "";
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (past->begun / G_USEC_PER_SEC);
  g_autofree char *begun = g_date_time_format_iso8601 (utc);
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "begun", begun);
  json_object_set_string_member (line, "way", way);
  if (past->partner != NULL)
    json_object_set_string_member (line, "partner", partner);
  json_object_set_string_member (line, "outcome", outcome);
  json_object_set_int_member (line, "pulled", past->summary.pulled);
  json_object_set_int_member (line, "pushed", past->summary.pushed);
  json_object_set_int_member (line, "refused", past->summary.refused);
  json_object_set_int_member (line, "requests", (gint64) past->summary.requests);
  json_object_set_int_member (line, "bytes_up", (gint64) past->summary.bytes_up);
  json_object_set_int_member (line, "bytes_down", (gint64) past->summary.bytes_down);
  json_object_set_double_member (line, "seconds", past->summary.seconds);
  gw_ctl_say (ctl, line, "%s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\t%s", begun, outcome,
              past->summary.bytes_up, past->summary.bytes_down, way, partner);
}

static gboolean
list_history (GwCtl   *ctl,
              GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GPtrArray) list = store != NULL ? gw_sync_history_list (store) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    say_past (ctl, list->pdata[i]);

  return list != NULL;
}

static void
say_part (GwCtl               *ctl,
          const GwLeavingPart *part)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "db", part->db);
  if (part->remote != NULL)
    json_object_set_string_member (line, "to", part->remote);
  json_object_set_boolean_member (line, "goes", part->goes);
  json_object_set_int_member (line, "documents", part->documents);
  json_object_set_int_member (line, "waiting", part->waiting);
  gw_ctl_say (ctl, line, "%s\t%s\t%u\t%u", part->db, part->goes ? part->remote : "–", part->documents, part->waiting);
}

static void
add_time (JsonObject *line,
          const char *member,
          gint64      time)
{
  g_autofree char *text = time != 0 ? gw_time_format (time) : NULL;

  if (text != NULL)
    json_object_set_string_member (line, member, text);
}

static gboolean
list_leaving (GwCtl   *ctl,
              GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GwLeaving) leaving =
    store != NULL ? gw_leaving_read (store, gw_ctl_open_profile (ctl, NULL), error) : NULL;
  JsonObject *line;

  if (leaving == NULL)
    return FALSE;
  for (guint i = 0; i < leaving->parts->len; i++)
    say_part (ctl, leaving->parts->pdata[i]);
  line = json_object_new ();
  if (leaving->server != NULL)
    json_object_set_string_member (line, "server", leaving->server);
  add_time (line, "last_success", leaving->last_success);
  json_object_set_int_member (line, "own", leaving->own);
  json_object_set_int_member (line, "bytes_up", (gint64) leaving->bytes_up);
  json_object_set_int_member (line, "sticks", leaving->sticks);
  add_time (line, "stick_at", leaving->stick_at);
  add_time (line, "copy_at", leaving->copy_at);
  /* TRANSLATORS: %1$s is the address of a server, %2$u and %3$u are numbers. */
  gw_ctl_say (ctl, line, _("Server: %1$s. Documents that stay here: %2$u. Sticks written: %3$u."),
              leaving->server != NULL ? leaving->server : "–", leaving->own, leaving->sticks);

  return TRUE;
}

/* One line for each phase; a person reads the last line only. */
static void
say_phase (GwSyncPhase          phase,
           const char          *db,
           const GwSyncSummary *summary,
           gpointer             user_data)
{
  static const char *const names[] = { "asking", "receiving", "sending" };
  Phases *phases = user_data;
  JsonObject *line;

  if (!gw_ctl_is_json (phases->ctl) || (phases->any && phases->phase == phase && g_strcmp0 (phases->db, db) == 0))
    return;
  phases->any = TRUE;
  phases->phase = phase;
  g_free (phases->db);
  phases->db = g_strdup (db);
  line = json_object_new ();
  json_object_set_string_member (line, "phase", names[phase]);
  if (db != NULL)
    json_object_set_string_member (line, "db", db);
  json_object_set_int_member (line, "requests", (gint64) summary->requests);
  json_object_set_int_member (line, "bytes_up", (gint64) summary->bytes_up);
  json_object_set_int_member (line, "bytes_down", (gint64) summary->bytes_down);
  gw_ctl_say (phases->ctl, line, "%s", names[phase]);
}

static char *
find_password (const char  *server,
               const char  *user,
               GError     **error)
{
  const char *given = g_getenv ("GODWIT_PASSWORD");
  char *kept = given != NULL ? g_strdup (given) : gw_secret_lookup (server, user);

  if (kept == NULL)
    gw_ctl_refuse (error, _("The keyring holds no password for this account. Put it into the "
                            "environment variable GODWIT_PASSWORD."));
  return kept;
}

/* A desk that cannot publish its code still exchanges everything else. */
static void
publish_key (GwProfile  *profile,
             const char *user,
             GwStore    *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwKeyDesk) desk = gw_key_desk_new (profile, user);
  g_autoptr (GwKeys) keys = gw_key_desk_open_keys (desk, &error);

  if (keys == NULL || !gw_key_book_publish (store, desk, keys, &error))
    g_debug ("The code of this desk is not published: %s", error->message);
}

static gboolean
run_sync (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);
  GwSyncFlags flags = (option_keep ? GW_SYNC_KEEP_EVERYTHING : GW_SYNC_DEFAULT)
                      | (option_deletions ? GW_SYNC_ALLOW_DELETIONS : GW_SYNC_DEFAULT);
  g_autofree char *password = NULL;
  const char *server, *user;
  GwSyncSummary summary = { 0 };
  Phases phases = { ctl };
  GError *problem = NULL;

  if (profile == NULL)
    return FALSE;
  if (option_history)
    return list_history (ctl, error);
  if (option_leaves)
    return list_leaving (ctl, error);
  if (option_set_aside)
    return list_set_aside (ctl, error);
  server = option_server != NULL ? option_server : gw_profile_get_setting (profile, "server-url");
  user = option_user != NULL ? option_user : gw_profile_get_setting (profile, "server-user");
  if (server == NULL || *server == '\0')
    return gw_ctl_misuse (error, _("Say with which server, with --server URL."));
  if (gw_address_has_account (server))
    return gw_ctl_misuse (error, _("Leave the name and the password out of the address: say the name with --user, "
                                   "and put the password into the environment variable GODWIT_PASSWORD."));
  if (user == NULL || *user == '\0')
    user = gw_profile_get_name (profile);
  if (*user == '\0')
    return gw_ctl_misuse (error, _("Say with which account, with --user NAME."));
  password = find_password (server, user, error);
  if (password == NULL || gw_ctl_open_store (ctl, error) == NULL)
    return FALSE;

  if (option_ask_again && !gw_store_ask_again (gw_ctl_open_store (ctl, NULL), error))
    return FALSE;
  publish_key (profile, user, gw_ctl_open_store (ctl, NULL));
  gw_sync_run (profile, server, user, password, flags, say_phase, &phases, &summary, &problem);
  g_free (phases.db);
  say_summary (ctl, &summary, problem);
  warn_of_clock (ctl, &summary);

  return problem == NULL || explain (problem, error);
}

static const GwCtlCommand commands[] = {
  { NULL,
    "[--server URL] [--user NAME] [--keep-everything] [--allow-deletions] [--ask-again]"
    " | --history | --set-aside | --what-leaves",
    N_("Exchange everything with the server once. The password comes from GODWIT_PASSWORD or the "
       "keyring."), options, 0, 0, run_sync },
  { NULL },
};

const GwCtlGroup gw_ctl_sync = { "sync", N_("Exchange with the server."), commands };
