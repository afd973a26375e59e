/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a copy that was stopped, or for which this computer has no room, says of itself. */

#include "core/sync/desk.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <glib/gstdio.h>

#include "core/bundles/gw-copies.h"

#define PASSPHRASE "seven curlews"

typedef struct
{
  GwBackupInfo *info;
  GError *error;
  gboolean is_over;
} Outcome;

static void
on_over (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->info = gw_copies_info_finish (result, &outcome->error);
  outcome->is_over = TRUE;
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Nothing but that may be said, and no file is left. */
static void
assert_failed (Outcome       *outcome,
               GwBundleError  code)
{
  g_autofree char *sentence = NULL;

  g_assert_null (outcome->info);
  g_assert_error (outcome->error, GW_BUNDLE_ERROR, (int) code);
  sentence = gw_sealed_copy_dup_sentence (outcome->error);
  g_assert_null (strstr (sentence, "damaged"));
  g_assert_null (strstr (sentence, "stick"));
  g_clear_error (&outcome->error);
}

/* As a full disk: no file of this process grows beyond @size. */
static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
carry_well (Desk       *desk,
            const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBackupInfo) info = gw_copies_carry (desk->store, desk->directory, "ann", "KEN", path, PASSPHRASE, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (info);
}

static void
test_what_was_stopped_is_called_so (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *path = g_build_filename (desk->directory, "x" GW_SEALED_COPY_SUFFIX, NULL);
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  Outcome carried = { NULL }, looked = { NULL };

  g_free (desk_write (desk, "party", "answer:rep1:/data/q1", "one"));
  g_cancellable_cancel (stopped);
  gw_copies_carry_async (desk->profile, path, PASSPHRASE, stopped, on_over, &carried);
  wait_for (&carried);
  assert_failed (&carried, GW_BUNDLE_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  carry_well (desk, path);
  gw_copies_look_async (desk->directory, path, PASSPHRASE, stopped, on_over, &looked);
  wait_for (&looked);
  assert_failed (&looked, GW_BUNDLE_ERROR_CANCELLED);
}

static void
test_a_full_disk_here_is_not_the_sticks (void)
{
  g_autoptr (Desk) desk = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *path = g_build_filename (desk->directory, "x" GW_SEALED_COPY_SUFFIX, NULL);
  g_autofree char *to = g_build_filename (desk->directory, "plain", NULL);
  g_autofree char *next = g_build_filename (desk->directory, "y" GW_SEALED_COPY_SUFFIX, NULL);
  Outcome looked = { NULL }, carried = { NULL }, opened = { NULL };

  g_free (desk_write (desk, "party", "answer:rep1:/data/q1", "one"));
  carry_well (desk, path);

  limit_files (8 * 1024);
  g_assert_false (gw_sealed_copy_open (path, PASSPHRASE, to, NULL, &opened.error));
  gw_copies_look_async (desk->directory, path, PASSPHRASE, NULL, on_over, &looked);
  wait_for (&looked);
  gw_copies_carry_async (desk->profile, next, PASSPHRASE, NULL, on_over, &carried);
  wait_for (&carried);
  limit_files (RLIM_INFINITY);

  assert_failed (&opened, GW_BUNDLE_ERROR_STORE_FULL);
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
  assert_failed (&looked, GW_BUNDLE_ERROR_STORE_FULL);
  /* SQLite calls a file that may not grow a fault of the disk. */
  g_assert_cmpint (carried.error->code, !=, GW_BUNDLE_ERROR_DAMAGED);
  assert_failed (&carried, GW_BUNDLE_ERROR_STORE);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* So that a file that is too large is an error, not the end of the process. */
  signal (SIGXFSZ, SIG_IGN);

  g_test_add_func ("/bundles/copies/what-was-stopped-is-called-so", test_what_was_stopped_is_called_so);
  g_test_add_func ("/bundles/copies/a-full-disk-here-is-not-the-sticks", test_a_full_disk_here_is_not_the_sticks);

  return g_test_run ();
}
