/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/answers/gw-answer-book.h"
#include "core/answers/gw-answer-history.h"
#include "core/answers/gw-answer-id.h"
#include "core/answers/two-desks.h"
#include "core/base/gw-time.h"

#define RECORD "01HZZZZZZZZZZZZZZZZZZZZZZZ"
#define DB "party"
#define Q1 "/data/one/q1"
#define Q2 "/data/one/q2"

typedef struct
{
  char *path;
  GwStore *store;
  GwAnswerBook *book;
  int serial;
} Desk;

static Desk *
desk_new (const char *author)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswerSheet) sheet = NULL;
  Desk *desk = g_new0 (Desk, 1);

  desk->path = two_desks_new_path ();
  desk->store = gw_store_open (desk->path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  desk->book = gw_answer_book_new (DB, RECORD, author);
  sheet = gw_answer_book_read (desk->book, desk->store, &error);
  g_assert_no_error (error);
  g_assert_true (gw_answer_sheet_is_empty (sheet));
  return desk;
}

static void
desk_free (Desk *desk)
{
  gw_answer_book_unref (desk->book);
  g_object_unref (desk->store);
  two_desks_remove (desk->path);
  g_free (desk->path);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* Opens the form anew, so that the person has what the store has before their eyes. */
static GwAnswerSheet *
reopen (Desk       *desk,
        const char *author)
{
  g_autoptr (GError) error = NULL;
  GwAnswerSheet *sheet;

  gw_answer_book_unref (desk->book);
  desk->book = gw_answer_book_new (DB, RECORD, author);
  sheet = gw_answer_book_read (desk->book, desk->store, &error);
  g_assert_no_error (error);
  return sheet;
}

static void
edit (Desk             *desk,
      GwAnswerEditKind  kind,
      const char       *ref,
      const char       *value,
      guint64           stretch)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  g_autoptr (GwAnswersWritten) written = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (edits, gw_answer_edit_new (kind, ref, value, stretch));
  written = gw_answer_book_write (desk->book, desk->store, ++desk->serial, edits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (written->refused->len, ==, 0);
}

static void
answer (Desk       *desk,
        const char *ref,
        const char *value,
        guint64     stretch)
{
  edit (desk, GW_ANSWER_EDIT_VALUE, ref, value, stretch);
}

static GPtrArray *
history (Desk       *desk,
         const char *ref)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *answers = gw_answer_list_history (desk->store, DB, RECORD, ref, &error);

  g_assert_no_error (error);
  return answers;
}

static GPtrArray *
versions (Desk       *desk,
          const char *ref)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *answers = gw_answer_list_versions (desk->store, DB, RECORD, ref, &error);

  g_assert_no_error (error);
  return answers;
}

static gboolean
holds (GPtrArray  *answers,
       const char *value,
       const char *author)
{
  for (guint i = 0; i < answers->len; i++) {
    const GwAnswer *one = g_ptr_array_index (answers, i);

    if (g_str_equal (one->value, value) && g_str_equal (one->author, author))
      return TRUE;
  }
  return FALSE;
}

static void
test_ids_lead_back (void)
{
  static const char *const refs[] = {
    "/data/a", "/data/sec-1/q.2", "/data/rep[01J9]/x", "/data/rep[01J9]/in[7]/x", "/data/rep[01J9]",
    "/بيانات/سؤال", "/data/rep[a~b=c/d%]/x", "/orx:meta/orx:instanceID",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refs); i++) {
    g_autofree char *place = gw_answer_place_from_ref (refs[i]);
    g_autofree char *back = gw_answer_place_to_ref (place);
    g_autofree char *id = gw_answer_id_new ("answer", RECORD, refs[i]);

    g_assert_cmpstr (back, ==, refs[i]);
    g_assert_null (strpbrk (place, "/[]?#& "));
    g_assert_true (gw_answer_id_is_of (id, RECORD));
    g_assert_false (gw_answer_id_is_of (id, "01HZZZZZZZZZZZZZZZZZZZZZZ"));
  }
}

