#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""checklist list|start|show|progress|tick|skip|note|assign|due|move|meeting|deadlines."""
import sys

from desk import Desk, main, misused, run


def start(desk, *words):
    return desk.run('checklist', 'start', *words)[0]['id']


def item(desk, plan, name):
    return {line['id']: line for line in desk.run('checklist', 'show', plan)}[name]


def test_checklists_are_listed_without_a_profile():
    listed = {line['id']: line for line in run('--json', 'checklist', 'list', '--language', 'fr').lines}
    assert set(listed) == {'cl-before-cop', 'cl-national-report', 'cl-taking-up-role'}, listed
    assert listed['cl-before-cop']['title'] == 'Avant une Conférence des Parties'
    assert listed['cl-before-cop']['items'] == 22
    shown = run('--json', 'checklist', 'show', 'cl-before-cop').lines
    assert len(shown) == 22 and shown[0]['days'] == -365 and 'state' not in shown[0]
    assert run('checklist', 'show', 'cl-nothing').status == 1


def test_not_announced_is_not_dated():
    with Desk() as desk:
        plan = start(desk, 'cl-before-cop')
        progress = desk.run('checklist', 'progress', plan)[0]
        assert progress['meeting'] == 'CMS-COP16' and progress['date'] is None, progress
        assert progress['items'] == 22 and progress['done'] == 0 and progress['next_due'] is None
        assert all(line['due'] is None for line in desk.run('checklist', 'show', plan))
        plain = run('--profile', desk.path, 'checklist', 'progress', plan)
        assert 'date not announced' in plain.out, plain.out


def test_a_meeting_dates_all_its_plans():
    with Desk() as desk:
        plan = start(desk, 'cl-before-cop')
        before = desk.run('checklist', 'deadlines')
        assert all(line['date'] is None for line in before if line['meeting'] == 'CMS-COP16'), before
        desk.run('checklist', 'meeting', 'CMS-COP16', '2029-03-01', '2029-03-07')
        assert item(desk, plan, 'report-submit')['due'] == '2028-09-02'
        dated = {line['id']: line for line in desk.run('checklist', 'deadlines')}
        assert dated['CMS-COP16:report']['date'] == '2028-09-02' and dated['CMS-COP16:report']['entered']
        assert dated['CMS-COP16:reservations']['date'] == '2029-06-05'
        desk.run('checklist', 'meeting', 'CMS-COP16', '2029-04-01', '2029-04-07')
        assert item(desk, plan, 'report-submit')['due'] == '2028-10-03'
        desk.run('checklist', 'meeting', 'CMS-COP16', '', '')
        assert item(desk, plan, 'report-submit')['due'] is None


def test_wrong_dates_are_refused():
    with Desk() as desk:
        assert '2029-02-30' in desk.refused('checklist', 'meeting', 'CMS-COP16', '2029-02-30')
        desk.refused('checklist', 'meeting', 'CMS-COP16', '2029-03-07', '2029-03-01')
        desk.refused('checklist', 'meeting', 'FIFA-1', '2029-03-07')
        desk.refused('checklist', 'start', 'cl-taking-up-role', '--date', 'soon')
        desk.refused('checklist', 'start', 'cl-before-cop', '--meeting', 'CMS-COP99')
        assert desk.run('checklist', 'progress') == []


def test_own_date_and_another():
    with Desk() as desk:
        plan = start(desk, 'cl-taking-up-role', '--date', '2027-01-10')
        assert item(desk, plan, 'letter')['due'] == '2027-01-10'
        desk.run('checklist', 'move', plan, '--date', '2027-02-10')
        assert item(desk, plan, 'letter')['due'] == '2027-02-10'


def test_items_are_worked_on():
    with Desk(name='wanjiru') as desk:
        plan = start(desk, 'cl-before-cop')
        desk.run('checklist', 'tick', plan, 'priorities')
        desk.run('checklist', 'note', plan, 'priorities', 'Agreed on Monday')
        desk.run('checklist', 'assign', plan, 'briefs', 'Brian')
        desk.run('checklist', 'skip', plan, 'visas', 'It is online')
        desk.run('checklist', 'due', plan, 'registration', '2028-11-30', 'Notification 2028/7')
        done = item(desk, plan, 'priorities')
        assert (done['state'], done['note'], done['author']) == ('done', 'Agreed on Monday', 'wanjiru'), done
        assert item(desk, plan, 'briefs')['assignee'] == 'Brian'
        skipped = item(desk, plan, 'visas')
        assert (skipped['state'], skipped['reason']) == ('skipped', 'It is online')
        assert item(desk, plan, 'registration')['due'] == '2028-11-30'
        progress = desk.run('checklist', 'progress')[0]
        assert (progress['done'], progress['skipped'], progress['open']) == (1, 1, 20), progress
        assert progress['next'] == 'registration' and progress['next_due'] == '2028-11-30'
        desk.run('checklist', 'tick', plan, 'priorities', '--open')
        again = item(desk, plan, 'priorities')
        assert (again['state'], again['note']) == ('open', 'Agreed on Monday')


def test_unknown_things_are_refused():
    with Desk() as desk:
        plan = start(desk, 'cl-before-cop')
        for words in (('tick', 'plan:x', 'visas'), ('tick', plan, 'x'), ('note', plan, 'x', 'text'),
                      ('show', 'plan:x'), ('progress', 'plan:x'), ('move', 'plan:x'),
                      ('start', 'cl-x'), ('due', plan, 'visas', 'tomorrow')):
            desk.refused('checklist', *words)
        misused('checklist', 'tick', plan)


def test_notes_are_found():
    with Desk() as desk:
        plan = start(desk, 'cl-before-cop')
        desk.run('checklist', 'note', plan, 'briefs', 'Ask the hydrologist')
        desk.run('checklist', 'tick', plan, 'visas')
        hits = desk.run('search', 'hydrologist')
        assert [hit['id'] for hit in hits if hit['kind'] == 'tick'] == [
            'tick:%s:briefs' % plan.split(':')[1]], hits


main(sys.modules[__name__])
