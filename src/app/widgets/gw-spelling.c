/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The door to Enchant. Opening a dictionary and looking for other words take longer than a window may wait, so all of
 * it is done on threads, one at a time. */

#include "app/widgets/gw-spelling.h"

#include <enchant.h>
#include <glib/gi18n-lib.h>

/* A word is looked at when the person has stopped for a moment. */
#define PAUSE_MS 500

#define MOST_SUGGESTIONS 6

struct _GwSpelling
{
  GObject parent_instance;

  GtkTextView *view; /* weak */
  GtkTextBuffer *buffer;
  GtkTextTag *tag;
  GMenu *menu;
  char *language;
  gboolean has_dictionary;
  guint pause_id;
  guint generation; /* of the text */
  int start;        /* of the word that the menu is about, in letters; -1 for none */
  int end;
};

enum
{
  SIGNAL_CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwSpelling, gw_spelling, G_TYPE_OBJECT)

/* ------------------------------------------------------------ on threads */

static GMutex enchant_mutex;

/* Called with the mutex held. A dictionary that was opened stays open. */
static EnchantDict *
find_dictionary (const char *language)
{
  static EnchantBroker *broker;
  static GHashTable *dictionaries;
  EnchantDict *dictionary;

  if (broker == NULL) {
    broker = enchant_broker_init ();
    dictionaries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  }
  if (g_hash_table_lookup_extended (dictionaries, language, NULL, (gpointer *) &dictionary))
    return dictionary;

  dictionary = enchant_broker_request_dict (broker, language);
  g_hash_table_insert (dictionaries, g_strdup (language), dictionary);

  return dictionary;
}

typedef struct
{
  char *language;
  char *text;
  guint generation;
  gboolean has_dictionary;
  GArray *wrong; /* of int: where each word begins and ends, in letters */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->language);
  g_free (check->text);
  g_array_unref (check->wrong);
  g_free (check);
}

static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c);
}

/* "l'eau" and "don’t" are one word each, 'quoted' is not. */
static gboolean
joins (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return (c == '\'' || c == 0x2019) && is_of_word (g_utf8_get_char (g_utf8_next_char (p)));
}

