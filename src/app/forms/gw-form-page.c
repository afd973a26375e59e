/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-page.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-question.h"
#include "app/forms/gw-form-section.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-progress-ring.h"

/* How many frames a section may take until a question in it is drawn, and the space left above it in pixels. */
#define MOST_FRAMES 120
#define SCROLL_MARGIN 36

/* How many open questions the list of what is left names. */
#define MOST_LEFT 60

/* Questions that stand under no group of their own are a section without a heading. */
typedef struct
{
  GwFormItem *group; /* NULL for loose questions */
  GPtrArray *items;
  GtkWidget *row;
  GtkWidget *ring;
  GtkWidget *title;
  GtkWidget *count;
} Section;

struct _GwFormPage
{
  AdwBin parent_instance;

  AdwFlap *flap;
  GtkListBox *outline;
  GtkLabel *progress;
  GtkListBox *left_list;
  GtkPopover *left_popover;
  GtkWidget *language_button;
  GMenu *language_menu;
  GtkSearchBar *find_bar;
  GtkEditable *find_entry;
  GtkWidget *find_nothing;
  GtkScrolledWindow *scrolled;
  GtkWidget *column;
  GtkLabel *heading;
  AdwBin *place;
  GtkLabel *hidden;

  GwFormSession *session;
  GPtrArray *sections; /* of Section */
  guint current;
  guint count_id;
  GwFormItem *found;
  guint scroll_id;
  guint n_frames; /* waited for the question that is scrolled to */
  GPtrArray *toasts; /* of AdwToast: they offer to put something back into this session */
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_QUESTION_BUILT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormPage, gw_form_page, ADW_TYPE_BIN)

static void
section_free (Section *section)
{
  g_clear_object (&section->group);
  g_clear_pointer (&section->items, g_ptr_array_unref);
  g_free (section);
}

static GwFormSection *
get_section_widget (GwFormPage *self)
{
  GtkWidget *child = adw_bin_get_child (self->place);

  return GW_IS_FORM_SECTION (child) ? GW_FORM_SECTION (child) : NULL;
}

static char *
dup_section_title (Section *section)
{
  if (section->group == NULL)
    return g_strdup (_("Questions of the form"));

  return gw_form_walk_dup_label (section->group);
}

/* Counting asks every question, so it is done once after a burst of changes. */
static gboolean
count_cb (gpointer user_data)
{
  GwFormPage *self = user_data;
  GwFormProgress all;
  g_autofree char *answered = NULL;

  self->count_id = 0;
  for (guint i = 0; i < self->sections->len; i++) {
    Section *section = self->sections->pdata[i];
    GwFormProgress progress = { 0 };
    g_autofree char *count = NULL;
    gboolean visible = section->group == NULL || gw_form_item_is_visible (section->group);

    if (section->group != NULL) {
      gw_form_session_get_progress (self->session, section->group, &progress);
    } else {
      g_autoptr (GPtrArray) questions = gw_form_walk_questions (section->items);

      progress.questions = questions->len;
      for (guint q = 0; q < questions->len; q++)
        progress.answered += !gw_form_walk_is_open (questions->pdata[q]);
    }
    gw_progress_ring_set (GW_PROGRESS_RING (section->ring), progress.answered, progress.questions);
    /* TRANSLATORS: How many questions of a section are answered: "3 of 12". */
    count = g_strdup_printf (_("%u of %u answered"), progress.answered, progress.questions);
    gtk_label_set_text (GTK_LABEL (section->count), count);
    gtk_widget_set_visible (section->row, visible);
  }

  gw_form_session_get_progress (self->session, NULL, &all);
  answered = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u question answered",
                                           "%u of %u questions answered", all.questions),
                              all.answered, all.questions);
  if (all.required > all.required_answered) {
    g_autofree char *required
        = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u required answer is missing",
                                        "%u required answers are missing",
                                        all.required - all.required_answered),
                           all.required - all.required_answered);
    g_autofree char *both = g_strdup_printf ("%s · %s", answered, required);

    gtk_label_set_text (self->progress, both);
  } else {
    gtk_label_set_text (self->progress, answered);
  }

  if (self->current < self->sections->len) {
    Section *section = self->sections->pdata[self->current];
    guint n_hidden = gw_form_walk_count_hidden (section->items);
    g_autofree char *hidden
        = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u answer is hidden because of what you chose above. It is kept here and "
                                        "left out of the report.",
                                        "%u answers are hidden because of what you chose above. They are kept here "
                                        "and left out of the report.",
                                        n_hidden),
                           n_hidden);

    gtk_label_set_text (self->hidden, hidden);
    gtk_widget_set_visible (GTK_WIDGET (self->hidden), n_hidden > 0);
  }

  return G_SOURCE_REMOVE;
}

