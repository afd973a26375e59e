/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts in the session's language, with their outputs filled in (section 8). */

#include <string.h>

#include "core/forms/gw-form-private.h"

/**
 * gw_form_strip_media:
 * @text: (transfer full) (nullable): a file as a form names it, as `jr://images/otter.png`
 *
 * Returns: (transfer full) (nullable): its name in the media folder
 */
char *
gw_form_strip_media (char *text)
{
  char *slash = text != NULL ? strrchr (text, '/') : NULL;

  if (slash != NULL)
    memmove (text, slash + 1, strlen (slash));
  return text;
}

/* Whatever could be a mark stands behind a backslash, so that it is none. */
void
gw_form_append_escaped (GString    *out,
                        const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (strchr ("\\*_#[]<>&-+", *p) != NULL)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

static void
render_value (GwXPathRun            *run,
              const GwFormTextValue *value,
              GString               *out)
{
  GwFormSession *session = run->session;

  for (guint i = 0; i < value->n_pieces && !run->failed; i++) {
    const GwFormTextPiece *piece = &value->pieces[i];
    GwXPathRun inner = *run;

    /* Texts that show texts multiply, and so do the words in them. */
    if (out->len > GW_XPATH_MAX_TEXT || !gw_xpath_work (run, 1 + out->len / 4096)) {
      run->failed = TRUE;
      return;
    }

    if (piece->literal != NULL) {
      g_string_append (out, piece->literal);
      continue;
    }
    /* A text whose output shows the text itself would never end. */
    if (session->depth > GW_FORM_MAX_NESTING) {
      run->failed = TRUE;
      return;
    }
    session->depth++;
    inner.node = run->current;
    if (piece->output->root != NULL) {
      GwXPathValue result;

      gw_xpath_eval (&inner, piece->output->root, &result);
      if (result.type == GW_XPATH_NUMBER && result.number != result.number)
        ;
      else if (session->escape_depth == session->depth)
        gw_form_append_escaped (out, gw_xpath_to_string (&inner, &result));
      else
        g_string_append (out, gw_xpath_to_string (&inner, &result));
    }
    run->failed |= inner.failed;
    session->depth--;
  }
}

/* The id itself stands in for a text that no language has, so that an author sees the gap. */
void
gw_form_render_itext (GwXPathRun *run,
                      const char *id,
                      const char *form,
                      GString    *out)
{
  GwFormSession *session = run->session;
  const GwFormTextValue *value = gw_form_find_itext (session->form, id, session->language, form,
                                                    session->shows_dashes, NULL);

  if (value != NULL)
    render_value (run, value, out);
  else if (*form == '\0' && *id != '\0' && g_hash_table_lookup (session->form->itexts, id) == NULL)
    g_string_append (out, id);
}

/**
 * gw_form_render:
 * @text: (nullable): a label, hint or message
 * @form: "" for the text itself, or "guidance", "image" and so on
 *
 * Returns: (transfer full) (nullable): the text, or NULL where there is none of that form
 */
char *
gw_form_render (GwFormSession       *session,
                const GwFormTextRef *text,
                const char          *form,
                GwFormNode          *node,
                GwFormRow           *row)
{
  g_autoptr (GString) out = NULL;
  const char *id;
  GwXPathRun run;

  if (text == NULL)
    return NULL;

  out = g_string_new (NULL);
  gw_form_run_begin (session, &run, node, row);
  id = text->itext_expression != NULL && text->itext_expression->root != NULL
           ? gw_xpath_eval_string (&run, text->itext_expression->root) : text->itext_id;
  if (id != NULL
      && (text->inline_text.n_pieces == 0 || g_hash_table_contains (session->form->itexts, id)))
    gw_form_render_itext (&run, id, form, out);
  else if (*form == '\0')
    render_value (&run, &text->inline_text, out);
  gw_form_run_end (session, &run);

  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
