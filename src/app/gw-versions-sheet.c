/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/gw-versions-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-whole-text.h"

struct _GwVersionsSheet
{
  AdwWindow parent_instance;

  GPtrArray *questions;
  guint n_reading; /* texts of which it is not known yet whether they were begun */
  GtkWidget *box;
  GtkWidget *keep;
  GtkWidget *problem;
};

enum
{
  SIGNAL_KEEP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwVersionsSheet, gw_versions_sheet, ADW_TYPE_WINDOW)

/* One answer that several people changed. */
typedef struct
{
  GwVersionsSheet *sheet; /* NULL when it is gone */
  char *chosen;
  char *joined;           /* all versions below each other, which one's own text begins with */
  GwKeptText *kept;       /* NULL where no text can be made */
  GtkCheckButton *group;
  GtkCheckButton *own;
  GtkTextBuffer *buffer;
  GtkWidget *view;
} Question;

static void
question_clear (gpointer data)
{
  Question *question = data;

  g_free (question->chosen);
  g_free (question->joined);
  g_clear_object (&question->kept);
}

/* The sheet holds it, and what is on its way back from the store. */
static void
question_unref (gpointer data)
{
  g_rc_box_release_full (data, question_clear);
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

/* Not before it is known whether a text was begun. */
static void
update_keep (GwVersionsSheet *self)
{
  gtk_widget_set_sensitive (self->keep, self->questions->len > 0 && self->n_reading == 0);
}

/* ------------------------------------------------------------ the versions */

static void
version_toggled_cb (GtkCheckButton *button,
                    Question       *question)
{
  if (!gtk_check_button_get_active (button))
    return;
  g_free (question->chosen);
  question->chosen = g_strdup (g_object_get_data (G_OBJECT (button), "value"));
}

static const char *
get_author (const GwVersion *version)
{
  return version->author != NULL && *version->author != '\0' ? version->author : _("Not known");
}

static char *
dup_name (const GwVersion *version,
          const char      *when,
          const char      *shown)
{
  g_autofree char *head = NULL;

  if (when == NULL)
    return g_strdup_printf ("%s: %s", get_author (version), shown);

  /* TRANSLATORS: Who wrote a version of an answer, and when. */
  head = g_strdup_printf (_("%1$s, %2$s"), get_author (version), when);
  return g_strdup_printf ("%s: %s", head, shown);
}

static GtkWidget *
add_choice (Question   *question,
            GtkWidget  *child,
            const char *name)
{
  GtkWidget *button = gtk_check_button_new ();

  gtk_widget_set_margin_start (child, 6);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), child);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), question->group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (question->group == NULL)
    question->group = GTK_CHECK_BUTTON (button);

  return button;
}

static GtkWidget *
new_version (Question        *question,
             const GwVersion *version)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *button;
  const char *shown = *version->shown != '\0' ? version->shown : _("(emptied)");
  g_autofree char *when = version->changed != 0 ? gw_date_words_format_time (version->changed) : NULL;
  g_autofree char *name = dup_name (version, when, shown);

  /* On lines of their own: each has the direction of its own script. */
  gtk_box_append (GTK_BOX (lines), new_label (get_author (version), "heading"));
  if (when != NULL)
    gtk_box_append (GTK_BOX (lines), new_label (when, "dim-label"));
  gtk_box_append (GTK_BOX (lines), new_label (shown, NULL));
  button = add_choice (question, lines, name);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (version->value), g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (version_toggled_cb), question);

  return button;
}

static GtkWidget *
new_versions (Question  *question,
              GPtrArray *versions)
{
  GtkWidget *both = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (both), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (both), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (both), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (both), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (both), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (both), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Versions"), -1);
  for (guint i = 0; i < versions->len; i++) {
    GtkWidget *child = gtk_flow_box_child_new ();

    gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_version (question, versions->pdata[i]));
    gtk_widget_set_focusable (child, FALSE);
    gtk_flow_box_append (GTK_FLOW_BOX (both), child);
  }

  return both;
}

/* ------------------------------------------------------------ one's own text */

static char *
dup_own (Question *question)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (question->buffer, &start, &end);
  return gtk_text_buffer_get_text (question->buffer, &start, &end, TRUE);
}

static void
choose_own (Question *question)
{
  g_free (question->chosen);
  question->chosen = dup_own (question);
}

static void
own_toggled_cb (GtkCheckButton *button,
                Question       *question)
{
  if (gtk_check_button_get_active (button))
    choose_own (question);
}

/* Who writes a text of their own means to keep that one. */
static void
own_changed_cb (GtkTextBuffer *buffer,
                Question      *question)
{
  g_autofree char *text = dup_own (question);

  gw_kept_text_set (question->kept, g_str_equal (text, question->joined) ? NULL : text);
  gtk_check_button_set_active (question->own, TRUE);
  choose_own (question);
}

