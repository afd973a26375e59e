#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""profile, doc, search, check, and what all commands have in common."""
import json
import os
import re
import sys
import tempfile

from desk import Desk, main, misused, run


def test_help_stands_everywhere():
    top = run('--help')
    assert top.status == 0
    groups = [line.split()[0] for line in top.out.splitlines() if line.startswith('  ')
              and not line.startswith('  --')]
    assert {'profile', 'doc', 'search', 'manual', 'check'} <= set(groups), groups
    for group in groups:
        help_text = run(group, '--help')
        assert help_text.status == 0 and group in help_text.out, group
        commands = [line.split() for line in help_text.out.splitlines()
                    if line.startswith('  godwitctl %s ' % group)]
        for words in commands:
            one = run(group, words[2], '--help') if len(words) > 2 else help_text
            assert one.status == 0 and 'godwitctl ' + group in one.out, words


def test_wrong_command_lines_are_told():
    with tempfile.TemporaryDirectory() as nowhere:
        env = {'XDG_DATA_HOME': nowhere}
        assert run(env=env).status == 2
        assert run('doc', 'list', 'mine', env=env).status == 2
        assert 'profile new' in run('doc', 'list', 'mine', env=env).err
    misused('frobnicate')
    misused('doc')
    misused('doc', 'frobnicate')
    misused('doc', 'get', 'mine')
    misused('doc', 'get', 'mine', 'a', 'b')
    misused('doc', 'list', '--frobnicate', 'mine')
    misused('--profile')
    misused('--profile', '/tmp/x', 'profile', 'new')
    misused('--profile', '/tmp/x', 'profile', 'new', '--country', 'KEN', '--role', 'king')


def test_manual_page_tells_of_every_command():
    path = os.path.join(os.environ['GODWIT_SOURCE_DIR'], 'data', 'man', 'godwitctl.1')
    with open(path, encoding='utf-8') as file:
        page = file.read().replace('\\', '')
    groups = [line.split()[0] for line in run('--help').out.splitlines()
              if line.startswith('  ') and not line.startswith('  --')]
    for group in groups:
        for line in run(group, '--help').out.splitlines():
            if line.startswith('  godwitctl '):
                words = [word for word in line.split()[1:3] if word.isalpha() and word.islower()]
                assert '.B %s' % ' '.join(words) in page, line
                for option in set(re.findall(r'--[a-z-]+', line)):
                    assert option in page, (line, option)


def test_version_is_told():
    assert run('--version').out.startswith('godwitctl ')


def test_profile_is_made_once():
    with Desk(country='SEN', language='fr', name='awa', role='alternate') as desk:
        shown = desk.run('profile', 'show')[0]
        assert shown['country'] == 'SEN' and shown['language'] == 'fr'
        assert shown['name'] == 'awa' and shown['role'] == 'alternate'
        desk.refused('profile', 'new', '--country', 'KEN')
        assert desk.run('profile', 'show')[0]['country'] == 'SEN'
        assert desk.run('profile', 'set', '--language', 'es')[0]['language'] == 'es'
        assert desk.run('profile', 'show')[0] == {**shown, 'language': 'es'}


def test_a_damaged_profile_is_set_aside():
    with Desk() as desk:
        mark = os.path.join(desk.path, 'profile.json')
        assert 'not damaged' in desk.refused('profile', 'new', '--country', 'KEN', '--set-aside')
        for path in (mark, os.path.join(desk.path, 'backups', 'profile.json')):
            with open(path, 'w', encoding='utf-8') as file:
                file.write('{"role":"nf')
        desk.refused('profile', 'new', '--country', 'KEN')
        assert desk.run('profile', 'new', '--country', 'KEN', '--set-aside')[0]['country'] == 'KEN'
        kept = [name for name in os.listdir(desk.path) if name.startswith('damaged-')]
        assert len(kept) == 1, kept
        assert {'profile.json', 'store.sqlite'} <= set(os.listdir(os.path.join(desk.path, kept[0])))


