#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual's pages are sound in every language.

usage: check-pages.py TOP BUILD

Reads data/manual under TOP and the merged pages under BUILD/data/manual. Checks, in TAP: each page
valid against the Mallard schema; no dead link, no orphan, stable ids; every topic with its sections
and its dated sources; links out only to known sites; each translation complete, merged, with tags,
links and figures intact, and not equal to its original unless data/manual/same.txt lists it."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter

MAL = '{http://projectmallard.org/1.0/}'
SCHEMA = '/usr/share/xml/mallard/1.0/mallard-1.0.rng'
SECTIONS = ['what', 'why', 'steps', 'example', 'mistakes', 'related', 'checklist', 'sources']
# Pages that are a list and no article.
NO_ARTICLE = {'glossary'}
# Copies of official papers on other sites are named and marked unverified, but never linked.
SITES = {'www.cms.int', 'ors.cms.int', 'www.unep-aewa.org', 'www.eurobats.org', 'www.ascobans.org', 'accobams.org',
         'www.acap.aq', 'www.informea.org', 'dart.informea.org', 'enb.iisd.org', 'rod.eionet.europa.eu', 'www.cbd.int',
         'www.worldmigratorybirdday.org'}
WORDS = (330, 760)
# Sentences that a person must find in each language (issue: "how many days before the COP").
ANSWERS = [('listing-process', '150'), ('reservations', '90'), ('legal-basis-reporting', 'VI.3')]


def local(element):
    return element.tag.replace(MAL, '')


def text_of(element):
    return re.sub(r'\s+', ' ', ''.join(element.itertext())).strip()


class Manual:
    def __init__(self, top, build):
        self.top = top
        self.source = os.path.join(top, 'data', 'manual')
        self.built = os.path.join(build, 'data', 'manual')
        with open(os.path.join(self.source, 'meson.build'), encoding='utf-8') as text:
            code = text.read()
        self.ids = re.findall(r"'([^']+)'", re.search(r'manual_page_ids = \[(.*?)\]', code, re.S).group(1))
        self.languages = re.findall(r"'([^']+)'", re.search(r'manual_languages = \[(.*?)\]', code, re.S).group(1))
        with open(os.path.join(self.source, 'untranslated.txt'), encoding='utf-8') as text:
            self.untranslated = [line.strip() for line in text if line.strip() and not line.startswith('#')]
        self.pages = {}
        for name in sorted(os.listdir(os.path.join(self.source, 'C'))):
            if name.endswith('.page'):
                self.pages[name[:-5]] = ET.parse(os.path.join(self.source, 'C', name)).getroot()

    def paths(self, language='C'):
        folder = os.path.join(self.source, 'C') if language == 'C' else os.path.join(self.built, language)
        return [os.path.join(folder, name + '.page') for name in (self.ids if language == 'C' else self.translated())]

    def translated(self):
        return [name for name in self.ids if name not in self.untranslated]

    def articles(self):
        return {name: page for name, page in self.pages.items()
                if page.get('type') == 'topic' and name not in NO_ARTICLE}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip().split('\n')


# ------------------------------------------------------------------ the pages
def check_list(manual):
    """meson.build, the folder and the page ids name the same pages."""
    for name in manual.ids:
        if name not in manual.pages:
            yield name + ' is in meson.build, but there is no page'
    for name, page in manual.pages.items():
        if name not in manual.ids:
            yield name + '.page is not in meson.build'
        if page.get('id') != name:
            yield '%s.page has the id %s' % (name, page.get('id'))


def check_stable(manual):
    """No id that was shipped once has gone: checklists, bookmarks and synced pages lead to it."""
    with open(os.path.join(manual.top, 'tests', 'manual', 'ids.txt'), encoding='utf-8') as lines:
        shipped = [line.strip() for line in lines if line.strip() and not line.startswith('#')]
    for name in shipped:
        if name not in manual.pages:
            yield name + ' was shipped and is gone'
    for name in manual.pages:
        if name not in shipped:
            yield name + ' is not in tests/manual/ids.txt'


def check_schema(manual, language='C'):
    status, lines = run(['xmllint', '--noout', '--nonet', '--relaxng', SCHEMA] + manual.paths(language))
    if status != 0:
        yield from (line for line in lines if not line.endswith(' validates'))


