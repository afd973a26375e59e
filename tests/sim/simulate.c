/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Histories at random: a few desks of one country write, delete, settle, exchange over a line that
 * breaks at any byte, carry sticks, are put back to old backups; the server is restored from older
 * copies and made anew. Then the line holds, every stick is read, and everybody exchanges until
 * nothing moves. In every other history some of it happens often and some never. After each history:
 *
 * - all desks hold the same versions of everything, a new desk too, and nothing waits;
 * - what somebody on the way put into another's mouth is on no desk;
 * - every word that anybody typed is in a version that is there. Only these words may be missing:
 *   of what a person deleted while looking at it, and of which no copy was left anywhere when a
 *   desk or the server was put back.
 *
 * Who writes adds a word to what stands there, so that a word that is missing was lost, and not
 * written over by somebody who saw it.
 *
 *   simulate [--histories N] [--seed S] [--verbose] [--tap]
 *   simulate --faults [NAME...] [--histories N] [--seed S] [--tap]
 *
 * A seed replays alone. With --faults the program is broken on purpose, in one place at a time
 * (core/base/gw-fault.h), and every fault must be noticed within N histories. The last line is
 * "N passed, N failed". */

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "core/base/gw-fault.h"
#include "core/base/gw-json.h"
#include "core/bundles/stick.h"
#include "core/keys/gw-signer.h"
#include "core/sync/desk.h"
#include "core/sync/gw-sync-error.h"
#include "server/couch.h"

#define N_DESKS 3
#define N_DOCS 4
#define N_ACTIONS 40
#define MOST_ROUNDS 12

/* What may happen, each so often in a hundred. */
typedef enum
{
  ACT_WRITE,
  ACT_DELETE,
  ACT_SETTLE,
  ACT_EXCHANGE,
  ACT_EXCHANGE_BADLY,
  ACT_WRITE_STICK,
  ACT_READ_STICK,
  ACT_BACK_UP,
  ACT_PUT_BACK,
  ACT_SLEEP,
  ACT_ON_SERVER,
  ACT_COURIER,
  ACT_FORGE,
  N_ACTS
} Act;

static const guint often[N_ACTS] = { 42, 4, 6, 14, 12, 6, 6, 3, 2, 2, 3, 2, 1 };

#define FORGED "forged"

static int n_histories = 200;
static int first_seed = 1;
static gboolean verbose;
static gboolean tap;
static gboolean with_faults;

typedef struct
{
  guint writer;
  guint lives[N_DESKS]; /* of all desks, when it was written */
  int reader;           /* for whom it is; -1: with a passphrase */
  gboolean is_everything;
} File;

typedef struct
{
  guint32 seed;
  GRand *rand;
  guint often[N_ACTS];         /* what is rare in one history is frequent in another */
  Couch *couch;
  FakeServer *server;
  Desk *desks[N_DESKS];
  char *backups[N_DESKS];      /* (nullable): an older store of the desk */
  char *server_backup;         /* (nullable) */
  gboolean server_went_back;
  gboolean is_cut[N_DESKS];    /* the desk's last exchange broke off */
  char *stick;
  GPtrArray *files;            /* of names on the stick */
  GPtrArray *words_of_files;   /* of GHashTable, in the same order */
  GArray *writers;             /* of File, in the same order */
  guint route;                 /* a courier goes between this desk and the next */
  int without_line;            /* a desk that only sticks reach before the end; -1: none */
  guint lives[N_DESKS];        /* how often it was put back */
  gboolean has_heard[N_DESKS][N_DESKS]; /* the first has read something of the second's present life */
  GPtrArray *words;            /* all that were typed */
  GHashTable *excused;         /* words that may be missing */
  GString *log;
  guint n_words;
} World;

G_GNUC_PRINTF (2, 3) static void
note (World      *world,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (world->log, format, arguments);
  g_string_append_c (world->log, '\n');
  va_end (arguments);
}

G_GNUC_NORETURN G_GNUC_PRINTF (2, 3) static void
fail (World      *world,
      const char *format,
      ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("%sSeed %u: %s\n", world->log->str, world->seed, why);
  exit (1);
}

/* --- the world --- */

static guint
pick (World *world,
      guint  n)
{
  return (guint) g_rand_int_range (world->rand, 0, (gint32) n);
}

/* How many times as often as usual. Copies of desks that only sticks reach, and desks that are put back again
 * and again, since what that brings about takes several steps. */
