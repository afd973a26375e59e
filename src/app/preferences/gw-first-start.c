/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first start in three steps: language, who you are, connect later, now, or by stick.
 * Nothing of it needs a connection, everything can be changed later, and Back keeps what was typed. */

#include "app/preferences/gw-first-start.h"

#include <glib/gi18n-lib.h>

#include "app/gw-ui-language.h"
#include "app/preferences/gw-country-chooser.h"
#include "app/widgets/gw-names.h"

struct _GwFirstStart
{
  AdwBin parent_instance;

  GwFirstStartDraft *draft;
  GwReference *reference;
  gboolean filling; /* the widgets are being set from the draft, not by the person */

  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkStack *steps;
  GtkListBox *languages;
  GtkEditable *name;
  GtkListBox *roles;
  AdwActionRow *country;
  GtkLabel *country_summary;
  GtkWidget *country_hint;
  GwCountryChooser *chooser;
  GtkCheckButton *later;
  GtkCheckButton *now;
  GtkCheckButton *stick;
  GtkWidget *server_group;
  GtkEditable *server;
  GtkEditable *user;
  GtkEditable *password;
  GtkWidget *fault_bar;
  GtkLabel *fault;
};

enum
{
  LANGUAGE_CHOSEN,
  FINISHED,
  SET_UP_FILE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GwFirstStart, gw_first_start, ADW_TYPE_BIN)

static const struct
{
  GwRole role;
  const char *title;
  const char *subtitle;
} roles[] = {
  { GW_ROLE_NFP, N_("National Focal Point"), N_("Answers for the country") },
  { GW_ROLE_ALTERNATE, N_("Alternate focal point"), N_("Stands in for the focal point") },
  { GW_ROLE_RESPONDENT, N_("Respondent"), N_("Answers some questions for the focal point") },
  { GW_ROLE_SECRETARIAT, N_("Secretariat"), N_("Works for the Convention’s Secretariat") },
  { GW_ROLE_GUEST, N_("Guest"), N_("Only reads") },
};

static gboolean
role_needs_country (GwRole role)
{
  return role == GW_ROLE_NFP || role == GW_ROLE_ALTERNATE || role == GW_ROLE_RESPONDENT;
}

static void
replace (char       **place,
         const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
update_title (GwFirstStart *self)
{
  const char *step = self->draft->step;
  g_autofree char *subtitle = NULL;
  int number = g_str_equal (step, "language") ? 1 : g_str_equal (step, "connect") ? 3 : 2;

  /* TRANSLATORS: %1$d is the number of the step, %2$d how many steps there are. */
  subtitle = g_strdup_printf (_("Step %1$d of %2$d"), number, 3);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_visible (self->back_button, number > 1);
}

static void
update_country (GwFirstStart *self)
{
  const char *iso3 = self->draft->country;
  const GwCountry *country = NULL;
  g_autofree char *summary = NULL;

  if (self->reference != NULL && iso3 != NULL)
    country = gw_reference_find_country (self->reference, iso3);

  adw_action_row_set_subtitle (self->country, country != NULL
                               ? gw_label_get (&country->name, self->draft->language)
                               : _("Not chosen yet"));
  if (country != NULL)
    summary = gw_country_dup_summary (self->reference, iso3, self->draft->language);
  gtk_label_set_label (self->country_summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->country_summary), summary != NULL);
  gtk_widget_set_visible (self->country_hint,
                          country == NULL && role_needs_country (self->draft->role));
}

static void
focus_step (GwFirstStart *self)
{
  const char *step = self->draft->step;

  if (g_str_equal (step, "country"))
    gw_country_chooser_begin (self->chooser);
  else if (g_str_equal (step, "who"))
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->steps), GTK_DIR_TAB_FORWARD);
}

static void
go_to_step (GwFirstStart *self,
            const char   *step)
{
  self->draft->step = step;
  gtk_stack_set_visible_child_name (self->steps, step);
  gtk_widget_set_visible (self->fault_bar, FALSE);
  update_title (self);
  focus_step (self);
}

/* Returns: (nullable): what is still to be written before one can connect */
static GtkEditable *
find_missing (GwFirstStart *self)
{
  GtkEditable *entries[] = { self->server, self->user, self->password };

  for (guint i = 0; self->draft->connect && i < G_N_ELEMENTS (entries); i++) {
    g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entries[i])));

    if (*text == '\0')
      return entries[i];
  }

  return NULL;
}

