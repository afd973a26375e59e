#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report new|list|get|set|add|remove|progress|export."""
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

from desk import Desk, main, misused

NAME = '/national_report/administration/compiler/name_title'
EMAIL = '/national_report/administration/compiler/email'
SUCCESS = '/national_report/summary/success_1'
EXCEPTION = '/national_report/taking/exceptions/exception'


def begin(desk, *more):
    return desk.run('report', 'new', '--cycle', 'CMS-COP16', *more)[0]


def answers(desk, report):
    return {line['ref']: line['value'] for line in desk.run('report', 'get', report)}


def test_report_is_begun_and_listed():
    with Desk(country='SEN', language='fr') as desk:
        made = begin(desk, '--title', 'Rapport 2028')
        assert made['country'] == 'SEN' and made['title'] == 'Rapport 2028'
        assert made['cycle'] == 'CMS-COP16' and made['instrument'] == 'cms'
        assert desk.run('report', 'list') == [made]


def test_no_date_is_made_up():
    with Desk() as desk:
        made = desk.run('report', 'new', '--cycle', 'CMS-COP99')[0]
        assert made['announced'] is False and 'due' not in made


def test_due_follows_the_day_of_opening():
    with Desk() as desk:
        made = begin(desk, '--opening', '2029-03-01')
        assert made['announced'] is True and made['due'] == '2028-09-02'
    with Desk() as desk:
        assert desk.try_run('report', 'new', '--opening', '2029-02-30').status == 2
        assert desk.run('report', 'list') == []


def test_answers_are_kept_with_author_and_time():
    with Desk(name='wanjiru') as desk:
        report = begin(desk)['id']
        desk.run('report', 'set', report, NAME, 'Wanjirũ Mwangi')
        assert answers(desk, report) == {NAME: 'Wanjirũ Mwangi'}
        one = desk.run('report', 'get', report, NAME)[0]
        assert one['value'] == 'Wanjirũ Mwangi' and one['author'] == 'wanjiru' and one['changed']
        assert one['valid'] is True and one['label']


def test_wrong_answers_are_kept_and_said_to_be_wrong():
    with Desk() as desk:
        report = begin(desk)['id']
        desk.run('report', 'set', report, EMAIL, 'nobody at nowhere')
        one = desk.run('report', 'get', report, EMAIL)[0]
        assert one['value'] == 'nobody at nowhere' and one['valid'] is False
        assert desk.run('report', 'progress', report)[-1]['invalid'] == 1


def test_many_answers_are_set_at_once_or_not_at_all():
    with Desk() as desk:
        report = begin(desk)['id']
        desk.run('report', 'set', report, '-', stdin=json.dumps({NAME: 'A', SUCCESS: 'B'}))
        assert answers(desk, report) == {NAME: 'A', SUCCESS: 'B'}
        desk.refused('report', 'set', report, '-',
                     stdin=json.dumps({SUCCESS: 'C', '/national_report/nowhere': 'x', NAME: 'D'}))
        desk.refused('report', 'set', report, '-', stdin=json.dumps({SUCCESS: 7}))
        desk.refused('report', 'set', report, '-', stdin='nonsense')
        assert answers(desk, report) == {NAME: 'A', SUCCESS: 'B'}


def test_what_the_form_fills_in_takes_no_answer():
    with Desk() as desk:
        report = begin(desk)['id']
        desk.refused('report', 'set', report, '/national_report/instruments/status/aewa', 'party')


def test_rows_come_and_go():
    with Desk() as desk:
        report = begin(desk)['id']
        row = desk.run('report', 'add', report, EXCEPTION)[0]['ref']
        assert row.startswith(EXCEPTION + '[')
        again = desk.run('report', 'add', report, EXCEPTION)[0]['ref']
        assert again != row
        desk.run('report', 'remove', report, row)
        desk.refused('report', 'remove', report, row)
        desk.refused('report', 'add', report, SUCCESS)


def test_progress_counts_by_section():
    with Desk(language='fr') as desk:
        report = begin(desk)['id']
        before = desk.run('report', 'progress', report)
        desk.run('report', 'set', report, NAME, 'A')
        after = desk.run('report', 'progress', report)
        assert len(before) >= 6 and before[-1]['ref'] == ''
        assert after[-1]['answered'] == before[-1]['answered'] + 1
        changed = [two['ref'] for one, two in zip(before, after) if one != two]
        assert changed == ['/national_report/administration', ''], changed


