/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exchange, once both people have seen the same code.
 *
 * - Each side says which desk it is: its public keys and a proof that it holds them, its store, and the databases
 *   that it keeps. What two people compared the code of is confirmed: the keys came over the very connection that it
 *   was made from. So the bundles can be sealed for the desk itself, also at the first meeting, and sticks between
 *   the two need no passphrase from then on. (A passphrase drawn from the connection would do less: a bundle with a
 *   passphrase counts as given to everybody, also when the connection is cut while it goes.)
 * - Each writes a bundle for the other, as for a stick. Both offer theirs before either goes, so that while one
 *   sends, the other does nothing but receive. Who came sends first.
 * - What came is read as from a stick, once all of it is found sound. Then each tells what it took, and that is a
 *   receipt.
 *   Cut at any byte before, the other is given the same again the next time.
 * - Nothing goes to a desk that says it does not keep all that is in it; then both sides know why. */

#include "core/nearby/gw-nearby-private.h"

#include <string.h>

#include "core/base/gw-id.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/nearby/gw-nearby-carry.h"
#include "core/nearby/gw-nearby-folder.h"
#include "core/store/gw-store-sticks.h"

/* While a side works and has nothing to say, it says that it is alive. */
#define ALIVE_US (5 * G_USEC_PER_SEC)
/* All is done by then, and only politeness is left. */
#define BYE_STALL 5
#define MAX_DATABASES 32
#define MAX_ID 64

typedef struct
{
  GwNearbyLink *link;
  GwBundleDesk *desk;
  GwBundleFlags flags;
  const GwNearbyWatch *watch;
  GCancellable *cancellable;
  GwNearbySummary *summary;
  GwNearbyFolder *folder;
  GwStore *store;
  GwKey *key;              /* of the other desk */
  char *partner;           /* under which name it is known here */
  char *device;            /* its store */
  GStrv databases;         /* what it keeps */
  char *out;               /* the bundle for it, */
  GwBundleInfo *info;      /* (nullable): where there is one */
  char *in;                /* the bundle from it, */
  gint64 coming;           /* so many bytes; 0 for none */
  GwBundleReading *reading; /* (nullable): what came of that */
  GError *refusal;         /* (nullable): or why it was not taken */
  gint64 alive_at;
} Exchange;

static gboolean
say_desk (Exchange  *self,
          GError   **error)
{
  g_autoptr (JsonObject) words = json_object_new ();
  g_autoptr (GwKey) own = gw_key_desk_dup_key (gw_bundle_desk_get_key_desk (self->desk),
                                               gw_bundle_desk_get_keys (self->desk));
  g_auto (GStrv) databases = gw_bundle_desk_dup_databases (self->desk);
  g_autofree char *device = gw_store_dup_setting (self->store, "device-id", NULL);
  g_autofree char *id = gw_id_new ();
  g_autofree char *proof = gw_nearby_dup_proof (self->link, gw_bundle_desk_get_keys (self->desk));
  JsonArray *list = json_array_new ();

  for (guint i = 0; databases[i] != NULL; i++)
    json_array_add_string_element (list, databases[i]);
  json_object_set_object_member (words, "key", gw_key_to_body (own));
  json_object_set_string_member (words, "proof", proof);
  json_object_set_string_member (words, "device", device != NULL ? device : "");
  json_object_set_string_member (words, "meeting", id);
  json_object_set_array_member (words, "databases", list);

  return gw_nearby_say (self->link, GW_NEARBY_FRAME_DESK, words, error);
}

static GStrv
read_databases (JsonObject *words)
{
  JsonArray *list = gw_json_get_array (words, "databases");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_DATABASES); i++) {
    const char *name = gw_json_array_string (list, i);

    if (name != NULL && strlen (name) <= MAX_ID)
      g_strv_builder_add (names, name);
  }

  return g_strv_builder_end (names);
}

static gboolean
is_id (const char *text)
{
  return text != NULL && *text != '\0' && strlen (text) <= MAX_ID;
}

