/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-context.h"
#include "core/answers/gw-form-copy.h"

G_BEGIN_DECLS

#define GW_TYPE_OTHERS_LIST (gw_others_list_get_type ())

/**
 * GwOthersList:
 *
 * The forms from files that are filled in here, and those that were taken out of the list. It follows the store by
 * itself. Under a draft of which a newer version of its form is here it offers to move it, and under one that was
 * moved to undo that.
 *
 * Signals:
 * - "chosen" (utf8 id): a person wants to go on with one
 * - "loaded": the list was read, again
 */
G_DECLARE_FINAL_TYPE (GwOthersList, gw_others_list, GW, OTHERS_LIST, AdwBin)

GtkWidget        *gw_others_list_new      (GwContext     *context) G_GNUC_WARN_UNUSED_RESULT;
gboolean          gw_others_list_is_empty (GwOthersList  *self);
const GwFormCopy *gw_others_list_find     (GwOthersList  *self,
                                           const char    *id);

G_END_DECLS