static void
test_answers_are_read_back (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwAnswerSheet) sheet = NULL;
  const GwAnswer *first;

  answer (desk, Q1, "not a number\n«é» ", 1);
  answer (desk, Q2, "two", 2);
  answer (desk, Q2, "", 3);
  sheet = reopen (desk, "Amina");

  g_assert_cmpuint (sheet->answers->len, ==, 2);
  first = g_ptr_array_index (sheet->answers, 0);
  g_assert_cmpstr (first->ref, ==, Q1);
  g_assert_cmpstr (first->value, ==, "not a number\n«é» ");
  g_assert_cmpstr (first->author, ==, "Amina");
  g_assert_cmpint (ABS (gw_time_now () - first->changed), <, 60 * G_USEC_PER_SEC);
  g_assert_cmpuint (first->versions, ==, 1);
  g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (sheet->answers, 1))->value, ==, "");
}

static void
test_history_keeps_stretches_and_not_keys (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) all = NULL;

  for (int i = 1; i <= 20; i++) {
    g_autofree char *text = g_strndup ("the first text typed", i);

    answer (desk, Q1, text, 1);
  }
  for (int i = 1; i <= 10; i++) {
    g_autofree char *text = g_strndup ("the second", i);

    answer (desk, Q1, text, 2);
  }
  all = history (desk, Q1);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (((GwAnswer *) g_ptr_array_index (all, 0))->shown);
  g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (all, 0))->value, ==, "the second");
  g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (all, 1))->value, ==, "the first text typed");
  g_assert_false (((GwAnswer *) g_ptr_array_index (all, 1))->shown);
}

static void
test_a_great_loss_is_kept (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  const char *text = "Two hours of work on the flyway and its eleven countries.";
  g_autoptr (GPtrArray) all = NULL;

  answer (desk, Q1, text, 1);
  answer (desk, Q1, "x", 1); /* select all, one key */
  answer (desk, Q1, "xy", 1);
  all = history (desk, Q1);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (holds (all, text, "Amina"));
}

static void
test_a_write_done_again_writes (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  g_autoptr (GPtrArray) two = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  g_autoptr (GwAnswerSheet) sheet = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  answer (desk, Q1, "before", 1);
  g_ptr_array_add (one, gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, Q1, "first", 2));
  g_ptr_array_add (two, gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, Q1, "second", 3));
  g_ptr_array_add (two, gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, Q2, "other", 3));

  /* What the store's thread does when the disk fails in the middle of a group. */
  for (int attempt = 0; attempt < 2; attempt++) {
    g_autoptr (GwAnswersWritten) first = NULL;
    g_autoptr (GwAnswersWritten) second = NULL;

    g_assert_true (gw_store_begin (desk->store, &error));
    first = gw_answer_book_write (desk->book, desk->store, 10, one, &error);
    g_assert_no_error (error);
    second = gw_answer_book_write (desk->book, desk->store, 11, two, &error);
    g_assert_no_error (error);
    if (attempt == 0)
      gw_store_rollback (desk->store);
    else
      g_assert_true (gw_store_commit (desk->store, &error));
    g_assert_no_error (error);
  }
  gw_answer_book_note_durable (desk->book, 11);
  desk->serial = 11;
  answer (desk, Q2, "other!", 3);

  all = history (desk, Q1);
  g_assert_cmpuint (all->len, ==, 3);
  sheet = reopen (desk, "Amina");
  g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (sheet->answers, 0))->value, ==, "second");
  g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (sheet->answers, 1))->value, ==, "other!");
}

