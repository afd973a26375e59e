#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev probe URL: holds a server against what Godwit's client relies on, and what its strict double of CouchDB answers.

usage: GODWIT_ADMIN=NAME GODWIT_PASSWORD=... probe.py URL [--known npm|double] [--json]

Prints one line a row: whether it held, and where not, what the server said instead. "relied on" is what the client's promises
stand on; "recorded" is what CouchDB 3.4.3 was seen to answer, and the client copes with less. It makes databases
godwit-probe-... and accounts of the same name, and removes them. Ends with 1 where something relied on differs, with 2
where the server cannot be asked at all. GODWIT_CA_FILE names a certificate authority of one's own. With --known the
differences of that server of tests/server are named as known.
"""
import base64
import gzip
import http.client
import json
import os
import re
import secrets
import socket
import ssl
import sys
import time
import urllib.parse

LETTERS = {letter: letter * 32 for letter in 'abcdef'}
A, B, C, D, E, F = (LETTERS[letter] for letter in 'abcdef')
MAX_DOCUMENT = 8000000  # bytes, CouchDB's default

RULE = """function (doc, old, user) {
  if (doc.v === 'no') throw({forbidden: 'not ' + user.name});
  if (doc.v === 'who') throw({unauthorized: 'who'});
  if (old && old.keep && !doc.keep) throw({forbidden: 'kept'});
}"""

# The npm server is kinder or poorer than CouchDB here; the notes on CouchDB (section 11) have most of it.
KNOWN = {
    'npm': {
        'access: the server says what it is': 'says it is express-pouchdb',
        'access: a member may not write _security (500 no_majority)': 'its guard says 403',
        'writing: hexadecimal revisions are compared as bytes': 'compares them as strings',
        'writing: two branches of other roots join by a longer path': 'keeps both',
        'writing: _revs_limit is read and set': 'has no such page',
        'writing: a field that begins with "_" refuses the whole batch': 'answers 500',
        'writing: a document above the limit refuses the whole batch': 'has no limit',
        'rules: the refusal names the revision': 'names the document only',
        'rules: of an invented ancestry nothing old is told': 'tells the winner',
        'changes: sequences are strings': 'they are numbers',
        'changes: how many are pending is told': 'it is not',
        'changes: limit=0 gives no row': 'gives one',
        'changes: seq_interval leaves sequences out': 'knows no such thing',
        'changes: a sequence that is none is refused': 'any number is one',
        'changes: a sequence of a database that was made anew means the beginning': 'means that nothing is new',
        'fetching: without a revision all leaves come': 'only the winner',
        'fetching: what is missing is told as an error with id and revision': 'names the revision only',
        'asking: possible ancestors are told': 'they are not',
        'checkpoints: a stale revision is taken': 'answers 409',
        'values: integers above 2^53 come back as written': 'rounds them',
    },
    'double': {'values: integers above 2^53 come back as written': 'reads JSON as this program does: up to 2^63'},
}


class Differs(Exception):
    """A row did not hold; the text is what the server said."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.text = status, headers, body.decode('utf-8', 'replace')
        try:
            self.json = json.loads(self.text)
        except ValueError:
            self.json = None

    def __str__(self):
        return '%s %s' % (self.status, self.text.strip()[:200])