static void
offer_own (Question *question)
{
  const char *kept = gw_kept_text_get (question->kept);

  gtk_text_buffer_set_text (question->buffer, kept != NULL ? kept : question->joined, -1);
  gtk_text_buffer_set_enable_undo (question->buffer, TRUE);
  if (kept != NULL)
    gtk_check_button_set_active (question->own, TRUE);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (question->view), TRUE);
  question->sheet->n_reading--;
  update_keep (question->sheet);
  g_signal_connect (question->buffer, "changed", G_CALLBACK (own_changed_cb), question);
}

static void
kept_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;

  if (!gw_kept_text_read_finish (GW_KEPT_TEXT (source), result, &error))
    g_message ("A text that was being made cannot be read: %s", error->message);
  /* The sheet was closed meanwhile. */
  if (question->sheet != NULL && error == NULL)
    offer_own (question);
  else if (question->sheet != NULL)
    gw_versions_sheet_tell (question->sheet,
                            _("The versions cannot be read just now. Nothing was changed; please try again."));
  question_unref (question);
}

static void
add_own (Question *question,
         GtkBox   *card)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *own = add_choice (question, new_label (_("Or make one text of both"), NULL), _("Or make one text of both"));

  question->own = GTK_CHECK_BUTTON (own);
  question->view = gw_whole_text_new ();
  question->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (question->view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (question->view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (question->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (question->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (question->view), 10);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (question->view), 10);
  gtk_text_buffer_set_enable_undo (question->buffer, FALSE);
  gtk_widget_set_size_request (question->view, -1, 90);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Or make one text of both"), -1);
  gtk_widget_add_css_class (frame, "answer-frame");
  gtk_frame_set_child (GTK_FRAME (frame), question->view);
  gtk_box_append (card, own);
  gtk_box_append (card, frame);
  g_signal_connect (own, "toggled", G_CALLBACK (own_toggled_cb), question);

  question->sheet->n_reading++;
  gw_kept_text_read_async (question->kept, kept_read_cb, g_rc_box_acquire (question));
}

/* ------------------------------------------------------------ object */

static void
keep_cb (GwVersionsSheet *self)
{
  gtk_widget_set_visible (self->problem, FALSE);
  g_signal_emit (self, signals[SIGNAL_KEEP], 0);
}

static void
gw_versions_sheet_dispose (GObject *object)
{
  GwVersionsSheet *self = GW_VERSIONS_SHEET (object);

  for (guint i = 0; i < self->questions->len; i++) {
    Question *question = self->questions->pdata[i];

    if (question->sheet != NULL && question->kept != NULL)
      gw_kept_text_save (question->kept);
    question->sheet = NULL;
  }

  G_OBJECT_CLASS (gw_versions_sheet_parent_class)->dispose (object);
}

static void
gw_versions_sheet_finalize (GObject *object)
{
  g_ptr_array_unref (GW_VERSIONS_SHEET (object)->questions);

  G_OBJECT_CLASS (gw_versions_sheet_parent_class)->finalize (object);
}

static void
gw_versions_sheet_class_init (GwVersionsSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gw_versions_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = gw_versions_sheet_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);

  signals[SIGNAL_KEEP]
      = g_signal_new ("keep", GW_TYPE_VERSIONS_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_versions_sheet_init (GwVersionsSheet *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->questions = g_ptr_array_new_with_free_func (question_unref);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->problem = new_label (NULL, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  self->keep = gtk_button_new_with_label (_("Keep what is chosen"));
  gtk_widget_set_sensitive (self->keep, FALSE);
  gtk_widget_add_css_class (self->keep, "suggested-action");
  gtk_widget_add_css_class (self->keep, "pill");
  gtk_widget_set_halign (self->keep, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->keep, "clicked", G_CALLBACK (keep_cb), self);

  gtk_widget_set_margin_top (all, 12);
  gtk_widget_set_margin_bottom (all, 18);
  gtk_widget_set_margin_start (all, 18);
  gtk_widget_set_margin_end (all, 18);
  gtk_box_append (GTK_BOX (all), self->box);
  gtk_box_append (GTK_BOX (all), self->problem);
  gtk_box_append (GTK_BOX (all), self->keep);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), all);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), scrolled);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 560);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

/**
 * gw_version_new:
 *
 * Returns: (transfer full): a version with copies of these texts
 */
