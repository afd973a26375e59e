# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile in a temporary folder, and godwitctl over it. A test is a function whose name begins
with test_; main() runs all of a module and speaks TAP."""
import json
import os
import subprocess
import sys
import tempfile
import traceback

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else 'godwitctl'


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    @property
    def lines(self):
        """What --json printed: every line must be one JSON object."""
        objects = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(one, dict) for one in objects), self.out
        return objects


def run(*arguments, stdin=None, env=None):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, text=True,
                          encoding='utf-8', timeout=120, env={**os.environ, **(env or {})})
    assert done.returncode in (0, 1, 2), (arguments, done.returncode, done.stderr)
    if done.returncode:
        sentence = done.stderr.strip()
        assert sentence.startswith('godwitctl: ') and len(sentence) > 20, (arguments, sentence)
    return Result(done)


class Desk:
    """A profile of its own; --profile and --json are added to every command."""

    def __init__(self, country='KEN', language='en', **account):
        self.folder = tempfile.TemporaryDirectory(prefix='godwitctl-')
        self.path = os.path.join(self.folder.name, 'profile')
        options = ['--country', country, '--language', language]
        for name, value in account.items():
            options += ['--' + name, value]
        self.run('profile', 'new', *options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def try_run(self, *arguments, **more):
        return run('--profile', self.path, '--json', *arguments, **more)

    def run(self, *arguments, **more):
        result = self.try_run(*arguments, **more)
        assert result.status == 0, (arguments, result.status, result.err)
        return result.lines

    def refused(self, *arguments, **more):
        result = self.try_run(*arguments, **more)
        assert result.status == 1, (arguments, result.status, result.out, result.err)
        return result.err

    def put(self, db, **document):
        document = {'_' + key if key in ('id', 'rev', 'deleted') else key: value
                    for key, value in document.items()}
        return self.run('doc', 'put', db, '-', stdin=json.dumps(document))[0]


def misused(*arguments):
    result = run(*arguments)
    assert result.status == 2, (arguments, result.status, result.err)
    return result.err


def main(module):
    tests = [(name, test) for name, test in vars(module).items() if name.startswith('test_')]
    failed = 0
    print('1..%d' % len(tests))
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print('ok %d %s' % (number, name))
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print('not ok %d %s' % (number, name))
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
