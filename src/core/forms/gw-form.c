/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The definition of a form: reads the XML in one pass over each of its parts, and collects all
 * that is wrong before it refuses. */

#include <malloc.h>
#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

G_DEFINE_QUARK (gw-form-error-quark, gw_form_error)

G_DEFINE_FINAL_TYPE (GwForm, gw_form, G_TYPE_OBJECT)

#define MOST_ISSUES 500
#define KNOWN_ENTITIES_YEAR 2025
#define KNOWN_ENTITIES_RELEASE 1

/* A document of so many bytes leaves holes in the heap that are worth giving back. */
#define TRIM_SIZE (1024 * 1024)

static void
free_issue (GwFormIssue *issue)
{
  g_free (issue->node);
  g_free (issue->expression);
  g_free (issue->detail);
  g_free (issue);
}

const char *
gw_form_intern (GwForm     *self,
                const char *name,
                gssize      length)
{
  const char *known = gw_form_find_name (self, name, length);
  char *copy;

  if (known != NULL)
    return known;

  copy = gw_form_arena_strdup (self->arena, name, length);
  g_hash_table_add (self->names, copy);
  return copy;
}

const char *
gw_form_find_name (GwForm     *self,
                   const char *name,
                   gssize      length)
{
  gpointer known = NULL;
  char buffer[128];
  g_autofree char *copy = NULL;

  if (length >= 0 && length < (gssize) sizeof buffer) {
    memcpy (buffer, name, length);
    buffer[length] = '\0';
    name = buffer;
  } else if (length >= 0) {
    name = copy = g_strndup (name, length);
  }
  g_hash_table_lookup_extended (self->names, name, &known, NULL);
  return known;
}

/**
 * gw_form_add_issue:
 * @node: (nullable): its path
 * @expression: (nullable): as the form writes it
 *
 * Notes a fault or, from %GW_FORM_ISSUE_BIND_WITHOUT_NODE on, a warning.
 */
void
gw_form_add_issue (GwForm          *self,
                   GwFormIssueCode  code,
                   int              line,
                   const char      *node,
                   const char      *expression,
                   const char      *format,
                   ...)
{
  GwFormIssue *issue;
  va_list args;

  if (self->issues->len >= MOST_ISSUES)
    return;

  issue = g_new0 (GwFormIssue, 1);
  issue->code = code;
  issue->is_fault = code < GW_FORM_ISSUE_BIND_WITHOUT_NODE;
  issue->line = line;
  issue->node = g_strdup (node);
  issue->expression = g_strdup (expression);
  va_start (args, format);
  issue->detail = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->issues, issue);
}

static gboolean
has_faults (GwForm *self)
{
  for (guint i = 0; i < self->issues->len; i++)
    if (((GwFormIssue *) self->issues->pdata[i])->is_fault)
      return TRUE;

  return FALSE;
}

static void
free_itext (gpointer data)
{
  GwFormItext *text = data;

  for (guint i = 0; text->values[i] != (gpointer) -1; i++)
    g_clear_pointer (&text->values[i], g_array_unref);
  g_free (text->values);
  g_free (text);
}

static void
free_node (gpointer data)
{
  GwFormNode *node = data;

  g_clear_pointer (&node->child_by_name, g_hash_table_unref);
  g_clear_pointer (&node->bodies, g_ptr_array_unref);
  g_clear_pointer (&node->readers, g_array_unref);
}

static void
free_body (gpointer data)
{
  GwFormBody *body = data;

  g_clear_pointer (&body->children, g_ptr_array_unref);
  g_clear_pointer (&body->choices, g_ptr_array_unref);
  g_clear_pointer (&body->appearances, g_strfreev);
}

static void
gw_form_finalize (GObject *object)
{
  GwForm *self = GW_FORM (object);

  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->bodies);
  g_ptr_array_unref (self->actions);
  g_hash_table_unref (self->binds_by_id);
  g_clear_pointer (&self->qualified, g_hash_table_unref);
  g_ptr_array_unref (self->itexts_with_outputs);
  g_ptr_array_unref (self->instances);
  g_hash_table_unref (self->instance_by_id);
  g_hash_table_unref (self->itexts);
  g_ptr_array_unref (self->languages);
  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->issues);
  g_ptr_array_unref (self->expressions);
  g_ptr_array_unref (self->clock_readers);
  g_ptr_array_unref (self->texts_of_language);
  g_hash_table_unref (self->names);
  gw_form_arena_free (self->arena);
  g_clear_pointer (&self->document, xmlFreeDoc);
  g_free (self->id);
  g_free (self->version);
  g_free (self->title);
  g_free (self->root_ref);
  g_free (self->media_folder);
  g_mutex_clear (&self->index_lock);

  G_OBJECT_CLASS (gw_form_parent_class)->finalize (object);
}

