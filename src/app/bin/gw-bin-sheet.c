/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/bin/gw-bin-sheet.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/gw-date-words.h"
#include "app/widgets/gw-toast.h"
#include "core/records/gw-bin.h"

struct _GwBinSheet
{
  AdwWindow parent_instance;

  GwContext *context;

  GtkListBox *rows;
  GtkLabel *nothing;
  GtkLabel *fault;
};

G_DEFINE_FINAL_TYPE (GwBinSheet, gw_bin_sheet, ADW_TYPE_WINDOW)

static void reload (GwBinSheet *self);

/* What a person would call it. Kinds that are not here are parts of others and go with them. */
static const struct
{
  const char *kind;
  const char *words;
} kinds[] = {
  { "action", N_("Action") },
  { "plan", N_("Checklist") },
  { "report", N_("Report") },
  { "meeting", N_("Dates of a meeting") },
  { "formcopy", N_("Filled-in form") },
};

/* (nullable) */
static const char *
find_kind (const GwBinEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].kind, entry->kind))
      return _(kinds[i].words);
  }

  return NULL;
}

typedef struct
{
  GStrv databases;
  char *author;
  /* What to bring back; NULL to list. */
  char *db;
  char *id;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_strfreev (self->databases);
  g_free (self->author);
  g_free (self->db);
  g_free (self->id);
  g_free (self);
}

/* What others keep (the library) is theirs to bring back. */
static Job *
job_new (GwBinSheet *self)
{
  GwProfile *profile = gw_context_get_profile (self->context);
  const char *const *all = gw_profile_get_databases (profile);
  g_autoptr (GStrvBuilder) databases = g_strv_builder_new ();
  Job *job = g_new0 (Job, 1);

  for (guint i = 0; all[i] != NULL; i++) {
    if (gw_profile_can_write (profile, all[i]))
      g_strv_builder_add (databases, all[i]);
  }
  job->databases = g_strv_builder_end (databases);
  job->author = g_strdup (gw_profile_get_name (profile));

  return job;
}

/* Runs on the store's thread. */
static gpointer
list_bin (GwStore   *store,
          gpointer   data,
          GError   **error)
{
  const Job *job = data;

  return gw_bin_list (store, (const char *const *) job->databases, error);
}

/* Runs on the store's thread. */
static gpointer
restore (GwStore   *store,
         gpointer   data,
         GError   **error)
{
  const Job *job = data;

  gw_bin_restore (store, job->db, job->id, job->author, error);

  return NULL;
}

static void
show_fault (GwBinSheet *self,
            const char *sentence)
{
  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static const char *
get_title (const GwBinEntry *entry)
{
  return *entry->title != '\0' ? entry->title : find_kind (entry);
}

static void
on_restored (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GwBinSheet) self = user_data;
  g_autoptr (GError) error = NULL;

  gw_store_thread_write_finish (GW_STORE_THREAD (source), result, &error);
  if (self->context == NULL)
    return;
  if (error != NULL) {
    g_message ("It is not brought back: %s", error->message);
    show_fault (self, _("It could not be brought back just now. It is still in the bin; please try again."));
    return;
  }
  gw_toast_say (GTK_WIDGET (self->rows), _("It is back where it was."));
  reload (self);
}

static void
on_bring_back (GtkWidget  *button,
               GwBinSheet *self)
{
  Job *job = job_new (self);

  job->db = g_strdup (g_object_get_data (G_OBJECT (button), "db"));
  job->id = g_strdup (g_object_get_data (G_OBJECT (button), "id"));
  show_fault (self, NULL);
  gtk_widget_set_sensitive (button, FALSE);
  gw_store_thread_write_async (gw_context_get_store (self->context), restore, job, job_free, NULL, on_restored,
                               g_object_ref (self));
}

static char *
dup_subtitle (const GwBinEntry *entry)
{
  g_autofree char *deleted = gw_date_words_format_time (entry->deleted);
  g_autofree char *until = gw_date_words_format_time (entry->until);
  /* TRANSLATORS: %1$s is a date and time, %2$s the name of a person. */
  g_autofree char *who = entry->author != NULL ? g_strdup_printf (_("Deleted on %1$s by %2$s"), deleted, entry->author)
                                               /* TRANSLATORS: %s is a date and time. */
                                               : g_strdup_printf (_("Deleted on %s; by whom is not known"), deleted);
  /* TRANSLATORS: %s is a date and time. */
  g_autofree char *kept = g_strdup_printf (_("Kept until %s"), until);

  return g_strdup_printf ("%s\n%s\n%s", find_kind (entry), who, kept);
}

static void
add_row (GwBinSheet       *self,
         const GwBinEntry *entry)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_label (_("Bring back"));
  g_autofree char *subtitle = dup_subtitle (entry);
  /* TRANSLATORS: %s is the title of what was deleted. */
  g_autofree char *name = g_strdup_printf (_("Bring back “%s”"), get_title (entry));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_title (entry));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "db", g_strdup (entry->db), g_free);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (entry->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_bring_back), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->rows, row);
}

static void
fill (GwBinSheet *self,
      GPtrArray  *list)
{
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  for (guint i = 0; i < list->len; i++) {
    const GwBinEntry *entry = list->pdata[i];

    if (find_kind (entry) == NULL)
      continue;
    add_row (self, entry);
    n++;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), n == 0);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GwBinSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = gw_store_thread_run_finish (GW_STORE_THREAD (source), result, &error);

  if (self->context == NULL)
    return;
  if (list != NULL) {
    fill (self, list);
    return;
  }
  g_message ("The bin cannot be read: %s", error->message);
  show_fault (self, _("The bin cannot be read just now. Nothing was changed; please try again."));
}

static void
reload (GwBinSheet *self)
{
  gw_store_thread_run_async (gw_context_get_store (self->context), list_bin, job_new (self), job_free,
                             (GDestroyNotify) g_ptr_array_unref, NULL, on_listed, g_object_ref (self));
}

static void
gw_bin_sheet_dispose (GObject *object)
{
  g_clear_object (&GW_BIN_SHEET (object)->context);

  G_OBJECT_CLASS (gw_bin_sheet_parent_class)->dispose (object);
}

static void
gw_bin_sheet_class_init (GwBinSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gw_bin_sheet_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/godwit/Godwit/bin/gw-bin-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, GwBinSheet, rows);
  gtk_widget_class_bind_template_child (widget_class, GwBinSheet, nothing);
  gtk_widget_class_bind_template_child (widget_class, GwBinSheet, fault);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gw_bin_sheet_init (GwBinSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * gw_bin_sheet_new:
 * @context: whose bin
 */
GtkWidget *
gw_bin_sheet_new (GwContext *context)
{
  GwBinSheet *self;

  g_return_val_if_fail (GW_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (gw_context_get_profile (context) != NULL, NULL);

  self = g_object_new (GW_TYPE_BIN_SHEET, NULL);
  self->context = g_object_ref (context);
  reload (self);

  return GTK_WIDGET (self);
}
