// SPDX-License-Identifier: GPL-3.0-or-later
// A CouchDB-like server: express-pouchdb 4.2.0 behind a guard in the same process. Bare, it
// does not enforce _security on _bulk_docs and _bulk_get, answers 401 where CouchDB says 403,
// ends on some refused requests and never ends a longpoll. The guard closes these.
//
// Faults on request (only with { faults: true }), so that tests can break the wire:
//   POST /_fault {"match":"_bulk_docs","times":1 [,"method":"POST"], one of:
//     "status":503 [,"body":"...","type":"text/html"]   answer this instead
//     "cut":100          send so many bytes of the answer, then close
//     "lose":true        let the request through, close without an answer
//     "delay":500        wait so many milliseconds first, then go on
//   }
//   GET /_fault  -> {"requests":["GET /party-ken/_changes?...", ...]}   since the last POST
'use strict';
const http = require('http'), path = require('path'), os = require('os'), fs = require('fs');

// pouchdb-validation writes the ancestry of the stored document over that of the new one before it asks the
// rules, so that a replicated update of a document that exists would get lost without a word. The rules are
// given a copy instead. Must stand before express-pouchdb is loaded.
require('pouchdb-bulkdocs-wrapper');
require.cache[require.resolve('pouchdb-bulkdocs-wrapper')].exports = handler => async (bulkDocs, args) => {
  const refused = [], taken = [];
  for (const doc of args.docs) {
    const copy = { ...doc };
    try { await handler(copy, args); doc._id = copy._id; taken.push(doc); }
    catch (error) { error.id = copy._id; refused.push(error); }
  }
  args.docs = taken;
  return refused.concat(await bulkDocs());
};

const GUARDED = ['_security', '_design', '_compact', '_purge', '_index', '_revs_limit'];
const MAX_KEPT = 10000;

function say(res, status, body, type) {
  const text = typeof body === 'string' ? body : JSON.stringify(body) + '\n';
  res.writeHead(status, { 'content-type': type || 'application/json' });
  res.end(text);
}

const refuse = (res, status, error, reason) => say(res, status, { error, reason });

function isNamed(security, kind, user) {
  const list = (security || {})[kind] || {};
  return (list.names || []).includes(user.name) ||
    (list.roles || []).some(role => user.roles.includes(role));
}