static void
gw_form_class_init (GwFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_finalize;
}

static void
gw_form_init (GwForm *self)
{
  self->arena = gw_form_arena_new ();
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->nodes = g_ptr_array_new_with_free_func (free_node);
  self->bodies = g_ptr_array_new_with_free_func (free_body);
  self->actions = g_ptr_array_new ();
  self->binds_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->itexts_with_outputs = g_ptr_array_new ();
  self->instances = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_instance_free);
  self->instance_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->itexts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_itext);
  self->languages = g_ptr_array_new ();
  self->order = g_ptr_array_new ();
  self->issues = g_ptr_array_new_with_free_func ((GDestroyNotify) free_issue);
  self->expressions = g_ptr_array_new ();
  self->clock_readers = g_ptr_array_new ();
  self->texts_of_language = g_ptr_array_new ();
  g_mutex_init (&self->index_lock);
}

/* --- reading --- */

static void
add_not_xml (GwForm       *self,
             const GError *error)
{
  const char *at = strchr (error->message, ':');
  int line = at != NULL ? (int) g_ascii_strtoll (at + 1, NULL, 10) : 0;
  const char *reason = at != NULL ? strchr (at + 1, ':') : NULL;

  gw_form_add_issue (self, GW_FORM_ISSUE_NOT_XML, line, NULL, NULL, "The form was refused: %s",
                     reason != NULL ? reason + 2 : error->message);
}

static void
read_title (GwForm  *self,
            xmlNode *head)
{
  g_autofree char *title = gw_xml_dup_text (gw_xml_first (head, NULL, "title"));

  self->title = g_strdup (g_strstrip (title));
}

/* The first instance is the primary one; its one child element is the root of all paths. */
static gboolean
read_root (GwForm  *self,
           xmlNode *model)
{
  xmlNode *instance = gw_xml_first (model, NULL, "instance");
  xmlNode *root = gw_xml_first (instance, NULL, NULL);

  if (instance == NULL || root == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_NO_INSTANCE, xmlGetLineNo (model), NULL, NULL,
                       "The model has no primary instance");
    return FALSE;
  }
  self->instance_root = root;
  self->id = gw_xml_dup_attr (root, NULL, "id");
  if (self->id == NULL) {
    const char *uri = root->ns != NULL ? (const char *) root->ns->href : NULL;

    self->id = g_strdup (uri != NULL && strcmp (uri, GW_NS_XFORMS) != 0 ? uri : (const char *) root->name);
    gw_form_add_issue (self, GW_FORM_ISSUE_NO_ID, xmlGetLineNo (root), NULL, NULL,
                       "The primary instance has no id; “%s” is taken for it", self->id);
  }
  self->version = gw_xml_dup_attr (root, NULL, "version");
  if (self->version == NULL)
    self->version = gw_xml_dup_attr (root, GW_NS_ORX, "version");
  self->root_ref = g_strconcat ("/", root->name, NULL);

  return TRUE;
}

/* Entities are bookkeeping of the server (section 14); the answers are right whatever the version. */
static void
check_entities_version (GwForm  *self,
                        xmlNode *model)
{
  g_autofree char *version = gw_xml_dup_attr (model, GW_NS_ENTITIES, "entities-version");
  guint64 year, release;
  char *end;

  if (version == NULL)
    return;
  year = g_ascii_strtoull (version, &end, 10);
  release = *end == '.' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;
  if (year > KNOWN_ENTITIES_YEAR || (year == KNOWN_ENTITIES_YEAR && release > KNOWN_ENTITIES_RELEASE))
    gw_form_add_issue (self, GW_FORM_ISSUE_NEWER_STANDARD, xmlGetLineNo (model), NULL, NULL,
                       "Entities of version %s are newer than those that are known (%d.%d)", version,
                       KNOWN_ENTITIES_YEAR, KNOWN_ENTITIES_RELEASE);
}

