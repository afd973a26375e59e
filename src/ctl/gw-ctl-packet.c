/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "core/answers/gw-form-copy.h"
#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"
#include "core/packets/gw-packet.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"
#include "ctl/gw-ctl-passphrase.h"

static char *option_for;
static char *option_due;
static char *option_note;
static char *option_to;
static char *option_out;
static gboolean option_partial;
static gboolean option_anyway;

static const GOptionEntry make_options[] = {
  { "for", 0, 0, G_OPTION_ARG_STRING, &option_for, N_("The name of the respondent"), "NAME" },
  { "due", 0, 0, G_OPTION_ARG_STRING, &option_due, N_("The day until which the answers are wanted, as 2028-05-31"),
    "DATE" },
  { "note", 0, 0, G_OPTION_ARG_STRING, &option_note, N_("A word to the respondent"), "TEXT" },
  { "to", 0, 0, G_OPTION_ARG_STRING, &option_to, N_("Seal it for this account, without a passphrase"), "NAME" },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &option_out, N_("The file to make; without it, it goes by sync"), "FILE" },
  { NULL },
};

static const GOptionEntry reply_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &option_out, N_("The file to make; without it, it goes by sync"), "FILE" },
  { "partial", 0, 0, G_OPTION_ARG_NONE, &option_partial, N_("More answers will follow"), NULL },
  { NULL },
};

static const GOptionEntry take_in_options[] = {
  { "anyway", 0, 0, G_OPTION_ARG_NONE, &option_anyway, N_("Also where the packet was taken back"), NULL },
  { NULL },
};

/* ------------------------------------------------------------ the desk */

typedef struct
{
  GwPacketDesk desk;
  char *media;
} Own;

static void
own_clear (Own *self)
{
  g_clear_pointer (&self->desk.keys, gw_keys_unref);
  g_clear_pointer (&self->desk.key_desk, gw_key_desk_unref);
  g_free (self->media);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;
  g_autofree char *sentence = NULL;

  gw_packet_error_translate (&own);
  sentence = gw_packet_error_dup_sentence (own);

  return gw_ctl_refuse (error, "%s (%s: %s)", sentence, gw_packet_error_get_name (own->code), own->message);
}

static gboolean
find_own (GwCtl   *ctl,
          Own     *own,
          GError **error)
{
  GwProfile *profile;
  GError *problem = NULL;

  own->desk.store = gw_ctl_open_store (ctl, error);
  profile = own->desk.store != NULL ? gw_ctl_open_profile (ctl, error) : NULL;
  if (profile == NULL)
    return FALSE;
  own->media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  own->desk.media_folder = own->media;
  own->desk.country = gw_profile_get_country (profile);
  own->desk.author = gw_profile_get_name (profile);
  own->desk.key_desk = gw_key_desk_new (profile, NULL);
  own->desk.keys = gw_key_desk_open_keys (own->desk.key_desk, &problem);

  return own->desk.keys != NULL || explain (problem, error);
}

/* Whether this desk keeps the country's papers, or is asked for them. */
static gboolean
find_office (GwCtl   *ctl,
             Own     *own,
             GError **error)
{
  GwProfile *profile = gw_ctl_open_profile (ctl, error);

  if (profile == NULL)
    return FALSE;
  if (!g_strv_contains (gw_profile_get_databases (profile), "party"))
    return gw_ctl_refuse (error, "%s", _("The account of this profile does not keep a country’s reports."));

  return find_own (ctl, own, error);
}

/* ------------------------------------------------------------ giving and opening */

static void
say_id (GwCtl      *ctl,
        const char *id,
        gboolean    is_news,
        const char *sentence)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "packet", id);
  json_object_set_boolean_member (line, "new", is_news);
  gw_ctl_say (ctl, line, "%s\t%s", id, sentence);
}

static gboolean
run_make (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Own) own = { { NULL } };
  g_autoptr (GDate) due = option_due != NULL ? gw_date_parse (option_due) : NULL;
  GwPacketPlan plan = { .report = arguments[0], .picked = arguments + 1, .respondent = option_for, .due = option_due,
                        .note = option_note, .account = option_to, .path = option_out };
  g_autofree char *id = NULL;
  char *passphrase = NULL;
  GError *problem = NULL;

  if (option_for == NULL || (option_out == NULL && option_to == NULL))
    return gw_ctl_misuse (error, _("Say who is asked, with --for NAME, and how it goes: --out FILE, --to NAME, or both."));
  if (option_due != NULL && due == NULL)
    return gw_ctl_misuse (error, _("%s is no date."), option_due);
  if (!find_office (ctl, &own, error))
    return FALSE;
  if (option_to == NULL) {
    passphrase = gw_ctl_ask_passphrase (TRUE, error);
    if (passphrase == NULL)
      return FALSE;
  }
  plan.passphrase = passphrase;
  id = gw_packet_give (&own.desk, &plan, &problem);
  gw_ctl_wipe_passphrase (passphrase);
  if (id == NULL)
    return explain (problem, error);
  say_id (ctl, id, TRUE, option_out != NULL ? option_out : option_to);

  return TRUE;
}

