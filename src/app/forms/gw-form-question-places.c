/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line or a border on the earth (`geotrace`, `geoshape`) as a list of points. A border ends where it began: that last
 * point is written by itself and not shown. */

#include "app/forms/gw-form-question-places.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/gw-place-entry.h"

struct _GwFormQuestionPlaces
{
  GwFormQuestion parent_instance;

  GtkWidget *points;
  GtkWidget *add;
  gboolean closed; /* a border */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (GwFormQuestionPlaces, gw_form_question_places, GW_TYPE_FORM_QUESTION)

static GwPlaceEntry *
get_place (GtkWidget *row)
{
  return GW_PLACE_ENTRY (g_object_get_data (G_OBJECT (row), "place"));
}

/* Empty rows are no points. */
static char *
dup_stored (GwFormQuestionPlaces *self)
{
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (g_free);

  for (GtkWidget *row = gtk_widget_get_first_child (self->points); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    g_autofree char *point = gw_place_entry_dup_stored (get_place (row));

    if (*point != '\0')
      g_ptr_array_add (points, g_steal_pointer (&point));
  }
  if (self->closed && points->len > 2)
    g_ptr_array_add (points, g_strdup (points->pdata[0]));
  g_ptr_array_add (points, NULL);

  return g_strjoinv (";", (char **) points->pdata);
}

static void
store (GwFormQuestionPlaces *self)
{
  g_autofree char *stored = NULL;

  if (self->showing)
    return;
  stored = dup_stored (self);
  gw_form_question_store (GW_FORM_QUESTION (self), stored);
}

static void
changed_cb (GwPlaceEntry         *place,
            GwFormQuestionPlaces *self)
{
  store (self);
}

/* ------------------------------------------------------------ rows */

static void
name_rows (GwFormQuestionPlaces *self)
{
  guint n = 1;

  for (GtkWidget *row = gtk_widget_get_first_child (self->points); row != NULL;
       row = gtk_widget_get_next_sibling (row), n++) {
    GtkWidget *remove = g_object_get_data (G_OBJECT (row), "remove");
    GtkWidget *title = g_object_get_data (G_OBJECT (row), "title");
    /* TRANSLATORS: %u is the number of a point of a line or a border. */
    g_autofree char *name = g_strdup_printf (_("Remove point %u"), n);
    /* TRANSLATORS: %u is the number of a point of a line or a border. */
    g_autofree char *words = g_strdup_printf (_("Point %u"), n);

    gtk_label_set_text (GTK_LABEL (title), words);
    gtk_widget_set_tooltip_text (remove, name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  }
}

static void
remove_cb (GtkButton            *button,
           GwFormQuestionPlaces *self)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (button), "row");
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  g_autofree char *before = g_strdup (gw_form_item_get_value (item));

  gtk_box_remove (GTK_BOX (self->points), row);
  name_rows (self);
  store (self);
  gtk_widget_grab_focus (self->add);
  g_signal_emit_by_name (self, "left");
  if (before != NULL && *before != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), "form.offer-back", "(sss)", gw_form_item_get_ref (item), before,
                                _("The point was removed"));
}

static void
add_row (GwFormQuestionPlaces *self,
         const char           *stored)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title = gtk_label_new (NULL);
  GtkWidget *place = gw_place_entry_new (FALSE), *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  gtk_widget_add_css_class (title, "caption-heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (remove, "flat");
  g_object_set_data (G_OBJECT (row), "place", place);
  g_object_set_data (G_OBJECT (row), "remove", remove);
  g_object_set_data (G_OBJECT (row), "title", title);
  g_object_set_data (G_OBJECT (remove), "row", row);
  gw_place_entry_set_stored (GW_PLACE_ENTRY (place), stored);
  g_signal_connect (place, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), remove);
  gtk_box_append (GTK_BOX (row), head);
  gtk_box_append (GTK_BOX (row), place);
  gtk_box_append (GTK_BOX (self->points), row);
}

static void
add_cb (GtkButton            *button,
        GwFormQuestionPlaces *self)
{
  add_row (self, NULL);
  name_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_place (gtk_widget_get_last_child (self->points))));
}

/* ------------------------------------------------------------ value */

static GStrv
split (GwFormQuestionPlaces *self,
       const char           *value)
{
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", ";", -1);
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_strstrip (parts[i]);
    if (*parts[i] != '\0')
      g_ptr_array_add (points, g_strdup (parts[i]));
  }
  if (self->closed && points->len > 3 && g_str_equal (points->pdata[0], points->pdata[points->len - 1]))
    g_ptr_array_set_size (points, (int) points->len - 1);
  g_ptr_array_add (points, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&points), FALSE);
}

static void
show_points (GwFormQuestionPlaces *self,
             GStrv                 points)
{
  GtkWidget *row = gtk_widget_get_first_child (self->points);

  self->showing = TRUE;
  for (guint i = 0; points[i] != NULL; i++) {
    if (row != NULL) {
      gw_place_entry_set_stored (get_place (row), points[i]);
      row = gtk_widget_get_next_sibling (row);
    } else {
      add_row (self, points[i]);
    }
  }
  while (row != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (row);

    gtk_box_remove (GTK_BOX (self->points), row);
    row = next;
  }
  self->showing = FALSE;
  name_rows (self);
}

/* A row that was just added and is still empty is no point, and stays. */
static gboolean
are_shown (GwFormQuestionPlaces *self,
           GStrv                 points)
{
  guint i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (self->points); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    if (gw_place_entry_says (get_place (row), ""))
      continue;
    if (points[i] == NULL || !gw_place_entry_says (get_place (row), points[i]))
      return FALSE;
    i++;
  }

  return points[i] == NULL;
}

static void
show_value (GwFormQuestionPlaces *self)
{
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  const char *value = gw_form_item_get_value (item);
  g_auto (GStrv) points = split (self, value);
  gboolean editable = !gw_form_item_is_readonly (item);

  if (!are_shown (self, points))
    show_points (self, points);
  for (GtkWidget *row = gtk_widget_get_first_child (self->points); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    gw_place_entry_set_editable (get_place (row), editable);
    gtk_widget_set_sensitive (g_object_get_data (G_OBJECT (row), "remove"), editable);
  }
  gtk_widget_set_sensitive (self->add, editable);
}

/* ------------------------------------------------------------ question */

static void
gw_form_question_places_refresh (GwFormQuestion *question,
                                 GwFormAspect    aspects)
{
  if (aspects & (GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_READONLY))
    show_value (GW_FORM_QUESTION_PLACES (question));
}

static void
gw_form_question_places_constructed (GObject *object)
{
  GwFormQuestionPlaces *self = GW_FORM_QUESTION_PLACES (object);
  GwFormItem *item = gw_form_question_get_item (GW_FORM_QUESTION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  G_OBJECT_CLASS (gw_form_question_places_parent_class)->constructed (object);

  self->closed = gw_form_item_get_data_type (item) == GW_FORM_DATA_GEOSHAPE;
  self->points = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->add = gtk_button_new_with_label (_("Add a point"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect (self->add, "clicked", G_CALLBACK (add_cb), self);
  gtk_box_append (GTK_BOX (box), self->points);
  gtk_box_append (GTK_BOX (box), self->add);

  show_value (self);
  gw_form_question_set_field (GW_FORM_QUESTION (self), box, self->add);
}

static void
gw_form_question_places_class_init (GwFormQuestionPlacesClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gw_form_question_places_constructed;
  GW_FORM_QUESTION_CLASS (klass)->refresh = gw_form_question_places_refresh;
}

static void
gw_form_question_places_init (GwFormQuestionPlaces *self)
{
}
