/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report on paper. What the form hides is left out; what has no answer is left out or says so;
 * what breaks a rule is printed as it was typed, with a word beside it. A question stays with its
 * answer, and each page says that the wording is unofficial. */

#include <glib/gi18n-lib.h>

#include "core/base/gw-paths.h"
#include "core/base/gw-time.h"
#include "core/exports/gw-paper.h"
#include "core/exports/gw-report-print-private.h"
#include "core/reports/gw-format-pack.h"

typedef struct
{
  const GwReportPrint *print;
  const GwWords *words;
  GwPaper *paper;
  GHashTable *notices; /* texts that were printed already */
} Printer;

static void print_items (Printer   *printer,
                         GPtrArray *items,
                         guint      level,
                         guint      indent);

static gboolean
has_answer (GwFormItem *item)
{
  const char *value = gw_form_item_get_value (item);

  return value != NULL && *value != '\0';
}

/* Whether anything of @items would be printed below a heading; a note alone is no reason. */
static gboolean
has_content (Printer   *printer,
             GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);

    if (!gw_form_item_is_visible (item))
      continue;
    if (gw_form_item_get_kind (item) != GW_FORM_ITEM_CONTROL) {
      g_autoptr (GPtrArray) within = gw_form_item_dup_items (item);

      if (gw_form_item_get_kind (item) == GW_FORM_ITEM_ROW || has_content (printer, within))
        return TRUE;
    } else if (gw_form_item_get_control (item) != GW_FORM_CONTROL_NOTE
               && ((printer->print->flags & GW_REPORT_PRINT_UNANSWERED) != 0 || has_answer (item))) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
print_note (Printer    *printer,
            GwFormItem *item,
            guint       indent)
{
  g_autofree char *label = gw_report_print_dup_label (item, GW_FORM_TEXT_LABEL);
  gboolean notice = gw_form_item_has_appearance (item, "notice");

  /* A form repeats its notices in each section for those who see one section at a time. */
  if (label == NULL || (notice && !g_hash_table_add (printer->notices, g_strdup (label))))
    return;
  gw_paper_add_text (printer->paper, notice ? GW_PAPER_NOTICE : GW_PAPER_TEXT, indent, label);
}

/* What a reader has to know about an answer that is not plainly one. */
static void
print_remarks (Printer    *printer,
               GwFormItem *item,
               guint       indent)
{
  const GwAnswer *answer = g_hash_table_lookup (printer->print->answers,
                                                gw_form_item_get_ref (item));
  GwFormWhy why = gw_form_item_get_why (item);

  if (answer != NULL && answer->versions > 1)
    gw_paper_add_text (printer->paper, GW_PAPER_QUIET, indent,
                       gw_words_get (printer->words,
                                     N_ ("Two people changed this answer. Another version is kept "
                                         "and waits to be compared.")));
  if (has_answer (item) && (why == GW_FORM_WHY_CONSTRAINT || why == GW_FORM_WHY_TYPE)) {
    g_autofree char *message = gw_report_print_dup_label (item, GW_FORM_TEXT_CONSTRAINT_MESSAGE);
    g_autofree char *text = NULL;

    text = message != NULL
             /* TRANSLATORS: {message} is a whole sentence that comes from the form. */
             ? gw_words_fill (printer->words, N_ ("To be checked: {message}"), "message", message)
             : g_strdup (gw_words_get (printer->words,
                                       N_ ("To be checked: this answer breaks a rule of the form.")));
    gw_paper_add_text (printer->paper, GW_PAPER_QUIET, indent, text);
  }
}

static void
print_answer (Printer    *printer,
              GwFormItem *item,
              guint       indent)
{
  g_autoptr (GPtrArray) answer = gw_report_print_dup_answer (item, printer->words);
  GwFormControl control = gw_form_item_get_control (item);
  gboolean list = control == GW_FORM_CONTROL_SELECT || control == GW_FORM_CONTROL_RANK;
  /* What was chosen is the form's, not the person's: it stands on the side of the document also
   * where it has no words in its language, as the name of a species. */
  GwPaperStyle style = list ? GW_PAPER_ITEM
                       : control == GW_FORM_CONTROL_SELECT1 ? GW_PAPER_TEXT
                                                            : GW_PAPER_ANSWER;

  for (guint i = 0; i < answer->len; i++)
    gw_paper_add_text (printer->paper, style, indent, g_ptr_array_index (answer, i));
  if (answer->len == 0)
    gw_paper_add_text (printer->paper, GW_PAPER_QUIET, indent,
                       gw_words_get (printer->words, gw_form_item_is_required (item)
                                                       ? N_ ("Not answered; an answer is required")
                                                       : N_ ("Not answered")));
  print_remarks (printer, item, indent);
}

