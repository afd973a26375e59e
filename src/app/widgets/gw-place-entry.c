/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/widgets/gw-place-entry.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-number-entry.h"
#include "app/widgets/gw-number-words.h"
#include "app/widgets/gw-place-words.h"

/* Seven decimals of a degree are a centimetre. */
#define DECIMALS 1e7

enum
{
  LATITUDE,
  LONGITUDE,
  ALTITUDE,
  ACCURACY,
  N_FIELDS,
};

struct _GwPlaceEntry
{
  GtkBox parent_instance;

  GtkWidget *entries[N_FIELDS];
  GtkWidget *help;
  GtkWidget *more; /* altitude and accuracy */
  char *altitude;  /* as stored, where there are no fields for them */
  char *accuracy;
  gboolean showing;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwPlaceEntry, gw_place_entry, GTK_TYPE_BOX)

static const char *
get_typed (GwPlaceEntry *self,
           guint         field)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entries[field]));
}

static char *
format_angle (double angle)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", round (angle * DECIMALS) / DECIMALS));
}

static gboolean
parse_angles (GwPlaceEntry *self,
              double       *latitude,
              double       *longitude)
{
  return gw_place_words_parse_angle (get_typed (self, LATITUDE), 90, "S|N", latitude)
         && gw_place_words_parse_angle (get_typed (self, LONGITUDE), 180, "WO|E", longitude);
}

/* A number of metres as stored; NULL where what was typed is none. */
static char *
dup_metres (GwPlaceEntry *self,
            guint         field)
{
  g_autofree char *stored = NULL;

  if (!gtk_widget_get_visible (self->more)) {
    const char *kept = field == ALTITUDE ? self->altitude : self->accuracy;

    return g_strdup (kept != NULL ? kept : "0.0");
  }
  stored = gw_number_words_parse (get_typed (self, field));
  if (*stored == '\0')
    return g_strdup ("0.0");

  return gw_number_words_read (stored, NULL) ? g_steal_pointer (&stored) : NULL;
}

/* What is no place yet: the fields as typed, apart by a stroke, so that they find their fields again. */
static char *
dup_typed (GwPlaceEntry *self)
{
  GString *out = g_string_new (NULL);
  guint last = 0;

  for (guint i = 0; i < N_FIELDS; i++)
    if (*get_typed (self, i) != '\0')
      last = i + 1;
  for (guint i = 0; i < last; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " | " : "", get_typed (self, i));

  return g_string_free (out, FALSE);
}

static void
set_text (GwPlaceEntry *self,
          guint         field,
          const char   *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entries[field]), text);
}

static void
changed_cb (GtkEditable  *editable,
            GwPlaceEntry *self)
{
  g_autofree char *latitude = NULL, *longitude = NULL;

  if (self->showing)
    return;

  if (GTK_WIDGET (editable) == self->entries[LATITUDE] && *get_typed (self, LONGITUDE) == '\0'
      && gw_place_words_split (gtk_editable_get_text (editable), &latitude, &longitude)) {
    self->showing = TRUE;
    set_text (self, LATITUDE, latitude);
    set_text (self, LONGITUDE, longitude);
    self->showing = FALSE;
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
new_field (GwPlaceEntry *self,
           guint         field,
           const char   *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (name);

  self->entries[field] = gtk_entry_new ();
  gw_number_entry_write_from_left (GTK_ENTRY (self->entries[field]));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entries[field]), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entries[field]), 16);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entries[field]), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entries[field]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (self->entries[field], "changed", G_CALLBACK (changed_cb), self);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->entries[field]);
  gtk_widget_set_hexpand (box, TRUE);

  return box;
}

static GtkWidget *
new_help (void)
{
  /* TRANSLATORS: How a place may be typed; keep the figures and signs. */
  GtkWidget *help = gtk_label_new (_("In degrees, such as -1.2921 or 1° 17′ 32″ S"));

  gtk_label_set_xalign (GTK_LABEL (help), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_widget_add_css_class (help, "caption");
  gtk_widget_add_css_class (help, "dim-label");

  return help;
}

static GtkWidget *
new_line (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_set_homogeneous (GTK_BOX (line), TRUE);
  return line;
}

static gboolean
gw_place_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GW_PLACE_ENTRY (widget)->entries[LATITUDE]);
}

static void
gw_place_entry_finalize (GObject *object)
{
  g_free (GW_PLACE_ENTRY (object)->altitude);
  g_free (GW_PLACE_ENTRY (object)->accuracy);

  G_OBJECT_CLASS (gw_place_entry_parent_class)->finalize (object);
}

static void
gw_place_entry_class_init (GwPlaceEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gw_place_entry_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = gw_place_entry_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gw_place_entry_init (GwPlaceEntry *self)
{
  GtkWidget *line = new_line ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->more = new_line ();
  gtk_box_append (GTK_BOX (line), new_field (self, LATITUDE, _("Latitude")));
  gtk_box_append (GTK_BOX (line), new_field (self, LONGITUDE, _("Longitude")));
  gtk_box_append (GTK_BOX (self->more), new_field (self, ALTITUDE, _("Altitude in metres")));
  gtk_box_append (GTK_BOX (self->more), new_field (self, ACCURACY, _("Accuracy in metres")));
  self->help = new_help ();
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), self->help);
  gtk_box_append (GTK_BOX (self), self->more);
}