class Account:
    """Asks with one name over one connection that stays open."""

    def __init__(self, base, name, password):
        self.base, self.name = base, name
        self.headers = {'Accept': 'application/json'}
        if name is not None:
            self.headers['Authorization'] = 'Basic ' + base64.b64encode(('%s:%s' % (name, password)).encode()).decode()
        self.connection = None

    def connect(self):
        kind = http.client.HTTPSConnection if self.base.scheme == 'https' else http.client.HTTPConnection
        trusted = os.environ.get('GODWIT_CA_FILE')
        options = {'context': ssl.create_default_context(cafile=trusted)} if self.base.scheme == 'https' else {}
        return kind(self.base.hostname, self.base.port, timeout=60, **options)

    def ask(self, method, path, body=None, packed=False, **headers):
        data, sent = None, dict(self.headers, **headers)
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent['Content-Type'] = 'application/json'
        if packed:
            data, sent['Content-Encoding'] = gzip.compress(data), 'gzip'
        for attempt in range(2):
            self.connection = self.connection or self.connect()
            try:
                self.connection.request(method, self.base.path.rstrip('/') + path, data, sent)
                answer = self.connection.getresponse()
                return Answer(answer.status, answer.headers, answer.read())
            except (http.client.HTTPException, OSError) as fault:
                self.connection.close()
                self.connection = None
                if attempt:
                    return Answer(0, {}, ('the connection broke: %s' % fault).encode())
        return None


class Probe:
    """The server, and the databases and accounts that are made there."""

    def __init__(self, url, name, password):
        self.base = urllib.parse.urlsplit(url)
        self.mark = 'godwit-probe-' + secrets.token_hex(4)
        self.db, self.other = '/' + self.mark, '/' + self.mark + '-other'
        word = secrets.token_urlsafe(12)
        self.admin = Account(self.base, name, password)
        self.member = Account(self.base, self.mark + '-member', word)
        self.stranger = Account(self.base, self.mark + '-stranger', word)
        self.nobody = Account(self.base, None, None)
        self.wrong = Account(self.base, name, 'not-' + password)
        self.word, self.number = word, 0

    def lay_out(self):
        for db in (self.db, self.other):
            self.must(self.admin.ask('PUT', db), 201)
        members = {'admins': {'names': [], 'roles': ['_admin']}, 'members': {'names': [], 'roles': [self.mark]}}
        self.must(self.admin.ask('PUT', self.db + '/_security', members), 200)
        for account, roles in ((self.member, [self.mark]), (self.stranger, [])):
            self.must(self.admin.ask('PUT', '/_users/org.couchdb.user:' + account.name, {
                'type': 'user', 'name': account.name, 'password': self.word, 'roles': roles}), 201)

    def clear_up(self):
        for db in (self.db, self.other):
            self.admin.ask('DELETE', db)
        for account in (self.member, self.stranger):
            path = '/_users/org.couchdb.user:' + account.name
            found = self.admin.ask('GET', path)
            if found.status == 200 and found.json:
                self.admin.ask('DELETE', '%s?rev=%s' % (path, found.json['_rev']))

    @staticmethod
    def must(answer, status):
        if answer.status not in (status, 202):
            raise SystemExit('probe: the server cannot be prepared: %s' % answer)

    # ---- what rows are made of
    def new_id(self):
        self.number += 1
        return 'row:%04d' % self.number

    def put(self, *docs, packed=False):
        return self.member.ask('POST', self.db + '/_bulk_docs', {'new_edits': False, 'docs': list(docs)}, packed)

    def get(self, doc_id, query=''):
        return self.member.ask('GET', self.db + '/' + urllib.parse.quote(doc_id, safe=':') + query)

    def changes(self, query=''):
        answer = self.member.ask('GET', self.db + '/_changes?' + query)
        expect(answer.status == 200 and answer.json and 'results' in answer.json, answer)
        return answer.json


def expect(holds, seen):
    if not holds:
        raise Differs(str(seen)[:240])


def expect_answer(answer, status, error=None):
    expect(answer.status == status and (error is None or (answer.json or {}).get('error') == error), answer)


def version(doc_id, *path, **fields):
    """One version of a document; @path is "3-c", "2-b": newest first."""
    start = int(path[0].split('-')[0])
    return dict(fields, _id=doc_id, _rev=path[0],
                _revisions={'start': start, 'ids': [rev.split('-')[1] for rev in path]})


ROWS = []


def row(name, relied=True):
    def keep(function):
        ROWS.append((name, relied, function))
        return function
    return keep


