/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file as an answer: chosen, dropped, or pasted. It is kept beside the answers in the store, so that the place where
 * it came from may go, and shown with its name, its size and, where it is a picture, small. */

#include "app/forms/gw-form-question-upload.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-draw-sheet.h"
#include "app/forms/gw-form-page.h"
#include "app/forms/gw-form-walk.h"
#include "app/forms/gw-upload-source.h"
#include "app/widgets/gw-names.h"
#include "core/answers/gw-filled-form-files.h"

#define THUMBNAIL 96

#define NOT_HERE_YET N_("This file is not on this computer yet. It comes with the next exchange with the server.")

/* The longer side of a picture that is drawn upon. */
#define DRAWN_UPON 1600

struct _GwFormQuestionUpload
{
  GwFormQuestion parent_instance;

  GtkWidget *shown;   /* what is attached */
  GtkWidget *picture;
  GtkWidget *name;
  GtkWidget *size;
  GtkWidget *open;
  GtkWidget *remove;
  GtkWidget *choose;
  GtkWidget *draw; /* NULL where nothing is to be drawn */
  GtkWidget *help;

  GwUploadWants *wants;
  GwAnswerFile *file; /* what is known of the answer's file */
  char *looked_up;    /* the answer that @file is of, or is being looked up for */
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;
  GwFormDrawKind kind;
  gboolean drawing;     /* a drawing is on its way to the store */
  gboolean unwanted;    /* and was discarded meanwhile */
  GdkTexture *drawn;    /* the one after it; NULL where there is none */
  char *before_drawing; /* the answer that stands again when a drawing is discarded */
  GwFilledForm *taking; /* what the file is for that is being read, also when its page is left meanwhile */
};

G_DEFINE_FINAL_TYPE (GwFormQuestionUpload, gw_form_question_upload, GW_TYPE_FORM_QUESTION)

static void show_value (GwFormQuestionUpload *self);

static GwFilledForm *
get_filled (GwFormQuestionUpload *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), GW_TYPE_FORM_PAGE);

  return page != NULL ? gw_form_page_get_filled (GW_FORM_PAGE (page)) : NULL;
}

static GwFormItem *
get_item (GwFormQuestionUpload *self)
{
  return gw_form_question_get_item (GW_FORM_QUESTION (self));
}

static const char *
get_value (GwFormQuestionUpload *self)
{
  const char *value = gw_form_item_get_value (get_item (self));

  return value != NULL ? value : "";
}

static gboolean
can_change (GwFormQuestionUpload *self)
{
  return !gw_form_item_is_readonly (get_item (self)) && get_filled (self) != NULL;
}

/* What is looked at is fetched by sync. */
static gboolean
is_on_its_way (const GError *error)
{
  return g_error_matches (error, GW_STORE_ERROR, GW_STORE_ERROR_INCOMPLETE);
}

/* ------------------------------------------------------------ taking a file */

static void drawing_kept (GwFormQuestionUpload *self);

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswerFile) file = gw_filled_form_add_file_finish (GW_FILLED_FORM (source), result, &error);

  if (file == NULL) {
    g_message ("A file is not kept: %s", error->message);
    gw_form_question_say (GW_FORM_QUESTION (self),
                          _("The file could not be kept: the disk does not take it. Please free some space and try "
                            "again."));
    drawing_kept (self);
    return;
  }
  gw_form_question_say (GW_FORM_QUESTION (self), NULL);
  if (self->unwanted) {
    drawing_kept (self);
    return;
  }
  gw_form_question_store (GW_FORM_QUESTION (self), file->stored_name);
  show_value (self);
  g_signal_emit_by_name (self, "left");
  drawing_kept (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwUpload) upload = gw_upload_source_read_finish (result, &error);

  if (upload == NULL) {
    g_autofree char *words = gw_upload_wants_dup_refusal (self->wants, error);

    g_message ("A file is not taken: %s", error->message);
    gw_form_question_say (GW_FORM_QUESTION (self), words);
    drawing_kept (self);
  } else if (self->taking != NULL) {
    gw_filled_form_add_file_async (self->taking, upload->bytes, upload->name, upload->mime, kept_cb,
                                   g_object_ref (self));
  }
}

static void
take_file (GwFormQuestionUpload *self,
           GFile                *file)
{
  g_set_object (&self->taking, get_filled (self));
  gw_upload_source_read_file_async (file, self->wants, read_cb, g_object_ref (self));
}

static void
take_texture (GwFormQuestionUpload *self,
              GdkTexture           *texture)
{
  g_set_object (&self->taking, get_filled (self));
  /* TRANSLATORS: The name of the file of a picture that was pasted. */
  gw_upload_source_read_texture_async (texture, _("Pasted picture"), self->wants, read_cb, g_object_ref (self));
}

