/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/others/gw-others-desk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/forms/gw-filled-page.h"
#include "app/forms/gw-filled-unsaved.h"
#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/others/gw-form-faults.h"
#include "app/others/gw-other-form-begin.h"
#include "app/others/gw-other-form-export.h"
#include "app/others/gw-others-list.h"
#include "app/widgets/gw-toast.h"
#include "core/answers/gw-answer-id.h"

struct _GwOthersDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkStack *stack;
  AdwBin *list_place;
  GwOthersList *list;
  GwFilledPage *page;
  GwFormFaults *faults;
  GtkBox *header_end;
  GtkFileChooserNative *chooser;

  char *file_name;        /* of the form that was opened last */
  char *id;               /* of the copy that is open or being opened */
  char *title;            /* of the form that is open */
  GCancellable *opening;
  char *place;            /* where to go when it is open */
  guint section;
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void gw_others_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwOthersDesk, gw_others_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_others_desk_desk_init))

static gboolean
is_shown (GwOthersDesk *self,
          const char   *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static void
show_start (GwOthersDesk *self)
{
  gtk_stack_set_visible_child_name (self->stack, gw_others_list_is_empty (self->list) ? "empty" : "list");
}

/* ------------------------------------------------------------ the title follows the answers */

typedef struct
{
  char *id;
  char *title;
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_free (naming->id);
  g_free (naming->title);
  g_free (naming);
}

static gpointer
name_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  Naming *naming = data;

  gw_form_copy_set_title (store, naming->id, naming->title, error);
  return NULL;
}

/* The form may say how its answers are called (instanceName). */
static void
keep_title (GwOthersDesk *self)
{
  GwFilledForm *filled = gw_filled_page_get_filled (self->page);
  GwStoreThread *store = gw_context_get_store (self->context);
  g_autofree char *name = NULL;
  Naming *naming;

  if (filled == NULL || gw_store_thread_is_read_only (store))
    return;
  name = gw_form_session_dup_name (gw_filled_form_get_session (filled));
  if (name == NULL || *name == '\0' || g_strcmp0 (name, self->title) == 0)
    return;

  naming = g_new0 (Naming, 1);
  naming->id = g_strdup (self->id);
  naming->title = g_strdup (name);
  gw_store_thread_write_async (store, name_on_thread, naming, naming_free, NULL, NULL, NULL);
}

/* ------------------------------------------------------------ one form */

static void
close_form (GwOthersDesk *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  keep_title (self);
  gw_filled_page_set_filled (self->page, NULL);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), FALSE);
}

static void
go_to_place (GwOthersDesk *self)
{
  gw_filled_page_go_to (self->page, self->place, self->section);
  g_clear_pointer (&self->place, g_free);
  self->section = 0;
}

static void
show_form (GwOthersDesk *self,
           GwFilledForm *filled)
{
  const GwFormCopy *copy = gw_others_list_find (self->list, self->id);
  GwFormSession *session = gw_filled_form_get_session (filled);
  GwForm *form = gw_form_session_get_form (session);
  const char *language = gw_form_find_language (form, gw_context_get_language (self->context));

  if (language != NULL)
    gw_form_session_set_language (session, language);
  self->title = g_strdup (copy != NULL ? copy->title : gw_form_get_title (form));
  gw_filled_page_set_filled (self->page, filled);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "form");
  go_to_place (self);
  gw_desk_focus_place (GW_DESK (self));
  gw_desk_changed (GW_DESK (self));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwOthersDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwFilledForm) filled = gw_form_copy_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL || self->id == NULL)
    return;
  g_clear_object (&self->opening);
  if (filled != NULL) {
    show_form (self, filled);
    gw_filled_unsaved_watch (gw_context_get_unsaved (self->context), self->title, filled);
    return;
  }

  g_message ("The form %s cannot be opened: %s", self->id, error->message);
  close_form (self);
  show_start (self);
  gw_toast_say (GTK_WIDGET (self), _("This form cannot be opened just now. Its answers are still here and were not changed."));
  gw_desk_changed (GW_DESK (self));
}

static void
open_copy (GwOthersDesk *self,
           const char   *id)
{
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  GwProfile *profile = gw_context_get_profile (self->context);
  g_autofree char *kept = g_strdup (id);
  GwFilledForm *left;

  close_form (self);
  self->id = g_steal_pointer (&kept);
  left = gw_filled_unsaved_find (gw_context_get_unsaved (self->context), self->id);
  if (left != NULL) {
    show_form (self, left);
    return;
  }
  self->opening = g_cancellable_new ();
  environment->language = g_strdup (gw_context_get_language (self->context));
  environment->user_name = g_strdup (gw_profile_get_name (profile));
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gw_form_copy_open_async (gw_context_get_store (self->context), self->id, gw_profile_get_name (profile), environment,
                           self->opening, opened_cb, g_object_ref (self));
  gw_desk_changed (GW_DESK (self));
}

