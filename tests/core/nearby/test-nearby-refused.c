/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not a desk in this room, and what does not keep to the rules: nothing of the papers is said to it,
 * and nothing that it says is kept. */

#include "room.h"

#include <fcntl.h>
#include <string.h>
#include <openssl/ssl.h>

#include "core/base/gw-json.h"
#include "core/nearby/gw-nearby-folder.h"
#include "core/store/gw-store-sticks.h"

#define Q(n) "answer:rep1:/data/s1/q" #n
#define SECRET "what Ann wrote about the ministry"

/* Ann listens, and somebody made by the test is at the other end of the wire. */
typedef struct
{
  Desk *ann;
  Desk *eve;
  Side a;
  char *before;
  GSocket *socket;
  GwNearbyLink *link; /* (nullable): once there is TLS */
} Visit;

static void
visit_begin_raw_with (Visit *self,
                      guint  stall)
{
  g_autoptr (GSocket) socket = NULL;

  memset (self, 0, sizeof *self);
  self->ann = desk_new ("ann", GW_ROLE_NFP);
  self->eve = desk_new ("ben", GW_ROLE_ALTERNATE);
  stick_put (self->ann, Q (1), SECRET);
  self->before = desk_dump (self->ann);
  self->a = (Side) { .desk = self->ann, .says = TRUE, .has_listened = TRUE, .stall = stall };
  room_wire (&self->socket, &socket);
  side_begin (&self->a, socket);
}

static void
visit_begin_raw (Visit *self)
{
  visit_begin_raw_with (self, ROOM_STALL);
}

static void
visit_begin (Visit *self)
{
  g_autoptr (GError) error = NULL;

  visit_begin_raw (self);
  self->link = gw_nearby_link_new (self->socket, FALSE, ROOM_STALL, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
say_same (const char         *code,
          const GwNearbyPeer *peer,
          GwNearbyVerdict    *verdict,
          gpointer            user_data)
{
  char **shown = user_data;

  if (shown != NULL)
    *shown = g_strdup (code);
  gw_nearby_verdict_give (verdict, TRUE);
}

static gboolean
visit_pair (Visit  *self,
            GError **error)
{
  const GwNearbyWatch watch = { .ask = say_same };
  g_autoptr (GwNearbySummary) summary = gw_nearby_summary_new ();

  return gw_nearby_pair (self->link, "ben", "KEN", &watch, summary, error);
}

static void
visit_pair_ok (Visit *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (visit_pair (self, &error));
  g_assert_no_error (error);
}

static void
say (Visit      *self,
     guint8      type,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  gw_nearby_link_send (self->link, type, text, strlen (text), &error);
  g_assert_no_error (error);
}

static GBytes *
hear (Visit  *self,
      guint8  type)
{
  g_autoptr (GError) error = NULL;
  GBytes *content = gw_nearby_expect (self->link, type, &error);

  g_assert_no_error (error);
  return content;
}

/* As a desk that is honest so far. */
static void
visit_meet_with (Visit  *self,
                 GwKeys *keys,
                 GwKeys *proving)
{
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ben", "KEN");
  g_autoptr (JsonObject) words = json_object_new ();
  g_autoptr (GwBundleDesk) desk = gw_bundle_desk_new (self->eve->profile);
  g_auto (GStrv) databases = gw_bundle_desk_dup_databases (desk);
  JsonArray *list = json_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *proof = gw_nearby_dup_proof (self->link, proving);

  for (guint i = 0; databases[i] != NULL; i++)
    json_array_add_string_element (list, databases[i]);
  json_object_set_object_member (words, "key", gw_key_to_body (key));
  json_object_set_string_member (words, "device", "d1");
  json_object_set_string_member (words, "meeting", "m1");
  json_object_set_string_member (words, "proof", proof);
  json_object_set_array_member (words, "databases", list);
  text = gw_json_to_text (words);
  say (self, GW_NEARBY_FRAME_DESK, text);
  g_bytes_unref (hear (self, GW_NEARBY_FRAME_DESK));
}

static void
visit_meet (Visit *self)
{
  g_autoptr (GwKeys) keys = gw_keys_open (self->eve->directory, NULL);

  visit_meet_with (self, keys, keys);
}

static void
visit_end_quietly (Visit *self)
{
  g_clear_pointer (&self->link, gw_nearby_link_free);
  g_clear_object (&self->socket);
  stick_assert_sound (self->ann);
  side_clear (&self->a);
}

static void
visit_end (Visit *self,
           int    code)
{
  side_end (&self->a);
  g_assert_error (self->a.error, GW_NEARBY_ERROR, code);
  visit_end_quietly (self);
}

static void
visit_free (Visit *self)
{
  desk_free (self->ann);
  desk_free (self->eve);
  g_free (self->before);
}

static void
assert_untouched (Visit *self)
{
  g_autofree char *after = desk_dump (self->ann);

  g_assert_cmpstr (self->before, ==, after);
}

static void
test_wrong_code_exchanges_nothing (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = FALSE };
  g_autofree char *dump_a = NULL, *dump_b = NULL, *after_a = NULL, *after_b = NULL;

  stick_put (ann, Q (1), SECRET);
  stick_put (ben, Q (2), "two");
  dump_a = desk_dump (ann);
  dump_b = desk_dump (ben);
  room_exchange (&a, &b);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE);
  g_assert_error (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE);
  after_a = desk_dump (ann);
  after_b = desk_dump (ben);
  g_assert_cmpstr (dump_a, ==, after_a);
  g_assert_cmpstr (dump_b, ==, after_b);
  g_assert_cmpuint (a.summary->received + a.summary->given + b.summary->received, ==, 0);
  side_clear (&a);
  side_clear (&b);
}