/* ------------------------------------------------------------ drawing one */

/* One after the other: the last one drawn is the last one kept. */
static void
keep_drawing (GwFormQuestionUpload *self)
{
  g_autoptr (GdkTexture) drawn = g_steal_pointer (&self->drawn);

  self->drawing = TRUE;
  gw_upload_source_read_texture_async (drawn,
                                       /* TRANSLATORS: The name of the file of a signature. */
                                       self->kind == GW_FORM_DRAW_SIGNATURE ? _("Signature")
                                                                            /* TRANSLATORS: The name of a file. */
                                                                            : _("Drawing"),
                                       self->wants, read_cb, g_object_ref (self));
}

static void
drawing_kept (GwFormQuestionUpload *self)
{
  self->drawing = self->unwanted = FALSE;
  if (self->drawn != NULL)
    keep_drawing (self);
}

static void
drawing_changed_cb (GwFormDrawSheet      *sheet,
                    GdkTexture           *picture,
                    GwFormQuestionUpload *self)
{
  g_set_object (&self->drawn, picture);
  if (!self->drawing)
    keep_drawing (self);
}

static void
drawing_discarded_cb (GwFormDrawSheet      *sheet,
                      GwFormQuestionUpload *self)
{
  g_clear_object (&self->drawn);
  self->unwanted = self->drawing;
  gw_form_question_store (GW_FORM_QUESTION (self), self->before_drawing);
  show_value (self);
}

static void
open_drawing (GwFormQuestionUpload *self,
              GdkTexture           *ground)
{
  g_autofree char *question = gw_form_walk_dup_heading (get_item (self));
  GtkWidget *sheet;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || !can_change (self))
    return;
  g_set_object (&self->taking, get_filled (self));
  g_free (self->before_drawing);
  self->before_drawing = g_strdup (get_value (self));
  sheet = gw_form_draw_sheet_new (GTK_WIDGET (self), self->kind, question, ground);
  g_signal_connect_data (sheet, "changed", G_CALLBACK (drawing_changed_cb), g_object_ref (self),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect_object (sheet, "discarded", G_CALLBACK (drawing_discarded_cb), self, 0);
  gtk_window_present (GTK_WINDOW (sheet));
}

static void
ground_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) ground = gw_upload_source_thumbnail_finish (result, &error);

  if (ground != NULL)
    open_drawing (self, ground);
  else if (is_on_its_way (error))
    gw_form_question_say (GW_FORM_QUESTION (self), _(NOT_HERE_YET));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gw_form_question_say (GW_FORM_QUESTION (self), _("The file cannot be opened just now. It is safe; please try again."));
}

/* What was drawn before is drawn on; a signature is given anew. */
static void
draw_cb (GtkButton            *button,
         GwFormQuestionUpload *self)
{
  gboolean picture = self->file != NULL && g_str_has_prefix (self->file->mime, "image/");

  if (picture && self->kind != GW_FORM_DRAW_SIGNATURE && get_filled (self) != NULL)
    gw_upload_source_thumbnail_async (get_filled (self), self->file, DRAWN_UPON, self->cancellable, ground_cb,
                                      g_object_ref (self));
  else
    open_drawing (self, NULL);
}

static GtkWidget *
new_draw_button (GwFormQuestionUpload *self)
{
  GtkWidget *button = gtk_button_new_with_label (self->kind == GW_FORM_DRAW_SIGNATURE ? _("Sign…")
                                                 : self->kind == GW_FORM_DRAW_ANNOTATION ? _("Draw on the picture…")
                                                                                         : _("Draw…"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", G_CALLBACK (draw_cb), self);

  return button;
}

/* ------------------------------------------------------------ choosing one */

static void
response_cb (GtkNativeDialog      *dialog,
             int                   response,
             GwFormQuestionUpload *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_hide (dialog);
  if (file != NULL)
    take_file (self, file);
}

static void
choose_cb (GtkButton            *button,
           GwFormQuestionUpload *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Choose a file"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), _("_Cancel"));
  if (gw_upload_wants_fill_filter (self->wants, filter))
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (GtkDropTarget        *target,
         const GValue         *value,
         double                x,
         double                y,
         GwFormQuestionUpload *self)
{
  if (!can_change (self))
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

    if (files == NULL)
      return FALSE;
    take_file (self, files->data);
    return TRUE;
  }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE)) {
    take_texture (self, g_value_get_object (value));
    return TRUE;
  }

  return FALSE;
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value == NULL || !drop_cb (NULL, value, 0, 0, self))
    gw_form_question_say (GW_FORM_QUESTION (self), _("There is neither a picture nor a file to paste."));
}

