/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-page.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-left.h"
#include "app/forms/gw-form-outline.h"
#include "app/forms/gw-form-put-back.h"
#include "app/forms/gw-form-question.h"
#include "app/forms/gw-form-section.h"
#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-early-keys.h"

/* How many frames a section may take until a question in it is drawn, and the space left above it in pixels. */
#define MOST_FRAMES 120
#define SCROLL_MARGIN 36

struct _GwFormPage
{
  AdwBin parent_instance;

  AdwFlap *flap;
  GwFormOutline *outline;
  GtkLabel *progress;
  GwFormLeft *left;
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
  GtkWidget *steps; /* from section to section */

  GwFormSession *session;
  GwFilledForm *filled; /* NULL where nobody keeps the answers */
  GwFormPutBack *put_back;
  guint current;
  guint count_id;
  GwFormItem *found;
  guint scroll_id;
  guint n_frames; /* waited for the question that is scrolled to */
};

enum
{
  PROP_LANGUAGE = 1,
  PROP_SECOND_LANGUAGE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_LEFT,
  SIGNAL_QUESTION_BUILT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormPage, gw_form_page, ADW_TYPE_BIN)

static GwFormSection *
get_section_widget (GwFormPage *self)
{
  GtkWidget *child = adw_bin_get_child (self->place);

  return GW_IS_FORM_SECTION (child) ? GW_FORM_SECTION (child) : NULL;
}

static void
show_progress (GwFormPage *self)
{
  GwFormProgress all;
  g_autofree char *answered = NULL, *required = NULL, *both = NULL;
  guint missing;

  gw_form_session_get_progress (self->session, NULL, &all);
  answered = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u question answered",
                                           "%u of %u questions answered", all.questions),
                              all.answered, all.questions);
  missing = all.required - all.required_answered;
  if (missing == 0) {
    gtk_label_set_text (self->progress, answered);
    return;
  }

  required = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u required answer is missing",
                                           "%u required answers are missing", missing),
                              missing);
  both = g_strdup_printf ("%s · %s", answered, required);
  gtk_label_set_text (self->progress, both);
}

static void
show_hidden (GwFormPage *self)
{
  guint n = gw_form_outline_count_hidden (self->outline, self->current);
  g_autofree char *hidden
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u answer is hidden because of what you chose above. It is kept here and "
                                      "left out of the report.",
                                      "%u answers are hidden because of what you chose above. They are kept here "
                                      "and left out of the report.",
                                      n),
                         n);

  gtk_label_set_text (self->hidden, hidden);
  gtk_widget_set_visible (GTK_WIDGET (self->hidden), n > 0);
}

/* The next section from *@index on, or the one before it; those that do not apply are passed over. */
static gboolean
find_section (GwFormPage *self,
              gboolean    forward,
              guint      *index)
{
  guint n = gw_form_outline_get_n (self->outline), at = *index;

  do {
    if (forward ? at + 1 >= n : at == 0)
      return FALSE;
    at += forward ? 1 : -1;
  } while (!gw_form_outline_applies (self->outline, at));
  *index = at;

  return TRUE;
}

/* An answer may bring a section, or take it away. */
static void
enable_steps (GwFormPage *self)
{
  guint before = self->current, after = self->current;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.previous-section",
                                 find_section (self, FALSE, &before));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.next-section",
                                 find_section (self, TRUE, &after));
}

/* Counting asks every question, so it is done once after a burst of changes. */
static gboolean
count_cb (gpointer user_data)
{
  GwFormPage *self = user_data;

  self->count_id = 0;
  gw_form_outline_update (self->outline);
  show_progress (self);
  enable_steps (self);
  if (self->current < gw_form_outline_get_n (self->outline))
    show_hidden (self);

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

/* ------------------------------------------------------------ rows */

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
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  gw_form_put_back_offer_row (self->put_back, GTK_WIDGET (self), before, repeat_ref, row_id);
}

static void
put_back_done_cb (GwFormPutBack *put_back,
                  GwFormPage    *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

/* ------------------------------------------------------------ sections */

static void
show_section (GwFormPage *self,
              guint       index)
{
  g_autofree char *title = gw_form_outline_dup_title (self->outline, index);
  g_autoptr (GPtrArray) items = gw_form_outline_dup_items (self->outline, index);
  GtkWidget *widget;

  self->current = index;
  gtk_label_set_text (self->heading, title);
  gtk_widget_set_direction (GTK_WIDGET (self->heading), gw_form_section_find_direction (self->session));
  gtk_widget_set_visible (GTK_WIDGET (self->heading), gw_form_outline_has_heading (self->outline, index));

  widget = gw_form_section_new (self->session, items);
  g_signal_connect_object (widget, "left", G_CALLBACK (question_left_cb), self, 0);
  g_signal_connect_object (widget, "row-added", G_CALLBACK (row_added_cb), self, 0);
  g_signal_connect_object (widget, "row-removed", G_CALLBACK (row_removed_cb), self, 0);
  g_signal_connect_object (widget, "question-built", G_CALLBACK (question_built_cb), self, 0);
  adw_bin_set_child (self->place, widget);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);

  gw_form_outline_select (self->outline, index);
  enable_steps (self);
  queue_count (self);
}

