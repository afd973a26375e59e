/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Measures the page that fills in forms: measure-page FORM TEXT-REF [GATE-REF]
 *
 * A window is on the screen already, as it is in the program. Then the form is opened and its page built, and the
 * clock stops when the frame is drawn that shows all questions of the first section. After that keys are sent
 * through the X server into the question TEXT-REF (shown by answering GATE-REF with "yes"), at the pace of a fast
 * typist, and each is timed until the frame with its letter is drawn. Prints one JSON object of milliseconds. */

#include <adwaita.h>
#include <dlfcn.h>
#include <gdk/x11/gdkx.h>
#include <time.h>

#include "app/forms/gw-form-page.h"
#include "app/forms/gw-form-question.h"
#include "core/base/gw-json.h"
#include "gw-resources.h"

#define N_KEYS 80
#define FIRST_KEYS 5 /* not counted: fonts and styles are looked up once */
#define LIMIT (60 * G_USEC_PER_SEC)

typedef int (*FakeKey) (Display *display, unsigned int code, int is_press, unsigned long delay);

typedef struct
{
  GtkWidget *window;
  GwFormSession *session;
  GwFormPage *page;
  GtkTextBuffer *buffer;
  FakeKey fake_key;
  JsonObject *result;
  gint64 last_frame;
  gint64 last_letter;
} Bench;

static void
on_painted (GdkFrameClock *clock,
            Bench         *bench)
{
  bench->last_frame = g_get_monotonic_time ();
}

static void
on_letter (GtkTextBuffer *buffer,
           Bench         *bench)
{
  bench->last_letter = g_get_monotonic_time ();
}

static gboolean
on_wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
run_for (gint64 microseconds)
{
  gint64 until = g_get_monotonic_time () + microseconds;
  guint wake = g_timeout_add (5, on_wake, NULL);

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
}

/* What this thread has worked, in microseconds: a busy computer does not make it more. */
static gint64
get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
add_time (Bench      *bench,
          const char *kind,
          gint64      microseconds)
{
  if (!json_object_has_member (bench->result, kind))
    json_object_set_array_member (bench->result, kind, json_array_new ());
  json_array_add_double_element (json_object_get_array_member (bench->result, kind), (double) microseconds / 1e3);
}

/* --- the page --- */

static void
count_cb (gpointer question,
          gpointer n_mapped)
{
  *(guint *) n_mapped += gtk_widget_get_mapped (question) ? 1 : 0;
}

static guint
count_mapped (Bench *bench)
{
  guint n = 0;

  gw_form_page_foreach_question (bench->page, count_cb, &n);
  return n;
}

static guint
count_first_section (Bench *bench)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (bench->session);
  g_autoptr (GPtrArray) questions = gw_form_item_dup_items (items->pdata[0]);
  guint n = 0;

  for (guint i = 0; i < questions->len; i++)
    n += gw_form_item_is_visible (questions->pdata[i]) ? 1 : 0;
  return n;
}

/* The time of the first frame that shows so many questions, or 0 where that does not happen. */
static gint64
wait_for_questions (Bench *bench,
                    guint  wanted)
{
  gint64 begin = g_get_monotonic_time (), built = 0;

  while (built == 0 || bench->last_frame < built) {
    if (g_get_monotonic_time () - begin > LIMIT)
      return 0;
    g_main_context_iteration (NULL, TRUE);
    if (built == 0 && count_mapped (bench) >= wanted)
      built = g_get_monotonic_time ();
  }

  return bench->last_frame;
}