static void
queue_count (GwFormPage *self)
{
  if (self->count_id == 0)
    self->count_id = g_timeout_add (120, count_cb, self);
}

static void
question_left_cb (GtkWidget  *section,
                  GwFormPage *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
question_entered_cb (GwFormQuestion *question,
                     GwFormPage     *self)
{
  g_set_object (&self->found, gw_form_question_get_item (question));
}

static void
question_built_cb (GtkWidget  *section,
                   GtkWidget  *question,
                   GwFormPage *self)
{
  g_signal_connect_object (question, "entered", G_CALLBACK (question_entered_cb), self, 0);
  g_signal_emit (self, signals[SIGNAL_QUESTION_BUILT], 0, question);
}

/* ------------------------------------------------------------ rows put back */

typedef struct
{
  GwFormPage *page;
  GwFormSession *session;
  GPtrArray *refs;
  GPtrArray *values;
  GPtrArray *repeats; /* of the rows within the row, in step with @rows */
  GPtrArray *rows;
  char *repeat_ref;
  char *row_id;
  char *prefix;
} Removed;

static void
removed_free (Removed *removed)
{
  g_object_unref (removed->page);
  g_object_unref (removed->session);
  g_ptr_array_unref (removed->refs);
  g_ptr_array_unref (removed->values);
  g_ptr_array_unref (removed->repeats);
  g_ptr_array_unref (removed->rows);
  g_free (removed->repeat_ref);
  g_free (removed->row_id);
  g_free (removed->prefix);
  g_free (removed);
}

static void
remember_answer_cb (const char *ref,
                    const char *value,
                    gpointer    user_data)
{
  Removed *removed = user_data;

  if (!g_str_has_prefix (ref, removed->prefix) || *value == '\0')
    return;
  g_ptr_array_add (removed->refs, g_strdup (ref));
  g_ptr_array_add (removed->values, g_strdup (value));
}

static void
remember_row_cb (const char *repeat_ref,
                 const char *row_id,
                 gpointer    user_data)
{
  Removed *removed = user_data;

  if (row_id == NULL || !g_str_has_prefix (repeat_ref, removed->prefix))
    return;
  g_ptr_array_add (removed->repeats, g_strdup (repeat_ref));
  g_ptr_array_add (removed->rows, g_strdup (row_id));
}

static void
put_back_cb (AdwToast *toast,
             Removed  *removed)
{
  GwFormSession *session = removed->session;
  g_autofree char *id = NULL;

  /* A toast that goes can still be clicked. */
  if (removed->page->session != session)
    return;
  id = gw_form_session_add_row (session, removed->repeat_ref, removed->row_id, NULL);
  if (id == NULL)
    return;
  /* An outer row stands before those within it. */
  for (guint i = 0; i < removed->rows->len; i++) {
    g_autofree char *ref = g_strdup_printf ("%s[%s]", (char *) removed->repeats->pdata[i],
                                            (char *) removed->rows->pdata[i]);
    g_autofree char *inner = NULL;

    if (gw_form_session_find_item (session, ref) == NULL)
      inner = gw_form_session_add_row (session, removed->repeats->pdata[i],
                                       removed->rows->pdata[i], NULL);
  }
  for (guint i = 0; i < removed->refs->len; i++)
    gw_form_session_set_value (session, removed->refs->pdata[i], removed->values->pdata[i], NULL);
  g_signal_emit (removed->page, signals[SIGNAL_LEFT], 0);
}

static void
toast_gone_cb (AdwToast   *toast,
               GwFormPage *self)
{
  g_ptr_array_remove (self->toasts, toast);
}

/* What was removed in one report must not come back in another. */
static void
dismiss_toasts (GwFormPage *self)
{
  g_autoptr (GPtrArray) toasts = self->toasts;

  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < toasts->len; i++)
    adw_toast_dismiss (toasts->pdata[i]);
}

