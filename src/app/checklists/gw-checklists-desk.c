/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/checklists/gw-checklists-desk.h"

#include <glib/gi18n-lib.h>

#include "app/checklists/gw-plan-page.h"
#include "app/checklists/gw-plan-start.h"
#include "app/checklists/gw-plan-words.h"
#include "app/gw-context.h"
#include "app/gw-desk.h"
#include "app/widgets/gw-progress-ring.h"
#include "app/widgets/gw-toast.h"
#include "core/base/gw-time.h"
#include "core/records/gw-records.h"

struct _GwChecklistsDesk
{
  AdwBin parent_instance;

  GwContext *context;

  GtkStack *stack;
  GtkWidget *plans_box;
  GtkListBox *plans_list;
  GtkListBox *library_list;
  GwPlanPage *page;
  AdwStatusPage *problem;
  GtkWidget *remove;

  GPtrArray *checklists; /* NULL until they are loaded */
  GwRecordList *plans;
  char *target; /* what is shown, "plan:…" or "checklist:…"; NULL: the library */
  char *item;   /* the item to go to when it is shown */
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void gw_checklists_desk_desk_init (GwDeskInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwChecklistsDesk, gw_checklists_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_checklists_desk_desk_init))

static void show (GwChecklistsDesk *self);

static void
set_target (GwChecklistsDesk *self,
            const char       *target)
{
  char *copy = g_strdup (target);

  g_free (self->target);
  self->target = copy;
  show (self);
  gw_desk_changed (GW_DESK (self));
}

static GwChecklist *
find_checklist (GwChecklistsDesk *self,
                const char       *id)
{
  for (guint i = 0; self->checklists != NULL && i < self->checklists->len; i++) {
    if (g_str_equal (gw_checklist_get_id (g_ptr_array_index (self->checklists, i)), id))
      return g_ptr_array_index (self->checklists, i);
  }

  return NULL;
}

static GwPlan *
dup_plan (GwChecklistsDesk *self,
          const char       *id)
{
  guint position;

  if (self->plans == NULL || id == NULL || !gw_record_list_find (self->plans, id, &position))
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self->plans), position);
}

static gboolean
is_under_way (GwChecklistsDesk *self,
              GwChecklist      *checklist)
{
  guint n = self->plans != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->plans)) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GwPlan) plan = g_list_model_get_item (G_LIST_MODEL (self->plans), i);

    if (g_strcmp0 (gw_plan_get_checklist_id (plan), gw_checklist_get_id (checklist)) == 0)
      return TRUE;
  }

  return FALSE;
}

/* ------------------------------------------------------------ the library */

static GtkWidget *
create_row (const char *title,
            const char *subtitle,
            char       *target)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "target", target, g_free);

  return row;
}

static GtkWidget *
create_checklist_row (GwChecklist *checklist)
{
  guint n = gw_checklist_get_n_items (checklist);
  g_autofree char *count = g_strdup_printf (
      /* TRANSLATORS: %u is how many things there are to do on a checklist. */
      g_dngettext (GETTEXT_PACKAGE, "%u item", "%u items", n), n);
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s", gw_checklist_get_summary (checklist), count);

  return create_row (gw_checklist_get_title (checklist), subtitle,
                     g_strconcat ("checklist:", gw_checklist_get_id (checklist), NULL));
}

static GtkWidget *
create_plan_row (GwPlan      *plan,
                 const GDate *today)
{
  g_autofree char *date = gw_plan_words_date (plan);
  g_autofree char *progress = gw_plan_words_progress (plan);
  g_autofree char *next = gw_plan_words_next (plan, today);
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s\n%s", date, progress, next);
  GtkWidget *row = create_row (gw_plan_get_title (plan), subtitle, g_strdup (gw_plan_get_id (plan)));
  GtkWidget *ring = gw_progress_ring_new ();

  gw_progress_ring_set (GW_PROGRESS_RING (ring), gw_plan_get_n_done (plan) + gw_plan_get_n_skipped (plan),
                        g_list_model_get_n_items (G_LIST_MODEL (plan)));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), ring);

  return row;
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_plans (GwChecklistsDesk *self)
{
  g_autoptr (GDate) today = gw_date_today ();
  guint n = self->plans != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->plans)) : 0;

  clear_list (self->plans_list);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GwPlan) plan = g_list_model_get_item (G_LIST_MODEL (self->plans), i);

    gtk_list_box_append (self->plans_list, create_plan_row (plan, today));
  }
  gtk_widget_set_visible (self->plans_box, n > 0);
}

static void
row_activated_cb (GtkListBox       *list,
                  GtkListBoxRow    *row,
                  GwChecklistsDesk *self)
{
  set_target (self, g_object_get_data (G_OBJECT (row), "target"));
}

/* ------------------------------------------------------------ what is shown */

static void
go_to_item (GwChecklistsDesk *self)
{
  if (self->item != NULL)
    gw_plan_page_show_item (self->page, self->item);
  g_clear_pointer (&self->item, g_free);
}

