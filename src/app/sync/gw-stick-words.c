/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the stick sheet says. */

#include "app/sync/gw-stick-words.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"

const char *
gw_stick_words_phase (GwBundlePhase phase)
{
  switch (phase) {
  case GW_BUNDLE_PHASE_WRITING:
    return _("Writing to the stick…");
  case GW_BUNDLE_PHASE_READING_BACK:
    return _("Reading back what was written…");
  case GW_BUNDLE_PHASE_COPYING:
    return _("Copying from the stick…");
  case GW_BUNDLE_PHASE_CHECKING:
    return _("Looking through the file…");
  case GW_BUNDLE_PHASE_STORING:
    return _("Taking over what is new…");
  default:
    g_return_val_if_reached ("");
  }
}

/* How much went. */
char *
gw_stick_words_sent (const GwBundleInfo *info)
{
  /* TRANSLATORS: %u is a number of changes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change was written and read back.",
                                       "%u changes were written and read back.", info->documents),
                          info->documents);
}

/* Where it is, and what is to be done with it. */
char *
gw_stick_words_sent_to (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);

  /* TRANSLATORS: %s is the name of a file. */
  return g_strdup_printf (_("The file is “%s”. Please eject the stick before you take it out, and tell "
                            "the passphrase in another way. What waits for the server goes on "
                            "waiting."), name);
}

/* How much came. */
char *
gw_stick_words_read (const GwBundleReading *reading)
{
  if (reading->stored == 0)
    return g_strdup (_("There was nothing new: all of it was here already."));

  /* TRANSLATORS: %u is a number of changes that came on a USB stick. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change was new and is here now.",
                                       "%u changes were new and are here now.", reading->stored),
                          reading->stored);
}

/* Who wrote it, and what is left to do. */
char *
gw_stick_words_read_from (const GwBundleReading *reading)
{
  g_autofree char *time = gw_date_words_format_time (reading->info->time);
  g_autofree char *writer = NULL;
  g_autofree char *waiting = NULL;

  if (*reading->info->account != '\0')
    /* TRANSLATORS: %1$s is a person's name, %2$s a date and time. */
    writer = g_strdup_printf (_("%1$s wrote the file on %2$s."), reading->info->account, time);
  else
    /* TRANSLATORS: %s is a date and time. */
    writer = g_strdup_printf (_("The file was written on %s."), time);
  if (reading->waiting == 0)
    return g_steal_pointer (&writer);
  /* TRANSLATORS: %u is a number of answers, actions and the like. */
  waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u thing has more than one version now: all are kept, and "
                                          "you choose when you look at it.",
                                          "%u things have more than one version now: all are kept, "
                                          "and you choose when you look at them.",
                                          reading->waiting),
                             reading->waiting);

  return g_strdup_printf ("%s\n\n%s", writer, waiting);
}
