#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a person uses it: first start, language, keyboard, search, preferences.

usage: window.py BUILD-DIR"""
import glob
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def first_start(language, native, country, country_typed, folder):
    """Language, who, connect later; then the profile says what was typed, and Home is there."""
    _ = stage.words(build, language)
    profile = os.path.join(folder, 'first-' + language)
    steps = [
        'wait heading "Welcome to Godwit"', 'audit',
        'click "list item" ' + q(native),
        'wait heading ' + q(_('Welcome to Godwit')), 'audit',
        'click "push button" ' + q(_('Continue')),
        'wait heading ' + q(_('Who are you?')), 'audit',
        'fill text %s "Awa Diop"' % q(_('Your name')),
        # The language is changed with a name typed: it must be there still.
        'key alt+Left', 'wait heading ' + q(_('Welcome to Godwit')),
        'click "list item" "Español"', 'wait heading ' + q(stage.words(build, 'es')('Welcome to Godwit')),
        'click "list item" ' + q(native), 'wait heading ' + q(_('Welcome to Godwit')),
        'click "push button" ' + q(_('Continue')),
        'text text %s "Awa Diop"' % q(_('Your name')),
        'click "list item" ' + q(_('Country')),
        'fill entry %s %s' % (q(_('Search for a country')), q(country_typed)), 'sleep 0.4', 'audit',
        'key Return', 'wait label ' + q(country),
        'click "push button" ' + q(_('Continue')),
        'wait heading ' + q(_('Share with colleagues')), 'audit',
        'click "push button" ' + q(_('Begin')),
        'wait heading ' + q(_('What comes next')), 'title ' + q(_('Home')), 'audit',
    ]
    good, said = stage.drive(build, steps, profile=profile, out=folder)
    if good:
        with open(os.path.join(profile, 'profile.json'), encoding='utf-8') as file:
            kept = json.load(file)
        wanted = {'name': 'Awa Diop', 'role': 'nfp', 'country': 'SEN', 'language': language}
        wrong = {key: kept.get(key) for key in wanted if kept.get(key) != wanted[key]}
        good, said = not wrong, 'the profile says %s' % wrong
    tap.result(good, 'first start in ' + language, said)


def keyboard(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'keys'), 'fr')
    _ = stage.words(build, 'fr')
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')),
        'key alt+2', 'wait entry ' + q(_('Search the manual')),
        'key ctrl+k', 'wait entry ' + q(_('Search everything')), 'type convention', 'wait list ' + q(_('What was found')),
        'audit', 'sleep 0.5', 'key Down Return', 'gone list ' + q(_('What was found')),
        'key ctrl+k', 'wait entry ' + q(_('Search everything')), 'key Escape', 'gone entry ' + q(_('Search everything')),
        'key alt+1', 'wait heading ' + q(_('What comes next')),
        'key F1', 'gone heading ' + q(_('What comes next')),
        'key ctrl+question', 'wait label ' + q(_('Change desk')), 'key Escape',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'desks, search, help and shortcuts by keyboard', said)


def language_switch(folder):
    """From English to Arabic on the manual's desk: the words change, and one is still there."""
    profile = stage.make_profile(build, os.path.join(folder, 'switch'), 'en')
    _ = stage.words(build, 'ar')
    good, said = stage.drive(build, [
        'wait heading "What comes next"', 'key alt+2', 'sleep 0.5',
        'key ctrl+comma', 'wait label "Language of the program"', 'audit',
        'click "combo box" "Language of the program"', 'sleep 0.4', 'key Down Down Down Return',
        'wait label ' + q(_('Language of the program')), 'audit',
        'key Escape', 'wait entry ' + q(_('Search the manual')),
        'key alt+1', 'wait heading ' + q(_('What comes next')), 'audit',
    ], profile=profile, out=folder)
    if good:
        with open(os.path.join(profile, 'profile.json'), encoding='utf-8') as file:
            kept = json.load(file)['language']
        good, said = kept == 'ar', 'the profile says ' + kept
    tap.result(good, 'the language changes without a restart, in place', said)