def check_yelp(manual, what, language='C'):
    status, lines = run(['yelp-check', what] + manual.paths(language))
    if status != 0:
        yield from lines


def check_links(manual):
    """Links within the manual, done here too, since yelp-check may be missing."""
    for name, page in manual.pages.items():
        sections = {s.get('id') for s in page.iter(MAL + 'section')}
        for link in page.iter(MAL + 'link'):
            xref = link.get('xref')
            if xref is None:
                continue
            target, _, section = xref.partition('#')
            if target and target not in manual.pages:
                yield '%s links to %s' % (name, xref)
            elif section:
                there = manual.pages[target] if target else page
                if section not in ({s.get('id') for s in there.iter(MAL + 'section')} if target else sections):
                    yield '%s links to %s' % (name, xref)


def check_guides(manual):
    """Each topic names its chapter, and the chapter lists it: readers show the chapter's order."""
    listed = {}
    for name, page in manual.pages.items():
        for link in page.findall('%sinfo/%slink' % (MAL, MAL)):
            if link.get('type') == 'topic':
                listed.setdefault(link.get('xref'), []).append(name)
    for name, page in manual.pages.items():
        guides = [link.get('xref') for link in page.findall('%sinfo/%slink' % (MAL, MAL)) if link.get('type') == 'guide']
        if name != 'index' and guides != listed.get(name):
            yield '%s names the guides %s, but is listed in %s' % (name, guides, listed.get(name))


def check_articles(manual):
    for name, page in manual.articles().items():
        sections = page.findall(MAL + 'section')
        ids = [section.get('id') for section in sections]
        if ids != SECTIONS:
            yield '%s has the sections %s' % (name, ' '.join(map(str, ids)))
            continue
        for section in sections:
            if not section.findall('.//%sp' % MAL):
                yield '%s#%s is empty' % (name, section.get('id'))
        if not page.findall('./%ssection[@id="steps"]/%ssteps/%sitem' % (MAL, MAL, MAL)):
            yield name + ' has no steps'
        if len(page.findall('./%ssection[@id="related"]//%slink[@xref]' % (MAL, MAL))) < 2:
            yield name + ' has fewer than two related topics'
        words = len(text_of(page).split())
        if not WORDS[0] <= words <= WORDS[1]:
            yield '%s has %d words' % (name, words)


def check_desc(manual):
    for name, page in manual.pages.items():
        desc = page.find('%sinfo/%sdesc' % (MAL, MAL))
        if desc is None or not text_of(desc).endswith('.'):
            yield name + ' has no <desc> that is a sentence'
        revision = page.find('%sinfo/%srevision' % (MAL, MAL))
        if revision is None or not re.fullmatch(r'\d{4}-\d\d-\d\d', revision.get('date', '')):
            yield name + ' has no dated <revision>'


def check_sources(manual):
    """Each source says what it is and of when."""
    for name, page in manual.articles().items():
        items = page.findall('./%ssection[@id="sources"]//%sitem' % (MAL, MAL))
        if not items:
            yield name + ' has no source'
        for item in items:
            text = text_of(item)
            if not re.search(r'[Aa]s of (?:[A-Z][a-z]+ )?(?:19|20)\d\d', text) and 'source code as of' not in text:
                yield '%s has a source without its date: %s' % (name, text[:60])


def check_unconfirmed(manual):
    """What is not confirmed carries the mark that readers know, and not only words."""
    marks = 0
    for name, page in manual.pages.items():
        for em in page.iter(MAL + 'em'):
            if em.get('style') == 'unconfirmed':
                marks += 1
                if text_of(em) != '(to be confirmed)':
                    yield '%s marks "%s"' % (name, text_of(em))
        if re.search(r'\[(?:check|calc|old|editorial)\b', text_of(page)):
            yield name + ' carries a mark of the authors'
    if marks == 0:
        yield 'no page marks anything as unconfirmed'


def check_hrefs(manual):
    folder = os.path.join(manual.top, 'data', 'checklists')
    for name, page in manual.pages.items():
        for link in page.iter(MAL + 'link'):
            href = link.get('href')
            if href is None:
                continue
            match = re.fullmatch(r'godwit:checklist/([a-z0-9-]+)', href)
            if match:
                if not os.path.exists(os.path.join(folder, match.group(1) + '.xml')):
                    yield '%s links to the checklist %s, which is not there' % (name, match.group(1))
            elif not any(href.startswith('https://%s/' % site) for site in SITES):
                yield '%s links to %s' % (name, href)


