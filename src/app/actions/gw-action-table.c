/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/actions/gw-action-table.h"

#include <glib/gi18n-lib.h>

#include "app/actions/gw-action-cells.h"

/* The orders of the menu. The table has its heads for that as well, but they do not take the keyboard
 * focus, and the list of two lines has none. */
typedef struct
{
  const char *name;
  GwActionColumn column; /* GW_N_ACTION_COLUMNS: by the last change */
  gboolean descending;
} Order;

static const Order orders[] = {
  { N_("Last changed first"), GW_N_ACTION_COLUMNS, TRUE },
  { N_("By title"), GW_ACTION_COLUMN_TITLE, FALSE },
  { N_("By status"), GW_ACTION_COLUMN_STATUS, FALSE },
  { N_("Newest year first"), GW_ACTION_COLUMN_YEAR, TRUE },
  { N_("Most species first"), GW_ACTION_COLUMN_SPECIES, TRUE },
};

struct _GwActionTable
{
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkDropDown *status;
  GtkDropDown *year;
  GtkLabel *count;
  GtkStack *stack;
  AdwSqueezer *squeezer;
  GtkColumnView *table;
  GtkMenuButton *order;
  GtkListView *list;

  GListModel *actions;
  GwReference *reference;
  char *language;
  GtkFilterListModel *found;
  GtkSorter *list_sorter;
  const Order *list_order;
  GArray *years;       /* of int, as in the drop-down below its first line */
  GPtrArray *statuses; /* of const char *, the same */
  char *folded;        /* what is searched for */
  char *place;         /* the action that gets the focus as soon as it is there */
  guint focus_id;
  guint measure_id;
  gboolean filling;    /* the drop-downs are being filled */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwActionTable, gw_action_table, ADW_TYPE_BIN)

/* ------------------------------------------------------------ which are shown */

static const char *
get_wanted_status (GwActionTable *self)
{
  guint selected = gtk_drop_down_get_selected (self->status);

  return selected > 0 && selected <= self->statuses->len ? self->statuses->pdata[selected - 1] : NULL;
}

/* 0: all of them; -1: those without a year */
static int
get_wanted_year (GwActionTable *self)
{
  guint selected = gtk_drop_down_get_selected (self->year);

  return selected > 0 && selected <= self->years->len ? g_array_index (self->years, int, selected - 1) : 0;
}

static gboolean
is_wanted (gpointer item,
           gpointer user_data)
{
  GwActionTable *self = user_data;
  const char *status = get_wanted_status (self);
  int year = get_wanted_year (self);

  return (status == NULL || g_strcmp0 (gw_action_get_status (item), status) == 0)
         && (year == 0 || gw_action_get_year (item) == MAX (year, 0))
         && (self->folded == NULL || gw_action_matches (item, self->folded));
}

static void
update_count (GwActionTable *self)
{
  guint n = g_list_model_get_n_items (self->actions);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  g_autofree char *words = NULL;

  if (shown == n)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u action", "%u actions", n), n);
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          /* TRANSLATORS: How many of all recorded actions are shown. */
                                          "%1$u of %2$u action", "%1$u of %2$u actions", n),
                             shown, n);
  gtk_label_set_text (self->count, words);
  gtk_stack_set_visible_child_name (self->stack, shown == 0 && n > 0 ? "none" : "rows");
}

static void
filter_changed_cb (GwActionTable *self)
{
  GtkFilter *filter;

  if (self->found == NULL || self->filling)
    return;

  g_free (self->folded);
  self->folded = gw_label_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  filter = gtk_filter_list_model_get_filter (self->found);
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_count (self);
}

