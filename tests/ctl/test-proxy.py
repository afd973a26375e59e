#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""data/server/nginx/godwit.conf as it is shipped, but for addresses and the certificate, in front of the test server:
what a desk exchanges through it, and what it keeps out."""
import base64
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zlib

from desk import Desk, main, run
from place import Place, is_there

NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')
LOG = '$server_protocol $status enc=$sent_http_content_encoding body=$http_content_encoding ratio=$gzip_ratio $request_uri'


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def change(text, pattern, new):
    text, n = re.subn(pattern, new, text, flags=re.M)
    assert n == 1, (pattern, n)
    return text


def configure(folder, port, behind):
    """The shipped file within the least that nginx needs around it."""
    with open(os.path.join(os.environ['GODWIT_SOURCE_DIR'], 'data/server/nginx/godwit.conf'), encoding='utf-8') as file:
        text = file.read()
    text = change(text, r'^  server 127\.0\.0\.1:5984;$', '  server %s;' % behind)
    text = change(text, r'^  listen 443 ', '  listen 127.0.0.1:%d ' % port)
    text = change(text, r'^  server_name .*;$', '  server_name localhost;')
    text = change(text, r'/etc/ssl/godwit/fullchain\.pem', folder + '/cert.pem')
    text = change(text, r'/etc/ssl/godwit/key\.pem', folder + '/key.pem')
    around = ['daemon off;', 'worker_processes 1;', 'pid %s/pid;' % folder, 'error_log %s/error.log;' % folder,
              'events { }', 'http {', "log_format told '%s';" % LOG, 'access_log %s/access.log told;' % folder]
    around += ['%s_temp_path %s/%s;' % (kind, folder, kind) for kind in
               ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')]
    if os.geteuid() == 0:
        around.insert(0, 'user root;')
    with open(folder + '/nginx.conf', 'w', encoding='utf-8') as file:
        file.write('\n'.join(around) + '\n' + text + '\n}\n')


class Proxy:
    def __init__(self, folder, place):
        self.folder, self.place, self.port = folder, place, free_port()
        self.url = 'https://localhost:%d' % self.port
        configure(folder, self.port, place.url.replace('http://', ''))
        self.trusts = ssl.create_default_context(cafile=folder + '/cert.pem')

    def lines(self):
        with open(self.folder + '/access.log', encoding='utf-8') as log:
            return log.read().splitlines()

    def connect(self):
        return http.client.HTTPSConnection('localhost', self.port, context=self.trusts, timeout=60)

    def ask(self, path, name=None, method='GET', body=None, headers=None, connection=None):
        """The status and the answer; the path goes as it is written."""
        headers = dict(headers or {})
        if name:
            word = '%s:%s' % (name, self.place.passwords[name])
            headers['Authorization'] = 'Basic ' + base64.b64encode(word.encode()).decode()
        connection = connection or self.connect()
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def make_certificate(folder):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-keyout', folder + '/key.pem', '-out', folder + '/cert.pem', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost'], check=True, capture_output=True)


@contextlib.contextmanager
def running():
    with Place() as place, tempfile.TemporaryDirectory(prefix='godwit-proxy-') as folder:
        make_certificate(folder)
        proxy = Proxy(folder, place)
        process = subprocess.Popen([NGINX, '-p', folder, '-c', folder + '/nginx.conf', '-e', folder + '/error.log'])
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', proxy.port), 1):
                    break
                assert process.poll() is None, open(folder + '/error.log', encoding='utf-8').read()
                time.sleep(0.05)
            yield proxy
        finally:
            process.terminate()
            process.wait()


def sync(desk, proxy, name):
    env = {'GODWIT_PASSWORD': proxy.place.passwords[name], 'GODWIT_CA_FILE': proxy.folder + '/cert.pem'}
    return desk.run('sync', '--server', proxy.url, '--user', name, env=env)[-1]


def test_two_desks_exchange_through_it_packed_both_ways_over_http2():
    with Desk(name='ann') as ann, Desk(name='ben') as ben:
        for number in range(40):
            ann.put('party', id='note:%d' % number, type='note', text='Count of storks, hide %d' % number)
        assert sync(ann, PROXY, 'nfp-ken')['pushed'] >= 40
        pulled = sync(ben, PROXY, 'alternate-ken')
        assert pulled['pulled'] >= 40 and pulled['refused'] == 0, pulled
        assert ben.run('doc', 'get', 'party', 'note:39')[0]['text'] == 'Count of storks, hide 39'
    lines = PROXY.lines()
    assert lines and all(line.startswith('HTTP/2.0 ') for line in lines), lines
    assert any('_bulk_docs' in line and ' body=gzip ' in line and ' 201 ' in line for line in lines), lines
    large = [line for line in lines if 'party-ken/_changes' in line and 'include_docs=true' in line]
    ratios = [float(line.split('ratio=')[1].split()[0]) for line in large if ' enc=gzip ' in line and 'ratio=- ' not in line]
    assert ratios and max(ratios) > 3, large


def test_a_certificate_that_nobody_vouches_for_is_not_talked_to():
    with Desk(name='ann') as ann:
        before = len(PROXY.lines())
        ann.run('action', 'new', 'title=Count of storks')
        for authorities in ('', PROXY.folder + '/not-there.pem'):
            env = {'GODWIT_PASSWORD': PROXY.place.passwords['nfp-ken'], 'GODWIT_CA_FILE': authorities}
            message = ann.refused('sync', '--server', PROXY.url, '--user', 'nfp-ken', env=env)
            assert 'Nothing was sent' in message, message
        assert len(PROXY.lines()) == before


def test_who_vouches_for_the_server_can_be_chosen():
    """In the profile, besides those that the system knows; a set-up file carries it."""
    env = {'GODWIT_PASSWORD': PROXY.place.passwords['nfp-ken'], 'GODWIT_CA_FILE': ''}
    with Desk(name='ann') as ann:
        for wrong in ('/key.pem', '/nginx.conf'):
            ann.refused('profile', 'set', '--authority', PROXY.folder + wrong)
        ann.refused('sync', '--server', PROXY.url, '--user', 'nfp-ken', env=env)
        assert ann.run('profile', 'set', '--authority', PROXY.folder + '/cert.pem')[0]['authority'] == 'localhost'
        ann.run('action', 'new', 'title=Count of storks')
        assert ann.run('sync', '--server', PROXY.url, '--user', 'nfp-ken', env=env)[-1]['refused'] == 0
        path = os.path.join(ann.folder.name, 'next.godwit-setup')
        passphrase = {'GODWIT_PASSPHRASE': 'seven storks at noon'}
        ann.run('profile', 'pack', path, env=passphrase)
        other = os.path.join(ann.folder.name, 'other')
        made = run('--profile', other, '--json', 'profile', 'new', '--from', path, env=passphrase)
        assert made.status == 0, made.err
        shown = run('--profile', other, '--json', 'profile', 'show')
        assert shown.lines[0]['authority'] == 'localhost', shown.out
        ann.run('profile', 'set', '--authority', 'none')
        ann.refused('sync', '--server', PROXY.url, '--user', 'nfp-ken', env=env)


def test_what_is_for_the_keeper_is_not_there():
    name = 'org.couchdb.user:nfp-ken'
    assert PROXY.ask('/_session', 'nfp-ken')[0] == 200
    assert PROXY.ask('/party-ken/_changes?limit=1', 'nfp-ken')[0] == 200
    assert PROXY.ask('/party-uzb/_changes', 'nfp-ken')[0] == 403
    for path in ('/_all_dbs', '//_all_dbs', '/%5fall_dbs', '/party-ken/../_all_dbs', '/%2F_all_dbs', '/_utils/', '/_up',
                 '/_node/_local/_config', '/_users/_all_docs', '/_users/_changes', '/_users%2F_all_docs', '/_replicate',
                 '/_users/_design/_auth', '/_users/%s/../_all_docs' % name):
        assert PROXY.ask(path, 'admin')[0] == 404, path


def test_a_body_is_limited_and_so_are_guesses():
    assert PROXY.ask('/party-ken/_bulk_docs', 'nfp-ken', 'POST', b'{"docs":["' + b' ' * (17 << 20) + b'"]}',
                     {'Content-Type': 'application/json', 'Expect': '100-continue'})[0] == 413
    wrong = {'Authorization': 'Basic ' + base64.b64encode(b'nfp-ken:wrong').decode()}
    connection = PROXY.connect()
    told = [PROXY.ask('/_session', headers=wrong, connection=connection)[0] for _ in range(40)]
    assert 401 in told[:20] and set(told) == {401, 429} and told[-1] == 429, told
    # Whoever is let in already goes on.
    assert PROXY.ask('/party-ken/_changes?limit=1', 'nfp-ken')[0] == 200


def test_a_change_passes_at_once_while_the_answer_goes_on():
    seq = json.loads(PROXY.ask('/party-ken/_changes', 'nfp-ken')[1])['last_seq']
    word = base64.b64encode(('nfp-ken:' + PROXY.place.passwords['nfp-ken']).encode()).decode()
    connection = PROXY.connect()
    connection.request('GET', '/party-ken/_changes?feed=continuous&heartbeat=50000&since=' + urllib.parse.quote(str(seq)),
                       headers={'Authorization': 'Basic ' + word, 'Accept-Encoding': 'gzip'})
    written = []
    writer = threading.Timer(0.3, lambda: written.append(PROXY.ask(
        '/party-ken/note:live', 'nfp-ken', 'PUT', b'{"type":"note"}', {'Content-Type': 'application/json'})[0]))
    writer.start()
    answer = connection.getresponse()
    connection.sock.settimeout(30)
    assert answer.status == 200 and answer.headers['Content-Encoding'] == 'gzip'
    unpack, text = zlib.decompressobj(wbits=31), b''
    while b'note:live' not in text:
        piece = answer.read1(65536)
        assert piece, 'the answer ended without the change'
        text += unpack.decompress(piece)
    writer.join()
    assert written == [201] and not answer.isclosed()
    connection.close()


if __name__ == '__main__':
    MISSING = [name for name, found in (('nginx', NGINX), ('openssl', shutil.which('openssl')),
                                        ('node, or the packages of tests/server', is_there())) if not found]
    if MISSING:
        print('1..0 # SKIP missing: %s; the proxy is not tried' % ', '.join(MISSING))
        sys.exit(0)
    with running() as PROXY:
        main(sys.modules['__main__'])
