/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/gw-record-write.h"

struct _GwRecordTrail
{
  char *db;
  char *id;
  char *seen_rev;                 /* what the person had before their eyes at the last edit */
  char *rev;                      /* what that edit made */
};

GwRecordTrail *
gw_record_trail_new (const char *db,
                     const char *id)
{
  GwRecordTrail *self = g_atomic_rc_box_new0 (GwRecordTrail);

  self->db = g_strdup (db);
  self->id = g_strdup (id);
  return self;
}

GwRecordTrail *
gw_record_trail_ref (GwRecordTrail *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
trail_clear (gpointer data)
{
  GwRecordTrail *self = data;

  g_free (self->db);
  g_free (self->id);
  g_free (self->seen_rev);
  g_free (self->rev);
}

void
gw_record_trail_unref (GwRecordTrail *self)
{
  g_atomic_rc_box_release_full (self, trail_clear);
}

void
gw_record_write_free (GwRecordWrite *self)
{
  gw_record_trail_unref (self->trail);
  g_free (self->seen_rev);
  json_object_unref (self->body);
  g_strfreev (self->settled);
  g_free (self->base);
  g_free (self);
}

/* What does an edit hang on?
 *
 * - The person still sees what they saw at the edit before: the edit continues that one.
 * - The person sees another version (what came from elsewhere was shown, or the first edit
 *   itself was read back): the edit is a child of that version.
 *
 * An edit may run again, with the ones before it, when the disk was full. It is decided once, and
 * the same edit on the same base makes the same revision. */
static const char *
find_base (GwRecordWrite *write)
{
  GwRecordTrail *trail = write->trail;

  if (!write->has_base) {
    gboolean goes_on = trail->rev && g_strcmp0 (trail->seen_rev, write->seen_rev) == 0;

    write->base = g_strdup (goes_on ? trail->rev : write->seen_rev);
    write->has_base = TRUE;
  }
  return write->base;
}

static gboolean
write_one (GwStore        *store,
           GwRecordWrite  *write,
           char          **rev,
           GError        **error)
{
  GwRecordTrail *trail = write->trail;
  GwMergeOutcome outcome = { 0 };

  switch (write->kind) {
  case GW_RECORD_DELETE:
    return gw_store_delete (store, trail->db, trail->id, find_base (write), write->body, rev,
                            error);
  case GW_RECORD_SETTLE:
    return gw_store_resolve (store, trail->db, trail->id, write->body,
                             (const char *const *) write->settled, rev, error);
  case GW_RECORD_PUT:
  default:
    /* What somebody else changed meanwhile in other fields is joined at once. */
    return gw_store_put (store, trail->db, trail->id, find_base (write), write->body,
                         GW_PUT_COALESCE, rev, error)
           && gw_store_merge (store, trail->db, trail->id, &outcome, error);
  }
}

gpointer
gw_record_write_run (GwStore   *store,
                     gpointer   data,
                     GError   **error)
{
  GwRecordWrite *write = data;
  g_autofree char *rev = NULL;

  if (!gw_store_begin (store, error))
    return NULL;
  if (!write_one (store, write, &rev, error)) {
    gw_store_rollback (store);
    return NULL;
  }
  if (!gw_store_commit (store, error))
    return NULL;
  g_free (write->trail->seen_rev);
  write->trail->seen_rev = g_strdup (write->seen_rev);
  g_free (write->trail->rev);
  write->trail->rev = g_steal_pointer (&rev);
  return NULL;
}
