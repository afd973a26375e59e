#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report needs|freeze|versions|clear|changes|submit|submissions|reply: from a draft to what the Secretariat says of it."""
import hashlib
import os
import shutil
import subprocess
import sys

from desk import Desk, main, run
from place import Place, is_there

NAME = '/national_report/administration/compiler/name_title'
EMAIL = '/national_report/administration/compiler/email'
SUCCESS = '/national_report/summary/success_1'


def begin(desk, *more):
    return desk.run('report', 'new', '--cycle', 'CMS-COP16', *more)[0]['id']


def test_a_version_is_frozen_once_and_named_by_its_hash():
    with Desk(name='wanjiru') as desk:
        report = begin(desk)
        desk.run('report', 'set', report, NAME, 'Wanjirũ Mwangi')
        first = desk.run('report', 'freeze', report)[0]
        assert first['number'] == 1 and first['author'] == 'wanjiru', first
        path = os.path.join(desk.path, 'report.xml')
        desk.run('report', 'export', report, path)
        with open(path, 'rb') as file:
            assert first['sha256'] == hashlib.sha256(file.read()).hexdigest()
        assert first['code'].replace('-', '') == first['sha256'][:16]
        assert desk.run('report', 'freeze', report) == [first]
        desk.run('report', 'set', report, NAME, 'Somebody else')
        second = desk.run('report', 'freeze', report)[0]
        assert second['number'] == 2 and second['sha256'] != first['sha256']
        assert [one['sha256'] for one in desk.run('report', 'versions', report)] == [second['sha256'], first['sha256']]


def test_needs_are_told_as_they_are():
    with Desk() as desk:
        report = begin(desk)
        needs = desk.run('report', 'needs', report)[0]
        assert needs['meeting'] and not needs['frozen'] and not needs['cleared'] and not needs['ready'], needs
        frozen = desk.run('report', 'freeze', report)[0]
        needs = desk.run('report', 'needs', report)[0]
        assert needs['frozen'] and needs['ready'] and not needs['cleared'] and needs['code'] == frozen['code']
        desk.run('report', 'clear', report, 'The Permanent Secretary', '--words', 'Go ahead.')
        assert desk.run('report', 'needs', report)[0]['cleared']
        # Another word is another version, which nobody cleared.
        desk.run('report', 'set', report, SUCCESS, 'One more word')
        needs = desk.run('report', 'needs', report)[0]
        assert not needs['frozen'] and not needs['cleared'] and not needs['ready'], needs


def test_a_clearance_is_for_one_version():
    with Desk(name='wanjiru') as desk:
        report = begin(desk)
        first = desk.run('report', 'freeze', report)[0]
        desk.run('report', 'set', report, SUCCESS, 'Later')
        second = desk.run('report', 'freeze', report)[0]
        cleared = desk.run('report', 'clear', report, 'The Minister', '--code', first['code'].upper().replace('-', ' '))[0]
        assert cleared['code'] == first['code'] and cleared['clearances'][0]['who'] == 'The Minister'
        assert cleared['clearances'][0]['author'] == 'wanjiru'
        assert [len(one['clearances']) for one in desk.run('report', 'versions', report)] == [0, 1], second
        desk.refused('report', 'clear', report, 'The Minister', '--code', '0000')
        assert desk.try_run('report', 'clear', report, '').status == 2


def test_a_frozen_version_is_printed_as_it_was():
    with Desk() as desk:
        report = begin(desk)
        desk.run('report', 'set', report, NAME, 'Before')
        first = desk.run('report', 'freeze', report)[0]
        desk.run('report', 'clear', report, 'The Minister')
        desk.run('report', 'set', report, NAME, 'After')
        path = os.path.join(desk.path, 'report.')
        desk.run('report', 'export', '--code', first['code'], report, path + 'xml')
        with open(path + 'xml', 'rb') as file:
            assert hashlib.sha256(file.read()).hexdigest() == first['sha256']
        desk.run('report', 'export', '--code', first['code'], report, path + 'pdf')
        if not shutil.which('pdftotext'):
            print('# pdftotext is missing: not read back')
            return
        words = subprocess.run(['pdftotext', '-layout', path + 'pdf', '-'], capture_output=True, text=True, check=True).stdout
        assert first['code'] in words and 'Before' in words and 'After' not in words, words
        assert 'Frozen version: 1' in words and 'Cleared by: The Minister' in words and 'DRAFT' in words, words
        desk.run('report', 'submit', '--open', report)
        desk.run('report', 'export', '--code', first['code'], report, path + 'pdf')
        words = subprocess.run(['pdftotext', path + 'pdf', '-'], capture_output=True, text=True, check=True).stdout
        assert 'DRAFT' not in words and first['code'] in words
        desk.refused('report', 'export', '--code', '0000', report, path + 'pdf')


