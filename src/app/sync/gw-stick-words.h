/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundles/gw-bundle.h"

G_BEGIN_DECLS

const char *gw_stick_words_phase    (GwBundlePhase          phase);
char       *gw_stick_words_sent     (const GwBundleInfo    *info) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_sent_to  (const char            *path) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_read     (const GwBundleReading *reading) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_stick_words_read_from (const GwBundleReading *reading) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
