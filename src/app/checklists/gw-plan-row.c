/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-plan-row.h"

#include <glib/gi18n-lib.h>

#include "app/checklists/gw-plan-facts.h"
#include "app/checklists/gw-plan-unsaved.h"
#include "app/checklists/gw-plan-words.h"
#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-whole-text.h"
#include "core/base/gw-time.h"
#include "core/records/gw-records.h"

struct _GwPlanRow
{
  AdwExpanderRow parent_instance;

  GwContext *context;
  char *plan_id;
  GwPlanItem *item; /* NULL in a preview */
  const GwChecklistItem *definition; /* NULL for an item that was dropped */
  GwRecord *record; /* while it is open */
  gboolean editable;
  gboolean filling; /* what is set now was not typed */
  gboolean built;

  GtkWidget *check;
  GtkWidget *rank; /* the icon: rule or advice */
  AdwEntryRow *assignee;
  AdwEntryRow *reason;
  AdwEntryRow *due;
  AdwEntryRow *due_reason;
  GtkTextBuffer *note;
  GtkWidget *note_view;
  GtkWidget *skip;
  GtkWidget *origin; /* how the day follows */
  GtkWidget *conflict;
};

enum
{
  SIGNAL_STATE_ASKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwPlanRow, gw_plan_row, ADW_TYPE_EXPANDER_ROW)

/* ------------------------------------------------------------ what stands on it */

static void
add_line (GString    *out,
          const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, line);
}

static const char *
get_rank (GwPlanRow *self)
{
  if (self->definition == NULL)
    return _("Not in this edition of the checklist");

  return self->definition->is_hard ? _("Set by the rules") : _("Advice");
}

static char *
dup_state_words (GwPlanRow *self)
{
  const char *reason = self->item != NULL ? gw_plan_item_get_reason (self->item) : NULL;

  if (self->item == NULL || gw_plan_item_get_state (self->item) != GW_TICK_SKIPPED)
    return NULL;

  /* TRANSLATORS: %s is the reason that a person gave for leaving the item out. */
  return reason != NULL ? g_strdup_printf (_("Left out: %s"), reason) : g_strdup (_("Left out"));
}

static void
show_subtitle (GwPlanRow *self)
{
  g_autoptr (GDate) today = gw_date_today ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *due = self->item != NULL ? gw_plan_words_due (self->item, today)
                                            : gw_plan_words_offset (self->definition);
  g_autofree char *who = self->definition != NULL ? gw_plan_words_who (self->definition) : NULL;
  g_autofree char *state = dup_state_words (self);
  const char *assignee = self->item != NULL ? gw_plan_item_get_assignee (self->item) : NULL;

  if (self->item != NULL && gw_plan_item_get_conflicts (self->item) > 0)
    add_line (out, _("Two people wrote about this"));
  add_line (out, state);
  add_line (out, due);
  add_line (out, who);
  if (assignee != NULL) {
    /* TRANSLATORS: %s is the name of a colleague. */
    g_autofree char *words = g_strdup_printf (_("Assigned to %s"), assignee);

    add_line (out, words);
  }
  add_line (out, get_rank (self));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), out->str);
}

/* An expander row is made of two lists, which the toolkit leaves without a name. */
static void
name_lists (GtkWidget  *widget,
            const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_LIST_BOX (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    else
      name_lists (child, name);
  }
}

static GtkWidget *
create_origin (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("How the day follows"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

/* What depends on the state of the plan in the opened row. */
static void
show_opened (GwPlanRow *self)
{
  gboolean skipped = gw_plan_item_get_state (self->item) == GW_TICK_SKIPPED;
  g_autofree char *origin
      = self->definition != NULL ? gw_plan_facts_dup_origin (self->definition, self->item) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->reason), skipped);
  gtk_button_set_label (GTK_BUTTON (self->skip), skipped ? _("Take it up again") : _("Leave this out"));
  gtk_widget_set_visible (self->conflict, gw_plan_item_get_conflicts (self->item) > 0);
  gtk_widget_set_visible (self->origin, origin != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->origin), origin != NULL ? origin : "");
}

