/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "stick.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/base/gw-json.h"

char *
stick_new (void)
{
  g_autoptr (GError) error = NULL;
  char *stick = g_dir_make_tmp ("godwit-stick-XXXXXX", &error);

  g_assert_no_error (error);
  return stick;
}

char *
stick_path (const char *stick,
            const char *name)
{
  return g_build_filename (stick, name, NULL);
}

/* Hidden files, too. */
guint
stick_count (const char *stick)
{
  g_autoptr (GDir) folder = g_dir_open (stick, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

GwBundleInfo *
stick_write (Desk           *desk,
             const char     *path,
             GwBundleFlags   flags,
             GError        **error)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (desk->profile);

  return gw_bundle_write_at_cost (own, path, PASSPHRASE, CHEAP, flags, NULL, NULL, NULL, error);
}

GwBundleReading *
stick_read (Desk           *desk,
            const char     *path,
            GwBundleFlags   flags,
            GError        **error)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (desk->profile);

  return gw_bundle_read (own, path, PASSPHRASE, flags, NULL, NULL, NULL, error);
}

void
stick_give (Desk          *from,
            Desk          *to,
            const char    *path,
            GwBundleFlags  flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleInfo) info = stick_write (from, path, flags, &error);
  g_autoptr (GwBundleReading) reading = NULL;

  g_assert_no_error (error);
  reading = stick_read (to, path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading->stored + reading->known, ==, info->revisions);
}

/* A bundle with the right passphrase and whatever rows. */
void
stick_craft (const char        *path,
             const char *const *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSealWriter) seal = NULL;
  g_autoptr (GwRowWriter) writer = NULL;
  int fd = open (path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  seal = gw_seal_writer_new (fd, &(GwSealFor) { .passphrase = PASSPHRASE, .cost = CHEAP }, &error);
  g_assert_no_error (error);
  writer = gw_row_writer_new (seal);
  for (guint i = 0; rows[i] != NULL; i++)
    g_assert_true (gw_row_writer_add_text (writer, rows[i], strlen (rows[i]), NULL));
  g_assert_true (gw_row_writer_finish (writer, NULL));
  close (fd);
}

void
stick_assert_same (Desk *a,
                   Desk *b)
{
  g_autofree char *dump_a = desk_dump (a);
  g_autofree char *dump_b = desk_dump (b);

  g_assert_cmpstr (dump_a, ==, dump_b);
}

void
stick_put (Desk       *desk,
           const char *id,
           const char *value)
{
  g_autofree char *rev = desk_write (desk, "party", id, value);

  g_assert_nonnull (rev);
}

void
stick_assert_sound (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) findings = gw_store_check (desk->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (findings), ==, 0);
}
