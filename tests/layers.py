#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the table of who may include whom (src/README.md) against the #include lines."""
import os
import re
import sys

CORE = {
    'base': set(),
    'store': {'base'},
    'net': {'base'},
    'openrosa': {'base', 'net'},
    'keys': {'base', 'store'},
    'bundles': {'base', 'store', 'keys'},
    'sync': {'base', 'net', 'store', 'keys', 'bundles'},
    'server': {'base', 'net', 'forms', 'answers', 'manual', 'records'},
    'nearby': {'base', 'store', 'keys', 'bundles'},
    'forms': {'base'},
    # The manual stands on search: its pages lie in the pack, one file with the index over them,
    # and SQL has its door there. Search knows entries, never pages.
    'manual': {'base', 'store', 'search'},
    'search': {'base', 'store'},
    'answers': {'base', 'store', 'forms'},
    'records': {'base', 'store', 'answers'},
    'reports': {'base', 'net', 'store', 'bundles', 'forms', 'answers', 'records'},
    'packets': {'base', 'store', 'keys', 'bundles', 'forms', 'answers', 'reports'},
    'exports': {'base', 'forms', 'manual', 'answers', 'records', 'reports'},
}
# Foreign libraries have one door each.
DOORS = [
    (re.compile(r'<sqlite3\.h>'), ('src/core/store/', 'src/core/search/')),
    (re.compile(r'<curl/'), ('src/core/net/',)),
    (re.compile(r'<(gtk|gdk|gsk)/'), ('src/app/',)),
    (re.compile(r'<adwaita\.h>'), ('src/app/',)),
    (re.compile(r'<enchant'), ('src/app/widgets/',)),
    (re.compile(r'<unicode/'), ('src/app/widgets/',)),
    (re.compile(r'<libsecret/'), ('src/core/net/',)),
    (re.compile(r'<sodium'), ('src/core/keys/', 'src/core/bundles/')),
    (re.compile(r'<openssl/'), ('src/core/forms/', 'src/core/nearby/', 'src/core/net/')),
]
LIBXML = re.compile(r'<libxml/')
INCLUDE = re.compile(r'^\s*#\s*include\s+("([^"]+)"|<[^>]+>)', re.M)


def faults_of(path, text):
    parts = path.split('/')
    for match in INCLUDE.finditer(text):
        line = text[:match.start()].count('\n') + 1
        where = '%s:%d' % (path, line)
        quoted = match.group(2)
        for pattern, homes in DOORS:
            if pattern.search(match.group(1)) and not path.startswith(homes):
                yield '%s: %s outside its door' % (where, match.group(1))
        if LIBXML.search(match.group(1)) and parts[1] == 'app':
            yield '%s: libxml2 in the window' % where
        if not quoted or quoted in ('gw-config.h', 'gw-resources.h'):
            continue
        target = quoted.split('/')
        if target[0] not in ('core', 'app', 'ctl') or len(target) < 2:
            yield '%s: "%s" is not written from src/' % (where, quoted)
            continue
        if parts[1] == 'core':
            folder = parts[2]
            if target[0] != 'core' or (target[1] != folder and target[1] not in CORE[folder]):
                yield '%s: core/%s may not use %s' % (where, folder, quoted)
        elif parts[1] == 'ctl':
            if target[0] == 'app':
                yield '%s: ctl may not use the window' % where
        elif parts[1] == 'app' and len(parts) > 3:
            desk, to = parts[2], target[1] if target[0] == 'app' and len(target) > 2 else None
            if desk == 'widgets' and (target[0] == 'core' or (to and to != 'widgets')):
                yield '%s: app/widgets may not use %s' % (where, quoted)
            elif desk == 'forms' and (
                    (target[0] == 'core' and target[1] not in ('base', 'forms', 'answers'))
                    or (to and to not in ('forms', 'widgets'))):
                yield '%s: app/forms may not use %s' % (where, quoted)
            elif to and to not in (desk, 'forms', 'widgets'):
                yield '%s: desk %s may not use desk %s' % (where, desk, to)
            elif target[0] == 'app' and target[1] == 'gw-window.h':
                yield '%s: a desk may not know the window' % where


def main():
    top = sys.argv[1]
    checked, faults = 0, []
    for folder, _, names in sorted(os.walk(os.path.join(top, 'src'))):
        for name in sorted(names):
            if name.endswith(('.c', '.h')):
                path = os.path.relpath(os.path.join(folder, name), top)
                with open(os.path.join(top, path), encoding='utf-8') as source:
                    faults.extend(faults_of(path, source.read()))
                checked += 1
    assert checked > 10, 'no sources found'
    print('1..1')
    for fault in faults:
        print('# ' + fault)
    print('%s 1 every include points down (%d files)' % ('not ok' if faults else 'ok', checked))
    return 1 if faults else 0


sys.exit(main())
