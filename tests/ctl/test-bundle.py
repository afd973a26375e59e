#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bundle: two desks write the same report apart and exchange sticks."""
import os
import pty
import signal
import subprocess
import sys
import tempfile

from desk import PROGRAM, Desk, main, misused, run

PART = '/national_report/administration/compiler/'
KEY = {'GODWIT_PASSPHRASE': 'seven curlews'}


class Stick:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwit-stick-')
        self.number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def names(self):
        return os.listdir(self.folder.name)

    def give(self, giver, taker):
        self.number += 1
        path = self.path('%d.godwit' % self.number)
        giver.run('bundle', 'write', path, env=KEY)
        return taker.run('bundle', 'read', path, env=KEY)[0]


def answers(desk, report):
    return {line['ref']: line for line in desk.run('report', 'get', report)}


def everything(desk):
    return sorted(str(sorted(doc.items())) for db in ('party', 'exchange', 'community', 'library')
                  for doc in desk.run('doc', 'list', db))


def test_two_desks_have_all_answers_and_both_versions():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        report = ann.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        ann.run('report', 'set', report, PART + 'name_title', 'Ann')
        first = stick.give(ann, ben)
        assert first['stored'] > 0 and first['known'] == 0 and first['account'] == 'ann', first
        assert [one['id'] for one in ben.run('report', 'list')] == [report]

        ann.run('report', 'set', report, PART + 'institution', 'Kenya Wildlife Service')
        ann.run('report', 'set', report, PART + 'name_title', 'Ann Mwangi')
        ben.run('report', 'set', report, PART + 'telephone', '+254 20 123')
        ben.run('report', 'set', report, PART + 'name_title', 'Ann, Director')
        stick.give(ben, ann)
        stick.give(ann, ben)
        for desk in (ann, ben):
            found = answers(desk, report)
            assert found[PART + 'institution']['value'] == 'Kenya Wildlife Service'
            assert found[PART + 'telephone']['value'] == '+254 20 123'
            assert found[PART + 'name_title']['versions'] == 2
            assert len(desk.run('doc', 'conflicts')) == 1
            desk.run('check')
        assert everything(ann) == everything(ben)


def test_sticks_are_among_the_last_exchanges():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        ann.run('action', 'new', 'title=Count of storks')
        path = stick.path('a.godwit')
        ann.run('bundle', 'write', path, env=KEY)
        ben.run('bundle', 'read', path, env=KEY)
        ben.run('bundle', 'write', stick.path('b.godwit'), '--to', 'ann')
        ben.refused('bundle', 'read', stick.path('none.godwit'), env=KEY)
        size = os.stat(path).st_size
        gave = ann.run('sync', '--history')
        assert [(one['way'], one.get('partner'), one['outcome'], one['bytes_up'], one['bytes_down']) for one in gave] == [
            ('stick', None, 'ok', size, 0)] and gave[0]['pushed'] > 0, gave
        took = ben.run('sync', '--history')
        assert [(one['way'], one.get('partner'), one['outcome'], one['bytes_down']) for one in took] == [
            ('stick', 'ann', 'ok', 0), ('stick', 'ann', 'ok', size)] and took[1]['pulled'] == 1, took


def test_read_twice_is_read_once():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        ann.run('action', 'new', 'title=Count of storks')
        path = stick.path('a.godwit')
        written = ann.run('bundle', 'write', path, env=KEY)[0]
        assert written['documents'] == 1 and written['bytes'] == os.path.getsize(path)
        mask = os.umask(0)
        os.umask(mask)
        assert os.stat(path).st_mode & 0o777 == 0o644 & ~mask, 'a colleague may not read it'
        ben.run('bundle', 'read', path, env=KEY)
        before = everything(ben)
        again = ben.run('bundle', 'read', path, env=KEY)[0]
        assert again['stored'] == 0 and again['known'] == written['revisions']
        assert everything(ben) == before
        own = ann.run('bundle', 'read', path, env=KEY)[0]
        assert own['stored'] == 0


def test_only_what_is_new_unless_all():
    with Stick() as stick, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        ann.run('bundle', 'write', stick.path('a.godwit'), env=KEY)
        assert 'nothing new' in ann.refused('bundle', 'write', stick.path('b.godwit'), env=KEY)
        assert stick.names() == ['a.godwit']
        ann.run('action', 'new', 'title=Count of cranes')
        assert ann.run('bundle', 'write', stick.path('b.godwit'), env=KEY)[0]['documents'] == 1
        assert ann.run('bundle', 'write', stick.path('c.godwit'), '--all', env=KEY)[0]['documents'] == 2