static const guint by_stick[N_ACTS] = { 1, 1, 1, 0, 0, 1, 1, 4, 6, 0, 0, 8, 0 };
static const guint put_back[N_ACTS] = { 1, 5, 1, 2, 1, 1, 1, 4, 6, 1, 0, 1, 1 };

/* What goes wrong when two rare things meet shows soonest where some histories are full of them and
 * others have none. A history of which every part is as usual is as frequent as all others together. */
static void
choose_temper (World *world)
{
  static const guint times[] = { 0, 1, 1, 2, 6 };
  guint temper = pick (world, 6);

  for (guint i = 0; i < N_ACTS; i++) {
    if (temper == 0)
      world->often[i] = often[i] * by_stick[i];
    else if (temper == 1)
      world->often[i] = often[i] * put_back[i];
    else if (temper == 2 && i != ACT_WRITE)
      world->often[i] = often[i] * times[pick (world, G_N_ELEMENTS (times))];
    else
      world->often[i] = often[i];
  }
}

/* What it writes is signed from now on. */
static void
sign (Desk *desk)
{
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);
  g_autoptr (GError) error = NULL;

  if (!gw_signer_attach (desk->store, own, &error))
    g_error ("A desk has no keys: %s", error->message);
}

/* The desks know each other's keys, by earlier days. */
static void
meet (World *world)
{
  for (guint i = 0; i < N_DESKS; i++) {
    Desk *desk = world->desks[i];
    g_autoptr (GwKeyDesk) own = gw_key_desk_new (desk->profile, NULL);
    g_autoptr (GwKeys) keys = gw_key_desk_open_keys (own, NULL);
    g_autoptr (GPtrArray) docs = NULL;

    if (!gw_key_book_publish (desk->store, own, keys, NULL))
      g_error ("The key of a desk cannot be published");
    docs = gw_store_list (desk->store, "packets", "key:", NULL, -1, NULL);
    for (guint j = 0; j < docs->len; j++) {
      g_autoptr (JsonObject) json = gw_store_doc_to_json (docs->pdata[j], NULL);

      for (guint k = 0; k < N_DESKS; k++)
        if (k != i && !gw_store_insert_json (world->desks[k]->store, "packets", json, GW_INSERT_DEFAULT, NULL))
          g_error ("The key of a desk cannot be told");
    }
    sign (desk);
  }
}

static World *
world_new (guint32 seed)
{
  World *world = g_new0 (World, 1);
  static const char *const databases[] = { "library", "community", "party-ken", "exchange-ken",
                                           "packets-ken" };

  world->seed = seed;
  world->rand = g_rand_new_with_seed (seed);
  choose_temper (world);
  world->couch = couch_new ("pw");
  couch_add_account (world->couch, "nfp-ken", "pw", "nfp party-ken");
  couch_add_account (world->couch, "alternate-ken", "pw", "nfp party-ken");
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    couch_add_database (world->couch, databases[i], "nfp party-ken");
  couch_set_revs_limit (world->couch, "party-ken", 30);
  world->server = fake_server_new (couch_answer, world->couch);
  for (guint i = 0; i < N_DESKS; i++)
    world->desks[i] = desk_new (i == 0 ? "nfp-ken" : "alternate-ken",
                                i == 0 ? GW_ROLE_NFP : GW_ROLE_ALTERNATE);
  meet (world);
  world->stick = stick_new ();
  world->without_line = g_rand_int_range (world->rand, 0, 3 * N_DESKS);
  if (world->without_line >= N_DESKS)
    world->without_line = -1;
  world->route = pick (world, N_DESKS);
  world->writers = g_array_new (FALSE, FALSE, sizeof (File));
  world->files = g_ptr_array_new_with_free_func (g_free);
  world->words_of_files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  world->words = g_ptr_array_new_with_free_func (g_free);
  world->excused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->log = g_string_new (NULL);
  return world;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR))
      remove_folder (inner);
    else
      g_unlink (inner);
  }
  g_rmdir (path);
}

