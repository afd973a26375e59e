/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/gw-unsaved.h"

G_BEGIN_DECLS

void gw_unsaved_copy_ask (GtkWidget *parent,
                          GwUnsaved *unsaved);

G_END_DECLS
