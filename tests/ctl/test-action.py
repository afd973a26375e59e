#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""action list|new|get|set|delete."""
import sys

from desk import Desk, main


def new(desk, *answers):
    return desk.run('action', 'new', *answers)[0]['id']


def test_actions_are_recorded_and_listed():
    with Desk(name='wanjiru') as desk:
        one = new(desk, 'title=Restore the Tana delta', 'status=planned',
                  'species=balearica-regulorum dugong-dugon', 'start_date=2027-02-01')
        other = new(desk, 'title=Mark power lines', 'status=done')
        listed = {line['id']: line for line in desk.run('action', 'list')}
        assert set(listed) == {one, other}
        assert listed[one]['title'] == 'Restore the Tana delta'
        assert listed[one]['start_date'] == '2027-02-01'
        got = desk.run('action', 'get', one)[0]
        assert got['species'] == ['balearica-regulorum', 'dugong-dugon'], got
        assert got['author'] == 'wanjiru' and got['created']


def test_list_is_narrowed():
    with Desk() as desk:
        new(desk, 'title=Wetland survey', 'status=planned')
        new(desk, 'title=Vulture survey', 'status=done')
        titles = lambda *words: [line['title'] for line in desk.run('action', 'list', *words)]
        assert titles('--status', 'done') == ['Vulture survey']
        assert titles('--match', 'wetland') == ['Wetland survey']
        assert titles('--match', 'zebra') == []


def test_answers_are_changed_and_taken_away():
    with Desk() as desk:
        one = new(desk, 'title=A', 'lead=KWS', 'threats=pollution')
        desk.run('action', 'set', one, 'title=B = C', 'lead=', 'description=two\nlines')
        got = desk.run('action', 'get', one)[0]
        assert got['title'] == 'B = C' and got['description'] == 'two\nlines'
        assert not got.get('lead'), got
        assert got['threats'] == ['pollution']


def test_set_is_all_or_nothing():
    with Desk() as desk:
        one = new(desk, 'title=A')
        assert 'frobs' in desk.refused('action', 'set', one, 'title=B', 'frobs=1')
        assert desk.run('action', 'get', one)[0]['title'] == 'A'
        assert desk.try_run('action', 'set', one, 'title').status == 2


def test_unknown_actions_are_refused():
    with Desk() as desk:
        for words in (('get', 'action:x'), ('set', 'action:x', 'title=A'), ('delete', 'action:x'),
                      ('get', 'report:x')):
            desk.refused('action', *words)


def test_deleted_actions_are_gone():
    with Desk() as desk:
        one = new(desk, 'title=A')
        desk.run('action', 'delete', one)
        assert desk.run('action', 'list') == []
        desk.refused('action', 'get', one)


def test_actions_are_found():
    with Desk(language='fr') as desk:
        one = new(desk, 'title=Rétablir les zones humides du delta', 'lead=Ministère')
        hits = desk.run('search', 'zone', 'humide', 'ministere')
        assert [(hit['kind'], hit['db'], hit['id']) for hit in hits] == [('action', 'party', one)], hits
        desk.run('action', 'delete', one)
        assert [hit for hit in desk.run('search', 'ministere') if hit['kind'] == 'action'] == []


main(sys.modules[__name__])
