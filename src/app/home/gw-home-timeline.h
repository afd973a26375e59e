/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/gw-deadlines.h"

G_BEGIN_DECLS

/**
 * GwHomeEvent:
 * @title: what it is, in the person's language
 * @date: (nullable): its day; %NULL when it is not announced
 * @note: (nullable): a further sentence
 *
 * Something that comes.
 */
typedef struct
{
  char  *title;
  GDate *date;
  char  *note;
} GwHomeEvent;

GPtrArray *gw_home_timeline_new (GwReference *reference,
                                 GPtrArray   *deadlines,
                                 const char  *language,
                                 const GDate *today,
                                 guint        n_days) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
