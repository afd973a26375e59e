/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/reports/gw-report-versions.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-markdown.h"

struct _GwReportVersions
{
  AdwWindow parent_instance;

  GwFilledForm *form;
  GwFormItem *item;
  char *ref;
  GPtrArray *versions; /* of GwAnswer */
  GtkWidget *box;
  GtkWidget *own;
  GtkWidget *problem;
};

G_DEFINE_FINAL_TYPE (GwReportVersions, gw_report_versions, ADW_TYPE_WINDOW)

static gboolean
is_choice (GwFormItem *item)
{
  GwFormControl control = gw_form_item_get_control (item);

  return control == GW_FORM_CONTROL_SELECT || control == GW_FORM_CONTROL_SELECT1;
}

/* What a person reads: the labels of choices, and not what is stored for them. */
static char *
dup_shown (GwFormItem *item,
           const char *value)
{
  g_autoptr (GPtrArray) choices = NULL;
  g_auto (GStrv) words = NULL;
  GString *shown;

  if (!is_choice (item))
    return g_strdup (value);

  choices = gw_form_item_dup_choices (item);
  words = g_strsplit (value, " ", -1);
  shown = g_string_new (NULL);
  for (guint i = 0; i < choices->len; i++) {
    GwFormChoice *choice = choices->pdata[i];
    g_autofree char *text = NULL;

    if (!g_strv_contains ((const char *const *) words, choice->value))
      continue;
    text = gw_markdown_to_text (choice->label);
    g_string_append_printf (shown, "%s• %s", shown->len > 0 ? "\n" : "", text);
  }

  return g_string_free (shown, FALSE);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GwReportVersions) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean settled = gw_filled_form_settle_finish (GW_FILLED_FORM (source), result, &error);

  if (!settled)
    g_message ("The versions of an answer are not settled: %s", error->message);
  /* The window was closed meanwhile. */
  if (self->item == NULL)
    return;
  if (settled) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_label_set_text (GTK_LABEL (self->problem),
                      _("This could not be saved just now. Both versions are still here; please try again."));
  gtk_widget_set_visible (self->problem, TRUE);
}

static void
settle (GwReportVersions *self,
        const char       *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) revs = NULL;

  for (guint i = 0; i < self->versions->len; i++)
    g_strv_builder_add (builder, ((GwAnswer *) self->versions->pdata[i])->rev);
  revs = g_strv_builder_end (builder);
  gw_filled_form_settle_async (self->form, self->ref, value, (const char *const *) revs, settled_cb,
                               g_object_ref (self));
}

static void
keep_cb (GtkButton        *button,
         GwReportVersions *self)
{
  settle (self, g_object_get_data (G_OBJECT (button), "value"));
}

static void
keep_own_cb (GtkButton        *button,
             GwReportVersions *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->own));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  settle (self, text);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_version (GwReportVersions *self,
             const GwAnswer   *answer)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *when = gw_date_words_format_time (answer->changed);
  const char *author = answer->author != NULL && *answer->author != '\0' ? answer->author : _("Not known");
  g_autofree char *shown = dup_shown (self->item, answer->value);
  GtkWidget *text = new_label (*shown != '\0' ? shown : _("(emptied)"), NULL);
  GtkWidget *keep = gtk_button_new_with_label (_("Keep this version"));
  /* TRANSLATORS: %s is the name of the person who wrote a version of an answer. */
  g_autofree char *name = g_strdup_printf (_("Keep the version of %s"), author);

  gtk_box_append (GTK_BOX (box), new_label (author, "heading"));
  gtk_box_append (GTK_BOX (box), new_label (when, "dim-label"));
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_vexpand (text, TRUE);
  gtk_label_set_yalign (GTK_LABEL (text), 0.0f);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_halign (keep, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (keep), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (keep), "value", g_strdup (answer->value), g_free);
  g_signal_connect (keep, "clicked", G_CALLBACK (keep_cb), self);
  gtk_box_append (GTK_BOX (box), keep);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "row-card");
  gtk_widget_set_hexpand (box, TRUE);

  return box;
}

