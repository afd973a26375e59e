/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a form: it is refused with a reason, or it can be filled in, shown, saved,
 * opened again and written. */

#include "fuzz.h"

static void
answer (GwFormSession *session,
        GwFormItem    *item)
{
  g_autoptr (GPtrArray) choices = NULL;
  const char *value = "2";

  if (gw_form_item_is_gone (item))
    return;
  if (gw_form_item_get_kind (item) == GW_FORM_ITEM_REPEAT) {
    g_free (gw_form_session_add_row (session, gw_form_item_get_ref (item), NULL, NULL));
    return;
  }
  if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL)
    return;
  choices = gw_form_item_dup_choices (item);
  if (choices->len > 0)
    value = ((GwFormChoice *) choices->pdata[choices->len - 1])->value;
  gw_form_session_set_value (session, gw_form_item_get_ref (item), value, NULL);
}

static void
fill_in (GwFormSession *session)
{
  g_autoptr (GPtrArray) items = gw_fuzz_dup_all_items (session);
  const char * const *languages = gw_form_get_languages (gw_form_session_get_form (session));

  for (guint i = 0; i < MIN (items->len, 8); i++)
    answer (session, items->pdata[i]);
  if (languages[0] != NULL)
    gw_form_session_set_language (session, languages[0]);
  for (guint i = 0; i < MIN (items->len, 8); i++)
    if (!gw_form_item_is_gone (items->pdata[i])
        && gw_form_item_get_kind (items->pdata[i]) == GW_FORM_ITEM_ROW)
      gw_form_session_remove_row (session, gw_form_item_get_ref (items->pdata[i]), NULL);
  gw_form_session_finalise (session);
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autoptr (GwForm) form = gw_fuzz_load ((const char *) data, size, gw_fuzz_folder ());
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) draft = NULL;

  if (form == NULL)
    return;
  session = gw_fuzz_open (form, NULL);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  fill_in (session);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  draft = gw_form_session_dup_draft (session);
  again = gw_fuzz_open (form, draft);
  gw_fuzz_walk (again);
}
