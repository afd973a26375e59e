/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the fuzz targets share. A target is one file with gw_fuzz_one(); it is linked with
 * fuzz-libfuzzer.c for ./dev fuzz, and with fuzz-replay.c for the tests, which run the kept
 * corpus through it without clang. */

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_FUZZ_HEAD                                                                             \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "        \
  "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms' "       \
  "xmlns:orx='http://openrosa.org/xforms'>\n"                                                    \
  "<h:head><h:title>T</h:title><model odk:xforms-version='1.0.0'>\n"

extern const char gw_fuzz_sample_form[];

/* One run of the target, on any bytes. */
void           gw_fuzz_one         (const guint8      *data,
                                    gsize              size);

/* The bytes that a target reads its decisions from, one after the other; zeros at the end. */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
} GwFuzzBytes;

guint          gw_fuzz_byte        (GwFuzzBytes       *bytes);
char          *gw_fuzz_text        (GwFuzzBytes       *bytes,
                                    gsize              most) G_GNUC_WARN_UNUSED_RESULT;

GwForm        *gw_fuzz_load        (const char        *text,
                                    gssize             length,
                                    const char        *media_folder) G_GNUC_WARN_UNUSED_RESULT;
GwFormSession *gw_fuzz_open        (GwForm            *form,
                                    const GwFormDraft *draft) G_GNUC_WARN_UNUSED_RESULT;
const char    *gw_fuzz_folder      (void);
void           gw_fuzz_write_file  (const char        *name,
                                    const guint8      *data,
                                    gsize              size);
GPtrArray     *gw_fuzz_dup_all_items (GwFormSession   *session) G_GNUC_WARN_UNUSED_RESULT;
void           gw_fuzz_walk        (GwFormSession     *session);
void           gw_fuzz_check_record (GwFormSession    *session);

G_END_DECLS
