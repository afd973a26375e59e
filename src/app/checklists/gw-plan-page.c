/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-plan-page.h"

#include <glib/gi18n-lib.h>

#include "app/checklists/gw-plan-row.h"
#include "app/checklists/gw-plan-words.h"
#include "app/widgets/gw-progress-ring.h"
#include "app/widgets/gw-toast.h"
#include "core/records/gw-records.h"

#define ROWS_AT_ONCE 4

struct _GwPlanPage
{
  AdwBin parent_instance;

  GwContext *context;

  GtkScrolledWindow *scrolled;
  GtkLabel *title;
  GtkLabel *summary;
  GtkWidget *progress_box;
  GwProgressRing *ring;
  GtkLabel *progress;
  GtkLabel *date;
  GtkLabel *undated;
  GtkButton *change_date;
  GtkButton *start;
  GtkLabel *under_way;
  GtkListBox *items;

  GwPlan *plan;           /* NULL while a checklist is shown */
  GwChecklist *checklist; /* the one shown, or the plan's */
  GPtrArray *steps;       /* what can be undone, of Step */
  AdwToast *toast;
  guint adding_id;        /* rows are added while nothing else is to be done */
};

enum
{
  SIGNAL_START,
  SIGNAL_CHANGE_DATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwPlanPage, gw_plan_page, ADW_TYPE_BIN)

/* ------------------------------------------------------------ ticking, and back */

/* How an item stood before a tick. */
typedef struct
{
  char *tick_id;
  GwTickState state;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->tick_id);
  g_free (step);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwPlanPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gw_tick_change_finish (GW_STORE_THREAD (source), result, &error))
    return;
  g_message ("A tick is not saved: %s", error->message);
  gw_toast_say (GTK_WIDGET (self), _("This could not be saved. Nothing else was changed; please try again."));
  if (self->plan != NULL)
    gw_plan_page_show_plan (self, self->plan);
}

static void
write_state (GwPlanPage *self,
             const char *tick_id,
             const char *title,
             GwTickState state)
{
  g_autoptr (JsonObject) changes = json_object_new ();

  json_object_set_string_member (changes, "state", gw_tick_state_to_text (state));
  if (title != NULL)
    json_object_set_string_member (changes, "title", title);
  gw_tick_change_async (gw_context_get_store (self->context), tick_id, changes,
                        gw_profile_get_name (gw_context_get_profile (self->context)), written_cb,
                        g_object_ref (self));
}

static void
undo_cb (GwPlanPage *self)
{
  gw_plan_page_undo (self);
}

static void
toast_dismissed_cb (AdwToast   *toast,
                    GwPlanPage *self)
{
  if (self->toast == toast)
    g_clear_object (&self->toast);
}

/* One toast for the last step; several would queue for ten seconds each. */
static void
offer_undo (GwPlanPage *self,
            const char *title,
            GwTickState state)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (state == GW_TICK_DONE)
    /* TRANSLATORS: %s is what was to be done. */
    words = g_strdup_printf (_("Done: %s"), escaped);
  else if (state == GW_TICK_SKIPPED)
    /* TRANSLATORS: %s is what was to be done. */
    words = g_strdup_printf (_("Left out: %s"), escaped);
  else
    /* TRANSLATORS: %s is what is to be done. */
    words = g_strdup_printf (_("Open again: %s"), escaped);

  if (self->toast != NULL) {
    g_autoptr (AdwToast) old = g_steal_pointer (&self->toast);

    adw_toast_dismiss (old);
  }
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, 0);
  self->toast = g_object_ref (toast);
  gw_toast_show (GTK_WIDGET (self), toast);
}

static void
state_asked_cb (GwPlanRow  *row,
                int         state,
                GwPlanPage *self)
{
  GwPlanItem *item = gw_plan_row_get_item (row);
  Step *step;

  if (self->plan == NULL || item == NULL || gw_plan_item_get_state (item) == (GwTickState) state)
    return;
  step = g_new0 (Step, 1);
  step->tick_id = gw_tick_make_id (gw_plan_get_id (self->plan), gw_plan_item_get_id (item));
  step->state = gw_plan_item_get_state (item);
  g_ptr_array_add (self->steps, step);
  write_state (self, step->tick_id, gw_plan_item_get_title (item), (GwTickState) state);
  offer_undo (self, gw_plan_item_get_title (item), (GwTickState) state);
}

/**
 * gw_plan_page_undo:
 *
 * Returns: whether there was something to take back
 */