/* All that somebody hears to whom Ann says no: two names, two numbers, and no. */
static void
test_wrong_code_leaks_nothing (void)
{
  static const char allowed[] = { GW_NEARBY_FRAME_HELLO, GW_NEARBY_FRAME_COMMIT, GW_NEARBY_FRAME_NONCE,
                                  GW_NEARBY_FRAME_VERDICT };
  Visit visit;
  guint8 nonce[GW_NEARBY_NONCE_SIZE] = { 7 }, commitment[GW_NEARBY_HASH_SIZE], binding[GW_NEARBY_BINDING_SIZE];
  const char *hello = "{\"godwit-nearby\":2,\"account\":\"ben\",\"country\":\"KEN\"}";
  g_autoptr (GBytes) own = g_bytes_new (hello, strlen (hello));
  g_autoptr (GError) error = NULL;
  guint n = 0;

  visit_begin (&visit);
  visit.a.says = FALSE;
  gw_nearby_link_get_binding (visit.link, binding);
  gw_nearby_commit (binding, FALSE, nonce, own, commitment);
  say (&visit, GW_NEARBY_FRAME_HELLO, hello);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_COMMIT, commitment, sizeof commitment, NULL);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_NONCE, nonce, sizeof nonce, NULL);
  for (;; n++) {
    g_autoptr (GBytes) content = NULL;
    guint8 type;

    if (!gw_nearby_link_receive (visit.link, &type, &content, &error))
      break;
    g_assert_cmpuint (n, <, G_N_ELEMENTS (allowed));
    g_assert_cmpint (type, ==, allowed[n]);
    if (type == GW_NEARBY_FRAME_HELLO) {
      g_autofree char *text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));

      g_assert_cmpstr (text, ==, "{\"account\":\"ann\",\"country\":\"KEN\",\"godwit-nearby\":2}");
    } else {
      g_assert_cmpuint (g_bytes_get_size (content), <=, 32);
    }
  }
  g_assert_error (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BROKEN);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (allowed));
  visit_end (&visit, GW_NEARBY_ERROR_DIFFERENT_CODE);
  assert_untouched (&visit);
  visit_free (&visit);
}

static gpointer
pair_as_ben (gpointer data)
{
  GwNearbyLink *link = data;
  char *code = NULL;
  const GwNearbyWatch watch = { .ask = say_same, .user_data = &code };
  g_autoptr (GwNearbySummary) summary = gw_nearby_summary_new ();

  gw_nearby_pair (link, "ben", "KEN", &watch, summary, NULL);

  return code;
}

/* Eve between Ann and Ben has two connections, so Ann and Ben see two codes. She may lie to each about who
 * she is, and agrees to everything. */
static void
test_somebody_between_has_another_code (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = FALSE }, b = { .desk = ben, .says = FALSE, .has_listened = TRUE };
  g_autoptr (GSocket) to_ann = NULL, to_ben = NULL, at_ann = NULL, at_ben = NULL;
  g_autoptr (GwNearbyLink) ann_link = NULL, ben_link = NULL;
  g_autofree char *code_a = NULL, *code_b = NULL;
  GThread *thread;

  room_wire (&to_ann, &at_ann);
  room_wire (&to_ben, &at_ben);
  side_begin (&a, at_ann);
  side_begin (&b, at_ben);
  ann_link = gw_nearby_link_new (to_ann, TRUE, ROOM_STALL, 0, NULL, NULL);
  ben_link = gw_nearby_link_new (to_ben, FALSE, ROOM_STALL, 0, NULL, NULL);
  g_assert_true (ann_link != NULL && ben_link != NULL);
  thread = g_thread_new ("eve", pair_as_ben, ann_link);
  code_b = pair_as_ben (ben_link);
  code_a = g_thread_join (thread);
  side_end (&a);
  side_end (&b);
  g_assert_cmpstr (a.code, ==, code_a);
  g_assert_cmpstr (b.code, ==, code_b);
  g_assert_cmpstr (a.code, !=, b.code);
  side_clear (&a);
  side_clear (&b);
}

/* Whoever could choose a number after having seen the other's could make any code. */
static void
test_number_has_to_be_the_one_committed_to (void)
{
  Visit visit;
  guint8 bytes[GW_NEARBY_HASH_SIZE] = { 1, 2, 3 };

  visit_begin (&visit);
  say (&visit, GW_NEARBY_FRAME_HELLO, "{\"godwit-nearby\":2,\"account\":\"ben\",\"country\":\"KEN\"}");
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_COMMIT, bytes, sizeof bytes, NULL);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_NONCE, bytes, sizeof bytes, NULL);
  side_end (&visit.a);
  g_assert_null (visit.a.code);
  g_assert_error (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_FALSE_CODE);
  visit_end_quietly (&visit);
  assert_untouched (&visit);
  visit_free (&visit);
}

