/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwRole:
 *
 * What an account is on the server. From it and the country follow the databases a desk keeps.
 */
typedef enum
{
  GW_ROLE_NFP,
  GW_ROLE_ALTERNATE,
  GW_ROLE_RESPONDENT,
  GW_ROLE_SECRETARIAT,
  GW_ROLE_COURIER,
  GW_ROLE_GUEST,
} GwRole;

const char *gw_role_get_name  (GwRole      role);
gboolean    gw_role_from_name (const char *name,
                               GwRole     *role);

/**
 * GwBackup:
 * @path: the file
 * @time: when it was made, in microseconds since 1970
 * @size: its bytes
 * @kind: "daily", "asked", "before-upgrade", "before-restore", "before-deletion"
 */
typedef struct
{
  char *path;
  gint64 time;
  gint64 size;
  char *kind;
} GwBackup;

void gw_backup_free (GwBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwBackup, gw_backup_free)

/**
 * GwProfile:
 *
 * One account's desk on one computer: a directory with profile.json (who), store.sqlite
 * (documents), search.sqlite (an index that can be made anew) and backups/.
 *
 * Properties (readable, each with notify): "name" (string: the account's name on the server),
 * "role", "country" (ISO 3166 alpha-3 or ""), "language".
 * A profile belongs to the thread that opened it.
 */
#define GW_TYPE_PROFILE (gw_profile_get_type ())
G_DECLARE_FINAL_TYPE (GwProfile, gw_profile, GW, PROFILE, GObject)

GwProfile          *gw_profile_create          (const char  *directory,
                                                const char  *name,
                                                GwRole       role,
                                                const char  *country,
                                                const char  *language,
                                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GwProfile          *gw_profile_open            (const char  *directory,
                                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gw_profile_has_remains     (const char  *directory);
char               *gw_profile_set_aside       (const char  *directory,
                                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *gw_profile_list            (const char  *profiles_directory) G_GNUC_WARN_UNUSED_RESULT;

const char         *gw_profile_get_directory   (GwProfile   *self);
char               *gw_profile_dup_store_path  (GwProfile   *self) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_profile_dup_search_path (GwProfile   *self) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_profile_dup_backups_path (GwProfile  *self) G_GNUC_WARN_UNUSED_RESULT;

const char         *gw_profile_get_name        (GwProfile   *self);
GwRole              gw_profile_get_role        (GwProfile   *self);
const char         *gw_profile_get_country     (GwProfile   *self);
const char         *gw_profile_get_language    (GwProfile   *self);
gboolean            gw_profile_set_account     (GwProfile   *self,
                                                const char  *name,
                                                GwRole       role,
                                                const char  *country,
                                                GError     **error);
gboolean            gw_profile_set_language    (GwProfile   *self,
                                                const char  *language,
                                                GError     **error);
const char         *gw_profile_get_setting     (GwProfile   *self,
                                                const char  *key);
gboolean            gw_profile_set_setting     (GwProfile   *self,
                                                const char  *key,
                                                const char  *value,
                                                GError     **error);

const char *const  *gw_profile_get_databases   (GwProfile   *self);
gboolean            gw_profile_can_write       (GwProfile   *self,
                                                const char  *db);
gboolean            gw_profile_carries         (GwProfile   *self,
                                                const char  *db);
char               *gw_profile_dup_remote_name (const char  *db,
                                                const char  *country) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_profile_dup_server_name (GwProfile   *self,
                                                const char  *db) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray          *gw_profile_list_backups    (GwProfile   *self) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_profile_dup_backup_due  (GwProfile   *self) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_profile_dup_backup_asked (GwProfile  *self) G_GNUC_WARN_UNUSED_RESULT;
void                gw_profile_prune_backups   (GwProfile   *self);
void                gw_profile_prune_backups_async (GwProfile           *self,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean            gw_profile_check_store     (GwProfile   *self,
                                                GError     **error);
void                gw_profile_finish_restore  (GwProfile   *self);
gboolean            gw_profile_restore         (GwProfile   *self,
                                                const char  *backup_path,
                                                GError     **error);

G_END_DECLS