static void
row_added_cb (GtkWidget  *section,
              GwFormItem *first,
              GwFormPage *self)
{
  gw_form_page_show_item (self, first);
}

static void
row_removed_cb (GtkWidget   *section,
                GwFormDraft *before,
                const char  *repeat_ref,
                const char  *row_id,
                GwFormPage  *self)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  Removed *removed = g_new0 (Removed, 1);
  AdwToast *toast;

  removed->page = g_object_ref (self);
  removed->session = g_object_ref (self->session);
  removed->refs = g_ptr_array_new_with_free_func (g_free);
  removed->values = g_ptr_array_new_with_free_func (g_free);
  removed->repeats = g_ptr_array_new_with_free_func (g_free);
  removed->rows = g_ptr_array_new_with_free_func (g_free);
  removed->repeat_ref = g_strdup (repeat_ref);
  removed->row_id = g_strdup (row_id);
  removed->prefix = g_strdup_printf ("%s[%s]/", repeat_ref, row_id);
  gw_form_draft_foreach (before, remember_answer_cb, remember_row_cb, removed);

  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  toast = adw_toast_new (_("The row was removed"));
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (put_back_cb), removed,
                         (GClosureNotify) (void (*) (void)) removed_free, 0);
  if (overlay != NULL) {
    g_ptr_array_add (self->toasts, g_object_ref (toast));
    g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_gone_cb), self, 0);
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  } else {
    g_object_unref (toast);
  }
}

/* ------------------------------------------------------------ sections */

static void
show_section (GwFormPage *self,
              guint       index)
{
  Section *section = self->sections->pdata[index];
  g_autofree char *title = dup_section_title (section);
  g_autoptr (GPtrArray) items = NULL;
  GtkWidget *widget;

  self->current = index;
  gtk_label_set_text (self->heading, title);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), section->group != NULL);
  if (section->group != NULL && gw_form_item_get_kind (section->group) == GW_FORM_ITEM_GROUP)
    items = gw_form_item_dup_items (section->group);
  else
    items = g_ptr_array_ref (section->items);

  widget = gw_form_section_new (self->session, items);
  g_signal_connect_object (widget, "left", G_CALLBACK (question_left_cb), self, 0);
  g_signal_connect_object (widget, "row-added", G_CALLBACK (row_added_cb), self, 0);
  g_signal_connect_object (widget, "row-removed", G_CALLBACK (row_removed_cb), self, 0);
  g_signal_connect_object (widget, "question-built", G_CALLBACK (question_built_cb), self, 0);
  adw_bin_set_child (self->place, widget);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);

  gtk_list_box_select_row (self->outline, GTK_LIST_BOX_ROW (section->row));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.previous-section", index > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.next-section",
                                 index + 1 < self->sections->len);
  queue_count (self);
}

static void
outline_activated_cb (GtkListBox    *outline,
                      GtkListBoxRow *row,
                      GwFormPage    *self)
{
  gw_form_page_show_section (self, gtk_list_box_row_get_index (row));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
add_section (GwFormPage *self,
             GwFormItem *group)
{
  Section *section = g_new0 (Section, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *title = NULL;

  section->group = group != NULL ? g_object_ref (group) : NULL;
  section->items = g_ptr_array_new_with_free_func (g_object_unref);
  if (group != NULL)
    g_ptr_array_add (section->items, g_object_ref (group));
  section->ring = gw_progress_ring_new ();
  title = dup_section_title (section);
  section->title = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (section->title), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (section->title), TRUE);
  section->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (section->count), 0.0f);
  gtk_widget_add_css_class (section->count, "dim-label");
  gtk_widget_add_css_class (section->count, "caption");
  gtk_box_append (GTK_BOX (words), section->title);
  gtk_box_append (GTK_BOX (words), section->count);
  gtk_box_append (GTK_BOX (box), section->ring);
  gtk_box_append (GTK_BOX (box), words);
  section->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (section->row), box);
  gtk_list_box_append (self->outline, section->row);
  g_ptr_array_add (self->sections, section);
}

