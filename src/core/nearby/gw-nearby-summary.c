/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/nearby/gw-nearby.h"

#include <glib/gi18n-lib.h>

GwNearbySummary *
gw_nearby_summary_new (void)
{
  return g_new0 (GwNearbySummary, 1);
}

void
gw_nearby_summary_free (GwNearbySummary *self)
{
  g_free (self->peer.account);
  g_free (self->peer.country);
  g_free (self);
}

/**
 * gw_nearby_summary_get_withheld:
 *
 * The same in the window and on the command line. Where one side gave nothing on purpose, nobody can say that
 * both have the same. No stick is advised: a desk refuses that with papers which it does not keep, too.
 *
 * Returns: (transfer none) (nullable): which side gave nothing, why, and what to do, in the person's language; NULL
 *   where both gave what was new
 */
const char *
gw_nearby_summary_get_withheld (const GwNearbySummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->is_withheld)
    return _("This computer gave nothing: the other one does not keep all that is kept here. What it may have reaches it "
             "through the server.");
  if (self->is_withheld_there)
    return _("The other computer gave nothing: this one does not keep all that is kept there. What this one may have "
             "comes through the server.");

  return NULL;
}