def check_back(manual):
    """A checklist's item opens the topic it names."""
    folder = os.path.join(manual.top, 'data', 'checklists')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.xml'):
            for element in ET.parse(os.path.join(folder, name)).getroot().iter():
                topic = element.get('topic')
                if topic and topic.partition('#')[0] not in manual.pages:
                    yield '%s names the topic %s, which is not there' % (name, topic)


# ------------------------------------------------------------------ the translations
def unquote(text):
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), text)


def read_catalogue(text):
    """Gives (msgid, msgstr, flags) of each entry but the header; obsolete entries have the flag `obsolete`."""
    entries = []
    for block in re.split(r'\n\s*\n', text):
        entry, flags, current = {}, set(), None
        for line in block.split('\n'):
            if line.startswith('#~'):
                flags.add('obsolete')
            elif line.startswith('#,'):
                flags |= {flag.strip() for flag in line[2:].split(',')}
            match = re.match(r'(msg\w+)?\s*"(.*)"$', line)
            if match:
                if match.group(1):
                    current = match.group(1)
                    entry[current] = ''
                entry[current] += unquote(match.group(2))
        if entry.get('msgid') or 'obsolete' in flags:
            entries.append((entry.get('msgid', ''), entry.get('msgstr', ''), flags))
    return entries


def read_same(manual, language):
    """Lines `fr: Words`, or `*: Words` for every language; `#` begins a comment."""
    same = set()
    with open(os.path.join(manual.source, 'same.txt'), encoding='utf-8') as lines:
        for line in lines:
            to, _, words = line.rstrip('\n').partition(': ')
            if to in ('*', language):
                same.add(words)
    return same


def tags(text):
    return Counter(re.findall(r'</?[a-z][^>]*>', text))


def figures(text):
    return Counter(re.findall(r'\d+', re.sub(r'<[^>]*>', ' ', text)))


def clip(text):
    return '"%s"' % (text if len(text) < 70 else text[:67] + '...')


def catalogue(manual, language):
    with open(os.path.join(manual.source, language, language + '.po'), encoding='utf-8') as text:
        return [e for e in read_catalogue(text.read()) if e[0] != 'translator-credits']


def check_complete(manual, language):
    paths = [path for name, path in zip(manual.ids, manual.paths()) if name not in manual.untranslated]
    pot = subprocess.run(['itstool'] + paths, capture_output=True, text=True, check=True).stdout
    originals = {msgid for msgid, _, _ in read_catalogue(pot) if msgid != 'translator-credits'}
    entries = catalogue(manual, language)
    have = {msgid for msgid, _, flags in entries if 'obsolete' not in flags}
    for msgid in sorted(originals - have):
        yield 'missing: ' + clip(msgid)
    for msgid in sorted(have - originals):
        yield 'no longer in the manual: ' + clip(msgid)
    for msgid, msgstr, flags in entries:
        if 'fuzzy' in flags:
            yield 'fuzzy: ' + clip(msgid)
        if 'obsolete' in flags:
            yield 'obsolete: ' + clip(msgid)
        elif not msgstr:
            yield 'not translated: ' + clip(msgid)


def check_differs(manual, language):
    same = read_same(manual, language)
    for msgid, msgstr, _ in catalogue(manual, language):
        words = re.sub(r'<[^>]*>', '', msgid)
        if msgid == msgstr and re.search(r'[^\W\d_]', words) and msgid not in same:
            yield 'the same as the original: ' + clip(msgid)


def check_intact(manual, language):
    for msgid, msgstr, _ in catalogue(manual, language):
        if msgstr and tags(msgid) != tags(msgstr):
            yield 'other tags or links: ' + clip(msgid)
        if msgstr and figures(msgid) != figures(msgstr):
            yield 'other figures: ' + clip(msgid)


def shape(page):
    """Every element with what must not change, in order."""
    return [(local(e), e.get('id'), e.get('xref'), e.get('href'), e.get('type'), e.get('style')) for e in page.iter()
            if local(e) not in ('em', 'link') or e.get('type')]