static void
load_sections (GwFormPage *self)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (self->session);
  gboolean loose = FALSE;

  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = items->pdata[i];

    if (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL) {
      Section *last;

      if (!loose)
        add_section (self, NULL);
      loose = TRUE;
      last = self->sections->pdata[self->sections->len - 1];
      g_ptr_array_add (last->items, g_object_ref (item));
    } else {
      add_section (self, item);
      loose = FALSE;
    }
  }
  gtk_widget_set_visible (GTK_WIDGET (self->outline), self->sections->len > 1);
  if (self->sections->len < 2)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  adw_flap_set_locked (self->flap, self->sections->len < 2);
}

static void
clear_sections (GwFormPage *self)
{
  GtkWidget *row;

  adw_bin_set_child (self->place, NULL);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->outline))) != NULL)
    gtk_list_box_remove (self->outline, row);
  g_ptr_array_set_size (self->sections, 0);
}

/* ------------------------------------------------------------ the session's news */

static void
changed_cb (GwFormSession *session,
            GPtrArray     *changes,
            GwFormPage    *self)
{
  if (get_section_widget (self) != NULL)
    gw_form_section_refresh (get_section_widget (self), changes);
  queue_count (self);
}

static void
rows_changed_cb (GwFormSession *session,
                 const char    *repeat_ref,
                 GwFormPage    *self)
{
  if (get_section_widget (self) != NULL)
    gw_form_section_update_rows (get_section_widget (self), repeat_ref);
  queue_count (self);
}

static void
language_changed_cb (GwFormSession *session,
                     GwFormPage    *self)
{
  for (guint i = 0; i < self->sections->len; i++) {
    Section *section = self->sections->pdata[i];
    g_autofree char *title = dup_section_title (section);

    gtk_label_set_text (GTK_LABEL (section->title), title);
  }
  if (self->current < self->sections->len)
    show_section (self, self->current);
}

/* ------------------------------------------------------------ what is left */

static void
add_left_row (GwFormPage *self,
              GwFormItem *item,
              const char *why,
              const char *icon)
{
  g_autofree char *label = gw_form_walk_dup_label (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (label), *reason = gtk_label_new (why);

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (reason), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_add_css_class (reason, "dim-label");
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), reason);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  gtk_list_box_append (self->left_list, row);
}

static void
add_left_words (GwFormPage *self,
                const char *words)
{
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (self->left_list, row);
}

/* In the order of weight: what must be put right, what is required, what is merely open. */
static void
left_popover_show_cb (GtkPopover *popover,
                      GwFormPage *self)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (self->session);
  g_autoptr (GPtrArray) problems = gw_form_session_dup_problems (self->session);
  g_autoptr (GPtrArray) questions = gw_form_walk_questions (items);
  guint listed = 0, open = 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->left_list))) != NULL)
    gtk_list_box_remove (self->left_list, row);

  for (guint i = 0; i < problems->len; i++) {
    GwFormProblem *problem = problems->pdata[i];

    if (problem->why == GW_FORM_WHY_REQUIRED)
      continue;
    add_left_row (self, problem->item,
                  problem->message != NULL && *problem->message != '\0'
                      ? problem->message
                      : _("This answer does not fit the rule of the form."),
                  "dialog-warning-symbolic");
    listed++;
  }
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < questions->len; i++) {
      GwFormItem *item = questions->pdata[i];
      gboolean required = gw_form_item_is_required (item);

      if (!gw_form_walk_is_open (item) || required != (pass == 0))
        continue;
      open++;
      if (listed >= MOST_LEFT)
        continue;
      add_left_row (self, item, required ? _("Required, not answered yet") : _("Not answered yet"),
                    required ? "emblem-important-symbolic" : "document-edit-symbolic");
      listed++;
    }
  }
  if (listed == 0)
    add_left_words (self, _("Nothing is left: every question has an answer."));
  else if (open + problems->len > listed && listed >= MOST_LEFT)
    add_left_words (self, _("More questions are open further on. They are listed here as you go."));
}

static void
left_activated_cb (GtkListBox    *list,
                   GtkListBoxRow *row,
                   GwFormPage    *self)
{
  GwFormItem *item = g_object_get_data (G_OBJECT (row), "item");

  if (item == NULL)
    return;
  g_object_ref (item);
  gtk_popover_popdown (self->left_popover);
  gw_form_page_show_item (self, item);
  g_object_unref (item);
}

/* ------------------------------------------------------------ finding */