GwVersion *
gw_version_new (const char *author,
                gint64      changed,
                const char *value,
                const char *shown)
{
  GwVersion *self;

  g_return_val_if_fail (value != NULL && shown != NULL, NULL);

  self = g_new0 (GwVersion, 1);
  self->author = g_strdup (author);
  self->changed = changed;
  self->value = g_strdup (value);
  self->shown = g_strdup (shown);

  return self;
}

void
gw_version_free (GwVersion *self)
{
  g_free (self->author);
  g_free (self->value);
  g_free (self->shown);
  g_free (self);
}

/**
 * gw_versions_sheet_new:
 * @parent: a widget of the window
 * @title: of the sheet
 * @introduction: what happened, and what becomes of what is not chosen
 *
 * Returns: (transfer none): a sheet above the window, to be filled and presented; the toolkit owns it
 */
GwVersionsSheet *
gw_versions_sheet_new (GtkWidget  *parent,
                       const char *title,
                       const char *introduction)
{
  GwVersionsSheet *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);

  self = g_object_new (GW_TYPE_VERSIONS_SHEET, "title", title, NULL);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_box_append (GTK_BOX (self->box), new_label (introduction, "dim-label"));

  return self;
}

/**
 * gw_versions_sheet_add:
 * @question: what was asked
 * @versions: (element-type GwVersion): the answers, the one that is shown now first
 * @between: what stands between the versions where one's own text begins with all of them
 * @kept: (nullable): where a text of one's own is kept while it is made; NULL where the answer is
 *   no text
 *
 * Adds an answer to be decided. The first version is chosen, or the text that was begun before.
 */
void
gw_versions_sheet_add (GwVersionsSheet *self,
                       const char      *question,
                       GPtrArray       *versions,
                       const char      *between,
                       GwKeptText      *kept)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  Question *one;

  g_return_if_fail (GW_IS_VERSIONS_SHEET (self));
  g_return_if_fail (versions != NULL && versions->len > 0);

  for (guint i = 0; i < versions->len; i++) {
    const GwVersion *version = versions->pdata[i];

    if (*version->value != '\0')
      g_strv_builder_add (texts, version->value);
  }
  strv = g_strv_builder_end (texts);
  one = g_rc_box_new0 (Question);
  one->sheet = self;
  one->joined = g_strjoinv (between, strv);
  g_ptr_array_add (self->questions, one);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "row-card");
  gtk_box_append (GTK_BOX (card), new_label (question, "heading"));
  gtk_box_append (GTK_BOX (card), new_versions (one, versions));
  gtk_check_button_set_active (one->group, TRUE);
  if (kept != NULL) {
    one->kept = g_object_ref (kept);
    add_own (one, GTK_BOX (card));
  }
  update_keep (self);
  gtk_box_append (GTK_BOX (self->box), card);
}

/**
 * gw_versions_sheet_get_chosen:
 * @position: of the answer, in the order in which they were added
 *
 * Returns: (transfer none): what it shall be, as it is stored
 */
const char *
gw_versions_sheet_get_chosen (GwVersionsSheet *self,
                              guint            position)
{
  g_return_val_if_fail (GW_IS_VERSIONS_SHEET (self) && position < self->questions->len, NULL);

  return ((Question *) self->questions->pdata[position])->chosen;
}

/**
 * gw_versions_sheet_get_begun:
 * @position: of the answer, in the order in which they were added
 *
 * Returns: (transfer none) (nullable): the text of one's own that was begun, chosen or not
 */
const char *
gw_versions_sheet_get_begun (GwVersionsSheet *self,
                             guint            position)
{
  Question *question;

  g_return_val_if_fail (GW_IS_VERSIONS_SHEET (self) && position < self->questions->len, NULL);

  question = self->questions->pdata[position];
  return question->kept != NULL ? gw_kept_text_get (question->kept) : NULL;
}

/**
 * gw_versions_sheet_tell:
 * @problem: why it could not be done; the sheet stays open
 */
void
gw_versions_sheet_tell (GwVersionsSheet *self,
                        const char      *problem)
{
  g_return_if_fail (GW_IS_VERSIONS_SHEET (self));

  gtk_label_set_text (GTK_LABEL (self->problem), problem);
  gtk_widget_set_visible (self->problem, TRUE);
}

/**
 * gw_versions_sheet_finish:
 *
 * What was chosen stands now: the texts that were being made are forgotten, and the sheet closes.
 */
void
gw_versions_sheet_finish (GwVersionsSheet *self)
{
  g_return_if_fail (GW_IS_VERSIONS_SHEET (self));

  for (guint i = 0; i < self->questions->len; i++) {
    Question *question = self->questions->pdata[i];

    if (question->kept != NULL)
      gw_kept_text_set (question->kept, NULL);
  }
  gtk_window_destroy (GTK_WINDOW (self));
}
