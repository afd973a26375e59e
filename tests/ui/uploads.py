#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files as answers, given as a person gives them: chosen in the dialog by keyboard, pasted from another program as a
picture and as a file, and drawn from its window with the mouse.

usage: uploads.py BUILD-DIR"""
import os
import struct
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
giver = os.path.join(build, 'tests', 'giver')
tap = stage.Tap()
KEY = 'alt+%d' % (1 + [desk for desk, _ in stage.desks()].index('others'))
LETTER = b'%PDF-1.4\n'
QUESTION = 'A photograph or the field sheet'
FOCUSED = 'state "push button" "%s" focused' % QUESTION
FORM = '''<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Wading birds</h:title><model odk:xforms-version="1.0.0"><instance><data id="birds"><f/></data></instance>
<bind nodeset="/data/f" type="binary" orx:max-pixels="100"/></model></h:head>
<h:body><upload ref="/data/f" mediatype="application/*" accept=".pdf,image/*"><label>%s</label></upload></h:body></h:html>
''' % QUESTION


def write_picture(path, width, height):
    def part(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes((x * 3 % 256, y * 2 % 256, 120)[c] for x in range(width) for c in range(3))
                    for y in range(height))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + part(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
                   + part(b'IDAT', zlib.compress(rows)) + part(b'IEND', b''))


def size_of(path):
    with open(path, 'rb') as file:
        return struct.unpack('>II', file.read(24)[16:24])


def write_form(folder, text=FORM):
    form = os.path.join(folder, 'birds.xml')
    with open(form, 'w', encoding='utf-8') as file:
        file.write(text)
    return form


def given(folder, name, steps, script=None, profile=None):
    """One way of giving a file; gives what was saved beside the answers, by name, and what was said."""
    answers, files = os.path.join(folder, name + '.xml'), []
    if profile is None:
        profile = stage.make_profile(build, os.path.join(folder, name), 'en')
        files = [write_form(folder)]
        steps = steps if script else ['wait "push button" "%s"' % QUESTION] + steps
    good, said = stage.drive(build, steps + [
        'audit', 'click "push button" "Save the answers as XML"', 'sleep 1', 'key ctrl+a', 'type "%s"' % answers, 'key Return',
        'wait label "The answers were saved as “%s.xml”"' % name, 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=files, script=script)
    media = os.path.join(folder, name + '-media')
    if not good or not os.path.isdir(media):
        return [], said
    return [os.path.join(media, file) for file in os.listdir(media)], said


def chosen(folder, picture):
    files, said = given(folder, 'chosen', [
        FOCUSED, 'key Return', 'sleep 1', 'type "%s"' % picture, 'sleep 0.5', 'key Return',
        'wait label "field sheet.png"'])
    tap.result(len(files) == 1 and size_of(files[0]) == (100, 50),
               'a file is chosen by keyboard alone, and a picture becomes as large as the form asks', said or repr(files))


def pasted(folder, picture, letter):
    for name, how, file, label, holds in (
            ('picture', 'copy-picture', picture, 'Pasted picture.png', lambda path: size_of(path) == (100, 50)),
            ('file', 'copy-file', letter, 'letter.pdf', lambda path: open(path, 'rb').read() == LETTER)):
        files, said = given(folder, name, [
            'sh "%s" %s "%s" & sleep 1.5' % (giver, how, file),
            FOCUSED, 'key ctrl+v', 'wait label "%s"' % label])
        tap.result(len(files) == 1 and holds(files[0]), 'a %s that another program copied is pasted' % name,
                   said or repr(files))


def dropped(folder, letter):
    os.environ.update(GODWIT_GIVER=giver, GODWIT_GIVEN=letter, GODWIT_DROP_ON=QUESTION)
    files, said = given(folder, 'dropped', ['wait label "letter.pdf"'], script='drag.py')
    tap.result(len(files) == 1 and open(files[0], 'rb').read() == LETTER, 'a file is drawn here from another window',
               said or repr(files))


def stroke(*points):
    moves = ' '.join('mousemove %d %d sleep 0.06' % point for point in points[1:])
    return 'sh xdotool mousemove %d %d mousedown 1 sleep 0.1 %s mouseup 1' % (*points[0], moves)


def drawn(folder):
    """The program is killed while the sheet is open; discarding brings back what stood there before."""
    profile = stage.make_profile(build, os.path.join(folder, 'drawn'), 'en')
    form = write_form(folder, FORM.replace('<upload ', '<upload appearance="draw" ').replace(' orx:max-pixels="100"', ''))
    good, said = stage.drive(build, [
        'click "push button" "Draw…"', 'wait "push button" "Done"', 'sleep 0.3', 'audit', stroke((450, 250), (500, 350), (700, 300)),
        'sleep 1.2', 'sh kill -9 $UI_PID', 'exit -9',
    ], profile=profile, out=folder, files=[form])
    files, more = given(folder, 'kept', [
        'sleep 0.5', 'key ' + KEY, 'click "list item" "~Wading birds"', 'wait label "Drawing.png"',
        'click "push button" "Draw…"', 'wait "push button" "Done"', 'sleep 0.3', 'click "push button" "Red"',
        stroke((450, 450), (600, 400), (700, 450)), 'sleep 1.2', 'click "push button" "Discard"', 'gone "push button" "Done"',
        'wait label "Drawing.png"', 'sleep 0.7',
        # The second drawing was kept, too, and can be put back.
        'click "push button" "History"', 'wait "push button" "Put back"', 'key Escape', 'gone "push button" "Put back"',
    ], profile=profile)
    size = size_of(files[0]) if len(files) == 1 else None
    tap.result(good and size == (900, 600), 'a drawing is kept while it is drawn, and stands again when another is discarded',
               '\n'.join([said, more, repr(files), repr(size)]))


with tempfile.TemporaryDirectory() as temporary:
    picture = os.path.join(temporary, 'field sheet.png')
    letter = os.path.join(temporary, 'letter.pdf')
    write_picture(picture, 200, 100)
    with open(letter, 'wb') as file:
        file.write(LETTER)
    chosen(temporary, picture)
    pasted(temporary, picture, letter)
    dropped(temporary, letter)
    drawn(temporary)
tap.end()