/* The person agreed to the name on the screen: the keys have to be of that name. */
static gboolean
is_whom_they_said (Exchange *self)
{
  g_autofree char *account = gw_nearby_dup_name (gw_key_get_account (self->key));

  return strcmp (account, self->summary->peer.account) == 0
         && strcmp (gw_key_get_country (self->key), self->summary->peer.country) == 0;
}

/* The words of the other desk; @meeting (out) is later than the ids of all bundles it has written. */
static gboolean
hear_desk (Exchange  *self,
           char     **meeting,
           GError   **error)
{
  g_autoptr (GBytes) content = gw_nearby_expect (self->link, GW_NEARBY_FRAME_DESK, error);
  g_autoptr (JsonObject) words = content != NULL ? gw_nearby_parse (content, error) : NULL;
  JsonObject *body = words != NULL ? gw_json_get_object (words, "key") : NULL;

  if (words == NULL)
    return FALSE;
  self->key = body != NULL ? gw_key_from_body (body, NULL) : NULL;
  self->device = g_strdup (gw_json_get_string (words, "device"));
  self->databases = read_databases (words);
  *meeting = g_strdup (gw_json_get_string (words, "meeting"));
  if (self->key != NULL && is_id (self->device) && is_id (*meeting) && is_whom_they_said (self)
      && gw_nearby_is_proof (self->link, self->key, gw_json_get_string (words, "proof")))
    return TRUE;
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "It does not say which desk it is");

  return FALSE;
}

static gboolean
set_key_error (GwKeyTrust   trust,
               GError     **error)
{
  g_set_error (error, GW_NEARBY_ERROR,
               trust == GW_KEY_TRUST_OWN ? GW_NEARBY_ERROR_SAME_DESK : GW_NEARBY_ERROR_KEY,
               "The keys of the other desk are %s", gw_key_trust_get_name (trust));

  return FALSE;
}

/* Comparing the code of the connection was comparing theirs. One that was confirmed before, and is another
 * now, or was withdrawn, is not taken so lightly. One that names somebody else's desk takes nothing of it, and nobody
 * is sent away because of it. */
static gboolean
know_desk (Exchange    *self,
           const char  *meeting,
           GError     **error)
{
  GwKeys *own = gw_bundle_desk_get_keys (self->desk);
  GwKeyTrust trust = gw_key_book_judge (self->store, own, self->key, NULL);

  if (trust != GW_KEY_TRUST_CONFIRMED && trust != GW_KEY_TRUST_UNCONFIRMED)
    return set_key_error (trust, error);

  if ((trust != GW_KEY_TRUST_CONFIRMED && !gw_key_book_confirm (self->store, self->key, error))
      || !gw_key_book_note (self->store, own, self->key, self->device, meeting, error))
    return FALSE;
  self->partner = gw_key_book_dup_partner (self->store, self->key);

  return gw_store_meet_partner (self->store, self->partner, self->device, error);
}

static gboolean
keeps_all (const char *const *of,
           const char *const *by)
{
  for (guint i = 0; of[i] != NULL; i++) {
    if (!g_strv_contains (by, of[i]))
      return FALSE;
  }

  return TRUE;
}

/* Whether they may have what we give, and an error where neither gives anything. */
static gboolean
compare_papers (Exchange  *self,
                GError   **error)
{
  g_auto (GStrv) own = gw_bundle_desk_dup_databases (self->desk);
  const char *const *ours = (const char *const *) own;
  const char *const *theirs = (const char *const *) self->databases;

  self->summary->is_withheld = !keeps_all (ours, theirs);
  if (!self->summary->is_withheld || (theirs[0] != NULL && keeps_all (theirs, ours)))
    return TRUE;
  g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_OTHER_PAPERS, "Neither keeps what the other does");

  return FALSE;
}

static gboolean
meet (Exchange  *self,
      GError   **error)
{
  g_autofree char *meeting = NULL;

  return say_desk (self, error)
         && hear_desk (self, &meeting, error)
         && know_desk (self, meeting, error)
         && compare_papers (self, error);
}