/* Ann's own words, sent back to her, are not somebody's. */
static void
test_echo_is_nobody (void)
{
  static const guint8 types[] = { GW_NEARBY_FRAME_HELLO, GW_NEARBY_FRAME_COMMIT, GW_NEARBY_FRAME_NONCE };
  Visit visit;

  visit_begin (&visit);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GBytes) content = hear (&visit, types[i]);

    gw_nearby_link_send (visit.link, types[i], g_bytes_get_data (content, NULL), g_bytes_get_size (content), NULL);
  }
  visit_end (&visit, GW_NEARBY_ERROR_FALSE_CODE);
  visit_free (&visit);
}

/* Somebody who has said yes, and goes on while Ann still looks. */
static void
test_nothing_is_heard_before_both_have_agreed (void)
{
  Visit visit;
  guint8 nonce[GW_NEARBY_NONCE_SIZE] = { 7 }, commitment[GW_NEARBY_HASH_SIZE], binding[GW_NEARBY_BINDING_SIZE];
  const char *hello = "{\"godwit-nearby\":2,\"account\":\"ben\",\"country\":\"KEN\"}";
  g_autoptr (GBytes) own = g_bytes_new (hello, strlen (hello));
  const guint8 yes = 1;

  visit_begin (&visit);
  visit.a.is_silent = TRUE;
  gw_nearby_link_get_binding (visit.link, binding);
  gw_nearby_commit (binding, FALSE, nonce, own, commitment);
  say (&visit, GW_NEARBY_FRAME_HELLO, hello);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_COMMIT, commitment, sizeof commitment, NULL);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_NONCE, nonce, sizeof nonce, NULL);
  gw_nearby_link_send (visit.link, GW_NEARBY_FRAME_VERDICT, &yes, sizeof yes, NULL);
  say (&visit, GW_NEARBY_FRAME_DESK, "{}");
  side_end (&visit.a);
  g_assert_nonnull (visit.a.code);
  g_assert_error (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT);
  visit_end_quietly (&visit);
  assert_untouched (&visit);
  visit_free (&visit);
}

static void
test_other_versions_are_told (void)
{
  Visit visit;

  visit_begin (&visit);
  say (&visit, GW_NEARBY_FRAME_HELLO, "{\"godwit-nearby\":3}");
  visit_end (&visit, GW_NEARBY_ERROR_NEWER);
  visit_free (&visit);
}

/* What answers is a web server, or a printer. */
static void
test_what_is_no_godwit_is_refused (void)
{
  static const char *const texts[] = { "GET / HTTP/1.1\r\nHost: here\r\n\r\n", "\x16\x03\x01\xff\xff garbage", "\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    Visit visit;

    visit_begin_raw (&visit);
    g_assert_cmpint (g_socket_send (visit.socket, texts[i], strlen (texts[i]), NULL, NULL), ==, strlen (texts[i]));
    g_socket_shutdown (visit.socket, FALSE, TRUE, NULL);
    side_end (&visit.a);
    g_assert_true (g_error_matches (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_NOT_GODWIT)
                   || g_error_matches (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BROKEN));
    side_clear (&visit.a);
    g_clear_object (&visit.socket);
    assert_untouched (&visit);
    visit_free (&visit);
  }
}

/* A client of OpenSSL's own, which keeps to no rules of ours. */
static SSL *
begin_tls (Visit   *visit,
           SSL_CTX *context)
{
  SSL *tls = SSL_new (context);
  int fd = g_socket_get_fd (visit->socket);

  /* GSocket has taken that from it. */
  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  SSL_set_fd (tls, fd);

  return tls;
}

static void
test_older_tls_is_refused (void)
{
  Visit visit;
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *tls;

  SSL_CTX_set_max_proto_version (context, TLS1_2_VERSION);
  visit_begin_raw (&visit);
  tls = begin_tls (&visit, context);
  g_assert_cmpint (SSL_connect (tls), !=, 1);
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  SSL_free (tls);
  SSL_CTX_free (context);
  visit_free (&visit);
}

static void
test_oversized_frame_is_refused (void)
{
  static const char header[] = { GW_NEARBY_FRAME_HELLO, 0x7f, (char) 0xff, (char) 0xff, (char) 0xff };
  Visit visit;
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *tls;

  visit_begin_raw (&visit);
  tls = begin_tls (&visit, context);
  g_assert_cmpint (SSL_connect (tls), ==, 1);
  g_assert_cmpint (SSL_write (tls, header, sizeof header), ==, sizeof header);
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  SSL_free (tls);
  SSL_CTX_free (context);
  assert_untouched (&visit);
  visit_free (&visit);
}