static void
section_chosen_cb (GwFormOutline *outline,
                   guint          section,
                   GwFormPage    *self)
{
  gw_form_page_show_section (self, section);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
load_sections (GwFormPage *self)
{
  gboolean several;

  gw_form_outline_set_session (self->outline, self->session);
  several = gw_form_outline_get_n (self->outline) > 1;
  gtk_widget_set_visible (GTK_WIDGET (self->outline), several);
  gtk_widget_set_visible (self->steps, several);
  if (!several)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  adw_flap_set_locked (self->flap, !several);
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
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECOND_LANGUAGE]);
  gw_form_outline_translate (self->outline);
  if (self->current < gw_form_outline_get_n (self->outline))
    show_section (self, self->current);
}

static void
left_chosen_cb (GwFormLeft *left,
                GwFormItem *item,
                GwFormPage *self)
{
  gw_form_page_show_item (self, item);
}

/* ------------------------------------------------------------ finding */

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

static void
close_find_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (GW_FORM_PAGE (widget)->find_bar, FALSE);
}

/* After something was found the focus is in its field, and Escape there closes the bar, too. */
static void
find_mode_cb (GtkSearchBar *bar,
              GParamSpec   *pspec,
              GwFormPage   *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.close-find", gtk_search_bar_get_search_mode (bar));
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

/* The section is built a piece at a time, so its first question may get the focus later. */
static void
focus_first_question (GwFormPage *self)
{
  GwFormSection *section = get_section_widget (self);
  g_autoptr (GPtrArray) items = NULL, questions = NULL;

  if (section == NULL)
    return;

  items = gw_form_outline_dup_items (self->outline, self->current);
  questions = gw_form_walk_questions (items);
  for (guint i = 0; i < questions->len; i++)
    if (!gw_form_item_is_readonly (questions->pdata[i])) {
      gw_form_section_focus (section, questions->pdata[i]);
      return;
    }
  /* Where there is nothing but words to be read, the way on is below them. */
  if (!gtk_widget_child_focus (GTK_WIDGET (self->place), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (self->steps, GTK_DIR_TAB_FORWARD);
}

static void
next_section_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  GwFormPage *self = GW_FORM_PAGE (widget);
  guint index = self->current;

  if (!find_section (self, g_str_equal (name, "form.next-section"), &index))
    return;
  gw_form_page_show_section (self, index);
  focus_first_question (self);
}

static void
next_open_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gw_form_page_next_open (GW_FORM_PAGE (widget));
}

static void
offer_back_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  GwFormPage *self = GW_FORM_PAGE (widget);
  const char *ref, *value, *words;

  g_variant_get (parameter, "(&s&s&s)", &ref, &value, &words);
  if (self->put_back != NULL)
    gw_form_put_back_offer_value (self->put_back, widget, ref, value, words);
}

