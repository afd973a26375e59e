/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/bundles/gw-bundle-error.h"
#include "core/store/gw-profile.h"

G_BEGIN_DECLS

/* The file with which the next computer of a person is set up. The plain functions wait, and may be
 * called on any thread but for those that take or give a profile, which belongs to its thread. */

#define GW_SETUP_SUFFIX ".godwit-setup"
#define GW_SETUP_MIME_TYPE "application/x-godwit-setup"

/**
 * GwSetup:
 * @name: the account's name on the server, or ""
 * @role: the account's role
 * @country: ISO 3166 alpha-3, or ""
 * @language: of the program
 * @settings: (element-type utf8 utf8): those of the profile that belong to the person: the server's
 *   address, the name to sign in with, the countries that a desk of the Secretariat works with
 * @password: (nullable): the account's password, where the person asked that it go along
 * @time: when it was written, microseconds since 1970, by that computer's clock
 * @has_everything: all documents, and not only those that are the person's alone
 * @documents: documents in it
 * @chunks: parts of files in it
 * @bytes: the size of the file
 *
 * Who sat at the old computer, and what goes along. Never the identity and the keys of the old
 * desk: the new one makes its own.
 */
typedef struct
{
  char       *name;
  GwRole      role;
  char       *country;
  char       *language;
  GHashTable *settings;
  char       *password;
  gint64      time;
  gboolean    has_everything;
  guint       documents;
  guint       chunks;
  gint64      bytes;
} GwSetup;

void       gw_setup_free     (GwSetup         *self);
gboolean   gw_setup_is_one   (const char      *path);
char      *gw_setup_dup_name (GwSetup         *self) G_GNUC_WARN_UNUSED_RESULT;

GwSetup   *gw_setup_new      (GwProfile       *profile,
                              const char      *password,
                              gboolean         everything) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_setup_write    (GwSetup         *self,
                              const char      *store_path,
                              const char      *path,
                              const char      *passphrase,
                              GCancellable    *cancellable,
                              GError         **error);
GwSetup   *gw_setup_read     (const char      *path,
                              const char      *passphrase,
                              GCancellable    *cancellable,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GwProfile *gw_setup_make     (const char      *path,
                              const char      *passphrase,
                              const char      *directory,
                              GwSetup        **setup,
                              GCancellable    *cancellable,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

char      *gw_setup_dup_sentence (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSetup, gw_setup_free)

G_END_DECLS