static void
test_false_words_end_it (void)
{
  static const struct { guint8 type; const char *text; } words[] = {
    { GW_NEARBY_FRAME_DESK, "{}" },
    { GW_NEARBY_FRAME_DESK, "no JSON" },
    { GW_NEARBY_FRAME_DESK, "{\"key\":{},\"device\":\"d\",\"meeting\":\"m\",\"databases\":[]}" },
    { GW_NEARBY_FRAME_OFFER, "{\"size\":1}" },
    { 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    Visit visit;

    visit_begin (&visit);
    visit_pair_ok (&visit);
    say (&visit, words[i].type, words[i].text);
    visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
    assert_untouched (&visit);
    visit_free (&visit);
  }
}

/* The person agreed to "ben": keys of another name are not his. */
static void
test_keys_have_to_be_of_the_name_shown (void)
{
  Visit visit;
  g_autoptr (GwKeys) keys = NULL;
  g_autoptr (GwKey) key = NULL;
  g_autoptr (JsonObject) words = json_object_new ();
  g_autofree char *text = NULL, *proof = NULL;

  visit_begin (&visit);
  visit_pair_ok (&visit);
  keys = gw_keys_open (visit.eve->directory, NULL);
  key = gw_keys_dup_key (keys, "zoe", "KEN");
  json_object_set_object_member (words, "key", gw_key_to_body (key));
  json_object_set_string_member (words, "device", "d1");
  json_object_set_string_member (words, "meeting", "m1");
  proof = gw_nearby_dup_proof (visit.link, keys);
  json_object_set_string_member (words, "proof", proof);
  text = gw_json_to_text (words);
  say (&visit, GW_NEARBY_FRAME_DESK, text);
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  assert_untouched (&visit);
  visit_free (&visit);
}

/* Public keys are public: whoever shows them has to hold the secret ones, too. */
static void
test_keys_have_to_be_held (void)
{
  Visit visit;
  g_autoptr (GwKeys) keys = NULL, others = NULL;

  visit_begin (&visit);
  visit_pair_ok (&visit);
  keys = gw_keys_open (visit.eve->directory, NULL);
  others = gw_keys_open (visit.ann->directory, NULL);
  visit_meet_with (&visit, keys, others);
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  assert_untouched (&visit);
  visit_free (&visit);
}

/* Keys of a desk's own, which say that the desk is another's. */
static void
name_desk (Desk *desk,
           Desk *as)
{
  g_autofree char *path = g_build_filename (desk->directory, "keys.json", NULL);
  g_autoptr (GwKeys) theirs = gw_keys_open (as->directory, NULL);
  g_autoptr (GwKeys) made = gw_keys_open (desk->directory, NULL);
  g_autofree char *text = NULL, *own = g_strdup (gw_keys_get_desk (made));
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, own, gw_keys_get_desk (theirs), 0), >, 0);
  g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
}

static char *
dup_key_of (Desk *by,
            Desk *of)
{
  g_autoptr (GwKeys) keys = gw_keys_open (of->directory, NULL);

  return gw_store_dup_partner_key (by->store, gw_keys_get_desk (keys));
}

/* Zoe is let in, and says that hers is Ben's desk: what is kept for Ben would be sealed for her. */
static void
test_nobody_takes_the_place_of_another_desk (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) zoe = desk_new ("zoe", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE }, z = { .desk = zoe, .says = TRUE };
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GwKeys) bens = gw_keys_open (ben->directory, NULL);
  gint64 seq;

  stick_put (ann, Q (1), "one");
  room_exchange (&b, &a);
  g_assert_no_error (a.error);
  before = dup_key_of (ann, ben);
  seq = gw_store_get_partner_seq (ann->store, gw_keys_get_desk (bens));
  g_assert_cmpint (seq, >, 0);
  name_desk (zoe, ben);
  room_exchange (&z, &a);
  g_assert_no_error (a.error);
  after = dup_key_of (ann, ben);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (gw_store_get_partner_seq (ann->store, gw_keys_get_desk (bens)), ==, seq);
  /* And each was given all there is for it. */
  room_assert_same (ann, ben);
  room_assert_same (ann, zoe);
  side_clear (&a);
  side_clear (&b);
  side_clear (&z);
}

/* Zoe was here first, and the code of hers was compared; or she only publishes a key that says so. */
static void
test_nobody_is_sent_away_because_a_colleague_names_their_desk (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) zoe = desk_new ("zoe", GW_ROLE_ALTERNATE), eve = desk_new ("eve", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE }, z = { .desk = zoe, .says = TRUE };
  g_autoptr (GwKeys) eves = NULL;
  g_autoptr (GwKeyDesk) eve_desk = gw_key_desk_new (eve->profile, "eve");

  name_desk (zoe, ben);
  name_desk (eve, ben);
  eves = gw_keys_open (eve->directory, NULL);
  g_assert_true (gw_key_book_publish (ann->store, eve_desk, eves, NULL));
  stick_put (ann, Q (1), "one");
  room_exchange (&z, &a);
  g_assert_no_error (a.error);
  room_exchange (&b, &a);
  g_assert_no_error (a.error);
  g_assert_no_error (b.error);
  room_assert_same (ann, ben);
  room_assert_same (ann, zoe);
  side_clear (&a);
  side_clear (&b);
  side_clear (&z);
}

/* Ann's own desk, named by Zoe, is no reason to take hers for Ann's. */
static void
test_nobody_passes_for_this_desk_itself (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), zoe = desk_new ("zoe", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeys) anns = gw_keys_open (ann->directory, NULL), renewed = NULL, zoes = NULL;
  g_autoptr (GwKey) own = gw_keys_dup_key (anns, "ann", "KEN"), false_own = NULL, newer = NULL;
  g_autoptr (GwKeyDesk) desk = gw_key_desk_new (ann->profile, "ann");

  name_desk (zoe, ann);
  zoes = gw_keys_open (zoe->directory, NULL);
  false_own = gw_keys_dup_key (zoes, "zoe", "KEN");
  g_assert_cmpint (gw_key_book_judge (ann->store, anns, own, NULL), ==, GW_KEY_TRUST_OWN);
  g_assert_cmpint (gw_key_book_judge (ann->store, anns, false_own, NULL), ==, GW_KEY_TRUST_UNCONFIRMED);
  renewed = gw_key_desk_renew_keys (desk, NULL);
  newer = gw_keys_dup_key (renewed, "ann", "KEN");
  g_assert_cmpint (gw_key_book_judge (ann->store, renewed, own, NULL), ==, GW_KEY_TRUST_OWN);
  g_assert_cmpint (gw_key_book_judge (ann->store, anns, newer, NULL), ==, GW_KEY_TRUST_OWN);
}

