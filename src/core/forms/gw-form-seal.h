/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form.h"

G_BEGIN_DECLS

/**
 * GwFormFile:
 * @name: a bare file name
 * @content: what is in it
 */
typedef struct
{
  char   *name;
  GBytes *content;
} GwFormFile;

/**
 * GwFormSealed:
 * @manifest: the XML that takes the record's place when it is sent
 * @files: (element-type GwFormFile): what goes with it: the attachments in their order, then the
 *   record itself as `submission.xml.enc`, each sealed
 *
 * A record that only the holder of the form's private key can read.
 */
typedef struct
{
  GBytes    *manifest;
  GPtrArray *files;
} GwFormSealed;

GwFormFile   *gw_form_file_new    (const char    *name,
                                   GBytes        *content) G_GNUC_WARN_UNUSED_RESULT;
void          gw_form_file_free   (GwFormFile    *self);

gboolean      gw_form_key_is_valid (const char   *public_key);
GwFormSealed *gw_form_seal        (GwForm        *form,
                                   const char    *instance_id,
                                   GBytes        *record,
                                   GPtrArray     *files,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          gw_form_sealed_free (GwFormSealed  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormSealed, gw_form_sealed_free)

G_END_DECLS
