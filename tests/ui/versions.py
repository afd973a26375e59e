#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people changed one answer apart: a text that is made of both is kept while it is being made.

usage: versions.py BUILD-DIR"""
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
MINE, THEIRS, OWN = 'Poisoned baits on the plains', 'Power lines at the coast', 'Or make one text of both'
QUESTION = 'Greatest challenges'


def desk(name):
    return 'key alt+%d' % (1 + ORDER.index(name))


def ctl(profile, *arguments, data=None):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', *arguments],
                          input=data, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def write_apart(profile, name, **fields):
    """Each of the bodies becomes a child of what is there now, as if two desks had not known of each other."""
    base = ctl(profile, 'doc', 'get', 'party', name)[0]
    for number, author in enumerate(('Amina', 'Brice')):
        body = dict(base, author=author, **{field: texts[number] for field, texts in fields.items()})
        ctl(profile, 'doc', 'put', 'party', '-', data=json.dumps(body))


def make_report(profile):
    report = ctl(profile, 'report', 'new')[0]['id']
    ctl(profile, 'report', 'set', report, '/national_report/summary/challenge_1', 'Poisoned baits')
    answer = [doc['id'] for doc in ctl(profile, 'doc', 'list', 'party') if doc['id'].startswith('answer:')]
    assert len(answer) == 1, answer
    write_apart(profile, answer[0], value=(MINE, THEIRS))
    return report, answer[0]


def see(text):
    """The text that is being made, after the sheet was opened."""
    return ['wait text "%s"' % OWN, 'text text "%s" "%s"' % (OWN, text), 'state "check box" "%s" checked' % OWN]


SHOW = ['wait label "1 answer was changed by two people. Both versions are kept."', 'click "push button" "Show"']
TYPE = ['focus text "%s"' % OWN, 'key ctrl+End']


def report_text(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'report'), 'en')
    report, answer = make_report(profile)
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"', *SHOW,
        'wait "check box" "/Amina.*%s/"' % MINE, 'wait "check box" "/Brice.*%s/"' % THEIRS,
        'wait text "%s"' % OWN, 'audit', 'focus text "%s"' % OWN, 'key ctrl+a', 'type "Baits and lines"',
        'state "check box" "%s" checked' % OWN, 'key Escape', 'gone text "%s"' % OWN,
        *SHOW, *see('Baits and lines'), *TYPE, 'type ", both"', 'sleep 0.5', 'sh kill -9 $UI_PID', 'exit -9',
    ], profile=profile, out=folder)
    tap.result(good, 'a text made of two versions is there when the sheet is opened again', said)
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"', *SHOW,
        *see('Baits and lines, both'), *TYPE, 'type " of them"',
        'sh kill -TERM $UI_PID', 'sleep 1', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'it outlives the program that was killed', said)
    good, said = stage.drive(build, [
        'wait label "1 answer was changed by two people. Both versions are kept."', 'click "push button" "Show"',
        *see('Baits and lines, both of them'), 'click "push button" "Keep what is chosen"', 'gone text "%s"' % OWN,
        'text text "%s" "Baits and lines, both of them"' % QUESTION, 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        kept = [line for line in ctl(profile, 'report', 'get', report) if 'Baits' in json.dumps(line)]
        past = sorted(doc['value'] for doc in (ctl(profile, 'doc', 'get', 'party', one['id'])[0]
                      for one in ctl(profile, 'doc', 'list', 'party') if one['id'].startswith('past:')))
        conflicts = ctl(profile, 'doc', 'conflicts')
        good = len(kept) == 1 and MINE in past and THEIRS in past and conflicts == []
        said = str((kept, past, conflicts))
    tap.result(good, 'it is chosen, the question is settled, and both versions are in the history', said)


def put_back(folder):
    """What was not kept stands in the answer's history, and comes back from there as an ordinary answer."""
    profile = stage.make_profile(build, os.path.join(folder, 'back'), 'en')
    report, _ = make_report(profile)
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"', *SHOW,
        'click "check box" "/Amina.*%s/"' % MINE, 'click "push button" "Keep what is chosen"', 'gone text "%s"' % OWN,
        'text text "%s" "%s"' % (QUESTION, MINE), 'click "push button" "History"', 'wait label "%s"' % THEIRS,
        'wait label "Stands in the form now"', 'audit', 'click "push button" "Put back"',
        'gone label "Stands in the form now"', 'text text "%s" "%s"' % (QUESTION, THEIRS),
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        kept = [line for line in ctl(profile, 'report', 'get', report) if THEIRS in json.dumps(line)]
        past = [ctl(profile, 'doc', 'get', 'party', one['id'])[0]['value']
                for one in ctl(profile, 'doc', 'list', 'party') if one['id'].startswith('past:')]
        good, said = len(kept) == 1 and MINE in past, str((kept, past))
    tap.result(good, 'a text that was not kept is put back from the history, and nothing is lost', said)


def another_one(folder):
    """A text was begun, and then one of the versions is chosen: what was begun is in the history."""
    profile = stage.make_profile(build, os.path.join(folder, 'another'), 'en')
    make_report(profile)
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('reports'), 'click "list item" "~CMS national report"', *SHOW,
        'wait text "%s"' % OWN, 'focus text "%s"' % OWN, 'key ctrl+a', 'type "Baits and lines"',
        'click "check box" "/Amina.*%s/"' % MINE, 'click "push button" "Keep what is chosen"', 'gone text "%s"' % OWN,
        'text text "%s" "%s"' % (QUESTION, MINE), 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        past = sorted(ctl(profile, 'doc', 'get', 'party', one['id'])[0]['value']
                      for one in ctl(profile, 'doc', 'list', 'party') if one['id'].startswith('past:'))
        good, said = 'Baits and lines' in past and THEIRS in past, str(past)
    tap.result(good, 'a text that was begun and not chosen is in the history', said)


def action_text(folder):
    """The twin in the actions, with a change of the language in between."""
    profile = stage.make_profile(build, os.path.join(folder, 'action'), 'en')
    _ = stage.words(build, 'fr')
    own = _(OWN)
    name = ctl(profile, 'action', 'new', 'title=Count', 'lead=KWS')[0]['id']
    write_apart(profile, name, title=('Count of cranes', 'Count of storks'))
    good, said = stage.drive(build, [
        'wait heading "What comes next"', desk('actions'), 'wait "table row" "~Count of"', 'key Return',
        'click "push button" "Compare"', 'wait text "%s"' % OWN, *TYPE, 'type ", and of ibises"', 'key Escape',
        'gone text "%s"' % OWN, 'key ctrl+comma', 'wait label "Language of the program"',
        'click "combo box" "Language of the program"', 'sleep 0.4', 'key Down Return',
        'wait label "%s"' % _('Language of the program'), 'key Escape',
        'click "push button" "%s"' % _('Compare'), 'wait text "%s"' % own,
        'text text "%s" "~, and of ibises"' % own, 'state "check box" "%s" checked' % own,
        'click "push button" "%s"' % _('Keep what is chosen'), 'gone text "%s"' % own, 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        kept = ctl(profile, 'action', 'get', name)[0]['title']
        good = 'Count of cranes' in kept and 'Count of storks' in kept and kept.endswith(', and of ibises')
        said = kept
    tap.result(good, 'an action: one text of both outlives another language of the program', said)


with tempfile.TemporaryDirectory() as temporary:
    report_text(temporary)
    put_back(temporary)
    another_one(temporary)
    action_text(temporary)
tap.end()
