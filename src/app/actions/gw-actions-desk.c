/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-actions-desk.h"

#include <glib/gi18n-lib.h>

#include "app/actions/gw-action-bin.h"
#include "app/actions/gw-action-form.h"
#include "app/actions/gw-action-table.h"
#include "app/actions/gw-action-unsaved.h"
#include "app/actions/gw-action-versions.h"
#include "app/forms/gw-form-page.h"
#include "app/forms/gw-form-question.h"
#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/widgets/gw-names.h"
#include "app/widgets/gw-toast.h"
#include "core/base/gw-paths.h"
#include "core/records/gw-records.h"

struct _GwActionsDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkStack *stack;
  GtkWidget *first;
  GtkInfoBar *list_bar;
  GwActionTable *table;
  GtkInfoBar *undecided_bar;
  GtkLabel *undecided_label;
  GtkInfoBar *gone_bar;
  GtkInfoBar *read_only_bar;
  GwFormPage *page;
  AdwStatusPage *problem;
  GtkBox *header_end;
  GtkWidget *delete_button;

  GwRecordList *actions;
  GwForm *form;
  GCancellable *opening;
  GwRecord *record;          /* the one that is open or being opened */
  gboolean ready;            /* it is read */
  guint section;             /* where to go when it is open */
  char *place;               /* the same, the reference of a question */
  GwActionForm *open;        /* NULL while it is being opened */
  GwRecordVersions *versions; /* of @record, while a person has to decide */
  char *title;               /* as the window was told */

  gboolean wants_focus;      /* it was asked for before there was anything to focus */
  GwActionBin *bin;
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void gw_actions_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwActionsDesk, gw_actions_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_actions_desk_desk_init))

static gboolean
may_write (GwActionsDesk *self)
{
  return gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB)
         && !gw_store_thread_is_read_only (gw_context_get_store (self->context));
}

static void gw_actions_desk_focus_place (GwDesk *desk);

/* ------------------------------------------------------------ which page */

static const char *
find_page (GwActionsDesk *self)
{
  if (!gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB))
    return "closed";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->actions)) > 0 || gw_record_list_get_error (self->actions) != NULL)
    return "list";
  return gw_record_list_get_loading (self->actions) ? "loading" : "empty";
}

static void
update_buttons (GwActionsDesk *self)
{
  gboolean open = self->open != NULL && gw_record_get_exists (self->record);

  gtk_widget_set_visible (self->delete_button, open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "actions.delete", may_write (self) && open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "actions.new", may_write (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "actions.undo", !gw_action_bin_is_empty (self->bin));
}

static void
show_list (GwActionsDesk *self)
{
  gtk_info_bar_set_revealed (self->list_bar, gw_record_list_get_error (self->actions) != NULL);
  if (self->record == NULL)
    gtk_stack_set_visible_child_name (self->stack, find_page (self));
  update_buttons (self);
  if (self->wants_focus && self->record == NULL && !gw_record_list_get_loading (self->actions))
    gw_actions_desk_focus_place (GW_DESK (self));
}

/* ------------------------------------------------------------ two versions */

static void
compare_cb (GtkButton     *button,
            GwActionsDesk *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "actions.compare", NULL);
}

/* The mark of two versions below a question; it goes when one of them was chosen. */
static void
update_mark (gpointer data,
             gpointer user_data)
{
  GwFormQuestion *question = data;
  GwActionsDesk *self = user_data;
  const char *field = gw_action_field_from_ref (gw_form_item_get_ref (gw_form_question_get_item (question)));
  GtkWidget *mark = g_object_get_data (G_OBJECT (question), "versions-mark");
  gboolean undecided = self->versions != NULL
                       && g_strv_contains ((const char *const *) self->versions->undecided, field);

  if (mark == NULL && undecided) {
    GtkWidget *label = gtk_label_new (_("Two people changed this answer."));
    GtkWidget *button = gtk_button_new_with_label (_("Compare"));

    mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_append (GTK_BOX (mark), gtk_image_new_from_icon_name ("system-users-symbolic"));
    gtk_box_append (GTK_BOX (mark), label);
    gtk_box_append (GTK_BOX (mark), button);
    gtk_widget_add_css_class (mark, "versions-mark");
    g_signal_connect (button, "clicked", G_CALLBACK (compare_cb), self);
    g_object_set_data (G_OBJECT (question), "versions-mark", mark);
    gw_form_question_add_trailer (question, mark);
  }
  if (mark != NULL)
    gtk_widget_set_visible (mark, undecided);
}

