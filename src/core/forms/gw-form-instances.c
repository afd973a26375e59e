/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secondary instances: lists, inline or from the media folder, as arrays of records (section
 * 12), with an index made the first time that a rule asks for equality. */

#include <string.h>
#include <libxml/parser.h>

#include "core/base/gw-csv.h"
#include "core/base/gw-json.h"
#include "core/base/gw-xml.h"
#include "core/forms/gw-form-private.h"

/* Lists with fewer children are gone through as fast as an index of theirs is found. */
#define CHILDREN_TO_INDEX 16

void
gw_form_instance_free (GwFormInstance *self)
{
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->indexes, g_hash_table_unref);
  g_free (self);
}

static guint
add_record (GwFormInstance *self,
            guint           parent,
            const char     *name,
            const char     *text)
{
  guint number = self->records->len;
  GwFormRecord record = {
    .name = name, .parent = parent, .first_child = GW_FORM_NO_RECORD,
    .last_child = GW_FORM_NO_RECORD, .next = GW_FORM_NO_RECORD,
    .text = text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL,
  };

  g_array_append_val (self->records, record);
  if (parent != GW_FORM_NO_RECORD) {
    GwFormRecord *above = gw_form_instance_record (self, parent);

    if (above->last_child != GW_FORM_NO_RECORD)
      gw_form_instance_record (self, above->last_child)->next = number;
    else
      above->first_child = number;
    above->last_child = number;
  }

  return number;
}

static gboolean
has_room (const GwForm         *form,
          const GwFormInstance *self)
{
  return form->n_records + self->records->len < GW_FORM_MAX_RECORDS;
}

static void
add_element (GwForm         *form,
             GwFormInstance *self,
             guint           parent,
             xmlNode        *element)
{
  gboolean is_leaf = gw_xml_first (element, NULL, NULL) == NULL;
  g_autofree char *text = is_leaf ? gw_xml_dup_text (element) : NULL;
  guint number;

  if (text != NULL && strspn (text, " \t\r\n") == strlen (text))
    text[0] = '\0';
  number = add_record (self, parent, gw_form_intern (form, (const char *) element->name, -1), text);
  for (xmlAttr *attr = element->properties; attr != NULL; attr = attr->next) {
    g_autofree char *name = g_strconcat ("@", attr->name, NULL);
    xmlChar *value = xmlNodeListGetString (element->doc, attr->children, 1);

    add_record (self, number, gw_form_intern (form, name, -1), value != NULL ? (const char *) value : "");
    xmlFree (value);
  }
  for (xmlNode *child = gw_xml_first (element, NULL, NULL);
       child != NULL && has_room (form, self); child = gw_xml_next (child, NULL, NULL))
    add_element (form, self, number, child);
}

static GwFormInstance *
make_instance (GwForm     *form,
               const char *id)
{
  GwFormInstance *self = g_new0 (GwFormInstance, 1);

  self->tag = GW_REF_RECORD;
  self->id = id;
  self->records = g_array_new (FALSE, FALSE, sizeof (GwFormRecord));
  self->texts = g_string_chunk_new (4096);
  self->indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  add_record (self, GW_FORM_NO_RECORD, "instance", NULL);

  return self;
}

static GwFormInstance *
new_instance (GwForm     *form,
              const char *id)
{
  GwFormInstance *self = make_instance (form, gw_form_intern (form, id, -1));

  self->number = form->instances->len;
  g_ptr_array_add (form->instances, self);
  g_hash_table_insert (form->instance_by_id, (gpointer) self->id, self);

  return self;
}

/* Rows become root/item with one child for each column. */
static void
add_table (GwForm         *form,
           GwFormInstance *self,
           const GwCsv    *csv,
           const char     *file,
           int             line)
{
  guint n_columns = gw_csv_get_n_columns (csv);
  g_autofree const char **names = g_new0 (const char *, n_columns);
  const char *item = gw_form_intern (form, "item", -1);
  guint root = add_record (self, 0, gw_form_intern (form, "root", -1), NULL);

  for (guint i = 0; i < n_columns; i++) {
    const char *header = gw_csv_get_header (csv, i);

    if (xmlValidateNCName ((const xmlChar *) header, 0) == 0)
      names[i] = gw_form_intern (form, header, -1);
    else
      gw_form_add_issue (form, GW_FORM_ISSUE_BAD_COLUMN, line, NULL, NULL,
                         "The column “%s” of %s is left out: it is no XML name", header, file);
  }
  for (guint row = 0; row < gw_csv_get_n_rows (csv) && has_room (form, self); row++) {
    guint number = add_record (self, root, item, NULL);

    for (guint i = 0; i < n_columns; i++)
      if (names[i] != NULL)
        add_record (self, number, names[i], gw_csv_get (csv, row, i));
  }
}

