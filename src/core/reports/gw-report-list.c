/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report-list.h"

struct _GwReportList
{
  GObject parent_instance;

  GwStoreThread *thread;
  GPtrArray *reports;
  gboolean loaded;
  gboolean reading;
  gboolean stale; /* something changed while we were reading */
};

enum
{
  PROP_0,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GwReportList, gw_report_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void read_reports (GwReportList *self);

static gpointer
read_on_thread (GwStore   *store,
                gpointer   data,
                GError   **error)
{
  return gw_report_read_all (store, error);
}

static GwReport *
find_report (GwReportList *self,
             const char   *id)
{
  for (guint i = 0; i < self->reports->len; i++) {
    GwReport *report = g_ptr_array_index (self->reports, i);

    if (g_str_equal (gw_report_get_id (report), id))
      return report;
  }
  return NULL;
}

/* Reports that are known keep their objects, so that a page bound to one follows it. Only the
 * part of the list that differs is told. */
static void
take_reports (GwReportList *self,
              GPtrArray    *newer)
{
  g_autoptr (GPtrArray) old = self->reports;
  GPtrArray *reports = g_ptr_array_new_with_free_func (g_object_unref);
  guint head = 0, tail = 0;

  for (guint i = 0; i < newer->len; i++) {
    GwReport *report = g_ptr_array_index (newer, i);
    GwReport *known = find_report (self, gw_report_get_id (report));

    if (known != NULL)
      gw_report_take_over (known, report);
    g_ptr_array_add (reports, g_object_ref (known != NULL ? known : report));
  }
  while (head < MIN (old->len, reports->len) && old->pdata[head] == reports->pdata[head])
    head++;
  while (tail < MIN (old->len, reports->len) - head
         && old->pdata[old->len - 1 - tail] == reports->pdata[reports->len - 1 - tail])
    tail++;

  self->reports = reports;
  if (old->len != reports->len || head < reports->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                reports->len - head - tail);
  if (!self->loaded) {
    self->loaded = TRUE;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
  }
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GwReportList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports = gw_store_thread_run_finish (GW_STORE_THREAD (source), result,
                                                              &error);

  self->reading = FALSE;
  if (reports != NULL)
    take_reports (self, reports);
  else
    g_message ("The list of reports could not be read: %s", error->message);
  if (self->stale)
    read_reports (self);
}

static void
read_reports (GwReportList *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;

  self->reading = TRUE;
  gw_store_thread_run_async (self->thread, read_on_thread, NULL, NULL,
                             (GDestroyNotify) g_ptr_array_unref, NULL, on_read,
                             g_object_ref (self));
}

static void
on_store_changed (GwStoreThread *thread,
                  GPtrArray     *changes,
                  GwReportList  *self)
{
  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = g_ptr_array_index (changes, i);

    if (g_str_equal (change->db, GW_REPORT_DB)
        && (g_str_has_prefix (change->id, "report:") || g_str_has_prefix (change->id, "meeting:"))) {
      read_reports (self);
      return;
    }
  }
}

static GType
get_item_type (GListModel *model)
{
  return GW_TYPE_REPORT;
}

static guint
get_n_items (GListModel *model)
{
  return GW_REPORT_LIST (model)->reports->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GwReportList *self = GW_REPORT_LIST (model);

  return position < self->reports->len ? g_object_ref (g_ptr_array_index (self->reports, position))
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
gw_report_list_dispose (GObject *object)
{
  GwReportList *self = GW_REPORT_LIST (object);

  if (self->thread != NULL)
    g_signal_handlers_disconnect_by_data (self->thread, self);
  g_clear_object (&self->thread);

  G_OBJECT_CLASS (gw_report_list_parent_class)->dispose (object);
}

static void
gw_report_list_finalize (GObject *object)
{
  g_ptr_array_unref (GW_REPORT_LIST (object)->reports);

  G_OBJECT_CLASS (gw_report_list_parent_class)->finalize (object);
}

static void
gw_report_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_LOADED:
    g_value_set_boolean (value, GW_REPORT_LIST (object)->loaded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gw_report_list_class_init (GwReportListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gw_report_list_dispose;
  object_class->finalize = gw_report_list_finalize;
  object_class->get_property = gw_report_list_get_property;

  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gw_report_list_init (GwReportList *self)
{
  self->reports = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gw_report_list_new:
 * @thread: the store of the profile
 *
 * Returns: (transfer full): the list; it fills once the main loop runs
 */
GwReportList *
gw_report_list_new (GwStoreThread *thread)
{
  GwReportList *self;

  g_return_val_if_fail (GW_IS_STORE_THREAD (thread), NULL);

  self = g_object_new (GW_TYPE_REPORT_LIST, NULL);
  self->thread = g_object_ref (thread);
  g_signal_connect_object (thread, "changed", G_CALLBACK (on_store_changed), self, 0);
  read_reports (self);
  return self;
}

/**
 * gw_report_list_is_loaded:
 */
gboolean
gw_report_list_is_loaded (GwReportList *self)
{
  g_return_val_if_fail (GW_IS_REPORT_LIST (self), FALSE);

  return self->loaded;
}