/* A link that broke is noticed by whoever wants something of it next. */
static void
say_alive (Exchange *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->alive_at < ALIVE_US)
    return;
  self->alive_at = now;
  if (!gw_nearby_link_send (self->link, GW_NEARBY_FRAME_ALIVE, NULL, 0, NULL))
    g_debug ("The other computer left while there was work to do");
}

static void
on_bundle_progress (GwBundlePhase phase,
                    double        part,
                    gpointer      user_data)
{
  /* How much of the whole each takes, about. */
  static const struct { GwNearbyPhase phase; double from, to; } steps[] = {
    [GW_BUNDLE_PHASE_WRITING] = { GW_NEARBY_PHASE_PREPARING, 0, 0.8 },
    [GW_BUNDLE_PHASE_READING_BACK] = { GW_NEARBY_PHASE_PREPARING, 0.8, 1 },
    [GW_BUNDLE_PHASE_COPYING] = { GW_NEARBY_PHASE_READING, 0, 0.1 },
    [GW_BUNDLE_PHASE_CHECKING] = { GW_NEARBY_PHASE_READING, 0.1, 0.4 },
    [GW_BUNDLE_PHASE_STORING] = { GW_NEARBY_PHASE_READING, 0.4, 1 },
  };
  Exchange *self = user_data;

  gw_nearby_tell (self->watch, steps[phase].phase,
                  steps[phase].from + part * (steps[phase].to - steps[phase].from));
  say_alive (self);
}

static gboolean
is_nothing (const GError *error)
{
  return g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOTHING)
         || g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOTHING_NEW);
}

