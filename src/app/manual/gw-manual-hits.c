/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages of the manual that a query found, as rows of a list. */

#include "app/manual/gw-manual-hits.h"

#include <string.h>

static char *
dup_marked (const char         *text,
            const GwSearchMark *marks,
            guint               n_marks)
{
  GString *markup = g_string_new (NULL);
  gsize at = 0, size = strlen (text);

  for (guint i = 0; i < n_marks; i++) {
    g_autofree char *before = NULL, *word = NULL;

    if (marks[i].start < at || marks[i].start + marks[i].length > size)
      continue;
    before = g_markup_escape_text (text + at, marks[i].start - at);
    word = g_markup_escape_text (text + marks[i].start, marks[i].length);
    g_string_append_printf (markup, "%s<b>%s</b>", before, word);
    at = marks[i].start + marks[i].length;
  }
  {
    g_autofree char *rest = g_markup_escape_text (text + at, -1);

    g_string_append (markup, rest);
  }

  return g_string_free (markup, FALSE);
}

static void
add_hit (GtkListBox  *list,
         GwSearchHit *hit)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (NULL), *snippet = gtk_label_new (NULL);
  const char *fragment = gw_search_hit_get_fragment (hit);
  g_autofree char *title_markup = NULL, *snippet_markup = NULL;
  const GwSearchMark *marks;
  guint n;

  marks = gw_search_hit_get_title_marks (hit, &n);
  title_markup = dup_marked (gw_search_hit_get_title (hit), marks, n);
  marks = gw_search_hit_get_snippet_marks (hit, &n);
  snippet_markup = dup_marked (gw_search_hit_get_snippet (hit), marks, n);
  gtk_label_set_markup (GTK_LABEL (title), title_markup);
  gtk_label_set_markup (GTK_LABEL (snippet), snippet_markup);
  for (GtkWidget *label = title; label != NULL; label = label == title ? snippet : NULL) {
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_label_set_lines (GTK_LABEL (snippet), 3);
  gtk_label_set_ellipsize (GTK_LABEL (snippet), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (snippet, "dim-label");
  gtk_widget_add_css_class (snippet, "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "target",
                          fragment != NULL && *fragment != '\0'
                              ? g_strdup_printf ("topic:%s#%s", gw_search_hit_get_id (hit), fragment)
                              : g_strdup_printf ("topic:%s", gw_search_hit_get_id (hit)),
                          g_free);
  gtk_list_box_append (list, row);
}

/**
 * gw_manual_hits_show:
 * @list: where the found pages stand, a row each
 * @results: of a query over everything; what is not of the manual is left out
 *
 * Shows what was found, with the found words marked.
 */
void
gw_manual_hits_show (GtkListBox      *list,
                     GwSearchResults *results)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (GW_IS_SEARCH_RESULTS (results));

  gw_manual_hits_clear (list);
  for (guint g = 0; g < gw_search_results_get_n_groups (results); g++) {
    const GwSearchGroup *group = gw_search_results_get_group (results, g);

    if (!g_str_equal (group->kind, "manual") && !g_str_equal (group->kind, "glossary"))
      continue;
    for (guint i = 0; i < group->n_hits; i++) {
      g_autoptr (GwSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (results), group->first + i);

      add_hit (list, hit);
    }
  }
}

/**
 * gw_manual_hits_clear:
 *
 * Takes all rows out of @list.
 */
void
gw_manual_hits_clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/**
 * gw_manual_hits_get_target:
 *
 * Returns: (transfer none): where @row leads, as a `topic:` target
 */
const char *
gw_manual_hits_get_target (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "target");
}