static void
stop_search_cb (GtkSearchEntry *entry,
                GwActionTable  *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
search_activated_cb (GtkSearchEntry *entry,
                     GwActionTable  *self)
{
  gw_action_table_focus (self, NULL);
}

static void
show_all_cb (GtkButton     *button,
             GwActionTable *self)
{
  gtk_drop_down_set_selected (self->status, 0);
  gtk_drop_down_set_selected (self->year, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
fill_statuses (GwActionTable *self)
{
  g_autoptr (GPtrArray) terms = gw_reference_list_terms (self->reference, "action_status");
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->statuses, 0);
  gtk_string_list_append (words, _("Every status"));
  for (guint i = 0; i < terms->len; i++) {
    const GwTerm *term = terms->pdata[i];

    g_ptr_array_add (self->statuses, (char *) term->id);
    gtk_string_list_append (words, gw_label_get (&term->label, self->language));
  }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->status, G_LIST_MODEL (words));
  self->filling = FALSE;
}

static int
compare_years (gconstpointer one,
               gconstpointer two)
{
  return *(const int *) two - *(const int *) one;
}

static GArray *
list_years (GListModel *actions)
{
  GArray *years = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n = g_list_model_get_n_items (actions);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GwAction) action = g_list_model_get_item (actions, i);
    int year = gw_action_get_year (action) > 0 ? gw_action_get_year (action) : -1;

    if (g_hash_table_add (seen, GINT_TO_POINTER (year)))
      g_array_append_val (years, year);
  }
  g_array_sort (years, compare_years);

  return years;
}

static gboolean
same_years (GArray *one,
            GArray *two)
{
  return one->len == two->len && (one->len == 0 || memcmp (one->data, two->data, one->len * sizeof (int)) == 0);
}

/* The years that occur, the newest first; what was chosen stays chosen while it is there. */
static void
fill_years (GwActionTable *self)
{
  g_autoptr (GArray) years = list_years (self->actions);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  int wanted = get_wanted_year (self);
  guint selected = 0;

  if (same_years (years, self->years) && gtk_drop_down_get_model (self->year) != NULL)
    return;

  gtk_string_list_append (words, _("Every year"));
  for (guint i = 0; i < years->len; i++) {
    int year = g_array_index (years, int, i);
    g_autofree char *text = year > 0 ? g_strdup_printf ("%d", year) : g_strdup (_("Without a year"));

    gtk_string_list_append (words, text);
    if (year == wanted)
      selected = i + 1;
  }
  self->filling = TRUE;
  g_array_set_size (self->years, 0);
  if (years->len > 0)
    g_array_append_vals (self->years, years->data, years->len);
  gtk_drop_down_set_model (self->year, G_LIST_MODEL (words));
  gtk_drop_down_set_selected (self->year, selected);
  self->filling = FALSE;
  filter_changed_cb (self);
}

static void
actions_changed_cb (GwActionTable *self)
{
  fill_years (self);
  update_count (self);
}

/* ------------------------------------------------------------ in which order */

static int
compare_changes (gconstpointer one,
                 gconstpointer two,
                 gpointer      user_data)
{
  int order = g_strcmp0 (gw_action_get_changed ((GwAction *) two), gw_action_get_changed ((GwAction *) one));

  return order != 0 ? order : g_strcmp0 (gw_action_get_id ((GwAction *) two), gw_action_get_id ((GwAction *) one));
}

static int
compare_in_list (gconstpointer one,
                 gconstpointer two,
                 gpointer      user_data)
{
  GwActionTable *self = user_data;
  const Order *order = self->list_order;
  int result = order->column < GW_N_ACTION_COLUMNS
                   ? gw_action_compare ((GwAction *) one, (GwAction *) two, order->column, self->reference,
                                        self->language)
                   : 0;

  if (result == 0)
    return compare_changes (one, two, NULL);
  return order->descending ? -result : result;
}

