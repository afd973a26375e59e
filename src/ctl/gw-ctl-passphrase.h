/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gw_ctl_ask_passphrase  (gboolean    twice,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;
char *gw_ctl_ask_secret      (const char *question,
                              const char *again,
                              GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void  gw_ctl_wipe_passphrase (char       *passphrase);

G_END_DECLS
