/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may write what, row by row: each rule of data/server judged by itself, with every old document
 * that a server may hand to it. A replicated revision of an invented ancestry comes with none: an
 * answer that hangs on the old document would be a hole. */

#include <string.h>

#include "server/couch-rules.h"

#define ADMIN "boss", "_admin"
#define OFFICE "ann", "nfp party-ken"
#define NEIGHBOUR "uma", "nfp party-uzb"
#define RESPONDENT "rob", "respondent respondent-ken"
#define SECRETARIAT "sec", "secretariat"
#define EDITOR "sec", "secretariat library-editor"
#define MODERATOR "sec", "secretariat moderator"
#define COURIER "cor", "courier courier-ken"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  const char *rule;
  const char *name;
  const char *roles;
  const char *id;
  const char *members; /* of the new document */
  gboolean allowed;
} Row;

static const Row rows[] = {
  /* The library: members read, editors write. */
  { "library", EDITOR, "page:cop", "\"type\":\"page\",\"v\":1", TRUE },
  { "library", EDITOR, "page:cop", "\"_deleted\":true", TRUE },
  { "library", EDITOR, "page:cop", "\"type\":\"form\"", FALSE },
  { "library", EDITOR, "page:cop", "\"v\":2", FALSE },
  { "library", EDITOR, "page:cop", "\"_attachments\":{}", FALSE },
  { "library", EDITOR, "nothing", "", FALSE },
  { "library", SECRETARIAT, "page:cop", "", FALSE },
  { "library", OFFICE, "page:cop", "", FALSE },
  { "library", OFFICE, "page:cop", "\"_deleted\":true", FALSE },
  { "library", COURIER, "page:cop", "", FALSE },
  { "library", ADMIN, "anything", "\"v\":9", TRUE },

  /* The community: the id names the owner. */
  { "community", OFFICE, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\"", TRUE },
  { "community", OFFICE, "post:ann:1", "\"_deleted\":true", TRUE },
  { "community", OFFICE, "post:uma:1", "\"type\":\"post\",\"author\":\"uma\"", FALSE },
  { "community", OFFICE, "post:uma:1", "\"_deleted\":true", FALSE },
  { "community", OFFICE, "post:ann:1", "\"type\":\"post\",\"author\":\"uma\"", FALSE },
  { "community", OFFICE, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\",\"_attachments\":{}", FALSE },
  { "community", OFFICE, "post:1", "\"type\":\"post\",\"author\":\"1\"", FALSE },
  { "community", OFFICE, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\",\"v\":1.5", FALSE },
  { "community", MODERATOR, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\"", TRUE },
  { "community", MODERATOR, "post:ann:1", "\"_deleted\":true", TRUE },
  { "community", SECRETARIAT, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\"", FALSE },
  { "community", COURIER, "post:ann:1", "\"type\":\"post\",\"author\":\"ann\"", TRUE },
  { "community", COURIER, "post:ann:1", "\"_deleted\":true", FALSE },
  { "community", COURIER, "vote:ann:1", "\"type\":\"vote\",\"author\":\"ann\"", FALSE },
  { "community", OFFICE, "post:ann:1", "\"author\":\"ann\"", FALSE },
  { "community", OFFICE, "post:ann:1", "\"type\":\"post\"", FALSE },
  { "community", MODERATOR, "post:ann:1", "\"type\":\"post\",\"author\":\"sec\"", FALSE },
  { "community", OFFICE, "post:ann:1", "\"type\":\"vote\",\"author\":\"ann\"", FALSE },

  /* A country's working papers. */
  { "party", OFFICE, "answer:r:q", "\"type\":\"answer\",\"party\":\"KEN\",\"v\":0", TRUE },
  { "party", OFFICE, "answer:r:q", "\"_deleted\":true", TRUE },
  { "party", OFFICE, "answer:r:q", "\"party\":\"UZB\"", FALSE },
  { "party", OFFICE, "answer:r:q", "\"type\":\"item\"", FALSE },
  { "party", OFFICE, "Answer:r:q", "", FALSE },
  { "party", OFFICE, "answer:r:q", "\"_attachments\":{}", FALSE },
  { "party", NEIGHBOUR, "answer:r:q", "", FALSE },
  { "party", NEIGHBOUR, "answer:r:q", "\"_deleted\":true", FALSE },
  { "party", SECRETARIAT, "answer:r:q", "", FALSE },
  { "party", RESPONDENT, "answer:r:q", "", FALSE },
  { "party", COURIER, "answer:r:q", "\"party\":\"KEN\"", TRUE },
  { "party", COURIER, "answer:r:q", "\"_deleted\":true", FALSE },
  { "party", COURIER, "item:1", "", FALSE },
  { "party", OFFICE, "answer:r:q", "\"party\":[\"KEN\"]", FALSE },

  /* What a country and the Secretariat give each other. */
  { "exchange", OFFICE, "submission:2026:" HASH, "\"party\":\"KEN\",\"type\":\"submission\"", TRUE },
  { "exchange", OFFICE, "submission:2026:" HASH, "\"_deleted\":true", FALSE },
  { "exchange", OFFICE, "submission:2026:short", "\"type\":\"submission\",\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "review:1", "\"type\":\"review\",\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "need:1", "\"type\":\"need\",\"party\":\"KEN\"", TRUE },
  { "exchange", OFFICE, "need:1", "\"type\":\"need\",\"party\":\"UZB\"", FALSE },
  { "exchange", SECRETARIAT, "review:1", "\"type\":\"review\",\"party\":\"KEN\"", TRUE },
  { "exchange", SECRETARIAT, "receipt:1", "\"type\":\"receipt\",\"party\":\"KEN\"", TRUE },
  { "exchange", SECRETARIAT, "submission:2026:" HASH, "\"type\":\"submission\",\"party\":\"KEN\"", FALSE },
  { "exchange", MODERATOR, "submission:2026:" HASH, "\"_deleted\":true", TRUE },
  { "exchange", COURIER, "submission:2026:" HASH, "\"type\":\"submission\",\"party\":\"KEN\"", TRUE },
  { "exchange", COURIER, "need:1", "\"type\":\"need\",\"party\":\"KEN\"", FALSE },
  { "exchange", NEIGHBOUR, "need:1", "\"type\":\"need\",\"party\":\"KEN\"", FALSE },
  { "exchange", RESPONDENT, "need:1", "\"type\":\"need\",\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "need:1", "\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "need:1", "\"type\":\"need\"", FALSE },
  { "exchange", OFFICE, "need:1", "\"type\":\"review\",\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "need:1", "\"type\":\"need\",\"party\":[\"KEN\"]", FALSE },
  { "exchange", SECRETARIAT, "review:1", "\"party\":\"KEN\"", FALSE },
  { "exchange", OFFICE, "receipt:1", "\"_deleted\":true", FALSE },

  /* Sealed hand-overs. */
  { "packets", OFFICE, "packet:rob:1", "\"type\":\"packet\",\"sealed\":\"x\"", TRUE },
  { "packets", OFFICE, "packet:rob:1", "\"type\":\"packet\",\"text\":\"plain\"", FALSE },
  { "packets", OFFICE, "packet:rob:1", "\"_deleted\":true", TRUE },
  { "packets", OFFICE, "packet:1", "\"type\":\"packet\",\"sealed\":\"x\"", FALSE },
  { "packets", OFFICE, "packet::1", "\"type\":\"packet\",\"sealed\":\"x\"", FALSE },
  { "packets", OFFICE, "answer:ann:1", "\"type\":\"answer\",\"sealed\":\"x\"", FALSE },
  { "packets", OFFICE, "key:ann:desk", "\"type\":\"key\"", TRUE },
  { "packets", OFFICE, "key:rob:desk", "\"type\":\"key\"", FALSE },
  { "packets", OFFICE, "reply:rob:1", "\"type\":\"reply\",\"sealed\":\"x\"", FALSE },
  { "packets", OFFICE, "reply:rob:1", "\"_deleted\":true", FALSE },
  { "packets", RESPONDENT, "reply:rob:1", "\"type\":\"reply\",\"sealed\":\"x\"", TRUE },
  { "packets", RESPONDENT, "reply:rob:1", "\"_deleted\":true", TRUE },
  { "packets", RESPONDENT, "reply:eve:1", "\"type\":\"reply\",\"sealed\":\"x\"", FALSE },
  { "packets", RESPONDENT, "key:rob:desk", "\"type\":\"key\"", TRUE },
  { "packets", RESPONDENT, "key:ann:desk", "\"type\":\"key\"", FALSE },
  { "packets", RESPONDENT, "key:ann:desk", "\"_deleted\":true", FALSE },
  { "packets", RESPONDENT, "packet:rob:1", "\"type\":\"packet\",\"sealed\":\"x\"", FALSE },
  { "packets", NEIGHBOUR, "reply:uma:1", "\"type\":\"reply\",\"sealed\":\"x\"", FALSE },
  { "packets", SECRETARIAT, "packet:rob:1", "\"type\":\"packet\",\"sealed\":\"x\"", FALSE },
  { "packets", RESPONDENT, "key:rob:desk", "\"text\":\"x\"", FALSE },
  { "packets", RESPONDENT, "key:rob:desk", "\"type\":\"packet\"", FALSE },
  { "packets", RESPONDENT, "reply:rob:1", "\"type\":\"reply\"", FALSE },
  { "packets", RESPONDENT, "key:rob:desk", "\"type\":\"key\",\"v\":2", FALSE },
  { "packets", COURIER, "reply:cor:1", "\"type\":\"reply\",\"sealed\":\"x\"", FALSE },

  /* Parts of files of a country's office. */
  { "chunks", OFFICE, "c:" HASH, "\"type\":\"chunk\",\"data\":\"aGVyb24=\"", TRUE },
  { "chunks", OFFICE, "c:" HASH, "\"type\":\"chunk\",\"data\":\"not base64!\"", FALSE },
  { "chunks", OFFICE, "c:" HASH, "\"type\":\"chunk\",\"data\":7", FALSE },
  { "chunks", OFFICE, "c:" HASH, "\"data\":\"aGVyb24=\"", FALSE },
  { "chunks", OFFICE, "c:" HASH, "\"type\":\"chunk\",\"data\":\"aGVyb24=\",\"note\":\"x\"", FALSE },
  { "chunks", OFFICE, "c:" HASH, "\"_deleted\":true", FALSE },
  { "chunks", OFFICE, "c:" HASH, "\"type\":\"chunk\",\"data\":\"\",\"_attachments\":{}", FALSE },
  { "chunks", OFFICE, "c:short", "\"type\":\"chunk\",\"data\":\"aGVyb24=\"", FALSE },
  { "chunks", OFFICE, "answer:1", "\"type\":\"chunk\",\"data\":\"aGVyb24=\"", FALSE },
  { "chunks", NEIGHBOUR, "c:" HASH, "\"type\":\"chunk\",\"data\":\"aGVyb24=\"", FALSE },
  { "chunks", SECRETARIAT, "c:" HASH, "\"type\":\"chunk\",\"data\":\"aGVyb24=\"", FALSE },
  { "chunks", ADMIN, "c:" HASH, "\"_deleted\":true", TRUE },
};

