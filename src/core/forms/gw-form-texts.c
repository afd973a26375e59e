/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Labels, hints and messages as the form writes them: inline or by id in each language. */

#include <string.h>

#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

/* Reads text with outputs among it. Other elements are not in the standard; all engines leave
 * them out, and so their authors have seen it. */
static void
read_pieces (GwForm          *self,
             xmlNode         *element,
             GwFormNode      *context,
             GwFormTextValue *value)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (GwFormTextPiece));

  for (xmlNode *child = element->children; child != NULL; child = child->next) {
    GwFormTextPiece piece = { 0 };

    if (gw_xml_is (child, NULL, "output")) {
      g_autofree char *expression = gw_xml_dup_attr (child, NULL, "value");

      if (expression == NULL)
        expression = gw_xml_dup_attr (child, NULL, "ref");
      if (expression == NULL)
        continue;
      piece.output = gw_form_compile (self, expression, xmlGetLineNo (child), context);
    } else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      g_autofree char *text = gw_xml_dup_text (child);

      piece.literal = gw_form_arena_strdup (self->arena, text, -1);
    } else {
      continue;
    }
    g_array_append_val (pieces, piece);
  }
  value->n_pieces = pieces->len;
  value->pieces = gw_form_arena_new0 (self->arena, GwFormTextPiece, pieces->len);
  for (guint i = 0; i < pieces->len; i++)
    value->pieces[i] = g_array_index (pieces, GwFormTextPiece, i);
}

static void
read_text_of_language (GwForm  *self,
                       xmlNode *text,
                       guint    language,
                       guint    n_languages)
{
  g_autofree char *id = gw_xml_dup_attr (text, NULL, "id");
  GwFormItext *itext;

  if (id == NULL)
    return;
  itext = g_hash_table_lookup (self->itexts, id);
  if (itext == NULL) {
    itext = g_new0 (GwFormItext, 1);
    itext->id = gw_form_intern (self, id, -1);
    itext->values = g_new0 (GArray *, n_languages + 1);
    itext->values[n_languages] = (gpointer) -1;
    g_hash_table_insert (self->itexts, (gpointer) itext->id, itext);
  }
  if (itext->values[language] == NULL)
    itext->values[language] = g_array_new (FALSE, FALSE, sizeof (GwFormTextValue));
  for (xmlNode *element = gw_xml_first (text, NULL, "value"); element != NULL;
       element = gw_xml_next (element, NULL, "value")) {
    g_autofree char *form = gw_xml_dup_attr (element, NULL, "form");
    GwFormTextValue value = { 0 };

    if (itext->values[language]->len >= GW_FORM_MAX_TEXT_FORMS) {
      gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, xmlGetLineNo (element), NULL, NULL,
                         "The text “%s” has more than %d forms", id, GW_FORM_MAX_TEXT_FORMS);
      return;
    }

    value.form = form != NULL && !g_str_equal (form, "long") && !g_str_equal (form, "markdown")
                     ? gw_form_intern (self, form, -1) : "";
    read_pieces (self, element, NULL, &value);
    for (guint i = 0; i < value.n_pieces; i++)
      itext->has_outputs |= value.pieces[i].output != NULL;
    g_array_append_val (itext->values[language], value);
  }
}

/* pyxform writes "-" for a translation that is missing. */
static gboolean
is_missing (const GwFormTextValue *value,
            gboolean               shows_dashes)
{
  return value->n_pieces == 0
         || (!shows_dashes && value->n_pieces == 1 && value->pieces[0].literal != NULL
             && g_str_equal (value->pieces[0].literal, "-"));
}

static const GwFormTextValue *
find_form (const GwFormItext *itext,
           guint              language,
           const char        *form)
{
  GArray *values = itext->values[language];

  for (guint i = 0; values != NULL && i < values->len; i++) {
    const GwFormTextValue *value = &g_array_index (values, GwFormTextValue, i);

    if (g_str_equal (value->form, form))
      return value;
  }

  return NULL;
}

/* A text that one language has and another has not, and not as a picture either. */
static gboolean
is_gap (const GwFormItext *itext,
        guint              language)
{
  GArray *values = itext->values[language];

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (!is_missing (&g_array_index (values, GwFormTextValue, i), FALSE))
      return FALSE;

  return TRUE;
}

