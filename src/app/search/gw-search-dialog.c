/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ctrl+K: everything that is here, found while one types. The focus stays in the entry; the
 * arrow keys walk the results, Enter jumps there, Escape goes back to where one was. */

#include "app/search/gw-search-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/gw-desks.h"
#include "app/gw-ui-language.h"

struct _GwSearchDialog
{
  AdwWindow parent_instance;

  GwContext *context;
  GCancellable *cancellable; /* of the query on its way */

  GtkEditable *entry;
  GtkStack *stack;
  GtkListView *list;
  GtkLabel *nothing;
  GListStore *rows; /* GtkStringObject: the heading of a group; GwSearchHit: a result */
  GtkSingleSelection *selection;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwSearchDialog, gw_search_dialog, ADW_TYPE_WINDOW)

static const struct
{
  const char *kind;
  const char *heading;
} headings[] = {
  { "manual", N_("Manual") },
  { "glossary", N_("Words and their meaning") },
  { "checklist", N_("Checklists") },
  { "plan", N_("Plans") },
  { "tick", N_("Notes on plans") },
  { "action", N_("Actions") },
  { "report", N_("Reports") },
  { "answer", N_("Answers") },
  { "species", N_("Species") },
  { "country", N_("Countries") },
};

static const char *
get_heading (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++) {
    if (g_str_equal (headings[i].kind, kind))
      return _(headings[i].heading);
  }
  return _("Other");
}

/* What a desk is asked to show: pages of the manual are topics, documents have their own ids. */
static char *
dup_target (GwSearchHit *hit)
{
  const char *kind = gw_search_hit_get_kind (hit);
  const char *id = gw_search_hit_get_id (hit);
  const char *fragment = gw_search_hit_get_fragment (hit);
  gboolean has_fragment = fragment != NULL && *fragment != '\0';

  if (g_str_equal (kind, "manual") || g_str_equal (kind, "glossary"))
    return has_fragment ? g_strdup_printf ("topic:%s#%s", id, fragment)
                        : g_strdup_printf ("topic:%s", id);
  if (strchr (id, ':') == NULL)
    return has_fragment ? g_strdup_printf ("%s:%s#%s", kind, id, fragment)
                        : g_strdup_printf ("%s:%s", kind, id);
  return g_strdup (id);
}

static gboolean
is_heading (GwSearchDialog *self,
            guint           position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return item != NULL && GTK_IS_STRING_OBJECT (item);
}

/* The selection steps over headings. */
static void
select_from (GwSearchDialog *self,
             guint           position,
             int             step)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  while (position < n && is_heading (self, position))
    position += (guint) step;
  if (position >= n)
    return;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              position > 0 && is_heading (self, position - 1) ? position - 1
                                                                              : position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
fill_rows (GwSearchDialog  *self,
           GwSearchResults *results)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint g = 0; g < gw_search_results_get_n_groups (results); g++) {
    const GwSearchGroup *group = gw_search_results_get_group (results, g);
    gboolean headed = FALSE;

    for (guint i = group->first; i < group->first + group->n_hits; i++) {
      g_autoptr (GwSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (results), i);
      g_autofree char *target = dup_target (hit);

      /* A result that leads nowhere would be a door that does not open. */
      if (gw_desks_find_for (target) == NULL)
        continue;
      if (!headed)
        g_ptr_array_add (rows, gtk_string_object_new (get_heading (group->kind)));
      headed = TRUE;
      g_ptr_array_add (rows, g_steal_pointer (&hit));
    }
  }

  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
}

static void
show_nothing (GwSearchDialog     *self,
              const char * const *near)
{
  /* TRANSLATORS: Stands between the words in a list of words. */
  g_autofree char *words = near != NULL && near[0] != NULL ? g_strjoinv (_(", "), (char **) near)
                                                           : NULL;
  g_autofree char *text = NULL;

  if (words != NULL)
    /* TRANSLATORS: %s is a list of words that were found. */
    text = g_strdup_printf (_("Nothing was found in English, French, Spanish or Arabic. Near "
                              "words that are there: %s"), words);
  gtk_label_set_label (self->nothing, text != NULL ? text
                       : _("Nothing was found in English, French, Spanish or Arabic. A shorter "
                           "or more common word may help."));
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GwSearchDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSearchResults) results =
    gw_search_query_finish (GW_SEARCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL)
    return;
  if (results == NULL) {
    g_warning ("The search failed: %s", error->message);
    gtk_label_set_label (self->nothing, _("The search does not work at this moment. Nothing is "
                                          "lost; please try again later."));
    gtk_stack_set_visible_child_name (self->stack, "nothing");
    return;
  }

  fill_rows (self, results);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0) {
    show_nothing (self, gw_search_results_get_near (results));
    return;
  }
  gtk_stack_set_visible_child_name (self->stack, "list");
  select_from (self, 0, 1);
}

