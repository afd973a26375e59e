/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/couch.h"
#include "server/couch-database.h"
#include "server/couch-rules.h"

G_BEGIN_DECLS

typedef struct
{
  char  *password;
  char **roles;
} CouchAccount;

struct _Couch
{
  GHashTable *accounts;   /* name -> CouchAccount */
  GHashTable *databases;  /* name -> CouchDatabase */
  CouchRules *rules;
  gsize       max_document_size;
};

/* One request, and who makes it. */
typedef struct
{
  Couch         *couch;
  FakeReply     *reply;
  const char    *method;
  char          *parts[3];   /* of the path: database, what, the rest */
  GHashTable    *query;
  GBytes        *body;       /* unpacked */
  JsonNode      *json;       /* of @body, once it was read */
  char          *name;       /* (nullable) */
  char         **roles;      /* (nullable), of the account */
  gboolean       is_wrong_password;
  CouchDatabase *db;         /* (nullable) */
} CouchCall;

typedef void (*CouchRoute) (CouchCall *call);

gboolean    couch_call_is_admin    (CouchCall  *call);
JsonObject *couch_call_read_object (CouchCall  *call);
const char *couch_call_get         (CouchCall  *call,
                                    const char *name);
gboolean    couch_call_has         (CouchCall  *call,
                                    const char *name);
void        couch_refuse           (CouchCall  *call,
                                    guint       status,
                                    const char *error,
                                    const char *reason);
void        couch_say              (CouchCall  *call,
                                    guint       status,
                                    GString    *body);

/* couch-answers.c: reading */
void        couch_answer_session   (CouchCall  *call);
void        couch_answer_all_dbs   (CouchCall  *call);
void        couch_answer_make_database (CouchCall *call);
void        couch_answer_database  (CouchCall  *call);
void        couch_answer_security  (CouchCall  *call);
void        couch_answer_revs_limit (CouchCall *call);
void        couch_answer_changes   (CouchCall  *call);
void        couch_answer_bulk_get  (CouchCall  *call);
void        couch_answer_revs_diff (CouchCall  *call);
void        couch_answer_all_docs  (CouchCall  *call);
void        couch_answer_local     (CouchCall  *call);

/* couch-write.c */
void        couch_answer_bulk_docs (CouchCall  *call);
void        couch_answer_document  (CouchCall  *call);

G_END_DECLS
