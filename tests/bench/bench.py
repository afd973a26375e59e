#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench: measures Godwit beside its peers, in one run. It asserts nothing, since clocks are no test.

usage: bench.py BUILD-DIRECTORY [start] [forms] [sync] [-n RUNS] [--short] [--long] [--no-peer] [--realtime]

  start      exec to the first drawn frame, and memory, in turn with other windows
  forms      the forms engine beside ODK Web Forms' engine under node, and the page that fills in forms
  sync       exchanges with a server beside PouchDB, over the loopback and a slow link; sticks; many desks
  -n RUNS    how often each is run, 5
  --short    of sync only what takes less than two minutes, each once unless -n says otherwise
  --long     of sync also 10,000 documents over the slow link, which takes PouchDB more than half an hour
  --no-peer  leaves out what runs under node, which takes some minutes
  --realtime goes before all other programs (needs root): for a machine that does other things too

Without a name everything is measured.
"""
import os
import sys

import forms
import start
import sync


def go_first():
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        print('skipped: --realtime needs root; what else runs on this machine counts too')


def main():
    words = sys.argv[1:]
    if not words or '-h' in words or '--help' in words:
        print(__doc__)
        return 0 if words else 2
    build, runs, with_peer, short, long, chosen = os.path.abspath(words.pop(0)), None, True, False, False, []
    while words:
        word = words.pop(0)
        if word == '-n' and words and words[0].isdigit() and int(words[0]) > 0:
            runs = int(words.pop(0))
        elif word == '--no-peer':
            with_peer = False
        elif word == '--short':
            short = True
        elif word == '--long':
            long = True
        elif word == '--realtime':
            go_first()
        elif word in ('start', 'forms', 'sync'):
            chosen.append(word)
        else:
            sys.exit('bench: %s is none of start, forms, sync, -n RUNS, --short, --long, --no-peer and --realtime' % word)
    if not chosen or 'start' in chosen:
        start.run(build, runs or 5)
    if not chosen or 'forms' in chosen:
        forms.run(build, runs or 5, with_peer)
    if not chosen or 'sync' in chosen:
        sync.run_all(build, runs or (1 if short else 5), with_peer, short, long)
    return 0


if __name__ == '__main__':
    sys.exit(main())
