#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any form from a file, as a person uses it: opened, filled in, closed, found again; a faulty one; a narrow screen.

usage: others.py BUILD-DIR"""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
KEY = 'alt+%d' % (1 + [desk for desk, _ in stage.desks()].index('others'))
FORMS = os.path.join(stage.TOP, 'tests', 'forms', 'fields')


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def filled_in_and_found_again(folder):
    """The form is on a stick that is taken out afterwards, and the program is killed while one types."""
    profile = stage.make_profile(build, os.path.join(folder, 'kept'), 'en')
    stick = os.path.join(folder, 'stick')
    os.mkdir(stick)
    form = shutil.copy(os.path.join(FORMS, 'visit.xml'), stick)
    os.mkdir(os.path.join(stick, 'visit-media'))
    shutil.copy(os.path.join(FORMS, 'places.csv'), os.path.join(stick, 'visit-media'))
    good, said = stage.drive(build, [
        'wait text "Observer"', 'audit', 'state text "Observer" focused', 'type "Amina"', 'sleep 0.7',
        'sh kill -9 $UI_PID', 'exit -9',
    ], profile=profile, out=folder, files=[form])
    shutil.rmtree(stick)
    if good:
        good, said = stage.drive(build, [
            'sleep 0.5', 'key ' + KEY, 'wait "list item" "~Visit"', 'click "list item" "~Visit"',
            'wait text "Observer"', 'text text "Observer" "Amina"', 'wait "radio button" "Lake Elmenteita"', 'audit',
            'key alt+Left', 'click "push button" "~out of the list"', 'wait label "~Its answers are kept"',
            'click "push button" "Undo"', 'wait "list item" "~Visit"',
        ], profile=profile, out=folder)
    tap.result(good, 'a form from a stick is kept with its lists and answers, and taken out with undo', said)


def faulty(folder):
    """In French: every fault with its line, and what was there before is still there."""
    profile = stage.make_profile(build, os.path.join(folder, 'faulty'), 'fr')
    _ = stage.words(build, 'fr')
    form = os.path.join(folder, 'faulty.xml')
    with open(os.path.join(FORMS, 'visit.xml'), encoding='utf-8') as source, open(form, 'w', encoding='utf-8') as out:
        out.write(source.read().replace("calculate='1 + 1'", "calculate='1 +'"))
    good, said = stage.drive(build, [
        'wait label "~faulty.xml"', 'wait label ' + q(_('A rule of the form cannot be read.')), 'audit',
        'click "push button" ' + q(_('Copy the list')), 'key alt+Left',
        'wait "push button" ' + q(_('Open a form from a file…')), 'audit',
    ], profile=profile, out=folder, files=[form])
    tap.result(good, 'a faulty form is answered with its faults', said)


def undone(folder):
    """Ctrl+Z goes word by word in the text that is typed, and answer by answer after that, wherever the keyboard is."""
    profile = stage.make_profile(build, os.path.join(folder, 'undone'), 'en')
    good, said = stage.drive(build, [
        'wait text "Observer"', 'type "Amina Diop"', 'key ctrl+z', 'text text "Observer" "/^Amina ?$/"',
        'key ctrl+shift+z', 'text text "Observer" "Amina Diop"',
        'click "radio button" "Lake Naivasha"', 'state "radio button" "Lake Naivasha" checked',
        'key ctrl+z', 'state "radio button" "Lake Naivasha" !checked', 'text text "Observer" "Amina Diop"',
        'key ctrl+z', 'text text "Observer" ""', 'click "push button" "Redo the step"',
        'text text "Observer" "Amina Diop"', 'key ctrl+y', 'state "radio button" "Lake Naivasha" checked', 'audit',
    ], profile=profile, out=folder, files=[os.path.join(FORMS, 'visit.xml')])
    tap.result(good, 'steps are taken back and taken again by keyboard', said)


def newer_visit(folder):
    """The next version of the visit: it asks for the weather, and no longer for the place."""
    with open(os.path.join(FORMS, 'visit.xml'), encoding='utf-8') as source:
        form = source.read()
    start, end = form.index('    <select1'), form.index('</select1>') + len('</select1>\n')
    form = form[:start] + '    <input ref="/data/weather"><label>Weather</label></input>\n' + form[end:]
    form = form.replace('version="2"', 'version="3"').replace('<place/>', '<weather/>').replace('/data/place', '/data/weather')
    path = os.path.join(folder, 'visit-3.xml')
    with open(path, 'w', encoding='utf-8') as out:
        out.write(form)
    return path


def moved(folder):
    """A newer version came: the draft is looked at, moved, moved back, and nothing of it is lost."""
    profile = stage.make_profile(build, os.path.join(folder, 'moved'), 'en')
    good, said = stage.drive(build, [
        'wait text "Observer"', 'type "Amina"', 'click "radio button" "Lake Naivasha"', 'sleep 0.7', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=[os.path.join(FORMS, 'visit.xml')])
    if good:
        good, said = stage.drive(build, [
            'wait text "Weather"', 'key alt+Left', 'wait "list item" "~Move this draft"', 'audit',
            'wait label "A newer version of this form is here: 3"', 'focus "list item" "~Move this draft"', 'key Return',
            'wait label "To version 3 of the form"', 'wait label "1 answer goes along."', 'wait label "Place"',
            'wait label "Lake Naivasha"', 'wait label "Weather"', 'audit', 'click "push button" "Move this draft"',
            'wait label "The draft was moved. The older one is kept."', 'gone "list item" "~Move this draft"',
            'wait "list item" "~Undo the move"', 'count label "~wetland, version 2" 0',
            'click "list item" "~Undo the move"', 'wait "list item" "~Move this draft"', 'gone "list item" "~Undo the move"',
            'click label "~wetland, version 2"', 'wait text "Observer"', 'text text "Observer" "Amina"',
            'state "radio button" "Lake Naivasha" checked', 'key ctrl+q', 'exit 0',
        ], profile=profile, out=folder, files=[newer_visit(folder)])
    tap.result(good, 'a draft is moved to a newer version of its form, and back', said)


def exported(folder):
    """A form that asks for an audit log gets one beside the answers, from the history."""
    profile = stage.make_profile(build, os.path.join(folder, 'exported'), 'en')
    with open(os.path.join(FORMS, 'visit.xml'), encoding='utf-8') as source:
        form = source.read()
    form = form.replace('<orx:instanceID/>', '<orx:instanceID/><orx:audit/>')
    form = form.replace('<bind nodeset="/data/two"',
                        '<bind nodeset="/data/orx:meta/orx:audit" type="binary" odk:track-changes="true"/>\n'
                        '      <bind nodeset="/data/two"')
    asking, answers = os.path.join(folder, 'asking.xml'), os.path.join(folder, 'answers.xml')
    with open(asking, 'w', encoding='utf-8') as out:
        out.write(form)
    good, said = stage.drive(build, [
        'wait text "Observer"', 'type "Amina"', 'click "push button" "Save the answers as XML"', 'sleep 1',
        'key ctrl+a', 'type "%s"' % answers, 'key Return', 'wait label "The answers were saved as “answers.xml”"',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=[asking])
    if good:
        with open(answers, encoding='utf-8') as source, \
                open(os.path.join(folder, 'answers-media', 'audit.csv'), encoding='utf-8') as log:
            xml, rows = source.read(), [line.split(',') for line in log.read().splitlines()]
        events = [row[0] for row in rows]
        good = '>audit.csv</' in xml and '/data/observer' in [row[1] for row in rows] \
            and rows[0] == ['event', 'node', 'start', 'end', 'old-value', 'new-value'] \
            and events[1] == 'form start' and events[-1] == 'form finalize' and 'Amina' in [row[5] for row in rows]
        said = xml + str(rows)
    tap.result(good, 'the audit log is written beside the answers', said)


def other_calendar(folder):
    """In Arabic: a day is typed as the Ethiopian calendar has it, and the next is picked from a sheet by keyboard."""
    profile = stage.make_profile(build, os.path.join(folder, 'days'), 'ar')
    _ = stage.words(build, 'ar')
    answers = os.path.join(folder, 'days.xml')
    good, said = stage.drive(build, [
        'state text "When were they seen?" focused', 'type "5/1/2018"', 'wait label "15 سبتمبر 2025"',
        'key Tab', 'key Return', 'sleep 0.5', 'state "push button" "5 مسكريم 2018" focused', 'audit', 'key Left', 'key Return',
        'wait label "16 سبتمبر 2025"', 'text text "When were they seen?" "6 مسكريم 2018"',
        'wait label ' + q(_('Islamic calendar (calculated)')), 'audit',
        'click "push button" ' + q(_('Save the answers as XML')), 'sleep 1', 'key ctrl+a', 'type "%s"' % answers,
        'key Return', 'sleep 1', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=[os.path.join(FORMS, 'days.xml')])
    if good:
        with open(answers, encoding='utf-8') as source:
            said = source.read()
        good = '<a>2025-09-16</a>' in said
    tap.result(good, 'a day of another calendar is typed and picked by keyboard', said)


def narrow(folder):
    """A telephone, in Arabic."""
    profile = stage.make_profile(build, os.path.join(folder, 'narrow'), 'ar')
    good, said = stage.drive(build, [
        'wait text "الراصد"', 'audit', 'type "x"', 'key alt+Left', 'wait "list item" "~Visit"', 'audit',
    ], size='360x720', profile=profile, out=folder, files=[os.path.join(FORMS, 'visit.xml')])
    tap.result(good, '360 pixels, Arabic: the form in its own language, and back', said)


with tempfile.TemporaryDirectory() as temporary:
    filled_in_and_found_again(temporary)
    faulty(temporary)
    undone(temporary)
    moved(temporary)
    exported(temporary)
    other_calendar(temporary)
    narrow(temporary)
tap.end()
