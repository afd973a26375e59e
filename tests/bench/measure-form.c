/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures the forms engine: measure-form FORM SCRIPT [MEDIA-FOLDER [CHOICE-REF]]
 *
 * Opens the form, takes the steps of the script (the format of the state logs) one by one, and prints one
 * JSON object: the milliseconds of each step by kind, and the memory that the open form holds. Where
 * CHOICE-REF is given, its list of choices is read after each change, and that counts as part of it. */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"
#include "core/forms/gw-form-session.h"

/* As many questions as a window shows at most. */
#define VISIBLE 25

/* A form that has no other language cannot change it. */
#define N_LANGUAGE_CHANGES 11

static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

/* What this thread has worked: a computer that is busy with other things does not make it more. */
static double
worked_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static double
get_resident (void)
{
  g_autofree char *text = NULL;
  unsigned long size = 0, resident = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%lu %lu", &size, &resident);
  return (double) resident * (double) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

static double
get_heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double) (info.uordblks + info.hblkhd) / (1024 * 1024);
}

static void
add_time (JsonObject *result,
          const char *kind,
          double      ms)
{
  if (!json_object_has_member (result, kind))
    json_object_set_array_member (result, kind, json_array_new ());
  json_array_add_double_element (json_object_get_array_member (result, kind), ms);
}

/* --- what is on the screen --- */

static void
collect (GPtrArray *items,
         GPtrArray *visible)
{
  for (guint i = 0; i < items->len && visible->len < VISIBLE; i++) {
    GwFormItem *item = items->pdata[i];

    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL) {
      g_ptr_array_add (visible, g_object_ref (item));
    } else {
      g_autoptr (GPtrArray) below = gw_form_item_dup_items (item);

      collect (below, visible);
    }
  }
}

static GPtrArray *
find_visible (GwFormSession *session)
{
  GPtrArray *visible = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);

  collect (items, visible);
  return visible;
}

static guint
read_item (GwFormItem *item)
{
  g_autofree char *label = gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL);
  g_autofree char *hint = gw_form_item_dup_text (item, GW_FORM_TEXT_HINT);
  g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);

  return (label != NULL) + (hint != NULL) + (choices != NULL ? choices->len : 0);
}

static void
measure_language (GwFormSession *session,
                  JsonObject    *result)
{
  const char * const *languages = gw_form_get_languages (gw_form_session_get_form (session));
  guint n = g_strv_length ((char **) languages);
  g_autoptr (GPtrArray) visible = find_visible (session);
  guint n_texts = 0;

  if (n < 2)
    return;
  for (guint i = 1; i <= N_LANGUAGE_CHANGES; i++) {
    double begin = now_ms ();

    gw_form_session_set_language (session, languages[i % n]);
    for (guint v = 0; v < visible->len; v++)
      n_texts += read_item (visible->pdata[v]);
    add_time (result, "language", now_ms () - begin);
  }
  json_object_set_int_member (result, "texts", n_texts / N_LANGUAGE_CHANGES);
}

/* --- the script --- */

static void
count_changes (GwFormSession *session,
               GPtrArray     *changes,
               guint         *n_changes)
{
  *n_changes += changes->len;
}

static gboolean
take_step (GwFormSession *session,
           JsonObject    *step,
           GwFormItem    *choice,
           JsonObject    *result)
{
  const char *op = gw_json_get_string (step, "op");
  const char *path = gw_json_get_string (step, "path");
  const char *value = gw_json_get_string (step, "value");
  gboolean done = FALSE;
  double begin = now_ms ();

  if (g_strcmp0 (op, "set") == 0) {
    done = gw_form_session_set_value (session, path, value, NULL);
    if (choice != NULL)
      read_item (choice);
  } else if (g_strcmp0 (op, "add") == 0) {
    g_autofree char *id = gw_form_session_add_row (session, path, NULL, NULL);

    done = id != NULL;
  } else if (g_strcmp0 (op, "remove") == 0) {
    done = gw_form_session_remove_row (session, path, NULL);
  } else {
    return TRUE;
  }
  if (done)
    add_time (result, op, now_ms () - begin);

  return done;
}

static void
take_steps (GwFormSession *session,
            JsonObject    *script,
            const char    *choice_ref,
            JsonObject    *result)
{
  JsonArray *steps = gw_json_get_array (script, "steps");
  g_autoptr (GPtrArray) visible = find_visible (session);
  guint n_refused = 0, n_changes = 0;

  /* The session tells of changes to somebody, as it does to a page. */
  g_signal_connect (session, "changed", G_CALLBACK (count_changes), &n_changes);
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++) {
    GwFormItem *choice = choice_ref != NULL ? gw_form_session_find_item (session, choice_ref) : NULL;

    n_refused += !take_step (session, gw_json_array_object (steps, i), choice, result);
  }
  g_signal_handlers_disconnect_by_func (session, count_changes, &n_changes);
  json_object_set_int_member (result, "refused", n_refused);
  json_object_set_int_member (result, "changes", n_changes);
}

static JsonObject *
read_script (const char         *path,
             GwFormEnvironment  *environment,
             GError            **error)
{
  g_autofree char *text = NULL;
  JsonObject *script;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  script = gw_json_parse_object (text, (gssize) length, error);
  if (script != NULL && gw_json_get_string (script, "now") != NULL)
    gw_time_parse (gw_json_get_string (script, "now"), &environment->now);
  if (script != NULL && gw_json_get_string (script, "tz") != NULL)
    environment->time_zone = g_time_zone_new_identifier (gw_json_get_string (script, "tz"));

  return script;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (JsonObject) result = json_object_new ();
  g_autoptr (JsonObject) script = NULL;
  g_autoptr (GwForm) form = NULL;
  g_autoptr (GwFormSession) session = NULL;
  g_autofree char *line = NULL;
  double heap, resident, begin, loaded, ready, worked;

  if (argc < 3 || argc > 5) {
    g_printerr ("usage: measure-form FORM SCRIPT [MEDIA-FOLDER [CHOICE-REF]]\n");
    return 2;
  }
  script = read_script (argv[2], environment, &error);
  if (script == NULL) {
    g_printerr ("measure-form: %s\n", error->message);
    return 1;
  }

  heap = get_heap ();
  resident = get_resident ();
  worked = worked_ms ();
  begin = now_ms ();
  form = gw_form_load_file (argv[1], argc > 3 && *argv[3] != '\0' ? argv[3] : NULL, NULL, &error);
  loaded = now_ms ();
  if (form == NULL) {
    g_printerr ("measure-form: %s\n", error->message);
    return 1;
  }
  session = gw_form_session_new (form, environment, NULL);
  ready = now_ms ();
  worked = worked_ms () - worked;

  json_object_set_double_member (result, "parse", loaded - begin);
  json_object_set_double_member (result, "ready", ready - loaded);
  json_object_set_double_member (result, "worked", worked);
  json_object_set_double_member (result, "heap", get_heap () - heap);
  json_object_set_double_member (result, "resident", get_resident () - resident);
  take_steps (session, script, argc > 4 ? argv[4] : NULL, result);
  measure_language (session, result);
  line = gw_json_to_text (result);
  g_print ("%s\n", line);

  return 0;
}
