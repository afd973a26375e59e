/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each kind of question, as it is typed into and as it is stored. */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/forms/gw-form-page.h"
#include "app/forms/gw-form-question-upload.h"
#include "app/forms/gw-upload-source.h"
#include "app/forms/gw-form-questions.h"
#include "app/forms/gw-form-walk.h"
#include "core/base/gw-time.h"
#include "gw-resources.h"

#define INPUT(name) "<input ref='/data/" name "'><label>" name "</label></input>"
#define LOOK(name, appearance) \
  "<input ref='/data/" name "' appearance='" appearance "'><label>" name "</label></input>"

static const char form_xml[] =
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'"
  " xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms'"
  " xmlns:orx='http://openrosa.org/xforms'>"
  "<h:head><h:title>Fields</h:title><model odk:xforms-version='1.0.0'>"
  "<itext><translation lang='English (en)'><text id='said'><value>Said <output value='/data/at'/></value></text>"
  "<text id='hint'><value>In the field</value></text><text id='heron'><value>Heron</value>"
  "<value form='image'>jr://images/heron.png</value></text><text id='ibis'><value>Ibis</value></text>"
  "</translation><translation lang='العربية (ar)'><text id='said'><value>قيل <output value='/data/at'/></value></text>"
  "<text id='hint'><value>في الميدان</value></text><text id='heron'><value>بلشون</value></text>"
  "<text id='ibis'><value>Ibis</value></text></translation></itext>"
  "<instance><data id='fields'><at/><when/><month/><year/><big/><scale/><down/><stars/><point/><trace/><shape/>"
  "<order/><file/><said/><waits/><kind/><scan/><g><bare/></g></data></instance>"
  "<instance id='l'><root><item><name>n</name><key>12</key></item></root></instance>"
  "<bind nodeset='/data/at' type='time'/><bind nodeset='/data/when' type='dateTime'/>"
  "<bind nodeset='/data/month' type='date'/><bind nodeset='/data/year' type='date'/>"
  "<bind nodeset='/data/big' type='int'/><bind nodeset='/data/scale' type='decimal'/>"
  "<bind nodeset='/data/down' type='int'/><bind nodeset='/data/stars' type='int'/>"
  "<bind nodeset='/data/point' type='geopoint'/><bind nodeset='/data/trace' type='geotrace'/>"
  "<bind nodeset='/data/shape' type='geoshape'/><bind nodeset='/data/order' type='odk:rank'/>"
  "<bind nodeset='/data/scan' type='binary' orx:max-pixels='16'/>"
  "<bind nodeset='/data/file' type='binary'/></model></h:head><h:body>"
  INPUT ("at") INPUT ("when") LOOK ("month", "month-year") LOOK ("year", "year") LOOK ("big", "thousands-sep")
  "<range ref='/data/scale' start='1' end='5' step='0.5'><label>scale</label></range>"
  "<range ref='/data/down' start='10' end='0' step='2'><label>down</label></range>"
  "<range ref='/data/stars' start='1' end='5' step='1' appearance='rating'><label>stars</label></range>"
  INPUT ("point") INPUT ("trace") INPUT ("shape")
  "<odk:rank ref='/data/order'><label>order</label><item><label>Bustard</label><value>b</value></item>"
  "<item><label>Crane</label><value>c</value></item><item><label>Duck</label><value>d</value></item></odk:rank>"
  "<upload ref='/data/file' mediatype='image/*'><label>file</label></upload>"
  "<select1 ref='/data/waits'><label>waits</label><itemset nodeset=\"instance('l')/root/item[key = /data/big]\">"
  "<value ref='name'/><label ref='name'/></itemset></select1>"
  "<select1 ref='/data/kind'><label>kind</label><hint ref=\"jr:itext('hint')\"/>"
  "<item><label ref=\"jr:itext('heron')\"/><value>h</value></item>"
  "<item><label ref=\"jr:itext('ibis')\"/><value>i</value></item></select1>"
  "<upload ref='/data/scan' mediatype='application/*' accept='.pdf, image/*'><label>scan</label></upload>"
  "<group ref='/data/g'><label>*Group*</label><input ref='/data/g/bare'/></group>"
  "<input ref='/data/said'><label>*said* <output value='/data/at'/></label></input>"
  "<input ref='/data/said'><label ref=\"jr:itext('said')\"/></input>"
  "</h:body></h:html>";

