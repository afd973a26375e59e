/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two people changed the same answer of one action apart: both versions side by side, and the
 * choice between them. Fields that the rules can join are not asked for. */

#include "app/actions/gw-action-versions.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-markdown.h"
#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

struct _GwActionVersions
{
  AdwWindow parent_instance;

  GwActionForm *form;
  JsonObject *joined; /* what will be kept: the choices are written into it */
  GStrv revs;         /* the versions that the person sees */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (GwActionVersions, gw_action_versions, ADW_TYPE_WINDOW)

/* One way to settle a field. */
typedef struct
{
  char *field;
  char *answer;
  JsonObject *joined;
} Choice;

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  Choice *choice = data;

  g_free (choice->field);
  g_free (choice->answer);
  json_object_unref (choice->joined);
  g_free (choice);
}

static void
toggled_cb (GtkCheckButton *button,
            gpointer        user_data)
{
  Choice *choice = user_data;

  if (gtk_check_button_get_active (button))
    gw_action_set_answer (choice->joined, choice->field, choice->answer);
}

static GwFormItem *
find_item (GwActionVersions *self,
           const char       *field)
{
  const char *ref = gw_action_field_to_ref (field);

  return ref != NULL ? gw_form_session_find_item (gw_action_form_get_session (self->form), ref) : NULL;
}

static gboolean
is_text (GwFormItem *item)
{
  return item != NULL && gw_form_item_get_control (item) == GW_FORM_CONTROL_INPUT
         && gw_form_item_get_data_type (item) == GW_FORM_DATA_STRING;
}

/* What a person reads: the label of a choice, and not what is stored for it. */
static char *
dup_shown (GwFormItem *item,
           const char *answer)
{
  GwFormControl control = item != NULL ? gw_form_item_get_control (item) : GW_FORM_CONTROL_INPUT;
  g_autoptr (GPtrArray) choices = NULL;

  if (*answer == '\0')
    return g_strdup (_("(emptied)"));
  if (control == GW_FORM_CONTROL_SELECT1)
    choices = gw_form_item_dup_choices (item);
  for (guint i = 0; choices != NULL && i < choices->len; i++) {
    const GwFormChoice *choice = choices->pdata[i];

    if (g_str_equal (choice->value, answer))
      return gw_markdown_to_text (choice->label);
  }

  return g_strdup (answer);
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

static char *
dup_who_and_when (GwDoc *doc)
{
  const char *author = gw_json_get_string (gw_doc_get_body (doc), "author");
  const char *changed = gw_json_get_string (gw_doc_get_body (doc), "changed");
  gint64 time = 0;
  g_autofree char *when = NULL;

  if (author == NULL || *author == '\0')
    author = _("Not known");
  if (changed == NULL || !gw_time_parse (changed, &time))
    return g_strdup (author);

  when = gw_date_words_format_time (time);
  /* TRANSLATORS: Who wrote a version of an answer, and when. */
  return g_strdup_printf (_("%1$s, %2$s"), author, when);
}

static GtkCheckButton *
add_choice (GwActionVersions *self,
            GtkBox           *card,
            GtkCheckButton   *group,
            const char       *field,
            const char       *head,
            const char       *answer,
            const char       *shown)
{
  GtkWidget *button = gtk_check_button_new (), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = g_strdup_printf ("%s: %s", head, shown);
  Choice *choice = g_new0 (Choice, 1);

  gtk_box_append (GTK_BOX (lines), new_label (shown, NULL));
  gtk_box_append (GTK_BOX (lines), new_label (head, "dim-label"));
  gtk_widget_set_margin_start (lines, 6);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), lines);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  choice->field = g_strdup (field);
  choice->answer = g_strdup (answer);
  choice->joined = json_object_ref (self->joined);
  g_signal_connect_data (button, "toggled", G_CALLBACK (toggled_cb), choice, choice_free, 0);
  if (group == NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
  gtk_box_append (card, button);

  return GTK_CHECK_BUTTON (button);
}