static gboolean
open_file (GwCtl       *ctl,
           Own         *own,
           const char  *path,
           GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *id = NULL;
  gboolean is_news = FALSE;

  id = gw_packet_open (&own->desk, path, NULL, &is_news, &problem);
  if (g_error_matches (problem, GW_PACKET_ERROR, GW_PACKET_ERROR_PASSPHRASE_NEEDED)) {
    char *passphrase = gw_ctl_ask_passphrase (FALSE, error);

    if (passphrase == NULL)
      return FALSE;
    g_clear_error (&problem);
    id = gw_packet_open (&own->desk, path, passphrase, &is_news, &problem);
    gw_ctl_wipe_passphrase (passphrase);
  }
  if (id == NULL)
    return explain (g_steal_pointer (&problem), error);
  say_id (ctl, id, is_news, is_news ? _("It is open now.") : _("It was open before; nothing was changed."));

  return TRUE;
}

static gboolean
run_open (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Own) own = { { NULL } };
  g_auto (GStrv) ids = NULL;
  GError *problem = NULL;

  if (!find_own (ctl, &own, error))
    return FALSE;
  if (arguments[0] != NULL)
    return open_file (ctl, &own, arguments[0], error);
  ids = gw_packet_open_all (&own.desk, &problem);
  if (ids == NULL)
    return explain (problem, error);
  for (guint i = 0; ids[i] != NULL; i++)
    say_id (ctl, ids[i], TRUE, _("It is open now."));

  return TRUE;
}

/* ------------------------------------------------------------ answering */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GwFilledForm *
open_filled (GwCtl       *ctl,
             const char  *id,
             GError     **error)
{
  g_autofree char *copy = gw_packet_dup_copy_id (id);
  GwProfile *profile = gw_ctl_open_profile (ctl, error);
  GwStoreThread *thread = profile != NULL ? gw_ctl_open_thread (ctl, error) : NULL;
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;
  GwFilledForm *filled;

  if (thread == NULL)
    return NULL;
  environment->language = g_strdup (gw_profile_get_language (profile));
  environment->user_name = g_strdup (gw_profile_get_name (profile));
  gw_form_copy_open_async (thread, copy, gw_profile_get_name (profile), environment, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  filled = gw_form_copy_open_finish (result, &problem);
  if (filled == NULL)
    gw_ctl_refuse (error, _("No packet “%s” is open here."), id);

  return filled;
}

static void
say_value (const char *ref,
           const char *value,
           gpointer    data)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "ref", ref);
  json_object_set_string_member (line, "value", value != NULL ? value : "");
  gw_ctl_say (data, line, "%s\t%s", ref, value != NULL ? value : "");
}

static void
pass_row (const char *repeat_ref,
          const char *row_id,
          gpointer    data)
{
}

static gboolean
run_get (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autoptr (GwFilledForm) filled = open_filled (ctl, arguments[0], error);
  g_autoptr (GwFormDraft) draft = NULL;

  if (filled == NULL)
    return FALSE;
  draft = gw_form_session_dup_draft (gw_filled_form_get_session (filled));
  gw_form_draft_foreach (draft, say_value, pass_row, ctl);

  return TRUE;
}

static gboolean
run_set (GwCtl              *ctl,
         const char *const  *arguments,
         GError            **error)
{
  g_autoptr (GwFilledForm) filled = open_filled (ctl, arguments[0], error);
  g_autoptr (GError) problem = NULL;

  if (filled == NULL)
    return FALSE;
  if (!gw_form_session_set_value (gw_filled_form_get_session (filled), arguments[1], arguments[2], &problem))
    return gw_ctl_refuse (error, _("The packet does not take this answer to “%s”."), arguments[1]);
  if (!gw_filled_form_flush_sync (filled, error))
    return FALSE;
  say_value (arguments[1], arguments[2], ctl);

  return TRUE;
}

static gboolean
run_reply (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_auto (Own) own = { { NULL } };
  JsonObject *line;
  GError *problem = NULL;
  guint n_answered = 0;

  if (!find_own (ctl, &own, error))
    return FALSE;
  if (!gw_packet_reply (&own.desk, arguments[0], option_out, !option_partial, &n_answered, &problem))
    return explain (problem, error);
  line = json_object_new ();
  json_object_set_string_member (line, "packet", arguments[0]);
  json_object_set_int_member (line, "answered", n_answered);
  /* TRANSLATORS: %u is a number of questions. */
  gw_ctl_say (ctl, line,
              g_dngettext (GETTEXT_PACKAGE, "%u question is answered.", "%u questions are answered.", n_answered),
              n_answered);

  return TRUE;
}

/* ------------------------------------------------------------ taking in */

