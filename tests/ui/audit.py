#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every desk and the pages within in every language, wide and narrow: no part without a name, no word cut off.

usage: audit.py BUILD-DIR"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
with tempfile.TemporaryDirectory() as folder:
    for language in stage.LANGUAGES:
        _ = stage.words(build, language)
        for size in ('1280x800', '360x720'):
            # A profile for each walk: the program goes back to where the walk before it ended.
            profile = stage.make_profile(build, os.path.join(folder, language + size), language)
            stage.make_work(build, profile)
            desks = [(desk, _(title)) for desk, title in stage.desks()]
            good, said = stage.drive(build, script='walk.py', size=size, profile=profile, out=folder,
                                     walk={'desks': desks, 'check': True, 'inside': stage.inner_pages(build, language)})
            tap.result(good, '%s, %s: %d desks' % (language, size, len(desks)), said)
tap.end()
