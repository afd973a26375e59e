/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The languages that the program speaks. The order is the order of the columns in memory only. */
typedef enum
{
  GW_LANGUAGE_EN,
  GW_LANGUAGE_FR,
  GW_LANGUAGE_ES,
  GW_LANGUAGE_AR,
  GW_N_LANGUAGES,
} GwLanguage;

/**
 * GwLabel:
 * @text: the words in each language, `NULL` where there are none
 *
 * A short text in the languages of the program. English is always there.
 */
typedef struct
{
  const char *text[GW_N_LANGUAGES];
} GwLabel;

GwLanguage  gw_language_parse   (const char    *code);
const char *gw_language_to_code (GwLanguage     language);

const char *gw_label_get        (const GwLabel *label,
                                 const char    *language);
gboolean    gw_label_is_in      (const GwLabel *label,
                                 const char    *language);
char       *gw_label_fold       (const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
