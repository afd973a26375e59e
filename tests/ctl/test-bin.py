#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bin: what was deleted, here or by a colleague, is listed and brought back."""
import os
import sys
import tempfile

from desk import Desk, main

WORDS = {'GODWIT_PASSPHRASE': 'seven curlews'}


def give(giver, taker):
    with tempfile.TemporaryDirectory(prefix='godwit-stick-') as folder:
        path = os.path.join(folder, 'a.godwit')
        giver.run('bundle', 'write', path, '--all', env=WORDS)
        taker.run('bundle', 'read', path, '--any-signer', '--allow-deletions', env=WORDS)


def test_what_was_deleted_comes_back_as_it_was():
    with Desk(name='ann') as ann:
        action = ann.run('action', 'new', 'title=Count of storks', 'lead=Museum')[0]['id']
        assert ann.run('bin', 'list') == []
        ann.run('action', 'delete', action)
        line = ann.run('bin', 'list')[0]
        assert line['id'] == action and line['title'] == 'Count of storks' and line['author'] == 'ann', line
        assert line['kind'] == 'action' and line['deleted'] < line['until'], line
        ann.run('bin', 'restore', action)
        assert ann.run('action', 'get', action)[0]['lead'] == 'Museum'
        assert ann.run('bin', 'list') == []
        assert 'not in the bin' in ann.refused('bin', 'restore', action)
        # And again: the way is open as often as one likes.
        ann.run('action', 'delete', action)
        ann.run('bin', 'restore', action)
        assert ann.run('action', 'get', action)[0]['title'] == 'Count of storks'


def test_what_a_colleague_deleted_is_there_and_comes_back_to_both():
    with Desk(name='ann') as ann, Desk(name='ben') as ben:
        action = ann.run('action', 'new', 'title=Count of storks')[0]['id']
        give(ann, ben)
        ann.run('action', 'set', action, 'lead=Museum')
        give(ann, ben)
        ben.run('action', 'delete', action)
        give(ben, ann)
        assert ann.run('action', 'list') == []
        line = ann.run('bin', 'list')[0]
        assert line['author'] == 'ben' and line['title'] == 'Count of storks', line
        ann.run('bin', 'restore', action)
        give(ann, ben)
        for desk in (ann, ben):
            assert desk.run('action', 'get', action)[0]['lead'] == 'Museum'
            assert desk.run('bin', 'list') == []


def test_a_deletion_that_names_nobody_is_listed_without_a_name():
    with Desk(name='ann') as ann:
        put = ann.put('party', id='action:x', title='Count of cranes')
        ann.put('party', id='action:x', rev=put['rev'], deleted=True)
        line = ann.run('bin', 'list')[0]
        assert 'author' not in line and line['title'] == 'Count of cranes', line


if __name__ == '__main__':
    main(sys.modules['__main__'])
