#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""server: what the keeper of a server does, against the test server."""
import json
import os
import sys
import tempfile

from desk import Desk, main, run
from place import Place, is_there


def keep(place, *arguments, status=0, env=None, stdin=None):
    """One `godwitctl --json server` as the administrator; its lines, or its sentence where it was refused."""
    result = run('--json', 'server', *arguments, env={**place.keeper(), **(env or {})}, stdin=stdin)
    assert result.status == status, (arguments, result.status, result.out, result.err)
    return result.err if status else result.lines


def everything(place):
    """All documents of all databases, with their revisions."""
    _, names = place.ask('admin', '/_all_dbs')
    return {name: [place.ask('admin', '/%s/_all_docs?include_docs=true' % name)[1]['rows'],
                   place.ask('admin', '/%s/_security' % name)[1]] for name in names}


def test_laid_out_twice_is_laid_out_once():
    place = PLACE
    first = keep(place, 'lay-out', place.url, '--country', 'KEN', '--country', 'uzb')
    assert first[-1]['changes'] == len(first) - 1 == 1 + 4 * (2 * 2 + 2 * 2 * 3), first
    assert {'database': 'party-ken', 'change': 'rule'} in first
    before = everything(place)
    assert {'library', 'community-chunks', 'exchange-uzb', 'packets-ken-chunks'} < set(before)
    assert all(place.ask('admin', '/%s/_revs_limit' % name)[1] == 30 for name in before if name[0] != '_')

    assert keep(place, 'lay-out', place.url, '--country', 'KEN') == [{'changes': 0}]
    assert everything(place) == before


def test_what_was_altered_is_mended_and_nothing_else():
    place = PLACE
    before = everything(place)
    assert place.ask('admin', '/party-ken/answer:r:q', {'type': 'answer', 'value': 'kept'}, 'PUT')[0] == 201
    rule = place.ask('admin', '/party-ken/_design/godwit')[1]
    rule['validate_doc_update'] = 'function () {}'
    assert place.ask('admin', '/party-ken/_design/godwit', rule, 'PUT')[0] == 201
    everybody = {'admins': {'names': [], 'roles': []}, 'members': {'names': [], 'roles': []}}
    assert place.ask('admin', '/exchange-ken/_security', everybody, 'PUT')[0] == 200

    changes = keep(place, 'lay-out', place.url)
    assert changes == [{'database': 'party-ken', 'change': 'rule'}, {'database': 'exchange-ken', 'change': 'readers'},
                       {'changes': 2}], changes
    after = everything(place)
    assert after['exchange-ken'] == before['exchange-ken']
    assert place.ask('admin', '/party-ken/answer:r:q')[1]['value'] == 'kept'
    assert (place.ask('admin', '/party-ken/_design/godwit')[1]['validate_doc_update']
            == [row for row in before['party-ken'][0] if row['id'] == '_design/godwit'][0]['doc']['validate_doc_update'])


def test_the_test_server_is_laid_out_alike():
    """By a program of its own, from the same files."""
    with Place() as place:
        before = everything(place)
        assert keep(place, 'lay-out', place.url) == [{'changes': 0}]
        assert everything(place) == before


def test_only_its_keeper_lays_out_and_the_password_is_on_no_command_line():
    place = PLACE
    word = keep(place, 'account', 'add', place.url, 'sec', '--role', 'secretariat')[0]['password']
    before = everything(place)
    env = {'GODWIT_USER': 'sec', 'GODWIT_PASSWORD': word}
    assert 'administrators' in keep(place, 'lay-out', place.url, status=1, env=env)
    assert 'password' in keep(place, 'lay-out', place.url, status=1, env={'GODWIT_PASSWORD': 'wrong'})
    named = place.url.replace('//', '//admin:%s@' % place.passwords['admin'])
    keep(place, 'lay-out', named, status=2)
    assert 'https' in keep(place, 'lay-out', 'http://192.0.2.1:5984', status=1)
    keep(place, 'lay-out', place.url, '--country', 'KEM', status=2)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'login')
        with open(path, 'w', encoding='utf-8') as login:
            login.write('machine other.example login x password y\n'
                        'machine 127.0.0.1\n login admin\n password %s\n' % place.passwords['admin'])
        os.chmod(path, 0o644)
        blank = {'GODWIT_USER': '', 'GODWIT_PASSWORD': ''}
        assert 'chmod 600' in keep(place, 'lay-out', place.url, '--login', path, status=1, env=blank)
        os.chmod(path, 0o600)
        assert keep(place, 'lay-out', place.url, '--login', path, env=blank) == [{'changes': 0}]
    given = place.passwords['admin'] + '\n'
    assert keep(place, 'lay-out', place.url, '--password-stdin', env={'GODWIT_PASSWORD': ''},
                stdin=given) == [{'changes': 0}]
    assert everything(place) == before


