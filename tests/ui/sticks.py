#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exchange by USB stick, as a person does it: send, read, the first start, a double click.

usage: sticks.py BUILD-DIR"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
KEY = 'seven curlews'
SIZES = {'en': '1280x800', 'fr': '1024x600', 'es': '1280x800', 'ar': '360x640'}


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def part(text):
    return q('~' + text)


def titles(profile):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'list'],
                          capture_output=True, text=True)
    return done.stdout


def bundle(profile, *arguments):
    return subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'bundle', *arguments],
                          capture_output=True, text=True, env={**os.environ, 'GODWIT_PASSPHRASE': KEY})


def open_sheet(_):
    return ['wait "push button" "/./"', 'sleep 1', 'key ctrl+shift+s', 'wait heading ' + q(_('Without a connection'))]


def choose(path):
    """In the file dialog, which takes a path that is typed in place of the name it proposes."""
    return ['sleep 1', 'key ctrl+a', 'type ' + path, 'sleep 0.6', 'key Return', 'sleep 0.6']


def ask(_=lambda text: text):
    """The file is looked at; it opens with a passphrase, which is asked for only now."""
    return ['wait "push button" ' + q(_('Read it')), 'sleep 0.3', 'key Return',
            'wait * ' + q(_('Please type the passphrase that your colleague told you.'))]


def send(language, folder, stick):
    _ = stage.words(build, language)
    profile = stage.make_profile(build, os.path.join(folder, 'send-' + language), language)
    stage.ctl(build, profile, 'action', 'new', 'title=Count of storks')
    path = os.path.join(stick, language + '.godwit')
    again = q(_('The same passphrase again'))
    good, said = stage.drive(build, open_sheet(_) + [
        'audit', 'click "list item" ' + q(_('Send by USB stick…')),
        'wait text ' + again, 'audit',
        'fill text %s curlews' % q(_('Passphrase')), 'key Return',
        'wait * ' + q(_('Please take a passphrase of at least 8 characters; a few words are good.')), 'audit',
        'fill text %s %s' % (q(_('Passphrase')), q(KEY)), 'fill text %s %s' % (again, q(KEY + 's')), 'key Return',
        'wait * ' + q(_('The passphrase is not the same in both fields. Please type it again.')),
        'fill text %s %s' % (again, q(KEY)),
        'gone * ' + q(_('The passphrase is not the same in both fields. Please type it again.')),
        'key Return'] + choose(path) + [
        'wait * ' + q(_('%u change was written and read back.').replace('%u', '1')),
        'wait "push button" ' + q(_('Done')), 'audit', 'key Return', 'gone "push button" ' + q(_('Done')),
    ], profile=profile, out=folder, size=SIZES[language])
    if good:
        looked = bundle(profile, 'inspect', path)
        good, said = looked.returncode == 0 and '1 change' in looked.stdout, looked.stdout + looked.stderr
    tap.result(good, 'what is new goes on the stick in ' + language, said)
    return path


def read(language, folder, path):
    _ = stage.words(build, language)
    profile = stage.make_profile(build, os.path.join(folder, 'read-' + language), language)
    good, said = stage.drive(build, open_sheet(_) + [
        'click "list item" ' + q(_('Read a USB stick…')), 'wait "push button" ' + part(_('Choose the file…')), 'audit',
        'click "push button" ' + part(_('Choose the file…'))] + choose(path) + ask(_) + ['audit',
        'fill text %s %s' % (q(_('Passphrase')), q('six curlews')), 'key Return',
        'wait * ' + q(_('This is not the passphrase with which the bundle was closed. Nothing was changed here. '
                        'Please type it again, with the same capitals and spaces.')), 'audit',
        'fill text %s %s' % (q(_('Passphrase')), q(KEY)), 'key Return',
        'wait * ' + q(_('%u change was new and is here now.').replace('%u', '1')),
        'wait "push button" ' + q(_('Done')), 'audit', 'key Return', 'gone "push button" ' + q(_('Done')),
    ], profile=profile, out=folder, size=SIZES[language])
    if good:
        good, said = 'Count of storks' in titles(profile), titles(profile)
    tap.result(good, 'what is on the stick is read in ' + language, said)


def first_start(folder, path):
    profile = os.path.join(folder, 'first')
    good, said = stage.drive(build, [
        'wait heading "Welcome to Godwit"', 'click "push button" "Continue"', 'wait heading "Who are you?"',
        'click "list item" "Country"', 'fill entry "Search for a country" Senegal', 'sleep 0.6', 'key Return',
        'wait label Senegal', 'click "push button" "Continue"', 'wait heading "Share with colleagues"',
        'click "list item" "Open a bundle from a USB stick"', 'audit', 'click "push button" "Begin"',
        'click "push button" "~Choose the file…"'] + choose(path) + ask() + [
        'fill text "Passphrase" ' + q(KEY), 'key Return', 'wait * "1 change was new and is here now."',
        'click "push button" "Done"', 'key alt+4', 'wait label "Count of storks"',
    ], profile=profile, out=folder)
    tap.result(good, 'the first start ends with what is on the stick', said)


def double_click(folder, path):
    """The program is given the file, as the desktop does."""
    profile = stage.make_profile(build, os.path.join(folder, 'double'), 'en')
    good, said = stage.drive(build, ask() + [
        'fill text "Passphrase" ' + q(KEY), 'key Return',
        'wait * "1 change was new and is here now."', 'key Escape', 'gone * "1 change was new and is here now."',
        'wait * "All changes are saved here"',
    ], profile=profile, out=folder, files=[path])
    tap.result(good, 'a file that was opened outside is shown and read', said)


