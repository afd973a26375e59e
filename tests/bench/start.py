#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start time and memory of Godwit, in turn with an empty AdwApplicationWindow and, where installed, yelp and
gnome-text-editor. bench.py runs it."""
import json
import os
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Five years of a busy focal point.
YEARS = ('3000', '2000', '5000')
MOST_TIMES_EMPTY = 1.5
MOST_MEMORY = 60


def first_frame(runs, command, peer):
    out = subprocess.run([os.path.join(HERE, 'first-frame'), '--json', '--no-a11y', '-n', str(runs), '--', *command, '--vs', *peer],
                         stdout=subprocess.PIPE, text=True)
    if out.returncode != 0:
        print(out.stdout)
        return None
    return json.loads(out.stdout.strip().split('\n')[-1])


def word_for(is_met):
    return 'met' if is_met else 'MISSED'


def run(build, runs):
    tools = os.path.join(build, 'tests', 'bench')
    folder = tempfile.mkdtemp(prefix='godwit-bench.')
    try:
        commands = {}
        for name, counts in (('empty profile', ('0', '0', '0')), ('five years of work', YEARS)):
            home = os.path.join(folder, name.replace(' ', '-'))
            os.makedirs(os.path.join(home, 'godwit', 'profiles'))
            subprocess.run([os.path.join(tools, 'make-years'), os.path.join(home, 'godwit', 'profiles', 'bench'), *counts],
                           check=True)
            commands['Godwit, ' + name] = ['env', 'XDG_DATA_HOME=' + home, 'GSETTINGS_BACKEND=memory',
                                           os.path.join(build, 'godwit')]
        peers = {'an empty AdwApplicationWindow': [os.path.join(tools, 'empty-window')]}
        if shutil.which('yelp'):
            peers['yelp'] = ['yelp', os.path.join(build, 'data', 'manual', 'C', 'index.page')]
        if shutil.which('gnome-text-editor'):
            peers['gnome-text-editor'] = ['gnome-text-editor', '--standalone']
        for missing in ('yelp', 'gnome-text-editor'):
            if missing not in peers:
                print('skipped: %s is not installed' % missing)

        print('Start (exec to first drawn frame) and memory (PSS 3 s later); medians of %d runs in turn, ratio Godwit : peer' % runs)
        print('%-28s %-32s %9s %9s %7s %9s %9s %7s' % ('', 'beside', 'ms', 'peer ms', 'ratio', 'MiB', 'peer MiB', 'ratio'))
        verdicts = []
        for name, command in commands.items():
            for peer_name, peer in peers.items():
                result = first_frame(runs, command, peer)
                if result is None:
                    print('%-28s %-32s could not be measured' % (name, peer_name))
                    continue
                ours, theirs = result['median']
                ratio = result['ratio']
                print('%-28s %-32s %9.0f %9.0f %7.2f %9.1f %9.1f %7.2f'
                      % (name, peer_name, ours['paint'], theirs['paint'], 1 / ratio['paint'], ours['pss'], theirs['pss'],
                         1 / ratio['pss']))
                if 'empty' in peer_name:
                    verdicts.append((name, 1 / ratio['paint'], ours['pss']))
        for name, times, memory in verdicts:
            print('%s: %.2f times the empty window, aim %.1f: %s; %.0f MiB, aim %d: %s'
                  % (name, times, MOST_TIMES_EMPTY, word_for(times <= MOST_TIMES_EMPTY), memory, MOST_MEMORY,
                     word_for(memory <= MOST_MEMORY)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
