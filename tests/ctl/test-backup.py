#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""backup and restore: copies are made, looked into and put back; a desk put back from an old copy and its
colleague end equal over the test server, with every text of both."""
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from desk import Desk, main

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, '..', 'server')
WORDS = {'GODWIT_PASSPHRASE': 'seven curlews'}


def titles(desk):
    return sorted(line['title'] for line in desk.run('action', 'list'))


def ask(path, question):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchone()[0]
    finally:
        connection.close()


def device(desk):
    return ask(os.path.join(desk.path, 'store.sqlite'), "SELECT value FROM setting WHERE key = 'device-id'")


def test_a_copy_is_looked_into_and_put_back():
    with Desk(name='ann') as ann:
        ann.run('report', 'new', '--cycle', 'CMS-COP16')
        ann.run('action', 'new', 'title=Count of storks')
        copy = ann.run('backup', 'write')[0]
        assert (copy['reports'], copy['actions'], copy['account'], copy['country']) == (1, 1, 'ann', 'KEN'), copy
        assert copy['last_author'] == 'ann' and copy['last_change'], copy
        ann.run('action', 'new', 'title=Count of cranes')
        name = os.path.basename(copy['copy'])
        assert [os.path.basename(one['copy']) for one in ann.run('backup', 'list')] == [name]

        # Looking changes nothing.
        assert ann.run('restore', name) == [copy]
        assert titles(ann) == ['Count of cranes', 'Count of storks']
        ann.run('restore', '--yes', name)
        assert titles(ann) == ['Count of storks']
        # What was there before is a copy itself, and the way back is open.
        before = [one for one in ann.run('backup', 'list') if one['kind'] == 'before-restore']
        assert len(before) == 1, before
        assert ann.run('restore', before[0]['copy'])[0]['actions'] == 2
        ann.run('restore', '--yes', before[0]['copy'])
        assert titles(ann) == ['Count of cranes', 'Count of storks']


def test_a_copy_for_a_stick_is_sealed_and_goes_to_a_new_computer():
    with tempfile.TemporaryDirectory(prefix='godwit-stick-') as stick, Desk(name='ann') as ann:
        path = os.path.join(stick, 'a.godwit-copy')
        ann.run('action', 'new', 'title=Count of storks in the reserve')
        assert ann.try_run('backup', 'write', os.path.join(stick, 'a.sqlite'), env=WORDS).status == 2
        assert 'short' in ann.refused('backup', 'write', path, env={'GODWIT_PASSPHRASE': 'short'})
        assert os.listdir(stick) == []
        left = os.path.join(ann.path, '.copy-of-a-power-cut.sqlite')
        with open(left, 'w') as file:
            file.write('SQLite')
        os.utime(left, (1e9, 1e9))
        ann.run('backup', 'write', path, env=WORDS)
        assert 'already a file' in ann.refused('backup', 'write', path, env=WORDS)
        with open(path, 'rb') as file:
            sealed = file.read()
        assert b'Count of storks' not in sealed and b'SQLite' not in sealed
        # Nothing plain is left beside the store.
        assert glob.glob(os.path.join(ann.path, '.copy-*')) == []

        with Desk(name='ann') as spare, Desk(name='ben') as ben, Desk(country='UZB', name='ann') as far:
            assert 'not the passphrase' in spare.refused('restore', path, env={'GODWIT_PASSPHRASE': 'eight curlews'})
            assert spare.run('restore', path, env=WORDS)[0]['actions'] == 1
            assert titles(spare) == []
            spare.run('restore', '--yes', path, env=WORDS)
            assert titles(spare) == ['Count of storks in the reserve']
            assert device(spare) != device(ann)
            assert glob.glob(os.path.join(spare.path, '.copy-*')) == []
            assert '--of-another' in ben.refused('restore', '--yes', path, env=WORDS)
            assert 'another country' in far.refused('restore', '--yes', path, env=WORDS)
            assert titles(ben) == titles(far) == []
            for cut in (len(sealed) - 1, len(sealed) // 2, 60, 10, 0):
                with open(path, 'wb') as file:
                    file.write(sealed[:cut])
                spare.refused('restore', '--yes', path, env=WORDS)
                assert titles(spare) == ['Count of storks in the reserve']
            with open(path, 'wb') as file:
                file.write(sealed[:-40] + bytes([sealed[-40] ^ 1]) + sealed[-39:])
            assert 'damaged' in spare.refused('restore', '--yes', path, env=WORDS)


def test_a_file_that_is_no_copy_is_refused():
    with tempfile.TemporaryDirectory() as folder, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        for name, content in (('a.sqlite', b''), ('b.sqlite', b'SQLite format 3\0' + bytes(4080)), ('c.txt', b'words'),
                              ('d.godwit-copy', b'words')):
            path = os.path.join(folder, name)
            with open(path, 'wb') as file:
                file.write(content)
            ann.refused('restore', '--yes', path, env=WORDS)
        ann.refused('restore', '--yes', os.path.join(folder, 'nowhere.sqlite'))
        assert titles(ann) == ['Count of storks']


def test_nothing_is_put_back_under_an_open_window():
    with Desk(name='ann') as ann:
        copy = ann.run('backup', 'write')[0]['copy']
        ann.run('action', 'new', 'title=Count of storks')
        program = ('import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);'
                   'print(c.execute("SELECT count(*) FROM doc").fetchone()[0], flush=True); sys.stdin.read()')
        other = subprocess.Popen([sys.executable, '-c', program, os.path.join(ann.path, 'store.sqlite')],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        other.stdout.readline()
        assert 'close it' in ann.refused('restore', '--yes', copy)
        other.stdin.close()
        other.wait()
        assert titles(ann) == ['Count of storks']
        ann.run('restore', '--yes', copy)
        assert titles(ann) == []


def test_the_copy_of_the_day_is_made_once():
    with Desk(name='ann') as ann:
        assert len(ann.run('backup', 'daily')) == 1 and ann.run('backup', 'daily') == []
        assert [one['kind'] for one in ann.run('backup', 'list')] == ['daily']


def test_the_number_of_copies_is_bounded():
    with Desk(name='ann') as ann:
        first = ann.run('backup', 'daily')[0]['copy']
        folder = os.path.dirname(first)
        for year, month in ((year, month) for year in (2022, 2023, 2024) for month in range(1, 13)):
            for day in (3, 17):
                path = os.path.join(folder, 'store-%d-%02d-%02d.sqlite' % (year, month, day))
                shutil.copy(first, path)
                at = (year - 1970) * 365.25 * 86400 + (month - 1) * 30.4 * 86400 + day * 86400
                os.utime(path, (at, at))
        for number in range(15):
            path = os.path.join(folder, 'before-restore-%02d.sqlite' % number)
            shutil.copy(first, path)
            os.utime(path, (1e9 + number, 1e9 + number))
        ann.run('backup', 'write')
        kinds = [one['kind'] for one in ann.run('backup', 'list')]
        assert kinds.count('daily') <= 7 + 4 + 12 and kinds.count('before-restore') == 10, kinds
        assert kinds.count('asked') == 1 and os.path.exists(first)


def test_a_desk_put_back_and_its_colleague_end_equal():
    if not os.path.isdir(os.path.join(SERVER, 'node_modules', 'express-pouchdb')) or not shutil.which('node'):
        print('# the packages of tests/server are missing: not tried over a server')
        return
    process = subprocess.Popen(['node', os.path.join(SERVER, 'start.cjs')], stdout=subprocess.PIPE, text=True)
    try:
        started = json.loads(process.stdout.readline())
        passwords = {account['name']: account['password'] for account in started['accounts']}

        def sync(desk, account):
            return desk.run('sync', '--server', started['url'], '--user', account,
                            env={'GODWIT_PASSWORD': passwords[account]})[-1]

        with Desk(name='nfp-ken') as ann, Desk(name='alternate-ken') as ben:
            kept = ann.run('action', 'new', 'title=Kept', 'lead=Old')[0]['id']
            gone = ann.run('action', 'new', 'title=Deleted by Ben')[0]['id']
            sync(ann, 'nfp-ken')
            sync(ben, 'alternate-ken')
            before = device(ann)
            copy = ann.run('backup', 'write')[0]['copy']
            # After the copy: sent by Ann, changed and deleted by Ben, and one that Ann never sent.
            ann.run('action', 'new', 'title=Sent after the copy')
            ann.run('action', 'set', kept, 'lead=New')
            sync(ann, 'nfp-ken')
            sync(ben, 'alternate-ken')
            ben.run('action', 'set', kept, 'partners=School')
            ben.run('action', 'delete', gone)
            ben.run('action', 'new', 'title=By Ben')
            sync(ben, 'alternate-ken')
            ann.run('action', 'new', 'title=Never sent')
            ann.run('restore', '--yes', copy)
            assert device(ann) != before
            assert titles(ann) == ['Deleted by Ben', 'Kept']
            # Work on the old state goes on beside what is newer elsewhere.
            ann.run('action', 'set', kept, 'results=After the restore')
            for _ in range(2):
                sync(ann, 'nfp-ken')
                sync(ben, 'alternate-ken')
            assert titles(ann) == titles(ben) == ['By Ben', 'Kept', 'Sent after the copy'], (titles(ann), titles(ben))
            for desk in (ann, ben):
                now = desk.run('action', 'get', kept)[0]
                assert (now['lead'], now['partners'], now['results']) == ('New', 'School', 'After the restore'), now
                assert desk.run('conflict', 'list') == []
                assert gone in [one['id'] for one in desk.run('bin', 'list')]
            # What only the replaced store knew is in the copy that was kept.
            aside = [one for one in ann.run('backup', 'list') if one['kind'] == 'before-restore'][0]['copy']
            assert ask(aside, "SELECT count(*) FROM rev WHERE body LIKE '%Never sent%'") == 1
    finally:
        process.terminate()
        process.wait()


if __name__ == '__main__':
    main(sys.modules['__main__'])
