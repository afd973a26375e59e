# SPDX-License-Identifier: GPL-3.0-or-later
"""A step of ui-drive: draws the file GODWIT_GIVEN from the small window of GODWIT_GIVER onto the button that is named in
GODWIT_DROP_ON, as a hand does it."""
import os
import re
import time

name = os.environ['GODWIT_DROP_ON']
ui.wait('push button', name)  # noqa: F821
end = ui.point(ui.get('push button', name))  # noqa: F821
ui.shell('"$GODWIT_GIVER" drag "$GODWIT_GIVEN" & sleep 1.5')  # noqa: F821
ui.run(['wmctrl', '-r', 'Giver', '-e', '0,20,500,120,60'])  # noqa: F821
time.sleep(0.5)
said = ui.run(['xdotool', 'search', '--onlyvisible', '--name', '^Giver$', 'getwindowgeometry', '--shell'])  # noqa: F821
place = dict(re.findall(r'(\w+)=(-?\d+)', said))
start = [int(place['X']) + int(place['WIDTH']) // 2, int(place['Y']) + int(place['HEIGHT']) // 2]
steps = ['xdotool', 'mousemove', str(start[0]), str(start[1]), 'sleep', '0.2', 'mousedown', '1', 'sleep', '0.2']
for part in range(1, 21):
    at = [start[axis] + (end[axis] - start[axis]) * part / 20 for axis in (0, 1)]
    steps += ['mousemove', str(int(at[0])), str(int(at[1])), 'sleep', '0.03']
ui.run(steps + ['sleep', '0.4', 'mouseup', '1', 'sleep', '0.2'])  # noqa: F821
