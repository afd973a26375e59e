/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the status line and the sheet say. Each sentence is a whole one for the translators; two
 * of them may stand side by side, divided by a dot, but none is built from pieces. Being without
 * a connection is a normal state: no sentence blames, and none says more than is known. */

#include "app/gw-sync-words.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A clock that is so far off is worth a word: what it dates is out of order for others. */
#define CLOCK_OFF (5 * MINUTE)

/**
 * gw_sync_words_size:
 *
 * Returns: (transfer full): a size such as "41 kB"
 */
char *
gw_sync_words_size (gint64 bytes)
{
  if (bytes < 1000)
    /* TRANSLATORS: %d is a number of bytes. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d byte", "%d bytes",
                                         (gulong) MAX (bytes, 0)), (int) MAX (bytes, 0));
  if (bytes < 999500)
    /* TRANSLATORS: %d is a number of kilobytes. */
    return g_strdup_printf (_("%d kB"), (int) ((bytes + 500) / 1000));
  /* TRANSLATORS: %d.%d is a number of megabytes with one decimal place; write the decimal mark
   * of your language between the two. */
  return g_strdup_printf (_("%d.%d MB"), (int) ((bytes + 50000) / 1000000),
                          (int) ((bytes + 50000) / 100000 % 10));
}

/**
 * gw_sync_words_ago:
 *
 * Returns: (transfer full): when everything was last exchanged. A clock that was set wrong must
 *   not make a lie of it: hours are counted only within one run of the program, by a clock that
 *   nobody can set; otherwise, and after 14 days, it is a date.
 */