static void
world_free (World *world)
{
  fake_server_free (world->server);
  couch_free (world->couch);
  for (guint i = 0; i < N_DESKS; i++) {
    g_autofree char *parent = g_path_get_dirname (world->desks[i]->directory);

    desk_free (world->desks[i]);
    g_free (world->backups[i]);
    remove_folder (parent);
  }
  remove_folder (world->stick);
  g_free (world->stick);
  g_free (world->server_backup);
  g_ptr_array_unref (world->files);
  g_ptr_array_unref (world->words_of_files);
  g_array_unref (world->writers);
  g_ptr_array_unref (world->words);
  g_hash_table_unref (world->excused);
  g_string_free (world->log, TRUE);
  g_rand_free (world->rand);
  g_free (world);
}

/* --- where words are --- */

static GHashTable *
words_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
add_words (GHashTable *words,
           const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_hash_table_add (words, g_strdup (parts[i]));
}

static void
add_words_of_desk (GHashTable *words,
                   Desk       *desk)
{
  for (guint i = 0; i < N_DOCS; i++) {
    g_autofree char *id = g_strdup_printf ("answer:r:q%u", i);
    g_autoptr (GPtrArray) leaves = gw_store_leaves (desk->store, "party", id, NULL);

    for (guint j = 0; leaves != NULL && j < leaves->len; j++)
      if (!gw_doc_is_deleted (leaves->pdata[j]))
        add_words (words, gw_json_get_string (gw_doc_get_body (leaves->pdata[j]), "value"));
  }
}

static void
add_words_of_server (GHashTable *words,
                     Couch      *couch)
{
  g_autofree char *state = couch_dup_state (couch, "party-ken");
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_autoptr (JsonObject) doc = gw_json_parse_object (lines[i], -1, NULL);

    if (!gw_json_get_boolean (doc, "_deleted"))
      add_words (words, gw_json_get_string (doc, "value"));
  }
}

static void
add_table (GHashTable *words,
           GHashTable *more)
{
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, more);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_hash_table_add (words, g_strdup (word));
}

/* After something was destroyed: of what is nowhere now nothing can be asked. */
static void
excuse_what_is_nowhere (World *world)
{
  g_autoptr (GHashTable) words = words_new ();

  for (guint i = 0; i < N_DESKS; i++)
    add_words_of_desk (words, world->desks[i]);
  add_words_of_server (words, world->couch);
  for (guint i = 0; i < world->words_of_files->len; i++)
    add_table (words, world->words_of_files->pdata[i]);
  for (guint i = 0; i < world->words->len; i++)
    if (!g_hash_table_contains (words, world->words->pdata[i]))
      g_hash_table_add (world->excused, g_strdup (world->words->pdata[i]));
}

/* --- what happens --- */

static void
act_write (World *world,
           guint  desk)
{
  g_autofree char *id = g_strdup_printf ("answer:r:q%u", pick (world, N_DOCS));
  g_autofree char *before = desk_read (world->desks[desk], "party", id);
  char *word = g_strdup_printf ("w%u", ++world->n_words);
  g_autofree char *value = before != NULL ? g_strdup_printf ("%s %s", before, word) : g_strdup (word);
  g_autofree char *rev = desk_write (world->desks[desk], "party", id, value);

  g_ptr_array_add (world->words, word);
  note (world, "%u writes %s in %s: %s", desk, word, id, rev);
}

static void
act_delete (World *world,
            guint  desk)
{
  g_autofree char *id = g_strdup_printf ("answer:r:q%u", pick (world, N_DOCS));
  g_autofree char *before = desk_read (world->desks[desk], "party", id);

  if (before == NULL)
    return;
  add_words (world->excused, before);
  desk_delete (world->desks[desk], "party", id);
  note (world, "%u deletes %s", desk, id);
}

/* Returns: whether it went through */
static gboolean
exchange (World  *world,
          guint   desk,
          gboolean must)
{
  GwSyncFlags flags = GW_SYNC_DEFAULT;

  for (int try = 0; try < 4; try++) {
    g_autoptr (GError) error = NULL;
    GwSyncSummary summary;

    if (desk_sync (world->desks[desk], fake_server_get_url (world->server), flags, &summary, &error)) {
      note (world, "%u exchanges: %u came, %u went, %u merged", desk, summary.pulled, summary.pushed,
            summary.merged);
      world->is_cut[desk] = FALSE;
      if (summary.refused > 0)
        fail (world, "The server refused %u", summary.refused);
      return TRUE;
    }
    world->is_cut[desk] = TRUE;
    note (world, "%u exchanges: %s", desk, error->message);
    /* What only a person can decide: nothing here is to be lost. */
    if (error->code == GW_SYNC_ERROR_SERVER_CHANGED)
      flags |= GW_SYNC_KEEP_EVERYTHING;
    else if (error->code == GW_SYNC_ERROR_MASS_DELETE)
      flags |= GW_SYNC_ALLOW_DELETIONS;
    else if (must)
      fail (world, "%u cannot exchange over a line that holds: %s", desk, error->message);
    else
      return FALSE;
  }
  fail (world, "%u asks the same again and again", desk);
}

