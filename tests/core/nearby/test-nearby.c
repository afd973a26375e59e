/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two desks in one room: after an exchange both have the same, also when it broke off in between. */

#include "room.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/base/gw-time.h"
#include "core/store/gw-store-sticks.h"

#define YEAR (G_GINT64_CONSTANT (365) * 86400 * G_USEC_PER_SEC)
#define Q(n) "answer:rep1:/data/s1/q" #n

typedef struct
{
  Desk *ann;
  Desk *ben;
  Side a;
  Side b;
} Room;

static void
room_open (Room *self)
{
  memset (self, 0, sizeof *self);
  self->ann = desk_new ("ann", GW_ROLE_NFP);
  self->ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  self->a = (Side) { .desk = self->ann, .says = TRUE };
  self->b = (Side) { .desk = self->ben, .says = TRUE };
}

static void
room_close (Room *self)
{
  side_clear (&self->a);
  side_clear (&self->b);
  desk_free (self->ann);
  desk_free (self->ben);
}

static void
exchange (Room *self)
{
  room_exchange (&self->a, &self->b);
  g_assert_no_error (self->a.error);
  g_assert_no_error (self->b.error);
}

static void
assert_folder_is_gone (Desk *desk)
{
  g_autofree char *path = g_build_filename (desk->directory, "nearby", NULL);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What the sheet of the window lists lies on sticks, and nothing of this does. */
static void
assert_no_stick (Desk *desk)
{
  g_autoptr (GPtrArray) sent = gw_store_sent (desk->store, -1, NULL);

  g_assert_cmpuint (sent->len, ==, 0);
}

static void
test_both_have_the_same (void)
{
  Room room;
  g_autofree char *value = NULL;

  room_open (&room);
  stick_put (room.ann, Q (1), "one, by Ann");
  stick_put (room.ann, Q (2), "two, by Ann");
  stick_put (room.ben, Q (3), "three, by Ben");
  exchange (&room);
  g_assert_cmpstr (room.a.code, ==, room.b.code);
  g_assert_cmpuint (strlen (room.a.code), ==, 7);
  g_assert_cmpstr (room.a.peer, ==, "ben");
  g_assert_cmpstr (room.b.peer, ==, "ann");
  room_assert_same (room.ann, room.ben);
  value = desk_read (room.ben, "party", Q (1));
  g_assert_cmpstr (value, ==, "one, by Ann");
  /* What was new on each, told on both. */
  g_assert_cmpuint (room.a.summary->received, ==, room.b.summary->given);
  g_assert_cmpuint (room.b.summary->received, ==, room.a.summary->given);
  g_assert_cmpuint (room.a.summary->received, >=, 1);
  g_assert_cmpuint (room.b.summary->received, >=, 2);
  g_assert_cmpuint (room.a.summary->bytes_up, ==, room.b.summary->bytes_down);
  g_assert_true (room.a.summary->is_given && room.b.summary->is_given);
  g_assert_null (gw_nearby_summary_get_withheld (room.a.summary));
  assert_folder_is_gone (room.ann);
  assert_folder_is_gone (room.ben);
  assert_no_stick (room.ann);
  assert_no_stick (room.ben);
  room_close (&room);
}

static void
test_two_versions_of_one_answer_are_kept (void)
{
  Room room;

  room_open (&room);
  stick_put (room.ann, Q (1), "as Ann sees it");
  stick_put (room.ben, Q (1), "as Ben sees it");
  exchange (&room);
  room_assert_same (room.ann, room.ben);
  g_assert_cmpuint (room.a.summary->waiting, ==, 1);
  g_assert_cmpuint (room.b.summary->waiting, ==, 1);
  room_close (&room);
}

/* They told each other at once what arrived: so nothing is given twice. */
static void
test_nothing_new_is_nothing (void)
{
  Room room;
  guint64 first;

  room_open (&room);
  for (guint i = 0; i < 40; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s2/q%u", i);

    stick_put (room.ann, id, "a sentence about the wintering grounds of the bar-tailed godwit");
  }
  exchange (&room);
  first = room.a.summary->bytes_up + room.a.summary->bytes_down;
  /* What came is offered back once, since by stick nobody would know. */
  exchange (&room);
  g_assert_cmpuint (room.a.summary->received + room.b.summary->received, ==, 0);
  exchange (&room);
  g_assert_cmpuint (room.a.summary->received + room.b.summary->received, ==, 0);
  g_assert_cmpuint (room.a.summary->known + room.b.summary->known, ==, 0);
  g_assert_cmpuint (room.a.summary->bytes_up + room.a.summary->bytes_down, <, first);
  g_assert_true (room.a.summary->is_given);
  /* And one new word goes alone. */
  stick_put (room.ben, Q (1), "one");
  exchange (&room);
  g_assert_cmpuint (room.a.summary->received, ==, 1);
  g_assert_cmpuint (room.a.summary->known, ==, 0);
  room_assert_same (room.ann, room.ben);
  room_close (&room);
}

/* A respondent does not keep all that Ann does: nothing goes there, and neither is told that both have the same. */
static void
test_what_is_not_given_is_told (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), rita = desk_new ("rita", GW_ROLE_RESPONDENT);
  Side a = { .desk = ann, .says = TRUE }, r = { .desk = rita, .says = TRUE };
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  stick_put (ann, Q (1), "one, by Ann");
  for (guint i = 0; i < 2; i++) {
    room_exchange (&a, &r);
    g_assert_no_error (a.error);
    g_assert_no_error (r.error);
    g_assert_true (a.summary->is_withheld && r.summary->is_withheld_there);
    g_assert_false (a.summary->is_withheld_there || r.summary->is_withheld);
    g_assert_cmpuint (r.summary->received + a.summary->given, ==, 0);
    g_assert_nonnull (strstr (gw_nearby_summary_get_withheld (a.summary), "This computer gave nothing"));
    g_assert_nonnull (strstr (gw_nearby_summary_get_withheld (r.summary), "The other computer gave nothing"));
  }
  /* A stick is no way round: so none is advised. */
  info = stick_write (ann, path, GW_BUNDLE_DEFAULT, &error);
  g_assert_no_error (error);
  reading = stick_read (rita, path, GW_BUNDLE_DEFAULT, &error);
  g_assert_null (reading);
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_ALLOWED);
  g_assert_null (strstr (gw_nearby_summary_get_withheld (a.summary), "stick"));
  side_clear (&a);
  side_clear (&r);
}