static gboolean
contains_item (Section    *section,
               GwFormItem *item)
{
  for (GwFormItem *at = item; at != NULL; at = gw_form_item_get_parent (at)) {
    for (guint i = 0; i < section->items->len; i++)
      if (section->items->pdata[i] == at)
        return TRUE;
  }

  return FALSE;
}

static void
find_changed_cb (GtkSearchEntry *entry,
                 GwFormPage     *self)
{
  gtk_widget_set_visible (self->find_nothing, FALSE);
}

static void
find_activate_cb (GtkSearchEntry *entry,
                  GwFormPage     *self)
{
  gw_form_page_find_next (self, FALSE);
}

static void
find_previous_cb (GtkSearchEntry *entry,
                  GwFormPage     *self)
{
  gw_form_page_find_next (self, TRUE);
}

/* The question that has the keyboard focus, or the one that had it or was found last. */
static GwFormItem *
get_present_item (GwFormPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *question = focus != NULL ? gtk_widget_get_ancestor (focus, GW_TYPE_FORM_QUESTION) : NULL;

  if (question != NULL && gtk_widget_is_ancestor (question, GTK_WIDGET (self)))
    return gw_form_question_get_item (GW_FORM_QUESTION (question));

  return self->found != NULL && !gw_form_item_is_gone (self->found) ? self->found : NULL;
}

static int
find_place (GPtrArray  *questions,
            GwFormItem *item)
{
  guint index;

  return item != NULL && g_ptr_array_find (questions, item, &index) ? (int) index : -1;
}

/* ------------------------------------------------------------ actions */

static void
next_section_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  GwFormPage *self = GW_FORM_PAGE (widget);
  gboolean forward = g_str_equal (name, "form.next-section");
  guint index = self->current;

  /* Sections that do not apply are passed over. */
  for (;;) {
    Section *section;

    if (forward ? index + 1 >= self->sections->len : index == 0)
      return;
    index += forward ? 1 : -1;
    section = self->sections->pdata[index];
    if (section->group == NULL || gw_form_item_is_visible (section->group))
      break;
  }
  gw_form_page_show_section (self, index);
  gtk_widget_child_focus (GTK_WIDGET (self->place), GTK_DIR_TAB_FORWARD);
}

static void
next_open_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gw_form_page_next_open (GW_FORM_PAGE (widget));
}

static void
language_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GwFormPage *self = GW_FORM_PAGE (widget);

  if (self->session != NULL)
    gw_form_session_set_language (self->session, g_variant_get_string (parameter, NULL));
}

static void
load_languages (GwFormPage *self)
{
  const char *const *languages = gw_form_get_languages (gw_form_session_get_form (self->session));
  guint n = 0;

  g_menu_remove_all (self->language_menu);
  for (; languages != NULL && languages[n] != NULL; n++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (languages[n], NULL);

    g_menu_item_set_action_and_target (item, "form.language", "s", languages[n]);
    g_menu_append_item (self->language_menu, item);
  }
  gtk_widget_set_visible (self->language_button, n > 1);
}

/* ------------------------------------------------------------ object */

static void
gw_form_page_unmap (GtkWidget *widget)
{
  g_signal_emit (widget, signals[SIGNAL_LEFT], 0);

  GTK_WIDGET_CLASS (gw_form_page_parent_class)->unmap (widget);
}

static void
forget_session (GwFormPage *self)
{
  if (self->session == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_object (&self->found);
  dismiss_toasts (self);
  clear_sections (self);
  g_clear_object (&self->session);
}

static void
gw_form_page_dispose (GObject *object)
{
  GwFormPage *self = GW_FORM_PAGE (object);

  if (self->place != NULL)
    forget_session (self);
  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->scrolled), self->scroll_id);
  self->scroll_id = 0;

  G_OBJECT_CLASS (gw_form_page_parent_class)->dispose (object);
}

static void
gw_form_page_finalize (GObject *object)
{
  g_clear_pointer (&GW_FORM_PAGE (object)->sections, g_ptr_array_unref);
  g_clear_pointer (&GW_FORM_PAGE (object)->toasts, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_form_page_parent_class)->finalize (object);
}

