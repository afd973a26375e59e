/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a PDF with poppler's tools, which Debian has and a bare machine may lack. Both skip the
 * test aloud and give NULL where the tool is not there. */
char *pdf_tools_text (GBytes     *pdf,
                      const char *option) G_GNUC_WARN_UNUSED_RESULT;
char *pdf_tools_info (GBytes     *pdf,
                      const char *option) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
