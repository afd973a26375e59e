# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms engine beside ODK Web Forms' engine, both given the same files and the same edits in one run; and the page
that fills in forms, on a virtual display. bench.py runs it."""
import filecmp
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PEER = os.path.join(HERE, 'peer')
PEER_NODE = (20, 19)
PEER_LIMIT = 1800  # seconds that one form may take the peer
SIZES = (500, 2000, 5000)
ROWS, LIST_ITEMS = 1000, 10000
LEAST_OPEN_RATIO, LEAST_CHANGE_RATIO = 50, 10
MOST_CHANGE, MOST_CHANGE_P95, MOST_LANGUAGE = 0.3, 2, 10
# ODK's engine on Android, as it was measured once: xforms-notes, section 16 (two cores of the 2.4-3 GHz class, one
# run, within 30 %; copied from there on 2026-11-26). Another machine and other forms of the same kind, so no ratio is given.
JAVAROSA = 'JavaRosa 5.1, not run here but quoted as it stood in the design notes (xforms-notes, section 16) on 2026-11-26:'
JAVAROSA_FIGURES = {
    500: ('954', '0.9', '2.5', '126'),
    2000: ('2,059', '0.9', '4.3', '310'),
    5000: ('5,252', '2.4', '5.5', '655'),
}


# ------------------------------------------------------------------ the peer
def find_peer():
    """The reason why the peer is not run, or None where it is ready."""
    if shutil.which('node') is None or shutil.which('npm') is None:
        return 'node or npm is not installed'
    version = subprocess.run(['node', '--version'], capture_output=True, text=True).stdout.strip()
    numbers = re.match(r'v(\d+)\.(\d+)', version)
    if numbers is None or tuple(int(n) for n in numbers.groups()) < PEER_NODE:
        return 'it needs Node %d.%d, and here is %s' % (*PEER_NODE, version or 'none that answers')
    lock, mark = os.path.join(PEER, 'package-lock.json'), os.path.join(PEER, 'node_modules', '.installed-lock')
    if os.path.exists(mark) and filecmp.cmp(lock, mark, shallow=False):
        return None
    installed = subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], cwd=PEER, capture_output=True,
                               text=True)
    if installed.returncode != 0:
        return 'npm could not install it: %s' % (installed.stderr.strip().split('\n') or [''])[-1]
    shutil.copyfile(lock, mark)

    return None


def name_peer():
    with open(os.path.join(PEER, 'package.json'), encoding='utf-8') as package:
        wanted = json.load(package)['dependencies']
    node = subprocess.run(['node', '--version'], capture_output=True, text=True).stdout.strip()
    return '@getodk/xforms-engine %s under node %s with jsdom %s' % (wanted['@getodk/xforms-engine'], node, wanted['jsdom'])


def measure(command, limit=None):
    try:
        out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {'fault': 'took longer than %d s' % limit}
    lines = out.stdout.strip().split('\n')
    if out.returncode == 0 and lines[-1].startswith('{'):
        return json.loads(lines[-1])
    return {'fault': (out.stderr.strip().split('\n') or ['no figures'])[-1][:160]}


def measure_peer(form, script, *more):
    return measure(['node', '--expose-gc', '--max-old-space-size=8000', os.path.join(PEER, 'measure.mjs'), form, script, *more],
                   PEER_LIMIT)


# ------------------------------------------------------------------ figures
def median(values):
    return statistics.median(values)


def p95(values):
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def number(value):
    if value is None:
        return ''
    return '%.0f' % value if value >= 100 else '%.1f' % value if value >= 10 else '%.2f' % value if value >= 0.1 else '%.4f' % value


class Table:
    """One line a figure: ours, its aim, the peer's, the ratio and its aim, and whether the aims are met."""

    def __init__(self):
        self.missed = []
        print('%-44s %10s %8s %-7s %10s %8s %6s %s' % ('', 'Godwit', 'aim', '', 'peer', 'ratio', 'aim', ''))

    def line(self, name, ours, unit, aim=None, theirs=None, ratio_aim=None):
        verdict = '' if aim is None else 'met' if ours <= aim else 'MISSED'
        ratio = theirs / max(ours, 1e-6) if theirs is not None else None
        ratio_verdict = '' if ratio is None or ratio_aim is None else 'met' if ratio >= ratio_aim else 'MISSED'
        if 'MISSED' in (verdict, ratio_verdict):
            self.missed.append(name)
        print(('%-44s %10s %8s %-7s %10s %8s %6s %s' % (
            '%s, %s' % (name, unit), number(ours), '' if aim is None else '%g' % aim, verdict, number(theirs),
            '' if ratio is None else '%.0f' % ratio, '' if ratio_aim is None or ratio is None else ratio_aim, ratio_verdict)).rstrip(),
              flush=True)