typedef struct
{
  GtkWidget *window;
  GtkWidget *box;
  GwFormSession *session;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GBytes) xml = g_bytes_new_static (form_xml, sizeof form_xml - 1);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = gw_form_load (xml, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture->session = gw_form_session_new (form, environment, NULL);
  fixture->window = gtk_window_new ();
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->box);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->session);
}

static char *
dup_ref (const char *name)
{
  return g_strconcat ("/data/", name, NULL);
}

static GtkWidget *
ask (Fixture    *fixture,
     const char *name)
{
  g_autofree char *ref = dup_ref (name);
  GwFormItem *item = gw_form_session_find_item (fixture->session, ref);
  GtkWidget *question;

  g_assert_nonnull (item);
  question = gw_form_questions_new_for (fixture->session, item);
  gtk_box_append (GTK_BOX (fixture->box), question);

  return question;
}

static const char *
get (Fixture    *fixture,
     const char *name)
{
  g_autofree char *ref = dup_ref (name);
  const char *value = gw_form_session_get_value (fixture->session, ref);

  return value != NULL ? value : "";
}

static void
set (Fixture    *fixture,
     GtkWidget  *question,
     const char *name,
     const char *value)
{
  g_autofree char *ref = dup_ref (name);
  g_autoptr (GError) error = NULL;

  gw_form_session_set_value (fixture->session, ref, value, &error);
  g_assert_no_error (error);
  gw_form_question_refresh (GW_FORM_QUESTION (question), GW_FORM_ASPECT_VALUE | GW_FORM_ASPECT_VALID);
}

static void
collect (GtkWidget *widget,
         GType      type,
         GPtrArray *into)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (into, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, into);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type,
      guint      index)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (widget, type, found);
  g_assert_cmpuint (found->len, >, index);

  return found->pdata[index];
}

static void
type_into (GtkWidget  *question,
           guint       field,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (question, GTK_TYPE_ENTRY, field)), text);
}

static const char *
read_field (GtkWidget *question,
            guint      field)
{
  return gtk_editable_get_text (GTK_EDITABLE (find (question, GTK_TYPE_ENTRY, field)));
}

static gboolean
is_flagged (GtkWidget *question)
{
  return gtk_widget_has_css_class (question, "invalid");
}

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *words)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  collect (widget, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (labels->pdata[i]), words) != NULL && gtk_widget_get_visible (labels->pdata[i]))
      return labels->pdata[i];

  return NULL;
}

static void
test_times (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "at");

  type_into (question, 0, "2:30 pm");
  g_assert_true (g_str_has_prefix (get (fixture, "at"), "14:30:00.000"));
  g_assert_false (is_flagged (question));
  gw_form_question_refresh (GW_FORM_QUESTION (question), GW_FORM_ASPECT_VALUE);
  g_assert_cmpstr (read_field (question, 0), ==, "2:30 pm");
  type_into (question, 0, "14h05");
  g_assert_true (g_str_has_prefix (get (fixture, "at"), "14:05:00.000"));
  type_into (question, 0, "after lunch");
  g_assert_cmpstr (get (fixture, "at"), ==, "after lunch");
  g_assert_true (is_flagged (question));
  /* A time from elsewhere is shown as the clock there stood. */
  set (fixture, question, "at", "07:15:00.000+11:00");
  g_assert_cmpstr (read_field (question, 0), ==, "07:15");
  g_assert_cmpstr (get (fixture, "at"), ==, "07:15:00.000+11:00");
}

static void
test_moments (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "when");

  type_into (question, 0, "5/3/2027");
  g_assert_cmpstr (get (fixture, "when"), ==, "2027-03-05");
  type_into (question, 1, "9.05");
  g_assert_true (g_str_has_prefix (get (fixture, "when"), "2027-03-05T09:05:00.000"));
  g_assert_false (is_flagged (question));
  type_into (question, 0, "some day");
  g_assert_cmpstr (get (fixture, "when"), ==, "some day 9.05");
  g_assert_true (is_flagged (question));
  set (fixture, question, "when", "2026-12-31T23:59:00.000-05:00");
  g_assert_cmpstr (read_field (question, 0), ==, "31/12/2026");
  g_assert_cmpstr (read_field (question, 1), ==, "23:59");
  g_assert_cmpstr (get (fixture, "when"), ==, "2026-12-31T23:59:00.000-05:00");
}