static void
load_languages (GwFormPage *self)
{
  const char *const *languages = gw_form_get_languages (gw_form_session_get_form (self->session));
  g_autoptr (GMenu) second = g_menu_new ();
  guint n = 0;

  g_menu_remove_all (self->language_menu);
  g_menu_append (second, _("No second language"), "form.second-language::");
  for (; languages != NULL && languages[n] != NULL; n++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (languages[n], NULL), also = g_menu_item_new (languages[n], NULL);

    g_menu_item_set_action_and_target (item, "form.language", "s", languages[n]);
    g_menu_append_item (self->language_menu, item);
    g_menu_item_set_action_and_target (also, "form.second-language", "s", languages[n]);
    g_menu_append_item (second, also);
  }
  g_menu_append_section (self->language_menu, _("Beside it"), G_MENU_MODEL (second));
  gtk_widget_set_visible (self->language_button, n > 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECOND_LANGUAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
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
  gw_form_put_back_end (self->put_back);
  g_signal_handlers_disconnect_by_data (self->put_back, self);
  g_clear_object (&self->put_back);
  adw_bin_set_child (self->place, NULL);
  gw_form_outline_set_session (self->outline, NULL);
  gw_form_left_set_session (self->left, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->filled);
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
gw_form_page_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GwFormPage *self = GW_FORM_PAGE (object);
  const char *language;

  switch (prop_id) {
  case PROP_LANGUAGE:
    language = self->session != NULL ? gw_form_session_get_language (self->session) : NULL;
    g_value_set_string (value, language != NULL ? language : "");
    break;
  case PROP_SECOND_LANGUAGE:
    language = self->session != NULL ? gw_form_session_get_second_language (self->session) : NULL;
    g_value_set_string (value, language != NULL ? language : "");
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_page_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  GwFormPage *self = GW_FORM_PAGE (object);

  switch (prop_id) {
  case PROP_LANGUAGE:
    if (self->session != NULL)
      gw_form_session_set_language (self->session, g_value_get_string (value));
    break;
  case PROP_SECOND_LANGUAGE:
    if (self->session != NULL)
      gw_form_session_set_second_language (self->session, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_page_class_init (GwFormPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_form_page_dispose;
  object_class->get_property = gw_form_page_get_property;
  object_class->set_property = gw_form_page_set_property;

  props[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "",
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /* The language in which labels are shown beside the first one, "" for none. */
  props[PROP_SECOND_LANGUAGE] = g_param_spec_string ("second-language", NULL, NULL, "",
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                         | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  widget_class->unmap = gw_form_page_unmap;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_QUESTION_BUILT] = g_signal_new ("question-built", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                                 1, GW_TYPE_FORM_QUESTION);

  g_type_ensure (GW_TYPE_FORM_OUTLINE);
  g_type_ensure (GW_TYPE_FORM_LEFT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/forms/gw-form-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, flap);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, outline);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, progress);
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, left);
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
  gtk_widget_class_bind_template_child (widget_class, GwFormPage, steps);
  gtk_widget_class_bind_template_callback (widget_class, section_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);

  gtk_widget_class_install_action (widget_class, "form.next-section", NULL, next_section_cb);
  gtk_widget_class_install_action (widget_class, "form.previous-section", NULL, next_section_cb);
  gtk_widget_class_install_action (widget_class, "form.next-open", NULL, next_open_cb);
  gtk_widget_class_install_action (widget_class, "form.close-find", NULL, close_find_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "form.close-find", NULL);
  gtk_widget_class_install_property_action (widget_class, "form.language", "language");
  gtk_widget_class_install_property_action (widget_class, "form.second-language", "second-language");
  gtk_widget_class_install_action (widget_class, "form.offer-back", "(sss)", offer_back_cb);
}

static void
gw_form_page_init (GwFormPage *self)
{
  static const GwEarlyKey keys[] = {
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "form.next-section" },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "form.previous-section" },
    { GDK_KEY_Down, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "form.next-open" },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->find_bar, self->find_entry);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.close-find", FALSE);
  g_signal_connect (self->find_bar, "notify::search-mode-enabled", G_CALLBACK (find_mode_cb), self);
  gw_early_keys_add (GTK_WIDGET (self), keys, G_N_ELEMENTS (keys));
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
  self->put_back = gw_form_put_back_new (session);
  g_signal_connect (self->put_back, "done", G_CALLBACK (put_back_done_cb), self);
  gw_form_left_set_session (self->left, session);
  load_languages (self);
  load_sections (self);
  if (gw_form_outline_get_n (self->outline) > 0)
    show_section (self, 0);
}

/**
 * gw_form_page_set_filled:
 * @filled: (nullable): what is filled in
 *
 * As gw_form_page_set_session() with the session of @filled, which also keeps files.
 */
void
gw_form_page_set_filled (GwFormPage   *self,
                         GwFilledForm *filled)
{
  g_return_if_fail (GW_IS_FORM_PAGE (self));

  if (filled != NULL && filled == self->filled)
    return;

  gw_form_page_set_session (self, NULL);
  if (filled == NULL)
    return;
  self->filled = g_object_ref (filled);
  gw_form_page_set_session (self, gw_filled_form_get_session (filled));
}

/**
 * gw_form_page_get_filled:
 *
 * Returns: (transfer none) (nullable): where the answers and their files are kept
 */
GwFilledForm *
gw_form_page_get_filled (GwFormPage *self)
{
  g_return_val_if_fail (GW_IS_FORM_PAGE (self), NULL);

  return self->filled;
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

  if (gw_form_outline_get_n (self->outline) == 0)
    return;

  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  show_section (self, MIN (section, gw_form_outline_get_n (self->outline) - 1));
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
  guint section;

  g_return_val_if_fail (GW_IS_FORM_PAGE (self), FALSE);

  if (!gw_form_outline_find (self->outline, item, &section))
    return FALSE;
  if (section != self->current)
    gw_form_page_show_section (self, section);
  g_set_object (&self->found, item);
  gw_form_section_focus (get_section_widget (self), item);
  scroll_to_found (self);

  return TRUE;
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
  guint section;

  g_return_if_fail (GW_IS_FORM_PAGE (self));

  item = get_present_item (self);
  if (item == NULL || !gw_form_outline_find (self->outline, item, &section) || section != self->current
      || !gw_form_page_show_item (self, item))
    focus_first_question (self);
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