static void
question_built_cb (GwFormPage     *page,
                   GwFormQuestion *question,
                   GwActionsDesk  *self)
{
  update_mark (question, self);
}

static void
show_versions (GwActionsDesk *self)
{
  guint n = self->versions != NULL ? g_strv_length (self->versions->undecided) : 0;
  g_autofree char *words
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%u answer was changed by two people. Both versions are kept.",
                                      "%u answers were changed by two people. All versions are kept.", n),
                         n);

  gtk_label_set_text (self->undecided_label, words);
  gtk_info_bar_set_revealed (self->undecided_bar, n > 0);
  gw_form_page_foreach_question (self->page, update_mark, self);
}

/* Nothing is left for a person to decide: the rules are enough. */
static void
settle_by_rule (GwActionsDesk *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) revs = NULL;

  for (guint i = 0; i < self->versions->docs->len; i++)
    g_strv_builder_add (builder, gw_doc_get_rev (self->versions->docs->pdata[i]));
  revs = g_strv_builder_end (builder);
  gw_record_settle (self->record, self->versions->joined, (const char *const *) revs);
}

static void
versions_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwActionsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwRecordVersions) versions = gw_record_versions_finish (GW_RECORD (source), result, &error);

  if (versions == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The versions of an action cannot be read: %s", error->message);
  if (versions == NULL || self->open == NULL || self->record != GW_RECORD (source))
    return;

  g_clear_pointer (&self->versions, gw_record_versions_free);
  if (versions->docs->len > 1) {
    self->versions = g_steal_pointer (&versions);
    if (self->versions->undecided[0] == NULL && may_write (self))
      settle_by_rule (self);
  }
  show_versions (self);
}

static void
conflicts_cb (GwActionsDesk *self)
{
  if (gw_record_get_conflicts (self->record) > 0) {
    gw_record_versions_async (self->record, self->opening, versions_cb, g_object_ref (self));
  } else {
    g_clear_pointer (&self->versions, gw_record_versions_free);
    show_versions (self);
  }
}

/* ------------------------------------------------------------ one action */

static void
failed_cb (GwRecord      *record,
           const GError  *error,
           GwActionsDesk *self)
{
  g_message ("A change of %s cannot be kept: %s", gw_record_get_id (record), error->message);
}

static void
exists_cb (GwActionsDesk *self)
{
  /* A new action does not exist before something is typed: nobody deleted that. */
  gboolean gone = !gw_record_get_exists (self->record) && self->title != NULL && *self->title != '\0';

  gtk_info_bar_set_revealed (self->gone_bar, gone);
  update_buttons (self);
}

static void
title_cb (GwActionsDesk *self)
{
  const char *title = gw_record_get_string (self->record, "title");

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  gw_desk_changed (GW_DESK (self));
}

static void
left_cb (GwFormPage    *page,
         GwActionsDesk *self)
{
  if (self->record != NULL)
    gw_record_save (self->record);
}

static void
close_action (GwActionsDesk *self)
{
  g_clear_pointer (&self->place, g_free);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  gw_form_page_set_session (self->page, NULL);
  if (self->open != NULL) {
    g_signal_handlers_disconnect_by_data (gw_action_form_get_session (self->open), self);
    g_clear_object (&self->open);
  }
  if (self->record != NULL) {
    g_signal_handlers_disconnect_by_data (self->record, self);
    gw_record_save (self->record);
    g_clear_object (&self->record);
  }
  g_clear_pointer (&self->versions, gw_record_versions_free);
  g_clear_pointer (&self->title, g_free);
  self->ready = FALSE;
}

static void
show_problem (GwActionsDesk *self,
              const char    *words)
{
  adw_status_page_set_description (self->problem, words);
  gtk_stack_set_visible_child_name (self->stack, "problem");
  gw_desk_changed (GW_DESK (self));
}