static void
test_months_and_years (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *month = ask (fixture, "month"), *year = ask (fixture, "year");

  type_into (month, 0, "3/2027");
  g_assert_cmpstr (get (fixture, "month"), ==, "2027-03-01");
  type_into (month, 0, "March 2027");
  g_assert_cmpstr (get (fixture, "month"), ==, "2027-03-01");
  type_into (month, 0, "spring");
  g_assert_cmpstr (get (fixture, "month"), ==, "spring");
  type_into (year, 0, "2031");
  g_assert_cmpstr (get (fixture, "year"), ==, "2031-01-01");
  set (fixture, year, "year", "1999-07-04");
  g_assert_cmpstr (read_field (year, 0), ==, "1999");
}

static void
test_thousands (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "big");

  type_into (question, 0, "1 234 567");
  g_assert_cmpstr (get (fixture, "big"), ==, "1234567");
  type_into (question, 0, "about 3 000");
  g_assert_cmpstr (get (fixture, "big"), ==, "about 3000");
  g_assert_true (is_flagged (question));
  /* What other programs may not hold is kept, and said. */
  set (fixture, question, "big", "2147483647");
  g_assert_null (find_label (question, "is kept"));
  set (fixture, question, "big", "-9000000000");
  g_assert_nonnull (find_label (question, "up to 2"));
  g_assert_cmpstr (get (fixture, "big"), ==, "-9000000000");
}

static void
draw_scale (GtkWidget *question,
            double     to)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find (question, GTK_TYPE_SCALE, 0), "change-value", GTK_SCROLL_JUMP, to, &handled);
  g_assert_true (handled);
}

static void
test_scales (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *scale = ask (fixture, "scale"), *down = ask (fixture, "down"), *stars = ask (fixture, "stars");

  g_assert_cmpstr (get (fixture, "scale"), ==, "");
  /* The handle stands at the beginning already; drawn to there it is an answer. */
  draw_scale (scale, 1.1);
  g_assert_cmpstr (get (fixture, "scale"), ==, "1");
  draw_scale (scale, 3.6);
  g_assert_cmpstr (get (fixture, "scale"), ==, "3.5");
  type_into (scale, 0, "3,2");
  g_assert_cmpstr (get (fixture, "scale"), ==, "3.2");
  g_assert_true (is_flagged (scale));
  type_into (scale, 0, "4.5");
  g_assert_false (is_flagged (scale));

  draw_scale (down, 3.4);
  g_assert_cmpstr (get (fixture, "down"), ==, "4");
  type_into (down, 0, "12");
  g_assert_cmpstr (get (fixture, "down"), ==, "12");
  g_assert_true (is_flagged (down));

  g_signal_emit_by_name (find (stars, GTK_TYPE_BUTTON, 3), "clicked");
  g_assert_cmpstr (get (fixture, "stars"), ==, "4");
}

static void
test_places (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "point");

  type_into (question, 0, "1° 17′ 30″ S");
  type_into (question, 1, "36,8219");
  g_assert_cmpstr (get (fixture, "point"), ==, "-1.2916667 36.8219 0.0 0.0");
  g_assert_false (is_flagged (question));
  type_into (question, 2, "1661,5");
  g_assert_cmpstr (get (fixture, "point"), ==, "-1.2916667 36.8219 1661.5 0.0");
  type_into (question, 0, "97");
  g_assert_true (is_flagged (question));
  type_into (question, 1, "");
  type_into (question, 2, "");
  type_into (question, 0, "-1.2921, 36.8219");
  g_assert_cmpstr (get (fixture, "point"), ==, "-1.2921 36.8219 0.0 0.0");
  type_into (question, 0, "by the lake");
  g_assert_true (is_flagged (question));
  /* What was typed finds its fields again. */
  {
    g_autofree char *kept = g_strdup (get (fixture, "point"));
    GtkWidget *again = ask (fixture, "point");

    g_assert_cmpstr (read_field (again, 0), ==, "by the lake");
    g_assert_cmpstr (read_field (again, 1), ==, "36.8219");
    g_assert_cmpstr (get (fixture, "point"), ==, kept);
  }
}

