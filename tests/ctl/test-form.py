#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""form check|run|eval."""
import json
import os
import sys
import tempfile

from desk import main, misused, run

GOOD = '''<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Sighting</h:title><model>
<instance><data id="sighting" version="3"><n/><twice/><note/></data></instance>
<bind nodeset="/data/n" type="int" constraint=". &gt; 0"/>
<bind nodeset="/data/twice" type="int" calculate="/data/n * 2"/>
<bind nodeset="/data/note" type="string" relevant="/data/n &gt; 10"/>
</model></h:head>
<h:body><input ref="/data/n"><label>How many?</label></input>
<input ref="/data/note"><label>So many?</label></input></h:body></h:html>'''
FAULTY = GOOD.replace('/data/n * 2', '/data/n *')
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + GOOD


class Files:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwitctl-')
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path


def test_sound_form_is_told_so():
    with Files() as files:
        checked = run('--json', 'form', 'check', files.write('good.xml', GOOD))
        assert checked.status == 0, checked.err
        assert checked.lines[-1] == {'ok': True, 'id': 'sighting', 'version': '3', 'title': 'Sighting',
                                     'languages': []}, checked.out


def test_form_without_version_has_none():
    with Files() as files:
        told = run('form', 'check', files.write('plain.xml', GOOD.replace(' version="3"', '')))
        assert told.status == 0 and 'null' not in told.out, told.out


def test_shipped_forms_are_sound():
    for name in ('national-report', 'action'):
        checked = run('--json', 'form', 'check', name)
        assert checked.status == 0, checked.err
        assert len(checked.lines[-1]['languages']) == 4, checked.lines[-1]


def test_faults_are_listed():
    with Files() as files:
        checked = run('--json', 'form', 'check', files.write('bad.xml', FAULTY))
        assert checked.status == 1
        faults = [line for line in checked.lines if line['severity'] == 'fault']
        assert faults and faults[0]['line'] > 0 and faults[0]['sentence'], checked.out


def test_dangerous_xml_is_refused():
    with Files() as files:
        for text in (BOMB, '', 'words', '<a/>', GOOD[:300]):
            checked = run('--json', 'form', 'check', files.write('bomb.xml', text))
            assert checked.status == 1, text
        assert run('form', 'check', os.path.join(files.folder.name, 'nothing.xml')).status == 1


def test_script_is_followed():
    script = {'now': '2027-03-01T12:00:00Z', 'tz': 'UTC',
              'steps': [{'op': 'set', 'path': '/data/n', 'value': '21'},
                        {'op': 'set', 'path': '/data/n', 'value': '-1'}]}
    with Files() as files:
        done = run('form', 'run', files.write('good.xml', GOOD), '-', stdin=json.dumps(script))
        assert done.status == 0, done.err
        lines = done.lines
        assert [node['path'] for node in lines[0]['nodes']] == [
            '/data/n', '/data/twice', '/data/note', '/data/meta', '/data/meta/instanceID']
        assert lines[1]['changed']['/data/twice']['value'] == '42'
        assert lines[2]['changed']['/data/n']['valid'] is False
        bad = run('form', 'run', files.write('good.xml', GOOD), '-', stdin='{"steps": 7')
        assert bad.status == 1


def test_expressions_are_calculated():
    with Files() as files:
        form = files.write('good.xml', GOOD)
        assert run('--json', 'form', 'eval', form, '6 * 7').lines == [{'value': '42'}]
        day = run('--json', 'form', 'eval', '--now', '2027-03-01T12:00:00Z', '--tz', 'UTC', form, 'today()')
        assert day.lines[0]['value'].startswith('2027-03-01'), day.out
        assert run('form', 'eval', form, '6 *').status == 1
        misused('form', 'eval', '--now', 'yesterday', form, '1')
        misused('form', 'eval', '--tz', 'Nowhere/Here', form, '1')


main(sys.modules[__name__])
