/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/server/gw-server-plan.h"
#include "core/server/gw-server.h"

G_BEGIN_DECLS

/**
 * GwServerAct:
 * @GW_SERVER_ACT_PLAN: the database is there, with the readers and the rule of the plan
 * @GW_SERVER_ACT_READ: somebody reads it
 * @GW_SERVER_ACT_WRITE: somebody writes a document
 * @GW_SERVER_ACT_DESIGN: somebody writes a rule
 * @GW_SERVER_ACT_READERS: somebody sets who reads it
 * @GW_SERVER_ACT_LIST: somebody lists databases, accounts or settings, or reads another's account
 * @GW_SERVER_ACT_MAKE: somebody makes a database or an account, or raises the own one
 *
 * What was tried.
 */
typedef enum
{
  GW_SERVER_ACT_PLAN,
  GW_SERVER_ACT_READ,
  GW_SERVER_ACT_WRITE,
  GW_SERVER_ACT_DESIGN,
  GW_SERVER_ACT_READERS,
  GW_SERVER_ACT_LIST,
  GW_SERVER_ACT_MAKE,
} GwServerAct;

/**
 * GwServerRow:
 * @database: where, as "party-ken" or "_users"; "" for the server itself
 * @who: one of the table's: "office", "courier"; "nobody" without an account
 * @act: what was tried
 * @what: the document or the path, as JSON or text
 * @allowed: whether the plan allows it
 * @status: what the server answered; 0 where nothing was asked
 * @is_held: whether the server did as the plan says
 *
 * One row of the proof.
 */
typedef struct
{
  const char *database;
  const char *who;
  GwServerAct act;
  const char *what;
  gboolean allowed;
  guint status;
  gboolean is_held;
} GwServerRow;

typedef void (*GwServerRowFunc) (const GwServerRow *row,
                                 gpointer           user_data);

const char *gw_server_act_get_name (GwServerAct          act);
gboolean    gw_server_check        (GwServer            *server,
                                    GwServerPlan        *plan,
                                    const char          *folder,
                                    const char * const  *countries,
                                    GwServerRowFunc      func,
                                    gpointer             user_data,
                                    guint               *n_broken,
                                    GError             **error);

G_END_DECLS
