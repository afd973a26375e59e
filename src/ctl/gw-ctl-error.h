/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwCtlError:
 * @GW_CTL_ERROR_REFUSED: the message is a translated sentence for the person
 * @GW_CTL_ERROR_USAGE: the same, and the command line was wrong
 */
typedef enum
{
  GW_CTL_ERROR_REFUSED,
  GW_CTL_ERROR_USAGE,
} GwCtlError;

#define GW_CTL_ERROR (gw_ctl_error_quark ())

GQuark    gw_ctl_error_quark   (void);
char     *gw_ctl_describe_error (const GError  *error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gw_ctl_refuse        (GError       **error,
                                const char    *format,
                                ...) G_GNUC_PRINTF (2, 3);
gboolean  gw_ctl_misuse        (GError       **error,
                                const char    *format,
                                ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