gboolean
gw_plan_page_undo (GwPlanPage *self)
{
  g_autofree Step *step = NULL;

  g_return_val_if_fail (GW_IS_PLAN_PAGE (self), FALSE);

  if (self->steps->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (self->steps, self->steps->len - 1);
  write_state (self, step->tick_id, NULL, step->state);
  g_free (step->tick_id);
  if (self->toast != NULL) {
    g_autoptr (AdwToast) old = g_steal_pointer (&self->toast);

    adw_toast_dismiss (old);
  }

  return TRUE;
}

/* ------------------------------------------------------------ what is shown */

static void
clear_items (GwPlanPage *self)
{
  GtkListBoxRow *row;

  g_clear_handle_id (&self->adding_id, g_source_remove);
  while ((row = gtk_list_box_get_row_at_index (self->items, 0)) != NULL)
    gtk_list_box_remove (self->items, GTK_WIDGET (row));
}

static GwPlanRow *
get_row (GwPlanPage *self,
         guint       position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->items, (int) position);

  return row != NULL && GW_IS_PLAN_ROW (row) ? GW_PLAN_ROW (row) : NULL;
}

static guint
count_rows (GwPlanPage *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (self->items, (int) n) != NULL)
    n++;

  return n;
}

/* Some rows at a time, so that a long list keeps nobody waiting. */
static gboolean
add_some (gpointer data)
{
  GwPlanPage *self = data;
  gboolean editable = gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB);
  guint n = self->plan != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->plan))
                               : gw_checklist_get_n_items (self->checklist);
  guint from = count_rows (self);

  for (guint i = from; i < MIN (n, from + ROWS_AT_ONCE); i++) {
    GtkWidget *row;

    if (self->plan == NULL) {
      row = gw_plan_row_new_preview (self->context, gw_checklist_get_item (self->checklist, i));
    } else {
      row = gw_plan_row_new (self->context, gw_plan_get_id (self->plan), gw_plan_get_item (self->plan, i), editable);
      g_signal_connect (row, "state-asked", G_CALLBACK (state_asked_cb), self);
    }
    gtk_list_box_append (self->items, row);
  }
  if (from + ROWS_AT_ONCE < n)
    return G_SOURCE_CONTINUE;
  self->adding_id = 0;

  return G_SOURCE_REMOVE;
}

static void
add_rows (GwPlanPage *self)
{
  clear_items (self);
  self->adding_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, add_some, self, NULL);
}

/* The rows that are there stay while the items are the same: a person may be typing in one. */
static gboolean
take_items (GwPlanPage *self,
            GwPlan     *plan)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (plan)), n_rows = count_rows (self);

  if (self->plan == NULL || g_strcmp0 (gw_plan_get_id (self->plan), gw_plan_get_id (plan)) != 0
      || n_rows > n || (n_rows < n && self->adding_id == 0))
    return FALSE;
  for (guint i = 0; i < n_rows; i++) {
    if (g_strcmp0 (gw_plan_item_get_id (gw_plan_row_get_item (get_row (self, i))),
                   gw_plan_item_get_id (gw_plan_get_item (plan, i))) != 0)
      return FALSE;
  }
  for (guint i = 0; i < n_rows; i++)
    gw_plan_row_set_item (get_row (self, i), gw_plan_get_item (plan, i));

  return TRUE;
}

static void
show_head (GwPlanPage *self,
           const char *title,
           const char *summary)
{
  gboolean writes = gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL);
  gtk_widget_set_visible (self->progress_box, self->plan != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->date), self->plan != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->change_date), self->plan != NULL && writes);
  gtk_widget_set_visible (GTK_WIDGET (self->undated), self->plan != NULL && gw_plan_get_date (self->plan) == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->start), self->plan == NULL && writes);
}

/* The dates moved under the eyes of a person: that is said, not left to be found. */
static void
say_moved (GwPlanPage *self,
           GwPlan     *before,
           GwPlan     *after)
{
  const GDate *old = gw_plan_get_date (before), *new = gw_plan_get_date (after);
  g_autofree char *words = NULL, *escaped = NULL;

  if (old == new || (old != NULL && new != NULL && g_date_compare (old, new) == 0))
    return;
  words = gw_plan_words_date (after);
  escaped = g_markup_escape_text (words, -1);
  g_free (words);
  if (old == NULL)
    /* TRANSLATORS: %s tells what the days count from: "COP16 opens on 5 March 2029". */
    words = g_strdup_printf (_("%s. The plan has its days now."), escaped);
  else if (new != NULL)
    /* TRANSLATORS: %s tells what the days count from: "COP16 opens on 5 March 2029". */
    words = g_strdup_printf (_("%s. All days of this plan have moved."), escaped);
  else
    /* TRANSLATORS: %s tells that there is no date: "COP16: date not announced". */
    words = g_strdup_printf (_("%s. This plan has no days any more."), escaped);
  gw_toast_say (GTK_WIDGET (self), words);
}