static void
read_form (GwForm *self)
{
  xmlNode *html = xmlDocGetRootElement (self->document);
  xmlNode *head = gw_xml_first (html, NULL, "head");
  xmlNode *model = gw_xml_first (head, NULL, "model");
  xmlNode *body = gw_xml_first (html, NULL, "body");
  g_autofree char *version = NULL;

  read_title (self, head);
  if (model == NULL) {
    gw_form_add_issue (self, GW_FORM_ISSUE_NO_MODEL, html != NULL ? xmlGetLineNo (html) : 1, NULL, NULL,
                       "There is no model in the head of the form");
    return;
  }
  version = gw_xml_dup_attr (model, GW_NS_ODK, "xforms-version");
  self->pins = version == NULL;
  check_entities_version (self, model);
  if (!read_root (self, model))
    return;

  gw_form_read_schema (self, model);
  if (self->root == NULL)
    return;
  gw_form_read_bind_ids (self, model);
  gw_form_mark_repeats (self, body, self->root);
  gw_form_assign_scopes (self);
  gw_form_read_itext (self, model);
  gw_form_read_instances (self, model);
  gw_form_read_binds (self, model);
  gw_form_read_body (self, body);
  gw_form_read_actions (self, model, NULL);
  gw_form_read_submission (self, model);
  gw_form_order (self);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return (*(GwFormIssue **) a)->line - (*(GwFormIssue **) b)->line;
}

/* Only the primary instance is looked at again, for new rows and for writing. The rest of the document takes
 * several times the space of the file, and all of it was read. */
static void
drop_document (GwForm *self,
               gsize   size)
{
  for (xmlNode *kept = self->instance_root; kept->parent != NULL; kept = kept->parent) {
    xmlNode *next;

    for (xmlNode *node = kept->parent->children; node != NULL; node = next) {
      next = node->next;
      if (node == kept)
        continue;
      xmlUnlinkNode (node);
      xmlFreeNode (node);
    }
  }
#ifdef __GLIBC__
  if (size > TRIM_SIZE)
    malloc_trim (0);
#endif
}

static void
set_refused (GwForm  *self,
             GError **error)
{
  for (guint i = 0; i < self->issues->len; i++) {
    const GwFormIssue *issue = self->issues->pdata[i];

    if (issue->is_fault) {
      g_autofree char *text = gw_form_issue_dup_text (issue, "form");

      g_set_error_literal (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED, text);
      return;
    }
  }
}

/**
 * gw_form_load:
 * @xml: the form, as the standard writes it
 * @media_folder: (nullable): the folder of its lists and pictures. Nothing is read from elsewhere
 * @issues: (out) (optional) (transfer full) (element-type GwFormIssue): all faults and
 *   warnings in the order of their lines, also when the form is refused
 * @error: return location, of the domain %GW_FORM_ERROR: the first fault as a line of text
 *
 * Reads, checks and compiles a form. It is untrusted: entities, depth and size are limited and
 * nothing is fetched. May be called on any thread; not for the main thread of a window.
 *
 * Returns: (transfer full) (nullable): the form, or NULL where it has faults
 */
GwForm *
gw_form_load (GBytes      *xml,
              const char  *media_folder,
              GPtrArray  **issues,
              GError     **error)
{
  g_autoptr (GwForm) self = g_object_new (GW_TYPE_FORM, NULL);
  g_autoptr (GError) xml_error = NULL;

  g_return_val_if_fail (xml != NULL, NULL);

  self->media_folder = g_strdup (media_folder);
  self->document = gw_xml_parse (xml, "form", &xml_error);
  if (self->document != NULL)
    read_form (self);
  else
    add_not_xml (self, xml_error);

  g_ptr_array_sort (self->issues, compare_lines);
  if (issues != NULL)
    *issues = g_ptr_array_ref (self->issues);
  if (has_faults (self)) {
    set_refused (self, error);
    return NULL;
  }
  drop_document (self, g_bytes_get_size (xml));

  return g_steal_pointer (&self);
}

/**
 * gw_form_load_file:
 * @path: a local file
 * @media_folder: (nullable): NULL for the folder that @path is in
 *
 * As gw_form_load(), from a file.
 *
 * Returns: (transfer full) (nullable): the form
 */
