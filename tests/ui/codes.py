#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does with the code of the own computer: a new one, handing over, taking over.

usage: codes.py BUILD-DIR"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
LONG = 'GODWIT_LONG' in os.environ or 'GODWIT_PICTURES' in os.environ
SIZES = {'en': '1280x800', 'ar': '360x640'}


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def ctl(profile, *arguments):
    return subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, *arguments], capture_output=True,
                          text=True, env={**os.environ, 'GODWIT_PASSPHRASE': 'seven curlews'})


def own(profile):
    """The code of a profile's own desk, and what it is worth."""
    fields = ctl(profile, 'key', 'show').stdout.strip().split('\t')
    return fields[1], fields[2]


def open_codes(_):
    return ['wait "push button" "/./"', 'sleep 1', 'key ctrl+shift+s', 'wait heading ' + q(_('Without a connection')),
            'click "list item" ' + q(_('Codes of people…')), 'wait heading ' + q(_('The code of this computer'))]


def choose(path):
    """In the file dialog, which takes a path that is typed in place of the name it proposes."""
    return ['sleep 1', 'key ctrl+a', 'type ' + path, 'sleep 0.6', 'key Return', 'sleep 0.6']


def meet(folder, language):
    """Two desks of a country, each with the other's code compared."""
    names = ('awa', 'bio')
    desks = [stage.make_profile(build, os.path.join(folder, name + '-' + language), language, name=name) for name in names]
    for giver, taker in (desks, desks[::-1]):
        stage.ctl(build, giver, 'action', 'new', 'title=Count of storks')
        path = os.path.join(folder, os.path.basename(giver) + '.godwit')
        assert ctl(giver, 'bundle', 'write', path).returncode == ctl(taker, 'bundle', 'read', path).returncode == 0
    for here, there, name in ((desks[0], desks[1], 'bio'), (desks[1], desks[0], 'awa')):
        done = ctl(here, 'key', 'confirm', name, '--code', own(there)[0])
        assert done.returncode == 0, done.stderr
    return desks


def renew(language, folder, awa):
    _ = stage.words(build, language)
    before = own(awa)[0]
    good, said = stage.drive(build, open_codes(_) + [
        'wait label ' + q(before), 'audit', 'shot codes-%s.png' % language,
        'click "list item" ' + q(_('Take a new code…')), 'wait heading ' + q(_('Take a new code for this computer?')), 'audit',
        'shot codes-renew-%s.png' % language,
        'click "push button" ' + q(_('Keep this one')), 'wait label ' + q(before),
        'click "list item" ' + q(_('Take a new code…')), 'click "push button" ' + q(_('Take a new code')),
        'wait "push button" ' + q(_('Done')), 'audit', 'click "push button" ' + q(_('Done')), 'gone label ' + q(before),
    ], profile=awa, out=folder, size=SIZES[language])
    after, trust = own(awa)
    tap.result(good and after != before and trust == 'own', 'a new code is taken in ' + language, '%s\n%s %s' % (said, after, trust))


def hand_over(language, folder, awa, bio):
    """From Awa, who leaves, to Bio."""
    _ = stage.words(build, language)
    path = os.path.join(folder, 'keys-' + language)
    good, said = stage.drive(build, open_codes(_) + [
        'click "list item" ' + q(_('Hand over to a successor…')), 'wait heading ' + q(_('Who takes over?')), 'audit',
        'shot codes-successor-%s.png' % language,
        'click label ' + q(own(bio)[0]), 'wait heading ' + q(_('Hand over to %s?') % 'bio (SEN)'), 'audit',
        'shot codes-hand-over-%s.png' % language,
        'click "push button" ' + q(_('Hand over…'))] + choose(path) + [
        'wait "push button" ' + q(_('Done')), 'audit', 'shot codes-done-%s.png' % language,
        'click "push button" ' + q(_('Done')), 'gone "list item" ' + q(_('Hand over to a successor…')),
    ], profile=awa, out=folder, size=SIZES[language])
    tap.result(good and os.path.exists(path) and own(awa)[1] == 'withdrawn', 'the keys are handed over in ' + language, said)
    return path


def take_over(language, folder, bio, path):
    _ = stage.words(build, language)
    wrong = os.path.join(folder, 'wrong')
    with open(wrong, 'w', encoding='utf-8') as file:
        file.write('{"godwit-keys": 1}')
    ask = ['click "list item" ' + q(_('Take over from a predecessor…')),
           'wait heading ' + q(_('Take over from your predecessor?')), 'click "push button" ' + q(_('Choose the file…'))]
    good, said = stage.drive(build, open_codes(_) + ask + choose(wrong) + [
        'wait * ' + q(_('This is nothing that a predecessor handed over, or it was altered. Nothing was changed.')), 'audit',
    ] + ask + choose(path) + [
        'wait * ' + q(_('This computer now opens what was sealed for %s.') % 'awa (SEN)'), 'audit',
    ], profile=bio, out=folder, size=SIZES[language])
    tap.result(good, 'and taken over in ' + language, said)


def nobody(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'alone'), 'en', name='alone')
    good, said = stage.drive(build, open_codes(str) + [
        'click "list item" "Hand over to a successor…"', 'wait * "~Compare the code of your successor first"', 'audit',
        'click "push button" "Not now"', 'wait heading "The code of this computer"',
    ], profile=profile, out=folder)
    tap.result(good and own(profile)[1] == 'own', 'nothing is handed over to somebody whose code was not compared', said)


def main():
    out = os.environ.get('GODWIT_PICTURES')
    with tempfile.TemporaryDirectory(prefix='godwit-codes-') as folder:
        for language in SIZES if LONG else ('en',):
            awa, bio = meet(folder, language)
            renew(language, folder, awa)
            path = hand_over(language, folder, awa, bio)
            if os.path.exists(path):
                take_over(language, folder, bio, path)
        if LONG:
            nobody(folder)
        for name in os.listdir(folder) if out else ():
            if name.endswith('.png'):
                with open(os.path.join(folder, name), 'rb') as source, open(os.path.join(out, name), 'wb') as target:
                    target.write(source.read())
    tap.end()


main()
