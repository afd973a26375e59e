-- SPDX-License-Identifier: GPL-3.0-or-later
-- What came from a server or in a file and was not taken: nobody there could have written it. Shown to the person,
-- and not asked for again until the person says so.
CREATE TABLE set_aside (
  db TEXT NOT NULL,
  id TEXT NOT NULL,
  rev TEXT NOT NULL,
  fault TEXT NOT NULL,                -- a name of GwArrivalFault
  time INTEGER NOT NULL,              -- microseconds since 1970
  document TEXT,                      -- as it came; NULL where it is too large to keep, or none came
  PRIMARY KEY (db, id, rev)
) WITHOUT ROWID;