def place_is_kept(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'place'), 'en')
    good, said = stage.drive(build, ['wait heading "What comes next"', 'key alt+2', 'sleep 0.8', 'key ctrl+q', 'exit 0'],
                             profile=profile, out=folder)
    if good:
        good, said = stage.drive(build, ['wait entry "Search the manual"', 'gone heading "What comes next"'],
                                 profile=profile, out=folder)
    tap.result(good, 'the next start goes back to the same place', said)


def narrow(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'narrow'), 'en')
    good, said = stage.drive(build, [
        'sleep 0.5', 'key alt+1', 'wait heading "What comes next"', 'gone list "Desks"',
        'click "push button" "Back"', 'wait list "Desks"', 'click "list item" "Manual"', 'gone list "Desks"', 'audit',
    ], size='360x640', profile=profile, out=folder)
    tap.result(good, '360 pixels: the sidebar folds away and comes back', said)


def keep_a_copy(profile, folder, title):
    """Something is recorded, and the copy of the day is made by itself."""
    made = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'new', 'title=' + title],
                          capture_output=True, text=True)
    good, said = made.returncode == 0, made.stderr
    if good:
        good, said = stage.drive(build, ['wait heading "What comes next"', 'sleep 2', 'key ctrl+q', 'exit 0'],
                                 profile=profile, out=folder)
    if good:
        good, said = bool(glob.glob(os.path.join(profile, 'backups', '*.sqlite'))), 'no backup was made'
    return good, said


def damaged(folder):
    """A day's backup is made by itself; when the store is damaged, all are offered, and one is put back."""
    profile = stage.make_profile(build, os.path.join(folder, 'damaged'), 'en')
    good, said = keep_a_copy(profile, folder, 'Counting waders')
    if good:
        early = os.path.join(profile, 'backups', 'store-2026-01-15.sqlite')
        os.rename(glob.glob(os.path.join(profile, 'backups', '*.sqlite'))[0], early)
        os.utime(early, (1768471200, 1768471200))
        good, said = keep_a_copy(profile, folder, 'Counting gulls')
    tap.result(good, 'a backup is made by itself', said)
    for path in glob.glob(os.path.join(profile, 'store.sqlite*')):
        os.remove(path)
    with open(os.path.join(profile, 'store.sqlite'), 'wb') as file:
        file.write(b'This is not a database. ' * 4000)
    good, said = stage.drive(build, ['wait label "/could not be opened|damaged|for reading/"', 'audit',
                                     'click "push button" "Look for a backup"', 'wait label "Put a backup back?"',
                                     'count "check box" "*" 2', 'audit',
                                     'click "check box" "~15 January 2026"',
                                     'key alt+p', 'gone label "Put a backup back?"',
                                     'wait heading "What comes next"', 'gone "push button" "Look for a backup"'],
                             profile=profile, out=folder)
    if good:
        listed = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'list'],
                                capture_output=True, text=True)
        good, said = 'waders' in listed.stdout and 'gulls' not in listed.stdout, listed.stdout + listed.stderr
    tap.result(good, 'a damaged store is told of, and the backup that is chosen is put back', said)


