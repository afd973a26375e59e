/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The code is asked for, not only shown: who has to type what the other screen says has looked at it. It comes
 * from standard input, so that a program can play the person. */

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/nearby/gw-nearby-addresses.h"
#include "core/nearby/gw-nearby-finder.h"
#include "core/nearby/gw-nearby.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

#define FIND_SECONDS 3
#define MORE_MS 700
#define MAX_PORT 65535
#define CODE_DIGITS 6

static int option_port;
static gboolean option_once;
static gboolean option_hidden;
static gboolean option_find;
static gboolean option_all;
static gboolean option_deletions;

static const GOptionEntry listen_options[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &option_port, N_("The port to wait at"), "N" },
  { "once", 0, 0, G_OPTION_ARG_NONE, &option_once, N_("End after the first exchange"), NULL },
  { "hidden", 0, 0, G_OPTION_ARG_NONE, &option_hidden, N_("Do not announce this desk in the network"), NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, &option_all, N_("Give everything, not only what is new"), NULL },
  { "allow-deletions", 0, 0, G_OPTION_ARG_NONE, &option_deletions,
    N_("Let the other desk delete a large part of what is here"), NULL },
  { NULL },
};

static const GOptionEntry connect_options[] = {
  { "find", 0, 0, G_OPTION_ARG_NONE, &option_find, N_("Look for the desk that waits in this network"), NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, &option_all, N_("Give everything, not only what is new"), NULL },
  { "allow-deletions", 0, 0, G_OPTION_ARG_NONE, &option_deletions,
    N_("Let the other desk delete a large part of what is here"), NULL },
  { NULL },
};

/* One exchange after another, before the same person. */
typedef struct
{
  GwCtl *ctl;
  gboolean any;
  GwNearbyPhase phase;
  /* Of the thread that reads what is typed, too. */
  GMutex mutex;
  GwNearbyVerdict *asked; /* (nullable) */
  char *code;
  gboolean is_over; /* nobody types any more */
  GThread *reader;  /* (nullable) */
} Talk;

/* Whoever waits for a line cannot be called off, and ends with the program, after all of its functions. */
static Talk talk;

static gboolean
is_code (const char *line,
         const char *code)
{
  char digits[CODE_DIGITS + 1] = "";
  gsize n = 0;

  for (const char *c = line; *c != '\0' && *c != '\n'; c++) {
    if (g_ascii_isdigit (*c) && n < CODE_DIGITS)
      digits[n++] = *c;
    else if (*c != ' ' && *c != '\r')
      return FALSE;
  }

  return n == CODE_DIGITS && strncmp (digits, code, 3) == 0 && strcmp (digits + 3, code + 4) == 0;
}

static void
answer (Talk       *self,
        const char *line)
{
  g_mutex_lock (&self->mutex);
  self->is_over = line == NULL;
  if (self->asked != NULL)
    gw_nearby_verdict_give (self->asked, line != NULL && is_code (line, self->code));
  g_clear_pointer (&self->asked, gw_nearby_verdict_unref);
  g_mutex_unlock (&self->mutex);
}

/* Waits for what is typed while the exchange waits for the other side. It ends with the program. */
static gpointer
read_lines (gpointer data)
{
  Talk *self = data;
  char line[128];

  while (fgets (line, sizeof line, stdin) != NULL)
    answer (self, line);
  answer (self, NULL);

  return NULL;
}

static JsonObject *
begin_line (const char *phase)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "phase", phase);

  return line;
}

static void
on_ask (const char         *code,
        const GwNearbyPeer *peer,
        GwNearbyVerdict    *verdict,
        gpointer            user_data)
{
  Talk *self = user_data;
  JsonObject *line = begin_line (gw_nearby_phase_get_name (GW_NEARBY_PHASE_COMPARING));

  json_object_set_string_member (line, "code", code);
  json_object_set_string_member (line, "account", peer->account);
  json_object_set_string_member (line, "country", peer->country);
  /* TRANSLATORS: %1$s is the name that another computer says it has, %2$s its country's code, %3$s six digits. */
  gw_ctl_say (self->ctl, line, _("The other computer says it is %1$s (%2$s). The code here is %3$s.\n"
                                 "Type the code that the other screen shows; anything else stops the exchange."),
              *peer->account != '\0' ? peer->account : "–", *peer->country != '\0' ? peer->country : "–", code);
  fflush (stdout);
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->asked, gw_nearby_verdict_unref);
  self->asked = gw_nearby_verdict_ref (verdict);
  g_free (self->code);
  self->code = g_strdup (code);
  if (self->is_over)
    gw_nearby_verdict_give (verdict, FALSE);
  else if (self->reader == NULL)
    self->reader = g_thread_new ("typed", read_lines, self);
  g_mutex_unlock (&self->mutex);
}

/* One line for each phase; a person reads the last line only. */
static void
on_progress (GwNearbyPhase phase,
             double        part,
             gpointer      user_data)
{
  Talk *self = user_data;

  if (!gw_ctl_is_json (self->ctl) || phase == GW_NEARBY_PHASE_COMPARING || (self->any && self->phase == phase))
    return;
  self->any = TRUE;
  self->phase = phase;
  gw_ctl_say (self->ctl, begin_line (gw_nearby_phase_get_name (phase)), "%s", "");
  fflush (stdout);
}

