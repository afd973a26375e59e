/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-draw-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-drawing.h"
#include "app/widgets/gw-names.h"

/* After a stroke this long without another the picture is told of. */
#define PAUSE_MS 350

#define WIDTH 900
#define DRAWING_HEIGHT 600
#define SIGNATURE_HEIGHT 340

struct _GwFormDrawSheet
{
  AdwWindow parent_instance;

  GwDrawing *drawing;
  GtkWidget *undo;
  GtkWidget *discard;
  const GdkRGBA *colour;
  gboolean is_thick;
  guint pause_id;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DISCARDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormDrawSheet, gw_form_draw_sheet, ADW_TYPE_WINDOW)

static const struct
{
  const char *name;
  GdkRGBA colour;
} inks[] = {
  { N_("Black"), { 0, 0, 0, 1 } },
  { N_("Blue"), { 0.10f, 0.30f, 0.75f, 1 } },
  { N_("Red"), { 0.80f, 0.10f, 0.10f, 1 } },
  { N_("Green"), { 0.10f, 0.50f, 0.20f, 1 } },
};

static void
tell (GwFormDrawSheet *self)
{
  g_autoptr (GdkTexture) picture = gw_drawing_dup_texture (self->drawing);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, picture);
}

static gboolean
pause_cb (gpointer user_data)
{
  GwFormDrawSheet *self = user_data;

  self->pause_id = 0;
  tell (self);

  return G_SOURCE_REMOVE;
}

static void
drawn_cb (GwDrawing       *drawing,
          GwFormDrawSheet *self)
{
  gtk_widget_set_sensitive (self->undo, gw_drawing_get_n_strokes (drawing) > 0);
  gtk_widget_set_sensitive (self->discard, TRUE);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_cb, self);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gw_drawing_undo (GW_FORM_DRAW_SHEET (widget)->drawing);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gw_drawing_clear (GW_FORM_DRAW_SHEET (widget)->drawing);
}

static void
discard_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  GwFormDrawSheet *self = GW_FORM_DRAW_SHEET (widget);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_DISCARDED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
gw_form_draw_sheet_close_request (GtkWindow *window)
{
  GwFormDrawSheet *self = GW_FORM_DRAW_SHEET (window);

  if (self->pause_id != 0)
    tell (self);

  return GTK_WINDOW_CLASS (gw_form_draw_sheet_parent_class)->close_request (window);
}

/* ------------------------------------------------------------ what it is drawn with */

static void
set_ink (GwFormDrawSheet *self)
{
  gw_drawing_set_ink (self->drawing, self->colour, self->is_thick ? 9 : 3.5);
}

static void
ink_cb (GtkToggleButton *button,
        GwFormDrawSheet *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->colour = g_object_get_data (G_OBJECT (button), "colour");
  set_ink (self);
}

static void
thick_cb (GtkToggleButton *button,
          GwFormDrawSheet *self)
{
  self->is_thick = gtk_toggle_button_get_active (button);
  set_ink (self);
}

static void
draw_ink_cb (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        colour)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0 - 1, 0, 2 * G_PI);
  cairo_fill_preserve (cr);
  /* Black on a dark bar and white on a light one have an edge all the same. */
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static GtkWidget *
new_inks (GwFormDrawSheet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *first = NULL, *thick;

  for (guint i = 0; i < G_N_ELEMENTS (inks); i++) {
    GtkWidget *button = gtk_toggle_button_new (), *dot = gtk_drawing_area_new ();

    gtk_widget_set_size_request (dot, 16, 16);
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_ink_cb, (gpointer) &inks[i].colour, NULL);
    gtk_button_set_child (GTK_BUTTON (button), dot);
    gw_names_give (button, _(inks[i].name));
    g_object_set_data (G_OBJECT (button), "colour", (gpointer) &inks[i].colour);
    if (first == NULL)
      first = button;
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
    g_signal_connect (button, "toggled", G_CALLBACK (ink_cb), self);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  thick = gtk_toggle_button_new_with_label (_("Thick"));
  g_signal_connect (thick, "toggled", G_CALLBACK (thick_cb), self);
  gtk_box_append (GTK_BOX (box), thick);

  return box;
}

/* ------------------------------------------------------------ window */

static GtkWidget *
new_action (const char *icon,
            const char *name,
            const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return gw_names_give (button, name);
}

