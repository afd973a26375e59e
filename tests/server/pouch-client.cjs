// SPDX-License-Identifier: GPL-3.0-or-later
// PouchDB as a second client: a database in memory that does what it is told, one JSON object a line, and answers
// each with one line.
//
//   {"put": DOC}            store a document; "_rev" names what it changes      -> {"rev": ...}
//   {"remove": ID}          delete the winner                                   -> {"rev": ...}
//   {"exchange": URL, "user": NAME, "password": WORD}   replicate both ways     -> {"pulled": N, "pushed": N}
//   {"leaves": true}        every document with all its leaves                  -> {ID: {REV: BODY}}
'use strict';
const PouchDB = require('pouchdb-core');
for (const plugin of ['adapter-http', 'adapter-memory', 'replication']) PouchDB.plugin(require('pouchdb-' + plugin));
const db = new PouchDB('second', { adapter: 'memory' });

async function leaves() {
  const { rows } = await db.allDocs(), all = {};
  const { results } = await db.changes({ since: 0 });
  for (const id of new Set([...rows.map(row => row.id), ...results.map(row => row.id)])) {
    if (id.startsWith('_design/')) continue; // the server's rules, which are nobody's papers
    all[id] = {};
    for (const { ok } of await db.get(id, { open_revs: 'all' })) {
      const { _id, _rev, ...body } = ok;
      all[id][_rev] = body;
    }
  }
  return all;
}

async function act(command) {
  if (command.put) return { rev: (await db.put(command.put)).rev };
  if (command.remove) return { rev: (await db.remove(await db.get(command.remove))).rev };
  if (command.exchange) {
    const other = new PouchDB(command.exchange, { auth: { username: command.user, password: command.password },
      skip_setup: true });
    const pull = await db.replicate.from(other), push = await db.replicate.to(other);
    if (pull.doc_write_failures || push.doc_write_failures) throw new Error('not everything was taken');
    return { pulled: pull.docs_written, pushed: push.docs_written };
  }
  return leaves();
}

let queue = Promise.resolve();
require('readline').createInterface({ input: process.stdin }).on('line', line => {
  queue = queue.then(() => act(JSON.parse(line))).catch(error => ({ error: String(error.message || error) }))
    .then(answer => console.log(JSON.stringify(answer)));
}).on('close', () => queue.then(() => process.exit(0)));
