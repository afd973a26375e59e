# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody before a desk, who is asked for the code of another in the same room."""
import json
import os
import subprocess

from desk import PROGRAM


class Person:
    """godwitctl with somebody before it, who is asked for the code."""

    def __init__(self, desk, *arguments, env=None):
        self.process = subprocess.Popen([PROGRAM, '--profile', desk.path, '--json', 'nearby', *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        encoding='utf-8', env={**os.environ, **(env or {})})
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def until(self, key, value=None):
        """The next line with such a member."""
        while True:
            text = self.process.stdout.readline()
            assert text, (key, self.lines, self.process.stderr.read())
            self.lines.append(json.loads(text))
            if key in self.lines[-1] and value in (None, self.lines[-1][key]):
                return self.lines[-1]

    def types(self, text):
        self.process.stdin.write(text + '\n')
        self.process.stdin.flush()

    def end(self):
        status = self.process.wait(timeout=60)
        return status, self.process.stderr.read()


def listen(desk, *arguments, env=None):
    person = Person(desk, 'listen', '--once', *(arguments or ['--hidden']), env=env)
    return person, '127.0.0.1:%d' % person.until('port')['port']


def compare(ann, ben):
    """Both read what the other has."""
    codes = [one.until('code')['code'] for one in (ann, ben)]
    ann.types(codes[1])
    ben.types(codes[0])
    return codes
