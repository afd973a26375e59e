/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwFormatPack:
 *
 * What the program has to know of a report form besides the form itself, as data beside it: `NAME.pack.json` next to
 * `NAME.xml`. Nothing of it is written into the program, so that another report is another pair of files. Immutable,
 * for any thread.
 */
typedef struct _GwFormatPack GwFormatPack;

GwFormatPack *gw_format_pack_load         (const char          *path,
                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GwFormatPack *gw_format_pack_find         (const char          *folder,
                                           const char          *form_id) G_GNUC_WARN_UNUSED_RESULT;
GwFormatPack *gw_format_pack_find_first   (const char          *folder,
                                           const char          *instrument) G_GNUC_WARN_UNUSED_RESULT;
void          gw_format_pack_free         (GwFormatPack        *self);

const char   *gw_format_pack_get_form_id  (const GwFormatPack  *self);
const char   *gw_format_pack_get_file     (const GwFormatPack  *self);
const char   *gw_format_pack_get_instrument (const GwFormatPack *self);
const char   *gw_format_pack_get_country  (const GwFormatPack  *self);
const char   *gw_format_pack_get_title    (const GwFormatPack  *self,
                                           const char          *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormatPack, gw_format_pack_free)

G_END_DECLS