/* What Ben has not read does not count as arrived because another says so in the name of his desk. */
static void
test_nobody_answers_for_another_desk (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GPtrArray) readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_stick_reader_free), sent = NULL;
  GwStickReader *ben = g_new0 (GwStickReader, 1);
  GwStickSent bundle = { .bundle = (char *) "b1", .time = 1, .seq = 7, .readers = readers };
  GwStickReceipt receipt = {
    .bundle = (char *) "b1", .account = (char *) "zoe", .desk = (char *) "d", .device = (char *) "x", .time = 2,
  };
  gboolean is_news;

  ben->account = g_strdup ("ben");
  ben->desk = g_strdup ("d");
  g_ptr_array_add (readers, ben);
  g_assert_true (gw_store_note_sent (ann->store, &bundle, NULL));
  g_assert_true (gw_store_take_receipt (ann->store, &receipt, &is_news, NULL));
  sent = gw_store_sent (ann->store, -1, NULL);
  g_assert_cmpuint (sent->len, ==, 1);
  ben = g_ptr_array_index (((GwStickSent *) sent->pdata[0])->readers, 0);
  g_assert_cmpstr (ben->account, ==, "ben");
  g_assert_cmpint (ben->confirmed, ==, 0);
}

/* Nor by stick. */
static void
test_no_stick_takes_the_place_of_another_desk (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  g_autoptr (Desk) zoe = desk_new ("zoe", GW_ROLE_ALTERNATE);
  g_autoptr (GwKeys) bens = gw_keys_open (ben->directory, NULL), own = gw_keys_open (ann->directory, NULL);
  g_autoptr (GwKey) ben_key = gw_keys_dup_key (bens, "ben", "KEN");
  g_autoptr (GwKeys) zoes = NULL;
  g_autoptr (GwKey) zoe_key = NULL;
  g_autofree char *before = NULL, *after = NULL, *hers = NULL;

  name_desk (zoe, ben);
  zoes = gw_keys_open (zoe->directory, NULL);
  zoe_key = gw_keys_dup_key (zoes, "zoe", "KEN");
  g_assert_true (gw_key_book_note (ann->store, own, ben_key, "d1", "b1", NULL));
  before = dup_key_of (ann, ben);
  g_assert_true (gw_key_book_note (ann->store, own, zoe_key, "d2", "b2", NULL));
  after = dup_key_of (ann, ben);
  g_assert_cmpstr (before, ==, after);
  hers = gw_key_book_dup_partner (ann->store, zoe_key);
  g_assert_cmpstr (hers, !=, gw_keys_get_desk (bens));
}

static void
test_bundle_of_a_false_size_is_refused (void)
{
  static const char *const sizes[] = { "{\"size\":9000000000000}", "{\"size\":-1}", "{\"size\":\"much\"}", "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Visit visit;

    visit_begin (&visit);
    visit_pair_ok (&visit);
    visit_meet (&visit);
    say (&visit, GW_NEARBY_FRAME_OFFER, sizes[i]);
    visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
    visit_free (&visit);
  }
}

static void
test_more_than_was_offered_is_refused (void)
{
  Visit visit;

  visit_begin (&visit);
  visit_pair_ok (&visit);
  visit_meet (&visit);
  say (&visit, GW_NEARBY_FRAME_OFFER, "{\"size\":10}");
  g_bytes_unref (hear (&visit, GW_NEARBY_FRAME_OFFER));
  say (&visit, GW_NEARBY_FRAME_PIECE, "eleven byte");
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  visit_free (&visit);
}

/* Ann says why, and keeps what she has; that hers arrived she still hears. */
static void
test_what_is_no_bundle_changes_nothing (void)
{
  Visit visit;
  g_autoptr (GBytes) offer = NULL, taken = NULL;
  g_autoptr (JsonObject) words = NULL;
  g_autofree char *text = NULL;
  gint64 size, done = 0;

  visit_begin (&visit);
  visit_pair_ok (&visit);
  visit_meet (&visit);
  say (&visit, GW_NEARBY_FRAME_OFFER, "{\"size\":11}");
  offer = hear (&visit, GW_NEARBY_FRAME_OFFER);
  words = gw_nearby_parse (offer, NULL);
  size = gw_json_get_int (words, "size", 0);
  say (&visit, GW_NEARBY_FRAME_PIECE, "eleven byte");
  while (done < size) {
    g_autoptr (GBytes) piece = hear (&visit, GW_NEARBY_FRAME_PIECE);
    gsize n;
    const char *data = g_bytes_get_data (piece, &n);

    /* Sealed, also inside TLS. */
    g_assert_null (memmem (data, n, SECRET, strlen (SECRET)));
    done += n;
  }
  taken = hear (&visit, GW_NEARBY_FRAME_TAKEN);
  text = g_strndup (g_bytes_get_data (taken, NULL), g_bytes_get_size (taken));
  g_assert_cmpstr (text, ==, "{\"refused\":\"not-a-bundle\"}");
  say (&visit, GW_NEARBY_FRAME_TAKEN, "{}");
  say (&visit, GW_NEARBY_FRAME_BYE, "");
  side_end (&visit.a);
  g_assert_error (visit.a.error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_NOT_A_BUNDLE);
  g_assert_false (visit.a.summary->is_given);
  visit_end_quietly (&visit);
  visit_free (&visit);
}