static gboolean
prepare (Exchange  *self,
         GError   **error)
{
  g_autofree char *name = g_strconcat (gw_key_get_account (self->key), ":", gw_key_get_desk (self->key), NULL);
  const char *names[] = { name, NULL };
  g_autoptr (GError) local_error = NULL;

  gw_nearby_tell (self->watch, GW_NEARBY_PHASE_PREPARING, 0);
  self->info = gw_bundle_write_for (self->desk, self->out, names,
                                    (self->flags & GW_BUNDLE_EVERYTHING) | GW_BUNDLE_UNLISTED,
                                    on_bundle_progress, self, self->cancellable, &local_error);
  if (self->info != NULL || is_nothing (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
offer (Exchange  *self,
       GError   **error)
{
  g_autoptr (JsonObject) words = json_object_new ();
  g_autoptr (JsonObject) theirs = NULL;
  g_autoptr (GBytes) content = NULL;

  json_object_set_int_member (words, "size", self->info != NULL ? self->info->bytes : 0);
  json_object_set_boolean_member (words, "withheld", self->summary->is_withheld);
  if (!gw_nearby_say (self->link, GW_NEARBY_FRAME_OFFER, words, error))
    return FALSE;
  gw_nearby_tell (self->watch, GW_NEARBY_PHASE_WAITING, 0);
  content = gw_nearby_expect (self->link, GW_NEARBY_FRAME_OFFER, error);
  theirs = content != NULL ? gw_nearby_parse (content, error) : NULL;
  if (theirs == NULL)
    return FALSE;
  self->coming = gw_json_get_int (theirs, "size", -1);
  self->summary->is_withheld_there = self->coming == 0 && gw_json_get_boolean (theirs, "withheld");
  if (self->coming >= 0 && self->coming <= GW_BUNDLE_MAX_FILE)
    return TRUE;
  g_set_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT, "A bundle of %" G_GINT64_FORMAT " bytes",
               self->coming);

  return FALSE;
}

static void
on_sent (double   part,
         gpointer user_data)
{
  gw_nearby_tell (((Exchange *) user_data)->watch, GW_NEARBY_PHASE_SENDING, part);
}

static void
on_received (double   part,
             gpointer user_data)
{
  gw_nearby_tell (((Exchange *) user_data)->watch, GW_NEARBY_PHASE_RECEIVING, part);
}

static gboolean
send_bundle (Exchange  *self,
             GError   **error)
{
  return self->info == NULL
         || gw_nearby_send_file (self->link, self->out, self->info->bytes, on_sent, self, error);
}

static gboolean
receive_bundle (Exchange  *self,
                GError   **error)
{
  return self->coming == 0
         || gw_nearby_receive_file (self->link, self->in, self->coming, on_received, self, error);
}

static gboolean
carry (Exchange  *self,
       GError   **error)
{
  return gw_nearby_link_has_listened (self->link)
    ? receive_bundle (self, error) && send_bundle (self, error)
    : send_bundle (self, error) && receive_bundle (self, error);
}

static gboolean
count_waiting (Exchange  *self,
               GError   **error)
{
  g_autoptr (GPtrArray) conflicts = gw_store_conflicts (self->store, NULL, error);

  if (conflicts == NULL)
    return FALSE;
  self->summary->waiting = conflicts->len;

  return TRUE;
}

/* What is wrong with their bundle is no reason not to hear what became of ours. */
static gboolean
take (Exchange  *self,
      GError   **error)
{
  if (self->coming > 0) {
    gw_nearby_tell (self->watch, GW_NEARBY_PHASE_READING, 0);
    self->reading = gw_bundle_read (self->desk, self->in, NULL,
                                    (self->flags & GW_BUNDLE_ALLOW_DELETIONS) | GW_BUNDLE_UNLISTED,
                                    on_bundle_progress, self, self->cancellable, &self->refusal);
  }
  if (self->reading != NULL) {
    self->summary->received = self->reading->stored;
    self->summary->known = self->reading->known;
    self->summary->merged = self->reading->merged;
  }

  return count_waiting (self, error);
}

static gboolean
say_taken (Exchange  *self,
           GError   **error)
{
  g_autoptr (JsonObject) words = json_object_new ();

  if (self->refusal != NULL) {
    json_object_set_string_member (words, "refused", gw_nearby_error_get_name (self->refusal));
  } else if (self->reading != NULL) {
    json_object_set_string_member (words, "bundle", self->reading->info->id);
    json_object_set_int_member (words, "new", self->reading->stored);
  }

  return gw_nearby_say (self->link, GW_NEARBY_FRAME_TAKEN, words, error);
}

static gboolean
note_receipt (Exchange  *self,
              GError   **error)
{
  GwStickReceipt receipt = {
    .bundle = self->info->id,
    .account = (char *) gw_key_get_account (self->key),
    .desk = self->partner,
    .device = self->device,
    .time = gw_time_now (),
  };
  gboolean is_news;

  return gw_store_take_receipt (self->store, &receipt, &is_news, error);
}

/* What they took. It is a receipt only for the bundle that we wrote just now. */
static gboolean
hear_taken (Exchange  *self,
            gboolean  *is_refused,
            GError   **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (JsonObject) words = NULL;
  const char *bundle;

  gw_nearby_tell (self->watch, GW_NEARBY_PHASE_WAITING, 0);
  content = gw_nearby_expect (self->link, GW_NEARBY_FRAME_TAKEN, error);
  words = content != NULL ? gw_nearby_parse (content, error) : NULL;
  if (words == NULL)
    return FALSE;
  bundle = gw_json_get_string (words, "bundle");
  *is_refused = self->info != NULL && g_strcmp0 (bundle, self->info->id) != 0;
  self->summary->is_given = !*is_refused;
  if (*is_refused || self->info == NULL)
    return TRUE;
  self->summary->given = (guint) CLAMP (gw_json_get_int (words, "new", 0), 0, self->info->revisions);

  return note_receipt (self, error);
}

/* That we read theirs need not be told by the next bundle again: they have heard it. */
static void
mark_told (Exchange *self)
{
  g_autoptr (GPtrArray) receipts = gw_store_receipts (self->store, NULL);
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; receipts != NULL && self->reading != NULL && i < receipts->len; i++) {
    if (strcmp (((GwStickReceipt *) receipts->pdata[i])->bundle, self->reading->info->id) == 0)
      g_ptr_array_add (told, receipts->pdata[i]);
  }
  if (told->len > 0 && !gw_store_mark_told (self->store, told, &error))
    g_debug ("It will be told again: %s", error->message);
}

/* All is done: whatever happens to the link now is no failure. */
static void
part (Exchange *self)
{
  g_autoptr (GBytes) bye = NULL;

  gw_nearby_link_set_stall (self->link, BYE_STALL);
  if (gw_nearby_link_send (self->link, GW_NEARBY_FRAME_BYE, NULL, 0, NULL))
    bye = gw_nearby_expect (self->link, GW_NEARBY_FRAME_BYE, NULL);
  if (bye != NULL)
    mark_told (self);
}

/* No stick lies anywhere, so none is told of. If the other has taken it and could not say so any more, it is
 * given the same again. */
static void
forget_bundle (Exchange *self)
{
  g_autoptr (GError) error = NULL;

  if (self->info != NULL && !gw_store_forget_sent (self->store, self->info->id, &error))
    g_debug ("It stays among the sticks: %s", error->message);
}

static gboolean
run (Exchange  *self,
     GError   **error)
{
  gboolean is_refused = FALSE;

  if (!meet (self, error)
      || (!self->summary->is_withheld && !prepare (self, error))
      || !offer (self, error)
      || !carry (self, error)
      || !take (self, error)
      || !say_taken (self, error)
      || !hear_taken (self, &is_refused, error))
    return FALSE;
  part (self);
  if (is_refused)
    g_set_error_literal (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_REFUSED, "The other desk did not take it");

  return !is_refused;
}

static void
clear (Exchange *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->key, gw_key_unref);
  g_free (self->partner);
  g_free (self->device);
  g_strfreev (self->databases);
  g_free (self->out);
  g_free (self->in);
  g_clear_pointer (&self->info, gw_bundle_info_free);
  g_clear_pointer (&self->reading, gw_bundle_reading_free);
  g_clear_error (&self->refusal);
  g_clear_pointer (&self->folder, gw_nearby_folder_free);
}

