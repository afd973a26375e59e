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
  if (info->documents == 0)
    return g_strdup (_("There was nothing new; that their bundles arrived was written and read back."));

  /* TRANSLATORS: %u is a number of changes. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change was written and read back.",
                                       "%u changes were written and read back.", info->documents),
                          info->documents);
}

/* Where it is, and what is to be done with it. */
char *
gw_stick_words_sent_to (const char *path,
                        gboolean    is_for_named)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);

  if (is_for_named)
    /* TRANSLATORS: %s is the name of a file. */
    return g_strdup_printf (_("The file is “%s”. Please eject the stick before you take it out. It opens on the "
                              "computers of those you named, without a passphrase. What waits for the server "
                              "goes on waiting."), name);

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

static char *
dup_writer (const GwBundleInfo *info)
{
  g_autofree char *time = gw_date_words_format_time (info->time);

  if (info->signer != NULL && info->trust == GW_KEY_TRUST_CONFIRMED)
    /* TRANSLATORS: %1$s is a person's account, %2$s a date and time. */
    return g_strdup_printf (_("%1$s wrote and signed the file on %2$s; you have compared the code."),
                            gw_key_get_account (info->signer), time);
  if (*info->account != '\0')
    /* TRANSLATORS: %1$s is a person's name, %2$s a date and time. */
    return g_strdup_printf (_("%1$s wrote the file on %2$s."), info->account, time);

  /* TRANSLATORS: %s is a date and time. */
  return g_strdup_printf (_("The file was written on %s."), time);
}

/* Who wrote it, and what is left to do; of several files, the last one that was for this desk. */
char *
gw_stick_words_read_from (const GwBundleReading *reading,
                          guint                  n_others)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (reading->info != NULL)
    g_ptr_array_add (parts, dup_writer (reading->info));
  if (reading->arrived > 0)
    /* TRANSLATORS: %u is a number of files that this desk once wrote. */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "It says that %u of your files has arrived.",
                                                          "It says that %u of your files have arrived.",
                                                          reading->arrived), reading->arrived));
  if (reading->set_aside > 0)
    /* TRANSLATORS: %u is a number of changes that came on a USB stick. */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u change was not taken, since nobody could have written it so.",
                                                          "%u changes were not taken, since nobody could have written them so.",
                                                          reading->set_aside), reading->set_aside));
  if (n_others > 0)
    /* TRANSLATORS: %u is a number of files. */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u file is for others and was left alone.",
                                                          "%u files are for others and were left alone.",
                                                          n_others), n_others));
  if (reading->waiting > 0)
    /* TRANSLATORS: %u is a number of answers, actions and the like. */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u thing has more than one version now: all are kept, and "
                                                          "you choose when you look at it.",
                                                          "%u things have more than one version now: all are kept, "
                                                          "and you choose when you look at them.",
                                                          reading->waiting), reading->waiting));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv ("\n\n", (char **) parts->pdata);
}

/* Why one is asked before a file is read. */
char *
gw_stick_words_signer (const GwBundleInfo *info)
{
  if (info->signer == NULL)
    return g_strdup (_("Nobody has signed this file."));
  switch (info->trust) {
  case GW_KEY_TRUST_WITHDRAWN:
    /* TRANSLATORS: %s is the name of an account. */
    return g_strdup_printf (_("This file was signed on a computer of %s that was lost or given up."),
                            gw_key_get_account (info->signer));
  case GW_KEY_TRUST_CHANGED:
    /* TRANSLATORS: %s is the name of an account. */
    return g_strdup_printf (_("This file says it is by %s, but its code is another than the one you compared."),
                            gw_key_get_account (info->signer));
  case GW_KEY_TRUST_UNCONFIRMED:
  case GW_KEY_TRUST_CONFIRMED:
  case GW_KEY_TRUST_OWN:
  default:
    /* TRANSLATORS: %s is the name of an account. */
    return g_strdup_printf (_("This file is signed by %s. Is this their code?"), gw_key_get_account (info->signer));
  }
}

static char *
dup_reader (const GwStickReader *reader)
{
  g_autofree char *time = NULL;

  if (reader->confirmed == 0)
    /* TRANSLATORS: %s is the name of an account, for whom a file was written. */
    return g_strdup_printf (_("%s: not confirmed yet"), reader->account);
  time = gw_date_words_format_time (reader->confirmed);

  /* TRANSLATORS: %1$s is the name of an account, %2$s when it read a file, a date and time. */
  return g_strdup_printf (_("%1$s: arrived on %2$s"), reader->account, time);
}

/* What became of a file that was written once. */
char *
gw_stick_words_past (const GwStickSent *sent)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  /* TRANSLATORS: %u is a number of changes that lie on a stick. */
  g_ptr_array_add (lines, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change", "%u changes", sent->documents),
                                           sent->documents));
  for (guint i = 0; i < sent->readers->len; i++)
    g_ptr_array_add (lines, dup_reader (sent->readers->pdata[i]));
  if (sent->readers->len == 0)
    g_ptr_array_add (lines, g_strdup (_("With a passphrase: nobody has confirmed yet")));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}