static void
on_search_changed (GwSearchDialog *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  const char *languages[8] = { gw_context_get_language (self->context) };
  guint n_languages, n = 1;
  const GwUiLanguage *all = gw_ui_language_get_all (&n_languages);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*text == '\0') {
    g_list_store_remove_all (self->rows);
    gtk_stack_set_visible_child_name (self->stack, "hint");
    return;
  }

  /* One's own language first, then the others. */
  for (guint i = 0; i < n_languages && n + 1 < G_N_ELEMENTS (languages); i++) {
    if (!g_str_equal (all[i].code, languages[0]))
      languages[n++] = all[i].code;
  }
  self->cancellable = g_cancellable_new ();
  gw_search_query_async (gw_context_get_search (self->context), text, languages,
                         GW_SEARCH_PER_KIND, self->cancellable, on_found, g_object_ref (self));
}

static void
open_row (GwSearchDialog *self,
          guint           position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  g_autofree char *target = NULL;

  if (!GW_IS_SEARCH_HIT (item))
    return;

  target = dup_target (GW_SEARCH_HIT (item));
  g_signal_emit (self, signals[OPENED], 0, target);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_activate (GwSearchDialog *self)
{
  open_row (self, gtk_single_selection_get_selected (self->selection));
}

static gboolean
on_key (GwSearchDialog *self,
        guint           keyval)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down)
    select_from (self, position + 1, 1);
  else if (keyval == GDK_KEY_Up && position > 0)
    select_from (self, position - 1, -1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* The found words stand out by weight, so that nothing is told by colour alone. */
static PangoAttrList *
mark_words (const GwSearchMark *marks,
            guint               n_marks)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < n_marks; i++) {
    PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

    bold->start_index = marks[i].start;
    bold->end_index = marks[i].start + marks[i].length;
    pango_attr_list_insert (attributes, bold);
  }

  return attributes;
}

static GtkWidget *
add_label (GtkBox     *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  add_label (GTK_BOX (box), "caption-heading");
  add_label (GTK_BOX (box), NULL);
  add_label (GTK_BOX (box), "caption");
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "dim-label");
  gtk_list_item_set_child (list_item, box);
}

static void
bind_hit (GtkLabel    *title,
          GtkLabel    *snippet,
          GwSearchHit *hit)
{
  const char *heading = gw_search_hit_get_heading (hit);
  const char *words = gw_search_hit_get_snippet (hit);
  guint n_marks;
  const GwSearchMark *marks = gw_search_hit_get_title_marks (hit, &n_marks);
  g_autoptr (PangoAttrList) in_title = mark_words (marks, n_marks);
  g_autoptr (PangoAttrList) in_snippet = NULL;

  gtk_label_set_attributes (title, in_title);
  if (heading != NULL && *heading != '\0') {
    /* TRANSLATORS: The title of a page and of a section in it. */
    g_autofree char *both = g_strdup_printf (_("%1$s: %2$s"), gw_search_hit_get_title (hit), heading);

    gtk_label_set_label (title, both);
  } else {
    gtk_label_set_label (title, gw_search_hit_get_title (hit));
  }

  marks = gw_search_hit_get_snippet_marks (hit, &n_marks);
  in_snippet = mark_words (marks, n_marks);
  gtk_label_set_label (snippet, words != NULL ? words : "");
  gtk_label_set_attributes (snippet, in_snippet);
  gtk_widget_set_visible (GTK_WIDGET (snippet), words != NULL && *words != '\0');
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item)
{
  GtkWidget *heading = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *title = gtk_widget_get_next_sibling (heading);
  GtkWidget *snippet = gtk_widget_get_next_sibling (title);
  gpointer item = gtk_list_item_get_item (list_item);
  gboolean is_hit = GW_IS_SEARCH_HIT (item);

  gtk_widget_set_visible (heading, !is_hit);
  gtk_widget_set_visible (title, is_hit);
  gtk_list_item_set_selectable (list_item, is_hit);
  gtk_list_item_set_activatable (list_item, is_hit);
  if (is_hit) {
    bind_hit (GTK_LABEL (title), GTK_LABEL (snippet), item);
  } else {
    gtk_widget_set_visible (snippet, FALSE);
    gtk_label_set_label (GTK_LABEL (heading), gtk_string_object_get_string (item));
  }
}

static void
gw_search_dialog_dispose (GObject *object)
{
  GwSearchDialog *self = GW_SEARCH_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (gw_search_dialog_parent_class)->dispose (object);
}

static void
gw_search_dialog_class_init (GwSearchDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_search_dialog_dispose;

  /**
   * GwSearchDialog::opened:
   * @target: what the person chose, for the action `win.open`
   */
  signals[OPENED] = g_signal_new ("opened", GW_TYPE_SEARCH_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/search/gw-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GwSearchDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, GwSearchDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GwSearchDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GwSearchDialog, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_search_dialog_init (GwSearchDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_list_store_new (G_TYPE_OBJECT);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->entry), GTK_WIDGET (self));
}

/**
 * gw_search_dialog_new:
 * @context: where to search, and in which language first
 */
GtkWidget *
gw_search_dialog_new (GwContext *context)
{
  GwSearchDialog *self = g_object_new (GW_TYPE_SEARCH_DIALOG, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}
