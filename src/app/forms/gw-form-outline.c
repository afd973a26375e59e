/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-outline.h"

#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-walk.h"
#include "app/widgets/gw-progress-ring.h"
#include "app/widgets/gw-roving-list.h"

/* A list of two hundred sections takes longer to lay out than the page that it leads to. Those that a person sees are
 * there at once, the others soon after, so many at a time. */
#define FIRST_ROWS 24
#define MORE_ROWS 8

typedef struct
{
  GwFormItem *group; /* NULL for loose questions */
  GPtrArray *items;
  GtkWidget *row;
  GtkWidget *ring;
  GtkWidget *title;
  GtkWidget *count;
  GtkWidget *wrong;
} Section;

struct _GwFormOutline
{
  AdwBin parent_instance;

  GtkListBox *list;
  GwFormSession *session;
  GPtrArray *sections; /* of Section */
  guint n_placed;      /* the first so many have their place in the list */
  guint place_id;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFormOutline, gw_form_outline, ADW_TYPE_BIN)

static void
section_free (Section *section)
{
  g_clear_object (&section->group);
  g_clear_pointer (&section->items, g_ptr_array_unref);
  g_free (section);
}

static Section *
get_section (GwFormOutline *self,
             guint          index)
{
  return index < self->sections->len ? self->sections->pdata[index] : NULL;
}

static char *
dup_title (Section *section)
{
  if (section->group == NULL)
    return g_strdup (_("Questions of the form"));

  return gw_form_walk_dup_label (section->group);
}

static gboolean
applies (Section *section)
{
  return section->group == NULL || gw_form_item_is_visible (section->group);
}

static GtkWidget *
new_caption (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static Section *
add_section (GwFormOutline *self,
             GwFormItem    *group)
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
  title = dup_title (section);
  section->title = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (section->title), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (section->title), TRUE);
  section->count = new_caption ("dim-label");
  section->wrong = new_caption ("error");
  gtk_widget_set_visible (section->wrong, FALSE);
  gtk_box_append (GTK_BOX (words), section->title);
  gtk_box_append (GTK_BOX (words), section->count);
  gtk_box_append (GTK_BOX (words), section->wrong);
  gtk_box_append (GTK_BOX (box), section->ring);
  gtk_box_append (GTK_BOX (box), words);
  section->row = gtk_list_box_row_new ();
  gtk_widget_set_visible (section->row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (section->row), box);
  gtk_widget_set_focusable (section->row, FALSE);
  gtk_list_box_append (self->list, section->row);
  g_ptr_array_add (self->sections, section);

  return section;
}

static void
place_until (GwFormOutline *self,
             guint          n)
{
  for (; self->n_placed < MIN (n, self->sections->len); self->n_placed++) {
    Section *section = self->sections->pdata[self->n_placed];

    gtk_widget_set_visible (section->row, applies (section));
  }
}

static gboolean
place_more (gpointer user_data)
{
  GwFormOutline *self = user_data;

  place_until (self, self->n_placed + MORE_ROWS);
  if (self->n_placed < self->sections->len)
    return G_SOURCE_CONTINUE;
  self->place_id = 0;
  return G_SOURCE_REMOVE;
}

static void
place_sections (GwFormOutline *self)
{
  place_until (self, FIRST_ROWS);
  if (self->n_placed < self->sections->len)
    self->place_id = g_idle_add_full (G_PRIORITY_LOW, place_more, self, NULL);
}

static void
load_sections (GwFormOutline *self)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (self->session);
  Section *loose = NULL;

  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = items->pdata[i];

    if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL) {
      add_section (self, item);
      loose = NULL;
      continue;
    }
    if (loose == NULL)
      loose = add_section (self, NULL);
    g_ptr_array_add (loose->items, g_object_ref (item));
  }
  place_sections (self);
}

static void
clear_sections (GwFormOutline *self)
{
  GtkWidget *row;

  g_clear_handle_id (&self->place_id, g_source_remove);
  self->n_placed = 0;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_ptr_array_set_size (self->sections, 0);
}

/* ------------------------------------------------------------ counts */

static void
measure (GwFormOutline  *self,
         Section        *section,
         GwFormProgress *progress)
{
  g_autoptr (GPtrArray) questions = NULL;

  if (section->group != NULL) {
    gw_form_session_get_progress (self->session, section->group, progress);
    return;
  }

  questions = gw_form_walk_questions (section->items);
  progress->questions = questions->len;
  for (guint i = 0; i < questions->len; i++) {
    GwFormItem *item = questions->pdata[i];
    gboolean open = gw_form_walk_is_open (item);

    progress->answered += !open;
    progress->invalid += !open && !gw_form_item_is_valid (item);
  }
}

static void
show_counts (Section              *section,
             const GwFormProgress *progress)
{
  /* TRANSLATORS: How many questions of a section are answered: "3 of 12". */
  g_autofree char *count = g_strdup_printf (_("%u of %u answered"), progress->answered, progress->questions);
  g_autofree char *wrong = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u answer to put right",
                                                         "%u answers to put right", progress->invalid),
                                            progress->invalid);

  gw_progress_ring_set (GW_PROGRESS_RING (section->ring), progress->answered, progress->questions);
  gtk_label_set_text (GTK_LABEL (section->count), count);
  gtk_label_set_text (GTK_LABEL (section->wrong), wrong);
  gtk_widget_set_visible (section->count, progress->questions > 0);
  gtk_widget_set_visible (section->wrong, progress->invalid > 0);
}

/* ------------------------------------------------------------ object */

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  GwFormOutline *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, (guint) gtk_list_box_row_get_index (row));
}