/**
 * gw_nearby_exchange:
 * @link: paired
 * @desk: who exchanges
 * @flags: %GW_BUNDLE_EVERYTHING, %GW_BUNDLE_ALLOW_DELETIONS, or nothing
 * @watch: whom to tell
 * @cancellable: (nullable): that of @link
 * @summary: whose @peer is known; what comes of it is written there as it comes
 * @error: return location
 *
 * Returns: FALSE with an @error of %GW_NEARBY_ERROR, or of %GW_BUNDLE_ERROR where the other's bundle was refused
 */
gboolean
gw_nearby_exchange (GwNearbyLink         *link,
                    GwBundleDesk         *desk,
                    GwBundleFlags         flags,
                    const GwNearbyWatch  *watch,
                    GCancellable         *cancellable,
                    GwNearbySummary      *summary,
                    GError              **error)
{
  Exchange self = {
    .link = link,
    .desk = desk,
    .flags = flags,
    .watch = watch,
    .cancellable = cancellable,
    .summary = summary,
    .alive_at = g_get_monotonic_time (),
  };
  gboolean ok;

  self.folder = gw_nearby_folder_take (gw_bundle_desk_get_store_path (desk), error);
  if (self.folder == NULL)
    return FALSE;
  self.out = gw_nearby_folder_dup_path (self.folder, "out" GW_BUNDLE_SUFFIX);
  self.in = gw_nearby_folder_dup_path (self.folder, "in" GW_BUNDLE_SUFFIX);
  self.store = gw_store_open (gw_bundle_desk_get_store_path (desk), GW_STORE_DEFAULT, error);
  ok = self.store != NULL && run (&self, error);
  if (self.store != NULL)
    forget_bundle (&self);
  /* Of two failures the one here is the one to mend here. */
  if (self.refusal != NULL) {
    if (!ok)
      g_clear_error (error);
    g_propagate_error (error, g_steal_pointer (&self.refusal));
    ok = FALSE;
  }
  clear (&self);

  return ok;
}