def check_merged(manual, language):
    for name in manual.untranslated:
        if name not in manual.ids:
            yield name + ' waits for its translation and is no page'
        if os.path.exists(os.path.join(manual.built, language, name + '.page')):
            yield name + ' waits for its translation and was built'
    for name, path in zip(manual.translated(), manual.paths(language)):
        if not os.path.exists(path):
            yield path + ' was not built'
            continue
        page = ET.parse(path).getroot()
        if page.get('{http://www.w3.org/XML/1998/namespace}lang') != language:
            yield name + ' does not say its language'
        if shape(page) != shape(manual.pages[name]):
            yield name + ' has another shape than the original'


def check_answers(manual, language):
    for name, answer in ANSWERS:
        path = os.path.join(manual.source if language == 'C' else manual.built, language, name + '.page')
        if answer not in text_of(ET.parse(path).getroot().find('./%ssection[@id="what"]' % MAL)):
            yield '%s does not say %s in its first section' % (name, answer)


def check_refused(manual, language):
    """merge.sh fails on what itstool only mentions: a translation with a broken tag."""
    with open(os.path.join(manual.source, language, language + '.po'), encoding='utf-8') as text:
        good = text.read()
    bad = re.sub(r'(msgstr (?:""\n)?".*?)</em>', r'\1</broken>', good, count=1)
    with tempfile.TemporaryDirectory() as folder:
        po = os.path.join(folder, 'bad.po')
        with open(po, 'w', encoding='utf-8') as out:
            out.write(bad)
        out = os.path.join(folder, 'out')
        status, _ = run([os.path.join(manual.source, 'merge.sh'), language, po, out] + manual.paths())
        if bad == good:
            yield 'found no translation with a tag to break'
        elif status == 0:
            yield 'a translation with a broken tag was merged'
        elif os.path.exists(out):
            yield 'pages were written although one is broken'


def main():
    manual = Manual(*sys.argv[1:3])
    yelp = None if shutil.which('yelp-check') else 'yelp-check is not installed'
    schema = None if os.path.exists(SCHEMA) else 'the Mallard schema is not installed'
    checks = [
        ('the list of pages is complete (%d pages)' % len(manual.ids), check_list(manual), None),
        ('ids are stable', check_stable(manual), None),
        ('pages are valid Mallard 1.0', check_schema(manual), schema),
        ('no dead link within the manual', check_links(manual), None),
        ('yelp-check finds no dead link', check_yelp(manual, 'links'), yelp),
        ('yelp-check finds no orphan', check_yelp(manual, 'orphans'), yelp),
        ('yelp-check finds ids and file names alike', check_yelp(manual, 'ids'), yelp),
        ('chapters and topics name each other', check_guides(manual), None),
        ('every page has a description and a dated revision', check_desc(manual), None),
        ('every topic has its sections (%d topics)' % len(manual.articles()), check_articles(manual), None),
        ('every source is dated', check_sources(manual), None),
        ('what is not confirmed is marked', check_unconfirmed(manual), None),
        ('links out lead to known sites and to checklists that exist', check_hrefs(manual), None),
        ('topics that the checklists name exist', check_back(manual), None),
        ('C: the answers that people look for are there', check_answers(manual, 'C'), None),
    ]
    for language in manual.languages:
        checks += [
            (language + ': complete, nothing fuzzy or obsolete', check_complete(manual, language), None),
            (language + ': no translation equal to its original', check_differs(manual, language), None),
            (language + ': tags, links and figures are intact', check_intact(manual, language), None),
            (language + ': every page is merged and keeps its shape', check_merged(manual, language), None),
            (language + ': merged pages are valid Mallard 1.0', check_schema(manual, language), schema),
            (language + ': the answers that people look for are there', check_answers(manual, language), None),
            (language + ': a broken translation is refused', check_refused(manual, language), None),
        ]
    print('1..%d' % len(checks))
    failed = False
    for number, (name, faults, skip) in enumerate(checks, 1):
        if skip:
            print('ok %d %s # SKIP %s' % (number, name, skip))
            continue
        faults = list(faults)
        for fault in faults:
            print('# ' + fault)
        print('%s %d %s' % ('not ok' if faults else 'ok', number, name))
        failed = failed or bool(faults)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
