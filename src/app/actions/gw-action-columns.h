/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-action.h"
#include "core/records/gw-reference.h"

G_BEGIN_DECLS

/* What the table of actions shows of an action, in the person's words. */

typedef enum
{
  GW_ACTION_COLUMN_TITLE,
  GW_ACTION_COLUMN_KIND,
  GW_ACTION_COLUMN_STATUS,
  GW_ACTION_COLUMN_YEAR,
  GW_ACTION_COLUMN_SPECIES,
  GW_N_ACTION_COLUMNS,
} GwActionColumn;

const char *gw_action_column_get_name (GwActionColumn  column);
char       *gw_action_dup_cell        (GwAction       *action,
                                       GwActionColumn  column,
                                       GwReference    *reference,
                                       const char     *language) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_action_dup_line        (GwAction       *action,
                                       GwReference    *reference,
                                       const char     *language) G_GNUC_WARN_UNUSED_RESULT;
int         gw_action_compare         (GwAction       *one,
                                       GwAction       *two,
                                       GwActionColumn  column,
                                       GwReference    *reference,
                                       const char     *language);

G_END_DECLS
