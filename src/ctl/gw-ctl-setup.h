/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/* The file for the next computer: commands of the group "profile". */
extern const GOptionEntry gw_ctl_pack_options[];

gboolean gw_ctl_pack   (GwCtl              *ctl,
                        const char *const  *arguments,
                        GError            **error);
gboolean gw_ctl_unpack (GwCtl              *ctl,
                        const char         *directory,
                        const char         *path,
                        GError            **error);

G_END_DECLS
