#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Actions desk as a person uses it: record, lose the power, find again, change, delete, undo,
settle what two people wrote.

usage: actions.py BUILD-DIR"""
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
KEY = 'alt+%d' % (1 + [desk for desk, _ in stage.desks()].index('actions'))


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def ctl(profile, *arguments, data=None):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', *arguments],
                          input=data, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def titles(profile):
    return sorted(line['title'] or '' for line in ctl(profile, 'action', 'list'))


def power_cut(folder):
    """By keyboard alone, in French: an empty desk, a first action, the program killed in the middle of it."""
    profile = stage.make_profile(build, os.path.join(folder, 'cut'), 'fr')
    _ = stage.words(build, 'fr')
    good, said = stage.drive(build, [
        'key ' + KEY, 'wait "push button" ' + q(_('Record an action')), 'audit', 'key Return',
        'wait text "Titre"', 'state text "Titre" focused', 'type "Comptage des grues"',
        'sleep 0.5', 'sh kill -9 $UI_PID', 'exit -9',
    ], profile=profile, out=folder)
    if good:
        good, said = titles(profile) == ['Comptage des grues'], str(titles(profile))
    tap.result(good, 'an action typed half a second before the program is killed is kept', said)
    good, said = stage.drive(build, [
        'key ' + KEY, 'wait "table row" "~Comptage des grues"', 'audit', 'key Return',
        'wait text "Titre"', 'text text "Titre" "Comptage des grues"', 'audit',
        'click "list item" "~Où, et pour quoi"', 'wait text "Lieux"', 'audit', 'fill text "Lieux" "Parc du Djoudj"',
        'key alt+Left', 'wait "table row" "~Comptage des grues"', 'state "table row" "~Comptage des grues" focused',
        'key ctrl+f', 'type djoudj', 'wait "table row" "~Comptage des grues"', 'type x',
        'wait "push button" ' + q(_('Show all actions')), 'audit', 'click "push button" ' + q(_('Show all actions')),
        'wait "table row" "~Comptage des grues"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        listed = ctl(profile, 'action', 'list')
        kept = ctl(profile, 'action', 'get', listed[0]['id'])[0]
        good, said = kept.get('places') == 'Parc du Djoudj' and len(listed) == 1, str(kept)
    tap.result(good, 'it is found after the restart, changed, and searched for', said)


def looked_at(folder):
    """A form that was opened and left leaves nothing behind."""
    profile = stage.make_profile(build, os.path.join(folder, 'looked'), 'en')
    good, said = stage.drive(build, [
        'key ' + KEY, 'wait "push button" "Record an action"', 'key ctrl+n', 'wait text "Title"',
        'key alt+Left', 'wait "push button" "Record an action"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        good, said = titles(profile) == [], str(titles(profile))
    tap.result(good, 'a form that was only looked at records nothing', said)


def deletion(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'deletion'), 'en')
    for title in ('Crane census', 'Eagle tracking'):
        ctl(profile, 'action', 'new', 'title=' + title)
    good, said = stage.drive(build, [
        'key ' + KEY, 'wait "table row" "Eagle tracking"', 'wait "table row" "Crane census"',
        'key Down', 'state "table row" "Crane census" focused', 'key Delete',
        'gone "table row" "Crane census"', 'wait label "1 action deleted"',
        'click "table row" "Eagle tracking"', 'wait text "Title"', 'click "push button" "Delete this action"',
        'wait label "2 actions deleted"', 'wait "push button" "Record an action"',
        'key ctrl+z', 'wait "table row" "Eagle tracking"', 'wait "table row" "Crane census"',
        'wait label "2 actions are back"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        good, said = titles(profile) == ['Crane census', 'Eagle tracking'], str(titles(profile))
    tap.result(good, 'deletions are told of together and undone by Ctrl+Z', said)


def two_versions(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'versions'), 'en')
    name = ctl(profile, 'action', 'new', 'title=Census', 'lead=KWS')[0]['id']
    base = ctl(profile, 'doc', 'get', 'party', name)[0]
    for title, author, lead in (('Census of cranes', 'Amina', 'KWS'), ('Count of cranes', 'Brice', 'Nature Kenya')):
        ctl(profile, 'doc', 'put', 'party', '-', data=json.dumps(dict(base, title=title, author=author, lead=lead)))
    good, said = stage.drive(build, [
        'key ' + KEY, 'wait "table row" "~of cranes"', 'wait image "Changed by two people: both versions are kept"',
        'audit', 'key Return', 'wait label "1 answer was changed by two people. Both versions are kept."',
        'wait label "Two people changed this answer."', 'audit', 'click "push button" "Compare"',
        'wait "check box" "/Amina.*Census of cranes/"', 'audit',
        'click "check box" "/Brice.*Count of cranes/"', 'click "push button" "Keep what is chosen"',
        'gone label "Two people changed this answer."', 'text text "Title" "Count of cranes"',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    if good:
        kept = ctl(profile, 'action', 'get', name)[0]
        conflicts = ctl(profile, 'doc', 'conflicts')
        good = (kept['title'], kept['lead'], conflicts) == ('Count of cranes', 'Nature Kenya', [])
        said = '%s, %s' % (kept, conflicts)
    tap.result(good, 'two versions are marked, compared and settled; what only one changed is kept', said)


def narrow(folder):
    """A telephone, in Arabic."""
    profile = stage.make_profile(build, os.path.join(folder, 'narrow'), 'ar')
    _ = stage.words(build, 'ar')
    ctl(profile, 'action', 'new', 'title=Crane census', 'status=done', 'start_date=2024-05-01')
    good, said = stage.drive(build, [
        'sleep 0.5', 'key ' + KEY, 'wait "list item" "~Crane census"', 'audit', 'click "list item" "~Crane census"',
        'wait text "العنوان"', 'text text "العنوان" "Crane census"', 'audit',
        'click "push button" ' + q(_('Delete this action')), 'wait "push button" ' + q(_('Record an action')),
        'click "push button" ' + q(_('Undo')), 'wait "list item" "~Crane census"',
    ], size='360x720', profile=profile, out=folder)
    tap.result(good, '360 pixels, Arabic: a list of two lines, the form, and back', said)


def without_country(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'guest'), 'en', role='guest')
    good, said = stage.drive(build, ['key ' + KEY, 'wait "push button" "Open the preferences"', 'audit',
                                     'gone "push button" "New action"'], profile=profile, out=folder)
    tap.result(good, 'a guest is told why there are no actions', said)


with tempfile.TemporaryDirectory() as temporary:
    power_cut(temporary)
    looked_at(temporary)
    deletion(temporary)
    two_versions(temporary)
    narrow(temporary)
    without_country(temporary)
tap.end()
