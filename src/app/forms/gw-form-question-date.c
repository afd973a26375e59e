/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days: typed as the person writes them, or picked from a calendar. What is not yet a day is kept as
 * typed. */

#include "app/forms/gw-form-question-date.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"

struct _GwFormQuestionDate
{
  GwFormQuestion parent_instance;

  GtkWidget *entry;
  GtkWidget *button;
  GtkWidget *calendar; /* NULL until it is first asked for: a calendar costs as much as ten fields */
  GtkWidget *words;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionDate, gw_form_question_date, GW_TYPE_FORM_QUESTION)

static void
show_words (GwFormQuestionDate *self,
            const GDate        *date)
{
  g_autofree char *words = date != NULL ? gw_date_words_format (date) : NULL;

  gtk_label_set_text (GTK_LABEL (self->words), words != NULL ? words : "");
}

static void
changed_cb (GtkEditable        *editable,
            GwFormQuestionDate *self)
{
  const char *typed = gtk_editable_get_text (editable);
  g_autoptr (GDate) date = gw_date_words_parse (typed);
  g_autofree char *stored = date != NULL ? gw_date_format (date) : NULL;

  show_words (self, date);
  if (!self->showing)
    gw_form_question_store (GW_FORM_QUESTION (self), stored != NULL ? stored : typed);
}

static void
day_selected_cb (GtkCalendar        *calendar,
                 GwFormQuestionDate *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autoptr (GDate) date = NULL;
  g_autofree char *text = NULL;
  int y, m, d;

  if (self->showing)
    return;

  g_date_time_get_ymd (day, &y, &m, &d);
  date = g_date_new_dmy (d, m, y);
  text = gw_date_words_format_short (date);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/* Called each time before the popover opens. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  GwFormQuestionDate *self = user_data;
  g_autoptr (GDate) date = gw_date_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (self->calendar == NULL) {
    GtkWidget *popover = gtk_popover_new ();

    self->calendar = gtk_calendar_new ();
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Calendar"), -1);
    gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
    gtk_menu_button_set_popover (button, popover);
    g_signal_connect (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  }
  if (date != NULL) {
    g_autoptr (GDateTime) day = g_date_time_new_local (g_date_get_year (date),
                                                       g_date_get_month (date),
                                                       g_date_get_day (date), 12, 0, 0);

    self->showing = TRUE;
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
    self->showing = FALSE;
  }
}

static void
show_value (GwFormQuestionDate *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  g_autoptr (GDate) stored = gw_date_parse (value);
  g_autoptr (GDate) typed = gw_date_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gboolean editable = !gw_form_item_is_readonly (item);

  /* "5.3.2027" and "2027-03-05" are one day: what the person wrote stays as written. */
  if (stored == NULL || typed == NULL || g_date_compare (stored, typed) != 0) {
    g_autofree char *shown = stored != NULL ? gw_date_words_format_short (stored)
                                            : g_strdup (value != NULL ? value : "");

    if (!g_str_equal (shown, gtk_editable_get_text (GTK_EDITABLE (self->entry)))) {
      self->showing = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
      self->showing = FALSE;
    }
  }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_widget_set_sensitive (self->button, editable);
}

static void
gw_form_question_date_refresh (GwFormQuestion *question,
                               GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_DATE (question));
}

static void
gw_form_question_date_constructed (GObject *object)
{
  GwFormQuestionDate *self = GW_FORM_QUESTION_DATE (object);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  G_OBJECT_CLASS (gw_form_question_date_parent_class)->constructed (object);

  self->entry = gtk_entry_new ();
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 14);
  /* TRANSLATORS: How a date is typed into a field; keep the order day, month, year. */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("DD/MM/YYYY"));
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (self->button, _("Pick the day from a calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pick the day from a calendar"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb, self, NULL);
  self->words = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->words, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->words), PANGO_ELLIPSIZE_END);

  gtk_box_append (GTK_BOX (row), self->entry);
  gtk_box_append (GTK_BOX (row), self->button);
  gtk_box_append (GTK_BOX (row), self->words);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), row, self->entry);
}

static void
gw_form_question_date_class_init (GwFormQuestionDateClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_date_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_date_refresh;
}

static void
gw_form_question_date_init (GwFormQuestionDate *self)
{
}
