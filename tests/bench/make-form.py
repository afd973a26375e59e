#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the forms of the benchmark, and for each a script of edits in the format of the state logs.

usage: make-form.py report QUESTIONS FORM.xml SCRIPT.json     a national report of that many questions
       make-form.py rows ROWS FORM.xml SCRIPT.json            a table to which so many rows are added
       make-form.py list ITEMS FORM.xml SCRIPT.json           a choice filtered out of so many items

A report has sections of 25 questions: yes/no gates with follow-ups, numbers with a rule, choices of 30-item lists,
texts; a total for each section and for all; three languages; and every ten sections a table of 20 rows with 1,200
species filtered by their order. All of it is drawn from one fixed seed, so that two runs measure the same.
"""
import json
import random
import sys
from xml.sax.saxutils import quoteattr

LANGUAGES = ('English (en)', 'Français (fr)', 'العربية (ar)')
WORDS = (
    'wetland survey flyway ministry bycatch turtle stork permit habitat colony season park count law training fishery road'.split(),
    'zone relevé voie ministère prise tortue cigogne permis habitat colonie saison parc compte loi formation pêche route'.split(),
    'أرض مسح مسار وزارة صيد سلحفاة لقلق تصريح موئل مستعمرة موسم حديقة عدد قانون تدريب مصايد طريق'.split(),
)
PER_SECTION = 25
SECTIONS_PER_TABLE = 10
TABLE_ROWS = 20
ORDERS, SPECIES = 20, 1200
LISTS, LIST_ITEMS = 12, 30

HEAD = ('<?xml version="1.0"?>\n<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">\n<h:head><h:title>%s</h:title>\n'
        '<model odk:xforms-version="1.0.0">\n')


class Form:
    def __init__(self, title):
        self.title = title
        self.chance = random.Random(5)
        self.instance, self.lists, self.binds, self.body = [], [], [], []
        self.texts = [[], [], []]
        self.steps = []

    def sentence(self, language, n):
        return ' '.join(self.chance.choice(WORDS[language]) for _ in range(n))

    def text(self, name, n):
        for language, out in enumerate(self.texts):
            out.append('<text id="%s"><value>%s?</value></text>' % (name, self.sentence(language, n)))
        return "jr:itext('%s')" % name

    def bind(self, path, kind, **rules):
        self.binds.append('<bind nodeset="%s" type="%s"%s/>' % (
            path, kind, ''.join(' %s=%s' % (k.replace('_', ':'), quoteattr(v)) for k, v in rules.items())))

    def label(self, path, hint=False):
        label = '<label ref="%s"/>' % self.text(path + ':label', 6)
        return label + ('<hint ref="%s"/>' % self.text(path + ':hint', 6) if hint else '')

    def add_list(self, name, rows):
        self.lists.append('<instance id="%s"><root>%s</root></instance>' % (
            name, ''.join('<item>%s</item>' % ''.join('<%s>%s</%s>' % (k, v, k) for k, v in row) for row in rows)))

    def set(self, path, value):
        self.steps.append({'op': 'set', 'path': path, 'value': value})

    def write(self, form, script):
        with open(form, 'w', encoding='utf-8') as out:
            out.write(HEAD % self.title)
            if self.texts[0]:
                out.write('<itext>\n')
                for number, language in enumerate(LANGUAGES):
                    out.write('<translation lang="%s"%s>\n%s\n</translation>\n' % (
                        language, ' default="true()"' if number == 0 else '', '\n'.join(self.texts[number])))
                out.write('</itext>\n')
            out.write('<instance><data id="bench" version="1">%s<meta><instanceID/></meta></data></instance>\n' % ''.join(self.instance))
            out.write('\n'.join(self.lists + self.binds))
            out.write('\n<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>\n</model></h:head>\n'
                      '<h:body>\n%s\n</h:body></h:html>\n' % '\n'.join(self.body))
        with open(script, 'w', encoding='utf-8') as out:
            json.dump({'now': '2026-03-04T09:20:30.000Z', 'tz': 'UTC', 'steps': self.steps}, out, ensure_ascii=False, indent=0)


def itemset(nodeset):
    return '<itemset nodeset="%s"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>' % nodeset


def add_lists(form):
    for number in range(LISTS):
        rows = []
        for item in range(LIST_ITEMS):
            text = 'list%d-%d' % (number, item)
            form.text(text, 3)
            rows.append((('itextId', text), ('name', 'i%d' % item)))
        form.add_list('list%d' % number, rows)
    form.text('yes', 1)
    form.text('no', 1)


def add_species(form):
    rows = []
    for number in range(ORDERS):
        form.text('order%d' % number, 2)
        rows.append((('itextId', 'order%d' % number), ('name', 'o%d' % number)))
    form.add_list('orders', rows)
    rows = []
    for number in range(SPECIES):
        form.text('species%d' % number, 2)
        rows.append((('itextId', 'species%d' % number), ('name', 'sp%d' % number), ('order', 'o%d' % (number % ORDERS))))
    form.add_list('species', rows)


def add_section(form, number, n_questions, places):
    """A group of blocks of five questions."""
    section = '/data/s%d' % number
    nodes, body, gates, numbers = [], [], [], []
    for first in range(0, n_questions, 5):
        gate, more, amount, choice, last = ('q%d' % (first + i) for i in range(5))
        yes = "%s/%s = 'yes'" % (section, gate)
        for name in (gate, more, amount, choice, last):
            nodes.append('<%s/>' % name)
        form.bind('%s/%s' % (section, gate), 'string', required='true()')
        body.append('<select1 ref="%s/%s">%s<item><label ref="jr:itext(\'yes\')"/><value>yes</value></item>'
                    '<item><label ref="jr:itext(\'no\')"/><value>no</value></item></select1>'
                    % (section, gate, form.label('%s/%s' % (section, gate))))
        form.bind('%s/%s' % (section, more), 'string', relevant=yes, required="%s/%s = 'yes'" % (section, gate))
        body.append('<input ref="%s/%s">%s</input>' % (section, more, form.label('%s/%s' % (section, more))))
        form.bind('%s/%s' % (section, amount), 'int', relevant=yes, constraint='. >= 0 and . <= 100000',
                  jr_constraintMsg=form.text('%s/%s:rule' % (section, amount), 6))
        body.append('<input ref="%s/%s">%s</input>' % (section, amount, form.label('%s/%s' % (section, amount), True)))
        form.bind('%s/%s' % (section, choice), 'string')
        body.append('<select1 ref="%s/%s">%s%s</select1>' % (
            section, choice, form.label('%s/%s' % (section, choice)),
            itemset("instance('list%d')/root/item" % form.chance.randrange(LISTS))))
        control = 'input' if first % 2 else 'select'
        form.bind('%s/%s' % (section, last), 'string', relevant="%s/%s != '' and %s/%s != 'i0'" % (section, choice, section, choice))
        body.append('<%s ref="%s/%s">%s%s</%s>' % (
            control, section, last, form.label('%s/%s' % (section, last)),
            itemset("instance('list%d')/root/item" % form.chance.randrange(LISTS)) if control == 'select' else '', control))
        gates.append('%s/%s' % (section, gate))
        numbers.append('%s/%s' % (section, amount))
        places.append({'gate': '%s/%s' % (section, gate), 'more': '%s/%s' % (section, more),
                       'amount': '%s/%s' % (section, amount), 'choice': '%s/%s' % (section, choice)})
    nodes.append('<total/><answered/>')
    form.bind(section + '/total', 'int', calculate=' + '.join('coalesce(%s, 0)' % n for n in numbers))
    form.bind(section + '/answered', 'int', calculate=' + '.join('count-non-empty(%s)' % g for g in gates))
    form.instance.append('<s%d>%s</s%d>' % (number, ''.join(nodes), number))
    form.body.append('<group ref="%s"><label ref="%s"/>%s</group>' % (section, form.text(section + ':label', 5), '\n'.join(body)))


def add_table(form, number, places):
    table = '/data/t%d' % number
    row = '<order/><species/><amount/><line/>'
    form.instance.append(('<t%d jr:template="">%s</t%d>' % (number, row, number))
                         + ('<t%d>%s</t%d>' % (number, row, number)) * TABLE_ROWS + '<sum%d/>' % number)
    form.bind(table + '/order', 'string')
    form.bind(table + '/species', 'string')
    form.bind(table + '/amount', 'int', constraint='. >= 0')
    form.bind(table + '/line', 'string', calculate="concat(../species, ': ', ../amount)")
    form.bind('/data/sum%d' % number, 'int', calculate='sum(%s/amount)' % table)
    form.body.append(
        '<group ref="%s"><label ref="%s"/><repeat nodeset="%s"><select1 ref="%s/order">%s%s</select1><select1 ref="%s/species">%s%s</select1>'
        '<input ref="%s/amount">%s</input></repeat></group>' % (
            table, form.text(table + ':label', 4), table,
            table, form.label(table + '/order'), itemset("instance('orders')/root/item"),
            table, form.label(table + '/species'), itemset("instance('species')/root/item[order = current()/../order]"),
            table, form.label(table + '/amount')))
    places.append(table)


def edit_report(form, questions, tables, n_edits):
    """What a person could do: only questions that are shown are answered, and with values that they take."""
    chance, answered = form.chance, {}
    for _ in range(n_edits):
        turn = chance.random()
        place = chance.choice(questions)
        if turn < 0.1 and tables:
            row = '%s[%d]' % (chance.choice(tables), 1 + chance.randrange(TABLE_ROWS))
            order = answered.get(row)
            if order is None or chance.random() < 0.2:
                answered[row] = chance.randrange(ORDERS)
                form.set(row + '/order', 'o%d' % answered[row])
            elif chance.random() < 0.5:
                form.set(row + '/species', 'sp%d' % (order + ORDERS * chance.randrange(SPECIES // ORDERS)))
            else:
                form.set(row + '/amount', str(chance.randrange(1000)))
        elif turn < 0.3:
            form.set(place['choice'], 'i%d' % chance.randrange(LIST_ITEMS))
        elif answered.get(place['gate']) != 'yes' or turn < 0.4:
            answered[place['gate']] = 'no' if answered.get(place['gate']) == 'yes' else 'yes'
            form.set(place['gate'], answered[place['gate']])
        elif turn < 0.6:
            form.set(place['more'], form.sentence(0, 12))
        else:
            form.set(place['amount'], str(chance.randrange(100000)))


def make_report(n_questions, n_edits=300):
    form = Form('A report of %d questions' % n_questions)
    questions, tables, section = [], [], 0
    add_lists(form)
    add_species(form)
    for first in range(0, n_questions, PER_SECTION):
        section += 1
        add_section(form, section, min(PER_SECTION, n_questions - first), questions)
        if section % SECTIONS_PER_TABLE == 0:
            add_table(form, len(tables) + 1, tables)
    parts = [range(first, min(first + 10, section + 1)) for first in range(1, section + 1, 10)]
    for number, part in enumerate(parts):
        form.instance.append('<part%d/>' % number)
        form.bind('/data/part%d' % number, 'int', calculate=' + '.join('/data/s%d/total' % s for s in part))
    form.instance.append('<all/>')
    form.bind('/data/all', 'int', calculate=' + '.join('/data/part%d' % n for n in range(len(parts))))
    edit_report(form, questions, tables, n_edits)

    return form


def make_rows(n_rows):
    """The total reads all rows, and each row the one before it, its own number and the total's share."""
    form = Form('A table of %d rows' % n_rows)
    form.instance.append('<row jr:template=""><kind/><amount/><more/><line/></row><sum/><n/>')
    form.add_list('kinds', [(('name', 'k%d' % i), ('label', 'kind %d' % i)) for i in range(LIST_ITEMS)])
    form.bind('/data/row/kind', 'string')
    form.bind('/data/row/amount', 'int', constraint='. >= 0')
    form.bind('/data/row/more', 'string', relevant="../kind = 'k1'")
    form.bind('/data/row/line', 'string', calculate="concat(position(..), '. ', ../kind, ' ', ../amount)")
    form.bind('/data/sum', 'int', calculate='sum(/data/row/amount)')
    form.bind('/data/n', 'int', calculate='count(/data/row)')
    form.body.append(
        '<group ref="/data/row"><label>Rows</label><repeat nodeset="/data/row"><select1 ref="/data/row/kind"><label>Kind</label>'
        '<itemset nodeset="instance(\'kinds\')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>'
        '<input ref="/data/row/amount"><label>Amount</label></input><input ref="/data/row/more"><label>More</label></input>'
        '</repeat></group>')
    form.steps.extend({'op': 'add', 'path': '/data/row'} for _ in range(n_rows))
    for _ in range(100):
        form.set('/data/row[%d]/amount' % (1 + form.chance.randrange(n_rows)), str(form.chance.randrange(1000)))

    return form


def make_list(n_items, n_groups=100):
    form = Form('A list of %d items' % n_items)
    form.instance.append('<group/><item/>')
    form.add_list('items', [(('name', 'n%d' % i), ('label', form.sentence(0, 3)), ('group', 'g%d' % (i % n_groups)))
                            for i in range(n_items)])
    form.bind('/data/group', 'string')
    form.bind('/data/item', 'string')
    form.body.append(
        '<input ref="/data/group"><label>Group</label></input><select1 ref="/data/item"><label>Item</label>'
        '<itemset nodeset="instance(\'items\')/root/item[group = /data/group]"><value ref="name"/><label ref="label"/></itemset></select1>')
    for _ in range(200):
        form.set('/data/group', 'g%d' % form.chance.randrange(n_groups))

    return form


def main():
    if len(sys.argv) != 5 or sys.argv[1] not in ('report', 'rows', 'list'):
        sys.exit(__doc__)
    make = {'report': make_report, 'rows': make_rows, 'list': make_list}[sys.argv[1]]
    make(int(sys.argv[2])).write(sys.argv[3], sys.argv[4])


if __name__ == '__main__':
    main()