static void
test_too_long_a_text_holds_nothing_back (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_answer_edit_free);
  g_autoptr (GwAnswersWritten) written = NULL;
  g_autoptr (GwAnswerSheet) sheet = NULL;
  g_autofree char *text = g_malloc (GW_STORE_MAX_BODY + 2);
  g_autoptr (GError) error = NULL;

  memset (text, 'x', GW_STORE_MAX_BODY + 1);
  text[GW_STORE_MAX_BODY + 1] = '\0';
  g_ptr_array_add (edits, gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, Q1, text, 1));
  g_ptr_array_add (edits, gw_answer_edit_new (GW_ANSWER_EDIT_VALUE, Q2, "short", 1));
  written = gw_answer_book_write (desk->book, desk->store, 1, edits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (written->refused->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (written->refused, 0), ==, Q1);

  sheet = reopen (desk, "Amina");
  g_assert_cmpuint (sheet->answers->len, ==, 1);
}

static void
test_two_desks_keep_both (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GwAnswerSheet) sheet = NULL;

  answer (here, Q1, "common", 1);
  two_desks_exchange (here->store, there->store, DB);
  gw_answer_sheet_free (reopen (there, "Boris"));

  /* Apart from each other: one place each, and one place both. */
  answer (here, Q1, "Amina's words", 2);
  answer (here, "/data/a", "only here", 3);
  answer (there, Q1, "Boris' words", 1);
  answer (there, "/data/b", "only there", 2);
  two_desks_exchange (here->store, there->store, DB);

  for (int i = 0; i < 2; i++) {
    Desk *desk = i == 0 ? here : there;
    g_autoptr (GPtrArray) both = versions (desk, Q1);
    g_autoptr (GPtrArray) all = history (desk, Q1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) undecided = gw_answer_list_undecided (desk->store, DB, RECORD, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (two_desks_count (desk->store, DB, "answer:" RECORD ":"), ==, 3);
    g_assert_cmpuint (both->len, ==, 2);
    g_assert_true (holds (both, "Amina's words", "Amina"));
    g_assert_true (holds (both, "Boris' words", "Boris"));
    g_assert_true (holds (all, "common", "Amina"));
    g_assert_cmpuint (undecided->len, ==, 1);
    g_assert_cmpuint (((GwAnswer *) g_ptr_array_index (undecided, 0))->versions, ==, 2);
  }
}

static void
test_settled_once_is_settled_everywhere (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GError) error = NULL;
  g_autoptr (GwAnswer) settled = NULL;

  answer (here, Q1, "common", 1);
  two_desks_exchange (here->store, there->store, DB);
  gw_answer_sheet_free (reopen (there, "Boris"));
  answer (here, Q1, "Amina's words", 2);
  answer (there, Q1, "Boris' words", 1);
  two_desks_exchange (here->store, there->store, DB);

  settled = gw_answer_settle (here->store, DB, RECORD, Q1, "Amina's and Boris' words", NULL, "Amina",
                              NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (settled->versions, ==, 1);
  two_desks_exchange (here->store, there->store, DB);

  for (int i = 0; i < 2; i++) {
    Desk *desk = i == 0 ? here : there;
    g_autoptr (GPtrArray) one = versions (desk, Q1);
    g_autoptr (GPtrArray) all = history (desk, Q1);

    g_assert_cmpuint (one->len, ==, 1);
    g_assert_cmpstr (((GwAnswer *) g_ptr_array_index (one, 0))->value, ==,
                     "Amina's and Boris' words");
    g_assert_true (holds (all, "Amina's words", "Amina"));
    g_assert_true (holds (all, "Boris' words", "Boris"));
  }
}

static void
test_the_same_words_ask_nobody (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GPtrArray) one = NULL;

  answer (here, Q1, "yes", 1);
  answer (there, Q1, "yes", 1);
  two_desks_exchange (here->store, there->store, DB);
  one = versions (there, Q1);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
test_an_edit_never_covers_what_it_has_not_seen (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GPtrArray) both = NULL;

  answer (here, Q1, "common", 1);
  two_desks_exchange (here->store, there->store, DB);
  gw_answer_sheet_free (reopen (there, "Boris"));
  answer (there, Q1, "Boris' words", 1);
  two_desks_exchange (here->store, there->store, DB);

  /* Boris' words arrived while Amina's form was open, with "common" before her eyes. */
  answer (here, Q1, "Amina's words", 2);
  both = versions (here, Q1);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (holds (both, "Boris' words", "Boris"));
  g_assert_true (holds (both, "Amina's words", "Amina"));
}

