#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may read and write what, row by row for every role, against the running npm server."""
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from desk import main

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'server')
HASH = '0123456789abcdef' * 4
SIGNED = 'nfp-ken:d3sk:' + 'A' * 86 + '=='
OFFICE, NEIGHBOUR, RESPONDENT = 'nfp-ken', 'nfp-uzb', 'respondent-ken'
SECRETARIAT, COURIER = 'secretariat', 'courier'
EVERYBODY = {OFFICE, NEIGHBOUR, RESPONDENT, SECRETARIAT, COURIER}

READERS = {
    'library': EVERYBODY,
    'community': {OFFICE, NEIGHBOUR, SECRETARIAT, COURIER},
    'party-ken': {OFFICE, COURIER},
    'exchange-ken': {OFFICE, SECRETARIAT, COURIER},
    'packets-ken': {OFFICE, RESPONDENT},
}

# Database, document, who may write it. The sample Secretariat edits the library and moderates.
WRITERS = [
    ('library', {'_id': 'page:cop', 'type': 'page'}, {SECRETARIAT}),
    ('community', {'_id': 'post:nfp-ken:1', 'type': 'post', 'author': 'nfp-ken'}, {OFFICE, SECRETARIAT}),
    ('community', {'_id': 'post:nfp-ken:1', 'type': 'post', 'author': 'nfp-ken', 'sig': SIGNED},
     {OFFICE, SECRETARIAT, COURIER}),
    ('community', {'_id': 'vote:nfp-ken:1', 'type': 'vote', 'author': 'nfp-ken'}, {OFFICE, SECRETARIAT}),
    ('community', {'_id': 'post:nfp-ken:1', 'type': 'post', 'author': 'nfp-uzb'}, set()),
    ('community', {'_id': 'post:nfp-ken:1', '_deleted': True}, {OFFICE, SECRETARIAT}),
    ('party-ken', {'_id': 'answer:r:q', 'type': 'answer', 'party': 'KEN'}, {OFFICE}),
    ('party-ken', {'_id': 'answer:r:q', 'type': 'answer', 'party': 'KEN', 'sig': SIGNED}, {OFFICE, COURIER}),
    ('party-ken', {'_id': 'item:1', 'type': 'item'}, {OFFICE}),
    ('party-ken', {'_id': 'answer:r:q', 'party': 'UZB'}, set()),
    ('party-ken', {'_id': 'answer:r:q', '_deleted': True}, {OFFICE}),
    ('exchange-ken', {'_id': 'submission:2026:' + HASH, 'type': 'submission', 'party': 'KEN'}, {OFFICE}),
    ('exchange-ken', {'_id': 'submission:2026:' + HASH, 'type': 'submission', 'party': 'KEN', 'sig': SIGNED},
     {OFFICE, COURIER}),
    ('exchange-ken', {'_id': 'submission:2026:' + HASH, '_deleted': True}, {SECRETARIAT}),
    ('exchange-ken', {'_id': 'need:1', 'type': 'need', 'party': 'KEN'}, {OFFICE}),
    ('exchange-ken', {'_id': 'review:1', 'type': 'review', 'party': 'KEN'}, {SECRETARIAT}),
    ('exchange-ken', {'_id': 'receipt:1', 'party': 'KEN'}, set()),
    ('packets-ken', {'_id': 'packet:respondent-ken:1', 'type': 'packet', 'sealed': 'x'}, {OFFICE}),
    ('packets-ken', {'_id': 'reply:respondent-ken:1', 'type': 'reply', 'sealed': 'x'}, {RESPONDENT}),
    ('packets-ken', {'_id': 'key:nfp-ken:desk', 'type': 'key'}, {OFFICE}),
    ('packets-ken', {'_id': 'key:respondent-ken:desk', 'type': 'key'}, {RESPONDENT}),
    ('packets-ken', {'_id': 'key:nfp-ken:desk', 'type': 'packet'}, set()),
    ('party-ken-chunks', {'_id': 'c:' + HASH, 'type': 'chunk', 'data': 'aGVyb24='}, {OFFICE, COURIER}),
    ('library-chunks', {'_id': 'c:' + HASH, 'type': 'chunk', 'data': 'aGVyb24='}, {SECRETARIAT}),
    ('party-ken-chunks', {'_id': 'c:' + HASH, '_deleted': True}, set()),
]


class Place:
    """The server, laid out, with its sample accounts."""

    def __init__(self, told):
        self.url = told['url']
        self.passwords = {account['name']: account['password'] for account in told['accounts']}

    def ask(self, name, path, body=None):
        request = urllib.request.Request(self.url + path, method='POST' if body else 'GET',
                                         data=json.dumps(body).encode() if body else None)
        request.add_header('Content-Type', 'application/json')
        if name:
            word = '%s:%s' % (name, self.passwords[name])
            request.add_header('Authorization', 'Basic ' + base64.b64encode(word.encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None

    def writes(self, name, db, doc, rev, path):
        """Whether a replicated revision is taken: a refusal stands in the answer, or is the answer."""
        body = {**doc, '_rev': rev, '_revisions': {'start': int(rev.split('-')[0]), 'ids': path}}
        status, answer = self.ask(name, '/%s/_bulk_docs' % db, {'new_edits': False, 'docs': [body]})
        assert status in (201, 401, 403), (name, db, doc, status)
        taken = status == 201 and not answer
        if status == 201 and answer:
            assert [row['error'] for row in answer] == ['forbidden'], (name, db, doc, answer)
        url = '/%s/%s?rev=%s' % (db, urllib.parse.quote(doc['_id']), rev)
        if status == 201:
            assert (self.ask(name, url)[0] == 200) == taken, (name, db, doc, 'stored and told differ')
        return taken


@contextlib.contextmanager
def server():
    process = subprocess.Popen(['node', os.path.join(SERVER, 'start.cjs'), '--with-parent'],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Place(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_each_role_reads_what_the_table_says():
    with server() as place:
        for parent, readers in READERS.items():
            for db in (parent, parent + '-chunks'):
                for path in ('/%s/_changes' % db, '/%s/_all_docs' % db):
                    assert place.ask(None, path)[0] == 401, path
                    for name in EVERYBODY:
                        status = place.ask(name, path)[0]
                        assert status == (200 if name in readers else 403), (name, path, status)


def test_each_role_writes_what_the_table_says():
    """With an ancestry that the server does not know; test-server.py tries the invented generation 900."""
    with server() as place:
        number = 0
        for db, doc, writers in WRITERS:
            for name in sorted(EVERYBODY):
                number += 1
                path = ['%032x' % number, '%032x' % (number + (1 << 64))]
                taken = place.writes(name, db, doc, '2-' + path[0], path)
                assert taken == (name in writers), (name, db, doc, taken)
            assert not place.writes(None, db, doc, '2-%032x' % 7, ['%032x' % 7])


if __name__ == '__main__':
    if not shutil.which('node') or not os.path.isdir(os.path.join(SERVER, 'node_modules', 'express-pouchdb')):
        print('1..0 # SKIP node or the packages of tests/server are missing: there is no server to ask')
        sys.exit(0)
    main(sys.modules['__main__'])
