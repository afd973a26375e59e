# SPDX-License-Identifier: GPL-3.0-or-later
"""The test server of tests/server, asked over HTTP by its administrator or by an account."""
import base64
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'server')


def is_there():
    return shutil.which('node') and os.path.isdir(os.path.join(SERVER, 'node_modules', 'express-pouchdb'))


class Place:
    """Runs until the block ends; empty where `bare`, else laid out with sample accounts. Takes requests for faults where
    asked to; keeps its documents in the folder `data`, else in memory."""

    def __init__(self, bare=False, faults=False, data=None, port=0):
        self.arguments = ['--port', str(port)] + ['--bare'] * bare + ['--faults'] * faults
        self.arguments += ['--data', data] if data else []

    def __enter__(self):
        self.process = subprocess.Popen(
            ['node', os.path.join(SERVER, 'start.cjs'), '--with-parent', '--admin', *self.arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.url = told['url']
        self.passwords = {account['name']: account['password'] for account in told['accounts']}
        self.passwords['admin'] = told['admin']['password']
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def ask(self, name, path, body=None, method=None):
        """The status and the answer; `name` may be None."""
        request = urllib.request.Request(self.url + path, method=method or ('POST' if body is not None else 'GET'),
                                         data=json.dumps(body).encode() if body is not None else None)
        request.add_header('Content-Type', 'application/json')
        if name:
            word = '%s:%s' % (name, self.passwords[name])
            request.add_header('Authorization', 'Basic ' + base64.b64encode(word.encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None

    def keeper(self):
        return {'GODWIT_USER': 'admin', 'GODWIT_PASSWORD': self.passwords['admin']}
