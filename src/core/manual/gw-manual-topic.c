/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/manual/gw-manual-topic.h"

struct _GwManualTopic
{
  GObject parent_instance;

  char *id;
  char *title;
  char *desc;
  char *lang;
  char *chapter;
  gboolean fell_back;
  int untranslated;
  GPtrArray *topics;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_DESC,
  PROP_LANG,
  PROP_FELL_BACK,
  PROP_UNTRANSLATED,
  PROP_CHAPTER,
  LAST_PROP,
};

static GParamSpec *props[LAST_PROP];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwManualTopic, gw_manual_topic, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return GW_TYPE_MANUAL_TOPIC;
}

static guint
get_n_items (GListModel *model)
{
  return GW_MANUAL_TOPIC (model)->topics->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwManualTopic *self = GW_MANUAL_TOPIC (model);

  return position < self->topics->len ? g_object_ref (g_ptr_array_index (self->topics, position))
                                      : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
gw_manual_topic_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GwManualTopic *self = GW_MANUAL_TOPIC (object);

  switch (prop_id) {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DESC:
      g_value_set_string (value, self->desc);
      break;
    case PROP_LANG:
      g_value_set_string (value, self->lang);
      break;
    case PROP_FELL_BACK:
      g_value_set_boolean (value, self->fell_back);
      break;
    case PROP_UNTRANSLATED:
      g_value_set_int (value, self->untranslated);
      break;
    case PROP_CHAPTER:
      g_value_set_string (value, self->chapter);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_manual_topic_finalize (GObject *object)
{
  GwManualTopic *self = GW_MANUAL_TOPIC (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->desc);
  g_free (self->lang);
  g_free (self->chapter);
  g_ptr_array_unref (self->topics);

  G_OBJECT_CLASS (gw_manual_topic_parent_class)->finalize (object);
}

static GParamSpec *
string_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
gw_manual_topic_class_init (GwManualTopicClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gw_manual_topic_get_property;
  object_class->finalize = gw_manual_topic_finalize;

  props[PROP_ID] = string_property ("id");
  props[PROP_TITLE] = string_property ("title");
  props[PROP_DESC] = string_property ("desc");
  props[PROP_LANG] = string_property ("lang");
  props[PROP_FELL_BACK]
      = g_param_spec_boolean ("fell-back", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_UNTRANSLATED]
      = g_param_spec_int ("untranslated", NULL, NULL, 0, G_MAXINT, 0,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_CHAPTER] = string_property ("chapter");
  g_object_class_install_properties (object_class, LAST_PROP, props);
}

static void
gw_manual_topic_init (GwManualTopic *self)
{
  self->topics = g_ptr_array_new_with_free_func (g_object_unref);
}

GwManualTopic *
gw_manual_topic_new (const char *id,
                     const char *title,
                     const char *desc,
                     const char *lang,
                     gboolean    fell_back,
                     int         untranslated,
                     const char *chapter)
{
  GwManualTopic *self = g_object_new (GW_TYPE_MANUAL_TOPIC, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->desc = g_strdup (desc);
  self->lang = g_strdup (lang);
  self->fell_back = fell_back;
  self->untranslated = untranslated;
  self->chapter = g_strdup (chapter);

  return self;
}

/* For the manual, while it makes the tree; nobody looks at it yet, so nothing is signalled. */
void
gw_manual_topic_append (GwManualTopic *self,
                        GwManualTopic *topic)
{
  g_return_if_fail (GW_IS_MANUAL_TOPIC (self));
  g_return_if_fail (GW_IS_MANUAL_TOPIC (topic));

  g_ptr_array_add (self->topics, g_object_ref (topic));
}

const char *
gw_manual_topic_get_id (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), NULL);

  return self->id;
}

const char *
gw_manual_topic_get_title (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), NULL);

  return self->title;
}

const char *
gw_manual_topic_get_desc (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), NULL);

  return self->desc;
}

const char *
gw_manual_topic_get_lang (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), NULL);

  return self->lang;
}

gboolean
gw_manual_topic_get_fell_back (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), FALSE);

  return self->fell_back;
}

int
gw_manual_topic_get_untranslated (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), 0);

  return self->untranslated;
}

const char *
gw_manual_topic_get_chapter (GwManualTopic *self)
{
  g_return_val_if_fail (GW_IS_MANUAL_TOPIC (self), NULL);

  return self->chapter;
}
