/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form with some of its questions only, that stands alone.
 *
 * - A node stays where it was picked, lies in what was picked, or leads there. All else of the instance goes, and with
 *   it its binds, its controls and the texts and lists that nothing shows any more: what is not asked is not told.
 * - "relevant", "constraint", "required", "readonly" and "calculate" stay where they speak of nodes that stay. Else they
 *   go: a question that is asked is shown, whatever was answered to others.
 * - Texts that show another answer (<output>) stay by the same rule.
 * - Actions on nodes that are gone go with them.
 *
 * An expression is read for its paths only: `/data/a/b`, and `../b` from the node it stands at. */

#include "core/packets/gw-packet-form.h"

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/packets/gw-packet-error.h"

#define XFORMS "http://www.w3.org/2002/xforms"
#define XHTML "http://www.w3.org/1999/xhtml"
#define MAX_DEPTH 64

typedef struct
{
  const char *const *picked; /* without rows */
  xmlNode *model;
  xmlNode *body;
  char *root;                /* "/data" */
  guint n_questions;
} Cut;

/* ------------------------------------------------------------ what is picked */

/* Whether @ref is @above, or lies in it: in a section, or in a row of a repeat. */
static gboolean
is_in (const char *ref,
       const char *above)
{
  gsize length = strlen (above);

  return strncmp (ref, above, length) == 0 && (ref[length] == '\0' || ref[length] == '/' || ref[length] == '[');
}

/**
 * gw_packet_is_picked:
 * @picked: places
 * @ref: a place of a filled-in form, with its rows
 *
 * Returns: whether @ref was picked, by itself or with what it lies in
 */
gboolean
gw_packet_is_picked (const char *const *picked,
                     const char        *ref)
{
  for (guint i = 0; picked[i] != NULL; i++) {
    if (is_in (ref, picked[i]))
      return TRUE;
  }

  return FALSE;
}

/**
 * gw_packet_leads_to:
 * @picked: places
 * @ref: a place, or a row
 *
 * Returns: whether something that was picked lies in @ref
 */
gboolean
gw_packet_leads_to (const char *const *picked,
                    const char        *ref)
{
  for (guint i = 0; picked[i] != NULL; i++) {
    if (is_in (picked[i], ref))
      return TRUE;
  }

  return FALSE;
}

static char *
dup_without_rows (const char *ref)
{
  g_autoptr (GString) path = g_string_new (NULL);
  gboolean in_row = FALSE;

  for (; *ref != '\0'; ref++) {
    if (*ref == '[' || *ref == ']')
      in_row = *ref == '[';
    else if (!in_row)
      g_string_append_c (path, *ref);
  }

  return g_string_free (g_steal_pointer (&path), FALSE);
}

static gboolean
stays (const Cut  *self,
       const char *path)
{
  return gw_packet_is_picked (self->picked, path) || gw_packet_leads_to (self->picked, path);
}

/* ------------------------------------------------------------ expressions */

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.' || c == ':' || (guchar) c >= 0x80;
}

/* A path from where @at is; @end: behind it. Resolved against @base, the place that it stands at. */
static char *
dup_path (const char  *at,
          const char  *base,
          const char **end)
{
  g_autoptr (GString) path = g_string_new (*at == '/' ? "" : base);

  while (g_str_has_prefix (at, "..")) {
    const char *slash = strrchr (path->str, '/');

    g_string_truncate (path, slash != NULL ? (gsize) (slash - path->str) : 0);
    at += at[2] == '/' && at[3] == '.' ? 3 : 2;
  }
  while (*at == '/' && is_name_char (at[1])) {
    const char *name = at + 1;

    for (at = name; is_name_char (*at);)
      at++;
    g_string_append_c (path, '/');
    g_string_append_len (path, name, at - name);
  }
  *end = at;

  return g_string_free (g_steal_pointer (&path), FALSE);
}