/* Who compared a code here need not take a passphrase for a stick. */
static void
test_they_know_each_other_from_then_on (void)
{
  Room room;
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  const char *names[] = { "ben", NULL };
  g_autoptr (GwBundleDesk) ann = NULL, ben = NULL;
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GwBundleReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  room_open (&room);
  stick_put (room.ann, Q (1), "one");
  exchange (&room);
  stick_put (room.ann, Q (2), "two");
  ann = gw_bundle_desk_new (room.ann->profile);
  ben = gw_bundle_desk_new (room.ben->profile);
  info = gw_bundle_write_for (ann, path, names, GW_BUNDLE_DEFAULT, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  reading = gw_bundle_read (ben, path, NULL, GW_BUNDLE_DEFAULT, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reading->info->trust, ==, GW_KEY_TRUST_CONFIRMED);
  g_assert_cmpuint (reading->stored, >=, 1);
  room_assert_same (room.ann, room.ben);
  room_close (&room);
}

/* What went by stick with a passphrase, and what will, has nothing to do with it. */
static void
test_sticks_with_a_passphrase_miss_nothing (void)
{
  Room room;
  g_autofree char *stick = stick_new (), *path = stick_path (stick, "a.godwit");
  g_autoptr (Desk) sue = desk_new ("sue", GW_ROLE_ALTERNATE);

  room_open (&room);
  stick_put (room.ann, Q (1), "one");
  exchange (&room);
  stick_give (room.ann, sue, path, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (gw_store_count (sue->store, "party", "answer:", NULL), ==, 1);
  room_close (&room);
}

/* Both give a new word each time, and the wire breaks after so many bytes, at a stride over a whole exchange.
 * GODWIT_LONG=1 takes smaller steps. */
static void
test_cut_at_any_byte (void)
{
  const guint n_cuts = g_getenv ("GODWIT_LONG") != NULL ? 2000 : 40;
  Room room;
  guint64 whole, done = 0;
  guint n_broken = 0, n_asked = 0;

  room_open (&room);
  stick_put (room.ann, Q (1), "one");
  exchange (&room);
  stick_put (room.ann, Q (2), "two");
  stick_put (room.ben, Q (3), "three");
  whole = room_exchange_cut (&room.a, &room.b, G_MAXUINT64);
  g_assert_no_error (room.a.error);
  for (guint i = 0; i < n_cuts; i++) {
    g_autofree char *word = g_strdup_printf ("%u", i);

    stick_put (room.ann, "action:a", word);
    stick_put (room.ben, "action:b", word);
    done = room_exchange_cut (&room.a, &room.b, whole * i / n_cuts);
    g_assert_cmpuint (done, <=, whole * i / n_cuts);
    n_broken += room.a.error != NULL || room.b.error != NULL;
    n_asked += room.a.code != NULL;
    if (room.a.error != NULL)
      g_assert_true (room.a.error->domain == GW_NEARBY_ERROR);
    assert_folder_is_gone (room.ann);
    assert_folder_is_gone (room.ben);
    assert_no_stick (room.ann);
    assert_no_stick (room.ben);
    stick_assert_sound (room.ann);
    stick_assert_sound (room.ben);
    exchange (&room);
    room_assert_same (room.ann, room.ben);
    {
      g_autofree char *there = desk_read (room.ben, "party", "action:a");
      g_autofree char *here = desk_read (room.ann, "party", "action:b");

      g_assert_cmpstr (there, ==, word);
      g_assert_cmpstr (here, ==, word);
    }
  }
  /* It was cut before the code and behind it, and it did break. */
  g_assert_cmpuint (n_broken, >, n_cuts / 2);
  g_assert_cmpuint (n_asked, >, n_cuts / 4);
  g_assert_cmpuint (n_asked, <, n_cuts);
  room_close (&room);
}

/* A country's backlog: many frames. */
static void
test_large_bundles_go_both_ways (void)
{
  Room room;

  room_open (&room);
  for (guint i = 0; i < 600; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s3/q%u", i);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint j = 0; j < 160; j++)
      g_string_append_printf (text, "%08x", g_random_int ());
    stick_put (i % 2 == 0 ? room.ann : room.ben, id, text->str);
  }
  exchange (&room);
  g_assert_cmpuint (room.a.summary->bytes_up, >, 2 * GW_NEARBY_MAX_FRAME);
  room_assert_same (room.ann, room.ben);
  g_assert_cmpuint (gw_store_count (room.ben->store, "party", "answer:", NULL), ==, 600);
  room_close (&room);
}

/* Ben's computer broke; he is back with a copy from before, and Ann's knows it by his store. @behind: and his clock
 * stands a year ago, so that what he says of times would come before what he said then. */
static void
restore_and_exchange (gboolean behind)
{
  Room room;
  g_autofree char *copy = NULL, *file = NULL, *value = NULL;
  g_autoptr (GError) error = NULL;

  room_open (&room);
  stick_put (room.ann, Q (1), "one");
  exchange (&room);
  copy = g_build_filename (room.ben->directory, "backups", "old.sqlite", NULL);
  g_assert_true (gw_store_backup (room.ben->store, copy, &error));
  stick_put (room.ann, Q (2), "two");
  exchange (&room);
  g_clear_object (&room.ben->store);
  gw_profile_restore (room.ben->profile, copy, &error);
  g_assert_no_error (error);
  file = gw_profile_dup_store_path (room.ben->profile);
  room.ben->store = gw_store_open (file, GW_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  value = desk_read (room.ben, "party", Q (2));
  g_assert_null (value);
  if (behind)
    gw_time_set_fixed (gw_time_now () - YEAR);
  exchange (&room);
  gw_time_set_fixed (0);
  room_assert_same (room.ann, room.ben);
  value = desk_read (room.ben, "party", Q (2));
  g_assert_cmpstr (value, ==, "two");
  room_close (&room);
}

static void
test_restored_desk_is_given_all_again (void)
{
  restore_and_exchange (FALSE);
}

static void
test_restored_desk_may_have_a_clock_that_is_behind (void)
{
  restore_and_exchange (TRUE);
}

/* As by stick. Whoever gave it is told that it was not taken, and gives it again once it is allowed. */
static void
test_large_deletion_is_asked_about (void)
{
  Room room;

  room_open (&room);
  for (guint i = 0; i < 10; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s4/q%u", i);

    stick_put (room.ann, id, "of the last report");
  }
  exchange (&room);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/s4/q%u", i);

    desk_delete (room.ben, "party", id);
  }
  room_exchange (&room.a, &room.b);
  g_assert_error (room.a.error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MASS_DELETE);
  g_assert_error (room.b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_REFUSED);
  g_assert_false (room.b.summary->is_given);
  g_assert_cmpuint (gw_store_count (room.ann->store, "party", "answer:", NULL), ==, 10);
  room.a.flags = GW_BUNDLE_ALLOW_DELETIONS;
  exchange (&room);
  room_assert_same (room.ann, room.ben);
  g_assert_cmpuint (gw_store_count (room.ann->store, "party", "answer:", NULL), ==, 2);
  room_close (&room);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gw_keys_register_types ();

  g_test_add_func ("/nearby/both-have-the-same", test_both_have_the_same);
  g_test_add_func ("/nearby/two-versions-of-one-answer-are-kept", test_two_versions_of_one_answer_are_kept);
  g_test_add_func ("/nearby/nothing-new-is-nothing", test_nothing_new_is_nothing);
  g_test_add_func ("/nearby/what-is-not-given-is-told", test_what_is_not_given_is_told);
  g_test_add_func ("/nearby/they-know-each-other-from-then-on", test_they_know_each_other_from_then_on);
  g_test_add_func ("/nearby/sticks-with-a-passphrase-miss-nothing", test_sticks_with_a_passphrase_miss_nothing);
  g_test_add_func ("/nearby/large-bundles-go-both-ways", test_large_bundles_go_both_ways);
  g_test_add_func ("/nearby/a-restored-desk-is-given-all-again", test_restored_desk_is_given_all_again);
  g_test_add_func ("/nearby/a-restored-desk-may-have-a-clock-that-is-behind",
                   test_restored_desk_may_have_a_clock_that_is_behind);
  g_test_add_func ("/nearby/a-large-deletion-is-asked-about", test_large_deletion_is_asked_about);
  g_test_add_func ("/nearby/cut-at-any-byte-loses-nothing", test_cut_at_any_byte);

  return g_test_run ();
}
