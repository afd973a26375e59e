/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form.h"

G_BEGIN_DECLS

char   *gw_ctl_find_form  (const char  *name) G_GNUC_WARN_UNUSED_RESULT;
char   *gw_ctl_find_media (const char  *form_path,
                           const char  *chosen) G_GNUC_WARN_UNUSED_RESULT;
GwForm *gw_ctl_load_form  (const char  *name,
                           const char  *media,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
