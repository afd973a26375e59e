/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store.h"

G_BEGIN_DECLS

/**
 * GwArrivalFault:
 * @GW_ARRIVAL_SOUND: none
 * @GW_ARRIVAL_ID: its id is none that a desk gives in that database
 * @GW_ARRIVAL_TYPE: it is of a kind that is not kept there, or says that it is of another kind than its id
 * @GW_ARRIVAL_OWNER: it belongs to one person by its id and names another as its author
 * @GW_ARRIVAL_COUNTRY: it is another country's
 * @GW_ARRIVAL_OPEN: it is kept for some only, and is not sealed
 * @GW_ARRIVAL_ATTACHED: it has attachments, which no desk writes
 * @GW_ARRIVAL_SIZE: it, or a text in it, is longer than any desk writes
 * @GW_ARRIVAL_SIGNATURE: it is not signed by whom it says
 * @GW_ARRIVAL_SHAPE: it is no document that could be stored
 *
 * Why a document is set aside that came from a server or in a file.
 */
typedef enum
{
  GW_ARRIVAL_SOUND,
  GW_ARRIVAL_ID,
  GW_ARRIVAL_TYPE,
  GW_ARRIVAL_OWNER,
  GW_ARRIVAL_COUNTRY,
  GW_ARRIVAL_OPEN,
  GW_ARRIVAL_ATTACHED,
  GW_ARRIVAL_SIZE,
  GW_ARRIVAL_SIGNATURE,
  GW_ARRIVAL_SHAPE,
} GwArrivalFault;

/**
 * GwSetAside:
 * @db: the local name of the database
 * @id: the document
 * @rev: its revision, as far as it named one
 * @fault: why
 * @time: when it came, microseconds since 1970
 * @document: (nullable): the JSON that came
 */
typedef struct
{
  char          *db;
  char          *id;
  char          *rev;
  GwArrivalFault fault;
  gint64         time;
  char          *document;
} GwSetAside;

GwArrivalFault gw_arrival_judge          (const char      *remote,
                                          JsonObject      *document);
const char    *gw_arrival_fault_get_name (GwArrivalFault   fault);
/* gw-arrival-words.c */
const char    *gw_arrival_fault_get_words (GwArrivalFault  fault);

gboolean       gw_store_set_aside        (GwStore         *self,
                                          const char      *db,
                                          const char      *id,
                                          const char      *rev,
                                          JsonObject      *document,
                                          GwArrivalFault   fault,
                                          gboolean        *is_news,
                                          GError         **error);
GPtrArray     *gw_store_list_set_aside   (GwStore         *self,
                                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_store_ask_again        (GwStore         *self,
                                          GError         **error);

void           gw_set_aside_free         (GwSetAside      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSetAside, gw_set_aside_free)

G_END_DECLS