static void
check_text (Check       *check,
            EnchantDict *dictionary)
{
  int offset = 0;

  for (const char *p = check->text; *p != '\0';) {
    const char *word = p;
    int begin = offset;
    gboolean letters_only = TRUE;

    while (*p != '\0' && (is_of_word (g_utf8_get_char (p)) || g_unichar_isdigit (g_utf8_get_char (p))
                          || (p > word && joins (p)))) {
      letters_only &= !g_unichar_isdigit (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
      offset++;
    }
    if (p == word) {
      p = g_utf8_next_char (p);
      offset++;
    } else if (letters_only && enchant_dict_check (dictionary, word, p - word) > 0) {
      g_array_append_val (check->wrong, begin);
      g_array_append_val (check->wrong, offset);
    }
  }
}

static void
check_on_pool (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Check *check = data;
  EnchantDict *dictionary;

  g_mutex_lock (&enchant_mutex);
  dictionary = find_dictionary (check->language);
  check->has_dictionary = dictionary != NULL;
  if (dictionary != NULL)
    check_text (check, dictionary);
  g_mutex_unlock (&enchant_mutex);
  g_task_return_boolean (task, TRUE);
}

typedef struct
{
  char *language;
  char *word;
  gboolean learn;
  GStrv found;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_free (lookup->language);
  g_free (lookup->word);
  g_strfreev (lookup->found);
  g_free (lookup);
}

static void
look_up_on_pool (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Lookup *lookup = data;
  EnchantDict *dictionary;
  size_t n = 0;
  char **words;

  g_mutex_lock (&enchant_mutex);
  dictionary = find_dictionary (lookup->language);
  if (dictionary != NULL && lookup->learn) {
    enchant_dict_add (dictionary, lookup->word, -1);
  } else if (dictionary != NULL) {
    words = enchant_dict_suggest (dictionary, lookup->word, -1, &n);
    if (words != NULL) {
      lookup->found = g_strdupv (words);
      enchant_dict_free_string_list (dictionary, words);
    }
  }
  g_mutex_unlock (&enchant_mutex);
  g_task_return_boolean (task, TRUE);
}

/* ------------------------------------------------------------ marks */

static char *
dup_text (GwSpelling *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* The word that is being typed is not wrong yet. */
static gboolean
is_being_typed (GwSpelling *self,
                int         begin,
                int         end)
{
  GtkTextIter cursor;
  int at;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  at = gtk_text_iter_get_offset (&cursor);

  return at > begin && at <= end;
}

static void
show_marks (GwSpelling *self,
            GArray     *wrong)
{
  GtkTextIter start, end;
  guint n = 0;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  for (guint i = 0; i + 1 < wrong->len; i += 2) {
    int begin = g_array_index (wrong, int, i), last = g_array_index (wrong, int, i + 1);

    if (is_being_typed (self, begin, last))
      continue;
    gtk_text_buffer_get_iter_at_offset (self->buffer, &start, begin);
    gtk_text_buffer_get_iter_at_offset (self->buffer, &end, last);
    gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
    n++;
  }
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0, n);
}

static void
show_no_dictionary (GwSpelling *self)
{
  /* TRANSLATORS: %s is the code of a language, such as "fr". */
  g_autofree char *words = g_strdup_printf (_("No spelling dictionary for “%s”"), self->language);

  g_menu_remove_all (self->menu);
  /* There is no such action, so that the words stand there and cannot be chosen. */
  g_menu_append (self->menu, words, "spelling.none");
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GwSpelling *self = GW_SPELLING (source);
  Check *check = g_task_get_task_data (G_TASK (result));

  if (self->view == NULL)
    return;
  self->has_dictionary = check->has_dictionary;
  if (!check->has_dictionary)
    show_no_dictionary (self);
  else if (check->generation == self->generation)
    show_marks (self, check->wrong);
}

static void
begin_check (GwSpelling *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, checked_cb, NULL);
  Check *check = g_new0 (Check, 1);

  check->language = g_strdup (self->language);
  check->text = dup_text (self);
  check->generation = self->generation;
  check->wrong = g_array_new (FALSE, FALSE, sizeof (int));
  g_task_set_source_tag (task, begin_check);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_on_pool);
}

static gboolean
pause_cb (gpointer user_data)
{
  GwSpelling *self = user_data;

  self->pause_id = 0;
  if (self->view != NULL)
    begin_check (self);

  return G_SOURCE_REMOVE;
}

static void
queue_check (GwSpelling *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, pause_cb, self, NULL);
}

static void
changed_cb (GtkTextBuffer *buffer,
            GwSpelling    *self)
{
  self->generation++;
  queue_check (self);
}

static void
left_cb (GtkEventControllerFocus *controller,
         GwSpelling              *self)
{
  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    queue_check (self);
}

/* ------------------------------------------------------------ the menu */

static void
suggested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GwSpelling *self = GW_SPELLING (source);
  Lookup *lookup = g_task_get_task_data (G_TASK (result));
  guint generation = GPOINTER_TO_UINT (user_data);

  if (self->view == NULL || generation != self->generation || self->start < 0)
    return;

  g_menu_remove_all (self->menu);
  for (guint i = 0; lookup->found != NULL && lookup->found[i] != NULL && i < MOST_SUGGESTIONS; i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (lookup->found[i], NULL);

    g_menu_item_set_action_and_target (item, "spelling.replace", "s", lookup->found[i]);
    g_menu_append_item (self->menu, item);
  }
  if (lookup->found == NULL || lookup->found[0] == NULL)
    g_menu_append (self->menu, _("No other spelling is known"), "spelling.none");
  g_menu_append (self->menu, _("Add to the dictionary"), "spelling.learn");
}