static void
gw_form_page_class_init (GwFormPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_form_page_dispose;
  object_class->finalize = gw_form_page_finalize;
  widget_class->unmap = gw_form_page_unmap;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_QUESTION_BUILT] = g_signal_new ("question-built", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                                 1, GW_TYPE_FORM_QUESTION);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/forms/gw-form-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, flap);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, outline);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, progress);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, left_list);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, left_popover);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, language_button);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, language_menu);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, find_entry);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, find_nothing);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, column);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, heading);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, place);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, hidden);
  gtk_widget_class_bind_template_callback (widget_class, outline_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);

  gtk_widget_class_install_action (widget_class, "form.next-section", NULL, next_section_cb);
  gtk_widget_class_install_action (widget_class, "form.previous-section", NULL, next_section_cb);
  gtk_widget_class_install_action (widget_class, "form.next-open", NULL, next_open_cb);
  gtk_widget_class_install_action (widget_class, "form.language", "s", language_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK,
                                       "form.next-section", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK,
                                       "form.previous-section", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "form.next-open", NULL);
}

static void
gw_form_page_init (GwFormPage *self)
{
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->find_bar, self->find_entry);
}

/**
 * gw_form_page_new:
 *
 * Returns: (transfer floating): a page without a form
 */
GtkWidget *
gw_form_page_new (void)
{
  return g_object_new (GW_TYPE_FORM_PAGE, NULL);
}

/**
 * gw_form_page_set_session:
 * @session: (nullable): what to fill in
 *
 * Shows @session, from its first section.
 */
void
gw_form_page_set_session (GwFormPage    *self,
                          GwFormSession *session)
{
  g_return_if_fail (GW_IS_FORM_PAGE (self));

  if (session == self->session)
    return;

  forget_session (self);
  if (session == NULL)
    return;

  self->session = g_object_ref (session);
  g_signal_connect (session, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (session, "rows-changed", G_CALLBACK (rows_changed_cb), self);
  g_signal_connect (session, "language-changed", G_CALLBACK (language_changed_cb), self);
  g_signal_connect (session, "readonly-changed", G_CALLBACK (language_changed_cb), self);
  load_languages (self);
  load_sections (self);
  if (self->sections->len > 0)
    show_section (self, 0);
}

/**
 * gw_form_page_get_session:
 *
 * Returns: (transfer none) (nullable): what is filled in
 */
GwFormSession *
gw_form_page_get_session (GwFormPage *self)
{
  g_return_val_if_fail (GW_IS_FORM_PAGE (self), NULL);

  return self->session;
}

/**
 * gw_form_page_get_section:
 *
 * Returns: the number of the section that is shown, from 0
 */
guint
gw_form_page_get_section (GwFormPage *self)
{
  g_return_val_if_fail (GW_IS_FORM_PAGE (self), 0);

  return self->current;
}

/**
 * gw_form_page_show_section:
 * @section: the number of a section, from 0; one too large shows the last
 */
void
gw_form_page_show_section (GwFormPage *self,
                           guint       section)
{
  g_return_if_fail (GW_IS_FORM_PAGE (self));

  if (self->sections->len == 0)
    return;

  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  show_section (self, MIN (section, self->sections->len - 1));
}

/* A focus that comes before the first layout scrolls nowhere, so the page follows when there is one. */
static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  GwFormPage *self = data;
  GwFormSection *section = get_section_widget (self);
  GtkWidget *question = section != NULL && self->found != NULL ? gw_form_section_find (section, self->found) : NULL;
  graphene_rect_t bounds;

  if ((question == NULL || gtk_widget_get_height (question) == 0 || !gw_form_section_is_built (section))
      && self->n_frames++ < MOST_FRAMES)
    return G_SOURCE_CONTINUE;

  if (question != NULL && gtk_widget_compute_bounds (question, self->column, &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scrolled),
                               bounds.origin.y - SCROLL_MARGIN,
                               bounds.origin.y + bounds.size.height + SCROLL_MARGIN);
  self->scroll_id = 0;

  return G_SOURCE_REMOVE;
}

static void
scroll_to_found (GwFormPage *self)
{
  self->n_frames = 0;
  if (self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->scrolled), scroll_cb, self, NULL);
}

/**
 * gw_form_page_show_item:
 * @item: a question of the session
 *
 * Shows the section of @item and puts the keyboard focus into it, which also scrolls to it.
 *
 * Returns: whether @item is part of what can be shown
 */