static void
chosen_cb (GwOthersList *list,
           const char   *id,
           GwOthersDesk *self)
{
  open_copy (self, id);
}

static void
list_loaded_cb (GwOthersList *list,
                GwOthersDesk *self)
{
  if (is_shown (self, "empty") || is_shown (self, "list"))
    show_start (self);
}

/* ------------------------------------------------------------ a form from a file */

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwOthersDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (GwFormCopy) copy = gw_other_form_begin_finish (result, &issues, &error);

  if (self->context == NULL)
    return;
  if (copy != NULL) {
    open_copy (self, copy->id);
    return;
  }

  g_message ("The form is not opened: %s", error->message);
  show_start (self);
  if (g_error_matches (error, GW_FORM_ERROR, GW_FORM_ERROR_REFUSED) && issues != NULL && issues->len > 0) {
    gw_form_faults_set (self->faults, self->file_name, issues);
    gtk_stack_set_visible_child_name (self->stack, "faults");
    gw_desk_changed (GW_DESK (self));
  } else if (error->domain == GW_STORE_ERROR) {
    gw_toast_say (GTK_WIDGET (self), _("The form could not be kept: the disk does not take it. Nothing was changed; please free some space "
                 "and try again."));
  } else {
    gw_toast_say (GTK_WIDGET (self), _("This file could not be read as a form. Nothing was changed."));
  }
}

static void
begin_with (GwOthersDesk *self,
            GFile        *file)
{
  if (gw_store_thread_is_read_only (gw_context_get_store (self->context))) {
    gw_toast_say (GTK_WIDGET (self), _("Your work is open for reading only, so that no form can be begun now."));
    return;
  }

  close_form (self);
  g_free (self->file_name);
  self->file_name = g_file_get_basename (file);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gw_other_form_begin_async (self->context, file, begun_cb, g_object_ref (self));
  gw_desk_changed (GW_DESK (self));
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GwOthersDesk    *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_hide (dialog);
  if (file != NULL)
    begin_with (self, file);
}

static void
ask_for_file (GwOthersDesk *self)
{
  g_autoptr (GtkFileFilter) forms = gtk_file_filter_new (), all = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open a form from a file"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_file_filter_set_name (forms, _("ODK forms (XML)"));
  gtk_file_filter_add_suffix (forms, "xml");
  gtk_file_filter_add_suffix (forms, "xhtml");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), forms);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_file_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ask_for_file (GW_OTHERS_DESK (widget));
}

static void
export_cb (GtkButton    *button,
           GwOthersDesk *self)
{
  GwFilledForm *filled = gw_filled_page_get_filled (self->page);

  if (filled != NULL)
    gw_other_form_export_ask (GTK_WIDGET (self), filled, self->title);
}

/* ------------------------------------------------------------ desk */

static gboolean
gw_others_desk_find (GwDesk *desk)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);

  if (!is_shown (self, "form"))
    return FALSE;
  gw_form_page_find (gw_filled_page_get_page (self->page));

  return TRUE;
}

static gboolean
gw_others_desk_find_next (GwDesk   *desk,
                          gboolean  backwards)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);

  return is_shown (self, "form") && gw_form_page_find_next (gw_filled_page_get_page (self->page), backwards);
}

static void
gw_others_desk_focus_place (GwDesk *desk)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);

  if (is_shown (self, "form"))
    gw_form_page_focus_place (gw_filled_page_get_page (self->page));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static char *
gw_others_desk_dup_title (GwDesk *desk)
{
  return g_strdup (GW_OTHERS_DESK (desk)->title);
}

static gboolean
gw_others_desk_can_go_back (GwDesk *desk)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);

  return self->id != NULL || is_shown (self, "faults");
}

static void
gw_others_desk_go_back (GwDesk *desk)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);

  close_form (self);
  show_start (self);
  gw_desk_changed (desk);
}

