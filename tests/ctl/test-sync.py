#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sync, against the test server that `./dev server` runs: two desks write the same report apart."""
import base64
import json
import os
import shutil
import subprocess
import sys
import urllib.request

from desk import Desk, main

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, '..', 'server')
PART = '/national_report/administration/compiler/'
SUMMARY = {'pulled', 'pushed', 'refused', 'conflicts', 'requests', 'bytes_up', 'bytes_down', 'seconds'}


class Server:
    def __enter__(self):
        self.process = subprocess.Popen(['node', os.path.join(SERVER, 'start.cjs'), '--admin'], stdout=subprocess.PIPE, text=True)
        started = json.loads(self.process.stdout.readline())
        self.url = started['url']
        self.admin = started['admin']
        self.passwords = {account['name']: account['password'] for account in started['accounts']}
        assert {account['country'] for account in started['accounts'] if account['country']} >= {'KEN', 'UZB'}
        assert 'secretariat' in {account['role'] for account in started['accounts']}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def write(self, db, *documents):
        """By the administrator, who passes every rule."""
        request = urllib.request.Request('%s/%s/_bulk_docs' % (self.url, db), method='POST',
                                         data=json.dumps({'docs': documents}).encode())
        request.add_header('Content-Type', 'application/json')
        secret = '%s:%s' % (self.admin['name'], self.admin['password'])
        request.add_header('Authorization', 'Basic ' + base64.b64encode(secret.encode()).decode())
        with urllib.request.urlopen(request) as answer:
            assert all(one.get('ok') for one in json.load(answer))

    def sync(self, desk, account, password=None):
        env = {'GODWIT_PASSWORD': password or self.passwords[account]}
        lines = desk.run('sync', '--server', self.url, '--user', account, env=env)
        assert SUMMARY <= set(lines[-1]), lines[-1]
        return lines[-1]


def answers(desk, report):
    return {line['ref']: line for line in desk.run('report', 'get', report)}


def test_two_desks_have_all_answers_and_both_versions():
    with Server() as server, Desk(name='ann') as ann, Desk(name='ben') as ben:
        report = ann.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        ann.run('report', 'set', report, PART + 'name_title', 'Ann')
        assert server.sync(ann, 'nfp-ken')['refused'] == 0
        server.sync(ben, 'alternate-ken')
        assert [one['id'] for one in ben.run('report', 'list')] == [report]

        ann.run('report', 'set', report, PART + 'institution', 'Kenya Wildlife Service')
        ann.run('report', 'set', report, PART + 'name_title', 'Ann Mwangi')
        ben.run('report', 'set', report, PART + 'telephone', '+254 20 123')
        ben.run('report', 'set', report, PART + 'name_title', 'Ann, Director')
        server.sync(ann, 'nfp-ken')
        server.sync(ben, 'alternate-ken')
        server.sync(ann, 'nfp-ken')
        for desk in (ann, ben):
            found = answers(desk, report)
            assert found[PART + 'institution']['value'] == 'Kenya Wildlife Service'
            assert found[PART + 'telephone']['value'] == '+254 20 123'
            assert found[PART + 'name_title']['versions'] == 2
        assert answers(ann, report)[PART + 'name_title']['value'] == answers(ben, report)[PART + 'name_title']['value']
        assert len(ann.run('doc', 'conflicts')) == 1


def test_nothing_new_is_cheap_and_says_so():
    with Server() as server, Desk(name='ann') as ann:
        server.sync(ann, 'nfp-ken')
        again = server.sync(ann, 'nfp-ken')
        assert again['pulled'] == again['pushed'] == 0


def test_phases_and_past_exchanges_are_told():
    with Server() as server, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        env = {'GODWIT_PASSWORD': server.passwords['nfp-ken']}
        lines = ann.run('sync', '--server', server.url, '--user', 'nfp-ken', env=env)
        assert {'asking', 'sending'} <= {line.get('phase') for line in lines[:-1]}, lines
        assert abs(lines[-1]['clock_offset']) < 60
        ann.refused('sync', '--server', 'http://127.0.0.1:9', '--user', 'nfp-ken', env=env)
        past = ann.run('sync', '--history')
        assert [one['outcome'] for one in past] == ['no-link', 'ok'], past
        assert past[1]['pushed'] == lines[-1]['pushed'] and past[1]['bytes_up'] == lines[-1]['bytes_up']


def test_what_leaves_is_counted():
    with Server() as server, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        ann.put('mine', id='note:1', text='For me alone')
        before = {line.get('db'): line for line in ann.run('sync', '--what-leaves')}
        assert before['party']['goes'] and before['party']['to'] == 'party-ken', before
        assert (before['party']['documents'], before['party']['waiting']) == (1, 1), before
        assert not before['library']['goes'] and 'mine' not in before, before
        assert before[None]['own'] == 1 and 'server' not in before[None], before
        server.sync(ann, 'nfp-ken')
        after = {line.get('db'): line for line in ann.run('sync', '--what-leaves')}
        assert (after['party']['documents'], after['party']['waiting']) == (1, 0), after
        assert after[None]['bytes_up'] > 0 and after[None]['own'] == 1, after


def test_another_country_sees_nothing_of_it():
    with Server() as server, Desk(name='ann') as ann, Desk(country='UZB', name='zaza') as zaza:
        report = ann.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        ann.run('report', 'set', report, PART + 'name_title', 'Ann')
        server.sync(ann, 'nfp-ken')
        server.sync(zaza, 'nfp-uzb')
        assert zaza.run('report', 'list') == []


def test_what_nobody_could_have_written_is_set_aside_and_told():
    with Server() as server, Desk(name='ann') as ann:
        server.write('community', {'_id': 'post:ben:1', 'type': 'post', 'author': 'ann', 'text': 'I am not Ben'},
                     {'_id': 'post:ben:2', 'type': 'post', 'author': 'ben', 'text': 'I am'})
        assert server.sync(ann, 'nfp-ken')['set_aside'] == 1
        aside, = ann.run('sync', '--set-aside')
        assert (aside['db'], aside['id'], aside['fault']) == ('community', 'post:ben:1', 'owner'), aside
        assert json.loads(aside['document'])['text'] == 'I am not Ben'
        held = [one['id'] for one in ann.run('doc', 'list', 'community')]
        assert 'post:ben:2' in held and 'post:ben:1' not in held, held
        env = {'GODWIT_PASSWORD': server.passwords['nfp-ken']}
        assert server.sync(ann, 'nfp-ken')['set_aside'] == 0
        again = ann.run('sync', '--server', server.url, '--user', 'nfp-ken', '--ask-again', env=env)
        assert again[-1]['set_aside'] == 1 and len(ann.run('sync', '--set-aside')) == 1


def test_wrong_password_is_said_and_changes_nothing():
    with Server() as server, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        before = ann.run('doc', 'list', 'party')
        message = ann.refused('sync', '--server', server.url, '--user', 'nfp-ken', env={'GODWIT_PASSWORD': 'no'})
        assert 'password' in message, message
        assert ann.run('doc', 'list', 'party') == before


def test_no_server_is_said_and_changes_nothing():
    with Desk(name='ann') as ann:
        message = ann.refused('sync', '--server', 'http://127.0.0.1:9', '--user', 'nfp-ken', env={'GODWIT_PASSWORD': 'x'})
        assert 'no connection' in message, message


if __name__ == '__main__':
    if not shutil.which('node') or not os.path.isdir(os.path.join(SERVER, 'node_modules', 'express-pouchdb')):
        print('1..0 # SKIP node or the packages of tests/server are missing: sync is not tried against a server')
        sys.exit(0)
    main(sys.modules['__main__'])
