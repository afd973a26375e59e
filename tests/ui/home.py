#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Home leads to what was begun, and says how it stands.

usage: home.py BUILD-DIR"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()


def begun(folder):
    """A report and a checklist that is late; the desk of the reports was not made before the door is used."""
    profile = stage.make_profile(build, folder, 'en')
    stage.ctl(build, profile, 'report', 'new', '--title', 'Report of today', '--opening', '2001-12-31')
    stage.ctl(build, profile, 'checklist', 'start', 'cl-before-cop', '--date', '2002-01-10')
    good, said = stage.drive(build, [
        'wait heading "What comes next"', 'wait label "/questions answered\\nWas due on 4 July 2001/"',
        'wait label "/^Next: .*\\nOverdue since 10 January 2001/"', 'audit',
        'click "list item" "~Report of today"', 'wait heading "High-level summary"', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'a report that was begun and a late checklist say how they stand, and the door leads in', said)


def known(folder):
    """A new report knows the Party that the profile is for."""
    profile = stage.make_profile(build, folder, 'fr', country='SEN')
    good, said = stage.drive(build, [
        'wait heading "Ce qui vient ensuite"', 'key alt+%d' % (1 + [name for name, _ in stage.desks()].index('reports')),
        'click "push button" "%s"' % stage.words(build, 'fr')('Begin a national report'),
        'wait heading "Résumé"', 'click "list item" "~I. Informations administratives"', 'wait label "Sénégal"',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'the Party is filled in from the profile', said)


with tempfile.TemporaryDirectory() as temporary:
    begun(os.path.join(temporary, 'begun'))
    known(os.path.join(temporary, 'known'))
tap.end()