static void
test_lines_and_borders (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *trace = ask (fixture, "trace"), *shape = ask (fixture, "shape"), *add;

  set (fixture, trace, "trace", "1 2 3 4; 5 6 7 8");
  type_into (trace, 4, "9");
  g_assert_cmpstr (get (fixture, "trace"), ==, "1.0 2.0 3.0 4.0;9.0 6.0 7.0 8.0");

  add = find (shape, GTK_TYPE_BUTTON, 0);
  for (guint i = 0; i < 3; i++) {
    static const char *const latitudes[] = { "1", "2", "3" };

    g_signal_emit_by_name (add, "clicked");
    type_into (shape, i * 4, latitudes[i]);
    type_into (shape, i * 4 + 1, "7");
  }
  g_assert_cmpstr (get (fixture, "shape"), ==, "1.0 7.0 0.0 0.0;2.0 7.0 0.0 0.0;3.0 7.0 0.0 0.0;1.0 7.0 0.0 0.0");
  g_assert_false (is_flagged (shape));
  {
    GtkWidget *again = ask (fixture, "shape");
    g_autoptr (GPtrArray) fields = g_ptr_array_new ();

    collect (again, GTK_TYPE_ENTRY, fields);
    g_assert_cmpuint (fields->len, ==, 3 * 4);
  }
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *words)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect (widget, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_widget_get_tooltip_text (buttons->pdata[i]), words) == 0
        || g_strcmp0 (gtk_button_get_label (buttons->pdata[i]), words) == 0)
      return buttons->pdata[i];
  g_assert_not_reached ();
}

static void
test_orders (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "order");

  g_assert_cmpstr (get (fixture, "order"), ==, "");
  g_signal_emit_by_name (find_button (question, "This order is mine already"), "clicked");
  g_assert_cmpstr (get (fixture, "order"), ==, "b c d");
  g_signal_emit_by_name (find_button (question, "Move “Duck” up"), "clicked");
  g_assert_cmpstr (get (fixture, "order"), ==, "b d c");
  g_signal_emit_by_name (find_button (question, "Move “Bustard” down"), "clicked");
  g_assert_cmpstr (get (fixture, "order"), ==, "d b c");
  g_signal_emit_by_name (find_button (question, "Take this answer back"), "clicked");
  g_assert_cmpstr (get (fixture, "order"), ==, "");
}

/* Without a store there is nowhere to keep a file, and no button that promises it. */
static void
test_files_need_a_place (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *question = ask (fixture, "file");

  g_assert_false (gtk_widget_is_sensitive (find_label (question, "Choose a file…")));
  set (fixture, question, "file", "photo.jpg");
  g_assert_cmpstr (get (fixture, "file"), ==, "photo.jpg");
}

static void
test_answers_in_labels_are_no_marks (Fixture       *fixture,
                                     gconstpointer  data)
{
  GtkWidget *question, *label;

  gw_form_session_set_value (fixture->session, "/data/at", "**<b>x</b>** &amp; a_b_c", NULL);
  question = ask (fixture, "said");
  label = find (question, GTK_TYPE_LABEL, 0);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "said **<b>x</b>** &amp; a_b_c");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==,
                   "<i>said</i> **&lt;b&gt;x&lt;/b&gt;** &amp;amp; a_b_c");
}

