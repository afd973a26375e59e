/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwUiLanguage:
 * @code: such as `fr`
 * @name: its name in itself; never translated
 * @rtl: whether it is written from right to left
 */
typedef struct
{
  const char *code;
  const char *name;
  gboolean    rtl;
} GwUiLanguage;

void              gw_ui_language_init       (void);
const GwUiLanguage *gw_ui_language_get_all    (guint      *n_languages);
const GwUiLanguage *gw_ui_language_find       (const char *code);
const char       *gw_ui_language_get_system (void);
void              gw_ui_language_apply      (const char *code);

G_END_DECLS
