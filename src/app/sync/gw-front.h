/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sync/gw-account.h"

G_BEGIN_DECLS

/**
 * GwFront:
 *
 * Tells an account whether somebody works with the program now: whether one of its windows has the
 * keyboard. Does so until the last reference goes.
 */
#define GW_TYPE_FRONT (gw_front_get_type ())

G_DECLARE_FINAL_TYPE (GwFront, gw_front, GW, FRONT, GObject)

GwFront *gw_front_new (GwAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
