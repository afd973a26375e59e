/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/forms/gw-form-question.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/forms/gw-form-pictures.h"
#include "app/widgets/gw-direction.h"
#include "app/widgets/gw-markdown.h"

/* How long after a field was left it is said that it needs an answer. */
#define AFTER_LEFT_MS 150

typedef struct
{
  GwFormSession *session;
  GwFormItem *item;

  GtkWidget *head;
  GtkWidget *label;
  GtkWidget *second; /* the label in the second language; NULL until there is one */
  GtkWidget *media;  /* NULL where the label has none */
  GtkWidget *mark; /* the number of the question, and how far to trust it */
  GtkWidget *required;
  GtkWidget *hint;
  GtkWidget *second_hint; /* as @second */
  GtkWidget *guidance;
  GtkWidget *guidance_label;
  GtkWidget *second_guidance; /* as @second */
  GtkWidget *field_box;
  GtkWidget *message;
  GtkWidget *focus; /* unowned, within field_box */

  guint left_id;
  gboolean touched;
  char *said;
} GwFormQuestionPrivate;

enum
{
  PROP_SESSION = 1,
  PROP_ITEM,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_ENTERED,
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GwFormQuestion, gw_form_question, GTK_TYPE_BOX)

#define PRIVATE(self) \
  ((GwFormQuestionPrivate *) gw_form_question_get_instance_private ((GwFormQuestion *) self))

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Two languages of one direction stand on one side, those of two on two. */
static void
align_beside (GtkLabel *label,
              GtkLabel *first)
{
  GtkTextDirection direction = gw_direction_of_text (gtk_label_get_text (label));
  gboolean turned = direction != GTK_TEXT_DIR_NONE && direction != gw_direction_of_text (gtk_label_get_text (first));

  gtk_label_set_xalign (label, turned ? 1.0f : 0.0f);
}

static void
show_markdown (GtkWidget  *label,
               const char *text)
{
  g_autofree char *markup = gw_markdown_to_markup (text != NULL ? text : "");

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_widget_set_visible (label, *markup != '\0');
}

/* Nothing is shown twice where the second language has no words of its own. */
static void
show_second (GwFormQuestion  *self,
             GwFormText       which,
             GtkWidget      **second,
             GtkWidget       *first)
{
  g_autofree char *words = gw_form_item_dup_second_markdown (PRIVATE (self)->item, which);

  if (*second == NULL && words == NULL)
    return;
  if (*second == NULL) {
    *second = new_label ("question-second");
    gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (first)), *second, first);
  }
  show_markdown (*second, words);
  align_beside (GTK_LABEL (*second), GTK_LABEL (first));
}

static void
show_media (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);

  if (priv->media != NULL)
    gtk_box_remove (GTK_BOX (priv->head), priv->media);
  priv->media = gw_form_pictures_new (gw_form_question_get_form (self), priv->item);
  if (priv->media != NULL)
    gtk_box_insert_child_after (GTK_BOX (priv->head), priv->media, priv->second != NULL ? priv->second : priv->label);
}

/* What is not certain of a question says so beside it; what the mark means stands in the guidance. */
static void
show_mark (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  const char *number = gw_form_item_get_number (priv->item);
  const char *basis = gw_form_item_get_basis (priv->item);
  gboolean marked = basis != NULL && strlen (basis) == 1 && strchr ("HML", *basis) != NULL
                    && !gw_form_item_is_readonly (priv->item);
  g_autofree char *text = NULL;

  if (number != NULL && marked)
    /* TRANSLATORS: The first %s is the number of a question, as "IV.1"; the second a letter that says how far to trust it. */
    text = g_strdup_printf (_("%s · mark %s"), number, basis);
  else if (marked)
    /* TRANSLATORS: %s is a letter that says how far to trust a question. */
    text = g_strdup_printf (_("Mark %s"), basis);
  else
    text = g_strdup (number);
  gtk_label_set_text (GTK_LABEL (priv->mark), text != NULL ? text : "");
  gtk_widget_set_visible (priv->mark, text != NULL);
}

static void
show_texts (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  g_autofree char *label = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_LABEL);
  g_autofree char *hint = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_HINT);
  g_autofree char *guidance = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_GUIDANCE);

  show_markdown (priv->label, label);
  show_second (self, GW_FORM_TEXT_LABEL, &priv->second, priv->label);
  show_media (self);
  show_mark (self);
  show_markdown (priv->hint, hint);
  show_second (self, GW_FORM_TEXT_HINT, &priv->second_hint, priv->hint);
  show_markdown (priv->guidance_label, guidance);
  show_second (self, GW_FORM_TEXT_GUIDANCE, &priv->second_guidance, priv->guidance_label);
  gtk_widget_set_visible (priv->guidance, guidance != NULL && *guidance != '\0');
}

