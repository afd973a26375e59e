/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's table of desks. A new desk is a new folder and one line here. */

#include "app/gw-desks.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/actions/gw-actions-desk.h"
#include "app/checklists/gw-checklists-desk.h"
#include "app/home/gw-home-desk.h"
#include "app/manual/gw-manual-desk.h"
#include "app/others/gw-others-desk.h"
#include "app/reports/gw-reports-desk.h"

static const GwDeskEntry desks[] = {
  { "home", N_("Home"), "go-home-symbolic", gw_home_desk_get_type, "" },
  { "manual", N_("Manual"), "accessories-dictionary-symbolic", gw_manual_desk_get_type, "topic" },
  { "checklists", N_("Checklists"), "view-list-bullet-symbolic", gw_checklists_desk_get_type,
    "checklist plan tick" },
  { "actions", N_("Actions"), "emoji-nature-symbolic", gw_actions_desk_get_type, "action" },
  { "reports", N_("Reports"), "x-office-document-symbolic", gw_reports_desk_get_type, "report answer" },
  { "others", N_("Other forms"), "text-x-generic-symbolic", gw_others_desk_get_type,
    "formcopy formfile answer:copy-" },
};

/**
 * gw_desks_get:
 * @n_desks: (out): how many there are
 *
 * Returns: (transfer none): the desks in the order of the sidebar
 */
const GwDeskEntry *
gw_desks_get (guint *n_desks)
{
  *n_desks = G_N_ELEMENTS (desks);
  return desks;
}

/**
 * gw_desks_find:
 *
 * Returns: (transfer none) (nullable): the desk named @id
 */
const GwDeskEntry *
gw_desks_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (desks); i++) {
    if (g_str_equal (desks[i].id, id))
      return &desks[i];
  }
  return NULL;
}

/* A kind such as `answer:copy-` is narrower than `answer`, and the desk that names it is asked first. */
static const GwDeskEntry *
find_kind (const char *target,
           gboolean    narrow)
{
  g_auto (GStrv) parts = g_strsplit (target, ":", 2);

  if (parts[0] == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (desks); i++) {
    g_auto (GStrv) kinds = g_strsplit (desks[i].opens, " ", -1);

    for (guint k = 0; kinds[k] != NULL; k++) {
      gboolean is_narrow = strchr (kinds[k], ':') != NULL;

      if (is_narrow == narrow
          && (narrow ? g_str_has_prefix (target, kinds[k]) : g_str_equal (kinds[k], parts[0])))
        return &desks[i];
    }
  }

  return NULL;
}

/**
 * gw_desks_find_for:
 * @target: such as `topic:taking-up-the-role`
 *
 * Returns: (transfer none) (nullable): the desk that shows such things
 */
const GwDeskEntry *
gw_desks_find_for (const char *target)
{
  const GwDeskEntry *entry = find_kind (target, TRUE);

  return entry != NULL ? entry : find_kind (target, FALSE);
}
