/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One document of the test double: its tree of revisions, as CouchDB keeps it. */

#define COUCH_NONE G_MAXUINT

typedef struct
{
  guint    gen;
  char    *hash;
  guint    parent;   /* its place in the tree, or COUCH_NONE */
  gboolean deleted;
  gboolean is_leaf;
  char    *members;  /* (nullable): the JSON text of the body without the braces and without what
                        begins with "_"; NULL where the body is not known */
} CouchRev;

typedef struct
{
  char   *id;
  GArray *revs;      /* of CouchRev */
  guint64 seq;
} CouchDoc;

CouchDoc *couch_doc_new         (const char  *id);
void      couch_doc_free        (CouchDoc    *self);
guint     couch_doc_find        (CouchDoc    *self,
                                 guint        gen,
                                 const char  *hash);
guint     couch_doc_find_rev    (CouchDoc    *self,
                                 const char  *rev);
gboolean  couch_doc_insert      (CouchDoc    *self,
                                 guint        start,
                                 char       **hashes,
                                 gboolean     deleted,
                                 const char  *members,
                                 guint        revs_limit);
guint     couch_doc_get_winner  (CouchDoc    *self);
GArray   *couch_doc_dup_leaves  (CouchDoc    *self);
char     *couch_doc_dup_rev     (CouchDoc    *self,
                                 guint        place);
void      couch_doc_print_path  (CouchDoc    *self,
                                 guint        place,
                                 GString     *out);

gboolean  couch_rev_parse       (const char  *rev,
                                 guint       *gen,
                                 char       **hash);

#define couch_doc_rev(self, place) (&g_array_index ((self)->revs, CouchRev, (place)))

G_END_DECLS
