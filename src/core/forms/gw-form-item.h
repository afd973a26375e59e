/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GwFormItemKind:
 * @GW_FORM_ITEM_GROUP: questions under one heading; gw_form_item_get_items() gives them
 * @GW_FORM_ITEM_REPEAT: a list of rows; gw_form_item_get_items() gives the rows
 * @GW_FORM_ITEM_ROW: one row of a repeat; gw_form_item_get_items() gives what is in it
 * @GW_FORM_ITEM_CONTROL: one question or note
 */
typedef enum
{
  GW_FORM_ITEM_GROUP,
  GW_FORM_ITEM_REPEAT,
  GW_FORM_ITEM_ROW,
  GW_FORM_ITEM_CONTROL,
} GwFormItemKind;

/**
 * GwFormControl:
 * @GW_FORM_CONTROL_INPUT: text, number, date or place, by gw_form_item_get_data_type()
 * @GW_FORM_CONTROL_SELECT1: one of gw_form_item_dup_choices()
 * @GW_FORM_CONTROL_SELECT: some of them; the value is theirs joined by spaces
 * @GW_FORM_CONTROL_RANK: all of them in the person's order
 * @GW_FORM_CONTROL_TRIGGER: a box to tick; the value is "OK" or empty
 * @GW_FORM_CONTROL_UPLOAD: a file; the value is its bare name
 * @GW_FORM_CONTROL_RANGE: a number between gw_form_item_get_range()
 * @GW_FORM_CONTROL_NOTE: prose to be read: an input that the form makes read-only and does not
 *   calculate. The log of section 19 calls it `input`
 */
typedef enum
{
  GW_FORM_CONTROL_INPUT,
  GW_FORM_CONTROL_SELECT1,
  GW_FORM_CONTROL_SELECT,
  GW_FORM_CONTROL_RANK,
  GW_FORM_CONTROL_TRIGGER,
  GW_FORM_CONTROL_UPLOAD,
  GW_FORM_CONTROL_RANGE,
  GW_FORM_CONTROL_NOTE,
} GwFormControl;

/**
 * GwFormDataType:
 *
 * What the text of an answer means (section 2). Types that the standard does not know are texts.
 */
typedef enum
{
  GW_FORM_DATA_STRING,
  GW_FORM_DATA_INT,
  GW_FORM_DATA_DECIMAL,
  GW_FORM_DATA_BOOLEAN,
  GW_FORM_DATA_DATE,
  GW_FORM_DATA_TIME,
  GW_FORM_DATA_DATE_TIME,
  GW_FORM_DATA_GEOPOINT,
  GW_FORM_DATA_GEOTRACE,
  GW_FORM_DATA_GEOSHAPE,
  GW_FORM_DATA_BINARY,
  GW_FORM_DATA_BARCODE,
  GW_FORM_DATA_INTENT,
} GwFormDataType;

/**
 * GwFormText:
 * @GW_FORM_TEXT_IMAGE: the following are file names in the media folder, as the form gives
 *   them after `jr://images/` and the like
 */
typedef enum
{
  GW_FORM_TEXT_LABEL,
  GW_FORM_TEXT_HINT,
  GW_FORM_TEXT_GUIDANCE,
  GW_FORM_TEXT_SHORT,
  GW_FORM_TEXT_CONSTRAINT_MESSAGE,
  GW_FORM_TEXT_REQUIRED_MESSAGE,
  GW_FORM_TEXT_IMAGE,
  GW_FORM_TEXT_BIG_IMAGE,
  GW_FORM_TEXT_AUDIO,
  GW_FORM_TEXT_VIDEO,
} GwFormText;

/**
 * GwFormWhy:
 *
 * Why an answer is not valid. GW_FORM_WHY_TYPE is text that does not fit the data type
 * ("two" for a number); the log of section 19 does not count it.
 */
typedef enum
{
  GW_FORM_WHY_VALID,
  GW_FORM_WHY_REQUIRED,
  GW_FORM_WHY_CONSTRAINT,
  GW_FORM_WHY_TYPE,
} GwFormWhy;

