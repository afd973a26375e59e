/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwFormEnvironment:
 * @now: the instant that now() and today() give, microseconds since 1970 in UTC; 0 for the clock
 * @time_zone: (nullable): the zone of local dates and times; NULL for the computer's
 * @seed: the seed of random(), uuid() and new row ids; 0 for a real random source
 * @language: (nullable): the language to begin with: a form's language name, or a code like "fr"
 * @device_id: (nullable): what the `deviceid` property gives
 * @user_name: (nullable): what the `username` property gives
 * @email: (nullable): what the `email` property gives
 * @phone_number: (nullable): what the `phonenumber` property gives
 * @last_saved: (nullable): the last finished record of the same form as XML, for
 *   `jr://instance/last-saved`; NULL for none
 *
 * All that a filled-in form reads from outside itself. Tests set it; the window leaves the
 * clock and the seed at 0.
 */
typedef struct
{
  gint64     now;
  GTimeZone *time_zone;
  guint64    seed;
  char      *language;
  char      *device_id;
  char      *user_name;
  char      *email;
  char      *phone_number;
  GBytes    *last_saved;
} GwFormEnvironment;

#define GW_TYPE_FORM_ENVIRONMENT (gw_form_environment_get_type ())

GType              gw_form_environment_get_type (void);
GwFormEnvironment *gw_form_environment_new      (void) G_GNUC_WARN_UNUSED_RESULT;
GwFormEnvironment *gw_form_environment_copy     (const GwFormEnvironment *self) G_GNUC_WARN_UNUSED_RESULT;
void               gw_form_environment_free     (GwFormEnvironment       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFormEnvironment, gw_form_environment_free)

G_END_DECLS
