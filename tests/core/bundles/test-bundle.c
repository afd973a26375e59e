/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing and reading bundles: what goes on a stick comes off it, and nothing else changes. */

#include "stick.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-json.h"

#define Q(n) "answer:rep1:/data/s1/q" #n

static void
assert_value (Desk       *desk,
              const char *id,
              const char *expected)
{
  g_autofree char *value = desk_read (desk, "party", id);

  g_assert_cmpstr (value, ==, expected);
}

static guint
count_conflicts (Desk *desk)
{
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (desk->store, NULL, NULL);

  return conflicts->len;
}

static GwBundleInfo *
write_ok (Desk          *desk,
          const char    *path,
          GwBundleFlags  flags)
{
  g_autoptr (GError) error = NULL;
  GwBundleInfo *info = stick_write (desk, path, flags, &error);

  g_assert_no_error (error);
  return info;
}

static void
test_two_desks_have_all_answers (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autofree char *stick = stick_new ();
  g_autofree char *first = stick_path (stick, "1.godwit");
  g_autofree char *second = stick_path (stick, "2.godwit");
  g_autofree char *third = stick_path (stick, "3.godwit");

  stick_put (ann, Q (1), "one");
  stick_give (ann, ben, first, GW_BUNDLE_DEFAULT);
  assert_value (ben, Q (1), "one");

  stick_put (ann, Q (1), "one, by Ann");
  stick_put (ann, Q (2), "two, by Ann");
  stick_put (ben, Q (1), "one, by Ben");
  stick_put (ben, Q (3), "three, by Ben");
  stick_give (ben, ann, second, GW_BUNDLE_DEFAULT);
  stick_give (ann, ben, third, GW_BUNDLE_DEFAULT);
  stick_assert_same (ann, ben);
  assert_value (ben, Q (2), "two, by Ann");
  assert_value (ann, Q (3), "three, by Ben");
  g_assert_cmpuint (count_conflicts (ann), ==, 1);
  g_assert_cmpuint (count_conflicts (ben), ==, 1);
  stick_assert_sound (ann);
  stick_assert_sound (ben);
}

static const guint orders[][3] = {
  { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
};

static void
read_twice (Desk       *desk,
            const char *path)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwBundleReading) reading = stick_read (desk, path, GW_BUNDLE_DEFAULT, &error);

    g_assert_no_error (error);
    if (i == 1)
      g_assert_cmpuint (reading->stored, ==, 0);
  }
}

static void
test_any_order_twice_and_old_is_the_same (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *stick = stick_new ();
  char *paths[3];

  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("%u.godwit", i);
    g_autofree char *value = g_strdup_printf ("one, for the %uth time", i);

    paths[i] = stick_path (stick, name);
    stick_put (ann, Q (1), value);
    if (i == 0)
      stick_put (ann, Q (3), "three");
    if (i == 1)
      stick_put (ann, Q (2), "two");
    if (i == 2)
      desk_delete (ann, "party", Q (3));
    gw_bundle_info_free (write_ok (ann, paths[i], GW_BUNDLE_DEFAULT));
  }
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);

    for (guint j = 0; j < 3; j++)
      read_twice (ben, paths[orders[i][j]]);
    stick_assert_same (ann, ben);
    g_assert_cmpuint (count_conflicts (ben), ==, 0);
    stick_assert_sound (ben);
    /* An old one, after all was said. */
    read_twice (ben, paths[0]);
    stick_assert_same (ann, ben);
  }
  for (guint i = 0; i < 3; i++)
    g_free (paths[i]);
}