/** gw_plan_page_show_plan: Shows a plan, or a newer state of it. */
void
gw_plan_page_show_plan (GwPlanPage *self,
                        GwPlan     *plan)
{
  g_autoptr (GwPlan) before = NULL;
  g_autofree char *progress = NULL, *date = NULL;
  gboolean other, same;

  g_return_if_fail (GW_IS_PLAN_PAGE (self) && GW_IS_PLAN (plan));

  other = self->plan == NULL || g_strcmp0 (gw_plan_get_id (self->plan), gw_plan_get_id (plan)) != 0;
  before = other ? NULL : g_object_ref (self->plan);
  if (other)
    g_ptr_array_set_size (self->steps, 0);
  same = take_items (self, plan);
  g_set_object (&self->plan, plan);
  g_set_object (&self->checklist, gw_plan_get_checklist (plan));
  if (!same)
    add_rows (self);
  progress = gw_plan_words_progress (plan);
  date = gw_plan_words_date (plan);
  gtk_label_set_text (self->progress, progress);
  gtk_label_set_text (self->date, date);
  gw_progress_ring_set (self->ring, gw_plan_get_n_done (plan) + gw_plan_get_n_skipped (plan),
                        g_list_model_get_n_items (G_LIST_MODEL (plan)));
  gtk_widget_set_visible (GTK_WIDGET (self->under_way), FALSE);
  show_head (self, gw_plan_get_title (plan),
             self->checklist != NULL ? gw_checklist_get_summary (self->checklist) : NULL);
  if (before != NULL)
    say_moved (self, before, plan);
  else
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/**
 * gw_plan_page_show_checklist:
 * @checklist: one that may be started
 * @under_way: whether a plan of it is under way already
 */
void
gw_plan_page_show_checklist (GwPlanPage  *self,
                             GwChecklist *checklist,
                             gboolean     under_way)
{
  g_return_if_fail (GW_IS_PLAN_PAGE (self) && GW_IS_CHECKLIST (checklist));

  if (self->plan == NULL && self->checklist == checklist) {
    gtk_widget_set_visible (GTK_WIDGET (self->under_way), under_way);
    return;
  }
  clear_items (self);
  g_clear_object (&self->plan);
  g_ptr_array_set_size (self->steps, 0);
  g_set_object (&self->checklist, checklist);
  add_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->under_way), under_way);
  show_head (self, gw_checklist_get_title (checklist), gw_checklist_get_summary (checklist));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/** gw_plan_page_clear: Shows nothing; what was typed is handed to the store. */
void
gw_plan_page_clear (GwPlanPage *self)
{
  g_return_if_fail (GW_IS_PLAN_PAGE (self));

  clear_items (self);
  g_clear_object (&self->plan);
  g_clear_object (&self->checklist);
  g_ptr_array_set_size (self->steps, 0);
}

/**
 * gw_plan_page_show_item:
 * @item_id: an item of the plan that is shown
 *
 * Opens it and goes there.
 *
 * Returns: whether it is there
 */
gboolean
gw_plan_page_show_item (GwPlanPage *self,
                        const char *item_id)
{
  GwPlanRow *row;

  g_return_val_if_fail (GW_IS_PLAN_PAGE (self) && item_id != NULL, FALSE);

  /* The row may be one that is still to be added. */
  if (self->adding_id != 0) {
    g_clear_handle_id (&self->adding_id, g_source_remove);
    while (add_some (self) == G_SOURCE_CONTINUE)
      ;
  }
  for (guint i = 0; (row = get_row (self, i)) != NULL; i++) {
    GwPlanItem *item = gw_plan_row_get_item (row);

    if (item != NULL && g_str_equal (gw_plan_item_get_id (item), item_id)) {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
      gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
      return TRUE;
    }
  }

  return FALSE;
}

/* ------------------------------------------------------------ object */

static void
start_cb (GwPlanPage *self)
{
  g_signal_emit (self, signals[SIGNAL_START], 0);
}

static void
change_date_cb (GwPlanPage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGE_DATE], 0);
}

/** gw_plan_page_set_context: Once, before anything is shown. */
void
gw_plan_page_set_context (GwPlanPage *self,
                          GwContext  *context)
{
  g_return_if_fail (GW_IS_PLAN_PAGE (self));

  g_set_object (&self->context, context);
}

static void
gw_plan_page_dispose (GObject *object)
{
  GwPlanPage *self = GW_PLAN_PAGE (object);

  g_clear_handle_id (&self->adding_id, g_source_remove);
  g_clear_object (&self->toast);
  g_clear_object (&self->plan);
  g_clear_object (&self->checklist);
  g_clear_object (&self->context);
  g_clear_pointer (&self->steps, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_plan_page_parent_class)->dispose (object);
}

static void
gw_plan_page_class_init (GwPlanPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_plan_page_dispose;

  signals[SIGNAL_START]
      = g_signal_new ("start", GW_TYPE_PLAN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGE_DATE]
      = g_signal_new ("change-date", GW_TYPE_PLAN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (GW_TYPE_PROGRESS_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/checklists/gw-plan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, title);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, summary);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, ring);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, progress);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, date);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, undated);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, change_date);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, start);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, under_way);
  gtk_widget_class_bind_template_child (widget_class, GwPlanPage, items);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_date_cb);
}

static void
gw_plan_page_init (GwPlanPage *self)
{
  self->steps = g_ptr_array_new_with_free_func (step_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}
