/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * GwXmlError:
 * @GW_XML_ERROR_NOT_WELL_FORMED: the text is not XML; the message names the line
 * @GW_XML_ERROR_REFUSED: the text is XML that we do not take from outside: entities of its
 *   own, too deep, too large; the message names the line
 */
typedef enum
{
  GW_XML_ERROR_NOT_WELL_FORMED,
  GW_XML_ERROR_REFUSED,
} GwXmlError;

#define GW_XML_ERROR (gw_xml_error_quark ())

#define GW_XML_MAX_SIZE (32 * 1024 * 1024)

GQuark      gw_xml_error_quark (void);

xmlDoc     *gw_xml_parse       (GBytes      *bytes,
                                const char  *name,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
xmlDoc     *gw_xml_parse_file  (const char  *path,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *gw_xml_write       (xmlDoc      *document) G_GNUC_WARN_UNUSED_RESULT;

gboolean    gw_xml_is          (const xmlNode *node,
                                const char    *namespace_uri,
                                const char    *local_name);
xmlNode    *gw_xml_first       (const xmlNode *parent,
                                const char    *namespace_uri,
                                const char    *local_name);
xmlNode    *gw_xml_next        (const xmlNode *node,
                                const char    *namespace_uri,
                                const char    *local_name);
char       *gw_xml_dup_attr    (const xmlNode *node,
                                const char    *namespace_uri,
                                const char    *name) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_xml_dup_text    (const xmlNode *node) G_GNUC_WARN_UNUSED_RESULT;
char       *gw_xml_dup_clean   (const char    *text) G_GNUC_WARN_UNUSED_RESULT;

typedef xmlDoc GwXmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwXmlDoc, xmlFreeDoc)

G_END_DECLS
