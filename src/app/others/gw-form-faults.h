/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/forms/gw-form-issue.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_FAULTS (gw_form_faults_get_type ())

/**
 * GwFormFaults:
 *
 * What is wrong with a form, as a list with lines, for whoever has to put it right.
 */
G_DECLARE_FINAL_TYPE (GwFormFaults, gw_form_faults, GW, FORM_FAULTS, AdwBin)

GtkWidget *gw_form_faults_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       gw_form_faults_set (GwFormFaults *self,
                               const char   *file_name,
                               GPtrArray    *issues);

G_END_DECLS
