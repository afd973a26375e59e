/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/base/gw-time.h"
#include "core/forms/gw-form-session.h"

/* One of each thing that a step can set off: an action, a list that shrinks under a choice, a
 * calculation that writes over what was typed, once() and chance, counted rows, nested rows with a
 * template and an action for new ones, relevance. */
static const char stepping_form[] =
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
  "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms'>\n"
  "<h:head><h:title>T</h:title><model odk:xforms-version='1.0.0'>\n"
  "<instance><data id='steps'><a/><b/><c/><d/><first/><drawn/><n/><m/><h>hidden</h>"
  "<rep jr:template=''><x>1</x><y/><sub jr:template=''><z/></sub></rep>"
  "<counted jr:template=''><v/></counted></data></instance>"
  "<instance id='list'><root><item><name>p1</name><of>p</of></item>"
  "<item><name>p2</name><of>p</of></item><item><name>q1</name><of>q</of></item></root></instance>"
  "<bind nodeset='/data/a' type='string'/>"
  "<bind nodeset='/data/c' calculate=\"concat(/data/a, '!')\"/>"
  "<bind nodeset='/data/first' calculate='once(/data/a)'/>"
  "<bind nodeset='/data/drawn' calculate=\"if(/data/a = 'p', random(), random())\"/>"
  "<bind nodeset='/data/n' type='int'/>"
  "<bind nodeset='/data/m' type='int' calculate='count(/data/rep) + sum(/data/rep/x)'/>"
  "<bind nodeset='/data/h' relevant=\"/data/a != 'q'\"/>"
  "<bind nodeset='/data/rep/x' type='int'/>"
  "<bind nodeset='/data/rep/y' calculate='position(..) * 10 + ../x'/>"
  "<bind nodeset='/data/rep/sub/z' type='string'/>"
  "</model></h:head><h:body>"
  "<input ref='/data/a'><label>A</label>"
  "<setvalue event='xforms-value-changed' ref='/data/b' value=\"concat('b of ', /data/a)\"/></input>"
  "<input ref='/data/b'><label>B</label></input>"
  "<input ref='/data/c'><label>C</label></input>"
  "<select ref='/data/d'><label>D</label><itemset nodeset=\"instance('list')/root/item[of = /data/a]\">"
  "<value ref='name'/><label ref='name'/></itemset></select>"
  "<input ref='/data/n'><label>N</label></input>"
  "<input ref='/data/h'><label>H</label></input>"
  "<group ref='/data/rep'><label>Rows</label><repeat nodeset='/data/rep'>"
  "<setvalue event='odk-new-repeat' ref='/data/rep/x' value='/data/n'/>"
  "<input ref='/data/rep/x'><label>X</label></input>"
  "<group ref='/data/rep/sub'><label>S</label><repeat nodeset='/data/rep/sub'>"
  "<input ref='/data/rep/sub/z'><label>Z</label></input></repeat></group></repeat></group>"
  "<group ref='/data/counted'><label>Counted</label><repeat nodeset='/data/counted' jr:count='/data/n'>"
  "<input ref='/data/counted/v'><label>V</label></input></repeat></group>"
  "</h:body></h:html>";

typedef struct
{
  GwFormSession *session;
  GPtrArray *steps;
} Page;

static void
on_stepped (GwFormSession *session,
            GwFormStep    *step,
            Page          *page)
{
  g_ptr_array_add (page->steps, gw_form_step_ref (step));
}

static Page *
page_new (void)
{
  Page *page = g_new0 (Page, 1);
  g_autoptr (GBytes) bytes = g_bytes_new_static (stepping_form, strlen (stepping_form));
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (gw_time_parse ("2026-03-04T09:20:30Z", &environment->now));
  environment->time_zone = g_time_zone_new_utc ();
  environment->seed = 3;
  page->session = gw_form_session_new (form, environment, NULL);
  page->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref);
  g_signal_connect (page->session, "stepped", G_CALLBACK (on_stepped), page);
  return page;
}

static void
page_free (Page *page)
{
  g_object_unref (page->session);
  g_ptr_array_unref (page->steps);
  g_free (page);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

static void
answer (Page       *page,
        const char *ref,
        const char *value)
{
  g_autoptr (GError) error = NULL;

  gw_form_session_set_value (page->session, ref, value, &error);
  g_assert_no_error (error);
}

static char *
add_row (Page       *page,
         const char *repeat_ref)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gw_form_session_add_row (page->session, repeat_ref, NULL, &error);

  g_assert_no_error (error);
  return g_strdup_printf ("%s[%s]", repeat_ref, id);
}