def begun_anew(folder):
    """A named folder whose profile tells nothing any more: another one begins there, and the old one is kept whole."""
    profile = stage.make_profile(build, os.path.join(folder, 'anew'), 'en')
    for path in glob.glob(os.path.join(profile, '**', 'profile.json'), recursive=True):
        with open(path, 'w', encoding='utf-8') as file:
            file.write('{"role":"nf')
    good, said = stage.drive(build, [
        'wait label "~could not be opened"', 'wait label "~nothing is deleted"', 'audit',
        'click "push button" "Begin with a new profile"',
        'wait heading "Welcome to Godwit"', 'click "push button" "Continue"', 'wait heading "Who are you?"',
        'fill text "Your name" "Awa Diop"', 'click "list item" "Country"',
        'fill entry "Search for a country" kenya', 'sleep 0.4', 'key Return', 'wait label Kenya',
        'click "push button" "Continue"', 'wait heading "Share with colleagues"', 'click "push button" "Begin"',
        'wait heading "What comes next"', 'wait label "~What could not be opened is whole in"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        kept = glob.glob(os.path.join(profile, 'damaged-*', 'store.sqlite'))
        with open(os.path.join(profile, 'profile.json'), encoding='utf-8') as file:
            good, said = json.load(file)['country'] == 'KEN' and len(kept) == 1, str(kept)
    tap.result(good, 'a damaged profile is set aside whole when another one begins in its folder', said)


def damaged_inside(folder):
    """The head of the file is sound: the damage is found while one looks at the window already."""
    profile = stage.make_profile(build, os.path.join(folder, 'inside'), 'en')
    subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'new', 'title=Counting waders'],
                   capture_output=True, check=True)
    stage.drive(build, ['wait heading "What comes next"', 'sleep 2', 'key ctrl+q', 'exit 0'], profile=profile, out=folder)
    with open(os.path.join(profile, 'store.sqlite'), 'r+b') as file:
        file.seek(0, os.SEEK_END)
        # The last page is not needed for the first frame.
        file.seek(file.tell() - 4096)
        file.write(b'\xff' * 4096)
    good, said = stage.drive(build, ['wait heading "What comes next"', 'wait "push button" "Look for a backup"', 'audit',
                                     'sleep 1', 'click "push button" "Look for a backup"',
                                     'wait label "Put a backup back?"', 'key alt+p',
                                     'gone label "Put a backup back?"', 'wait heading "What comes next"',
                                     'gone "push button" "Look for a backup"', 'sleep 1', 'alive', 'key ctrl+q', 'exit 0'],
                             profile=profile, out=folder)
    tap.result(good, 'damage that is found late is told of too, and the backup is put back', said)


def last_words(folder):
    """What is typed in the very moment of the end is there afterwards, or one is asked."""
    profile = stage.make_profile(build, os.path.join(folder, 'last'), 'en')
    ctl = [os.path.join(build, 'godwitctl'), '--profile', profile, '--json']
    report = json.loads(subprocess.run(ctl + ['report', 'new'], capture_output=True, text=True).stdout)['id']

    def typing(words, end, then, **more):
        return stage.drive(build, ['wait heading "What comes next"', 'click "list item" "Reports"', 'sleep 0.5',
                                   'click "list item" "~CMS national report"'] * (words == 'curlew')
                           + ['wait text "Greatest challenges"', 'focus text "Greatest challenges"', 'sleep 0.5',
                              'sh xdotool type --delay 1 %s; %s' % (words, end)] + then,
                           profile=profile, out=folder, **more)

    def is_kept(words):
        got = subprocess.run(ctl + ['report', 'get', report], capture_output=True, text=True).stdout
        return words in got, '"%s" is lost' % words

    good, said = typing('curlew', 'kill -TERM $UI_PID', ['sleep 1', 'exit 0'])
    good, said = is_kept('curlew') if good else (good, said)
    tap.result(good, 'the session ends in the middle of a word, which is kept', said)
    good, said = typing('plover', 'xdotool key ctrl+q', ['sleep 1', 'exit 0'])
    good, said = is_kept('plover') if good else (good, said)
    tap.result(good, 'the window is closed in the middle of a word, which is kept', said)
    good, said = typing('dunlin', 'prlimit --pid $UI_PID --fsize=1:; xdotool key ctrl+q',
                        ['wait dialog "The last change is not saved yet"', 'key Escape',
                         'gone dialog "The last change is not saved yet"', 'alive',
                         'sh prlimit --pid $UI_PID --fsize=unlimited:', 'sleep 2.5', 'key ctrl+q', 'sleep 1', 'exit 0'],
                        may_be_full=True)
    good, said = is_kept('dunlin') if good else (good, said)
    tap.result(good, 'the disk is full when the window is closed: one is asked, and nothing is lost', said)


with tempfile.TemporaryDirectory() as temporary:
    first_start('fr', 'Français', 'Sénégal', 'senegal', temporary)
    first_start('ar', 'العربية', 'السنغال', 'السنغال', temporary)
    keyboard(temporary)
    language_switch(temporary)
    place_is_kept(temporary)
    narrow(temporary)
    damaged(temporary)
    damaged_inside(temporary)
    begun_anew(temporary)
    last_words(temporary)
tap.end()