/* GeoJSON has the longitude first; forms have the latitude first, then altitude and accuracy. */
static gboolean
append_position (GwForm    *form,
                 GString   *text,
                 JsonArray *position)
{
  guint n = position != NULL ? json_array_get_length (position) : 0;
  double parts[3] = { 0, 0, 0 };

  for (guint i = 0; i < MIN (n, 3); i++) {
    JsonNode *number = json_array_get_element (position, i);

    if (!JSON_NODE_HOLDS_VALUE (number))
      return FALSE;
    parts[i] = json_node_get_double (number);
  }
  if (n < 2)
    return FALSE;
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? "; " : "",
                          gw_xpath_format_number (form->arena, parts[1]),
                          gw_xpath_format_number (form->arena, parts[0]));
  g_string_append_printf (text, " %s 0", gw_xpath_format_number (form->arena, parts[2]));
  return TRUE;
}

static JsonArray *
get_inner_array (JsonArray *array,
                 guint      index)
{
  JsonNode *node = array != NULL && index < json_array_get_length (array)
                       ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Points, lines and the outer ring of areas; any other shape is an empty place. */
static char *
dup_geometry (GwForm     *form,
              JsonObject *geometry)
{
  const char *type = geometry != NULL ? gw_json_get_string (geometry, "type") : NULL;
  JsonArray *coordinates = geometry != NULL ? gw_json_get_array (geometry, "coordinates") : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_good = coordinates != NULL;

  if (g_strcmp0 (type, "Point") == 0) {
    is_good = append_position (form, text, coordinates);
  } else if (g_strcmp0 (type, "LineString") == 0 || g_strcmp0 (type, "Polygon") == 0) {
    JsonArray *line = *type == 'P' ? get_inner_array (coordinates, 0) : coordinates;

    for (guint i = 0; is_good && line != NULL && i < json_array_get_length (line); i++)
      is_good = append_position (form, text, get_inner_array (line, i));
  }

  return g_strdup (is_good ? text->str : "");
}

static void
add_property (GwForm         *form,
              GwFormInstance *self,
              guint           item,
              const char     *name,
              JsonNode       *value)
{
  g_autofree char *text = NULL;

  if (xmlValidateNCName ((const xmlChar *) name, 0) != 0)
    return;
  if (JSON_NODE_HOLDS_VALUE (value))
    text = json_node_get_value_type (value) == G_TYPE_STRING ? json_node_dup_string (value)
                                                             : gw_json_node_to_text (value);
  add_record (self, item, gw_form_intern (form, name, -1), text != NULL ? text : "");
}

/* Features become items with `id`, `geometry` and a child for each property. */
static void
add_features (GwForm         *form,
              GwFormInstance *self,
              JsonObject     *collection)
{
  JsonArray *features = gw_json_get_array (collection, "features");
  guint root = add_record (self, 0, gw_form_intern (form, "root", -1), NULL);

  for (guint i = 0; features != NULL && i < json_array_get_length (features)
                    && has_room (form, self); i++) {
    JsonObject *feature = gw_json_array_object (features, i);
    JsonObject *properties = feature != NULL ? gw_json_get_object (feature, "properties") : NULL;
    g_autoptr (GList) names = properties != NULL ? json_object_get_members (properties) : NULL;
    g_autofree char *geometry = NULL;
    guint item;

    if (feature == NULL)
      continue;
    item = add_record (self, root, gw_form_intern (form, "item", -1), NULL);
    geometry = dup_geometry (form, gw_json_get_object (feature, "geometry"));
    add_record (self, item, gw_form_intern (form, "geometry", -1), geometry);
    if (json_object_has_member (feature, "id"))
      add_property (form, self, item, "id", json_object_get_member (feature, "id"));
    for (GList *l = names; l != NULL; l = l->next)
      add_property (form, self, item, l->data, json_object_get_member (properties, l->data));
  }
}

static void
read_geojson (GwForm          *form,
              GwFormInstance  *self,
              const char      *path,
              GError         **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (JsonObject) collection = NULL;
  gsize length;

  if (file == NULL)
    return;
  length = g_mapped_file_get_length (file);
  collection = gw_json_parse_object (length > 0 ? g_mapped_file_get_contents (file) : "", length, error);
  if (collection != NULL)
    add_features (form, self, collection);
}

static void
read_file (GwForm         *form,
           GwFormInstance *self,
           const char     *file,
           int             line)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (*file == '\0' || strchr (file, '/') != NULL || strchr (file, '\\') != NULL || *file == '.') {
    gw_form_add_issue (form, GW_FORM_ISSUE_MISSING_FILE, line, NULL, NULL,
                       "“%s” is no file of the media folder", file);
    return;
  }
  path = form->media_folder != NULL ? g_build_filename (form->media_folder, file, NULL) : NULL;
  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    gw_form_add_issue (form, GW_FORM_ISSUE_MISSING_FILE, line, NULL, NULL,
                       "The file %s is missing; its list is empty", file);
    return;
  }
  if (g_str_has_suffix (file, ".csv")) {
    g_autoptr (GwCsv) csv = gw_csv_new_from_file (path, &error);

    if (csv != NULL)
      add_table (form, self, csv, file, line);
  } else if (g_str_has_suffix (file, ".xml")) {
    g_autoptr (GwXmlDoc) document = gw_xml_parse_file (path, &error);

    if (document != NULL)
      add_element (form, self, 0, xmlDocGetRootElement (document));
  } else if (g_str_has_suffix (file, ".geojson")) {
    read_geojson (form, self, path, &error);
  } else {
    gw_form_add_issue (form, GW_FORM_ISSUE_NOT_SUPPORTED, line, NULL, NULL,
                       "Lists are read from .xml, .csv and .geojson files; the list of %s is empty", file);
  }
  if (error != NULL)
    gw_form_add_issue (form, GW_FORM_ISSUE_BAD_FILE, line, NULL, NULL, "%s: %s", file, error->message);
}

