/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"
#include "server/couch.h"

G_BEGIN_DECLS

/* The double of CouchDB with the databases of Kenya's office, behind a server on the loopback. */
typedef struct
{
  Couch      *couch;
  FakeServer *server;
} Line;

void       line_init               (Line          *self,
                                    FakeHandler    handler,
                                    gpointer       user_data);
void       line_clear              (Line          *self);
void       line_sync               (Desk          *desk,
                                    Line          *line,
                                    GwSyncSummary *summary);

/* What people of the office do: everything in "party". */
void       desk_put                (Desk          *desk,
                                    const char    *id,
                                    const char    *value);
GBytes    *make_picture            (guint32        seed,
                                    gsize          size);
void       desk_put_picture        (Desk          *desk,
                                    const char    *id,
                                    GBytes        *picture);
JsonObject *desk_find_picture      (Desk          *desk,
                                    const char    *id);
void       desk_want_picture       (Desk          *desk,
                                    const char    *id);
gboolean   desk_has_picture        (Desk          *desk,
                                    const char    *id,
                                    GBytes        *picture);
gint64     desk_count_unsent_parts (Desk          *desk);
void       desk_assert_same        (Desk          *one,
                                    Desk          *two);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

G_END_DECLS