static gboolean
paste_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  GwFormQuestionUpload *self = GW_FORM_QUESTION_UPLOAD (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  gboolean has_files = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST);

  if (!can_change (self))
    return FALSE;
  gdk_clipboard_read_value_async (clipboard, has_files ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE, G_PRIORITY_DEFAULT,
                                  NULL, pasted_cb, g_object_ref (self));

  return TRUE;
}

static void
remove_cb (GtkButton            *button,
           GwFormQuestionUpload *self)
{
  g_autofree char *before = g_strdup (get_value (self));

  gw_form_question_store (GW_FORM_QUESTION (self), "");
  show_value (self);
  gtk_widget_grab_focus (self->choose);
  g_signal_emit_by_name (self, "left");
  gtk_widget_activate_action (GTK_WIDGET (self), "form.offer-back", "(sss)", gw_form_item_get_ref (get_item (self)),
                              before, _("The file was removed from the answer"));
}

/* ------------------------------------------------------------ showing it */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = gw_upload_source_unpack_finish (result, &error);

  if (is_on_its_way (error)) {
    gw_form_question_say (GW_FORM_QUESTION (self), _(NOT_HERE_YET));
    return;
  }
  if (uri == NULL) {
    g_message ("A file cannot be shown: %s", error->message);
    gw_form_question_say (GW_FORM_QUESTION (self), _("The file cannot be opened just now. It is safe; please try again."));
    return;
  }
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
open_cb (GtkButton            *button,
         GwFormQuestionUpload *self)
{
  if (self->file != NULL && get_filled (self) != NULL)
    gw_upload_source_unpack_async (get_filled (self), self->file, opened_cb, g_object_ref (self));
}

static void
thumbnail_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gw_upload_source_thumbnail_finish (result, &error);

  if (self->shown == NULL)
    return;
  if (is_on_its_way (error))
    gtk_label_set_text (GTK_LABEL (self->size), _(NOT_HERE_YET));
  if (texture == NULL)
    return;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), gtk_label_get_text (GTK_LABEL (self->name)));
  gtk_widget_set_visible (self->picture, TRUE);
}

static void
show_draw (GwFormQuestionUpload *self)
{
  gboolean upon = self->kind == GW_FORM_DRAW_ANNOTATION;

  if (self->draw != NULL)
    gtk_widget_set_sensitive (self->draw, can_change (self)
                                            && (!upon || (self->file != NULL
                                                          && g_str_has_prefix (self->file->mime, "image/"))));
}

static void
show_file (GwFormQuestionUpload *self)
{
  g_autofree char *size = g_format_size ((guint64) self->file->length);

  gtk_label_set_text (GTK_LABEL (self->name), self->file->name);
  gtk_label_set_text (GTK_LABEL (self->size), size);
  gtk_widget_set_visible (self->size, TRUE);
  gtk_widget_set_visible (self->open, TRUE);
  if (g_str_has_prefix (self->file->mime, "image/") && get_filled (self) != NULL)
    gw_upload_source_thumbnail_async (get_filled (self), self->file, THUMBNAIL, self->cancellable, thumbnail_cb,
                                      g_object_ref (self));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwFormQuestionUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswerFile) file = gw_filled_form_find_file_finish (GW_FILLED_FORM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->shown == NULL)
    return;
  if (file == NULL) {
    /* On a telephone, or not arrived yet: the name is all there is. */
    gtk_label_set_text (GTK_LABEL (self->size), _("This file is not on this computer."));
    gtk_widget_set_visible (self->size, TRUE);
    return;
  }
  g_clear_pointer (&self->file, gw_answer_file_unref);
  self->file = g_steal_pointer (&file);
  show_file (self);
  show_draw (self);
}

static void
look_up (GwFormQuestionUpload *self)
{
  const char *value = get_value (self);
  GwFilledForm *filled = get_filled (self);

  if (filled == NULL || *value == '\0' || g_strcmp0 (value, self->looked_up) == 0)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, gw_answer_file_unref);
  g_free (self->looked_up);
  self->looked_up = g_strdup (value);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (GTK_LABEL (self->name), value);
  gtk_widget_set_visible (self->picture, FALSE);
  gtk_widget_set_visible (self->size, FALSE);
  gtk_widget_set_visible (self->open, FALSE);
  gw_filled_form_find_file_async (filled, value, self->cancellable, found_cb, g_object_ref (self));
}

static void
show_value (GwFormQuestionUpload *self)
{
  const char *value = get_value (self);
  gboolean editable = can_change (self), any = *value != '\0';

  /* The page was left while the file was on its way: the answer is kept all the same. */
  if (self->shown == NULL)
    return;
  if (any && self->looked_up == NULL)
    gtk_label_set_text (GTK_LABEL (self->name), value);
  look_up (self);
  gtk_widget_set_visible (self->shown, any);
  gtk_widget_set_visible (self->remove, editable);
  gtk_widget_set_sensitive (self->choose, editable);
  show_draw (self);
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->choose))),
                      any ? _("Choose another file…") : _("Choose a file…"));
}

