/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits and how large it is, what the server refused and why, the way by stick, and the server
 * itself. */

#include "app/sync/gw-sync-sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/sync/gw-account.h"
#include "app/sync/gw-codes-sheet.h"
#include "app/sync/gw-room-sheet.h"
#include "app/sync/gw-stick-sheet.h"
#include "app/sync/gw-stick-words.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-names.h"
#include "core/store/gw-arrival.h"

#define MAX_ROWS 20
#define MAX_STICKS 10
#define MAX_BYTES (256 * 1024)

struct _GwSyncSheet
{
  AdwWindow parent_instance;

  GwContext *context;
  GwStatus *status;

  GtkLabel *sentence;
  GtkLabel *trouble;
  GtkLabel *clock;
  GtkButton *now_button;
  GtkButton *pause_button;
  GtkButton *remedy_button;
  GtkWidget *waiting_group;
  GtkListBox *waiting;
  GtkWidget *refused_group;
  GtkListBox *refused;
  GtkWidget *aside_group;
  GtkListBox *aside;
  GtkWidget *history_group;
  GtkListBox *history;
  GtkWidget *sticks_group;
  GtkListBox *sticks;
  GtkWidget *send_row;
  GtkEditable *url;
  GtkEditable *user;
  GtkEditable *password;
  GtkWidget *without_button;
  GtkLabel *password_note;
};

G_DEFINE_FINAL_TYPE (GwSyncSheet, gw_sync_sheet, ADW_TYPE_WINDOW)

typedef struct
{
  char *title;
  char *subtitle; /* (nullable) */
  gsize size;
} Item;

typedef struct
{
  GPtrArray *waiting;
  GPtrArray *refused;
  GPtrArray *aside;
  GPtrArray *history; /* of GwSyncPast */
  GPtrArray *sticks;  /* (nullable) of GwStickSent */
} Items;

static void
item_free (Item *item)
{
  g_free (item->title);
  g_free (item->subtitle);
  g_free (item);
}

static void
items_free (Items *items)
{
  g_ptr_array_unref (items->waiting);
  g_ptr_array_unref (items->history);
  g_ptr_array_unref (items->refused);
  g_ptr_array_unref (items->aside);
  g_clear_pointer (&items->sticks, g_ptr_array_unref);
  g_free (items);
}

/* The line under which a person knows the document; never its id. */
/* What goes along with a person's work and has no title of its own. */
static const struct
{
  const char *prefix;
  const char *title;
} companions[] = {
  { "formtext:", N_("The questions of a report") },
  { "begun:", N_("The beginning of a report") },
  { "tick:", N_("An item of a checklist") },
  { "key:", N_("The code of this computer") },
};

static char *
dup_title (GwDoc *doc)
{
  const GwDocType *type = gw_doc_type_find (gw_doc_get_id (doc));

  for (guint i = 0; i < G_N_ELEMENTS (companions); i++) {
    if (g_str_has_prefix (gw_doc_get_id (doc), companions[i].prefix))
      return g_strdup (_(companions[i].title));
  }

  return type != NULL && type->dup_title != NULL ? type->dup_title (doc) : NULL;
}

/* Of a colleague's document that was not taken, as of one's own that the server did not take. */
static GPtrArray *
list_aside (GwStore *store)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  g_autoptr (GPtrArray) aside = gw_store_list_set_aside (store, NULL);

  for (guint i = 0; aside != NULL && i < aside->len && i < MAX_ROWS; i++) {
    const GwSetAside *one = g_ptr_array_index (aside, i);
    Item *item = g_new0 (Item, 1);

    /* Without a title: its words are not to be trusted, least of all as a heading. */
    item->subtitle = g_strdup (gw_arrival_fault_get_words (one->fault));
    g_ptr_array_add (items, item);
  }

  return items;
}