static void
finish (GwFirstStart *self)
{
  GtkEditable *missing = find_missing (self);

  if (missing == NULL) {
    g_signal_emit (self, signals[FINISHED], 0);
    return;
  }

  gw_first_start_show_fault (self, _("To connect, please write the address, the name and the password that you were "
                                     "given, or choose to connect later."));
  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->fault_bar), GTK_MESSAGE_INFO);
  gtk_widget_grab_focus (GTK_WIDGET (missing));
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwFirstStart *self = GW_FIRST_START (widget);
  GwFirstStartDraft *draft = self->draft;

  if (g_str_equal (draft->step, "language"))
    go_to_step (self, "who");
  else if (g_str_equal (draft->step, "who") && draft->country == NULL
           && role_needs_country (draft->role))
    go_to_step (self, "country");
  else if (g_str_equal (draft->step, "who"))
    go_to_step (self, "connect");
  else if (g_str_equal (draft->step, "connect"))
    finish (self);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GwFirstStart *self = GW_FIRST_START (widget);
  const char *step = self->draft->step;

  if (g_str_equal (step, "who"))
    go_to_step (self, "language");
  else if (g_str_equal (step, "country") || g_str_equal (step, "connect"))
    go_to_step (self, "who");
}

static void
set_up_file_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_signal_emit (widget, signals[SET_UP_FILE], 0);
}

static void
choose_country_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  go_to_step (GW_FIRST_START (widget), "country");
}

static void
on_country_chosen (GwFirstStart *self,
                   const char   *iso3)
{
  replace (&self->draft->country, iso3);
  update_country (self);
  go_to_step (self, "who");
  gtk_editable_select_region (self->name, -1, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->country));
}

static void
on_name_changed (GwFirstStart *self)
{
  if (!self->filling)
    replace (&self->draft->name, gtk_editable_get_text (self->name));
}

static void
on_entry_activated (GwFirstStart *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "first-start.next", NULL);
}

/* Enter on what is chosen already goes on; on another choice it chooses, as the space bar does. */
static gboolean
on_enter (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (ADW_IS_ACTION_ROW (focus))
    focus = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (focus));
  if (!GTK_IS_CHECK_BUTTON (focus) || !gtk_check_button_get_active (GTK_CHECK_BUTTON (focus)))
    return FALSE;

  if (focus == GTK_WIDGET (GW_FIRST_START (widget)->now))
    gtk_widget_grab_focus (GTK_WIDGET (GW_FIRST_START (widget)->server));
  else
    gtk_widget_activate_action (widget, "first-start.next", NULL);
  return TRUE;
}

static void
on_server_changed (GwFirstStart *self)
{
  if (self->filling)
    return;

  replace (&self->draft->server, gtk_editable_get_text (self->server));
  replace (&self->draft->user, gtk_editable_get_text (self->user));
  replace (&self->draft->password, gtk_editable_get_text (self->password));
}

static void
on_connect_toggled (GwFirstStart *self)
{
  gboolean connect = gtk_check_button_get_active (self->now);

  gtk_widget_set_visible (self->server_group, connect);
  if (self->filling)
    return;

  self->draft->connect = connect;
  self->draft->stick = gtk_check_button_get_active (self->stick);
  gtk_widget_set_visible (self->fault_bar, FALSE);
}

static void
on_language_toggled (GtkCheckButton *button,
                     GwFirstStart   *self)
{
  const char *code = gtk_widget_get_name (GTK_WIDGET (button));

  if (self->filling || !gtk_check_button_get_active (button)
      || g_str_equal (self->draft->language, code))
    return;

  replace (&self->draft->language, code);
  g_signal_emit (self, signals[LANGUAGE_CHOSEN], 0);
}

static void
on_role_toggled (GtkCheckButton *button,
                 GwFirstStart   *self)
{
  if (self->filling || !gtk_check_button_get_active (button))
    return;

  self->draft->role = (GwRole) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "role"));
  update_country (self);
}

static GtkCheckButton *
append_choice (GtkListBox     *list,
               GtkCheckButton *group,
               const char     *title,
               const char     *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle != NULL ? subtitle : "", -1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (list, row);

  return GTK_CHECK_BUTTON (check);
}

static void
fill_languages (GwFirstStart *self)
{
  guint n_languages;
  const GwUiLanguage *languages = gw_ui_language_get_all (&n_languages);
  GtkCheckButton *group = NULL;

  for (guint i = 0; i < n_languages; i++) {
    GtkCheckButton *check = append_choice (self->languages, group, languages[i].name, NULL);

    gtk_widget_set_name (GTK_WIDGET (check), languages[i].code);
    gtk_check_button_set_active (check, g_str_equal (languages[i].code, self->draft->language));
    g_signal_connect (check, "toggled", G_CALLBACK (on_language_toggled), self);
    if (group == NULL)
      group = check;
  }
}

static void
fill_roles (GwFirstStart *self)
{
  GtkCheckButton *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    GtkCheckButton *check = append_choice (self->roles, group, _(roles[i].title),
                                           _(roles[i].subtitle));

    g_object_set_data (G_OBJECT (check), "role", GINT_TO_POINTER (roles[i].role));
    gtk_check_button_set_active (check, roles[i].role == self->draft->role);
    g_signal_connect (check, "toggled", G_CALLBACK (on_role_toggled), self);
    if (group == NULL)
      group = check;
  }
}