static void
build (GwFormDrawSheet *self,
       GwFormDrawKind   kind)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = adw_header_bar_new ();
  GtkWidget *frame = gtk_aspect_frame_new (0.5f, 0.5f, gw_drawing_get_ratio (self->drawing), FALSE);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *help = gtk_label_new (_("Draw with the mouse, a finger or a pen. It is kept as you draw."));
  GtkWidget *done = gtk_button_new_with_label (_("Done"));
  GtkWidget *clear = gtk_button_new_with_label (_("Take all strokes back"));

  self->undo = new_action ("edit-undo-symbolic", _("Take the last stroke back"), "draw.undo");
  gtk_widget_set_sensitive (self->undo, FALSE);
  self->discard = gtk_button_new_with_label (_("Discard"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->discard), "draw.discard");
  gtk_widget_set_sensitive (self->discard, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (clear), "draw.clear");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (done), "window.close");
  gtk_widget_add_css_class (done, "suggested-action");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (head), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (head), self->discard);
  adw_header_bar_pack_end (ADW_HEADER_BAR (head), done);

  /* The sheet keeps its shape in a window of any other. */
  gtk_widget_add_css_class (GTK_WIDGET (self->drawing), "card");
  gtk_aspect_frame_set_child (GTK_ASPECT_FRAME (frame), GTK_WIDGET (self->drawing));
  gtk_widget_set_vexpand (frame, TRUE);
  gtk_widget_set_margin_top (frame, 12);
  gtk_widget_set_margin_start (frame, 12);
  gtk_widget_set_margin_end (frame, 12);
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_xalign (GTK_LABEL (help), 0.0f);
  gtk_widget_set_hexpand (help, TRUE);
  gtk_widget_add_css_class (help, "caption");
  gtk_widget_add_css_class (help, "dim-label");
  gtk_widget_set_margin_start (help, 12);
  gtk_widget_set_margin_end (help, 12);
  gtk_widget_set_margin_top (help, 6);
  if (kind != GW_FORM_DRAW_SIGNATURE)
    gtk_box_append (GTK_BOX (bar), new_inks (self));
  gtk_box_append (GTK_BOX (steps), self->undo);
  gtk_box_append (GTK_BOX (steps), clear);
  gtk_widget_set_halign (steps, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (bar), steps);
  gtk_widget_set_halign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (bar, 6);
  gtk_widget_set_margin_bottom (bar, 12);

  gtk_box_append (GTK_BOX (outer), head);
  gtk_box_append (GTK_BOX (outer), frame);
  gtk_box_append (GTK_BOX (outer), help);
  gtk_box_append (GTK_BOX (outer), bar);
  adw_window_set_content (ADW_WINDOW (self), outer);
}

static void
gw_form_draw_sheet_dispose (GObject *object)
{
  g_clear_handle_id (&GW_FORM_DRAW_SHEET (object)->pause_id, g_source_remove);

  G_OBJECT_CLASS (gw_form_draw_sheet_parent_class)->dispose (object);
}

static void
gw_form_draw_sheet_class_init (GwFormDrawSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_form_draw_sheet_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gw_form_draw_sheet_close_request;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, GDK_TYPE_TEXTURE);
  signals[SIGNAL_DISCARDED] = g_signal_new ("discarded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "draw.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "draw.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "draw.discard", NULL, discard_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "draw.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_form_draw_sheet_init (GwFormDrawSheet *self)
{
  self->colour = &inks[0].colour;
}

/**
 * gw_form_draw_sheet_find_kind:
 * @item: a question for a file
 *
 * Returns: what its appearance asks to be drawn
 */
GwFormDrawKind
gw_form_draw_sheet_find_kind (GwFormItem *item)
{
  if (gw_form_item_has_appearance (item, "signature"))
    return GW_FORM_DRAW_SIGNATURE;
  if (gw_form_item_has_appearance (item, "annotate"))
    return GW_FORM_DRAW_ANNOTATION;

  return gw_form_item_has_appearance (item, "draw") ? GW_FORM_DRAW_DRAWING : GW_FORM_DRAW_NONE;
}

/**
 * gw_form_draw_sheet_new:
 * @parent: a widget of the window
 * @question: what is asked, as the title
 * @ground: (nullable): the picture that is drawn upon
 *
 * Returns: (transfer floating): the window, to be presented
 */
GtkWidget *
gw_form_draw_sheet_new (GtkWidget      *parent,
                        GwFormDrawKind  kind,
                        const char     *question,
                        GdkTexture     *ground)
{
  GwFormDrawSheet *self = g_object_new (GW_TYPE_FORM_DRAW_SHEET, "title", question, "modal", TRUE,
                                        "default-width", 760, "default-height",
                                        kind == GW_FORM_DRAW_SIGNATURE ? 460 : 640, NULL);

  self->drawing = GW_DRAWING (gw_drawing_new (WIDTH, kind == GW_FORM_DRAW_SIGNATURE ? SIGNATURE_HEIGHT : DRAWING_HEIGHT,
                                              ground));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drawing), GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
  g_signal_connect (self->drawing, "drawn", G_CALLBACK (drawn_cb), self);
  build (self, kind);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));

  return GTK_WIDGET (self);
}
