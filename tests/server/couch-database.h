/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "server/couch-doc.h"

G_BEGIN_DECLS

/* One database of the test double: documents, the order of their last changes, and sequences
 * that say nothing to a client. */
typedef struct
{
  char       *name;
  char       *uuid;       /* another one after it was made anew */
  GHashTable *docs;       /* id -> CouchDoc */
  GPtrArray  *order;      /* of CouchDoc; sequence n stands at n - 1, NULL where it moved on */
  GHashTable *locals;     /* id -> CouchLocal */
  char       *security;   /* JSON */
  guint       revs_limit;
} CouchDatabase;

typedef struct
{
  guint rev;
  char *members;
} CouchLocal;

CouchDatabase *couch_database_new       (const char     *name);
void           couch_database_free      (CouchDatabase  *self);
CouchDoc      *couch_database_find      (CouchDatabase  *self,
                                         const char     *id);
gboolean       couch_database_insert    (CouchDatabase  *self,
                                         const char     *id,
                                         guint           start,
                                         char          **hashes,
                                         gboolean        deleted,
                                         const char     *members);
void           couch_database_put_back  (CouchDatabase  *self,
                                         const char     *id,
                                         guint64         place,
                                         guint           start,
                                         char          **hashes,
                                         gboolean        deleted,
                                         const char     *members);
guint64        couch_database_get_last  (CouchDatabase  *self);
char          *couch_database_dup_seq   (CouchDatabase  *self,
                                         guint64         seq);
gboolean       couch_database_read_seq  (CouchDatabase  *self,
                                         const char     *text,
                                         guint64        *seq);
void           couch_database_put_local (CouchDatabase  *self,
                                         const char     *id,
                                         const char     *members);

/* Printing, as CouchDB prints. */
void           couch_print_string       (GString        *out,
                                         const char     *text);
char          *couch_dup_members        (JsonObject     *doc);
void           couch_print_doc          (GString        *out,
                                         CouchDoc       *doc,
                                         guint           place,
                                         gboolean        with_path);

G_END_DECLS
