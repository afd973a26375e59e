/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms with the grid theme: a form whose body has the class `theme-grid` gives each question a width, `w1` to `w12`.
 * A group is as many units wide as its own `w` says, and four without one. Questions stand side by side as long as
 * their units fit, and fill the line; a question without a width has a line of its own. Where one of a line would get
 * too narrow, those of this line stand below each other. */

#include "app/forms/gw-form-grid-theme.h"

#include <adwaita.h>
#include <stdlib.h>

#define UNITS 4
#define MOST_UNITS 12
#define GAP 18
#define LEAST_WIDTH 64

/* Below this width all questions stand below each other, in pixels. */
#define NARROW 480
#define SPAN "grid-span"
#define BEFORE "width-before"

#define GW_TYPE_FORM_GRID_THEME (gw_form_grid_theme_get_type ())

G_DECLARE_FINAL_TYPE (GwFormGridTheme, gw_form_grid_theme, GW, FORM_GRID_THEME, GtkLayoutManager)

struct _GwFormGridTheme
{
  GtkLayoutManager parent_instance;

  int units;
};

G_DEFINE_FINAL_TYPE (GwFormGridTheme, gw_form_grid_theme, GTK_TYPE_LAYOUT_MANAGER)

/* The number of `w3`, or 0. */
static int
read_units (GwFormItem *item)
{
  const char *const *appearances = item != NULL ? gw_form_item_get_appearances (item) : NULL;

  for (guint i = 0; appearances != NULL && appearances[i] != NULL; i++) {
    char *end = NULL;
    long units = appearances[i][0] == 'w' ? strtol (appearances[i] + 1, &end, 10) : 0;

    if (units >= 1 && units <= MOST_UNITS && *end == '\0')
      return (int) units;
  }

  return 0;
}

static int
get_span (GwFormGridTheme *self,
          GtkWidget       *child)
{
  int span = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (child), SPAN));

  return span > 0 ? MIN (span, self->units) : self->units;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static int
least_width (GtkWidget *child)
{
  int least;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);

  return least;
}

static int
height_for (GtkWidget *child,
            int        width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, least_width (child)), &height, NULL, NULL, NULL);

  return height;
}

static void
put (GtkWidget *widget,
     GtkWidget *child,
     int        x,
     int        y,
     int        width,
     int        height)
{
  int total = gtk_widget_get_width (widget);

  width = MAX (width, least_width (child));
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = total - x - width;
  gtk_widget_size_allocate (child, &(GdkRectangle) { x, y, width, height }, -1);
}

/* The line that begins with @first; gives its height. */
static int
lay_line (GwFormGridTheme *self,
          GtkWidget       *widget,
          GtkWidget       *first,
          GtkWidget       *end,
          int              n,
          int              units,
          int              width,
          int              y,
          gboolean         really)
{
  int room = width - (n - 1) * GAP, height = 0, x = 0, from = y, before = 0;
  gboolean beside = width >= NARROW || n == 1;

  for (GtkWidget *child = first; child != end; child = next_shown (gtk_widget_get_next_sibling (child)))
    beside = beside && room * get_span (self, child) / units >= MAX (least_width (child), LEAST_WIDTH);

  for (GtkWidget *child = first; child != end; child = next_shown (gtk_widget_get_next_sibling (child))) {
    int after = before + get_span (self, child);
    int part = beside ? room * after / units - room * before / units : width, high = height_for (child, part);

    if (!beside && child != first)
      y += GAP;
    if (really)
      put (widget, child, x, y, part, high);
    if (beside) {
      x += part + GAP;
      height = MAX (height, high);
      before = after;
    } else {
      y += high;
    }
  }

  return beside ? height : y - from;
}

static int
lay (GwFormGridTheme *self,
     GtkWidget       *widget,
     int              width,
     gboolean         really)
{
  int y = 0;

  for (GtkWidget *first = next_shown (gtk_widget_get_first_child (widget)), *end; first != NULL; first = end) {
    int units = get_span (self, first), n = 1;

    for (end = next_shown (gtk_widget_get_next_sibling (first)); end != NULL;
         end = next_shown (gtk_widget_get_next_sibling (end))) {
      if (units + get_span (self, end) > self->units)
        break;
      units += get_span (self, end);
      n++;
    }
    if (y > 0)
      y += GAP;
    y += lay_line (self, widget, first, end, n, units, width, y, really);
  }

  return y;
}