static void
print_question (Printer    *printer,
                GwFormItem *item,
                guint       indent)
{
  g_autofree char *label = gw_report_print_dup_label (item, GW_FORM_TEXT_LABEL);

  if (!has_answer (item)
      && ((printer->print->flags & GW_REPORT_PRINT_UNANSWERED) == 0
          || gw_form_item_is_readonly (item)))
    return;
  gw_paper_begin_group (printer->paper);
  gw_paper_add_text (printer->paper, GW_PAPER_QUESTION, indent,
                     label != NULL ? label : gw_form_item_get_name (item));
  print_answer (printer, item, indent + 1);
  gw_paper_end_group (printer->paper);
}

static void
print_rows (Printer    *printer,
            GwFormItem *repeat,
            guint       level,
            guint       indent)
{
  g_autoptr (GPtrArray) rows = gw_form_item_dup_items (repeat);
  g_autofree char *label = gw_report_print_dup_label (repeat, GW_FORM_TEXT_LABEL);

  if (label != NULL && rows->len > 0)
    gw_paper_add_heading (printer->paper, level, label);
  for (guint i = 0; i < rows->len; i++) {
    GwFormItem *row = g_ptr_array_index (rows, i);
    g_autoptr (GPtrArray) items = gw_form_item_dup_items (row);
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    g_autofree char *heading = NULL;

    if (!gw_form_item_is_visible (row))
      continue;
    /* TRANSLATORS: The heading of one entry of a list in a printed report. {number} counts. */
    heading = gw_words_fill (printer->words, N_ ("Entry {number}"), "number", number);
    gw_paper_add_heading (printer->paper, level + 1, heading);
    print_items (printer, items, level + 2, indent + 1);
  }
}

static void
print_group (Printer    *printer,
             GwFormItem *group,
             guint       level,
             guint       indent)
{
  g_autoptr (GPtrArray) items = gw_form_item_dup_items (group);
  g_autofree char *label = gw_report_print_dup_label (group, GW_FORM_TEXT_LABEL);

  if (!has_content (printer, items))
    return;
  if (label != NULL)
    gw_paper_add_heading (printer->paper, level, label);
  print_items (printer, items, label != NULL ? level + 1 : level, indent);
}

