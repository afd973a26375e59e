/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-store-thread.h"

G_BEGIN_DECLS

/**
 * GwUnsavedKind:
 * @is_on_its_way: whether words that were typed there are not on the disk yet
 * @get_error: why they do not get there, or %NULL
 * @save: hands them to the store now
 * @dup_text: what was typed there as plain text, for a copy elsewhere
 *
 * How one kind of object holds what is typed.
 */
typedef struct
{
  gboolean      (*is_on_its_way) (gpointer object);
  const GError *(*get_error)     (gpointer object);
  void          (*save)          (gpointer object);
  char         *(*dup_text)      (gpointer object);
} GwUnsavedKind;

#define GW_TYPE_UNSAVED (gw_unsaved_get_type ())

/**
 * GwUnsaved:
 *
 * What was typed and is not on the disk yet, on whatever desk. An object that a desk has told of is
 * held while it has such words, also when the desk lets go of it: it leaves neither with its page
 * nor with the window, and who opens the same thing again finds it as it stood.
 *
 * Signals: "notify::error", also when something got to the disk or began to be on its way.
 */
G_DECLARE_FINAL_TYPE (GwUnsaved, gw_unsaved, GW, UNSAVED, GObject)

GwUnsaved    *gw_unsaved_new       (GwStoreThread       *store) G_GNUC_WARN_UNUSED_RESULT;
GwUnsaved    *gw_unsaved_of_store  (GwStoreThread       *store);
void          gw_unsaved_watch     (GwUnsaved           *self,
                                    const char          *id,
                                    const char          *title,
                                    GObject             *object,
                                    GObject             *teller,
                                    const GwUnsavedKind *kind);
gpointer      gw_unsaved_find      (GwUnsaved           *self,
                                    const char          *id);
void          gw_unsaved_save      (GwUnsaved           *self);
gboolean      gw_unsaved_is_empty  (GwUnsaved           *self);
const GError *gw_unsaved_get_error (GwUnsaved           *self);
char         *gw_unsaved_dup_text  (GwUnsaved           *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