static gboolean
open_page (Bench       *bench,
           const char  *path,
           GError     **error)
{
  gint64 begin = g_get_monotonic_time (), work = get_work (), opened, first, all;
  g_autoptr (GwForm) form = gw_form_load_file (path, NULL, NULL, error);

  if (form == NULL)
    return FALSE;
  bench->session = gw_form_session_new (form, NULL, NULL);
  opened = g_get_monotonic_time ();
  bench->page = GW_FORM_PAGE (gw_form_page_new ());
  gw_form_page_set_session (bench->page, bench->session);
  gtk_window_set_child (GTK_WINDOW (bench->window), GTK_WIDGET (bench->page));
  first = wait_for_questions (bench, 1);
  all = wait_for_questions (bench, count_first_section (bench));
  if (first == 0 || all == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The questions do not show");
    return FALSE;
  }
  add_time (bench, "worked", get_work () - work);
  add_time (bench, "open", opened - begin);
  add_time (bench, "first", first - begin);
  add_time (bench, "shown", all - begin);

  return TRUE;
}

/* --- keys --- */

static gboolean
enter_question (Bench      *bench,
                const char *ref)
{
  GwFormItem *item = gw_form_session_find_item (bench->session, ref);
  GtkWidget *focus;

  if (item == NULL || !gw_form_page_show_item (bench->page, item))
    return FALSE;
  run_for (G_USEC_PER_SEC);
  focus = gtk_root_get_focus (GTK_ROOT (bench->window));
  if (!GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  bench->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));
  g_signal_connect (bench->buffer, "changed", G_CALLBACK (on_letter), bench);

  return TRUE;
}

static gboolean
type_letter (Bench    *bench,
             Display  *display,
             guint     code,
             gboolean  counts)
{
  gint64 begin = g_get_monotonic_time (), work = get_work ();

  bench->fake_key (display, code, TRUE, 0);
  bench->fake_key (display, code, FALSE, 0);
  XFlush (display);
  while (bench->last_letter < begin || bench->last_frame < bench->last_letter) {
    if (g_get_monotonic_time () - begin > 5 * G_USEC_PER_SEC)
      return FALSE;
    g_main_context_iteration (NULL, TRUE);
  }
  if (counts) {
    add_time (bench, "key", bench->last_frame - begin);
    add_time (bench, "key-work", get_work () - work);
  }

  return TRUE;
}

static gboolean
type_letters (Bench *bench)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint code = XKeysymToKeycode (display, GDK_KEY_a);

  for (guint i = 0; i < FIRST_KEYS + N_KEYS; i++) {
    if (!type_letter (bench, display, code, i >= FIRST_KEYS))
      return FALSE;
    run_for (g_rand_int_range (rand, 60000, 240000));
  }

  return TRUE;
}

static gboolean
measure (Bench       *bench,
         char       **argv,
         GError     **error)
{
  void *library = dlopen ("libXtst.so.6", RTLD_NOW);

  bench->fake_key = library != NULL ? (FakeKey) dlsym (library, "XTestFakeKeyEvent") : NULL;
  if (!open_page (bench, argv[1], error))
    return FALSE;
  run_for (2 * G_USEC_PER_SEC);
  if (argv[2] == NULL)
    return TRUE;
  if (argv[3] != NULL && !gw_form_session_set_value (bench->session, argv[3], "yes", error))
    return FALSE;
  if (bench->fake_key == NULL || !enter_question (bench, argv[2]) || !type_letters (bench)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "No key arrives at %s", argv[2]);
    return FALSE;
  }

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GtkCssProvider) styles = NULL;
  Bench bench = { .result = json_object_new () };

  if (argc < 2 || argc > 4) {
    g_printerr ("usage: measure-page FORM [TEXT-REF [GATE-REF]]\n");
    return 2;
  }
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  adw_init ();
  gw_register_resource ();
  styles = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (styles, "/org/godwit/Godwit/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (styles),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  bench.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1200, 800);
  gtk_window_present (GTK_WINDOW (bench.window));
  run_for (G_USEC_PER_SEC);
  g_signal_connect (gtk_widget_get_frame_clock (bench.window), "after-paint", G_CALLBACK (on_painted), &bench);

  if (!measure (&bench, argv, &error)) {
    g_printerr ("measure-page: %s\n", error->message);
    return 1;
  }
  line = gw_json_to_text (bench.result);
  g_print ("%s\n", line);

  return 0;
}