/* Whatever two people do, with and without each other: in the end both desks show the same, and
 * each text that anybody ever wrote stands in the form, beside it as a version, or in the
 * history. */
static void
test_random_histories_lose_nothing (void)
{
  static const char *const refs[] = { Q1, Q2, "/data/rep[01A]/x" };
  static const char *const names[] = { "Amina", "Boris" };
  int rounds = g_getenv ("GODWIT_LONG") != NULL ? 200 : 12;

  for (int round = 0; round < rounds; round++) {
    g_autoptr (Desk) here = desk_new (names[0]);
    g_autoptr (Desk) there = desk_new (names[1]);
    Desk *desks[] = { here, there };
    GPtrArray *written[G_N_ELEMENTS (refs)];
    g_autoptr (GError) error = NULL;
    guint64 stretch = 0;

    for (gsize i = 0; i < G_N_ELEMENTS (refs); i++)
      written[i] = g_ptr_array_new_with_free_func (g_free);
    for (int step = 0; step < 60; step++) {
      int who = g_test_rand_int_range (0, 2);
      int where = g_test_rand_int_range (0, G_N_ELEMENTS (refs));
      g_autofree char *text = g_strdup_printf ("%s %d.%d", names[who], round, step);
      g_autoptr (GPtrArray) both = NULL;

      switch (g_test_rand_int_range (0, 8)) {
      case 0:
        two_desks_exchange (here->store, there->store, DB);
        break;
      case 1:
        two_desks_carry (desks[who]->store, desks[1 - who]->store, DB);
        break;
      case 2:
        gw_answer_sheet_free (reopen (desks[who], names[who]));
        break;
      case 3:
        both = versions (desks[who], refs[where]);
        if (both->len > 1) {
          gw_answer_free (gw_answer_settle (desks[who]->store, DB, RECORD, refs[where], text,
                                            NULL, names[who], NULL, &error));
          g_assert_no_error (error);
          g_ptr_array_add (written[where], g_steal_pointer (&text));
          gw_answer_sheet_free (reopen (desks[who], names[who]));
        }
        break;
      default:
        answer (desks[who], refs[where], text, ++stretch);
        g_ptr_array_add (written[where], g_steal_pointer (&text));
        break;
      }
    }
    for (int i = 0; i < 3; i++)
      two_desks_exchange (here->store, there->store, DB);

    for (gsize i = 0; i < G_N_ELEMENTS (refs); i++) {
      g_autoptr (GPtrArray) one = versions (here, refs[i]);
      g_autoptr (GPtrArray) two = versions (there, refs[i]);
      GPtrArray *histories[] = { history (here, refs[i]), history (there, refs[i]) };

      g_assert_cmpuint (one->len, ==, two->len);
      for (guint j = 0; j < one->len; j++)
        g_assert_cmpstr (((GwAnswer *) one->pdata[j])->rev, ==, ((GwAnswer *) two->pdata[j])->rev);
      for (guint j = 0; j < written[i]->len; j++) {
        const char *text = g_ptr_array_index (written[i], j);
        const char *author = g_str_has_prefix (text, "Amina") ? "Amina" : "Boris";

        if (!holds (histories[0], text, author) || !holds (histories[1], text, author))
          g_test_message ("lost: %s at %s", text, refs[i]);
        g_assert_true (holds (histories[0], text, author));
        g_assert_true (holds (histories[1], text, author));
      }
      g_ptr_array_unref (histories[0]);
      g_ptr_array_unref (histories[1]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (refs); i++)
      g_ptr_array_unref (written[i]);
  }
}

static gboolean
has_row (GPtrArray  *rows,
         const char *ref)
{
  return g_ptr_array_find_with_equal_func (rows, ref, g_str_equal, NULL);
}

static void
test_rows_of_two_desks_are_all_there (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");

  edit (here, GW_ANSWER_EDIT_ROW, "/data/rep[01A]", NULL, 0);
  answer (here, "/data/rep[01A]/x", "common row", 1);
  two_desks_exchange (here->store, there->store, DB);
  gw_answer_sheet_free (reopen (there, "Boris"));

  edit (here, GW_ANSWER_EDIT_ROW, "/data/rep[01C]", NULL, 0);
  answer (here, "/data/rep[01C]/x", "Amina's row", 2);
  edit (there, GW_ANSWER_EDIT_ROW, "/data/rep[01B]", NULL, 0);
  answer (there, "/data/rep[01B]/x", "Boris' row", 1);
  /* A row within a row that the form made: nobody added it, somebody wrote in it. */
  answer (there, "/data/rep[01A]/in[7]/y", "inner", 2);
  two_desks_exchange (here->store, there->store, DB);

  for (int i = 0; i < 2; i++) {
    g_autoptr (GwAnswerSheet) sheet = reopen (i == 0 ? here : there, "Amina");

    g_assert_cmpuint (sheet->rows->len, ==, 4);
    g_assert_cmpstr (g_ptr_array_index (sheet->rows, 0), ==, "/data/rep[01A]");
    g_assert_cmpstr (g_ptr_array_index (sheet->rows, 1), ==, "/data/rep[01B]");
    g_assert_cmpstr (g_ptr_array_index (sheet->rows, 2), ==, "/data/rep[01C]");
    g_assert_cmpstr (g_ptr_array_index (sheet->rows, 3), ==, "/data/rep[01A]/in[7]");
    g_assert_cmpuint (sheet->answers->len, ==, 4);
  }
}

static void
test_a_removed_row_with_new_words_comes_back (void)
{
  g_autoptr (Desk) here = desk_new ("Amina");
  g_autoptr (Desk) there = desk_new ("Boris");
  g_autoptr (GwAnswerSheet) gone = NULL;
  g_autoptr (GwAnswerSheet) back = NULL;

  edit (here, GW_ANSWER_EDIT_ROW, "/data/rep[01A]", NULL, 0);
  answer (here, "/data/rep[01A]/x", "words", 1);
  edit (here, GW_ANSWER_EDIT_ROW, "/data/rep[01B]", NULL, 0);
  answer (here, "/data/rep[01B]/x", "words", 2);
  two_desks_exchange (here->store, there->store, DB);
  gw_answer_sheet_free (reopen (there, "Boris"));

  edit (here, GW_ANSWER_EDIT_NO_ROW, "/data/rep[01A]", NULL, 0);
  edit (here, GW_ANSWER_EDIT_NO_ROW, "/data/rep[01B]", NULL, 0);
  gone = reopen (here, "Amina");
  g_assert_cmpuint (gone->rows->len, ==, 0);
  g_assert_cmpuint (gone->removed_rows->len, ==, 2);
  g_assert_cmpuint (gone->answers->len, ==, 2);

  answer (there, "/data/rep[01B]/x", "more words", 1);
  two_desks_exchange (here->store, there->store, DB);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GwAnswerSheet) sheet = reopen (i == 0 ? here : there, "Amina");

    g_assert_true (has_row (sheet->rows, "/data/rep[01B]"));
    g_assert_true (has_row (sheet->removed_rows, "/data/rep[01A]"));
  }
}

