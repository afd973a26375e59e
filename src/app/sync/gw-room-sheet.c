/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-room-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/sync/gw-room-words.h"
#include "app/widgets/gw-names.h"
#include "core/nearby/gw-nearby-addresses.h"
#include "core/nearby/gw-nearby-finder.h"

struct _GwRoomSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwBundleDesk *desk;
  GwNearbyListener *listener;  /* (nullable): where this computer lets nobody wait */
  GwNearbyFinder *finder;      /* (nullable): only while the sheet is open */
  char *address;               /* (nullable): where to go as soon as nothing runs any more */
  GCancellable *cancellable;   /* (nullable): while one waits or exchanges */
  GwBundleFlags flags;         /* what the person has allowed for the next exchange */
  gboolean has_gone;           /* to the other; else one waits for it */
  GtkApplication *held;        /* (nullable): while one waits or exchanges; it does not end meanwhile */
  GwNearbyVerdict *verdict;    /* (nullable): while the code is looked at */
  gboolean closes;             /* the person wants to leave as soon as that is possible */

  GtkStack *pages;
  GtkLabel *fault;
  GtkButton *remedy_button;
  AdwActionRow *own_row;
  GtkListBox *others;
  GtkWidget *nobody;
  GtkLabel *absent;
  GtkEditable *address_row;
  GtkWidget *go_button;
  GtkLabel *asked;
  GtkLabel *code;
  GtkLabel *phase;
  GtkProgressBar *progress;
  GtkLabel *result;
  GtkLabel *detail;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (GwRoomSheet, gw_room_sheet, ADW_TYPE_WINDOW)

static void begin (GwRoomSheet *self);

static void
show_fault (GwRoomSheet *self,
            const char  *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), FALSE);
}

static void
show_page (GwRoomSheet *self,
           const char  *name)
{
  gtk_stack_set_visible_child_name (self->pages, name);
}

static void
hold (GwRoomSheet *self)
{
  self->cancellable = g_cancellable_new ();
  self->held = gtk_window_get_application (GTK_WINDOW (self));
  if (self->held == NULL)
    return;
  g_object_ref (self->held);
  g_application_hold (G_APPLICATION (self->held));
}

/* Nothing runs any more. */
static void
release (GwRoomSheet *self)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->verdict, gw_nearby_verdict_unref);
  if (self->held != NULL)
    g_application_release (G_APPLICATION (self->held));
  g_clear_object (&self->held);
}

/* The digits in their order, whatever the direction of the words around them. */
static char *
dup_shown (const char *code)
{
  return g_strconcat ("\342\201\246", code, "\342\201\251", NULL);
}

static void
on_ask (const char         *code,
        const GwNearbyPeer *peer,
        GwNearbyVerdict    *verdict,
        gpointer            user_data)
{
  GwRoomSheet *self = user_data;
  g_autofree char *words = NULL;
  g_autofree char *shown = dup_shown (code);

  if (self->context == NULL || self->closes) {
    gw_nearby_verdict_give (verdict, FALSE);
    return;
  }
  g_clear_pointer (&self->verdict, gw_nearby_verdict_unref);
  self->verdict = gw_nearby_verdict_ref (verdict);
  words = gw_room_words_ask (peer);
  gtk_label_set_label (self->asked, words);
  gtk_label_set_label (self->code, shown);
  show_page (self, "code");
  /* Somebody may knock while the person types: no key that was meant for something else is a yes. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/* Before the people have looked at the code there is nothing to see of somebody who knocks. */
static void
on_progress (GwNearbyPhase phase,
             double        part,
             gpointer      user_data)
{
  GwRoomSheet *self = user_data;

  if (self->context == NULL || self->closes || phase == GW_NEARBY_PHASE_COMPARING
      || (phase == GW_NEARBY_PHASE_MEETING && !self->has_gone))
    return;
  gtk_label_set_label (self->phase, gw_room_words_phase (phase));
  gtk_progress_bar_set_fraction (self->progress, part);
  show_page (self, "progress");
}

static void
show_success (GwRoomSheet           *self,
              const GwNearbySummary *summary)
{
  g_autofree char *words = gw_room_words_came (summary);
  g_autofree char *detail = gw_room_words_detail (summary);

  /* What was done is told, also to somebody who wanted to leave. */
  self->closes = FALSE;
  g_clear_object (&self->finder);
  g_clear_pointer (&self->listener, gw_nearby_listener_unref);
  gtk_label_set_label (self->result, words);
  gtk_label_set_label (self->detail, detail);
  show_page (self, "end");
  gtk_widget_grab_focus (self->close_button);
}

/* With what came all the same. */
static void
show_failure (GwRoomSheet           *self,
              const GwNearbySummary *summary,
              const GError          *error)
{
  g_autofree char *sentence = gw_nearby_error_dup_sentence (error);
  g_autofree char *came = summary->received > 0 ? gw_room_words_came (summary) : NULL;
  g_autofree char *all = came != NULL ? g_strconcat (sentence, "\n", came, NULL) : g_strdup (sentence);

  g_debug ("In the room: %s", error->message);
  show_fault (self, all);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button),
                          g_error_matches (error, GW_BUNDLE_ERROR, GW_BUNDLE_ERROR_MASS_DELETE));
  show_page (self, "list");
}