static GwFormEnvironment *
create_environment (GwActionsDesk *self)
{
  GwFormEnvironment *environment = gw_form_environment_new ();

  environment->language = g_strdup (gw_context_get_language (self->context));
  environment->user_name = g_strdup (gw_profile_get_name (gw_context_get_profile (self->context)));

  return environment;
}

static void
watch_record (GwActionsDesk *self)
{
  g_signal_connect_swapped (self->record, "notify::conflicts", G_CALLBACK (conflicts_cb), self);
  g_signal_connect_swapped (self->record, "notify::exists", G_CALLBACK (exists_cb), self);
  g_signal_connect_swapped (self->record, "changed", G_CALLBACK (title_cb), self);
  g_signal_connect (self->record, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (gw_action_form_get_session (self->open), "changed", G_CALLBACK (title_cb), self);
}

/* A new action begins with its title; one that is there is opened where the person was. */
static void
go_to_place (GwActionsDesk *self)
{
  GwFormItem *title = gw_form_session_find_item (gw_action_form_get_session (self->open),
                                                 gw_action_field_to_ref ("title"));

  GwFormItem *item = self->place != NULL
                         ? gw_form_session_find_item (gw_action_form_get_session (self->open), self->place)
                         : NULL;

  if (item == NULL || !gw_form_page_show_item (self->page, item)) {
    if (self->section > 0)
      gw_form_page_show_section (self->page, self->section);
    else if (title != NULL)
      gw_form_page_show_item (self->page, title);
  }
  self->section = 0;
  g_clear_pointer (&self->place, g_free);
}

static void
show_open_action (GwActionsDesk *self)
{
  GwFormSession *session = gw_action_form_get_session (self->open);
  const char *language = gw_form_find_language (gw_form_session_get_form (session),
                                                gw_context_get_language (self->context));

  if (language != NULL)
    gw_form_session_set_language (session, language);
  watch_record (self);
  gw_form_page_set_session (self->page, session);
  gtk_stack_set_visible_child_name (self->stack, "form");
  title_cb (self);
  conflicts_cb (self);
  exists_cb (self);
  gtk_info_bar_set_revealed (self->read_only_bar, gw_store_thread_is_read_only (gw_context_get_store (self->context)));
  gw_desk_changed (GW_DESK (self));
  go_to_place (self);
}

/* The form is loaded and the action is read, in whichever order. */
static void
show_action (GwActionsDesk *self)
{
  g_autoptr (GwFormEnvironment) environment = NULL;

  if (self->form == NULL || self->record == NULL || !self->ready || self->open != NULL)
    return;

  environment = create_environment (self);
  self->open = gw_action_form_new (self->form, environment, self->record);
  gw_action_unsaved_watch (gw_context_get_unsaved (self->context), self->open);
  show_open_action (self);
}

static void
load_form_on_pool (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (gw_paths_get_data_dir (), "forms", "action.xml", NULL);
  g_autofree char *media = g_build_filename (gw_paths_get_data_dir (), "forms", "media", NULL);
  GError *error = NULL;
  GwForm *form = gw_form_load_file (path, media, NULL, &error);

  if (form != NULL)
    g_task_return_pointer (task, form, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
form_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GwActionsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->context == NULL)
    return;
  if (form == NULL) {
    g_message ("The form of actions cannot be loaded: %s", error->message);
    if (self->record != NULL)
      show_problem (self, _("The form that shows an action is missing or damaged. Your actions are safe; please install "
                            "the program again."));
    return;
  }

  g_set_object (&self->form, form);
  show_action (self);
}

static void
need_form (GwActionsDesk *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->form != NULL)
    return;

  task = g_task_new (NULL, NULL, form_loaded_cb, g_object_ref (self));
  g_task_run_in_thread (task, load_form_on_pool);
}

static void
record_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GwActionsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = gw_record_open_finish (GW_RECORD (source), result, &error);

  if (self->context == NULL || self->record != GW_RECORD (source))
    return;
  if (!good) {
    g_message ("%s cannot be opened: %s", gw_record_get_id (self->record), error->message);
    show_problem (self, _("It could not be read just now. It is still on this computer and was not changed; please go "
                          "back and try again."));
    return;
  }
  if (!gw_record_get_exists (self->record)) {
    show_problem (self, _("It is not here any more: it was deleted on this or another computer."));
    return;
  }

  self->ready = TRUE;
  show_action (self);
}

