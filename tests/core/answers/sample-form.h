/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/answers/gw-filled-form.h"

G_BEGIN_DECLS

#define SAMPLE_NAME "/data/one/name"
#define SAMPLE_AGE "/data/one/age"
#define SAMPLE_KIND "/data/one/kind"
#define SAMPLE_WHY "/data/one/why"
#define SAMPLE_LAND "/data/one/land"
#define SAMPLE_GREETING "/data/one/greeting"
#define SAMPLE_SUM "/data/two/sum"
#define SAMPLE_REP "/data/two/rep"
#define SAMPLE_ID "/data/meta/instanceID"

/* A small form with one of each: text, number, choice, relevance, default, calculation, rows. */
GBytes *sample_form_xml  (void) G_GNUC_WARN_UNUSED_RESULT;
GwForm *sample_form_load (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
