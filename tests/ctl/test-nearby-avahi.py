#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""nearby, with the real Avahi: on a system bus of its own and on the loopback alone, so that nothing of it is seen in
the network this computer is in."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from desk import Desk, main
from person import Person, compare, listen

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=%s/bus</listen>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*" eavesdrop="true"/> <allow eavesdrop="true"/>
  </policy>
</busconfig>
'''
AVAHI = '''[server]
allow-interfaces=lo
enable-dbus=yes
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
publish-hinfo=no
'''


class Network:
    """Where Avahi is. Its one pid file has a fixed place, so there is one at a time, and only root may have it."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='godwit-avahi-')
        self.env = {'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=%s/bus' % self.folder.name}
        self.processes = []

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def start(self, *command):
        self.processes.append(subprocess.Popen(command, env={**os.environ, **self.env}, stdout=subprocess.DEVNULL,
                                               stderr=subprocess.DEVNULL))
        return self.processes[-1]

    def start_avahi(self):
        """Whether it is ready."""
        avahi = self.start('avahi-daemon', '--no-drop-root', '--no-chroot', '--no-rlimits', '-f',
                           self.write('avahi.conf', AVAHI))
        for _ in range(100):
            if avahi.poll() is not None:
                return False
            asked = subprocess.run(['gdbus', 'call', '--system', '--dest', 'org.freedesktop.Avahi', '--object-path', '/',
                                    '--method', 'org.freedesktop.Avahi.Server.GetState'], capture_output=True, text=True,
                                   check=False, env={**os.environ, **self.env})
            if '2' in asked.stdout:
                return True
            time.sleep(0.1)
        return False

    def __enter__(self):
        self.start('dbus-daemon', '--nofork', '--config-file=' + self.write('bus.conf', BUS % self.folder.name))
        for _ in range(100):
            if os.path.exists(os.path.join(self.folder.name, 'bus')):
                break
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        self.folder.cleanup()


def why_not():
    for program in ('avahi-daemon', 'dbus-daemon', 'gdbus'):
        if shutil.which(program) is None:
            return '%s is not installed' % program
    if os.geteuid() != 0:
        return 'only root can start an Avahi of its own'
    return None


network = None


def test_a_desk_that_waits_is_found():
    with Desk(name='Ann Mwangi') as ann, Desk(name='ben') as ben:
        ann.run('action', 'new', 'title=Count of storks')
        waits, _ = listen(ann, '--port', '0', env=network.env)
        with waits, Person(ben, 'connect', '--find', env=network.env) as comes:
            compare(waits, comes)
            came = comes.until('pulled')
            assert came['pulled'] == 1 and came['account'] == 'Ann Mwangi', came
            assert waits.end()[0] == 0 and comes.end()[0] == 0


def test_of_several_the_person_chooses():
    with Desk(name='ann') as ann, Desk(name='sue') as sue, Desk(name='zoe') as zoe, Desk(name='ben') as ben:
        first, _ = listen(ann, '--port', '0', env=network.env)
        with first:
            second, _ = listen(sue, '--port', '0', env=network.env)
            hidden, _ = listen(zoe, '--hidden', env=network.env)
            with second, hidden:
                time.sleep(0.5)
                sentence = ben.refused('nearby', 'connect', '--find', env=network.env)
                assert 'ann' in sentence and 'sue' in sentence and '127.0.0.1:' in sentence, sentence
                assert 'zoe' not in sentence, sentence


# Somebody in the network who announces what they like.
LIAR = '''
import dbus, sys, time
bus = dbus.SystemBus()
server = dbus.Interface(bus.get_object('org.freedesktop.Avahi', '/'), 'org.freedesktop.Avahi.Server')
for number, texts in enumerate([[b'name=<b>Eve</b>' + bytes([10]) + b'boss', b'country=K\\xe2\\x80\\xaeEN'], [b'name=' + b'z' * 240],
                                [b'name=\\xff\\xfe', b'x' * 250], []]):
    group = dbus.Interface(bus.get_object('org.freedesktop.Avahi', server.EntryGroupNew()),
                           'org.freedesktop.Avahi.EntryGroup')
    group.AddService(-1, -1, dbus.UInt32(0), 'liar %d' % number, '_godwit._tcp', '', '', dbus.UInt16(9 + number),
                     dbus.Array([dbus.Array(list(text), signature='y') for text in texts], signature='ay'))
    group.Commit()
print('announced', flush=True)
time.sleep(60)
'''


def test_what_others_announce_is_looked_at_and_who_is_gone_is_not_found():
    if subprocess.run(['/usr/bin/python3', '-c', 'import dbus'], check=False, stderr=subprocess.DEVNULL).returncode:
        print('# left out: python3-dbus is not installed')
        return
    liar = subprocess.Popen(['/usr/bin/python3', '-c', LIAR], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, **network.env})
    try:
        assert liar.stdout.readline() == 'announced\n'
        # Whoever is gone is so after a second (RFC 6762, section 10.1): those of the tests before are, too.
        time.sleep(1.5)
        with Desk(name='ben') as ben:
            sentence = ben.refused('nearby', 'connect', '--find', env=network.env)
    finally:
        liar.kill()
        liar.communicate()
    rows = dict(line.split('\t') for line in sentence.splitlines()[1:])
    assert sorted(rows) == ['127.0.0.1:%d' % port for port in (10, 11, 12, 9)], sentence
    assert rows['127.0.0.1:9'] == '<b>Eve</b>boss' and rows['127.0.0.1:11'] == '', rows
    assert 100 < len(rows['127.0.0.1:10']) <= 128 and set(rows['127.0.0.1:10']) == {'z'}, rows


if __name__ == '__main__':
    reason = why_not()
    if reason is None:
        with Network() as network:
            if network.start_avahi():
                main(sys.modules['__main__'])
            reason = 'Avahi does not start; perhaps it runs already'
    print('1..0 # SKIP %s' % reason)
