#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules of CONTRIBUTING.md that a script can see."""
import re
import subprocess
import sys

UNFINISHED = re.compile(r'\b(' + '|'.join(('TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'lorem ip' + 'sum')) + r')\b')


def faults_of(path, text):
    lines = text.split('\n')
    if path.startswith(('src/', 'tests/')) and path.endswith(('.c', '.h', '.py', '.cjs', '.mjs', '.sh')):
        if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in lines[:3]):
            yield '%s:1: no SPDX line' % path
    for number, line in enumerate(lines, 1):
        where = '%s:%d' % (path, number)
        if UNFINISHED.search(line):
            yield '%s: unfinished work is not committed' % where
        if path.endswith(('.c', '.h')):
            if '\t' in line:
                yield '%s: tab' % where
            # A sentence or a piece of a form reads best on one line.
            if len(line) > 120 and '"' not in line:
                yield '%s: longer than 120 columns' % where
            if re.match(r'^\s*//', line):
                yield '%s: // comment' % where
            if line != line.rstrip():
                yield '%s: white space at the end' % where
            if re.search(r'\btextdomain\s*\(', line) and 'bindtextdomain' not in line:
                yield '%s: textdomain() keeps GTK in English (see gw-ui-language.c)' % where
            if path.startswith('src/') and re.search(r'(?<!d)ngettext\s*\(', line):
                yield '%s: ngettext() finds none of our translations: g_dngettext()' % where
    if path.endswith('.h') and path.startswith('src/') and '#pragma once' not in text:
        yield '%s: no #pragma once' % path


def main():
    top = sys.argv[1]
    names = subprocess.run(['git', '-C', top, 'ls-files'], check=True, capture_output=True, text=True).stdout.split('\n')
    faults, checked = [], 0
    for name in names:
        if not name.endswith(('.c', '.h', '.py', '.cjs', '.mjs', '.sh', '.ui', '.build')) and name != 'dev':
            continue
        with open('%s/%s' % (top, name), encoding='utf-8') as source:
            faults.extend(faults_of(name, source.read()))
        checked += 1
    for fault in faults:
        print(fault)
    print('%d files read' % checked)
    return 1 if faults or not checked else 0


sys.exit(main())
