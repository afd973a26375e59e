/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-upload-wants.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/answers/gw-filled-form-files.h"

struct _GwUploadWants
{
  char *major;       /* "image/", or NULL for anything */
  GStrv accepted;    /* ".pdf", "image/png", "image/"; NULL where the form does not say */
  guint max_pixels;  /* 0 for no limit */
};

/* "image/" of "image/png", "image/png" or "image/"; NULL for anything. */
static char *
dup_major (const char *media_type)
{
  const char *slash = media_type != NULL ? strchr (media_type, '/') : NULL;

  if (slash == NULL || g_str_has_prefix (media_type, "*/") || g_str_has_prefix (media_type, "application/"))
    return NULL;

  return g_strndup (media_type, (gsize) (slash - media_type + 1));
}

/* Endings and types with commas between them, as HTML's `accept`; a star for anything takes the whole list away. */
static GStrv
read_accept (const char *accept)
{
  g_auto (GStrv) parts = g_strsplit (accept != NULL ? accept : "", ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *part = g_ascii_strdown (g_strstrip (parts[i]), -1);

    if (g_str_equal (part, "*/*") || g_str_equal (part, "*"))
      return NULL;
    if (g_str_has_suffix (part, "/*"))
      part[strlen (part) - 1] = '\0';
    if ((*part != '.' && strchr (part, '/') == NULL) || part[1] == '\0')
      continue;
    g_strv_builder_add (builder, part);
    n++;
  }

  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/**
 * gw_upload_wants_new:
 * @item: a question for a file
 *
 * Returns: (transfer full): what it takes
 */
GwUploadWants *
gw_upload_wants_new (GwFormItem *item)
{
  GwUploadWants *self = g_atomic_rc_box_new0 (GwUploadWants);

  self->major = dup_major (gw_form_item_get_media_type (item));
  self->accepted = read_accept (gw_form_item_get_accept (item));
  self->max_pixels = gw_form_item_get_max_pixels (item);

  return self;
}

/**
 * gw_upload_wants_ref:
 */
GwUploadWants *
gw_upload_wants_ref (GwUploadWants *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GwUploadWants *self = data;

  g_free (self->major);
  g_strfreev (self->accepted);
}

/**
 * gw_upload_wants_unref:
 */
void
gw_upload_wants_unref (GwUploadWants *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * gw_upload_wants_takes:
 * @name: the file's name
 * @mime: its type
 *
 * Returns: whether such a file answers the question
 */
gboolean
gw_upload_wants_takes (const GwUploadWants *self,
                       const char          *name,
                       const char          *mime)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);

  if (self->accepted == NULL)
    return self->major == NULL || g_str_has_prefix (mime, self->major);
  for (guint i = 0; self->accepted[i] != NULL; i++) {
    const char *part = self->accepted[i];
    gboolean fits = *part == '.' ? g_str_has_suffix (folded, part)
                                 : g_str_has_suffix (part, "/") ? g_str_has_prefix (mime, part) : g_str_equal (mime, part);

    if (fits)
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_upload_wants_max_pixels:
 *
 * Returns: how long the longer edge of a picture may be; 0 where the form does not say
 */
guint
gw_upload_wants_max_pixels (const GwUploadWants *self)
{
  return self->max_pixels;
}

/**
 * gw_upload_wants_fill_filter:
 *
 * Returns: FALSE where any file is taken, so that no filter is needed
 */
gboolean
gw_upload_wants_fill_filter (const GwUploadWants *self,
                             GtkFileFilter       *filter)
{
  g_autofree char *pattern = self->major != NULL ? g_strconcat (self->major, "*", NULL) : NULL;

  for (guint i = 0; self->accepted != NULL && self->accepted[i] != NULL; i++) {
    const char *part = self->accepted[i];
    g_autofree char *any = g_str_has_suffix (part, "/") ? g_strconcat (part, "*", NULL) : NULL;

    if (*part == '.')
      gtk_file_filter_add_suffix (filter, part + 1);
    else
      gtk_file_filter_add_mime_type (filter, any != NULL ? any : part);
  }
  if (self->accepted != NULL) {
    gtk_file_filter_set_name (filter, _("Files that the form takes"));
    return TRUE;
  }
  if (pattern == NULL)
    return FALSE;

  if (g_str_equal (self->major, "image/"))
    gtk_file_filter_set_name (filter, _("Pictures"));
  else if (g_str_equal (self->major, "audio/"))
    gtk_file_filter_set_name (filter, _("Sound recordings"));
  else if (g_str_equal (self->major, "video/"))
    gtk_file_filter_set_name (filter, _("Films"));
  else
    gtk_file_filter_set_name (filter, pattern);
  gtk_file_filter_add_mime_type (filter, pattern);

  return TRUE;
}

static char *
dup_list (const GwUploadWants *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; self->accepted[i] != NULL; i++) {
    g_autofree char *part = g_str_has_suffix (self->accepted[i], "/") ? g_strconcat (self->accepted[i], "*", NULL)
                                                                      : g_strdup (self->accepted[i]);

    g_strv_builder_add (builder, part);
  }
  parts = g_strv_builder_end (builder);

  /* What a file is called stands from left to right in every language. */
  return g_strjoinv (", ", parts);
}

/**
 * gw_upload_wants_dup_help:
 *
 * Returns: (transfer full): sentences that say how a file is given, and what becomes of it
 */
char *
gw_upload_wants_dup_help (const GwUploadWants *self)
{
  g_autofree char *largest = g_format_size (GW_FILLED_FORM_LARGEST_FILE);
  g_autoptr (GString) help = g_string_new (NULL);

  /* TRANSLATORS: %s is a size, such as "100 MB". */
  g_string_append_printf (help, _("You can also drop a file here, or paste a picture with Ctrl+V. At most %s."), largest);
  if (self->accepted != NULL) {
    g_autofree char *list = dup_list (self);

    g_string_append_c (help, ' ');
    /* TRANSLATORS: %s is a list of endings of file names and of types of files, such as ".pdf, .docx, image/png". */
    g_string_append_printf (help, _("The form takes these kinds of files: %s."), list);
  }
  if (self->max_pixels > 0) {
    g_string_append_c (help, ' ');
    g_string_append_printf (help,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "A picture whose longer edge has more than %u pixel is attached smaller, as the "
                                         "form asks. Your own file stays as it is.",
                                         "A picture whose longer edge has more than %u pixels is attached smaller, as the "
                                         "form asks. Your own file stays as it is.",
                                         self->max_pixels),
                            self->max_pixels);
  }

  return g_string_free (g_steal_pointer (&help), FALSE);
}

