-- SPDX-License-Identifier: GPL-3.0-or-later
-- Parts of files that a document here describes and that somebody wants to see: sync fetches them by name.
CREATE TABLE chunk_wanted (
  db TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (db, hash)
) WITHOUT ROWID;
