// SPDX-License-Identifier: GPL-3.0-or-later
// Passes requests on to one server, packs its JSON answers for clients that accept it, as the proxy of data/server does,
// and counts what passes.
//
//   node count-proxy.mjs --listen HOST --to HOST:PORT [--gzip]
//
// Prints the port it has taken, then for each line of its standard input one line of JSON with what came since the line
// before: requests, connections, and bytes of TCP payload each way ("up" from the client). Ends with its input.
import http from 'node:http';
import readline from 'node:readline';
import zlib from 'node:zlib';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: {
  listen: { type: 'string', default: '127.0.0.1' }, to: { type: 'string' }, gzip: { type: 'boolean', default: false },
} });
const [host, port] = options.to.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const open = new Set(), gone = { up: 0, down: 0 };
let counts, before;

function total() {
  const sum = { ...gone };
  for (const socket of open) { sum.up += socket.bytesRead; sum.down += socket.bytesWritten; }
  return sum;
}

function begin() {
  before = total();
  counts = { requests: 0, connections: 0 };
}

function packs(request, answer) {
  return options.gzip && request.method !== 'HEAD' && !answer.headers['content-encoding']
    && /json|text/.test(answer.headers['content-type'] || '') && /gzip/.test(request.headers['accept-encoding'] || '')
    && !(+answer.headers['content-length'] < 256);
}

function pass(request, reply) {
  counts.requests++;
  const forward = http.request({ host, port, agent, method: request.method, path: request.url, headers: request.headers }, answer => {
    const headers = { ...answer.headers };
    delete headers.connection;
    delete headers['keep-alive'];
    if (!packs(request, answer)) {
      reply.writeHead(answer.statusCode, headers);
      answer.pipe(reply);
      return;
    }
    headers['content-encoding'] = 'gzip';
    delete headers['content-length'];
    reply.writeHead(answer.statusCode, headers);
    answer.pipe(zlib.createGzip({ level: 6 })).pipe(reply);
  });
  forward.on('error', () => { if (!reply.headersSent) reply.writeHead(502); reply.end(); });
  reply.on('close', () => forward.destroy());
  request.pipe(forward);
}

const server = http.createServer(pass);
server.keepAliveTimeout = 300000;
server.requestTimeout = server.headersTimeout = 0;
server.on('connection', socket => {
  counts.connections++;
  open.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => { open.delete(socket); gone.up += socket.bytesRead; gone.down += socket.bytesWritten; });
});
begin();
server.listen(0, options.listen, () => console.log(server.address().port));
readline.createInterface({ input: process.stdin }).on('line', () => {
  const now = total();
  console.log(JSON.stringify({ ...counts, up: now.up - before.up, down: now.down - before.down }));
  begin();
}).on('close', () => process.exit(0));
