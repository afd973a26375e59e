/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which widget asks which question: the only place that knows all kinds. */

#include "app/forms/gw-form-questions.h"

#include "app/forms/gw-form-grid-choice.h"
#include "app/forms/gw-form-question-date.h"
#include "app/forms/gw-form-question-list.h"
#include "app/forms/gw-form-question-masked.h"
#include "app/forms/gw-form-question-moment.h"
#include "app/forms/gw-form-question-note.h"
#include "app/forms/gw-form-question-number.h"
#include "app/forms/gw-form-question-place.h"
#include "app/forms/gw-form-question-places.h"
#include "app/forms/gw-form-question-range.h"
#include "app/forms/gw-form-question-rank.h"
#include "app/forms/gw-form-question-text.h"
#include "app/forms/gw-form-question-tick.h"
#include "app/forms/gw-form-question-time.h"
#include "app/forms/gw-form-question-upload.h"

/* Past this many choices a list is found in by typing, whatever its appearance says. */
#define SHORT_LIST 15

static GType
find_input_type (GwFormItem *item)
{
  if (gw_form_item_is_readonly (item))
    return GW_TYPE_FORM_QUESTION_NOTE;

  switch (gw_form_item_get_data_type (item)) {
  case GW_FORM_DATA_INT:
  case GW_FORM_DATA_DECIMAL:
    return GW_TYPE_FORM_QUESTION_NUMBER;
  case GW_FORM_DATA_DATE:
    return GW_TYPE_FORM_QUESTION_DATE;
  case GW_FORM_DATA_TIME:
    return GW_TYPE_FORM_QUESTION_TIME;
  case GW_FORM_DATA_DATE_TIME:
    return GW_TYPE_FORM_QUESTION_MOMENT;
  case GW_FORM_DATA_GEOPOINT:
    return GW_TYPE_FORM_QUESTION_PLACE;
  case GW_FORM_DATA_GEOTRACE:
  case GW_FORM_DATA_GEOSHAPE:
    return GW_TYPE_FORM_QUESTION_PLACES;
  default:
    return gw_form_item_has_appearance (item, "masked") ? GW_TYPE_FORM_QUESTION_MASKED : GW_TYPE_FORM_QUESTION_TEXT;
  }
}

static GType
find_select_type (GwFormItem *item)
{
  g_autoptr (GPtrArray) choices = gw_form_item_dup_choices (item);

  if (choices->len > SHORT_LIST || gw_form_item_has_appearance (item, "minimal")
      || gw_form_item_has_appearance (item, "autocomplete"))
    return GW_TYPE_FORM_QUESTION_LIST;

  return GW_TYPE_FORM_GRID_CHOICE;
}

/**
 * gw_form_questions_new_for:
 * @session: a filled-in form
 * @item: one of its controls
 *
 * Returns: (transfer floating): the widget that asks @item
 */
GtkWidget *
gw_form_questions_new_for (GwFormSession *session,
                           GwFormItem    *item)
{
  GType type;

  g_return_val_if_fail (GW_IS_FORM_SESSION (session), NULL);
  g_return_val_if_fail (gw_form_item_get_kind (item) == GW_FORM_ITEM_CONTROL, NULL);

  switch (gw_form_item_get_control (item)) {
  case GW_FORM_CONTROL_SELECT1:
  case GW_FORM_CONTROL_SELECT:
    type = find_select_type (item);
    break;
  case GW_FORM_CONTROL_TRIGGER:
    type = GW_TYPE_FORM_QUESTION_TICK;
    break;
  case GW_FORM_CONTROL_RANGE:
    type = GW_TYPE_FORM_QUESTION_RANGE;
    break;
  case GW_FORM_CONTROL_NOTE:
    type = GW_TYPE_FORM_QUESTION_NOTE;
    break;
  case GW_FORM_CONTROL_RANK:
    type = GW_TYPE_FORM_QUESTION_RANK;
    break;
  case GW_FORM_CONTROL_UPLOAD:
    type = GW_TYPE_FORM_QUESTION_UPLOAD;
    break;
  case GW_FORM_CONTROL_INPUT:
  default:
    type = find_input_type (item);
    break;
  }

  return g_object_new (type, "session", session, "item", item, NULL);
}