/* A person looks at the versions of one answer and makes one of them. Meanwhile more may come. */
static void
act_settle (World *world,
            guint  desk)
{
  GwStore *store = world->desks[desk]->store;
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (store, "party", NULL);
  g_autoptr (GPtrArray) leaves = NULL;
  g_autoptr (GStrvBuilder) revs = g_strv_builder_new ();
  g_autoptr (GHashTable) words = words_new ();
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  g_auto (GStrv) seen = NULL;
  g_autofree const char **list = NULL;
  const char *id;

  if (conflicts->len == 0)
    return;
  id = gw_doc_get_id (conflicts->pdata[0]);
  leaves = gw_store_leaves (store, "party", id, NULL);
  for (guint i = 0; i < leaves->len; i++) {
    if (gw_doc_is_deleted (leaves->pdata[i]))
      continue;
    add_words (words, gw_json_get_string (gw_doc_get_body (leaves->pdata[i]), "value"));
    g_strv_builder_add (revs, gw_doc_get_rev (leaves->pdata[i]));
  }
  list = (const char **) g_hash_table_get_keys_as_array (words, NULL);
  value = g_strjoinv (" ", (char **) list);
  seen = g_strv_builder_end (revs);
  json_object_set_string_member (body, "type", "answer");
  json_object_set_string_member (body, "value", value);
  if (pick (world, 2) == 0)
    exchange (world, desk, TRUE);
  if (!gw_store_resolve (store, "party", id, body, (const char *const *) seen, NULL, &error))
    /* Somebody deleted it meanwhile, and it was settled there: what the person has is typed anew. */
    note (world, "%u cannot settle %s: %s", desk, id, error->message);
  else
    note (world, "%u settles %s: %s", desk, id, value);
}

static void
act_exchange_badly (World *world,
                    guint  desk)
{
  gint64 at = pick (world, 4000);

  fake_server_stay_broken (world->server, pick (world, 4) != 0);
  if (pick (world, 2) == 0)
    fake_server_cut_answers (world->server, at);
  else
    fake_server_cut_requests (world->server, at);
  note (world, "the line will break after %" G_GINT64_FORMAT " bytes", at);
  exchange (world, desk, FALSE);
  fake_server_cut_answers (world->server, -1);
  fake_server_cut_requests (world->server, -1);
}

/* "alternate-ken:3k2..": two desks have the same account. */
static char *
dup_key_name (World *world,
              guint  desk)
{
  g_autoptr (GwKeys) keys = gw_keys_open (world->desks[desk]->directory, NULL);

  return g_strconcat (gw_profile_get_name (world->desks[desk]->profile), ":", gw_keys_get_desk (keys), NULL);
}

static GwBundleInfo *
write_for (World          *world,
           guint           desk,
           const char     *path,
           const char     *name,
           GwBundleFlags   flags,
           GError        **error)
{
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (world->desks[desk]->profile);
  const char *names[] = { name, NULL };

  return gw_bundle_write_for (own, path, names, flags, NULL, NULL, NULL, error);
}

/* For a desk of which something was read here, or with a passphrase. Returns: whether there was
 * something to write */
