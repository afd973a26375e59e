/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any answers that a store may hold for a form: of nodes it does not have, in rows that it does
 * not have, in any order. Lines of `reference TAB text`, or `reference TAB` and a row's name
 * after a `+` for a row. */

#include "fuzz.h"

#include <string.h>

static GwFormDraft *
read_draft (const char *text)
{
  GwFormDraft *draft = gw_form_draft_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", 200);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *tab = strchr (lines[i], '\t');

    if (tab == NULL) {
      gw_form_draft_add_repeat (draft, lines[i]);
      continue;
    }
    *tab = '\0';
    if (tab[1] == '+')
      gw_form_draft_add_row (draft, lines[i], tab + 2);
    else
      gw_form_draft_set (draft, lines[i], tab + 1);
  }

  return draft;
}

void
gw_fuzz_one (const guint8 *data,
             gsize         size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (GwForm) form = gw_fuzz_load (gw_fuzz_sample_form, -1, NULL);
  g_autoptr (GwFormDraft) draft = read_draft (text);
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) again = NULL;
  g_autoptr (GwFormDraft) saved = NULL;

  g_assert_nonnull (form);
  session = gw_fuzz_open (form, draft);
  gw_fuzz_walk (session);
  gw_fuzz_check_record (session);
  gw_form_session_set_value (session, "/data/in", "2", NULL);
  gw_fuzz_check_record (session);
  saved = gw_form_session_dup_draft (session);
  again = gw_fuzz_open (form, saved);
  gw_fuzz_walk (again);
  g_assert_cmpstr (gw_form_session_get_value (again, "/data/sum"), ==,
                   gw_form_session_get_value (session, "/data/sum"));
}