static void
say_taken (GwCtl               *ctl,
           const GwPacketTaken *taken)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "packet", taken->id);
  json_object_set_int_member (line, "taken", taken->taken);
  json_object_set_int_member (line, "known", taken->known);
  json_object_set_int_member (line, "waiting", taken->waiting);
  json_object_set_int_member (line, "answered", taken->answered);
  json_object_set_int_member (line, "questions", taken->questions);
  json_object_set_boolean_member (line, "final", taken->is_final);
  /* TRANSLATORS: %s is the name of a packet, the numbers are of questions: 4 of 9. */
  gw_ctl_say (ctl, line, _("%s: %u of %u answered."), taken->id, taken->answered, taken->questions);
  if (taken->waiting > 0 && !gw_ctl_is_json (ctl))
    /* TRANSLATORS: %u is a number of answers. */
    gw_ctl_say (ctl, json_object_new (),
                g_dngettext (GETTEXT_PACKAGE, "%u answer was also changed here; both are kept until you decide.",
                          "%u answers were also changed here; both are kept until you decide.", taken->waiting),
                taken->waiting);
}

static gboolean
run_take_in (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_auto (Own) own = { { NULL } };
  g_autoptr (GPtrArray) all = NULL;
  GError *problem = NULL;

  if (!find_office (ctl, &own, error))
    return FALSE;
  if (arguments[0] != NULL) {
    g_autoptr (GwPacketTaken) taken = gw_packet_take_in (&own.desk, arguments[0], option_anyway, &problem);

    if (taken == NULL)
      return explain (problem, error);
    say_taken (ctl, taken);
    return TRUE;
  }
  all = gw_packet_take_in_all (&own.desk, &problem);
  if (all == NULL)
    return explain (problem, error);
  for (guint i = 0; i < all->len; i++)
    say_taken (ctl, all->pdata[i]);

  return TRUE;
}

static const char *
name_of_state (const GwPacketState *state)
{
  if (state->is_taken_back)
    return "taken-back";
  if (state->returned != 0)
    return "returned";
  if (state->answered > 0)
    return "answered";

  return state->opened != 0 ? "opened" : "sent";
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Own) own = { { NULL } };
  g_autoptr (GPtrArray) list = NULL;
  GError *problem = NULL;

  if (!find_own (ctl, &own, error))
    return FALSE;
  list = gw_packet_list (&own.desk, &problem);
  if (list == NULL)
    return explain (problem, error);
  for (guint i = 0; i < list->len; i++) {
    const GwPacketState *state = list->pdata[i];
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "packet", state->id);
    json_object_set_boolean_member (line, "ours", state->is_ours);
    json_object_set_string_member (line, "title", state->title);
    json_object_set_string_member (line, "respondent", state->respondent);
    json_object_set_string_member (line, "due", state->due);
    json_object_set_string_member (line, "note", state->note);
    json_object_set_int_member (line, "answered", state->answered);
    json_object_set_int_member (line, "questions", state->questions);
    json_object_set_string_member (line, "state", name_of_state (state));
    gw_ctl_say (ctl, line, "%s\t%s\t%s\t%u/%u\t%s", state->id, state->respondent, name_of_state (state),
                state->answered, state->questions, state->due);
  }

  return TRUE;
}

static gboolean
run_take_back (GwCtl              *ctl,
               const char *const  *arguments,
               GError            **error)
{
  g_auto (Own) own = { { NULL } };
  GError *problem = NULL;

  if (!find_office (ctl, &own, error))
    return FALSE;
  if (!gw_packet_take_back (&own.desk, arguments[0], &problem))
    return explain (problem, error);
  say_id (ctl, arguments[0], TRUE, _("It was taken back."));

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "make", "REPORT PLACE... --for NAME [--due DATE] [--note TEXT] [--to ACCOUNT] [--out FILE]",
    N_("Ask somebody some questions of a report: sections, questions, rows. The packet holds nothing else."),
    make_options, 2, -1, run_make },
  { "open", "[FILE]", N_("Open a packet, or all that came by sync."), NULL, 0, 1, run_open },
  { "get", "PACKET", N_("List what stands in a packet that is open here."), NULL, 1, 1, run_get },
  { "set", "PACKET PLACE TEXT", N_("Answer a question of a packet that is open here."), NULL, 3, 3, run_set },
  { "reply", "PACKET [--partial] [--out FILE]", N_("Write the answers for whoever gave the packet."), reply_options, 1,
    1, run_reply },
  { "take-in", "[FILE] [--anyway]", N_("Take a reply in, or all that came by sync."), take_in_options, 0, 1,
    run_take_in },
  { "list", "", N_("List the packets that were given, and those that are open here."), NULL, 0, 0, run_list },
  { "take-back", "PACKET", N_("Take a packet back: a reply to it is not taken in by itself."), NULL, 1, 1,
    run_take_back },
  { NULL },
};

const GwCtlGroup gw_ctl_packet = { "packet", N_("Questions of a report that somebody else answers."), commands };
