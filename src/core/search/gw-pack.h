/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwPackPage:
 * @id: the page's id, never renamed
 * @lang: its language, "en" for the originals
 * @parent: the chapter it stands under; empty for the top
 * @position: its place among the pages of the same parent
 * @title: the title
 * @desc: one sentence on what it is about; may be empty
 * @date: the day of its last revision; may be empty
 * @untranslated: how many of its paragraphs still stand in English
 *
 * A line of the contents.
 */
typedef struct
{
  char *id;
  char *lang;
  char *parent;
  int position;
  char *title;
  char *desc;
  char *date;
  int untranslated;
} GwPackPage;

/**
 * GwPackLink:
 * @from: the page on which the link stands
 * @to: the page to which it leads
 * @kind: "seealso" where the page names it as related, "text" where it stands in the text
 */
typedef struct
{
  char *from;
  char *to;
  char *kind;
} GwPackLink;

/**
 * GwPack:
 *
 * The pages that came with the program, in one file that is made with it and never changes.
 * The same file holds a #GwSearchIndex of what can be found in it. Any thread.
 */
#define GW_TYPE_PACK (gw_pack_get_type ())

G_DECLARE_FINAL_TYPE (GwPack, gw_pack, GW, PACK, GObject)

GwPack     *gw_pack_open       (const char        *path,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
const char *gw_pack_get_path   (GwPack            *self);
GPtrArray  *gw_pack_list_pages (GwPack            *self,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *gw_pack_list_links (GwPack            *self,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_pack_find_xml   (GwPack            *self,
                                const char        *id,
                                const char        *lang,
                                GBytes           **xml,
                                GError           **error);

/* Making one, for gw-manual-pack alone. */
GwPack     *gw_pack_create     (const char        *path,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gw_pack_add_page   (GwPack            *self,
                                const GwPackPage  *page,
                                GBytes            *xml,
                                GError           **error);
gboolean    gw_pack_add_link   (GwPack            *self,
                                const GwPackLink  *link,
                                GError           **error);
gboolean    gw_pack_finish     (GwPack            *self,
                                GError           **error);

void        gw_pack_page_free  (GwPackPage        *self);
void        gw_pack_link_free  (GwPackLink        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPackPage, gw_pack_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPackLink, gw_pack_link_free)

G_END_DECLS
