/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/sync/gw-leaving-sheet.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "app/gw-sync-words.h"
#include "app/widgets/gw-date-words.h"
#include "core/sync/gw-leaving.h"

struct _GwLeavingSheet
{
  AdwWindow parent_instance;

  GwContext *context;

  AdwPreferencesGroup *ways;
  AdwPreferencesGroup *goes;
  AdwPreferencesGroup *comes;
  AdwPreferencesGroup *stays;
  GtkWidget *groups;
  GtkLabel *fault;
};

G_DEFINE_FINAL_TYPE (GwLeavingSheet, gw_leaving_sheet, ADW_TYPE_WINDOW)

/* Whom the server lets read each place: data/server/rules says the same. */
static const struct
{
  const char *db;
  const char *title;
  const char *readers;
} places[] = {
  { "party", N_("Working papers of your country"),
    N_("Actions, checklists, and reports while they are written. The colleagues of your country read them, and a "
       "courier where your country has one.") },
  { "exchange", N_("What your country shares with the Secretariat"),
    N_("The colleagues of your country and the Secretariat read it, and a courier where your country has one.") },
  { "packets", N_("Questions for respondents, and their answers"),
    N_("The colleagues of your country and its respondents read them. The code of this computer is there, too; it is "
       "no secret.") },
  { "community", N_("What all focal points see"),
    N_("The focal points of all countries, the Secretariat and couriers read it. The code of this computer is there, "
       "too; it is no secret.") },
  { "library", N_("The manual and its updates"), N_("It comes from the Secretariat.") },
};

/* A country's own exchange, at the Secretariat's desk, is one of many. */
static gboolean
is_place (const char *db,
          guint       i)
{
  return strcmp (db, places[i].db) == 0
         || (strcmp (places[i].db, "exchange") == 0 && g_str_has_prefix (db, "exchange-"));
}

static void
add_row (AdwPreferencesGroup *group,
         const char          *title,
         const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
}

static char *
dup_count (guint n)
{
  if (n == 0)
    return g_strdup (_("Nothing is there yet."));
  /* TRANSLATORS: %u is a number of documents: an action, an answer, a tick is one each. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document is there.", "%u documents are there.", n), n);
}

/* Where there is no server, nothing waits for one. */
static char *
dup_numbers (const GwLeaving     *leaving,
             const GwLeavingPart *part)
{
  g_autofree char *count = dup_count (part->documents), *waits = NULL;

  if (leaving->server == NULL || !part->goes || part->waiting == 0)
    return g_steal_pointer (&count);
  /* TRANSLATORS: %u is a number of changes. */
  waits = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits to be sent.", "%u changes wait to be sent.",
                                        part->waiting), part->waiting);

  return g_strdup_printf ("%s %s", count, waits);
}

static void
add_part (GwLeavingSheet      *self,
          const GwLeaving     *leaving,
          const GwLeavingPart *part,
          guint                place)
{
  g_autofree char *numbers = dup_numbers (leaving, part);
  /* A desk without a country has nobody to share it with. */
  g_autofree char *subtitle =
    g_strdup_printf ("%s\n%s", part->remote != NULL ? _(places[place].readers)
                     : _("It stays here until you choose your country in Preferences."), numbers);

  add_row (part->remote == NULL ? self->stays : part->goes ? self->goes : self->comes, _(places[place].title),
           subtitle);
}

static void
add_server (GwLeavingSheet  *self,
            const GwLeaving *leaving)
{
  g_autofree char *when = NULL, *size = NULL, *first = NULL, *address = NULL, *subtitle = NULL;

  if (leaving->server == NULL) {
    add_row (self->ways, _("Server"), _("No server is named: nothing leaves this computer over a connection."));
    return;
  }
  if (leaving->last_success == 0) {
    first = g_strdup (_("Nothing was exchanged with it completely yet."));
  } else {
    when = gw_date_words_format_time (leaving->last_success);
    /* TRANSLATORS: %s is a date and time. */
    first = g_strdup_printf (_("Everything was last exchanged with it on %s."), when);
  }
  size = gw_sync_words_size ((gint64) leaving->bytes_up);
  /* Isolated, so that it keeps its order in a right-to-left sentence. */
  address = g_strdup_printf ("\u2068%s\u2069", leaving->server);
  /* TRANSLATORS: %1$s is the address of a server, %2$s a sentence, %3$s a size such as 41 kB. */
  subtitle = g_strdup_printf (_("Address: %1$s\n%2$s\nSent in the exchanges that are remembered: %3$s\nWhoever keeps the "
                                "server can read what is on it, but for what is sealed."), address, first, size);
  add_row (self->ways, _("Server"), subtitle);
}