static gboolean
write_stick (World *world,
             guint  desk,
             guint  reader)
{
  File file = { .writer = desk, .reader = (int) reader };
  g_autofree char *name = g_strdup_printf ("b%u.godwit", world->files->len);
  g_autofree char *path = stick_path (world->stick, name);
  GwBundleFlags flags = pick (world, 3) == 0 ? GW_BUNDLE_EVERYTHING : GW_BUNDLE_DEFAULT;
  g_autofree char *key_name = file.reader < N_DESKS ? dup_key_name (world, file.reader) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwBundleInfo) info = NULL;
  GHashTable *words;

  if (key_name != NULL && (guint) file.reader != desk)
    info = write_for (world, desk, path, key_name, flags, &error);
  if (key_name == NULL || (guint) file.reader == desk
      || g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NO_KEY)) {
    g_clear_error (&error);
    file.reader = -1;
    info = stick_write (world->desks[desk], path, flags, &error);
  }
  if (info == NULL) {
    if (error->code != GW_BUNDLE_ERROR_NOTHING_NEW && error->code != GW_BUNDLE_ERROR_NOTHING)
      fail (world, "%u cannot write a stick: %s", desk, error->message);
    return FALSE;
  }
  memcpy (file.lives, world->lives, sizeof file.lives);
  file.is_everything = info->is_everything;
  words = words_new ();
  /* For a desk it holds all that the desk has not said it has; that one was put back is not known
   * before something of it was read since. */
  if (info->is_everything || (file.reader >= 0 && world->has_heard[desk][file.reader]))
    add_words_of_desk (words, world->desks[desk]);
  g_ptr_array_add (world->words_of_files, words);
  g_ptr_array_add (world->files, g_steal_pointer (&path));
  g_array_append_val (world->writers, file);
  note (world, "%u writes %s for %d, %u versions", desk, name, file.reader, info->revisions);
  return TRUE;
}

/* @all: (nullable): NULL for all that were ever typed */
static void
expect_words (World      *world,
              GHashTable *here,
              GHashTable *all,
              const char *when)
{
  for (guint i = 0; i < world->words->len; i++) {
    const char *word = world->words->pdata[i];

    if ((all == NULL || g_hash_table_contains (all, word)) && !g_hash_table_contains (here, word)
        && !g_hash_table_contains (world->excused, word))
      fail (world, "The word %s is lost: %s", word, when);
  }
}

static void
read_stick (World *world,
            guint  desk,
            guint  file)
{
  GHashTable *given = world->words_of_files->pdata[file];
  const File *about = &g_array_index (world->writers, File, file);
  g_autoptr (GHashTable) words = words_new ();
  g_autoptr (GError) error = NULL;
  GwBundleReading *reading = stick_read (world->desks[desk], world->files->pdata[file],
                                         GW_BUNDLE_ALLOW_DELETIONS | GW_BUNDLE_ALLOW_SIGNER, &error);
  gboolean is_for_others = about->reader >= 0 && (guint) about->reader != desk && about->writer != desk;

  if (is_for_others && g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_FOR_US))
    return;
  if (is_for_others)
    fail (world, "%u reads what is for %d", desk, about->reader);
  if (reading == NULL)
    fail (world, "%u cannot read %s: %s", desk, (char *) world->files->pdata[file], error->message);
  note (world, "%u reads b%u.godwit: %u new", desk, file, reading->stored);
  gw_bundle_reading_free (reading);
  if (about->lives[about->writer] == world->lives[about->writer])
    world->has_heard[desk][about->writer] = TRUE;
  /* Where the line broke, a version may be closed before that which it went into arrives. And who
   * was put back meanwhile has forgotten what the stick goes on from. */
  if (world->is_cut[desk] || (!about->is_everything && about->lives[desk] != world->lives[desk]))
    return;
  add_words_of_desk (words, world->desks[desk]);
  expect_words (world, words, given, "after a stick was read");
}

static void
act_back_up (World *world,
             guint  desk)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (world->desks[desk]->directory, "backups", "daily-simulated.sqlite", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_unlink (path);
  if (!gw_store_backup (world->desks[desk]->store, path, &error))
    fail (world, "%u cannot back up: %s", desk, error->message);
  g_free (world->backups[desk]);
  world->backups[desk] = path;
  note (world, "%u backs up", desk);
}

static void
act_put_back (World *world,
              guint  number)
{
  Desk *desk = world->desks[number];
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (world->backups[number] == NULL)
    return;
  g_clear_object (&desk->store);
  if (!gw_profile_restore (desk->profile, world->backups[number], &error))
    fail (world, "%u cannot be put back: %s", number, error->message);
  path = gw_profile_dup_store_path (desk->profile);
  desk->store = gw_store_open (path, GW_STORE_DEFAULT, &error);
  if (desk->store == NULL)
    fail (world, "%u cannot be opened: %s", number, error->message);
  sign (desk);
  note (world, "%u is put back to its backup", number);
  world->lives[number]++;
  for (guint i = 0; i < N_DESKS; i++) {
    world->has_heard[i][number] = FALSE;
    /* What it heard since, it has forgotten. */
    world->has_heard[number][i] = FALSE;
  }
  excuse_what_is_nowhere (world);
}

