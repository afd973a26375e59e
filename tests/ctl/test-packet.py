#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""packet make|open|get|set|reply|take-in|list|take-back: questions of a report that somebody else answers."""
import os
import sys

from desk import Desk, main

PASSPHRASE = {'GODWIT_PASSPHRASE': 'seven curlews'}
NAME = '/national_report/administration/compiler/name_title'
EMAIL = '/national_report/administration/compiler/email'
SUMMARY = '/national_report/summary'
SUCCESS = SUMMARY + '/success_1'
SECOND = SUMMARY + '/success_2'
CHALLENGE = SUMMARY + '/challenge_1'


class Office(Desk):
    """A focal point with a report, in which one answer is nobody else's business."""

    def __init__(self, **more):
        super().__init__(name='wanjiru', **more)
        self.report = self.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        self.run('report', 'set', self.report, NAME, 'A secret of the office')
        self.run('report', 'set', self.report, SUCCESS, 'Old words')

    def file(self, name):
        return os.path.join(self.folder.name, name)

    def give(self, *places, path=None, options=()):
        path = path or self.file('p%d.godwit-packet' % len(os.listdir(self.folder.name)))
        made = self.run('packet', 'make', self.report, *places, '--for', 'Amina', '--out', path, *options, env=PASSPHRASE)
        return made[0]['packet'], path

    def answers(self):
        return {line['ref']: line for line in self.run('report', 'get', self.report)}

    def state(self, packet):
        return [line for line in self.run('packet', 'list') if line['packet'] == packet][0]


def respondent(role='respondent', **more):
    return Desk(name='Amina', role=role, **more)


def test_a_packet_goes_out_and_its_reply_comes_back():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUMMARY, options=('--due', '2028-05-31', '--note', 'Please be short'))
        assert os.path.getsize(path) < 16 * 1024, os.path.getsize(path)
        before = office.state(packet)
        assert before['state'] == 'sent' and before['questions'] > 2 and before['due'] == '2028-05-31'
        opened = amina.run('packet', 'open', path, env=PASSPHRASE)[0]
        assert opened == {'packet': packet, 'new': True}
        asked = amina.run('packet', 'list')[0]
        assert asked['note'] == 'Please be short' and asked['questions'] == before['questions'] and not asked['ours']
        amina.run('packet', 'set', packet, SUCCESS, 'New words')
        amina.run('packet', 'set', packet, CHALLENGE, 'Power lines')
        reply = office.file('reply')
        assert amina.run('packet', 'reply', packet, '--out', reply)[0]['answered'] == 2
        taken = office.run('packet', 'take-in', reply)[0]
        assert taken['taken'] == 2 and taken['waiting'] == 0 and taken['final'], taken
        answers = office.answers()
        assert answers[SUCCESS]['value'] == 'New words' and answers[SUCCESS]['author'] == 'Amina'
        assert answers[CHALLENGE]['value'] == 'Power lines' and answers[NAME]['author'] == 'wanjiru'
        after = office.state(packet)
        assert after['state'] == 'returned' and after['answered'] == 2


def test_a_guest_needs_no_account():
    with Office() as office, respondent('guest') as amina:
        packet, path = office.give(SUCCESS)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        amina.run('packet', 'set', packet, SUCCESS, 'By a guest')
        reply = office.file('reply')
        amina.run('packet', 'reply', packet, '--out', reply)
        assert office.run('packet', 'take-in', reply)[0]['questions'] == 1
        assert office.answers()[SUCCESS]['author'] == 'Amina'


def test_a_packet_holds_nothing_else():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUCCESS)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        stands = {line['ref']: line['value'] for line in amina.run('packet', 'get', packet)}
        assert stands[SUCCESS] == 'Old words', stands
        assert NAME not in stands and SECOND not in stands and len(stands) < 5, stands
        everything = ''.join(str(line) for line in amina.run('doc', 'list', 'mine'))
        assert 'secret' not in everything
        amina.refused('packet', 'set', packet, NAME, 'not asked')


def test_both_stay_where_the_office_wrote_too():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUCCESS)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        amina.run('packet', 'set', packet, SUCCESS, 'By Amina')
        office.run('report', 'set', office.report, SUCCESS, 'By the office')
        reply = office.file('reply')
        amina.run('packet', 'reply', packet, '--out', reply)
        assert office.run('packet', 'take-in', reply)[0]['waiting'] == 1
        assert office.answers()[SUCCESS]['versions'] == 2
        waiting = office.run('conflict', 'list')
        assert len(waiting) == 1, waiting
        shown = office.run('conflict', 'show', waiting[0]['id'])
        assert 'By Amina' in str(shown) and "'sig'" not in str(shown), shown


def test_partial_repeated_and_late_replies_do_no_harm():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUMMARY)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        amina.run('packet', 'set', packet, SUCCESS, 'First')
        first, second = office.file('first'), office.file('second')
        amina.run('packet', 'reply', packet, '--partial', '--out', first)
        assert office.run('packet', 'take-in', first)[0]['final'] is False
        assert office.state(packet)['state'] == 'answered' and office.state(packet)['answered'] == 1
        amina.run('packet', 'set', packet, SUCCESS, 'Second')
        amina.run('packet', 'set', packet, CHALLENGE, 'Power lines')
        amina.run('packet', 'reply', packet, '--out', second)
        taken = office.run('packet', 'take-in', second)[0]
        assert taken['taken'] == 2 and taken['waiting'] == 0, taken
        office.run('report', 'set', office.report, SUCCESS, 'Edited by the office')
        for late in (first, second, first):
            again = office.run('packet', 'take-in', late)[0]
            assert again['taken'] == 0 and again['waiting'] == 0, again
        answers = office.answers()
        assert answers[SUCCESS]['value'] == 'Edited by the office' and answers[SUCCESS]['versions'] == 1
        assert answers[CHALLENGE]['value'] == 'Power lines'
        assert office.state(packet)['answered'] == 2 and office.state(packet)['state'] == 'returned'


