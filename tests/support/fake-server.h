/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server that answers as a test tells it to, on a thread of its own and a free port of
 * the loopback. It counts what it was asked. */
typedef struct _FakeServer FakeServer;

typedef struct
{
  char   *method;
  char   *path;            /* with the query */
  char   *authorization;   /* (nullable) */
  char   *encoding;        /* (nullable): Content-Encoding of the body */
  char   *head;            /* the lines of all headers, each ended by \n */
  GBytes *body;
} FakeRequest;

typedef struct
{
  guint       status;
  const char *type;      /* NULL: application/json */
  const char *headers;   /* (nullable): more lines, each ended by \r\n */
  char       *body;      /* (transfer full) (nullable) */
  GBytes     *bytes;     /* (transfer full) (nullable): in its place, where it is no text */
  gssize      cut;       /* close after so many bytes of the body; 0: do not */
  gssize      said;      /* the length that is told where it is another than the true one; 0: the true one */
  const char *again;     /* (nullable): what follows the body for ever, or for as long as anybody listens */
  gboolean    again_in_head;   /* it follows the headers */
  gboolean    hang;      /* say nothing and keep the connection */
  gboolean    hang_after_headers;
  gboolean    drop;      /* close without a word */
  gboolean    bare;      /* the body and no more: this is no HTTP */
  guint       ask_again_ms;    /* nothing to say yet: the handler is asked again, so long at most */
} FakeReply;

/* Fills in @reply, which is zeroed, with status 200. Runs on the server's threads, one call at
 * a time. */
typedef void (*FakeHandler) (FakeRequest *request,
                             FakeReply   *reply,
                             gpointer     user_data);

FakeServer *fake_server_new      (FakeHandler  handler,
                                  gpointer     user_data);
void        fake_server_free     (FakeServer  *self);
const char *fake_server_get_url  (FakeServer  *self);
guint       fake_server_count    (FakeServer  *self);
char       *fake_server_dup_log  (FakeServer  *self);
void        fake_server_clear    (FakeServer  *self);

/* The line breaks once: after so many bytes more, counted over all connections. What came up to
 * there has been read or sent; a request of which a byte is missing was never answered. */
void        fake_server_cut_answers  (FakeServer *self,
                                      gint64      n_bytes);
void        fake_server_cut_requests (FakeServer *self,
                                      gint64      n_bytes);
void        fake_server_stay_broken  (FakeServer *self,
                                      gboolean    stays);
void        fake_server_get_bytes    (FakeServer *self,
                                      guint64    *n_received,
                                      guint64    *n_sent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

G_END_DECLS