gboolean
gw_form_page_show_item (GwFormPage *self,
                        GwFormItem *item)
{
  g_return_val_if_fail (GW_IS_FORM_PAGE (self), FALSE);

  for (guint i = 0; i < self->sections->len; i++) {
    if (!contains_item (self->sections->pdata[i], item))
      continue;
    if (i != self->current)
      gw_form_page_show_section (self, i);
    g_set_object (&self->found, item);
    gw_form_section_focus (get_section_widget (self), item);
    scroll_to_found (self);
    return TRUE;
  }

  return FALSE;
}

/**
 * gw_form_page_dup_place:
 *
 * Returns: (transfer full) (nullable): the reference of the question where the person is or was last
 */
char *
gw_form_page_dup_place (GwFormPage *self)
{
  GwFormItem *item;

  g_return_val_if_fail (GW_IS_FORM_PAGE (self), NULL);

  item = get_present_item (self);
  return item != NULL ? g_strdup (gw_form_item_get_ref (item)) : NULL;
}

/**
 * gw_form_page_focus_place:
 *
 * Puts the keyboard focus where the person was last, or into the first question of the section.
 */
void
gw_form_page_focus_place (GwFormPage *self)
{
  GwFormItem *item;

  g_return_if_fail (GW_IS_FORM_PAGE (self));

  item = get_present_item (self);
  if (item == NULL || self->current >= self->sections->len
      || !contains_item (self->sections->pdata[self->current], item) || !gw_form_page_show_item (self, item))
    gtk_widget_child_focus (GTK_WIDGET (self->place), GTK_DIR_TAB_FORWARD);
}

/**
 * gw_form_page_next_open:
 *
 * Goes to the next question without an answer, from where the keyboard focus is, around the end.
 *
 * Returns: whether there is one
 */
gboolean
gw_form_page_next_open (GwFormPage *self)
{
  g_autoptr (GPtrArray) items = NULL, questions = NULL;
  int at;

  g_return_val_if_fail (GW_IS_FORM_PAGE (self), FALSE);

  if (self->session == NULL)
    return FALSE;

  items = gw_form_session_dup_items (self->session);
  questions = gw_form_walk_questions (items);
  at = find_place (questions, get_present_item (self));
  for (guint i = 1; i <= questions->len; i++) {
    GwFormItem *item = questions->pdata[(at + i) % questions->len];

    if (gw_form_walk_is_open (item))
      return gw_form_page_show_item (self, item);
  }

  return FALSE;
}

/**
 * gw_form_page_find:
 *
 * Opens the bar in which a question or an answer is looked for.
 */
void
gw_form_page_find (GwFormPage *self)
{
  g_return_if_fail (GW_IS_FORM_PAGE (self));

  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
}

/**
 * gw_form_page_find_next:
 * @backwards: whether to look towards the beginning
 *
 * Goes to the next question whose label or answer has the words in the find bar.
 *
 * Returns: whether there is one
 */
gboolean
gw_form_page_find_next (GwFormPage *self,
                        gboolean    backwards)
{
  g_autoptr (GPtrArray) items = NULL, questions = NULL;
  const char *words;
  int at;

  g_return_val_if_fail (GW_IS_FORM_PAGE (self), FALSE);

  words = gtk_editable_get_text (self->find_entry);
  if (self->session == NULL || *words == '\0')
    return FALSE;

  items = gw_form_session_dup_items (self->session);
  questions = gw_form_walk_questions (items);
  at = find_place (questions, get_present_item (self));
  for (guint i = 1; i <= questions->len; i++) {
    int step = backwards ? -(int) i : (int) i;
    int place = ((at + step) % (int) questions->len + (int) questions->len) % (int) questions->len;
    GwFormItem *item = questions->pdata[place];

    if (gw_form_walk_matches (item, words))
      return gw_form_page_show_item (self, item);
  }
  gtk_widget_set_visible (self->find_nothing, TRUE);

  return FALSE;
}

/**
 * gw_form_page_foreach_question:
 * @func: called with each GwFormQuestion that is drawn now
 */
void
gw_form_page_foreach_question (GwFormPage *self,
                               GFunc       func,
                               gpointer    user_data)
{
  g_return_if_fail (GW_IS_FORM_PAGE (self));

  if (get_section_widget (self) != NULL)
    gw_form_section_foreach (get_section_widget (self), func, user_data);
}