def test_what_changed_since_is_told_question_by_question():
    with Desk() as desk:
        report = begin(desk)
        desk.run('report', 'set', report, NAME, 'Before')
        first = desk.run('report', 'freeze', report)[0]
        assert desk.run('report', 'changes', report) == []
        desk.run('report', 'set', report, NAME, 'After')
        desk.run('report', 'set', report, SUCCESS, 'New')
        changes = {one['ref']: (one['before'], one['after']) for one in desk.run('report', 'changes', report)}
        assert changes == {NAME: ('Before', 'After'), SUCCESS: ('', 'New')}, changes
        assert all(one['label'] and one['label'][0] != '/' for one in desk.run('report', 'changes', report))
        desk.run('report', 'freeze', report)
        assert desk.run('report', 'changes', report) == []
        assert len(desk.run('report', 'changes', report, '--since', first['code'])) == 2


def test_what_is_open_is_handed_in_only_when_that_is_said():
    with Desk() as desk:
        report = begin(desk)
        desk.run('report', 'set', report, EMAIL, 'nobody at nowhere')
        assert desk.run('report', 'needs', report)[0]['invalid'] == 1
        desk.refused('report', 'submit', report)
        frozen = desk.run('report', 'freeze', report)[0]
        desk.refused('report', 'submit', report)
        assert desk.run('report', 'submissions', report) == []
        one = desk.run('report', 'submit', '--open', report)[0]
        assert one['state'] == 'queued' and one['number'] == 1 and one['code'] == frozen['code'] and not one['official'], one
        assert one['id'] == 'submission:CMS-COP16:' + frozen['sha256']
        # Once more is the same one.
        assert desk.run('report', 'submit', '--open', report)[0] == one
        # An amendment is another; the first stays.
        desk.run('report', 'set', report, SUCCESS, 'A correction')
        desk.run('report', 'freeze', report)
        assert desk.run('report', 'submit', '--open', report)[0]['number'] == 2
        assert [each['number'] for each in desk.run('report', 'submissions', report)] == [2, 1]


def test_a_report_for_no_meeting_is_not_handed_in():
    with Desk() as desk:
        report = desk.run('report', 'new')[0]['id']
        desk.run('report', 'freeze', report)
        assert 'meeting' in desk.refused('report', 'submit', '--open', report)
        assert desk.run('report', 'submissions', report) == []


def test_guests_hand_nothing_in():
    with Desk(role='guest') as desk:
        desk.refused('report', 'submit', 'x')


def sync(place, desk, account):
    env = {'GODWIT_PASSWORD': place.passwords[account]}
    return desk.run('sync', '--server', place.url, '--user', account, env=env)[-1]


def secretariat(place, *arguments, stdin=None):
    word = run('--json', 'server', 'account', 'add', place.url, 'sec', '--role', 'secretariat', env=place.keeper())
    if word.status == 0:
        secretariat.password = word.lines[0]['password']
    env = {**place.keeper(), 'GODWIT_USER': 'sec', 'GODWIT_PASSWORD': secretariat.password}
    result = run('--json', 'server', arguments[0], place.url, *arguments[1:], '--country', 'KEN', env=env, stdin=stdin)
    assert result.status == 0, (arguments, result.err)
    return result.lines[0]


def test_it_leaves_with_the_next_exchange_and_the_answers_come_back():
    if not is_there():
        print('# node or tests/server/node_modules is missing: not tried against a server')
        return
    with Place() as place, Desk(name='nfp-ken') as desk:
        report = begin(desk)
        desk.run('report', 'set', report, NAME, 'x' * 40000)
        desk.run('report', 'freeze', report)
        one = desk.run('report', 'submit', '--open', report)[0]
        assert sync(place, desk, 'nfp-ken')['refused'] == 0
        assert desk.run('report', 'submissions', report)[0]['state'] == 'sent'
        receipt = secretariat(place, 'receipt', one['id'])
        assert receipt['checked'] and receipt['code'] == one['code'], receipt
        secretariat(place, 'review', one['id'], '-', '--question', NAME, stdin='Who is this?')
        sync(place, desk, 'nfp-ken')
        now, remark = desk.run('report', 'submissions', report)
        assert now['state'] == 'questions' and now['same_code'] and now['checked'], now
        assert remark['question'] == NAME and remark['text'] == 'Who is this?' and not remark['dealt'], remark
        desk.run('report', 'reply', remark['remark'], 'The compiler.')
        # That it is dealt with takes no words away.
        desk.run('report', 'reply', '--dealt', remark['remark'])
        assert desk.run('report', 'submissions', report)[1]['dealt']
        assert sync(place, desk, 'nfp-ken')['refused'] == 0
        answer = place.ask('admin', '/exchange-ken/' + remark['remark'].replace('review:', 'response:'))[1]
        assert answer['text'] == 'The compiler.' and answer['dealt'] is True
        secretariat(place, 'review', one['id'], '-', '--state', 'accepted', stdin='Thank you.')
        sync(place, desk, 'nfp-ken')
        assert desk.run('report', 'submissions', report)[0]['state'] == 'accepted'


if __name__ == '__main__':
    sys.exit(main(sys.modules[__name__]))
