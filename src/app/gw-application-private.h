/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gw-application.h"
#include "app/gw-context.h"
#include "app/preferences/gw-first-start.h"

G_BEGIN_DECLS

/* Private to gw-application*.c: gw-application.c starts and ends, -profile.c opens and makes
 * profiles, -setup.c makes one of a set-up file, -backups.c copies them, -end.c ends the program, -actions.c holds
 * what the menus and keys do. */
struct _GwApplication
{
  AdwApplication parent_instance;

  GSettings *settings;   /* (nullable) */
  char *profile_option;  /* --profile */
  GwContext *context;

  GPtrArray *files;      /* of GFile: forms and bundles to be shown as soon as there is a window */
  char *setup_path;      /* (nullable): a set-up file that waits for a window */
  GwFirstStartDraft *draft;
  gboolean activated;    /* somebody waits for a window */
  gboolean opening;

  gboolean holds_session;  /* it was asked to wait */
  guint session_cookie;
  guint hour_id;         /* looks whether the copy of the day is due */
};

void     gw_application_add_actions        (GwApplication *self);
void     gw_application_open               (GwApplication *self);
void     gw_application_show_files         (GwApplication *self);
void     gw_application_open_made          (GwApplication *self,
                                            const char *directory,
                                            const char *server,
                                            const char *user,
                                            const char *password);
char    *gw_application_choose_directory   (GwApplication *self) G_GNUC_WARN_UNUSED_RESULT;
void     gw_application_ask_setup          (GwApplication *self);
void     gw_application_show_setup         (GwApplication *self);
void     gw_application_set_language       (GwApplication *self,
                                            const char *code);
void     gw_application_follow_style       (GwApplication *self);
void     gw_application_rebuild            (GwApplication *self);
void     gw_application_destroy_window     (GtkWindow *parent);
void     gw_application_back_up            (GwApplication *self);
void     gw_application_offer_backup       (GwApplication *self,
                                            const char *directory);
void     gw_application_put_back           (GwApplication *self,
                                            const char *path,
                                            const char *passphrase);
gboolean gw_application_is_saved           (GwApplication *self);
void     gw_application_follow_unsaved     (GwApplication *self);
void     gw_application_listen_for_the_end (GwApplication *self);

G_END_DECLS
