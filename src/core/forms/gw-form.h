/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/forms/gw-form-issue.h"

G_BEGIN_DECLS

/**
 * GwFormError:
 * @GW_FORM_ERROR_REFUSED: the form has faults; gw_form_load() gives the list
 * @GW_FORM_ERROR_NO_NODE: the form or the session has no node of that reference
 * @GW_FORM_ERROR_NOT_ALLOWED: the node is read-only, or the repeat's rows are counted
 * @GW_FORM_ERROR_NOT_A_CHOICE: the value is not in the list of the choice
 * @GW_FORM_ERROR_BAD_SCRIPT: the script of a log is not one
 * @GW_FORM_ERROR_LIMIT: an expression took more steps than any form may need
 * @GW_FORM_ERROR_NOT_SEALED: the record cannot be sealed: no key, or one that cannot be used
 */
typedef enum
{
  GW_FORM_ERROR_REFUSED,
  GW_FORM_ERROR_NO_NODE,
  GW_FORM_ERROR_NOT_ALLOWED,
  GW_FORM_ERROR_NOT_A_CHOICE,
  GW_FORM_ERROR_BAD_SCRIPT,
  GW_FORM_ERROR_LIMIT,
  GW_FORM_ERROR_NOT_SEALED,
} GwFormError;

#define GW_FORM_ERROR (gw_form_error_quark ())

GQuark gw_form_error_quark (void);

/**
 * GwForm:
 *
 * The definition of a form: an ODK XForm, read, checked and compiled. Immutable once loaded,
 * so that it may be shared between sessions and threads.
 */
#define GW_TYPE_FORM (gw_form_get_type ())

G_DECLARE_FINAL_TYPE (GwForm, gw_form, GW, FORM, GObject)

GwForm             *gw_form_load           (GBytes       *xml,
                                            const char   *media_folder,
                                            GPtrArray   **issues,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GwForm             *gw_form_load_file      (const char   *path,
                                            const char   *media_folder,
                                            GPtrArray   **issues,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

const char         *gw_form_get_id         (GwForm       *self);
const char         *gw_form_get_version    (GwForm       *self);
const char         *gw_form_get_title      (GwForm       *self);
const char * const *gw_form_get_languages  (GwForm       *self);
const char         *gw_form_get_default_language (GwForm *self);
const char         *gw_form_find_language  (GwForm       *self,
                                            const char   *code);
const char         *gw_form_get_root_ref   (GwForm       *self);
const char         *gw_form_get_media_folder (GwForm     *self);
gboolean            gw_form_has_style      (GwForm       *self,
                                            const char   *style);
GPtrArray          *gw_form_get_issues     (GwForm       *self);

char               *gw_form_dup_language_code (const char *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