/* ------------------------------------------------------------ question */

static void
gw_form_question_upload_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_UPLOAD (question));
}

/* Only now is it known which page this is on. */
static void
gw_form_question_upload_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gw_form_question_upload_parent_class)->root (widget);

  show_value (GW_FORM_QUESTION_UPLOAD (widget));
}

static GtkWidget *
new_icon_button (GwFormQuestionUpload *self,
                 const char           *icon,
                 const char           *name,
                 GCallback             callback)
{
  GtkWidget *button = gw_names_new_icon_button (icon, name);

  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static void
build_shown (GwFormQuestionUpload *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->shown = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->picture = gtk_picture_new ();
  gtk_widget_set_size_request (self->picture, THUMBNAIL, THUMBNAIL);
  gtk_widget_set_visible (self->picture, FALSE);
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->name), PANGO_WRAP_WORD_CHAR);
  self->size = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->size), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (self->size), TRUE);
  gtk_widget_add_css_class (self->size, "caption");
  gtk_widget_add_css_class (self->size, "dim-label");
  gtk_widget_set_visible (self->size, FALSE);
  self->open = new_icon_button (self, "document-open-symbolic", _("Open the file"), G_CALLBACK (open_cb));
  gtk_widget_set_visible (self->open, FALSE);
  self->remove = new_icon_button (self, "edit-delete-symbolic", _("Remove the file"), G_CALLBACK (remove_cb));
  gtk_box_append (GTK_BOX (words), self->name);
  gtk_box_append (GTK_BOX (words), self->size);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->shown), self->picture);
  gtk_box_append (GTK_BOX (self->shown), words);
  gtk_box_append (GTK_BOX (self->shown), self->open);
  gtk_box_append (GTK_BOX (self->shown), self->remove);
  gtk_widget_add_css_class (self->shown, "chosen");
}

static void
gw_form_question_upload_constructed (GObject *object)
{
  GwFormQuestionUpload *self = GW_FORM_QUESTION_UPLOAD (object);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  g_autofree char *help = NULL;

  G_OBJECT_CLASS (gw_form_question_upload_parent_class)->constructed (object);

  self->wants = gw_upload_wants_new (get_item (self));
  help = gw_upload_wants_dup_help (self->wants);
  build_shown (self);
  /* The words are a child: a button's own label would take the place of the question's name for a screen reader. */
  self->choose = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->choose), gtk_label_new (_("Choose a file…")));
  gtk_widget_set_halign (self->choose, GTK_ALIGN_START);
  g_signal_connect (self->choose, "clicked", G_CALLBACK (choose_cb), self);
  self->help = gtk_label_new (help);
  gtk_label_set_wrap (GTK_LABEL (self->help), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->help), 0.0f);
  gtk_widget_add_css_class (self->help, "caption");
  gtk_widget_add_css_class (self->help, "dim-label");
  gtk_box_append (GTK_BOX (box), self->shown);
  self->kind = gw_form_draw_sheet_find_kind (get_item (self));
  self->draw = self->kind != GW_FORM_DRAW_NONE ? new_draw_button (self) : NULL;
  if (self->draw != NULL)
    gtk_box_append (GTK_BOX (ways), self->draw);
  gtk_box_append (GTK_BOX (ways), self->choose);
  gtk_box_append (GTK_BOX (box), ways);
  gtk_box_append (GTK_BOX (box), self->help);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->choose);
}

static void
gw_form_question_upload_dispose (GObject *object)
{
  GwFormQuestionUpload *self = GW_FORM_QUESTION_UPLOAD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->file, gw_answer_file_unref);
  g_clear_pointer (&self->looked_up, g_free);
  self->shown = NULL;

  G_OBJECT_CLASS (gw_form_question_upload_parent_class)->dispose (object);
}

static void
gw_form_question_upload_finalize (GObject *object)
{
  GwFormQuestionUpload *self = GW_FORM_QUESTION_UPLOAD (object);

  g_clear_object (&self->taking);
  g_clear_object (&self->drawn);
  g_free (self->before_drawing);
  g_clear_pointer (&self->wants, gw_upload_wants_unref);

  G_OBJECT_CLASS (gw_form_question_upload_parent_class)->finalize (object);
}

static void
gw_form_question_upload_class_init (GwFormQuestionUploadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = gw_form_question_upload_constructed;
  G_OBJECT_CLASS (klass)->dispose = gw_form_question_upload_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_question_upload_finalize;
  widget_class->root = gw_form_question_upload_root;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_upload_refresh;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_cb, NULL);
}

static void
gw_form_question_upload_init (GwFormQuestionUpload *self)
{
}
