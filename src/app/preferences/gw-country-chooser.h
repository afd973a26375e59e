/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/records/gw-reference.h"

G_BEGIN_DECLS

#define GW_TYPE_COUNTRY_CHOOSER (gw_country_chooser_get_type ())

G_DECLARE_FINAL_TYPE (GwCountryChooser, gw_country_chooser, GW, COUNTRY_CHOOSER, AdwBin)

void  gw_country_chooser_set_reference (GwCountryChooser *self,
                                        GwReference      *reference,
                                        const char       *language);
void  gw_country_chooser_begin         (GwCountryChooser *self);

char *gw_country_dup_summary           (GwReference      *reference,
                                        const char       *iso3,
                                        const char       *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