# ------------------------------------------------------------------ access
@row('access: the server says what it is', relied=False)
def _(p):
    expect('couchdb' in (p.admin.ask('GET', '/').json or {}), p.admin.ask('GET', '/'))


@row('access: a wrong password is 401 unauthorized')
def _(p):
    expect_answer(p.wrong.ask('GET', p.db + '/_changes'), 401, 'unauthorized')


@row('access: a database that is not there is 404 and says so')
def _(p):
    answer = p.admin.ask('GET', p.db + '-nowhere/_local/x')
    expect(answer.status == 404 and re.search('atabase|no_db_file', answer.text), answer)


@row('access: a member reads and writes')
def _(p):
    expect_answer(p.put(version(p.new_id(), '1-' + A)), 201)
    expect_answer(p.member.ask('GET', p.db), 200)


for method, path, body in (('GET', '/_changes', None), ('POST', '/_bulk_docs', {'docs': []}), ('POST', '/_bulk_get', {'docs': []}),
                           ('POST', '/_revs_diff', {}), ('GET', '/_local/x', None), ('PUT', '/_local/x', {}),
                           ('POST', '/_all_docs', {'keys': []}), ('GET', '/some', None), ('PUT', '/some', {})):
    @row('access: who is no member is refused (403), anybody without a name (401): %s %s' % (method, path))
    def _(p, method=method, path=path, body=body):
        expect_answer(p.stranger.ask(method, p.db + path, body), 403, 'forbidden')
        expect_answer(p.nobody.ask(method, p.db + path, body), 401, 'unauthorized')


@row('access: a member may not write rules')
def _(p):
    expect_answer(p.member.ask('PUT', p.db + '/_design/x', {}), 403, 'forbidden')


@row('access: a member may not write _security (500 no_majority)', relied=False)
def _(p):
    expect_answer(p.member.ask('PUT', p.db + '/_security', {}), 500, 'error')


@row('access: a member may not change who may read')
def _(p):
    before = p.admin.ask('GET', p.db + '/_security').json
    p.member.ask('PUT', p.db + '/_security', {'members': {'roles': ['everybody']}})
    expect(p.admin.ask('GET', p.db + '/_security').json == before, 'it was changed')


@row('access: only administrators make and delete databases')
def _(p):
    expect_answer(p.member.ask('PUT', p.db + '-mine'), 401)
    expect_answer(p.member.ask('DELETE', p.db), 401)


@row('access: a new database is for administrators only')
def _(p):
    expect(p.member.ask('GET', p.other + '/_changes').status in (401, 403), p.member.ask('GET', p.other + '/_changes'))


# ------------------------------------------------------------------ writing
@row('writing: what is taken is answered by an empty list')
def _(p):
    answer = p.put(version(p.new_id(), '2-' + B, '1-' + A, v=1))
    expect(answer.status == 201 and answer.json == [], answer)


@row('writing: to send a version twice changes nothing')
def _(p):
    doc = version(p.new_id(), '2-' + B, '1-' + A, v=1)
    p.put(doc)
    expect(p.put(doc).json == [], 'refused')
    expect(p.get(doc['_id'], '?open_revs=all').text.count('"ok"') == 1, p.get(doc['_id'], '?open_revs=all'))


@row('writing: a packed body is read')
def _(p):
    doc = version(p.new_id(), '1-' + A, v='word ' * 200)
    expect_answer(p.put(doc, packed=True), 201)
    expect(p.get(doc['_id']).json.get('v') == doc['v'], p.get(doc['_id']))


@row('writing: an upload that is cut stores nothing')
def _(p):
    doc = version(p.new_id(), '1-' + A, v=1)
    body = json.dumps({'new_edits': False, 'docs': [doc]}).encode() + b' ' * 100
    connection = p.member.connect()
    connection.putrequest('POST', p.base.path.rstrip('/') + p.db + '/_bulk_docs')
    for name, value in dict(p.member.headers, **{'Content-Type': 'application/json', 'Content-Length': str(len(body))}).items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(body[:-1])
    time.sleep(0.1)
    connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
    time.sleep(0.3)
    expect_answer(p.get(doc['_id']), 404)