/* @id: NULL for a new one */
static void
open_action (GwActionsDesk *self,
             const char    *id)
{
  GwStoreThread *store = gw_context_get_store (self->context);
  const char *author = gw_profile_get_name (gw_context_get_profile (self->context));
  GwActionForm *left = id != NULL ? gw_action_unsaved_find (gw_context_get_unsaved (self->context), id) : NULL;
  g_autoptr (GwActionForm) unsaved = left != NULL ? g_object_ref (left) : NULL;

  close_action (self);
  self->opening = g_cancellable_new ();
  if (unsaved != NULL) {
    self->open = g_steal_pointer (&unsaved);
    self->record = g_object_ref (gw_action_form_get_record (self->open));
    self->ready = TRUE;
    need_form (self);
    show_open_action (self);
    return;
  }
  self->record = id != NULL ? gw_action_open (store, id, author) : gw_action_create (store, author);
  self->ready = id == NULL;
  need_form (self);
  if (id != NULL)
    gw_record_open_async (self->record, self->opening, record_opened_cb, g_object_ref (self));
  else
    show_action (self);
  gw_desk_changed (GW_DESK (self));
}

static void
chosen_cb (GwActionTable *table,
           GwAction      *action,
           GwActionsDesk *self)
{
  self->section = 0;
  open_action (self, gw_action_get_id (action));
}

static void
go_to_list (GwActionsDesk *self)
{
  g_autofree char *id = self->record != NULL ? g_strdup (gw_record_get_id (self->record)) : NULL;

  close_action (self);
  show_list (self);
  gw_desk_changed (GW_DESK (self));
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list"))
    gw_action_table_focus (self->table, id);
  else
    gtk_widget_grab_focus (self->first);
}

/* ------------------------------------------------------------ deleting and undoing */

static void
delete_record (GwActionsDesk *self,
               GwRecord      *record)
{
  if (gw_record_get_conflicts (record) > 0) {
    gw_toast_say (GTK_WIDGET (self), _("Two people changed this action. Please compare the versions before you delete it."));
    return;
  }
  gw_action_bin_delete (self->bin, record);
  update_buttons (self);
}

static void
opened_to_delete_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GwActionsDesk) self = user_data;
  GwRecord *record = GW_RECORD (source);
  g_autoptr (GError) error = NULL;

  if (!gw_record_open_finish (record, result, &error)) {
    g_message ("%s cannot be deleted: %s", gw_record_get_id (record), error->message);
    if (self->context != NULL)
      gw_toast_say (GTK_WIDGET (self), _("The action could not be deleted just now. Please try again."));
  } else if (self->context != NULL && gw_record_get_exists (record)) {
    delete_record (self, record);
  }
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);
  g_autoptr (GwRecord) record = NULL;

  if (self->open == NULL)
    return;

  record = g_object_ref (self->record);
  if (gw_record_get_conflicts (record) == 0)
    go_to_list (self);
  delete_record (self, record);
}

static void
delete_selected_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);
  GwAction *selected = gw_action_table_get_selected (self->table);
  g_autoptr (GwRecord) record = NULL;

  if (selected == NULL || self->record != NULL || !may_write (self))
    return;

  record = gw_action_open (gw_context_get_store (self->context), gw_action_get_id (selected),
                           gw_profile_get_name (gw_context_get_profile (self->context)));
  gw_record_open_async (record, NULL, opened_to_delete_cb, g_object_ref (self));
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);

  gw_action_bin_restore (self->bin);
  update_buttons (self);
}

/* ------------------------------------------------------------ actions */

static void
new_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);

  self->section = 0;
  open_action (self, NULL);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwActionsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwRecordVersions) versions = gw_record_versions_finish (GW_RECORD (source), result, &error);

  if (self->open == NULL || self->record != GW_RECORD (source))
    return;
  if (versions == NULL) {
    g_message ("The versions of an action cannot be read: %s", error->message);
    gw_toast_say (GTK_WIDGET (self), _("The versions cannot be read just now. Nothing was changed; please try again."));
  } else if (versions->undecided[0] != NULL) {
    gw_action_versions_show (GTK_WIDGET (self), gw_context_get_store (self->context), self->open, versions);
  }
}