/**
 * GwFormChoice:
 * @value: what is stored
 * @label: what is shown, in the session's language, with its outputs filled in; markdown
 * @second: (nullable): the same in the session's second language, where there is one that says it otherwise
 * @image: (nullable): a file name in the media folder, as the following are
 * @big_image: (nullable): the same picture, larger
 * @audio: (nullable): a sound
 * @video: (nullable): a film
 */
typedef struct
{
  char *value;
  char *label;
  char *second;
  char *image;
  char *big_image;
  char *audio;
  char *video;
} GwFormChoice;

/**
 * GwFormItem:
 *
 * One part of the body of a filled-in form, in place: a question of row 3 is another item than
 * the same question of row 2. A session makes items as they are asked for and gives the same
 * object each time. All properties are read from the session when they are asked for; when
 * they change, the session's `changed` signal names the item. An item whose row was removed
 * is *gone*: it answers with empty texts and takes no value.
 */
#define GW_TYPE_FORM_ITEM (gw_form_item_get_type ())

G_DECLARE_FINAL_TYPE (GwFormItem, gw_form_item, GW, FORM_ITEM, GObject)

GwFormItemKind      gw_form_item_get_kind        (GwFormItem *self);
gboolean            gw_form_item_is_gone         (GwFormItem *self);
const char         *gw_form_item_get_ref         (GwFormItem *self);
const char         *gw_form_item_get_name        (GwFormItem *self);
GwFormItem         *gw_form_item_get_parent      (GwFormItem *self);
GPtrArray          *gw_form_item_dup_items       (GwFormItem *self) G_GNUC_WARN_UNUSED_RESULT;
const char * const *gw_form_item_get_appearances (GwFormItem *self);
gboolean            gw_form_item_has_appearance  (GwFormItem *self,
                                                  const char *appearance);
char               *gw_form_item_dup_text        (GwFormItem *self,
                                                  GwFormText  which) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_form_item_dup_markdown    (GwFormItem *self,
                                                  GwFormText  which) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_form_item_dup_text_in     (GwFormItem *self,
                                                  GwFormText  which,
                                                  const char *language) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_form_item_dup_second_markdown (GwFormItem *self,
                                                  GwFormText  which) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gw_form_item_is_relevant     (GwFormItem *self);
gboolean            gw_form_item_is_visible      (GwFormItem *self);

/* Rows and repeats */
const char         *gw_form_item_get_row_id      (GwFormItem *self);
guint               gw_form_item_get_position    (GwFormItem *self);
gboolean            gw_form_item_can_add_rows    (GwFormItem *self);

/* Controls */
GwFormControl       gw_form_item_get_control     (GwFormItem *self);
GwFormDataType      gw_form_item_get_data_type   (GwFormItem *self);
const char         *gw_form_item_get_value       (GwFormItem *self);
gboolean            gw_form_item_is_readonly     (GwFormItem *self);
gboolean            gw_form_item_may_be_answered (GwFormItem *self);
gboolean            gw_form_item_is_required     (GwFormItem *self);
gboolean            gw_form_item_is_valid        (GwFormItem *self);
GwFormWhy           gw_form_item_get_why         (GwFormItem *self);
GPtrArray          *gw_form_item_dup_choices     (GwFormItem *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray          *gw_form_item_dup_markdown_choices (GwFormItem *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gw_form_item_get_range       (GwFormItem *self,
                                                  double     *start,
                                                  double     *end,
                                                  double     *step);
const char         *gw_form_item_get_media_type  (GwFormItem *self);
const char         *gw_form_item_get_accept      (GwFormItem *self);
guint               gw_form_item_get_max_pixels  (GwFormItem *self);
const char         *gw_form_item_get_number      (GwFormItem *self);
const char         *gw_form_item_get_basis       (GwFormItem *self);
guint               gw_form_item_get_rows        (GwFormItem *self);
gboolean            gw_form_item_is_heading      (GwFormItem *self);
char               *gw_form_item_dup_choice_label (GwFormItem *self,
                                                  const char *value) G_GNUC_WARN_UNUSED_RESULT;
char               *gw_form_item_dup_markdown_choice_label (GwFormItem *self,
                                                  const char *value) G_GNUC_WARN_UNUSED_RESULT;

void                gw_form_choice_free          (GwFormChoice *choice);

G_END_DECLS