def together(results, kind):
    """One figure of several runs of a program: the median of the runs."""
    return median([kind(r) for r in results])


def of(result, kind):
    """Of a peer that may be missing or have failed."""
    return None if result is None or 'fault' in result or not result.get('set') else kind(result)


def opening(result):
    return result['parse'] + result['ready']


# ------------------------------------------------------------------ what is measured
def make(folder, kind, n):
    form, script = (os.path.join(folder, '%s-%d.%s' % (kind, n, ending)) for ending in ('xml', 'json'))
    subprocess.run([sys.executable, os.path.join(HERE, 'make-form.py'), kind, str(n), form, script], check=True)
    return form, script


def say_faults(name, results):
    for who, result in results:
        if result is None:
            continue
        if 'fault' in result:
            print('  %s with %s: %s' % (who, name, result['fault']))
        elif result.get('refused'):
            print('  %s with %s: %d steps were refused%s' % (
                who, name, result['refused'], ' (%s)' % result['why'] if 'why' in result else ''))


def compare(table, name, ours, theirs, aims):
    """A form that was opened, changed, and shown in another language."""
    say_faults(name, [('Godwit', ours[0]), ('the peer', theirs)])
    ours = [r for r in ours if 'fault' not in r]
    if not ours:
        return
    table.line('open %s' % name, together(ours, opening), 'ms', aims.get('open'), of(theirs, opening), aims.get('open ratio'))
    table.line('  of that work of the processor', together(ours, lambda r: r['worked']), 'ms')
    if all(r.get('set') for r in ours):
        for word, kind in (('median', median), ('p95', p95)):
            table.line('a change, %s, %s' % (word, name), together(ours, lambda r: kind(r['set'])), 'ms', aims.get(word),
                       of(theirs, lambda r: kind(r['set'])), aims.get('change ratio') if word == 'median' else None)
    if all(r.get('language') for r in ours):
        table.line('language of 25 questions, %s' % name, together(ours, lambda r: median(r['language'])), 'ms', aims.get('language'),
                   of(theirs, lambda r: median(r['language']) if r.get('language') else None))
    if 'memory' in aims:
        table.line('memory, heap, %s' % name, together(ours, lambda r: r['heap']), 'MiB', aims['memory'], of(theirs, lambda r: r['heap']))
        table.line('memory, resident, %s' % name, together(ours, lambda r: r['resident']), 'MiB', aims['memory'],
                   of(theirs, lambda r: r['resident']))


def measure_reports(table, folder, runs, engine, peer):
    aims = {'median': MOST_CHANGE, 'p95': MOST_CHANGE_P95, 'language': MOST_LANGUAGE, 'open ratio': LEAST_OPEN_RATIO,
            'change ratio': LEAST_CHANGE_RATIO}
    for n in SIZES:
        form, script = make(folder, 'report', n)
        largest = {'open': 300, 'memory': 40} if n == SIZES[-1] else {}
        compare(table, '%d questions' % n, [engine(form, script) for _ in range(runs)], peer(form, script), dict(aims, **largest))


def measure_rows(table, folder, runs, engine, peer):
    form, script = make(folder, 'rows', ROWS)
    ours, theirs = [engine(form, script) for _ in range(runs)], peer(form, script)
    say_faults('%d rows' % ROWS, [('Godwit', ours[0]), ('the peer', theirs)])
    peer_rows = theirs.get('add', []) if theirs is not None else []
    early, late = (together(ours, lambda r, part=part: median(r['add'][part])) for part in (slice(5, 15), slice(ROWS - 10, ROWS)))
    table.line('adding row 10', early, 'ms', None, median(peer_rows[5:15]) if len(peer_rows) > 15 else None)
    table.line('adding row %d' % ROWS, late, 'ms', None, median(peer_rows[-10:]) if len(peer_rows) == ROWS else None)
    table.line('row %d : row 10' % ROWS, late / early, 'times', 1.5)
    if 15 < len(peer_rows) < ROWS:
        print('  the peer had %d rows after its time limit, and row %d took it %s ms' % (
            len(peer_rows), len(peer_rows), number(median(peer_rows[-10:]))))
    table.line('a change, median, with %d rows' % ROWS, together(ours, lambda r: median(r['set'])), 'ms', MOST_CHANGE)
    table.line('a change, p95, with %d rows' % ROWS, together(ours, lambda r: p95(r['set'])), 'ms', MOST_CHANGE_P95)


def measure_list(table, folder, runs, engine, peer):
    form, script = make(folder, 'list', LIST_ITEMS)
    ours, theirs = [engine(form, script, '', '/data/item') for _ in range(runs)], peer(form, script, '', '/data/item')
    say_faults('a list of %d' % LIST_ITEMS, [('Godwit', ours[0]), ('the peer', theirs)])
    table.line('a list of %d filtered and read' % LIST_ITEMS, together(ours, lambda r: median(r['set'])), 'ms', 1,
               of(theirs, lambda r: median(r['set'])), LEAST_CHANGE_RATIO)


