/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GwFormArena:
 *
 * Memory that is given out piece by piece and taken back all at once: a form's compiled
 * expressions live and die with the form, the texts and node-sets of one evaluation with it.
 */
typedef struct _GwFormArena GwFormArena;

GwFormArena *gw_form_arena_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void         gw_form_arena_free   (GwFormArena *self);
void         gw_form_arena_reset  (GwFormArena *self);
gpointer     gw_form_arena_alloc  (GwFormArena *self,
                                   gsize        size);
char        *gw_form_arena_strdup (GwFormArena *self,
                                   const char  *text,
                                   gssize       length);
gsize        gw_form_arena_get_used (const GwFormArena *self);

#define gw_form_arena_new0(self, Type, count) \
  ((Type *) gw_form_arena_alloc ((self), sizeof (Type) * (count)))

G_END_DECLS
