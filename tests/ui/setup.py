#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file for the next computer, as a person writes and opens it.

usage: setup.py BUILD-DIR"""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
KEY = 'seven curlews'
LONG = 'GODWIT_LONG' in os.environ or 'GODWIT_PICTURES' in os.environ


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def choose(path):
    """In the file dialog, which takes a path that is typed in place of the name it proposes."""
    return ['sleep 1', 'key ctrl+a', 'type ' + path, 'sleep 0.6', 'key Return', 'sleep 0.6']


def write(folder, path):
    profile = stage.make_profile(build, os.path.join(folder, 'old'), 'en', role='alternate')
    stage.ctl(build, profile, 'action', 'new', 'title=Count of storks')
    good, said = stage.drive(build, [
        'wait "push button" "/./"', 'sleep 1', 'key ctrl+comma', 'click "page tab" "Your data"',
        'click "list item" "A file for the next computer…"', 'wait text "The same passphrase again"', 'audit',
        'shot setup-write.png', 'fill text "Passphrase" curlews', 'key Return', 'wait * "~at least 8 characters"',
        'fill text "Passphrase" ' + q(KEY), 'fill text "The same passphrase again" ' + q(KEY), 'key Return'] + choose(path) + [
        'wait * "~was written and read back"', 'audit', 'click "push button" "Close"',
    ], profile=profile, out=folder)
    tap.result(good and os.path.exists(path), 'a file for the next computer is written', said)


def read(language, size, folder, path):
    """The person has only the file: all else is taken from it."""
    _ = stage.words(build, language)
    profile = os.path.join(folder, 'new-' + language)
    good, said = stage.drive(build, [
        'wait heading ' + q(_('Welcome to Godwit')), 'shot setup-first-%s.png' % language,
        'click "push button" ' + q(_('I have a set-up file')), 'wait "push button" ' + q(_('Set up this computer')), 'audit',
        'click "push button" ' + q('~' + _('Choose…'))] + choose(path) + [
        'shot setup-read-%s.png' % language,
        'fill text %s "six curlews"' % q(_('Passphrase')), 'key Return',
        'wait * ' + q('~' + _('This is not the passphrase with which the set-up file was closed. Nothing was changed here. '
                              'Please type it again, with the same capitals and spaces.')), 'audit',
        'fill text %s %s' % (q(_('Passphrase')), q(KEY)), 'key Return',
        'wait * ' + q(_('This computer is set up')), 'audit', 'shot setup-made-%s.png' % language,
        'click "push button" ' + q(_('Begin')), 'wait * "All changes are saved here"',
        'key alt+4', 'wait label "Count of storks"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, size=size, language=language)
    if good:
        with open(os.path.join(profile, 'profile.json'), encoding='utf-8') as file:
            made = json.load(file)
        good = (made['name'], made['role'], made['country'], made['language']) == ('Awa Diop', 'alternate', 'SEN', 'en')
        said = str(made)
    tap.result(good, 'the next computer is set up by it, asked in ' + language, said)


def double_click(folder, path):
    """On a new computer: see front.py."""
    profile = os.path.join(folder, 'new-ar')
    good, said = stage.drive(build, [
        'wait * "This computer is set up already"', 'audit', 'click "push button" "Close"', 'wait label "Count of storks"',
    ], profile=profile, out=folder, files=[path])
    tap.result(good, 'and is not opened on a computer that is in use', said)


def main():
    out = os.environ.get('GODWIT_PICTURES')
    with tempfile.TemporaryDirectory(prefix='godwit-setup-') as scratch:
        path = os.path.join(scratch, 'next.godwit-setup')
        write(scratch, path)
        if os.path.exists(path):
            read('ar', '360x640', scratch, path)
            if LONG:
                double_click(scratch, path)
        if out:
            for name in os.listdir(scratch):
                if name.endswith('.png'):
                    os.replace(os.path.join(scratch, name), os.path.join(out, name))
    tap.end()


main()
