/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A SQLite VFS named "gw-fault" over the ordinary one: a disk that can be full, and a disk whose
 * power can be cut. Writes reach the file at once, as a process sees them; what was not synced is
 * remembered, and a cut takes back a random part of it, in whole writes or torn at a sector. */
void     fault_vfs_register  (void);
void     fault_vfs_set_full  (gboolean full);
void     fault_vfs_arm       (guint    n_operations,
                              GRand   *rand);
gboolean fault_vfs_is_cut    (void);
void     fault_vfs_apply_cut (void);
guint    fault_vfs_get_n_operations (void);
