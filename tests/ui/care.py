#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bin, the copies, and what leaves this computer, as a person sees them; one run of the program a language.

usage: care.py BUILD-DIR"""
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


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def titles(profile):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'list'],
                          capture_output=True, text=True)
    return [line.split('\t')[2] for line in done.stdout.splitlines()]


def make_profile(folder, language):
    profile = stage.make_profile(build, os.path.join(folder, language), language)
    stage.ctl(build, profile, 'action', 'new', 'title=Deleted')
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'list'],
                          capture_output=True, text=True)
    stage.ctl(build, profile, 'action', 'delete', done.stdout.split('\t')[0])
    stage.ctl(build, profile, 'action', 'new', 'title=' + stage.ACTION)
    return profile


def menu(_, item):
    """An entry of the main menu, whose letter is underlined there."""
    return ['key F10', 'sleep 0.4', 'press "menu item" ' + q(_(item).replace('_', '')), 'sleep 0.4']


def bring_back(_):
    back, nothing = q(_('Bring back “%s”') % 'Deleted'), q(_('There is nothing in the bin.'))
    return menu(_, '_Bin') + ['wait "push button" ' + back, 'audit', 'focus "push button" ' + back, 'key Return',
                              'wait * ' + nothing, 'audit GtkImage', 'key Escape', 'gone * ' + nothing]


def what_leaves(_):
    nothing = q(_('No server is named: nothing leaves this computer over a connection.'))
    return menu(_, '_What leaves this computer') + ['wait * ' + nothing, 'audit', 'key Escape', 'gone * ' + nothing]


def copies(_):
    return ['key ctrl+comma', 'sleep 0.6', 'press * ' + q(_('Copies')), 'wait "list item" ' + q(_('Make a copy now')),
            'audit', 'click "list item" ' + q(_('Make a copy now')),
            'wait * ' + q('~' + _('Made when you asked for it')), 'audit GtkImage']


def carry(_, path):
    again = q(_('The same passphrase again'))
    return ['click "list item" ' + q(_('Copy to a stick…')), 'wait text ' + again, 'audit GtkImage',
            'fill text %s curlews' % q(_('Passphrase')), 'key Return',
            'wait * ' + q(_('Please take a passphrase of at least 8 characters; a few words are good.')),
            'fill text %s %s' % (q(_('Passphrase')), q(KEY)), 'fill text %s %s' % (again, q(KEY)), 'key Return',
            'sleep 1', 'key ctrl+a', 'type ' + path, 'sleep 0.6', 'key Return',
            'wait "push button" ' + q(_('Done')), 'audit GtkImage', 'key Return', 'gone "push button" ' + q(_('Done'))]


def put_back(_, path):
    """What was written since is not there any more; the window says what it is about to do before it does it."""
    look = 'wait "push button" ' + q(_('Look into it'))
    return ['click "list item" ' + q(_('Put back a copy from a stick…')), 'sleep 1', 'type ' + path, 'sleep 0.6',
            'key Return', look, 'fill text %s %s' % (q(_('Passphrase')), q('eight curlews')), 'key Return',
            'wait * ' + q('~' + _('This is not the passphrase with which the copy was closed.')[:40]),
            'fill text %s %s' % (q(_('Passphrase')), q(KEY)), 'key Return',
            'wait "push button" ' + q(_('Put it back')), 'wait * ' + q('~Awa Diop'), 'audit GtkImage',
            'sh %s --profile $PROFILE action new title=Since > /dev/null' % os.path.join(build, 'godwitctl'),
            'click "push button" ' + q(_('Put it back')), 'gone "push button" ' + q(_('Put it back')),
            'wait heading ' + q(_('What comes next')), 'alive']


with tempfile.TemporaryDirectory(prefix='godwit-care-') as folder:
    stick = os.path.join(folder, 'a.godwit-copy')
    # From right to left and narrow: the longer form.
    for code, size in (('en', '1280x800'), ('ar', '360x640'))[:2 if os.environ.get('GODWIT_LONG') else 1]:
        words = stage.words(build, code)
        profile = make_profile(folder, code)
        os.environ['PROFILE'] = profile
        steps = ['wait "push button" "/./"', 'sleep 1'] + bring_back(words) + what_leaves(words) + copies(words)
        if code == 'en':
            steps += carry(words, stick) + put_back(words, stick)
        good, said = stage.drive(build, steps, profile=profile, out=folder, size=size)
        tap.result(good, 'the bin, what leaves, and the copies in ' + code, said)
        if good:
            found = sorted(titles(profile))
            tap.result(found == [stage.ACTION, 'Deleted'], 'what was deleted is back, what came after the copy is not in ' + code,
                       str(found))
        if good and code == 'en':
            kept = [name for name in os.listdir(os.path.join(profile, 'backups')) if name.startswith('before-restore')]
            tap.result(len([name for name in kept if name.endswith('.sqlite')]) == 1, 'what was there before is kept', str(kept))
tap.end()
