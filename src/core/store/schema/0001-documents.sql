-- SPDX-License-Identifier: GPL-3.0-or-later
-- Documents with revision trees, what waits to be sent, files in chunks, and what is known of
-- servers. Run in one transaction together with its user_version; never changed once released.

-- One row a document: which revision is shown, and when it last changed here.
CREATE TABLE doc (
  doc INTEGER PRIMARY KEY,
  db TEXT NOT NULL,
  id TEXT NOT NULL,
  winner INTEGER,                     -- rev.rev; NULL only inside a transaction
  deleted INTEGER NOT NULL DEFAULT 0, -- whether the winner is a tombstone
  conflicts INTEGER NOT NULL DEFAULT 0, -- live leaves beside the winner
  seq INTEGER NOT NULL DEFAULT 0,     -- local sequence of the last change
  UNIQUE (db, id)
);
CREATE INDEX doc_by_seq ON doc (seq);
CREATE INDEX doc_with_conflicts ON doc (db, id) WHERE conflicts > 0;

-- One row a known revision. "parent" is the hash of the revision one generation below; it may
-- name one that is not here (a stemmed branch), and is NULL where nothing is known below.
CREATE TABLE rev (
  rev INTEGER PRIMARY KEY,
  doc INTEGER NOT NULL REFERENCES doc (doc) ON DELETE CASCADE,
  gen INTEGER NOT NULL CHECK (gen > 0),
  hash TEXT NOT NULL,
  parent TEXT,
  deleted INTEGER NOT NULL DEFAULT 0,
  leaf INTEGER NOT NULL,
  state INTEGER NOT NULL,             -- 0 made here and never offered, 1 offered, 2 the server has it
  body TEXT,                          -- canonical JSON; never NULL for a leaf
  keep_until INTEGER,                 -- seconds since 1970, for bodies of inner revisions
  UNIQUE (doc, gen, hash)
);
CREATE INDEX rev_to_forget ON rev (keep_until) WHERE keep_until IS NOT NULL;

-- Revisions that the server has not taken yet, in the order in which they were made.
CREATE TABLE outbox (
  rev INTEGER PRIMARY KEY REFERENCES rev (rev) ON DELETE CASCADE,
  db TEXT NOT NULL,
  attempted INTEGER NOT NULL DEFAULT 0, -- sent, and no answer came
  refused TEXT                        -- the server's reason; set aside until a person acts
);
CREATE INDEX outbox_by_db ON outbox (db, rev);

-- Revisions that a server told of and that are not here yet.
CREATE TABLE want (
  db TEXT NOT NULL,
  id TEXT NOT NULL,
  rev TEXT NOT NULL,
  PRIMARY KEY (db, id, rev)
) WITHOUT ROWID;

-- What is known of a server: how far it was read, its identity, the checkpoint.
CREATE TABLE remote (
  remote TEXT NOT NULL,
  db TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (remote, db, key)
) WITHOUT ROWID;

-- Things of this desk only.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Parts of files under their SHA-256.
CREATE TABLE chunk (
  hash TEXT PRIMARY KEY,
  data BLOB NOT NULL
);
CREATE TABLE chunk_outbox (
  db TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES chunk (hash) ON DELETE CASCADE,
  PRIMARY KEY (db, hash)
) WITHOUT ROWID;
