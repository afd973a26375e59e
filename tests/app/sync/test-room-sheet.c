/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sheet of the exchange in one room, before colleagues who come and go faster than the disk. */

#include "app/sync/gw-room-sheet.h"

#include <string.h>

#include "core/nearby/gw-nearby.h"
#include "core/sync/desk.h"
#include "gw-resources.h"

#define PATIENCE (20 * G_USEC_PER_SEC)

/* At another computer, and waiting there. */
typedef struct
{
  Desk *desk;
  GwBundleDesk *own;
  GwNearbyListener *door;
  GCancellable *leaves;
  GwNearbySummary *summary;
  GThread *thread;
  GError *error;
} Colleague;

static void
say_same (const char         *code,
          const GwNearbyPeer *peer,
          GwNearbyVerdict    *verdict,
          gpointer            user_data)
{
  gw_nearby_verdict_give (verdict, TRUE);
}

static gpointer
run_colleague (gpointer data)
{
  Colleague *self = data;
  const GwNearbyWatch watch = { .ask = say_same };

  gw_nearby_serve (self->door, self->own, GW_BUNDLE_DEFAULT, &watch, self->leaves, self->summary, &self->error);

  return NULL;
}

static void
colleague_begin (Colleague  *self,
                 const char *name)
{
  memset (self, 0, sizeof *self);
  self->desk = desk_new (name, GW_ROLE_ALTERNATE);
  self->own = gw_bundle_desk_new (self->desk->profile);
  self->door = gw_nearby_listener_new (0, &self->error);
  g_assert_no_error (self->error);
  self->leaves = g_cancellable_new ();
  self->summary = gw_nearby_summary_new ();
  self->thread = g_thread_new (name, run_colleague, self);
}

static void
colleague_leave (Colleague *self)
{
  g_cancellable_cancel (self->leaves);
  g_thread_join (self->thread);
}

static void
colleague_clear (Colleague *self)
{
  g_clear_error (&self->error);
  g_object_unref (self->leaves);
  gw_nearby_summary_free (self->summary);
  gw_nearby_listener_unref (self->door);
  gw_bundle_desk_unref (self->own);
  desk_free (self->desk);
}

static gpointer
child (GtkWidget  *sheet,
       const char *name)
{
  return gtk_widget_get_template_child (sheet, GW_TYPE_ROOM_SHEET, name);
}

static const char *
get_page (GtkWidget *sheet)
{
  return gtk_stack_get_visible_child_name (child (sheet, "pages"));
}

static void
iterate (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (2000);
}

static void
wait_for_page (GtkWidget  *sheet,
               const char *name)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;

  while (strcmp (get_page (sheet), name) != 0 && g_get_monotonic_time () < until)
    iterate ();
  g_assert_cmpstr (get_page (sheet), ==, name);
}

static void
settle (gint64 microseconds)
{
  gint64 until = g_get_monotonic_time () + microseconds;

  while (g_get_monotonic_time () < until)
    iterate ();
}

static void
go_to (GtkWidget *sheet,
       Colleague *colleague)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", gw_nearby_listener_get_port (colleague->door));

  gtk_editable_set_text (child (sheet, "address_row"), address);
  g_signal_emit_by_name (child (sheet, "go_button"), "clicked");
}

/* (nullable) */
static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL; one = gtk_widget_get_next_sibling (one)) {
    GtkWidget *found = find_button (one, label);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
say_it_is_the_same (GtkWidget *sheet)
{
  GtkWidget *button = find_button (sheet, "Yes, it is the same");

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* The disk is slow, until somebody opens the gate. */
static gpointer
wait_at_gate (GwStore  *store,
              gpointer  gate,
              GError  **error)
{
  g_async_queue_pop (gate);

  return NULL;
}

/* While what was typed goes to the disk, the first leaves and a second is asked about. */
static void
test_yes_is_for_the_code_that_was_looked_at (void)
{
  g_autoptr (GError) error = NULL;
  Desk *ann = desk_new ("ann", GW_ROLE_NFP);
  g_autofree char *path = gw_profile_dup_store_path (ann->profile);
  g_autoptr (GwStoreThread) store = gw_store_thread_new (path, GW_STORE_DEFAULT, &error);
  g_autoptr (GwContext) context = gw_context_new ();
  g_autoptr (GAsyncQueue) gate = g_async_queue_new ();
  Colleague first, second;
  GtkWidget *sheet;

  g_assert_no_error (error);
  colleague_begin (&first, "ben");
  colleague_begin (&second, "zoe");
  gw_context_open (context, ann->profile, store);
  sheet = gw_room_sheet_new (context);
  gtk_window_present (GTK_WINDOW (sheet));

  go_to (sheet, &first);
  wait_for_page (sheet, "code");
  gw_store_thread_run_async (store, wait_at_gate, gate, NULL, NULL, NULL, NULL, NULL);
  say_it_is_the_same (sheet);
  g_assert_cmpstr (get_page (sheet), ==, "progress");
  colleague_leave (&first);
  wait_for_page (sheet, "list");
  go_to (sheet, &second);
  wait_for_page (sheet, "code");
  g_async_queue_push (gate, gate);
  settle (G_USEC_PER_SEC);
  g_assert_cmpstr (get_page (sheet), ==, "code");

  /* Asked, the person can say so of this one, too. */
  say_it_is_the_same (sheet);
  wait_for_page (sheet, "end");
  g_thread_join (second.thread);
  g_assert_no_error (second.error);
  g_assert_nonnull (first.error);
  gtk_window_destroy (GTK_WINDOW (sheet));
  settle (G_USEC_PER_SEC / 5);
  gw_context_close (context);
  gw_store_thread_close (store);
  colleague_clear (&first);
  colleague_clear (&second);
  desk_free (ann);
}

int
main (int   argc,
      char *argv[])
{
  /* Nothing of this is told in the network that this computer is in. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();
  gw_keys_register_types ();

  g_test_add_func ("/room-sheet/a-yes-is-for-the-code-that-was-looked-at", test_yes_is_for_the_code_that_was_looked_at);

  return g_test_run ();
}