static void
show (GwChecklistsDesk *self)
{
  g_autoptr (GwPlan) plan = NULL;
  GwChecklist *checklist = NULL;

  if (self->checklists == NULL)
    return;
  if (self->target != NULL && g_str_has_prefix (self->target, "checklist:"))
    checklist = find_checklist (self, self->target + strlen ("checklist:"));
  else
    plan = dup_plan (self, self->target);

  gtk_widget_set_visible (self->remove, plan != NULL
                          && gw_profile_can_write (gw_context_get_profile (self->context), GW_RECORDS_DB));
  if (plan != NULL) {
    gw_plan_page_show_plan (self->page, plan);
    gtk_stack_set_visible_child_name (self->stack, "page");
    go_to_item (self);
  } else if (checklist != NULL) {
    gw_plan_page_show_checklist (self->page, checklist, is_under_way (self, checklist));
    gtk_stack_set_visible_child_name (self->stack, "page");
  } else {
    gw_plan_page_clear (self->page);
    gtk_stack_set_visible_child_name (self->stack, "library");
  }
}

static void
plans_changed_cb (GwChecklistsDesk *self)
{
  g_autoptr (GwPlan) plan = NULL;

  show_plans (self);
  if (self->target == NULL || !g_str_has_prefix (self->target, "plan:")) {
    show (self);
    return;
  }
  plan = dup_plan (self, self->target);
  /* Gone: removed here or by a colleague. While the list is being read, it may come yet. */
  if (plan == NULL && self->plans != NULL && !gw_record_list_get_loading (self->plans))
    set_target (self, NULL);
  else
    show (self);
  gw_desk_changed (GW_DESK (self));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwChecklistsDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checklists = gw_checklist_load_all_finish (result, &error);
  GwProfile *profile;

  if (self->context == NULL)
    return;
  if (checklists == NULL) {
    g_message ("The checklists cannot be read: %s", error->message);
    gtk_stack_set_visible_child_name (self->stack, "problem");
    return;
  }
  self->checklists = g_steal_pointer (&checklists);
  for (guint i = 0; i < self->checklists->len; i++)
    gtk_list_box_append (self->library_list, create_checklist_row (g_ptr_array_index (self->checklists, i)));

  profile = gw_context_get_profile (self->context);
  if (g_strv_contains (gw_profile_get_databases (profile), GW_RECORDS_DB)) {
    self->plans = gw_plan_list_new (gw_context_get_store (self->context), self->checklists,
                                    gw_context_get_reference (self->context));
    g_signal_connect_object (self->plans, "items-changed", G_CALLBACK (plans_changed_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->plans, "notify::loading", G_CALLBACK (plans_changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  show (self);
}

/* ------------------------------------------------------------ starting, moving, removing */

static void
started_cb (GwPlanStart      *start,
            const char       *plan_id,
            GwChecklistsDesk *self)
{
  set_target (self, plan_id);
}

static void
start_cb (GwChecklistsDesk *self)
{
  GwChecklist *checklist
      = self->target != NULL && g_str_has_prefix (self->target, "checklist:")
            ? find_checklist (self, self->target + strlen ("checklist:")) : NULL;

  if (checklist != NULL)
    g_signal_connect_object (gw_plan_start_ask (GTK_WIDGET (self), self->context, checklist, NULL), "saved",
                             G_CALLBACK (started_cb), self, 0);
}

static void
change_date_cb (GwChecklistsDesk *self)
{
  g_autoptr (GwPlan) plan = dup_plan (self, self->target);

  if (plan != NULL && gw_plan_get_checklist (plan) != NULL)
    gw_plan_start_ask (GTK_WIDGET (self), self->context, gw_plan_get_checklist (plan), plan);
}

static void
restore_cb (AdwToast *toast,
            GwRecord *record)
{
  gw_record_restore (record);
}

static void
remove_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GwChecklistsDesk) self = user_data;
  GwRecord *record = GW_RECORD (source);
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  if (self->context == NULL)
    return;
  if (!gw_record_open_finish (record, result, &error) || !gw_record_get_exists (record)) {
    gw_toast_say (GTK_WIDGET (self), _("The plan could not be removed. Nothing was changed; please try again."));
    return;
  }
  gw_record_delete (record);
  toast = adw_toast_new (_("The plan was removed"));
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_cb), g_object_ref (record),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  gw_toast_show (GTK_WIDGET (self), toast);
  set_target (self, NULL);
}

static void
remove_cb (GwChecklistsDesk *self)
{
  g_autoptr (GwRecord) record = NULL;

  if (self->target == NULL || !g_str_has_prefix (self->target, "plan:"))
    return;
  record = gw_record_new (gw_context_get_store (self->context), GW_RECORDS_DB, self->target,
                          gw_profile_get_name (gw_context_get_profile (self->context)));
  gw_record_open_async (record, NULL, remove_opened_cb, g_object_ref (self));
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gw_plan_page_undo (GW_CHECKLISTS_DESK (widget)->page);
}

/* ------------------------------------------------------------ desk */

static void
gw_checklists_desk_focus_place (GwDesk *desk)
{
  gtk_widget_child_focus (gtk_stack_get_visible_child (GW_CHECKLISTS_DESK (desk)->stack), GTK_DIR_TAB_FORWARD);
}

static char *
gw_checklists_desk_dup_title (GwDesk *desk)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (desk);
  g_autoptr (GwPlan) plan = dup_plan (self, self->target);
  GwChecklist *checklist
      = self->target != NULL && g_str_has_prefix (self->target, "checklist:")
            ? find_checklist (self, self->target + strlen ("checklist:")) : NULL;

  if (plan != NULL)
    return g_strdup (gw_plan_get_title (plan));

  return checklist != NULL ? g_strdup (gw_checklist_get_title (checklist)) : NULL;
}