/**
 * gw_upload_wants_dup_refusal:
 * @error: why a file was not taken
 *
 * Returns: (transfer full): a sentence for the person
 */
char *
gw_upload_wants_dup_refusal (const GwUploadWants *self,
                             const GError        *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)) {
    g_autofree char *largest = g_format_size (GW_FILLED_FORM_LARGEST_FILE);

    /* TRANSLATORS: %s is a size, such as "100 MB". */
    return g_strdup_printf (_("This file is larger than %s and was not attached. Please choose a smaller one."), largest);
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return g_strdup (_("This file could not be read and was not attached."));
  if (self->accepted != NULL) {
    g_autofree char *list = dup_list (self);

    /* TRANSLATORS: %s is a list of endings of file names and of types of files, such as ".pdf, .docx, image/png". */
    return g_strdup_printf (_("The form takes other kinds of files here (%s); this one was not attached."), list);
  }
  if (g_strcmp0 (self->major, "image/") == 0)
    return g_strdup (_("The form asks for a picture here; this file is none and was not attached."));
  if (g_strcmp0 (self->major, "audio/") == 0)
    return g_strdup (_("The form asks for a sound recording here; this file is none and was not attached."));
  if (g_strcmp0 (self->major, "video/") == 0)
    return g_strdup (_("The form asks for a film here; this file is none and was not attached."));

  return g_strdup (_("The form asks for another kind of file here; this one was not attached."));
}