static void
order_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  GwActionTable *self = GW_ACTION_TABLE (widget);
  const Order *order = &orders[MIN (g_variant_get_uint32 (parameter), G_N_ELEMENTS (orders) - 1)];
  g_autoptr (GtkColumnViewColumn) column
      = g_list_model_get_item (gtk_column_view_get_columns (self->table), order->column);

  /* No column: no head is followed, and what was changed last comes first. */
  gtk_column_view_sort_by_column (self->table, column, order->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->list_order = order;
  gtk_sorter_changed (self->list_sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static GwActionColumn
get_column (gpointer object)
{
  return GPOINTER_TO_UINT (g_object_get_data (object, "action-column"));
}

/* The sorter does not outlive the table: both end with it. */
static int
compare_in_column (gconstpointer one,
                   gconstpointer two,
                   gpointer      user_data)
{
  GtkColumnViewColumn *column = user_data;
  GwActionTable *self = g_object_get_data (G_OBJECT (column), "action-table");

  return gw_action_compare ((GwAction *) one, (GwAction *) two, get_column (column), self->reference, self->language);
}

/* ------------------------------------------------------------ rows */

static void
tell_name (GtkWidget  *widget,
           const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The parts of which GTK builds its widgets have no name of their own. */
static void
name_parts (GtkWidget  *widget,
            const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *type = G_OBJECT_TYPE_NAME (child);

    if (GTK_IS_TOGGLE_BUTTON (child) || g_str_equal (type, "GtkListItemWidget")
        || g_str_equal (type, "GtkColumnListView"))
      tell_name (child, name);
    if (!GTK_IS_POPOVER (child) && !g_str_equal (type, "GtkColumnListView"))
      name_parts (child, name);
  }
}

static void
setup_chosen_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_chosen_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
}

/* GTK's own drop-down is never narrower than its longest line: two of them side by side would not
 * fit on a telephone. Its list stays as it is. */
static void
let_shrink (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) list_factory = g_object_ref (gtk_drop_down_get_factory (drop_down));
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_chosen_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_chosen_cb), NULL);
  gtk_drop_down_set_list_factory (drop_down, list_factory);
  gtk_drop_down_set_factory (drop_down, factory);
}

static void
name_drop_down_cb (GtkWidget *drop_down)
{
  name_parts (drop_down, gtk_widget_get_tooltip_text (drop_down));
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               GtkColumnViewColumn      *column)
{
  gtk_list_item_set_child (list_item, gw_action_cell_new (get_column (column)));
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              GtkColumnViewColumn      *column)
{
  GwActionTable *self = g_object_get_data (G_OBJECT (column), "action-table");

  gw_action_cell_show (gtk_list_item_get_child (list_item), gtk_list_item_get_item (list_item), get_column (column),
                       self->reference, self->language);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              GwActionTable            *self)
{
  gtk_list_item_set_child (list_item, gw_action_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             GwActionTable            *self)
{
  gw_action_row_show (gtk_list_item_get_child (list_item), gtk_list_item_get_item (list_item), self->reference,
                      self->language);
}

static void
choose (GwActionTable     *self,
        GtkSelectionModel *model,
        guint              position)
{
  g_autoptr (GwAction) action = g_list_model_get_item (G_LIST_MODEL (model), position);

  if (action != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, action);
}

static void
table_activated_cb (GtkColumnView *table,
                    guint          position,
                    GwActionTable *self)
{
  choose (self, gtk_column_view_get_model (table), position);
}

static void
list_activated_cb (GtkListView   *list,
                   guint          position,
                   GwActionTable *self)
{
  choose (self, gtk_list_view_get_model (list), position);
}

/* ------------------------------------------------------------ where one is */

static gboolean
is_wide (GwActionTable *self)
{
  return gtk_widget_is_ancestor (GTK_WIDGET (self->table), adw_squeezer_get_visible_child (self->squeezer));
}

static guint
find_position (GListModel *model,
               const char *id)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GwAction) action = g_list_model_get_item (model, i);

    if (g_str_equal (gw_action_get_id (action), id))
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

/* The row's own widget takes the focus: a list gives it to the row that had it last, which may be
 * far away after sorting. */
static gboolean
focus_row (GtkWidget  *widget,
           const char *id)
{
  const char *mine = g_object_get_data (G_OBJECT (widget), "row-id");

  if (mine != NULL && g_str_equal (mine, id)) {
    GtkWidget *row = gtk_widget_get_parent (widget);

    if (gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) != NULL)
      row = gtk_widget_get_parent (row);
    return gtk_widget_grab_focus (row);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (focus_row (child, id))
      return TRUE;

  return FALSE;
}

static GtkWidget *
get_view (GwActionTable *self)
{
  return is_wide (self) ? GTK_WIDGET (self->table) : GTK_WIDGET (self->list);
}

static GtkSingleSelection *
get_selection (GwActionTable *self)
{
  GtkSelectionModel *model = is_wide (self) ? gtk_column_view_get_model (self->table)
                                            : gtk_list_view_get_model (self->list);

  return GTK_SINGLE_SELECTION (model);
}