/* It ended because the person wants something else: to go to another, to stop, or to leave. */
static gboolean
was_called_off (const GError *error)
{
  return g_error_matches (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_CANCELLED);
}

/* No other try would end otherwise. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_TOO_MANY)
         || g_error_matches (error, GW_NEARBY_ERROR, GW_NEARBY_ERROR_LISTEN);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwRoomSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwNearbySummary) summary = NULL;
  gboolean ok = gw_nearby_finish (result, &summary, &error);

  release (self);
  if (self->context == NULL)
    return;
  /* Also when it failed in the middle: what came is here. */
  gw_store_thread_poke (gw_context_get_store (self->context));
  if (ok) {
    show_success (self, summary);
    return;
  }
  if (self->closes) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  if (was_called_off (error)) {
    show_page (self, self->address != NULL ? "progress" : "list");
  } else {
    /* What was allowed for one holds for that one only. */
    self->flags = GW_BUNDLE_DEFAULT;
    show_failure (self, summary, error);
  }
  if (is_final (error)) {
    g_clear_object (&self->finder);
    g_clear_pointer (&self->listener, gw_nearby_listener_unref);
  }
  begin (self);
}

/* Goes where the person said, or waits. */
static void
begin (GwRoomSheet *self)
{
  const GwNearbyWatch watch = { .ask = on_ask, .progress = on_progress, .user_data = self };
  g_autofree char *address = g_steal_pointer (&self->address);

  self->has_gone = address != NULL;
  if (address == NULL && self->listener == NULL)
    return;
  hold (self);
  if (address != NULL)
    gw_nearby_connect_async (address, self->desk, self->flags, &watch, self->cancellable, on_ended,
                             g_object_ref (self));
  else
    gw_nearby_serve_async (self->listener, self->desk, self->flags, &watch, self->cancellable, on_ended,
                           g_object_ref (self));
}

/* Whoever goes to another does not wait for others meanwhile. */
static void
go_to (GwRoomSheet *self,
       const char  *address)
{
  show_fault (self, NULL);
  g_free (self->address);
  self->address = g_strdup (address);
  gtk_label_set_label (self->phase, gw_room_words_phase (GW_NEARBY_PHASE_MEETING));
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_page (self, "progress");
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    begin (self);
}

static void
on_chosen (AdwActionRow *row,
           GwRoomSheet  *self)
{
  go_to (self, g_object_get_data (G_OBJECT (row), "address"));
}

static void
on_go (GwRoomSheet *self)
{
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (self->address_row)));

  if (*address != '\0')
    go_to (self, address);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
}

static void
on_typed (GwRoomSheet *self)
{
  show_fault (self, NULL);
}

static void
add_other (GwRoomSheet         *self,
           const GwNearbyFound *found)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *name = gw_room_words_peer (found->account, found->country);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), found->address);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  g_object_set_data_full (G_OBJECT (row), "address", g_strdup (found->address), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (on_chosen), self);
  gtk_list_box_append (self->others, row);
}

static void
fill_others (GwRoomSheet *self)
{
  g_autoptr (GPtrArray) list = gw_nearby_finder_list (self->finder);
  gboolean is_available = gw_nearby_finder_is_available (self->finder);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->others))) != NULL)
    gtk_list_box_remove (self->others, row);
  for (guint i = 0; i < list->len; i++)
    add_other (self, g_ptr_array_index (list, i));
  gtk_widget_set_visible (GTK_WIDGET (self->others), list->len > 0);
  gtk_widget_set_visible (self->nobody, list->len == 0 && is_available);
  gtk_widget_set_visible (GTK_WIDGET (self->absent), !is_available);
}

/* Runs on the store's thread, after all that was handed to it. */
static gpointer
be_behind (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  return NULL;
}

/* The other may have left meanwhile, and somebody else may have come: the yes is for the code that was looked at. */
static void
on_written_down (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GwNearbyVerdict) looked_at = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  gw_nearby_verdict_give (looked_at, TRUE);
}

