/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The validation functions of databases, run by Duktape as CouchDB runs them. */
typedef struct _CouchRules CouchRules;

typedef enum
{
  COUCH_RULE_ALLOWED,
  COUCH_RULE_FORBIDDEN,
  COUCH_RULE_UNAUTHORIZED,
} CouchRuleAnswer;

CouchRules     *couch_rules_new   (void);
void            couch_rules_free  (CouchRules  *self);
gboolean        couch_rules_add   (CouchRules  *self,
                                   const char  *db,
                                   const char  *function);
CouchRuleAnswer couch_rules_judge (CouchRules  *self,
                                   const char  *db,
                                   const char  *doc,
                                   const char  *old,
                                   const char  *user,
                                   const char  *security,
                                   char       **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CouchRules, couch_rules_free)

G_END_DECLS
