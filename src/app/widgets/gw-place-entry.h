/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GW_TYPE_PLACE_ENTRY (gw_place_entry_get_type ())

/**
 * GwPlaceEntry:
 *
 * Fields for a place on the earth: latitude and longitude in degrees, decimal or with minutes and seconds, and
 * perhaps altitude and accuracy in metres. A whole place that is pasted into one field goes into both.
 *
 * The text is that of an ODK geopoint, "lat lon alt acc"; what is not yet one is kept as typed.
 *
 * Signals:
 * - "changed": the person typed
 */
G_DECLARE_FINAL_TYPE (GwPlaceEntry, gw_place_entry, GW, PLACE_ENTRY, GtkBox)

GtkWidget *gw_place_entry_new          (gboolean      with_altitude) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *gw_place_entry_get_entry    (GwPlaceEntry *self);
char      *gw_place_entry_dup_stored   (GwPlaceEntry *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gw_place_entry_says         (GwPlaceEntry *self,
                                        const char   *stored);
void       gw_place_entry_set_stored   (GwPlaceEntry *self,
                                        const char   *stored);
void       gw_place_entry_set_editable (GwPlaceEntry *self,
                                        gboolean      editable);

G_END_DECLS
