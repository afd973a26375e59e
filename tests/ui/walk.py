# SPDX-License-Identifier: GPL-3.0-or-later
# Run inside ui-drive (see stage.py): goes to every desk by its key, looks for parts without a name
# and words that are cut off, and takes a picture where it is asked to.
import json
import os

plan = json.loads(os.environ['GODWIT_WALK'])
faults = []


def cut_off():
    ui.look()
    frame = ui.active()
    left, _, width, _ = ui.box(frame)
    if width > ui.o.size[0]:
        yield 'the window is %d pixels wide on a screen of %d' % (width, ui.o.size[0])
    for node in ui.walk(frame):
        if node.role not in ('label', 'push button', 'heading', 'toggle button') or not ui.on_screen(node):
            continue
        box = ui.box(node)
        if box and box[2] > 0 and (box[0] < left - 1 or box[0] + box[2] > left + width + 1):
            yield '%s "%s" is cut off at the edge (%d..%d of %d)' % (
                node.role, ui.label(node)[:50], box[0] - left, box[0] + box[2] - left, width)


def look_at(page):
    if plan.get('shots'):
        ui.shot('%s-%s.png' % (page, plan['shots']))
    if plan.get('check'):
        try:
            ui.audit()
        except StepFailed as fault:
            faults.append('%s: %s' % (page, fault))
        faults.extend('%s: %s' % (page, fault) for fault in cut_off())


for number, (desk, title) in enumerate(plan['desks'], 1):
    ui.key('alt+%d' % number)
    ui.title('~' + title) if number == 1 else ui.sleep(0.6)
    ui.sleep(0.3)
    look_at(desk)
    for page, steps in plan.get('inside', {}).get(desk, []):
        for method, *arguments in steps:
            getattr(ui, method)(*arguments)
        ui.sleep(0.4)
        look_at(page)
if faults:
    raise StepFailed('\n'.join(faults))