static void
remove_row (Page       *page,
            const char *row_ref)
{
  g_autoptr (GError) error = NULL;

  gw_form_session_remove_row (page->session, row_ref, &error);
  g_assert_no_error (error);
}

static void
assert_value (Page       *page,
              const char *ref,
              const char *value)
{
  g_assert_cmpstr (gw_form_session_get_value (page->session, ref), ==, value);
}

/* Takes the newest step back; the step that leads forward again takes its place. */
static gboolean
take_back (Page *page)
{
  g_autoptr (GwFormStep) step = g_ptr_array_steal_index (page->steps, page->steps->len - 1);

  return gw_form_session_take_back (page->session, step);
}

/* Everything that the form holds, as text. Counted-away rows are kept for the draft only. */
static char *
picture (Page *page)
{
  g_autoptr (GBytes) bytes = gw_form_session_write_instance (page->session);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static void
test_an_answer_and_its_action_are_one_step (void)
{
  g_autoptr (Page) page = page_new ();

  answer (page, "/data/a", "p");
  answer (page, "/data/b", "typed");
  answer (page, "/data/a", "q");
  assert_value (page, "/data/b", "b of q");
  g_assert_cmpuint (page->steps->len, ==, 3);
  g_assert_cmpstr (gw_form_step_get_ref (page->steps->pdata[2]), ==, "/data/a");

  g_assert_true (take_back (page));
  assert_value (page, "/data/a", "p");
  assert_value (page, "/data/b", "typed");
}

static void
test_a_choice_that_left_with_its_list_comes_back (void)
{
  g_autoptr (Page) page = page_new ();

  answer (page, "/data/a", "p");
  answer (page, "/data/d", "p1 p2");
  answer (page, "/data/a", "q");
  assert_value (page, "/data/d", "");
  g_assert_true (take_back (page));
  assert_value (page, "/data/d", "p1 p2");
  assert_value (page, "/data/a", "p");
}

static void
test_a_text_over_a_calculation_comes_back (void)
{
  g_autoptr (Page) page = page_new ();

  answer (page, "/data/a", "p");
  answer (page, "/data/c", "my own");
  answer (page, "/data/a", "q");
  assert_value (page, "/data/c", "q!");
  g_assert_true (take_back (page));
  assert_value (page, "/data/c", "my own");
}

static void
test_what_chance_and_once_gave_comes_back (void)
{
  g_autoptr (Page) page = page_new ();
  g_autofree char *drawn = g_strdup (gw_form_session_get_value (page->session, "/data/drawn"));

  answer (page, "/data/a", "p");
  assert_value (page, "/data/first", "p");
  g_assert_cmpstr (gw_form_session_get_value (page->session, "/data/drawn"), !=, drawn);
  g_assert_true (take_back (page));
  assert_value (page, "/data/first", "");
  assert_value (page, "/data/drawn", drawn);
}

static void
test_a_removed_row_comes_back_in_its_place (void)
{
  g_autoptr (Page) page = page_new ();
  g_autofree char *one = add_row (page, "/data/rep");
  g_autofree char *two = add_row (page, "/data/rep");
  g_autofree char *three = add_row (page, "/data/rep");
  g_autofree char *x = g_strconcat (two, "/x", NULL);
  g_autofree char *y = g_strconcat (two, "/y", NULL);
  g_autofree char *subs = g_strconcat (two, "/sub", NULL);
  g_autofree char *sub = add_row (page, subs);
  g_autofree char *z = g_strconcat (sub, "/z", NULL);
  g_autofree char *third = g_strconcat (three, "/y", NULL);
  g_autofree char *third_x = g_strconcat (three, "/x", NULL);

  answer (page, third_x, "0");
  answer (page, x, "7");
  answer (page, z, "deep");
  remove_row (page, two);
  g_assert_null (gw_form_session_get_value (page->session, x));
  assert_value (page, third, "20");

  g_assert_true (take_back (page));
  assert_value (page, x, "7");
  assert_value (page, y, "27");
  assert_value (page, z, "deep");
  assert_value (page, third, "30");
  assert_value (page, "/data/m", "10");

  g_assert_true (take_back (page));
  g_assert_null (gw_form_session_get_value (page->session, x));
  g_assert_true (take_back (page));
  assert_value (page, z, "deep");
}

static void
test_what_changed_since_is_left_alone (void)
{
  g_autoptr (Page) page = page_new ();
  g_autofree char *row = NULL;
  g_autofree char *x = NULL;

  answer (page, "/data/n", "2");
  answer (page, "/data/n", "3");
  /* The second step is forgotten, as if somebody else had taken it. */
  g_ptr_array_set_size (page->steps, 1);
  g_assert_false (take_back (page));
  assert_value (page, "/data/n", "3");

  g_ptr_array_set_size (page->steps, 0);
  row = add_row (page, "/data/rep");
  x = g_strconcat (row, "/x", NULL);
  answer (page, x, "somebody else's");
  g_ptr_array_set_size (page->steps, 1);
  g_assert_false (take_back (page));
  assert_value (page, x, "somebody else's");
}

static void
test_typing_in_one_place_joins (void)
{
  g_autoptr (Page) page = page_new ();

  answer (page, "/data/a", "p");
  answer (page, "/data/a", "pq");
  answer (page, "/data/a", "pqr");
  g_assert_true (gw_form_step_join (page->steps->pdata[0], page->steps->pdata[1]));
  g_assert_true (gw_form_step_join (page->steps->pdata[0], page->steps->pdata[2]));
  answer (page, "/data/n", "1");
  g_assert_false (gw_form_step_join (page->steps->pdata[0], page->steps->pdata[3]));
  answer (page, "/data/a", "p");
  answer (page, "/data/d", "p1");
  answer (page, "/data/d", "p2");
  g_assert_false (gw_form_step_join (page->steps->pdata[5], page->steps->pdata[6]));

  answer (page, "/data/a", "pqr");
  g_ptr_array_set_size (page->steps, 1);
  g_assert_true (take_back (page));
  assert_value (page, "/data/a", "");
  assert_value (page, "/data/b", "");
}

static void
test_a_pasted_block_is_one_step (void)
{
  g_autoptr (Page) page = page_new ();
  g_autofree char *before = picture (page);
  g_autofree char *after = NULL;
  g_autofree char *now = NULL;
  g_autofree char *later = NULL;

  gw_form_session_begin_step (page->session);
  for (guint i = 0; i < 5; i++) {
    g_autofree char *row = add_row (page, "/data/rep");
    g_autofree char *x = g_strconcat (row, "/x", NULL);

    answer (page, x, "1");
    answer (page, x, "2");
    if (i == 3)
      remove_row (page, row);
  }
  answer (page, "/data/n", "2");
  answer (page, "/data/n", "1");
  gw_form_session_end_step (page->session);
  g_assert_cmpuint (page->steps->len, ==, 1);
  after = picture (page);

  g_assert_true (take_back (page));
  now = picture (page);
  g_assert_cmpstr (now, ==, before);
  g_assert_true (take_back (page));
  later = picture (page);
  g_assert_cmpstr (later, ==, after);
}

static char *
random_row (Page       *page,
            GRand      *rand,
            const char *repeat_ref)
{
  GwFormItem *repeat = gw_form_session_find_item (page->session, repeat_ref);
  g_autoptr (GPtrArray) rows = repeat != NULL ? gw_form_item_dup_items (repeat) : NULL;

  if (rows == NULL || rows->len == 0)
    return NULL;
  return g_strdup (gw_form_item_get_ref (rows->pdata[g_rand_int_range (rand, 0, rows->len)]));
}

static void
set_in_row (Page       *page,
            GRand      *rand,
            const char *repeat_ref,
            const char *leaf,
            const char *value)
{
  g_autofree char *row = random_row (page, rand, repeat_ref);
  g_autofree char *ref = row != NULL ? g_strconcat (row, leaf, NULL) : NULL;

  if (ref != NULL)
    gw_form_session_set_value (page->session, ref, value, NULL);
}

static void
step_at_random (Page  *page,
                GRand *rand)
{
  static const char *const texts[] = { "p", "q", "", "p", "r" };
  static const char *const choices[] = { "p1", "p1 p2", "q1", "" };
  g_autofree char *number = g_strdup_printf ("%d", g_rand_int_range (rand, 0, 5));
  g_autofree char *row = random_row (page, rand, "/data/rep");
  g_autofree char *subs = row != NULL ? g_strconcat (row, "/sub", NULL) : NULL;
  g_autofree char *added = NULL;

  switch (g_rand_int_range (rand, 0, 11)) {
  case 0:
  case 1:
    answer (page, "/data/a", texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    break;
  case 2:
    answer (page, "/data/b", number);
    break;
  case 3:
    answer (page, "/data/c", number);
    break;
  case 4:
    gw_form_session_set_value (page->session, "/data/d",
                               choices[g_rand_int_range (rand, 0, G_N_ELEMENTS (choices))], NULL);
    break;
  case 5:
    answer (page, "/data/n", number);
    break;
  case 6:
    added = gw_form_session_add_row (page->session, "/data/rep", NULL, NULL);
    break;
  case 7:
    if (row != NULL)
      remove_row (page, row);
    break;
  case 8:
    if (subs != NULL)
      added = gw_form_session_add_row (page->session, subs, NULL, NULL);
    break;
  case 9:
    set_in_row (page, rand, "/data/rep", "/x", number);
    break;
  default:
    set_in_row (page, rand, "/data/counted", "/v", number);
    if (subs != NULL)
      set_in_row (page, rand, subs, "/z", number);
    break;
  }
}

/* Back through all steps and forward again: at each point the form is what it was there. */
static void
walk (guint32 seed,
      guint   n)
{
  g_autoptr (Page) page = page_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref);

  g_ptr_array_add (pictures, picture (page));
  for (guint i = 0; i < n; i++) {
    guint before = page->steps->len;

    step_at_random (page, rand);
    /* An edit without effect is no step; one that makes two is two. */
    if (page->steps->len == before + 1)
      g_ptr_array_add (pictures, picture (page));
    else if (page->steps->len > before)
      g_ptr_array_set_size (page->steps, before), g_ptr_array_set_size (pictures, 0);
    if (pictures->len == 0) {
      g_ptr_array_set_size (page->steps, 0);
      g_ptr_array_add (pictures, picture (page));
    }
  }

  for (guint turn = 0; turn < 2; turn++) {
    guint n_steps = page->steps->len;

    g_assert_cmpuint (n_steps + 1, ==, pictures->len);
    g_ptr_array_extend_and_steal (done, g_steal_pointer (&page->steps));
    page->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) gw_form_step_unref);
    while (done->len > 0) {
      g_autoptr (GwFormStep) step = g_ptr_array_steal_index (done, done->len - 1);
      g_autofree char *now = NULL;

      g_assert_true (gw_form_session_take_back (page->session, step));
      now = picture (page);
      if (!g_str_equal (now, pictures->pdata[done->len]))
        g_error ("Seed %u, turn %u, step %u (%s):\nwas    %s\nis now %s", seed, turn, done->len,
                 gw_form_step_get_ref (step), (char *) pictures->pdata[done->len], now);
    }
    /* The pictures in the order of the way back, for the way forward. */
    for (guint i = 0; i < pictures->len / 2; i++) {
      gpointer swapped = pictures->pdata[i];

      pictures->pdata[i] = pictures->pdata[pictures->len - 1 - i];
      pictures->pdata[pictures->len - 1 - i] = swapped;
    }
  }
}