/* What was typed a moment ago goes along: first it goes to the disk. */
static void
on_same (GwRoomSheet *self)
{
  if (self->verdict == NULL)
    return;
  gtk_label_set_label (self->phase, gw_room_words_phase (GW_NEARBY_PHASE_COMPARING));
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_page (self, "progress");
  gw_unsaved_save (gw_context_get_unsaved (self->context));
  gw_store_thread_run_async (gw_context_get_store (self->context), be_behind, NULL, NULL, NULL, NULL,
                             on_written_down, gw_nearby_verdict_ref (self->verdict));
}

static void
on_different (GwRoomSheet *self)
{
  if (self->verdict != NULL)
    gw_nearby_verdict_give (self->verdict, FALSE);
}

static void
on_stop (GwRoomSheet *self)
{
  g_clear_pointer (&self->address, g_free);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* One that waits already waits anew, with what is allowed now. */
static void
on_remedy (GwRoomSheet *self)
{
  self->flags = GW_BUNDLE_ALLOW_DELETIONS;
  show_fault (self, _("The next exchange may delete it. Please choose the computer once more, or let your colleague "
                      "choose this one."));
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
gw_room_sheet_close_request (GtkWindow *window)
{
  GwRoomSheet *self = GW_ROOM_SHEET (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (gw_room_sheet_parent_class)->close_request (window);
  self->closes = TRUE;
  on_stop (self);

  return GDK_EVENT_STOP;
}

static void
gw_room_sheet_dispose (GObject *object)
{
  GwRoomSheet *self = GW_ROOM_SHEET (object);

  on_stop (self);
  if (self->finder != NULL)
    g_signal_handlers_disconnect_by_data (self->finder, self);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->listener, gw_nearby_listener_unref);
  g_clear_object (&self->context);
  g_clear_pointer (&self->desk, gw_bundle_desk_unref);

  G_OBJECT_CLASS (gw_room_sheet_parent_class)->dispose (object);
}

static void
gw_room_sheet_class_init (GwRoomSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_room_sheet_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gw_room_sheet_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/sync/gw-room-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, pages);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, fault);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, own_row);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, others);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, nobody);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, absent);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, address_row);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, go_button);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, asked);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, code);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, phase);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, result);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, detail);
  gtk_widget_class_bind_template_child (widget_class, GwRoomSheet, close_button);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_same);
  gtk_widget_class_bind_template_callback (widget_class, on_different);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_room_sheet_init (GwRoomSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Who one is for the others, and where. */
static void
show_own (GwRoomSheet *self,
          const char  *account)
{
  g_auto (GStrv) addresses = gw_nearby_dup_addresses (gw_nearby_listener_get_port (self->listener));
  g_autofree char *list = g_strjoinv ("\n", addresses);
  g_autofree char *name = gw_room_words_peer (account, gw_bundle_desk_get_country (self->desk));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->own_row), name);
  adw_action_row_set_subtitle (self->own_row, *list != '\0' ? list : _("This computer is in no network."));
}

static void
open_door (GwRoomSheet *self)
{
  const char *account = gw_key_desk_get_account (gw_bundle_desk_get_key_desk (self->desk));
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (account == NULL)
    error = g_error_new_literal (GW_NEARBY_ERROR, GW_NEARBY_ERROR_NO_NAME, "This desk has no name");
  else
    self->listener = gw_nearby_listener_new (0, &error);
  if (error != NULL) {
    sentence = gw_nearby_error_dup_sentence (error);
    show_fault (self, sentence);
  }
  if (self->listener != NULL)
    show_own (self, account);
  gtk_widget_set_visible (GTK_WIDGET (self->own_row), self->listener != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_row), account != NULL);
  gtk_widget_set_sensitive (self->go_button, account != NULL);
  self->finder = gw_nearby_finder_new (account != NULL ? account : "", gw_bundle_desk_get_country (self->desk),
                                       self->listener != NULL ? gw_nearby_listener_get_port (self->listener) : 0);
  g_signal_connect_object (self->finder, "changed", G_CALLBACK (fill_others), self, G_CONNECT_SWAPPED);
}

static void
on_realized (GwRoomSheet *self)
{
  begin (self);
}

/**
 * gw_room_sheet_new:
 * @context: whose work
 */
GtkWidget *
gw_room_sheet_new (GwContext *context)
{
  GwRoomSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (gw_context_get_profile (context) != NULL, NULL);

  self = g_object_new (GW_TYPE_ROOM_SHEET, NULL);
  self->context = g_object_ref (context);
  self->desk = gw_bundle_desk_new (gw_context_get_profile (context));
  open_door (self);
  fill_others (self);
  gw_names_from_tooltips (GTK_WIDGET (self->address_row));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->address_row));
  /* Only once it is on the screen does it wait for others. */
  g_signal_connect (self, "realize", G_CALLBACK (on_realized), NULL);

  return GTK_WIDGET (self);
}
