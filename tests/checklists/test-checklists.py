#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checklists: whole in every language, dated by known anchors, linked to topics that exist;
and a translation that breaks a tag fails the build."""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

CL = '{urn:godwit:checklist}'
LANGUAGES = ('fr', 'es', 'ar')
# How many items each has in full.
ITEMS = {'cl-taking-up-role': 17, 'cl-national-report': 21, 'cl-before-cop': 22}
ANCHORS = {'APPT', 'COP', 'COPEND'}
WHO = {'NFP', 'MIN', 'MFA', 'ScC', 'NR', 'COORD', 'HOD', 'DEL', 'FIN', 'CONTRIB'}
WORDS = ('title', 'summary', 'detail', 'when', 'evidence')
# Words that are the same in both languages.
SAME = {'fr': {'Notes', 'Confirmations', 'Visas'}, 'es': set(), 'ar': set()}


def words(root):
    return [(element.tag.replace(CL, ''), element.text) for element in root.iter()
            if element.tag.replace(CL, '') in WORDS]


def english_faults(data, root, name):
    items = root.findall(CL + 'item')
    if root.get('id') != name or root.get('anchor') not in ANCHORS:
        yield 'wrong id or anchor'
    if len(items) != ITEMS[name]:
        yield '%d items instead of %d' % (len(items), ITEMS[name])
    if len({item.get('id') for item in items}) != len(items):
        yield 'two items have one id'
    for item in items:
        where = item.get('id') or '?'
        if not re.fullmatch('[a-z][a-z-]*', where):
            yield '%s: bad id' % where
        if item.get('anchor') not in ANCHORS or item.get('kind') not in ('hard', 'soft'):
            yield '%s: bad anchor or kind' % where
        if item.get('days') is None and item.find(CL + 'when') is None:
            yield '%s: neither days nor words say when' % where
        if item.get('days') is not None and not re.fullmatch(r'-?\d+', item.get('days')):
            yield '%s: bad days' % where
        if not set(item.get('who', '').split()) <= WHO or not item.get('who'):
            yield '%s: who is "%s"' % (where, item.get('who'))
        if not os.path.exists(os.path.join(data, 'manual', 'C', '%s.page' % item.get('topic'))):
            yield '%s: no topic "%s"' % (where, item.get('topic'))
        for child in ('title', 'evidence'):
            if not (item.findtext(CL + child) or '').strip():
                yield '%s: no %s' % (where, child)
    if not root.findall(CL + 'source'):
        yield 'no source'


def translation_faults(english, path, language):
    root = ET.parse(path).getroot()
    ours, theirs = words(english), words(root)
    if [tag for tag, _ in ours] != [tag for tag, _ in theirs]:
        yield 'another structure'
        return
    for (tag, text), (_, translated) in zip(ours, theirs):
        if not (translated or '').strip():
            yield 'empty: %s' % text
        elif translated == text and text not in SAME[language]:
            yield 'still English: %s' % text
    if [item.attrib for item in english.iter(CL + 'item')] != [item.attrib for item in root.iter(CL + 'item')]:
        yield 'other ids or dates'


def catalogue_faults(data, language):
    po = os.path.join(data, 'checklists', 'po', language + '.po')
    told = subprocess.run(['msgfmt', '--check', '--statistics', '-o', os.devnull, po],
                          capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C'})
    if told.returncode or 'untranslated' in told.stderr or 'fuzzy' in told.stderr:
        yield told.stderr.strip()


def broken_translation_faults(data):
    """A tag broken in a PO file must not pass."""
    folder = os.path.join(data, 'checklists')
    with tempfile.TemporaryDirectory() as work:
        po = os.path.join(work, 'fr.po')
        with open(po, 'w', encoding='utf-8') as file:
            file.write('msgid ""\nmsgstr ""\n"Language: fr\\n"\n'
                       '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                       'msgid "Pack"\nmsgstr "<b>Plier"\n')
        source = os.path.join(work, 'cl-broken.xml')
        with open(source, 'w', encoding='utf-8') as file:
            file.write('<checklist xmlns="urn:godwit:checklist" id="cl-broken"><title>Pack</title></checklist>')
        told = subprocess.run([os.path.join(folder, 'merge.sh'), 'fr', po,
                               os.path.join(folder, 'checklist.its'), os.path.join(work, 'out'), source],
                              capture_output=True, text=True)
        if told.returncode == 0 or os.path.exists(os.path.join(work, 'out', 'cl-broken.xml')):
            yield 'merge.sh let it through'


def main():
    data, built = sys.argv[1], sys.argv[2]
    checks = []
    for name in ITEMS:
        english = ET.parse(os.path.join(data, 'checklists', name + '.xml')).getroot()
        checks.append(('%s is whole' % name, english_faults(data, english, name)))
        if not os.path.exists(os.path.join(built, 'C', name + '.xml')):
            checks.append(('%s is built' % name, ['missing']))
        for language in LANGUAGES:
            path = os.path.join(built, language, name + '.xml')
            checks.append(('%s is whole in %s' % (name, language),
                           translation_faults(english, path, language)))
    for language in LANGUAGES:
        checks.append(('the catalogue %s is complete' % language, catalogue_faults(data, language)))
    checks.append(('a translation that breaks a tag is refused', broken_translation_faults(data)))
    print('1..%d' % len(checks))
    failed = 0
    for number, (name, faults) in enumerate(checks, 1):
        faults = list(faults)
        for fault in faults:
            print('# ' + fault.replace('\n', ' '))
        print('%sok %d %s' % ('not ' if faults else '', number, name))
        failed += bool(faults)
    return 1 if failed else 0


sys.exit(main())
