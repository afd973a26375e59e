/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page is a column in one scrolled window: headings are labels with the role of a heading, what stands between them
 * are texts, tables are grids. A label for each paragraph would cost four times as much (wrapping labels are
 * measured again and again), and a table within a text squeezes its cells. The first screen is drawn at once, the rest
 * section by section when nothing else is to do. */

#include "app/manual/gw-manual-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/manual/gw-manual-finder.h"
#include "app/manual/gw-manual-text.h"

#define SLICE 2500

#define MOST_TICKS 60

struct _GwManualView
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *column;
  GwManualPage *page;
  GListModel *topics;
  GtkTextTagTable *tags;
  GPtrArray *texts;       /* of GwManualText, unowned, in reading order */
  GHashTable *headings;   /* section id -> widget, unowned */
  guint next_section;     /* the first that is not drawn yet */
  gboolean topics_shown;
  guint n_ticks;
  guint build_id;
  char *scroll_to;
  double scroll_position; /* -1: none asked for */
  GwManualFinder *finder;
};

enum
{
  SIGNAL_LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwManualView, gw_manual_view, GTK_TYPE_WIDGET)

static gboolean
is_rtl (GwManualPage *page)
{
  return g_str_has_prefix (gw_manual_page_get_lang (page), "ar");
}

static void
link_cb (GtkWidget    *text,
         const char   *target,
         GwManualView *self)
{
  g_signal_emit (self, signals[SIGNAL_LINK], 0, target);
}

static GwManualText *
new_text (GwManualView *self,
          GtkWidget    *box)
{
  GtkWidget *text = gw_manual_text_new (self->tags);

  gtk_accessible_update_property (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Text of the page"), -1);
  g_signal_connect (text, "link", G_CALLBACK (link_cb), self);
  gtk_box_append (GTK_BOX (box), text);
  g_ptr_array_add (self->texts, text);
  gw_manual_finder_add (self->finder, text);

  return GW_MANUAL_TEXT (text);
}

static GtkWidget *
new_label (GwManualView *self,
           const char   *words,
           const char   *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gw_manual_finder_add (self->finder, label);

  return label;
}

static char *
dup_spans (GPtrArray *spans)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    g_string_append (out, ((GwManualSpan *) spans->pdata[i])->text);

  return g_string_free (out, FALSE);
}

static void add_blocks (GwManualView *self,
                        GtkWidget    *box,
                        GPtrArray    *blocks);

static void
add_table (GwManualView        *self,
           GtkWidget           *box,
           const GwManualBlock *table)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE, "column-spacing",
                                  18, "row-spacing", 8, NULL);
  g_autofree char *title = dup_spans (table->spans);

  if (*title != '\0')
    gtk_box_append (GTK_BOX (box), new_label (self, title, "heading"));
  for (guint r = 0; r < table->blocks->len; r++) {
    const GwManualBlock *row = table->blocks->pdata[r];
    int column = 0;

    for (guint c = 0; c < row->blocks->len; c++) {
      const GwManualBlock *cell = row->blocks->pdata[c];
      g_autofree char *words = gw_manual_block_dup_text (cell);
      GtkWidget *label = new_label (self, words, g_str_equal (row->style, "head") ? "heading" : NULL);

      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
      gtk_label_set_yalign (GTK_LABEL (label), 0.0f);
      gtk_grid_attach (GTK_GRID (grid), label, column, r, MAX (cell->columns, 1), MAX (cell->rows, 1));
      column += MAX (cell->columns, 1);
    }
  }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_widget_add_css_class (scrolled, "manual-table");
  gtk_box_append (GTK_BOX (box), scrolled);
}

static const char *
get_note_title (const char *style)
{
  if (g_str_equal (style, "warning"))
    return C_("note in the manual", "Take care");
  if (g_str_equal (style, "important"))
    return C_("note in the manual", "Important");
  if (g_str_equal (style, "tip"))
    return C_("note in the manual", "Tip");
  if (g_str_equal (style, "example"))
    return C_("note in the manual", "Example");

  return C_("note in the manual", "Note");
}