static void
add_own (GwReportVersions *self)
{
  GtkWidget *frame = gtk_frame_new (NULL), *use = gtk_button_new_with_label (_("Use this text"));
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < self->versions->len; i++) {
    const GwAnswer *answer = self->versions->pdata[i];

    if (*answer->value != '\0')
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "\n\n" : "", answer->value);
  }
  self->own = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->own), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->own), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->own), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->own), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->own), 10);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->own), 10);
  gtk_widget_set_size_request (self->own, -1, 90);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->own)), joined->str, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->own), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Or make one text of both"), -1);
  gtk_widget_add_css_class (frame, "answer-frame");
  gtk_frame_set_child (GTK_FRAME (frame), self->own);
  gtk_widget_set_halign (use, GTK_ALIGN_START);
  g_signal_connect (use, "clicked", G_CALLBACK (keep_own_cb), self);

  gtk_box_append (GTK_BOX (self->box), new_label (_("Or make one text of both"), "heading"));
  gtk_box_append (GTK_BOX (self->box), frame);
  gtk_box_append (GTK_BOX (self->box), use);
  g_string_free (joined, TRUE);
}

static void
show_versions (GwReportVersions *self)
{
  g_autofree char *label = gw_form_item_dup_text (self->item, GW_FORM_TEXT_LABEL);
  g_autofree char *question = gw_markdown_to_text (label != NULL ? label : "");
  GtkWidget *both = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (both), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (both), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (both), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (both), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (both), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (both), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Versions"), -1);
  gtk_box_append (GTK_BOX (self->box), new_label (question, "title-4"));
  gtk_box_append (GTK_BOX (self->box),
                  new_label (_("These versions were written apart. Nothing is lost: what you do not keep stays in the "
                               "history of this answer."),
                             "dim-label"));
  for (guint i = 0; i < self->versions->len; i++) {
    GtkWidget *child = gtk_flow_box_child_new ();

    gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_version (self, self->versions->pdata[i]));
    gtk_widget_set_focusable (child, FALSE);
    gtk_flow_box_append (GTK_FLOW_BOX (both), child);
  }
  gtk_box_append (GTK_BOX (self->box), both);
  if (!is_choice (self->item))
    add_own (self);
  self->problem = new_label (NULL, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->problem);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwReportVersions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = gw_filled_form_list_versions_finish (GW_FILLED_FORM (source), result, &error);

  /* The window was closed meanwhile. */
  if (self->item == NULL)
    return;
  self->versions = g_steal_pointer (&versions);
  if (self->versions == NULL)
    gtk_box_append (GTK_BOX (self->box),
                    new_label (_("The versions cannot be read just now. Nothing was changed; please try again."), NULL));
  else
    show_versions (self);
}

static void
gw_report_versions_dispose (GObject *object)
{
  GwReportVersions *self = GW_REPORT_VERSIONS (object);

  g_clear_object (&self->form);
  g_clear_object (&self->item);
  g_clear_pointer (&self->ref, g_free);
  g_clear_pointer (&self->versions, g_ptr_array_unref);

  G_OBJECT_CLASS (gw_report_versions_parent_class)->dispose (object);
}

static void
gw_report_versions_class_init (GwReportVersionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_report_versions_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_report_versions_init (GwReportVersions *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 18);
  gtk_widget_set_margin_start (self->box, 18);
  gtk_widget_set_margin_end (self->box, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), scrolled);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_title (GTK_WINDOW (self), _("Two versions of one answer"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 560);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * gw_report_versions_show:
 * @parent: a widget of the window
 * @form: the filled-in form
 * @item: the question whose answer two people changed apart
 *
 * Opens the window that compares them.
 */
void
gw_report_versions_show (GtkWidget    *parent,
                         GwFilledForm *form,
                         GwFormItem   *item)
{
  GwReportVersions *self = g_object_new (GW_TYPE_REPORT_VERSIONS, NULL);

  self->form = g_object_ref (form);
  self->item = g_object_ref (item);
  self->ref = g_strdup (gw_form_item_get_ref (item));
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gw_filled_form_list_versions_async (form, self->ref, NULL, listed_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