static void
say_summary (GwCtl                 *ctl,
             const GwNearbySummary *summary,
             const GError          *problem)
{
  const char *withheld = gw_nearby_summary_get_withheld (summary);
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "account", summary->peer.account != NULL ? summary->peer.account : "");
  json_object_set_int_member (line, "pulled", summary->received);
  json_object_set_int_member (line, "pushed", summary->given);
  json_object_set_int_member (line, "known", summary->known);
  json_object_set_boolean_member (line, "withheld", summary->is_withheld);
  json_object_set_boolean_member (line, "withheld_there", summary->is_withheld_there);
  json_object_set_int_member (line, "merged", summary->merged);
  json_object_set_int_member (line, "conflicts", summary->waiting);
  json_object_set_int_member (line, "bytes_up", (gint64) summary->bytes_up);
  json_object_set_int_member (line, "bytes_down", (gint64) summary->bytes_down);
  json_object_set_double_member (line, "seconds", summary->seconds);
  if (problem != NULL)
    json_object_set_string_member (line, "error", gw_nearby_error_get_name (problem));
  /* TRANSLATORS: %u are numbers of changes: those that came and were new, those that were new on the other computer,
   * and those of which there are several versions. */
  gw_ctl_say (ctl, line, _("Received: %u. Given: %u. To be settled: %u."), summary->received, summary->given,
              summary->waiting);
  if (withheld != NULL && problem == NULL && !gw_ctl_is_json (ctl))
    puts (withheld);
  fflush (stdout);
}

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;
  g_autofree char *sentence = gw_nearby_error_dup_sentence (own);

  return gw_ctl_refuse (error, "%s (%s: %s)", sentence, gw_nearby_error_get_name (own), own->message);
}

static GwBundleFlags
flags_of_options (void)
{
  return (option_all ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT)
         | (option_deletions ? GW_BUNDLE_ALLOW_DELETIONS : GW_BUNDLE_DEFAULT);
}

static GwBundleDesk *
find_desk (GwCtl   *ctl,
           GError **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);

  return store != NULL ? gw_bundle_desk_new (gw_ctl_open_profile (ctl, error)) : NULL;
}

static void
say_waiting (GwCtl            *ctl,
             GwNearbyListener *listener)
{
  JsonObject *line = begin_line ("listening");
  JsonArray *list = json_array_new ();
  g_auto (GStrv) addresses = gw_nearby_dup_addresses (gw_nearby_listener_get_port (listener));
  g_autofree char *text = g_strjoinv (", ", addresses);

  for (guint i = 0; addresses[i] != NULL; i++)
    json_array_add_string_element (list, addresses[i]);
  json_object_set_int_member (line, "port", gw_nearby_listener_get_port (listener));
  json_object_set_array_member (line, "addresses", list);
  /* TRANSLATORS: %s is one or several addresses of this computer, as "192.168.1.5". */
  gw_ctl_say (ctl, line, _("Waiting for another desk. The address of this computer: %s"), *text != '\0' ? text : "–");
  fflush (stdout);
}

/* Announced, by a thread of its own, while the exchange has this one. */
typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  char *account;
  char *country;
  guint16 port;
} Herald;