static void
test_two_languages_stand_together (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (fixture->session);
  GtkWidget *question;
  GtkLabel *first, *second;

  gw_form_session_set_value (fixture->session, "/data/at", "noon", NULL);
  question = gw_form_questions_new_for (fixture->session, items->pdata[items->len - 1]);
  gtk_box_append (GTK_BOX (fixture->box), question);
  gw_form_session_set_second_language (fixture->session, "العربية (ar)");
  gw_form_question_refresh (GW_FORM_QUESTION (question), GW_FORM_ASPECT_TEXTS);
  first = GTK_LABEL (find (question, GTK_TYPE_LABEL, 0));
  second = GTK_LABEL (find (question, GTK_TYPE_LABEL, 1));
  g_assert_cmpstr (gtk_label_get_text (first), ==, "Said noon");
  g_assert_cmpstr (gtk_label_get_text (second), ==, "قيل noon");
  /* Two directions, two sides. */
  g_assert_cmpfloat (gtk_label_get_xalign (first), ==, 0);
  g_assert_cmpfloat (gtk_label_get_xalign (second), ==, 1);
  gw_form_session_set_second_language (fixture->session, "English (en)");
  gw_form_question_refresh (GW_FORM_QUESTION (question), GW_FORM_ASPECT_TEXTS);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (second)));
  g_assert_cmpstr (gw_form_session_get_language (fixture->session), ==, "English (en)");
}

static void
test_hints_and_choices_stand_in_two_languages (Fixture       *fixture,
                                               gconstpointer  data)
{
  GtkWidget *question;

  gw_form_session_set_second_language (fixture->session, "ar");
  g_assert_cmpstr (gw_form_session_get_second_language (fixture->session), ==, "العربية (ar)");
  question = ask (fixture, "kind");
  g_assert_nonnull (find_label (question, "In the field"));
  g_assert_nonnull (find_label (question, "في الميدان"));
  g_assert_nonnull (find_label (question, "\u2068Heron\u2069 · \u2068بلشون\u2069"));
  /* What is said alike is said once. */
  g_assert_nonnull (find_label (question, "Ibis"));
  g_assert_null (find_label (question, " · \u2068Ibis"));

  gw_form_session_set_second_language (fixture->session, NULL);
  gw_form_question_refresh (GW_FORM_QUESTION (question), GW_FORM_ASPECT_TEXTS);
  g_assert_null (find_label (question, "بلشون"));
  g_assert_null (find_label (question, "في الميدان"));
  g_assert_nonnull (find_label (question, "Heron"));
}

static void
test_choices_show_their_pictures (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("godwit-faces-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "heron.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 400, 200);
  g_autoptr (GBytes) xml = g_bytes_new_static (form_xml, sizeof form_xml - 1);
  g_autoptr (GwFormEnvironment) environment = gw_form_environment_new ();
  g_autoptr (GwForm) form = gw_form_load (xml, folder, NULL, NULL);
  GtkPicture *picture;
  GtkWidget *question;

  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  g_object_unref (fixture->session);
  fixture->session = gw_form_session_new (form, environment, NULL);
  question = ask (fixture, "kind");
  picture = GTK_PICTURE (find (question, GTK_TYPE_PICTURE, 0));
  while (gtk_picture_get_paintable (picture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (gtk_picture_get_paintable (picture)), ==, 128);
  g_assert_cmpstr (gtk_picture_get_alternative_text (picture), ==, "Heron");
  /* The button is named by the words all the same. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (question, GTK_TYPE_CHECK_BUTTON, 0)), TRUE);
  g_assert_cmpstr (get (fixture, "kind"), ==, "h");
  g_remove (path);
  g_rmdir (folder);
}

/* ------------------------------------------------------------ files */

static gboolean
drop_file (GtkWidget  *question,
           const char *path)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (question);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFile *files[] = { file };
  GValue value = G_VALUE_INIT;
  gboolean handled = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (files, 1));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &handled);
  }
  g_value_unset (&value);

  return handled;
}

static void
wait_for_label (GtkWidget  *widget,
                const char *words)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_label (widget, words) == NULL && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
  g_assert_nonnull (find_label (widget, words));
}

static void
find_upload_cb (gpointer question,
                gpointer found)
{
  if (GW_IS_FORM_QUESTION_UPLOAD (question)
      && g_str_equal (gw_form_item_get_name (gw_form_question_get_item (question)), "file"))
    *(GtkWidget **) found = question;
}

static GtkWidget *
wait_for_upload (GwFormPage *page)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GtkWidget *question = NULL;

  while (question == NULL && g_get_monotonic_time () < until) {
    g_main_context_iteration (NULL, FALSE);
    gw_form_page_foreach_question (page, find_upload_cb, &question);
  }
  g_assert_nonnull (question);

  return question;
}