def test_a_password_in_an_address_is_refused():
    with Desk() as desk:
        said = run('--profile', desk.path, 'sync', '--server', 'https://ann:secret@desk.example', '--user', 'ann',
                   env={'GODWIT_PASSWORD': 'x'})
        assert said.status == 2 and '--user' in said.err and 'secret' not in said.err, said


def test_the_only_profile_needs_no_name():
    with tempfile.TemporaryDirectory() as home:
        env = {'XDG_DATA_HOME': home}
        profiles = os.path.join(home, 'godwit', 'profiles')
        assert run('--profile', os.path.join(profiles, 'a'), 'profile', 'new', '--country', 'KEN', env=env).status == 0
        assert 'KEN' in run('profile', 'show', env=env).out
        assert run('--profile', os.path.join(profiles, 'b'), 'profile', 'new', '--country', 'SEN', env=env).status == 0
        assert run('profile', 'show', env=env).status == 2


def test_unknown_country_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        made = run('--profile', os.path.join(folder, 'p'), 'profile', 'new', '--country', 'kenya')
        assert made.status == 1
        assert not os.path.exists(os.path.join(folder, 'p', 'profile.json'))


def test_missing_profile_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'nothing')
        refused = run('--profile', path, 'doc', 'list', 'mine')
        assert refused.status == 1 and path in refused.err
        assert not os.path.exists(path)


def test_documents_come_back_as_they_were():
    with Desk() as desk:
        stored = desk.put('mine', id='jot:1', title='Grue couronnée', n=[1, 2.5, None, True, {'a': 'ب'}])
        got = desk.run('doc', 'get', 'mine', 'jot:1')[0]
        assert got == {'_id': 'jot:1', '_rev': stored['rev'], 'title': 'Grue couronnée',
                       'n': [1, 2.5, None, True, {'a': 'ب'}]}
        got['title'] = 'Grue'
        again = desk.run('doc', 'put', 'mine', '-', stdin=json.dumps(got))[0]
        assert again['rev'].startswith('2-')
        assert desk.run('doc', 'get', 'mine', 'jot:1')[0]['title'] == 'Grue'
        old = desk.run('doc', 'get', '--rev', stored['rev'], 'mine', 'jot:1')[0]
        assert old['title'] == 'Grue couronnée'