static void
test_only_what_is_new_goes (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleInfo) first = NULL;
  g_autoptr (GwBundleInfo) second = NULL;
  g_autoptr (GwBundleInfo) all = NULL;
  g_autofree char *stick = stick_new ();
  g_autofree char *path_a = stick_path (stick, "a.godwit");
  g_autofree char *path_b = stick_path (stick, "b.godwit");
  g_autofree char *path_c = stick_path (stick, "c.godwit");

  g_assert_null (stick_write (ann, path_a, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOTHING);
  g_clear_error (&error);
  stick_put (ann, Q (1), "one");
  stick_put (ann, Q (2), "two");
  first = write_ok (ann, path_a, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (first->documents, ==, 2);
  g_assert_null (stick_write (ann, path_b, GW_BUNDLE_DEFAULT, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOTHING_NEW);
  g_assert_cmpuint (stick_count (stick), ==, 1);
  stick_put (ann, Q (2), "two again");
  second = write_ok (ann, path_b, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (second->documents, ==, 1);
  g_assert_false (second->is_everything);
  all = write_ok (ann, path_c, GW_BUNDLE_EVERYTHING);
  g_assert_cmpuint (all->documents, ==, 2);
  g_assert_true (all->is_everything);
  g_assert_cmpstr (all->country, ==, "KEN");
  g_assert_cmpstr (all->account, ==, "ann");
}

/* The person's words that are on a stick are never overwritten by later ones without a trace. */
static void
test_typing_goes_on_after_what_was_given (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autofree char *stick = stick_new ();
  g_autofree char *path_a = stick_path (stick, "a.godwit");
  g_autofree char *path_b = stick_path (stick, "b.godwit");

  stick_put (ann, Q (1), "o");
  stick_put (ann, Q (1), "on");
  stick_give (ann, ben, path_a, GW_BUNDLE_DEFAULT);
  stick_put (ann, Q (1), "one");
  stick_give (ann, ben, path_b, GW_BUNDLE_DEFAULT);
  assert_value (ben, Q (1), "one");
  g_assert_cmpuint (count_conflicts (ben), ==, 0);
  stick_assert_same (ann, ben);
}

static void
test_what_went_still_waits_for_the_server (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autoptr (Desk) guest = desk_new ("guest", GW_ROLE_GUEST);
  g_autoptr (JsonObject) page = gw_json_parse_object ("{\"_id\":\"page:a\",\"_rev\":\"1-a\"}", -1, NULL);
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");
  g_autofree char *other = stick_path (stick, "b.godwit");

  stick_put (ann, Q (1), "one");
  stick_put (ann, Q (2), "two");
  stick_give (ann, ben, path, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (desk_waiting (ann), ==, 2);
  g_assert_cmpuint (desk_waiting (ben), ==, 2);

  /* What a desk may not send does not wait for ever. */
  g_assert_true (gw_store_insert_json (guest->store, "library", page, GW_INSERT_FROM_SERVER, NULL));
  stick_give (guest, ben, other, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (desk_count (ben, "library"), ==, 1);
  g_assert_cmpuint (desk_waiting (ben), ==, 2);
}

static gboolean
no_doc_of_mine (const char  *db,
                JsonObject  *document,
                gpointer     user_data,
                GError     **error)
{
  g_autofree char *text = gw_json_to_text (document);

  g_assert_cmpstr (db, ==, "party-ken");
  g_assert_null (strstr (text, "secret"));
  return TRUE;
}

static void
test_mine_never_goes (void)
{
  static const GwBundleVisitor visitor = { .on_doc = no_doc_of_mine };
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleInfo) info = NULL;
  g_autoptr (GwBundleInfo) walked = NULL;
  g_autoptr (GwSeal) seal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rev = desk_write (ann, "mine", "note:1", "secret");
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");
  gint64 size;
  int fd;

  g_assert_null (stick_write (ann, path, GW_BUNDLE_EVERYTHING, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOTHING);
  g_clear_error (&error);
  stick_put (ann, Q (1), "one");
  info = write_ok (ann, path, GW_BUNDLE_EVERYTHING);
  g_assert_cmpuint (info->documents, ==, 1);
  g_assert_false (g_strv_contains ((const char *const *) info->databases, "mine"));

  fd = gw_bundle_file_open (path, &size, &error);
  seal = gw_seal_open (fd, PASSPHRASE, NULL, &error);
  walked = gw_bundle_walk (seal, fd, &visitor, NULL, GW_BUNDLE_PHASE_CHECKING, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  close (fd);
}

/* Something made, never shown to anybody and deleted is nobody's business. */
static void
test_a_draft_that_was_deleted_does_not_go (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleInfo) info = NULL;
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");

  stick_put (ann, Q (1), "a draft");
  desk_delete (ann, "party", Q (1));
  stick_put (ann, Q (2), "two");
  info = write_ok (ann, path, GW_BUNDLE_DEFAULT);
  g_assert_cmpuint (info->documents, ==, 1);
}

static void
test_files_go_along (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *data = g_malloc (100000);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (JsonObject) file = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");
  g_auto (GStrv) unsent = NULL;
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < 100000; i++)
    data[i] = g_test_rand_int ();
  bytes = g_bytes_new (data, 100000);
  file = gw_store_put_file (ann->store, "party", bytes, "map.webp", "image/webp", &error);
  json_array_add_object_element (files, json_object_ref (file));
  json_object_set_array_member (body, "files", files);
  gw_store_put (ann->store, "party", "action:1", NULL, body, GW_PUT_DEFAULT, NULL, &error);
  g_assert_no_error (error);

  stick_give (ann, ben, path, GW_BUNDLE_DEFAULT);
  found = gw_store_get_file (ben->store, file, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, found));
  unsent = gw_store_unsent_chunks (ben->store, "party", -1, &error);
  g_assert_cmpuint (g_strv_length (unsent), ==, 4);
}

/* Larger than a block of the seal and than a group. */
static void
test_many_go (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");

  g_assert_true (gw_store_begin (ann->store, NULL));
  for (guint i = 0; i < 1500; i++) {
    g_autofree char *id = g_strdup_printf ("answer:rep1:/data/q%u", i);
    g_autofree char *value = g_compute_checksum_for_string (G_CHECKSUM_SHA512, id, -1);

    stick_put (ann, id, value);
  }
  g_assert_true (gw_store_commit (ann->store, NULL));
  stick_give (ann, ben, path, GW_BUNDLE_DEFAULT);
  stick_assert_same (ann, ben);
}

/* What goes wrong with a stick. */

typedef struct
{
  const char *stick;
  const char *path;
  gboolean was_called;
} Hook;

static char *
find_unfinished (const char *stick)
{
  g_autoptr (GDir) folder = g_dir_open (stick, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    if (name[0] == '.')
      return stick_path (stick, name);
  }

  return NULL;
}

/* @at: from the end where it is negative */
static void
spoil_at (GwBundlePhase phase,
          Hook         *hook,
          long          at)
{
  g_autofree char *unfinished = NULL;
  g_autofree char *contents = NULL;
  gsize size;
  FILE *file;

  if (phase != GW_BUNDLE_PHASE_READING_BACK || hook->was_called)
    return;
  hook->was_called = TRUE;
  unfinished = find_unfinished (hook->stick);
  g_assert_true (g_file_get_contents (unfinished, &contents, &size, NULL));
  at = at < 0 ? (long) size + at : at;
  file = fopen (unfinished, "r+b");
  fseek (file, at, SEEK_SET);
  fputc (contents[at] ^ 1, file);
  fclose (file);
}

static void
spoil (GwBundlePhase phase,
       double        part,
       gpointer      user_data)
{
  spoil_at (phase, user_data, -40);
}

/* In the box that the passphrase opens. */
static void
spoil_header (GwBundlePhase phase,
              double        part,
              gpointer      user_data)
{
  spoil_at (phase, user_data, 100);
}

static void
cut_short (GwBundlePhase phase,
           double        part,
           gpointer      user_data)
{
  Hook *hook = user_data;
  g_autofree char *unfinished = NULL;
  GStatBuf file;

  if (phase != GW_BUNDLE_PHASE_READING_BACK || hook->was_called)
    return;
  hook->was_called = TRUE;
  unfinished = find_unfinished (hook->stick);
  g_assert_cmpint (g_stat (unfinished, &file), ==, 0);
  g_assert_cmpint (truncate (unfinished, file.st_size - 30), ==, 0);
}

static void
take_name (GwBundlePhase phase,
           double        part,
           gpointer      user_data)
{
  Hook *hook = user_data;

  if (phase != GW_BUNDLE_PHASE_READING_BACK || hook->was_called)
    return;
  hook->was_called = TRUE;
  g_assert_true (g_file_set_contents (hook->path, "another's", -1, NULL));
}

static void
fill_stick (GwBundlePhase phase,
            double        part,
            gpointer      user_data)
{
  Hook *hook = user_data;
  struct rlimit limit;

  if (hook->was_called)
    return;
  hook->was_called = TRUE;
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
lift_limit (void)
{
  struct rlimit limit;

  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static const struct
{
  GwBundleProgressFunc hook;
  int error;
  guint n_files;
} faults[] = {
  { spoil, GW_BUNDLE_ERROR_READ_BACK, 0 },
  { spoil_header, GW_BUNDLE_ERROR_READ_BACK, 0 },
  { cut_short, GW_BUNDLE_ERROR_READ_BACK, 0 },
  { take_name, GW_BUNDLE_ERROR_EXISTS, 1 },
  { fill_stick, GW_BUNDLE_ERROR_FULL, 0 },
};

static void
test_a_file_is_there_only_when_it_was_read_back (void)
{
  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
    g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
    g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (ann->profile);
    g_autoptr (GwBundleInfo) info = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *stick = stick_new ();
    g_autofree char *path = stick_path (stick, "a.godwit");
    g_autofree char *again = stick_path (stick, "b.godwit");
    Hook hook = { stick, path, FALSE };

    stick_put (ann, Q (1), "one");
    info = gw_bundle_write_at_cost (own, path, PASSPHRASE, CHEAP, GW_BUNDLE_DEFAULT, faults[i].hook,
                                    &hook, NULL, &error);
    lift_limit ();
    g_assert_true (hook.was_called);
    g_assert_null (info);
    g_assert_error (error, GW_BUNDLE_ERROR, faults[i].error);
    g_assert_cmpuint (stick_count (stick), ==, faults[i].n_files);
    /* It was not counted as given. */
    stick_give (ann, ben, again, GW_BUNDLE_DEFAULT);
    assert_value (ben, Q (1), "one");
  }
}

static void
test_no_file_is_ever_replaced (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GError) error = NULL;
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");
  g_autofree char *nowhere = stick_path (stick, "no/such/folder.godwit");
  g_autofree char *contents = NULL;

  stick_put (ann, Q (1), "one");
  g_assert_true (g_file_set_contents (path, "another's", -1, NULL));
  g_assert_null (stick_write (ann, path, GW_BUNDLE_EVERYTHING, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "another's");
  g_assert_null (stick_write (ann, nowhere, GW_BUNDLE_EVERYTHING, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_FILE);
  g_assert_cmpuint (stick_count (stick), ==, 1);
}

static void
test_it_can_be_stopped (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (ann->profile);
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *stick = stick_new ();
  g_autofree char *path = stick_path (stick, "a.godwit");

  stick_put (ann, Q (1), "one");
  g_cancellable_cancel (stopped);
  g_assert_null (gw_bundle_write_at_cost (own, path, PASSPHRASE, CHEAP, GW_BUNDLE_DEFAULT, NULL, NULL,
                                          stopped, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (stick_count (stick), ==, 0);
  gw_bundle_info_free (write_ok (ann, path, GW_BUNDLE_DEFAULT));
  g_assert_null (gw_bundle_read (own, path, PASSPHRASE, GW_BUNDLE_DEFAULT, NULL, NULL, stopped, &error));
  g_assert_error (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_CANCELLED);
}

typedef struct
{
  GMainLoop *loop;
  GThread *thread;
  GwBundleInfo *info;
  GwBundleReading *reading;
  guint n_told;
} Waiting;

static void
on_told (GwBundlePhase phase,
         double        part,
         gpointer      user_data)
{
  Waiting *waiting = user_data;

  g_assert_true (waiting->thread == g_thread_self ());
  g_assert_true (part >= 0 && part <= 1);
  waiting->n_told++;
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;

  waiting->info = gw_bundle_write_finish (result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (waiting->loop);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;

  waiting->reading = gw_bundle_read_finish (result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (waiting->loop);
}

/* As the window does it, with the passphrase at its full price. */
static void
test_the_window_need_not_wait (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (Desk) ben = desk_new ("ben", GW_ROLE_NFP);
  g_autoptr (GwBundleDesk) ann_desk = gw_bundle_desk_new (ann->profile);
  g_autoptr (GwBundleDesk) ben_desk = gw_bundle_desk_new (ben->profile);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *stick = stick_new ();
  g_autofree char *name = gw_bundle_dup_name (ann_desk);
  g_autofree char *path = stick_path (stick, name);
  Waiting waiting = { .loop = loop, .thread = g_thread_self () };

  g_assert_true (g_str_has_prefix (name, "KEN-") && g_str_has_suffix (name, ".godwit"));
  stick_put (ann, Q (1), "one");
  gw_bundle_write_async (ann_desk, path, "Les pluviers dorés", GW_BUNDLE_DEFAULT, on_told, &waiting,
                         NULL, on_written, &waiting);
  g_main_loop_run (loop);
  g_assert_cmpuint (waiting.info->documents, ==, 1);
  g_assert_cmpuint (waiting.n_told, >, 0);
  /* The same words, typed on a computer that writes é as two characters. */
  gw_bundle_read_async (ben_desk, path, "Les pluviers dore\xcc\x81s", GW_BUNDLE_DEFAULT, on_told,
                        &waiting, NULL, on_read, &waiting);
  g_main_loop_run (loop);
  g_assert_cmpuint (waiting.reading->stored, ==, 1);
  stick_assert_same (ann, ben);
  gw_bundle_info_free (waiting.info);
  gw_bundle_reading_free (waiting.reading);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, func) g_test_add_func ("/bundles/" name, func)
  ADD ("two-desks-have-all-answers", test_two_desks_have_all_answers);
  ADD ("any-order-twice-and-old-is-the-same", test_any_order_twice_and_old_is_the_same);
  ADD ("only-what-is-new-goes", test_only_what_is_new_goes);
  ADD ("typing-goes-on-after-what-was-given", test_typing_goes_on_after_what_was_given);
  ADD ("what-went-still-waits-for-the-server", test_what_went_still_waits_for_the_server);
  ADD ("mine-never-goes", test_mine_never_goes);
  ADD ("a-draft-that-was-deleted-does-not-go", test_a_draft_that_was_deleted_does_not_go);
  ADD ("files-go-along", test_files_go_along);
  ADD ("many-go", test_many_go);
  ADD ("a-file-is-there-only-when-it-was-read-back", test_a_file_is_there_only_when_it_was_read_back);
  ADD ("no-file-is-ever-replaced", test_no_file_is_ever_replaced);
  ADD ("it-can-be-stopped", test_it_can_be_stopped);
  ADD ("the-window-need-not-wait", test_the_window_need_not_wait);

  return g_test_run ();
}