static void
add_note (GwManualView        *self,
          GtkWidget           *box,
          const GwManualBlock *note)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *title = dup_spans (note->spans);
  g_autofree char *css_class = g_strconcat ("note-", note->style, NULL);

  gtk_widget_add_css_class (frame, "manual-note");
  gtk_widget_add_css_class (frame, css_class);
  gtk_box_append (GTK_BOX (frame),
                  new_label (self, *title != '\0' ? title : get_note_title (note->style), "heading"));
  add_blocks (self, frame, note->blocks);
  gtk_box_append (GTK_BOX (box), frame);
}

static void
topic_activated_cb (GtkListBox    *list,
                    GtkListBoxRow *row,
                    GwManualView  *self)
{
  g_autofree char *target
      = g_strdup_printf ("topic:%s", (const char *) g_object_get_data (G_OBJECT (row), "topic"));

  g_signal_emit (self, signals[SIGNAL_LINK], 0, target);
}

static void
add_topics (GwManualView *self,
            GtkWidget    *box)
{
  GtkWidget *list;
  guint n = self->topics != NULL ? g_list_model_get_n_items (self->topics) : 0;

  if (n == 0 || self->topics_shown)
    return;

  self->topics_shown = TRUE;
  list = gtk_list_box_new ();
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Topics of this chapter"), -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (topic_activated_cb), self);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GwManualTopic) topic = g_list_model_get_item (self->topics, i);
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gw_manual_topic_get_title (topic));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), gw_manual_topic_get_desc (topic));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_object_set_data_full (G_OBJECT (row), "topic", g_strdup (gw_manual_topic_get_id (topic)), g_free);
    gtk_list_box_append (GTK_LIST_BOX (list), row);
  }
  gtk_box_append (GTK_BOX (box), list);
}

static void
add_blocks (GwManualView *self,
            GtkWidget    *box,
            GPtrArray    *blocks)
{
  GwManualText *text = NULL;

  for (guint i = 0; i < blocks->len; i++) {
    const GwManualBlock *block = blocks->pdata[i];

    switch (block->kind) {
    case GW_MANUAL_TABLE:
      add_table (self, box, block);
      text = NULL;
      break;
    case GW_MANUAL_NOTE:
      add_note (self, box, block);
      text = NULL;
      break;
    case GW_MANUAL_TOPICS:
      add_topics (self, box);
      text = NULL;
      break;
    case GW_MANUAL_FIGURE:
      if (block->alt != NULL)
        gtk_box_append (GTK_BOX (box), new_label (self, block->alt, "dim-label"));
      text = NULL;
      break;
    case GW_MANUAL_PARAGRAPH:
    case GW_MANUAL_CODE:
    case GW_MANUAL_LIST:
    case GW_MANUAL_ITEM:
    case GW_MANUAL_QUOTE:
    case GW_MANUAL_ROW:
    case GW_MANUAL_CELL:
    default:
      if (text == NULL)
        text = new_text (self, box);
      gw_manual_text_add_block (text, block);
      break;
    }
  }
}

static void
add_section (GwManualView    *self,
             GwManualSection *section)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label",
                                     section->title, "wrap", TRUE, "xalign", 0.0f, "selectable", FALSE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, section->level, -1);
  gtk_widget_add_css_class (heading, section->level <= 1   ? "title-1"
                                     : section->level == 2 ? "title-3"
                                                           : "title-4");
  gtk_widget_set_margin_top (heading, section->level <= 1 ? 0 : 12);
  gtk_box_append (GTK_BOX (self->column), heading);
  gw_manual_finder_add (self->finder, heading);
  if (section->id != NULL)
    g_hash_table_insert (self->headings, g_strdup (section->id), heading);
  add_blocks (self, self->column, section->blocks);
}

static gboolean
scroll_cb (gpointer user_data)
{
  GwManualView *self = user_data;
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));

  if (self->scroll_to != NULL) {
    GtkWidget *heading = g_hash_table_lookup (self->headings, self->scroll_to);
    graphene_point_t point;

    if (heading != NULL
        && gtk_widget_compute_point (heading, self->column, &GRAPHENE_POINT_INIT (0, 0), &point))
      gtk_adjustment_set_value (adjustment, point.y);
    g_clear_pointer (&self->scroll_to, g_free);
  } else if (self->scroll_position >= 0) {
    gtk_adjustment_set_value (adjustment, self->scroll_position);
  }
  self->scroll_position = -1;
  g_object_unref (self);

  return G_SOURCE_REMOVE;
}