static gboolean
is_in_any_language (const GwFormItext *itext,
                    guint              n_languages)
{
  for (guint i = 0; i < n_languages; i++)
    if (!is_gap (itext, i))
      return TRUE;

  return FALSE;
}

static void
note_gaps (GwForm  *self,
           xmlNode *itext_element)
{
  guint n_languages = self->languages->len - 1;
  xmlNode *translation = gw_xml_first (itext_element, NULL, "translation");

  for (guint i = 0; i < n_languages; i++, translation = gw_xml_next (translation, NULL, "translation")) {
    GHashTableIter iter;
    const char *example = NULL;
    gpointer itext;
    guint n = 0;

    g_hash_table_iter_init (&iter, self->itexts);
    while (g_hash_table_iter_next (&iter, NULL, &itext)) {
      if (!is_gap (itext, i) || !is_in_any_language (itext, n_languages))
        continue;
      if (example == NULL || strcmp (((GwFormItext *) itext)->id, example) < 0)
        example = ((GwFormItext *) itext)->id;
      n++;
    }
    if (n > 0)
      gw_form_add_issue (self, GW_FORM_ISSUE_MISSING_TRANSLATION, xmlGetLineNo (translation), NULL, NULL,
                         "%u texts are missing in “%s”, “%s” among them", n,
                         (const char *) self->languages->pdata[i], example);
  }
}

void
gw_form_read_itext (GwForm  *self,
                    xmlNode *model)
{
  xmlNode *itext = gw_xml_first (model, NULL, "itext");
  guint n_languages = 0;
  guint language = 0;
  GHashTableIter iter;
  gpointer text_of_id;

  for (xmlNode *t = gw_xml_first (itext, NULL, "translation"); t != NULL;
       t = gw_xml_next (t, NULL, "translation"))
    n_languages++;
  if (n_languages > GW_FORM_MAX_LANGUAGES) {
    gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, xmlGetLineNo (itext), NULL, NULL,
                       "The form has more than %d languages", GW_FORM_MAX_LANGUAGES);
    g_ptr_array_add (self->languages, NULL);
    return;
  }
  for (xmlNode *t = gw_xml_first (itext, NULL, "translation"); t != NULL;
       t = gw_xml_next (t, NULL, "translation"), language++) {
    g_autofree char *name = gw_xml_dup_attr (t, NULL, "lang");
    g_autofree char *is_default = gw_xml_dup_attr (t, NULL, "default");

    g_ptr_array_add (self->languages, gw_form_arena_strdup (self->arena, name != NULL ? name : "", -1));
    if (is_default != NULL && (*is_default == '\0' || g_str_has_prefix (is_default, "true")))
      self->default_language = language;
    for (xmlNode *text = gw_xml_first (t, NULL, "text"); text != NULL;
         text = gw_xml_next (text, NULL, "text"))
      read_text_of_language (self, text, language, n_languages);
  }
  g_ptr_array_add (self->languages, NULL);
  g_hash_table_iter_init (&iter, self->itexts);
  while (g_hash_table_iter_next (&iter, NULL, &text_of_id))
    if (((GwFormItext *) text_of_id)->has_outputs)
      g_ptr_array_add (self->itexts_with_outputs, text_of_id);
  note_gaps (self, itext);
}

static const GwFormTextValue *
find_in_any_language (GwForm            *self,
                      const GwFormItext *itext,
                      guint              language,
                      const char        *form,
                      gboolean           shows_dashes,
                      gboolean          *is_other_language)
{
  const GwFormTextValue *own = find_form (itext, language, form);
  const GwFormTextValue *other;

  if (own != NULL && !is_missing (own, shows_dashes))
    return own;
  if (is_other_language != NULL)
    *is_other_language = TRUE;
  other = find_form (itext, self->default_language, form);
  if (other != NULL && !is_missing (other, shows_dashes))
    return other;
  for (guint i = 0; i + 1 < self->languages->len; i++) {
    other = find_form (itext, i, form);
    if (other != NULL && !is_missing (other, shows_dashes))
      return other;
  }
  if (is_other_language != NULL)
    *is_other_language = FALSE;

  return own;
}

/**
 * gw_form_find_itext:
 * @form: "" for the text itself
 * @shows_dashes: whether a "-" is a text of its own, as other engines have it
 * @is_other_language: (out) (optional): set where @language has no such text
 *
 * Returns: (transfer none) (nullable): the text in @language, else in the default language,
 * else in any
 */
