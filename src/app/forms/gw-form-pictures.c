/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures, sounds and films that belong to the label of a question or of a choice. A picture is drawn on a thread and
 * stands in the page; the others are opened by the program that the person has for them. */

#include "app/forms/gw-form-pictures.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-markdown.h"

/* The longer side of a picture in the page, in pixels, and of that of a choice among others. */
#define PICTURE_SIZE 420
#define CHOICE_SIZE 128

static void
open_cb (GtkButton  *button,
         const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))), uri, GDK_CURRENT_TIME);
}

static void
free_path (gpointer  path,
           GClosure *closure)
{
  g_free (path);
}

static void
add_button (GtkWidget  *box,
            const char *icon,
            const char *words,
            const char *path)
{
  GtkWidget *button = gtk_button_new (), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (row), gtk_label_new (words));
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_cb), g_strdup (path), free_path, 0);
  gtk_box_append (GTK_BOX (box), button);
}

typedef struct
{
  char *path;
  int size;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  g_free (drawing->path);
  g_free (drawing);
}

static void
draw_on_pool (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Drawing *drawing = data;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  GError *error = NULL;
  int width, height;

  /* What is smaller than the place for it is not made larger. */
  if (gdk_pixbuf_get_file_info (drawing->path, &width, &height) == NULL)
    width = height = drawing->size;
  pixbuf = gdk_pixbuf_new_from_file_at_scale (drawing->path, MIN (width, drawing->size), MIN (height, drawing->size),
                                              TRUE, &error);
  if (pixbuf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
}

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GtkPicture *picture = GTK_PICTURE (source);
  GtkWidget *clamp = gtk_widget_get_parent (GTK_WIDGET (picture));
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (texture == NULL) {
    g_message ("A picture of the form is not shown: %s", error->message);
    return;
  }
  gtk_picture_set_paintable (picture, GDK_PAINTABLE (texture));
  if (clamp != NULL)
    adw_clamp_set_maximum_size (ADW_CLAMP (clamp), gdk_texture_get_width (texture));
}

static void
add_picture (GtkWidget  *box,
             const char *path,
             int         size,
             const char *alternative)
{
  GtkWidget *picture = gtk_picture_new (), *clamp = adw_clamp_new ();
  g_autoptr (GTask) task = g_task_new (picture, NULL, drawn_cb, NULL);
  Drawing *drawing = g_new0 (Drawing, 1);

  /* One of a question gets narrow with the page; one of a choice fits everywhere. */
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), size > CHOICE_SIZE);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), alternative);
  /* Not larger than it was drawn: a picture would fill the page. */
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), size);
  adw_clamp_set_child (ADW_CLAMP (clamp), picture);
  gtk_widget_set_halign (clamp, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), clamp);
  drawing->path = g_strdup (path);
  drawing->size = size;
  g_task_set_task_data (task, drawing, drawing_free);
  g_task_run_in_thread (task, draw_on_pool);
}

/* The file of a name in the form's folder, where it is there. */
static char *
find_file (GwForm     *form,
           const char *name)
{
  const char *folder = gw_form_get_media_folder (form);
  g_autofree char *path = name != NULL && *name != '\0' && *name != '.' && folder != NULL
                            ? g_build_filename (folder, name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

static char *
find_file_of_item (GwForm     *form,
                   GwFormItem *item,
                   GwFormText  which)
{
  g_autofree char *name = gw_form_item_dup_text (item, which);

  return find_file (form, name);
}

static GtkWidget *
new_box (const char *image,
         const char *big,
         const char *audio,
         const char *video,
         int         size,
         const char *alternative)
{
  GtkWidget *box;

  if (image == NULL && big == NULL && audio == NULL && video == NULL)
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  if (image != NULL || big != NULL)
    add_picture (box, image != NULL ? image : big, size, alternative);
  if (big != NULL)
    add_button (box, "image-x-generic-symbolic", _("Open the picture"), big);
  if (audio != NULL)
    add_button (box, "audio-x-generic-symbolic", _("Listen"), audio);
  if (video != NULL)
    add_button (box, "video-x-generic-symbolic", _("Watch the film"), video);

  return box;
}

/**
 * gw_form_pictures_new:
 * @form: the form
 * @item: one of its questions
 *
 * Returns: (transfer floating) (nullable): what belongs to the label of @item, or NULL where there is nothing
 */
GtkWidget *
gw_form_pictures_new (GwForm     *form,
                      GwFormItem *item)
{
  g_autofree char *image = find_file_of_item (form, item, GW_FORM_TEXT_IMAGE);
  g_autofree char *big = find_file_of_item (form, item, GW_FORM_TEXT_BIG_IMAGE);
  g_autofree char *audio = find_file_of_item (form, item, GW_FORM_TEXT_AUDIO);
  g_autofree char *video = find_file_of_item (form, item, GW_FORM_TEXT_VIDEO);
  g_autofree char *label = gw_form_item_dup_markdown (item, GW_FORM_TEXT_LABEL);
  g_autofree char *words = gw_markdown_to_text (label != NULL ? label : "");

  return new_box (image, big, audio, video, PICTURE_SIZE, words);
}

/**
 * gw_form_pictures_new_for_choice:
 * @form: the form
 * @choice: one of the choices of a question
 * @words: its words, for those who do not see the picture
 *
 * Returns: (transfer floating) (nullable): what belongs to @choice, smaller, or NULL where there is nothing
 */
GtkWidget *
gw_form_pictures_new_for_choice (GwForm             *form,
                                 const GwFormChoice *choice,
                                 const char         *words)
{
  g_autofree char *image = find_file (form, choice->image), *big = find_file (form, choice->big_image);
  g_autofree char *audio = find_file (form, choice->audio), *video = find_file (form, choice->video);

  return new_box (image, big, audio, video, CHOICE_SIZE, words);
}
