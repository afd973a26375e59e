// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the server: the databases with their readers and rules, and sample accounts
// of two countries and the Secretariat. Laying out twice changes nothing.
'use strict';
const fs = require('fs'), path = require('path'), crypto = require('crypto');

const COUNTRIES = ['KEN', 'UZB'];
// The same files that `godwitctl server lay-out` reads.
const PLAN = path.join(__dirname, '..', '..', 'data', 'server');
const LAYOUT = JSON.parse(fs.readFileSync(path.join(PLAN, 'layout.json'), 'utf8'));

const fill = (names, country) => names.map(name => name.replaceAll('@country@', country.toLowerCase()));

function databases() {
  const common = LAYOUT.databases.filter(db => !db.name.includes('@country@')).map(db => ({ ...db, country: '' }));
  const of = country => LAYOUT.databases.filter(db => db.name.includes('@country@')).map(({ name, rule, readers }) => ({
    name: fill([name], country)[0], rule, country: country.toLowerCase(), readers: fill(readers, country),
  }));
  const all = common.concat(...COUNTRIES.map(of));
  // Files lie beside the documents that show them.
  return all.concat(all.map(({ name, country, readers, file_writers: writers }) => ({
    name: name + '-chunks', country, rule: 'chunks', readers, writers: writers || readers,
  })));
}

function grants(roles, country) {
  const found = roles.flatMap(role => LAYOUT.roles.find(one => one.name === role).grants);
  return [...new Set(country.flatMap(one => fill(found, one)))];
}

function sampleAccounts() {
  const all = [];
  for (const country of COUNTRIES)
    for (const role of ['nfp', 'alternate', 'respondent'])
      all.push({ name: `${role}-${country.toLowerCase()}`, country, role, roles: grants([role], [country]) });
  all.push({ name: 'secretariat', country: null, role: 'secretariat',
    roles: grants(['secretariat', 'library-editor', 'moderator'], ['']) },
  { name: 'courier', country: null, role: 'courier', roles: grants(['courier'], COUNTRIES) });
  return all;
}

// A rule is not told reliably by every server which database it guards, so that the country
// is written into its text.
function ruleText(rule, country, writers) {
  return fs.readFileSync(path.join(PLAN, 'rules', rule + '.js'), 'utf8').replaceAll('@COUNTRY@', country || '')
    .replaceAll('@WRITERS@', (writers || []).join(' '));
}

async function putDocument(server, url, body) {
  const old = await server.asAdmin('GET', url).catch(() => null);
  await server.asAdmin('PUT', url, old ? { ...body, _rev: old._rev } : body);
}

// Passwords of a kept server are kept beside it, readable by its owner only, so that the
// next start can print them again.
function passwords(accounts, dir, fixed) {
  const file = dir && path.join(dir, 'accounts.json');
  const known = file && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  for (const account of accounts)
    account.password = fixed || known[account.name] || crypto.randomBytes(9).toString('base64url');
  if (file)
    fs.writeFileSync(file, JSON.stringify(Object.fromEntries(accounts.map(a => [a.name, a.password]))), { mode: 0o600 });
}

async function layOut(server, { dir = null, password = null } = {}) {
  const existing = await server.asAdmin('GET', '/_all_dbs');
  for (const { name, rule, country, readers, writers } of databases()) {
    if (!existing.includes(name)) await server.asAdmin('PUT', '/' + name);
    await server.asAdmin('PUT', `/${name}/_security`,
      { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: readers } });
    await putDocument(server, `/${name}/_design/godwit`, {
      _id: '_design/godwit', language: 'javascript',
      validate_doc_update: ruleText(rule, country, writers),
    });
    server.setRevsLimit(name, LAYOUT.revs_limit);
  }
  await server.asAdmin('PUT', '/_users/_security', { admins: { names: [], roles: ['_admin'] },
    members: { names: [], roles: [...LAYOUT.account_readers, '_admin'] } });
  const accounts = sampleAccounts();
  passwords(accounts, dir, password);
  for (const { name, password: secret, roles } of accounts)
    await putDocument(server, `/_users/org.couchdb.user:${name}`,
      { _id: `org.couchdb.user:${name}`, type: 'user', name, password: secret, roles });
  return accounts.map(({ name, password: secret, country, role }) => ({ name, password: secret, country, role }));
}

module.exports = { layOut, databases };
