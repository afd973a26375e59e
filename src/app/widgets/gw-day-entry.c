/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-day-entry.h"

#include <stdio.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-calendar-sheet.h"
#include "app/widgets/gw-date-words.h"

struct _GwDayEntry
{
  GtkBox parent_instance;

  GwDayPrecision precision;
  GwCalendar system;
  GtkWidget *entry;
  GtkWidget *button;
  GtkWidget *calendar; /* NULL until it is first asked for: a calendar costs as much as ten fields */
  GtkWidget *words;
  gboolean showing;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwDayEntry, gw_day_entry, GTK_TYPE_BOX)

static gboolean
is_other (GwDayEntry *self)
{
  return self->system != GW_CALENDAR_GREGORIAN;
}

static GDate *
parse (GwDayEntry *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  switch (self->precision) {
  case GW_DAY_PRECISION_MONTH:
    return gw_calendar_parse_month (self->system, typed);
  case GW_DAY_PRECISION_YEAR:
    return gw_calendar_parse_year (self->system, typed);
  case GW_DAY_PRECISION_DAY:
  default:
    return gw_calendar_parse (self->system, typed);
  }
}

static char *
format (GwDayEntry  *self,
        const GDate *date)
{
  switch (self->precision) {
  case GW_DAY_PRECISION_MONTH:
    return gw_calendar_format_month (self->system, date);
  case GW_DAY_PRECISION_YEAR:
    return gw_calendar_format_year (self->system, date);
  case GW_DAY_PRECISION_DAY:
  default:
    return gw_calendar_format (self->system, date);
  }
}

static void
show_words (GwDayEntry *self)
{
  g_autoptr (GDate) date = parse (self);
  g_autofree char *words = NULL;

  /* Of another calendar: which one it is, and what day that is for everybody else. */
  if (date != NULL && (is_other (self) || self->precision == GW_DAY_PRECISION_DAY))
    words = gw_date_words_format (date);
  else if (is_other (self))
    words = gw_calendar_dup_name (self->system);
  gtk_label_set_text (GTK_LABEL (self->words), words != NULL ? words : "");
}

static void
changed_cb (GtkEditable *editable,
            GwDayEntry  *self)
{
  show_words (self);
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
day_selected_cb (GtkCalendar *calendar,
                 GwDayEntry  *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autoptr (GDate) date = NULL;
  g_autofree char *text = NULL;
  int y, m, d;

  if (self->showing)
    return;

  g_date_time_get_ymd (day, &y, &m, &d);
  date = g_date_new_dmy (d, m, y);
  text = format (self, date);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
picked_cb (GwCalendarSheet *sheet,
           GwDayEntry      *self)
{
  g_autofree char *text = format (self, gw_calendar_sheet_get_date (sheet));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
show_sheet (GwDayEntry  *self,
            const GDate *date)
{
  if (self->calendar == NULL) {
    GtkWidget *popover = gtk_popover_new ();

    self->calendar = gw_calendar_sheet_new (self->system);
    gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
    g_signal_connect (self->calendar, "picked", G_CALLBACK (picked_cb), self);
  }
  if (date != NULL)
    gw_calendar_sheet_set_date (GW_CALENDAR_SHEET (self->calendar), date);
}

/* Called each time before the popover opens. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  GwDayEntry *self = user_data;
  g_autoptr (GDate) date = parse (self);

  if (is_other (self)) {
    show_sheet (self, date);
    return;
  }
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
    g_autoptr (GDateTime) day = g_date_time_new_local (g_date_get_year (date), g_date_get_month (date),
                                                       g_date_get_day (date), 12, 0, 0);

    self->showing = TRUE;
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
    self->showing = FALSE;
  }
}

static gboolean
gw_day_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GW_DAY_ENTRY (widget)->entry);
}

static void
gw_day_entry_class_init (GwDayEntryClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = gw_day_entry_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_day_entry_init (GwDayEntry *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->entry = gtk_entry_new ();
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 14);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (self->button, _("Pick the day from a calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pick the day from a calendar"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb, self, NULL);
  self->words = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->words, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->words), PANGO_ELLIPSIZE_END);

  gtk_box_append (GTK_BOX (self), self->entry);
  gtk_box_append (GTK_BOX (self), self->button);
  gtk_box_append (GTK_BOX (self), self->words);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
}

/**
 * gw_day_entry_new:
 * @precision: how much of a day is asked for
 * @system: in which calendar the day is written and shown; it is stored in the Gregorian one
 * @with_calendar: whether a calendar is offered, where @precision is a day
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
gw_day_entry_new (GwDayPrecision precision,
                  GwCalendar     system,
                  gboolean       with_calendar)
{
  GwDayEntry *self = g_object_new (GW_TYPE_DAY_ENTRY, NULL);

  self->precision = precision;
  self->system = system;
  gtk_widget_set_visible (self->button, with_calendar && precision == GW_DAY_PRECISION_DAY);
  if (precision == GW_DAY_PRECISION_MONTH)
    /* TRANSLATORS: How a month of a year is typed into a field; keep the order month, year. */
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("MM/YYYY"));
  else if (precision == GW_DAY_PRECISION_YEAR)
    /* TRANSLATORS: How a year is typed into a field. */
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("YYYY"));
  else
    /* TRANSLATORS: How a date is typed into a field; keep the order day, month, year. */
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("DD/MM/YYYY"));
  if (system != GW_CALENDAR_GREGORIAN)
    gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 22);
  show_words (self);

  return GTK_WIDGET (self);
}

