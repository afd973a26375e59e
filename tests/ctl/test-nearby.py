#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""nearby: two desks in one room, each with a person who reads a code and types it."""
import socket
import sys
import tempfile
import time

from desk import Desk, main, misused
from person import Person, compare, listen


def everything(desk):
    return sorted(str(sorted(doc.items())) for db in ('party', 'exchange', 'community', 'library')
                  for doc in desk.run('doc', 'list', db))


def test_both_end_equal_and_say_what_came():
    with Desk(name='ann') as ann, Desk(name='ben') as ben:
        ann.run('action', 'new', 'title=Count of storks')
        ben.run('action', 'new', 'title=Count of cranes')
        ben.run('action', 'new', 'title=Count of curlews')
        waits, address = listen(ann)
        with waits, Person(ben, 'connect', address) as comes:
            codes = compare(waits, comes)
            assert codes[0] == codes[1] and len(codes[0]) == 7, codes
            first, second = waits.until('pulled'), comes.until('pulled')
            assert waits.end()[0] == 0 and comes.end()[0] == 0
        assert (first['pulled'], first['pushed'], first['account']) == (2, 1, 'ben'), first
        assert (second['pulled'], second['pushed'], second['account']) == (1, 2, 'ann'), second
        assert first['bytes_up'] == second['bytes_down'] > 0 and first['conflicts'] == 0
        phases = [line['phase'] for line in comes.lines if 'phase' in line]
        assert phases[:2] == ['meeting', 'comparing'] and 'sending' in phases and 'receiving' in phases, phases
        assert everything(ann) == everything(ben)
        for desk in (ann, ben):
            desk.run('check')
        # It is among the last exchanges, once, and with whom.
        for desk, line in ((ann, first), (ben, second)):
            past = desk.run('sync', '--history')
            assert [(one['way'], one['partner'], one['outcome'], one['pulled'], one['pushed'], one['bytes_up'],
                     one['bytes_down']) for one in past] == [
                ('room', line['account'], 'ok', line['pulled'], line['pushed'], line['bytes_up'], line['bytes_down'])], past
        # What each compared, each has confirmed.
        trusted = [(one['account'], one['trust']) for one in ann.run('key', 'list')]
        assert ('ben', 'confirmed') in trusted, trusted


def test_another_code_exchanges_nothing():
    for wrong in ('000 000x', '', 'no'):
        with Desk(name='ann') as ann, Desk(name='ben') as ben:
            ann.run('action', 'new', 'title=Count of storks')
            before = everything(ben)
            waits, address = listen(ann)
            with waits, Person(ben, 'connect', address) as comes:
                code = waits.until('code')['code']
                comes.until('code')
                waits.types(code)
                comes.types(wrong)
                for one in (waits, comes):
                    assert one.until('pulled')['error'] == 'different-code'
                    status, sentence = one.end()
                    assert status == 1 and 'Nothing was exchanged' in sentence, sentence
            assert everything(ben) == before


def test_who_leaves_while_people_look_is_told():
    with Desk(name='ann') as ann, Desk(name='ben') as ben:
        waits, address = listen(ann)
        with waits:
            with Person(ben, 'connect', address) as comes:
                waits.until('code')
                comes.until('code')
            assert waits.until('pulled')['error'] == 'broken'
            status, sentence = waits.end()
            assert status == 1 and 'nothing is lost' in sentence, sentence


def test_nobody_there_is_a_sentence():
    with Desk(name='ann') as ann, socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        sentence = ann.refused('nearby', 'connect', '127.0.0.1:%d' % taken.getsockname()[1])
        assert 'no-link' in sentence and 'Nothing was exchanged' in sentence, sentence
        assert 'address' in ann.refused('nearby', 'connect', 'no.such.computer.invalid')
    misused('nearby', 'connect')
    misused('nearby', 'connect', '--find', '127.0.0.1')
    misused('nearby', 'listen', '--port', '70000')


def test_desk_without_a_name_is_told():
    with Desk() as ann:
        assert 'no-name' in ann.refused('nearby', 'connect', '127.0.0.1:1')


def without_a_bus(folder):
    return {'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=%s/none' % folder}


def test_without_avahi_is_a_sentence():
    with Desk(name='ann') as ann, tempfile.TemporaryDirectory() as folder:
        sentence = ann.refused('nearby', 'connect', '--find', env=without_a_bus(folder))
        assert 'no-finder' in sentence and 'address' in sentence, sentence
        waits, _ = listen(ann, '--port', '0', env=without_a_bus(folder))
        with waits:
            time.sleep(0.2)
            assert waits.process.poll() is None


if __name__ == '__main__':
    main(sys.modules['__main__'])
