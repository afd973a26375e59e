/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door through which XML comes in. Forms, pages, checklists and instances come from
 * sticks and servers: no network, no entities of the document's own, no DTD, and limits on
 * size and depth. Errors are kept on the parser's own context, since libxml2's global handler
 * would be shared between threads. */

#include "core/base/gw-xml.h"

#include <string.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

G_DEFINE_QUARK (gw-xml-error-quark, gw_xml_error)

/* libxml2 compares each attribute of an element with all others, looks a prefix up among all that
 * are declared around, keeps 120 bytes for each node, and finds names more and more slowly. */
#define MOST_ATTRIBUTES 256
#define MOST_PREFIXES 256
#define MOST_NODES 2000000
#define MOST_NAMES 100000

typedef struct
{
  int refused_line;
  const char *reason;
  guint n_nodes;
  startElementNsSAX2Func start_element;
} Parsing;

static void
refuse (xmlParserCtxt *parser,
        const char    *reason)
{
  Parsing *parsing = parser->_private;

  if (parsing->refused_line == 0) {
    parsing->refused_line = MAX (1, xmlSAX2GetLineNumber (parser));
    parsing->reason = reason;
  }
  xmlStopParser (parser);
}

static void
refuse_entity (void          *context,
               const xmlChar *name,
               int            type,
               const xmlChar *public_id,
               const xmlChar *system_id,
               xmlChar       *content)
{
  refuse (context, "it declares entities, which are not taken from outside");
}

static void
start_element (void           *context,
               const xmlChar  *name,
               const xmlChar  *prefix,
               const xmlChar  *uri,
               int             n_namespaces,
               const xmlChar **namespaces,
               int             n_attributes,
               int             n_defaulted,
               const xmlChar **attributes)
{
  xmlParserCtxt *parser = context;
  Parsing *parsing = parser->_private;

  /* Each element may have a text before and within it. */
  parsing->n_nodes += 3 + 2 * n_attributes + n_namespaces;
  if (parsing->n_nodes > MOST_NODES || parser->nsNr > 2 * MOST_PREFIXES
      || xmlDictSize (parser->dict) > MOST_NAMES) {
    refuse (parser, "it has more elements and attributes than any file may need");
    return;
  }
  parsing->start_element (context, name, prefix, uri, n_namespaces, namespaces, n_attributes,
                          n_defaulted, attributes);
}