char *
gw_sync_words_ago (const GwSyncFacts *facts)
{
  gint64 past = facts->sync.since_success;

  if (past < 0 || past > 14 * DAY)
    return gw_date_words_format_time (facts->sync.last_success);
  if (past < MINUTE)
    return g_strdup (_("less than a minute ago"));
  if (past < HOUR)
    /* TRANSLATORS: %d is a number of minutes. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute ago", "%d minutes ago",
                                         (gulong) (past / MINUTE)), (int) (past / MINUTE));
  if (past < DAY)
    /* TRANSLATORS: %d is a number of hours. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour ago", "%d hours ago",
                                         (gulong) (past / HOUR)), (int) (past / HOUR));
  /* TRANSLATORS: %d is a number of days. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day ago", "%d days ago",
                                       (gulong) (past / DAY)), (int) (past / DAY));
}

static char *
write_clock (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_strdup_printf ("%02d:%02d", g_date_time_get_hour (local),
                          g_date_time_get_minute (local));
}

/* Two sentences side by side; either may be missing. Takes both. */
static char *
join (char *first,
      char *second)
{
  g_autofree char *a = first;
  g_autofree char *b = second;

  if (a == NULL || b == NULL)
    return a != NULL ? g_steal_pointer (&a) : g_steal_pointer (&b);
  /* TRANSLATORS: Two short sentences side by side in the status line. */
  return g_strdup_printf (_("%s · %s"), a, b);
}

/* The store counts what it has to send in pieces that mean nothing to a person: a new report is several of
 * them, and so is a decision between two texts. No number of them is said. */
static char *
write_saved (const GwSyncFacts *facts)
{
  return g_strdup (facts->sync.waiting > 0 ? _("All changes are saved here") : _("Everything is saved here"));
}

static char *
write_waiting (const GwSyncFacts *facts)
{
  return facts->sync.waiting > 0 ? g_strdup (_("Changes wait to be sent")) : NULL;
}

/* Without a connection they wait for one; otherwise nothing hinders them. */
static char *
write_next (const GwSyncFacts *facts)
{
  if (facts->sync.state == GW_SYNC_STATE_FAILED && facts->sync.error == GW_SYNC_ERROR_NO_LINK)
    return g_strdup (_("They wait for a connection"));

  return g_strdup (_("They go with the next exchange"));
}

static char *
write_sending (const GwSyncFacts *facts)
{
  g_autofree char *left = NULL;

  if (facts->sync.waiting_bytes > 0) {
    g_autofree char *size = gw_sync_words_size (facts->sync.waiting_bytes);

    /* TRANSLATORS: %s is a size, such as 41 kB. */
    left = g_strdup_printf (_("%s left"), size);
  }

  /* TRANSLATORS: %1$d of %2$d changes. */
  return join (g_strdup_printf (_("Sending %1$d of %2$d"), (int) facts->sync.sent,
                                (int) (facts->sync.sent + facts->sync.waiting)),
               g_steal_pointer (&left));
}

static char *
write_receiving (const GwSyncFacts *facts)
{
  int n = (int) facts->sync.received;

  if (n == 0)
    return g_strdup (_("Receiving what is new"));
  /* TRANSLATORS: %d is a number of documents. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Receiving what is new, %d so far",
                                       "Receiving what is new, %d so far", (gulong) n), n);
}

/* With the time of the next try, where one is planned. */
static char *
write_retry (const GwSyncFacts *facts,
             const char        *without,
             const char        *with)
{
  g_autofree char *clock = NULL;
  g_autoptr (GString) text = NULL;

  if (facts->sync.retry_at <= facts->now)
    return g_strdup (without);

  clock = write_clock (facts->sync.retry_at);
  text = g_string_new (with);
  g_string_replace (text, "{time}", clock, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is wrong, in a few words. */
static char *
write_trouble (const GwSyncFacts *facts)
{
  if (facts->needs_password)
    return g_strdup (_("The password is needed"));
  if (facts->sync.state != GW_SYNC_STATE_FAILED)
    return NULL;

  switch (facts->sync.error) {
  case GW_SYNC_ERROR_SILENT:
    /* TRANSLATORS: {time} is a time of day, such as 14:20. */
    return write_retry (facts, _("The server does not answer"),
                        _("The server does not answer, trying again at {time}"));
  case GW_SYNC_ERROR_BROKEN:
    /* TRANSLATORS: {time} is a time of day, such as 14:20. */
    return write_retry (facts, _("The connection broke off"),
                        _("The connection broke off, going on at {time}"));
  case GW_SYNC_ERROR_BUSY:
  case GW_SYNC_ERROR_TOO_LARGE:
    /* TRANSLATORS: {time} is a time of day, such as 14:20. */
    return write_retry (facts, _("The server could not take the changes just now"),
                        _("The server could not take the changes, trying again at {time}"));
  case GW_SYNC_ERROR_PASSWORD:
    return g_strdup (_("The server does not accept the password"));
  case GW_SYNC_ERROR_LOCKED:
    return g_strdup (_("The account is locked for some minutes"));
  case GW_SYNC_ERROR_ACCESS:
  case GW_SYNC_ERROR_NO_DATABASE:
    return g_strdup (_("The server does not let this account in"));
  case GW_SYNC_ERROR_SIGN_IN_PAGE:
    return g_strdup (_("This network asks you to sign in with a browser first"));
  case GW_SYNC_ERROR_CERTIFICATE:
    return g_strdup (_("This network is not letting us reach the real server"));
  case GW_SYNC_ERROR_CERTIFICATE_DATE:
    return g_strdup (_("The date of this computer may be wrong"));
  case GW_SYNC_ERROR_PROXY:
    return g_strdup (_("The network’s proxy does not let us through"));
  case GW_SYNC_ERROR_ADDRESS:
    return g_strdup (_("The address of the server is not right"));
  case GW_SYNC_ERROR_NOT_A_SERVER:
    return g_strdup (_("What answers there is not a server for Godwit"));
  case GW_SYNC_ERROR_SERVER_CHANGED:
  case GW_SYNC_ERROR_MASS_DELETE:
    return g_strdup (_("The server has changed, and nothing was touched here"));
  case GW_SYNC_ERROR_DISK_FULL:
    return g_strdup (_("The disk is full: what comes cannot be kept"));
  case GW_SYNC_ERROR_STORE:
    return g_strdup (_("What came could not be kept here"));
  case GW_SYNC_ERROR_NO_LINK:   /* normal: the sentence about what waits says it all */
  case GW_SYNC_ERROR_CANCELLED:
  default:
    return NULL;
  }
}

static char *
write_needs (const GwSyncFacts *facts)
{
  int n = (int) facts->sync.refused;

  if (n > 0)
    /* TRANSLATORS: %d is a number of changes that the server refused. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d needs you", "%d need you",
                                         (gulong) n), n);
  n = (int) facts->sync.conflicts;
  if (n > 0)
    /* TRANSLATORS: %d is a number of answers, records or ticks. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d thing was changed by two people",
                                         "%d things were changed by two people", (gulong) n), n);
  return NULL;
}

static gboolean
is_clock_off (const GwSyncFacts *facts)
{
  return ABS (facts->sync.clock_offset) > CLOCK_OFF;
}

/* (nullable): where the server has said that this clock is right, a later date is another's fault. */
static char *
write_clock_doubt (const GwSyncFacts *facts)
{
  if (is_clock_off (facts))
    return g_strdup (_("The clock of this computer is off"));
  if (!facts->sync.knows_clock && facts->sync.later_date > facts->now)
    return g_strdup (_("The clock of this computer may be wrong"));

  return NULL;
}

/* At rest: nothing under way, nothing wrong. */
static char *
write_rest (const GwSyncFacts *facts)
{
  g_autofree char *ago = NULL;

  if (facts->sync.waiting > 0)
    return join (write_saved (facts), facts->sync.refused > 0
                 ? write_needs (facts) : write_next (facts));
  if (facts->sync.refused > 0 || facts->sync.conflicts > 0)
    return join (write_saved (facts), write_needs (facts));
  if (facts->sync.last_success == 0)
    return join (write_saved (facts), write_clock_doubt (facts));

  ago = gw_sync_words_ago (facts);
  /* TRANSLATORS: %s is "2 hours ago" or a date. */
  return join (g_strdup_printf (_("Up to date, %s"), ago), write_clock_doubt (facts));
}

/* By stick: not more than is known. */
static char *
write_stick (const GwSyncFacts *facts)
{
  g_autofree char *since = NULL;

  if (facts->stick_since == 0)
    return NULL;
  if (facts->stick_arrived)
    return g_strdup (_("The last stick has arrived"));
  since = gw_date_words_format_time (facts->stick_since);
  /* TRANSLATORS: %s is a date and time. */
  return g_strdup_printf (_("On a stick since %s, not confirmed yet"), since);
}

static char *
write_without_server (const GwSyncFacts *facts)
{
  char *second = write_needs (facts);

  if (second == NULL)
    second = write_clock_doubt (facts);

  return join (write_saved (facts), second != NULL ? second : write_stick (facts));
}

/**
 * gw_sync_words_status:
 *
 * The quiet line at the foot of the sidebar. The cases are looked at in this order: what endangers
 * typed words comes first, then what goes on now, then what a person has to do, then the rest.
 *
 * Returns: (transfer full): one or two short sentences
 */
char *
gw_sync_words_status (const GwSyncFacts *facts)
{
  char *trouble;

  switch (facts->disk) {
  case GW_DISK_FULL:
    return g_strdup (_("The disk is full: the last change is not yet saved"));
  case GW_DISK_FAULT:
    return g_strdup (_("The disk does not take the last change: it is not yet saved"));
  case GW_DISK_READ_ONLY:
    return g_strdup (_("Open for reading only: nothing can be changed"));
  case GW_DISK_WELL:
  default:
    break;
  }

  if (facts->needs_password)
    return join (write_trouble (facts), write_waiting (facts));

  switch (facts->sync.state) {
  case GW_SYNC_STATE_NOT_SET_UP:
    return write_without_server (facts);
  case GW_SYNC_STATE_ASKING:
    return join (g_strdup (_("Asking the server")), write_waiting (facts));
  case GW_SYNC_STATE_RECEIVING:
    return write_receiving (facts);
  case GW_SYNC_STATE_SENDING:
    return write_sending (facts);
  case GW_SYNC_STATE_PAUSED:
    return join (g_strdup (_("Paused")), write_waiting (facts));
  case GW_SYNC_STATE_METERED:
    return join (write_waiting (facts), g_strdup (_("This connection is metered")));
  case GW_SYNC_STATE_RESTING:
  case GW_SYNC_STATE_FAILED:
  default:
    break;
  }

  trouble = write_trouble (facts);
  return trouble != NULL ? join (trouble, write_waiting (facts)) : write_rest (facts);
}

/**
 * gw_sync_words_icon:
 *
 * Returns: (transfer none): the name of the icon beside the line; never the only sign
 */
const char *
gw_sync_words_icon (const GwSyncFacts *facts)
{
  if (facts->disk != GW_DISK_WELL)
    return "dialog-warning-symbolic";
  switch (facts->sync.state) {
  case GW_SYNC_STATE_ASKING:
  case GW_SYNC_STATE_RECEIVING:
  case GW_SYNC_STATE_SENDING:
    return "emblem-synchronizing-symbolic";
  case GW_SYNC_STATE_PAUSED:
    return "media-playback-pause-symbolic";
  case GW_SYNC_STATE_RESTING:
    if (facts->sync.waiting == 0 && facts->sync.refused == 0 && facts->sync.conflicts == 0
        && facts->sync.last_success != 0)
      return "emblem-ok-symbolic";
    break;
  case GW_SYNC_STATE_NOT_SET_UP:
  case GW_SYNC_STATE_METERED:
  case GW_SYNC_STATE_FAILED:
  default:
    break;
  }

  return facts->sync.refused > 0 || facts->sync.conflicts > 0 ? "dialog-information-symbolic"
                                                              : "drive-harddisk-symbolic";
}

/* What happened, what is safe, what to do. */
static const char *
explain (GwSyncError trouble)
{
  switch (trouble) {
  case GW_SYNC_ERROR_NO_LINK:
    return _("There is no connection to the server now. That is no harm: everything is kept here "
             "and goes by itself as soon as there is one.");
  case GW_SYNC_ERROR_SILENT:
    return _("The server was reached, but it does not answer. Everything is kept here. It is "
             "tried again by itself.");
  case GW_SYNC_ERROR_BROKEN:
    return _("The connection is too slow or broke off. What arrived has arrived; the rest "
             "continues by itself.");
  case GW_SYNC_ERROR_PASSWORD:
    return _("The server does not accept this name and password. You can go on working: sending "
             "waits until you enter the right ones.");
  case GW_SYNC_ERROR_LOCKED:
    return _("There were too many wrong passwords, so the server has locked the account for some "
             "minutes. You can go on working. Please try again later.");
  case GW_SYNC_ERROR_ACCESS:
  case GW_SYNC_ERROR_NO_DATABASE:
    return _("The server knows this account, but does not let it at these papers. Your work is "
             "kept here. Please ask the keeper of the server.");
  case GW_SYNC_ERROR_SIGN_IN_PAGE:
    return _("This network asks you to sign in with a browser first. Nothing was sent and "
             "nothing was changed here.");
  case GW_SYNC_ERROR_CERTIFICATE:
    return _("This network is not letting us reach the real server (it may want you to sign in "
             "with a browser, or your ministry may sign its own servers: see “Who vouches for the server” in the "
             "preferences). Nothing was sent. Your work is safe here.");
  case GW_SYNC_ERROR_CERTIFICATE_DATE:
    return _("The server’s certificate is not valid on the date that this computer shows. Please "
             "look whether the date of the computer is right. Your work is safe here.");
  case GW_SYNC_ERROR_PROXY:
    return _("The proxy of this network refuses or wants a password. Your work is safe here. "
             "Please look at the network settings of the computer.");
  case GW_SYNC_ERROR_ADDRESS:
    return _("The address of the server is not right: it begins with https:// and is complete. "
             "Please look at it again.");
  case GW_SYNC_ERROR_NOT_A_SERVER:
    return _("Something answers at this address, but it is not a server for Godwit. Nothing was "
             "sent. Please look at the address again.");
  case GW_SYNC_ERROR_BUSY:
  case GW_SYNC_ERROR_TOO_LARGE:
    return _("The server could not take the changes just now. They are all kept here, and it is "
             "tried again by itself.");
  case GW_SYNC_ERROR_SERVER_CHANGED:
    return _("The server was emptied, made anew, or put back to an earlier day. Nothing was "
             "deleted here. Please ask the keeper of the server before you go on.");
  case GW_SYNC_ERROR_MASS_DELETE:
    return _("The server wants a large part of what is here to be deleted. Nothing was deleted "
             "here. Please ask the keeper of the server before you go on.");
  case GW_SYNC_ERROR_DISK_FULL:
    return _("The disk is full, so what comes from the server cannot be kept. What is here is "
             "safe. Please free some space.");
  case GW_SYNC_ERROR_STORE:
    return _("What came from the server could not be kept here. What is here is safe. It is "
             "tried again by itself.");
  case GW_SYNC_ERROR_CANCELLED:
  default:
    return NULL;
  }
}

/**
 * gw_sync_words_trouble:
 *
 * Returns: (transfer full) (nullable): what happened, what is safe and what to do, for the sheet
 */
char *
gw_sync_words_trouble (const GwSyncFacts *facts)
{
  switch (facts->disk) {
  case GW_DISK_FULL:
    return g_strdup (_("The disk is full. What you typed last is only in memory: please free "
                       "some space, and do not close Godwit. It is saved by itself as soon as "
                       "there is room."));
  case GW_DISK_FAULT:
    return g_strdup (_("The disk does not take what you typed last. It is only in memory: please "
                       "do not close Godwit. It is tried again every second."));
  case GW_DISK_READ_ONLY:
    return g_strdup (_("This profile could only be opened for reading. Everything in it can be "
                       "read and printed; nothing can be changed."));
  case GW_DISK_WELL:
  default:
    break;
  }

  if (facts->needs_password)
    return g_strdup (_("The password is not kept on this computer. You can go on working: "
                       "sending waits until you enter it."));
  if (facts->sync.state != GW_SYNC_STATE_FAILED)
    return NULL;
  return g_strdup (explain (facts->sync.error));
}

/* Nobody but the person can know which of the two is wrong. */
static char *
write_later_date (const GwSyncFacts *facts)
{
  g_autofree char *here = gw_date_words_format_time (facts->now);
  g_autofree char *later = gw_date_words_format_time (facts->sync.later_date);

  /* TRANSLATORS: Both are a date and a time of day. */
  return g_strdup_printf (_("By the clock of this computer it is %1$s, but something here is dated %2$s. If the clock is "
                            "wrong, please set it: it dates what you write. If it is right, a colleague’s clock was wrong, "
                            "and nothing is lost by it."),
                          here, later);
}

/**
 * gw_sync_words_clock:
 *
 * Returns: (transfer full) (nullable): what the computer's clock says and what the server's, where they differ by more
 *   than some minutes; where no server says what it is, the same of a date that is later than the clock shows
 */
char *
gw_sync_words_clock (const GwSyncFacts *facts)
{
  g_autofree char *here = NULL, *there = NULL;

  if (!is_clock_off (facts))
    return !facts->sync.knows_clock && facts->sync.later_date > facts->now ? write_later_date (facts) : NULL;

  here = gw_date_words_format_time (facts->now);
  there = gw_date_words_format_time (facts->now + facts->sync.clock_offset * G_USEC_PER_SEC);
  /* TRANSLATORS: Both are a date and a time of day. */
  return g_strdup_printf (_("By the clock of this computer it is %1$s, by that of the server %2$s. One of the two is wrong. "
                            "Please look at the date and time of the computer: it dates what you write."),
                          here, there);
}

/* With whom, where it was not the server. */
static char *
write_way (const GwSyncPast *past)
{
  const char *name = past->partner;

  if (past->way == GW_SYNC_WAY_ROOM)
    /* TRANSLATORS: %s is the name of a person. */
    return g_strdup_printf (_("In the room with %s"), name != NULL ? name : "");
  if (past->summary.bytes_up > 0)
    /* TRANSLATORS: %s are names of people. */
    return name != NULL ? g_strdup_printf (_("On a stick for %s"), name) : g_strdup (_("On a stick, with a passphrase"));

  /* TRANSLATORS: %s is the name of a person. */
  return name != NULL ? g_strdup_printf (_("From a stick of %s"), name) : g_strdup (_("From a stick"));
}

static char *
write_why (const GwSyncPast *past)
{
  GwSyncFacts facts = { .sync = { .state = GW_SYNC_STATE_FAILED, .error = past->error } };

  if (past->way != GW_SYNC_WAY_SERVER)
    return g_strdup (_("It ended before everything was exchanged"));
  if (past->error == GW_SYNC_ERROR_NO_LINK)
    return g_strdup (_("There was no connection"));

  return past->error == GW_SYNC_ERROR_CANCELLED ? g_strdup (_("It was broken off")) : write_trouble (&facts);
}

/* A stick has one of the two. */
static char *
write_sizes (const GwSyncPast *past)
{
  g_autofree char *up = gw_sync_words_size ((gint64) past->summary.bytes_up);
  g_autofree char *down = gw_sync_words_size ((gint64) past->summary.bytes_down);

  if (past->way == GW_SYNC_WAY_STICK)
    return g_strdup (past->summary.bytes_up > 0 ? up : down);

  /* TRANSLATORS: Both are sizes, such as 41 kB. */
  return g_strdup_printf (_("%1$s sent, %2$s received"), up, down);
}

/**
 * gw_sync_words_past:
 * @past: an exchange
 *
 * Returns: (transfer full): with whom, and what became of it, in a few words
 */
char *
gw_sync_words_past (const GwSyncPast *past)
{
  char *words = past->has_failed ? write_why (past) : NULL;

  /* Of what never began there is no more to say. */
  if (words == NULL || past->summary.bytes_up + past->summary.bytes_down > 0)
    words = words != NULL ? join (words, write_sizes (past)) : write_sizes (past);

  return past->way != GW_SYNC_WAY_SERVER ? join (write_way (past), words) : words;
}
