#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A checklist as a person works through it: started, ticked, noted, dated, found again.

usage: plans.py BUILD-DIR"""
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
DESK = 'key alt+%d' % (1 + [name for name, _ in stage.desks()].index('checklists'))
TITLE = 'Avant une Conférence des Parties'
ITEM = 'Noter les dates et fixer les priorités de votre pays'


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def ctl(profile, *words):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', 'checklist', *words],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def start_and_work(profile, folder, _):
    """Started without a date; ticked, taken back, ticked; a note and a colleague, never a Save button."""
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), DESK,
        'click "list item" ' + q(TITLE), 'wait "push button" ' + q(_('Start this checklist')), 'audit',
        'click "push button" ' + q(_('Start this checklist')), 'wait heading ' + q(_('What do the days count from?')),
        'audit', 'wait "list item" ' + q(_('The date of %s is not announced') % 'COP16'),
        'click "push button" ' + q(_('Start')),
        'wait label ' + q(_('%u of %u done') % (0, 22)), 'wait label ' + q(_('%s: date not announced') % 'COP16'),
        'audit',
        'click "check box" ' + q(_('Done: %s') % ITEM), 'wait label ' + q(_('%u of %u done') % (1, 22)),
        'key ctrl+z', 'wait label ' + q(_('%u of %u done') % (0, 22)),
        'click "check box" ' + q(_('Done: %s') % ITEM), 'wait label ' + q(_('%u of %u done') % (1, 22)),
        'click "push button" ' + q(_('Undo')), 'wait label ' + q(_('%u of %u done') % (0, 22)),
        'click "check box" ' + q(_('Done: %s') % ITEM), 'wait label ' + q(_('%u of %u done') % (1, 22)),
        'click "list item" ' + q(ITEM), 'wait text ' + q(_('Note')),
        'fill text %s "Brian"' % q(_('Colleague who does it')),
        'fill text %s "Demandé au ministère"' % q(_('Note')),
        'sleep 0.6', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'a checklist is started, ticked, taken back and noted', said)
    plan = ctl(profile, 'progress')
    items = ctl(profile, 'show', plan[0]['id']) if len(plan) == 1 else []
    kept = [(one['state'], one['assignee'], one['note']) for one in items if one['id'] == 'priorities']
    tap.result(kept == [('done', 'Brian', 'Demandé au ministère')], 'all of it is in the store', str((plan, kept)))


def found_again(profile, folder, _):
    """The next start shows the same plan; its dates are entered, and the days follow."""
    good, said = stage.drive(build, [
        'wait label ' + q(_('%u of %u done') % (1, 22)), 'state "check box" %s checked' % q(_('Done: %s') % ITEM),
        'click "push button" ' + q(_('Change the date')), 'wait heading ' + q(_('What do the days count from?')),
        'click "list item" ' + q(_('I know the dates of %s') % 'COP16'),
        'fill text %s "1 mars 2029"' % q(_('Opening day (day, month, year)')),
        'click "push button" ' + q(_('Use this')),
        'wait label ' + q(_('%s opens on %s') % ('COP16', '1er mars 2029')),
        'wait label ' + q('~' + _('By %s') % '2 septembre 2028'),
        # A day that an official letter names goes before the computed one, and both are told.
        'click "list item" "Soumettre le rapport national"',
        'fill text %s "20 août 2028"' % q(_('Another day, if an official letter names one')),
        'sleep 0.8', 'scroll -4', 'wait label ' + q('~' + _('By %s') % '20 août 2028'),
    ], profile=profile, out=folder)
    tap.result(good, 'the next start finds the plan, and its days follow the meeting', said)
    due = [(one['due'], one['computed']) for one in ctl(profile, 'show', ctl(profile, 'progress')[0]['id']) if one['id'] == 'report-submit']
    tap.result(due == [('2028-08-20', '2028-09-02')], 'both days are in the store', str(due))


def removed(profile, folder, _):
    good, said = stage.drive(build, [
        'click "push button" ' + q(_('Remove this plan')), 'wait heading ' + q(_('Checklists to start from')),
        'gone heading ' + q(_('Under way')), 'click "push button" ' + q(_('Undo')),
        'wait heading ' + q(_('Under way')),
    ], profile=profile, out=folder)
    tap.result(good, 'a plan is removed and brought back', said)
    tap.result(ctl(profile, 'progress')[0]['done'] == 1, 'with its ticks', '')


def joined(folder, _):
    """Two desks wrote a note on one item: both are kept, it is said, and one click joins them."""
    profile = stage.make_profile(build, os.path.join(folder, 'joined'), 'fr')
    plan = ctl(profile, 'start', 'cl-before-cop')[0]['id']
    tick = ctl(profile, 'note', plan, 'priorities', 'Ancienne note')[0]['id']

    def doc(*arguments, **more):
        done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', 'doc', *arguments],
                              capture_output=True, text=True, **more)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    base = doc('get', 'party', tick)[0]['_rev']
    for note in ('Voir le ministère', 'Voir l’ambassade'):
        doc('put', 'party', '-', input=json.dumps({'_id': tick, '_rev': base, 'state': 'open', 'note': note}))
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), DESK, 'click "list item" ' + q(TITLE),
        'wait label ' + q('~' + _('Two people wrote about this')), 'click "list item" ' + q(ITEM),
        'click "push button" ' + q(_('Join them')), 'gone "push button" ' + q(_('Join them')), 'audit',
    ], profile=profile, out=folder)
    tap.result(good, 'two notes on one item are told and joined', said)
    note = doc('get', 'party', tick)[0]['note']
    tap.result(sorted(note.split('\n')) == sorted(['Voir l’ambassade', 'Voir le ministère']), 'no word of either is lost', note)
    tap.result(doc('conflicts') == [], 'nothing is left to settle')


with tempfile.TemporaryDirectory() as temporary:
    words = stage.words(build, 'fr')
    place = stage.make_profile(build, os.path.join(temporary, 'plans'), 'fr')
    start_and_work(place, temporary, words)
    found_again(place, temporary, words)
    removed(place, temporary, words)
    joined(temporary, words)
tap.end()
