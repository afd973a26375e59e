#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes pictures of every desk, in every language, wide and narrow, light and dark.

usage: pictures.py [--quick] BUILD-DIR OUT-DIR    (--quick: in English, wide and light only)"""
import itertools
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402


def main():
    arguments = [a for a in sys.argv[1:] if a != '--quick']
    quick = len(arguments) < len(sys.argv) - 1
    build, out = (os.path.abspath(a) for a in arguments[:2])
    missing = stage.missing_tools()
    if missing:
        print('pictures: not installed: ' + ' '.join(missing), file=sys.stderr)
        return 1
    os.makedirs(out, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for language, size, style in itertools.product(('en',) if quick else stage.LANGUAGES,
                                                       ('1280x800',) if quick else ('1280x800', '360x720'),
                                                       ('light',) if quick else ('light', 'dark')):
            _ = stage.words(build, language)
            name = '%s-%s-%s' % (language, size.partition('x')[0], style)
            profile = os.path.join(folder, name)
            stage.make_profile(build, profile, language)
            stage.make_work(build, profile)
            good, said = stage.drive(build, script='walk.py', size=size, dark=style == 'dark', profile=profile, out=out,
                                     walk={'desks': [(desk, _(title)) for desk, title in stage.desks()], 'shots': name,
                                           'inside': stage.inner_pages(build, language)})
            if good:
                good, said = stage.drive(build, ['sleep 1', 'shot first-start-%s.png' % name], size=size, out=out,
                                         dark=style == 'dark', language=language,
                                         profile=os.path.join(folder, 'none-' + name))
            if not good:
                failed += 1
                print('pictures: %s: %s' % (name, said), file=sys.stderr)
    for path in sorted(os.listdir(out)):
        if path.endswith('.png'):
            print(os.path.join(out, path))
    return 1 if failed else 0


sys.exit(main())