const GwFormTextValue *
gw_form_find_itext (GwForm     *self,
                    const char *id,
                    guint       language,
                    const char *form,
                    gboolean    shows_dashes,
                    gboolean   *is_other_language)
{
  const GwFormItext *itext = g_hash_table_lookup (self->itexts, id);
  const GwFormTextValue *value;

  if (is_other_language != NULL)
    *is_other_language = FALSE;
  if (itext == NULL)
    return NULL;
  value = find_in_any_language (self, itext, language, form, shows_dashes, is_other_language);
  if (*form == '\0' && (value == NULL || is_missing (value, shows_dashes))) {
    const GwFormTextValue *brief = find_in_any_language (self, itext, language, "short", shows_dashes,
                                                         is_other_language);

    value = brief != NULL ? brief : value;
  }

  return value;
}

/* `jr:itext('id')` with a plain id is the usual case; any other argument is evaluated when
 * the text is shown. */
static void
read_itext_call (GwForm        *self,
                 const char    *call,
                 int            line,
                 GwFormNode    *context,
                 GwFormTextRef *text)
{
  const char *open = strchr (call, '(');
  const char *close = strrchr (call, ')');
  g_autofree char *argument = open != NULL && close != NULL && close > open
                                  ? g_strstrip (g_strndup (open + 1, close - open - 1)) : g_strdup ("");
  gsize length = strlen (argument);

  if (length >= 2 && (argument[0] == '\'' || argument[0] == '"') && argument[length - 1] == argument[0]
      && memchr (argument + 1, argument[0], length - 2) == NULL) {
    argument[length - 1] = '\0';
    text->itext_id = gw_form_intern (self, argument + 1, -1);
    if (!g_hash_table_contains (self->itexts, text->itext_id)) {
      g_autofree char *node = context != NULL ? gw_form_node_dup_path (context) : NULL;

      gw_form_add_issue (self, GW_FORM_ISSUE_UNKNOWN_TEXT, line, node, call,
                         "The text “%s” is in no language", text->itext_id);
    }
  } else if (length > 0) {
    text->itext_expression = gw_form_compile (self, argument, line, context);
  }
}

static gboolean
is_itext_call (const char *text)
{
  return g_str_has_prefix (text, "jr:itext") && strchr (text, '(') != NULL;
}

/**
 * gw_form_read_text:
 * @element: (nullable): a label or hint
 *
 * Returns: (transfer none) (nullable): what it says
 */
GwFormTextRef *
gw_form_read_text (GwForm     *self,
                   xmlNode    *element,
                   GwFormNode *context)
{
  g_autofree char *ref = NULL;
  GwFormTextRef *text;

  if (element == NULL)
    return NULL;

  text = gw_form_arena_new0 (self->arena, GwFormTextRef, 1);
  text->inline_text.form = "";
  ref = gw_xml_dup_attr (element, NULL, "ref");
  if (ref != NULL) {
    g_strstrip (ref);
    if (is_itext_call (ref)) {
      read_itext_call (self, ref, xmlGetLineNo (element), context, text);
    } else if (*ref != '\0') {
      GwFormTextPiece *piece = gw_form_arena_new0 (self->arena, GwFormTextPiece, 1);

      piece->output = gw_form_compile (self, ref, xmlGetLineNo (element), context);
      text->inline_text.pieces = piece;
      text->inline_text.n_pieces = 1;
      return text;
    }
  }
  read_pieces (self, element, context, &text->inline_text);

  return text;
}

/**
 * gw_form_read_message:
 * @message: a literal, or `jr:itext('id')`
 *
 * Returns: (transfer none): the message of a constraint or of a required answer
 */
GwFormTextRef *
gw_form_read_message (GwForm     *self,
                      const char *message,
                      int         line,
                      GwFormNode *context)
{
  GwFormTextRef *text = gw_form_arena_new0 (self->arena, GwFormTextRef, 1);

  text->inline_text.form = "";
  if (is_itext_call (message)) {
    read_itext_call (self, message, line, context, text);
  } else {
    GwFormTextPiece *piece = gw_form_arena_new0 (self->arena, GwFormTextPiece, 1);

    piece->literal = gw_form_arena_strdup (self->arena, message, -1);
    text->inline_text.pieces = piece;
    text->inline_text.n_pieces = 1;
  }

  return text;
}