static gboolean
focus_position (GwActionTable *self,
                guint          position)
{
  g_autoptr (GwAction) action = g_list_model_get_item (G_LIST_MODEL (get_selection (self)), position);
  GtkWidget *view = get_view (self);

  if (action == NULL)
    return FALSE;
  if (is_wide (self))
    view = gtk_widget_get_last_child (view);
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", position);

  return focus_row (view, gw_action_get_id (action));
}

/* Goes to the row that was asked for, when it is there. */
static gboolean
go_to_place (GwActionTable *self)
{
  guint position = find_position (G_LIST_MODEL (get_selection (self)), self->place);

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  gtk_single_selection_set_selected (get_selection (self), position);
  if (focus_position (self, position))
    g_clear_pointer (&self->place, g_free);

  return self->place == NULL;
}

static gboolean
measure_again_cb (gpointer user_data)
{
  GwActionTable *self = user_data;

  self->measure_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self->squeezer));

  return G_SOURCE_REMOVE;
}

/* The table makes its rows while it is being drawn, when it is too late to ask for more room: it
 * is measured again, so that the list takes its place where it has become too wide. */
static void
rows_changed_cb (GwActionTable *self)
{
  if (self->measure_id == 0)
    self->measure_id = g_timeout_add (100, measure_again_cb, self);
  if (self->place != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    go_to_place (self);
}

/* ------------------------------------------------------------ object */

static void
add_columns (GwActionTable *self)
{
  for (guint i = 0; i < GW_N_ACTION_COLUMNS; i++) {
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    g_autoptr (GtkColumnViewColumn) column
        = gtk_column_view_column_new (gw_action_column_get_name (i), factory);
    g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_in_column, column, NULL));

    g_object_set_data (G_OBJECT (column), "action-column", GUINT_TO_POINTER (i));
    g_object_set_data (G_OBJECT (column), "action-table", self);
    g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), column);
    g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), column);
    gtk_column_view_column_set_expand (column, i == GW_ACTION_COLUMN_TITLE);
    gtk_column_view_column_set_sorter (column, sorter);
    gtk_column_view_append_column (self->table, column);
  }
}

static void
fill_orders (GwActionTable *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_(orders[i].name), NULL);

    g_menu_item_set_action_and_target (item, "table.order", "u", i);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->order, G_MENU_MODEL (menu));
}

static GtkSelectionModel *
new_selection (GListModel *model,
               GtkSorter  *sorter)
{
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (model), sorter);
  GtkSingleSelection *selection = gtk_single_selection_new (NULL);

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, G_LIST_MODEL (sorted));
  g_object_unref (sorted);

  return GTK_SELECTION_MODEL (selection);
}

static void
gw_action_table_dispose (GObject *object)
{
  GwActionTable *self = GW_ACTION_TABLE (object);

  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_handle_id (&self->measure_id, g_source_remove);
  /* The views let go of what compares and filters with this object's data. */
  if (self->found != NULL) {
    gtk_column_view_set_model (self->table, NULL);
    gtk_list_view_set_model (self->list, NULL);
    gtk_filter_list_model_set_filter (self->found, NULL);
    gtk_filter_list_model_set_model (self->found, NULL);
  }
  g_clear_object (&self->list_sorter);
  g_clear_object (&self->found);
  g_clear_object (&self->actions);
  g_clear_object (&self->reference);

  G_OBJECT_CLASS (gw_action_table_parent_class)->dispose (object);
}

static void
gw_action_table_finalize (GObject *object)
{
  GwActionTable *self = GW_ACTION_TABLE (object);

  g_free (self->language);
  g_free (self->folded);
  g_free (self->place);
  g_array_unref (self->years);
  g_ptr_array_unref (self->statuses);

  G_OBJECT_CLASS (gw_action_table_parent_class)->finalize (object);
}

static void
gw_action_table_class_init (GwActionTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_action_table_dispose;
  object_class->finalize = gw_action_table_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, GW_TYPE_ACTION);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/actions/gw-action-table.ui");
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, search);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, status);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, year);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, count);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, stack);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, squeezer);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, table);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, order);
  gtk_widget_class_bind_template_child (widget_class, GwActionTable, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.order", "u", order_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "actions.delete-selected", NULL);
}