static void
read_source (GwForm         *form,
             GwFormInstance *self,
             const char     *source,
             int             line)
{
  /* The form is one for all its records: each session reads the record before it by itself. */
  self->is_last_saved = g_str_equal (source, "jr://instance/last-saved");
  if (self->is_last_saved)
    return;
  if (g_str_has_prefix (source, "jr://file-csv/"))
    read_file (form, self, source + strlen ("jr://file-csv/"), line);
  else if (g_str_has_prefix (source, "jr://file/"))
    read_file (form, self, source + strlen ("jr://file/"), line);
  else
    gw_form_add_issue (form, GW_FORM_ISSUE_MISSING_FILE, line, NULL, NULL,
                       "The list at “%s” is not read: it lies outside the media folder", source);
}

/* A list that was not read to its end is not taken for one. */
static void
check_size (GwForm               *self,
            const GwFormInstance *instance,
            int                   line)
{
  if (!has_room (self, instance) && self->n_records < GW_FORM_MAX_RECORDS)
    gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, line, NULL, NULL,
                       "The lists of the form have more than %d entries", GW_FORM_MAX_RECORDS);
  self->n_records += instance->records->len;
}

void
gw_form_read_instances (GwForm  *self,
                        xmlNode *model)
{
  xmlNode *element = gw_xml_first (model, NULL, "instance");

  for (element = gw_xml_next (element, NULL, "instance"); element != NULL;
       element = gw_xml_next (element, NULL, "instance")) {
    g_autofree char *id = gw_xml_dup_attr (element, NULL, "id");
    g_autofree char *source = gw_xml_dup_attr (element, NULL, "src");
    GwFormInstance *instance;

    if (id == NULL)
      continue;
    if (g_hash_table_contains (self->instance_by_id, id)) {
      gw_form_add_issue (self, GW_FORM_ISSUE_LIST_TWICE, xmlGetLineNo (element), NULL, NULL,
                         "There are two lists “%s”; the first one counts", id);
      continue;
    }
    if (self->instances->len >= GW_FORM_MAX_INSTANCES) {
      gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, xmlGetLineNo (element), NULL, NULL,
                         "The form has more than %d lists", GW_FORM_MAX_INSTANCES);
      return;
    }
    instance = new_instance (self, id);
    if (source != NULL)
      read_source (self, instance, source, xmlGetLineNo (element));
    else
      for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL;
           child = gw_xml_next (child, NULL, NULL))
        add_element (self, instance, 0, child);
    check_size (self, instance, xmlGetLineNo (element));
  }
}

/**
 * gw_form_find_instance:
 *
 * Returns: (transfer none) (nullable): the secondary instance of that id
 */
GwFormInstance *
gw_form_find_instance (GwForm     *self,
                       const char *id)
{
  return g_hash_table_lookup (self->instance_by_id, id);
}

/* The form is shared and takes no new names: what a rule does not name it cannot ask for. */
static void
add_known_element (GwForm         *form,
                   GwFormInstance *self,
                   guint           parent,
                   xmlNode        *element)
{
  gboolean is_leaf = gw_xml_first (element, NULL, NULL) == NULL;
  g_autofree char *text = is_leaf ? gw_xml_dup_text (element) : NULL;
  const char *name = gw_form_find_name (form, (const char *) element->name, -1);
  guint number;

  if (text != NULL && strspn (text, " \t\r\n") == strlen (text))
    text[0] = '\0';
  number = add_record (self, parent, name != NULL ? name : "", text);
  for (xmlAttr *attr = element->properties; attr != NULL; attr = attr->next) {
    g_autofree char *own = g_strconcat ("@", attr->name, NULL);
    const char *known = gw_form_find_name (form, own, -1);
    xmlChar *value = xmlNodeListGetString (element->doc, attr->children, 1);

    if (known != NULL)
      add_record (self, number, known, value != NULL ? (const char *) value : "");
    xmlFree (value);
  }
  for (xmlNode *child = gw_xml_first (element, NULL, NULL); child != NULL; child = gw_xml_next (child, NULL, NULL))
    add_known_element (form, self, number, child);
}