/* Whether all paths of an expression lead to nodes that stay. */
static gboolean
holds (const Cut  *self,
       const char *expression,
       const char *base)
{
  char quote = '\0';

  for (const char *at = expression; *at != '\0'; at++) {
    g_autofree char *path = NULL;
    const char *end = NULL;

    if (quote != '\0' || *at == '\'' || *at == '"') {
      quote = quote == '\0' ? *at : *at == quote ? '\0' : quote;
      continue;
    }
    if (!g_str_has_prefix (at, "../") && !(*at == '/' && is_in (at, self->root)))
      continue;
    /* A path within another: instance('x')/root/item. */
    if (*at == '/' && at > expression && (is_name_char (at[-1]) || at[-1] == ')' || at[-1] == ']'))
      continue;
    path = dup_path (at, base, &end);
    if (!stays (self, path))
      return FALSE;
    at = end > at ? end - 1 : at;
  }

  return TRUE;
}

/* ------------------------------------------------------------ the instance and its binds */

static void
drop (xmlNode *node)
{
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

static void
cut_instance (const Cut  *self,
              xmlNode    *node,
              const char *path,
              guint       depth)
{
  xmlNode *next;

  for (xmlNode *child = node->children; child != NULL; child = next) {
    g_autofree char *below = NULL;

    next = child->next;
    if (child->type != XML_ELEMENT_NODE) {
      if (child->type == XML_COMMENT_NODE)
        drop (child);
      continue;
    }
    below = g_strconcat (path, "/", (const char *) child->name, NULL);
    if (strcmp ((const char *) child->name, "meta") == 0 && depth == 0)
      continue;
    if (!stays (self, below) || depth > MAX_DEPTH)
      drop (child);
    else
      cut_instance (self, child, below, depth + 1);
  }
}

static gboolean
is_meta (const Cut  *self,
         const char *path)
{
  g_autofree char *meta = g_strconcat (self->root, "/meta", NULL);
  g_autofree char *prefixed = g_strconcat (self->root, "/orx:meta", NULL);

  return is_in (path, meta) || is_in (path, prefixed);
}

static void
cut_expressions (const Cut  *self,
                 xmlNode    *bind,
                 const char *path)
{
  static const char *const names[] = { "relevant", "constraint", "required", "readonly", "calculate" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *expression = gw_xml_dup_attr (bind, NULL, names[i]);

    if (expression != NULL && !holds (self, expression, path))
      xmlUnsetProp (bind, (const xmlChar *) names[i]);
  }
}

/* Binds, and actions, which have a "ref" or a "nodeset". */
static void
cut_model (Cut *self)
{
  xmlNode *next;

  for (xmlNode *child = self->model->children; child != NULL; child = next) {
    g_autofree char *nodeset = NULL, *ref = NULL, *value = NULL;
    const char *path;

    next = child->next;
    if (child->type != XML_ELEMENT_NODE || gw_xml_is (child, XFORMS, "instance") || gw_xml_is (child, XFORMS, "itext"))
      continue;
    nodeset = gw_xml_dup_attr (child, NULL, "nodeset");
    ref = gw_xml_dup_attr (child, NULL, "ref");
    value = gw_xml_dup_attr (child, NULL, "value");
    path = nodeset != NULL ? nodeset : ref;
    if (path == NULL)
      continue;
    if ((!stays (self, path) && !is_meta (self, path)) || (value != NULL && !holds (self, value, path)))
      drop (child);
    else
      cut_expressions (self, child, path);
  }
}

/* ------------------------------------------------------------ the body */

static gboolean
is_box (xmlNode *node)
{
  return gw_xml_is (node, XFORMS, "group") || gw_xml_is (node, XFORMS, "repeat");
}

static gboolean
is_label (xmlNode *node)
{
  return gw_xml_is (node, XFORMS, "label") || gw_xml_is (node, XFORMS, "hint") || gw_xml_is (node, XFORMS, "help");
}

/* Texts that show what is not told. */
static void
cut_outputs (const Cut  *self,
             xmlNode    *node,
             const char *base)
{
  xmlNode *next;

  for (xmlNode *child = node->children; child != NULL; child = next) {
    g_autofree char *value = NULL;

    next = child->next;
    if (child->type != XML_ELEMENT_NODE)
      continue;
    if (gw_xml_is (child, XFORMS, "output"))
      value = gw_xml_dup_attr (child, NULL, "value");
    if (value != NULL && !holds (self, value, base))
      drop (child);
    else
      cut_outputs (self, child, base);
  }
}

static char *
dup_place (xmlNode *node)
{
  char *place = gw_xml_dup_attr (node, NULL, "ref");

  return place != NULL ? place : gw_xml_dup_attr (node, NULL, "nodeset");
}

/* Returns: the controls that are left in it. */
static guint
cut_body (Cut        *self,
          xmlNode    *node,
          const char *base,
          guint       depth)
{
  xmlNode *next;
  guint n = 0;

  for (xmlNode *child = node->children; child != NULL; child = next) {
    g_autofree char *place = NULL;
    guint inner = 0;

    next = child->next;
    if (child->type != XML_ELEMENT_NODE || is_label (child))
      continue;
    place = dup_place (child);
    if (is_box (child) && depth < MAX_DEPTH && (place == NULL || stays (self, place)))
      inner = cut_body (self, child, place != NULL ? place : base, depth + 1);
    /* A file would not travel with the reply, so it is not asked for. */
    else if (!is_box (child) && place != NULL && !xmlStrEqual (child->name, BAD_CAST "upload"))
      inner = gw_packet_is_picked (self->picked, place);
    n += inner;
    if (inner == 0)
      drop (child);
    else if (place != NULL)
      cut_outputs (self, child, place);
  }

  return n;
}

/* ------------------------------------------------------------ lists and texts */

static char *
dup_all (xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, node->doc, node, 0, 0);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);

  return text;
}

