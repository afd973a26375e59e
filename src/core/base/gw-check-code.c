/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-check-code.h"

#define LETTERS 16
#define GROUP 4

/**
 * gw_check_code_new:
 * @sha256: a hash in hexadecimal letters
 *
 * What two people compare on the telephone, or on two sheets of paper, to know that they have the same version of
 * something: on print, in a receipt, beside a clearance.
 *
 * Returns: (transfer full): its beginning, in groups: "3f2a-9c01-77de-1b40"
 */
char *
gw_check_code_new (const char *sha256)
{
  g_autoptr (GString) code = g_string_new (NULL);

  g_return_val_if_fail (sha256 != NULL, NULL);

  for (gsize i = 0; i < LETTERS && sha256[i] != '\0'; i++) {
    if (i > 0 && i % GROUP == 0)
      g_string_append_c (code, '-');
    g_string_append_c (code, sha256[i]);
  }

  return g_string_free (g_steal_pointer (&code), FALSE);
}