/* Places are known only after a frame was laid out. */
static void
scroll_soon (GwManualView *self)
{
  if (self->build_id == 0 && (self->scroll_to != NULL || self->scroll_position >= 0))
    g_timeout_add (50, scroll_cb, g_object_ref (self));
}

/* A page keeps the direction of its own language in a window of another; GTK does not hand a direction down. */
static void
set_direction (GtkWidget        *widget,
               GtkTextDirection  direction)
{
  gtk_widget_set_direction (widget, direction);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    set_direction (child, direction);
}

/* A text that was measured before its lines were laid out may get too little height, and GTK drops the resize that it
 * asks for while it is being allocated: it is asked for again until every text has a place. */
static gboolean
give_heights_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  GwManualView *self = GW_MANUAL_VIEW (widget);
  gboolean missing = FALSE;

  for (guint i = 0; i < self->texts->len; i++) {
    GtkWidget *text = self->texts->pdata[i];

    if (!gw_manual_text_is_cut (GW_MANUAL_TEXT (text)))
      continue;
    gtk_widget_queue_resize (text);
    missing = TRUE;
  }

  return missing && ++self->n_ticks < MOST_TICKS ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
has_place_for_topics (GwManualPage *page)
{
  GPtrArray *sections = gw_manual_page_get_sections (page);

  for (guint i = 0; i < sections->len; i++) {
    GPtrArray *blocks = ((GwManualSection *) sections->pdata[i])->blocks;

    for (guint b = 0; b < blocks->len; b++)
      if (((GwManualBlock *) blocks->pdata[b])->kind == GW_MANUAL_TOPICS)
        return TRUE;
  }

  return FALSE;
}

static gboolean
build_cb (gpointer user_data)
{
  GwManualView *self = user_data;
  GPtrArray *sections = gw_manual_page_get_sections (self->page);
  gint64 until = g_get_monotonic_time () + SLICE;

  while (self->next_section < sections->len) {
    GtkWidget *last = gtk_widget_get_last_child (self->column);

    add_section (self, sections->pdata[self->next_section++]);
    /* A guide that does not say where its topics stand has them below its first words. */
    if (self->next_section == 1 && !has_place_for_topics (self->page))
      add_topics (self, self->column);
    for (GtkWidget *added = last != NULL ? gtk_widget_get_next_sibling (last)
                                         : gtk_widget_get_first_child (self->column);
         added != NULL; added = gtk_widget_get_next_sibling (added))
      set_direction (added, gtk_widget_get_direction (self->column));
    if (g_get_monotonic_time () >= until)
      return G_SOURCE_CONTINUE;
  }

  self->build_id = 0;
  self->n_ticks = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), give_heights_cb, NULL, NULL);
  scroll_soon (self);
  return G_SOURCE_REMOVE;
}

static void
forget_page (GwManualView *self)
{
  GtkWidget *child;

  g_clear_handle_id (&self->build_id, g_source_remove);
  gw_manual_finder_clear (self->finder);
  while ((child = gtk_widget_get_first_child (self->column)) != NULL)
    gtk_box_remove (GTK_BOX (self->column), child);
  g_ptr_array_set_size (self->texts, 0);
  g_hash_table_remove_all (self->headings);
  g_clear_pointer (&self->page, gw_manual_page_unref);
  g_clear_object (&self->topics);
  g_clear_object (&self->tags);
  g_clear_pointer (&self->scroll_to, g_free);
  self->next_section = 0;
  self->topics_shown = FALSE;
}

static void
gw_manual_view_dispose (GObject *object)
{
  GwManualView *self = GW_MANUAL_VIEW (object);

  if (self->scrolled != NULL) {
    forget_page (self);
    g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  }

  G_OBJECT_CLASS (gw_manual_view_parent_class)->dispose (object);
}