static void
test_silence_is_given_up (void)
{
  Visit visit;

  visit_begin_raw_with (&visit, 1);
  side_end (&visit.a);
  g_assert_error (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SILENT);
  visit_end_quietly (&visit);
  visit_free (&visit);
}

static void
test_other_country_gets_nothing (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ugo = desk_new_of ("ugo", GW_ROLE_NFP, "UGA");
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ugo, .says = TRUE };

  stick_put (ann, Q (1), SECRET);
  stick_put (ugo, Q (2), "two");
  room_exchange (&a, &b);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_OTHER_PAPERS);
  g_assert_error (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_OTHER_PAPERS);
  g_assert_cmpuint (gw_store_count (ugo->store, "party", "answer:", NULL), ==, 1);
  g_assert_cmpuint (gw_store_count (ann->store, "party", "answer:", NULL), ==, 1);
  side_clear (&a);
  side_clear (&b);
}

static void
test_withdrawn_keys_are_refused (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE };
  g_autoptr (GwKeys) keys = gw_keys_open (ben->directory, NULL);
  g_autoptr (GwKey) key = gw_keys_dup_key (keys, "ben", "KEN");
  g_autoptr (GwKeyDesk) own = gw_key_desk_new (ben->profile, NULL);
  g_autofree char *id = gw_key_dup_id (key);
  g_autoptr (GError) error = NULL;

  stick_put (ann, Q (1), SECRET);
  /* Word of it came from another desk of Ben's. */
  gw_key_book_withdraw (ben->store, own, key, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GwDoc) doc = gw_store_get (ben->store, "community", id, NULL);
    g_auto (GStrv) revs = gw_store_ancestry (ben->store, "community", id, gw_doc_get_rev (doc), NULL);
    g_autoptr (JsonObject) json = gw_store_doc_to_json (doc, (const char *const *) revs);

    g_assert_true (gw_store_insert_json (ann->store, "community", json, GW_INSERT_DEFAULT, NULL));
  }
  room_exchange (&a, &b);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_KEY);
  g_assert_nonnull (b.error);
  g_assert_cmpuint (gw_store_count (ben->store, "party", "answer:", NULL), ==, 0);
  side_clear (&a);
  side_clear (&b);
}

static void
test_desk_does_not_meet_itself (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ann, .says = TRUE };

  stick_put (ann, Q (1), SECRET);
  room_exchange (&a, &b);
  /* Whoever of the two comes second to the folder, or both by their keys. */
  g_assert_true (g_error_matches (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SAME_DESK)
                 || g_error_matches (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SAME_DESK)
                 || g_error_matches (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BUSY)
                 || g_error_matches (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BUSY));
  g_assert_false (a.ok || b.ok);
  side_clear (&a);
  side_clear (&b);
}

static void
test_one_exchange_at_a_time (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE };
  g_autofree char *path = gw_profile_dup_store_path (ann->profile);
  g_autoptr (GwNearbyFolder) folder = gw_nearby_folder_take (path, NULL);

  g_assert_nonnull (folder);
  room_exchange (&a, &b);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BUSY);
  g_assert_error (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BROKEN);
  side_clear (&a);
  side_clear (&b);
}

/* Over the loopback: the door itself. */
typedef struct
{
  GwNearbyListener *listener;
  Side *side;
  GCancellable *stops; /* (nullable) */
} Door;

static void
on_door_ask (const char         *code,
             const GwNearbyPeer *peer,
             GwNearbyVerdict    *verdict,
             gpointer            user_data)
{
  gw_nearby_verdict_give (verdict, ((Side *) user_data)->says);
}

static gpointer
run_door (gpointer data)
{
  Door *door = data;
  const GwNearbyWatch watch = { .ask = on_door_ask, .user_data = door->side };

  door->side->ok = gw_nearby_serve (door->listener, door->side->own, GW_BUNDLE_DEFAULT, &watch, door->stops,
                                    door->side->summary, &door->side->error);

  return NULL;
}

static void
knock (Door       *door,
       Side       *guest,
       const char *address)
{
  const GwNearbyWatch watch = { .ask = on_door_ask, .user_data = guest };
  GThread *thread;

  side_clear (door->side);
  side_clear (guest);
  door->side->summary = gw_nearby_summary_new ();
  door->side->own = gw_bundle_desk_new (door->side->desk->profile);
  guest->summary = gw_nearby_summary_new ();
  guest->own = gw_bundle_desk_new (guest->desk->profile);
  thread = g_thread_new ("door", run_door, door);
  guest->ok = gw_nearby_connect (address, guest->own, GW_BUNDLE_DEFAULT, &watch, NULL, guest->summary,
                                 &guest->error);
  g_thread_join (thread);
}

static void
scan (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, address, 0, NULL, NULL);
  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), "SSH-2.0\r\n", 9, NULL, NULL,
                             NULL);
}

