/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A key and the action that it starts. */
typedef struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} GwEarlyKey;

void gw_early_keys_add (GtkWidget        *widget,
                        const GwEarlyKey *keys,
                        guint             n_keys);

G_END_DECLS