def measure_examples(table, runs, engine, peer):
    shared = os.environ.get('GODWIT_SHARED', os.path.join(TOP, '..', 'shared'))
    examples = os.path.join(shared, 'xforms', 'examples')
    names = sorted(n[:-4] for n in os.listdir(examples) if n.endswith('.xml')) if os.path.isdir(examples) else []
    if not names:
        print('skipped: the example forms are not at hand (GODWIT_SHARED)')
        return
    print('%-52s %8s %8s %6s   %8s %8s %8s %6s' % ('example forms, ms', 'open', 'peer', 'ratio', 'change', 'p95', 'peer', 'ratio'))
    for name in names:
        form, script = os.path.join(examples, name + '.xml'), os.path.join(examples, 'expected', name + '.script.json')
        media = os.path.join(examples, 'media')
        if os.path.exists(script):
            compare_example(table, name, [engine(form, script, media) for _ in range(runs)], peer(form, script, media))


def compare_example(table, name, ours, theirs):
    ours = [r for r in ours if 'fault' not in r and r.get('set')]
    if not ours:
        table.missed.append(name)
        print('%-52s could not be measured' % name)
        return
    opened, changed, late = (together(ours, kind) for kind in (opening, lambda r: median(r['set']), lambda r: p95(r['set'])))
    peer_opened, peer_changed = of(theirs, opening), of(theirs, lambda r: median(r['set']))
    ratios = ['' if peer is None else '%.0f' % (peer / own) for peer, own in ((peer_opened, opened), (peer_changed, changed))]
    if changed > MOST_CHANGE or late > MOST_CHANGE_P95 or (peer_opened is not None and peer_opened / opened < LEAST_OPEN_RATIO) or (
            peer_changed is not None and peer_changed / changed < LEAST_CHANGE_RATIO):
        table.missed.append(name)
    print('%-52s %8s %8s %6s   %8s %8s %8s %6s' % (name, number(opened), number(peer_opened), ratios[0], number(changed), number(late),
                                                  number(peer_changed), ratios[1]))
    say_faults(name, [('the peer', theirs)])


def measure_page(table, folder, build, runs):
    form, _ = make(folder, 'report', SIZES[-1])
    command = [sys.executable, os.path.join(TOP, 'tests', 'support', 'with-display.py'),
               os.path.join(build, 'tests', 'bench', 'measure-page'), form, '/data/s1/q1', '/data/s1/q0']
    results = [measure(command, 120) for _ in range(runs)]
    say_faults('the page', [('Godwit', r) for r in results])
    results = [r for r in results if 'fault' not in r]
    if not results:
        return
    name = 'page of %d questions' % SIZES[-1]
    table.line('%s, first frame' % name, together(results, lambda r: r['first'][0]), 'ms', 500)
    table.line('%s, whole section' % name, together(results, lambda r: r['shown'][0]), 'ms', 500)
    table.line('  of that work of the processor', together(results, lambda r: r['worked'][0]), 'ms')
    table.line('key to redraw, median', together(results, lambda r: median(r['key'])), 'ms', 16)
    # A frame is drawn at most every 16.7 ms, and a key that comes just after one waits for the next.
    table.line('key to redraw, p95', together(results, lambda r: p95(r['key'])), 'ms')
    table.line('  of that work of the processor, p95', together(results, lambda r: p95(r['key-work'])), 'ms', 16)


def run(build, runs, with_peer):
    skipped = find_peer() if with_peer else '--no-peer'
    tool = os.path.join(build, 'tests', 'bench', 'measure-form')
    folder = tempfile.mkdtemp(prefix='godwit-forms.')
    print('\nForms: Godwit, medians of %d runs, each in a process of its own%s' % (
        runs, '' if skipped else '; peer, one run: ' + name_peer()))
    if skipped:
        print('skipped: the peer @getodk/xforms-engine: %s' % skipped)
    try:
        table = Table()
        engine = lambda form, script, *more: measure([tool, form, script, *more])
        peer = lambda *arguments: None if skipped else measure_peer(*arguments)
        measure_reports(table, folder, runs, engine, peer)
        measure_rows(table, folder, runs, engine, peer)
        measure_list(table, folder, runs, engine, peer)
        measure_page(table, folder, build, runs)
        measure_examples(table, runs, engine, peer)
        print(JAVAROSA)
        for n, figures in JAVAROSA_FIGURES.items():
            print('  %d questions: open %s ms, a change %s ms (p95 %s), %s MiB' % (n, *figures))
        print('Missed: %s' % ', '.join(table.missed) if table.missed else 'All aims are met.')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
