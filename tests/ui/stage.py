# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the window have in common: profiles, words in a language, one run of the
program on a virtual display (ui-drive), and TAP."""
import gettext
import html
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
LANGUAGES = ('en', 'fr', 'es', 'ar')
REPORT = 'Report 2029'
ACTION = 'Count of storks'
CHECKLIST = 'cl-before-cop'
NEEDED = ('Xvfb', 'xfwm4', 'wmctrl', 'xdotool', 'xprop', 'dbus-daemon', 'gdbus')


def missing_tools():
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if not missing and subprocess.run(['/usr/bin/python3', '-c', 'import dbus'],
                                      stderr=subprocess.DEVNULL).returncode != 0:
        missing.append('python3-dbus')
    return missing


def desks():
    """The table of src/app/gw-desks.c as (id, title) in the order of the sidebar: a desk that is
    added there is walked by the tests and pictured without a further line."""
    with open(os.path.join(TOP, 'src/app/gw-desks.c'), encoding='utf-8') as source:
        found = re.findall(r'^  \{ "([\w-]+)", N_\("([^"]+)"\)', source.read(), re.M)
    assert found, 'no desks found in gw-desks.c'
    return found


def words(build, language):
    """The program's own words: call it with the English ones."""
    if language == 'en':
        return lambda text: text
    path = os.path.join(build, 'po', language, 'LC_MESSAGES', 'godwit.mo')
    with open(path, 'rb') as catalogue:
        return gettext.GNUTranslations(catalogue).gettext


def make_profile(build, folder, language, country='SEN', name='Awa Diop', role='nfp'):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', folder, 'profile', 'new',
                           '--country', country, '--language', language, '--name', name, '--role', role],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return folder


def ctl(build, profile, *arguments):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout


def make_work(build, profile):
    """Some work in a profile, so that there are pages within the desks to look at."""
    ctl(build, profile, 'report', 'new', '--cycle', 'CMS-COP16', '--title', REPORT)
    ctl(build, profile, 'action', 'new', 'title=' + ACTION, 'status=under-way', 'start_date=2026-03-01')
    ctl(build, profile, 'checklist', 'start', CHECKLIST, '--date', '2029-03-01')


def checklist_title(build, language):
    path = os.path.join(build, 'data', 'checklists', language, CHECKLIST + '.xml')
    with open(path if os.path.exists(path) else path.replace('/%s/' % language, '/C/'), encoding='utf-8') as file:
        return html.unescape(re.search(r'<title>(.*?)</title>', file.read(), re.S).group(1)).strip()


def inner_pages(build, language):
    """The pages within the desks: for each desk, how one gets from page to page with the work of make_work()."""
    sections = [['report-%d' % number, [['key', 'ctrl+Next']]] for number in range(2, 7)]
    return {
        'manual': [['topic', [['key', 'ctrl+Next'], ['sleep', 0.4], ['key', 'ctrl+Next']]]],
        'checklists': [['plan', [['click', 'list item', '~' + checklist_title(build, language)], ['sleep', 0.8]]]],
        'actions': [['action', [['double', 'label', ACTION], ['sleep', 0.8]]]],
        'reports': [['report-1', [['click', 'list item', '~' + REPORT], ['sleep', 0.8]]]] + sections,
    }


def drive(build, steps=(), script=None, size='1280x800', dark=False, profile=None, out='.', home=None, walk=None,
          language=None, may_be_full=False, before='', files=()):
    """One run of the program; gives (whether all steps held, what was said). With may_be_full a
    step may take the disk away: prlimit --pid $UI_PID --fsize=1: lets no file be written. What is
    to run on the same display and bus first is told in before, as a line for the shell."""
    command = ['/usr/bin/python3', os.path.join(HERE, 'ui-drive'), '--size', size, '--out', out, '--timeout', '15']
    if dark:
        command.append('--dark')
    if home:
        command += ['--home', home]
    if language:
        command += ['--language', language]
    if script:
        command += ['-s', os.path.join(HERE, script)]
    for step in steps:
        command += ['-e', step]
    command.append('--')
    if may_be_full:
        before += ' trap "" XFSZ;'
    if before:
        command += ['sh', '-c', before + ' exec "$0" "$@"']
    command.append(os.path.join(build, 'godwit'))
    if profile:
        command += ['--profile', profile]
    command += files
    environment = dict(os.environ, G_DEBUG='fatal-criticals', GODWIT_WALK=json.dumps(walk or {}))
    environment.pop('LANGUAGE', None)
    environment.pop('G_MESSAGES_DEBUG', None)
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


class Tap:
    """Prints results as they come, and the plan at the end."""
    def __init__(self):
        self.number, self.failed = 0, 0

    def result(self, good, name, said=''):
        self.number += 1
        if not good:
            self.failed += 1
            for line in said.split('\n'):
                print('# ' + line)
        print('%s %d %s' % ('ok' if good else 'not ok', self.number, name), flush=True)

    def end(self):
        print('1..%d' % self.number)
        sys.exit(1 if self.failed else 0)


def skip_without_display():
    missing = missing_tools()
    if missing:
        print('1..0 # SKIP not installed: ' + ' '.join(missing))
        sys.exit(0)