/* Where a comment, a section or an instruction that begins at @at ends; @at for an element. */
static const char *
skip_markup (const char *at,
             const char *end)
{
  static const struct { const char *begin; const char *end; } kinds[] = {
    { "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize length = strlen (kinds[i].begin);

    if ((gsize) (end - at) > length && strncmp (at, kinds[i].begin, length) == 0) {
      const char *found = memmem (at + length, end - at - length, kinds[i].end, strlen (kinds[i].end));

      return found != NULL ? found : end;
    }
  }
  return at;
}

/* Attributes are to be counted before libxml2 sees them: each has its own quotation marks.
 * Gives the line of an element that has too many, or 0. */
static int
find_crowded_element (const char *text,
                      gsize       size)
{
  const char *end = text + size;
  gboolean in_tag = FALSE;
  char quote = '\0';
  guint n_attributes = 0;
  int line = 1;

  for (const char *at = text; at < end; at++) {
    if (*at == '\n')
      line++;
    if (!in_tag) {
      const char *after = *at == '<' ? skip_markup (at, end) : at;

      in_tag = *at == '<' && after == at;
      n_attributes = 0;
      for (; at < after; at++)
        line += *at == '\n';
    } else if (quote != '\0') {
      if (*at == quote)
        quote = '\0';
    } else if (*at == '"' || *at == '\'') {
      quote = *at;
      if (++n_attributes > MOST_ATTRIBUTES)
        return line;
    } else if (*at == '>') {
      in_tag = FALSE;
    }
  }

  return 0;
}

static void
set_parser_error (GError        **error,
                  xmlParserCtxt  *parser,
                  const Parsing  *parsing,
                  const char     *name)
{
  const xmlError *last = xmlCtxtGetLastError (parser);
  g_autofree char *valid = NULL;
  g_autofree char *reason = NULL;

  if (parsing->refused_line != 0) {
    g_set_error (error, GW_XML_ERROR, GW_XML_ERROR_REFUSED, "%s:%d: %s", name,
                 parsing->refused_line, parsing->reason);
    return;
  }

  /* libxml2 quotes the bytes that it could not read, and an error is shown to people. */
  valid = g_utf8_make_valid (last != NULL && last->message != NULL ? last->message : "it is not XML",
                             -1);
  reason = g_strdup (g_strstrip (valid));
  g_set_error (error, GW_XML_ERROR, GW_XML_ERROR_NOT_WELL_FORMED, "%s:%d: %s", name,
               last != NULL ? last->line : 1, reason);
}

/**
 * gw_xml_parse:
 * @bytes: the text
 * @name: what to call it in an error: a file name or a document id
 * @error: return location, of the domain %GW_XML_ERROR
 *
 * Reads untrusted XML. Entities that the document declares itself, external DTDs, more than
 * %GW_XML_MAX_SIZE bytes, more than 256 levels, and more elements or attributes than any file may
 * need are refused, so that nothing can expand, fetch, overflow or go on without end. Comments
 * and processing instructions are left out. May be called on any thread.
 *
 * Returns: (transfer full): the document; free it with xmlFreeDoc() or as a `GwXmlDoc`
 */
xmlDoc *
gw_xml_parse (GBytes      *bytes,
              const char  *name,
              GError     **error)
{
  Parsing parsing = { 0 };
  xmlParserCtxt *parser;
  xmlDoc *document;
  int crowded_line;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (size > GW_XML_MAX_SIZE) {
    g_set_error (error, GW_XML_ERROR, GW_XML_ERROR_REFUSED,
                 "%s:1: it is larger than %d bytes", name, GW_XML_MAX_SIZE);
    return NULL;
  }
  if (size == 0) {
    g_set_error (error, GW_XML_ERROR, GW_XML_ERROR_NOT_WELL_FORMED, "%s:1: it is empty", name);
    return NULL;
  }

  crowded_line = find_crowded_element (text, size);
  if (crowded_line > 0) {
    g_set_error (error, GW_XML_ERROR, GW_XML_ERROR_REFUSED,
                 "%s:%d: an element has more attributes than any file may need", name, crowded_line);
    return NULL;
  }

  parser = xmlNewParserCtxt ();
  parser->_private = &parsing;
  parser->sax->entityDecl = refuse_entity;
  parsing.start_element = parser->sax->startElementNs;
  parser->sax->startElementNs = start_element;
  parser->sax->comment = NULL;
  parser->sax->processingInstruction = NULL;
  document = xmlCtxtReadMemory (parser, text, size, name, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                                    | XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA);
  if (document == NULL || parsing.refused_line != 0) {
    set_parser_error (error, parser, &parsing, name);
    g_clear_pointer (&document, xmlFreeDoc);
  }
  xmlFreeParserCtxt (parser);

  return document;
}

/**
 * gw_xml_parse_file:
 * @path: a local file
 * @error: return location
 *
 * Reads the XML in @path as gw_xml_parse() does, without loading what is too large.
 *
 * Returns: (transfer full): the document
 */
xmlDoc *
gw_xml_parse_file (const char  *path,
                   GError     **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = g_path_get_basename (path);

  if (file == NULL)
    return NULL;

  bytes = g_mapped_file_get_bytes (file);
  return gw_xml_parse (bytes, name, error);
}

/**
 * gw_xml_write:
 * @document: a document
 *
 * Returns: (transfer full): the document as UTF-8 text, not indented
 */
GBytes *
gw_xml_write (xmlDoc *document)
{
  xmlChar *text = NULL;
  int size = 0;

  xmlDocDumpMemoryEnc (document, &text, &size, "UTF-8");
  return g_bytes_new_with_free_func (text, size, (GDestroyNotify) xmlFree, text);
}

/**
 * gw_xml_is:
 * @node: (nullable): a node
 * @namespace_uri: (nullable): NULL for any namespace
 * @local_name: a name without prefix
 *
 * Returns: whether @node is an element of that name. Matched by namespace and never by prefix.
 */
gboolean
gw_xml_is (const xmlNode *node,
           const char    *namespace_uri,
           const char    *local_name)
{
  if (node == NULL || node->type != XML_ELEMENT_NODE
      || strcmp ((const char *) node->name, local_name) != 0)
    return FALSE;
  if (namespace_uri == NULL)
    return TRUE;

  return node->ns != NULL && g_strcmp0 ((const char *) node->ns->href, namespace_uri) == 0;
}

static xmlNode *
find_from (xmlNode    *node,
           const char *namespace_uri,
           const char *local_name)
{
  for (; node != NULL; node = node->next) {
    if (local_name == NULL ? node->type == XML_ELEMENT_NODE
                           : gw_xml_is (node, namespace_uri, local_name))
      return node;
  }

  return NULL;
}

/**
 * gw_xml_first:
 * @local_name: (nullable): NULL for any element
 *
 * Returns: (transfer none) (nullable): the first child element of @parent of that name
 */
xmlNode *
gw_xml_first (const xmlNode *parent,
              const char    *namespace_uri,
              const char    *local_name)
{
  return parent != NULL ? find_from (parent->children, namespace_uri, local_name) : NULL;
}

/**
 * gw_xml_next:
 * @local_name: (nullable): NULL for any element
 *
 * Returns: (transfer none) (nullable): the next sibling element of @node of that name
 */
xmlNode *
gw_xml_next (const xmlNode *node,
             const char    *namespace_uri,
             const char    *local_name)
{
  return node != NULL ? find_from (node->next, namespace_uri, local_name) : NULL;
}

/**
 * gw_xml_dup_attr:
 * @namespace_uri: (nullable): NULL for an attribute without a namespace
 *
 * Returns: (transfer full) (nullable): the value of the attribute, or NULL where it is absent
 */
char *
gw_xml_dup_attr (const xmlNode *node,
                 const char    *namespace_uri,
                 const char    *name)
{
  xmlChar *value = namespace_uri != NULL
                       ? xmlGetNsProp ((xmlNode *) node, (const xmlChar *) name,
                                       (const xmlChar *) namespace_uri)
                       : xmlGetNoNsProp ((xmlNode *) node, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  if (value != NULL)
    xmlFree (value);
  return copy;
}

/**
 * gw_xml_dup_text:
 * @node: (nullable): an element
 *
 * Returns: (transfer full) (not nullable): all text within @node, empty for NULL
 */
char *
gw_xml_dup_text (const xmlNode *node)
{
  xmlChar *text = node != NULL ? xmlNodeGetContent ((xmlNode *) node) : NULL;
  char *copy = g_strdup (text != NULL ? (const char *) text : "");

  if (text != NULL)
    xmlFree (text);
  return copy;
}

static gboolean
can_stand (gunichar c)
{
  if (c < 0x20)
    return c == '\t' || c == '\n' || c == '\r';

  return (c & 0xFFFE) != 0xFFFE && (c < 0xFDD0 || c > 0xFDEF);
}

/**
 * gw_xml_dup_clean:
 * @text: UTF-8, as somebody typed or pasted it
 *
 * A word processor breaks lines with a vertical tabulator, and other programs leave control
 * characters behind. XML cannot hold them, not even escaped, and a page cannot be drawn with
 * what is no character at all. What breaks lines or pages becomes a line feed, the rest the sign
 * for a character that could not be shown.
 *
 * Returns: (transfer full): @text as files and paper take it
 */
char *
gw_xml_dup_clean (const char *text)
{
  GString *clean = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (can_stand (c))
      g_string_append_len (clean, p, g_utf8_next_char (p) - p);
    else if (c == '\v' || c == '\f')
      g_string_append_c (clean, '\n');
    else
      g_string_append_unichar (clean, 0xFFFD);
  }

  return g_string_free (clean, FALSE);
}