/* What was typed since the versions were read is part of one of them: they are read again. */
static void
compare_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);

  if (self->open == NULL || self->versions == NULL)
    return;

  gw_record_save (self->record);
  gw_record_versions_async (self->record, self->opening, compared_cb, g_object_ref (self));
}

static void
put_back_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (widget);

  if (self->open != NULL && !gw_record_get_exists (self->record))
    gw_record_restore (self->record);
}

static void
reload_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gw_record_list_reload (GW_ACTIONS_DESK (widget)->actions);
}

/* ------------------------------------------------------------ desk */

static gboolean
gw_actions_desk_find (GwDesk *desk)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);

  if (self->open != NULL)
    gw_form_page_find (self->page);
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list"))
    gw_action_table_find (self->table);
  else
    return FALSE;

  return TRUE;
}

static gboolean
gw_actions_desk_find_next (GwDesk   *desk,
                           gboolean  backwards)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);

  return self->open != NULL && gw_form_page_find_next (self->page, backwards);
}

static void
gw_actions_desk_focus_place (GwDesk *desk)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  self->wants_focus = g_str_equal (page, "loading");
  if (g_str_equal (page, "list"))
    gw_action_table_focus (self->table, NULL);
  else if (g_str_equal (page, "form"))
    gw_form_page_focus_place (self->page);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static char *
gw_actions_desk_dup_title (GwDesk *desk)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);

  if (self->record == NULL)
    return NULL;
  if (self->title != NULL && *self->title != '\0')
    return g_strdup (self->title);
  return g_strdup (gw_record_get_exists (self->record) ? _("Without a title") : _("New action"));
}

static char *
gw_actions_desk_dup_help (GwDesk *desk)
{
  return g_strdup ("topic:implementation");
}

static gboolean
gw_actions_desk_can_go_back (GwDesk *desk)
{
  return GW_ACTIONS_DESK (desk)->record != NULL;
}

static void
gw_actions_desk_go_back (GwDesk *desk)
{
  go_to_list (GW_ACTIONS_DESK (desk));
}

static gboolean
gw_actions_desk_open (GwDesk     *desk,
                      const char *target)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);

  if (!g_str_has_prefix (target, "action:")
      || !gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB))
    return FALSE;
  /* While the list is being read nobody can say that it is not there: opening it will tell. */
  if (!gw_record_list_get_loading (self->actions) && !gw_record_list_find (self->actions, target, NULL))
    return FALSE;
  if (self->record != NULL && g_str_equal (gw_record_get_id (self->record), target))
    return TRUE;

  self->section = 0;
  open_action (self, target);

  return TRUE;
}

static GtkWidget *
gw_actions_desk_get_header (GwDesk      *desk,
                            GtkPackType  side)
{
  return side == GTK_PACK_END ? GTK_WIDGET (GW_ACTIONS_DESK (desk)->header_end) : NULL;
}

static GVariant *
gw_actions_desk_save_state (GwDesk *desk)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);
  gboolean kept = self->open != NULL && gw_record_get_exists (self->record);
  g_autofree char *place = kept ? gw_form_page_dup_place (self->page) : NULL;

  return g_variant_new ("(sus)", kept ? gw_record_get_id (self->record) : "",
                        kept ? gw_form_page_get_section (self->page) : 0, place != NULL ? place : "");
}

static void
gw_actions_desk_restore_state (GwDesk   *desk,
                               GVariant *state)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (desk);
  const char *id, *place;
  guint section;

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE ("(sus)")))
    return;

  g_variant_get (state, "(&su&s)", &id, &section, &place);
  if (g_str_has_prefix (id, "action:") && gw_actions_desk_open (desk, id)) {
    self->section = section;
    g_free (self->place);
    self->place = *place != '\0' ? g_strdup (place) : NULL;
  }
}

static void
gw_actions_desk_desk_init (GwDeskInterface *iface)
{
  iface->find = gw_actions_desk_find;
  iface->find_next = gw_actions_desk_find_next;
  iface->focus_place = gw_actions_desk_focus_place;
  iface->dup_title = gw_actions_desk_dup_title;
  iface->dup_help = gw_actions_desk_dup_help;
  iface->can_go_back = gw_actions_desk_can_go_back;
  iface->go_back = gw_actions_desk_go_back;
  iface->open = gw_actions_desk_open;
  iface->get_header = gw_actions_desk_get_header;
  iface->save_state = gw_actions_desk_save_state;
  iface->restore_state = gw_actions_desk_restore_state;
}

