#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""key, and bundles for named people: codes compared, sticks without a passphrase, receipts, a lost
laptop, a successor."""
import os
import sys
import tempfile

from desk import Desk, main

WORDS = {'GODWIT_PASSPHRASE': 'seven curlews'}
NONE = {'GODWIT_PASSPHRASE': 'never asked for'}
ARABIC = str.maketrans('0123456789', '٠١٢٣٤٥٦٧٨٩')


class Stick:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwit-stick-')
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)


def code(desk):
    return desk.run('key', 'show')[0]['code']


def known(desk, account):
    return [line for line in desk.run('key', 'list') if line['account'] == account]


def meet(stick, one, other, names):
    """They exchange once with a passphrase, and read their codes to each other."""
    for number, (giver, taker) in enumerate(((one, other), (other, one))):
        giver.run('action', 'new', 'title=Before we knew each other')
        path = stick.path('meet-%d.godwit' % number)
        giver.run('bundle', 'write', path, env=WORDS)
        taker.run('bundle', 'read', path, env=WORDS)
        os.unlink(path)
    one.run('key', 'confirm', names[1], '--code', code(other))
    other.run('key', 'confirm', names[0], '--code', code(one))


def titles(desk):
    return sorted(line['title'] for line in desk.run('action', 'list'))


def test_only_the_right_digits_confirm():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        assert 'No code' in ann.refused('key', 'confirm', 'ben', '--code', '1234')
        ben.run('action', 'new', 'title=Count of storks')
        ben.run('bundle', 'write', stick.path('a.godwit'), env=WORDS)
        ann.run('bundle', 'read', stick.path('a.godwit'), env=WORDS)
        assert [one['trust'] for one in known(ann, 'ben')] == ['unconfirmed']
        wrong = code(ben)[:-1] + str((int(code(ben)[-1]) + 1) % 10)
        for said in (wrong, code(ben)[:-1], '', code(ann)):
            assert 'not the digits' in ann.refused('key', 'confirm', 'ben', '--code', said)
        assert [one['trust'] for one in known(ann, 'ben')] == ['unconfirmed']
        # As they were heard: without spaces, in the digits of another script.
        ann.run('key', 'confirm', 'ben', '--code', code(ben).replace(' ', '-').translate(ARABIC))
        assert [one['trust'] for one in known(ann, 'ben')] == ['confirmed']


def test_named_people_need_no_passphrase_and_say_that_it_arrived():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben, Desk(name='eve') as eve:
        meet(stick, ann, ben, ('ann', 'ben'))
        ann.run('action', 'new', 'title=Count of storks')
        written = ann.run('bundle', 'write', stick.path('a.godwit'), '--to', 'ben', env=NONE)[0]
        assert written['signer'] == 'ann' and written['code'] == code(ann), written
        assert 'sealed for others' in eve.refused('bundle', 'read', stick.path('a.godwit'), env=WORDS)
        read = ben.run('bundle', 'read', stick.path('a.godwit'), env=NONE)[0]
        assert read['trust'] == 'confirmed' and 'Count of storks' in titles(ben)

        sent = {line['bundle']: line for line in ann.run('bundle', 'list')}[written['bundle']]
        assert sent['readers'][0]['account'] == 'ben' and 'confirmed' not in sent['readers'][0]
        # Ben has nothing new but the news that it arrived.
        ben.run('bundle', 'write', stick.path('b.godwit'), '--to', 'ann', env=NONE)
        heard = ann.run('bundle', 'read', stick.path('b.godwit'), env=NONE)[0]
        assert heard['arrived'] >= 1, heard
        sent = {line['bundle']: line for line in ann.run('bundle', 'list')}[written['bundle']]
        assert 'confirmed' in sent['readers'][0], sent
        # And it is not given again.
        ann.run('action', 'new', 'title=Count of cranes')
        assert ann.run('bundle', 'write', stick.path('c.godwit'), '--to', 'ben', env=NONE)[0]['documents'] == 1


def test_an_unknown_signer_is_not_read_by_itself():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        ben.run('action', 'new', 'title=Count of storks')
        ben.run('bundle', 'write', stick.path('a.godwit'), env=WORDS)
        ann.run('bundle', 'read', stick.path('a.godwit'), env=WORDS)
        ann.run('bundle', 'write', stick.path('b.godwit'), '--to', 'ben', '--all', env=NONE)
        assert 'confirmed' in ben.refused('bundle', 'read', stick.path('b.godwit'), env=NONE)
        seen = ben.run('bundle', 'inspect', stick.path('b.godwit'), env=NONE)[0]
        assert seen['code'] == code(ann), seen
        assert ben.run('bundle', 'read', stick.path('b.godwit'), '--any-signer', env=NONE)[0]['trust'] == 'unconfirmed'


def test_a_stick_of_many_is_read_in_one_go():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben, Desk(name='cleo') as cleo:
        meet(stick, ann, ben, ('ann', 'ben'))
        meet(stick, cleo, ben, ('cleo', 'ben'))
        meet(stick, ann, cleo, ('ann', 'cleo'))
        ann.run('action', 'new', 'title=By Ann')
        cleo.run('action', 'new', 'title=By Cleo')
        ann.run('bundle', 'write', stick.path('1.godwit'), '--to', 'ben', env=NONE)
        cleo.run('bundle', 'write', stick.path('2.godwit'), '--to', 'ben', env=NONE)
        cleo.run('bundle', 'write', stick.path('3.godwit'), '--to', 'ann', env=NONE)
        with open(stick.path('notes.txt'), 'w') as other:
            other.write('no bundle')
        result = ben.try_run('bundle', 'read', os.path.dirname(stick.path('')), env=NONE)
        assert result.status == 0, result.err
        assert len(result.lines) == 2 and '3.godwit' in result.err, (result.out, result.err)
        assert {'By Ann', 'By Cleo'} <= set(titles(ben))
        # One that is broken does not keep the others, and is told.
        with open(stick.path('1.godwit'), 'r+b') as file:
            file.truncate(300)
        result = ben.try_run('bundle', 'read', os.path.dirname(stick.path('')), env=NONE)
        assert result.status == 1 and len(result.lines) == 1 and '1.godwit' in result.err, (result.out, result.err)


def test_a_lost_laptop_is_withdrawn():
    with Stick() as stick, Desk(name='ann') as lost, Desk(name='ann') as spare, Desk(name='ben') as ben:
        meet(stick, lost, ben, ('ann', 'ben'))
        lost.run('action', 'new', 'title=For the spare one')
        lost.run('bundle', 'write', stick.path('a.godwit'), '--all', env=WORDS)
        spare.run('bundle', 'read', stick.path('a.godwit'), env=WORDS)
        desk = lost.run('key', 'show')[0]['desk']
        assert 'Only the account' in ben.refused('key', 'withdraw', 'ann:' + desk)
        spare.run('key', 'withdraw', 'ann:' + desk)
        spare.run('bundle', 'write', stick.path('b.godwit'), env=WORDS)
        ben.run('bundle', 'read', stick.path('b.godwit'), env=WORDS)
        assert {one['desk']: one['trust'] for one in known(ben, 'ann')}[desk] == 'withdrawn'
        lost.run('action', 'new', 'title=By a thief')
        lost.run('bundle', 'write', stick.path('c.godwit'), '--to', 'ben', env=NONE)
        ben.refused('bundle', 'read', stick.path('c.godwit'), env=NONE)
        assert 'By a thief' not in titles(ben)


def test_new_keys_stay_confirmed():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben:
        meet(stick, ann, ben, ('ann', 'ben'))
        before = code(ann)
        assert ann.run('key', 'renew')[0]['code'] != before
        ann.run('action', 'new', 'title=With new keys')
        ann.run('bundle', 'write', stick.path('a.godwit'), '--to', 'ben', env=NONE)
        assert ben.run('bundle', 'read', stick.path('a.godwit'), env=NONE)[0]['trust'] == 'confirmed'
        assert 'With new keys' in titles(ben)


def test_a_successor_takes_over():
    with Stick() as stick, Desk(name='ann') as ann, Desk(name='ben') as ben, Desk(name='sue') as sue:
        meet(stick, ann, ben, ('ann', 'ben'))
        meet(stick, ben, sue, ('ben', 'sue'))
        meet(stick, ann, sue, ('ann', 'sue'))
        ann.run('action', 'new', 'title=For Ben, who left')
        ann.run('bundle', 'write', stick.path('a.godwit'), '--to', 'ben', env=NONE)
        parcel = stick.path('keys')
        ben.run('key', 'hand-over', parcel, '--to', 'sue')
        assert os.stat(parcel).st_mode & 0o777 == 0o600
        assert 'somebody else' in ann.refused('key', 'take-over', parcel)
        assert 'sealed for others' in sue.refused('bundle', 'read', stick.path('a.godwit'), env=NONE)
        assert sue.run('key', 'take-over', parcel)[0]['account'] == 'ben'
        sue.run('bundle', 'read', stick.path('a.godwit'), env=NONE)
        assert 'For Ben, who left' in titles(sue)
        assert ben.run('key', 'show')[0]['trust'] == 'withdrawn'


if __name__ == '__main__':
    main(sys.modules['__main__'])