static gpointer
run_herald (gpointer data)
{
  Herald *self = data;
  GwNearbyFinder *finder;

  g_main_context_push_thread_default (self->context);
  finder = gw_nearby_finder_new (self->account, self->country, self->port);
  g_main_loop_run (self->loop);
  g_object_unref (finder);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
herald_begin (Herald       *self,
              GwBundleDesk *desk,
              guint16       port)
{
  const char *account = gw_key_desk_get_account (gw_bundle_desk_get_key_desk (desk));

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->account = g_strdup (account != NULL ? account : "");
  self->country = g_strdup (gw_bundle_desk_get_country (desk));
  self->port = port;
  self->thread = g_thread_new ("herald", run_herald, self);
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_REMOVE;
}

static void
herald_end (Herald *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Also when the loop has not begun yet. */
  g_source_set_callback (source, quit, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->account);
  g_free (self->country);
}

/* What went wrong with one desk does not keep the next, but for what no other try could mend. */
static gboolean
serve (GwNearbyListener  *listener,
       GwBundleDesk      *desk,
       GError           **error)
{
  const GwNearbyWatch watch = { .ask = on_ask, .progress = on_progress, .user_data = &talk };

  for (;;) {
    g_autoptr (GwNearbySummary) summary = gw_nearby_summary_new ();
    GError *problem = NULL;
    gboolean is_last;

    say_waiting (talk.ctl, listener);
    gw_nearby_serve (listener, desk, flags_of_options (), &watch, NULL, summary, &problem);
    talk.any = FALSE;
    say_summary (talk.ctl, summary, problem);
    is_last = option_once || g_error_matches (problem, GW_NEARBY_ERROR, GW_NEARBY_ERROR_TOO_MANY)
              || g_error_matches (problem, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NO_NAME)
              || g_error_matches (problem, GW_NEARBY_ERROR, GW_NEARBY_ERROR_LISTEN);
    if (is_last)
      return problem == NULL || explain (problem, error);
    if (problem != NULL) {
      g_autofree char *sentence = gw_nearby_error_dup_sentence (problem);

      g_printerr ("godwitctl: %s\n", sentence);
      g_error_free (problem);
    }
  }
}

static gboolean
run_listen (GwCtl              *ctl,
            const char *const  *arguments,
            GError            **error)
{
  g_autoptr (GwBundleDesk) desk = NULL;
  g_autoptr (GwNearbyListener) listener = NULL;
  Herald herald = { NULL };
  GError *problem = NULL;
  gboolean ok;

  talk.ctl = ctl;
  if (option_port < 0 || option_port > MAX_PORT)
    return gw_ctl_misuse (error, _("A port is a number from 1 to 65535."));
  desk = find_desk (ctl, error);
  if (desk == NULL)
    return FALSE;
  listener = gw_nearby_listener_new ((guint16) option_port, &problem);
  if (listener == NULL)
    return explain (problem, error);
  if (!option_hidden)
    herald_begin (&herald, desk, gw_nearby_listener_get_port (listener));
  ok = serve (listener, desk, error);
  if (!option_hidden)
    herald_end (&herald);

  return ok;
}

/* Where one answers, another may a moment later. */
static void
on_changed (GwNearbyFinder *finder,
            GMainLoop      *loop)
{
  g_autoptr (GPtrArray) list = gw_nearby_finder_list (finder);

  if (!gw_nearby_finder_is_available (finder))
    g_main_loop_quit (loop);
  else if (list->len == 1)
    g_timeout_add_full (G_PRIORITY_DEFAULT, MORE_MS, quit, g_main_loop_ref (loop), (GDestroyNotify) g_main_loop_unref);
}

static void
refuse_several (GPtrArray  *list,
                GError    **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const GwNearbyFound *found = g_ptr_array_index (list, i);

    g_string_append_printf (text, "\n%s\t%s", found->address, found->account);
  }
  /* TRANSLATORS: %s is a list of addresses and names, each on its own line. */
  gw_ctl_refuse (error, _("Several desks wait in this network. Nothing was exchanged. Say the address of one:%s"),
                 text->str);
}

/* (nullable): the one desk that waits; of several the person has to say which. */
static char *
find_address (GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GwNearbyFinder) finder = gw_nearby_finder_new ("", "", 0);
  g_autoptr (GPtrArray) list = NULL;
  guint limit = g_timeout_add_seconds (FIND_SECONDS, quit, loop);
  const char *address = NULL;

  g_signal_connect (finder, "changed", G_CALLBACK (on_changed), loop);
  g_main_loop_run (loop);
  if (g_main_context_find_source_by_id (NULL, limit) != NULL)
    g_source_remove (limit);
  list = gw_nearby_finder_list (finder);
  if (!gw_nearby_finder_is_available (finder)) {
    explain (g_error_new_literal (GW_NEARBY_ERROR, GW_NEARBY_ERROR_NO_FINDER, "Avahi is not on the bus"), error);
    return NULL;
  }
  if (list->len == 1)
    address = ((const GwNearbyFound *) list->pdata[0])->address;
  else if (list->len == 0)
    gw_ctl_refuse (error, "%s", _("No desk waits in this network. Nothing was exchanged. On the other computer, open "
                                  "the exchange or run “godwitctl nearby listen” first."));
  else
    refuse_several (list, error);

  return g_strdup (address);
}

static gboolean
run_connect (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_autoptr (GwBundleDesk) desk = NULL;
  g_autoptr (GwNearbySummary) summary = NULL;
  g_autofree char *address = NULL;
  const GwNearbyWatch watch = { .ask = on_ask, .progress = on_progress, .user_data = &talk };
  GError *problem = NULL;

  talk.ctl = ctl;
  if (option_find == (arguments[0] != NULL))
    return gw_ctl_misuse (error, _("Say the address that the other screen shows, or --find."));
  desk = find_desk (ctl, error);
  if (desk == NULL)
    return FALSE;
  address = option_find ? find_address (error) : g_strdup (arguments[0]);
  if (address == NULL)
    return FALSE;
  summary = gw_nearby_summary_new ();
  gw_nearby_connect (address, desk, flags_of_options (), &watch, NULL, summary, &problem);
  say_summary (ctl, summary, problem);

  return problem == NULL || explain (problem, error);
}

static const GwCtlCommand commands[] = {
  { "listen", "[--port N] [--once] [--hidden] [--all] [--allow-deletions]",
    N_("Wait for another desk in this network, compare a code with its person, and exchange with it."),
    listen_options, 0, 0, run_listen },
  { "connect", "ADDRESS[:PORT] | --find [--all] [--allow-deletions]",
    N_("Go to a desk that waits, compare a code with its person, and exchange with it."),
    connect_options, 0, 1, run_connect },
  { NULL },
};

const GwCtlGroup gw_ctl_nearby = {
  "nearby", N_("Exchange with a computer in the same room, without internet."), commands
};
