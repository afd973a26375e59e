/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_DRAWING (gw_drawing_get_type ())

/**
 * GwDrawing:
 *
 * A sheet to draw on with a mouse, a finger or a pen. It has a size in pixels of its own, and is shown as large as
 * there is room.
 *
 * Signals:
 * - "drawn": a stroke ended, or was taken back, or all were
 */
G_DECLARE_FINAL_TYPE (GwDrawing, gw_drawing, GW, DRAWING, GtkDrawingArea)

GtkWidget  *gw_drawing_new           (int             width,
                                      int             height,
                                      GdkTexture     *ground) G_GNUC_WARN_UNUSED_RESULT;
void        gw_drawing_set_ink       (GwDrawing      *self,
                                      const GdkRGBA  *colour,
                                      double          width);
float       gw_drawing_get_ratio     (GwDrawing      *self);
guint       gw_drawing_get_n_strokes (GwDrawing      *self);
void        gw_drawing_undo          (GwDrawing      *self);
void        gw_drawing_clear         (GwDrawing      *self);
GdkTexture *gw_drawing_dup_texture   (GwDrawing      *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
