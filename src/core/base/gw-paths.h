/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *gw_paths_get_data_dir   (void);
const char *gw_paths_get_locale_dir (void);
char       *gw_paths_dup_profiles_dir (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
