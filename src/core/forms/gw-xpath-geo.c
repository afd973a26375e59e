/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Geography on a sphere of radius 6 378 100 m (section 10). */

#include <math.h>
#include <string.h>

#include "core/forms/gw-form-private.h"

#define RADIUS 6378100.0
#define RADIANS(degrees) ((degrees) * G_PI / 180.0)

typedef struct
{
  double latitude;
  double longitude;
} Point;

static gboolean
read_point (const char *text,
            Point      *point)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  parts = g_strsplit_set (trimmed, " \t\n", -1);
  if (g_strv_length (parts) < 2)
    return FALSE;
  point->latitude = gw_xpath_parse_number (parts[0]);
  point->longitude = gw_xpath_parse_number (parts[1]);

  return !isnan (point->latitude) && !isnan (point->longitude) && fabs (point->latitude) <= 90
         && fabs (point->longitude) <= 180;
}

static gboolean
add_points (GArray     *points,
            const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    Point point;

    if (*g_strstrip (parts[i]) == '\0')
      continue;
    if (!read_point (parts[i], &point))
      return FALSE;
    g_array_append_val (points, point);
  }

  return TRUE;
}

/* Reads traces, shapes and node-sets of points, one after the other. */
static GArray *
read_points (GwXPathRun        *run,
             const GwXPathExpr *call)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (Point));

  for (guint i = 0; i < call->n_args; i++) {
    GwXPathValue value;

    gw_xpath_eval (run, call->args[i], &value);
    if (value.type != GW_XPATH_SET) {
      if (!add_points (points, gw_xpath_to_string (run, &value)))
        return NULL;
      continue;
    }
    value = gw_xpath_shown_only (run, &value);
    for (guint j = 0; j < value.n_refs; j++) {
      GwXPathValue one;

      gw_xpath_set_string (&one, gw_xpath_ref_string (run, value.refs[j]));
      if (!gw_xpath_work (run, 1) || !add_points (points, gw_xpath_to_string (run, &one)))
        return NULL;
    }
  }

  return g_steal_pointer (&points);
}

static double
round_cents (double number)
{
  return floor (number * 100 + 0.5) / 100;
}

static double
arc (const Point *a,
     const Point *b)
{
  double cosine = sin (RADIANS (a->latitude)) * sin (RADIANS (b->latitude))
                  + cos (RADIANS (a->latitude)) * cos (RADIANS (b->latitude))
                        * cos (RADIANS (b->longitude) - RADIANS (a->longitude));

  if (a->latitude == b->latitude && a->longitude == b->longitude)
    return 0;
  return acos (CLAMP (cosine, -1, 1)) * RADIUS;
}

void
gw_xpath_call_distance (GwXPathRun        *run,
                        const GwXPathExpr *call,
                        GwXPathValue      *result)
{
  g_autoptr (GArray) points = read_points (run, call);
  double sum = 0;

  for (guint i = 1; points != NULL && i < points->len; i++)
    sum += arc (&g_array_index (points, Point, i - 1), &g_array_index (points, Point, i));
  gw_xpath_set_number (result, points == NULL || points->len == 0 ? NAN : round_cents (sum));
}

void
gw_xpath_call_area (GwXPathRun        *run,
                    const GwXPathExpr *call,
                    GwXPathValue      *result)
{
  g_autoptr (GArray) points = read_points (run, call);
  double sum = 0;

  for (guint i = 0; points != NULL && points->len > 2 && i < points->len; i++) {
    const Point *a = &g_array_index (points, Point, i);
    const Point *b = &g_array_index (points, Point, (i + 1) % points->len);

    sum += (RADIANS (b->longitude) - RADIANS (a->longitude))
           * (2 + sin (RADIANS (a->latitude)) + sin (RADIANS (b->latitude)));
  }
  gw_xpath_set_number (result, points == NULL || points->len == 0
                                   ? NAN : round_cents (fabs (sum * RADIUS * RADIUS / 2)));
}

/* Even-odd: a ray from the point crosses the ring an odd number of times. */
void
gw_xpath_call_geofence (GwXPathRun        *run,
                        const GwXPathExpr *call,
                        GwXPathValue      *result)
{
  g_autoptr (GArray) ring = g_array_new (FALSE, FALSE, sizeof (Point));
  const char *point_text = gw_xpath_eval_string (run, call->args[0]);
  const char *ring_text = gw_xpath_eval_string (run, call->args[1]);
  gboolean inside = FALSE;
  Point point;

  if (read_point (point_text, &point) && add_points (ring, ring_text) && ring->len > 2) {
    for (guint i = 0, j = ring->len - 1; i < ring->len; j = i++) {
      const Point *a = &g_array_index (ring, Point, i);
      const Point *b = &g_array_index (ring, Point, j);

      if ((a->latitude > point.latitude) != (b->latitude > point.latitude)
          && point.longitude < (b->longitude - a->longitude) * (point.latitude - a->latitude)
                                       / (b->latitude - a->latitude) + a->longitude)
        inside = !inside;
    }
  }
  gw_xpath_set_boolean (result, inside);
}

static double
side (const Point *a,
      const Point *b,
      const Point *c)
{
  return (b->longitude - a->longitude) * (c->latitude - a->latitude)
         - (b->latitude - a->latitude) * (c->longitude - a->longitude);
}

static gboolean
cross (const Point *a,
       const Point *b,
       const Point *c,
       const Point *d)
{
  return side (a, b, c) * side (a, b, d) < 0 && side (c, d, a) * side (c, d, b) < 0;
}

void
gw_xpath_call_intersects (GwXPathRun        *run,
                          const GwXPathExpr *call,
                          GwXPathValue      *result)
{
  g_autoptr (GArray) points = read_points (run, call);
  gboolean found = FALSE;

  for (guint i = 1; points != NULL && i < points->len && !found && !run->failed; i++)
    for (guint j = i + 2; j < points->len && !found; j++) {
      if (++*run->steps > run->most_steps)
        run->failed = TRUE;
      found = cross (&g_array_index (points, Point, i - 1), &g_array_index (points, Point, i),
                     &g_array_index (points, Point, j - 1), &g_array_index (points, Point, j));
    }
  gw_xpath_set_boolean (result, found);
}