def test_taking_back_opens_nothing_else():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUCCESS)
        other, other_path = office.give(CHALLENGE)
        for one in (path, other_path):
            amina.run('packet', 'open', one, env=PASSPHRASE)
        amina.run('packet', 'set', packet, SUCCESS, 'By Amina')
        office.run('packet', 'take-back', packet)
        assert office.state(packet)['state'] == 'taken-back' and office.state(other)['state'] == 'sent'
        reply = office.file('reply')
        amina.run('packet', 'reply', packet, '--out', reply)
        before = office.answers()
        assert 'taken-back' in office.refused('packet', 'take-in', reply)
        assert office.answers() == before
        # The work is not lost: a person may take it in all the same.
        assert office.run('packet', 'take-in', reply, '--anyway')[0]['taken'] == 1
        amina.refused('packet', 'set', other, SUCCESS, 'still not asked')


def test_opened_twice_changes_nothing():
    with Office() as office, respondent() as amina:
        packet, path = office.give(SUCCESS)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        amina.run('packet', 'set', packet, SUCCESS, 'By Amina')
        assert amina.run('packet', 'open', path, env=PASSPHRASE)[0]['new'] is False
        stands = {line['ref']: line['value'] for line in amina.run('packet', 'get', packet)}
        assert stands[SUCCESS] == 'By Amina'


def test_bad_files_get_their_sentence_and_change_nothing():
    with Office() as office, respondent() as amina, respondent(country='SEN') as foreign:
        packet, path = office.give(SUCCESS)
        with open(path, 'rb') as file:
            whole = file.read()
        altered = bytearray(whole)
        altered[-20] ^= 1
        newer = bytearray(whole)
        newer[9] = 9
        for name, content in (('damaged', whole[:-10]), ('damaged', bytes(altered)), ('newer', bytes(newer)),
                              ('not-a-packet', b'A letter'), ('not-a-packet', b'')):
            bad = amina.path + '.bad'
            with open(bad, 'wb') as file:
                file.write(content)
            said = amina.refused('packet', 'open', bad, env=PASSPHRASE)
            assert '(%s:' % name in said, (name, said)
        assert '(passphrase:' in amina.refused('packet', 'open', path, env={'GODWIT_PASSPHRASE': 'eight curlews'})
        assert '(other-country:' in foreign.refused('packet', 'open', path, env=PASSPHRASE)
        assert amina.run('packet', 'list') == [] and foreign.run('packet', 'list') == []
        # A packet is no reply, nobody else's reply is one, and nothing is made of nothing.
        assert '(passphrase-needed:' in office.refused('packet', 'take-in', path, env=PASSPHRASE)
        amina.run('packet', 'open', path, env=PASSPHRASE)
        assert '(nothing:' in amina.refused('packet', 'reply', packet, '--out', office.file('reply'))
        amina.run('packet', 'set', packet, SUCCESS, 'By Amina')
        reply = office.file('reply')
        amina.run('packet', 'reply', packet, '--out', reply)
        assert '(exists:' in amina.refused('packet', 'reply', packet, '--out', reply)
        with Office() as other:
            assert '(not-for-us:' in other.refused('packet', 'take-in', reply)
        before = office.answers()
        with open(reply, 'rb') as file:
            cut = file.read()[:-5]
        with open(reply + '.cut', 'wb') as file:
            file.write(cut)
        assert '(damaged:' in office.refused('packet', 'take-in', reply + '.cut')
        assert office.answers() == before and office.state(packet)['state'] == 'sent'


def test_what_is_not_there_is_not_asked():
    with Office() as office:
        path = office.file('none')
        said = office.refused('packet', 'make', office.report, '/national_report/nowhere', '--for', 'Amina', '--out', path,
                              env=PASSPHRASE)
        assert '(no-question:' in said and not os.path.exists(path)
        said = office.refused('packet', 'make', office.report, SUCCESS, '--for', 'Amina', '--to', 'amina', '--out', path)
        assert '(no-key:' in said and not os.path.exists(path)
        assert office.run('packet', 'list') == []


def test_a_row_of_a_list_goes_by_itself():
    with Office() as office, respondent() as amina:
        rows = '/national_report/taking/exceptions/exception'
        for value in ('one', 'two'):
            row = office.run('report', 'add', office.report, rows)[0]
            office.run('report', 'set', office.report, row['ref'] + '/legal_act', value)
        first = [line['ref'] for line in office.run('report', 'get', office.report) if line['value'] == 'one'][0]
        packet, path = office.give(first.rsplit('/', 1)[0])
        amina.run('packet', 'open', path, env=PASSPHRASE)
        values = [line['value'] for line in amina.run('packet', 'get', packet)]
        assert 'one' in values and 'two' not in values, values
        amina.run('packet', 'set', packet, first, 'one, mended')
        reply = office.file('reply')
        amina.run('packet', 'reply', packet, '--out', reply)
        assert office.run('packet', 'take-in', reply)[0]['taken'] == 1
        assert office.answers()[first]['value'] == 'one, mended'


if __name__ == '__main__':
    main(sys.modules['__main__'])