/* The file may be deleted as soon as it was dropped; one that does not fit is told of and changes nothing. */
static void
test_files_are_kept (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("godwit-fields-XXXXXX", NULL);
  g_autofree char *store_path = g_build_filename (folder, "store.sqlite", NULL);
  g_autofree char *picture = g_build_filename (folder, "two words.png", NULL);
  g_autofree char *words = g_build_filename (folder, "words.txt", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 40, 30);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwStoreThread) thread = NULL;
  g_autoptr (GwFilledForm) filled = NULL;
  GtkWidget *page = gw_form_page_new (), *question;
  const char *value;

  gw_answers_register_types ();
  thread = gw_store_thread_new (store_path, GW_STORE_CREATE, &error);
  g_assert_no_error (error);
  filled = gw_filled_form_open_sync (thread, "mine", "01HZZZZZZZZZZZZZZZZZZZZZZZ", "Amina",
                                     gw_form_session_get_form (fixture->session), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (gdk_pixbuf_save (pixbuf, picture, "png", &error, NULL));
  g_assert_true (g_file_set_contents (words, "no picture", -1, &error));
  gtk_window_set_child (GTK_WINDOW (fixture->window), page);
  gw_form_page_set_filled (GW_FORM_PAGE (page), filled);
  gtk_window_present (GTK_WINDOW (fixture->window));
  question = wait_for_upload (GW_FORM_PAGE (page));

  g_assert_true (drop_file (question, picture));
  wait_for_label (question, "two words.png");
  g_remove (picture);
  value = gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file");
  g_assert_true (g_str_has_prefix (value, "two_words-") && g_str_has_suffix (value, ".png"));
  kept = g_strdup (value);
  g_assert_true (drop_file (question, words));
  wait_for_label (question, "asks for a picture");
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file"), ==, kept);

  g_signal_emit_by_name (find_button (question, "Remove the file"), "clicked");
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file"), ==, "");
  g_free (gw_filled_form_undo (filled));
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file"), ==, kept);
  wait_for_label (question, "two words.png");

  /* The page is left while the next one is on its way. */
  g_assert_true (gdk_pixbuf_save (pixbuf, picture, "jpeg", &error, NULL));
  g_assert_true (drop_file (question, picture));
  gw_form_page_set_filled (GW_FORM_PAGE (page), NULL);
  for (gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
       g_strcmp0 (gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file"), kept) == 0
       && g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (gw_form_session_get_value (gw_filled_form_get_session (filled), "/data/file"), !=, kept);

  g_assert_true (gw_filled_form_flush_sync (filled, &error));
  g_clear_object (&filled);
  gw_store_thread_close (thread);
}

/* A list without choices says so for as long as it has none. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GwUpload *
read_upload (Fixture     *fixture,
             const char  *path,
             char       **refusal)
{
  g_autoptr (GwUploadWants) wants = gw_upload_wants_new (gw_form_session_find_item (fixture->session, "/data/scan"));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GwUpload *upload;

  gw_upload_source_read_file_async (file, wants, read_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  upload = gw_upload_source_read_finish (result, &error);
  *refusal = upload == NULL ? gw_upload_wants_dup_refusal (wants, error) : NULL;

  return upload;
}

static void
check_picture (GwUpload   *upload,
               const char *mime,
               int         width,
               int         height)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (upload->bytes);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, NULL);

  g_assert_cmpstr (upload->mime, ==, mime);
  g_assert_nonnull (pixbuf);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height);
}

/* A form says how large a picture may be and which files it takes; what is small enough is not touched. */
static void
test_files_become_what_the_form_asks (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("godwit-wants-XXXXXX", NULL);
  static const struct { const char *name, *format, *mime; int width, height, to_width, to_height; } pictures[] = {
    { "large.jpg", "jpeg", "image/jpeg", 64, 32, 16, 8 },
    { "tall.png", "png", "image/png", 10, 40, 4, 16 },
    { "small.png", "png", "image/png", 16, 12, 16, 12 },
    { "drawn.bmp", "bmp", "image/png", 32, 32, 16, 16 },
  };
  g_autofree char *pdf = g_build_filename (folder, "Letter.PDF", NULL), *words = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *refusal = NULL;
  g_autoptr (GwUpload) letter = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autofree char *path = g_build_filename (folder, pictures[i].name, NULL);
    g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, pictures[i].width, pictures[i].height);
    g_autofree char *before = NULL;
    g_autoptr (GwUpload) upload = NULL;
    gsize length;

    gdk_pixbuf_fill (pixbuf, 0x3060a0ff);
    g_assert_true (gdk_pixbuf_save (pixbuf, path, pictures[i].format, NULL, NULL));
    g_assert_true (g_file_get_contents (path, &before, &length, NULL));
    upload = read_upload (fixture, path, &refusal);
    g_assert_null (refusal);
    check_picture (upload, pictures[i].mime, pictures[i].to_width, pictures[i].to_height);
    g_assert_true (g_str_has_suffix (upload->name, g_str_equal (pictures[i].format, "bmp") ? "drawn.png"
                                                                                           : pictures[i].name));
    if (pictures[i].width == pictures[i].to_width)
      g_assert_cmpmem (g_bytes_get_data (upload->bytes, NULL), g_bytes_get_size (upload->bytes), before, length);
    g_remove (path);
  }

  g_assert_true (g_file_set_contents (pdf, "%PDF-1.4", -1, NULL));
  letter = read_upload (fixture, pdf, &refusal);
  g_assert_cmpstr (letter->name, ==, "Letter.PDF");
  g_assert_true (g_file_set_contents (words, "words", -1, NULL));
  g_assert_null (read_upload (fixture, words, &refusal));
  g_assert_nonnull (strstr (refusal, ".pdf, image/*"));
  g_remove (pdf);
  g_remove (words);
  g_rmdir (folder);
}

