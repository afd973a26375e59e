-- SPDX-License-Identifier: GPL-3.0-or-later
-- A store as version 1 of the schema wrote it: a conflict, a tombstone, a chunk, a place in "mine".
-- Frozen: every later Godwit must open it.
PRAGMA application_id = 1195661140;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE chunk (
  hash TEXT PRIMARY KEY,
  data BLOB NOT NULL
);
INSERT INTO "chunk" VALUES('c:58831986bf022035197bd05d44de7eb9b1f5a6cac36994a862a7164c5ead0b41',X'6120736D616C6C2066696C65');
CREATE TABLE chunk_outbox (
  db TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES chunk (hash) ON DELETE CASCADE,
  PRIMARY KEY (db, hash)
) WITHOUT ROWID;
INSERT INTO "chunk_outbox" VALUES('party','c:58831986bf022035197bd05d44de7eb9b1f5a6cac36994a862a7164c5ead0b41');
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
INSERT INTO "doc" VALUES(1,'party','answer:r1:/data/q1',2,0,1,3);
INSERT INTO "doc" VALUES(2,'mine','place:manual',4,0,0,4);
INSERT INTO "doc" VALUES(3,'party','action:1',6,1,0,6);
CREATE TABLE outbox (
  rev INTEGER PRIMARY KEY REFERENCES rev (rev) ON DELETE CASCADE,
  db TEXT NOT NULL,
  attempted INTEGER NOT NULL DEFAULT 0, -- sent, and no answer came
  refused TEXT                        -- the server's reason; set aside until a person acts
);
INSERT INTO "outbox" VALUES(2,'party',0,NULL);
INSERT INTO "outbox" VALUES(3,'party',0,NULL);
INSERT INTO "outbox" VALUES(6,'party',0,NULL);
CREATE TABLE remote (
  remote TEXT NOT NULL,
  db TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (remote, db, key)
) WITHOUT ROWID;
INSERT INTO "remote" VALUES('server','party','since','12-abc');
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
INSERT INTO "rev" VALUES(1,1,1,'cde3f55850bee85baf536a8c8facf614',NULL,0,0,2,'{"type":"answer","value":"Premier mot"}',1803376000);
INSERT INTO "rev" VALUES(2,1,2,'f6d19eaa48e787ae00da0e79537f3d6a','cde3f55850bee85baf536a8c8facf614',0,1,0,'{"type":"answer","value":"Deuxième mot"}',NULL);
INSERT INTO "rev" VALUES(3,1,2,'ef7ce003519e56ea225efd8c8be8ffc8','cde3f55850bee85baf536a8c8facf614',0,1,0,'{"type":"answer","value":"Un autre"}',NULL);
INSERT INTO "rev" VALUES(4,2,1,'8a5ebcfc8e1d90939ed1126beae236bd',NULL,0,1,0,'{"topic":"role"}',NULL);
INSERT INTO "rev" VALUES(5,3,1,'2b3e0e2b4cd2a96cb7d54d015b826f1c',NULL,0,0,1,'{"title":"x"}',1803376000);
INSERT INTO "rev" VALUES(6,3,2,'aaedf5432f08a314f36186d1fd47e3ed','2b3e0e2b4cd2a96cb7d54d015b826f1c',1,1,0,'{}',NULL);
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "setting" VALUES('device-id','01KBQ0000000000000000000ZZ');
CREATE TABLE want (
  db TEXT NOT NULL,
  id TEXT NOT NULL,
  rev TEXT NOT NULL,
  PRIMARY KEY (db, id, rev)
) WITHOUT ROWID;
INSERT INTO "want" VALUES('party','answer:x','2-b');
CREATE INDEX doc_by_seq ON doc (seq);
CREATE INDEX doc_with_conflicts ON doc (db, id) WHERE conflicts > 0;
CREATE INDEX rev_to_forget ON rev (keep_until) WHERE keep_until IS NOT NULL;
CREATE INDEX outbox_by_db ON outbox (db, rev);
COMMIT;
