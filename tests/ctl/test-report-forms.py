#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two reports of different forms, filled in by the same commands: nothing is wired to one of them."""
import glob
import json
import os
import sys

from desk import Desk, main

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SPECIES = '/aewa_report/waterbirds/status/species'
EFFECT = '/national_report/threats/effects/effect'


def answers(desk, report):
    """Every answer that is asked for now, by its place; rows are counted in the order in which they were added."""
    rows, told = {}, {}
    for line in sorted(desk.run('report', 'get', report), key=lambda line: line['ref']):
        place = ''
        for part in line['ref'].split('/')[1:]:
            name, bracket, row = part.partition('[')
            place += '/' + name
            if bracket:
                seen = rows.setdefault(place, [])
                if row not in seen:
                    seen.append(row)
                place += '[%d]' % (seen.index(row) + 1)
        if line['relevant']:
            told[place] = line
    return told


def set_all(desk, report, values):
    for ref, value in values.items():
        desk.run('report', 'set', report, ref, value)


def test_the_treaty_chooses_the_form():
    with Desk() as desk:
        cms = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]
        aewa = desk.run('report', 'new', '--cycle', 'AEWA-MOP9', '--instrument', 'aewa')[0]
        named = desk.run('report', 'new', '--cycle', 'AEWA-MOP9', '--form', 'waterbird-report')[0]
        assert [cms['instrument'], aewa['instrument'], named['instrument']] == ['cms', 'aewa', 'aewa']
        set_all(desk, cms['id'], {'/national_report/summary/success_1': 'A law.'})
        set_all(desk, aewa['id'], {'/aewa_report/about/summary': 'More herons.'})
        desk.refused('report', 'new', '--cycle', 'X-1', '--instrument', 'nothing')


def test_a_loop_over_species_holds_a_table_in_each():
    with Desk(country='SEN') as desk:
        report = desk.run('report', 'new', '--cycle', 'AEWA-MOP9', '--instrument', 'aewa')[0]['id']
        for number, (name, trend) in enumerate([('gavia-stellata', 'decreasing'), ('spheniscus-demersus', 'stable')], 1):
            row = '%s[%d]' % (SPECIES, number)
            desk.run('report', 'add', report, SPECIES)
            set_all(desk, report, {row + '/name': name, row + '/trend': trend})
            desk.run('report', 'add', report, row + '/sites/site')
            set_all(desk, report, {row + '/sites/site[1]/site_name': 'Djoudj %d' % number})
        set_all(desk, report, {SPECIES + '[1]/decline_causes': 'Drained marshes'})
        told = {place: line['value'] for place, line in answers(desk, report).items()}
        assert told[SPECIES + '[1]/name'] == 'gavia-stellata', told
        assert told[SPECIES + '[2]/sites/site[1]/site_name'] == 'Djoudj 2', told
        assert told[SPECIES + '[1]/decline_causes'] == 'Drained marshes'
        # A species that does not decrease is not asked why; what was written is kept.
        set_all(desk, report, {SPECIES + '[1]/trend': 'stable'})
        assert SPECIES + '[1]/decline_causes' not in answers(desk, report)
        set_all(desk, report, {SPECIES + '[1]/trend': 'decreasing'})
        assert answers(desk, report)[SPECIES + '[1]/decline_causes']['value'] == 'Drained marshes'


def test_pressures_are_rated_before_their_species_are_named():
    with Desk() as desk:
        report = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        desk.run('report', 'add', report, EFFECT)
        set_all(desk, report, {EFFECT + '[1]/pressure': 'wind_turbines'})
        assert answers(desk, report)[EFFECT + '[1]/pressure']['valid'] is False
        set_all(desk, report, {'/national_report/threats/pressures/collisions/wind_turbines': 'severe'})
        assert answers(desk, report)[EFFECT + '[1]/pressure']['valid'] is True


def test_what_nobody_has_confirmed_is_off_until_switched_on():
    item = '/national_report/mainstreaming/impact_law'
    with Desk() as desk:
        report = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        assert item not in answers(desk, report)
        set_all(desk, report, {'/national_report/administration/new_items': 'yes', item: 'yes'})
        assert answers(desk, report)[item]['value'] == 'yes'
        set_all(desk, report, {'/national_report/administration/new_items': 'no'})
        assert item not in answers(desk, report)
        set_all(desk, report, {'/national_report/administration/new_items': 'yes'})
        assert answers(desk, report)[item]['value'] == 'yes', 'what was written is kept'


def test_no_code_names_a_form():
    names = []
    for path in glob.glob(os.path.join(TOP, 'data/forms/*.pack.json')):
        with open(path, encoding='utf-8') as file:
            pack = json.load(file)
        names += [pack['form'], pack['file'], '/' + pack['country'].split('/')[1] + '/']
    assert len(names) >= 6, names
    for path in glob.glob(os.path.join(TOP, 'src/**/*.[ch]'), recursive=True):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for name in names:
            assert name not in text, (path, name)


main(sys.modules[__name__])
