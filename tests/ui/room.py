#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exchange with a computer in the same room, as a person does it before the window, with godwitctl and a
person of ours at the other end.

usage: room.py BUILD-DIR"""
import json
import os
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import stage  # noqa: E402


# No system bus: nothing of this is told in the network that this computer is in.
NOWHERE = 'unix:path=/nowhere'
ALONE = 'export DBUS_SYSTEM_BUS_ADDRESS=%s;' % NOWHERE


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def part(text):
    return q('~' + text)


def listening(pid):
    """The ports at which a process waits."""
    own = set()
    for name in os.listdir('/proc/%s/fd' % pid):
        try:
            own.add(os.readlink('/proc/%s/fd/%s' % (pid, name)))
        except OSError:
            pass
    ports = set()
    for table in ('tcp', 'tcp6'):
        if os.path.exists('/proc/net/' + table):
            with open('/proc/net/' + table, encoding='ascii') as lines:
                for line in list(lines)[1:]:
                    field = line.split()
                    if field[3] == '0A' and 'socket:[%s]' % field[9] in own:
                        ports.add(int(field[1].rsplit(':', 1)[1], 16))
    return sorted(ports)


class Other:
    """The other desk. The code it shows is left in a file, and it is typed as the other screen's, unless it lies."""

    def __init__(self, build, profile, folder, *arguments, lies=False):
        self.shown = os.path.join(folder, 'code-%d' % os.getpid())
        self.lies = lies
        self.process = subprocess.Popen([os.path.join(build, 'godwitctl'), '--profile', profile, '--json', 'nearby',
                                         *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.PIPE,
                                        env={**os.environ, 'DBUS_SYSTEM_BUS_ADDRESS': NOWHERE})
        self.lines = []

    def until(self, key):
        while True:
            text = self.process.stdout.readline()
            if not text:
                return None
            self.lines.append(json.loads(text))
            if key in self.lines[-1]:
                return self.lines[-1]

    def play(self):
        code = self.until('code')
        if code:
            with open(self.shown, 'w', encoding='ascii') as file:
                file.write(code['code'])
            self.process.stdin.write('no\n' if self.lies else code['code'] + '\n')
            self.process.stdin.flush()
            self.until('pulled')

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def titles(build, profile):
    done = subprocess.run([os.path.join(build, 'godwitctl'), '--profile', profile, 'action', 'list'],
                          capture_output=True, text=True)
    return done.stdout


def ports_step(count):
    return 'sh test $(python3 %s --ports $UI_PID | wc -w) = %d' % (os.path.join(HERE, 'room.py'), count)


def open_sheet(_):
    return ['wait "push button" "/./"', 'sleep 1', ports_step(0), 'key ctrl+shift+s',
            'wait heading ' + q(_('Without a connection')),
            'click "list item" ' + q(_('Exchange with a computer in this room…')),
            'wait text ' + q(_('Address on the other screen')), 'sleep 0.5', ports_step(1)]


def two_desks(build, folder, language):
    own = stage.make_profile(build, os.path.join(folder, 'own-' + language), language)
    other = stage.make_profile(build, os.path.join(folder, 'other-' + language), 'en', name='Moussa Fall',
                               role='alternate')
    stage.ctl(build, own, 'action', 'new', 'title=Count of storks')
    stage.ctl(build, other, 'action', 'new', 'title=Count of cranes')
    return own, other


def go(build, folder, tap, language):
    """By address, and both say yes."""
    _ = stage.words(build, language)
    own, other_profile = two_desks(build, folder, language)
    other = Other(build, other_profile, folder, 'listen', '--once', '--hidden')
    address = '127.0.0.1:%d' % other.until('port')['port']
    thread = threading.Thread(target=other.play)
    thread.start()
    good, said = stage.drive(build, open_sheet(_) + [
        'audit', 'fill text %s %s' % (q(_('Address on the other screen')), address), 'key Return',
        'wait * ' + q(_('Is the same code on the other screen?')), 'wait * ' + part('Moussa Fall (SEN)'), 'audit',
        # What is on this screen is what the other shows.
        'dump %s' % os.path.join(folder, 'dump'),
        'sh grep -qF "$(cat %s)" %s' % (other.shown, os.path.join(folder, 'dump')),
        'click "push button" ' + q(_('Yes, it is the same')),
        'wait * ' + part(_('%u change came and is here now.').replace('%u', '1')),
        'wait * ' + part(_('%u change of this computer is there now.').replace('%u', '1')),
        'wait "push button" ' + q(_('Done')), ports_step(0), 'audit', 'key Return', 'gone "push button" ' + q(_('Done')),
    ], profile=own, out=folder, size='360x640', before=ALONE)
    other.end()
    thread.join()
    if good:
        seen = titles(build, own) + titles(build, other_profile)
        good, said = seen.count('Count of storks') == 2 and seen.count('Count of cranes') == 2, seen
    tap.result(good, 'two computers end equal in ' + language, said)


def disagree_then_agree(build, folder, tap):
    """The other person sees another code: a sentence, and nothing came. Then one comes to us, and both agree."""
    own, other_profile = two_desks(build, folder, 'en')
    guest_profile = stage.make_profile(build, os.path.join(folder, 'guest'), 'en', name='Aminata Ba', role='alternate')
    stage.ctl(build, guest_profile, 'action', 'new', 'title=Count of curlews')
    other = Other(build, other_profile, folder, 'listen', '--once', '--hidden', lies=True)
    address = '127.0.0.1:%d' % other.until('port')['port']
    thread = threading.Thread(target=other.play)
    thread.start()
    guest = '(python3 %s --guest $UI_PID %s %s %s >/dev/null 2>&1 &)' % (os.path.join(HERE, 'room.py'), build,
                                                                        guest_profile, folder)
    good, said = stage.drive(build, open_sheet(lambda text: text) + [
        'fill text "Address on the other screen" ' + address, 'key Return',
        'wait * "~The code was not the same on both screens"', 'audit', ports_step(1),
        'fill text "Address on the other screen" 127.0.0.1:1', 'key Return',
        'wait * "~The other computer cannot be reached"',
        # Somebody comes while one types: the key that was meant for the address agrees to nothing.
        'sh ' + guest, 'wait * "Is the same code on the other screen?"', 'key Return space', 'sleep 0.5',
        'wait * "Is the same code on the other screen?"', 'wait * "~Aminata Ba (SEN)"',
        'click "push button" "Yes, it is the same"', 'wait * "~1 change came and is here now."',
        'key Escape', 'gone "push button" Done', 'sleep 0.5', ports_step(0),
    ], profile=own, out=folder, before=ALONE)
    other.end()
    thread.join()
    if good:
        seen = titles(build, own)
        good, said = 'curlews' in seen and 'cranes' not in seen, seen
    tap.result(good, 'another code exchanges nothing, and who comes is let in when both agree', said)


def main():
    stage.skip_without_display()
    tap = stage.Tap()
    build = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='godwit-room-') as folder:
        go(build, folder, tap, 'ar')
    with tempfile.TemporaryDirectory(prefix='godwit-room-') as folder:
        disagree_then_agree(build, folder, tap)
    tap.end()


if sys.argv[1] == '--ports':
    print(*listening(sys.argv[2]))
elif sys.argv[1] == '--guest':
    guest = Other(sys.argv[3], sys.argv[4], sys.argv[5], 'connect', '127.0.0.1:%d' % listening(sys.argv[2])[0])
    guest.play()
    guest.end()
else:
    main()
