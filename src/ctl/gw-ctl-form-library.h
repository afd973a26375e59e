/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

gboolean gw_ctl_form_library (GwCtl              *ctl,
                              const char *const  *arguments,
                              GError            **error);
gboolean gw_ctl_form_save    (GwCtl              *ctl,
                              const char *const  *arguments,
                              GError            **error);

G_END_DECLS