static void
test_a_row_put_back_stays (void)
{
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwAnswerSheet) sheet = NULL;

  edit (desk, GW_ANSWER_EDIT_ROW, "/data/rep[01A]", NULL, 0);
  edit (desk, GW_ANSWER_EDIT_ROW, "/data/rep[01B]", NULL, 0);
  edit (desk, GW_ANSWER_EDIT_NO_ROW, "/data/rep[01A]", NULL, 0);
  edit (desk, GW_ANSWER_EDIT_ROW, "/data/rep[01A]", NULL, 0);
  sheet = reopen (desk, "Amina");
  g_assert_cmpuint (sheet->rows->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (sheet->rows, 0), ==, "/data/rep[01A]");
}

static void
test_foreign_documents_do_no_harm (void)
{
  static const char *const bodies[] = {
    "{}", "{\"ref\":1,\"value\":2}", "{\"ref\":\"no slash\",\"value\":\"x\"}", "{\"ref\":\"/data/x\"}",
    "{\"repeat\":[],\"row\":{}}", "{\"values\":[],\"rows\":{},\"repeats\":7}",
    "{\"repeat\":\"/data/rep\",\"row\":\"1\",\"state\":\"removed\",\"seen\":7}",
  };
  g_autoptr (Desk) desk = desk_new ("Amina");
  g_autoptr (GwAnswerSheet) sheet = NULL;
  g_autoptr (GwFormDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    static const char *const ids[] = { "answer:" RECORD ":x%u", "row:" RECORD ":x:%u" };

    for (gsize j = 0; j < G_N_ELEMENTS (ids); j++) {
      g_autoptr (JsonNode) node = json_from_string (bodies[i], NULL);
      g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      g_auto (GStrv) parts = g_strsplit (ids[j], "%u", 2);
      g_autofree char *id = g_strconcat (parts[0], number, NULL);

      gw_store_put (desk->store, DB, id, NULL, json_node_get_object (node), GW_PUT_DEFAULT, NULL,
                    &error);
      g_assert_no_error (error);
    }
  }
  {
    g_autoptr (JsonNode) node = json_from_string (bodies[5], NULL);

    gw_store_put (desk->store, DB, "begun:" RECORD, NULL, json_node_get_object (node),
                  GW_PUT_DEFAULT, NULL, &error);
    g_assert_no_error (error);
  }
  sheet = reopen (desk, "Amina");
  g_assert_cmpuint (sheet->answers->len, ==, 0);
  g_assert_cmpuint (sheet->rows->len, ==, 0);
  draft = gw_answer_sheet_dup_draft (sheet);
  g_assert_nonnull (draft);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gw_answers_register_types ();
  g_test_add_func ("/answers/ids/lead-back", test_ids_lead_back);
  g_test_add_func ("/answers/book/answers-are-read-back", test_answers_are_read_back);
  g_test_add_func ("/answers/book/history-keeps-stretches-and-not-keys",
                   test_history_keeps_stretches_and_not_keys);
  g_test_add_func ("/answers/book/a-great-loss-is-kept", test_a_great_loss_is_kept);
  g_test_add_func ("/answers/book/a-write-done-again-writes", test_a_write_done_again_writes);
  g_test_add_func ("/answers/book/too-long-a-text-holds-nothing-back",
                   test_too_long_a_text_holds_nothing_back);
  g_test_add_func ("/answers/book/two-desks-keep-both", test_two_desks_keep_both);
  g_test_add_func ("/answers/book/settled-once-is-settled-everywhere",
                   test_settled_once_is_settled_everywhere);
  g_test_add_func ("/answers/book/the-same-words-ask-nobody", test_the_same_words_ask_nobody);
  g_test_add_func ("/answers/book/an-edit-never-covers-what-it-has-not-seen",
                   test_an_edit_never_covers_what_it_has_not_seen);
  g_test_add_func ("/answers/book/random-histories-lose-nothing", test_random_histories_lose_nothing);
  g_test_add_func ("/answers/book/rows-of-two-desks-are-all-there",
                   test_rows_of_two_desks_are_all_there);
  g_test_add_func ("/answers/book/a-removed-row-with-new-words-comes-back",
                   test_a_removed_row_with_new_words_comes_back);
  g_test_add_func ("/answers/book/a-row-put-back-stays", test_a_row_put_back_stays);
  g_test_add_func ("/answers/book/foreign-documents-do-no-harm", test_foreign_documents_do_no_harm);
  return g_test_run ();
}