static void
gw_action_table_init (GwActionTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->years = g_array_new (FALSE, FALSE, sizeof (int));
  self->statuses = g_ptr_array_new ();
  self->list_order = &orders[0];
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_orders (self);
  let_shrink (self->status);
  let_shrink (self->year);
  g_signal_connect_after (self->status, "map", G_CALLBACK (name_drop_down_cb), NULL);
  g_signal_connect_after (self->year, "map", G_CALLBACK (name_drop_down_cb), NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
}

/**
 * gw_action_table_set_actions:
 * @actions: of #GwAction
 * @reference: the lists from which their words come
 * @language: the person's language
 *
 * What to show; called once.
 */
void
gw_action_table_set_actions (GwActionTable *self,
                             GListModel    *actions,
                             GwReference   *reference,
                             const char    *language)
{
  GtkFilter *filter;
  GtkMultiSorter *sorter;
  g_autoptr (GtkSelectionModel) in_table = NULL, in_list = NULL;

  g_return_if_fail (GW_IS_ACTION_TABLE (self) && self->actions == NULL);

  self->actions = g_object_ref (actions);
  self->reference = g_object_ref (reference);
  self->language = g_strdup (language);
  add_columns (self);
  fill_statuses (self);
  filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  self->found = gtk_filter_list_model_new (g_object_ref (actions), filter);

  /* Where no head was clicked, what was worked on last stands first. */
  sorter = gtk_multi_sorter_new ();
  gtk_multi_sorter_append (sorter, g_object_ref (gtk_column_view_get_sorter (self->table)));
  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_custom_sorter_new (compare_changes, NULL, NULL)));
  in_table = new_selection (G_LIST_MODEL (self->found), GTK_SORTER (sorter));
  gtk_column_view_set_model (self->table, in_table);

  self->list_sorter = GTK_SORTER (gtk_custom_sorter_new (compare_in_list, self, NULL));
  in_list = new_selection (G_LIST_MODEL (self->found), g_object_ref (self->list_sorter));
  gtk_list_view_set_model (self->list, in_list);

  g_signal_connect_object (actions, "items-changed", G_CALLBACK (actions_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (in_table, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (in_list, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  actions_changed_cb (self);
  name_parts (GTK_WIDGET (self->table), _("Actions"));
}

/**
 * gw_action_table_get_selected:
 *
 * Returns: (transfer none) (nullable): the action that is selected
 */
GwAction *
gw_action_table_get_selected (GwActionTable *self)
{
  g_return_val_if_fail (GW_IS_ACTION_TABLE (self), NULL);

  return gtk_single_selection_get_selected_item (get_selection (self));
}

/**
 * gw_action_table_find:
 *
 * Puts the keyboard focus where words to search for are typed.
 */
void
gw_action_table_find (GwActionTable *self)
{
  g_return_if_fail (GW_IS_ACTION_TABLE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
focus_now (GwActionTable *self)
{
  guint position;

  if (self->place != NULL && go_to_place (self))
    return;

  position = gtk_single_selection_get_selected (get_selection (self));
  if (!focus_position (self, position == GTK_INVALID_LIST_POSITION ? 0 : position))
    gtk_widget_grab_focus (get_view (self));
}

static gboolean
focus_later_cb (gpointer user_data)
{
  GwActionTable *self = user_data;

  self->focus_id = 0;
  focus_now (self);

  return G_SOURCE_REMOVE;
}

/**
 * gw_action_table_focus:
 * @id: (nullable): an action to select; it may come a moment later
 *
 * Puts the keyboard focus to the actions.
 */
void
gw_action_table_focus (GwActionTable *self,
                       const char    *id)
{
  g_return_if_fail (GW_IS_ACTION_TABLE (self));

  g_free (self->place);
  self->place = g_strdup (id);
  /* Before the first drawing nobody knows whether it will be the table or the list. */
  if (gtk_widget_get_width (GTK_WIDGET (self->squeezer)) > 0)
    focus_now (self);
  else if (self->focus_id == 0)
    self->focus_id = g_idle_add_full (G_PRIORITY_LOW, focus_later_cb, self, NULL);
}