/* Runs on the store's thread. */
static gpointer
list_items (GwStore   *store,
            gpointer   data,
            GError   **error)
{
  Items *items = g_new0 (Items, 1);
  g_autoptr (GPtrArray) refused = NULL;

  items->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  items->refused = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  for (const char * const *db = data; *db != NULL; db++) {
    g_autoptr (GPtrArray) outgoing = gw_store_outbox (store, *db, MAX_BYTES, NULL);

    for (guint i = 0; outgoing != NULL && i < outgoing->len
                      && items->waiting->len < MAX_ROWS; i++) {
      const GwOutgoing *one = g_ptr_array_index (outgoing, i);
      Item *item = g_new0 (Item, 1);

      item->title = dup_title (one->doc);
      item->size = strlen (gw_doc_get_text (one->doc));
      g_ptr_array_add (items->waiting, item);
    }
  }

  items->aside = list_aside (store);
  items->history = gw_sync_history_list (store);
  items->sticks = gw_store_sent (store, MAX_STICKS, NULL);
  refused = gw_store_refused (store, NULL, NULL);
  for (guint i = 0; refused != NULL && i < refused->len && i < MAX_ROWS; i++) {
    const GwRefused *one = g_ptr_array_index (refused, i);
    g_autoptr (GwDoc) doc = gw_store_get_rev (store, one->db, one->id, one->rev, NULL);
    Item *item = g_new0 (Item, 1);

    item->title = doc != NULL ? dup_title (doc) : NULL;
    item->subtitle = g_strdup (one->reason);
    g_ptr_array_add (items->refused, item);
  }

  return items;
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
fill_list (GtkListBox *list,
           GPtrArray  *items)
{
  clear_list (list);
  for (guint i = 0; i < items->len; i++) {
    const Item *item = g_ptr_array_index (items, i);
    GtkWidget *line = adw_action_row_new ();

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line),
                                   item->title != NULL ? item->title : _("A change"));
    adw_action_row_set_title_lines (ADW_ACTION_ROW (line), 2);
    if (item->subtitle != NULL) {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (line), item->subtitle);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (line), 0);
    }
    if (item->size > 0) {
      g_autofree char *size = gw_sync_words_size ((gint64) item->size);
      GtkWidget *label = gtk_label_new (size);

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (line), label);
    }
    gtk_list_box_append (list, line);
  }
}

/* What happened at @time. */
static void
add_past (GtkListBox *list,
          gint64      time,
          const char *words)
{
  g_autofree char *when = gw_date_words_format_time (time);
  GtkWidget *line = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), when);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (line), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (line), 0);
  gtk_list_box_append (list, line);
}

static void
fill_history (GwSyncSheet *self,
              GPtrArray   *history)
{
  clear_list (self->history);
  for (guint i = 0; i < history->len; i++) {
    const GwSyncPast *past = history->pdata[i];
    g_autofree char *words = gw_sync_words_past (past);

    add_past (self->history, past->begun, words);
  }
  gtk_widget_set_visible (self->history_group, history->len > 0);
}

static void
fill_sticks (GwSyncSheet *self,
             GPtrArray   *sticks)
{
  clear_list (self->sticks);
  for (guint i = 0; sticks != NULL && i < sticks->len; i++) {
    const GwStickSent *sent = sticks->pdata[i];
    g_autofree char *words = gw_stick_words_past (sent);

    add_past (self->sticks, sent->time, words);
  }
  gtk_widget_set_visible (self->sticks_group, sticks != NULL && sticks->len > 0);
}

static void
on_items_listed (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GwSyncSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  Items *items = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (items == NULL)
    return;
  if (self->context != NULL) {
    fill_list (self->waiting, items->waiting);
    fill_list (self->refused, items->refused);
    fill_list (self->aside, items->aside);
    fill_history (self, items->history);
    fill_sticks (self, items->sticks);
    gtk_widget_set_visible (self->waiting_group, items->waiting->len > 0);
    gtk_widget_set_visible (self->refused_group, items->refused->len > 0);
    gtk_widget_set_visible (self->aside_group, items->aside->len > 0);
  }
  items_free (items);
}

static void
update_remedy (GwSyncSheet       *self,
               const GwSyncFacts *facts)
{
  const char *label = NULL;

  if (facts->sync.state == GW_SYNC_STATE_FAILED) {
    if (facts->sync.error == GW_SYNC_ERROR_SERVER_CHANGED)
      label = _("Keep everything here and send it again");
    else if (facts->sync.error == GW_SYNC_ERROR_MASS_DELETE)
      label = _("Let the server delete it");
    else if (facts->sync.error == GW_SYNC_ERROR_SIGN_IN_PAGE
             || facts->sync.error == GW_SYNC_ERROR_CERTIFICATE)
      label = _("Open a browser to sign in");
    else if (facts->sync.error == GW_SYNC_ERROR_PASSWORD)
      label = _("Enter the password");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->remedy_button, label);
}