static void
act_on_server (World *world)
{
  if (pick (world, 2) == 0 || world->server_backup == NULL) {
    g_free (world->server_backup);
    world->server_backup = couch_dup_backup (world->couch);
    note (world, "the server is backed up");
  } else if (pick (world, 4) == 0) {
    couch_renew_database (world->couch, "party-ken");
    world->server_went_back = TRUE;
    note (world, "the server's database is made anew");
    excuse_what_is_nowhere (world);
  } else {
    couch_restore (world->couch, world->server_backup);
    world->server_went_back = TRUE;
    note (world, "the server is put back to its backup");
    excuse_what_is_nowhere (world);
  }
}

/* Somebody who may write there takes a signed answer, and changes what it says. */
static void
act_forge (World *world)
{
  g_autofree char *state = couch_dup_state (world->couch, "party-ken");
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);
  g_autofree char *basic = g_base64_encode ((const guchar *) "nfp-ken:pw", strlen ("nfp-ken:pw"));
  g_autofree char *authorization = g_strconcat ("Basic ", basic, NULL);
  g_autofree char *text = NULL, *body = NULL, *rev = NULL;
  guint n = g_strv_length (lines);
  const char *line = n > 0 ? lines[pick (world, n)] : "";
  g_autoptr (JsonObject) doc = gw_json_parse_object (line, -1, NULL);
  g_autoptr (GBytes) bytes = NULL;
  FakeRequest request = { .method = (char *) "POST", .path = (char *) "/party-ken/_bulk_docs" };
  FakeReply reply = { .status = 200 };

  if (doc == NULL || gw_json_get_boolean (doc, "_deleted") || gw_json_get_string (doc, "sig") == NULL)
    return;
  rev = g_strdup_printf ("1-%032x", g_rand_int (world->rand));
  json_object_remove_member (doc, "_revisions");
  json_object_set_string_member (doc, "_rev", rev);
  json_object_set_string_member (doc, "value", FORGED);
  text = gw_json_to_text (doc);
  body = g_strdup_printf ("{\"new_edits\":false,\"docs\":[%s]}", text);
  bytes = g_bytes_new (body, strlen (body));
  request.authorization = authorization;
  request.body = bytes;
  couch_answer (&request, &reply, world->couch);
  if (reply.status != 201)
    fail (world, "The forged answer is not taken: %s", reply.body);
  g_free (reply.body);
  note (world, "somebody puts %s under %s", FORGED, gw_json_get_string (doc, "_id"));
}

/* The program looks at some things once a day. */
static void
act_sleep (World *world)
{
  static const char *const databases[] = { "library", "community", "party", "exchange", "packets" };
  static const char *const keys[] = { "checked-at", "went-back" };

  for (guint i = 0; i < N_DESKS; i++)
    for (guint j = 0; j < G_N_ELEMENTS (databases); j++)
      for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
        gw_store_set_remote (world->desks[i]->store, "server", databases[j], keys[k], NULL, NULL);
  note (world, "a day passes");
}

static void
act_write_stick (World *world,
                 guint  desk)
{
  write_stick (world, desk, pick (world, 2 * N_DESKS));
}

/* Somebody carries a stick from one desk to another, and one back; always between the same two. */
static void
act_courier (World *world)
{
  guint way = pick (world, 2);
  guint desk = (world->route + way) % N_DESKS;
  guint other = (world->route + 1 - way) % N_DESKS;

  if (write_stick (world, desk, other))
    read_stick (world, other, world->files->len - 1);
  if (pick (world, 4) != 0)
    act_write (world, other);
  if (write_stick (world, other, desk))
    read_stick (world, desk, world->files->len - 1);
}

/* Two of three sticks there are read, the last ones more often. */
static void
act_by_stick (World *world,
              guint  desk)
{
  guint n = world->files->len;

  if (n == 0 || pick (world, 3) == 0)
    act_write_stick (world, desk);
  else
    read_stick (world, desk, pick (world, 2) == 0 ? n - 1 - pick (world, MIN (n, 3)) : pick (world, n));
}

static Act
choose_act (World *world)
{
  guint sum = 0, at;
  Act what;

  for (guint i = 0; i < N_ACTS; i++)
    sum += world->often[i];
  at = pick (world, sum);
  for (what = 0; at >= world->often[what]; what++)
    at -= world->often[what];
  return what;
}

