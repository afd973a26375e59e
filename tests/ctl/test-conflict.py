#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""conflict: two desks change one answer and one action apart, by stick, and a person settles them."""
import os
import sys
import tempfile

from desk import Desk, main

WORDS = {'GODWIT_PASSPHRASE': 'seven curlews'}
PLACE = '/national_report/administration/compiler/name_title'


class Sticks:
    """Each give() takes all that is new from one desk to the other."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwit-stick-')
        self.written = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def give(self, giver, taker):
        self.written += 1
        path = os.path.join(self.folder.name, '%d.godwit' % self.written)
        giver.run('bundle', 'write', path, '--all', env=WORDS)
        taker.run('bundle', 'read', path, '--any-signer', env=WORDS)


def written_apart(sticks, ann, ben):
    """An answer that both changed, and what its document is called."""
    report = ann.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
    ann.run('report', 'set', report, PLACE, 'A. Mwangi')
    sticks.give(ann, ben)
    ann.run('report', 'set', report, PLACE, 'Ann Mwangi')
    ben.run('report', 'set', report, PLACE, 'Ann, Director')
    sticks.give(ben, ann)
    sticks.give(ann, ben)
    open_ones = ann.run('conflict', 'list')
    assert len(open_ones) == 1 and open_ones[0]['versions'] == 2 and open_ones[0]['fields'] == ['value'], open_ones
    assert ben.run('conflict', 'list') == open_ones
    return report, open_ones[0]['id']


def shown(desk, report, place=PLACE):
    return desk.run('report', 'get', report, place)[0]


def test_a_version_is_chosen_and_the_other_is_kept():
    with Sticks() as sticks, Desk(name='ann') as ann, Desk(name='ben') as ben:
        report, answer = written_apart(sticks, ann, ben)
        versions = ann.run('conflict', 'show', answer)
        assert [one['version'] for one in versions] == [1, 2] and versions[0]['shown']
        assert {one['author']: one['fields']['value'] for one in versions} == {
            'ann': 'Ann Mwangi', 'ben': 'Ann, Director'}
        loser = versions[1]
        other = [one for one in versions if one is not loser][0]
        settled = ann.run('conflict', 'settle', '--keep', str(loser['version']), answer)[0]
        assert settled['versions'] == 0
        sticks.give(ann, ben)
        for desk in (ann, ben):
            assert desk.run('conflict', 'list') == []
            assert shown(desk, report)['value'] == loser['fields']['value']
            kept = [one['body']['value'] for one in desk.run('conflict', 'kept', answer)]
            past = [line['id'] for line in desk.run('doc', 'list', '--prefix', 'past:', 'party')]
            texts = [desk.run('doc', 'get', 'party', one)[0]['value'] for one in past]
            assert other['fields']['value'] in kept + texts, (kept, texts)
            assert other['fields']['value'] in texts, texts
        assert 'nothing to settle' in ann.refused('conflict', 'settle', '--keep', '1', answer)


def alone(desk, value, *beside):
    """An answer with versions that came from others, as sync would have stored them."""
    report = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
    desk.run('report', 'set', report, PLACE, value)
    line = [one for one in desk.run('doc', 'list', '--prefix', 'answer:', 'party') if one['title'] == value][0]
    add_beside(desk, line['id'], line['rev'], *beside)
    return report, line['id']


def add_beside(desk, name, below, *beside):
    first = desk.run('doc', 'get', '--rev', below, 'party', name)[0]
    for author, changes in beside:
        body = {**first, **changes, 'author': author}
        desk.put('party', id=name, rev=below, **{key: body[key] for key in body if key[0] != '_'})


def test_a_text_of_ones_own_stands():
    with Desk(name='ann') as ann:
        report, answer = alone(ann, 'A. Mwangi', ('ann', {'value': 'Ann Mwangi'}), ('ben', {'value': 'Ann, Director'}))
        ann.run('conflict', 'settle', '--text', 'Ann Mwangi, Director', answer)
        assert shown(ann, report)['value'] == 'Ann Mwangi, Director'
        past = [ann.run('doc', 'get', 'party', line['id'])[0]['value']
                for line in ann.run('doc', 'list', '--prefix', 'past:', 'party')]
        assert {'Ann Mwangi', 'Ann, Director'} <= set(past), past


def test_a_version_that_came_since_stays_beside():
    with Desk(name='ann') as ann:
        _, answer = alone(ann, 'Nobody', ('ann', {'value': 'By Ann'}), ('ben', {'value': 'By Ben'}))
        below = ann.run('doc', 'get', 'party', answer)[0]['_rev']
        seen = ann.run('conflict', 'show', answer)
        assert below == seen[0]['rev']
        first = [one['_rev'] for one in ann.run('doc', 'get', '--versions', 'party', answer)]
        assert sorted(first) == sorted(one['rev'] for one in seen)
        root = ann.run('conflict', 'list')[0]
        assert root['versions'] == 2
        ann.put('party', id=answer, rev='1-' + 32 * '0', value='By Cleo', author='cleo', ref=PLACE, type='answer',
                record=answer.split(':')[1], changed='2026-01-01T00:00:00Z')
        keep = [one['rev'] for one in seen if one['author'] == 'ann'][0]
        options = [word for one in seen for word in ('--seen', one['rev'])]
        left = ann.run('conflict', 'settle', '--keep', keep, *options, answer)[0]
        assert left['versions'] == 2, left
        beside = {one['fields']['value'] for one in ann.run('conflict', 'show', answer)}
        assert beside == {'By Ann', 'By Cleo'}, beside


def test_fields_of_an_action_are_settled_one_by_one():
    with Desk(name='ann') as ann:
        action = ann.run('action', 'new', 'title=Count', 'lead=Ministry', 'description=Each winter')[0]['id']
        below = ann.run('doc', 'get', 'party', action)[0]['_rev']
        add_beside(ann, action, below, ('ann', {'title': 'Count of storks', 'lead': 'Park service', 'results': 'Many'}),
                   ('ben', {'title': 'Stork count', 'lead': 'Museum', 'partners': 'School'}))
        assert sorted(ann.run('conflict', 'list')[0]['fields']) == ['lead', 'title']
        said = ann.try_run('conflict', 'settle', '--text', 'Storks', action)
        assert said.status == 2 and '--set' in said.err, said.err
        assert ann.try_run('conflict', 'settle', '--set', 'title=Storks', action).status == 2
        assert 'no field' in ann.refused('conflict', 'settle', '--keep', '1', '--set', 'results=None', action)
        assert len(ann.run('conflict', 'show', action)) == 2
        ben_s = [one for one in ann.run('conflict', 'show', action) if one['author'] == 'ben'][0]
        ann.run('conflict', 'settle', '--keep', ben_s['rev'][:12], '--set', 'title=Storks in winter', action)
        now = ann.run('action', 'get', action)[0]
        assert now['title'] == 'Storks in winter' and now['lead'] == 'Museum', now
        # What the rules could join came from both.
        assert now['results'] == 'Many' and now['partners'] == 'School' and now['author'] == 'ann', now
        assert [one['body']['title'] for one in ann.run('conflict', 'kept', action)] == (
            ['Count of storks'] if ben_s['version'] == 1 else ['Stork count'])


if __name__ == '__main__':
    main(sys.modules['__main__'])