static void
add_field (GwActionVersions *self,
           GwRecordVersions *versions,
           const char       *field)
{
  GwFormItem *item = find_item (self, field);
  g_autofree char *label = item != NULL ? gw_form_item_dup_text (item, GW_FORM_TEXT_LABEL) : NULL;
  g_autofree char *question = gw_markdown_to_text (label != NULL ? label : field);
  const char *between = item != NULL && gw_form_item_has_appearance (item, "multiline") ? "\n\n" : "; ";
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GString *both = g_string_new (NULL);
  GtkCheckButton *group = NULL;

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "row-card");
  gtk_box_append (GTK_BOX (card), new_label (question, "heading"));
  for (guint i = 0; i < versions->docs->len; i++) {
    GwDoc *doc = versions->docs->pdata[i];
    g_autofree char *found = gw_action_dup_answer (gw_doc_get_body (doc), field);
    const char *answer = found != NULL ? found : "";
    g_autofree char *shown = dup_shown (item, answer);
    g_autofree char *head = dup_who_and_when (doc);

    group = add_choice (self, GTK_BOX (card), group, field, head, answer, shown);
    if (*answer != '\0')
      g_string_append_printf (both, "%s%s", both->len > 0 ? between : "", answer);
  }
  if (is_text (item))
    add_choice (self, GTK_BOX (card), group, field, _("Keep both texts; you can edit them afterwards"), both->str,
                both->str);
  gtk_box_append (GTK_BOX (self->box), card);
  g_string_free (both, TRUE);
}

static void
keep_cb (GtkButton        *button,
         GwActionVersions *self)
{
  gw_record_settle (gw_action_form_get_record (self->form), self->joined, (const char *const *) self->revs);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
fill (GwActionVersions *self,
      GwRecordVersions *versions)
{
  GtkWidget *keep = gtk_button_new_with_label (_("Keep what is chosen"));

  gtk_box_append (GTK_BOX (self->box),
                  new_label (_("Two people changed this action apart. Choose what it shall say. All other changes of "
                               "both are kept."),
                             "dim-label"));
  for (guint i = 0; versions->undecided[i] != NULL; i++)
    add_field (self, versions, versions->undecided[i]);
  gtk_widget_add_css_class (keep, "suggested-action");
  gtk_widget_add_css_class (keep, "pill");
  gtk_widget_set_halign (keep, GTK_ALIGN_CENTER);
  g_signal_connect (keep, "clicked", G_CALLBACK (keep_cb), self);
  gtk_box_append (GTK_BOX (self->box), keep);
}

static void
gw_action_versions_dispose (GObject *object)
{
  GwActionVersions *self = GW_ACTION_VERSIONS (object);

  g_clear_object (&self->form);
  g_clear_pointer (&self->joined, json_object_unref);
  g_clear_pointer (&self->revs, g_strfreev);

  G_OBJECT_CLASS (gw_action_versions_parent_class)->dispose (object);
}

static void
gw_action_versions_class_init (GwActionVersionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_action_versions_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_action_versions_init (GwActionVersions *self)
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
  gtk_window_set_title (GTK_WINDOW (self), _("Two versions of an action"));
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 560);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * gw_action_versions_show:
 * @parent: a widget of the window
 * @form: the open action
 * @versions: its versions, with something undecided
 *
 * Opens the window that compares them.
 */
void
gw_action_versions_show (GtkWidget        *parent,
                         GwActionForm     *form,
                         GwRecordVersions *versions)
{
  GwActionVersions *self = g_object_new (GW_TYPE_ACTION_VERSIONS, NULL);
  g_autoptr (GStrvBuilder) revs = g_strv_builder_new ();

  self->form = g_object_ref (form);
  self->joined = gw_json_copy (versions->joined);
  for (guint i = 0; i < versions->docs->len; i++)
    g_strv_builder_add (revs, gw_doc_get_rev (versions->docs->pdata[i]));
  self->revs = g_strv_builder_end (revs);
  fill (self, versions);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (self));
}