static void
gw_first_start_dispose (GObject *object)
{
  GwFirstStart *self = GW_FIRST_START (object);

  /* Entries that are being taken down must not write their emptiness into the draft. */
  self->filling = TRUE;
  g_clear_object (&self->reference);

  G_OBJECT_CLASS (gw_first_start_parent_class)->dispose (object);
}

static void
gw_first_start_class_init (GwFirstStartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gw_first_start_dispose;

  /**
   * GwFirstStart::language-chosen:
   *
   * The draft has another language: the widgets are to be built anew in it.
   */
  signals[LANGUAGE_CHOSEN] = g_signal_new ("language-chosen", GW_TYPE_FIRST_START,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);

  /**
   * GwFirstStart::finished:
   *
   * The draft says all that is needed for a profile.
   */
  signals[FINISHED] = g_signal_new ("finished", GW_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GwFirstStart::set-up-file:
   *
   * The person has a file that says all this.
   */
  signals[SET_UP_FILE] = g_signal_new ("set-up-file", GW_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  g_type_ensure (GW_TYPE_COUNTRY_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/preferences/gw-first-start.ui");
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, title);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, back_button);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, steps);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, languages);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, name);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, roles);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, country);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, country_summary);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, country_hint);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, chooser);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, later);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, now);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, stick);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, server_group);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, server);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, user);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, password);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, fault_bar);
  gtk_widget_class_bind_template_child (widget_class, GwFirstStart, fault);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_country_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_server_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_toggled);

  gtk_widget_class_install_action (widget_class, "first-start.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "first-start.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "first-start.set-up-file", NULL, set_up_file_action);
  gtk_widget_class_install_action (widget_class, "first-start.choose-country", NULL,
                                   choose_country_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "first-start.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "first-start.back", NULL);
}

static void
gw_first_start_init (GwFirstStart *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Return|KP_Enter"),
                                                          gtk_callback_action_new (on_enter, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * gw_first_start_new:
 * @draft: (transfer none): what was typed so far; it must outlive the widget
 */
GtkWidget *
gw_first_start_new (GwFirstStartDraft *draft)
{
  GwFirstStart *self = g_object_new (GW_TYPE_FIRST_START, NULL);

  self->draft = draft;
  self->filling = TRUE;
  fill_languages (self);
  fill_roles (self);
  gtk_editable_set_text (self->name, draft->name);
  gtk_editable_set_text (self->server, draft->server);
  gtk_editable_set_text (self->user, draft->user);
  gtk_editable_set_text (self->password, draft->password);
  gtk_check_button_set_active (draft->connect ? self->now : draft->stick ? self->stick : self->later,
                               TRUE);
  gtk_widget_set_visible (self->server_group, draft->connect);
  update_country (self);
  gtk_stack_set_visible_child_name (self->steps, draft->step);
  update_title (self);
  gw_names_from_tooltips (GTK_WIDGET (self->password));
  self->filling = FALSE;

  return GTK_WIDGET (self);
}

/**
 * gw_first_start_set_reference:
 * @reference: the countries, which are read while the person chooses a language
 */
void
gw_first_start_set_reference (GwFirstStart *self,
                              GwReference  *reference)
{
  g_return_if_fail (GW_IS_FIRST_START (self));

  if (reference == NULL || !g_set_object (&self->reference, reference))
    return;

  gw_country_chooser_set_reference (self->chooser, reference, self->draft->language);
  update_country (self);
}

static void
focus_active_language (GwFirstStart *self)
{
  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->languages, i);
    GtkWidget *check;

    if (row == NULL)
      break;
    check = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check))) {
      gtk_widget_grab_focus (check);
      break;
    }
  }
}

/**
 * gw_first_start_begin:
 *
 * Puts the focus where the person goes on; to be called when the widget is in its window.
 */
void
gw_first_start_begin (GwFirstStart *self)
{
  g_return_if_fail (GW_IS_FIRST_START (self));

  if (g_str_equal (self->draft->step, "language"))
    focus_active_language (self);
  else
    focus_step (self);
}

/**
 * gw_first_start_show_fault:
 * @sentence: why the profile could not be made, in the person's language
 */
void
gw_first_start_show_fault (GwFirstStart *self,
                           const char   *sentence)
{
  g_return_if_fail (GW_IS_FIRST_START (self));

  gtk_label_set_label (self->fault, sentence);
  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->fault_bar), GTK_MESSAGE_ERROR);
  gtk_widget_set_visible (self->fault_bar, TRUE);
}

GwFirstStartDraft *
gw_first_start_draft_new (const char *language)
{
  GwFirstStartDraft *self = g_new0 (GwFirstStartDraft, 1);

  self->step = "language";
  self->language = g_strdup (language);
  self->name = g_strdup ("");
  self->role = GW_ROLE_NFP;
  self->server = g_strdup ("");
  self->user = g_strdup ("");
  self->password = g_strdup ("");
  return self;
}

void
gw_first_start_draft_free (GwFirstStartDraft *self)
{
  g_free (self->language);
  g_free (self->name);
  g_free (self->country);
  g_free (self->server);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}