/**
 * gw_form_read_last_saved:
 * @record: (nullable): the last finished record of the form, as XML
 *
 * Returns: (transfer full) (nullable): it as a list of one session, or NULL where the form does not
 * ask for it or there is none
 */
GwFormInstance *
gw_form_read_last_saved (GwForm *self,
                         GBytes *record)
{
  const GwFormInstance *asked = NULL;
  g_autoptr (GwXmlDoc) document = NULL;
  GwFormInstance *instance;

  for (guint i = 0; i < self->instances->len && asked == NULL; i++)
    if (((GwFormInstance *) self->instances->pdata[i])->is_last_saved)
      asked = self->instances->pdata[i];
  document = asked != NULL && record != NULL ? gw_xml_parse (record, "record", NULL) : NULL;
  if (document == NULL)
    return NULL;

  instance = make_instance (self, asked->id);
  add_known_element (self, instance, 0, xmlDocGetRootElement (document));
  return instance;
}

/* pulldata() needs no declaration: the name of the list is the name of its file. */
void
gw_form_imply_table (GwForm     *self,
                     const char *name,
                     int         line)
{
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  GwFormInstance *instance;

  if (g_hash_table_contains (self->instance_by_id, name))
    return;
  if (self->instances->len >= GW_FORM_MAX_INSTANCES) {
    gw_form_add_issue (self, GW_FORM_ISSUE_TOO_LARGE, line, NULL, NULL,
                       "The form has more than %d lists", GW_FORM_MAX_INSTANCES);
    return;
  }
  instance = new_instance (self, name);
  read_file (self, instance, file, line);
  check_size (self, instance, line);
}

static GHashTable *
make_index (GwFormInstance *instance,
            guint           parent,
            const char     *item_name,
            const char     *key_name)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) g_array_unref);

  for (guint item = gw_form_instance_record (instance, parent)->first_child;
       item != GW_FORM_NO_RECORD; item = gw_form_instance_record (instance, item)->next) {
    if (gw_form_instance_record (instance, item)->name != item_name)
      continue;
    for (guint child = gw_form_instance_record (instance, item)->first_child;
         child != GW_FORM_NO_RECORD; child = gw_form_instance_record (instance, child)->next) {
      const GwFormRecord *record = gw_form_instance_record (instance, child);
      GArray *numbers;

      if (record->name != key_name)
        continue;
      numbers = g_hash_table_lookup (index, record->text != NULL ? record->text : "");
      if (numbers == NULL) {
        numbers = g_array_new (FALSE, FALSE, sizeof (guint));
        g_hash_table_insert (index, (gpointer) (record->text != NULL ? record->text : ""), numbers);
      }
      if (numbers->len == 0 || g_array_index (numbers, guint, numbers->len - 1) != item)
        g_array_append_val (numbers, item);
    }
  }

  return index;
}

/**
 * gw_form_instance_is_worth_index:
 *
 * Returns: whether @parent has children enough for gw_form_instance_lookup()
 */
gboolean
gw_form_instance_is_worth_index (GwFormInstance *self,
                                 guint           parent)
{
  guint n = 0;

  for (guint child = gw_form_instance_record (self, parent)->first_child;
       child != GW_FORM_NO_RECORD && n < CHILDREN_TO_INDEX; child = gw_form_instance_record (self, child)->next)
    n++;

  return n == CHILDREN_TO_INDEX;
}

/**
 * gw_form_instance_lookup:
 *
 * Returns: (transfer none) (nullable) (element-type guint): the children of @parent called
 * @item_name that have a child @key_name with the text @value, in order
 */
GArray *
gw_form_instance_lookup (GwForm         *self,
                         GwFormInstance *instance,
                         guint           parent,
                         const char     *item_name,
                         const char     *key_name,
                         const char     *value)
{
  char key[80];
  GHashTable *index;

  g_snprintf (key, sizeof key, "%u/%p/%p", parent, item_name, key_name);
  /* The form is shared between threads and immutable but for this. */
  g_mutex_lock (&self->index_lock);
  index = g_hash_table_lookup (instance->indexes, key);
  if (index == NULL) {
    index = make_index (instance, parent, item_name, key_name);
    g_hash_table_insert (instance->indexes, g_strdup (key), index);
  }
  g_mutex_unlock (&self->index_lock);

  return g_hash_table_lookup (index, value);
}