static void
act (World *world)
{
  guint desk = pick (world, N_DESKS);
  Act what = choose_act (world);

  /* Those whom no connection reaches, and those who carry sticks to them. */
  if (world->without_line >= 0 && (what == ACT_EXCHANGE || what == ACT_EXCHANGE_BADLY)
      && ((guint) world->without_line == desk || pick (world, 2) == 0)) {
    act_by_stick (world, desk);
    return;
  }
  switch (what) {
  case ACT_WRITE:
    act_write (world, desk);
    break;
  case ACT_DELETE:
    act_delete (world, desk);
    break;
  case ACT_SETTLE:
    act_settle (world, desk);
    break;
  case ACT_EXCHANGE:
    exchange (world, desk, TRUE);
    break;
  case ACT_EXCHANGE_BADLY:
    act_exchange_badly (world, desk);
    break;
  case ACT_WRITE_STICK:
    act_write_stick (world, desk);
    break;
  case ACT_READ_STICK:
    if (world->files->len > 0)
      read_stick (world, desk, pick (world, world->files->len));
    break;
  case ACT_BACK_UP:
    act_back_up (world, desk);
    break;
  case ACT_PUT_BACK:
    act_put_back (world, desk);
    break;
  case ACT_SLEEP:
    act_sleep (world);
    break;
  case ACT_ON_SERVER:
    act_on_server (world);
    break;
  case ACT_COURIER:
    act_courier (world);
    break;
  case ACT_FORGE:
    act_forge (world);
    break;
  case N_ACTS:
    g_assert_not_reached ();
  }
}

/* --- at the end --- */

/* What a person can see: the versions that are there. A deletion of what never left a desk stays
 * there, too, and shows nowhere. */
static char *
dup_view (Desk *desk)
{
  g_autofree char *dump = desk_dump (desk);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  GString *view = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 5);

    if (g_strv_length (words) == 5 && g_str_equal (words[3], "0"))
      g_string_append_printf (view, "%s\n", lines[i]);
  }
  return g_string_free (view, FALSE);
}

static char *
picture (World *world)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < N_DESKS; i++) {
    g_autofree char *dump = dup_view (world->desks[i]);

    g_string_append_printf (all, "desk %u\n%s\n", i, dump);
  }
  return g_string_free (all, FALSE);
}

static void
come_to_rest (World *world)
{
  g_autofree char *before = picture (world);

  /* That a server was put back may take a day to be noticed; nothing else may. */
  if (world->server_went_back)
    act_sleep (world);
  for (int round = 0; round < MOST_ROUNDS; round++) {
    g_autofree char *after = NULL;

    for (guint i = 0; i < N_DESKS; i++)
      exchange (world, i, TRUE);
    after = picture (world);
    /* Once more than nothing moved: what the server forgot is noticed at the next exchange. */
    if (round > 1 && g_str_equal (before, after))
      return;
    g_free (before);
    before = g_steal_pointer (&after);
  }
  fail (world, "It never comes to rest:\n%s", before);
}

static void
check (World *world)
{
  g_autoptr (Desk) newcomer = desk_new ("alternate-ken", GW_ROLE_ALTERNATE);
  g_autofree char *parent = g_path_get_dirname (newcomer->directory);
  g_autofree char *first = dup_view (world->desks[0]);
  g_autofree char *fresh = NULL;
  g_autoptr (GHashTable) words = words_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_DESKS; i++) {
    g_autofree char *dump = dup_view (world->desks[i]);

    if (!g_str_equal (dump, first))
      fail (world, "Desks 0 and %u differ:\n%s\n--\n%s", i, first, dump);
    if (strstr (dump, FORGED) != NULL)
      fail (world, "Desk %u shows what nobody wrote:\n%s", i, dump);
    if (desk_waiting (world->desks[i]) != 0)
      fail (world, "Desk %u waits for something for ever", i);
  }
  if (!desk_sync (newcomer, fake_server_get_url (world->server), GW_SYNC_ALLOW_DELETIONS, NULL, &error))
    fail (world, "A new desk cannot exchange: %s", error->message);
  fresh = dup_view (newcomer);
  if (!g_str_equal (fresh, first))
    fail (world, "A new desk gets something else:\n%s\n--\n%s", first, fresh);
  remove_folder (parent);

  add_words_of_desk (words, world->desks[0]);
  expect_words (world, words, NULL, first);
}