def test_accounts_are_made_renewed_and_shut_out():
    place, url = PLACE, PLACE.url
    with Desk(name='ann') as ann:

        def status(name, password, path='/party-ken/_changes'):
            place.passwords[name] = password
            return place.ask(name, path)[0]

        made = keep(place, 'account', 'add', url, 'ann', '--role', 'nfp', '--country', 'KEN')[0]
        assert made['name'] == 'ann' and len(made['password']) == 23, made
        assert status('ann', made['password']) == 200
        assert place.ask('ann', '/library/_changes')[0] == 200 and place.ask('ann', '/_users/_all_docs')[0] == 403
        ann.run('action', 'new', 'title=Count of storks')
        sent = ann.run('sync', '--server', url, '--user', 'ann', env={'GODWIT_PASSWORD': made['password']})[-1]
        assert sent['pushed'] > 0 and sent['refused'] == 0, sent

        assert 'left as it is' in keep(place, 'account', 'add', url, 'ann', '--role', 'nfp', '--country', 'KEN', status=1)
        assert status('ann', made['password']) == 200
        again = keep(place, 'account', 'reset', url, 'ann')[0]['password']
        assert status('ann', made['password']) == 401 and status('ann', again) == 200

        assert keep(place, 'account', 'disable', url, 'ann')[0]['disabled']
        assert status('ann', again) == 401
        assert 'disabled' in keep(place, 'account', 'reset', url, 'ann', status=1)
        listed = keep(place, 'account', 'list', url)
        assert listed == [{'name': 'ann', 'roles': ['nfp', 'party-ken'], 'disabled': True},
                          {'name': 'sec', 'roles': ['secretariat'], 'disabled': False}], listed
        back = keep(place, 'account', 'add', url, 'ann', '--role', 'courier', '--country', 'KEN', '--own-password',
                    stdin='a word of mine\n')[0]
        assert back == {'name': 'ann'}, back
        assert status('ann', 'a word of mine') == 200
        assert place.ask('ann', '/packets-ken/_changes')[0] == 403
        keep(place, 'account', 'add', url, 'bea', '--role', 'nfp', '--country', 'KEN', '--own-password', stdin='short\n',
             status=1)

        assert 'beside' in keep(place, 'account', 'add', url, 'mod', '--role', 'moderator', status=1)
        assert '--country' in keep(place, 'account', 'add', url, 'mod', '--role', 'nfp', status=1)
        keep(place, 'account', 'add', url, 'mod', '--role', 'king', status=1)
        keep(place, 'account', 'add', url, 'a:b', '--role', 'secretariat', status=1)
        keep(place, 'account', 'remove', url, 'ann', status=2)
        keep(place, 'account', 'reset', url, status=2)
        assert 'nothing of this name' in keep(place, 'account', 'reset', url, 'nobody', status=1)
        assert [one['name'] for one in keep(place, 'account', 'list', url)] == ['ann', 'sec']
        stored = json.dumps(place.ask('admin', '/_users/_all_docs?include_docs=true')[1])
        assert 'a word of mine' not in stored and again not in stored


def test_the_proof_finds_what_is_broken_and_leaves_nothing():
    place = PLACE
    country = ('--country', 'KEN')
    rule = place.ask('admin', '/packets-ken/_design/godwit')[1]
    rule['validate_doc_update'] = rule['validate_doc_update'].replace('parts[1] !== user.name', 'false')
    assert place.ask('admin', '/packets-ken/_design/godwit', rule, 'PUT')[0] == 201
    gone = place.ask('admin', '/community/_design/godwit')[1]['_rev']
    assert place.ask('admin', '/community/_design/godwit?rev=' + gone, method='DELETE')[0] == 200
    readers = {'admins': {'names': [], 'roles': ['_admin']}, 'members': {'names': [], 'roles': ['nfp', 'secretariat']}}
    assert place.ask('admin', '/exchange-ken/_security', readers, 'PUT')[0] == 200

    before = everything(place)
    result = run('--json', 'server', 'check', place.url, *country, env=place.keeper())
    assert result.status == 1 and 'does not hold' in result.err, (result.status, result.err)
    *rows, summary = result.lines
    broken = [row for row in rows if not row['held']]
    assert summary == {'rows': len(rows), 'broken': len(broken)}, summary
    found = {(row['database'], row['who'], row['act'], row['what']) for row in broken}
    assert {row['database'] for row in broken} == {'packets-ken', 'community', 'exchange-ken'}, found
    assert ('exchange-ken', 'admin', 'plan', '_security') in found
    assert ('exchange-ken', 'neighbour', 'read', '_changes') in found
    assert ('exchange-ken', 'courier', 'read', '_changes') in found
    assert ('community', 'admin', 'plan', '_design/godwit') in found
    assert ('community', 'courier', 'write', 'godwit-check') in found
    # Somebody else's key. It was tried in a copy; what the database without a rule took was taken out again.
    mine = [row for row in broken if row['database'] == 'packets-ken' and row['who'] == 'respondent']
    assert any(':office' not in row['what'] and '-office:desk' in row['what'] for row in mine), mine
    assert everything(place) == before

    assert keep(place, 'lay-out', place.url)[-1] == {'changes': 3}
    before = everything(place)
    *rows, summary = keep(place, 'check', place.url, *country)
    assert summary['broken'] == 0 and all(row['held'] for row in rows) and len(rows) > 300, summary
    assert {row['who'] for row in rows} == {'admin', 'office', 'neighbour', 'respondent', 'secretariat', 'editor',
                                            'moderator', 'courier', 'nobody'}
    assert everything(place) == before


if __name__ == '__main__':
    if not is_there():
        print('1..0 # SKIP node or the packages of tests/server are missing: there is no server to keep')
        sys.exit(0)
    with Place(bare=True) as PLACE:
        main(sys.modules['__main__'])