static char *
read_rule (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".js", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("GODWIT_SOURCE_DIR"), "data", "server", "rules",
                                            file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *with_country = NULL;
  g_auto (GStrv) parts = NULL, pieces = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, "@COUNTRY@", -1);
  with_country = g_strjoinv ("ken", parts);
  pieces = g_strsplit (with_country, "@WRITERS@", -1);
  return g_strjoinv ("party-ken courier-ken", pieces);
}

static void
judge (CouchRules *rules,
       const Row  *row,
       const char *old,
       const char *path)
{
  g_auto (GStrv) roles = g_strsplit (row->roles, " ", -1);
  g_autofree char *list = g_strjoinv ("\",\"", roles);
  g_autofree char *user = g_strdup_printf ("{\"db\":\"x\",\"name\":\"%s\",\"roles\":[\"%s\"]}", row->name, list);
  g_autofree char *doc = g_strdup_printf ("{\"_id\":\"%s\",\"_rev\":\"3-c\",%s%s%s}", row->id, path,
                                          *row->members != '\0' ? "," : "", row->members);
  g_autofree char *reason = NULL;
  CouchRuleAnswer answer = couch_rules_judge (rules, row->rule, doc, old, user, "{}", &reason);

  if ((answer == COUCH_RULE_ALLOWED) != row->allowed)
    g_error ("%s, %s (%s) writes %s {%s} over %s: %s", row->rule, row->name, row->roles, row->id,
             row->members, old != NULL ? old : "nothing", reason != NULL ? reason : "allowed");
}

static void
test_each_row_of_the_table (void)
{
  static const char *const names[] = { "library", "community", "party", "exchange", "packets", "chunks" };
  static const char *const olds[] = {
    NULL,
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"type\":\"x\",\"author\":\"ann\",\"party\":\"KEN\"}",
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"author\":\"somebody\",\"party\":\"UZB\",\"v\":9}",
    "{\"_id\":\"x\",\"_rev\":\"2-b\",\"_deleted\":true}",
  };
  static const char *const paths[] = {
    "\"_revisions\":{\"start\":3,\"ids\":[\"c\",\"b\",\"a\"]}",
    "\"_revisions\":{\"start\":900,\"ids\":[\"c\",\"invented\"]}",
  };
  g_autoptr (CouchRules) rules = couch_rules_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = read_rule (names[i]);

    g_assert_true (couch_rules_add (rules, names[i], text));
  }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (olds); j++)
      for (guint k = 0; k < G_N_ELEMENTS (paths); k++)
        judge (rules, &rows[i], olds[j], paths[k]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server/rules/each-row-of-the-table", test_each_row_of_the_table);

  return g_test_run ();
}