static void
test_every_step_leads_back_and_forward (void)
{
  guint n = g_getenv ("GODWIT_LONG") != NULL ? 1000 : 60;
  const char *seed = g_getenv ("GODWIT_SEED");

  if (seed != NULL) {
    walk ((guint32) g_ascii_strtoull (seed, NULL, 10), 100);
    return;
  }
  for (guint i = 1; i <= n; i++)
    walk (i, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/forms/step/an-answer-and-its-action-are-one-step",
                   test_an_answer_and_its_action_are_one_step);
  g_test_add_func ("/forms/step/a-choice-that-left-with-its-list-comes-back",
                   test_a_choice_that_left_with_its_list_comes_back);
  g_test_add_func ("/forms/step/a-text-over-a-calculation-comes-back",
                   test_a_text_over_a_calculation_comes_back);
  g_test_add_func ("/forms/step/what-chance-and-once-gave-comes-back",
                   test_what_chance_and_once_gave_comes_back);
  g_test_add_func ("/forms/step/a-removed-row-comes-back-in-its-place",
                   test_a_removed_row_comes_back_in_its_place);
  g_test_add_func ("/forms/step/what-changed-since-is-left-alone", test_what_changed_since_is_left_alone);
  g_test_add_func ("/forms/step/typing-in-one-place-joins", test_typing_in_one_place_joins);
  g_test_add_func ("/forms/step/a-pasted-block-is-one-step", test_a_pasted_block_is_one_step);
  g_test_add_func ("/forms/step/every-step-leads-back-and-forward",
                   test_every_step_leads_back_and_forward);

  return g_test_run ();
}
