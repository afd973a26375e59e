#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks each rule of data/server in one place at a time; the rows of the table must notice each. All of them with
GODWIT_LONG=1, else every fifth."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE, JUDGE = os.environ['GODWIT_SOURCE_DIR'], sys.argv[1]
STEP = 1 if os.environ.get('GODWIT_LONG') else 5
LEAVES = r"if \(user\.roles\.indexOf\('_admin'\) >= 0\) return;|if \(has\('_admin'\)\) return;|if \(doc\._deleted\) return;"


def mutants(text):
    """Without a refusal; with "or" for "and"; the other way round for a role; without an early end."""
    for match in re.finditer(r'throw\(', text):
        yield match.start(), text[:match.start()] + 'void(' + text[match.end():]
    for match in re.finditer(r' (&&|\|\|) ', text):
        other = {'&&': '||', '||': '&&'}[match.group(1)]
        yield match.start(), text[:match.start(1)] + other + text[match.end(1):]
    for match in re.finditer(r'!has\(', text):
        yield match.start(), text[:match.start()] + text[match.start() + 1:]
    for match in re.finditer(LEAVES, text):
        yield match.start(), text[:match.start()] + text[match.end():]


def holds(folder):
    env = {**os.environ, 'GODWIT_SOURCE_DIR': folder}
    return subprocess.run([JUDGE], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def main():
    tried, missed = 0, []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(SOURCE, 'data/server'), os.path.join(folder, 'data/server'))
        assert holds(folder), 'the rules as they are'
        for path in sorted(glob.glob(os.path.join(folder, 'data/server/rules/*.js'))):
            with open(path, encoding='utf-8') as file:
                right = file.read()
            for number, (place, wrong) in enumerate(mutants(right)):
                if number % STEP:
                    continue
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(wrong)
                tried += 1
                if holds(folder):
                    missed.append('%s:%d' % (os.path.basename(path), right[:place].count('\n') + 1))
            with open(path, 'w', encoding='utf-8') as file:
                file.write(right)
    assert tried > 15, tried
    print('1..1')
    for where in missed:
        print('# not noticed: ' + where)
    print('%s 1 each of %d broken rules is noticed' % ('not ok' if missed else 'ok', tried))
    return 1 if missed else 0


sys.exit(main())
