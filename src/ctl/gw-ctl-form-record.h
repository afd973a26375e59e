/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/* The commands of `form` that make a record: a file of their own, since they write. */
gboolean gw_ctl_form_seal (GwCtl              *ctl,
                           const char *const  *arguments,
                           GError            **error);
gboolean gw_ctl_form_move (GwCtl              *ctl,
                           const char *const  *arguments,
                           GError            **error);

G_END_DECLS
