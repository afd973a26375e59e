/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-calendar-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-names.h"

struct _GwCalendarSheet
{
  GtkBox parent_instance;

  GwCalendar calendar;
  GDate date;
  int shown; /* the month, from 1 */
  GtkWidget *month;
  GtkWidget *year;  /* spin button */
  GtkWidget *grid;
  GtkWidget *marked; /* (nullable): in the grid */
  gboolean showing;
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwCalendarSheet, gw_calendar_sheet, GTK_TYPE_BOX)

static void
day_clicked_cb (GtkButton       *button,
                GwCalendarSheet *self)
{
  g_date_set_julian (&self->date, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "julian")));
  g_signal_emit (self, signals[SIGNAL_PICKED], 0);
}

static void
add_day (GwCalendarSheet *self,
         const GDate     *date,
         int              number,
         int              column,
         int              row)
{
  g_autofree char *words = gw_calendar_format (self->calendar, date), *figures = g_strdup_printf ("%d", number);
  GtkWidget *button = gtk_button_new_with_label (figures);

  if (g_date_compare (date, &self->date) == 0)
    self->marked = button;
  gtk_widget_add_css_class (button, self->marked == button ? "suggested-action" : "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data (G_OBJECT (button), "julian", GUINT_TO_POINTER (g_date_get_julian (date)));
  g_signal_connect (button, "clicked", G_CALLBACK (day_clicked_cb), self);
  gtk_grid_attach (GTK_GRID (self->grid), button, column, row, 1, 1);
}

static void
add_weekdays (GwCalendarSheet *self,
              int              first)
{
  for (int i = 0; i < 7; i++) {
    g_autofree char *name = gw_calendar_dup_weekday ((first - 1 + i) % 7 + 1);
    GtkWidget *label = gtk_label_new (name);

    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "dim-label");
    gtk_grid_attach (GTK_GRID (self->grid), label, i, 0, 1, 1);
  }
}

/* The days of the month and year that the head names. */
static void
show_days (GwCalendarSheet *self)
{
  GwCalendarDay day = { gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->year)),
                        self->shown, 1 };
  g_autofree char *name = gw_calendar_dup_month (self->calendar, self->shown);
  g_autoptr (GDate) date = gw_calendar_join (self->calendar, &day);
  int first = gw_calendar_first_weekday (), n_days, before;
  GtkWidget *child;

  gtk_label_set_text (GTK_LABEL (self->month), name);
  self->marked = NULL;
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  if (date == NULL)
    return;
  add_weekdays (self, first);
  n_days = gw_calendar_count_days (self->calendar, day.year, day.month);
  before = ((int) g_date_get_weekday (date) - first + 7) % 7;
  for (int i = 0; i < n_days; i++) {
    add_day (self, date, i + 1, (before + i) % 7, (before + i) / 7 + 1);
    g_date_add_days (date, 1);
  }
}

static void
head_changed_cb (GwCalendarSheet *self)
{
  if (!self->showing)
    show_days (self);
}

static void
step (GwCalendarSheet *self,
      int              months)
{
  int n = gw_calendar_count_months (self->calendar), month = self->shown - 1 + months;
  double year = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->year));

  self->showing = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->year), year + (month < 0 ? -1 : month >= n ? 1 : 0));
  self->showing = FALSE;
  self->shown = (month + n) % n + 1;
  show_days (self);
}

static void
previous_cb (GtkButton       *button,
             GwCalendarSheet *self)
{
  step (self, -1);
}

static void
next_cb (GtkButton       *button,
         GwCalendarSheet *self)
{
  step (self, 1);
}

static GtkWidget *
new_step (GwCalendarSheet *self,
          const char      *icon,
          const char      *name,
          GCallback        callback)
{
  GtkWidget *button = gw_names_new_icon_button (icon, name);

  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static void
build_head (GwCalendarSheet *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->month = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->month, "heading");
  gtk_widget_set_hexpand (self->month, TRUE);
  self->year = gtk_spin_button_new_with_range (1, 9999, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->year), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Year"), -1);
  gtk_box_append (GTK_BOX (head), new_step (self, "go-previous-symbolic", _("Previous month"), G_CALLBACK (previous_cb)));
  gtk_box_append (GTK_BOX (head), self->month);
  gtk_box_append (GTK_BOX (head), self->year);
  gtk_box_append (GTK_BOX (head), new_step (self, "go-next-symbolic", _("Next month"), G_CALLBACK (next_cb)));
  gtk_box_append (GTK_BOX (self), head);
  g_signal_connect_swapped (self->year, "value-changed", G_CALLBACK (head_changed_cb), self);
}

/* The keyboard comes to the day that is marked; the arrows go on from there. */
static gboolean
gw_calendar_sheet_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  GwCalendarSheet *self = GW_CALENDAR_SHEET (widget);

  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_get_focus_child (widget) == NULL && self->marked != NULL)
    return gtk_widget_grab_focus (self->marked);

  return GTK_WIDGET_CLASS (gw_calendar_sheet_parent_class)->focus (widget, direction);
}

/* As in GTK's own: a page is a month. */
static gboolean
page_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  GwCalendarSheet *self = GW_CALENDAR_SHEET (widget);

  step (self, g_variant_get_int32 (arguments));
  gtk_widget_child_focus (self->grid, GTK_DIR_TAB_FORWARD);

  return TRUE;
}

static void
gw_calendar_sheet_class_init (GwCalendarSheetClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = gw_calendar_sheet_focus;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Page_Up, 0, page_cb, "i", -1);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Page_Down, 0, page_cb, "i", 1);

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
gw_calendar_sheet_init (GwCalendarSheet *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

/**
 * gw_calendar_sheet_new:
 * @calendar: which
 *
 * Returns: (transfer floating): the month of today
 */
GtkWidget *
gw_calendar_sheet_new (GwCalendar calendar)
{
  GwCalendarSheet *self = g_object_new (GW_TYPE_CALENDAR_SHEET, NULL);
  g_autofree char *name = gw_calendar_dup_name (calendar);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;

  self->calendar = calendar;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  build_head (self);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_box_append (GTK_BOX (self), self->grid);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, g_date_time_get_day_of_month (now), g_date_time_get_month (now), g_date_time_get_year (now));
  gw_calendar_sheet_set_date (self, &today);

  return GTK_WIDGET (self);
}

/**
 * gw_calendar_sheet_get_date:
 *
 * Returns: (transfer none): the day that is marked
 */
const GDate *
gw_calendar_sheet_get_date (GwCalendarSheet *self)
{
  g_return_val_if_fail (GW_IS_CALENDAR_SHEET (self), NULL);

  return &self->date;
}

/**
 * gw_calendar_sheet_set_date:
 * @date: a valid day
 *
 * Marks @date and shows its month.
 */
void
gw_calendar_sheet_set_date (GwCalendarSheet *self,
                            const GDate     *date)
{
  GwCalendarDay day;

  g_return_if_fail (GW_IS_CALENDAR_SHEET (self));

  self->date = *date;
  if (!gw_calendar_split (self->calendar, date, &day))
    return;
  self->showing = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->year), day.year);
  self->shown = day.month;
  self->showing = FALSE;
  show_days (self);
}