/* ------------------------------------------------------------ object */

static void
new_clicked_cb (GtkButton     *button,
                GwActionsDesk *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "actions.new", NULL);
}

static void
delete_clicked_cb (GtkButton     *button,
                   GwActionsDesk *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "actions.delete", NULL);
}

/* The header bar is not inside the desk: its buttons reach the actions by calls. */
static void
build_header (GwActionsDesk *self)
{
  GtkWidget *add = gw_names_give (gtk_button_new_from_icon_name ("list-add-symbolic"), _("New action"));

  self->delete_button = gw_names_give (gtk_button_new_from_icon_name ("user-trash-symbolic"), _("Delete this action"));
  g_signal_connect (add, "clicked", G_CALLBACK (new_clicked_cb), self);
  g_signal_connect (self->delete_button, "clicked", G_CALLBACK (delete_clicked_cb), self);
  self->header_end = GTK_BOX (g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6)));
  gtk_box_append (self->header_end, self->delete_button);
  gtk_box_append (self->header_end, add);
  gtk_widget_set_visible (self->delete_button, FALSE);
}

/* A global shortcut reaches a desk that is not shown, too: that one must not take it. */
static gboolean
shortcut_cb (GtkWidget *widget,
             GVariant  *action,
             gpointer   user_data)
{
  return gtk_widget_get_mapped (widget)
         && gtk_widget_activate_action (widget, g_variant_get_string (action, NULL), NULL);
}

static void
add_shortcut (GtkShortcutController *keys,
              guint                  key,
              const char            *action)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_CONTROL_MASK),
                                            gtk_callback_action_new (shortcut_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_string (action));
  gtk_shortcut_controller_add_shortcut (keys, shortcut);
}

/* Also while the focus is in the sidebar. A text that has the focus undoes its own words first. */
static void
add_shortcuts (GwActionsDesk *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_n, "actions.new");
  add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_z, "actions.undo");
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
gw_actions_desk_constructed (GObject *object)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (object);
  GwStoreThread *store = gw_context_get_store (self->context);

  G_OBJECT_CLASS (gw_actions_desk_parent_class)->constructed (object);

  self->actions = gw_action_list_new (store);
  gw_action_table_set_actions (self->table, G_LIST_MODEL (self->actions), gw_context_get_reference (self->context),
                               gw_context_get_language (self->context));
  g_signal_connect_object (self->actions, "items-changed", G_CALLBACK (show_list), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->actions, "notify", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), may_write (self));
  show_list (self);
}

static void
gw_actions_desk_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (object);

  switch (prop_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_actions_desk_dispose (GObject *object)
{
  GwActionsDesk *self = GW_ACTIONS_DESK (object);

  if (self->context != NULL)
    close_action (self);
  g_clear_object (&self->bin);
  g_clear_object (&self->actions);
  g_clear_object (&self->form);
  g_clear_object (&self->header_end);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_actions_desk_parent_class)->dispose (object);
}

static void
gw_actions_desk_class_init (GwActionsDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_actions_desk_constructed;
  object_class->set_property = gw_actions_desk_set_property;
  object_class->dispose = gw_actions_desk_dispose;

  props[PROP_CONTEXT]
      = g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_ACTION_TABLE);
  g_type_ensure (GW_TYPE_FORM_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/actions/gw-actions-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, first);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, list_bar);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, table);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, undecided_bar);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, undecided_label);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, gone_bar);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, read_only_bar);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, page);
  gtk_widget_class_bind_template_child (widget_class, GwActionsDesk, problem);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, question_built_cb);

  gtk_widget_class_install_action (widget_class, "actions.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "actions.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "actions.delete-selected", NULL, delete_selected_action);
  gtk_widget_class_install_action (widget_class, "actions.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "actions.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "actions.put-back", NULL, put_back_action);
  gtk_widget_class_install_action (widget_class, "actions.reload", NULL, reload_action);
}

static void
gw_actions_desk_init (GwActionsDesk *self)
{
  self->bin = gw_action_bin_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  build_header (self);
  add_shortcuts (self);
}
