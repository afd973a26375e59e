#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the forms that the program opens.

Each form of this folder is an ODK XForm, but for two things that come from data/reference, so
that a species or an instrument stands in one place only:
- an <instance gw:list="..."> is filled with the rows of a reference table, and the words of each
  row in the languages of the form;
- the external lists (jr://file-csv/...) are written to the folder media/.

    make-forms.py forms REFERENCE-FOLDER OUTPUT-FOLDER FORM...
    make-forms.py media REFERENCE-FOLDER OUTPUT-FOLDER
"""
import csv
import os
import re
import sys
from xml.dom import minidom

GODWIT = 'urn:godwit:form'
PREFIX = {
    'SSPMS-2024-2032': {'en': 'Samarkand', 'fr': 'Samarcande', 'es': 'Samarcanda', 'ar': 'سمرقند'},
    'KMGBF': {'en': 'Kunming-Montreal', 'fr': 'Kunming-Montréal', 'es': 'Kunming-Montreal',
              'ar': 'كونمينغ-مونتريال'},
    'SPMS-2015-2023': {'en': '2015–2023', 'fr': '2015-2023', 'es': '2015-2023', 'ar': '2015-2023'},
}


class Reference:
    def __init__(self, folder):
        self.folder = folder
        self.labels = {(row['table'], row['id']): row for row in self.table('labels')}
        self.arabic = {row['iso3']: row['name_ar'] for row in self.table('country_names_ar')}

    def table(self, name):
        with open(os.path.join(self.folder, name + '.csv'), encoding='utf-8', newline='') as file:
            return list(csv.DictReader(file))

    def words(self, table, key, english, row=None):
        """The words of a row by language; a language without words falls back to English."""
        more = self.labels.get((table, key), {})
        row = row or {}
        words = {'en': english}
        for language in ('fr', 'es', 'ar'):
            words[language] = (row.get('label_' + language) or more.get('label_' + language)
                               or english)
        return words

    def terms(self, vocabulary):
        for row in self.table('vocabularies'):
            if row['vocabulary'] == vocabulary:
                yield row['id'], self.words(vocabulary, row['id'], row['label_en'], row)

    def instruments(self, kinds):
        for row in self.table('instruments'):
            if row['kind'] in kinds.split(','):
                yield row['id'], self.words('instrument', row['id'], row['short_name'])

    def targets(self, frameworks):
        for framework in frameworks.split(','):
            for row in self.table('targets'):
                if row['framework'] != framework or row['level'] != 'target':
                    continue
                number = row['id'].rpartition('-T')[2]
                words = self.words('target', row['id'], row['title'])
                yield row['id'], {language: '%s %s – %s' % (PREFIX[framework][language], number, text)
                                  for language, text in words.items()}

    def parties(self, _):
        for row in self.table('parties'):
            yield row['iso3'], {'en': row['name_en'], 'fr': row['name_fr'], 'es': row['name_es'],
                                'ar': self.arabic[row['iso3']]}

    def non_parties(self, _):
        for row in self.table('non_parties'):
            yield row['iso3'], {'en': row['name_en'], 'fr': row['name_fr'], 'es': row['name_es'],
                                'ar': self.arabic[row['iso3']]}


AQUATIC_ORDERS = {'Cetacea', 'Sirenia'}
# Seals, and the otters of the sea and the rivers.
AQUATIC_FAMILIES = {'Otariidae', 'Phocidae', 'Odobenidae', 'Mustelidae'}
GROUPS = {'Aves': 'birds', 'Reptilia': 'reptiles', 'Insecta': 'insects',
          'Actinopterygii': 'fish', 'Elasmobranchii': 'fish'}


def report_group(row):
    """In which of the seven tables of the national report a species stands."""
    if row['class'] != 'Mammalia':
        return GROUPS[row['class']]
    if row['order'] == 'Chiroptera':
        return 'bats'
    if row['order'] in AQUATIC_ORDERS or row['family'] in AQUATIC_FAMILIES:
        return 'aquatic_mammals'
    return 'terrestrial_mammals'


def make_species_id(name):
    """The same rule as gw_species_make_id(): a choice value may hold no space."""
    return re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')


def write_media(reference, folder):
    def write(name, header, rows):
        with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(header)
            writer.writerows(rows)

    def species():
        for row in reference.table('species'):
            # One label for all languages holds every name, so that each is found by typing it.
            names = [row['scientific_name'], row['common_en'], row['common_fr'], row['common_es']]
            appendices = row['appendix'].split('+')
            yield [make_species_id(row['scientific_name']),
                   ' · '.join(dict.fromkeys(name for name in names if name)),
                   int('I' in appendices), int('II' in appendices),
                   row['scientific_name'], row['common_en'], row['common_fr'], row['common_es'],
                   row['class'], report_group(row), 'aewa' if 'aewa' in row['instruments'] else '']

    write('species.csv', ['name', 'label', 'appendix_i', 'appendix_ii', 'scientific_name',
                          'common_en', 'common_fr', 'common_es', 'class', 'report_group', 'agreement'],
          species())
    write('party_facts.csv', ['name', 'entry_into_force'],
          [[row['iso3'], row['entry_into_force']] for row in reference.table('parties')])
    write('memberships.csv', ['iso3', 'instrument', 'status', 'date'],
          [[row['iso3'], row['instrument_id'], row['status'], row['date']]
           for row in reference.table('membership')])


def add(parent, name, text=None):
    element = parent.ownerDocument.createElement(name)
    if text is not None:
        element.appendChild(parent.ownerDocument.createTextNode(text))
    parent.appendChild(element)
    return element


def fill_list(reference, document, instance):
    kind, _, argument = instance.getAttributeNS(GODWIT, 'list').partition(':')
    rows = list(getattr(reference, kind)(argument))
    if not rows:
        sys.exit('make-forms: the list "%s:%s" is empty' % (kind, argument))
    key = instance.getAttribute('id')
    root = add(instance, 'root')
    for number, (value, _) in enumerate(rows):
        item = add(root, 'item')
        add(item, 'itextId', '%s-%d' % (key, number))
        add(item, 'name', value)
    for translation in document.getElementsByTagName('translation'):
        language = re.search(r'\((\w+)\)', translation.getAttribute('lang')).group(1)
        for number, (_, words) in enumerate(rows):
            text = add(translation, 'text')
            text.setAttribute('id', '%s-%d' % (key, number))
            add(text, 'value', words[language])


def make_form(reference, source, target):
    document = minidom.parse(source)
    for instance in document.getElementsByTagName('instance'):
        if instance.hasAttributeNS(GODWIT, 'list'):
            fill_list(reference, document, instance)
    with open(target, 'wb') as file:
        file.write(document.toxml(encoding='UTF-8'))


def main():
    task, reference, output = sys.argv[1], Reference(sys.argv[2]), sys.argv[3]
    if task == 'media':
        write_media(reference, output)
    for source in sys.argv[4:]:
        make_form(reference, source, os.path.join(output, os.path.basename(source)))


main()