GwForm *
gw_form_load_file (const char  *path,
                   const char  *media_folder,
                   GPtrArray  **issues,
                   GError     **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL) {
    if (issues != NULL)
      *issues = g_ptr_array_new ();
    return NULL;
  }

  bytes = g_mapped_file_get_bytes (file);
  return gw_form_load (bytes, media_folder != NULL ? media_folder : folder, issues, error);
}

/**
 * gw_form_get_id:
 *
 * Returns: (transfer none) (not nullable): the form id, under which servers file submissions
 */
const char *
gw_form_get_id (GwForm *self)
{
  return self->id;
}

/**
 * gw_form_get_version:
 *
 * Returns: (transfer none) (nullable): the form's version, which is any text
 */
const char *
gw_form_get_version (GwForm *self)
{
  return self->version;
}

/**
 * gw_form_has_style:
 * @style: such as `pages` or `theme-grid`
 *
 * Returns: whether the body of the form names @style as one of its classes (section 7)
 */
gboolean
gw_form_has_style (GwForm     *self,
                   const char *style)
{
  g_return_val_if_fail (GW_IS_FORM (self), FALSE);

  return self->body != NULL && self->body->appearances != NULL
         && g_strv_contains ((const char * const *) self->body->appearances, style);
}

/**
 * gw_form_get_title:
 *
 * Returns: (transfer none) (not nullable): the form's title, which has one language only
 */
const char *
gw_form_get_title (GwForm *self)
{
  return self->title;
}

/**
 * gw_form_get_languages:
 *
 * Returns: (transfer none): the names of the form's languages in its order, like "English (en)";
 * none where it has no translations
 */
const char * const *
gw_form_get_languages (GwForm *self)
{
  return (const char * const *) self->languages->pdata;
}

/**
 * gw_form_get_default_language:
 *
 * Returns: (transfer none) (nullable): the language that the form shows first
 */
const char *
gw_form_get_default_language (GwForm *self)
{
  return self->languages->len > 1 ? self->languages->pdata[self->default_language] : NULL;
}

/**
 * gw_form_dup_language_code:
 * @language: a form's name of a language
 *
 * Returns: (transfer full) (nullable): the code in brackets, "fr" of "French (fr)", or the
 * name itself where it looks like a code
 */
char *
gw_form_dup_language_code (const char *language)
{
  const char *open = strrchr (language, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (close != NULL && close > open + 1)
    return g_ascii_strdown (open + 1, close - open - 1);
  if (strlen (language) >= 2 && (strlen (language) <= 3 || language[2] == '-' || language[2] == '_'))
    return g_ascii_strdown (language, -1);

  return NULL;
}

/**
 * gw_form_find_language:
 * @code: a language code such as "fr" or "pt_BR", or a language's name in the form
 *
 * Returns: (transfer none) (nullable): the form's name of that language
 */
const char *
gw_form_find_language (GwForm     *self,
                       const char *code)
{
  g_autofree char *wanted = NULL;

  for (guint i = 0; i + 1 < self->languages->len; i++)
    if (g_str_equal (self->languages->pdata[i], code))
      return self->languages->pdata[i];

  wanted = g_ascii_strdown (code, strcspn (code, "_-.@"));
  for (guint i = 0; i + 1 < self->languages->len; i++) {
    g_autofree char *own = gw_form_dup_language_code (self->languages->pdata[i]);

    if (own != NULL) {
      own[strcspn (own, "_-")] = '\0';
      if (g_str_equal (own, wanted))
        return self->languages->pdata[i];
    }
  }

  return NULL;
}

/**
 * gw_form_get_root_ref:
 *
 * Returns: (transfer none): the reference that all others begin with, like `/data`
 */
const char *
gw_form_get_root_ref (GwForm *self)
{
  return self->root_ref;
}

/**
 * gw_form_get_media_folder:
 *
 * Returns: (transfer none) (nullable): the folder of its lists and pictures
 */
const char *
gw_form_get_media_folder (GwForm *self)
{
  return self->media_folder;
}

/**
 * gw_form_get_issues:
 *
 * Returns: (transfer none) (element-type GwFormIssue): the warnings of a loaded form
 */
GPtrArray *
gw_form_get_issues (GwForm *self)
{
  return self->issues;
}