def test_documents_come_from_files():
    with Desk() as desk:
        path = os.path.join(desk.folder.name, 'a.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'_id': 'jot:file', 'x': 1}, file)
        desk.run('doc', 'put', 'mine', path)
        assert desk.run('doc', 'get', 'mine', 'jot:file')[0]['x'] == 1
        desk.refused('doc', 'put', 'mine', os.path.join(desk.folder.name, 'nothing.json'))


def test_second_document_of_a_name_is_refused():
    with Desk() as desk:
        stored = desk.put('mine', id='jot:1', x=1)
        sentence = desk.refused('doc', 'put', 'mine', '-', stdin='{"_id": "jot:1", "x": 2}')
        assert stored['rev'] in sentence
        assert desk.run('doc', 'get', 'mine', 'jot:1')[0]['x'] == 1


def test_two_versions_are_both_kept():
    with Desk() as desk:
        base = desk.put('mine', id='jot:1', x=0)['rev']
        desk.put('mine', id='jot:1', rev=base, x=1)
        desk.put('mine', id='jot:1', rev=base, x=2)
        assert [line['id'] for line in desk.run('doc', 'conflicts')] == ['jot:1']
        versions = desk.run('doc', 'get', '--versions', 'mine', 'jot:1')
        assert sorted(one['x'] for one in versions) == [1, 2]


def test_deleted_documents_are_gone():
    with Desk() as desk:
        desk.put('mine', id='jot:1', x=0)
        desk.put('mine', id='jot:2', x=0)
        desk.run('doc', 'delete', 'mine', 'jot:1')
        desk.refused('doc', 'get', 'mine', 'jot:1')
        desk.refused('doc', 'delete', 'mine', 'jot:1')
        assert [line['id'] for line in desk.run('doc', 'list', 'mine')] == ['jot:2']
        assert desk.put('mine', id='jot:1', x=5)['rev'].startswith(('1-', '3-'))


def test_lists_are_cut_as_asked():
    with Desk() as desk:
        for number in range(5):
            desk.put('mine', id='jot:%d' % number, x=0)
        desk.put('mine', id='other:1', x=0)
        assert len(desk.run('doc', 'list', 'mine')) == 6
        assert len(desk.run('doc', 'list', 'mine', '--prefix', 'jot:')) == 5
        assert [line['id'] for line in desk.run('doc', 'list', '--limit', '2', 'mine')] == ['jot:0', 'jot:1']


def test_bad_documents_are_refused():
    with Desk() as desk:
        for text in ('', 'x', '[]', '{"x": 1}', '{"_id": ""}', '{"_id": "jot:1", "_secret": 1}',
                     '{"_id": "jot:1"', '{"_id": 7}', '{"_id": "jot:1", "_rev": "nonsense", "x": 1}'):
            desk.refused('doc', 'put', 'mine', '-', stdin=text)
        desk.refused('doc', 'put', 'no-such-database', '-', stdin='{"_id": "jot:1"}')
        assert desk.run('doc', 'list', 'mine') == []


def test_library_is_not_written_by_a_focal_point():
    with Desk() as desk:
        desk.refused('doc', 'put', 'library', '-', stdin='{"_id": "page:x:en", "xml": ""}')
        assert desk.run('doc', 'list', 'library') == []


def test_search_finds_names_in_every_language():
    with Desk(language='fr') as desk:
        for words in ('snow leopard', 'PANTHERE des neiges', 'uncia'):
            hits = desk.run('search', *words.split())
            species = [hit for hit in hits if hit['kind'] == 'species']
            assert species[0]['heading'] == 'Uncia uncia', (words, species)
            assert species[0]['language'] == 'fr'


def test_search_marks_what_it_found():
    with Desk() as desk:
        hit = [one for one in desk.run('search', 'credentials') if one['kind'] == 'manual'][0]
        marked = hit['title'].encode()
        assert [marked[start:start + length].decode().lower() for start, length in hit['title_marks']
                ] == ['credentials'], hit


def test_search_takes_anything():
    with Desk() as desk:
        for words in ('"', '" OR "', 'NEAR(', '--', '*', ')))', 'title:', '\u200f', 'a' * 5000):
            desk.run('search', '--', words)
        assert desk.run('search', 'xyzzyxyzzy') == []
    misused('search')
    misused('search', '--limit', '0', 'x')


def test_search_needs_no_profile():
    with tempfile.TemporaryDirectory() as nowhere:
        found = run('--json', 'search', 'crane', env={'XDG_DATA_HOME': nowhere})
        assert found.status == 0 and len(found.lines) > 1


def test_check_finds_nothing_in_a_sound_profile():
    with Desk() as desk:
        desk.put('mine', id='jot:1', x=0)
        assert desk.run('check') == []


def test_check_tells_damage():
    with Desk() as desk:
        for number in range(200):
            desk.put('mine', id='jot:%d' % number, x='y' * 400) if number < 5 else None
        path = os.path.join(desk.path, 'store.sqlite')
        assert desk.run('check') == []
        with open(path, 'r+b') as file:
            file.seek(4096)
            page = file.read(1024)
            file.seek(4096)
            file.write(bytes(255 - byte for byte in page))
        result = desk.try_run('check')
        assert result.status == 1, result.out


def test_sentences_are_in_the_persons_language():
    french = run('frobnicate', env={'LANGUAGE': 'fr', 'LC_ALL': 'C.UTF-8'})
    english = run('frobnicate', env={'LANGUAGE': 'en', 'LC_ALL': 'C.UTF-8'})
    plain = run('frobnicate', env={'LANGUAGE': 'fr', 'LC_ALL': 'C'})
    assert french.err != english.err, english.err
    assert plain.err == french.err


main(sys.modules[__name__])