async function start({ port = 0, dir = null, faults = false } = {}) {
  const PouchDB = require('pouchdb-core');
  for (const plugin of ['adapter-http', 'mapreduce', 'replication', dir ? 'adapter-leveldb' : 'adapter-memory'])
    PouchDB.plugin(require('pouchdb-' + plugin));
  if (dir) fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'godwit-server-'));
  const inner = require('express')();
  const kept = dir ? { prefix: path.resolve(dir) + path.sep } : { adapter: 'memory' };
  inner.use('/', require('express-pouchdb')(PouchDB.defaults(kept),
    { inMemoryConfig: true, logPath: path.join(tmp, 'log') }));
  const back = http.createServer(inner);
  const socketPath = path.join(tmp, 's');
  const secret = require('crypto').randomBytes(18).toString('base64url');
  const adminAuth = 'Basic ' + Buffer.from('admin:' + secret).toString('base64');
  const limits = new Map();
  let planned = [], seen = [];

  // One request to the inner server.
  const ask = (method, url, headers, body) => new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path: url, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', data => { text += data; });
      answer.on('end', () => {
        try { resolve([answer.statusCode, JSON.parse(text)]); } catch (e) { resolve([answer.statusCode, {}]); }
      });
    });
    request.on('error', reject);
    request.end(body);
  });
  const asAdmin = async (method, url, body) => {
    const [status, answer] = await ask(method, url,
      { authorization: adminAuth, 'content-type': 'application/json' }, body === undefined ? undefined : JSON.stringify(body));
    if (status >= 400) throw new Error(`${method} ${url}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };

  const readBody = req => new Promise((resolve, reject) => {
    let text = '';
    req.setEncoding('utf8');
    req.on('data', data => { text += data; });
    req.on('end', () => resolve(text));
    req.on('error', reject);
  });

  async function plan(req, res) {
    if (req.method === 'POST') {
      const fault = JSON.parse(await readBody(req) || '{}');
      seen = [];
      planned = fault.match === undefined ? [] : [...planned, { times: 1, ...fault }];
    }
    say(res, 200, { requests: seen });
  }

  // The right to do it, as CouchDB 3 would judge; true when the answer has been given.
  async function isRefused(req, res, db, sub) {
    const keep = {};
    for (const name of ['authorization', 'cookie']) if (req.headers[name]) keep[name] = req.headers[name];
    const [status, session] = await ask('GET', '/_session', keep);
    if (status !== 200) return refuse(res, 401, 'unauthorized', 'Name or password is incorrect.'), true;
    const user = session.userCtx;
    const no = (reason = 'You are not allowed to access this db.') => {
      if (user.name) refuse(res, 403, 'forbidden', reason);
      else refuse(res, 401, 'unauthorized', 'You are not authorized to access this db.');
      return true;
    };
    if (user.roles.includes('_admin')) return false;
    if (db.startsWith('_')) return db === '_uuids' ? false : no();
    if (!sub && ['PUT', 'DELETE'].includes(req.method))
      return refuse(res, 401, 'unauthorized', 'You are not a server admin.'), true;
    const [there, security] = await ask('GET', `/${encodeURIComponent(db)}/_security`, { authorization: adminAuth });
    if (there === 404) return refuse(res, 404, 'not_found', 'Database does not exist.'), true;
    // As in CouchDB 3, a database without _security is for server admins only.
    if (isNamed(security, 'admins', user)) return false;
    if (!isNamed(security, 'members', user)) return no();
    if (!['GET', 'HEAD'].includes(req.method) && GUARDED.includes(sub))
      return no('You are not a db or server admin.');
    return false;
  }

  async function guard(req, res) {
    const [db, sub] = req.url.split('?')[0].split('/').filter(Boolean).map(decodeURIComponent);
    if (faults && db === '_fault') return plan(req, res);
    if (faults) { seen.push(req.method + ' ' + req.url); if (seen.length > MAX_KEPT) seen.shift(); }
    const fault = planned.find(f => f.times > 0 && req.url.includes(f.match) && (f.method || req.method) === req.method);
    if (fault) {
      fault.times--;
      if (fault.delay) await new Promise(done => setTimeout(done, fault.delay));
      if (fault.status) return say(res, fault.status, fault.body || { error: 'planned', reason: 'for the test' }, fault.type);
    }
    if (db === '_up') return say(res, 200, { status: 'ok', seeds: {} });
    if (db && db !== '_session' && await isRefused(req, res, db, sub)) return undefined;
    if (db && !sub && req.method === 'PUT' && !/^_?[a-z][a-z0-9_$()+/-]*$/.test(db))
      return refuse(res, 400, 'illegal_database_name', `Name: '${db}'.`);
    if (/[?&]filter=_(design|selector)/.test(req.url))
      return refuse(res, 501, 'not_implemented', 'the test server has no such filter');
    if (sub === '_revs_limit') return revsLimit(req, res, db);
    return pass(req, res, db, fault || {});
  }

  // The inner server has no such limit: it is kept, and told again, but nothing is forgotten by it.
  async function revsLimit(req, res, db) {
    if (req.method !== 'PUT') return say(res, 200, `${limits.get(db) || 1000}\n`);
    const value = +await readBody(req);
    if (!Number.isInteger(value) || value < 1) return refuse(res, 400, 'bad_request', 'revs_limit must be a positive number');
    limits.set(db, value);
    return say(res, 200, { ok: true });
  }

  function pass(req, res, db, fault) {
    const query = new URL(req.url, 'http://x').searchParams, longpoll = query.get('feed') === 'longpoll';
    const headers = longpoll ? { ...req.headers, 'accept-encoding': 'identity' } : req.headers;
    const forward = http.request({ socketPath, method: req.method, path: req.url, headers }, answer => {
      if (fault.lose) {
        answer.resume();
        answer.on('end', () => res.destroy());
        return;
      }
      res.writeHead(answer.statusCode, { ...answer.headers, connection: req.headers.connection || 'keep-alive' });
      let sent = 0;
      const limit = longpoll && +query.get('timeout');
      if (limit) {
        const timer = setTimeout(async () => {
          answer.removeAllListeners();
          answer.destroy();
          forward.destroy();
          const info = await asAdmin('GET', '/' + encodeURIComponent(db));
          res.end((sent ? '' : '{"results":[') + `\n],"last_seq":${JSON.stringify(info.update_seq || 0)},"pending":0}\n`);
        }, limit);
        res.on('close', () => clearTimeout(timer));
        answer.on('end', () => clearTimeout(timer));
      }
      answer.on('data', data => {
        if (fault.cut !== undefined && sent + data.length > fault.cut) {
          res.write(data.subarray(0, fault.cut - sent));
          fault.cut = undefined;
          answer.destroy();
          setTimeout(() => res.destroy(), 30);
          return;
        }
        sent += data.length;
        res.write(data);
      });
      answer.on('end', () => res.end());
    });
    forward.on('error', error => {
      if (!res.headersSent) refuse(res, 500, 'internal_server_error', error.message);
      else res.destroy();
    });
    res.on('close', () => forward.destroy());
    req.pipe(forward);
  }

  // A single refused request must not end the server.
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, error => console.error('error:', error && error.message));
  await new Promise(done => back.listen(socketPath, done));
  await ask('PUT', '/_config/admins/admin', { 'content-type': 'application/json' }, JSON.stringify(secret));
  const front = http.createServer((req, res) => guard(req, res).catch(error =>
    res.headersSent ? res.destroy() : refuse(res, 500, 'internal_server_error', String(error.message))));
  front.keepAliveTimeout = 120000;
  await new Promise((done, failed) => {
    front.on('error', failed);
    front.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${front.address().port}`,
    admin: { name: 'admin', password: secret },
    asAdmin,
    setRevsLimit: (name, value) => limits.set(name, value),
    stop() { fs.rmSync(tmp, { recursive: true, force: true }); },
  };
}

module.exports = { start };
