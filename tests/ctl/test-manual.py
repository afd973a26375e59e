#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""manual toc|show."""
import json
import os
import sys

from desk import Desk, main, misused

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, '..', '..', 'data', 'manual', 'untranslated.txt'), encoding='utf-8') as waiting:
    UNTRANSLATED = {line.strip() for line in waiting if not line.startswith('#')}


def test_contents_in_three_languages():
    with Desk() as desk:
        titles = {}
        for language in ('en', 'fr', 'es'):
            toc = desk.run('manual', 'toc', '--language', language)
            assert len(toc) > 20
            for line in toc:
                waits = line['id'] in UNTRANSLATED and language != 'en'
                assert line['language'] == ('en' if waits else language) and line['fell_back'] == waits, line
            titles[language] = {line['id']: line['title'] for line in toc}
        assert titles['en'].keys() == titles['fr'].keys() == titles['es'].keys()
        assert titles['en'] != titles['fr'] != titles['es']


def test_profile_language_is_read_first():
    with Desk(language='fr') as desk:
        assert desk.run('manual', 'show', 'handover')[0]['language'] == 'fr'
        assert desk.run('manual', 'show', '--language', 'es', 'handover')[0]['language'] == 'es'


def test_other_languages_fall_back_and_say_so():
    with Desk(language='ru') as desk:
        assert desk.run('manual', 'show', 'handover')[0]['language'] == 'en'
        assert all(line['fell_back'] for line in desk.run('manual', 'toc'))


def test_every_page_can_be_shown():
    with Desk() as desk:
        for line in desk.run('manual', 'toc'):
            page = desk.run('manual', 'show', line['id'])[0]
            assert page['title'] == line['title']
            assert all(section['title'] for section in page['sections'])
            if line['chapter']:
                assert page['related'] or page['linked_from'] or line['id'] == 'glossary', line['id']


def test_unknown_page_is_refused():
    with Desk() as desk:
        assert 'no-such-page' in desk.refused('manual', 'show', 'no-such-page')
    misused('manual', 'show')


def test_newer_page_lies_over_the_pack():
    # The Secretariat writes the library; for others pages come by sync.
    with Desk(role='secretariat') as desk:
        xml = ("<page xmlns='http://projectmallard.org/1.0/' type='topic' id='handover'><info>"
               "<link type='guide' xref='nfp'/><revision date='2099-01-01'/></info>"
               "<title>Handing over, renewed</title><p>Brand-new dugongology.</p></page>")
        desk.run('doc', 'put', 'library', '-', stdin=json.dumps({'_id': 'page:handover:en', 'xml': xml}))
        assert desk.run('manual', 'show', 'handover')[0]['title'] == 'Handing over, renewed'
        hits = desk.run('search', 'dugongology')
        assert [(hit['kind'], hit['id'], hit['language']) for hit in hits] == [('manual', 'handover', 'en')]


main(sys.modules[__name__])