/**
 * gw_place_entry_new:
 * @with_altitude: whether there are fields for altitude and accuracy; without them those that are stored are kept
 *
 * Returns: (transfer floating): empty fields
 */
GtkWidget *
gw_place_entry_new (gboolean with_altitude)
{
  GwPlaceEntry *self = g_object_new (GW_TYPE_PLACE_ENTRY, NULL);

  gtk_widget_set_visible (self->more, with_altitude);
  gtk_widget_set_visible (self->help, with_altitude);

  return GTK_WIDGET (self);
}

/**
 * gw_place_entry_get_entry:
 *
 * Returns: (transfer none): the part that takes the keyboard focus
 */
GtkWidget *
gw_place_entry_get_entry (GwPlaceEntry *self)
{
  g_return_val_if_fail (GW_IS_PLACE_ENTRY (self), NULL);

  return self->entries[LATITUDE];
}

/**
 * gw_place_entry_dup_stored:
 *
 * Returns: (transfer full): "lat lon alt acc", or what was typed where that is no place, or ""
 */
char *
gw_place_entry_dup_stored (GwPlaceEntry *self)
{
  g_autofree char *altitude = NULL, *accuracy = NULL, *lat = NULL, *lon = NULL;
  double latitude, longitude;

  g_return_val_if_fail (GW_IS_PLACE_ENTRY (self), NULL);

  altitude = dup_metres (self, ALTITUDE);
  accuracy = dup_metres (self, ACCURACY);
  if (!parse_angles (self, &latitude, &longitude) || altitude == NULL || accuracy == NULL)
    return dup_typed (self);

  lat = format_angle (latitude);
  lon = format_angle (longitude);
  return g_strdup_printf ("%s %s %s %s", lat, lon, altitude, accuracy);
}

static gboolean
is_zero (const char *metres)
{
  double value;

  return gw_number_words_read (metres, &value) && value == 0;
}

static void
show_numbers (GwPlaceEntry *self,
              GStrv         numbers)
{
  guint n = g_strv_length (numbers);

  for (guint i = 0; i < N_FIELDS; i++) {
    const char *number = i < n ? numbers[i] : "";
    /* Zero metres is how "not known" is written. */
    g_autofree char *shown = gw_number_words_format (i >= ALTITUDE && is_zero (number) ? "" : number);

    set_text (self, i, shown);
  }
  g_free (self->altitude);
  g_free (self->accuracy);
  self->altitude = g_strdup (n > ALTITUDE ? numbers[ALTITUDE] : NULL);
  self->accuracy = g_strdup (n > ACCURACY ? numbers[ACCURACY] : NULL);
}

static gboolean
are_numbers (GStrv words)
{
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    if (!gw_number_words_read (words[i], NULL))
      return FALSE;

  return n >= 2 && n <= N_FIELDS;
}

/* "0" and "0.0" metres are one altitude. */
static gboolean
says_the_same (const char *present,
               GStrv       words)
{
  g_auto (GStrv) others = g_strsplit (present, " ", -1);
  guint n = g_strv_length (words);

  if (!are_numbers (words) || !are_numbers (others) || g_strv_length (others) != n)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    double one = 0, other = 0;

    gw_number_words_read (words[i], &one);
    gw_number_words_read (others[i], &other);
    if (one != other)
      return FALSE;
  }

  return TRUE;
}

/**
 * gw_place_entry_says:
 * @stored: (nullable): "lat lon alt acc", or anything else
 *
 * Returns: whether the fields say this very place or words, in whichever manner
 */
gboolean
gw_place_entry_says (GwPlaceEntry *self,
                     const char   *stored)
{
  g_autofree char *present = NULL, *text = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (GW_IS_PLACE_ENTRY (self), FALSE);

  present = gw_place_entry_dup_stored (self);
  text = g_strstrip (g_strdup (stored != NULL ? stored : ""));
  if (g_str_equal (present, text))
    return TRUE;
  words = g_strsplit (text, " ", -1);

  return says_the_same (present, words);
}

/**
 * gw_place_entry_set_stored:
 * @stored: (nullable): "lat lon alt acc", or anything else, which is shown as it is
 *
 * Shows @stored. A place that the fields say already, in whichever manner, stays as written.
 */
void
gw_place_entry_set_stored (GwPlaceEntry *self,
                           const char   *stored)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_return_if_fail (GW_IS_PLACE_ENTRY (self));

  if (gw_place_entry_says (self, stored))
    return;

  text = g_strstrip (g_strdup (stored != NULL ? stored : ""));
  words = g_strsplit (text, " ", -1);
  self->showing = TRUE;
  if (are_numbers (words)) {
    show_numbers (self, words);
  } else {
    g_auto (GStrv) fields = g_strsplit (text, " | ", N_FIELDS);

    for (guint i = 0, n = g_strv_length (fields); i < N_FIELDS; i++)
      set_text (self, i, i < n ? fields[i] : "");
    g_clear_pointer (&self->altitude, g_free);
    g_clear_pointer (&self->accuracy, g_free);
  }
  self->showing = FALSE;
}

/**
 * gw_place_entry_set_editable:
 */
void
gw_place_entry_set_editable (GwPlaceEntry *self,
                             gboolean      editable)
{
  g_return_if_fail (GW_IS_PLACE_ENTRY (self));

  for (guint i = 0; i < N_FIELDS; i++)
    gtk_editable_set_editable (GTK_EDITABLE (self->entries[i]), editable);
}