static void
test_three_wrong_codes_close_the_door (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GwNearbyListener) listener = gw_nearby_listener_new (0, &error);
  Door door = { listener, &a, NULL };
  g_autofree char *address = NULL;

  g_assert_no_error (error);
  address = g_strdup_printf ("127.0.0.1:%u", gw_nearby_listener_get_port (listener));
  stick_put (ann, Q (1), "one");
  /* What is no desk does not count, and does not keep others. */
  scan (gw_nearby_listener_get_port (listener));
  knock (&door, &b, address);
  g_assert_no_error (a.error);
  g_assert_no_error (b.error);
  room_assert_same (ann, ben);
  for (guint i = 0; i < GW_NEARBY_MAX_FAILURES; i++) {
    b.says = i % 2 == 0;
    a.says = i % 2 != 0;
    knock (&door, &b, address);
    g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE);
    g_assert_error (b.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_DIFFERENT_CODE);
  }
  side_clear (&a);
  a.summary = gw_nearby_summary_new ();
  a.own = gw_bundle_desk_new (ann->profile);
  door.stops = g_cancellable_new ();
  g_cancellable_cancel (door.stops);
  run_door (&door);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_TOO_MANY);
  g_object_unref (door.stops);
  side_clear (&a);
  side_clear (&b);
}

/* Somebody between Ann and Ben who knows already which code Ben sees: with Ann's number Ann's is known too, and
 * where it is another one, out and in again. */
static void
guess (guint16 port)
{
  static const guint8 commitment[GW_NEARBY_HASH_SIZE] = { 7 };
  static const char hello[] = "{\"godwit-nearby\":2,\"account\":\"ben\",\"country\":\"KEN\"}";
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GwNearbyLink) link = NULL;
  g_autoptr (GBytes) number = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, address, 0, NULL, NULL);
  g_assert_nonnull (connection);
  link = gw_nearby_link_new (g_socket_connection_get_socket (connection), FALSE, ROOM_STALL, 0, NULL, NULL);
  g_assert_nonnull (link);
  gw_nearby_link_send (link, GW_NEARBY_FRAME_HELLO, hello, strlen (hello), NULL);
  gw_nearby_link_send (link, GW_NEARBY_FRAME_COMMIT, commitment, sizeof commitment, NULL);
  while (number == NULL) {
    g_autoptr (GBytes) content = NULL;
    guint8 type;

    g_assert_true (gw_nearby_link_receive (link, &type, &content, NULL));
    if (type == GW_NEARBY_FRAME_NONCE)
      number = g_steal_pointer (&content);
  }
}

static void
door_open (Door *door)
{
  side_clear (door->side);
  door->side->summary = gw_nearby_summary_new ();
  door->side->own = gw_bundle_desk_new (door->side->desk->profile);
}

static void
guess_at (Door *door)
{
  GThread *thread;

  door_open (door);
  thread = g_thread_new ("door", run_door, door);
  guess (gw_nearby_listener_get_port (door->listener));
  g_thread_join (thread);
  g_assert_error (door->side->error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_BROKEN);
}

static void
test_three_who_leave_with_the_number_close_the_door (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP), ben = desk_new ("ben", GW_ROLE_ALTERNATE);
  Side a = { .desk = ann, .says = TRUE }, b = { .desk = ben, .says = TRUE };
  g_autoptr (GwNearbyListener) listener = gw_nearby_listener_new (0, NULL);
  Door door = { listener, &a, NULL };
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", gw_nearby_listener_get_port (listener));

  for (guint i = 0; i < GW_NEARBY_MAX_FAILURES - 1; i++)
    guess_at (&door);
  /* Somebody with whom all was well begins the count anew. */
  knock (&door, &b, address);
  g_assert_no_error (a.error);
  for (guint i = 0; i < GW_NEARBY_MAX_FAILURES; i++)
    guess_at (&door);
  /* One that is still open would wait for somebody. */
  door.stops = g_cancellable_new ();
  g_cancellable_cancel (door.stops);
  door_open (&door);
  run_door (&door);
  g_assert_error (a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_TOO_MANY);
  g_object_unref (door.stops);
  side_clear (&a);
  side_clear (&b);
}

/* Signs of life are for those who work. */
static void
test_nobody_is_alive_before_the_code (void)
{
  Visit visit;

  visit_begin (&visit);
  say (&visit, GW_NEARBY_FRAME_HELLO, "{\"godwit-nearby\":2,\"account\":\"ben\",\"country\":\"KEN\"}");
  say (&visit, GW_NEARBY_FRAME_ALIVE, "");
  visit_end (&visit, GW_NEARBY_ERROR_NOT_GODWIT);
  visit_free (&visit);
}

/* A byte every half second is never silent, and never a desk. */
static void
test_dripping_is_given_up (void)
{
  static const char header[] = { GW_NEARBY_FRAME_HELLO, 0, 0, 1, 0 };
  Visit visit;
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *tls;
  gint64 begun = g_get_monotonic_time ();

  visit_begin_raw_with (&visit, 1);
  tls = begin_tls (&visit, context);
  g_assert_cmpint (SSL_connect (tls), ==, 1);
  SSL_write (tls, header, sizeof header);
  while (SSL_write (tls, " ", 1) == 1 && g_get_monotonic_time () - begun < 4 * G_USEC_PER_SEC)
    g_usleep (G_USEC_PER_SEC / 2);
  side_end (&visit.a);
  g_assert_error (visit.a.error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_SILENT);
  g_assert_cmpfloat (visit.a.summary->seconds, <, 3);
  visit_end_quietly (&visit);
  SSL_free (tls);
  SSL_CTX_free (context);
  visit_free (&visit);
}

