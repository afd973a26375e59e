/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of JSON (RFC 8259), read without recursion. json-glib takes more than the grammar,
 * calls itself for each level, and loses memory over a second value or half a character; so what
 * comes from outside is checked before it sees it. */

#include "core/base/gw-json-check.h"

#include <string.h>

#include "core/base/gw-json.h"

#define MOST_VALUES 3000000 /* json-glib keeps a hundred bytes for each */

typedef struct
{
  const char *at;
  const char *end;
  char open[GW_JSON_MAX_DEPTH]; /* the brackets that are open */
  guint depth;
} Checker;

static void
skip_space (Checker *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
take (Checker *self,
      char     c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* The four digits of an escaped character; -1 where they are missing. */
static int
take_unit (Checker *self)
{
  int unit = 0;

  if (self->end - self->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++, self->at++) {
    if (!g_ascii_isxdigit (*self->at))
      return -1;
    unit = unit * 16 + g_ascii_xdigit_value (*self->at);
  }
  return unit;
}

/* A character beyond U+FFFF is escaped as two halves, and neither stands alone. */
static const char *
check_escape (Checker *self)
{
  int unit;

  if (self->at >= self->end || strchr ("\"\\/bfnrtu", *self->at) == NULL || *self->at == '\0')
    return "an escape is not known";
  if (*self->at++ != 'u')
    return NULL;
  unit = take_unit (self);
  if (unit < 0)
    return "an escaped character has no four digits";
  if ((unit & 0xF800) != 0xD800)
    return NULL;
  if ((unit & 0x0400) != 0 || !take (self, '\\') || !take (self, 'u')
      || (take_unit (self) & ~0x3FF) != 0xDC00)
    return "half a character is escaped";
  return NULL;
}

static const char *
check_string (Checker *self)
{
  while (self->at < self->end && *self->at != '"') {
    if ((guchar) *self->at < 0x20)
      return "a control character stands in a text";
    if (*self->at++ == '\\') {
      const char *fault = check_escape (self);

      if (fault != NULL)
        return fault;
    }
  }
  return take (self, '"') ? NULL : "a text is not closed";
}

static gsize
skip_digits (Checker *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at - start;
}

static const char *
check_number (Checker *self)
{
  static const char fault[] = "a number is not one";

  take (self, '-');
  if (!take (self, '0') && skip_digits (self) == 0)
    return fault;
  if (take (self, '.') && skip_digits (self) == 0)
    return fault;
  if (take (self, 'e') || take (self, 'E')) {
    if (!take (self, '+'))
      take (self, '-');
    if (skip_digits (self) == 0)
      return fault;
  }
  return NULL;
}

static gboolean
take_word (Checker *self)
{
  static const char * const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (self->end - self->at) >= length && strncmp (self->at, words[i], length) == 0) {
      self->at += length;
      return TRUE;
    }
  }
  return FALSE;
}

/* Goes over what begins a value: a bracket, with the name of the first member; or all of it. */
static const char *
check_value (Checker  *self,
             guint     most_levels,
             gboolean *is_open)
{
  *is_open = FALSE;
  if (self->at >= self->end)
    return "it ends too early";
  if (*self->at == '{' || *self->at == '[') {
    if (self->depth >= MIN (most_levels, GW_JSON_MAX_DEPTH))
      return "it has too many levels";
    self->open[self->depth++] = *self->at++;
    *is_open = TRUE;
    return NULL;
  }
  if (take (self, '"'))
    return check_string (self);
  if (*self->at == '-' || g_ascii_isdigit (*self->at))
    return check_number (self);
  return take_word (self) ? NULL : "a value is not one";
}

static const char *
check_name (Checker *self)
{
  const char *fault;

  skip_space (self);
  if (!take (self, '"'))
    return "a member has no name";
  fault = check_string (self);
  if (fault != NULL)
    return fault;
  skip_space (self);
  return take (self, ':') ? NULL : "a member has no colon";
}

/* Closes all brackets that end here. Gives whether another value follows. */
static const char *
check_after_value (Checker  *self,
                   gboolean *goes_on)
{
  *goes_on = FALSE;
  while (self->depth > 0) {
    char open = self->open[self->depth - 1];

    skip_space (self);
    if (take (self, ',')) {
      *goes_on = TRUE;
      return open == '{' ? check_name (self) : NULL;
    }
    if (!take (self, open == '{' ? '}' : ']'))
      return "a bracket is not closed";
    self->depth--;
  }
  return NULL;
}

/**
 * gw_json_find_fault:
 * @text: UTF-8
 * @most_levels: how many brackets may stand within each other, at most %GW_JSON_MAX_DEPTH
 *
 * Returns: (transfer none) (nullable): what is wrong with it as JSON, or NULL
 */
const char *
gw_json_find_fault (const char *text,
                    gsize       length,
                    guint       most_levels)
{
  Checker self = { .at = text, .end = text + length };
  gboolean goes_on = TRUE;
  guint n_values = 0;

  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    self.at += 3;
  while (goes_on) {
    gboolean is_open;
    const char *fault;

    if (++n_values > MOST_VALUES)
      return "it has too many values";
    skip_space (&self);
    fault = check_value (&self, most_levels, &is_open);
    if (fault != NULL)
      return fault;
    skip_space (&self);
    if (is_open && self.at < self.end && *self.at == (self.open[self.depth - 1] == '{' ? '}' : ']'))
      is_open = FALSE;
    if (is_open) {
      fault = self.open[self.depth - 1] == '{' ? check_name (&self) : NULL;
    } else {
      fault = check_after_value (&self, &goes_on);
    }
    if (fault != NULL)
      return fault;
  }
  skip_space (&self);
  return self.at == self.end ? NULL : "something follows the value";
}
