#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example form is opened in the window and filled in by keyboard alone, in a language that is written from the
left or from the right; what was typed is in the answers that are saved. The forms are other people's: where they are
not at hand our own are filled in, and that is said.

usage: keyboard.py BUILD-DIR [LANGUAGE [PART-OF-A-NAME]]   (GODWIT_LONG=1: each form in both, GODWIT_SHOTS: a folder)"""
import collections
import glob
import json
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
SHORT = ('create-or-update-entities', 'new_cascading', 'relative-current', '1-validation')
OURS = os.path.join(stage.TOP, 'tests', 'forms', 'fields', 'visit.xml')
EXAMPLES = os.path.join(os.environ.get('GODWIT_SHARED', os.path.join(stage.TOP, '..', 'shared')), 'xforms', 'examples')


def number(text):
    try:
        return '%g' % float(text)
    except ValueError:
        return text


def tokens(value):
    return collections.Counter(number(part) for part in re.split(r'[\sT;]+|:00\.000.*', value or '') if part)


def lost(typed, path):
    """What was typed and is not in the answers."""
    found = collections.Counter()
    for element in ET.parse(path).iter():
        if len(element) == 0:
            found += tokens(element.text)
    wanted = collections.Counter(number(text.split()[0]) for text in typed)
    return {text: count - found[text] for text, count in wanted.items() if found[text] < count}


def fill(form, language, folder):
    name = os.path.splitext(os.path.basename(form))[0]
    _ = stage.words(build, language)
    profile = stage.make_profile(build, os.path.join(folder, 'profile'), language)
    shots = os.environ.get('GODWIT_SHOTS')
    plan = {
        'next': _('Next section'),
        'empty': [_('empty'), _('required, not answered yet')],
        'add': _('table of a form\x04Add a row').split('\x04')[-1],
        'list': _('Choose…'),
        'find': _('Type to find a choice'),
        'menu': _('Main menu'),
        'save': _('Save the answers as XML'),
        'answers': os.path.join(folder, 'answers.xml'),
        'parts': [[_('Please write both the day and the time of day. What you typed is kept.'), '2026-03-04'],
                  [_('Please write latitude and longitude in degrees. What you typed is kept.'), '-1.29']],
        'shot': shots and os.path.join(shots, '%s-%s-%%d.png' % (name, language)),
        'most': 250,
    }
    os.environ['GODWIT_FILL'] = json.dumps(plan)
    good, said = stage.drive(build, script='fill.py', profile=profile, out=folder, files=[form],
                             size=os.environ.get('GODWIT_SIZE', '1280x800'))
    faults = re.findall(r'^FAULT .*', said, re.M)
    answers = re.search(r'^(\d+) answers in (\d+) sections', said, re.M)
    typed = re.search(r'^TYPED (.*)', said, re.M)
    if good and answers and typed and not faults:
        missing = lost(json.loads(typed.group(1)), plan['answers'])
        if missing:
            faults.append('typed and not in the answers: %s' % missing)
    good = good and answers is not None and not faults
    tap.result(good, '%s, %s: %s' % (name, language, answers.group(0) if answers else 'nothing'),
               '\n'.join(faults) or said)


wanted = sys.argv[2] if len(sys.argv) > 2 else None
part = sys.argv[3] if len(sys.argv) > 3 else ''
whole = os.environ.get('GODWIT_LONG') == '1'
forms = sorted(glob.glob(os.path.join(EXAMPLES, '*.xml')))
if not forms:
    print('# SKIP the example forms are not at hand: one of our own is filled in')
    forms, whole = [OURS], True
short = not whole and not part
if short:
    print('# SKIP %d forms: GODWIT_LONG=1 fills in all of them, in both languages' % (len(forms) - len(SHORT)))
for place, form in enumerate(forms):
    if part not in form or short and not any(name in form for name in SHORT):
        continue
    languages = ('en', 'ar')
    for language in [wanted] if wanted else languages if whole else [languages[place % 2]]:
        with tempfile.TemporaryDirectory() as temporary:
            fill(form, language, temporary)
tap.end()