static gboolean
gw_checklists_desk_can_go_back (GwDesk *desk)
{
  return GW_CHECKLISTS_DESK (desk)->target != NULL;
}

static void
gw_checklists_desk_go_back (GwDesk *desk)
{
  set_target (GW_CHECKLISTS_DESK (desk), NULL);
}

/* A plan or a tick may be asked for before the list is read: it is shown when it comes. */
static gboolean
gw_checklists_desk_open (GwDesk     *desk,
                         const char *target)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (desk);
  g_autofree char *plan_id = gw_tick_dup_plan_id (target);

  g_clear_pointer (&self->item, g_free);
  if (plan_id != NULL)
    self->item = g_strdup (gw_tick_find_item_id (target));
  else if (g_str_has_prefix (target, "plan:") || g_str_has_prefix (target, "checklist:"))
    plan_id = g_strdup (target);
  if (plan_id == NULL)
    return FALSE;
  set_target (self, plan_id);

  return TRUE;
}

static GtkWidget *
gw_checklists_desk_get_header (GwDesk      *desk,
                               GtkPackType  side)
{
  return side == GTK_PACK_END ? GW_CHECKLISTS_DESK (desk)->remove : NULL;
}

static GVariant *
gw_checklists_desk_save_state (GwDesk *desk)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (desk);

  return g_variant_new_string (self->target != NULL ? self->target : "");
}

static void
gw_checklists_desk_restore_state (GwDesk   *desk,
                                  GVariant *state)
{
  const char *target;

  if (!g_variant_is_of_type (state, G_VARIANT_TYPE_STRING))
    return;
  target = g_variant_get_string (state, NULL);
  if (*target != '\0')
    gw_checklists_desk_open (desk, target);
}

static void
gw_checklists_desk_desk_init (GwDeskInterface *iface)
{
  iface->focus_place = gw_checklists_desk_focus_place;
  iface->dup_title = gw_checklists_desk_dup_title;
  iface->can_go_back = gw_checklists_desk_can_go_back;
  iface->go_back = gw_checklists_desk_go_back;
  iface->open = gw_checklists_desk_open;
  iface->get_header = gw_checklists_desk_get_header;
  iface->save_state = gw_checklists_desk_save_state;
  iface->restore_state = gw_checklists_desk_restore_state;
}

/* ------------------------------------------------------------ object */

static void
gw_checklists_desk_constructed (GObject *object)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (object);

  G_OBJECT_CLASS (gw_checklists_desk_parent_class)->constructed (object);

  gw_plan_page_set_context (self->page, self->context);
  gw_checklist_load_all_async (NULL, gw_context_get_language (self->context), NULL, loaded_cb,
                               g_object_ref (self));
}

static void
gw_checklists_desk_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (object);

  switch (prop_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_checklists_desk_dispose (GObject *object)
{
  GwChecklistsDesk *self = GW_CHECKLISTS_DESK (object);

  g_clear_object (&self->plans);
  g_clear_pointer (&self->checklists, g_ptr_array_unref);
  g_clear_object (&self->remove);
  g_clear_object (&self->context);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->item, g_free);

  G_OBJECT_CLASS (gw_checklists_desk_parent_class)->dispose (object);
}

static void
gw_checklists_desk_class_init (GwChecklistsDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_checklists_desk_constructed;
  object_class->set_property = gw_checklists_desk_set_property;
  object_class->dispose = gw_checklists_desk_dispose;

  props[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (GW_TYPE_PLAN_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/checklists/gw-checklists-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, plans_box);
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, plans_list);
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, library_list);
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, page);
  gtk_widget_class_bind_template_child (widget_class, GwChecklistsDesk, problem);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_date_cb);

  gtk_widget_class_install_action (widget_class, "checklists.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "checklists.undo", NULL);
}

static void
gw_checklists_desk_init (GwChecklistsDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->remove = g_object_ref_sink (gtk_button_new_from_icon_name ("user-trash-symbolic"));
  gtk_widget_set_tooltip_text (self->remove, _("Remove this plan"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove this plan"),
                                  -1);
  gtk_widget_set_visible (self->remove, FALSE);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
}