static void
update (GwSyncSheet *self)
{
  const GwSyncFacts *facts = gw_status_get_facts (self->status);
  GwAccount *account = gw_context_get_account (self->context);
  GwSync *sync = gw_account_get_sync (account);
  gboolean has_server = gw_account_get_url (account) != NULL && sync != NULL
                        && !gw_account_needs_password (account);
  g_autofree char *trouble = gw_sync_words_trouble (facts), *clock = gw_sync_words_clock (facts);

  gtk_label_set_label (self->sentence, gw_status_get_sentence (self->status));
  gtk_label_set_label (self->trouble, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
  gtk_label_set_label (self->clock, clock != NULL ? clock : "");
  gtk_widget_set_visible (GTK_WIDGET (self->clock), clock != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->now_button), has_server);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), has_server);
  if (sync != NULL)
    gtk_button_set_label (self->pause_button, gw_sync_get_paused (sync) ? _("Go on sending")
                                                                        : _("Pause"));
  gtk_widget_set_visible (self->without_button, gw_account_get_url (account) != NULL);
  gtk_label_set_label (self->password_note, gw_account_is_kept (account)
                       ? _("The password is kept in the keyring of this computer.")
                       : _("This computer offers no open keyring: the password is asked for "
                           "again when Godwit starts."));
  gtk_widget_set_visible (GTK_WIDGET (self->password_note), has_server);
  update_remedy (self, facts);

  gw_store_thread_run_async (gw_context_get_store (self->context), list_items,
                             g_strdupv ((char **) gw_profile_get_databases (gw_context_get_profile (self->context))),
                             (GDestroyNotify) g_strfreev, (GDestroyNotify) items_free, NULL,
                             on_items_listed, g_object_ref (self));
}

static void
on_now (GwSyncSheet *self)
{
  gw_sync_now (gw_account_get_sync (gw_context_get_account (self->context)));
}

static void
on_pause (GwSyncSheet *self)
{
  GwSync *sync = gw_account_get_sync (gw_context_get_account (self->context));

  gw_sync_set_paused (sync, !gw_sync_get_paused (sync));
  update (self);
}

static void
on_remedy (GwSyncSheet *self)
{
  const GwSyncFacts *facts = gw_status_get_facts (self->status);
  GwAccount *account = gw_context_get_account (self->context);
  GwSync *sync = gw_account_get_sync (account);

  if (facts->sync.error == GW_SYNC_ERROR_SERVER_CHANGED)
    gw_sync_decide (sync, GW_SYNC_KEEP_EVERYTHING);
  else if (facts->sync.error == GW_SYNC_ERROR_MASS_DELETE)
    gw_sync_decide (sync, GW_SYNC_ALLOW_DELETIONS);
  else if (facts->sync.error == GW_SYNC_ERROR_PASSWORD)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  else
    gtk_show_uri (GTK_WINDOW (self), gw_account_get_url (account), GDK_CURRENT_TIME);
}

/* Runs on the store's thread. */
static gpointer
retry_refused (GwStore   *store,
               gpointer   data,
               GError   **error)
{
  for (const char * const *db = data; *db != NULL; db++) {
    if (!gw_store_retry_refused (store, *db, error))
      break;
  }
  return NULL;
}

static void
on_retried (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwSyncSheet) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);
  if (error != NULL)
    g_warning ("What was refused or set aside cannot be exchanged again: %s", error->message);
  if (self->context != NULL) {
    on_now (self);
    update (self);
  }
}

static void
on_retry_refused (GwSyncSheet *self)
{
  gw_store_thread_run_async (gw_context_get_store (self->context), retry_refused,
                             g_strdupv ((char **) gw_profile_get_databases (gw_context_get_profile (self->context))),
                             (GDestroyNotify) g_strfreev, NULL, NULL, on_retried,
                             g_object_ref (self));
}

/* Runs on the store's thread. */
static gpointer
ask_again (GwStore   *store,
           gpointer   data,
           GError   **error)
{
  gw_store_ask_again (store, error);
  return NULL;
}

static void
on_ask_again (GwSyncSheet *self)
{
  gw_store_thread_run_async (gw_context_get_store (self->context), ask_again, NULL, NULL, NULL, NULL, on_retried,
                             g_object_ref (self));
}

/* What comes of it is said at the top. */
static void
scroll_up (GwSyncSheet *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self->sentence), GTK_TYPE_SCROLLED_WINDOW);

  if (scrolled != NULL)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), 0);
}