static void
gw_manual_view_finalize (GObject *object)
{
  GwManualView *self = GW_MANUAL_VIEW (object);

  g_ptr_array_unref (self->texts);
  gw_manual_finder_free (self->finder);
  g_hash_table_unref (self->headings);

  G_OBJECT_CLASS (gw_manual_view_parent_class)->finalize (object);
}

static void
gw_manual_view_class_init (GwManualViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_manual_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_manual_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  signals[SIGNAL_LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gw_manual_view_init (GwManualView *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->texts = g_ptr_array_new ();
  self->finder = gw_manual_finder_new ();
  self->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->scroll_position = -1;
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_margin_top (self->column, 18);
  gtk_widget_set_margin_bottom (self->column, 48);
  gtk_widget_set_margin_start (self->column, 18);
  gtk_widget_set_margin_end (self->column, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 740);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->column);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

/**
 * gw_manual_view_new:
 *
 * Returns: (transfer floating): a view without a page
 */
GtkWidget *
gw_manual_view_new (void)
{
  return g_object_new (GW_TYPE_MANUAL_VIEW, NULL);
}

/**
 * gw_manual_view_set_page:
 * @page: what to draw
 * @topics: (nullable): the topics of a chapter, of GwManualTopic
 */
void
gw_manual_view_set_page (GwManualView *self,
                         GwManualPage *page,
                         GListModel   *topics)
{
  g_return_if_fail (GW_IS_MANUAL_VIEW (self));

  forget_page (self);
  self->page = gw_manual_page_ref (page);
  self->topics = topics != NULL ? g_object_ref (topics) : NULL;
  self->tags = gw_manual_text_new_tags (is_rtl (page));
  self->scroll_position = 0;
  gtk_widget_set_direction (self->column, is_rtl (page) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  if (build_cb (self) == G_SOURCE_CONTINUE)
    self->build_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE - 50, build_cb, self, NULL);
}

/**
 * gw_manual_view_scroll_to:
 * @section: the id of a section
 */
void
gw_manual_view_scroll_to (GwManualView *self,
                          const char   *section)
{
  g_return_if_fail (GW_IS_MANUAL_VIEW (self));

  g_free (self->scroll_to);
  self->scroll_to = g_strdup (section);
  scroll_soon (self);
}

/**
 * gw_manual_view_get_position:
 *
 * Returns: how far the page is scrolled, in pixels
 */
double
gw_manual_view_get_position (GwManualView *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_VIEW (self), 0);

  return gtk_adjustment_get_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)));
}

/**
 * gw_manual_view_set_position:
 * @position: what gw_manual_view_get_position() gave
 */
void
gw_manual_view_set_position (GwManualView *self,
                             double        position)
{
  g_return_if_fail (GW_IS_MANUAL_VIEW (self));

  self->scroll_position = MAX (position, 0);
  scroll_soon (self);
}

/**
 * gw_manual_view_find:
 * @words: what to look for; empty takes all marks away
 *
 * Marks @words in the page.
 *
 * Returns: how many places there are
 */
guint
gw_manual_view_find (GwManualView *self,
                     const char   *words)
{
  g_return_val_if_fail (GW_IS_MANUAL_VIEW (self), 0);

  /* What is not drawn yet could not be found. */
  while (self->build_id != 0 && build_cb (self) == G_SOURCE_CONTINUE)
    ;
  return gw_manual_finder_find (self->finder, words);
}

/**
 * gw_manual_view_find_next:
 * @backwards: whether to go towards the beginning
 *
 * Goes to the next marked place, around the end.
 *
 * Returns: whether there is one
 */
gboolean
gw_manual_view_find_next (GwManualView *self,
                          gboolean      backwards)
{
  GtkWidget *piece;
  graphene_point_t point;
  int y;

  g_return_val_if_fail (GW_IS_MANUAL_VIEW (self), FALSE);

  piece = gw_manual_finder_next (self->finder, backwards, &y);
  if (piece == NULL)
    return FALSE;

  if (gtk_widget_compute_point (piece, self->column, &GRAPHENE_POINT_INIT (0, (float) y), &point))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
                              MAX (point.y - 80, 0));

  return TRUE;
}
