-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the server took, until it has shown that it kept it: a server that is restored from an older
-- copy has forgotten what it took since. "seen" once the revision, or one made on it, came back in
-- the server's list of changes.
CREATE TABLE accepted (
  rev INTEGER PRIMARY KEY REFERENCES rev (rev) ON DELETE CASCADE,
  db TEXT NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX accepted_by_db ON accepted (db, seen);
