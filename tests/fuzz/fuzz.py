#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the fuzz targets that ./dev fuzz has built, one after the other, each for its share of the
time, and says what came of it. With --short, as a test: a fixed seed, some seconds each.

Inputs begin from the kept corpus, from our own forms, and from what earlier runs found in the build
directory; public forms are used where GODWIT_XFORMS names their folder, and never kept."""
import argparse
import glob
import os
import re
import resource
import shutil
import subprocess
import sys
import time

TARGETS = ('form', 'expression', 'csv', 'geojson', 'instance', 'record', 'draft', 'session', 'answer', 'revision', 'bundle')
LENGTHS = {'form': 6000, 'expression': 600, 'csv': 2000, 'geojson': 2000, 'instance': 3000, 'record': 2000, 'draft': 1500, 'session': 400,
           'answer': 4000, 'revision': 300, 'bundle': 4000}
HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def own_seeds(target):
    """Inputs from what the project has anyway."""
    cases = os.path.join(SOURCE, 'tests/core/forms/cases')
    if target == 'form':
        for path in glob.glob(cases + '/*/form.xml') + glob.glob(SOURCE + '/data/forms/action.xml'):
            yield read(path)
    elif target == 'expression':
        lines = read(os.path.join(SOURCE, 'tests/core/forms/xpath-expected.tsv')).split(b'\n')[1:]
        for number, line in enumerate(lines):
            yield bytes([number % 22]) + line.split(b'\t')[0].removeprefix(b'@rep ')
    elif target == 'csv':
        for path in glob.glob(cases + '/*/*.csv'):
            yield read(path)
    elif target == 'geojson':
        for path in glob.glob(cases + '/*/*.geojson'):
            yield read(path)
    elif target == 'instance':
        for path in glob.glob(cases + '/*/form.xml'):
            for found in re.findall(rb'<instance[^>]*>(.*?)</instance>', read(path), re.S):
                yield found
    elif target == 'record':
        yield (b'<data id="t" version="1" xmlns:orx="http://openrosa.org/xforms"><in>2</in><g><pick>a</pick><many>a b</many></g>'
               b'<rep><x>1</x><sub><z>2</z></sub></rep><rep/><row><v>x</v></row><at code="7"/>'
               b'<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>')
    elif target == 'session':
        for form in range(9):
            yield bytes([form] + [step * 7 % 250 for step in range(120)])
    elif target == 'revision':
        for seed in range(12):
            yield bytes([seed] + [(step * (37 + seed) + step * step * seed) % 251 for step in range(200)])


def public_seeds(target):
    folder = os.environ.get('GODWIT_XFORMS')
    if not folder or target != 'form':
        return
    for path in glob.glob(folder + '/examples/**/*.xml', recursive=True):
        yield read(path)


def write_seeds(target, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    number = 0
    for seeds in (own_seeds, public_seeds):
        for data in seeds(target):
            number += 1
            with open('%s/%03d' % (folder, number), 'wb') as file:
                file.write(data)


def run(build, target, seconds, short):
    """Runs one target; gives (passed, executions, coverage, new inputs, log)."""
    work = os.path.join(build, 'fuzz', target)
    # What grew from public forms stays apart: nothing of it may come into the kept corpus.
    public = any(True for _ in public_seeds(target))
    seeds, grown, found = (os.path.join(work, name)
                           for name in ('seeds', 'corpus-public' if public else 'corpus', 'findings'))
    write_seeds(target, seeds)
    if short:
        shutil.rmtree(grown, ignore_errors=True)
    os.makedirs(grown, exist_ok=True)
    os.makedirs(found, exist_ok=True)
    length = LENGTHS[target]
    if target == 'form':
        length = max([length] + [os.path.getsize(path) for path in glob.glob(seeds + '/*')])
        length = min(length, 40000)
    command = [os.path.join(build, 'tests/fuzz/fuzz-' + target), grown, os.path.join(HERE, 'corpus', target), seeds,
               '-dict=%s/dictionaries/%s.dict' % (HERE, target), '-artifact_prefix=%s/' % found,
               '-max_total_time=%d' % seconds, '-max_len=%d' % length, '-timeout=20', '-rss_limit_mb=2000',
               '-print_final_stats=1', '-verbosity=1']
    if short:
        command.append('-seed=20260304')
    environment = dict(os.environ, G_SLICE='always-malloc', G_DEBUG='gc-friendly',
                       ASAN_OPTIONS='detect_leaks=1:strict_string_checks=1:allocator_may_return_null=0',
                       UBSAN_OPTIONS='print_stacktrace=1:halt_on_error=1')
    log = os.path.join(work, 'log')
    with open(log, 'wb') as out:
        status = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env=environment, check=False).returncode
    text = read(log).decode('utf-8', 'replace')
    executions = re.search(r'stat::number_of_executed_units: (\d+)', text)
    coverage = re.findall(r'cov: (\d+) ft: (\d+)', text)
    return status == 0, int(executions.group(1)) if executions else 0, coverage[-1] if coverage else ('0', '0'), log


def main():
    parser = argparse.ArgumentParser(prog='./dev fuzz')
    parser.add_argument('--build', default='build-fuzz', help=argparse.SUPPRESS)
    parser.add_argument('--seconds', type=int, default=3600, help='for all targets together')
    parser.add_argument('--short', action='store_true', help='as a test: a fixed seed, and findings of earlier runs not used')
    parser.add_argument('targets', nargs='*', metavar='TARGET', help='of ' + ', '.join(TARGETS))
    options = parser.parse_args()
    targets = options.targets or list(TARGETS)
    for target in targets:
        if target not in TARGETS:
            parser.error('there is no target ' + target)
    build = os.path.abspath(options.build)
    share = max(1, options.seconds // len(targets))
    total, failed, began = 0, [], time.monotonic()
    worked = 0
    if options.short and not os.path.exists(os.path.join(build, 'tests/fuzz/fuzz-form')):
        print('1..0 # SKIP the fuzz targets are not built: that needs clang (./dev sanitize builds them)')
        return 0
    if options.short:
        print('1..%d' % len(targets))
    for number, target in enumerate(targets, 1):
        passed, executions, coverage, log = run(build, target, share, options.short)
        total += executions
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        used, worked = usage.ru_utime + usage.ru_stime - worked, usage.ru_utime + usage.ru_stime
        line = '%s: %d executions in %d s (%d s of processor time), %s edges, %s features' % (
            target, executions, share, used, coverage[0], coverage[1])
        if options.short:
            print('%s %d - %s' % ('ok' if passed else 'not ok', number, line), flush=True)
        else:
            print(('%s%s' % (line, '' if passed else ': a finding, see ' + log)), flush=True)
        if not passed:
            failed.append(target)
            for text in read(log).decode('utf-8', 'replace').split('\n')[-60:]:
                print('# ' + text if options.short else '  ' + text)
    if not options.short:
        print('%d executions in %d s (%d s of processor time), %s' % (
            total, time.monotonic() - began, worked, 'findings in: ' + ', '.join(failed) if failed else 'no findings'))
    return 1 if failed else 0


sys.exit(main())
