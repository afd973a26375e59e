/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/fake-server.h"

G_BEGIN_DECLS

/* A strict double of CouchDB 3, for the requests that a replication client makes. It answers as
 * the recorded answers of CouchDB 3.4 do: opaque sequences that differ for equal states, refusals
 * of whole batches, NULL for the old document of an invented ancestry, joined roots, stemming.
 *
 * It has no network of its own: couch_answer() is a FakeHandler. One call at a time. */
typedef struct _Couch Couch;

Couch   *couch_new           (const char  *admin_password);
void     couch_free          (Couch       *self);

void     couch_answer        (FakeRequest *request,
                              FakeReply   *reply,
                              gpointer     couch);

/* Laying out, without requests. */
void     couch_add_account   (Couch       *self,
                              const char  *name,
                              const char  *password,
                              const char  *roles);
void     couch_add_database  (Couch       *self,
                              const char  *name,
                              const char  *reader_roles);
gboolean couch_add_rule      (Couch       *self,
                              const char  *name,
                              const char  *function);
void     couch_set_revs_limit (Couch      *self,
                               const char *name,
                               guint       limit);
void     couch_set_max_document_size (Couch *self,
                                      gsize  size);

/* What tests look at and do. */
guint    couch_count_docs    (Couch       *self,
                              const char  *db);
char    *couch_dup_state     (Couch       *self,
                              const char  *db);
char    *couch_dup_backup    (Couch       *self);
void     couch_restore       (Couch       *self,
                              const char  *backup);
void     couch_renew_database (Couch      *self,
                               const char *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Couch, couch_free)

G_END_DECLS
