/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/others/gw-form-faults.h"

#include <glib/gi18n-lib.h>

/* A broken form has a few faults; a thousand are one fault a thousand times. */
#define MOST_ROWS 100

struct _GwFormFaults
{
  AdwBin parent_instance;

  GtkWidget *column;
  char *text; /* all of it as a compiler would print it */
};

G_DEFINE_FINAL_TYPE (GwFormFaults, gw_form_faults, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Where it is, isolated so that a path keeps its order in a right-to-left sentence. */
static char *
dup_place (const GwFormIssue *issue)
{
  g_autoptr (GString) place = g_string_new (NULL);

  if (issue->line > 0)
    /* TRANSLATORS: %d is the number of a line in a file. */
    g_string_append_printf (place, _("Line %d"), issue->line);
  if (issue->node != NULL)
    g_string_append_printf (place, "%s\u2066%s\u2069", place->len > 0 ? " · " : "", issue->node);
  if (issue->expression != NULL)
    g_string_append_printf (place, "%s\u2066%s\u2069", place->len > 0 ? " · " : "", issue->expression);

  return g_string_free (g_steal_pointer (&place), FALSE);
}

static GtkWidget *
new_row (const GwFormIssue *issue)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *place = dup_place (issue);
  GtkWidget *detail = new_label (issue->detail, "caption");

  gtk_box_append (GTK_BOX (box), new_label (_(gw_form_issue_code_get_sentence (issue->code)), "heading"));
  if (*place != '\0')
    gtk_box_append (GTK_BOX (box), new_label (place, "dim-label"));
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (detail), TRUE);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_widget_add_css_class (box, "fault");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

static void
copy_cb (GtkButton    *button,
         GwFormFaults *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
}

static void
gw_form_faults_finalize (GObject *object)
{
  g_free (GW_FORM_FAULTS (object)->text);

  G_OBJECT_CLASS (gw_form_faults_parent_class)->finalize (object);
}

static void
gw_form_faults_class_init (GwFormFaultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_form_faults_finalize;
}

static void
gw_form_faults_init (GwFormFaults *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->column, 18);
  gtk_widget_set_margin_bottom (self->column, 18);
  gtk_widget_set_margin_start (self->column, 12);
  gtk_widget_set_margin_end (self->column, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * gw_form_faults_new:
 *
 * Returns: (transfer floating): an empty page
 */
GtkWidget *
gw_form_faults_new (void)
{
  return g_object_new (GW_TYPE_FORM_FAULTS, NULL);
}

static guint
count_faults (GPtrArray *issues)
{
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    n += ((GwFormIssue *) issues->pdata[i])->is_fault;

  return n;
}

static GtkWidget *
new_list (GwFormFaults *self,
          const char   *file_name,
          GPtrArray    *issues)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint listed = 0;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Faults of the form"), -1);
  for (guint i = 0; i < issues->len; i++) {
    const GwFormIssue *issue = issues->pdata[i];
    g_autofree char *line = gw_form_issue_dup_text (issue, file_name);

    g_string_append_printf (text, "%s\n", line);
    if (issue->is_fault && listed++ < MOST_ROWS)
      gtk_list_box_append (GTK_LIST_BOX (list), new_row (issue));
  }
  g_free (self->text);
  self->text = g_string_free (g_steal_pointer (&text), FALSE);

  return list;
}

/**
 * gw_form_faults_set:
 * @file_name: what to call the form
 * @issues: (element-type GwFormIssue): what was found in it
 *
 * Shows the faults among @issues.
 */
void
gw_form_faults_set (GwFormFaults *self,
                    const char   *file_name,
                    GPtrArray    *issues)
{
  guint n = count_faults (issues);
  /* TRANSLATORS: %s is the name of a file. */
  g_autofree char *title = g_strdup_printf (_("“%s” cannot be filled in"), file_name);
  g_autofree char *sentence
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "The form has %u fault. Nothing was changed. Please send the list to whoever made "
                                      "the form, and open it again when it is put right.",
                                      "The form has %u faults. Nothing was changed. Please send the list to whoever "
                                      "made the form, and open it again when they are put right.",
                                      n),
                         n);
  GtkWidget *heading, *copy, *child;

  g_return_if_fail (GW_IS_FORM_FAULTS (self));

  while ((child = gtk_widget_get_first_child (self->column)) != NULL)
    gtk_box_remove (GTK_BOX (self->column), child);
  heading = new_label (title, "title-2");
  copy = gtk_button_new_with_label (_("Copy the list"));
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (self->column), heading);
  gtk_box_append (GTK_BOX (self->column), new_label (sentence, "body"));
  gtk_box_append (GTK_BOX (self->column), new_list (self, file_name, issues));
  gtk_box_append (GTK_BOX (self->column), copy);
}
