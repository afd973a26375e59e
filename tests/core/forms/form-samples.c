/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "form-samples.h"

#include <string.h>

#include "core/base/gw-time.h"

GwForm *
load_form (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GwForm *form = gw_form_load (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return form;
}

GwFormSession *
open_sample (GwForm            *form,
             const GwFormDraft *draft)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();

  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  return gw_form_session_new (form, environment, draft);
}
