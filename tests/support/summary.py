#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the TAP results in meson's testlog.json, says aloud what was skipped or failed, and
ends with the plain line `N passed, N failed`. Exit status 1 where anything failed."""
import json
import re
import sys

RESULT = re.compile(r'^(not ok|ok)\b\s*\d*\s*-?\s*(.*?)(?:\s+#\s*(SKIP)\b\s*(.*))?$', re.I)


def main():
    path, meson_status = sys.argv[1], int(sys.argv[2])
    passed, failures, skips = 0, [], []
    with open(path, encoding='utf-8') as log:
        for line in log:
            test = json.loads(line)
            own_failures = 0
            for out in test.get('stdout', '').split('\n'):
                match = RESULT.match(out.strip())
                if not match:
                    if out.startswith('1..0'):
                        skips.append('%s: %s' % (test['name'], out.partition('#')[2].strip()))
                    continue
                name = '%s %s' % (test['name'], match.group(2))
                if (match.group(3) or '').upper() == 'SKIP':
                    skips.append('%s: %s' % (name, match.group(4)))
                elif match.group(1) == 'not ok':
                    own_failures += 1
                    failures.append(name)
                else:
                    passed += 1
            if test['result'] in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT') and not own_failures:
                failures.append('%s: %s, exit status %s' % (test['name'], test['result'], test['returncode']))
    for skip in skips:
        print('skipped: ' + skip)
    for failure in failures:
        print('failed: ' + failure)
    if meson_status != 0 and not failures:
        failures.append('meson')
        print('failed: the test runner ended with status %d' % meson_status)
    print('%d passed, %d failed' % (passed, len(failures)))
    return 1 if failures or not passed else 0


sys.exit(main())
