/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds for every form and every row of edits, tried on random ones. A failure prints its
 * seed, the edits that led to it, and the form; GODWIT_SEED=N runs that seed alone. */

#include "core/forms/form-maker.h"

#include <string.h>

#define N_EDITS 1000
#define COMPARE_EVERY 20

typedef struct
{
  guint32 seed;
  char *text;
  GPtrArray *edits; /* of FormEdit */
} Story;

static void
story_begin (Story   *story,
             guint32  seed,
             GRand   *rand)
{
  story->seed = seed;
  story->text = form_maker_make (rand);
  story->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) form_edit_free);
}

static void
story_end (Story *story)
{
  g_free (story->text);
  g_ptr_array_unref (story->edits);
}

static void
check_same (const Story *story,
            const char  *what,
            const char  *expected,
            const char  *got)
{
  g_autofree char *difference = form_maker_find_difference (expected, got);
  g_autoptr (GString) tale = g_string_new (NULL);

  if (difference == NULL)
    return;
  for (guint i = story->edits->len > 12 ? story->edits->len - 12 : 0; i < story->edits->len; i++) {
    g_autofree char *line = form_maker_describe (story->edits->pdata[i]);

    g_string_append_printf (tale, "\n  %u: %s", i + 1, line);
  }
  g_printerr ("%s\n", story->text);
  g_error ("GODWIT_SEED=%u: %s after %u edits:%s\nthe last edits:%s", story->seed, what, story->edits->len,
           difference, tale->str);
}

static GwFormSession *
open_again (GwFormSession *session)
{
  g_autoptr (GwFormDraft) draft = gw_form_session_dup_draft (session);

  return form_maker_open (gw_form_session_get_form (session), draft, gw_form_session_get_language (session));
}

/* --- incremental calculation is the same as calculation from scratch --- */

static void
check_from_scratch (const Story   *story,
                    GwFormSession *session)
{
  g_autoptr (GwFormSession) scratch = open_again (session);
  g_autofree char *expected = form_maker_dup_state (scratch);
  g_autofree char *got = form_maker_dup_state (session);

  check_same (story, "calculating from scratch gives something else", expected, got);
}

static void
run_from_scratch (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Story story;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;

  story_begin (&story, seed, rand);
  form = form_maker_load (story.text);
  session = form_maker_open (form, NULL, NULL);
  check_from_scratch (&story, session);
  for (guint i = 1; i <= N_EDITS; i++) {
    FormEdit *edit = form_maker_pick_edit (session, rand, i, "e");

    g_ptr_array_add (story.edits, edit);
    form_maker_edit (session, edit);
    if (i % COMPARE_EVERY == 0 || g_getenv ("GODWIT_SEED") != NULL)
      check_from_scratch (&story, session);
  }
  story_end (&story);
}

static void
test_from_scratch (void)
{
  form_maker_run_seeds (run_from_scratch, 12, 400);
}

/* --- saving and opening again in between changes nothing --- */

static void
run_saved (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Story story;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autoptr (GwFormSession) saved = NULL;

  story_begin (&story, seed, rand);
  form = form_maker_load (story.text);
  session = form_maker_open (form, NULL, NULL);
  saved = form_maker_open (form, NULL, NULL);
  for (guint i = 1; i <= N_EDITS; i++) {
    FormEdit *edit = form_maker_pick_edit (session, rand, i, "e");

    g_ptr_array_add (story.edits, edit);
    g_assert_cmpint (form_maker_edit (session, edit), ==, form_maker_edit (saved, edit));
    if (g_rand_int_range (rand, 0, 10) == 0) {
      GwFormSession *again = open_again (saved);

      g_object_unref (saved);
      saved = again;
    }
    if (i % COMPARE_EVERY == 0 || g_getenv ("GODWIT_SEED") != NULL) {
      g_autofree char *expected = form_maker_dup_state (session);
      g_autofree char *got = form_maker_dup_state (saved);

      check_same (&story, "saving and opening again changed something", expected, got);
    }
  }
  story_end (&story);
}

static void
test_saved (void)
{
  form_maker_run_seeds (run_saved, 8, 400);
}

/* --- each step can be taken back, and taken again --- */

typedef struct
{
  GPtrArray *steps;  /* of GwFormStep */
  GPtrArray *states; /* before each */
} Steps;

static void
on_stepped (GwFormSession *session,
            GwFormStep    *step,
            gpointer       data)
{
  g_ptr_array_add (((Steps *) data)->steps, gw_form_step_ref (step));
}

/* The language is nobody's step, and stays as it is. */
static FormEdit *
pick_step (GwFormSession *session,
           GRand         *rand,
           guint          number)
{
  for (;;) {
    g_autoptr (FormEdit) edit = form_maker_pick_edit (session, rand, number, "e");

    if (edit->kind != FORM_EDIT_LANGUAGE)
      return g_steal_pointer (&edit);
  }
}

static void
walk_back (const Story   *story,
           GwFormSession *session,
           Steps         *steps,
           const char    *what)
{
  g_autoptr (GPtrArray) taken = g_steal_pointer (&steps->steps);
  g_autoptr (GPtrArray) states = g_steal_pointer (&steps->states);

  steps->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref);
  steps->states = g_ptr_array_new_with_free_func (g_free);
  g_assert_cmpuint (taken->len, ==, states->len);
  for (guint i = taken->len; i > 0; i--) {
    g_autofree char *before = form_maker_dup_state (session);
    g_autofree char *got = NULL;

    gw_form_session_take_back (session, taken->pdata[i - 1]);
    if (steps->steps->len > steps->states->len)
      g_ptr_array_add (steps->states, g_steal_pointer (&before));
    got = form_maker_dup_state (session);
    if (form_maker_find_difference (states->pdata[i - 1], got) != NULL)
      g_printerr ("step %u of %u, at %s\n", i, taken->len, gw_form_step_get_ref (taken->pdata[i - 1]));
    check_same (story, what, states->pdata[i - 1], got);
  }
}

static void
run_undone (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Story story;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  Steps steps = { g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref),
                  g_ptr_array_new_with_free_func (g_free) };

  story_begin (&story, seed, rand);
  form = form_maker_load (story.text);
  session = form_maker_open (form, NULL, NULL);
  g_signal_connect (session, "stepped", G_CALLBACK (on_stepped), &steps);
  for (guint i = 1; i <= N_EDITS / 10; i++) {
    FormEdit *edit = pick_step (session, rand, i);
    char *before = form_maker_dup_state (session);

    g_ptr_array_add (story.edits, edit);
    form_maker_edit (session, edit);
    if (steps.steps->len > steps.states->len) {
      g_ptr_array_add (steps.states, before);
    } else {
      g_autofree char *after = form_maker_dup_state (session);

      check_same (&story, "what changed the form was no step", before, after);
      g_free (before);
    }
  }
  g_assert_cmpuint (steps.steps->len, >, 5);
  walk_back (&story, session, &steps, "taking a step back does not give the state before it");
  walk_back (&story, session, &steps, "taking a step again does not give the state after it");
  g_ptr_array_unref (steps.steps);
  g_ptr_array_unref (steps.states);
  story_end (&story);
}

static void
test_undone (void)
{
  form_maker_run_seeds (run_undone, 25, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/properties/incremental-is-from-scratch", test_from_scratch);
  g_test_add_func ("/forms/properties/saving-changes-nothing", test_saved);
  g_test_add_func ("/forms/properties/each-step-is-taken-back", test_undone);

  return g_test_run ();
}
