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


def given(folder, name, steps, script=None):
    """One way of giving a file; gives what was saved beside the answers, by name, and what was said."""
    profile = stage.make_profile(build, os.path.join(folder, name), 'en')
    form, answers = os.path.join(folder, 'birds.xml'), os.path.join(folder, name + '.xml')
    with open(form, 'w', encoding='utf-8') as file:
        file.write(FORM)
    good, said = stage.drive(build, ([] if script else ['wait "push button" "%s"' % QUESTION]) + steps + [
        'audit', 'click "push button" "Save the answers as XML"', 'sleep 1', 'key ctrl+a', 'type "%s"' % answers, 'key Return',
        'wait label "The answers were saved as “%s.xml”"' % name, 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, files=[form], script=script)
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


with tempfile.TemporaryDirectory() as temporary:
    picture = os.path.join(temporary, 'field sheet.png')
    letter = os.path.join(temporary, 'letter.pdf')
    write_picture(picture, 200, 100)
    with open(letter, 'wb') as file:
        file.write(LETTER)
    chosen(temporary, picture)
    pasted(temporary, picture, letter)
    dropped(temporary, letter)
tap.end()