for one, two, wins in (('2-' + A, '2-' + B, 1), ('3-' + A, '2-' + F, 0), ('2-9' + '0' * 31, '2-10' + '0' * 30, 0)):
    @row('writing: the winner is of the highest generation, then revision: %.7s or %.7s' % (one, two))
    def _(p, one=one, two=two, wins=wins):
        doc_id = p.new_id()
        p.put(version(doc_id, one, v=0), version(doc_id, two, v=1))
        expect(p.get(doc_id).json.get('v') == wins, p.get(doc_id))


@row('writing: hexadecimal revisions are compared as bytes', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-zz', v=0), version(doc_id, '2-' + F, v=1))
    expect(p.get(doc_id).json.get('v') == 1, p.get(doc_id))


@row('writing: what lives wins over what is deleted')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '3-' + A, '2-' + C, _deleted=True), version(doc_id, '2-' + F, v=1))
    expect(p.get(doc_id).json.get('v') == 1, p.get(doc_id))


@row('writing: a document of which all versions are deleted is 404, and its versions are told')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + B, '1-' + A, _deleted=True, why='moved'))
    expect_answer(p.get(doc_id), 404)
    expect('2-' + B in p.get(doc_id, '?open_revs=all').text and 'moved' in p.get(doc_id, '?open_revs=all').text, p.get(doc_id, '?open_revs=all'))


@row('writing: a short ancestry is kept as it is told')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '5-' + C, '4-' + D))
    expect(p.get(doc_id, '?revs=true').json.get('_revisions') == {'start': 5, 'ids': [C, D]}, p.get(doc_id, '?revs=true'))


@row('writing: a child takes the place of its parent')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v=1))
    p.put(version(doc_id, '3-' + C, '2-' + B, '1-' + A, v=3))
    answer = p.get(doc_id, '?open_revs=all&revs=true')
    expect(len(answer.json) == 1 and answer.json[0]['ok']['_revisions']['ids'] == [C, B, A], answer)


@row('writing: two branches of other roots join by a longer path', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '5-' + C, '4-' + D))
    p.put(version(doc_id, '7-' + E))
    p.put(version(doc_id, '7-' + E, '6-' + F, '5-' + C, '4-' + D))
    answer = p.get(doc_id, '?open_revs=all&revs=true')
    expect(len(answer.json) == 1, answer)


@row('writing: _revs_limit is read and set', relied=False)
def _(p):
    expect_answer(p.admin.ask('GET', p.other + '/_revs_limit'), 200)
    expect_answer(p.admin.ask('PUT', p.other + '/_revs_limit', b'3'), 200)
    doc = version('w', '5-' + E, '4-' + D, '3-' + C, '2-' + B, '1-' + A)
    p.admin.ask('POST', p.other + '/_bulk_docs', {'new_edits': False, 'docs': [doc]})
    answer = p.admin.ask('GET', p.other + '/w?revs=true')
    expect((answer.json or {}).get('_revisions') == {'start': 5, 'ids': [E, D, C]}, answer)


def expect_whole_refusal(p, bad, statuses):
    good = p.new_id()
    answer = p.put(version(good, '1-' + A), bad)
    expect(answer.status in statuses and answer.json is not None and 'error' in answer.json, answer)
    expect_answer(p.get(good), 404)


