/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl/gw-ctl-server-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/server/gw-server-library.h"
#include "ctl/gw-ctl-error.h"

typedef struct
{
  GwCtl *ctl;
  guint n[GW_SERVER_PUBLISHED_LEFT + 1];
} Library;

static void
count (const char        *id,
       GwServerPublished  outcome,
       gpointer           user_data)
{
  Library *self = user_data;
  JsonObject *line;

  self->n[outcome]++;
  if (outcome == GW_SERVER_PUBLISHED_SAME)
    return;
  line = json_object_new ();
  json_object_set_string_member (line, "id", id);
  json_object_set_string_member (line, "outcome", gw_server_published_get_name (outcome));
  if (outcome == GW_SERVER_PUBLISHED_LEFT)
    /* TRANSLATORS: %s is the name of a document. */
    gw_ctl_say (self->ctl, line, _("%s was left: the server has a later one, or another of the same version."), id);
  else
    gw_ctl_say (self->ctl, line, "%s", id);
}

static void
say_sum (Library *self)
{
  JsonObject *line = json_object_new ();

  json_object_set_int_member (line, "new", self->n[GW_SERVER_PUBLISHED_NEW]);
  json_object_set_int_member (line, "changed", self->n[GW_SERVER_PUBLISHED_CHANGED]);
  json_object_set_int_member (line, "same", self->n[GW_SERVER_PUBLISHED_SAME]);
  json_object_set_int_member (line, "left", self->n[GW_SERVER_PUBLISHED_LEFT]);
  /* TRANSLATORS: each %u is a number of documents. */
  gw_ctl_say (self->ctl, line, _("New: %u. Changed: %u. There already: %u. Left as they are: %u."),
              self->n[GW_SERVER_PUBLISHED_NEW], self->n[GW_SERVER_PUBLISHED_CHANGED], self->n[GW_SERVER_PUBLISHED_SAME],
              self->n[GW_SERVER_PUBLISHED_LEFT]);
}

/* @is_whole: what somebody publishes by name and finds another in its place of was not published. */
static gboolean
publish (Library     *self,
         const char  *url,
         GPtrArray   *docs,
         gboolean     is_whole,
         GError     **error)
{
  g_autoptr (GwServer) server = gw_ctl_server_connect (url, error);
  GError *problem = NULL;

  if (server == NULL)
    return FALSE;
  if ((is_whole && !gw_server_library_check (server, docs, &problem))
      || !gw_server_library_publish (server, docs, count, self, &problem))
    return gw_ctl_server_explain (problem, error);
  say_sum (self);

  return TRUE;
}

static gboolean
read_which (const char *const  *names,
            GwServerShipped    *which,
            GError            **error)
{
  static const struct
  {
    const char *name;
    GwServerShipped which;
  } all[] = {
    { "manual", GW_SERVER_SHIPPED_MANUAL },
    { "checklists", GW_SERVER_SHIPPED_CHECKLISTS },
    { "forms", GW_SERVER_SHIPPED_FORMS },
  };

  *which = 0;
  for (gsize i = 0; names[i] != NULL; i++) {
    GwServerShipped before = *which;

    for (gsize j = 0; j < G_N_ELEMENTS (all); j++) {
      if (strcmp (names[i], all[j].name) == 0)
        *which |= all[j].which;
    }
    if (*which == before)
      return gw_ctl_misuse (error, _("“%s” is not a part of the library; say manual, checklists or forms, each once."),
                            names[i]);
  }
  if (*which == 0)
    *which = GW_SERVER_SHIPPED_MANUAL | GW_SERVER_SHIPPED_CHECKLISTS | GW_SERVER_SHIPPED_FORMS;

  return TRUE;
}

/**
 * gw_ctl_server_seed:
 * @arguments: the address, and the parts of the library; none for all
 */
gboolean
gw_ctl_server_seed (GwCtl              *ctl,
                    const char *const  *arguments,
                    GError            **error)
{
  Library self = { .ctl = ctl };
  GwServerShipped which;
  g_autoptr (GPtrArray) docs = NULL;
  GError *problem = NULL;

  if (!read_which (arguments + 1, &which, error))
    return FALSE;
  docs = gw_server_library_read_shipped (which, &problem);
  if (docs == NULL)
    return gw_ctl_server_explain (problem, error);

  return publish (&self, arguments[0], docs, FALSE, error);
}

/**
 * gw_ctl_server_publish:
 * @arguments: the address, and a file
 */
gboolean
gw_ctl_server_publish (GwCtl              *ctl,
                       const char *const  *arguments,
                       GError            **error)
{
  const char *language = gw_ctl_server_options.language != NULL ? gw_ctl_server_options.language : "en";
  Library self = { .ctl = ctl };
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) docs = NULL;
  GError *problem = NULL;
  gsize size;

  if (strspn (language, "abcdefghijklmnopqrstuvwxyz") != strlen (language) || strlen (language) < 2 || strlen (language) > 3)
    return gw_ctl_misuse (error, _("“%s” is not the code of a language, as fr."), language);
  if (!g_file_get_contents (arguments[1], &text, &size, error))
    return FALSE;
  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  docs = gw_server_library_read (bytes, language, &problem);
  if (docs == NULL)
    return gw_ctl_server_explain (problem, error);

  return publish (&self, arguments[0], docs, TRUE, error);
}
