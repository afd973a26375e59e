/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/manual/gw-manual-aside.h"

#include <glib/gi18n-lib.h>

struct _GwManualAside
{
  GtkBox parent_instance;
};

enum
{
  SIGNAL_LINK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwManualAside, gw_manual_aside, GTK_TYPE_BOX)

static void
clicked_cb (GtkButton     *button,
            GwManualAside *self)
{
  g_signal_emit (self, signals[SIGNAL_LINK], 0, g_object_get_data (G_OBJECT (button), "target"));
}

static void
add_heading (GwManualAside *self,
             const char    *words)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label",
                                     words, "xalign", 0.0f, "wrap", TRUE, "margin-start", 8, "margin-top",
                                     gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL ? 12 : 0, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (self), heading);
}

static void
add_link (GwManualAside *self,
          const char    *words,
          const char    *target)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "aside-link");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), "target", g_strdup (target), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (self), button);
}

/* What is @shown further up already is left out. */
static void
add_topics (GwManualAside     *self,
            GwManual          *manual,
            const char *const *languages,
            const char        *heading,
            const char *const *ids,
            const char *const *shown)
{
  gboolean any = FALSE;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (GwManualTopic) topic = gw_manual_find_topic (manual, ids[i], languages);
    g_autofree char *target = NULL;

    if (topic == NULL || (shown != NULL && g_strv_contains (shown, ids[i])))
      continue;
    if (!any)
      add_heading (self, heading);
    any = TRUE;
    target = g_strdup_printf ("topic:%s", ids[i]);
    add_link (self, gw_manual_topic_get_title (topic), target);
  }
}

static void
gw_manual_aside_class_init (GwManualAsideClass *klass)
{
  signals[SIGNAL_LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gw_manual_aside_init (GwManualAside *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
}

/**
 * gw_manual_aside_show:
 * @manual: the manual
 * @page: the page on the screen
 * @languages: the person's languages, ended by NULL
 *
 * Shows what goes with @page.
 */
void
gw_manual_aside_show (GwManualAside     *self,
                      GwManual          *manual,
                      GwManualPage      *page,
                      const char *const *languages)
{
  GPtrArray *sections = gw_manual_page_get_sections (page);
  const char *const *checklists = gw_manual_page_get_checklists (page);
  g_auto (GStrv) related = gw_manual_dup_related (manual, gw_manual_page_get_id (page));
  gboolean any = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);

  for (guint i = 0; i < sections->len; i++) {
    GwManualSection *section = sections->pdata[i];
    g_autofree char *target = NULL;

    if (section->level != 2 || section->id == NULL)
      continue;
    if (!any)
      add_heading (self, _("On this page"));
    any = TRUE;
    target = g_strconcat ("#", section->id, NULL);
    add_link (self, section->title, target);
  }
  add_topics (self, manual, languages, _("Related topics"), (const char *const *) related, NULL);
  add_topics (self, manual, languages, _("Links on this page"), gw_manual_page_get_linked (page),
              (const char *const *) related);
  for (guint i = 0; checklists != NULL && checklists[i] != NULL; i++) {
    g_autofree char *target = g_strdup_printf ("checklist:%s", checklists[i]);

    if (i == 0)
      add_heading (self, _("Checklist for this"));
    add_link (self, _("Open the checklist"), target);
  }

  if (gtk_widget_get_first_child (GTK_WIDGET (self)) == NULL)
    add_heading (self, _("This page leads to its topics; nothing else goes with it."));
}