for name, statuses, bad in (
        ('a revision that is none', (400,), {'_rev': 'x'}),
        ('a document without a revision', (400,), {}),
        ('a field that begins with "_"', (400,), {'_rev': '1-a', '_foo': 1}),
        ('an attachment nobody has', (412,), {'_rev': '1-a', '_attachments': {'f': {
            'stub': True, 'revpos': 1, 'digest': 'md5-yKevrPRYV3lUa0uVqnRqJg==', 'length': 1, 'content_type': 'a/b'}}})):
    @row('writing: %s refuses the whole batch' % name, relied=False)
    def _(p, statuses=statuses, bad=bad):
        expect_whole_refusal(p, dict(bad, _id=p.new_id()), statuses)


@row('writing: a document above the limit refuses the whole batch', relied=False)
def _(p):
    expect_whole_refusal(p, version(p.new_id(), '1-' + A, v='x' * (MAX_DOCUMENT + 100)), (413,))


@row('writing: a body that is no JSON is refused')
def _(p):
    expect_answer(p.member.ask('POST', p.db + '/_bulk_docs', b'{"docs":['), 400)


@row('writing: an ordinary edit of what has changed is 409')
def _(p):
    doc_id = p.new_id()
    expect_answer(p.member.ask('PUT', p.db + '/' + doc_id, {'x': 1}), 201)
    expect_answer(p.member.ask('PUT', p.db + '/' + doc_id, {'x': 2}), 409, 'conflict')


# ------------------------------------------------------------------ rules
@row('rules: a refusal is of one document; the others of the batch are stored')
def _(p):
    expect_answer(p.admin.ask('PUT', p.db + '/_design/rule', {'validate_doc_update': RULE}), 201)
    good, bad = p.new_id(), p.new_id()
    answer = p.put(version(bad, '1-' + A, v='no'), version(good, '1-' + A, v='yes'))
    expect(answer.status == 201 and len(answer.json) == 1 and answer.json[0].get('id') == bad
           and answer.json[0].get('error') == 'forbidden' and answer.json[0].get('reason') == 'not ' + p.member.name, answer)
    expect_answer(p.get(good), 200)
    expect_answer(p.get(bad), 404)


@row('rules: the refusal names the revision', relied=False)
def _(p):
    answer = p.put(version(p.new_id(), '1-' + A, v='no'))
    expect(answer.json and answer.json[0].get('rev') == '1-' + A, answer)


@row('rules: "unauthorized" is of one document, too')
def _(p):
    answer = p.put(version(p.new_id(), '1-' + A, v='who'))
    expect(answer.status == 201 and answer.json and answer.json[0].get('error') == 'unauthorized', answer)


@row('rules: the old version is told where the ancestry is known')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, keep=True))
    answer = p.put(version(doc_id, '2-' + B, '1-' + A, v=1))
    expect(answer.json and answer.json[0].get('reason') == 'kept', answer)


@row('rules: of an invented ancestry nothing old is told', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, keep=True))
    answer = p.put(version(doc_id, '9-' + B, '8-' + C, v=1))
    expect(answer.json == [], answer)


# ------------------------------------------------------------------ changes
@row('changes: each changed document is one row, with what the last of them reached')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v=1))
    p.put(version(doc_id, '2-' + B, '1-' + A, v=2))
    found = p.changes('style=all_docs')
    rows = [r for r in found['results'] if r['id'] == doc_id]
    expect(len(rows) == 1 and rows[0]['changes'] == [{'rev': '2-' + B}] and found.get('last_seq') is not None, rows)


@row('changes: all leaves of a document are named')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + A, '1-' + C), version(doc_id, '2-' + B, '1-' + C))
    rows = [r for r in p.changes('style=all_docs')['results'] if r['id'] == doc_id]
    expect(len(rows) == 1 and {c['rev'] for c in rows[0]['changes']} == {'2-' + A, '2-' + B}, rows)


@row('changes: a document comes along with its winner when it is asked for')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v='here'))
    rows = [r for r in p.changes('style=all_docs&include_docs=true')['results'] if r['id'] == doc_id]
    expect(len(rows) == 1 and rows[0].get('doc', {}).get('v') == 'here' and rows[0]['doc']['_rev'] == '1-' + A, rows)