static void
add_sticks (GwLeavingSheet  *self,
            const GwLeaving *leaving)
{
  g_autofree char *when = NULL, *subtitle = NULL;

  if (leaving->sticks == 0) {
    add_row (self->ways, _("USB stick"), _("No stick was written here for colleagues."));
    return;
  }
  when = gw_date_words_format_time (leaving->stick_at);
  /* TRANSLATORS: %1$u is a number of files on sticks, %2$s a date and time. */
  subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%1$u file was written for colleagues, on %2$s. It is sealed.",
                                           "%1$u files were written for colleagues, the last on %2$s. They are sealed.",
                                           leaving->sticks), leaving->sticks, when);
  add_row (self->ways, _("USB stick"), subtitle);
}

static void
add_copy (GwLeavingSheet  *self,
          const GwLeaving *leaving)
{
  g_autofree char *when = NULL, *subtitle = NULL;

  if (leaving->copy_at == 0) {
    add_row (self->ways, _("Copy on a stick"), _("No copy of everything was written to a stick."));
    return;
  }
  when = gw_date_words_format_time (leaving->copy_at);
  /* TRANSLATORS: %s is a date and time. */
  subtitle = g_strdup_printf (_("A copy of everything, also of what is yours alone, was last written to a stick on %s. "
                                "It opens with your passphrase only."), when);
  add_row (self->ways, _("Copy on a stick"), subtitle);
}

static void
fill (GwLeavingSheet  *self,
      const GwLeaving *leaving)
{
  g_autofree char *own = dup_count (leaving->own);
  g_autofree char *own_words = g_strdup_printf ("%s\n%s", _("They are in no exchange and on no stick for colleagues."), own);
  gboolean any_goes = FALSE, any_comes = FALSE;

  add_server (self, leaving);
  add_sticks (self, leaving);
  add_copy (self, leaving);
  for (guint i = 0; i < leaving->parts->len * G_N_ELEMENTS (places); i++) {
    const GwLeavingPart *part = leaving->parts->pdata[i % leaving->parts->len];
    guint place = i / leaving->parts->len;

    if (!is_place (part->db, place))
      continue;
    add_part (self, leaving, part, place);
    any_goes |= part->goes;
    any_comes |= part->remote != NULL && !part->goes;
  }
  add_row (self->stays, _("Your own notes, reading places and other forms"), own_words);
  add_row (self->stays, _("Passwords and the secret keys of this computer"),
           _("Of passwords only the server that they are for hears. The keys leave in no exchange and in no copy."));
  add_row (self->stays, _("What you do and how you use the program"),
           _("Nobody counts it, and nothing is reported to the makers of the program."));
  gtk_widget_set_visible (GTK_WIDGET (self->goes), any_goes);
  gtk_widget_set_visible (GTK_WIDGET (self->comes), any_comes);
  gtk_widget_set_visible (self->groups, TRUE);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwLeavingSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GwLeaving) leaving = gw_leaving_read_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL)
    return;
  if (leaving != NULL) {
    fill (self, leaving);
    return;
  }
  g_message ("What leaves this computer cannot be read: %s", error->message);
  gtk_label_set_label (self->fault, _("This cannot be read just now. Please try again."));
  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
}

static void
gw_leaving_sheet_dispose (GObject *object)
{
  g_clear_object (&GW_LEAVING_SHEET (object)->context);

  G_OBJECT_CLASS (gw_leaving_sheet_parent_class)->dispose (object);
}

static void
gw_leaving_sheet_class_init (GwLeavingSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_leaving_sheet_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/sync/gw-leaving-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, ways);
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, goes);
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, comes);
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, stays);
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, groups);
  gtk_widget_class_bind_template_child (widget_class, GwLeavingSheet, fault);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_leaving_sheet_init (GwLeavingSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_leaving_sheet_new:
 * @context: whose desk
 */
GtkWidget *
gw_leaving_sheet_new (GwContext *context)
{
  GwLeavingSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (gw_context_get_profile (context) != NULL, NULL);

  self = g_object_new (GW_TYPE_LEAVING_SHEET, NULL);
  self->context = g_object_ref (context);
  gw_leaving_read_async (gw_context_get_store (context), gw_context_get_profile (context), NULL, on_read,
                         g_object_ref (self));

  return GTK_WIDGET (self);
}
