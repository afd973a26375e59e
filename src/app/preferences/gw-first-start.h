/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/records/gw-reference.h"
#include "core/store/gw-profile.h"

G_BEGIN_DECLS

/**
 * GwFirstStartDraft:
 * @step: which page is shown: "language", "who", "country", "connect"
 * @connect: whether the person wants to connect now; then the three below are filled in
 * @stick: whether a bundle is to be read as soon as the profile is there
 *
 * What was typed during the first start. It outlives the widgets, which are built anew when the
 * language changes, so that nothing has to be typed twice.
 */
typedef struct
{
  const char *step;
  char       *language;
  char       *name;
  GwRole      role;
  char       *country;
  gboolean    connect;
  gboolean    stick;
  char       *server;
  char       *user;
  char       *password;
} GwFirstStartDraft;

GwFirstStartDraft *gw_first_start_draft_new  (const char        *language) G_GNUC_WARN_UNUSED_RESULT;
void               gw_first_start_draft_free (GwFirstStartDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFirstStartDraft, gw_first_start_draft_free)

#define GW_TYPE_FIRST_START (gw_first_start_get_type ())

G_DECLARE_FINAL_TYPE (GwFirstStart, gw_first_start, GW, FIRST_START, AdwBin)

GtkWidget *gw_first_start_new           (GwFirstStartDraft *draft) G_GNUC_WARN_UNUSED_RESULT;
void       gw_first_start_set_reference (GwFirstStart      *self,
                                         GwReference       *reference);
void       gw_first_start_begin         (GwFirstStart      *self);
void       gw_first_start_show_fault    (GwFirstStart      *self,
                                         const char        *sentence);

G_END_DECLS
