/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-key-book.h"
#include "core/store/gw-arrival.h"

G_BEGIN_DECLS

/* Whether an author's signature, in a document, holds: gw-signer.c has the rules. On the thread of the store. */
gboolean       gw_signer_attach     (GwStore     *store,
                                     GwKeyDesk   *desk,
                                     GError     **error);
GwArrivalFault gw_signer_judge      (GwStore     *store,
                                     const char  *remote,
                                     JsonObject  *document,
                                     char       **signer);
gboolean       gw_signer_note       (GwStore     *store,
                                     const char  *db,
                                     const char  *remote,
                                     JsonObject  *document,
                                     const char  *signer,
                                     GError     **error);
gboolean       gw_signer_look_again (GwStore     *store,
                                     guint       *n_false,
                                     GError     **error);

G_END_DECLS