@row('changes: what is deleted is marked')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + B, '1-' + A, _deleted=True))
    rows = [r for r in p.changes('style=all_docs')['results'] if r['id'] == doc_id]
    expect(len(rows) == 1 and rows[0].get('deleted') is True, rows)


def since(value):
    return 'since=' + urllib.parse.quote(str(value), safe='')


@row('changes: after the last sequence there is nothing, and then only what is new')
def _(p):
    last, doc_id = p.changes()['last_seq'], p.new_id()
    expect(p.changes(since(last))['results'] == [], p.changes(since(last)))
    p.put(version(doc_id, '1-' + A))
    expect([r['id'] for r in p.changes(since(last))['results']] == [doc_id], p.changes(since(last)))


@row('changes: pages of the list make the whole list')
def _(p):
    ids, at = [], '0'
    for _ in range(1000):
        page = p.changes('limit=3&' + since(at))
        ids += [r['id'] for r in page['results']]
        at = page['last_seq']
        if not page['results']:
            break
    expect(sorted(ids) == sorted(r['id'] for r in p.changes()['results']), ids)


@row('changes: sequences are strings', relied=False)
def _(p):
    expect(isinstance(p.changes()['last_seq'], str), p.changes('limit=1'))


@row('changes: how many are pending is told', relied=False)
def _(p):
    expect(p.changes('limit=1').get('pending') == len(p.changes()['results']) - 1, p.changes('limit=1'))


@row('changes: limit=0 gives no row', relied=False)
def _(p):
    expect(p.changes('limit=0')['results'] == [], p.changes('limit=0'))


@row('changes: seq_interval leaves sequences out', relied=False)
def _(p):
    for query in ('seq_interval=3', 'include_docs=true&seq_interval=3'):
        expect(any(r['seq'] is None for r in p.changes(query)['results']), p.changes('limit=3&' + query))


@row('changes: a sequence that is none is refused', relied=False)
def _(p):
    expect_answer(p.member.ask('GET', p.db + '/_changes?since=99999'), 400)


@row('changes: a sequence of a database that was made anew means the beginning', relied=False)
def _(p):
    p.admin.ask('PUT', p.other + '/before', {'x': 1})
    last = p.admin.ask('GET', p.other + '/_changes').json['last_seq']
    p.admin.ask('DELETE', p.other)
    p.admin.ask('PUT', p.other)
    p.admin.ask('PUT', p.other + '/after', {'x': 1})
    answer = p.admin.ask('GET', p.other + '/_changes?' + since(last))
    expect([r['id'] for r in (answer.json or {}).get('results', [])] == ['after'], answer)


@row('changes: a long wait ends when its time is over')
def _(p):
    last, began = p.changes()['last_seq'], time.monotonic()
    found = p.changes('feed=longpoll&timeout=500&' + since(last))
    expect(found['results'] == [] and time.monotonic() - began < 30, found)


# ------------------------------------------------------------------ fetching
def fetch(p, query, *wanted):
    answer = p.member.ask('POST', p.db + '/_bulk_get' + query, {'docs': [dict(zip(('id', 'rev'), w)) for w in wanted]})
    expect(answer.status == 200 and answer.json and 'results' in answer.json, answer)
    return [entry for result in answer.json['results'] for entry in result['docs']]


@row('fetching: a version comes with its ancestry')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '3-' + C, '2-' + B, '1-' + A, v=3))
    found = fetch(p, '?revs=true&latest=true', (doc_id, '3-' + C))
    expect(len(found) == 1 and found[0]['ok']['_revisions'] == {'start': 3, 'ids': [C, B, A]} and found[0]['ok']['v'] == 3, found)


