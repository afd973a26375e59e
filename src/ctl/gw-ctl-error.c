/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From an error of the core, which is written for logs, to a sentence for a person. What has no
 * row here is told as it is, after a translated beginning: better the engine's words than none. */

#include "ctl/gw-ctl-error.h"

#include <glib/gi18n-lib.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form.h"
#include "core/manual/gw-manual-page.h"
#include "core/store/gw-store.h"

G_DEFINE_QUARK (gw-ctl-error-quark, gw_ctl_error)

typedef struct
{
  GQuark (*domain) (void);
  int code;
  const char *sentence;
} Row;

static const Row rows[] = {
  { gw_store_error_quark, GW_STORE_ERROR_NOT_FOUND, N_("There is no such document or profile.") },
  { gw_store_error_quark, GW_STORE_ERROR_GONE,
    N_("This version is known, but its text is not kept any more.") },
  { gw_store_error_quark, GW_STORE_ERROR_READ_ONLY,
    N_("Nothing was written: this profile can only be read.") },
  { gw_store_error_quark, GW_STORE_ERROR_FULL,
    N_("Nothing was written: the disk is full. Free some space and try again.") },
  { gw_store_error_quark, GW_STORE_ERROR_IO,
    N_("Nothing was written: the disk failed or was taken out. Try again.") },
  { gw_store_error_quark, GW_STORE_ERROR_BUSY,
    N_("Nothing was written: another program is writing to this profile. Try again.") },
  { gw_store_error_quark, GW_STORE_ERROR_DAMAGED,
    N_("The documents of this profile are damaged. Restore a backup.") },
  { gw_store_error_quark, GW_STORE_ERROR_NEWER,
    N_("This profile was written by a newer Godwit. It was not changed.") },
  { gw_manual_error_quark, GW_MANUAL_ERROR_NOT_FOUND, N_("The manual has no such page.") },
};

/**
 * gw_ctl_describe_error:
 *
 * Returns: (transfer full): a translated sentence
 */
char *
gw_ctl_describe_error (const GError *error)
{
  if (error->domain == GW_CTL_ERROR)
    return g_strdup (error->message);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (error->domain == rows[i].domain () && error->code == rows[i].code)
      return g_strdup_printf ("%s (%s)", _(rows[i].sentence), error->message);
  }

  /* TRANSLATORS: %s are technical words, which are English. */
  return g_strdup_printf (_("This did not work: %s"), error->message);
}

/**
 * gw_ctl_refuse:
 * @format: a translated sentence
 *
 * Returns: FALSE, so that a command can return it
 */
gboolean
gw_ctl_refuse (GError     **error,
               const char  *format,
               ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (GW_CTL_ERROR, GW_CTL_ERROR_REFUSED, format, arguments);
  va_end (arguments);

  return FALSE;
}

/**
 * gw_ctl_misuse:
 * @format: a translated sentence on what is wrong with the command line
 *
 * Returns: FALSE, so that a command can return it
 */
gboolean
gw_ctl_misuse (GError     **error,
               const char  *format,
               ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (GW_CTL_ERROR, GW_CTL_ERROR_USAGE, format, arguments);
  va_end (arguments);

  return FALSE;
}
