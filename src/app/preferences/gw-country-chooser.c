/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of all countries that is narrowed as one types. A name in any language of the
 * program finds a country, with or without its accents. */

#include "app/preferences/gw-country-chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/gw-date-words.h"
#include "core/base/gw-time.h"

struct _GwCountryChooser
{
  AdwBin parent_instance;

  GwReference *reference;
  char *folded; /* what is looked for */

  GtkEditable *entry;
  GtkListView *list;
  GtkStack *stack;
  GtkSingleSelection *selection;
  GtkFilter *filter;
  GListStore *countries;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwCountryChooser, gw_country_chooser, ADW_TYPE_BIN)

/* One row: the name is the string; the rest is looked up by this key. */
#define ISO3_KEY "godwit-iso3"
#define FOLDED_KEY "godwit-folded"

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  GwCountryChooser *self = GW_COUNTRY_CHOOSER (user_data);

  return self->folded == NULL
         || strstr (g_object_get_data (G_OBJECT (item), FOLDED_KEY), self->folded) != NULL;
}

static void
on_search_changed (GwCountryChooser *self)
{
  const char *words = gtk_editable_get_text (self->entry);

  g_clear_pointer (&self->folded, g_free);
  if (*words != '\0')
    self->folded = gw_label_fold (words);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0
                                    ? "list" : "nothing");
}

static void
choose (GwCountryChooser *self,
        guint             position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (item, ISO3_KEY));
}

static void
on_search_activate (GwCountryChooser *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  choose (self, position != GTK_INVALID_LIST_POSITION ? position : 0);
}

static gboolean
on_search_key (GwCountryChooser *self,
               guint             keyval)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (keyval != GDK_KEY_Down || n == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return GDK_EVENT_STOP;
}

static void
gw_country_chooser_dispose (GObject *object)
{
  GwCountryChooser *self = GW_COUNTRY_CHOOSER (object);

  g_clear_object (&self->reference);
  g_clear_object (&self->countries);
  g_clear_pointer (&self->folded, g_free);

  G_OBJECT_CLASS (gw_country_chooser_parent_class)->dispose (object);
}

static void
gw_country_chooser_class_init (GwCountryChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_country_chooser_dispose;

  /**
   * GwCountryChooser::chosen:
   * @iso3: the country
   */
  signals[CHOSEN] = g_signal_new ("chosen", GW_TYPE_COUNTRY_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/preferences/"
                                                             "gw-country-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, GwCountryChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, GwCountryChooser, list);
  gtk_widget_class_bind_template_child (widget_class, GwCountryChooser, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, choose);
}

static void
gw_country_chooser_init (GwCountryChooser *self)
{
  GtkFilterListModel *filtered;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->countries = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->countries)),
                                        self->filter);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
}

/**
 * gw_country_chooser_set_reference:
 * @reference: where the countries are listed
 * @language: in which language they are named and sorted
 */
void
gw_country_chooser_set_reference (GwCountryChooser *self,
                                  GwReference      *reference,
                                  const char       *language)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_if_fail (GW_IS_COUNTRY_CHOOSER (self));
  g_return_if_fail (GW_IS_REFERENCE (reference));

  g_set_object (&self->reference, reference);
  list = gw_reference_list_countries (reference, language);
  g_list_store_remove_all (self->countries);
  for (guint i = 0; i < list->len; i++) {
    const GwCountry *country = g_ptr_array_index (list, i);
    g_autoptr (GtkStringObject) item =
      gtk_string_object_new (gw_label_get (&country->name, language));
    g_autoptr (GString) names = g_string_new (country->iso3);
    char *folded;

    for (guint l = 0; l < GW_N_LANGUAGES; l++) {
      if (country->name.text[l] != NULL)
        g_string_append_printf (names, "\n%s", country->name.text[l]);
    }
    folded = gw_label_fold (names->str);
    g_object_set_data (G_OBJECT (item), ISO3_KEY, (gpointer) country->iso3);
    g_object_set_data_full (G_OBJECT (item), FOLDED_KEY, folded, g_free);
    g_list_store_append (self->countries, item);
  }
}

/**
 * gw_country_chooser_begin:
 *
 * Shows all countries and lets the person type.
 */
void
gw_country_chooser_begin (GwCountryChooser *self)
{
  g_return_if_fail (GW_IS_COUNTRY_CHOOSER (self));

  gtk_editable_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static char *
list_instruments (GwReference *reference,
                  const char  *iso3,
                  const char  *language)
{
  g_autoptr (GPtrArray) memberships = gw_reference_list_memberships (reference, iso3);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < memberships->len; i++) {
    const GwMembership *membership = g_ptr_array_index (memberships, i);
    const GwInstrument *instrument =
      gw_reference_find_instrument (reference, membership->instrument_id);

    if (instrument == NULL)
      continue;
    if (names->len > 0)
      /* TRANSLATORS: Stands between the names in a list of names. */
      g_string_append (names, _(", "));
    g_string_append (names, gw_label_get (&instrument->label, language));
  }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * gw_country_dup_summary:
 *
 * What follows from a country: its region, since when it is Party, its other instruments.
 *
 * Returns: (transfer full): a few sentences
 */
char *
gw_country_dup_summary (GwReference *reference,
                        const char  *iso3,
                        const char  *language)
{
  const GwCountry *country = gw_reference_find_country (reference, iso3);
  const GwTerm *region;
  g_autoptr (GDate) since = NULL;
  g_autofree char *instruments = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (country == NULL)
    return g_strdup ("");

  region = gw_reference_find_term (reference, "cms_region", country->region);
  if (region != NULL)
    g_string_append (text, gw_label_get (&region->label, language));

  if (country->entry_into_force != NULL)
    since = gw_date_parse (country->entry_into_force);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (!country->is_party) {
    g_string_append (text, _("Not a Party to the Convention"));
  } else if (since != NULL && g_strcmp0 (country->date_confidence, "verified") == 0) {
    g_autofree char *day = gw_date_words_format (since);

    /* TRANSLATORS: %s is a date. */
    g_string_append_printf (text, _("Party to the Convention since %s"), day);
  } else {
    g_string_append (text, _("Party to the Convention"));
  }

  instruments = list_instruments (reference, iso3, language);
  if (*instruments != '\0') {
    g_string_append_c (text, '\n');
    /* TRANSLATORS: %s is a list of names of agreements and memoranda. */
    g_string_append_printf (text, _("Also takes part in: %s"), instruments);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
