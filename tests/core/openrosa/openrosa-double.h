/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/fake-server.h"

G_BEGIN_DECLS

#define DOUBLE_USER "wanjiru"
#define DOUBLE_PASSWORD "a long word"

/* A server that takes reports as OpenRosa says and refuses every deviation with 400 and a word in @fault. */
typedef struct
{
  FakeServer *server;
  char       *url;
  const char *sign_in;     /* (nullable): "basic" (challenged), "silent" (basic, never challenged), "digest" */
  guint       max_size;
  const char *location;    /* (nullable): of the answer to HEAD */
  guint       head_status; /* 0: as it should be */
  guint       status;      /* of the answer to POST; 0: as it should be */
  const char *type;        /* (nullable): of that answer */
  const char *answer;      /* (nullable): its body */
  char       *fault;
  GHashTable *instances;   /* instanceID -> XML */
  GHashTable *files;       /* name -> GBytes */
  guint       n_posts;
  gsize       n_largest;
} OpenrosaDouble;

OpenrosaDouble *openrosa_double_new  (void);
void            openrosa_double_free (OpenrosaDouble *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpenrosaDouble, openrosa_double_free)

G_END_DECLS