static void
print_items (Printer   *printer,
             GPtrArray *items,
             guint      level,
             guint      indent)
{
  for (guint i = 0; i < items->len; i++) {
    GwFormItem *item = g_ptr_array_index (items, i);

    if (!gw_form_item_is_visible (item))
      continue;
    switch (gw_form_item_get_kind (item)) {
    case GW_FORM_ITEM_GROUP:
    case GW_FORM_ITEM_ROW:
      print_group (printer, item, level, indent);
      break;
    case GW_FORM_ITEM_REPEAT:
      print_rows (printer, item, level, indent);
      break;
    case GW_FORM_ITEM_CONTROL:
      if (gw_form_item_get_control (item) == GW_FORM_CONTROL_NOTE)
        print_note (printer, item, indent);
      else
        print_question (printer, item, indent);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}

static const char unofficial[] = N_ ("Unofficial wording, prepared from public descriptions");

/* Keeps a name or a date together where it stands among words of the other direction: FIRST
 * STRONG ISOLATE and POP DIRECTIONAL ISOLATE. */
static char *
isolate (const char *text)
{
  return g_strconcat ("\342\201\250", text, "\342\201\251", NULL);
}

static void
print_fact (Printer    *printer,
            const char *name,
            const char *text)
{
  g_autofree char *isolated = NULL;
  g_autofree char *line = NULL;

  if (text == NULL || *text == '\0')
    return;
  isolated = isolate (text);
  /* TRANSLATORS: One line at the head of a printed report, as "Country: Kenya". */
  line = gw_words_fill (printer->words, N_ ("{name}: {text}"),
                        "name", gw_words_get (printer->words, name), "text", isolated);
  gw_paper_add_text (printer->paper, GW_PAPER_TEXT, 0, line);
}

static char *
dup_count (Printer *printer,
           guint    done,
           guint    all)
{
  g_autofree char *done_text = g_strdup_printf ("%u", done);
  g_autofree char *all_text = g_strdup_printf ("%u", all);

  /* TRANSLATORS: How far a report is, as "12 of 40", behind "Questions answered:". */
  return gw_words_fill (printer->words, N_ ("{done} of {all}"), "done", done_text, "all", all_text);
}

static char *
dup_date (Printer *printer)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (printer->print->time / G_USEC_PER_SEC);
  g_autoptr (GDate) date = g_date_new_dmy (g_date_time_get_day_of_month (time),
                                           g_date_time_get_month (time),
                                           g_date_time_get_year (time));

  return gw_words_date (printer->words, date);
}

/* A report form bears its title in all languages at once, for programs that show no other words of it; on paper it
 * stands in one, as its pack has it. Nobody else's title is touched. */
static char *
dup_form_title (Printer *printer)
{
  g_autofree char *folder = g_build_filename (gw_paths_get_data_dir (), "forms", NULL);
  g_autoptr (GwFormatPack) pack = gw_format_pack_find (folder, gw_form_get_id (printer->print->form));

  return g_strdup (pack != NULL ? gw_format_pack_get_title (pack, gw_words_get_language (printer->words))
                                : printer->print->form_title);
}

/* Which frozen version it is, and who cleared it. */
static void
print_frozen (Printer *printer)
{
  const GwReportPrint *print = printer->print;
  g_autofree char *number = g_strdup_printf ("%u", print->frozen);

  print_fact (printer, N_ ("Frozen version"), number);
  for (gsize i = 0; print->cleared != NULL && print->cleared[i] != NULL; i++)
    print_fact (printer, N_ ("Cleared by"), print->cleared[i]);
}

static void
print_title_page (Printer       *printer,
                  GwFormSession *session,
                  const char    *date,
                  const char    *code)
{
  const GwReportPrint *print = printer->print;
  g_autofree char *form_title = dup_form_title (printer);
  g_autofree char *form = g_strdup_printf ("%s, %s", form_title, print->form_version);
  g_autofree char *answered = NULL;
  g_autofree char *required = NULL;
  GwFormProgress progress;

  gw_form_session_get_progress (session, NULL, &progress);
  answered = dup_count (printer, progress.answered, progress.questions);
  required = dup_count (printer, progress.required_answered, progress.required);

  gw_paper_add_title (printer->paper, print->title);
  gw_paper_add_text (printer->paper, GW_PAPER_NOTICE, 0, gw_words_get (printer->words, unofficial));
  gw_paper_add_space (printer->paper, 6);
  print_fact (printer, N_ ("Country"), print->country);
  print_fact (printer, N_ ("Meeting"), print->cycle);
  print_fact (printer, N_ ("Form"), *print->form_version != '\0' ? form : form_title);
  print_fact (printer, N_ ("Date of this copy"), date);
  if (print->draft_copy)
    print_fact (printer, N_ ("State"),
                gw_words_get (printer->words, N_ ("Draft, not handed in")));
  if (print->frozen > 0)
    print_frozen (printer);
  print_fact (printer, N_ ("Questions answered"), answered);
  if (progress.required > 0)
    print_fact (printer, N_ ("Required questions answered"), required);
  print_fact (printer, N_ ("Check code"), code);
}

static char *
page_label (guint    page,
            guint    n_pages,
            gpointer words)
{
  g_autofree char *page_text = g_strdup_printf ("%u", page);
  g_autofree char *pages_text = g_strdup_printf ("%u", n_pages);

  /* TRANSLATORS: At the foot of each printed page, as "Page 3 of 12". */
  return gw_words_fill (words, N_ ("Page {page} of {pages}"), "page", page_text, "pages", pages_text);
}

static void
set_edges (Printer    *printer,
           const char *date,
           const char *code)
{
  const GwReportPrint *print = printer->print;
  /* TRANSLATORS: One word at the head of each page of a report that was not handed in. */
  const char *draft = print->draft_copy ? gw_words_get (printer->words, N_ ("DRAFT")) : NULL;
  const char *const parts[] = { print->country, print->cycle, date, print->form_version, code };
  g_autoptr (GString) second = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *isolated = isolate (parts[i]);

    if (*parts[i] == '\0')
      continue;
    if (second->len > 0)
      g_string_append (second, " · ");
    g_string_append (second, isolated);
  }
  gw_paper_set_head (printer->paper, draft);
  gw_paper_set_foot (printer->paper, gw_words_get (printer->words, unofficial), second->str);
  gw_paper_set_page_label (printer->paper, page_label, (gpointer) printer->words);
}

typedef GBytes *(*WriteFunc) (GwPaper  *paper,
                             GError  **error);

static GBytes *
write_paper (const GwReportPrint  *self,
             WriteFunc             write,
             GError              **error)
{
  g_autoptr (GwWords) words = gw_words_new (self->language);
  g_autoptr (GwPaper) paper = gw_paper_new (self->language, gw_words_is_rtl (words));
  g_autoptr (GHashTable) notices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GwFormSession) session = gw_report_print_open (self);
  g_autoptr (GPtrArray) items = gw_form_session_dup_items (session);
  Printer printer = { self, words, paper, notices };
  g_autofree char *date = dup_date (&printer);
  g_autofree char *code = gw_report_print_dup_code (self, session);

  gw_paper_set_title (paper, self->title, self->country);
  gw_paper_set_time (paper, self->time);
  set_edges (&printer, date, code);
  print_title_page (&printer, session, date, code);
  print_items (&printer, items, 1, 0);
  return write (paper, error);
}

GBytes *
gw_report_print_pdf (const GwReportPrint  *self,
                     GError              **error)
{
  return write_paper (self, gw_paper_write_pdf, error);
}

GBytes *
gw_report_print_odt (const GwReportPrint  *self,
                     GError              **error)
{
  return write_paper (self, gw_paper_write_odt, error);
}
