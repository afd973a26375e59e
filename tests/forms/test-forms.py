#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms that come with the program, as they stand in the build tree: nothing points into the
void, every language has every text, and the national report says on every page what it is."""
import csv
import os
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET

XF = '{http://www.w3.org/2002/xforms}'
H = '{http://www.w3.org/1999/xhtml}'
JR = '{http://openrosa.org/javarosa}'
GODWIT = '{urn:godwit:form}'
NOTICE = {
    'en': 'Unofficial wording, prepared from public descriptions.',
    'fr': 'Formulation non officielle, établie à partir de descriptions publiques.',
    'es': 'Redacción no oficial, preparada a partir de descripciones públicas.',
    'ar': 'صياغة غير رسمية، أُعدّت من أوصاف منشورة للعموم.',
}
# Words that are the same in both languages.
SAME = {'fr': {'Habitat', 'Institution', 'Population', 'Reptiles', 'Site', 'Source', 'Stable'},
        'es': {'No', 'Reptiles'}}
ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV', 'XVI', 'XVII',
         'XVIII', 'XIX']
CONTROLS = {XF + name for name in ('input', 'select', 'select1', 'upload', 'trigger', 'range')}


class Form:
    def __init__(self, path):
        self.root = ET.parse(path).getroot()
        self.model = self.root.find('%shead/%smodel' % (H, XF))
        self.body = self.root.find(H + 'body')
        instances = self.model.findall(XF + 'instance')
        self.lists = instances[1:]
        self.data = list(instances[0])[0]
        self.nodes = set()
        self.walk(self.data, '')
        self.binds = {bind.get('nodeset'): bind for bind in self.model.findall(XF + 'bind')}
        self.texts = {}
        for translation in self.model.find(XF + 'itext'):
            language = re.search(r'\((\w+)\)', translation.get('lang')).group(1)
            self.texts[language] = {text.get('id'): text for text in translation}

    def walk(self, node, above):
        name = node.tag.replace('{http://openrosa.org/xforms}', 'orx:').replace(XF, '')
        path = above + '/' + name
        self.nodes.add(path)
        for child in node:
            self.walk(child, path)

    def values(self, language, id, form=None):
        return [value.text or '' for value in self.texts[language].get(id, [])
                if value.get('form') == form]


def void_references(form):
    for path in form.binds:
        if path not in form.nodes:
            yield 'bind on %s, which is no node' % path
    for element in form.body.iter():
        for attribute in ('ref', 'nodeset'):
            path = element.get(attribute, '')
            if path.startswith('/') and path not in form.nodes:
                yield '%s on %s, which is no node' % (element.tag, path)
    known = {item.get('id') for item in form.lists}
    everything = ET.tostring(form.root, encoding='unicode')
    for name in set(re.findall(r"instance\('(\w+)'\)", everything)):
        if name not in known:
            yield 'no list "%s"' % name
    # Absolute paths in expressions.
    for bind in form.binds.values():
        for key in ('relevant', 'constraint', 'calculate', 'required'):
            expression = re.sub(r"instance\('\w+'\)[\w/]*", '', bind.get(key) or '')
            for path in re.findall(r'(?<![\w\)\]])/%s[\w/:]*' % form.data.tag.replace(XF, ''), expression):
                if path not in form.nodes:
                    yield '%s of %s reads %s' % (key, bind.get('nodeset'), path)
            for up, rest in re.findall(r'((?:\.\./)+)([\w/]+)', expression):
                parts = bind.get('nodeset').split('/')[:-up.count('../')]
                if '/'.join(parts) + '/' + rest not in form.nodes:
                    yield '%s of %s reads %s%s' % (key, bind.get('nodeset'), up, rest)


def missing_texts(form):
    used = set(re.findall(r"jr:itext\('([^']+)'\)", ET.tostring(form.root, encoding='unicode')
                          .replace('ns0:', 'jr:')))
    for element in form.root.iter():
        for value in element.attrib.values():
            used.update(re.findall(r"jr:itext\('([^']+)'\)", value))
    for item in form.root.iter(XF + 'itextId'):
        used.add(item.text)
    for language, texts in form.texts.items():
        for id in sorted(used - set(texts)):
            yield '%s: no text "%s"' % (language, id)
        for id in sorted(set(texts) - used):
            yield '%s: text "%s" is never shown' % (language, id)
        for id, text in texts.items():
            if not len(text) or not all((value.text or '').strip() for value in text):
                yield '%s: text "%s" is empty' % (language, id)


def untranslated(form):
    """Proper names may be alike: names of Parties, and instruments that are abbreviations."""
    for language, texts in form.texts.items():
        if language == 'en':
            continue
        for id, text in texts.items():
            if id.startswith(('parties-', 'non_parties-')) and language != 'ar':
                continue
            for value in text:
                english = form.values('en', id, value.get('form'))
                if value.text in english and value.text not in SAME.get(language, ()):
                    yield '%s: "%s" is still English: %s' % (language, id, value.text)


def languages(form):
    if list(form.texts) != ['en', 'fr', 'es', 'ar']:
        yield 'the languages are ' + ' '.join(form.texts)


def other_shapes(form):
    """A text without its guidance, or with guidance that English has not, is shown wrongly."""
    for language, texts in form.texts.items():
        for id, text in texts.items():
            shapes = [[value.get('form') for value in each] for each in (text, form.texts['en'].get(id, []))]
            if shapes[0] != shapes[1]:
                yield '%s: "%s" has the values %s, not %s' % (language, id, *shapes)


def left_to_right(form):
    """What begins a text says in which direction all of it is laid out. A name in Latin letters
    that goes first would turn an Arabic sentence round, and so would a text without one Arabic
    letter; only the names of species have no Arabic."""
    for id, text in form.texts['ar'].items():
        for value in text:
            strong = next((unicodedata.bidirectional(letter) for letter in value.text or ''
                           if unicodedata.bidirectional(letter) in ('L', 'R', 'AL')), None)
            if strong not in ('R', 'AL'):
                yield '"%s" begins from the left: %s' % (id, value.text)


def sections_without_notice(form):
    sections = [group for group in form.body if group.tag == XF + 'group']
    for section in sections:
        first = next((child for child in section if child.tag in CONTROLS), None)
        label = first.find(XF + 'label').get('ref') if first is not None else None
        if label != "jr:itext('unofficial')":
            yield 'section %s does not open with the notice' % section.get('ref')
    for language, words in NOTICE.items():
        if not any(words in value for value in form.values(language, 'unofficial')):
            yield 'the notice in %s does not say: %s' % (language, words)
        short = re.split('[,،]', words)[0].lower()
        if short not in (form.root.find('%shead/%stitle' % (H, H)).text or '').lower():
            yield 'the title does not say "%s"' % short


def marks(form):
    """The rows of a grid have no room for guidance of their own; the note above them has it."""
    rows = {control.get('ref') for group in form.body.iter(XF + 'group')
            if group.get('appearance') == 'table-list' for control in group}
    for control in form.body.iter():
        if control.tag not in CONTROLS:
            continue
        path = control.get('ref')
        if path.endswith('/unofficial'):
            continue
        basis = form.binds[path].get(GODWIT + 'basis')
        if basis not in ('S', 'H', 'M', 'L', 'own'):
            yield '%s has the basis %s' % (path, basis)
        elif basis in ('H', 'M', 'L') and not form.binds[path].get('readonly') and path not in rows:
            hint = control.find(XF + 'hint')
            id = re.search(r"'(.*)'", hint.get('ref')).group(1) if hint is not None else ''
            for language in form.texts:
                if not re.search(r'\b%s\b' % basis, ' '.join(form.values(language, id, 'guidance'))):
                    yield '%s: %s does not show its mark' % (language, path)


def known_items():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'national-report-items.csv')
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def items_without_question(form):
    """Every item that is known of the official report is asked, under its number and with its
    mark, or the list says why not."""
    asked = {control.get('ref') for control in form.body.iter() if control.tag in CONTROLS}
    for row in known_items():
        if not row['questions'] and len(row['left_out_because']) < 20:
            yield '%s, %s: neither asked nor left out with a reason' % (row['item'], row['part'])
        for question in row['questions'].split():
            path = '/%s/%s' % (form.data.tag.replace(XF, ''), question)
            if path not in asked:
                yield '%s, %s: %s is not asked' % (row['item'], row['part'], path)
                continue
            basis = form.binds[path].get(GODWIT + 'basis')
            if basis != row['basis']:
                yield '%s has the mark %s, not %s' % (path, basis, row['basis'])
    numbers = {bind.get(GODWIT + 'number') for bind in form.binds.values()}
    for item in sorted({row['item'] for row in known_items()} - numbers):
        yield '%s is the number of no question' % item
    sections = [bind.get(GODWIT + 'number') for path, bind in form.binds.items() if path.count('/') == 2]
    if [number for number in sections if number] != ['S'] + ROMAN:
        yield 'the sections are ' + ' '.join(filter(None, sections))


def doubtful_items_that_are_on(form):
    """An item that is only believed to exist is off until a person switches it on."""
    for path, bind in form.binds.items():
        if bind.get(GODWIT + 'basis') == 'L' and 'new_items' not in (bind.get('relevant') or ''):
            above = re.match(r"\.\./(\w+) = 'yes'$", bind.get('relevant') or '')
            first = form.binds.get(path.rpartition('/')[0] + '/' + above.group(1)) if above else None
            if first is None or 'new_items' not in (first.get('relevant') or ''):
                yield '%s is always on' % path


def lists_without_rows(form, folder):
    for item in form.lists:
        source = item.get('src')
        if source:
            path = os.path.join(folder, 'media', source.rpartition('/')[2])
            with open(path, encoding='utf-8', newline='') as file:
                rows = list(csv.DictReader(file))
            if len(rows) < 100:
                yield '%s has %d rows' % (path, len(rows))
            for row in rows:
                if ' ' in row.get('name', ''):
                    yield '%s: the value "%s" has a space' % (path, row['name'])
        elif len(item.findall('.//' + XF + 'name')) < 4:
            yield 'the list "%s" is empty' % item.get('id')


def main():
    folder = sys.argv[1]
    checks = []
    for name in ('action.xml', 'national-report.xml', 'waterbird-report.xml'):
        form = Form(os.path.join(folder, name))
        checks += [
            (name + ' has its languages', languages(form)),
            (name + ' points at nodes that exist', void_references(form)),
            (name + ' has every text in every language', missing_texts(form)),
            (name + ' is translated', untranslated(form)),
            (name + ' has hints and guidance alike in every language', other_shapes(form)),
            (name + ' in Arabic is written from the right', left_to_right(form)),
            (name + ' finds its lists', lists_without_rows(form, folder)),
        ]
        if name != 'action.xml':
            checks += [
                (name + ' says on every page that its wording is unofficial',
                 sections_without_notice(form)),
                (name + ' shows how far to trust each item', marks(form)),
            ]
        if name == 'national-report.xml':
            checks += [
                (name + ' asks every item that is known, or says why not', items_without_question(form)),
                (name + ' has what is only believed to exist switched off', doubtful_items_that_are_on(form)),
            ]
    print('1..%d' % len(checks))
    failed = 0
    for number, (name, faults) in enumerate(checks, 1):
        faults = list(faults)
        for fault in faults:
            print('# ' + fault)
        print('%sok %d %s' % ('not ' if faults else '', number, name))
        failed += bool(faults)
    return 1 if failed else 0


sys.exit(main())