/**
 * gw_day_entry_get_entry:
 *
 * Returns: (transfer none): the part that takes the keyboard focus
 */
GtkWidget *
gw_day_entry_get_entry (GwDayEntry *self)
{
  g_return_val_if_fail (GW_IS_DAY_ENTRY (self), NULL);

  return self->entry;
}

/**
 * gw_day_entry_dup_stored:
 *
 * Returns: (transfer full): `YYYY-MM-DD`, or what was typed where that is no day
 */
char *
gw_day_entry_dup_stored (GwDayEntry *self)
{
  g_autoptr (GDate) date = NULL;

  g_return_val_if_fail (GW_IS_DAY_ENTRY (self), NULL);

  date = parse (self);
  if (date == NULL)
    return gw_calendar_keep_typed (self->system, gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date), g_date_get_day (date));
}

/**
 * gw_day_entry_set_stored:
 * @stored: (nullable): `YYYY-MM-DD`, or anything else, which is shown as it is
 *
 * Shows @stored. "5.3.2027" and "2027-03-05" are one day: what the person wrote stays as written.
 */
void
gw_day_entry_set_stored (GwDayEntry *self,
                         const char *stored)
{
  g_autofree char *present = NULL, *shown = NULL;
  int y, m, d, n = 0;

  g_return_if_fail (GW_IS_DAY_ENTRY (self));

  present = gw_day_entry_dup_stored (self);
  if (g_strcmp0 (present, stored != NULL ? stored : "") == 0)
    return;

  if (stored != NULL && sscanf (stored, "%4d-%2d-%2d%n", &y, &m, &d, &n) == 3 && stored[n] == '\0'
      && m >= 1 && m <= 12 && d >= 1 && g_date_valid_dmy (d, m, y)) {
    g_autoptr (GDate) date = g_date_new_dmy (d, m, y);

    shown = format (self, date);
  } else {
    shown = g_strdup (stored != NULL ? stored : "");
  }
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
  self->showing = FALSE;
}

/**
 * gw_day_entry_set_editable:
 */
void
gw_day_entry_set_editable (GwDayEntry *self,
                           gboolean    editable)
{
  g_return_if_fail (GW_IS_DAY_ENTRY (self));

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_widget_set_sensitive (self->button, editable);
}
