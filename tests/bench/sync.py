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
import sys
import tempfile
import threading
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
POUCH = os.path.join(HERE, 'pouch')
SERVER = os.path.join(TOP, 'tests', 'server')
NAME, PASSWORD = 'admin', 'bench'
LIMIT = 3600  # seconds that one exchange may take
LOOPBACK_DOCS, STICK_DOCS, DESKS = 10000, 20000, 1000
SLOW_DOCS, DYING_DOCS = 300, 1000
RATE, RTT, LOSS = 64000, 800, 2
ALIVE, DEAD = 20, 5  # seconds, of a line that dies
MOST_SLOW_RUNS = 3  # each is ten exchanges side by side, with a server and a proxy of its own
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


# ------------------------------------------------------------------ the slow link
def find_slow():
    """Why there can be no slow link here, or None."""
    if os.geteuid() != 0:
        return 'it needs root'
    if not os.access('/dev/net/tun', os.W_OK):
        return 'there is no /dev/net/tun'
    return None if shutil.which('ip') else 'ip (iproute2) is not installed'


class Proxy:
    """What stands before the server on the slow side, and counts."""

    def __init__(self, number, server, packs):
        self.process = subprocess.Popen(['node', os.path.join(POUCH, 'count-proxy.mjs'), '--listen', '127.77.%d.1' % number,
                                         '--to', server.url.split('//')[1], *(['--gzip'] if packs else [])],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = 'http://127.77.%d.1:%s' % (number, self.process.stdout.readline().strip())

    def count(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Chain(threading.Thread):
    """One client's exchanges over one slow link of its own, one after another: many of these run side by side, since they
    wait nearly all of their time."""

    def __init__(self, number, seed, client, packs, way, n, docs, build, folder, die=False, n_steps=3):
        super().__init__()
        self.number, self.seed, self.client, self.packs, self.way, self.n = number, seed, client, packs, way, n
        self.docs, self.build, self.die, self.desk = docs, build, die, os.path.join(folder, 'desk-%d' % number)
        self.steps, self.n_steps = [], 1 if die else n_steps

    def exchange(self, server, proxy):
        command = self.client.command(self.way, self.desk, server, proxy.url, LIMIT if self.die else None)
        link = ['--number', str(self.number), '--seed', str(self.seed), '--rate', str(RATE), '--rtt', str(RTT), '--loss', str(LOSS)]
        out = subprocess.run([sys.executable, os.path.join(HERE, 'slow-link.py'), *link,
                              *(['--die', '%d:%d' % (ALIVE, DEAD)] if self.die else []), *command],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT)
        lines = [json.loads(line) for line in out.stdout.split('\n') if line.startswith('{')]
        if len(lines) != 2 or not lines[0].get('ok'):
            print('  failed: %s, %s %d: %s' % (self.client.name, self.way, self.n, (out.stderr.strip() or out.stdout)[-300:]), flush=True)
            self.steps.append(None)
            return
        counted = proxy.count()
        self.steps.append({'seconds': lines[0]['seconds'], 'requests': counted['requests'], 'connections': counted['connections'],
                           'up': lines[1]['up']['bytes'], 'down': lines[1]['down']['bytes'], 'cuts': lines[1]['cuts'],
                           'attempts': lines[0].get('attempts', 1)})

    def run(self):
        server = start_double(self.build)
        proxy = Proxy(self.number, server, self.packs)
        try:
            if self.way == 'pull':
                server.fill(self.docs[:self.n])
            else:
                self.client.fill(self.desk, self.n)
            for step in range(self.n_steps):
                if step == 2 and self.way == 'pull':
                    server.edit(self.docs[:5])
                elif step == 2:
                    self.client.edit(self.desk, 5)
                self.exchange(server, proxy)
        finally:
            proxy.end()
            server.end()
            shutil.rmtree(self.desk, ignore_errors=True)


def middle(chains, step, key):
    values = [chain.steps[step][key] for chain in chains if len(chain.steps) > step and chain.steps[step] is not None]
    return statistics.median(values) if values else None


def ideal(chains, step):
    """What the aim allows: 1.25 times the bytes at the line's rate, questions and answers after each other, and a round trip
    for each connection and request."""
    steps = [chain.steps[step] for chain in chains if len(chain.steps) > step and chain.steps[step] is not None]
    if not steps:
        return None
    return statistics.median(1.25 * (s['up'] + s['down']) * 8 / RATE + (s['connections'] + s['requests']) * RTT / 1000 for s in steps)


def say_slow(table, way, n, by_client):
    ours = by_client[0][1]
    names = ('%s %d' % (way, n), '  nothing new' if way == 'pull' else '  the exchange after it', '  5 changed')
    for step, name in enumerate(names):
        if middle(ours, step, 'seconds') is None:
            continue
        table.line(name, 's', middle(ours, step, 'seconds'), ideal(ours, step), [middle(c, step, 'seconds') for _, c in by_client[1:]],
                   (6, 3) if way == 'pull' and step == 0 else ())
        table.line('    requests', 'n', middle(ours, step, 'requests'), 1 if name == '  nothing new' else None,
                   [middle(c, step, 'requests') for _, c in by_client[1:]])
        for key in ('up', 'down'):
            values = [middle(c, step, key) for _, c in by_client]
            values = [None if v is None else v / 1000 for v in values]
            table.line('    %s, with IP' % key, 'kB', values[0], None, values[1:])
        if name == '  nothing new':
            table.line('    both ways', 'kB', ((middle(ours, step, 'up') or 0) + (middle(ours, step, 'down') or 0)) / 1000, 1.5)


def say_dying(table, chains, whole):
    for way in ('pull', 'push'):
        dying, plain = [c for c in chains if c.way == way], [c for c in whole if c.way == way]
        direction = 'down' if way == 'pull' else 'up'
        table.line('%s %d' % (way, DYING_DOCS), 's', middle(dying, 0, 'seconds'))
        table.line('  the line died', 'times', middle(dying, 0, 'cuts'))
        more, cuts = (middle(dying, 0, direction) or 0) - (middle(plain, 0, direction) or 0), middle(dying, 0, 'cuts')
        table.line('  more bytes than without, a cut', 'kB', None if not cuts else max(0, more) / cuts / 1000, 64)


def plan_slow(build, runs, clients, docs, folder, short, long):
    """Of 10,000 documents one run: they take half an hour and more."""
    ours, chains = clients[0][0], []
    for seed in range(1, runs + 1):
        for way in ('pull', 'push'):
            for client, packs in clients:
                steps = 2 if short and client is not ours else 3
                for n in (SLOW_DOCS, LOOPBACK_DOCS) if long and seed == 1 else (SLOW_DOCS,):
                    chains.append(Chain(len(chains) + 1, seed, client, packs, way, n, docs, build, folder, n_steps=steps))
            for die in (False, True):
                chains.append(Chain(len(chains) + 1, seed, ours, True, way, DYING_DOCS, docs, build, folder, die, 1))

    return chains


def measure_slow(table, build, runs, clients, docs, folder, short, long):
    """All of it at once, each exchange over a link of its own."""
    chains = plan_slow(build, runs, clients, docs, folder, short, long)
    for chain in chains:
        chain.start()
    for chain in chains:
        chain.join()
    table.head('slow link, the C double', *[client.name for client, _ in clients[1:]])
    for n in (SLOW_DOCS, LOOPBACK_DOCS) if long else (SLOW_DOCS,):
        for way in ('pull', 'push'):
            say_slow(table, way, n, [(client.name, [c for c in chains if c.client is client and c.way == way and c.n == n])
                                     for client, _ in clients])
    table.head('slow link that dies every %d s for %d s' % (ALIVE, DEAD))
    say_dying(table, [c for c in chains if c.die], [c for c in chains if not c.die and c.n == DYING_DOCS])


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


def run_all(build, runs, with_peer, short, long):
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
        measure_loopback(table, 'the C double', lambda: start_double(build), runs, sizes, [ours] + peers[:1 if short else 2], docs,
                         folder)
        if not no_npm and not short:
            measure_loopback(table, 'the npm server', start_npm, runs, sizes, [ours] + peers, docs, folder)
        measure_sticks(table, ours, runs, folder)
        slow = find_slow() or skipped
        if slow:
            print('skipped: the slow link: %s' % slow)
        else:
            print('\nThe slow link: %d bit/s each way, %d ms round trip, %d %% of packets lost each way; all runs side by side.' % (
                RATE, RTT, LOSS))
            print('An exchange of Godwit asks and sends; one of PouchDB goes one way only.')
            best = Pouch('keep-alive and gzip', docs_file, '--keepalive')
            measure_slow(table, build, min(runs, MOST_SLOW_RUNS), [(ours, True), (peers[0], False), (best, True)], docs, folder,
                         short, long)
        measure_desks(build, ours, DESKS, not no_npm and not short)
        print('\nMissed: %s' % ', '.join(table.missed) if table.missed else '\nAll aims are met.')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