static char *
dup_problem (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  g_autofree char *message = NULL;

  if (priv->said != NULL)
    return g_strdup (priv->said);

  switch (gw_form_item_get_why (priv->item)) {
  case GW_FORM_WHY_CONSTRAINT:
    message = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_CONSTRAINT_MESSAGE);
    if (message == NULL || *message == '\0')
      return g_strdup (_("This answer does not fit the rule of the form. It is kept as you typed it."));
    break;
  case GW_FORM_WHY_TYPE:
    switch (gw_form_item_get_data_type (priv->item)) {
    case GW_FORM_DATA_INT:
      return g_strdup (_("Please write a whole number in figures. What you typed is kept."));
    case GW_FORM_DATA_DECIMAL:
      return g_strdup (_("Please write a number in figures. What you typed is kept."));
    case GW_FORM_DATA_DATE:
      return g_strdup (_("Please write a date as day, month and year. What you typed is kept."));
    case GW_FORM_DATA_TIME:
      return g_strdup (_("Please write a time of day as hours and minutes. What you typed is kept."));
    case GW_FORM_DATA_DATE_TIME:
      return g_strdup (_("Please write both the day and the time of day. What you typed is kept."));
    case GW_FORM_DATA_GEOPOINT:
      return g_strdup (_("Please write latitude and longitude in degrees. What you typed is kept."));
    case GW_FORM_DATA_GEOTRACE:
    case GW_FORM_DATA_GEOSHAPE:
      return g_strdup (_("Please write latitude and longitude of each point in degrees. What you typed is kept."));
    default:
      return g_strdup (_("This answer is not of the kind that the form expects. It is kept as you typed it."));
    }
  case GW_FORM_WHY_REQUIRED:
    /* An empty field is not a mistake until somebody has been there. */
    if (!priv->touched)
      return NULL;
    message = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_REQUIRED_MESSAGE);
    if (message == NULL || *message == '\0')
      return g_strdup (_("An answer is needed here."));
    break;
  case GW_FORM_WHY_VALID:
  default:
    return GW_FORM_QUESTION_GET_CLASS (self)->dup_problem != NULL
             ? GW_FORM_QUESTION_GET_CLASS (self)->dup_problem (self)
             : NULL;
  }

  return gw_markdown_to_text (message);
}

/* What a screen reader says after the name. GTK 4.8 does not hand on that a field is required: it is
 * said in words. */
static char *
dup_description (GwFormQuestion *self,
                 const char     *problem)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  g_autofree char *hint = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_HINT);
  g_autofree char *plain_hint = gw_markdown_to_text (hint != NULL ? hint : "");
  gboolean asks = problem == NULL && gw_form_item_is_required (priv->item)
                  && !gw_form_item_is_readonly (priv->item);
  const char *parts[4] = { NULL };
  guint n = 0;

  if (problem != NULL)
    parts[n++] = problem;
  if (asks)
    parts[n++] = C_("question", "Required");
  if (*plain_hint != '\0')
    parts[n++] = plain_hint;

  return g_strjoinv ("\n", (char **) parts);
}

