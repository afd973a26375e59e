#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and grids of a form as a person uses them, by keyboard: typed, copied, pasted, taken back, found again.

usage: tables.py BUILD-DIR"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
FORMS = os.path.join(stage.TOP, 'tests', 'app', 'forms')


def cell(column, row, words):
    return 'wait "table cell" "%s, ligne %d : %s"' % (column, row, words)


def typed_and_found_again(folder):
    """In French, without the mouse but for the first row and the undo of a toast."""
    profile = stage.make_profile(build, os.path.join(folder, 'typed'), 'fr')
    _ = stage.words(build, 'fr')
    good, said = stage.drive(build, [
        'click "push button" "Ajouter une ligne"', 'wait "table cell" "~Espèce, ligne 1"', 'sleep 0.4',
        # A list is found in by typing; a number is stored as it is typed; Escape brings back what stood there.
        'key Return', 'sleep 0.4', 'type cigogne', 'sleep 0.4', 'key Return', cell('Espèce', 1, 'Cigogne blanche'),
        'key Tab', 'type 12', 'key Return', cell('Nombre', 1, '12'),
        'key Up', 'type 5', 'text text "Nombre" "5"', 'key Escape', cell('Nombre', 1, '12'),
        # What stood in a cell before is one key away.
        'sleep 0.7', 'type 14', 'key Return', cell('Nombre', 1, '14'), 'sleep 0.7', 'key Up', 'key alt+h',
        'wait label "%s"' % _('History of this answer'), 'wait label "12"', 'audit', 'key Escape',
        'type 12', 'key Return', cell('Nombre', 1, '12'), 'key Up',
        # Typing in the last line begins a row; a wrong answer is kept, and said.
        'key Down', 'type -7', 'key Tab', cell('Nombre', 2, '-7'), 'key Left', 'wait label "Un comptage n’est jamais négatif."',
        'audit',
        # Boxes to tick; Tab closes the list and goes on.
        'key ctrl+Home', 'key Right', 'key Right', 'key Right', 'key Return', 'sleep 0.4', 'key space', 'key Tab', 'sleep 0.4',
        cell('Comment', 1, 'Vue'), 'key space', 'wait "table cell" "~Sûr, ligne 1 : Oui"',
        # A block goes to the clipboard and back, as one step.
        'key ctrl+Home', 'key shift+Right', 'key ctrl+c', 'key ctrl+End', 'key Down', 'key Home', 'key ctrl+v',
        cell('Espèce', 3, 'Cigogne blanche'), cell('Nombre', 3, '12'),
        'click "push button" "%s"' % _('Undo'), 'gone "table cell" "~ligne 3"',
        'sleep 0.7', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=[os.path.join(FORMS, 'tables.xml')])
    tap.result(good, 'a table is filled in by keyboard', said)
    good, said = stage.drive(build, [
        cell('Espèce', 1, 'Cigogne blanche'), cell('Nombre', 2, '-7'), 'gone "table cell" "~ligne 3"',
        # Cards show the same; the choice is kept.
        'click "push button" "%s"' % _('Show the rows as cards'), 'wait heading "Ligne 1"', 'audit',
        'click "push button" "%s"' % _('Show the rows as a table'), cell('Nombre', 2, '-7'),
    ], profile=profile, out=folder)
    tap.result(good, 'what was typed into a table is found again, also as cards', said)


def grid(folder):
    """In Arabic, where the next column is to the left."""
    profile = stage.make_profile(build, os.path.join(folder, 'grid'), 'ar')
    row = 'الصيد غير القانوني في جميع أوقات السنة'
    nets = 'شباك الصيد'
    good, said = stage.drive(build, [
        'focus "radio button" "%s: لا شيء"' % row, 'key Left', 'state "radio button" "%s: ضعيف" focused' % row,
        'state "radio button" "%s: ضعيف" !checked' % row, 'key space', 'state "radio button" "%s: ضعيف" checked' % row,
        'key Down', 'state "radio button" "%s: ضعيف" focused' % nets, 'key End', 'key space',
        'state "radio button" "%s: غير معروف" checked' % nets,
        'wait label "لا يمكن أن تكون الشباك غير معروفة حيث تعرفون الصيد."',
        'key Delete', 'state "radio button" "%s: غير معروف" !checked' % nets,
        'gone label "لا يمكن أن تكون الشباك غير معروفة حيث تعرفون الصيد."', 'audit',
    ], profile=profile, out=folder, files=[os.path.join(FORMS, 'grids.xml')])
    tap.result(good, 'a grid of choices is filled in by keyboard, from right to left', said)


def narrow(folder):
    """A telephone: no part without a name, and the questions of a grid below each other."""
    for name, waited in (('grids.xml', 'wait "radio button" "Fishing nets: Low"'),
                         ('tables.xml', 'wait "push button" "Add a row"'),
                         ('theme-grid.xml', 'wait text "Street"')):
        profile = stage.make_profile(build, os.path.join(folder, 'narrow-' + name), 'en')
        good, said = stage.drive(build, [
            waited, 'audit', 'key ctrl+Next', 'sleep 0.6', 'audit', 'key ctrl+Next', 'sleep 0.6', 'audit',
        ], size='360x720', profile=profile, out=folder, files=[os.path.join(FORMS, name)])
        tap.result(good, '360 pixels: ' + name, said)


with tempfile.TemporaryDirectory() as temporary:
    typed_and_found_again(temporary)
    grid(temporary)
    narrow(temporary)
tap.end()