static void
test_empty_lists_say_so (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char words[] = "There is nothing to choose yet. The choices may follow from another answer.";

  g_assert_nonnull (find_label (ask (fixture, "waits"), words));
  g_assert_true (gw_form_session_set_value (fixture->session, "/data/big", "12", NULL));
  g_assert_null (find_label (ask (fixture, "waits"), words));
}

static void
test_what_has_no_label_is_named_after_its_group (Fixture       *fixture,
                                                 gconstpointer  data)
{
  g_autofree char *own = gw_form_walk_dup_heading (gw_form_session_find_item (fixture->session, "/data/big"));
  g_autofree char *group = gw_form_walk_dup_heading (gw_form_session_find_item (fixture->session, "/data/g/bare"));

  g_assert_cmpstr (own, ==, "big");
  g_assert_cmpstr (group, ==, "Group");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Africa/Nairobi", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gw_register_resource ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/forms/fields/times-are-read-and-kept", test_times);
  ADD ("/forms/fields/moments-are-read-and-kept", test_moments);
  ADD ("/forms/fields/months-and-years-are-days", test_months_and_years);
  ADD ("/forms/fields/thousands-may-stand-apart", test_thousands);
  ADD ("/forms/fields/scales-keep-what-is-beside-them", test_scales);
  ADD ("/forms/fields/places-are-read-in-every-manner", test_places);
  ADD ("/forms/fields/lines-and-borders-are-lists", test_lines_and_borders);
  ADD ("/forms/fields/orders-are-the-persons", test_orders);
  ADD ("/forms/fields/files-need-a-place", test_files_need_a_place);
  ADD ("/forms/fields/files-are-kept", test_files_are_kept);
  ADD ("/forms/fields/two-languages-stand-together", test_two_languages_stand_together);
  ADD ("/forms/fields/hints-and-choices-stand-in-two-languages", test_hints_and_choices_stand_in_two_languages);
  ADD ("/forms/fields/choices-show-their-pictures", test_choices_show_their_pictures);
  ADD ("/forms/fields/files-become-what-the-form-asks", test_files_become_what_the_form_asks);
  ADD ("/forms/fields/answers-in-labels-are-no-marks", test_answers_in_labels_are_no_marks);
  ADD ("/forms/fields/empty-lists-say-so", test_empty_lists_say_so);
  ADD ("/forms/fields/what-has-no-label-is-named-after-its-group",
       test_what_has_no_label_is_named_after_its_group);
#undef ADD

  return g_test_run ();
}
