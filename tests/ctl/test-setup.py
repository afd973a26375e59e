#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""profile pack and profile new --from: the next computer is set up by a file."""
import json
import os
import sys
import tempfile

from desk import Desk, main, misused, run

KEY = {'GODWIT_PASSPHRASE': 'seven curlews'}
PART = '/national_report/administration/compiler/'


class Place:
    """A folder with a stick, and room for the next computer's profile."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwit-setup-')
        self.file = os.path.join(self.folder.name, 'next.godwit-setup')
        self.profile = os.path.join(self.folder.name, 'profile')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run(self, *arguments, **more):
        return run('--profile', self.profile, '--json', *arguments, **more)

    def begin(self, **more):
        result = self.run('profile', 'new', '--from', self.file, env={**KEY, **more})
        assert result.status == 0, result.err
        return result


def settings(path):
    with open(os.path.join(path, 'profile.json'), encoding='utf-8') as file:
        return json.load(file)


def name_server(desk):
    path = os.path.join(desk.path, 'profile.json')
    profile = settings(desk.path)
    profile['settings'].update({'server-url': 'https://sync.example.org', 'server-user': 'ann', 'of-this-computer': 'x'})
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(profile, file)


def documents(run_it, db):
    return sorted(str(sorted(doc.items())) for doc in run_it('doc', 'list', db))


def test_who_one_is_goes_along_and_no_password():
    with Place() as place, Desk(name='ann', country='KEN', language='fr', role='alternate') as ann:
        name_server(ann)
        ann.put('mine', id='place:manual', type='place', topic='credentials')
        ann.put('party', id='answer:rep1:/data/q1', type='answer', value='one')
        packed = ann.run('profile', 'pack', place.file, env={**KEY, 'GODWIT_PASSWORD': 'secret'})[0]
        assert packed['password'] is False and packed['everything'] is False and packed['documents'] == 1, packed
        made = place.begin().lines[0]
        assert (made['name'], made['role'], made['country'], made['language']) == ('ann', 'alternate', 'KEN', 'fr')
        assert made['password'] is False and made['server'] == 'https://sync.example.org', made
        new = settings(place.profile)
        assert new['settings'] == {'server-url': 'https://sync.example.org', 'server-user': 'ann'}, new
        assert [one['id'] for one in place.run('doc', 'list', 'mine').lines] == ['place:manual']
        assert place.run('doc', 'list', 'party').lines == []


def test_with_everything_the_new_desk_has_all_papers_under_an_identity_of_its_own():
    with Place() as place, Desk(name='ann') as ann:
        report = ann.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        ann.run('report', 'set', report, PART + 'name_title', 'Ann')
        code = ann.run('key', 'show')[0]['code']
        packed = ann.run('profile', 'pack', place.file, '--everything', env=KEY)[0]
        made = place.begin().lines[0]
        assert made['documents'] == packed['documents'] > 1, (packed, made)
        for db in ('party', 'exchange', 'community', 'library', 'mine'):
            here = [one for one in documents(ann.run, db) if 'key:' not in one]
            there = [one for one in documents(lambda *a: place.run(*a).lines, db) if 'key:' not in one]
            assert here == there, (db, here, there)
        assert place.run('key', 'show').lines[0]['code'] != code
        assert place.run('check').status == 0

        # To each other they are two desks: what one writes after that, the other gets.
        stick = os.path.join(place.folder.name, 'stick.godwit')
        result = place.run('report', 'set', report, PART + 'telephone', '+254 20 123')
        assert result.status == 0, result.err
        result = place.run('bundle', 'write', stick, env=KEY)
        assert result.status == 0, result.err
        assert ann.run('bundle', 'read', stick, env=KEY)[0]['stored'] > 0
        values = {line['ref']: line['value'] for line in ann.run('report', 'get', report)}
        assert values[PART + 'telephone'] == '+254 20 123' and values[PART + 'name_title'] == 'Ann', values


def test_the_password_goes_along_only_when_asked_for():
    with Place() as place, Desk(name='ann') as ann:
        name_server(ann)
        packed = ann.run('profile', 'pack', place.file, '--with-password', env={**KEY, 'GODWIT_PASSWORD': 'a secret 9'})[0]
        assert packed['password'] is True
        with open(place.file, 'rb') as file:
            assert b'secret' not in file.read()
        made = place.begin()
        assert made.lines[0]['password'] is True
        assert 'a secret 9' not in made.out + made.err
        assert 'a secret 9' not in json.dumps(settings(place.profile))


def test_what_is_wrong_makes_no_profile():
    with Place() as place, Desk(name='ann') as ann:
        ann.put('party', id='answer:rep1:/data/q1', type='answer', value='one')
        assert 'at least 8' in ann.refused('profile', 'pack', place.file, env={'GODWIT_PASSPHRASE': 'short'})
        assert not os.path.exists(place.file)
        ann.run('profile', 'pack', place.file, '--everything', env=KEY)
        assert 'already a file' in ann.refused('profile', 'pack', place.file, env=KEY)

        result = place.run('profile', 'new', '--from', place.file, env={'GODWIT_PASSPHRASE': 'eight curlews'})
        assert result.status == 1 and 'not the passphrase' in result.err, result.err
        with open(place.file, 'rb') as file:
            whole = file.read()
        for part in (whole[:-1], whole[:len(whole) // 2], whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:], b'no'):
            with open(place.file, 'wb') as file:
                file.write(part)
            result = place.run('profile', 'new', '--from', place.file, env=KEY)
            assert result.status == 1, (len(part), result.out)
            assert not os.path.exists(os.path.join(place.profile, 'profile.json'))
        with open(place.file, 'wb') as file:
            file.write(whole)
        place.begin()
        again = place.run('profile', 'new', '--from', place.file, env=KEY)
        assert again.status == 1 and 'already' in again.err, again.err


def test_documents_that_lost_their_profile_stay_where_they_are():
    with Place() as place, Desk(name='ann') as ann, Desk(name='bea') as bea:
        ann.run('profile', 'pack', place.file, env=KEY)
        bea.put('party', id='answer:rep1:/data/q1', type='answer', value='the only one')
        mark = os.path.join(bea.path, 'profile.json')
        kept = os.path.join(bea.path, 'backups', 'profile.json')
        os.unlink(mark)

        def files():
            found = {}
            for folder, _, names in os.walk(bea.path):
                for name in names:
                    with open(os.path.join(folder, name), 'rb') as file:
                        found[os.path.join(folder, name)] = file.read()
            return found

        before = files()
        for arguments in (('--from', place.file), ('--country', 'KEN')):
            assert 'documents' in bea.refused('profile', 'new', *arguments, env=KEY), arguments
            assert files() == before, arguments
        store = os.path.join(bea.path, 'store.sqlite')
        for left in (kept, store, store + '-wal'):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, os.path.relpath(left, bea.path))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, 'wb') as file:
                    file.write(b'of before')
                result = run('--profile', folder, 'profile', 'new', '--from', place.file, env=KEY)
                assert result.status == 1 and 'documents' in result.err, (left, result.err)
                with open(path, 'rb') as file:
                    assert file.read() == b'of before', left

        bea.run('profile', 'new', '--from', place.file, '--set-aside', env=KEY)
        aside, = [name for name in os.listdir(bea.path) if name.startswith('damaged-')]
        with open(os.path.join(bea.path, aside, 'store.sqlite'), 'rb') as file:
            assert file.read() == before[store]


def test_a_bundle_is_no_set_up_file_nor_the_reverse():
    with Place() as place, Desk(name='ann') as ann:
        ann.put('party', id='answer:rep1:/data/q1', type='answer', value='one')
        ann.run('bundle', 'write', place.file + '.godwit', env=KEY)
        os.rename(place.file + '.godwit', place.file)
        result = place.run('profile', 'new', '--from', place.file, env=KEY)
        assert result.status == 1 and 'not a set-up file' in result.err, result.err
        os.unlink(place.file)
        ann.run('profile', 'pack', place.file, '--everything', env=KEY)
        ann.refused('bundle', 'read', place.file, env=KEY)


def test_names_and_options_are_held_to():
    with Place() as place, Desk() as ann:
        assert '.godwit-setup' in misused('--profile', ann.path, 'profile', 'pack', '/nowhere/next.zip')
        assert 'leave out' in misused('--profile', place.profile, 'profile', 'new', '--from', place.file, '--country', 'KEN')


if __name__ == '__main__':
    main(sys.modules['__main__'])
