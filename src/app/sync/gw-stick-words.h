/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/gw-bundle.h"
#include "core/store/gw-store-sticks.h"

G_BEGIN_DECLS

const char *gw_stick_words_phase    (GwBundlePhase          phase);
char       *gw_stick_words_sent     (const GwBundleInfo    *info) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_sent_to  (const char            *path,
                                     gboolean               is_for_named) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_read     (const GwBundleReading *reading) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_read_from (const GwBundleReading *reading,
                                     guint                  n_others) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_signer   (const GwBundleInfo    *info) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_past     (const GwStickSent     *sent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
