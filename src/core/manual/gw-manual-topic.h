/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GwManualTopic:
 *
 * A line of the contents: a chapter or a page. Its properties, all to be read only: "id",
 * "title", "desc", "lang" (the language in which there is a page), "fell-back" (whether that is
 * another language than the one asked for), "untranslated" (how many paragraphs of the page
 * still stand in English), "chapter" (the id of the chapter it stands in, or empty).
 * It is itself a list model of the topics below it. Immutable once handed out.
 */
#define GW_TYPE_MANUAL_TOPIC (gw_manual_topic_get_type ())

G_DECLARE_FINAL_TYPE (GwManualTopic, gw_manual_topic, GW, MANUAL_TOPIC, GObject)

GwManualTopic *gw_manual_topic_new              (const char    *id,
                                                 const char    *title,
                                                 const char    *desc,
                                                 const char    *lang,
                                                 gboolean       fell_back,
                                                 int            untranslated,
                                                 const char    *chapter) G_GNUC_WARN_UNUSED_RESULT;
void           gw_manual_topic_append           (GwManualTopic *self,
                                                 GwManualTopic *topic);

const char    *gw_manual_topic_get_id           (GwManualTopic *self);
const char    *gw_manual_topic_get_title        (GwManualTopic *self);
const char    *gw_manual_topic_get_desc         (GwManualTopic *self);
const char    *gw_manual_topic_get_lang         (GwManualTopic *self);
gboolean       gw_manual_topic_get_fell_back    (GwManualTopic *self);
int            gw_manual_topic_get_untranslated (GwManualTopic *self);
const char    *gw_manual_topic_get_chapter      (GwManualTopic *self);

G_END_DECLS
