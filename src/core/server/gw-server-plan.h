/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwServerDatabase:
 * @name: "party-ken"
 * @country: "ken", or "" for a database of all countries
 * @readers: the roles whose accounts may read it
 * @rule: the text of the function that judges what is written to it
 *
 * A database as it has to stand on a server.
 */
typedef struct
{
  char *name;
  char *country;
  GStrv readers;
  char *rule;
} GwServerDatabase;

/**
 * GwServerPlan:
 *
 * What a server of Godwit holds, as data/server says it: databases, who reads them, the rules of
 * what is written, and what an account of each role is given. Reads files once; immutable after that,
 * so it may be used on any thread.
 */
typedef struct _GwServerPlan GwServerPlan;

GwServerPlan *gw_server_plan_load             (const char          *folder,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_server_plan_free             (GwServerPlan        *self);

GPtrArray    *gw_server_plan_list_databases   (GwServerPlan        *self,
                                               const char * const  *countries) G_GNUC_WARN_UNUSED_RESULT;
guint         gw_server_plan_get_revs_limit   (GwServerPlan        *self);
const char * const *gw_server_plan_get_account_readers (GwServerPlan *self);
GStrv         gw_server_plan_dup_role_names   (GwServerPlan        *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv         gw_server_plan_dup_grants       (GwServerPlan        *self,
                                               const char * const  *roles,
                                               const char * const  *countries,
                                               GError             **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean      gw_server_is_country            (const char          *code);
char         *gw_server_fill                  (const char          *text,
                                               const char          *country) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwServerPlan, gw_server_plan_free)

G_END_DECLS
