#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a desktop reads, each given to its own validator.

usage: desktop-files.py SOURCE-DIR BUILD-DIR"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

TOP, BUILD = sys.argv[1:3]
APP_ID = 'org.godwit.Godwit'


def run(*command):
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().split('\n') + ['exit %d' % done.returncode]


def icon(path, size):
    root = tree.parse(path).getroot()
    wanted = '0 0 %d %d' % (size, size)
    return [] if root.get('viewBox') == wanted else ['%s: viewBox is %s, not %s' % (path, root.get('viewBox'), wanted)]


def languages_of_desktop_file():
    with open('%s/data/%s.desktop' % (BUILD, APP_ID), encoding='utf-8') as lines:
        text = lines.read()
    return ['no Comment in ' + language for language in ('ar', 'es', 'fr') if '\nComment[%s]=' % language not in text]


def same_id_everywhere():
    with open(TOP + '/flatpak/%s.json' % APP_ID, encoding='utf-8') as manifest:
        flatpak_id = json.load(manifest)['app-id']
    metainfo_id = tree.parse('%s/data/%s.metainfo.xml.in' % (TOP, APP_ID)).getroot().findtext('id')
    return ['%s is not %s' % (name, APP_ID) for name in (flatpak_id, metainfo_id) if name != APP_ID]


def bundles_open_by_double_click():
    """What the bundles' type is called is known to the database and to the program's desktop file."""
    with tempfile.TemporaryDirectory() as folder:
        packages = os.path.join(folder, 'packages')
        os.mkdir(packages)
        shutil.copy('%s/data/%s.mime.xml' % (TOP, APP_ID), os.path.join(packages, APP_ID + '.xml'))
        faults = run('update-mime-database', folder)
        with open(os.path.join(folder, 'globs2'), encoding='utf-8') as lines:
            globs = lines.read()
        with open(os.path.join(folder, 'magic'), 'rb') as file:
            magic = file.read()
    with open('%s/data/%s.desktop' % (BUILD, APP_ID), encoding='utf-8') as lines:
        desktop = lines.read()
    return faults + [fault for good, fault in (
        ('application/x-godwit-bundle:*.godwit' in globs, 'no *.godwit in globs2: ' + globs),
        ('application/x-godwit-setup:*.godwit-setup' in globs, 'no *.godwit-setup in globs2: ' + globs),
        (b'\x89GODWIT\n' in magic, 'the beginning of a bundle is not known'),
        ('\nMimeType=application/x-godwit-bundle;application/x-godwit-setup;\n' in desktop,
         'the desktop file does not open bundles and set-up files'),
        ('\nExec=godwit %f\n' in desktop, 'the desktop file does not pass the file on')) if not good]


CHECKS = [
    ('desktop file', 'desktop-file-validate',
     lambda: run('desktop-file-validate', '%s/data/%s.desktop' % (BUILD, APP_ID))),
    ('desktop file speaks every language', None, languages_of_desktop_file),
    ('metainfo', 'appstreamcli',
     lambda: run('appstreamcli', 'validate', '--no-net', '%s/data/%s.metainfo.xml' % (BUILD, APP_ID))),
    ('settings schema', 'glib-compile-schemas', lambda: run('glib-compile-schemas', '--strict', '--dry-run', 'data')),
    ('flatpak manifest', 'flatpak-builder',
     lambda: run('flatpak-builder', '--show-manifest', 'flatpak/%s.json' % APP_ID)),
    ('one application id', None, same_id_everywhere),
    ('bundles open by double click', 'update-mime-database', bundles_open_by_double_click),
    ('icon', None, lambda: icon('%s/data/icons/hicolor/scalable/apps/%s.svg' % (TOP, APP_ID), 128)),
    ('symbolic icon', None,
     lambda: icon('%s/data/icons/hicolor/symbolic/apps/%s-symbolic.svg' % (TOP, APP_ID), 16)),
]

print('1..%d' % len(CHECKS))
failed = False
for number, (name, program, check) in enumerate(CHECKS, 1):
    if program is not None and shutil.which(program) is None:
        print('ok %d %s # SKIP %s is not installed' % (number, name, program))
        continue
    faults = check()
    for fault in faults:
        print('# ' + fault)
    failed = failed or bool(faults)
    print('%s %d %s' % ('not ok' if faults else 'ok', number, name))
sys.exit(1 if failed else 0)
