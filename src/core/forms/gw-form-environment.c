/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-environment.h"

G_DEFINE_BOXED_TYPE (GwFormEnvironment, gw_form_environment, gw_form_environment_copy,
                     gw_form_environment_free)

/**
 * gw_form_environment_new:
 *
 * Returns: (transfer full): the computer's own clock, zone and chance
 */
GwFormEnvironment *
gw_form_environment_new (void)
{
  return g_new0 (GwFormEnvironment, 1);
}

GwFormEnvironment *
gw_form_environment_copy (const GwFormEnvironment *self)
{
  GwFormEnvironment *copy = g_memdup2 (self, sizeof *self);

  copy->time_zone = self->time_zone != NULL ? g_time_zone_ref (self->time_zone) : NULL;
  copy->language = g_strdup (self->language);
  copy->device_id = g_strdup (self->device_id);
  copy->user_name = g_strdup (self->user_name);
  copy->email = g_strdup (self->email);
  copy->phone_number = g_strdup (self->phone_number);
  copy->last_saved = self->last_saved != NULL ? g_bytes_ref (self->last_saved) : NULL;

  return copy;
}

/**
 * gw_form_environment_free:
 * @self: (nullable): an environment
 */
void
gw_form_environment_free (GwFormEnvironment *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  g_free (self->language);
  g_free (self->device_id);
  g_free (self->user_name);
  g_free (self->email);
  g_free (self->phone_number);
  g_clear_pointer (&self->last_saved, g_bytes_unref);
  g_free (self);
}
