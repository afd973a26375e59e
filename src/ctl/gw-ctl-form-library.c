/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The forms that were published for all, as they came by sync. */

#include "ctl/gw-ctl-form-library.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/answers/gw-form-text.h"
#include "core/base/gw-json.h"
#include "ctl/gw-ctl-error.h"

#define LIBRARY "library"
#define PREFIX "form:"
#define BATCH 100

static void
say_form (GwCtl *ctl,
          GwDoc *doc)
{
  static const char *const members[] = { "version", "title", "hash" };
  JsonObject *body = gw_doc_get_body (doc);
  JsonObject *line = json_object_new ();
  const char *name = gw_doc_get_id (doc) + strlen (PREFIX);
  const char *version = gw_json_get_string (body, "version"), *title = gw_json_get_string (body, "title");

  json_object_set_string_member (line, "form", name);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    const char *value = gw_json_get_string (body, members[i]);

    json_object_set_string_member (line, members[i], value != NULL ? value : "");
  }
  gw_ctl_say (ctl, line, "%s\t%s\t%s", name, version != NULL ? version : "", title != NULL ? title : "");
}

/**
 * gw_ctl_form_library:
 *
 * Lists the published forms.
 */
gboolean
gw_ctl_form_library (GwCtl              *ctl,
                     const char *const  *arguments,
                     GError            **error)
{
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autofree char *after = NULL;

  while (store != NULL) {
    g_autoptr (GPtrArray) docs = gw_store_list (store, LIBRARY, PREFIX, after, BATCH, error);

    if (docs == NULL)
      return FALSE;
    for (guint i = 0; i < docs->len; i++)
      say_form (ctl, docs->pdata[i]);
    if (docs->len < BATCH)
      return TRUE;
    g_free (after);
    after = g_strdup (gw_doc_get_id (docs->pdata[docs->len - 1]));
  }

  return FALSE;
}

/**
 * gw_ctl_form_save:
 * @arguments: a published form, and a file that is not there yet
 *
 * Writes a published form into a file, if all of it arrived and it is what its hash says.
 */
gboolean
gw_ctl_form_save (GwCtl              *ctl,
                  const char *const  *arguments,
                  GError            **error)
{
  g_autofree char *id = g_strconcat (PREFIX, arguments[0], NULL);
  GwStore *store = gw_ctl_open_store (ctl, error);
  g_autoptr (GwDoc) doc = store != NULL ? gw_store_get (store, LIBRARY, id, error) : NULL;
  const char *hash = doc != NULL ? gw_json_get_string (gw_doc_get_body (doc), "hash") : NULL;
  g_autoptr (GBytes) xml = doc != NULL ? gw_form_text_read (store, LIBRARY, hash != NULL ? hash : "", error) : NULL;
  JsonObject *line;
  gsize size;
  const char *text;

  if (xml == NULL)
    return FALSE;
  if (g_file_test (arguments[1], G_FILE_TEST_EXISTS))
    return gw_ctl_refuse (error, "%s", _("There is already a file of this name. It was left as it is. Please choose "
                                         "another name."));
  text = g_bytes_get_data (xml, &size);
  if (!g_file_set_contents (arguments[1], text, (gssize) size, error))
    return FALSE;
  line = json_object_new ();
  json_object_set_string_member (line, "form", arguments[0]);
  json_object_set_int_member (line, "bytes", (gint64) size);
  gw_ctl_say (ctl, line, "%s", arguments[1]);

  return TRUE;
}