def test_arabic_document_runs_from_the_right():
    with Desk() as desk:
        report = begin(desk)['id']
        path = os.path.join(desk.folder.name, 'report.odt')
        desk.run('report', 'set', report, NAME, 'Awa Ndiaye')
        desk.run('report', 'export', '--language', 'ar', report, path)
        with zipfile.ZipFile(path) as file:
            content = file.read('content.xml').decode()
            styles = file.read('styles.xml').decode()
        assert 'style:writing-mode="rl-tb" fo:text-align="right"' in styles
        assert '<text:p text:style-name="Answer1a">Awa Ndiaye</text:p>' in content


def test_report_goes_into_files():
    with Desk(language='fr') as desk:
        report = begin(desk)['id']
        desk.run('report', 'set', report, NAME, 'Awa Ndiaye')
        for ending in ('pdf', 'odt', 'csv', 'json', 'xml'):
            path = os.path.join(desk.folder.name, 'report.' + ending)
            told = desk.run('report', 'export', report, path)[0]
            with open(path, 'rb') as file:
                data = file.read()
            assert told['bytes'] == len(data) > 100
            if ending == 'odt':
                with zipfile.ZipFile(path) as file:
                    data = file.read('content.xml')
            if ending == 'pdf':
                assert data.startswith(b'%PDF-')
            else:
                assert 'Awa Ndiaye' in data.decode('utf-8-sig'), ending
            if ending == 'json':
                assert isinstance(json.loads(data), dict)
            if ending == 'xml':
                ElementTree.fromstring(data)
        assert desk.try_run('report', 'export', report, 'report.doc').status == 2
        desk.refused('report', 'export', report, os.path.join(desk.folder.name, 'no', 'where.pdf'))
        out = desk.try_run('report', 'export', '--format', 'csv', report, '-')
        assert out.status == 0 and 'Awa Ndiaye' in out.out


def test_pasted_control_characters_break_no_file():
    """As they come with a text from a word processor: kept as they are, and cleaned on the way out."""
    pasted = 'soft\x0bbreak, bell \x07, none \ufffe\ufdd0, end'
    with Desk() as desk:
        report = begin(desk, '--title', 'Odd \ufffe title')['id']
        desk.run('report', 'set', report, '-', stdin=json.dumps({NAME: pasted}))
        assert answers(desk, report)[NAME] == pasted
        for ending in ('pdf', 'odt', 'csv', 'json', 'xml'):
            path = os.path.join(desk.folder.name, 'report.' + ending)
            desk.run('report', 'export', report, path)
            if ending == 'xml':
                text = ''.join(ElementTree.parse(path).getroot().itertext())
                assert 'soft\nbreak, bell \ufffd, none \ufffd\ufffd, end' in text, text


def test_unknown_reports_are_refused():
    with Desk() as desk:
        for words in (('get', 'x'), ('set', 'x', NAME, 'a'), ('progress', 'x'), ('export', 'x', 'x.pdf'),
                      ('add', 'x', EXCEPTION), ('remove', 'x', EXCEPTION)):
            desk.refused('report', *words)
        report = begin(desk)['id']
        desk.refused('report', 'get', report, '/national_report/nowhere')
        desk.refused('report', 'set', report, '/national_report/nowhere', 'x')
        assert desk.try_run('report', 'set', report, NAME).status == 2
    misused('report', 'set', 'x')


def test_strange_reports_do_no_harm():
    """What came from elsewhere may have any id and any shape."""
    with Desk() as desk:
        report = desk.run('report', 'new')[0]['id']
        document = desk.run('doc', 'get', 'party', 'report:' + report)[0]
        del document['_rev']
        for strange in (report + ':1', report + '0', '', 'a:b:c', '..', '[x]', '\u202e<b>'):
            desk.run('doc', 'put', 'party', '-', stdin=json.dumps({**document, '_id': 'report:' + strange}))
        desk.run('doc', 'put', 'party', '-', stdin=json.dumps({**document, '_id': 'report:form', 'form': [], 'title': {}}))
        assert report in [one['id'] for one in desk.run('report', 'list')]
        desk.run('report', 'get', report)
        for one in desk.run('report', 'list'):
            assert ':' not in one['id'] and one['id'], one
            desk.try_run('report', 'progress', one['id'])
        desk.refused('report', 'get', report + ':1')


def test_answers_are_found():
    with Desk(language='fr') as desk:
        report = begin(desk)['id']
        desk.run('report', 'set', report, SUCCESS, 'Les dugongs sont revenus dans la baie')
        hits = [hit for hit in desk.run('search', 'dugong', 'baie') if hit['kind'] == 'answer']
        assert len(hits) == 1 and hits[0]['db'] == 'party', hits


main(sys.modules[__name__])
