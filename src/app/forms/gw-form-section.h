/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/forms/gw-form-session.h"

G_BEGIN_DECLS

#define GW_TYPE_FORM_SECTION (gw_form_section_get_type ())

G_DECLARE_FINAL_TYPE (GwFormSection, gw_form_section, GW, FORM_SECTION, GtkBox)

GtkWidget       *gw_form_section_new            (GwFormSession *session,
                                                GPtrArray     *items) G_GNUC_WARN_UNUSED_RESULT;
void             gw_form_section_refresh        (GwFormSection *self,
                                                GPtrArray     *changes);
void             gw_form_section_update_rows    (GwFormSection *self,
                                                const char    *repeat_ref);
gboolean         gw_form_section_is_built       (GwFormSection *self);
gboolean         gw_form_section_focus          (GwFormSection *self,
                                                GwFormItem    *item);
GtkWidget       *gw_form_section_find           (GwFormSection *self,
                                                GwFormItem    *item);
void             gw_form_section_foreach        (GwFormSection *self,
                                                GFunc          func,
                                                gpointer       user_data);

GtkTextDirection gw_form_section_find_direction (GwFormSession *session);

G_END_DECLS