static void
on_connect (GwSyncSheet *self)
{
  g_autofree char *url = g_strstrip (g_strdup (gtk_editable_get_text (self->url)));
  g_autofree char *user = g_strstrip (g_strdup (gtk_editable_get_text (self->user)));
  const char *password = gtk_editable_get_text (self->password);

  if (*url == '\0' || *user == '\0') {
    gtk_widget_grab_focus (GTK_WIDGET (*url == '\0' ? self->url : self->user));
    return;
  }
  gw_account_set (gw_context_get_account (self->context), url, user,
                  *password != '\0' ? password : NULL);
  update (self);
  scroll_up (self);
}

static void
on_without (GwSyncSheet *self)
{
  gw_account_set (gw_context_get_account (self->context), NULL, NULL, NULL);
  gtk_editable_set_text (self->url, "");
  gtk_editable_set_text (self->user, "");
  gtk_editable_set_text (self->password, "");
  update (self);
}

/* It takes the place of this sheet. */
static void
show_stick (GwSyncSheet *self,
            GwStickUse   use)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *sheet = gw_stick_sheet_new (self->context, use, NULL);

  g_signal_connect_object (sheet, "destroy", G_CALLBACK (gw_status_recount), self->status, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), window);
  gtk_window_present (GTK_WINDOW (sheet));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_codes (GwSyncSheet *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *sheet = gw_codes_sheet_new (self->context);

  gtk_window_set_transient_for (GTK_WINDOW (sheet), window);
  gtk_window_present (GTK_WINDOW (sheet));
  gtk_window_destroy (GTK_WINDOW (self));
}

/* It takes the place of this sheet, too. */
static void
on_room (GwSyncSheet *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *sheet = gw_room_sheet_new (self->context);

  g_signal_connect_object (sheet, "destroy", G_CALLBACK (gw_status_recount), self->status, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (sheet), window);
  gtk_window_present (GTK_WINDOW (sheet));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_send_by_stick (GwSyncSheet *self)
{
  show_stick (self, GW_STICK_SEND);
}

static void
on_read_stick (GwSyncSheet *self)
{
  show_stick (self, GW_STICK_READ);
}

static void
gw_sync_sheet_dispose (GObject *object)
{
  GwSyncSheet *self = GW_SYNC_SHEET (object);

  g_clear_object (&self->status);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_sync_sheet_parent_class)->dispose (object);
}

static void
gw_sync_sheet_class_init (GwSyncSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_sync_sheet_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/sync/gw-sync-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, sentence);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, trouble);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, clock);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, history_group);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, history);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, sticks_group);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, sticks);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, now_button);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, pause_button);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, waiting_group);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, waiting);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, refused_group);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, refused);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, aside_group);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, aside);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, send_row);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, url);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, user);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, password);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, without_button);
  gtk_widget_class_bind_template_child (widget_class, GwSyncSheet, password_note);
  gtk_widget_class_bind_template_callback (widget_class, on_now);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_refused);
  gtk_widget_class_bind_template_callback (widget_class, on_ask_again);
  gtk_widget_class_bind_template_callback (widget_class, on_codes);
  gtk_widget_class_bind_template_callback (widget_class, on_send_by_stick);
  gtk_widget_class_bind_template_callback (widget_class, on_read_stick);
  gtk_widget_class_bind_template_callback (widget_class, on_room);
  gtk_widget_class_bind_template_callback (widget_class, on_connect);
  gtk_widget_class_bind_template_callback (widget_class, on_without);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_sync_sheet_init (GwSyncSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_sync_sheet_new:
 * @context: whose work
 * @status: where it stands
 */
GtkWidget *
gw_sync_sheet_new (GwContext *context,
                   GwStatus  *status)
{
  GwSyncSheet *self = g_object_new (GW_TYPE_SYNC_SHEET, NULL);
  GwAccount *account = gw_context_get_account (context);

  self->context = g_object_ref (context);
  self->status = g_object_ref (status);
  if (gw_account_get_url (account) != NULL) {
    gtk_editable_set_text (self->url, gw_account_get_url (account));
    gtk_editable_set_text (self->user, gw_account_get_user (account));
  }
  /* A guest only reads, and has nothing to send. */
  gtk_widget_set_visible (self->send_row,
                          gw_profile_get_role (gw_context_get_profile (context)) != GW_ROLE_GUEST);
  gw_names_from_tooltips (GTK_WIDGET (self->password));
  g_signal_connect_object (status, "notify::sentence", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
