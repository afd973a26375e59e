/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sheet of the exchange in one room says that came of it; the tests run in English. */

#include "app/sync/gw-room-words.h"

#include <string.h>

typedef struct
{
  const char *name;
  GwNearbySummary summary;
  const char *says;
  const char *says_not;
} Case;

static const Case cases[] = {
  { "nothing-was-new", { .is_given = TRUE }, "both computers have the same", "gave nothing" },
  { "something-came", { .received = 1, .is_given = TRUE }, "1 change came", "the same" },
  { "given-and-never-heard-of", { .received = 2 }, "2 changes came", "there now" },
  { "withheld", { .is_given = TRUE, .is_withheld = TRUE }, "This computer gave nothing", "have the same" },
  { "withheld-and-something-came", { .received = 1, .is_given = TRUE, .is_withheld = TRUE }, "1 change came",
    "there now" },
  { "withheld-there", { .is_given = TRUE, .is_withheld_there = TRUE }, "The other computer gave nothing",
    "have the same" },
  { "withheld-there-and-something-went", { .given = 3, .is_given = TRUE, .is_withheld_there = TRUE },
    "3 changes of this computer are there now", "came" },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autofree char *words = gw_room_words_came (&one->summary);

  g_assert_nonnull (strstr (words, one->says));
  g_assert_null (strstr (words, one->says_not));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/room-words/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }

  return g_test_run ();
}