static void
live (guint32 seed)
{
  World *world = world_new (seed);

  for (guint i = 0; i < N_ACTIONS; i++)
    act (world);
  for (guint i = 0; i < world->files->len; i++) {
    int reader = g_array_index (world->writers, File, i).reader;

    read_stick (world, reader >= 0 ? (guint) reader : pick (world, N_DESKS), i);
  }
  come_to_rest (world);
  check (world);
  if (verbose)
    g_print ("%s", world->log->str);
  world_free (world);
}

#ifdef GW_FAULTS
static const char *const fault_names[] = {
#define FAULT(name, sentence) #name,
  GW_ALL_FAULTS (FAULT)
#undef FAULT
};

static const char *const fault_sentences[] = {
#define FAULT(name, sentence) sentence,
  GW_ALL_FAULTS (FAULT)
#undef FAULT
};

/* What goes wrong ends the process, so each fault has one of its own. It tells by a pipe how far it
 * came. Returns: after how many histories the fault was noticed, 0 if it was not */
static int
notice (GwFault fault)
{
  int ends[2], at = 0, done = 0, status = 0;
  pid_t child;

  if (pipe (ends) != 0)
    g_error ("There is no pipe");
  child = fork ();
  if (child == 0) {
    close (ends[0]);
    g_assert_nonnull (freopen ("/dev/null", "w", stdout));
    g_assert_nonnull (freopen ("/dev/null", "w", stderr));
    gw_fault_planted = fault;
    for (int i = 0; i < n_histories; i++) {
      at = i + 1;
      if (write (ends[1], &at, sizeof at) != sizeof at)
        _exit (2);
      live ((guint32) (first_seed + i));
    }
    _exit (0);
  }
  close (ends[1]);
  while (read (ends[0], &at, sizeof at) == sizeof at)
    done = at;
  close (ends[0]);
  waitpid (child, &status, 0);

  return WIFEXITED (status) && WEXITSTATUS (status) == 0 ? 0 : done;
}

static int
plant (char **names)
{
  int n_tests = 0, n_failed = 0;

  for (int fault = GW_FAULT_NONE + 1; fault < GW_N_FAULTS; fault++) {
    int after;
    gboolean ok;

    if (names[0] != NULL && !g_strv_contains ((const char *const *) names, fault_names[fault]))
      continue;
    after = notice ((GwFault) fault);
    ok = after > 0;
    n_tests++;
    n_failed += !ok;
    if (tap)
      g_print ("%sok %d /sim/faults/%s\n", ok ? "" : "not ", n_tests, fault_names[fault]);
    if (after > 0)
      g_print ("# %-20s noticed in history %d: %s\n", fault_names[fault], after, fault_sentences[fault]);
    else
      g_print ("# %-20s %d histories end well: %s\n", fault_names[fault], n_histories,
               fault_sentences[fault]);
  }
  if (tap)
    g_print ("1..%d\n", n_tests);
  else
    g_print ("%d passed, %d failed\n", n_tests - n_failed, n_failed);

  return n_failed > 0;
}
#else
static int
plant (char **names)
{
  g_print (tap ? "1..0 # SKIP no faults are compiled in\n"
               : "No faults are compiled in: configure with -Dfaults=true\n");
  return tap ? 0 : 2;
}
#endif

int
main (int   argc,
      char *argv[])
{
  const GOptionEntry options[] = {
    { "faults", 'f', 0, G_OPTION_ARG_NONE, &with_faults, "Plant faults, all or those named", NULL },
    { "histories", 'n', 0, G_OPTION_ARG_INT, &n_histories, "How many", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT, &first_seed, "The first seed", "S" },
    { "tap", 0, 0, G_OPTION_ARG_NONE, &tap, "Report as a test does", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Tell what happens", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[FAULT...]");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  /* What the sanitizers look for shows in few. */
  if (g_getenv ("GODWIT_SANITIZE") != NULL)
    n_histories = MIN (n_histories, 60);
  gw_keys_register_types ();
  if (with_faults)
    return plant (argv + 1);
  for (int i = 0; i < n_histories; i++) {
    live ((guint32) (first_seed + i));
    if (!tap && (i + 1) % 100 == 0)
      g_printerr ("%d histories\n", i + 1);
  }
  if (tap)
    g_print ("1..1\nok 1 /sim/%d-histories-end-equal-and-lose-nothing\n", n_histories);
  else
    g_print ("%d passed, 0 failed\n", n_histories);
  return 0;
}
