#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe against both servers of the tests: each differs from CouchDB where it is known to, and nowhere else."""
import json
import os
import shutil
import subprocess
import sys

import probe

HERE = os.path.dirname(os.path.abspath(__file__))
DOUBLE = sys.argv[1]


def probe_server(command, account_of):
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url, name, password = account_of(server.stdout.readline())
        return {title: seen for title, _, seen in probe.probe(url, name, password) if seen is not None}
    finally:
        server.stdin.close()
        server.wait()


def check(known, differing):
    unknown = ['%s: %s' % entry for entry in differing.items() if entry[0] not in known]
    held = [title for title in known if title not in differing]
    for line in unknown:
        print('# differs, and it was not known: %s' % line.replace('\n', ' '))
    for title in held:
        print('# known to differ, but held: %s' % title)
    return not unknown and not held


def read_npm(line):
    told = json.loads(line)
    return told['url'], told['admin']['name'], told['admin']['password']


def main():
    relied = {title for title, is_relied, _ in probe.ROWS if is_relied}
    print('1..3')
    ok = check(probe.KNOWN['double'], probe_server([DOUBLE, 'keeper', 'pw'], lambda line: (line.strip(), 'keeper', 'pw')))
    print('%s 1 the double answers as CouchDB does' % ('ok' if ok else 'not ok'))
    if shutil.which('node') and os.path.isdir(os.path.join(HERE, 'node_modules', 'express-pouchdb')):
        ok = check(probe.KNOWN['npm'], probe_server(['node', os.path.join(HERE, 'start.cjs'), '--admin', '--with-parent'], read_npm))
        print('%s 2 the npm server differs where it is known to' % ('ok' if ok else 'not ok'))
    else:
        print('ok 2 the npm server differs where it is known to # SKIP node or the packages of tests/server are missing')
    wrong = [title for names in probe.KNOWN.values() for title in names if title in relied]
    print('%s 3 no known difference is one that Godwit relies on' % ('ok' if not wrong else 'not ok'))


if __name__ == '__main__':
    main()