def refused(folder, path):
    """Another country's desk reads nothing of it, and is told so."""
    profile = stage.make_profile(build, os.path.join(folder, 'refused'), 'en', country='UZB')
    good, said = stage.drive(build, ask() + [
        'fill text "Passphrase" ' + q(KEY), 'key Return',
        'wait * "~the papers of another country"', 'audit', 'key Escape', 'wait heading "What comes next"',
    ], profile=profile, out=folder, files=[path])
    if good:
        good, said = 'storks' not in titles(profile), titles(profile)
    tap.result(good, 'another country\'s bundle is refused', said)


def large_deletion(folder, stick):
    """What would take much away is taken only when the person says so."""
    giver, path = stage.make_profile(build, os.path.join(folder, 'giver'), 'en'), os.path.join(stick, 'many.godwit')
    taker, less = stage.make_profile(build, os.path.join(folder, 'taker'), 'en'), os.path.join(stick, 'less.godwit')
    for number in range(8):
        stage.ctl(build, giver, 'action', 'new', 'title=Count %d' % number)
    assert bundle(giver, 'write', path).returncode == bundle(taker, 'read', path).returncode == 0
    for line in titles(giver).strip().split('\n')[:7]:
        stage.ctl(build, giver, 'action', 'delete', line.split()[0])
    assert bundle(giver, 'write', less).returncode == 0
    good, said = stage.drive(build, ask() + [
        'fill text "Passphrase" ' + q(KEY), 'key Return',
        'wait * "~would delete a large part"', 'audit', 'click "push button" "Let the file delete it"',
        'wait * "7 changes were new and are here now."', 'key Escape', 'wait heading "What comes next"',
    ], profile=taker, out=folder, files=[less])
    if good:
        good, said = len(titles(taker).strip().split('\n')) == 1, titles(taker)
    tap.result(good, 'a large deletion waits for the person', said)


def code_of(profile):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'key', 'show'],
                          capture_output=True, text=True)
    return done.stdout.split('\t')[1]


def named(language, folder, stick):
    """One sends to a colleague by name; the colleague compares the code and needs no passphrase."""
    _ = stage.words(build, language)
    awa = stage.make_profile(build, os.path.join(folder, 'awa-' + language), language, name='awa')
    bio = stage.make_profile(build, os.path.join(folder, 'bio-' + language), language, name='bio')
    stage.ctl(build, bio, 'action', 'new', 'title=Count of cranes')
    first, path = os.path.join(stick, 'first-%s.godwit' % language), os.path.join(stick, 'named-%s.godwit' % language)
    assert bundle(bio, 'write', first).returncode == bundle(awa, 'read', first).returncode == 0
    stage.ctl(build, awa, 'action', 'new', 'title=Count of storks')
    # Both share a screen here: what the one shows is what the other is asked to compare.
    good, said = stage.drive(build, open_sheet(_) + [
        'click "list item" ' + q(_('Codes of people…')), 'wait label ' + q(code_of(awa)), 'audit',
        'click "push button" ' + q(_('Compare the code of %s') % 'bio (SEN)'), 'wait label ' + q(code_of(bio)), 'audit',
        'click "push button" ' + q(_('They are the same')), 'gone "push button" ' + q(_('They are the same')),
        'wait * ' + part((_('You compared the code on %s') % '').strip()), 'audit', 'key Escape',
    ] + open_sheet(_)[2:] + [
        'click "list item" ' + q(_('Send by USB stick…')), 'click "check box" "bio (SEN)"',
        'gone text ' + q(_('Passphrase')), 'audit', 'click "push button" ' + part(_('Choose where to write…'))
    ] + choose(path) + ['wait "push button" ' + q(_('Done')), 'audit'], profile=awa, out=folder, size=SIZES[language])
    tap.result(good, 'a code is compared and a stick written for one colleague in ' + language, said)
    if not good:
        return
    good, said = stage.drive(build, [
        'wait "push button" ' + q(_('Read it')), 'sleep 0.3', 'key Return',
        'wait heading ' + q(_('This file is signed by %s. Is this their code?') % 'awa'),
        'wait label ' + q(code_of(awa)), 'audit', 'click "push button" ' + q(_('They are the same: read it')),
        'wait "push button" ' + q(_('Done')), 'audit', 'key Return',
    ], profile=bio, out=folder, size=SIZES[language], files=[path])
    if good:
        good, said = 'Count of storks' in titles(bio), titles(bio)
    tap.result(good, 'whose file it is, is compared before it is read in ' + language, said)
    if language == 'en':
        back = os.path.join(stick, 'back.godwit')
        stage.ctl(build, bio, 'bundle', 'write', back, '--to', 'awa')
        stage.ctl(build, awa, 'bundle', 'read', back)
        good, said = stage.drive(build, open_sheet(_) + [
            'move 640 400', 'scroll 5', 'wait * "~bio: arrived on"', 'audit'], profile=awa, out=folder)
        tap.result(good, 'the sheet says that the stick arrived', said)


with tempfile.TemporaryDirectory(prefix='godwit-sticks-') as folder:
    stick = os.path.join(folder, 'stick')
    os.mkdir(stick)
    for code in stage.LANGUAGES:
        written = send(code, folder, stick)
        read(code, folder, written)
        named(code, folder, stick)
    first_start(folder, written)
    double_click(folder, written)
    refused(folder, written)
    large_deletion(folder, stick)
tap.end()
