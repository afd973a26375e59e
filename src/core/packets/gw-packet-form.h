/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The questions that somebody is asked: places of a form as `/data/section`, `/data/section/question` or, for one row
 * of a repeat, `/data/species[01J…]`. Any thread. */

gboolean gw_packet_is_picked  (const char *const  *picked,
                               const char         *ref);
gboolean gw_packet_leads_to   (const char *const  *picked,
                               const char         *ref);
GBytes  *gw_packet_form_cut   (GBytes             *xml,
                               const char *const  *picked,
                               guint              *n_questions,
                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