@row('fetching: what was superseded comes as it is now')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v=1))
    p.put(version(doc_id, '2-' + B, '1-' + A, v=2))
    found = fetch(p, '?revs=true&latest=true', (doc_id, '1-' + A))
    expect(len(found) == 1 and found[0]['ok']['_rev'] == '2-' + B, found)


@row('fetching: a deleted version comes with its fields')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + B, '1-' + A, _deleted=True, why='moved'))
    found = fetch(p, '?revs=true&latest=true', (doc_id, '2-' + B))
    expect(len(found) == 1 and found[0]['ok'].get('_deleted') is True and found[0]['ok'].get('why') == 'moved', found)


@row('fetching: without a revision all leaves come', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + A, '1-' + C), version(doc_id, '2-' + B, '1-' + C))
    found = fetch(p, '', (doc_id,))
    expect({e['ok']['_rev'] for e in found} == {'2-' + A, '2-' + B}, found)


@row('fetching: what is missing does not keep the others')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v=1))
    found = fetch(p, '?revs=true&latest=true', ('row:none', '1-' + A), (doc_id, '1-' + A))
    expect(sum('ok' in e for e in found) == 1, found)


@row('fetching: what is missing is told as an error with id and revision', relied=False)
def _(p):
    found = fetch(p, '?revs=true&latest=true', ('row:none', '1-' + A))
    expect(len(found) == 1 and found[0].get('error') == {
        'id': 'row:none', 'rev': '1-' + A, 'error': 'not_found', 'reason': 'missing'}, found)


# ------------------------------------------------------------------ asking
@row('asking: only what the server has not is told as missing')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + B, '1-' + A))
    answer = p.member.ask('POST', p.db + '/_revs_diff', {doc_id: ['2-' + B, '3-' + C], 'row:none': ['1-' + A]})
    expect(answer.status == 200 and answer.json[doc_id]['missing'] == ['3-' + C] and answer.json['row:none']['missing'] == ['1-' + A], answer)
    answer = p.member.ask('POST', p.db + '/_revs_diff', {doc_id: ['2-' + B]})
    expect(answer.status == 200 and answer.json == {}, answer)


@row('asking: possible ancestors are told', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '2-' + B, '1-' + A))
    answer = p.member.ask('POST', p.db + '/_revs_diff', {doc_id: ['3-' + C]})
    expect(answer.json[doc_id].get('possible_ancestors') == ['2-' + B], answer)


@row('asking: documents are listed by name, those that are not there too')
def _(p):
    here, gone = p.new_id(), p.new_id()
    p.put(version(here, '1-' + A), version(gone, '2-' + B, '1-' + A, _deleted=True))
    answer = p.member.ask('POST', p.db + '/_all_docs', {'keys': [here, gone, 'row:none']})
    rows = (answer.json or {}).get('rows', [])
    expect(len(rows) == 3 and rows[0].get('value', {}).get('rev') == '1-' + A and rows[1].get('value', {}).get('deleted') is True
           and rows[2].get('error') == 'not_found', answer)


# ------------------------------------------------------------------ checkpoints
@row('checkpoints: one that is not there is 404 without the word for databases')
def _(p):
    answer = p.member.ask('GET', p.db + '/_local/none')
    expect(answer.status == 404 and not re.search('atabase|no_db_file', answer.text), answer)


@row('checkpoints: are kept, change, and are in no list of changes')
def _(p):
    before = len(p.changes()['results'])
    answer = p.member.ask('PUT', p.db + '/_local/cp', {'session_id': 'one'})
    expect(answer.status == 201 and answer.json.get('rev'), answer)
    expect_answer(p.member.ask('PUT', p.db + '/_local/cp', {'_rev': answer.json['rev'], 'session_id': 'two'}), 201)
    expect(p.member.ask('GET', p.db + '/_local/cp').json.get('session_id') == 'two', p.member.ask('GET', p.db + '/_local/cp'))
    expect(len(p.changes()['results']) == before, 'they are listed')


