#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""with-display.py COMMAND [ARG...]: runs COMMAND on a private virtual display, or says in TAP that it is skipped."""
import os
import select
import shutil
import subprocess
import sys


def main():
    if shutil.which('Xvfb') is None:
        print('1..0 # SKIP Xvfb is not installed')
        return 0
    read, write = os.pipe()
    server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
                              pass_fds=(write,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        if not select.select([read], [], [], 20)[0]:
            print('Bail out! Xvfb does not start')
            return 1
        number = os.read(read, 64).decode().strip()
        environment = dict(os.environ, DISPLAY=':' + number, GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_DEBUG='gl-disable',
                           GTK_A11Y='none', GTK_USE_PORTAL='0', ADW_DISABLE_PORTAL='1', GSETTINGS_BACKEND='memory')
        environment.pop('WAYLAND_DISPLAY', None)
        environment.pop('DBUS_SESSION_BUS_ADDRESS', None)
        return subprocess.run(sys.argv[1:], env=environment).returncode
    finally:
        server.terminate()
        server.wait()


sys.exit(main())