def test_what_is_refused_changes_nothing():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben, \
            Desk(country='UZB', name='zaza') as zaza:
        ann.run('action', 'new', 'title=Count of storks')
        ben.run('action', 'new', 'title=Count of cranes')
        path, cut = stick.path('a.godwit'), stick.path('cut.godwit')
        ann.run('bundle', 'write', path, env=KEY)
        with open(path, 'rb') as file:
            whole = file.read()
        with open(cut, 'wb') as file:
            file.write(whole[:-1])
        before = everything(ben)
        assert 'damaged' in ben.refused('bundle', 'read', cut, env=KEY)
        assert 'passphrase' in ben.refused('bundle', 'read', path, env={'GODWIT_PASSPHRASE': 'six curlews'})
        assert 'not a bundle' in ben.refused('bundle', 'read', sys.argv[0], env=KEY)
        assert 'cannot be reached' in ben.refused('bundle', 'read', stick.path('none'), env=KEY)
        assert everything(ben) == before
        assert 'another country' in zaza.refused('bundle', 'read', path, env=KEY)
        assert everything(zaza) == []
        assert 'already a file' in ann.refused('bundle', 'write', cut, '--all', env=KEY)
        assert 'too short' in ann.refused('bundle', 'write', stick.path('b'), '--all', env={'GODWIT_PASSPHRASE': 'curlew'})
        assert sorted(stick.names()) == ['a.godwit', 'cut.godwit']


def test_inspect_needs_no_profile():
    with Stick() as stick, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        path = stick.path('a.godwit')
        ann.run('bundle', 'write', path, env=KEY)
        with open(path, 'rb') as file:
            assert b'storks' not in file.read()
        result = run('--json', 'bundle', 'inspect', path, env=KEY)
        assert result.status == 0, result.err
        found = result.lines[0]
        assert (found['account'], found['country'], found['documents']) == ('ann', 'KEN', 1), found
        assert 'party-ken' in found['databases'] and 'mine' not in found['databases']
        assert 'is whole' in run('bundle', 'inspect', path, env=KEY).out


def test_the_command_line_is_checked():
    misused('bundle')
    misused('bundle', 'write')
    misused('bundle', 'read', 'a', 'b')
    assert 'GODWIT_PASSPHRASE' in run('bundle', 'write', '--help').out


def type_at_terminal(desk, path, *lines):
    """Runs `bundle write` with a terminal of its own. Returns its status and all that was shown."""
    child, terminal = pty.fork()
    if child == 0:
        signal.alarm(60)
        environment = {name: value for name, value in os.environ.items() if name != 'GODWIT_PASSPHRASE'}
        os.execve(PROGRAM, [PROGRAM, '--profile', desk.path, 'bundle', 'write', path], environment)
    shown = b''
    for line in lines:
        while not shown.endswith(b': '):
            one = os.read(terminal, 1)
            assert one, shown
            shown += one
        os.write(terminal, line.encode() + b'\n')
        shown += b'|'
    while True:
        try:
            more = os.read(terminal, 1000)
        except OSError:
            more = b''
        if not more:
            break
        shown += more
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_the_passphrase_is_asked_for_and_not_shown():
    with Stick() as stick, Desk(name='ann') as ann:
        ann.run('action', 'new', 'title=Count of storks')
        path = stick.path('a.godwit')
        status, shown = type_at_terminal(ann, path, 'seven curlews', 'seven godwits')
        assert status == 1 and 'the same twice' in shown and stick.names() == [], shown
        status, shown = type_at_terminal(ann, path, 'seven curlews', 'seven curlews')
        assert status == 0 and 'curlews' not in shown and 'read back' in shown, shown
        run('bundle', 'inspect', path, env=KEY)
        # Without a terminal and without the variable there is nobody to ask.
        alone = subprocess.run([PROGRAM, '--profile', ann.path, 'bundle', 'read', path], start_new_session=True,
                               capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
                               env={name: value for name, value in os.environ.items() if name != 'GODWIT_PASSPHRASE'})
        assert alone.returncode == 1 and 'GODWIT_PASSPHRASE' in alone.stderr, alone


if __name__ == '__main__':
    main(sys.modules['__main__'])
