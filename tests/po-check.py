#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's own words are complete in every language.

usage: po-check.py [--update] TOP

Checks, in TAP: every source with words for a person is in po/POTFILES, which is sorted; each
catalogue of po/LINGUAS holds each message, translated, not fuzzy, with the plural forms of its
language and the placeholders of the original; a translation equal to its original stands in
po/same.txt. With --update, writes POTFILES anew and merges new messages into the catalogues
(needs gettext)."""
import os
import re
import subprocess
import sys
import tempfile

MARKED = re.compile(r'(?<![\w"])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dgettext|g_dpgettext2)\s*\(\s*"'
                    r'|g_dngettext\s*\(|ngettext\s*\(')
PLURALS = {'ar': 6, 'en': 2, 'es': 2, 'fr': 2}
XGETTEXT = ['--from-code=UTF-8', '--add-comments=TRANSLATORS', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
            '--keyword=NC_:1c,2', '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3',
            '--keyword=g_dpgettext2:2c,3', '--flag=N_:1:pass-c-format', '--flag=_:1:pass-c-format',
            '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
            '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format']


def has_words(path, text):
    if path.endswith('.ui'):
        return 'translatable="yes"' in text
    if path.endswith(('.desktop.in', '.metainfo.xml.in')):
        return True
    return path.endswith('.c') and MARKED.search(text) is not None


def sources_with_words(top):
    found = []
    for folder in ('src', 'ui', 'data'):
        for here, _, names in os.walk(os.path.join(top, folder)):
            for name in names:
                path = os.path.relpath(os.path.join(here, name), top)
                if path.startswith('data/') and not path.endswith('.in'):
                    continue
                if path.endswith(('.c', '.ui', '.in')):
                    with open(os.path.join(top, path), encoding='utf-8') as source:
                        if has_words(path, source.read()):
                            found.append(path)
    return sorted(found)


def unquote(text):
    return re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t'}.get(m.group(1), m.group(1)), text)


def read_catalogue(path):
    """Gives (context, msgid, plural, [translations], flags) of each entry but the header."""
    entries, entry, flags, current = [], {}, set(), None

    def close():
        if entry.get('msgid') is not None and not entry.get('obsolete'):
            texts = [entry[k] for k in sorted(k for k in entry if k.startswith('msgstr'))]
            entries.append((entry.get('msgctxt'), entry['msgid'], entry.get('msgid_plural'), texts, set(flags)))

    with open(path, encoding='utf-8') as lines:
        for line in lines:
            line = line.rstrip('\n')
            if not line.strip():
                close()
                entry, flags, current = {}, set(), None
            elif line.startswith('#~'):
                entry['obsolete'] = True
            elif line.startswith('#,'):
                flags |= {flag.strip() for flag in line[2:].split(',')}
            elif line.startswith('#'):
                pass
            else:
                match = re.match(r'(msg\w+(?:\[\d\])?)?\s*"(.*)"$', line)
                if match:
                    if match.group(1):
                        current = match.group(1)
                        entry[current] = ''
                    entry[current] += unquote(match.group(2))
    close()
    return [e for e in entries if e[1] != '']


def extract(top, potfiles, out):
    subprocess.run(['xgettext', '--package-name=godwit', '--output=' + out] + XGETTEXT
                   + ['--files-from=-'], cwd=top, input='\n'.join(potfiles), text=True, check=True,
                   stderr=subprocess.PIPE)


def placeholders(text):
    return sorted(re.findall(r'%(?:\d+\$)?[-+ #0\']*\d*(?:\.\d+)?(?:l|ll|h|z|j)?[diouxXeEfgGcs]|\{\w+\}',
                             text.replace('%%', '')),
                  key=lambda p: re.sub(r'\d+\$', '', p))


def plain(names):
    return sorted(re.sub(r'\d+\$', '', name) for name in names)


def faults_of_entry(language, entry, same):
    context, msgid, plural, texts, flags = entry
    name = '%s: "%s"' % (language, msgid[:60].replace('\n', '\\n'))
    if 'fuzzy' in flags:
        yield name + ' is fuzzy'
    if any(not text for text in texts):
        yield name + ' is not translated'
        return
    if plural is not None and len(texts) != PLURALS[language]:
        yield '%s has %d plural forms instead of %d' % (name, len(texts), PLURALS[language])
    wanted = plain(placeholders(plural if plural is not None else msgid))
    for text in texts:
        got = plain(placeholders(text))
        # A language may leave out the number where the plural form says it ("one", "two").
        if got != wanted and not (plural is not None and set(got) < set(wanted) | {''} and len(wanted) - len(got) == 1):
            yield '%s has other placeholders: %s' % (name, ' '.join(got) or 'none')
    if plural is None and texts[0] == msgid and re.search(r'[A-Za-z]', msgid) and msgid not in same.get(language, ()):
        yield name + ' is the same as the original'


def read_same(top):
    """Lines `fr: Words`, or `*: Words` for every language; `#` begins a comment."""
    same = {language: set() for language in PLURALS}
    with open(os.path.join(top, 'po/same.txt'), encoding='utf-8') as lines:
        for line in lines:
            if line.strip() and not line.startswith('#'):
                language, _, words = line.rstrip('\n').partition(': ')
                for each in (PLURALS if language == '*' else (language,)):
                    same[each].add(unquote(words))
    return same


def read_list(top, name):
    with open(os.path.join(top, name), encoding='utf-8') as lines:
        return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def update(top):
    files = sources_with_words(top)
    with open(os.path.join(top, 'po/POTFILES'), 'w', encoding='utf-8') as out:
        out.write('\n'.join(files) + '\n')
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'godwit.pot')
        extract(top, files, pot)
        for language in read_list(top, 'po/LINGUAS'):
            po = os.path.join(top, 'po', language + '.po')
            if os.path.exists(po):
                subprocess.run(['msgmerge', '--quiet', '--update', '--backup=none', '--no-fuzzy-matching', '--no-wrap',
                                '--no-location', po, pot], check=True)
            else:
                subprocess.run(['msginit', '--no-translator', '--no-wrap', '--locale=' + language, '-i', pot, '-o', po],
                               check=True, stderr=subprocess.DEVNULL)
            subprocess.run(['msgattrib', '--no-obsolete', '--no-wrap', '--no-location', '-o', po, po], check=True)
            with open(po, encoding='utf-8') as catalogue:
                text = catalogue.read()
            # These lines say nothing and would differ on every branch.
            with open(po, 'w', encoding='utf-8') as catalogue:
                catalogue.write(re.sub(r'"(POT-Creation-Date|Report-Msgid-Bugs-To): .*\n', '', text))


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ['--update']:
        update(arguments[1])
        return 0
    top = arguments[0]
    results = []
    wanted, listed = sources_with_words(top), read_list(top, 'po/POTFILES')
    faults = ['not in po/POTFILES: ' + path for path in wanted if path not in listed]
    faults += ['in po/POTFILES, but without words: ' + path for path in listed if path not in wanted]
    if listed != sorted(listed):
        faults.append('po/POTFILES is not sorted')
    results.append(('po/POTFILES is complete and sorted (%d files)' % len(listed), faults))
    same = read_same(top)
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'godwit.pot')
        extract(top, wanted, pot)
        originals = {(e[0], e[1]) for e in read_catalogue(pot)}
    for language in read_list(top, 'po/LINGUAS'):
        entries = read_catalogue(os.path.join(top, 'po', language + '.po'))
        have = {(e[0], e[1]) for e in entries}
        faults = ['%s: "%s" is missing' % (language, msgid[:60].replace('\n', '\\n'))
                  for _, msgid in sorted(originals - have, key=lambda e: e[1])]
        for entry in entries:
            if (entry[0], entry[1]) in originals:
                faults += faults_of_entry(language, entry, same)
        check = subprocess.run(['msgfmt', '--check', '-o', os.devnull, os.path.join(top, 'po', language + '.po')],
                               capture_output=True, text=True)
        if check.returncode != 0:
            faults += check.stderr.strip().split('\n')
        results.append(('%s is complete (%d messages)' % (language, len(originals)), faults))
    print('1..%d' % len(results))
    for number, (name, faults) in enumerate(results, 1):
        for fault in faults:
            print('# ' + fault)
        print('%s %d %s' % ('not ok' if faults else 'ok', number, name))
    return 1 if any(faults for _, faults in results) else 0


sys.exit(main())