static void
show_item (GwPlanRow *self)
{
  GwTickState state = self->item != NULL ? gw_plan_item_get_state (self->item) : GW_TICK_OPEN;
  const char *title = self->item != NULL ? gw_plan_item_get_title (self->item) : self->definition->title;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  name_lists (GTK_WIDGET (self), title);
  show_subtitle (self);
  if (self->check != NULL) {
    /* TRANSLATORS: %s is what to do; the name of the box that is ticked when it is done. */
    g_autofree char *name = g_strdup_printf (_("Done: %s"), title);

    self->filling = TRUE;
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), state == GW_TICK_DONE);
    self->filling = FALSE;
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
  if (self->skip != NULL)
    show_opened (self);
}

/* ------------------------------------------------------------ what is typed */

static void
check_toggled_cb (GtkCheckButton *check,
                  GwPlanRow      *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SIGNAL_STATE_ASKED], 0,
                   gtk_check_button_get_active (check) ? GW_TICK_DONE : GW_TICK_OPEN);
}

static void
skip_clicked_cb (GtkButton *button,
                 GwPlanRow *self)
{
  gboolean skipped = gw_plan_item_get_state (self->item) == GW_TICK_SKIPPED;

  g_signal_emit (self, signals[SIGNAL_STATE_ASKED], 0, skipped ? GW_TICK_OPEN : GW_TICK_SKIPPED);
}

static void
set_field (GwPlanRow  *self,
           const char *field,
           const char *text)
{
  if (self->filling || self->record == NULL)
    return;
  gw_record_set_string (self->record, field, text != NULL && *text != '\0' ? text : NULL);
  gw_record_set_string (self->record, "title", gw_plan_item_get_title (self->item));
}

static void
entry_changed_cb (GtkEditable *editable,
                  GwPlanRow   *self)
{
  set_field (self, g_object_get_data (G_OBJECT (editable), "field"), gtk_editable_get_text (editable));
}

/* A day is kept as soon as it is one; what is not yet a day stays on the screen and is marked. */
static void
due_changed_cb (GtkEditable *editable,
                GwPlanRow   *self)
{
  const char *typed = gtk_editable_get_text (editable);
  g_autoptr (GDate) day = gw_date_words_parse (typed);
  g_autofree char *text = day != NULL ? gw_date_format (day) : NULL;

  if (day == NULL && *typed != '\0') {
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
    return;
  }
  gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->due_reason), day != NULL);
  set_field (self, "due", text);
}

static void
note_changed_cb (GtkTextBuffer *buffer,
                 GwPlanRow     *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  set_field (self, "note", text);
}

/* A field is left: what was typed need not wait. */
static void
left_cb (GtkEventControllerFocus *focus,
         GwPlanRow               *self)
{
  if (self->record != NULL)
    gw_record_save (self->record);
}

static void
watch_focus (GwPlanRow *self,
             GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (widget, focus);
}

static void
fill_entry (AdwEntryRow *entry,
            const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
fill_due (GwPlanRow  *self,
          const char *text)
{
  g_autoptr (GDate) day = gw_date_parse (text);
  g_autoptr (GDate) typed = gw_date_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->due)));
  g_autofree char *shown = day != NULL ? gw_date_words_format_short (day) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->due_reason), day != NULL);
  /* The same day in other words: the person's words stay. */
  if (day != NULL && typed != NULL && g_date_compare (day, typed) == 0)
    return;
  fill_entry (self->due, shown);
}

static void
fill_note (GwPlanRow  *self,
           const char *text)
{
  GtkTextIter start, end;
  g_autofree char *shown = NULL;

  gtk_text_buffer_get_bounds (self->note, &start, &end);
  shown = gtk_text_buffer_get_text (self->note, &start, &end, TRUE);
  if (g_strcmp0 (shown, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (self->note, text != NULL ? text : "", -1);
}

static void
fill_fields (GwPlanRow *self)
{
  self->filling = TRUE;
  fill_entry (self->assignee, gw_record_get_string (self->record, "assignee"));
  fill_entry (self->reason, gw_record_get_string (self->record, "reason"));
  fill_entry (self->due_reason, gw_record_get_string (self->record, "due_reason"));
  fill_due (self, gw_record_get_string (self->record, "due"));
  fill_note (self, gw_record_get_string (self->record, "note"));
  self->filling = FALSE;
}

static void
show_record (GwPlanRow *self)
{
  fill_fields (self);
  g_signal_connect_object (self->record, "changed", G_CALLBACK (fill_fields), self, G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->assignee), self->editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reason), self->editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->due), self->editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->due_reason), self->editable);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->note_view), self->editable);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwPlanRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->record != GW_RECORD (source))
    return;
  if (!gw_record_open_finish (self->record, result, &error)) {
    g_message ("The notes of an item cannot be read: %s", error->message);
    g_clear_object (&self->record);
    return;
  }
  show_record (self);
}