/* The label is the field's accessible name; hint and problem are its description. */
static void
show_validity (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  g_autofree char *problem = dup_problem (self);
  g_autofree char *label = gw_form_item_dup_markdown (priv->item, GW_FORM_TEXT_LABEL);
  g_autofree char *name = gw_markdown_to_text (label != NULL && *label != '\0'
                                                   ? label
                                                   : gw_form_item_get_name (priv->item));
  g_autofree char *description = dup_description (self, problem);
  gboolean required = gw_form_item_is_required (priv->item);

  if (priv->message == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (priv->message), problem != NULL ? problem : "");
  gtk_widget_set_visible (priv->message, problem != NULL);
  gtk_widget_set_visible (priv->required, required && !gw_form_item_is_readonly (priv->item));

  /* A question of several fields is heard of as one. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (priv->focus != NULL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (priv->focus),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
    if (GTK_IS_ENTRY (priv->focus) || GTK_IS_TEXT_VIEW (priv->focus))
      gtk_accessible_update_property (GTK_ACCESSIBLE (priv->focus),
                                      GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
    gtk_accessible_update_state (GTK_ACCESSIBLE (priv->focus), GTK_ACCESSIBLE_STATE_INVALID,
                                 problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                                 : GTK_ACCESSIBLE_INVALID_FALSE,
                                 -1);
  }
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
}

static gboolean
is_pointer_pressed (GtkWidget *widget)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  GdkDevice *pointer = seat != NULL ? gdk_seat_get_pointer (seat) : NULL;

  return pointer != NULL
         && (gdk_device_get_modifier_state (pointer) & (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK)) != 0;
}

/* A sentence that appears moves everything below it. It waits until the mouse button is up again,
 * or the very click that left the field would miss what it aimed at and be lost. */
static gboolean
after_left_cb (gpointer data)
{
  GwFormQuestion *self = data;

  if (is_pointer_pressed (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;

  PRIVATE (self)->left_id = 0;
  PRIVATE (self)->touched = TRUE;
  show_validity (self);

  return G_SOURCE_REMOVE;
}

static void
entered_cb (GtkEventControllerFocus *controller,
            GwFormQuestion          *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0);
}

static void
left_cb (GtkEventControllerFocus *controller,
         GwFormQuestion          *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);

  if (!priv->touched && priv->left_id == 0)
    priv->left_id = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, AFTER_LEFT_MS, after_left_cb, self, NULL);
  else
    show_validity (self);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static gboolean
gw_form_question_grab_focus (GtkWidget *widget)
{
  GwFormQuestionPrivate *priv = PRIVATE (widget);

  return priv->focus != NULL && gtk_widget_grab_focus (priv->focus);
}

static void
gw_form_question_constructed (GObject *object)
{
  GwFormQuestion *self = GW_FORM_QUESTION (object);

  G_OBJECT_CLASS (gw_form_question_parent_class)->constructed (object);

  show_texts (self);
}

static void
gw_form_question_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  GwFormQuestionPrivate *priv = PRIVATE (object);

  switch (prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, priv->session);
    break;
  case PROP_ITEM:
    g_value_set_object (value, priv->item);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_question_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  GwFormQuestionPrivate *priv = PRIVATE (object);

  switch (prop_id) {
  case PROP_SESSION:
    priv->session = g_value_dup_object (value);
    break;
  case PROP_ITEM:
    priv->item = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_form_question_dispose (GObject *object)
{
  GwFormQuestionPrivate *priv = PRIVATE (object);

  g_clear_handle_id (&priv->left_id, g_source_remove);
  /* What is still under way may come back to a question whose page was left. */
  priv->message = NULL;
  priv->focus = NULL;

  G_OBJECT_CLASS (gw_form_question_parent_class)->dispose (object);
}

static void
gw_form_question_finalize (GObject *object)
{
  GwFormQuestionPrivate *priv = PRIVATE (object);

  g_free (priv->said);
  g_clear_object (&priv->item);
  g_clear_object (&priv->session);

  G_OBJECT_CLASS (gw_form_question_parent_class)->finalize (object);
}

static void
gw_form_question_class_init (GwFormQuestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gw_form_question_constructed;
  object_class->get_property = gw_form_question_get_property;
  object_class->set_property = gw_form_question_set_property;
  object_class->dispose = gw_form_question_dispose;
  object_class->finalize = gw_form_question_finalize;
  widget_class->grab_focus = gw_form_question_grab_focus;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, GW_TYPE_FORM_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, GW_TYPE_FORM_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                              | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "question");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
gw_form_question_init (GwFormQuestion *self)
{
  GwFormQuestionPrivate *priv = PRIVATE (self);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *guidance_box;

  priv->head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  priv->label = new_label ("question-label");
  priv->required = new_label ("dim-label");
  gtk_widget_add_css_class (priv->required, "caption");
  gtk_label_set_text (GTK_LABEL (priv->required), C_("question", "Required"));
  priv->mark = new_label ("dim-label");
  gtk_widget_add_css_class (priv->mark, "caption");
  priv->hint = new_label ("dim-label");
  priv->guidance_label = new_label ("dim-label");
  priv->guidance = gtk_expander_new (_("Guidance"));
  guidance_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (guidance_box), priv->guidance_label);
  gtk_expander_set_child (GTK_EXPANDER (priv->guidance), guidance_box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->guidance), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Guidance"), -1);
  priv->field_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  priv->message = new_label ("error");
  gtk_widget_set_visible (priv->message, FALSE);
  gtk_widget_set_visible (priv->required, FALSE);

  gtk_box_append (GTK_BOX (priv->head), priv->label);
  gtk_box_append (GTK_BOX (priv->head), priv->mark);
  gtk_box_append (GTK_BOX (priv->head), priv->required);
  gtk_box_append (GTK_BOX (priv->head), priv->hint);
  gtk_box_append (GTK_BOX (priv->head), priv->guidance);
  gtk_box_append (GTK_BOX (self), priv->head);
  gtk_box_append (GTK_BOX (self), priv->field_box);
  gtk_box_append (GTK_BOX (self), priv->message);

  g_signal_connect (focus, "enter", G_CALLBACK (entered_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (priv->field_box, focus);
}

/**
 * gw_form_question_get_session:
 *
 * Returns: (transfer none): the filled-in form that this question is part of
 */
GwFormSession *
gw_form_question_get_session (GwFormQuestion *self)
{
  g_return_val_if_fail (GW_IS_FORM_QUESTION (self), NULL);

  return PRIVATE (self)->session;
}

/**
 * gw_form_question_get_item:
 *
 * Returns: (transfer none): the item that this question shows
 */
GwFormItem *
gw_form_question_get_item (GwFormQuestion *self)
{
  g_return_val_if_fail (GW_IS_FORM_QUESTION (self), NULL);

  return PRIVATE (self)->item;
}

/**
 * gw_form_question_get_form:
 *
 * Returns: (transfer none): the form that asks it
 */
GwForm *
gw_form_question_get_form (GwFormQuestion *self)
{
  g_return_val_if_fail (GW_IS_FORM_QUESTION (self), NULL);

  return gw_form_session_get_form (PRIVATE (self)->session);
}

/**
 * gw_form_question_set_field:
 * @field: the widgets in which the answer is given
 * @focus: (nullable): the one of them that takes the keyboard focus and carries the question's name for a
 *   screen reader
 *
 * For subclasses, once, when they are constructed.
 */
void
gw_form_question_set_field (GwFormQuestion *self,
                            GtkWidget      *field,
                            GtkWidget      *focus)
{
  GwFormQuestionPrivate *priv;

  g_return_if_fail (GW_IS_FORM_QUESTION (self));

  priv = PRIVATE (self);
  g_assert (priv->focus == NULL);
  priv->focus = focus;
  gtk_box_append (GTK_BOX (priv->field_box), field);
  show_validity (self);
}

/**
 * gw_form_question_add_trailer:
 * @trailer: a widget to stand below the field, such as the mark of two versions
 */
void
gw_form_question_add_trailer (GwFormQuestion *self,
                              GtkWidget      *trailer)
{
  g_return_if_fail (GW_IS_FORM_QUESTION (self));

  gtk_box_append (GTK_BOX (self), trailer);
}

/**
 * gw_form_question_store:
 * @value: the answer's text, in the form that the instance keeps
 *
 * Gives the session what the person answered.
 *
 * Returns: FALSE where the session refused it, so that the field has to show the old value again
 */
gboolean
gw_form_question_store (GwFormQuestion *self,
                        const char     *value)
{
  GwFormQuestionPrivate *priv;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (GW_IS_FORM_QUESTION (self), FALSE);

  priv = PRIVATE (self);
  if (g_strcmp0 (value, gw_form_item_get_value (priv->item)) == 0)
    return TRUE;
  g_clear_pointer (&priv->said, g_free);
  if (gw_form_session_set_value (priv->session, gw_form_item_get_ref (priv->item), value, &error)) {
    show_validity (self);
    return TRUE;
  }

  g_debug ("%s takes no answer: %s", gw_form_item_get_ref (priv->item), error->message);
  return FALSE;
}

/**
 * gw_form_question_say:
 * @words: (nullable): a sentence about what was just tried here; NULL when it is over
 *
 * Says something beside the field that is about the attempt and not about the answer: a file that is too large. The
 * next answer ends it.
 */
void
gw_form_question_say (GwFormQuestion *self,
                      const char     *words)
{
  GwFormQuestionPrivate *priv;

  g_return_if_fail (GW_IS_FORM_QUESTION (self));

  priv = PRIVATE (self);
  g_free (priv->said);
  priv->said = g_strdup (words);
  show_validity (self);
}

/**
 * gw_form_question_refresh:
 * @aspects: what changed about the item
 *
 * Shows again what changed. What a person is typing into this very question stays as it is.
 */
void
gw_form_question_refresh (GwFormQuestion *self,
                          GwFormAspect    aspects)
{
  g_return_if_fail (GW_IS_FORM_QUESTION (self));

  if (aspects & GW_FORM_ASPECT_TEXTS)
    show_texts (self);
  if (GW_FORM_QUESTION_GET_CLASS (self)->refresh != NULL)
    GW_FORM_QUESTION_GET_CLASS (self)->refresh (self, aspects);
  show_validity (self);
}

/**
 * gw_form_question_focus:
 *
 * Puts the keyboard focus into the field.
 *
 * Returns: whether there is one that takes it
 */
gboolean
gw_form_question_focus (GwFormQuestion *self)
{
  g_return_val_if_fail (GW_IS_FORM_QUESTION (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self));
}