static gboolean
gw_others_desk_open (GwDesk     *desk,
                     const char *target)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);
  g_auto (GStrv) parts = NULL;

  if (g_str_has_prefix (target, "formfile:")) {
    const char *uri = target + strlen ("formfile:");
    g_autoptr (GFile) file = g_file_new_for_uri (uri);

    if (*uri == '\0')
      ask_for_file (self);
    else
      begin_with (self, file);
    return TRUE;
  }

  parts = g_strsplit (target, ":", 3);
  if (parts[0] == NULL || parts[1] == NULL)
    return FALSE;
  g_clear_pointer (&self->place, g_free);
  self->section = 0;
  if (g_str_equal (parts[0], "answer") && parts[2] != NULL)
    self->place = gw_answer_place_to_ref (parts[2]);
  if (is_shown (self, "form") && g_strcmp0 (self->id, parts[1]) == 0)
    go_to_place (self);
  else
    open_copy (self, parts[1]);

  return TRUE;
}

static GtkWidget *
gw_others_desk_get_header (GwDesk      *desk,
                           GtkPackType  side)
{
  return side == GTK_PACK_END ? GTK_WIDGET (GW_OTHERS_DESK (desk)->header_end) : NULL;
}

static GVariant *
gw_others_desk_save_state (GwDesk *desk)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);
  GwFormPage *page = gw_filled_page_get_page (self->page);
  g_autofree char *place = is_shown (self, "form") ? gw_form_page_dup_place (page) : NULL;

  keep_title (self);
  return g_variant_new ("(sus)", self->id != NULL ? self->id : "", gw_form_page_get_section (page),
                        place != NULL ? place : "");
}

static void
gw_others_desk_restore_state (GwDesk   *desk,
                              GVariant *state)
{
  GwOthersDesk *self = GW_OTHERS_DESK (desk);
  const char *id, *place;

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE ("(sus)")))
    return;

  g_variant_get (state, "(&su&s)", &id, &self->section, &place);
  if (*id == '\0')
    return;
  g_free (self->place);
  self->place = *place != '\0' ? g_strdup (place) : NULL;
  open_copy (self, id);
}

static void
gw_others_desk_desk_init (GwDeskInterface *iface)
{
  iface->find = gw_others_desk_find;
  iface->find_next = gw_others_desk_find_next;
  iface->focus_place = gw_others_desk_focus_place;
  iface->dup_title = gw_others_desk_dup_title;
  iface->can_go_back = gw_others_desk_can_go_back;
  iface->go_back = gw_others_desk_go_back;
  iface->open = gw_others_desk_open;
  iface->get_header = gw_others_desk_get_header;
  iface->save_state = gw_others_desk_save_state;
  iface->restore_state = gw_others_desk_restore_state;
}

/* ------------------------------------------------------------ object */

static void
build_header (GwOthersDesk *self)
{
  GtkWidget *export = gtk_button_new_from_icon_name ("document-save-as-symbolic");
  const char *name = _("Save the answers as XML");

  gtk_widget_set_tooltip_text (export, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (export), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (export, "clicked", G_CALLBACK (export_cb), self);
  self->header_end = GTK_BOX (g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6)));
  gtk_box_append (self->header_end, export);
  gtk_widget_set_visible (GTK_WIDGET (self->header_end), FALSE);
}

static void
gw_others_desk_constructed (GObject *object)
{
  GwOthersDesk *self = GW_OTHERS_DESK (object);

  G_OBJECT_CLASS (gw_others_desk_parent_class)->constructed (object);

  self->list = GW_OTHERS_LIST (gw_others_list_new (self->context));
  g_signal_connect_object (self->list, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->list, "loaded", G_CALLBACK (list_loaded_cb), self, 0);
  adw_bin_set_child (self->list_place, GTK_WIDGET (self->list));
  build_header (self);
}

static void
gw_others_desk_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  GwOthersDesk *self = GW_OTHERS_DESK (object);

  switch (prop_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_others_desk_dispose (GObject *object)
{
  GwOthersDesk *self = GW_OTHERS_DESK (object);

  if (self->context != NULL)
    close_form (self);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_object (&self->chooser);
  g_clear_object (&self->header_end);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_others_desk_parent_class)->dispose (object);
}

static void
gw_others_desk_class_init (GwOthersDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_others_desk_constructed;
  object_class->set_property = gw_others_desk_set_property;
  object_class->dispose = gw_others_desk_dispose;

  props[PROP_CONTEXT]
      = g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_FILLED_PAGE);
  g_type_ensure (GW_TYPE_FORM_FAULTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/others/gw-others-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwOthersDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, GwOthersDesk, list_place);
  gtk_widget_class_bind_template_child (widget_class, GwOthersDesk, page);
  gtk_widget_class_bind_template_child (widget_class, GwOthersDesk, faults);
  gtk_widget_class_install_action (widget_class, "others.open-file", NULL, open_file_action);
}

static void
gw_others_desk_init (GwOthersDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