/* ------------------------------------------------------------ two versions */

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwPlanRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwRecordVersions) versions = gw_record_versions_finish (GW_RECORD (source), result, &error);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GPtrArray) revs = g_ptr_array_new ();

  if (versions == NULL) {
    g_message ("The versions of an item cannot be read: %s", error->message);
    return;
  }
  body = gw_tick_join (versions->docs);
  for (guint i = 0; i < versions->docs->len; i++)
    g_ptr_array_add (revs, (char *) gw_doc_get_rev (g_ptr_array_index (versions->docs, i)));
  g_ptr_array_add (revs, NULL);
  gw_record_settle (GW_RECORD (source), body, (const char *const *) revs->pdata);
}

static void
join_clicked_cb (GtkButton *button,
                 GwPlanRow *self)
{
  if (self->record == NULL)
    return;
  gw_record_save (self->record);
  gw_record_versions_async (self->record, NULL, settled_cb, g_object_ref (self));
}

static GtkWidget *
create_conflict (GwPlanRow *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Join them"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Two people wrote about this"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("All versions are kept. Joined, their texts stand below each other."));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "system-users-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, self->editable);
  g_signal_connect (button, "clicked", G_CALLBACK (join_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

/* ------------------------------------------------------------ the opened row */

static AdwEntryRow *
add_entry (GwPlanRow  *self,
           const char *title,
           const char *field,
           GCallback   changed)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_sensitive (row, FALSE);
  g_object_set_data (G_OBJECT (row), "field", (gpointer) field);
  g_signal_connect (row, "changed", changed, self);
  watch_focus (self, row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return ADW_ENTRY_ROW (row);
}

static void
add_note (GwPlanRow *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (_("Note"));

  self->note_view = gw_whole_text_new ();
  self->note = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->note_view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->note_view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->note_view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->note_view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->note_view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->note_view), 8);
  gtk_widget_set_size_request (self->note_view, -1, 64);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->note_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Note"), -1);
  g_signal_connect (self->note, "changed", G_CALLBACK (note_changed_cb), self);
  watch_focus (self, self->note_view);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (self->note_view, "plan-note");
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->note_view);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Note"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_skip (GwPlanRow *self)
{
  GtkWidget *row = adw_preferences_row_new ();

  self->skip = gtk_button_new ();
  gtk_widget_set_halign (self->skip, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->skip, 8);
  gtk_widget_set_margin_bottom (self->skip, 8);
  gtk_widget_set_margin_start (self->skip, 12);
  gtk_widget_set_margin_end (self->skip, 12);
  gtk_widget_set_sensitive (self->skip, self->editable);
  g_signal_connect (self->skip, "clicked", G_CALLBACK (skip_clicked_cb), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Leave this out"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), self->skip);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
open_record (GwPlanRow *self)
{
  g_autofree char *tick = gw_tick_make_id (self->plan_id, gw_plan_item_get_id (self->item));
  GwUnsaved *unsaved = gw_context_get_unsaved (self->context);
  GwRecord *left = gw_plan_unsaved_find (unsaved, tick);

  if (left != NULL) {
    self->record = g_object_ref (left);
    show_record (self);
    return;
  }
  self->record = gw_record_new (gw_context_get_store (self->context), GW_RECORDS_DB, tick,
                                gw_profile_get_name (gw_context_get_profile (self->context)));
  gw_plan_unsaved_watch (unsaved, gw_plan_item_get_title (self->item), self->record);
  gw_record_open_async (self->record, NULL, opened_cb, g_object_ref (self));
}

/* Built when it is first opened: a plan has many rows and few are looked into. */
static void
expanded_cb (GwPlanRow *self)
{
  if (self->built || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  self->built = TRUE;
  if (self->item != NULL) {
    self->conflict = create_conflict (self);
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->conflict);
    self->origin = create_origin ();
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->origin);
  }
  gw_plan_facts_add (ADW_EXPANDER_ROW (self), self->context, self->definition);
  if (self->item == NULL)
    return;

  self->assignee = add_entry (self, _("Colleague who does it"), "assignee", G_CALLBACK (entry_changed_cb));
  add_note (self);
  self->due = add_entry (self, _("Another day, if an official letter names one"), "due", G_CALLBACK (due_changed_cb));
  self->due_reason = add_entry (self, _("Which letter names that day"), "due_reason", G_CALLBACK (entry_changed_cb));
  add_skip (self);
  self->reason = add_entry (self, _("Why it is left out"), "reason", G_CALLBACK (entry_changed_cb));
  show_opened (self);
  open_record (self);
}

/* ------------------------------------------------------------ object */

static void
gw_plan_row_dispose (GObject *object)
{
  GwPlanRow *self = GW_PLAN_ROW (object);

  g_clear_object (&self->record);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  g_clear_pointer (&self->plan_id, g_free);

  G_OBJECT_CLASS (gw_plan_row_parent_class)->dispose (object);
}

static void
gw_plan_row_class_init (GwPlanRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_plan_row_dispose;

  signals[SIGNAL_STATE_ASKED] = g_signal_new ("state-asked", GW_TYPE_PLAN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
gw_plan_row_init (GwPlanRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

static void
add_rank (GwPlanRow *self)
{
  gboolean hard = self->definition != NULL && self->definition->is_hard;

  self->rank = gtk_image_new_from_icon_name (hard ? "emblem-important-symbolic" : "dialog-information-symbolic");
  gtk_widget_set_tooltip_text (self->rank, get_rank (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rank), GTK_ACCESSIBLE_PROPERTY_LABEL, get_rank (self), -1);
  gtk_widget_add_css_class (self->rank, "dim-label");
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->rank);
}

/**
 * gw_plan_row_new:
 * @plan_id: the plan
 * @item: one of its items
 * @editable: whether this person may work on it
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
gw_plan_row_new (GwContext  *context,
                 const char *plan_id,
                 GwPlanItem *item,
                 gboolean    editable)
{
  GwPlanRow *self = g_object_new (GW_TYPE_PLAN_ROW, NULL);

  self->context = g_object_ref (context);
  self->plan_id = g_strdup (plan_id);
  self->item = g_object_ref (item);
  self->definition = gw_plan_item_get_item (item);
  self->editable = editable;
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->check, editable);
  g_signal_connect (self->check, "toggled", G_CALLBACK (check_toggled_cb), self);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->check);
  add_rank (self);
  show_item (self);

  return GTK_WIDGET (self);
}

/**
 * gw_plan_row_new_preview:
 * @item: an item of a checklist that is not started; lives longer than the row
 *
 * Returns: (transfer floating): the row, to be read only
 */
GtkWidget *
gw_plan_row_new_preview (GwContext             *context,
                         const GwChecklistItem *item)
{
  GwPlanRow *self = g_object_new (GW_TYPE_PLAN_ROW, NULL);

  self->context = g_object_ref (context);
  self->definition = item;
  add_rank (self);
  show_item (self);

  return GTK_WIDGET (self);
}

/** gw_plan_row_get_item: Returns: (transfer none) (nullable): the item as it is shown */
GwPlanItem *
gw_plan_row_get_item (GwPlanRow *self)
{
  g_return_val_if_fail (GW_IS_PLAN_ROW (self), NULL);

  return self->item;
}

/** gw_plan_row_set_item: Shows the same item of a newer state of the plan. */
void
gw_plan_row_set_item (GwPlanRow  *self,
                      GwPlanItem *item)
{
  g_return_if_fail (GW_IS_PLAN_ROW (self) && GW_IS_PLAN_ITEM (item));

  g_set_object (&self->item, item);
  self->definition = gw_plan_item_get_item (item);
  show_item (self);
}