/* Of the lists those that an expression names; itemsets name a list, and lists no further one. */
static void
cut_lists (Cut *self)
{
  xmlNode *first = gw_xml_first (self->model, XFORMS, "instance"), *next;
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autofree char *body = dup_all (self->body);

  g_string_append (shown, body);
  for (xmlNode *bind = self->model->children; bind != NULL; bind = bind->next) {
    if (bind->type == XML_ELEMENT_NODE && !gw_xml_is (bind, XFORMS, "instance") && !gw_xml_is (bind, XFORMS, "itext")) {
      g_autofree char *text = dup_all (bind);

      g_string_append (shown, text);
    }
  }
  for (xmlNode *list = gw_xml_next (first, XFORMS, "instance"); list != NULL; list = next) {
    g_autofree char *id = gw_xml_dup_attr (list, NULL, "id");
    g_autofree char *one = g_strdup_printf ("instance('%s')", id != NULL ? id : "");
    g_autofree char *two = g_strdup_printf ("instance(&quot;%s&quot;)", id != NULL ? id : "");

    next = gw_xml_next (list, XFORMS, "instance");
    if (strstr (shown->str, one) == NULL && strstr (shown->str, two) == NULL)
      drop (list);
  }
}

static void
cut_translation (const Cut  *self,
                 xmlNode    *translation,
                 const char *shown)
{
  xmlNode *next;

  for (xmlNode *text = gw_xml_first (translation, XFORMS, "text"); text != NULL; text = next) {
    g_autofree char *id = gw_xml_dup_attr (text, NULL, "id");
    gboolean is_shown = id != NULL && strstr (shown, id) != NULL;

    next = gw_xml_next (text, XFORMS, "text");
    if (!is_shown)
      drop (text);
    else
      cut_outputs (self, text, self->root);
  }
}

