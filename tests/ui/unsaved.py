#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk: what is typed on any desk is told of, outlives its page, and is saved when there is room.

usage: unsaved.py BUILD-DIR"""
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
ORDER = [name for name, _ in stage.desks()]
QUESTION = 'Greatest challenges'
# Enough for a small file, and not for one more page of the database.
FULL = 'sh prlimit --pid $UI_PID --fsize=2000:'
ROOM = 'sh prlimit --pid $UI_PID --fsize=unlimited:'
WORDS = ('What you typed last is not on the disk yet. It is kept in memory and tried again every second: please free '
         'some space, and do not close the program.')
SENTENCE = 'wait label "%s"' % WORDS
ASKED = 'dialog "The last change is not saved yet"'


def desk(name):
    return 'key alt+%d' % (1 + ORDER.index(name))


def ctl(profile, *arguments):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', *arguments],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


STAY_AND_SAVE = ['key ctrl+q', 'wait ' + ASKED, 'key Return', 'gone ' + ASKED, 'alive',
                 ROOM, SENTENCE.replace('wait', 'gone'), 'key ctrl+q', 'exit 0']


def report(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'report'), 'en')
    _ = stage.words(build, 'fr')
    name = ctl(profile, 'report', 'new')[0]['id']
    french = 'Principales difficultés'
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"',
        'wait text "%s"' % QUESTION, 'focus text "%s"' % QUESTION, FULL, 'type curlew', SENTENCE,
        'key alt+Left', 'click "list item" "~CMS national report"', 'wait text "%s"' % QUESTION,
        'text text "%s" curlew' % QUESTION,
        'key ctrl+comma', 'wait label "Language of the program"', 'click "combo box" "Language of the program"',
        'sleep 0.4', 'key Down Return', 'wait label "%s"' % _('Language of the program'), 'key Escape',
        'wait text "%s"' % french, 'text text "%s" curlew' % french, 'focus text "%s"' % french, 'key ctrl+End',
        'type " and plover"', ROOM, 'gone label "%s"' % _(WORDS), 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, may_be_full=True)
    if good:
        good, said = 'curlew and plover' in json.dumps(ctl(profile, 'report', 'get', name)), 'it is lost'
    tap.result(good, 'a report: typed on a full disk, left, opened again, in another language, saved', said)


def action(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'action'), 'en')
    name = ctl(profile, 'action', 'new', 'title=Census')[0]['id']
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('actions'), 'wait "table row" "Census"', 'key Return',
        'wait text "Title"', 'focus text "Title"', 'key ctrl+End', FULL, 'type " of cranes"', SENTENCE,
        'key alt+Left', 'wait "table row" "~Census"', 'key Return', 'text text "Title" "Census of cranes"',
        *STAY_AND_SAVE,
    ], profile=profile, out=folder, may_be_full=True)
    if good:
        kept = ctl(profile, 'action', 'get', name)[0]['title']
        good, said = kept == 'Census of cranes', kept
    tap.result(good, 'an action: typed on a full disk, left, opened again; closing asks; saved', said)


def note(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'note'), 'en')
    plan = ctl(profile, 'checklist', 'start', stage.CHECKLIST)[0]['id']
    title, item = stage.checklist_title(build, 'en'), 'Note the dates and settle your country'
    opened = ['click "list item" "~%s"' % title, 'click "list item" "~%s"' % item, 'wait text "Note"']
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('checklists'), *opened, 'focus text "Note"', FULL,
        'type "Ask the ministry"', SENTENCE, 'key alt+Left', *opened, 'text text "Note" "Ask the ministry"',
        *STAY_AND_SAVE,
    ], profile=profile, out=folder, may_be_full=True)
    if good:
        kept = [one['note'] for one in ctl(profile, 'checklist', 'show', plan) if one['id'] == 'priorities']
        good, said = kept == ['Ask the ministry'], str(kept)
    tap.result(good, 'a note: typed on a full disk, left, opened again; closing asks; saved', said)


def session(log):
    """A session manager beside the program, which writes down what it is asked."""
    return '"{0}/tests/fake-session" "{1}" & echo $! > "{1}.pid"; until grep -q ready "{1}" 2>/dev/null; do sleep 0.1; done;' \
        .format(build, log)


def copy(folder):
    """What is in memory only goes to a file elsewhere, and the session is asked to wait."""
    profile = stage.make_profile(build, os.path.join(folder, 'copy'), 'en')
    ctl(profile, 'report', 'new')
    name = ctl(profile, 'action', 'new', 'title=Census')[0]['id']
    elsewhere, log = os.path.join(folder, 'copy of words.txt'), os.path.join(folder, 'session.log')
    save_as = ['wait text "Name:"', 'fill text "Name:" "%s"' % elsewhere, 'focus text "Name:"', 'key Return',
               'wait label "What is not saved here is in “copy of words.txt” now, too"']
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"',
        'wait text "%s"' % QUESTION, 'focus text "%s"' % QUESTION, FULL, 'type curlew', SENTENCE, 'audit',
        desk('actions'), 'wait "table row" "Census"', 'key Return', 'focus text "Title"', 'key ctrl+End',
        'type " of cranes"', 'sleep 0.6', 'sh grep -q "^Inhibit" "%s"' % log,
        'click "push button" "Save a copy elsewhere…"', *save_as,
        'sh grep -q curlew "{0}" && grep -q "Census of cranes" "{0}" && rm "{0}"'.format(elsewhere),
        'key ctrl+q', 'wait ' + ASKED, 'audit GtkImage',
        'key Tab Return', *save_as,
        'sh for i in $(seq 100); do grep -q curlew "%s" && exit 0; sleep 0.1; done; exit 1' % elsewhere, 'sh ! grep -q "^Uninhibit" "%s"' % log, 'alive',
        ROOM, SENTENCE.replace('wait', 'gone'), 'sleep 0.3', 'sh grep -q "^Uninhibit" "%s"' % log,
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, may_be_full=True,
        before=session(log))
    if good:
        kept = ctl(profile, 'action', 'get', name)[0]['title']
        good, said = kept == 'Census of cranes', kept
    tap.result(good, 'a copy of what is in memory only goes elsewhere, and the session waits', said)


def session_ends(folder):
    """Asked whether the session may end, the program answers when the last word is on the disk."""
    profile = stage.make_profile(build, os.path.join(folder, 'ends'), 'en')
    name, log = ctl(profile, 'action', 'new', 'title=Census')[0]['id'], os.path.join(folder, 'ends.log')
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('actions'), 'wait "table row" "Census"', 'key Return',
        'focus text "Title"', 'key ctrl+End', 'type " of gulls"', 'text text "Title" "Census of gulls"',
        # The accessibility bus is a client of the session, too, and may answer first.
        'sh kill -USR1 $(cat "{0}.pid"); '
        'until [ $(grep -c EndSessionResponse "{0}") = $(grep -c RegisterClient "{0}") ]; do sleep 0.05; done; '
        'kill -9 $UI_PID'.format(log), 'exit -9',
    ], profile=profile, out=folder, before=session(log))
    if good:
        kept = ctl(profile, 'action', 'get', name)[0]['title']
        good, said = kept == 'Census of gulls', kept
    tap.result(good, 'the session asks whether it may end: the last word is on the disk before the answer', said)


with tempfile.TemporaryDirectory() as temporary:
    report(temporary)
    action(temporary)
    note(temporary)
    copy(temporary)
    session_ends(temporary)
tap.end()
