/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/packets/gw-packet.h"

G_BEGIN_DECLS

/* For core/packets only. */
#define GW_PACKET_VERSION 1
#define GW_PACKET_OFFICE_DB "party"
#define GW_PACKET_SHARED_DB "packets"
#define GW_PACKET_OWN_DB "mine"
#define GW_PACKET_GIVEN "delegation:"  /* documents of the office */
#define GW_PACKET_OPENED "inpacket:"   /* documents of the respondent */

gboolean    gw_packet_check       (GwPacketDesk  *desk,
                                   JsonObject    *content,
                                   const char    *kind,
                                   GError       **error);
GwDoc      *gw_packet_read_doc    (GwPacketDesk  *desk,
                                   const char    *db,
                                   const char    *prefix,
                                   const char    *id,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv       gw_packet_dup_strv    (JsonObject    *object,
                                   const char    *member) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_packet_dup_ref     (JsonObject    *body) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_packet_dup_body_id (JsonObject    *body,
                                   const char    *record) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gw_packet_dup_body    (JsonObject    *body,
                                   const char    *record) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_packet_dup_digest  (const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