/* A text is shown where its id stands; one too many does no harm but for its bytes, and is a question's words only. */
static void
cut_texts (Cut *self)
{
  xmlNode *itext = gw_xml_first (self->model, XFORMS, "itext");
  g_autofree char *body = NULL, *model = NULL, *shown = NULL;

  if (itext == NULL)
    return;
  xmlUnlinkNode (itext);
  body = dup_all (self->body);
  model = dup_all (self->model);
  shown = g_strconcat (body, model, NULL);
  for (xmlNode *one = gw_xml_first (itext, XFORMS, "translation"); one != NULL;
       one = gw_xml_next (one, XFORMS, "translation"))
    cut_translation (self, one, shown);
  xmlAddChild (self->model, itext);
}

/* ------------------------------------------------------------ all of it */

static gboolean
find_parts (Cut     *self,
            xmlDoc  *document,
            GError **error)
{
  xmlNode *html = xmlDocGetRootElement (document);
  xmlNode *head = gw_xml_first (html, XHTML, "head");
  xmlNode *instance;

  self->body = gw_xml_first (html, XHTML, "body");
  self->model = head != NULL ? gw_xml_first (head, XFORMS, "model") : NULL;
  instance = self->model != NULL ? gw_xml_first (self->model, XFORMS, "instance") : NULL;
  if (self->body == NULL || instance == NULL || xmlFirstElementChild (instance) == NULL)
    return gw_packet_refuse (error, GW_PACKET_ERROR_FORM, "The form has no body or no instance");
  self->root = g_strconcat ("/", (const char *) xmlFirstElementChild (instance)->name, NULL);

  return TRUE;
}

static GStrv
dup_paths (const char *const *picked)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; picked[i] != NULL; i++) {
    g_autofree char *path = dup_without_rows (picked[i]);

    g_strv_builder_add (paths, path);
  }

  return g_strv_builder_end (paths);
}

static void
drop_comments (xmlNode *node,
               guint    depth)
{
  xmlNode *next;

  for (xmlNode *child = node->children; child != NULL && depth < MAX_DEPTH; child = next) {
    next = child->next;
    if (child->type == XML_COMMENT_NODE)
      drop (child);
    else if (child->type == XML_ELEMENT_NODE)
      drop_comments (child, depth + 1);
  }
}

/**
 * gw_packet_form_cut:
 * @xml: a form
 * @picked: places of it
 * @n_questions: (out): how many questions were picked; a question in a repeat counts once
 *
 * Returns: (transfer full): the form with these questions only, or NULL with %GW_PACKET_ERROR_NO_QUESTION,
 *   %GW_PACKET_ERROR_FORM, or an error of %GW_XML_ERROR
 */
GBytes *
gw_packet_form_cut (GBytes             *xml,
                    const char *const  *picked,
                    guint              *n_questions,
                    GError            **error)
{
  g_autoptr (GwXmlDoc) document = NULL;
  g_auto (GStrv) paths = NULL;
  Cut self = { NULL };
  GBytes *cut = NULL;

  g_return_val_if_fail (xml != NULL && picked != NULL && n_questions != NULL, NULL);

  document = gw_xml_parse (xml, "form", error);
  if (document == NULL || !find_parts (&self, document, error))
    return NULL;
  paths = dup_paths (picked);
  self.picked = (const char *const *) paths;
  *n_questions = cut_body (&self, self.body, self.root, 0);
  if (*n_questions == 0) {
    gw_packet_refuse (error, GW_PACKET_ERROR_NO_QUESTION, "No control is picked");
  } else {
    cut_instance (&self, xmlFirstElementChild (gw_xml_first (self.model, XFORMS, "instance")), self.root, 0);
    cut_model (&self);
    cut_lists (&self);
    cut_texts (&self);
    drop_comments (xmlDocGetRootElement (document), 0);
    cut = gw_xml_write (document);
  }
  g_free (self.root);

  return cut;
}