static GtkSizeRequestMode
gw_form_grid_theme_get_request_mode (GtkLayoutManager *manager,
                                     GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gw_form_grid_theme_measure (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            GtkOrientation    orientation,
                            int               for_size,
                            int              *minimum,
                            int              *natural,
                            int              *minimum_baseline,
                            int              *natural_baseline)
{
  int least = 0, wanted = 0;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child))) {
    int low, high;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &low, &high, NULL, NULL);
    least = MAX (least, low);
    wanted = MAX (wanted, high);
  }
  wanted = MAX (wanted, least);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = least;
    *natural = wanted;
  } else {
    *minimum = *natural = lay (GW_FORM_GRID_THEME (manager), widget, for_size < 0 ? wanted : for_size, FALSE);
  }
}

static void
gw_form_grid_theme_allocate (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             int               width,
                             int               height,
                             int               baseline)
{
  lay (GW_FORM_GRID_THEME (manager), widget, width, TRUE);
}

static void
gw_form_grid_theme_class_init (GwFormGridThemeClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = gw_form_grid_theme_get_request_mode;
  layout_class->measure = gw_form_grid_theme_measure;
  layout_class->allocate = gw_form_grid_theme_allocate;
}

static void
gw_form_grid_theme_init (GwFormGridTheme *self)
{
  self->units = UNITS;
}

/**
 * gw_form_grid_theme_applies:
 *
 * Returns: whether @form gives its questions widths
 */
gboolean
gw_form_grid_theme_applies (GwForm *form)
{
  return gw_form_has_style (form, "theme-grid");
}

/**
 * gw_form_grid_theme_lay:
 * @box: what holds the questions of @group
 * @group: (nullable): a group or a row
 *
 * From now on, what is in @box stands by the widths that gw_form_grid_theme_place() told.
 */
void
gw_form_grid_theme_lay (GtkWidget  *box,
                        GwFormItem *group)
{
  GwFormGridTheme *theme = g_object_new (GW_TYPE_FORM_GRID_THEME, NULL);
  int units = read_units (group);

  theme->units = units > 0 ? units : UNITS;
  gtk_widget_set_layout_manager (box, GTK_LAYOUT_MANAGER (theme));
}

/**
 * gw_form_grid_theme_place:
 * @widget: what shows @item
 *
 * Tells how wide @item is to be.
 */
void
gw_form_grid_theme_place (GtkWidget  *widget,
                          GwFormItem *item)
{
  g_object_set_data (G_OBJECT (widget), SPAN, GINT_TO_POINTER (read_units (item)));
}

static void
map_cb (GtkWidget *widget,
        gpointer   width)
{
  GtkWidget *clamp = gtk_widget_get_ancestor (widget, ADW_TYPE_CLAMP);

  if (clamp == NULL || g_object_get_data (G_OBJECT (clamp), BEFORE) != NULL)
    return;
  g_object_set_data (G_OBJECT (clamp), BEFORE, GINT_TO_POINTER (adw_clamp_get_maximum_size (ADW_CLAMP (clamp))));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), GPOINTER_TO_INT (width));
}

static void
unmap_cb (GtkWidget *widget,
          gpointer   width)
{
  GtkWidget *clamp = gtk_widget_get_ancestor (widget, ADW_TYPE_CLAMP);
  int before = clamp != NULL ? GPOINTER_TO_INT (g_object_steal_data (G_OBJECT (clamp), BEFORE)) : 0;

  if (before > 0)
    adw_clamp_set_maximum_size (ADW_CLAMP (clamp), before);
}

/**
 * gw_form_grid_theme_widen:
 * @widget: a part of a page that needs more width than lines of words should have
 * @width: how wide the page may be, in pixels, while @widget is on it
 */
void
gw_form_grid_theme_widen (GtkWidget *widget,
                          int        width)
{
  g_signal_connect (widget, "map", G_CALLBACK (map_cb), GINT_TO_POINTER (width));
  g_signal_connect (widget, "unmap", G_CALLBACK (unmap_cb), GINT_TO_POINTER (width));
}
