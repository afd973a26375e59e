/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwWords:
 *
 * The program's own words in one language, whatever language the window speaks: a French
 * report must say "Page 3 sur 12" also when it is printed by somebody who reads Arabic.
 *
 * gettext only answers in the language of the whole process, so the catalogue is read here.
 * Immutable once made; may be used on any thread.
 */
typedef struct _GwWords GwWords;

GwWords    *gw_words_new        (const char    *language) G_GNUC_WARN_UNUSED_RESULT;
GwWords    *gw_words_new_in     (const char    *locale_dir,
                                 const char    *language) G_GNUC_WARN_UNUSED_RESULT;
void        gw_words_free       (GwWords       *self);

const char *gw_words_get_language (const GwWords *self);
gboolean    gw_words_is_rtl     (const GwWords *self);
const char *gw_words_get        (const GwWords *self,
                                 const char    *msgid);
char       *gw_words_fill_places (const GwWords    *self,
                                  const char       *msgid,
                                  const char *const *places) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_words_date       (const GwWords *self,
                                 const GDate   *date) G_GNUC_WARN_UNUSED_RESULT;

/* gw_words_fill (words, N_ ("Page {page} of {pages}"), "page", "3", "pages", "12") */
#define gw_words_fill(self, msgid, ...) \
  gw_words_fill_places (self, msgid, (const char *const[]) { __VA_ARGS__, NULL })

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWords, gw_words_free)

G_END_DECLS
