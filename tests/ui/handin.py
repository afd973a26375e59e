#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report is frozen, cleared and handed in at the window; what the Secretariat says stands there and is answered.

usage: handin.py BUILD-DIR"""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
NAME = '/national_report/administration/compiler/name_title'
REMARK, ANSWER, WHO = 'Who compiled it?', 'The wildlife service.', 'The Permanent Secretary'


def ctl(profile, *arguments, data=None):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', *arguments],
                          input=data, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def open_report():
    return ['key alt+%d' % (1 + [name for name, _ in stage.desks()].index('reports')),
            'click "list item" "~%s"' % stage.REPORT, 'sleep 0.8', 'key ctrl+shift+h']


def remark(profile, submission):
    """As it comes from the Secretariat with an exchange."""
    tail = submission.split(':', 1)[1]
    code = tail.rsplit(':', 1)[1][:16]
    reply = {'party': 'KEN', 'submission': submission, 'author': 'sec', 'created': '2026-11-20T10:00:00Z', 'v': 1}
    ctl(profile, 'doc', 'put', 'exchange', '-', data=json.dumps({
        '_id': 'receipt:' + tail, 'type': 'receipt', 'checked': True,
        'code': '-'.join(code[i:i + 4] for i in range(0, 16, 4)), **reply}))
    ctl(profile, 'doc', 'put', 'exchange', '-', data=json.dumps({
        '_id': 'review:%s:01HZZZZZZZZZZZZZZZZZZZZZZZ' % tail, 'type': 'review', 'state': 'questions', 'text': REMARK,
        'question': NAME, **reply}))


def begin(folder):
    profile = stage.make_profile(build, os.path.join(folder, 'profile'), 'en', country='KEN', name='wanjiru')
    report = ctl(profile, 'report', 'new', '--cycle', 'CMS-COP16', '--title', stage.REPORT)[0]['id']
    ctl(profile, 'report', 'set', report, NAME, 'Amina')
    return profile, report


def frozen_cleared_and_handed_in():
    with tempfile.TemporaryDirectory() as folder:
        profile, report = begin(folder)
        good, said = stage.drive(build, open_report() + [
            'wait label "The report as it is now is not frozen."', 'click "push button" "Freeze"', 'sleep 1',
            'focus text "Who cleared it"', 'type "%s"' % WHO, 'sleep 0.6',
            # Closed before it was noted: what was typed is there again.
            'key Escape', 'sleep 0.5', 'key ctrl+shift+h', 'wait label "The report as it is now is frozen."',
            'focus text "Who cleared it"', 'text text "Who cleared it" "%s"' % WHO,
            'click "push button" "Note the clearance"', 'sleep 1',
            'click "push button" "Hand in version 1"', 'wait label "~Ready and sealed on"'], profile=profile)
        submissions = ctl(profile, 'report', 'submissions', report)
        versions = ctl(profile, 'report', 'versions', report)
    good = good and len(submissions) == 1 and submissions[0]['state'] == 'queued'
    good = good and versions[0]['clearances'][0]['who'] == WHO and versions[0]['code'] == submissions[0]['code']
    tap.result(good, 'a version is frozen, cleared and handed in', '%s\n%s\n%s' % (said, submissions, versions))


def a_remark_is_answered():
    with tempfile.TemporaryDirectory() as folder:
        profile, report = begin(folder)
        ctl(profile, 'report', 'freeze', report)
        remark(profile, ctl(profile, 'report', 'submit', '--open', report)[0]['id'])
        ctl(profile, 'report', 'set', report, NAME, 'Brice')
        good, said = stage.drive(build, open_report() + [
            'wait label "~its receipt bears the same check code"',
            'click "list item" "~%s"' % REMARK, 'wait text "Your answer to the Secretariat"',
            'focus text "Your answer to the Secretariat"', 'type "%s"' % ANSWER, 'click "push button" "Answer"',
            'wait label "~%s"' % ANSWER, 'move 640 400', 'scroll 30', 'wait label "~Now: Brice"',
            'click "list item" "~Name and title"', 'wait text "~Name and title"'], profile=profile)
        said_back = [one for one in ctl(profile, 'report', 'submissions', report) if 'remark' in one]
    tap.result(good and said_back[0].get('answer') == ANSWER, 'a remark is shown and answered', '%s\n%s' % (said, said_back))


frozen_cleared_and_handed_in()
a_remark_is_answered()
tap.end()
