// SPDX-License-Identifier: GPL-3.0-or-later
// One replication by PouchDB with its LevelDB, and what it cost as one line of JSON.
//
//   node pouch.mjs --url URL --dir DIR [--fill FILE] [--edit N] [--keepalive] [--retry SECONDS] pull|push|none
//
// --fill FILE   first writes the documents of FILE, one JSON object a line, into the local database
// --edit N      first changes N local documents
// --keepalive   one connection stays open for all requests; without it each opens its own, PouchDB's default in node
// --retry S     when it fails it is tried again after 5 s, until so many seconds have passed
import fs from 'node:fs';
import http from 'node:http';
import { parseArgs } from 'node:util';
import PouchDB from 'pouchdb';

const { values: options, positionals: [way] } = parseArgs({ allowPositionals: true, options: {
  url: { type: 'string' }, dir: { type: 'string' }, fill: { type: 'string' }, edit: { type: 'string', default: '0' },
  keepalive: { type: 'boolean', default: false }, retry: { type: 'string', default: '0' },
} });

// What the process itself had resident at most; maxRSS of node would tell that of whoever started it where that was more.
function peakKib() {
  return +/VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
}

async function fill(db, file) {
  const docs = fs.readFileSync(file, 'utf8').trim().split('\n').map(JSON.parse);
  for (let i = 0; i < docs.length; i += 1000) await db.bulkDocs(docs.slice(i, i + 1000));
}

async function edit(db, n) {
  const { rows } = await db.allDocs({ include_docs: true, limit: n });
  await db.bulkDocs(rows.map(row => ({ ...row.doc, state: 'edited here' })));
}

function open(url) {
  if (!options.keepalive) return url;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  return new PouchDB(url, { skip_setup: true, fetch: (to, how) => PouchDB.fetch(to, { ...how, agent }) });
}

async function replicate(db, remote, limit) {
  const began = Date.now();
  for (let attempts = 1; ; attempts++) {
    try {
      const result = way === 'pull' ? await db.replicate.from(remote) : await db.replicate.to(remote);
      return { ok: result.ok, attempts, written: result.docs_written };
    } catch (error) {
      if ((Date.now() - began) / 1000 > limit) return { ok: false, attempts, error: String(error.message || error) };
      await new Promise(resolve => setTimeout(resolve, 5000));
    }
  }
}

const db = new PouchDB(options.dir);
if (options.fill) await fill(db, options.fill);
if (+options.edit) await edit(db, +options.edit);
const began = process.hrtime.bigint(), before = process.cpuUsage();
const result = way === 'none' ? { ok: true } : await replicate(db, open(options.url), +options.retry);
const seconds = Number(process.hrtime.bigint() - began) / 1e9, used = process.cpuUsage(before);
console.log(JSON.stringify({ ...result, seconds, cpu: (used.user + used.system) / 1e6, peak_kib: peakKib() }));
process.exit(0);