@row('checkpoints: a stale revision is taken', relied=False)
def _(p):
    p.member.ask('PUT', p.db + '/_local/stale', {'session_id': 'one'})
    expect_answer(p.member.ask('PUT', p.db + '/_local/stale', {'_rev': '0-7', 'session_id': 'two'}), 201)


# ------------------------------------------------------------------ values
@row('values: text of any script, and ids with ":", "/" and letters, come back')
def _(p):
    doc_id, text = 'rep:ne:01/xé', 'Zugvögel — الطيور 🐦 "\\ \u0001'
    expect_answer(p.put(version(doc_id, '1-' + A, v=text)), 201)
    expect(p.get(doc_id).json.get('v') == text, p.get(doc_id))


@row('values: integers up to 2^53 and fractions come back')
def _(p):
    doc_id, values = p.new_id(), [9007199254740991, -1, 0.1, 51.50853]
    p.put(version(doc_id, '1-' + A, v=values))
    expect(p.get(doc_id).json.get('v') == values, p.get(doc_id))


@row('values: integers above 2^53 come back as written', relied=False)
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v=12345678901234567890))
    expect('12345678901234567890' in p.get(doc_id).text, p.get(doc_id))


@row('values: a document of 64 kB is taken')
def _(p):
    doc_id = p.new_id()
    p.put(version(doc_id, '1-' + A, v='x' * 64000))
    expect(len(p.get(doc_id).json.get('v', '')) == 64000, 'it is not there')


# ------------------------------------------------------------------ all of it
def run_row(p, function):
    """None where it held, else what was seen."""
    try:
        function(p)
    except Differs as seen:
        return str(seen) or 'nothing'
    except (KeyError, TypeError, AttributeError, IndexError) as fault:
        return 'an answer of another shape (%s: %s)' % (type(fault).__name__, fault)
    return None


def probe(url, name, password):
    """(name, whether the client relies on it, None or what was seen instead) for each row."""
    p = Probe(url, name, password)
    p.lay_out()
    try:
        return [(title, relied, run_row(p, function)) for title, relied, function in ROWS]
    finally:
        p.clear_up()


def report(found, known):
    for title, relied, seen in found:
        word = 'held   ' if seen is None else 'known  ' if title in known else 'DIFFERS'
        print('%s  %-9s %s' % (word, 'relied on' if relied else 'recorded', title))
        if seen is not None:
            print('           %s' % (known.get(title) or seen).replace('\n', ' '))
    held = sum(seen is None for _, _, seen in found)
    bad = [title for title, relied, seen in found if relied and seen is not None and title not in known]
    print('%d rows: %d held, %d differ, of which %d are known' % (
        len(found), held, len(found) - held, sum(seen is not None and title in known for title, _, seen in found)))
    print('Godwit relies on %d of what differs.' % len(bad) if bad else 'All that Godwit relies on held.')
    return bad


def main():
    words = sys.argv[1:]
    as_json = '--json' in words
    words = [word for word in words if word != '--json']
    known = {}
    if '--known' in words[:-1]:
        at = words.index('--known')
        known = KNOWN.get(words[at + 1])
        del words[at:at + 2]
    name, password = os.environ.get('GODWIT_ADMIN'), os.environ.get('GODWIT_PASSWORD')
    if len(words) != 1 or words[0].startswith('-') or known is None:
        sys.stderr.write(__doc__)
        return 2
    if not name or not password:
        sys.stderr.write('probe: say the name of a server administrator in GODWIT_ADMIN and the password in GODWIT_PASSWORD\n')
        return 2
    found = probe(words[0], name, password)
    if as_json:
        print(json.dumps([{'row': title, 'relied': relied, 'seen': seen} for title, relied, seen in found], indent=1))
        return 1 if any(relied and seen is not None for _, relied, seen in found) else 0
    return 1 if report(found, known) else 0


if __name__ == '__main__':
    sys.exit(main())
