#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PouchDB as a second client on the same databases: what either writes, both have, with every version."""
import json
import os
import random
import shutil
import subprocess
import sys

from desk import Desk, main

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, '..', 'server')


class Node:
    """A script of tests/server that is told what to do and answers in JSON lines."""

    def __init__(self, script):
        self.process = subprocess.Popen(['node', os.path.join(SERVER, script)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def read(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, **command):
        self.process.stdin.write(json.dumps(command) + '\n')
        self.process.stdin.flush()
        answer = self.read()
        assert 'error' not in answer, (command, answer)
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Place:
    def __init__(self, server, pouch, desk):
        told = server.read()
        self.url, self.pouch, self.desk = told['url'], pouch, desk
        self.passwords = {account['name']: account['password'] for account in told['accounts']}

    def godwit_exchanges(self):
        return self.desk.run('sync', '--server', self.url, '--user', 'nfp-ken',
                             env={'GODWIT_PASSWORD': self.passwords['nfp-ken']})[-1]

    def pouch_exchanges(self):
        return self.pouch.ask(exchange=self.url + '/party-ken', user='alternate-ken', password=self.passwords['alternate-ken'])

    def exchange(self):
        """Until nobody has anything new."""
        for _ in range(6):
            here, there = self.godwit_exchanges(), self.pouch_exchanges()
            assert here['refused'] == 0, here
            if here['pulled'] + here['pushed'] + there['pulled'] + there['pushed'] == 0:
                return
        raise AssertionError('there is no end to it')

    def leaves_here(self):
        found = {}
        for name in self.pouch.ask(leaves=True):
            versions = self.desk.run('doc', 'get', '--versions', 'party', name)
            found[name] = {version['_rev']: {key: value for key, value in version.items()
                                             if key == '_deleted' or not key.startswith('_')} for version in versions}
        return found

    def equal(self):
        assert self.leaves_here() == self.pouch.ask(leaves=True), (self.leaves_here(), self.pouch.ask(leaves=True))


def test_both_have_every_version():
    with Node('start.cjs') as server, Node('pouch-client.cjs') as pouch, Desk(name='ann') as ann:
        place = Place(server, pouch, ann)
        ann.put('party', id='note:1', type='note', text='from Godwit')
        ann.put('party', id='note:2', type='note', text='from Godwit, too')
        pouch.ask(put={'_id': 'note:3', 'type': 'note', 'text': 'from PouchDB'})
        place.exchange()
        place.equal()
        assert set(pouch.ask(leaves=True)) == {'note:1', 'note:2', 'note:3'}

        # Both change the same, apart; each deletes one.
        rev = next(iter(pouch.ask(leaves=True)['note:1']))
        pouch.ask(put={'_id': 'note:1', '_rev': rev, 'type': 'note', 'text': 'better, says PouchDB'})
        ann.put('party', id='note:1', rev=rev, type='note', text='better, says Godwit')
        pouch.ask(remove='note:2')
        ann.run('doc', 'delete', 'party', 'note:3')
        place.exchange()
        place.equal()
        texts = {body.get('text') for body in pouch.ask(leaves=True)['note:1'].values()}
        assert texts == {'better, says PouchDB', 'better, says Godwit'}, texts
        assert all(body == {'_deleted': True} for body in pouch.ask(leaves=True)['note:2'].values())


def test_random_writing_on_both_sides_ends_equal():
    dice = random.Random(20260304)
    with Node('start.cjs') as server, Node('pouch-client.cjs') as pouch, Desk(name='ann') as ann:
        place = Place(server, pouch, ann)
        for turn in range(40):
            name = 'note:%d' % dice.randrange(6)
            text = 'turn %d' % turn
            if dice.random() < 0.5:
                mine = ann.try_run('doc', 'get', '--versions', 'party', name)
                revs = [line['_rev'] for line in mine.lines if not line.get('_deleted')] if mine.status == 0 else []
                if revs or mine.status != 0:
                    ann.put('party', id=name, type='note', text=text, **({'rev': dice.choice(revs)} if revs else {}))
            else:
                theirs = pouch.ask(leaves=True).get(name, {})
                revs = [rev for rev, body in theirs.items() if not body.get('_deleted')]
                if revs or not theirs:
                    doc = {'_id': name, 'type': 'note', 'text': text}
                    pouch.ask(put={**doc, '_rev': revs[0]} if revs else doc)
            if dice.random() < 0.25:
                place.godwit_exchanges() if dice.random() < 0.5 else place.pouch_exchanges()
        place.exchange()
        place.equal()


if __name__ == '__main__':
    if not shutil.which('node') or not os.path.isdir(os.path.join(SERVER, 'node_modules', 'express-pouchdb')):
        print('1..0 # SKIP node or the packages of tests/server are missing: there is no second client')
        sys.exit(0)
    main(sys.modules['__main__'])
