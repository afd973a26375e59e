-- SPDX-License-Identifier: GPL-3.0-or-later
-- Versions that were signed with a key that is not known here yet: looked at when it comes.
CREATE TABLE unproved (
  db TEXT NOT NULL,
  id TEXT NOT NULL,
  rev TEXT NOT NULL,
  remote TEXT NOT NULL,               -- the name of the database on the server: it is signed, too
  signer TEXT NOT NULL,               -- account:desk
  PRIMARY KEY (db, id, rev)
) WITHOUT ROWID;
CREATE INDEX unproved_by_signer ON unproved (signer);
