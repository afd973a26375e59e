// SPDX-License-Identifier: GPL-3.0-or-later
// ./dev server: starts the test server on loopback, lays it out, prints one JSON line
// {"url":..., "accounts":[{"name","password","country","role"}...]} and runs until stopped.
//
//   node start.cjs [--port N] [--data DIR] [--password WORD] [--faults] [--bare]
//
// Without --port a free one is taken; without --data everything is kept in memory only.
// --bare leaves it empty, for who lays it out otherwise. --password gives every account this one; --faults lets tests break the wire (server.cjs);
// --admin prints the server administrator's password too; --with-parent ends the server when
// its standard input ends, so that it never outlives the test that started it.
'use strict';
const { parseArgs } = require('util');
const { start } = require('./server.cjs'), { layOut } = require('./layout.cjs');

function options() {
  try {
    const { values } = parseArgs({ options: {
      port: { type: 'string', default: '0' }, data: { type: 'string' }, password: { type: 'string' },
      faults: { type: 'boolean', default: false }, admin: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false }, bare: { type: 'boolean', default: false },
    } });
    if (!/^\d{1,5}$/.test(values.port) || +values.port > 65535) throw new Error(`"${values.port}" is not a port`);
    return values;
  } catch (error) {
    console.error(error.message);
    console.error('usage: ./dev server [--port N] [--data DIR]');
    process.exit(2);
  }
}

async function main() {
  const values = options();
  const server = await start({ port: +values.port, dir: values.data || null, faults: values.faults });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => { server.stop(); process.exit(0); });
  if (values['with-parent']) process.stdin.on('close', () => { server.stop(); process.exit(0); }).resume();
  const accounts = values.bare ? [] : await layOut(server, { dir: values.data || null, password: values.password || null });
  const line = { url: server.url, accounts };
  if (values.admin) line.admin = server.admin;
  console.log(JSON.stringify(line));
}

main().catch(error => {
  console.error(error.code === 'EADDRINUSE' ? 'Somebody else listens on this port already.' : error.message);
  process.exit(1);
});