static void
test_addresses_that_lead_nowhere (void)
{
  g_autoptr (Desk) ann = desk_new ("ann", GW_ROLE_NFP);
  g_autoptr (GwBundleDesk) own = gw_bundle_desk_new (ann->profile);
  const GwNearbyWatch watch = { .ask = say_same };
  static const struct { const char *address; int code; } rows[] = {
    { "", GW_NEARBY_ERROR_ADDRESS },
    { "127.0.0.1:99999999", GW_NEARBY_ERROR_ADDRESS },
    { "127.0.0.1:1", GW_NEARBY_ERROR_NO_LINK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwNearbySummary) summary = gw_nearby_summary_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *sentence = NULL;

    g_assert_false (gw_nearby_connect (rows[i].address, own, GW_BUNDLE_DEFAULT, &watch, NULL, summary, &error));
    g_assert_error (error, GW_NEARBY_ERROR, rows[i].code);
    sentence = gw_nearby_error_dup_sentence (error);
    g_assert_cmpuint (strlen (sentence), >, 20);
  }
}

/* Names from a network are one short line. */
static void
test_names_are_bounded (void)
{
  static const struct { const char *text; const char *name; } rows[] = {
    { "Ann Mwangi", "Ann Mwangi" },
    { "آن", "آن" },
    { "Ann\nBen\t", "AnnBen" },
    { "\xe2\x80\xae" "Ann", "Ann" },
    { "Ann\xff", "" },
    { "  ", "" },
    { NULL, "" },
  };
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *cut = gw_nearby_dup_name (long_text);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = gw_nearby_dup_name (rows[i].text);

    g_assert_cmpstr (name, ==, rows[i].name);
  }
  g_assert_cmpuint (strlen (cut), <=, GW_NEARBY_MAX_NAME);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gw_keys_register_types ();

  g_test_add_func ("/nearby/a-wrong-code-exchanges-nothing", test_wrong_code_exchanges_nothing);
  g_test_add_func ("/nearby/a-wrong-code-leaks-nothing", test_wrong_code_leaks_nothing);
  g_test_add_func ("/nearby/somebody-between-has-another-code", test_somebody_between_has_another_code);
  g_test_add_func ("/nearby/a-number-has-to-be-the-one-committed-to", test_number_has_to_be_the_one_committed_to);
  g_test_add_func ("/nearby/an-echo-is-nobody", test_echo_is_nobody);
  g_test_add_func ("/nearby/nothing-is-heard-before-both-have-agreed", test_nothing_is_heard_before_both_have_agreed);
  g_test_add_func ("/nearby/other-versions-are-told", test_other_versions_are_told);
  g_test_add_func ("/nearby/what-is-no-godwit-is-refused", test_what_is_no_godwit_is_refused);
  g_test_add_func ("/nearby/an-older-tls-is-refused", test_older_tls_is_refused);
  g_test_add_func ("/nearby/an-oversized-frame-is-refused", test_oversized_frame_is_refused);
  g_test_add_func ("/nearby/false-words-end-it", test_false_words_end_it);
  g_test_add_func ("/nearby/keys-have-to-be-of-the-name-shown", test_keys_have_to_be_of_the_name_shown);
  g_test_add_func ("/nearby/keys-have-to-be-held", test_keys_have_to_be_held);
  g_test_add_func ("/nearby/nobody-takes-the-place-of-another-desk", test_nobody_takes_the_place_of_another_desk);
  g_test_add_func ("/nearby/nobody-is-sent-away-because-a-colleague-names-their-desk",
                   test_nobody_is_sent_away_because_a_colleague_names_their_desk);
  g_test_add_func ("/nearby/nobody-passes-for-this-desk-itself", test_nobody_passes_for_this_desk_itself);
  g_test_add_func ("/nearby/nobody-answers-for-another-desk", test_nobody_answers_for_another_desk);
  g_test_add_func ("/nearby/no-stick-takes-the-place-of-another-desk", test_no_stick_takes_the_place_of_another_desk);
  g_test_add_func ("/nearby/a-bundle-of-a-false-size-is-refused", test_bundle_of_a_false_size_is_refused);
  g_test_add_func ("/nearby/more-than-was-offered-is-refused", test_more_than_was_offered_is_refused);
  g_test_add_func ("/nearby/what-is-no-bundle-changes-nothing", test_what_is_no_bundle_changes_nothing);
  g_test_add_func ("/nearby/silence-is-given-up", test_silence_is_given_up);
  g_test_add_func ("/nearby/another-country-gets-nothing", test_other_country_gets_nothing);
  g_test_add_func ("/nearby/withdrawn-keys-are-refused", test_withdrawn_keys_are_refused);
  g_test_add_func ("/nearby/a-desk-does-not-meet-itself", test_desk_does_not_meet_itself);
  g_test_add_func ("/nearby/one-exchange-at-a-time", test_one_exchange_at_a_time);
  g_test_add_func ("/nearby/three-wrong-codes-close-the-door", test_three_wrong_codes_close_the_door);
  g_test_add_func ("/nearby/three-who-leave-with-the-number-close-the-door",
                   test_three_who_leave_with_the_number_close_the_door);
  g_test_add_func ("/nearby/nobody-is-alive-before-the-code", test_nobody_is_alive_before_the_code);
  g_test_add_func ("/nearby/dripping-is-given-up", test_dripping_is_given_up);
  g_test_add_func ("/nearby/addresses-that-lead-nowhere", test_addresses_that_lead_nowhere);
  g_test_add_func ("/nearby/names-are-bounded", test_names_are_bounded);

  return g_test_run ();
}
