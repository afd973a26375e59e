/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/couch-rules.h"

#include <duktape.h>

struct _CouchRules
{
  duk_context *context;
  GHashTable *databases; /* names of those with a rule */
};

CouchRules *
couch_rules_new (void)
{
  CouchRules *self = g_new0 (CouchRules, 1);

  self->context = duk_create_heap_default ();
  self->databases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
couch_rules_free (CouchRules *self)
{
  duk_destroy_heap (self->context);
  g_hash_table_unref (self->databases);
  g_free (self);
}

/* Returns: whether @function is a function; then it judges what is written to @db */
gboolean
couch_rules_add (CouchRules *self,
                 const char *db,
                 const char *function)
{
  duk_context *context = self->context;

  duk_push_global_stash (context);
  duk_push_sprintf (context, "(%s)", function);
  if (duk_peval (context) != 0 || !duk_is_function (context, -1)) {
    duk_pop_2 (context);
    return FALSE;
  }
  duk_put_prop_string (context, -2, db);
  duk_pop (context);
  g_hash_table_add (self->databases, g_strdup (db));
  return TRUE;
}

static duk_ret_t
decode (duk_context *context,
        void        *text)
{
  duk_push_string (context, text);
  duk_json_decode (context, -1);
  return 1;
}

static void
push_json (duk_context *context,
           const char  *text)
{
  if (text == NULL)
    duk_push_null (context);
  else
    duk_safe_call (context, decode, (void *) text, 0, 1);
}

static CouchRuleAnswer
read_refusal (duk_context  *context,
              char        **reason)
{
  CouchRuleAnswer answer = COUCH_RULE_FORBIDDEN;

  /* Whatever else is thrown forbids, too. */
  if (duk_is_object (context, -1)) {
    if (duk_get_prop_string (context, -1, "unauthorized"))
      answer = COUCH_RULE_UNAUTHORIZED;
    else
      duk_get_prop_string (context, -2, "forbidden");
  }
  if (reason != NULL)
    *reason = g_strdup (duk_safe_to_string (context, -1));
  return answer;
}

/* @doc and the rest are JSON texts; @old may be NULL. */
CouchRuleAnswer
couch_rules_judge (CouchRules  *self,
                   const char  *db,
                   const char  *doc,
                   const char  *old,
                   const char  *user,
                   const char  *security,
                   char       **reason)
{
  duk_context *context = self->context;
  CouchRuleAnswer answer = COUCH_RULE_ALLOWED;
  duk_idx_t top = duk_get_top (context);

  if (!g_hash_table_contains (self->databases, db))
    return COUCH_RULE_ALLOWED;
  duk_push_global_stash (context);
  duk_get_prop_string (context, -1, db);
  push_json (context, doc);
  push_json (context, old);
  push_json (context, user);
  push_json (context, security);
  if (duk_pcall (context, 4) != 0)
    answer = read_refusal (context, reason);
  duk_set_top (context, top);
  return answer;
}