static void
gw_form_outline_dispose (GObject *object)
{
  g_clear_handle_id (&GW_FORM_OUTLINE (object)->place_id, g_source_remove);

  G_OBJECT_CLASS (gw_form_outline_parent_class)->dispose (object);
}

static void
gw_form_outline_finalize (GObject *object)
{
  GwFormOutline *self = GW_FORM_OUTLINE (object);

  g_clear_pointer (&self->sections, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gw_form_outline_parent_class)->finalize (object);
}

static void
gw_form_outline_class_init (GwFormOutlineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_form_outline_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_form_outline_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
gw_form_outline_init (GwFormOutline *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "form-outline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sections of the form"), -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gw_roving_list_make (self->list);
  adw_bin_set_child (ADW_BIN (self), list);
}

/**
 * gw_form_outline_set_session:
 * @session: (nullable): what is filled in
 *
 * Lists the sections of @session. Their counts come with gw_form_outline_update().
 */
void
gw_form_outline_set_session (GwFormOutline *self,
                             GwFormSession *session)
{
  g_return_if_fail (GW_IS_FORM_OUTLINE (self));

  clear_sections (self);
  g_set_object (&self->session, session);
  if (session != NULL)
    load_sections (self);
}

/**
 * gw_form_outline_get_n:
 *
 * Returns: how many sections there are
 */
guint
gw_form_outline_get_n (GwFormOutline *self)
{
  g_return_val_if_fail (GW_IS_FORM_OUTLINE (self), 0);

  return self->sections->len;
}

/**
 * gw_form_outline_has_heading:
 *
 * Returns: whether @section has a title of the form's own, and is not the loose questions
 */
gboolean
gw_form_outline_has_heading (GwFormOutline *self,
                             guint          section)
{
  g_return_val_if_fail (get_section (self, section) != NULL, FALSE);

  return get_section (self, section)->group != NULL;
}

/**
 * gw_form_outline_dup_title:
 *
 * Returns: (transfer full): the title of @section, in the session's language
 */
char *
gw_form_outline_dup_title (GwFormOutline *self,
                           guint          section)
{
  g_return_val_if_fail (get_section (self, section) != NULL, NULL);

  return dup_title (get_section (self, section));
}

/**
 * gw_form_outline_applies:
 *
 * Returns: whether @section is asked for, by what was answered so far
 */
gboolean
gw_form_outline_applies (GwFormOutline *self,
                         guint          section)
{
  g_return_val_if_fail (get_section (self, section) != NULL, FALSE);

  return applies (get_section (self, section));
}

/**
 * gw_form_outline_dup_items:
 *
 * Returns: (transfer full) (element-type GwFormItem): what stands in @section below its title
 */
GPtrArray *
gw_form_outline_dup_items (GwFormOutline *self,
                           guint          section)
{
  Section *it;

  g_return_val_if_fail (get_section (self, section) != NULL, NULL);

  it = get_section (self, section);
  if (it->group != NULL && gw_form_item_get_kind (it->group) == GW_FORM_ITEM_GROUP)
    return gw_form_item_dup_items (it->group);

  return g_ptr_array_ref (it->items);
}

/**
 * gw_form_outline_count_hidden:
 *
 * Returns: how many answers of @section are kept but not asked for, because of other answers
 */
guint
gw_form_outline_count_hidden (GwFormOutline *self,
                              guint          section)
{
  g_return_val_if_fail (get_section (self, section) != NULL, 0);

  return gw_form_walk_count_hidden (get_section (self, section)->items);
}

/**
 * gw_form_outline_find:
 * @section: (out): where @item stands
 *
 * Returns: whether a section holds @item
 */
gboolean
gw_form_outline_find (GwFormOutline *self,
                      GwFormItem    *item,
                      guint         *section)
{
  g_return_val_if_fail (GW_IS_FORM_OUTLINE (self), FALSE);

  for (guint i = 0; i < self->sections->len; i++) {
    Section *it = self->sections->pdata[i];

    for (GwFormItem *at = item; at != NULL; at = gw_form_item_get_parent (at)) {
      if (!g_ptr_array_find (it->items, at, NULL))
        continue;
      *section = i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * gw_form_outline_select:
 *
 * Marks @section as the one that is shown.
 */
void
gw_form_outline_select (GwFormOutline *self,
                        guint          section)
{
  g_return_if_fail (get_section (self, section) != NULL);

  place_until (self, section + 1);
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (get_section (self, section)->row));
}

/**
 * gw_form_outline_update:
 *
 * Counts again. Counting asks every question, so call it once after a burst of changes.
 */
void
gw_form_outline_update (GwFormOutline *self)
{
  g_return_if_fail (GW_IS_FORM_OUTLINE (self));

  for (guint i = 0; i < self->sections->len; i++) {
    GwFormProgress progress = { 0 };

    measure (self, self->sections->pdata[i], &progress);
    show_counts (self->sections->pdata[i], &progress);
  }
  for (guint i = 0; i < self->n_placed; i++) {
    Section *section = self->sections->pdata[i];

    gtk_widget_set_visible (section->row, applies (section));
  }
}

/**
 * gw_form_outline_translate:
 *
 * Shows the titles in the session's language.
 */
void
gw_form_outline_translate (GwFormOutline *self)
{
  g_return_if_fail (GW_IS_FORM_OUTLINE (self));

  for (guint i = 0; i < self->sections->len; i++) {
    Section *section = self->sections->pdata[i];
    g_autofree char *title = dup_title (section);

    gtk_label_set_text (GTK_LABEL (section->title), title);
  }
}
