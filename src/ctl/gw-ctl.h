/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/store/gw-profile.h"
#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwCtlStatus:
 *
 * What the program leaves with: scripts depend on it.
 */
typedef enum
{
  GW_CTL_DONE = 0,
  GW_CTL_REFUSED = 1, /* with a sentence on standard error */
  GW_CTL_USAGE = 2,   /* the command line was wrong, and a sentence says how */
} GwCtlStatus;

/**
 * GwCtl:
 *
 * What all commands share: the profile that was named, and how to speak.
 */
typedef struct _GwCtl GwCtl;

/**
 * GwCtlCommand:
 * @name: "put"
 * @arguments: what follows it, as "DB FILE"; not translated, as it is in the manual page
 * @summary: one sentence, marked with N_()
 * @options: (nullable): ended by a row of zeros
 * @min_arguments: how many must follow
 * @max_arguments: how many may follow, -1 for any number
 * @run: does it. Returns FALSE with the error set when it is refused
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  const GOptionEntry *options;
  int min_arguments;
  int max_arguments;
  gboolean (*run) (GwCtl              *ctl,
                   const char *const  *arguments,
                   GError            **error);
} GwCtlCommand;

/**
 * GwCtlGroup:
 * @name: "doc"
 * @summary: one sentence, marked with N_()
 * @commands: ended by a row of zeros; a group whose only command has no name is a command itself
 */
typedef struct
{
  const char *name;
  const char *summary;
  const GwCtlCommand *commands;
} GwCtlGroup;

GwCtl         *gw_ctl_new              (const char    *profile_directory,
                                        gboolean       json) G_GNUC_WARN_UNUSED_RESULT;
void           gw_ctl_free             (GwCtl         *self);

const char    *gw_ctl_find_directory   (GwCtl         *self,
                                        GError       **error);
GwProfile     *gw_ctl_open_profile     (GwCtl         *self,
                                        GError       **error);
GwStore       *gw_ctl_open_store       (GwCtl         *self,
                                        GError       **error);
GwStoreThread *gw_ctl_open_thread      (GwCtl         *self,
                                        GError       **error);
GStrv          gw_ctl_dup_languages    (GwCtl         *self,
                                        const char    *chosen) G_GNUC_WARN_UNUSED_RESULT;

gboolean       gw_ctl_is_json          (GwCtl         *self);
void           gw_ctl_say              (GwCtl         *self,
                                        JsonObject    *line,
                                        const char    *format,
                                        ...) G_GNUC_PRINTF (3, 4);
char          *gw_ctl_read_input       (const char    *file,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCtl, gw_ctl_free)

G_END_DECLS
