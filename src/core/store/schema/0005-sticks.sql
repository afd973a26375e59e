-- SPDX-License-Identifier: GPL-3.0-or-later
-- What left this desk in files, who said that it arrived, and what came here in files.
CREATE TABLE bundle_sent (
  bundle TEXT PRIMARY KEY,
  time INTEGER NOT NULL,              -- microseconds since 1970
  since INTEGER NOT NULL,             -- it holds what changed after this,
  seq INTEGER NOT NULL,               -- up to this
  documents INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE bundle_reader (
  bundle TEXT NOT NULL,
  account TEXT NOT NULL,
  desk TEXT NOT NULL,
  confirmed INTEGER NOT NULL,         -- when the desk read it by its own clock; 0: not heard of yet
  PRIMARY KEY (bundle, desk)
) WITHOUT ROWID;
CREATE TABLE bundle_read (
  bundle TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  desk TEXT NOT NULL,                 -- who wrote it
  time INTEGER NOT NULL,
  told INTEGER NOT NULL               -- 1: a bundle of ours said that it arrived
) WITHOUT ROWID;
CREATE TABLE stick_partner (
  desk TEXT NOT NULL,
  device TEXT NOT NULL,               -- its store: another one was put back from a copy
  seq INTEGER NOT NULL,               -- how far it has all of ours, by its own word
  newest TEXT NOT NULL,               -- the last of its bundles
  is_over INTEGER NOT NULL,           -- 1: the desk has another store since
  PRIMARY KEY (desk, device)
) WITHOUT ROWID;
CREATE TABLE stick_key (
  desk TEXT PRIMARY KEY,
  key TEXT NOT NULL                   -- the public keys it signs with, for core/keys
) WITHOUT ROWID;
