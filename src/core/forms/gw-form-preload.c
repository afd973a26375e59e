/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is filled in by itself (section 11): ids, times and properties when a record begins, and what
 * the end of the work adds. */

#include "core/forms/gw-form-private.h"

static char *
find_property (GwFormSession *self,
               const char    *name)
{
  const GwFormEnvironment *environment = self->environment;

  if (g_str_equal (name, "deviceid"))
    return g_strdup (environment->device_id);
  if (g_str_equal (name, "username") || g_str_equal (name, "userid"))
    return g_strdup (environment->user_name);
  if (g_str_equal (name, "email"))
    return g_strdup (environment->email);
  if (g_str_equal (name, "phonenumber"))
    return g_strdup (environment->phone_number);

  return NULL;
}

static char *
compute_now (GwFormSession *self,
             gboolean       date_only)
{
  GwXPathRun run;
  GwXPathValue value;
  char *text;

  gw_form_run_begin (self, &run, self->form->root, self->root);
  if (date_only)
    gw_xpath_call_today (&run, NULL, &value);
  else
    gw_xpath_call_now (&run, NULL, &value);
  text = g_strdup (value.text);
  gw_form_run_end (self, &run);

  return text;
}

char *
gw_form_session_dup_uuid (GwFormSession *self)
{
  const GwXPathExpr call = { .n_args = 0 };
  GwXPathRun run;
  GwXPathValue value;
  char *text;

  gw_form_run_begin (self, &run, self->form->root, self->root);
  gw_xpath_call_uuid (&run, &call, &value);
  text = g_strconcat ("uuid:", value.text, NULL);
  gw_form_run_end (self, &run);

  return text;
}

static void
preload (GwFormSession *self,
         GwFormNode    *node,
         GwFormRow     *row,
         gpointer       data)
{
  g_autofree char *text = NULL;

  if (row->cells[node->slot].text != NULL)
    return;
  if (g_str_equal (node->preload, "uid"))
    text = gw_form_session_dup_uuid (self);
  else if (g_str_equal (node->preload, "date"))
    text = compute_now (self, TRUE);
  else if (g_str_equal (node->preload, "timestamp") && g_str_equal (node->preload_params, "start"))
    text = compute_now (self, FALSE);
  else if (g_str_equal (node->preload, "property"))
    text = find_property (self, node->preload_params);
  if (text != NULL)
    gw_form_store (self, node, row, text, GW_FORM_ORIGIN_CALCULATION);
}

/**
 * gw_form_preload_all:
 *
 * Fills in what the standard fills in by itself, where nothing is yet.
 */
void
gw_form_preload_all (GwFormSession *self)
{
  for (guint i = 0; i < self->form->nodes->len; i++) {
    GwFormNode *node = self->form->nodes->pdata[i];

    if (node->preload != NULL)
      gw_form_for_each_row (self, self->root, node->scope, node, preload, NULL);
  }
}

static void
set_end (GwFormSession *self,
         GwFormNode    *node,
         GwFormRow     *row,
         gpointer       data)
{
  gw_form_store (self, node, row, data, GW_FORM_ORIGIN_CALCULATION);
}

/**
 * gw_form_session_finalise:
 *
 * Does what the standard asks when a record is finished: the time of the end, and the clock's
 * calculations once more.
 */
void
gw_form_session_finalise (GwFormSession *self)
{
  g_autofree char *now = NULL;

  g_return_if_fail (GW_IS_FORM_SESSION (self));

  gw_form_session_begin (self);
  now = compute_now (self, FALSE);
  for (guint i = 0; i < self->form->nodes->len; i++) {
    GwFormNode *node = self->form->nodes->pdata[i];

    if (node->preload != NULL && g_str_equal (node->preload, "timestamp")
        && g_str_equal (node->preload_params, "end"))
      gw_form_for_each_row (self, self->root, node->scope, node, set_end, now);
  }
  gw_form_mark_clock (self);
  gw_form_session_finish (self);
}