static char *
dup_word (GwSpelling *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static void
look_up (GwSpelling          *self,
         gboolean             learn,
         GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, GUINT_TO_POINTER (self->generation));
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->language = g_strdup (self->language);
  lookup->word = dup_word (self);
  lookup->learn = learn;
  g_task_set_source_tag (task, look_up);
  g_task_set_task_data (task, lookup, lookup_free);
  g_task_run_in_thread (task, look_up_on_pool);
}

static void
update_menu (GwSpelling        *self,
             const GtkTextIter *at)
{
  GtkTextIter start = *at, end = *at;

  if (!self->has_dictionary)
    return;
  g_menu_remove_all (self->menu);
  self->start = -1;
  if (!gtk_text_iter_has_tag (at, self->tag) && !gtk_text_iter_ends_tag (at, self->tag))
    return;

  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  if (!gtk_text_iter_ends_tag (&end, self->tag))
    gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  self->start = gtk_text_iter_get_offset (&start);
  self->end = gtk_text_iter_get_offset (&end);
  look_up (self, FALSE, suggested_cb);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GwSpelling      *self)
{
  GtkTextIter at;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  if (gtk_text_view_get_iter_at_location (self->view, &at, buffer_x, buffer_y))
    update_menu (self, &at);
}

static void
cursor_moved_cb (GtkTextBuffer *buffer,
                 GParamSpec    *pspec,
                 GwSpelling    *self)
{
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  update_menu (self, &at);
}

static void
replace_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  GwSpelling *self = user_data;
  GtkTextIter start, end;

  if (self->start < 0 || !gtk_text_view_get_editable (self->view))
    return;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
learned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  if (GW_SPELLING (source)->view != NULL)
    begin_check (GW_SPELLING (source));
}

static void
learn_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GwSpelling *self = user_data;

  if (self->start >= 0)
    look_up (self, TRUE, learned_cb);
}

/* ------------------------------------------------------------ object */

static void
gw_spelling_dispose (GObject *object)
{
  GwSpelling *self = GW_SPELLING (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->buffer);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->language, g_free);

  G_OBJECT_CLASS (gw_spelling_parent_class)->dispose (object);
}

static void
gw_spelling_class_init (GwSpellingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_spelling_dispose;

  signals[SIGNAL_CHECKED] = g_signal_new ("checked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
gw_spelling_init (GwSpelling *self)
{
  self->menu = g_menu_new ();
  self->start = -1;
}

static void
add_controllers (GwSpelling *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  static const GActionEntry entries[] = {
    { .name = "replace", .activate = replace_action, .parameter_type = "s" },
    { .name = "learn", .activate = learn_action },
  };

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling", G_ACTION_GROUP (actions));
  gtk_text_view_set_extra_menu (self->view, G_MENU_MODEL (self->menu));
}

/**
 * gw_spelling_attach:
 * @view: a text
 * @language: the code of its language, such as "fr" or "pt_BR"
 *
 * Checks @view from now on, as long as it lives.
 *
 * Returns: (transfer none): what checks it
 */
GwSpelling *
gw_spelling_attach (GtkTextView *view,
                    const char  *language)
{
  GwSpelling *self;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);
  g_return_val_if_fail (language != NULL && *language != '\0', NULL);

  self = g_object_new (GW_TYPE_SPELLING, NULL);
  g_set_weak_pointer (&self->view, view);
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->language = g_strdup (language);
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  add_controllers (self);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self, 0);
  g_object_set_data_full (G_OBJECT (view), "spelling", self, g_object_unref);
  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    queue_check (self);

  return self;
}

/**
 * gw_spelling_of:
 *
 * Returns: (transfer none) (nullable): what checks @view
 */
GwSpelling *
gw_spelling_of (GtkTextView *view)
{
  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  return g_object_get_data (G_OBJECT (view), "spelling");
}

/**
 * gw_spelling_get_menu:
 *
 * Returns: (transfer none): what is offered for the word at the cursor or under the pointer
 */
GMenuModel *
gw_spelling_get_menu (GwSpelling *self)
{
  g_return_val_if_fail (GW_IS_SPELLING (self), NULL);

  return G_MENU_MODEL (self->menu);
}
