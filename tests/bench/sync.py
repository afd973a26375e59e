# SPDX-License-Identifier: GPL-3.0-or-later
"""Synchronisation beside PouchDB, both given the same documents and the same server in one run, over the loopback and over
a slow link; sticks; and an hour of many desks. bench.py runs it."""
import base64
import filecmp
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
POUCH = os.path.join(HERE, 'pouch')
SERVER = os.path.join(TOP, 'tests', 'server')
NAME, PASSWORD = 'admin', 'bench'
LIMIT = 3600  # seconds that one exchange may take
LOOPBACK_DOCS, STICK_DOCS, DESKS = 10000, 20000, 1000
AIMS = {'pull': 1.5, 'push': 1.5, 'memory': 40, 'stick': 2}


# ------------------------------------------------------------------ what has to be there
def install(folder, *more):
    """Why the packages of a lock file are not there, or None where they are."""
    if shutil.which('node') is None or shutil.which('npm') is None:
        return 'node or npm is not installed'
    lock, mark = os.path.join(folder, 'package-lock.json'), os.path.join(folder, 'node_modules', '.installed-lock')
    if os.path.exists(mark) and filecmp.cmp(lock, mark, shallow=False):
        return None
    done = subprocess.run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error', *more], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        return 'npm could not install it: %s' % (done.stderr.strip().split('\n') or [''])[-1]
    shutil.copyfile(lock, mark)

    return None


def name_peer():
    with open(os.path.join(POUCH, 'package.json'), encoding='utf-8') as package:
        version = json.load(package)['dependencies']['pouchdb']
    node = subprocess.run(['node', '--version'], capture_output=True, text=True).stdout.strip()
    return 'PouchDB %s with LevelDB under node %s' % (version, node)


