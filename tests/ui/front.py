#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a colleague writes is on the screen while the window is in front; behind, nothing is asked.

usage: front.py BUILD-DIR"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
SERVER = os.path.join(stage.TOP, 'tests', 'server')
SECRETS = {'GODWIT_PASSWORD': 'pw', 'GODWIT_PASSPHRASE': 'seven curlews'}


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def start_server():
    """(nullable): the test server, which ends with its standard input, and its address."""
    if shutil.which('node') is None or not os.path.exists(os.path.join(SERVER, 'node_modules', '.installed-lock')):
        return None, None
    server = subprocess.Popen(['node', os.path.join(SERVER, 'start.cjs'), '--faults', '--password', 'pw', '--with-parent'],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return server, json.loads(server.stdout.readline())['url']


def make_setup(folder, url):
    """A set-up file brings name and password: nothing has to be typed into the window for them."""
    profile = stage.make_profile(build, os.path.join(folder, 'old'), 'en', country='KEN', name='nfp-ken')
    with open(os.path.join(profile, 'profile.json'), encoding='utf-8') as file:
        text = json.load(file)
    text['settings'] = {'server-url': url, 'server-user': 'nfp-ken'}
    with open(os.path.join(profile, 'profile.json'), 'w', encoding='utf-8') as file:
        json.dump(text, file)
    path = os.path.join(folder, 'next.godwit-setup')
    subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'profile', 'pack', path, '--with-password'],
                   env={**os.environ, **SECRETS}, check=True, stdout=subprocess.DEVNULL)
    return path


def write_as_ben(ben, url, title):
    """A step: a colleague at another computer writes and sends."""
    ctl = '%s --profile %s' % (os.path.join(build, 'godwitctl'), ben)
    return ('sh %s action new "title=%s" >/dev/null && GODWIT_PASSWORD=pw %s sync --server %s --user alternate-ken >/dev/null'
            % (ctl, title, ctl, url))


def look(what, url):
    """Steps of their own: begins to note what the server is asked, or says whether somebody waits there."""
    with urllib.request.urlopen(url + '/_fault', data=b'{}' if what == 'forget' else None) as answer:
        asked = answer.read().decode()
    sys.exit(1 if what == 'nobody-waits' and 'feed=longpoll' in asked else 0)


def step(what, url):
    return 'sh python3 %s %s --%s %s' % (os.path.abspath(__file__), build, what, url)


def main():
    with tempfile.TemporaryDirectory(prefix='godwit-front-') as folder:
        server, url = start_server()
        if server is None:
            print('1..0 # SKIP node or tests/server/node_modules is missing')
            return
        path = make_setup(folder, url)
        ben = stage.make_profile(build, os.path.join(folder, 'ben'), 'en', country='KEN', name='alternate-ken',
                                 role='alternate')
        good, said = stage.drive(build, [
            'wait "push button" "Set up this computer"', 'fill text "Passphrase" "seven curlews"', 'key Return',
            'wait * "This computer is set up"', 'key Escape', 'wait * "~Up to date"', 'key alt+4', 'sleep 3',
            write_as_ben(ben, url, 'By Ben'), 'wait label "By Ben"',
            'sleep 1', 'sh wmctrl -k on', 'sleep 2', step('forget', url),
            write_as_ben(ben, url, 'Unseen'), 'sleep 3',
            step('nobody-waits', url),
        ], profile=os.path.join(folder, 'new'), out=folder, files=[path])
        tap.result(good, 'a colleague\'s action appears while the window is in front, and nothing is asked behind', said)
        server.stdin.close()
        server.wait(20)
        tap.end()


if len(sys.argv) > 3:
    look(sys.argv[2][2:], sys.argv[3])
main()
