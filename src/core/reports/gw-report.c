/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/reports/gw-report.h"

#include <string.h>

#include "core/base/gw-json.h"
#include "core/base/gw-time.h"

/* The texts come first; they are kept under the numbers of their properties. */
enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_INSTRUMENT,
  PROP_CYCLE,
  PROP_COUNTRY,
  PROP_FORM_ID,
  PROP_FORM_VERSION,
  PROP_FORM_TITLE,
  PROP_FORM_HASH,
  PROP_OPENING,
  PROP_STATE,
  PROP_CREATED,
  N_PROPS
};

#define N_TEXTS PROP_CREATED

struct _GwReport
{
  GObject parent_instance;

  char *texts[N_TEXTS];
  gint64 created;
};

G_DEFINE_FINAL_TYPE (GwReport, gw_report, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
gw_report_finalize (GObject *object)
{
  GwReport *self = GW_REPORT (object);

  for (int i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (gw_report_parent_class)->finalize (object);
}

static void
gw_report_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  GwReport *self = GW_REPORT (object);

  if (prop_id > PROP_0 && prop_id < N_TEXTS)
    g_value_set_string (value, self->texts[prop_id]);
  else if (prop_id == PROP_CREATED)
    g_value_set_int64 (value, self->created);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
gw_report_class_init (GwReportClass *klass)
{
  static const char *const names[N_TEXTS] = {
    [PROP_ID] = "id",
    [PROP_TITLE] = "title",
    [PROP_INSTRUMENT] = "instrument",
    [PROP_CYCLE] = "cycle",
    [PROP_COUNTRY] = "country",
    [PROP_FORM_ID] = "form-id",
    [PROP_FORM_VERSION] = "form-version",
    [PROP_FORM_TITLE] = "form-title",
    [PROP_FORM_HASH] = "form-hash",
    [PROP_OPENING] = "opening",
    [PROP_STATE] = "state",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gw_report_finalize;
  object_class->get_property = gw_report_get_property;
  for (int i = PROP_0 + 1; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CREATED] = g_param_spec_int64 ("created", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gw_report_init (GwReport *self)
{
  for (int i = PROP_0 + 1; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
}

static void
take_text (GwReport   *self,
           int         prop,
           const char *text)
{
  g_free (self->texts[prop]);
  self->texts[prop] = g_strdup (text != NULL ? text : "");
}

/**
 * gw_report_new_from_doc:
 * @doc: a "report" document; it may come from a server and have any shape
 *
 * Returns: (transfer full) (nullable): the report, or NULL where the document is none
 */
GwReport *
gw_report_new_from_doc (GwDoc *doc)
{
  JsonObject *body = gw_doc_get_body (doc);
  JsonObject *form = body != NULL ? gw_json_get_object (body, "form") : NULL;
  const char *id = gw_doc_get_id (doc);
  GwReport *self;

  if (form == NULL || gw_json_get_string (form, "sha256") == NULL
      || !g_str_has_prefix (id, "report:"))
    return NULL;
  /* The ids of its answers would be somebody else's, or nobody's. */
  id += strlen ("report:");
  if (*id == '\0' || strchr (id, ':') != NULL)
    return NULL;

  self = g_object_new (GW_TYPE_REPORT, NULL);
  take_text (self, PROP_ID, id);
  take_text (self, PROP_TITLE, gw_json_get_string (body, "title"));
  take_text (self, PROP_INSTRUMENT, gw_json_get_string (body, "instrument"));
  take_text (self, PROP_CYCLE, gw_json_get_string (body, "cycle"));
  take_text (self, PROP_COUNTRY, gw_json_get_string (body, "country"));
  take_text (self, PROP_FORM_ID, gw_json_get_string (form, "id"));
  take_text (self, PROP_FORM_VERSION, gw_json_get_string (form, "version"));
  take_text (self, PROP_FORM_TITLE, gw_json_get_string (form, "title"));
  take_text (self, PROP_FORM_HASH, gw_json_get_string (form, "sha256"));
  take_text (self, PROP_OPENING, gw_json_get_string (body, "opening"));
  take_text (self, PROP_STATE, gw_json_get_string (body, "state"));
  gw_time_parse (gw_json_get_string (body, "created"), &self->created);
  return self;
}

/**
 * gw_report_take_over:
 * @newer: the same report, read again
 *
 * Becomes like @newer and tells what changed.
 */
void
gw_report_take_over (GwReport *self,
                     GwReport *newer)
{
  g_return_if_fail (GW_IS_REPORT (self));
  g_return_if_fail (GW_IS_REPORT (newer));

  g_object_freeze_notify (G_OBJECT (self));
  for (int i = PROP_0 + 1; i < N_TEXTS; i++) {
    if (g_str_equal (self->texts[i], newer->texts[i]))
      continue;
    take_text (self, i, newer->texts[i]);
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
  if (self->created != newer->created) {
    self->created = newer->created;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREATED]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * gw_report_get_id:
 */
const char *
gw_report_get_id (GwReport *self)
{
  return self->texts[PROP_ID];
}

/**
 * gw_report_get_title:
 */
const char *
gw_report_get_title (GwReport *self)
{
  return self->texts[PROP_TITLE];
}

/**
 * gw_report_get_instrument:
 */
const char *
gw_report_get_instrument (GwReport *self)
{
  return self->texts[PROP_INSTRUMENT];
}

/**
 * gw_report_get_cycle:
 *
 * Returns: (transfer none): the id of the meeting that the report is for
 */
const char *
gw_report_get_cycle (GwReport *self)
{
  return self->texts[PROP_CYCLE];
}

/**
 * gw_report_get_country:
 */
const char *
gw_report_get_country (GwReport *self)
{
  return self->texts[PROP_COUNTRY];
}

/**
 * gw_report_get_form_id:
 */
const char *
gw_report_get_form_id (GwReport *self)
{
  return self->texts[PROP_FORM_ID];
}

/**
 * gw_report_get_form_version:
 */
const char *
gw_report_get_form_version (GwReport *self)
{
  return self->texts[PROP_FORM_VERSION];
}

/**
 * gw_report_get_form_title:
 */
const char *
gw_report_get_form_title (GwReport *self)
{
  return self->texts[PROP_FORM_TITLE];
}

/**
 * gw_report_get_form_hash:
 */
const char *
gw_report_get_form_hash (GwReport *self)
{
  return self->texts[PROP_FORM_HASH];
}

/**
 * gw_report_get_opening:
 *
 * Returns: (transfer none): the first day of the meeting as a person entered it, "" where nobody did
 */
const char *
gw_report_get_opening (GwReport *self)
{
  return self->texts[PROP_OPENING];
}

/**
 * gw_report_get_state:
 */
const char *
gw_report_get_state (GwReport *self)
{
  return self->texts[PROP_STATE];
}

/**
 * gw_report_get_created:
 */
gint64
gw_report_get_created (GwReport *self)
{
  return self->created;
}

/**
 * gw_report_fill_opening:
 * @opening: (nullable): the first day of the meeting as a person entered it for all their work
 *
 * Before the report is shown to anybody. What was entered in the report itself stays.
 */
void
gw_report_fill_opening (GwReport   *self,
                        const char *opening)
{
  g_return_if_fail (GW_IS_REPORT (self));

  if (*self->texts[PROP_OPENING] == '\0')
    take_text (self, PROP_OPENING, opening);
}