# ------------------------------------------------------------------ servers
class Server:
    """A server with an empty database "bench", ended with its input."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.first = self.process.stdout.readline().strip()
        self.url, self.name, self.password = self.first, NAME, PASSWORD

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method, data=None if body is None else json.dumps(body).encode())
        account = base64.b64encode(('%s:%s' % (self.name, self.password)).encode()).decode()
        request.add_header('Authorization', 'Basic ' + account)
        request.add_header('Content-Type', 'application/json')
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    def fill(self, docs):
        for i in range(0, len(docs), 1000):
            self.ask('POST', '/bench/_bulk_docs', {'docs': docs[i:i + 1000]})

    def edit(self, docs):
        rows = self.ask('POST', '/bench/_all_docs?include_docs=true', {'keys': [doc['_id'] for doc in docs]})['rows']
        self.fill([dict(row['doc'], state='edited there') for row in rows])

    def worked(self):
        """Seconds of the processor so far."""
        with open('/proc/%d/stat' % self.process.pid, encoding='ascii') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def end(self):
        self.process.stdin.close()
        self.process.wait()

    def account_url(self, base=None):
        return (base or self.url).replace('//', '//%s:%s@' % (self.name, self.password)) + '/bench'


def start_double(build):
    return Server([os.path.join(build, 'tests', 'serve-double'), NAME, PASSWORD])


def start_npm():
    server = Server(['node', os.path.join(SERVER, 'start.cjs'), '--admin', '--with-parent'])
    told = json.loads(server.first)
    server.url = told['url']
    server.name, server.password = told['admin']['name'], told['admin']['password']
    server.ask('PUT', '/bench')

    return server


# ------------------------------------------------------------------ clients
def run(command):
    """What the command printed at its end, or None where it failed, which is said."""
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT)
    lines = out.stdout.strip().split('\n')
    result = json.loads(lines[-1]) if lines[-1].startswith('{') else {'ok': False}
    if out.returncode == 0 and result.get('ok', True):
        return result
    print('  failed: %s' % (result.get('error') or out.stderr.strip().split('\n')[-1])[:200], flush=True)
    return None


class Ours:
    name = 'Godwit'

    def __init__(self, build):
        self.tool = os.path.join(build, 'tests', 'bench', 'measure-sync')

    def fill(self, folder, n):
        run([self.tool, 'fill', folder, str(n)])

    def edit(self, folder, n):
        run([self.tool, 'edit', folder, str(n)])

    def command(self, way, folder, server, base=None, limit=None):
        return [self.tool, 'sync', folder, base or server.url, server.name, server.password, *([str(limit)] if limit else [])]


class Pouch:
    def __init__(self, name, docs_file, *options):
        self.name, self.docs_file, self.options = name, docs_file, options

    def local(self, folder, *more):
        run(['node', os.path.join(POUCH, 'pouch.mjs'), '--dir', folder, *more, 'none'])

    def fill(self, folder, n):
        part = '%s.%d' % (self.docs_file, n)
        if not os.path.exists(part):
            with open(self.docs_file, encoding='utf-8') as all_docs, open(part, 'w', encoding='utf-8') as some:
                some.writelines(all_docs.readlines()[:n])
        self.local(folder, '--fill', part)

    def edit(self, folder, n):
        self.local(folder, '--edit', str(n))

    def command(self, way, folder, server, base=None, limit=None):
        return ['node', os.path.join(POUCH, 'pouch.mjs'), '--dir', folder, '--url', server.account_url(base),
                *self.options, *(['--retry', str(limit)] if limit else []), way]


# ------------------------------------------------------------------ figures
class Table:
    def __init__(self):
        self.missed = []

    def head(self, title, *names):
        print('\n%-44s %10s %8s %-7s' % (title, 'Godwit', 'aim', '') + ''.join(' %22s %6s' % (name, 'ratio') for name in names))

    def line(self, name, unit, ours, aim=None, theirs=(), ratio_aims=()):
        verdict = '' if aim is None or ours is None else 'met' if ours <= aim else 'MISSED'
        text = '%-44s %10s %8s %-7s' % ('%s, %s' % (name, unit), number(ours), '' if aim is None else '%g' % aim, verdict)
        for i, their in enumerate(theirs):
            ratio = their / ours if their is not None and ours else None
            wanted = ratio_aims[i] if i < len(ratio_aims) else None
            ok = '' if ratio is None or wanted is None else ' (>= %g %s)' % (wanted, 'met' if ratio >= wanted else 'MISSED')
            text += ' %22s %6s%s' % (number(their), '' if ratio is None else '%.1f' % ratio, ok)
        if 'MISSED' in text:
            self.missed.append(name)
        print(text.rstrip(), flush=True)


def number(value):
    if value is None:
        return ''
    return '%.0f' % value if value >= 100 else '%.1f' % value if value >= 10 else '%.2f' % value


def median(results, key):
    values = [r[key] for r in results if r is not None and key in r]
    return statistics.median(values) if values else None


# ------------------------------------------------------------------ loopback
def loopback_run(client, way, start, docs, n, folder):
    """One process that exchanges everything once; then again with nothing new."""
    server, desk = start(), os.path.join(folder, 'desk')
    try:
        if way == 'pull':
            server.fill(docs[:n])
        else:
            client.fill(desk, n)
        first = run(client.command(way, desk, server))
        again = run(client.command(way, desk, server))
        if first is not None and again is not None:
            first['again'] = again['seconds']
        return first
    finally:
        server.end()
        shutil.rmtree(desk, ignore_errors=True)


def measure_loopback(table, where, start, runs, sizes, clients, docs, folder):
    table.head('loopback, %s' % where, *[client.name for client in clients[1:]])
    for n in sizes:
        for way in ('pull', 'push'):
            results = [[] for _ in clients]
            for _ in range(runs):
                for i, client in enumerate(clients):
                    results[i].append(loopback_run(client, way, start, docs, n, folder))
            largest = n == LOOPBACK_DOCS and where == 'the C double'
            for name, key, scale, aim in (('%s %d' % (way, n), 'seconds', 1, AIMS[way]), ('  its memory, peak', 'peak_kib', 1024, AIMS['memory']),
                                          ('  of the processor', 'cpu', 1, None), ('  the exchange after it', 'again', 1, None)):
                values = [median(r, key) for r in results]
                values = [None if v is None else v / scale for v in values]
                table.line(name, 'MiB' if key == 'peak_kib' else 's', values[0], aim if largest else None, values[1:])


# ------------------------------------------------------------------ sticks
def measure_sticks(table, ours, runs, folder):
    table.head('a stick, %d documents' % STICK_DOCS)
    results = {'write': [], 'read': []}
    for _ in range(runs):
        desk, other, stick = (os.path.join(folder, name) for name in ('desk', 'other', 'stick.godwit'))
        ours.fill(desk, STICK_DOCS)
        results['write'].append(run([ours.tool, 'write', desk, stick]))
        results['read'].append(run([ours.tool, 'read', other, stick]))
        shutil.rmtree(desk, ignore_errors=True)
        shutil.rmtree(other, ignore_errors=True)
        if os.path.exists(stick):
            os.unlink(stick)
    for name, way in (('written, read back, verified', 'write'), ('read and stored', 'read')):
        table.line(name, 's', median(results[way], 'seconds'), AIMS['stick'])
        table.line('  of the processor', 's', median(results[way], 'cpu'))
        table.line('  its memory, peak', 'MiB', (median(results[way], 'peak_kib') or 0) / 1024)


# ------------------------------------------------------------------ many desks
def measure_desks(build, ours, n, npm):
    print('\nAn hour of %d desks against one server, four exchanges each, as fast as it goes:' % n)
    for where, start in (('the C double', lambda: start_double(build)), ('the npm server', start_npm)):
        if where != 'the C double' and not npm:
            continue
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        folder, server = tempfile.mkdtemp(prefix='godwit-desks.', dir=memory), start()
        try:
            if where != 'the C double':
                for name in ['library', 'community'] + ['party-%03d' % i for i in range(130)]:
                    try:
                        server.ask('PUT', '/' + name)
                    except OSError:
                        pass  # it is there
            before = server.worked()
            result = run([ours.tool, 'desks', folder, server.url, server.name, server.password, str(n)])
            if result is not None:
                worked = server.worked() - before
                print('  %s: %d exchanges, %d failed; %d requests (%.1f a second of the hour), %.1f MB up, %.1f MB down,' % (
                    where, result['exchanges'], result['failed'], result['requests'], result['requests'] / 3600,
                    result['bytes_up'] / 1e6, result['bytes_down'] / 1e6))
                print('    %d documents sent, %d received; the server worked %.1f s of the hour (%.2f %% of one processor); '
                      'taken in %.0f s, the longest exchange %.2f s%s' % (
                          result['pushed'], result['pulled'], worked, worked / 36, result['seconds'], result['longest'],
                          '; ' + result['failure'] if 'failure' in result else ''), flush=True)
        finally:
            server.end()
            shutil.rmtree(folder, ignore_errors=True)


def run_all(build, runs, with_peer, short):
    skipped = install(POUCH, '--omit=optional') if with_peer else '--no-peer'
    no_npm = install(SERVER, '--omit=dev', '--omit=optional') if with_peer else '--no-peer'
    ours = Ours(build)
    print('\nSynchronisation: Godwit, medians of %d run%s, each in a process of its own%s' % (
        runs, '' if runs == 1 else 's', '' if skipped else '; peer: ' + name_peer()))
    print('Godwit waits for the disk at each group of rows (synchronous = FULL); PouchDB does not wait for it.')
    if skipped:
        print('skipped: PouchDB: %s' % skipped)
    if not os.path.exists(os.path.join(build, 'tests', 'serve-double')):
        print('skipped: the exchanges: Duktape, which the double of CouchDB needs, is missing (duktape-dev)')
        return
    table, folder = Table(), tempfile.mkdtemp(prefix='godwit-sync.')
    try:
        docs_file = os.path.join(folder, 'docs.jsonl')
        with open(docs_file, 'w', encoding='utf-8') as out:
            subprocess.run([ours.tool, 'docs', str(LOOPBACK_DOCS)], stdout=out, check=True)
        with open(docs_file, encoding='utf-8') as lines:
            docs = [json.loads(line) for line in lines]
        peers = [] if skipped else [Pouch('PouchDB as it is', docs_file), Pouch('with keep-alive', docs_file, '--keepalive')]
        sizes = (LOOPBACK_DOCS,) if short else (300, LOOPBACK_DOCS)
        measure_loopback(table, 'the C double', lambda: start_double(build), runs, sizes, [ours] + peers, docs, folder)
        if not no_npm and not short:
            measure_loopback(table, 'the npm server', start_npm, runs, sizes, [ours] + peers, docs, folder)
        measure_sticks(table, ours, runs, folder)
        measure_desks(build, ours, DESKS, not no_npm and not short)
        print('\nMissed: %s' % ', '.join(table.missed) if table.missed else '\nAll aims are met.')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
