#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command behind a slow, lossy link to this machine, with real TCP on both ends.

usage: slow-link.py [--number N] [--rate BITS] [--rtt MS] [--loss PERCENT] [--die ALIVE:DEAD] [--seed S] COMMAND...

The command runs in a network namespace of its own, from which only 127.77.N.1 can be reached; servers for it listen on that
address, which is local on this side. It is an address of the loopback, since Godwit speaks without TLS to no other. A TUN
device on each side is joined by this program, which delays, drops and spaces every IP packet: no netem is needed, but root
and /dev/net/tun. --rate is for each direction, 0 for as fast as it goes; --loss too. With --die the line is dead for DEAD
seconds after each ALIVE ones, and both ends are told that their connections broke.

The last line of standard output is JSON: IP packets and bytes that were delivered and dropped, "up" from the command;
"cuts", how often the line died; and "status" of the command.
"""
import argparse
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time

CLONE_NEWNET, TUNSETIFF, TUN_WITHOUT_HEADER = 0x40000000, 0x400454CA, 0x0001 | 0x1000
MTU, QUEUE = 1400, 40000  # bytes; what waits for the line beyond the queue is dropped
TOLD_AFTER = 0.5  # seconds of silence after which both ends are told: longer than an acknowledgement is held back
TCP, RST, ACK = 6, 4, 16


def run(*words):
    subprocess.run(words, check=True)


def open_tun(name):
    fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack('16sH14x', name.encode(), TUN_WITHOUT_HEADER))
    return fd


def enter(fd):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(fd, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), 'setns')


def checksum(data):
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def make_reset(source, target, source_port, target_port, sequence):
    """A segment that breaks a connection, as its other end would send it."""
    tcp = struct.pack('!HHIIBBHHH', source_port, target_port, sequence, 0, 5 << 4, RST, 0, 0, 0)
    tcp = tcp[:16] + struct.pack('!H', checksum(source + target + struct.pack('!BBH', 0, TCP, len(tcp)) + tcp)) + tcp[18:]
    ip = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), 0, 0, 64, TCP, 0, source, target)
    return ip[:10] + struct.pack('!H', checksum(ip)) + ip[12:] + tcp


class Link:
    def __init__(self, options):
        self.options = options
        self.name = 'godwit%d' % options.number
        self.address = '127.77.%d.1' % options.number
        self.random = random.Random(options.seed)
        self.idle_at = {'up': 0.0, 'down': 0.0}  # when the line has sent what waits
        self.waiting, self.n = [], 0
        self.stats = {way: {'packets': 0, 'bytes': 0, 'dropped': 0} for way in ('up', 'down')}
        self.flows, self.broken = {}, set()  # (client's port, server's port) -> what each end expects next
        self.cuts, self.told = 0, 0

    def make(self):
        here, there = '10.77.%d.1' % self.options.number, '10.77.%d.2' % self.options.number
        run('ip', 'netns', 'add', self.name)
        self.host = open_tun(self.name + 'a')
        home = os.open('/proc/self/ns/net', os.O_RDONLY)
        enter(os.open('/run/netns/' + self.name, os.O_RDONLY))
        self.peer = open_tun(self.name + 'b')
        self.allow_loopback(self.name + 'b')
        enter(home)
        self.allow_loopback(self.name + 'a')
        for words, device, address in ((['ip'], self.name + 'a', here), (['ip', '-n', self.name], self.name + 'b', there)):
            run(*words, 'addr', 'add', address + '/24', 'dev', device)
            run(*words, 'link', 'set', device, 'mtu', str(MTU), 'up')
        # The namespace has no loopback of its own that could be in the way.
        run('ip', '-n', self.name, 'route', 'add', self.address, 'dev', self.name + 'b')

    @staticmethod
    def allow_loopback(device):
        """Of these two devices only: packets to and from addresses of the loopback are no strangers there."""
        with open('/proc/sys/net/ipv4/conf/%s/route_localnet' % device, 'w', encoding='ascii') as setting:
            setting.write('1')

    # ---- a line that dies
    def is_dead(self, elapsed):
        if self.options.die is None:
            return False
        alive, dead = self.options.die
        number, since = divmod(elapsed, alive + dead)
        if since < alive:
            return False
        self.cuts = int(number) + 1
        if since - alive > TOLD_AFTER and self.told < self.cuts:
            self.told = self.cuts
            self.tell()
        return True

    def note(self, way, packet):
        """Remembers what each end of a connection expects next: what it acknowledged last."""
        header = (packet[0] & 15) * 4
        source, target, _, acknowledged = struct.unpack('!HHII', packet[header:header + 12])
        flow = (source, target) if way == 'up' else (target, source)
        if packet[header + 13] & ACK:
            self.flows.setdefault(flow, {})[way] = (acknowledged, packet[12:16], packet[16:20])
        return flow

    def tell(self):
        self.waiting.clear()
        for flow, ends in self.flows.items():
            for way, (expected, own, other) in ends.items():
                ports = (flow[1], flow[0]) if way == 'up' else flow
                try:
                    os.write(self.peer if way == 'up' else self.host, make_reset(other, own, *ports, expected))
                except OSError:
                    pass
        self.broken |= set(self.flows)
        self.flows.clear()

    # ---- packets
    def take(self, fd, began):
        while True:
            try:
                packet = os.read(fd, 65536)
            except BlockingIOError:
                return
            if packet[0] >> 4 != 4 or packet[9] != TCP:
                continue
            way, target = ('down', self.peer) if fd == self.host else ('up', self.host)
            now, rate = time.monotonic(), self.options.rate
            start = max(now, self.idle_at[way])
            flow = self.note(way, packet)
            if flow in self.broken or self.is_dead(now - began) or self.random.random() * 100 < self.options.loss \
                    or (rate and (start - now) * rate / 8 > QUEUE):
                self.stats[way]['dropped'] += 1
                continue
            self.idle_at[way] = start + (len(packet) * 8 / rate if rate else 0)
            self.n += 1
            heapq.heappush(self.waiting, (self.idle_at[way] + self.options.rtt / 2000, self.n, target, packet, way))

    def deliver(self):
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            _, _, target, packet, way = heapq.heappop(self.waiting)
            self.stats[way]['packets'] += 1
            self.stats[way]['bytes'] += len(packet)
            try:
                os.write(target, packet)
            except OSError:
                pass  # the other end is gone

    def run(self, command):
        began = time.monotonic()
        child = subprocess.Popen(['ip', 'netns', 'exec', self.name] + command)
        ends = None
        try:
            while ends is None or time.monotonic() < ends:
                if ends is None and child.poll() is not None:
                    ends = time.monotonic() + 0.2
                self.is_dead(time.monotonic() - began)
                wait = 0.05 if not self.waiting else max(0.0, min(0.05, self.waiting[0][0] - time.monotonic()))
                for fd in select.select([self.host, self.peer], [], [], wait)[0]:
                    self.take(fd, began)
                self.deliver()
        finally:
            if child.poll() is None:
                child.kill()
        return child.returncode

    def remove(self):
        subprocess.run(['ip', 'netns', 'del', self.name], check=False)


def read_die(text):
    alive, dead = text.split(':')
    return float(alive), float(dead)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--number', type=int, default=1)
    parser.add_argument('--rate', type=float, default=64000)
    parser.add_argument('--rtt', type=float, default=800)
    parser.add_argument('--loss', type=float, default=2)
    parser.add_argument('--die', type=read_die)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    # Who ends this program finds no namespace left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    link = Link(options)
    try:
        link.make()
        status = link.run(options.command)
    finally:
        link.remove()
    print(json.dumps(dict(link.stats, cuts=link.cuts, status=status)))
    return 0


if __name__ == '__main__':
    sys.exit(main())
