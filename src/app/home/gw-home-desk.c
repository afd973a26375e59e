/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/home/gw-home-desk.h"

#include "app/gw-context.h"
#include "app/gw-desk.h"

struct _GwHomeDesk
{
  AdwBin parent_instance;

  GwContext *context;
};

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
gw_home_desk_desk_init (GwDeskInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GwHomeDesk, gw_home_desk, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GW_TYPE_DESK, gw_home_desk_desk_init))

static void
gw_home_desk_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  GwHomeDesk *self = GW_HOME_DESK (object);

  switch (property_id) {
  case PROP_CONTEXT:
    self->context = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
gw_home_desk_dispose (GObject *object)
{
  GwHomeDesk *self = GW_HOME_DESK (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (gw_home_desk_parent_class)->dispose (object);
}

static void
gw_home_desk_class_init (GwHomeDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = gw_home_desk_set_property;
  object_class->dispose = gw_home_desk_dispose;

  props[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, GW_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/godwit/Godwit/home/gw-home-desk.ui");
}

static void
gw_home_desk_init (GwHomeDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
